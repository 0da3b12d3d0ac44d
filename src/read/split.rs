//! Cuts JSON into its values without parsing it, so that an array of any length is read in the
//! memory of its longest element, and a broken element costs only itself.

use super::ReadError;
use std::io::BufRead;

/// A value of the input.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Its bytes; balanced, not yet known to be valid.
    Value(&'a [u8]),
    /// A value longer than the bound; its bytes were passed over.
    TooLong,
    /// The start of a value longer than the bound; its rest was not passed over. Only where
    /// [`Values::pausing`] asks for it.
    Begun,
    /// The end of the array or of the input.
    End,
}

/// The values of an array, or those that stand one after the other.
pub(super) struct Values<'a> {
    source: &'a mut dyn BufRead,
    bound: usize,
    in_array: bool,
    pauses: bool,
    value: Vec<u8>,
}

impl<'a> Values<'a> {
    /// Starts at the next byte: an array's elements if `in_array` (its bracket being consumed).
    pub(super) fn new(source: &'a mut dyn BufRead, bound: usize, in_array: bool) -> Values<'a> {
        Values {
            source,
            bound,
            in_array,
            pauses: false,
            value: Vec::new(),
        }
    }

    /// Stops within a value that grows too long.
    pub(super) fn pausing(self) -> Values<'a> {
        Values {
            pauses: true,
            ..self
        }
    }

    /// Passes over the rest of what grows too long.
    pub(super) fn passing(self) -> Values<'a> {
        Values {
            pauses: false,
            ..self
        }
    }

    /// What there is of a value that was begun.
    pub(super) fn begun(self) -> Vec<u8> {
        self.value
    }

    /// The next value.
    ///
    /// # Errors
    /// What the input gives, or its end within a value or an array.
    pub(super) fn next(&mut self) -> Result<Piece<'_>, ReadError> {
        self.value.clear();
        // What one long value needed is not kept for all the others.
        self.value.shrink_to(1 << 20);
        match self.first()? {
            None if self.in_array => return Err(early()),
            None => return Ok(Piece::End),
            Some(b']') if self.in_array => return Ok(Piece::End),
            Some(_) => {}
        }
        let mut scan = Scan::default();
        let mut too_long = false;
        loop {
            let bytes = self.source.fill_buf()?;
            if bytes.is_empty() {
                // A number or a word may end with the input.
                let ended = scan.depth == 0 && !scan.in_string && !self.in_array;
                if ended && !too_long {
                    return Ok(Piece::Value(&self.value));
                }
                return Err(early());
            }
            let end = scan.end(bytes);
            let taken = end.unwrap_or(bytes.len());
            too_long |= self.value.len() + taken > self.bound;
            if too_long && self.pauses {
                return Ok(Piece::Begun);
            }
            if too_long {
                self.value.clear();
            } else {
                self.value.extend_from_slice(&bytes[..taken]);
            }
            self.source.consume(taken);
            if end.is_some() {
                return Ok(match too_long {
                    true => Piece::TooLong,
                    false => Piece::Value(&self.value),
                });
            }
        }
    }

    /// The first byte that is neither blank nor comma; it is not consumed.
    fn first(&mut self) -> Result<Option<u8>, ReadError> {
        loop {
            let bytes = self.source.fill_buf()?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
            match bytes.iter().position(|byte| !blank(byte)) {
                Some(position) => {
                    let first = bytes[position];
                    self.source.consume(position);
                    return Ok(Some(first));
                }
                None => {
                    let all = bytes.len();
                    self.source.consume(all);
                }
            }
        }
    }
}

pub(super) fn early() -> ReadError {
    ReadError::content("not valid JSON: it ends early")
}

/// Where in a value a scan has come to.
#[derive(Default)]
struct Scan {
    depth: u64,
    in_string: bool,
    escaped: bool,
    /// Whether a number or a word is being passed.
    in_word: bool,
}

impl Scan {
    /// The end of the value in these bytes, if it is there.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < bytes.len() {
            if self.in_string {
                at = self.string(bytes, at);
                if !self.in_string && self.depth == 0 {
                    return Some(at);
                }
                continue;
            }
            match bytes[at] {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' | b',' if self.depth == 0 => {
                    return Some(at.max(usize::from(!self.in_word)));
                }
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                byte if self.depth == 0 => {
                    if byte.is_ascii_whitespace() {
                        return Some(at);
                    }
                    self.in_word = true;
                }
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Passes the rest of a string; gives the place after it or the end of the bytes.
    fn string(&mut self, bytes: &[u8], mut at: usize) -> usize {
        while at < bytes.len() {
            if self.escaped {
                self.escaped = false;
                at += 1;
                continue;
            }
            match memchr::memchr2(b'"', b'\\', &bytes[at..]) {
                None => return bytes.len(),
                Some(found) => {
                    at += found + 1;
                    if bytes[at - 1] == b'"' {
                        self.in_string = false;
                        return at;
                    }
                    self.escaped = true;
                }
            }
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(json: &str, in_array: bool, capacity: usize) -> Vec<String> {
        let mut source = std::io::BufReader::with_capacity(capacity, json.as_bytes());
        let mut values = Values::new(&mut source, 40, in_array);
        let mut pieces = Vec::new();
        // More than any case has: a scan that stands still must fail, not hang.
        for _ in 0..20 {
            match values.next() {
                Ok(Piece::Value(bytes)) => pieces.push(String::from_utf8_lossy(bytes).into_owned()),
                Ok(Piece::TooLong | Piece::Begun) => pieces.push("too long".to_owned()),
                Ok(Piece::End) => return pieces,
                Err(error) => {
                    pieces.push(error.to_string());
                    return pieces;
                }
            }
        }
        panic!("no end: {pieces:?}");
    }

    #[test]
    fn values_are_cut_wherever_the_buffer_ends() {
        let early = "not valid JSON: it ends early";
        let long = format!("[1]{{\"a\":\"{}\"}}[2]", "x".repeat(100));
        let cases: &[(&str, bool, &[&str])] = &[
            (
                "{\"a\": \"}\\\"]\"} , [1,[2]] \"x\\\\\" 12 null",
                false,
                &["{\"a\": \"}\\\"]\"}", "[1,[2]]", "\"x\\\\\"", "12", "null"],
            ),
            (
                "{\"a\":1},{\"b\":{}}] rest",
                true,
                &["{\"a\":1}", "{\"b\":{}}"],
            ),
            ("{\"a\":1},{\"b\":", true, &["{\"a\":1}", early]),
            ("{\"a\":1}", true, &["{\"a\":1}", early]),
            ("{\"a\": \"x", false, &[early]),
            (&long, false, &["[1]", "too long", "[2]"]),
            ("", false, &[]),
            ("  ", false, &[]),
            ("}}", false, &["}", "}"]),
            ("1]", false, &["1", "]"]),
            ("1,2]", true, &["1", "2"]),
        ];
        for (json, in_array, expected) in cases {
            for capacity in [1, 2, 3, 7, 1000] {
                assert_eq!(
                    pieces(json, *in_array, capacity),
                    *expected,
                    "{json} {capacity}"
                );
            }
        }
    }
}
