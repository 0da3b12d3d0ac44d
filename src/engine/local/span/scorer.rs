//! Finds the documents of a span query: by conjunction first, positions for those that are left,
//! scored by BM25 of the words that took part, nearer ones more.

use super::algebra::Span;
use super::cursor::Seek;
use super::layout::Layout;
use super::node::Node;
use super::phrase::PostedPhrase;
use super::query::Deadline;
use crate::engine::local::bm25::{K1, Norms};
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EmptyScorer, Scorer};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, TERMINATED};

/// How often the clock is looked at, in documents.
const CLOCK: u32 = 64;

/// What is looked for in the documents that could have it.
pub(super) trait Matches: Seek + Send + Sync + 'static {
    /// Whether the document has it.
    fn matches(&mut self, document: DocId, layout: &mut Layout) -> bool;

    /// What the words that took part weigh, in the document that was last looked at.
    fn weight(&self) -> Score;

    /// How often it is there, see [`frequency`].
    fn frequency(&self) -> Score;

    /// How often it starts there before a position.
    fn frequency_before(&self, position: u32) -> Score;
}

impl Matches for Node {
    fn matches(&mut self, document: DocId, layout: &mut Layout) -> bool {
        Node::matches(self, document, layout)
    }

    fn weight(&self) -> Score {
        Node::weight(self)
    }

    fn frequency(&self) -> Score {
        frequency(self.spans(), self.least_words())
    }

    fn frequency_before(&self, position: u32) -> Score {
        let spans = self.spans();
        let count = spans.partition_point(|span| span.start < position);
        frequency(spans.get(..count).unwrap_or_default(), self.least_words())
    }
}

/// A phrase that is all of a query, which needs no spans.
impl Matches for PostedPhrase {
    #[inline]
    fn matches(&mut self, document: DocId, layout: &mut Layout) -> bool {
        self.doc() == document && self.find(layout)
    }

    #[inline]
    fn weight(&self) -> Score {
        self.idf()
    }

    #[inline]
    fn frequency(&self) -> Score {
        self.starts().len() as Score
    }

    #[inline]
    fn frequency_before(&self, position: u32) -> Score {
        let before = self.starts().iter().take_while(|&&start| start < position);
        before.count() as Score
    }
}

/// What a score depends on besides what matches.
pub(super) struct Scoring {
    /// Lengths of articles, and what they make of a score; `None` where nothing is scored.
    pub norms: Option<(FieldNormReader, Arc<Norms>)>,
    pub boost: Score,
    /// What a match in the title counts once more.
    pub title_weight: Score,
}

/// Walks through the documents that have what is looked for.
pub(super) struct SpanScorer<M> {
    matches: M,
    layout: Layout,
    document: DocId,
    scoring: Scoring,
    deadline: Deadline,
    clock: u32,
}

impl<M: Matches> SpanScorer<M> {
    /// Scores what is opened in a segment, from its first document on.
    pub(super) fn boxed(
        matches: M,
        layout: Layout,
        scoring: Scoring,
        deadline: &Deadline,
    ) -> Box<dyn Scorer> {
        let first = matches.doc();
        if first == TERMINATED {
            return Box::new(EmptyScorer);
        }
        let mut scorer = SpanScorer {
            matches,
            layout,
            document: 0,
            scoring,
            deadline: deadline.clone(),
            clock: 0,
        };
        scorer.find(first);
        Box::new(scorer)
    }

    /// To the first document from a candidate on that matches.
    fn find(&mut self, mut candidate: DocId) -> DocId {
        while candidate != TERMINATED && !self.is_over() {
            if self.matches.matches(candidate, &mut self.layout) {
                self.document = candidate;
                return candidate;
            }
            candidate = self.matches.seek(candidate + 1);
        }
        self.document = TERMINATED;
        TERMINATED
    }

    fn is_over(&mut self) -> bool {
        self.clock = (self.clock + 1) % CLOCK;
        self.clock == 0 && self.deadline.is_over()
    }
}

impl<M: Matches> DocSet for SpanScorer<M> {
    fn advance(&mut self) -> DocId {
        if self.document == TERMINATED {
            return TERMINATED;
        }
        let candidate = self.matches.seek(self.document + 1);
        self.find(candidate)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.document >= target {
            return self.document;
        }
        let candidate = self.matches.seek(target);
        self.find(candidate)
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED || self.is_over() {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        // Only this document's positions are read; whoever asks may well rule the next one out.
        let candidate = self.matches.seek(target);
        if candidate > target {
            return SeekDangerResult::SeekLowerBound(candidate);
        }
        if self.matches.matches(target, &mut self.layout) {
            self.document = target;
            return SeekDangerResult::Found;
        }
        SeekDangerResult::SeekLowerBound(target + 1)
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.matches.cost()).unwrap_or(u32::MAX)
    }

    fn cost(&self) -> u64 {
        // Positions cost more than documents.
        self.matches.cost().saturating_mul(4)
    }
}

impl<M: Matches> Scorer for SpanScorer<M> {
    fn score(&mut self) -> Score {
        let Some((lengths, norms)) = &self.scoring.norms else {
            return 0.0;
        };
        let weight = self.matches.weight();
        if weight == 0.0 {
            return 0.0;
        }
        let norm = norms[usize::from(lengths.fieldnorm_id(self.document))];
        let saturated = |frequency: Score| frequency / (frequency + norm);
        let mut score = saturated(self.matches.frequency());
        if self.scoring.title_weight > 0.0 {
            let end = self.layout.title_end(self.document);
            let in_title = self.matches.frequency_before(end);
            if in_title > 0.0 {
                score += self.scoring.title_weight * saturated(in_title);
            }
        }
        self.scoring.boost * weight * (1.0 + K1) * score
    }
}

/// How often something matches, where what is spread over more than its words counts less: one by
/// one more than the words between, as Lucene weighs a sloppy match.
fn frequency(spans: &[Span], gapless: u32) -> Score {
    let between = |span: &Span| (span.end - span.start).saturating_sub(gapless);
    let weighed = spans.iter().map(|span| match between(span) {
        0 => 1.0,
        between => 1.0 / (1.0 + between as Score),
    });
    weighed.sum()
}
