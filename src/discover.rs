//! From a directory to its files, in the order of the manifest.

use crate::manifest::is_index;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::cmp::Ordering;
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use walkdir::{DirEntry, WalkDir};

/// Name of the file that keeps paths out, in gitignore syntax, in any directory.
pub const IGNORE_FILE: &str = ".datelineignore";

/// Why an index is not walked.
pub const INDEX: &str = "a dateline index, no archive";

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Its path within the root, `/`-separated; a byte that is not UTF-8 is written `%FF`.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub mtime: i64,
}

/// Something that cannot be walked: a directory without permission, a loop of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// Where it is.
    pub path: PathBuf,
    /// Why it was passed over.
    pub reason: String,
}

/// Which files of a root are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Found {
    /// What the file is called, for a reader to go by: its path within the root, or its own name
    /// where it is the root.
    pub fn hint(&self) -> String {
        match (self.name.as_str(), self.path.file_name()) {
            ("", Some(name)) => text(name),
            (name, _) => name.to_owned(),
        }
    }
}

impl Filter {
    /// From globs as typed. One without a slash is matched against the file's name, another
    /// against its path within the root. Without `include` every file is wanted.
    ///
    /// # Errors
    /// A glob that is not well-formed.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Filter, globset::Error> {
        let set = |globs: &[String]| {
            let mut set = GlobSetBuilder::new();
            for glob in globs {
                let glob = match glob.contains('/') {
                    true => glob
                        .trim_start_matches("./")
                        .trim_start_matches('/')
                        .to_owned(),
                    false => format!("**/{glob}"),
                };
                set.add(GlobBuilder::new(&glob).literal_separator(true).build()?);
            }
            set.build()
        };
        Ok(Filter {
            include: match include {
                [] => None,
                globs => Some(set(globs)?),
            },
            exclude: set(exclude)?,
        })
    }

    fn wants(&self, name: &str) -> bool {
        self.include
            .as_ref()
            .is_none_or(|include| include.is_match(name))
            && !self.exclude.is_match(name)
    }
}

/// A name as the manifest writes it.
fn text(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// The order of two names in a directory: that of the manifest, which knows them as it writes them.
fn by_name(a: &OsStr, b: &OsStr) -> Ordering {
    match (a.to_str(), b.to_str()) {
        (Some(a), Some(b)) => a.cmp(b),
        // Names that are written alike come one after the other, always in the same order.
        _ => text(a).cmp(&text(b)).then_with(|| a.cmp(b)),
    }
}

/// Path of `path` within `root` as the manifest writes it, or `None` if it lies elsewhere.
pub fn name_within(root: &Path, path: &Path) -> Option<String> {
    let inner = path.strip_prefix(root).ok()?;
    let parts: Vec<String> = inner
        .components()
        .map(|part| text(part.as_os_str()))
        .collect();
    Some(parts.join("/"))
}

/// Modification time in nanoseconds since 1970; 0 where the system does not tell.
pub fn mtime(metadata: &Metadata) -> i64 {
    let Ok(time) = metadata.modified() else {
        return 0;
    };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |nanos| -nanos),
    }
}

/// The ignore files of the directories that the walk is in.
struct Ignores {
    stack: Vec<(usize, Gitignore)>,
}

impl Ignores {
    fn enter(&mut self, directory: &Path, depth: usize) {
        self.stack.retain(|(above, _)| *above < depth);
        let file = directory.join(IGNORE_FILE);
        if file.is_file() {
            let mut builder = GitignoreBuilder::new(directory);
            // A line that is no glob is passed over; the others count.
            let _ = builder.add(file);
            if let Ok(ignore) = builder.build() {
                self.stack.push((depth, ignore));
            }
        }
    }

    /// The nearest file that has an opinion decides.
    fn ignores(&self, path: &Path, depth: usize, is_directory: bool) -> bool {
        let above = self.stack.iter().rev().filter(|(at, _)| *at < depth);
        for (_, ignore) in above {
            let verdict = ignore.matched(path, is_directory);
            if !verdict.is_none() {
                return verdict.is_ignore();
            }
        }
        false
    }
}

/// The last name that the walk has met in each directory it is in.
#[derive(Default)]
struct Names(Vec<OsString>);

