//! A date as people and machines write it in a field.

use super::clock::take_clock;
use super::lex::{Lexeme, lex};
use super::words::{Calendar, Label};
use super::{jalali, scan};
use crate::analyse::dates::month_of;
use crate::model::{Grain, day_number};
use jiff::civil::Date;

/// What helps to read a date that can be read in two ways.
#[derive(Clone, Copy, Debug)]
pub struct Hint {
    /// Today; a year of two digits never lands after it.
    pub today: Date,
    /// Whether 05/04 is the fifth of April; `None` where nothing is known, which is read so too.
    pub day_first: Option<bool>,
    /// Whether a year such as 1399 is one of the Iranian calendar.
    pub jalali: bool,
}

/// A date as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The local civil date as written. For a month or a year, its first day.
    pub date: Date,
    /// The other reading, where day and month could be exchanged.
    pub alternative: Option<Date>,
    /// The instant in seconds since 1970 (UTC), where a time and a zone were written.
    pub instant: Option<i64>,
    /// Whether the zone was UTC, so that the local date at the newsroom may differ.
    pub utc: bool,
    /// Day, month or year.
    pub grain: Grain,
}

/// Longest text that is looked at, in bytes; no date is longer.
const LONGEST: usize = 128;

/// Reads a date: ISO 8601 with odd zones, RFC 2822, seconds or milliseconds since 1970, "Tue Oct
/// 16, 2012 6:18am EDT", "16 October 2012", "26-FEB-1987 15:01:01.79", "2012", "2012-10",
/// "20.09.2023", "2006/10/24", "2020年7月3日", month names in every language that has a date table or
/// is in `schema/published.tsv`, digits of other scripts, years of the Iranian calendar where the
/// hint or the month says so. `None` where the text is no date or one that the calendar does not
/// have.
pub fn parse(text: &str, hint: &Hint) -> Option<Parsed> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    if text.len() == 10
        && let Ok(date) = text.parse::<Date>()
        && date.year() >= 1000
        && !(hint.jalali && date.year() <= 1500)
    {
        return Some(plain(date, Grain::Day));
    }
    if let Some(parsed) = epoch(text) {
        return Some(parsed);
    }
    let mut lexemes = lex(text);
    let clock = take_clock(&mut lexemes);
    let read = date(&lexemes, hint).or_else(|| {
        let found = scan::dates(text, hint, 1).into_iter().next()?;
        (found.label != Some(Label::Other)).then_some(found.parsed)
    });
    let mut parsed = read?;
    if let (Some(clock), Grain::Day) = (clock, parsed.grain)
        && let Some(offset) = clock.offset
    {
        parsed.instant = Some(day_number(parsed.date) * 86_400 + clock.seconds - offset * 60);
        parsed.utc = offset == 0;
    }
    Some(parsed)
}

/// Seconds or milliseconds since 1970, also as `/Date(1695204000000)/`.
fn epoch(text: &str) -> Option<Parsed> {
    let text = text
        .strip_prefix("/Date(")
        .and_then(|rest| rest.strip_suffix(")/"))
        .unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        16 => number / 1_000_000,
        _ => return None,
    };
    let date = crate::model::civil_day(seconds.div_euclid(86_400))?;
    Some(Parsed {
        instant: Some(seconds),
        utc: true,
        ..plain(date, Grain::Day)
    })
}

fn plain(date: Date, grain: Grain) -> Parsed {
    Parsed {
        date,
        alternative: None,
        instant: None,
        utc: false,
        grain,
    }
}

