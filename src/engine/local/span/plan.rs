//! A positional query with the terms that it stands for, the same for every segment.

use super::super::when::Wanted;
use super::expand::Expansion;
use crate::query::{Part, Unit};
use tantivy::schema::Field;

/// Which mentions are meant.
#[derive(Clone, Debug, Default)]
pub(in crate::engine::local) struct Mentions {
    /// Any of these: each the terms that it must all have.
    pub any: Vec<Vec<String>>,
    /// Terms of which none may have one.
    pub but: Vec<String>,
}

/// A positional query, ready to be opened in a segment.
#[derive(Clone, Debug)]
pub(in crate::engine::local) enum Plan {
    /// A word, or any of several.
    Word(Words),
    /// One directly after the other.
    Phrase(Vec<Plan>),
    /// In any order, with at most `extra` positions that none of them takes.
    Loose {
        words: Vec<Plan>,
        extra: u32,
    },
    Mention(Mentions),
    /// Dates that are what is wanted, under any of these terms.
    Dates {
        wanted: Wanted,
        terms: Vec<String>,
    },
    Or(Vec<Plan>),
    Near {
        distance: u32,
        ordered: bool,
        left: Box<Plan>,
        right: Box<Plan>,
    },
    Same {
        unit: Unit,
        parts: Vec<Plan>,
    },
    In {
        part: Part,
        inner: Box<Plan>,
    },
    AtLeast {
        times: u32,
        inner: Box<Plan>,
    },
}

/// A group of synonyms: words that count as one.
#[derive(Clone, Debug)]
pub(in crate::engine::local) struct Words {
    /// The field that the stems are read from: all words, or those of the title alone.
    pub field: Field,
    pub forms: Expansion,
    /// In lower case with its accents, which the text must have too; checked on the stored text.
    pub accented: Option<String>,
    /// Inverse document frequency, as BM25 has it.
    pub idf: f32,
}

/// Some of the forms of a stem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine::local) enum Forms {
    /// All of them.
    All { stem: String },
    /// All but these, which are posted because they are not the usual one, if there are any.
    Except {
        stem: String,
        others: Vec<String>,
        /// Only in articles in one of these languages, because the usual form depends on it, or
        /// only these give the stem to the word that is asked for; any if empty.
        languages: Vec<String>,
    },
    /// This one, which is not the usual one.
    One { stem: String, form: String },
}

impl Plan {
    /// The conditions on dates, anywhere in it.
    pub(in crate::engine::local) fn dates(&self, found: &mut Vec<Wanted>) {
        match self {
            Plan::Dates { wanted, .. } => found.push(*wanted),
            Plan::Phrase(parts) | Plan::Or(parts) | Plan::Loose { words: parts, .. } => {
                parts.iter().for_each(|part| part.dates(found));
            }
            Plan::Same { parts, .. } => parts.iter().for_each(|part| part.dates(found)),
            Plan::Near { left, right, .. } => {
                left.dates(found);
                right.dates(found);
            }
            Plan::In { inner, .. } | Plan::AtLeast { inner, .. } => inner.dates(found),
            Plan::Word(_) | Plan::Mention(_) => {}
        }
    }
}
