//! Rules for lengths of time and for what recurs: "three days", "two weeks ago", "a decade
//! earlier", "every other day", "$20 a year".

use super::expression::{Amount, Base, Found, Recurring, Symbolic, Toward};
use super::resolve::seen_from;
use super::table::{Deixis, Meaning, Unit};
use super::tense;
use super::window::{Window, Word};

/// How many of a unit, from which token on.
#[derive(Clone, Copy)]
struct Counted {
    /// `None` for "several".
    amount: Option<Amount>,
    first: isize,
    /// "a".
    one: bool,
}

/// "every day", "each year", "every two weeks", "per month".
pub(super) fn every(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    let place = at - 1;
    if place < floor || !window.spaced(place) {
        return None;
    }
    let set = |first, every| {
        let symbolic = Symbolic::Set(Recurring::Unit(unit, every));
        Found::new("every", (first, at), symbolic, 0.85)
    };
    // "130 miles per hour" is a speed.
    let speed = matches!(unit, Unit::Hour | Unit::Second) && window.is(place - 1, Meaning::Counted);
    if window.is(place, Meaning::Every) || window.is(place, Meaning::Per) && !speed {
        return Some(set(place, 1));
    }
    let every = place > floor && window.is(place - 1, Meaning::Every) && window.spaced(place - 1);
    if !every {
        return None;
    }
    if window.same(place, "other") {
        return Some(set(place - 1, 2));
    }
    let amount = window.small_number(place)??;
    (amount > 0).then(|| set(place - 1, amount))
}

/// "three days ago", "vor drei Tagen", "the past two weeks", "five-year", "nearly a month".
pub(super) fn counted(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    let counted = amount(window, at, floor)?;
    if window.joined(at) && window.is(at + 1, Meaning::Old) {
        // "10 years old", "five-year-old": an age.
        return None;
    }
    if let Some(found) = shifted(window, at, floor, unit, counted) {
        return Some(found);
    }
    if matches!(unit, Unit::Half | Unit::Weekend) {
        return None;
    }
    // "three-quarters" are parts; "60 Minutes" and "Seven Days" are names.
    let parts =
        unit == Unit::Quarter && (!window.spaced(at - 1) || window.is(at + 1, Meaning::Link));
    let (_, plural) = window.unit(at)?;
    let name = window.title_case(at) && (window.spaced(at - 1) || window.title_case(at - 1));
    if parts || name && !window.opens_sentence(counted.first) {
        return None;
    }
    // "a year-long trial": the length is "year-long".
    if counted.one && !window.spaced(at) && window.joined(at) && window.is(at + 1, Meaning::Long) {
        return None;
    }
    if counted.one {
        if unit == Unit::Second || unit == Unit::Quarter {
            return None;
        }
        // "58 miles an hour" is a speed.
        let measured = window.is(counted.first - 1, Meaning::Counted);
        if matches!(unit, Unit::Hour | Unit::Second) && measured {
            return None;
        }
        if rate(window, counted.first) {
            let symbolic = Symbolic::Set(Recurring::Unit(unit, 1));
            let first = times(window, counted.first, floor);
            return Some(Found::new("rate", (first, at), symbolic, 0.7));
        }
    }
    // "will one day", "may one day": some day to come.
    let modal = is_modal(window, counted.first - 1);
    if modal && unit == Unit::Day && window.same(at - 1, "one") && window.spaced(at) {
        let symbolic = Symbolic::Reference("FUTURE_REF");
        return Some(Found::new("reference", (at - 1, at), symbolic, 0.6));
    }
    let symbolic = Symbolic::Duration {
        unit,
        amount: counted.amount,
    };
    let found = Found::new("length", (counted.first, at), symbolic, 0.7);
    let which = with_which(window, found, plural && window.spaced(at - 1), floor);
    let exact = counted.amount.is_some() && which.first == found.first;
    let found = if exact {
        with_inexact(window, which, floor)
    } else {
        which
    };
    if exact && let Some(found) = from_now(window, at, floor, unit, found) {
        return Some(found);
    }
    Some(with_tail(window, found, floor))
}

