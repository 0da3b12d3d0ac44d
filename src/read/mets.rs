//! METS of digitised newspapers: title and date of an issue, and which blocks of its ALTO pages,
//! files beside it, make an article.

use super::alto::Page;
use super::beside::{ISSUES, Stamps};
use super::input::Input;
use super::xml::{self, Root, Text};
use super::{About, Delivery, ReadError, Reader};
use crate::model::{Article, DateCandidate, SourcePart};
use roxmltree::{Document, Node};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Reads the METS file of an issue, and its pages with it.
pub(super) struct Mets;

impl Reader for Mets {
    fn name(&self) -> &'static str {
        "mets"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["mets"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        match Root::of(head) {
            Some(root) if root.local() == "mets" => 95,
            _ => 0,
        }
    }

    fn about(&self) -> About {
        About {
            what: "an issue of a digitised newspaper, with the ALTO pages beside it",
            fields: "title, body, published, outlet, language",
            example: "1824-02-17_mets.xml beside pages in ALTO",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let text = Text::read(input)?;
        let tree = xml::parse(&text.text)?;
        let issue = Issue::of(&tree);
        let mut pages = Pages::new(input, &issue);
        let articles: Vec<Node<'_, '_>> = divisions(&tree, "LOGICAL").filter(is_article).collect();
        if pages.files.is_empty() {
            return Err(ReadError::content("a METS file without pages in ALTO"));
        }
        let mut record = 0;
        if articles.is_empty() {
            for (id, _) in pages.files.clone() {
                if out.stopped() {
                    return Ok(());
                }
                let article = pages.page(&id).map(|page| issue.article(None, page.text()));
                record += 1;
                out.record(record, noted(article, &text), input.limits);
            }
            return out.finish(None);
        }
        let areas = Areas::of(&tree);
        for node in articles {
            if out.stopped() {
                return Ok(());
            }
            let article = pages
                .parts(&areas.of_article(node))
                .map(|body| issue.article(Some(node), body));
            record += 1;
            out.record(record, noted(article, &text), input.limits);
        }
        out.finish(None)
    }
}

fn noted(article: Result<Article, ReadError>, text: &Text) -> Result<Article, ReadError> {
    article.map(|mut article| {
        text.note(&mut article);
        article
    })
}

/// Whether a METS file in the page's directory, or in the one above, speaks of the page. That file, or
/// that there is none, is noted as what the page was read with.
pub(super) fn is_page_of_one(input: &Input<'_>) -> bool {
    let context = input.inside.context;
    let (Some(file), Some(directory)) = (context.disk, input.beside) else {
        return false;
    };
    let page = input.name.rsplit('/').next().unwrap_or(input.name);
    let above = input.name.contains('/').then_some("../");
    let places: Vec<&str> = [""].into_iter().chain(above).collect();
    let mut stamps = Stamps::default();
    // What changes while they are looked at has then changed.
    let around = places.iter().map(|place| format!("{place}{ISSUES}"));
    let around: Vec<_> = around
        .map(|path| (stamps.state(file, &path), path))
        .collect();
    for place in places {
        for issue in stamps.issues(file, &directory.join(place)) {
            let path = format!("{place}{issue}");
            let state = stamps.state(file, &path);
            if speaks_of(&directory.join(&path), page, input.raw_bound() as u64) {
                context.beside.add(&path, state);
                return true;
            }
        }
    }
    for (state, path) in around {
        context.beside.add(&path, state);
    }
    false
}

fn speaks_of(issue: &Path, page: &str, bound: u64) -> bool {
    let is_small = std::fs::metadata(issue).is_ok_and(|file| file.is_file() && file.len() <= bound);
    is_small
        && std::fs::read(issue).is_ok_and(|bytes| {
            // One that is cut would give no articles.
            bytes.trim_ascii_end().ends_with(b"mets>")
                && memchr::memmem::find(&bytes, page.as_bytes()).is_some()
        })
}

fn is_article(node: &Node<'_, '_>) -> bool {
    let kind = xml::attribute(*node, "TYPE").unwrap_or("");
    kind.eq_ignore_ascii_case("article")
}

/// The divisions of the structures of a kind.
fn divisions<'a>(tree: &'a Document<'_>, kind: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    let is_of_kind = move |map: &Node<'_, '_>| {
        xml::attribute(*map, "TYPE").is_some_and(|own| own.to_ascii_uppercase().starts_with(kind))
    };
    xml::all(tree.root(), "structMap")
        .filter(is_of_kind)
        .flat_map(|map| xml::all(map, "div"))
}

