//! What an expression means: TIMEX3 values and the days they cover. Every date made here is one
//! that the calendar has, and every interval lies within it.

use super::expression::Amount;
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
        .filter(|year| (-9998..=9998).contains(year))
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

/// A year as TIMEX3 writes it; an astronomical year up to 0 lies before Christ.
pub(super) fn year_text(year: i16) -> String {
    match year {
        1.. => format!("{year:04}"),
        _ => format!("BC{:04}", 1 - i32::from(year)),
    }
}

/// A day as TIMEX3 writes it.
pub(super) fn day_text(date: Date) -> String {
    let year = year_text(date.year());
    format!("{year}-{:02}-{:02}", date.month(), date.day())
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
        day_text(date),
        DayRange::day(date)?,
        Grain::Day,
        anchor,
    ))
}

pub(super) fn week_meant(date: Date, anchor: Anchor) -> Option<Meant> {
    let week = date.iso_week_date();
    let from = day_of_week(date);
    let range = DayRange {
        from,
        until: moved(from, 7.days())?,
    };
    let value = format!("{}-W{:02}", year_text(week.year()), week.week());
    Some(dated(value, range, Grain::Week, anchor))
}

pub(super) fn month_meant(year: i16, month: i8, anchor: Anchor) -> Option<Meant> {
    let range = DayRange::month(year, month)?;
    Some(dated(
        format!("{}-{month:02}", year_text(year)),
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
        format!("{}-Q{}", year_text(year), quarter + 1),
        range,
        Grain::Quarter,
        anchor,
    ))
}

pub(super) fn year_meant(year: i16, anchor: Anchor) -> Option<Meant> {
    Some(dated(
        year_text(year),
        DayRange::year(year)?,
        Grain::Year,
        anchor,
    ))
}

/// Ten or a hundred years that begin with `first`, or, where that is negative, the ones before
/// Christ whose digits it has (-470: 479 to 470 BC). The value is the year without the digits that
/// vary.
pub(super) fn span_of_years(
    first: i16,
    length: i16,
    grain: Grain,
    anchor: Anchor,
) -> Option<Meant> {
    let start = match first {
        0.. => first.max(1),
        _ => first - length + 2,
    };
    let from = Date::new(start, 1, 1).ok()?;
    let until = match first {
        0.. => first.checked_add(length)?,
        _ => start.checked_add(length)?,
    };
    let until = Date::new(until, 1, 1).ok()?;
    let digits = if length == 10 { 3 } else { 2 };
    let era = if first < 0 { "BC" } else { "" };
    let value = format!("{era}{:0digits$}", (first / length).abs());
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

pub(super) fn duration(unit: Unit, amount: Option<Amount>) -> Option<Meant> {
    Some(without_range(
        TimexType::Duration,
        period(unit, amount)?,
        grain(unit),
    ))
}

/// A TIMEX3 period: `P3D`, `PT2H`, `PXW`, `P2.5Y`.
pub(super) fn period(unit: Unit, amount: Option<Amount>) -> Option<String> {
    let (prefix, factor, letter) = match unit {
        Unit::Second => ("PT", 1, 'S'),
        Unit::Minute => ("PT", 1, 'M'),
        Unit::Hour => ("PT", 1, 'H'),
        Unit::Day => ("P", 1, 'D'),
        Unit::Week => ("P", 1, 'W'),
        Unit::Fortnight => ("P", 2, 'W'),
        Unit::Month => ("P", 1, 'M'),
        Unit::Quarter => ("P", 1, 'Q'),
        Unit::Year => ("P", 1, 'Y'),
        Unit::Decade => ("P", 10, 'Y'),
        Unit::Century => ("P", 100, 'Y'),
        Unit::Weekend | Unit::Half => return None,
    };
    Some(match amount {
        // "half an hour" has its own units.
        Some(Amount(5)) if unit == Unit::Hour => "PT30M".to_owned(),
        Some(Amount(5)) if unit == Unit::Year => "P6M".to_owned(),
        Some(Amount(5)) if unit == Unit::Day => "PT12H".to_owned(),
        // Halves of hours are told in minutes, as TimeML does.
        Some(Amount(tenths)) if unit == Unit::Hour && tenths % 10 == 5 => {
            format!("PT{}H30M", tenths / 10)
        }
        Some(Amount(tenths)) => {
            let tenths = tenths.checked_mul(factor)?;
            match tenths % 10 {
                0 => format!("{prefix}{}{letter}", tenths / 10),
                rest => format!("{prefix}{}.{rest}{letter}", tenths / 10),
            }
        }
        None if unit == Unit::Century => format!("{prefix}XE"),
        None => format!("{prefix}X{letter}"),
    })
}

pub(super) fn grain(unit: Unit) -> Grain {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Weekend => Grain::Day,
        Unit::Week | Unit::Fortnight => Grain::Week,
        Unit::Month => Grain::Month,
        Unit::Quarter => Grain::Quarter,
        Unit::Half => Grain::Half,
        Unit::Year => Grain::Year,
        Unit::Decade => Grain::Decade,
        Unit::Century => Grain::Century,
    }
}
