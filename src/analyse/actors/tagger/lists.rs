//! Lists of names and words that hint at a kind of name: `schema/names/*.txt`, one a line.
//!
//! What stands in them decides nothing: the model learns how much each list tells. Longer lists make a
//! better model, once it is trained again.

use crate::analyse::actors::key::{KeyMap, phrase_key, word_key};
use crate::analyse::actors::phrases::split;
use std::sync::LazyLock;

/// Kinds of known phrases, a bit each.
pub mod kinds {
    pub const STATE: u8 = 1;
    pub const DEMONYM: u8 = 2;
    pub const PLACE: u8 = 4;
    pub const REGION: u8 = 8;
    pub const ORGANISATION: u8 = 16;
    pub const CLUB: u8 = 32;
    pub const PERSON: u8 = 64;
    pub const OTHER: u8 = 128;
}

/// Marks of single words, beside those of the tables for persons.
pub mod marks {
    pub const SURNAME: u32 = 1 << 16;
    pub const COMPANY: u32 = 1 << 17;
    pub const CALENDAR: u32 = 1 << 18;
    pub const HEAD: u32 = 1 << 19;
    pub const EVENT: u32 = 1 << 20;
    pub const PLACE_HEAD: u32 = 1 << 21;
    pub const SPORT: u32 = 1 << 22;
    pub const BUSINESS: u32 = 1 << 23;
}

macro_rules! list {
    ($name:literal) => {
        include_str!(concat!("../../../../schema/names/", $name, ".txt"))
    };
}

/// Names, by kind.
const NAMES: [(u8, &str); 6] = [
    (kinds::PLACE, list!("places")),
    (kinds::REGION, list!("regions")),
    (kinds::ORGANISATION, list!("organisations")),
    (kinds::CLUB, list!("clubs")),
    (kinds::DEMONYM, list!("demonyms")),
    (kinds::OTHER, list!("others")),
];

/// Single words, by mark.
const WORDS: [(u32, &str); 8] = [
    (marks::SURNAME, list!("surnames")),
    (marks::COMPANY, list!("company-words")),
    (marks::CALENDAR, list!("calendar")),
    (marks::HEAD, list!("organisation-words")),
    (marks::EVENT, list!("event-words")),
    (marks::PLACE_HEAD, list!("place-words")),
    (marks::SPORT, list!("sport-words")),
    (marks::BUSINESS, list!("business-words")),
];

/// What names begin with some words.
#[derive(Clone, Copy, Default)]
pub struct Node {
    /// Kinds of the name that the words are; 0 for none.
    pub kinds: u8,
    /// Whether longer names begin with them.
    pub goes_on: bool,
}

/// The lists, ready to be asked.
pub struct Lists {
    nodes: KeyMap<Node>,
    words: KeyMap<u32>,
}

/// The lists.
pub static LISTS: LazyLock<Lists> = LazyLock::new(Lists::read);

/// The entries of a list; lines of `#` are about it.
fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

impl Lists {
    fn read() -> Lists {
        let mut lists = Lists {
            nodes: KeyMap::with_capacity_and_hasher(90_000, Default::default()),
            words: KeyMap::with_capacity_and_hasher(20_000, Default::default()),
        };
        for (kind, list) in NAMES {
            for name in entries(list) {
                lists.add(kind, name);
            }
        }
        for (mark, list) in WORDS {
            for word in entries(list) {
                *lists.words.entry(word_key(word)).or_default() |= mark;
            }
        }
        lists
    }

    fn add(&mut self, kind: u8, name: &str) {
        let mut key = 0;
        for word in split(name) {
            if key != 0 {
                self.nodes.entry(key).or_default().goes_on = true;
            }
            key = phrase_key(key, word_key(word));
        }
        self.nodes.entry(key).or_default().kinds |= kind;
    }

    /// Marks of a word, by its key.
    pub fn marks(&self, word: u64) -> u32 {
        self.words.get(&word).copied().unwrap_or(0)
    }

    /// What begins with a phrase, by its key.
    pub fn node(&self, phrase: u64) -> Option<Node> {
        self.nodes.get(&phrase).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_an_entry_once() {
        let lists = NAMES.map(|(_, list)| list).into_iter();
        for list in lists.chain(WORDS.map(|(_, list)| list)) {
            assert!(list.starts_with("# "));
            let mut seen = std::collections::HashSet::new();
            for entry in entries(list) {
                assert_eq!(entry.trim(), entry);
                assert!(split(entry).next().is_some(), "{entry:?}");
                assert!(seen.insert(entry), "{entry}");
            }
        }
    }

    #[test]
    fn words_are_single() {
        for (_, list) in WORDS {
            for word in entries(list) {
                assert_eq!(split(word).count(), 1, "{word}");
            }
        }
    }

    #[test]
    fn phrases_are_found_word_by_word() {
        let first = phrase_key(0, word_key("Novi"));
        let node = LISTS.node(first).unwrap();
        assert!(node.goes_on);
        let both = LISTS.node(phrase_key(first, word_key("Sad"))).unwrap();
        assert_ne!(both.kinds & kinds::PLACE, 0);
        assert!(LISTS.node(phrase_key(first, word_key("Happy"))).is_none());
        assert_ne!(LISTS.marks(word_key("Kowalski")), 0);
        assert_eq!(LISTS.marks(word_key("qqq")), 0);
    }
}
