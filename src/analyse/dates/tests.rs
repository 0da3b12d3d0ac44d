//! Sentences and what they mean.

use super::*;
use crate::model::{Anchor, Grain, Origin};
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
fn english_dates_that_name_their_parts() {
    for (text, expected) in [
        (
            "It ended on 20 September 2023.",
            "20 September 2023=2023-09-20",
        ),
        (
            "It ended on September 20, 2023, he said.",
            "September 20, 2023=2023-09-20",
        ),
        ("on Sept. 20, 2023", "Sept. 20, 2023=2023-09-20"),
        (
            "on Tuesday, September 19, 2023",
            "Tuesday, September 19, 2023=2023-09-19",
        ),
        (
            "on Tuesday the 19th of September",
            "Tuesday the 19th of September=2023-09-19",
        ),
        ("dated 2023-09-19.", "2023-09-19=2023-09-19"),
        (
            "at 2023-09-19T14:00:00Z it",
            "2023-09-19T14:00:00Z=2023-09-19",
        ),
        ("on 20/09/2023", "20/09/2023=2023-09-20"),
        ("on 09/20/2023", "09/20/2023=2023-09-20"),
        ("on 05/04/2023", ""),
        ("on 20.09.2023", "20.09.2023=2023-09-20"),
        ("26-FEB-1987 was", "26-FEB-1987=1987-02-26"),
        ("on August 7", "August 7=2023-08-07"),
        ("on Jan. 5", "Jan. 5=2024-01-05"),
        ("on December 20", "December 20=2023-12-20"),
        ("in September 2020", "September 2020=2020-09"),
        ("in early September 2020", "early September 2020=2020-09"),
        ("the end of November", "the end of November=2022-11"),
        ("in the 1990s", "the 1990s=199"),
        ("in the late 19th century", "19th century=18"),
        ("from 1914 to 1918", "1914=1914; 1918=1918"),
        ("the war (1914-1918)", "1914=1914; 1918=1918"),
        ("in 1998", "1998=1998"),
        ("a treaty of 1648", "1648=1648"),
        (
            "the third quarter of 2008",
            "the third quarter of 2008=2008-Q3",
        ),
        ("the first half of 2008", "the first half of 2008=2008-H1"),
        ("in the summer of 1998", "the summer of 1998=1998-SU"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn english_dates_that_count_from_publication() {
    for (text, expected) in [
        ("He said on Tuesday that", "Tuesday=2023-09-19"),
        ("He said on Wednesday that", "Wednesday=2023-09-20"),
        ("He said on Thursday that", "Thursday=2023-09-14"),
        ("They will meet on Friday.", "Friday=2023-09-22"),
        ("On Friday, the council will meet.", "Friday=2023-09-22"),
        ("It closed last Monday.", "last Monday=2023-09-18"),
        ("It opens next Monday.", "next Monday=2023-09-25"),
        ("a deal until Friday", "Friday=2023-09-22"),
        (
            "today, yesterday and tomorrow",
            "today=2023-09-20; yesterday=2023-09-19; tomorrow=2023-09-21",
        ),
        ("yesterday's attack", "yesterday=2023-09-19"),
        ("late yesterday", "late yesterday=2023-09-19"),
        ("last week", "last week=2023-W37"),
        ("this month", "this month=2023-09"),
        ("earlier this year", "earlier this year=2023"),
        ("next year", "next year=2024"),
        ("three days ago", "three days ago=2023-09-17"),
        ("twenty-four years ago", "twenty-four years ago=1999"),
        ("two months ago", "two months ago=2023-07"),
        ("It fell in March.", "March=2023-03"),
        ("It fell in November.", "November=2022-11"),
        ("It will end in November.", "November=2023-11"),
        ("last May", "last May=2023-05"),
        ("next March", "next March=2024-03"),
        ("over the weekend", "the weekend=2023-W37-WE"),
        ("last summer", "last summer=2023-SU"),
        ("for three weeks", "three weeks=P3W"),
        ("in the past two years", "the past two years=P2Y"),
        ("every day", "every day=P1D"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn what_is_no_date() {
    for text in [
        "You may march on",
        "May I come in?",
        "Theresa May said",
        "the March on",
        "2,000 people",
        "in 2000 homes",
        "about 2015 dollars",
        "$2015",
        "call 555-2015",
        "555-123-2015",
        "ISBN 978-0-2015-1234",
        "version 2015.1.2",
        "1999.5 points",
        "won 3-2",
        "3-2-2020",
        "an area of 1900 acres",
        "a 10-year-old boy",
        "he is 45 years old",
        "1999%",
        "2023-13-45",
        "year 99999",
        "№2015",
        "the Sun said",
        "a second",
        "spring water",
        "prices fall",
        "Boeing-2015",
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), "", "{text}");
    }
}

#[test]
fn other_languages() {
    for (language, text, expected) in [
        (
            "de",
            "Am 19. September 2023 endete es.",
            "19. September 2023=2023-09-19",
        ),
        ("de", "Am 19.09.2023 endete es.", "19.09.2023=2023-09-19"),
        (
            "de",
            "Dienstag, 19. September",
            "Dienstag, 19. September=2023-09-19",
        ),
        (
            "de",
            "Er sagte am Montag, dass gestern",
            "Montag=2023-09-18; gestern=2023-09-19",
        ),
        ("de", "am Morgen", ""),
        ("de", "vor drei Tagen", "vor drei Tagen=2023-09-17"),
        ("de", "im vergangenen Jahr", "vergangenen Jahr=2022"),
        ("fr", "le 19 septembre 2023", "19 septembre 2023=2023-09-19"),
        ("fr", "le 1er août 2023", "1er août 2023=2023-08-01"),
        (
            "fr",
            "mardi 19 septembre, aujourd’hui",
            "mardi 19 septembre=2023-09-19; aujourd’hui=2023-09-20",
        ),
        (
            "fr",
            "il a été dit la semaine dernière",
            "semaine dernière=2023-W37",
        ),
        ("fr", "le 05/04/2023", "05/04/2023=2023-04-05"),
        (
            "es",
            "el 19 de septiembre de 2023",
            "19 de septiembre de 2023=2023-09-19",
        ),
        (
            "es",
            "El martes dijo que ayer",
            "martes=2023-09-19; ayer=2023-09-19",
        ),
        ("es", "la semana pasada", "semana pasada=2023-W37"),
        (
            "ru",
            "19 сентября 2023 года",
            "19 сентября 2023 года=2023-09-19",
        ),
        (
            "ru",
            "во вторник, 19 сентября",
            "вторник, 19 сентября=2023-09-19",
        ),
        (
            "ru",
            "Он сообщил вчера, в понедельник",
            "вчера=2023-09-19; понедельник=2023-09-18",
        ),
        ("ru", "в 2020 году", "2020 году=2020"),
        ("ru", "в прошлом году", "прошлом году=2022"),
        ("ru", "три дня назад", "три дня назад=2023-09-17"),
        (
            "it",
            "il 19 settembre 2023, 2023-09-19",
            "2023=2023; 2023-09-19=2023-09-19",
        ),
    ] {
        assert_eq!(
            shown(text, language, Some(&wednesday())),
            expected,
            "{language}: {text}"
        );
    }
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

/// Pieces that bad input is made of.
const PIECES: &[&str] = &[
    "31 February",
    "February 30, 2023",
    "day 400 of 2023",
    "year 99999",
    "0000-00-00",
    "9999-12-31",
    "99 September",
    "September",
    "20",
    "2023",
    "-",
    "/",
    ".",
    ",",
    "’",
    "“",
    "é",
    "\u{301}",
    "\u{feff}",
    "\n\n",
    " ",
    "the",
    "last",
    "four",
    "ago",
    "65535 years ago",
    "9999 centuries ago",
    "quarter",
    "this",
    "1990s",
    "T14",
    "2023-09-19T",
    "mardi",
    "назад",
    "лет",
    "9999 weeks ago",
    "停",
    "year-earlier",
    "early",
    "Monday",
    "of",
    "in",
    "8888 months ago",
];

#[test]
fn bad_input_never_panics_and_spans_hold() {
    let mut seed = 1u64;
    for round in 0..2000 {
        let mut text = String::new();
        for _ in 0..1 + round % 12 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(PIECES[(seed >> 33) as usize % PIECES.len()]);
            text.push_str(["", " ", " ", ", "][(seed >> 61) as usize & 3]);
        }
        for language in ["en", "de", "fr", "es", "ru", "ja"] {
            for published in [None, Some(&wednesday())] {
                let mut end = 0;
                for date in tag(&text, language, published) {
                    assert_eq!(
                        text.get(date.start..date.end),
                        Some(date.text.as_str()),
                        "{text:?}"
                    );
                    assert!(date.start >= end && date.start < date.end, "{text:?}");
                    assert!(
                        date.range.is_none_or(|range| range.from < range.until),
                        "{text:?}"
                    );
                    assert!((0.0..=1.0).contains(&date.confidence));
                    end = date.end;
                }
            }
        }
    }
}

#[test]
fn ten_thousand_dates_are_found_one_by_one() {
    let text = "20 September 2023, ".repeat(10_000);
    assert_eq!(tag(&text, "en", None).len(), 10_000);
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
        "may", "march", "20", "the", "last", "12345", "0999", "99999", "", "in", "second", "an",
        "ago", "Mon", "é",
    ] {
        assert!(!is_trigger(word), "{word}");
    }
}
