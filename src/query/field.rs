//! The fields that a query can name, and what a value of each becomes.

use super::dates::Limit;
use super::error::Problem;
use super::tree::{Form, Named, Part, Query, Relation, SourceList};
use crate::model::{ActorKind, Grain};

/// Where a value is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// No field: title and body.
    Text,
    /// A part of the article.
    In(Part),
    /// Words with their accents.
    Exact,
    Actor,
    ActorKind,
    /// A place or a state as such.
    Place,
    Published,
    /// One end of the days of publication.
    Limit(Limit),
    Event(Relation),
    EventGrain,
    Outlet,
    Section,
    Author,
    /// A list that the source gave.
    Source(SourceList),
    Site,
    Lang,
}

/// The fields that have a name; the first name of each is the one that is printed.
const NAMED: [(&str, Field); 35] = [
    ("title", Field::In(Part::Title)),
    ("headline", Field::In(Part::Title)),
    ("hlead", Field::In(Part::Opening)),
    ("lead", Field::In(Part::Lead)),
    ("body", Field::In(Part::Body)),
    ("exact", Field::Exact),
    ("actor", Field::Actor),
    ("who", Field::Actor),
    ("actor-kind", Field::ActorKind),
    ("place", Field::Place),
    ("published", Field::Published),
    ("date", Field::Published),
    ("before", Field::Limit(Limit::Before)),
    ("after", Field::Limit(Limit::After)),
    ("since", Field::Limit(Limit::Since)),
    ("until", Field::Limit(Limit::Until)),
    ("event", Field::Event(Relation::Precise)),
    ("event-overlap", Field::Event(Relation::Overlap)),
    ("event-within", Field::Event(Relation::Within)),
    ("event-grain", Field::EventGrain),
    ("outlet", Field::Outlet),
    ("source", Field::Outlet),
    ("publication", Field::Outlet),
    ("section", Field::Section),
    ("author", Field::Author),
    ("byline", Field::Author),
    ("source-people", Field::Source(SourceList::People)),
    (
        "source-organisations",
        Field::Source(SourceList::Organisations),
    ),
    (
        "source-organizations",
        Field::Source(SourceList::Organisations),
    ),
    ("source-orgs", Field::Source(SourceList::Organisations)),
    ("source-places", Field::Source(SourceList::Places)),
    ("source-topics", Field::Source(SourceList::Topics)),
    ("site", Field::Site),
    ("lang", Field::Lang),
    ("language", Field::Lang),
];

