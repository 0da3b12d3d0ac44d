//! The query as a tree. Knows neither the engine nor its schema.

use crate::model::{ActorKind, DayRange, Grain};

/// A query. `Display` writes it in the query language; the text parses back to the same tree.
///
/// The *positional* nodes stand at places of the text, each as a set of spans of words, and nest
/// freely; the others hold for an article as a whole ([`Query::is_positional`]).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Query {
    /// Every article.
    All,
    /// A word, or several that must follow one another. Positional.
    Text {
        /// What was typed, without the quotes; the engine splits it into tokens.
        text: String,
        /// Which forms of its words count.
        form: Form,
        /// How many other words may stand among several, which then may come in any order; 0 for
        /// none, in this order.
        slop: u32,
    },
    /// Every word of a pattern. Positional.
    Pattern(Pattern),
    /// Words that must follow one another, some of them wildcards: at least two, each a `Text` of
    /// one exact word or a `Pattern::Wildcard`, and at least one of these. Positional.
    Phrase {
        /// The words.
        words: Vec<Query>,
        /// As in `Text`.
        slop: u32,
    },
    /// A mention of an actor. Positional.
    Actor {
        /// The name, id or code as typed.
        name: String,
    },
    /// A mention of an actor of this kind. Positional.
    ActorKind(ActorKind),
    /// A mention of a place or a state as such. Positional.
    Place {
        /// The name or id as typed.
        name: String,
    },
    /// A date in the text. Positional, but for `DateTest::Missing`: articles without any.
    Event {
        /// How the date must lie to the range of the test; `Precise` where the test has none.
        relation: Relation,
        /// Which date.
        test: DateTest,
    },
    /// A date in the text of this precision. Positional.
    EventGrain(Grain),
    /// Two near each other. Positional, as are its sides.
    Near {
        /// Steps from the end of the one to the start of the other at the most, 1 to
        /// [`MAX_DISTANCE`](super::MAX_DISTANCE); neighbours are 1 step apart. Without an order, one
        /// may also stand between the sides of the other, if that is a distance or a pair in a unit.
        distance: u32,
        /// Whether the left one must come first.
        ordered: bool,
        /// One side.
        left: Box<Query>,
        /// The other side.
        right: Box<Query>,
    },
    /// All of these in one sentence or paragraph, no word of one shared with another; 2 to
    /// [`MAX_SAME`](super::MAX_SAME). Of two, one may also stand between the sides of the other;
    /// of more, none. Positional, as are its parts.
    Same {
        /// What they must share.
        unit: Unit,
        /// The parts.
        parts: Vec<Query>,
    },
    /// In this part of the article. Positional, as is what it holds.
    In {
        /// Where.
        part: Part,
        /// What.
        inner: Box<Query>,
    },
    /// Only in articles that have at least so many of it. Positional, as is what it counts.
    AtLeast {
        /// How many, at least 1.
        times: u32,
        /// Of what.
        inner: Box<Query>,
    },
    /// Counts more, or less, in the score. Positional where its inner query is, but never within
    /// another positional node.
    Boost {
        /// The factor in hundredths, 1 to 100,000.
        hundredths: u32,
        /// What.
        inner: Box<Query>,
    },
    /// Articles published in a range of days.
    Published(DateTest),
    /// Articles of an outlet; case and accents are folded.
    Outlet(String),
    /// Articles of a section; case and accents are folded.
    Section(String),
    /// Articles by an author; case and accents are folded.
    Author(String),
    /// Articles for which the source itself listed such a name, never found in the text; case and
    /// accents are folded.
    Source {
        /// In which of its lists.
        list: SourceList,
        /// The name, or words in a row of it.
        name: String,
    },
    /// Articles with any name of this kind, or with none.
    Named {
        /// What is named.
        what: Named,
        /// Whether they have one.
        any: bool,
    },
    /// Articles whose address is of this host or one below it, lower case.
    Site(String),
    /// Articles in a language: a code as in ISO 639-1, lower case, or `und`.
    Lang(String),
    /// All of these; at least two, none of them an `And`.
    And(Vec<Query>),
    /// Any of these; at least two, none of them an `Or`. Positional where all of them are and none
    /// is a `Boost`.
    Or(Vec<Query>),
    /// Everything but this, which is no `Not`.
    Not(Box<Query>),
}

/// Whose names an article carries besides its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// The outlet.
    Outlet,
    /// The section.
    Section,
    /// The authors.
    Author,
    /// What the source itself listed.
    Source(SourceList),
}

