//! Span queries as the engine runs them: documents by conjunction first, positions for those that
//! are left, scored by BM25 of the words that took part, nearer ones more.

use super::cursor::Seek;
use super::layout::Layout;
use super::node::{Node, Purpose};
use super::plan::Plan;
use crate::engine::local::schema::Fields;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{
    DocId, DocSet, Score, Searcher, SeekDangerResult, SegmentReader, TERMINATED, TantivyError,
};

/// The constants of BM25, as the engine has them for words.
pub(in crate::engine::local) const K1: Score = 1.2;
pub(in crate::engine::local) const B: Score = 0.75;

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
    pub fields: Fields,
    pub deadline: Deadline,
}

#[derive(Debug)]
struct SpanWeight {
    query: SpanQuery,
    /// Words of an article on average; `None` where nothing is scored.
    average_words: Option<Score>,
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let average_words = match scoring {
            EnableScoring::Enabled { searcher, .. } => Some(average_words(searcher, &self.fields)?),
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(SpanWeight {
            query: self.clone(),
            average_words,
        }))
    }
}

fn average_words(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Score> {
    let mut words = 0;
    let mut articles = 0;
    for segment in searcher.segment_readers() {
        words += segment.inverted_index(fields.words)?.total_num_tokens();
        articles += u64::from(segment.max_doc());
    }
    Ok(words as Score / articles.max(1) as Score)
}

impl Weight for SpanWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let SpanQuery {
            plan,
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
        let norms = match self.average_words {
            Some(average) => Some((segment.get_fieldnorms_reader(fields.words)?, average)),
            None => None,
        };
        let mut scorer = SpanScorer {
            gapless: node.least_words(),
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
    /// Lengths of articles, and the average.
    norms: Option<(FieldNormReader, Score)>,
    boost: Score,
    /// Words that a match without gaps has at least.
    gapless: u32,
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
        let Some((norms, average)) = &self.norms else {
            return 0.0;
        };
        let weight = self.node.weight();
        if weight == 0.0 {
            return 0.0;
        }
        // As Lucene weighs a sloppy match: one by one more than the words between.
        let gap = |start: u32, end: u32| (end - start).saturating_sub(self.gapless) as Score;
        let spans = self.node.spans().iter();
        let frequency: Score = spans
            .map(|span| 1.0 / (1.0 + gap(span.start, span.end)))
            .sum();
        let length = norms.fieldnorm(self.document) as Score;
        let norm = K1 * (1.0 - B + B * length / average);
        self.boost * weight * (1.0 + K1) * frequency / (frequency + norm)
    }
}

/// Inverse document frequency, as BM25 has it.
pub(in crate::engine::local) fn idf(articles_with: u64, articles: u64) -> Score {
    let with = articles_with.min(articles);
    (1.0 + ((articles - with) as Score + 0.5) / (with as Score + 0.5)).ln()
}
