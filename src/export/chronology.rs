//! The dates most written about, for programs.

use super::csv::{cause, guarded};
use super::plain::without_controls;
use crate::model::Chronology;
use ::csv::{Terminator, WriterBuilder};
use std::io::{self, Write};

/// Writes a chronology as one JSON object: `query`, `total`, `dated`, `distinct`, `dates`;
/// `copies` where these were grouped.
///
/// # Errors
/// What the writer says.
pub fn chronology_json(out: &mut dyn Write, chronology: &Chronology) -> io::Result<()> {
    super::write_json(&mut *out, chronology)?;
    out.write_all(b"\n")
}

/// Writes a chronology as a table, a row for each date; cells are made safe as in an export.
///
/// # Errors
/// What the writer says.
pub fn chronology_csv(out: &mut dyn Write, chronology: &Chronology) -> io::Result<()> {
    let mut table = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(out);
    let head = [
        "date",
        "articles",
        "mentions",
        "sentence",
        "published",
        "outlet",
        "title",
        "url",
        "id",
        "path",
    ];
    table.write_record(head).map_err(cause)?;
    for date in &chronology.dates {
        let mut cells = vec![
            date.date.clone(),
            date.articles.to_string(),
            date.mentions.to_string(),
        ];
        if let Some(quote) = &date.sentence {
            let published = quote.published.as_ref().map(|published| published.text());
            cells.extend([
                quote
                    .snippet
                    .text
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                published.unwrap_or_default(),
                quote.outlet.clone().unwrap_or_default(),
                quote.title.clone(),
                quote.url.clone().unwrap_or_default(),
                quote.id.clone(),
                quote.path.clone(),
            ]);
        }
        cells.resize(head.len(), String::new());
        for cell in cells {
            let cell = guarded(without_controls(cell.into()));
            table.write_field(cell.as_ref()).map_err(cause)?;
        }
        table.write_record(None::<&[u8]>).map_err(cause)?;
    }
    table.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateCount, Quote, Snippet, TextField};

    #[test]
    fn a_row_for_each_date_and_no_formula() {
        let quote = Quote {
            snippet: Snippet {
                field: TextField::Body,
                start: 7,
                text: "=1+1 on\nTuesday".into(),
                highlights: vec![(8, 15)],
            },
            id: "k3f9x2".into(),
            title: "A \"title\"".into(),
            published: None,
            outlet: None,
            url: None,
            path: "a/b.txt".into(),
            record: None,
        };
        let date = |date: &str, sentence| DateCount {
            date: date.into(),
            articles: 2,
            mentions: 3,
            sentence,
        };
        let chronology = Chronology {
            query: "x".into(),
            total: 5,
            copies: None,
            dated: 2,
            distinct: 9,
            stale: 0,
            dates: vec![date("2023-09-19", Some(quote)), date("1994", None)],
        };
        let mut out = Vec::new();
        chronology_csv(&mut out, &chronology).unwrap();
        let expected = "date,articles,mentions,sentence,published,outlet,title,url,id,path\r\n\
            2023-09-19,2,3,'=1+1 on Tuesday,,,\"A \"\"title\"\"\",,k3f9x2,a/b.txt\r\n\
            1994,2,3,,,,,,,\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        let mut out = Vec::new();
        chronology_json(&mut out, &chronology).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(json["distinct"], 9);
        assert_eq!(json["dates"][0]["sentence"]["highlights"][0][1], 15);
        assert!(json["dates"][1]["sentence"].is_null());
    }
}
