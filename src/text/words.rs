//! Splitting text into tokens.

use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// What a character is to the tokenizer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Part of a word.
    Word,
    /// A word of its own: scripts written without spaces.
    Single,
    /// Between words.
    Gap,
}

const ASCII_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0usize;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

fn class(c: char) -> Class {
    if matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
    {
        // The middle dot and the sound marks of this range are no words.
        if c.is_alphanumeric() {
            Class::Single
        } else {
            Class::Gap
        }
    } else if c.is_alphanumeric() || is_combining_mark(c) {
        Class::Word
    } else {
        Class::Gap
    }
}

/// The character that starts at byte `at`, which must be a boundary within `text`.
fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Calls `each` with the byte span of every token, in order.
///
/// ```
/// let mut found = Vec::new();
/// dateline::text::words("Russia’s U.S. envoy", |span| found.push(span));
/// assert_eq!(found, [0..6, 11..12, 13..14, 16..21]);
/// ```
pub fn words(text: &str, mut each: impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut previous_end = usize::MAX;
    while at < bytes.len() {
        let start = at;
        while at < bytes.len() && ASCII_WORD[bytes[at] as usize] {
            at += 1;
        }
        if at < bytes.len() && bytes[at] >= 0x80 {
            at = match wide(text, start, at, &mut each) {
                Wide::Word(end) => end,
                Wide::Done(end) => {
                    at = end;
                    continue;
                }
            };
        }
        if at > start {
            if !is_possessive(text, previous_end, start, at) {
                each(start..at);
                previous_end = at;
            }
        } else {
            at += 1;
        }
    }
}

/// How the part of a token that needs decoding ended.
enum Wide {
    /// The word that began at `start` ends here.
    Word(usize),
    /// Everything up to here has been dealt with.
    Done(usize),
}

/// Goes on from the first non-ASCII byte of a possible word that began at `start`.
#[cold]
#[inline(never)]
fn wide(text: &str, start: usize, from: usize, each: &mut impl FnMut(Range<usize>)) -> Wide {
    let mut at = from;
    while let Some(c) = char_at(text, at) {
        match class(c) {
            Class::Word => at += c.len_utf8(),
            Class::Single => {
                if at > start {
                    each(start..at);
                }
                each(at..at + c.len_utf8());
                return Wide::Done(at + c.len_utf8());
            }
            Class::Gap if at > start => return Wide::Word(at),
            Class::Gap => return Wide::Done(at + c.len_utf8()),
        }
    }
    Wide::Word(at)
}

/// Whether the token is the `s` of a possessive: it follows a word and an apostrophe.
fn is_possessive(text: &str, previous_end: usize, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    if end - start != 1 || !matches!(bytes[start], b's' | b'S') {
        return false;
    }
    matches!(
        text.get(previous_end..start),
        Some("'" | "\u{2019}" | "\u{2bc}" | "\u{ff07}")
    )
}

#[cfg(test)]
mod tests {
    fn split(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        super::words(text, |span| found.push(&text[span]));
        found
    }

    #[test]
    fn splits_as_readers_expect() {
        for (text, expected) in [
            ("", vec![]),
            ("  -- ", vec![]),
            (
                "Moscow said on Tuesday.",
                vec!["Moscow", "said", "on", "Tuesday"],
            ),
            ("Russia's and Russia’s", vec!["Russia", "and", "Russia"]),
            ("'s", vec!["s"]),
            (
                "U.S. cease-fire 3.5",
                vec!["U", "S", "cease", "fire", "3", "5"],
            ),
            ("l’Élysée", vec!["l", "Élysée"]),
            ("don't", vec!["don", "t"]),
            ("Москва заявила", vec!["Москва", "заявила"]),
            ("停戦abc합의", vec!["停", "戦", "abc합의"]),
            ("x停", vec!["x", "停"]),
            ("e\u{301}te\u{301}", vec!["e\u{301}te\u{301}"]),
            ("दिल्ली में", vec!["दिल्ली", "में"]),
            ("“Peace”—now", vec!["Peace", "now"]),
        ] {
            assert_eq!(split(text), expected, "{text:?}");
        }
    }
}
