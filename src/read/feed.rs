//! RSS and Atom: each entry is an article of its own. Entries are cut out of the file and read one
//! by one, so that a feed may be long, and a broken entry costs only itself.

use super::elements::{Elements, Piece, Syntax};
use super::html::{fragment_text, unescaped};
use super::input::Input;
use super::xml::{self, Root, Text};
use super::{About, Delivery, ReadError, Reader, values};
use crate::model::{Article, SourcePart};
use roxmltree::{Error, Node};

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

    fn about(&self) -> About {
        About {
            what: "RSS, Atom: each entry is an article",
            fields: "title, body, published, updated, authors, url, topics; outlet and language of the feed",
            example: "<rss version=\"2.0\"><channel><item><title>Pier closed</title><description>...</description></item></channel></rss>",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let names = match Root::of(&input.head) {
            Some(root) => entries(&root),
            None => return Err(ReadError::content("no text")),
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (limits, bound) = (input.limits, input.raw_bound());
        let (decoded_from, lossy) = (input.decoded_from, input.lossy);
        let mut elements = Elements::new(input.source, Syntax::Xml, &names, bound);
        let name = names.first().copied().unwrap_or("item");
        let mut feed: Option<Whole> = None;
        let mut record = 0;
        while !out.stopped() {
            let article = match elements.next() {
                Ok(Piece::Element) => {
                    let declared = xml::declared(elements.head());
                    let feed = feed.get_or_insert_with(|| {
                        let head = [elements.head(), &elements.tail()].concat();
                        Whole::of(&Text::decode_as(head, declared).text)
                    });
                    let mut text = Text::decode_as(elements.document(), declared);
                    if let Some(encoding) = decoded_from {
                        text.label = super::encoding::label(encoding);
                    }
                    text.lossy |= lossy.get();
                    article(&text, name, feed)
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

/// The article of a feed with one entry.
fn article(text: &Text, name: &str, feed: &Whole) -> Result<Article, ReadError> {
    let document = with_prefixes(&text.text);
    let tree = xml::parse(&document)?;
    let entry = tree
        .descendants()
        .find(|node| is_entry(*node, name))
        .ok_or_else(|| ReadError::content("no text"))?;
    if let Some(why) = is_no_post(entry) {
        return Err(ReadError::content(why));
    }
    let mut article = fields(entry, feed);
    text.note(&mut article);
    Ok(article)
}

/// Why an item of a WordPress export is no article: pictures, menus, revisions and what else
/// WordPress keeps among its posts under types of its own, and what was never published. Types and
/// states that a site has made for itself ("review") are believed to be of articles. The types are
/// those in WordPress's documentation of `register_post_type`, the states those of `get_post_statuses`.
fn is_no_post(entry: Node<'_, '_>) -> Option<String> {
    const TYPES: [&str; 9] = [
        "attachment",
        "nav_menu_item",
        "revision",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
        "user_request",
        "acf-field",
        "acf-field-group",
    ];
    const STATES: [&str; 6] = [
        "draft",
        "auto-draft",
        "pending",
        "future",
        "private",
        "trash",
    ];
    let of = |name: &str| {
        let mut own = entry.children().filter(|child| {
            let space = child.tag_name().namespace().unwrap_or("");
            child.tag_name().name() == name
                && (space == "wp" || space.contains("wordpress.org/export"))
        });
        own.next().and_then(xml::line)
    };
    if let Some(kind) =
        of("post_type").filter(|kind| TYPES.contains(&kind.as_str()) || kind.starts_with("wp_"))
    {
        let kind: String = kind.chars().take(30).collect();
        return Some(format!("no post but a WordPress {kind}"));
    }
    let state = of("status").filter(|state| STATES.contains(&state.as_str()))?;
    Some(format!("a WordPress post that is not published: {state}"))
}

/// Longest name of a feed that each of its entries is given, in bytes.
const LONGEST: usize = 500;
/// Most authors of a feed that each of its entries is given.
const MOST_AUTHORS: usize = 10;

/// What a feed says of itself before its entries.
#[derive(Debug, Default)]
struct Whole {
    title: Option<String>,
    language: Option<String>,
    authors: Vec<String>,
}

impl Whole {
    fn of(document: &str) -> Whole {
        let document = with_prefixes(document);
        let Ok(tree) = xml::parse(&document) else {
            return Whole::default();
        };
        let root = tree.root_element();
        let node = xml::child(root, "channel").unwrap_or(root);
        let feed = Entry { node };
        Whole {
            title: feed
                .all(&[(Own, "title")])
                .map(title)
                .find(|title| title.len() <= LONGEST),
            language: feed
                .line(&[(Own, "language"), (Dublin, "language")])
                .filter(|language| language.len() <= LONGEST),
            // Only Atom says that they are those of the entries.
            authors: match root.tag_name().name() {
                "feed" => authors(feed),
                _ => Vec::new(),
            }
            .into_iter()
            .filter(|author| author.len() <= LONGEST)
            .take(MOST_AUTHORS)
            .collect(),
        }
    }
}

fn is_entry(node: Node<'_, '_>, name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or(name);
    node.is_element() && node.tag_name().name() == local
}

/// Most prefixes without a declaration that are given one.
const PREFIXES: usize = 8;

/// Declares the prefixes that a feed forgot to.
fn with_prefixes(document: &str) -> String {
    let mut document = document.to_owned();
    for _ in 0..PREFIXES {
        let Err(Error::UnknownNamespace(prefix, _)) = xml::tree(&document) else {
            break;
        };
        let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/');
        let Some(end) = document.find(is_end).filter(|end| *end > 1) else {
            break;
        };
        document.insert_str(end, &format!(" xmlns:{prefix}=\"{prefix}\""));
    }
    document
}

/// Vocabularies of elements of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    /// RSS and Atom.
    Own,
    /// Dublin Core.
    Dublin,
    /// The module of RSS for whole texts.
    Content,
    /// Media RSS and podcasts.
    Media,
    Other,
}

impl Space {
    fn of(node: Node<'_, '_>, entry: Node<'_, '_>) -> Space {
        let space = node.tag_name().namespace();
        match space {
            space if space == entry.tag_name().namespace() => Space::Own,
            None | Some("http://www.w3.org/2005/Atom") => Space::Own,
            Some(space) if space.contains("purl.org/dc/") || space == "dc" => Space::Dublin,
            Some(space) if space.contains("modules/content") || space == "content" => {
                Space::Content
            }
            Some(space) if space.contains("/mrss") || space.contains("itunes") => Space::Media,
            Some(_) => Space::Other,
        }
    }
}

/// The elements directly in an entry.
#[derive(Clone, Copy)]
struct Entry<'a, 'i> {
    node: Node<'a, 'i>,
}

impl<'a, 'i: 'a> Entry<'a, 'i> {
    /// Those of several names, in the order of the names.
    fn all(self, names: &'a [(Space, &'a str)]) -> impl Iterator<Item = Node<'a, 'i>> + 'a {
        names.iter().flat_map(move |(space, name)| {
            self.node.children().filter(move |child| {
                child.tag_name().name() == *name && Space::of(*child, self.node) == *space
            })
        })
    }

    fn line(self, names: &'a [(Space, &'a str)]) -> Option<String> {
        self.all(names).find_map(xml::line)
    }
}

