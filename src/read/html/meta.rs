//! What the head of a page says about the article, and its `<time>` elements.

use super::page::{Page, unescaped};
use super::shown;
use crate::model::{DateCandidate, SourcePart};
use crate::read::json_ld;
use crate::read::values::{self, NameList};
use serde_json::Value;
use trafilatura::dom::NodeId;

/// Longest text of an element that is taken for a date, in bytes.
const SHORT: usize = 100;
/// Most meta elements that are looked at.
const METAS: usize = 2_000;

const PUBLISHED: [&str; 21] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date.published",
    "publication_date",
    "publication-date",
    "publicationdate",
    "publish-date",
    "publish_date",
    "published-date",
    "published_date",
    "publishdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "citation_publication_date",
    "cxenseparse:recs:publishtime",
];
const CREATED: [&str; 8] = [
    "dcterms.date",
    "dc.date",
    "date",
    "dcterms.created",
    "dc.date.created",
    "datecreated",
    "article:created",
    "created",
];
const UPDATED: [&str; 9] = [
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revised",
];
const AUTHORS: [&str; 8] = [
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
];
const TITLES: [&str; 3] = ["og:title", "twitter:title", "dc.title"];
const SITES: [&str; 4] = ["og:site_name", "cre", "application-name", "publisher"];
const SECTIONS: [&str; 4] = [
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
];
const TAGS: [&str; 3] = ["article:tag", "og:article:tag", "parsely-tags"];
const KEYWORDS: [&str; 2] = ["news_keywords", "keywords"];
const LANGUAGES: [&str; 4] = ["content-language", "language", "dc.language", "og:locale"];

/// What a page says about itself outside the article's text.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) documents: Vec<Value>,
    /// Headline as given to other sites.
    pub(super) title: Option<String>,
    /// Content of the first `<h1>`.
    pub(super) heading: Option<String>,
    /// Content of `<title>`.
    pub(super) page_title: Option<String>,
    pub(super) dates: Vec<DateCandidate>,
    pub(super) updated: Vec<DateCandidate>,
    pub(super) authors: Vec<String>,
    pub(super) site: Option<String>,
    pub(super) section: Option<String>,
    pub(super) topics: Vec<String>,
    pub(super) language: Option<String>,
    /// The addresses that the page gives itself, best first: the canonical one, that for other sites.
    pub(super) urls: Vec<String>,
    /// Whether the page calls itself an article, or has a date of publication.
    pub(super) is_article: bool,
}

/// Reads a page's metadata.
pub(super) fn collect(page: &Page) -> Meta {
    let metas = metas(page);
    let first = |names: &[&str]| {
        names.iter().find_map(|name| {
            let mut found = metas.iter().filter(|(other, _)| other == name);
            found.next().map(|(_, content)| content.clone())
        })
    };
    let all = |names: &[&str]| {
        let is = |meta: &&(String, String)| names.contains(&meta.0.as_str());
        metas
            .iter()
            .filter(is)
            .map(|(_, content)| content.clone())
            .collect::<Vec<_>>()
    };
    let mut meta = Meta {
        documents: documents(page),
        title: first(&TITLES),
        heading: element_text(page, "h1"),
        page_title: element_text(page, "title"),
        site: first(&SITES),
        section: first(&SECTIONS),
        language: attribute(page, "html", "lang").or_else(|| first(&LANGUAGES)),
        urls: [canonical(page), first(&["og:url"])]
            .into_iter()
            .flatten()
            .filter(|url| url.contains("://"))
            .collect(),
        ..Meta::default()
    };
    let kind = first(&["og:type"]).unwrap_or_default();
    meta.is_article = kind.to_lowercase().contains("article")
        || first(&PUBLISHED).is_some()
        || page
            .query_selector(page.root(), "[itemprop~=articleBody]")
            .is_some();
    // One element of a list for each author, or one for all.
    for name in AUTHORS {
        let authors = all(&[name]);
        meta.authors = authors
            .iter()
            .flat_map(|author| values::authors(author))
            .collect();
        if !meta.authors.is_empty() {
            break;
        }
    }
    meta.topics = all(&TAGS);
    if meta.topics.is_empty() {
        let keywords = first(&KEYWORDS).map(Value::String);
        meta.topics = keywords.map_or(Vec::new(), |keywords| {
            values::names(keywords, NameList::Topics)
        });
    }
    for (names, part) in [
        (&PUBLISHED[..], SourcePart::Meta),
        (&CREATED[..], SourcePart::Weak),
    ] {
        for name in names {
            meta.dates.extend(
                all(&[name])
                    .into_iter()
                    .map(|text| DateCandidate { text, part }),
            );
        }
    }
    let updated = all(&UPDATED).into_iter();
    meta.updated = updated
        .map(|text| DateCandidate {
            text,
            part: SourcePart::Meta,
        })
        .collect();
    shown_dates(page, &mut meta);
    meta
}

