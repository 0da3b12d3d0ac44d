//! `dateline export`

use super::copies::CopyArgs;
use super::queries::{Batch, QueryArgs};
use super::rows::{self, Hits, Occurrences, Written};
use super::search::{Sort, WhichIds};
use super::within::InArgs;
use super::{Common, Outcome, open, output};
use crate::analyse::actors::identities;
use crate::engine::local::schema_version;
use crate::engine::{self, Request, Scope};
use crate::export::{
    self, OutputFile, RowFormat, Sidecar, SidecarQuery, remove_sidecar, sidecar_path, write_sidecar,
};
use crate::manifest::join;
use crate::present::info::counted;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Fields of a hit that say where in it the query matched.
const SHOWS_MATCHES: [&str; 3] = ["snippets", "snippet", "title_highlights"];

/// Write every hit, without a cap
///
/// With -o the file appears only when it is whole, and beside it FILE.query.json records the query
/// as understood, the part of the index that was searched, the options that decide what is a row
/// and in which order, the counts, the index's fingerprint, a hash of the identities in force and
/// the versions, so that the set can be defended later. A CSV cell that a spreadsheet would run begins with an apostrophe.
///
/// With --rows occurrences there is a row for each match in the text instead of each article, as
/// `dateline kwic` describes it, in CSV or JSONL.
///
/// A TREC run has a line `qid Q0 docid rank score tag` for each hit; the qid is the label of a batch,
/// else 1. trec_eval sorts by score, so that --sort is of no use to it.
///
/// Exit codes: 0 hits, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    queries: QueryArgs,
    #[command(flatten)]
    within: InArgs,
    /// What a row is
    #[arg(long, value_name = "ROWS", default_value = "articles")]
    rows: Rows,
    /// Words on either side of an occurrence
    #[arg(long, value_name = "WORDS", default_value = "5", value_parser = clap::value_parser!(u32).range(..=1000))]
    window: u32,
    /// Format of the rows [default: by the ending of FILE, else jsonl]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only these fields, in this order, separated by commas; `body` is the whole text
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = trimmed)]
    fields: Vec<String>,
    /// A reproducible random sample of N articles
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Seed of the sample: the same seed draws the same articles, in another index too where its roots
    /// have the same labels
    #[arg(long, value_name = "S", default_value = "1", requires = "sample")]
    seed: u64,
    /// Order of the rows
    #[arg(long, value_name = "ORDER", default_value = "rank")]
    sort: Sort,
    #[command(flatten)]
    copies: CopyArgs,
    /// Which ids a TREC run names
    #[arg(long, value_name = "WHICH", default_value = "own")]
    ids: WhichIds,
}

/// A value without the spaces around it, as after the comma of a list.
fn trimmed(value: &str) -> Result<String, std::convert::Infallible> {
    Ok(value.trim().to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rows {
    /// One for each article
    Articles,
    /// One for each match in the text
    Occurrences,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
    /// Comma-separated, for spreadsheets and statistics
    Csv,
    /// One JSON object with all hits; of a batch, an array of them
    Json,
    /// A TREC run
    Trec,
}

impl Rows {
    fn name(self) -> &'static str {
        match self {
            Rows::Articles => "articles",
            Rows::Occurrences => "occurrences",
        }
    }
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Trec => "trec",
        }
    }
}

/// What cannot be asked for together.
fn check(args: &ExportArgs, format: Format) -> Result<()> {
    export::check_fields(&args.fields).map_err(anyhow::Error::msg)?;
    if args.rows == Rows::Articles {
        return match format == Format::Trec && !args.fields.is_empty() {
            true => bail!("--format trec has its own columns and takes no --fields"),
            false => Ok(()),
        };
    }
    let trouble = match format {
        _ if !args.fields.is_empty() => "its own columns and takes no --fields",
        _ if args.sample.is_some() => "no --sample",
        Format::Json | Format::Trec => "the formats csv and jsonl",
        Format::Jsonl | Format::Csv => return Ok(()),
    };
    bail!("--rows occurrences has {trouble}")
}

pub(super) fn run(args: &ExportArgs, common: &Common) -> Result<Outcome> {
    let file = output::file(args.output.as_deref());
    let format = output::format(args.format, file, Format::Jsonl)?;
    check(args, format)?;
    let batch = args.queries.read(common, &args.within.asking)?;
    // What is recorded is read from the manifest.
    let (opened, scopes) = match file {
        Some(_) => args.within.open_by(common, open::with_entries)?,
        None => args.within.open(common)?,
    };
    let (stale, index) = match file {
        Some(_) => open::survey(&opened)?,
        None => (open::stale(&opened)?, String::new()),
    };
    let opened = args.copies.grouping(opened);
    let export = Export {
        args,
        format,
        batch: &batch,
        opened: &opened,
        scopes,
        stale,
        index,
    };
    output::stale(common, export.stale);
    let found = match file {
        None => {
            let mut out = output::stdout();
            let found = export.write(&mut out)?;
            output::finish(out)?;
            found
        }
        Some(path) => export.to_file(common, path)?,
    };
    Ok(batch.outcome(sum(&found).articles))
}

/// All queries together.
fn sum(found: &[Written]) -> Written {
    let mut sum = Written::default();
    for written in found {
        sum.articles += written.articles;
        sum.rows += written.rows;
        if let Some(occurrences) = written.occurrences {
            sum.occurrences = Some(sum.occurrences.unwrap_or(0) + occurrences);
        }
    }
    sum
}

