//! gzip, member by member. Crawlers write each record of a WARC as a member of its own, so that one
//! that is broken costs itself and no other.

use super::ReadError;
use flate2::bufread::GzDecoder;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// How a member begins.
const MAGIC: &[u8] = &[0x1f, 0x8b, 8];
/// How the content of a file begins in which broken members are passed over.
const FORGIVEN: &[u8] = b"WARC/";
/// Most bytes of a member that are kept to be looked through once more, and that may be looked through
/// again in all besides as many as the file has.
const KEPT: usize = 4 << 20;

/// A broken member that was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// How many bytes the file had given before it.
    pub(super) from: u64,
    /// How many until it broke.
    pub(super) at: u64,
}

/// The broken members that were passed over, until somebody asks.
#[derive(Default)]
pub(super) struct Gaps {
    members: RefCell<VecDeque<Gap>>,
    /// Whether other data follows the last member.
    followed: Cell<bool>,
}

impl Gaps {
    /// Why what was in such a member cannot be read.
    pub(super) const REASON: &'static str = "broken gzip member";

    /// The first one.
    pub(super) fn first(&self) -> Option<Gap> {
        self.members.borrow().front().copied()
    }

    /// Takes the first one.
    pub(super) fn take(&self) -> Option<Gap> {
        self.members.borrow_mut().pop_front()
    }

    /// Refuses what follows the last member, where that is no padding.
    ///
    /// # Errors
    /// There is such data; what was read before it is whole.
    pub(super) fn check_end(&self) -> Result<(), ReadError> {
        match self.followed.get() {
            true => Err(ReadError::content("gzip stream followed by other data")),
            false => Ok(()),
        }
    }

    fn add(&self, gap: Gap) {
        let mut gaps = self.members.borrow_mut();
        // What looked like the start of a member within a broken one is no member.
        if gap.at > gap.from || gaps.back().is_none_or(|last| last.at < gap.at) {
            gaps.push_back(gap);
        }
    }
}

/// The content of all members.
pub(super) struct Members<'a> {
    member: Option<GzDecoder<Kept<'a>>>,
    gaps: &'a Gaps,
    /// First bytes of the content.
    head: Vec<u8>,
    /// Bytes given, in all and before this member.
    given: u64,
    before: u64,
}

impl<'a> Members<'a> {
    pub(super) fn new(source: &'a mut dyn BufRead, gaps: &'a Gaps) -> Members<'a> {
        let kept = Kept {
            source,
            bytes: Vec::new(),
            start: 0,
            at: 0,
            read: 0,
            again: 0,
        };
        Members {
            member: Some(GzDecoder::new(kept)),
            gaps,
            head: Vec::new(),
            given: 0,
            before: 0,
        }
    }

    /// Goes on to the next member, if there is one.
    fn next(&mut self) -> io::Result<()> {
        if let Some(member) = self.member.take() {
            let mut kept = member.into_inner();
            kept.start = kept.at;
            let has_zeros = kept.pass_zeros()?;
            if kept.fill_buf()?.is_empty() {
                return Ok(());
            }
            // Where broken members are passed over, zeros may be all that is left of one, and whole
            // ones may follow what is none.
            let is_forgiven = self.head == FORGIVEN;
            if is_forgiven && has_zeros {
                self.gaps.add(Gap {
                    from: self.given,
                    at: self.given,
                });
            }
            match is_forgiven || kept.is_at_member()? {
                true => self.begin(kept),
                false => self.gaps.followed.set(true),
            }
        }
        Ok(())
    }

    /// Goes on to the next member behind the start of a broken one, or says what broke it.
    fn pass_over(&mut self, error: io::Error) -> io::Result<()> {
        let is_system = error.kind() == io::ErrorKind::Interrupted
            || error.raw_os_error().is_some()
            || error.get_ref().is_some_and(|inner| inner.is::<ReadError>());
        if is_system || self.head != FORGIVEN {
            return Err(error);
        }
        let Some(member) = self.member.take() else {
            return Err(error);
        };
        let mut kept = member.into_inner();
        if !kept.find()? {
            return Err(error);
        }
        self.gaps.add(Gap {
            from: self.before,
            at: self.given,
        });
        self.begin(kept);
        Ok(())
    }

    fn begin(&mut self, kept: Kept<'a>) {
        self.before = self.given;
        self.member = Some(GzDecoder::new(kept));
    }
}

impl Read for Members<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member
            && !out.is_empty()
        {
            match member.read(out) {
                Ok(0) => self.next()?,
                Ok(read) => {
                    let wanted = FORGIVEN.len() - self.head.len();
                    self.head.extend(out[..read].iter().take(wanted));
                    self.given += read as u64;
                    return Ok(read);
                }
                Err(error) => self.pass_over(error)?,
            }
        }
        Ok(0)
    }
}

/// An input of which what was read of the last member is kept.
struct Kept<'a> {
    source: &'a mut dyn BufRead,
    bytes: Vec<u8>,
    /// Where the member starts among the bytes.
    start: usize,
    at: usize,
    /// Bytes read in all, and those that were gone back over.
    read: u64,
    again: u64,
}

impl Kept<'_> {
    /// Reads more bytes; whether there were any.
    fn more(&mut self) -> io::Result<bool> {
        if self.bytes.len() - self.start > KEPT {
            self.start = self.at;
        }
        self.bytes.drain(..self.start);
        self.at -= self.start;
        self.start = 0;
        let more = self.source.fill_buf()?;
        let read = more.len();
        self.bytes.extend_from_slice(more);
        self.source.consume(read);
        self.read += read as u64;
        Ok(read > 0)
    }

    /// Passes over zeros, with which tapes and disks are filled up; whether there were any.
    fn pass_zeros(&mut self) -> io::Result<bool> {
        let mut any = false;
        loop {
            let bytes = self.fill_buf()?;
            let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
            any |= zeros > 0;
            let is_all = zeros > 0 && zeros == bytes.len();
            self.consume(zeros);
            self.start = self.at;
            if !is_all {
                return Ok(any);
            }
        }
    }

    /// Whether a member begins here.
    fn is_at_member(&mut self) -> io::Result<bool> {
        while self.bytes.len() - self.at < MAGIC.len() && self.more()? {}
        Ok(self
            .bytes
            .get(self.at..)
            .unwrap_or_default()
            .starts_with(MAGIC))
    }

    /// Goes to the next place behind the start of the member at which one could begin. Gives up where
    /// bytes would be looked through again and again.
    fn find(&mut self) -> io::Result<bool> {
        let from = (self.start + 1).min(self.at);
        self.again += (self.at - from) as u64;
        if self.again > self.read + KEPT as u64 {
            return Ok(false);
        }
        self.at = from;
        loop {
            let left = self.bytes.get(self.at..).unwrap_or_default();
            if let Some(found) = memchr::memmem::find(left, MAGIC) {
                self.at += found;
                self.start = self.at;
                return Ok(true);
            }
            // The last two bytes could be the first of a start.
            let passed = left.len().saturating_sub(MAGIC.len() - 1);
            self.at += passed;
            self.start = self.at;
            if !self.more()? {
                return Ok(false);
            }
        }
    }
}

impl BufRead for Kept<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.bytes.len() {
            self.more()?;
        }
        Ok(self.bytes.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.bytes.len());
    }
}

impl Read for Kept<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let amount = self.fill_buf()?.read(out)?;
        self.consume(amount);
        Ok(amount)
    }
}
