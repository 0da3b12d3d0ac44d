//! RSS and Atom: each entry is an article of its own. Entries are cut out of the file and read one
//! by one, so that a feed may be long, and a broken entry costs only itself.

use super::elements::{Elements, Piece, Syntax};
use super::html::{fragment_text, unescaped};
use super::input::Input;
use super::xml::{Root, Text};
use super::{Delivery, ReadError, Reader, values};
use crate::model::{Article, DateCandidate, SourcePart};
use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, Feed as Parsed, Link, MediaObject, Person};
use feed_rs::parser::{Builder, Parser};
use std::sync::{Arc, Mutex, PoisonError};

/// Reads RSS 0.9 to 2.0 and Atom. JSON Feed is JSON.
pub(super) struct Feed;

impl Reader for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rss", "atom", "rdf"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        let Some(root) = Root::of(head) else {
            return 0;
        };
        let is_feed = match root.local() {
            "rss" => true,
            "RDF" => root.has("purl.org/rss") || root.has("netscape.com/rdf") || root.has("<item"),
            "feed" => {
                root.has("w3.org/2005/Atom") || root.has("purl.org/atom") || root.has("entry")
            }
            "entry" => root.has("w3.org/2005/Atom"),
            _ => false,
        };
        if is_feed { 95 } else { 0 }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let names = match Root::of(&input.head) {
            Some(root) => entries(&root),
            None => return Err(ReadError::content("no text")),
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (limits, bound) = (input.limits, input.raw_bound());
        let (decoded_from, lossy) = (input.decoded_from, input.lossy);
        let parser = EntryParser::new();
        let mut elements = Elements::new(input.source, Syntax::Xml, &names, bound);
        let mut record = 0;
        while !out.stopped() {
            let article = match elements.next() {
                Ok(Piece::Element) => {
                    let document = [elements.head(), elements.element(), &elements.tail()].concat();
                    let mut text = Text::decode(document);
                    if let Some(encoding) = decoded_from {
                        text.label = super::encoding::label(encoding);
                    }
                    text.lossy |= lossy.get();
                    parser.article(&text)
                }
                Ok(Piece::TooLong) => Err(ReadError::too_long(limits.max_article)),
                Ok(Piece::End) if elements.is_complete() => break,
                Ok(Piece::End | Piece::Cut) => {
                    return out.finish(Some(ReadError::content(
                        "not well-formed XML: it ends early",
                    )));
                }
                Err(error) => return out.finish(Some(error)),
            };
            record += 1;
            out.record(record, article, limits);
        }
        out.finish(None)
    }
}

/// Names of the elements that are entries.
fn entries(root: &Root<'_>) -> Vec<String> {
    let prefix = root.name.strip_suffix(root.local()).unwrap_or("");
    match root.local() {
        "feed" | "entry" => vec![format!("{prefix}entry")],
        "RDF" => vec!["item".to_owned(), "rss:item".to_owned()],
        _ => vec!["item".to_owned()],
    }
}

/// Reads feeds of one entry.
struct EntryParser {
    parser: Parser,
    /// Dates as written: the parser's own type has no room for the time zone. What it is given
    /// instead is their number in this list.
    dates: Arc<Mutex<Vec<String>>>,
}

impl EntryParser {
    fn new() -> EntryParser {
        let dates: Arc<Mutex<Vec<String>>> = Arc::default();
        let list = Arc::clone(&dates);
        let note = move |text: &str| {
            let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
            list.push(text.to_owned());
            let number = i64::try_from(list.len() - 1).ok()?;
            DateTime::<Utc>::from_timestamp(number, 0)
        };
        EntryParser {
            parser: Builder::new()
                .sanitize_content(false)
                // An id made up would be taken for the source's.
                .id_generator(|_, _, _| String::new())
                .timestamp_parser(note)
                .build(),
            dates,
        }
    }

    fn date(&self, number: Option<DateTime<Utc>>) -> Option<String> {
        let dates = self.dates.lock().unwrap_or_else(PoisonError::into_inner);
        dates
            .get(usize::try_from(number?.timestamp()).ok()?)
            .cloned()
    }

    /// The article of a feed with one entry.
    fn article(&self, text: &Text) -> Result<Article, ReadError> {
        self.dates
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        let document = with_known_version(&text.text);
        let mut feed = self.parser.parse(document.as_bytes()).map_err(|error| {
            let error = error.to_string().replace(char::is_control, " ");
            ReadError::content(format!("not a readable entry: {error}"))
        })?;
        let Some(entry) = feed.entries.pop() else {
            return Err(ReadError::content("an entry without a link"));
        };
        let mut article = self.fields(entry, feed);
        text.note(&mut article);
        Ok(article)
    }

