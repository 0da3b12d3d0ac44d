//! The body of a record: a string, HTML, paragraphs, sections, typed parts.

use super::entities::decoded;
use super::html::fragment_text;
use super::nitf;
use super::values::{DEPTH, line};
use serde_json::{Map, Value};

/// A body, and the rubric that stands above it in some.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) kicker: Option<String>,
}

/// The text of a body: a string, HTML, a list of paragraphs, sections of paragraphs, or a list of
/// typed parts, of which those that are text count. Paragraphs are joined by a blank line.
pub(super) fn body(value: Value) -> Body {
    let mut kicker = None;
    if let Value::String(text) = value {
        let text = plain(text);
        return Body { text, kicker };
    }
    let mut paragraphs = Vec::new();
    collect(value, &mut paragraphs, &mut kicker, DEPTH);
    paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
    Body {
        text: paragraphs.join("\n\n"),
        kicker,
    }
}

/// A string of a body; HTML is stripped, entities without it are decoded.
pub(super) fn plain(text: String) -> String {
    let start = text.trim_start();
    if (start.starts_with("<?xml") || start.starts_with("<nitf"))
        && let Some(text) = nitf::text_in(start)
    {
        return text;
    }
    let is_html = start.starts_with('<')
        && ["<p", "<div", "<br", "<P", "</"]
            .iter()
            .any(|tag| start.contains(tag));
    match is_html.then(|| fragment_text(&text)).flatten() {
        Some(stripped) => stripped,
        None => decoded(text),
    }
}

fn collect(value: Value, out: &mut Vec<String>, kicker: &mut Option<String>, depth: usize) {
    match value {
        Value::String(text) => out.push(plain(text)),
        Value::Array(values) if depth > 0 => {
            for value in one_version(values) {
                collect(value, out, kicker, depth - 1);
            }
        }
        Value::Object(map) if depth > 0 => part(map, out, kicker, depth),
        _ => {}
    }
}

/// ninjs lists the same body in several content types: the plain one is enough.
fn one_version(mut values: Vec<Value>) -> Vec<Value> {
    let kind = |value: &Value| {
        let kind = value
            .get("contentType")
            .or_else(|| value.get("contenttype"));
        kind.and_then(Value::as_str)
            .map(|kind| kind.starts_with("text/plain"))
    };
    if values.is_empty() || !values.iter().all(|value| kind(value).is_some()) {
        return values;
    }
    let plain = values.iter().position(|value| kind(value) == Some(true));
    vec![values.swap_remove(plain.unwrap_or(0))]
}

/// A part of a body that is an object.
fn part(
    mut map: Map<String, Value>,
    out: &mut Vec<String>,
    kicker: &mut Option<String>,
    depth: usize,
) {
    let mut take = |key: &str| map.get_mut(key).map(Value::take);
    let kind = take("type");
    match kind.as_ref().and_then(Value::as_str) {
        Some("kicker") => {
            *kicker = take("content").and_then(line);
            return;
        }
        Some("sanitized_html" | "html") => {
            if let Some(Value::String(html)) = take("content") {
                out.push(fragment_text(&html).unwrap_or(html));
            }
            return;
        }
        None
        | Some(
            "paragraph" | "text" | "subhead" | "header" | "heading" | "quote" | "blockquote"
            | "list" | "correction",
        ) => {}
        // Titles, bylines, dates, pictures, author's biographies: not the body's text.
        Some(_) => return,
    }
    if let Some(sections) = take("sections") {
        for value in [take("summary"), Some(sections)].into_iter().flatten() {
            collect(value, out, kicker, depth - 1);
        }
        return;
    }
    if let Some(paragraphs) = take("paragraphs") {
        for value in [take("headline"), Some(paragraphs)].into_iter().flatten() {
            collect(value, out, kicker, depth - 1);
        }
        return;
    }
    const KEYS: [&str; 9] = [
        "content",
        "text",
        "value",
        "paragraph",
        "rendered",
        "plain",
        "html",
        "texts",
        "#text",
    ];
    if let Some(value) = KEYS.iter().find_map(|key| take(key)) {
        collect(value, out, kicker, depth - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bodies_come_in_many_shapes() {
        let cases = [
            (json!("one\ntwo"), "one\ntwo"),
            (json!("<p>one &amp; 1</p><p>two</p>"), "one & 1\n\ntwo"),
            (json!("<3 is a heart"), "<3 is a heart"),
            (json!("AT&T&#8217;s\nQ&amp;A"), "AT&T’s\nQ&A"),
            (json!(["one", "", "two"]), "one\n\ntwo"),
            (
                json!({"summary": ["zero"], "sections": [{"headline": ["h"], "paragraphs": ["one", "two"]}]}),
                "zero\n\nh\n\none\n\ntwo",
            ),
            (
                json!([{"type": "title", "content": "no"}, null, {"type": "sanitized_html", "content": "a <a href=\"x\">b</a>"},
                {"type": "image", "blurb": "no"}, {"type": "paragraph", "content": "c"}]),
                "a b\n\nc",
            ),
            (
                json!([{"contentType": "text/html", "value": "<p>one</p>"}, {"contentType": "text/plain", "value": "one"}]),
                "one",
            ),
            (json!(17), ""),
        ];
        for (value, expected) in cases {
            assert_eq!(body(value.clone()).text, expected, "{value}");
        }
        let kicker = body(json!([{"type": "kicker", "content": "World"}])).kicker;
        assert_eq!(kicker.as_deref(), Some("World"));
    }
}
