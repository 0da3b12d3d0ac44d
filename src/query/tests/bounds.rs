//! Bounds hold, and time stays linear.

use super::printed;
use crate::query::properties::assert_reads_back;
use crate::query::{MAX_REGEX, MAX_SAME, MAX_TERMS, parse, parse_lenient};

#[test]
fn bounds_hold() {
    let terms = |count: usize| vec!["a"; count].join(" OR ");
    assert!(parse(&terms(MAX_TERMS)).is_ok());
    assert_eq!(
        parse(&terms(MAX_TERMS + 1)).expect_err("too many").message,
        "too many terms"
    );
    let nested = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    assert_eq!(printed(&nested(200)), "a");
    let error = parse(&nested(201)).expect_err("too deep");
    assert_eq!(
        (error.at, error.message.as_str()),
        (200..201, "the query is nested too deeply")
    );
    // Brackets that printing adds count as well.
    let mixed = |levels: usize| format!("{}a{}", "b OR c (".repeat(levels), ")".repeat(levels));
    assert_reads_back(&mixed(100));
    assert_eq!(
        parse(&mixed(101)).expect_err("too deep").message,
        "the query is nested too deeply"
    );
    let chain = |operator: &str, count: usize| vec!["a"; count].join(operator);
    assert_reads_back(&chain(" w/5 ", 201));
    let error = parse(&chain(" w/5 ", 202)).expect_err("too deep");
    assert_eq!(error.message, "the query is nested too deeply");
    assert_eq!(error.suggestion.as_deref(), Some("at most 200 levels"));
    assert!(parse(&chain(" w/s ", MAX_SAME)).is_ok());
    let error = parse(&chain(" w/s ", MAX_SAME + 1)).expect_err("too many");
    assert_eq!(error.message, "too many parts");
    let functions = |levels: usize| format!("{}a{}", "lead(".repeat(levels), ")".repeat(levels));
    assert_reads_back(&functions(200));
    assert!(parse(&functions(201)).is_err());
    let boosts = |levels: usize| format!("{}a{}", "(".repeat(levels), "^2)".repeat(levels));
    assert_reads_back(&boosts(200));
    // Nots, an And and boosts in turn: none is merged with its neighbour.
    let turns = |levels: usize| format!("{}a{}", "-(b ".repeat(levels), ")^2".repeat(levels));
    assert_reads_back(&turns(66));
    assert!(parse(&turns(67)).is_err());
    assert!(parse(&format!("/{}/", "a".repeat(MAX_REGEX))).is_ok());
    assert!(parse(&format!("/{}/", "a".repeat(MAX_REGEX + 1))).is_err());
}

/// In a time that grows with the square of the length, each of these would take a minute and more.
#[test]
fn time_is_linear() {
    let mut texts: Vec<String> = [
        "(",
        "NOT ",
        "-",
        "\"",
        "a:",
        "\\",
        "a(",
        "event:[",
        "w/",
        "a|",
        "-+",
        "a\"b\"",
        "t",
        "-(",
        "/a(",
        "/",
        "event:\\\"",
        "a w/5 ",
        "w/s ",
        "lead(",
        "a^2",
        "^2",
        "a*",
        "*",
        "?",
        "a~1 ",
        "\"a*\" ",
        "title:",
        "since:",
        "a OR ",
        "a b OR ",
        "(a) ",
        "()",
        "foo:x ",
        "a)~",
        "NOT w/5 ",
        "not w/5 ",
        "lead(outlet:a) ",
        "a w/5 (b c) ",
        "site:",
        "\"a\"~",
        "/(/ ",
        "a.b/",
        "http:",
        "Foo: ",
        "since:2024 until:2023 ",
        "event:[x] ",
        "停*",
        "!",
        "a!",
    ]
    .map(|part| part.repeat(20_000))
    .into();
    texts.push(format!(
        "actor:{}{}",
        "a".repeat(100_000),
        ":".repeat(100_000)
    ));
    for text in texts {
        let _ = parse(&text);
        let _ = parse_lenient(&text, super::TODAY);
    }
}
