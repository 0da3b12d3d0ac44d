//! `dateline annotate`

use super::index::{ActorArgs, MapArgs, Reading};
use super::{Common, Outcome, dictionary, open, output};
use crate::analyse::{self, Layers, Settings};
use crate::discover::{self, Filter};
use crate::export;
use crate::ingest::{Ids, Skipped, What};
use crate::manifest::join;
use crate::model::{Analysis, Article};
use crate::read::{self, Item, ReadError};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::collections::HashSet;
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
    /// Whether something was skipped that nobody was told of.
    untold: bool,
    /// Ids of the documents that have files of their own.
    written: HashSet<String>,
    failed: Option<std::io::Error>,
}

pub(super) fn run(args: &AnnotateArgs, common: &Common) -> Result<Outcome> {
    let named = named(&args.paths)?;
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
        untold: false,
        written: HashSet::new(),
        failed: None,
    };
    let mut lost = false;
    for named in named {
        match named {
            Named::Stdin => annotator.stdin()?,
            Named::Root { label, path } => annotator.root(&label, &path)?,
            Named::Lost { path, reason } => {
                lost = true;
                annotator.skip(&path, What::File, reason, true);
            }
        }
    }
    annotator.out.flush()?;
    let none = annotator.articles == 0 && annotator.skipped > 0;
    if none && annotator.untold {
        output::tell("no article was read; without -q it is said why");
    }
    Ok(match none || lost {
        true => Outcome::Trouble,
        false => Outcome::Good,
    })
}

/// What was named to be read.
enum Named {
    Stdin,
    /// What is there, by its whole path.
    Root {
        label: String,
        path: PathBuf,
    },
    /// What is not.
    Lost {
        path: PathBuf,
        reason: String,
    },
}

/// The paths given, each once.
///
/// # Errors
/// Two have the same label, so that their articles could have the same ids.
fn named(paths: &[PathBuf]) -> Result<Vec<Named>> {
    let mut all: Vec<Named> = Vec::new();
    for given in paths {
        if given.as_os_str() == "-" {
            all.push(Named::Stdin);
            continue;
        }
        let path = match discover::resolved(given) {
            Ok(path) => path,
            Err(reason) => {
                let path = given.clone();
                all.push(Named::Lost { path, reason });
                continue;
            }
        };
        let label = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let same = all.iter().find_map(|named| match named {
            Named::Root { label: other, path } if *other == label => Some(path),
            _ => None,
        });
        match same {
            Some(other) if *other == path => {}
            Some(other) => bail!(
                "{}: the label `{label}` is taken by {}; annotate a directory above both, or each in a run of its own",
                path.display(),
                other.display()
            ),
            None => all.push(Named::Root { label, path }),
        }
    }
    Ok(all)
}

impl<W: Write> Annotator<'_, W> {
    fn stdin(&mut self) -> Result<()> {
        let options = self.options.clone();
        let (mut ids, before) = (Ids::default(), self.articles);
        let path = Path::new("-");
        let read = read::read_stream(std::io::stdin().lock(), "-", &options, &mut |item| {
            self.take(item, &mut ids, "-", path)
        });
        self.end(read, path, before, true)
    }

    fn root(&mut self, label: &str, root: &Path) -> Result<()> {
        for found in discover::walk(root, root, &Filter::default(), &[]) {
            let found = match found {
                Ok(found) => found,
                Err(obstacle) => {
                    let is_named = obstacle.path == root;
                    self.skip(&obstacle.path, What::Path, obstacle.reason, is_named);
                    continue;
                }
            };
            let is_named = found.name.is_empty();
            if output::is_stdout(&found.path) {
                let reason = "it is what is being written".to_owned();
                self.skip(&found.path, What::File, reason, is_named);
                continue;
            }
            // A file that was named is read whatever it is.
            let own = (!is_named).then(|| export::own(&found.path));
            if let Some(own) = own.flatten() {
                self.skip(&found.path, What::File, own.to_string(), is_named);
                continue;
            }
            let options = self.options.clone();
            let full_path = join(label, &found.name);
            let (mut ids, before) = (Ids::default(), self.articles);
            let read = read::read_file(&found.path, &found.hint(), &options, &mut |item| {
                self.take(item, &mut ids, &full_path, &found.path)
            });
            self.end(read, &found.path, before, is_named)?;
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
                self.left_out(&Skipped::within(path, member, record, reason), false);
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
                if !self.written.insert(article.id.clone()) {
                    let taken = format!("{}: another article has this id", path.display());
                    return Err(std::io::Error::other(taken));
                }
                let mut document = Vec::new();
                export::timeml(&mut document, article, analysis)?;
                std::fs::write(&path, document).map_err(|error| {
                    std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
                })
            }
        }
    }

    /// Ends a file; `before` is the number of articles before it.
    fn end(
        &mut self,
        read: Result<read::FileRead, ReadError>,
        path: &Path,
        before: u64,
        is_named: bool,
    ) -> Result<()> {
        if let Some(error) = self.failed.take() {
            return Err(error.into());
        }
        if let Err(error) = read {
            let what = match self.articles > before {
                true => What::Rest,
                false => What::File,
            };
            self.skip(path, what, error.to_string(), is_named);
        }
        Ok(())
    }

    fn skip(&mut self, path: &Path, what: What, reason: String, is_named: bool) {
        self.left_out(&Skipped::new(path, what, reason), is_named);
    }

    /// Tells what is left out: of what was named also where it is to be quiet.
    fn left_out(&mut self, skipped: &Skipped, is_named: bool) {
        self.skipped += 1;
        match is_named || !self.common.quiet {
            true => output::tell(&output::left_out(skipped)),
            false => self.untold = true,
        }
    }
}
