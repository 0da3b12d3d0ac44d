//! Runs: written once, read in order, merged.

use super::{Entry, order};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3;

/// A run cannot be read.
#[derive(Debug)]
pub struct RunError {
    path: PathBuf,
    cause: String,
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.cause)
    }
}

impl std::error::Error for RunError {}

fn error(path: &Path, cause: impl std::fmt::Display) -> RunError {
    RunError {
        path: path.to_owned(),
        cause: cause.to_string(),
    }
}

/// A run holds what was not written.
fn damaged(path: &Path, cause: impl std::fmt::Display) -> RunError {
    let anew = "`dateline index --rebuild` makes the index anew";
    error(path, format!("{cause}; {anew}"))
}

/// Starts the line that closes a run; no JSON object starts with it.
const CLOSING: &str = "#";

/// Writes a run of entries, which must be in [`order`] without doubles, and syncs it.
pub fn write_run<E: From<RunError>>(
    path: &Path,
    entries: impl Iterator<Item = Result<Entry, E>>,
) -> Result<(), E> {
    let io = |cause: std::io::Error| E::from(error(path, cause));
    let mut out = BufWriter::with_capacity(1 << 16, File::create(path).map_err(io)?);
    let mut hash = Xxh3::new();
    let mut line = Vec::new();
    for entry in entries {
        line.clear();
        serde_json::to_writer(&mut line, &entry?).map_err(|cause| error(path, cause))?;
        line.push(b'\n');
        hash.update(&line);
        out.write_all(&line).map_err(io)?;
    }
    writeln!(out, "{CLOSING}{:016x}", hash.digest()).map_err(io)?;
    let file = out
        .into_inner()
        .map_err(|cause| error(path, cause.error()))?;
    file.sync_all().map_err(io)
}

struct Run {
    path: PathBuf,
    lines: BufReader<File>,
    hash: Xxh3,
    next: Option<Entry>,
}

impl Run {
    fn open(path: PathBuf) -> Result<Run, RunError> {
        let file = File::open(&path).map_err(|cause| error(&path, cause))?;
        let mut run = Run {
            path,
            lines: BufReader::with_capacity(1 << 16, file),
            hash: Xxh3::new(),
            next: None,
        };
        run.advance()?;
        Ok(run)
    }

    fn advance(&mut self) -> Result<(), RunError> {
        let mut line = Vec::new();
        self.lines
            .read_until(b'\n', &mut line)
            .map_err(|cause| error(&self.path, cause))?;
        if let Some(sum) = line.strip_prefix(CLOSING.as_bytes()) {
            let expected = format!("{:016x}\n", self.hash.digest());
            if sum != expected.as_bytes() {
                return Err(damaged(
                    &self.path,
                    "the manifest's checksum does not match",
                ));
            }
            let rest = self.lines.fill_buf();
            if !rest.map_err(|cause| error(&self.path, cause))?.is_empty() {
                return Err(damaged(&self.path, "the manifest goes on after its end"));
            }
            self.next = None;
            return Ok(());
        }
        if line.is_empty() {
            return Err(damaged(&self.path, "the manifest ends early"));
        }
        self.hash.update(&line);
        let entry = serde_json::from_slice(&line)
            .map_err(|cause| damaged(&self.path, format!("no line of a manifest: {cause}")))?;
        self.next = Some(entry);
        Ok(())
    }
}

/// Several runs read as one, in order; of entries for the same file the newest run's counts, and
/// removed ones are left out. Memory is that of one entry a run.
pub struct Merge {
    runs: Vec<Run>,
    failed: bool,
}

impl std::fmt::Debug for Merge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Merge")
            .field("runs", &self.runs.len())
            .finish()
    }
}

impl Merge {
    /// Opens runs, oldest first.
    pub fn open(directory: &Path, names: &[String]) -> Result<Merge, RunError> {
        let runs = names.iter().map(|name| Run::open(directory.join(name)));
        Ok(Merge {
            runs: runs.collect::<Result<_, _>>()?,
            failed: false,
        })
    }

    fn step(&mut self) -> Result<Option<Entry>, RunError> {
        loop {
            let mut least: Option<usize> = None;
            for (index, run) in self.runs.iter().enumerate() {
                let Some(entry) = &run.next else { continue };
                let is_less = least
                    .and_then(|least| self.runs[least].next.as_ref())
                    .is_none_or(|best| {
                        order((&entry.label, &entry.path), (&best.label, &best.path)).is_le()
                    });
                if is_less {
                    least = Some(index);
                }
            }
            let Some(entry) = least.and_then(|least| self.runs[least].next.clone()) else {
                return Ok(None);
            };
            for run in &mut self.runs {
                let same = |next: &Entry| next.label == entry.label && next.path == entry.path;
                if run.next.as_ref().is_some_and(same) {
                    run.advance()?;
                }
            }
            if !entry.removed {
                return Ok(Some(entry));
            }
        }
    }
}

impl Iterator for Merge {
    type Item = Result<Entry, RunError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let step = self.step();
        self.failed = step.is_err();
        step.transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, size: u64) -> Entry {
        Entry {
            label: "news".into(),
            path: path.into(),
            size,
            ..Entry::default()
        }
    }

    fn write(directory: &Path, name: &str, entries: &[Entry]) -> String {
        let entries = entries.iter().cloned().map(Ok::<_, RunError>);
        write_run(&directory.join(name), entries).unwrap();
        name.to_owned()
    }

    #[test]
    fn newer_runs_win_and_removed_files_are_gone() {
        let directory = tempfile::tempdir().unwrap();
        let old = write(
            directory.path(),
            "m-1",
            &[entry("a/x", 1), entry("a.txt", 1), entry("b", 1)],
        );
        let gone = Entry {
            removed: true,
            ..entry("b", 0)
        };
        let new = write(
            directory.path(),
            "m-2",
            &[entry("a.txt", 2), gone, entry("c", 2)],
        );
        let merged: Vec<(String, u64)> = Merge::open(directory.path(), &[old, new])
            .unwrap()
            .map(|entry| entry.map(|entry| (entry.path, entry.size)).unwrap())
            .collect();
        assert_eq!(
            merged,
            [("a/x".into(), 1), ("a.txt".into(), 2), ("c".into(), 2)]
        );
    }

    #[test]
    fn damage_is_reported_with_the_path() {
        let directory = tempfile::tempdir().unwrap();
        let name = write(directory.path(), "m-1", &[entry("a", 1), entry("b", 1)]);
        let path = directory.path().join(&name);
        let whole = std::fs::read_to_string(&path).unwrap();
        for (damaged, says) in [
            (whole.replacen("\"s\":1", "\"s\":7", 1), "checksum"),
            (
                whole.lines().next().unwrap().to_owned() + "\n",
                "ends early",
            ),
            (whole.clone() + "x", "goes on after its end"),
            ("nonsense\n".to_owned(), "no line of a manifest"),
        ] {
            std::fs::write(&path, damaged).unwrap();
            let names = std::slice::from_ref(&name);
            let error = match Merge::open(directory.path(), names) {
                Ok(merge) => merge.collect::<Result<Vec<_>, _>>().unwrap_err(),
                Err(error) => error,
            };
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}
