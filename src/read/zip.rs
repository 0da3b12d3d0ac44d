//! ZIP archives: each member is read as a file is. WACZ is an archive of WARC files with tables
//! beside them.

use super::compression::Expanded;
use super::input::Input;
use super::whole::Whole;
use super::{About, Delivery, ReadError, Reader, has_extension};
use std::io::{BufReader, Cursor, Read, Seek};
use zip::ZipArchive;
use zip::result::ZipError;

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
    each: &mut dyn FnMut(&Input<'_>, &mut Archive<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let source: Box<dyn Source> = match Whole::of(input, "zip archive")? {
        Whole::File(file) => Box::new(BufReader::with_capacity(64 << 10, file)),
        Whole::Memory(bytes) => Box::new(Cursor::new(bytes)),
    };
    let mut archive = ZipArchive::new(source).map_err(explain)?;
    each(input, &mut archive)
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
    archive: &mut Archive<'_>,
    input: &Input<'_>,
    out: &mut Delivery<'_>,
) -> Result<(), ReadError> {
    if let Some(refusal) = refusal(archive) {
        return Err(refusal);
    }
    let is_wacz = archive.index_for_name("datapackage.json").is_some()
        && archive
            .file_names_raw()
            .any(|name| name.starts_with(b"archive/"));
    for index in 0..archive.len() {
        if out.stopped() {
            break;
        }
        let name = match archive.name_for_index(index) {
            Some(Ok(name)) => name.replace('\\', "/"),
            Some(Err(_)) | None => format!("member {}", index + 1),
        };
        let name = name.strip_prefix("./").unwrap_or(&name);
        if is_passed_over(name) || is_wacz && !name.starts_with("archive/") {
            continue;
        }
        let member = match archive.by_index(index) {
            Ok(member) if member.is_dir() || member.is_symlink() => continue,
            Ok(member) => member,
            Err(error) => match explain(error) {
                error if error.is_io() => return Err(error),
                error => {
                    out.skip(name, error.to_string());
                    continue;
                }
            },
        };
        let inside = input.inside;
        let mut content = Expanded::new(Box::new(member), "zip", &inside.context.budget);
        inside.member(name, &mut content, out)?;
    }
    Ok(())
}

/// Whether a member is none that a person put there: a directory, a hidden file, what a Mac adds.
pub(super) fn is_passed_over(name: &str) -> bool {
    let is_hidden = |part: &str| part.starts_with('.') && !matches!(part, "." | "..");
    name.is_empty()
        || name.ends_with('/')
        || name.starts_with("__MACOSX/")
        || name.split('/').any(is_hidden)
}
