//! What a text is told against: the day it was published, or the dates that it tells of.
//!
//! News speaks of today: weekdays, "yesterday", "last week", and years close by. A history names
//! its years, and then goes on with "in September" or "the following day", counted from there. The
//! words themselves show which of the two a text is.

use super::expression::{Base, Found, Symbolic, Toward, YearOf};
use super::table::Unit;
use crate::model::Published;

/// How many dates of other years a text names at least before it is taken for a history.
const LEAST: usize = 4;

/// Years from that of publication within which news speaks of its own time.
const NEAR: i16 = 1;

/// Expressions that a report opens with.
const OPENING: usize = 3;

/// Whether a text is told against its own dates.
pub(super) fn is_history(found: &[Found], published: Option<&Published>) -> bool {
    let now = published.map(|published| published.date.year());
    let (mut far, mut near) = (0usize, 0usize);
    for (index, found) in found.iter().enumerate() {
        match found.year_said() {
            Some(year) if now.is_some_and(|now| (year - now).abs() <= NEAR) => near += 1,
            Some(_) => far += 1,
            None if is_reported(&found.symbolic) => near += 4,
            // A dateline's weekday, or one in the first sentences, is a report's.
            None if index < OPENING && matches!(found.symbolic, Symbolic::Weekday { .. }) => {
                near += 4
            }
            None if speaks_of_today(&found.symbolic) => near += 2,
            None => {}
        }
    }
    // Where the day of publication is unknown, a date in the text is all that others can be
    // counted from.
    let least = if now.is_some() { LEAST } else { 1 };
    far >= least && far > near
}

/// Whether an expression is one that histories hardly use: "last Tuesday", "yesterday", "this
/// week". A portrait of somebody may name ten years and still be news.
fn is_reported(symbolic: &Symbolic) -> bool {
    match symbolic {
        Symbolic::Weekday {
            toward: Toward::Said(_),
            ..
        } => true,
        Symbolic::Shift {
            unit,
            by,
            base: Base::Publication,
        } => *unit == Unit::Week || *unit == Unit::Day && by.abs() == 1,
        _ => false,
    }
}

/// Whether an expression means a day by its distance from the day of writing.
fn speaks_of_today(symbolic: &Symbolic) -> bool {
    matches!(
        symbolic,
        Symbolic::Weekday { .. }
            | Symbolic::Weekend { .. }
            | Symbolic::Shift {
                unit: Unit::Day | Unit::Week | Unit::Month | Unit::Year,
                base: Base::Publication,
                ..
            }
            | Symbolic::Quarter {
                year: YearOf::Unsaid,
                ..
            }
            | Symbolic::SameQuarter
            | Symbolic::YearBefore
            | Symbolic::Month {
                toward: Toward::Said(_),
                ..
            }
    )
}
