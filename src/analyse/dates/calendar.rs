//! Rules for dates that name their parts: "20 September 2023", "Sept. 20", "May", "last Monday".

use super::expression::{Found, Symbolic, Toward, YearOf};
use super::part::{with_about, with_part, with_time};
use super::table::{Deixis, Meaning, Unit};
use super::tense;
use super::window::{Window, Word, is_space};

/// A phrase whose anchor is the name of a month at `at`, reaching no further left than `floor`.
pub(super) fn month(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let month = window.month(at)?;
    let dated = if window.table.day_first {
        day_before(window, at, floor, month).or_else(|| day_after(window, at, floor, month))
    } else {
        day_after(window, at, floor, month).or_else(|| day_before(window, at, floor, month))
    };
    match dated {
        Some(found) => {
            let found = with_time(window, found, floor);
            Some(with_about(window, with_part(window, found, floor), floor))
        }
        None => month_and_year(window, at, floor, month)
            .or_else(|| every_month(window, at, floor, month))
            .or_else(|| bare_month(window, at, floor, month)),
    }
}

/// "September 20, 2023", "Sept. 20".
fn day_after(window: &Window<'_>, at: isize, floor: isize, month: i8) -> Option<Found> {
    let day = window.day(at + 1)?;
    let gap = window.gap(at)?;
    // "27 May-28 May".
    let hyphen = gap == "-" && window.day(at - 1).is_none();
    if !(is_space(gap.strip_prefix('.').unwrap_or(gap)) || gap == "." || hyphen) {
        return None;
    }
    let year = year_after(window, at + 1);
    if year.is_none() && !window.stands_alone(at + 1) && !ends_range(window, at + 2) {
        return None;
    }
    // "in May 12 people": the number counts something.
    if year.is_none() && window.spaced(at + 1) && window.is(at + 2, Meaning::Counted) {
        return None;
    }
    Some(full(window, (at, at + 1), floor, year, month, day))
}