/// One run.
struct Export<'a> {
    args: &'a ExportArgs,
    format: Format,
    batch: &'a Batch,
    opened: &'a open::Opened,
    scopes: Vec<Scope>,
    stale: u64,
    /// Fingerprint of the index, where a record is written.
    index: String,
}

impl Export<'_> {
    /// Writes the rows of every query; gives what each gave.
    fn write(&self, out: &mut dyn Write) -> Result<Vec<Written>> {
        let args = self.args;
        let hits = Hits {
            format: self.format.name(),
            fields: args.fields.clone(),
            ids: args.ids.into(),
            sample: args.sample.map(|size| engine::Sample {
                size,
                seed: args.seed,
            }),
        };
        let occurrences = Occurrences {
            format: match self.format {
                Format::Csv => RowFormat::Csv,
                _ => RowFormat::Jsonl,
            },
            scopes: self.scopes.clone(),
            order: args.sort.into(),
            window: args.window,
            limit: u64::MAX,
        };
        let wants = |name: &str| args.fields.iter().any(|field| field == name);
        let (snippets, body) = match (self.format, args.fields.is_empty()) {
            (Format::Trec, _) => (false, false),
            (_, true) => (true, false),
            (_, false) => (SHOWS_MATCHES.into_iter().any(wants), wants("body")),
        };
        let mut found = Vec::with_capacity(self.batch.queries.len());
        let is_json = self.format == Format::Json;
        self.batch.each(is_json, out, |number, asked, out| {
            let request = Request {
                query: asked.query.clone(),
                scopes: self.scopes.clone(),
                order: args.sort.into(),
                limit: 0,
                offset: 0,
                snippets,
                body,
            };
            let query = (number, asked);
            found.push(match args.rows {
                Rows::Articles => rows::articles(self.opened, &request, &hits, query, out)?,
                Rows::Occurrences => rows::occurrences(self.opened, &occurrences, query, out)?,
            });
            Ok(())
        })?;
        Ok(found)
    }

    fn to_file(&self, common: &Common, path: &Path) -> Result<Vec<Written>> {
        let mut file = OutputFile::create(path)?;
        let is_kept = file.is_regular();
        let found = self
            .write(&mut file)
            .with_context(|| format!("{}: not written", path.display()))?;
        // The record goes before the file it describes changes and comes back after it has: at no
        // time does it stand beside another.
        if !is_kept {
            file.commit()?;
            return Ok(found);
        }
        remove_sidecar(path)?;
        file.commit()?;
        write_sidecar(path, &self.sidecar(&found))?;
        let all = sum(&found);
        let occurrences = all.occurrences.map(|number| {
            let occurrences = counted(number, "occurrence");
            format!(" with {occurrences}")
        });
        // What several queries find counts for each of them.
        let of = match self.batch.queries.len() {
            0 | 1 => "that match".to_owned(),
            queries => format!("that match one of {queries} queries, counted for each"),
        };
        output::say(
            common,
            &format!(
                "{} written to {}, of {}{} {of}; record in {}",
                counted(all.rows, "row"),
                path.display(),
                self.args.copies.counted(all.articles),
                occurrences.unwrap_or_default(),
                sidecar_path(path).display()
            ),
        );
        Ok(found)
    }

    fn sidecar(&self, found: &[Written]) -> Sidecar {
        let (args, opened) = (self.args, self.opened);
        let roots = &opened.state.roots;
        let all = sum(found);
        let (mut query_typed, mut query) = (String::new(), String::new());
        let mut queries = Vec::new();
        for (asked, written) in self.batch.queries.iter().zip(found) {
            match &asked.label {
                None => (query_typed, query) = (asked.typed.clone(), asked.query.to_string()),
                Some(label) => queries.push(SidecarQuery {
                    label: label.clone(),
                    query_typed: asked.typed.clone(),
                    query: asked.query.to_string(),
                    matches: written.articles,
                    occurrences: written.occurrences,
                    rows: written.rows,
                }),
            }
        }
        Sidecar {
            query_typed,
            query,
            lenient: args.within.asking.lenient,
            scopes: self
                .scopes
                .iter()
                .map(|scope| join(&scope.label, &scope.path))
                .collect(),
            rows_of: args.rows.name().to_owned(),
            window: (args.rows == Rows::Occurrences).then_some(args.window),
            ids: (self.format == Format::Trec).then(|| args.ids.name().to_owned()),
            format: self.format.name().to_owned(),
            fields: args.fields.clone(),
            order: engine::Order::from(args.sort).name().to_owned(),
            sample: args.sample.map(|size| export::Sample {
                size: size as u64,
                seed: args.seed,
            }),
            copies: args.copies.rule(),
            min_ocr_quality: args.within.min_ocr_quality,
            matches: all.articles,
            occurrences: all.occurrences,
            rows: all.rows,
            queries,
            stale: self.stale,
            unfinished: opened.state.unfinished,
            written_at: jiff::Timestamp::now(),
            dateline: env!("CARGO_PKG_VERSION").to_owned(),
            index: self.index.clone(),
            labels: roots.iter().map(|root| root.label.clone()).collect(),
            schema: schema_version(),
            settings: format!("{:016x}", opened.state.settings),
            identities: identities::installed()
                .hash()
                .map(|hash| format!("{hash:016x}")),
        }
    }
}
