//! Items in quotes.

use super::error::{Fault, Problem};
use super::field::Field;
use super::item::Item;
use super::lex::Lexer;
use super::pattern;
use unicode_normalization::char::is_combining_mark;

/// Whether a character is part of a word.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

impl Lexer<'_> {
    /// A phrase, from its opening quote; the item began at `from`.
    pub(super) fn quoted(&mut self, field: Field, from: usize) -> Result<(), Fault> {
        let opening = self.here();
        self.bump();
        let inner = self.at;
        let Some(item) = self.quoted_item(field)? else {
            self.lacks_quote = true;
            self.at = opening.end;
            let problem = Problem::new("unclosed quote", "opened here; add a closing \"");
            return Err(self.error(opening, problem));
        };
        let raw = self.text.get(inner..self.at).unwrap_or_default();
        self.bump();
        if field.is_date() {
            self.date_leaf(field, raw, inner, from)?;
        } else if item.has_word() {
            let slop = self.slop(field, &item)?;
            let leaf = match item.wild.is_empty() {
                true => field.leaf(item.normal(), true, slop),
                false => {
                    pattern::wildcard(&item.text, &item.wild, slop).map(|query| field.around(query))
                }
            };
            let leaf = leaf.map_err(|problem| self.error(from..self.at, problem))?;
            self.leaf(leaf, from, None)?;
        } else {
            let message = if raw.trim().is_empty() {
                "empty quotes"
            } else {
                "no word in quotes"
            };
            let problem = Problem::new(message, "write at least one word between the quotes");
            return Err(self.error(opening.start..self.at, problem));
        }
        self.boost()
    }

    /// The text up to the closing quote; `None` where there is none.
    fn quoted_item(&mut self, field: Field) -> Result<Option<Item>, Fault> {
        let mut item = Item::default();
        let mut before = ' ';
        while let Some(c) = self.peek().filter(|_| !self.lacks_quote) {
            if c == '"' {
                return Ok(Some(item));
            }
            if c == '*' && (field.is_text() || field == Field::Exact) {
                let is_wild = self.after_next().is_some_and(in_word) || in_word(before);
                if is_wild && field == Field::Exact {
                    return Err(self.error(self.here(), pattern::no_wildcards("exact", c)));
                }
                if is_wild {
                    item.wild.push(item.text.len());
                } else if field.is_text() {
                    self.hints.add(
                        "a * alone in quotes is left out; \"a b\"~1 lets one word stand between",
                    );
                }
            }
            before = self.character(&mut item);
        }
        Ok(None)
    }

    /// The number of words that may stand between those of a phrase, as in `"a b"~5`.
    fn slop(&mut self, field: Field, item: &Item) -> Result<u32, Fault> {
        if self.next() != Some('~') {
            return Ok(0);
        }
        let from = self.at;
        let is_words = field.is_text() || field == Field::Exact;
        self.bump();
        let number = self.number();
        let problem = match number.parse::<u32>() {
            _ if !is_words => {
                let message = format!("{}: takes no ~", field.name());
                Problem::new(message, "leave out the ~ and its number")
            }
            Ok(slop) if slop <= super::MAX_DISTANCE => {
                if slop > 0 && pattern::count(&item.text) < 2 {
                    self.hints.add(
                        "~ after one word in quotes changes nothing; x~1 finds other spellings",
                    );
                    return Ok(0);
                }
                return Ok(slop);
            }
            _ if number.is_empty() => Problem::new(
                "~ has no number",
                "write how many words may stand between: \"a b\"~5",
            ),
            _ => Problem::new(
                "not a number of words",
                format!("write a whole number, at most {}", super::MAX_DISTANCE),
            ),
        };
        Err(self.error(from..self.at, problem))
    }
}
