//! The index directory and its manifest: which files were read, how that ended, and under which
//! settings.
//!
//! The manifest is a stack of sorted immutable runs beside the engine's files. A run is written
//! and synced *before* the engine commits, and the commit's payload ([`State`]) names the runs
//! that belong to it: the commit of the engine is the commit of the manifest. A kill at any moment
//! leaves the one before; runs that no payload names are swept away by the next writer.
//!
//! ```text
//! .dateline/
//!   lock               who writes, if anybody
//!   engine/            the engine's files
//!   manifest-000003    a run: one JSON object a line, then a line with its checksum
//!   corrections.csv    corrections given so far
//!   date-order.json    how the archive orders day and month, where that was measured
//!   words.json         the words of the archive, where they were measured
//!   actors.json        the lists of actors that users gave
//!   identities.txt     which ids of actors are one, and which are none
//! ```

mod home;
mod run;

pub use home::{Home, Lock, LockError, is_index};
pub use run::{Merge, RunError, write_run};

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::Xxh3;

/// What the manifest keeps of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Label of the root.
    #[serde(rename = "l")]
    pub label: String,
    /// Path within the root, `/`-separated; empty where the root is the file itself.
    #[serde(rename = "p")]
    pub path: String,
    /// Size in bytes.
    #[serde(rename = "s")]
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    #[serde(rename = "m")]
    pub mtime: i64,
    /// xxh3-128 of its bytes, in hex; empty where it could not be read.
    #[serde(rename = "h", skip_serializing_if = "String::is_empty")]
    pub hash: String,
    /// Articles made of it.
    #[serde(rename = "a", skip_serializing_if = "is_zero")]
    pub articles: u64,
    /// Members and records of a container that could not be read.
    #[serde(rename = "b", skip_serializing_if = "is_zero")]
    pub skipped: u64,
    /// The first of these, so that they are told again while the file is unchanged.
    #[serde(rename = "k", skip_serializing_if = "Vec::is_empty")]
    pub skips: Vec<Skip>,
    /// Pages of it that were left out as a stub: a flag reads them.
    #[serde(rename = "q", skip_serializing_if = "is_zero")]
    pub stubs: u64,
    /// The bound on articles, in bytes, for which some of it or all was left out: a larger one reads it.
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    pub too_long: Option<u64>,
    /// The same of the bound on expansion, in times its size.
    #[serde(rename = "y", skip_serializing_if = "Option::is_none")]
    pub too_far: Option<u64>,
    /// Why reading failed, or why the first such record was skipped.
    #[serde(rename = "w", skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Whether reading ended with an error or without an article; a container may have given articles
    /// before the error.
    #[serde(rename = "f", skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
    /// Whether all of it was dealt with. A container cut in the middle is not; neither is a file
    /// that could not be opened, so that it is tried again.
    #[serde(rename = "c")]
    pub complete: bool,
    /// Hash of the settings that it was analysed under.
    #[serde(rename = "v")]
    pub settings: u64,
    /// Hash of the mapping that it was read with; 0 without one.
    #[serde(rename = "r", skip_serializing_if = "is_zero")]
    pub mapping: u64,
    /// Files that were read with it, by their paths from its directory; `*mets*.xml` for a page that
    /// no METS file there speaks of.
    #[serde(rename = "n", skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// Hash of their sizes and times of modification.
    #[serde(rename = "t", skip_serializing_if = "is_zero")]
    pub beside_stamp: u64,
    /// Whether its articles are of an earlier version, as the present one cannot be read now, and why
    /// is its reason. Size, time and hash are of that version, too.
    #[serde(rename = "o", skip_serializing_if = "std::ops::Not::not")]
    pub outdated: bool,
    /// Whether the last run that looked for the file did not find it, and kept its articles.
    #[serde(rename = "g", skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// In a run: the file is no longer in the index.
    #[serde(rename = "x", skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
}

