//! What lies between two tokens, as one of few classes.

/// Classes of gaps.
pub const GAPS: usize = 32;

pub const SPACE: u8 = 0;
pub const NONE: u8 = 1;
pub const HYPHEN: u8 = 2;
pub const APOSTROPHE: u8 = 3;
pub const POSSESSIVE: u8 = 4;
pub const COMMA: u8 = 5;
pub const STOP: u8 = 6;
/// A full stop without a space, as within an abbreviation.
pub const POINT: u8 = 7;
const COLON: u8 = 8;
const SEMICOLON: u8 = 9;
const OPEN: u8 = 10;
const CLOSE: u8 = 11;
const QUOTE: u8 = 12;
const UNQUOTE: u8 = 13;
const DASH: u8 = 14;
const SLASH: u8 = 15;
pub const AND: u8 = 16;
pub const LINE: u8 = 17;
const PARAGRAPH: u8 = 18;
const EXCLAMATION: u8 = 19;
const AT: u8 = 20;
const HASH: u8 = 21;
const MONEY: u8 = 22;
const OTHER: u8 = 23;
/// Before a sentence, and with a paragraph before it (+1), a quotation mark or bracket (+2).
const BEGIN: u8 = 24;
/// After a sentence, and without a mark that ends it (+1).
const END: u8 = 28;
const NUMBER_POINT: u8 = 30;

/// The class of a gap within a sentence.
pub fn class(gap: &str) -> u8 {
    if gap == " " {
        return SPACE;
    }
    if gap.is_empty() {
        return NONE;
    }
    let seen = gap.trim();
    if seen.is_empty() {
        return match gap.bytes().filter(|&byte| byte == b'\n').count() {
            0 => SPACE,
            1 => LINE,
            _ => PARAGRAPH,
        };
    }
    let tight = seen.len() == gap.len();
    let rest = seen.strip_prefix(['\'', '\u{2019}', '\u{2bc}']);
    if let Some(rest) = rest {
        match rest.strip_prefix(['s', 'S']).unwrap_or(rest) {
            "" if tight && rest.is_empty() => return APOSTROPHE,
            "" if gap.starts_with(seen) => return POSSESSIVE,
            _ => {}
        }
    }
    match seen {
        "-" | "\u{2010}" | "\u{2011}" if tight => return HYPHEN,
        "-" | "--" | "\u{2013}" | "\u{2014}" => return DASH,
        "." if tight => return POINT,
        "&" | "+" => return AND,
        _ => {}
    }
    marks(gap, seen)
}

fn marks(gap: &str, seen: &str) -> u8 {
    let opens = !gap.ends_with(char::is_whitespace);
    let has = |marks: &[char]| seen.contains(marks);
    if has(&[
        '"', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}', '\u{2018}', '\u{2019}', '\'',
    ]) {
        return if opens { QUOTE } else { UNQUOTE };
    }
    if has(&['(', '[', '{']) {
        return OPEN;
    }
    if has(&[')', ']', '}']) {
        return CLOSE;
    }
    match seen.chars().next() {
        Some(',') => COMMA,
        Some('.' | '\u{2026}') if opens => NUMBER_POINT,
        Some('.' | '\u{2026}') => STOP,
        Some(':') => COLON,
        Some(';') => SEMICOLON,
        Some('/') => SLASH,
        Some('!' | '?') => EXCLAMATION,
        Some('@') => AT,
        Some('#') => HASH,
        Some('$' | '\u{a3}' | '\u{20ac}' | '\u{a5}' | '%') => MONEY,
        Some('-' | '\u{2013}' | '\u{2014}') => DASH,
        _ => OTHER,
    }
}

/// The class of the gap before a sentence's first token.
pub fn begin(gap: &str, paragraph: bool) -> u8 {
    let last = gap.chars().next_back();
    let quoted = last.is_some_and(|last| !last.is_whitespace() && !matches!(last, '.' | ','));
    BEGIN + u8::from(paragraph) + 2 * u8::from(quoted)
}

/// The class of the gap after a sentence's last token.
pub fn end(gap: &str) -> u8 {
    let stop = gap.trim_start_matches(|c: char| {
        !c.is_whitespace() && !matches!(c, '.' | '!' | '?' | '\u{2026}')
    });
    END + u8::from(!stop.starts_with(['.', '!', '?', '\u{2026}']))
}

/// Whether a run of capitals goes on across a gap.
pub fn joins(class: u8) -> bool {
    matches!(
        class,
        SPACE | NONE | HYPHEN | APOSTROPHE | POINT | AND | LINE
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_have_the_class_that_readers_see() {
        for (gap, expected) in [
            (" ", SPACE),
            ("", NONE),
            ("-", HYPHEN),
            ("'", APOSTROPHE),
            ("\u{2019}s ", POSSESSIVE),
            ("' ", POSSESSIVE),
            (", ", COMMA),
            (". ", STOP),
            (".", POINT),
            (" (", OPEN),
            (") ", CLOSE),
            (" \"", QUOTE),
            (",\" ", UNQUOTE),
            (" - ", DASH),
            (" & ", AND),
            ("\n", LINE),
            ("\n\n", PARAGRAPH),
            (" $", MONEY),
            (" @", AT),
            ("\u{0}", OTHER),
        ] {
            assert_eq!(class(gap), expected, "{gap:?}");
        }
        assert!(usize::from(END) + 1 < GAPS);
    }
}
