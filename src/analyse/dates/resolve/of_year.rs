//! Quarters, halves, seasons and holidays: parts of a year that may be said without it.

use super::{Reference, Resolver, nearest, story_year};
use crate::analyse::dates::expression::{Found, Toward, YearOf};
use crate::analyse::dates::holiday::HolidayRule;
use crate::analyse::dates::meant::{
    Meant, day_meant, moved, quarter_meant, valid_year, without_range, year_text,
};
use crate::analyse::dates::table::{Deixis, Unit};
use crate::analyse::dates::{relative, shift};
use crate::model::{Anchor, DayRange, Grain, TimexType};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The week or the weekend around a holiday. A weekend is that before a holiday on Monday, else the
/// one that ends its week.
pub(super) fn around(holiday: Meant, unit: Unit) -> Option<Meant> {
    let Some(range) = holiday.range else {
        return Some(shift::unknown(unit));
    };
    let day = Reference {
        day: range.from,
        grain: Grain::Day,
        anchor: holiday.anchor,
        said: false,
    };
    let monday = range.from.weekday() == Weekday::Monday;
    let by = -i32::from(monday && unit == Unit::Weekend);
    shift::shift(unit, by, Some(day))
}

impl Resolver {
    /// A quarter: in the year said, else the latest that has begun.
    pub(super) fn quarter(&mut self, quarter: i8, year: YearOf) -> Option<Meant> {
        let unknown = || {
            let value = format!("XXXX-Q{quarter}");
            Some(without_range(TimexType::Date, value, Grain::Quarter))
        };
        let (year, anchor) = match (self.said(year), self.now()) {
            (Some(Ok(said)), _) => said,
            (Some(Err(())), _) => return unknown(),
            (None, Some(now)) => {
                let Some(month) = now.month() else {
                    return unknown();
                };
                let begun = quarter <= (month - 1) / 3 + 1;
                let year = valid_year(i32::from(now.year()) - i32::from(!begun))?;
                (year, now.anchor)
            }
            (None, None) => return unknown(),
        };
        // What a report is about it names first.
        self.quarter = self.quarter.or(Some((year, quarter)));
        self.of_quarter = true;
        quarter_meant(year, i32::from(quarter) - 1, anchor)
    }

    /// The quarter spoken of last, else the last one that is over.
    pub(super) fn same_quarter(&mut self) -> Option<Meant> {
        self.of_quarter = self.quarter.is_some();
        let now = self.now().and_then(|now| Some((now, now.month()?)));
        let (year, index, anchor) = match (self.quarter, now) {
            (Some((year, quarter)), _) => (year, i32::from(quarter) - 1, Anchor::Previous),
            (None, Some((now, month))) => (now.year(), i32::from((month - 1) / 3) - 1, now.anchor),
            (None, None) => return Some(shift::unknown(Unit::Quarter)),
        };
        let mut meant = quarter_meant(year, index, anchor)?;
        meant.confidence = 0.75;
        Some(meant)
    }

    pub(super) fn half(&self, half: i8, year: YearOf) -> Option<Meant> {
        let (year, anchor) = self.said(year)?.ok()?;
        let from = Date::new(year, if half == 1 { 1 } else { 7 }, 1).ok()?;
        let until = moved(from, 6.months())?;
        Some(Meant {
            kind: TimexType::Date,
            value: format!("{}-H{half}", year_text(year)),
            range: Some(DayRange { from, until }),
            grain: Grain::Half,
            anchor,
            confidence: 1.0,
        })
    }

    /// A meteorological season; winter begins in December of its year.
    pub(super) fn season(&self, season: &str, year: YearOf, toward: Toward) -> Option<Meant> {
        let unknown = || {
            let value = format!("XXXX-{season}");
            Some(without_range(TimexType::Date, value, Grain::Season))
        };
        let start: i8 = match season {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        let (year, anchor) = match (self.said(year), self.now()) {
            // "the following spring": the first one after the date spoken of.
            (Some(Ok((year, anchor))), _) if matches!(toward, Toward::Said(Deixis::Next)) => {
                let month = self.last.and_then(|(last, _)| last.month());
                let over = month.is_none_or(|month| start <= month);
                (valid_year(i32::from(year) + i32::from(over))?, anchor)
            }
            (Some(Ok(said)), _) => said,
            (None, Some(now)) if now.anchor == Anchor::Previous => {
                let by = match toward {
                    Toward::Said(deixis) => relative::step(deixis),
                    _ => 0,
                };
                (valid_year(i32::from(now.year()) + by)?, now.anchor)
            }
            (None, Some(now)) => {
                let Some(month) = now.month() else {
                    return unknown();
                };
                let by = match toward {
                    Toward::Said(Deixis::This) => 0,
                    Toward::Said(Deixis::Last) => -i32::from(start + 2 >= month),
                    Toward::Said(Deixis::Next) => i32::from(start <= month),
                    Toward::Open | Toward::Past | Toward::Since => -i32::from(start > month),
                    Toward::Future | Toward::Until => i32::from(start + 2 < month),
                };
                (valid_year(i32::from(now.year()) + by)?, now.anchor)
            }
            _ => return unknown(),
        };
        let from = Date::new(year, start, 1).ok()?;
        let until = moved(from, 3.months())?;
        Some(Meant {
            kind: TimexType::Date,
            value: format!("{}-{season}", year_text(year)),
            range: Some(DayRange { from, until }),
            grain: Grain::Season,
            anchor,
            confidence: 0.9,
        })
    }

    /// A holiday: in the year said, else the nearest one.
    pub(super) fn holiday(&self, rule: HolidayRule, year: YearOf, toward: Toward) -> Option<Meant> {
        let unknown = || match rule {
            HolidayRule::Fixed { month, day } => {
                let value = format!("XXXX-{month:02}-{day:02}");
                Some(without_range(TimexType::Date, value, Grain::Day))
            }
            _ => Some(shift::unknown(Unit::Day)),
        };
        match (self.said(year), self.now()) {
            (Some(Ok((year, anchor))), _) => day_meant(rule.day(year)?, anchor),
            (None, Some(now)) if now.anchor == Anchor::Previous => {
                let year = story_year(now, rule.day(now.year())?.month())?;
                day_meant(rule.day(year)?, now.anchor)
            }
            (None, Some(now)) => match now.day() {
                Some(day) => {
                    let date = nearest(day, toward, |year| rule.day(year))?;
                    let mut meant = day_meant(date, now.anchor)?;
                    meant.confidence = 0.9;
                    Some(meant)
                }
                None => unknown(),
            },
            _ => unknown(),
        }
    }

    /// A year before: of the quarter that was spoken of, else of the year of publication.
    pub(super) fn year_before(&self, found: &Found) -> Option<Meant> {
        if let Some((last, _)) = self.last
            && self.last_sentence == Some(found.sentence)
            && matches!(last.grain, Grain::Year | Grain::Month)
        {
            let mut meant = match last.grain {
                Grain::Year => shift::shift(Unit::Year, -1, Some(last)),
                _ => shift::shift(Unit::Month, -12, Some(last)),
            }?;
            meant.confidence = 0.8;
            return Some(meant);
        }
        match self.quarter.filter(|_| self.of_quarter) {
            Some((year, quarter)) => {
                let mut meant = quarter_meant(
                    valid_year(i32::from(year) - 1)?,
                    i32::from(quarter) - 1,
                    Anchor::Previous,
                )?;
                meant.confidence = 0.8;
                Some(meant)
            }
            None => shift::shift(Unit::Year, -1, self.now()),
        }
    }
}
