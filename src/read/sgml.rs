//! SGML of old newswire: tags without a declaration, references to control characters, lines broken
//! by hand.

use super::xml::Entities;

/// The first element of a name in a text, by what is in its start tag and what follows up to its
/// end tag, or else the next tag.
pub(super) fn element<'a>(text: &'a str, name: &str) -> Option<Element<'a>> {
    elements(text, name).next()
}

/// All elements of a name in a text.
pub(super) fn elements<'a>(text: &'a str, name: &str) -> impl Iterator<Item = Element<'a>> {
    Elements {
        rest: text,
        name,
        has_end: true,
    }
}

/// An element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// What follows the name in the start tag.
    pub(super) attributes: &'a str,
    pub(super) inner: &'a str,
}

impl<'a> Element<'a> {
    /// An attribute, in quotes or not.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        while let Some((key, after)) = rest.split_once('=') {
            let key = key.trim();
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, next) = match quote {
                Some(quote) => after.get(1..)?.split_once(quote)?,
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(value.trim()).filter(|value| !value.is_empty());
            }
            rest = next;
        }
        None
    }
}

struct Elements<'a, 'n> {
    rest: &'a str,
    name: &'n str,
    /// Whether an end tag may follow: where there is none, it is not looked for again.
    has_end: bool,
}

impl<'a> Iterator for Elements<'a, '_> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let start = tag(self.rest, "<", self.name)?;
        let content = self.rest.get(start.end..)?;
        let end = match self.has_end {
            true => tag(content, "</", self.name),
            false => None,
        };
        self.has_end = end.is_some();
        let inner = match &end {
            Some(end) => content.get(..end.start)?,
            None => content.get(..content.find('<').unwrap_or(content.len()))?,
        };
        self.rest = content.get(end.map_or(inner.len(), |end| end.end)..)?;
        Some(Element {
            attributes: start.attributes,
            inner,
        })
    }
}

struct Tag<'a> {
    start: usize,
    end: usize,
    attributes: &'a str,
}

/// The first tag of a name.
fn tag<'a>(text: &'a str, open: &str, name: &str) -> Option<Tag<'a>> {
    let mut at = 0;
    loop {
        at += memchr::memmem::find(text.as_bytes().get(at..)?, open.as_bytes())?;
        let inner = text.get(at + open.len()..)?;
        let is_named = inner
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name));
        let after = inner.get(name.len()..).unwrap_or("");
        if is_named && after.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()) {
            let length = after.find('>')?;
            return Some(Tag {
                start: at,
                end: at + open.len() + name.len() + length + 1,
                attributes: after.get(..length)?.trim(),
            });
        }
        at += open.len();
    }
}

/// Text without tags and references. A tag that starts or ends a paragraph is a blank line.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut entities = Entities::default();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        push(&mut out, rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let taken = match rest.starts_with('<') {
            true => markup(rest, &mut out),
            false => reference(rest, &mut entities, &mut out),
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    push(&mut out, rest);
    out
}

/// Adds text without control characters.
fn push(out: &mut String, text: &str) {
    let is_text = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    out.extend(text.chars().filter(is_text));
}

/// Passes over a tag or a comment at the start of a text; gives its length. Any other `<` is kept.
fn markup(text: &str, out: &mut String) -> usize {
    let inner = text.strip_prefix('<').unwrap_or(text);
    if inner.starts_with("!--") {
        return text.find("-->").map_or(text.len(), |end| end + 3);
    }
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let end = inner
        .find(['<', '>'])
        .filter(|end| inner.as_bytes().get(*end) == Some(&b'>'));
    let Some(end) = end.filter(|_| name.starts_with(|c: char| c.is_ascii_alphabetic())) else {
        out.push('<');
        return 1;
    };
    let name = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    match name.to_ascii_uppercase().as_str() {
        "P" | "TEXT" | "LP" | "HEADLINE" | "TABLE" | "CAPTION" => out.push_str("\n\n"),
        "BR" | "TR" | "ROWRULE" | "TABLEROW" => out.push('\n'),
        _ => {}
    }
    end + 2
}

