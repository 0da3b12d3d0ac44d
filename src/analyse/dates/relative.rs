//! Rules for phrases that count from the day of publication or from a date told before:
//! "yesterday", "this morning", "last week", "the following month", "now".

use super::clock;
use super::expression::{Amount, Base, Found, Symbolic, Time};
use super::part::{with_part, with_time};
use super::table::{Deixis, Meaning, Unit};
use super::window::{Window, Word};

/// "today", "late yesterday", "tomorrow morning".
pub(super) fn day(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let Word::Known(Meaning::Day(by)) = window.word(at) else {
        return None;
    };
    // "VOA Today" is a name.
    if window.title_case(at) && !window.opens_sentence(at) && window.spaced(at - 1) {
        return None;
    }
    let mut found = Found::new("day-word", (at, at), days(i32::from(by)), 0.92);
    // "aujourd'hui" is two tokens; "la mañana" is the morning, not tomorrow.
    if window.same(at, "aujourd") {
        found.last = at + 1;
    }
    if by == 1 && window.same(at, "mañana") && window.same(at - 1, "la") {
        return None;
    }
    let found = with_time(window, found, floor);
    Some(with_part(window, found, floor))
}

fn days(by: i32) -> Symbolic {
    Symbolic::Shift {
        unit: Unit::Day,
        by,
        base: Base::Publication,
    }
}

/// "tonight".
pub(super) fn tonight(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let Word::Known(Meaning::Tonight(part)) = window.word(at) else {
        return None;
    };
    let found = Found {
        time: Some(Time::Part(part)),
        ..Found::new("daypart", (at, at), days(0), 0.9)
    };
    Some(with_part(window, found, floor))
}

/// "this morning", "last night", "that evening", "the next morning", "mid-afternoon yesterday",
/// "at night".
pub(super) fn daypart(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let Word::Known(Meaning::DayPart(part)) = window.word(at) else {
        return None;
    };
    if window.is(at + 1, Meaning::Link) && window.spaced(at) {
        // "the night of 8 February": the date takes it in.
        return None;
    }
    if let Some(found) = clock::clock(window, at, floor) {
        return Some(found);
    }
    let time = Some(Time::Part(part));
    if window.spaced(at)
        && let Some(date) = clock::day_at(window, at + 1).filter(|date| date.first == at + 1)
        && matches!(
            date.symbolic,
            Symbolic::Shift { .. } | Symbolic::Weekday { .. }
        )
    {
        let found = Found {
            first: at,
            time,
            ..date
        };
        return Some(with_part(window, found, floor));
    }
    let before = at > floor && window.spaced(at - 1);
    let (by, base, first) = match deictic(window, at, floor) {
        Some((by, Base::Publication, first)) if by <= 0 => (by, Base::Publication, first),
        Some((by, Base::Previous, first)) => (by, Base::Previous, first),
        _ if before && (window.is(at - 1, Meaning::At) || window.is(at - 1, Meaning::Article)) => {
            return some_daypart(window, at, floor, part);
        }
        _ => return None,
    };
    let symbolic = Symbolic::Shift {
        unit: Unit::Day,
        by,
        base,
    };
    let found = Found {
        time,
        ..Found::new("daypart", (first, at), symbolic, 0.9)
    };
    Some(with_part(window, found, floor))
}

/// "at night", "in the morning": no day is named.
fn some_daypart(window: &Window<'_>, at: isize, floor: isize, part: &'static str) -> Option<Found> {
    let article = window.article_before(at, floor);
    // "the morning papers": only at the end of a phrase.
    if article && window.spaced(at) && !window.cued(at + 1) && !window.is(at + 1, Meaning::At) {
        return None;
    }
    let first = at - isize::from(article);
    let found = Found::new("some-daypart", (first, at), Symbolic::SomeDay, 0.5);
    Some(Found {
        time: Some(Time::Part(part)),
        ..found
    })
}

/// What stands before a unit or a part of the day and says which one: how many from where, and
/// the index of its first token. "last", "this", "the next", "that", "the same", "the following".
pub(super) fn deictic(window: &Window<'_>, at: isize, floor: isize) -> Option<(i32, Base, isize)> {
    let place = at - 1;
    if place < floor || !window.spaced(place) {
        return None;
    }
    let article = window.article_before(place, floor);
    let start = place - isize::from(article);
    Some(match window.word(place) {
        Word::Known(Meaning::Same) => {
            // "that same day".
            let again =
                place > floor && window.is(place - 1, Meaning::Same) && window.spaced(place - 1);
            let this = place > floor
                && window.deixis(place - 1) == Some(Deixis::This)
                && window.spaced(place - 1);
            // "the day that" is not "that day": a clause follows; "same" needs its article.
            (
                0,
                Base::Previous,
                start - isize::from((again || this) && !article),
            )
        }
        Word::Known(Meaning::Following) => (1, Base::Previous, start),
        Word::Known(Meaning::Preceding) => (-1, Base::Previous, start),
        _ => match window.deixis(place)? {
            Deixis::Last => (-1, Base::Publication, start),
            Deixis::This => (0, Base::Publication, start),
            // Not where every noun has its article ("el próximo año").
            Deixis::Next if article && !window.table.deixis_after => (1, Base::Previous, start),
            Deixis::Next => (1, Base::Publication, start),
        },
    })
}

