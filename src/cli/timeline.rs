//! `dateline timeline`

mod choose;

use super::copies::CopyArgs;
use super::within::InArgs;
use super::{Common, Outcome, open, output, search};
use crate::engine::{GroupRequest, Scope, Searcher};
use crate::export::{self, OutputFile};
use crate::model::{Bar, CopyTotals, Grain, GroupBy, Timeline, unit_named};
use crate::present::{Style, svg, timeline};
use crate::query::Query;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::PathBuf;

/// Show how many articles there are over time, as a bar chart
///
/// Counts all hits by their date of publication, or with --event by the dates that they speak of; an
/// article then counts once for each. With --copies collapse a group of copies counts as its lead
/// copy does. A date counts for the unit in which it lies with all its days:
/// what is dated to a month is of no day. Articles without a date that precise are counted on
/// standard error.
///
/// Without --by the unit is the finest that gives no more than some sixty bars for nine tenths of the
/// articles, and that most of those with a date have. Long stretches without articles are one line;
/// CSV and JSON have a row for each unit, from the first with articles to the last. In the SVG a gap
/// is as wide as the time that it lasts.
///
/// The format follows from the ending of FILE, where --format does not say. `count --by month` has
/// the same numbers without the gaps. schema/counts.schema.json describes the JSON and the CSV.
///
/// Exit codes: 0 dates, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct TimelineArgs {
    /// The query, as for search
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    #[command(flatten)]
    within: InArgs,
    /// What a bar stands for [default: chosen from the range of the dates]
    #[arg(long, value_name = "UNIT")]
    by: Option<Unit>,
    /// By the dates that the articles speak of, not by those of publication
    #[arg(long)]
    event: bool,
    #[command(flatten)]
    copies: CopyArgs,
    /// For people or for programs [default: by the ending of FILE, else text]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write to a file instead of standard output; it appears only when it is whole
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// Centuries
    Century,
    /// Decades
    Decade,
    /// Calendar years
    Year,
    /// Quarters of a year
    Quarter,
    /// Calendar months
    Month,
    /// ISO weeks
    Week,
    /// Days
    Day,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A bar chart for the terminal
    Text,
    /// A row for each unit
    Csv,
    /// One object: query, by, event, articles, dated, bars
    Json,
    /// A picture
    Svg,
}

impl Unit {
    fn grain(self) -> Grain {
        match self {
            Unit::Century => Grain::Century,
            Unit::Decade => Grain::Decade,
            Unit::Year => Grain::Year,
            Unit::Quarter => Grain::Quarter,
            Unit::Month => Grain::Month,
            Unit::Week => Grain::Week,
            Unit::Day => Grain::Day,
        }
    }
}

pub(super) fn run(args: &TimelineArgs, common: &Common) -> Result<Outcome> {
    let file = output::file(args.output.as_deref());
    let format = output::format(args.format, file, Format::Text)?;
    let query = search::parse(common, &args.within.asking, &args.query)?;
    let (opened, scopes) = args.within.open(common)?;
    let opened = args.copies.grouping(opened);
    output::stale(common, open::stale(&opened)?);
    let source = Source {
        articles: opened.searcher.count(&query, &scopes)?,
        copies: opened.searcher.copy_totals(&query, &scopes)?,
        searcher: &opened.searcher,
        query,
        scopes,
        event: args.event,
    };
    let found = match args.by {
        Some(unit) => source.timeline(unit.grain())?,
        None => choose::choose(|grain| source.timeline(grain))?,
    };
    match file {
        None => {
            let mut out = output::stdout();
            print(format, &found, &output::page(common), &mut out)?;
            output::finish(out)?;
        }
        Some(path) => {
            let style = Style {
                color: false,
                ..output::page(common)
            };
            let mut file = OutputFile::create(path)?;
            print(format, &found, &style, &mut file)
                .with_context(|| format!("{}: not written", path.display()))?;
            file.commit()?;
        }
    }
    let undated = found.articles.saturating_sub(found.dated);
    if undated > 0 {
        let unit = found.grain.name();
        let which = if args.event {
            "in the text"
        } else {
            "of publication"
        };
        let undated = args.copies.counted(undated);
        output::say(common, &format!("{undated} without a {unit} {which}"));
    }
    Ok(match found.bars.is_empty() {
        true => Outcome::Nothing,
        false => Outcome::Good,
    })
}

fn print(format: Format, found: &Timeline, style: &Style, out: &mut dyn Write) -> Result<()> {
    match format {
        Format::Text => timeline::timeline(out, found, output::bars(), style)?,
        Format::Csv => export::timeline_csv(out, found)?,
        Format::Json => export::timeline_json(out, found)?,
        Format::Svg => svg::timeline_svg(out, found)?,
    }
    Ok(())
}

/// What is counted.
struct Source<'a> {
    searcher: &'a dyn Searcher,
    query: Query,
    scopes: Vec<Scope>,
    event: bool,
    articles: u64,
    copies: Option<CopyTotals>,
}

impl Source<'_> {
    fn timeline(&self, grain: Grain) -> Result<Timeline> {
        let by = match self.event {
            true => GroupBy::Event(grain),
            false => GroupBy::Published(grain),
        };
        let groups = self.searcher.groups(&GroupRequest {
            query: self.query.clone(),
            scopes: self.scopes.clone(),
            by: vec![by],
        })?;
        let mut dated = self.articles;
        let mut bars = Vec::with_capacity(groups.len());
        for group in groups {
            let name = group.keys.first().map(String::as_str);
            match name.and_then(|name| unit_named(grain, name)) {
                Some(unit) => bars.push(Bar {
                    unit,
                    articles: group.articles,
                }),
                None => dated = dated.saturating_sub(group.articles),
            }
        }
        bars.sort_unstable_by_key(|bar| bar.unit);
        Ok(Timeline {
            query: self.query.to_string(),
            grain,
            event: self.event,
            articles: self.articles,
            copies: self.copies,
            dated,
            bars,
        })
    }
}
