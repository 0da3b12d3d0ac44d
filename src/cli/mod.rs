//! The command line: one file a verb. Alone knows clap, colours and exit codes.

mod actors;
mod annotate;
mod copies;
mod corrections;
mod count;
mod dash;
mod dates;
mod dictionary;
mod export;
mod fault;
mod formats;
mod help;
mod index;
mod info;
mod interrupt;
mod kwic;
mod learn;
mod manual;
mod network;
mod open;
mod output;
mod progress;
mod queries;
mod read;
mod remove;
mod rows;
mod search;
mod show;
mod timeline;
mod train;
mod verify;
mod within;

use crate::engine::local::damage;
use crate::query::QueryError;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// Search news archives by words, by who acted and by when it happened.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    propagate_version = true,
    max_term_width = 100,
    disable_help_subcommand = true
)]
#[command(
    after_help = "Exit codes of search, export, count, kwic, timeline, dates, actors, network and copies: 0 hits, 1 none, 2 trouble.\n\
    `dateline help query` has the query language on one page."
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Clone, Debug, Args)]
struct Common {
    /// Index directory [default: the nearest .dateline/ from here upward, else ./.dateline]
    #[arg(long, value_name = "DIR", env = "DATELINE_INDEX", global = true)]
    index: Option<PathBuf>,
    /// When to use colour; NO_COLOR is honoured
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    color: When,
    /// Say only what went wrong
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal
    Auto,
    /// Even into a pipe
    Always,
    /// Not at all
    Never,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Index(index::IndexArgs),
    Search(search::SearchArgs),
    Export(export::ExportArgs),
    Count(count::CountArgs),
    Kwic(kwic::KwicArgs),
    Timeline(timeline::TimelineArgs),
    Dates(dates::DatesArgs),
    Actors(actors::ActorsArgs),
    Network(network::NetworkArgs),
    Show(show::ShowArgs),
    Copies(copies::CopiesArgs),
    Info(info::InfoArgs),
    Remove(remove::RemoveArgs),
    Verify(verify::VerifyArgs),
    Annotate(annotate::AnnotateArgs),
    Read(read::ReadArgs),
    Formats(formats::FormatsArgs),
    Train(train::TrainArgs),
    Completions(manual::CompletionsArgs),
    Man(manual::ManArgs),
    Help(help::HelpArgs),
}

/// How a verb ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// As wanted; for a search: there are hits.
    Good,
    /// A search without hits.
    Nothing,
    /// Done, but not all of it.
    Trouble,
    /// Ended by Ctrl-C.
    Interrupted,
}

/// Runs the command line that the process was given.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let arguments: Vec<String> = std::env::args_os()
                .map(|word| word.to_string_lossy().into_owned())
                .collect();
            match dash::hint(&arguments, error.kind()) {
                Some(hint) => eprintln!("dateline: {}", output::line(&hint)),
                None => error.exit(),
            }
            return ExitCode::from(2);
        }
    };
    match fault::guarded(|| run(&cli)) {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Trouble) => ExitCode::from(2),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(error) if error.is::<interrupt::Interrupted>() => ExitCode::from(130),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let text = damage(&error).unwrap_or_else(|| format!("{error:#}"));
            match error.downcast_ref::<QueryError>() {
                Some(error) => eprintln!("{error}"),
                None => eprintln!("dateline: {}", output::line(&text)),
            }
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<Outcome> {
    let common = &cli.common;
    match &cli.verb {
        Verb::Index(args) => index::run(args, common),
        Verb::Search(args) => search::run(args, common),
        Verb::Export(args) => export::run(args, common),
        Verb::Count(args) => count::run(args, common),
        Verb::Kwic(args) => kwic::run(args, common),
        Verb::Timeline(args) => timeline::run(args, common),
        Verb::Dates(args) => dates::run(args, common),
        Verb::Actors(args) => actors::run(args, common),
        Verb::Network(args) => network::run(args, common),
        Verb::Show(args) => show::run(args, common),
        Verb::Copies(args) => copies::run(args, common),
        Verb::Info(args) => info::run(args, common),
        Verb::Remove(args) => remove::run(args, common),
        Verb::Verify(args) => verify::run(args, common),
        Verb::Annotate(args) => annotate::run(args, common),
        Verb::Read(args) => read::run(args, common),
        Verb::Formats(args) => formats::run(args, common),
        Verb::Train(args) => train::run(args, common),
        Verb::Completions(args) => manual::completions(args),
        Verb::Man(args) => manual::man(args),
        Verb::Help(args) => help::run(args),
    }
}

/// Whoever read our output has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
