//! Markdown, with or without YAML front matter. Markup is dropped; paragraphs, headings, list
//! items and table rows stay.

use super::fields::{self, Record};
use super::html::fragment_text;
use super::input::Input;
use super::names::{self, Dialect};
use super::{About, Delivery, ReadError, Reader, encoding, has_extension, headers, normalise};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::Value;

/// Reads `.md`, and any text with front matter.
pub(super) struct Markdown;

/// Longest front matter, in bytes.
const FRONT_MATTER: usize = 64 << 10;

impl Reader for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdown", "mkd"]
    }

    fn recognise(&self, head: &[u8], name: &str) -> u8 {
        let head = String::from_utf8_lossy(head);
        if has_extension(self, name) {
            return 70;
        }
        let has_fields = |(front, _): (&str, &str)| front.lines().any(|line| line.contains(':'));
        match split(&head.replace('\r', "")).is_some_and(has_fields) {
            true => 70,
            false => 0,
        }
    }

    fn about(&self) -> About {
        About {
            what: "Markdown, with or without front matter",
            fields: "those of the front matter, under the names of json; else the first heading is the title",
            example: "---\ntitle: Pier closed\ndate: 2023-09-20\n---\nThe harbour ...",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let bound = input.limits.max_article.saturating_add(FRONT_MATTER);
        let bytes = input.all(bound)?;
        if memchr::memchr(0, &bytes).is_some() {
            return Err(ReadError::content("not text: NUL bytes"));
        }
        let decoded = encoding::decode(bytes, None);
        let text = normalise::text(decoded.text);
        let (record, source) = front_matter(text.trim_start_matches('\n'));
        let has_title = record.iter().any(|(key, value)| {
            names::is_title(key) && value.as_str().is_some_and(|title| !title.trim().is_empty())
        });
        let mut article = fields::article(record, Dialect::Header);
        let (heading, body) = plain(source);
        article.body = match heading {
            Some(heading) if !has_title => {
                article.title = heading;
                body
            }
            // The title once more, or a heading that is not it.
            Some(heading) if heading != article.title => format!("{heading}\n\n{body}"),
            _ => body,
        };
        article.encoding = Some(input.decoded_from.map_or(decoded.label, encoding::label));
        article.lossy = decoded.lossy || input.lossy.get();
        out.single(article, input.limits)
    }
}

/// Front matter and what follows it, where a text starts with `---` and the block is closed.
fn split(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.split_once('\n')?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((rest.get(..at)?, rest.get(at + line.len()..)?));
        }
        at += line.len();
        if at > FRONT_MATTER {
            return None;
        }
    }
    None
}

/// The fields of front matter, and the Markdown after it.
///
/// What is not YAML, often for a colon in a title without quotes, is read line by line as
/// `key: value`; what has no field that way either is dropped. A block that is never closed is
/// read as header lines, so that nothing of the body is lost.
fn front_matter(text: &str) -> (Record, &str) {
    match split(text) {
        Some((front, rest)) => (yaml(front).unwrap_or_else(|| lines(front)), rest),
        None => match text.strip_prefix("---\n") {
            Some(rest) => headers::parse(rest).unwrap_or((Record::new(), text)),
            None => (Record::new(), text),
        },
    }
}

/// A mapping in YAML. The crate bounds depth and size, and with the limit here the expansion of
/// aliases.
fn yaml(front: &str) -> Option<Record> {
    // "no" is Norway or Norwegian, not a falsehood.
    let options = serde_saphyr::options! {
        strict_booleans: true,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 10_000 },
    };
    match serde_saphyr::from_str_with_options(front, options) {
        Ok(Value::Object(record)) => Some(record),
        _ => None,
    }
}

/// Front matter that is not YAML, line by line.
fn lines(front: &str) -> Record {
    let mut record = Record::new();
    for line in front.lines() {
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']);
        if names::is_known(key) && !value.is_empty() {
            record.insert(key.to_owned(), Value::String(value.to_owned()));
        }
    }
    record
}

/// The first heading of the first level, and the rest of the text without markup.
fn plain(source: &str) -> (Option<String>, String) {
    let mut text = Plain::default();
    for event in Parser::new_ext(
        source,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES,
    ) {
        text.take(event);
    }
    (text.heading, text.body)
}

/// Text as it grows.
#[derive(Default)]
struct Plain {
    body: String,
    heading: Option<String>,
    /// Where in the body the first heading begins, while it is read.
    heading_at: Option<usize>,
    html: String,
    /// Whether an item of a list has just begun, whose first paragraph needs no space.
    in_item: bool,
}

