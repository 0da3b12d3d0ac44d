//! A query of which some matches are left out.

use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED};

/// Articles, a bit each.
#[derive(Debug, Default)]
pub(super) struct Kept(Vec<(SegmentId, Vec<u64>)>);

impl Kept {
    /// None of them.
    pub(super) fn new(searcher: &Searcher) -> Kept {
        let segments = searcher.segment_readers().iter();
        let bits = segments.map(|segment| {
            let words = segment.max_doc().div_ceil(64) as usize;
            (segment.segment_id(), vec![0; words])
        });
        Kept(bits.collect())
    }

    fn bit(&mut self, at: DocAddress) -> Option<(&mut u64, u64)> {
        let (_, bits) = self.0.get_mut(at.segment_ord as usize)?;
        let word = bits.get_mut(at.doc_id as usize / 64)?;
        Some((word, 1 << (at.doc_id % 64)))
    }

    pub(super) fn insert(&mut self, at: DocAddress) {
        if let Some((word, bit)) = self.bit(at) {
            *word |= bit;
        }
    }

    pub(super) fn remove(&mut self, at: DocAddress) {
        if let Some((word, bit)) = self.bit(at) {
            *word &= !bit;
        }
    }

    fn segment(&self, id: SegmentId) -> Option<usize> {
        self.0.iter().position(|(segment, _)| *segment == id)
    }

    fn has(&self, segment: Option<usize>, document: DocId) -> bool {
        let bits = segment.and_then(|segment| self.0.get(segment));
        let word = bits.and_then(|(_, bits)| bits.get(document as usize / 64));
        word.is_some_and(|word| word >> (document % 64) & 1 == 1)
    }
}

/// A query, of whose matches only those kept are left, with their scores.
#[derive(Debug)]
pub(super) struct KeptQuery {
    pub inner: Box<dyn Query>,
    pub kept: Arc<Kept>,
}

impl Clone for KeptQuery {
    fn clone(&self) -> KeptQuery {
        KeptQuery {
            inner: self.inner.box_clone(),
            kept: self.kept.clone(),
        }
    }
}

struct KeptWeight {
    inner: Box<dyn Weight>,
    kept: Arc<Kept>,
}

impl Query for KeptQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(KeptWeight {
            inner: self.inner.weight(scoring)?,
            kept: self.kept.clone(),
        }))
    }
}

impl Weight for KeptWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut scorer = KeptScorer {
            inner: self.inner.scorer(segment, boost)?,
            kept: self.kept.clone(),
            segment: self.kept.segment(segment.segment_id()),
        };
        scorer.forward(scorer.inner.doc());
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.inner.explain(segment, document)
    }
}

struct KeptScorer {
    inner: Box<dyn Scorer>,
    kept: Arc<Kept>,
    segment: Option<usize>,
}

impl KeptScorer {
    /// From a match of the query to the first that is kept.
    fn forward(&mut self, mut document: DocId) -> DocId {
        while document != TERMINATED && !self.kept.has(self.segment, document) {
            document = self.inner.advance();
        }
        document
    }
}

impl DocSet for KeptScorer {
    fn advance(&mut self) -> DocId {
        let next = self.inner.advance();
        self.forward(next)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let next = self.inner.seek(target);
        self.forward(next)
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }

    fn cost(&self) -> u64 {
        self.inner.cost()
    }
}

impl Scorer for KeptScorer {
    fn score(&mut self) -> Score {
        self.inner.score()
    }
}
