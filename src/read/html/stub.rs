//! Pages that are no whole article: the front page or section list that a crawl brings along, and the
//! teaser before a paywall.
//!
//! An article lost is worse than a stub kept, so each needs several signs at once.
//!
//! **An index** does not call itself an article: no article in its JSON-LD, no `og:type` of one, no date of publication
//! among its meta elements, no `itemprop=articleBody`. It has many links whose text is as long as a headline, and
//! most of its headings are such links. It has next to no running text, which is paragraphs that follow one another, or a long one: in a list
//! of teasers a headline, a date or a "more" stands between any two. So a short report among
//! many links to others is kept for its two or three paragraphs.
//!
//! **A paywall stub** has a short text, shorter than most reports, and the page asks to pay *for this
//! article* (`schema/html-stubs.tsv`) where the reader sees it. Full articles carry such phrases too, hidden for who has read too many; so
//! it also says in its JSON-LD that it is not free, or the text breaks off, or the phrase was taken for a part of the text.

use super::cues::any_of;
use super::page::{BLOCKS, HIDDEN, LINES, Page};
use crate::read::fields::Record;
use crate::read::{INDEX_OF_ARTICLES, PAYWALL_STUB};
use aho_corasick::AhoCorasick;
use serde_json::Value;
use std::sync::LazyLock;
use trafilatura::dom::NodeId;

/// Words of a link that is a headline: fewer are a menu's, more a teaser's or a whole block's.
const HEADLINE: std::ops::RangeInclusive<usize> = 4..=40;
/// Fewest such links, to different pages, of an index.
const LINKS: usize = 20;
/// Words outside of links that make a line a paragraph, and one that is running text by itself.
const PARAGRAPH: usize = 12;
const LONG: usize = 60;
/// Most words of running text that an index has: a note on cookies or rights, no report.
const MOST_RUNNING: usize = 60;
/// A paragraph that has been counted.
const FOLLOWED: usize = usize::MAX;
/// Most words of a teaser before a paywall.
const TEASER: usize = 150;
/// Longest line that a phrase of a paywall is looked for in, in bytes.
const PHRASE_LINE: usize = 400;

/// Phrases of a paywall; small and capital letters of ASCII are one.
static PHRASES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let table = include_str!("../../../schema/html-stubs.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let phrases = rows.filter_map(|row| row.split_once('\t'));
    any_of(phrases.map(|(_, phrase)| phrase))
});

/// What the look of a page tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Links to different addresses that read like headlines.
    links: usize,
    /// Words in them.
    link_words: usize,
    /// Headings, and those of them that are links.
    headings: usize,
    linked_headings: usize,
    /// Words of running text.
    pub(super) running: usize,
    /// Whether a visible line asks to pay for the article.
    asks: bool,
}

/// Looks at a page.
pub(super) fn look(page: &Page) -> Look {
    let mut walk = Walk {
        page,
        look: Look::default(),
        seen: std::collections::HashSet::new(),
        line: String::new(),
        linked: 0,
        inside: 0,
        before: 0,
    };
    walk.over(page.body().unwrap_or(page.root()));
    walk.look
}

impl Look {
    /// Why a page is no whole article; `None` where it is one, or may be.
    pub(super) fn refusal(
        &self,
        is_article: bool,
        is_paid: bool,
        body: &str,
    ) -> Option<&'static str> {
        if !is_article && self.is_index() {
            return Some(INDEX_OF_ARTICLES);
        }
        is_teaser(self, is_paid, body).then_some(PAYWALL_STUB)
    }

    fn is_index(&self) -> bool {
        self.links >= LINKS
            && self.running <= MOST_RUNNING
            && self.running * 4 < self.link_words
            && self.linked_headings * 2 > self.headings
    }
}

fn is_teaser(look: &Look, is_paid: bool, body: &str) -> bool {
    if body.split_whitespace().count() > TEASER {
        return false;
    }
    let mut last = body
        .trim_end()
        .rsplit('\n')
        .filter(|line| !line.trim().is_empty());
    let is_broken = body.trim_end().ends_with(['…']) || body.trim_end().ends_with("...");
    let is_told = last.by_ref().take(2).any(asks);
    is_told || look.asks && (is_paid || is_broken)
}

