//! What words stand for in an index, remembered as long as it is open.

use super::expand::Expansion;
use crate::query::Pattern;
use anyhow::Result;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Most forms of stems that are remembered of a kind, some hundred bytes each.
const MOST_FORMS: usize = 50_000;

/// What words stand for: a word is in many queries of a batch, and in one query is looked up both to
/// find articles and to show what matched.
#[derive(Default)]
pub(in crate::engine::local) struct RememberedWords {
    /// By the word as it is written, folded.
    pub(super) exact: Remembered<str>,
    /// In all forms, by one of them.
    pub(super) stemmed: Remembered<str>,
    pub(super) patterns: Remembered<Pattern>,
}

/// Words of one kind, by keys of a type.
pub(super) struct Remembered<K: ToOwned + ?Sized>(Mutex<Kept<K::Owned>>);

struct Kept<K> {
    words: HashMap<K, Expansion>,
    /// How many forms these stand for or leave out, and one each.
    forms: usize,
}

impl<K> Default for Kept<K> {
    fn default() -> Kept<K> {
        Kept {
            words: HashMap::new(),
            forms: 0,
        }
    }
}

impl<K: ToOwned + ?Sized> Default for Remembered<K> {
    fn default() -> Remembered<K> {
        Remembered(Mutex::default())
    }
}

impl<K> Remembered<K>
where
    K: ToOwned<Owned: Hash + Eq> + Hash + Eq + ?Sized,
{
    /// What a word stands for, looked up the first time.
    ///
    /// # Errors
    /// It cannot be looked up.
    pub(super) fn or_look_up(
        &self,
        word: &K,
        look_up: impl FnOnce() -> Result<Expansion>,
    ) -> Result<Expansion> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept().words.get(word) {
            return Ok(Arc::clone(found));
        }
        let found = look_up()?;
        let mut kept = kept();
        if kept.forms > MOST_FORMS {
            *kept = Kept::default();
        }
        let forms = found.iter().map(|(_, found)| 1 + found.others.len());
        kept.forms += 1 + forms.sum::<usize>();
        kept.words.insert(word.to_owned(), Arc::clone(&found));
        Ok(found)
    }
}
