//! XML as a tree. Nothing is fetched, and document type declarations are passed over unread: an
//! entity can only be one of HTML's.

use super::html::{Flow, unescaped};
use super::input::Input;
use super::{ReadError, encoding};
use crate::model::{Article, DateCandidate, SourcePart};
use encoding_rs::Encoding;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::HashMap;

/// Most elements, texts and comments of one file; each takes some hundred bytes.
const MAX_NODES: u32 = 2_000_000;

/// The root element as the first bytes of a file show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Root<'a> {
    /// Its name with the prefix.
    pub(super) name: &'a str,
    /// From its name on.
    pub(super) rest: &'a [u8],
}

impl<'a> Root<'a> {
    /// The root, where a file starts like XML.
    pub(super) fn of(head: &'a [u8]) -> Option<Root<'a>> {
        let rest = head.get(prolog(head)..)?.strip_prefix(b"<")?;
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"/>".contains(byte);
        let name = rest.get(..rest.iter().position(is_end)?)?;
        let name = std::str::from_utf8(name).ok()?;
        name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            .then_some(Root { name, rest })
    }

    /// Its name without the prefix.
    pub(super) fn local(&self) -> &'a str {
        self.name.rsplit(':').next().unwrap_or(self.name)
    }

    /// Whether the start of the file, from the root on, has some text.
    pub(super) fn has(&self, text: &str) -> bool {
        memchr::memmem::find(self.rest, text.as_bytes()).is_some()
    }
}

/// Where the root element starts: behind the XML declaration, comments and the document type.
fn prolog(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_ascii_start().len();
        at += blank;
        let rest = rest.get(blank..).unwrap_or_default();
        let length = if rest.starts_with(b"<?") {
            memchr::memmem::find(rest, b"?>").map(|end| end + 2)
        } else if rest.starts_with(b"<!--") {
            memchr::memmem::find(rest, b"-->").map(|end| end + 3)
        } else if rest.starts_with(b"<!") {
            doctype(rest)
        } else {
            return at;
        };
        match length {
            Some(length) => at += length,
            None => return bytes.len(),
        }
    }
}

/// Length of a document type declaration.
fn doctype(bytes: &[u8]) -> Option<usize> {
    let end = memchr::memchr(b'>', bytes)?;
    match memchr::memchr(b'[', bytes.get(..end)?) {
        None => Some(end + 1),
        Some(open) => {
            let inner = bytes.get(open..)?;
            let close = memchr::memmem::find(inner, b"]>")
                .map(|at| at + 2)
                .or_else(|| {
                    let close = memchr::memchr(b']', inner)?;
                    Some(close + memchr::memchr(b'>', inner.get(close..)?)? + 1)
                })?;
            Some(open + close)
        }
    }
}

/// The encoding that an XML declaration names.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.trim_ascii_start();
    let declaration = start.strip_prefix(b"<?xml")?;
    let declaration = declaration.get(..memchr::memmem::find(declaration, b"?>")?)?;
    let rest = declaration.get(memchr::memmem::find(declaration, b"encoding")? + 8..)?;
    let rest = rest
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let quote = *rest.first()?;
    let label = rest.get(1..)?;
    encoding::by_label(label.get(..memchr::memchr(quote, label)?)?)
}

/// The text of an XML file, such that [`parse`] takes it.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) label: &'static str,
    pub(super) lossy: bool,
}

impl Text {
    /// Everything that is left of an input.
    pub(super) fn read(input: &mut Input<'_>) -> Result<Text, ReadError> {
        let bytes = input.all(input.raw_bound())?;
        let mut text = Text::decode(bytes);
        if let Some(encoding) = input.decoded_from {
            text.label = encoding::label(encoding);
        }
        text.lossy |= input.lossy.get();
        Ok(text)
    }

    pub(super) fn decode(bytes: Vec<u8>) -> Text {
        let declared = declared(&bytes);
        Text::decode_as(bytes, declared)
    }

