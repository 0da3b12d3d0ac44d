//! What a run did.

use crate::manifest::Entry;
use std::path::{Path, PathBuf};

/// What of the archive is not in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A file: it could not be read, no article is in it, or it is left out.
    File,
    /// The rest of a file, which ended with an error after some articles.
    Rest,
    /// A record of a container, or a member of an archive.
    Record,
    /// No file: a link that leads nowhere or back, a directory that may not be looked into.
    Path,
}

impl What {
    /// As reports write it.
    pub fn name(self) -> &'static str {
        match self {
            What::File => "file",
            What::Rest => "rest",
            What::Record => "record",
            What::Path => "path",
        }
    }
}

/// A file, or one member or record of a file, that is not in the index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The file.
    pub path: PathBuf,
    /// Path of the member within it, where it is an archive; else empty.
    pub member: String,
    /// Number of the record within a container, from 1.
    pub record: Option<u64>,
    /// Why.
    pub reason: String,
    /// Whether it is known from an earlier run and unchanged since.
    pub known: bool,
    /// What of it.
    pub what: What,
}

impl Skipped {
    /// A file, the rest of one, or a path.
    pub fn new(path: &Path, what: What, reason: String) -> Skipped {
        Skipped {
            path: path.to_owned(),
            member: String::new(),
            record: None,
            reason,
            known: false,
            what,
        }
    }

    /// A member or a record of a file.
    pub fn within(path: &Path, member: String, record: Option<u64>, reason: String) -> Skipped {
        Skipped {
            member,
            record,
            ..Skipped::new(path, What::Record, reason)
        }
    }

    /// The records and members of a file that are not told one by one.
    pub(super) fn more(path: &Path, count: u64, known: bool) -> Skipped {
        let reason = format!("{count} more, which `dateline read` lists");
        Skipped {
            known,
            ..Skipped::new(path, What::Record, reason)
        }
    }

    /// The file, or the member of it: `archive.zip!member`.
    pub fn place(&self) -> String {
        match self.member.as_str() {
            "" => self.path.display().to_string(),
            member => format!("{}!{member}", self.path.display()),
        }
    }
}

/// Counts of a run. Articles unless said otherwise. Each file that is looked at is read, read in part
/// or skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files looked at.
    pub files: u64,
    /// From new files, and such as gave none before.
    pub added: u64,
    /// From changed files.
    pub updated: u64,
    /// Analysed anew from stored text, because settings changed.
    pub reanalysed: u64,
    /// From unchanged files.
    pub unchanged: u64,
    /// No longer in the index.
    pub removed: u64,
    /// Files that gave no article: they could not be read (of such, those of an earlier version may be
    /// kept), have none or are left out. Known ones among them.
    pub skipped_files: u64,
    /// Files whose reading ended with an error after some articles, known ones among them.
    pub files_in_part: u64,
    /// Members and records of containers that could not be read, known ones among them.
    pub skipped_records: u64,
    /// Files that have vanished and whose articles were kept.
    pub missing_files: u64,
    /// Links and directories that could not be followed, and roots that could not be opened.
    pub unreached: u64,
    /// Known files at or below these links and directories, whose articles were kept.
    pub unreached_files: u64,
    /// Roots that could not be opened.
    pub lost_roots: u64,
    /// Whether the run was ended early.
    pub stopped: bool,
}

impl Summary {
    /// Whether anything that was met is not in the index.
    pub fn has_skipped(&self) -> bool {
        self.skipped_files + self.files_in_part + self.skipped_records + self.unreached > 0
    }

    /// Counts what an earlier run has not taken of a file, and gives it.
    pub(super) fn known(&mut self, path: &Path, entry: &Entry) -> Vec<Skipped> {
        self.skipped_records += entry.skipped;
        self.skipped_files += u64::from(entry.is_skipped());
        self.files_in_part += u64::from(entry.is_in_part());
        let known = |member: &str, record, reason: String, what| Skipped {
            path: path.to_owned(),
            member: member.to_owned(),
            record,
            reason,
            known: true,
            what,
        };
        let mut all: Vec<Skipped> = entry
            .skips
            .iter()
            .map(|skip| known(&skip.member, skip.record, skip.reason.clone(), What::Record))
            .collect();
        // The manifest keeps a bounded part of them, of older indexes one reason a file.
        let mut untold = entry.skipped.saturating_sub(all.len() as u64);
        if entry.failed && !entry.reason.is_empty() {
            let what = match entry.is_in_part() {
                true => What::Rest,
                false => What::File,
            };
            all.push(known("", None, entry.reason.clone(), what));
        } else if all.is_empty() && !entry.reason.is_empty() {
            untold = untold.saturating_sub(1);
            all.push(known("", None, entry.reason.clone(), What::Record));
        }
        if untold > 0 {
            all.push(Skipped::more(path, untold, true));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_counted_as_it_was_when_it_was_read() {
        let entry = |articles, failed, skipped, reason: &str| Entry {
            articles,
            failed,
            skipped,
            reason: reason.to_owned(),
            ..Entry::default()
        };
        let mut summary = Summary::default();
        let mut keep = |entry| {
            let kept = summary.known(Path::new("a"), &entry).into_iter();
            let told: Vec<String> = kept
                .map(|skipped| format!("{}: {}", skipped.what.name(), skipped.reason))
                .collect();
            told.join(" | ")
        };
        assert_eq!(keep(entry(3, false, 0, "")), "");
        let more = "more, which `dateline read` lists";
        for (entry, told) in [
            (entry(0, true, 0, "empty"), "file: empty".to_owned()),
            (entry(2, true, 0, "cut"), "rest: cut".to_owned()),
            (
                entry(2, true, 1, "cut"),
                format!("rest: cut | record: 1 {more}"),
            ),
            (entry(2, false, 1, "no text"), "record: no text".to_owned()),
            (
                entry(0, false, 3, "no text"),
                format!("record: no text | record: 2 {more}"),
            ),
        ] {
            assert_eq!(keep(entry), told);
        }
        let counts = (summary.skipped_files, summary.files_in_part);
        assert_eq!(counts, (1, 2));
        assert_eq!(summary.skipped_records, 5);
    }
}
