//! What is refused: the place, the message, what would work.

use crate::query::parse;

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
        ("place:bak?", "?", "place: takes no wildcards"),
        ("actor-kind:pers*", "*", "actor-kind: takes no wildcards"),
        (
            "actor-kind:people",
            "actor-kind:people",
            "not a kind of actor",
        ),
        (
            "actor:actor-kind:ngo",
            "actor-kind:",
            "a field within a field's value",
        ),
        ("actor: russia", "actor:", "actor: has no value"),
        ("(title:)", "title:", "title: has no value"),
        ("title:OR b", "title:OR", "title: has no value"),
        ("title:-b", "-", "a sign before a value"),
        ("autor:x", "autor:", "unknown field"),
        ("a:(^", "a:", "unknown field"),
        (
            "outlet:(a actor:b)",
            "actor:",
            "a field within a field's value",
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
        ("oil w/5 (price or cost)", "write oil w/5 (price OR cost)"),
        ("(price Or cost) w/s oil", "write (price OR cost) w/s oil"),
        ("oil w/5 (a b c d or e)", "write OR in capitals: (a OR b)"),
        (
            "oil w/5 (price and cost)",
            "write oil w/5 \"price cost\" or oil w/5 (price w/s cost)",
        ),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!(error.suggestion.as_deref(), Some(expected), "{text}");
    }
}
