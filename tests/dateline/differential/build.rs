//! Queries in few words.

use dateline::query::{DateTest, Form, Part, Pattern, Query, Relation, Unit};

/// Words in all their forms.
pub fn stems(text: &str) -> Query {
    words(text, Form::Stemmed, 0)
}

/// Words as written, but for case and accents.
pub fn exact(text: &str) -> Query {
    words(text, Form::Exact, 0)
}

pub fn words(text: &str, form: Form, slop: u32) -> Query {
    Query::Text {
        text: text.to_owned(),
        form,
        slop,
    }
}

pub fn wildcard(pattern: &str) -> Query {
    Query::Pattern(Pattern::Wildcard(pattern.to_owned()))
}

pub fn fuzzy(word: &str, slips: u8) -> Query {
    Query::Pattern(Pattern::Fuzzy {
        word: word.to_owned(),
        slips,
    })
}

pub fn regex(pattern: &str) -> Query {
    Query::Pattern(Pattern::Regex(pattern.to_owned()))
}

/// A phrase, its words parted by spaces, those with `*` or `?` patterns.
pub fn phrase(text: &str, slop: u32) -> Query {
    let word = |word: &str| match word.contains(['*', '?']) {
        true => wildcard(word),
        false => exact(word),
    };
    Query::Phrase {
        words: text.split(' ').map(word).collect(),
        slop,
    }
}

pub fn actor(name: &str) -> Query {
    Query::Actor {
        name: name.to_owned(),
    }
}

/// A date that lies so to the days from the first up to, but without, the second.
pub fn event(relation: Relation, from: &str, until: &str) -> Query {
    let day = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
    let (from, until) = (day(from), day(until));
    Query::event(relation, DateTest::Within { from, until })
}

fn near(distance: u32, ordered: bool, left: Query, right: Query) -> Query {
    Query::Near {
        distance,
        ordered,
        left: Box::new(left),
        right: Box::new(right),
    }
}

/// `left w/distance right`
pub fn w(distance: u32, left: Query, right: Query) -> Query {
    near(distance, false, left, right)
}

/// `left pre/distance right`
pub fn pre(distance: u32, left: Query, right: Query) -> Query {
    near(distance, true, left, right)
}

pub fn same(unit: Unit, parts: impl Into<Vec<Query>>) -> Query {
    Query::Same {
        unit,
        parts: parts.into(),
    }
}

pub fn within(part: Part, inner: Query) -> Query {
    Query::In {
        part,
        inner: Box::new(inner),
    }
}

pub fn at_least(times: u32, inner: Query) -> Query {
    Query::AtLeast {
        times,
        inner: Box::new(inner),
    }
}

pub fn boost(hundredths: u32, inner: Query) -> Query {
    Query::Boost {
        hundredths,
        inner: Box::new(inner),
    }
}

pub fn or(queries: impl IntoIterator<Item = Query>) -> Query {
    Query::any_of(queries)
}
