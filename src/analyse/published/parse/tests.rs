use super::*;
use jiff::civil::date;

fn read(text: &str) -> Option<String> {
    let hint = Hint {
        today: date(2024, 6, 1),
        day_first: None,
        jalali: false,
    };
    let parsed = parse(text, &hint)?;
    let grain = parsed.grain.name();
    let instant = parsed
        .instant
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .map(|instant| format!(" {instant}"))
        .unwrap_or_default();
    Some(format!("{} {grain}{instant}", parsed.date))
}

#[test]
fn reads_what_fields_hold() {
    for (text, expected) in [
        ("2023-09-20", "2023-09-20 day"),
        (
            "2023-09-20T14:00:00+02:00",
            "2023-09-20 day 2023-09-20T12:00:00Z",
        ),
        (
            "2023-09-20T23:30:00.123-0500",
            "2023-09-20 day 2023-09-21T04:30:00Z",
        ),
        (
            "2023-09-20T14:00:00Z",
            "2023-09-20 day 2023-09-20T14:00:00Z",
        ),
        ("2023-09-20 14:00:00", "2023-09-20 day"),
        (
            "2023-09-20 14:00:00 +0000 UTC",
            "2023-09-20 day 2023-09-20T14:00:00Z",
        ),
        ("20230920T140000Z", "2023-09-20 day 2023-09-20T14:00:00Z"),
        (
            "Wed, 20 Sep 2023 14:00:00 GMT",
            "2023-09-20 day 2023-09-20T14:00:00Z",
        ),
        (
            "Tue Oct 16, 2012 6:18am EDT",
            "2012-10-16 day 2012-10-16T10:18:00Z",
        ),
        (
            "Wed Sep 20 14:00:00 +0000 2023",
            "2023-09-20 day 2023-09-20T14:00:00Z",
        ),
        (
            "Wed Sep 20 14:00:00 CEST 2023",
            "2023-09-20 day 2023-09-20T12:00:00Z",
        ),
        ("16 October 2012", "2012-10-16 day"),
        ("October 16, 2012 at 12:05 p.m.", "2012-10-16 day"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26 day"),
        ("26-FEB-87", "1987-02-26 day"),
        ("2012", "2012-01-01 year"),
        ("2012-10", "2012-10-01 month"),
        ("October 2012", "2012-10-01 month"),
        ("201210", "2012-10-01 month"),
        ("20.09.2023", "2023-09-20 day"),
        ("20.09.2023, 14:05 Uhr", "2023-09-20 day"),
        ("2006/10/24", "2006-10-24 day"),
        ("10/24/2006", "2006-10-24 day"),
        ("24/10/06", "2006-10-24 day"),
        ("24/10/56", "1956-10-24 day"),
        ("20. September 2023", "2023-09-20 day"),
        ("20 septembre 2023 à 14:05", "2023-09-20 day"),
        ("1er août 2023", "2023-08-01 day"),
        ("20 de septiembre de 2023", "2023-09-20 day"),
        ("20 сентября 2023 г.", "2023-09-20 day"),
        ("1695204000", "2023-09-20 day 2023-09-20T10:00:00Z"),
        ("1695204000000", "2023-09-20 day 2023-09-20T10:00:00Z"),
        ("20230920", "2023-09-20 day"),
        ("20230920140000", "2023-09-20 day"),
        ("Published: 20 September 2023", "2023-09-20 day"),
        ("2012-10-00", "2012-10-01 month"),
        ("2024-02-29T24:99:00+99:00", "2024-02-29 day"),
    ] {
        assert_eq!(read(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn refuses_what_is_no_date() {
    for text in [
        "",
        "yesterday",
        "31 February 2023",
        "2023-13-01",
        "99999",
        "99999-01-01",
        "day 400 of 2023",
        "3 hours ago",
        "0000-00-00",
        "May",
        "12",
        "T",
        ":",
        "+",
        "12:30",
        "1.2.3",
        "::::",
        "9999999999999999999999",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(read(&"9".repeat(4000)), None);
}

#[test]
fn the_order_of_day_and_month_is_a_hint_only_where_both_fit() {
    let hint = |day_first| Hint {
        today: date(2024, 6, 1),
        day_first: Some(day_first),
        jalali: false,
    };
    let both = parse("05/04/2023", &hint(false)).map(|parsed| (parsed.date, parsed.alternative));
    assert_eq!(both, Some((date(2023, 5, 4), Some(date(2023, 4, 5)))));
    let both = parse("05/04/2023", &hint(true)).map(|parsed| (parsed.date, parsed.alternative));
    assert_eq!(both, Some((date(2023, 4, 5), Some(date(2023, 5, 4)))));
    let one = parse("20/04/2023", &hint(false)).map(|parsed| (parsed.date, parsed.alternative));
    assert_eq!(one, Some((date(2023, 4, 20), None)));
}
