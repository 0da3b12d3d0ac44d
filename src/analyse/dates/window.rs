//! Typed tokens: what the words around a trigger are, looked up only when a rule asks.

use super::table::{Deixis, Entry, Meaning, Table, Unit};
use crate::model::FieldTokens;
use std::cell::Cell;

/// What one token is to the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A run of one to four ASCII digits, with its length.
    Number(u16, u8),
    /// "19th", "1er".
    Ordinal(u16),
    /// "1990s": the first year. "90s" is given as the year of its century's end ("1990").
    Decade(i16),
    /// A word of the language's table.
    Known(Meaning),
    /// Any other word.
    Other,
    /// Before the first or after the last token.
    Outside,
}

/// The tokens of a text, seen by index. Indices may run over both ends.
#[derive(Debug)]
pub(super) struct Window<'a> {
    pub text: &'a str,
    pub tokens: &'a FieldTokens,
    pub table: &'static Table,
    /// What was looked up last, by the lowest bits of the index: each rule looks at the same few
    /// words around a trigger.
    seen: [Cell<(isize, Option<Entry>)>; SEEN],
}

const SEEN: usize = 16;

impl<'a> Window<'a> {
    /// The tokens of a text, whose words are looked up in `table`.
    pub fn new(text: &'a str, tokens: &'a FieldTokens, table: &'static Table) -> Window<'a> {
        Window {
            text,
            tokens,
            table,
            // No token has this index, so no slot answers before it is filled.
            seen: [const { Cell::new((isize::MIN, None)) }; SEEN],
        }
    }

    /// Byte span of a token.
    pub fn span(&self, index: isize) -> Option<(usize, usize)> {
        let &(start, end) = self.tokens.tokens.get(usize::try_from(index).ok()?)?;
        Some((start as usize, end as usize))
    }

    /// The token as it stands in the text; empty outside.
    pub fn raw(&self, index: isize) -> &'a str {
        self.span(index)
            .and_then(|(start, end)| self.text.get(start..end))
            .unwrap_or("")
    }

