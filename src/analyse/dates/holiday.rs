//! Holidays: which day of a year they are.

use super::meant::moved;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// When a holiday is, as `schema/dates/*.tsv` writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HolidayRule {
    /// `12-25`: the same day every year.
    Fixed { month: i8, day: i8 },
    /// `4@11-22`: the first such weekday (1 is Monday) on or after a day, here the fourth Thursday
    /// of November.
    OnOrAfter { weekday: i8, month: i8, day: i8 },
    /// `easter-2`: days from Easter Sunday of the western churches.
    Easter(i16),
}

impl HolidayRule {
    /// Reads a rule; `None` where it is none.
    pub fn parse(text: &str) -> Option<HolidayRule> {
        if let Some(days) = text.strip_prefix("easter") {
            return Some(HolidayRule::Easter(match days {
                "" => 0,
                _ => days.parse().ok()?,
            }));
        }
        let (weekday, date) = match text.split_once('@') {
            Some((weekday, date)) => (Some(weekday.parse().ok()?), date),
            None => (None, text),
        };
        let (month, day) = date.split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        // A leap year has every day that a rule may name.
        Date::new(2024, month, day).ok()?;
        Some(match weekday {
            Some(weekday) => HolidayRule::OnOrAfter {
                weekday,
                month,
                day,
            },
            None => HolidayRule::Fixed { month, day },
        })
    }

    /// The day of the holiday in a year; `None` outside the calendar.
    pub fn day(self, year: i16) -> Option<Date> {
        match self {
            HolidayRule::Fixed { month, day } => Date::new(year, month, day).ok(),
            HolidayRule::OnOrAfter {
                weekday,
                month,
                day,
            } => {
                let from = Date::new(year, month, day).ok()?;
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                if from.weekday() == weekday {
                    return Some(from);
                }
                from.nth_weekday(1, weekday).ok()
            }
            HolidayRule::Easter(days) => moved(easter(year)?, i64::from(days).days()),
        }
    }
}

/// Easter Sunday of the western churches, by the anonymous Gregorian computus (Meeus/Jones/Butcher,
/// Nature 14, 1876); `None` before the calendar's reform of 1582.
fn easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let correction = (century + 8) / 25;
    let epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let shift = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * shift + 114;
    let (month, day) = (days / 31, days % 31 + 1);
    Date::new(year as i16, month as i8, day as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_fall_on_their_days() {
        for (rule, year, expected) in [
            ("12-25", 1941, "1941-12-25"),
            ("easter", 1916, "1916-04-23"),
            ("easter", 2000, "2000-04-23"),
            ("easter", 2024, "2024-03-31"),
            ("easter", 2038, "2038-04-25"),
            ("easter-2", 1998, "1998-04-10"),
            ("easter+50", 2023, "2023-05-29"),
            ("4@11-22", 1999, "1999-11-25"),
            ("1@9-1", 2023, "2023-09-04"),
            ("1@5-25", 2021, "2021-05-31"),
            ("2@11-2", 1998, "1998-11-03"),
        ] {
            let rule = HolidayRule::parse(rule).unwrap();
            assert_eq!(rule.day(year).unwrap().to_string(), expected, "{rule:?}");
        }
        assert_eq!(HolidayRule::parse("easter").unwrap().day(1200), None);
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in ["", "2-30", "easter x", "x@1-1", "13-1", "12"] {
            assert_eq!(HolidayRule::parse(text), None, "{text}");
        }
    }
}
