//! The fields that a query can name, and what a value of each becomes.

use super::error::Problem;
use super::tree::{Form, Part, Query, Relation};
use crate::model::Grain;

/// Where a value is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// No field: title and body.
    Text,
    Title,
    Actor,
    Published,
    Event(Relation),
    EventGrain,
    Outlet,
    Lang,
}

/// The fields that have a name.
const NAMED: [(&str, Field); 9] = [
    ("actor", Field::Actor),
    ("published", Field::Published),
    ("event", Field::Event(Relation::Precise)),
    ("event-overlap", Field::Event(Relation::Overlap)),
    ("event-within", Field::Event(Relation::Within)),
    ("event-grain", Field::EventGrain),
    ("outlet", Field::Outlet),
    ("lang", Field::Lang),
    ("title", Field::Title),
];

/// What other products call our fields, for suggestions alone.
const HABITS: [(&str, &str); 19] = [
    ("after", "published"),
    ("before", "published"),
    ("date", "published"),
    ("during", "event-within"),
    ("eventdate", "event"),
    ("grain", "event-grain"),
    ("head", "title"),
    ("headline", "title"),
    ("hlead", "title"),
    ("language", "lang"),
    ("name", "actor"),
    ("person", "actor"),
    ("publisher", "outlet"),
    ("since", "published"),
    ("site", "outlet"),
    ("source", "outlet"),
    ("until", "published"),
    ("when", "event"),
    ("who", "actor"),
];

/// Languages by name, for suggestions alone.
const LANGUAGES: [(&str, &str); 12] = [
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("deutsch", "de"),
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("turkish", "tr"),
];

impl Field {
    /// The field of a name, in any case.
    pub(super) fn named(name: &str) -> Option<Field> {
        let field = NAMED
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(field.1)
    }

    /// The name, without the colon; empty for text.
    pub(super) fn name(self) -> &'static str {
        let field = NAMED.iter().find(|(_, field)| *field == self);
        field.map_or("", |(name, _)| name)
    }

    pub(super) fn is_date(self) -> bool {
        matches!(self, Field::Published | Field::Event(_))
    }

    pub(super) fn is_text(self) -> bool {
        matches!(self, Field::Text | Field::Title)
    }

    /// The leaf of a value that is no date. A date field takes its values through `dates`.
    pub(super) fn leaf(self, text: String, quoted: bool) -> Result<Query, Problem> {
        let plain = |text| Query::Text {
            text,
            form: if quoted { Form::Exact } else { Form::Stemmed },
            slop: 0,
        };
        Ok(match self {
            Field::Actor => Query::Actor { name: text },
            Field::Outlet => Query::Outlet(text),
            Field::Lang => Query::Lang(language(&text)?),
            Field::EventGrain => Query::EventGrain(grain(&text)?),
            Field::Title => Query::In {
                part: Part::Title,
                inner: Box::new(plain(text)),
            },
            _ => plain(text),
        })
    }
}

/// The field whose name is nearest to `name`, if any is near: two slips at most, and more letters
/// right than wrong.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    // The distance takes time in the product of the lengths; no long name is near anyway.
    if name.len() > 16 {
        return None;
    }
    let name = name.to_lowercase();
    if let Some((_, field)) = HABITS.iter().find(|(habit, _)| *habit == name) {
        return Some(field);
    }
    NAMED
        .iter()
        .map(|(known, _)| (strsim::damerau_levenshtein(known, &name), *known))
        .min()
        .filter(|(slips, _)| *slips <= 2 && slips * 2 < name.len())
        .map(|(_, known)| known)
}

/// The error for a field that does not exist.
pub(super) fn unknown(name: &str) -> Problem {
    let suggestion = match nearest(name) {
        Some(field) => format!("did you mean {field}:? to search for the text itself, write \\:"),
        None => {
            let names = NAMED.map(|(name, _)| format!("{name}:")).join(" ");
            format!("the fields are {names}; to search for the text itself, write \\:")
        }
    };
    Problem::new("unknown field", suggestion)
}

/// A grain by its name, in any case.
fn grain(text: &str) -> Result<Grain, Problem> {
    let named = Grain::ALL.map(Grain::name);
    let text = text.to_ascii_lowercase();
    if let Some(grain) = Grain::ALL.iter().find(|grain| grain.name() == text) {
        return Ok(*grain);
    }
    let near = named
        .iter()
        .filter(|name| text.len() <= 16 && strsim::damerau_levenshtein(name, &text) <= 2)
        .min_by_key(|name| strsim::damerau_levenshtein(name, &text));
    let suggestion = match near {
        Some(name) => format!("did you mean event-grain:{name}?"),
        None => format!("the grains are {}", named.join(", ")),
    };
    Err(Problem::new("not a grain", suggestion))
}

/// A language code in lower case.
fn language(text: &str) -> Result<String, Problem> {
    let code = text.to_ascii_lowercase();
    let is_code =
        |code: &str| matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_lowercase());
    if is_code(&code) {
        return Ok(code);
    }
    let by_name = LANGUAGES
        .iter()
        .find(|(name, _)| *name == code)
        .map(|(_, code)| *code);
    let region = code
        .split(['-', '_'])
        .next()
        .filter(|start| is_code(start) && *start != code);
    let suggestion = match by_name.or(region) {
        Some(code) => format!("write lang:{code}"),
        None => "write a code of ISO 639-1, such as lang:en".to_owned(),
    };
    Err(Problem::new("not a language code", suggestion))
}

#[cfg(test)]
mod tests {
    use super::{Field, nearest};

    #[test]
    fn a_slip_finds_its_field() {
        for (name, expected) in [
            ("autor", Some("actor")),
            ("acotr", Some("actor")),
            ("Publishd", Some("published")),
            ("titel", Some("title")),
            ("language", Some("lang")),
            ("site", Some("outlet")),
            ("event_within", Some("event-within")),
            ("eventoverlap", Some("event-overlap")),
            ("events", Some("event")),
            ("C", None),
            ("std", None),
            ("Ukraine", None),
        ] {
            assert_eq!(nearest(name), expected, "{name}");
        }
    }

    #[test]
    fn a_grain_has_a_name() {
        use crate::model::Grain;
        for (text, expected) in [
            ("day", Ok(Grain::Day)),
            ("Century", Ok(Grain::Century)),
            ("days", Err("did you mean event-grain:day?")),
            ("moth", Err("did you mean event-grain:month?")),
            (
                "2023-09",
                Err(
                    "the grains are day, week, month, quarter, season, half, year, decade, century",
                ),
            ),
        ] {
            let leaf = Field::EventGrain.leaf(text.to_owned(), false);
            match expected {
                Ok(grain) => assert_eq!(leaf, Ok(super::Query::EventGrain(grain))),
                Err(suggestion) => assert_eq!(leaf.unwrap_err().suggestion, suggestion, "{text}"),
            }
        }
    }

    #[test]
    fn a_language_is_a_code() {
        for (text, expected) in [
            ("DE", Ok("de")),
            ("und", Ok("und")),
            ("english", Err("write lang:en")),
            ("en-US", Err("write lang:en")),
            ("e1", Err("write a code of ISO 639-1, such as lang:en")),
            ("de,fr", Err("write a code of ISO 639-1, such as lang:en")),
        ] {
            let leaf = Field::Lang.leaf(text.to_owned(), false);
            match expected {
                Ok(code) => assert_eq!(leaf, Ok(super::Query::Lang(code.to_owned()))),
                Err(suggestion) => assert_eq!(leaf.unwrap_err().suggestion, suggestion, "{text}"),
            }
        }
    }
}
