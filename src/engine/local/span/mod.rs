//! Span queries: what stands where, joined by position across the three layers.
//!
//! A positional query is compiled to a [`Plan`], which is opened in each segment as a [`Node`]: a
//! tree of postings that first finds the documents that could match and then, for those alone, the
//! spans that do. The same nodes answer searches, by [`SpanQuery`], and say afterwards what matched
//! in a hit.

mod algebra;
mod cursor;
mod expand;
mod layout;
mod listed;
mod node;
mod phrase;
mod plan;
mod posted;
mod query;
mod remembered;
mod scorer;
mod source;
mod spoken;
mod word;

pub(super) use algebra::Span;
pub(super) use cursor::{Cursor, Seek, Union, leap};
pub(super) use expand::{Dictionaries, Expansion};
pub(super) use layout::Layout;
pub(super) use listed::Listed;
pub(super) use node::{Node, Piece, PieceKind, Purpose};
pub(super) use plan::{Mentions, Plan, Words};
pub(super) use query::{Deadline, SpanQuery};
pub(super) use remembered::RememberedWords;
pub(super) use spoken::{Here, Languages, Spoken};
pub(super) use word::WordMatcher;
