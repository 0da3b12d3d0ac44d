//! gzip, zstd, bzip2 and xz, told by their first bytes, around any format. Expansion is bounded, so
//! that a small file cannot fill the memory.

use super::ReadError;
use super::layers::Budget;
use super::members::{Gaps, Members};
use std::io::{self, BufRead, Read};

/// Most memory that decoding xz may take, in KiB: enough for the strongest preset of its tools.
const XZ_MEMORY: u32 = 96 << 10;

/// A compression that is looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    /// gzip, of one or more members.
    Gzip,
    /// Zstandard, of one or more frames.
    Zstd,
    /// bzip2, of one or more streams.
    Bzip2,
    /// xz, of one or more streams.
    Xz,
}

impl Compression {
    /// Every compression.
    pub(super) const ALL: [Compression; 4] = [
        Compression::Gzip,
        Compression::Zstd,
        Compression::Bzip2,
        Compression::Xz,
    ];

    pub(super) fn of(head: &[u8]) -> Option<Compression> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Compression::Zstd),
            // A skippable frame may come before the first of data.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Compression::Zstd),
            // The start of a block, or the end of a stream without any.
            [
                b'B',
                b'Z',
                b'h',
                b'1'..=b'9',
                0x31,
                0x41,
                0x59,
                0x26,
                0x53,
                0x59,
                ..,
            ]
            | [
                b'B',
                b'Z',
                b'h',
                b'1'..=b'9',
                0x17,
                0x72,
                0x45,
                0x38,
                0x50,
                0x90,
                ..,
            ] => Some(Compression::Bzip2),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Compression::Xz),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Compression::Gzip => "gzip",
            Compression::Zstd => "zstd",
            Compression::Bzip2 => "bzip2",
            Compression::Xz => "xz",
        }
    }

    /// Its extensions, each with the dot.
    pub(super) fn extensions(self) -> &'static [&'static str] {
        match self {
            Compression::Gzip => &[".gz", ".gzip", ".tgz"],
            Compression::Zstd => &[".zst", ".zstd", ".tzst"],
            Compression::Bzip2 => &[".bz2", ".bz", ".tbz2", ".tbz"],
            Compression::Xz => &[".xz", ".txz"],
        }
    }

    /// A file's name without the extension of this compression.
    pub(super) fn strip(self, name: &str) -> &str {
        self.extensions()
            .iter()
            .find_map(|extension| name.strip_suffix(extension))
            .unwrap_or(name)
    }

    /// What the stream holds, within the budget of the file; broken members that are passed over are
    /// told as gaps.
    pub(super) fn open<'a>(
        self,
        source: &'a mut dyn BufRead,
        budget: &'a Budget,
        gaps: &'a Gaps,
    ) -> Result<Expanded<'a>, ReadError> {
        let inner: Box<dyn Read + 'a> = match self {
            Compression::Gzip => Box::new(Members::new(source, gaps)),
            Compression::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(source)?),
            Compression::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(source)),
            Compression::Xz => {
                Box::new(lzma_rust2::XzReader::new_mem_limit(source, true, XZ_MEMORY))
            }
        };
        Ok(Expanded::new(inner, self.name(), budget))
    }
}

/// A decompressed stream under a bound.
pub(super) struct Expanded<'a> {
    inner: Box<dyn Read + 'a>,
    name: &'static str,
    budget: &'a Budget,
    /// A decoder that has failed is not asked again.
    failed: Option<ReadError>,
}

impl<'a> Expanded<'a> {
    /// A stream that a decoder gives; `name` is that of the compression, as an error tells it.
    pub(super) fn new(
        inner: Box<dyn Read + 'a>,
        name: &'static str,
        budget: &'a Budget,
    ) -> Expanded<'a> {
        Expanded {
            inner,
            name,
            budget,
            failed: None,
        }
    }
}

impl Read for Expanded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if let Some(error) = &self.failed {
            return Err(error.clone().into_io());
        }
        let read = self.inner.read(out).map_err(|error| {
            let error = explain(self.name, error);
            if error.kind() != io::ErrorKind::Interrupted {
                self.failed = error
                    .get_ref()
                    .and_then(|inner| inner.downcast_ref::<ReadError>())
                    .cloned();
            }
            error
        })?;
        self.budget.spend(read)?;
        Ok(read)
    }
}

/// The libraries report broken data as an error of the input, which is something else. An error of a
/// layer further out passes through as it is.
fn explain(name: &str, error: io::Error) -> io::Error {
    let is_ours = error.get_ref().is_some_and(|inner| inner.is::<ReadError>());
    if is_ours || error.raw_os_error().is_some() || error.kind() == io::ErrorKind::Interrupted {
        return error;
    }
    ReadError::content(match error.kind() {
        io::ErrorKind::UnexpectedEof => format!("{name} stream ends early"),
        _ if error.to_string().contains("too much memory") => {
            format!("{name} stream has a window of more than 128 MB")
        }
        io::ErrorKind::OutOfMemory => format!("{name} stream needs more than 96 MB of memory"),
        _ => format!("broken {name} stream"),
    })
    .into_io()
}
