//! Which index, which roots, which part of them.

use super::{Common, dictionary, output};
use crate::analyse::{Layers, Settings, actors};
use crate::discover;
use crate::engine::local::{LocalSearcher, Location, schema_version};
use crate::engine::{Scope, Searcher};
use crate::ingest::Target;
use crate::manifest::{Entry, Fingerprint, Home, Merge, Root, State, is_index, order};
use crate::read::Mapping;
use anyhow::{Context, Result, bail};
use std::cell::Cell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Name of the index directory.
const HOME: &str = ".dateline";

/// The index directory: the one given, else the nearest upward from `start` (below the user's home
/// directory, which is not itself looked at), else one to be made here.
pub(super) fn home(common: &Common, start: Option<&Path>) -> Result<Home> {
    if let Some(given) = &common.index {
        return Ok(Home::new(given));
    }
    let here = std::env::current_dir().context("the current directory is gone")?;
    let start = match start {
        Some(start) => std::fs::canonicalize(start).unwrap_or_else(|_| here.join(start)),
        None => here.clone(),
    };
    let user = std::env::home_dir();
    let above = start
        .ancestors()
        .take_while(|directory| user.as_deref() != Some(directory));
    let found = above
        .map(|directory| directory.join(HOME))
        .find(|path| path.is_dir());
    Ok(Home::new(found.unwrap_or_else(|| here.join(HOME))))
}

/// The engine's files of an index.
pub(super) fn location(home: &Home) -> Location {
    Location::new(&home.engine())
}

/// Whether there is an index. What a run has left behind that was killed before its first commit is
/// none: it does not even know its roots.
pub(super) fn exists(home: &Home) -> bool {
    let location = location(home);
    location.exists()
        && (location.payload().is_some()
            // Without a payload it may also be damaged, or of another version.
            || !location.searcher().is_ok_and(|searcher| searcher.payload().is_empty()))
}

/// An index open for searching, with the state of its last commit.
pub(super) struct Opened {
    pub home: Home,
    pub searcher: LocalSearcher,
    pub state: State,
    /// The manifest of that commit: a writer may take its files away later.
    manifest: Cell<Option<Merge>>,
}

/// Opens an existing index, with what its users say of actors.
pub(super) fn searcher(home: Home) -> Result<Opened> {
    with_actors(opened(home, |state| state.mixed)?)
}

/// Opens an existing index, and its manifest for [`entries`].
pub(super) fn with_entries(home: Home) -> Result<Opened> {
    with_actors(plain(home)?)
}

/// Opens an existing index and its manifest without its actors, of which this process may yet be given
/// others.
pub(super) fn plain(home: Home) -> Result<Opened> {
    opened(home, |_| true)
}

fn with_actors(opened: Opened) -> Result<Opened> {
    dictionary::install(&opened.home)?;
    let roots = opened.state.roots.iter();
    let roots = roots.map(|root| (root.label.clone(), root.path.clone()));
    let roots = roots.collect::<HashMap<_, _>>();
    let searcher = opened
        .searcher
        .with_resolver(actors::lookup)
        .with_identities(actors::identities::installed())
        .with_roots(roots);
    Ok(Opened { searcher, ..opened })
}

fn opened(home: Home, wants_entries: fn(&State) -> bool) -> Result<Opened> {
    let location = location(&home);
    if !exists(&home) {
        location.readable()?;
        bail!(
            "{}: no index here; make one with `dateline index DIRECTORY`, or name one with --index",
            home.path().display()
        );
    }
    let (searcher, state, manifest) = location.settled(|| {
        let searcher = location.searcher()?;
        let state = state(searcher.payload())?;
        let manifest = match wants_entries(&state) {
            true => Some(home.manifest(&state.runs)?),
            false => None,
        };
        Ok((searcher, state, manifest))
    })?;
    Ok(Opened {
        home,
        searcher,
        state,
        manifest: Cell::new(manifest),
    })
}

/// Reads the payload of a commit.
pub(super) fn state(payload: &str) -> Result<State> {
    let state = State::parse(payload).context("the index's record of itself is damaged")?;
    if !payload.is_empty() && state.schema != schema_version() {
        bail!(
            "the index was made by dateline {} with schema {}, not {}; rebuild it with `dateline index --rebuild`",
            state.version,
            state.schema,
            schema_version()
        );
    }
    Ok(state)
}

/// Tells articles that were analysed under other settings than those of the last run.
pub(super) struct Stale {
    settings: u64,
    corrected: Settings,
}

