//! A parsed page, and its text with the paragraphs kept apart.

use super::depth;
use trafilatura::dom::{Document, NodeId};

/// A parsed page.
pub(super) type Page = Document;

/// Elements that stand in paragraphs of their own.
pub(super) const BLOCKS: [&str; 34] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "ul",
    "ol",
    "dl",
    "table",
    "section",
    "article",
    "aside",
    "header",
    "footer",
    "main",
    "figure",
    "figcaption",
    "hr",
    "form",
    "fieldset",
    "address",
    "details",
    "summary",
    "center",
    "body",
    "nav",
    "quote",
    "head",
    "noscript",
];
/// Elements that stand on lines of their own.
pub(super) const LINES: [&str; 5] = ["li", "tr", "dt", "dd", "caption"];
/// Elements whose content is no text.
pub(super) const HIDDEN: [&str; 8] = [
    "script", "style", "template", "iframe", "object", "svg", "title", "textarea",
];

/// The text of a piece of HTML, paragraphs separated by a blank line; `None` where it has none,
/// or would take too long to parse.
pub(in crate::read) fn fragment_text(html: &str) -> Option<String> {
    if depth::is_too_much(html) {
        return None;
    }
    let page = Page::parse(html);
    let text = match page.body() {
        Some(body) => text(&page, body),
        None => text(&page, page.root()),
    };
    (!text.is_empty()).then_some(text)
}

/// Entities in a short text that is not markup otherwise.
pub(in crate::read) fn unescaped(text: String) -> String {
    if !text.contains('&') {
        return text;
    }
    match fragment_text(&text.replace('<', "&lt;")) {
        Some(text) => text,
        None => text,
    }
}

/// The text within a node.
fn text(page: &Page, root: NodeId) -> String {
    let mut flow = Flow::default();
    // Not recursive: a tree may be deeper than the stack.
    let mut stack = vec![(root, None)];
    while let Some((node, space)) = stack.pop() {
        if let Some(space) = space {
            flow.close(space);
            continue;
        }
        if page.is_text(node) {
            flow.text(&page.text_content(node));
            continue;
        }
        let tag = page.tag_name(node);
        if HIDDEN.contains(&tag) {
            continue;
        }
        if tag == "br" || tag == "lb" {
            flow.close("\n");
            continue;
        }
        if tag == "pre" {
            flow.close("\n\n");
            flow.verbatim(&page.text_content(node));
            flow.close("\n\n");
            continue;
        }
        if let Some(space) = Flow::space_around(tag) {
            flow.close(space);
            stack.push((node, Some(space)));
        }
        stack.extend(
            page.child_nodes(node)
                .into_iter()
                .rev()
                .map(|child| (child, None)),
        );
    }
    flow.text
}

/// Text in which blanks collapse as a browser shows them.
#[derive(Default)]
pub(in crate::read) struct Flow {
    text: String,
    /// What stands between the text so far and the next word: the strongest asked for.
    space: &'static str,
}

impl Flow {
    pub(in crate::read) fn into_text(self) -> String {
        self.text
    }

    /// Whether the content of an element is no text.
    pub(in crate::read) fn is_hidden(tag: &str) -> bool {
        HIDDEN.contains(&tag)
    }

    /// What keeps an element apart from the text around it.
    pub(in crate::read) fn space_around(tag: &str) -> Option<&'static str> {
        match tag {
            tag if BLOCKS.contains(&tag) => Some("\n\n"),
            tag if LINES.contains(&tag) || tag == "br" || tag == "lb" => Some("\n"),
            "td" | "th" => Some("\t"),
            _ => None,
        }
    }

    pub(in crate::read) fn close(&mut self, space: &'static str) {
        let strength = |space: &str| match space {
            "\n\n" => 4,
            "\n" => 3,
            "\t" => 2,
            " " => 1,
            _ => 0,
        };
        if strength(space) > strength(self.space) {
            self.space = space;
        }
    }

    fn put(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push_str(self.space);
        }
        self.space = "";
        self.text.push_str(text);
    }

    pub(in crate::read) fn text(&mut self, text: &str) {
        const BLANKS: [char; 5] = [' ', '\n', '\t', '\r', '\x0c'];
        if text.starts_with(BLANKS) {
            self.close(" ");
        }
        for word in text.split(BLANKS).filter(|word| !word.is_empty()) {
            self.put(word);
            self.close(" ");
        }
        if !text.ends_with(BLANKS) && self.space == " " {
            self.space = "";
        }
    }

    fn verbatim(&mut self, text: &str) {
        let text = text.trim_matches('\n');
        if !text.trim().is_empty() {
            self.put(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stay_apart() {
        let cases = [
            ("<p>one  two\nthree</p><p>four</p>", "one two three\n\nfour"),
            ("a<b>b</b> <i>c</i>d<br>e", "ab cd\ne"),
            (
                "<ul><li>one</li><li>two <p>x</p></li></ul>end",
                "one\ntwo\n\nx\n\nend",
            ),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a\tb\nc",
            ),
            (
                "x<script>no()</script> &amp; &#8217;y&rsquo; &lt;z&gt;",
                "x & ’y’ <z>",
            ),
            ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
            ("<div><div>one</div> <div></div>two</div>", "one\n\ntwo"),
            ("just text", "just text"),
        ];
        for (html, expected) in cases {
            assert_eq!(fragment_text(html).as_deref(), Some(expected), "{html}");
        }
        assert_eq!(fragment_text("<p></p>"), None);
        assert_eq!(fragment_text(&"<div>".repeat(100_000)), None);
        assert_eq!(unescaped("AT&amp;T &#39;s <3".to_owned()), "AT&T 's <3");
    }
}
