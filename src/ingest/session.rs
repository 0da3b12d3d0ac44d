//! A run over some targets, from the first file to the last commit.

use super::plan::{Options, Stage, Target, Watch};
use super::report::{Skipped, Summary, What};
use super::worker::{
    Job, Pending, Shared, is_allowed_more, is_refused, settings_hash, settings_of,
};
use crate::discover::{self, Filter, Found, Obstacle};
use crate::engine::Indexer;
use crate::manifest::{Entry, Home, Merge, RunError, State, order, write_run};
use crate::read::{Mapping, Stamps};
use anyhow::{Context, Result};
use std::collections::HashSet;
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// Files that may wait for a reader.
const WAITING_FILES: usize = 256;

/// Longest time between two commits.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// More runs than this are joined into one.
const MOST_RUNS: usize = 8;

/// How often the watcher is told.
const TICK: Duration = Duration::from_millis(100);

/// Everything a run works with.
pub struct Run<'a> {
    /// The index directory, whose lock the caller holds.
    pub home: &'a Home,
    /// The state of the last commit, with the roots that the run is to know.
    pub state: State,
    /// What to look at. Several targets must not overlap.
    pub targets: Vec<Target>,
    /// How to work.
    pub options: &'a Options,
    /// Counters for whoever shows progress.
    pub watch: &'a Watch,
}

impl std::fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run")
            .field("targets", &self.targets)
            .finish_non_exhaustive()
    }
}

