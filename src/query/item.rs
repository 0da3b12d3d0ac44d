//! The items of a query that stand without quotes: words and patterns.

use super::MAX_TERMS;
use super::dates::Bound;
use super::error::{Fault, Problem};
use super::field::Field;
use super::lex::{Kind, Lexer, Token, folded, is_invisible};
use super::operator::{Function, Operator};
use super::pattern;
use super::tree::Query;
use super::word;

/// Where a word stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Among items, where operators may stand.
    Item,
    /// Directly after a field's colon.
    Value,
}

/// The text of an item as it is collected.
#[derive(Default)]
pub(super) struct Item {
    pub text: String,
    /// Length of the text up to the last character that was escaped; 0 where none was.
    pub escaped: usize,
    /// The bytes of the text that are wildcards, in order.
    pub wild: Vec<usize>,
    pub is_address: bool,
}

/// What ends a run of characters.
enum Scanned {
    Item(Item),
    /// The colon of a field.
    Field(Field),
}

impl Item {
    fn push(&mut self, c: char) {
        if !is_invisible(c) {
            self.text.push(if c.is_control() { ' ' } else { c });
        }
    }

    /// The text as it is searched, with single spaces.
    pub fn normal(self) -> String {
        if self.text.contains(char::is_whitespace) {
            return self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        self.text
    }

    /// Whether every character means what it says.
    fn is_plain(&self) -> bool {
        self.escaped == 0 && self.wild.is_empty() && !self.is_address
    }

    pub fn has_word(&self) -> bool {
        word::has_word(&self.text) || self.wild.len() > 1
    }
}

impl Lexer<'_> {
    /// Whether a star here stands alone, also as `*:*`.
    pub(super) fn takes_all(&self) -> bool {
        let rest = self.rest();
        let after = rest
            .strip_prefix("*:*")
            .or_else(|| rest.strip_prefix('*'))
            .unwrap_or(rest);
        let ends = after
            .chars()
            .next()
            .is_none_or(|c| matches!(folded(c), ' ' | ')' | '^'));
        ends && self.field() == Field::Text
    }

    pub(super) fn all(&mut self) -> Result<(), Fault> {
        let from = self.at;
        while self.next().is_some_and(|c| matches!(c, '*' | ':')) {
            self.bump();
        }
        self.leaf(Query::All, from, None)?;
        self.boost()
    }

    /// Takes one character, or an escape and the character that it escapes, into an item.
    pub(super) fn character(&mut self, item: &mut Item) -> char {
        let c = self.next().unwrap_or(' ');
        self.bump();
        if let ('\\', Some(escaped)) = (c, self.next()) {
            self.bump();
            item.push(escaped);
            item.escaped = item.text.len();
            return escaped;
        }
        item.push(c);
        c
    }

    /// A word, an operator, a function or a field with its value.
    pub(super) fn word(&mut self, field: Field, from: usize, place: Place) -> Result<(), Fault> {
        let start = self.at;
        if field.is_text()
            && let Some(span) = pattern::regex_span(self.rest(), |c| folded(c) == ' ')
        {
            return self.regex(field, start + span.start..start + span.end, from);
        }
        let item = match self.scan(field)? {
            Scanned::Field(field) => return self.value(field, from),
            Scanned::Item(item) => item,
        };
        if item.is_plain() {
            if let Some(operator) = Operator::named(&item.text) {
                let operator = operator.map_err(|problem| self.error(start..self.at, problem))?;
                if place == Place::Value {
                    return Err(self.no_value(field, from));
                }
                self.push(Kind::Operator(operator), from);
                return Ok(());
            }
            if self.peek() == Some('(')
                && field.is_text()
                && let Some(read) = self.function(field, &item.text, start, from, place)
            {
                return read;
            }
            if field.is_text() {
                let hint = match self.peek() {
                    Some('(') => word::function_hint(&item.text, self.rest()),
                    _ => word::comparison_hint(&item.text),
                };
                hint.into_iter().for_each(|hint| self.hints.add(hint));
            }
        }
        if item.has_word() {
            return self.word_leaf(field, item, from, start);
        }
        if place == Place::Value {
            return Err(self.no_value(field, from));
        }
        self.leave_out_mark(&item.text, from);
        Ok(())
    }

    /// The function that a word directly before a bracket is, if any.
    fn function(
        &mut self,
        field: Field,
        name: &str,
        start: usize,
        from: usize,
        place: Place,
    ) -> Option<Result<(), Fault>> {
        let at = start..self.at;
        let function = match Function::named(name) {
            Some(Ok(function)) => function,
            Some(Err(problem)) => return Some(Err(self.error(at, problem))),
            None => {
                // Segments, as Nexis has them; "author(s)" is a word.
                let named = Field::named(name).filter(|_| !self.rest().starts_with("(s)"))?;
                let message = format!("{name}(...) is no function");
                let suggestion = format!(
                    "write {}:(...); to search for the word, put a space before the bracket",
                    named.name()
                );
                return Some(Err(self.error(at, Problem::new(message, suggestion))));
            }
        };
        if place == Place::Value {
            let suggestion = format!("write {}:({}(...))", field.name(), function.name());
            let problem = Problem::new("a function within a field's value", suggestion);
            return Some(Err(self.error(at, problem)));
        }
        Some(self.open(Field::Text, Some(function), from))
    }

