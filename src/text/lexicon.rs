//! From a word as written to its stem, with a cache: in news, 99 % of the words of a page were
//! seen a moment ago, and stemming each anew would cost as much as everything else together.

use super::MAX_TERM;
use super::fold::fold;
use super::packed::cut;
use frostem::{Algorithm, Stemmer};
use std::collections::HashMap;
use std::sync::Arc;

/// The Snowball stemmer of a language, or none where there is none.
pub struct Stemming {
    stemmer: Option<Stemmer>,
    french: bool,
}

impl std::fmt::Debug for Stemming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stemming")
            .field("stems", &self.stemmer.is_some())
            .finish()
    }
}

impl Stemming {
    /// The stemming of a language given as ISO 639-1 code.
    pub fn of(language: &str) -> Stemming {
        let algorithm = match language {
            "ar" => Some(Algorithm::Arabic),
            "da" => Some(Algorithm::Danish),
            "nl" => Some(Algorithm::Dutch),
            "en" => Some(Algorithm::English),
            "fi" => Some(Algorithm::Finnish),
            "fr" => Some(Algorithm::French),
            "de" => Some(Algorithm::German),
            "el" => Some(Algorithm::Greek),
            "hu" => Some(Algorithm::Hungarian),
            "it" => Some(Algorithm::Italian),
            "no" | "nb" | "nn" => Some(Algorithm::Norwegian),
            "pt" => Some(Algorithm::Portuguese),
            "ro" => Some(Algorithm::Romanian),
            "ru" => Some(Algorithm::Russian),
            "es" => Some(Algorithm::Spanish),
            "sv" => Some(Algorithm::Swedish),
            "tr" => Some(Algorithm::Turkish),
            _ => None,
        };
        Stemming {
            stemmer: algorithm.map(Stemmer::new),
            french: language == "fr",
        }
    }

    /// The stem of a folded word. Folding comes first, so that a query typed without accents
    /// always meets the article's word; French participles (`annoncee`) are brought to the form
    /// that the stemmer knows without its accent. A word is never stemmed to nothing.
    pub fn stem(&self, folded: &str) -> String {
        let Some(stemmer) = &self.stemmer else {
            return folded.to_owned();
        };
        let mut word = folded;
        if self.french {
            word = match folded.strip_suffix('s') {
                Some(single) if single.ends_with("ee") => single,
                _ => folded,
            };
            if word.ends_with("ee") && word.len() > 4 {
                word = &word[..word.len() - 1];
            }
        }
        let stem = stemmer.stem(word);
        if stem.is_empty() {
            folded.to_owned()
        } else {
            // A stemmer may bring back an accent (German umlauts are its own folding's concern).
            fold(&stem)
        }
    }
}

/// What the lexicon knows of a word as written.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// The term that it is searched as.
    pub stem: &'a str,
    /// Its folded surface form.
    pub folded: &'a str,
    /// What the classifier said of it.
    pub flags: u8,
    /// Number of the stem among the lexicon's terms; [`UNNUMBERED`] for a word that is not kept.
    pub stem_id: u32,
    /// Number of the folded form among the lexicon's terms.
    pub form_id: u32,
}

/// Number of a term that the lexicon does not keep.
pub const UNNUMBERED: u32 = u32::MAX;

/// A word's place in the arena, in the slot itself: a lookup touches two cache lines.
#[derive(Clone, Copy)]
struct Entry {
    tag: u32,
    offset: u32,
    raw: u8,
    folded: u8,
    stem: u8,
    flags: u8,
    stem_id: u32,
    form_id: u32,
}

/// A slot without a word; no word has the length 0.
const EMPTY: Entry = Entry {
    tag: 0,
    offset: 0,
    raw: 0,
    folded: 0,
    stem: 0,
    flags: 0,
    stem_id: 0,
    form_id: 0,
};
const SLOTS: usize = 1 << 17;

/// Words after which the table is emptied, before the next article.
const MANY: usize = SLOTS * 6 / 10;

/// Words after which no more are kept within an article.
const FULL: usize = SLOTS * 9 / 10;

/// The words of one language with their stems: an open-addressing table of bounded size (about
/// 10 MB at the most) that is emptied between articles when it is full.
pub struct Lexicon {
    stemming: Arc<Stemming>,
    classify: fn(&str) -> u8,
    slots: Vec<Entry>,
    words: usize,
    arena: String,
    /// Stems and folded forms by number.
    terms: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
    long: String,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon")
            .field("words", &self.words)
            .finish()
    }
}

impl Lexicon {
    /// A lexicon for a language (ISO 639-1). `classify` is asked once for every distinct word, as
    /// written.
    pub fn new(language: &str, classify: fn(&str) -> u8) -> Lexicon {
        Lexicon {
            stemming: Arc::new(Stemming::of(language)),
            classify,
            slots: vec![EMPTY; SLOTS],
            words: 0,
            arena: String::new(),
            terms: Vec::new(),
            numbers: HashMap::new(),
            long: String::new(),
        }
    }

    /// To be called before each article: numbers of terms stay good until the next call.
    pub fn begin(&mut self) {
        if self.words > MANY {
            self.slots.fill(EMPTY);
            self.words = 0;
            self.arena.clear();
            self.terms.clear();
            self.numbers.clear();
        }
    }

    /// The term with this number; empty for one that is not kept.
    pub fn term(&self, number: u32) -> &str {
        self.terms.get(number as usize).map_or("", |term| term)
    }

