//! What stands around a phrase and belongs to it: "early", "the end of", "about", "night".

use super::clock;
use super::expression::{Found, Symbolic, Time};
use super::table::{Meaning, Part, Unit};
use super::window::{Window, Word};

/// The TIMEX3 mod of a part.
pub(super) fn modifier(part: Part) -> &'static str {
    match part {
        Part::Early => "START",
        Part::Mid => "MID",
        Part::Late => "END",
    }
}

/// Takes "early", "mid", "late", "the end of", "earlier in" before a phrase into it.
pub(super) fn with_part(window: &Window<'_>, found: Found, floor: isize) -> Found {
    let Some((first, part)) =
        right_before(window, &found, floor).or_else(|| linked(window, &found, floor))
    else {
        return found;
    };
    Found {
        first,
        modifier: Some(modifier(part)),
        ..found
    }
}

/// "early May", "mid-May", "later yesterday".
fn right_before(window: &Window<'_>, found: &Found, floor: isize) -> Option<(isize, Part)> {
    let place = found.first - 1;
    if place < floor || !window.joined(place) {
        return None;
    }
    // "the early 1990s": the article of the phrase stands before the part.
    let part = match window.word(place) {
        Word::Known(Meaning::Part(part)) => part,
        Word::Known(Meaning::Edge(part)) if !window.spaced(place) => part,
        Word::Known(Meaning::Before) if counts_from(found) && window.spaced(place) => Part::Early,
        Word::Known(Meaning::After) if counts_from(found) && window.spaced(place) => Part::Late,
        _ => return None,
    };
    Some((place, part))
}

/// Whether "earlier" and "later" may qualify the phrase.
fn counts_from(found: &Found) -> bool {
    matches!(
        found.symbolic,
        Symbolic::Weekday { .. } | Symbolic::Shift { .. }
    )
}

/// "the end of May", "early in 1998", "the latter part of the year".
fn linked(window: &Window<'_>, found: &Found, floor: isize) -> Option<(isize, Part)> {
    let link = found.first - 1;
    let of = window.is(link, Meaning::Link);
    if link <= floor
        || !of && !window.is(link, Meaning::In)
        || !window.spaced(link)
        || !window.spaced(link - 1)
    {
        return None;
    }
    let mut place = link - 1;
    if of && window.is(place, Meaning::Unit(Unit::Half)) {
        return None;
    }
    let noun = of && window.same(place, "part") && place > floor && window.spaced(place - 1);
    if noun {
        place -= 1;
    }
    let part = match window.word(place) {
        Word::Known(Meaning::Edge(part)) if of => part,
        Word::Known(Meaning::Part(part)) if !of || noun || !window.table.has_edges() => part,
        Word::Known(Meaning::Before) if !of => Part::Early,
        Word::Known(Meaning::After) if !of => Part::Late,
        _ => return None,
    };
    let article = window.article_before(place, floor);
    Some((if article { place - 1 } else { place }, part))
}

/// Takes "about" before a date into it.
pub(super) fn with_about(window: &Window<'_>, found: Found, floor: isize) -> Found {
    let place = found.first - 1;
    if place < floor || found.modifier.is_some() {
        return found;
    }
    // "ca. 466 BC".
    let gap = window.gap(place).unwrap_or("");
    let spaced = window.spaced(place) || gap == ". ";
    match window.word(place) {
        Word::Known(Meaning::About("APPROX")) if spaced => Found {
            first: place,
            modifier: Some("APPROX"),
            ..found
        },
        _ => found,
    }
}

/// Takes a time of day around a day into the phrase: "Monday night", "the night of 8 February",
/// "19 September 2023 14:00".
pub(super) fn with_time(window: &Window<'_>, found: Found, floor: isize) -> Found {
    if let Word::Known(Meaning::DayPart(part)) = window.word(found.last + 1)
        && window.spaced(found.last)
    {
        return Found {
            last: found.last + 1,
            time: Some(Time::Part(part)),
            ..found
        };
    }
    if window.loose(found.last, &[','])
        && let Some((last, time)) = clock::after_date(window, found.last + 1)
    {
        return Found {
            last,
            time: Some(time),
            ..found
        };
    }
    daypart_of(window, found, floor).unwrap_or(found)
}

/// "the night of 8 February", "early in the morning of 29 April", "the early morning hours of
/// 1 November".
fn daypart_of(window: &Window<'_>, found: Found, floor: isize) -> Option<Found> {
    let link = found.first - 1;
    let of = link > floor
        && window.is(link, Meaning::Link)
        && window.spaced(link)
        && window.spaced(link - 1);
    if !of {
        return None;
    }
    let mut place = link - 1;
    if window.unit(place) == Some((Unit::Hour, true)) && window.spaced(place - 1) {
        place -= 1;
    }
    let Word::Known(Meaning::DayPart(part)) = window.word(place) else {
        return None;
    };
    if place < floor {
        return None;
    }
    let whole = Found {
        first: place,
        time: Some(Time::Part(part)),
        ..found
    };
    let early = with_part(window, whole, floor);
    let article = window.article_before(early.first, floor);
    let early = Found {
        first: early.first - isize::from(article),
        ..early
    };
    Some(if early.modifier.is_none() {
        with_part(window, early, floor)
    } else {
        early
    })
}

/// Takes the article before a phrase into it.
pub(super) fn with_article(window: &Window<'_>, found: Found, floor: isize) -> Found {
    let article = window.article_before(found.first, floor);
    Found {
        first: found.first - isize::from(article),
        ..found
    }
}
