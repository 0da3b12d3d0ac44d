//! One file on its way into the index.

use super::Ids;
use super::plan::{Options, Watch};
use super::report::{Skipped, Summary, What};
use crate::discover::Found;
use crate::engine::Indexer;
use crate::export::{self, Own};
use crate::manifest::{Entry, Skip, file_key, join};
use crate::model::Article;
use crate::read::{self, Item, Mapping, ReadError};
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// Why a file that could be read gave nothing.
const NO_ARTICLE: &str = "no article in it";

/// Why a page is left out that `--keep-stubs` reads.
const STUBS: [&str; 2] = [read::INDEX_OF_ARTICLES, read::PAYWALL_STUB];

/// Whether a file must be read again for what was left out of it, since flags now allow more.
pub(super) fn is_allowed_more(options: &Options, known: &Entry) -> bool {
    let limits = &options.limits;
    limits.keep_stubs && known.stubs > 0
        || known
            .too_long
            .is_some_and(|bytes| limits.max_article as u64 > bytes)
        || known
            .too_far
            .is_some_and(|times| limits.max_expansion > times)
}

/// What is to be done with a file.
#[derive(Debug)]
pub(super) enum Job {
    /// Read a file that the manifest does not know, or that has changed since.
    Read {
        label: String,
        found: Found,
        known: Option<Box<Entry>>,
        /// Whether the file itself was named, not a directory above it.
        named: bool,
        /// Where the fields of records stand, and the hash of that.
        map: Option<Arc<Mapping>>,
        mapping: u64,
    },
    /// Analyse a file's articles anew from their stored text; without a path, the file is gone.
    Reanalyse(Box<Entry>, Option<PathBuf>),
    /// Take a file's articles out.
    Remove(Box<Entry>),
}

/// What the threads share.
pub(super) struct Shared<'a> {
    pub indexer: &'a dyn Indexer,
    pub options: &'a Options,
    pub watch: &'a Watch,
    /// Held for reading while articles and the entry that stands for them are handed over, for
    /// writing while they are committed: no commit sees one without the other.
    pub gate: RwLock<()>,
    pub pending: Mutex<Pending>,
}

/// What the next commit must write down.
#[derive(Default)]
pub(super) struct Pending {
    /// Entries of files that are done.
    pub done: Vec<Entry>,
    /// Entries of containers that are being read, by file key.
    pub begun: HashMap<u64, Entry>,
    pub skipped: Vec<Skipped>,
    pub summary: Summary,
    /// The engine failed; nothing more can be done.
    pub failed: Option<anyhow::Error>,
}

impl Pending {
    /// Counts a file whose articles stay as they are.
    pub(super) fn keep(&mut self, path: &Path, entry: &Entry) {
        self.summary.unchanged += entry.articles;
        self.known(path, entry);
    }

    /// Counts and tells what an earlier run has not taken of a file.
    fn known(&mut self, path: &Path, entry: &Entry) {
        let skipped = self.summary.known(path, entry);
        self.skipped.extend(skipped);
    }
}

