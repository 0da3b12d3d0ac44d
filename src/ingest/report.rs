//! What a run did.

use std::path::PathBuf;

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
}

impl Skipped {
    /// The file, or the member of it: `archive.zip!member`.
    pub fn place(&self) -> String {
        match self.member.as_str() {
            "" => self.path.display().to_string(),
            member => format!("{}!{member}", self.path.display()),
        }
    }
}

/// Counts of a run. Articles unless said otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files looked at.
    pub files: u64,
    /// From new files.
    pub added: u64,
    /// From changed files.
    pub updated: u64,
    /// Analysed anew from stored text, because settings changed.
    pub reanalysed: u64,
    /// From unchanged files.
    pub unchanged: u64,
    /// No longer in the index.
    pub removed: u64,
    /// Files that could not be read, known ones among them.
    pub skipped_files: u64,
    /// Members and records of containers that could not be read, known ones among them.
    pub skipped_records: u64,
    /// Links and directories that could not be followed; they are no files.
    pub obstacles: u64,
    /// Files that have vanished and whose articles were kept.
    pub missing_files: u64,
    /// Roots that could not be opened.
    pub lost_roots: u64,
    /// Whether the run was ended early.
    pub stopped: bool,
}
