//! `dateline show`

use super::{Common, Outcome, open, output, search};
use crate::engine::{Searcher, ShownDate};
use crate::export;
use crate::model::{Hit, TextField};
use crate::present::article::{self, Note};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::Write;

/// Show one article in full
///
/// Takes dateline's id, as search prints it, or the id that the source gave.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Id of the article
    #[arg(value_name = "ID")]
    id: String,
    /// Mark what this query matches
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// Mark the dates that the article can be found by, each with its TIMEX3 value in brackets;
    /// `annotate` also has what names no day, such as durations
    #[arg(long)]
    dates: bool,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object a line
    Json,
}

/// A hit as JSON, with its dates where they were asked for.
#[derive(Serialize)]
struct WithDates<'a> {
    #[serde(flatten)]
    hit: &'a Hit,
    #[serde(skip_serializing_if = "Option::is_none")]
    dates: Option<&'a [ShownDate]>,
}

/// Writes the value of each date behind it, and marks the dates besides what was marked.
fn with_dates(hit: &mut Hit, body_marks: &mut Vec<(usize, usize)>, dates: &[ShownDate]) {
    let notes = |field: TextField| -> Vec<Note> {
        let dates = dates.iter().filter(|date| date.field == field);
        dates
            .map(|date| Note {
                start: date.start,
                end: date.end,
                text: &date.value,
            })
            .collect()
    };
    let title = article::annotated(&hit.title, &hit.title_highlights, &notes(TextField::Title));
    (hit.title, hit.title_highlights) = title;
    if let Some(body) = &mut hit.body {
        (*body, *body_marks) = article::annotated(body, body_marks, &notes(TextField::Body));
    }
}

pub(super) fn run(args: &ShowArgs, common: &Common) -> Result<Outcome> {
    let query = match &args.query {
        Some(query) => Some(search::parse(common, std::slice::from_ref(query))?),
        None => None,
    };
    let opened = open::searcher(open::home(common, None)?)?;
    let found = opened.searcher.show(&args.id, query.as_ref())?;
    if found.is_empty() {
        bail!("{}: no article with this id", args.id);
    }
    let mut out = output::stdout();
    for (shown, number) in found.iter().zip(0..) {
        match args.format {
            Format::Text => {
                if number > 0 {
                    writeln!(out)?;
                }
                let style = output::style(common);
                let (mut hit, mut marks) = (shown.hit.clone(), shown.body_highlights.clone());
                if args.dates {
                    with_dates(&mut hit, &mut marks, &shown.dates);
                }
                article::article(&mut out, &hit, &marks, &style)?;
            }
            Format::Json => {
                let dates = args.dates.then_some(shown.dates.as_slice());
                export::write_json(
                    &mut out,
                    &WithDates {
                        hit: &shown.hit,
                        dates,
                    },
                )?;
                writeln!(out)?;
            }
        }
    }
    output::finish(out)?;
    Ok(Outcome::Good)
}