    fn number(&mut self, term: &str) -> u32 {
        if let Some(&number) = self.numbers.get(term) {
            return number;
        }
        let number = self.terms.len() as u32;
        let term: Arc<str> = term.into();
        self.terms.push(term.clone());
        self.numbers.insert(term, number);
        number
    }

    /// Looks a word up, as written in the text.
    #[inline]
    pub fn word(&mut self, raw: &str) -> Word<'_> {
        if raw.len() > MAX_TERM || raw.is_empty() {
            return self.long_word(raw);
        }
        let hash = hash(raw.as_bytes());
        let tag = (hash >> 32) as u32;
        let mut slot = hash as usize & (SLOTS - 1);
        loop {
            let entry = self.slots[slot];
            if entry.raw == 0 {
                break;
            }
            if entry.tag == tag && usize::from(entry.raw) == raw.len() {
                let start = entry.offset as usize;
                if &self.arena.as_bytes()[start..start + raw.len()] == raw.as_bytes() {
                    return self.at(entry);
                }
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        self.insert(raw, tag, slot)
    }

    #[inline]
    fn at(&self, entry: Entry) -> Word<'_> {
        let folded = entry.offset as usize + usize::from(entry.raw);
        let stem = folded + usize::from(entry.folded);
        Word {
            folded: &self.arena[folded..stem],
            stem: &self.arena[stem..stem + usize::from(entry.stem)],
            flags: entry.flags,
            stem_id: entry.stem_id,
            form_id: entry.form_id,
        }
    }

    #[cold]
    fn insert(&mut self, raw: &str, tag: u32, slot: usize) -> Word<'_> {
        let folded = fold(raw);
        let folded = cut(&folded, MAX_TERM);
        let stem = self.stemming.stem(folded);
        let stem = cut(&stem, MAX_TERM);
        if self.words >= FULL {
            self.long.clear();
            self.long.push_str(folded);
            self.long.push_str(stem);
            let (folded, stem) = self.long.split_at(folded.len());
            return Word {
                stem,
                folded,
                flags: (self.classify)(raw),
                stem_id: UNNUMBERED,
                form_id: UNNUMBERED,
            };
        }
        let form_id = self.number(folded);
        let stem_id = match stem == folded {
            true => form_id,
            false => self.number(stem),
        };
        let entry = Entry {
            tag,
            offset: self.arena.len() as u32,
            raw: raw.len() as u8,
            folded: folded.len() as u8,
            stem: stem.len() as u8,
            flags: (self.classify)(raw),
            stem_id,
            form_id,
        };
        self.arena.push_str(raw);
        self.arena.push_str(folded);
        self.arena.push_str(stem);
        self.slots[slot] = entry;
        self.words += 1;
        self.at(entry)
    }

    /// A word beyond the table's bound is its own stem, cut to the longest term; it is not kept.
    #[cold]
    fn long_word(&mut self, raw: &str) -> Word<'_> {
        let folded = fold(cut(raw, MAX_TERM * 2));
        self.long.clear();
        self.long.push_str(cut(&folded, MAX_TERM));
        Word {
            stem: &self.long,
            folded: &self.long,
            flags: 0,
            stem_id: UNNUMBERED,
            form_id: UNNUMBERED,
        }
    }
}

/// FxHash over eight bytes at a time, with the high half mixed into the low.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    const SEED: u64 = 0x517c_c1b7_2722_0a95;
    let mut hash = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(SEED);
    }
    let mut tail = 0u64;
    for (place, &byte) in chunks.remainder().iter().enumerate() {
        tail |= u64::from(byte) << (8 * place);
    }
    hash = (hash.rotate_left(5) ^ tail).wrapping_mul(SEED);
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_by_language_and_folds() {
        for (language, raw, folded, stem) in [
            ("en", "Peacekeepers", "peacekeepers", "peacekeep"),
            ("en", "run", "run", "run"),
            ("fr", "annoncée", "annoncee", "annonc"),
            ("fr", "annoncer", "annoncer", "annonc"),
            ("de", "Friedenstruppen", "friedenstruppen", "friedenstrupp"),
            ("ru", "миротворцев", "миротворцев", "миротворц"),
            ("und", "Peacekeepers", "peacekeepers", "peacekeepers"),
        ] {
            let mut lexicon = Lexicon::new(language, |_| 7);
            for _ in 0..2 {
                let word = lexicon.word(raw);
                assert_eq!(
                    (word.folded, word.stem, word.flags),
                    (folded, stem, 7),
                    "{raw}"
                );
            }
        }
    }

    #[test]
    fn is_right_after_it_was_emptied_and_for_long_words() {
        let mut lexicon = Lexicon::new("en", |_| 0);
        for number in 0..SLOTS * 2 {
            if number % 50_000 == 0 {
                lexicon.begin();
            }
            let raw = format!("Words{number}");
            let word = lexicon.word(&raw);
            assert_eq!(word.folded, raw.to_lowercase());
            let (form_id, folded) = (word.form_id, word.folded.to_owned());
            assert!(form_id == UNNUMBERED || lexicon.term(form_id) == folded);
        }
        // An article with more words than the table holds gets the same answers.
        for number in 0..SLOTS {
            let raw = format!("Runs{number}x");
            assert_eq!(lexicon.word(&raw).folded, raw.to_lowercase());
        }
        assert_eq!(lexicon.word("Peacekeepers").stem, "peacekeep");
        let long = "Ab".repeat(5000);
        assert_eq!(lexicon.word(&long).stem, "ab".repeat(60));
    }
}
