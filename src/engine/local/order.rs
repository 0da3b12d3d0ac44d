//! Hits in order: the best of them, or all.

use super::best::{Best, First};
use super::collect::AllHits;
use super::compile::Compiled;
use super::events::main_dates;
use super::searcher::{LocalSearcher, Scored};
use super::when::{Days, Wanted};
use crate::engine::{Order, Request, Sample};
use anyhow::Result;
use tantivy::DocAddress;
use tantivy::collector::Count;
use tantivy::query::Query as EngineQuery;

impl LocalSearcher {
    /// The best hits in order, and the number of all.
    pub(super) fn top(&self, request: &Request, compiled: &Compiled) -> Result<(Vec<Scored>, u64)> {
        let query: &dyn EngineQuery = compiled.query.as_ref();
        let most = self.searcher.num_docs() as usize;
        let limit = request.limit.min(most.saturating_sub(request.offset));
        if limit == 0 {
            return Ok((Vec::new(), self.run(query, &Count)? as u64));
        }
        let (mut hits, total) = match request.order {
            Order::Rank => self.best(query, First::Score, request.offset + limit)?,
            Order::Date => self.best(query, First::Date, request.offset + limit)?,
            Order::Event => {
                let mut hits = self.run(query, &AllHits)?;
                let total = hits.len() as u64;
                self.sort(&mut hits, Order::Event, compiled)?;
                hits.truncate(request.offset + limit);
                (hits, total)
            }
        };
        hits.drain(..request.offset.min(hits.len()));
        Ok((hits, total))
    }

    fn best(
        &self,
        query: &dyn EngineQuery,
        first: First,
        hits: usize,
    ) -> Result<(Vec<Scored>, u64)> {
        self.run(query, &Best::new(first, hits, self.columns.clone()))
    }

    /// Sorts hits as `order` says, with the same ties as [`LocalSearcher::top`].
    pub(super) fn sort(
        &self,
        hits: &mut Vec<Scored>,
        order: Order,
        compiled: &Compiled,
    ) -> Result<()> {
        let date = |at: DocAddress| self.columns.day(at);
        let key = |at: DocAddress| self.columns.key(at);
        let by_rank = |&(score_a, a): &Scored, &(score_b, b): &Scored| {
            let score = score_b.total_cmp(&score_a);
            score.then_with(|| date(b).cmp(&date(a)))
        };
        let by_key = |a: &Scored, b: &Scored| key(a.1).cmp(&key(b.1));
        match order {
            Order::Rank => hits.sort_unstable_by(|a, b| by_rank(a, b).then_with(|| by_key(a, b))),
            Order::Date => hits.sort_unstable_by(|a, b| {
                let newer = date(b.1).cmp(&date(a.1));
                newer.then_with(|| by_rank(a, b)).then_with(|| by_key(a, b))
            }),
            Order::Event => {
                let mut dated = self.with_main_dates(std::mem::take(hits), compiled)?;
                dated.sort_unstable_by(|(day_a, a), (day_b, b)| {
                    let earlier = (day_a.is_none(), day_a).cmp(&(day_b.is_none(), day_b));
                    earlier
                        .then_with(|| by_rank(a, b))
                        .then_with(|| by_key(a, b))
                });
                hits.extend(dated.into_iter().map(|(_, hit)| hit));
            }
        }
        Ok(())
    }

    /// Each hit with the date that stands for it.
    fn with_main_dates(
        &self,
        mut hits: Vec<Scored>,
        compiled: &Compiled,
    ) -> Result<Vec<(Option<Days>, Scored)>> {
        let mut conditions: Vec<Wanted> = Vec::new();
        let plans = self.plans(compiled)?;
        plans.iter().for_each(|part| part.dates(&mut conditions));
        hits.sort_unstable_by_key(|&(_, at)| at);
        let mut dated = Vec::with_capacity(hits.len());
        for segment in hits.chunk_by(|a, b| a.1.segment_ord == b.1.segment_ord) {
            let documents: Vec<u32> = segment.iter().map(|(_, at)| at.doc_id).collect();
            let reader = self.searcher.segment_reader(segment[0].1.segment_ord);
            let dates = main_dates(reader, self.fields.when, &documents, &conditions)?;
            dated.extend(dates.into_iter().zip(segment.iter().copied()));
        }
        Ok(dated)
    }

    /// Keeps the sample: the articles whose ids, mixed with the seed, hash lowest. Which they are
    /// depends on the matching articles and the seed alone.
    pub(super) fn draw(&self, hits: Vec<Scored>, sample: Sample) -> Result<Vec<Scored>> {
        let mut drawn: Vec<(u64, Scored)> = Vec::with_capacity(hits.len());
        for hit in hits {
            let key = self.columns.key(hit.1);
            let hash = xxhash_rust::xxh3::xxh3_64_with_seed(&key.to_le_bytes(), sample.seed);
            drawn.push((hash, hit));
        }
        drawn.sort_unstable_by_key(|&(hash, (_, at))| (hash, at));
        drawn.truncate(sample.size);
        Ok(drawn.into_iter().map(|(_, hit)| hit).collect())
    }
}
