//! What is told, and taken out, of a page's source before it is parsed.

use std::borrow::Cow;
use std::ops::Range;

/// Deepest nesting of elements that is parsed. Pages have 30 to 100 levels; the tree builder
/// takes quadratic time on very deep ones, and walks of the tree are recursive.
const DEEPEST: usize = 800;

/// Elements that have no end tag, or whose end tag is often left out and implied.
const UNCOUNTED: [&str; 33] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option",
    "optgroup", "rp", "rt", "colgroup", "html", "head", "body", "frame",
];
/// Elements whose content is not markup.
const RAW: [&str; 5] = ["script", "style", "textarea", "title", "xmp"];
const DRAWING: [&str; 1] = ["svg"];

/// Whether the elements of a page are nested too deeply. An estimate: start tags less end tags.
pub(super) fn is_too_deep(html: &str) -> bool {
    unseen(html).is_none()
}

/// The source without programs, styles, drawings and comments, which are half of a page and take
/// half of the time of parsing it; `None` where its elements are nested too deeply. Data in
/// scripts stays (JSON-LD), and so does what is not surely the whole of such an element.
pub(super) fn lean(html: &str) -> Option<Cow<'_, str>> {
    let unseen = unseen(html)?;
    if unseen.is_empty() {
        return Some(Cow::Borrowed(html));
    }
    let mut kept = String::new();
    let mut from = 0;
    for range in unseen {
        kept.push_str(html.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    kept.push_str(html.get(from..).unwrap_or_default());
    Some(Cow::Owned(kept))
}

/// Where something lies that no reader sees, in order and apart; `None` where elements are nested
/// too deeply.
fn unseen(html: &str) -> Option<Vec<Range<usize>>> {
    let bytes = html.as_bytes();
    let mut unseen: Vec<Range<usize>> = Vec::new();
    let mut depth = 0usize;
    // Where the drawing began that has not ended yet.
    let mut drawing = None;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()) {
        let start = at + found;
        at = start + 1;
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.starts_with(b"!--") {
            let Some(end) = memchr::memmem::find(rest, b"-->") else {
                break;
            };
            at += end + 3;
            // Parsers end a comment there, too.
            if memchr::memmem::find(&rest[..end], b"--!>").is_none() {
                unseen.push(start..at);
            }
            continue;
        }
        let is_end = rest.first() == Some(&b'/');
        let name = name(rest.get(usize::from(is_end)..).unwrap_or_default());
        if name.is_empty() {
            continue;
        }
        let is_one_of = |names: &[&str]| {
            let is = |other: &&str| name.eq_ignore_ascii_case(other.as_bytes());
            names.iter().any(is)
        };
        let Some(tag) = tag(rest, usize::from(is_end) + name.len()) else {
            break;
        };
        at += tag.len();
        if is_one_of(&UNCOUNTED) {
            continue;
        }
        if is_end {
            depth = depth.saturating_sub(1);
            if is_one_of(&DRAWING)
                && let Some(start) = drawing.take()
            {
                while unseen.last().is_some_and(|last| last.start > start) {
                    unseen.pop();
                }
                unseen.push(start..at);
            }
        } else if is_one_of(&RAW) {
            let Some((inside, whole)) = element(&rest[tag.len()..], name) else {
                break;
            };
            at += whole;
            let is_unseen = is_one_of(&["script", "style"])
                && !is_data(tag)
                // Where a parser may take something in a script for another.
                && !(nests(inside, b"<!--") && nests(inside, b"<script"));
            if is_unseen {
                unseen.push(start..at);
            }
        } else if !tag.ends_with(b"/>") {
            if is_one_of(&DRAWING) {
                // Within another one it is this one that ends first.
                drawing = Some(start);
            }
            depth += 1;
            if depth > DEEPEST {
                return None;
            }
        }
    }
    Some(unseen)
}

fn name(bytes: &[u8]) -> &[u8] {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let end = bytes.iter().take(32).position(|byte| !is_name(byte));
    match bytes.first() {
        Some(first) if first.is_ascii_alphabetic() => &bytes[..end.unwrap_or(bytes.len().min(32))],
        _ => &[],
    }
}

