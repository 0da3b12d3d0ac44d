//! What can stand beside a proximity operator or within a function, and what to say if it cannot.

use super::error::Problem;
use super::hints::shortened;
use super::lex;
use super::node::{Node, Placeless, What};
use super::operator::{Operator, too_many_parts};
use super::tree::{Form, Query};
use super::{MAX_DEPTH, MAX_SAME};
use std::ops::Range;

/// Why an operator, which stands at `at`, cannot join two nodes, and the place to show.
pub(super) fn fault(
    text: &str,
    operator: Operator,
    at: &Range<usize>,
    left: &Node,
    right: &Node,
) -> Option<(Range<usize>, Problem)> {
    let of = |span: &Range<usize>| text.get(span.clone()).unwrap_or_default();
    let name = of(at);
    for (side, is_left) in [(left, true), (right, false)] {
        if let Some(placeless) = &side.placeless {
            let sides = Sides {
                name,
                left: shortened(of(&left.span), 40),
                right: shortened(of(&right.span), 40),
                is_left,
            };
            let filter = shortened(of(&placeless.at), 40);
            return Some((
                placeless.at.clone(),
                sides.misplaced(side, placeless, &filter),
            ));
        }
    }
    let is_chained = matches!(operator, Operator::Same(unit) if left.chain == Some(unit));
    let parts = match &left.query {
        Query::Same { parts, .. } if is_chained => parts.len(),
        _ => 0,
    };
    if parts >= MAX_SAME {
        return Some((at.clone(), too_many_parts()));
    }
    let above = usize::from(!is_chained);
    if left.depth + above > MAX_DEPTH || right.depth + 1 > MAX_DEPTH {
        return Some((at.clone(), lex::too_deep()));
    }
    None
}

/// What stands around an operator, and which side is at fault.
struct Sides<'q> {
    name: &'q str,
    left: String,
    right: String,
    is_left: bool,
}

impl Sides<'_> {
    /// The two joined, with the side at fault written so.
    fn with(&self, side: &str) -> String {
        let Sides {
            name, left, right, ..
        } = self;
        match self.is_left {
            true => format!("{side} {name} {right}"),
            false => format!("{left} {name} {side}"),
        }
    }

    /// The side at fault.
    fn side(&self) -> &str {
        if self.is_left {
            &self.left
        } else {
            &self.right
        }
    }

    /// The error for a side that stands at no place of the text.
    fn misplaced(&self, side: &Node, placeless: &Placeless, piece: &str) -> Problem {
        let name = self.name;
        match placeless.what {
            What::And if has_small_or(&side.query) => {
                let suggestion = match words_of(&side.query) {
                    Some(words) => {
                        let words = words.iter().map(|word| match is_or(word) {
                            true => "OR",
                            false => word,
                        });
                        let side = words.collect::<Vec<&str>>().join(" ");
                        format!("write {}", self.with(&format!("({side})")))
                    }
                    None => "write OR in capitals: (a OR b)".to_owned(),
                };
                Problem::new("OR is written in capitals", suggestion)
            }
            What::And => {
                let words = words_of(&side.query).map(|mut words| {
                    words.retain(|word| !word.eq_ignore_ascii_case("and"));
                    words
                });
                let suggestion = match words.filter(|words| words.len() > 1) {
                    Some(words) => format!(
                        "write {} or {}",
                        self.with(&format!("\"{}\"", words.join(" "))),
                        self.with(&format!("({})", words.join(" w/s ")))
                    ),
                    None => format!(
                        "{name} joins words, phrases, or alternatives in brackets: (a OR b)"
                    ),
                };
                Problem::new(format!("AND cannot stand beside {name}"), suggestion)
            }
            What::Not => {
                let inner = self
                    .side()
                    .trim_start_matches(|c| lex::is_dash(c) || c == '!');
                let inner = inner.strip_prefix("NOT").unwrap_or(inner).trim();
                let whole = self.with(inner);
                let suggestion = match self.is_left {
                    true => format!("write NOT ({whole})"),
                    false => format!("write {} NOT ({whole})", self.left),
                };
                Problem::new(format!("NOT cannot stand beside {name}"), suggestion)
            }
            What::Boost => {
                let side = self.side();
                let bare = side.rsplit_once('^').map_or(side, |(bare, _)| bare);
                let suggestion = format!("write ({})^2", self.with(bare));
                Problem::new(format!("a boost cannot stand beside {name}"), suggestion)
            }
            What::Filter => {
                let message = format!("nothing is near {piece}, which is no place in the text");
                let suggestion = format!("write {} AND {}", self.left, self.right);
                Problem::new(message, suggestion)
            }
        }
    }
}

/// Whether a word is "or" in other letters than the operator's.
fn is_or(word: &str) -> bool {
    word != "OR" && word.eq_ignore_ascii_case("or")
}

/// Whether "or" is among the words of an AND.
fn has_small_or(query: &Query) -> bool {
    let is_small_or = |child: &Query| matches!(child, Query::Text { text, form: Form::Stemmed, .. } if is_or(text));
    matches!(query, Query::And(children) if children.iter().any(is_small_or))
}

/// The words of an AND of plain words.
fn words_of(query: &Query) -> Option<Vec<&str>> {
    let Query::And(children) = query else {
        return None;
    };
    let words = children.iter().map(|child| match child {
        Query::Text {
            text,
            form: Form::Stemmed,
            ..
        } if text.len() <= 20 => Some(text.as_str()),
        _ => None,
    });
    words
        .collect::<Option<Vec<&str>>>()
        .filter(|words| words.len() <= 4)
}

/// The error for a condition on the whole article within a function.
pub(super) fn filter_within(name: &str) -> Problem {
    Problem::new(
        format!("a condition on the whole article within {name}(...)"),
        format!("write it outside of the brackets: {name}(a b) outlet:reuters"),
    )
}

/// Whether a query is the word "not", which in other products negates an operator after it.
pub(super) fn is_small_not(query: &Query) -> bool {
    matches!(query, Query::Text { text, form: Form::Stemmed, .. } if text == "not")
}

/// Whether a token's text is a proximity operator.
pub(super) fn is_named(text: &str) -> bool {
    matches!(
        Operator::named(text),
        Some(Ok(Operator::Near { .. } | Operator::Same(_)))
    )
}

/// The error for `not w/5`.
pub(super) fn negated(name: &str) -> Problem {
    let suggestion = format!("to find a in articles that never have it near b: a NOT (a {name} b)");
    Problem::new(format!("{name} cannot be negated"), suggestion)
}
