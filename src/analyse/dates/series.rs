//! Dates that share their parts: "24 and 25 April", "April 6-7", "1914-18", "499-493 BC", "two to
//! six days", "from May to July 2020".

use super::calendar::year_after;
use super::expression::{Amount, Found, Joined, Symbolic, Toward, YearOf};
use super::table::Meaning;
use super::window::{Window, Word, is_hyphen};
use super::year::range_end;

/// Most days that follow one month.
const MOST: usize = 31;

/// Adds a phrase to those found, with the ones before and after it that take their parts from it.
pub(super) fn push(window: &Window<'_>, found: Found, floor: isize, all: &mut Vec<Found>) {
    let place = all.len();
    let mut first = found;
    for _ in 0..MOST {
        let Some(previous) = before(window, &first, floor) else {
            break;
        };
        all.insert(place, previous);
        first = previous;
    }
    all.push(found);
    let mut last = found;
    for _ in 0..MOST {
        let Some(next) = after(window, &last) else {
            break;
        };
        all.push(next);
        last = next;
    }
}

/// The place of the number that a hyphen or "to" joins to the token at `at`, on its left.
fn joined_left(window: &Window<'_>, at: isize) -> Option<isize> {
    if window.gap(at - 1).is_some_and(is_dash) {
        return Some(at - 1);
    }
    // "3. bis 7. Mai".
    let dotted = window.table.day_dot && window.loose(at - 2, &['.']);
    let spaced = window.spaced(at - 2) || dotted;
    let word = window.joins(at - 1) && window.spaced(at - 1) && spaced;
    word.then_some(at - 2)
}

/// The same, on its right; a comma only within a longer list.
fn joined_right(window: &Window<'_>, at: isize) -> Option<isize> {
    let gap = window.gap(at)?;
    if is_dash(gap) {
        return Some(at + 1);
    }
    // "9 a.m. to 4 p.m.".
    let spaced = window.spaced(at) || window.same(at, "m") && gap == ". ";
    if spaced && window.joins(at + 1) && window.spaced(at + 1) {
        return Some(at + 2);
    }
    let list = gap == ", "
        && window.day(at + 1).is_some()
        && (window
            .gap(at + 1)
            .is_some_and(|gap| gap == ", " || is_dash(gap))
            || window.joins(at + 2));
    list.then_some(at + 1)
}

fn is_dash(gap: &str) -> bool {
    is_hyphen(gap) || matches!(gap, "—" | " - " | " – " | "/")
}

/// The phrase before one that takes its month, era or unit from it.
fn before(window: &Window<'_>, found: &Found, floor: isize) -> Option<Found> {
    // "3, 10 and 17 May": a comma only within a list.
    let listed = found.rule == "series" && window.gap(found.first - 1) == Some(", ");
    let place = match listed {
        true => found.first - 1,
        false => joined_left(window, found.first)?,
    };
    if place < floor {
        return None;
    }
    let span = (place, place);
    match found.symbolic {
        Symbolic::Day {
            day, month, year, ..
        } if window.day(found.first) == Some(day) => {
            let first = window.day(place).filter(|first| *first < day)?;
            let amount = window
                .before(place)
                .ends_with(['.', ',', ':', '$', '/', '-']);
            let symbolic = Symbolic::Day {
                year,
                month,
                day: first,
                toward: Toward::Past,
            };
            let time = found.time;
            (!amount).then(|| Found {
                time,
                ..Found::new("series", span, symbolic, 0.85)
            })
        }
        Symbolic::Year(year) if found.rule == "era" && year <= 0 => {
            let Word::Number(value @ 1..=2999, _) = window.word(place) else {
                return None;
            };
            let first = 1 - i16::try_from(value).ok()?;
            (first < year).then(|| Found::new("series", span, Symbolic::Year(first), 0.9))
        }
        Symbolic::Duration {
            unit,
            amount: Some(amount),
        } => {
            let first = Amount::whole(window.small_number(place)??)?;
            let plain = first.0 < amount.0 && !window.is(place, Meaning::One);
            let symbolic = Symbolic::Duration {
                unit,
                amount: Some(first),
            };
            plain.then(|| Found::new("series", span, symbolic, 0.7))
        }
        _ => None,
    }
}