    fn fields(&self, entry: Entry, feed: Parsed) -> Article {
        let candidate = |text: String, part| DateCandidate { text, part };
        let published = self.date(entry.published);
        let updated = self
            .date(entry.updated)
            .filter(|date| Some(date) != published.as_ref());
        let candidates = match (&published, &updated) {
            (Some(date), _) => vec![candidate(date.clone(), SourcePart::Field)],
            // Atom demands the date of the last change alone.
            (None, Some(date)) => vec![candidate(date.clone(), SourcePart::Weak)],
            (None, None) => Vec::new(),
        };
        let authors = match names(entry.authors) {
            authors if authors.is_empty() => names(feed.authors),
            authors => authors,
        };
        let topics = entry.categories.into_iter();
        let mut article = Article {
            title: entry
                .title
                .map(|title| line(title.content))
                .unwrap_or_default(),
            candidates,
            updated: updated
                .map(|date| candidate(date, SourcePart::Field))
                .into_iter()
                .collect(),
            authors,
            outlet: feed.title.map(|title| line(title.content)),
            language: entry.language.or(feed.language),
            url: address(&entry.links),
            ..Article::default()
        };
        article.source_id = Some(entry.id).filter(|id| !id.trim().is_empty());
        article.source.topics = topics
            .map(|topic| line(topic.label.unwrap_or(topic.term)))
            .collect();
        let content = entry.content.and_then(|content| content.body);
        let summary = entry.summary.map(|summary| summary.content);
        article.body = [content, summary, described(entry.media)]
            .into_iter()
            .flatten()
            .map(body)
            .find(|body| !body.trim().is_empty())
            .unwrap_or_default();
        article
    }
}

/// The parser knows no other versions of RSS than these, of which the last has all that the others
/// have.
fn with_known_version(document: &str) -> String {
    let Some((tag, rest)) = document
        .split_once('>')
        .filter(|(tag, _)| tag.starts_with("<rss"))
    else {
        return document.to_owned();
    };
    let value = tag.split_once(" version").map(|(_, rest)| {
        let rest = rest.trim_start().trim_start_matches('=').trim_start();
        rest.split(['"', '\'']).nth(1).unwrap_or("")
    });
    match value {
        Some("2.0" | "" | "0.91" | "0.92") => document.to_owned(),
        Some(value) => {
            let tag = tag.replacen(value, "2.0", 1);
            format!("{tag}>{rest}")
        }
        None => format!("{} version=\"2.0\">{rest}", tag.trim_end_matches('/')),
    }
}

fn line(text: String) -> String {
    match text.contains('<') {
        true => fragment_text(&text).unwrap_or(text),
        false => unescaped(text),
    }
}

fn body(text: String) -> String {
    match text.contains(['<', '&']) {
        true => fragment_text(&text).unwrap_or_default(),
        false => text,
    }
}

/// What is said of pictures and films, where there is nothing else.
fn described(media: Vec<MediaObject>) -> Option<String> {
    let mut texts = media.into_iter().filter_map(|media| media.description);
    texts.next().map(|text| text.content)
}

/// The address of the entry's page.
fn address(links: &[Link]) -> Option<String> {
    let is_page = |link: &&Link| {
        link.target.is_none() && link.rel.as_deref().is_none_or(|rel| rel == "alternate")
    };
    let link = links.iter().find(is_page)?;
    Some(link.href.trim().to_owned())
}

fn names(people: Vec<Person>) -> Vec<String> {
    let names = people
        .into_iter()
        .filter_map(|person| person.name.or(person.email));
    names.flat_map(|name| values::authors(&name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_the_parser_does_not_know_are_taken_for_the_last() {
        let cases = [
            ("<rss version=\"2.0\"><a/>", "<rss version=\"2.0\"><a/>"),
            ("<rss version='0.92'>", "<rss version='0.92'>"),
            (
                "<rss xmlns:a='b' version = '0.94'>",
                "<rss xmlns:a='b' version = '2.0'>",
            ),
            ("<rss>x", "<rss version=\"2.0\">x"),
            ("<feed>x", "<feed>x"),
        ];
        for (text, expected) in cases {
            assert_eq!(with_known_version(text), expected);
        }
    }
}