/// Whether a node of JSON-LD says that reading it costs.
pub(super) fn is_paid(node: &Record) -> bool {
    match node.get("isAccessibleForFree") {
        Some(Value::Bool(free)) => !free,
        Some(Value::String(free)) => {
            let last = free.rsplit('/').next().unwrap_or("");
            last.eq_ignore_ascii_case("false")
        }
        _ => false,
    }
}

/// Whether a line asks to pay for the article.
fn asks(line: &str) -> bool {
    if line.len() > PHRASE_LINE {
        return false;
    }
    PHRASES
        .as_ref()
        .is_some_and(|phrases| match line.is_ascii() {
            true => phrases.is_match(line),
            false => phrases.is_match(&line.to_lowercase().replace('’', "'")),
        })
}

enum Step {
    Enter(NodeId),
    /// The end of a line, or of a link that began when the line had so many bytes.
    Line,
    Link(NodeId, usize),
}

struct Walk<'a> {
    page: &'a Page,
    look: Look,
    seen: std::collections::HashSet<u64>,
    line: String,
    /// Words of the line that stand in links.
    linked: usize,
    /// Links that the walk is in.
    inside: usize,
    /// Words of the paragraph that the last line was, if it was one.
    before: usize,
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
                Step::Enter(node) => self.enter(node, &mut stack),
                Step::Line => self.flush(),
                Step::Link(node, start) => self.link(node, start),
            }
        }
        self.flush();
    }

    fn enter(&mut self, node: NodeId, stack: &mut Vec<Step>) {
        let tag = self.page.tag_name(node);
        if tag.is_empty() || HIDDEN.contains(&tag) || tag == "noscript" {
            return;
        }
        match tag {
            "br" => return self.line.push(' '),
            "h1" | "h2" | "h3" | "h4" => self.heading(node, tag),
            _ => {}
        }
        if tag == "a" {
            self.inside += 1;
            stack.push(Step::Link(node, self.line.len()));
        } else if BLOCKS.contains(&tag) || LINES.contains(&tag) {
            self.flush();
            stack.push(Step::Line);
        } else {
            self.line.push(' ');
        }
        let children = self.page.child_nodes(node);
        stack.extend(children.into_iter().rev().map(Step::Enter));
    }

    fn link(&mut self, node: NodeId, start: usize) {
        self.inside = self.inside.saturating_sub(1);
        // A link around blocks has ended lines; what is left of it in the line is its last.
        let left = self.line.get(start..).unwrap_or(&self.line);
        self.linked += left.split_whitespace().count();
        let words = self.page.text_content(node).split_whitespace().count();
        let address = self.page.get_attribute(node, "href").unwrap_or_default();
        let leads_away = !address.is_empty() && !address.starts_with(['#', '?']);
        let key = xxhash_rust::xxh3::xxh3_64(address.as_bytes());
        if HEADLINE.contains(&words) && leads_away && self.seen.insert(key) {
            self.look.links += 1;
            self.look.link_words += words;
        }
        self.line.push(' ');
    }

    fn heading(&mut self, node: NodeId, tag: &str) {
        let words = self.page.text_content(node).split_whitespace().count();
        if tag != "h1" && words < *HEADLINE.start() {
            return;
        }
        self.look.headings += 1;
        let parent = self.page.parent(node);
        let is_linked = parent.is_some_and(|parent| self.page.tag_name(parent) == "a")
            || !self.page.get_elements_by_tag_name(node, "a").is_empty();
        self.look.linked_headings += usize::from(is_linked);
    }

    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        let linked = std::mem::take(&mut self.linked);
        let words = line.split_whitespace().count();
        let own = match self.inside {
            0 => words.saturating_sub(linked),
            _ => 0,
        };
        if words == 0 {
            return;
        }
        let before = std::mem::take(&mut self.before);
        if own >= PARAGRAPH {
            // The first of a row counts once a second follows it.
            self.look.running += match before {
                0 if own < LONG => 0,
                _ if before >= LONG || before == FOLLOWED => own,
                _ => own + before,
            };
            self.before = match before {
                0 => own,
                _ => FOLLOWED,
            };
        }
        self.look.asks = self.look.asks || words > 2 && asks(line.trim());
    }
}
