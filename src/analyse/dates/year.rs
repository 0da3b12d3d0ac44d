//! Rules for bare years, decades and years before Christ. Four digits are a year only where the
//! text around them says so or nothing speaks against it.

use super::calendar;
use super::expression::{Found, Symbolic, YearOf};
use super::numeric;
use super::part::{with_about, with_article, with_part};
use super::table::{Meaning, Unit};
use super::window::{Window, Word, is_hyphen, is_space};

/// Years that a number with a cue may mean.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=2100;

/// Years before which nearly every number counts something.
const RARE: i16 = 1500;

/// Years that a number may mean without any cue.
const RECENT: std::ops::RangeInclusive<i16> = 1900..=2035;

/// A phrase whose anchor is a number of four digits.
pub(super) fn year(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let year = window.year(at)?;
    if let Some(found) = numeric::numeric(window, at, floor) {
        return Some(super::part::with_time(window, found, floor));
    }
    if window.era_year(at).is_some() {
        // The era's own trigger reads it.
        return None;
    }
    if !YEARS.contains(&year) || is_number(window, at, year) {
        return None;
    }
    // "the 1988 second quarter": the quarter takes it in.
    let ordinal = matches!(
        window.word(at + 1),
        Word::Known(Meaning::Ordinal(_)) | Word::Ordinal(_)
    );
    let quarter = matches!(
        window.word(at + 2),
        Word::Known(Meaning::Unit(Unit::Quarter | Unit::Half))
    );
    if ordinal && quarter && window.spaced(at) {
        return None;
    }
    let cue = cue(window, at);
    if !cue && (!RECENT.contains(&year) || names_number(window, at))
        || counts(window, at, year, cue)
        || year < RARE && !window.is(at - 1, Meaning::In)
    {
        return None;
    }
    // "2021 Q4".
    if window.spaced(at)
        && let Some(quarter) = super::period::short_quarter(window, at + 1)
        && let Symbolic::Quarter {
            quarter,
            year: YearOf::Unsaid,
        } = quarter.symbolic
    {
        let symbolic = Symbolic::Quarter {
            quarter,
            year: YearOf::Known(year),
        };
        return Some(Found::new("quarter", (at, at + 1), symbolic, 0.85));
    }
    // "the 1930's".
    let decade = year % 10 == 0 && window.after(at).starts_with(['\'', '’']);
    if decade
        && ["'s", "’s"]
            .iter()
            .any(|ending| window.after(at).starts_with(*ending))
        && !window.capital(at + 1)
    {
        let found = Found::new("decade", (at, at), Symbolic::Decade(year), 0.85);
        let found = with_part(window, found, floor);
        if window.article_before(found.first, floor) {
            return Some(with_article(window, found, floor));
        }
    }
    let last = calendar::year_word(window, at);
    let confidence = if cue { 0.92 } else { 0.65 };
    let mut found = Found::new("year", (at, last), Symbolic::Year(year), confidence);
    let spaced = window.spaced(at - 1) && at > floor;
    if spaced && window.is(at - 1, Meaning::Fiscal) {
        found.first = at - 1;
    } else if spaced && year_noun(window, at - 1) {
        // "the fiscal year 2019", "the years 1955".
        let start = super::relative::fiscal_before(window, at - 1, floor);
        let article = window.article_before(start, floor);
        found.first = match article {
            true => start - 1,
            false if start < at - 1 => start,
            false => at,
        };
    }
    if let Some(found) = year_period(window, found, at, year, floor) {
        return Some(found);
    }
    if let Some(modifier) = beside_year(window, at).filter(|_| at > floor) {
        found.first = at - 1;
        found.modifier = Some(modifier);
        return Some(found);
    }
    Some(with_about(window, with_part(window, found, floor), floor))
}