/// Whether the number at `at` ends a range of days: "April 6-7".
fn ends_range(window: &Window<'_>, at: isize) -> bool {
    let dash = matches!(window.gap(at - 1), Some("-" | "–" | "—"));
    dash && window.day(at) > window.day(at - 1) && window.stands_alone_on_the_right(at)
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
    let first = match window.word(place) {
        // "the 20th of September", "the third of May".
        Word::Ordinal(_) | Word::Known(Meaning::Ordinal(_))
            if linked && window.article_before(place, floor) =>
        {
            place - 1
        }
        _ => place,
    };
    Some(full(window, (first, at), floor, year, month, day))
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
pub(super) fn year_after(window: &Window<'_>, at: isize) -> Option<(YearOf, isize)> {
    let mut place = at + 1;
    if window.is(place, Meaning::Link) && window.spaced(at) {
        place += 1;
    }
    let gap = window.gap(place - 1)?;
    let plain = is_space(gap.strip_prefix([',', '.']).unwrap_or(gap)) || matches!(gap, "-" | ",");
    if plain && let Some((year, last)) = window.era_year(place) {
        return Some((YearOf::Known(year), last));
    }
    if let Some(year) = window.year(place) {
        let counted = window.spaced(place) && window.is(place + 1, Meaning::Counted);
        if plain && !counted && right_is_free(window, place) {
            return Some((YearOf::Known(year), year_word(window, place)));
        }
        return None;
    }
    // "Sept. 20, '98".
    let short = gap.ends_with(['\'', '’', '‘']) && gap.len() <= 5;
    match window.word(place) {
        Word::Number(value, 2) if short => Some((YearOf::Known(two_digit_year(value)), place)),
        _ => {
            let spelled = super::year::spelled_year(window, place);
            let spelled = spelled.map(|(year, last)| (YearOf::Known(year), last));
            let said = spelled.or_else(|| said_year(window, place));
            said.filter(|_| window.spaced(place - 1))
        }
    }
}

/// A year told by where it lies, at `place`: "last year", "that year", "the same year".
pub(super) fn said_year(window: &Window<'_>, place: isize) -> Option<(YearOf, isize)> {
    let start = place + isize::from(window.is(place, Meaning::Article) && window.spaced(place));
    let article = start > place;
    let (year, last) = match window.word(start) {
        Word::Known(Meaning::Same) => {
            let again = window.is(start + 1, Meaning::Same) && window.spaced(start);
            (YearOf::FromPrevious(0), start + 1 + isize::from(again))
        }
        Word::Known(Meaning::Following) => (YearOf::FromPrevious(1), start + 1),
        Word::Known(Meaning::Preceding) => (YearOf::FromPrevious(-1), start + 1),
        Word::Known(Meaning::Deixis(Deixis::Next)) if article => {
            (YearOf::FromPrevious(1), start + 1)
        }
        _ if !article => match window.deixis(start)? {
            Deixis::Last => (YearOf::Shift(-1), start + 1),
            Deixis::This => (YearOf::Shift(0), start + 1),
            Deixis::Next => (YearOf::Shift(1), start + 1),
        },
        _ => return None,
    };
    let year_word = window.unit(last) == Some((Unit::Year, false)) && window.spaced(last - 1);
    year_word.then_some((year, last))
}

/// The year of this century or the last that two digits mean.
pub(super) fn two_digit_year(value: u16) -> i16 {
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
        && window.is(at + 1, Meaning::Unit(Unit::Year));
    if said { at + 1 } else { at }
}

/// A date with a day: takes in the weekday before it and decides which way it looks.
fn full(
    window: &Window<'_>,
    (first, last): (isize, isize),
    floor: isize,
    year: Option<(YearOf, isize)>,
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
    let toward = match (year, deixis_before(window, first, floor)) {
        (Some(_), _) => Toward::Past,
        (None, (said @ Toward::Said(_), _)) => said,
        _ if window.ended_before(first) => Toward::Said(Deixis::Last),
        _ => tense::toward_day(window, first, last),
    };
    let symbolic = Symbolic::Day {
        year: year.map_or(YearOf::Unsaid, |(year, _)| year),
        month,
        day,
        toward,
    };
    let confidence = if year.is_some() { 0.98 } else { 0.92 };
    Found::new("month-day", (first, last), symbolic, confidence)
}

/// "September 2023", "September of 2023", "August of that year".
fn month_and_year(window: &Window<'_>, at: isize, floor: isize, month: i8) -> Option<Found> {
    let (year, last) = year_after(window, at)?;
    let symbolic = Symbolic::Month {
        year,
        month,
        toward: Toward::Past,
    };
    let found = Found::new("month-year", (at, last), symbolic, 0.97);
    Some(with_part(window, found, floor))
}

/// "on the 14th": a day of the month that the text is in.
pub(super) fn nth(window: &Window<'_>, at: isize, floor: isize, day: u16) -> Option<Found> {
    let on = at - 1 > floor
        && window.article_before(at, floor)
        && window.is(at - 2, Meaning::At)
        && window.spaced(at - 2);
    let of = window.is(at + 1, Meaning::Link);
    let free = !window.spaced(at) || window.function_word(at + 1) && !of;
    let day = i8::try_from(day).ok().filter(|_| on && free)?;
    Some(Found::new("nth", (at - 1, at), Symbolic::Nth { day }, 0.8))
}

/// "each July".
fn every_month(window: &Window<'_>, at: isize, floor: isize, month: i8) -> Option<Found> {
    let every = at > floor && window.is(at - 1, Meaning::Every) && window.spaced(at - 1);
    let symbolic = Symbolic::Set(super::expression::Recurring::Month(month));
    every.then(|| Found::new("every", (at - 1, at), symbolic, 0.85))
}

/// "in September", "last May". Names and verbs that look the same need a cue before them.
fn bare_month(window: &Window<'_>, at: isize, floor: isize, month: i8) -> Option<Found> {
    let entry = window.entry(at)?;
    let (said, first) = deixis_before(window, at, floor);
    let placed = matches!(said, Toward::Said(_));
    let before = window.word(at - 1);
    let cue = placed || window.cued(at - 1) || window.is(at - 1, Meaning::Link);
    let sure = cue && window.joined(at - 1);
    let named = window.spaced(at)
        && window.capital(at + 1)
        && !matches!(window.word(at + 1), Word::Known(_));
    let firm = matches!(
        before,
        Word::Known(Meaning::In | Meaning::Part(_) | Meaning::Lasting | Meaning::Ahead)
    );
    // "the May election".
    let premodifier = window.article_before(at, floor)
        && window.spaced(at)
        && window.word(at + 1) == Word::Other
        && !window.capital(at + 1);
    let sure = sure || premodifier;
    if entry.cued && (!sure && !beside_a_month(window, at) || named && !placed && !firm) {
        return None;
    }
    // "Sun", "Mar": abbreviations without a full stop or a number are other words.
    if window.raw(at).len() <= 3 && !window.after(at).starts_with('.') && entry.cued && month != 5 {
        return None;
    }
    let toward = if placed {
        said
    } else {
        tense::toward_month(window, at, at)
    };
    let symbolic = Symbolic::Month {
        year: YearOf::Unsaid,
        month,
        toward,
    };
    let confidence = if sure { 0.85 } else { 0.7 };
    let found = Found::new("month", (first, at), symbolic, confidence);
    Some(with_part(window, found, floor))
}

/// "May to August", "March-April": the other month says that this one is a month.
fn beside_a_month(window: &Window<'_>, at: isize) -> bool {
    let dash = matches!(window.gap(at), Some("-" | "–" | "/"));
    let joined = window.spaced(at) && window.is(at + 1, Meaning::Join) && window.spaced(at + 1);
    dash && window.month(at + 1).is_some() || joined && window.month(at + 2).is_some()
}

/// "last", "this" or "next" before a token, and the index of the phrase's first token.
pub(super) fn deixis_before(window: &Window<'_>, at: isize, floor: isize) -> (Toward, isize) {
    if at <= floor || !window.spaced(at - 1) {
        return (Toward::Open, at);
    }
    match (window.deixis(at - 1), window.word(at - 1)) {
        (Some(deixis), _) => (Toward::Said(deixis), at - 1),
        _ => (Toward::Open, at),
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
    // "Sat" alone is a word; "this Sat" and "Sat." are days.
    let dotted = window.after(at).starts_with('.') && window.raw(at).len() > 3;
    if window.entry(at)?.attached && deixis_before(window, at, floor).1 == at && !dotted {
        return None;
    }
    // "the Sunday Times" is a name.
    let named = matches!(
        window.word(at + 1),
        Word::Other | Word::Known(Meaning::Times)
    );
    if named && window.article_before(at, 0) && window.title_case(at + 1) && window.spaced(at) {
        return None;
    }
    if at > floor && window.is(at - 1, Meaning::Every) && window.spaced(at - 1) {
        let symbolic = Symbolic::Set(super::expression::Recurring::Weekday(weekday));
        return Some(Found::new("every", (at - 1, at), symbolic, 0.9));
    }
    let (mut toward, first) = deixis_before(window, at, floor);
    let mut last = at;
    if first == at {
        toward = match window.deixis(at + 1) {
            Some(deixis) if window.table.deixis_after && window.spaced(at) => {
                last = at + 1;
                Toward::Said(deixis)
            }
            _ => tense::toward(window, at, at),
        };
    }
    // "this Monday" is the one that is over where the verb is in the past.
    if toward == Toward::Said(Deixis::This) && tense::toward(window, first, last) == Toward::Past {
        toward = Toward::Past;
    }
    let symbolic = Symbolic::Weekday { weekday, toward };
    let found = Found::new("weekday", (first, last), symbolic, 0.9);
    let found = with_time(window, found, floor);
    Some(with_part(window, found, floor))
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
            .or_else(|| {
                (next..next + 3).find_map(|place| super::numeric::numeric(window, place, next))
            })
    }?;
    let dated = matches!(found.symbolic, Symbolic::Day { .. });
    let near = found.first == next || (found.first == next + 1 && window.spaced(next));
    let said = !window.cued(next) && !window.is(next, Meaning::At);
    (dated && near && said).then_some(found)
}
