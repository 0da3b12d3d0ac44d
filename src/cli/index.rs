//! `dateline index`

mod report;

use super::interrupt::{self, Interrupted};
use super::{Common, Outcome, corrections, dictionary, learn, open, output, progress};
use crate::analyse::Layers;
use crate::engine::Indexer;
use crate::engine::local::{LocalIndexer, WriteOptions, schema_version};
use crate::ingest::{self, Options, Run, Skipped, Stage, Summary, Target, Watch};
use crate::manifest::{Home, Lock, LockError, Root, State};
use crate::present::info::counted;
use crate::read::{Limits, Mapping};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Build an index, or bring it up to date
///
/// Reads every file below PATH and adds what is new or has changed: text, web pages, JSON, tables,
/// feeds, agency formats, e-mail, documents, crawls, digitised newspapers, and all of these compressed
/// or in archives (`dateline formats` lists them). Without PATH, looks at everything indexed so far.
/// Unchanged files are not read again. A file or a member of an archive that cannot be read gets one
/// line and never stops the run. So does what `dateline export -o` wrote, which its record beside it
/// tells; named itself, such a file is read.
///
/// Hidden files are passed over, and what a .datelineignore in any directory keeps out (gitignore
/// syntax).
///
/// Exit codes: 0 done; 2 if a path cannot be read, if nothing could be read, or with --strict if
/// anything was skipped.
#[derive(Debug, Args)]
pub(super) struct IndexArgs {
    /// Directories or files
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Name of the root, part of every id below it, and so of what a sample draws; another one for a
    /// known root takes --rebuild [default: the last part of PATH]
    #[arg(long, value_name = "NAME", requires = "paths")]
    label: Option<String>,
    /// Only files that match (may be repeated); kept for later runs, with --exclude: what is given
    /// replaces both, and '' alone forgets them
    #[arg(long, value_name = "GLOB", requires = "paths")]
    include: Vec<String>,
    /// No files that match (may be repeated); kept for later runs
    #[arg(long, value_name = "GLOB", requires = "paths")]
    exclude: Vec<String>,
    #[command(flatten)]
    map: MapArgs,
    /// Remove the articles of files that are gone
    #[arg(long)]
    prune: bool,
    /// Start from nothing: read everything anew, also what was indexed before and is not named
    #[arg(long)]
    rebuild: bool,
    /// Which layers to make; a later plain run completes them
    #[arg(long, value_name = "LAYERS", default_value = "all")]
    layers: LayersArg,
    /// CSV of path or id, field, value: sets published, outlet or language right for good. A path may
    /// be that of an archive, or of a member: news/x.zip!a.txt
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    #[command(flatten)]
    actors: ActorArgs,
    /// Forget the lists kept with --actors; else they are kept for later runs, until others are given
    #[arg(long, conflicts_with = "actors")]
    no_actors: bool,
    /// Text file that says which ids are one actor (`?per:jon-doe = ?per:john-doe`) and which are
    /// none (`remove ?per:big-ben`), for queries, lists and hits; kept in place of what was given
    /// before. Lines that say nothing and ids that nobody has are told, and the others hold
    #[arg(long, value_name = "FILE")]
    identities: Option<PathBuf>,
    /// Forget what was kept with --identities
    #[arg(long, conflicts_with = "identities")]
    no_identities: bool,
    /// Measure, on the dates that leave no choice, whether each outlet and the archive write 05/04 for
    /// 5 April or for May 4, and read the others so, now and in later runs, where neither country
    /// nor language tells; and take up the words of the archive, by which words broken at the end of a
    /// line are joined as by the common words of the language
    #[arg(long)]
    learn: bool,
    /// Let a file's modification time stand for its date where there is no other; kept for later runs
    #[arg(long)]
    date_from_mtime: bool,
    /// No longer let modification times stand for dates
    #[arg(long, conflicts_with = "date_from_mtime")]
    no_date_from_mtime: bool,
    /// Write what is not in the index with its reason, as CSV with the columns path, record, reason and
    /// what: a file, the rest of one, a record or member, or a path that could not be followed
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Fail if anything was skipped
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    reading: Reading,
    /// Threads that read, and as many that write [default: one a core, at most 8]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=8))]
    threads: Option<u16>,
    /// Seconds to the first commit; each next one waits twice as long, up to 30
    #[arg(
        long,
        value_name = "SECONDS",
        default_value = "2",
        hide_short_help = true
    )]
    first_commit: f32,
}

