//! From a word as written to its stem, with a cache: in news, 99 % of the words of a page were
//! seen a moment ago, and stemming each anew would cost as much as everything else together.

use super::fingerprint::word_hash;
use super::fold::fold;
use super::forms::{is_far, write_form};
use super::packed::{FRAME, cut, frame};
use super::stemming::Stemming;
use super::vocabulary::Vocabulary;
use super::{MAX_TERM, ONE_FORM};
use hashbrown::HashTable;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the lexicon knows of a word as written.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    entry: &'a Entry,
    /// Holds, from the entry's offset on, the word as written, its folded form and its stem.
    arena: &'a str,
}

impl<'a> Word<'a> {
    fn part(&self, from: usize, length: u8) -> &'a str {
        let start = self.entry.offset as usize + from;
        self.arena
            .get(start..start + usize::from(length))
            .unwrap_or("")
    }

    /// The term that it is searched as.
    pub fn stem(&self) -> &'a str {
        let before = usize::from(self.entry.raw) + usize::from(self.entry.folded);
        self.part(before, self.entry.stem)
    }

    /// Its folded surface form.
    pub fn folded(&self) -> &'a str {
        self.part(usize::from(self.entry.raw), self.entry.folded)
    }

    /// The hash of its folded form.
    #[inline]
    pub(super) fn hash(&self) -> u32 {
        self.entry.hash
    }

    /// What the classifier said of it, in the lowest two bits, and how it tells whether its text was
    /// read well.
    #[inline]
    pub fn flags(&self) -> u8 {
        self.entry.flags
    }

    /// Its number among the words of the lexicon, as written; [`NO_NUMBER`] for a word that is not
    /// kept.
    #[inline]
    pub(super) fn number(&self) -> u32 {
        let [a, b, c] = self.entry.number;
        match u32::from_le_bytes([a, b, c, 0]) {
            0 => NO_NUMBER,
            number => number - 1,
        }
    }

    /// Whether its form is the one that its stem is expected in.
    #[inline]
    pub(super) fn is_usual(&self) -> bool {
        self.entry.usual
    }

    /// Number of the stem among the lexicon's terms; [`UNNUMBERED`] for a word that is not kept.
    #[inline]
    pub(super) fn stem_id(&self) -> u32 {
        self.entry.stem_id
    }

    /// Number of the folded form among the lexicon's terms.
    #[inline]
    pub(super) fn form_id(&self) -> u32 {
        self.entry.form_id
    }

    /// The stem's frame, if it is short enough to have one.
    #[inline]
    pub(super) fn frame(&self) -> Option<&'a [u8; FRAME]> {
        (usize::from(self.entry.stem) <= FRAME - 2).then_some(&self.entry.frame)
    }
}

/// Number of a term that the lexicon does not keep.
pub(super) const UNNUMBERED: u32 = u32::MAX;

/// Number of a word that the lexicon does not keep.
pub const NO_NUMBER: u32 = u32::MAX;

/// The flags that a classifier gives.
pub(super) const TRIGGERS: u8 = 3;
/// That a word tells how well its text was read.
pub(super) const TELLS: u8 = 4;
/// That it does, and is a common one of its language.
pub(super) const COMMON: u8 = 8;

/// A word in its slot, which is one cache line: that is all that a look-up of a short word touches.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Entry {
    /// The first eight bytes as written.
    prefix: u64,
    /// The stem as it is packed.
    frame: [u8; FRAME],
    /// Where the arena has the word.
    offset: u32,
    stem_id: u32,
    form_id: u32,
    /// Of the folded form, for the fingerprint.
    hash: u32,
    /// Lengths of the word as written, folded and stemmed; no word has the length 0.
    raw: u8,
    folded: u8,
    stem: u8,
    flags: u8,
    usual: bool,
    /// The word's number plus one; there are fewer than [`MOST_SLOTS`].
    number: [u8; 3],
}

/// A stem or folded form: where the arena has it, and, once it was asked for, the number of its
/// own stem.
#[derive(Clone, Copy, Debug)]
struct Term {
    offset: u32,
    length: u8,
    stem: u32,
    /// Where the arena has the term that posts an unusual form, and its length, else 0.
    form: (u32, u8),
}

