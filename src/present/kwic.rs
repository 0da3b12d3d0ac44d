//! Occurrences one a line, what matched in one column: a concordance.

use super::columns::{end_of, flush_right, padded, start_of};
use super::sanitize::line;
use super::{DIM, MATCH, Style};
use crate::model::Occurrence;
use std::io::{self, Write};
use textwrap::core::display_width;

/// Columns of a date.
const DATE: usize = 10;
/// Columns of an id.
const ID: usize = 13;
/// Columns of an outlet, where there is room for it.
const OUTLET: usize = 18;
/// Width of a page from which a line has an id, an outlet.
const WITH_ID: usize = 64;
const WITH_OUTLET: usize = 100;

/// Prints one occurrence as one line of the page's width: date, outlet and id, as far as there is
/// room, then the text with what matched.
///
/// # Errors
/// What the writer says.
pub fn occurrence(out: &mut dyn Write, row: &Occurrence, style: &Style) -> io::Result<()> {
    let lead = lead(row, style.columns());
    let room = style.columns().saturating_sub(display_width(&lead));
    // A space stands before the match, or a mark on either side.
    let marks = if style.color { 1 } else { 2 };
    let before = room * 2 / 5;
    let after = room.saturating_sub(before + marks);
    let pre = flush_right(&end_of(&line(&row.pre), before), before);
    let keyword = start_of(&line(&row.keyword), after);
    let post = line(&row.post);
    let gap = if is_attached(&post) { "" } else { " " };
    let left = after.saturating_sub(display_width(&keyword) + gap.len());
    let post = start_of(&post, left);
    let (lead, keyword) = match style.color {
        true => (
            match lead.is_empty() {
                true => lead,
                false => style.painted(&lead, DIM),
            },
            format!(" {}", style.painted(&keyword, MATCH)),
        ),
        false => (lead, format!("*{keyword}*")),
    };
    let text = format!("{lead}{pre}{keyword}{gap}{post}");
    writeln!(out, "{}", text.trim_end())
}

/// What says where a line is from.
fn lead(row: &Occurrence, width: usize) -> String {
    let published = row.published.as_ref().map(|date| date.text());
    let published = published.unwrap_or_else(|| "undated".to_owned());
    let mut lead = padded(&start_of(&published, DATE), DATE);
    if width >= WITH_OUTLET {
        let outlet = start_of(&line(row.outlet.as_deref().unwrap_or_default()), OUTLET);
        lead = format!("{lead}  {}", padded(&outlet, OUTLET));
    }
    if width >= WITH_ID {
        lead = format!("{lead}  {}", padded(&start_of(&line(&row.id), ID), ID));
    }
    match width {
        ..40 => String::new(),
        _ => lead + "  ",
    }
}

/// Whether what follows stands at the word before it: punctuation that closes.
fn is_attached(post: &str) -> bool {
    post.starts_with([
        ',', '.', ';', ':', '!', '?', ')', ']', '}', '”', '’', '»', '…', '\'', '、', '。',
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grain, Origin, Published, TextField};

    fn sample(pre: &str, keyword: &str, post: &str) -> Occurrence {
        Occurrence {
            id: "0123456789abc".into(),
            docname: "a.jsonl#3".into(),
            published: Some(Published {
                date: jiff::civil::date(2023, 9, 20),
                instant: None,
                grain: Grain::Day,
                origin: Origin::Metadata,
                confidence: 0.9,
            }),
            outlet: Some("The Harbour Ledger of the North".into()),
            field: TextField::Body,
            from: 7,
            to: 7,
            start: 0,
            end: keyword.len(),
            pre: pre.into(),
            keyword: keyword.into(),
            post: post.into(),
            pattern: "ceasefire".into(),
        }
    }

    fn printed(row: &Occurrence, color: bool, width: usize) -> String {
        let mut out = Vec::new();
        occurrence(&mut out, row, &Style { color, width }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn matches_stand_in_one_column() {
        let row = sample(
            "said that the new",
            "cease\u{1b}fire",
            ", signed in the autumn, held",
        );
        assert_eq!(
            printed(&row, false, 80),
            "2023-09-20  0123456789abc      said that the new*cease\\x1bfire*, signed in the …\n"
        );
        assert_eq!(
            printed(&row, true, 30),
            "…hat the new \u{1b}[1m\u{1b}[33mcease\\x1bfire\u{1b}[0m, s…\n"
        );
        let wide = printed(&row, false, 120);
        assert!(
            wide.starts_with("2023-09-20  The Harbour Ledge…  0123456789abc  "),
            "{wide}"
        );
    }

    #[test]
    fn every_line_fits_whatever_is_in_it() {
        let long = "x".repeat(300);
        for row in [
            sample("", "ceasefire", ""),
            sample(&long, &long, &long),
            sample(
                "政府は昨日",
                "停戦",
                "に合意したと発表した。長い文がさらに続いている",
            ),
            sample("a\u{202e}b", "\n\t", "c\u{7}"),
        ] {
            for width in [0, 24, 39, 40, 64, 80, 100, 200] {
                let text = printed(&row, false, width);
                let most = width.max(Style::NARROWEST);
                assert!(display_width(text.trim_end()) <= most, "{width}: {text}");
                assert_eq!(text.lines().count(), 1);
            }
        }
        // The match begins in the same column, whatever stands before it.
        let column = |pre: &str| {
            let text = printed(&sample(pre, "ceasefire", "x"), false, 80);
            display_width(text.split('*').next().unwrap())
        };
        assert_eq!(column(""), column("政府は昨日の夕方に長い声明を発表して"));
    }
}
