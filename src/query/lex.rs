//! Text to tokens. Fields are applied here, so that the parser sees operators and leaves alone.

use super::MAX_DEPTH;
use super::dates::{Bound, Today};
use super::error::{Fault, Problem, QueryError};
use super::field::Field;
use super::hints::Hints;
use super::item::Place;
use super::operator::{Function, Operator};
use super::pattern;
use super::tree::Query;
use std::ops::Range;

/// A token and the bytes of the query that it comes from.
#[derive(Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
    /// The end of the days of publication that a leaf sets, where it sets one.
    pub bound: Option<Bound>,
}

/// What a token is.
#[derive(Debug, PartialEq)]
pub(super) enum Kind {
    /// An opening bracket, with the function before it.
    Open(Option<Function>),
    Close,
    /// An operator; NOT also as a sign before an item.
    Operator(Operator),
    /// Counts the item before it so many hundredths.
    Boost(u32),
    Leaf(Query),
    /// Stands where something unreadable was left out.
    Dropped,
}

/// How a query is to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode {
    /// The day from which relative dates count back.
    pub today: Today,
    /// Whether to leave out what cannot be read.
    pub lenient: bool,
}

/// A query as tokens; the brackets among them are balanced.
#[derive(Debug)]
pub(super) struct Tokens {
    pub tokens: Vec<Token>,
    pub hints: Hints,
    /// The opening bracket on the deepest level, empty where there is none.
    pub deepest: Range<usize>,
}

/// Splits a query into tokens, in time linear in its length.
pub(super) fn tokens(text: &str, mode: Mode) -> Result<Tokens, QueryError> {
    read(text, mode).map_err(|fault| fault.in_text(text))
}