/// The phrase after one that takes its month or century from it.
fn after(window: &Window<'_>, found: &Found) -> Option<Found> {
    match found.symbolic {
        Symbolic::Day {
            day,
            month,
            year: YearOf::Unsaid,
            toward,
        } if window.day(found.last) == Some(day) => {
            let place = joined_right(window, found.last)?;
            let next = window.day(place).filter(|next| *next > day)?;
            let counts = matches!(
                window.word(place + 1),
                Word::Known(Meaning::Counted | Meaning::Unit(_) | Meaning::Month(_))
            );
            let (year, last) = year_after(window, place).unwrap_or((YearOf::Unsaid, place));
            if counts || last == place && !window.stands_alone_on_the_right(place) {
                return None;
            }
            let symbolic = Symbolic::Day {
                year,
                month,
                day: next,
                toward,
            };
            Some(Found::new("series", (place, last), symbolic, 0.85))
        }
        Symbolic::Year(year) if window.raw(found.last).len() == 4 => {
            let dash = window.gap(found.last).is_some_and(is_dash);
            let place = found.last + 1;
            let Word::Number(value, 2) = window.word(place) else {
                return None;
            };
            let fits =
                dash && range_end(window, place, year) && window.stands_alone_on_the_right(place);
            let symbolic = Symbolic::Year(year - year % 100 + i16::try_from(value).ok()?);
            fits.then(|| Found::new("series", (place, place), symbolic, 0.85))
        }
        _ => None,
    }
}

/// Whether two phrases are of one kind and neither says which year or week it is of.
fn alike(left: &Found, right: &Found) -> bool {
    let open = |found: &Found| match found.symbolic {
        Symbolic::Day {
            year: YearOf::Unsaid,
            ..
        } => Some(0),
        Symbolic::Month {
            year: YearOf::Unsaid,
            ..
        } => Some(1),
        Symbolic::Weekday { .. } => Some(2),
        _ => None,
    };
    open(left).is_some() && open(left) == open(right)
}

/// How two phrases are joined: by what stands between them.
fn join(window: &Window<'_>, left: isize) -> Joined {
    let list = window.gap(left) == Some(", ")
        || window.same(left + 1, "and")
        || window.same(left + 1, "or");
    if list { Joined::List } else { Joined::Range }
}

/// Gives phrases without a year that of the one they are joined to: "May to July 2020".
pub(super) fn share_years(window: &Window<'_>, all: &mut [Found]) {
    for index in (1..all.len()).rev() {
        let Some([left, right]) = all.get_mut(index - 1..=index) else {
            continue;
        };
        let near = joined_right(window, left.last) == Some(right.first)
            || window.gap(left.last) == Some(", ") && left.last + 1 == right.first;
        if near {
            share_year(left, right);
            share_relative_year(left, right);
            if alike(left, right) {
                right.joined = Some(join(window, left.last));
            }
            // "9 a.m. to 4 p.m. tomorrow".
            if left.symbolic == Symbolic::SomeDay && right.time.is_some() {
                left.symbolic = right.symbolic;
            }
        }
    }
}

/// The same of a year told by where it lies: "in May and June last year", "from November to March
/// of that year".
fn share_relative_year(left: &mut Found, right: &mut Found) {
    let (Some((first, year @ YearOf::Unsaid)), Some((last, said))) =
        (month_and_year(left), month_and_year(right))
    else {
        return;
    };
    let before = i32::from(last < first);
    (*year, *said) = match *said {
        YearOf::Shift(by) => (YearOf::Shift(by - before), YearOf::Shift(by)),
        // The left one is spoken of last when the right one is resolved.
        YearOf::FromPrevious(by) => (
            YearOf::FromPrevious(by - before),
            YearOf::FromPrevious(before),
        ),
        _ => return,
    };
}

/// The month of a day or a month, and its year.
fn month_and_year(found: &mut Found) -> Option<(i8, &mut YearOf)> {
    match &mut found.symbolic {
        Symbolic::Day { month, year, .. } | Symbolic::Month { month, year, .. } => {
            Some((*month, year))
        }
        _ => None,
    }
}

fn share_year(left: &mut Found, right: &Found) {
    let Some(said) = right.year_said() else {
        return;
    };
    let later = |month: i8| {
        matches!(
            right.symbolic,
            Symbolic::Day { month: other, .. } | Symbolic::Month { month: other, .. } if other < month
        )
    };
    match &mut left.symbolic {
        Symbolic::Day {
            year: year @ YearOf::Unsaid,
            month,
            ..
        }
        | Symbolic::Month {
            year: year @ YearOf::Unsaid,
            month,
            ..
        } if !matches!(right.symbolic, Symbolic::Year(_) | Symbolic::Decade(_)) => {
            *year = YearOf::Known(said - i16::from(later(*month)));
        }
        Symbolic::Season {
            year: year @ YearOf::Unsaid,
            ..
        } if matches!(right.symbolic, Symbolic::Season { .. }) => *year = YearOf::Known(said),
        _ => {}
    }
}
