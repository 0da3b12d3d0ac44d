//! The terms of the *who* and *when* layers.
//!
//! *who*, at the first token of a mention: the actor's id, its codes and their ancestors
//! (`RUSGOV`, `RUS`), and for an actor that no dictionary has, each word of its name as `=word`.
//!
//! *when*, at the first token of an expression: its own unit (`2023-09-19`, `2023-W38`,
//! `=2023-09`, `2023-Q3`, `=2023`, ...) and every calendar month and year that it touches
//! (`2023-09`, `2023`).

use crate::model::{
    Analysis, DateExpr, DayRange, FieldTokens, Grain, Mention, TextField, ancestors,
};
use crate::text::{Packed, TITLE_GAP, fold, words};
use jiff::civil::Date;

/// Actors found by name alone have ids that start with this.
const UNKNOWN: char = '?';

fn position(analysis: &Analysis, field: TextField, start: usize) -> u32 {
    let index = |tokens: &FieldTokens| tokens.at_byte(start) as u32;
    match field {
        TextField::Title => index(&analysis.title),
        TextField::Body => analysis.title.tokens.len() as u32 + TITLE_GAP + index(&analysis.body),
    }
}

/// The *who* layer of an article.
pub(super) fn who(analysis: &Analysis) -> Packed {
    let mut packed = Packed::default();
    let mut terms: Vec<String> = Vec::new();
    for mention in &analysis.mentions {
        let position = position(analysis, mention.field, mention.start);
        mention_terms(mention, &mut terms);
        for term in terms.drain(..) {
            packed.push(position, &term);
        }
    }
    packed
}

fn mention_terms(mention: &Mention, terms: &mut Vec<String>) {
    terms.push(mention.actor.clone());
    for code in &mention.codes {
        for code in ancestors(code) {
            if !terms.iter().any(|term| term == code) {
                terms.push(code.to_owned());
            }
        }
    }
    if mention.actor.starts_with(UNKNOWN) {
        for word in name_terms(&mention.name) {
            if !terms.contains(&word) {
                terms.push(word);
            }
        }
    }
}

/// The words of a name as terms of the *who* layer.
pub(super) fn name_terms(name: &str) -> Vec<String> {
    let mut terms = Vec::new();
    words(name, |span| terms.push(format!("={}", fold(&name[span]))));
    terms
}

/// The *when* layer of an article.
pub(super) fn when(analysis: &Analysis) -> Packed {
    let mut packed = Packed::default();
    for date in &analysis.dates {
        let position = position(analysis, date.field, date.start);
        for term in date_terms(date) {
            packed.push(position, &term);
        }
    }
    packed
}

/// Longest expression of several days that is posted under each of them.
const MOST_DAYS: i64 = 14;

fn date_terms(date: &DateExpr) -> Vec<String> {
    let Some(range) = date.range else {
        return Vec::new();
    };
    let mut terms = Vec::new();
    match date.grain {
        Grain::Day => {
            let mut day = range.from;
            for _ in 0..range.days().clamp(1, MOST_DAYS) {
                terms.push(unit(Grain::Day, day));
                match day.tomorrow() {
                    Ok(next) => day = next,
                    Err(_) => break,
                }
            }
        }
        grain => terms.push(unit(grain, range.from)),
    }
    if date.grain <= Grain::Month {
        for month in units(Grain::Month, range) {
            terms.push(month_term(month.from));
        }
    }
    if date.grain <= Grain::Year {
        for year in units(Grain::Year, range).take(2) {
            terms.push(year_term(year.from));
        }
    }
    terms
}