/// What other products and people call our fields, for suggestions alone.
const HABITS: [(&str, &str); 65] = [
    ("allintitle", "title"),
    ("au", "author"),
    ("by", "author"),
    ("city", "place"),
    ("company", "actor"),
    ("content", "body"),
    ("country", "actor"),
    ("day", "published"),
    ("domain", "site"),
    ("during", "event-within"),
    ("eventdate", "event"),
    ("from", "since"),
    ("grain", "event-grain"),
    ("hd", "title"),
    ("head", "title"),
    ("heading", "title"),
    ("host", "site"),
    ("hl", "title"),
    ("hlp", "hlead"),
    ("inbody", "body"),
    ("intext", "body"),
    ("intitle", "title"),
    ("inurl", "site"),
    ("kind", "actor-kind"),
    ("keyword", "source-topics"),
    ("keywords", "source-topics"),
    ("journal", "outlet"),
    ("journalist", "author"),
    ("la", "lang"),
    ("lede", "lead"),
    ("name", "actor"),
    ("org", "actor"),
    ("organisation", "actor"),
    ("organisations", "actor"),
    ("organization", "actor"),
    ("organizations", "actor"),
    ("newspaper", "outlet"),
    ("paper", "outlet"),
    ("pd", "published"),
    ("people", "actor"),
    ("person", "actor"),
    ("phrase", "exact"),
    ("location", "place"),
    ("places", "place"),
    ("pub", "outlet"),
    ("publisher", "outlet"),
    ("reporter", "author"),
    ("so", "outlet"),
    ("source-organisation", "source-organisations"),
    ("source-organization", "source-organisations"),
    ("source-person", "source-people"),
    ("subject", "source-topics"),
    ("tag", "source-topics"),
    ("tags", "source-topics"),
    ("topic", "source-topics"),
    ("topics", "source-topics"),
    ("sn", "outlet"),
    ("text", "body"),
    ("ti", "title"),
    ("to", "until"),
    ("url", "site"),
    ("when", "event"),
    ("writer", "author"),
    ("year", "published"),
    ("month", "published"),
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

    /// The field that a word before a colon within a value names. `place:` begins ids there.
    pub(super) fn inner(self, name: &str) -> Option<Field> {
        Field::named(name).filter(|inner| !self.is_who() || *inner != Field::Place)
    }

    /// Whether its values may be ids of actors.
    pub(super) fn is_who(self) -> bool {
        matches!(self, Field::Actor | Field::Place)
    }

    pub(super) fn is_date(self) -> bool {
        matches!(self, Field::Published | Field::Limit(_) | Field::Event(_))
    }

    /// Whether its values are words of the article, which may be patterns.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Field::Text | Field::In(_))
    }

    /// A value, to show how the field is written.
    pub(super) fn example(self) -> &'static str {
        match self {
            Field::Text | Field::In(_) | Field::Exact => "ceasefire",
            Field::Actor => "russia",
            Field::ActorKind => "person",
            Field::Place => "baku",
            Field::Published | Field::Limit(_) | Field::Event(_) => "2023-09",
            Field::EventGrain => "day",
            Field::Outlet => "reuters",
            Field::Section => "world",
            Field::Author => "\"jane doe\"",
            Field::Source(SourceList::People) => "\"jane doe\"",
            Field::Source(SourceList::Organisations) => "\"red cross\"",
            Field::Source(SourceList::Places) => "geneva",
            Field::Source(SourceList::Topics) => "trade",
            Field::Site => "bbc.co.uk",
            Field::Lang => "en",
        }
    }

    /// Whose names its values are, if they are names that an article carries besides its text.
    pub(super) fn names(self) -> Option<Named> {
        Some(match self {
            Field::Outlet => Named::Outlet,
            Field::Section => Named::Section,
            Field::Author => Named::Author,
            Field::Source(list) => Named::Source(list),
            _ => return None,
        })
    }

    /// The field of such names.
    pub(super) fn of_names(what: Named) -> Field {
        match what {
            Named::Outlet => Field::Outlet,
            Named::Section => Field::Section,
            Named::Author => Field::Author,
            Named::Source(list) => Field::Source(list),
        }
    }

    /// The leaf of a value that is no date and holds no pattern. A date field takes its values
    /// through `dates`.
    pub(super) fn leaf(self, text: String, quoted: bool, slop: u32) -> Result<Query, Problem> {
        let form = match self {
            Field::Exact => Form::Accented,
            _ if quoted => Form::Exact,
            _ => Form::Stemmed,
        };
        if let Some(what) = self.names()
            && !quoted
            && text.eq_ignore_ascii_case("none")
        {
            return Ok(Query::Named { what, any: false });
        }
        Ok(match self {
            Field::Actor => Query::Actor { name: text },
            Field::ActorKind => Query::ActorKind(kind(&text)?),
            Field::Place => Query::Place { name: text },
            Field::Outlet => Query::Outlet(text),
            Field::Section => Query::Section(text),
            Field::Author => Query::Author(text),
            Field::Source(list) => Query::Source { list, name: text },
            Field::Site => Query::Site(host(&text)?),
            Field::Lang => Query::Lang(language(&text)?),
            Field::EventGrain => Query::EventGrain(grain(&text)?),
            _ => self.around(Query::Text { text, form, slop }),
        })
    }

    /// A query of words, in the part of the article that the field names.
    pub(super) fn around(self, query: Query) -> Query {
        match self {
            Field::In(part) => Query::In {
                part,
                inner: Box::new(query),
            },
            _ => query,
        }
    }
}

/// Bytes of a name that may be meant for a field's.
const LONGEST_NAME: usize = 22;

/// The field that other products and people call so.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    let mut habits = HABITS.iter();
    let found = habits.find(|(habit, _)| habit.eq_ignore_ascii_case(name));
    found.map(|(_, field)| *field)
}

/// The field whose name is nearest to `name`, if any is near: two slips at most, and more letters
/// right than wrong.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    // The distance takes time in the product of the lengths; no long name is near anyway.
    if name.len() > LONGEST_NAME {
        return None;
    }
    let name = name.to_lowercase();
    if let Some(field) = meant(&name) {
        return Some(field);
    }
    NAMED
        .iter()
        .filter(|(known, _)| known.len().abs_diff(name.len()) <= 2)
        .map(|(known, _)| (strsim::damerau_levenshtein(known, &name), *known))
        .min()
        .filter(|(slips, _)| *slips <= 2 && slips * 2 < name.len())
        .map(|(_, known)| known)
}

