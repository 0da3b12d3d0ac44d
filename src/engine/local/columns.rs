//! What every list of hits is sorted by, from the columns of all segments, opened once.

use std::sync::Arc;
use tantivy::columnar::Column;
use tantivy::{DocAddress, Searcher};

/// The columns of each segment.
#[derive(Clone)]
pub(super) struct Columns(Arc<[SegmentColumns]>);

struct SegmentColumns {
    published: Column<i64>,
    keys: Column<u64>,
}

impl Columns {
    /// # Errors
    /// The engine's files cannot be read.
    pub(super) fn of(searcher: &Searcher) -> tantivy::Result<Columns> {
        let segments = searcher.segment_readers().iter().map(|segment| {
            let fast = segment.fast_fields();
            Ok(SegmentColumns {
                published: fast.i64("published_from")?,
                keys: fast.u64("key")?,
            })
        });
        Ok(Columns(segments.collect::<tantivy::Result<_>>()?))
    }

    /// Day of publication, in days since 1970; `None` without one.
    pub(super) fn day(&self, at: DocAddress) -> Option<i64> {
        let segment = self.0.get(at.segment_ord as usize)?;
        segment.published.first(at.doc_id)
    }

    /// The number that is the article's id.
    pub(super) fn key(&self, at: DocAddress) -> u64 {
        let segment = self.0.get(at.segment_ord as usize);
        let key = segment.and_then(|segment| segment.keys.first(at.doc_id));
        key.unwrap_or(0)
    }
}
