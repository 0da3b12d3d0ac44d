//! CSV and its kin: a header with the names of the fields, then one article a row. What stands
//! between fields is told from the content: comma, semicolon, tab or bar.

use super::fields::{self, Record, Text};
use super::input::Input;
use super::mapping::Mapped;
use super::names::{self, Dialect};
use super::{About, Delivery, ReadError, Reader, encoding, error, has_extension};
use csv_core::ReadRecordResult;
use encoding_rs::Encoding;
use serde_json::Value;
use std::io::BufRead;

/// Reads `.csv` and `.tsv`.
pub(super) struct Csv;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Most columns that a table has.
const MOST_COLUMNS: usize = 10_000;
/// Rows looked at to tell what stands between fields.
const LOOKED_AT: usize = 20;

impl Reader for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn recognise(&self, head: &[u8], name: &str) -> u8 {
        let start = head.trim_ascii_start();
        let opens = |marks: &[u8]| start.first().is_some_and(|byte| marks.contains(byte));
        if !has_extension(self, name) && !has_known_columns(head) {
            return 0;
        }
        let Some(shape) = Shape::of(head) else {
            return 0;
        };
        match has_extension(self, name) && !opens(b"{<") {
            true if shape.has_text => 92,
            true => 60,
            // Under another name there must be no doubt.
            false if opens(b"{<[#-") => 0,
            false if shape.has_text && shape.known >= 2 && shape.rows >= 2 && shape.is_even => 82,
            false => 0,
        }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About {
            what: "a table: a header, then one article a row",
            fields: "columns under the names of json; what stands between them (comma, semicolon, tab, bar) is told from the content",
            example: "headline;date;text\nPier closed;2023-09-20;The harbour ...",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let limits = input.limits;
        let preamble = preamble(&input.head);
        let delimiter = preamble.map_or_else(
            || Shape::of(&input.head).map_or(b',', |shape| shape.delimiter),
            |(delimiter, _)| delimiter,
        );
        if let Some((_, length)) = preamble {
            input.source.consume(length);
        }
        let charset = charset(&input.head);
        let label = input.decoded_from.map(encoding::label);
        let bound = input.raw_bound();
        let lossy = input.lossy;
        let mapped = input.inside.context.mapped.as_ref();
        let mut rows = Rows::new(input.source, delimiter, bound);
        let header = match rows.next()? {
            Row::Whole(fields) => header(fields, charset),
            Row::Cut(_) => return Err(within_quotes()),
            Row::TooLong => return Err(ReadError::content(error::LONG_HEADER)),
            Row::End => return Err(ReadError::content("no text")),
        };
        let mut record = 0;
        while !out.stopped() {
            let article = match rows.next() {
                Ok(Row::End) => break,
                Ok(Row::TooLong) => Err(ReadError::too_long(limits.max_article)),
                Ok(Row::Cut(_)) => Err(within_quotes()),
                Ok(Row::Whole(cells)) => {
                    row(&header, &cells, charset, mapped).map(|(record, decoded)| {
                        let mut article = fields::article(record, Dialect::Json);
                        article.encoding = Some(label.unwrap_or(decoded.label));
                        article.lossy = decoded.lossy || lossy.get();
                        article
                    })
                }
                Err(error) => return out.finish(Some(error)),
            };
            record += 1;
            out.record(record, article, limits);
        }
        out.finish(None)
    }
}

/// A first line `sep=;`, as Excel writes it: what it says, and how long it is.
fn preamble(head: &[u8]) -> Option<(u8, usize)> {
    let rest = head.strip_prefix(b"sep=").or(head.strip_prefix(b"SEP="))?;
    let (delimiter, rest) = rest.split_first()?;
    let end = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => return None,
    };
    Some((*delimiter, 5 + end))
}

/// The encoding of a table that is not UTF-8.
fn charset(head: &[u8]) -> Option<&'static Encoding> {
    match std::str::from_utf8(head) {
        Ok(_) => None,
        Err(_) => Encoding::for_label(encoding::decode(head.to_vec(), None).label.as_bytes()),
    }
}

/// What the first rows of a table look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    delimiter: u8,
    columns: usize,
    /// Names in the header that are those of fields of an article.
    known: usize,
    /// Whether one of them is that of a title or a body.
    has_text: bool,
    /// Rows after the header.
    rows: usize,
    /// Whether all of them are as long as the header.
    is_even: bool,
}

