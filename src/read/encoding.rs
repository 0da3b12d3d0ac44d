//! From bytes to text: strict UTF-8, else the charset that the source declares, else a guess.

use super::input::decodes;
use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, WINDOWS_1252};

/// Text, and how it was decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// WHATWG label in lower case.
    pub(super) label: &'static str,
    /// Whether malformed bytes were replaced.
    pub(super) lossy: bool,
}

/// Decodes bytes without a byte order mark.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Decoded {
    if declared == Some(ISO_2022_JP) && memchr::memchr(0x1b, &bytes).is_some() {
        // All its bytes are ASCII, so that it would pass for UTF-8.
        return with(ISO_2022_JP, &bytes);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            return Decoded {
                text,
                label: "utf-8",
                lossy: false,
            };
        }
        Err(error) => error.into_bytes(),
    };
    with(choose(&bytes, declared), &bytes)
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text: text.into_owned(),
        label: label(encoding),
        lossy,
    }
}

/// The encoding of bytes that are not UTF-8 throughout.
fn choose(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    let declared = declared.filter(|&encoding| encoding != UTF_8 && encoding.is_ascii_compatible());
    if let Some(declared) = declared
        && decodes(declared, bytes)
    {
        return declared;
    }
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    if has_only_signs(bytes) {
        return WINDOWS_1252;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    match declared {
        Some(declared) if !decodes(guess, bytes) => declared,
        _ => guess,
    }
}

/// Whether the text is UTF-8 with some damage. In other encodings bytes hardly ever happen to form
/// characters of more than one byte: about one in twelve in Chinese, next to none elsewhere.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    3 * whole >= broken
}

/// Whether all that is not ASCII are quotes, dashes, currency and other signs of windows-1252, in
/// which a detector of languages sees letters of others.
fn has_only_signs(bytes: &[u8]) -> bool {
    let is_sign = |byte: &u8| matches!(byte, 0x80 | 0x85 | 0x91..=0x97 | 0x99 | 0xa0 | 0xa3 | 0xa7 | 0xa9 | 0xab | 0xae | 0xb0 | 0xb7 | 0xbb..=0xbd);
    bytes.iter().filter(|byte| !byte.is_ascii()).all(is_sign)
}

/// The encoding of a label as pages and feeds declare it.
pub(super) fn by_label(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).filter(|&encoding| encoding != REPLACEMENT)
}

/// An encoding's name in lower case.
pub(super) fn label(encoding: &'static Encoding) -> &'static str {
    // The crate's names are in the case of the standard; lower case needs a table.
    const LABELS: [&str; 39] = [
        "utf-8",
        "ibm866",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-8-i",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "koi8-r",
        "koi8-u",
        "macintosh",
        "windows-874",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "x-mac-cyrillic",
        "gbk",
        "gb18030",
        "big5",
        "euc-jp",
        "iso-2022-jp",
        "shift_jis",
        "euc-kr",
        "utf-16be",
        "utf-16le",
        "x-user-defined",
    ];
    let name = encoding.name();
    LABELS
        .iter()
        .find(|label| label.eq_ignore_ascii_case(name))
        .copied()
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_chosen() {
        let declared = |label: &str| by_label(label.as_bytes());
        type Case<'a> = (&'a [u8], Option<&'static Encoding>, &'a str, &'a str, bool);
        let cases: &[Case<'_>] = &[
            ("Élysée".as_bytes(), None, "Élysée", "utf-8", false),
            (b"plain", declared("windows-1252"), "plain", "utf-8", false),
            (
                b"caf\xe9 \x96 \x80",
                declared("iso-8859-1"),
                "café – €",
                "windows-1252",
                false,
            ),
            (
                b"\xa35 for a pint of beer",
                None,
                "£5 for a pint of beer",
                "windows-1252",
                false,
            ),
            // Declared wrongly: the bytes decide.
            (
                b"\xcf\xee\xf0\xf2 \xe7\xe0\xea\xf0\xfb\xf2 \xed\xe0 \xe7\xe8\xec\xf3",
                declared("utf-8"),
                "Порт закрыт на зиму",
                "windows-1251",
                false,
            ),
            // Damaged UTF-8 stays UTF-8.
            (
                b"Gr\xc3\xbc\xc3\x9fe aus K\xc3\xb6ln \xff",
                None,
                "Grüße aus Köln \u{fffd}",
                "utf-8",
                true,
            ),
            (
                b"\x1b$B8G\x1b(B",
                declared("iso-2022-jp"),
                "固",
                "iso-2022-jp",
                false,
            ),
        ];
        for (bytes, declared, text, label, lossy) in cases {
            let decoded = decode(bytes.to_vec(), *declared);
            assert_eq!(
                decoded,
                Decoded {
                    text: (*text).to_owned(),
                    label,
                    lossy: *lossy
                }
            );
        }
    }
}
