//! The *when* layer: under which terms an expression stands, and which terms hold the expressions
//! that a query asks for.
//!
//! Every expression stands under one term that is its interval, so that the dictionary of the
//! field is a sorted list of all intervals there are, each with its postings:
//!
//! | term | expression |
//! |---|---|
//! | `d2023-09-19`, `w2023-09-18`, `m2023-09-01`, `y2023-01-01`, ... | a whole unit of the calendar: the letter of its grain, its first day |
//! | `~g2020-05-01+92m` | any other interval: class of length, first day, days, letter of its grain |
//!
//! and, so that a month or a year is one list of postings, under `M2023-09` and `Y2023` for every
//! calendar month and year that it touches and that is not shorter than it.
//!
//! A query is answered from terms alone, exactly for any interval: whole years and months by their
//! one term, the rest by reading the intervals at its edges off the dictionary ([`Wanted::terms`]).

pub(super) use crate::model::unit_around;
use crate::model::{DateExpr, DayRange, Grain, civil_day, day_number};
use crate::query::Relation;
use jiff::civil::{Date, date};

/// Days from the first to the first day after, as [day numbers](day_number).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Days {
    pub from: i64,
    pub until: i64,
}

impl Days {
    /// All days there are. Far beyond the calendar, and near enough to reckon with.
    pub(super) const ALL: Days = Days {
        from: -1 << 32,
        until: 1 << 32,
    };

    pub(super) fn of(range: DayRange) -> Days {
        Days {
            from: day_number(range.from),
            until: day_number(range.until),
        }
    }

    pub(super) fn length(self) -> i64 {
        self.until - self.from
    }

    fn overlaps(self, other: Days) -> bool {
        self.from < other.until && other.from < self.until
    }

    /// What is left on either side of a part.
    fn without(self, part: Option<Days>) -> Vec<Days> {
        let sides = match part {
            None => [(self.from, self.until), (0, 0)],
            Some(part) => [(self.from, part.from), (part.until, self.until)],
        };
        let sides = sides.map(|(from, until)| Days { from, until });
        sides.into_iter().filter(|side| side.length() > 0).collect()
    }

    pub(super) fn contains(self, inner: Days) -> bool {
        self.from <= inner.from && inner.until <= self.until
    }
}

/// A dated expression, as the dictionary knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    pub days: Days,
    pub grain: Grain,
}

/// What a query asks of a dated expression: the definition that the terms are tested against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// How it lies to a range of days.
    Range(Relation, Days),
    /// How precise it is.
    Grain(Grain),
}

impl Wanted {
    /// Any dated expression.
    pub(super) const ANY: Wanted = Wanted::Range(Relation::Overlap, Days::ALL);

    /// Whether an expression is what is wanted.
    pub(super) fn holds(&self, is: Dated) -> bool {
        match *self {
            Wanted::Grain(grain) => is.grain == grain,
            Wanted::Range(Relation::Precise, asked) => {
                is.days.overlaps(asked) && is.days.length() <= asked.length()
            }
            Wanted::Range(Relation::Overlap, asked) => is.days.overlaps(asked),
            Wanted::Range(Relation::Within, asked) => asked.contains(is.days),
        }
    }
}

/// First and last year that is indexed; so is every day of them that the calendar can end.
const YEARS: (i16, i16) = (1, 9999);

/// The interval of an expression, where it lies in the calendar of the index.
pub(super) fn dated(date: &DateExpr) -> Option<Dated> {
    let range = date.range?;
    let inside = range.from.year() >= YEARS.0 && range.until.year() <= YEARS.1;
    (inside && range.from < range.until).then(|| Dated {
        days: Days::of(range),
        grain: date.grain,
    })
}

/// A kind of interval with terms of its own.
struct Class {
    prefix: &'static str,
    /// Days that an interval of this kind has, at least and at most.
    days: (i64, i64),
}

/// The grains, and the classes of their units, which are named by a letter.
const GRAINS: [(Grain, Class); 9] = [
    (Grain::Day, class(letter(Grain::Day), 1, 1)),
    (Grain::Week, class(letter(Grain::Week), 7, 7)),
    (Grain::Month, class(letter(Grain::Month), 28, 31)),
    (Grain::Quarter, class(letter(Grain::Quarter), 90, 92)),
    (Grain::Season, class(letter(Grain::Season), 90, 92)),
    (Grain::Half, class(letter(Grain::Half), 181, 184)),
    (Grain::Year, class(letter(Grain::Year), 365, 366)),
    (Grain::Decade, class(letter(Grain::Decade), 3652, 3653)),
    (
        Grain::Century,
        class(letter(Grain::Century), 36_524, 36_525),
    ),
];

