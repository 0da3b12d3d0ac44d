//! Counts for programs.

use super::csv::{cause, safe, table};
use crate::model::{CrossTable, Group, QueryTally};
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
            copies,
        } = self.0;
        let mut map = serializer.serialize_map(None)?;
        if let Some(label) = label {
            map.serialize_entry("label", label)?;
        }
        map.serialize_entry("query", query)?;
        map.serialize_entry("articles", &tally.articles)?;
        map.serialize_entry("occurrences", &tally.occurrences)?;
        if let Some(copies) = copies {
            map.serialize_entry("copies", copies)?;
        }
        map.end()
    }
}

/// Writes how much matches each query as a table; `is_batch` says whether there are labels.
///
/// # Errors
/// What the writer says.
pub fn tallies_csv(out: &mut dyn Write, tallies: &[QueryTally], is_batch: bool) -> io::Result<()> {
    let mut table = table(out);
    let label = is_batch.then_some("label");
    let columns = ["query", "articles", "occurrences"];
    let is_grouped = tallies.iter().any(|row| row.copies.is_some());
    let grouped: &[&str] = match is_grouped {
        true => &["counted", "groups", "in_groups"],
        false => &[],
    };
    let head = label.into_iter().chain(columns);
    let head = head.chain(grouped.iter().copied());
    table.write_record(head).map_err(cause)?;
    for row in tallies {
        if is_batch {
            let label = row.label.as_deref().unwrap_or_default();
            table.write_field(safe(label).as_ref()).map_err(cause)?;
        }
        let (articles, occurrences) = (row.tally.articles, row.tally.occurrences);
        let mut cells = vec![
            safe(&row.query).into_owned(),
            articles.to_string(),
            occurrences.to_string(),
        ];
        if let Some(copies) = row.copies {
            cells.push(copies.counted.name().to_owned());
            cells.extend([copies.groups, copies.articles].map(|number| number.to_string()));
        }
        table.write_record(cells).map_err(cause)?;
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
        let names: Vec<&str> = table.by.iter().map(|by| by.name()).collect();
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
        if let Some(copies) = &table.copies {
            map.serialize_entry("copies", copies)?;
        }
        map.serialize_entry("by", &names)?;
        map.serialize_entry("distinct", &table.distinct)?;
        map.serialize_entry("groups", &rows.collect::<Vec<_>>())?;
        map.end()
    }
}

struct Row<'a> {
    names: &'a [&'static str],
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

/// Writes a table, a row for each combination. Tables of a batch that are counted by the same stand
/// one after another under one header: `continued` says whether there is one before.
///
/// # Errors
/// What the writer says.
pub fn groups_csv(out: &mut dyn Write, table: &CrossTable, continued: bool) -> io::Result<()> {
    let mut rows = super::csv::table(out);
    if !continued {
        let label = table.label.iter().map(|_| "label");
        let names = table.by.iter().map(|by| by.name());
        let head = label.chain(names).chain(["articles"]);
        rows.write_record(head).map_err(cause)?;
    }
    for group in &table.groups {
        let texts = table.label.iter().chain(&group.keys);
        for text in texts {
            rows.write_field(safe(text).as_ref()).map_err(cause)?;
        }
        rows.write_field(group.articles.to_string())
            .map_err(cause)?;
        rows.write_record(None::<&[u8]>).map_err(cause)?;
    }
    rows.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grain, GroupBy, Tally};

    fn text(write: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn tallies() {
        let mut row = QueryTally {
            label: None,
            query: "-russia".into(),
            tally: Tally {
                articles: 12,
                occurrences: 30,
            },
            copies: None,
        };
        let csv = |row: &QueryTally| {
            let is_batch = row.label.is_some();
            text(|out| tallies_csv(out, std::slice::from_ref(row), is_batch))
        };
        assert_eq!(
            csv(&row),
            "query,articles,occurrences\r\n'-russia,12,30\r\n"
        );
        assert_eq!(
            text(|out| tally_json(out, &row)),
            r#"{"query":"-russia","articles":12,"occurrences":30}"#
        );
        row.label = Some("=q".into());
        assert_eq!(
            csv(&row),
            "label,query,articles,occurrences\r\n'=q,'-russia,12,30\r\n"
        );
        assert!(text(|out| tally_json(out, &row)).starts_with(r#"{"label":"=q","query""#));
    }

    #[test]
    fn tables() {
        let group = |keys: [&str; 2], articles| Group {
            keys: keys.map(str::to_owned).to_vec(),
            articles,
        };
        let mut table = CrossTable {
            label: None,
            query: "x".into(),
            articles: 5,
            copies: None,
            by: vec![GroupBy::Outlet, GroupBy::Published(Grain::Year)],
            distinct: 3,
            groups: vec![group(["=A, \"b\"", "2023"], 4), group(["", "2022"], 1)],
        };
        let rows = "\"'=A, \"\"b\"\"\",2023,4\r\n,2022,1\r\n";
        assert_eq!(
            text(|out| groups_csv(out, &table, false)),
            format!("outlet,year,articles\r\n{rows}")
        );
        assert_eq!(text(|out| groups_csv(out, &table, true)), rows);
        assert_eq!(
            text(|out| groups_json(out, &table)),
            concat!(
                r#"{"query":"x","articles":5,"by":["outlet","year"],"distinct":3,"groups":["#,
                r#"{"outlet":"=A, \"b\"","year":"2023","articles":4},"#,
                r#"{"outlet":null,"year":"2022","articles":1}]}"#
            )
        );
        table.label = Some("q7".into());
        let labelled = text(|out| groups_csv(out, &table, false));
        assert!(
            labelled.starts_with("label,outlet,year,articles\r\nq7,"),
            "{labelled}"
        );
        assert!(text(|out| groups_json(out, &table)).starts_with(r#"{"label":"q7","query""#));
    }
}
