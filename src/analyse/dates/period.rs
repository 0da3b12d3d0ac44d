//! Rules for quarters, halves, seasons, centuries and holidays, and for "the year", "the weekend".

use super::calendar::{deixis_before, said_year, year_after};
use super::expression::{Around, Base, Found, Recurring, Symbolic, Toward, YearOf};
use super::part::{with_article, with_part, with_time};
use super::relative::fiscal_before;
use super::resolve::seen_from;
use super::table::{Deixis, Holiday, Meaning, Part, Unit};
use super::tense;
use super::window::{Window, Word};

/// "the third quarter of 2008", "third-quarter", "first half of 2020", "the 19th century", "the
/// 1988 second quarter", "this year's third quarter".
pub(super) fn ordinal(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    let before = at - 1;
    if before < floor || !window.joined(before) {
        return None;
    }
    let value = match window.word(before) {
        Word::Ordinal(value) | Word::Known(Meaning::Ordinal(value)) => i16::try_from(value).ok()?,
        Word::Known(Meaning::Deixis(Deixis::Last) | Meaning::Part(Part::Late)) => match unit {
            Unit::Quarter if year_after(window, at).is_some() => 4,
            Unit::Half => 2,
            _ => return None,
        },
        _ => return None,
    };
    let first = fiscal_before(window, before, floor);
    let (year, first, last) = year_around(window, first, at, floor);
    let symbolic = match unit {
        Unit::Quarter if (1..=4).contains(&value) => Symbolic::Quarter {
            quarter: value as i8,
            year,
        },
        // "the first half" alone may be a match's.
        Unit::Half if (1..=2).contains(&value) && year != YearOf::Unsaid => Symbolic::Half {
            half: value as i8,
            year,
        },
        Unit::Century if (1..=21).contains(&value) => {
            return Some(century(window, before, at, floor, value));
        }
        _ => return None,
    };
    let found = Found::new("quarter", (first, last), symbolic, 0.85);
    // "a third-quarter loss" has an article of its own.
    let own = window.spaced(at - 1) && first == fiscal_before(window, before, floor);
    let found = if own {
        with_article(window, found, floor)
    } else {
        found
    };
    Some(with_part(window, found, floor))
}

/// "the 19th century", "the fourth century BC".
fn century(window: &Window<'_>, first: isize, at: isize, floor: isize, value: i16) -> Found {
    let era = window.era(at + 1).filter(|_| window.spaced(at));
    let (value, last) = match era {
        Some((true, last)) => (-value, last),
        Some((false, last)) => (value, last),
        None => (value, at),
    };
    let found = Found::new("century", (first, last), Symbolic::Century(value), 0.9);
    let found = with_part(window, found, floor);
    if window.spaced(at - 1) || found.modifier.is_some() {
        with_article(window, found, floor)
    } else {
        found
    }
}

/// The year around a quarter or half from `first` to `at`, and the span with it: "of 2008", "this
/// year", "the 1988 second quarter", "next year's first quarter", "the year-ago third quarter".
fn year_around(
    window: &Window<'_>,
    first: isize,
    at: isize,
    floor: isize,
) -> (YearOf, isize, isize) {
    if let Some((year, last)) = year_after(window, at) {
        return (year, first, last);
    }
    let place = first - 1;
    if place >= floor {
        if let Some(year) = window.year(place).filter(|_| window.spaced(place)) {
            let article = window.article_before(place, floor);
            return (YearOf::Known(year), place - isize::from(article), at);
        }
        let possessive = matches!(window.gap(place), Some("'s " | "’s "));
        if possessive
            && place > floor
            && let Some((year, last)) = said_year(window, place - 1)
            && last == place
        {
            return (year, place - 1, at);
        }
        let ago = matches!(
            window.word(place),
            Word::Known(Meaning::Ago | Meaning::Before)
        );
        let year = window.unit(place - 1) == Some((Unit::Year, false));
        if ago && year && place > floor && window.joined(place - 1) {
            let article = window.article_before(place - 1, floor);
            return (YearOf::Shift(-1), place - 1 - isize::from(article), at);
        }
    }
    (YearOf::Unsaid, first, at)
}

