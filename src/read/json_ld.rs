//! schema.org articles in JSON-LD: in lists, graphs and nested objects, with references within
//! the graph resolved.

use super::fields::Record;
use serde_json::Value;
use std::collections::HashMap;

/// How deep nodes are looked for; below it there are only properties of things.
const DEPTH: usize = 12;
/// Most articles of one page or file that are taken.
const MOST: usize = 1_000;

/// The articles of a JSON-LD object that is a graph, a list or a page around them; empty if it is
/// none of these.
pub(super) fn articles_of(record: &Record) -> Vec<Record> {
    const HOLDERS: [&str; 4] = [
        "@graph",
        "mainEntity",
        "mainEntityOfPage",
        "itemListElement",
    ];
    let holds = |key: &&str| record.get(*key).is_some_and(|value| !value.is_string());
    if !HOLDERS.iter().any(holds) {
        return Vec::new();
    }
    nodes(vec![Value::Object(record.clone())]).articles
}

/// What documents of JSON-LD say.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    /// Articles, news articles first.
    pub(super) articles: Vec<Record>,
    /// Web pages, whose dates are often all there is.
    pub(super) pages: Vec<Record>,
    names: HashMap<String, String>,
}

/// The articles and pages in documents of JSON-LD.
pub(super) fn nodes(documents: Vec<Value>) -> Nodes {
    let mut nodes = Nodes::default();
    for document in documents {
        walk(document, &mut nodes, DEPTH);
    }
    let Nodes {
        articles,
        pages,
        names,
    } = &mut nodes;
    for record in articles.iter_mut().chain(pages) {
        for key in ["author", "creator", "publisher"] {
            if let Some(value) = record.get_mut(key) {
                resolve(value, names);
            }
        }
    }
    articles.sort_by_key(rank);
    nodes
}

fn walk(value: Value, nodes: &mut Nodes, depth: usize) {
    if depth == 0 || nodes.articles.len() >= MOST {
        return;
    }
    match value {
        Value::Array(values) => {
            for value in values {
                walk(value, nodes, depth - 1);
            }
        }
        Value::Object(mut record) => {
            note_name(&record, nodes);
            for key in [
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "itemListElement",
                "item",
                "hasPart",
                "isPartOf",
            ] {
                // An address stays with the node; an object may be a node itself.
                if let Some(inner) = record.get_mut(key).filter(|value| !value.is_string()) {
                    let inner = match key {
                        "mainEntityOfPage" | "isPartOf" => inner.clone(),
                        _ => inner.take(),
                    };
                    walk(inner, nodes, depth - 1);
                }
            }
            for key in ["author", "publisher"] {
                match record.get(key) {
                    Some(Value::Object(inner)) => note_name(inner, nodes),
                    Some(Value::Array(values)) => values
                        .iter()
                        .filter_map(Value::as_object)
                        .for_each(|inner| note_name(inner, nodes)),
                    _ => {}
                }
            }
            match rank(&record) {
                NOT_AN_ARTICLE if has_type(&record, |kind| kind.ends_with("WebPage")) => {
                    nodes.pages.push(record)
                }
                NOT_AN_ARTICLE => {}
                _ => nodes.articles.push(record),
            }
        }
        _ => {}
    }
}

fn note_name(record: &Record, nodes: &mut Nodes) {
    let text = |key: &str| record.get(key).and_then(Value::as_str);
    if let (Some(id), Some(name)) = (text("@id"), text("name")) {
        nodes.names.insert(id.to_owned(), name.to_owned());
    }
}

/// Gives a name to what is only a reference to a named node.
fn resolve(value: &mut Value, names: &HashMap<String, String>) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| resolve(value, names)),
        Value::Object(record) if !record.contains_key("name") => {
            let id = record.get("@id").and_then(Value::as_str).unwrap_or("");
            if let Some(name) = names.get(id) {
                record.insert("name".to_owned(), Value::String(name.clone()));
            }
        }
        _ => {}
    }
}

