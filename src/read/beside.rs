//! Files that are read together with another one, such as the pages of an issue, and whether they
//! have changed since.

use std::cell::RefCell;
use std::path::Path;
use std::time::UNIX_EPOCH;
use xxhash_rust::xxh3::xxh3_64;

/// Files beside one, and how they were when they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Their paths, from the directory of the one.
    pub paths: Vec<String>,
    /// Hash of their sizes and times of modification; 0 where there are none.
    pub stamp: u64,
}

/// The stamp of files beside one as they are now.
pub fn stamp_beside(file: &Path, paths: &[String]) -> u64 {
    let directory = file.parent().unwrap_or(Path::new(""));
    stamp(paths.iter().map(|path| state(&directory.join(path))))
}

/// Collects them, one by one.
#[derive(Default)]
pub(super) struct Seen(RefCell<Vec<(String, u64)>>);

impl Seen {
    /// Adds a file, or one that is missing, before it is read: what changes later has then changed.
    pub(super) fn add(&self, directory: &Path, path: &str) {
        let state = state(&directory.join(path));
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
    use super::{Beside, Seen, stamp_beside};

    #[test]
    fn files_that_come_go_or_change_are_noticed() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        std::fs::write(at("one.xml"), "one").unwrap();
        let file = at("issue.xml");
        let look = || {
            let seen = Seen::default();
            seen.add(directory.path(), "one.xml");
            seen.add(directory.path(), "two.xml");
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
}
