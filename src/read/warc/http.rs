//! The page in an answer of HTTP as it was sent: chunks joined, compression undone.

use super::super::html::{Html, MAX_PAGE};
use super::super::layers::Inside;
use super::super::{ReadError, Reader, encoding};
use encoding_rs::Encoding;
use std::io::Read;

/// A page.
pub(super) struct Page {
    pub(super) body: Vec<u8>,
    pub(super) charset: Option<&'static Encoding>,
}

/// The page in an answer, or `None` where there is none: another type, a redirection, an error.
pub(super) fn page(block: &[u8], inside: Inside<'_>) -> Result<Option<Page>, ReadError> {
    let Some((head, body)) = halves(block) else {
        return Ok(None);
    };
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let mut status = lines.next().unwrap_or("").split_whitespace();
    let is_good = status
        .next()
        .is_some_and(|version| version.starts_with("HTTP/"))
        && status.next().is_some_and(|code| code.starts_with('2'));
    if !is_good || body.is_empty() {
        return Ok(None);
    }
    let fields: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(':')).collect();
    let of = |name: &str| {
        fields
            .iter()
            .find(|(own, _)| own.trim().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let kind = of("content-type").unwrap_or_default();
    let mut parts = kind.split(';').map(str::trim);
    let of_type = parts.next().unwrap_or("");
    if !matches!(of_type, "text/html" | "application/xhtml+xml" | "") {
        return Ok(None);
    }
    let charset = parts
        .find_map(|part| part.strip_prefix("charset="))
        .and_then(|label| encoding::by_label(label.trim_matches(['"', '\'']).as_bytes()));
    let chunked = of("transfer-encoding").is_some_and(|value| value.contains("chunked"));
    let body = match chunked.then(|| joined(body)).flatten() {
        Some(joined) => joined,
        None => body.to_vec(),
    };
    let body = unpacked(body, &of("content-encoding").unwrap_or_default(), inside)?;
    if of_type.is_empty() && Html.recognise(body.get(..1024).unwrap_or(&body), "") == 0 {
        return Ok(None);
    }
    Ok(Some(Page { body, charset }))
}

/// The header and the body.
fn halves(block: &[u8]) -> Option<(&[u8], &[u8])> {
    let of = |mark: &[u8]| {
        let at = memchr::memmem::find(block, mark)?;
        Some((block.get(..at)?, block.get(at + mark.len()..)?))
    };
    let [long, short] = [of(b"\r\n\r\n"), of(b"\n\n")];
    match (long, short) {
        (Some(long), Some(short)) if short.0.len() < long.0.len() => Some(short),
        (long, short) => long.or(short),
    }
}

/// The chunks joined; `None` where a crawler has joined them already. After one that is broken, what
/// came before it is the page.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut first = true;
    loop {
        let Some(end) = memchr::memchr(b'\n', rest.get(..rest.len().min(1024))?) else {
            return (!first).then_some(out);
        };
        let line = String::from_utf8_lossy(rest.get(..end)?);
        let digits = line.split(';').next().unwrap_or("").trim();
        let Ok(length) = usize::from_str_radix(digits, 16) else {
            return (!first).then_some(out);
        };
        first = false;
        rest = rest.get(end + 1..)?;
        let Some((chunk, after)) = rest.split_at_checked(length) else {
            out.extend_from_slice(rest);
            return Some(out);
        };
        if length == 0 {
            return Some(out);
        }
        out.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r").unwrap_or(after);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
}

/// The page without compression. What a crawler has unpacked already stays as it is.
fn unpacked(body: Vec<u8>, coding: &str, inside: Inside<'_>) -> Result<Vec<u8>, ReadError> {
    let source = body.as_slice();
    let inner: Box<dyn Read + '_> = match (coding, source) {
        (_, [0x1f, 0x8b, 8, ..]) => Box::new(flate2::read::MultiGzDecoder::new(source)),
        ("zstd", [0x28, 0xb5, 0x2f, 0xfd, ..]) => {
            Box::new(zstd::stream::read::Decoder::with_buffer(source)?)
        }
        ("deflate", [0x78, ..]) => Box::new(flate2::read::ZlibDecoder::new(source)),
        ("deflate", _) if !is_markup(source) => Box::new(flate2::read::DeflateDecoder::new(source)),
        ("br", _) if !is_markup(source) => {
            Box::new(brotli_decompressor::Decompressor::new(source, 4096))
        }
        _ => return Ok(body),
    };
    let mut page = Vec::new();
    let mut inner = inner.take(MAX_PAGE as u64 + 1);
    let read = inner.read_to_end(&mut page);
    inside.context.budget.spend(page.len())?;
    match read {
        // As with a cut connection: what came of it may be enough.
        Err(_) if page.len() < 512 => Err(ReadError::content("broken compression of the page")),
        _ => Ok(page),
    }
}

fn is_markup(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<") || body.starts_with(b"\xef\xbb\xbf<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        let cases: &[(&[u8], Option<&[u8]>)] = &[
            (b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", Some(b"abcde")),
            (b"3;x=y\nabc\n0\n", Some(b"abc")),
            (b"<html>\r\n", None),
            (b"no end of line", None),
            (b"3\r\nabc\r\nzz\r\nde", Some(b"abc")),
            (b"ff\r\nabc", Some(b"abc")),
            (b"3\r\nabc\r\n", Some(b"abc")),
            (b"ffffffffffffffffff\r\nabc", None),
        ];
        for (body, expected) in cases {
            let joined = joined(body);
            assert_eq!(
                joined.as_deref(),
                *expected,
                "{}",
                String::from_utf8_lossy(body)
            );
        }
    }
}
