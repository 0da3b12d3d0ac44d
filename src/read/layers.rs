//! What lies around an article: compressions, archives, UTF-16. Each layer is read from within the
//! one around it, as if it were a file, to a bounded depth and a bounded size in all.

use super::beside::Seen;
use super::compression::Compression;
use super::input::{Buffered, HEAD, Input, Meter, Transcoder};
use super::mapping::Mapped;
use super::members::Gaps;
use super::{Delivery, Item, Options, READERS, ReadError, Reader, reader, refuse};
use crate::model::Article;
use encoding_rs::{Encoding, UTF_8};
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::path::Path;

/// Most compressions and archives around an article.
const DEEPEST: usize = 8;
/// Bytes that any file may expand to.
const FREE: u64 = 16 << 20;
/// Longest path of a member, in bytes.
const LONGEST_NAME: usize = 4096;

/// What all layers of a file share.
pub(super) struct Context<'a> {
    pub(super) options: &'a Options,
    pub(super) budget: Budget,
    /// The file, where there is one.
    pub(super) disk: Option<&'a Path>,
    pub(super) mapped: Option<Mapped<'a>>,
    /// The files beside it that are read with it.
    pub(super) beside: Seen,
    /// The archive that the file is to be read as, until it is met.
    archive: Cell<Option<&'static dyn Reader>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(options: &'a Options, disk: Option<&'a Path>) -> Context<'a> {
        Context {
            options,
            budget: Budget {
                meter: Meter::default(),
                known: Cell::new(0),
                expanded: Cell::new(0),
                max_expansion: options.limits.max_expansion,
            },
            disk,
            mapped: options.map.as_deref().map(Mapped::new),
            beside: Seen::default(),
            archive: Cell::new(options.format.and_then(reader).filter(|r| r.is_container())),
        }
    }

    /// The reader for some content: the one that was asked for, which for an archive is the first of
    /// its kind, and else is for its members; or the surest.
    fn choose(&self, head: &[u8], name: &str) -> Result<&'static dyn Reader, ReadError> {
        if let Some(archive) = self.archive.take() {
            return Ok(archive);
        }
        let wanted = self.options.format.and_then(reader);
        let wanted = wanted.filter(|reader| !reader.is_container());
        match (wanted, recognise(head, name)) {
            (Some(wanted), Ok(found)) if !found.is_container() => Ok(wanted),
            (Some(wanted), Err(_)) => Ok(wanted),
            (_, found) => found,
        }
    }
}

/// How far a file may expand, over all that is packed within it, however deep.
pub(super) struct Budget {
    pub(super) meter: Meter,
    /// Size of a file that is not read from its start to its end.
    known: Cell<u64>,
    expanded: Cell<u64>,
    max_expansion: u64,
}

impl Budget {
    /// Says how long the file is.
    pub(super) fn know(&self, size: u64) {
        self.known.set(size);
    }

    /// Counts bytes that came out of a compression.
    pub(super) fn spend(&self, bytes: usize) -> io::Result<()> {
        let expanded = self.expanded.get().saturating_add(bytes as u64);
        self.expanded.set(expanded);
        match self.is_spent() {
            true => Err(self.error().into_io()),
            false => Ok(()),
        }
    }

    /// Bytes that the file may expand to, as far as it is known.
    pub(super) fn allowed(&self) -> u64 {
        let size = self.meter.bytes.get().max(self.known.get());
        FREE.saturating_add(size.saturating_mul(self.max_expansion))
    }

    fn is_spent(&self) -> bool {
        self.expanded.get() > self.allowed()
    }

    /// That it has expanded further.
    pub(super) fn error(&self) -> ReadError {
        ReadError::too_far(self.max_expansion)
    }
}

/// A place within a file: that of the members of a container.
#[derive(Clone, Copy)]
pub(super) struct Inside<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) depth: usize,
}

impl Inside<'_> {
    /// Reads a member as if it were a file. One that cannot be read is one item, and no error.
    ///
    /// # Errors
    /// Nothing more can be read of the file: it has expanded too far, or the system fails.
    pub(super) fn member(
        self,
        name: &str,
        content: &mut dyn Read,
        out: &mut Delivery<'_>,
    ) -> Result<(), ReadError> {
        if name.len() > LONGEST_NAME {
            let start: String = name.chars().take(40).collect();
            let reason = format!("a path of more than {LONGEST_NAME} bytes");
            out.skip(&format!("{start}..."), reason);
            return Ok(());
        }
        let result = {
            let mut sink = |item| out.forward(name, item);
            let mut inner = Delivery::new(&mut sink);
            read(
                content,
                name,
                self.context,
                self.depth,
                &Gaps::default(),
                &mut inner,
            )
        };
        match result {
            Ok(_) => Ok(()),
            Err(error) if error.is_io() || self.context.budget.is_spent() => Err(error),
            Err(error) => {
                out.skip(name, error.to_string());
                Ok(())
            }
        }
    }
}