/// A slot without a word.
const EMPTY: Entry = Entry {
    prefix: 0,
    frame: [0; FRAME],
    offset: 0,
    stem_id: UNNUMBERED,
    form_id: UNNUMBERED,
    hash: 0,
    raw: 0,
    folded: 0,
    stem: 0,
    flags: 0,
    usual: true,
    number: [0; 3],
};

/// Slots at first, and at the most. A power of two.
const FEWEST_SLOTS: usize = 1 << 14;
const MOST_SLOTS: usize = 1 << 17;

/// The words of one language with their stems: an open-addressing table of bounded size (about
/// 12 MB at the most) that is emptied between articles when it is full.
pub struct Lexicon {
    /// Tells what its numbers mean: another one whenever it was emptied.
    stamp: u64,
    stemming: Stemming,
    vocabulary: Option<Vocabulary>,
    classify: fn(&str) -> u8,
    slots: Vec<Entry>,
    words: usize,
    arena: String,
    /// Stems and folded forms: where the arena has them, by number, and their numbers.
    terms: Vec<Term>,
    numbers: HashTable<u32>,
    /// The forms that share little with their stems, by number: none in English but a few.
    far: HashSet<u32>,
    /// The word looked up last, if it is one that is not kept.
    unkept: (Entry, String),
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon")
            .field("words", &self.words)
            .finish()
    }
}

/// A word's hash, and its first eight bytes.
#[derive(Clone, Copy)]
struct Key {
    hash: u64,
    prefix: u64,
}

impl Lexicon {
    /// A lexicon for a language (ISO 639-1). `classify` is asked once for every distinct word, as
    /// written.
    pub fn new(language: &str, classify: fn(&str) -> u8) -> Lexicon {
        Lexicon {
            stamp: next_stamp(),
            stemming: Stemming::of(language),
            vocabulary: Vocabulary::of(language),
            classify,
            slots: vec![EMPTY; FEWEST_SLOTS],
            words: 0,
            arena: String::new(),
            terms: Vec::new(),
            numbers: HashTable::new(),
            far: HashSet::new(),
            unkept: (EMPTY, String::new()),
        }
    }

    /// To be called before each article: numbers of terms stay good until the next call.
    pub fn begin(&mut self) {
        if self.words > MOST_SLOTS * 6 / 10 {
            self.stamp = next_stamp();
            self.slots.fill(EMPTY);
            self.words = 0;
            self.arena.clear();
            self.terms.clear();
            self.numbers.clear();
            self.far.clear();
        }
    }

    /// No other lexicon, nor this one once emptied, has the same: the numbers of words hold as long
    /// as it does.
    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    /// The term with this number; empty for one that is not kept.
    pub(super) fn term(&self, number: u32) -> &str {
        let term = self.terms.get(number as usize);
        term.map_or("", |term| in_arena(&self.arena, term))
    }

    /// The term that posts this form of its stem, under `ONE_FORM`; empty for the usual form.
    pub(super) fn form_term(&self, form: u32) -> &str {
        let Some(term) = self.terms.get(form as usize) else {
            return "";
        };
        let (offset, length) = (term.form.0 as usize, usize::from(term.form.1));
        self.arena.get(offset..offset + length).unwrap_or("")
    }

    /// Whether a form shares little with its stem.
    pub(super) fn is_far(&self, form: u32) -> bool {
        !self.far.is_empty() && self.far.contains(&form)
    }

    /// The number of the term that the arena has at `offset`.
    fn number(&mut self, offset: usize, length: usize) -> u32 {
        let (arena, terms) = (&self.arena, &mut self.terms);
        let term = Term {
            offset: offset as u32,
            length: length as u8,
            stem: UNNUMBERED,
            form: (0, 0),
        };
        let text = in_arena(arena, &term);
        let same = |&number: &u32| in_arena(arena, &terms[number as usize]) == text;
        if let Some(&number) = self.numbers.find(hash_of(text), same) {
            return number;
        }
        let number = terms.len() as u32;
        terms.push(term);
        let hasher = |&number: &u32| hash_of(in_arena(arena, &terms[number as usize]));
        self.numbers.insert_unique(hash_of(text), number, hasher);
        number
    }