/// "in two weeks' time", "will be held in two weeks": a day to come, counted from now. "for the
/// first time in two weeks" and "in two weeks of fighting" are lengths, and so is what may be either.
fn from_now(
    window: &Window<'_>,
    at: isize,
    floor: isize,
    unit: Unit,
    found: Found,
) -> Option<Found> {
    let Symbolic::Duration {
        amount: Some(amount),
        ..
    } = found.symbolic
    else {
        return None;
    };
    let place = found.first - 1;
    if place < floor || !window.same(place, "in") || !window.spaced(place) {
        return None;
    }
    let (unit, each) = match unit {
        Unit::Day | Unit::Week | Unit::Month | Unit::Year => (unit, 1),
        Unit::Fortnight => (Unit::Week, 2),
        _ => return None,
    };
    // "a years' time" is a slip for some years.
    if window.is(at - 1, Meaning::One) && window.unit(at).is_some_and(|(_, plural)| plural) {
        return None;
    }
    let possessive = matches!(window.gap(at), Some("' " | "’ " | "'s " | "’s "));
    let time = possessive && window.same(at + 1, "time");
    if !time && (window.spaced(at) || possessive || !happens(window, place, at)) {
        return None;
    }
    let symbolic = Symbolic::Shift {
        unit,
        by: amount.units()?.checked_mul(each)?,
        base: Base::Publication,
    };
    let modifier = found.modifier.map(|modifier| seen_from(modifier, 1));
    let last = at + isize::from(time);
    let confidence = if time { 0.85 } else { 0.7 };
    let found = Found::new("from-now", (found.first, last), symbolic, confidence);
    Some(Found { modifier, ..found })
}

/// Whether a verb that looks ahead stands right before the "in" at `place`: "will return in",
/// "will be held in", "is due in", "is expected to end in".
fn happens(window: &Window<'_>, place: isize, at: isize) -> bool {
    let verb = place - 1;
    let done = window.is(verb, Meaning::PastVerb) || window.raw(verb).ends_with("ed");
    let will = window.is(verb, Meaning::WillVerb)
        || window.is(verb - 1, Meaning::WillVerb)
        || window.same(verb - 1, "to");
    let noun = matches!(
        window.raw(verb),
        "place" | "effect" | "office" | "back" | "home" | "out" | "ready" | "over"
    );
    (done || will || noun) && tense::toward(window, place, at) == Toward::Future
}

/// "ago", "later", "from now" and the like around a length.
fn shifted(
    window: &Window<'_>,
    at: isize,
    floor: isize,
    unit: Unit,
    counted: Counted,
) -> Option<Found> {
    let Counted { amount, first, .. } = counted;
    let mut before = first - 1;
    // "dentro de tres días".
    if window.is(before, Meaning::Link) && window.is(before - 1, Meaning::BeforeIn) {
        before -= 1;
    }
    let here = before >= floor && window.spaced(before);
    let next = window.word(at + 1);
    let spaced = window.spaced(at);
    // "two years from now".
    let from_now = spaced
        && window.same(at + 1, "from")
        && window.spaced(at + 1)
        && window.word(at + 2) == Word::Known(Meaning::Reference("PRESENT_REF"));
    let sign = match (window.word(before), next) {
        (_, Word::Known(Meaning::Ago)) if spaced => -1,
        _ if from_now => 1,
        (Word::Known(Meaning::BeforeAgo), _) if here => -1,
        (Word::Known(Meaning::BeforeIn), _) if here => 1,
        (_, Word::Known(Meaning::After)) if spaced => {
            return later(window, at, floor, unit, counted, 1);
        }
        (_, Word::Known(Meaning::Before)) if spaced => {
            return later(window, at, floor, unit, counted, -1);
        }
        _ => return None,
    };
    let (first, last) = match next {
        Word::Known(Meaning::Ago) if spaced => (first, at + 1),
        _ if from_now => (first, at + 2),
        _ => (il_y_a(window, before, floor), at),
    };
    let symbolic = match amount.map(Amount::units) {
        Some(Some(amount)) if unit == Unit::Fortnight => Symbolic::Shift {
            unit: Unit::Week,
            by: (sign * amount).checked_mul(2)?,
            base: Base::Publication,
        },
        // "a decade ago" names the year, not the decade.
        Some(Some(amount)) if unit == Unit::Decade => Symbolic::Shift {
            unit: Unit::Year,
            by: (sign * amount).checked_mul(10)?,
            base: Base::Publication,
        },
        Some(Some(amount)) => Symbolic::Shift {
            unit,
            by: sign * amount,
            base: Base::Publication,
        },
        _ => Symbolic::Reference(if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }),
    };
    let found = Found::new("ago", (first, last), symbolic, 0.85);
    let found = with_inexact(window, found, floor);
    let modifier = found.modifier.map(|modifier| seen_from(modifier, sign));
    Some(Found { modifier, ..found })
}