impl Inside<'_> {
    /// The article that a reader makes of one record of a container.
    pub(super) fn one(
        self,
        reader: &dyn Reader,
        name: &str,
        mut content: &[u8],
        charset: Option<&'static Encoding>,
    ) -> Result<Article, ReadError> {
        let mut found = None;
        let mut sink = |item| {
            if let Item::Article(article) = item {
                found.get_or_insert(*article);
            }
            ControlFlow::Continue(())
        };
        let head = content.get(..HEAD).unwrap_or(content).to_vec();
        let mut input = Input {
            source: &mut content,
            head,
            name,
            beside: None,
            limits: &self.context.options.limits,
            decoded_from: None,
            lossy: &Cell::new(false),
            charset,
            gaps: &Gaps::default(),
            inside: self,
        };
        reader.read(&mut input, &mut Delivery::new(&mut sink))?;
        found.ok_or_else(|| ReadError::content("no text"))
    }
}

/// Reads a file or a member, `depth` layers deep. Gives the name of its format.
pub(super) fn read(
    source: &mut dyn Read,
    name: &str,
    context: &Context<'_>,
    depth: usize,
    gaps: &Gaps,
    out: &mut Delivery<'_>,
) -> Result<&'static str, ReadError> {
    let mut raw = Buffered::new(source);
    let head = raw.peek()?;
    if head.is_empty() {
        return Err(ReadError::content("empty file"));
    }
    match Compression::of(head) {
        Some(compression) => {
            check_depth(depth)?;
            if context.options.tell {
                out.opened(compression.name());
            }
            let gaps = Gaps::default();
            let mut content = compression.open(&mut raw, &context.budget, &gaps)?;
            let name = compression.strip(name);
            let format = read(&mut content, name, context, depth + 1, &gaps, out)?;
            gaps.check_end()?;
            Ok(format)
        }
        None => decoded(&mut raw, name, context, depth, gaps, out),
    }
}

/// Refuses one layer too many.
fn check_depth(depth: usize) -> Result<(), ReadError> {
    match depth >= DEEPEST {
        true => Err(ReadError::content(format!(
            "packed more than {DEEPEST} levels deep"
        ))),
        false => Ok(()),
    }
}

/// Reads what is not compressed, or no longer.
fn decoded(
    source: &mut Buffered<&mut dyn Read>,
    name: &str,
    context: &Context<'_>,
    depth: usize,
    gaps: &Gaps,
    out: &mut Delivery<'_>,
) -> Result<&'static str, ReadError> {
    let lossy = Cell::new(false);
    let (encoding, mark) = match Encoding::for_bom(source.peek()?) {
        Some((encoding, mark)) => (Some(encoding), mark),
        None => (None, 0),
    };
    source.consume(mark);
    let encoding = encoding.filter(|&encoding| encoding != UTF_8);
    let mut transcoded;
    let (head, source): (Vec<u8>, &mut dyn BufRead) = match encoding {
        Some(encoding) => {
            transcoded = Buffered::new(Transcoder::new(source, encoding, &lossy));
            (transcoded.peek()?.to_vec(), &mut transcoded)
        }
        None => (source.peek()?.to_vec(), source),
    };
    let mut input = Input {
        source,
        head,
        name,
        // What lies beside an archive lies not beside its members.
        beside: context.disk.filter(|_| depth == 0).and_then(Path::parent),
        limits: &context.options.limits,
        decoded_from: encoding,
        lossy: &lossy,
        charset: None,
        gaps,
        inside: Inside {
            context,
            depth: depth + 1,
        },
    };
    read_as(&mut input, out)
}

/// Reads with the reader that is surest of the content.
fn read_as(input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<&'static str, ReadError> {
    if input.head.is_empty() {
        return Err(ReadError::content("empty file"));
    }
    let context = input.inside.context;
    let reader = context.choose(&input.head, input.name)?;
    if reader.is_container() {
        check_depth(input.inside.depth - 1)?;
    }
    if context.options.tell {
        out.opened(reader.name());
    }
    reader.read(input, out)?;
    // A reader without records does not ask for them.
    while input.gaps.take().is_some() {
        out.skip("", Gaps::REASON.to_owned());
    }
    Ok(reader.name())
}

/// The reader for a file.
fn recognise(head: &[u8], name: &str) -> Result<&'static dyn Reader, ReadError> {
    let surest = |is_binary: bool| {
        let mut best: Option<(&'static dyn Reader, u8)> = None;
        for reader in READERS {
            let score = match reader.is_binary() && !is_binary {
                false => reader.recognise(head, name),
                true => 0,
            };
            if score > best.map_or(0, |(_, score)| score) {
                best = Some((*reader, score));
            }
        }
        best
    };
    let best = match surest(true) {
        Some((reader, score)) if reader.is_binary() && score > refuse::UNSURE => {
            return Ok(reader);
        }
        best => best,
    };
    refuse::binary(head)?;
    match best {
        Some((reader, score)) if score > refuse::UNSURE => Ok(reader),
        best => {
            refuse::other_text(head, name)?;
            best.map(|(reader, _)| reader)
                .ok_or_else(|| ReadError::content("no known format"))
        }
    }
}
