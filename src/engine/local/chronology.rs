//! The dates most written about in all hits of a query, each with a sentence.

use super::collect::AllHits;
use super::events::{self, each_date};
use super::searcher::LocalSearcher;
use super::snippet::{Marks, Quality};
use super::span::Plan;
use super::when::{Dated, Days, Wanted};
use crate::engine::DatesRequest;
use crate::model::{
    Chronology, DateCount, DayRange, Grain, Quote, Snippet, civil_day, unit_around, unit_name,
};
use crate::query::Relation;
use anyhow::Result;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::postings::Postings;
use tantivy::{DocAddress, DocId, Score};

/// Articles in which the sentence of a date is looked for, at the most.
const CANDIDATES: usize = 16;

/// What is written about one date.
#[derive(Default)]
struct Tally {
    mentions: u64,
    articles: Vec<DocAddress>,
}

/// The hits by segment, each in ascending order of document.
struct Hits(Vec<Vec<(DocId, Score)>>);

impl Hits {
    fn of(found: Vec<(Score, DocAddress)>, segments: usize) -> Hits {
        let mut hits = vec![Vec::new(); segments];
        for (score, at) in found {
            hits[at.segment_ord as usize].push((at.doc_id, score));
        }
        for segment in &mut hits {
            segment.sort_unstable_by_key(|&(document, _)| document);
        }
        Hits(hits)
    }

    fn score(&self, at: DocAddress) -> Score {
        let segment = &self.0[at.segment_ord as usize];
        let place = segment.binary_search_by_key(&at.doc_id, |&(document, _)| document);
        place.map_or(0.0, |place| segment[place].1)
    }
}

/// The unit that an expression lies in, which is then what it is counted for.
pub(super) fn unit_of(grain: Grain, is: Dated) -> Option<DayRange> {
    let unit = unit_around(grain, civil_day(is.days.from)?)?;
    Days::of(unit).contains(is.days).then_some(unit)
}

/// How far a day lies from a range.
fn days_between(day: i64, range: Days) -> u64 {
    let nearest = day.clamp(range.from, range.until - 1);
    day.abs_diff(nearest)
}

impl LocalSearcher {
    /// Counts the dates in all hits, and quotes those that are most written about.
    pub(super) fn chronology(&self, request: &DatesRequest) -> Result<Chronology> {
        let compiled = self.compile(&request.query, &request.scopes)?;
        let mut plans = self.plans(&compiled)?;
        let found = self.run(compiled.query.as_ref(), &AllHits)?;
        let total = found.len() as u64;
        let hits = Hits::of(found, self.searcher.segment_readers().len());
        let (tallies, dated) = self.tallies(&hits, request.grain)?;
        let distinct = tallies.len() as u64;
        let mut most: Vec<(DayRange, Tally)> = tallies.into_iter().collect();
        most.sort_unstable_by_key(|(unit, tally)| {
            let articles = tally.articles.len();
            (Reverse(articles), Reverse(tally.mentions), *unit)
        });
        most.truncate(request.limit);
        let mut dates = Vec::with_capacity(most.len());
        for (unit, tally) in most {
            dates.push(DateCount {
                date: unit_name(request.grain, unit.from),
                articles: tally.articles.len() as u64,
                mentions: tally.mentions,
                sentence: self.quote(&mut plans, &hits, unit, tally.articles)?,
            });
        }
        Ok(Chronology {
            query: request.query.to_string(),
            total,
            copies: compiled.copies.as_ref().map(|groups| groups.totals()),
            dated,
            distinct,
            stale: 0,
            dates,
        })
    }

    /// What is written about each date, and how many articles speak of any.
    fn tallies(&self, hits: &Hits, grain: Grain) -> Result<(HashMap<DayRange, Tally>, u64)> {
        let mut tallies: HashMap<DayRange, Tally> = HashMap::new();
        let mut dated = 0;
        for (segment, ordinal) in self.searcher.segment_readers().iter().zip(0..) {
            let here = &hits.0[ordinal as usize];
            let documents: Vec<DocId> = here.iter().map(|&(document, _)| document).collect();
            let mut is_dated = vec![false; documents.len()];
            let unit = |is: Dated| unit_of(grain, is);
            let when = self.fields.when;
            each_date(segment, when, &documents, unit, |unit, place, postings| {
                is_dated[place] = true;
                let tally = tallies.entry(unit).or_default();
                tally.mentions += u64::from(postings.term_freq());
                let at = DocAddress::new(ordinal, documents[place]);
                tally.articles.push(at);
            })?;
            dated += is_dated.iter().filter(|&&is| is).count() as u64;
        }
        for tally in tallies.values_mut() {
            // One article may speak of a month by several of its days.
            tally.articles.sort_unstable();
            tally.articles.dedup();
        }
        Ok((tallies, dated))
    }

    /// The best sentence on a date: of the articles that match best, and of equal ones those
    /// published nearest to it, the sentence with most of the query beside the date.
    fn quote(
        &self,
        plans: &mut Vec<Arc<Plan>>,
        hits: &Hits,
        unit: DayRange,
        articles: Vec<DocAddress>,
    ) -> Result<Option<Quote>> {
        let candidates = self.candidates(hits, unit, articles)?;
        let part = plans.len();
        let within = Wanted::Range(Relation::Within, Days::of(unit));
        let terms = events::terms(&self.searcher, self.fields.when, within)?;
        plans.push(Arc::new(Plan::Dates {
            wanted: within,
            terms: terms.into_iter().collect(),
        }));
        let matches = self.matches(&candidates, plans);
        let mut best: Option<(Quality, Quote)> = None;
        for (&(_, at), matches) in candidates.iter().zip(&matches?) {
            let stored = self.stored(at)?;
            let marks = Marks::new(&stored.spans, matches);
            let found = marks.best_with(part as u32, &stored.title, &stored.body);
            if let Some((quality, snippet)) = found
                && best.as_ref().is_none_or(|(best, _)| quality > *best)
            {
                let mut hit = self.hit(&stored);
                hit.title = stored.title;
                best = Some((quality, quote(hit, snippet)));
            }
        }
        plans.truncate(part);
        Ok(best.map(|(_, quote)| quote))
    }

    fn candidates(
        &self,
        hits: &Hits,
        unit: DayRange,
        articles: Vec<DocAddress>,
    ) -> Result<Vec<(Score, DocAddress)>> {
        let mut ranked: Vec<(Score, u64, u64, DocAddress)> = articles
            .into_iter()
            .map(|at| {
                let published = self.columns.day(at);
                let away = published.map_or(u64::MAX, |day| days_between(day, Days::of(unit)));
                (hits.score(at), away, self.columns.key(at), at)
            })
            .collect();
        let order = |a: &(Score, u64, u64, DocAddress), b: &(Score, u64, u64, DocAddress)| {
            let score = b.0.total_cmp(&a.0);
            score.then_with(|| (a.1, a.2).cmp(&(b.1, b.2)))
        };
        if ranked.len() > CANDIDATES {
            ranked.select_nth_unstable_by(CANDIDATES, order);
            ranked.truncate(CANDIDATES);
        }
        ranked.sort_unstable_by(order);
        Ok(ranked
            .into_iter()
            .map(|(score, .., at)| (score, at))
            .collect())
    }
}

fn quote(hit: crate::model::Hit, snippet: Snippet) -> Quote {
    Quote {
        snippet,
        id: hit.id,
        title: hit.title,
        published: hit.published,
        outlet: hit.outlet,
        url: hit.url,
        path: hit.path,
        record: hit.record,
    }
}
