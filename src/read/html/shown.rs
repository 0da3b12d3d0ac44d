//! The dates that a page shows to its readers: `<time>` elements, elements named for a date, and
//! lines with a date beside the headline, each with where it stands. One walk over the parsed page.
//!
//! What such a line says is for the analysis to read; here it is only told that it may hold a date.

mod line;

use super::cues::{self, Mark};
use super::page::{BLOCKS, HIDDEN, LINES, Page};
use crate::model::{DateCandidate, SourcePart};
use crate::text::cut;
use line::{collapsed, date_in, rest};
use std::collections::HashMap;
use trafilatura::dom::NodeId;

/// Longest line that is taken for one about a date, in bytes. Of longer ones the start is, where
/// the date stands there.
const LINE: usize = 160;
/// A longer line is a sentence, unless its element is named for a date.
const SHORT: usize = 100;
/// Most text within an element named for a date, blanks and all, in bytes.
const WHOLE: usize = 3 * LINE;
/// How far into a longer line its date may start, in bytes.
const START: usize = 16;
/// How much of a longer line before its date is taken, in bytes.
const LABEL: usize = 60;
/// How far before and after the headline a date is beside it, in lines and in bytes of text.
const BEFORE: (usize, usize) = (8, 400);
const AFTER: (usize, usize) = (12, 900);
/// Most dates of one kind that are kept.
const MOST: usize = 4;
/// Most lines with a date that are looked at.
const LOOKED_AT: usize = 400;
/// Shortest headline that is told from a label, in bytes.
const HEADLINE: usize = 8;

/// Longest class and id of an element that are looked at, in bytes; style sheets that
/// are written into them say nothing.
const NAMES: usize = 2_000;
/// Elements beside the article.
const ASIDE: [&str; 5] = ["aside", "footer", "figcaption", "blockquote", "table"];
/// The commonest elements within lines.
const INLINE: [&str; 6] = ["span", "a", "img", "i", "b", "strong"];
/// Elements that show nothing, or nothing about the article.
const UNSEEN: [&str; 5] = ["nav", "select", "button", "noscript", "head"];

/// The dates that a page shows, best first.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) dates: Vec<DateCandidate>,
    pub(super) updated: Vec<DateCandidate>,
}

/// The dates that a page shows. `titles` are what the page calls itself.
pub(super) fn collect(page: &Page, titles: &[&str]) -> Shown {
    let Some(body) = page.body() else {
        return Shown::default();
    };
    let mut walk = Walk {
        page,
        titles,
        headline: None,
        line: String::new(),
        mark: Mark::None,
        lines: 0,
        bytes: 0,
        asides: Vec::new(),
        next_aside: 0,
        stamps: Vec::new(),
        headings: Vec::new(),
        names: String::new(),
        known: HashMap::new(),
    };
    walk.over(body);
    walk.sorted()
}

/// A place of a page, counted in what was shown before it.
#[derive(Clone, Copy, Debug)]
struct At {
    lines: usize,
    bytes: usize,
}

/// Something that may be a date.
#[derive(Debug)]
struct Stamp {
    text: String,
    kind: Kind,
    mark: Mark,
    at: At,
    /// The elements beside the article that it stands in.
    asides: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An attribute for machines: `datetime` and the like.
    Value,
    /// A line of text about a date.
    Line,
    /// A line of text that may be about something else.
    Sentence,
}

#[derive(Debug)]
struct Heading {
    first: bool,
    at: At,
    asides: Vec<u32>,
}

struct Walk<'a> {
    page: &'a Page,
    titles: &'a [&'a str],
    /// Where in `headings` the one is that a title has.
    headline: Option<usize>,
    /// The line that is being read, and what its element is marked as.
    line: String,
    mark: Mark,
    lines: usize,
    bytes: usize,
    /// The elements beside the article that the walk is in.
    asides: Vec<u32>,
    next_aside: u32,
    stamps: Vec<Stamp>,
    headings: Vec<Heading>,
    /// The names of the element that is looked at, and what those seen so far tell.
    names: String,
    known: HashMap<String, (Mark, bool)>,
}

enum Step {
    Enter(NodeId),
    Leave {
        is_line: bool,
        is_aside: bool,
        mark: Mark,
    },
}

