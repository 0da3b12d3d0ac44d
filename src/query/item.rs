//! The items of a query: words, phrases, and fields with their values.

use super::MAX_TERMS;
use super::dates;
use super::error::{Problem, QueryError};
use super::field::{self, Field};
use super::lex::{Kind, Lexer, folded, is_dash, is_invisible};
use super::tree::Query;
use super::word::{self, Operator};

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
struct Item {
    text: String,
    /// Length of the text up to the last character that was escaped; 0 where none was.
    escaped: usize,
    is_address: bool,
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
    fn normal(self) -> String {
        if self.text.contains(char::is_whitespace) {
            return self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        self.text
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
            .is_none_or(|c| matches!(folded(c), ' ' | ')'));
        ends && self.field() == Field::Text
    }

    pub(super) fn all(&mut self) -> Result<(), QueryError> {
        let from = self.at;
        while self.next().is_some_and(|c| matches!(c, '*' | ':')) {
            self.bump();
        }
        self.leaf(Query::All, from)
    }

    /// A phrase, from its opening quote; the item began at `from`.
    pub(super) fn quoted(&mut self, field: Field, from: usize) -> Result<(), QueryError> {
        let opening = self.here();
        self.bump();
        let inner = self.at;
        let mut item = Item::default();
        let mut before = ' ';
        loop {
            let Some(c) = self.peek() else {
                let problem = Problem::new("unclosed quote", "opened here; add a closing \"");
                return Err(self.error(opening, problem));
            };
            if c == '"' {
                break;
            }
            if c == '*' && !field.is_date() {
                let after = self
                    .rest()
                    .chars()
                    .nth(1)
                    .is_some_and(char::is_alphanumeric);
                if after || before.is_alphanumeric() {
                    return Err(self.error(self.here(), word::wildcard(c)));
                }
            }
            before = self.character(&mut item);
        }
        let raw = self.text.get(inner..self.at).unwrap_or_default();
        self.bump();
        if field.is_date() {
            self.date_leaf(field, raw, inner, from)?;
        } else if word::has_word(&item.text) {
            self.text_leaf(field, item.normal(), true, from)?;
        } else {
            let message = if raw.trim().is_empty() {
                "empty quotes"
            } else {
                "no word in quotes"
            };
            let problem = Problem::new(message, "write at least one word between the quotes");
            return Err(self.error(opening.start..self.at, problem));
        }
        self.nothing_after()
    }

    /// Takes one character, or an escape and the character that it escapes, into an item.
    fn character(&mut self, item: &mut Item) -> char {
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

    /// A word, an operator or a field with its value.
    pub(super) fn word(
        &mut self,
        field: Field,
        from: usize,
        place: Place,
    ) -> Result<(), QueryError> {
        let start = self.at;
        let item = match self.scan(field)? {
            Scanned::Field(field) => return self.value(field, from),
            Scanned::Item(item) => item,
        };
        if item.escaped == 0 && !item.is_address {
            if let Some(operator) = Operator::named(&item.text) {
                return self.operator(operator, field, from, place);
            }
            let before_bracket = self.peek() == Some('(');
            let problem = word::unsupported(&item.text, before_bracket).filter(|_| field.is_text());
            if let Some(problem) = problem {
                return Err(self.error(start..self.at, problem));
            }
        }
        if let Some(problem) = refused_suffix(&item, field) {
            return Err(self.error(start..self.at, problem));
        }
        if word::has_word(&item.text) {
            return self.text_leaf(field, item.normal(), false, from);
        }
        if place == Place::Value {
            return Err(self.no_value(field, from));
        }
        self.leave_out(&item.text, from);
        Ok(())
    }

    /// Takes the characters of a word, up to a space, a quote, a bracket or an operator.
    fn scan(&mut self, field: Field) -> Result<Scanned, QueryError> {
        let start = self.at;
        let mut item = Item {
            is_address: word::begins_with_address(self.rest()),
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
                '&' | '|' if self.is_doubled(c) => break,
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
                '?' if field == Field::Actor && item.text.is_empty() => {}
                '*' | '?' => return Err(self.error(self.here(), word::wildcard(c))),
                _ => {}
            }
            self.character(&mut item);
        }
        Ok(Scanned::Item(item))
    }

    fn is_doubled(&self, c: char) -> bool {
        self.rest().chars().nth(1) == Some(c)
    }

    /// What the colon after a word that began at `start` means: a field, or nothing special.
    fn colon(
        &mut self,
        item: &Item,
        field: Field,
        start: usize,
    ) -> Result<Option<Field>, QueryError> {
        let is_name = |c: char| c.is_alphabetic() || matches!(c, '_' | '-');
        let name = item.text.as_str();
        if item.escaped > 0 || name.is_empty() || !name.chars().all(is_name) {
            return Ok(None);
        }
        let named = Field::named(name);
        if field != Field::Text {
            // Elsewhere a colon belongs to the value, as in actor:state:RUS.
            return match named {
                None => Ok(None),
                Some(_) => {
                    let suggestion = "close the brackets first; for the text itself, write \\:";
                    let problem = Problem::new("a field within a field's value", suggestion);
                    Err(self.error(start..self.at + 1, problem))
                }
            };
        }
        if named.is_some() {
            return Ok(named);
        }
        // "Ukraine: what now" is a headline.
        let after = self.rest().chars().nth(1).map(folded);
        if after.is_some_and(|c| !matches!(c, ' ' | ')')) {
            return Err(self.error(start..self.at + 1, field::unknown(name)));
        }
        if let Some(near) = field::nearest(name) {
            self.hints.add(format!(
                "{name}: is searched as a word; the field is {near}:"
            ));
        }
        Ok(None)
    }

    fn operator(
        &mut self,
        operator: Operator,
        field: Field,
        from: usize,
        place: Place,
    ) -> Result<(), QueryError> {
        if place == Place::Value {
            return Err(self.no_value(field, from));
        }
        let kind = match operator {
            Operator::And => Kind::And,
            Operator::Or => Kind::Or,
            Operator::Not => Kind::Not,
        };
        self.push(kind, from);
        Ok(())
    }

    /// The value of a field, from the character after its colon.
    fn value(&mut self, field: Field, from: usize) -> Result<(), QueryError> {
        match self.peek() {
            None | Some(' ' | ')') => Err(self.no_value(field, from)),
            Some('(') => self.open(field),
            Some('"') => self.quoted(field, from),
            Some(_) if field.is_date() => self.date(field, from),
            Some(c) if c == '!' || is_dash(c) => {
                let suggestion = format!("to exclude, write -{}:", field.name());
                let problem = Problem::new("a sign before a value", suggestion);
                Err(self.error(self.here(), problem))
            }
            Some(_) => self.word(field, from, Place::Value),
        }
    }

    fn no_value(&self, field: Field, from: usize) -> QueryError {
        let name = field.name();
        let example = match field {
            Field::Actor => "russia",
            Field::Published | Field::Event(_) => "2023-09",
            Field::EventGrain => "day",
            Field::Outlet => "reuters",
            Field::Lang => "en",
            Field::Title | Field::Text => "ceasefire",
        };
        let suggestion = format!("write the value directly after the colon: {name}:{example}");
        self.error(
            from..self.at,
            Problem::new(format!("{name}: has no value"), suggestion),
        )
    }

    /// A date value without quotes, or an operator among several.
    pub(super) fn date(&mut self, field: Field, from: usize) -> Result<(), QueryError> {
        let start = self.at;
        if self.next().is_some_and(|c| matches!(c, '[' | '{')) {
            let opening = self.here();
            let Some(length) = self.rest().find([']', '}']) else {
                let problem = Problem::new("unclosed range", "opened here; add a closing ] or }");
                return Err(self.error(opening, problem));
            };
            self.at += length + 1;
        } else {
            self.date_word();
            let sofar = self.text.get(start..self.at).unwrap_or_default();
            // Some write a space after the sign of a comparison.
            if sofar.trim_matches(['<', '>', '=', '≥', '≤']).is_empty() {
                while self.peek() == Some(' ') {
                    self.bump();
                }
                self.date_word();
            }
        }
        let raw = self.text.get(start..self.at).unwrap_or_default();
        // Directly after the colon, the value begins later than the item.
        match Operator::named(raw) {
            Some(operator) if start == from => self.operator(operator, field, from, Place::Item),
            _ => self.date_leaf(field, raw, start, from),
        }
    }

    fn date_word(&mut self) {
        while let Some(c) = self.peek() {
            if matches!(c, ' ' | '"' | '(' | ')') || ("&|".contains(c) && self.is_doubled(c)) {
                break;
            }
            self.bump();
        }
    }

    /// The leaf of a date value, which is `raw` and begins at byte `start`.
    fn date_leaf(
        &mut self,
        field: Field,
        raw: &str,
        start: usize,
        from: usize,
    ) -> Result<(), QueryError> {
        let reading = dates::read(raw).map_err(|(at, problem)| {
            let at = start + at.start..start + at.end;
            self.error(at, problem)
        })?;
        if let Some(hint) = reading.hint {
            self.hints.add(hint);
        }
        let next = self.rest().trim_start();
        let is_cut = raw.ends_with("..") && next.starts_with(|c: char| c.is_ascii_digit());
        if is_cut || next.starts_with("..") {
            self.hints
                .add("a range of dates ends at a space; write it without: 2023-09..2023-10");
        }
        let leaf = match field {
            Field::Event(relation) => Query::event(relation, reading.test),
            _ => Query::Published(reading.test),
        };
        self.leaf(leaf, from)
    }

    fn text_leaf(
        &mut self,
        field: Field,
        text: String,
        quoted: bool,
        from: usize,
    ) -> Result<(), QueryError> {
        match field.leaf(text, quoted) {
            Ok(leaf) => self.leaf(leaf, from),
            Err(problem) => Err(self.error(from..self.at, problem)),
        }
    }

    fn leaf(&mut self, leaf: Query, from: usize) -> Result<(), QueryError> {
        self.terms += 1;
        if self.terms > MAX_TERMS {
            let suggestion = format!("at most {MAX_TERMS} words, phrases and values");
            let problem = Problem::new("too many terms", suggestion);
            return Err(self.error(from..self.at, problem));
        }
        self.push(Kind::Leaf(leaf), from);
        Ok(())
    }

    /// Leaves out a word without a letter or digit, together with a sign before it.
    fn leave_out(&mut self, text: &str, from: usize) {
        let sign_before = |token: &mut super::lex::Token| {
            token.kind == Kind::Not && token.span.end == from && token.span.len() <= 3
        };
        self.tokens.pop_if(sign_before);
        let shown: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(20)
            .collect();
        if !shown.is_empty() {
            self.hints.add(format!(
                "{shown} holds no word to search for and is left out"
            ));
        }
    }
}

/// The error for what a word ends in, where other products give it a meaning.
fn refused_suffix(item: &Item, field: Field) -> Option<Problem> {
    let text = item.text.as_str();
    if item.is_address || !word::has_word(text) {
        return None;
    }
    let is_open = text.ends_with('!') && item.escaped < text.len();
    if is_open && field.is_text() {
        return Some(word::wildcard('!'));
    }
    word::unsupported_suffix(text, item.escaped)
}
