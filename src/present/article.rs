//! One whole article, as `show` prints it.

use super::info::table;
use super::sanitize::{Space, line, tidy};
use super::terminal::{actors, dates, headline, place, some_of};
use super::wrap::Block;
use super::{BOLD, Style, TEXT};
use crate::model::{Hit, Published};
use std::cmp::Reverse;
use std::io::{self, Write};

/// Actors and dates listed, at most.
const LISTED: usize = 40;

/// Prints an article: headline, what is known about it, and the body where `hit` has it.
///
/// `body_highlights` are byte ranges of the body that a query matched; those of the headline come
/// with the hit. Line breaks of the body stay, longer lines are wrapped.
pub fn article(
    out: &mut dyn Write,
    hit: &Hit,
    body_highlights: &[(usize, usize)],
    style: &Style,
) -> io::Result<()> {
    let title = Block {
        lead: "",
        indent: 0,
        text: &headline(hit),
        ranges: if hit.title.trim().is_empty() {
            &[]
        } else {
            &hit.title_highlights
        },
        paint: BOLD,
        space: Space::Fold,
    };
    title.print(out, style)?;
    writeln!(out)?;
    table(out, &facts(hit), style)?;
    let Some(body) = &hit.body else {
        return Ok(());
    };
    writeln!(out)?;
    print_body(out, body.trim_end(), body_highlights, style)
}

/// Something to say about a stretch of a text, which is marked: bytes `start..end`.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// What to say.
    pub text: &'a str,
}

