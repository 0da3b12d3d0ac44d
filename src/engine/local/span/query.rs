//! Span queries as the engine runs them: documents by conjunction first, positions for those that
//! are left, scored by BM25 of the words that took part, nearer ones more.

use super::algebra::Span;
use super::cursor::Seek;
use super::layout::Layout;
use super::node::{Node, Purpose};
use super::plan::Plan;
use crate::engine::local::bm25::{K1, Norms};
use crate::engine::local::schema::Fields;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError};

/// How often the clock is looked at, in documents.
const CLOCK: u32 = 64;

/// When to give up.
#[derive(Clone, Debug, Default)]
pub(in crate::engine::local) struct Deadline {
    at: Option<Instant>,
    passed: Arc<AtomicBool>,
}

impl Deadline {
    pub(in crate::engine::local) fn at(at: Option<Instant>) -> Deadline {
        Deadline {
            at,
            passed: Arc::default(),
        }
    }

    /// Whether it has passed; from then on it has.
    pub(in crate::engine::local) fn is_over(&self) -> bool {
        let Some(at) = self.at else { return false };
        if self.passed.load(Ordering::Relaxed) || Instant::now() >= at {
            self.passed.store(true, Ordering::Relaxed);
            return true;
        }
        false
    }

    /// Whether it was found to have passed, so that what was found is not all.
    pub(in crate::engine::local) fn has_passed(&self) -> bool {
        self.passed.load(Ordering::Relaxed)
    }
}

/// A positional query for the engine.
#[derive(Clone, Debug)]
pub(in crate::engine::local) struct SpanQuery {
    pub plan: Arc<Plan>,
    /// What a match in the title counts once more.
    pub title_weight: Score,
    /// What the lengths of articles make of a score.
    pub norms: Arc<Norms>,
    pub fields: Fields,
    pub deadline: Deadline,
}

#[derive(Debug)]
struct SpanWeight {
    query: SpanQuery,
    is_scored: bool,
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SpanWeight {
            query: self.clone(),
            is_scored: scoring.is_scoring_enabled(),
        }))
    }
}

impl Weight for SpanWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let SpanQuery {
            plan,
            title_weight,
            norms,
            fields,
            deadline,
        } = &self.query;
        let open = || -> anyhow::Result<(Node, Layout)> {
            Ok((
                Node::open(segment, fields, plan, Purpose::Select)?,
                Layout::open(segment, fields)?,
            ))
        };
        let (node, layout) =
            open().map_err(|error| TantivyError::InternalError(format!("{error:#}")))?;
        if node.doc() == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        let norms = match self.is_scored {
            true => Some((segment.get_fieldnorms_reader(fields.words)?, norms.clone())),
            false => None,
        };
        let mut scorer = SpanScorer {
            gapless: node.least_words(),
            is_gapless: node.is_gapless(),
            title_weight: *title_weight,
            node,
            layout,
            document: 0,
            norms,
            boost,
            deadline: deadline.clone(),
            clock: 0,
        };
        let first = scorer.node.doc();
        scorer.find(first);
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.seek(document) != document {
            let message = format!("document {document} does not match");
            return Err(TantivyError::InvalidArgument(message));
        }
        Ok(Explanation::new("BM25 of spans", scorer.score()))
    }
}

struct SpanScorer {
    node: Node,
    layout: Layout,
    document: DocId,
    /// Lengths of articles, and what they make of a score; `None` where nothing is scored.
    norms: Option<(FieldNormReader, Arc<Norms>)>,
    boost: Score,
    title_weight: Score,
    /// Words that a match without gaps has at least.
    gapless: u32,
    /// Whether no match has gaps.
    is_gapless: bool,
    deadline: Deadline,
    clock: u32,
}

impl SpanScorer {
    /// To the first document from a candidate on that matches.
    fn find(&mut self, mut candidate: DocId) -> DocId {
        while candidate != TERMINATED && !self.is_over() {
            if self.node.matches(candidate, &mut self.layout) {
                self.document = candidate;
                return candidate;
            }
            candidate = self.node.seek(candidate + 1);
        }
        self.document = TERMINATED;
        TERMINATED
    }

    fn is_over(&mut self) -> bool {
        self.clock = (self.clock + 1) % CLOCK;
        self.clock == 0 && self.deadline.is_over()
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        if self.document == TERMINATED {
            return TERMINATED;
        }
        let candidate = self.node.seek(self.document + 1);
        self.find(candidate)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.document >= target {
            return self.document;
        }
        let candidate = self.node.seek(target);
        self.find(candidate)
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED || self.is_over() {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        // Only this document's positions are read; whoever asks may well rule the next one out.
        let candidate = self.node.seek(target);
        if candidate > target {
            return SeekDangerResult::SeekLowerBound(candidate);
        }
        if self.node.matches(target, &mut self.layout) {
            self.document = target;
            return SeekDangerResult::Found;
        }
        SeekDangerResult::SeekLowerBound(target + 1)
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.node.cost()).unwrap_or(u32::MAX)
    }

    fn cost(&self) -> u64 {
        // Positions cost more than documents.
        self.node.cost().saturating_mul(4)
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        let Some((lengths, norms)) = &self.norms else {
            return 0.0;
        };
        let weight = self.node.weight();
        if weight == 0.0 {
            return 0.0;
        }
        let norm = norms[usize::from(lengths.fieldnorm_id(self.document))];
        let saturated = |spans: &[Span]| {
            let frequency = match self.is_gapless {
                true => spans.len() as Score,
                false => frequency(spans, self.gapless),
            };
            frequency / (frequency + norm)
        };
        let spans = self.node.spans();
        let mut score = saturated(spans);
        if self.title_weight > 0.0 {
            let in_title = self.layout.count_in_title(self.document, spans);
            score += self.title_weight * saturated(spans.get(..in_title).unwrap_or_default());
        }
        self.boost * weight * (1.0 + K1) * score
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
