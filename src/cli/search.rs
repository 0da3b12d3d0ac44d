//! `dateline search`

use super::copies::CopyArgs;
use super::queries::{Asked, QueryArgs};
use super::rows::{self, Hits};
use super::within::{Asking, InArgs};
use super::{Common, Outcome, open, output};
use crate::engine::{Order, Request, Searcher};
use crate::export::{self, Ids};
use crate::model::Results;
use crate::present::{explain, terminal};
use crate::query::{self, Parsed, QueryError};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::io::Write;

/// Search, and show the best hits with what matched in them
///
/// The query: words are joined by AND; OR, NOT or -, parentheses, "exact phrases", presid*;
/// ceasefire w/10 russia, w/s (one sentence), pre/5, atleast3(...), hlead(...);
/// actor:russia actor:"angela merkel" actor:RUS (a state by any of its names, a person, a code);
/// place:baku actor-kind:person;
/// event:2023-09 (articles that speak of that time), published:2023-09..2023-10, since:30d;
/// outlet:reuters lang:en title:ceasefire. `dateline help query` has all of it on one page.
///
/// Put the query in single quotes, and -- before one that begins with a hyphen.
///
/// Exit codes: 0 hits, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    #[command(flatten)]
    queries: QueryArgs,
    #[command(flatten)]
    within: InArgs,
    /// How many hits
    #[arg(short = 'n', long = "limit", value_name = "N", default_value = "10")]
    limit: usize,
    /// How many of the best hits to pass over
    #[arg(long, value_name = "N", default_value = "0")]
    offset: usize,
    /// Order of the hits
    #[arg(long, value_name = "ORDER", default_value = "rank")]
    sort: Sort,
    #[command(flatten)]
    copies: CopyArgs,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Show how the query is understood and answered, instead of its hits
    #[arg(long, conflicts_with_all = ["queries", "format"])]
    explain: bool,
    /// Which ids a TREC run names
    #[arg(long, value_name = "WHICH", default_value = "own")]
    ids: WhichIds,
}

/// Which of its ids names an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum WhichIds {
    /// The one that dateline made
    Own,
    /// The one that the source gave; where it gave none, the other
    Source,
}

impl WhichIds {
    /// The name in records.
    pub(super) fn name(self) -> &'static str {
        match self {
            WhichIds::Own => "own",
            WhichIds::Source => "source",
        }
    }
}

impl From<WhichIds> for Ids {
    fn from(ids: WhichIds) -> Ids {
        match ids {
            WhichIds::Own => Ids::Own,
            WhichIds::Source => Ids::Source,
        }
    }
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
    /// A TREC run: qid Q0 docid rank score tag; the qid is the label of a batch, else 1
    Trec,
}

/// Reads a query, leniently if asked to.
pub(super) fn read(asking: &Asking, text: &str) -> Result<Parsed, QueryError> {
    match asking.lenient {
        true => query::parse_lenient(text, jiff::Zoned::now().date()),
        false => query::parse(text),
    }
}

/// Parses a query that may have come in several arguments, and says what the parser hints at.
pub(super) fn parse(common: &Common, asking: &Asking, words: &[String]) -> Result<query::Query> {
    let parsed = read(asking, &words.join(" "))?;
    for hint in &parsed.hints {
        output::say(common, &format!("hint: {hint}"));
    }
    Ok(parsed.query)
}

impl Format {
    /// The name of the exporter; none for people.
    fn name(self) -> Option<&'static str> {
        match self {
            Format::Text => None,
            Format::Json => Some("json"),
            Format::Jsonl => Some("jsonl"),
            Format::Trec => Some("trec"),
        }
    }
}

pub(super) fn run(args: &SearchArgs, common: &Common) -> Result<Outcome> {
    if args.queries.is_batch() && args.format == Format::Text {
        bail!("--queries needs --format json, jsonl or trec");
    }
    let batch = args.queries.read(common, &args.within.asking)?;
    let (opened, scopes) = args.within.open(common)?;
    let opened = args.copies.grouping(opened);
    let stale = open::stale(&opened)?;
    if args.format != Format::Text {
        output::stale(common, stale);
    }
    let mut out = output::stdout();
    if args.explain {
        // A batch of one, since a file of queries is not explained.
        for Asked { query, .. } in &batch.queries {
            let explanation = opened.searcher.explain(query)?;
            explain::write(&mut out, &query.to_string(), &explanation)?;
        }
        output::finish(out)?;
        return Ok(Outcome::Good);
    }
    let mut found = 0;
    let is_json = args.format == Format::Json;
    batch.each(is_json, &mut out, |number, asked, mut out| {
        let request = Request {
            query: asked.query.clone(),
            scopes: scopes.clone(),
            order: args.sort.into(),
            limit: args.limit,
            offset: args.offset,
            snippets: args.format != Format::Trec,
            body: false,
        };
        let mut results = opened.searcher.search(&request)?;
        results.stale = stale;
        found += results.total;
        match args.format.name() {
            None => terminal::results(&mut out, &results, &output::style(common))?,
            Some(format) => {
                let hits = Hits {
                    format,
                    fields: Vec::new(),
                    ids: args.ids.into(),
                    sample: None,
                };
                write_hits(&hits, (number, asked), &results, out)?;
            }
        }
        Ok(())
    })?;
    output::finish(out)?;
    Ok(batch.outcome(found))
}

fn write_hits(
    hits: &Hits,
    (number, asked): (usize, &Asked),
    results: &Results,
    out: &mut dyn Write,
) -> Result<()> {
    let Some(format) = export::format(hits.format) else {
        bail!("no format `{}`", hits.format);
    };
    let plan = rows::plan(hits, asked, number, (results.total, results.copies));
    let mut exporter = (format.open)(Box::new(out), &plan);
    for hit in &results.hits {
        exporter.hit(hit)?;
    }
    exporter.finish()?;
    Ok(())
}