impl Names {
    /// Whether the manifest writes a name like the one before it in its directory, which two may be
    /// that are no UTF-8: `%FF` may also stand for itself.
    fn is_taken(&mut self, entry: &DirEntry) -> bool {
        let name = entry.file_name();
        let is_taken = self.0.get(entry.depth()).is_some_and(|last| {
            name.to_str().is_none() && last != name && text(last) == text(name)
        });
        self.0.truncate(entry.depth());
        self.0.push(name.to_owned());
        is_taken
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Walks what lies under `start`, which is `root` or below it, in the manifest's order. Links are
/// followed, but no loop; hidden files, and what an ignore file keeps out, are passed over; so are
/// indexes of ours, and the paths in `apart`, which are roots of their own.
pub fn walk<'a>(
    root: &'a Path,
    start: &Path,
    filter: &'a Filter,
    apart: &'a [PathBuf],
) -> impl Iterator<Item = Result<Found, Obstacle>> + 'a {
    let mut ignores = Ignores { stack: Vec::new() };
    // What keeps the start itself out counts too, from the root down to it.
    let mut kept_out = false;
    let mut above = root.to_owned();
    let mut base = 0;
    let steps: Vec<_> = match start.strip_prefix(root) {
        Ok(inner) => inner
            .components()
            .map(|part| part.as_os_str().to_owned())
            .collect(),
        Err(_) => Vec::new(),
    };
    for step in steps {
        ignores.enter(&above, base);
        base += 1;
        above.push(step);
        kept_out |= ignores.ignores(&above, base, above.is_dir());
    }
    let within_index = is_index(start).then(|| Obstacle {
        path: start.to_owned(),
        reason: INDEX.to_owned(),
    });
    kept_out |= within_index.is_some();
    let mut names = Names::default();
    let mut walk = WalkDir::new(start)
        .follow_links(true)
        .sort_by(|a, b| by_name(a.file_name(), b.file_name()))
        .into_iter();
    let found = std::iter::from_fn(move || {
        loop {
            let entry = match walk.next()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(obstacle(start_of(&error, root), &error))),
            };
            let depth = base + entry.depth();
            let is_directory = entry.file_type().is_dir();
            let out = match entry.depth() {
                0 => kept_out,
                _ => {
                    is_hidden(&entry)
                        || ignores.ignores(entry.path(), depth, is_directory)
                        || is_directory && is_index(entry.path())
                        || apart.iter().any(|other| other == entry.path())
                }
            };
            let is_taken = !out && names.is_taken(&entry);
            if (out || is_taken) && is_directory {
                walk.skip_current_dir();
            }
            if is_taken {
                return Some(Err(Obstacle {
                    path: entry.path().to_owned(),
                    reason: format!(
                        "the index would call it {}, as another beside it",
                        text(entry.file_name())
                    ),
                }));
            }
            if out {
                continue;
            }
            if is_directory {
                ignores.enter(entry.path(), depth);
            } else if entry.file_type().is_file()
                && let Some(found) = found(root, &entry, filter)
            {
                return Some(found);
            }
        }
    });
    within_index.map(Err).into_iter().chain(found)
}

fn start_of(error: &walkdir::Error, root: &Path) -> PathBuf {
    error.path().unwrap_or(root).to_owned()
}

fn found(root: &Path, entry: &DirEntry, filter: &Filter) -> Option<Result<Found, Obstacle>> {
    let name = name_within(root, entry.path())?;
    // A root that is a file is always wanted: it was named.
    if !name.is_empty() && !filter.wants(&name) {
        return None;
    }
    Some(match entry.metadata() {
        Ok(metadata) => Ok(Found {
            path: entry.path().to_owned(),
            name,
            size: metadata.len(),
            mtime: mtime(&metadata),
        }),
        Err(error) => Err(obstacle(entry.path().to_owned(), &error)),
    })
}

fn obstacle(path: PathBuf, error: &walkdir::Error) -> Obstacle {
    let reason = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => format!("a link back to {}", ancestor.display()),
        (None, Some(cause)) => plain(cause),
        (None, None) => error.to_string(),
    };
    Obstacle { path, reason }
}

/// A path that somebody named, with its links followed.
///
/// # Errors
/// Why there is nothing to read: it is not there, or neither a file nor a directory.
pub fn resolved(path: &Path) -> Result<PathBuf, String> {
    let path = std::fs::canonicalize(path).map_err(|error| plain(&error))?;
    let what = std::fs::metadata(&path).map_err(|error| plain(&error))?;
    match what.is_file() || what.is_dir() {
        true => Ok(path),
        false => Err("neither a file nor a directory".to_owned()),
    }
}

