//! When: the temporal tagger.
//!
//! It reads a text in six steps:
//!
//! 1. **Triggers** (`table.rs`): the few words that a date can hang on, found while tokenising.
//!    The words of each language are tables in `schema/dates/`.
//! 2. **Typed tokens** (`window.rs`): what the words around a trigger are (a number, a month, a
//!    preposition), looked up only where a rule asks.
//! 3. **Rules**: a trigger and its neighbours become a phrase. `calendar.rs` has months and
//!    weekdays, `numeric.rs` digits alone, `year.rs` years and decades, `clock.rs` times of day,
//!    `relative.rs` what counts from a day, `period.rs` quarters, seasons and holidays, `length.rs`
//!    durations and sets; `part.rs` adds "early" and the like, `series.rs` dates that share parts.
//! 4. **The symbolic expression** (`expression.rs`): what the phrase says, not yet which day it is.
//! 5. **The context** (`context.rs`): whether the text is told against its publication or, as
//!    history is, against the dates it tells of.
//! 6. **The resolver** (`resolve.rs` with `resolve/of_year.rs`, `shift.rs`, `meant.rs`,
//!    `holiday.rs`): the days meant, against that context and the direction that the verb gives
//!    (`tense.rs`). Where the day of publication is unknown, nothing is guessed: the expression is
//!    kept without an interval.
//!
//! The cost is proportional to the number of triggers, whatever stands between them.

mod calendar;
mod clock;
mod context;
mod expression;
mod holiday;
mod length;
mod meant;
mod named;
mod numeric;
mod part;
mod period;
mod relative;
mod resolve;
mod series;
mod shift;
mod table;
mod tense;
#[cfg(test)]
mod tests;
mod window;
mod year;

use crate::model::{DateExpr, FieldTokens, Grain, Published, TextField};
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
/// assert!(!is_trigger("may") && !is_trigger("200") && !is_trigger("ceasefire"));
/// ```
pub fn is_trigger(word: &str) -> bool {
    match word.as_bytes() {
        [] => false,
        [first, ..] if first.is_ascii_digit() => number_triggers(word),
        _ => {
            // The last letter of "B.C.".
            word == "C"
                || period::letter_digit(word).is_some()
                || Table::all().iter().any(|table| {
                    table.entry_at(word, true).is_some_and(|entry| {
                        let weekday = matches!(entry.meaning, Meaning::Weekday(_));
                        entry.holiday || anchors(entry.meaning) && (weekday || !entry.attached)
                    })
                })
        }
    }
}

