//! How a query is answered.

use super::{CopyRule, CopyTotals};

/// How a query is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What each pattern and name stands for.
    pub expansions: Vec<Expansion>,
    /// How copies are told and what becomes of them, and what those among the hits come to; `None`
    /// where all are shown alike.
    pub copies: Option<(CopyRule, CopyTotals)>,
    /// The steps, one a line, indented by two spaces a level.
    pub plan: Vec<String>,
}

/// What a word, a pattern or a name of a query stands for in this index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// The part of the query, in the query language.
    pub part: String,
    /// Each word or id, with the number of articles that have it, most first.
    pub terms: Vec<(String, u64)>,
    /// How many words more it stands for, each in no more articles than the last of these.
    pub more: u64,
}