impl Plain {
    fn take(&mut self, event: Event<'_>) {
        let in_item =
            std::mem::replace(&mut self.in_item, matches!(event, Event::Start(Tag::Item)));
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) if self.heading.is_none() => {
                self.block("\n\n");
                self.heading_at = Some(self.body.len());
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                if let Some(at) = self.heading_at.take() {
                    self.heading = self.body.get(at..).map(|heading| heading.trim().to_owned());
                    self.body.truncate(at);
                }
            }
            Event::Start(Tag::Item | Tag::TableRow | Tag::TableHead) => self.block("\n"),
            Event::Start(Tag::TableCell) if !self.body.ends_with('\n') => self.body.push('\t'),
            Event::Start(Tag::Paragraph) if in_item => {}
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::List(_)
                | Tag::Table(_)
                | Tag::FootnoteDefinition(_),
            )
            | Event::End(TagEnd::List(_) | TagEnd::Table) => self.block("\n\n"),
            Event::Text(text) | Event::Code(text) => self.body.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.body.push('\n'),
            Event::Html(html) => self.html.push_str(&html),
            Event::End(TagEnd::HtmlBlock) => self.html_block(),
            _ => {}
        }
    }

    /// Begins a block after a line break or a blank line.
    fn block(&mut self, space: &str) {
        let kept = self.body.trim_end().len();
        let had = self.body.get(kept..).unwrap_or("").contains("\n\n");
        self.body.truncate(kept);
        if kept > 0 {
            self.body.push_str(if had { "\n\n" } else { space });
        }
    }

    fn html_block(&mut self) {
        let html = std::mem::take(&mut self.html);
        if let Some(text) = fragment_text(&html) {
            self.block("\n\n");
            self.body.push_str(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_dropped_and_paragraphs_stay() {
        let cases = [
            (
                "# A *title*\n\nOne [link](http://x) and\n**two**.\n\nThree.",
                Some("A title"),
                "One link and\ntwo.\n\nThree.",
            ),
            (
                "Intro\n\n# Title\n\n## Part\n\n- a\n- b\n\nEnd `x`",
                Some("Title"),
                "Intro\n\nPart\n\na\nb\n\nEnd x",
            ),
            (
                "> quote\n> more\n\n1. one\n\n   two\n2. three",
                None,
                "quote\nmore\n\none\n\ntwo\nthree",
            ),
            (
                "| a | b |\n|---|---|\n| c | d |\n\n<div>html <b>bold</b></div>\n\nEnd",
                None,
                "a\tb\nc\td\n\nhtml bold\n\nEnd",
            ),
            (
                "    code\n    more\n\nText &amp; 5 < 6",
                None,
                "code\nmore\n\nText & 5 < 6",
            ),
            ("", None, ""),
        ];
        for (source, title, body) in cases {
            let (heading, text) = plain(source);
            assert_eq!((heading.as_deref(), text.trim()), (title, body), "{source}");
        }
    }

    #[test]
    fn front_matter_is_read_as_far_as_it_goes() {
        let cases = [
            (
                "---\ntitle: A\ntags: [x, y]\n---\nB",
                r#"{"tags":["x","y"],"title":"A"}"#,
                "B",
            ),
            (
                "---\ndate: 2024-12-30\nn: 20240409\n...\nB",
                r#"{"date":"2024-12-30","n":20240409}"#,
                "B",
            ),
            ("---\ntitle: A: B\n---\nB", r#"{"title":"A: B"}"#, "B"),
            ("---\n&&& *no\n---\nB", "{}", "B"),
            (
                "---\ntitle: A\ndate: 2021-05-04\n\nB",
                r#"{"date":"2021-05-04","title":"A"}"#,
                "\nB",
            ),
            ("---\nB", "{}", "---\nB"),
            ("B\n---\nC", "{}", "B\n---\nC"),
        ];
        for (text, expected, body) in cases {
            let (record, rest) = front_matter(text);
            let record = serde_json::to_string(&record).unwrap();
            assert_eq!((record.as_str(), rest), (expected, body), "{text}");
        }
    }

    #[test]
    fn aliases_cannot_blow_up() {
        let mut front = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let alias = format!("*a{}", level - 1);
            front += &format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 10].join(","));
        }
        assert_eq!(yaml(&front), None);
        assert_eq!(yaml(&"[".repeat(50_000)), None);
    }
}
