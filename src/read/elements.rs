//! Cuts markup into the elements that are its records without parsing it, so that a file of any
//! length is read in the memory of its longest record, and a broken record costs only itself.

use super::ReadError;
use std::io::BufRead;

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A record; [`Elements::element`] has its bytes, tags included.
    Element,
    /// A record longer than the bound; its bytes were passed over.
    TooLong,
    /// A record without an end.
    Cut,
    /// The end of the input.
    End,
}

/// The rules of the markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// Comments, CDATA sections and quotes may hold signs of markup.
    Xml,
    /// A tag ends at the next `>`; names have no case; records do not nest, so that one without an
    /// end tag ends where the next begins.
    Sgml,
}

/// Most bytes before the first record that are kept.
const HEAD: usize = 1 << 20;
/// Most elements around the records that are known by their names.
const DEEPEST: usize = 64;

/// The records of an input, which stand beside each other at any depth.
pub(super) struct Elements<'a> {
    source: &'a mut dyn BufRead,
    syntax: Syntax,
    names: Vec<String>,
    bound: usize,
    token: Token,
    element: Vec<u8>,
    /// Whether the last token starts a record that the one before it did not make room for.
    pending: bool,
    begun: bool,
    head: Vec<u8>,
    /// Names and start tags of the elements that are open at the first record.
    open: Vec<(Vec<u8>, Vec<u8>)>,
    last_end: Vec<u8>,
}