/// A list that a source gave with an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceList {
    /// Names of people.
    People,
    /// Names of organisations.
    Organisations,
    /// Names of places.
    Places,
    /// Topics, keywords, tags.
    Topics,
}

impl SourceList {
    /// All of them.
    pub const ALL: [SourceList; 4] = [
        SourceList::People,
        SourceList::Organisations,
        SourceList::Places,
        SourceList::Topics,
    ];
}

/// Which forms of a word count as it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Every form with the same stem.
    Stemmed,
    /// As written, but for case and accents.
    Exact,
    /// As written, but for case.
    Accented,
}

/// A pattern that words match, case and accents folded, each as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// `*` for any letters or none, `?` for exactly one, everything else for itself; at least one
    /// `*` or `?`, at least one letter or digit or `?`.
    Wildcard(String),
    /// Words at most so many slips (a letter more, less, other, or two swapped) from this one.
    Fuzzy {
        /// The word.
        word: String,
        /// 1 or 2.
        slips: u8,
    },
    /// A regular expression, in the syntax of the crate `regex`, without the slashes.
    Regex(String),
}

/// What several things must share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// One sentence; the title is one.
    Sentence,
    /// One paragraph; the title is one.
    Paragraph,
}

/// A part of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The title.
    Title,
    /// The first paragraph of the body, at most its first [`LEAD_WORDS`](super::LEAD_WORDS) words.
    Lead,
    /// The title or the lead.
    Opening,
    /// The body.
    Body,
}

impl Query {
    /// All of these, flattened: an `And` among them gives its children. No query at all is `All`.
    pub fn all_of(queries: impl IntoIterator<Item = Query>) -> Query {
        let mut children = Vec::new();
        for query in queries {
            match query {
                Query::And(inner) if children.is_empty() => children = inner,
                Query::And(inner) => children.extend(inner),
                other => children.push(other),
            }
        }
        match children.len() {
            0 => Query::All,
            1 => children.swap_remove(0),
            _ => Query::And(children),
        }
    }

    /// Any of these, flattened: an `Or` among them gives its children. No query at all is one that
    /// no article matches.
    pub fn any_of(queries: impl IntoIterator<Item = Query>) -> Query {
        let mut children = Vec::new();
        for query in queries {
            match query {
                Query::Or(inner) if children.is_empty() => children = inner,
                Query::Or(inner) => children.extend(inner),
                other => children.push(other),
            }
        }
        match children.len() {
            0 => Query::All.negate(),
            1 => children.swap_remove(0),
            _ => Query::Or(children),
        }
    }

    /// Everything but this; a negation gives back what it negates.
    pub fn negate(self) -> Query {
        match self {
            Query::Not(inner) => *inner,
            other => Query::Not(Box::new(other)),
        }
    }

    /// Whether it stands at places of the text.
    pub fn is_positional(&self) -> bool {
        match self {
            Query::Text { .. }
            | Query::Pattern(_)
            | Query::Phrase { .. }
            | Query::Actor { .. }
            | Query::ActorKind(_)
            | Query::Place { .. }
            | Query::EventGrain(_)
            | Query::Near { .. }
            | Query::Same { .. }
            | Query::In { .. }
            | Query::AtLeast { .. } => true,
            Query::Event { test, .. } => *test != DateTest::Missing,
            Query::Or(children) => children.iter().all(|child| {
                // A boost within it keeps its weight only where the alternatives are scored apart.
                !matches!(child, Query::Boost { .. }) && child.is_positional()
            }),
            Query::Boost { inner, .. } => inner.is_positional(),
            _ => false,
        }
    }

    /// A query within a part of the article; AND, NOT and boosts go outside, since they say
    /// nothing of places. `None` where it holds something that has no place, such as an outlet.
    pub fn within(self, part: Part) -> Option<Query> {
        self.map_positional(&|query| Query::In {
            part,
            inner: Box::new(query),
        })
    }

    /// A query whose positional parts each stand at least `times` times in the article.
    pub fn at_least(self, times: u32) -> Option<Query> {
        self.map_positional(&|query| Query::AtLeast {
            times,
            inner: Box::new(query),
        })
    }

    /// Wraps the largest positional parts; `None` where another leaf stands beside them.
    fn map_positional(self, wrap: &impl Fn(Query) -> Query) -> Option<Query> {
        let each = |children: Vec<Query>| -> Option<Vec<Query>> {
            let children = children.into_iter();
            children.map(|child| child.map_positional(wrap)).collect()
        };
        Some(match self {
            Query::Boost { hundredths, inner } => Query::Boost {
                hundredths,
                inner: Box::new(inner.map_positional(wrap)?),
            },
            query if query.is_positional() => wrap(query),
            Query::And(children) => Query::all_of(each(children)?),
            Query::Or(children) => Query::any_of(each(children)?),
            Query::Not(inner) => inner.map_positional(wrap)?.negate(),
            _ => return None,
        })
    }

