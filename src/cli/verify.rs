//! `dateline verify`

use super::{Common, Outcome, open, output};
use crate::engine::Searcher;
use crate::present::info::count;
use anyhow::Result;
use clap::Args;
use std::io::Write;

/// Check that the index is whole
///
/// Checks every file's checksum, that every file of the manifest has its articles, and that no
/// article is without its file. Exit code 2 when something is wrong.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {}

pub(super) fn run(_: &VerifyArgs, common: &Common) -> Result<Outcome> {
    let home = open::home(common, None)?;
    let opened = open::searcher(home.clone())?;
    let mut faults = Vec::new();
    for damaged in open::location(&home).damaged_files()? {
        let path = home.engine().join(damaged);
        faults.push(format!("{}: checksum does not match", path.display()));
    }
    let mut articles = opened.searcher.articles_by_file()?;
    let (mut files, mut expected) = (0u64, 0u64);
    for entry in open::entries(&opened)? {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                faults.push(format!("{error:#}"));
                break;
            }
        };
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
        opened.searcher.fingerprint()
    )?;
    output::finish(out)?;
    Ok(match faults.is_empty() {
        true => Outcome::Good,
        false => Outcome::Trouble,
    })
}
