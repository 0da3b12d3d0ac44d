//! The bytes of a Parquet file, held within bounds: a page says in its header how long it will be,
//! and the library makes room for that before it looks.

use super::super::whole::Whole;
use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a page's header in which its lengths stand.
const HEADER: u64 = 24;
/// Most bytes of one page; writers aim at one megabyte.
const PAGE: u64 = 256 << 20;

/// A file that is read in pieces, with a count of what its pages expand to.
pub(super) struct Guarded {
    source: Source,
    expanded: Expanded,
}

enum Source {
    File(File),
    Memory(Bytes),
}

/// How far the pages of a file have expanded.
#[derive(Clone)]
pub(super) struct Expanded {
    bytes: Arc<AtomicU64>,
    allowed: u64,
}

impl Expanded {
    /// Whether that is more than allowed.
    pub(super) fn is_over(&self) -> bool {
        self.bytes.load(Ordering::Relaxed) > self.allowed
    }

    fn spend(&self, bytes: u64) -> Result<()> {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        match (self.is_over(), bytes > PAGE) {
            (true, _) => Err(ParquetError::General("expands too far".to_owned())),
            (_, true) => Err(ParquetError::General(
                "a page of more than 256 MB".to_owned(),
            )),
            _ => Ok(()),
        }
    }
}

impl Guarded {
    /// A file whose pages may expand to so many bytes.
    pub(super) fn new(whole: Whole, allowed: u64) -> Guarded {
        Guarded {
            source: match whole {
                Whole::File(file) => Source::File(file),
                Whole::Memory(bytes) => Source::Memory(bytes.into()),
            },
            expanded: Expanded {
                bytes: Arc::default(),
                allowed,
            },
        }
    }

    /// The count, to be looked at afterwards.
    pub(super) fn expanded(&self) -> Expanded {
        self.expanded.clone()
    }
}

impl Length for Guarded {
    fn len(&self) -> u64 {
        match &self.source {
            Source::File(file) => Length::len(file),
            Source::Memory(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Guarded {
    type T = Box<dyn Read>;

    /// What is read from a place on is a page's header, or the end of the file.
    fn get_read(&self, start: u64) -> Result<Box<dyn Read>> {
        let mut read: Box<dyn Read> = match &self.source {
            Source::File(file) => Box::new(file.get_read(start)?),
            Source::Memory(bytes) => Box::new(bytes.get_read(start)?),
        };
        let mut head = Vec::new();
        (&mut read).take(HEADER).read_to_end(&mut head)?;
        if let Some(length) = page_length(&head) {
            self.expanded.spend(length)?;
        }
        Ok(Box::new(Read::chain(Cursor::new(head), read)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        match &self.source {
            Source::File(file) => file.get_bytes(start, length),
            Source::Memory(bytes) => bytes.get_bytes(start, length),
        }
    }
}

/// The length that a page's header says the page has, in Thrift's compact protocol: its first two
/// fields are numbers, the kind of the page and this.
fn page_length(head: &[u8]) -> Option<u64> {
    let mut thrift = super::footer::Compact::new(head);
    let mut number = || match thrift.byte()? {
        // One field on, a number of 32 bits.
        0x15 => thrift.number(),
        _ => None,
    };
    number()?;
    u64::try_from(number()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_page_is_read() {
        assert_eq!(page_length(&[0x15, 0, 0x15, 20, 0x15, 8]), Some(10));
        assert_eq!(
            page_length(&[0x15, 4, 0x15, 0x80, 0x80, 0x80, 0x80, 8]),
            Some(1 << 30)
        );
        for other in [
            &b"PAR1"[..],
            &[],
            &[0x15, 0],
            &[0x15, 0, 0x15, 1],
            &[0x15; 40],
        ] {
            assert_eq!(page_length(other).filter(|&length| length > PAGE), None);
        }
    }
}
