//! Text to tokens. Fields are applied here, so that the parser sees operators and leaves alone.

use super::MAX_DEPTH;
use super::error::{Problem, QueryError};
use super::field::Field;
use super::item::Place;
use super::tree::Query;
use super::word;
use std::ops::Range;

/// A token and the bytes of the query that it comes from.
#[derive(Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
}

/// What a token is.
#[derive(Debug, PartialEq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    /// The word or a sign before an item.
    Not,
    Leaf(Query),
}

/// A query as tokens; the brackets among them are balanced.
#[derive(Debug)]
pub(super) struct Tokens {
    pub tokens: Vec<Token>,
    pub hints: Hints,
    /// The opening bracket on the deepest level, empty where there is none.
    pub deepest: Range<usize>,
}

/// Warnings, each once and not too many.
#[derive(Debug, Default)]
pub(super) struct Hints(Vec<String>);

impl Hints {
    /// Most warnings of a query; more would bury the result.
    const MOST: usize = 8;

    pub(super) fn add(&mut self, hint: impl Into<String>) {
        let hint = hint.into();
        if self.0.len() < Hints::MOST && !self.0.contains(&hint) {
            self.0.push(hint);
        }
    }

    pub(super) fn into_vec(self) -> Vec<String> {
        self.0
    }
}

/// Splits a query into tokens, in time linear in its length.
pub(super) fn tokens(text: &str) -> Result<Tokens, QueryError> {
    let mut lexer = Lexer {
        text,
        at: 0,
        open: Vec::new(),
        tokens: Vec::new(),
        hints: Hints::default(),
        terms: 0,
        deepest: (0, 0..0),
    };
    lexer.run()?;
    if let Some((_, at)) = lexer.open.pop() {
        return Err(lexer.error(
            at,
            Problem::new("unclosed bracket", "opened here; add a closing )"),
        ));
    }
    Ok(Tokens {
        tokens: lexer.tokens,
        hints: lexer.hints,
        deepest: lexer.deepest.1,
    })
}

/// The error for more than [`MAX_DEPTH`] levels.
pub(super) fn too_deep() -> Problem {
    let suggestion = format!("at most {MAX_DEPTH} levels");
    Problem::new("brackets are nested too deeply", suggestion)
}

/// Marks that article texts are stored without, and marks that only steer the direction of text.
/// They come along when a query is pasted in, and are left out of every item.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Hyphen, minus and en dash, as keyboards and word processors write them.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}'
    )
}

/// The syntax that a character stands for: any double quote is `"`, any space or control is ` `.
pub(super) fn folded(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '＂' => '"',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

/// A letter of the Hebrew alphabet, among which `"` marks an acronym.
fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

/// Reads characters; what they make up is in `item`.
pub(super) struct Lexer<'q> {
    pub(super) text: &'q str,
    /// The next byte, always at a character boundary.
    pub(super) at: usize,
    /// The brackets that are open: the field of their items, and where they were opened.
    open: Vec<(Field, Range<usize>)>,
    pub(super) tokens: Vec<Token>,
    pub(super) hints: Hints,
    pub(super) terms: usize,
    /// The deepest level of brackets so far, and where it was first reached.
    deepest: (usize, Range<usize>),
}

impl<'q> Lexer<'q> {
    pub(super) fn rest(&self) -> &'q str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character, as it stands.
    pub(super) fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The syntax that the next character stands for.
    pub(super) fn peek(&self) -> Option<char> {
        let c = self.next()?;
        let is_letter = folded(c) == '"' && self.is_gershayim(c);
        Some(if is_letter { 'x' } else { folded(c) })
    }

    /// Whether a quote is the mark within a Hebrew acronym.
    fn is_gershayim(&self, quote: char) -> bool {
        let before = self
            .text
            .get(..self.at)
            .and_then(|text| text.chars().next_back());
        let after = self.rest().chars().nth(1);
        quote == '"' && before.is_some_and(is_hebrew) && after.is_some_and(is_hebrew)
    }

