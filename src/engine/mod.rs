//! What an engine must do, whichever it is: take analysed articles in, and answer queries.

pub mod local;

use crate::model::{
    ActorKind, ActorList, ActorNames, Analysis, Article, Chronology, CopyList, Explanation, Grain,
    Group, GroupBy, Hit, Network, Occurrence, Results, Tally, TextField, Together,
};
use crate::query::Query;
use crate::text::Terms;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Analysis put off until the writer's own threads ask for it.
pub type Analyse = dyn Fn(Article) -> (Article, Analysis, Terms) + Send + Sync;

/// Takes articles in. Shared between threads; nothing is searchable before [`Indexer::commit`].
pub trait Indexer: Send + Sync {
    /// Adds an article, waiting while too much is in flight.
    fn add(&self, article: Article, file: u64) -> anyhow::Result<()>;
    /// Removes every article of a file that was added before.
    fn remove_file(&self, file: u64) -> anyhow::Result<()>;
    /// Ids of the articles of a file in the last commit.
    fn ids_of_file(&self, file: u64) -> anyhow::Result<Vec<String>>;
    /// Replaces the articles of a file by themselves, analysed anew from the stored text; `mtime`
    /// is their new [`Article::mtime`]. Gives their number.
    fn reanalyse_file(&self, file: u64, mtime: Option<Date>) -> anyhow::Result<u64>;
    /// Makes everything so far durable and searchable, together with `payload`, or nothing of it.
    fn commit(&self, payload: &str) -> anyhow::Result<()>;
    /// Gives up everything since the last commit.
    ///
    /// # Errors
    /// What a writer thread failed of, if one did; nothing is committed then either.
    fn roll_back(&self) -> anyhow::Result<()>;
    /// Waits for merges and lets go of the index.
    fn close(self: Box<Self>) -> anyhow::Result<()>;
}

/// In which order hits come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Order {
    /// Best first; equal scores by date, newest first, then by id.
    #[default]
    Rank,
    /// Newest first, undated last; equal dates by id.
    Date,
    /// By the date that the article speaks of, earliest first, articles without last. Where the
    /// query has conditions on dates in the text, by the earliest date that satisfies one of them;
    /// else by the most precise date of the article, of several the one named most often, of these
    /// the one named first. Equal first days: the more precise date first, then as by rank.
    Event,
}

impl Order {
    /// The name used on the command line and in records.
    pub fn name(self) -> &'static str {
        match self {
            Order::Rank => "rank",
            Order::Date => "date",
            Order::Event => "event",
        }
    }
}

/// Part of an index: a root, or what lies under a path within one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The root's label.
    pub label: String,
    /// Path within the root, `/`-separated, without slashes at the ends; empty for all of it.
    pub path: String,
}

/// What to search for, and how much of it is wanted.
#[derive(Clone, Debug)]
pub struct Request {
    /// The query.
    pub query: Query,
    /// Only articles in one of these; everywhere if empty.
    pub scopes: Vec<Scope>,
    /// Order of the hits.
    pub order: Order,
    /// How many hits at the most.
    pub limit: usize,
    /// How many of the best hits to pass over.
    pub offset: usize,
    /// Whether hits carry snippets.
    pub snippets: bool,
    /// Whether hits carry the whole text.
    pub body: bool,
}

/// Which dates to count.
#[derive(Clone, Debug)]
pub struct DatesRequest {
    /// The query whose hits are looked at.
    pub query: Query,
    /// Only articles in one of these; everywhere if empty.
    pub scopes: Vec<Scope>,
    /// Day, month or year: an expression is counted for the one in which it lies, and not at all
    /// where it reaches beyond one.
    pub grain: Grain,
    /// How many dates at the most.
    pub limit: usize,
}

/// Which actors to count.
#[derive(Clone, Debug)]
pub struct ActorsRequest {
    /// The query whose hits are looked at.
    pub query: Query,
    /// Only articles in one of these; everywhere if empty.
    pub scopes: Vec<Scope>,
    /// Only actors of these kinds; of all if empty.
    pub kinds: Vec<ActorKind>,
    /// Which come first.
    pub order: ActorOrder,
    /// How many actors at the most.
    pub limit: usize,
}

/// In which order actors come. Equal ones: by articles, then by mentions, then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ActorOrder {
    /// Those that most articles mention first.
    #[default]
    Count,
    /// Those first that the hits mention more than the rest of the index does.
    Keyness,
}

/// Which actors to join with which.
#[derive(Clone, Debug)]
pub struct NetworkRequest {
    /// The query whose hits are looked at.
    pub query: Query,
    /// Only articles in one of these; everywhere if empty.
    pub scopes: Vec<Scope>,
    /// Only actors of these kinds; of all if empty.
    pub kinds: Vec<ActorKind>,
    /// In what two must stand.
    pub by: Together,
    /// How often they must at least.
    pub least: u64,
    /// How many actors at the most: those that most articles mention.
    pub actors: usize,
}

/// Which occurrences are wanted.
#[derive(Clone, Debug)]
pub struct KwicRequest {
    /// The query; each of its positional parts that does not stand under a `NOT` gives rows.
    pub query: Query,
    /// Only articles in one of these; everywhere if empty.
    pub scopes: Vec<Scope>,
    /// Order of the articles; within one, rows come in reading order.
    pub order: Order,
    /// Words of context on either side.
    pub window: u32,
}