/// Name in lower case and content of every meta element.
fn metas(page: &Page) -> Vec<(String, String)> {
    let mut metas = Vec::new();
    for node in page
        .get_elements_by_tag_name(page.root(), "meta")
        .into_iter()
        .take(METAS)
    {
        let content = page.get_attribute(node, "content").unwrap_or_default();
        if content.trim().is_empty() {
            continue;
        }
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = page.get_attribute(node, attribute) {
                metas.push((name.trim().to_lowercase(), content.clone()));
            }
        }
    }
    metas
}

/// The script elements that hold JSON-LD.
fn scripts(page: &Page) -> impl Iterator<Item = NodeId> {
    page.get_elements_by_tag_name(page.root(), "script")
        .into_iter()
        .filter(|&node| {
            let kind = page.get_attribute(node, "type").unwrap_or_default();
            kind.trim()
                .to_ascii_lowercase()
                .starts_with("application/ld+json")
        })
}

/// The JSON-LD of a page.
fn documents(page: &Page) -> Vec<Value> {
    scripts(page)
        .filter_map(|node| json_ld::script(&page.text_content(node)))
        .collect()
}

/// Keeps the JSON-LD of a page from whoever reads it next.
pub(super) fn hide_documents(page: &mut Page) {
    for node in scripts(page).collect::<Vec<_>>() {
        page.set_attribute(node, "type", "text/plain");
    }
}

fn element_text(page: &Page, tag: &str) -> Option<String> {
    let nodes = page.get_elements_by_tag_name(page.root(), tag);
    nodes.into_iter().take(8).find_map(|node| {
        let text = page.text_content(node);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    })
}

fn attribute(page: &Page, tag: &str, name: &str) -> Option<String> {
    let node = page
        .get_elements_by_tag_name(page.root(), tag)
        .into_iter()
        .next()?;
    page.get_attribute(node, name)
        .filter(|value| !value.trim().is_empty())
}

fn canonical(page: &Page) -> Option<String> {
    let nodes = page
        .get_elements_by_tag_name(page.root(), "link")
        .into_iter();
    nodes
        .filter(|&node| {
            let rel = page.get_attribute(node, "rel").unwrap_or_default();
            rel.split_whitespace()
                .any(|rel| rel.eq_ignore_ascii_case("canonical"))
        })
        .find_map(|node| page.get_attribute(node, "href"))
}

/// The dates that the page shows, and those of microdata.
fn shown_dates(page: &Page, meta: &mut Meta) {
    for node in page.query_selector_all(page.root(), "[itemprop~=datePublished]:not(meta)") {
        let of = |name| {
            page.get_attribute(node, name)
                .filter(|value| !value.trim().is_empty())
        };
        let text = || Some(page.text_content(node)).filter(|text| text.len() <= SHORT);
        if let Some(text) = of("datetime").or_else(|| of("content")).or_else(text) {
            meta.dates.push(DateCandidate {
                text,
                part: SourcePart::Itemprop,
            });
        }
    }
    let titles = [&meta.title, &meta.page_title];
    let titles: Vec<&str> = titles.into_iter().flatten().map(String::as_str).collect();
    let shown = shown::collect(page, &titles);
    meta.dates.extend(shown.dates);
    meta.updated.extend(shown.updated);
}

/// A headline without the name of the site after it.
pub(super) fn without_site(title: &str, site: Option<&str>) -> String {
    let title = unescaped(title.to_owned());
    let Some(site) = site.map(str::trim).filter(|site| !site.is_empty()) else {
        return title;
    };
    let stripped = title.trim_end().strip_suffix(site).map(str::trim_end);
    let marks = ['|', '-', '–', '—', '·', '•', ':', '»', '/'];
    match stripped.and_then(|title| title.strip_suffix(marks)) {
        Some(title) if !title.trim().is_empty() => title.trim_end().to_owned(),
        _ => title,
    }
}
