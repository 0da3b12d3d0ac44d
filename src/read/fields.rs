//! One table of the names that sources give to the fields of an article, and the way from a
//! record with such names (JSON, front matter, header lines, JSON-LD) to an [`Article`].

use super::values::{self, NameList};
use crate::model::{Article, DateCandidate, SourcePart};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A record: names and values.
pub(super) type Record = Map<String, Value>;

/// What a field of a source can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Field {
    SourceId,
    Title,
    Body,
    /// A summary, taken for the body where there is none but a title.
    Summary,
    Published,
    /// A date that often, not always, is that of publication.
    Dated,
    Updated,
    Authors,
    Outlet,
    Section,
    Language,
    Url,
    /// An address only if it looks like one.
    Link,
    Topics,
    People,
    Places,
    Organisations,
    /// Name of the outlet, or an object of lists as dateline itself writes it.
    Source,
    /// Object with a field `site`, as Webz.io has it.
    Thread,
}

/// The names of each field, best first. A name is compared without case, `_`, `-`, `:`, `.` and
/// blanks. Besides dateline's own record they are those of news-please, newspaper4k, fundus,
/// CC-News, the Washington Post collection, Webz.io, Media Cloud, schema.org, ninjs, NewsAPI, the
/// Guardian's API, WordPress and JSON Feed.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::SourceId,
        &[
            "sourceid",
            "id",
            "uuid",
            "guid",
            "articleid",
            "docid",
            "docno",
            "identifier",
            "uri",
        ],
    ),
    (
        Field::Title,
        &[
            "title",
            "headline",
            "headlines",
            "articletitle",
            "webtitle",
            "heading",
            "head",
            "titel",
            "titre",
            "titulo",
            "заголовок",
        ],
    ),
    (
        Field::Body,
        &[
            "body",
            "maintext",
            "articlebody",
            "text",
            "fulltext",
            "articletext",
            "bodytext",
            "plaintext",
            "cleantext",
            "content",
            "contents",
            "contenttext",
            "contenthtml",
            "bodies",
            "bodyxhtml",
            "bodyhtml",
            "story",
            "html",
        ],
    ),
    (
        Field::Summary,
        &[
            "description",
            "summary",
            "abstract",
            "lead",
            "standfirst",
            "excerpt",
            "trailtext",
            "teaser",
        ],
    ),
    (
        Field::Published,
        &[
            "published",
            "datepublished",
            "datepublish",
            "publishdate",
            "publisheddate",
            "publishedat",
            "publishingdate",
            "publicationdate",
            "publishedtime",
            "publishedon",
            "datepublication",
            "pubdate",
            "publishtime",
            "pubtime",
            "webpublicationdate",
            "firstpublicationdate",
            "firstpublished",
            "articlepublishedtime",
            "issued",
        ],
    ),
    (
        Field::Dated,
        &[
            "date",
            "displaydate",
            "datum",
            "fecha",
            "дата",
            "created",
            "createdat",
            "datecreated",
            "creationdate",
            "firstcreated",
            "versioncreated",
            "timestamp",
            "datetime",
            "time",
        ],
    ),
    (
        Field::Updated,
        &[
            "updated",
            "datemodified",
            "datemodify",
            "modified",
            "modifiedat",
            "updatedat",
            "lastmodified",
            "lastupdated",
            "updateddate",
            "dateupdated",
            "modifieddate",
            "modificationdate",
            "articlemodifiedtime",
            "corrected",
        ],
    ),
    (
        Field::Authors,
        &[
            "authors",
            "author",
            "byline",
            "bylines",
            "by",
            "creator",
            "creators",
            "writer",
            "writers",
            "reporter",
            "reporters",
            "autor",
            "autoren",
            "auteur",
            "автор",
        ],
    ),
    (
        Field::Outlet,
        &[
            "outlet",
            "publisher",
            "publication",
            "medianame",
            "sitename",
            "newspaper",
            "sourcename",
            "provider",
            "site",
            "quelle",
            "источник",
            "sourcedomain",
            "domain",
            "hostname",
            "website",
        ],
    ),
    (Field::Source, &["source"]),
    (Field::Thread, &["thread"]),
    (
        Field::Section,
        &[
            "section",
            "articlesection",
            "sectionname",
            "rubric",
            "rubrik",
            "ressort",
            "category",
            "desk",
        ],
    ),
    (
        Field::Language,
        &["language", "lang", "inlanguage", "locale", "sprache"],
    ),
    (
        Field::Url,
        &[
            "url",
            "articleurl",
            "canonicalurl",
            "weburl",
            "canonical",
            "permalink",
            "sourceurl",
        ],
    ),
    (
        Field::Link,
        &[
            "link",
            "externalurl",
            "mainentityofpage",
            "guid",
            "id",
            "uri",
        ],
    ),
    (
        Field::Topics,
        &[
            "topics",
            "keywords",
            "tags",
            "subjects",
            "categories",
            "topic",
            "schlagworte",
        ],
    ),
    (Field::People, &["people", "persons", "person"]),
    (Field::Places, &["places", "place", "locations"]),
    (
        Field::Organisations,
        &[
            "organisations",
            "organizations",
            "organisation",
            "organization",
            "orgs",
        ],
    ),
];

