//! Items as text: words, patterns, phrases, fields with their values.

use crate::query::dates::Today;
use crate::query::field::Field;
use crate::query::lex::{self, Kind, Mode, folded, is_dash};
use crate::query::operator::Operator;
use crate::query::tree::{Form, Pattern, Query};
use crate::query::word;
use std::fmt::{self, Write};

fn write_slop(f: &mut impl Write, slop: u32) -> fmt::Result {
    match slop {
        0 => Ok(()),
        _ => write!(f, "~{slop}"),
    }
}

/// Writes exact words, in quotes.
pub(super) fn write_exact(f: &mut impl Write, text: &str, slop: u32) -> fmt::Result {
    write_quoted(f, text)?;
    write_slop(f, slop)
}

/// Writes a pattern.
pub(super) fn write_pattern(f: &mut impl Write, pattern: &Pattern) -> fmt::Result {
    match pattern {
        Pattern::Wildcard(pattern) => f.write_str(pattern),
        Pattern::Fuzzy { word, slips } => write!(f, "{word}~{slips}"),
        Pattern::Regex(pattern) => write!(f, "/{}/", pattern.replace('/', "\\/")),
    }
}

/// Writes words of which some are wildcards: in quotes, or joined by hyphens where a `?` among them
/// would be text in quotes.
pub(super) fn write_phrase(f: &mut impl Write, words: &[Query], slop: u32) -> fmt::Result {
    let has_one_letter = |word: &Query| matches!(word, Query::Pattern(Pattern::Wildcard(pattern)) if pattern.contains('?'));
    let (quote, joiner) = match words.iter().any(has_one_letter) {
        true => ("", '-'),
        false => ("\"", ' '),
    };
    f.write_str(quote)?;
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            f.write_char(joiner)?;
        }
        match word {
            Query::Text { text, .. } => f.write_str(text)?,
            Query::Pattern(pattern) => write_pattern(f, pattern)?,
            _ => {}
        }
    }
    f.write_str(quote)?;
    write_slop(f, slop)
}

/// Writes a text in quotes.
fn write_quoted(f: &mut impl Write, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(folded(c), '"' | '\\' | '*') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

/// Writes a word: as it is where it reads as itself, else with escapes.
pub(super) fn write_bare(f: &mut impl Write, text: &str) -> fmt::Result {
    if reads_as_itself(text) {
        return f.write_str(text);
    }
    // One escape anywhere makes it no operator, field or address.
    let escapes_first =
        begins_with_sign(text) || text.starts_with('/') || !text.contains(is_special);
    for (index, c) in text.char_indices() {
        if is_special(c) || (index == 0 && escapes_first) {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    Ok(())
}

/// Whether a character may mean something within a word.
fn is_special(c: char) -> bool {
    matches!(
        folded(c),
        ' ' | '"' | '(' | ')' | '\\' | '*' | '?' | '!' | '~' | '^' | ':' | '&' | '|'
    )
}

fn begins_with_sign(text: &str) -> bool {
    text.starts_with(|c| is_dash(c) || matches!(c, '+' | '!'))
}

/// Whether a bare word means itself wherever it stands. What brackets, backslashes and signs mean
/// would depend on what stands around it.
fn reads_as_itself(text: &str) -> bool {
    if begins_with_sign(text) || text.contains(['(', ')', '\\']) {
        return false;
    }
    // No word is a date, so that the day makes no difference.
    let mode = Mode {
        today: Today::Is(jiff::civil::Date::ZERO),
        lenient: false,
    };
    let read = lex::tokens(text, mode).map(|read| read.tokens);
    match read.as_deref() {
        Ok([token]) => {
            matches!(&token.kind, Kind::Leaf(Query::Text { text: read, form: Form::Stemmed, .. })
                if read == text)
        }
        _ => false,
    }
}

/// Writes a field with its value, in quotes where it is not a plain name.
pub(super) fn write_value(f: &mut impl Write, field: Field, value: &str) -> fmt::Result {
    write!(f, "{}:", field.name())?;
    if is_plain_name(field, value) {
        return f.write_str(value);
    }
    write_quoted(f, value)
}

fn is_plain_name(field: Field, value: &str) -> bool {
    // Ids of actors that are not in the dictionary begin with a question mark.
    let name = if field.is_who() {
        value.strip_prefix('?').unwrap_or(value)
    } else {
        value
    };
    let before_colon = name.split(':').next().unwrap_or_default();
    // No address either, which would take brackets and signs after it.
    let is_address = word::begins_with_address(name) && field != Field::Site;
    name.starts_with(char::is_alphanumeric)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '\'' | ':'))
        && Operator::named(name).is_none()
        && !(field.names().is_some() && name.eq_ignore_ascii_case("none"))
        && (before_colon.len() == name.len() || field.inner(before_colon).is_none())
        && !is_address
        && word::has_word(name)
}
