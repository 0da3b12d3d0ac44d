//! Tokens to tree: `or` of `and` of `near` of `not` of an item, by recursive descent over bounded
//! brackets.

use super::error::{Problem, QueryError};
use super::hints::Hints;
use super::lex::{self, Kind, Mode, Token};
use super::node::Node;
use super::operator::{Function, Operator};
use super::tree::Query;
use super::{MAX_DEPTH, proximity};
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

/// A part as read; `None` where nothing of it could be. Boxed, as are errors, and joined apart from
/// the functions that call each other, so that these need little of the stack.
type Part = Option<Box<Node>>;
pub(super) type Fault = Box<QueryError>;

pub(super) struct Parser<'q> {
    text: &'q str,
    mode: Mode,
    tokens: Peekable<IntoIter<Token>>,
    /// The operator or bracket just read; `None` at the start and after an item.
    before: Option<(Before, Range<usize>)>,
    /// The bracket on the deepest level.
    deepest: Range<usize>,
    /// Whether operators met without brackets in a way that products read differently.
    is_mixed: bool,
    hints: Hints,
}

/// What can stand directly before a place where an item is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Open,
    Joiner,
    Not,
}

/// A run of proximity operators.
struct Run {
    left: Part,
    /// The operator before.
    before: Option<Operator>,
    /// Whether nothing stands before it in the AND.
    is_first: bool,
}

