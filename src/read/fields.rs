//! From a record of names and values (JSON, front matter, header lines, JSON-LD) to an [`Article`].

use super::body;
use super::entities::decoded;
use super::names::{Dialect, Field, meanings};
use super::values::{self, NameList};
use crate::model::{Article, DateCandidate, SourcePart};
use serde_json::{Map, Value};

/// A record: names and values.
pub(super) type Record = Map<String, Value>;

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

    /// The same of a text that many sources give as it stood in a page.
    fn text(&mut self, field: Field, of: impl Fn(Value) -> Option<String>) -> Option<String> {
        self.first(field, of).map(decoded)
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
        title: sorted.text(Field::Title, values::line).unwrap_or_default(),
        candidates,
        updated: sorted.dates(Field::Updated, part),
        authors: sorted.names(Field::Authors, NameList::Authors),
        section: sorted.text(Field::Section, values::line),
        language: sorted.first(Field::Language, values::line),
        outlet: sorted.text(Field::Outlet, values::outlet),
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
        .map(body::body)
        .find(|body| !body.text.trim().is_empty());
    if let Some(body) = body {
        article.body = body.text;
        if article.section.is_none() {
            article.section = body.kicker;
        }
    } else if !article.title.is_empty() {
        // A record of headline and summary is all that some collections give.
        let summary = sorted.first(Field::Summary, values::line);
        article.body = summary.map(body::plain).unwrap_or_default();
    }
}

/// `source` is the outlet, or dateline's own object of what the source listed.
fn take_source(article: &mut Article, source: Value) {
    let Value::Object(lists) = source else {
        article.outlet = article
            .outlet
            .take()
            .or_else(|| values::outlet(source).map(decoded));
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