/// A member or a record of a container that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Skip {
    /// Path of the member within the file; empty for the file itself.
    #[serde(rename = "m", skip_serializing_if = "String::is_empty")]
    pub member: String,
    /// Number of the record, from 1.
    #[serde(rename = "n", skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// Why.
    #[serde(rename = "w")]
    pub reason: String,
}

/// Tells what an index holds, in a few hex digits: the same files of the same roots, read and analysed
/// alike, have the same, wherever and in whatever order that was done.
#[derive(Default)]
pub struct Fingerprint(Xxh3);

impl Fingerprint {
    /// Adds a file; in the manifest's order.
    pub fn add(&mut self, entry: &Entry) {
        if entry.articles == 0 {
            return;
        }
        for part in [entry.full_path().as_str(), &entry.hash] {
            self.0.update(part.as_bytes());
            self.0.update(&[0]);
        }
        for number in [entry.articles, entry.settings, entry.mapping] {
            self.0.update(&number.to_le_bytes());
        }
    }

    /// The digits.
    pub fn digits(&self) -> String {
        format!("{:016x}", self.0.digest())
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.digits())
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Entry {
    /// The key under which the engine knows the file's articles.
    pub fn file_key(&self) -> u64 {
        file_key(&self.label, &self.path)
    }

    /// Whether the file, as it is now, gave no article and it is told why. One whose records were all
    /// skipped, each with its reason, is none of these.
    pub fn is_skipped(&self) -> bool {
        self.failed && (self.articles == 0 || self.outdated)
    }

    /// Whether reading ended with an error after some articles.
    pub fn is_in_part(&self) -> bool {
        self.failed && !self.is_skipped()
    }

    /// `label/path`.
    pub fn full_path(&self) -> String {
        join(&self.label, &self.path)
    }
}

/// `label/path`, or the label alone where the root is the file.
pub fn join(label: &str, path: &str) -> String {
    match path {
        "" => label.to_owned(),
        _ => format!("{label}/{path}"),
    }
}

/// The key under which the engine knows a file's articles.
pub fn file_key(label: &str, path: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(join(label, path).as_bytes())
}

/// The order of the manifest: by label, then path component by path component, as a sorted walk
/// meets them (`a/x` before `a.txt`).
pub fn order(a: (&str, &str), b: (&str, &str)) -> Ordering {
    a.0.cmp(b.0)
        .then_with(|| a.1.split('/').cmp(b.1.split('/')))
}

/// A directory or file that was given to `index`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Root {
    /// Part of every id below it.
    pub label: String,
    /// Absolute path.
    pub path: String,
    /// Globs of which one must match; empty for all files.
    pub include: Vec<String>,
    /// Globs of which none may match.
    pub exclude: Vec<String>,
    /// Where the fields of its records stand, by field; empty for the usual names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub map: BTreeMap<String, Vec<String>>,
}

/// The payload of a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// Version of dateline that wrote it.
    pub version: String,
    /// Version of the index's schema.
    pub schema: u32,
    /// Names of the runs that make up the manifest, oldest first.
    pub runs: Vec<String>,
    /// The roots, by label.
    pub roots: Vec<Root>,
    /// Hash of the settings of the last run.
    pub settings: u64,
    /// Whether a file's modification time may stand for the date of its articles.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub date_from_mtime: bool,
    /// Which layers the last run made: `all` or `words`.
    pub layers: String,
    /// Whether some files may have been analysed under other settings: the last run did not look
    /// at all roots, of which one may have been out of reach, or did not end.
    pub mixed: bool,
    /// Links and directories that could not be followed when a run last looked at all roots.
    pub unreached: u64,
    /// Whether a run did not come to its end, and no later one has looked at all roots since. So it
    /// is from the first commit on, which is made before anything is read.
    pub unfinished: bool,
}

impl State {
    /// Reads a payload; an empty one is the state of a new index.
    pub fn parse(payload: &str) -> anyhow::Result<State> {
        if payload.is_empty() {
            return Ok(State::default());
        }
        Ok(serde_json::from_str(payload)?)
    }

    /// The payload.
    pub fn text(&self) -> String {
        // Strings and numbers always have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }
}
