//! `dateline dates`

use super::copies::CopyArgs;
use super::within::InArgs;
use super::{Common, Outcome, open, output, search};
use crate::engine::{DatesRequest, Searcher};
use crate::export;
use crate::model::{Chronology, Grain};
use crate::present::chronology;
use anyhow::Result;
use clap::{Args, ValueEnum};

/// The dates most written about in the hits: a chronology of the story
///
/// Counts over all hits of the query how many articles speak of each day, and how often, and
/// quotes for each day a sentence: of the articles that match best, the one with most of the query
/// beside the date. The -n days most written about are chosen and stand in the order of the
/// calendar. These are the days when things happened, not those of publication.
///
/// schema/chronology.schema.json describes the JSON and the CSV.
///
/// A date counts for the day, month or year in which it lies: with --grain day, "in September"
/// counts for none. All dates of the articles that match count, also those outside an event
/// condition of the query. With --copies collapse only the lead copies speak.
///
/// Exit codes: 0 dates, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct DatesArgs {
    /// The query, as for search
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    #[command(flatten)]
    within: InArgs,
    /// How many dates
    #[arg(short = 'n', long = "limit", value_name = "N", default_value = "20")]
    limit: usize,
    /// What is counted
    #[arg(long, value_name = "GRAIN", default_value = "day")]
    grain: Unit,
    /// Order of the dates that were chosen
    #[arg(long, value_name = "ORDER", default_value = "date")]
    sort: Sort,
    #[command(flatten)]
    copies: CopyArgs,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// Days
    Day,
    /// Months, with all their days
    Month,
    /// Years, with all their days and months
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// As in the calendar
    Date,
    /// Most written about first: by articles, then by mentions
    Count,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object: query, total, dated, distinct, dates
    Json,
    /// A row for each date
    Csv,
}

impl Unit {
    fn grain(self) -> Grain {
        match self {
            Unit::Day => Grain::Day,
            Unit::Month => Grain::Month,
            Unit::Year => Grain::Year,
        }
    }
}

pub(super) fn run(args: &DatesArgs, common: &Common) -> Result<Outcome> {
    let query = search::parse(common, &args.within.asking, &args.query)?;
    let (opened, scopes) = args.within.open(common)?;
    let opened = args.copies.grouping(opened);
    let request = DatesRequest {
        query,
        scopes,
        grain: args.grain.grain(),
        limit: args.limit,
    };
    let mut found = opened.searcher.dates(&request)?;
    found.stale = open::stale(&opened)?;
    if args.sort == Sort::Date {
        found.dates.sort_by(|a, b| a.date.cmp(&b.date));
    }
    print(args, common, &found)?;
    Ok(match found.distinct {
        0 => Outcome::Nothing,
        _ => Outcome::Good,
    })
}

fn print(args: &DatesArgs, common: &Common, found: &Chronology) -> Result<()> {
    let mut out = output::stdout();
    if args.format != Format::Text {
        output::stale(common, found.stale);
    }
    match args.format {
        Format::Text => {
            let unit = args.grain.grain().name();
            chronology::chronology(&mut out, found, unit, &output::style(common))?;
        }
        Format::Json => export::chronology_json(&mut out, found)?,
        Format::Csv => export::chronology_csv(&mut out, found)?,
    }
    output::finish(out)
}
