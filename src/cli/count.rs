//! `dateline count`

use super::copies::CopyArgs;
use super::queries::{Batch, QueryArgs};
use super::within::InArgs;
use super::{Common, Outcome, open, output};
use crate::engine::{GroupRequest, Scope, Searcher};
use crate::export;
use crate::model::{CrossTable, GroupBy, QueryTally};
use crate::present::counts;
use crate::present::info::counted;
use anyhow::{Result, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

/// Count articles and occurrences, or articles by outlet, actor, date and so on
///
/// Without --by: how many articles match, and how many occurrences they have, both exact. An
/// occurrence is a match of a part of the query that stands at a place of the text (a word, a
/// phrase, an actor, a date, words near each other) and is not excluded; it contains no other match
/// of the same part.
///
/// With --by: how many articles there are of each outlet, actor, kind of actor (actor-kind), place, language, section or unit of
/// the publication date (century, decade, year, quarter, month, week, day) or of the dates in the
/// text (event-year, event-month and so on); of several, separated by commas, of every combination
/// that occurs. Most articles first. An article without such a thing counts as (none), an empty cell
/// in CSV, null in JSON.
///
/// An article counts once for each of its actors, their kinds, places and dates in the text, so that these rows
/// need not add up. A date counts for the unit in which it lies with all its days: an article of
/// "September 2023" is of no day, and an ISO week of no month that it reaches beyond.
///
/// schema/counts.schema.json describes the JSON and the CSV.
///
/// Exit codes: 0 hits, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct CountArgs {
    #[command(flatten)]
    queries: QueryArgs,
    #[command(flatten)]
    within: InArgs,
    /// Count articles by this, or by every combination of several
    #[arg(long, value_name = "THING", value_delimiter = ',', value_parser = things())]
    by: Vec<GroupBy>,
    /// How many rows [default: 20 for people, all for programs]
    #[arg(long, value_name = "N", requires = "by")]
    top: Option<usize>,
    #[command(flatten)]
    copies: CopyArgs,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object; of a batch, an array of them
    Json,
    /// A table
    Csv,
}

/// Rows shown to people unless they ask for more.
const MOST: usize = 20;

fn things() -> impl TypedValueParser<Value = GroupBy> {
    let names = GroupBy::ALL.map(GroupBy::name);
    PossibleValuesParser::new(names).try_map(|name| GroupBy::named(&name).ok_or("no such thing"))
}

pub(super) fn run(args: &CountArgs, common: &Common) -> Result<Outcome> {
    if let Some(twice) = twice(&args.by) {
        bail!("--by: {twice} stands twice");
    }
    let batch = args.queries.read(common, &args.within.asking)?;
    let (opened, scopes) = args.within.open(common)?;
    let opened = args.copies.grouping(opened);
    output::stale(common, open::stale(&opened)?);
    match args.by.is_empty() {
        true => tallies(args, common, &batch, &opened, &scopes),
        false => tables(args, common, &batch, &opened, &scopes),
    }
}

fn twice(by: &[GroupBy]) -> Option<&'static str> {
    let again =
        |place: usize, by: &[GroupBy]| by.iter().take(place).any(|&other| other == by[place]);
    let place = (0..by.len()).find(|&place| again(place, by))?;
    by.get(place).map(|by| by.name())
}

fn tallies(
    args: &CountArgs,
    common: &Common,
    batch: &Batch,
    opened: &open::Opened,
    scopes: &[Scope],
) -> Result<Outcome> {
    let mut rows = Vec::with_capacity(batch.queries.len());
    for asked in &batch.queries {
        rows.push(QueryTally {
            label: asked.label.clone(),
            query: asked.query.to_string(),
            tally: opened.searcher.tally(&asked.query, scopes)?,
            copies: opened.searcher.copy_totals(&asked.query, scopes)?,
        });
    }
    let mut out = output::stdout();
    match (args.format, rows.as_slice()) {
        (Format::Csv, rows) => export::tallies_csv(&mut out, rows, batch.is_batch)?,
        (Format::Json, rows) => {
            batch.each(true, &mut out, |number, _, out| {
                match rows.get(number) {
                    Some(row) => export::tally_json(out, row)?,
                    None => return Ok(()),
                }
                Ok(out.write_all(b"\n")?)
            })?;
        }
        (Format::Text, [row]) if !batch.is_batch => counts::tally(&mut out, row)?,
        (Format::Text, rows) => counts::tallies(&mut out, rows, &output::page(common))?,
    }
    output::finish(out)?;
    Ok(batch.outcome(rows.iter().map(|row| row.tally.articles).sum()))
}

fn tables(
    args: &CountArgs,
    common: &Common,
    batch: &Batch,
    opened: &open::Opened,
    scopes: &[Scope],
) -> Result<Outcome> {
    let mut out = output::stdout();
    let most = args.top.unwrap_or(match args.format {
        Format::Text => MOST,
        _ => usize::MAX,
    });
    let (mut found, mut more) = (0, 0);
    let is_json = args.format == Format::Json;
    batch.each(is_json, &mut out, |number, asked, mut out| {
        let request = GroupRequest {
            query: asked.query.clone(),
            scopes: scopes.to_vec(),
            by: args.by.clone(),
        };
        let groups = opened.searcher.groups(&request)?;
        let mut table = CrossTable {
            label: asked.label.clone(),
            query: asked.query.to_string(),
            articles: opened.searcher.count(&asked.query, scopes)?,
            copies: opened.searcher.copy_totals(&asked.query, scopes)?,
            by: args.by.clone(),
            distinct: groups.len() as u64,
            groups,
        };
        found += table.articles;
        table.cut(most);
        more += table.more();
        match args.format {
            Format::Text => {
                if number > 0 {
                    writeln!(out)?;
                }
                counts::table(&mut out, &table, &output::page(common))?;
            }
            Format::Json => {
                export::groups_json(out, &table)?;
                out.write_all(b"\n")?;
            }
            Format::Csv => export::groups_csv(out, &table, number > 0)?,
        }
        Ok(())
    })?;
    output::finish(out)?;
    if more > 0 && args.format != Format::Text {
        output::say(
            common,
            &format!("{} more left out by --top", counted(more, "row")),
        );
    }
    Ok(batch.outcome(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Grain;

    #[test]
    fn what_stands_twice_is_named() {
        let year = GroupBy::Published(Grain::Year);
        for (by, expected) in [
            (vec![], None),
            (vec![GroupBy::Outlet, year], None),
            (vec![year, GroupBy::Outlet, year], Some("year")),
        ] {
            assert_eq!(twice(&by), expected);
        }
    }
}
