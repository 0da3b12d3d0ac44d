//! Header lines before a text: `Key: value`, and the four `-- ` lines of a known collection.

use super::fields::Record;
use super::names;
use serde_json::Value;

/// Most header lines that a text has.
const MOST: usize = 60;
/// Longest key, in bytes.
const MAX_KEY: usize = 40;

/// The fields of `Key: value` lines at the start of a text, and the text after them.
///
/// A line that starts with a blank goes on with the value before it. The lines count as a header
/// if two of their keys are ones that articles have, or the first is that of a title or a date
/// and a blank line follows: "Update: Georgia votes" alone is a headline.
pub(super) fn parse(text: &str) -> Option<(Record, &str)> {
    let mut record = Record::new();
    let mut last: Option<String> = None;
    let mut known = 0;
    let mut rest = text;
    let mut closed = false;
    for _ in 0..MOST {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.trim().is_empty() {
            closed = true;
            break;
        }
        let is_continuation = line.starts_with([' ', '\t']);
        match (pair(line), &last) {
            _ if is_continuation && last.is_some() => {
                let value = last.as_ref().and_then(|key| record.get_mut(key));
                if let Some(Value::String(value)) = value {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
            (Some((key, value)), _) if known > 0 || names::is_known(key) => {
                known += usize::from(names::is_known(key));
                let value = Value::String(value.to_owned());
                record.entry(key).or_insert(value);
                last = Some(key.to_owned());
            }
            _ => break,
        }
        rest = after;
    }
    let first = pair(text).map_or("", |(key, _)| key);
    let is_header = match known {
        0 => false,
        1 => closed && (names::is_title(first) || names::is_date(first)),
        _ => true,
    };
    is_header.then_some((record, rest))
}

/// Key and value of a header line.
fn pair(line: &str) -> Option<(&str, &str)> {
    let line = line.split('\n').next().unwrap_or(line);
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty()
        && key.len() <= MAX_KEY
        && key.starts_with(char::is_alphabetic)
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.'));
    // "http://..." is no header.
    (is_key && !value.starts_with("//")).then(|| (key.trim_end(), value.trim()))
}

/// The fields of the four lines `-- title`, `-- byline`, `-- date`, `-- url`, of which any may be
/// empty, and the text after them.
pub(super) fn dashed(text: &str) -> Option<(Record, &str)> {
    let mut record = Record::new();
    let mut rest = text;
    for key in ["title", "byline", "date", "url"] {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let value = line.strip_prefix("--")?;
        if !value.is_empty() && !value.starts_with([' ', '\t']) {
            return None;
        }
        let value = value.trim();
        if !value.is_empty() {
            record.insert(key.to_owned(), Value::String(value.to_owned()));
        }
        rest = after;
    }
    Some((record, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(record: &Record) -> String {
        let of =
            |(key, value): (&String, &Value)| format!("{key}={}", value.as_str().unwrap_or("?"));
        record.iter().map(of).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn headers_are_told_from_text() {
        let cases = [
            (
                "Title: A\nDate: May 4\n\nBody: x",
                Some(("Date=May 4 | Title=A", "\nBody: x")),
            ),
            (
                "Headline: A\n B\nEdition: late\nBy: Ann Lee\nBody",
                Some(("By=Ann Lee | Edition=late | Headline=A B", "Body")),
            ),
            (
                "Date: 2021-05-04\n\nBody",
                Some(("Date=2021-05-04", "\nBody")),
            ),
            ("Title:\nDate:\n\nBody", Some(("Date= | Title=", "\nBody"))),
            (
                "Заголовок: А\nДата: 4 мая\n\nТекст",
                Some(("Дата=4 мая | Заголовок=А", "\nТекст")),
            ),
            ("Update: Georgia votes\n\nBody", None),
            ("Source: a cable\n\nBody", None),
            ("Georgia: a history\n\nDate: x", None),
            ("https://a.example/b\n\nBody", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let parsed = parse(text);
            let parsed = parsed
                .as_ref()
                .map(|(record, rest)| (fields(record), *rest));
            let parsed = parsed
                .as_ref()
                .map(|(record, rest)| (record.as_str(), *rest));
            assert_eq!(parsed, expected, "{text}");
        }
    }

    #[test]
    fn dashed_headers_may_have_empty_lines() {
        let text = "-- A title -- with dashes\n-- \n--\n-- http://a.example/\n\nBody";
        let (record, rest) = dashed(text).unwrap();
        assert_eq!(
            fields(&record),
            "title=A title -- with dashes | url=http://a.example/"
        );
        assert_eq!(rest, "\nBody");
        assert!(dashed("-- one\n-- two\nBody").is_none());
        assert!(dashed("---\n---\n---\n---\n").is_none());
    }
}
