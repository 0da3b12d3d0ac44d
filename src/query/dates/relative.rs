//! Days counted back from today: `30d`, `2w`, `6m`, `1y`, `yesterday`.

use super::Problem;
use super::literal::{Period, beyond_the_calendar};
use jiff::Span;
use jiff::civil::Date;

/// The day from which relative dates count back.
#[derive(Clone, Copy, Debug)]
pub(in crate::query) enum Today {
    Is(Date),
    /// As the system's clock and time zone have it, which are asked only where a date counts back:
    /// finding the zone reads many directories.
    OfSystem,
}

impl Today {
    fn date(self) -> Date {
        match self {
            Today::Is(date) => date,
            Today::OfSystem => jiff::Zoned::now().date(),
        }
    }
}

/// Whether a literal counts back from today.
pub(super) fn is_relative(text: &str) -> bool {
    span(text).is_some()
}

/// The day of such a literal; without a day to count from, an error that says where it may stand.
pub(super) fn day(text: &str, today: Option<Today>) -> Result<Period, Problem> {
    let Some(today) = today else {
        let suggestion = "30d, 2w, 6m, 1y and today count back from today for published:, since:, \
                          until:, before: and after:; here write 2023-09 or 2023-09..";
        return Err(Problem::new("not a date", suggestion));
    };
    let from = span(text)
        .and_then(|span| today.date().checked_sub(span).ok())
        .filter(|day| day.year() >= 1)
        .ok_or_else(beyond_the_calendar)?;
    Ok(Period {
        from,
        until: from.tomorrow().ok(),
    })
}

/// How far a literal counts back.
fn span(text: &str) -> Option<Span> {
    // No such literal is longer.
    if text.len() > 9 {
        return None;
    }
    match text.to_ascii_lowercase().as_str() {
        "today" => return Some(Span::new()),
        "yesterday" => return Span::new().try_days(1).ok(),
        _ => {}
    }
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i64 = number
        .parse()
        .ok()
        .filter(|_| number.len() <= 5 && number.bytes().all(|byte| byte.is_ascii_digit()))?;
    let span = match unit {
        "d" | "D" => Span::new().try_days(number),
        "w" | "W" => Span::new().try_weeks(number),
        "m" | "M" => Span::new().try_months(number),
        "y" | "Y" => Span::new().try_years(number),
        _ => return None,
    };
    // More than the calendar holds is still no other literal.
    Some(span.unwrap_or(Span::new().years(19_998)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_count_back() {
        let today = date(2024, 3, 31);
        for (text, expected) in [
            ("today", Some(today)),
            ("Yesterday", Some(date(2024, 3, 30))),
            ("0d", Some(today)),
            ("30d", Some(date(2024, 3, 1))),
            ("2w", Some(date(2024, 3, 17))),
            ("1M", Some(date(2024, 2, 29))),
            ("1y", Some(date(2023, 3, 31))),
            ("2023y", Some(date(1, 3, 31))),
            ("2024y", None),
            ("99999y", None),
        ] {
            assert!(is_relative(text), "{text}");
            assert_eq!(
                day(text, Some(Today::Is(today))).ok().map(|day| day.from),
                expected,
                "{text}"
            );
            assert!(day(text, None).is_err());
        }
        for text in [
            "", "d", "30", "30x", "-3d", "+3d", "1990s", "100000d", "2023-09", "30é",
        ] {
            assert!(!is_relative(text), "{text}");
        }
    }
}
