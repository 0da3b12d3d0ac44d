//! The dates that a set of articles speaks of.

use super::{CopyTotals, Published, Snippet};
use serde::Serialize;

/// The dates that the hits of a query speak of, counted over all hits.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Chronology {
    /// The query as understood; parses to the same query.
    pub query: String,
    /// How many articles match, exact.
    pub total: u64,
    /// What the copies among them come to, where these were grouped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<CopyTotals>,
    /// How many of them speak of a date that is at least as precise as was asked.
    pub dated: u64,
    /// How many different dates they speak of.
    pub distinct: u64,
    /// How many of the articles searched are stale: analysed under other settings than today's.
    #[serde(skip)]
    pub stale: u64,
    /// The dates most written about: by articles, then by mentions, then the earlier first.
    pub dates: Vec<DateCount>,
}

/// How much is written about a date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DateCount {
    /// The day, month or year: `2023-09-19`, `2023-09`, `2023`.
    pub date: String,
    /// Articles that speak of it.
    pub articles: u64,
    /// How often they do.
    pub mentions: u64,
    /// A sentence that speaks of it, with as much of the query in it as any.
    pub sentence: Option<Quote>,
}

/// A sentence and the article that it stands in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quote {
    /// The sentence, with the date and what the query matched in it.
    #[serde(flatten)]
    pub snippet: Snippet,
    /// The article's id.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Its publication date.
    pub published: Option<Published>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Address of its page.
    pub url: Option<String>,
    /// Path of its file.
    pub path: String,
    /// Number of its record within a container, from 1.
    pub record: Option<u64>,
}