    pub(super) fn decode_as(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Text {
        let decoded = encoding::decode(bytes, declared);
        let start = prolog(decoded.text.as_bytes());
        let text = tidy(decoded.text.get(start..).unwrap_or_default());
        Text {
            text,
            label: decoded.label,
            lossy: decoded.lossy,
        }
    }

    /// Notes in an article how the text was decoded.
    pub(super) fn note(&self, article: &mut Article) {
        article.encoding = Some(self.label);
        article.lossy = self.lossy;
    }
}

/// Most attributes of one element. Elements have 10; the parser compares each with all before it.
const MOST_ATTRIBUTES: usize = 1_000;

/// Whether an element has too many attributes. What is not well-formed is no matter: the parser stops
/// there.
fn is_crowded(text: &str) -> bool {
    // No `<` can stand in a tag, and no attribute is shorter than ` a=""`.
    let shortest = 5 * MOST_ATTRIBUTES;
    text.split('<').skip(1).any(|part| {
        part.len() > shortest && !part.starts_with(['!', '?']) && attributes(part) > MOST_ATTRIBUTES
    })
}

/// How many attributes a tag has.
fn attributes(tag: &str) -> usize {
    let mut count = 0;
    let mut quote = None;
    for byte in tag.bytes() {
        match (quote, byte) {
            (None, b'>') => break,
            (None, b'=') => count += 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    count
}

/// The tree of an XML text, or what the parser says against it.
pub(super) fn tree(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    if is_crowded(text) {
        return Err(roxmltree::Error::AttributesLimitReached);
    }
    let options = ParsingOptions {
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options)
}

/// The tree of an XML text.
pub(super) fn parse(text: &str) -> Result<Document<'_>, ReadError> {
    let tree = read(text)?;
    match is_too_deep(tree.root()) {
        true => Err(ReadError::content("elements nested too deeply")),
        false => Ok(tree),
    }
}

/// Deepest nesting of elements that is read. Texts have ten levels, and what looks for names within
/// names takes time by the depth.
const DEEPEST: usize = 200;

fn is_too_deep(root: Node<'_, '_>) -> bool {
    let mut depth = 0;
    let mut node = root;
    loop {
        if let Some(child) = node.first_child() {
            depth += 1;
            if depth > DEEPEST {
                return true;
            }
            node = child;
            continue;
        }
        node = loop {
            if let Some(next) = node.next_sibling() {
                break next;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return false,
            }
            depth -= 1;
        };
    }
}

fn read(text: &str) -> Result<Document<'_>, ReadError> {
    tree(text).map_err(|error| match error {
        roxmltree::Error::NoRootNode => ReadError::content("no text"),
        roxmltree::Error::UnclosedRootNode => {
            ReadError::content("not well-formed XML: it ends early")
        }
        roxmltree::Error::NodesLimitReached => {
            ReadError::content(format!("more than {MAX_NODES} elements"))
        }
        roxmltree::Error::AttributesLimitReached => ReadError::content(format!(
            "an element of more than {MOST_ATTRIBUTES} attributes"
        )),
        error => {
            let message = error.to_string().replace(char::is_control, " ");
            ReadError::content(format!("not well-formed XML: {message}"))
        }
    })
}

/// Replaces what would stop a parser and says nothing: names of entities that only a document type
/// explains, references to control characters and these themselves, `&` that starts no reference.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut entities = Entities::default();
    let mut rest = text;
    while let Some(at) = rest.find(is_odd) {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            let end = inner.find("]]>").map_or(inner.len(), |end| end + 3);
            out.push_str("<![CDATA[");
            let inner = inner.get(..end).unwrap_or_default();
            out.extend(inner.chars().filter(|c| !is_control(*c)));
            rest = rest.get("<![CDATA[".len() + end..).unwrap_or_default();
        } else if rest.starts_with('&') {
            rest = entities.reference(rest, &mut out);
        } else {
            let mut chars = rest.chars();
            out.extend(chars.next().filter(|c| !is_control(*c)));
            rest = chars.as_str();
        }
    }
    out.push_str(rest);
    out
}

fn is_odd(c: char) -> bool {
    c == '&' || c == '<' || is_control(c)
}

/// Characters that XML 1.0 cannot hold.
fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Entities of HTML, each looked up once.
#[derive(Default)]
pub(super) struct Entities {
    known: HashMap<String, String>,
}

impl Entities {
    /// HTML has some two thousand; a text has few.
    const MOST: usize = 300;
    pub(super) const LONGEST: usize = 32;