/// The first token of "il y a trois jours", whose "a" is at `at`.
fn il_y_a(window: &Window<'_>, at: isize, floor: isize) -> isize {
    if at > floor && window.same(at, "a") && window.same(at - 1, "y") {
        let il = at - 2 >= floor && window.same(at - 2, "il");
        return at - 1 - isize::from(il);
    }
    at
}

/// "three days later", "a decade earlier".
fn later(
    window: &Window<'_>,
    at: isize,
    floor: isize,
    unit: Unit,
    counted: Counted,
    sign: i32,
) -> Option<Found> {
    let symbolic = Symbolic::Later {
        unit,
        amount: counted.amount,
        sign,
    };
    let found = Found::new("later", (counted.first, at + 1), symbolic, 0.75);
    Some(with_inexact(window, found, floor))
}

/// "half an hour", "two and a half years": an amount that ends with a half, which `at` follows.
fn halves(window: &Window<'_>, at: isize, floor: isize) -> Option<Counted> {
    let half = |place: isize| place >= floor && window.is(place, Meaning::Unit(Unit::Half));
    let joined = |place: isize| window.joined(place);
    let counted = |tenths, first| {
        Some(Counted {
            amount: Some(Amount(tenths)),
            first,
            one: false,
        })
    };
    if half(at - 2) && window.is(at - 1, Meaning::One) && joined(at - 2) {
        return counted(5, at - 2);
    }
    if !half(at - 1) {
        return None;
    }
    let and = at - 4 >= floor
        && window.is(at - 2, Meaning::One)
        && window.is(at - 3, Meaning::Join)
        && joined(at - 2)
        && joined(at - 3)
        && joined(at - 4);
    if and && let Some(Some(whole)) = window.small_number(at - 4) {
        return counted(whole.checked_mul(10)?.checked_add(5)?, at - 4);
    }
    // "half-century".
    (!window.spaced(at - 1))
        .then(|| counted(5, at - 1))
        .flatten()
}

/// How many of a unit: the amount and its first token.
fn amount(window: &Window<'_>, at: isize, floor: isize) -> Option<Counted> {
    let mut place = at - 1;
    if place < floor || !window.joined(place) {
        return None;
    }
    if let Some(half) = halves(window, at, floor) {
        return Some(half);
    }
    // "two more weeks", "eight trading days".
    if window.spaced(place) && between(window, place, at) {
        place -= 1;
        if place < floor || !window.joined(place) {
            return None;
        }
    }
    let exact = |amount: u32, first: isize| Counted {
        amount: Amount::whole(amount),
        first,
        one: false,
    };
    match window.word(place) {
        Word::Number(value, _) => digits(window, place, floor, value),
        Word::Known(Meaning::Number(value)) => Some(spelled(window, place, floor, value)),
        Word::Known(Meaning::Times10(value)) => {
            let (count, first) = multiplier(window, place, floor);
            Some(exact(count.checked_mul(u32::from(value))?, first))
        }
        Word::Known(Meaning::One) => Some(Counted {
            one: true,
            ..exact(1, place)
        }),
        Word::Known(Meaning::Group(value)) => {
            let one = place > floor && window.is(place - 1, Meaning::One);
            Some(exact(u32::from(value), place - isize::from(one)))
        }
        // "a couple of years".
        Word::Known(Meaning::Link) if place > floor => match window.word(place - 1) {
            Word::Known(Meaning::Group(value)) => {
                let one = place - 1 > floor && window.is(place - 2, Meaning::One);
                Some(exact(u32::from(value), place - 1 - isize::from(one)))
            }
            _ => None,
        },
        Word::Known(Meaning::Vague) => {
            let article =
                place > floor && window.is(place - 1, Meaning::One) && window.spaced(place - 1);
            Some(Counted {
                amount: None,
                first: place - isize::from(article),
                one: false,
            })
        }
        _ => None,
    }
}

