//! HTML: metadata from JSON-LD, OpenGraph and meta elements and `<time>`, in this order, and the
//! main text from an extractor.

mod choose;
mod cues;
mod depth;
mod main_text;
mod meta;
mod page;
mod paragraphs;
mod shown;
mod stub;

pub(super) use page::{Flow, fragment_text};

use super::fields::{self, Record};
use super::input::Input;
use super::names::Dialect;
use super::{About, Delivery, ReadError, Reader, encoding, has_extension, json_ld, values};
use crate::model::Article;
use encoding_rs::Encoding;
use main_text::{Extracted, MainText, Trafilatura};
use meta::Meta;
use page::Page;
pub(super) use page::unescaped;
use paragraphs::{BareText, adds_only};

/// Reads web pages.
pub(super) struct Html;

/// Largest page, in bytes. A parsed page takes some twenty times its size.
pub(super) const MAX_PAGE: usize = 8 << 20;
/// Fewest characters that make a main text.
const SHORTEST: usize = 50;
/// Most nodes of JSON-LD that are the article of the page and what belongs to it.
const MOST_NODES: usize = 4;
/// Bytes in which a page declares its charset.
const PRESCAN: usize = 4 << 10;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml", "shtml"]
    }

    fn recognise(&self, head: &[u8], name: &str) -> u8 {
        let head = head.get(..head.len().min(PRESCAN)).unwrap_or_default();
        let head = head.trim_ascii_start().to_ascii_lowercase();
        let starts = |tags: &[&str]| tags.iter().any(|tag| head.starts_with(tag.as_bytes()));
        let has = |tag: &str| memchr::memmem::find(&head, tag.as_bytes()).is_some();
        if starts(&["<!doctype html", "<html", "<head", "<body"]) {
            return 90;
        }
        if starts(&["<!--", "<?xml", "<!doctype"]) && has("<html") {
            return 85;
        }
        if starts(&[
            "<p>", "<p ", "<div", "<article", "<section", "<main", "<h1", "<meta ", "<title",
            "<table",
        ]) {
            return 75;
        }
        match has_extension(self, name) && head.contains(&b'<') && (has("</") || has("/>")) {
            true => 60,
            false => 0,
        }
    }

    fn about(&self) -> About {
        About {
            what: "a web page",
            fields: "from JSON-LD, OpenGraph, meta elements and what the page shows; the main text without menus and advertisements",
            example: "<html><head><meta property=\"og:title\" content=\"Pier closed\">...",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let bound = input.raw_bound().min(MAX_PAGE);
        let bytes = input.all(bound).map_err(|error| match error.is_io() {
            false
                if bound == MAX_PAGE && error == ReadError::too_long(input.limits.max_article) =>
            {
                ReadError::content("page of more than 8 MB")
            }
            _ => error,
        })?;
        let declared = input.charset.or_else(|| declared(&bytes));
        let decoded = encoding::decode(bytes, declared);
        if let Some(why) = depth::refusal(&decoded.text) {
            return Err(ReadError::content(why));
        }
        let mut article = article(&decoded.text, &Trafilatura, input.limits.keep_stubs)?;
        article.encoding = Some(input.decoded_from.map_or(decoded.label, encoding::label));
        article.lossy = decoded.lossy || input.lossy.get();
        out.single(article, input.limits)
    }
}

/// The charset that a page declares in a meta element or its XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(PRESCAN))?.to_ascii_lowercase();
    for key in [&b"charset"[..], b"encoding"] {
        for found in memchr::memmem::find_iter(&head, key) {
            let rest = head.get(found + key.len()..)?.trim_ascii_start();
            let Some(rest) = rest.strip_prefix(b"=") else {
                continue;
            };
            let rest = rest.trim_ascii_start();
            let rest = rest
                .strip_prefix(b"\"")
                .or(rest.strip_prefix(b"'"))
                .unwrap_or(rest);
            let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
            let end = rest
                .iter()
                .position(|byte| !is_label(byte))
                .unwrap_or(rest.len());
            if let Some(encoding) = encoding::by_label(&rest[..end]) {
                return Some(encoding);
            }
        }
    }
    None
}

