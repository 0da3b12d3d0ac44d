//! Dates of all kinds.

use crate::query::{DateTest, Query, parse};
use jiff::civil::{Date, date};

#[test]
fn dates_are_read() {
    let days = |from: Option<Date>, until: Option<Date>| DateTest::Within { from, until };
    let sept = (Some(date(2023, 9, 1)), Some(date(2023, 11, 1)));
    for (text, expected, printed) in [
        (
            "2023-09-01..2023-10",
            days(sept.0, sept.1),
            "2023-09..2023-10",
        ),
        ("2023-09–2023-10", DateTest::Missing, ""),
        (
            "[2023-09-01 TO 2023-10]",
            days(sept.0, sept.1),
            "2023-09..2023-10",
        ),
        (
            "[ 20230901  to  2023/10 ]",
            days(sept.0, sept.1),
            "2023-09..2023-10",
        ),
        (
            "{2023-08 TO 2023-11}",
            days(sept.0, sept.1),
            "2023-09..2023-10",
        ),
        (
            "[2023-09 TO 2023-11}",
            days(sept.0, sept.1),
            "2023-09..2023-10",
        ),
        (
            "[2023-09..2023-10]",
            days(sept.0, sept.1),
            "2023-09..2023-10",
        ),
        ("[2023-09 TO *]", days(sept.0, None), "2023-09.."),
        (">=2023-09", days(sept.0, None), "2023-09.."),
        (">= 2023-09", days(sept.0, None), "2023-09.."),
        (">2023-08", days(sept.0, None), "2023-09.."),
        ("2023–09..", days(sept.0, None), "2023-09.."),
        ("<=2023-10", days(None, sept.1), "..2023-10"),
        ("<2023-11-01", days(None, sept.1), "..2023-10"),
        ("..2023-10-31", days(None, sept.1), "..2023-10"),
        ("2023-10…2023-09", days(sept.0, sept.1), "2023-09..2023-10"),
        (
            "2024-02-29",
            days(Some(date(2024, 2, 29)), Some(date(2024, 3, 1))),
            "2024-02-29",
        ),
        (
            "2020..2022",
            days(Some(date(2020, 1, 1)), Some(date(2023, 1, 1))),
            "2020..2022",
        ),
        ("9999", days(Some(date(9999, 1, 1)), None), "9999.."),
        (
            "9999-12-31",
            days(Some(date(9999, 12, 31)), None),
            "9999-12-31..",
        ),
        ("<0001", days(None, Some(date(1, 1, 1))), "<0001-01-01"),
        ("..9999", DateTest::Any, "*"),
        (
            "2023-Q3",
            days(Some(date(2023, 7, 1)), Some(date(2023, 10, 1))),
            "2023-07..2023-09",
        ),
        (
            "2023-W38..2023-W39",
            days(Some(date(2023, 9, 18)), Some(date(2023, 10, 2))),
            "2023-09-18..2023-10-01",
        ),
        (
            "[199x TO 2023-H1]",
            days(Some(date(1990, 1, 1)), Some(date(2023, 7, 1))),
            "1990-01..2023-06",
        ),
        (">1990s", days(Some(date(2000, 1, 1)), None), "2000.."),
    ] {
        if printed.is_empty() {
            assert!(parse(&format!("event:{text}")).is_err(), "{text}");
            continue;
        }
        for name in ["event", "published"] {
            let query = parse(&format!("{name}:{text}")).map(|parsed| parsed.query);
            match query {
                Ok(Query::Event { test, .. } | Query::Published(test)) => {
                    assert_eq!(test, expected, "{text}")
                }
                other => panic!("{text}: {other:?}"),
            }
        }
        assert_eq!(
            super::printed(&format!("event:{text}")),
            format!("event:{printed}")
        );
    }
}

#[test]
fn publication_counts_back_from_today() {
    // Today is 2024-03-31.
    for (text, expected) in [
        ("published:30d", "published:2024-03.."),
        ("date:2w", "published:2024-03-17.."),
        ("since:1m", "published:2024-02-29.."),
        ("since:today", "published:2024-03-31.."),
        ("until:1y", "published:..2023-03"),
        ("before:1Y", "published:..2023-03-30"),
        ("after:30d", "published:2024-03-02.."),
        (
            "published:30d..yesterday",
            "published:2024-03-01..2024-03-30",
        ),
        ("published:[6m TO 1m]", "published:2023-09-30..2024-02-29"),
        ("published:>1w", "published:2024-03-25.."),
    ] {
        assert_eq!(super::printed(text), expected, "{text}");
    }
}

#[test]
fn one_end_by_name() {
    for (text, expected) in [
        ("before:2023", "published:..2022"),
        ("after:2023-Q1", "published:2023-04.."),
        ("since:2023-09-19", "published:2023-09-19.."),
        ("until:2023-09", "published:..2023-09"),
        ("BEFORE:0001", "published:<0001-01-01"),
        ("since:\"2023-09\"", "published:2023-09.."),
        (
            "since:(2022 OR 2023)",
            "published:2022.. OR published:2023..",
        ),
        ("since:2022 until:2023", "published:2022.. published:..2023"),
        ("since:2024 until:2023", "published:2023..2024"),
        ("until:2023 a since:2024", "published:2023..2024 a"),
        ("published:>=2024 published:<2023", "published:2024"),
        ("published:(>=2024 AND <=2022)", "published:2022..2024"),
    ] {
        assert_eq!(super::printed(text), expected, "{text}");
    }
}
