//! Tokens to tree: `or` of `and` of `not` of an item, by recursive descent over bounded brackets.

use super::MAX_DEPTH;
use super::error::{Problem, QueryError};
use super::lex::{self, Hints, Kind, Token, Tokens};
use super::print;
use super::tree::{Form, Query};
use super::word;
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

/// A query as understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The tree.
    pub query: Query,
    /// Warnings for the person who typed it, one line each, at most nine; no full stop.
    pub hints: Vec<String>,
}

/// Reads a query in the language of [the module](super).
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
    let Tokens {
        tokens,
        mut hints,
        deepest,
    } = lex::tokens(text)?;
    if tokens.is_empty() {
        let problem = Problem::new(
            "nothing to search for",
            "write a word, or * for every article",
        );
        return Err(QueryError::new(text, 0..text.trim_end().len(), problem));
    }
    lower_case_hints(&tokens, &mut hints);
    single_quote_hint(&tokens, &mut hints);
    let mut parser = Parser {
        text,
        tokens: tokens.into_iter().peekable(),
        before: None,
        is_mixed: false,
    };
    let query = parser.any()?;
    // The lexer has balanced the brackets, so nothing is left over.
    if print::depth(&query) > MAX_DEPTH {
        return Err(QueryError::new(text, deepest, lex::too_deep()));
    }
    one_value_hints(&query, &mut hints);
    let mut hints = hints.into_vec();
    if parser.is_mixed {
        hints.insert(
            0,
            format!("read as {}", shortened(&print::spelled_out(&query))),
        );
    }
    Ok(Parsed { query, hints })
}

/// Warns of operators typed in small letters between items.
fn lower_case_hints(tokens: &[Token], hints: &mut Hints) {
    for (index, token) in tokens.iter().enumerate() {
        let Kind::Leaf(Query::Text {
            text,
            form: Form::Stemmed,
            ..
        }) = &token.kind
        else {
            continue;
        };
        let is_between = index > 0 || text == "not";
        if let (true, Some(hint)) = (is_between, word::lower_case_hint(text))
            && index + 1 < tokens.len()
        {
            hints.add(hint);
        }
    }
}

/// Warns of a phrase in single quotes, which are apostrophes here.
fn single_quote_hint(tokens: &[Token], hints: &mut Hints) {
    let words = tokens.iter().map(|token| match &token.kind {
        Kind::Leaf(Query::Text {
            text,
            form: Form::Stemmed,
            ..
        }) => text.as_str(),
        _ => "",
    });
    let mut after_opening = words
        .skip_while(|word| !word.starts_with(['\'', '‘', '‚']))
        .skip(1);
    if after_opening.any(|word| word.ends_with(['\'', '’', '‘'])) {
        hints.add("single quotes make no phrase; write \"...\"");
    }
}

/// Warns where an article would need two outlets or two languages.
fn one_value_hints(query: &Query, hints: &mut Hints) {
    let children = match query {
        Query::And(children) => children,
        Query::Or(children) => {
            return children
                .iter()
                .for_each(|child| one_value_hints(child, hints));
        }
        Query::Not(inner) => return one_value_hints(inner, hints),
        _ => return,
    };
    let count = |is_it: fn(&Query) -> bool| children.iter().filter(|child| is_it(child)).count();
    if count(|child| matches!(child, Query::Outlet(_))) > 1 {
        let instead = "write outlet:(a OR b), or quote a name of several words";
        hints.add(format!("an article has one outlet: {instead}"));
    }
    if count(|child| matches!(child, Query::Lang(_))) > 1 {
        hints.add("an article has one language: write lang:(en OR de)");
    }
    children
        .iter()
        .for_each(|child| one_value_hints(child, hints));
}

/// The beginning of a long text.
fn shortened(text: &str) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

struct Parser<'q> {
    text: &'q str,
    tokens: Peekable<IntoIter<Token>>,
    /// The operator or bracket just read; `None` at the start and after an item.
    before: Option<(Before, Range<usize>)>,
    /// Whether AND and OR met without brackets.
    is_mixed: bool,
}

