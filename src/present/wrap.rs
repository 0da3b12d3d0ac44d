//! Text and ranges on a page of a given width.

use super::sanitize::{Space, sanitize};
use super::{MATCH, Style};
use std::io::{self, Write};
use std::ops::Range;
use textwrap::WordSeparator::UnicodeBreakProperties;
use textwrap::core::{Word, break_words};
use textwrap::wrap_algorithms::wrap_first_fit;

/// A block of text to print.
pub(super) struct Block<'a> {
    /// What stands before the first line, as printed; `indent` columns wide.
    pub lead: &'a str,
    /// Columns before every further line.
    pub indent: usize,
    /// The text, from outside.
    pub text: &'a str,
    /// Byte ranges of `text` to mark.
    pub ranges: &'a [(usize, usize)],
    /// How what is not marked looks.
    pub paint: anstyle::Style,
    /// What becomes of its white space.
    pub space: Space,
}

impl Block<'_> {
    /// Prints it, wrapped to the page with a hanging indent and ending in a line break.
    pub(super) fn print(&self, out: &mut dyn Write, style: &Style) -> io::Result<()> {
        let (mut text, mut ranges) = sanitize(self.text, self.ranges, self.space);
        if !style.color {
            // Before wrapping, because the marks need room too.
            text = starred(&text, &ranges);
            ranges.clear();
        }
        let width = style.columns().saturating_sub(self.indent);
        out.write_all(self.lead.as_bytes())?;
        for (number, line) in lines(&text, width).into_iter().enumerate() {
            if number > 0 {
                write!(out, "\n{:1$}", "", self.indent)?;
            }
            paint(out, &text, line, &ranges, style.color.then_some(self.paint))?;
        }
        out.write_all(b"\n")
    }
}

/// `text` with an asterisk on either side of each range. The ranges are as [`sanitize`] gives them.
fn starred(text: &str, ranges: &[(usize, usize)]) -> String {
    let mut starred = String::with_capacity(text.len() + 2 * ranges.len());
    let mut done = 0;
    for &(start, end) in ranges {
        for (until, mark) in [(start, '*'), (end, '*')] {
            starred.push_str(text.get(done..until).unwrap_or_default());
            starred.push(mark);
            done = until;
        }
    }
    starred.push_str(text.get(done..).unwrap_or_default());
    starred
}

/// Byte ranges of the lines of one paragraph, without the white space at their ends; at least one
/// line. Breaks where Unicode (UAX 14) allows it, within a word only where it is wider than a line.
fn lines(text: &str, width: usize) -> Vec<Range<usize>> {
    let words: Vec<Word<'_>> = UnicodeBreakProperties.find_words(text).collect();
    let words = break_words(words, width);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in wrap_first_fit(&words, &[width as f64]) {
        let next = start + line.iter().map(full_length).sum::<usize>();
        let space = line.last().map_or(0, |word| word.whitespace.len());
        lines.push(start..next - space);
        start = next;
    }
    lines
}

fn full_length(word: &Word<'_>) -> usize {
    word.word.len() + word.whitespace.len()
}

/// Prints one line of `text`, the ranges in it marked; bare where `base` is `None`.
fn paint(
    out: &mut dyn Write,
    text: &str,
    line: Range<usize>,
    ranges: &[(usize, usize)],
    base: Option<anstyle::Style>,
) -> io::Result<()> {
    let piece = |range: Range<usize>| text.get(range).unwrap_or_default();
    let Some(base) = base else {
        return out.write_all(piece(line).as_bytes());
    };
    let mut done = line.start;
    let first = ranges.partition_point(|&(_, end)| end <= line.start);
    for &(start, end) in ranges.iter().skip(first) {
        if start >= line.end {
            break;
        }
        let (start, end) = (start.max(line.start), end.min(line.end));
        styled(out, piece(done..start), base)?;
        styled(out, piece(start..end), MATCH)?;
        done = end;
    }
    styled(out, piece(done..line.end), base)
}

fn styled(out: &mut dyn Write, text: &str, paint: anstyle::Style) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    write!(out, "{paint}{text}{paint:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str, ranges: &[(usize, usize)], style: Style) -> String {
        let block = Block {
            lead: "> ",
            indent: 2,
            text,
            ranges,
            paint: super::super::TEXT,
            space: Space::Fold,
        };
        let mut out = Vec::new();
        block.print(&mut out, &style).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn wraps_by_columns_and_marks_across_lines() {
        let plain = Style {
            color: false,
            width: 24,
        };
        let color = Style {
            color: true,
            width: 24,
        };
        let text = "Moscow sent the Russian peacekeepers home";
        let phrase = [(16, 36)];
        assert_eq!(
            printed(text, &phrase, plain),
            "> Moscow sent the\n  *Russian peacekeepers*\n  home\n"
        );
        assert_eq!(
            printed(text, &phrase, color),
            "> Moscow sent the\n  \u{1b}[1m\u{1b}[33mRussian peacekeepers\u{1b}[0m\n  home\n"
        );
        let narrow = printed("one two three four \u{1b}[0m five", &[(14, 23)], color);
        assert_eq!(
            narrow,
            "> one two three \u{1b}[1m\u{1b}[33mfour\u{1b}[0m\n  \u{1b}[1m\u{1b}[33m\\x1b[0m\u{1b}[0m five\n"
        );
    }

    #[test]
    fn no_line_is_wider_than_the_page() {
        let long = "x".repeat(500);
        for text in [
            "",
            "Президент объявил о прекращении огня в регионе после переговоров",
            "停戦合意の後、ロシアの平和維持部隊が撤退を開始したと当局者が述べた。",
            "https://example.org/a/very/long/path/that/never/ends/and/goes/on?and=on#here",
            &long,
        ] {
            for width in [0, 24, 40, 80] {
                let style = Style {
                    color: false,
                    width,
                };
                for line in printed(text, &[(0, 4)], style).lines() {
                    assert!(
                        textwrap::core::display_width(line) <= style.columns(),
                        "{line}"
                    );
                }
            }
        }
    }
}
