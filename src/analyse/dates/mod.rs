//! When: the temporal tagger.
//!
//! It reads a text in five steps, one file each:
//!
//! 1. **Triggers** (`table.rs`): the few words that a date can hang on, found while tokenising.
//!    The words of each language are tables in `schema/dates/`.
//! 2. **Typed tokens** (`window.rs`): what the words around a trigger are (a number, a month, a
//!    preposition), looked up only where a rule asks.
//! 3. **Rules** (`calendar.rs`, `year.rs`, `relative.rs`): a trigger and its neighbours become a
//!    phrase.
//! 4. **The symbolic expression** (`expression.rs`): what the phrase says, not yet which day it is.
//! 5. **The resolver** (`resolve.rs`, `meant.rs`): the days meant, against the day of publication and the
//!    direction that the verb gives (`tense.rs`). Where that day is unknown, nothing is guessed:
//!    the expression is kept without an interval.
//!
//! The cost is proportional to the number of triggers, whatever stands between them.

mod calendar;
mod expression;
mod meant;
mod relative;
mod resolve;
mod table;
mod tense;
#[cfg(test)]
mod tests;
mod window;
mod year;

use crate::model::{DateExpr, FieldTokens, Published, TextField};
use expression::Found;
use meant::Meant;
use resolve::Resolver;
use table::{Meaning, Table};
use window::{Window, Word};

/// Whether a word, as it stands in the text, may be the anchor of a date expression in any
/// language that has a table. Depends on the word alone, so the answer may be cached.
///
/// ```
/// use dateline::analyse::dates::is_trigger;
/// assert!(is_trigger("September") && is_trigger("2023") && is_trigger("yesterday"));
/// assert!(!is_trigger("may") && !is_trigger("20") && !is_trigger("ceasefire"));
/// ```
pub fn is_trigger(word: &str) -> bool {
    match word.as_bytes() {
        [] => false,
        // A year, or a decade: "2023", "1990s", "90s".
        [first, ..] if first.is_ascii_digit() => match word.len() {
            4 => word.bytes().all(|byte| byte.is_ascii_digit()) && ("1000".."3000").contains(&word),
            3 | 5 => word.ends_with("0s"),
            _ => false,
        },
        _ => Table::all().iter().any(|table| {
            table
                .entry(word)
                .is_some_and(|entry| anchors(entry.meaning) && !entry.attached)
        }),
    }
}

/// The month (1 to 12) that a word names in any language that has a table, whatever its case.
pub fn month_of(word: &str) -> Option<i8> {
    Table::all()
        .iter()
        .find_map(|table| match table.meaning(word)? {
            Meaning::Month(month) => Some(month),
            _ => None,
        })
}

/// The weekday (1 to 7, Monday first) that a word names in any language that has a table.
pub fn weekday_of(word: &str) -> Option<i8> {
    Table::all()
        .iter()
        .find_map(|table| match table.meaning(word)? {
            Meaning::Weekday(weekday) => Some(weekday),
            _ => None,
        })
}

/// Whether a word of this meaning can be the anchor of a phrase.
fn anchors(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Month(_)
            | Meaning::Weekday(_)
            | Meaning::Day(_)
            | Meaning::DayPart(_)
            | Meaning::Unit(_)
            | Meaning::Season(_)
            | Meaning::Reference(_)
            | Meaning::Set(_)
    )
}

/// The date expressions of one text, by start, never overlapping.
///
/// `triggers` are the ascending indices, within `tokens.tokens`, of the words for which
/// [`is_trigger`] holds. `language` is an ISO 639-1 code; languages without a table give numeric
/// dates and years alone. Takes time proportional to the number of triggers.
pub fn find(
    field: TextField,
    text: &str,
    tokens: &FieldTokens,
    triggers: &[u32],
    language: &str,
    published: Option<&Published>,
) -> Vec<DateExpr> {
    let window = Window {
        text,
        tokens,
        table: Table::of(language),
    };
    let mut resolver = Resolver::new(published);
    let mut dates = Vec::new();
    let mut floor = 0;
    for &trigger in triggers {
        let Ok(at) = isize::try_from(trigger) else {
            continue;
        };
        if at < floor {
            continue;
        }
        let Some(found) = phrase(&window, at, floor) else {
            continue;
        };
        let Some(meant) = resolver.resolve(&found) else {
            continue;
        };
        if let Some(date) = expression(field, &window, &found, meant) {
            dates.push(date);
            floor = found.last + 1;
        }
    }
    dates
}

/// The phrase that hangs on the token at `at` and begins no earlier than `floor`.
fn phrase(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    match window.word(at) {
        Word::Number(_, 4) => year::year(window, at, floor),
        Word::Decade(_) => year::decade(window, at, floor),
        Word::Known(Meaning::Month(_)) => calendar::month(window, at, floor),
        Word::Known(Meaning::Weekday(_)) => calendar::weekday(window, at, floor),
        Word::Known(Meaning::Day(_)) => relative::day(window, at, floor),
        Word::Known(Meaning::DayPart(_)) => relative::daypart(window, at, floor),
        Word::Known(Meaning::Unit(_)) => relative::unit(window, at, floor),
        Word::Known(Meaning::Season(_)) => relative::season(window, at, floor),
        Word::Known(Meaning::Reference(_) | Meaning::Set(_)) => {
            relative::reference(window, at, floor)
        }
        _ => None,
    }
}

/// The expression of a phrase and its meaning.
fn expression(
    field: TextField,
    window: &Window<'_>,
    found: &Found,
    meant: Meant,
) -> Option<DateExpr> {
    let (start, _) = window.span(found.first)?;
    let (_, end) = window.span(found.last)?;
    Some(DateExpr {
        field,
        start,
        end,
        text: window.text.get(start..end)?.to_owned(),
        kind: meant.kind,
        value: meant.value,
        modifier: found.modifier.map(str::to_owned),
        range: meant.range,
        grain: meant.grain,
        anchor: meant.anchor,
        confidence: found.confidence * meant.confidence,
    })
}