/// A tag, without its `<` and with its `>`, given the length of its name; `None` where the page ends
/// before.
fn tag(rest: &[u8], name: usize) -> Option<&[u8]> {
    let mut at = name;
    loop {
        let is_between = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/';
        at += rest.get(at..)?.iter().position(|byte| !is_between(byte))?;
        if rest[at] == b'>' {
            return Some(&rest[..=at]);
        }
        // The name of an attribute may begin with `=`.
        let ends = |byte: &u8| is_between(byte) || b">=".contains(byte);
        at += 1 + rest.get(at + 1..)?.iter().position(ends)?;
        let blank = |byte: &u8| byte.is_ascii_whitespace();
        let next = at + rest[at..].iter().position(|byte| !blank(byte))?;
        if rest[next] != b'=' {
            continue;
        }
        at = next + 1;
        at += rest.get(at..)?.iter().position(|byte| !blank(byte))?;
        let quote = rest[at];
        at += match quote {
            b'"' | b'\'' => memchr::memchr(quote, rest.get(at + 1..)?)? + 2,
            _ => rest[at..]
                .iter()
                .position(|byte| blank(byte) || *byte == b'>')?,
        };
    }
}

/// Whether the tag of a script says that it holds data, which may tell of the article.
fn is_data(tag: &[u8]) -> bool {
    memchr::memmem::find(&tag.to_ascii_lowercase(), b"json").is_some()
}

/// Whether a piece of markup stands in a text; letters of ASCII in either case.
fn nests(text: &[u8], markup: &[u8]) -> bool {
    memchr::memchr_iter(b'<', text).any(|at| {
        let here = text.get(at..at + markup.len()).unwrap_or_default();
        here.eq_ignore_ascii_case(markup)
    })
}

/// What an element holds, after its start tag, and the bytes up to the end of its end tag; `None`
/// where it has none.
fn element<'a>(rest: &'a [u8], name: &[u8]) -> Option<(&'a [u8], usize)> {
    for start in memchr::memmem::find_iter(rest, b"</") {
        let after = rest.get(start + 2..)?;
        let is_end = after.get(..name.len())?.eq_ignore_ascii_case(name)
            && !after.get(name.len()).is_some_and(u8::is_ascii_alphanumeric);
        if is_end {
            return Some((&rest[..start], start + 2 + tag(after, name.len())?.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_nesting_counts() {
        let cases = [
            ("<div>".repeat(100_000), true),
            ("<b x=1><i>".repeat(10_000), true),
            ("<div>".repeat(500), false),
            ("<div>x</div>".repeat(100_000), false),
            ("<p>one<br>two<li>three<td>".repeat(100_000), false),
            ("<svg><path d=\"x\"/></svg>".repeat(10_000), false),
            (
                format!("<script>{}</script>", "'<div>'".repeat(10_000)),
                false,
            ),
            (format!("<!-- {} -->", "<div>".repeat(10_000)), false),
            ("<script>".to_owned() + &"<div>".repeat(10_000), false),
            ("a < b </".repeat(10_000), false),
            ("<".repeat(10_000), false),
            (String::new(), false),
        ];
        for (html, expected) in cases {
            let start: String = html.chars().take(20).collect();
            assert_eq!(is_too_deep(&html), expected, "{start}");
        }
    }

    #[test]
    fn what_no_reader_sees_is_taken_out() {
        let unchanged = [
            "<p>plain</p>",
            "<script type=\"application/ld+json\">{\"a\": \"<p>\"}</script>",
            // What only looks like such an element, or is not surely the whole of one.
            "<p title=\"<script>\">x</p><script>1",
            "<a data-x='<style>'>y</a></style>",
            "<title><!-- x --></title>",
            "<textarea><script>1</script></textarea>",
            "<script><!-- <script> </script> --></script>",
            "<svg/><p>x</p></svg>",
            "<!-- a --!><p>x</p><!-- b",
            "<style>p {}",
            "<p a=\"",
        ];
        for html in unchanged {
            assert_eq!(lean(html).as_deref(), Some(html));
        }
        let cases = [
            ("a<script>if (a < b) { '</p>' }</script>b", "ab"),
            ("a<SCRIPT defer src=\">\"></Script\n>b", "ab"),
            ("a<style>p { }</style><!-- c --><!-->b", "ab"),
            (
                "<p>a</p><svg x='>'><path d=1/><g></g></svg><p>b",
                "<p>a</p><p>b",
            ),
            ("<svg><style>x</style><!--y--></svg>z", "z"),
            ("<svg><svg></svg><a>x</a></svg>z", "<svg><a>x</a></svg>z"),
            ("é<!---->ü<script></script>ß", "éüß"),
            ("<a b=c\"d><script>1</script>x", "<a b=c\"d>x"),
            ("<a =b = 'c>'>x<!--d-->", "<a =b = 'c>'>x"),
        ];
        for (html, expected) in cases {
            assert_eq!(lean(html).as_deref(), Some(expected), "{html}");
        }
        assert_eq!(lean(&"<div>".repeat(1_000)), None);
    }
}
