//! Whole units before or after a date: "last week", "three months ago", "the following year".

use super::expression::Toward;
use super::meant::{
    Meant, day_meant, day_of_week, month_meant, moved, quarter_meant, span_of_years, valid_year,
    week_meant, without_range, year_meant, year_text,
};
use super::resolve::Reference;
use super::table::Unit;
use crate::model::{DayRange, Grain, TimexType};
use jiff::{Span, ToSpan};

/// The unit that lies `by` units after the one that a reference lies in. Without a reference, or
/// one that is not precise enough, the value is open and there is no interval.
pub(super) fn shift(unit: Unit, by: i32, from: Option<Reference>) -> Option<Meant> {
    let Some(from) = from else {
        return Some(unknown(unit));
    };
    let day = match from.day() {
        Some(day) => day,
        None => match unit {
            Unit::Day | Unit::Week | Unit::Fortnight | Unit::Weekend => return Some(unknown(unit)),
            _ => from.day,
        },
    };
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Some(vague(by)),
        Unit::Day => day_meant(moved(day, Span::new().try_days(by).ok()?)?, from.anchor),
        Unit::Fortnight => shift(Unit::Week, by.checked_mul(2)?, Some(from)),
        Unit::Week => week_meant(moved(day, Span::new().try_weeks(by).ok()?)?, from.anchor),
        Unit::Weekend => weekend(Some(from), by),
        Unit::Month => match from.month() {
            Some(month) => month_shift(from, month, by),
            None => Some(unknown(unit)),
        },
        Unit::Quarter => match from.month() {
            Some(month) => quarter_meant(from.year(), i32::from((month - 1) / 3) + by, from.anchor),
            None => Some(unknown(unit)),
        },
        Unit::Half => None,
        Unit::Year => year_meant(
            valid_year(i32::from(from.year()).checked_add(by)?)?,
            from.anchor,
        ),
        Unit::Decade => years_shift(from, by, 10, Grain::Decade),
        Unit::Century => years_shift(from, by, 100, Grain::Century),
    }
}

/// The unit up to a reference: "the past year" has the value of the year before, as TimeBank writes
/// it, and the days of the twelve months that end now.
pub(super) fn up_to_now(unit: Unit, from: Option<Reference>) -> Option<Meant> {
    let mut meant = shift(unit, -1, from)?;
    let days = from.and_then(Reference::day).and_then(|day| {
        let from = match unit {
            Unit::Year => moved(day, -1.years())?,
            Unit::Month => moved(day, -1.months())?,
            _ => moved(day, -1.weeks())?,
        };
        Some(DayRange { from, until: day })
    });
    meant.range = days;
    meant.confidence = 0.7;
    Some(meant)
}

/// Hours before or after now have no date.
fn vague(by: i32) -> Meant {
    let value = if by < 0 { "PAST_REF" } else { "FUTURE_REF" };
    without_range(TimexType::Time, value.to_owned(), Grain::Day)
}

/// A date of which only the unit is known.
pub(super) fn unknown(unit: Unit) -> Meant {
    let (value, grain) = match unit {
        Unit::Week | Unit::Fortnight => ("XXXX-WXX", Grain::Week),
        Unit::Weekend => ("XXXX-WXX-WE", Grain::Day),
        Unit::Month => ("XXXX-XX", Grain::Month),
        Unit::Quarter => ("XXXX-QX", Grain::Quarter),
        Unit::Year => ("XXXX", Grain::Year),
        Unit::Decade => ("XXX", Grain::Decade),
        Unit::Century => ("XX", Grain::Century),
        _ => ("XXXX-XX-XX", Grain::Day),
    };
    without_range(TimexType::Date, value.to_owned(), grain)
}

fn month_shift(from: Reference, month: i8, by: i32) -> Option<Meant> {
    let months = (i32::from(from.year()) * 12 + i32::from(month) - 1).checked_add(by)?;
    let month = i8::try_from(months.rem_euclid(12)).ok()? + 1;
    month_meant(valid_year(months.div_euclid(12))?, month, from.anchor)
}

/// Decades or centuries from the one that a reference lies in. Before Christ they are counted by
/// the digits that the years have there.
fn years_shift(from: Reference, by: i32, length: i16, grain: Grain) -> Option<Meant> {
    let year = i32::from(from.year());
    let long = i32::from(length);
    let year = year.checked_add(by.checked_mul(long)?)?;
    let first = match year {
        1.. => year / long * long,
        _ => -((1 - year) / long * long),
    };
    if year <= 0 && first == 0 {
        return Some(unknown(if length == 10 {
            Unit::Decade
        } else {
            Unit::Century
        }));
    }
    span_of_years(valid_year(first)?, length, grain, from.anchor)
}

/// Weeks from that of a reference to the weekend meant. In the past it is the one that is over, or
/// under way.
pub(super) fn weekends(from: Option<Reference>, toward: Toward) -> i32 {
    let under_way = from
        .and_then(Reference::day)
        .is_some_and(|day| day.weekday().to_monday_zero_offset() >= 5);
    match toward {
        Toward::Open | Toward::Past if !under_way => -1,
        _ => 0,
    }
}

/// Saturday and Sunday of a week; "last weekend" is the one that is over.
pub(super) fn weekend(from: Option<Reference>, by: i32) -> Option<Meant> {
    let Some((from, day)) = from.and_then(|from| Some((from, from.day()?))) else {
        return Some(unknown(Unit::Weekend));
    };
    let monday = moved(day, Span::new().try_weeks(by).ok()?)?.iso_week_date();
    let saturday = moved(day_of_week(monday.date()), 5.days())?;
    Some(Meant {
        kind: TimexType::Date,
        value: format!("{}-W{:02}-WE", year_text(monday.year()), monday.week()),
        range: Some(DayRange {
            from: saturday,
            until: moved(saturday, 2.days())?,
        }),
        grain: Grain::Week,
        anchor: from.anchor,
        confidence: 0.8,
    })
}
