//! Text that stands bare among blocks becomes paragraphs: `<h1>Pier closed</h1>The pier ...<br><br>`.
//!
//! Extractors that think of text after an element as its tail lose that text with the element. Old
//! pages are full of it.

use super::page::Page;
use trafilatura::dom::NodeId;

/// Elements whose bare text is looked at.
const HOLDERS: [&str; 7] = ["div", "article", "section", "main", "td", "center", "body"];

/// Elements that stand within lines.
const INLINE: [&str; 22] = [
    "a", "b", "i", "em", "strong", "span", "u", "font", "small", "big", "sup", "sub", "q", "cite",
    "abbr", "acronym", "mark", "time", "code", "s", "wbr", "tt",
];

/// Fewest bytes of a run that is made a paragraph: less is a caption or a label.
const SHORTEST: usize = 40;

/// Stands for a line's end in the text of a run: Unicode's line separator.
const BREAK: char = '\u{2028}';

/// How many pieces are looked for in a text: no page of news has more.
const MOST_PIECES: usize = 1_000;

/// Most bytes that are written anew: what is nested is written again for each element around it.
const MOST: usize = 16 << 20;

/// Runs of bare text that stand beside blocks, with what stands beside them: the beginnings of each.
pub(super) struct BareText(Vec<Vec<(String, bool)>>);

impl BareText {
    /// Those of a page.
    pub(super) fn of(page: &Page) -> BareText {
        let Some(body) = page.body() else {
            return BareText(Vec::new());
        };
        let holders = page.iter(body, &HOLDERS).into_iter();
        let (mut budget, mut left) = (MOST, MOST_PIECES);
        let all = holders.map_while(|holder| {
            let mut starts = Vec::new();
            if left == 0 {
                return None;
            }
            for piece in pieces(page, holder).unwrap_or_default() {
                budget = budget.checked_sub(piece.html.len())?;
                let lines = piece.text.split(BREAK);
                let long = lines.filter(|line| line.trim().len() >= SHORTEST);
                starts.extend(long.map(|line| (start(line), piece.is_paragraph)));
            }
            starts.truncate(left);
            left -= starts.len();
            Some(starts)
        });
        BareText(all.collect())
    }

    /// Whether some is missing in a text that has what stands beside it.
    pub(super) fn is_missing_in(&self, text: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.0.iter().any(|pieces| {
            let mut has = pieces
                .iter()
                .map(|(start, is_bare)| (text.contains(start), *is_bare));
            has.clone().any(|(there, _)| there) && has.any(|(there, is_bare)| !there && is_bare)
        })
    }
}

/// The first words of a text, of [`SHORTEST`] bytes together.
fn start(text: &str) -> String {
    let mut start = String::new();
    for word in text.split_whitespace() {
        if start.len() >= SHORTEST {
            break;
        }
        if !start.is_empty() {
            start.push(' ');
        }
        start.push_str(word);
    }
    start
}

/// Puts runs of bare text that stand beside blocks into paragraphs of their own.
pub(super) fn wrap_bare_text(page: &mut Page) {
    let Some(body) = page.body() else {
        return;
    };
    let mut holders = page.iter(body, &HOLDERS);
    // The inner ones first: what is written anew has other nodes.
    holders.reverse();
    let mut budget = MOST;
    for holder in holders {
        let Some(pieces) = pieces(page, holder) else {
            continue;
        };
        let html: String = pieces.iter().map(Piece::html).collect();
        page.set_inner_html(holder, &html);
        match budget.checked_sub(html.len()) {
            Some(left) => budget = left,
            None => break,
        }
    }
}

/// Whether a text has what another has, and a paragraph or more before its end, but not half as much
/// again: that would be another part of the page.
pub(super) fn adds_only(text: &str, fuller: &str) -> bool {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (few, many) = (words(text), words(fuller));
    let mut rest = many.iter();
    // In order: a word that is missing costs all up to the next like it, so look ahead a little.
    let mut found = 0;
    for word in &few {
        let ahead = rest.clone().take(FARTHEST).position(|other| other == word);
        if let Some(at) = ahead {
            rest = rest.as_slice().get(at + 1..).unwrap_or_default().iter();
            found += 1;
        }
    }
    // What comes after the end is mostly no part of the article.
    rest.len() < FEWEST_MORE
        && found * 50 >= few.len() * 49
        && many.len() >= few.len() + FEWEST_MORE
        && many.len() * 2 <= few.len() * 3
}

/// How many words ahead one is looked for.
const FARTHEST: usize = 5_000;

/// Fewest words more that a fuller text is worth taking for.
const FEWEST_MORE: usize = 8;

/// What stands in an element: a run of text and of elements within lines, or a block.
#[derive(Default)]
struct Piece {
    html: String,
    text: String,
    /// Whether it has text of its own.
    is_bare: bool,
    /// Whether that is long enough for a paragraph.
    is_paragraph: bool,
}

