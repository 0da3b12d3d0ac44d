//! The language as a whole: tables of what is read and what is refused.

use super::properties::assert_reads_back;
use super::{DateTest, MAX_DEPTH, MAX_TERMS, Query, parse, parts};
use jiff::civil::{Date, date};

/// What a query prints as.
fn printed(text: &str) -> String {
    match parse(text) {
        Ok(parsed) => parsed.query.to_string(),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn queries_are_read() {
    for (text, expected) in [
        ("ceasefire russia", "ceasefire russia"),
        ("ceasefire AND russia && peace", "ceasefire russia peace"),
        ("a OR b || c", "a OR b OR c"),
        ("a&&b||c", "(a b) OR c"),
        ("a b OR c", "(a b) OR c"),
        ("a OR b c", "a OR (b c)"),
        ("(a OR b) c", "(a OR b) c"),
        ("a (b (c d))", "a b c d"),
        ("(((a)))", "a"),
        ("-a", "-a"),
        ("NOT NOT a", "a"),
        ("-(-a)", "a"),
        ("NOT (a b)", "-(a b)"),
        ("NOT a OR b", "-a OR b"),
        ("NOT(a)", "-a"),
        ("!a +b", "-a b"),
        ("–a", "-a"),
        ("-\u{200e}a", "-a"),
        ("a - b", "a b"),
        ("a -- b --c", r"a b \--c"),
        ("a -... b", "a b"),
        (
            "cease-fire U.S. O'Brien 3.5 AT&T",
            "cease-fire U.S. O'Brien 3.5 AT&T",
        ),
        ("and/or w/o 24/7", "and/or w/o 24/7"),
        ("\"a  b\"", "\"a b\""),
        ("“a b” „c d“ «e f»", "\"a b\" \"c d\" \"e f\""),
        ("x\"a b\"y", "x \"a b\" y"),
        ("צה\"ל \"צה\"ל\"", "צה\"ל \"צה\\\"ל\""),
        ("*", "*"),
        ("*:*", "*"),
        ("* -a", "* -a"),
        (r"\AND \* x\*", r"\AND x\*"),
        (r"a\ b", r"a\ b"),
        (r"\NOT\:", "NOT:"),
        (
            "https://a.org/b_(c)?d=1&&e=*",
            r"https\://a.org/b_\(c\)\?d=1\&\&e=\*",
        ),
        ("(https://a.org/b?c=1)", "https://a.org/b?c=1"),
        ("www.a.org/x?y bob@a.org", "www.a.org/x?y bob@a.org"),
        ("-mailto:bob@a.org", "-mailto:bob@a.org"),
        ("12:30 3:1 U.S.:x", "12:30 3:1 U.S.:x"),
        ("Ukraine: what", "Ukraine: what"),
        ("a\u{0}b\tc\u{1b}", "a b c"),
        ("ru\u{ad}ssia\u{200b} \u{feff}", "russia"),
        ("停火　俄罗斯", "停火 俄罗斯"),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn fields_are_read() {
    for (text, expected) in [
        ("actor:russia", "actor:russia"),
        ("ACTOR:\"angela  merkel\"", "actor:\"angela merkel\""),
        (
            "actor:state:RUS actor:RUS.MIL",
            "actor:state:RUS actor:RUS.MIL",
        ),
        ("actor:?per:ilham-aliyev", "actor:?per:ilham-aliyev"),
        ("actor:\"title:x\"", "actor:\"title:x\""),
        ("actor:\"AND\"", "actor:\"AND\""),
        ("outlet:+972", "outlet:\"+972\""),
        ("outlet:Yahoo!", "outlet:\"Yahoo!\""),
        ("lang:DE", "lang:de"),
        ("-lang:de", "-lang:de"),
        ("title:(a OR \"b c\")", "title:(a OR \"b c\")"),
        ("title:(a -(b OR c))", "title:a -title:(b OR c)"),
        ("outlet:(a || b) x", "(outlet:a OR outlet:b) x"),
        ("title:12:30", "title:12:30"),
        ("title:(//x)", "title://x"),
        ("title:https://a.org/?b", "title:https://a.org/?b"),
        ("published:2023", "published:2023"),
        (
            "published:(2022 OR \"2023-01\")",
            "published:2022 OR published:2023-01",
        ),
        ("event:(>=2022 NOT 2023)", "event:2022.. -event:2023"),
        ("event:*", "event:*"),
        ("event-overlap:2023-09", "event-overlap:2023-09"),
        ("EVENT-WITHIN:1990s", "event-within:1990..1999"),
        ("event-within:none", "event:none"),
        ("event-overlap:[* TO *]", "event:*"),
        (
            "-event-within:(2022 OR 2023-W38)",
            "-(event-within:2022 OR event-within:2023-09-18..2023-09-24)",
        ),
        (
            "event-grain:(Day OR month)",
            "event-grain:day OR event-grain:month",
        ),
        ("published:NONE", "published:none"),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

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
            self::printed(&format!("event:{text}")),
            format!("event:{printed}")
        );
    }
}

#[test]
fn errors_say_what_and_where() {
    for (text, at, message) in [
        ("", "", "nothing to search for"),
        (" - ", " -", "nothing to search for"),
        ("a \"b c", "\"", "unclosed quote"),
        ("a \"\" b", "\"\"", "empty quotes"),
        ("\"...\"", "\"...\"", "no word in quotes"),
        ("a (b", "(", "unclosed bracket"),
        ("a) b", ")", "unopened bracket"),
        ("a ()", "()", "empty brackets"),
        ("OR a", "OR", "OR has nothing on its left"),
        ("a AND", "AND", "AND has nothing on its right"),
        ("a || OR b", "||", "|| has nothing on its right"),
        ("(a OR) b", "OR", "OR has nothing on its right"),
        ("a NOT", "NOT", "NOT has nothing to exclude"),
        ("-AND b", "-", "- has nothing to exclude"),
        ("a | b", "|", "a single | means nothing"),
        ("actor:RUS*", "*", "actor: takes no wildcards"),
        ("a **", "**", "a wildcard without a letter"),
        ("nuclear~3", "nuclear~3", "a fuzzy word has 1 or 2 slips"),
        ("x^0", "x^0", "not a boost"),
        ("\"a b\"~", "~", "~ has no number"),
        ("a w/0 b", "w/0", "w/0 is no distance"),
        ("a w/5000 b", "w/5000", "w/5000 is too far"),
        ("a w/5", "w/5", "w/5 has nothing on its right"),
        ("w/5 b", "w/5", "w/5 has nothing on its left"),
        ("/a(/", "(", "not a regular expression: unclosed group"),
        ("atleast0(a)", "atleast0", "atleast0 asks for nothing"),
        ("a WITHIN b", "WITHIN", "WITHIN is no operator here"),
        ("actor: russia", "actor:", "actor: has no value"),
        ("(title:)", "title:", "title: has no value"),
        ("title:OR b", "title:OR", "title: has no value"),
        ("title:-b", "-", "a sign before a value"),
        ("autor:x", "autor:", "unknown field"),
        ("a:(^", "a:", "unknown field"),
        (
            "title:(a outlet:b)",
            "outlet:b",
            "a condition on the whole article within title(...)",
        ),
        ("lang:english", "lang:english", "not a language code"),
        (
            "published:2023-02-30",
            "2023-02-30",
            "there is no 2023-02-30",
        ),
        ("published:2020..2023-13", "2023-13", "there is no month 13"),
        ("event:0000", "0000", "there is no year 0000"),
        (
            "event:[2023 TO 2023-02-29]",
            "2023-02-29",
            "there is no 2023-02-29",
        ),
        ("event:yesterday", "yesterday", "not a date"),
        ("event:20/09/2023", "20/09/2023", "not a date"),
        ("event:99", "99", "not a date"),
        ("event:-0044-03-15", "-0044-03-15", "not a date"),
        ("event:12023", "12023", "not a date"),
        ("event:2023-Q5", "2023-Q5", "there is no quarter 5"),
        (
            "event-within:2023-W60..2024",
            "2023-W60",
            "there is no week 60 in 2023",
        ),
        (
            "event-overlap:",
            "event-overlap:",
            "event-overlap: has no value",
        ),
        ("event-grain:", "event-grain:", "event-grain: has no value"),
        ("event-grain:days", "event-grain:days", "not a grain"),
        ("event_within:2023", "event_within:", "unknown field"),
        ("event:..", "..", "not a date"),
        ("event:[2023", "[", "unclosed range"),
        ("event:[2023]", "[2023]", "not a range of dates"),
        (
            "event:{2022 TO 2023}",
            "{2022 TO 2023}",
            "no day lies in this range",
        ),
        ("event:>9999", ">9999", "no day lies in this range"),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!(
            (&text[error.at.clone()], error.message.as_str()),
            (at, message),
            "{text}"
        );
    }
}

#[test]
fn errors_suggest() {
    for (text, expected) in [
        ("event:2023-02-30", "2023-02 has 28 days"),
        ("event:2023-13", "months run from 01 to 12"),
        ("event:0000", "years run from 0001 to 9999"),
        ("event:-0044", "years run from 0001 to 9999"),
        ("event:10000-01", "years run from 0001 to 9999"),
        ("event:1900s", "write 190x or 19xx"),
        (
            "event_within:2023",
            "did you mean event-within:? to search for the text itself, write \\:",
        ),
        ("event:1/2/2023", "write the year first: YYYY-MM-DD"),
        (
            "actor:",
            "write the value directly after the colon: actor:russia",
        ),
        (
            "titel:x",
            "did you mean title:? to search for the text itself, write \\:",
        ),
        ("lang:English", "write lang:en"),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!(error.suggestion.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn doubtful_readings_are_told() {
    for (text, expected) in [
        ("a b", ""),
        ("a b OR c", "read as (a AND b) OR c"),
        ("a OR NOT b c", "read as a OR (NOT b AND c)"),
        ("(a b) OR c", ""),
        (
            "war and peace",
            "`and` is searched as a word; words are joined by AND as it is",
        ),
        (
            "war or peace",
            "`or` is searched as a word; write OR for either",
        ),
        (
            "not peace",
            "`not` is searched as a word; write NOT or -word to exclude",
        ),
        ("and or", ""),
        ("\"war\" OR \"and\"", ""),
        (
            "'russian peace' x",
            "single quotes make no phrase; write \"...\"",
        ),
        ("O'Brien 'tis", ""),
        ("a & b", "& holds no word to search for and is left out"),
        (
            "autor: x",
            "autor: is searched as a word; the field is actor:",
        ),
        (
            "event:2024..2023",
            "the range of dates runs backwards; its ends are swapped",
        ),
        (
            "event:2023 .. 2024",
            "a range of dates ends at a space; write it without: 2023-09..2023-10",
        ),
        (
            "–a",
            "– directly before a word is read as -, which excludes it",
        ),
        (
            "outlet:(a b)",
            "an article has one outlet: write outlet:(a OR b), or quote a name of several words",
        ),
        (
            "lang:en lang:de",
            "an article has one language: write lang:(en OR de)",
        ),
    ] {
        let hints = parse(text).map(|parsed| parsed.hints).unwrap_or_default();
        assert_eq!(hints.first().map_or("", String::as_str), expected, "{text}");
    }
}

#[test]
fn bounds_hold() {
    let terms = |count: usize| vec!["a"; count].join(" OR ");
    assert!(parse(&terms(MAX_TERMS)).is_ok());
    assert_eq!(
        parse(&terms(MAX_TERMS + 1)).expect_err("too many").message,
        "too many terms"
    );
    let nested = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    assert_eq!(printed(&nested(MAX_DEPTH)), "a");
    let error = parse(&nested(MAX_DEPTH + 1)).expect_err("too deep");
    assert_eq!(
        (error.at, error.message.as_str()),
        (MAX_DEPTH..MAX_DEPTH + 1, "the query is nested too deeply")
    );
    // Brackets that printing adds count as well.
    let mixed = |levels: usize| format!("{}a{}", "b OR c (".repeat(levels), ")".repeat(levels));
    assert_reads_back(&mixed(MAX_DEPTH / 2));
    assert_eq!(
        parse(&mixed(MAX_DEPTH / 2 + 1))
            .expect_err("too deep")
            .message,
        "the query is nested too deeply"
    );
    for part in [
        "(", "NOT ", "-", "\"", "a:", "\\", "a(", "event:[", "w/", "a|", "-+", "a\"b\"", "t", "-(",
    ] {
        let _ = parse(&part.repeat(100_000));
    }
    let _ = parse(&format!(
        "actor:{}{}",
        "a".repeat(100_000),
        ":".repeat(100_000)
    ));
}

#[test]
fn leaves_and_parts() {
    let query = parse("a (b OR -c) a -(d e) * title:a")
        .expect("a query")
        .query;
    let leaves: Vec<String> = query
        .positive_parts()
        .iter()
        .map(|leaf| leaf.to_string())
        .collect();
    assert_eq!(leaves, ["a", "b", "a", "title:a"]);
    let parts_of = |query: &Query| {
        parts(query)
            .iter()
            .map(Query::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(parts_of(&query), ["a", "b", "title:a"]);
    let many: Vec<String> = (0..100).map(|number| number.to_string()).collect();
    let query = parse(&many.join(" ")).expect("a query").query;
    assert_eq!(parts(&query).len(), 50);
}
