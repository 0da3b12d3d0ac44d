//! A set of phrases, found by walking keys word by word from a given token.

use super::key::{KeyMap, Shape, phrase_key, shape, word_key};
use super::view::View;

/// A phrase of the tables and what it stands for.
#[derive(Clone, Copy, Debug)]
pub struct Phrase<T> {
    /// What it stands for.
    pub meaning: T,
    /// Bit i is set where the i-th word must begin with a capital.
    capitals: u16,
    /// Whether every letter must be a capital (acronyms).
    acronym: bool,
    /// Whether the acronym is also a word, so that text in capitals proves nothing.
    doubtful: bool,
    /// Whether it ends in "'s", which is part of the name: "Moody's".
    possessive: bool,
    /// Languages of the text it applies to, a bit each.
    languages: u8,
    /// Hash of the words as they must stand in the text; 0 where case is free.
    exact: u64,
    /// Another phrase with the same key, plus one; 0 for none.
    next: u32,
}

#[derive(Clone, Copy, Default)]
struct Node {
    /// First phrase that ends here, plus one; 0 for none.
    phrase: u32,
    /// Whether longer phrases go on from here.
    goes_on: bool,
}

/// How a word may begin a phrase.
pub const FIRST_CAPITAL: u8 = 1;
/// The first word of a phrase may be in small letters.
pub const FIRST_SMALL: u8 = 2;
/// The first word of a phrase may be all capitals.
pub const FIRST_ACRONYM: u8 = 4;

/// The set of phrases.
pub struct Phrases<T> {
    nodes: KeyMap<Node>,
    phrases: Vec<Phrase<T>>,
    /// Words that begin phrases, with how they may be written.
    pub firsts: KeyMap<u8>,
    /// The only phrases that are taken, as first letter and key; empty where all are.
    only: Vec<(char, u64)>,
}

/// A phrase found in a text.
#[derive(Clone, Copy, Debug)]
pub struct Match<T> {
    /// Index after its last token.
    pub until: usize,
    /// Byte after its last character.
    pub end: usize,
    /// What it stands for.
    pub meaning: T,
}

/// Longest phrase in words; more would only cost time.
const MAX_WORDS: usize = 12;

impl<T: Copy + PartialEq> Phrases<T> {
    /// An empty set with room for about `capacity` phrases.
    pub fn with_capacity(capacity: usize) -> Phrases<T> {
        Phrases {
            nodes: KeyMap::with_capacity_and_hasher(capacity * 2, Default::default()),
            phrases: Vec::with_capacity(capacity),
            firsts: KeyMap::with_capacity_and_hasher(capacity, Default::default()),
            only: Vec::new(),
        }
    }

