//! Rules for bare years and decades. Four digits are a year only where the text around them says
//! so or nothing speaks against it.

use super::calendar;
use super::expression::{Found, Symbolic};
use super::table::{Meaning, Unit};
use super::window::{Window, Word, is_hyphen, is_space};

/// Years that a bare number may mean.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2100;

/// Years that a number may mean without any cue.
const RECENT: std::ops::RangeInclusive<i16> = 1900..=2035;

/// A phrase whose anchor is a number of four digits.
pub(super) fn year(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let year = window.year(at)?;
    if let Some(found) = calendar::numeric(window, at, floor) {
        return Some(found);
    }
    if !YEARS.contains(&year) || is_number(window, at, year) {
        return None;
    }
    let cue = cue(window, at);
    if !cue && !RECENT.contains(&year) || cue && round_count(window, at, year) {
        return None;
    }
    let last = calendar::year_word(window, at);
    let confidence = if cue { 0.92 } else { 0.65 };
    let mut found = Found::new(at, last, Symbolic::Year(year), confidence);
    let spaced = window.spaced(at - 1) && at > floor;
    if spaced && window.is(at - 1, Meaning::Fiscal) {
        found.first = at - 1;
    } else if spaced && year_noun(window, at - 1) {
        let article =
            at - 2 >= floor && window.is(at - 2, Meaning::Article) && window.spaced(at - 2);
        found.first = if article { at - 2 } else { at };
    }
    Some(calendar::with_part(window, found, floor))
}

/// "the year" before a number.
fn year_noun(window: &Window<'_>, at: isize) -> bool {
    window.is(at, Meaning::Unit(Unit::Year))
}

/// What speaks for a number rather than a year.
fn is_number(window: &Window<'_>, at: isize, year: i16) -> bool {
    let before = window.before(at);
    let touching = before.chars().next_back().is_some_and(|c| {
        matches!(
            c,
            '$' | '€' | '£' | '¥' | '#' | '№' | '.' | ',' | ':' | '/' | '+' | '=' | '_' | '@'
        )
    });
    // "U.S. 1989" has its own space; ", 1989" too.
    if touching || window.month(at - 1).is_some() && window.spaced(at - 1) {
        return true;
    }
    if calendar::hyphen_digit_before(window, at) {
        // A range of years, not a telephone number.
        let start = window.year(at - 1);
        if !start
            .is_some_and(|start| start < year && !calendar::hyphen_digit_before(window, at - 1))
        {
            return true;
        }
    } else if window.gap(at - 1).is_some_and(is_hyphen)
        && !matches!(window.word(at - 1), Word::Known(_))
    {
        // "Il-1962", "ISBN-2003"; "mid-1998" is a known word.
        return true;
    }
    number_after(window, at, year)
}

/// What follows a number and not a year.
fn number_after(window: &Window<'_>, at: isize, year: i16) -> bool {
    let after = window.after(at);
    if after.starts_with(['%', '°', '$', '€', '£', '@', '_', '=']) {
        return true;
    }
    let Some(gap) = window.gap(at) else {
        return false;
    };
    if window.digits(at + 1) {
        return match gap {
            "," | "." | ":" => true,
            "/" | "-" | "–" => !range_end(window, at + 1, year),
            _ => is_space(gap) && !gap.contains('\n'),
        };
    }
    if !is_space(gap) {
        return false;
    }
    match window.word(at + 1) {
        Word::Known(Meaning::Counted) => true,
        Word::Known(Meaning::Unit(_)) => {
            !window.table.year_suffix && window.raw(at + 1).ends_with('s')
        }
        _ => window.raw(at + 1).eq_ignore_ascii_case("gmt"),
    }
}

/// Whether the token ends a range of years: "1914-1918", "1914-18", "1998/99".
fn range_end(window: &Window<'_>, at: isize, year: i16) -> bool {
    match window.word(at) {
        Word::Number(value, 2) => value as i16 > year % 100 && value as i16 - year % 100 < 60,
        Word::Number(value, 4) => value as i16 > year,
        _ => false,
    }
}

/// What speaks for a year.
fn cue(window: &Window<'_>, at: isize) -> bool {
    if window.before(at).ends_with('(') && window.after(at).starts_with([')', '-', '–', ',', ';'])
    {
        return true;
    }
    if window.joined(at - 1) {
        return matches!(
            window.word(at - 1),
            Word::Known(
                Meaning::Cue
                    | Meaning::Ahead
                    | Meaning::Part(_)
                    | Meaning::Fiscal
                    | Meaning::Link
                    | Meaning::Article
                    | Meaning::Season(_)
                    | Meaning::Unit(Unit::Year | Unit::Quarter | Unit::Half)
            )
        );
    }
    window.year(at - 1).is_some() && matches!(window.gap(at - 1), Some("-" | "–" | ", "))
}

/// "in 2000 homes": a round number before a plural in lower case counts something.
fn round_count(window: &Window<'_>, at: isize, year: i16) -> bool {
    let next = window.raw(at + 1);
    year % 100 == 0
        && window.spaced(at)
        && next.len() > 4
        && next.ends_with('s')
        && next.starts_with(|c: char| c.is_ascii_lowercase())
}

/// "the 1990s", "the early 1990s", "the late '80s".
pub(super) fn decade(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let Word::Decade(first) = window.word(at) else {
        return None;
    };
    let full = window.raw(at).len() > 4;
    let short = window.before(at).ends_with(['\'', '’']) || window.is(at - 1, Meaning::Article);
    if !full && !short {
        return None;
    }
    let found = Found::new(
        at,
        at,
        Symbolic::Decade(first),
        if full { 0.95 } else { 0.8 },
    );
    let mut found = calendar::with_part(window, found, floor);
    if found.first > floor && window.is(found.first - 1, Meaning::Article) {
        found.first -= 1;
    }
    Some(found)
}