fn read(text: &str, mode: Mode) -> Result<Tokens, Fault> {
    let mut lexer = Lexer {
        text,
        mode,
        at: 0,
        open: Vec::new(),
        tokens: Vec::new(),
        hints: Hints::default(),
        terms: 0,
        deepest: (0, 0..0),
        lacks_quote: false,
        lacks_square: false,
    };
    lexer.run()?;
    while let Some((_, at)) = lexer.open.pop() {
        let problem = Problem::new("unclosed bracket", "opened here; add a closing )");
        lexer.leave_out(at, problem)?;
        lexer.push(Kind::Close, text.len());
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
    Problem::new("the query is nested too deeply", suggestion)
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

/// Reads characters; what they make up is in `item` and `value`.
pub(super) struct Lexer<'q> {
    pub(super) text: &'q str,
    pub(super) mode: Mode,
    /// The next byte, always at a character boundary.
    pub(super) at: usize,
    /// The brackets that are open: the field of their items, and where they were opened.
    open: Vec<(Field, Range<usize>)>,
    pub(super) tokens: Vec<Token>,
    pub(super) hints: Hints,
    pub(super) terms: usize,
    /// The deepest level of brackets so far, and where it was first reached.
    deepest: (usize, Range<usize>),
    /// Whether a quote was met that is closed nowhere; then no later one is looked for.
    pub(super) lacks_quote: bool,
    /// The same of the square or curly bracket of a range.
    pub(super) lacks_square: bool,
}

impl<'q> Lexer<'q> {
    pub(super) fn rest(&self) -> &'q str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character, as it stands.
    pub(super) fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character after the next one, as it stands.
    pub(super) fn after_next(&self) -> Option<char> {
        self.rest().chars().nth(1)
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
        let after = self.after_next();
        quote == '"' && before.is_some_and(is_hebrew) && after.is_some_and(is_hebrew)
    }

    pub(super) fn bump(&mut self) {
        self.at += self.next().map_or(0, char::len_utf8);
    }

    pub(super) fn error(&self, at: Range<usize>, problem: Problem) -> Fault {
        Fault { at, problem }
    }

    /// An error; a lenient reading says instead that the place was left out, and goes on.
    fn leave_out(&mut self, at: Range<usize>, problem: Problem) -> Result<(), Fault> {
        if !self.mode.lenient {
            return Err(self.error(at, problem));
        }
        self.hints.drop(self.text, at, &problem.message);
        Ok(())
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
        let bound = None;
        self.tokens.push(Token { kind, span, bound });
    }

    fn run(&mut self) -> Result<(), Fault> {
        while let Some(c) = self.peek() {
            let start = self.at;
            let read = match c {
                ' ' => {
                    self.bump();
                    Ok(())
                }
                c if is_invisible(c) => {
                    self.bump();
                    Ok(())
                }
                '(' => self.open(self.field(), None, self.at),
                ')' => self.close(),
                '"' => self.quoted(self.field(), self.at),
                '*' if self.takes_all() => self.all(),
                _ => self.bare(),
            };
            match read {
                Err(fault) if self.mode.lenient => self.recover(start, &fault),
                read => read?,
            }
        }
        Ok(())
    }

    /// Leaves out the item that began at `start` and could not be read, up to the next space, quote
    /// or bracket. Of a quote or bracket, only itself.
    fn recover(&mut self, start: usize, fault: &Fault) {
        let is_end = |c: char| matches!(c, ' ' | '(' | ')' | '"');
        let first = self.text.get(start..).and_then(|rest| rest.chars().next());
        let is_mark = first.is_some_and(|c| is_end(folded(c)));
        if is_mark && self.at <= start {
            self.at = start;
            self.bump();
        } else if !is_mark {
            while self.at <= start || self.peek().is_some_and(|c| !is_end(c)) {
                if self.next().is_none() {
                    break;
                }
                self.bump();
            }
        }
        let dropped = self.text.get(start..self.at).unwrap_or_default();
        if !is_mark || dropped.chars().nth(1).is_some() {
            self.push(Kind::Dropped, start);
        }
        let at = start..self.at;
        self.hints.drop(self.text, at, &fault.problem.message);
    }

    /// Opens a bracket whose items have a field, `from` being where its function or field began.
    pub(super) fn open(
        &mut self,
        field: Field,
        function: Option<Function>,
        from: usize,
    ) -> Result<(), Fault> {
        let span = self.here();
        if self.open.len() == MAX_DEPTH {
            return Err(self.error(span, too_deep()));
        }
        self.open.push((field, span.clone()));
        if self.open.len() > self.deepest.0 {
            self.deepest = (self.open.len(), span);
        }
        self.bump();
        self.push(Kind::Open(function), from);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        if self.open.pop().is_none() {
            let problem = Problem::new("unopened bracket", "leave it out, or add a ( before");
            return Err(self.error(self.here(), problem));
        }
        self.bump();
        self.push(Kind::Close, self.at - 1);
        if self.next() == Some('~') {
            let suggestion =
                "~5 is for words in quotes: \"a b\"~5; for brackets write (a OR b) w/5 c";
            return Err(self.bad_suffix(Problem::new("~ after a bracket", suggestion)));
        }
        self.boost()
    }

    /// A boost directly after an item, and the refusal of what else has no meaning there.
    pub(super) fn boost(&mut self) -> Result<(), Fault> {
        match self.next() {
            Some('^') => {
                let from = self.at;
                self.bump();
                let number = self.number();
                match pattern::hundredths(number) {
                    Ok(hundredths) => self.push(Kind::Boost(hundredths), from),
                    Err(problem) => return Err(self.error(from..self.at, problem)),
                }
                Ok(())
            }
            Some('*') => {
                let suggestion = "write it within or directly after a word, as in presid*";
                Err(self.bad_suffix(Problem::new("a * after a quote or bracket", suggestion)))
            }
            _ => Ok(()),
        }
    }

    /// The error for a sign that is here, which is passed over.
    pub(super) fn bad_suffix(&mut self, problem: Problem) -> Fault {
        let error = self.error(self.here(), problem);
        self.bump();
        error
    }

    /// Takes digits and points.
    pub(super) fn number(&mut self) -> &'q str {
        let from = self.at;
        while self.next().is_some_and(|c| c.is_ascii_digit() || c == '.') {
            self.bump();
        }
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// An item that begins with neither a quote nor a bracket.
    fn bare(&mut self) -> Result<(), Fault> {
        let from = self.at;
        let rest = self.rest();
        if rest.starts_with("&&") || rest.starts_with("||") {
            self.at += 2;
            let operator = match rest.starts_with('&') {
                true => Operator::And,
                false => Operator::Or,
            };
            self.push(Kind::Operator(operator), from);
            return Ok(());
        }
        if let Some(sign) = self.sign() {
            self.bump();
            if sign != '+' {
                self.push(Kind::Operator(Operator::Not), from);
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