    /// An empty set that takes no phrases but these, to be asked for their meanings.
    pub fn only<'a>(names: impl Iterator<Item = &'a str>) -> Phrases<T> {
        Phrases {
            only: names.map(|name| (initial(name), key_of(name))).collect(),
            ..Phrases::with_capacity(16)
        }
    }

    /// Adds a phrase as the tables write it. A phrase that is there already with the same meaning
    /// is found in the languages of both.
    pub fn add(&mut self, text: &str, meaning: T, languages: u8, doubtful: bool) {
        self.put(text, meaning, languages, doubtful, 0);
    }

    /// Whether a text is one of the only phrases.
    fn takes(&self, text: &str) -> bool {
        let first = initial(text);
        // Letters beyond ASCII may fold to others.
        let near =
            |&(letter, _): &(char, u64)| letter == first || !letter.is_ascii() || !first.is_ascii();
        self.only.iter().any(near) && {
            let key = key_of(text);
            self.only.iter().any(|&(_, only)| only == key)
        }
    }

    /// Adds a phrase that is found in exactly this case.
    pub fn add_exact(&mut self, text: &str, meaning: T, languages: u8) {
        self.put(text, meaning, languages, true, as_written(split(text)));
    }

    /// Takes a phrase away where it has a meaning.
    pub fn remove(&mut self, text: &str, mut is_meant: impl FnMut(T) -> bool) {
        let mut at = self.nodes.get(&key_of(text)).map_or(0, |node| node.phrase);
        while let Some(phrase) = at
            .checked_sub(1)
            .and_then(|at| self.phrases.get_mut(at as usize))
        {
            if is_meant(phrase.meaning) {
                phrase.languages = 0;
            }
            at = phrase.next;
        }
    }

    fn put(&mut self, text: &str, meaning: T, languages: u8, doubtful: bool, exact: u64) {
        let (mut key, mut capitals, mut count) = (0, 0u16, 0usize);
        let mut first = 0;
        let bare = text.strip_suffix("'s");
        let possessive = bare.is_some();
        let text = bare.unwrap_or(text);
        if !self.only.is_empty() && !self.takes(text) {
            return;
        }
        for word in split(text) {
            let word_key = word_key(word);
            if count > 0 {
                self.nodes.entry(key).or_default().goes_on = true;
            } else {
                first = word_key;
            }
            key = phrase_key(key, word_key);
            if matches!(
                shape(word),
                Shape::Initial | Shape::Capitalised | Shape::Capitals
            ) {
                capitals |= 1 << count.min(15);
            }
            count += 1;
        }
        if count == 0 || count > MAX_WORDS {
            return;
        }
        let letters = text.chars().filter(|letter| letter.is_alphabetic());
        let acronym = letters.clone().all(char::is_uppercase) && text.chars().count() > 1;
        *self.firsts.entry(first).or_default() |= match (acronym, capitals & 1 == 1) {
            (true, _) => FIRST_ACRONYM,
            (false, true) => FIRST_CAPITAL | FIRST_ACRONYM,
            (false, false) => FIRST_CAPITAL | FIRST_ACRONYM | FIRST_SMALL,
        };
        let node = self.nodes.entry(key).or_default();
        let mut at = node.phrase;
        while let Some(known) = at
            .checked_sub(1)
            .and_then(|at| self.phrases.get_mut(at as usize))
        {
            if known.meaning == meaning
                && known.acronym == acronym
                && known.capitals == capitals
                && known.possessive == possessive
                && known.exact == exact
            {
                known.languages |= languages;
                return;
            }
            at = known.next;
        }
        let next = node.phrase;
        self.phrases.push(Phrase {
            meaning,
            capitals,
            acronym,
            doubtful,
            possessive,
            languages,
            exact,
            next,
        });
        node.phrase = u32::try_from(self.phrases.len()).unwrap_or(0);
    }

    /// The longest phrase that begins at a token and applies to a language.
    pub fn longest(&self, view: &View, index: usize, language: u8) -> Option<Match<T>> {
        self.longest_from(view, index, view.key(index), language)
    }

    /// The same, where the key of the token's word is known already.
    pub fn longest_from(
        &self,
        view: &View,
        index: usize,
        first: u64,
        language: u8,
    ) -> Option<Match<T>> {
        let mut best = None;
        let mut key = 0;
        for at in index..view.len().min(index + MAX_WORDS) {
            if at > index && !joins(view, at) {
                break;
            }
            let word = view.word(at);
            if word.is_empty() {
                break;
            }
            key = phrase_key(key, if at == index { first } else { word_key(word) });
            let Some(node) = self.nodes.get(&key) else {
                break;
            };
            if let Some(phrase) = self.fitting(node.phrase, view, index, at + 1, language) {
                best = Some(Match {
                    until: at + 1,
                    end: end(view, index, at)
                        + if phrase.possessive {
                            ending(view, at + 1)
                        } else {
                            0
                        },
                    meaning: phrase.meaning,
                });
            }
            if !node.goes_on {
                break;
            }
        }
        best
    }

    /// Meanings of a name typed by hand, however it is written.
    pub fn meanings(&self, name: &str) -> impl Iterator<Item = T> + '_ {
        let mut at = self.nodes.get(&key_of(name)).map_or(0, |node| node.phrase);
        std::iter::from_fn(move || {
            loop {
                let phrase = self.phrases.get(at.checked_sub(1)? as usize)?;
                at = phrase.next;
                if phrase.languages != 0 {
                    return Some(phrase.meaning);
                }
            }
        })
    }

    /// The first phrase of a chain that is written as the text has it.
    fn fitting(
        &self,
        mut at: u32,
        view: &View,
        from: usize,
        until: usize,
        language: u8,
    ) -> Option<&Phrase<T>> {
        loop {
            let phrase = self.phrases.get(at.checked_sub(1)? as usize)?;
            if phrase.languages & language != 0 && fits(phrase, view, from, until) {
                return Some(phrase);
            }
            at = phrase.next;
        }
    }
}

