//! What a lenient reading leaves out.

use super::TODAY;
use crate::query::{parse_at, parse_lenient};

#[test]
fn the_smallest_unreadable_part_is_left_out() {
    for (text, expected, hint) in [
        ("a AND", "a", "left out AND: AND has nothing on its right"),
        ("OR a", "a", "left out OR: OR has nothing on its left"),
        (
            "a OR OR b",
            "a OR b",
            "left out OR: OR has nothing on its right",
        ),
        ("a NOT", "a", "left out NOT: NOT has nothing to exclude"),
        ("a w/5", "a", "left out w/5: w/5 has nothing on its right"),
        ("a (b OR c", "a (b OR c)", "left out (: unclosed bracket"),
        (
            "title:(a b",
            "title:a title:b",
            "left out (: unclosed bracket",
        ),
        ("a) b", "a b", "left out ): unopened bracket"),
        ("a () b", "a b", "left out (): empty brackets"),
        ("a \"b c", "a b c", "left out \": unclosed quote"),
        ("a \"\" b", "a b", "left out \"\": empty quotes"),
        ("a foo:x b", "a b", "left out foo:x: unknown field"),
        ("a -foo:x b", "a b", "left out foo:x: unknown field"),
        ("a NOT foo:x b", "a b", "left out foo:x: unknown field"),
        ("a w/5 foo:x b", "a b", "left out foo:x: unknown field"),
        ("a OR foo:x", "a", "left out foo:x: unknown field"),
        ("a w/0 b", "a b", "left out w/0: w/0 is no distance"),
        (
            "(a b) w/5 c w/3 d",
            "a b (c w/3 d)",
            "left out w/5: AND cannot stand beside w/5",
        ),
        (
            "title:(a outlet:x)",
            "a outlet:x",
            "left out outlet:x: a condition on the whole article within title(...)",
        ),
        (
            "a published:2023-99",
            "a",
            "left out published:2023-99: there is no month 99",
        ),
        (
            "a event:[2023 b",
            "a b",
            "left out event:[2023: unclosed range",
        ),
        ("a | b", "a b", "left out |: a single | means nothing"),
        (
            "a /b(/ c",
            "a c",
            "left out /b(/: not a regular expression: unclosed group",
        ),
        ("\"a b\"~x c", "x c", "left out \"a b\"~: ~ has no number"),
        ("x^9999 b", "b", "left out x^9999: not a boost"),
    ] {
        let parsed = parse_lenient(text, TODAY).expect(text);
        let first = parsed.hints.first().map(String::as_str);
        assert_eq!(
            (parsed.query.to_string().as_str(), first),
            (expected, Some(hint)),
            "{text}"
        );
        assert!(parse_at(text, TODAY).is_err(), "{text}");
    }
}

#[test]
fn what_can_be_read_is_read_as_ever() {
    for text in [
        "a b OR c",
        "hlead(a -b)",
        "a w/5 \"b c\"~2",
        "since:30d and x",
    ] {
        assert_eq!(parse_lenient(text, TODAY), parse_at(text, TODAY), "{text}");
    }
}

#[test]
fn something_must_be_left() {
    for text in ["", "()", "foo:x", "AND", "\"", "-", "(((", "w/5"] {
        let error = parse_lenient(text, TODAY).expect_err(text);
        assert_eq!(error.message, "nothing to search for", "{text}");
    }
}

#[test]
fn many_parts_are_counted() {
    let parsed = parse_lenient(&format!("a {}", "foo:x ".repeat(1000)), TODAY).expect("a is left");
    assert_eq!(parsed.hints.len(), 9);
    assert_eq!(parsed.hints[8], "left out 992 more parts");
}
