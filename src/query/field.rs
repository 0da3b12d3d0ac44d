//! The fields that a query can name, and what a value of each becomes.

use super::error::Problem;
use super::tree::{Query, TextScope};

/// Where a value is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// No field: title and body.
    Text,
    Title,
    Actor,
    Published,
    Event,
    Outlet,
    Lang,
}

/// The fields that have a name.
const NAMED: [(&str, Field); 6] = [
    ("actor", Field::Actor),
    ("published", Field::Published),
    ("event", Field::Event),
    ("outlet", Field::Outlet),
    ("lang", Field::Lang),
    ("title", Field::Title),
];

/// What other products call our fields, for suggestions alone.
const HABITS: [(&str, &str); 16] = [
    ("after", "published"),
    ("before", "published"),
    ("date", "published"),
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
        matches!(self, Field::Published | Field::Event)
    }

    pub(super) fn is_text(self) -> bool {
        matches!(self, Field::Text | Field::Title)
    }

    /// The leaf of a value that is no date. A date field takes its values through `dates`.
    pub(super) fn leaf(self, text: String, quoted: bool) -> Result<Query, Problem> {
        let scope = if self == Field::Title {
            TextScope::Title
        } else {
            TextScope::Any
        };
        Ok(match self {
            Field::Actor => Query::Actor { name: text },
            Field::Outlet => Query::Outlet(text),
            Field::Lang => Query::Lang(language(&text)?),
            _ => Query::Text {
                scope,
                text,
                quoted,
            },
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
            ("C", None),
            ("std", None),
            ("Ukraine", None),
        ] {
            assert_eq!(nearest(name), expected, "{name}");
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
