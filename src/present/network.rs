//! Actors, what they are called and who stands with whom, as text.

use super::columns::{self, Column};
use super::copies;
use super::info::{count, counted};
use super::sanitize::line;
use super::terminal::{note, stale};
use super::{BOLD, Style};
use crate::model::{ActorList, ActorNames, Network, Tallied};
use std::io::{self, Write};

/// Pairs shown, at most.
const PAIRS: usize = 20;

/// Prints actors as a table, under a line that says how many there are.
///
/// # Errors
/// What the writer says.
pub fn actors(out: &mut dyn Write, list: &ActorList, style: &Style) -> io::Result<()> {
    let (query, shown) = (&list.query, list.actors.len() as u64);
    if list.total == 0 {
        note(out, &copies::nothing(query, list.copies), style)?;
        return stale(out, list.stale, style);
    }
    let total = copies::found(list.total, list.copies);
    let head = match list.distinct {
        0 => format!("{total} for {query}; no actor to show in them"),
        _ => format!(
            "{} in {total} for {query}",
            some_of(shown, list.distinct, "actor")
        ),
    };
    note(out, &head, style)?;
    if shown > 0 {
        let of = |cell: &dyn Fn(&Tallied) -> String| -> Vec<String> {
            list.actors.iter().map(|count| cell(&count.actor)).collect()
        };
        let keyness = list.actors.iter().map(|actor| decimal(actor.keyness));
        let mut table = vec![
            texts("actor", of(&|actor| actor.name.clone())),
            texts("kind", of(&|actor| actor.kind.name().to_owned())),
            texts("id", of(&|actor| actor.id.clone())),
            texts("code", of(&|actor| actor.codes.join(" "))),
            numbers("articles", of(&|actor| count(actor.articles))),
            numbers("mentions", of(&|actor| count(actor.mentions))),
        ];
        // Of a query that all articles match it is 0.
        if list.total < list.archive {
            table.push(numbers("keyness", keyness.collect()));
        }
        print(out, table, style)?;
    }
    match list.distinct.saturating_sub(shown) {
        0 => {}
        more => {
            let more = format!(
                "and {} more; --top {} shows all",
                counted(more, "actor"),
                list.distinct
            );
            note(out, &more, style)?;
        }
    }
    stale(out, list.stale, style)
}

/// Prints what an actor is called.
///
/// # Errors
/// What the writer says.
pub fn names(out: &mut dyn Write, names: &ActorNames, style: &Style) -> io::Result<()> {
    let actor = &names.actor;
    let mut head = format!("{}  {}", line(&actor.name), line(&actor.id));
    head.push_str(&format!(", {}", actor.kind.name()));
    if !actor.codes.is_empty() {
        head.push_str(&format!(", {}", line(&actor.codes.join(" "))));
    }
    writeln!(out, "{}", style.painted(&head, BOLD))?;
    let mentions = counted(actor.mentions, "mention");
    let articles = counted(actor.articles, "article");
    let mut facts = format!("{mentions} in {articles}");
    if let Some(query) = &names.query {
        facts.push_str(&format!(" for {query}"));
    }
    match (&names.first, &names.last) {
        (Some(first), Some(last)) if first == last => {
            facts.push_str(&format!(", published {first}"));
        }
        (Some(first), Some(last)) => {
            facts.push_str(&format!(", published {first} to {last}"));
        }
        _ => {}
    }
    note(out, &facts, style)?;
    let of = |cell: fn(&crate::model::Surface) -> String| -> Vec<String> {
        names.surfaces.iter().map(cell).collect()
    };
    let table = vec![
        texts("called", of(|surface| surface.text.clone())),
        numbers("mentions", of(|surface| count(surface.mentions))),
        numbers("articles", of(|surface| count(surface.articles))),
    ];
    print(out, table, style)?;
    match names.distinct.saturating_sub(names.surfaces.len() as u64) {
        0 => Ok(()),
        more => {
            let more = format!(
                "and {} more; --top {} shows all",
                counted(more, "name"),
                names.distinct
            );
            note(out, &more, style)
        }
    }
}

/// Prints the pairs that stand together most often.
///
/// # Errors
/// What the writer says.
pub fn network(out: &mut dyn Write, network: &Network, style: &Style) -> io::Result<()> {
    note(out, &network_head(network), style)?;
    let shown = network.edges.iter().take(PAIRS);
    if !network.edges.is_empty() {
        let nodes = network.by_id();
        let name = |id: &str| {
            nodes
                .get(id)
                .map_or(String::new(), |node| node.name.clone())
        };
        let by = format!("{}s", network.by.name());
        let mut table = vec![
            texts(
                "actor",
                shown.clone().map(|edge| name(&edge.source)).collect(),
            ),
            texts(
                "with",
                shown.clone().map(|edge| name(&edge.target)).collect(),
            ),
            numbers(&by, shown.clone().map(|edge| count(edge.weight)).collect()),
        ];
        if network.by != crate::model::Together::Article {
            let articles = shown.map(|edge| count(edge.articles));
            table.push(numbers("articles", articles.collect()));
        }
        print(out, table, style)?;
    }
    match network.edges.len().saturating_sub(PAIRS) as u64 {
        0 => {}
        more => {
            let more = counted(more, "pair");
            note(
                out,
                &format!("and {more} more; --format csv has all"),
                style,
            )?;
        }
    }
    stale(out, network.stale, style)
}

fn network_head(network: &Network) -> String {
    let query = &network.query;
    if network.total == 0 {
        return copies::nothing(query, network.copies);
    }
    let total = copies::found(network.total, network.copies);
    let by = network.by.name();
    let of = some_of(network.nodes.len() as u64, network.distinct, "actor");
    match network.edges.len() as u64 {
        0 => format!("{total} for {query}; of {of} no two stand in one {by}"),
        pairs => format!(
            "{} among {of} in {total} for {query}, each in one {by}",
            counted(pairs, "pair")
        ),
    }
}

fn some_of(shown: u64, all: u64, what: &str) -> String {
    match shown == all {
        true => counted(all, what),
        false => format!("{} of {}", count(shown), counted(all, what)),
    }
}

/// A number with one decimal.
fn decimal(number: f64) -> String {
    let rounded = (number.abs() * 10.0).round() as u64;
    let sign = if number < 0.0 && rounded > 0 { "-" } else { "" };
    format!("{sign}{}.{}", count(rounded / 10), rounded % 10)
}

fn texts(head: &str, cells: Vec<String>) -> Column {
    Column {
        head: head.to_owned(),
        cells,
        is_number: false,
    }
}

fn numbers(head: &str, cells: Vec<String>) -> Column {
    Column {
        is_number: true,
        ..texts(head, cells)
    }
}

fn print(out: &mut dyn Write, columns: Vec<Column>, style: &Style) -> io::Result<()> {
    for (number, line) in columns::lines(columns, style.columns()).iter().enumerate() {
        match number {
            0 => writeln!(out, "{}", style.painted(line, BOLD))?,
            _ => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