/// Brings the index up to date with the targets. `tick` is called about ten times a second.
///
/// # Errors
/// The engine or the index directory failed; the last commit is intact.
pub fn refresh(
    run: Run<'_>,
    indexer: &dyn Indexer,
    tick: &mut dyn FnMut(&Watch),
) -> Result<(State, Summary, Vec<Skipped>)> {
    let Run {
        home,
        mut state,
        mut targets,
        options,
        watch,
    } = run;
    targets.sort_by(|a, b| order((&a.root.label, &a.within), (&b.root.label, &b.within)));
    let shared = Shared {
        indexer,
        options,
        watch,
        gate: RwLock::new(()),
        pending: Mutex::new(Pending::default()),
    };
    let manifest = home.manifest(&state.runs)?;
    let before = state.clone();
    let was_unfinished = state.unfinished;
    let roots: Vec<PathBuf> = state
        .roots
        .iter()
        .map(|root| PathBuf::from(&root.path))
        .collect();
    let looked_at = |root: &crate::manifest::Root| {
        targets
            .iter()
            .any(|target| target.root.label == root.label && target.within.is_empty())
    };
    let settles = state.roots.iter().all(looked_at);
    state.version = env!("CARGO_PKG_VERSION").to_owned();
    let same_settings = state.settings == settings_hash(options) && !state.mixed;
    state.settings = settings_hash(options);
    state.mixed = !same_settings && !before.runs.is_empty();
    state.layers = options.settings.layers.name().to_owned();
    let mut committer = Committer {
        home,
        state,
        before,
        commits: 0,
    };
    let (jobs, waiting) = sync_channel::<Job>(WAITING_FILES);
    let waiting = Arc::new(Mutex::new(waiting));
    std::thread::scope(|scope| -> Result<()> {
        let walker = {
            let (shared, targets, roots) = (&shared, &targets, &roots);
            scope.spawn(move || walk(shared, targets, roots, manifest, &jobs))
        };
        let (ended, readers_left) = sync_channel::<()>(0);
        for _ in 0..options.threads.max(1) {
            let (shared, waiting, ended) = (&shared, waiting.clone(), ended.clone());
            scope.spawn(move || {
                work(shared, &waiting);
                drop(ended);
            });
        }
        drop(ended);
        // The walker must not block on a queue that nobody empties any more.
        drop(waiting);
        let watched = watch_over(&shared, &readers_left, &mut committer, tick);
        if watched.is_err() {
            watch.stop.store(true, Ordering::Relaxed);
        }
        let walked = match walker.join() {
            Ok(walked) => walked,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        watched.and(walked)
    })?;
    let summary = shared.pending().summary.clone();
    match watch.stopped() {
        true => committer.state.unfinished = true,
        false if settles && summary.lost_roots == 0 => {
            committer.state.mixed = false;
            committer.state.unfinished = false;
            committer.state.unreached = summary.unreached;
        }
        // It did what it was to do; what another left undone is still to be done.
        false => committer.state.unfinished = was_unfinished,
    }
    finish(shared, committer, tick)
}

/// The last commit, and what came of it all.
fn finish(
    shared: Shared<'_>,
    mut committer: Committer<'_>,
    tick: &mut dyn FnMut(&Watch),
) -> Result<(State, Summary, Vec<Skipped>)> {
    if let Some(error) = shared.pending().failed.take() {
        return Err(Committer::give_up(&shared, error));
    }
    shared.watch.enter(Stage::Committing);
    tick(shared.watch);
    committer.commit(&shared, true)?;
    let stopped = shared.watch.stopped();
    let mut pending = shared
        .pending
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    pending.summary.stopped = stopped;
    // Of one file in the order of reading.
    pending.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((committer.state, pending.summary, pending.skipped))
}

/// Takes everything under the targets out of the index, whether or not it still exists, and
/// forgets the roots among them. Gives the number of articles removed.
///
/// # Errors
/// The engine or the index directory failed; the last commit is intact.
pub fn remove(
    home: &Home,
    state: &mut State,
    targets: &[Target],
    indexer: &dyn Indexer,
) -> Result<u64> {
    let mut kept = Vec::new();
    let mut removed = 0;
    for entry in home.manifest(&state.runs)? {
        let entry = entry?;
        if targets.iter().any(|target| side(&entry, target).is_eq()) {
            indexer.remove_file(entry.file_key())?;
            removed += entry.articles;
        } else {
            kept.push(entry);
        }
    }
    state.roots.retain(|root| {
        let is_target =
            |target: &Target| target.root.label == root.label && target.within.is_empty();
        !targets.iter().any(is_target)
    });
    if state.roots.is_empty() {
        state.unreached = 0;
    }
    let name = home.next_run();
    write_run(
        &home.path().join(&name),
        kept.into_iter().map(Ok::<_, RunError>),
    )?;
    state.runs = vec![name];
    home.sync()?;
    indexer
        .commit(&state.text())
        .context("the last commit is intact")?;
    home.sweep(&state.runs);
    Ok(removed)
}

fn work(shared: &Shared<'_>, waiting: &Mutex<Receiver<Job>>) {
    loop {
        let job = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        match job {
            // After a stop the queue is only emptied, so that the walker can end.
            Ok(_) if shared.watch.stopped() => {}
            Ok(job) => shared.run(job),
            Err(_) => return,
        }
    }
}

/// Ticks and commits until the last reader has ended.
fn watch_over(
    shared: &Shared<'_>,
    readers_left: &Receiver<()>,
    committer: &mut Committer<'_>,
    tick: &mut dyn FnMut(&Watch),
) -> Result<()> {
    let mut wait = shared.options.first_commit;
    let mut last = Instant::now();
    while let Err(RecvTimeoutError::Timeout) = readers_left.recv_timeout(TICK.min(wait)) {
        tick(shared.watch);
        if last.elapsed() >= wait && !shared.watch.stopped() {
            shared.watch.enter(Stage::Committing);
            tick(shared.watch);
            committer.commit(shared, false)?;
            shared.watch.enter(Stage::Reading);
            last = Instant::now();
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }
    Ok(())
}

struct Committer<'a> {
    home: &'a Home,
    state: State,
    /// The state of the last commit.
    before: State,
    commits: u32,
}

impl Committer<'_> {
    /// Writes what is pending as a run and commits it with the engine, or does nothing if nothing
    /// has changed. The last commit of a run also joins runs when there are many.
    fn commit(&mut self, shared: &Shared<'_>, last: bool) -> Result<()> {
        let _gate = shared.gate.write().unwrap_or_else(PoisonError::into_inner);
        let mut entries = {
            let mut pending = shared.pending();
            if pending.failed.is_some() {
                // A file may be in the engine in part; the run ends without it.
                return Ok(());
            }
            let mut entries = std::mem::take(&mut pending.done);
            entries.extend(pending.begun.values().cloned());
            entries
        };
        let nothing =
            entries.is_empty() && self.commits == 0 && (!last || self.state == self.before);
        if nothing || entries.is_empty() && !last {
            return Ok(());
        }
        // Killed from here on, the run leaves this behind.
        self.state.unfinished |= !last;
        let written = if entries.is_empty() {
            Ok(())
        } else {
            self.write(&mut entries)
        };
        written
            .and_then(|()| {
                if last && self.state.runs.len() > 1 || self.state.runs.len() > MOST_RUNS {
                    self.join()?;
                }
                self.home.sync()?;
                shared.indexer.commit(&self.state.text())
            })
            .context("the last commit is intact")?;
        self.home.sweep(&self.state.runs);
        self.commits += 1;
        self.before.clone_from(&self.state);
        Ok(())
    }

    fn write(&mut self, entries: &mut Vec<Entry>) -> Result<()> {
        // A file may have come twice (begun in one commit and done before the next): the later
        // entry counts.
        entries.reverse();
        entries.sort_by(|a, b| order((&a.label, &a.path), (&b.label, &b.path)));
        entries.dedup_by(|a, b| a.label == b.label && a.path == b.path);
        let name = self.home.next_run();
        let entries = entries.drain(..).map(Ok::<_, RunError>);
        write_run(&self.home.path().join(&name), entries)?;
        self.state.runs.push(name);
        Ok(())
    }

    /// Joins all runs into one, so that the manifest stays one read.
    fn join(&mut self) -> Result<()> {
        let name = self.home.next_run();
        let merged = self.home.manifest(&self.state.runs)?;
        write_run(&self.home.path().join(&name), merged)?;
        self.state.runs = vec![name];
        Ok(())
    }

    /// Gives up what is not committed. Gives the engine's own cause, where there is one.
    fn give_up(shared: &Shared<'_>, error: anyhow::Error) -> anyhow::Error {
        match shared.indexer.roll_back() {
            Err(cause) => cause.context("the last commit is intact"),
            Ok(()) => error.context("the last commit is intact"),
        }
    }
}