/// Whether a word may stand between a number and a unit: "two more weeks", "the four previous
/// weeks", "two bloody weeks".
fn between(window: &Window<'_>, place: isize, at: isize) -> bool {
    match window.word(place) {
        Word::Known(Meaning::Filler | Meaning::Preceding | Meaning::Following) => true,
        Word::Other => {
            let raw = window.raw(place);
            let plain = raw.bytes().all(|byte| byte.is_ascii_lowercase()) && !raw.ends_with('s');
            let many = window.unit(at).is_some_and(|(_, plural)| plural);
            let number = matches!(
                window.word(place - 1),
                Word::Known(Meaning::Number(_)) | Word::Number(..=99, _)
            );
            plain && many && number
        }
        _ => false,
    }
}

/// A count before "hundred": "two hundred", "a hundred", or one.
fn multiplier(window: &Window<'_>, at: isize, floor: isize) -> (u32, isize) {
    if at <= floor || !window.joined(at - 1) {
        return (1, at);
    }
    match window.small_number(at - 1) {
        Some(Some(count)) => (count, at - 1),
        _ => (1, at),
    }
}

/// An amount in digits that ends at `at`: "3", "2.5", "1,000".
fn digits(window: &Window<'_>, at: isize, floor: isize, value: u16) -> Option<Counted> {
    let before = window.before(at);
    // "5 1/2 hours".
    if value == 2
        && window.gap(at - 1) == Some("/")
        && window.same(at - 1, "1")
        && at - 2 >= floor
        && window.joined(at - 2)
        && let Word::Number(whole, 1 | 2) = window.word(at - 2)
    {
        return Some(Counted {
            amount: Some(Amount(u32::from(whole) * 10 + 5)),
            first: at - 2,
            one: false,
        });
    }
    let whole = |amount: u32, first: isize| {
        Some(Counted {
            amount: Amount::whole(amount),
            first,
            one: false,
        })
    };
    if at > floor
        && let Word::Number(head, _) = window.word(at - 1)
    {
        let head = u32::from(head);
        match window.gap(at - 1)? {
            "." if value < 10 && window.raw(at).len() == 1 => {
                return Some(Counted {
                    amount: Some(Amount(head * 10 + u32::from(value))),
                    first: at - 1,
                    one: false,
                });
            }
            "," if window.raw(at).len() == 3 => {
                return whole(head * 1000 + u32::from(value), at - 1);
            }
            _ => {}
        }
    }
    if before.ends_with(['.', ',', '$', '€', '£', '/', ':', '%']) {
        return None;
    }
    whole(u32::from(value), at)
}

/// An amount in words that ends at `at`: "four", "twenty-four".
fn spelled(window: &Window<'_>, at: isize, floor: isize, value: u16) -> Counted {
    let joined = at > floor && window.joined(at - 1);
    let (amount, first) = match window.word(at - 1) {
        Word::Known(Meaning::Number(tens)) if value < 10 && tens >= 20 && joined => {
            (tens + value, at - 1)
        }
        _ => (value, at),
    };
    Counted {
        amount: Amount::whole(u32::from(amount)),
        first,
        one: false,
    }
}

/// Whether "a day" is a rate: "$20 a year", "twice a week", "100 people a day".
fn rate(window: &Window<'_>, first: isize) -> bool {
    let place = first - 1;
    if !window.spaced(place) {
        return false;
    }
    match window.word(place) {
        Word::Number(..) => true,
        Word::Known(Meaning::Counted | Meaning::Times | Meaning::Times10(_)) => true,
        Word::Known(Meaning::Unit(_)) => window.unit(place).is_some_and(|(_, plural)| plural),
        _ => false,
    }
}

