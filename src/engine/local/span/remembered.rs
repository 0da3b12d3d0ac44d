//! What words stand for in an index, remembered as long as it is open.

use super::expand::Expansion;
use anyhow::Result;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Most words that are remembered of a kind.
const MOST: usize = 4096;

/// What words stand for: a word is in many queries of a batch, and in one query is looked up both to
/// find articles and to show what matched.
#[derive(Default)]
pub(in crate::engine::local) struct RememberedWords {
    /// By the word as it is written, folded.
    pub(super) exact: Remembered,
    /// In all forms, by one of them.
    pub(super) stemmed: Remembered,
}

/// Words of one kind.
#[derive(Default)]
pub(super) struct Remembered(Mutex<HashMap<String, Expansion>>);

impl Remembered {
    /// What a word stands for, looked up the first time.
    ///
    /// # Errors
    /// It cannot be looked up.
    pub(super) fn or_look_up(
        &self,
        word: &str,
        look_up: impl FnOnce() -> Result<Expansion>,
    ) -> Result<Expansion> {
        let words = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = words().get(word) {
            return Ok(Arc::clone(found));
        }
        let found = look_up()?;
        let mut words = words();
        if words.len() >= MOST {
            words.clear();
        }
        words.insert(word.to_owned(), Arc::clone(&found));
        Ok(found)
    }
}
