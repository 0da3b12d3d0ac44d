//! `dateline annotate`

use super::index::{ActorArgs, MapArgs, Reading};
use super::{Common, Outcome, dictionary, open, output};
use crate::analyse::{self, Layers, Settings};
use crate::discover::{self, Filter};
use crate::export;
use crate::ingest::Ids;
use crate::manifest::join;
use crate::model::{Analysis, Article};
use crate::read::{self, Item, ReadError};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Write the analysis of articles, without an index
///
/// Reads like `index` and writes one JSON object an article: its fields, its publication date with
/// where that came from, who is mentioned and which dates are meant, with byte offsets into title
/// and body. schema/article.schema.json describes it.
///
/// With --format timeml it writes one TimeML document an article, dates alone: with -o DIR each into
/// a file DIR/ID.tml, ID being dateline's (DOCID is the source's own where it gave one), else one
/// after another, each beginning with the line `<?xml ...`.
///
/// With --format conll it writes a line a token, three columns with tabs between: the token; the
/// class of the name that it is part of in BIO, as in CoNLL-2003 (B-PER, I-PER, ORG, LOC, MISC, else
/// O); the ids of the actors in whose mentions it stands, innermost first with | between, else _. A
/// line `-DOCSTART-` with the article's id begins a document, an empty line ends a sentence, of
/// which the title is the first.
#[derive(Debug, Args)]
pub(super) struct AnnotateArgs {
    /// Directories or files; - for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Format of the output
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: Format,
    /// Write each TimeML document into a file of its own in this directory, which is made
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    actors: ActorArgs,
    #[command(flatten)]
    map: MapArgs,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object an article
    Jsonl,
    /// One TimeML document an article: its text with inline TIMEX3
    Timeml,
    /// One line a token: the token, its name's class in BIO, its actors
    Conll,
}

struct Annotator<'a, W> {
    args: &'a AnnotateArgs,
    common: &'a Common,
    settings: Settings,
    options: read::Options,
    out: W,
    articles: u64,
    skipped: u64,
    failed: Option<std::io::Error>,
}

pub(super) fn run(args: &AnnotateArgs, common: &Common) -> Result<Outcome> {
    if let Some(directory) = &args.output {
        if args.format != Format::Timeml {
            bail!("-o is for --format timeml, which has a file for each article");
        }
        std::fs::create_dir_all(directory).with_context(|| directory.display().to_string())?;
    }
    let mut annotator = Annotator {
        args,
        common,
        settings: Settings {
            actors: dictionary::take(common, &args.actors.actors)?,
            ..Settings::new(Layers::All, open::today())
        },
        options: read::Options {
            map: args.map.mapping()?.map(std::sync::Arc::new),
            ..read::Options::from(args.reading.limits())
        },
        out: output::stdout(),
        articles: 0,
        skipped: 0,
        failed: None,
    };
    let mut lost = false;
    for path in &args.paths {
        if path.as_os_str() == "-" {
            annotator.stdin()?;
        } else if let Err(error) = std::fs::metadata(path) {
            lost = true;
            annotator.skip(&path.display().to_string(), None, &discover::plain(&error));
        } else {
            annotator.path(path)?;
        }
    }
    annotator.out.flush()?;
    Ok(match annotator.articles {
        0 if annotator.skipped > 0 => Outcome::Trouble,
        _ if lost => Outcome::Trouble,
        _ => Outcome::Good,
    })
}

impl<W: Write> Annotator<'_, W> {
    fn stdin(&mut self) -> Result<()> {
        let options = self.options.clone();
        let mut ids = Ids::default();
        let path = Path::new("-");
        let read = read::read_stream(std::io::stdin().lock(), "-", &options, &mut |item| {
            self.take(item, &mut ids, "-", path)
        });
        self.end(read, path)
    }

    fn path(&mut self, path: &Path) -> Result<()> {
        let root = std::fs::canonicalize(path)?;
        let label = root
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        for found in discover::walk(&root, &root, &Filter::default(), &[]) {
            let found = match found {
                Ok(found) => found,
                Err(obstacle) => {
                    self.skip(&obstacle.path.display().to_string(), None, &obstacle.reason);
                    continue;
                }
            };
            if output::is_stdout(&found.path) {
                let reason = "it is what is being written";
                self.skip(&found.path.display().to_string(), None, reason);
                continue;
            }
            // A file that was named is read whatever it is.
            let own = (!found.name.is_empty()).then(|| export::own(&found.path));
            if let Some(own) = own.flatten() {
                self.skip(&found.path.display().to_string(), None, &own.to_string());
                continue;
            }
            let options = self.options.clone();
            let full_path = join(&label, &found.name);
            let mut ids = Ids::default();
            let read = read::read_file(&found.path, &found.hint(), &options, &mut |item| {
                self.take(item, &mut ids, &full_path, &found.path)
            });
            self.end(read, &found.path)?;
        }
        Ok(())
    }

    fn take(&mut self, item: Item, ids: &mut Ids, full_path: &str, path: &Path) -> ControlFlow<()> {
        match item {
            Item::Article(article) => self.article(*article, ids, full_path),
            Item::Skipped {
                member,
                record,
                reason,
            } => {
                let path = path.display().to_string();
                let place = match member.as_str() {
                    "" => path,
                    member => format!("{path}!{member}"),
                };
                self.skip(&place, record, &reason);
                ControlFlow::Continue(())
            }
            Item::Opened { .. } => ControlFlow::Continue(()),
        }
    }

    fn article(&mut self, mut article: Article, ids: &mut Ids, full_path: &str) -> ControlFlow<()> {
        ids.give(&mut article, full_path);
        let (article, analysis, _) = analyse::analyse(article, &self.settings);
        self.articles += 1;
        match self.write(&article, &analysis) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn write(&mut self, article: &Article, analysis: &Analysis) -> std::io::Result<()> {
        match (self.args.format, &self.args.output) {
            (Format::Jsonl, _) => export::annotate(&mut self.out, article, analysis),
            (Format::Conll, _) => export::conll(&mut self.out, article, analysis),
            (Format::Timeml, None) => export::timeml(&mut self.out, article, analysis),
            (Format::Timeml, Some(directory)) => {
                let path = directory.join(format!("{}.tml", article.id));
                let mut document = Vec::new();
                export::timeml(&mut document, article, analysis)?;
                std::fs::write(&path, document).map_err(|error| {
                    std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
                })
            }
        }
    }

    fn end(&mut self, read: Result<read::FileRead, ReadError>, path: &Path) -> Result<()> {
        if let Some(error) = self.failed.take() {
            return Err(error.into());
        }
        if let Err(error) = read {
            self.skip(&path.display().to_string(), None, &error.to_string());
        }
        Ok(())
    }

    fn skip(&mut self, place: &str, record: Option<u64>, reason: &str) {
        self.skipped += 1;
        let record = record
            .map(|record| format!("record {record}: "))
            .unwrap_or_default();
        output::say(self.common, &format!("skipped {place}: {record}{reason}"));
    }
}