    /// Writes what a reference at the start of the text stands for and gives the text behind it.
    fn reference<'a>(&mut self, text: &'a str, out: &mut String) -> &'a str {
        let inner = text.strip_prefix('&').unwrap_or(text);
        let end = inner
            .bytes()
            .take(Entities::LONGEST)
            .position(|byte| byte == b';');
        let Some((name, rest)) =
            end.and_then(|end| Some((inner.get(..end)?, inner.get(end + 1..)?)))
        else {
            out.push_str("&amp;");
            return inner;
        };
        if let Some(number) = name.strip_prefix('#') {
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            match number.map(char::from_u32) {
                Ok(Some(c)) if is_control(c) => {}
                Ok(Some(c)) => out.push_str(&format!("&#{};", u32::from(c))),
                Ok(None) => out.push('\u{fffd}'),
                Err(_) => {
                    out.push_str("&amp;");
                    return inner;
                }
            }
            return rest;
        }
        if matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
            out.push('&');
            out.push_str(name);
            out.push(';');
            return rest;
        }
        match self.meaning(name) {
            Some(meaning) => {
                out.push_str(&meaning);
                rest
            }
            None => {
                out.push_str("&amp;");
                inner
            }
        }
    }

    /// What a name of HTML stands for.
    pub(super) fn meaning(&mut self, name: &str) -> Option<String> {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        if let Some(meaning) = self.known.get(name) {
            return (!meaning.is_empty()).then(|| meaning.clone());
        }
        if self.known.len() >= Entities::MOST {
            return None;
        }
        let reference = format!("&{name};");
        let meaning = unescaped(reference.clone());
        let meaning = match meaning == reference || meaning.contains(['&', '<', '>']) {
            true => String::new(),
            false => meaning,
        };
        self.known.insert(name.to_owned(), meaning.clone());
        (!meaning.is_empty()).then_some(meaning)
    }
}

/// Elements of news formats, besides those of HTML, that stand in paragraphs of their own.
const BLOCKS: [&str; 18] = [
    "block",
    "hl1",
    "hl2",
    "bq",
    "note",
    "hedline",
    "byline",
    "dateline",
    "abstract",
    "tagline",
    "body.content",
    "body.head",
    "body.end",
    "copyright",
    "distributor",
    "credit",
    "fn",
    "headline",
];

/// The text within a node, paragraphs separated by a blank line, without what stands in elements
/// of some names.
pub(super) fn flow(node: Node<'_, '_>, without: &[&str]) -> String {
    let mut flow = Flow::default();
    let mut stack = vec![(node, None)];
    while let Some((node, space)) = stack.pop() {
        if let Some(space) = space {
            flow.close(space);
            continue;
        }
        if node.is_text() {
            flow.text(node.text().unwrap_or_default());
            continue;
        }
        let tag = node.tag_name().name();
        if Flow::is_hidden(tag) || without.contains(&tag) {
            continue;
        }
        let space = match BLOCKS.contains(&tag) {
            true => Some("\n\n"),
            false => Flow::space_around(tag),
        };
        if let Some(space) = space {
            flow.close(space);
            stack.push((node, Some(space)));
        }
        stack.extend(node.children().rev().map(|child| (child, None)));
    }
    flow.into_text()
}

/// The text within a node as one line; `None` if it has none.
pub(super) fn line(node: Node<'_, '_>) -> Option<String> {
    let texts = node.descendants().filter_map(|node| match node.is_text() {
        true => node.text(),
        false => None,
    });
    let text: String = texts.collect::<Vec<_>>().concat();
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The elements of a name below a node, in the order of the document.
pub(super) fn all<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    name: &'a str,
) -> impl Iterator<Item = Node<'a, 'i>> + 'a {
    let is_named = move |node: &Node<'_, '_>| node.is_element() && node.tag_name().name() == name;
    node.descendants().filter(is_named)
}

/// The lines of the elements of a name.
pub(super) fn lines(node: Node<'_, '_>, name: &str) -> Vec<String> {
    all(node, name).filter_map(line).collect()
}

/// The line of the first element of a name that has one.
pub(super) fn first(node: Node<'_, '_>, name: &str) -> Option<String> {
    all(node, name).find_map(line)
}

/// A child element by name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children()
        .find(|child| child.is_element() && child.tag_name().name() == name)
}

/// An attribute by its name without the prefix, unless it is blank.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes()
        .find(|attribute| attribute.name() == name)
        .map(|attribute| attribute.value().trim())
        .filter(|value| !value.is_empty())
}

/// A date as written, with the parts of ISO 8601's short form (`20080219T120000`) kept apart.
pub(super) fn date(text: &str, part: SourcePart) -> DateCandidate {
    let text = text.trim();
    let is_short = text.len() >= 8
        && text.bytes().take(8).all(|byte| byte.is_ascii_digit())
        && !text.as_bytes().get(8).is_some_and(u8::is_ascii_digit);
    let text = match (text.get(..4), text.get(4..6), text.get(6..8), text.get(8..)) {
        (Some(year), Some(month), Some(day), Some(time)) if is_short => {
            format!("{year}-{month}-{day}{}", clock(time))
        }
        _ => text.to_owned(),
    };
    DateCandidate { text, part }
}

