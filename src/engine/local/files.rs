//! The engine's directory: opening, making and checking it.

use super::damage;
use super::directory::Files;
use super::document::Replay;
use super::schema::{self, Fields, PACKED};
use super::searcher::LocalSearcher;
use super::writer::{LocalIndexer, WriteOptions};
use crate::engine::Analyse;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::directory::error::OpenReadError;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, TantivyError};

/// Where an engine keeps its files.
#[derive(Clone, Debug)]
pub struct Location {
    root: PathBuf,
}

/// Stored text that is compressed together, in bytes: twice the engine's own choice, a few percent
/// smaller.
const STORE_BLOCK: usize = 32_768;

/// Commits and merges of a writer that may come in the way of one opening.
const MOST_TRIES: usize = 50;

/// What an index that this program cannot read is told apart by.
pub(super) const OTHER_VERSION: &str =
    "the index was made by another version of dateline; rebuild it with `dateline index --rebuild`";

impl Location {
    /// The engine's directory. Nothing is touched.
    pub fn new(root: &Path) -> Location {
        Location {
            root: root.to_owned(),
        }
    }

    /// Whether an index is there.
    pub fn exists(&self) -> bool {
        self.root.join("meta.json").is_file()
    }

    /// Fails where what there is may not be looked at.
    pub fn readable(&self) -> Result<()> {
        match std::fs::metadata(self.root.join("meta.json")) {
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                bail!("{}: {error}", self.root.display())
            }
            _ => Ok(()),
        }
    }

    /// Size of all files in bytes.
    pub(super) fn bytes(&self) -> u64 {
        let files = std::fs::read_dir(&self.root)
            .into_iter()
            .flatten()
            .flatten();
        files
            .filter_map(|file| file.metadata().ok())
            .map(|file| file.len())
            .sum()
    }

    /// The payload of the last commit, also where nothing else can be read: the index is of another
    /// version, or damaged.
    pub fn payload(&self) -> Option<String> {
        let meta = std::fs::read(self.root.join("meta.json")).ok()?;
        let meta: serde_json::Value = serde_json::from_slice(&meta).ok()?;
        Some(meta.get("payload")?.as_str()?.to_owned())
    }

    /// Opens the last commit for searching; needs no right to write.
    pub fn searcher(&self) -> Result<LocalSearcher> {
        let (index, fields) = self.open(false)?;
        LocalSearcher::of(&index, fields, self)
    }

    /// Opens the index for writing, making an empty one where there is none. `analyse` runs on the
    /// writer's threads.
    pub fn indexer(&self, options: WriteOptions, analyse: Arc<Analyse>) -> Result<LocalIndexer> {
        if !self.exists() {
            self.create()?;
        }
        LocalIndexer::open(self, options, analyse)
    }

    fn create(&self) -> Result<()> {
        // What a killed first run left behind has no meta.json and is no index.
        if self.root.exists() {
            std::fs::remove_dir_all(&self.root).with_context(|| self.root.display().to_string())?;
        }
        std::fs::create_dir_all(&self.root).with_context(|| self.root.display().to_string())?;
        let (schema, _) = schema::build()?;
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor {
                compression_level: Some(1),
            }),
            docstore_blocksize: STORE_BLOCK,
            ..IndexSettings::default()
        };
        Index::create(Files::open(&self.root, true)?, schema, settings)?;
        Ok(())
    }

    pub(super) fn open(&self, writable: bool) -> Result<(Index, Fields)> {
        let (schema, fields) = schema::build()?;
        let index = match Index::open(Files::open(&self.root, writable)?) {
            Ok(index) => index,
            Err(tantivy::TantivyError::IncompatibleIndex(_)) => bail!(OTHER_VERSION),
            Err(error) => return Err(self.told(error.into())),
        };
        if index.schema() != schema {
            bail!(OTHER_VERSION);
        }
        index.tokenizers().register(PACKED, Replay::default());
        Ok((index, fields))
    }

    /// An error of opening the index, as people read it.
    pub(super) fn told(&self, error: anyhow::Error) -> anyhow::Error {
        damage::told(error, &self.root)
    }

    /// Opens what belongs to the last commit. A reader holds no lock, so that a writer may collect
    /// files between the reading of meta.json and the opening of what it names; then it is opened
    /// again, as the next meta.json says.
    ///
    /// # Errors
    /// Those of `open`, where no writer was in the way, or one was too often.
    pub fn settled<T>(&self, mut open: impl FnMut() -> Result<T>) -> Result<T> {
        let meta = || std::fs::read(self.root.join("meta.json")).ok();
        let mut before = meta();
        for _ in 0..MOST_TRIES {
            let error = match open() {
                Ok(opened) => return Ok(opened),
                Err(error) => error,
            };
            let now = meta();
            if now == before {
                return Err(error);
            }
            before = now;
        }
        bail!("a writer has changed the index again and again meanwhile; try once more")
    }

    /// Checks every file of the last commit against its checksum. Gives the damaged ones. Files that a
    /// writer replaces meanwhile do not count, and those in their place are checked, too.
    ///
    /// # Errors
    /// A file is missing or cannot be read.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>> {
        let mut checked: HashSet<PathBuf> = HashSet::new();
        let mut damaged: BTreeSet<PathBuf> = BTreeSet::new();
        let mut unread: BTreeMap<PathBuf, OpenReadError> = BTreeMap::new();
        for tries in 0..=MOST_TRIES {
            let (index, _) = self.open(false)?;
            let metas = index
                .load_metas()
                .map_err(|error| self.told(error.into()))?;
            let named = metas.list_segment_files();
            damaged.retain(|path| named.contains(path));
            unread.retain(|path, _| named.contains(path));
            // The list also has names that a segment may do without.
            let mut files = index.directory().list_managed_files();
            files.retain(|path| named.contains(path) && !checked.contains(path));
            if files.is_empty() || tries == MOST_TRIES {
                break;
            }
            for path in files {
                match index.directory().validate_checksum(&path) {
                    Ok(true) => {}
                    Ok(false) => drop(damaged.insert(path.clone())),
                    Err(error) => drop(unread.insert(path.clone(), error)),
                }
                checked.insert(path);
            }
        }
        match unread.into_values().next() {
            Some(error) => Err(self.told(TantivyError::from(error).into())),
            None => Ok(damaged.into_iter().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_writer_has_come_in_the_way_of_is_opened_again() {
        let directory = tempfile::tempdir().unwrap();
        let location = Location::new(directory.path());
        let commit = |number: usize| {
            std::fs::write(directory.path().join("meta.json"), number.to_string()).unwrap();
        };
        let tries = |writes: usize| {
            commit(0);
            let mut tries = 0;
            let opened = location.settled(|| {
                tries += 1;
                if tries <= writes {
                    commit(tries);
                    bail!("gone");
                }
                match writes {
                    0 => bail!("damaged"),
                    _ => Ok(()),
                }
            });
            (tries, opened.map_err(|error| error.to_string()))
        };
        assert_eq!(tries(0), (1, Err("damaged".into())));
        assert_eq!(tries(3), (4, Ok(())));
        let (tries, opened) = tries(MOST_TRIES + 1);
        assert_eq!(tries, MOST_TRIES);
        assert!(opened.is_err_and(|error| error.contains("try once more")));
    }
}
