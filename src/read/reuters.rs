//! The SGML of Reuters-21578.

use super::input::Input;
use super::newsml::below;
use super::sgml::{self, element, elements};
use super::trec::{Wordless, records};
use super::xml::{self, Root};
use super::{About, Delivery, ReadError, Reader, values};
use crate::model::{Article, SourcePart};

/// Reads Reuters SGML.
pub(super) struct Reuters;

impl Reader for Reuters {
    fn name(&self) -> &'static str {
        "reuters"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["sgm"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        match Root::of(head) {
            Some(root) if root.name == "REUTERS" => 95,
            _ => 0,
        }
    }

    fn about(&self) -> About {
        About {
            what: "SGML of Reuters-21578: each REUTERS is an article",
            fields: "title, body, published, authors, id; people, organisations, places, topics",
            example: "<REUTERS NEWID=\"1\"><DATE>26-FEB-1987</DATE><TEXT><TITLE>Pier closed</TITLE><BODY>...</BODY></TEXT></REUTERS>",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        records(input, out, "REUTERS", article, Wordless::Delivered)
    }
}

fn article(record: &str) -> Article {
    let line = |name: &str| sgml::line(element(record, name)?.inner);
    let id = element(record, "REUTERS").and_then(|whole| whole.attribute("NEWID"));
    let authors = line("AUTHOR").map(|byline| values::authors(&byline));
    let mut article = Article {
        source_id: id.map(str::to_owned),
        title: line("TITLE").unwrap_or_default(),
        candidates: line("DATE")
            .map(|date| xml::date(&date, SourcePart::Field))
            .into_iter()
            .collect(),
        authors: authors.unwrap_or_default(),
        outlet: Some("Reuters".to_owned()),
        ..Article::default()
    };
    article
        .authors
        .retain(|author| !author.eq_ignore_ascii_case("reuters"));
    article.body = body(record);
    let listed = |name: &str| -> Vec<String> {
        let list = element(record, name).map_or("", |list| list.inner);
        elements(list, "D")
            .filter_map(|entry| sgml::line(entry.inner))
            .collect()
    };
    article.source.places = listed("PLACES");
    article.source.people = listed("PEOPLE");
    article.source.organisations = listed("ORGS");
    article.source.topics = listed("TOPICS");
    article
}

/// The body under its dateline. What was never marked up is kept line by line, as tables are.
fn body(record: &str) -> String {
    let Some(text) = element(record, "TEXT") else {
        return String::new();
    };
    let body = match element(text.inner, "BODY") {
        Some(body) => sgml::paragraphs(without_mark(&sgml::plain(body.inner))),
        None if text.attribute("TYPE") == Some("UNPROC") => {
            let text = sgml::plain(text.inner);
            without_mark(&text)
                .lines()
                .map(str::trim_end)
                .collect::<Vec<_>>()
                .join("\n")
        }
        None => String::new(),
    };
    let dateline = element(text.inner, "DATELINE").and_then(|line| sgml::line(line.inner));
    let body = below(dateline, body);
    body.trim_matches('\n').to_owned()
}

/// Every story ends with the name of the agency.
fn without_mark(text: &str) -> &str {
    let text = text.trim_end();
    let (rest, last) = text.rsplit_once('\n').unwrap_or(("", text));
    match last.trim().eq_ignore_ascii_case("reuter") {
        true => rest,
        false => text,
    }
}
