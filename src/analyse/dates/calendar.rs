//! Rules for dates that name their parts: "20 September 2023", "Sept. 20", "2023-09-20", "May".

use super::expression::{Found, Symbolic, Toward};
use super::table::{Deixis, Meaning, Part};
use super::tense;
use super::window::{Window, Word, is_hyphen, is_space};

/// A phrase whose anchor is the name of a month at `at`, reaching no further left than `floor`.
pub(super) fn month(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let month = window.month(at)?;
    if window.table.day_first {
        day_before(window, at, floor, month).or_else(|| day_after(window, at, floor, month))
    } else {
        day_after(window, at, floor, month).or_else(|| day_before(window, at, floor, month))
    }
    .or_else(|| month_and_year(window, at, floor, month))
    .or_else(|| bare_month(window, at, floor, month))
}

/// "September 20, 2023", "Sept. 20".
fn day_after(window: &Window<'_>, at: isize, floor: isize, month: i8) -> Option<Found> {
    let day = window.day(at + 1)?;
    let gap = window.gap(at)?;
    if !(is_space(gap.strip_prefix('.').unwrap_or(gap)) || gap == "." || gap == "-") {
        return None;
    }
    let year = year_after(window, at + 1);
    if year.is_none() && !window.stands_alone(at + 1) {
        return None;
    }
    // "in May 12 people": the number counts something.
    if year.is_none() && window.spaced(at + 1) && window.is(at + 2, Meaning::Counted) {
        return None;
    }
    Some(full(window, (at, at + 1), floor, year, month, day))
}

/// "20 September 2023", "the 20th of September", "19. September", "20 de septiembre de 2023".
fn day_before(window: &Window<'_>, at: isize, floor: isize, month: i8) -> Option<Found> {
    let linked = window.is(at - 1, Meaning::Link) && window.spaced(at - 1);
    let place = if linked { at - 2 } else { at - 1 };
    if place < floor {
        return None;
    }
    let day = window.day(place).or_else(|| match window.word(place) {
        Word::Known(Meaning::Ordinal(day)) => i8::try_from(day).ok().filter(|day| *day <= 31),
        _ => None,
    })?;
    let gap = window.gap(place)?;
    let dotted = window.table.day_dot && gap.strip_prefix('.').is_some_and(is_space);
    if !(is_space(gap) || dotted || gap == "-") || amount_before(window, place) {
        return None;
    }
    let year = year_after(window, at);
    Some(full(window, (place, at), floor, year, month, day))
}

/// Whether a number is the tail of a longer one: "3,20 May", "$20 May".
fn amount_before(window: &Window<'_>, at: isize) -> bool {
    window
        .before(at)
        .chars()
        .next_back()
        .is_some_and(|c| matches!(c, '.' | ',' | ':' | '$' | '€' | '£' | '/' | '#'))
}

/// The year that follows the token at `at`, with the index of its last token.
fn year_after(window: &Window<'_>, at: isize) -> Option<(i16, isize)> {
    let mut place = at + 1;
    if window.is(place, Meaning::Link) && window.spaced(at) {
        place += 1;
    }
    let gap = window.gap(place - 1)?;
    let year = window.year(place);
    if let Some(year) = year {
        let plain =
            is_space(gap.strip_prefix([',', '.']).unwrap_or(gap)) || matches!(gap, "-" | ",");
        let counted = window.spaced(place) && window.is(place + 1, Meaning::Counted);
        if plain && !counted && right_is_free(window, place) {
            return Some((year, year_word(window, place)));
        }
        return None;
    }
    // "Sept. 20, '98".
    let short = gap.ends_with(['\'', '’']) && gap.len() <= 5;
    match window.word(place) {
        Word::Number(value, 2) if short => Some((two_digit_year(value), place)),
        _ => None,
    }
}

/// The year of this century or the last that two digits mean.
fn two_digit_year(value: u16) -> i16 {
    let value = value as i16;
    if value < 30 {
        2000 + value
    } else {
        1900 + value
    }
}

/// Whether no digits go on after a year ("2,000", "2023.5").
fn right_is_free(window: &Window<'_>, at: isize) -> bool {
    let Some(gap) = window.gap(at) else {
        return true;
    };
    let goes_on = matches!(gap, "," | "." | ":" | "/") && window.digits(at + 1);
    !(goes_on || gap.starts_with('%'))
}

/// The last token of a year: "2023 года" where the language says so.
pub(super) fn year_word(window: &Window<'_>, at: isize) -> isize {
    let said = window.table.year_suffix
        && window.spaced(at)
        && window.is(at + 1, Meaning::Unit(super::table::Unit::Year));
    if said { at + 1 } else { at }
}

