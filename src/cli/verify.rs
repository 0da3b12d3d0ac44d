//! `dateline verify`

use super::{Common, Outcome, open, output};
use crate::engine::Searcher;
use crate::manifest::{Fingerprint, Home};
use crate::present::info::count;
use anyhow::Result;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Check that the index is whole
///
/// Checks every file's checksum, that every file of the manifest has its articles, and that no
/// article is without its file. Exit code 2 when something is wrong.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {}

/// Names the damaged files.
fn tell(home: &Home, damaged: &[PathBuf]) -> Result<Outcome> {
    let mut out = output::stdout();
    for file in damaged {
        let path = home.engine().join(file).display().to_string();
        writeln!(out, "{}: checksum does not match", output::line(&path))?;
    }
    writeln!(
        out,
        "{}: {} wrong; `dateline index --rebuild` makes the index anew",
        home.path().display(),
        count(damaged.len() as u64)
    )?;
    output::finish(out)?;
    Ok(Outcome::Trouble)
}

pub(super) fn run(_: &VerifyArgs, common: &Common) -> Result<Outcome> {
    let home = open::home(common, None)?;
    let location = open::location(&home);
    let damaged = match location.exists() {
        true => location.damaged_files()?,
        false => Vec::new(),
    };
    if !damaged.is_empty() {
        // What is damaged is not opened: nobody knows what would come of it.
        return tell(&home, &damaged);
    }
    let opened = open::with_entries(home.clone())?;
    let mut faults = Vec::new();
    let mut articles = opened.searcher.articles_by_file()?;
    let (mut files, mut expected) = (0u64, 0u64);
    let mut fingerprint = Fingerprint::default();
    for entry in open::entries(&opened)? {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                faults.push(format!("{error:#}"));
                break;
            }
        };
        fingerprint.add(&entry);
        files += 1;
        expected += entry.articles;
        let there = articles.remove(&entry.file_key()).unwrap_or(0);
        if there != entry.articles {
            faults.push(format!(
                "{}: {} in the manifest, {} in the index",
                entry.full_path(),
                count(entry.articles),
                count(there)
            ));
        }
    }
    let unknown: u64 = articles.values().sum();
    if unknown > 0 {
        faults.push(format!(
            "{} articles belong to no file of the manifest",
            count(unknown)
        ));
    }
    let mut out = output::stdout();
    for fault in &faults {
        writeln!(out, "{}", output::line(fault))?;
    }
    let verdict = match faults.len() {
        0 => "whole".to_owned(),
        faults => format!("{} wrong", count(faults as u64)),
    };
    writeln!(
        out,
        "{}: {} files, {} articles, fingerprint {}: {verdict}",
        opened.home.path().display(),
        count(files),
        count(expected),
        fingerprint.digits()
    )?;
    output::finish(out)?;
    Ok(match faults.is_empty() {
        true => Outcome::Good,
        false => Outcome::Trouble,
    })
}
