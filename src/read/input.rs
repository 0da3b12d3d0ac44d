//! The input of a reader: bytes with a look ahead, decompressed and, where they were UTF-16,
//! already UTF-8.

use super::layers::Inside;
use super::members::Gaps;
use super::{Limits, ReadError, Stamps, error};
use encoding_rs::{Decoder, DecoderResult, Encoding};
use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::{Component, Path};
use xxhash_rust::xxh3::Xxh3;

/// Bytes of a file that are looked at to recognise its format.
pub(super) const HEAD: usize = 32 << 10;

/// What a reader reads from.
pub struct Input<'a> {
    pub(super) source: &'a mut dyn BufRead,
    /// First bytes, at most 32 KiB; also the first that `source` gives.
    pub(super) head: Vec<u8>,
    /// Path within the root, without the extension of a compression.
    pub(super) name: &'a str,
    /// The directory of a file on the disk.
    pub(super) beside: Option<&'a Path>,
    pub(super) limits: &'a Limits,
    /// The encoding that `source` was decoded from, where that was UTF-16.
    pub(super) decoded_from: Option<&'static Encoding>,
    /// Whether that decoding has met malformed bytes so far.
    pub(super) lossy: &'a Cell<bool>,
    /// The encoding that came with the content from outside, such as in a header of HTTP.
    pub(super) charset: Option<&'static Encoding>,
    /// What is missing, where broken parts of a compression are passed over.
    pub(super) gaps: &'a Gaps,
    /// The place of its members, where it is a container.
    pub(super) inside: Inside<'a>,
}

impl Input<'_> {
    /// Everything that is left.
    ///
    /// # Errors
    /// More than `bound` bytes, or what the input gives.
    pub(super) fn all(&mut self, bound: usize) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::with_capacity(self.head.len());
        let limit = bound as u64 + 1;
        (&mut *self.source).take(limit).read_to_end(&mut bytes)?;
        if bytes.len() > bound {
            return Err(ReadError::too_long(self.limits.max_article));
        }
        Ok(bytes)
    }

    /// Another file, by its path from the directory of this one, which it must not leave.
    ///
    /// # Errors
    /// There is none, it lies elsewhere, or has more than `bound` bytes.
    pub(super) fn neighbour(&self, place: &str, bound: usize) -> Result<Vec<u8>, ReadError> {
        let place = place.strip_prefix("file://").unwrap_or(place);
        let shown: String = place
            .chars()
            .filter(|c| !c.is_control())
            .take(100)
            .collect();
        let because = |reason: &str| ReadError::content(format!("page {shown}: {reason}"));
        let relative = Path::new(place);
        let mut steps = relative.components();
        let stays = steps.all(|step| matches!(step, Component::Normal(_) | Component::CurDir));
        let directory = self.beside.filter(|_| stays);
        let directory = directory.ok_or_else(|| because("not beside the file"))?;
        if let Some(file) = self.inside.context.disk {
            let state = Stamps::default().state(file, place);
            self.inside.context.beside.add(place, state);
        }
        let path = directory.join(relative);
        let real = path.canonicalize().map_err(|_| because("no such file"))?;
        if !real.starts_with(directory.canonicalize()?) || !real.is_file() {
            return Err(because("not beside the file"));
        }
        let mut bytes = Vec::new();
        let limit = bound as u64 + 1;
        File::open(real)?.take(limit).read_to_end(&mut bytes)?;
        match bytes.len() > bound {
            true => Err(because(error::LONG_PAGES)),
            false => Ok(bytes),
        }
    }

    /// Raw bytes that one article of a format with markup may have.
    pub(super) fn raw_bound(&self) -> usize {
        self.limits
            .max_article
            .saturating_mul(4)
            .saturating_add(64 << 10)
    }
}

/// A reader with a look ahead, like `BufReader` but with [`Buffered::peek`].
pub(super) struct Buffered<R> {
    inner: R,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    /// An error met while looking ahead, to be told when the bytes before it are consumed.
    failed: Option<io::Error>,
}

impl<R: Read> Buffered<R> {
    pub(super) fn new(inner: R) -> Buffered<R> {
        Buffered {
            inner,
            buffer: vec![0; HEAD].into_boxed_slice(),
            start: 0,
            end: 0,
            failed: None,
        }
    }

    /// The next bytes without consuming them: [`HEAD`] of them, fewer only at the end.
    pub(super) fn peek(&mut self) -> io::Result<&[u8]> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        while self.failed.is_none() && self.end < self.buffer.len() {
            match self.inner.read(&mut self.buffer[self.end..]) {
                Ok(0) => break,
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.failed = Some(error),
            }
        }
        match self.failed.take() {
            Some(error) if self.end == 0 => Err(error),
            failed => {
                self.failed = failed;
                Ok(&self.buffer[..self.end])
            }
        }
    }
}

impl<R: Read> BufRead for Buffered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start >= self.end {
            self.start = 0;
            self.end = 0;
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            self.end = self.inner.read(&mut self.buffer)?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, amount: usize) {
        self.start = (self.start + amount).min(self.end);
    }
}

impl<R: Read> Read for Buffered<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let amount = self.fill_buf()?.read(out)?;
        self.consume(amount);
        Ok(amount)
    }
}

/// Counts and hashes what passes.
#[derive(Default)]
pub(super) struct Meter {
    pub(super) bytes: Cell<u64>,
    hash: RefCell<Xxh3>,
}

impl Meter {
    pub(super) fn hash(&self) -> u128 {
        self.hash.borrow().digest128()
    }
}

/// An input under a meter.
pub(super) struct Metered<'a> {
    pub(super) inner: &'a mut dyn Read,
    pub(super) meter: &'a Meter,
}

impl Read for Metered<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.meter.hash.borrow_mut().update(&out[..read]);
        self.meter.bytes.set(self.meter.bytes.get() + read as u64);
        Ok(read)
    }
}

/// UTF-16 as UTF-8, on the way.
pub(super) struct Transcoder<'a> {
    source: &'a mut dyn BufRead,
    decoder: Decoder,
    lossy: &'a Cell<bool>,
    ready: String,
    taken: usize,
    ended: bool,
}

impl<'a> Transcoder<'a> {
    pub(super) fn new(
        source: &'a mut dyn BufRead,
        encoding: &'static Encoding,
        lossy: &'a Cell<bool>,
    ) -> Transcoder<'a> {
        Transcoder {
            source,
            decoder: encoding.new_decoder_with_bom_removal(),
            lossy,
            ready: String::with_capacity(4 * HEAD),
            taken: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.taken = 0;
        while self.ready.is_empty() && !self.ended {
            let bytes = self.source.fill_buf()?;
            self.ended = bytes.is_empty();
            let (_, read, replaced) =
                self.decoder
                    .decode_to_string(bytes, &mut self.ready, self.ended);
            self.source.consume(read);
            if replaced {
                self.lossy.set(true);
            }
        }
        Ok(())
    }
}

impl Read for Transcoder<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.taken >= self.ready.len() {
            self.refill()?;
        }
        let rest = &self.ready.as_bytes()[self.taken..];
        let amount = rest.len().min(out.len());
        out[..amount].copy_from_slice(&rest[..amount]);
        self.taken += amount;
        Ok(amount)
    }
}

/// Whether bytes decode without loss; only to choose between encodings.
pub(super) fn decodes(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = [0u8; 4096];
    let mut rest = bytes;
    loop {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut out, true);
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::Malformed(_, _) => return false,
            DecoderResult::OutputFull => rest = rest.get(read..).unwrap_or_default(),
        }
    }
}