/// "Q3 2009", "H1".
pub(super) fn short_quarter(window: &Window<'_>, at: isize) -> Option<Found> {
    let (half, value) = letter_digit(window.raw(at))?;
    let (year, last) = match year_after(window, at) {
        Some((year, last)) => (year, last),
        None if half => return None,
        None => (YearOf::Unsaid, at),
    };
    let symbolic = if half {
        Symbolic::Half { half: value, year }
    } else {
        Symbolic::Quarter {
            quarter: value,
            year,
        }
    };
    Some(Found::new("quarter", (at, last), symbolic, 0.8))
}

/// Whether a word is "H1" (a half, true) or "Q3", and its number.
pub(super) fn letter_digit(word: &str) -> Option<(bool, i8)> {
    match word.as_bytes() {
        [b'Q', digit @ b'1'..=b'4'] => Some((false, (digit - b'0') as i8)),
        [b'H', digit @ b'1'..=b'2'] => Some((true, (digit - b'0') as i8)),
        _ => None,
    }
}

/// "a year earlier", "a year ago", "year-ago quarter", "year-earlier".
pub(super) fn year_before(
    window: &Window<'_>,
    at: isize,
    floor: isize,
    unit: Unit,
) -> Option<Found> {
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
            && (window.is(at + 2, Meaning::Unit(Unit::Quarter))
                || window.is(at + 2, Meaning::Period));
        let last = if period { at + 2 } else { at + 1 };
        let the = article && period && window.is(at - 1, Meaning::Article);
        let ordinal = matches!(
            window.word(at + 2),
            Word::Known(Meaning::Ordinal(_)) | Word::Ordinal(_)
        );
        if ordinal {
            // "the year-ago third quarter": the quarter takes it in.
            return None;
        }
        let first = if the { at - 1 } else { at };
        let span = (first, last);
        return Some(Found::new("year-before", span, Symbolic::YearBefore, 0.8));
    }
    if article && window.is(at - 1, Meaning::One) {
        let span = (at - 1, at + 1);
        let found = Found::new("year-before", span, Symbolic::YearBefore, 0.8);
        let found = super::length::with_inexact(window, found, floor);
        let modifier = found.modifier.map(|modifier| seen_from(modifier, -1));
        return Some(Found { modifier, ..found });
    }
    None
}

/// "the weekend", "the quarter", "the latest quarter", "the end of the year", "year-end": the one
/// that the text is about.
pub(super) fn the_one(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    if let Some(found) = year_end(window, at, unit) {
        return Some(found);
    }
    if unit == Unit::Week
        && window.spaced(at)
        && window.spaced(at + 1)
        && window.is(at + 1, Meaning::Link)
        && let Some(day) = a_day(window, at + 2)
    {
        return Some(Found {
            first: at - isize::from(window.article_before(at, floor)),
            around: Some(Around::Week),
            rule: "week-of",
            ..day
        });
    }
    if unit == Unit::Year
        && window.spaced(at)
        && window.article_before(at, floor)
        && let Some((year, last)) = super::year::spelled_year(window, at + 1)
    {
        let symbolic = Symbolic::Year(year);
        return Some(Found::new("spelled", (at - 1, last), symbolic, 0.85));
    }
    let start = fiscal_before(window, at, floor);
    // "the full year".
    let latest = matches!(
        window.word(start - 1),
        Word::Known(Meaning::Latest | Meaning::Filler)
    );
    let article = if latest { start - 2 } else { start - 1 };
    if article < floor
        || !window.is(article, Meaning::Article)
        || !window.spaced(article)
        || !window.spaced(start - 1)
        || window.unit(at)?.1
        || window.spaced(at) && window.year(at + 1).is_some()
        || window.gap(at).is_some_and(super::window::is_hyphen)
        || window.possessed_quarter(at)
    {
        return None;
    }
    let length = |rule| {
        let symbolic = Symbolic::Duration {
            unit,
            amount: super::expression::Amount::whole(1),
        };
        Found::new(rule, (article, at), symbolic, 0.6)
    };
    if let Some(found) = period_beside(window, article, at, unit) {
        return Some(found);
    }
    let ended = window.spaced(at) && window.is(at + 1, Meaning::Ended);
    let symbolic = match unit {
        Unit::Weekend => Symbolic::Weekend {
            toward: match tense::toward(window, article, at) {
                // "by the weekend".
                Toward::Open if window.same(article - 1, "by") => Toward::Future,
                toward => toward,
            },
        },
        Unit::Quarter => Symbolic::SameQuarter,
        Unit::Year if ended => return Some(length("length")),
        Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century => Symbolic::Shift {
            unit,
            by: 0,
            base: Base::Context,
        },
        Unit::Day => return the_day(window, article, at),
        _ => return None,
    };
    let found = Found::new("the-one", (article, at), symbolic, 0.7);
    Some(with_part(window, found, floor))
}

