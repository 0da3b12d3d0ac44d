//! Tree to text that parses to the same tree. AND within OR is always bracketed, so that nobody
//! has to know which binds tighter.

use super::dates;
use super::field::Field;
use super::lex::{self, Kind, folded, is_dash};
use super::tree::{DateTest, Form, Part, Pattern, Query, Unit};
use super::word::{self, Operator};
use std::fmt::{self, Display, Formatter, Write};

impl Display for Query {
    /// Writes the query language; a tree that [`parse()`](super::parse()) gave reads back as itself.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_query(f, self, &COMPACT)
    }
}

/// The query with its operators in words.
pub(super) fn spelled_out(query: &Query) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write_query(&mut text, query, &SPELLED_OUT);
    text
}

/// How many levels of brackets the query is printed with.
pub(super) fn depth(query: &Query) -> usize {
    match query {
        Query::And(children) | Query::Or(children) => {
            children.iter().map(inner_depth).max().unwrap_or(0)
        }
        Query::Not(inner) => inner_depth(inner),
        _ => 0,
    }
}

fn inner_depth(query: &Query) -> usize {
    depth(query) + usize::from(needs_brackets(query))
}

/// Whether a query stands in brackets where it is not the whole: And and Or are never children of
/// their own kind.
fn needs_brackets(query: &Query) -> bool {
    matches!(
        query,
        Query::And(_) | Query::Or(_) | Query::Near { .. } | Query::Same { .. }
    )
}

/// How the operators are written.
struct Style {
    and: &'static str,
    not: &'static str,
}

const COMPACT: Style = Style { and: " ", not: "-" };
const SPELLED_OUT: Style = Style {
    and: " AND ",
    not: "NOT ",
};

fn write_query(f: &mut impl Write, query: &Query, style: &Style) -> fmt::Result {
    match query {
        Query::All => f.write_char('*'),
        Query::Text { text, form, slop } => match form {
            Form::Stemmed => write_bare(f, text),
            Form::Exact => {
                write_quoted(f, text)?;
                write_slop(f, *slop)
            }
            Form::Accented => {
                f.write_str("exact:")?;
                write_quoted(f, text)?;
                write_slop(f, *slop)
            }
        },
        Query::Pattern(Pattern::Wildcard(pattern)) => f.write_str(pattern),
        Query::Pattern(Pattern::Fuzzy { word, slips }) => write!(f, "{word}~{slips}"),
        Query::Pattern(Pattern::Regex(pattern)) => write!(f, "/{}/", pattern.replace('/', "\\/")),
        Query::Phrase { words, slop } => {
            f.write_char('"')?;
            for (index, word) in words.iter().enumerate() {
                if index > 0 {
                    f.write_char(' ')?;
                }
                match word {
                    Query::Text { text, .. } => f.write_str(text)?,
                    other => write_query(f, other, style)?,
                }
            }
            f.write_char('"')?;
            write_slop(f, *slop)
        }
        Query::Near {
            distance,
            ordered,
            left,
            right,
        } => {
            match **left {
                Query::Near { .. } => write_query(f, left, style)?,
                _ => write_inner(f, left, style)?,
            }
            write!(f, " {}/{distance} ", if *ordered { "pre" } else { "w" })?;
            write_inner(f, right, style)
        }
        Query::Same { unit, parts } => {
            let joiner = match unit {
                Unit::Sentence => " w/s ",
                Unit::Paragraph => " w/p ",
            };
            write_joined(f, parts, joiner, style)
        }
        Query::In { part, inner } => {
            f.write_str(match part {
                Part::Title => "title:",
                Part::Lead => "lead:",
                Part::Opening => "hlead:",
                Part::Body => "body:",
            })?;
            write_inner(f, inner, style)
        }
        Query::AtLeast { times, inner } => {
            write!(f, "atleast{times}(")?;
            write_query(f, inner, style)?;
            f.write_char(')')
        }
        Query::Boost { hundredths, inner } => {
            write_inner(f, inner, style)?;
            write!(f, "^{}", f64::from(*hundredths) / 100.0)
        }
        Query::Section(name) => write_value(f, Field::Outlet, name),
        Query::Author(name) => write_value(f, Field::Outlet, name),
        Query::Site(name) => write_value(f, Field::Outlet, name),
        Query::Actor { name } => write_value(f, Field::Actor, name),
        Query::Published(test) => write_date(f, Field::Published, test),
        Query::Event { relation, test } => write_date(f, Field::Event(*relation), test),
        Query::EventGrain(grain) => write_value(f, Field::EventGrain, grain.name()),
        Query::Outlet(outlet) => write_value(f, Field::Outlet, outlet),
        Query::Lang(code) => write_value(f, Field::Lang, code),
        Query::And(children) => write_joined(f, children, style.and, style),
        Query::Or(children) => write_joined(f, children, " OR ", style),
        Query::Not(inner) => {
            f.write_str(style.not)?;
            write_inner(f, inner, style)
        }
    }
}

fn write_joined(
    f: &mut impl Write,
    children: &[Query],
    joiner: &str,
    style: &Style,
) -> fmt::Result {
    for (index, child) in children.iter().enumerate() {
        if index > 0 {
            f.write_str(joiner)?;
        }
        write_inner(f, child, style)?;
    }
    Ok(())
}

fn write_inner(f: &mut impl Write, query: &Query, style: &Style) -> fmt::Result {
    if !needs_brackets(query) {
        return write_query(f, query, style);
    }
    f.write_char('(')?;
    write_query(f, query, style)?;
    f.write_char(')')
}

fn write_date(f: &mut impl Write, field: Field, test: &DateTest) -> fmt::Result {
    write!(f, "{}:{}", field.name(), dates::Written(test))
}

fn write_slop(f: &mut impl Write, slop: u32) -> fmt::Result {
    match slop {
        0 => Ok(()),
        _ => write!(f, "~{slop}"),
    }
}

/// Writes a phrase.
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
fn write_bare(f: &mut impl Write, text: &str) -> fmt::Result {
    if reads_as_itself(text) {
        return f.write_str(text);
    }
    // One escape anywhere makes it no operator, field or address.
    let escapes_first = begins_with_sign(text) || !text.contains(is_special);
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
    let read = lex::tokens(text).map(|read| read.tokens);
    match read.as_deref() {
        Ok([token]) => {
            matches!(&token.kind, Kind::Leaf(Query::Text { text: read, form: Form::Stemmed, .. })
                if read == text)
        }
        _ => false,
    }
}

/// Writes a field with its value, in quotes where it is not a plain name.
fn write_value(f: &mut impl Write, field: Field, value: &str) -> fmt::Result {
    write!(f, "{}:", field.name())?;
    if is_plain_name(field, value) {
        return f.write_str(value);
    }
    write_quoted(f, value)
}

fn is_plain_name(field: Field, value: &str) -> bool {
    // Ids of actors that are not in the dictionary begin with a question mark.
    let name = if field == Field::Actor {
        value.strip_prefix('?').unwrap_or(value)
    } else {
        value
    };
    let before_colon = name.split(':').next().unwrap_or_default();
    name.starts_with(char::is_alphanumeric)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '\'' | ':'))
        && Operator::named(name).is_none()
        && (before_colon.len() == name.len() || Field::named(before_colon).is_none())
        && word::has_word(name)
}
