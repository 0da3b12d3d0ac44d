//! `dateline info`

use super::{Common, Outcome, dictionary, learn, open, output};
use crate::analyse::actors::identities;
use crate::analyse::published::Orders;
use crate::engine::{Counts, Searcher};
use crate::manifest::Fingerprint;
use crate::present::info::{count, counted, counts, size, table};
use anyhow::Result;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::Write;

/// Show what the index holds
///
/// Roots, articles by outlet, year and language, how many have no date, how many files were read
/// in part or skipped, size and versions; lists of actors kept with --actors
/// and --identities; and how the archive orders day and month, where `dateline index --learn` has
/// measured it.
///
/// Stale are articles analysed under other settings than those of the last run, or by an earlier
/// version: `dateline index` renews them. Files that were gone when the last run over all roots
/// looked for them, renamed ones among these, stay counted until `dateline index --prune`.
#[derive(Debug, Args)]
pub(super) struct InfoArgs {
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object
    Json,
}

/// Outlets shown to people; programs get all.
const MOST_OUTLETS: usize = 20;

#[derive(Debug, Serialize)]
struct Info {
    index: String,
    dateline: String,
    schema: u32,
    fingerprint: String,
    layers: String,
    roots: Vec<crate::manifest::Root>,
    files: u64,
    files_skipped: u64,
    files_in_part: u64,
    files_gone: u64,
    paths_not_followed: u64,
    records_skipped: u64,
    articles: u64,
    undated: u64,
    date_from_mtime: bool,
    stale: u64,
    unfinished: bool,
    bytes: u64,
    segments: u64,
    date_order: Option<Orders>,
    actors: Vec<String>,
    same_actors: usize,
    removed_actors: usize,
    outlets: std::collections::BTreeMap<String, u64>,
    years: std::collections::BTreeMap<i64, u64>,
    languages: std::collections::BTreeMap<String, u64>,
}

pub(super) fn run(args: &InfoArgs, common: &Common) -> Result<Outcome> {
    let opened = open::with_entries(open::home(common, None)?)?;
    let found: Counts = opened.searcher.counts()?;
    let (mut files, mut files_gone, mut records_skipped) = (0, 0, 0);
    let (mut files_skipped, mut files_in_part) = (0, 0);
    let (may_be_stale, mut stale) = (open::Stale::of(&opened)?, 0);
    let mut fingerprint = Fingerprint::default();
    for entry in open::entries(&opened)? {
        let entry = entry?;
        fingerprint.add(&entry);
        files += 1;
        files_gone += u64::from(entry.gone);
        stale += may_be_stale.as_ref().map_or(0, |of| of.articles(&entry));
        files_skipped += u64::from(entry.is_skipped());
        files_in_part += u64::from(entry.is_in_part());
        records_skipped += entry.skipped;
    }
    let (same_actors, removed_actors) = identities::installed().counts();
    let info = Info {
        index: opened.home.path().display().to_string(),
        dateline: opened.state.version.clone(),
        schema: opened.state.schema,
        fingerprint: fingerprint.digits(),
        layers: opened.state.layers.clone(),
        stale,
        unfinished: opened.state.unfinished,
        roots: opened.state.roots,
        files,
        files_skipped,
        files_in_part,
        files_gone,
        paths_not_followed: opened.state.unreached,
        records_skipped,
        articles: found.articles,
        undated: found.undated,
        date_from_mtime: opened.state.date_from_mtime,
        bytes: found.bytes,
        segments: found.segments,
        actors: dictionary::names(&opened.home)?,
        same_actors,
        removed_actors,
        date_order: Some(learn::orders(&opened.home)?).filter(Orders::is_current),
        outlets: found.outlets,
        years: found.years,
        languages: found.languages,
    };
    let mut out = output::stdout();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &info)?;
            writeln!(out)?;
        }
        Format::Text => print(&mut out, &info, common)?,
    }
    output::finish(out)?;
    Ok(Outcome::Good)
}

