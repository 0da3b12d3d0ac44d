//! From bytes to articles: one file per format, each with *candidates* for the publication date.
//!
//! The format is told by the content first and by the extension second. Compressions are looked
//! through around any format, and the members of an archive are read as files are, to a bounded
//! depth; nothing is ever written to the disk. To add a format: one file with a [`Reader`], one row
//! in [`READERS`], one case in `tests/recognition.rs`.

mod alto;
mod beside;
mod body;
mod compression;
mod csv;
mod delivery;
mod document;
mod elements;
mod encoding;
mod entities;
mod error;
mod feed;
mod fields;
mod headers;
mod html;
mod input;
mod json;
mod json_ld;
mod jsonl;
mod layers;
mod long;
mod mail;
mod mapping;
mod markdown;
mod members;
mod mets;
mod names;
mod nan;
mod newsml;
mod newsml_g2;
mod nitf;
mod normalise;
#[cfg(feature = "parquet")]
mod parquet;
mod quiet;
mod refuse;
mod reuters;
mod sgml;
mod split;
mod tar;
#[cfg(test)]
mod tests;
mod text;
mod trec;
mod values;
mod vendor;
mod warc;
mod whole;
mod xml;
mod zip;

pub use beside::{Beside, Stamps, stamp_beside};
pub use delivery::Delivery;
pub use error::ReadError;
pub use input::Input;
pub use mapping::Mapping;

use crate::model::Article;
use input::Metered;
use layers::Context;
use members::Gaps;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// Why a page is left out that links to articles and is none.
pub const INDEX_OF_ARTICLES: &str = "an index of articles";

/// Why a page is left out that has but the start of an article.
pub const PAYWALL_STUB: &str = "a paywall stub";

/// Bounds on what is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of title and body that an article may have; 16 MiB unless set.
    pub max_article: usize,
    /// A compressed file, with all that is packed within it, may expand to 16 MiB and this many times
    /// its size; 200 unless set.
    pub max_expansion: u64,
    /// Whether pages that are an index of articles or a paywall stub are read as articles.
    pub keep_stubs: bool,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_article: 16 << 20,
            max_expansion: 200,
            keep_stubs: false,
        }
    }
}

impl Limits {
    /// Whether it is for [`Limits::max_article`] that something was left out for this reason.
    pub fn is_too_long(&self, reason: &str) -> bool {
        reason == ReadError::too_long(self.max_article).to_string()
            || error::TOO_LONG.iter().any(|end| reason.ends_with(end))
    }

    /// Whether it is for [`Limits::max_expansion`].
    pub fn is_too_far(&self, reason: &str) -> bool {
        reason == ReadError::too_far(self.max_expansion).to_string()
    }
}

/// How files are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Bounds.
    pub limits: Limits,
    /// Name of the format to read the file as, whatever its content says. Compressions are looked
    /// through all the same.
    pub format: Option<&'static str>,
    /// Where the fields of records of JSON and CSV stand.
    pub map: Option<Arc<Mapping>>,
    /// Whether [`Item::Opened`] is delivered.
    pub tell: bool,
}

impl From<Limits> for Options {
    fn from(limits: Limits) -> Options {
        Options {
            limits,
            ..Options::default()
        }
    }
}

/// What reading a file gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// An article, in its normal form, without id. Its path is that of the archive's member which it
    /// comes from, if any: `b.zip!c.html`.
    Article(Box<Article>),
    /// A member or a record of a container that could not be read; the rest goes on.
    Skipped {
        /// Path of the member within the file, as for an article; empty for the file itself.
        member: String,
        /// Number of the record, from 1; `None` for a whole member.
        record: Option<u64>,
        /// Why, in one line.
        reason: String,
    },
    /// A format was recognised around what follows; only where [`Options::tell`] asks for it.
    Opened {
        /// Path of the member within the file; empty for the file itself.
        member: String,
        /// Name of the format or compression.
        format: &'static str,
    },
}

/// How a file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// Name of the format; for an archive that of the archive.
    pub format: &'static str,
    /// Bytes of the file, as it lies on the disk.
    pub bytes: u64,
    /// XXH3-128 of these bytes; only of what was read where the sink stopped the reading.
    pub hash: u128,
    /// Files that were read with it.
    pub beside: Beside,
}

/// What people are told about a format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// What its files are, in a line.
    pub what: &'static str,
    /// Which fields of an article it gives, and where they stand.
    pub fields: &'static str,
    /// How a file, or a command for it, looks.
    pub example: &'static str,
}

/// A format.
pub trait Reader: Sync {
    /// Name of the format.
    fn name(&self) -> &'static str;

