//! What the tables know of words and phrases: the one place that the tagger asks them.
//!
//! Phrases are those of the dictionary and those of `schema/actors/gazetteer.tsv`, which holds
//! names that only hint at a kind. A longer table makes a better model without changing it.

use super::gap;
use crate::analyse::actors::dictionary::{ALL, DICTIONARY, Role};
use crate::analyse::actors::key::{KeyMap, phrase_key, word_key};
use crate::analyse::actors::names::{NAMES, mark};
use crate::analyse::actors::phrases::split;
use crate::analyse::actors::view::View;
use crate::model::ActorKind;
use std::sync::LazyLock;

const GAZETTEER: &str = include_str!("../../../../schema/actors/gazetteer.tsv");

/// Kinds of known phrases, a bit each.
mod kinds {
    pub const STATE: u8 = 1;
    pub const DEMONYM: u8 = 2;
    pub const PLACE: u8 = 4;
    pub const REGION: u8 = 8;
    pub const ORGANISATION: u8 = 16;
    pub const CLUB: u8 = 32;
    pub const PERSON: u8 = 64;
    pub const OTHER: u8 = 128;
}

/// Marks of single words that the gazetteer adds to those of the tables for persons.
mod marks {
    pub const SURNAME: u32 = 1 << 16;
    pub const COMPANY: u32 = 1 << 17;
    pub const CALENDAR: u32 = 1 << 18;
    pub const HEAD: u32 = 1 << 19;
    pub const EVENT: u32 = 1 << 20;
    pub const PLACE_HEAD: u32 = 1 << 21;
}

#[derive(Clone, Copy, Default)]
struct Node {
    kinds: u8,
    goes_on: bool,
}

struct Gazetteer {
    nodes: KeyMap<Node>,
    words: KeyMap<u32>,
}

static LISTED: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut gazetteer = Gazetteer {
        nodes: KeyMap::default(),
        words: KeyMap::default(),
    };
    for line in GAZETTEER.lines().skip(1) {
        if let Some((kind, names)) = line.split_once('\t') {
            for name in names.split('|') {
                gazetteer.add(kind, name);
            }
        }
    }
    gazetteer
});

impl Gazetteer {
    fn add(&mut self, kind: &str, name: &str) {
        let kinds = match kind {
            "place" => kinds::PLACE,
            "region" => kinds::REGION,
            "organisation" => kinds::ORGANISATION,
            "club" => kinds::CLUB,
            "person" => kinds::PERSON,
            "demonym" => kinds::DEMONYM,
            "other" => kinds::OTHER,
            _ => {
                let marks = match kind {
                    "surname" => marks::SURNAME,
                    "company" => marks::COMPANY,
                    "calendar" => marks::CALENDAR,
                    "head" => marks::HEAD,
                    "event" => marks::EVENT,
                    "place-head" => marks::PLACE_HEAD,
                    _ => 0,
                };
                *self.words.entry(word_key(name)).or_default() |= marks;
                return;
            }
        };
        let mut key = 0;
        for word in split(name) {
            if key != 0 {
                self.nodes.entry(key).or_default().goes_on = true;
            }
            key = phrase_key(key, word_key(word));
        }
        self.nodes.entry(key).or_default().kinds |= kinds;
    }
}

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

/// Marks of a word, and whether phrases begin with it.
pub fn word(key: u64) -> (u32, bool) {
    let marks = u32::from(NAMES.marks(key)) | LISTED.words.get(&key).copied().unwrap_or(0);
    let begins = DICTIONARY.phrases.firsts.contains_key(&key)
        || NAMES.us_states.firsts.contains_key(&key)
        || LISTED.nodes.contains_key(&phrase_key(0, key));
    (marks, begins)
}

/// Calls `each` with the end and the kinds of the longest known phrases that begin at a token.
pub fn phrases(view: &View, index: usize, key: u64, each: &mut impl FnMut(usize, u8)) {
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
    let mut best = None;
    let mut phrase = 0;
    let mut at = index;
    while at < view.len() && (at == index || gap::joins(gap::class(view.gap(at)))) {
        phrase = phrase_key(
            phrase,
            if at == index {
                key
            } else {
                word_key(view.word(at))
            },
        );
        let Some(node) = LISTED.nodes.get(&phrase) else {
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
    if let Some((until, kinds)) = best {
        each(until, kinds);
    }
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
