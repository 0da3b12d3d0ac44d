//! gzip and zstd, told by their first bytes, around any format. Expansion is bounded, so that a
//! small file cannot fill the memory.

use super::ReadError;
use super::input::Meter;
use std::io::{self, BufRead, Read};

/// Bytes that any compressed file may expand to.
const FREE: u64 = 16 << 20;

/// A compression that is looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    /// gzip, of one or more members.
    Gzip,
    /// Zstandard, of one or more frames.
    Zstd,
}

impl Compression {
    pub(super) fn of(head: &[u8]) -> Option<Compression> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Compression::Zstd),
            // A skippable frame may come before the first of data.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Compression::Zstd),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Compression::Gzip => "gzip",
            Compression::Zstd => "zstd",
        }
    }

    /// A file's name without the extension of this compression.
    pub(super) fn strip(self, name: &str) -> &str {
        let extensions: &[&str] = match self {
            Compression::Gzip => &[".gz", ".gzip"],
            Compression::Zstd => &[".zst", ".zstd"],
        };
        extensions
            .iter()
            .find_map(|extension| name.strip_suffix(extension))
            .unwrap_or(name)
    }

    /// What the stream holds. It may expand to 16 MiB and `max_expansion` times the bytes that
    /// were read for it.
    pub(super) fn open<'a>(
        self,
        source: &'a mut dyn BufRead,
        meter: &'a Meter,
        max_expansion: u64,
    ) -> Result<Expanded<'a>, ReadError> {
        let inner: Box<dyn Read + 'a> = match self {
            Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(source)),
            Compression::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(source)?),
        };
        Ok(Expanded {
            inner,
            compression: self,
            expanded: 0,
            meter,
            max_expansion,
        })
    }
}

/// A decompressed stream under a bound.
pub(super) struct Expanded<'a> {
    inner: Box<dyn Read + 'a>,
    compression: Compression,
    expanded: u64,
    meter: &'a Meter,
    max_expansion: u64,
}

impl Read for Expanded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self
            .inner
            .read(out)
            .map_err(|error| explain(self.compression, error))?;
        self.expanded = self.expanded.saturating_add(read as u64);
        let allowed =
            FREE.saturating_add(self.meter.bytes.get().saturating_mul(self.max_expansion));
        if self.expanded > allowed {
            let reason = format!("expands to more than {} times its size", self.max_expansion);
            return Err(ReadError::content(reason).into_io());
        }
        Ok(read)
    }
}

/// Both libraries report broken data as an error of the input, which is something else.
fn explain(compression: Compression, error: io::Error) -> io::Error {
    if error.raw_os_error().is_some() || error.kind() == io::ErrorKind::Interrupted {
        return error;
    }
    let name = compression.name();
    ReadError::content(match error.kind() {
        io::ErrorKind::UnexpectedEof => format!("{name} stream ends early"),
        _ => format!("broken {name} stream"),
    })
    .into_io()
}