use Space::{Content, Dublin, Media, Own};

fn fields(node: Node<'_, '_>, feed: &Whole) -> Article {
    let entry = Entry { node };
    let dates = |names, part| entry.line(names).map(|date| xml::date(&date, part));
    let published = dates(
        &[
            (Own, "pubDate"),
            (Own, "published"),
            (Own, "issued"),
            (Dublin, "date"),
            (Dublin, "issued"),
            (Dublin, "created"),
        ],
        SourcePart::Field,
    );
    const UPDATED: &[(Space, &str)] = &[(Own, "updated"), (Own, "modified"), (Dublin, "modified")];
    let authors = match authors(entry) {
        authors if authors.is_empty() => feed.authors.clone(),
        authors => authors,
    };
    let id = entry.line(&[(Own, "guid"), (Own, "id"), (Dublin, "identifier")]);
    let mut article = Article {
        title: entry
            .all(&[(Own, "title"), (Dublin, "title"), (Media, "title")])
            .map(title)
            .find(|title| !title.is_empty())
            .unwrap_or_default(),
        // Atom demands the date of the last change alone.
        candidates: published
            .or_else(|| dates(UPDATED, SourcePart::Weak))
            .into_iter()
            .collect(),
        updated: dates(UPDATED, SourcePart::Field).into_iter().collect(),
        authors,
        outlet: entry
            .all(&[(Own, "source")])
            .find_map(|source| xml::line(xml::child(source, "title").unwrap_or(source)))
            .or_else(|| feed.title.clone()),
        language: node
            .ancestors()
            .find_map(|above| above.attribute((XML, "lang")))
            .map(str::to_owned)
            .or_else(|| entry.line(&[(Dublin, "language")]))
            .or_else(|| feed.language.clone()),
        url: address(entry),
        source_id: id.or_else(|| xml::attribute(node, "about").map(str::to_owned)),
        ..Article::default()
    };
    article.source.topics = entry
        .all(&[(Own, "category"), (Dublin, "subject")])
        .filter_map(|topic| {
            let named = xml::attribute(topic, "label").or(xml::attribute(topic, "term"));
            named
                .map(|name| unescaped(name.to_owned()))
                .or_else(|| Some(title(topic)))
        })
        .collect();
    article.body = entry
        .all(&[
            (Content, "encoded"),
            (Own, "content"),
            (Own, "description"),
            (Own, "summary"),
            (Dublin, "description"),
            (Media, "description"),
            (Media, "summary"),
        ])
        .map(body)
        .find(|body| !body.trim().is_empty())
        .unwrap_or_default();
    article
}

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Text of one line, which may be HTML.
fn title(node: Node<'_, '_>) -> String {
    let text = xml::line(node).unwrap_or_default();
    match text.contains('<') {
        true => fragment_text(&text).unwrap_or(text),
        false => unescaped(text),
    }
}

