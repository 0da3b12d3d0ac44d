//! Records one after the other, in the memory of the longest that is wanted.

use super::super::ReadError;
use super::super::members::{Gap, Gaps};
use super::bare;
use std::io::{BufRead, Read};

/// Most bytes of a record's header.
const HEADER: usize = 64 << 10;

/// The header of a record.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// Names in lower case.
    fields: Vec<(String, String)>,
}

impl Header {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(own, _)| own == name);
        field.map(|(_, value)| value.as_str())
    }

    /// The address that was asked for.
    pub(super) fn target(&self) -> Option<&str> {
        self.get("warc-target-uri").map(bare)
    }

    /// Whether its content is of this type.
    pub(super) fn is_of(&self, kind: &str) -> bool {
        let of = self.get("content-type").unwrap_or_default();
        of.split(';').next().unwrap_or("").trim() == kind
    }

    fn add(&mut self, line: &str) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = self.fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let name = name.trim().to_ascii_lowercase();
            self.fields.push((name, value.trim().to_owned()));
        }
    }
}

/// What comes next in a file.
#[derive(Debug)]
pub(super) enum Step {
    /// A record that was wanted.
    Record(Header, Vec<u8>),
    /// One that was not.
    PassedOver,
    /// One that cannot be read, and why; the next begins where a header is found.
    Broken(Header, &'static str),
    /// A record of which nothing is left.
    Lost,
    /// The end of the file.
    End,
}

/// The records of a file.
pub(super) struct Records<'a> {
    source: Pushed<'a>,
    bound: usize,
    /// Whether the first line of the next header has been read.
    begun: bool,
    /// Whether a record is lost before it.
    lost: bool,
}

