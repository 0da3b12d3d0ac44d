//! Timelines for programs: every unit from the first to the last, those without articles among them.

use super::csv::{cause, table};
use crate::model::{Bar, Timeline, unit_name};
use std::io::{self, Write};

/// Writes a timeline as one JSON object: `query`, `by`, `event`, `articles`, `dated`, `bars`;
/// `copies` where these were grouped.
///
/// # Errors
/// What the writer says.
pub fn timeline_json(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    out.write_all(b"{\"query\":")?;
    super::write_json(&mut *out, &timeline.query)?;
    write!(
        out,
        ",\"by\":\"{}\",\"event\":{},\"articles\":{}",
        timeline.grain.name(),
        timeline.event,
        timeline.articles,
    )?;
    super::write_copies(&mut *out, timeline.copies)?;
    write!(out, ",\"dated\":{},\"bars\":[", timeline.dated)?;
    for (number, bar) in timeline.units().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        let [name, from, until, articles] = cells(timeline, bar);
        write!(
            out,
            "{comma}\n{{\"unit\":\"{name}\",\"from\":\"{from}\",\"until\":\"{until}\",\"articles\":{articles}}}"
        )?;
    }
    out.write_all(b"]}\n")?;
    out.flush()
}

/// Writes a timeline as a table: `unit`, `from` (its first day), `until` (the first day after),
/// `articles`.
///
/// # Errors
/// What the writer says.
pub fn timeline_csv(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    let mut table = table(out);
    table
        .write_record(["unit", "from", "until", "articles"])
        .map_err(cause)?;
    for bar in timeline.units() {
        table.write_record(cells(timeline, bar)).map_err(cause)?;
    }
    table.flush()
}

/// What is ours throughout: nothing in it asks for an escape.
fn cells(timeline: &Timeline, bar: Bar) -> [String; 4] {
    [
        unit_name(timeline.grain, bar.unit.from),
        bar.unit.from.to_string(),
        bar.unit.until.to_string(),
        bar.articles.to_string(),
    ]
}
