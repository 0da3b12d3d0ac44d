//! Rules for dates in digits alone: "2023-09-20", "20.09.2023", "2023-09-20T14:00:00Z".

use super::expression::{Found, Symbolic, Time, Toward, YearOf};
use super::window::{Window, Word};
use jiff::civil::Date;

/// A phrase of three numbers around a year at `at`: "2023-09-20", "2023/09/20", "20.09.2023",
/// and "20/09/2023" where only one reading is a date or the language says which.
pub(super) fn numeric(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let year = window.year(at)?;
    year_first(window, at, year).or_else(|| year_last(window, at, floor, year))
}

/// "12/31/99": a field over twelve says which is the day. "27.03.15" where the language writes so.
pub(super) fn short(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let gap = window.gap(at)?;
    let european = gap == "." && window.table.day_dot;
    if !(gap == "/" || european) || window.gap(at + 1) != Some(gap) || at < floor {
        return None;
    }
    let (first, second) = (two(window, at)?, two(window, at + 1)?);
    let Word::Number(year, 2) = window.word(at + 2) else {
        return None;
    };
    let (month, day) = match (first > 12, second > 12) {
        (false, true) => (first, second),
        (true, false) => (second, first),
        _ => return None,
    };
    let outside = window.before(at).ends_with(gap) || window.after(at + 2).starts_with(gap);
    if outside || european && window.raw(at + 1).len() == 1 {
        return None;
    }
    let year = super::calendar::two_digit_year(year);
    let symbolic = day_of(year, month, day)?;
    Some(Found::new("numeric", (at, at + 2), symbolic, 0.85))
}

fn separator(gap: &str) -> bool {
    matches!(gap, "-" | "/" | "." | "‑" | "–")
}

/// One or two digits.
fn two(window: &Window<'_>, index: isize) -> Option<i8> {
    match window.word(index) {
        Word::Number(value, 1 | 2) => i8::try_from(value).ok(),
        _ => None,
    }
}

fn year_first(window: &Window<'_>, at: isize, year: i16) -> Option<Found> {
    let (gap, month) = (window.gap(at)?, two(window, at + 1)?);
    let free = separator(gap)
        && window.gap(at + 1) == Some(gap)
        && !window.before(at).ends_with(gap)
        // "2015.1.2" is a version.
        && (gap != "." || window.raw(at + 1).len() == 2);
    if !free {
        return None;
    }
    let (day, last, time) = iso_day(window, at + 2)?;
    let found = Found::new("iso", (at, last), day_of(year, month, day)?, 0.97);
    Some(Found { time, ..found })
}

fn year_last(window: &Window<'_>, at: isize, floor: isize, year: i16) -> Option<Found> {
    let (first, second) = (two(window, at - 2)?, two(window, at - 1)?);
    let gap = window.gap(at - 1)?;
    if at - 2 < floor || !separator(gap) || window.gap(at - 2) != Some(gap) {
        return None;
    }
    let outside = window.before(at - 2).ends_with(gap)
        || window.after(at).starts_with(gap) && window.digits(at + 1);
    if outside {
        return None;
    }
    let day_first = gap == "." || window.table.day_first || first > 12 || first == second;
    let (day, month) = if day_first {
        (first, second)
    } else {
        (second, first)
    };
    // A score is often written with hyphens.
    if gap == "-" && window.raw(at - 2).len() == 1 {
        return None;
    }
    let span = (at - 2, at);
    // Neither number is over twelve and the language does not say which is the day.
    if !day_first && second <= 12 {
        let open = gap == "/";
        return open.then_some(Found::new(OPEN, span, day_of(year, month, day)?, 0.7));
    }
    Some(Found::new("numeric", span, day_of(year, month, day)?, 0.95))
}

/// The rule of a date of which nothing yet tells day from month: it is read month first.
const OPEN: &str = "numeric-order";

/// Settles which number is the day where the language does not say: as in the other dates of the
/// text that are written so, else as makes it the day of publication. Drops what stays open.
pub(super) fn settle(window: &Window<'_>, found: &mut Vec<Found>, published: Option<Date>) {
    if !found.iter().any(|found| found.rule == OPEN) {
        return;
    }
    let (mut days, mut months) = (false, false);
    for found in found.iter().filter(|found| found.rule == "numeric") {
        let slashes = window.gap(found.first) == Some("/");
        days |= slashes && two(window, found.first).is_some_and(|number| number > 12);
        months |= slashes && two(window, found.first + 1).is_some_and(|number| number > 12);
    }
    found.retain_mut(|found| {
        let (true, Symbolic::Day { month, day, .. }) = (found.rule == OPEN, &mut found.symbolic)
        else {
            return true;
        };
        let is_published = |month: i8, day: i8| {
            published.is_some_and(|published| (published.month(), published.day()) == (month, day))
        };
        let day_first = match (days, months) {
            (true, false) => true,
            (false, true) => false,
            _ if is_published(*month, *day) => false,
            _ if is_published(*day, *month) => true,
            _ => return false,
        };
        if day_first {
            std::mem::swap(month, day);
        }
        true
    });
}

/// The day of an ISO date, which a time may follow ("20T14:00:00Z"), the last token of it all and
/// the time.
fn iso_day(window: &Window<'_>, at: isize) -> Option<(i8, isize, Option<Time>)> {
    let raw = window.raw(at);
    let (digits, rest) = raw.split_at_checked(2).unwrap_or((raw, ""));
    let day = digits.parse().ok()?;
    if rest.is_empty() {
        let goes_on = window.after(at).starts_with(['-', '/', '.'])
            && window.gap(at).is_some_and(|gap| gap.len() == 1);
        return (!(goes_on && window.digits(at + 1))).then_some((day, at, None));
    }
    let hour = rest.strip_prefix('T')?;
    let mut last = at;
    // Minutes, seconds, fractions and the zone are at most five more tokens.
    while last < at + 5
        && matches!(window.gap(last), Some(":" | "." | "+" | "-"))
        && window.digits(last + 1)
    {
        last += 1;
    }
    Some((day, last, iso_time(hour, window, at)))
}

/// Hour and minute, where they are ones that a clock shows.
fn iso_time(hour: &str, window: &Window<'_>, at: isize) -> Option<Time> {
    if window.gap(at) != Some(":") {
        return None;
    }
    let hour: u8 = hour.parse().ok().filter(|hour| *hour <= 24)?;
    let sixty = |place: isize| -> Option<u8> {
        let value = window.raw(place).get(..2)?.parse().ok()?;
        (value < 60).then_some(value)
    };
    let minute = sixty(at + 1)?;
    let second = sixty(at + 2).filter(|_| window.gap(at + 1) == Some(":"));
    Some(Time::Clock(hour, minute, second))
}

fn day_of(year: i16, month: i8, day: i8) -> Option<Symbolic> {
    Date::new(year, month, day).ok()?;
    Some(Symbolic::Day {
        year: YearOf::Known(year),
        month,
        day,
        toward: Toward::Past,
    })
}
