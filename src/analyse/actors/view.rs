//! One text of an article with its tokens, read without ever panicking on odd spans.

use super::key::{Shape, shape, word_key};
use crate::model::{FieldTokens, Sentence};
use crate::text::WordNumbers;
use std::ops::Range;

/// Longest word in bytes that can be part of a name; longer runs of letters are not words.
const MAX_WORD: usize = 40;

/// A text and its tokens.
pub struct View<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a FieldTokens,
    /// The numbers of their words, as far as they are known.
    pub words: &'a WordNumbers,
}

/// Nothing is known of the words' numbers.
static UNNUMBERED: WordNumbers = WordNumbers {
    stamp: 0,
    numbers: Vec::new(),
};

impl<'a> View<'a> {
    /// A text and its tokens.
    pub fn new(text: &'a str, tokens: &'a FieldTokens) -> View<'a> {
        View {
            text,
            tokens,
            words: &UNNUMBERED,
        }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.tokens.len()
    }

    /// First byte of a token; the end of the text where there is no such token.
    pub fn start(&self, index: usize) -> usize {
        let span = self.tokens.tokens.get(index);
        span.map_or(self.text.len(), |&(start, _)| start as usize)
    }

    /// First byte after a token; the end of the text where there is no such token.
    pub fn end(&self, index: usize) -> usize {
        let span = self.tokens.tokens.get(index);
        span.map_or(self.text.len(), |&(_, end)| end as usize)
    }

    /// The word at an index: empty where there is none, or where it is too long to be one.
    pub fn word(&self, index: usize) -> &'a str {
        let Some(&(start, end)) = self.tokens.tokens.get(index) else {
            return "";
        };
        let word = self.text.get(start as usize..end as usize).unwrap_or("");
        if word.len() > MAX_WORD { "" } else { word }
    }

    /// The word before an index, empty for the first.
    pub fn previous(&self, index: usize) -> &'a str {
        index
            .checked_sub(1)
            .map_or("", |previous| self.word(previous))
    }

    /// The text between the token before `index` and that at `index`.
    pub fn gap(&self, index: usize) -> &'a str {
        let from = index
            .checked_sub(1)
            .map_or(0, |previous| self.end(previous));
        self.text.get(from..self.start(index)).unwrap_or("\u{0}")
    }

    /// Shape of the word at an index.
    pub fn shape(&self, index: usize) -> Shape {
        shape(self.word(index))
    }

    /// Key of the word at an index.
    pub fn key(&self, index: usize) -> u64 {
        word_key(self.word(index))
    }

    /// Whether only a space, or a line's end within a paragraph, lies before the token.
    pub fn spaced(&self, index: usize) -> bool {
        let gap = self.gap(index);
        gap == " "
            || (!gap.is_empty()
                && gap.len() <= 4
                && gap.chars().all(char::is_whitespace)
                && gap.bytes().filter(|&byte| byte == b'\n').count() <= 1)
    }

    /// Whether a hyphen, or a dash in its place, joins the token to the one before.
    pub fn hyphen(&self, index: usize) -> bool {
        matches!(self.gap(index), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
    }

    /// Whether the word before a token, joined to it, says only for or against whom someone is:
    /// "pro-Russian", "anti-Taliban".
    pub fn sided(&self, index: usize) -> bool {
        let side = self.previous(index).to_ascii_lowercase();
        self.hyphen(index)
            && matches!(
                side.as_str(),
                "pro" | "anti" | "non" | "counter" | "ex" | "post" | "pre"
            )
    }

    /// Whether a sentence starts at the token.
    pub fn starts_sentence(&self, index: usize) -> bool {
        let wanted = u32::try_from(index).unwrap_or(u32::MAX);
        index == 0
            || self
                .tokens
                .sentences
                .binary_search_by_key(&wanted, |sentence| sentence.token)
                .is_ok()
    }

    /// The tokens of the sentence that a token is in.
    pub fn sentence(&self, index: usize) -> Range<usize> {
        let starts = &self.tokens.sentences;
        let next = starts.partition_point(|sentence| sentence.token as usize <= index);
        let start = |sentence: &Sentence| sentence.token as usize;
        let from = next.checked_sub(1).and_then(|last| starts.get(last));
        from.map_or(0, start)..starts.get(next).map_or(self.len(), start)
    }

    /// Whether the words beside `from..until` are written in capitals, so that capitals mean nothing.
    pub fn among_capitals(&self, from: usize, until: usize) -> bool {
        let loud = |word: &str| word.len() >= 4 && shape(word) == Shape::Capitals;
        let quiet = |word: &str| word.len() >= 3 && shape(word) != Shape::Capitals;
        let (before, after) = (self.previous(from), self.word(until));
        (loud(before) && !quiet(after)) || (loud(after) && !quiet(before))
    }
}
