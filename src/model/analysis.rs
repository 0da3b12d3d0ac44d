//! What analysis makes of an article.

use super::{DateExpr, Mention, Published};
use std::ops::Range;

/// The tokens of one text in reading order, as byte spans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldTokens {
    /// Byte span of each token; the index in this vector is the token's position within the text.
    pub tokens: Vec<(u32, u32)>,
    /// Sentence starts in reading order; the first is at token 0 wherever there is a token.
    pub sentences: Vec<Sentence>,
}

/// Where a sentence starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Index of its first token within the text.
    pub token: u32,
    /// Byte at which it starts (its first visible character, which may be a quotation mark).
    pub byte: u32,
    /// Whether it opens a paragraph.
    pub paragraph: bool,
}

impl FieldTokens {
    /// Byte span of the token at `index` in this text.
    pub fn span(&self, index: usize) -> Range<usize> {
        let (start, end) = self.tokens[index];
        start as usize..end as usize
    }

    /// Index of the first token that ends after `byte`, at most the number of tokens.
    pub fn at_byte(&self, byte: usize) -> usize {
        self.tokens
            .partition_point(|&(_, end)| (end as usize) <= byte)
    }
}

/// What analysis makes of an article. Depends on the article and the settings alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// ISO 639-1 code ("en"), or "und" where the language could not be told.
    pub language: &'static str,
    /// Publication date as decided.
    pub published: Option<Published>,
    /// Date of the last change as decided.
    pub updated: Option<Published>,
    /// An estimate of how well the body was read by whoever made text of it, such as a program for
    /// scanned pages: the share of common words of the language, in percent, among its words of three
    /// small letters or more. Clean news has 85 and more. `None` for languages without a list and for
    /// fewer than 20 such words.
    pub ocr_quality: Option<u8>,
    /// Tokens of the title.
    pub title: FieldTokens,
    /// Tokens of the body.
    pub body: FieldTokens,
    /// Who: actors named, title before body, by start.
    pub mentions: Vec<Mention>,
    /// When: dates meant, title before body, by start.
    pub dates: Vec<DateExpr>,
}
