//! Occurrences for programs: the rows of a concordance (KWIC), one a match.

use super::csv::{cause, safe, table};
use crate::model::{CopyTotals, Occurrence, Tally};
use ::csv::Writer;
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// The columns: those of quanteda's `kwic()`, then two that lead back to the article.
const COLUMNS: [&str; 9] = [
    "docname",
    "from",
    "to",
    "pre",
    "keyword",
    "post",
    "pattern",
    "id",
    "published",
];

/// Writes occurrences in one format.
pub trait RowExporter {
    /// Writes one row. Rows come in the order in which they are to stand.
    fn row(&mut self, row: &Occurrence) -> io::Result<()>;

    /// Writes what closes the format, and flushes. Without this the output is not complete.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A format of occurrences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// A table, safe to open in a spreadsheet.
    Csv,
    /// One JSON object: query, articles, occurrences, rows.
    Json,
    /// One JSON object a line.
    Jsonl,
}

/// What is known before the first row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowPlan {
    /// The query as understood.
    pub query: String,
    /// How much matches, which may be more than is written. Stands in [`RowFormat::Json`] alone.
    pub tally: Tally,
    /// What the copies among it come to, where these were grouped. Stands there as well.
    pub copies: Option<CopyTotals>,
    /// The query's label in a batch; it then stands in every row.
    pub label: Option<String>,
    /// Whether rows of another query stand before these in the same table.
    pub continued: bool,
}

/// Starts an export into a writer, which need not be buffered. Nothing is written before the first
/// row or the end.
pub fn occurrences<'a>(
    format: RowFormat,
    out: Box<dyn Write + 'a>,
    plan: &RowPlan,
) -> Box<dyn RowExporter + 'a> {
    let plan = plan.clone();
    let started = plan.continued;
    match format {
        RowFormat::Csv => Box::new(Csv {
            out: table(out),
            plan,
            started,
        }),
        RowFormat::Jsonl => Box::new(Jsonl {
            out: BufWriter::new(out),
            plan,
        }),
        RowFormat::Json => Box::new(Json {
            out: BufWriter::new(out),
            plan,
            started: false,
        }),
    }
}

/// A row as a JSON object.
#[derive(Serialize)]
struct Labelled<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(flatten)]
    row: &'a Occurrence,
}

struct Csv<'a> {
    out: Writer<Box<dyn Write + 'a>>,
    plan: RowPlan,
    started: bool,
}

impl Csv<'_> {
    fn head(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.started, true) {
            return Ok(());
        }
        let label = self.plan.label.iter().map(|_| "label");
        self.out.write_record(label.chain(COLUMNS)).map_err(cause)
    }
}

impl RowExporter for Csv<'_> {
    fn row(&mut self, row: &Occurrence) -> io::Result<()> {
        self.head()?;
        if let Some(label) = &self.plan.label {
            self.out.write_field(safe(label).as_ref()).map_err(cause)?;
        }
        let published = row.published.as_ref().map(|date| date.text());
        let cells = [
            safe(&row.docname),
            row.from.to_string().into(),
            row.to.to_string().into(),
            safe(&row.pre),
            safe(&row.keyword),
            safe(&row.post),
            safe(&row.pattern),
            safe(&row.id),
            safe(published.as_deref().unwrap_or_default()),
        ];
        let cells = cells.iter().map(|cell| cell.as_bytes());
        self.out.write_record(cells).map_err(cause)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.head()?;
        self.out.flush()
    }
}

struct Jsonl<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    plan: RowPlan,
}

impl RowExporter for Jsonl<'_> {
    fn row(&mut self, row: &Occurrence) -> io::Result<()> {
        let label = self.plan.label.as_deref();
        super::write_json(&mut self.out, &Labelled { label, row })?;
        self.out.write_all(b"\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

struct Json<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    plan: RowPlan,
    started: bool,
}

impl Json<'_> {
    /// Writes what stands before a row: the head of the object, or a comma.
    fn before(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.started, true) {
            return self.out.write_all(b",\n");
        }
        self.head()?;
        self.out.write_all(b"\n")
    }

    fn head(&mut self) -> io::Result<()> {
        self.out.write_all(b"{")?;
        if let Some(label) = &self.plan.label {
            self.out.write_all(b"\"label\":")?;
            super::write_json(&mut self.out, label)?;
            self.out.write_all(b",")?;
        }
        self.out.write_all(b"\"query\":")?;
        super::write_json(&mut self.out, &self.plan.query)?;
        let Tally {
            articles,
            occurrences,
        } = self.plan.tally;
        write!(
            self.out,
            ",\"articles\":{articles},\"occurrences\":{occurrences}"
        )?;
        super::write_copies(&mut self.out, self.plan.copies)?;
        self.out.write_all(b",\"rows\":[")
    }
}

impl RowExporter for Json<'_> {
    fn row(&mut self, row: &Occurrence) -> io::Result<()> {
        self.before()?;
        let label = self.plan.label.as_deref();
        super::write_json(&mut self.out, &Labelled { label, row })
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if !self.started {
            self.head()?;
        }
        self.out.write_all(b"]}\n")?;
        self.out.flush()
    }
}
