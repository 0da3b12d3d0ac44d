//! Date literals and ranges, both ways. A literal stands for its whole period.

mod literal;
mod relative;
mod units;
mod written;

pub(super) use written::Written;

use super::error::Problem;
use super::lex::{folded, is_invisible};
use super::tree::DateTest;
use jiff::civil::Date;
use literal::{Period, not_a_date_of, period};
pub(super) use relative::Today;
use std::ops::Range;

/// A field that sets one end of a range by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    Before,
    After,
    Since,
    Until,
}

impl Limit {
    /// Its name, whether it sets the lower end, and whether it includes it.
    fn meaning(self) -> (&'static str, bool, bool) {
        match self {
            Limit::Before => ("before", false, false),
            Limit::After => ("after", true, false),
            Limit::Since => ("since", true, true),
            Limit::Until => ("until", false, true),
        }
    }
}

/// What a date field takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub limit: Option<Limit>,
    /// The day from which relative dates count back; `None` where there are none.
    pub today: Option<Today>,
}

/// A date value as read.
#[derive(Debug)]
pub(super) struct Reading {
    pub test: DateTest,
    /// A warning for the reader.
    pub hint: Option<String>,
    /// The end that it sets, where it sets one.
    pub bound: Option<Bound>,
}

/// One end of a range, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    is_lower: bool,
    end: End,
}

/// The range between two bounds that leave no day between them, with its ends swapped; `None` where
/// they are no such pair.
pub(super) fn swapped(one: Bound, other: Bound) -> Option<DateTest> {
    let (low, high) = match (one.is_lower, other.is_lower) {
        (true, false) => (one.end, other.end),
        (false, true) => (other.end, one.end),
        _ => return None,
    };
    let is_reversed = high.period.until? <= low.period.from;
    let (from, until) = ends(Some(high), Some(low))?;
    is_reversed.then_some(DateTest::Within { from, until })
}

/// The warning for a range that was swapped.
pub(super) const SWAPPED: &str = "the range of dates runs backwards; its ends are swapped";

/// A date value that cannot be read: the bytes of the value at fault, and why.
type Fault = (Range<usize>, Problem);

/// Reads the value of a date field, such as `2023-09-01..2023-10`.
pub(super) fn read(text: &str, asked: Asked) -> Result<Reading, Fault> {
    let today = asked.today;
    let piece = Piece { text, at: 0, today }.trim();
    if let Some(limit) = asked.limit {
        return limited(piece, limit);
    }
    if piece.text.eq_ignore_ascii_case("none") {
        return Ok(plain(DateTest::Missing));
    }
    if piece.text == "*" {
        return Ok(plain(DateTest::Any));
    }
    if piece.text.starts_with(['[', '{']) {
        return bracketed(piece);
    }
    for (sign, is_lower, included) in COMPARISONS {
        if let Some(date) = piece.strip_prefix(sign) {
            let period = period(date.trim())?;
            return one_sided(piece, is_lower, End { period, included });
        }
    }
    match piece.split_range() {
        Some((low, high)) if low.is_empty() && high.is_empty() => Err(not_a_date_of(piece)),
        Some((low, high)) => between(piece, end(low, true)?, end(high, true)?),
        None => {
            let period = period(piece)?;
            let included = true;
            // The last thirty days, not the one thirty days ago.
            if relative::is_relative(piece.text) {
                return one_sided(piece, true, End { period, included });
            }
            let end = Some(End { period, included });
            between(piece, end, end)
        }
    }
}

/// The value of `since:` and its like: one date.
fn limited(piece: Piece<'_>, limit: Limit) -> Result<Reading, Fault> {
    let (name, is_lower, included) = limit.meaning();
    let is_sign = |c: char| matches!(c, '<' | '>' | '=' | '≥' | '≤' | '[' | '{' | '*');
    let is_none = piece.text.eq_ignore_ascii_case("none");
    if is_none || piece.text.starts_with(is_sign) || piece.split_range().is_some() {
        let problem = Problem::new(
            format!("{name}: takes one date"),
            format!("write published:{}", piece.text),
        );
        return Err(piece.fault(problem));
    }
    let period = period(piece)?;
    one_sided(piece, is_lower, End { period, included })
}

fn one_sided(piece: Piece<'_>, is_lower: bool, end: End) -> Result<Reading, Fault> {
    let reading = match is_lower {
        true => between(piece, Some(end), None)?,
        false => between(piece, None, Some(end))?,
    };
    Ok(Reading {
        bound: Some(Bound { is_lower, end }),
        ..reading
    })
}

/// Signs of comparison, longer ones first: whether each sets the lower end, and includes it.
const COMPARISONS: [(&str, bool, bool); 6] = [
    (">=", true, true),
    ("≥", true, true),
    (">", true, false),
    ("<=", false, true),
    ("≤", false, true),
    ("<", false, false),
];

fn plain(test: DateTest) -> Reading {
    Reading {
        test,
        hint: None,
        bound: None,
    }
}

/// A part of the value and where it stands in it.
#[derive(Clone, Copy)]
struct Piece<'q> {
    text: &'q str,
    at: usize,
    /// The day from which relative dates count back.
    today: Option<Today>,
}

