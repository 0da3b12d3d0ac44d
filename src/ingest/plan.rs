//! What a run is asked to do.

use crate::analyse::Settings;
use crate::manifest::Root;
use crate::read::Limits;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

/// How a run works.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that read, and as many that analyse and write.
    pub threads: usize,
    /// Whether articles of files that have vanished are removed.
    pub prune: bool,
    /// Whether a file's modification time may stand for its publication date.
    pub date_from_mtime: bool,
    /// Bounds of reading.
    pub limits: Limits,
    /// What analysis depends on.
    pub settings: Arc<Settings>,
    /// Time to the first commit; each next one waits twice as long, up to thirty seconds.
    pub first_commit: Duration,
}

/// A root, and the part of it to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The root.
    pub root: Root,
    /// Path within the root, as the manifest writes it; empty for all of it.
    pub within: String,
    /// The same path on this machine.
    pub start: PathBuf,
}

/// What a run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stage {
    /// Finding, reading, analysing and writing files.
    Reading = 0,
    /// Making what was read durable.
    Committing = 1,
    /// Joining segments.
    Merging = 2,
}

/// Counters that a run keeps while it works, for whoever shows progress; and the way to end it.
#[derive(Debug, Default)]
pub struct Watch {
    /// Files found so far.
    pub found: AtomicU64,
    /// Bytes of the files found so far that must be read.
    pub bytes_found: AtomicU64,
    /// Whether all files are found.
    pub walked: AtomicBool,
    /// Files dealt with, unchanged ones among them.
    pub files: AtomicU64,
    /// Bytes of files dealt with.
    pub bytes: AtomicU64,
    /// Articles handed to the index.
    pub articles: AtomicU64,
    /// Set it to end the run early; what is done is committed.
    pub stop: AtomicBool,
    stage: AtomicU8,
}

impl Watch {
    /// What the run is doing.
    pub fn stage(&self) -> Stage {
        match self.stage.load(Ordering::Relaxed) {
            0 => Stage::Reading,
            1 => Stage::Committing,
            _ => Stage::Merging,
        }
    }

    pub(super) fn enter(&self, stage: Stage) {
        self.stage.store(stage as u8, Ordering::Relaxed);
    }

    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
