//! The symbolic expression: what a phrase says, before anyone asks which day that was.

use super::holiday::HolidayRule;
use super::table::{Deixis, Unit};

/// Which way an expression without a year, or a bare weekday, is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Toward {
    /// The phrase says it: "last Monday".
    Said(Deixis),
    /// No verb says it.
    Open,
    /// The verb is in the past.
    Past,
    /// The verb is in the future.
    Future,
    /// "since", "as of": on or before the day that the text is told against.
    Since,
    /// "until" of what is still so, "will begin on": on or after that day.
    Until,
}

/// The year that a day, month, quarter, half or season belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearOf {
    Unsaid,
    Known(i16),
    /// Years from that of publication: "this year's third quarter".
    Shift(i32),
    /// Years from the one spoken of last: "August of that year".
    FromPrevious(i32),
}

/// Where a shift is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The day of publication: "last week".
    Publication,
    /// The date spoken of last: "the following week".
    Previous,
    /// Whichever the text as a whole is told against: "the end of the year".
    Context,
}

/// An amount of a unit, in tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount(pub u32);

impl Amount {
    /// A whole amount; `None` beyond what is told of in years.
    pub fn whole(amount: u32) -> Option<Amount> {
        amount.checked_mul(10).map(Amount)
    }

    /// The amount as a whole number, where it is one.
    pub fn units(self) -> Option<i32> {
        (self.0.is_multiple_of(10))
            .then(|| i32::try_from(self.0 / 10).ok())
            .flatten()
    }
}

/// What recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recurring {
    /// Every so many units.
    Unit(Unit, u32),
    /// Every such weekday, 1 to 7.
    Weekday(i8),
    /// Every such month, 1 to 12.
    Month(i8),
    /// Every such season.
    Season(&'static str),
}

/// What a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbolic {
    Day {
        year: YearOf,
        month: i8,
        day: i8,
        toward: Toward,
    },
    Month {
        year: YearOf,
        month: i8,
        toward: Toward,
    },
    /// A day of the month spoken of last.
    Nth {
        day: i8,
    },
    /// An astronomical year: 0 is 1 BC.
    Year(i16),
    /// The first year of a decade.
    Decade(i16),
    /// The ordinal of a century: 19 is 1800 to 1899, -4 the fourth before Christ.
    Century(i16),
    /// 1 to 7, Monday first.
    Weekday {
        weekday: i8,
        toward: Toward,
    },
    /// Whole units before (negative) or after a date.
    Shift {
        unit: Unit,
        by: i32,
        base: Base,
    },
    /// "the past year".
    UpToNow(Unit),
    /// "three days later", of which a text that is told against its publication counts only the
    /// length.
    Later {
        unit: Unit,
        amount: Option<Amount>,
        sign: i32,
    },
    /// 1 to 4.
    Quarter {
        quarter: i8,
        year: YearOf,
    },
    /// The quarter of a year that the text spoke of in another, else the year.
    QuarterOf(i16),
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
    Holiday {
        rule: HolidayRule,
        year: YearOf,
        toward: Toward,
        /// The week or the weekend that it lies in: "Easter week".
        within: Option<Unit>,
    },
    /// The same time a year before: a quarter where quarters were spoken of, else the year.
    YearBefore,
    /// The day of something that the text tells: "the day after the attack".
    OfEvent(Unit),
    /// A time of day on a day that the phrase does not name.
    SomeDay,
    /// TIMEX3 value of a vague reference.
    Reference(&'static str),
    /// A length of time; the amount is unknown in "several weeks".
    Duration {
        unit: Unit,
        amount: Option<Amount>,
    },
    Set(Recurring),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// TIMEX3 code of a part of the day.
    Part(&'static str),
    /// Hours, minutes and, where they are given, seconds.
    Clock(u8, u8, Option<u8>),
}

/// What is meant beside the day that a phrase names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// "the week of March 6".
    Week,
    /// "the day before last Tuesday".
    Days(i32),
}

/// How a phrase is joined to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// "and", a comma.
    List,
    /// "to", "until", a dash.
    Range,
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
    pub time: Option<Time>,
    /// What is meant beside the day named.
    pub around: Option<Around>,
    /// How sure the rule is that the phrase is a date at all, 0 to 1.
    pub confidence: f32,
    /// The name of the rule.
    pub rule: &'static str,
    /// Whether it opens its sentence, at most after a preposition.
    pub opens: bool,
    /// The index of its sentence.
    pub sentence: usize,
    /// How it is joined to the phrase before it.
    pub joined: Option<Joined>,
    /// Whether it says from or to when something was so: "since August 1994", "until May 2019".
    pub since: bool,
}

impl Found {
    /// A phrase without further qualification.
    pub fn new(
        rule: &'static str,
        (first, last): (isize, isize),
        symbolic: Symbolic,
        confidence: f32,
    ) -> Found {
        Found {
            first,
            last,
            symbolic,
            modifier: None,
            time: None,
            around: None,
            confidence,
            rule,
            opens: false,
            sentence: 0,
            joined: None,
            since: false,
        }
    }

    /// The year that the phrase itself names.
    pub fn year_said(&self) -> Option<i16> {
        match self.symbolic {
            Symbolic::Year(year) | Symbolic::Decade(year) => Some(year),
            Symbolic::Day {
                year: YearOf::Known(year),
                ..
            }
            | Symbolic::Month {
                year: YearOf::Known(year),
                ..
            }
            | Symbolic::Season {
                year: YearOf::Known(year),
                ..
            }
            | Symbolic::Holiday {
                year: YearOf::Known(year),
                ..
            } => Some(year),
            _ => None,
        }
    }
}