/// What to count articles by.
#[derive(Clone, Debug)]
pub struct GroupRequest {
    /// The query whose hits are counted.
    pub query: Query,
    /// Only articles in one of these; everywhere if empty.
    pub scopes: Vec<Scope>,
    /// By what; several make a table of every combination that occurs.
    pub by: Vec<GroupBy>,
}

/// A reproducible random sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How many articles.
    pub size: usize,
    /// The same seed draws the same articles from the same matches, whatever their order.
    pub seed: u64,
}

/// An article with what a query matched in it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The article; `body` is there.
    pub hit: Hit,
    /// Byte ranges of the body that matched.
    pub body_highlights: Vec<(usize, usize)>,
    /// The dates that the article can be found by, title before body, by start.
    pub dates: Vec<ShownDate>,
    /// The mentions of actors, title before body, by start, of several that begin together the
    /// longest first.
    pub mentions: Vec<ShownMention>,
}

/// A mention in a shown article.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ShownMention {
    /// Which text it stands in.
    pub field: TextField,
    /// First byte of the mention.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// The actor's id.
    pub actor: String,
    /// Its display name.
    pub name: String,
    /// What sort of actor it is.
    pub kind: ActorKind,
}

/// A date expression of a shown article.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ShownDate {
    /// Which text it stands in.
    pub field: TextField,
    /// First byte of the expression.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// Its TIMEX3 value.
    pub value: String,
    /// First day meant.
    pub from: Date,
    /// First day after.
    pub until: Date,
    /// Precision.
    pub grain: Grain,
}

/// Counts for `info`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles in the last commit.
    pub articles: u64,
    /// Articles without publication date.
    pub undated: u64,
    /// Articles by outlet; those without under the empty name.
    pub outlets: BTreeMap<String, u64>,
    /// Articles by year of publication.
    pub years: BTreeMap<i64, u64>,
    /// Articles by language.
    pub languages: BTreeMap<String, u64>,
    /// Size on disk in bytes.
    pub bytes: u64,
    /// Separate segments.
    pub segments: u64,
}

/// Answers queries from the last commit.
pub trait Searcher {
    /// The hits asked for, with the exact number of all.
    fn search(&self, request: &Request) -> anyhow::Result<Results>;
    /// Hands over every hit in order, or a sample of them; `limit` and `offset` are not looked at.
    /// Ends early when `each` breaks. Gives the number of articles that match.
    fn export(
        &self,
        request: &Request,
        sample: Option<Sample>,
        each: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> anyhow::Result<u64>;
    /// The dates most written about in all hits.
    fn dates(&self, request: &DatesRequest) -> anyhow::Result<Chronology>;
    /// The actors that all hits mention.
    fn actors(&self, request: &ActorsRequest) -> anyhow::Result<ActorList>;
    /// What the actor with this id is called in the hits, or in all articles; `None` where none
    /// mentions it.
    fn names(
        &self,
        id: &str,
        query: Option<&Query>,
        scopes: &[Scope],
    ) -> anyhow::Result<Option<ActorNames>>;
    /// Whether an article mentions an actor by this very id.
    fn has_actor(&self, id: &str) -> anyhow::Result<bool>;
    /// Ids of actors of the index that may have been meant by one that it does not have, a few.
    fn similar_actors(&self, id: &str) -> anyhow::Result<Vec<String>>;
    /// Who stands with whom in all hits.
    fn network(&self, request: &NetworkRequest) -> anyhow::Result<Network>;
    /// Hands over every occurrence in every hit. Ends early when `each` breaks.
    fn occurrences(
        &self,
        request: &KwicRequest,
        each: &mut dyn FnMut(Occurrence) -> ControlFlow<()>,
    ) -> anyhow::Result<Tally>;
    /// How many articles match, and how many occurrences they have.
    fn tally(&self, query: &Query, scopes: &[Scope]) -> anyhow::Result<Tally>;
    /// The hits counted by what they share, most articles first, then by key.
    fn groups(&self, request: &GroupRequest) -> anyhow::Result<Vec<Group>>;
    /// How a query is answered.
    fn explain(&self, query: &Query) -> anyhow::Result<Explanation>;
    /// How many articles match.
    fn count(&self, query: &Query, scopes: &[Scope]) -> anyhow::Result<u64>;
    /// The articles with this id or source id; several where a source id is not unique.
    fn show(&self, id: &str, query: Option<&Query>) -> anyhow::Result<Vec<Shown>>;
    /// `label/path` of the article with this id.
    fn path_of_id(&self, id: &str) -> anyhow::Result<Option<String>>;
    /// The copies of the articles with this id or source id, in the whole index: those that share
    /// as much of the shorter text's shingles, 0 to 1, the most alike first.
    fn copies(&self, id: &str, share: f32) -> anyhow::Result<Vec<CopyList>>;
    /// Counts over the whole index.
    fn counts(&self) -> anyhow::Result<Counts>;
    /// How many articles each file has, by file key. For `verify`.
    fn articles_by_file(&self) -> anyhow::Result<std::collections::HashMap<u64, u64>>;
    /// The payload of the last commit; empty before the first.
    fn payload(&self) -> &str;
}