impl<'q> Parser<'q> {
    pub(super) fn new(
        text: &'q str,
        mode: Mode,
        tokens: Vec<Token>,
        deepest: Range<usize>,
        hints: Hints,
    ) -> Parser<'q> {
        Parser {
            text,
            mode,
            tokens: tokens.into_iter().peekable(),
            before: None,
            deepest,
            is_mixed: false,
            hints,
        }
    }

    /// The whole query, if anything of it could be read; whether operators met without brackets; and
    /// the hints.
    pub(super) fn query(mut self) -> Result<(Option<Query>, bool, Hints), Fault> {
        // The lexer has balanced the brackets, so nothing is left over.
        let part = self.any()?;
        let query = part.map(|node| node.query);
        Ok((query, self.is_mixed, self.hints))
    }

    fn peek(&mut self) -> Option<&Kind> {
        self.tokens.peek().map(|token| &token.kind)
    }

    fn operator(&mut self) -> Option<Operator> {
        match self.peek() {
            Some(Kind::Operator(operator)) => Some(*operator),
            _ => None,
        }
    }

    fn proximity(&mut self) -> Option<Operator> {
        self.operator()
            .filter(|operator| matches!(operator, Operator::Near { .. } | Operator::Same(_)))
    }

    /// Passes an operator, and gives its place.
    fn pass(&mut self, before: Before) -> Range<usize> {
        let span = self.tokens.next().map_or(0..0, |token| token.span);
        self.before = Some((before, span.clone()));
        span
    }

    /// An error; a lenient reading says instead that the place was left out, and goes on.
    fn leave_out(&mut self, at: Range<usize>, problem: Problem) -> Result<(), Fault> {
        if !self.mode.lenient {
            return Err(Box::new(QueryError::new(self.text, at, problem)));
        }
        self.hints.drop(self.text, at, &problem.message);
        Ok(())
    }

    /// `a OR b OR ...`; `None` where nothing of it could be read.
    fn any(&mut self) -> Result<Part, Fault> {
        let mut nodes = Vec::new();
        let mut is_joined = self.all(&mut nodes)?;
        while self.operator() == Some(Operator::Or) {
            self.pass(Before::Joiner);
            is_joined |= self.all(&mut nodes)?;
        }
        self.is_mixed |= is_joined && nodes.len() > 1;
        self.any_of(nodes)
    }

    /// `a b AND c ...`, added to the parts of an OR, and whether there is more than one of them.
    fn all(&mut self, alternatives: &mut Vec<Node>) -> Result<bool, Fault> {
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
        self.all_of(nodes, alternatives)?;
        Ok(is_joined)
    }

    fn any_of(&mut self, nodes: Vec<Node>) -> Result<Part, Fault> {
        let nodes = self.not_too_deep(nodes, |query| matches!(query, Query::Or(_)))?;
        Ok(Node::any_of(nodes).map(Box::new))
    }

    fn all_of(&mut self, nodes: Vec<Node>, alternatives: &mut Vec<Node>) -> Result<(), Fault> {
        let nodes = self.not_too_deep(nodes, |query| matches!(query, Query::And(_)))?;
        alternatives.extend(Node::all_of(nodes, &mut self.hints));
        Ok(())
    }

    /// The nodes that can stand under another of the kind `is_own`, with which their like are merged.
    fn not_too_deep(
        &mut self,
        mut nodes: Vec<Node>,
        is_own: impl Fn(&Query) -> bool,
    ) -> Result<Vec<Node>, Fault> {
        if nodes.len() > 1 {
            let fits = |node: &Node| node.depth + usize::from(!is_own(&node.query)) <= MAX_DEPTH;
            if !nodes.iter().all(fits) {
                self.leave_out(self.deepest.clone(), lex::too_deep())?;
                nodes.retain(fits);
            }
        }
        Ok(nodes)
    }

    /// `a w/5 b w/5 ...`, added to the parts of an AND.
    fn near(&mut self, nodes: &mut Vec<Node>) -> Result<(), Fault> {
        let mut run = Run {
            is_first: nodes.is_empty(),
            left: self.one()?,
            before: None,
        };
        while let Some(operator) = self.proximity() {
            let at = self.pass(Before::Joiner);
            self.refuse_small_not(&mut run, &at)?;
            let right = self.one()?;
            self.join(&mut run, operator, at, right, nodes)?;
        }
        nodes.extend(run.left.map(|node| *node));
        Ok(())
    }

    /// Refuses `a not w/5 b`, which Nexis reads as one operator.
    fn refuse_small_not(&mut self, run: &mut Run, at: &Range<usize>) -> Result<(), Fault> {
        if let (false, Some(node)) = (run.is_first, &run.left)
            && proximity::is_small_not(&node.query)
        {
            let whole = node.span.start..at.end;
            let name = self.text.get(at.clone()).unwrap_or_default();
            self.leave_out(whole, proximity::negated(name))?;
            run.left = None;
        }
        Ok(())
    }

    /// Joins what stands beside a proximity operator. A lenient reading leaves out an operator that
    /// cannot join them, so that AND does.
    fn join(
        &mut self,
        run: &mut Run,
        operator: Operator,
        at: Range<usize>,
        right: Part,
        nodes: &mut Vec<Node>,
    ) -> Result<(), Fault> {
        let (one, other) = match (run.left.take(), right) {
            (Some(one), Some(other)) => (one, other),
            (one, other) => {
                run.left = one.or(other);
                return Ok(());
            }
        };
        if let Some((place, problem)) = proximity::fault(self.text, operator, &at, &one, &other) {
            // A mistake of one side is shown there; what is left out is the operator.
            let place = if self.mode.lenient { at } else { place };
            self.leave_out(place, problem)?;
            nodes.push(*one);
            run.left = Some(other);
        } else {
            self.is_mixed |= run.before.is_some_and(|before| before != operator);
            run.before = Some(operator);
            run.left = Some(Box::new(one.near(operator, *other)));
        }
        Ok(())
    }

    /// An item, with any number of NOTs before it.
    fn one(&mut self) -> Result<Part, Fault> {
        let mut negation: Option<Range<usize>> = None;
        let mut is_negated = false;
        while self.operator() == Some(Operator::Not) {
            let at = self.pass(Before::Not);
            negation.get_or_insert(at);
            is_negated = !is_negated;
        }
        let part = self.item()?;
        match negation.filter(|_| is_negated) {
            Some(at) => self.around(part, &at.clone(), |node| node.negated(&at)),
            None => Ok(part),
        }
    }

    /// Something around a part, where there is a part and the depth allows it.
    fn around(
        &mut self,
        part: Part,
        at: &Range<usize>,
        wrap: impl FnOnce(Node) -> Node,
    ) -> Result<Part, Fault> {
        if part.as_ref().is_some_and(|node| node.depth >= MAX_DEPTH) {
            self.leave_out(at.clone(), lex::too_deep())?;
            return Ok(None);
        }
        Ok(part.map(|node| Box::new(wrap(*node))))
    }

    /// A leaf or a bracket, with its boosts; `None` where there is none that can be read.
    fn item(&mut self) -> Result<Part, Fault> {
        let part = match self.start()? {
            None => None,
            Some(Token {
                kind: Kind::Open(function),
                span,
                ..
            }) => {
                self.before = Some((Before::Open, span.clone()));
                let inner = self.any()?;
                self.close(inner, function, span)?
            }
            Some(token) => Node::of_token(token).map(Box::new),
        };
        self.before = None;
        self.boosted(part)
    }

    /// The token of an item, beyond operators that have nothing to join; `None` where there is none.
    fn start(&mut self) -> Result<Option<Token>, Fault> {
        loop {
            match self.peek() {
                Some(Kind::Leaf(_) | Kind::Dropped | Kind::Open(_)) => {
                    return Ok(self.tokens.next());
                }
                None | Some(Kind::Close) => {
                    let end = self.tokens.peek().map(|token| token.span.clone());
                    self.missing(end, true)?;
                    return Ok(None);
                }
                Some(Kind::Operator(_) | Kind::Boost(_)) => {
                    let found = self.tokens.next().map(|token| token.span);
                    self.missing(found, false)?;
                }
            }
        }
    }

    /// The boosts after an item.
    fn boosted(&mut self, mut part: Part) -> Result<Part, Fault> {
        while let Some(Kind::Boost(hundredths)) = self.peek() {
            let hundredths = *hundredths;
            let at = self.tokens.next().map_or(0..0, |token| token.span);
            part = self.around(part, &at.clone(), |node| node.boosted(hundredths, at))?;
        }
        Ok(part)
    }

    /// What stood in brackets, which were opened at `span`.
    fn close(
        &mut self,
        inner: Part,
        function: Option<Function>,
        span: Range<usize>,
    ) -> Result<Part, Fault> {
        // Balanced, and what is within stops at nothing but a closing bracket or the end.
        let end = self.tokens.next().map_or(span.end, |token| token.span.end);
        let whole = span.start..end;
        let filter = inner.as_ref().and_then(|inner| inner.filter.clone());
        let part = match (function, filter) {
            (None, _) => inner,
            (Some(function), Some(filter)) => {
                self.leave_out(filter, proximity::filter_within(&function.name()))?;
                inner
            }
            (Some(function), None) => {
                self.around(inner, &span, |node| node.in_function(function))?
            }
        };
        Ok(part.map(|node| Box::new(node.bracketed(whole))))
    }

    /// Deals with a place where an item is expected and the token at `found` stands, or nothing.
    fn missing(&mut self, found: Option<Range<usize>>, is_end: bool) -> Result<(), Fault> {
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