impl Shape {
    /// The likeliest shape; `None` for what has but one column.
    fn of(head: &[u8]) -> Option<Shape> {
        let start = preamble(head).map_or(0, |(_, length)| length);
        let head = head.get(start..)?;
        let shapes = DELIMITERS
            .iter()
            .filter_map(|delimiter| Shape::with(head, *delimiter));
        shapes.max_by_key(|shape| (shape.has_text, shape.known, shape.is_even, shape.columns))
    }

    fn with(head: &[u8], delimiter: u8) -> Option<Shape> {
        let mut source = head;
        let mut rows = Rows::new(&mut source, delimiter, head.len());
        let Ok(Row::Whole(first) | Row::Cut(first)) = rows.next() else {
            return None;
        };
        let first = header(first, None);
        let has_control = |name: &String| name.chars().any(|c| c.is_control() && c != '\n');
        if first.len() < 2 || first.iter().any(has_control) {
            return None;
        }
        let of = |name: &&String| names::meanings(name, Dialect::Json);
        let is_text = |name: &&String| {
            of(name)
                .iter()
                .any(|(field, _)| matches!(field, names::Field::Title | names::Field::Body))
        };
        let mut counts = Vec::new();
        while let (true, Ok(Row::Whole(cells) | Row::Cut(cells))) =
            (counts.len() < LOOKED_AT, rows.next())
        {
            counts.push(cells.len());
        }
        // The last row may be cut.
        if counts.len() > 1 && counts.len() < LOOKED_AT {
            counts.pop();
        }
        Some(Shape {
            delimiter,
            columns: first.len(),
            known: first.iter().filter(|name| !of(name).is_empty()).count(),
            has_text: first.iter().any(|name| is_text(&name)),
            rows: counts.len(),
            is_even: counts.iter().all(|count| *count == first.len()),
        })
    }
}

/// Whether the first line could name two columns or more that are known: a glance, since every text
/// is looked at.
fn has_known_columns(head: &[u8]) -> bool {
    let start = preamble(head).map_or(0, |(_, length)| length);
    let head = head.get(start..).unwrap_or_default();
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let Ok(line) = std::str::from_utf8(line) else {
        return !line.is_ascii();
    };
    let is_known = |name: &&str| {
        let name = name.trim_matches(|c: char| c.is_whitespace() || c == '"');
        name.len() < 40 && !names::meanings(name, Dialect::Json).is_empty()
    };
    DELIMITERS.iter().any(|delimiter| {
        line.split(char::from(*delimiter))
            .filter(is_known)
            .nth(1)
            .is_some()
    })
}

/// The names of the columns.
fn header(cells: Vec<&[u8]>, charset: Option<&'static Encoding>) -> Vec<String> {
    let name = |cell: &&[u8]| encoding::decode(cell.to_vec(), charset).text;
    cells
        .iter()
        .map(|cell| name(cell).trim().to_owned())
        .collect()
}

/// How a row was decoded.
struct Decoded {
    label: &'static str,
    lossy: bool,
}

/// A row as a record.
fn row(
    header: &[String],
    cells: &[&[u8]],
    charset: Option<&'static Encoding>,
    mapped: Option<&Mapped<'_>>,
) -> Result<(Record, Decoded), ReadError> {
    let mut record = Record::new();
    let mut how = Decoded {
        label: "utf-8",
        lossy: false,
    };
    let extra = cells.get(header.len()..).unwrap_or_default();
    let uneven = || {
        ReadError::content(format!(
            "{} fields where the header has {}",
            cells.len(),
            header.len()
        ))
    };
    if extra.iter().any(|cell| !cell.trim_ascii().is_empty()) {
        return Err(uneven());
    }
    for (name, cell) in header.iter().zip(cells) {
        if memchr::memchr(0, cell).is_some() {
            return Err(ReadError::content("NUL bytes"));
        }
        if name.is_empty() || cell.trim_ascii().is_empty() {
            continue;
        }
        let decoded = encoding::decode(cell.to_vec(), charset);
        how.lossy |= decoded.lossy;
        if decoded.label != "utf-8" {
            how.label = decoded.label;
        }
        record
            .entry(name.clone())
            .or_insert(Value::String(decoded.text));
    }
    let record = match mapped {
        Some(mapped) => mapped.apply(record),
        None => record,
    };
    match fields::has_text(&record) {
        Text::Body => Ok((record, how)),
        // A row that breaks off before its text has lost it.
        _ if cells.len() < header.len() => Err(uneven()),
        Text::Title => Ok((record, how)),
        Text::None => Err(nothing(header)),
    }
}

