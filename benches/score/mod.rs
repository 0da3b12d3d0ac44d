//! How accuracy is counted: one file a task, and the analysis that all of them share.

pub mod copies;
pub mod corpus;
pub mod dates;
pub mod html;
pub mod names;
pub mod persons;
pub mod ranking;
pub mod scans;

use crate::common::{Outcome, news, today};
use dateline::analyse::{self, Layers, Settings};
use dateline::ingest::Ids;
use dateline::model::{Analysis, Article};
use dateline::read::{self, Item};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Right answers out of those of the gold and those of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// How many the gold has.
    pub gold: f64,
    /// How many the system has.
    pub system: f64,
    /// How many of them agree.
    pub right: f64,
}

impl Tally {
    /// Adds what one document has: `right` of its `gold` answers were among `system`.
    pub fn add(&mut self, gold: usize, system: usize, right: usize) {
        self.gold += gold as f64;
        self.system += system as f64;
        self.right += right as f64;
    }

    /// Precision, 0 to 1.
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.system)
    }

    /// Recall, 0 to 1.
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.gold)
    }

    /// F1, 0 to 1.
    pub fn f1(&self) -> f64 {
        ratio(2.0 * self.right, self.gold + self.system)
    }

    /// Precision, recall and F1 as a line.
    pub fn line(&self) -> String {
        format!(
            "P {:.3}  R {:.3}  F1 {:.3}",
            self.precision(),
            self.recall(),
            self.f1()
        )
    }
}

/// A share; 0 of nothing.
pub fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The settings of `annotate`.
pub fn settings() -> Settings {
    Settings::new(Layers::All, today())
}

/// Analyses an article as `annotate` does.
pub fn annotate(article: Article) -> (Article, Analysis) {
    let (article, analysis, _) = analyse::analyse(article, &settings());
    (article, analysis)
}

/// Reads a file and analyses its articles as `annotate` does; `full_path` is what the article's
/// path becomes. A file that cannot be read gives none.
pub fn annotate_file(path: &Path, full_path: &str) -> Vec<(Article, Analysis)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut ids = Ids::default();
    let mut found = Vec::new();
    // What was read before an error counts; the gold tells what is missing.
    let _ = read::read_file(path, &name, &news::limits().into(), &mut |item| {
        if let Item::Article(article) = item {
            let mut article = *article;
            ids.give(&mut article, full_path);
            found.push(annotate(article));
        }
        ControlFlow::Continue(())
    });
    found
}

/// Where the answers are to be written for a scorer outside, if anywhere: `DATELINE_DUMP`.
pub fn dump(name: &str, text: impl FnOnce() -> String) -> Outcome<()> {
    if let Some(directory) = std::env::var_os("DATELINE_DUMP").map(PathBuf::from) {
        std::fs::create_dir_all(&directory)?;
        std::fs::write(directory.join(name), text())?;
    }
    Ok(())
}

/// For each byte of a text up to its end, the number of characters before it. Spans of the gold
/// count characters, ours bytes.
pub fn characters_before(text: &str) -> Vec<usize> {
    let mut before = vec![0; text.len() + 1];
    let mut count = 0;
    for (byte, place) in before.iter_mut().enumerate() {
        *place = count;
        if text.is_char_boundary(byte + 1) {
            count += 1;
        }
    }
    before
}