/// "the latest period".
pub(super) fn latest_period(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let latest = at - 1 > floor && window.is(at - 1, Meaning::Latest) && window.spaced(at - 1);
    if !latest || !window.is(at - 2, Meaning::Article) {
        return None;
    }
    let span = (at - 2, at);
    Some(Found::new("the-one", span, Symbolic::SameQuarter, 0.7))
}

/// "year-end", "year's end".
fn year_end(window: &Window<'_>, at: isize, unit: Unit) -> Option<Found> {
    let gap = window.gap(at)?;
    let joined = window.joined(at) || matches!(gap, "'s " | "’s ");
    let Word::Known(Meaning::Edge(part)) = window.word(at + 1) else {
        return None;
    };
    if unit != Unit::Year || !joined || window.is(at - 1, Meaning::One) {
        return None;
    }
    let symbolic = Symbolic::Shift {
        unit,
        by: 0,
        base: Base::Context,
    };
    Some(Found {
        modifier: Some(super::part::modifier(part)),
        ..Found::new("the-one", (at, at + 1), symbolic, 0.8)
    })
}

/// The day that is named from `start` on, and nothing more precise.
fn a_day(window: &Window<'_>, start: isize) -> Option<Found> {
    let found = super::clock::day_at(window, start)?;
    let day = matches!(
        found.symbolic,
        Symbolic::Day { .. } | Symbolic::Weekday { .. }
    );
    (day && found.first == start && found.time.is_none()).then_some(found)
}

/// "the year before": the one before that of the date told before it, where nothing follows that
/// it would be before; "the year before last"; "the week after the storm", of something that
/// happened.
fn period_beside(window: &Window<'_>, article: isize, at: isize, unit: Unit) -> Option<Found> {
    let by = match window.raw(at + 1) {
        "before" => -1,
        "after" => 1,
        _ => return None,
    };
    let counts = matches!(unit, Unit::Week | Unit::Month | Unit::Quarter | Unit::Year);
    if !counts || !window.spaced(at) {
        return None;
    }
    let shift = |by, base| Symbolic::Shift { unit, by, base };
    if by < 0 && window.spaced(at + 1) && window.same(at + 2, "last") && ends(window, at + 2) {
        let symbolic = shift(-2, Base::Publication);
        return Some(Found::new("deictic", (article, at + 2), symbolic, 0.85));
    }
    if ends(window, at + 1) {
        let symbolic = shift(by, Base::Previous);
        return Some(Found::new("beside", (article, at + 1), symbolic, 0.75));
    }
    let symbolic = Symbolic::OfEvent(unit);
    Some(Found::new("event", (article, at), symbolic, 0.5))
}

/// Whether "the day before" ends at a token: with a mark, or before a word that goes on with
/// something else.
fn ends(window: &Window<'_>, at: isize) -> bool {
    // "18 storms, the year before 15".
    let number = matches!(window.word(at + 1), Word::Number(_, 1..=3));
    number
        || !window.spaced(at)
        || tense::verb(window, at + 1) == Some(Toward::Past)
        || matches!(
            window.raw(at + 1),
            "and"
                | "but"
                | "or"
                | "in"
                | "at"
                | "by"
                | "from"
                | "with"
                | "to"
                | "for"
                | "over"
                | "after"
                | "when"
                | "while"
                | "as"
                | "because"
                | "that"
                | "was"
                | "were"
                | "had"
        )
}