impl Shared<'_> {
    pub(super) fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fail(&self, error: anyhow::Error) {
        self.pending().failed.get_or_insert(error);
        self.watch.stop.store(true, Ordering::Relaxed);
    }

    /// Settings that a file's analysis depends on, corrections included.
    pub(super) fn settings_of(&self, full_path: &str) -> u64 {
        settings_of(self.options, full_path)
    }

    pub(super) fn run(&self, job: Job) {
        let result = match job {
            Job::Read {
                label,
                found,
                known,
                named,
                map,
                mapping,
            } => {
                // What was named is read whatever it is.
                let own = match named {
                    true => None,
                    false => export::own(&found.path),
                };
                self.read(&label, &found, known.as_deref(), own, map, mapping)
            }
            Job::Reanalyse(entry, path) => self.reanalyse(*entry, path.as_deref()),
            Job::Remove(entry) => self.remove(*entry),
        };
        if let Err(error) = result {
            self.fail(error);
        }
    }

    fn remove(&self, entry: Entry) -> anyhow::Result<()> {
        let _gate = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        self.indexer.remove_file(entry.file_key())?;
        let mut pending = self.pending();
        pending.summary.removed += entry.articles;
        pending.done.push(Entry {
            removed: true,
            ..entry
        });
        Ok(())
    }

    fn reanalyse(&self, mut entry: Entry, path: Option<&Path>) -> anyhow::Result<()> {
        // All of a file in one commit: the stored text is all there may be of it.
        let _gate = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        let day = mtime_day(self.options, entry.mtime);
        let articles = match self.indexer.reanalyse_file(entry.file_key(), day) {
            Ok(articles) => articles,
            Err(error) => {
                // Before a commit can take the file as it is now: without its articles, or with some.
                self.fail(error);
                return Ok(());
            }
        };
        entry.settings = self.settings_of(&entry.full_path());
        self.watch.articles.fetch_add(articles, Ordering::Relaxed);
        let mut pending = self.pending();
        pending.summary.reanalysed += articles;
        if let Some(path) = path {
            self.watch.files.fetch_add(1, Ordering::Relaxed);
            pending.known(path, &entry);
        }
        pending.done.push(entry);
        Ok(())
    }

    /// Keeps the articles of an earlier version of a file that cannot be read now. The caller holds the
    /// gate.
    fn outdate(&self, known: Entry, path: &Path, reason: String) -> anyhow::Result<()> {
        let mut entry = Entry {
            failed: true,
            outdated: true,
            reason,
            ..known
        };
        let settings = self.settings_of(&entry.full_path());
        let anew = entry.settings != settings;
        if anew {
            let day = mtime_day(self.options, entry.mtime);
            if let Err(error) = self.indexer.reanalyse_file(entry.file_key(), day) {
                self.fail(error);
                return Ok(());
            }
            entry.settings = settings;
        }
        let mut pending = self.pending();
        let summary = &mut pending.summary;
        match anew {
            true => summary.reanalysed += entry.articles,
            false => summary.unchanged += entry.articles,
        }
        let mut told = summary.known(path, &entry);
        // That the file cannot be read is news.
        for skipped in &mut told {
            skipped.known = skipped.what != What::File;
        }
        pending.skipped.extend(told);
        pending.done.push(entry);
        Ok(())
    }

    fn read(
        &self,
        label: &str,
        found: &Found,
        known: Option<&Entry>,
        own: Option<Own>,
        map: Option<Arc<Mapping>>,
        mapping: u64,
    ) -> anyhow::Result<()> {
        let mut file = match FileRun::begin(self, label, found, known, mapping, own.is_some())? {
            Some(file) => file,
            None => return Ok(()),
        };
        if let Some(own) = own {
            self.watch.files.fetch_add(1, Ordering::Relaxed);
            return file.refuse(own);
        }
        let options = read::Options {
            map,
            ..read::Options::from(self.options.limits.clone())
        };
        let outcome = read::read_file(&found.path, &found.hint(), &options, &mut |item| {
            file.take(item)
        });
        self.watch.files.fetch_add(1, Ordering::Relaxed);
        file.end(outcome)
    }
}

/// Whether the files that one was read with are as they were.
fn is_beside_unchanged(known: &Entry, file: &Path) -> bool {
    known.beside_stamp == read::stamp_beside(file, &known.beside)
}

/// Whether a file was not read for what dateline has to do with it.
pub(super) fn is_refused(known: &Entry, file: &Path) -> bool {
    known.is_skipped() && export::own(file).is_some_and(|own| own.to_string() == known.reason)
}

/// Settings that a file's analysis depends on, corrections included.
pub(super) fn settings_of(options: &Options, full_path: &str) -> u64 {
    settings_hash(options) ^ options.settings.corrections_of(full_path)
}

/// Settings that every file's analysis depends on.
pub fn settings_hash(options: &Options) -> u64 {
    options.settings.hash() ^ u64::from(options.date_from_mtime)
}