impl<'q> Piece<'q> {
    /// The end of this piece from `text` on, which must be a suffix of it.
    fn suffix(self, text: &'q str) -> Piece<'q> {
        let at = self.at + self.text.len() - text.len();
        Piece { text, at, ..self }
    }

    fn trim(self) -> Piece<'q> {
        // Control characters count as spaces everywhere in a query.
        let is_space = |c: char| folded(c) == ' ' || is_invisible(c);
        let mut piece = self.suffix(self.text.trim_start_matches(is_space));
        piece.text = piece.text.trim_end_matches(is_space);
        piece
    }

    fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    fn strip_prefix(self, prefix: &str) -> Option<Piece<'q>> {
        let text = self.text.strip_prefix(prefix)?;
        Some(self.suffix(text))
    }

    /// The pieces before byte `index` and from `rest` on, trimmed.
    fn sides(self, index: usize, rest: &'q str) -> Option<(Piece<'q>, Piece<'q>)> {
        let text = self.text.get(..index)?;
        Some((Piece { text, ..self }.trim(), self.suffix(rest).trim()))
    }

    /// The two sides of `..`, also where an editor has made it an ellipsis.
    fn split_range(self) -> Option<(Piece<'q>, Piece<'q>)> {
        let index = self
            .text
            .find("..")
            .into_iter()
            .chain(self.text.find('…'))
            .min()?;
        let rest = self.text.get(index..)?.trim_start_matches(['.', '…']);
        self.sides(index, rest)
    }

    /// The two sides of the word `TO`.
    fn split_to(self) -> Option<(Piece<'q>, Piece<'q>)> {
        let mut before = ' ';
        let (index, _) = self.text.char_indices().find(|(index, c)| {
            let starts = before.is_whitespace() && matches!(c, 'T' | 't');
            before = *c;
            let word = self
                .text
                .get(*index..index + 2)
                .filter(|_| starts)
                .unwrap_or_default();
            word.eq_ignore_ascii_case("to")
        })?;
        self.sides(index, self.text.get(index + 2..)?)
    }

    fn fault(self, problem: Problem) -> Fault {
        (self.at..self.at + self.text.len(), problem)
    }
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    period: Period,
    included: bool,
}

/// An end of a range: a date, or nothing or `*` for an open end.
fn end(piece: Piece<'_>, included: bool) -> Result<Option<End>, Fault> {
    if piece.is_empty() || piece.text == "*" {
        return Ok(None);
    }
    let period = period(piece)?;
    Ok(Some(End { period, included }))
}

/// `[a TO b]`, `{a TO b}`, also with one bracket of each kind or with `..` for `TO`.
fn bracketed(piece: Piece<'_>) -> Result<Reading, Fault> {
    let shape = || {
        Problem::new(
            "not a range of dates",
            "write [2023-09-01 TO 2023-10], with * for an open end",
        )
    };
    let included = (piece.text.starts_with('['), piece.text.ends_with(']'));
    let closed = piece.text.len() > 1 && piece.text.ends_with([']', '}']);
    // The brackets are one byte each.
    let inner = piece.text.get(1..piece.text.len() - 1).filter(|_| closed);
    let inner = inner.map(|text| {
        Piece {
            text,
            at: piece.at + 1,
            ..piece
        }
        .trim()
    });
    let sides = inner.and_then(|inner| inner.split_range().or_else(|| inner.split_to()));
    match sides {
        Some((low, high)) if !low.is_empty() && !high.is_empty() => {
            between(piece, end(low, included.0)?, end(high, included.1)?)
        }
        _ => Err(piece.fault(shape())),
    }
}

/// The days from one end to the other; a reversed range is swapped, with a hint.
fn between(whole: Piece<'_>, low: Option<End>, high: Option<End>) -> Result<Reading, Fault> {
    let reversed = match (low, high) {
        (Some(low), Some(high)) => high
            .period
            .until
            .is_some_and(|until| until <= low.period.from),
        _ => false,
    };
    let (low, high) = if reversed { (high, low) } else { (low, high) };
    let nothing = || {
        let message = "no day lies in this range";
        whole.fault(Problem::new(
            message,
            "a date stands for its whole year, month or day",
        ))
    };
    let (from, until) = ends(low, high).ok_or_else(nothing)?;
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        return Err(nothing());
    }
    let test = match (from, until) {
        (None, None) => DateTest::Any,
        (from, until) => DateTest::Within { from, until },
    };
    let hint = reversed.then(|| SWAPPED.to_owned());
    Ok(Reading {
        hint,
        ..plain(test)
    })
}

/// The first day, and the first day after; `None` where the calendar ends before the first.
fn ends(low: Option<End>, high: Option<End>) -> Option<(Option<Date>, Option<Date>)> {
    let from = match low {
        Some(end) if end.included => Some(end.period.from),
        Some(end) => Some(end.period.until?),
        None => None,
    };
    let until = match high {
        Some(end) if end.included => end.period.until,
        Some(end) => Some(end.period.from),
        None => None,
    };
    Some((from, until))
}
