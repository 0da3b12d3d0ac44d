//! Hits for programs: one file per format, and one row each in [`FORMATS`].
//!
//! Every exporter streams: a hit is written and forgotten, so that memory is flat at a million of
//! them. What a record holds is described in `schema/hit.schema.json`, what [`annotate()`] writes in
//! `schema/article.schema.json`, a chronology in `schema/chronology.schema.json`, the copies of
//! an article in `schema/copies.schema.json`, an occurrence in
//! `schema/occurrence.schema.json`, counts and timelines in `schema/counts.schema.json`, actors and
//! their networks in `schema/actors.schema.json`.

mod actors;
mod annotate;
mod chronology;
mod conll;
mod copies;
mod counts;
mod csv;
mod field;
mod file;
mod json;
mod jsonl;
mod network;
mod occurrences;
mod plain;
mod sidecar;
mod timeline;
mod timeml;
mod trec;

pub use actors::{actors_csv, actors_json, names_csv, names_json};
pub use annotate::annotate;
pub use chronology::{chronology_csv, chronology_json};
pub use conll::conll;
pub use copies::copies_json;
pub use counts::{groups_csv, groups_json, tallies_csv, tally_json};
pub use field::{check_fields, field_names};
pub use file::{OutputFile, discard_unfinished, sweep_unfinished};
pub use network::{network_csv, network_gexf, network_graphml, network_json};
pub use occurrences::{RowExporter, RowFormat, RowPlan, occurrences};
pub use plain::write_json;
pub use sidecar::{
    Own, Sample, Sidecar, SidecarQuery, own, remove_sidecar, sidecar_path, write_sidecar,
};
pub use timeline::{timeline_csv, timeline_json};
pub use timeml::timeml;

use crate::model::{CopyTotals, Hit};
use std::io::{self, Write};

/// Writes hits in one format.
pub trait Exporter {
    /// Writes one hit. Hits come in the order in which they are to stand.
    fn hit(&mut self, hit: &Hit) -> io::Result<()>;

    /// Writes what closes the format, and flushes. Without this the output is not complete.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// What is known before the first hit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The query as understood; it stands in every record.
    pub query: String,
    /// How many articles match, which may be more than are written.
    pub total: u64,
    /// What the copies among them come to, where these were grouped.
    pub copies: Option<CopyTotals>,
    /// Names of the fields to write, in this order; empty for the format's own choice. To be
    /// checked by [`check_fields`]: names that are none are left out.
    pub fields: Vec<String>,
    /// The query's label in a batch; it then stands in every record.
    pub label: Option<String>,
    /// Whether hits of another query stand before these in the same table, so that it has its
    /// header.
    pub continued: bool,
    /// Which ids a TREC run names.
    pub ids: Ids,
}

/// Which of its ids names an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ids {
    /// The one that dateline made.
    #[default]
    Own,
    /// The one that the source gave, and the other where it gave none.
    Source,
}

/// An export format.
#[derive(Clone, Copy)]
pub struct Format {
    /// Name, as typed after `--format`.
    pub name: &'static str,
    /// What it is, for the help text.
    pub about: &'static str,
    /// Starts an export into a writer, which need not be buffered. Nothing is written before the
    /// first hit or the end.
    pub open: for<'a> fn(Box<dyn Write + 'a>, &Plan) -> Box<dyn Exporter + 'a>,
}

/// All formats.
pub static FORMATS: &[Format] = &[
    Format {
        name: "jsonl",
        about: "one JSON object a line, one line a hit",
        open: jsonl::open,
    },
    Format {
        name: "csv",
        about: "a table, UTF-8, RFC 4180, safe to open in a spreadsheet",
        open: csv::open,
    },
    Format {
        name: "json",
        about: "one JSON object: query, total and hits",
        open: json::open,
    },
    Format {
        name: "trec",
        about: "a TREC run: qid Q0 docid rank score tag",
        open: trec::open,
    },
];

/// The format of a name, if there is one.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Writes what the copies come to as a member of an object that has others before it; nothing where
/// they were not grouped.
fn write_copies(mut out: impl Write, copies: Option<CopyTotals>) -> io::Result<()> {
    match copies {
        None => Ok(()),
        Some(copies) => {
            out.write_all(b",\"copies\":")?;
            write_json(out, &copies)
        }
    }
}

#[cfg(test)]
mod tests;
