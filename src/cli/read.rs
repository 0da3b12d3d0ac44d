//! `dateline read`

use super::index::{MapArgs, Reading as Bounds};
use super::{Common, Outcome, open, output};
use crate::analyse::{self, Layers, Settings};
use crate::discover;
use crate::ingest::{Ids, Skipped, What};
use crate::model::Article;
use crate::present::info::counted;
use crate::present::reading::{self, Reading};
use crate::read::{self, FileRead, Item, Options, READERS, ReadError};
use anyhow::Result;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Show how files are read: the format recognised, and each article with its fields
///
/// Nothing is indexed. Skipped members and records are told as `index` tells them.
///
/// Exit codes: 0 all of it was read, 2 something was skipped.
#[derive(Debug, Args)]
pub(super) struct ReadArgs {
    /// Files; - for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Read as this format, whatever the content says; `dateline formats` lists them
    #[arg(long = "as", value_name = "FORMAT", hide_possible_values = true,
        value_parser = PossibleValuesParser::new(READERS.iter().map(|reader| reader.name())))]
    format: Option<String>,
    /// How many articles of each file
    #[arg(short = 'n', long = "limit", value_name = "N", default_value = "10")]
    limit: usize,
    #[command(flatten)]
    map: MapArgs,
    #[command(flatten)]
    bounds: Bounds,
}

struct Printer<'a, W> {
    args: &'a ReadArgs,
    common: &'a Common,
    settings: Settings,
    out: W,
    any: bool,
    skipped: u64,
}

pub(super) fn run(args: &ReadArgs, common: &Common) -> Result<Outcome> {
    let mut printer = Printer {
        args,
        common,
        settings: Settings::new(Layers::Words, open::today()),
        out: output::stdout(),
        any: false,
        skipped: 0,
    };
    for file in &args.files {
        printer.file(file)?;
    }
    output::finish(printer.out)?;
    Ok(match printer.skipped {
        0 => Outcome::Good,
        _ => Outcome::Trouble,
    })
}

/// What is known of a file while it is read.
#[derive(Default)]
struct File {
    label: String,
    ids: Ids,
    /// The formats around what comes next: each with the member it was met in.
    layers: Vec<(String, &'static str)>,
    articles: usize,
    failed: Option<std::io::Error>,
}

impl<W: Write> Printer<'_, W> {
    fn file(&mut self, path: &Path) -> Result<()> {
        // Named by a person, not found by a walk: what is not there has not vanished.
        if path.as_os_str() != "-"
            && let Err(error) = path.metadata()
        {
            self.skip(path, What::File, discover::plain(&error));
            return Ok(());
        }
        let options = Options {
            limits: self.args.bounds.limits(),
            format: self
                .args
                .format
                .as_deref()
                .and_then(read::reader)
                .map(|reader| reader.name()),
            map: self.args.map.mapping()?.map(std::sync::Arc::new),
            tell: true,
        };
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let mut file = File {
            label: name.unwrap_or_else(|| "-".to_owned()),
            ..File::default()
        };
        let label = file.label.clone();
        let mut sink = |item| self.take(item, &mut file, path);
        let read = match path.as_os_str() == "-" {
            true => read::read_stream(std::io::stdin().lock(), &label, &options, &mut sink),
            false => read::read_file(path, &label, &options, &mut sink),
        };
        if let Some(error) = file.failed {
            return Err(error.into());
        }
        self.end(read, path, file.articles)
    }

    fn end(
        &mut self,
        read: std::result::Result<FileRead, ReadError>,
        path: &Path,
        articles: usize,
    ) -> Result<()> {
        // In order with what was printed, where both go to one screen.
        self.out.flush()?;
        if articles > self.args.limit {
            let path = path.display();
            let shown = counted(self.args.limit as u64, "article");
            output::say(
                self.common,
                &format!("{path}: {shown} shown, more follow (-n)"),
            );
        }
        if let Err(error) = read {
            let what = match articles {
                0 => What::File,
                _ => What::Rest,
            };
            self.skip(path, what, error.to_string());
        }
        Ok(())
    }

    fn skip(&mut self, path: &Path, what: What, reason: String) {
        self.left_out(&Skipped::new(path, what, reason));
    }

    /// Tells what is left out, also where it is to be quiet: it is of a file that was named.
    fn left_out(&mut self, skipped: &Skipped) {
        self.skipped += 1;
        output::tell(&output::left_out(skipped));
    }

    fn take(&mut self, item: Item, file: &mut File, path: &Path) -> ControlFlow<()> {
        match item {
            Item::Opened { member, format } => {
                // A member of a layer lies deeper; one beside it ends what was around the last.
                file.layers
                    .retain(|(around, _)| around.is_empty() || is_within(&member, around));
                file.layers.push((member, format));
                ControlFlow::Continue(())
            }
            Item::Skipped {
                member,
                record,
                reason,
            } => {
                let _ = self.out.flush();
                self.left_out(&Skipped::within(path, member, record, reason));
                ControlFlow::Continue(())
            }
            Item::Article(article) => {
                file.articles += 1;
                if file.articles > self.args.limit {
                    return ControlFlow::Break(());
                }
                match self.article(*article, file) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        file.failed = Some(error);
                        ControlFlow::Break(())
                    }
                }
            }
        }
    }

    fn article(&mut self, mut article: Article, file: &mut File) -> std::io::Result<()> {
        let formats: Vec<&'static str> = file.layers.iter().map(|(_, format)| *format).collect();
        file.ids.give(&mut article, &file.label);
        let (article, analysis, _) = analyse::analyse(article, &self.settings);
        if std::mem::replace(&mut self.any, true) {
            writeln!(self.out, "\n")?;
        }
        let shown = Reading {
            article: &article,
            formats: &formats,
            published: analysis.published.as_ref(),
            language: analysis.language,
        };
        reading::reading(&mut self.out, &shown, &output::page(self.common))
    }
}

/// Whether a member is another, or lies within it.
fn is_within(member: &str, around: &str) -> bool {
    member
        .strip_prefix(around)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('!'))
}