impl Piece {
    fn html(&self) -> String {
        match self.is_paragraph {
            true => format!("<p>{}</p>", self.html),
            false => self.html.clone(),
        }
    }

    /// Ends a run.
    fn end(&mut self, pieces: &mut Vec<Piece>) {
        let run = std::mem::take(self);
        let is_paragraph = run.is_bare && run.text.trim().len() >= SHORTEST;
        pieces.push(Piece {
            is_paragraph,
            ..run
        });
    }
}

/// What stands in an element, where bare text stands beside blocks in it.
fn pieces(page: &Page, holder: NodeId) -> Option<Vec<Piece>> {
    let children = page.child_nodes(holder);
    let is_blank = |node: NodeId| page.text_content(node).trim().is_empty();
    let is_block = |&node: &NodeId| page.is_element(node) && !is_inline(page, node);
    let bare = |&node: &NodeId| page.is_text(node) && !is_blank(node);
    if !children.iter().any(bare) || !children.iter().any(is_block) {
        return None;
    }
    let (mut pieces, mut run) = (Vec::new(), Piece::default());
    let mut breaks = 0;
    for &child in &children {
        let is_text = page.is_text(child);
        if !is_text && !page.is_element(child) || is_text && breaks > 0 && is_blank(child) {
            continue;
        }
        if !is_text && page.tag_name(child) == "br" {
            breaks += 1;
            continue;
        }
        let within = is_text || is_inline(page, child);
        if breaks > 1 || !within {
            run.end(&mut pieces);
            pieces.push(lines(breaks));
        } else if breaks == 1 {
            run.html.push_str("<br>");
            run.text.push(BREAK);
        }
        breaks = 0;
        let text = page.text_content(child);
        if !within {
            pieces.push(Piece {
                html: page.outer_html(child),
                text,
                ..Piece::default()
            });
            continue;
        }
        if is_text {
            run.is_bare |= !text.trim().is_empty();
            run.html.push_str(&escaped(&text));
        } else {
            run.html.push_str(&page.outer_html(child));
        }
        run.text.push_str(&text);
    }
    run.end(&mut pieces);
    pieces.push(lines(breaks));
    pieces
        .iter()
        .any(|piece| piece.is_paragraph)
        .then_some(pieces)
}

fn lines(breaks: usize) -> Piece {
    Piece {
        html: "<br>".repeat(breaks),
        ..Piece::default()
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn is_inline(page: &Page, node: NodeId) -> bool {
    INLINE.contains(&page.tag_name(node))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fuller_text_adds_before_the_end_and_loses_nothing() {
        let words = |range: std::ops::Range<u32>| {
            let words: Vec<String> = range.map(|number| format!("w{number}")).collect();
            words.join(" ")
        };
        for (text, fuller, better) in [
            (words(10..40), words(0..40), true),
            (words(0..30), words(0..40), false),
            (words(10..40), words(20..60), false),
            (words(10..40), words(8..40), false),
            (words(30..40), words(0..40), false),
            (String::new(), words(0..40), false),
        ] {
            assert_eq!(adds_only(&text, &fuller), better, "{text} / {fuller}");
        }
    }

    #[test]
    fn bare_text_beside_blocks_becomes_paragraphs() {
        let long = "The harbour authority closed the old pier on Tuesday.";
        for (html, expected) in [
            (
                format!("<div><h1>A</h1>{long}<br><br>{long} <b>B</b></div>"),
                format!("<div><h1>A</h1><p>{long}</p><br><br><p>{long} <b>B</b></p></div>"),
            ),
            (
                format!("<div><p>A</p>{long}<br>{long}<img src=\"x\">b</div>"),
                format!("<div><p>A</p><p>{long}<br>{long}</p><img src=\"x\">b</div>"),
            ),
            (
                format!("<div><h1>A</h1>{long} 1 &lt; 2 &amp; 3<div><p>B</p>{long}</div></div>"),
                format!(
                    "<div><h1>A</h1><p>{long} 1 &lt; 2 &amp; 3</p><div><p>B</p><p>{long}</p></div></div>"
                ),
            ),
            // Nothing but text, and next to none, stay.
            (
                format!("<div>{long} <i>C</i></div>"),
                format!("<div>{long} <i>C</i></div>"),
            ),
            (
                "<div><p>A</p>b</div>".to_owned(),
                "<div><p>A</p>b</div>".to_owned(),
            ),
        ] {
            let mut page = Page::parse(&format!("<html><body>{html}</body></html>"));
            wrap_bare_text(&mut page);
            let body = page.body().unwrap();
            assert_eq!(page.inner_html(body), expected);
        }
    }
}