    /// Looks up the word that stands at `span` in `text`, as written.
    #[inline]
    pub fn word(&mut self, text: &str, span: Range<usize>) -> Word<'_> {
        let length = span.len();
        let raw = &text[span.clone()];
        if length > MAX_TERM || length == 0 {
            return self.long_word(raw);
        }
        let key = key(&text.as_bytes()[span.start..], length);
        let mask = self.slots.len() - 1;
        let mut slot = key.hash as usize & mask;
        loop {
            let entry = &self.slots[slot];
            if entry.raw == 0 {
                break;
            }
            if entry.prefix == key.prefix
                && usize::from(entry.raw) == length
                && (length <= 8 || self.ends_alike(entry, raw))
            {
                return Word {
                    entry: &self.slots[slot],
                    arena: &self.arena,
                };
            }
            slot = (slot + 1) & mask;
        }
        self.insert(raw, key)
    }

    /// Whether an entry of the same length and beginning is this word.
    #[inline]
    fn ends_alike(&self, entry: &Entry, raw: &str) -> bool {
        let start = entry.offset as usize;
        self.arena.as_bytes().get(start + 8..start + raw.len()) == raw.as_bytes().get(8..)
    }

    #[cold]
    fn insert(&mut self, raw: &str, key: Key) -> Word<'_> {
        if raw.len() > 4 && raw.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.long_number(raw);
        }
        let folded = fold(raw);
        let folded = cut(&folded, MAX_TERM);
        // Within an article the table may fill beyond its bound, but not to the brim.
        if self.words >= MOST_SLOTS * 9 / 10 {
            let stem = self.stemming.stem(folded);
            let stem = cut(&stem, MAX_TERM);
            let entry = self.entry(raw, folded, stem);
            return self.not_kept(entry, raw, folded, stem);
        }
        let offset = self.arena.len();
        self.arena.push_str(raw);
        self.arena.push_str(folded);
        let form_id = self.number(offset + raw.len(), folded.len());
        let stem_id = self.stem_of(form_id, folded);
        let stem = self.term(stem_id).to_owned();
        if self.arena.len() == offset + raw.len() + folded.len() {
            self.arena.push_str(&stem);
        }
        let [a, b, c, _] = (self.words as u32 + 1).to_le_bytes();
        let entry = Entry {
            prefix: key.prefix,
            number: [a, b, c],
            offset: offset as u32,
            stem_id,
            form_id,
            ..self.entry(raw, folded, &stem)
        };
        if !entry.usual && self.terms[form_id as usize].form.1 == 0 {
            let start = self.arena.len();
            write_form(&mut self.arena, &stem, ONE_FORM, folded);
            let length = (self.arena.len() - start) as u8;
            self.terms[form_id as usize].form = (start as u32, length);
            if is_far(&self.arena[start..]) {
                self.far.insert(form_id);
            }
        }
        if self.slots.len() < MOST_SLOTS && self.words * 10 >= self.slots.len() * 6 {
            self.grow();
        }
        self.words += 1;
        let slot = self.place(entry, key.hash);
        Word {
            entry: &self.slots[slot],
            arena: &self.arena,
        }
    }

    /// The number of the stem of a folded form: found out once, however the word is capitalised.
    fn stem_of(&mut self, form_id: u32, folded: &str) -> u32 {
        let known = self.terms[form_id as usize].stem;
        if known != UNNUMBERED {
            return known;
        }
        let stem = self.stemming.stem(folded);
        let stem = cut(&stem, MAX_TERM);
        let number = match stem == folded {
            true => form_id,
            false => {
                let offset = self.arena.len();
                self.arena.push_str(stem);
                self.number(offset, stem.len())
            }
        };
        self.terms[form_id as usize].stem = number;
        number
    }

    /// What is known of a word, whether it is kept or not.
    fn entry(&self, raw: &str, folded: &str, stem: &str) -> Entry {
        Entry {
            frame: frame(stem),
            hash: word_hash(folded),
            raw: raw.len() as u8,
            folded: folded.len() as u8,
            stem: stem.len() as u8,
            flags: (self.classify)(raw) & TRIGGERS | self.legibility(raw, stem),
            usual: self.stemming.usual_form(stem) == folded,
            ..EMPTY
        }
    }

    /// Whether a word tells how well its text was read, and whether it is a common one.
    fn legibility(&self, raw: &str, stem: &str) -> u8 {
        let Some(vocabulary) = self.vocabulary else {
            return 0;
        };
        // No name, no number, and none of the short ones that any noise looks like.
        let tells = raw.starts_with(char::is_lowercase)
            && raw.chars().all(char::is_alphabetic)
            && raw.chars().nth(2).is_some();
        match (tells, tells && vocabulary.has(stem)) {
            (false, _) => 0,
            (true, false) => TELLS,
            (true, true) => TELLS | COMMON,
        }
    }

    /// Amounts and other long numbers are as many as articles and their own stems: none is kept.
    fn long_number(&mut self, raw: &str) -> Word<'_> {
        let entry = Entry {
            raw: 0,
            usual: true,
            ..self.entry(raw, raw, raw)
        };
        self.not_kept(entry, "", raw, raw)
    }

    /// Puts an entry into the first free slot from where its hash points.
    fn place(&mut self, entry: Entry, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while self.slots[slot].raw != 0 {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = entry;
        slot
    }

    fn grow(&mut self) {
        let larger = vec![EMPTY; MOST_SLOTS.min(self.slots.len() * 4)];
        let smaller = std::mem::replace(&mut self.slots, larger);
        for entry in smaller.into_iter().filter(|entry| entry.raw != 0) {
            let start = entry.offset as usize;
            let length = usize::from(entry.raw);
            let raw = self.arena.as_bytes().get(start..start + length);
            let hash = key(raw.unwrap_or_default(), length).hash;
            self.place(entry, hash);
        }
    }

    fn not_kept(&mut self, entry: Entry, raw: &str, folded: &str, stem: &str) -> Word<'_> {
        let (unkept, arena) = &mut self.unkept;
        *unkept = entry;
        arena.clear();
        arena.push_str(raw);
        arena.push_str(folded);
        arena.push_str(stem);
        Word {
            entry: &self.unkept.0,
            arena: &self.unkept.1,
        }
    }

    /// A word beyond the table's bound is its own stem, cut to the longest term; it is not kept.
    #[cold]
    fn long_word(&mut self, raw: &str) -> Word<'_> {
        let folded = fold(cut(raw, MAX_TERM * 2));
        let folded = cut(&folded, MAX_TERM);
        let entry = Entry {
            frame: frame(folded),
            hash: word_hash(folded),
            folded: folded.len() as u8,
            stem: folded.len() as u8,
            ..EMPTY
        };
        self.not_kept(entry, "", folded, folded)
    }
}

