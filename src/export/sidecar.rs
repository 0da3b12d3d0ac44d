//! What is laid beside an exported file, so that the set can be defended years later.

use super::file::OutputFile;
use crate::model::CopyRule;
use serde::{Deserialize, Serialize};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// How an exported file came about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sidecar {
    /// The query as typed.
    pub query_typed: String,
    /// The query as understood; parses to the same query.
    pub query: String,
    /// Whether the query was read leniently, so that `query` may lack parts of `query_typed`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lenient: bool,
    /// The parts of the index that were searched, each `label/path`; empty where all of it was.
    pub scopes: Vec<String>,
    /// What a row is: `articles` or `occurrences`.
    pub rows_of: String,
    /// Words on either side of an occurrence, where the rows are occurrences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<u32>,
    /// Which ids a TREC run names: `own` or `source`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ids: Option<String>,
    /// Format of the file: `jsonl`, `csv`, `json`, `trec`.
    pub format: String,
    /// Fields chosen; empty where the format's own choice was taken.
    pub fields: Vec<String>,
    /// Order of the rows: `rank`, `date` or `event`.
    pub order: String,
    /// The random sample taken; `None` where every match was written.
    pub sample: Option<Sample>,
    /// What became of copies, where they were not all written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<CopyRule>,
    /// The least share of common words, in percent, that an article had to have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_ocr_quality: Option<u8>,
    /// How many articles matched; of a batch, the sum over its queries.
    pub matches: u64,
    /// How many occurrences they have, where the rows are occurrences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurrences: Option<u64>,
    /// How many rows were written.
    pub rows: u64,
    /// The queries of a batch; `query` and `query_typed` are then empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub queries: Vec<SidecarQuery>,
    /// How many of the articles searched were stale: analysed under other settings than today's.
    pub stale: u64,
    /// Whether the index may lack files: a run had not come to its end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unfinished: bool,
    /// When it was written, in UTC.
    pub written_at: jiff::Timestamp,
    /// Version of dateline.
    pub dateline: String,
    /// Fingerprint of what the index holds: files with their content, read and analysed alike, have the same
    /// after a rebuild and elsewhere.
    pub index: String,
    /// Labels of the index's roots. They are part of every id, so that another index draws the same
    /// sample from the same archive only under the same labels.
    pub labels: Vec<String>,
    /// Version of the index's schema.
    pub schema: u32,
    /// Hash of the settings that analysis ran under.
    pub settings: String,
    /// Hash of what `--identities` says of actors, which no analysis depends on but queries do;
    /// `None` where it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identities: Option<String>,
}

/// A query of a batch.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SidecarQuery {
    /// Its label.
    pub label: String,
    /// The query as typed.
    pub query_typed: String,
    /// The query as understood.
    pub query: String,
    /// How many articles matched it.
    pub matches: u64,
    /// How many occurrences they have, where the rows are occurrences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurrences: Option<u64>,
    /// How many rows were written for it.
    pub rows: u64,
}

/// A random sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// How many hits were asked for.
    pub size: u64,
    /// The seed; the same seed over the same index draws the same hits.
    pub seed: u64,
}

/// How the name of a sidecar ends.
const ENDING: &str = ".query.json";

/// Longest sidecar that is looked at, in bytes: one of a batch names each of its queries.
const LONGEST: u64 = 64 << 20;

/// Where the sidecar of a file lies: `hits.csv.query.json` beside `hits.csv`.
pub fn sidecar_path(export: &Path) -> PathBuf {
    let mut name = OsString::from(export);
    name.push(ENDING);
    PathBuf::from(name)
}

/// What a file has to do with an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Own {
    /// It was exported: the sidecar of this name lies beside it.
    Export(String),
    /// It is a sidecar.
    Sidecar,
}

impl std::fmt::Display for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Own::Export(sidecar) => write!(f, "an export of dateline, as {sidecar} beside it says"),
            Own::Sidecar => f.write_str("the record of an export of dateline"),
        }
    }
}