fn has_type(record: &Record, test: impl Fn(&str) -> bool) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|kind| test(local(kind)));
    match record.get("@type").or_else(|| record.get("type")) {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// A type without the address of its vocabulary.
fn local(kind: &str) -> &str {
    kind.rsplit(['/', '#', ':']).next().unwrap_or(kind)
}

const NOT_AN_ARTICLE: u8 = u8::MAX;

/// How much of a news article a node is; lower is better.
fn rank(record: &Record) -> u8 {
    let is = |test: fn(&str) -> bool| has_type(record, test);
    let kind = if is(|kind| kind.ends_with("NewsArticle")) {
        0
    } else if is(|kind| kind == "Article" || kind.ends_with("Article") || kind == "Report") {
        2
    } else if is(|kind| kind.ends_with("BlogPosting") || kind == "SocialMediaPosting") {
        4
    } else {
        return NOT_AN_ARTICLE;
    };
    // A teaser of another article has a headline and an address, seldom a date.
    kind + u8::from(!record.contains_key("datePublished"))
}

/// The JSON of a script element. Comments, CDATA marks, trailing commas and line breaks within
/// strings, which pages are known to have, are forgiven.
pub(super) fn script(text: &str) -> Option<Value> {
    const MARKS: [&str; 8] = [
        "//<![CDATA[",
        "/*<![CDATA[*/",
        "<![CDATA[",
        "<!--",
        "//]]>",
        "/*]]>*/",
        "]]>",
        "-->",
    ];
    let mut text = text.trim();
    for _ in 0..3 {
        for mark in MARKS {
            text = text.strip_prefix(mark).unwrap_or(text).trim();
            text = text.strip_suffix(mark).unwrap_or(text).trim();
        }
        text = text.strip_suffix(';').unwrap_or(text).trim();
    }
    if text.is_empty() {
        return None;
    }
    match serde_json::from_str(text) {
        Ok(value) => Some(value),
        Err(_) => serde_json::Deserializer::from_str(&repaired(text))
            .into_iter::<Value>()
            .next()?
            .ok(),
    }
}

fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut escaped = false;
    for c in text.chars() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            out.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        if matches!(c, '}' | ']') {
            let kept = out.trim_end().len();
            if out.get(..kept).is_some_and(|out| out.ends_with(',')) {
                out.truncate(kept - 1);
            }
        }
        in_string = c == '"';
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_wherever_they_are() {
        let cases = [
            r#"{"@type": "NewsArticle", "headline": "x"}"#,
            r#"[{"@type": "WebSite"}, {"@type": ["Article", "NewsArticle"], "headline": "x"}]"#,
            r#"{"@graph": [{"@type": "BlogPosting", "headline": "no"}, {"@type": "ReportageNewsArticle", "headline": "x"}]}"#,
            r#"{"@type": "WebPage", "mainEntity": {"@type": "https://schema.org/NewsArticle", "headline": "x"}}"#,
            r#"{"@type": "LiveBlogPosting", "headline": "x"}"#,
            r#"[{"@type": "NewsArticle", "headline": "no"}, {"@type": "NewsArticle", "headline": "x", "datePublished": "1"}]"#,
            "<!-- {\"@type\": \"Article\", \"headline\": \"x\",} -->",
            "//<![CDATA[\n{\"@type\": \"Article\", \"keywords\": [1,2, ], \"headline\": \"x\", \"d\": \"a\nb\"};\n//]]>",
        ];
        for case in cases {
            let articles = nodes(vec![script(case).unwrap()]).articles;
            let headline = articles.first().and_then(|record| record.get("headline"));
            assert_eq!(headline.and_then(Value::as_str), Some("x"), "{case}");
        }
        for case in [
            "",
            "x",
            "{",
            r#"{"@type": "Product"}"#,
            "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]",
        ] {
            let articles = script(case).map(|value| nodes(vec![value]).articles);
            assert!(articles.unwrap_or_default().is_empty(), "{case}");
        }
    }

    #[test]
    fn references_within_the_graph_get_their_names() {
        let graph = r##"{"@graph": [{"@type": "Organization", "@id": "#o", "name": "The Post"},
            {"@type": "Article", "publisher": {"@id": "#o"}, "author": [{"@id": "#p"}, {"name": "Bob"}]},
            {"@type": "Person", "@id": "#p", "name": "Ann"}]}"##;
        let articles = nodes(vec![script(graph).unwrap()]).articles;
        assert_eq!(articles[0]["publisher"]["name"], "The Post");
        assert_eq!(articles[0]["author"][0]["name"], "Ann");
        assert_eq!(articles[0]["author"][1]["name"], "Bob");
    }
}