    /// Extensions of its files, in lower case and without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// How sure it is, 0 to 100, that a file is of this format: 0 never, above 80 by its content
    /// alone. `head` is the first 32 KiB, UTF-16 already turned into UTF-8.
    fn recognise(&self, head: &[u8], name: &str) -> u8;

    /// Whether its files may hold bytes that no text has. Such a reader is asked before what is no
    /// text is refused.
    fn is_binary(&self) -> bool {
        false
    }

    /// Whether it has members that are read as files are.
    fn is_container(&self) -> bool {
        false
    }

    /// What people are told about it.
    fn about(&self) -> About {
        About::default()
    }

    /// Reads the articles.
    ///
    /// # Errors
    /// The file, or the rest of it, cannot be read; what was delivered before stays good.
    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError>;
}

/// Every format. The surest takes a file; of equals the first.
pub static READERS: &[&dyn Reader] = &[
    &document::Docx,
    &document::Pdf,
    &document::Rtf,
    &zip::Wacz,
    &zip::Zip,
    &tar::Tar,
    #[cfg(feature = "parquet")]
    &parquet::Parquet,
    &warc::Warc,
    &mail::Mbox,
    &mail::Eml,
    &jsonl::Jsonl,
    &json::Json,
    &feed::Feed,
    &nitf::Nitf,
    &newsml_g2::NewsmlG2,
    &newsml::Newsml,
    &trec::Trec,
    &reuters::Reuters,
    &mets::Mets,
    &alto::Alto,
    &csv::Csv,
    &html::Html,
    &markdown::Markdown,
    &text::Text,
];

/// Reads a file. `name` is its path within the root, `/`-separated, whose extension is a hint.
///
/// # Errors
/// The file, or the rest of it, cannot be read; items delivered before stay good.
pub fn read_file(
    path: &Path,
    name: &str,
    options: &Options,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<FileRead, ReadError> {
    // A pipe would block until somebody writes to it.
    let kind = std::fs::metadata(path)?.file_type();
    if kind.is_dir() {
        return Err(ReadError::content("is a directory"));
    }
    if !kind.is_file() {
        return Err(ReadError::content("not a regular file"));
    }
    read_from(&mut File::open(path)?, name, Some(path), options, sink)
}

/// Reads a stream, such as the standard input, as [`read_file`] reads a file.
///
/// # Errors
/// As for [`read_file`].
pub fn read_stream(
    mut input: impl Read,
    name: &str,
    options: &Options,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<FileRead, ReadError> {
    read_from(&mut input, name, None, options, sink)
}

/// Reads a stream that is a file on the disk, or none.
fn read_from(
    input: &mut dyn Read,
    name: &str,
    disk: Option<&Path>,
    options: &Options,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<FileRead, ReadError> {
    let context = Context::new(options, disk);
    let mut raw = Metered {
        inner: input,
        meter: &context.budget.meter,
    };
    let mut out = Delivery::new(sink);
    let format = layers::read(&mut raw, name, &context, 0, &Gaps::default(), &mut out);
    if let Some(complaint) = context
        .mapped
        .as_ref()
        .and_then(|mapped| mapped.complaint())
    {
        out.skip("", complaint);
    }
    let format = format?;
    if !out.stopped() {
        // The hash is that of the whole file, also of what follows the end of an array.
        io::copy(&mut raw, &mut io::sink())?;
    }
    let meter = &context.budget.meter;
    Ok(FileRead {
        format,
        bytes: meter.bytes.get(),
        hash: meter.hash(),
        beside: context.beside.take(),
    })
}

/// The compressions that are looked through around any format, with their extensions.
pub fn compressions() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    compression::Compression::ALL
        .iter()
        .map(|compression| (compression.name(), compression.extensions()))
}

/// The reader of this name.
pub fn reader(name: &str) -> Option<&'static dyn Reader> {
    READERS.iter().copied().find(|reader| reader.name() == name)
}

/// Whether a file's name ends in an extension of a format.
fn has_extension(reader: &dyn Reader, name: &str) -> bool {
    let extension = name.rsplit(['.', '/']).next().unwrap_or("");
    name.contains('.')
        && reader
            .extensions()
            .iter()
            .any(|own| own.eq_ignore_ascii_case(extension))
}

/// XXH3-128 of a file, as in [`FileRead::hash`].
///
/// # Errors
/// The file cannot be read.
pub fn hash_file(path: &Path) -> io::Result<u128> {
    let mut file = File::open(path)?;
    let mut hash = Xxh3::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hash.digest128()),
            Ok(read) => hash.update(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
