//! `dateline remove`

use super::{Common, Outcome, index, open, output};
use crate::present::info::counted;
use anyhow::{Result, bail};
use clap::Args;
use std::path::{Component, Path, PathBuf};

/// Take what lies under PATH out of the index
///
/// The files themselves are not touched. A root that is removed is forgotten; a part of a root
/// comes back with the next `dateline index`, unless a .datelineignore keeps it out.
#[derive(Debug, Args)]
pub(super) struct RemoveArgs {
    /// Directories or files, which need not exist any more
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
}

pub(super) fn run(args: &RemoveArgs, common: &Common) -> Result<Outcome> {
    let home = open::home(common, None)?;
    // An index must be there: removing makes none.
    let opened = open::searcher(home.clone())?;
    let mut targets = Vec::new();
    for path in &args.paths {
        let path = absolute(path)?;
        match open::within(&opened.state.roots, &path) {
            Some(target) => targets.push(target),
            None => bail!("{}: not in the index", path.display()),
        }
    }
    drop(opened);
    let removed = index::remove(&home, &targets)?;
    output::say(common, &format!("{} removed", counted(removed, "article")));
    Ok(match removed {
        0 => Outcome::Nothing,
        _ => Outcome::Good,
    })
}

/// The path as the index knows it, whether or not it is still there.
fn absolute(path: &Path) -> Result<PathBuf> {
    if let Ok(path) = std::fs::canonicalize(path) {
        return Ok(path);
    }
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    Ok(plain)
}
