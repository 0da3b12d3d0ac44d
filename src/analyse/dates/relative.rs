//! Rules for phrases that count from the day of publication: "yesterday", "last week", "three days
//! ago", and for lengths of time, quarters and seasons.

use super::calendar::{deixis_before, modifier, with_daypart};
use super::expression::{Found, Symbolic, Toward, YearOf};
use super::table::{Deixis, Meaning, Part, Unit};
use super::tense;
use super::window::{Window, Word};

/// "today", "late yesterday", "tomorrow morning".
pub(super) fn day(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let Word::Known(Meaning::Day(by)) = window.word(at) else {
        return None;
    };
    let symbolic = Symbolic::Shift {
        unit: Unit::Day,
        by: i32::from(by),
    };
    let mut found = Found::new(at, at, symbolic, 0.92);
    let raw = window.raw(at);
    // "aujourd'hui" is two tokens; "la mañana" is the morning, not tomorrow.
    if raw.eq_ignore_ascii_case("aujourd") {
        found.last = at + 1;
    }
    if by == 1
        && raw.eq_ignore_ascii_case("mañana")
        && window.raw(at - 1).eq_ignore_ascii_case("la")
    {
        return None;
    }
    found = with_qualifier(window, found, floor);
    Some(with_daypart(window, found))
}

/// "tonight", "this morning", "last night".
pub(super) fn daypart(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let Word::Known(Meaning::DayPart(part)) = window.word(at) else {
        return None;
    };
    let (toward, first) = deixis_before(window, at, floor);
    let by = match toward {
        Toward::Said(Deixis::This) => 0,
        Toward::Said(Deixis::Last) => -1,
        _ if window.raw(at).eq_ignore_ascii_case("tonight") => 0,
        _ => return None,
    };
    let symbolic = Symbolic::Shift {
        unit: Unit::Day,
        by,
    };
    let found = Found {
        part: Some(part),
        ..Found::new(first, at, symbolic, 0.9)
    };
    Some(with_qualifier(window, found, floor))
}

/// Takes "early", "late", "earlier", "later" before a phrase into it.
fn with_qualifier(window: &Window<'_>, found: Found, floor: isize) -> Found {
    let place = found.first - 1;
    if place < floor || !window.spaced(place) {
        return found;
    }
    let part = match window.word(place) {
        Word::Known(Meaning::Before) => Part::Early,
        Word::Known(Meaning::After) => Part::Late,
        Word::Known(Meaning::Part(part)) => part,
        _ => return found,
    };
    Found {
        first: place,
        modifier: Some(modifier(part)),
        ..found
    }
}

/// A phrase whose anchor is a unit of time.
pub(super) fn unit(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let Word::Known(Meaning::Unit(unit)) = window.word(at) else {
        return None;
    };
    ordinal(window, at, floor, unit)
        .or_else(|| this_or_that(window, at, floor, unit))
        .or_else(|| year_before(window, at, floor, unit))
        .or_else(|| the_one(window, at, floor, unit))
        .or_else(|| every(window, at, floor, unit))
        .or_else(|| counted(window, at, floor, unit))
}

/// "the third quarter of 2008", "third-quarter", "first half of 2020", "the 19th century".
fn ordinal(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    let before = at - 1;
    if before < floor || !window.joined(before) {
        return None;
    }
    let (Word::Ordinal(value) | Word::Known(Meaning::Ordinal(value))) = window.word(before) else {
        return None;
    };
    let value = i8::try_from(value).ok()?;
    let mut first = before;
    let (year, last) = year_of(window, at);
    let symbolic = match unit {
        Unit::Quarter if (1..=4).contains(&value) => Symbolic::Quarter {
            quarter: value,
            year,
        },
        // "the first half" alone may be a match's.
        Unit::Half if (1..=2).contains(&value) && year != YearOf::Unsaid => {
            Symbolic::Half { half: value, year }
        }
        Unit::Century if (1..=21).contains(&value) => Symbolic::Century(i16::from(value)),
        _ => return None,
    };
    if first > floor && window.is(first - 1, Meaning::Fiscal) && window.joined(first - 1) {
        first -= 1;
    }
    // "a third-quarter loss" has an article of its own.
    let article =
        first > floor && window.is(first - 1, Meaning::Article) && window.spaced(first - 1);
    if article && window.spaced(at - 1) {
        first -= 1;
    }
    Some(Found::new(first, last, symbolic, 0.85))
}

