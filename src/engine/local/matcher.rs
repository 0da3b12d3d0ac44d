//! Which positions of an article the leaves of a query stand at: the same postings that selected
//! the article say what matched in it.

use super::compile::{Leaf, Sequence};
use anyhow::Result;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader};

/// A leaf found at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    /// Position of its first token.
    pub position: u32,
    /// Number of tokens; 0 for a mention, whose length the span table knows.
    pub tokens: u32,
    /// Which leaf.
    pub leaf: u32,
    /// Whether the position is one of the who layer.
    pub mention: bool,
}

/// One term's postings in one segment, read forward.
struct Cursor {
    offset: u32,
    postings: Option<SegmentPostings>,
}

struct TermLeaf {
    leaf: u32,
    mention: bool,
    alternatives: Vec<Vec<Cursor>>,
}

/// Matches the leaves in the articles of one segment, in ascending order of document.
pub(super) struct SegmentMatcher {
    leaves: Vec<TermLeaf>,
    buffer: Vec<u32>,
}

impl SegmentMatcher {
    /// Opens the postings of every leaf. `who` leaves are told by their field.
    pub(super) fn new(
        segment: &SegmentReader,
        leaves: &[Leaf],
        who: tantivy::schema::Field,
    ) -> Result<SegmentMatcher> {
        let mut opened = Vec::new();
        for (leaf, number) in leaves.iter().zip(0..) {
            let Leaf::Terms {
                field,
                alternatives,
            } = leaf
            else {
                continue;
            };
            let index = segment.inverted_index(*field)?;
            opened.push(TermLeaf {
                leaf: number,
                mention: *field == who,
                alternatives: alternatives
                    .iter()
                    .map(|sequence| open(&index, sequence))
                    .collect::<Result<_>>()?,
            });
        }
        Ok(SegmentMatcher {
            leaves: opened,
            buffer: Vec::new(),
        })
    }

    /// Every match in a document, by position. Documents must be asked for in ascending order.
    pub(super) fn matches(&mut self, document: DocId) -> Vec<Match> {
        let mut found = Vec::new();
        for leaf in &mut self.leaves {
            for cursors in &mut leaf.alternatives {
                let tokens = match leaf.mention {
                    true => 0,
                    false => cursors.len() as u32,
                };
                for position in starts(cursors, document, &mut self.buffer) {
                    found.push(Match {
                        position,
                        tokens,
                        leaf: leaf.leaf,
                        mention: leaf.mention,
                    });
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn open(index: &Arc<InvertedIndexReader>, sequence: &Sequence) -> Result<Vec<Cursor>> {
    let record = IndexRecordOption::WithFreqsAndPositions;
    sequence
        .iter()
        .map(|(offset, term)| {
            Ok(Cursor {
                offset: *offset,
                postings: index.read_postings(term, record)?,
            })
        })
        .collect()
}

/// Positions at which the whole sequence starts in the document.
fn starts(cursors: &mut [Cursor], document: DocId, buffer: &mut Vec<u32>) -> Vec<u32> {
    let mut starts: Option<Vec<u32>> = None;
    for cursor in cursors {
        let Some(postings) = &mut cursor.postings else {
            return Vec::new();
        };
        if postings.doc() < document {
            postings.seek(document);
        }
        if postings.doc() != document {
            return Vec::new();
        }
        postings.positions(buffer);
        buffer.dedup();
        let shifted = buffer
            .iter()
            .filter_map(|&position| position.checked_sub(cursor.offset));
        starts = Some(match starts {
            None => shifted.collect(),
            Some(before) => {
                let mut here = shifted.peekable();
                let mut both = before;
                both.retain(|&start| {
                    while here.next_if(|&position| position < start).is_some() {}
                    here.peek() == Some(&start)
                });
                both
            }
        });
        if starts.as_ref().is_some_and(Vec::is_empty) {
            return Vec::new();
        }
    }
    starts.unwrap_or_default()
}
