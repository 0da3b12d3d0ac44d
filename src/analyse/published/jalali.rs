//! The solar calendar of Iran, whose years begin with spring.

use crate::model::{civil_day, day_number};
use jiff::civil::Date;

/// The civil day of a day of the Iranian calendar, for years 1200 to 1500 (1821 to 2121). Leap
/// years follow the cycle of 33 years, which agrees with the observed equinox throughout.
pub(super) fn day(year: u64, month: u64, day: u64) -> Option<Date> {
    let longest = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => 30,
        _ => return None,
    };
    if !(1200..=1500).contains(&year) || !(1..=longest).contains(&day) {
        return None;
    }
    if month == 12 && day == 30 && !is_leap(year) {
        return None;
    }
    // Nowruz of 1399 was 20 March 2020.
    let base = day_number(Date::new(2020, 3, 20).ok()?);
    let years: i64 = if year >= 1399 {
        (1399..year).map(length).sum()
    } else {
        -(year..1399).map(length).sum::<i64>()
    };
    let months = (month - 1) * 30 + (month - 1).min(6);
    civil_day(base + years + i64::try_from(months + day - 1).ok()?)
}

fn length(year: u64) -> i64 {
    365 + i64::from(is_leap(year))
}

fn is_leap(year: u64) -> bool {
    matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        for ((year, month, of), expected) in [
            ((1399, 1, 1), Some("2020-03-20")),
            ((1399, 4, 12), Some("2020-07-02")),
            ((1399, 12, 30), Some("2021-03-20")),
            ((1400, 1, 1), Some("2021-03-21")),
            ((1400, 12, 30), None),
            ((1357, 11, 22), Some("1979-02-11")),
            ((1403, 1, 1), Some("2024-03-20")),
            ((1399, 13, 1), None),
            ((1399, 7, 31), None),
            ((0, 0, 0), None),
            ((99_999, 1, 1), None),
        ] {
            let found = day(year, month, of).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{year}-{month}-{of}");
        }
    }
}
