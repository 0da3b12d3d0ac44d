//! The fields of an exported hit: their names, and how each is written.

use super::Plan;
use crate::model::{Hit, HitActor, Published, Snippet};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A field of an exported hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Label,
    Query,
    Rank,
    Score,
    Id,
    SourceId,
    Title,
    Published,
    Updated,
    Outlet,
    Authors,
    Section,
    Language,
    Url,
    Path,
    Record,
    Actors,
    EventDates,
    Snippets,
    Source,
    Body,
    PublishedGrain,
    PublishedOrigin,
    PublishedConfidence,
    Snippet,
    TitleHighlights,
    ActorIds,
    OcrQuality,
    Copies,
    Lead,
}

/// Every field with its name, in the order of a record.
const FIELDS: [(Field, &str); 30] = [
    (Field::Label, "label"),
    (Field::Query, "query"),
    (Field::Rank, "rank"),
    (Field::Score, "score"),
    (Field::Id, "id"),
    (Field::SourceId, "source_id"),
    (Field::Title, "title"),
    (Field::Published, "published"),
    (Field::Updated, "updated"),
    (Field::Outlet, "outlet"),
    (Field::Authors, "authors"),
    (Field::Section, "section"),
    (Field::Language, "language"),
    (Field::Url, "url"),
    (Field::Path, "path"),
    (Field::Record, "record"),
    (Field::Actors, "actors"),
    (Field::EventDates, "event_dates"),
    (Field::Snippets, "snippets"),
    (Field::Source, "source"),
    (Field::Body, "body"),
    (Field::PublishedGrain, "published_grain"),
    (Field::PublishedOrigin, "published_origin"),
    (Field::PublishedConfidence, "published_confidence"),
    (Field::Snippet, "snippet"),
    (Field::TitleHighlights, "title_highlights"),
    (Field::ActorIds, "actor_ids"),
    (Field::OcrQuality, "ocr_quality"),
    (Field::Copies, "copies"),
    (Field::Lead, "lead"),
];

/// How many of [`FIELDS`], from the first, stand in a JSON record unless fields are chosen; the label
/// in a batch alone. The body is long, and the fields after it repeat parts of others, as a table
/// needs them.
const IN_RECORD: usize = 20;

impl Field {
    pub(super) fn name(self) -> &'static str {
        FIELDS
            .iter()
            .find(|(field, _)| *field == self)
            .map_or("", |(_, name)| name)
    }

    fn of(name: &str) -> Option<Field> {
        FIELDS
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(field, _)| *field)
    }
}

/// The names that `--fields` takes, in the order of a record.
pub fn field_names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(_, name)| *name)
}

/// Checks names given to `--fields`.
///
/// The error says which name is unknown, or stands twice, and lists those that there are.
pub fn check_fields(fields: &[String]) -> Result<(), String> {
    for (place, name) in fields.iter().enumerate() {
        let trouble = if Field::of(name).is_none() {
            "no such field"
        } else if fields.iter().take(place).any(|earlier| earlier == name) {
            "named twice"
        } else {
            continue;
        };
        let known: Vec<&str> = field_names().collect();
        return Err(format!(
            "{name:?}: {trouble}; fields are {}",
            known.join(", ")
        ));
    }
    Ok(())
}

/// The fields that a plan asks for, else those of the format, with what is told of copies where these
/// were grouped; in a batch the label is one of them.
pub(super) fn chosen(plan: &Plan, default: &[Field]) -> Vec<Field> {
    let mut fields: Vec<Field> = match plan.fields.is_empty() {
        true => {
            let grouped: &[Field] = match plan.copies {
                Some(_) => &[Field::Copies, Field::Lead],
                None => &[],
            };
            [default, grouped].concat()
        }
        false => {
            let names = plan.fields.iter();
            names.filter_map(|name| Field::of(name)).collect()
        }
    };
    if plan.label.is_some() && !fields.contains(&Field::Label) {
        fields.insert(0, Field::Label);
    }
    fields
}