impl Stale {
    /// `None` where there are none.
    pub(super) fn of(opened: &Opened) -> Result<Option<Stale>> {
        if !opened.state.mixed {
            return Ok(None);
        }
        Ok(Some(Stale {
            settings: opened.state.settings,
            corrected: super::corrections::of_home(&opened.home, Layers::All)?,
        }))
    }

    /// How many a file has.
    pub(super) fn articles(&self, entry: &Entry) -> u64 {
        let corrected = self.corrected.corrections_of(&entry.full_path());
        match entry.settings == self.settings ^ corrected {
            true => 0,
            false => entry.articles,
        }
    }
}

/// How many articles were analysed under other settings than those of the last run. Looks at the
/// manifest only if there may be any.
pub(super) fn stale(opened: &Opened) -> Result<u64> {
    let Some(stale) = Stale::of(opened)? else {
        return Ok(0);
    };
    let mut articles = 0;
    for entry in entries(opened)? {
        articles += stale.articles(&entry?);
    }
    Ok(articles)
}

/// The paths given, as targets: parts of known roots, or new roots, which are added to `roots`.
///
/// # Errors
/// A path that is not there or belongs to an index, or a label that is taken or is not that of a known
/// root.
pub(super) fn targets(
    roots: &mut Vec<Root>,
    paths: &[PathBuf],
    label: Option<&str>,
) -> Result<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    for path in paths {
        let start = discover::resolved(path)
            .map_err(|reason| anyhow::anyhow!("{}: {reason}", path.display()))?;
        if start.ancestors().any(is_index) {
            bail!("{}: {}", start.display(), discover::INDEX);
        }
        let target = match within(roots, &start) {
            Some(target) => {
                label.map_or(Ok(()), |label| is_label_of(&target, label))?;
                target
            }
            None => new_root(roots, start, label)?,
        };
        targets.push(target);
    }
    Ok(outermost(targets))
}

/// Fails where a label is not that of the root which a target is.
fn is_label_of(target: &Target, label: &str) -> Result<()> {
    let (start, root) = (target.start.display(), &target.root);
    if !target.within.is_empty() {
        bail!(
            "{start}: --label belongs to a whole root, here {}",
            root.path
        );
    }
    if written(label) != root.label {
        bail!(
            "{start}: its label is `{}`, which is part of every id; --rebuild gives it another",
            root.label
        );
    }
    Ok(())
}

/// Gives the root at one of the paths another label; tells the one it had.
///
/// # Errors
/// The label is taken.
pub(super) fn relabel(
    roots: &mut [Root],
    paths: &[PathBuf],
    label: &str,
) -> Result<Option<String>> {
    let label = written(label);
    let is_named = |root: &Root| {
        let is_root = |path: &PathBuf| {
            std::fs::canonicalize(path).is_ok_and(|path| path == Path::new(&root.path))
        };
        root.label != label && paths.iter().any(is_root)
    };
    let Some(at) = roots.iter().position(is_named) else {
        return Ok(None);
    };
    let path = roots.get(at).map(|root| root.path.clone());
    is_free(roots, &label, Path::new(&path.unwrap_or_default()))?;
    let old = roots
        .get_mut(at)
        .map(|root| std::mem::replace(&mut root.label, label));
    roots.sort_by(|a, b| a.label.cmp(&b.label));
    Ok(old)
}

/// A label as roots have it.
pub(super) fn written(label: &str) -> String {
    label.replace('/', "_")
}

/// Fails where another root has a label.
fn is_free(roots: &[Root], label: &str, start: &Path) -> Result<()> {
    if let Some(other) = roots.iter().find(|root| root.label == label) {
        bail!(
            "{}: the label `{label}` is taken by {}; give another with --label",
            start.display(),
            other.path
        );
    }
    Ok(())
}

/// The target of a path that lies in a known root, the innermost where roots are nested.
pub(super) fn within(roots: &[Root], start: &Path) -> Option<Target> {
    let inside = roots.iter().filter_map(|root| {
        let within = discover::name_within(Path::new(&root.path), start)?;
        Some(Target {
            root: root.clone(),
            within,
            start: start.to_owned(),
        })
    });
    inside.min_by_key(|target| target.within.len())
}

fn new_root(roots: &mut Vec<Root>, start: PathBuf, label: Option<&str>) -> Result<Target> {
    let name = start
        .file_name()
        .map_or_else(|| "root".into(), |name| name.to_string_lossy());
    let label = written(label.unwrap_or(&name));
    is_free(roots, &label, &start)?;
    let path = start.to_str().with_context(|| {
        format!(
            "{}: the path of a root must be valid UTF-8",
            start.display()
        )
    })?;
    let root = Root {
        label,
        path: path.to_owned(),
        ..Root::default()
    };
    roots.push(root.clone());
    roots.sort_by(|a, b| a.label.cmp(&b.label));
    Ok(Target {
        root,
        within: String::new(),
        start,
    })
}

