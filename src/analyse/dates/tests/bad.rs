//! Bad input, and what only looks like a date.

use super::*;

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
        "31 February",
        "February 30, 2023",
        "Sept. 31",
        "30.02.2023",
        "2023-02-30",
        "2/30/99",
        "1/2/2003",
        "20230919",
        "+1 555-555-1998",
        "ISBN 978-3-16-148410-0",
        "25:00 GMT",
        "at 13 p.m.",
        "won 12:30",
        "Genesis 12:10",
        "Flight 1989 diverted",
        "a flat at 1914 Elm Street",
        "some 1950 trees",
        "in room 2004",
        "130 miles per hour",
        "58 miles an hour",
        "won in 1:59:40",
        "the Sunday Times",
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), "", "{text}");
    }
}

#[test]
fn odd_zones_do_not_move_a_day() {
    for (text, expected) in [
        (
            "2023-09-19T14:00:00+13:45",
            "2023-09-19T14:00:00+13:45=2023-09-19T14:00:00",
        ),
        (
            "2023-09-19T14:00:00-12:00",
            "2023-09-19T14:00:00-12:00=2023-09-19T14:00:00",
        ),
        ("2023-09-19T25:61", "2023-09-19T25:61=2023-09-19"),
        (
            "Tue, 19 Sep 2023 14:00:00 -0000",
            "Tue, 19 Sep 2023 14:00:00 -0000=2023-09-19T14:00:00",
        ),
        ("day 400 of 2023", "2023=2023"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn a_table_of_dates_is_read_row_by_row() {
    let rows: String = (1..=28)
        .map(|day| format!("2023-02-{day:02}\t{day}\t3-2\n"))
        .collect();
    let dates = tag(&rows, "en", None);
    let values: Vec<_> = dates.iter().map(|date| date.value.as_str()).collect();
    let expected: Vec<_> = (1..=28).map(|day| format!("2023-02-{day:02}")).collect();
    assert_eq!(values, expected);
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
    "p.m.",
    "5pm",
    "14:30",
    "GMT",
    "BC",
    "B.C.",
    "9999",
    "499-",
    "'87",
    "1990's",
    "12/31/99",
    "noon",
    "night",
    "Easter",
    "Day",
    "that",
    "following",
    "later",
    "half",
    "and a",
    "hundred",
    "thousand",
    "4294967295",
    "from now",
    "fortnight",
    "Q3",
    "Mondays",
    "every other",
    "nineteen ninety",
    "14th",
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
    // A list of days may be as long as a month, and no longer.
    let text = format!("May {}", "1, 2, 3 and ".repeat(10_000));
    assert!(tag(&text, "en", Some(&wednesday())).len() < 100);
}
