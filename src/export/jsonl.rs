//! JSON Lines: one object a line.

use super::field::{Field, Record, in_record};
use super::{Exporter, Plan};
use crate::model::Hit;
use std::io::{self, BufWriter, Write};

struct Jsonl<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    label: Option<String>,
    query: String,
    fields: Vec<Field>,
}

pub(super) fn open<'a>(out: Box<dyn Write + 'a>, plan: &Plan) -> Box<dyn Exporter + 'a> {
    Box::new(Jsonl {
        out: BufWriter::new(out),
        label: plan.label.clone(),
        query: plan.query.clone(),
        fields: in_record(plan),
    })
}

impl Exporter for Jsonl<'_> {
    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        let record = Record {
            label: self.label.as_deref(),
            query: &self.query,
            fields: &self.fields,
            hit,
        };
        super::write_json(&mut self.out, &record)?;
        self.out.write_all(b"\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}
