//! A TREC run: `qid Q0 docid rank score tag`, as trec_eval and its kin read it.
//!
//! Columns are parted by white space, so that what stands in a label or an id becomes `_`.

use super::{Exporter, Ids, Plan};
use crate::model::Hit;
use std::io::{self, BufWriter, Write};

/// Name of the system, in the last column.
const TAG: &str = "dateline";

/// The query's number where it has no label.
const ONLY: &str = "1";

struct Trec<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    query: String,
    ids: Ids,
}

pub(super) fn open<'a>(out: Box<dyn Write + 'a>, plan: &Plan) -> Box<dyn Exporter + 'a> {
    Box::new(Trec {
        out: BufWriter::new(out),
        query: word(plan.label.as_deref().unwrap_or(ONLY)),
        ids: plan.ids,
    })
}

/// A text as one column: white space and controls as `_`.
fn word(text: &str) -> String {
    let parts = |c: char| c.is_whitespace() || c.is_control();
    match text.is_empty() {
        true => "_".to_owned(),
        false => text.replace(parts, "_"),
    }
}

impl Exporter for Trec<'_> {
    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        let source = hit.source_id.as_deref().filter(|_| self.ids == Ids::Source);
        let id = word(source.unwrap_or(&hit.id));
        let (query, rank, score) = (&self.query, hit.rank, hit.score);
        writeln!(self.out, "{query} Q0 {id} {rank} {score} {TAG}")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}