/// The first letter or digit of a phrase, small where it is ASCII.
fn initial(text: &str) -> char {
    let first = text.chars().find(|letter| letter.is_alphanumeric());
    first.unwrap_or(' ').to_ascii_lowercase()
}

/// The key of a name's words in their order.
pub fn name_key(name: &str) -> u64 {
    split(name).fold(0, |key, word| phrase_key(key, word_key(word)))
}

/// The key of a phrase, whose last "'s" is none of its words.
fn key_of(text: &str) -> u64 {
    name_key(text.strip_suffix("'s").unwrap_or(text))
}

/// A hash of words in their case, never 0.
fn as_written<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let hash = |word: &str| xxhash_rust::xxh3::xxh3_64(word.as_bytes());
    words
        .fold(1, |key, word| phrase_key(key, hash(word)))
        .max(1)
}

/// Whether the words are written as the phrase demands.
fn fits<T>(phrase: &Phrase<T>, view: &View, from: usize, until: usize) -> bool {
    let exact = || phrase.exact == as_written((from..until).map(|index| view.word(index)));
    if phrase.possessive && ending(view, until) == 0 || phrase.exact != 0 && !exact() {
        return false;
    }
    if phrase.acronym {
        let small = |word: &str| word.chars().any(char::is_lowercase);
        let written = (from..until).all(|index| !small(view.word(index)));
        return written && !(phrase.doubtful && view.among_capitals(from, until));
    }
    (from..until).all(|index| {
        phrase.capitals >> (index - from).min(15) & 1 == 0
            || !matches!(view.shape(index), Shape::Small)
    })
}

/// Bytes of the "'s" before a token; 0 where there is none.
fn ending(view: &View, index: usize) -> usize {
    let gap = view.gap(index);
    let ending = ["'s", "\u{2019}s", "'S", "\u{2019}S"]
        .into_iter()
        .find(|ending| gap.starts_with(ending));
    ending.map_or(0, str::len)
}

/// The words of a phrase, split as the tokenizer splits text: the "s" of a possessive is none.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    let is_possessive = |word: &str| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        word.eq_ignore_ascii_case("s")
            && text
                .get(..start)
                .is_some_and(|before| before.ends_with(['\'', '\u{2019}']))
    };
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(move |word| !word.is_empty() && !is_possessive(word))
}

/// Whether a phrase may go on across the gap before a token: a space, a hyphen, an apostrophe, an
/// ampersand, a slash, an opening bracket, or the stop of an abbreviation.
fn joins(view: &View, index: usize) -> bool {
    match view.gap(index) {
        " " | "-" | "\u{2010}" | "\u{2011}" | "'" | "\u{2019}" | "." | " & " | "&" | "/" | " ("
        | "" => true,
        ". " => view.previous(index).len() <= 4,
        ", " => {
            view.previous(index) == "Washington"
                || matches!(view.word(index), "Scientific" | "Tobacco" | "Verification")
        }
        "'s " | "\u{2019}s " | "' " | "\u{2019} " => true,
        _ => view.spaced(index),
    }
}

/// Whether a last word of names is always an abbreviation.
fn is_cut(word: &str) -> bool {
    matches!(
        word,
        "Corp"
            | "Inc"
            | "Co"
            | "Cos"
            | "Ltd"
            | "Bros"
            | "Jr"
            | "Sr"
            | "St"
            | "Ave"
            | "Blvd"
            | "Rd"
            | "Assn"
            | "Dept"
            | "Univ"
    )
}

/// The byte after a phrase that ends with a token: an abbreviation such as "U.S." takes its last stop, and
/// one such as "Corp." where no sentence ends there; a word in brackets takes the second one.
pub fn end(view: &View, first: usize, last: usize) -> usize {
    let end = view.end(last);
    let next = view.text.as_bytes().get(end);
    let dotted = view.word(last).len() == 1 && view.gap(last) == ".";
    let cut =
        || is_cut(view.word(last)) && last + 1 < view.len() && !view.starts_sentence(last + 1);
    let stop = next == Some(&b'.') && (dotted || cut());
    let bracket = first < last && view.gap(last) == " (" && next == Some(&b')');
    end + usize::from(stop || bracket)
}
