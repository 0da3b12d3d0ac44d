//! tar archives, streamed: each member is read as a file is. Links and devices are passed over.

use super::input::Input;
use super::zip::is_passed_over;
use super::{About, Delivery, ReadError, Reader};
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use tar::{Archive, EntryType};

/// Reads `.tar`.
pub(super) struct Tar;

/// Most bytes that the headers of one member may take: its path may be written in a block of its own,
/// of any length.
const HEADERS: u64 = 1 << 20;
/// Bytes of a header.
const BLOCK: usize = 512;

impl Reader for Tar {
    fn name(&self) -> &'static str {
        "tar"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tar"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        match head.get(..BLOCK).is_some_and(is_header) {
            true => 90,
            false => 0,
        }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn is_container(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About {
            what: "an archive; each member is read as a file is",
            fields: "those of its members; the path is that of the archive, an exclamation mark, that of the member",
            example: "news.tar.gz!2023/09/20/pier.html",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let left = Cell::new(None);
        let inside = input.inside;
        let mut archive = Archive::new(Gate {
            inner: input.source,
            left: &left,
        });
        let mut entries = archive.entries().map_err(explain)?;
        let mut headers = HEADERS;
        while !out.stopped() {
            left.set(Some(headers));
            let Some(entry) = entries.next() else {
                break;
            };
            let mut entry = entry.map_err(explain)?;
            left.set(None);
            headers = HEADERS;
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let name = name.strip_prefix("./").unwrap_or(&name);
            let kind = entry.header().entry_type();
            if kind == EntryType::GNUSparse {
                // What it claims to hold may have no end: it is passed over as it is stored.
                headers = headers.saturating_add(entry.header().entry_size().unwrap_or(0));
                out.skip(name, "sparse file".to_owned());
                continue;
            }
            let mut content = Whole {
                left: entry.size(),
                inner: &mut entry,
            };
            let is_file = matches!(kind, EntryType::Regular | EntryType::Continuous);
            if is_file && !is_passed_over(name) {
                inside.member(name, &mut content, out)?;
            }
            if !out.stopped() {
                io::copy(&mut content, &mut io::sink())?;
            }
        }
        Ok(())
    }
}

/// Whether a block is the header of a member: its checksum is right.
fn is_header(block: &[u8]) -> bool {
    let sums = |(at, byte): (usize, &u8)| match at {
        148..156 => u32::from(b' '),
        _ => u32::from(*byte),
    };
    let sum: u32 = block.iter().enumerate().map(sums).sum();
    let written = block.get(148..156).unwrap_or_default();
    let digits: String = written
        .iter()
        .map(|byte| char::from(*byte))
        .skip_while(|c| *c == ' ')
        .take_while(char::is_ascii_digit)
        .collect();
    u32::from_str_radix(&digits, 8) == Ok(sum)
}

/// An input that can be told to give no more than so many bytes.
struct Gate<'a> {
    inner: &'a mut dyn BufRead,
    left: &'a Cell<Option<u64>>,
}

impl Read for Gate<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        if let Some(left) = self.left.get() {
            let Some(rest) = left.checked_sub(read as u64) else {
                let reason = "broken tar archive: headers of more than 1 MB";
                return Err(ReadError::content(reason).into_io());
            };
            self.left.set(Some(rest));
        }
        Ok(read)
    }
}

/// A member, of which all must be there.
struct Whole<'a> {
    inner: &'a mut dyn Read,
    left: u64,
}

impl Read for Whole<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self
            .inner
            .read(out)
            .map_err(|error| explain(error).into_io())?;
        self.left = self.left.saturating_sub(read as u64);
        if read == 0 && self.left > 0 && !out.is_empty() {
            return Err(early().into_io());
        }
        Ok(read)
    }
}

fn early() -> ReadError {
    ReadError::content("tar archive ends early")
}

/// An error of the library as ours.
fn explain(error: io::Error) -> ReadError {
    let is_ours = error.get_ref().is_some_and(|inner| inner.is::<ReadError>());
    if is_ours || error.raw_os_error().is_some() {
        return error.into();
    }
    let message = error.to_string();
    match ["EOF", "entire block", "future member"]
        .iter()
        .any(|sign| message.contains(sign))
    {
        true => early(),
        false => ReadError::content("broken tar archive"),
    }
}
