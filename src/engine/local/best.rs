//! The best hits in order, and the number of all. What decides between equals is looked up only for
//! hits that could be among the best.

use super::columns::Columns;
use super::searcher::Scored;
use std::cmp::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// What hits are sorted by first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    /// The score, then the day of publication, newest first.
    Score,
    /// The day of publication, newest first, then the score.
    Date,
}

/// Collects some of the best hits.
pub(super) struct Best {
    first: First,
    hits: usize,
    columns: Columns,
    least: Arc<Mutex<Least>>,
}

/// Score and date of the worst of the best hits, once there are enough.
type Least = (Score, i64);

impl Best {
    /// Collects this many, at least one.
    pub(super) fn new(first: First, hits: usize, columns: Columns) -> Best {
        Best {
            first,
            hits: hits.max(1),
            columns,
            least: Arc::new(Mutex::new((Score::NEG_INFINITY, i64::MIN))),
        }
    }
}

fn lock(least: &Mutex<Least>) -> MutexGuard<'_, Least> {
    least.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A hit with all that it is sorted by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    score: Score,
    /// Day of publication; the least number without one.
    date: i64,
    key: u64,
    at: DocAddress,
}

impl Candidate {
    /// Less is better.
    fn order(&self, other: &Candidate, first: First) -> Ordering {
        let score = other.score.total_cmp(&self.score);
        let date = other.date.cmp(&self.date);
        let main = match first {
            First::Score => score.then(date),
            First::Date => date.then(score),
        };
        main.then_with(|| (self.key, self.at).cmp(&(other.key, other.at)))
    }
}

pub(super) struct SegmentBest {
    first: First,
    hits: usize,
    segment: SegmentOrdinal,
    columns: Columns,
    /// Up to twice as many as are wanted.
    candidates: Vec<Candidate>,
    least: Least,
    /// That of the segments that are done: no worse hit of any segment is among the best.
    least_of_all: Arc<Mutex<Least>>,
    total: u64,
}

impl SegmentBest {
    /// Takes a hit that could be among the best.
    fn consider(&mut self, document: DocId, score: Score) {
        let at = DocAddress::new(self.segment, document);
        let date = self.columns.day(at).unwrap_or(i64::MIN);
        let (least_score, least_date) = self.least;
        let is_worse = match self.first {
            First::Score => score == least_score && date < least_date,
            First::Date => date < least_date || date == least_date && score < least_score,
        };
        if is_worse {
            return;
        }
        self.candidates.push(Candidate {
            score,
            date,
            key: self.columns.key(at),
            at,
        });
        if self.candidates.len() >= self.hits.saturating_mul(2) {
            self.shrink();
        }
    }

    /// Keeps the best, in any order.
    fn shrink(&mut self) {
        if self.candidates.len() <= self.hits {
            return;
        }
        let first = self.first;
        let order = |a: &Candidate, b: &Candidate| a.order(b, first);
        let (_, worst, _) = self.candidates.select_nth_unstable_by(self.hits - 1, order);
        self.least = (worst.score, worst.date);
        self.candidates.truncate(self.hits);
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = (u64, Vec<Candidate>);

    #[inline]
    fn collect(&mut self, document: DocId, score: Score) {
        self.total += 1;
        if self.first == First::Date || score >= self.least.0 {
            self.consider(document, score);
        }
    }

    fn harvest(mut self) -> (u64, Vec<Candidate>) {
        self.shrink();
        *lock(&self.least_of_all) = self.least;
        (self.total, self.candidates)
    }
}

impl Collector for Best {
    /// The best in order, and the number of all.
    type Fruit = (Vec<Scored>, u64);
    type Child = SegmentBest;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<SegmentBest> {
        Ok(SegmentBest {
            first: self.first,
            hits: self.hits,
            segment,
            columns: self.columns.clone(),
            candidates: Vec::new(),
            least: *lock(&self.least),
            least_of_all: Arc::clone(&self.least),
            total: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, parts: Vec<(u64, Vec<Candidate>)>) -> tantivy::Result<Self::Fruit> {
        let total = parts.iter().map(|(total, _)| total).sum();
        let mut all: Vec<Candidate> = parts.into_iter().flat_map(|(_, part)| part).collect();
        all.sort_unstable_by(|a, b| a.order(b, self.first));
        all.truncate(self.hits);
        let hits = all.into_iter().map(|one| (one.score, one.at));
        Ok((hits.collect(), total))
    }
}
