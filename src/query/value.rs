//! Fields and their values.

use super::dates::{self, Asked};
use super::error::{Fault, Problem};
use super::field::{self, Field};
use super::item::{Item, Place};
use super::lex::{Kind, Lexer, folded, is_dash};
use super::operator::{Function, Operator};
use super::tree::Query;

impl Lexer<'_> {
    /// What the colon after a word that began at `start` means: a field, or nothing special.
    pub(super) fn colon(
        &mut self,
        item: &Item,
        field: Field,
        start: usize,
    ) -> Result<Option<Field>, Fault> {
        let is_name = |c: char| c.is_alphabetic() || matches!(c, '_' | '-');
        let name = item.text.as_str();
        if item.escaped > 0 || name.is_empty() || !name.chars().all(is_name) {
            return Ok(None);
        }
        let named = Field::named(name);
        if field != Field::Text {
            // Elsewhere a colon belongs to the value, as in actor:state:RUS.
            return match field.inner(name) {
                None => Ok(None),
                Some(inner) => {
                    let suggestion = match field {
                        Field::In(_) => {
                            format!("write {}:({}:...)", field.name(), inner.name())
                        }
                        _ => "close the brackets first; for the text itself, write \\:".to_owned(),
                    };
                    let problem = Problem::new("a field within a field's value", suggestion);
                    Err(self.error(start..self.at + 1, problem))
                }
            };
        }
        if named.is_some() {
            return Ok(named);
        }
        // "Ukraine: what now" is a headline.
        let after = self.after_next().map(folded);
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

    /// The value of a field, from the character after its colon.
    pub(super) fn value(&mut self, field: Field, from: usize) -> Result<(), Fault> {
        match (self.peek(), field) {
            (None | Some(' ' | ')'), _) => Err(self.no_value(field, from)),
            (Some('('), Field::In(part)) => self.open(Field::Text, Some(Function::In(part)), from),
            (Some('('), _) => self.open(field, None, from),
            (Some('"'), _) => self.quoted(field, from),
            (Some(_), _) if field.is_date() => self.date(field, from),
            (Some('*'), _) if self.is_star() => {
                if let Some(what) = field.names() {
                    self.bump();
                    self.leaf(Query::Named { what, any: true }, from, None)?;
                    return self.boost();
                }
                let message = format!("{}: takes no *", field.name());
                let suggestion = match field {
                    Field::In(_) | Field::Exact => "write * alone for every article",
                    _ => {
                        "dates, outlets, sections, authors and source-topics: take * (any) and none"
                    }
                };
                let at = from..self.at + 1;
                self.bump();
                Err(self.error(at, Problem::new(message, suggestion)))
            }
            (Some(c), _) if c == '!' || is_dash(c) => {
                let suggestion = format!("to exclude, write -{}:", field.name());
                let problem = Problem::new("a sign before a value", suggestion);
                Err(self.error(self.here(), problem))
            }
            (Some(_), _) => self.word(field, from, Place::Value),
        }
    }

    /// Whether a star here is the whole value.
    fn is_star(&self) -> bool {
        let after = self.after_next().map(folded);
        after.is_none_or(|c| matches!(c, ' ' | ')' | '^'))
    }

    pub(super) fn no_value(&self, field: Field, from: usize) -> Fault {
        let (name, example) = (field.name(), field.example());
        let suggestion = format!("write the value directly after the colon: {name}:{example}");
        self.error(
            from..self.at,
            Problem::new(format!("{name}: has no value"), suggestion),
        )
    }

    /// A date value without quotes, or an operator among several.
    pub(super) fn date(&mut self, field: Field, from: usize) -> Result<(), Fault> {
        let start = self.at;
        if self.next().is_some_and(|c| matches!(c, '[' | '{')) {
            let opening = self.here();
            let end = self.rest().find([']', '}']).filter(|_| !self.lacks_square);
            let Some(length) = end else {
                self.lacks_square = true;
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
        if start == from
            && let Some(Ok(operator)) = Operator::named(raw)
        {
            self.push(Kind::Operator(operator), from);
            return Ok(());
        }
        self.date_leaf(field, raw, start, from)?;
        self.boost()
    }

    fn date_word(&mut self) {
        while let Some(c) = self.peek() {
            let ends = matches!(c, ' ' | '"' | '(' | ')' | '^');
            if ends || ("&|".contains(c) && self.after_next() == Some(c)) {
                break;
            }
            self.bump();
        }
    }

    /// The leaf of a date value, which is `raw` and begins at byte `start`.
    pub(super) fn date_leaf(
        &mut self,
        field: Field,
        raw: &str,
        start: usize,
        from: usize,
    ) -> Result<(), Fault> {
        let (limit, is_event) = match field {
            Field::Limit(limit) => (Some(limit), false),
            Field::Event(_) => (None, true),
            _ => (None, false),
        };
        let today = Some(self.mode.today).filter(|_| !is_event);
        let reading = dates::read(raw, Asked { limit, today }).map_err(|(at, problem)| {
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
        match field {
            Field::Event(relation) => self.leaf(Query::event(relation, reading.test), from, None),
            _ => self.leaf(Query::Published(reading.test), from, reading.bound),
        }
    }
}
