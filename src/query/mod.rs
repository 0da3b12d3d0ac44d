//! The query language: text to tree, and back. Knows neither the engine nor its schema.
//!
//! # The language
//!
//! [`guide()`] is the page for people, with an example of each operator; `dateline help query` prints
//! it. Here is what it leaves out.
//!
//! | written | read as |
//! |---|---|
//! | `a b`, `a AND b`, `a && b` | [`Query::And`] |
//! | `a OR b`, `a \|\| b` | [`Query::Or`] |
//! | `-a`, `!a`, `NOT a` | [`Query::Not`]; `+a` is `a` |
//! | `a w/5 b`; `/5` `n/5` `within/5` `NEAR/5` `NEAR5`; `NEAR` is `w/10` | [`Query::Near`] in either order |
//! | `a pre/5 b`; `p/5` `ONEAR/5` `ONEAR5` `adj5` `adj/5`; `ONEAR` is `pre/10`, `ADJ` is `pre/1` | [`Query::Near`] in this order |
//! | `a w/s b`; `/s` `w/sent`, and for paragraphs `w/p` `/p` `w/para` `SAME` | [`Query::Same`] |
//! | `title:` `headline:` `hlead:` `lead:` `body:`, also as functions: `hlead(...)` | [`Query::In`] |
//! | `atleast3(...)`, `atl3(...)` | [`Query::AtLeast`] |
//! | `a^2`, `(a b)^0.5` | [`Query::Boost`] |
//! | `a`, `"a"`, `exact:a` | [`Query::Text`] in the [`Form`]s `Stemmed`, `Exact`, `Accented` |
//! | `a*`, `a?c`, `a!`; `a~`, `a~1`, `a~2`; `/a/` | [`Query::Pattern`] |
//! | `"a* b"`, `cease-fir*` | [`Query::Phrase`] |
//!
//! **Binding**: NOT binds to one item, proximity from left to right and tighter than AND, AND tighter
//! than OR. A run of one of `w/s` and `w/p` is one node; brackets keep an inner run apart.
//!
//! **Places**: only what stands at places of the text can be near something, be in a part of the
//! article or be counted ([`Query::is_positional`]). Within a function AND, NOT and boosts go outside
//! ([`Query::within`]); beside a proximity operator they are an error.
//!
//! **Words**: a hyphenated or dotted item (`cease-fire`, `U.S.`) is one text whose parts follow one
//! another, as is an address. Operators and functions that are also plain words count in capitals,
//! and functions only directly before a bracket. A minus excludes only directly before a word, a
//! quote, a bracket or a field; within a word, doubled or alone it is text. A `*` in quotes is a
//! wildcard beside a letter, a `?` never. A bare `~` is 2 slips for a word of more than five letters,
//! else 1; Lucene's old `~0.8` and above is 1, below 2. A backslash makes the next character a mere
//! character.
//!
//! **Dates**: a date is `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYYMMDD` or `YYYY/MM/DD`, a quarter
//! `2023-Q3`, a half `2023-H1`, an ISO week `2023-W38`, a decade `1990s` or `199x`, a century `19xx`,
//! years 0001 to 9999, and stands for its whole period. All date fields take `2023-09-01..2023-10`,
//! `2023-09..`, `..2023-10`, `[2023-09-01 TO 2023-10]`, `{2022 TO 2024}`, `>=2023-09`, `>`, `<=`,
//! `<`, `none` and `*`. Those of publication also count back from today: `30d`, `2w`, `6m`, `1y`,
//! `today`, `yesterday`, where `published:30d` is since then. `before:X` is before the first day of X,
//! `after:X` after its last, `since:X` from its first on, `until:X` up to its last. What runs
//! backwards is swapped, also `since:2024 until:2023`.
//!
//! **Names**: `outlet:`, `section:`, `author:`, `source-people:` and their like take `none` and `*`,
//! too ([`Query::Named`]); in quotes `"none"` is a name.
//!
//! # Bounds
//!
//! Any text is read in time linear in its length, to a tree or an error; no tree from here is deeper
//! than [`MAX_DEPTH`]. A query has at most [`MAX_TERMS`] terms. `Display` of a tree that [`parse()`]
//! gave parses to the same tree, on any day.

mod advice;
mod dates;
mod error;
mod field;
mod guide;
mod hints;
mod item;
mod lex;
mod node;
mod operator;
mod parse;
mod parser;
mod pattern;
mod phrase;
mod print;
#[cfg(test)]
mod properties;
mod proximity;
#[cfg(test)]
mod tests;
mod tree;
mod value;
mod word;

pub use error::QueryError;
pub use guide::{Example, SECTIONS, Section, guide};
pub use parse::{Parsed, parse, parse_at, parse_lenient};
pub use tree::{DateTest, Form, Named, Part, Pattern, Query, Relation, SourceList, Unit, parts};

/// Most levels of brackets in the text, and of operators, functions and boosts in the tree.
pub const MAX_DEPTH: usize = 200;

/// Most terms (words, phrases and field values) of a query.
pub const MAX_TERMS: usize = 10_000;

/// Largest distance of `w/n` and `pre/n`, in words.
pub const MAX_DISTANCE: u32 = 1000;

/// Most parts of a chain of `w/s` or `w/p`.
pub const MAX_SAME: usize = 10;

/// Words of the first paragraph that are its lead at the most.
pub const LEAD_WORDS: u32 = 60;

/// Most bytes of a regular expression.
pub const MAX_REGEX: usize = 1000;