fn print(out: &mut dyn Write, info: &Info, common: &Common) -> Result<()> {
    let style = output::style(common);
    let layers = match info.layers.as_str() {
        "words" => "words alone; `dateline index` adds who and when",
        _ => "words, who, when",
    };
    let mut rows = vec![
        ("index".into(), info.index.clone()),
        (
            "size".into(),
            format!("{} in {} segments", size(info.bytes), info.segments),
        ),
        ("layers".into(), layers.into()),
        (
            "made by".into(),
            format!("dateline {}, schema {}", info.dateline, info.schema),
        ),
        ("fingerprint".into(), info.fingerprint.clone()),
    ];
    for root in &info.roots {
        let mut text = format!("{} ({})", root.path, root.label);
        for (name, globs) in [("only", &root.include), ("without", &root.exclude)] {
            if !globs.is_empty() {
                text.push_str(&format!(", {name} {}", globs.join(" ")));
            }
        }
        rows.push(("root".into(), text));
    }
    let mut skipped = format!(
        "{}, {} skipped",
        count(info.files),
        count(info.files_skipped)
    );
    if info.files_in_part > 0 {
        skipped.push_str(&format!(", {} read in part", count(info.files_in_part)));
    }
    if info.records_skipped > 0 {
        let records = counted(info.records_skipped, "record");
        skipped.push_str(&format!(", {records} skipped"));
    }
    rows.push(("files".into(), skipped));
    if info.files_gone > 0 {
        let kept = "still counted; `dateline index --prune` removes them";
        rows.push(("gone".into(), format!("{}, {kept}", count(info.files_gone))));
    }
    if info.paths_not_followed > 0 {
        let paths = counted(info.paths_not_followed, "path");
        rows.push(("not followed".into(), paths));
    }
    rows.push(("articles".into(), count(info.articles)));
    let mut undated = count(info.undated);
    if info.date_from_mtime {
        undated.push_str("; modification times stand for dates");
    }
    rows.push(("undated".into(), undated));
    rows.push(("stale".into(), count(info.stale)));
    if info.unfinished {
        rows.push(("last run".into(), output::UNFINISHED.into()));
    }
    if let Some(orders) = &info.date_order {
        rows.push(("date order".into(), learn::line(orders)));
    }
    if !info.actors.is_empty() {
        let names: Vec<String> = info.actors.iter().map(|name| output::line(name)).collect();
        rows.push(("actors".into(), names.join(", ")));
    }
    if info.same_actors + info.removed_actors > 0 {
        let text = format!(
            "{} joined, {} removed",
            counted(info.same_actors as u64, "set"),
            counted(info.removed_actors as u64, "actor")
        );
        rows.push(("identities".into(), text));
    }
    table(out, &rows, &style)?;
    let named = |name: &str| match name {
        "" => "(no outlet)".to_owned(),
        name => output::line(name),
    };
    let mut outlets: Vec<(u64, String)> = info
        .outlets
        .iter()
        .map(|(name, &articles)| (articles, named(name)))
        .collect();
    outlets.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let more = outlets.len().saturating_sub(MOST_OUTLETS);
    outlets.truncate(MOST_OUTLETS);
    let years = info
        .years
        .iter()
        .map(|(year, &articles)| (articles, year.to_string()));
    let languages = info
        .languages
        .iter()
        .map(|(name, &articles)| (articles, name.clone()));
    for (title, rows) in [
        ("articles by outlet", outlets),
        ("articles by year", years.collect::<Vec<_>>()),
        ("articles by language", languages.collect::<Vec<_>>()),
    ] {
        writeln!(out, "\n{title}")?;
        let rows: Vec<(u64, &str)> = rows
            .iter()
            .map(|(articles, name)| (*articles, name.as_str()))
            .collect();
        counts(out, rows, &style)?;
        if more > 0 && title.ends_with("outlet") {
            writeln!(out, "and {more} more; --format json has all")?;
        }
    }
    Ok(())
}
