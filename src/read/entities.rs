//! Entities of HTML in text that is none: titles and texts which were cut out of a page as they
//! stood there.

use super::xml::Entities;

/// A text with what its entities stand for, all else as it is. Only what is an entity of HTML from
/// the ampersand to the semicolon is one ("AT&T" and "R&D;" stay), and it is read once: who writes
/// "&amp;lt;" means "&lt;".
pub(super) fn decoded(text: String) -> String {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else {
        return text;
    };
    let (start, mut rest) = text.split_at(first);
    let mut entities = Entities::default();
    let mut out = String::new();
    out.push_str(start);
    while let Some(inner) = rest.strip_prefix('&') {
        let end = inner
            .bytes()
            .take(Entities::LONGEST)
            .position(|byte| byte == b';');
        let found = end.and_then(|end| {
            let meaning = meaning(inner.get(..end)?, &mut entities)?;
            Some((meaning, inner.get(end + 1..)?))
        });
        let behind = match found {
            Some((meaning, behind)) => {
                out.push_str(&meaning);
                behind
            }
            None => {
                out.push('&');
                inner
            }
        };
        let next = memchr::memchr(b'&', behind.as_bytes()).unwrap_or(behind.len());
        let (plain, more) = behind.split_at(next);
        out.push_str(plain);
        rest = more;
    }
    out
}

/// What an entity stands for.
fn meaning(name: &str, entities: &mut Entities) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        let number = u32::from_str_radix(digits, radix)
            .ok()
            .filter(|_| is_number)?;
        return match u8::try_from(number) {
            // As browsers do: these are meant as characters of Windows.
            Ok(byte @ 0x80..=0x9f) => {
                let bytes = [byte];
                let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
                Some(text.into_owned())
            }
            Ok(byte) if byte.is_ascii_control() => {
                byte.is_ascii_whitespace().then(|| " ".to_owned())
            }
            _ => char::from_u32(number).map(String::from),
        };
    }
    let meaning = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        // The start of a longer name is no entity here.
        name => return entities.meaning(name).filter(|text| !text.ends_with(';')),
    };
    Some(meaning.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_entities_are_decoded() {
        let cases = [
            ("Fire &amp; Rescue", "Fire & Rescue"),
            ("&#8216;No&#x2019;  said\nhe&hellip;", "‘No’  said\nhe…"),
            ("&#146;s caf&eacute;&nbsp;1", "’s café\u{a0}1"),
            ("&lt;b&gt; &quot;x&quot; &apos;", "<b> \"x\" '"),
            ("AT&T, R&D; Q&A &", "AT&T, R&D; Q&A &"),
            (
                "&amp &copy; &copy &copycat; &unknown;",
                "&amp © &copy &copycat; &unknown;",
            ),
            (
                "&#; &#x; &#xD800; &#99999999999; &#0;",
                "&#; &#x; &#xD800; &#99999999999; &#0;",
            ),
            ("&amp;lt; &&amp;é&amp;", "&lt; &&é&"),
            ("none", "none"),
        ];
        for (text, expected) in cases {
            assert_eq!(decoded(text.to_owned()), expected);
        }
        let many: String = (0..50_000).map(|number| format!("&a{number};")).collect();
        assert_eq!(decoded(many.clone()), many);
    }
}
