//! Sentences and what they mean.

mod bad;
mod direction;
mod english;
mod history;
mod languages;

use super::*;
use crate::model::{Anchor, Origin};
use crate::text::Scanner;
use jiff::civil::date;
use std::cell::RefCell;

/// Wednesday, 20 September 2023.
fn wednesday() -> Published {
    Published {
        date: date(2023, 9, 20),
        instant: None,
        grain: Grain::Day,
        origin: Origin::Metadata,
        confidence: 1.0,
    }
}

thread_local! {
    static SCANNER: RefCell<Scanner> = RefCell::new(Scanner::new(|word| u8::from(is_trigger(word))));
}

fn tag(text: &str, language: &str, published: Option<&Published>) -> Vec<DateExpr> {
    let (_, body, _) = SCANNER.with_borrow_mut(|scanner| scanner.scan("", text, language));
    find(
        TextField::Body,
        text,
        &body.tokens,
        &body.triggers[0],
        language,
        published,
    )
}

/// Each expression as `text=value`.
fn shown(text: &str, language: &str, published: Option<&Published>) -> String {
    let dates = tag(text, language, published);
    let pieces: Vec<_> = dates
        .iter()
        .map(|date| format!("{}={}", date.text, date.value))
        .collect();
    pieces.join("; ")
}

#[test]
fn nothing_is_resolved_against_an_unknown_day() {
    for (text, value) in [
        ("on Monday", "XXXX-WXX-1"),
        ("yesterday", "XXXX-XX-XX"),
        ("on August 7", "XXXX-08-07"),
        ("in September", "XXXX-09"),
        ("last week", "XXXX-WXX"),
        ("last year", "XXXX"),
        ("three months ago", "XXXX-XX"),
        ("the third quarter", "XXXX-Q3"),
        ("the weekend", "XXXX-WXX-WE"),
    ] {
        let dates = tag(text, "en", None);
        let [date] = dates.as_slice() else {
            panic!("{text}: {dates:?}");
        };
        assert_eq!(
            (date.value.as_str(), date.range, date.anchor),
            (value, None, Anchor::None),
            "{text}"
        );
    }
    // A year of publication alone says which year was the last, and no more.
    let year = Published {
        grain: Grain::Year,
        ..wednesday()
    };
    assert_eq!(
        shown("last year, yesterday", "en", Some(&year)),
        "last year=2022; yesterday=XXXX-XX-XX"
    );
}

#[test]
fn intervals_are_half_open() {
    for (text, from, until, grain, anchor) in [
        (
            "2023-09-19",
            "2023-09-19",
            "2023-09-20",
            Grain::Day,
            Anchor::Absolute,
        ),
        (
            "last week",
            "2023-09-11",
            "2023-09-18",
            Grain::Week,
            Anchor::Publication,
        ),
        (
            "in December 2023",
            "2023-12-01",
            "2024-01-01",
            Grain::Month,
            Anchor::Absolute,
        ),
        (
            "in 2020",
            "2020-01-01",
            "2021-01-01",
            Grain::Year,
            Anchor::Absolute,
        ),
        (
            "the 1990s",
            "1990-01-01",
            "2000-01-01",
            Grain::Decade,
            Anchor::Absolute,
        ),
        (
            "the 19th century",
            "1800-01-01",
            "1900-01-01",
            Grain::Century,
            Anchor::Absolute,
        ),
        (
            "tonight",
            "2023-09-20",
            "2023-09-21",
            Grain::Day,
            Anchor::Publication,
        ),
    ] {
        let dates = tag(text, "en", Some(&wednesday()));
        let [date] = dates.as_slice() else {
            panic!("{text}: {dates:?}");
        };
        let range = date
            .range
            .map(|range| (range.from.to_string(), range.until.to_string()));
        assert_eq!(range, Some((from.to_owned(), until.to_owned())), "{text}");
        assert_eq!((date.grain, date.anchor), (grain, anchor), "{text}");
    }
}

#[test]
fn triggers_are_few() {
    for word in [
        "September",
        "SEPT",
        "Monday",
        "today",
        "2023",
        "1990s",
        "week",
        "сентября",
        "gestern",
        "mars",
    ] {
        assert!(is_trigger(word), "{word}");
    }
    for word in [
        "may", "march", "200", "the", "last", "12345", "0999", "99999", "", "in", "second", "an",
        "ago", "mon", "é",
    ] {
        assert!(!is_trigger(word), "{word}");
    }
}
