//! ZIP archives: each member is read as a file is. WACZ is an archive of WARC files with tables
//! beside them.

use super::compression::Expanded;
use super::input::Input;
use super::whole::Whole;
use super::{About, Delivery, ReadError, Reader, has_extension};
use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read, Seek};
use zip::read::{Config, ZipFile};
use zip::result::{ZipError, ZipResult};
use zip::unstable::read::ZipIterable;
use zip::{ZipArchive, ZipReadOptions};

/// Reads `.zip`.
pub(super) struct Zip;

/// Reads `.wacz`.
pub(super) struct Wacz;

/// Whether bytes are the start of an archive, of an empty one as well.
pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

impl Reader for Zip {
    fn name(&self) -> &'static str {
        "zip"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        if is_zip(head) { 90 } else { 0 }
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
            example: "news.zip!2023/09/20/pier.html",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        with_archive(input, &mut |input, archive| members(archive, input, out))
    }
}

impl Reader for Wacz {
    fn name(&self) -> &'static str {
        "wacz"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["wacz"]
    }

    fn recognise(&self, head: &[u8], name: &str) -> u8 {
        if is_zip(head) && has_extension(self, name) {
            95
        } else {
            0
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
            what: "an archive of web pages, as browsers and crawlers save them",
            fields: "those of warc",
            example: "crawl.wacz!archive/data.warc.gz",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        Zip.read(input, out)
    }
}

/// What can be read from any place.
pub(super) trait Source: Read + Seek {}

impl<S: Read + Seek> Source for S {}

/// An archive, on the disk or in memory.
pub(super) type Archive<'a> = ZipArchive<Box<dyn Source + 'a>>;

/// Opens the input as an archive: the file itself, or a copy in memory of what lies within another.
pub(super) fn with_archive(
    input: &mut Input<'_>,
    each: &mut dyn FnMut(&Input<'_>, Archive<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let source: Box<dyn Source> = match Whole::of(input, "zip archive")? {
        Whole::File(file) => Box::new(BufReader::with_capacity(64 << 10, file)),
        Whole::Memory(bytes) => Box::new(Cursor::new(bytes)),
    };
    each(input, ZipArchive::new(source).map_err(explain)?)
}

/// An error of the library as ours.
pub(super) fn explain(error: ZipError) -> ReadError {
    match error {
        ZipError::Io(error) if error.raw_os_error().is_some() => error.into(),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            ReadError::content("encrypted")
        }
        ZipError::CompressionMethodNotSupported(method) => {
            ReadError::content(format!("zip compression method {method} is not known"))
        }
        _ => ReadError::content("broken zip archive"),
    }
}

/// Why an archive is none of articles.
fn refusal(archive: &Archive<'_>) -> Option<ReadError> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    let kind = if has("[Content_Types].xml") {
        "Office document"
    } else if has("mimetype") && has("META-INF/container.xml") {
        "EPUB"
    } else if has("mimetype") && has("content.xml") {
        "OpenDocument"
    } else if has("META-INF/MANIFEST.MF") {
        "Java archive"
    } else {
        return None;
    };
    Some(ReadError::content(format!("not a text format: {kind}")))
}

/// Reads the members.
fn members(
    mut archive: Archive<'_>,
    input: &Input<'_>,
    out: &mut Delivery<'_>,
) -> Result<(), ReadError> {
    if let Some(refusal) = refusal(&archive) {
        return Err(refusal);
    }
    let is_wacz = archive.index_for_name("datapackage.json").is_some()
        && archive
            .file_names_raw()
            .any(|name| name.starts_with(b"archive/"));
    let mut names = Names { is_wacz, number: 0 };
    if archive.has_duplicate_names() {
        // Of the members of one name the archive knows the last.
        let source = archive.into_inner();
        let mut all = ZipIterable::try_new(source, Config::default()).map_err(explain)?;
        let entries = all.files().map_err(explain)?;
        while !out.stopped()
            && let Some(entry) = entries.next()
        {
            let entry = entry.map_err(explain)?;
            if let Some(name) = names.next(Some(entry.name())) {
                let member = entry.with_reader(entries.reader_mut(), ZipReadOptions::default());
                read_member(&name, member, input, out)?;
            }
        }
        return Ok(());
    }
    for index in 0..archive.len() {
        if out.stopped() {
            break;
        }
        if let Some(name) = names.next(archive.name_for_index(index)) {
            read_member(&name, archive.by_index(index), input, out)?;
        }
    }
    Ok(())
}

/// The names of the members, one after the other.
struct Names {
    is_wacz: bool,
    number: usize,
}

impl Names {
    /// The path of the next member; `None` where it is passed over.
    fn next(&mut self, name: Option<ZipResult<Cow<'_, str>>>) -> Option<String> {
        self.number += 1;
        let name = match name {
            Some(Ok(name)) => name.replace('\\', "/"),
            Some(Err(_)) | None => format!("member {}", self.number),
        };
        let name = name.strip_prefix("./").unwrap_or(&name);
        let is_none = is_passed_over(name) || self.is_wacz && !name.starts_with("archive/");
        (!is_none).then(|| name.to_owned())
    }
}

/// Reads a member.
fn read_member(
    name: &str,
    member: ZipResult<ZipFile<'_, Box<dyn Source + '_>>>,
    input: &Input<'_>,
    out: &mut Delivery<'_>,
) -> Result<(), ReadError> {
    let member = match member {
        Ok(member) if member.is_dir() || member.is_symlink() => return Ok(()),
        Ok(member) => member,
        Err(error) => {
            let error = explain(error);
            if error.is_io() {
                return Err(error);
            }
            out.skip(name, error.to_string());
            return Ok(());
        }
    };
    let inside = input.inside;
    let mut content = Expanded::new(Box::new(member), "zip", &inside.context.budget);
    inside.member(name, &mut content, out)
}

/// Whether a member is none that a person put there: a directory, a hidden file, what a Mac adds.
pub(super) fn is_passed_over(name: &str) -> bool {
    let is_hidden = |part: &str| part.starts_with('.') && !matches!(part, "." | "..");
    name.is_empty()
        || name.ends_with('/')
        || name.starts_with("__MACOSX/")
        || name.split('/').any(is_hidden)
}