    /// What stands between a token and the next; `None` at either end of the text.
    pub fn gap(&self, index: isize) -> Option<&'a str> {
        let (_, end) = self.span(index)?;
        let (start, _) = self.span(index + 1)?;
        self.text.get(end..start)
    }

    /// What stands right after a token, at the end of the text too.
    pub fn after(&self, index: isize) -> &'a str {
        self.gap(index).unwrap_or_else(|| {
            self.span(index)
                .and_then(|(_, end)| self.text.get(end..))
                .unwrap_or("")
        })
    }

    /// What stands right before a token, at the start of the text too.
    pub fn before(&self, index: isize) -> &'a str {
        self.gap(index - 1).unwrap_or_else(|| {
            self.span(index)
                .and_then(|(start, _)| self.text.get(..start))
                .unwrap_or("")
        })
    }

    /// Whether only white space, and no blank line, parts a token from the next.
    pub fn spaced(&self, index: isize) -> bool {
        self.gap(index).is_some_and(is_space)
    }

    /// White space or a hyphen.
    pub fn joined(&self, index: isize) -> bool {
        self.gap(index)
            .is_some_and(|gap| is_hyphen(gap) || is_space(gap))
    }

    /// White space, with at most one of `marks` before it.
    pub fn loose(&self, index: isize, marks: &[char]) -> bool {
        self.gap(index)
            .is_some_and(|gap| is_space(gap.strip_prefix(marks).unwrap_or(gap)))
    }

    /// The table's entry of a word.
    pub fn entry(&self, index: isize) -> Option<Entry> {
        self.known(index, self.raw(index))
    }

    fn known(&self, index: isize, raw: &str) -> Option<Entry> {
        let seen = &self.seen[index.rem_euclid(SEEN as isize) as usize];
        let (before, entry) = seen.get();
        if before == index {
            return entry;
        }
        let entry = self.look_up(index, raw);
        seen.set((index, entry));
        entry
    }

    fn look_up(&self, index: isize, raw: &str) -> Option<Entry> {
        let entry = self.table.entry_at(raw, true)?;
        // Only a word that must be small is asked for its place.
        let small = !entry.lower || !self.capital(index) || self.opens_sentence(index);
        small.then_some(entry)
    }

    /// The typed token at an index.
    pub fn word(&self, index: isize) -> Word {
        let raw = self.raw(index);
        match raw.as_bytes().first() {
            None => Word::Outside,
            Some(byte) if byte.is_ascii_digit() => number(raw),
            Some(_) => match self.known(index, raw) {
                Some(entry) => Word::Known(entry.meaning),
                None => Word::Other,
            },
        }
    }

    /// A day of the month, as digits ("20", "20th").
    pub fn day(&self, index: isize) -> Option<i8> {
        let (Word::Number(value, 1 | 2) | Word::Ordinal(value)) = self.word(index) else {
            return None;
        };
        i8::try_from(value)
            .ok()
            .filter(|day| (1..=31).contains(day))
    }

    /// A month as a word.
    pub fn month(&self, index: isize) -> Option<i8> {
        match self.word(index) {
            Word::Known(Meaning::Month(month)) => Some(month),
            _ => None,
        }
    }

    /// A year of four digits from 1000 to 2999.
    pub fn year(&self, index: isize) -> Option<i16> {
        match self.word(index) {
            Word::Number(value @ 1000..=2999, 4) => i16::try_from(value).ok(),
            _ => None,
        }
    }

    /// The astronomical year of "480 BC" or "70 AD" whose number stands at `index`, with the index
    /// of its last token.
    pub fn era_year(&self, index: isize) -> Option<(i16, isize)> {
        let Word::Number(value @ 1..=2999, _) = self.word(index) else {
            return None;
        };
        let gap = self.gap(index)?;
        if !(is_space(gap) || gap.is_empty()) {
            return None;
        }
        let (before_christ, last) = self.era(index + 1)?;
        let value = i16::try_from(value).ok()?;
        Some((if before_christ { 1 - value } else { value }, last))
    }

    /// Whether "BC" (true) or "AD" (false) stands at `index`, with the index of its last token.
    /// "B.C." is two tokens.
    pub fn era(&self, index: isize) -> Option<(bool, isize)> {
        let before_christ = match self.word(index) {
            Word::Known(Meaning::BeforeChrist) => true,
            Word::Known(Meaning::AnnoDomini) => false,
            _ => {
                let dotted = self.raw(index) == "B"
                    && self.raw(index + 1) == "C"
                    && self.gap(index) == Some(".");
                return dotted.then_some((true, index + 1));
            }
        };
        let upper = self
            .raw(index)
            .bytes()
            .all(|byte| byte.is_ascii_uppercase());
        upper.then_some((before_christ, index))
    }

    /// A time zone's abbreviation, in capitals.
    pub fn zone_name(&self, index: isize) -> bool {
        self.is(index, Meaning::Zone)
            && self
                .raw(index)
                .bytes()
                .all(|byte| byte.is_ascii_uppercase())
    }

    /// Whether the words that stand here announce a date: "in", "since", "until".
    pub fn cued(&self, index: isize) -> bool {
        matches!(
            self.word(index),
            Word::Known(
                Meaning::Cue
                    | Meaning::Lasting
                    | Meaning::In
                    | Meaning::BeforeIn
                    | Meaning::BeforeAgo
                    | Meaning::Join
                    | Meaning::Ahead
                    | Meaning::Before
                    | Meaning::About(_)
                    | Meaning::Part(_)
                    | Meaning::Edge(_)
            )
        )
    }

    /// "ended" before a date: the date is over.
    pub fn ended_before(&self, index: isize) -> bool {
        self.is(index - 1, Meaning::Ended) && self.same(index - 1, "ended")
    }

    /// A word that joins two dates: "to", "and", "until".
    pub fn joins(&self, index: isize) -> bool {
        self.is(index, Meaning::Join) || self.is(index, Meaning::Ahead)
    }

    /// A word that ends a phrase before it: "it", "that", "and".
    pub fn function_word(&self, index: isize) -> bool {
        let raw = self.raw(index);
        let known = matches!(
            self.word(index),
            Word::Known(Meaning::Number(_) | Meaning::Unit(_) | Meaning::Filler | Meaning::Vague)
        );
        raw.len() <= 4 && !known && raw.bytes().all(|byte| byte.is_ascii_lowercase())
    }

    /// Whether a quarter follows a possessive: "this year's third quarter".
    pub fn possessed_quarter(&self, index: isize) -> bool {
        let possessive = matches!(self.gap(index), Some("'s " | "’s "));
        possessive
            && matches!(
                self.word(index + 1),
                Word::Known(Meaning::Ordinal(_)) | Word::Ordinal(_)
            )
            && matches!(
                self.word(index + 2),
                Word::Known(Meaning::Unit(Unit::Quarter | Unit::Half))
            )
    }

    /// A preposition that a length of time follows: "over", "within", "for".
    pub fn lasting(&self, index: isize) -> bool {
        self.is(index, Meaning::Lasting)
    }

    /// "last", "this" or "next" at an index.
    pub fn deixis(&self, index: isize) -> Option<Deixis> {
        match self.word(index) {
            Word::Known(Meaning::Deixis(deixis)) => Some(deixis),
            Word::Known(Meaning::Current) => Some(Deixis::This),
            Word::Known(Meaning::UpToNow) => Some(Deixis::Last),
            _ => None,
        }
    }

    /// A unit of time at an index, and whether it is in the plural.
    pub fn unit(&self, index: isize) -> Option<(Unit, bool)> {
        match self.entry(index)? {
            Entry {
                meaning: Meaning::Unit(unit),
                plural,
                ..
            } => Some((unit, plural)),
            _ => None,
        }
    }

    /// An amount as one word: "3", "three", "few" (none), "a".
    pub fn small_number(&self, index: isize) -> Option<Option<u32>> {
        match self.word(index) {
            Word::Number(value, _) => Some(Some(u32::from(value))),
            Word::Known(Meaning::Number(value)) => Some(Some(u32::from(value))),
            Word::Known(Meaning::One) => Some(Some(1)),
            Word::Known(Meaning::Vague) => Some(None),
            _ => None,
        }
    }

    /// Whether the word is this one, whatever its case (ASCII).
    pub fn same(&self, index: isize, word: &str) -> bool {
        self.raw(index).eq_ignore_ascii_case(word)
    }

    /// Whether an article stands before `index`, parted by white space, not before `floor`.
    pub fn article_before(&self, index: isize, floor: isize) -> bool {
        let near = self.spaced(index - 1) || matches!(self.gap(index - 1), Some("'" | "’"));
        index > floor && self.is(index - 1, Meaning::Article) && near
    }

    /// Whether the word begins with a capital letter.
    pub fn capital(&self, index: isize) -> bool {
        self.raw(index)
            .chars()
            .next()
            .is_some_and(char::is_uppercase)
    }

    /// Whether the word has a capital letter first and small ones after it.
    pub fn title_case(&self, index: isize) -> bool {
        !self.table.capital_nouns
            && self.capital(index)
            && self.raw(index).chars().skip(1).any(char::is_lowercase)
    }

    /// The index of the sentence that a token is in.
    pub fn sentence(&self, index: isize) -> usize {
        let starts = &self.tokens.sentences;
        starts.partition_point(|sentence| (sentence.token as isize) <= index)
    }

    /// Whether the token opens a sentence.
    pub fn opens_sentence(&self, index: isize) -> bool {
        let starts = &self.tokens.sentences;
        starts
            .binary_search_by(|sentence| (sentence.token as isize).cmp(&index))
            .is_ok()
    }

    /// Whether the word means this.
    pub fn is(&self, index: isize, meaning: Meaning) -> bool {
        self.word(index) == Word::Known(meaning)
    }

    /// Whether a number at `index` stands alone: not a piece of an amount, a score, a version or a
    /// telephone number.
    pub fn stands_alone(&self, index: isize) -> bool {
        let before = self.before(index);
        // What touches the number from the left must not be a sign that makes it an amount.
        let left = before.chars().next_back().is_none_or(|c| {
            c.is_whitespace()
                || matches!(
                    c,
                    '(' | '[' | '"' | '“' | '‘' | '«' | '-' | '–' | '—' | '\''
                )
        });
        let left = left
            && !(is_hyphen(before) && self.gap(index - 1).is_some_and(|_| self.digits(index - 1)));
        left && self.stands_alone_on_the_right(index)
    }

    /// The same, of what follows the number.
    pub fn stands_alone_on_the_right(&self, index: isize) -> bool {
        let mut right = self.after(index).chars();
        match right.next() {
            Some('%' | '°' | '$' | '€' | '£' | '#' | '/' | '+' | '=' | '_' | '@') => false,
            // "20,000", "3.20", "10:30", "20-3": digits go on.
            Some('.' | ',' | ':' | '-' | '–') => {
                !(right.as_str().is_empty() && self.gap(index).is_some() && self.digits(index + 1))
            }
            _ => true,
        }
    }

    /// Whether the token begins with a digit.
    pub fn digits(&self, index: isize) -> bool {
        self.raw(index).starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Whether a word is an English ordinal in digits: "14th".
pub(super) fn is_nth(word: &str) -> bool {
    matches!(number(word), Word::Ordinal(1..=31)) && word.ends_with(['t', 'd', 'h'])
}

/// White space without a blank line.
pub(super) fn is_space(gap: &str) -> bool {
    !gap.is_empty()
        && gap.len() <= 16
        && gap.chars().all(char::is_whitespace)
        && gap.bytes().filter(|&byte| byte == b'\n').count() < 2
}

/// A lone hyphen or dash.
pub(super) fn is_hyphen(gap: &str) -> bool {
    matches!(gap, "-" | "\u{2010}" | "\u{2011}" | "–")
}

/// A token that begins with a digit.
fn number(raw: &str) -> Word {
    let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
    let (Some(head), Some(tail)) = (raw.get(..digits), raw.get(digits..)) else {
        return Word::Other;
    };
    if digits > 4 || digits == 0 {
        return Word::Other;
    }
    let Ok(value) = head.parse::<u16>() else {
        return Word::Other;
    };
    match tail {
        "" => Word::Number(value, digits as u8),
        "s" if digits == 4 && value % 10 == 0 && (1000..3000).contains(&value) => {
            Word::Decade(value as i16)
        }
        "s" if digits == 2 && value % 10 == 0 && value >= 20 => Word::Decade(1900 + value as i16),
        "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH" | "er" | "º" | "го"
            if digits <= 2 =>
        {
            Word::Ordinal(value)
        }
        _ => Word::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_typed() {
        for (raw, expected) in [
            ("20", Word::Number(20, 2)),
            ("2023", Word::Number(2023, 4)),
            ("99999", Word::Other),
            ("19th", Word::Ordinal(19)),
            ("1990s", Word::Decade(1990)),
            ("90s", Word::Decade(1990)),
            ("747s", Word::Other),
            ("3D", Word::Other),
        ] {
            assert_eq!(number(raw), expected, "{raw}");
        }
    }
}
