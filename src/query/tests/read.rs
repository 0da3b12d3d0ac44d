//! What is read, as it prints.

use super::printed;
use crate::query::{Query, parse, parts};

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
        ("actor:place:baku", "actor:place:baku"),
        ("place:Baku", "place:Baku"),
        ("place:\"buenos aires\"", "place:\"buenos aires\""),
        (
            "place:(baku OR ?place:ganja)",
            "place:baku OR place:?place:ganja",
        ),
        (
            "place:place:baku w/s actor-kind:person",
            "place:place:baku w/s actor-kind:person",
        ),
        ("Actor-Kind:\"armed group\"", "actor-kind:armed-group"),
        ("actor:\"title:x\"", "actor:\"title:x\""),
        ("actor:\"AND\"", "actor:\"AND\""),
        ("outlet:+972", "outlet:\"+972\""),
        ("outlet:Yahoo!", "outlet:\"Yahoo!\""),
        ("lang:DE", "lang:de"),
        ("-lang:de", "-lang:de"),
        ("title:(a OR \"b c\")", "title:(a OR \"b c\")"),
        ("title:(a -(b OR c))", "title:a -title:(b OR c)"),
        ("headline:a HEADLINE(a)", "title:a title:a"),
        ("who:russia", "actor:russia"),
        ("source:afp OR publication:afp", "outlet:afp OR outlet:afp"),
        ("section:\"home news\"", "section:\"home news\""),
        (
            "byline:doe author:\"J. Doe\"",
            "author:doe author:\"J. Doe\"",
        ),
        ("site:www.BBC.co.uk/news", "site:www.bbc.co.uk"),
        ("site:*.gov.uk", "site:gov.uk"),
        ("site:https://a.org/?b=c*", "site:a.org"),
        ("language:DE", "lang:de"),
        ("outlet:\"E*Trade\"", "outlet:\"E\\*Trade\""),
        ("outlet:reuters^2", "outlet:reuters^2"),
        ("author(s) of", "author s of"),
        ("exact:résumé", "exact:\"résumé\""),
        ("exact:(a OR \"b c\"~3)", "exact:\"a\" OR exact:\"b c\"~3"),
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
        ("outlet:None section:*", "outlet:none section:*"),
        (
            "-author:(none OR \"none\")",
            "-(author:none OR author:\"none\")",
        ),
        (
            "source-topics:* source-people:none",
            "source-topics:* source-people:none",
        ),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn proximity_is_read() {
    for (text, expected) in [
        ("a w/5 b", "a w/5 b"),
        ("a W/5 b", "a w/5 b"),
        ("a NEAR b", "a w/10 b"),
        ("a near5 b", "a w/5 b"),
        ("a /5 b", "a w/5 b"),
        ("a pre/3 b", "a pre/3 b"),
        ("a ONEAR b ", "a pre/10 b"),
        ("a adj3 b", "a pre/3 b"),
        ("a ADJ b", "a pre/1 b"),
        ("a SAME b", "a w/p b"),
        ("a w/5 b pre/3 c", "(a w/5 b) pre/3 c"),
        ("a w/5 (b pre/3 c)", "a w/5 (b pre/3 c)"),
        ("a w/s b w/s c", "a w/s b w/s c"),
        ("(a w/s b) w/s c", "(a w/s b) w/s c"),
        ("a w/s (b w/s c)", "a w/s (b w/s c)"),
        ("a w/s b w/p c", "(a w/s b) w/p c"),
        ("a w/s b w/5 c w/s d", "((a w/s b) w/5 c) w/s d"),
        ("a b w/5 c", "a (b w/5 c)"),
        ("a w/5 b OR c", "(a w/5 b) OR c"),
        ("a w/5 b c w/5 d", "(a w/5 b) (c w/5 d)"),
        ("(a OR b) w/5 \"c d\"~2", "(a OR b) w/5 \"c d\"~2"),
        ("a w/5(b OR c)", "a w/5 (b OR c)"),
        ("NOT (a w/5 b)", "-(a w/5 b)"),
        (
            "actor:RUS w/s event:2023 w/s withdraw*",
            "actor:RUS w/s event:2023 w/s withdraw*",
        ),
        ("same sex near adj not", "same sex near adj not"),
        (r"a \w/5 b", r"a \w/5 b"),
        ("not w/5 a", "not w/5 a"),
        ("x (not w/5 a)", "x (not w/5 a)"),
        ("a w/5 title:b", "a w/5 title:b"),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn functions_and_boosts_are_read() {
    for (text, expected) in [
        ("hlead(a)", "hlead:a"),
        ("HLEAD(a b)", "hlead:a hlead:b"),
        ("hlead(a w/5 b)", "hlead:(a w/5 b)"),
        ("hlead:(a OR b)", "hlead:(a OR b)"),
        ("lead:\"a b\"", "lead:\"a b\""),
        ("body(a NOT b)", "body:a -body:b"),
        ("title(a OR (b c))", "title:a OR (title:b title:c)"),
        ("title:(actor:RUS)", "title:(actor:RUS)"),
        ("title:(exact:x)", "title:(exact:\"x\")"),
        ("title(lead(a))", "title:(lead:a)"),
        ("title:a*", "title:a*"),
        ("title:/a/", "title:/a/"),
        ("atleast3(a)", "atleast3(a)"),
        ("AtL3(a OR b)", "atleast3(a OR b)"),
        ("atleast2(a w/5 b)", "atleast2(a w/5 b)"),
        ("atleast3(title:a)", "atleast3(title:a)"),
        ("hlead(atleast3(a))", "hlead:(atleast3(a))"),
        ("hlead (a)", "hlead a"),
        (r"\hlead(a)", "hlead a"),
        ("a^2", "a^2"),
        ("a^0.50", "a^0.5"),
        ("(a b)^0.5", "(a b)^0.5"),
        ("\"a b\"~5^2", "\"a b\"~5^2"),
        ("title:(a^2 OR b)", "title:a^2 OR title:b"),
        ("-a^2", "-a^2"),
        ("(-a)^2", "(-a)^2"),
        ("(a^2)^3", "(a^2)^3"),
        ("*^2", "(*)^2"),
        ("cease-fire^2", "(cease-fire)^2"),
        ("published:2023^2", "published:2023^2"),
        (r"10\^6", r"10\^6"),
        ("x^", "x^"),
        ("^2", "^2"),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn patterns_are_read() {
    for (text, expected) in [
        ("presid* wom?n *gate", "presid* wom?n *gate"),
        ("terror! x", "terror* x"),
        ("cease-fir*", "\"cease fir*\""),
        ("wom?n-led", "wom?n-led"),
        ("\"presid* of the\"~2", "\"presid* of the\"~2"),
        ("\"presid*\"", "presid*"),
        ("\"where? now\"", "\"where? now\""),
        ("\"a * b\"", "\"a \\* b\""),
        (r#""c\* b""#, r#""c\* b""#),
        ("title:\"a* b\"", "title:\"a* b\""),
        ("nuclear~ iran~", "nuclear~2 iran~1"),
        ("nuclear~1 nuclear~2", "nuclear~1 nuclear~2"),
        ("nuclear~0.8 nuclear~0.7", "nuclear~1 nuclear~2"),
        ("~500", r"\~500"),
        ("/pre(mier|sident)s?/ x", "/pre(mier|sident)s?/ x"),
        (r"/a\/b/", r"/a\/b/"),
        ("/usr/bin/ x", "/usr/bin/ x"),
        ("(/a/)", "/a/"),
        ("pres*^2", "pres*^2"),
        ("??^2", "??^2"),
        ("a ? b", "a b"),
        ("\"x\"~5", "\"x\""),
    ] {
        let expected = expected.replace(r"\~500", "~500");
        assert_eq!(printed(text), expected, "{text}");
    }
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