/// The error for a field that does not exist.
pub(super) fn unknown(name: &str) -> Problem {
    if name.eq_ignore_ascii_case("near") {
        let suggestion = "write NEAR/5 or w/5; to search for the text itself, write \\:";
        return Problem::new("near: is no field", suggestion);
    }
    let suggestion = match nearest(name) {
        Some(field) => format!("did you mean {field}:? to search for the text itself, write \\:"),
        None => {
            let first = NAMED.iter().filter(|(name, field)| field.name() == *name);
            let names: Vec<String> = first.map(|(name, _)| format!("{name}:")).collect();
            let names = names.join(" ");
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

/// A kind of actor by its name, in any case, also with spaces.
fn kind(text: &str) -> Result<ActorKind, Problem> {
    let text = text.to_ascii_lowercase().replace([' ', '_'], "-");
    if let Some(kind) = ActorKind::from_name(&text) {
        return Ok(kind);
    }
    let names = ActorKind::ALL.map(ActorKind::name);
    let near = names
        .iter()
        .filter(|_| text.len() <= 24)
        .map(|name| (strsim::damerau_levenshtein(name, &text), name))
        .filter(|(slips, name)| *slips <= 2 && slips * 2 < name.len())
        .min();
    let suggestion = match near {
        Some((_, name)) => format!("did you mean actor-kind:{name}?"),
        None => format!("the kinds are {}", names.join(", ")),
    };
    Err(Problem::new("not a kind of actor", suggestion))
}

/// A host in lower case, also from an address or with `*.` before it.
fn host(text: &str) -> Result<String, Problem> {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.strip_prefix("*.").unwrap_or(text);
    let host = text.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let host = host.trim_matches('.').to_lowercase();
    let is_host = host.contains(char::is_alphanumeric)
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if is_host {
        return Ok(host);
    }
    let suggestion = "write a host, which stands for all below it: site:bbc.co.uk";
    Err(Problem::new("not a host", suggestion))
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
            ("langauge", Some("language")),
            ("newspaper", Some("outlet")),
            ("intitle", Some("title")),
            ("souce", Some("source")),
            ("befor", Some("before")),
            ("event_within", Some("event-within")),
            ("eventoverlap", Some("event-overlap")),
            ("events", Some("event")),
            ("source_people", Some("source-people")),
            ("source-organisatons", Some("source-organisations")),
            ("source-place", Some("source-places")),
            ("topics", Some("source-topics")),
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
            let leaf = Field::EventGrain.leaf(text.to_owned(), false, 0);
            match expected {
                Ok(grain) => assert_eq!(leaf, Ok(super::Query::EventGrain(grain))),
                Err(suggestion) => assert_eq!(leaf.unwrap_err().suggestion, suggestion, "{text}"),
            }
        }
    }

    #[test]
    fn a_kind_of_actor_has_a_name() {
        use crate::model::ActorKind;
        for (text, expected) in [
            ("person", Ok(ActorKind::Person)),
            ("Armed Group", Ok(ActorKind::ArmedGroup)),
            ("persons", Err("did you mean actor-kind:person?")),
            ("ngos", Err("did you mean actor-kind:ngo?")),
            (
                "politician",
                Err(
                    "the kinds are person, state, government, igo, ngo, organisation, company, \
                     armed-group, ethnic-group, place, other",
                ),
            ),
        ] {
            let leaf = Field::ActorKind.leaf(text.to_owned(), false, 0);
            match expected {
                Ok(kind) => assert_eq!(leaf, Ok(super::Query::ActorKind(kind))),
                Err(suggestion) => assert_eq!(leaf.unwrap_err().suggestion, suggestion, "{text}"),
            }
        }
    }

    #[test]
    fn a_site_is_a_host() {
        for (text, expected) in [
            ("www.BBC.co.uk/news", Some("www.bbc.co.uk")),
            ("https://a.org:8080/x?y", Some("a.org")),
            ("*.gov.uk", Some("gov.uk")),
            (".uk", Some("uk")),
            ("zeit-online.de.", Some("zeit-online.de")),
            ("россия.рф", Some("россия.рф")),
            ("the times", None),
            ("*", None),
            ("/news", None),
        ] {
            let leaf = Field::Site.leaf(text.to_owned(), false, 0).ok();
            let expected = expected.map(|host| super::Query::Site(host.to_owned()));
            assert_eq!(leaf, expected, "{text}");
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
            let leaf = Field::Lang.leaf(text.to_owned(), false, 0);
            match expected {
                Ok(code) => assert_eq!(leaf, Ok(super::Query::Lang(code.to_owned()))),
                Err(suggestion) => assert_eq!(leaf.unwrap_err().suggestion, suggestion, "{text}"),
            }
        }
    }
}