/// Whether a word that begins with a digit may be an anchor: a year, a decade ("1990s", "90s"), the
/// hour of "14:30", "5pm".
fn number_triggers(word: &str) -> bool {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    match word.len() {
        1 | 2 if digits => true,
        3 | 4 if window::is_nth(word) => true,
        4 if digits => ("1000".."3000").contains(&word),
        3 | 5 if word.ends_with("0s") => true,
        _ => clock::split_half(word).is_some(),
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
            | Meaning::Weekdays(_)
            | Meaning::Day(_)
            | Meaning::Tonight(_)
            | Meaning::DayPart(_)
            | Meaning::Hour(_)
            | Meaning::Meridiem(_)
            | Meaning::Clock
            | Meaning::Zone
            | Meaning::Unit(_)
            | Meaning::Period
            | Meaning::Season(_)
            | Meaning::Decade(_)
            | Meaning::BeforeChrist
            | Meaning::AnnoDomini
            | Meaning::Reference(_)
            | Meaning::Noun(_)
            | Meaning::UpToNow
            | Meaning::Recent
            | Meaning::Set(_)
            | Meaning::Number(19)
            | Meaning::Holiday
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
    let window = Window::new(text, tokens, Table::of(language));
    let mut found = phrases(&window, triggers);
    found.retain(|found| !named::is_part_of_name(&window, found.first, found.last));
    let day = published.filter(|published| published.grain == Grain::Day);
    numeric::settle(&window, &mut found, day.map(|published| published.date));
    series::share_years(&window, &mut found);
    let history = context::is_history(&found, published);
    let mut resolver = Resolver::new(published, history);
    let mut dates = Vec::with_capacity(found.len());
    for mut found in found {
        if let Some(meant) = resolver.resolve(&mut found) {
            dates.extend(expression(field, &window, &found, meant));
        }
    }
    dates
}

/// The phrases of a text, by start, never overlapping.
fn phrases(window: &Window<'_>, triggers: &[u32]) -> Vec<Found> {
    let mut all = Vec::new();
    let mut floor = 0;
    for &trigger in triggers {
        let Ok(at) = isize::try_from(trigger) else {
            continue;
        };
        if at < floor {
            continue;
        }
        if let Some(found) = phrase(window, at, floor) {
            let found = Found {
                opens: window.opens_sentence(found.first) || window.opens_sentence(found.first - 1),
                ..found
            };
            let place = all.len();
            series::push(window, found, floor, &mut all);
            let sentence = window.sentence(at);
            for found in all.iter_mut().skip(place) {
                found.sentence = sentence;
                found.since = ["since", "until"]
                    .iter()
                    .any(|word| window.same(found.first - 1, word));
            }
            floor = all.last().map_or(floor, |found| found.last + 1);
        }
    }
    all
}

/// The phrase that hangs on the token at `at` and begins no earlier than `floor`.
fn phrase(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    match window.word(at) {
        Word::Number(_, 4) => year::year(window, at, floor),
        Word::Number(..) => numeric::short(window, at, floor)
            .or_else(|| year::short(window, at))
            .or_else(|| clock::clock(window, at, floor)),
        Word::Ordinal(day) => calendar::nth(window, at, floor, day),
        Word::Decade(_) => year::decade(window, at, floor),
        Word::Known(meaning) => {
            period::holiday(window, at, floor).or_else(|| known(window, at, floor, meaning))
        }
        Word::Other if window.digits(at) => clock::clock(window, at, floor),
        Word::Other if window.raw(at) == "C" => year::era(window, at - 1, floor),
        Word::Other => period::short_quarter(window, at),
        _ => None,
    }
}

/// The phrase that hangs on a word of the table.
fn known(window: &Window<'_>, at: isize, floor: isize, meaning: Meaning) -> Option<Found> {
    match meaning {
        Meaning::Month(_) => calendar::month(window, at, floor),
        Meaning::Weekday(_) => calendar::weekday(window, at, floor),
        Meaning::Weekdays(weekday) => Some(length::weekdays(at, weekday)),
        Meaning::Day(_) => relative::day(window, at, floor),
        Meaning::Tonight(_) => relative::tonight(window, at, floor),
        Meaning::DayPart(_) => relative::daypart(window, at, floor),
        Meaning::Hour(_) | Meaning::Meridiem(_) | Meaning::Clock | Meaning::Zone => {
            clock::clock(window, at, floor)
        }
        Meaning::Unit(_) if window.joined(at) && window.is(at + 1, Meaning::Old) => None,
        Meaning::Unit(unit) => period::ordinal(window, at, floor, unit)
            .or_else(|| period::year_before(window, at, floor, unit))
            .or_else(|| relative::this_or_that(window, at, floor, unit))
            .or_else(|| length::every(window, at, floor, unit))
            .or_else(|| length::counted(window, at, floor, unit))
            .or_else(|| period::the_one(window, at, floor, unit))
            .or_else(|| length::uncounted(window, at, floor, unit)),
        Meaning::Period => period::latest_period(window, at, floor),
        Meaning::Season(_) => period::season(window, at, floor),
        Meaning::Decade(_) => year::decade(window, at, floor),
        Meaning::BeforeChrist | Meaning::AnnoDomini => year::era(window, at, floor),
        Meaning::Number(_) => year::spelled(window, at),
        Meaning::Set(_) => length::set(window, at),
        _ => relative::reference(window, at, floor),
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
    let end = end + extra(window, found);
    let start = start - apostrophe(window, found);
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
        rule: found.rule.to_owned(),
    })
}

/// Bytes after the last token that belong to the phrase: the full stop of "p.m." and "Tues.", the
/// ending of "the 1930's".
fn extra(window: &Window<'_>, found: &Found) -> usize {
    let (last, raw) = (found.last, window.raw(found.last));
    let after = window.after(last);
    let dotted = matches!(raw, "m" | "M" | "C") && window.gap(last - 1) == Some(".");
    let short = matches!(raw, "г" | "гг")
        || found.rule == "weekday" && window.entry(last).is_some_and(|entry| entry.attached);
    if (dotted || short) && after.starts_with('.') {
        return 1;
    }
    let decade = found.rule == "decade" && raw.bytes().all(|byte| byte.is_ascii_digit());
    ["'s", "’s"]
        .iter()
        .find(|ending| decade && after.starts_with(**ending))
        .map_or(0, |ending| ending.len())
}

/// Bytes of the apostrophe that opens "'87".
fn apostrophe(window: &Window<'_>, found: &Found) -> usize {
    match window.before(found.first).chars().next_back() {
        Some(mark) if found.rule == "short-year" => mark.len_utf8(),
        _ => 0,
    }
}
