//! Tokens to tree: `or` of `and` of `near` of `not` of an item, by recursive descent over bounded
//! brackets.

use super::error::{Problem, QueryError};
use super::hints::{Hints, shortened};
use super::lex::{self, Kind, Mode, Token, Tokens};
use super::node::Node;
use super::operator::Operator;
use super::tree::Query;
use super::{MAX_DEPTH, advice, print, proximity};
use jiff::civil::Date;
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

/// A query as understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The tree.
    pub query: Query,
    /// Warnings for the person who typed it, one line each, at most twenty; no full stop.
    pub hints: Vec<String>,
}

/// Reads a query in the language of [the module](super). Relative dates count back from the
/// system's civil date.
///
/// ```
/// use dateline::query::parse;
///
/// let parsed = parse("ceasefire AND russia OR title:truce")?;
/// assert_eq!(parsed.query.to_string(), "(ceasefire russia) OR title:truce");
/// assert_eq!(parsed.hints, ["read as (ceasefire AND russia) OR title:truce"]);
/// # Ok::<(), dateline::query::QueryError>(())
/// ```
///
/// # Errors
///
/// When the text is no query of the language, or exceeds its bounds; the error says where.
pub fn parse(text: &str) -> Result<Parsed, QueryError> {
    parse_at(text, jiff::Zoned::now().date())
}

/// Reads a query whose relative dates count back from `today`. It prints with the days that they
/// stand for.
///
/// ```
/// use dateline::query::parse_at;
///
/// let today = jiff::civil::date(2024, 3, 31);
/// let parsed = parse_at("russia w/s withdraw! since:30d", today)?;
/// assert_eq!(parsed.query.to_string(), "(russia w/s withdraw*) published:2024-03..");
/// # Ok::<(), dateline::query::QueryError>(())
/// ```
///
/// # Errors
///
/// As [`parse()`].
pub fn parse_at(text: &str, today: Date) -> Result<Parsed, QueryError> {
    let lenient = false;
    read(text, Mode { today, lenient })
}

/// Reads what can be read of a query, and says in the hints what was left out: of a mistake the word
/// or value at fault, an operator without its operand, a bracket or quote without its other half.
///
/// ```
/// use dateline::query::parse_lenient;
///
/// let parsed = parse_lenient("ceasefire (russia OR", jiff::civil::date(2024, 3, 31))?;
/// assert_eq!(parsed.query.to_string(), "ceasefire russia");
/// assert_eq!(parsed.hints.len(), 2);
/// # Ok::<(), dateline::query::QueryError>(())
/// ```
///
/// # Errors
///
/// When nothing is left to search for.
pub fn parse_lenient(text: &str, today: Date) -> Result<Parsed, QueryError> {
    let lenient = true;
    read(text, Mode { today, lenient })
}

fn read(text: &str, mode: Mode) -> Result<Parsed, QueryError> {
    let Tokens {
        tokens,
        mut hints,
        deepest,
    } = lex::tokens(text, mode)?;
    let nothing = || {
        let suggestion = "write a word, or * for every article";
        let problem = Problem::new("nothing to search for", suggestion);
        QueryError::new(text, 0..text.trim_end().len(), problem)
    };
    if tokens.is_empty() {
        return Err(nothing());
    }
    advice::on_tokens(text, &tokens, &mut hints);
    let mut parser = Parser {
        text,
        mode,
        tokens: tokens.into_iter().peekable(),
        before: None,
        deepest,
        is_mixed: false,
        hints,
    };
    // The lexer has balanced the brackets, so nothing is left over.
    let query = parser.any()?.ok_or_else(nothing)?.query;
    let mut hints = parser.hints;
    advice::on_query(&query, &mut hints);
    let mut hints = hints.into_vec();
    if parser.is_mixed {
        let reading = shortened(&print::spelled_out(&query), 200);
        hints.insert(0, format!("read as {reading}"));
    }
    Ok(Parsed { query, hints })
}

pub(super) struct Parser<'q> {
    pub(super) text: &'q str,
    mode: Mode,
    tokens: Peekable<IntoIter<Token>>,
    /// The operator or bracket just read; `None` at the start and after an item.
    before: Option<(Before, Range<usize>)>,
    /// The bracket on the deepest level.
    deepest: Range<usize>,
    /// Whether operators met without brackets in a way that products read differently.
    pub(super) is_mixed: bool,
    hints: Hints,
}

/// What can stand directly before a place where an item is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Open,
    Joiner,
    Not,
}