/// "the day before", "the day after the attack".
fn the_day(window: &Window<'_>, article: isize, at: isize) -> Option<Found> {
    if !window.spaced(at) {
        return None;
    }
    let by = match window.word(at + 1) {
        Word::Known(Meaning::Following) => 1,
        Word::Known(Meaning::Cue | Meaning::Before | Meaning::After) => {
            if window.same(at + 1, "before") {
                -1
            } else if window.same(at + 1, "after") {
                1
            } else {
                return None;
            }
        }
        _ => return None,
    };
    if window.spaced(at + 1)
        && let Word::Known(Meaning::Day(day)) = window.word(at + 2)
    {
        // "the day before yesterday".
        let symbolic = Symbolic::Shift {
            unit: Unit::Day,
            by: by + i32::from(day),
            base: Base::Publication,
        };
        return Some(Found::new("day-word", (article, at + 2), symbolic, 0.9));
    }
    if window.spaced(at + 1)
        && let Some(day) = a_day(window, at + 2)
    {
        return Some(Found {
            first: article,
            around: Some(Around::Days(by)),
            rule: "day-beside",
            ..day
        });
    }
    // "the day before, he left": from the date told before; else something that happened.
    let alone = ends(window, at + 1);
    let following = window.is(at + 1, Meaning::Following);
    if alone || following {
        let symbolic = Symbolic::Shift {
            unit: Unit::Day,
            by,
            base: Base::Previous,
        };
        let span = (article, at + 1);
        return Some(Found::new("anaphoric", span, symbolic, 0.8));
    }
    let symbolic = Symbolic::OfEvent(Unit::Day);
    Some(Found::new("event", (article, at), symbolic, 0.6))
}

