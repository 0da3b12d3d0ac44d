//! `dateline show`

use super::within::Asking;
use super::{Common, Outcome, open, output, search};
use crate::engine::{Searcher, ShownDate, ShownMention};
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
    #[command(flatten)]
    asking: Asking,
    /// Mark the dates that the article can be found by, each with its TIMEX3 value in brackets;
    /// `annotate` also has what names no day, such as durations
    #[arg(long)]
    dates: bool,
    /// Mark the actors that the article can be found by, each with its id in brackets; one may stand
    /// within another
    #[arg(long)]
    actors: bool,
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

/// A hit as JSON, with its dates and mentions where they were asked for.
#[derive(Serialize)]
struct WithNotes<'a> {
    #[serde(flatten)]
    hit: &'a Hit,
    #[serde(skip_serializing_if = "Option::is_none")]
    dates: Option<&'a [ShownDate]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mentions: Option<&'a [ShownMention]>,
}

/// Writes the value of each date and the id of each actor behind it, and marks them besides what was
/// marked.
fn with_notes(
    hit: &mut Hit,
    body_marks: &mut Vec<(usize, usize)>,
    dates: &[ShownDate],
    mentions: &[ShownMention],
) {
    let notes = |field: TextField| -> Vec<Note> {
        let dates = dates.iter().filter(|date| date.field == field);
        let mentions = mentions.iter().filter(|mention| mention.field == field);
        let of_dates = dates.map(|date| (date.start, date.end, &date.value));
        let of_actors = mentions.map(|one| (one.start, one.end, &one.actor));
        of_dates
            .chain(of_actors)
            .map(|(start, end, text)| Note { start, end, text })
            .collect()
    };
    let title = article::annotated(&hit.title, &hit.title_highlights, &notes(TextField::Title));
    (hit.title, hit.title_highlights) = title;
    if let Some(body) = &mut hit.body {
        (*body, *body_marks) = article::annotated(body, body_marks, &notes(TextField::Body));
    }
}

pub(super) fn run(args: &ShowArgs, common: &Common) -> Result<Outcome> {
    let asking = &args.asking;
    let query = match &args.query {
        Some(query) => Some(search::parse(common, asking, std::slice::from_ref(query))?),
        None if asking.lenient || asking.patience.has_end() => {
            bail!("--lenient and --timeout need --query")
        }
        None => None,
    };
    let opened = open::searcher(open::home(common, None)?)?;
    let opened = asking.patience.limiting(opened);
    let found = opened.searcher.show(&args.id, query.as_ref())?;
    if found.is_empty() {
        bail!("{}: no article with this id", args.id);
    }
    let mut out = output::stdout();
    for (shown, number) in found.iter().zip(0..) {
        let dates = args.dates.then_some(shown.dates.as_slice());
        let mentions = args.actors.then_some(shown.mentions.as_slice());
        match args.format {
            Format::Text => {
                if number > 0 {
                    writeln!(out)?;
                }
                let style = output::style(common);
                let (mut hit, mut marks) = (shown.hit.clone(), shown.body_highlights.clone());
                if args.dates || args.actors {
                    let dates = dates.unwrap_or_default();
                    with_notes(&mut hit, &mut marks, dates, mentions.unwrap_or_default());
                }
                article::article(&mut out, &hit, &marks, &style)?;
            }
            Format::Json => {
                let hit = &shown.hit;
                let noted = WithNotes {
                    hit,
                    dates,
                    mentions,
                };
                export::write_json(&mut out, &noted)?;
                writeln!(out)?;
            }
        }
    }
    output::finish(out)?;
    Ok(Outcome::Good)
}
