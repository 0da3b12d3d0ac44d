//! Rules for times of day: "10 p.m. Wednesday", "noon", "at 14:30", "09:30 GMT".

use super::calendar;
use super::expression::{Base, Found, Symbolic, Time, Toward};
use super::relative;
use super::table::{Meaning, Unit};
use super::tense;
use super::window::{Window, Word, is_space};

/// The tokens of a time of day and what it says.
struct Reading {
    first: isize,
    last: isize,
    hour: u8,
    minute: u8,
}

/// A phrase whose anchor belongs to a time of day.
pub(super) fn clock(window: &Window<'_>, at: isize, floor: isize) -> Option<Found> {
    let reading = read(window, at, floor).filter(|reading| reading.first >= floor)?;
    let last = zone(window, reading.last).unwrap_or(reading.last);
    let mut time = Some(Time::Clock(reading.hour, reading.minute, None));
    if let Word::Known(Meaning::Tonight(_)) = window.word(last + 1)
        && window.spaced(last)
    {
        // "eight o'clock tonight".
        if reading.hour < 12 {
            time = Some(Time::Clock(reading.hour + 12, reading.minute, None));
        }
        let found = relative::tonight(window, last + 1, last + 1)?;
        return Some(Found {
            first: reading.first,
            time,
            rule: "clock-date",
            ..found
        });
    }
    // "10:35 a.m. (0735 GMT) Friday".
    let told_again = in_brackets(window, last);
    let dated = date_after(window, told_again.unwrap_or(last));
    if let Some((mut date, on)) = dated {
        // "until 9 a.m. Tuesday".
        if let Symbolic::Weekday { toward, .. } = &mut date.symbolic
            && !matches!(toward, Toward::Said(_))
        {
            *toward = tense::toward(window, reading.first, date.last);
        }
        // "10 p.m. on Monday" is two expressions of one day, and so is what a bracket parts.
        let closes = window.gap(last).is_some_and(|gap| gap.starts_with(')'));
        let opens = window
            .gap(reading.last)
            .is_some_and(|gap| gap.ends_with('('));
        let apart = on || told_again.is_some() || closes && !(opens && last > reading.last);
        return Some(Found {
            first: reading.first,
            last: if apart { last } else { date.last },
            time,
            rule: "clock-date",
            ..date
        });
    }
    let found = Found::new("clock", (reading.first, last), Symbolic::SomeDay, 0.85);
    Some(Found { time, ..found })
}

fn read(window: &Window<'_>, at: isize, floor: isize) -> Option<Reading> {
    match window.word(at) {
        Word::Known(Meaning::Hour(hour)) => {
            // "High Noon" is a film, and mostly a figure of speech.
            if window.same(at - 1, "high") {
                return None;
            }
            let twelve = window.same(at - 1, "12") && window.spaced(at - 1) && at > floor;
            Some(Reading {
                first: at - isize::from(twelve),
                last: at,
                hour,
                minute: 0,
            })
        }
        Word::Known(Meaning::Meridiem(half)) => {
            let (start, half) = match half {
                // "p.m.": the letters are two tokens.
                1 => (at - 1, dotted_half(window, at)?),
                half => (at, half),
            };
            let gap = window.gap(start - 1)?;
            let near = is_space(gap) || gap.is_empty();
            let (first, hour, minute) = hours(window, start - 1).filter(|_| near)?;
            Some(Reading {
                first,
                last: at,
                hour: of_half(hour, half)?,
                minute,
            })
        }
        Word::Known(Meaning::Clock) => {
            let o = window.same(at - 1, "o") && matches!(window.gap(at - 1), Some("'" | "’"));
            let (first, hour, minute) = hours(window, at - 2).filter(|_| o)?;
            Some(Reading {
                first,
                last: at,
                hour,
                minute,
            })
        }
        Word::Known(Meaning::Zone) => military(window, at),
        Word::Known(Meaning::DayPart(part)) => of_daypart(window, at, part),
        Word::Number(..) => twenty_four(window, at, floor),
        _ => attached(window, at),
    }
}

/// 0 or 12, for "a.m" and "p.m" whose last letter is at `at`.
fn dotted_half(window: &Window<'_>, at: isize) -> Option<u8> {
    if window.gap(at - 1) != Some(".") {
        return None;
    }
    match window.raw(at - 1) {
        "a" | "A" => Some(0),
        "p" | "P" => Some(12),
        _ => None,
    }
}

/// An hour of a half day on a clock of 24.
fn of_half(hour: u8, half: u8) -> Option<u8> {
    (1..=12).contains(&hour).then_some(hour % 12 + half)
}

