//! Terms with their positions, packed into one string.
//!
//! An engine's own token pipeline costs a tree of allocations for every document. A packed string
//! crosses it untouched and is replayed token by token: `[position delta][length][bytes]...`,
//! where a delta under 127 is one byte and a larger one is 127 followed by five 7-bit digits, most
//! significant first. All bytes of the frame are ASCII, so the whole is valid UTF-8.

use super::MAX_TERM;

const LONG_DELTA: u8 = 127;

/// Terms of one field of one article, in ascending order of position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    text: String,
    last: u32,
}

impl Packed {
    /// Adds a term at `position`, which must not lie before the last one. A term longer than
    /// [`MAX_TERM`] bytes is cut at a character boundary.
    #[inline]
    pub fn push(&mut self, position: u32, term: &str) {
        let term = if term.len() <= MAX_TERM {
            term
        } else {
            cut(term, MAX_TERM)
        };
        self.frame(position, term.len());
        self.text.push_str(term);
    }

    /// Adds the term `first` + `mark` + `second`, cut like any other.
    pub fn push_joined(&mut self, position: u32, first: &str, mark: char, second: &str) {
        debug_assert!(mark.is_ascii());
        let first = cut(first, MAX_TERM / 2);
        let second = cut(second, MAX_TERM - 1 - first.len());
        self.frame(position, first.len() + 1 + second.len());
        self.text.push_str(first);
        self.text.push(mark);
        self.text.push_str(second);
    }

    #[inline]
    fn frame(&mut self, position: u32, length: usize) {
        debug_assert!(position >= self.last);
        let delta = position.wrapping_sub(self.last);
        self.last = position;
        if delta < u32::from(LONG_DELTA) {
            self.text.push(char::from(delta as u8));
        } else {
            self.long_delta(delta);
        }
        self.text.push(char::from(length as u8));
    }

    #[cold]
    fn long_delta(&mut self, delta: u32) {
        self.text.push(char::from(LONG_DELTA));
        for shift in [28, 21, 14, 7, 0] {
            self.text.push(char::from((delta >> shift & 127) as u8));
        }
    }

    /// The packed terms, as the engine stores and replays them.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The packed terms, given away.
    pub fn into_string(self) -> String {
        self.text
    }

    /// Whether no term was added.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Makes room for about `bytes` more bytes of terms.
    pub fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes);
    }
}

/// The longest beginning of `term` of at most `limit` bytes that ends at a character boundary.
pub(super) fn cut(term: &str, limit: usize) -> &str {
    &term[..term.floor_char_boundary(limit)]
}

/// Replays packed terms.
#[derive(Clone, Copy, Debug)]
pub struct PackedReader<'a> {
    text: &'a str,
    at: usize,
    position: u32,
}

impl<'a> PackedReader<'a> {
    /// Starts at the first term of what [`Packed::as_str`] gave.
    pub fn new(text: &'a str) -> Self {
        PackedReader {
            text,
            at: 0,
            position: 0,
        }
    }
}

impl<'a> Iterator for PackedReader<'a> {
    /// Position and term.
    type Item = (u32, &'a str);

    #[inline]
    fn next(&mut self) -> Option<(u32, &'a str)> {
        let bytes = self.text.as_bytes();
        let mut delta = u32::from(*bytes.get(self.at)?);
        self.at += 1;
        if delta == u32::from(LONG_DELTA) {
            let digits = bytes.get(self.at..self.at + 5)?;
            delta = digits
                .iter()
                .fold(0, |sum, &digit| sum << 7 | u32::from(digit));
            self.at += 5;
        }
        let length = usize::from(*bytes.get(self.at)?);
        let term = self.text.get(self.at + 1..self.at + 1 + length)?;
        self.at += 1 + length;
        self.position = self.position.wrapping_add(delta);
        Some((self.position, term))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut packed = Packed::default();
        let long = "ж".repeat(200);
        packed.push(0, "moscow");
        packed.push(0, "");
        packed.push(126, "a");
        packed.push(253, "b");
        packed.push(1_000_000, &long);
        packed.push_joined(u32::MAX, "run", super::super::FORM_MARK, "running");
        let read: Vec<(u32, &str)> = PackedReader::new(packed.as_str()).collect();
        assert_eq!(
            read,
            [
                (0, "moscow"),
                (0, ""),
                (126, "a"),
                (253, "b"),
                (1_000_000, &long[..120]),
                (u32::MAX, "run\u{1}running"),
            ]
        );
    }

    #[test]
    fn damaged_input_ends_the_replay() {
        for text in ["\u{7f}", "\u{1}\u{9}abc", "\u{1}"] {
            assert_eq!(PackedReader::new(text).next(), None);
        }
    }
}
