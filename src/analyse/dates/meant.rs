//! What an expression means: TIMEX3 values and the days they cover. Every date made here is one
//! that the calendar has, and every interval lies within it.

use super::table::Unit;
use crate::model::{Anchor, DayRange, Grain, TimexType};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// What an expression means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meant {
    pub kind: TimexType,
    /// TIMEX3 value.
    pub value: String,
    pub range: Option<DayRange>,
    pub grain: Grain,
    pub anchor: Anchor,
    /// How sure the resolution is, 0 to 1; multiplies the rule's own confidence.
    pub confidence: f32,
}

/// A year that the calendar has.
pub(super) fn valid_year(year: i32) -> Option<i16> {
    i16::try_from(year)
        .ok()
        .filter(|year| (1..=9998).contains(year))
}

/// A date moved by a span, or `None` outside the calendar.
pub(super) fn moved(date: Date, span: Span) -> Option<Date> {
    date.checked_add(span).ok()
}

/// The Monday of the week that a date lies in.
pub(super) fn day_of_week(date: Date) -> Date {
    let back = i64::from(date.weekday().to_monday_zero_offset());
    moved(date, (-back).days()).unwrap_or(date)
}

pub(super) fn past_or_future(by: i32) -> String {
    if by < 0 { "PAST_REF" } else { "FUTURE_REF" }.to_owned()
}

pub(super) fn dated(value: String, range: DayRange, grain: Grain, anchor: Anchor) -> Meant {
    Meant {
        kind: TimexType::Date,
        value,
        range: Some(range),
        grain,
        anchor,
        confidence: 1.0,
    }
}

pub(super) fn day_meant(date: Date, anchor: Anchor) -> Option<Meant> {
    Some(dated(
        date.to_string(),
        DayRange::day(date)?,
        Grain::Day,
        anchor,
    ))
}

pub(super) fn week_meant(date: Date) -> Option<Meant> {
    let week = date.iso_week_date();
    let from = day_of_week(date);
    let range = DayRange {
        from,
        until: moved(from, 7.days())?,
    };
    let value = format!("{:04}-W{:02}", week.year(), week.week());
    Some(dated(value, range, Grain::Week, Anchor::Publication))
}

pub(super) fn month_meant(year: i16, month: i8, anchor: Anchor) -> Option<Meant> {
    let range = DayRange::month(year, month)?;
    Some(dated(
        format!("{year:04}-{month:02}"),
        range,
        Grain::Month,
        anchor,
    ))
}

/// A quarter counted from the first of a year, from 0, over either end of it.
pub(super) fn quarter_meant(year: i16, index: i32, anchor: Anchor) -> Option<Meant> {
    let year = valid_year(i32::from(year) + index.div_euclid(4))?;
    let quarter = i8::try_from(index.rem_euclid(4)).ok()?;
    let from = Date::new(year, quarter * 3 + 1, 1).ok()?;
    let range = DayRange {
        from,
        until: moved(from, 3.months())?,
    };
    Some(dated(
        format!("{year:04}-Q{}", quarter + 1),
        range,
        Grain::Quarter,
        anchor,
    ))
}

pub(super) fn year_meant(year: i16, anchor: Anchor) -> Option<Meant> {
    Some(dated(
        format!("{year:04}"),
        DayRange::year(year)?,
        Grain::Year,
        anchor,
    ))
}

/// Ten or a hundred years; the value is the year without the digits that vary.
pub(super) fn span_of_years(
    first: i16,
    length: i16,
    grain: Grain,
    anchor: Anchor,
) -> Option<Meant> {
    let from = Date::new(first.max(1), 1, 1).ok()?;
    let until = Date::new(first.checked_add(length)?, 1, 1).ok()?;
    let digits = if length == 10 { 3 } else { 2 };
    let value = format!("{:0digits$}", first / length);
    Some(dated(value, DayRange { from, until }, grain, anchor))
}

pub(super) fn without_range(kind: TimexType, value: String, grain: Grain) -> Meant {
    Meant {
        kind,
        value,
        range: None,
        grain,
        anchor: Anchor::None,
        confidence: 0.8,
    }
}

pub(super) fn duration(unit: Unit, amount: Option<u32>) -> Option<Meant> {
    Some(without_range(
        TimexType::Duration,
        period(unit, amount)?,
        grain(unit),
    ))
}

/// A TIMEX3 period: `P3D`, `PT2H`, `PXW`.
pub(super) fn period(unit: Unit, amount: Option<u32>) -> Option<String> {
    let (prefix, factor, letter) = match unit {
        Unit::Second => ("PT", 1, 'S'),
        Unit::Minute => ("PT", 1, 'M'),
        Unit::Hour => ("PT", 1, 'H'),
        Unit::Day => ("P", 1, 'D'),
        Unit::Week => ("P", 1, 'W'),
        Unit::Month => ("P", 1, 'M'),
        Unit::Quarter => ("P", 1, 'Q'),
        Unit::Year => ("P", 1, 'Y'),
        Unit::Decade => ("P", 10, 'Y'),
        Unit::Century => ("P", 100, 'Y'),
        Unit::Weekend | Unit::Half => return None,
    };
    Some(match amount {
        Some(amount) => format!("{prefix}{}{letter}", amount.checked_mul(factor)?),
        None if unit == Unit::Decade => format!("{prefix}XE"),
        None => format!("{prefix}X{letter}"),
    })
}

pub(super) fn grain(unit: Unit) -> Grain {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Weekend => Grain::Day,
        Unit::Week => Grain::Week,
        Unit::Month => Grain::Month,
        Unit::Quarter => Grain::Quarter,
        Unit::Half => Grain::Half,
        Unit::Year => Grain::Year,
        Unit::Decade => Grain::Decade,
        Unit::Century => Grain::Century,
    }
}