/// Hours and minutes that end at `at`: "10", "10:30", "ten".
fn hours(window: &Window<'_>, at: isize) -> Option<(isize, u8, u8)> {
    let value = u8::try_from(window.small_number(at)??).ok()?;
    let minutes = window.raw(at).len() == 2 && value < 60;
    if minutes
        && matches!(window.gap(at - 1), Some(":" | "."))
        && let Word::Number(hour @ 0..=24, 1 | 2) = window.word(at - 1)
    {
        return Some((at - 1, hour as u8, value));
    }
    let alone = !window.before(at).ends_with([':', '.', ',', '-', '/', '$']);
    (value <= 24 && alone).then_some((at, value, 0))
}

/// "5pm", "5:30pm", "9.30am", "430pm".
fn attached(window: &Window<'_>, at: isize) -> Option<Reading> {
    let (digits, half) = split_half(window.raw(at))?;
    if digits.len() > 2
        && let Some((hour, minute)) = digits.split_at_checked(digits.len() - 2)
    {
        let minute: u8 = minute.parse().ok().filter(|minute| *minute < 60)?;
        return Some(Reading {
            first: at,
            last: at,
            hour: of_half(hour.parse().ok()?, half)?,
            minute,
        });
    }
    let value: u8 = digits.parse().ok()?;
    if matches!(window.gap(at - 1), Some(":" | "."))
        && digits.len() == 2
        && value < 60
        && let Word::Number(hour, 1 | 2) = window.word(at - 1)
    {
        return Some(Reading {
            first: at - 1,
            last: at,
            hour: of_half(hour as u8, half)?,
            minute: value,
        });
    }
    Some(Reading {
        first: at,
        last: at,
        hour: of_half(value, half)?,
        minute: 0,
    })
}

/// The digits before "am" (0) or "pm" (12) in one word.
pub(super) fn split_half(word: &str) -> Option<(&str, u8)> {
    let (digits, letters) = word.split_at_checked(word.len().checked_sub(2)?)?;
    let half = match letters {
        "am" | "AM" => 0,
        "pm" | "PM" => 12,
        _ => return None,
    };
    let right = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    right.then_some((digits, half))
}

/// "at 14:30", "14:30 GMT": a zone or a preposition says that it is no score and no verse.
fn twenty_four(window: &Window<'_>, at: isize, floor: isize) -> Option<Reading> {
    let (minute_at, hour, minute, second) = colon_time(window, at)?;
    let said = at > floor
        && window.spaced(at - 1)
        && (window.is(at - 1, Meaning::At) || window.cued(at - 1));
    let zoned = zone(window, minute_at).is_some();
    // Not where "am" follows: its own trigger reads it.
    let half = matches!(
        window.word(minute_at + 1),
        Word::Known(Meaning::Meridiem(_))
    ) || matches!(window.raw(minute_at + 1), "a" | "p" | "A" | "P");
    // "won in 1:59:40" is a length.
    let said = said && second.is_none();
    ((said || zoned) && !half).then_some(Reading {
        first: at,
        last: minute_at,
        hour,
        minute,
    })
}

/// Hour and minute of "14:30" or "14:30:05" from `at`, with the last token.
fn colon_time(window: &Window<'_>, at: isize) -> Option<(isize, u8, u8, Option<u8>)> {
    if window.gap(at) != Some(":") || window.before(at).ends_with([':', '.', '-', '/']) {
        return None;
    }
    let (Word::Number(hour @ 0..=24, 1 | 2), Word::Number(minute @ 0..=59, 2)) =
        (window.word(at), window.word(at + 1))
    else {
        return None;
    };
    let second = match window.word(at + 2) {
        Word::Number(second @ 0..=59, 2) if window.gap(at + 1) == Some(":") => Some(second as u8),
        _ => None,
    };
    let last = at + 1 + isize::from(second.is_some());
    let free = !(window.gap(last) == Some(":") && window.digits(last + 1));
    free.then_some((last, hour as u8, minute as u8, second))
}

/// "1400 GMT".
fn military(window: &Window<'_>, at: isize) -> Option<Reading> {
    let Word::Number(value, 4) = window.word(at - 1) else {
        return None;
    };
    let (hour, minute) = (value / 100, value % 100);
    let right = hour <= 24 && minute < 60 && window.spaced(at - 1) && window.zone_name(at);
    right.then_some(Reading {
        first: at - 1,
        last: at,
        hour: hour as u8,
        minute: minute as u8,
    })
}

