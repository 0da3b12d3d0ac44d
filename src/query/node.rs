//! A tree under construction: what the parser must know of each part without looking into it again.

use super::dates::{Bound, SWAPPED, swapped};
use super::hints::Hints;
use super::lex::{Kind, Token};
use super::operator::{Function, Operator};
use super::tree::{DateTest, Query, Unit};
use std::ops::Range;

/// A part of the query, and where it stands in the text.
pub(super) struct Node {
    pub query: Query,
    pub span: Range<usize>,
    /// Levels of operators, functions and boosts above its deepest leaf.
    pub depth: usize,
    /// What stands at no place of the text, so that it cannot be near anything: the first such.
    pub placeless: Option<Placeless>,
    /// The first condition on the article as a whole.
    pub filter: Option<Range<usize>>,
    /// The end of the days of publication that it sets.
    bound: Option<Bound>,
    /// The unit of a chain that a further part may join: no brackets stand around it.
    pub chain: Option<Unit>,
    /// Whether it is a proximity without brackets around it.
    pub is_near: bool,
}

/// Something that stands at no place of the text.
#[derive(Clone)]
pub(super) struct Placeless {
    pub what: What,
    pub at: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    And,
    Not,
    Boost,
    Filter,
}

fn joined(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    one.start.min(other.start)..one.end.max(other.end)
}

impl Node {
    /// The node of a leaf; `None` of any other token.
    pub(super) fn of_token(token: Token) -> Option<Node> {
        let Kind::Leaf(query) = token.kind else {
            return None;
        };
        let is_placed = query.is_positional();
        let filter = (!is_placed).then(|| token.span.clone());
        Some(Node {
            query,
            placeless: filter.clone().map(|at| Placeless {
                what: What::Filter,
                at,
            }),
            filter,
            span: token.span,
            depth: 0,
            bound: token.bound,
            chain: None,
            is_near: false,
        })
    }

    /// A node around another.
    fn around(self, wrap: impl FnOnce(Query) -> Query) -> Node {
        Node {
            query: wrap(self.query),
            depth: self.depth + 1,
            bound: None,
            chain: None,
            is_near: false,
            ..self
        }
    }

    /// The same in brackets, which stand at `span`.
    pub(super) fn bracketed(self, span: Range<usize>) -> Node {
        Node {
            span,
            chain: None,
            is_near: false,
            ..self
        }
    }

    /// Everything but this; the NOT stands at `at`.
    pub(super) fn negated(self, at: &Range<usize>) -> Node {
        let depth = match self.query {
            Query::Not(_) => self.depth - 1,
            _ => self.depth + 1,
        };
        let placeless = Placeless {
            what: What::Not,
            at: at.clone(),
        };
        Node {
            span: joined(at, &self.span),
            placeless: self.placeless.clone().or(Some(placeless)),
            depth,
            ..self.around(Query::negate)
        }
    }

    /// Counted more or less; the boost stands at `at`.
    pub(super) fn boosted(self, hundredths: u32, at: Range<usize>) -> Node {
        let span = joined(&self.span, &at);
        let placeless = Placeless {
            what: What::Boost,
            at,
        };
        Node {
            span,
            placeless: self.placeless.clone().or(Some(placeless)),
            ..self.around(|inner| Query::Boost {
                hundredths,
                inner: Box::new(inner),
            })
        }
    }

    /// The content of a function's brackets, which must hold no filter.
    pub(super) fn in_function(self, function: Function) -> Node {
        let apply = |query: Query| match function {
            Function::In(part) => query.within(part),
            Function::AtLeast(times) => query.at_least(times),
        };
        // AND and NOT go outside, so that the depth grows by one there as well.
        self.around(|query| apply(query).unwrap_or(Query::All))
    }

