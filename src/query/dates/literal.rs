//! One date: a literal and the days that it stands for.

use super::{Fault, Piece, relative, units};
use crate::query::error::Problem;
use crate::query::lex::is_dash;
use jiff::civil::Date;

/// The days that a literal stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub from: Date,
    /// First day after it; `None` where the calendar ends with it (9999-12-31).
    pub until: Option<Date>,
}

pub(super) fn not_a_date() -> Problem {
    let accepted = "write 2023, 2023-09, 2023-09-19, 2023-Q3, 2023-W38, 1990s, \
                    a range 2023-09..2023-10, none or *";
    Problem::new("not a date", accepted)
}

/// The same where dates may also count back from today.
pub(super) fn not_a_date_of(piece: Piece<'_>) -> Fault {
    if piece.today.is_none() {
        return piece.fault(not_a_date());
    }
    let accepted = "write 2023, 2023-09, 2023-09-19, a range 2023-09..2023-10, \
                    or 30d, 2w, 6m, 1y back from today";
    piece.fault(Problem::new("not a date", accepted))
}

pub(super) fn beyond_the_calendar() -> Problem {
    Problem::new("not a date", "years run from 0001 to 9999")
}

/// Reads one literal.
pub(super) fn period(piece: Piece<'_>) -> Result<Period, Fault> {
    if relative::is_relative(piece.text) {
        return relative::day(piece.text, piece.today).map_err(|problem| piece.fault(problem));
    }
    if let Some(named) = units::named(piece.text) {
        return named.map_err(|problem| piece.fault(problem));
    }
    let fields: Vec<&str> = piece
        .text
        .split(|c| c == '/' || is_dash(c))
        .take(4)
        .collect();
    let is_year = |text: &&str| text.len() > 3 && text.bytes().all(|b| b.is_ascii_digit());
    if fields.first() == Some(&"") && fields.get(1).is_some_and(is_year) {
        return Err(piece.fault(beyond_the_calendar()));
    }
    let all_digits = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !fields.iter().all(all_digits) {
        return Err(not_a_date_of(piece));
    }
    let fields = match fields.as_slice() {
        [day] if day.len() == 8 => vec![&day[..4], &day[4..6], &day[6..]],
        other => other.to_vec(),
    };
    match fields.as_slice() {
        [year, rest @ ..]
            if year.len() == 4 && rest.len() <= 2 && rest.iter().all(|x| x.len() <= 2) =>
        {
            let number = |index: usize| rest.get(index).and_then(|text| text.parse::<i8>().ok());
            let year = year.parse::<i16>().unwrap_or(0);
            calendar(year, number(0), number(1)).map_err(|problem| piece.fault(problem))
        }
        [_, _, year] if year.len() == 4 => Err(piece.fault(Problem::new(
            "not a date",
            "write the year first: YYYY-MM-DD",
        ))),
        [year] if year.len() < 4 => {
            let suggestion = format!("write a year with four digits: {year:0>4}");
            Err(piece.fault(Problem::new("not a date", suggestion)))
        }
        [year, ..] if year.len() > 4 => Err(piece.fault(beyond_the_calendar())),
        _ => Err(not_a_date_of(piece)),
    }
}

/// The days of a year, month or day that exists.
pub(super) fn calendar(year: i16, month: Option<i8>, day: Option<i8>) -> Result<Period, Problem> {
    if year < 1 {
        return Err(Problem::new(
            "there is no year 0000",
            "years run from 0001 to 9999",
        ));
    }
    let start_of = |year: i16, month: i8| Date::new(year, month, 1).ok();
    let Some(month) = month else {
        let from = start_of(year, 1).ok_or_else(not_a_date)?;
        return Ok(Period {
            from,
            until: start_of(year + 1, 1),
        });
    };
    let Some(first) = start_of(year, month) else {
        let message = format!("there is no month {month:02}");
        return Err(Problem::new(message, "months run from 01 to 12"));
    };
    let Some(day) = day else {
        return Ok(Period {
            from: first,
            until: first.last_of_month().tomorrow().ok(),
        });
    };
    match Date::new(year, month, day) {
        Ok(from) => Ok(Period {
            from,
            until: from.tomorrow().ok(),
        }),
        Err(_) => {
            let message = format!("there is no {year:04}-{month:02}-{day:02}");
            let days = first.days_in_month();
            Err(Problem::new(
                message,
                format!("{year:04}-{month:02} has {days} days"),
            ))
        }
    }
}
