//! What copies are told by, as it is kept in columns.

use super::super::columns;
use super::link::Article;
use anyhow::Result;
use tantivy::columnar::Column;
use tantivy::{DocAddress, Searcher};

/// The hashes of a sketch as numbers of the column, two in each; an odd last one stands twice.
pub(in crate::engine::local) fn packed(sketch: &[u32]) -> impl Iterator<Item = u64> + '_ {
    sketch.chunks(2).filter_map(|pair| {
        let (first, last) = (*pair.first()?, *pair.last()?);
        Some(u64::from(first) << 32 | u64::from(last))
    })
}

/// The columns of each segment, besides those that every list of hits is sorted by.
pub(super) struct Columns {
    hits: columns::Columns,
    segments: Vec<Segment>,
}

struct Segment {
    text: Column<u64>,
    length: Column<u64>,
    sketch: Column<u64>,
}

impl Columns {
    pub(super) fn of(searcher: &Searcher, hits: &columns::Columns) -> Result<Columns> {
        let mut segments = Vec::new();
        for segment in searcher.segment_readers() {
            let fast = segment.fast_fields();
            segments.push(Segment {
                text: fast.u64("text_key")?,
                length: fast.u64("length")?,
                sketch: fast.u64("sketch")?,
            });
        }
        Ok(Columns {
            hits: hits.clone(),
            segments,
        })
    }

    /// What is known of an article without its sketch.
    pub(super) fn article(&self, at: DocAddress) -> Article {
        let mut article = Article {
            at,
            key: self.hits.key(at),
            text: None,
            words: 0,
            day: self.hits.day(at),
        };
        if let Some(segment) = self.segments.get(at.segment_ord as usize) {
            article.text = segment.text.first(at.doc_id);
            let words = segment.length.first(at.doc_id).unwrap_or(0);
            article.words = u32::try_from(words).unwrap_or(u32::MAX);
        }
        article
    }

    /// Reads a sketch.
    pub(super) fn sketch(&self, at: DocAddress, into: &mut Vec<u32>) {
        into.clear();
        let Some(segment) = self.segments.get(at.segment_ord as usize) else {
            return;
        };
        for pair in segment.sketch.values_for_doc(at.doc_id) {
            let (first, last) = ((pair >> 32) as u32, pair as u32);
            into.push(first);
            if last != first {
                into.push(last);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn pairs() {
        let packed = |sketch: &[u32]| super::packed(sketch).collect::<Vec<_>>();
        assert_eq!(packed(&[]), [0; 0]);
        assert_eq!(packed(&[1, 2, 7]), [1 << 32 | 2, 7 << 32 | 7]);
    }
}