/// The first token of "twice a month" and "three times a week", whose "a" is at `first`.
fn times(window: &Window<'_>, first: isize, floor: isize) -> isize {
    let place = first - 1;
    if place < floor || !window.is(place, Meaning::Times) {
        return first;
    }
    let counted = place > floor
        && window.spaced(place - 1)
        && window.same(place, "times")
        && window.small_number(place - 1).is_some();
    match window.same(place, "times") {
        true if !counted => first,
        _ => place - isize::from(counted),
    }
}

/// Whether a word is an auxiliary verb, which another verb follows.
fn is_modal(window: &Window<'_>, index: isize) -> bool {
    [
        "will", "would", "may", "might", "could", "can", "must", "shall",
    ]
    .iter()
    .any(|modal| window.same(index, modal))
}

/// Takes "the past", "the next", "the first" and "the" before an amount into it.
fn with_which(window: &Window<'_>, found: Found, many: bool, floor: isize) -> Found {
    let mut first = found.first;
    let before = first - 1;
    if before < floor || !window.spaced(before) {
        return found;
    }
    // "to last two years", "may last two years" have a verb.
    let verb = matches!(
        window.word(before - 1),
        Word::Known(Meaning::Join | Meaning::WillVerb)
    ) || is_modal(window, before - 1);
    let which = window.deixis(before).is_some() && !verb
        || matches!(
            window.word(before),
            Word::Known(
                Meaning::Following | Meaning::Preceding | Meaning::Ordinal(1) | Meaning::Latest
            )
        );
    if which {
        first = before;
    }
    // "the 10-year bond" has an article of its own.
    if window.article_before(first, floor) && (which || many) {
        first -= 1;
    }
    Found { first, ..found }
}

/// Takes "nearly", "more than", "at least" before an amount into it.
pub(super) fn with_inexact(window: &Window<'_>, found: Found, floor: isize) -> Found {
    let mut found = found;
    let place = found.first - 1;
    if place < floor || !window.spaced(place) {
        return found;
    }
    if let Word::Known(Meaning::About(modifier)) = window.word(place) {
        found.modifier = Some(modifier);
        found.first = place;
        return found;
    }
    let inexact = window.table.inexact(|back, word| {
        let here = place - back;
        here >= floor && (back == 0 || window.spaced(here)) && window.same(here, word)
    });
    if let Some((words, modifier)) = inexact {
        found.modifier = Some(modifier);
        found.first = place + 1 - words as isize;
    }
    found
}

/// Takes "or so", "or more", "period" and "long" after a length into it.
pub(super) fn with_tail(window: &Window<'_>, found: Found, floor: isize) -> Found {
    let mut found = found;
    let after = found.last + 1;
    if window.joined(found.last) && window.is(after, Meaning::Long) {
        found.last = after;
        return found;
    }
    if window.spaced(found.last) && window.is(after, Meaning::Period) {
        found.last = after;
        let own = found.first > floor
            && window.spaced(found.first - 1)
            && matches!(
                window.word(found.first - 1),
                Word::Known(Meaning::One | Meaning::Article)
            );
        found.first -= isize::from(own);
        return found;
    }
    if window.spaced(found.last) && window.same(after, "or") && window.spaced(after) {
        let modifier = match window.raw(after + 1) {
            "so" => "APPROX",
            "more" => "EQUAL_OR_MORE",
            "less" => "EQUAL_OR_LESS",
            _ => return found,
        };
        found.last = after + 1;
        found.modifier = Some(modifier);
    }
    found
}

