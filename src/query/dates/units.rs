//! Periods that have names of their own: quarters, halves, seasons, ISO weeks, weekends, decades,
//! centuries; also as TIMEX3 writes them, for that is how the dates of a hit are shown.

use super::Problem;
use super::literal::{Period, calendar, not_a_date};
use crate::model::{Grain, unit_named};
use crate::query::lex::is_dash;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use std::ops::RangeInclusive;

/// The period of a literal such as `2023-Q3`, `2023-H1`, `2023-SU`, `2023-W38`, `2023-W38-WE`,
/// `1990s`, `199x`, `199` or `19xx`; `None` where it is no such literal.
pub(super) fn named(text: &str) -> Option<Result<Period, Problem>> {
    // No such literal is longer.
    if text.len() > 16 {
        return None;
    }
    let plain: String = text
        .chars()
        .map(|c| {
            if is_dash(c) {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    years(&plain).or_else(|| part_of_year(&plain))
}

fn digits(text: &str) -> Option<i16> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| all_digits)
}

/// Decades that TIMEX3's three digits may name. Others are rather years before 1000.
const DECADES: RangeInclusive<i16> = 100..=209;

/// `199x`, `199`, `1990s`, `19xx`.
fn years(text: &str) -> Option<Result<Period, Problem>> {
    if text.len() == 3
        && let Some(decade) = digits(text).filter(|decade| DECADES.contains(decade))
    {
        return Some(Ok(span(decade * 10, 10)));
    }
    if let Some(century) = text.strip_suffix("xx").filter(|start| start.len() == 2) {
        return Some(Ok(span(digits(century)? * 100, 100)));
    }
    if let Some(decade) = text.strip_suffix('x').filter(|start| start.len() == 3) {
        return Some(Ok(span(digits(decade)? * 10, 10)));
    }
    let decade = text.strip_suffix("0s").filter(|start| start.len() == 3)?;
    let number = digits(decade)?;
    Some(match decade.strip_suffix('0') {
        None => Ok(span(number * 10, 10)),
        Some(century) => Err(Problem::new(
            format!("{text} may be ten years or a hundred"),
            format!("write {decade}x or {century}xx"),
        )),
    })
}

/// So many years from one on; there is none before 0001.
fn span(first: i16, count: i16) -> Period {
    let start_of = |year: i16| Date::new(year.max(1), 1, 1);
    Period {
        from: start_of(first).unwrap_or(Date::MIN),
        until: start_of(first + count).ok(),
    }
}

/// `2023-Q3`, `2023-H1`, `2023-SU`, `2023-W38`, also without the hyphen, `2023-W38-WE`.
fn part_of_year(text: &str) -> Option<Result<Period, Problem>> {
    let (year, rest) = text.split_at_checked(4)?;
    let part = rest.strip_prefix('-').unwrap_or(rest);
    let season = format!("{year}-{}", part.to_ascii_uppercase());
    let year = digits(year)?;
    if let Some(season) = unit_named(Grain::Season, &season).filter(|_| year > 0) {
        let (from, until) = (season.from, Some(season.until));
        return Some(Ok(Period { from, until }));
    }
    let (part, is_weekend) = match part.strip_suffix("-we") {
        Some(week) if week.starts_with('w') => (week, true),
        _ => (part, false),
    };
    let (letter, number) = part.split_at_checked(1)?;
    if !matches!(letter, "q" | "h" | "w") || number.is_empty() || number.len() > 2 {
        return None;
    }
    let number = digits(number)?;
    if year < 1 {
        return Some(calendar(year, None, None));
    }
    Some(match letter {
        "q" => months(year, number, 3, "quarter"),
        "h" => months(year, number, 6, "half"),
        _ if is_weekend => week(year, number).map(weekend),
        _ => week(year, number),
    })
}

fn months(year: i16, number: i16, length: i16, name: &str) -> Result<Period, Problem> {
    let most = 12 / length;
    if !(1..=most).contains(&number) {
        let message = format!("there is no {name} {number}");
        return Err(Problem::new(message, format!("a year has {most}")));
    }
    let start_of = |number: i16| match number > most {
        true => Date::new(year + 1, 1, 1),
        false => Date::new(year, ((number - 1) * length + 1) as i8, 1),
    };
    let from = start_of(number).map_err(|_| not_a_date())?;
    let until = start_of(number + 1).ok();
    Ok(Period { from, until })
}

fn week(year: i16, number: i16) -> Result<Period, Problem> {
    let monday = |number: i16| ISOWeekDate::new(year, number as i8, Weekday::Monday);
    let from = monday(number).map_err(|_| {
        let weeks = if monday(53).is_ok() { 53 } else { 52 };
        let message = format!("there is no week {number:02} in {year:04}");
        Problem::new(message, format!("{year:04} has {weeks} weeks"))
    })?;
    let from = from.date();
    let until = from.checked_add(jiff::Span::new().days(7)).ok();
    Ok(Period { from, until })
}

/// The last two days of a week.
fn weekend(week: Period) -> Period {
    let saturday = week.from.checked_add(jiff::Span::new().days(5));
    Period {
        from: saturday.unwrap_or(week.from),
        ..week
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn named_periods_are_read() {
        let days = |from: Date, until: Date| (from, Some(until));
        for (text, expected) in [
            ("2023-Q3", days(date(2023, 7, 1), date(2023, 10, 1))),
            ("2023q4", days(date(2023, 10, 1), date(2024, 1, 1))),
            ("2023–H1", days(date(2023, 1, 1), date(2023, 7, 1))),
            ("2023-h2", days(date(2023, 7, 1), date(2024, 1, 1))),
            ("2023-W38", days(date(2023, 9, 18), date(2023, 9, 25))),
            ("2020W53", days(date(2020, 12, 28), date(2021, 1, 4))),
            ("2023-SU", days(date(2023, 6, 1), date(2023, 9, 1))),
            ("2023-wi", days(date(2023, 12, 1), date(2024, 3, 1))),
            ("2023-W38-WE", days(date(2023, 9, 23), date(2023, 9, 25))),
            ("0001-W1", days(date(1, 1, 1), date(1, 1, 8))),
            ("1990s", days(date(1990, 1, 1), date(2000, 1, 1))),
            ("199X", days(date(1990, 1, 1), date(2000, 1, 1))),
            ("199", days(date(1990, 1, 1), date(2000, 1, 1))),
            ("200x", days(date(2000, 1, 1), date(2010, 1, 1))),
            ("19xx", days(date(1900, 1, 1), date(2000, 1, 1))),
            ("00xx", days(date(1, 1, 1), date(100, 1, 1))),
            ("999x", (date(9990, 1, 1), None)),
            ("9999-Q4", (date(9999, 10, 1), None)),
            ("9999-W52", (date(9999, 12, 27), None)),
        ] {
            let period = named(text).map(|period| period.map(|period| (period.from, period.until)));
            assert_eq!(period, Some(Ok(expected)), "{text}");
        }
    }

    #[test]
    fn periods_that_are_not_there_say_so() {
        for (text, message, suggestion) in [
            ("2023-Q5", "there is no quarter 5", "a year has 4"),
            ("2023-H0", "there is no half 0", "a year has 2"),
            (
                "2023-W53",
                "there is no week 53 in 2023",
                "2023 has 52 weeks",
            ),
            (
                "2020-W54",
                "there is no week 54 in 2020",
                "2020 has 53 weeks",
            ),
            (
                "0000-Q1",
                "there is no year 0000",
                "years run from 0001 to 9999",
            ),
            (
                "1900s",
                "1900s may be ten years or a hundred",
                "write 190x or 19xx",
            ),
            (
                "2000s",
                "2000s may be ten years or a hundred",
                "write 200x or 20xx",
            ),
        ] {
            let problem = named(text).and_then(Result::err);
            assert_eq!(problem, Some(Problem::new(message, suggestion)), "{text}");
        }
        for text in [
            "",
            "x",
            "xx",
            "s",
            "0s",
            "q3",
            "2023",
            "2023-09",
            "2023-Q",
            "2023-Q300",
            "90s",
            "-99x",
            "1990",
            "476",
            "19",
            "2023-SX",
            "0000-SU",
            "2023-W38-WE-WE",
            "2023-Q3-WE",
            "w-we",
            "-we",
            "é99x",
            "2023-Wx",
            "2023-+3",
        ] {
            assert!(named(text).is_none(), "{text}");
        }
    }
}
