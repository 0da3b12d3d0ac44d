//! Comma-separated values: UTF-8, RFC 4180, one row a hit.
//!
//! Lists are joined by `; `, snippets by ` … `, and what is missing is an empty cell.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, and a headline is
//! not to be trusted with that. Such a cell gets an apostrophe in front, which spreadsheets take as
//! "this is text". To have the text back, drop the apostrophe from every cell for which
//! [`looks_like_formula`] holds: no other cell that looks like a formula begins with one. Columns of
//! numbers are ours and stay numbers. The file is to be opened as separated by commas: a program
//! told to split at semicolons or tabs sees other cells than these.

use super::field::{Field, actor_ids, chosen, joined};
use super::plain::without_controls;
use super::{Exporter, Plan};
use crate::model::Hit;
use ::csv::{ErrorKind, Terminator, Writer, WriterBuilder};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

/// The columns unless others are chosen.
const COLUMNS: [Field; 13] = [
    Field::Query,
    Field::Rank,
    Field::Score,
    Field::Id,
    Field::Published,
    Field::Outlet,
    Field::Title,
    Field::Url,
    Field::Path,
    Field::Language,
    Field::Actors,
    Field::EventDates,
    Field::Snippet,
];

struct Csv<'a> {
    out: Writer<Box<dyn Write + 'a>>,
    label: Option<String>,
    query: String,
    columns: Vec<Field>,
    /// Whether the header is written.
    started: bool,
}

pub(super) fn open<'a>(out: Box<dyn Write + 'a>, plan: &Plan) -> Box<dyn Exporter + 'a> {
    Box::new(Csv {
        out: table(out),
        label: plan.label.clone(),
        query: plan.query.clone(),
        columns: chosen(plan, &COLUMNS),
        started: plan.continued,
    })
}

/// A table as all of ours are: RFC 4180.
pub(super) fn table<W: Write>(out: W) -> Writer<W> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(out)
}

/// A cell of text from outside, safe on a terminal and in a spreadsheet.
pub(super) fn safe(text: &str) -> Cow<'_, str> {
    guarded(without_controls(text.into()))
}

impl Csv<'_> {
    fn head(&mut self) -> io::Result<()> {
        self.started = true;
        let names = self.columns.iter().map(|column| column.name());
        self.out.write_record(names).map_err(cause)
    }
}

impl Exporter for Csv<'_> {
    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        if !self.started {
            self.head()?;
        }
        for &column in &self.columns {
            let text = cell(column, &self.label, &self.query, hit);
            let text = if is_number(column) {
                text
            } else {
                guarded(without_controls(text))
            };
            self.out.write_field(text.as_ref()).map_err(cause)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(cause)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if !self.started {
            self.head()?;
        }
        self.out.flush()
    }
}

/// The error beneath, so that a broken pipe is still told from a full disk.
pub(super) fn cause(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn is_number(column: Field) -> bool {
    matches!(
        column,
        Field::Rank
            | Field::Score
            | Field::Record
            | Field::PublishedConfidence
            | Field::OcrQuality
            | Field::Copies
    )
}

fn cell<'a>(
    column: Field,
    label: &'a Option<String>,
    query: &'a str,
    hit: &'a Hit,
) -> Cow<'a, str> {
    let published = hit.published.as_ref();
    let maybe = |text: &'a Option<String>| Cow::from(text.as_deref().unwrap_or_default());
    match column {
        Field::Label => maybe(label),
        Field::Query => query.into(),
        Field::Rank => hit.rank.to_string().into(),
        Field::Score => hit.score.to_string().into(),
        Field::Id => hit.id.as_str().into(),
        Field::SourceId => maybe(&hit.source_id),
        Field::Title => hit.title.as_str().into(),
        Field::Published => published.map(|date| date.text()).unwrap_or_default().into(),
        Field::PublishedGrain => published.map_or("", |date| date.grain.name()).into(),
        Field::PublishedOrigin => published.map_or("", |date| date.origin.name()).into(),
        Field::PublishedConfidence => published
            .map(|date| date.confidence.to_string())
            .unwrap_or_default()
            .into(),
        Field::Updated => maybe(&hit.updated),
        Field::Outlet => maybe(&hit.outlet),
        Field::Authors => hit.authors.join("; ").into(),
        Field::Section => maybe(&hit.section),
        Field::Language => hit.language.as_str().into(),
        Field::Url => maybe(&hit.url),
        Field::Path => hit.path.as_str().into(),
        Field::Record => hit
            .record
            .map(|record| record.to_string())
            .unwrap_or_default()
            .into(),
        Field::OcrQuality => hit
            .ocr_quality
            .map(|percent| percent.to_string())
            .unwrap_or_default()
            .into(),
        Field::Copies => hit
            .copies
            .map(|copies| copies.to_string())
            .unwrap_or_default()
            .into(),
        Field::Lead => maybe(&hit.lead),
        Field::Actors => {
            let names: Vec<&str> = hit.actors.iter().map(|actor| actor.name.as_str()).collect();
            names.join("; ").into()
        }
        Field::ActorIds => actor_ids(&hit.actors).join("; ").into(),
        Field::EventDates => hit.event_dates.join("; ").into(),
        Field::Snippets | Field::Snippet => joined(&hit.snippets).into(),
        // Lists in a list have no flat form that could be read back.
        Field::Source => json(&hit.source),
        Field::TitleHighlights => json(&hit.title_highlights),
        Field::Body => maybe(&hit.body),
    }
}

fn json(value: &impl Serialize) -> Cow<'static, str> {
    serde_json::to_string(value).unwrap_or_default().into()
}

/// A cell that no spreadsheet runs.
pub(super) fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    match looks_like_formula(&text) {
        true => format!("'{text}").into(),
        false => text,
    }
}

/// Whether a spreadsheet might run a cell: its first visible character that is not a quotation
/// mark is one of `= + - @`, in ASCII, full width or small form, or it opens with a tab or a line
/// break, at which some importers cut. Follows the advice of OWASP on CSV injection; blanks and
/// quotation marks are passed over because importers trim them.
fn looks_like_formula(text: &str) -> bool {
    let passed_over = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(
                character,
                '"' | '\'' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
            )
    };
    let formula = |character: char| {
        matches!(
            character,
            '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '−'
        )
    };
    let bare = text.trim_start_matches('\'');
    bare.starts_with(['\t', '\r', '\n'])
        || text
            .chars()
            .find(|&character| !passed_over(character))
            .is_some_and(formula)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        for (text, safe) in [
            ("plain", "plain"),
            ("", ""),
            ("a=b", "a=b"),
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-- title", "'-- title"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("\nx", "'\nx"),
            ("  \u{feff}=1", "'  \u{feff}=1"),
            ("\0=1", "'\0=1"),
            ("＝1+1", "'＝1+1"),
            ("\"=1", "'\"=1"),
            ("'=1", "''=1"),
            ("'Tis", "'Tis"),
            ("— dash", "— dash"),
        ] {
            let guarded = guarded(text.into());
            assert_eq!(guarded, safe, "{text:?}");
            // The rule in the head of this file gives the text back.
            let back = match looks_like_formula(&guarded) {
                true => guarded.strip_prefix('\'').unwrap_or(&guarded),
                false => &guarded,
            };
            assert_eq!(back, text);
        }
    }
}
