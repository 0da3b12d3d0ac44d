//! The tables that persons are found with, and the phrases that only look like actors.

use super::dictionary::{ALL, ENGLISH, entries, language_bit, rows};
use super::key::{KeyMap, word_key};
use super::phrases::Phrases;
use std::sync::LazyLock;

const GIVEN: &str = include_str!("../../../schema/actors/given_names.tsv");
const TITLES: &str = include_str!("../../../schema/actors/titles.tsv");
const TRAPS: &str = include_str!("../../../schema/actors/traps.tsv");
const US_STATES: &str = include_str!("../../../schema/actors/us_states.tsv");

/// What is known of a single word, as bits.
pub mod mark {
    /// A given name.
    pub const GIVEN: u16 = 1;
    /// A given name that is also something else (a month, a state, an everyday word).
    pub const AMBIGUOUS: u16 = 2;
    /// A family name that comes first, as in Chinese and Korean names.
    pub const FAMILY_FIRST: u16 = 4;
    /// A family name that comes first, and a given name elsewhere ("Kim", "Lee").
    pub const GIVEN_TOO: u16 = 1024;
    /// A title that stands before a name, with a capital.
    pub const TITLE: u16 = 8;
    /// A title or occupation that stands before a name in small letters too.
    pub const TITLE_SMALL: u16 = 16;
    /// A word that is no name even with a capital.
    pub const WORD: u16 = 32;
    /// A word that makes an organisation or a place of the name before it.
    pub const ORGANISATION: u16 = 64;
    /// A surname that is an everyday word too.
    pub const COMMON: u16 = 128;
    /// What states do: a finite verb that follows a capital where it means the government.
    pub const VERB: u16 = 2048;
    /// A word after which a capital is a place.
    pub const BEFORE_PLACE: u16 = 4096;
    /// A small word within surnames ("van", "bin").
    pub const PARTICLE: u16 = 8192;
    /// A word that makes a place of the name after it: "St. Louis", "Fort Wayne".
    pub const MAKES_PLACE: u16 = 16384;
    /// Only in texts on the US state of Georgia.
    pub const US_GEORGIA: u16 = 256;
    /// Only in texts on the country of Georgia.
    pub const COUNTRY_GEORGIA: u16 = 512;
}

/// What a phrase that looks like an actor really is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trap {
    /// Nothing to be found in this form.
    Nothing,
    /// A person with the name of a state or capital.
    Person,
}

/// Word marks and trap phrases.
pub struct Names {
    words: KeyMap<u16>,
    titles: KeyMap<u8>,
    /// Phrases that are not the actor they contain.
    pub traps: Phrases<Trap>,
    /// States of the United States, as they follow a town, with their names in full.
    pub us_states: Phrases<&'static str>,
}

/// The tables for persons.
pub static NAMES: LazyLock<Names> = LazyLock::new(Names::read);

impl Names {
    fn read() -> Names {
        let mut names = Names {
            words: KeyMap::with_capacity_and_hasher(6000, Default::default()),
            titles: KeyMap::with_capacity_and_hasher(600, Default::default()),
            traps: Phrases::with_capacity(700),
            us_states: Phrases::with_capacity(150),
        };
        for line in GIVEN.lines().skip(1) {
            let (word, marks) = line.split_once('\t').unwrap_or((line, ""));
            names.mark(word, given_marks(marks));
        }
        for line in TITLES.lines().skip(1) {
            let (word, language) = line.split_once('\t').unwrap_or((line, ""));
            names.title(word, language);
        }
        for row in rows(TRAPS) {
            if let [kind, texts] = row[..] {
                for text in entries(texts) {
                    names.trap(text, kind);
                }
            }
        }
        for row in rows(US_STATES) {
            if let [name, abbreviations] = row[..] {
                let plain = if name == "Georgia" { "" } else { name };
                for alias in entries(plain).chain(entries(abbreviations)) {
                    names.us_states.add(alias, name, ALL, false);
                }
            }
        }
        names
    }

    fn mark(&mut self, word: &str, marks: u16) {
        *self.words.entry(word_key(word)).or_default() |= marks;
    }

    fn title(&mut self, word: &str, language: &str) {
        let small = language == "lower" || word.starts_with(char::is_lowercase);
        self.mark(
            word,
            if small {
                mark::TITLE | mark::TITLE_SMALL
            } else {
                mark::TITLE
            },
        );
        let languages = match language {
            "" => ALL,
            "lower" => ENGLISH,
            other => language_bit(other),
        };
        *self.titles.entry(word_key(word)).or_default() |= languages;
    }

    fn trap(&mut self, text: &str, kind: &str) {
        match kind {
            "phrase" => self.traps.add(text, Trap::Nothing, ALL, false),
            "person" => self.traps.add(text, Trap::Person, ALL, false),
            "word" => self.mark(text, mark::WORD),
            "org" => self.mark(text, mark::ORGANISATION),
            "common" => self.mark(text, mark::COMMON),
            "verb" => self.mark(text, mark::VERB),
            "before-place" => self.mark(text, mark::BEFORE_PLACE),
            "particle" => self.mark(text, mark::PARTICLE),
            "makes-place" => self.mark(text, mark::MAKES_PLACE),
            "us-georgia" => self.mark(text, mark::US_GEORGIA),
            "country-georgia" => self.mark(text, mark::COUNTRY_GEORGIA),
            _ => {}
        }
    }

    /// Marks of the word with a key.
    pub fn marks(&self, key: u64) -> u16 {
        self.words.get(&key).copied().unwrap_or(0)
    }

    /// Whether the word with a key is a title in a language.
    pub fn is_title(&self, key: u64, language: u8) -> bool {
        self.titles
            .get(&key)
            .is_some_and(|languages| languages & language != 0)
    }
}

fn given_marks(marks: &str) -> u16 {
    let mut all = 0;
    for letter in marks.chars() {
        all |= match letter {
            'a' => mark::AMBIGUOUS,
            'f' => mark::FAMILY_FIRST,
            'g' => mark::GIVEN_TOO,
            _ => 0,
        };
    }
    // A family name that comes first is no given name, but leads a name all the same.
    all | mark::GIVEN
}
