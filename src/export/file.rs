//! A file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tempfile::NamedTempFile;

/// Temporary files that are being written.
static STAGED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Removes the temporary files of all that is not written whole, before the process ends.
pub fn discard_unfinished() {
    let mut staged = STAGED.lock().unwrap_or_else(PoisonError::into_inner);
    for path in staged.drain(..) {
        // It may be gone already.
        let _ = fs::remove_file(path);
    }
}

/// Removes what killed processes left unfinished in the directory of a file.
pub fn sweep_unfinished(beside: &Path) {
    let files = fs::read_dir(directory(beside)).into_iter().flatten();
    for file in files.flatten() {
        let name = file.file_name();
        let name = name.as_encoded_bytes();
        let path = file.path();
        if name.starts_with(PREFIX.as_bytes())
            && name.ends_with(SUFFIX.as_bytes())
            && is_abandoned(&path)
        {
            // One that stays is swept next time.
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether nobody writes a temporary file: its writer holds a lock on it, which ends with him.
fn is_abandoned(path: &Path) -> bool {
    let Ok(file) = File::open(path) else {
        return false;
    };
    // A file is made first and locked then.
    let modified = file.metadata().and_then(|file| file.modified()).ok();
    let age = modified.and_then(|time| time.elapsed().ok());
    age.is_some_and(|age| age > GRACE) && file.try_lock().is_ok()
}

/// How the name of a temporary file begins and ends.
const PREFIX: &str = ".dateline-";
const SUFFIX: &str = ".part";

/// A younger temporary file is never taken for an abandoned one.
const GRACE: Duration = Duration::from_secs(60);

/// Bytes gathered before a write.
const BUFFER: usize = 64 * 1024;

/// A file being written. What is written goes to a temporary file in the same directory, which
/// takes the place of the named one on [`OutputFile::commit`]. Dropped without that, it is removed
/// and what stood there before stays.
///
/// A path that leads to something other than a regular file (`/dev/stdout`, a named pipe) is
/// written directly, because nothing can take its place.
pub struct OutputFile {
    path: PathBuf,
    target: Target,
}

enum Target {
    Staged(BufWriter<NamedTempFile>),
    Direct(BufWriter<File>),
}

impl OutputFile {
    /// Starts a file. Fails where its directory does not exist or may not be written; every error
    /// of this type names the path.
    pub fn create(path: &Path) -> io::Result<OutputFile> {
        let named = |error| about(path, error);
        // A symbolic link stays: the file that it leads to is the one replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let earlier = fs::metadata(&path).ok();
        let target = match &earlier {
            Some(found) if !found.is_file() => {
                let file = File::options().write(true).open(&path).map_err(named)?;
                Target::Direct(BufWriter::with_capacity(BUFFER, file))
            }
            _ => {
                let file = stage(&path, earlier.as_ref()).map_err(named)?;
                Target::Staged(BufWriter::with_capacity(BUFFER, file))
            }
        };
        Ok(OutputFile { path, target })
    }

    /// Whether it is a file of its own, which other files may lie beside, and not a device or a pipe.
    pub fn is_regular(&self) -> bool {
        matches!(self.target, Target::Staged(_))
    }

    /// Writes out what is left, syncs it to the disk and puts the file in its place.
    pub fn commit(self) -> io::Result<()> {
        let OutputFile { path, target } = self;
        let done = match target {
            Target::Direct(mut out) => out.flush(),
            Target::Staged(out) => persist(out, &path),
        };
        done.map_err(|error| about(&path, error))
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.target {
            Target::Staged(out) => out.write(bytes),
            Target::Direct(out) => out.write(bytes),
        };
        written.map_err(|error| about(&self.path, error))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match &mut self.target {
            Target::Staged(out) => out.flush(),
            Target::Direct(out) => out.flush(),
        };
        flushed.map_err(|error| about(&self.path, error))
    }
}

/// A hidden temporary file beside `path`, with the permissions of the file that it replaces.
fn stage(path: &Path, earlier: Option<&fs::Metadata>) -> io::Result<NamedTempFile> {
    let beside = directory(path);
    if !beside.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            format!("{} is no directory", beside.display()),
        ));
    }
    let file = builder().tempfile_in(beside)?;
    // Where there are no locks, nothing is ever taken for abandoned.
    let _ = file.as_file().try_lock();
    let mut staged = STAGED.lock().unwrap_or_else(PoisonError::into_inner);
    staged.push(file.path().to_owned());
    if let Some(earlier) = earlier {
        file.as_file().set_permissions(earlier.permissions())?;
    }
    Ok(file)
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // As for any new file: what the umask leaves. The default of 0600 is for secrets.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

fn persist(out: BufWriter<NamedTempFile>, path: &Path) -> io::Result<()> {
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // The new name is durable once the directory is; not every system can open one.
    match File::open(directory(path)) {
        Ok(directory) => directory.sync_all().or(Ok(())),
        Err(_) => Ok(()),
    }
}

fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn about(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
        entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect()
    }

    #[test]
    fn appears_on_commit_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hits.csv");
        let mut file = OutputFile::create(&path).unwrap();
        file.write_all(b"one").unwrap();
        file.flush().unwrap();
        assert!(!path.exists());
        file.commit().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(names(folder.path()), ["hits.csv"]);

        let mut failed = OutputFile::create(&path).unwrap();
        failed.write_all(b"two, in pa").unwrap();
        drop(failed);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(names(folder.path()), ["hits.csv"]);
    }

    #[test]
    fn what_a_killed_process_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let make = |name: &str, age: u64| {
            let path = folder.path().join(name);
            let file = File::create(&path).unwrap();
            let then = std::time::SystemTime::now() - Duration::from_secs(age);
            file.set_modified(then).unwrap();
            file
        };
        make(".dateline-old.part", 100);
        make(".dateline-new.part", 1);
        make(".other-old.part", 100);
        let held = make(".dateline-held.part", 100);
        held.try_lock().unwrap();
        sweep_unfinished(&folder.path().join("hits.csv"));
        let mut left = names(folder.path());
        left.sort();
        let expected = [
            ".dateline-held.part",
            ".dateline-new.part",
            ".other-old.part",
        ];
        assert_eq!(left, expected);
        // What is being written is held.
        let file = OutputFile::create(&folder.path().join("hits.csv")).unwrap();
        let staged = names(folder.path());
        let staged = staged.iter().find(|name| !left.contains(name)).unwrap();
        let other = File::open(folder.path().join(staged)).unwrap();
        assert!(other.try_lock().is_err());
        drop(file);
    }

    #[test]
    fn errors_name_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("none").join("hits.csv");
        let error = OutputFile::create(&missing)
            .err()
            .map(|error| error.to_string());
        assert!(error.is_some_and(|text| text.contains("none/hits.csv: ")));
        assert!(OutputFile::create(folder.path()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, PermissionsExt::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let mut file = OutputFile::create(&link).unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert_eq!(
            fs::metadata(&real).unwrap().permissions().mode() & 0o777,
            0o640
        );

        let mut null = OutputFile::create(Path::new("/dev/null")).unwrap();
        null.write_all(b"gone").unwrap();
        null.commit().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        // A full disk is an error at the latest on commit.
        if let Ok(mut full) = OutputFile::create(Path::new("/dev/full")) {
            let written = full.write_all(b"x").and_then(|()| full.commit());
            assert!(written.unwrap_err().to_string().starts_with("/dev/full: "));
        }
    }
}