/// "weeks", "for years", "recent months", "the years": lengths that nobody counts.
pub(super) fn uncounted(window: &Window<'_>, at: isize, floor: isize, unit: Unit) -> Option<Found> {
    let (_, plural) = window.unit(at)?;
    if window.joined(at) && window.is(at + 1, Meaning::Long) && !window.spaced(at) {
        return long(at, unit, plural);
    }
    let named = window.title_case(at) && !window.opens_sentence(at);
    // "the years 1955-1957", "the early morning hours of 30 April": others take them in.
    let taken = window.spaced(at) && window.year(at + 1).is_some()
        || unit == Unit::Hour && window.is(at + 1, Meaning::Link);
    // "on days when", "in the first days".
    let some = matches!(
        window.word(at - 1),
        Word::Known(Meaning::At | Meaning::Ordinal(_))
    );
    if !plural
        || named
        || taken
        || some
        || matches!(
            unit,
            Unit::Second | Unit::Quarter | Unit::Half | Unit::Weekend
        )
    {
        return None;
    }
    let mut found = Found::new(
        "length",
        (at, at),
        Symbolic::Duration { unit, amount: None },
        0.5,
    );
    let before = at - 1;
    if window.spaced(at) && window.is(at + 1, Meaning::Ago) {
        let symbolic = Symbolic::Reference("PAST_REF");
        return Some(Found::new("ago", (at, at + 1), symbolic, 0.6));
    }
    if window.spaced(at)
        && let Word::Known(Meaning::After | Meaning::Before) = window.word(at + 1)
    {
        let sign = if window.is(at + 1, Meaning::After) {
            1
        } else {
            -1
        };
        let symbolic = Symbolic::Later {
            unit,
            amount: None,
            sign,
        };
        return Some(Found::new("later", (at, at + 1), symbolic, 0.6));
    }
    if before >= floor && window.spaced(before) {
        match window.word(before) {
            Word::Known(Meaning::These) if unit == Unit::Day => {
                let symbolic = Symbolic::Reference("PRESENT_REF");
                return Some(Found::new("reference", (before, at), symbolic, 0.6));
            }
            Word::Known(Meaning::Recent) if unit == Unit::Year => {
                let symbolic = Symbolic::Reference("PAST_REF");
                return Some(Found::new("reference", (before, at), symbolic, 0.6));
            }
            Word::Known(
                Meaning::Recent
                | Meaning::UpToNow
                | Meaning::Following
                | Meaning::Preceding
                | Meaning::Part(_)
                | Meaning::Deixis(Deixis::Next | Deixis::Last),
            ) => found.first = before,
            _ => {}
        }
    }
    // "and weeks later" is told elsewhere; alone, a preposition or "of" says that it is a length.
    let found = super::part::with_article(window, found, floor);
    let said = window.cued(found.first - 1)
        || window.is(found.first - 1, Meaning::PastVerb)
        || window.is(at + 1, Meaning::Link)
        || window.is(at + 1, Meaning::Cue);
    (said || found.first < at).then_some(found)
}

/// "day-long", "decades-long".
fn long(at: isize, unit: Unit, plural: bool) -> Option<Found> {
    let symbolic = Symbolic::Duration {
        unit,
        amount: Amount::whole(1).filter(|_| !plural),
    };
    Some(Found::new("length", (at, at + 1), symbolic, 0.7))
}

/// "daily", "annually".
pub(super) fn set(window: &Window<'_>, at: isize) -> Option<Found> {
    let Word::Known(Meaning::Set(unit)) = window.word(at) else {
        return None;
    };
    // "Daily Mail" is a name, and a newspaper is told by one: "the Israeli daily Haaretz".
    let named = |place: isize| {
        window.title_case(place)
            && matches!(window.word(place), Word::Other)
            && !window.opens_sentence(place)
    };
    let newspaper = named(at - 1) && window.spaced(at - 1) && window.spaced(at) && named(at + 1);
    if window.title_case(at) && !window.opens_sentence(at) || newspaper {
        return None;
    }
    let symbolic = Symbolic::Set(Recurring::Unit(unit, 1));
    Some(Found::new("every", (at, at), symbolic, 0.6))
}

/// "Mondays".
pub(super) fn weekdays(at: isize, weekday: i8) -> Found {
    let symbolic = Symbolic::Set(Recurring::Weekday(weekday));
    Found::new("every", (at, at), symbolic, 0.85)
}
