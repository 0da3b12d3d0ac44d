//! Tree to text that parses to the same tree. Operators within others are always bracketed, so that
//! nobody has to know which binds tighter.

mod item;

use super::dates;
use super::field::Field;
use super::operator::part_name;
use super::tree::{DateTest, Form, Query, Unit};
use item::{write_bare, write_exact, write_pattern, write_phrase, write_value};
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

/// Whether a query stands in brackets where it is not the whole: And and Or are never children of
/// their own kind.
fn needs_brackets(query: &Query) -> bool {
    matches!(
        query,
        Query::And(_) | Query::Or(_) | Query::Near { .. } | Query::Same { .. }
    )
}

/// Whether a query stands in brackets after a part's colon.
fn needs_brackets_in_part(query: &Query) -> bool {
    !matches!(
        query,
        Query::Text {
            form: Form::Stemmed | Form::Exact,
            ..
        } | Query::Pattern(_)
            | Query::Phrase { .. }
    )
}

/// Whether a query stands in brackets before a boost, which must not be read as part of it.
fn needs_brackets_before_boost(query: &Query) -> bool {
    match query {
        Query::All | Query::Not(_) | Query::Boost { .. } => true,
        Query::Text {
            text,
            form: Form::Stemmed,
            ..
        } => !text.chars().all(char::is_alphanumeric),
        Query::In { inner, .. } => {
            !needs_brackets_in_part(inner) && needs_brackets_before_boost(inner)
        }
        query => needs_brackets(query),
    }
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
            Form::Exact => write_exact(f, text, *slop),
            Form::Accented => {
                f.write_str("exact:")?;
                write_exact(f, text, *slop)
            }
        },
        Query::Pattern(pattern) => write_pattern(f, pattern),
        Query::Phrase { words, slop } => write_phrase(f, words, *slop),
        Query::Near {
            distance,
            ordered,
            left,
            right,
        } => {
            write_inner(f, left, style)?;
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
            write!(f, "{}:", part_name(*part))?;
            write_bracketed(f, inner, style, needs_brackets_in_part(inner))
        }
        Query::AtLeast { times, inner } => {
            write!(f, "atleast{times}")?;
            write_bracketed(f, inner, style, true)
        }
        Query::Boost { hundredths, inner } => {
            write_bracketed(f, inner, style, needs_brackets_before_boost(inner))?;
            write!(f, "^{}", f64::from(*hundredths) / 100.0)
        }
        Query::Section(name) => write_value(f, Field::Section, name),
        Query::Author(name) => write_value(f, Field::Author, name),
        Query::Source { list, name } => write_value(f, Field::Source(*list), name),
        Query::Site(host) => write_value(f, Field::Site, host),
        Query::Actor { name } => write_value(f, Field::Actor, name),
        Query::ActorKind(kind) => write_value(f, Field::ActorKind, kind.name()),
        Query::Place { name } => write_value(f, Field::Place, name),
        Query::Published(test) => write_date(f, Field::Published, test),
        Query::Event { relation, test } => write_date(f, Field::Event(*relation), test),
        Query::EventGrain(grain) => write_value(f, Field::EventGrain, grain.name()),
        Query::Outlet(outlet) => write_value(f, Field::Outlet, outlet),
        Query::Named { what, any } => {
            let value = if *any { "*" } else { "none" };
            write!(f, "{}:{value}", Field::of_names(*what).name())
        }
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
    write_bracketed(f, query, style, needs_brackets(query))
}

fn write_bracketed(
    f: &mut impl Write,
    query: &Query,
    style: &Style,
    in_brackets: bool,
) -> fmt::Result {
    if !in_brackets {
        return write_query(f, query, style);
    }
    f.write_char('(')?;
    write_query(f, query, style)?;
    f.write_char(')')
}

fn write_date(f: &mut impl Write, field: Field, test: &DateTest) -> fmt::Result {
    write!(f, "{}:{}", field.name(), dates::Written(test))
}