/// Targets without those that lie inside another.
fn outermost(mut targets: Vec<Target>) -> Vec<Target> {
    targets.sort_by(|a, b| order((&a.root.label, &a.within), (&b.root.label, &b.within)));
    targets.dedup_by(|inner, outer| {
        inner.root.label == outer.root.label
            && (outer.within.is_empty()
                || inner.within == outer.within
                || inner.within.starts_with(&format!("{}/", outer.within)))
    });
    targets
}

/// A target as a scope of a search.
pub(super) fn scope(target: &Target) -> Scope {
    Scope {
        label: target.root.label.clone(),
        path: target.within.clone(),
    }
}

/// Every root as a target.
pub(super) fn all_targets(roots: &[Root]) -> Vec<Target> {
    roots
        .iter()
        .map(|root| Target {
            root: root.clone(),
            within: String::new(),
            start: PathBuf::from(&root.path),
        })
        .collect()
}

/// Refreshes and prunes what lies under a path, then says which part of the index it is. Where the
/// index cannot be written, the last commit must do, and that is said, unless a mapping was given,
/// which it may not have been made with.
fn refresh_in(
    common: &Common,
    home: &Home,
    path: &Path,
    mapping: Option<&Mapping>,
) -> Result<Vec<Scope>> {
    if let Err(error) = super::index::refresh_path(common, home, path, mapping) {
        let excusable =
            mapping.is_none() && error.is::<super::index::CannotWrite>() && exists(home);
        if !excusable {
            return Err(error);
        }
        output::say(
            common,
            &format!("dateline: searching the last commit: {error:#}"),
        );
    }
    let opened = searcher(home.clone())?;
    let start = std::fs::canonicalize(path)
        .map_err(|error| anyhow::anyhow!("{}: {}", path.display(), discover::plain(&error)))?;
    let mut scopes: Vec<Scope> = Vec::new();
    scopes.extend(within(&opened.state.roots, &start).iter().map(scope));
    // Roots of their own below the path are part of it.
    for root in &opened.state.roots {
        if Path::new(&root.path) != start && Path::new(&root.path).starts_with(&start) {
            scopes.push(Scope {
                label: root.label.clone(),
                path: String::new(),
            });
        }
    }
    if scopes.is_empty() {
        bail!("{}: not in the index", path.display());
    }
    Ok(scopes)
}

/// Opens the index to search; with a path, refreshes and prunes what lies under it first, and says
/// which part of the index that is. A mapping is kept for the root that the path is.
pub(super) fn to_search(
    common: &Common,
    path: Option<&Path>,
    mapping: Option<&Mapping>,
    open: fn(Home) -> Result<Opened>,
) -> Result<(Opened, Vec<Scope>)> {
    let home = home(common, path)?;
    let scopes = match path {
        Some(path) => refresh_in(common, &home, path, mapping)?,
        None => Vec::new(),
    };
    let opened = open(home)?;
    if opened.state.unfinished {
        output::say(common, &format!("the last run: {}", output::UNFINISHED));
    }
    Ok((opened, scopes))
}

/// Settings for a run, with the corrections of the index, the lists of actors kept with it, which
/// this process then uses, and what was measured of the archive.
pub(super) fn settings(home: &Home, layers: Layers) -> Result<Settings> {
    Ok(Settings {
        orders: super::learn::orders(home)?,
        words: super::learn::words(home)?,
        actors: dictionary::install(home)?,
        ..super::corrections::of_home(home, layers)?
    })
}

/// How many articles are stale, as [`stale`] counts them, and the fingerprint, of an index that was
/// opened with its manifest.
pub(super) fn survey(opened: &Opened) -> Result<(u64, String)> {
    let (may_be_stale, mut stale) = (Stale::of(opened)?, 0);
    let mut fingerprint = Fingerprint::default();
    for entry in entries(opened)? {
        let entry = entry?;
        stale += may_be_stale.as_ref().map_or(0, |of| of.articles(&entry));
        fingerprint.add(&entry);
    }
    Ok((stale, fingerprint.digits()))
}

/// The entries of the manifest. Where no lock is held, only the first time of an index that was opened
/// with them is safe from a writer.
pub(super) fn entries(opened: &Opened) -> Result<impl Iterator<Item = Result<Entry>>> {
    let manifest = match opened.manifest.take() {
        Some(manifest) => manifest,
        None => opened.home.manifest(&opened.state.runs)?,
    };
    Ok(manifest.map(|entry| entry.map_err(Into::into)))
}

/// Today in UTC.
pub(super) fn today() -> jiff::civil::Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}