/// Bounds of reading.
#[derive(Clone, Debug, Args)]
pub(super) struct Reading {
    /// Longest article, in megabytes of text; a later run with more reads what was longer
    #[arg(long, value_name = "MB", default_value = "16", hide_short_help = true)]
    max_article: u32,
    /// A compressed file may expand to 16 MB and this many times its size; likewise
    #[arg(
        long,
        value_name = "TIMES",
        default_value = "200",
        hide_short_help = true
    )]
    max_expansion: u64,
    /// Read front pages, section lists and paywall stubs as articles too, also those that an earlier
    /// run skipped; else they are skipped. A later run keeps those that were read
    #[arg(long, hide_short_help = true)]
    keep_stubs: bool,
}

impl Reading {
    pub(super) fn limits(&self) -> Limits {
        Limits {
            max_article: (self.max_article as usize) << 20,
            max_expansion: self.max_expansion,
            keep_stubs: self.keep_stubs,
        }
    }
}

impl Default for Reading {
    fn default() -> Self {
        Reading {
            max_article: 16,
            max_expansion: 200,
            keep_stubs: false,
        }
    }
}

/// Lists of actors of the user's own.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct ActorArgs {
    /// List of actors, over the built-in ones (may be repeated): TSV or CSV with the columns id, name
    /// and where wanted kind, code, aliases, parent, from, until; or a PETRARCH dictionary of actors
    /// or agents
    #[arg(long, value_name = "FILE")]
    pub actors: Vec<PathBuf>,
}

/// Where the fields of records stand.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct MapArgs {
    /// TOML file that says where fields stand in records of JSON or CSV: title = "Headline",
    /// body = "/content/text", records = "/data/rows"; `index` and --in keep it for later runs
    #[arg(long, value_name = "FILE", conflicts_with = "columns")]
    map: Option<PathBuf>,
    /// The same in short: title=Headline,body=/content/text; '' forgets what was kept
    #[arg(long, value_name = "FIELD=COLUMN,...")]
    columns: Option<String>,
}

