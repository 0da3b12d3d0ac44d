//! Copies: articles that share most of their text.

use super::Hit;
use serde::Serialize;

/// What becomes of the copies among the hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CopyMode {
    /// Every article is a hit.
    #[default]
    Show,
    /// Of each group one article is a hit, its lead copy.
    Collapse,
    /// Only articles that have copies are hits.
    Only,
}

/// Which article of a group is its lead copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lead {
    /// The one published first, undated last; of several the longest, then by id.
    #[default]
    Earliest,
    /// The one with the most words; of several the earliest, then by id.
    Longest,
}

/// How copies among hits are told and what becomes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CopyRule {
    /// What becomes of them.
    pub mode: CopyMode,
    /// How much of the shorter text must stand in the longer one, in percent of its shingles (four
    /// words in a row).
    pub threshold: u8,
    /// Which article leads a group.
    pub lead: Lead,
}

impl CopyRule {
    /// The threshold unless another is given, in percent.
    pub const THRESHOLD: u8 = 65;
}

impl Default for CopyRule {
    fn default() -> CopyRule {
        CopyRule {
            mode: CopyMode::Show,
            threshold: CopyRule::THRESHOLD,
            lead: Lead::Earliest,
        }
    }
}

/// What the copies among the hits of a query come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CopyTotals {
    /// What was counted: groups, each by its lead copy, or all articles that have copies.
    pub counted: Counted,
    /// How many groups. Where groups were counted, an article without copies is one of its own.
    pub groups: u64,
    /// How many articles are in them.
    pub articles: u64,
}

/// What a count over hits with copies counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Counted {
    /// Groups.
    #[default]
    Groups,
    /// Articles.
    Articles,
}

impl Counted {
    /// The name in JSON and tables.
    pub fn name(self) -> &'static str {
        match self {
            Counted::Groups => "groups",
            Counted::Articles => "articles",
        }
    }
}

/// An article and its copies.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyList {
    /// The article, without text.
    pub article: Hit,
    /// How many words its body has.
    pub words: u32,
    /// Its copies: the largest share first, then the earlier, undated last, then by id.
    pub copies: Vec<CopyOf>,
}

/// A copy, and how it differs from the article whose copies were asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyOf {
    /// The copy, without text.
    pub article: Hit,
    /// How many words its body has.
    pub words: u32,
    /// How much of the shorter of the two texts stands in the longer one, 0 to 1.
    pub share: f32,
    /// Whether its headline has the same words.
    pub same_title: bool,
    /// How many words of its body the article does not have at that place.
    pub added: u64,
    /// How many of the article's it does not have.
    pub removed: u64,
    /// The longest passage added.
    pub longest_added: Option<Passage>,
    /// The longest passage removed.
    pub longest_removed: Option<Passage>,
}

/// Words in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// How many.
    pub words: u64,
    /// How they begin, line breaks as spaces.
    pub text: String,
}
