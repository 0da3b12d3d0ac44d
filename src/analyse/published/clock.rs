//! The time of day and the zone within a written date.

use super::lex::{Lexeme, zone_minutes};

/// A time of day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    /// Seconds since midnight.
    pub seconds: i64,
    /// Minutes east of UTC, where a zone was written.
    pub offset: Option<i64>,
}

/// Takes time of day and zone out of the lexemes, so that their numbers are not read as a date.
pub(super) fn take_clock(lexemes: &mut Vec<Lexeme<'_>>) -> Option<Clock> {
    let (start, mut at, hour, minute) = clock_start(lexemes)?;
    let mut second = 0;
    if let (Some(Lexeme::Sign(':')), Some(Lexeme::Number(value, _))) =
        (lexemes.get(at), lexemes.get(at + 1))
    {
        second = *value;
        at += 2;
        if let (Some(Lexeme::Sign('.' | ',')), Some(Lexeme::Number(..))) =
            (lexemes.get(at), lexemes.get(at + 1))
        {
            at += 2;
        }
    }
    let mut hour = hour;
    at = skip_space(lexemes, at);
    if let Some(Lexeme::Word(word)) = lexemes.get(at) {
        match word.to_ascii_lowercase().as_str() {
            "am" | "a" if hour == 12 => hour = 0,
            "am" => {}
            "pm" | "p" if hour < 12 => hour += 12,
            "pm" => {}
            _ => at = at.wrapping_sub(1),
        }
        at = at.wrapping_add(1);
    }
    at = skip_space(lexemes, at);
    let (offset, at) = zone(lexemes, at);
    lexemes.drain(start..at.min(lexemes.len()).max(start));
    let valid = hour < 24 && minute < 60 && second < 61;
    // Only then: numbers may be of any size until they are known to be a time.
    valid.then(|| Clock {
        seconds: (hour * 3600 + minute * 60 + second) as i64,
        offset,
    })
}

/// Where the clock starts, where its seconds would follow, hour and minute.
fn clock_start(lexemes: &[Lexeme<'_>]) -> Option<(usize, usize, u64, u64)> {
    for (at, lexeme) in lexemes.iter().enumerate() {
        match (lexeme, lexemes.get(at + 1), lexemes.get(at + 2)) {
            (
                Lexeme::Number(hour, 1 | 2),
                Some(Lexeme::Sign(':')),
                Some(Lexeme::Number(minute, 2)),
            ) => {
                return Some((at, at + 3, *hour, *minute));
            }
            // 20230920T140000Z
            (Lexeme::Word("T" | "t"), Some(Lexeme::Number(value, 6)), _) => {
                return Some((at, at + 2, value / 10_000, value / 100 % 100));
            }
            (Lexeme::Word("T" | "t"), Some(Lexeme::Number(value, 4)), _) => {
                return Some((at, at + 2, value / 100, value % 100));
            }
            _ => {}
        }
    }
    None
}

fn skip_space(lexemes: &[Lexeme<'_>], at: usize) -> usize {
    at + usize::from(matches!(lexemes.get(at), Some(Lexeme::Space)))
}

/// The zone at `at`, and where it ends: "Z", "EDT", "+02:00", "+0200", "GMT+2".
fn zone(lexemes: &[Lexeme<'_>], at: usize) -> (Option<i64>, usize) {
    let mut at = at;
    let mut named = None;
    if matches!(lexemes.get(at), Some(Lexeme::Sign('('))) {
        at += 1;
    }
    if let Some(Lexeme::Word(word)) = lexemes.get(at) {
        match zone_minutes(word) {
            Some(minutes) => {
                named = Some(minutes);
                at += 1;
            }
            None => return (None, at),
        }
    }
    let sign = match lexemes.get(at) {
        Some(Lexeme::Sign('+')) => 1,
        Some(Lexeme::Sign('-')) => -1,
        _ => return (named, at),
    };
    let Some(&Lexeme::Number(value, digits)) = lexemes.get(at + 1) else {
        return (named, at);
    };
    let (hours, minutes, end) = match (digits, lexemes.get(at + 2), lexemes.get(at + 3)) {
        (1 | 2, Some(Lexeme::Sign(':')), Some(Lexeme::Number(minutes, 2))) => {
            (value, *minutes, at + 4)
        }
        (1 | 2, ..) => (value, 0, at + 2),
        (4, ..) => (value / 100, value % 100, at + 2),
        _ => return (named, at),
    };
    if hours > 14 || minutes > 59 {
        return (named, end);
    }
    (Some(sign * (hours * 60 + minutes) as i64), end)
}
