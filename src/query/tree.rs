//! The query as a tree. Knows neither the engine nor its schema.

use crate::model::{DayRange, Grain};

/// A query. `Display` writes it in the query language; the text parses back to the same tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Every article.
    All,
    /// A word, or several that must follow one another.
    Text {
        /// Where to look.
        scope: TextScope,
        /// What was typed, without the quotes; the engine splits it into tokens.
        text: String,
        /// Whether it stood in quotes.
        quoted: bool,
    },
    /// Articles that mention an actor.
    Actor {
        /// The name, id or code as typed.
        name: String,
    },
    /// Articles published in a range of days.
    Published(DateTest),
    /// Articles that speak of a date.
    Event {
        /// How the date must lie to the range of the test; `Precise` where the test has none.
        relation: Relation,
        /// Which date.
        test: DateTest,
    },
    /// Articles that speak of a date of this precision.
    EventGrain(Grain),
    /// Articles of an outlet; case and accents are folded.
    Outlet(String),
    /// Articles in a language: a code as in ISO 639-1, lower case, or `und`.
    Lang(String),
    /// All of these; at least two, none of them an `And`.
    And(Vec<Query>),
    /// Any of these; at least two, none of them an `Or`.
    Or(Vec<Query>),
    /// Everything but this, which is no `Not`.
    Not(Box<Query>),
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

    /// The leaves that do not stand under a `Not`, in the order of the query: what a hit can show.
    pub fn positive_leaves(&self) -> Vec<&Query> {
        let mut leaves = Vec::new();
        self.each_positive_leaf(|leaf| {
            leaves.push(leaf);
            true
        });
        leaves
    }

    /// Calls `visit` with each positive leaf, in order, until it returns false.
    fn each_positive_leaf<'q>(&'q self, mut visit: impl FnMut(&'q Query) -> bool) {
        // A stack of our own: a tree that was built by hand may be of any depth.
        let mut pending = vec![self];
        while let Some(query) = pending.pop() {
            match query {
                Query::And(children) | Query::Or(children) => pending.extend(children.iter().rev()),
                Query::Not(_) => {}
                leaf => {
                    if !visit(leaf) {
                        return;
                    }
                }
            }
        }
    }
}

/// Most parts that [`parts`] gives.
const MAX_PARTS: usize = 50;

/// The parts of a query that can be counted alone, to show which one matches nothing: its positive
/// leaves in the order of the query, each once, at most 50. `All` is none of them.
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

/// Which text a word is looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextScope {
    /// Title and body.
    Any,
    /// The title alone.
    Title,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