impl Parser<'_> {
    fn peek(&mut self) -> Option<&Kind> {
        self.tokens.peek().map(|token| &token.kind)
    }

    fn operator(&mut self) -> Option<Operator> {
        match self.peek() {
            Some(Kind::Operator(operator)) => Some(*operator),
            _ => None,
        }
    }

    /// Passes an operator, and gives its place.
    fn pass(&mut self, before: Before) -> Range<usize> {
        let span = self.tokens.next().map_or(0..0, |token| token.span);
        self.before = Some((before, span.clone()));
        span
    }

    /// An error; a lenient reading says instead that the place was left out, and goes on.
    pub(super) fn leave_out(
        &mut self,
        at: Range<usize>,
        problem: Problem,
    ) -> Result<(), QueryError> {
        if !self.mode.lenient {
            return Err(QueryError::new(self.text, at, problem));
        }
        self.hints.drop(self.text, at, &problem.message);
        Ok(())
    }

    /// `a OR b OR ...`; `None` where nothing of it could be read.
    fn any(&mut self) -> Result<Option<Node>, QueryError> {
        let (first, mut is_joined) = self.all()?;
        let mut nodes: Vec<Node> = first.into_iter().collect();
        while self.operator() == Some(Operator::Or) {
            self.pass(Before::Joiner);
            let (node, joined) = self.all()?;
            is_joined |= joined;
            nodes.extend(node);
        }
        self.is_mixed |= is_joined && nodes.len() > 1;
        let at = self.deepest.clone();
        let nodes = self.not_too_deep(nodes, |query| matches!(query, Query::Or(_)), at)?;
        Ok(Node::any_of(nodes))
    }

    /// `a b AND c ...`, and whether there is more than one of them.
    fn all(&mut self) -> Result<(Option<Node>, bool), QueryError> {
        let mut nodes = Vec::new();
        let mut is_implicit = false;
        self.near(&mut nodes)?;
        loop {
            match self.peek() {
                Some(Kind::Operator(Operator::And)) => {
                    self.pass(Before::Joiner);
                }
                None | Some(Kind::Operator(Operator::Or) | Kind::Close) => break,
                _ => is_implicit = true,
            }
            self.near(&mut nodes)?;
        }
        let is_joined = nodes.len() > 1;
        // Nexis reads words side by side as a phrase, which then is near something.
        self.is_mixed |= is_joined && is_implicit && nodes.iter().any(|node| node.is_near);
        let at = self.deepest.clone();
        let nodes = self.not_too_deep(nodes, |query| matches!(query, Query::And(_)), at)?;
        Ok((Node::all_of(nodes, &mut self.hints), is_joined))
    }

    /// The nodes that can stand under another of the kind `is_own`, with which their like are merged.
    fn not_too_deep(
        &mut self,
        mut nodes: Vec<Node>,
        is_own: impl Fn(&Query) -> bool,
        at: Range<usize>,
    ) -> Result<Vec<Node>, QueryError> {
        if nodes.len() > 1 {
            let fits = |node: &Node| node.depth + usize::from(!is_own(&node.query)) <= MAX_DEPTH;
            if !nodes.iter().all(fits) {
                self.leave_out(at, lex::too_deep())?;
                nodes.retain(fits);
            }
        }
        Ok(nodes)
    }

    /// `a w/5 b w/5 ...`, added to the parts of an AND.
    fn near(&mut self, nodes: &mut Vec<Node>) -> Result<(), QueryError> {
        let is_first = nodes.is_empty();
        let mut left = self.one()?;
        let mut before: Option<Operator> = None;
        while let Some(operator @ (Operator::Near { .. } | Operator::Same(_))) = self.operator() {
            let at = self.pass(Before::Joiner);
            if let (false, Some(node)) = (is_first, &left)
                && proximity::is_small_not(&node.query)
            {
                let whole = node.span.start..at.end;
                let problem = proximity::negated(self.text.get(at.clone()).unwrap_or_default());
                self.leave_out(whole, problem)?;
                left = None;
            }
            let right = self.one()?;
            left = match (left, right) {
                (Some(one), Some(other)) => match self.check(operator, &at, &one, &other)? {
                    true => {
                        self.is_mixed |= before.is_some_and(|before| before != operator);
                        before = Some(operator);
                        Some(one.near(operator, other))
                    }
                    // Left out, so that AND joins them.
                    false => {
                        nodes.push(one);
                        Some(other)
                    }
                },
                (one, other) => one.or(other),
            };
        }
        nodes.extend(left);
        Ok(())
    }

    /// Whether a proximity operator can join two; if not, it was left out.
    fn check(
        &mut self,
        operator: Operator,
        at: &Range<usize>,
        left: &Node,
        right: &Node,
    ) -> Result<bool, QueryError> {
        match proximity::fault(self.text, operator, at, left, right) {
            None => Ok(true),
            // A mistake of one side is shown there; what a lenient reading leaves out is the operator.
            Some((_, problem)) if self.mode.lenient => {
                self.leave_out(at.clone(), problem)?;
                Ok(false)
            }
            Some((at, problem)) => Err(QueryError::new(self.text, at, problem)),
        }
    }

    /// An item, with any number of NOTs before it.
    fn one(&mut self) -> Result<Option<Node>, QueryError> {
        let mut negation: Option<Range<usize>> = None;
        let mut is_negated = false;
        while self.operator() == Some(Operator::Not) {
            let at = self.pass(Before::Not);
            negation.get_or_insert(at);
            is_negated = !is_negated;
        }
        let node = self.item()?;
        match (node, negation) {
            (Some(node), Some(at)) if is_negated => {
                let nodes = self.under(node, &at)?;
                Ok(nodes.map(|node| node.negated(&at)))
            }
            (node, _) => Ok(node),
        }
    }

    /// The node, where another can stand around it.
    fn under(&mut self, node: Node, at: &Range<usize>) -> Result<Option<Node>, QueryError> {
        if node.depth < MAX_DEPTH {
            return Ok(Some(node));
        }
        self.leave_out(at.clone(), lex::too_deep())?;
        Ok(None)
    }

    /// A leaf or a bracket, with its boosts; `None` where there is none that can be read.
    fn item(&mut self) -> Result<Option<Node>, QueryError> {
        let mut node = loop {
            match self.peek() {
                Some(Kind::Leaf(_) | Kind::Dropped | Kind::Open(_)) => break self.single()?,
                None | Some(Kind::Close) => {
                    let end = self.tokens.peek().map(|token| token.span.clone());
                    self.missing(end, true)?;
                    break None;
                }
                Some(Kind::Operator(_) | Kind::Boost(_)) => {
                    let found = self.tokens.next().map(|token| token.span);
                    self.missing(found, false)?;
                }
            }
        };
        while let Some(Kind::Boost(hundredths)) = self.peek() {
            let hundredths = *hundredths;
            let at = self.tokens.next().map_or(0..0, |token| token.span);
            if let Some(inner) = node {
                let inner = self.under(inner, &at)?;
                node = inner.map(|inner| inner.boosted(hundredths, at));
            }
        }
        self.before = None;
        Ok(node)
    }

    /// A leaf, a bracket, or the place of what was left out.
    fn single(&mut self) -> Result<Option<Node>, QueryError> {
        let Some(token) = self.tokens.next() else {
            return Ok(None);
        };
        let Token { kind, span, bound } = token;
        let function = match kind {
            Kind::Leaf(query) => {
                let kind = Kind::Dropped;
                return Ok(Some(Node::leaf(query, Token { kind, span, bound })));
            }
            Kind::Open(function) => function,
            _ => return Ok(None),
        };
        self.before = Some((Before::Open, span.clone()));
        let inner = self.any()?;
        // Balanced, and `any` stops at nothing but a closing bracket or the end.
        let end = self.tokens.next().map_or(span.end, |token| token.span.end);
        let Some(inner) = inner else {
            return Ok(None);
        };
        let Some(function) = function else {
            return Ok(Some(inner.bracketed(span.start..end)));
        };
        if let Some(filter) = inner.filter.clone() {
            let problem = proximity::filter_within(&function.name());
            self.leave_out(filter, problem)?;
            return Ok(Some(inner.bracketed(span.start..end)));
        }
        let inner = self.under(inner, &span)?;
        Ok(inner.map(|inner| inner.in_function(function).bracketed(span.start..end)))
    }

    /// Deals with a place where an item is expected and the token at `found` stands, or nothing.
    fn missing(&mut self, found: Option<Range<usize>>, is_end: bool) -> Result<(), QueryError> {
        let text_of = |at: &Range<usize>| self.text.get(at.clone()).unwrap_or_default();
        let (at, problem) = match (self.before.clone(), found) {
            (Some((Before::Open, open)), Some(close)) if is_end => {
                let problem = Problem::new("empty brackets", "write something between them");
                (open.start..close.end, problem)
            }
            (None | Some((Before::Open, _)), Some(at)) => {
                let message = format!("{} has nothing on its left", text_of(&at));
                let problem = Problem::new(message, "write a word before it, or leave it out");
                (at, problem)
            }
            (Some((Before::Not, not)), Some(at))
                if !is_end && proximity::is_named(text_of(&at)) =>
            {
                (not.start..at.end, proximity::negated(text_of(&at)))
            }
            (Some((Before::Not, at)), _) => {
                let message = format!("{} has nothing to exclude", text_of(&at));
                let problem = Problem::new(message, "write a word after it, or leave it out");
                (at, problem)
            }
            (Some((_, at)), _) => {
                let message = format!("{} has nothing on its right", text_of(&at));
                let problem = Problem::new(message, "write a word after it, or leave it out");
                (at, problem)
            }
            (None, None) => {
                let end = self.text.len();
                let problem = Problem::new("the query ends too early", "write a word");
                (end..end, problem)
            }
        };
        self.leave_out(at, problem)
    }
}
