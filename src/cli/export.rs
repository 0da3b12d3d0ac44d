//! `dateline export`

use super::search::Sort;
use super::{Common, Outcome, open, output, search};
use crate::engine::local::schema_version;
use crate::engine::{self, Request, Searcher};
use crate::export::{
    self, Exporter, OutputFile, Plan, Sidecar, remove_sidecar, sidecar_path, write_sidecar,
};
use crate::present::info::counted;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Write every hit, without a cap
///
/// With -o the file appears only when it is whole, and beside it FILE.query.json records the query
/// as understood, its counts, the index's fingerprint and the versions, so that the set can be
/// defended later. A CSV cell that a spreadsheet would run begins with an apostrophe.
///
/// Exit codes: 0 hits, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The query, as for search
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Bring the index of PATH up to date first, then search that alone
    #[arg(long = "in", value_name = "PATH")]
    within: Option<PathBuf>,
    /// Format of the rows
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: Format,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only these fields, in this order, separated by commas; `body` is the whole text
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    fields: Vec<String>,
    /// A reproducible random sample of N articles
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Seed of the sample: the same seed draws the same articles
    #[arg(long, value_name = "S", default_value = "1", requires = "sample")]
    seed: u64,
    /// Order of the rows
    #[arg(long, value_name = "ORDER", default_value = "rank")]
    sort: Sort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
    /// Comma-separated, for spreadsheets and statistics
    Csv,
    /// One JSON object with all hits
    Json,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Json => "json",
        }
    }
}

pub(super) fn run(args: &ExportArgs, common: &Common) -> Result<Outcome> {
    export::check_fields(&args.fields).map_err(anyhow::Error::msg)?;
    let query = search::parse(common, &args.query)?;
    let home = open::home(common, args.within.as_deref())?;
    let scopes = match &args.within {
        Some(path) => open::refresh_in(common, &home, path)?,
        None => Vec::new(),
    };
    let opened = open::searcher(home)?;
    let wants = |name: &str| args.fields.iter().any(|field| field == name);
    let request = Request {
        query,
        scopes,
        order: args.sort.into(),
        limit: 0,
        offset: 0,
        snippets: args.fields.is_empty() || wants("snippets") || wants("snippet"),
        body: wants("body"),
    };
    let stale = open::stale(&opened)?;
    if stale > 0 {
        output::say(
            common,
            &format!(
                "{} stale; `dateline index` renews them",
                counted(stale, "article")
            ),
        );
    }
    match &args.output {
        None => {
            let mut out = output::stdout();
            let (total, _) = write(args, &opened, &request, &mut out)?;
            output::finish(out)?;
            Ok(outcome(total))
        }
        Some(path) => to_file(args, common, &opened, &request, path, stale),
    }
}

fn outcome(total: u64) -> Outcome {
    match total {
        0 => Outcome::Nothing,
        _ => Outcome::Good,
    }
}

fn to_file(
    args: &ExportArgs,
    common: &Common,
    opened: &open::Opened,
    request: &Request,
    path: &Path,
    stale: u64,
) -> Result<Outcome> {
    let mut file = OutputFile::create(path)?;
    let (total, rows) = write(args, opened, request, &mut file)
        .with_context(|| format!("{}: not written", path.display()))?;
    // The record goes before the file it describes changes and comes back after it has: at no time
    // does it stand beside another.
    remove_sidecar(path)?;
    file.commit()?;
    let sidecar = Sidecar {
        query_typed: args.query.join(" "),
        query: request.query.to_string(),
        format: args.format.name().to_owned(),
        fields: args.fields.clone(),
        order: request.order.name().to_owned(),
        sample: args.sample.map(|size| export::Sample {
            size: size as u64,
            seed: args.seed,
        }),
        matches: total,
        rows,
        stale,
        written_at: jiff::Timestamp::now(),
        dateline: env!("CARGO_PKG_VERSION").to_owned(),
        index: opened.searcher.fingerprint(),
        schema: schema_version(),
        settings: format!("{:016x}", opened.state.settings),
    };
    write_sidecar(path, &sidecar)?;
    output::say(
        common,
        &format!(
            "{} written to {}, of {} that match; record in {}",
            counted(rows, "row"),
            path.display(),
            counted(total, "article"),
            sidecar_path(path).display()
        ),
    );
    Ok(outcome(total))
}

/// Writes the hits; gives how many match and how many were written.
fn write(
    args: &ExportArgs,
    opened: &open::Opened,
    request: &Request,
    out: &mut dyn Write,
) -> Result<(u64, u64)> {
    let Some(format) = export::format(args.format.name()) else {
        bail!("no format `{}`", args.format.name());
    };
    let plan = Plan {
        query: request.query.to_string(),
        total: opened.searcher.count(&request.query, &request.scopes)?,
        fields: args.fields.clone(),
    };
    let mut exporter: Box<dyn Exporter + '_> = (format.open)(Box::new(out), &plan);
    let sample = args.sample.map(|size| engine::Sample {
        size,
        seed: args.seed,
    });
    let mut rows = 0;
    let mut failed = None;
    let total = opened
        .searcher
        .export(request, sample, &mut |hit| match exporter.hit(&hit) {
            Ok(()) => {
                rows += 1;
                ControlFlow::Continue(())
            }
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    exporter.finish()?;
    Ok((total, rows))
}
