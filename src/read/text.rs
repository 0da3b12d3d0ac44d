//! Plain text: bare, with `Key: value` header lines, with the four `-- ` lines, or with many articles as
//! a vendor delivers them.

use super::fields::{self, Record};
use super::input::Input;
use super::names::{self, Dialect};
use super::{About, Delivery, ReadError, Reader, document, encoding, has_extension, headers};
use crate::model::Article;

/// Reads whatever is text and nothing else.
pub(super) struct Text;

/// Bytes that header lines may take besides the article's own.
const HEADER: usize = 64 << 10;
/// Longest headline, in characters.
const HEADLINE: usize = 200;
/// A line of this many words that ends with a full stop is a sentence, not a headline.
const SENTENCE: usize = 12;

impl Reader for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn recognise(&self, _head: &[u8], name: &str) -> u8 {
        if has_extension(self, name) { 20 } else { 10 }
    }

    fn about(&self) -> About {
        About {
            what: "plain text",
            fields: "header lines (Title:, Date:, Byline:, Source:, URL: ...), or four lines of title, byline, date and address that begin with two hyphens; else the first line may be the title",
            example: "Title: Pier closed\nDate: 20 September 2023\n\nThe harbour ...",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let bound = input.limits.max_article.saturating_add(HEADER);
        let bytes = input.all(bound)?;
        if memchr::memchr(0, &bytes).is_some() {
            return Err(ReadError::content("not text: NUL bytes"));
        }
        let decoded = encoding::decode(bytes, None);
        let label = input.decoded_from.map_or(decoded.label, encoding::label);
        let lossy = decoded.lossy || input.lossy.get();
        document::deliver(decoded.text, input.limits, out, &|mut article| {
            article.encoding = Some(label);
            article.lossy = lossy;
            article
        })
    }
}

/// The article of a text whose line ends are in their normal form.
pub(super) fn article(text: &str) -> Article {
    let (record, title, body) = parts(text);
    let mut article = fields::article(record, Dialect::Header);
    if let Some(title) = title {
        article.title = title.to_owned();
    }
    article.body = body.to_owned();
    article
}

/// Header fields, a headline where the header has none, and the body.
fn parts(text: &str) -> (Record, Option<&str>, &str) {
    let start = text.trim_start_matches('\n');
    if let Some((record, rest)) = headers::dashed(start) {
        return (record, None, rest);
    }
    let (record, rest) = headers::parse(start).unwrap_or((Record::new(), start));
    if record.keys().any(|key| names::is_title(key)) {
        return (record, None, rest);
    }
    match headline(rest) {
        Some((title, body)) => (record, Some(title), body),
        None => (record, None, rest),
    }
}

/// The first line of a bare text as its headline, and the text after it.
///
/// It is one if it has at most 200 characters, does not read like a sentence or like the dateline
/// that opens an article, and something follows: after a blank line, or, where paragraphs are
/// lines, on a line at least twice as long. Hard-wrapped text without a blank line after its
/// first line has no headline.
fn headline(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n')?;
    let title = first.trim();
    if rest.trim().is_empty() || title.chars().count() > HEADLINE || is_opening(title) {
        return None;
    }
    let second = rest.split('\n').next().unwrap_or("").trim();
    let stands_alone = second.is_empty()
        || is_below_headline(second)
        || (second.len() >= 2 * title.len()
            && second.len() > 100
            && !title.ends_with([',', ';', '-', '.']));
    stands_alone.then_some((title, rest))
}

/// Whether a line is what stands between a headline and the text: a date, or who wrote it.
fn is_below_headline(line: &str) -> bool {
    const LONGEST: usize = 60;
    let mut words = line.split_whitespace();
    let by = words
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("by"));
    let name = words
        .next()
        .is_some_and(|word| word.starts_with(char::is_uppercase));
    line.len() <= LONGEST
        && !line.ends_with('.')
        && (by && name || super::vendor::is_date(line) && line.split_whitespace().count() <= 5)
}

/// Whether a line reads like the beginning of an article's text.
fn is_opening(line: &str) -> bool {
    let ends = line.trim_end_matches(['"', '”', '’', '\'', '»', ')']);
    let is_sentence = ends.ends_with('.') && line.split_whitespace().count() >= SENTENCE;
    // "BAKU, Sept 20 (Reuters) - ...".
    let is_dateline = [") - ", ") -- ", ") – ", ") — "]
        .iter()
        .filter_map(|mark| line.split_once(mark))
        .any(|(before, _)| before.contains('(') && before.starts_with(char::is_uppercase));
    is_sentence || is_dateline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_are_told_from_text() {
        let long = "A paragraph that is one line and goes on and on, as paragraphs do in files of this kind, without a break.";
        let sentence = "The harbour office closed the north pier on Tuesday because of the storm.";
        let cases: &[(&str, Option<&str>, &str)] = &[
            ("Pier closed\n\nBody.\n", Some("Pier closed"), "Body."),
            (
                "\n\n  Pier closed  \n \nBody.",
                Some("Pier closed"),
                "Body.",
            ),
            (&format!("Pier closed\n{long}"), Some("Pier closed"), long),
            (
                "Hard-wrapped text\nthat goes on\nand on.",
                None,
                "Hard-wrapped text\nthat goes on\nand on.",
            ),
            (
                "Pier closed\n20 September 2023\nBy Ann Lee\n\nBody.",
                Some("Pier closed"),
                "20 September 2023\nBy Ann Lee\n\nBody.",
            ),
            (
                "Pier closed\nBy Ann Lee\n\nBody.",
                Some("Pier closed"),
                "By Ann Lee\n\nBody.",
            ),
            (
                "It was made\nby hand and sold\non.",
                None,
                "It was made\nby hand and sold\non.",
            ),
            (
                &format!("{sentence}\n\nMore."),
                None,
                &format!("{sentence}\n\nMore."),
            ),
            (
                "BAKU (Reuters) - Guns fell silent\n\nMore",
                None,
                "BAKU (Reuters) - Guns fell silent\n\nMore",
            ),
            ("It is over.\n\nBody", Some("It is over."), "Body"),
            ("Only a line", None, "Only a line"),
            (
                "Date: 2021-05-04\n\nPier closed\n\nBody",
                Some("Pier closed"),
                "Body",
            ),
            (
                "Title: A\nDate: 2021-05-04\n\nPier closed\n\nBody",
                None,
                "Pier closed\n\nBody",
            ),
            ("-- A\n-- \n-- \n-- \n\nB\n\nC", None, "B\n\nC"),
            ("", None, ""),
        ];
        for (text, title, body) in cases {
            let (_, found, rest) = parts(text);
            assert_eq!((found, rest.trim()), (*title, *body), "{text}");
        }
    }
}
