//! What a search gives back.

use super::{ActorKind, CopyTotals, Published, SourceFacts, TextField};
use serde::Serialize;

/// One article that matched, ready to be shown or exported.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Hit {
    /// Place in the result list, from 1.
    pub rank: u64,
    /// BM25 score; 0 where the query has nothing to score.
    pub score: f32,
    /// The article's id.
    pub id: String,
    /// The id that the source itself gave.
    pub source_id: Option<String>,
    /// Headline; may be empty.
    pub title: String,
    /// Byte ranges of the headline that matched, in order, not overlapping.
    pub title_highlights: Vec<(usize, usize)>,
    /// Publication date.
    pub published: Option<Published>,
    /// Date of the last change.
    pub updated: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// Section.
    pub section: Option<String>,
    /// ISO 639-1 code, or "und".
    pub language: String,
    /// Share of common words in percent, see [`super::Analysis::ocr_quality`].
    pub ocr_quality: Option<u8>,
    /// Address of the page.
    pub url: Option<String>,
    /// Path of the file (root path joined with the path within the root).
    pub path: String,
    /// Number of the record within a container, from 1.
    pub record: Option<u64>,
    /// Actors named in the article, most often named first.
    pub actors: Vec<HitActor>,
    /// Dates meant in the text, TIMEX3 values in calendar order, each once.
    pub event_dates: Vec<String>,
    /// Sentences that matched, in reading order.
    pub snippets: Vec<Snippet>,
    /// What the source listed.
    pub source: SourceFacts,
    /// How many other articles of the hits are copies of it; only where copies were grouped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<u64>,
    /// Id of the lead copy of its group, its own where it is the lead or has no copies; only where
    /// copies were grouped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// Whole text; only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// An actor of a hit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HitActor {
    /// The actor's id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// How often the article mentions it; not counted within another mention of it.
    pub mentions: u32,
}

/// A passage of the text that matched, one or more whole sentences, with what matched in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Snippet {
    /// Which text it is from.
    pub field: TextField,
    /// First byte of the passage in that text.
    pub start: usize,
    /// The passage; line breaks as in the article.
    pub text: String,
    /// Byte ranges of `text` that matched, in order, not overlapping.
    pub highlights: Vec<(usize, usize)>,
}

/// How many articles match one part of a query alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WordCount {
    /// The part, as the query language writes it.
    pub part: String,
    /// Articles that match it.
    pub articles: u64,
}

/// What a search gives back.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Results {
    /// The query as understood; parses to the same query.
    pub query: String,
    /// How many articles match, exact.
    pub total: u64,
    /// How many of the articles searched are stale: analysed under other settings than today's.
    pub stale: u64,
    /// What the copies among them come to, where these were grouped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<CopyTotals>,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// Where nothing matched: each part of the query alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<WordCount>,
}
