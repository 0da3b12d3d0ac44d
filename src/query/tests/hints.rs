//! What is said of doubtful readings.

use super::TODAY;
use crate::query::parse_at;

#[test]
fn doubtful_readings_are_told() {
    for (text, expected) in [
        ("a b", ""),
        ("a b OR c", "read as (a AND b) OR c"),
        ("a OR NOT b c", "read as a OR (NOT b AND c)"),
        ("(a b) OR c", ""),
        ("a b w/5 c", "read as a AND (b w/5 c)"),
        ("a AND b w/5 c", ""),
        ("a w/5 b w/5 c", ""),
        ("a w/5 b pre/3 c", "read as (a w/5 b) pre/3 c"),
        ("(a w/5 b) c", ""),
        (
            "who shot jfk?",
            "? stands for one letter; to search for jfk, leave it out",
        ),
        (
            "peace at last!",
            "! stands for any ending; to search for last, leave it out",
        ),
        ("shot jfk?", ""),
        ("terror! w/5 a", ""),
        (
            "outlet:New York Times",
            "only New is taken as outlet; quote a name of several words: outlet:\"New York\"",
        ),
        (
            "-actor:Angela Merkel",
            "only Angela is taken as actor; quote a name of several words: actor:\"Angela Merkel\"",
        ),
        ("actor:RUS Ukraine", ""),
        ("actor:russia Ukraine", ""),
        (
            "\"a * b\"",
            "a * alone in quotes is left out; \"a b\"~1 lets one word stand between",
        ),
        (
            "\"x\"~5",
            "~ after one word in quotes changes nothing; x~1 finds other spellings",
        ),
        (
            "since:2024 until:2023",
            "the range of dates runs backwards; its ends are swapped",
        ),
        (
            "published:{2024 TO 2020}",
            "the range of dates runs backwards; its ends are swapped",
        ),
        (
            "site:a.org site:b.org",
            "an article has one site: write site:(a OR b), or quote a name of several words",
        ),
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
        (
            "oil Or gas",
            "`Or` is searched as a word; write OR for either",
        ),
        (
            "oil near opec",
            "`near` is searched as a word; write NEAR or w/10 for words that stand close together",
        ),
        (
            "oil same opec",
            "`same` is searched as a word; write SAME or w/p for words in one paragraph",
        ),
        (
            "oil adj price",
            "`adj` is searched as a word; write ADJ or pre/1 for words that follow each other",
        ),
        ("near east", ""),
        ("oil \\OR gas", ""),
        ("and or", ""),
        (
            "CAPS(IT)",
            "`CAPS` is searched as a word; the functions are title(...), lead(...), hlead(...), \
             body(...) and atleast3(...)",
        ),
        (
            "hl(oil)",
            "`hl` is searched as a word; the function is title(...)",
        ),
        (
            "lede(oil)",
            "`lede` is searched as a word; the function is lead(...)",
        ),
        (
            "company(bp)",
            "`company` is searched as a word; write actor:(...)",
        ),
        ("journalist(s) Reporter(innen)", ""),
        ("oil (gas)", ""),
        (
            "oil length>500",
            "< and > say nothing in length>500; only dates are compared, after their field: \
             published:>2023, published:2007..2009",
        ),
        (
            "published:>2007 <2009",
            "< and > say nothing in <2009; only dates are compared, after their field: \
             published:>2023, published:2007..2009",
        ),
        ("oil + opec", ""),
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
        let hints = parse_at(text, TODAY)
            .map(|parsed| parsed.hints)
            .unwrap_or_default();
        assert_eq!(hints.first().map_or("", String::as_str), expected, "{text}");
    }
}
