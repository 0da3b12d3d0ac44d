//! What the tables know of words and phrases: the one place that the tagger asks them.
//!
//! Phrases are those of the dictionary and those of the lists (`lists.rs`), which hold names that only
//! hint at a kind.

use super::gap;
use super::lists::{LISTS, kinds};
use crate::analyse::actors::dictionary::{ALL, DICTIONARY, Role};
use crate::analyse::actors::key::{phrase_key, word_key};
use crate::analyse::actors::names::{NAMES, mark};
use crate::analyse::actors::view::View;
use crate::model::ActorKind;

/// The key of a word.
pub fn key(word: &str) -> u64 {
    word_key(word)
}

/// Whether a word stands before names of persons.
pub fn is_title(key: u64) -> bool {
    NAMES.marks(key) & mark::TITLE != 0
}

/// Whether a word in small letters stands before surnames.
pub fn is_particle(key: u64) -> bool {
    NAMES.marks(key) & mark::PARTICLE != 0
}

/// What the tables say of a word alone.
pub struct OfWord {
    /// Marks, a bit each.
    pub marks: u32,
    /// Whether names of the tables of actors begin with it.
    pub begins: bool,
    /// Kinds of the name that it is in the lists; 0 for none.
    pub listed: u8,
    /// Whether names of several words in the lists begin with it.
    pub goes_on: bool,
}

/// What the tables say of a word alone.
pub fn word(key: u64) -> OfWord {
    let node = LISTS.node(phrase_key(0, key));
    OfWord {
        marks: u32::from(NAMES.marks(key)) | LISTS.marks(key),
        begins: DICTIONARY.phrases.firsts.contains_key(&key)
            || NAMES.us_states.firsts.contains_key(&key),
        listed: node.map_or(0, |node| node.kinds),
        goes_on: node.is_some_and(|node| node.goes_on),
    }
}

/// Calls `each` with the end and the kinds of the longest names of the tables of actors that begin at a
/// token.
pub fn of_tables(view: &View, index: usize, key: u64, each: &mut impl FnMut(usize, u8)) {
    if let Some(found) = DICTIONARY.phrases.longest_from(view, index, key, ALL) {
        let kinds = match found.meaning.role {
            Role::Name => kinds::STATE,
            Role::Demonym => kinds::DEMONYM,
            Role::Capital { .. } | Role::Place => kinds::PLACE,
            Role::Metonym { .. } | Role::Igo | Role::Organisation => kinds::ORGANISATION,
            Role::Group => match DICTIONARY.get(found.meaning.actor).map(|actor| actor.kind) {
                Some(ActorKind::EthnicGroup) => kinds::DEMONYM,
                _ => kinds::ORGANISATION,
            },
            Role::Person { .. } => kinds::PERSON,
        };
        each(found.until, kinds);
    }
    if let Some(found) = NAMES.us_states.longest_from(view, index, key, ALL) {
        each(found.until, kinds::REGION);
    }
}

/// The end and the kinds of the longest name of several words of the lists that begins at a token
/// whose word has this key.
pub fn of_lists(view: &View, index: usize, key: u64) -> Option<(usize, u8)> {
    let mut best = None;
    let mut phrase = phrase_key(0, key);
    let mut at = index + 1;
    while at < view.len() && gap::joins(gap::class(view.gap(at))) {
        phrase = phrase_key(phrase, word_key(view.word(at)));
        let Some(node) = LISTS.node(phrase) else {
            break;
        };
        at += 1;
        if node.kinds != 0 {
            best = Some((at, node.kinds));
        }
        if !node.goes_on {
            break;
        }
    }
    best
}

/// The bits of a token in a phrase of some kinds: four places for each kind.
pub fn bits(kinds: u8, first: bool, last: bool) -> u32 {
    let place = match (first, last) {
        (true, true) => 3,
        (true, false) => 0,
        (false, true) => 2,
        (false, false) => 1,
    };
    (0..8)
        .filter(|kind| kinds >> kind & 1 == 1)
        .fold(0, |bits, kind| bits | 1 << (kind * 4 + place))
}