/// The year that a quarter belongs to, and the last token of the phrase: "of 2008", "this year".
fn year_of(window: &Window<'_>, at: isize) -> (YearOf, isize) {
    let place = if window.is(at + 1, Meaning::Link) {
        at + 2
    } else {
        at + 1
    };
    if !(window.spaced(at) && window.spaced(place - 1)) {
        return (YearOf::Unsaid, at);
    }
    if let Some(year) = window.year(place) {
        return (YearOf::Known(year), place);
    }
    match (window.word(place), window.word(place + 1)) {
        (Word::Known(Meaning::Deixis(deixis)), Word::Known(Meaning::Unit(Unit::Year))) => {
            (YearOf::Shift(step(deixis)), place + 1)
        }
        _ => (YearOf::Unsaid, at),
    }
}

fn step(deixis: Deixis) -> i32 {
    match deixis {
        Deixis::Last => -1,
        Deixis::This => 0,
        Deixis::Next => 1,
    }
}

/// "last week", "earlier this year", "next month", "прошлой неделе", "la semaine dernière".
fn this_or_that(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Half) {
        return None;
    }
    let (deixis, first, last) = match (window.word(at - 1), window.word(at + 1)) {
        (Word::Known(Meaning::Deixis(deixis)), _) if at > floor && window.spaced(at - 1) => {
            (deixis, at - 1, at)
        }
        (_, Word::Known(Meaning::Deixis(deixis)))
            if window.table.deixis_after && window.spaced(at) =>
        {
            (deixis, at, at + 1)
        }
        _ => return None,
    };
    let plural = matches!(
        window.raw(at),
        "days" | "weeks" | "months" | "years" | "decades"
    );
    if plural {
        return None;
    }
    let word = window.raw(first).to_ascii_lowercase();
    let after_article =
        first > floor && window.is(first - 1, Meaning::Article) && window.spaced(first - 1);
    if matches!(word.as_str(), "past" | "last") && after_article {
        // "the past year": a length of time up to now.
        let symbolic = Symbolic::Duration {
            unit,
            amount: Some(1),
        };
        return Some(Found::new(first - 1, last, symbolic, 0.7));
    }
    let symbolic = Symbolic::Shift {
        unit,
        by: step(deixis),
    };
    let first = if after_article { first - 1 } else { first };
    Some(with_qualifier(
        window,
        Found::new(first, last, symbolic, 0.9),
        floor,
    ))
}

/// "a year earlier", "a year ago", "year-ago quarter", "year-earlier".
fn year_before(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    let earlier = matches!(
        window.word(at + 1),
        Word::Known(Meaning::Before | Meaning::Ago)
    );
    if unit != Unit::Year || !earlier {
        return None;
    }
    let hyphen = !window.spaced(at);
    let article = at > floor && window.spaced(at - 1);
    if hyphen && window.joined(at) {
        let period = window.spaced(at + 1)
            && (window.is(at + 2, Meaning::Unit(Unit::Quarter)) || window.raw(at + 2) == "period");
        let last = if period { at + 2 } else { at + 1 };
        let the = article && period && window.is(at - 1, Meaning::Article);
        let first = if the { at - 1 } else { at };
        return Some(Found::new(first, last, Symbolic::YearBefore, 0.8));
    }
    if article && window.is(at - 1, Meaning::One) {
        return Some(Found::new(at - 1, at + 1, Symbolic::YearBefore, 0.8));
    }
    None
}

/// "the weekend", "the quarter", "the latest quarter": the one that the text is about.
fn the_one(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    let latest = window.is(at - 1, Meaning::Latest);
    let article = if latest { at - 2 } else { at - 1 };
    if article < floor
        || !window.is(article, Meaning::Article)
        || !window.spaced(article)
        || !window.spaced(at - 1)
    {
        return None;
    }
    let symbolic = match unit {
        Unit::Weekend => Symbolic::Weekend {
            toward: tense::toward(window, article, at),
        },
        Unit::Quarter => Symbolic::SameQuarter,
        _ => return None,
    };
    Some(Found::new(article, at, symbolic, 0.75))
}

/// "every day", "each year".
fn every(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    let said = at > floor && window.is(at - 1, Meaning::Every) && window.spaced(at - 1);
    said.then(|| Found::new(at - 1, at, Symbolic::Set(unit), 0.85))
}