/// The article of a page.
fn article(html: &str, extractor: &dyn MainText, keep_stubs: bool) -> Result<Article, ReadError> {
    let mut page = Page::parse(html);
    let look = stub::look(&page);
    let mut meta = meta::collect(&page);
    let nodes = json_ld::nodes(std::mem::take(&mut meta.documents));
    // More nodes are those of the articles that an index leads to.
    let is_article = meta.is_article || (1..=MOST_NODES).contains(&nodes.articles.len());
    // The extractor takes titles and authors from JSON-LD, too, whosever they are.
    let are_several = nodes.articles.len() > 1;
    if are_several {
        meta::hide_documents(&mut page);
    }
    let node = choose::choose(nodes.articles, &meta);
    let is_paid = node.as_ref().is_some_and(stub::is_paid);
    let mut article = match node {
        Some(record) => fields::article(record, Dialect::JsonLd),
        None => Article::default(),
    };
    let bare = BareText::of(&page);
    let mut found = extractor.extract(page, look.running).unwrap_or_default();
    if bare.is_missing_in(&found.text) {
        let mut page = Page::parse(html);
        if are_several {
            meta::hide_documents(&mut page);
        }
        paragraphs::wrap_bare_text(&mut page);
        let fuller = extractor.extract(page, look.running);
        if let Some(fuller) = fuller.filter(|fuller| adds_only(&found.text, &fuller.text)) {
            found.text = fuller.text;
        }
    }
    take_text(&mut article, &found)?;
    let refusal = look.refusal(is_article, is_paid, &article.body);
    if let Some(why) = refusal.filter(|_| !keep_stubs) {
        return Err(ReadError::content(why));
    }
    for record in nodes.pages {
        take_page(&mut article, record);
    }
    let heading = meta.heading.clone();
    take_meta(&mut article, meta, found);
    drop_headline(&mut article, heading.as_deref());
    Ok(article)
}

/// Takes the headline out of the body, where an extractor left it as the first paragraph.
fn drop_headline(article: &mut Article, heading: Option<&str>) {
    let Some((first, rest)) = article.body.split_once("\n\n") else {
        return;
    };
    if Some(first.trim()) == heading || first.trim() == article.title.trim() {
        article.body = rest.to_owned();
    }
}

/// The text: the extractor's, or that of the JSON-LD where the extractor found next to nothing.
fn take_text(article: &mut Article, found: &Extracted) -> Result<(), ReadError> {
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let (declared, extracted) = (count(&article.body), count(&found.text));
    if declared < 300 || extracted * 3 >= declared {
        article.body.clone_from(&found.text);
    } else {
        article.body = unescaped(std::mem::take(&mut article.body));
    }
    match count(&article.body) < SHORTEST {
        true => Err(ReadError::content("no article text found in the page")),
        false => Ok(()),
    }
}

/// What a node for the page adds to the one for the article: its dates, if that had none.
fn take_page(article: &mut Article, record: Record) {
    let page = fields::article(record, Dialect::JsonLd);
    if article.candidates.is_empty() {
        article.candidates = page.candidates;
    }
    if article.updated.is_empty() {
        article.updated = page.updated;
    }
    article.language = article.language.take().or(page.language);
}

/// What the meta elements and the extractor add.
fn take_meta(article: &mut Article, meta: Meta, found: Extracted) {
    let host = |url: &Option<String>| url.as_deref().and_then(values::host);
    // A node of JSON-LD without a publisher has the host of its address for an outlet.
    let named = article
        .outlet
        .take()
        .filter(|outlet| Some(outlet) != host(&article.url).as_ref());
    article.url = meta.urls.into_iter().next().or(article.url.take());
    let site = meta.site.map(unescaped);
    article.outlet = named
        .map(unescaped)
        .or_else(|| site.clone())
        .or_else(|| host(&article.url));
    let site = site.as_deref().or(article.outlet.as_deref());
    let titles = [meta.title, found.title, meta.heading, meta.page_title];
    let mut titles = titles
        .into_iter()
        .flatten()
        .map(|title| meta::without_site(&title, site));
    let headline = unescaped(std::mem::take(&mut article.title));
    article.title = match headline.trim() {
        "" => titles
            .find(|title| !title.trim().is_empty())
            .unwrap_or_default(),
        _ => headline,
    };
    if article.authors.is_empty() {
        article.authors = meta.authors;
    }
    if article.authors.is_empty() {
        let authors = found.authors.unwrap_or_default();
        article.authors = authors
            .split(';')
            .map(|author| author.trim().to_owned())
            .collect();
    }
    article.section = article.section.take().or(meta.section);
    article.language = meta.language.or(article.language.take());
    if article.source.topics.is_empty() {
        article.source.topics = meta.topics;
    }
    article.candidates.extend(meta.dates);
    article.updated.extend(meta.updated);
    // The same date is often given three times; once for each part is enough.
    let mut seen = std::collections::HashSet::new();
    article
        .candidates
        .retain(|date| seen.insert((date.text.clone(), date.part as u8)));
}