/// Walks the targets beside the manifest, both in the same order, and says what is to be done.
fn walk(
    shared: &Shared<'_>,
    targets: &[Target],
    roots: &[PathBuf],
    manifest: Merge,
    jobs: &SyncSender<Job>,
) -> Result<()> {
    let mut manifest = manifest.peekable();
    for target in targets {
        if shared.watch.stopped() {
            break;
        }
        walk_target(shared, target, roots, &mut manifest, jobs)?;
    }
    shared.watch.walked.store(true, Ordering::Relaxed);
    Ok(())
}

/// Whether an entry belongs to a target, or comes before or after all that do.
fn side(entry: &Entry, target: &Target) -> std::cmp::Ordering {
    let same_root = entry.label == target.root.label;
    let below = || {
        target.within.is_empty()
            || entry.path == target.within
            || entry
                .path
                .strip_prefix(&target.within)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    if same_root && below() {
        return std::cmp::Ordering::Equal;
    }
    order(
        (&entry.label, &entry.path),
        (&target.root.label, &target.within),
    )
}

fn walk_target(
    shared: &Shared<'_>,
    target: &Target,
    roots: &[PathBuf],
    manifest: &mut Peekable<Merge>,
    jobs: &SyncSender<Job>,
) -> Result<()> {
    let root = PathBuf::from(&target.root.path);
    let filter = Filter::new(&target.root.include, &target.root.exclude)?;
    let apart: Vec<PathBuf> = roots
        .iter()
        .filter(|other| **other != root)
        .cloned()
        .collect();
    next_entry(manifest, |entry| side(entry, target).is_lt(), |_| ())?;
    let reachable = std::fs::metadata(&target.start);
    if let Err(error) = &reachable {
        let gone = error.kind() == std::io::ErrorKind::NotFound && !target.within.is_empty();
        if !gone {
            // An unplugged disk is no reason to forget what was on it.
            obstacle(
                shared,
                Obstacle {
                    path: target.start.clone(),
                    reason: discover::plain(error),
                },
            );
            shared.pending().summary.lost_roots += 1;
            return Ok(());
        }
    }
    let mut walker = Walker {
        shared,
        label: &target.root.label,
        start: &target.start,
        jobs,
        map: match target.root.map.is_empty() {
            true => None,
            false => Some(Arc::new(
                Mapping::new(target.root.map.clone()).map_err(anyhow::Error::msg)?,
            )),
        },
        mapping: Mapping::hash(&target.root.map),
        unreached: HashSet::new(),
        stamps: Stamps::default(),
    };
    let files = reachable
        .is_ok()
        .then(|| discover::walk(&root, &target.start, &filter, &apart));
    for found in files.into_iter().flatten() {
        if shared.watch.stopped() {
            return Ok(());
        }
        let found = match found {
            Ok(found) => found,
            Err(problem) => {
                let name = discover::name_within(&root, &problem.path);
                walker.unreached.insert(name.unwrap_or_default());
                obstacle(shared, problem);
                continue;
            }
        };
        let key = (target.root.label.as_str(), found.name.as_str());
        let before = |entry: &Entry| {
            side(entry, target).is_eq() && order((&entry.label, &entry.path), key).is_lt()
        };
        next_entry(manifest, before, |entry| walker.vanished(entry))?;
        let same = |entry: &Entry| (entry.label.as_str(), entry.path.as_str()) == key;
        let known = match manifest.peek() {
            Some(Ok(entry)) if same(entry) => manifest.next().transpose()?,
            _ => None,
        };
        walker.found(found, known);
    }
    next_entry(
        manifest,
        |entry| side(entry, target).is_eq(),
        |entry| walker.vanished(entry),
    )?;
    Ok(())
}

/// Takes entries off the manifest as long as they are wanted.
fn next_entry(
    manifest: &mut Peekable<Merge>,
    wanted: impl Fn(&Entry) -> bool,
    mut each: impl FnMut(Entry),
) -> Result<()> {
    while let Some(entry) = manifest.next_if(|entry| entry.as_ref().map_or(true, &wanted)) {
        each(entry?);
    }
    Ok(())
}

fn obstacle(shared: &Shared<'_>, problem: Obstacle) {
    let mut pending = shared.pending();
    pending.summary.unreached += 1;
    let skipped = Skipped::new(&problem.path, What::Path, problem.reason);
    pending.skipped.push(skipped);
}

struct Walker<'a> {
    shared: &'a Shared<'a>,
    label: &'a str,
    /// What was named: all of the root or a part of it, a file perhaps.
    start: &'a Path,
    jobs: &'a SyncSender<Job>,
    /// Where the fields of records stand, and the hash of that.
    map: Option<Arc<Mapping>>,
    mapping: u64,
    /// Paths within the root that could not be followed so far; the walk meets one before anything
    /// that would lie below it.
    unreached: HashSet<String>,
    stamps: Stamps,
}

