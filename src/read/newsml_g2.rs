//! NewsML-G2: news items, alone or in a message.

use super::html::fragment_text;
use super::input::Input;
use super::xml::{self, Root, Text};
use super::{About, Delivery, ReadError, Reader, nitf, values};
use crate::model::{Article, SourceFacts, SourcePart};
use roxmltree::Node;
use std::collections::HashMap;

/// Reads NewsML-G2.
pub(super) struct NewsmlG2;

/// Items other than news. They describe people, events and packages, and hold no article.
const OTHERS: [&str; 5] = [
    "packageItem",
    "conceptItem",
    "knowledgeItem",
    "planningItem",
    "catalogItem",
];

impl Reader for NewsmlG2 {
    fn name(&self) -> &'static str {
        "newsml-g2"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["newsmlg2"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        let Some(root) = Root::of(head) else {
            return 0;
        };
        let is_item =
            ["newsItem", "newsMessage"].contains(&root.local()) || OTHERS.contains(&root.local());
        if is_item { 95 } else { 0 }
    }

    fn about(&self) -> About {
        About {
            what: "the agency format NewsML-G2",
            fields: "title, body, published, updated, authors, outlet, language, id; people, organisations, places, topics",
            example: "<newsItem guid=\"urn:1\" xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><contentSet><inlineXML>...</inlineXML></contentSet></newsItem>",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let text = Text::read(input)?;
        let tree = xml::parse(&text.text)?;
        let root = tree.root_element();
        let article = |item| {
            let mut article = article(item);
            text.note(&mut article);
            article
        };
        if root.tag_name().name() == "newsItem" {
            return out.single(article(root), input.limits);
        }
        let mut record = 0;
        for item in xml::all(root, "newsItem") {
            if out.stopped() {
                return Ok(());
            }
            record += 1;
            out.record(record, Ok(article(item)), input.limits);
        }
        match record {
            0 => {
                let mut names = root.descendants().map(|node| node.tag_name().name());
                let name = names
                    .find(|name| OTHERS.contains(name))
                    .unwrap_or("message");
                Err(ReadError::content(format!(
                    "no article in a NewsML-G2 {name}"
                )))
            }
            _ => out.finish(None),
        }
    }
}

fn article(item: Node<'_, '_>) -> Article {
    let names = &asserted(item);
    let meta = xml::child(item, "itemMeta");
    let content = xml::child(item, "contentMeta");
    let of = |node: Option<Node<'_, '_>>, name: &str| {
        node.and_then(|node| xml::first(xml::child(node, name)?, name))
    };
    let set = xml::child(item, "contentSet");
    let inline = set
        .and_then(|set| xml::all(set, "nitf").next())
        .map(nitf::article);
    let inline = inline.unwrap_or_default();
    let created = [
        (of(content, "contentCreated"), SourcePart::Field),
        (of(meta, "firstCreated"), SourcePart::Weak),
    ];
    let version = of(meta, "versionCreated");
    let mut article = Article {
        source_id: xml::attribute(item, "guid").map(str::to_owned),
        title: of(content, "headline")
            .or(Some(inline.title).filter(|title| !title.is_empty()))
            .or_else(|| of(meta, "title"))
            .unwrap_or_default(),
        body: set.and_then(text).unwrap_or_default(),
        candidates: created
            .into_iter()
            .filter_map(|(date, part)| Some(xml::date(&date?, part)))
            .chain(inline.candidates)
            .collect(),
        updated: [of(content, "contentModified"), version.clone()]
            .into_iter()
            .flatten()
            .map(|date| xml::date(&date, SourcePart::Field))
            .collect(),
        language: content
            .and_then(|content| xml::attribute(xml::child(content, "language")?, "tag"))
            .or_else(|| xml::attribute(item, "lang"))
            .map(str::to_owned),
        ..Article::default()
    };
    if article.candidates.is_empty() {
        let date = version.map(|date| xml::date(&date, SourcePart::Weak));
        article.candidates.extend(date);
    }
    article.authors = match of(content, "by") {
        Some(by) => values::authors(&by),
        None => content
            .map(|content| creators(content, names))
            .unwrap_or_default(),
    };
    if article.authors.is_empty() {
        article.authors = inline.authors;
    }
    let named =
        |node: Option<Node<'_, '_>>, element: &str| name(xml::child(node?, element)?, names);
    article.outlet = named(content, "infoSource").or_else(|| named(meta, "provider"));
    if article.body.is_empty() {
        let described = content.map(|content| xml::lines(content, "description"));
        article.body = described.unwrap_or_default().join("\n\n");
    }
    article.source = inline.source;
    if let Some(content) = content {
        subjects(content, names, &mut article.source);
    }
    article
}

/// Names that the item gives to codes once for all.
fn asserted<'a>(item: Node<'a, '_>) -> HashMap<&'a str, String> {
    let asserts = xml::all(item, "assert");
    asserts
        .filter_map(|node| {
            Some((
                xml::attribute(node, "qcode")?,
                xml::first(xml::child(node, "name")?, "name")?,
            ))
        })
        .collect()
}

/// The name of a thing: written out, asserted, or the readable part of its code.
fn name(node: Node<'_, '_>, names: &HashMap<&str, String>) -> Option<String> {
    let written = xml::child(node, "name").and_then(xml::line);
    let code = xml::attribute(node, "qcode");
    let literal = xml::attribute(node, "literal").map(str::to_owned);
    let host = || xml::attribute(node, "uri").and_then(values::host);
    written
        .or_else(|| names.get(code?).cloned())
        .or(literal)
        .or_else(|| {
            let (scheme, local) = code?.split_once(':')?;
            let is_word = scheme == "web"
                || local.starts_with(char::is_uppercase)
                    && !local.contains(|c: char| c.is_ascii_digit());
            Some(if is_word { local } else { code? }.to_owned())
        })
        .or_else(host)
}

fn creators(content: Node<'_, '_>, names: &HashMap<&str, String>) -> Vec<String> {
    let is_creator = |node: &Node<'_, '_>| node.tag_name().name() == "creator";
    let creators = content.children().filter(is_creator);
    creators
        .filter_map(|creator| name(creator, names))
        .collect()
}

fn subjects(content: Node<'_, '_>, names: &HashMap<&str, String>, source: &mut SourceFacts) {
    let is_subject = |node: &Node<'_, '_>| node.tag_name().name() == "subject";
    for subject in content.children().filter(is_subject) {
        let Some(name) = name(subject, names) else {
            continue;
        };
        let kind = xml::attribute(subject, "type").unwrap_or("");
        let list = match kind.rsplit([':', '/']).next() {
            Some("person") => &mut source.people,
            Some("organisation" | "organization") => &mut source.organisations,
            Some("geoArea" | "poi") => &mut source.places,
            _ => &mut source.topics,
        };
        list.push(name);
    }
    let keywords = xml::all(content, "keyword").filter_map(xml::line);
    source.topics.extend(keywords);
}

/// The first content with any text.
fn text(set: Node<'_, '_>) -> Option<String> {
    let contents = set.children().filter(Node::is_element);
    let texts = contents.map(|content| match content.tag_name().name() {
        "inlineXML" => match xml::all(content, "nitf").next() {
            Some(nitf) => nitf::body(nitf),
            None => xml::flow(xml::all(content, "body").next().unwrap_or(content), &[]),
        },
        "inlineData" => {
            let text: String = content.children().filter_map(|node| node.text()).collect();
            match text.contains("</") {
                true => fragment_text(&text).unwrap_or_default(),
                false => text,
            }
        }
        _ => String::new(),
    });
    texts.into_iter().find(|text| !text.trim().is_empty())
}
