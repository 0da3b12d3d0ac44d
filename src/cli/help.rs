//! `dateline help`

use super::{Cli, Outcome, output};
use crate::query::guide;
use anyhow::{Result, bail};
use clap::{Args, CommandFactory};
use std::io::Write;

/// Show the help of a verb; `dateline help query`: the query language on one page
#[derive(Debug, Args)]
pub(super) struct HelpArgs {
    /// A verb, or `query`
    #[arg(value_name = "TOPIC")]
    topic: Option<String>,
}

pub(super) fn run(args: &HelpArgs) -> Result<Outcome> {
    let mut command = Cli::command();
    command.build();
    let mut out = output::stdout();
    match args.topic.as_deref() {
        None => write!(out, "{}", command.render_long_help())?,
        Some("query") => write!(out, "{}", guide())?,
        Some(topic) => {
            let Some(verb) = command.find_subcommand_mut(topic) else {
                let near = nearest(topic);
                bail!("there is no help on {topic}; {near}");
            };
            write!(out, "{}", verb.render_long_help())?;
        }
    }
    output::finish(out)?;
    Ok(Outcome::Good)
}

fn nearest(topic: &str) -> String {
    let command = Cli::command();
    let names = command.get_subcommands().map(|verb| verb.get_name());
    let names: Vec<&str> = names.chain(["query"]).collect();
    let slips = |name: &&str| strsim::damerau_levenshtein(name, topic);
    match names
        .iter()
        .copied()
        .filter(|_| topic.len() <= 20)
        .min_by_key(slips)
    {
        Some(near) if slips(&near) <= 2 => format!("did you mean {near}?"),
        _ => format!("the topics are {}", names.join(", ")),
    }
}