/// A text: elements, HTML as text, or plain.
fn body(node: Node<'_, '_>) -> String {
    let kind = xml::attribute(node, "type").unwrap_or("");
    if ["image/", "audio/", "video/", "application/"]
        .iter()
        .any(|other| kind.starts_with(other))
    {
        return String::new();
    }
    if node.children().any(|child| child.is_element()) {
        return xml::flow(node, &[]);
    }
    let text: String = node.children().filter_map(|child| child.text()).collect();
    match text.contains(['<', '&']) {
        true => fragment_text(&text).unwrap_or_default(),
        // Text is often indented like the elements around it.
        false => text.lines().map(str::trim).collect::<Vec<_>>().join("\n"),
    }
}

/// The address of the entry's page.
fn address(entry: Entry<'_, '_>) -> Option<String> {
    let is_page = |link: &Node<'_, '_>| {
        let rel = xml::attribute(*link, "rel");
        rel.is_none_or(|rel| rel == "alternate")
    };
    let links = entry.all(&[(Own, "link")]).filter(is_page);
    let mut addresses = links.filter_map(|link| {
        let address = xml::attribute(link, "href").map(str::to_owned);
        address.or_else(|| xml::line(link))
    });
    addresses.next().or_else(|| {
        let id = entry.all(&[(Own, "guid")]).next()?;
        let is_address = xml::attribute(id, "isPermaLink") != Some("false");
        xml::line(id).filter(|id| is_address && id.contains("://"))
    })
}

fn authors(entry: Entry<'_, '_>) -> Vec<String> {
    const NAMES: [(Space, &str); 3] = [(Own, "author"), (Dublin, "creator"), (Media, "author")];
    let lists = NAMES.iter().map(|name| {
        let people = entry
            .all(std::slice::from_ref(name))
            .filter_map(|person| xml::line(xml::child(person, "name").unwrap_or(person)));
        people
            .flat_map(|text| values::authors(person(&text)))
            .collect::<Vec<_>>()
    });
    lists
        .into_iter()
        .find(|list| !list.is_empty())
        .unwrap_or_default()
}

/// The name in "ann@news.example (Ann Lee)" and "Ann Lee <ann@news.example>".
fn person(text: &str) -> &str {
    let mut parts = text.split(['(', ')', '<', '>']).map(str::trim);
    parts
        .find(|part| !part.is_empty() && !part.contains('@'))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_from_addresses() {
        let cases = [
            ("ann@news.example (Ann Lee)", "Ann Lee"),
            ("Ann Lee <ann@news.example>", "Ann Lee"),
            ("（ann@news.example）", "（ann@news.example）"),
            ("(Ann Lee)", "Ann Lee"),
            ("ann@news.example", "ann@news.example"),
            ("", ""),
        ];
        for (text, name) in cases {
            assert_eq!(person(text), name);
        }
    }

    #[test]
    fn prefixes_without_a_declaration_are_given_one() {
        let document = with_prefixes("<rss><dc:a/><b:c d:e='1'/></rss>");
        assert!(xml::tree(&document).is_ok(), "{document}");
        for text in ["", "<", "<a", "<:a/>", "<a:b/>"] {
            with_prefixes(text);
        }
    }
}
