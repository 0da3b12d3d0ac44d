//! The queries of a run: the one that was typed, or a file of them.

use super::{Common, Outcome, output, search};
use crate::query::{Query, QueryError, parse};
use anyhow::{Context, Result, bail};
use clap::Args;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::collections::HashSet;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Where queries come from.
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// The query; several words need no quotes of the shell's
    #[arg(value_name = "QUERY", required_unless_present = "queries")]
    query: Vec<String>,
    /// Run every query of FILE (- for standard input) instead, and say with each result by which
    /// label it was found
    ///
    /// One query a line, labelled by the number of its line; or CSV: a file whose first line is
    /// `label,query`, or whose name ends in .csv or .tsv with these two columns. Empty lines and
    /// lines that begin with # are passed over. A bad query is reported, the others run, and the
    /// exit code is 2. In CSV the quotes of a phrase are doubled within a quoted cell, as
    /// spreadsheets do: q1,"""security zone"" ceasefire".
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    queries: Option<PathBuf>,
}

/// One query.
pub(super) struct Asked {
    /// Its label, in a batch.
    pub label: Option<String>,
    /// As typed.
    pub typed: String,
    /// As understood.
    pub query: Query,
}

/// The queries of a run.
pub(super) struct Batch {
    /// Those that can be run.
    pub queries: Vec<Asked>,
    /// Whether they come from a file.
    pub is_batch: bool,
    /// How many cannot.
    bad: usize,
}

impl QueryArgs {
    /// Whether there is a file of them.
    pub(super) fn is_batch(&self) -> bool {
        self.queries.is_some()
    }

    /// Reads the queries. What is wrong with one of a file is said in a line of its own.
    ///
    /// # Errors
    /// The one query that was typed is bad, or the file cannot be read, or has no query that can be
    /// run.
    pub(super) fn read(&self, common: &Common) -> Result<Batch> {
        let Some(path) = &self.queries else {
            let query = search::parse(common, &self.query)?;
            return Ok(Batch {
                queries: vec![Asked {
                    label: None,
                    typed: self.query.join(" "),
                    query,
                }],
                is_batch: false,
                bad: 0,
            });
        };
        let bytes = bytes(path).with_context(|| path.display().to_string())?;
        let mut batch = Batch {
            queries: Vec::new(),
            is_batch: true,
            bad: 0,
        };
        let mut taken = HashSet::new();
        for Line { label, text } in lines(&decoded(&bytes), path) {
            let label = label.trim().to_owned();
            let asked = text.and_then(|text| {
                if !taken.insert(label.clone()) {
                    return Err("the label stands twice".to_owned());
                }
                let parsed = parse(&text).map_err(|error| one_line(&error))?;
                for hint in &parsed.hints {
                    output::say(common, &format!("{label}: hint: {hint}"));
                }
                Ok((text, parsed.query))
            });
            match asked {
                Ok((typed, query)) => batch.queries.push(Asked {
                    label: Some(label),
                    typed,
                    query,
                }),
                Err(trouble) => {
                    batch.bad += 1;
                    eprintln!("{}", output::line(&format!("{label}: {trouble}")));
                }
            }
        }
        match (batch.queries.is_empty(), batch.bad) {
            (false, _) => Ok(batch),
            (true, 0) => bail!("{}: no query in it", path.display()),
            (true, _) => bail!("{}: no query that can be run", path.display()),
        }
    }
}

impl Batch {
    /// How the run ended, given how much was found in all.
    pub(super) fn outcome(&self, found: u64) -> Outcome {
        match (self.bad, found) {
            (1.., _) => Outcome::Trouble,
            (0, 0) => Outcome::Nothing,
            (0, _) => Outcome::Good,
        }
    }

    /// Hands over each query, with what parts the results of a batch written in JSON: they are the
    /// members of one array.
    pub(super) fn each(
        &self,
        is_json: bool,
        out: &mut dyn Write,
        mut each: impl FnMut(usize, &Asked, &mut dyn Write) -> Result<()>,
    ) -> Result<()> {
        let is_array = is_json && self.is_batch;
        for (number, asked) in self.queries.iter().enumerate() {
            match number {
                _ if !is_array => {}
                0 => out.write_all(b"[\n")?,
                _ => out.write_all(b",\n")?,
            }
            each(number, asked, out)?;
        }
        if is_array {
            out.write_all(b"]\n")?;
        }
        Ok(())
    }
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match path.to_str() {
        Some("-") => drop(std::io::stdin().lock().read_to_end(&mut bytes)?),
        _ => bytes = std::fs::read(path)?,
    }
    Ok(bytes)
}

