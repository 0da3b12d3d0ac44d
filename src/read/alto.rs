//! ALTO: the words of a printed page as they were recognised, and where they stand.

use super::input::Input;
use super::xml::{self, Root, Text};
use super::{About, Delivery, ReadError, Reader, mets};
use crate::model::Article;
use roxmltree::Node;
use std::collections::HashMap;
use std::ops::Range;

/// Reads pages in ALTO that belong to no METS file beside them.
pub(super) struct Alto;

impl Reader for Alto {
    fn name(&self) -> &'static str {
        "alto"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["alto"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        match Root::of(head) {
            Some(root) if root.local() == "alto" => 95,
            _ => 0,
        }
    }

    fn about(&self) -> About {
        About {
            what: "a page of a digitised newspaper",
            fields: "body, words broken at line ends whole again",
            example: "<alto><Layout><Page><TextBlock><TextLine><String CONTENT=\"Pier\"/></TextLine></TextBlock></Page></Layout></alto>",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        if mets::is_page_of_one(input) {
            // Its text comes with the issue that it is a page of.
            return Ok(());
        }
        let text = Text::read(input)?;
        let page = Page::parse(&text.text)?;
        let mut article = Article {
            body: page.text(),
            ..Article::default()
        };
        text.note(&mut article);
        out.single(article, input.limits)
    }
}

/// The words of a page in reading order, those that were broken at the end of a line whole and once.
#[derive(Debug, Default)]
pub(super) struct Page {
    words: Vec<Word>,
    /// What has an id (the page, blocks, lines, words), by the range of its words.
    parts: HashMap<String, Range<usize>>,
}

#[derive(Debug)]
struct Word {
    text: String,
    block: usize,
    line: usize,
    /// Whether it goes on with the word before it.
    joined: bool,
}

impl Word {
    /// Whether a hyphen at the end of it may have broken a word, which the page does not say.
    fn may_be_broken(&self) -> bool {
        self.text.ends_with(['-', '\u{2010}', '\u{ac}'])
    }
}

impl Page {
    pub(super) fn parse(xml: &str) -> Result<Page, ReadError> {
        let tree = xml::parse(xml)?;
        let mut page = Page::default();
        let mut scan = Scan::default();
        let mut stack = vec![(tree.root(), None)];
        while let Some((node, start)) = stack.pop() {
            let words = page.words.len();
            if let Some(start) = start {
                if let Some(id) = xml::attribute(node, "ID") {
                    page.parts.insert(id.to_owned(), start..words);
                }
                continue;
            }
            match node.tag_name().name() {
                "TextBlock" => scan.block += 1,
                "TextLine" => scan.line += 1,
                "String" => page.words.extend(scan.word(node)),
                // A hyphen at the end of a line whose word is not given whole.
                "HYP" => scan.broken = scan.begun.is_none() && words > 0,
                _ => {}
            }
            stack.push((node, Some(words)));
            stack.extend(node.children().rev().map(|child| (child, None)));
        }
        Ok(page)
    }

    pub(super) fn text(&self) -> String {
        joined(&self.words)
    }

    /// The text from what has one id to what has another, both included.
    pub(super) fn part(&self, first: &str, last: &str) -> String {
        let of = |id: &str| self.parts.get(id);
        let (Some(first), Some(last)) = (of(first), of(last)) else {
            return String::new();
        };
        joined(self.words.get(first.start..last.end).unwrap_or_default())
    }
}

fn joined(words: &[Word]) -> String {
    let mut text = String::new();
    let mut last: Option<&Word> = None;
    for word in words {
        if let Some(last) = last {
            text.push_str(match last.block == word.block {
                _ if word.joined => "",
                // Whether the two are one is for the analysis to tell, which sees it by the line's end.
                true if last.line != word.line && last.may_be_broken() => "\n",
                true => " ",
                false => "\n\n",
            });
        }
        text.push_str(&word.text);
        last = Some(word);
    }
    text
}

/// What is known between two words.
#[derive(Default)]
struct Scan {
    block: usize,
    line: usize,
    /// The whole word whose second part is due.
    begun: Option<String>,
    /// Whether the next word goes on with the last.
    broken: bool,
    /// Whether any word was met: the first of a page may be the rest of the last page's.
    any: bool,
}

impl Scan {
    fn word(&mut self, string: Node<'_, '_>) -> Option<Word> {
        let content = xml::attribute(string, "CONTENT").map(str::to_owned);
        let whole = xml::attribute(string, "SUBS_CONTENT").map(str::to_owned);
        let begun = self.begun.take();
        let is_first = !std::mem::replace(&mut self.any, true);
        let text = match (xml::attribute(string, "SUBS_TYPE"), whole) {
            (Some("HypPart1"), Some(whole)) => {
                self.begun = Some(whole.clone());
                Some(whole)
            }
            (Some("HypPart2"), Some(whole)) if is_first || begun.as_ref() == Some(&whole) => None,
            (Some("HypPart2"), Some(whole)) => Some(whole),
            _ => content,
        };
        Some(Word {
            text: text?,
            block: self.block,
            line: self.line,
            joined: std::mem::take(&mut self.broken),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_that_ends_a_line_keeps_its_line_end() {
        let page = "<alto><TextBlock><TextLine><String CONTENT='the'/><String CONTENT='har-'/></TextLine>\
            <TextLine><String CONTENT='bour'/><String CONTENT='-'/><String CONTENT='is'/></TextLine>\
            <TextLine><String CONTENT='well-known'/></TextLine></TextBlock>\
            <TextBlock><TextLine><String CONTENT='and-'/></TextLine></TextBlock>\
            <TextBlock><TextLine><String CONTENT='so'/></TextLine></TextBlock></alto>";
        let page = Page::parse(page).unwrap();
        assert_eq!(page.text(), "the har-\nbour - is well-known\n\nand-\n\nso");
    }

    #[test]
    fn broken_words_are_whole_and_once() {
        let page = "<alto><Layout><Page ID='P'><PrintSpace><TextBlock ID='B1'><TextLine>\
            <String SUBS_TYPE='HypPart2' SUBS_CONTENT='lamplight' CONTENT='light'/><SP/>\
            <String ID='w1' CONTENT='The'/><SP/><String CONTENT='har' SUBS_TYPE='HypPart1' SUBS_CONTENT='harbour'/><HYP CONTENT='-'/>\
            </TextLine><TextLine><String CONTENT='bour' SUBS_TYPE='HypPart2' SUBS_CONTENT='harbour'/><SP/><String CONTENT='is'/>\
            <SP/><String CONTENT='shel'/><HYP CONTENT='-'/></TextLine><TextLine><String CONTENT='tered' ID='w2'/></TextLine></TextBlock>\
            <TextBlock ID='B2'><TextLine><String CONTENT='End'/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>";
        let page = Page::parse(page).unwrap();
        assert_eq!(page.text(), "The harbour is sheltered\n\nEnd");
        assert_eq!(page.part("w1", "w2"), "The harbour is sheltered");
        assert_eq!(page.part("B2", "B2"), "End");
        assert_eq!(page.part("P", "P"), page.text());
        assert_eq!(
            (page.part("B2", "w1"), page.part("x", "B2")),
            (String::new(), String::new())
        );
    }
}
