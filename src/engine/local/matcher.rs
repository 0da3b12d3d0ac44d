//! Where the parts of a query match in the articles of a segment: the same nodes that select
//! articles by position say what matched in them.

use super::schema::Fields;
use super::span::{Deadline, Layout, Node, Piece, Plan, Purpose, Span};
use anyhow::Result;
use std::sync::Arc;
use tantivy::{DocId, SegmentReader};

/// One match of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Which part of the query.
    pub part: u32,
    /// From the first token that took part to the last.
    pub span: Span,
    /// What took part, to be shown.
    pub pieces: Vec<Piece>,
}

/// Matches the parts in the articles of one segment, in ascending order of document.
pub(super) struct SegmentMatcher {
    nodes: Vec<Node>,
    layout: Layout,
}

impl SegmentMatcher {
    /// Opens the postings of every part. After the deadline less than all is found.
    pub(super) fn new(
        segment: &SegmentReader,
        fields: &Fields,
        parts: &[Arc<Plan>],
        purpose: Purpose,
        deadline: &Deadline,
    ) -> Result<SegmentMatcher> {
        let open = |part: &Arc<Plan>| Node::open(segment, fields, part, purpose);
        let nodes = parts.iter().map(open);
        Ok(SegmentMatcher {
            nodes: nodes.collect::<Result<_>>()?,
            layout: Layout::open(segment, fields)?.until(deadline),
        })
    }

    /// How many matches a document has.
    pub(super) fn count(&mut self, document: DocId) -> u64 {
        let mut matches = 0;
        for node in &mut self.nodes {
            node.matches(document, &mut self.layout);
            matches += node.spans().len() as u64;
        }
        matches
    }

    /// Every match in a document, by part, in reading order.
    pub(super) fn matches(&mut self, document: DocId) -> Vec<Match> {
        let mut found = Vec::new();
        for (node, part) in self.nodes.iter_mut().zip(0..) {
            node.matches(document, &mut self.layout);
            for index in 0..node.spans().len() {
                let span = node.spans()[index];
                let mut pieces = Vec::new();
                node.pieces(span, &mut pieces);
                if self.layout.is_late(pieces.len()) {
                    return found;
                }
                found.push(Match { part, span, pieces });
            }
        }
        found
    }
}
