//! One table of the names that sources give to the fields of an article.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a field of a source can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Field {
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
            "headlinemain",
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
            "bodymain",
            "bodyrichtext",
            "story",
            "html",
        ],
    ),
    (
        Field::Summary,
        &[
            "description",
            "descriptions",
            "descriptiontext",
            "descriptionmain",
            "descriptionsummary",
            "descriptioncaption",
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
            "contentcreated",
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
            "infosource",
            "infosources",
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
            "subject",
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
pub(super) fn meanings(name: &str, dialect: Dialect) -> &'static [(Field, u8)] {
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