/// How many of a unit: the amount (none for "several") and the index of its first token.
fn amount(window: &Window<'_>, at: isize, floor: isize) -> Option<(Option<u32>, isize)> {
    let place = at - 1;
    if place < floor || !window.joined(place) {
        return None;
    }
    match window.word(place) {
        Word::Number(value, _) => {
            let free = !window
                .before(place)
                .ends_with(['.', ',', '$', '€', '£', '/', ':']);
            free.then_some((Some(u32::from(value)), place))
        }
        Word::Known(Meaning::Number(value)) => {
            // "twenty four".
            match window.word(place - 1) {
                Word::Known(Meaning::Number(tens))
                    if value < 10 && tens >= 20 && place > floor && window.joined(place - 1) =>
                {
                    Some((Some(u32::from(tens + value)), place - 1))
                }
                _ => Some((Some(u32::from(value)), place)),
            }
        }
        Word::Known(Meaning::One) => Some((Some(1), place)),
        Word::Known(Meaning::Vague) => {
            let article =
                place > floor && window.is(place - 1, Meaning::One) && window.spaced(place - 1);
            Some((None, if article { place - 1 } else { place }))
        }
        _ => None,
    }
}

/// "three days ago", "vor drei Tagen", "the past two weeks", "five-year".
fn counted(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    let (amount, first) = amount(window, at, floor)?;
    let ago_before =
        first > floor && window.is(first - 1, Meaning::BeforeAgo) && window.spaced(first - 1);
    let ago = window.spaced(at) && window.is(at + 1, Meaning::Ago);
    if ago || ago_before {
        let first = if ago_before { first - 1 } else { first };
        let last = if ago { at + 1 } else { at };
        return Some(match amount {
            Some(amount) => {
                let by = -i32::try_from(amount).ok()?;
                Found::new(first, last, Symbolic::Shift { unit, by }, 0.85)
            }
            None => Found::new(first, last, Symbolic::Reference("PAST_REF"), 0.6),
        });
    }
    // An age: "10 years old", "five-year-old".
    if matches!(window.raw(at + 1), "old" | "olds") {
        return None;
    }
    let one = window.is(first, Meaning::One);
    if one
        && !matches!(
            unit,
            Unit::Week | Unit::Month | Unit::Day | Unit::Hour | Unit::Decade | Unit::Year
        )
    {
        return None;
    }
    let mut first = first;
    if first > floor
        && matches!(window.word(first - 1), Word::Known(Meaning::Deixis(_)))
        && window.spaced(first - 1)
    {
        first -= 1;
    }
    if first > floor
        && !one
        && window.spaced(at - 1)
        && window.is(first - 1, Meaning::Article)
        && window.spaced(first - 1)
    {
        first -= 1;
    }
    if unit == Unit::Quarter || unit == Unit::Half {
        return None;
    }
    Some(Found::new(
        first,
        at,
        Symbolic::Duration { unit, amount },
        0.7,
    ))
}

/// "last summer", "spring 2023", "the summer of 1998". A bare season is not taken: "fall" and
/// "spring" are verbs too.
pub(super) fn season(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let Word::Known(Meaning::Season(season)) = window.word(at) else {
        return None;
    };
    let (said, mut first) = deixis_before(window, at, floor);
    let (year, last) = year_of(window, at);
    let placed = matches!(said, Toward::Said(_));
    let article = window.spaced(at - 1) && window.is(at - 1, Meaning::Article) && at > floor;
    if !placed && year == YearOf::Unsaid {
        let cue = article && matches!(window.word(at - 2), Word::Known(Meaning::Cue));
        if !cue {
            return None;
        }
        first = at - 1;
    } else if !placed && article {
        first = at - 1;
    }
    let toward = if placed {
        said
    } else {
        tense::toward(window, at, at)
    };
    let symbolic = Symbolic::Season {
        season,
        year,
        toward,
    };
    Some(with_qualifier(
        window,
        Found::new(first, last, symbolic, 0.85),
        floor,
    ))
}

/// "now", "recently", "the future".
pub(super) fn reference(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    match window.word(at) {
        Word::Known(Meaning::Reference(value)) => {
            let article =
                at > floor && window.is(at - 1, Meaning::Article) && window.spaced(at - 1);
            // "future" is a time only as "the future".
            if value == "FUTURE_REF" && !article {
                return None;
            }
            let first = if article { at - 1 } else { at };
            Some(Found::new(first, at, Symbolic::Reference(value), 0.6))
        }
        Word::Known(Meaning::Set(unit)) => Some(Found::new(at, at, Symbolic::Set(unit), 0.6)),
        _ => None,
    }
}