    /// The largest positional parts that do not stand under a `Not`, in the order of the query,
    /// without boosts around them: what an article can be shown to match by, and whose matches are
    /// counted as occurrences.
    pub fn positive_parts(&self) -> Vec<&Query> {
        let mut parts = Vec::new();
        // A stack of our own: a tree that was built by hand may be of any depth.
        let mut pending = vec![self];
        while let Some(query) = pending.pop() {
            match query {
                Query::Boost { inner, .. } => pending.push(inner),
                query if query.is_positional() => parts.push(query),
                Query::And(children) | Query::Or(children) => pending.extend(children.iter().rev()),
                _ => {}
            }
        }
        parts
    }

    /// Calls `visit` with each leaf that is not under a `Not`, in order, and after its leaves with
    /// each positional node, until it returns false.
    fn each_positive_leaf<'q>(&'q self, mut visit: impl FnMut(&'q Query) -> bool) {
        let mut pending = vec![(self, false)];
        while let Some((query, is_done)) = pending.pop() {
            let children: Vec<&Query> = match query {
                Query::And(children) | Query::Or(children) => {
                    pending.extend(children.iter().rev().map(|child| (child, false)));
                    continue;
                }
                Query::Boost { inner, .. } => {
                    pending.push((inner, false));
                    continue;
                }
                Query::Not(_) => continue,
                Query::Near { left, right, .. } => vec![left, right],
                Query::Same { parts, .. } => parts.iter().collect(),
                Query::In { inner, .. } | Query::AtLeast { inner, .. } => vec![inner],
                _ => Vec::new(),
            };
            if children.is_empty() || is_done {
                if !visit(query) {
                    return;
                }
                continue;
            }
            pending.push((query, true));
            pending.extend(children.into_iter().rev().map(|child| (child, false)));
        }
    }
}

/// Most parts that [`parts`] gives.
const MAX_PARTS: usize = 50;

/// The parts of a query that can be counted alone, to show which one matches nothing: what does
/// not stand under a `NOT`, in the order of the query, the words of a distance before it, each once,
/// at most 50. `All` is none of them.
///
/// ```
/// use dateline::query::{parse, parts};
///
/// let query = parse("ceasefire (russia OR moscow) -title:korea ceasefire")?.query;
/// let parts: Vec<String> = parts(&query).iter().map(|part| part.to_string()).collect();
/// assert_eq!(parts, ["ceasefire", "russia", "moscow"]);
/// # Ok::<(), dateline::query::QueryError>(())
/// ```
pub fn parts(query: &Query) -> Vec<Query> {
    let mut parts: Vec<Query> = Vec::new();
    query.each_positive_leaf(|leaf| {
        if *leaf != Query::All && !parts.contains(leaf) {
            parts.push(leaf.clone());
        }
        parts.len() < MAX_PARTS
    });
    parts
}

/// How a date in the text must lie to the range that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// It shares a day with the range and is not longer: for a month, a day or a week that touches
    /// it, or the month itself.
    Precise,
    /// It shares a day with the range, however long it is.
    Overlap,
    /// It lies in the range with all of its days.
    Within,
}

impl Relation {
    /// All of them.
    pub const ALL: [Relation; 3] = [Relation::Precise, Relation::Overlap, Relation::Within];
}

/// A condition on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateTest {
    /// The article has no such date (`none`).
    Missing,
    /// The article has any such date (`*`).
    Any,
    /// In this range; an open end is `None`. The parser gives no empty range, and `Any` where both
    /// ends are open.
    Within {
        /// First day.
        from: Option<jiff::civil::Date>,
        /// First day after it.
        until: Option<jiff::civil::Date>,
    },
}

impl Query {
    /// The query for dates in the text. Any date and no date are the same in every relation.
    pub fn event(relation: Relation, test: DateTest) -> Query {
        let relation = match test {
            DateTest::Within { .. } => relation,
            DateTest::Missing | DateTest::Any => Relation::Precise,
        };
        Query::Event { relation, test }
    }
}

impl DateTest {
    /// The test for a closed range.
    pub fn range(range: DayRange) -> DateTest {
        DateTest::Within {
            from: Some(range.from),
            until: Some(range.until),
        }
    }
}