/// What can stand directly before a place where an item is expected.
#[derive(Clone, Copy)]
enum Before {
    Open,
    Joiner,
    Not,
}

impl Parser<'_> {
    fn peek(&mut self) -> Option<&Kind> {
        self.tokens.peek().map(|token| &token.kind)
    }

    /// Passes an operator or bracket.
    fn pass(&mut self, before: Before) {
        self.before = self.tokens.next().map(|token| (before, token.span));
    }

    /// `a OR b OR ...`
    fn any(&mut self) -> Result<Query, QueryError> {
        let (first, mut is_joined) = self.all()?;
        let mut queries = vec![first];
        while self.peek() == Some(&Kind::Or) {
            self.pass(Before::Joiner);
            let (query, joined) = self.all()?;
            is_joined |= joined;
            queries.push(query);
        }
        self.is_mixed |= is_joined && queries.len() > 1;
        Ok(Query::any_of(queries))
    }

    /// `a b AND c ...`, and whether there is more than one of them.
    fn all(&mut self) -> Result<(Query, bool), QueryError> {
        let mut queries = vec![self.one()?];
        loop {
            match self.peek() {
                Some(Kind::And) => self.pass(Before::Joiner),
                Some(Kind::Not | Kind::Open | Kind::Leaf(_)) => {}
                None | Some(Kind::Or | Kind::Close) => break,
            }
            queries.push(self.one()?);
        }
        let is_joined = queries.len() > 1;
        Ok((Query::all_of(queries), is_joined))
    }

    /// An item, with any number of NOTs before it.
    fn one(&mut self) -> Result<Query, QueryError> {
        let mut is_negated = false;
        while self.peek() == Some(&Kind::Not) {
            self.pass(Before::Not);
            is_negated = !is_negated;
        }
        let query = self.item()?;
        Ok(if is_negated { query.negate() } else { query })
    }

    fn item(&mut self) -> Result<Query, QueryError> {
        match self.tokens.next() {
            Some(Token {
                kind: Kind::Leaf(leaf),
                ..
            }) => {
                self.before = None;
                Ok(leaf)
            }
            Some(Token {
                kind: Kind::Open,
                span,
            }) => {
                self.before = Some((Before::Open, span));
                let query = self.any()?;
                // Balanced, and `any` stops at nothing but a closing bracket or the end.
                self.tokens.next();
                self.before = None;
                Ok(query)
            }
            found => Err(self.missing(found)),
        }
    }

    /// The error for a place where an item is expected and `found` stands.
    fn missing(&self, found: Option<Token>) -> QueryError {
        let text_of = |at: &Range<usize>| self.text.get(at.clone()).unwrap_or_default();
        let (at, problem) = match (&self.before, found) {
            (
                Some((Before::Open, open)),
                Some(Token {
                    kind: Kind::Close,
                    span,
                }),
            ) => {
                let problem = Problem::new("empty brackets", "write something between them");
                (open.start..span.end, problem)
            }
            (None | Some((Before::Open, _)), Some(token)) => {
                let message = format!("{} has nothing on its left", text_of(&token.span));
                (
                    token.span,
                    Problem::new(message, "write a word before it, or leave it out"),
                )
            }
            (Some((Before::Not, at)), _) => {
                let message = format!("{} has nothing to exclude", text_of(at));
                (
                    at.clone(),
                    Problem::new(message, "write a word after it, or leave it out"),
                )
            }
            (Some((_, at)), _) => {
                let message = format!("{} has nothing on its right", text_of(at));
                (
                    at.clone(),
                    Problem::new(message, "write a word after it, or leave it out"),
                )
            }
            (None, None) => {
                let end = self.text.len();
                (
                    end..end,
                    Problem::new("the query ends too early", "write a word"),
                )
            }
        };
        QueryError::new(self.text, at, problem)
    }
}
