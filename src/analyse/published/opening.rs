//! Dates that open the text itself: the dateline and the first lines.

use super::lex::{Lexeme, MOST, is_digit, lex, lex_at_most, zone_minutes};
use super::parse::{Hint, parse};
use super::vote::Candidate;
use crate::analyse::dates::{month_of, weekday_of};
use crate::model::{Grain, Origin};
use crate::text::cut;

/// Day and month of the dateline, with the year where it has one: "BAKU, Sept 20 (Reuters) -".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
}

/// How far into the text a dateline's date may stand, in bytes.
const DATELINE: usize = 100;

/// The dateline of a body: a place in capitals or with a capital, a comma, a day and a month,
/// closed by a dash or an agency in parentheses.
pub(super) fn dateline(body: &str) -> Option<Dateline> {
    let line = body.trim_start().lines().next()?;
    let head = cut(line, DATELINE);
    if !head.starts_with(char::is_uppercase) || !head.contains(',') {
        return None;
    }
    let end = head
        .char_indices()
        .find(|&(at, c)| {
            c == '('
                || matches!(c, '–' | '—')
                || c == '-'
                    && head
                        .get(..at)
                        .is_some_and(|before| before.ends_with([' ', '-']))
        })?
        .0;
    let lexemes = lex(head.get(..end)?);
    let (at, month) = lexemes
        .iter()
        .enumerate()
        .find_map(|(at, lexeme)| match lexeme {
            Lexeme::Word(word) => month_of(word).map(|month| (at, month)),
            _ => None,
        })?;
    let mut day = None;
    let mut year = None;
    for lexeme in lexemes.iter().skip(at.saturating_sub(3)).take(12) {
        match *lexeme {
            Lexeme::Number(value, 1 | 2) if day.is_none() => day = i8::try_from(value).ok(),
            Lexeme::Number(value, 4) if year.is_none() => year = i16::try_from(value).ok(),
            _ => {}
        }
    }
    let day = day.filter(|day| jiff::civil::Date::new(2024, month, *day).is_ok())?;
    Some(Dateline { year, month, day })
}

/// How many lines at the start of the text are looked at, and how long one may be, in bytes.
const LINES: usize = 6;
const LINE: usize = 80;

/// A date that is a line of its own among the first, with "Published" and the like before it.
pub(super) fn first_lines(body: &str, hint: &Hint) -> Option<Candidate> {
    body.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(LINES)
        .filter(|line| line.len() <= LINE && is_date_line(line))
        .find_map(|line| parse(line, hint))
        .filter(|parsed| parsed.grain == Grain::Day)
        .map(|parsed| Candidate::of(parsed, Origin::Text, 0.8))
}

/// Words that may stand in a line that is only a date, in lower case.
const FILLERS: &[&str] = &[
    "at",
    "on",
    "the",
    "of",
    "date",
    "published",
    "posted",
    "created",
    "issued",
    "first",
    "am",
    "pm",
    "uhr",
    "um",
    "den",
    "vom",
    "stand",
    "veröffentlicht",
    "le",
    "publié",
    "à",
    "h",
    "el",
    "de",
    "del",
    "publicado",
    "года",
    "г",
    "в",
    "опубликовано",
    "дата",
    "t",
];

/// Whether a line holds nothing but a date and the words that introduce one.
fn is_date_line(line: &str) -> bool {
    // The first words of most lines tell that they are none.
    let known = |most: usize| lex_at_most(line, most).iter().all(is_of_date);
    line.contains(is_digit) && known(3) && known(MOST)
}

fn is_of_date(lexeme: &Lexeme) -> bool {
    match lexeme {
        Lexeme::Word(word) => {
            month_of(word).is_some()
                || weekday_of(word).is_some()
                || zone_minutes(word).is_some()
                || FILLERS.contains(&word.to_lowercase().as_str())
        }
        Lexeme::Number(..) | Lexeme::Space => true,
        Lexeme::Sign(c) => matches!(
            c,
            '.' | ',' | ':' | '-' | '/' | '–' | '|' | '(' | ')' | '+' | '·' | '—'
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines() {
        for (body, expected) in [
            ("BAKU, Sept 20 (Reuters) - Talks", Some((None, 9, 20))),
            (
                "BAKU, Sept. 20, 2023 (Reuters) - Talks",
                Some((Some(2023), 9, 20)),
            ),
            ("LONDON, 16 October - The", Some((None, 10, 16))),
            ("NEW YORK, March 3 -- Shares", Some((None, 3, 3))),
            ("Берлин, 20 сентября – Переговоры", Some((None, 9, 20))),
            ("BAKU - Talks on Sept 20", None),
            ("The talks, which began in May 5 days ago (it said)", None),
            ("", None),
            ("BAKU, Sept 31 (Reuters) - Talks", None),
        ] {
            let found = dateline(body).map(|found| (found.year, found.month, found.day));
            if body.starts_with("The talks") {
                // A sentence may look like a dateline; without a year of its own it decides nothing.
                assert!(found.is_none_or(|(year, ..)| year.is_none()));
            } else {
                assert_eq!(found, expected, "{body}");
            }
        }
    }

    #[test]
    fn first_lines_that_are_dates() {
        let hint = Hint {
            today: jiff::civil::date(2024, 6, 1),
            day_first: None,
            jalali: false,
        };
        for (body, expected) in [
            ("Published: 20 September 2023\nText", Some("2023-09-20")),
            (
                "By A Writer\nSeptember 20, 2023 | 14:05 GMT\n\nText",
                Some("2023-09-20"),
            ),
            ("Mittwoch, 20. September 2023\nText", Some("2023-09-20")),
            ("In September 2023 the talks began\nText", None),
            ("On 20 September 2023 the talks ended.", None),
            ("2023\nText", None),
        ] {
            let found = first_lines(body, &hint).map(|found| found.date.to_string());
            assert_eq!(found.as_deref(), expected, "{body}");
        }
    }
}
