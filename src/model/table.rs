//! Counts over all hits, as they are shown and written: tables and timelines.

use super::{CopyTotals, DayRange, Grain, Group, GroupBy, Tally, unit_around};

/// How much matches a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryTally {
    /// The query's label in a batch.
    pub label: Option<String>,
    /// The query as understood; parses to the same query.
    pub query: String,
    /// How much matches.
    pub tally: Tally,
    /// What the copies among it come to, where these were grouped.
    pub copies: Option<CopyTotals>,
}

/// The hits of a query counted by what they share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrossTable {
    /// The query's label in a batch.
    pub label: Option<String>,
    /// The query as understood; parses to the same query.
    pub query: String,
    /// How many articles match, exact.
    pub articles: u64,
    /// What the copies among them come to, where these were grouped.
    pub copies: Option<CopyTotals>,
    /// What they are counted by: a column each.
    pub by: Vec<GroupBy>,
    /// How many rows there are, more than in `groups` where these were cut.
    pub distinct: u64,
    /// The rows, most articles first.
    pub groups: Vec<Group>,
}

impl CrossTable {
    /// Keeps the first rows alone.
    pub fn cut(&mut self, most: usize) {
        self.groups.truncate(most);
    }

    /// How many rows were left out.
    pub fn more(&self) -> u64 {
        self.distinct.saturating_sub(self.groups.len() as u64)
    }
}

/// How many articles each unit of the calendar has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The query as understood; parses to the same query.
    pub query: String,
    /// What the units are.
    pub grain: Grain,
    /// Whether they are those of the dates in the text, not of publication; an article then counts
    /// once for each.
    pub event: bool,
    /// How many articles match, exact.
    pub articles: u64,
    /// What the copies among them come to, where these were grouped.
    pub copies: Option<CopyTotals>,
    /// How many of them have such a date.
    pub dated: u64,
    /// The units that have articles, in the order of the calendar.
    pub bars: Vec<Bar>,
}

/// A unit of the calendar and its articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The unit.
    pub unit: DayRange,
    /// How many articles.
    pub articles: u64,
}

impl Timeline {
    /// Every unit from the first with articles to the last, those without among them.
    pub fn units(&self) -> impl Iterator<Item = Bar> + '_ {
        let mut bars = self.bars.iter().peekable();
        let mut next = bars.peek().map(|bar| bar.unit);
        std::iter::from_fn(move || {
            let unit = next?;
            // After the last bar there is nothing to come.
            let bar = bars.peek()?;
            let articles = match bar.unit == unit {
                true => bars.next()?.articles,
                false => 0,
            };
            next = unit_around(self.grain, unit.until);
            Some(Bar { unit, articles })
        })
    }

    /// The most articles that a unit has.
    pub fn most(&self) -> u64 {
        self.bars.iter().map(|bar| bar.articles).max().unwrap_or(0)
    }
}