    /// Takes the characters of a word, up to a space, a quote, a bracket or an operator.
    fn scan(&mut self, field: Field) -> Result<Scanned, Fault> {
        let start = self.at;
        let mut item = Item {
            // A site may carry a boost.
            is_address: field != Field::Site && word::begins_with_address(self.rest()),
            ..Item::default()
        };
        let mut brackets = 0usize;
        let mut has_colon = false;
        while let Some(c) = self.peek() {
            match c {
                ' ' | '"' => break,
                // An address keeps the brackets that it opens itself.
                '(' if item.is_address => brackets += 1,
                ')' if brackets > 0 => brackets -= 1,
                '(' | ')' => break,
                _ if item.is_address => {}
                '&' | '|' if self.after_next() == Some(c) => break,
                '|' => {
                    let problem = Problem::new("a single | means nothing", "write OR or ||");
                    return Err(self.error(self.here(), problem));
                }
                // Only the first can be a field's.
                ':' if !has_colon => {
                    has_colon = true;
                    if let Some(field) = self.colon(&item, field, start)? {
                        self.bump();
                        return Ok(Scanned::Field(field));
                    }
                }
                // Ids of actors that are not in the dictionary begin so.
                '?' if field.is_who() && item.text.is_empty() => {}
                // A host may be typed as a pattern, or with what comes after it.
                '*' | '?' if field == Field::Site => {}
                '*' | '?' if field.is_text() => item.wild.push(item.text.len()),
                '*' | '?' => {
                    let problem = pattern::no_wildcards(field.name(), c);
                    return Err(self.error(self.here(), problem));
                }
                _ => {}
            }
            self.character(&mut item);
        }
        Ok(Scanned::Item(item))
    }

    /// The leaf of a word, and the boost that may follow it.
    fn word_leaf(
        &mut self,
        field: Field,
        mut item: Item,
        from: usize,
        start: usize,
    ) -> Result<(), Fault> {
        let mut boost = None;
        if !item.is_address
            && let Some((before, number)) = pattern::boost_suffix(&item.text, item.escaped)
        {
            let hundredths = pattern::hundredths(number)
                .map_err(|problem| self.error(start..self.at, problem))?;
            boost = Some(hundredths);
            item.text.truncate(before.len());
            if !item.has_word() {
                self.leave_out_mark(&item.text, from);
                return Ok(());
            }
        }
        let leaf = self
            .word_query(field, item)
            .map_err(|problem| self.error(from..self.at, problem))?;
        self.leaf(leaf, from, None)?;
        if let Some(hundredths) = boost {
            self.push(Kind::Boost(hundredths), from);
        }
        Ok(())
    }

    fn word_query(&mut self, field: Field, mut item: Item) -> Result<Query, Problem> {
        let is_words = field.is_text() || field == Field::Exact;
        if let Some((before, number)) = pattern::fuzzy_suffix(&item.text, item.escaped)
            .filter(|_| !item.is_address && field != Field::Site)
        {
            if !field.is_text() {
                let message = format!("{}: takes no ~", field.name());
                let suggestion = format!(
                    "leave it out; for the sign itself write {}:\"...\"",
                    field.name()
                );
                return Err(Problem::new(message, suggestion));
            }
            if !item.wild.is_empty() {
                let suggestion = "leave out the ~ and its number, or the wildcard";
                return Err(Problem::new("a wildcard in a fuzzy word", suggestion));
            }
            return pattern::fuzzy(before, number).map(|query| field.around(query));
        }
        let plain = item.text.trim_end_matches('!').len();
        if is_words && !item.is_address && plain < item.text.len() && plain >= item.escaped {
            if field == Field::Exact {
                return Err(pattern::no_wildcards("exact", '!'));
            }
            // Nexis writes terror! where others write terror*.
            item.text.truncate(plain);
            if word::has_word(&item.text) {
                item.wild.push(plain);
                item.text.push('*');
            }
        }
        match item.wild.is_empty() {
            true => field.leaf(item.normal(), false, 0),
            false => {
                let query = pattern::wildcard(&item.text, &item.wild, 0)?;
                Ok(field.around(query))
            }
        }
    }

    /// A regular expression, whose text between the slashes is at `span`.
    fn regex(
        &mut self,
        field: Field,
        span: std::ops::Range<usize>,
        from: usize,
    ) -> Result<(), Fault> {
        let raw = self.text.get(span.clone()).unwrap_or_default();
        self.at = span.end + 1;
        match pattern::regex(raw) {
            Ok(query) => self.leaf(field.around(query), from, None)?,
            Err((at, problem)) => {
                let at = span.start + at.start..span.start + at.end;
                return Err(self.error(at, problem));
            }
        }
        self.boost()
    }

    pub(super) fn leaf(
        &mut self,
        leaf: Query,
        from: usize,
        bound: Option<Bound>,
    ) -> Result<(), Fault> {
        self.terms += 1;
        if self.terms > MAX_TERMS {
            let suggestion = format!("at most {MAX_TERMS} words, phrases and values");
            let problem = Problem::new("too many terms", suggestion);
            return Err(self.error(from..self.at, problem));
        }
        let (kind, span) = (Kind::Leaf(leaf), from..self.at);
        self.tokens.push(Token { kind, span, bound });
        Ok(())
    }

    /// Leaves out a word without a letter or digit, together with a sign before it.
    fn leave_out_mark(&mut self, text: &str, from: usize) {
        let sign_before = |token: &mut Token| {
            token.kind == Kind::Operator(Operator::Not)
                && token.span.end == from
                && token.span.len() <= 3
        };
        self.tokens.pop_if(sign_before);
        let shown: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(20)
            .collect();
        // A + joins, as words do that stand side by side.
        if !shown.is_empty() && shown != "+" {
            self.hints.add(format!(
                "{shown} holds no word to search for and is left out"
            ));
        }
    }
}
