//! Where the engine keeps its files, with two differences from its own directory.
//!
//! Its own writes `meta.json` readable by the owner alone (it comes from a temporary file) and
//! opens a lock file for writing even to read, so that neither another user nor a read-only mount
//! can search an index.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback,
    WatchHandle, WritePtr,
};

/// A memory-mapped directory that can be read without any right to write.
#[derive(Clone, Debug)]
pub(super) struct Files {
    inner: MmapDirectory,
    root: PathBuf,
    writable: bool,
}

impl Files {
    /// Opens an existing directory.
    pub(super) fn open(root: &Path, writable: bool) -> tantivy::Result<Files> {
        Ok(Files {
            inner: MmapDirectory::open(root)?,
            root: root.to_owned(),
            writable,
        })
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        // A plain file under the user's umask, unlike a temporary file's 0600.
        let target = self.root.join(path);
        let mut name = target.clone().into_os_string();
        name.push(".new");
        let temporary = PathBuf::from(name);
        let mut file = std::fs::File::create(&temporary)?;
        file.write_all(data)?;
        file.sync_all()?;
        std::fs::rename(&temporary, &target)?;
        self.inner.sync_directory()
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        // The meta lock keeps a reader's files from being collected between reading meta.json and
        // opening them. A reader without it opens again when a file is gone (`Location::settled`).
        if !self.writable || lock.filepath == META_LOCK.filepath {
            return Ok(DirectoryLock::from(Box::new(())));
        }
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}
