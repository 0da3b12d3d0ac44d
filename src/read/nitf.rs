//! NITF, as agencies send it and as the New York Times corpus has it.

use super::input::Input;
use super::xml::{self, Root, Text};
use super::{About, Delivery, ReadError, Reader, values};
use crate::model::{Article, DateCandidate, SourcePart};
use roxmltree::Node;

/// Reads NITF.
pub(super) struct Nitf;

/// Parts of a text that are not its words.
const WITHOUT: [&str; 4] = ["media", "body.head", "body.end", "object"];

impl Reader for Nitf {
    fn name(&self) -> &'static str {
        "nitf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["nitf"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        match Root::of(head) {
            Some(root) if root.local() == "nitf" => 95,
            _ => 0,
        }
    }

    fn about(&self) -> About {
        About {
            what: "the agency format NITF",
            fields: "title, body, published, authors, outlet, section, id; people, organisations, places, topics",
            example: "<nitf><body><body.head><hedline><hl1>Pier closed</hl1></hedline></body.head><body.content><p>...</p></body.content></body></nitf>",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let text = Text::read(input)?;
        let tree = xml::parse(&text.text)?;
        let mut article = article(tree.root_element());
        text.note(&mut article);
        out.single(article, input.limits)
    }
}

/// The text of an NITF document that stands in a field of another format.
pub(super) fn text_in(document: &str) -> Option<String> {
    let text = Text::decode(document.as_bytes().to_vec());
    let tree = xml::parse(&text.text).ok()?;
    let root = tree.root_element();
    (root.tag_name().name() == "nitf").then(|| body(root))
}

/// The article of an `nitf` element.
pub(super) fn article(nitf: Node<'_, '_>) -> Article {
    let attribute_of = |name: &str, key: &str| {
        let mut nodes = xml::all(nitf, name);
        nodes
            .find_map(|node| xml::attribute(node, key))
            .map(str::to_owned)
    };
    let mut article = Article {
        source_id: attribute_of("doc-id", "id-string"),
        title: title(nitf).unwrap_or_default(),
        body: body(nitf),
        candidates: dates(nitf),
        authors: authors(nitf),
        section: attribute_of("pubdata", "position.section")
            .or_else(|| meta(nitf, "online_sections"))
            .or_else(|| meta(nitf, "dsk")),
        outlet: attribute_of("pubdata", "name")
            .or_else(|| attribute_of("doc.copyright", "holder"))
            .or_else(|| xml::first(nitf, "distributor")),
        language: xml::attribute(nitf, "lang").map(str::to_owned),
        url: attribute_of("pubdata", "ex-ref"),
        ..Article::default()
    };
    if article.body.is_empty() {
        article.body = xml::first(nitf, "abstract").unwrap_or_default();
    }
    let source = &mut article.source;
    source.people = xml::lines(nitf, "person");
    source.organisations = xml::lines(nitf, "org");
    source.places = xml::lines(nitf, "location");
    source.topics = xml::lines(nitf, "classifier");
    let subjects = xml::all(nitf, "tobject.subject").filter_map(|subject| {
        ["detail", "matter", "type"]
            .iter()
            .find_map(|level| xml::attribute(subject, &format!("tobject.subject.{level}")))
    });
    source.topics.extend(subjects.map(str::to_owned));
    let keywords = xml::all(nitf, "keyword").filter_map(|keyword| xml::attribute(keyword, "key"));
    source.topics.extend(keywords.map(str::to_owned));
    article
}

fn title(nitf: Node<'_, '_>) -> Option<String> {
    xml::first(nitf, "hl1")
        .or_else(|| xml::first(nitf, "hedline"))
        .or_else(|| xml::first(xml::child(nitf, "head")?, "title"))
}

fn meta(nitf: Node<'_, '_>, name: &str) -> Option<String> {
    let is_named = |node: &Node<'_, '_>| xml::attribute(*node, "name") == Some(name);
    let node = xml::all(nitf, "meta").find(is_named)?;
    xml::attribute(node, "content").map(str::to_owned)
}

fn dates(nitf: Node<'_, '_>) -> Vec<DateCandidate> {
    let part = SourcePart::Field;
    let number = |name: &str| meta(nitf, name)?.parse::<u16>().ok();
    let mut dates = Vec::new();
    if let (Some(year), Some(month), Some(day)) = (
        number("publication_year"),
        number("publication_month"),
        number("publication_day_of_month"),
    ) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        dates.push(DateCandidate { text, part });
    }
    for (name, key) in [
        ("pubdata", "date.publication"),
        ("date.issue", "norm"),
        ("date.release", "norm"),
        ("story.date", "norm"),
    ] {
        let values = xml::all(nitf, name).filter_map(|node| xml::attribute(node, key));
        dates.extend(values.map(|text| xml::date(text, part)));
    }
    dates
}

/// The names in the byline. One and the same may be given as printed and as "Lee, Ann".
fn authors(nitf: Node<'_, '_>) -> Vec<String> {
    let mut bylines: Vec<Node<'_, '_>> = xml::all(nitf, "byline").collect();
    let is_normalised =
        |node: &Node<'_, '_>| xml::attribute(*node, "class") == Some("normalized_byline");
    if !bylines.iter().all(is_normalised) {
        bylines.retain(|node| !is_normalised(node));
    }
    let names = bylines.into_iter().flat_map(|byline| {
        let people = xml::lines(byline, "person");
        if !people.is_empty() {
            return people;
        }
        // The author's position is in an element of its own.
        let texts = byline.descendants().filter(|node| {
            let in_title = |above: Node<'_, '_>| above.tag_name().name() == "byttl";
            node.is_text() && !node.ancestors().any(in_title)
        });
        let text: String = texts.filter_map(|node| node.text()).collect();
        let text = text.trim().trim_end_matches(',').to_owned();
        match is_normalised(&byline) {
            true => text.split(';').map(str::to_owned).collect(),
            false => text
                .split(';')
                .map(|part| part.trim().trim_start_matches("Compiled by "))
                .flat_map(values::authors)
                .collect(),
        }
    });
    names.collect()
}

/// The text of an `nitf` element. The lead may be given twice: alone, and as the start of the whole.
pub(super) fn body(nitf: Node<'_, '_>) -> String {
    let content = xml::all(nitf, "body.content").next();
    let Some(content) = content.or_else(|| xml::child(nitf, "body")) else {
        return String::new();
    };
    let class = |node: &Node<'_, '_>, class: &str| xml::attribute(*node, "class") == Some(class);
    let is_full = |node: &Node<'_, '_>| class(node, "full_text");
    let text = match xml::all(content, "block").find(is_full) {
        Some(full) => xml::flow(full, &WITHOUT),
        None => xml::flow(content, &WITHOUT),
    };
    without_lead(text)
}

/// Drops a first paragraph "LEAD: ..." that the next one repeats.
fn without_lead(text: String) -> String {
    let rest = text.strip_prefix("LEAD:").and_then(|after| {
        let (lead, rest) = after.split_once("\n\n")?;
        let second = rest.split("\n\n").next()?;
        (second.trim() == lead.trim()).then(|| rest.to_owned())
    });
    rest.unwrap_or(text)
}
