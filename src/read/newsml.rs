//! NewsML 1: the news items of the Reuters corpus (RCV1) and those of agencies.

use super::html::fragment_text;
use super::input::Input;
use super::xml::{self, Root, Text};
use super::{About, Delivery, ReadError, Reader, nitf, values};
use crate::model::{Article, DateCandidate, SourcePart};
use roxmltree::Node;

/// Reads NewsML 1.
pub(super) struct Newsml;

impl Reader for Newsml {
    fn name(&self) -> &'static str {
        "newsml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["newsml"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        match Root::of(head).as_ref().map(Root::local) {
            Some("newsitem" | "NewsML") => 95,
            _ => 0,
        }
    }

    fn about(&self) -> About {
        About {
            what: "NewsML 1, of agencies and of the Reuters corpus RCV1",
            fields: "title, body, published, authors, language, id; places, topics",
            example: "<newsitem itemid=\"1\" date=\"1996-08-20\"><headline>Pier closed</headline><text><p>...</p></text></newsitem>",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let text = Text::read(input)?;
        let tree = xml::parse(&text.text)?;
        let root = tree.root_element();
        if root.tag_name().name() == "newsitem" {
            let mut article = of_reuters(root);
            text.note(&mut article);
            return out.single(article, input.limits);
        }
        let items: Vec<Node<'_, '_>> = xml::all(root, "NewsItem").collect();
        let is_one = items.len() == 1;
        for (record, item) in (1..).zip(items) {
            if out.stopped() {
                return Ok(());
            }
            let mut article = of_agency(item);
            article.outlet = agency(root);
            text.note(&mut article);
            match is_one {
                true => return out.single(article, input.limits),
                false => out.record(record, Ok(article), input.limits),
            }
        }
        out.finish(None)
    }
}

/// A `newsitem` of RCV1.
fn of_reuters(item: Node<'_, '_>) -> Article {
    let of = |name: &str| xml::first(xml::child(item, name)?, name);
    let stated = |element: &str| {
        let mut nodes = xml::all(item, "dc");
        let node = nodes.find(|node| xml::attribute(*node, "element") == Some(element))?;
        xml::attribute(node, "value")
    };
    let dates = [xml::attribute(item, "date"), stated("dc.date.published")];
    let mut article = Article {
        source_id: xml::attribute(item, "itemid").map(str::to_owned),
        title: of("headline").or_else(|| of("title")).unwrap_or_default(),
        candidates: dates
            .into_iter()
            .flatten()
            .map(|date| xml::date(date, SourcePart::Field))
            .collect(),
        authors: of("byline")
            .map(|byline| values::authors(&byline))
            .unwrap_or_default(),
        outlet: stated("dc.publisher")
            .or_else(|| stated("dc.source"))
            .map(str::to_owned),
        language: xml::attribute(item, "lang").map(str::to_owned),
        ..Article::default()
    };
    let text = xml::child(item, "text")
        .map(|text| xml::flow(text, &[]))
        .unwrap_or_default();
    article.body = below(of("dateline"), text);
    for codes in xml::all(item, "codes") {
        let class = xml::attribute(codes, "class").unwrap_or("");
        let list = match class.contains("countries") {
            true => &mut article.source.places,
            false => &mut article.source.topics,
        };
        let codes = xml::all(codes, "code").filter_map(|code| xml::attribute(code, "code"));
        list.extend(codes.map(str::to_owned));
    }
    article
}

/// A text with its dateline, which stands before it, unless it does already: on the same line if
/// it ends with a dash.
pub(super) fn below(dateline: Option<String>, text: String) -> String {
    let dateline = dateline
        .map(|line| line.trim().to_owned())
        .unwrap_or_default();
    let text = text.trim_start();
    if dateline.is_empty() || text.starts_with(&dateline) {
        return text.to_owned();
    }
    let space = match dateline.ends_with(['-', '–', '—']) {
        true => " ",
        false => "\n\n",
    };
    [dateline.as_str(), space, text].concat()
}

/// A `NewsItem` of an agency.
fn of_agency(item: Node<'_, '_>) -> Article {
    let first = |name: &str| xml::first(item, name);
    let formal = |name: &str| {
        let mut nodes = xml::all(item, name);
        nodes
            .find_map(|node| xml::attribute(node, "FormalName"))
            .map(str::to_owned)
    };
    let mut candidates: Vec<DateCandidate> = [
        ("FirstCreated", SourcePart::Field),
        ("DateId", SourcePart::Weak),
    ]
    .into_iter()
    .filter_map(|(name, part)| Some(xml::date(&first(name)?, part)))
    .collect();
    candidates.truncate(1);
    let mut article = Article {
        source_id: first("PublicIdentifier").or_else(|| first("NewsItemId")),
        title: first("HeadLine").unwrap_or_default(),
        body: below(first("DateLine"), longest(item)),
        candidates,
        updated: first("ThisRevisionCreated")
            .map(|date| xml::date(&date, SourcePart::Field))
            .into_iter()
            .collect(),
        authors: first("ByLine")
            .map(|byline| values::authors(&byline))
            .unwrap_or_default(),
        language: formal("Language"),
        ..Article::default()
    };
    article.source.topics = xml::lines(item, "KeywordLine");
    for name in ["Subject", "SubjectMatter", "SubjectDetail"] {
        let codes = xml::all(item, name).filter_map(|node| xml::attribute(node, "FormalName"));
        article.source.topics.extend(codes.map(str::to_owned));
    }
    for property in xml::all(item, "Property") {
        let key = xml::attribute(property, "FormalName").unwrap_or("");
        let value = xml::attribute(property, "Value").map(str::to_owned);
        match key {
            "Country" | "City" | "CountryArea" => article.source.places.extend(value),
            key if key.ends_with("Keywords") => article.source.topics.extend(value),
            _ => {}
        }
    }
    article
}

/// Who sent a message.
fn agency(root: Node<'_, '_>) -> Option<String> {
    let sender = xml::all(root, "SentFrom").next()?;
    let mut parties = xml::all(sender, "Party");
    let name = parties.find_map(|party| xml::attribute(party, "FormalName"));
    name.map(str::to_owned)
}

/// The longest text among the contents, of which the others are captions, styles and headlines.
fn longest(item: Node<'_, '_>) -> String {
    let contents = xml::all(item, "DataContent").filter(|content| {
        let kind = content
            .parent()
            .and_then(|parent| xml::first(parent, "Format"));
        kind.as_deref() != Some("CSS")
    });
    let texts = contents.map(|content| {
        if let Some(nitf) = xml::all(content, "nitf").next() {
            return nitf::body(nitf);
        }
        let root = xml::all(content, "body").next().unwrap_or(content);
        let text = xml::flow(root, &[]);
        match text.contains("</") {
            true => fragment_text(&text).unwrap_or(text),
            false => text,
        }
    });
    texts.max_by_key(String::len).unwrap_or_default()
}