/// The fields of a JSON record.
pub(super) fn in_record(plan: &Plan) -> Vec<Field> {
    let default = FIELDS.iter().take(IN_RECORD).map(|(field, _)| *field);
    let default: Vec<Field> = default.filter(|field| *field != Field::Label).collect();
    chosen(plan, &default)
}

/// A hit as a JSON object with the fields asked for.
pub(super) struct Record<'a> {
    pub label: Option<&'a str>,
    pub query: &'a str,
    pub fields: &'a [Field],
    pub hit: &'a Hit,
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for field in self.fields {
            map.serialize_key(field.name())?;
            self.value(*field, &mut map)?;
        }
        map.end()
    }
}

impl Record<'_> {
    fn value<M: SerializeMap>(&self, field: Field, map: &mut M) -> Result<(), M::Error> {
        let hit = self.hit;
        let published = hit.published.as_ref();
        match field {
            Field::Label => map.serialize_value(&self.label),
            Field::Query => map.serialize_value(self.query),
            Field::Rank => map.serialize_value(&hit.rank),
            Field::Score => map.serialize_value(&hit.score),
            Field::Id => map.serialize_value(&hit.id),
            Field::SourceId => map.serialize_value(&hit.source_id),
            Field::Title => map.serialize_value(&hit.title),
            Field::Published => map.serialize_value(&hit.published),
            Field::Updated => map.serialize_value(&hit.updated),
            Field::Outlet => map.serialize_value(&hit.outlet),
            Field::Authors => map.serialize_value(&hit.authors),
            Field::Section => map.serialize_value(&hit.section),
            Field::Language => map.serialize_value(&hit.language),
            Field::Url => map.serialize_value(&hit.url),
            Field::Path => map.serialize_value(&hit.path),
            Field::Record => map.serialize_value(&hit.record),
            Field::Actors => map.serialize_value(&hit.actors),
            Field::EventDates => map.serialize_value(&hit.event_dates),
            Field::Snippets => map.serialize_value(&hit.snippets),
            Field::Source => map.serialize_value(&hit.source),
            Field::Body => map.serialize_value(&hit.body),
            Field::PublishedGrain => map.serialize_value(&published.map(|date| date.grain)),
            Field::PublishedOrigin => map.serialize_value(&published.map(|date| date.origin)),
            Field::PublishedConfidence => map.serialize_value(&published.map(confidence)),
            Field::Snippet => map.serialize_value(&joined(&hit.snippets)),
            Field::TitleHighlights => map.serialize_value(&hit.title_highlights),
            Field::ActorIds => map.serialize_value(&actor_ids(&hit.actors)),
            Field::OcrQuality => map.serialize_value(&hit.ocr_quality),
            Field::Copies => map.serialize_value(&hit.copies),
            Field::Lead => map.serialize_value(&hit.lead),
        }
    }
}

pub(super) fn actor_ids(actors: &[HitActor]) -> Vec<&str> {
    actors.iter().map(|actor| actor.id.as_str()).collect()
}

fn confidence(published: &Published) -> f32 {
    published.confidence
}

/// The snippets of a hit as one line of text.
pub(super) fn joined(snippets: &[Snippet]) -> String {
    let texts: Vec<String> = snippets
        .iter()
        .map(|snippet| {
            snippet
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    texts.join(" … ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked() {
        let check = |names: &[&str]| {
            check_fields(&names.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(check(&[]), Ok(()));
        assert_eq!(check(&["id", "body", "published_origin"]), Ok(()));
        let unknown = check(&["id", "titel"]).unwrap_err();
        assert!(
            unknown.starts_with("\"titel\": no such field; fields are label, query, rank, "),
            "{unknown}"
        );
        assert!(check(&["id", "id"]).unwrap_err().contains("named twice"));
        assert!(check(&[""]).is_err());
    }

    #[test]
    fn the_table_has_each_field_once() {
        for (place, (field, name)) in FIELDS.iter().enumerate() {
            assert_eq!(field.name(), *name);
            assert_eq!(*field as usize, place, "{name} is out of order");
        }
        assert_eq!(FIELDS[IN_RECORD].1, "body");
    }
}
