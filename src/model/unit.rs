//! Units of the calendar by name: `2023`, `2023-Q3`, `2023-09`, `2023-W38`, `2023-09-19`.

use super::{DayRange, Grain};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use std::borrow::Cow;

/// TIMEX3 names of the seasons, each with the month in which it starts. Winter belongs to the year
/// in which it starts.
const SEASONS: [(&str, i8); 4] = [("SP", 3), ("SU", 6), ("FA", 9), ("WI", 12)];

/// The unit of this grain that a day lies in; `None` at the ends of the calendar.
pub fn unit_around(grain: Grain, date: Date) -> Option<DayRange> {
    let year = date.year();
    let months = |first: i8, count: i8| {
        let from = Date::new(year, first, 1).ok()?;
        let until = from.checked_add(jiff::Span::new().months(count)).ok()?;
        Some(DayRange { from, until })
    };
    let years = |count: i16| {
        let first = year.div_euclid(count) * count;
        Some(DayRange {
            from: Date::new(first, 1, 1).ok()?,
            until: Date::new(first.checked_add(count)?, 1, 1).ok()?,
        })
    };
    match grain {
        Grain::Day => DayRange::day(date),
        Grain::Week => {
            let from = date
                .checked_sub(jiff::Span::new().days(date.weekday().to_monday_zero_offset()))
                .ok()?;
            let until = from.checked_add(jiff::Span::new().days(7)).ok()?;
            Some(DayRange { from, until })
        }
        Grain::Month => months(date.month(), 1),
        Grain::Quarter => months((date.month() - 1) / 3 * 3 + 1, 3),
        Grain::Season => {
            // Seasons start in December, March, June and September.
            let back = date.month() % 3;
            let from = Date::new(year, date.month(), 1)
                .ok()?
                .checked_sub(jiff::Span::new().months(back))
                .ok()?;
            let until = from.checked_add(jiff::Span::new().months(3)).ok()?;
            Some(DayRange { from, until })
        }
        Grain::Half => months((date.month() - 1) / 6 * 6 + 1, 6),
        Grain::Year => DayRange::year(year),
        Grain::Decade => years(10),
        Grain::Century => years(100),
    }
}

/// The name of a unit, given its first day; [`unit_named`] reads it back. Names of one grain sort
/// as the calendar does, from the year 1 on, but for seasons.
///
/// ```
/// use dateline::model::{Grain, unit_name};
/// let first = jiff::civil::date(2023, 9, 18);
/// assert_eq!(unit_name(Grain::Week, first), "2023-W38");
/// ```
pub fn unit_name(grain: Grain, first: Date) -> String {
    let (year, month) = (first.year(), first.month());
    match grain {
        Grain::Day => first.to_string(),
        Grain::Week => {
            let week = first.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Grain::Month => format!("{year:04}-{month:02}"),
        Grain::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
        Grain::Season => {
            let season = SEASONS.iter().find(|(_, start)| *start == month);
            format!("{year:04}-{}", season.map_or("", |(name, _)| name))
        }
        Grain::Half => format!("{year:04}-H{}", (month - 1) / 6 + 1),
        Grain::Year => format!("{year:04}"),
        Grain::Decade => format!("{year:04}s"),
        Grain::Century => format!("{:02}xx", year.div_euclid(100)),
    }
}

/// The value of a date as people read it: TIMEX3 writes a decade with three digits and a century with
/// two.
///
/// ```
/// use dateline::model::value_name;
/// assert_eq!(value_name("198"), "1980s");
/// assert_eq!(value_name("19"), "19xx");
/// assert_eq!(value_name("1987-03"), "1987-03");
/// ```
pub fn value_name(value: &str) -> Cow<'_, str> {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    match value.len() {
        3 if is_number => format!("{value}0s").into(),
        2 if is_number => format!("{value}xx").into(),
        _ => value.into(),
    }
}

/// The unit of a name as [`unit_name`] gives it; `None` for any other text.
pub fn unit_named(grain: Grain, name: &str) -> Option<DayRange> {
    let (year, part) = name.rsplit_once('-').unwrap_or((name, ""));
    let first = |year: &str, month: i8| Date::new(year.parse().ok()?, month, 1).ok();
    let after = |letter: char| part.strip_prefix(letter)?.parse::<i8>().ok();
    let date = match grain {
        Grain::Day => name.parse().ok()?,
        Grain::Week => {
            let week = after('W')?;
            ISOWeekDate::new(year.parse().ok()?, week, Weekday::Monday)
                .ok()?
                .date()
        }
        Grain::Month => first(year, part.parse().ok()?)?,
        Grain::Quarter => first(year, after('Q')?.checked_mul(3)?.checked_sub(2)?)?,
        Grain::Season => {
            let season = SEASONS.iter().find(|(name, _)| *name == part);
            first(year, season?.1)?
        }
        Grain::Half => first(year, after('H')?.checked_mul(6)?.checked_sub(5)?)?,
        Grain::Year => first(name, 1)?,
        Grain::Decade => first(name.strip_suffix('s')?, 1)?,
        Grain::Century => {
            let hundreds: i16 = name.strip_suffix("xx")?.parse().ok()?;
            Date::new(hundreds.checked_mul(100)?, 1, 1).ok()?
        }
    };
    unit_around(grain, date).filter(|unit| unit.from == date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_are_read_back() {
        for (grain, name) in [
            (Grain::Day, "2024-02-29"),
            (Grain::Week, "2024-W09"),
            (Grain::Month, "2024-02"),
            (Grain::Quarter, "2024-Q1"),
            (Grain::Season, "2023-WI"),
            (Grain::Half, "2024-H1"),
            (Grain::Year, "2024"),
            (Grain::Decade, "2020s"),
            (Grain::Century, "20xx"),
        ] {
            let unit = unit_around(grain, date(2024, 2, 29)).unwrap();
            assert_eq!(unit_name(grain, unit.from), name);
            assert_eq!(unit_named(grain, name), Some(unit));
        }
        for day in [date(1, 1, 1), date(999, 12, 31), date(9998, 6, 5)] {
            for grain in Grain::ALL {
                if let Some(unit) = unit_around(grain, day) {
                    let name = unit_name(grain, unit.from);
                    assert_eq!(unit_named(grain, &name), Some(unit), "{name}");
                }
            }
        }
        for (grain, name) in [
            (Grain::Month, "2024-13"),
            (Grain::Month, ""),
            (Grain::Quarter, "2024-Q5"),
            (Grain::Quarter, "2024-Q99"),
            (Grain::Week, "2024-W60"),
            (Grain::Decade, "2021s"),
            (Grain::Century, "999xx"),
            (Grain::Day, "2024"),
        ] {
            assert_eq!(unit_named(grain, name), None, "{name}");
        }
        // The last days of a year may lie in the first week of the next.
        let week = unit_around(Grain::Week, date(2024, 12, 31)).unwrap();
        assert_eq!(unit_name(Grain::Week, week.from), "2025-W01");
    }
}