/// The last token of a zone after the token at `at`: "GMT", "(GMT)".
fn zone(window: &Window<'_>, at: isize) -> Option<isize> {
    let gap = window.gap(at)?;
    let near = matches!(gap, " " | " (" | ". " | ". (" | "");
    let dotted = !gap.starts_with('.') || window.same(at, "m");
    (near && dotted && window.zone_name(at + 1)).then_some(at + 1)
}

/// A time in digits right after a date: "14:00", "14:00:00 +0200", "2pm".
pub(super) fn after_date(window: &Window<'_>, at: isize) -> Option<(isize, Time)> {
    if let Some(reading) = attached(window, at) {
        return Some((at, Time::Clock(reading.hour, reading.minute, None)));
    }
    let (last, hour, minute, second) = colon_time(window, at)?;
    let half = matches!(window.word(last + 1), Word::Known(Meaning::Meridiem(_)));
    let offset = matches!(window.gap(last), Some(" +" | " -"))
        && matches!(window.word(last + 1), Word::Number(_, 4));
    let last = if offset {
        last + 1
    } else {
        zone(window, last).unwrap_or(last)
    };
    (!half).then_some((last, Time::Clock(hour, minute, second)))
}

/// The zone of the same time in brackets after a time that ends at `at`: "(0735 GMT)", "(4 a.m.
/// EDT Thursday)".
fn in_brackets(window: &Window<'_>, at: isize) -> Option<isize> {
    const LONGEST: isize = 5;
    if !window
        .gap(at)?
        .trim_start_matches('.')
        .trim_start()
        .starts_with('(')
    {
        return None;
    }
    let goes_on = |&end: &isize| window.gap(end).is_some_and(|gap| !gap.contains(')'));
    let inside = (at + 1..at + LONGEST).take_while(goes_on).count() as isize;
    let zone = (at + 1..=at + 1 + inside).find(|&place| window.zone_name(place))?;
    window.digits(at + 1).then_some(zone)
}

/// "4 in the morning", "ten at night": the hour of a part of the day that stands at `at`.
fn of_daypart(window: &Window<'_>, at: isize, part: &str) -> Option<Reading> {
    let (words, later): (&[&str], bool) = match part {
        "MO" => (&["in", "the"], false),
        "AF" | "EV" => (&["in", "the"], true),
        "NI" => (&["at"], true),
        _ => return None,
    };
    let length = words.len() as isize;
    let said = words.iter().zip(at - length..).all(|(word, place)| {
        window.same(place, word) && window.spaced(place) && window.spaced(place - 1)
    });
    let (first, hour, minute) = hours(window, at - length - 1).filter(|_| said)?;
    // "one in the morning" may count people; "at" or minutes say that it is a time.
    let timed = window.is(first - 1, Meaning::At) || window.cued(first - 1) || minute > 0;
    if !(1..=12).contains(&hour) || !timed {
        return None;
    }
    let night = part == "NI";
    let hour = match hour {
        12 if night => 0,
        12 => 12,
        // "four at night" comes before the morning.
        hour if later && !(night && hour < 6) => hour + 12,
        hour => hour,
    };
    Some(Reading {
        first,
        last: at,
        hour,
        minute,
    })
}

/// The day right after a time of day: "10 p.m. Wednesday", "5 p.m. EST, Nov. 6".
/// With it, whether a preposition stands between.
fn date_after(window: &Window<'_>, at: isize) -> Option<(Found, bool)> {
    let gap = window.gap(at)?;
    let gap = gap.strip_prefix(['.', ')']).unwrap_or(gap);
    if !is_space(gap.strip_prefix(',').unwrap_or(gap)) {
        return None;
    }
    let on = window.is(at + 1, Meaning::At) && window.spaced(at + 1);
    let start = at + 1 + isize::from(on);
    let found = day_at(window, start)?;
    let day = match found.symbolic {
        Symbolic::Day { .. } | Symbolic::Weekday { .. } => true,
        Symbolic::Shift { unit, base, .. } => unit == Unit::Day && base == Base::Publication,
        _ => false,
    };
    (day && found.time.is_none() && found.first == start).then_some((found, on))
}

/// A day whose phrase begins at `start`.
pub(super) fn day_at(window: &Window<'_>, start: isize) -> Option<Found> {
    (start..start + 3).find_map(|place| match window.word(place) {
        Word::Known(Meaning::Weekday(_)) => calendar::weekday(window, place, start),
        Word::Known(Meaning::Month(_)) => calendar::month(window, place, start),
        Word::Known(Meaning::Day(_)) => relative::day(window, place, start),
        _ => None,
    })
}