impl Walk<'_> {
    fn over(&mut self, root: NodeId) {
        // Not recursive: a tree may be deeper than the stack.
        let mut stack = vec![Step::Enter(root)];
        while let Some(step) = stack.pop() {
            match step {
                Step::Enter(node) if self.page.is_text(node) => {
                    self.line.push_str(&self.page.text_content(node));
                }
                Step::Enter(node) => {
                    self.enter(node, &mut stack);
                    if self.is_enough() {
                        return;
                    }
                }
                Step::Leave {
                    is_line,
                    is_aside,
                    mark,
                } => {
                    if is_line {
                        self.flush();
                    } else {
                        self.line.push(' ');
                    }
                    self.mark = mark;
                    if is_aside {
                        self.asides.pop();
                    }
                }
            }
        }
        self.flush();
    }

    fn enter(&mut self, node: NodeId, stack: &mut Vec<Step>) {
        let tag = self.page.tag_name(node);
        if tag.is_empty() || HIDDEN.contains(&tag) || UNSEEN.contains(&tag) {
            return;
        }
        if tag == "br" {
            return self.flush();
        }
        let is_time = matches!(tag, "time" | "abbr");
        let (named, named_aside) = self.named(node);
        let is_published = || self.page.get_attribute(node, "pubdate").is_some();
        let own = match named {
            Mark::None | Mark::Date if tag == "time" && is_published() => Mark::Published,
            Mark::None if tag == "time" => Mark::Date,
            own => own,
        };
        let is_aside = ASIDE.contains(&tag) || named_aside && tag != "body";
        if is_aside {
            self.asides.push(self.next_aside);
            self.next_aside += 1;
        }
        let is_line = own != Mark::None && !is_time
            || !INLINE.contains(&tag) && (BLOCKS.contains(&tag) || LINES.contains(&tag));
        if is_line {
            self.flush();
        }
        let outer = self.mark;
        stack.push(Step::Leave {
            is_line,
            is_aside,
            mark: outer,
        });
        if matches!(tag, "h1" | "h2" | "h3") {
            self.heading(node, tag == "h1");
        }
        if own != Mark::None {
            self.value(node, is_time, own);
            self.mark = own;
            if let Some(text) = self.whole(node) {
                self.line.push_str(&text);
                return;
            }
        }
        let children = self.page.child_nodes(node);
        stack.extend(children.into_iter().rev().map(Step::Enter));
    }

    /// What class and id of an element tell. Most are met again and again in a page.
    fn named(&mut self, node: NodeId) -> (Mark, bool) {
        self.names.clear();
        for attribute in ["class", "id"] {
            if let Some(value) = self.page.get_attribute(node, attribute) {
                self.names.push_str(&value);
                self.names.push(' ');
            }
        }
        if self.names.is_empty() || self.names.len() > NAMES {
            return (Mark::None, false);
        }
        if let Some(known) = self.known.get(&self.names) {
            return *known;
        }
        let names = self.names.to_lowercase();
        let told = (cues::mark(&names), cues::is_aside(&names));
        self.known.insert(self.names.clone(), told);
        told
    }

    /// The date that an attribute of a marked element has. The title of others than `<abbr>` and
    /// `<time>` is a text of its own.
    fn value(&mut self, node: NodeId, is_time: bool, mark: Mark) {
        let of = |name| {
            let value = self.page.get_attribute(node, name)?;
            let digits = value.chars().filter(|c| c.is_numeric()).count();
            ((4..=20).contains(&digits) && value.len() <= LINE).then_some(value)
        };
        let titled = is_time.then(|| of("title")).flatten();
        let value = [
            "datetime",
            "content",
            "data-utime",
            "data-timestamp",
            "data-datetime",
        ];
        if let Some(text) = value.into_iter().find_map(of).or(titled) {
            self.stamp(text.trim().to_owned(), Kind::Value, mark);
        }
    }

    /// The text of a short marked element as one line, whatever its parts; `None` where it is long
    /// or has a `<time>` of its own.
    fn whole(&self, node: NodeId) -> Option<String> {
        let mut text = String::new();
        let mut stack = vec![node];
        while let Some(part) = stack.pop() {
            if self.page.is_text(part) {
                text.push_str(&self.page.text_content(part));
                if text.len() > WHOLE {
                    return None;
                }
                continue;
            }
            let tag = self.page.tag_name(part);
            if part != node && matches!(tag, "time" | "abbr") {
                return None;
            }
            if tag.is_empty() || HIDDEN.contains(&tag) || UNSEEN.contains(&tag) {
                continue;
            }
            text.push(' ');
            stack.extend(self.page.child_nodes(part).into_iter().rev());
        }
        let text = collapsed(&text);
        (text.len() <= LINE).then_some(text)
    }

    /// Whether the headline and what is beside it lie behind, with a date among it: one whose
    /// element is named for one, or at least two.
    fn is_enough(&self) -> bool {
        let Some(headline) = self.headline.and_then(|at| self.headings.get(at)) else {
            return false;
        };
        let behind =
            self.lines > headline.at.lines + AFTER.0 || self.bytes > headline.at.bytes + AFTER.1;
        if !behind {
            return false;
        }
        let beside = self.stamps.iter().filter(|stamp| {
            stamp.kind != Kind::Sentence
                && stamp.mark != Mark::Updated
                && distance(stamp.at, headline.at) != usize::MAX
                && stamp
                    .asides
                    .iter()
                    .all(|aside| headline.asides.contains(aside))
        });
        let worth = |stamp: &Stamp| if stamp.mark == Mark::None { 1 } else { 2 };
        beside.map(worth).sum::<usize>() >= 2
    }

    fn heading(&mut self, node: NodeId, first: bool) {
        let text = collapsed(&self.page.text_content(node));
        if text.len() >= HEADLINE {
            let has = |title: &&str| {
                title.contains(&text) || title.len() >= HEADLINE && text.contains(*title)
            };
            if self.headline.is_none() && self.titles.iter().any(has) {
                self.headline = Some(self.headings.len());
            }
            self.headings.push(Heading {
                first,
                at: self.at(),
                asides: self.asides.clone(),
            });
        }
    }

    fn at(&self) -> At {
        At {
            lines: self.lines,
            bytes: self.bytes,
        }
    }

    /// Ends a line.
    fn flush(&mut self) {
        let line = collapsed(&self.line);
        self.line.clear();
        if line.is_empty() {
            return;
        }
        self.lines += 1;
        self.bytes += line.len();
        let Some(start) = date_in(&line) else {
            return;
        };
        let is_marked = self.mark != Mark::None;
        let from = match line.len() <= LINE || start <= START {
            true => 0,
            false if is_marked => start.saturating_sub(LABEL),
            false => return,
        };
        let dated = cut(rest(&line, from), LINE).to_owned();
        let kind = match line.len() <= SHORT || is_marked {
            true => Kind::Line,
            false => Kind::Sentence,
        };
        self.stamp(dated, kind, self.mark);
    }

    fn stamp(&mut self, text: String, kind: Kind, mark: Mark) {
        if self.stamps.len() < LOOKED_AT {
            self.stamps.push(Stamp {
                text,
                kind,
                mark,
                at: self.at(),
                asides: self.asides.clone(),
            });
        }
    }

    /// The headline: the heading that the page's titles have, else the first of the first order.
    fn headline(&self) -> Option<&Heading> {
        match self.headline {
            Some(at) => self.headings.get(at),
            None => self.headings.iter().find(|heading| heading.first),
        }
    }

    fn sorted(self) -> Shown {
        let headline = self.headline();
        let mut parts: Vec<(SourcePart, usize, &Stamp)> = Vec::new();
        for stamp in &self.stamps {
            let beside = headline.map_or(usize::MAX, |heading| distance(stamp.at, heading.at));
            let around =
                |aside: &u32| headline.is_some_and(|heading| heading.asides.contains(aside));
            let is_aside = !stamp.asides.iter().all(around);
            parts.push((part(stamp, beside, is_aside), beside, stamp));
        }
        // The sort is stable: of equals the first on the page.
        parts.sort_by_key(|(part, beside, _)| (rank(*part), *beside));
        let mut shown = Shown::default();
        for (part, _, stamp) in parts {
            let list = match stamp.mark {
                Mark::Updated => &mut shown.updated,
                _ => &mut shown.dates,
            };
            let alike = |date: &&DateCandidate| date.part == part;
            let known = list.iter().any(|date| date.text == stamp.text);
            if !known && list.iter().filter(alike).count() < MOST {
                list.push(DateCandidate {
                    text: stamp.text.clone(),
                    part,
                });
            }
        }
        shown
    }
}

