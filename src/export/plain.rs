//! Text from outside, safe to print: output for programs is looked at on terminals, too.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};
use std::borrow::Cow;
use std::io::{self, Write};

/// JSON in which the controls U+007F to U+009F, that a terminal acts on, are escaped like those
/// below U+0020; the value is the same.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        let mut done = 0;
        for (at, control) in text.match_indices(is_high_control) {
            CompactFormatter.write_string_fragment(out, &text[done..at])?;
            for control in control.chars() {
                write!(out, "\\u{:04x}", u32::from(control))?;
            }
            done = at + control.len();
        }
        CompactFormatter.write_string_fragment(out, &text[done..])
    }
}

fn is_high_control(character: char) -> bool {
    matches!(character, '\u{7f}'..='\u{9f}')
}

/// Writes a value as one line of JSON, without the line's end.
///
/// # Errors
/// What the writer says.
pub fn write_json(out: impl Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Escaping);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// Text whose controls, line breaks and tabs aside, are written out as `\x1b`: CSV has no escapes.
pub(super) fn without_controls(text: Cow<'_, str>) -> Cow<'_, str> {
    let acts = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if !text.contains(acts) {
        return text;
    }
    let mut plain = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match acts(c) {
            true => plain.push_str(&format!("\\x{:02x}", u32::from(c))),
            false => plain.push(c),
        }
    }
    plain.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_escaped_and_values_stay() {
        let text = "a\u{1b}[31m\u{9b}2J\u{7f}é\n";
        let mut out = Vec::new();
        write_json(&mut out, &text).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(!written.chars().any(char::is_control), "{written:?}");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        assert_eq!(without_controls(text.into()), "a\\x1b[31m\\x9b2J\\x7fé\n");
        assert!(matches!(
            without_controls("plain\t".into()),
            Cow::Borrowed(_)
        ));
    }
}