/// A text with notes in square brackets behind what they are about, and the ranges to mark in it:
/// those given, and what has a note. Notes may lie in one another, and then come one after another;
/// one at no character boundary is left out.
pub fn annotated(
    text: &str,
    ranges: &[(usize, usize)],
    notes: &[Note<'_>],
) -> (String, Vec<(usize, usize)>) {
    let mut with_notes = String::with_capacity(text.len() + 16 * notes.len());
    // Where notes were put in: their place in the text, and the bytes put in up to there.
    let mut put_in: Vec<(usize, usize)> = Vec::with_capacity(notes.len());
    let mut marked = ranges.to_vec();
    let mut done = 0;
    let mut notes: Vec<&Note<'_>> = notes.iter().collect();
    // Of those that end together the shortest stands next to the text.
    notes.sort_by_key(|note| (note.end, Reverse(note.start)));
    for note in notes {
        let is_stretch = text.get(note.start..note.end).is_some();
        let Some(before) = text.get(done..note.end).filter(|_| is_stretch) else {
            continue;
        };
        with_notes.push_str(before);
        with_notes.push_str(&format!(" [{}]", note.text));
        done = note.end;
        put_in.pop_if(|(at, _)| *at == done);
        put_in.push((done, with_notes.len() - done));
        marked.push((note.start, note.end));
    }
    with_notes.push_str(text.get(done..).unwrap_or_default());
    let moved = tidy(text, &marked)
        .into_iter()
        .flat_map(|range| between_notes(range, &put_in));
    let moved = moved.collect();
    (with_notes, moved)
}

/// A range, moved by the notes before it, and cut at those within it.
fn between_notes((start, end): (usize, usize), put_in: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let first = put_in.partition_point(|&(at, _)| at <= start);
    let last = put_in.partition_point(|&(at, _)| at < end);
    let mut by = first.checked_sub(1).map_or(0, |before| put_in[before].1);
    let mut from = start;
    let mut pieces = Vec::with_capacity(1 + last - first);
    for &(at, total) in &put_in[first..last] {
        pieces.push((from + by, at + by));
        (from, by) = (at, total);
    }
    pieces.push((from + by, end + by));
    pieces
}

/// What is known about an article; "listed" is what the source said, the other rows what was found.
fn facts(hit: &Hit) -> Vec<(String, String)> {
    let listed = |list: &[String]| some_of(list, LISTED);
    let facts = [
        (
            "published",
            hit.published
                .as_ref()
                .map_or("undated".to_string(), published),
        ),
        ("updated", hit.updated.clone().unwrap_or_default()),
        ("outlet", hit.outlet.clone().unwrap_or_default()),
        ("authors", listed(&hit.authors)),
        ("section", hit.section.clone().unwrap_or_default()),
        ("language", hit.language.clone()),
        (
            "ocr quality",
            hit.ocr_quality
                .map(|percent| format!("{percent} % common words"))
                .unwrap_or_default(),
        ),
        ("who", actors(&hit.actors, LISTED)),
        ("when", dates(&hit.event_dates, LISTED)),
        ("listed people", listed(&hit.source.people)),
        ("listed places", listed(&hit.source.places)),
        ("listed bodies", listed(&hit.source.organisations)),
        ("listed topics", listed(&hit.source.topics)),
        ("url", hit.url.clone().unwrap_or_default()),
        ("path", place(hit)),
        ("id", hit.id.clone()),
        ("source id", hit.source_id.clone().unwrap_or_default()),
    ];
    facts
        .into_iter()
        .filter(|(_, value)| !line(value).is_empty())
        .map(|(name, value)| (name.to_string(), value))
        .collect()
}

/// The date and what it rests on, because a date taken from a directory is not one from the page.
pub(super) fn published(published: &Published) -> String {
    let origin = published.origin.name();
    format!(
        "{} (from {origin}, confidence {:.2})",
        published.text(),
        published.confidence
    )
}

/// Prints the body line by line, so that memory stays that of its longest line. `ranges` need not
/// be in order; time grows with the text and with their number, not with the product.
pub(super) fn print_body(
    out: &mut dyn Write,
    body: &str,
    ranges: &[(usize, usize)],
    style: &Style,
) -> io::Result<()> {
    let ranges = tidy(body, ranges);
    let mut start = 0;
    let mut first = 0;
    for text in body.split('\n') {
        let end = start + text.len();
        // Ranges are in order, so those that ended before this line are done with.
        while ranges.get(first).is_some_and(|range| range.1 <= start) {
            first += 1;
        }
        let here: Vec<(usize, usize)> = ranges
            .iter()
            .skip(first)
            .take_while(|range| range.0 < end)
            .map(|range| {
                (
                    range.0.saturating_sub(start),
                    range.1.min(end).saturating_sub(start),
                )
            })
            .collect();
        let block = Block {
            lead: "",
            indent: 0,
            text,
            ranges: &here,
            paint: TEXT,
            space: Space::Keep,
        };
        block.print(out, style)?;
        start = end + 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grain, Origin};

    fn printed(hit: &Hit, ranges: &[(usize, usize)], style: Style) -> String {
        let mut out = Vec::new();
        article(&mut out, hit, ranges, &style).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn sample() -> Hit {
        Hit {
            id: "k3f9x2".into(),
            title: "Ceasefire holds".into(),
            title_highlights: vec![(0, 9)],
            published: Some(Published {
                date: jiff::civil::date(1992, 7, 1),
                instant: None,
                grain: Grain::Month,
                origin: Origin::Directory,
                confidence: 0.7,
            }),
            language: "en".into(),
            authors: vec!["Ada Okafor".into(), "Jan \u{1b}[1mPol".into()],
            path: "ledger/1992-07.txt".into(),
            body: Some("  TIRASPOL - The ceasefire\nsigned on Tuesday holds.\n\nPeace\tkeepers \u{1b}[2J watch the long bridge.\n".into()),
            ..Hit::default()
        }
    }

    #[test]
    fn the_whole_article() {
        let style = Style {
            color: false,
            width: 40,
        };
        let expected = r"*Ceasefire* holds

published  1992-07 (from directory,
           confidence 0.70)
authors    Ada Okafor, Jan \x1b[1mPol
language   en
path       ledger/1992-07.txt
id         k3f9x2

  TIRASPOL - The *ceasefire*
*signed* on Tuesday *holds.*

*Peace* keepers \x1b[2J *watch* the long
bridge.
";
        // The first range covers a line break, the second also a blank line.
        let ranges = [(17, 33), (45, 58), (72, 77)];
        assert_eq!(printed(&sample(), &ranges, style), expected);
    }

    #[test]
    fn notes_stand_behind_what_they_are_about() {
        let text = "on Tuesday a truce, on Wednesday peace";
        let note = |words: &'static str, value: &'static str| {
            let start = text.find(words).unwrap();
            Note {
                start,
                end: start + words.len(),
                text: value,
            }
        };
        let notes = [
            note("Tuesday", "2023-09-19"),
            note("Wednesday", "2023-09-20"),
        ];
        let starred = |ranges: &[(usize, usize)], notes: &[Note<'_>]| {
            let (text, ranges) = annotated(text, ranges, notes);
            let mut starred = text.clone();
            for &(start, end) in ranges.iter().rev() {
                starred.insert(end, '*');
                starred.insert(start, '*');
            }
            starred
        };
        for (ranges, expected) in [
            (
                vec![],
                "on *Tuesday* [2023-09-19] a truce, on *Wednesday* [2023-09-20] peace",
            ),
            (
                vec![(33, 38), (13, 18)],
                "on *Tuesday* [2023-09-19] a *truce*, on *Wednesday* [2023-09-20] *peace*",
            ),
            (
                vec![(0, 18), (32, 38)],
                "*on Tuesday* [2023-09-19]* a truce*, on *Wednesday* [2023-09-20]* peace*",
            ),
        ] {
            assert_eq!(starred(&ranges, &notes), expected, "{ranges:?}");
        }
        let nested = [
            note("on Tuesday", "outer"),
            note("Tuesday a", "later"),
            note("Tuesday", "inner"),
        ];
        assert_eq!(
            starred(&[(33, 38)], &nested),
            "*on Tuesday* [inner] [outer]* a* [later] truce, on Wednesday *peace*"
        );
        let wrong = Note {
            start: 5,
            end: 900,
            text: "",
        };
        assert_eq!(starred(&[], &[wrong]), text);
        let shown = Note {
            text: "\u{1b}[2J",
            ..notes[0]
        };
        assert!(
            annotated(text, &[], &[shown]).0.contains('\u{1b}'),
            "made safe when printed"
        );
    }

    #[test]
    fn ranges_that_are_wrong_break_nothing() {
        for color in [false, true] {
            let style = Style { color, width: 40 };
            let ranges = [
                (9, 3),
                (0, usize::MAX),
                (usize::MAX, usize::MAX),
                (5, 5),
                (1, 2),
            ];
            let page = printed(&sample(), &ranges, style);
            assert!(!page.contains("\u{1b}[2J"));
            let untitled = Hit {
                title: String::new(),
                body: None,
                ..sample()
            };
            assert!(printed(&untitled, &[], style).contains("(no title)"));
        }
    }
}
