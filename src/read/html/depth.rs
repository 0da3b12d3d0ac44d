//! How deep a page is nested, told before it is parsed.

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

/// Whether the elements of a page are nested too deeply. An estimate: start tags less end tags.
pub(super) fn is_too_deep(html: &str) -> bool {
    let bytes = html.as_bytes();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()) {
        at += found + 1;
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.starts_with(b"!--") {
            at += memchr::memmem::find(rest, b"-->").unwrap_or(rest.len());
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
        if is(&UNCOUNTED) {
            continue;
        }
        if is_end {
            depth = depth.saturating_sub(1);
        } else if is(&RAW) {
            at += raw_end(rest, name);
        } else if !is_closed(rest) {
            depth += 1;
            if depth > DEEPEST {
                return true;
            }
        }
    }
    false
}

fn name(bytes: &[u8]) -> &[u8] {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let end = bytes.iter().take(32).position(|byte| !is_name(byte));
    match bytes.first() {
        Some(first) if first.is_ascii_alphabetic() => &bytes[..end.unwrap_or(bytes.len().min(32))],
        _ => &[],
    }
}

/// Whether a start tag ends with "/>", as in SVG.
fn is_closed(tag: &[u8]) -> bool {
    let window = tag.get(..tag.len().min(2_000)).unwrap_or_default();
    memchr::memchr(b'>', window).is_some_and(|end| end > 0 && tag[end - 1] == b'/')
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
            ("a < b </".repeat(10_000), false),
            ("<".repeat(10_000), false),
            (String::new(), false),
        ];
        for (html, expected) in cases {
            let start: String = html.chars().take(20).collect();
            assert_eq!(is_too_deep(&html), expected, "{start}");
        }
    }
}
