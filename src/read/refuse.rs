//! What is told apart before any reader sees it, so that a picture is not read as text.

use super::ReadError;

/// A reader no surer than this has not looked at the content.
pub(super) const UNSURE: u8 = 20;

const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x7fELF", "ELF"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\xd0\xcf\x11\xe0", "Office document"),
    (b"SQLite format 3", "SQLite"),
    (b"RIFF", "RIFF"),
    (b"%!PS", "PostScript"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"filedesc://", "ARC"),
    #[cfg(not(feature = "parquet"))]
    (b"PAR1", "Parquet, which this dateline was built without"),
];

/// What is read, unless its first bytes are damaged.
const BROKEN: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "gzip stream"),
    (b"BZh", "bzip2 stream"),
    (b"\xfd7zXZ", "xz stream"),
];

/// Refuses what is not text.
pub(super) fn binary(head: &[u8]) -> Result<(), ReadError> {
    for (why, kinds) in [("not a text format:", MAGIC), ("broken", BROKEN)] {
        if let Some((magic, name)) = kinds.iter().find(|(magic, _)| head.starts_with(magic)) {
            // "BZh", "RIFF" and their like may begin a text.
            let is_sure =
                !magic.iter().all(u8::is_ascii_alphanumeric) || memchr::memchr(0, head).is_some();
            if is_sure {
                return Err(ReadError::content(format!("{why} {name}")));
            }
        }
    }
    if head.get(257..262) == Some(b"ustar") {
        return Err(ReadError::content("broken tar archive"));
    }
    // In JSON a NUL costs the record that it stands in, and no more.
    let is_json =
        head.trim_ascii_start().starts_with(b"{") || head.trim_ascii_start().starts_with(b"[");
    if !is_json && memchr::memchr(0, head).is_some() {
        return Err(ReadError::content("not text: NUL bytes"));
    }
    Ok(())
}

/// Refuses text that no reader knows and that is no article's: XML, and what pages are saved with.
pub(super) fn other_text(head: &[u8], name: &str) -> Result<(), ReadError> {
    let start = head.trim_ascii_start();
    let element = |start: &[u8]| {
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_:".contains(byte);
        let name = start.iter().skip(1).take_while(is_name).count();
        let closing = [b"</", start.get(1..=name).unwrap_or_default(), b">"].concat();
        let is_whole = start.trim_ascii_end().ends_with(&closing);
        start.starts_with(b"<")
            && name > 0
            && (is_whole || memchr::memmem::find(start, b"xmlns").is_some())
    };
    if start.starts_with(b"<?xml") || start.starts_with(b"<!DOCTYPE") || element(start) {
        return Err(ReadError::content("no known format: XML"));
    }
    let extension = name.rsplit(['.', '/']).next().unwrap_or("");
    match ["css", "js", "mjs"]
        .iter()
        .find(|other| other.eq_ignore_ascii_case(extension))
    {
        Some(other) => Err(ReadError::content(format!("no known format: .{other}"))),
        None => Ok(()),
    }
}