/// Where a record comes from, which decides what some of its names mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// JSON of any source.
    Json,
    /// Header lines and front matter: `date` is the date of publication, `subject` the headline.
    Header,
    /// JSON-LD in a page.
    JsonLd,
}

type Meanings = HashMap<&'static str, Vec<(Field, u8)>>;

static MEANINGS: LazyLock<Meanings> = LazyLock::new(|| {
    let mut meanings = Meanings::new();
    for (field, names) in NAMES {
        for (rank, name) in names.iter().enumerate() {
            meanings.entry(name).or_default().push((*field, rank as u8));
        }
    }
    meanings
});

/// A name as the table writes it, or `None` for one too long to be in it.
fn canonical(name: &str) -> Option<String> {
    if name.len() > 60 {
        return None;
    }
    let kept = name
        .chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ' | ':' | '.'));
    Some(kept.flat_map(char::to_lowercase).collect())
}

/// What a name can mean in a dialect.
fn meanings(name: &str, dialect: Dialect) -> &'static [(Field, u8)] {
    let Some(name) = canonical(name) else {
        return &[];
    };
    match (dialect, name.as_str()) {
        (Dialect::Header, "subject") => &[(Field::Title, 100)],
        (Dialect::Header, "date" | "datum" | "fecha" | "дата") => &[(Field::Published, 100)],
        _ => MEANINGS.get(name.as_str()).map_or(&[], Vec::as_slice),
    }
}

/// Whether a header line's key is one of an article's.
pub(super) fn is_known(name: &str) -> bool {
    !meanings(name, Dialect::Header).is_empty()
}

/// Whether a header line's key is that of a title.
pub(super) fn is_title(name: &str) -> bool {
    has(name, Field::Title)
}

/// Whether a header line's key is that of the date of publication.
pub(super) fn is_date(name: &str) -> bool {
    has(name, Field::Published)
}

fn has(name: &str, wanted: Field) -> bool {
    meanings(name, Dialect::Header)
        .iter()
        .any(|(field, _)| *field == wanted)
}

/// Whether a record has a text of its own: a body, or at least a title.
pub(super) fn has_text(record: &Record) -> Text {
    let mut text = Text::None;
    for (name, value) in record {
        for (field, _) in meanings(name, Dialect::Json) {
            match field {
                Field::Body if values::is_text(value) => return Text::Body,
                Field::Title if values::is_text(value) => text = Text::Title,
                _ => {}
            }
        }
    }
    text
}

/// What text a record has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// Neither title nor body.
    None,
    /// A title alone.
    Title,
    /// A body.
    Body,
}

/// The values of a record by meaning, best first.
struct Sorted {
    values: Vec<(Field, u8, Value)>,
}