/// The day of a file's last change, where it may stand for the publication date.
fn mtime_day(options: &Options, nanoseconds: i64) -> Option<jiff::civil::Date> {
    if !options.date_from_mtime {
        return None;
    }
    let time = jiff::Timestamp::from_nanosecond(i128::from(nanoseconds)).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// Bytes that are told, and kept by the manifest, of what was skipped of one file: hundreds of records.
const SKIPS: usize = 32 << 10;
/// What each takes besides its texts.
const SKIP: usize = 32;

/// A file while it is read.
struct FileRun<'a, 'b> {
    shared: &'a Shared<'b>,
    path: PathBuf,
    key: u64,
    full_path: String,
    entry: Entry,
    known: Option<Entry>,
    /// Whether the articles of an earlier version are still in the index.
    stale: bool,
    /// Ids that a cut run has left in the index.
    there: HashSet<String>,
    /// How many of these were met again.
    kept: u64,
    ids: Ids,
    /// What was skipped, as far as it is told, and how long all of it is.
    skips: Vec<Skip>,
    skips_bytes: usize,
    mtime: Option<jiff::civil::Date>,
    error: Option<anyhow::Error>,
    stopped: bool,
}

impl<'a, 'b> FileRun<'a, 'b> {
    /// Finds out what must be done; `None` if nothing more.
    fn begin(
        shared: &'a Shared<'b>,
        label: &str,
        found: &Found,
        known: Option<&Entry>,
        mapping: u64,
        is_own: bool,
    ) -> anyhow::Result<Option<FileRun<'a, 'b>>> {
        let full_path = join(label, &found.name);
        let key = file_key(label, &found.name);
        let entry = Entry {
            label: label.to_owned(),
            path: found.name.clone(),
            size: found.size,
            mtime: found.mtime,
            settings: shared.settings_of(&full_path),
            mapping,
            ..Entry::default()
        };
        let same_time =
            known.is_some_and(|known| (known.size, known.mtime) == (found.size, found.mtime));
        let mut there = HashSet::new();
        if let Some(known) = known.filter(|known| known.mapping == mapping) {
            let is_usable = known.complete && known.settings == entry.settings;
            let is_usable =
                is_usable && !is_own && !known.outdated && !is_allowed_more(shared.options, known);
            if !same_time && is_usable && is_beside_unchanged(known, &found.path) {
                // Touched, copied anew: the bytes decide.
                let hash = read::hash_file(&found.path).map(|hash| format!("{hash:032x}"));
                if hash.is_ok_and(|hash| hash == known.hash) {
                    let entry = Entry {
                        size: found.size,
                        mtime: found.mtime,
                        ..known.clone()
                    };
                    let day = |mtime| mtime_day(shared.options, mtime);
                    if day(known.mtime) != day(found.mtime) {
                        shared.reanalyse(entry, Some(&found.path))?;
                        return Ok(None);
                    }
                    shared.watch.files.fetch_add(1, Ordering::Relaxed);
                    let mut pending = shared.pending();
                    pending.keep(&found.path, &entry);
                    pending.done.push(entry);
                    return Ok(None);
                }
            }
            if same_time && !known.complete && known.settings == entry.settings {
                there = shared.indexer.ids_of_file(key)?.into_iter().collect();
            }
        }
        Ok(Some(FileRun {
            shared,
            path: found.path.clone(),
            key,
            full_path,
            entry,
            stale: known.is_some() && there.is_empty(),
            known: known.cloned(),
            there,
            kept: 0,
            ids: Ids::default(),
            skips: Vec::new(),
            skips_bytes: 0,
            mtime: mtime_day(shared.options, found.mtime),
            error: None,
            stopped: false,
        }))
    }

    fn take(&mut self, item: Item) -> ControlFlow<()> {
        if self.shared.watch.stopped() {
            self.stopped = true;
            return ControlFlow::Break(());
        }
        let taken = match item {
            Item::Article(article) => self.add(*article),
            Item::Skipped {
                member,
                record,
                reason,
            } => {
                self.skip(member, record, reason);
                Ok(())
            }
            Item::Opened { .. } => Ok(()),
        };
        match taken {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.error = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn add(&mut self, mut article: Article) -> anyhow::Result<()> {
        self.ids.give(&mut article, &self.full_path);
        article.mtime = self.mtime;
        self.entry.articles += 1;
        if self.there.contains(&article.id) {
            self.kept += 1;
            return Ok(());
        }
        let _gate = self
            .shared
            .gate
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        self.clear()?;
        if let Err(error) = self.shared.indexer.add(article, self.key) {
            // Before a commit can take the file without its articles.
            self.shared.fail(error);
            return Ok(());
        }
        self.shared.watch.articles.fetch_add(1, Ordering::Relaxed);
        // The entry is in the same commit as the article. Its hash is known only at the end; until
        // then it counts as begun.
        let mut pending = self.shared.pending();
        let mut entry = self.entry.clone();
        entry.complete = false;
        pending.begun.insert(self.key, entry);
        Ok(())
    }

    /// Takes an earlier version's articles out, once.
    fn clear(&mut self) -> anyhow::Result<()> {
        if self.stale {
            self.shared.indexer.remove_file(self.key)?;
            self.stale = false;
        }
        Ok(())
    }

    fn skip(&mut self, member: String, record: Option<u64>, reason: String) {
        self.entry.skipped += 1;
        self.note(&reason);
        if self.entry.reason.is_empty() {
            let mut first = reason.clone();
            if let Some(record) = record {
                first = format!("record {record}: {first}");
            }
            if !member.is_empty() {
                first = format!("!{member}: {first}");
            }
            self.entry.reason = first;
        }
        self.skips_bytes += member.len() + reason.len() + SKIP;
        if self.skips_bytes > SKIPS {
            return;
        }
        self.skips.push(Skip {
            member: member.clone(),
            record,
            reason: reason.clone(),
        });
        let skipped = Skipped::within(&self.path, member, record, reason);
        self.shared.pending().skipped.push(skipped);
    }

    /// Notes which flag would read what was left out.
    fn note(&mut self, reason: &str) {
        let limits = &self.shared.options.limits;
        self.entry.stubs += u64::from(STUBS.contains(&reason));
        if limits.is_too_long(reason) {
            self.entry.too_long = Some(limits.max_article as u64);
        }
        if limits.is_too_far(reason) {
            self.entry.too_far = Some(limits.max_expansion);
        }
    }

    /// Ends with what dateline exported: not read as long as its sidecar is there.
    fn refuse(mut self, own: Own) -> anyhow::Result<()> {
        if let Own::Export(sidecar) = &own {
            self.entry.beside = vec![sidecar.clone()];
            self.entry.beside_stamp = read::stamp_beside(&self.path, &self.entry.beside);
        }
        self.end(Err(ReadError::content(own.to_string())))
    }

    fn end(mut self, outcome: Result<read::FileRead, ReadError>) -> anyhow::Result<()> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let shared = self.shared;
        if self.stopped {
            // What was taken so far is in the next commit.
            self.count(&mut shared.pending());
            return Ok(());
        }
        shared
            .watch
            .bytes
            .fetch_add(self.entry.size, Ordering::Relaxed);
        let _gate = shared.gate.read().unwrap_or_else(PoisonError::into_inner);
        match outcome {
            Ok(read) => {
                self.entry.hash = format!("{:032x}", read.hash);
                self.entry.beside = read.beside.paths;
                self.entry.beside_stamp = read.beside.stamp;
                self.entry.complete = true;
                // A page that an issue beside it speaks of gives its articles with that.
                let is_page = read.format == "alto";
                if self.entry.articles + self.entry.skipped == 0 && !is_page {
                    self.fail(NO_ARTICLE.to_owned());
                }
            }
            Err(error) => {
                // The last good version stays, and so does its entry.
                if error.is_io() && !self.is_begun() {
                    let known = self.known.take().filter(|known| known.articles > 0);
                    if let Some(known) = known {
                        return shared.outdate(known, &self.path, error.to_string());
                    }
                }
                // What the system refuses may be granted next time; what is broken stays broken
                // until it changes.
                self.entry.complete = !error.is_io();
                self.fail(error.to_string());
            }
        }
        self.clear()?;
        let mut pending = shared.pending();
        pending.begun.remove(&self.key);
        self.count(&mut pending);
        self.entry.skips = self.skips;
        if let Some(known) = self.known.filter(|known| known.complete) {
            pending.summary.removed += known.articles.saturating_sub(self.entry.articles);
        }
        pending.done.push(self.entry);
        Ok(())
    }

    /// Whether anything that was in the index of the file before has been taken out, or anything added.
    fn is_begun(&self) -> bool {
        !self.stale && self.entry.articles != self.kept
    }

    /// Counts what was read of the file, and what is not told of it.
    fn count(&self, pending: &mut Pending) {
        let summary = &mut pending.summary;
        let new = self.entry.articles.saturating_sub(self.kept);
        match &self.known {
            Some(known) if known.complete && known.articles > 0 => summary.updated += new,
            _ => summary.added += new,
        }
        summary.unchanged += self.kept;
        summary.skipped_records += self.entry.skipped;
        let untold = self.entry.skipped - self.skips.len() as u64;
        if untold > 0 {
            let more = Skipped::more(&self.path, untold, false);
            pending.skipped.push(more);
        }
    }

    /// Says and counts why the file, or the rest of it, is not read.
    fn fail(&mut self, reason: String) {
        self.note(&reason);
        self.entry.failed = true;
        self.entry.reason.clone_from(&reason);
        let mut pending = self.shared.pending();
        let what = match self.entry.is_in_part() {
            true => {
                pending.summary.files_in_part += 1;
                What::Rest
            }
            false => {
                pending.summary.skipped_files += 1;
                What::File
            }
        };
        pending.skipped.push(Skipped::new(&self.path, what, reason));
    }
}