fn next_stamp() -> u64 {
    static STAMPS: AtomicU64 = AtomicU64::new(1);
    STAMPS.fetch_add(1, Ordering::Relaxed)
}

fn in_arena<'a>(arena: &'a str, term: &Term) -> &'a str {
    let start = term.offset as usize;
    let end = start + usize::from(term.length);
    arena.get(start..end).unwrap_or("")
}

fn hash_of(term: &str) -> u64 {
    key(term.as_bytes(), term.len()).hash
}

/// Hash and beginning of the word of `length` bytes (at least 1) that `bytes` start with.
///
/// FxHash over eight bytes at a time, the last eight overlapping, with the high half mixed into
/// the low.
#[inline]
fn key(bytes: &[u8], length: usize) -> Key {
    const SEED: u64 = 0x517c_c1b7_2722_0a95;
    let prefix = match bytes.first_chunk::<8>() {
        Some(chunk) if length >= 8 => u64::from_le_bytes(*chunk),
        Some(chunk) => u64::from_le_bytes(*chunk) & ((1 << (8 * length)) - 1),
        None => near_the_end(bytes, length),
    };
    let mut hash = (prefix ^ (length as u64) << 56).wrapping_mul(SEED);
    if length > 8 {
        for chunk in bytes[8..length].chunks_exact(8) {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(SEED);
        }
        if let Some(last) = bytes[..length].last_chunk::<8>() {
            hash = (hash.rotate_left(5) ^ u64::from_le_bytes(*last)).wrapping_mul(SEED);
        }
    }
    Key {
        hash: hash ^ hash >> 32,
        prefix,
    }
}