    /// Two side by side, joined by a proximity operator.
    pub(super) fn near(self, operator: Operator, right: Node) -> Node {
        let span = joined(&self.span, &right.span);
        let depth = self.depth.max(right.depth) + 1;
        let (query, depth, chain) = match (operator, self.query) {
            (Operator::Same(unit), Query::Same { parts, .. }) if self.chain == Some(unit) => {
                let mut parts = parts;
                parts.push(right.query);
                let depth = self.depth.max(right.depth + 1);
                (Query::Same { unit, parts }, depth, Some(unit))
            }
            (Operator::Same(unit), left) => {
                let parts = vec![left, right.query];
                (Query::Same { unit, parts }, depth, Some(unit))
            }
            (Operator::Near { distance, ordered }, left) => {
                let query = Query::Near {
                    distance,
                    ordered,
                    left: Box::new(left),
                    right: Box::new(right.query),
                };
                (query, depth, None)
            }
            // No other operator is a proximity.
            (_, left) => (Query::all_of([left, right.query]), depth, None),
        };
        Node {
            query,
            span,
            depth,
            placeless: None,
            filter: None,
            bound: None,
            chain,
            is_near: true,
        }
    }

    /// All of these; `None` of none.
    pub(super) fn all_of(mut nodes: Vec<Node>, hints: &mut Hints) -> Option<Node> {
        swap_bounds(&mut nodes, hints);
        let first = nodes.first()?.span.clone();
        let span = nodes
            .last()
            .map_or(first.clone(), |last| joined(&first, &last.span));
        let own = (nodes.len() > 1).then_some(Placeless {
            what: What::And,
            at: span.clone(),
        });
        let is_own = |query: &Query| matches!(query, Query::And(_));
        Node::of_many(nodes, span, own, is_own, Query::all_of)
    }

    /// Any of these; `None` of none.
    pub(super) fn any_of(nodes: Vec<Node>) -> Option<Node> {
        let first = nodes.first()?.span.clone();
        let span = nodes
            .last()
            .map_or(first.clone(), |last| joined(&first, &last.span));
        let is_own = |query: &Query| matches!(query, Query::Or(_));
        Node::of_many(nodes, span, None, is_own, Query::any_of)
    }

    fn of_many(
        mut nodes: Vec<Node>,
        span: Range<usize>,
        own: Option<Placeless>,
        is_own: impl Fn(&Query) -> bool,
        join: impl FnOnce(Vec<Query>) -> Query,
    ) -> Option<Node> {
        if nodes.len() == 1 {
            return nodes.pop();
        }
        // Those of the same kind are merged with this one.
        let levels = nodes
            .iter()
            .map(|node| node.depth + usize::from(!is_own(&node.query)));
        let depth = levels.max().unwrap_or(0);
        let placeless = nodes.iter().find_map(|node| node.placeless.clone());
        let filter = nodes.iter().find_map(|node| node.filter.clone());
        Some(Node {
            query: join(nodes.into_iter().map(|node| node.query).collect()),
            span,
            depth,
            placeless: own.or(placeless),
            filter,
            bound: None,
            chain: None,
            is_near: false,
        })
    }
}

/// Makes `since:2024 until:2023` the range that was meant.
fn swap_bounds(nodes: &mut Vec<Node>, hints: &mut Hints) {
    let bounds = nodes.iter().filter_map(|node| node.bound);
    let bounds: Vec<Bound> = bounds.take(3).collect();
    let [one, other] = bounds.as_slice() else {
        return;
    };
    let Some(test) = swapped(*one, *other) else {
        return;
    };
    hints.add(SWAPPED);
    let first = nodes.iter().position(|node| node.bound.is_some());
    let last = nodes.iter().rposition(|node| node.bound.is_some());
    if let (Some(first), Some(last)) = (first, last) {
        nodes.remove(last);
        nodes[first].query = Query::Published(match test {
            DateTest::Within {
                from: None,
                until: None,
            } => DateTest::Any,
            test => test,
        });
        nodes[first].bound = None;
    }
}
