//! How an archive orders day and month, measured on the dates that leave no choice: `dateline index
//! --learn`. What is known never depends on the order in which articles were read.

use super::order::host;
use super::vote::Candidate;
use super::{Clues, order, scan, stated};
use crate::model::{Article, Grain};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Raised whenever the same archive would be measured differently.
const VERSION: u32 = 1;

/// Fewest dates that make a majority.
const FEWEST: u64 = 3;

/// Share of them that must have the same order.
const SHARE: f64 = 0.9;

/// Most that an ambiguous date is believed in the order of its outlet, and in that of the archive.
const OF_OUTLET: f32 = 0.89;
const OF_ARCHIVE: f32 = 0.75;

/// How many articles have which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Articles with a date that must be day, month, year.
    pub day_first: u64,
    /// Articles with a date that must be month, day, year.
    pub month_first: u64,
    /// Articles whose date can be read in both ways.
    pub either: u64,
}

impl Tally {
    /// Whether the day comes first, where nearly all dates agree on it.
    pub fn majority(&self) -> Option<bool> {
        let decided = self.day_first + self.month_first;
        let most = self.day_first.max(self.month_first);
        (decided >= FEWEST && most as f64 >= SHARE * decided as f64)
            .then_some(self.day_first > self.month_first)
    }
}

/// How an archive and each of its outlets order day and month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    version: u32,
    /// The whole archive.
    pub archive: Tally,
    /// Each outlet that has numeric dates, by the host of its pages or else its name, in lower
    /// case.
    pub outlets: BTreeMap<String, Tally>,
}

impl Orders {
    /// Orders to be filled by [`Orders::count`].
    pub fn measure() -> Orders {
        Orders {
            version: VERSION,
            ..Orders::default()
        }
    }

    /// Whether they were measured by this version, so that they may be used.
    pub fn is_current(&self) -> bool {
        self.version == VERSION
    }

    /// Counts an article's numeric date, if it has one.
    pub fn count(&mut self, article: &Article, today: Date) {
        let Some(order) = written(article, today) else {
            return;
        };
        let outlet = self.outlets.entry(outlet(article)).or_default();
        for tally in [&mut self.archive, outlet] {
            match order {
                scan::Order::DayFirst => tally.day_first += 1,
                scan::Order::MonthFirst => tally.month_first += 1,
                scan::Order::Either => tally.either += 1,
            }
        }
    }

    /// Whether the day comes first in an article, and how far an ambiguous date of it may be
    /// believed.
    pub(super) fn of(&self, article: &Article) -> Option<(bool, f32)> {
        if self.archive == Tally::default() {
            return None;
        }
        let outlet = self.outlets.get(&outlet(article)).and_then(Tally::majority);
        let archive = || Some((self.archive.majority()?, OF_ARCHIVE));
        outlet
            .map(|day_first| (day_first, OF_OUTLET))
            .or_else(archive)
    }

    /// What analysis depends on, as text: the majorities, not the counts, so that more of the same
    /// makes no article stale. Empty where nothing is known.
    pub(in crate::analyse) fn decisions(&self) -> String {
        let one = |name: &str, tally: &Tally| {
            let day_first = tally.majority()?;
            Some(format!("{name}\0{day_first}\n"))
        };
        let outlets = self
            .outlets
            .iter()
            .filter_map(|(name, tally)| one(name, tally));
        one("", &self.archive).into_iter().chain(outlets).collect()
    }

    /// Whether articles are read in the same way under both.
    pub fn decides_as(&self, other: &Orders) -> bool {
        self.decisions() == other.decisions()
    }

    /// Outlets whose order is known, of which the second number writes the day first.
    pub fn known_outlets(&self) -> (u64, u64) {
        let known = self.outlets.values().filter_map(Tally::majority);
        known.fold((0, 0), |(all, day), day_first| {
            (all + 1, day + u64::from(day_first))
        })
    }
}

/// The outlet that an article's order is counted for.
fn outlet(article: &Article) -> String {
    let host = article.url.as_deref().and_then(host);
    let host = host.map(|host| host.strip_prefix("www.").unwrap_or(host));
    host.or(article.outlet.as_deref())
        .unwrap_or("")
        .to_lowercase()
}