/// What the METS file says of the issue as a whole.
struct Issue<'a> {
    title: Option<String>,
    date: Option<String>,
    language: Option<String>,
    places: Vec<String>,
    /// Sections of description by id.
    descriptions: HashMap<&'a str, Node<'a, 'a>>,
    files: Vec<(&'a str, &'a str)>,
}

impl<'a> Issue<'a> {
    fn of(tree: &'a Document<'_>) -> Issue<'a> {
        let sections = || xml::all(tree.root(), "dmdSec");
        let date_in = |section| {
            ["dateIssued", "issued", "date"]
                .iter()
                .find_map(|name| xml::first(section, name))
        };
        let dated = sections().find(|section| date_in(*section).is_some());
        let named = |section| {
            let is_own = |node: &Node<'_, '_>| {
                !node
                    .ancestors()
                    .any(|above| above.tag_name().name() == "relatedItem")
            };
            let titles: Vec<_> = xml::all(section, "title").collect();
            let own = titles.iter().copied().filter(is_own).find_map(xml::line);
            own.or_else(|| titles.into_iter().find_map(xml::line))
        };
        let root = tree.root_element();
        let files = xml::all(root, "file").filter_map(|file| {
            let kind = xml::attribute(file, "MIMETYPE").unwrap_or("");
            let place = xml::attribute(xml::child(file, "FLocat")?, "href")?;
            let is_page = kind.contains("xml") || kind.is_empty() && place.ends_with(".xml");
            is_page.then_some((xml::attribute(file, "ID")?, place))
        });
        Issue {
            title: dated
                .and_then(named)
                .or_else(|| sections().find_map(named))
                .or_else(|| xml::attribute(root, "LABEL").map(str::to_owned)),
            date: dated.and_then(date_in),
            language: sections().find_map(|section| xml::first(section, "languageTerm")),
            places: dated
                .map(|section| xml::lines(section, "placeTerm"))
                .unwrap_or_default(),
            descriptions: sections()
                .filter_map(|section| Some((xml::attribute(section, "ID")?, section)))
                .collect(),
            files: files.collect(),
        }
    }

    /// An article of the issue; a page has no node of its own.
    fn article(&self, node: Option<Node<'_, '_>>, body: String) -> Article {
        let mut article = Article {
            source_id: node
                .and_then(|node| xml::attribute(node, "ID"))
                .map(str::to_owned),
            body,
            outlet: self.title.clone(),
            language: self.language.clone(),
            candidates: self
                .date
                .iter()
                .map(|date| xml::date(date, SourcePart::Field))
                .collect::<Vec<DateCandidate>>(),
            ..Article::default()
        };
        let described = node.and_then(|node| {
            let ids = xml::attribute(node, "DMDID")?;
            ids.split_whitespace()
                .find_map(|id| self.descriptions.get(id).copied())
        });
        if let Some(section) = described {
            article.title = xml::first(section, "title").unwrap_or_default();
            article.language = xml::first(section, "languageTerm").or(article.language);
            article.authors = xml::all(section, "name")
                .filter_map(|name| xml::first(name, "namePart"))
                .collect();
            article.source.topics = xml::lines(section, "topic");
        }
        if article.title.is_empty() {
            let label = node.and_then(|node| xml::attribute(node, "LABEL"));
            article.title = label.unwrap_or_default().to_owned();
        }
        // The headline is one of the blocks, too.
        if let Some((first, rest)) = article.body.split_once("\n\n")
            && first.trim() == article.title.trim()
        {
            article.body = rest.to_owned();
        }
        article.source.places.clone_from(&self.places);
        article
    }
}

/// Which parts of pages belong to which division.
struct Areas<'a> {
    /// Parts of the divisions of the physical structure by their ids.
    physical: HashMap<&'a str, Vec<Area<'a>>>,
    /// Links from a division to others.
    links: HashMap<&'a str, Vec<&'a str>>,
}

/// A file, and from where to where in it; all of it where nothing is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Area<'a> {
    file: &'a str,
    range: Option<(&'a str, &'a str)>,
}

