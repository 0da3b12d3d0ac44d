//! The pieces that a written date is made of, and the zones it may name.

/// One piece of a written date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lexeme<'a> {
    /// A run of digits, with its length.
    Number(u64, u8),
    /// A run of letters.
    Word(&'a str),
    /// White space.
    Space,
    /// Anything else.
    Sign(char),
}

/// Most pieces that a date has; the rest of the text is not looked at.
pub(super) const MOST: usize = 48;

/// Cuts a text into pieces. Digits and letters part even where nothing stands between them
/// ("20T14", "6am"). The endings of ordinals ("20th") and the stops of "a.m." and "Sept." vanish.
pub(super) fn lex(text: &str) -> Vec<Lexeme<'_>> {
    lex_at_most(text, MOST)
}

/// Cuts the first `most` pieces off a text.
pub(super) fn lex_at_most(text: &str, most: usize) -> Vec<Lexeme<'_>> {
    let mut lexemes = Vec::with_capacity(16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if lexemes.len() == most {
            break;
        }
        let length = run(rest, first);
        let (piece, tail) = rest.split_at(length);
        rest = tail;
        if is_digit(first) {
            lexemes.push(number(piece));
        } else if first.is_alphabetic() {
            let after_digit = matches!(lexemes.last(), Some(Lexeme::Number(..)));
            if after_digit && matches!(piece, "st" | "nd" | "rd" | "th" | "er" | "e" | "º" | "ª")
            {
                continue;
            }
            match piece {
                // "a.m.", "p.m."
                "a" | "p" | "A" | "P" if rest.starts_with(".m") || rest.starts_with(".M") => {
                    lexemes.push(Lexeme::Word(if piece.eq_ignore_ascii_case("a") {
                        "am"
                    } else {
                        "pm"
                    }));
                    rest = rest.get(2..).unwrap_or("");
                    rest = rest.strip_prefix('.').unwrap_or(rest);
                }
                _ => lexemes.push(Lexeme::Word(piece)),
            }
        } else if first.is_whitespace() {
            lexemes.push(Lexeme::Space);
        } else {
            lexemes.push(Lexeme::Sign(if first == '\u{2212}' { '-' } else { first }));
        }
    }
    lexemes
}

/// The value of a decimal digit: European, Arabic, Persian, Devanagari, Bengali, Thai, full width.
fn digit(c: char) -> Option<u64> {
    if c.is_ascii() {
        return c.to_digit(10).map(u64::from);
    }
    let zero = match c {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6F0}'..='\u{6F9}' => 0x6F0,
        '\u{966}'..='\u{96F}' => 0x966,
        '\u{9E6}'..='\u{9EF}' => 0x9E6,
        '\u{E50}'..='\u{E59}' => 0xE50,
        '\u{FF10}'..='\u{FF19}' => 0xFF10,
        _ => return None,
    };
    Some(u64::from(c) - zero)
}

/// Whether a character is a decimal digit of a script that dates are written in.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || !c.is_ascii() && digit(c).is_some()
}

/// The number that a run of digits is. Longer runs than any date's have no value of their own.
fn number(digits: &str) -> Lexeme<'static> {
    if digits.is_ascii() {
        let count = u8::try_from(digits.len()).unwrap_or(u8::MAX);
        return Lexeme::Number(digits.parse().unwrap_or(u64::MAX), count);
    }
    let (mut value, mut count) = (Some(0u64), 0u8);
    for digit in digits.chars().filter_map(digit) {
        count = count.saturating_add(1);
        value = value.and_then(|value| value.checked_mul(10)?.checked_add(digit));
    }
    Lexeme::Number(value.unwrap_or(u64::MAX), count)
}

/// Length in bytes of the run of like characters at the start.
fn run(text: &str, first: char) -> usize {
    let length = if is_digit(first) {
        text.find(|c| !is_digit(c))
    } else if first.is_alphabetic() {
        // A joiner does not end a word.
        text.find(|c: char| !c.is_alphabetic() && !matches!(c, '\u{200C}' | '\u{200D}'))
    } else if first.is_whitespace() {
        text.find(|c: char| !c.is_whitespace())
    } else {
        Some(0)
    };
    length.unwrap_or(text.len()).max(first.len_utf8())
}

/// Minutes east of UTC of the zones that news fields name. An ambiguous name has the meaning that
/// English-language agencies give it.
pub(super) fn zone_minutes(name: &str) -> Option<i64> {
    Some(match name.to_ascii_uppercase().as_str() {
        "Z" | "GMT" | "UTC" | "UT" | "WET" => 0,
        "BST" | "CET" | "MEZ" | "WEST" => 60,
        "CEST" | "MESZ" | "EET" | "SAST" => 120,
        "EEST" | "MSK" => 180,
        "EDT" => -240,
        "EST" | "ET" | "CDT" => -300,
        "CST" | "CT" | "MDT" => -360,
        "MST" | "MT" | "PDT" => -420,
        "PST" | "PT" | "AKDT" => -480,
        "JST" | "KST" => 540,
        "IST" => 330,
        "AEST" => 600,
        "AEDT" => 660,
        "HKT" | "SGT" | "AWST" => 480,
        "NZST" => 720,
        "NZDT" => 780,
        _ => return None,
    })
}
