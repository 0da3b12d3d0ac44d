//! How a difference is told.

use super::oracle::{Answer, Row};
use super::store::{Archive, Span, Text};
use dateline::query::Query;
use std::fmt::Write;

/// Most articles and rows that are shown.
const SHOWN: usize = 3;

/// The query, the first articles whose answers differ, and both answers.
pub fn difference(
    archive: &Archive,
    query: &Query,
    expected: &Answer,
    found: &Result<Answer, String>,
) -> String {
    let mut text = format!("the engine's answer is not the oracle's to\n{query}\n{query:?}\n");
    let found = match found {
        Ok(found) => found,
        Err(error) => return text + "the engine: " + error,
    };
    let counts = |answer: &Answer| (answer.entries.len(), answer.rows.len());
    let (should, does) = (counts(expected), counts(found));
    let _ = writeln!(
        text,
        "articles and occurrences: oracle {should:?}, engine {does:?}"
    );
    let rows = |answer: &Answer, entry: usize| -> Vec<Row> {
        let rows = answer.rows.iter().filter(|row| row.entry == entry);
        rows.cloned().collect()
    };
    let differing = (0..archive.entries.len()).filter(|entry| {
        expected.entries.contains(entry) != found.entries.contains(entry)
            || rows(expected, *entry) != rows(found, *entry)
    });
    for entry in differing.take(SHOWN) {
        let article = &archive.entries[entry];
        let _ = writeln!(
            text,
            "\narticle {entry}, {} ({})",
            article.id, article.language
        );
        for (name, part) in ["title", "body"].iter().zip(&article.texts) {
            let _ = writeln!(text, "{name}: {}", numbered(part));
        }
        for (name, answer) in [("oracle", expected), ("engine", found)] {
            let is_selected = answer.entries.contains(&entry);
            let _ = writeln!(text, "{name}: selected {is_selected}");
            for row in rows(answer, entry) {
                let part = &article.texts[row.text];
                let _ = writeln!(
                    text,
                    "    {} {:?} “{}” of {}",
                    ["title", "body"][row.text],
                    row.span,
                    words(part, row.span),
                    row.pattern
                );
            }
        }
    }
    text
}

fn words(text: &Text, (from, until): Span) -> &str {
    let bytes = &text.bytes[from as usize..until as usize];
    let ends = bytes.first().zip(bytes.last());
    ends.map_or("", |(first, last)| {
        &text.text[first.0 as usize..last.1 as usize]
    })
}

/// The text with its tokens numbered, and where its sentences and paragraphs start.
fn numbered(text: &Text) -> String {
    let mut shown = String::new();
    for token in 0..text.bytes.len() as u32 {
        if token > 0 && text.paragraphs.iter().any(|paragraph| paragraph.0 == token) {
            shown.push_str("¶ ");
        } else if token > 0 && text.sentences.iter().any(|sentence| sentence.0 == token) {
            shown.push_str(". ");
        }
        let _ = write!(shown, "{token}:{} ", words(text, (token, token + 1)));
    }
    shown
}
