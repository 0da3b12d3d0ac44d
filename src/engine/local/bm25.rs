//! BM25: what scores depend on besides what is scored.

use super::schema::Fields;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{Score, Searcher};

/// The constants of BM25, as the engine has them for words.
pub(super) const K1: Score = 1.2;
const B: Score = 0.75;

/// Inverse document frequency.
pub(super) fn idf(articles_with: u64, articles: u64) -> Score {
    let with = articles_with.min(articles);
    (1.0 + ((articles - with) as Score + 0.5) / (with as Score + 0.5)).ln()
}

/// What is made of the length of a text, by the byte that stands for the length.
pub(super) type Norms = [Score; 256];

/// What scores depend on besides what is scored: the number of articles and their lengths.
#[derive(Clone, Debug)]
pub(super) struct Lengths {
    pub(super) articles: u64,
    pub(super) words: Arc<Norms>,
    pub(super) title: Arc<Norms>,
}

impl Lengths {
    /// Measures the index.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(super) fn of(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Lengths> {
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
