//! The words that an index has.

use super::searcher::LocalSearcher;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

/// Fewest letters of a stem that is told of.
const SHORTEST: usize = 3;

impl LocalSearcher {
    /// The stems of letters alone that stand in at least so many articles, deleted ones included.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub fn stems(&self, least: u64) -> Result<BTreeSet<String>> {
        let mut articles: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.words)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let Ok(stem) = std::str::from_utf8(terms.key()) else {
                    continue;
                };
                let is_word = stem.chars().all(char::is_alphabetic);
                if is_word && stem.chars().nth(SHORTEST - 1).is_some() {
                    let count = u64::from(terms.value().doc_freq);
                    *articles.entry(stem.to_owned()).or_default() += count;
                }
            }
        }
        let often = articles.into_iter().filter(|(_, count)| *count >= least);
        Ok(often.map(|(stem, _)| stem).collect())
    }
}