/// The order of the numeric dates of an article: one that leaves no choice, or one that another
/// source of the article confirms.
fn written(article: &Article, today: Date) -> Option<scan::Order> {
    let texts = || article.candidates.iter().chain(&article.updated);
    let orders = || texts().filter_map(|date| Some((scan::order(&date.text)?, &date.text)));
    let decided = orders().find(|(order, _)| *order != scan::Order::Either);
    if let Some((order, _)) = decided {
        return Some(order);
    }
    let (_, text) = orders().next()?;
    Some(confirmed(article, text, today).unwrap_or(scan::Order::Either))
}

fn confirmed(article: &Article, text: &str, today: Date) -> Option<scan::Order> {
    let orders = Orders::default();
    let reading = order::reading(&Clues {
        article,
        today,
        mtime: None,
        orders: &orders,
    });
    let hint = super::Hint {
        day_first: Some(true),
        ..reading.hint
    };
    let day_first = super::parse(text, &hint)?;
    let sure =
        |candidate: &Candidate| candidate.grain == Grain::Day && candidate.alternative.is_none();
    let stated = stated(article, &reading);
    let says = |date: Date| {
        stated
            .iter()
            .any(|candidate| sure(candidate) && candidate.date == date)
    };
    match (says(day_first.date), says(day_first.alternative?)) {
        (true, false) => Some(scan::Order::DayFirst),
        (false, true) => Some(scan::Order::MonthFirst),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateCandidate, SourcePart};
    use jiff::civil::date;

    fn article(dates: &[&str], url: &str) -> Article {
        let candidate = |text: &&str| DateCandidate {
            text: (*text).to_owned(),
            part: SourcePart::Field,
        };
        Article {
            candidates: dates.iter().map(candidate).collect(),
            url: Some(url.to_owned()),
            ..Article::default()
        }
    }

    fn measured(articles: &[Article]) -> Orders {
        let mut orders = Orders::measure();
        for article in articles {
            orders.count(article, date(2024, 6, 1));
        }
        orders
    }

    #[test]
    fn what_leaves_no_choice_is_counted() {
        for (dates, url, expected) in [
            (&["25/12/2020"][..], "", (1, 0, 0)),
            (&["12/25/2020"], "", (0, 1, 0)),
            (&["05/04/2020"], "", (0, 0, 1)),
            (&["05/04/2020"], "http://a.com/2020/05/04/x", (0, 1, 0)),
            (&["05/04/2020", "2020-04-05"], "", (1, 0, 0)),
            (&["25.12.2020"], "", (0, 0, 0)),
            (&["2020-12-25"], "", (0, 0, 0)),
            (&["25 December 2020"], "", (0, 0, 0)),
            (&["05/05/2020"], "", (0, 0, 0)),
            (&["45/45/2020"], "", (0, 0, 0)),
            (&[], "", (0, 0, 0)),
        ] {
            let archive = measured(&[article(dates, url)]).archive;
            let found = (archive.day_first, archive.month_first, archive.either);
            assert_eq!(found, expected, "{dates:?} {url}");
        }
    }

    #[test]
    fn a_majority_needs_a_few_dates_that_agree() {
        for (day_first, month_first, expected) in [
            (3, 0, Some(true)),
            (0, 3, Some(false)),
            (2, 0, None),
            (19, 1, Some(true)),
            (5, 5, None),
            (0, 0, None),
        ] {
            let tally = Tally {
                day_first,
                month_first,
                either: 9,
            };
            assert_eq!(tally.majority(), expected, "{tally:?}");
        }
    }

    #[test]
    fn the_outlet_comes_before_the_archive_and_order_of_reading_does_not_matter() {
        let mut articles: Vec<Article> = (13..30)
            .map(|day| article(&[&format!("{day}/01/2020")], "http://d.com/x"))
            .collect();
        articles
            .extend((13..16).map(|day| article(&[&format!("01/{day}/2020")], "http://m.com/x")));
        let forward = measured(&articles);
        articles.reverse();
        assert_eq!(forward, measured(&articles));
        let of = |url| {
            forward
                .of(&article(&[], url))
                .map(|(day_first, _)| day_first)
        };
        assert_eq!(of("http://www.D.com/y"), Some(true));
        assert_eq!(of("http://m.com/y"), Some(false));
        // 17 of 20 is no majority of the archive.
        assert_eq!(of("http://other.com/y"), None);
        assert_eq!(forward.decisions(), "d.com\0true\nm.com\0false\n");
        assert_eq!(forward.known_outlets(), (2, 1));
        assert_eq!(Orders::default().decisions(), "");
    }
}