/// An I/O error without its number, in lower case: `permission denied`.
pub fn plain(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file or directory".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::StorageFull => "no space left on the device".into(),
        ErrorKind::ReadOnlyFilesystem => "read-only file system".into(),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or("").to_owned();
            let mut letters = text.chars();
            match letters.next() {
                Some(first) => first.to_lowercase().chain(letters).collect(),
                None => "unknown error".into(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(root: &Path, start: &Path, filter: &Filter) -> Vec<String> {
        walk(root, start, filter, &[])
            .map(|found| match found {
                Ok(found) => found.name,
                Err(obstacle) => format!("! {}", obstacle.reason.split(' ').next().unwrap()),
            })
            .collect()
    }

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = directory.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        directory
    }

    #[test]
    fn walks_in_the_order_of_the_manifest_and_passes_over_what_is_kept_out() {
        let tree = tree(&[
            ("a/x.txt", ""),
            ("a.txt", ""),
            ("a-b.txt", ""),
            (".hidden/y.txt", ""),
            ("b/keep.txt", ""),
            ("b/drop.txt", ""),
            ("b/deep/drop.txt", ""),
            ("b/deep/.datelineignore", "!drop.txt\n"),
            ("b/.datelineignore", "drop.txt\n"),
            ("c/z.json", ""),
            (".datelineignore", "/c/\n"),
        ]);
        let root = tree.path();
        let all = Filter::default();
        let found = names(root, root, &all);
        assert_eq!(
            found,
            [
                "a/x.txt",
                "a-b.txt",
                "a.txt",
                "b/deep/drop.txt",
                "b/keep.txt"
            ]
        );
        let is_sorted = found.is_sorted_by(|a, b| crate::manifest::order(("", a), ("", b)).is_lt());
        assert!(is_sorted);
        assert_eq!(names(root, &root.join("b/deep"), &all), ["b/deep/drop.txt"]);
        assert_eq!(names(root, &root.join("c"), &all), [] as [&str; 0]);
        let some = Filter::new(&["*.txt".into()], &["b/**".into()]).unwrap();
        assert_eq!(names(root, root, &some), ["a/x.txt", "a-b.txt", "a.txt"]);
    }

    #[test]
    fn walks_into_no_index() {
        let tree = tree(&[("a.txt", ""), ("index/engine/meta.json", "{}")]);
        let root = tree.path();
        let home = root.join("index");
        let all = Filter::default();
        assert_eq!(
            names(root, root, &all),
            ["a.txt", "index/engine/meta.json"],
            "a directory is no index by its name"
        );
        fs::write(home.join("lock"), "").unwrap();
        fs::write(home.join("b.txt"), "").unwrap();
        assert_eq!(names(root, root, &all), ["a.txt"]);
        let found: Vec<_> = walk(&home, &home, &all, &[]).collect();
        let reason = INDEX.to_owned();
        assert_eq!(found, [Err(Obstacle { path: home, reason })]);
    }

    #[cfg(unix)]
    #[test]
    fn follows_links_but_no_loop_and_keeps_odd_names() {
        use std::os::unix::ffi::OsStrExt;
        let tree = tree(&[("a/x.txt", "")]);
        let root = tree.path();
        std::os::unix::fs::symlink(root, root.join("a/up")).unwrap();
        std::os::unix::fs::symlink(root.join("a/x.txt"), root.join("link.txt")).unwrap();
        fs::write(root.join(OsStr::from_bytes(b"caf\xe9.txt")), "").unwrap();
        let found = names(root, root, &Filter::default());
        assert_eq!(found, ["! a", "a/x.txt", "caf%E9.txt", "link.txt"]);
    }

    /// Files in directories under names that are drawn from bytes which sort oddly.
    #[cfg(unix)]
    #[test]
    fn any_names_come_in_the_order_of_the_manifest_and_each_once() {
        use std::os::unix::ffi::OsStrExt;
        const BYTES: &[u8] = b"aE9z%!-.~\x01\x7f\x80\xc3\xa9\xe9\xff";
        let mut state = 1u64;
        let mut draw = |below: usize| {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            (state >> 33) as usize % below
        };
        let tree = tree(&[]);
        let root = tree.path();
        let mut made = 0;
        for _ in 0..2000 {
            let mut path = root.to_owned();
            for _ in 0..=draw(3) {
                let length = 1 + draw(4);
                let name: Vec<u8> = (0..length).map(|_| BYTES[draw(BYTES.len())]).collect();
                path.push(OsStr::from_bytes(&[b"n", name.as_slice()].concat()));
            }
            // What is a file already is no directory, and the other way round.
            let parent = path.parent().unwrap();
            made += u64::from(fs::create_dir_all(parent).is_ok() && fs::write(&path, "").is_ok());
        }
        let found: Vec<_> = walk(root, root, &Filter::default(), &[]).collect();
        let names: Vec<&str> = found.iter().flatten().map(|found| &*found.name).collect();
        assert!(made > 1000 && names.len() > 1000, "{made} {}", names.len());
        for pair in names.windows(2) {
            let order = crate::manifest::order(("", pair[0]), ("", pair[1]));
            assert!(order.is_lt(), "{pair:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn of_two_that_the_manifest_writes_alike_one_is_walked() {
        use std::os::unix::ffi::OsStrExt;
        let tree = tree(&[("n%E9/b", ""), ("n%E9.txt", "")]);
        let root = tree.path();
        let twin = root.join(OsStr::from_bytes(b"n\xe9"));
        fs::create_dir(&twin).unwrap();
        fs::write(twin.join("a"), "").unwrap();
        let found: Vec<_> = walk(root, root, &Filter::default(), &[]).collect();
        let names: Vec<&str> = found.iter().flatten().map(|found| &*found.name).collect();
        assert_eq!(names, ["n%E9/b", "n%E9.txt"]);
        let reason = "the index would call it n%E9, as another beside it".to_owned();
        assert!(found.contains(&Err(Obstacle { path: twin, reason })));
    }
}
