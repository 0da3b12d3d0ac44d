//! The query language: text to tree, and back. Knows neither the engine nor its schema.
//!
//! # The language
//!
//! | written | finds |
//! |---|---|
//! | `ceasefire russia` | both words (AND is the default; `AND` and `&&` say the same) |
//! | `ceasefire OR truce`, `ceasefire \|\| truce` | either word |
//! | `ceasefire -korea`, `NOT korea`, `!korea` | articles without the word; alone: everything but |
//! | `+ceasefire` | the word; the plus changes nothing |
//! | `(a OR b) c` | brackets, at most [`MAX_DEPTH`] levels |
//! | `"russian peacekeepers"` | the words in this order; curly and angle quotes do as well |
//! | `cease-fire`, `U.S.`, `3.5` | one item: its parts must follow one another |
//! | `https://example.org/a?b=1` | an address that was pasted in, as such an item |
//! | `title:truce` | the word in the title |
//! | `actor:russia`, `actor:"angela merkel"`, `actor:RUS.MIL` | articles that mention the actor |
//! | `outlet:reuters`, `lang:de` | articles of an outlet, in a language |
//! | `published:2023-09`, `event:2023-09-19` | published in, or speaking of, a period |
//! | `event-overlap:2023-09`, `event-within:2023-09` | speaking of a time that shares a day with a period, that lies in it |
//! | `event-grain:day` | speaking of a date that precise: day, week, month, quarter, season, half, year, decade, century |
//! | `title:(a OR b)`, `outlet:(a OR b)` | the field holds for everything in the brackets |
//! | `*` | every article |
//!
//! A date is `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYYMMDD` or `YYYY/MM/DD`, a quarter `2023-Q3`, a half
//! `2023-H1`, an ISO week `2023-W38`, a decade `1990s` or `199x`, a century `19xx`, years 0001 to
//! 9999, and stands for its whole period. All date fields take `2023-09-01..2023-10` (to the end of
//! October), `2023-09..`, `..2023-10`, `[2023-09-01 TO 2023-10]` (ends included),
//! `{2022 TO 2024}` (ends excluded), `>=2023-09`, `>`, `<=`, `<`, `none` (no such date) and `*`
//! (any such date).
//!
//! `event:X` holds for a date in the text that shares a day with X and is not longer than X;
//! `event-overlap:X` for one of any length; `event-within:X` for one whose every day lies in X.
//!
//! `NOT` binds tighter than AND, AND tighter than `OR`: `a b OR c` is `(a AND b) OR c`. Operators
//! are capitals. A minus excludes only directly before a word, a quote, a bracket or a field;
//! within a word, doubled or alone it is text. A backslash makes the next character a mere
//! character: `\AND`, `12\:30`, `c\*`.
//!
//! Wildcards, fuzzy words, boosts and proximity operators (`w/5`, `NEAR/5`, `atleast3(...)`) are
//! refused by name, because searching them as words would count something else.
//!
//! # Bounds
//!
//! Any text is read in time linear in its length, to a tree or an error. A query has at most
//! [`MAX_TERMS`] terms. `Display` of a tree that [`parse()`] gave parses to the same tree.

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
mod pattern;
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
pub use tree::{DateTest, Form, Part, Pattern, Query, Relation, Unit, parts};

/// Most levels of brackets in the text, and of operators, functions and boosts in the tree.
pub const MAX_DEPTH: usize = 100;

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