    pub(super) fn bump(&mut self) {
        self.at += self.next().map_or(0, char::len_utf8);
    }

    pub(super) fn error(&self, at: Range<usize>, problem: Problem) -> QueryError {
        QueryError::new(self.text, at, problem)
    }

    /// The bytes of the next character.
    pub(super) fn here(&self) -> Range<usize> {
        self.at..self.at + self.next().map_or(0, char::len_utf8)
    }

    /// The field of items that name none.
    pub(super) fn field(&self) -> Field {
        self.open.last().map_or(Field::Text, |(field, _)| *field)
    }

    pub(super) fn push(&mut self, kind: Kind, from: usize) {
        let span = from..self.at;
        self.tokens.push(Token { kind, span });
    }

    fn run(&mut self) -> Result<(), QueryError> {
        while let Some(c) = self.peek() {
            match c {
                ' ' => self.bump(),
                c if is_invisible(c) => self.bump(),
                '(' => self.open(self.field())?,
                ')' => self.close()?,
                '"' => self.quoted(self.field(), self.at)?,
                '*' if self.takes_all() => self.all()?,
                _ => self.bare()?,
            }
        }
        Ok(())
    }

    /// Opens a bracket whose items have a field.
    pub(super) fn open(&mut self, field: Field) -> Result<(), QueryError> {
        let span = self.here();
        if self.open.len() == MAX_DEPTH {
            return Err(self.error(span, too_deep()));
        }
        self.open.push((field, span.clone()));
        if self.open.len() > self.deepest.0 {
            self.deepest = (self.open.len(), span);
        }
        self.bump();
        self.push(Kind::Open, self.at - 1);
        Ok(())
    }

    fn close(&mut self) -> Result<(), QueryError> {
        if self.open.pop().is_none() {
            let problem = Problem::new("unopened bracket", "leave it out, or add a ( before");
            return Err(self.error(self.here(), problem));
        }
        self.bump();
        self.push(Kind::Close, self.at - 1);
        self.nothing_after()
    }

    /// Refuses `~5`, `^2` and `*` directly after a quote or a bracket.
    pub(super) fn nothing_after(&self) -> Result<(), QueryError> {
        match self.next().and_then(word::unsupported_after) {
            Some(problem) => Err(self.error(self.here(), problem)),
            None => Ok(()),
        }
    }

    /// An item that begins with neither a quote nor a bracket.
    fn bare(&mut self) -> Result<(), QueryError> {
        let from = self.at;
        let rest = self.rest();
        if rest.starts_with("&&") || rest.starts_with("||") {
            self.at += 2;
            let kind = if rest.starts_with('&') {
                Kind::And
            } else {
                Kind::Or
            };
            self.push(kind, from);
            return Ok(());
        }
        if let Some(sign) = self.sign() {
            self.bump();
            if sign != '+' {
                self.push(Kind::Not, from);
            }
            return Ok(());
        }
        match self.field() {
            field if field.is_date() => self.date(field, from),
            field => self.word(field, from, Place::Item),
        }
    }

    /// The sign that stands directly before an item here, with `-` for any dash. Several signs, or
    /// one alone, are text.
    fn sign(&mut self) -> Option<char> {
        let plain = |c: char| if is_dash(c) { '-' } else { c };
        let c = self.next()?;
        let sign = Some(plain(c)).filter(|c| matches!(c, '-' | '+' | '!'))?;
        let mut following = self.rest().chars().skip(1);
        let after = following.find(|c| !is_invisible(*c))?;
        if matches!(plain(folded(after)), ' ' | ')' | '-' | '+' | '!') {
            return None;
        }
        if sign == '-' && c != '-' {
            self.hints.add(format!(
                "{c} directly before a word is read as -, which excludes it"
            ));
        }
        Some(sign)
    }
}