/// `T120000+0100` with colons.
fn clock(time: &str) -> String {
    let digits = time.bytes().skip(1).take_while(u8::is_ascii_digit).count();
    match (time.get(..3), time.get(3..5), time.get(5..7), time.get(7..)) {
        (Some(hour), Some(minute), Some(second), Some(zone))
            if hour.starts_with('T') && digits == 6 =>
        {
            format!("{hour}:{minute}:{second}{zone}")
        }
        // A zone without a time says nothing about the day.
        _ if !time.starts_with('T') => String::new(),
        _ => time.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_found() {
        let cases = [
            ("<a>", Some("a")),
            (
                "\n<?xml version='1.0'?><!-- <b> --> <x:a y='z'>",
                Some("x:a"),
            ),
            ("<!DOCTYPE a SYSTEM \"a.dtd\"><a/>", Some("a")),
            ("<!DOCTYPE a [<!ENTITY b \"c\"> ]><a >", Some("a")),
            ("<!DOCTYPE a [", None),
            ("text <a>", None),
            ("<3 hearts >", None),
            ("", None),
        ];
        for (head, name) in cases {
            assert_eq!(
                Root::of(head.as_bytes()).map(|root| root.name),
                name,
                "{head}"
            );
        }
    }

    #[test]
    fn what_stops_a_parser_is_replaced() {
        let cases = [
            ("<a>1 &amp; 2 &lt; 3</a>", "1 & 2 < 3"),
            (
                "<a>caf&eacute; &mdash; &nosuch; AT&T &</a>",
                "café — &nosuch; AT&T &",
            ),
            ("<a>x&#3;y&#x1f;z\u{b}&#65;&#xd800;</a>", "xyzA\u{fffd}"),
            (
                "<a><![CDATA[a &nbsp; & <b>\u{1}]]>&amp;</a>",
                "a &nbsp; & <b>&",
            ),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "&b;"),
            ("<?xml version='1.0' encoding='utf-16'?><a>é</a>", "é"),
        ];
        for (xml, expected) in cases {
            let text = Text::decode(xml.as_bytes().to_vec());
            let tree = parse(&text.text).unwrap();
            assert_eq!(line(tree.root()).as_deref(), Some(expected), "{xml}");
        }
        let latin = b"<?xml version=\"1.0\" encoding='iso-8859-1'?><a>caf\xe9</a>";
        let text = Text::decode(latin.to_vec());
        assert_eq!(
            (text.label, text.text.as_str()),
            ("windows-1252", "<a>café</a>")
        );
    }

    #[test]
    fn entities_are_never_expanded_nor_fetched() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\"><!ENTITY c \"&b;&b;&b;\">\
            <!ENTITY f SYSTEM \"file:///etc/hostname\">]><a>&c;&f;</a>";
        let text = Text::decode(bomb.as_bytes().to_vec());
        let tree = parse(&text.text).unwrap();
        assert_eq!(line(tree.root()).as_deref(), Some("&c;&f;"));
    }

    #[test]
    fn deep_nesting_and_damage_end_in_a_line() {
        let deep = "<a>".repeat(200_000);
        for text in [deep.as_str(), "<a></b>", "<a b=c/>", "<a:b/>", "<a>\n<", ""] {
            let error = parse(text).unwrap_err().to_string();
            assert!(!error.contains('\n'), "{error}");
        }
        let closed = format!("{deep}x{}", "</a>".repeat(200_000));
        let error = parse(&closed).unwrap_err().to_string();
        assert_eq!(error, "elements nested too deeply");
        assert!(parse("<a><b><c/></b><b/></a>").is_ok());
    }

    #[test]
    fn short_dates_are_taken_apart() {
        let cases = [
            ("20080219+0100", "2008-02-19"),
            ("20080219T120501+0100", "2008-02-19T12:05:01+0100"),
            ("20080219T120501Z", "2008-02-19T12:05:01Z"),
            ("20080219", "2008-02-19"),
            ("2008-02-19", "2008-02-19"),
            (" February 19, 2008 ", "February 19, 2008"),
            ("1203379200", "1203379200"),
        ];
        for (text, expected) in cases {
            assert_eq!(date(text, SourcePart::Field).text, expected);
        }
    }

    #[test]
    fn paragraphs_of_news_formats_stay_apart() {
        let text = "<body.content><block><p>one\n two <person>Ann</person>.</p><hl2>Three</hl2><media>no</media>\
            <p>four<br/>five</p></block></body.content>";
        let tree = parse(text).unwrap();
        assert_eq!(
            flow(tree.root(), &["media"]),
            "one two Ann.\n\nThree\n\nfour\nfive"
        );
    }
}