fn rank(part: SourcePart) -> u8 {
    match part {
        SourcePart::TimePublished => 0,
        SourcePart::Headline => 1,
        SourcePart::TimeElement => 2,
        SourcePart::Marked => 3,
        _ => 4,
    }
}

/// How far a place is from the headline, in lines; `usize::MAX` where it is not beside it.
fn distance(at: At, headline: At) -> usize {
    let (lines, bytes, (most_lines, most_bytes)) = if at.lines < headline.lines {
        let (lines, bytes) = (headline.lines - at.lines, headline.bytes - at.bytes);
        (lines, bytes, BEFORE)
    } else {
        (at.lines - headline.lines, at.bytes - headline.bytes, AFTER)
    };
    if lines <= most_lines && bytes <= most_bytes {
        lines
    } else {
        usize::MAX
    }
}

fn part(stamp: &Stamp, beside: usize, is_aside: bool) -> SourcePart {
    let near = beside != usize::MAX;
    match (stamp.kind, stamp.mark) {
        _ if is_aside => SourcePart::Shown,
        (Kind::Value, Mark::Published) => SourcePart::TimePublished,
        (Kind::Value, _) => SourcePart::TimeElement,
        (Kind::Line, _) if near => SourcePart::Headline,
        (Kind::Sentence, _) if near => SourcePart::Marked,
        (Kind::Line | Kind::Sentence, Mark::None) => SourcePart::Shown,
        (Kind::Line | Kind::Sentence, _) => SourcePart::Marked,
    }
}

#[cfg(test)]
mod tests;