/// A date with a day: takes in the weekday before it and decides which way it looks.
fn full(
    window: &Window<'_>,
    (first, last): (isize, isize),
    floor: isize,
    year: Option<(i16, isize)>,
    month: i8,
    day: i8,
) -> Found {
    let mut first = first;
    if first > floor
        && matches!(window.word(first - 1), Word::Known(Meaning::Weekday(_)))
        && window.loose(first - 1, &[',', '.'])
    {
        first -= 1;
    }
    let last = year.map_or(last, |(_, last)| last);
    let toward = if year.is_some() {
        Toward::Past
    } else {
        deixis_before(window, first, floor).0
    };
    let symbolic = Symbolic::Day {
        year: year.map(|(year, _)| year),
        month,
        day,
        toward,
    };
    let confidence = if year.is_some() { 0.98 } else { 0.92 };
    Found::new(first, last, symbolic, confidence)
}

/// "September 2023", "September of 2023".
fn month_and_year(window: &Window<'_>, at: isize, floor: isize, month: i8) -> Option<Found> {
    let (year, last) = year_after(window, at)?;
    let symbolic = Symbolic::Month {
        year: Some(year),
        month,
        toward: Toward::Past,
    };
    Some(with_part(
        window,
        Found::new(at, last, symbolic, 0.97),
        floor,
    ))
}

/// "in September", "last May". Names and verbs that look the same need a cue before them.
fn bare_month(window: &Window<'_>, at: isize, floor: isize, month: i8) -> Option<Found> {
    let entry = window.entry(at)?;
    let (said, first) = deixis_before(window, at, floor);
    let placed = matches!(said, Toward::Said(_));
    let before = window.word(at - 1);
    let cue = placed
        || matches!(
            before,
            Word::Known(
                Meaning::Cue | Meaning::Ahead | Meaning::Part(_) | Meaning::Link | Meaning::Every
            )
        );
    let sure = cue && window.joined(at - 1);
    let named = window.spaced(at)
        && window.raw(at + 1).starts_with(char::is_uppercase)
        && window.word(at + 1) == Word::Other;
    if entry.attached
        || (entry.cued && (!sure || named))
        || (window.digits(at + 1) && window.gap(at) == Some("-"))
    {
        return None;
    }
    let toward = if placed {
        said
    } else {
        tense::toward(window, at, at)
    };
    let symbolic = Symbolic::Month {
        year: None,
        month,
        toward,
    };
    let found = Found::new(first, at, symbolic, if sure { 0.85 } else { 0.7 });
    Some(with_part(window, found, floor))
}

/// "last", "this" or "next" before a token, and the index of the phrase's first token.
pub(super) fn deixis_before(window: &Window<'_>, at: isize, floor: isize) -> (Toward, isize) {
    match window.word(at - 1) {
        Word::Known(Meaning::Deixis(deixis)) if at > floor && window.spaced(at - 1) => {
            (Toward::Said(deixis), at - 1)
        }
        _ => (Toward::Past, at),
    }
}

/// Takes "early", "mid" or "late", "the end of" before a phrase into it.
pub(super) fn with_part(window: &Window<'_>, found: Found, floor: isize) -> Found {
    let mut found = found;
    let linked = window.is(found.first - 1, Meaning::Link);
    let place = if linked {
        found.first - 2
    } else {
        found.first - 1
    };
    let Word::Known(Meaning::Part(part)) = window.word(place) else {
        return found;
    };
    if place < floor || !window.joined(found.first - 1) || !window.joined(place) {
        return found;
    }
    found.modifier = Some(modifier(part));
    found.first = place;
    if linked && place > floor && window.is(place - 1, Meaning::Article) && window.spaced(place - 1)
    {
        found.first = place - 1;
    }
    found
}

/// The TIMEX3 mod of a part.
pub(super) fn modifier(part: Part) -> &'static str {
    match part {
        Part::Early => "START",
        Part::Mid => "MID",
        Part::Late => "END",
    }
}

/// A phrase whose anchor is a weekday: "Monday, 20 September 2023", "last Monday", "Monday night".
pub(super) fn weekday(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let Word::Known(Meaning::Weekday(weekday)) = window.word(at) else {
        return None;
    };
    if let Some(date) = date_after(window, at) {
        return Some(Found { first: at, ..date });
    }
    if window.entry(at)?.attached {
        return None;
    }
    let (mut toward, mut first) = deixis_before(window, at, floor);
    let mut last = at;
    if first == at {
        toward = match window.word(at + 1) {
            Word::Known(Meaning::Deixis(deixis))
                if window.table.deixis_after && window.spaced(at) =>
            {
                last = at + 1;
                Toward::Said(deixis)
            }
            _ => tense::toward(window, at, at),
        };
    }
    if toward == Toward::Said(Deixis::This) {
        first = at - 1;
    }
    let found = Found::new(first, last, Symbolic::Weekday { weekday, toward }, 0.9);
    Some(with_daypart(window, found))
}