impl<'a> Elements<'a> {
    pub(super) fn new(
        source: &'a mut dyn BufRead,
        syntax: Syntax,
        names: &[&str],
        bound: usize,
    ) -> Elements<'a> {
        Elements {
            source,
            syntax,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            bound,
            token: Token::default(),
            element: Vec::new(),
            pending: false,
            begun: false,
            head: Vec::new(),
            open: Vec::new(),
            last_end: Vec::new(),
        }
    }

    /// What stands before the first record.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// A record within the elements that the first record stands in.
    pub(super) fn document(&self) -> Vec<u8> {
        let tags = self.open.iter().flat_map(|(_, tag)| tag);
        let mut document: Vec<u8> = tags.copied().collect();
        document.extend_from_slice(&self.element);
        document.extend(self.tail());
        document
    }

    /// The end tags of what the first record stands in.
    pub(super) fn tail(&self) -> Vec<u8> {
        let names = self.open.iter().rev();
        names
            .flat_map(|(name, _)| [b"</", name.as_slice(), b">"].concat())
            .collect()
    }

    /// Whether the root element, too, has ended.
    pub(super) fn is_complete(&self) -> bool {
        let root = self.open.first();
        root.is_none_or(|(name, _)| *name == self.last_end)
    }

    /// The bytes of the record.
    pub(super) fn element(&self) -> &[u8] {
        &self.element
    }

    /// The next record.
    ///
    /// # Errors
    /// What the input gives.
    pub(super) fn next(&mut self) -> Result<Piece, ReadError> {
        self.element.clear();
        // What one long record needed is not kept for all the others.
        self.element.shrink_to(1 << 20);
        loop {
            if !self.pending && !self.token.read(self.source, self.syntax, self.bound)? {
                return Ok(Piece::End);
            }
            self.pending = false;
            match self.token.tag() {
                Some((name, tag)) if tag != Tag::End && self.is_record(name) => break,
                Some((name, Tag::Start)) if !self.begun && self.open.len() < DEEPEST => {
                    self.open.push((name.to_vec(), self.token.bytes.clone()));
                }
                Some((name, Tag::End)) => {
                    self.last_end = name.to_vec();
                    if !self.begun {
                        self.open.pop();
                    }
                }
                _ => {}
            }
            if !self.begun && self.head.len() < HEAD {
                self.head.extend_from_slice(&self.token.bytes);
            }
        }
        self.begun = true;
        self.rest()
    }

    /// Reads on from the start tag of a record to its end.
    fn rest(&mut self) -> Result<Piece, ReadError> {
        let Some((name, tag)) = self.token.tag() else {
            return Ok(Piece::Cut);
        };
        let name = name.to_vec();
        let mut too_long = self.token.cut;
        self.element.extend_from_slice(&self.token.bytes);
        let mut depth = usize::from(tag == Tag::Start);
        while depth > 0 {
            if !self.token.read(self.source, self.syntax, self.bound)? {
                return Ok(Piece::Cut);
            }
            match self.token.tag() {
                Some((other, tag)) if self.is_same(other, &name) => match tag {
                    Tag::Start if self.syntax == Syntax::Sgml => {
                        self.pending = true;
                        return Ok(Piece::Cut);
                    }
                    Tag::Start => depth += 1,
                    Tag::End => depth -= 1,
                    Tag::Empty => {}
                },
                _ => {}
            }
            too_long |= self.token.cut || self.element.len() + self.token.bytes.len() > self.bound;
            match too_long {
                true => self.element.clear(),
                false => self.element.extend_from_slice(&self.token.bytes),
            }
        }
        Ok(match too_long {
            true => Piece::TooLong,
            false => Piece::Element,
        })
    }

    fn is_record(&self, name: &[u8]) -> bool {
        let mut names = self.names.iter();
        names.any(|record| self.is_same(name, record.as_bytes()))
    }

    fn is_same(&self, one: &[u8], other: &[u8]) -> bool {
        match self.syntax {
            Syntax::Xml => one == other,
            Syntax::Sgml => one.eq_ignore_ascii_case(other),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Start,
    End,
    Empty,
}

/// A piece of text, which may be a part of one, or a tag, comment or the like, which is whole.
#[derive(Default)]
struct Token {
    bytes: Vec<u8>,
    /// Whether its middle was left out, as it is longer than the bound.
    cut: bool,
    quote: Option<u8>,
    has_bracket: bool,
}

impl Token {
    /// Reads the next one; false at the end of the input.
    fn read(
        &mut self,
        source: &mut dyn BufRead,
        syntax: Syntax,
        bound: usize,
    ) -> Result<bool, ReadError> {
        *self = Token {
            bytes: std::mem::take(&mut self.bytes),
            ..Token::default()
        };
        self.bytes.clear();
        let chunk = source.fill_buf()?;
        let Some(first) = chunk.first() else {
            return Ok(false);
        };
        if *first != b'<' {
            let end = memchr::memchr(b'<', chunk).unwrap_or(chunk.len());
            self.bytes
                .extend_from_slice(chunk.get(..end).unwrap_or_default());
            source.consume(end);
            return Ok(true);
        }
        self.bytes.push(b'<');
        source.consume(1);
        loop {
            let chunk = source.fill_buf()?;
            let Some(first) = chunk.first() else {
                return Ok(true);
            };
            if self.bytes.len() == 1
                && !(first.is_ascii_alphabetic() || b"/!?_:".contains(first) || *first >= 0x80)
                || syntax == Syntax::Sgml && *first == b'<'
            {
                // A sign for less than.
                return Ok(true);
            }
            let end = match syntax {
                Syntax::Xml => memchr::memchr(b'>', chunk),
                Syntax::Sgml => memchr::memchr2(b'>', b'<', chunk),
            };
            let is_end = end.is_some_and(|end| chunk.get(end) == Some(&b'>'));
            let taken = end.map_or(chunk.len(), |end| end + usize::from(is_end));
            self.push(chunk.get(..taken).unwrap_or_default(), syntax, bound);
            source.consume(taken);
            if is_end && (syntax == Syntax::Sgml || self.is_whole()) {
                return Ok(true);
            }
        }
    }

    fn push(&mut self, bytes: &[u8], syntax: Syntax, bound: usize) {
        self.bytes.extend_from_slice(bytes);
        let is_tag = !self.bytes.starts_with(b"<!") && !self.bytes.starts_with(b"<?");
        if syntax == Syntax::Xml && is_tag {
            for byte in bytes.iter().filter(|byte| matches!(byte, b'"' | b'\'')) {
                match self.quote {
                    None => self.quote = Some(*byte),
                    Some(quote) if quote == *byte => self.quote = None,
                    Some(_) => {}
                }
            }
        }
        self.has_bracket |= memchr::memchr(b'[', bytes).is_some();
        const KEPT: usize = 64;
        if self.bytes.len() > bound.max(4 * KEPT) {
            self.cut = true;
            self.bytes.drain(KEPT..self.bytes.len() - KEPT);
        }
    }

    /// Whether the `>` that it ends with is its own.
    fn is_whole(&self) -> bool {
        let starts = |start: &[u8]| self.bytes.starts_with(start);
        let ends = |end: &[u8]| self.bytes.ends_with(end);
        if starts(b"<!--") {
            ends(b"-->") && self.bytes.len() >= 7
        } else if starts(b"<![CDATA[") {
            ends(b"]]>")
        } else if starts(b"<?") {
            ends(b"?>")
        } else if starts(b"<!") {
            let inner = self.bytes.strip_suffix(b">").unwrap_or_default();
            !self.has_bracket || inner.trim_ascii_end().ends_with(b"]")
        } else {
            self.quote.is_none()
        }
    }

    /// Name and kind, if it is a tag.
    fn tag(&self) -> Option<(&[u8], Tag)> {
        let inner = self.bytes.strip_prefix(b"<")?.strip_suffix(b">")?;
        let (inner, tag) = match (inner.strip_prefix(b"/"), inner.strip_suffix(b"/")) {
            (Some(inner), _) => (inner, Tag::End),
            (None, Some(inner)) => (inner, Tag::Empty),
            (None, None) => (inner, Tag::Start),
        };
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/';
        let end = inner.iter().position(is_end).unwrap_or(inner.len());
        let name = inner.get(..end)?;
        let first = name.first()?;
        let is_name = first.is_ascii_alphabetic() || *first == b'_' || *first >= 0x80;
        is_name.then_some((name, tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, syntax: Syntax, capacity: usize) -> (Vec<String>, String, String) {
        let mut source = std::io::BufReader::with_capacity(capacity, text.as_bytes());
        let mut elements = Elements::new(&mut source, syntax, &["item"], 60);
        let mut pieces = Vec::new();
        loop {
            match elements.next().unwrap() {
                Piece::Element => {
                    pieces.push(String::from_utf8_lossy(elements.element()).into_owned());
                }
                Piece::End => break,
                other => pieces.push(format!("{other:?}")),
            }
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (pieces, text(elements.head()), text(&elements.tail()))
    }

    #[test]
    fn records_are_cut_wherever_the_buffer_ends() {
        let long = format!("<item>{}</item><item>b</item>", "x".repeat(100));
        let comment = format!("<item><!--{}--></item><item>b</item>", "> ".repeat(100));
        let cases: &[(&str, Syntax, &[&str], &str, &str)] = &[
            (
                "<?xml?><!DOCTYPE r [<!ENTITY a \"b\">]><r><c>x</c><item a='>'>1</item> <item/>y<item>2</item></r>",
                Syntax::Xml,
                &["<item a='>'>1</item>", "<item/>", "<item>2</item>"],
                "<?xml?><!DOCTYPE r [<!ENTITY a \"b\">]><r><c>x</c>",
                "</r>",
            ),
            (
                "<r><!-- <item> --><item><![CDATA[</item>]]><item>n</item></item><items/></r>",
                Syntax::Xml,
                &["<item><![CDATA[</item>]]><item>n</item></item>"],
                "<r><!-- <item> -->",
                "</r>",
            ),
            (
                "<a:r><c><item>1</item><item>2",
                Syntax::Xml,
                &["<item>1</item>", "Cut"],
                "<a:r><c>",
                "</c></a:r>",
            ),
            (&long, Syntax::Xml, &["TooLong", "<item>b</item>"], "", ""),
            (
                &comment,
                Syntax::Xml,
                &["TooLong", "<item>b</item>"],
                "",
                "",
            ),
            (
                "<ITEM n=\">x 3 < 4 and <y <item>2</Item>",
                Syntax::Sgml,
                &["Cut", "<item>2</Item>"],
                "",
                "",
            ),
            ("no markup", Syntax::Sgml, &[], "no markup", ""),
            ("<", Syntax::Xml, &[], "<", ""),
            ("<item", Syntax::Xml, &[], "<item", ""),
        ];
        for (text, syntax, expected, head, tail) in cases {
            for capacity in [1, 2, 3, 7, 1000] {
                let (pieces, found_head, found_tail) = pieces(text, *syntax, capacity);
                assert_eq!(pieces, *expected, "{text} {capacity}");
                assert_eq!((found_head.as_str(), found_tail.as_str()), (*head, *tail));
            }
        }
    }
}
