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
    /// `orthodox-2`: the same of the eastern churches.
    Orthodox(i16),
    /// `tishri+9`: days from the first of Tishri, the Jewish New Year.
    Tishri(i16),
}

/// Makes a rule of a number of days.
type OfDays = fn(i16) -> HolidayRule;

/// What days are counted from.
const COUNTED: [(&str, OfDays); 3] = [
    ("easter", HolidayRule::Easter),
    ("orthodox", HolidayRule::Orthodox),
    ("tishri", HolidayRule::Tishri),
];

impl HolidayRule {
    /// Reads a rule; `None` where it is none.
    pub fn parse(text: &str) -> Option<HolidayRule> {
        let counted = COUNTED
            .iter()
            .find_map(|(name, rule)| Some((text.strip_prefix(name)?, rule)));
        if let Some((days, rule)) = counted {
            return Some(rule(match days {
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
            HolidayRule::Orthodox(days) => moved(orthodox_easter(year)?, i64::from(days).days()),
            HolidayRule::Tishri(days) => moved(tishri(year)?, i64::from(days).days()),
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

/// Easter Sunday of the eastern churches: the Julian computus (Meeus), set in the Gregorian calendar,
/// from which the Julian one is thirteen days off from 1900 to 2099; `None` in other years.
fn orthodox_easter(year: i16) -> Option<Date> {
    if !(1900..2100).contains(&year) {
        return None;
    }
    let moon = (19 * (year % 19) + 15) % 30;
    let sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
    let days = moon + sunday + 114;
    let julian = Date::new(year, (days / 31) as i8, (days % 31 + 1) as i8).ok()?;
    moved(julian, 13.days())
}

/// The first of Tishri in a year, by the mean new moon and the four rules that put it off
/// (Dershowitz and Reingold, "Calendrical Calculations"); `None` before the calendar's reform of 1582
/// and where it ends. The feast begins at sunset of the day before.
fn tishri(year: i16) -> Option<Date> {
    if !(1583..9999).contains(&year) {
        return None;
    }
    let hebrew = i64::from(year) + 3761;
    // The first of Tishri of 5784.
    let known = Date::new(2023, 9, 16).ok()?;
    moved(known, (new_year(hebrew) - new_year(5784)).days())
}

/// Days from the calendar's first to a Jewish New Year.
fn new_year(year: i64) -> i64 {
    /// Parts of an hour.
    const PARTS: i64 = 1080;
    let leap = |year: i64| (7 * year + 1).rem_euclid(19) < 7;
    let (cycles, rest) = ((year - 1) / 19, (year - 1) % 19);
    let months = 235 * cycles + 12 * rest + (7 * rest + 1) / 19;
    let parts = 204 + 793 * (months % PARTS);
    let hours = 5 + 12 * months + 793 * (months / PARTS) + parts / PARTS;
    let mut day = 1 + 29 * months + hours / 24;
    let moon = PARTS * (hours % 24) + parts % PARTS;
    let late = moon >= 19440
        || day % 7 == 2 && moon >= 9924 && !leap(year)
        || day % 7 == 1 && moon >= 16789 && leap(year - 1);
    day += i64::from(late);
    day + i64::from(matches!(day % 7, 0 | 3 | 5))
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
            ("5@11-23", 2019, "2019-11-29"),
            ("1@11-26", 2019, "2019-12-02"),
            ("orthodox", 2000, "2000-04-30"),
            ("orthodox", 2016, "2016-05-01"),
            ("orthodox", 2024, "2024-05-05"),
            ("orthodox", 2025, "2025-04-20"),
            ("orthodox-2", 2022, "2022-04-22"),
            ("tishri", 1998, "1998-09-21"),
            ("tishri", 2005, "2005-10-04"),
            ("tishri", 2013, "2013-09-05"),
            ("tishri", 2024, "2024-10-03"),
            ("tishri+9", 1973, "1973-10-06"),
            ("tishri+9", 2021, "2021-09-16"),
        ] {
            let rule = HolidayRule::parse(rule).unwrap();
            assert_eq!(rule.day(year).unwrap().to_string(), expected, "{rule:?}");
        }
        for rule in ["easter", "orthodox", "tishri"] {
            assert_eq!(HolidayRule::parse(rule).unwrap().day(1200), None);
        }
        assert_eq!(HolidayRule::Orthodox(0).day(2100), None);
        for year in i16::MIN..=i16::MAX {
            let _ = (orthodox_easter(year), tishri(year));
        }
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in ["", "2-30", "easter x", "x@1-1", "13-1", "12"] {
            assert_eq!(HolidayRule::parse(text), None, "{text}");
        }
    }
}
