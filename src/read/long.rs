//! JSON too long to be held in memory: an object around a list of articles, with other things
//! before it, passed over value by value.

use super::ReadError;
use super::fields::Record;
use super::mapping;
use super::split::{Piece, Values, early};
use serde_json::Value;
use std::io::BufRead;

/// Bytes of a value before the list that are kept, such as the name of a feed.
const KEPT: usize = 16 << 10;
/// Most such values.
const MOST: usize = 100;

/// Which list is looked for.
pub(super) enum Wanted<'a> {
    /// One under any of these names, also within an object under one of the others.
    Named(&'a [&'a str], &'a [&'a str]),
    /// The one at the end of this path.
    At(Vec<String>),
}

/// How deep an object may lie in others.
const DEPTH: usize = 4;

impl Wanted<'_> {
    /// What a mapping says of the list's place: a name, or a JSON pointer.
    pub(super) fn at(place: &str) -> Wanted<'static> {
        let mut path = Vec::new();
        let mut rest = place;
        while let Some((first, more)) = mapping::parts(rest) {
            path.push(first);
            rest = more;
        }
        match path.is_empty() {
            true => Wanted::At(vec![place.to_owned()]),
            false => Wanted::At(path),
        }
    }

    fn is_list(&self, key: &str, depth: usize) -> bool {
        match self {
            Wanted::Named(lists, _) => lists.contains(&key),
            Wanted::At(path) => path.len() == depth && path.last().is_some_and(|last| last == key),
        }
    }

    fn is_around(&self, key: &str, depth: usize) -> bool {
        match self {
            Wanted::Named(_, around) => depth < DEPTH && around.contains(&key),
            Wanted::At(path) => {
                path.len() > depth && path.get(depth - 1).is_some_and(|at| at == key)
            }
        }
    }
}

/// What is in an object.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// The list, whose elements come next, after these fields of the object.
    List(Record),
    /// No such list; the object is passed.
    Nothing,
}

/// Looks for the list in an object. However long the object is, memory holds only short values.
///
/// # Errors
/// What the input gives, or what is no JSON.
pub(super) fn find(source: &mut dyn BufRead, wanted: &Wanted<'_>) -> Result<Found, ReadError> {
    let mut before = Record::new();
    let mut depth = 0;
    loop {
        match next(source)? {
            b'{' if depth == 0 => {
                source.consume(1);
                depth = 1;
                continue;
            }
            b',' if depth > 0 => {
                source.consume(1);
                continue;
            }
            b'}' if depth > 0 => {
                source.consume(1);
                depth -= 1;
                if depth == 0 {
                    return Ok(Found::Nothing);
                }
                continue;
            }
            b'"' if depth > 0 => {}
            _ => return Err(ReadError::content("not valid JSON: a name is due")),
        }
        let key = short(source)?.and_then(|bytes| serde_json::from_slice::<String>(&bytes).ok());
        let key = key.unwrap_or_default();
        if next(source)? != b':' {
            return Err(ReadError::content("not valid JSON: a name without a value"));
        }
        source.consume(1);
        match next(source)? {
            b'[' if wanted.is_list(&key, depth) => {
                source.consume(1);
                if next(source)? == b'{' {
                    return Ok(Found::List(before));
                }
                pass_array(source)?;
            }
            b'{' if wanted.is_around(&key, depth) => {
                source.consume(1);
                depth += 1;
            }
            _ => {
                let value = short(source)?.filter(|_| depth == 1 && before.len() < MOST);
                if let Some(value) =
                    value.and_then(|value| serde_json::from_slice::<Value>(&value).ok())
                {
                    before.insert(key, value);
                }
            }
        }
    }
}

/// The next byte that is not blank; it is not consumed.
fn next(source: &mut dyn BufRead) -> Result<u8, ReadError> {
    loop {
        let bytes = source.fill_buf()?;
        let all = bytes.len();
        let found = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
        match found.and_then(|at| Some((at, *bytes.get(at)?))) {
            Some((at, byte)) => {
                source.consume(at);
                return Ok(byte);
            }
            None if all == 0 => return Err(early()),
            None => source.consume(all),
        }
    }
}

/// Passes a value; gives its bytes where they are few.
fn short(source: &mut dyn BufRead) -> Result<Option<Vec<u8>>, ReadError> {
    match Values::new(source, KEPT, false).next()? {
        Piece::Value(bytes) => Ok(Some(bytes.to_vec())),
        Piece::TooLong | Piece::Begun => Ok(None),
        Piece::End => Err(early()),
    }
}

/// Passes the rest of an array.
fn pass_array(source: &mut dyn BufRead) -> Result<(), ReadError> {
    let mut values = Values::new(source, 0, true);
    while values.next()? != Piece::End {}
    source.consume(1);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Read};

    #[test]
    fn the_list_is_found_behind_whatever_is_before_it() {
        let wanted = || Wanted::Named(&["articles", "docs"], &["response", "data"]);
        let long = format!(
            "{{\"meta\": \"{}\", \"docs\": [{{}}]}}",
            "x".repeat(2 * KEPT)
        );
        let cases = [
            (
                r#"{"a": 1, "meta": {"docs": [{"x": "]}"}]}, "articles": [{"b": 2}]}"#,
                wanted(),
                Some(r#"{"b": 2}]}"#),
            ),
            (
                r#" {"docs": [1, "]", {}], "articles": [ {"b": 2}] }"#,
                wanted(),
                Some(r#"{"b": 2}] }"#),
            ),
            (
                r#"{"data": {"x": [], "y": {}}, "response": {"docs":[{}]}}"#,
                wanted(),
                Some("{}]}}"),
            ),
            (&long, wanted(), Some("{}]}")),
            (r#"{"a": {"docs": [{}]}, "docs": {}} rest"#, wanted(), None),
            (r#"{"docs": []} rest"#, wanted(), None),
            (
                r#"{"docs": [{}], "own": [{"c": 3}]}"#,
                Wanted::at("own"),
                Some(r#"{"c": 3}]}"#),
            ),
            (
                r#"{"b": [{}], "a": {"x/y": 1, "b": [{"c": 3}]}}"#,
                Wanted::at("/a/b"),
                Some(r#"{"c": 3}]}}"#),
            ),
        ];
        for (text, wanted, expected) in &cases {
            for capacity in [1, 3, 1000] {
                let mut source = BufReader::with_capacity(capacity, text.as_bytes());
                let found = find(&mut source, wanted).unwrap();
                let mut rest = String::new();
                source.read_to_string(&mut rest).unwrap();
                assert_eq!(
                    matches!(found, Found::List(_)),
                    expected.is_some(),
                    "{text}"
                );
                assert_eq!(rest, expected.unwrap_or(" rest"), "{text}");
            }
        }
        let mut source = cases[0].0.as_bytes();
        let Ok(Found::List(before)) = find(&mut source, &wanted()) else {
            panic!("no list");
        };
        assert_eq!(before.get("a"), Some(&Value::from(1)));
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        for text in [
            "",
            "{",
            "[",
            "{\"a\"",
            "{\"a\" 1}",
            "{\"a\":",
            "{a: 1}",
            "{\"docs\": [1",
            "{\"a\": {]",
        ] {
            let wanted = Wanted::Named(&["docs"], &[]);
            assert!(find(&mut text.as_bytes(), &wanted).is_err(), "{text}");
        }
    }
}
