//! From bytes to articles: one file per format, each with *candidates* for the publication date.
//!
//! The format is told by the content first and by the extension second. gzip and zstd are looked
//! through around any format. To add a format: one file with a [`Reader`], one row in
//! [`READERS`], one case in `tests/recognition.rs`.

mod alto;
mod body;
mod compression;
mod delivery;
mod elements;
mod encoding;
mod error;
mod feed;
mod fields;
mod headers;
mod html;
mod input;
mod json;
mod json_ld;
mod jsonl;
mod markdown;
mod mets;
mod names;
mod newsml;
mod newsml_g2;
mod nitf;
mod normalise;
mod refuse;
mod reuters;
mod sgml;
mod split;
#[cfg(test)]
mod tests;
mod text;
mod trec;
mod values;
mod xml;

pub use delivery::Delivery;
pub use error::ReadError;
pub use input::Input;

use crate::model::Article;
use compression::Compression;
use encoding_rs::{Encoding, UTF_8};
use input::{Buffered, Meter, Metered, Transcoder};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// Bounds on what is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of title and body that an article may have; 16 MiB unless set.
    pub max_article: usize,
    /// A compressed file may expand to 16 MiB and this many times its size; 200 unless set.
    pub max_expansion: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_article: 16 << 20,
            max_expansion: 200,
        }
    }
}

/// What reading a file gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// An article, in its normal form, without id and path.
    Article(Box<Article>),
    /// A record of a container that could not be read; the rest goes on.
    Skipped {
        /// Its number, from 1.
        record: Option<u64>,
        /// Why, in one line.
        reason: String,
    },
}

/// How a file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// Name of the format.
    pub format: &'static str,
    /// Bytes of the file, as it lies on the disk.
    pub bytes: u64,
    /// XXH3-128 of these bytes; only of what was read where the sink stopped the reading.
    pub hash: u128,
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

    /// Reads the articles.
    ///
    /// # Errors
    /// The file, or the rest of it, cannot be read; what was delivered before stays good.
    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError>;
}

/// Every format. The surest takes a file; of equals the first.
pub static READERS: &[&dyn Reader] = &[
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
    limits: &Limits,
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
    read_from(File::open(path)?, name, path.parent(), limits, sink)
}

/// Reads a stream, such as the standard input, as [`read_file`] reads a file.
///
/// # Errors
/// As for [`read_file`].
pub fn read_stream(
    input: impl Read,
    name: &str,
    limits: &Limits,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<FileRead, ReadError> {
    read_from(input, name, None, limits, sink)
}

/// Reads a stream that is a file of a directory, or of none.
fn read_from(
    mut input: impl Read,
    name: &str,
    beside: Option<&Path>,
    limits: &Limits,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<FileRead, ReadError> {
    let meter = Meter::default();
    let mut raw = Buffered::new(Metered {
        inner: &mut input,
        meter: &meter,
    });
    let mut out = Delivery::new(sink);
    let head = raw.peek()?;
    if head.is_empty() {
        return Err(ReadError::content("empty file"));
    }
    let format = match Compression::of(head) {
        Some(compression) => {
            let expanded = compression.open(&mut raw, &meter, limits.max_expansion)?;
            let mut content = Buffered::new(expanded);
            let place = (compression.strip(name), beside);
            read_content(&mut content, place, limits, &mut out)?
        }
        None => read_content(&mut raw, (name, beside), limits, &mut out)?,
    };
    if !out.stopped() {
        // The hash is that of the whole file, also of what follows the end of an array.
        io::copy(&mut raw, &mut io::sink())?;
    }
    Ok(FileRead {
        format,
        bytes: meter.bytes.get(),
        hash: meter.hash(),
    })
}

/// Reads what is not compressed, or no longer. Gives the name of the format.
fn read_content<R: Read>(
    source: &mut Buffered<R>,
    (name, beside): (&str, Option<&Path>),
    limits: &Limits,
    out: &mut Delivery<'_>,
) -> Result<&'static str, ReadError> {
    let lossy = Cell::new(false);
    let (encoding, mark) = match Encoding::for_bom(source.peek()?) {
        Some((encoding, mark)) => (Some(encoding), mark),
        None => (None, 0),
    };
    source.consume(mark);
    match encoding.filter(|&encoding| encoding != UTF_8) {
        Some(encoding) => {
            let mut decoded = Buffered::new(Transcoder::new(source, encoding, &lossy));
            let head = decoded.peek()?.to_vec();
            read_as(
                &mut Input {
                    source: &mut decoded,
                    head,
                    name,
                    beside,
                    limits,
                    decoded_from: Some(encoding),
                    lossy: &lossy,
                },
                out,
            )
        }
        None => {
            let head = source.peek()?.to_vec();
            read_as(
                &mut Input {
                    source,
                    head,
                    name,
                    beside,
                    limits,
                    decoded_from: None,
                    lossy: &lossy,
                },
                out,
            )
        }
    }
}

/// Reads with the reader that is surest of the content.
fn read_as(input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<&'static str, ReadError> {
    if input.head.is_empty() {
        return Err(ReadError::content("empty file"));
    }
    let reader = recognise(&input.head, input.name)?;
    reader.read(input, out)?;
    Ok(reader.name())
}

/// The reader for a file.
fn recognise(head: &[u8], name: &str) -> Result<&'static dyn Reader, ReadError> {
    refuse::binary(head)?;
    let mut best: Option<(&'static dyn Reader, u8)> = None;
    for reader in READERS {
        let score = reader.recognise(head, name);
        if score > best.map_or(0, |(_, score)| score) {
            best = Some((*reader, score));
        }
    }
    match best {
        Some((reader, score)) if score > refuse::UNSURE => Ok(reader),
        best => {
            refuse::other_text(head, name)?;
            best.map(|(reader, _)| reader)
                .ok_or_else(|| ReadError::content("no known format"))
        }
    }
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
