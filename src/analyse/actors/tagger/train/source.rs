//! The files that a model is trained on.

use super::sample::Sample;
use super::{columns, gold};
use crate::analyse::actors::gold::is_held_out;
use std::fmt;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// The folders of our own marked texts.
const OWN: [&str; 2] = ["corpus/names", "corpus/names-rare"];

/// A file of marked texts.
pub struct Source {
    /// Its name without folder.
    pub name: String,
    /// Whether it lies in the project's own corpus.
    pub own: bool,
    /// xxh3 of its bytes.
    pub hash: u64,
    /// Its texts.
    pub samples: Vec<Sample>,
    /// Those of its texts that are kept aside for measuring.
    pub aside: Vec<Sample>,
}

impl Source {
    /// Lets its sentences count more or less.
    pub fn weigh(&mut self, weight: f32) {
        for sample in &mut self.samples {
            sample.weight = weight;
        }
    }
}

/// Why a file cannot be trained on.
#[derive(Debug)]
pub enum TrainError {
    /// It cannot be read.
    Read(PathBuf, std::io::Error),
    /// Nothing in it is marked.
    Empty(PathBuf),
}

impl fmt::Display for TrainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TrainError::Read(path, error) => write!(f, "{}: {error}", path.display()),
            TrainError::Empty(path) => write!(
                f,
                "{}: no names in it: expected a token and a tag a line, or [text|LABEL] in documents that begin with ===",
                path.display()
            ),
        }
    }
}

impl std::error::Error for TrainError {}

/// Reads files; `.gz` files are unpacked.
pub fn read_sources(paths: &[PathBuf]) -> Result<Vec<Source>, TrainError> {
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<Source, TrainError> {
    let bytes = std::fs::read(path).map_err(|error| TrainError::Read(path.to_owned(), error))?;
    let hash = xxh3_64(&bytes);
    let plain = match bytes.starts_with(&[0x1f, 0x8b]) {
        true => {
            let mut plain = Vec::new();
            std::io::Read::read_to_end(
                &mut flate2::read::MultiGzDecoder::new(bytes.as_slice()),
                &mut plain,
            )
            .map_err(|error| TrainError::Read(path.to_owned(), error))?;
            plain
        }
        false => bytes,
    };
    let text = String::from_utf8_lossy(&plain);
    let marked = text
        .lines()
        .any(|line| line.starts_with("=== ") && line.contains('|'));
    let all = if marked {
        gold::read(&text)
    } else {
        columns::read(&text)
    };
    if all
        .iter()
        .all(|sample| sample.body.names.is_empty() && sample.title.names.is_empty())
    {
        return Err(TrainError::Empty(path.to_owned()));
    }
    let (aside, samples) = all
        .into_iter()
        .partition(|sample| marked && is_held_out(&sample.id));
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let own = path
        .parent()
        .is_some_and(|folder| OWN.iter().any(|own| folder.ends_with(own)));
    Ok(Source {
        name,
        own,
        hash,
        samples,
        aside,
    })
}

/// A source of marked text.
#[cfg(test)]
pub fn gold_of(name: &str, text: &str) -> Source {
    of(name, gold::read(text))
}

/// A source of columns.
#[cfg(test)]
pub fn columns_of(name: &str, text: &str) -> Source {
    of(name, columns::read(text))
}

#[cfg(test)]
fn of(name: &str, samples: Vec<Sample>) -> Source {
    Source {
        name: name.to_owned(),
        own: false,
        hash: 0,
        samples,
        aside: Vec::new(),
    }
}
