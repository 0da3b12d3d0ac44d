//! Files that are read together with another one, such as the pages of an issue, or that decide how
//! it is read, and whether they have changed since.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use xxhash_rust::xxh3::xxh3_64;

/// Files beside one, and how they were when they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Their paths, from the directory of the one. What ends in `*mets*.xml` stands for the METS files
    /// in a directory that may speak of it, be there any or none.
    pub paths: Vec<String>,
    /// Hash of their sizes and times of modification; 0 where there are none.
    pub stamp: u64,
}

/// What stands for METS files that may speak of a page.
pub(super) const ISSUES: &str = "*mets*.xml";
/// Most files of a directory that are looked at for these.
const MOST_FILES: usize = 10_000;
/// Most of these that may speak of a page.
const MOST_ISSUES: usize = 8;
/// Directories whose METS files are remembered: that of a page, and the one above.
const REMEMBERED: usize = 2;

/// The stamp of files beside one as they are now.
pub fn stamp_beside(file: &Path, paths: &[String]) -> u64 {
    Stamps::default().stamp(file, paths)
}

/// Gives stamps, as [`stamp_beside`] does. Remembers which METS files lie in the directories that it
/// looked into last, so that the pages of a directory cost one look into it.
#[derive(Debug, Default)]
pub struct Stamps {
    listed: Vec<(PathBuf, Vec<String>)>,
}

impl Stamps {
    /// The stamp of files beside one.
    pub fn stamp(&mut self, file: &Path, paths: &[String]) -> u64 {
        let states: Vec<u64> = paths.iter().map(|path| self.state(file, path)).collect();
        stamp(states.into_iter())
    }

    /// What changes when a file beside one does, or one of those that a path stands for.
    pub(super) fn state(&mut self, file: &Path, path: &str) -> u64 {
        let beside = directory(file).join(path);
        if beside.file_name().is_none_or(|name| name != ISSUES) {
            return state(&beside);
        }
        let within = directory(&beside);
        let issues = self.issues(file, within).into_iter();
        let states: Vec<u8> = issues
            .flat_map(|issue| [xxh3_64(issue.as_bytes()), state(&within.join(issue))])
            .flat_map(u64::to_le_bytes)
            .collect();
        xxh3_64(&states)
    }

    /// Names of the METS files in a directory that may speak of a page. Where many issues lie together,
    /// these are called most like it, the likest first.
    pub(super) fn issues(&mut self, page: &Path, directory: &Path) -> Vec<String> {
        let page = page.file_name().unwrap_or_default().to_string_lossy();
        let alike = |name: &str| {
            let pairs = name.bytes().zip(page.bytes());
            pairs.take_while(|(a, b)| a == b).count()
        };
        let mut names = self.listed(directory).to_vec();
        names.sort_by_cached_key(|name| (Reverse(alike(name)), name.clone()));
        names.truncate(MOST_ISSUES);
        names
    }

    fn listed(&mut self, directory: &Path) -> &[String] {
        let known = self.listed.iter().position(|(path, _)| path == directory);
        let at = known.unwrap_or_else(|| {
            self.listed.truncate(REMEMBERED - 1);
            self.listed.push((directory.to_owned(), list(directory)));
            self.listed.len() - 1
        });
        // The one that was asked for last goes last.
        self.listed.swap(0, at);
        &self.listed[0].1
    }
}

/// Names of what may be METS files in a directory.
fn list(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).into_iter().flatten();
    let names = entries.take(MOST_FILES).flatten();
    names
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| {
            let name = name.to_lowercase();
            name.contains("mets") && name.ends_with(".xml")
        })
        .collect()
}

fn directory(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// Collects them, one by one.
#[derive(Default)]
pub(super) struct Seen(RefCell<Vec<(String, u64)>>);

impl Seen {
    /// Adds a file, or one that is missing, with its state before it is read: what changes later has
    /// then changed.
    pub(super) fn add(&self, path: &str, state: u64) {
        self.0.borrow_mut().push((path.to_owned(), state));
    }

    pub(super) fn take(&self) -> Beside {
        let (paths, states): (Vec<String>, Vec<u64>) = self.0.take().into_iter().unzip();
        Beside {
            stamp: stamp(states.into_iter()),
            paths,
        }
    }
}

fn stamp(states: impl ExactSizeIterator<Item = u64>) -> u64 {
    match states.len() {
        0 => 0,
        _ => xxh3_64(&states.flat_map(u64::to_le_bytes).collect::<Vec<u8>>()),
    }
}

/// What changes when a file does: its size and time of modification; 0 where there is none.
fn state(path: &Path) -> u64 {
    let Ok(file) = std::fs::metadata(path) else {
        return 0;
    };
    let time = file.modified().ok();
    let time = time.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let nanoseconds = time.map_or(0, |time| time.as_nanos() as u64);
    let [size, time] = [file.len(), nanoseconds].map(u64::to_le_bytes);
    xxh3_64(&[size, time].concat())
}

#[cfg(test)]
mod tests {
    use super::{Beside, ISSUES, Seen, Stamps, stamp_beside};

    #[test]
    fn files_that_come_go_or_change_are_noticed() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        std::fs::write(at("one.xml"), "one").unwrap();
        let file = at("issue.xml");
        let look = || {
            let seen = Seen::default();
            for path in ["one.xml", "two.xml"] {
                seen.add(path, Stamps::default().state(&file, path));
            }
            seen.take()
        };
        let is_same = |beside: &Beside| stamp_beside(&file, &beside.paths) == beside.stamp;
        let before = look();
        assert_eq!(before.paths, ["one.xml", "two.xml"]);
        assert!(is_same(&before));
        std::fs::write(at("two.xml"), "two").unwrap();
        assert!(!is_same(&before));
        let before = look();
        std::fs::write(at("two.xml"), "two!").unwrap();
        assert!(!is_same(&before));
        let before = look();
        std::fs::remove_file(at("one.xml")).unwrap();
        assert!(!is_same(&before));
        let none = Seen::default().take();
        assert_eq!(none.stamp, 0);
        assert!(is_same(&none));
    }

    #[test]
    fn issues_that_come_go_or_change_are_noticed() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        std::fs::create_dir(at("pages")).unwrap();
        let page = at("pages/1891-04-12_1.xml");
        let paths = [ISSUES.to_owned(), format!("../{ISSUES}")];
        let look = || stamp_beside(&page, &paths);
        let before = look();
        std::fs::write(at("pages/other.xml"), "").unwrap();
        assert_eq!(look(), before);
        let mut remembered = Stamps::default();
        assert_eq!(remembered.stamp(&page, &paths), before);
        std::fs::write(at("1891-04-12_METS.xml"), "one").unwrap();
        let one = look();
        assert_ne!(one, before);
        assert_eq!(
            remembered.stamp(&page, &paths),
            before,
            "one look is enough"
        );
        std::fs::write(at("1891-04-12_METS.xml"), "one!").unwrap();
        let changed = look();
        assert_ne!(changed, one);
        // Of many, those count that are called most like the page.
        for day in 10..30 {
            std::fs::write(at(&format!("1892-01-{day}_mets.xml")), "").unwrap();
        }
        let many = look();
        assert_ne!(many, changed);
        std::fs::write(at("1892-02-01_mets.xml"), "").unwrap();
        assert_eq!(look(), many);
        std::fs::remove_file(at("1891-04-12_METS.xml")).unwrap();
        assert_ne!(look(), many);
    }
}
