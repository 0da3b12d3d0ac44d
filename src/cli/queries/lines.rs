//! A file of queries, line by line.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::path::Path;

/// The text of a file: by its byte order mark, else UTF-8; UTF-16 without a mark is told by its
/// zeros, of which a few alone are damage and left out, and all else is taken for windows-1252.
pub(in crate::cli) fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    let zeros = |odd: usize| {
        let bytes = bytes.iter().skip(odd).step_by(2);
        bytes.filter(|&&byte| byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd == 0 {
        return plain(bytes);
    }
    let rest: Vec<u8> = bytes.iter().copied().filter(|&byte| byte != 0).collect();
    let share = |parts: usize| (even + odd).saturating_mul(parts) < bytes.len();
    match share(100) || share(4) && is_clean(&rest) {
        true => plain(&rest),
        false if even > odd => UTF_16BE.decode(bytes).0.into_owned(),
        false => UTF_16LE.decode(bytes).0.into_owned(),
    }
}

/// Whether bytes are UTF-8 without control characters, as UTF-16 without its zeros is only where
/// these are half of it.
fn is_clean(bytes: &[u8]) -> bool {
    let is_strange = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    std::str::from_utf8(bytes).is_ok_and(|text| !text.contains(is_strange))
}

fn plain(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// A query of a file as it stands there, or what is wrong with its line.
pub(super) struct Line {
    pub label: String,
    pub text: Result<String, String>,
}

/// The queries of a text; the name of its file tells whether it is a table, where its first line does
/// not.
pub(super) fn read(text: &str, path: &Path) -> Vec<Line> {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let first = text.lines().find(is_content).unwrap_or_default();
    let heads = |line: &str, delimiter: char| {
        let mut names = line
            .split(delimiter)
            .map(|name| name.trim().trim_matches('"'));
        names.clone().any(|name| name.eq_ignore_ascii_case("label"))
            && names.any(|name| name.eq_ignore_ascii_case("query"))
    };
    let header = [',', ';', '\t'].into_iter().find(|&c| heads(first, c));
    let named = match path.extension().and_then(|ending| ending.to_str()) {
        Some(ending) if ending.eq_ignore_ascii_case("csv") => Some(','),
        Some(ending) if ending.eq_ignore_ascii_case("tsv") => Some('\t'),
        _ => None,
    };
    match header.or(named) {
        Some(delimiter) => table(text, delimiter as u8, header.is_some()),
        None => (1..)
            .zip(text.lines())
            .filter(|(_, line)| is_content(line))
            .map(|(number, line): (usize, _)| Line {
                label: number.to_string(),
                text: Ok(line.trim().to_owned()),
            })
            .collect(),
    }
}

fn table(text: &str, delimiter: u8, has_header: bool) -> Vec<Line> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let (mut label_at, mut query_at) = (0, 1);
    let mut lines = Vec::new();
    let mut is_header = has_header;
    let mut record = csv::StringRecord::new();
    // Reading from memory what is UTF-8, with rows of any length, does not fail.
    while let Ok(true) = reader.read_record(&mut record) {
        let place = |name: &str| {
            let is = |cell: &str| cell.trim().eq_ignore_ascii_case(name);
            record.iter().position(is)
        };
        if std::mem::take(&mut is_header) {
            label_at = place("label").unwrap_or(label_at);
            query_at = place("query").unwrap_or(query_at);
            continue;
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |at: usize| record.get(at).map(str::trim).unwrap_or_default();
        let start = record.position().map_or(0, csv::Position::byte) as usize;
        let end = reader.position().byte() as usize;
        let before = record.position().map_or(1, csv::Position::line);
        let (number, raw) = row(before, text.get(start..end).unwrap_or_default());
        let label = match cell(label_at) {
            "" => number.to_string(),
            label => label.to_owned(),
        };
        let query = match cell(query_at) {
            _ if !is_plain(&record, raw, delimiter) => Err(format!(
                "a cell with quotes must be quoted and its quotes doubled, as in \
                 \"\"\"security zone\"\" ceasefire\": {}",
                raw.trim()
            )),
            "" => Err("no query in this row".to_owned()),
            query => Ok(query.to_owned()),
        };
        lines.push(Line { label, text: query });
    }
    lines
}

/// A row without the empty lines and notes before it, and the number of its line.
fn row(mut number: u64, mut raw: &str) -> (u64, &str) {
    while let Some((line, rest)) = raw.split_once('\n') {
        if !line.trim().is_empty() && !line.starts_with('#') {
            break;
        }
        (number, raw) = (number + 1, rest);
    }
    (number, raw)
}

/// Whether a row is what its cells are written as. A reader of CSV takes `"a b" c` for `a b c`,
/// which is another query.
fn is_plain(record: &csv::StringRecord, raw: &str, delimiter: u8) -> bool {
    let mut rest = raw.trim_end_matches(['\r', '\n']);
    for (number, cell) in record.iter().enumerate() {
        if number > 0 {
            match rest.strip_prefix(char::from(delimiter)) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        let quoted = format!("\"{}\"", cell.replace('"', "\"\""));
        let bare = (!cell.starts_with('"')).then(|| rest.strip_prefix(cell));
        match rest.strip_prefix(&quoted).or(bare.flatten()) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queries(name: &str, text: &str) -> Vec<(String, Result<String, String>)> {
        let lines = read(text, Path::new(name)).into_iter();
        lines.map(|line| (line.label, line.text)).collect()
    }

    #[test]
    fn files_of_queries_are_read() {
        let cases = [
            (
                "q",
                "ceasefire\n\n# note\r\n \"a b\", c \r\n",
                "1=ceasefire 4=\"a b\", c",
            ),
            (
                "q",
                "label,query\nx,ceasefire\n\n#no\ny,\"\"\"a b\"\" c\"\n",
                "x=ceasefire y=\"a b\" c",
            ),
            ("q", "Query;Note;Label\na, b;n;x\n", "x=a, b"),
            ("q", "label\tquery\nx\ta \"b c\"\n", "x=a \"b c\""),
            ("q.csv", "x,ceasefire\n,truce\n", "x=ceasefire 2=truce"),
            ("q.CSV", "x,\"a\nb\"\n", "x=a\nb"),
            ("q.tsv", "x\ta, b\n", "x=a, b"),
            ("q.csv", "x,a \"b c\"\n", "x=a \"b c\""),
            ("q.csv", "# a\n\n,one\n\"\",\"two\"\n", "3=one 4=two"),
            ("q", "", ""),
            ("q", "label,query\n", ""),
        ];
        for (name, text, expected) in cases {
            let found: Vec<String> = queries(name, text)
                .into_iter()
                .map(|(label, text)| format!("{label}={}", text.unwrap()))
                .collect();
            assert_eq!(found.join(" "), expected, "{name} {text:?}");
        }
        for row in ["x,\"a b\" c\n", "x,\"a\" OR \"b\"\n", "x\n", "x,\n"] {
            let found = queries("q.csv", row);
            assert!(
                matches!(found.as_slice(), [(label, Err(_))] if label == "x"),
                "{found:?}"
            );
        }
    }

    #[test]
    fn encodings_are_told() {
        let text = "größe\n# é\n";
        let utf16 = |encode: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(encode).collect();
        let (little, big): (Vec<u8>, Vec<u8>) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xff\xfe", little.as_slice()].concat(),
            [b"\xfe\xff", big.as_slice()].concat(),
            little,
            big,
            b"gr\xf6\xdfe\n# \xe9\n".to_vec(),
        ] {
            assert_eq!(decoded(&bytes), text);
        }
    }
    #[test]
    fn a_stray_zero_is_no_utf_16() {
        for (bytes, text) in [
            (
                &b"ceasefire\ntruce \0x\nparis\n"[..],
                "ceasefire\ntruce x\nparis\n",
            ),
            (b"\0ceasefire\n", "ceasefire\n"),
            (b"gr\xc3\xb6\xc3\x9fe \0\n", "größe \n"),
            // Of other scripts, only spaces and ends of lines have a zero.
            (b"\x14\x04\x30\x04\x30\x04\x30\x04\x30\x04\n\0", "Даааа\n"),
            (b"\x5c\x50\x62\x18\x54\x8c\x5e\x73\0\n", "屐战和平\n"),
            (b"\xff\xfe\x14\x04\x30\x04\x30\x04\x30\x04\n\0", "Дааа\n"),
        ] {
            assert_eq!(decoded(bytes), text, "{bytes:?}");
        }
    }
}
