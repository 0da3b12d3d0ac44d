//! `dateline show`

use super::{Common, Outcome, open, output, search};
use crate::engine::Searcher;
use crate::export;
use crate::present::article;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
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
                article::article(&mut out, &shown.hit, &shown.body_highlights, &style)?;
            }
            Format::Json => {
                export::write_json(&mut out, &shown.hit)?;
                writeln!(out)?;
            }
        }
    }
    output::finish(out)?;
    Ok(Outcome::Good)
}