/// Nothing in a row is a text.
fn nothing(header: &[String]) -> ReadError {
    let is_text = |name: &&String| {
        let meanings = names::meanings(name, Dialect::Json);
        meanings
            .iter()
            .any(|(field, _)| matches!(field, names::Field::Title | names::Field::Body))
    };
    if header.iter().any(|name| is_text(&name)) {
        return ReadError::content("no text");
    }
    let short = |name: &String| -> String {
        let plain = name.chars().filter(|c| !c.is_control());
        plain.take(30).collect()
    };
    let names: Vec<String> = header.iter().take(12).map(short).collect();
    let more = if header.len() > names.len() {
        ", ..."
    } else {
        ""
    };
    ReadError::content(format!(
        "no title or body among its columns: {}{more}",
        names.join(", ")
    ))
}

fn within_quotes() -> ReadError {
    ReadError::content("the file ends within a quoted field")
}

/// A row of the input.
enum Row<'a> {
    Whole(Vec<&'a [u8]>),
    /// What the input ends with, within quotes: its end, and any rows behind a quote too many, are in
    /// its last cell.
    Cut(Vec<&'a [u8]>),
    /// Longer than the bound; it was passed over.
    TooLong,
    End,
}

/// The rows of a table, in the memory of the longest.
struct Rows<'a> {
    source: &'a mut dyn BufRead,
    core: csv_core::Reader,
    bound: usize,
    output: Vec<u8>,
    ends: Vec<usize>,
}

impl<'a> Rows<'a> {
    fn new(source: &'a mut dyn BufRead, delimiter: u8, bound: usize) -> Rows<'a> {
        Rows {
            source,
            core: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            bound,
            output: vec![0; 4 << 10],
            ends: vec![0; 64],
        }
    }

    fn next(&mut self) -> Result<Row<'_>, ReadError> {
        if self.output.len() > 1 << 20 {
            // What one long row needed is not kept for all the others.
            self.output = vec![0; 4 << 10];
        }
        let (mut written, mut fields) = (0, 0);
        let mut too_long = false;
        let (mut has_ended, mut is_cut) = (false, false);
        loop {
            let bytes = self.source.fill_buf()?;
            // A line end ends the last row, unless that breaks off within quotes.
            let input = match bytes.is_empty() && !has_ended {
                true => &b"\n"[..],
                false => bytes,
            };
            let is_end = bytes.is_empty();
            let (result, read, wrote, ended) = self.core.read_record(
                input,
                self.output.get_mut(written..).unwrap_or_default(),
                self.ends.get_mut(fields..).unwrap_or_default(),
            );
            if is_end {
                has_ended |= read > 0;
                is_cut |= wrote > 0;
            } else {
                self.source.consume(read);
            }
            written += wrote;
            fields += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.output.len() > self.bound => {
                    too_long = true;
                    written = 0;
                }
                ReadRecordResult::OutputFull => {
                    let longer = self.output.len().saturating_mul(2);
                    self.output.resize(longer, 0);
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() > MOST_COLUMNS => {
                    too_long = true;
                    fields = 0;
                }
                ReadRecordResult::OutputEndsFull => {
                    let longer = self.ends.len() * 2;
                    self.ends.resize(longer, 0);
                }
                ReadRecordResult::Record if too_long && !is_cut => return Ok(Row::TooLong),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(Row::End),
            }
        }
        let mut start = 0;
        let ends = self.ends.get(..fields).unwrap_or_default();
        let cells = ends.iter().map(|end| {
            let cell = self.output.get(start..*end).unwrap_or_default();
            start = *end;
            cell
        });
        Ok(match is_cut {
            true => Row::Cut(cells.collect()),
            false => Row::Whole(cells.collect()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_fields_is_told_from_the_content() {
        let cases: &[(&str, Option<(u8, usize)>)] = &[
            ("title,body\na,b\n", Some((b',', 2))),
            ("title;body;date\n\"a, b, c\";x;y\n", Some((b';', 3))),
            ("title\tbody\na, b\tc\n", Some((b'\t', 2))),
            ("title|body|x\n1|2|3\n", Some((b'|', 3))),
            ("sep=;\r\ntitle;body\r\na,b;c,d\r\n", Some((b';', 2))),
            ("x;y,z\n1;2,3\n", Some((b';', 2))),
            ("title\nbody\n", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let shape = Shape::of(text.as_bytes());
            let shape = shape.map(|shape| (shape.delimiter, shape.columns));
            if text.starts_with('x') {
                assert!(shape.is_some());
            } else {
                assert_eq!(shape, *expected, "{text}");
            }
        }
    }
}