/// The same beginning, where fewer than eight bytes are left of the text.
#[cold]
fn near_the_end(bytes: &[u8], length: usize) -> u64 {
    let word = bytes.iter().take(length).zip(0..);
    word.fold(0, |sum, (&byte, place)| {
        sum | u64::from(byte) << (8 * place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look<'a>(lexicon: &'a mut Lexicon, raw: &str) -> Word<'a> {
        lexicon.word(raw, 0..raw.len())
    }

    #[test]
    fn a_word_is_the_same_wherever_it_stands() {
        let mut lexicon = Lexicon::new("en", |_| 0);
        let text = "truce truces peacekeeper peacekeepers truce";
        for (span, stem) in [
            (0..5, "truce"),
            (6..12, "truce"),
            (13..24, "peacekeep"),
            (25..37, "peacekeep"),
            (38..43, "truce"),
        ] {
            let word = lexicon.word(text, span);
            assert_eq!(
                word.stem().trim_end_matches('e'),
                stem.trim_end_matches('e')
            );
        }
        // The last one stands at the end of the text, the first does not.
        assert_eq!(lexicon.words, 4);
        let spans = [0..5, 38..43, 6..12, 13..24];
        let numbers = spans.map(|span| lexicon.word(text, span).number());
        assert_eq!(numbers, [0, 0, 1, 2]);
        assert_eq!(look(&mut lexicon, "12345678").number(), NO_NUMBER);
        assert_ne!(lexicon.stamp(), Lexicon::new("en", |_| 0).stamp());
    }

    #[test]
    fn small_words_tell_how_well_a_text_was_read() {
        let mut lexicon = Lexicon::new("en", |_| 0);
        for (raw, flags) in [
            ("announced", TELLS | COMMON),
            ("anncunced", TELLS),
            ("Announced", 0),
            ("as", 0),
            ("c0mmon", 0),
            ("1871", 0),
        ] {
            assert_eq!(look(&mut lexicon, raw).flags(), flags, "{raw}");
        }
        // No list, nothing to tell.
        let mut lexicon = Lexicon::new("und", |_| 0);
        assert_eq!(look(&mut lexicon, "announced").flags(), 0);
    }

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
            let mut lexicon = Lexicon::new(language, |_| TRIGGERS);
            for _ in 0..2 {
                let word = look(&mut lexicon, raw);
                assert_eq!(
                    (word.folded(), word.stem(), word.flags() & TRIGGERS),
                    (folded, stem, TRIGGERS),
                    "{raw}"
                );
            }
        }
    }

    #[test]
    fn is_right_after_it_was_emptied_and_for_long_words() {
        let mut lexicon = Lexicon::new("en", |_| 0);
        for number in 0..MOST_SLOTS * 2 {
            if number % 50_000 == 0 {
                lexicon.begin();
            }
            let raw = format!("Words{number}");
            let word = look(&mut lexicon, &raw);
            assert_eq!(word.folded(), raw.to_lowercase());
            let (form_id, folded) = (word.form_id(), word.folded().to_owned());
            assert!(form_id == UNNUMBERED || lexicon.term(form_id) == folded);
        }
        // An article with more words than the table holds gets the same answers.
        for number in 0..MOST_SLOTS {
            let raw = format!("Runs{number}x");
            assert_eq!(look(&mut lexicon, &raw).folded(), raw.to_lowercase());
        }
        assert_eq!(look(&mut lexicon, "Peacekeepers").stem(), "peacekeep");
        let long = "Ab".repeat(5000);
        assert_eq!(look(&mut lexicon, &long).stem(), "ab".repeat(60));
    }
}
