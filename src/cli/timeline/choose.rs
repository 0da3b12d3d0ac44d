//! The unit that suits a timeline.

use crate::model::{Bar, DayRange, Grain, Timeline, day_number};
use crate::present::timeline;
use anyhow::Result;

/// Lines of a chart, at most, where its unit is chosen.
const MOST: usize = 60;

/// The units that are chosen from, from coarse to fine, with the days of each, about.
const UNITS: [(Grain, i64); 6] = [
    (Grain::Century, 36_524),
    (Grain::Decade, 3652),
    (Grain::Year, 365),
    (Grain::Month, 30),
    (Grain::Week, 7),
    (Grain::Day, 1),
];

/// The place in [`UNITS`] where choosing begins.
const YEAR: usize = 2;

/// The timeline by the unit that suits it: from years, coarser while there are too many of them,
/// finer while a finer one has not too many and most of those that the coarser one has.
pub(super) fn choose(mut by: impl FnMut(Grain) -> Result<Timeline>) -> Result<Timeline> {
    let mut place = YEAR;
    let mut best = by(UNITS[place].0)?;
    while place > 0 && (best.bars.is_empty() || timeline::height(&best) > MOST) {
        let coarser = by(UNITS[place - 1].0)?;
        if coarser.bars.is_empty() {
            return Ok(best);
        }
        (best, place) = (coarser, place - 1);
    }
    if place < YEAR {
        return Ok(best);
    }
    for (grain, days) in UNITS.into_iter().skip(YEAR + 1) {
        // The coarser unit tells the range to within two of it.
        if middle_days(&best) / days > MOST as i64 + 2 * UNITS[place].1 / days {
            break;
        }
        place += 1;
        let finer = by(grain)?;
        let fits = middle_days(&finer) / days <= MOST as i64 && timeline::height(&finer) <= MOST;
        match fits && 2 * finer.dated > best.dated {
            true => best = finer,
            false if finer.bars.is_empty() => break,
            false => {}
        }
    }
    Ok(best)
}

/// Days of the range in which nine tenths of the articles lie, a twentieth before and after.
fn middle_days(timeline: &Timeline) -> i64 {
    let all: u64 = timeline.bars.iter().map(|bar| bar.articles).sum();
    let edge = all / 20;
    let first = unit_beyond(timeline.bars.iter(), edge);
    let last = unit_beyond(timeline.bars.iter().rev(), edge);
    match (first, last) {
        (Some(first), Some(last)) => day_number(last.until) - day_number(first.from),
        _ => 0,
    }
}

/// The unit with which more than so many articles are reached.
fn unit_beyond<'a>(mut bars: impl Iterator<Item = &'a Bar>, articles: u64) -> Option<DayRange> {
    let mut seen = 0;
    let bar = bars.find(|bar| {
        seen += bar.articles;
        seen > articles
    });
    bar.map(|bar| bar.unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::unit_around;
    use std::collections::BTreeMap;

    /// The timeline of articles dated to these days.
    fn of_days(days: &[&str], grain: Grain) -> Timeline {
        let mut units = BTreeMap::new();
        for day in days {
            let unit = unit_around(grain, day.parse().unwrap()).unwrap();
            *units.entry(unit).or_insert(0) += 1;
        }
        let bars = units.into_iter();
        Timeline {
            grain,
            articles: days.len() as u64,
            dated: days.len() as u64,
            bars: bars
                .map(|(unit, articles)| Bar { unit, articles })
                .collect(),
            ..Timeline::default()
        }
    }

    fn chosen(days: &[&str]) -> Grain {
        choose(|grain| Ok(of_days(days, grain))).unwrap().grain
    }

    #[test]
    fn the_unit_follows_from_the_range() {
        assert_eq!(chosen(&["2023-09-19", "2023-10-01"]), Grain::Day);
        assert_eq!(chosen(&["2023-12-28", "2024-01-03"]), Grain::Day);
        assert_eq!(chosen(&["2023-03-19", "2023-11-01"]), Grain::Week);
        assert_eq!(chosen(&["2020-03-19", "2023-11-01"]), Grain::Month);
        assert_eq!(chosen(&["1990-03-19", "2023-11-01"]), Grain::Year);
        assert_eq!(chosen(&[]), Grain::Year);
        // One that lies far off does not spoil the others.
        let mut days = vec!["2023-09-19"; 40];
        days.extend(["2023-10-01", "1492-10-12"]);
        assert_eq!(chosen(&days), Grain::Day);
        // Two centuries, every second year.
        let spread: Vec<String> = (0..100)
            .map(|number| format!("{}-06-01", 1800 + 2 * number))
            .collect();
        let spread: Vec<&str> = spread.iter().map(String::as_str).collect();
        assert_eq!(chosen(&spread), Grain::Decade);
    }

    #[test]
    fn a_unit_that_most_lack_is_not_chosen() {
        let days = ["2023-09-19"; 3];
        let found = choose(|grain| {
            let mut found = of_days(&days, grain);
            if grain < Grain::Month {
                found.bars.truncate(1);
                found.dated = 1;
            }
            Ok(found)
        });
        assert_eq!(found.unwrap().grain, Grain::Month);
    }

    #[test]
    fn every_unit_is_there_once() {
        let days = ["2023-09-19", "2023-09-20", "2024-03-01"];
        for (grain, _) in UNITS {
            let found = of_days(&days, grain);
            let units: Vec<Bar> = found.units().collect();
            let joined = units
                .windows(2)
                .all(|pair| pair[0].unit.until == pair[1].unit.from);
            assert!(joined, "{units:?}");
            let sum: u64 = units.iter().map(|bar| bar.articles).sum();
            assert_eq!(sum, 3);
            assert!(units.first().is_some_and(|bar| bar.articles > 0));
            assert!(units.last().is_some_and(|bar| bar.articles > 0));
        }
        assert_eq!(middle_days(&of_days(&days, Grain::Month)), 213);
    }
}
