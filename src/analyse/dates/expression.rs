//! The symbolic expression: what a phrase says, before anyone asks which day that was.

use super::table::{Deixis, Unit};

/// Which way an expression without a year, or a bare weekday, is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Toward {
    /// The phrase says it: "last Monday".
    Said(Deixis),
    /// The verb is in the past, or nothing says otherwise.
    Past,
    /// The verb is in the future.
    Future,
}

/// The year that a quarter, half or season belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearOf {
    Unsaid,
    Known(i16),
    /// Years from the year of publication: "this year's third quarter".
    Shift(i32),
}

/// What a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbolic {
    Day {
        year: Option<i16>,
        month: i8,
        day: i8,
        toward: Toward,
    },
    Month {
        year: Option<i16>,
        month: i8,
        toward: Toward,
    },
    Year(i16),
    /// The first year of a decade.
    Decade(i16),
    /// The ordinal of a century: 19 is 1800 to 1899.
    Century(i16),
    /// 1 to 7, Monday first.
    Weekday {
        weekday: i8,
        toward: Toward,
    },
    /// Whole units before (negative) or after the time of publication.
    Shift {
        unit: Unit,
        by: i32,
    },
    /// 1 to 4.
    Quarter {
        quarter: i8,
        year: YearOf,
    },
    /// The quarter that the text spoke of last, else the last one that is over.
    SameQuarter,
    /// The weekend that the verb points to.
    Weekend {
        toward: Toward,
    },
    /// 1 or 2.
    Half {
        half: i8,
        year: YearOf,
    },
    /// TIMEX3 code.
    Season {
        season: &'static str,
        year: YearOf,
        toward: Toward,
    },
    /// The same time a year before: a quarter where quarters were spoken of, else the year.
    YearBefore,
    /// TIMEX3 value of a vague reference.
    Reference(&'static str),
    /// A length of time; the amount is unknown in "several weeks".
    Duration {
        unit: Unit,
        amount: Option<u32>,
    },
    /// Something that recurs every unit.
    Set(Unit),
}

/// A phrase that a rule has recognised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    /// Index of its first token.
    pub first: isize,
    /// Index of its last token.
    pub last: isize,
    pub symbolic: Symbolic,
    /// TIMEX3 mod.
    pub modifier: Option<&'static str>,
    /// TIMEX3 code of a part of the day.
    pub part: Option<&'static str>,
    /// How sure the rule is that the phrase is a date at all, 0 to 1.
    pub confidence: f32,
}

impl Found {
    /// A phrase without further qualification.
    pub fn new(first: isize, last: isize, symbolic: Symbolic, confidence: f32) -> Found {
        Found {
            first,
            last,
            symbolic,
            modifier: None,
            part: None,
            confidence,
        }
    }
}