/// Intervals that are no unit, by the power of two that their length reaches.
const ODD: [Class; 22] = [
    class("~a", 1, 1),
    class("~b", 2, 3),
    class("~c", 4, 7),
    class("~d", 8, 15),
    class("~e", 16, 31),
    class("~f", 32, 63),
    class("~g", 64, 127),
    class("~h", 128, 255),
    class("~i", 256, 511),
    class("~j", 512, 1023),
    class("~k", 1024, 2047),
    class("~l", 2048, 4095),
    class("~m", 4096, 8191),
    class("~n", 8192, 16_383),
    class("~o", 16_384, 32_767),
    class("~p", 32_768, 65_535),
    class("~q", 65_536, 131_071),
    class("~r", 131_072, 262_143),
    class("~s", 262_144, 524_287),
    class("~t", 524_288, 1_048_575),
    class("~u", 1_048_576, 2_097_151),
    class("~v", 2_097_152, 4_194_303),
];

const fn class(prefix: &'static str, shortest: i64, longest: i64) -> Class {
    Class {
        prefix,
        days: (shortest, longest),
    }
}

const fn letter(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "d",
        Grain::Week => "w",
        Grain::Month => "m",
        Grain::Quarter => "q",
        Grain::Season => "s",
        Grain::Half => "h",
        Grain::Year => "y",
        Grain::Decade => "x",
        Grain::Century => "c",
    }
}

fn grain_of(letter: &str) -> Option<Grain> {
    let row = GRAINS.iter().find(|(_, class)| class.prefix == letter);
    row.map(|(grain, _)| *grain)
}

/// The terms of an expression; none where it has no interval.
pub(super) fn date_terms(date: &DateExpr) -> Vec<String> {
    let (Some(range), Some(is)) = (date.range, dated(date)) else {
        return Vec::new();
    };
    let mut terms = vec![exact_term(range, is)];
    let length = is.days.length();
    for (grain, longest) in [(Grain::Month, 31), (Grain::Year, 366)] {
        if length <= longest {
            let touched = units(grain, range).filter(|unit| length <= unit.days());
            terms.extend(touched.map(|unit| touch_term(grain, unit.from)));
        }
    }
    terms
}

/// The term that is an interval.
fn exact_term(range: DayRange, is: Dated) -> String {
    let letter = letter(is.grain);
    if unit_around(is.grain, range.from) == Some(range) {
        return format!("{letter}{}", range.from);
    }
    let days = is.days.length();
    let class = ODD.iter().find(|class| days <= class.days.1);
    let prefix = class.map_or("~v", |class| class.prefix);
    format!("{prefix}{}+{days}{letter}", range.from)
}

/// The term of what touches a month or a year, given its first day.
fn touch_term(grain: Grain, first: Date) -> String {
    match grain {
        Grain::Month => format!("M{:04}-{:02}", first.year(), first.month()),
        _ => format!("Y{:04}", first.year()),
    }
}

/// The interval that an exact term is; `None` for any other term.
pub(super) fn read(term: &str) -> Option<Dated> {
    if let Some(odd) = term.strip_prefix('~') {
        let (from, rest) = (odd.get(1..11)?, odd.get(11..)?);
        let (days, letter) = rest.strip_prefix('+')?.split_at_checked(rest.len() - 2)?;
        let from = day_number(from.parse().ok()?);
        let until = from + days.parse::<i64>().ok()?;
        return Some(Dated {
            days: Days { from, until },
            grain: grain_of(letter)?,
        });
    }
    let (letter, from) = term.split_at_checked(1)?;
    let grain = grain_of(letter)?;
    let unit = unit_around(grain, from.parse().ok()?)?;
    Some(Dated {
        days: Days::of(unit),
        grain,
    })
}

/// All exact terms lie from here on, all others before.
pub(super) const FIRST_EXACT: &str = "a";

/// The units of this grain that share a day with the range, in order.
fn units(grain: Grain, range: DayRange) -> impl Iterator<Item = DayRange> {
    let mut next = unit_around(grain, range.from);
    std::iter::from_fn(move || {
        let unit = next.filter(|unit| unit.from < range.until)?;
        next = unit_around(grain, unit.until);
        Some(unit)
    })
}

/// A sorted list of terms, such as a segment has of a field.
pub(super) trait Dictionary {
    /// Calls `each` with every term from `from` on and before `until`, in order.
    fn range(&self, from: &str, until: &str, each: &mut dyn FnMut(&str)) -> std::io::Result<()>;
}

