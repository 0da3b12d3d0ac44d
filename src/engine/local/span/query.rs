//! Span queries as the engine asks for them.

use super::layout::Layout;
use super::node::{Node, Purpose};
use super::phrase::PostedPhrase;
use super::plan::Plan;
use super::scorer::{Scoring, SpanScorer};
use crate::engine::local::bm25::Norms;
use crate::engine::local::schema::Fields;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TantivyError};

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
        let internal = |error: anyhow::Error| TantivyError::InternalError(format!("{error:#}"));
        let scoring = Scoring {
            norms: match self.is_scored {
                true => Some((segment.get_fieldnorms_reader(fields.words)?, norms.clone())),
                false => None,
            },
            boost,
            title_weight: *title_weight,
        };
        let open_layout = || {
            let layout = Layout::open(segment, fields).map_err(internal)?;
            Ok::<_, TantivyError>(layout.until(deadline))
        };
        if let Plan::Phrase(parts) = plan.as_ref()
            && let Some(phrase) = PostedPhrase::open(segment, fields, parts).map_err(internal)?
        {
            let layout = match phrase.is_accented() {
                true => open_layout()?,
                false => Layout::of_paragraphs(segment, fields).map_err(internal)?,
            };
            return Ok(SpanScorer::boxed(phrase, layout, scoring, deadline));
        }
        let layout = open_layout()?;
        let node = Node::open(segment, fields, plan, Purpose::Select).map_err(internal)?;
        Ok(SpanScorer::boxed(node, layout, scoring, deadline))
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
