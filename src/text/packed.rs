//! Terms with their positions, packed into one string.
//!
//! An engine's own token pipeline costs a tree of allocations for every document. A packed string
//! crosses it untouched and is replayed token by token: `[position delta][length][bytes]...`,
//! where a delta under 127 is one byte and a larger one is 127 followed by five 7-bit digits, most
//! significant first. All bytes of the frame are ASCII, so the whole is valid UTF-8.

use super::MAX_TERM;

const LONG_DELTA: u8 = 127;

/// Bytes of a short term's frame.
pub(super) const FRAME: usize = 16;

/// The frame of a short term: room for the position's difference, its length, its bytes. Copied
/// whole and cut, it costs one store.
pub(super) fn frame(term: &str) -> [u8; FRAME] {
    let mut frame = [0; FRAME];
    frame[1] = term.len() as u8;
    for (to, from) in frame.iter_mut().skip(2).zip(term.bytes()) {
        *to = from;
    }
    frame
}

/// Terms of one field of one article, in ascending order of position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    bytes: Vec<u8>,
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
        self.head(position, term.len());
        self.bytes.extend_from_slice(term.as_bytes());
    }

    /// Adds a short term, given as its [`frame`].
    #[inline]
    pub(super) fn push_frame(&mut self, position: u32, frame: &[u8; FRAME]) {
        debug_assert!(position >= self.last);
        let delta = position.wrapping_sub(self.last);
        self.last = position;
        if delta >= u32::from(LONG_DELTA) {
            self.long_delta(delta);
            self.bytes
                .extend_from_slice(&frame[1..2 + usize::from(frame[1])]);
            return;
        }
        let mut frame = *frame;
        frame[0] = delta as u8;
        let end = self.bytes.len() + 2 + usize::from(frame[1]);
        self.bytes.extend_from_slice(&frame);
        self.bytes.truncate(end);
    }

    #[inline]
    fn head(&mut self, position: u32, length: usize) {
        debug_assert!(position >= self.last);
        let delta = position.wrapping_sub(self.last);
        self.last = position;
        if delta < u32::from(LONG_DELTA) {
            self.bytes.push(delta as u8);
        } else {
            self.long_delta(delta);
        }
        self.bytes.push(length as u8);
    }

    #[cold]
    fn long_delta(&mut self, delta: u32) {
        self.bytes.push(LONG_DELTA);
        for shift in [28, 21, 14, 7, 0] {
            self.bytes.push((delta >> shift & 127) as u8);
        }
    }

    /// The packed terms, as the engine stores and replays them.
    pub fn into_string(self) -> String {
        // Frames are ASCII and terms whole characters, so this is always UTF-8.
        String::from_utf8(self.bytes).unwrap_or_default()
    }

    /// Whether no term was added.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Makes room for about `bytes` more bytes of terms.
    pub fn reserve(&mut self, bytes: usize) {
        self.bytes.reserve(bytes);
    }
}

/// The longest beginning of `text` of at most `limit` bytes that ends at a character boundary.
pub fn cut(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}

/// Replays packed terms.
#[derive(Clone, Copy, Debug)]
pub struct PackedReader<'a> {
    text: &'a str,
    at: usize,
    position: u32,
}

impl<'a> PackedReader<'a> {
    /// Starts at the first term of what [`Packed::into_string`] gave.
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
        packed.push_frame(u32::MAX, &frame("short"));
        let text = packed.into_string();
        let read: Vec<(u32, &str)> = PackedReader::new(&text).collect();
        assert_eq!(
            read,
            [
                (0, "moscow"),
                (0, ""),
                (126, "a"),
                (253, "b"),
                (1_000_000, &long[..120]),
                (u32::MAX, "short"),
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
