//! What is counted: occurrences, and articles by what they share.

use super::{Grain, Published, TextField};
use serde::Serialize;

/// One match of a part of a query: a row of a concordance (KWIC).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Occurrence {
    /// The article's id.
    pub id: String,
    /// Path of the file, with `#` and the number of the record within a container.
    pub docname: String,
    /// Publication date.
    pub published: Option<Published>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Which text it stands in.
    pub field: TextField,
    /// Number of its first word, from 1; the title's words are counted first, then the body's.
    pub from: u32,
    /// Number of its last word.
    pub to: u32,
    /// First byte within its text.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// The text before it, as many words as were asked for, line breaks as spaces.
    pub pre: String,
    /// The text from its first word to its last.
    pub keyword: String,
    /// The text after it.
    pub post: String,
    /// The part of the query that it matches, in the query language.
    pub pattern: String,
}

/// How much matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Articles.
    pub articles: u64,
    /// Matches of the positional parts of the query in them; each is minimal, so that it contains
    /// no other match of the same part.
    pub occurrences: u64,
}

/// What articles can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// Outlet.
    Outlet,
    /// Actors mentioned, by id; an article counts for each of its actors once.
    Actor,
    /// Kinds of the actors mentioned.
    ActorKind,
    /// Places mentioned, by id.
    Place,
    /// Language, by code.
    Language,
    /// Section.
    Section,
    /// A unit of the publication date; an article dated less precisely has none.
    Published(Grain),
    /// A unit of the dates in the text; an article counts for each once.
    Event(Grain),
}

impl GroupBy {
    /// Those that can be asked for by name, in the order in which help lists them.
    pub const ALL: [GroupBy; 20] = [
        GroupBy::Outlet,
        GroupBy::Actor,
        GroupBy::ActorKind,
        GroupBy::Place,
        GroupBy::Language,
        GroupBy::Section,
        GroupBy::Published(Grain::Century),
        GroupBy::Published(Grain::Decade),
        GroupBy::Published(Grain::Year),
        GroupBy::Published(Grain::Quarter),
        GroupBy::Published(Grain::Month),
        GroupBy::Published(Grain::Week),
        GroupBy::Published(Grain::Day),
        GroupBy::Event(Grain::Century),
        GroupBy::Event(Grain::Decade),
        GroupBy::Event(Grain::Year),
        GroupBy::Event(Grain::Quarter),
        GroupBy::Event(Grain::Month),
        GroupBy::Event(Grain::Week),
        GroupBy::Event(Grain::Day),
    ];

    /// The name on the command line and in tables: `outlet`, `year`, `event-month`.
    pub fn name(self) -> &'static str {
        match self {
            GroupBy::Outlet => "outlet",
            GroupBy::Actor => "actor",
            GroupBy::ActorKind => "actor-kind",
            GroupBy::Place => "place",
            GroupBy::Language => "language",
            GroupBy::Section => "section",
            GroupBy::Published(grain) => grain.name(),
            GroupBy::Event(Grain::Day) => "event-day",
            GroupBy::Event(Grain::Week) => "event-week",
            GroupBy::Event(Grain::Month) => "event-month",
            GroupBy::Event(Grain::Quarter) => "event-quarter",
            GroupBy::Event(Grain::Season) => "event-season",
            GroupBy::Event(Grain::Half) => "event-half",
            GroupBy::Event(Grain::Year) => "event-year",
            GroupBy::Event(Grain::Decade) => "event-decade",
            GroupBy::Event(Grain::Century) => "event-century",
        }
    }

    /// The inverse of [`GroupBy::name`].
    pub fn named(name: &str) -> Option<GroupBy> {
        GroupBy::ALL.into_iter().find(|by| by.name() == name)
    }

    /// Whether an article may have several, and then counts once for each.
    pub fn is_many(self) -> bool {
        use GroupBy::{Actor, ActorKind, Event, Place};
        matches!(self, Actor | ActorKind | Place | Event(_))
    }
}

/// Articles that share something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// One key for each thing that was counted by, in the order asked for; empty where the article
    /// has none.
    pub keys: Vec<String>,
    /// How many articles.
    pub articles: u64,
}