/// The mod of "pre-1990" and "post-1959".
fn beside_year(window: &Window<'_>, at: isize) -> Option<&'static str> {
    if !window.gap(at - 1).is_some_and(is_hyphen) {
        return None;
    }
    match () {
        () if window.same(at - 1, "pre") => Some("BEFORE"),
        () if window.same(at - 1, "post") => Some("AFTER"),
        () => None,
    }
}

/// "the 1988 period": the same quarter of that year, where quarters are spoken of.
fn year_period(
    window: &Window<'_>,
    found: Found,
    at: isize,
    year: i16,
    floor: isize,
) -> Option<Found> {
    let period =
        window.is(at + 1, Meaning::Period) || window.is(at + 1, Meaning::Unit(Unit::Quarter));
    let article = found.first == at && window.article_before(at, floor);
    (period && article && window.spaced(at)).then_some(Found {
        first: at - 1,
        last: at + 1,
        symbolic: Symbolic::QuarterOf(year),
        ..found
    })
}

/// "the year" before a number.
fn year_noun(window: &Window<'_>, at: isize) -> bool {
    window.is(at, Meaning::Unit(Unit::Year))
}

/// What speaks for a number rather than a year.
fn is_number(window: &Window<'_>, at: isize, year: i16) -> bool {
    let before = window.before(at);
    let touching = before.chars().next_back().is_some_and(|c| {
        matches!(
            c,
            '$' | '€' | '£' | '¥' | '#' | '№' | '.' | ',' | ':' | '/' | '+' | '=' | '_' | '@'
        )
    });
    // "U.S. 1989" has its own space; ", 1989" too.
    if touching || window.month(at - 1).is_some() && window.spaced(at - 1) {
        return true;
    }
    if hyphen_digit_before(window, at) {
        // A range of years, not a telephone number.
        let start = window.year(at - 1);
        if !start.is_some_and(|start| start < year && !hyphen_digit_before(window, at - 1)) {
            return true;
        }
    } else if window.gap(at - 1).is_some_and(is_hyphen)
        && !matches!(window.word(at - 1), Word::Known(_))
        && beside_year(window, at).is_none()
    {
        // "Il-1962", "ISBN-2003"; "mid-1998" is a known word.
        return true;
    }
    number_after(window, at, year)
}

/// Whether a token is joined to another by a hyphen on its left, a digit on that side.
fn hyphen_digit_before(window: &Window<'_>, at: isize) -> bool {
    window.gap(at - 1).is_some_and(is_hyphen) && window.digits(at - 1)
}

/// What follows a number and not a year.
fn number_after(window: &Window<'_>, at: isize, year: i16) -> bool {
    let after = window.after(at);
    if after.starts_with(['%', '°', '$', '€', '£', '@', '_', '=']) {
        return true;
    }
    let Some(gap) = window.gap(at) else {
        return false;
    };
    if window.digits(at + 1) {
        return match gap {
            "," | "." | ":" => true,
            "/" | "-" | "–" => !range_end(window, at + 1, year),
            _ => is_space(gap) && !gap.contains('\n'),
        };
    }
    if !is_space(gap) {
        return false;
    }
    match window.word(at + 1) {
        Word::Known(Meaning::Counted) => true,
        // "a 1987 Chevrolet": the year of a model.
        Word::Known(Meaning::Make) => window.capital(at + 1),
        Word::Known(Meaning::Unit(_)) => {
            !window.table.year_suffix && window.unit(at + 1).is_some_and(|(_, plural)| plural)
        }
        _ => window.zone_name(at + 1),
    }
}

/// Whether the token ends a range of years: "1914-1918", "1914-18", "1998/99".
pub(super) fn range_end(window: &Window<'_>, at: isize, year: i16) -> bool {
    match window.word(at) {
        Word::Number(value, 2) => value as i16 > year % 100 && value as i16 - year % 100 < 60,
        Word::Number(value, 4) => value as i16 > year,
        _ => false,
    }
}

/// What speaks for a year.
fn cue(window: &Window<'_>, at: isize) -> bool {
    if window.before(at).ends_with('(') && window.after(at).starts_with([')', '-', '–', ',', ';'])
    {
        return true;
    }
    if window.joined(at - 1) {
        let said = window.cued(at - 1)
            || matches!(
                window.word(at - 1),
                Word::Known(
                    Meaning::Fiscal
                        | Meaning::Link
                        | Meaning::Article
                        | Meaning::Season(_)
                        | Meaning::Unit(Unit::Year | Unit::Quarter | Unit::Half)
                )
            );
        if said {
            return true;
        }
    }
    window.year(at - 1).is_some() && matches!(window.gap(at - 1), Some("-" | "–" | ", "))
        || matches!(window.gap(at), Some("-" | "–"))
            && range_end(window, at + 1, window.year(at).unwrap_or(0))
}

/// "in 2000 homes", "2000 Liter": a number before a noun counts it. Years stand before nouns too
/// ("the 1987 crash"), so it takes a round or very old number and, after a cue, a plural.
fn counts(window: &Window<'_>, at: isize, year: i16, cue: bool) -> bool {
    let next = window.raw(at + 1);
    let round = year % 100 == 0 || year < RARE;
    if !round || !window.spaced(at) || next.len() < 4 {
        return false;
    }
    let plural = next.ends_with('s') && next.starts_with(|c: char| c.is_ascii_lowercase());
    plural || !cue && window.word(at + 1) == Word::Other
}

/// What names a number that has no cue: "Flight 1989", "room 2004", "1914 Elm Street", "some 1950
/// trees", a title in quotation marks.
fn names_number(window: &Window<'_>, at: isize) -> bool {
    let before = window.before(at);
    let quoted = before.ends_with(['"', '“', '‘', '«'])
        && window.after(at).starts_with(['"', '”', '’', '»']);
    let spaced = window.spaced(at - 1);
    let named = match window.word(at - 1) {
        Word::Other | Word::Known(Meaning::Make) => {
            window.title_case(at - 1) && !window.opens_sentence(at - 1)
        }
        Word::Known(Meaning::Vague | Meaning::Numbered) => true,
        // "at 1914 Elm Street".
        Word::Known(Meaning::At) => window.title_case(at + 1),
        _ => false,
    };
    let numbered = window.is(at - 1, Meaning::Numbered);
    quoted || spaced && (named && !ends_line(window, at) || numbered)
}

/// Whether a line ends after a token, as a heading's does.
fn ends_line(window: &Window<'_>, at: isize) -> bool {
    window.after(at).starts_with('\n')
}

/// "'87".
pub(super) fn short(window: &Window<'_>, at: isize) -> Option<Found> {
    let Word::Number(value, 2) = window.word(at) else {
        return None;
    };
    let mut before = window.before(at).chars().rev();
    let mark = matches!(before.next(), Some('\'' | '’' | '‘'));
    let free = before.next().is_none_or(char::is_whitespace);
    // A quotation may open with a number: the preposition says that it is a year.
    let cue = window.cued(at - 1) || window.is(at - 1, Meaning::Link);
    let year = calendar::two_digit_year(value);
    let symbolic = Symbolic::Year(year);
    (mark && free && cue && window.stands_alone_on_the_right(at))
        .then(|| Found::new("short-year", (at, at), symbolic, 0.7))
}

/// "480 BC", "499-493 BC", "the 470s BC", "AD 70". The first year of a range is found with the
/// second, and told apart by `series.rs`.
pub(super) fn era(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let (before_christ, _) = window.era(at)?;
    let place = at - 1;
    if let Some((year, last)) = window.era_year(place).filter(|_| place >= floor) {
        let found = Found::new("era", (place, last), Symbolic::Year(year), 0.95);
        return Some(with_about(window, with_part(window, found, floor), floor));
    }
    if let Some(first) = decade_before_christ(window, place).filter(|_| before_christ) {
        let found = Found::new("era", (place, at), Symbolic::Decade(first), 0.95);
        return Some(with_article(window, with_part(window, found, floor), floor));
    }
    // "AD 70".
    let Word::Number(value @ 1..=2999, _) = window.word(at + 1) else {
        return None;
    };
    let said = !before_christ && window.spaced(at) && window.stands_alone(at + 1);
    let year = i16::try_from(value).ok().filter(|_| said)?;
    Some(Found::new("era", (at, at + 1), Symbolic::Year(year), 0.95))
}

/// The astronomical year of the first digits of "470s", before Christ.
fn decade_before_christ(window: &Window<'_>, at: isize) -> Option<i16> {
    let digits = window.raw(at).strip_suffix('s')?;
    let value: i16 = digits.parse().ok()?;
    ((10..1000).contains(&value) && value % 10 == 0 && window.spaced(at)).then_some(-value)
}

/// "the 1990s", "the early 1990s", "the late '80s", "the sixties".
pub(super) fn decade(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let (first, full) = match window.word(at) {
        Word::Decade(first) => (first, window.raw(at).len() > 4),
        Word::Known(Meaning::Decade(first)) => (first, false),
        _ => return None,
    };
    if window.era(at + 1).is_some() && window.spaced(at) {
        return None;
    }
    let found = Found::new(
        "decade",
        (at, at),
        Symbolic::Decade(first),
        if full { 0.95 } else { 0.8 },
    );
    let marked = window.before(at).ends_with(['\'', '’', '‘']);
    let found = match marked {
        true => before_mark(window, found, floor),
        false => with_article(window, with_part(window, found, floor), floor),
    };
    let short = marked || found.first < at;
    // "in his sixties" is an age.
    (full || short).then_some(found)
}

/// Takes "the" and "the late" before the apostrophe of "'70s" into the phrase.
fn before_mark(window: &Window<'_>, found: Found, floor: isize) -> Found {
    let gap = window.before(found.first);
    let place = found.first - 1;
    if place < floor || !matches!(gap, " '" | " ’" | " ‘") {
        return found;
    }
    match window.word(place) {
        Word::Known(Meaning::Article) => Found {
            first: place,
            ..found
        },
        Word::Known(Meaning::Part(part)) => {
            let found = Found {
                first: place,
                modifier: Some(super::part::modifier(part)),
                ..found
            };
            with_article(window, found, floor)
        }
        _ => found,
    }
}

/// "nineteen ninety-six".
pub(super) fn spelled(window: &Window<'_>, at: isize) -> Option<Found> {
    let (year, last) = spelled_year(window, at).filter(|(year, _)| *year < 2000)?;
    Some(Found::new(
        "spelled",
        (at, last),
        Symbolic::Year(year),
        0.75,
    ))
}

/// The year whose words begin at `at`: "nineteen ninety-six", "two thousand four".
pub(super) fn spelled_year(window: &Window<'_>, at: isize) -> Option<(i16, isize)> {
    let number = |place: isize| match window.word(place) {
        Word::Known(Meaning::Number(value)) => i16::try_from(value).ok(),
        _ => None,
    };
    let next = |place: isize| number(place).filter(|_| window.joined(place - 1));
    if number(at)? == 2 && window.is(at + 1, Meaning::Times10(1000)) && window.spaced(at) {
        return Some(match next(at + 2) {
            Some(rest) => (2000 + rest, at + 2),
            None => (2000, at + 1),
        });
    }
    let tens = next(at + 1).filter(|tens| number(at) == Some(19) && *tens >= 10)?;
    let ones = next(at + 2).filter(|ones| tens >= 20 && *ones < 10);
    let last = at + 1 + isize::from(ones.is_some());
    Some((1900 + tens + ones.unwrap_or(0), last))
}
