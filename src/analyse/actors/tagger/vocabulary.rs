//! The words met so far, each looked at once, and the sums of the weights that each brings.

use super::features::mix;
use super::labels::LABELS;
use super::word::{FAMILIES, PLACES, Word};

/// Most words that are kept; then all are forgotten.
const MOST: usize = 3 << 15;
const SLOTS: usize = 1 << 18;
/// More numbers than this no lexicon has.
const MOST_NUMBERED: u32 = 1 << 18;

/// Scores of the labels but [`super::labels::OUTSIDE`], whose score is 0.
pub type Scores = [i16; LABELS - 1];

/// What is asked of every token's word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// Number of the word.
    pub number: u32,
    /// Its flags, as in `word.rs`.
    pub flags: u16,
    /// Its family.
    pub family: u16,
}

/// Words by number.
#[derive(Default)]
pub struct Vocabulary {
    /// What is known of them.
    pub words: Vec<Word>,
    /// What those near names add to the scores of the tokens around them.
    sums: Vec<[Scores; PLACES]>,
    /// For each word a bit for each place where that has been summed, and above these the place in
    /// `sums`; 0 for a word that was not asked for.
    summed: Vec<u32>,
    /// What the article at hand shows of words however written: its number, and bits, by the
    /// words' families.
    pub seen: Vec<(u32, u8)>,
    /// Number of the article at hand.
    pub article: u32,
    /// The lexicon whose numbers are known, and by them the words; [`BEFORE`] where one was not
    /// met yet.
    lexicon: u64,
    numbered: Vec<Met>,
    texts: Vec<(u32, u32)>,
    letters: String,
    /// Part of the hash and number plus one; 0 for none.
    table: Vec<(u32, u32)>,
}

/// Number of the word that stands before a sentence.
pub const BEFORE: u32 = 0;
/// Number of the word that stands after one.
pub const AFTER: u32 = 1;

fn hash(bytes: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0x517c_c1b7_2722_0a95;
    let mut hash = bytes.len() as u64;
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(*eight)).wrapping_mul(MULTIPLIER);
    }
    let mut tail = 0;
    for &byte in rest {
        tail = tail << 8 | u64::from(byte);
    }
    hash = (hash.rotate_left(5) ^ tail).wrapping_mul(MULTIPLIER);
    mix(hash)
}

/// All numbers of a length are one word.
fn without_digits(text: &str) -> &str {
    const ZEROS: &str = "00000000";
    if text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit())
    {
        ZEROS.get(..text.len()).unwrap_or(ZEROS)
    } else {
        text
    }
}

/// Makes a vector so long, all the same.
fn refill<T: Clone>(vector: &mut Vec<T>, length: usize, value: T) {
    vector.clear();
    vector.resize(length, value);
}

impl Vocabulary {
    /// Begins an article.
    pub fn begin(&mut self) {
        if self.words.is_empty() || self.words.len() > MOST || self.article == u32::MAX {
            // Allocated once: fresh memory costs as much as what is written to it.
            self.words.clear();
            self.sums.clear();
            self.summed.clear();
            self.numbered.clear();
            self.texts.clear();
            self.letters.clear();
            refill(&mut self.table, SLOTS, (0, 0));
            refill(&mut self.seen, FAMILIES, (0, 0));
            (self.article, self.lexicon) = (0, 0);
            for number in [1, 2] {
                self.push(Word::edge(number), "");
            }
        }
        self.article += 1;
    }

    fn push(&mut self, word: Word, text: &str) -> u32 {
        let number = self.words.len() as u32;
        let from = self.letters.len() as u32;
        self.letters.push_str(text);
        self.texts.push((from, self.letters.len() as u32));
        self.summed.push(0);
        self.words.push(word);
        number
    }

    /// What a word adds to the scores of a token, at a place around it; `sum` tells it when it is
    /// asked for first.
    #[inline(always)]
    pub fn sum(
        &mut self,
        number: u32,
        place: usize,
        sum: impl FnOnce(&Word, &str, usize) -> Scores,
    ) -> &Scores {
        let index = number as usize;
        let mut summed = self.summed[index];
        if summed >> place & 1 == 0 {
            if summed == 0 {
                summed = (self.sums.len() as u32) << PLACES;
                self.sums.push([[0; LABELS - 1]; PLACES]);
            }
            summed |= 1 << place;
            self.summed[index] = summed;
            self.sums[(summed >> PLACES) as usize][place] =
                sum(&self.words[index], self.text(number), place);
        }
        &self.sums[(summed >> PLACES) as usize][place]
    }

    /// From now on [`Vocabulary::numbered`] is told numbers of this lexicon.
    pub fn use_lexicon(&mut self, stamp: u64) {
        if self.lexicon != stamp {
            self.lexicon = stamp;
            self.numbered.clear();
        }
    }

    /// The word that a lexicon has under a number; `text` is the word.
    #[inline]
    pub fn numbered<'a>(&mut self, number: u32, text: impl FnOnce() -> &'a str) -> Met {
        if let Some(&known) = self.numbered.get(number as usize)
            && known.number != BEFORE
        {
            return known;
        }
        let word = self.number(text());
        let Word { flags, family, .. } = self.words[word as usize];
        let found = Met {
            number: word,
            flags,
            family,
        };
        if number < MOST_NUMBERED {
            let index = number as usize;
            if index >= self.numbered.len() {
                let length = (index + 1).next_power_of_two();
                self.numbered.resize(length, Met::default());
            }
            self.numbered[index] = found;
        }
        found
    }

    /// The number of a word.
    #[inline]
    pub fn number(&mut self, text: &str) -> u32 {
        let text = without_digits(text);
        let hash = hash(text.as_bytes());
        let tag = (hash >> 32) as u32;
        let mask = self.table.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(&(known, number)) = self.table.get(at) {
            let Some(number) = number.checked_sub(1) else {
                break;
            };
            if known == tag && self.text(number) == text {
                return number;
            }
            at = (at + 1) & mask;
        }
        self.add(text, at, tag)
    }

    /// A word by its number.
    pub fn text(&self, number: u32) -> &str {
        let span = self.texts.get(number as usize);
        span.and_then(|&(from, until)| self.letters.get(from as usize..until as usize))
            .unwrap_or("")
    }

    #[cold]
    #[inline(never)]
    fn add(&mut self, text: &str, at: usize, tag: u32) -> u32 {
        // Beyond this the article has more words than the table is made for: they are all one.
        if self.words.len() >= SLOTS / 4 * 3 {
            return AFTER;
        }
        let number = self.push(Word::new(text), text);
        if let Some(slot) = self.table.get_mut(at) {
            *slot = (tag, number + 1);
        }
        number
    }
}
