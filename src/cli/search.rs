//! `dateline search`

use super::{Common, Outcome, open, output};
use crate::engine::{Order, Request, Searcher};
use crate::export::{self, Plan};
use crate::model::Results;
use crate::present::terminal;
use crate::query;
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::PathBuf;

/// Search, and show the best hits with what matched in them
///
/// The query: words are joined by AND; OR, NOT or -, parentheses, "phrases";
/// actor:russia actor:"angela merkel" actor:RUS (a state by any of its names, a person, a code);
/// event:2023-09-19 event:2023-09 (articles that speak of that time, see below);
/// published:2023-09 published:2023-09-01..2023-10 published:none;
/// outlet:reuters lang:en title:ceasefire. A query of exclusions alone means everything but;
/// `*` alone is everything. Words are found in all their inflected forms, without regard to case
/// or accents.
///
/// Dates in the text: event:X finds what shares a day with X and is not longer than X (for a month,
/// a day or a week that touches it, or the month itself); event-overlap:X also what is longer;
/// event-within:X what lies in X with all its days. event-grain:day finds articles with a date
/// that precise (day, week, month, quarter, season, half, year, decade, century), event:none those
/// without any, event:* those with one.
///
/// X, here and for published, is 2023, 2023-09, 2023-09-19, 2023-Q3, 2023-H1, 2023-W38 (an ISO
/// week), 1990s or 199x, 19xx, a range 2023-09..2023-10 (ends included), an open one 2023-09.. or
/// ..2023-10, or >=2023-09 > <= <. Years run from 0001 to 9999.
///
/// Put the query in single quotes, and -- before one that begins with a hyphen.
///
/// Exit codes: 0 hits, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// The query; several words need no quotes of the shell's
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Bring the index of PATH up to date first, then search that alone
    #[arg(long = "in", value_name = "PATH")]
    within: Option<PathBuf>,
    /// How many hits
    #[arg(short = 'n', long = "limit", value_name = "N", default_value = "10")]
    limit: usize,
    /// How many of the best hits to pass over
    #[arg(long, value_name = "N", default_value = "0")]
    offset: usize,
    /// Order of the hits
    #[arg(long, value_name = "ORDER", default_value = "rank")]
    sort: Sort,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Sort {
    /// Best first
    Rank,
    /// Newest first
    Date,
    /// By the date that the article speaks of, earliest first: the earliest that satisfies an
    /// event condition of the query; without one, the most precise date of the article, of several
    /// the one it names most often, then the one it names first
    Event,
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Order {
        match sort {
            Sort::Rank => Order::Rank,
            Sort::Date => Order::Date,
            Sort::Event => Order::Event,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object: query, total, hits
    Json,
    /// One hit a line
    Jsonl,
}

/// Parses a query that may have come in several arguments, and says what the parser hints at.
pub(super) fn parse(common: &Common, words: &[String]) -> Result<query::Query> {
    let parsed = query::parse(&words.join(" "))?;
    for hint in &parsed.hints {
        output::say(common, &format!("hint: {hint}"));
    }
    Ok(parsed.query)
}

pub(super) fn run(args: &SearchArgs, common: &Common) -> Result<Outcome> {
    let query = parse(common, &args.query)?;
    let home = open::home(common, args.within.as_deref())?;
    let scopes = match &args.within {
        Some(path) => open::refresh_in(common, &home, path)?,
        None => Vec::new(),
    };
    let opened = open::searcher(home)?;
    let request = Request {
        query,
        scopes,
        order: args.sort.into(),
        limit: args.limit,
        offset: args.offset,
        snippets: true,
        body: false,
    };
    let mut results = opened.searcher.search(&request)?;
    results.stale = open::stale(&opened)?;
    print(args, common, &results)?;
    Ok(match results.total {
        0 => Outcome::Nothing,
        _ => Outcome::Good,
    })
}

fn print(args: &SearchArgs, common: &Common, results: &Results) -> Result<()> {
    let mut out = output::stdout();
    let name = match args.format {
        Format::Text => {
            terminal::results(&mut out, results, &output::style(common))?;
            return output::finish(out);
        }
        Format::Json => "json",
        Format::Jsonl => "jsonl",
    };
    if results.stale > 0 {
        output::say(
            common,
            &format!(
                "{} stale articles; `dateline index` renews them",
                results.stale
            ),
        );
    }
    write_hits(name, &mut out, results)?;
    output::finish(out)
}

fn write_hits(format: &str, out: &mut dyn Write, results: &Results) -> Result<()> {
    let plan = Plan {
        query: results.query.clone(),
        total: results.total,
        fields: Vec::new(),
    };
    let Some(format) = export::format(format) else {
        anyhow::bail!("no format `{format}`");
    };
    let mut exporter = (format.open)(Box::new(out), &plan);
    for hit in &results.hits {
        exporter.hit(hit)?;
    }
    exporter.finish()?;
    Ok(())
}