impl<'a> Records<'a> {
    /// Records of more than `bound` bytes are broken, and those that end at a gap before their end.
    pub(super) fn new(source: &'a mut dyn BufRead, bound: usize, gaps: &'a Gaps) -> Records<'a> {
        Records {
            source: Pushed {
                back: Vec::new(),
                at: 0,
                position: 0,
                source,
                gaps,
            },
            bound,
            begun: false,
            lost: false,
        }
    }

    /// The next record, with its block where the header makes it wanted.
    ///
    /// # Errors
    /// What the input gives, or its end within a record.
    pub(super) fn next(&mut self, is_wanted: &dyn Fn(&Header) -> bool) -> Result<Step, ReadError> {
        if std::mem::take(&mut self.lost) {
            return Ok(Step::Lost);
        }
        let step = self.step(is_wanted);
        // What comes before a gap has been read as if the file ended there.
        let Some(has_begun) = self.source.pass_gap() else {
            return step;
        };
        self.begun = false;
        match step? {
            Step::End => Ok(Step::Lost),
            Step::Record(header, _) if has_begun => Ok(Step::Broken(header, Gaps::REASON)),
            // What made it unwanted may be what is broken.
            Step::PassedOver if has_begun => Ok(Step::Lost),
            Step::Broken(header, reason) => Ok(Step::Broken(
                header,
                match has_begun {
                    true => Gaps::REASON,
                    false => reason,
                },
            )),
            step => {
                self.lost = !has_begun;
                Ok(step)
            }
        }
    }

    fn step(&mut self, is_wanted: &dyn Fn(&Header) -> bool) -> Result<Step, ReadError> {
        if !self.begun && !self.first_line()? {
            return Ok(Step::End);
        }
        self.begun = false;
        let mut header = Header::default();
        let mut left = HEADER;
        loop {
            let line = self.line(left)?;
            let Some(line) = line else {
                return match self.source.is_at_gap() {
                    true => Ok(Step::Broken(header, Gaps::REASON)),
                    false => Err(early()),
                };
            };
            left = left.saturating_sub(line.len());
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches(['\r', '\n']);
            if line.is_empty() {
                break;
            }
            if left == 0 {
                self.find()?;
                return Ok(Step::Broken(header, "a header of more than 64 kB"));
            }
            header.add(line);
        }
        let length = header.get("content-length").map(str::parse::<u64>);
        let Some(Ok(length)) = length else {
            self.find()?;
            return Ok(Step::Broken(header, "no Content-Length"));
        };
        self.block(header, length, is_wanted)
    }

    fn block(
        &mut self,
        header: Header,
        length: u64,
        is_wanted: &dyn Fn(&Header) -> bool,
    ) -> Result<Step, ReadError> {
        let is_wanted = is_wanted(&header);
        let mut block = Vec::new();
        let held = match is_wanted {
            true => length.min(self.bound as u64),
            false => 0,
        };
        (&mut self.source).take(held).read_to_end(&mut block)?;
        let passed = match block.len() as u64 == held {
            true => skip(&mut self.source, length - held)?,
            false => 0,
        };
        let whole = block.len() as u64 + passed == length;
        if whole && self.is_at_boundary()? {
            return Ok(match is_wanted {
                true if held < length => Step::Broken(header, "page of more than 8 MB"),
                true => Step::Record(header, block),
                false => Step::PassedOver,
            });
        }
        // The length is wrong. Records that it has swallowed are given back, where they are held.
        let found = marks(&block).next();
        if let Some(at) = found {
            block.drain(..at);
            self.source.push(block);
        }
        if !self.find()? && !whole && found.is_none() && !self.source.is_at_gap() {
            return Err(early());
        }
        Ok(Step::Broken(header, "its Content-Length is wrong"))
    }

    /// Passes blank lines; whether the end of the file or a header follows.
    fn is_at_boundary(&mut self) -> Result<bool, ReadError> {
        loop {
            let bytes = self.source.fill_buf()?;
            let blank = bytes.iter().take_while(|byte| b"\r\n".contains(byte));
            let blank = blank.count();
            if bytes.is_empty() {
                return Ok(true);
            }
            if blank < bytes.len() {
                self.source.consume(blank);
                break;
            }
            self.source.consume(blank);
        }
        let is_direct = self.source.at >= self.source.back.len();
        let position = self.source.position;
        let line = self.line(16)?.unwrap_or_default();
        self.begun = is_version(&line);
        if self.begun {
            return Ok(true);
        }
        self.source.push(line);
        // What follows may be no header for being broken.
        let gap = self.source.gaps.first();
        Ok(is_direct && gap.is_some_and(|gap| gap.from == position))
    }

    /// Reads the first line of a header; what stands before it is passed over.
    fn first_line(&mut self) -> Result<bool, ReadError> {
        let found = self.find()?;
        self.begun = false;
        Ok(found)
    }

    /// Goes behind the next line that begins a header; whether there is one.
    fn find(&mut self) -> Result<bool, ReadError> {
        if self.begun {
            return Ok(true);
        }
        while let Some(line) = self.line(64)? {
            if is_version(&line) {
                self.begun = true;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The next line, its end included; of a longer one the first `bound` bytes.
    fn line(&mut self, bound: usize) -> Result<Option<Vec<u8>>, ReadError> {
        let mut line = Vec::new();
        let mut begun = false;
        loop {
            let bytes = self.source.fill_buf()?;
            if bytes.is_empty() {
                return Ok(begun.then_some(line));
            }
            begun = true;
            let end = memchr::memchr(b'\n', bytes).map(|at| at + 1);
            let taken = end.unwrap_or(bytes.len());
            let kept = taken.min(bound.saturating_sub(line.len()));
            line.extend_from_slice(bytes.get(..kept).unwrap_or_default());
            self.source.consume(taken);
            if end.is_some() {
                return Ok(Some(line));
            }
        }
    }
}

fn early() -> ReadError {
    ReadError::content("WARC ends early")
}

/// Whether a line is the first of a record: `WARC/1.1`.
fn is_version(line: &[u8]) -> bool {
    let rest = line.strip_prefix(b"WARC/").unwrap_or_default().trim_ascii();
    !rest.is_empty()
        && rest
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// Where records begin in a block that has swallowed some.
fn marks(block: &[u8]) -> impl Iterator<Item = usize> + '_ {
    memchr::memmem::find_iter(block, b"\nWARC/")
        .map(|at| at + 1)
        .filter(|at| {
            let rest = block.get(*at..).unwrap_or_default();
            let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
            is_version(line)
        })
}

/// Passes over so many bytes; gives how many there were.
fn skip(source: &mut dyn BufRead, length: u64) -> Result<u64, ReadError> {
    let mut left = length;
    while left > 0 {
        let bytes = source.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        let taken = left.min(bytes.len() as u64);
        source.consume(taken as usize);
        left -= taken;
    }
    Ok(length - left)
}

/// An input to which bytes can be given back.
struct Pushed<'a> {
    back: Vec<u8>,
    at: usize,
    /// Bytes taken from the source.
    position: u64,
    source: &'a mut dyn BufRead,
    /// Where some are missing.
    gaps: &'a Gaps,
}

impl Pushed<'_> {
    fn push(&mut self, mut bytes: Vec<u8>) {
        bytes.extend_from_slice(self.back.get(self.at..).unwrap_or_default());
        self.back = bytes;
        self.at = 0;
    }

    fn is_at_gap(&self) -> bool {
        let is_here = |gap: Gap| gap.at <= self.position;
        self.at >= self.back.len() && self.gaps.first().is_some_and(is_here)
    }

    /// Passes the gap that is here; whether some of what is missing has been read.
    fn pass_gap(&mut self) -> Option<bool> {
        if !self.is_at_gap() {
            return None;
        }
        self.gaps.take().map(|gap| gap.at > gap.from)
    }
}

impl BufRead for Pushed<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.at < self.back.len() {
            return Ok(&self.back[self.at..]);
        }
        self.back = Vec::new();
        self.at = 0;
        let bytes = self.source.fill_buf()?;
        // To whoever reads, the file ends at a gap.
        let left = self.gaps.first();
        let left = left.and_then(|gap| usize::try_from(gap.at.saturating_sub(self.position)).ok());
        Ok(left.and_then(|left| bytes.get(..left)).unwrap_or(bytes))
    }

    fn consume(&mut self, amount: usize) {
        match self.at < self.back.len() {
            true => self.at = (self.at + amount).min(self.back.len()),
            false => {
                self.source.consume(amount);
                self.position += amount as u64;
            }
        }
    }
}

impl Read for Pushed<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let amount = self.fill_buf()?.read(out)?;
        self.consume(amount);
        Ok(amount)
    }
}
