//! Counts for programs.

use super::csv::{cause, safe, table};
use crate::model::{CrossTable, Group, GroupBy, QueryTally};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::{self, Write};

/// Writes how much matches a query, as one JSON object without a line break.
///
/// # Errors
/// What the writer says.
pub fn tally_json(out: &mut dyn Write, tally: &QueryTally) -> io::Result<()> {
    super::write_json(out, &Tallied(tally))
}

struct Tallied<'a>(&'a QueryTally);

impl Serialize for Tallied<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let QueryTally {
            label,
            query,
            tally,
        } = self.0;
        let mut map = serializer.serialize_map(None)?;
        if let Some(label) = label {
            map.serialize_entry("label", label)?;
        }
        map.serialize_entry("query", query)?;
        map.serialize_entry("articles", &tally.articles)?;
        map.serialize_entry("occurrences", &tally.occurrences)?;
        map.end()
    }
}

/// Writes how much matches each query as a table; `is_batch` says whether there are labels.
///
/// # Errors
/// What the writer says.
pub fn tallies_csv(
    out: &mut dyn Write,
    tallies: &[QueryTally],
    is_batch: bool,
) -> io::Result<()> {
    let mut table = table(out);
    let label = is_batch.then_some("label");
    let columns = ["query", "articles", "occurrences"];
    let head = label.into_iter().chain(columns);
    table.write_record(head).map_err(cause)?;
    for row in tallies {
        if is_batch {
            let label = row.label.as_deref().unwrap_or_default();
            table.write_field(safe(label).as_ref()).map_err(cause)?;
        }
        let (articles, occurrences) = (row.tally.articles, row.tally.occurrences);
        table
            .write_record([
                safe(&row.query).as_ref(),
                &articles.to_string(),
                &occurrences.to_string(),
            ])
            .map_err(cause)?;
    }
    table.flush()
}

/// Writes a table as one JSON object without a line break.
///
/// # Errors
/// What the writer says.
pub fn groups_json(out: &mut dyn Write, table: &CrossTable) -> io::Result<()> {
    super::write_json(out, &Crossed(table))
}

struct Crossed<'a>(&'a CrossTable);

impl Serialize for Crossed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let table = self.0;
        let names: Vec<String> = table.by.iter().map(|by| by.name()).collect();
        let rows = table.groups.iter().map(|group| Row {
            names: &names,
            group,
        });
        let mut map = serializer.serialize_map(None)?;
        if let Some(label) = &table.label {
            map.serialize_entry("label", label)?;
        }
        map.serialize_entry("query", &table.query)?;
        map.serialize_entry("articles", &table.articles)?;
        map.serialize_entry("by", &names)?;
        map.serialize_entry("distinct", &table.distinct)?;
        map.serialize_entry("groups", &rows.collect::<Vec<_>>())?;
        map.end()
    }
}

struct Row<'a> {
    names: &'a [String],
    group: &'a Group,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.names.len() + 1))?;
        for (name, key) in self.names.iter().zip(&self.group.keys) {
            let key = Some(key).filter(|key| !key.is_empty());
            map.serialize_entry(name, &key)?;
        }
        map.serialize_entry("articles", &self.group.articles)?;
        map.end()
    }
}

/// Writes tables that are counted by the same as one, a row for each combination; `is_batch` says
/// whether there are labels.
///
/// # Errors
/// What the writer says.
pub fn groups_csv(
    out: &mut dyn Write,
    by: &[GroupBy],
    tables: &[CrossTable],
    is_batch: bool,
) -> io::Result<()> {
    let mut rows = table(out);
    let names = by.iter().map(|by| by.name());
    let label = is_batch.then(|| "label".to_owned());
    let head = label.into_iter().chain(names).chain(["articles".to_owned()]);
    rows.write_record(head).map_err(cause)?;
    for table in tables {
        for group in &table.groups {
            if is_batch {
                let label = table.label.as_deref().unwrap_or_default();
                rows.write_field(safe(label).as_ref()).map_err(cause)?;
            }
            for key in &group.keys {
                rows.write_field(safe(key).as_ref()).map_err(cause)?;
            }
            rows.write_field(group.articles.to_string()).map_err(cause)?;
            rows.write_record(None::<&[u8]>).map_err(cause)?;
        }
    }
    rows.flush()
}
