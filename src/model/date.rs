//! Dates: civil days, half-open day ranges, and date expressions found in text (TIMEX3).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How precise a date is. Ordered from fine to coarse.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// One civil day (a time of day is kept as the day it lies on).
    #[default]
    Day,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A meteorological season.
    Season,
    /// Half a year.
    Half,
    /// A calendar year.
    Year,
    /// Ten years, from a year ending in 0.
    Decade,
    /// A hundred years.
    Century,
}

impl Grain {
    /// All of them, from fine to coarse.
    pub const ALL: [Grain; 9] = [
        Grain::Day,
        Grain::Week,
        Grain::Month,
        Grain::Quarter,
        Grain::Season,
        Grain::Half,
        Grain::Year,
        Grain::Decade,
        Grain::Century,
    ];

    /// The name used in JSON output: `day`, `month`, ...
    pub fn name(self) -> &'static str {
        match self {
            Grain::Day => "day",
            Grain::Week => "week",
            Grain::Month => "month",
            Grain::Quarter => "quarter",
            Grain::Season => "season",
            Grain::Half => "half",
            Grain::Year => "year",
            Grain::Decade => "decade",
            Grain::Century => "century",
        }
    }
}

/// The number of a civil day: days since 1970-01-01, negative before. Exact for the years -9999
/// to 9999, unlike an engine's nanosecond timestamps.
pub fn day_number(date: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    // Both ends are in jiff's range and the unit is days, so the span always exists.
    date.since((jiff::Unit::Day, epoch))
        .map(|span| i64::from(span.get_days()))
        .unwrap_or(0)
}

/// The civil day of a day number, or `None` outside the years -9999 to 9999.
pub fn civil_day(number: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(number).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(span).ok()
}

/// A half-open range of civil days: `from` is in it, `until` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DayRange {
    /// First day of the range.
    pub from: Date,
    /// First day after the range; later than `from`.
    pub until: Date,
}

impl DayRange {
    /// The range of one day. `None` for the last day that the calendar has (9999-12-31).
    pub fn day(date: Date) -> Option<DayRange> {
        let until = date.tomorrow().ok()?;
        Some(DayRange { from: date, until })
    }

    /// The range of a calendar month (1 to 12), or `None` if there is no such month.
    pub fn month(year: i16, month: i8) -> Option<DayRange> {
        let from = Date::new(year, month, 1).ok()?;
        let until = match month {
            12 => Date::new(year.checked_add(1)?, 1, 1).ok()?,
            _ => Date::new(year, month + 1, 1).ok()?,
        };
        Some(DayRange { from, until })
    }

    /// The range of a calendar year, or `None` outside -9999 to 9998.
    pub fn year(year: i16) -> Option<DayRange> {
        let from = Date::new(year, 1, 1).ok()?;
        let until = Date::new(year.checked_add(1)?, 1, 1).ok()?;
        Some(DayRange { from, until })
    }

    /// Length in days, at least 1 in a well-formed range.
    pub fn days(&self) -> i64 {
        day_number(self.until) - day_number(self.from)
    }

    /// Whether the two ranges share a day.
    pub fn overlaps(&self, other: &DayRange) -> bool {
        self.from < other.until && other.from < self.until
    }
}

/// TIMEX3 type of a date expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A calendar date of any grain.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

/// What a date expression was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Anchor {
    /// Nothing: the expression names its date in full.
    Absolute,
    /// The publication date.
    Publication,
    /// A date mentioned before.
    Previous,
    /// An event ("a day after the attack").
    Event,
    /// It could not be resolved and has no interval.
    None,
}

/// A date expression in an article's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DateExpr {
    /// Which text the span is in.
    pub field: super::TextField,
    /// First byte of the expression.
    pub start: usize,
    /// First byte after the expression.
    pub end: usize,
    /// The expression as it stands in the text.
    pub text: String,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// TIMEX3 value, such as `2023-09-19`, `2023-09`, `P3D`.
    pub value: String,
    /// TIMEX3 mod, such as `START`, or `None`.
    #[serde(rename = "mod")]
    pub modifier: Option<String>,
    /// The days meant; `None` where the expression has no interval. Written as `from` and `until`.
    #[serde(flatten, with = "optional_range")]
    pub range: Option<DayRange>,
    /// Precision of the date.
    pub grain: Grain,
    /// What it was resolved against.
    pub anchor: Anchor,
    /// 0 to 1.
    pub confidence: f32,
    /// Name of the rule that made it, such as `month-day`.
    pub rule: String,
}

/// `Option<DayRange>` as two sibling keys, `from` and `until`, both null where there is no range.
mod optional_range {
    use super::{Date, DayRange};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Pair {
        from: Option<Date>,
        until: Option<Date>,
    }

    pub(super) fn serialize<S: Serializer>(
        range: &Option<DayRange>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        Pair {
            from: range.map(|range| range.from),
            until: range.map(|range| range.until),
        }
        .serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DayRange>, D::Error> {
        let pair = Pair::deserialize(deserializer)?;
        Ok(pair
            .from
            .zip(pair.until)
            .map(|(from, until)| DayRange { from, until }))
    }
}
