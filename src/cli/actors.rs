//! `dateline actors`

use super::copies::CopyArgs;
use super::network::Kinds;
use super::within::InArgs;
use super::{Common, Outcome, open, output, search};
use crate::engine::{ActorOrder, ActorsRequest, Scope, Searcher};
use crate::export;
use crate::present::info::counted;
use crate::present::network as present;
use crate::query::Query;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

/// List the actors that the hits mention, or what one is called
///
/// Counts over all hits of the query how many articles mention each actor, and how often. Keyness
/// says how much more the hits mention it than all other articles of the index do: Dunning's
/// log-likelihood ratio G2 over articles (Dunning 1993), below 0 where the hits do so less. Above
/// 3.84 chance alone would give it in one case of twenty, above 10.83 in one of a thousand; with
/// many actors some are high by chance. It is 0 for a query that every article matches. With
/// --copies collapse only lead copies are hits; the other articles are all that are not.
///
/// A mention within another counts, too: "Russian peacekeepers" is one of the peacekeepers and one
/// of Russia; "M23 rebels" is one of M23. The codes are those of one of the articles, since what a
/// person is changes with time; of a state its own alone. Actors that `dateline index --identities`
/// says are one are one row, and those that are nobody none.
///
/// With --id: how the actor is written in the articles, how often, and when the first and the last
/// of them were published; of those that a query matches, where there is one. Every article that
/// mentions the actor is read for it.
///
/// schema/actors.schema.json describes the JSON and the CSV.
///
/// Exit codes: 0 actors, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct ActorsArgs {
    /// The query, as for search; * for every article
    #[arg(value_name = "QUERY", required_unless_present = "id")]
    query: Vec<String>,
    /// What this actor is called in the articles; the id with or without its question mark
    #[arg(long, value_name = "ID", conflicts_with_all = ["kind", "sort"])]
    id: Option<String>,
    #[command(flatten)]
    within: InArgs,
    #[command(flatten)]
    kinds: Kinds,
    /// How many rows [default: 20 for people, all for programs]
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Which come first
    #[arg(long, value_name = "ORDER", default_value = "count")]
    sort: Sort,
    #[command(flatten)]
    copies: CopyArgs,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// Those that most articles mention: by articles, then by mentions
    Count,
    /// Those that the hits mention more than the rest of the index does
    Keyness,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object
    Json,
    /// A row for each actor, or for each name
    Csv,
}

/// Rows shown to people unless they ask for more.
const MOST: usize = 20;

impl ActorsArgs {
    fn most(&self) -> usize {
        self.top.unwrap_or(match self.format {
            Format::Text => MOST,
            _ => usize::MAX,
        })
    }
}

pub(super) fn run(args: &ActorsArgs, common: &Common) -> Result<Outcome> {
    let query = match args.query.is_empty() {
        true => None,
        false => Some(search::parse(common, &args.within.asking, &args.query)?),
    };
    let (opened, scopes) = args.within.open(common)?;
    let opened = args.copies.grouping(opened);
    let stale = open::stale(&opened)?;
    if args.format != Format::Text || args.id.is_some() {
        output::stale(common, stale);
    }
    if let Some(id) = &args.id {
        return names(
            args,
            common,
            &opened.searcher,
            id,
            (query.as_ref(), &scopes),
        );
    }
    let mut found = opened.searcher.actors(&ActorsRequest {
        query: query.unwrap_or(Query::All),
        scopes,
        kinds: args.kinds.kinds(),
        order: match args.sort {
            Sort::Count => ActorOrder::Count,
            Sort::Keyness => ActorOrder::Keyness,
        },
        limit: args.most(),
    })?;
    found.stale = stale;
    let mut out = output::stdout();
    match args.format {
        Format::Text => present::actors(&mut out, &found, &output::page(common))?,
        Format::Json => export::actors_json(&mut out, &found)?,
        Format::Csv => export::actors_csv(&mut out, &found)?,
    }
    output::finish(out)?;
    Ok(match found.distinct {
        0 => Outcome::Nothing,
        _ => Outcome::Good,
    })
}

fn names(
    args: &ActorsArgs,
    common: &Common,
    searcher: &dyn Searcher,
    id: &str,
    (query, scopes): (Option<&Query>, &[Scope]),
) -> Result<Outcome> {
    let Some(mut found) = searcher.names(id, query, scopes)? else {
        return absent(common, searcher, id, query);
    };
    found.surfaces.truncate(args.most());
    let mut out = output::stdout();
    match args.format {
        Format::Text => present::names(&mut out, &found, &output::page(common))?,
        Format::Json => export::names_json(&mut out, &found)?,
        Format::Csv => export::names_csv(&mut out, &found)?,
    }
    output::finish(out)?;
    let more = found.distinct.saturating_sub(found.surfaces.len() as u64);
    if more > 0 && args.format != Format::Text {
        let more = counted(more, "row");
        output::say(common, &format!("{more} more left out by --top"));
    }
    Ok(Outcome::Good)
}

/// Says that no article, or none of those looked at, mentions an actor.
fn absent(
    common: &Common,
    searcher: &dyn Searcher,
    id: &str,
    query: Option<&Query>,
) -> Result<Outcome> {
    let anyone = Query::Actor {
        name: id.to_owned(),
    };
    if searcher.count(&anyone, &[])? > 0 && id.contains(':') {
        let articles = match query {
            Some(query) => format!("article that matches {query}"),
            None => "article there".to_owned(),
        };
        output::say(common, &format!("no {articles} mentions {id}"));
        return Ok(Outcome::Nothing);
    }
    let near = searcher.similar_actors(id)?;
    match near.is_empty() {
        true => bail!("{id}: no article mentions an actor with this id"),
        false => bail!(
            "{id}: no article mentions an actor with this id; did you mean {}?",
            near.join(", ")
        ),
    }
}