impl Sorted {
    fn new(record: Record, dialect: Dialect) -> Sorted {
        let mut values = Vec::with_capacity(record.len());
        for (name, value) in record {
            if value.is_null() {
                continue;
            }
            let Some(((last_field, last_rank), others)) = meanings(&name, dialect).split_last()
            else {
                continue;
            };
            for (field, rank) in others {
                values.push((*field, *rank, value.clone()));
            }
            values.push((*last_field, *last_rank, value));
        }
        values.sort_by_key(|(_, rank, _)| *rank);
        Sorted { values }
    }

    fn of(&mut self, wanted: Field) -> impl Iterator<Item = Value> + '_ {
        self.values
            .iter_mut()
            .filter(move |(field, _, _)| *field == wanted)
            .map(|(_, _, value)| value.take())
    }

    fn first<T>(&mut self, field: Field, of: impl Fn(Value) -> Option<T>) -> Option<T> {
        self.of(field).find_map(of)
    }

    fn names(&mut self, field: Field, kind: NameList) -> Vec<String> {
        self.of(field)
            .map(|value| values::names(value, kind))
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }

    fn dates(&mut self, field: Field, part: SourcePart) -> Vec<DateCandidate> {
        self.of(field)
            .flat_map(values::dates)
            .map(|text| DateCandidate { text, part })
            .collect()
    }
}

/// The article that a record describes. Its texts are not yet in their normal form.
pub(super) fn article(record: Record, dialect: Dialect) -> Article {
    let sorted = &mut Sorted::new(record, dialect);
    let part = match dialect {
        Dialect::JsonLd => SourcePart::JsonLd,
        _ => SourcePart::Field,
    };
    let mut candidates = sorted.dates(Field::Published, part);
    candidates.extend(sorted.dates(Field::Dated, SourcePart::Weak));
    let mut article = Article {
        source_id: sorted.first(Field::SourceId, values::identifier),
        title: sorted.first(Field::Title, values::line).unwrap_or_default(),
        candidates,
        updated: sorted.dates(Field::Updated, part),
        authors: sorted.names(Field::Authors, NameList::Authors),
        section: sorted.first(Field::Section, values::line),
        language: sorted.first(Field::Language, values::line),
        outlet: sorted.first(Field::Outlet, values::outlet),
        url: sorted.first(Field::Url, values::line),
        ..Article::default()
    };
    article.source.topics = sorted.names(Field::Topics, NameList::Topics);
    article.source.people = sorted.names(Field::People, NameList::Topics);
    article.source.places = sorted.names(Field::Places, NameList::Topics);
    article.source.organisations = sorted.names(Field::Organisations, NameList::Topics);
    article.url = article
        .url
        .or_else(|| sorted.first(Field::Link, values::link));
    for source in sorted.of(Field::Source) {
        take_source(&mut article, source);
    }
    if article.outlet.is_none() {
        article.outlet = sorted.first(Field::Thread, values::site);
    }
    if article.outlet.is_none() {
        article.outlet = article.url.as_deref().and_then(values::host);
    }
    take_body(&mut article, sorted);
    article
}

fn take_body(article: &mut Article, sorted: &mut Sorted) {
    let body = sorted
        .of(Field::Body)
        .map(values::body)
        .find(|body| !body.text.trim().is_empty());
    if let Some(body) = body {
        article.body = body.text;
        if article.section.is_none() {
            article.section = body.kicker;
        }
    } else if !article.title.is_empty() {
        // A record of headline and summary is all that some collections give.
        let summary = sorted.first(Field::Summary, values::line);
        article.body = summary.unwrap_or_default();
    }
}

/// `source` is the outlet, or dateline's own object of what the source listed.
fn take_source(article: &mut Article, source: Value) {
    let Value::Object(lists) = source else {
        article.outlet = article.outlet.take().or_else(|| values::outlet(source));
        return;
    };
    let facts = &mut article.source;
    for (name, value) in &lists {
        let list = match name.as_str() {
            "people" => &mut facts.people,
            "places" => &mut facts.places,
            "organisations" => &mut facts.organisations,
            "topics" => &mut facts.topics,
            _ => continue,
        };
        list.extend(values::names(value.clone(), NameList::Topics));
    }
    let outlet = article.outlet.take();
    article.outlet = outlet.or_else(|| values::outlet(Value::Object(lists)));
}
