//! The index directory: its parts, and the lock that one writer holds.

use super::Merge;
use super::run::RunError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// An index directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    path: PathBuf,
}

const RUN_PREFIX: &str = "manifest-";

/// Name of the file that keeps version control away.
const IGNORE: &str = ".gitignore";

/// Name of the file that keeps backup tools away.
const TAG: &str = "CACHEDIR.TAG";

/// What is in it, by which an index is known.
const TAGGED: &str =
    "Signature: 8a477f597d28d172789f06886806bc55\n# A search index made by dateline.\n";

/// Whether a directory is an index, made wholly or in part.
pub fn is_index(directory: &Path) -> bool {
    std::fs::read(directory.join(TAG)).is_ok_and(|tag| tag == TAGGED.as_bytes())
        || directory.join("engine/meta.json").is_file() && directory.join("lock").is_file()
}

impl Home {
    /// The directory at `path`, which need not exist.
    pub fn new(path: impl Into<PathBuf>) -> Home {
        Home { path: path.into() }
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the engine keeps its files.
    pub fn engine(&self) -> PathBuf {
        self.path.join("engine")
    }

    /// The corrections given so far.
    pub fn corrections(&self) -> PathBuf {
        self.path.join("corrections.csv")
    }

    /// What was measured of how the archive orders day and month.
    pub fn date_order(&self) -> PathBuf {
        self.path.join("date-order.json")
    }

    /// The words of the archive, where they were measured.
    pub fn words(&self) -> PathBuf {
        self.path.join("words.json")
    }

    /// The lists of actors that users gave.
    pub fn actors(&self) -> PathBuf {
        self.path.join("actors.json")
    }

    /// Which ids of actors are one, and which are none.
    pub fn identities(&self) -> PathBuf {
        self.path.join("identities.txt")
    }

    /// Makes the directory, and keeps version control and backup tools away from it.
    ///
    /// # Errors
    /// It cannot be made, or holds what is no index.
    pub fn create(&self) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.path)?;
        let is_made = is_index(&self.path);
        // A run killed at its very beginning leaves these, the first of them perhaps in part.
        let own = [(TAG, TAGGED), (IGNORE, "*\n")];
        let mut names = std::fs::read_dir(&self.path)?.flatten();
        let is_foreign = names.any(|file| own.iter().all(|(name, _)| file.file_name() != *name));
        if is_foreign && !is_made {
            return Err(std::io::Error::other(
                "has files in it that are no dateline index; an index wants a directory of its own",
            ));
        }
        for (name, text) in own {
            let path = self.path.join(name);
            if !is_made || !path.exists() {
                std::fs::write(path, text)?;
            }
        }
        Ok(())
    }

    /// The manifest made of these runs.
    pub fn manifest(&self, runs: &[String]) -> Result<Merge, RunError> {
        Merge::open(&self.path, runs)
    }

    /// A name for a run that none has had.
    pub fn next_run(&self) -> String {
        let taken = self
            .run_names()
            .iter()
            .filter_map(|name| run_number(name))
            .max();
        format!("{RUN_PREFIX}{:06}", taken.unwrap_or(0) + 1)
    }

    /// Removes the runs that are not named, which a killed writer left or a newer run replaces.
    pub fn sweep(&self, named: &[String]) {
        for name in self.run_names() {
            if !named.contains(&name) {
                // One that stays is swept by the next writer.
                let _ = std::fs::remove_file(self.path.join(name));
            }
        }
    }

    fn run_names(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.path)
            .into_iter()
            .flatten()
            .flatten();
        files
            .filter_map(|file| file.file_name().into_string().ok())
            .filter(|name| run_number(name).is_some())
            .collect()
    }

    /// Syncs the directory itself, so that new names in it are durable.
    pub fn sync(&self) -> std::io::Result<()> {
        match File::open(&self.path) {
            Ok(directory) => directory.sync_all().or_else(|error| match cfg!(unix) {
                true => Err(error),
                // Elsewhere directories cannot be synced, and need not be.
                false => Ok(()),
            }),
            Err(error) => Err(error),
        }
    }

    /// Takes the lock. It is the operating system's, so a killed writer leaves it free.
    pub fn lock(&self, command: &str) -> Result<Lock, LockError> {
        let path = self.path.join("lock");
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)
            .map_err(LockError::Io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The holder is told for help only; the lock itself is what counts.
                let _ = file.read_to_string(&mut holder);
                return Err(LockError::Held(holder.trim().to_owned()));
            }
            Err(TryLockError::Error(error)) => return Err(LockError::Io(error)),
        }
        let now = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S UTC");
        let note = format!("process {}, `{command}`, since {now}\n", std::process::id());
        file.set_len(0).map_err(LockError::Io)?;
        file.seek(SeekFrom::Start(0)).map_err(LockError::Io)?;
        file.write_all(note.as_bytes()).map_err(LockError::Io)?;
        Ok(Lock { _file: file })
    }
}

fn run_number(name: &str) -> Option<u64> {
    name.strip_prefix(RUN_PREFIX)?.parse().ok()
}

/// Held by the one writer; free again when dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// The lock cannot be had.
#[derive(Debug)]
pub enum LockError {
    /// Another process has it; who, as it wrote itself down.
    Held(String),
    /// The lock file cannot be opened for writing.
    Io(std::io::Error),
}

impl std::fmt::Display for LockError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LockError::Held(holder) if holder.is_empty() => {
                f.write_str("another process is indexing")
            }
            LockError::Held(holder) => write!(f, "another process is indexing: {holder}"),
            LockError::Io(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for LockError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_is_told_who_holds_the_lock() {
        let directory = tempfile::tempdir().unwrap();
        let home = Home::new(directory.path());
        let held = home.lock("dateline index news").unwrap();
        let error = home.lock("dateline index").unwrap_err().to_string();
        assert!(error.contains("`dateline index news`"), "{error}");
        drop(held);
        home.lock("dateline index").unwrap();
    }

    #[test]
    fn an_index_is_known_and_made_in_a_directory_of_its_own() {
        let directory = tempfile::tempdir().unwrap();
        let home = Home::new(directory.path().join("new"));
        assert!(!is_index(home.path()));
        home.create().unwrap();
        assert!(is_index(home.path()));
        home.create().unwrap();
        // Killed while it was made.
        std::fs::write(home.path().join(TAG), &TAGGED[..9]).unwrap();
        assert!(!is_index(home.path()));
        home.create().unwrap();
        assert!(is_index(home.path()));
        std::fs::write(directory.path().join("a.txt"), "text").unwrap();
        let error = Home::new(directory.path()).create().unwrap_err();
        assert!(error.to_string().contains("no dateline index"), "{error}");
        assert!(!is_index(directory.path()));
    }

    #[test]
    fn names_of_runs_are_new_and_unnamed_runs_are_swept() {
        let directory = tempfile::tempdir().unwrap();
        let home = Home::new(directory.path());
        assert_eq!(home.next_run(), "manifest-000001");
        std::fs::write(directory.path().join("manifest-000001"), "").unwrap();
        std::fs::write(directory.path().join("manifest-000007"), "").unwrap();
        assert_eq!(home.next_run(), "manifest-000008");
        home.sweep(&["manifest-000001".into()]);
        assert_eq!(home.run_names(), ["manifest-000001"]);
    }
}
