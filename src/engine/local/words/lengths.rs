//! What the scores of words depend on besides the word.

use super::super::schema::Fields;
use super::super::span::{B, K1};
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{Score, Searcher};

/// What BM25 makes of the length of a text, by the byte that stands for the length.
pub(super) type Norms = [Score; 256];

/// What scores depend on besides the word: the number of articles and their lengths.
#[derive(Clone, Debug)]
pub(in crate::engine::local) struct Lengths {
    pub(super) articles: u64,
    pub(super) words: Arc<Norms>,
    pub(super) title: Arc<Norms>,
}

impl Lengths {
    /// Measures the index.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(in crate::engine::local) fn of(
        searcher: &Searcher,
        fields: &Fields,
    ) -> tantivy::Result<Lengths> {
        let segments = searcher.segment_readers();
        let articles = segments.iter().map(|segment| u64::from(segment.max_doc()));
        let articles: u64 = articles.sum();
        let norms = |field: Field| -> tantivy::Result<Arc<Norms>> {
            let mut tokens = 0;
            for segment in segments {
                tokens += segment.inverted_index(field)?.total_num_tokens();
            }
            let average = tokens as Score / articles.max(1) as Score;
            Ok(Arc::new(std::array::from_fn(|byte| {
                let length = FieldNormReader::id_to_fieldnorm(byte as u8) as Score;
                K1 * (1.0 - B + B * length / average)
            })))
        };
        Ok(Lengths {
            articles,
            words: norms(fields.words)?,
            title: norms(fields.title)?,
        })
    }
}