/// "last week", "earlier this year", "the following month", "that year", "прошлой неделе",
/// "la semaine dernière".
pub(super) fn this_or_that(
    window: &Window<'_>,
    at: isize,
    floor: isize,
    unit: Unit,
) -> Option<Found> {
    if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Half)
        || window.unit(at)?.1
        || window.possessed_quarter(at)
    {
        return None;
    }
    let start = fiscal_before(window, at, floor);
    let (by, base, first, last) = match deictic(window, start, floor) {
        Some((by, base, first)) => (by, base, first, at),
        None => {
            let deixis = window.deixis(at + 1)?;
            let after = window.table.deixis_after && window.spaced(at);
            let first = at - isize::from(window.article_before(at, floor));
            after.then_some((step(deixis), Base::Publication, first, at + 1))?
        }
    };
    if base == Base::Publication
        && by == -1
        && window.is(first, Meaning::Article)
        && !window.table.deixis_after
    {
        return up_to_now(window, (first, last), unit);
    }
    // "over the next year": a length of time from now on.
    if base == Base::Previous
        && by == 1
        && window.deixis(start - 1) == Some(Deixis::Next)
        && unit != Unit::Day
        && window.lasting(first - 1)
    {
        let symbolic = Symbolic::Duration {
            unit,
            amount: Amount::whole(1),
        };
        return Some(Found::new("length", (first, last), symbolic, 0.6));
    }
    // "ABC's This Week" is a name.
    if window.title_case(at) && window.title_case(first) && !window.opens_sentence(first) {
        return None;
    }
    let rule = match base {
        Base::Publication => "deictic",
        _ => "anaphoric",
    };
    let symbolic = Symbolic::Shift { unit, by, base };
    let found = Found::new(rule, (first, last), symbolic, 0.9);
    let found = super::length::with_tail(window, found, floor);
    Some(with_part(window, found, floor))
}

/// "the past year": the year up to now; "the last day" may be of anything.
fn up_to_now(window: &Window<'_>, span: (isize, isize), unit: Unit) -> Option<Found> {
    if unit == Unit::Day || window.is(span.1 + 1, Meaning::Link) {
        return None;
    }
    let symbolic = match unit {
        Unit::Week | Unit::Month | Unit::Year => Symbolic::UpToNow(unit),
        _ => Symbolic::Duration {
            unit,
            amount: Amount::whole(1),
        },
    };
    Some(Found::new("up-to-now", span, symbolic, 0.7))
}

/// The index of "fiscal" before a unit, else of the unit.
pub(super) fn fiscal_before(window: &Window<'_>, at: isize, floor: isize) -> isize {
    let said = at > floor && window.is(at - 1, Meaning::Fiscal) && window.joined(at - 1);
    if said { at - 1 } else { at }
}

pub(super) fn step(deixis: Deixis) -> i32 {
    match deixis {
        Deixis::Last => -1,
        Deixis::This => 0,
        Deixis::Next => 1,
    }
}

/// "now", "recently", "the near future", "current", "these days".
pub(super) fn reference(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let before = at > floor && window.spaced(at - 1);
    let (value, first, confidence) = match window.word(at) {
        Word::Known(Meaning::Reference(value)) => {
            // "right now", "more recently".
            let intensified = before && window.is(at - 1, Meaning::Filler);
            (value, at - isize::from(intensified), 0.6)
        }
        Word::Known(Meaning::Noun(value)) => {
            let near = before && window.is(at - 1, Meaning::Filler);
            let place = at - isize::from(near);
            // "the present government": an adjective.
            let ends = !window.spaced(at) || window.function_word(at + 1);
            if !window.article_before(place, floor) || !ends {
                return None;
            }
            (value, place - 1, 0.6)
        }
        Word::Known(Meaning::UpToNow) if window.article_before(at, floor) => {
            // "the past president": an adjective.
            if window.spaced(at) && !window.function_word(at + 1) {
                return None;
            }
            ("PAST_REF", at - 1, 0.6)
        }
        // "recent years" is a length of time.
        Word::Known(Meaning::Recent) if window.unit(at + 1).is_none() => ("PAST_REF", at, 0.4),
        _ => return None,
    };
    let symbolic = Symbolic::Reference(value);
    Some(Found::new("reference", (first, at), symbolic, confidence))
}
