//! Features: what the model is told of a token, each hashed to a row of weights.
//!
//! What depends on a word or a gap alone is in `word.rs` and here in [`of_gap`], so that its sum
//! can be kept; what depends on several tokens is in [`of_context`] and [`of_known`]. Training
//! collects the rows, tagging adds them up: both through a [`Sink`].

use super::reading::{Reading, Sentence};
use super::vocabulary::Vocabulary;
use super::word::{CAPITAL, DIGIT};

/// Rows of weights, a power of two.
pub const ROWS: usize = 1 << 18;

/// Takes the features of a token.
pub trait Sink {
    /// Takes a feature by its number and value.
    fn add(&mut self, feature: u64, value: u64);
}

/// Spreads the bits of a number.
#[inline(always)]
pub fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    number ^ (number >> 32)
}

/// The row of a feature.
#[inline(always)]
pub fn row(feature: u64, value: u64) -> usize {
    let number = value.wrapping_add((feature + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mix(number) as usize & (ROWS - 1)
}

/// A hash of a text.
pub fn hash(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    mix(hash)
}

/// Where a gap may lie: before the token before, before the token, after it, after the next.
pub const GAP_PLACES: usize = 4;

/// Features of a gap alone.
pub fn of_gap(class: u8, place: usize, sink: &mut impl Sink) {
    sink.add(70 + place as u64, u64::from(class));
}

/// Features of the token's word as other words of the article tell: `seen` as in `document.rs`.
pub fn of_document(seen: u8, manner: u64, sink: &mut impl Sink) {
    sink.add(45, u64::from(seen));
    sink.add(46, u64::from(seen) << 8 | manner);
}

/// How a token is written, and where: five bits.
#[inline(always)]
pub fn manner(flags: u16, first: bool, sentence: &Sentence) -> u64 {
    u64::from(flags & 3) | u64::from(first) << 2 | u64::from(sentence.style) << 3
}

/// Features of known phrases and words around a token.
#[inline(always)]
pub fn of_known(
    reading: &Reading,
    sentence: &Sentence,
    at: usize,
    manner: u64,
    sink: &mut impl Sink,
) {
    let known = &reading.known;
    let here = known[at];
    if reading.topic != 0 && manner & 1 != 0 {
        let topic = u64::from(reading.topic);
        sink.add(94, topic << 32 | u64::from(here));
        sink.add(95, topic << 8 | manner);
    }
    let mut bits = here;
    while bits != 0 {
        let bit = u64::from(bits.trailing_zeros());
        sink.add(41, bit);
        sink.add(43, bit * 64 + manner);
        bits &= bits - 1;
    }
    if here != 0 {
        sink.add(49, u64::from(here));
    }
    for (other, feature) in [
        (
            at.checked_sub(1).filter(|&other| other >= sentence.from),
            40,
        ),
        (Some(at + 1).filter(|&other| other < sentence.until), 42),
    ] {
        let Some(other) = other else { continue };
        let mut bits = known[other];
        while bits != 0 {
            let bit = u64::from(bits.trailing_zeros());
            sink.add(feature, bit);
            if here != 0 {
                sink.add(feature + 40, bit << 32 | u64::from(here));
            }
            bits &= bits - 1;
        }
    }
}

/// Features of several tokens together.
#[inline(always)]
pub fn of_context(
    vocabulary: &Vocabulary,
    reading: &Reading,
    sentence: &Sentence,
    at: usize,
    manner: u64,
    sink: &mut impl Sink,
) {
    let word = |at: isize| &vocabulary.words[reading.word(sentence, at) as usize];
    let here = at as isize;
    let (before, this, after) = (word(here - 1), word(here), word(here + 1));
    let gap_before = u64::from(reading.gap(sentence, at)) + 1;
    let gap_after = u64::from(reading.gap(sentence, at + 1)) + 1;
    let (mine, left, right) = (mix(this.lower), before.lower, after.lower);
    let gaps = gap_before << 8 | gap_after;
    sink.add(17, left ^ mine);
    sink.add(18, mine ^ mix(right).rotate_left(1));
    sink.add(19, left ^ mix(right).rotate_left(7));
    let (shape, shape_left, shape_right) = (mix(this.shape), before.shape, mix(after.shape));
    sink.add(22, shape_left ^ shape ^ gap_before);
    sink.add(23, this.shape ^ shape_right ^ gap_after);
    sink.add(
        24,
        shape_left ^ shape.rotate_left(3) ^ shape_right.rotate_left(9) ^ gaps,
    );
    sink.add(27, manner | u64::from(this.flags >> 2 & 7) << 8);
    if this.flags & CAPITAL != 0 {
        let (first, end) = reading.run(sentence, at);
        let (first_at, end_at) = (first as isize, end as isize);
        let edge = u64::from(reading.gap(sentence, first)) << 8;
        let close = u64::from(reading.gap(sentence, end)) << 16;
        let last = word(end_at - 1);
        sink.add(32, word(first_at - 1).lower ^ edge);
        sink.add(33, word(end_at).lower ^ close);
        let (place, rest) = ((at - first).min(7) as u64, (end - at).min(7) as u64);
        sink.add(34, place * 16 + rest);
        sink.add(37, last.lower ^ 1);
        sink.add(38, word(first_at).lower ^ 3);
        sink.add(48, last.ending ^ 7);
        sink.add(
            59,
            last.marks ^ mix(word(first_at).marks) ^ (place * 16 + rest),
        );
    } else if this.flags & DIGIT == 0 {
        sink.add(63, mix(before.marks) ^ after.marks);
    }
}