/// Writes what a reference at the start of a text stands for; gives its length.
fn reference(text: &str, entities: &mut Entities, out: &mut String) -> usize {
    // What became of the indent of a paragraph in a widespread copy of Reuters-21578.
    if text.starts_with("&\\t") && (out.is_empty() || out.ends_with('\n')) {
        out.push('\t');
        return 3;
    }
    let end = text
        .bytes()
        .take(Entities::LONGEST)
        .position(|byte| byte == b';');
    let name = end.and_then(|end| text.get(1..end)).unwrap_or("");
    if let Some(digits) = name.strip_prefix('#')
        && let Ok(number) = digits.parse::<u32>()
    {
        let c = char::from_u32(number);
        out.extend(c.filter(|c| !c.is_control() || matches!(c, '\n' | '\t')));
        return name.len() + 2;
    }
    let meaning = match name {
        "" => None,
        "amp" => Some("&".to_owned()),
        "lt" => Some("<".to_owned()),
        "gt" => Some(">".to_owned()),
        "hyph" => Some("-".to_owned()),
        "blank" => Some(" ".to_owned()),
        name => entities.meaning(name),
    };
    match meaning {
        Some(meaning) => {
            out.push_str(&meaning);
            name.len() + 2
        }
        None => {
            out.push('&');
            1
        }
    }
}

/// Paragraphs of a text whose lines were broken by hand, one a line and a blank line between them.
/// A blank line parts them; so does the indent of a line, where not every line has one.
pub(super) fn paragraphs(text: &str) -> String {
    let is_indented = |line: &&str| line.starts_with("  ") || line.starts_with('\t');
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let parts = !lines.all(|line| is_indented(&line));
    let mut out = String::with_capacity(text.len());
    let mut is_new = false;
    for line in text.lines() {
        let words = line.trim();
        if words.is_empty() {
            is_new = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(match is_new || parts && is_indented(&line) {
                true => "\n\n",
                false => " ",
            });
        }
        out.push_str(words);
        is_new = false;
    }
    out
}

/// A text as one line.
pub(super) fn line(text: &str) -> Option<String> {
    let text = plain(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found() {
        let text =
            "<DOC ID=7 type=\"a story\"><Head>one</HEAD><HEADLINE>two</HEADLINE><P>a<P>b</p><X>";
        let inner = |name| element(text, name).map(|element| element.inner);
        assert_eq!(inner("HEAD"), Some("one"));
        assert_eq!(inner("HEADLINE"), Some("two"));
        assert_eq!(
            (inner("X"), inner("EA"), inner("Y")),
            (Some(""), None, None)
        );
        let paragraphs: Vec<_> = elements(text, "p").map(|element| element.inner).collect();
        assert_eq!(paragraphs, ["a<P>b"]);
        let doc = element(text, "doc").unwrap();
        assert_eq!(
            (doc.attribute("id"), doc.attribute("TYPE")),
            (Some("7"), Some("a story"))
        );
        assert_eq!((doc.attribute("x"), element("<DOC =", "DOC")), (None, None));
    }

    #[test]
    fn text_is_freed_of_markup() {
        let cases = [
            (
                "a &lt;b&gt; AT&amp;T &eacute;&#233;&#3; &x; & 3 < 4",
                "a <b> AT&T éé &x; & 3 < 4",
            ),
            (
                "one<P>two</P><F P=1>three</F><!-- no > -->",
                "one\n\ntwo\n\nthree",
            ),
            ("x\u{1}y\u{7f}z <", "xyz <"),
            ("one\n&\\ttwo &\\t", "one\n\ttwo &\\t"),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn lines_are_joined_to_paragraphs() {
        let cases = [
            (
                "one\ntwo\n    three\nfour\n\nfive",
                "one two\n\nthree four\n\nfive",
            ),
            ("   one\n   two\n", "one two"),
            ("one\n    two\n    three", "one\n\ntwo\n\nthree"),
            ("\n\n", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(paragraphs(text), expected, "{text:?}");
        }
    }
}
