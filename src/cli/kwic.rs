//! `dateline kwic`

use super::copies::CopyArgs;
use super::queries::{Asked, QueryArgs};
use super::rows::{self, Occurrences, Written};
use super::search::Sort;
use super::within::InArgs;
use super::{Common, Outcome, open, output};
use crate::engine::Searcher;
use crate::export::{OutputFile, RowFormat};
use crate::present::info::{count, counted};
use crate::present::{Style, copies, kwic};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::PathBuf;

/// Show every occurrence with the words around it: a concordance (keyword in context)
///
/// A row for each match of a part of the query that stands at a place of the text (a word, a
/// phrase, an actor, a date, words near each other) and is not excluded. Each is minimal: it
/// contains no other match of the same part. Articles come in the order of --sort, the matches of
/// one in reading order. With --copies collapse the rows are those of the lead copies.
///
/// CSV has the columns of quanteda's kwic(), then id and published: docname (the path of the file,
/// with # and the number of the record in a container), from and to (numbers of the first and the
/// last word, from 1, the title's words first), pre, keyword, post, pattern (the part of the query).
/// A cell that a spreadsheet would run begins with an apostrophe. JSON has outlet and the bytes in
/// the title or body as well; see schema/occurrence.schema.json. `export --rows occurrences` writes
/// the same rows with a record of how they came about.
///
/// Exit codes: 0 occurrences, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct KwicArgs {
    #[command(flatten)]
    queries: QueryArgs,
    #[command(flatten)]
    within: InArgs,
    /// Words on either side
    #[arg(long, value_name = "WORDS", default_value = "5", value_parser = clap::value_parser!(u32).range(..=1000))]
    window: u32,
    /// How many rows [default: 50 for people, all for programs and in a file]
    #[arg(short = 'n', long = "limit", value_name = "N")]
    limit: Option<u64>,
    /// Order of the articles
    #[arg(long, value_name = "ORDER", default_value = "rank")]
    sort: Sort,
    #[command(flatten)]
    copies: CopyArgs,
    /// For people or for programs [default: by the ending of FILE, else text]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write to a file instead of standard output; it appears only when it is whole
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: what matched in one column
    Text,
    /// A table, for spreadsheets and statistics
    Csv,
    /// One object: query, articles, occurrences, rows
    Json,
    /// One JSON object a line
    Jsonl,
}

impl Format {
    fn rows(self) -> Option<RowFormat> {
        match self {
            Format::Text => None,
            Format::Csv => Some(RowFormat::Csv),
            Format::Json => Some(RowFormat::Json),
            Format::Jsonl => Some(RowFormat::Jsonl),
        }
    }
}

/// Rows shown to people unless they ask for more.
const MOST: u64 = 50;

pub(super) fn run(args: &KwicArgs, common: &Common) -> Result<Outcome> {
    let file = output::file(args.output.as_deref());
    let format = output::format(args.format, file, Format::Text)?;
    if args.queries.is_batch() && format == Format::Text {
        bail!("--queries needs --format csv, json or jsonl");
    }
    let batch = args.queries.read(common, &args.within.asking)?;
    let (opened, scopes) = args.within.open(common)?;
    let opened = args.copies.grouping(opened);
    output::stale(common, open::stale(&opened)?);
    let most = if format == Format::Text && file.is_none() {
        MOST
    } else {
        u64::MAX
    };
    let wanted = Occurrences {
        format: format.rows().unwrap_or(RowFormat::Csv),
        scopes,
        order: args.sort.into(),
        window: args.window,
        limit: args.limit.unwrap_or(most),
    };
    let style = match file {
        Some(_) => Style {
            color: false,
            ..output::page(common)
        },
        None => output::page(common),
    };
    let mut found = Written::default();
    let mut write = |out: &mut dyn Write| {
        batch.each(format == Format::Json, out, |number, asked, out| {
            let written = match format {
                Format::Text => text(&opened, &wanted, asked, &style, out)?,
                _ => rows::occurrences(&opened, &wanted, (number, asked), out)?,
            };
            found.articles += written.articles;
            found.rows += written.rows;
            let occurrences = found.occurrences.unwrap_or(0);
            found.occurrences = Some(occurrences + written.occurrences.unwrap_or(0));
            Ok(())
        })
    };
    match file {
        None => {
            let mut out = output::stdout();
            write(&mut out)?;
            output::finish(out)?;
        }
        Some(path) => {
            let mut file = OutputFile::create(path)?;
            write(&mut file).with_context(|| format!("{}: not written", path.display()))?;
            file.commit()?;
        }
    }
    talk(args, common, found);
    Ok(batch.outcome(found.occurrences.unwrap_or(0)))
}

/// Says what the rows do not.
fn talk(args: &KwicArgs, common: &Common, found: Written) {
    let occurrences = found.occurrences.unwrap_or(0);
    match occurrences.saturating_sub(found.rows) {
        0 if occurrences == 0 && found.articles > 0 => output::say(
            common,
            &format!(
                "{} match, but no part of the query stands at a place of the text",
                args.copies.counted(found.articles)
            ),
        ),
        0 => {}
        more => output::say(
            common,
            &format!(
                "{} more; -n {occurrences} shows all",
                counted(more, "occurrence")
            ),
        ),
    }
}

fn text(
    opened: &open::Opened,
    wanted: &Occurrences,
    asked: &Asked,
    style: &Style,
    out: &mut dyn Write,
) -> Result<Written> {
    let tally = opened.searcher.tally(&asked.query, &wanted.scopes)?;
    let copies = opened.searcher.copy_totals(&asked.query, &wanted.scopes)?;
    let shown = tally.occurrences.min(wanted.limit);
    let of = match shown == tally.occurrences {
        true => String::new(),
        false => format!("{} of ", count(shown)),
    };
    let head = format!(
        "{of}{} in {} for {}",
        counted(tally.occurrences, "occurrence"),
        copies::found(tally.articles, copies),
        asked.query
    );
    crate::present::terminal::note(out, &head, style)?;
    let mut rows = 0;
    if tally.occurrences > 0 {
        rows::each(opened, &wanted.request(asked), wanted.limit, |row| {
            rows += 1;
            kwic::occurrence(out, &row, style)
        })?;
    }
    Ok(Written {
        articles: tally.articles,
        occurrences: Some(tally.occurrences),
        rows,
    })
}