/// A full date right after a weekday.
fn date_after(window: &Window<'_>, at: isize) -> Option<Found> {
    if !window.loose(at, &[',', '.']) {
        return None;
    }
    let next = at + 1;
    let found = if window.month(next).is_some() {
        month(window, next, next)
    } else {
        // "Tuesday the 20th of September", "martes 20 de septiembre", "Dienstag, den 19. September".
        (next..next + 4)
            .find(|&place| window.month(place).is_some())
            .and_then(|place| month(window, place, next))
            .or_else(|| (next..next + 3).find_map(|place| numeric(window, place, next)))
    }?;
    let dated = matches!(found.symbolic, Symbolic::Day { .. });
    let near = found.first == next || (found.first == next + 1 && window.spaced(next));
    (dated && near && !matches!(window.word(next), Word::Known(Meaning::Cue))).then_some(found)
}

/// Takes "morning", "night" and so on after a day into the phrase.
pub(super) fn with_daypart(window: &Window<'_>, found: Found) -> Found {
    match window.word(found.last + 1) {
        Word::Known(Meaning::DayPart(part)) if window.spaced(found.last) => Found {
            last: found.last + 1,
            part: Some(part),
            ..found
        },
        _ => found,
    }
}

/// A phrase of three numbers around a year at `at`: "2023-09-20", "2023/09/20", "20.09.2023",
/// and "20/09/2023" where only one reading is a date or the language says which.
pub(super) fn numeric(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let year = window.year(at)?;
    let two = |index| match window.word(index) {
        Word::Number(value, 1 | 2) => i8::try_from(value).ok(),
        _ => None,
    };
    let separator = |gap| matches!(gap, "-" | "/" | "." | "‑" | "–");
    if let (Some(gap), Some(month)) = (window.gap(at), two(at + 1))
        && separator(gap)
        && window.gap(at + 1) == Some(gap)
        && !window.before(at).ends_with(gap)
        // "2015.1.2" is a version.
        && (gap != "." || window.raw(at + 1).len() == 2)
    {
        let (day, last) = iso_day(window, at + 2)?;
        let symbolic = day_of(year, month, day)?;
        return Some(Found::new(at, last, symbolic, 0.97));
    }
    let (first, second) = (two(at - 2)?, two(at - 1)?);
    let gap = window.gap(at - 1)?;
    if at - 2 < floor || !separator(gap) || window.gap(at - 2) != Some(gap) {
        return None;
    }
    let outside = window.before(at - 2).ends_with(gap)
        || window.after(at).starts_with(gap) && window.digits(at + 1);
    if outside {
        return None;
    }
    let day_first = gap == "." || window.table.day_first || first > 12 || first == second;
    let (day, month) = if day_first {
        (first, second)
    } else {
        (second, first)
    };
    if !day_first && second <= 12 {
        return None;
    }
    Some(Found::new(at - 2, at, day_of(year, month, day)?, 0.95))
}

/// The day of an ISO date, which a time may follow ("20T14:00:00Z"), and the last token of it all.
fn iso_day(window: &Window<'_>, at: isize) -> Option<(i8, isize)> {
    let raw = window.raw(at);
    let (digits, rest) = raw.split_at_checked(2).unwrap_or((raw, ""));
    let day = digits.parse().ok()?;
    if rest.is_empty() {
        let goes_on = window.after(at).starts_with(['-', '/', '.'])
            && window.gap(at).is_some_and(|gap| gap.len() == 1);
        return (!(goes_on && window.digits(at + 1))).then_some((day, at));
    }
    if !rest.starts_with('T') {
        return None;
    }
    let mut last = at;
    // Minutes, seconds, fractions and the zone are at most five more tokens.
    while last < at + 5
        && matches!(window.gap(last), Some(":" | "." | "+" | "-"))
        && window.digits(last + 1)
    {
        last += 1;
    }
    Some((day, last))
}

fn day_of(year: i16, month: i8, day: i8) -> Option<Symbolic> {
    jiff::civil::Date::new(year, month, day).ok()?;
    Some(Symbolic::Day {
        year: Some(year),
        month,
        day,
        toward: Toward::Past,
    })
}

/// Whether a token is joined to another by a hyphen on its left, a digit on that side.
pub(super) fn hyphen_digit_before(window: &Window<'_>, at: isize) -> bool {
    window.gap(at - 1).is_some_and(is_hyphen) && window.digits(at - 1)
}
