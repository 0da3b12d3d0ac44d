//! Dates within a line of text that a page shows: a whole date with day, month and year, wherever
//! it stands in the line, with what the words before it say that it is.

use super::lex::{Lexeme, lex_at_most};
use super::parse::{Hint, Parsed, either, named, triple};
use super::words::{self, Label};

/// Most pieces of a line that are looked at.
const MOST: usize = 96;

/// A date in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub parsed: Parsed,
    pub label: Option<Label>,
}

/// The dates of a line, in reading order; at most `most`.
pub(super) fn dates(line: &str, hint: &Hint, most: usize) -> Vec<Found> {
    let lexemes = lex_at_most(line, MOST);
    let mut found = Vec::new();
    let (mut at, mut after) = (0, 0);
    while at < lexemes.len() && found.len() < most {
        match date_at(&lexemes, at, hint) {
            Some((parsed, length)) => {
                let label = words::label(&text_of(&lexemes, after, at));
                found.push(Found { parsed, label });
                at += length;
                after = at;
            }
            None => at += 1,
        }
    }
    found
}

/// The words of a stretch of lexemes, parted by blanks.
fn text_of(lexemes: &[Lexeme<'_>], from: usize, until: usize) -> String {
    let mut text = String::new();
    for lexeme in lexemes.get(from..until).unwrap_or_default() {
        match lexeme {
            Lexeme::Word(word) => text.push_str(word),
            Lexeme::Space => text.push(' '),
            Lexeme::Sign(sign) => text.push(*sign),
            Lexeme::Number(..) => text.push('0'),
        }
    }
    text
}

/// A date that starts at a lexeme, and how many it takes.
fn date_at(lexemes: &[Lexeme<'_>], at: usize, hint: &Hint) -> Option<(Parsed, usize)> {
    if continues(lexemes, at) {
        return None;
    }
    let rest = lexemes.get(at..)?;
    match rest.first()? {
        Lexeme::Number(..) => year_first(rest, hint)
            .or_else(|| numeric(rest, hint))
            .or_else(|| day_and_name(rest, hint))
            .or_else(|| year_and_name(rest, hint)),
        Lexeme::Word(_) => name_and_day(rest, hint),
        _ => None,
    }
}

/// Whether a lexeme goes on with a number before it: "2.4.10.2020" is a version, "030-12-34" a
/// telephone.
fn continues(lexemes: &[Lexeme<'_>], at: usize) -> bool {
    let before = |by: usize| at.checked_sub(by).and_then(|at| lexemes.get(at));
    matches!(before(1), Some(Lexeme::Sign('.' | '-' | '/' | '+' | '_')))
        && matches!(before(2), Some(Lexeme::Number(..)))
}

/// Whether a number goes on after its end, so that it is no date.
fn goes_on(rest: &[Lexeme<'_>], at: usize) -> bool {
    matches!(rest.get(at), Some(Lexeme::Sign('.' | '-' | '/' | '_')))
        && matches!(rest.get(at + 1), Some(Lexeme::Number(..)))
}

fn space(rest: &[Lexeme<'_>], at: usize) -> usize {
    at + usize::from(matches!(rest.get(at), Some(Lexeme::Space)))
}

/// The sign between the numbers of a date, and where the next number is: "." may have a blank
/// after it, and so have the signs of Chinese, Japanese and Korean.
fn sign(rest: &[Lexeme<'_>], at: usize) -> Option<(char, usize)> {
    let sign = match rest.get(at)? {
        Lexeme::Sign(sign @ ('.' | '-' | '/')) => *sign,
        Lexeme::Word("年" | "년") => '年',
        Lexeme::Word("月" | "월") => '年',
        _ => return None,
    };
    let next = if matches!(sign, '.' | '年') {
        space(rest, at + 1)
    } else {
        at + 1
    };
    Some((sign, next))
}

/// Three numbers, each with its digits counted, the sign between them, and where they end.
type Three = ([(u64, u8); 3], char, usize);

/// Three numbers with the same sign between.
fn three(rest: &[Lexeme<'_>]) -> Option<Three> {
    let number = |at: usize| match rest.get(at) {
        Some(&Lexeme::Number(value, digits)) => Some((value, digits)),
        _ => None,
    };
    let first = number(0)?;
    let (sign_one, at) = sign(rest, 1)?;
    let second = number(at)?;
    let (sign_two, at) = sign(rest, at + 1)?;
    let third = number(at)?;
    let end = at + 1;
    let whole = sign_one == sign_two && (sign_one == '.' || !goes_on(rest, end));
    whole.then_some(([first, second, third], sign_one, end))
}

/// "2020-07-03", "2020年7月3日", "2020. 7. 3".
fn year_first(rest: &[Lexeme<'_>], hint: &Hint) -> Option<(Parsed, usize)> {
    let ([(year, 4), (month, 1 | 2), (day, 1 | 2)], _, end) = three(rest)? else {
        return None;
    };
    Some((triple(year, month, day, hint)?, end))
}

/// "3.7.2020", "03/07/20".
fn numeric(rest: &[Lexeme<'_>], hint: &Hint) -> Option<(Parsed, usize)> {
    let ([(first, 1 | 2), (second, 1 | 2), (year, digits @ (2 | 4))], sign, end) = three(rest)?
    else {
        return None;
    };
    if goes_on(rest, end) {
        return None;
    }
    Some((
        either(first, second, (year, digits), sign == '.', hint)?,
        end,
    ))
}

/// How a numeric date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
    /// Day and month could be exchanged.
    Either,
}

/// The order of the first numeric date of a text, `None` where it has none or day and month are
/// the same. Full stops always put the day first and tell nothing.
pub(super) fn order(text: &str) -> Option<Order> {
    let lexemes = lex_at_most(text, MOST);
    let found = (0..lexemes.len()).find_map(|at| {
        if continues(&lexemes, at) {
            return None;
        }
        match three(lexemes.get(at..)?)? {
            ([(first, 1 | 2), (second, 1 | 2), (_, 2 | 4)], '-' | '/', _) => Some((first, second)),
            _ => None,
        }
    });
    let (first, second) = found?;
    match ((1..=12).contains(&first), (1..=12).contains(&second)) {
        (true, true) if first != second => Some(Order::Either),
        (false, true) if (13..=31).contains(&first) => Some(Order::DayFirst),
        (true, false) if (13..=31).contains(&second) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// "3 July 2020", "3. Juli 2020", "3rd of July, 2020", "3 de julio de 2020", "3-Jul-20".
fn day_and_name(rest: &[Lexeme<'_>], hint: &Hint) -> Option<(Parsed, usize)> {
    let Some(&Lexeme::Number(day, 1 | 2)) = rest.first() else {
        return None;
    };
    let at = link(rest, 1);
    let Some(Lexeme::Word(word)) = rest.get(at) else {
        return None;
    };
    let month = words::month(word)?;
    let at = link(rest, at + 1);
    let Some(&Lexeme::Number(year, digits @ (2 | 4))) = rest.get(at) else {
        return None;
    };
    // "3 July 20 people died": a short year needs a sign of its own.
    let signed = matches!(
        rest.get(at - 1),
        Some(Lexeme::Sign('-' | '\'' | '’' | '/' | '.'))
    );
    if digits == 2 && !signed || clock_follows(rest, at) {
        return None;
    }
    Some((named((year, digits), month, day, hint)?, at + 1))
}

/// "2020. július 3.", "2020 July 3".
fn year_and_name(rest: &[Lexeme<'_>], hint: &Hint) -> Option<(Parsed, usize)> {
    let Some(&Lexeme::Number(year, 4)) = rest.first() else {
        return None;
    };
    let at = link(rest, 1);
    let Some(Lexeme::Word(word)) = rest.get(at) else {
        return None;
    };
    let month = words::month(word)?;
    let at = link(rest, at + 1);
    let Some(&Lexeme::Number(day, 1 | 2)) = rest.get(at) else {
        return None;
    };
    if clock_follows(rest, at) {
        return None;
    }
    Some((named((year, 4), month, day, hint)?, at + 1))
}

/// "July 3, 2020", "Jul. 3rd 2020".
fn name_and_day(rest: &[Lexeme<'_>], hint: &Hint) -> Option<(Parsed, usize)> {
    let Some(Lexeme::Word(word)) = rest.first() else {
        return None;
    };
    let month = words::month(word)?;
    let at = link(rest, 1);
    let Some(&Lexeme::Number(day, 1 | 2)) = rest.get(at) else {
        return None;
    };
    let at = link(rest, at + 1);
    let Some(&Lexeme::Number(year, 4)) = rest.get(at) else {
        return None;
    };
    Some((named((year, 4), month, day, hint)?, at + 1))
}

fn clock_follows(rest: &[Lexeme<'_>], at: usize) -> bool {
    matches!(rest.get(at + 1), Some(Lexeme::Sign(':')))
}

/// Over the blanks, signs and linking words between the parts of a date.
fn link(rest: &[Lexeme<'_>], from: usize) -> usize {
    let mut at = from;
    while at < from + 4 {
        match rest.get(at) {
            Some(Lexeme::Space | Lexeme::Sign('.' | ',' | '-' | '/' | '\'' | '’')) => at += 1,
            Some(Lexeme::Word(word)) if LINKS.contains(word) => at += 1,
            _ => break,
        }
    }
    at
}

/// Words between the parts of a date.
const LINKS: [&str; 7] = ["of", "de", "del", "di", "d", "the", "št"];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let hint = Hint {
            today: jiff::civil::date(2024, 6, 1),
            day_first: None,
            jalali: false,
        };
        let one = |found: &Found| match found.label {
            Some(label) => format!("{} {label:?}", found.parsed.date),
            None => found.parsed.date.to_string(),
        };
        dates(line, &hint, 4)
            .iter()
            .map(one)
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[test]
    fn dates_in_lines() {
        for (line, expected) in [
            (
                "By Ann Lee | 8 January 2020, 3:51 pm | 0 comments",
                "2020-01-08",
            ),
            (
                "January 19, 2020 / 12:25 PM / Updated 8 months ago",
                "2020-01-19",
            ),
            (
                "Published Jan. 3rd, 2020. Updated: Jan 5 2020",
                "2020-01-03 Published, 2020-01-05 Updated",
            ),
            (
                "Samstag, 3. Dezember 2011 um %H:%M Uhr veröffentlicht",
                "2011-12-03",
            ),
            ("Party, 30.10.23", "2023-10-30"),
            ("4. 2. 2022.", "2022-02-04"),
            ("Nr. 34 vom 08.11.2021", "2021-11-08"),
            ("18. 05. 2014", "2014-05-18"),
            ("2020年07月03日", "2020-07-03"),
            ("2023. 10. 23", "2023-10-23"),
            ("2023.11.02. 오후 8:06", "2023-11-02"),
            (
                "입력 2020-07-03 10:00 | 수정 2020-07-04",
                "2020-07-03 Published, 2020-07-04 Updated",
            ),
            ("jueves 2 de abril de 2020", "2020-04-02"),
            ("1º gennaio 2020", "2020-01-01"),
            ("Stand: 28.04.2020 18:00 Uhr", "2020-04-28"),
            ("۱۲ تیر ۱۳۹۹", "2020-07-02"),
            ("٣ يوليو ٢٠٢٠", "2020-07-03"),
            ("3-Jul-20", "2020-07-03"),
            ("25 Aralık 2019 Çarşamba 10:12", "2019-12-25"),
            ("Mitglied seit 18.09.2008", "2008-09-18 Other"),
            ("05/04/2023", "2023-04-05"),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }

    #[test]
    fn what_looks_like_a_date_and_is_none() {
        for line in [
            "Version 2.4.10.2020",
            "Tel. 030-12-34-5678",
            "31.02.2020",
            "99.99.9999",
            "0000-00-00",
            "12:30",
            "3 July",
            "July 2020",
            "Seite 3 von 2020",
            "3 July 20 people died",
            "ISBN 978-3-16-148410-0",
            "",
        ] {
            assert_eq!(shown(line), "", "{line}");
        }
    }
}