/// "last summer", "spring 2023", "the summer of 1998", "in the fall". "fall" and "spring" are
/// other words too and need more to be said around them.
pub(super) fn season(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let Word::Known(Meaning::Season(season)) = window.word(at) else {
        return None;
    };
    if at > floor && window.is(at - 1, Meaning::Every) && window.spaced(at - 1) {
        let symbolic = Symbolic::Set(Recurring::Season(season));
        return Some(Found::new("every", (at - 1, at), symbolic, 0.8));
    }
    let (mut said, mut first) = deixis_before(window, at, floor);
    let (mut year, last) = year_after(window, at).unwrap_or((YearOf::Unsaid, at));
    // "to fall this year" is a verb.
    if window.entry(at)?.cued
        && matches!(year, YearOf::Shift(_) | YearOf::FromPrevious(_))
        && !window.is(at + 1, Meaning::Link)
    {
        return None;
    }
    // "the following spring", "that summer".
    if at > floor && window.spaced(at - 1) && year == YearOf::Unsaid {
        match window.word(at - 1) {
            Word::Known(Meaning::Following) => {
                (year, said) = (YearOf::FromPrevious(0), Toward::Said(Deixis::Next));
            }
            Word::Known(Meaning::Same) => {
                (year, said) = (YearOf::FromPrevious(0), Toward::Said(Deixis::This));
            }
            _ => {}
        }
        if year != YearOf::Unsaid {
            let again = window.is(at - 2, Meaning::Same) && window.spaced(at - 2) && at - 1 > floor;
            let article = window.article_before(at - 1, floor);
            first = at - 1 - isize::from(again || article);
        }
    }
    let placed = matches!(said, Toward::Said(_));
    if !placed && year == YearOf::Unsaid {
        first = bare_season(window, at, floor)?;
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
    let confidence = if placed || year != YearOf::Unsaid {
        0.85
    } else {
        0.6
    };
    let found = Found::new("season", (first, last), symbolic, confidence);
    let found = with_part(window, found, floor);
    Some(if placed {
        found
    } else {
        with_article(window, found, floor)
    })
}

/// The first token of a season that names no year, where it is one.
fn bare_season(window: &Window<'_>, at: isize, floor: isize) -> Option<isize> {
    // A name: "Winter Games", "Mr. Winter".
    if window.capital(at) && !window.opens_sentence(at)
        || window.capital(at + 1) && window.spaced(at)
    {
        return None;
    }
    let part = at > floor && matches!(window.word(at - 1), Word::Known(Meaning::Part(_)));
    let part = part && window.joined(at - 1);
    let place = at - isize::from(part);
    let article = window.article_before(place, floor);
    let before = place - isize::from(article) - 1;
    // "to fall" is a verb.
    let cue = before >= floor
        && window.spaced(before)
        && window.cued(before)
        && !window.is(before, Meaning::Join)
        && !window.is(before, Meaning::BeforeAgo);
    let of = window.is(at + 1, Meaning::Link) && window.spaced(at);
    let sure = !window.entry(at)?.cued || season_ends(window, at, article);
    // "in the fall", not "the fall of"; "in spring"; "a summer offensive".
    ((cue || part || sure) && !of).then_some(at)
}

/// "the spring and summer": an article before and no noun after.
fn season_ends(window: &Window<'_>, at: isize, article: bool) -> bool {
    article && window.spaced(at) && window.is(at + 1, Meaning::Join)
}

/// "Christmas Day", "Easter Monday 1916", "last Thanksgiving".
pub(super) fn holiday(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    // The name may go on after the trigger: "Thanksgiving Day".
    let (end, holiday) = (at..at + 2)
        .rev()
        .find_map(|end| Some((end, named(window, at, end, floor)?)))?;
    let start = end + 1 - holiday.words.len() as isize;
    let (said, first) = deixis_before(window, start, floor);
    // "Easter week", "Labor Day weekend".
    let within = match window.unit(end + 1) {
        Some((unit @ (Unit::Week | Unit::Weekend), false)) if window.spaced(end) => Some(unit),
        _ => None,
    };
    let end = end + isize::from(within.is_some());
    let (year, last) = year_after(window, end).unwrap_or((YearOf::Unsaid, end));
    // A verb says nothing of which one is meant: "said that by Christmas".
    let toward = match tense::toward_day(window, first, last) {
        sure @ (Toward::Since | Toward::Until) if said == Toward::Open => sure,
        _ => said,
    };
    let symbolic = Symbolic::Holiday {
        rule: holiday.rule,
        year,
        toward,
        within,
    };
    let found = Found::new("holiday", (first, last), symbolic, 0.85);
    Some(with_part(window, with_time(window, found, floor), floor))
}

/// The holiday whose name ends at `end` and has the token at `at` in it.
fn named(window: &Window<'_>, at: isize, end: isize, floor: isize) -> Option<&'static Holiday> {
    if !window.entry(end)?.holiday || !window.capital(end) {
        return None;
    }
    let holiday = window.table.holiday(|back, word| {
        let place = end - back;
        let joined = back == 0
            || window.spaced(place)
            || matches!(
                window.gap(place),
                Some("'s " | "’s " | "' " | "’ " | "-")
            )
            // "St. Patrick's Day", "Martin Luther King Jr. Day".
            || window.gap(place) == Some(". ") && window.raw(place).len() == 2;
        place >= floor && joined && lower_equals(window.raw(place), word)
    })?;
    let start = end + 1 - holiday.words.len() as isize;
    // "White Christmas" is a song.
    let name = window.capital(start - 1)
        && window.spaced(start - 1)
        && !matches!(window.word(start - 1), Word::Known(_))
        && !window.opens_sentence(start - 1);
    (start <= at && window.capital(start) && !name).then_some(holiday)
}

/// Whether a word in lower case is this one's.
fn lower_equals(raw: &str, word: &str) -> bool {
    raw.chars().flat_map(char::to_lowercase).eq(word.chars())
}