impl MapArgs {
    /// The mapping that was given.
    pub(super) fn mapping(&self) -> Result<Option<Mapping>> {
        match (&self.map, &self.columns) {
            (Some(file), _) => {
                let text = std::fs::read_to_string(file).map_err(|error| {
                    anyhow::anyhow!("{}: {}", file.display(), crate::discover::plain(&error))
                })?;
                let mapping = Mapping::parse_toml(&text);
                let mapping =
                    mapping.map_err(|error| anyhow::anyhow!("{}: {error}", file.display()));
                mapping.map(Some)
            }
            (None, Some(columns)) => match Mapping::parse_columns(columns) {
                Ok(mapping) => Ok(Some(mapping)),
                Err(error) => bail!("--columns: {error}"),
            },
            (None, None) => Ok(None),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LayersArg {
    /// Words, who and when
    All,
    /// Words alone: faster, without actors and dates
    Words,
}

/// The index cannot be written: somebody else writes, or nobody may.
#[derive(Debug)]
pub(super) struct CannotWrite(String);

impl std::fmt::Display for CannotWrite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CannotWrite {}

/// An index open for writing, with its lock.
pub(super) struct Writing {
    pub home: Home,
    pub state: State,
    pub indexer: Box<LocalIndexer>,
    pub options: Options,
    /// Free again only when the engine is closed.
    pub lock: Lock,
    /// Whether nothing was ever committed to it.
    pub is_new: bool,
}

/// Takes the lock of an index, making one where there is none.
fn lock(home: &Home) -> Result<Lock> {
    let cannot = |error: String| CannotWrite(format!("{}: {error}", home.path().display()));
    home.create()
        .map_err(|error| cannot(crate::discover::plain(&error)))?;
    let command: Vec<String> = std::env::args_os()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    home.lock(&command.join(" ")).map_err(|error| {
        cannot(match &error {
            LockError::Held(_) => error.to_string(),
            LockError::Io(cause) => crate::discover::plain(cause),
        })
        .into()
    })
}

/// Opens an index for writing, making an empty one where there is none.
fn open_writing(home: &Home, lock: Lock, options: Options) -> Result<Writing> {
    let location = open::location(home);
    let is_new = !open::exists(home);
    let mut state = match is_new {
        true => State {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema: schema_version(),
            unfinished: true,
            ..State::default()
        },
        false => open::searcher(home.clone())?.state,
    };
    state.date_from_mtime = options.date_from_mtime;
    let settings = options.settings.clone();
    let analyse: Arc<crate::engine::Analyse> =
        Arc::new(move |article| crate::analyse::analyse(article, &settings));
    let write = WriteOptions {
        threads: options.threads,
        ..WriteOptions::default()
    };
    let indexer = location.indexer(write, analyse)?;
    Ok(Writing {
        home: home.clone(),
        state,
        indexer: Box::new(indexer),
        options,
        lock,
        is_new,
    })
}

impl Writing {
    /// Commits the roots of a new index before anything is read, so that a run that is killed can be
    /// told and gone on with.
    fn begin(&self) -> Result<()> {
        match self.is_new {
            true => self.indexer.commit(&self.state.text()),
            false => Ok(()),
        }
    }
}

fn threads(given: Option<u16>) -> usize {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    given.map_or(cores.min(8), usize::from)
}

fn ordinary_options(home: &Home) -> Result<Options> {
    Ok(Options {
        threads: threads(None),
        prune: false,
        date_from_mtime: known_state(home).date_from_mtime,
        limits: Reading::default().limits(),
        settings: Arc::new(open::settings(home, Layers::All)?),
        first_commit: Duration::from_secs(5),
    })
}

pub(super) fn run(args: &IndexArgs, common: &Common) -> Result<Outcome> {
    let home = open::home(common, None)?;
    let exists = open::exists(&home);
    if args.paths.is_empty() && !exists {
        bail!(
            "{}: no index here, and no path to make one of; try `dateline index DIRECTORY`",
            home.path().display()
        );
    }
    if args.paths.is_empty() && args.map.mapping()?.is_some() {
        bail!("--map and --columns need a PATH: they are kept for the root that it is");
    }
    for path in args.paths.iter().chain(&args.corrections) {
        readable(path)?;
    }
    let first_commit = Duration::try_from_secs_f32(args.first_commit)
        .context("--first-commit takes a number of seconds")?;
    let lock = lock(&home)?;
    let known = known_state(&home);
    let mut kept_roots = known.roots;
    let mut relabelled = None;
    let rebuilds = args.rebuild && exists;
    if rebuilds {
        if args.paths.is_empty() && kept_roots.is_empty() {
            bail!(
                "{}: does not tell any more what was indexed; name it: dateline index --rebuild PATH",
                home.path().display()
            );
        }
        if let Some(label) = &args.label {
            relabelled = open::relabel(&mut kept_roots, &args.paths, label)?
                .map(|old| (old, open::written(label)));
        }
    }
    // While nothing is lost yet, nor begun, nor kept.
    if exists && !rebuilds {
        open::plain(home.clone())?;
    }
    named_targets(args, &mut kept_roots.clone())?;
    if let Some(report) = &args.report {
        report::can_write(report)?;
    }
    let lists = match args.actors.actors.as_slice() {
        [] => None,
        files => Some(dictionary::checked(common, files)?),
    };
    let identities = args.identities.as_deref();
    let identities = identities.map(|file| dictionary::checked_identities(common, file));
    let identities = identities.transpose()?;
    let mut correct_later = None;
    if let Some(file) = &args.corrections {
        match exists && !rebuilds && are_known(&kept_roots, &args.paths) {
            true => apply_corrections(common, &home, file)?,
            false => correct_later = Some(file),
        }
    }
    // Before anything asks the dictionary.
    if lists.is_some() || args.no_actors {
        dictionary::keep(&home, lists)?;
    }
    if identities.is_some() || args.no_identities {
        dictionary::keep_identities(&home, identities.as_deref())?;
    }
    if let Some((old, new)) = &relabelled {
        let lost = corrections::relabel(&home, old, new)?;
        if lost > 0 {
            let lost = counted(lost as u64, "correction");
            let line = format!("{lost} by id: the label is part of it; give them anew");
            output::say(common, &line);
        }
    }
    let layers = match args.layers {
        LayersArg::All => Layers::All,
        LayersArg::Words => Layers::Words,
    };
    let options = Options {
        threads: threads(args.threads),
        prune: args.prune,
        date_from_mtime: args.date_from_mtime || known.date_from_mtime && !args.no_date_from_mtime,
        limits: args.reading.limits(),
        settings: Arc::new(open::settings(&home, layers)?),
        first_commit,
    };
    let again = Options {
        prune: false,
        ..options.clone()
    };
    if rebuilds {
        forget(&home);
    }
    let mut writing = open_writing(&home, lock, options)?;
    if rebuilds {
        writing.state.roots = kept_roots;
    }
    let targets = match args.paths.as_slice() {
        [] => open::all_targets(&writing.state.roots),
        _ => {
            let targets = named_targets(args, &mut writing.state.roots)?;
            match rebuilds {
                true => everything(common, &writing.state.roots, &targets),
                false => targets,
            }
        }
    };
    writing.begin()?;
    let (summary, skipped) = refresh(common, writing, targets, true)?;
    if let Some(report) = &args.report {
        report::write(report, &skipped)?;
    }
    if let Some(file) = correct_later.filter(|_| !summary.stopped) {
        let lock = self::lock(&home)?;
        apply_corrections(common, &home, file)?;
        analyse_anew(common, &home, lock, layers, again.clone())?;
    }
    if args.learn && !summary.stopped {
        learn(common, &home, layers, again)?;
    }
    if args.identities.is_some() && !summary.stopped {
        dictionary::say_unknown(common, &home)?;
    }
    let nothing = summary.added + summary.updated + summary.unchanged + summary.reanalysed == 0;
    Ok(if summary.stopped {
        Outcome::Interrupted
    } else if summary.lost_roots > 0
        || nothing && summary.skipped_files + summary.unreached > 0
        || args.strict && summary.has_skipped()
    {
        Outcome::Trouble
    } else {
        Outcome::Good
    })
}

/// Measures how the archive orders day and month, and its words. Where that makes a difference, every
/// article is analysed anew, from the stored text.
fn learn(common: &Common, home: &Home, layers: Layers, options: Options) -> Result<()> {
    let lock = lock(home)?;
    let (orders, words, changed) = learn::measure(&open::searcher(home.clone())?)?;
    output::say(common, &format!("order of dates: {}", learn::line(&orders)));
    if let Some(words) = words {
        let words = counted(words as u64, "word");
        let line = format!("words: {words}, by which words broken at the end of a line are joined");
        output::say(common, &line);
    }
    match changed {
        true => analyse_anew(common, home, lock, layers, options),
        false => Ok(()),
    }
}

/// Analyses anew what was analysed under other settings than those that the index has now.
fn analyse_anew(
    common: &Common,
    home: &Home,
    lock: Lock,
    layers: Layers,
    options: Options,
) -> Result<()> {
    let options = Options {
        settings: Arc::new(open::settings(home, layers)?),
        ..options
    };
    let writing = open_writing(home, lock, options)?;
    let targets = open::all_targets(&writing.state.roots);
    follow(refresh(common, writing, targets, false)?)
}

/// Fails where Ctrl-C was pressed in a run that something was to follow.
fn follow((summary, _): (Summary, Vec<Skipped>)) -> Result<()> {
    match summary.stopped {
        true => Err(Interrupted.into()),
        false => Ok(()),
    }
}

/// What an index knows of itself, its roots among it, where it can still tell.
fn known_state(home: &Home) -> State {
    let payload = open::location(home).payload();
    let state = payload.and_then(|payload| State::parse(&payload).ok());
    state.unwrap_or_default()
}

/// Takes an index away.
fn forget(home: &Home) {
    // What stays is swept or written over by the run that follows.
    let _ = std::fs::remove_dir_all(home.engine());
    home.sweep(&[]);
}

/// Fails where there is nothing at a path, or nothing that may be looked at.
fn readable(path: &Path) -> Result<()> {
    std::fs::metadata(path).map_err(|error| {
        anyhow::anyhow!("{}: {}", path.display(), crate::discover::plain(&error))
    })?;
    Ok(())
}

/// Whether these are the roots of the paths, so that corrections may speak of what is in them before
/// they are looked at.
fn are_known(roots: &[Root], paths: &[PathBuf]) -> bool {
    let is_known = |path: &PathBuf| {
        let path = std::fs::canonicalize(path);
        path.is_ok_and(|path| open::within(roots, &path).is_some())
    };
    paths.iter().all(is_known)
}

/// Rows of corrections for files that are not in the index that are told.
const MOST_UNKNOWN: usize = 20;

fn apply_corrections(common: &Common, home: &Home, file: &Path) -> Result<()> {
    let given = corrections::merge(&open::plain(home.clone())?, file)?;
    for (row, path) in given.unknown.iter().take(MOST_UNKNOWN) {
        let path = output::line(path);
        output::say(
            common,
            &format!(
                "{}: row {row}: `{path}` is not in the index; kept for when it is",
                file.display()
            ),
        );
    }
    if let Some(more @ 1..) = given.unknown.len().checked_sub(MOST_UNKNOWN) {
        output::say(common, &format!("and {more} more rows like these"));
    }
    output::say(
        common,
        &format!("{} taken", counted(given.rows as u64, "correction")),
    );
    Ok(())
}

/// Every root, where an index is rebuilt: what was not named must be read anew as well, and that is
/// said.
fn everything(common: &Common, roots: &[Root], named: &[Target]) -> Vec<Target> {
    let is_named = |root: &&Root| named.iter().any(|target| target.root.label == root.label);
    let others: Vec<&str> = roots
        .iter()
        .filter(|root| !is_named(root))
        .map(|root| root.path.as_str())
        .collect();
    if !others.is_empty() {
        let others = others.join(", ");
        output::say(
            common,
            &format!("rebuilding what else is in the index, too: {others}"),
        );
    }
    open::all_targets(roots)
}

/// The paths that were named as targets, with the globs and the mapping given; new roots are added
/// to `roots`.
fn named_targets(args: &IndexArgs, roots: &mut Vec<Root>) -> Result<Vec<Target>> {
    let targets = open::targets(roots, &args.paths, args.label.as_deref())?;
    filtered(args, roots, targets)
}

/// Gives the include and exclude globs and the mapping to the roots that were named.
fn filtered(args: &IndexArgs, roots: &mut [Root], mut targets: Vec<Target>) -> Result<Vec<Target>> {
    let mapping = args.map.mapping()?;
    let has_globs = !args.include.is_empty() || !args.exclude.is_empty();
    if !has_globs && mapping.is_none() {
        return Ok(targets);
    }
    // An empty glob would match everything; it says that none is wanted.
    let given = |globs: &[String]| -> Vec<String> {
        let globs = globs.iter().filter(|glob| !glob.is_empty());
        globs.cloned().collect()
    };
    let (include, exclude) = (given(&args.include), given(&args.exclude));
    crate::discover::Filter::new(&include, &exclude)?;
    for target in &mut targets {
        whole(target, "--include, --exclude, --map and --columns")?;
        if has_globs {
            target.root.include.clone_from(&include);
            target.root.exclude.clone_from(&exclude);
        }
        if let Some(mapping) = &mapping {
            target.root.map.clone_from(mapping.places());
        }
        keep(roots, &target.root);
    }
    Ok(targets)
}

/// Fails where a target is part of a root alone.
fn whole(target: &Target, options: &str) -> Result<()> {
    if !target.within.is_empty() {
        bail!(
            "{}: {options} belong to a whole root, here {}",
            target.start.display(),
            target.root.path
        );
    }
    Ok(())
}

/// Puts a root in the place of what was known of it.
fn keep(roots: &mut [Root], changed: &Root) {
    for root in roots.iter_mut().filter(|root| root.label == changed.label) {
        root.clone_from(changed);
    }
}

/// Refreshes and prunes what lies under a path, quietly where nothing had to be done. A mapping is
/// kept for the root that the path is.
///
/// # Errors
/// [`CannotWrite`] where the last commit may do instead, [`Interrupted`] where Ctrl-C ended it.
pub(super) fn refresh_path(
    common: &Common,
    home: &Home,
    path: &Path,
    mapping: Option<&Mapping>,
) -> Result<()> {
    readable(path)?;
    let lock = lock(home)?;
    let mut options = ordinary_options(home)?;
    options.prune = true;
    let mut writing = open_writing(home, lock, options)?;
    let mut targets = open::targets(&mut writing.state.roots, &[path.to_owned()], None)?;
    if let (Some(mapping), Some(target)) = (mapping, targets.first_mut()) {
        whole(target, "--map and --columns")?;
        target.root.map.clone_from(mapping.places());
        keep(&mut writing.state.roots, &target.root);
    }
    writing.begin()?;
    let start = targets
        .first()
        .map(|target| target.start.clone())
        .unwrap_or_default();
    for root in &writing.state.roots {
        if Path::new(&root.path) != start && Path::new(&root.path).starts_with(&start) {
            targets.extend(open::all_targets(std::slice::from_ref(root)));
        }
    }
    follow(refresh(common, writing, targets, false)?)
}

/// Runs a refresh with progress, prints what was skipped and, if wanted or if anything changed,
/// the summary.
fn refresh(
    common: &Common,
    writing: Writing,
    targets: Vec<Target>,
    always: bool,
) -> Result<(Summary, Vec<Skipped>)> {
    let watch = Arc::new(Watch::default());
    let ends = interrupt::ends(&watch);
    let mut bar = progress::Bar::new(common);
    let Writing {
        home,
        state,
        indexer,
        options,
        lock,
        ..
    } = writing;
    let run = Run {
        home: &home,
        state,
        targets,
        options: &options,
        watch: &watch,
    };
    let done = ingest::refresh(run, indexer.as_ref(), &mut |watch| bar.show(watch));
    let (_, mut summary, skipped) = match done {
        Ok(done) => done,
        Err(error) => {
            bar.clear();
            return Err(error);
        }
    };
    bar.stage(Stage::Merging);
    indexer
        .close()
        .context("the articles are in the index, but its segments were not joined")?;
    drop(lock);
    bar.clear();
    for skipped in skipped
        .iter()
        .filter(|skipped| !skipped.known || common.verbose)
    {
        output::say(common, &report::line(skipped));
    }
    let changed = summary.added + summary.updated + summary.removed + summary.reanalysed > 0;
    if always || changed || summary.stopped {
        output::say(common, &report::summary(&summary, bar.elapsed()));
    }
    drop(ends);
    // Segments are joined to the end, and no more than that is done.
    summary.stopped |= watch.stop.load(Ordering::Relaxed);
    Ok((summary, skipped))
}

/// Takes what lies under the targets out of the index, and forgets roots that are targets. Gives
/// the number of articles removed.
pub(super) fn remove(home: &Home, targets: &[Target]) -> Result<u64> {
    let lock = lock(home)?;
    let writing = open_writing(home, lock, ordinary_options(home)?)?;
    let Writing {
        mut state,
        indexer,
        lock,
        ..
    } = writing;
    let removed = ingest::remove(home, &mut state, targets, indexer.as_ref())?;
    indexer.close()?;
    drop(lock);
    Ok(removed)
}