/// The date that the remaining lexemes give.
fn date(lexemes: &[Lexeme<'_>], hint: &Hint) -> Option<Parsed> {
    if let Some(parsed) = with_month_name(lexemes, hint) {
        return parsed;
    }
    let numbers: Vec<(u64, u8)> = lexemes
        .iter()
        .filter_map(|lexeme| match lexeme {
            Lexeme::Number(value, digits) => Some((*value, *digits)),
            _ => None,
        })
        .take(4)
        .collect();
    match *numbers.as_slice() {
        [(value, 8), ..] | [(value, 14), ..] => {
            let value = if value > 99_999_999 {
                value / 1_000_000
            } else {
                value
            };
            ymd(value / 10_000, value / 100 % 100, value % 100, hint)
        }
        [(year, 4), (month, 1 | 2), (day, 1 | 2), ..] if separated(lexemes) => {
            ymd(year, month, day, hint)
        }
        [(year, 4), (month, 1 | 2)] if separated(lexemes) => coarse(year, Some(month)),
        [(month, 1 | 2), (year, 4)] if separated(lexemes) => coarse(year, Some(month)),
        [(first, 1 | 2), (second, 1 | 2), year @ (_, 2 | 4), ..] if separated(lexemes) => {
            let dotted = lexemes.contains(&Lexeme::Sign('.'));
            either(first, second, year, dotted, hint)
        }
        [(value, 6)] => coarse(value / 100, Some(value % 100)),
        [(year, 4)] => coarse(year, None),
        _ => None,
    }
}

/// Whether the numbers of a date are parted by the usual signs.
fn separated(lexemes: &[Lexeme<'_>]) -> bool {
    let first = lexemes
        .iter()
        .position(|lexeme| matches!(lexeme, Lexeme::Number(..)));
    first.is_some_and(|at| {
        matches!(
            lexemes.get(at + 1),
            Some(Lexeme::Sign('-' | '/' | '.' | '–' | '‑'))
        )
    })
}

/// A date with the month as a word: the day is the number of one or two digits beside it.
/// `None` where no word is a month.
fn with_month_name(lexemes: &[Lexeme<'_>], hint: &Hint) -> Option<Option<Parsed>> {
    let (at, month) = lexemes
        .iter()
        .enumerate()
        .find_map(|(at, lexeme)| match lexeme {
            Lexeme::Word(word) => Some((at, u64::from(month_of(word)?.unsigned_abs()))),
            _ => None,
        })?;
    let before = near(lexemes.iter().take(at).rev());
    let (first, second) = {
        let mut after = lexemes.iter().skip(at + 1);
        let first = near(after.by_ref());
        (first, near(after))
    };
    let year_in = |found: Option<(u64, u8)>| {
        found
            .filter(|(_, digits)| *digits == 4)
            .map(|(year, _)| year)
    };
    let day_in = |found: Option<(u64, u8)>| {
        found
            .filter(|(day, digits)| *digits <= 2 && (1..=31).contains(day))
            .map(|(day, _)| day)
    };
    Some(match (day_in(before), year_in(before), first) {
        // 16 October 2012
        (Some(day), _, Some((year, 4))) => ymd(year, month, day, hint),
        // 26-FEB-87
        (Some(day), _, Some((year, 2))) => ymd(two_digits(year, hint), month, day, hint),
        // October 16, 2012; Tue Oct 16 2012
        (_, None, Some((day, 1 | 2))) if year_in(second).is_some() => {
            ymd(year_in(second)?, month, day, hint)
        }
        // 2012 October 16
        (_, Some(year), Some((day, 1 | 2))) => ymd(year, month, day, hint),
        // October 2012
        (None, None, Some((year, 4))) => coarse(year, Some(month)),
        // 2012 October
        (_, Some(year), None) => coarse(year, Some(month)),
        _ => None,
    })
}

/// The next number, over spaces, signs and short linking words, but not far.
fn near<'a>(lexemes: impl Iterator<Item = &'a Lexeme<'a>>) -> Option<(u64, u8)> {
    lexemes.take(5).find_map(|lexeme| match lexeme {
        Lexeme::Number(value, digits) => Some((*value, *digits)),
        _ => None,
    })
}

/// A year of two digits: in this century unless that lay in the future.
fn two_digits(year: u64, hint: &Hint) -> u64 {
    let this_century = 2000 + year;
    if this_century > u64::from(hint.today.year().unsigned_abs()) {
        1900 + year
    } else {
        this_century
    }
}

fn civil(year: u64, month: u64, day: u64) -> Option<Date> {
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

fn ymd(year: u64, month: u64, day: u64, hint: &Hint) -> Option<Parsed> {
    // "2012-10-00" and "2012-00-00" are how databases write a month and a year.
    match (month, day) {
        (0, 0) => coarse(year, None),
        (_, 0) => coarse(year, Some(month)),
        _ => triple(year, month, day, hint),
    }
}

/// A whole date, the year first.
pub(super) fn triple(year: u64, month: u64, day: u64, hint: &Hint) -> Option<Parsed> {
    let date = if hint.jalali && (1200..=1500).contains(&year) {
        jalali::day(year, month, day)
    } else {
        civil(year, month, day).filter(|date| date.year() >= 1000)
    };
    date.map(|date| plain(date, Grain::Day))
}

/// A whole date with the month as a word; the year with the number of its digits.
pub(super) fn named(
    (year, digits): (u64, u8),
    (calendar, month): (Calendar, u64),
    day: u64,
    hint: &Hint,
) -> Option<Parsed> {
    let date = match (calendar, digits) {
        (Calendar::Jalali, _) => jalali::day(year, month, day),
        (Calendar::Gregorian, 2) => civil(two_digits(year, hint), month, day),
        (Calendar::Gregorian, _) => civil(year, month, day).filter(|date| date.year() >= 1000),
    };
    date.map(|date| plain(date, Grain::Day))
}

fn coarse(year: u64, month: Option<u64>) -> Option<Parsed> {
    let grain = if month.is_some() {
        Grain::Month
    } else {
        Grain::Year
    };
    let year = Some(year).filter(|year| (1000..=2999).contains(year))?;
    civil(year, month.unwrap_or(1), 1).map(|date| plain(date, grain))
}

/// Day and month in either order, the year with the number of its digits. A field over 12
/// decides, then full stops (always day first), then the hint.
pub(super) fn either(
    first: u64,
    second: u64,
    (year, digits): (u64, u8),
    dotted: bool,
    hint: &Hint,
) -> Option<Parsed> {
    let year = match digits {
        2 => two_digits(year, hint),
        _ => Some(year).filter(|year| *year >= 1000)?,
    };
    let day_first = civil(year, second, first);
    let month_first = civil(year, first, second);
    let (date, alternative) = match (day_first, month_first) {
        (Some(date), _) if dotted || first == second => (date, None),
        (Some(date), Some(other)) if hint.day_first.unwrap_or(true) => (date, Some(other)),
        (Some(other), Some(date)) => (date, Some(other)),
        (Some(date), None) | (None, Some(date)) => (date, None),
        (None, None) => return None,
    };
    Some(Parsed {
        alternative,
        ..plain(date, Grain::Day)
    })
}

#[cfg(test)]
mod tests;
