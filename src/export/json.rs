//! One JSON object with the query, the number of matches and the hits, written as they come.

use super::field::{Field, Record, in_record};
use super::{Exporter, Plan};
use crate::model::{CopyTotals, Hit};
use std::io::{self, BufWriter, Write};

struct Json<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    label: Option<String>,
    query: String,
    total: u64,
    copies: Option<CopyTotals>,
    fields: Vec<Field>,
    started: bool,
}

pub(super) fn open<'a>(out: Box<dyn Write + 'a>, plan: &Plan) -> Box<dyn Exporter + 'a> {
    Box::new(Json {
        out: BufWriter::new(out),
        label: plan.label.clone(),
        query: plan.query.clone(),
        total: plan.total,
        copies: plan.copies,
        fields: in_record(plan),
        started: false,
    })
}

impl Json<'_> {
    fn head(&mut self) -> io::Result<()> {
        self.out.write_all(b"{")?;
        if let Some(label) = &self.label {
            self.out.write_all(b"\"label\":")?;
            super::write_json(&mut self.out, label)?;
            self.out.write_all(b",")?;
        }
        self.out.write_all(b"\"query\":")?;
        super::write_json(&mut self.out, &self.query)?;
        write!(self.out, ",\"total\":{}", self.total)?;
        super::write_copies(&mut self.out, self.copies)?;
        self.out.write_all(b",\"hits\":[")
    }
}

impl Exporter for Json<'_> {
    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        if self.started {
            self.out.write_all(b",\n")?;
        } else {
            self.head()?;
            self.out.write_all(b"\n")?;
            self.started = true;
        }
        let record = Record {
            label: self.label.as_deref(),
            query: &self.query,
            fields: &self.fields,
            hit,
        };
        super::write_json(&mut self.out, &record)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if !self.started {
            self.head()?;
        }
        self.out.write_all(b"]}\n")?;
        self.out.flush()
    }
}