impl Walker<'_> {
    fn send(&self, job: Job) {
        // Nobody receives once every reader has ended, which is after a failure only.
        let _ = self.jobs.send(job);
    }

    fn found(&mut self, found: Found, known: Option<Entry>) {
        let watch = self.shared.watch;
        watch.found.fetch_add(1, Ordering::Relaxed);
        self.shared.pending().summary.files += 1;
        let named = found.path == self.start;
        let unchanged = known.as_ref().is_some_and(|known| {
            known.complete
                && !known.outdated
                && (known.size, known.mtime) == (found.size, found.mtime)
                && known.mapping == self.mapping
                && !is_allowed_more(self.shared.options, known)
                && known.beside_stamp == self.stamps.stamp(&found.path, &known.beside)
                && !(named && is_refused(known, &found.path))
        });
        let Some(mut entry) = known else {
            watch.bytes_found.fetch_add(found.size, Ordering::Relaxed);
            return self.read(found, None, named);
        };
        let was_gone = std::mem::take(&mut entry.gone);
        if !unchanged {
            watch.bytes_found.fetch_add(found.size, Ordering::Relaxed);
            return self.read(found, Some(Box::new(entry)), named);
        }
        let settings = settings_of(self.shared.options, &entry.full_path());
        if entry.articles > 0 && entry.settings != settings {
            return self.send(Job::Reanalyse(Box::new(entry), Some(found.path)));
        }
        watch.files.fetch_add(1, Ordering::Relaxed);
        let mut pending = self.shared.pending();
        pending.keep(&found.path, &entry);
        if was_gone {
            pending.done.push(entry);
        }
    }

    fn read(&self, found: Found, known: Option<Box<Entry>>, named: bool) {
        self.send(Job::Read {
            label: self.label.to_owned(),
            found,
            known,
            named,
            map: self.map.clone(),
            mapping: self.mapping,
        });
    }

    fn vanished(&self, mut entry: Entry) {
        // What cannot be reached may be there.
        let is_unreached = self.is_unreached(&entry.path);
        if self.shared.options.prune && !is_unreached {
            return self.send(Job::Remove(Box::new(entry)));
        }
        {
            let summary = &mut self.shared.pending().summary;
            match is_unreached {
                true => summary.unreached_files += 1,
                false => summary.missing_files += 1,
            }
        }
        let is_gone = !is_unreached;
        let was_gone = std::mem::replace(&mut entry.gone, is_gone);
        let settings = settings_of(self.shared.options, &entry.full_path());
        if entry.articles > 0 && entry.settings != settings {
            return self.send(Job::Reanalyse(Box::new(entry), None));
        }
        let mut pending = self.shared.pending();
        pending.summary.unchanged += entry.articles;
        if was_gone != is_gone {
            pending.done.push(entry);
        }
    }

    /// Whether a path within the root is, or lies below, one that could not be followed.
    fn is_unreached(&self, path: &str) -> bool {
        let above = path.match_indices('/').map(|(end, _)| &path[..end]);
        !self.unreached.is_empty()
            && above
                .chain(["", path])
                .any(|path| self.unreached.contains(path))
    }
}