/// The text of a file: by its byte order mark, else UTF-8; UTF-16 without a mark is told by its
/// zeros, and all else is taken for windows-1252.
fn decoded(bytes: &[u8]) -> String {
    let by_zeros = || {
        let zeros = |odd: usize| {
            let bytes = bytes.iter().skip(odd).step_by(2);
            bytes.filter(|&&byte| byte == 0).count()
        };
        match (zeros(0), zeros(1)) {
            (0, 0) => None,
            (even, odd) if even > odd => Some(UTF_16BE),
            _ => Some(UTF_16LE),
        }
    };
    let encoding: Option<&Encoding> = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => Some(encoding),
        None => by_zeros(),
    };
    match (encoding, std::str::from_utf8(bytes)) {
        (Some(encoding), _) => encoding.decode(bytes).0.into_owned(),
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// A query of a file as it stands there, or what is wrong with its line.
struct Line {
    label: String,
    text: Result<String, String>,
}

fn lines(text: &str, path: &Path) -> Vec<Line> {
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
        let position = record.position();
        let number = position.map_or(0, csv::Position::line).to_string();
        let label = match cell(label_at) {
            "" => number,
            label => label.to_owned(),
        };
        let start = position.map_or(0, csv::Position::byte) as usize;
        let end = reader.position().byte() as usize;
        let raw = text.get(start..end).unwrap_or_default();
        let query = match cell(query_at) {
            "" => Err("no query in this row".to_owned()),
            query if is_whole(record.get(query_at).unwrap_or_default(), raw) => {
                Ok(query.to_owned())
            }
            _ => Err(format!(
                "a cell with quotes must be quoted and its quotes doubled, as in \
                 \"\"\"security zone\"\" ceasefire\": {}",
                raw.trim()
            )),
        };
        lines.push(Line { label, text: query });
    }
    lines
}

/// Whether a cell stands in its row as it was read. A reader of CSV takes `"a b" c` for `a b c`,
/// which is another query.
fn is_whole(cell: &str, raw: &str) -> bool {
    let quoted = format!("\"{}\"", cell.replace('"', "\"\""));
    raw.contains(&quoted)
        || (!cell.starts_with('"') && raw.contains(cell) && !raw.contains(&format!("\"{cell}")))
}

/// A query error as one line: the caret stands in the query, before what is at fault.
fn one_line(error: &QueryError) -> String {
    /// Characters shown on either side of the place.
    const AROUND: usize = 40;
    let at = error.at.start.min(error.text.len());
    let (before, after) = error.text.split_at_checked(at).unwrap_or((&error.text, ""));
    let skipped = before.chars().count().saturating_sub(AROUND);
    let before: String = before.chars().skip(skipped).collect();
    let shown: String = after.chars().take(AROUND).collect();
    let [front, back] =
        [skipped > 0, shown.len() < after.len()].map(|cut| if cut { "…" } else { "" });
    let suggestion = error.suggestion.iter().map(|text| format!(" ({text})"));
    let suggestion: String = suggestion.collect();
    format!(
        "{}: {front}{before}^{shown}{back}{suggestion}",
        error.message
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Vec<(String, Result<String, String>)> {
        let lines = lines(text, Path::new(name)).into_iter();
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
            ("q", "", ""),
            ("q", "label,query\n", ""),
        ];
        for (name, text, expected) in cases {
            let found: Vec<String> = read(name, text)
                .into_iter()
                .map(|(label, text)| format!("{label}={}", text.unwrap()))
                .collect();
            assert_eq!(found.join(" "), expected, "{name} {text:?}");
        }
        for row in ["x,\"a b\" c\n", "x,\"a\" OR \"b\"\n", "x\n", "x,\n"] {
            let found = read("q.csv", row);
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
    fn errors_are_one_line() {
        let error = parse("ceasefire \"russian peace").err().unwrap();
        assert_eq!(
            one_line(&error),
            "unclosed quote: ceasefire ^\"russian peace (opened here; add a closing \")"
        );
    }
}
