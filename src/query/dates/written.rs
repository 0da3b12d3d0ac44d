//! Tests as text.

use crate::query::tree::DateTest;
use jiff::civil::Date;
use std::fmt::{self, Formatter};

/// A test as the language writes it: the shortest form that reads back as the same days.
pub(in crate::query) struct Written<'t>(pub &'t DateTest);

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write(f, self.0)
    }
}

fn write(f: &mut Formatter<'_>, test: &DateTest) -> fmt::Result {
    let (from, until) = match *test {
        DateTest::Missing => return f.write_str("none"),
        DateTest::Any => return f.write_str("*"),
        DateTest::Within { from, until } => (from, until),
    };
    let grain = [from, until]
        .into_iter()
        .flatten()
        .map(grain_of_start)
        .max()
        .unwrap_or(Grain::Year);
    // The language names last days, the tree first days after.
    let last = until.map(|until| until.yesterday().unwrap_or(until));
    let before_all = until.filter(|until| until.yesterday().is_ok_and(|day| day.year() < 1));
    match (from, before_all) {
        (None, Some(until)) => return write!(f, "<{}", Literal(until, Grain::Day)),
        (None, None) if last.is_none() => return f.write_str("*"),
        _ => {}
    }
    let from = from.map(|from| Literal(from, grain).to_string());
    let last = last.map(|last| Literal(last, grain).to_string());
    match (from, last) {
        (Some(from), Some(last)) if from == last => f.write_str(&from),
        (from, last) => {
            write!(
                f,
                "{}..{}",
                from.unwrap_or_default(),
                last.unwrap_or_default()
            )
        }
    }
}

/// How many fields of a date a literal must name; finer ones are greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grain {
    Year,
    Month,
    Day,
}

/// The coarsest period that begins on this day.
fn grain_of_start(date: Date) -> Grain {
    match (date.month(), date.day()) {
        (1, 1) => Grain::Year,
        (_, 1) => Grain::Month,
        _ => Grain::Day,
    }
}

/// A date at a grain, as the language writes it.
struct Literal(Date, Grain);

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0.year())?;
        if self.1 >= Grain::Month {
            write!(f, "-{:02}", self.0.month())?;
        }
        if self.1 >= Grain::Day {
            write!(f, "-{:02}", self.0.day())?;
        }
        Ok(())
    }
}
