//! What would make a page long to parse, told before it is parsed: how deep it is nested, and how many
//! attributes an element has.

/// Deepest nesting of elements that is parsed. Pages have 30 to 100 levels; the tree builder
/// takes quadratic time on very deep ones, and walks of the tree are recursive.
const DEEPEST: usize = 800;

/// Most attributes of one element. Elements have 10; the parser compares each with all before it.
const MOST_ATTRIBUTES: usize = 1_000;

/// Elements that have no end tag, or whose end tag is often left out and implied.
const UNCOUNTED: [&str; 33] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option",
    "optgroup", "rp", "rt", "colgroup", "html", "head", "body", "frame",
];
/// Elements whose content is not markup.
const RAW: [&str; 5] = ["script", "style", "textarea", "title", "xmp"];

/// Elements in which no other element's content is raw.
const ALL_MARKUP: [&str; 4] = ["svg", "math", "select", "frameset"];

/// Why a page would take too long to parse, if it would. Its depth is an estimate: start tags less end
/// tags.
pub(super) fn refusal(html: &str) -> Option<&'static str> {
    let bytes = html.as_bytes();
    let mut depth = 0usize;
    let mut all_markup = 0usize;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()) {
        at += found + 1;
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.starts_with(b"!--") {
            at += comment_end(rest);
            continue;
        }
        let is_end = rest.first() == Some(&b'/');
        let name = name(rest.get(usize::from(is_end)..).unwrap_or_default());
        if name.is_empty() {
            continue;
        }
        let is = |names: &[&str]| {
            names
                .iter()
                .any(|other| name.eq_ignore_ascii_case(other.as_bytes()))
        };
        let tag = Tag::of(
            rest.get(usize::from(is_end) + name.len()..)
                .unwrap_or_default(),
        );
        if tag.attributes > MOST_ATTRIBUTES {
            return Some("an element of more than 1000 attributes");
        }
        at += usize::from(is_end) + name.len() + tag.length;
        if is(&UNCOUNTED) {
            continue;
        }
        if is(&ALL_MARKUP) {
            all_markup = match is_end {
                true => all_markup.saturating_sub(1),
                false => all_markup + usize::from(!tag.is_closed),
            };
        }
        if is_end {
            depth = depth.saturating_sub(1);
        } else if is(&RAW) && all_markup == 0 {
            at += raw_end(bytes.get(at..).unwrap_or_default(), name);
        } else if !tag.is_closed {
            depth += 1;
            if depth > DEEPEST {
                return Some("elements nested too deeply");
            }
        }
    }
    None
}

/// Whether a piece of HTML would take too long to parse.
pub(super) fn is_too_much(html: &str) -> bool {
    refusal(html).is_some()
}

/// What stands in a tag behind the name.
struct Tag {
    attributes: usize,
    /// Bytes up to its end.
    length: usize,
    /// Whether it ends with "/>", as in SVG.
    is_closed: bool,
}

impl Tag {
    /// Reads as a parser does: the end of a tag may stand within quotes.
    fn of(bytes: &[u8]) -> Tag {
        let mut tag = Tag {
            attributes: 0,
            length: 0,
            is_closed: false,
        };
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'>' => {
                    tag.is_closed = at > 1 && bytes.get(at - 2) == Some(&b'/');
                    break;
                }
                byte if byte.is_ascii_whitespace() || *byte == b'/' => {}
                _ => {
                    tag.attributes += 1;
                    at += attribute(bytes.get(at..).unwrap_or_default());
                }
            }
        }
        tag.length = at.min(bytes.len());
        tag
    }
}

/// Length of an attribute whose first byte is passed.
fn attribute(bytes: &[u8]) -> usize {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"/>=".contains(byte);
    let name = bytes.iter().position(is_end).unwrap_or(bytes.len());
    let rest = bytes.get(name..).unwrap_or_default().trim_ascii_start();
    let Some(value) = rest.strip_prefix(b"=") else {
        return name;
    };
    let value = value.trim_ascii_start();
    let start = bytes.len() - value.len();
    let length = match value.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let end = memchr::memchr(*quote, value.get(1..).unwrap_or_default());
            end.map_or(value.len(), |end| end + 2)
        }
        _ => {
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
            value.iter().position(is_end).unwrap_or(value.len())
        }
    };
    start + length
}

/// Bytes up to the end of a comment, which starts with "!--".
fn comment_end(rest: &[u8]) -> usize {
    let ends = [b"-->".as_slice(), b"--!>"];
    let ends = ends
        .iter()
        .filter_map(|end| memchr::memmem::find(rest, end));
    ends.min().unwrap_or(rest.len())
}

fn name(bytes: &[u8]) -> &[u8] {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let end = bytes.iter().take(32).position(|byte| !is_name(byte));
    match bytes.first() {
        Some(first) if first.is_ascii_alphabetic() => &bytes[..end.unwrap_or(bytes.len().min(32))],
        _ => &[],
    }
}

/// Bytes up to the end tag of an element whose content is not markup.
fn raw_end(rest: &[u8], name: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&rest[at..], b"</") {
        at += found + 2;
        let tag = rest.get(at..at + name.len()).unwrap_or_default();
        if tag.eq_ignore_ascii_case(name) {
            return at;
        }
    }
    rest.len()
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
            ("a < b </ ".repeat(10_000), false),
            ("<".repeat(10_000), false),
            (String::new(), false),
        ];
        for (html, expected) in cases {
            let start: String = html.chars().take(20).collect();
            let found = refusal(&html);
            let expected = expected.then_some("elements nested too deeply");
            assert_eq!(found, expected, "{start}");
        }
    }

    #[test]
    fn what_is_no_markup_hides_none() {
        let deep = "<div>".repeat(1000);
        for start in [
            "<!-- x --!>",
            "<!-->",
            "<svg><title>",
            "<svg><style>",
            "<math><xmp>",
            "<select><title>",
            "<a href=\"x\">",
            "<a href='>'>",
            "<svg><svg/><title>",
            "<script src='</script>'></script>",
        ] {
            assert!(is_too_much(&format!("{start}{deep}")), "{start}");
        }
        for start in [
            "<script>",
            "<svg></svg><title>",
            "<svg/><title>",
            "<a title=\"",
        ] {
            assert!(!is_too_much(&format!("{start}{deep}")), "{start}");
        }
    }

    #[test]
    fn attributes_are_counted_as_a_parser_does() {
        let attributes = |piece: &str, count: usize| {
            let all: String = (0..count)
                .map(|n| piece.replace('#', &n.to_string()))
                .collect();
            refusal(&format!("<p>x</p><img {all}>text</p>")).is_some()
        };
        for piece in [
            "a# ",
            "a#=1 ",
            "a# = 'x > y' ",
            "a#=\"it's <b>\"",
            "a#/",
            "\"# ",
            "a#=' '\n",
        ] {
            assert!(!attributes(piece, 1000), "{piece}");
            assert!(attributes(piece, 1001), "{piece}");
        }
        assert!(is_too_much(&format!("</p {}>", "a ".repeat(2000))));
        let words = "x ".repeat(2000);
        for text in [
            format!("<p>{words}</p>"),
            format!("<p title='{words}'>"),
            format!("<p title={}>", "x/".repeat(2000)),
            format!("<script>a <b {words}</script>"),
            format!("<!-- <b {words}-->"),
            format!("1 < 2 {words}"),
            "<p a=1>x</p>".repeat(2000),
        ] {
            assert_eq!(refusal(&text), None, "{text:.20}");
        }
    }
}