fn month_term(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

fn year_term(date: Date) -> String {
    format!("{:04}", date.year())
}

/// The term of an expression that means exactly this unit, given its first day (or, for seasons
/// and weeks, any day of it).
fn unit(grain: Grain, date: Date) -> String {
    match grain {
        Grain::Day => date.to_string(),
        Grain::Week => {
            let week = date.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Grain::Month => format!("={}", month_term(date)),
        Grain::Quarter => format!("{:04}-Q{}", date.year(), (date.month() - 1) / 3 + 1),
        Grain::Season => format!("{:04}-S{:02}", date.year(), date.month()),
        Grain::Half => format!("{:04}-H{}", date.year(), (date.month() - 1) / 6 + 1),
        Grain::Year => format!("={}", year_term(date)),
        Grain::Decade => format!("={}x", date.year().div_euclid(10)),
        Grain::Century => format!("={}xx", date.year().div_euclid(100)),
    }
}

/// The unit of this grain that a day lies in; `None` at the end of the calendar.
fn unit_around(grain: Grain, date: Date) -> Option<DayRange> {
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

/// The units of this grain that share a day with the range, in order.
fn units(grain: Grain, range: DayRange) -> impl Iterator<Item = DayRange> {
    let mut next = unit_around(grain, range.from);
    std::iter::from_fn(move || {
        let unit = next.filter(|unit| unit.from < range.until)?;
        next = unit_around(grain, unit.until);
        Some(unit)
    })
}

/// The terms whose union holds every expression that overlaps `range` and is at least as precise
/// as it (not longer).
pub(super) fn event_terms(range: DayRange) -> Vec<String> {
    let mut terms = Vec::new();
    let mut rest = Vec::new();
    for year in units(Grain::Year, range) {
        if within(year, range) {
            terms.push(year_term(year.from));
        } else {
            rest.push(DayRange {
                from: year.from.max(range.from),
                until: year.until.min(range.until),
            });
        }
    }
    for part in &rest {
        for month in units(Grain::Month, *part) {
            if within(month, *part) {
                terms.push(month_term(month.from));
                continue;
            }
            let days = DayRange {
                from: month.from.max(part.from),
                until: month.until.min(part.until),
            };
            terms.extend(units(Grain::Day, days).map(|day| unit(Grain::Day, day.from)));
        }
    }
    let length = range.days();
    for grain in [
        Grain::Week,
        Grain::Month,
        Grain::Quarter,
        Grain::Season,
        Grain::Half,
        Grain::Year,
        Grain::Decade,
        Grain::Century,
    ] {
        // Within whole years the year's term has them all, save what is coarser than a year.
        let parts = if grain <= Grain::Year {
            rest.as_slice()
        } else {
            std::slice::from_ref(&range)
        };
        for found in parts.iter().flat_map(|&part| units(grain, part)) {
            if found.days() <= length {
                terms.push(unit(grain, found.from));
            }
        }
    }
    terms.sort();
    terms.dedup();
    terms
}

fn within(inner: DayRange, outer: DayRange) -> bool {
    outer.from <= inner.from && inner.until <= outer.until
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, TimexType};
    use jiff::civil::date;

    fn expression(grain: Grain, day: Date) -> DateExpr {
        DateExpr {
            field: TextField::Body,
            start: 0,
            end: 1,
            text: String::new(),
            kind: TimexType::Date,
            value: String::new(),
            modifier: None,
            range: unit_around(grain, day),
            grain,
            anchor: Anchor::Absolute,
            confidence: 1.0,
            rule: "month-day".to_owned(),
        }
    }

    const GRAINS: [Grain; 9] = [
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

    /// Every expression of a few years against many ranges: the terms say what the definition says.
    #[test]
    fn terms_answer_overlap_and_precision_exactly() {
        let start = date(2019, 11, 20);
        let day = |offset: i64| start.checked_add(jiff::Span::new().days(offset)).unwrap();
        let mut expressions = Vec::new();
        for offset in (0..1500).step_by(11) {
            for grain in GRAINS {
                expressions.push(expression(grain, day(offset)));
            }
        }
        for (offset, length) in (0..1400).step_by(37).zip(
            [1, 3, 7, 8, 29, 30, 31, 60, 92, 180, 366, 800]
                .iter()
                .cycle(),
        ) {
            let range = DayRange {
                from: day(offset),
                until: day(offset + length),
            };
            let wanted = event_terms(range);
            for expression in &expressions {
                let found = date_terms(expression)
                    .iter()
                    .any(|term| wanted.binary_search(term).is_ok());
                let is = expression.range.unwrap();
                let expected = is.overlaps(&range) && is.days() <= range.days();
                assert_eq!(found, expected, "{range:?} {expression:?} {wanted:?}");
            }
        }
    }

    #[test]
    fn whole_units_are_one_term_and_their_own() {
        assert_eq!(
            event_terms(DayRange::day(date(2023, 9, 19)).unwrap()),
            ["2023-09-19"]
        );
        assert!(event_terms(DayRange::month(2023, 9).unwrap()).contains(&"2023-09".into()));
        assert!(event_terms(DayRange::year(2023).unwrap()).contains(&"2023".into()));
    }
}
