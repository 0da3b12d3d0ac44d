//! The nouns: plain data that every other room passes around. No I/O and no engine.
//!
//! Spans are byte offsets into an article's `title` or `body`, UTF-8, half-open: said here once,
//! true everywhere.

mod actor;
mod analysis;
mod article;
mod chronology;
mod copies;
mod date;
mod explanation;
mod hit;
mod id;
mod identities;
mod network;
mod occurrence;
mod table;
mod unit;

pub use actor::{ActorKind, Label, Mention, ancestors};
pub use analysis::{Analysis, FieldTokens, Sentence};
pub use article::{Article, DateCandidate, Origin, Published, SourceFacts, SourcePart};
pub use chronology::{Chronology, DateCount, Quote};
pub use copies::{CopyList, CopyMode, CopyOf, CopyRule, CopyTotals, Counted, Lead, Passage};
pub use date::{Anchor, DateExpr, DayRange, Grain, TimexType, civil_day, day_number};
pub use explanation::{Expansion, Explanation};
pub use hit::{Hit, HitActor, Results, Snippet, WordCount};
pub use id::{id_number, id_text};
pub use identities::{Describe, Described, Identities};
pub use network::{
    ActorCount, ActorList, ActorNames, Edge, Network, Surface, Tallied, Together, keyness,
};
pub use occurrence::{Group, GroupBy, Occurrence, Tally};
pub use table::{Bar, CrossTable, QueryTally, Timeline};
pub use unit::{unit_around, unit_name, unit_named, value_name};

use serde::{Deserialize, Serialize};

/// The two texts of an article that spans point into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextField {
    /// The headline.
    Title,
    /// The body text.
    Body,
}