impl<'a> Areas<'a> {
    fn of(tree: &'a Document<'_>) -> Areas<'a> {
        let mut physical = HashMap::new();
        for node in divisions(tree, "PHYSICAL") {
            if let Some(id) = xml::attribute(node, "ID") {
                physical.insert(id, own_areas(node));
            }
        }
        let mut links: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut link = |from: Option<&'a str>, to: Option<&'a str>| {
            if let (Some(from), Some(to)) = (from, to) {
                let (from, to) = (from.trim_start_matches('#'), to.trim_start_matches('#'));
                links.entry(from).or_default().push(to);
            }
        };
        for node in xml::all(tree.root(), "smLink") {
            link(xml::attribute(node, "from"), xml::attribute(node, "to"));
        }
        for group in xml::all(tree.root(), "smLinkGrp") {
            let locators = xml::all(group, "smLocatorLink").filter_map(|node| {
                Some((
                    xml::attribute(node, "label")?,
                    xml::attribute(node, "href")?,
                ))
            });
            let locators: HashMap<&str, &str> = locators.collect();
            for arc in xml::all(group, "smArcLink") {
                let end = |name| locators.get(xml::attribute(arc, name)?).copied();
                link(end("from"), end("to"));
            }
        }
        Areas { physical, links }
    }

    /// The parts of pages that make an article, in its order, each once.
    fn of_article<'n: 'a>(&self, article: Node<'n, 'n>) -> Vec<Area<'a>> {
        let mut areas = own_areas(article);
        let ids = xml::all(article, "div").filter_map(|node| xml::attribute(node, "ID"));
        let linked = ids.filter_map(|id| self.links.get(id)).flatten();
        areas.extend(linked.filter_map(|id| self.physical.get(id)).flatten());
        let mut seen = HashSet::new();
        areas.retain(|area| seen.insert(*area));
        areas
    }
}

/// The parts that a division names, without those of articles within it.
fn own_areas<'a>(node: Node<'a, 'a>) -> Vec<Area<'a>> {
    let is_own = |area: &Node<'a, 'a>| {
        let within = area.ancestors().take_while(|above| *above != node);
        !within.into_iter().any(|above| is_article(&above))
    };
    let pointers = node.descendants().filter(|node| {
        let name = node.tag_name().name();
        name == "area" || name == "fptr" && node.has_attribute("FILEID")
    });
    pointers
        .filter(is_own)
        .filter_map(|area| {
            let first = xml::attribute(area, "BEGIN");
            let last = xml::attribute(area, "END").or(first);
            Some(Area {
                file: xml::attribute(area, "FILEID")?,
                range: first.zip(last),
            })
        })
        .collect()
}

/// The pages of an issue, each read when it is first asked for.
struct Pages<'a, 'i> {
    input: &'a Input<'i>,
    files: Vec<(String, String)>,
    places: HashMap<String, String>,
    read: HashMap<String, Result<Page, ReadError>>,
    /// Bytes that the pages read so far had.
    bytes: usize,
    /// Bytes of text that may still be given: no article needs a page more than once.
    left: usize,
}

impl<'a, 'i> Pages<'a, 'i> {
    fn new(input: &'a Input<'i>, issue: &Issue<'_>) -> Pages<'a, 'i> {
        let files = issue
            .files
            .iter()
            .map(|(id, place)| ((*id).to_owned(), (*place).to_owned()));
        let files: Vec<_> = files.collect();
        Pages {
            input,
            places: files.iter().cloned().collect(),
            files,
            read: HashMap::new(),
            bytes: 0,
            left: input.raw_bound(),
        }
    }

    fn page(&mut self, id: &str) -> Result<&Page, ReadError> {
        if !self.read.contains_key(id) {
            let page = self.open(id);
            self.read.insert(id.to_owned(), page);
        }
        match self.read.get(id) {
            Some(Ok(page)) => Ok(page),
            Some(Err(error)) => Err(error.clone()),
            None => Err(ReadError::content("no such page")),
        }
    }

    fn open(&mut self, id: &str) -> Result<Page, ReadError> {
        let place = self.places.get(id);
        let place = place.ok_or_else(|| ReadError::content("no such page"))?;
        let bound = self.input.raw_bound().saturating_sub(self.bytes);
        let bytes = self.input.neighbour(place, bound)?;
        self.bytes = self.bytes.saturating_add(bytes.len());
        let text = Text::decode(bytes);
        Page::parse(&text.text)
            .map_err(|error| ReadError::content(format!("page {}: {error}", shown(place))))
    }

    /// The text of parts, one after the other. Pictures of pages are passed over.
    fn parts(&mut self, areas: &[Area<'_>]) -> Result<String, ReadError> {
        let mut texts = Vec::new();
        for area in areas {
            if !self.places.contains_key(area.file) {
                continue;
            }
            let page = self.page(area.file)?;
            let text = match area.range {
                Some((first, last)) => page.part(first, last),
                None => page.text(),
            };
            self.left = self
                .left
                .checked_sub(text.len())
                .ok_or_else(|| ReadError::content("articles of more text than the pages have"))?;
            if !text.is_empty() {
                texts.push(text);
            }
        }
        Ok(texts.join("\n\n"))
    }
}

/// A name as a line may show it.
fn shown(place: &str) -> String {
    place
        .chars()
        .filter(|c| !c.is_control())
        .take(100)
        .collect()
}
