//! What an article shows of a word elsewhere: whether it stands in small letters too, after a
//! title, between capitals, ...

use super::vocabulary::{Met, Vocabulary};
use super::word::{CAPITAL, PLACING, SAYS, SMALL, TITLE};

/// Combinations of the bits.
pub const SEEN: usize = 128;

const IN_SMALL: u8 = 1;
const WITHIN: u8 = 2;
const AFTER_TITLE: u8 = 4;
const BEFORE_CAPITAL: u8 = 8;
const AFTER_CAPITAL: u8 = 16;
const AFTER_PLACING: u8 = 32;
const BEFORE_SAYS: u8 = 64;

/// Notes the words of a sentence.
pub fn look(vocabulary: &mut Vocabulary, sentence: &[Met]) {
    let Vocabulary { seen, article, .. } = vocabulary;
    let mut before = None;
    for (at, word) in sentence.iter().enumerate() {
        let bits = if word.flags & SMALL != 0 {
            IN_SMALL
        } else if word.flags & CAPITAL != 0 {
            let after = sentence.get(at + 1).map_or(0, |word| word.flags);
            before.map_or(0, |before| beside(before, after))
        } else {
            0
        };
        before = Some(word.flags);
        if bits != 0 {
            let seen = &mut seen[usize::from(word.family)];
            if seen.0 != *article {
                *seen = (*article, 0);
            }
            seen.1 |= bits;
        }
    }
}

fn beside(before: u16, after: u16) -> u8 {
    let bit = |flags: u16, flag: u16, bit: u8| if flags & flag != 0 { bit } else { 0 };
    WITHIN
        | bit(before, TITLE, AFTER_TITLE)
        | bit(before, CAPITAL, AFTER_CAPITAL)
        | bit(before, PLACING, AFTER_PLACING)
        | bit(after, CAPITAL, BEFORE_CAPITAL)
        | bit(after, SAYS, BEFORE_SAYS)
}
