//! Dates read from the index: the dictionary of the *when* layer is the list of all intervals that
//! its articles speak of.

use super::when::{Dated, Days, Dictionary, FIRST_EXACT, Wanted, read};
use anyhow::Result;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

/// The terms of a segment.
struct SegmentTerms<'a>(&'a InvertedIndexReader);

impl Dictionary for SegmentTerms<'_> {
    fn range(&self, from: &str, until: &str, each: &mut dyn FnMut(&str)) -> std::io::Result<()> {
        if from >= until {
            return Ok(());
        }
        let mut terms = self.0.terms().range().ge(from).lt(until).into_stream()?;
        while terms.advance() {
            if let Ok(term) = std::str::from_utf8(terms.key()) {
                each(term);
            }
        }
        Ok(())
    }
}

/// The terms whose postings, taken together, are the expressions that are wanted.
pub(super) fn terms(searcher: &Searcher, when: Field, wanted: Wanted) -> Result<BTreeSet<String>> {
    let mut terms = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(when)?;
        terms.extend(wanted.terms(&SegmentTerms(&index))?);
    }
    Ok(terms)
}

/// Calls `each` for every expression of the articles `documents`, which must be in ascending
/// order, that `key` gives something for: with that, the article's place among `documents`, and its
/// postings, which tell how often and where. Goes interval by interval, article by article.
pub(super) fn each_date<K: Copy>(
    segment: &SegmentReader,
    when: Field,
    documents: &[DocId],
    key: impl Fn(Dated) -> Option<K>,
    mut each: impl FnMut(K, usize, &mut SegmentPostings),
) -> Result<()> {
    let index = segment.inverted_index(when)?;
    let mut terms = index.terms().range().ge(FIRST_EXACT).into_stream()?;
    while terms.advance() {
        let is = std::str::from_utf8(terms.key()).ok().and_then(read);
        let Some(key) = is.and_then(&key) else {
            continue;
        };
        let record = IndexRecordOption::WithFreqsAndPositions;
        let mut postings = index.read_postings_from_terminfo(terms.value(), record)?;
        each_of(&mut postings, documents, |place, postings| {
            each(key, place, postings);
        });
    }
    Ok(())
}

/// Calls `each` for those of the articles `documents`, which must be in ascending order, that are
/// among postings: with the article's place among `documents`.
pub(super) fn each_of(
    postings: &mut SegmentPostings,
    documents: &[DocId],
    mut each: impl FnMut(usize, &mut SegmentPostings),
) {
    let mut next = 0;
    while let Some(&wanted) = documents.get(next) {
        if postings.doc() < wanted {
            postings.seek(wanted);
        }
        if postings.doc() == TERMINATED {
            break;
        }
        if postings.doc() == wanted {
            each(next, postings);
            next += 1;
            continue;
        }
        let rest = documents.get(next..).unwrap_or_default();
        next += rest.partition_point(|&document| document < postings.doc());
    }
}

/// The date that stands for each article when hits are sorted by it: with conditions on dates, the
/// earliest that satisfies one of them (of equal first days, the shortest); without, the most
/// precise date that the article has, of these the one that it names most often, of these the one
/// named first.
pub(super) fn main_dates(
    segment: &SegmentReader,
    when: Field,
    documents: &[DocId],
    conditions: &[Wanted],
) -> Result<Vec<Option<Days>>> {
    if conditions.is_empty() {
        return most_named(segment, when, documents);
    }
    let mut earliest: Vec<Option<Days>> = vec![None; documents.len()];
    let satisfies = |is: Dated| {
        let satisfied = conditions.iter().any(|wanted| wanted.holds(is));
        satisfied.then_some(is.days)
    };
    each_date(segment, when, documents, satisfies, |days, place, _| {
        let before = &mut earliest[place];
        if before.is_none_or(|before| days < before) {
            *before = Some(days);
        }
    })?;
    Ok(earliest)
}

fn most_named(
    segment: &SegmentReader,
    when: Field,
    documents: &[DocId],
) -> Result<Vec<Option<Days>>> {
    // Length, how often, position of the first mention: the least is the best.
    type Claim = (i64, Reverse<u32>, u32);
    let mut best: Vec<Option<(Claim, Days)>> = vec![None; documents.len()];
    let mut positions = Vec::new();
    let any = |is: Dated| Some(is.days);
    each_date(segment, when, documents, any, |days, place, postings| {
        postings.positions(&mut positions);
        let first = positions.first().copied().unwrap_or(0);
        let claim = (days.length(), Reverse(postings.term_freq()), first);
        let before = &mut best[place];
        if before.is_none_or(|(before, _)| claim < before) {
            *before = Some((claim, days));
        }
    })?;
    Ok(best.into_iter().map(|best| Some(best?.1)).collect())
}
