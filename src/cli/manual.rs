//! `dateline completions` and `dateline man`

use super::{Cli, Outcome, output};
use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::path::PathBuf;

/// Write completions for a shell
///
/// For bash: dateline completions bash > ~/.local/share/bash-completion/completions/dateline
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// Which shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Write the manual page
///
/// To read it: dateline man | man -l -
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Write one page a verb into this directory instead
    #[arg(long, value_name = "DIR")]
    all: Option<PathBuf>,
}

pub(super) fn completions(args: &CompletionsArgs) -> Result<Outcome> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "dateline", &mut text);
    let mut out = output::stdout();
    std::io::Write::write_all(&mut out, &text)?;
    output::finish(out)?;
    Ok(Outcome::Good)
}

pub(super) fn man(args: &ManArgs) -> Result<Outcome> {
    match &args.all {
        Some(directory) => {
            std::fs::create_dir_all(directory)?;
            clap_mangen::generate_to(Cli::command(), directory)?;
        }
        None => {
            let mut text = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut text)?;
            let mut out = output::stdout();
            std::io::Write::write_all(&mut out, &text)?;
            output::finish(out)?;
        }
    }
    Ok(Outcome::Good)
}