impl Wanted {
    /// The terms of a dictionary whose postings, taken together, are those of the expressions that
    /// are wanted, and of no other.
    pub(super) fn terms(&self, dictionary: &dyn Dictionary) -> std::io::Result<Vec<String>> {
        let mut terms = Vec::new();
        match *self {
            Wanted::Range(relation, asked) => Scan {
                relation,
                asked,
                dictionary,
                terms: &mut terms,
            }
            .run()?,
            Wanted::Grain(grain) => {
                let of_grain = letter(grain);
                dictionary.range(of_grain, &format!("{of_grain}:"), &mut |term| {
                    terms.push(term.to_owned());
                })?;
                dictionary.range("~", "~~", &mut |term| {
                    if term.ends_with(of_grain) {
                        terms.push(term.to_owned());
                    }
                })?;
            }
        }
        Ok(terms)
    }
}

/// The terms of one range.
struct Scan<'a> {
    relation: Relation,
    asked: Days,
    dictionary: &'a dyn Dictionary,
    terms: &'a mut Vec<String>,
}

impl Scan<'_> {
    fn run(mut self) -> std::io::Result<()> {
        let years = self.whole(Grain::Year, self.asked);
        if let Some(years) = years {
            self.touching(Grain::Year, years)?;
        }
        let sides = self.asked.without(years);
        let mut edges = Vec::new();
        for &side in &sides {
            let months = self.whole(Grain::Month, side);
            if let Some(months) = months {
                self.touching(Grain::Month, months)?;
            }
            edges.extend(side.without(months));
        }
        for class in GRAINS.iter().map(|(_, class)| class).chain(&ODD) {
            if self.relation != Relation::Overlap && class.days.0 > self.asked.length() {
                continue;
            }
            // What is no longer than any month, or any year, stands under those that it touches.
            let parts = match class.days.1 {
                ..=28 => edges.as_slice(),
                29..=365 => sides.as_slice(),
                _ => &[self.asked],
            };
            for &part in parts {
                self.exact(class, part)?;
            }
        }
        Ok(())
    }

    /// The whole years or months within `part` of which everything that touches them is wanted.
    fn whole(&self, grain: Grain, part: Days) -> Option<Days> {
        // What touches a year and is no longer may reach as far beyond it as it is long.
        let margin = match (self.relation, grain) {
            (Relation::Within, Grain::Year) => 365,
            (Relation::Within, _) => 30,
            _ => 0,
        };
        let from = part.from.max(self.asked.from + margin);
        let until = part.until.min(self.asked.until - margin);
        let first = match day_of_index(from) {
            day if start_of(grain, day) == day => day,
            day => unit_around(grain, day)?.until,
        };
        let last = start_of(grain, day_of_index(until));
        (first < last).then(|| Days {
            from: day_number(first),
            until: day_number(last),
        })
    }

    /// Takes the terms of what touches whole months or years.
    fn touching(&mut self, grain: Grain, whole: Days) -> std::io::Result<()> {
        let first = touch_term(grain, day_of_index(whole.from));
        let last = touch_term(grain, day_of_index(whole.until));
        let terms = &mut *self.terms;
        self.dictionary
            .range(&first, &last, &mut |term| terms.push(term.to_owned()))
    }

    /// Takes the exact terms of a class that are wanted and start or lie in `part`.
    fn exact(&mut self, class: &Class, part: Days) -> std::io::Result<()> {
        let from = match self.relation {
            Relation::Within => part.from,
            _ => part.from - class.days.1 + 1,
        };
        let key = |day: i64| format!("{}{}", class.prefix, day_of_index(day));
        let until = match part.until > day_number(LAST) {
            true => format!("{}:", class.prefix),
            false => key(part.until),
        };
        let wanted = Wanted::Range(self.relation, self.asked);
        let terms = &mut *self.terms;
        self.dictionary.range(&key(from), &until, &mut |term| {
            if read(term).is_some_and(|is| wanted.holds(is)) {
                terms.push(term.to_owned());
            }
        })
    }
}

/// The first day of the month or year that a day lies in.
fn start_of(grain: Grain, day: Date) -> Date {
    match grain {
        Grain::Month => day.first_of_month(),
        _ => day.first_of_year(),
    }
}

const FIRST: Date = date(YEARS.0, 1, 1);
const LAST: Date = date(YEARS.1, 12, 31);

/// The day of a number, or the end of the index's calendar that is nearest to it.
fn day_of_index(number: i64) -> Date {
    let number = number.clamp(day_number(FIRST), day_number(LAST));
    civil_day(number).unwrap_or(FIRST)
}

#[cfg(test)]
mod tests;