/// Tells what was exported, and its sidecar, from all other files. The sidecar says so, not the
/// name alone.
pub fn own(path: &Path) -> Option<Own> {
    let named = path.file_name().and_then(OsStr::to_str);
    if named.is_some_and(|name| name.ends_with(ENDING)) && is_sidecar(path) {
        return Some(Own::Sidecar);
    }
    let sidecar = sidecar_path(path);
    let name = sidecar.file_name()?.to_string_lossy().into_owned();
    is_sidecar(&sidecar).then_some(Own::Export(name))
}

/// Whether a file holds what [`write_sidecar`] writes.
fn is_sidecar(path: &Path) -> bool {
    /// What no other JSON has together.
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "what counts is that they are there")]
    struct Marks {
        query_typed: String,
        rows: u64,
        written_at: jiff::Timestamp,
        dateline: String,
    }
    // Most files have none: this is all that they cost.
    if !std::fs::metadata(path).is_ok_and(|file| file.is_file()) {
        return false;
    }
    let Ok(file) = File::open(path) else {
        return false;
    };
    serde_json::from_reader::<_, Marks>(BufReader::new(file.take(LONGEST))).is_ok()
}

/// Removes the sidecar of an earlier export of the same name, if there is one. To be called before
/// the new file takes its place, so that a sidecar never stands beside a file that it does not
/// describe, wherever the run is cut off.
pub fn remove_sidecar(export: &Path) -> io::Result<()> {
    match std::fs::remove_file(sidecar_path(export)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes the sidecar of the exported file `export`. To be called when that is in place.
pub fn write_sidecar(export: &Path, sidecar: &Sidecar) -> io::Result<()> {
    let mut file = OutputFile::create(&sidecar_path(export))?;
    serde_json::to_writer_pretty(&mut file, sidecar)?;
    file.write_all(b"\n")?;
    file.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_beside_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let export = folder.path().join("hits.csv");
        let sidecar = Sidecar {
            query_typed: "Cease-fire AND russia".into(),
            query: "cease-fire russia".into(),
            lenient: false,
            scopes: vec!["news/2023".into()],
            rows_of: "articles".into(),
            window: None,
            ids: None,
            format: "csv".into(),
            fields: vec![],
            order: "rank".into(),
            sample: Some(Sample { size: 10, seed: 7 }),
            copies: None,
            min_ocr_quality: None,
            matches: 128,
            occurrences: None,
            rows: 10,
            queries: vec![],
            stale: 0,
            unfinished: false,
            written_at: jiff::Timestamp::UNIX_EPOCH,
            dateline: "0.1.0".into(),
            index: "9f2c".into(),
            labels: vec!["news".into()],
            schema: 1,
            settings: "77aa".into(),
            identities: Some("5b1e".into()),
        };
        write_sidecar(&export, &sidecar).unwrap();
        let path = folder.path().join("hits.csv.query.json");
        let expected = r#"{
  "query_typed": "Cease-fire AND russia",
  "query": "cease-fire russia",
  "scopes": [
    "news/2023"
  ],
  "rows_of": "articles",
  "format": "csv",
  "fields": [],
  "order": "rank",
  "sample": {
    "size": 10,
    "seed": 7
  },
  "matches": 128,
  "rows": 10,
  "stale": 0,
  "written_at": "1970-01-01T00:00:00Z",
  "dateline": "0.1.0",
  "index": "9f2c",
  "labels": [
    "news"
  ],
  "schema": 1,
  "settings": "77aa",
  "identities": "5b1e"
}
"#;
        assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
        assert_eq!(own(&path), Some(Own::Sidecar));
        let beside = Own::Export("hits.csv.query.json".into());
        assert_eq!(own(&export), Some(beside));
        // Another program may give its files such names.
        let foreign = folder.path().join("a.json.query.json");
        std::fs::write(&foreign, "{\"query_typed\": \"x\", \"rows\": 3}").unwrap();
        assert_eq!(own(&foreign), None);
        assert_eq!(own(&folder.path().join("a.json")), None);
        remove_sidecar(&export).unwrap();
        assert!(!path.exists());
        remove_sidecar(&export).unwrap();
    }
}
