//! What people bring from other products, and the advice that they get.

use super::TODAY;
use crate::query::parse_at;

/// The whole error as people see it.
#[test]
fn foreign_habits_meet_advice() {
    for (text, at, message, suggestion) in FOREIGN {
        let error = parse_at(text, TODAY).expect_err(text);
        assert_eq!(
            (
                &text[error.at.clone()],
                error.message.as_str(),
                error.suggestion.as_deref().unwrap_or_default()
            ),
            (*at, *message, *suggestion),
            "{text}"
        );
        let shown = error.to_string();
        let caret = shown.lines().nth(2).unwrap_or_default();
        assert!(caret.trim_start().starts_with('^'), "{shown}");
    }
}

const FOREIGN: &[(&str, &str, &str, &str)] = &[
    (
        "a w/0 b",
        "w/0",
        "w/0 is no distance",
        "neighbours are one step apart: write w/1",
    ),
    (
        "a w/1001 b",
        "w/1001",
        "w/1001 is too far",
        "at most 1000 words; write w/p for a paragraph, AND for an article",
    ),
    (
        "a w/99999999999999999999 b",
        "w/99999999999999999999",
        "w/99999999999999999999 is too far",
        "at most 1000 words; write w/p for a paragraph, AND for an article",
    ),
    (
        "a pre/s b",
        "pre/s",
        "pre/s is no operator here",
        "write w/s or w/p, which know no order, or pre/20; to search for the text itself, write \\pre/s",
    ),
    (
        "a w/seg b",
        "w/seg",
        "w/seg is no operator here",
        "write AND, or title:(...) or body:(...); to search for the text itself, write \\w/seg",
    ),
    (
        "a WITHIN 5 b",
        "WITHIN",
        "WITHIN is no operator here",
        "write w/5, w/s or w/p; to search for the text itself, write \\WITHIN",
    ),
    (
        "a ANDNOT b",
        "ANDNOT",
        "ANDNOT is no operator here",
        "write NOT; to search for the text itself, write \\ANDNOT",
    ),
    (
        "(russian peacekeepers) w/10 ceasefire",
        "russian peacekeepers",
        "AND cannot stand beside w/10",
        "write \"russian peacekeepers\" w/10 ceasefire or (russian w/s peacekeepers) w/10 ceasefire",
    ),
    (
        "ceasefire w/10 (russian AND peacekeepers)",
        "russian AND peacekeepers",
        "AND cannot stand beside w/10",
        "write ceasefire w/10 \"russian peacekeepers\" or ceasefire w/10 (russian w/s peacekeepers)",
    ),
    (
        "(a \"b c\") w/5 d",
        "a \"b c\"",
        "AND cannot stand beside w/5",
        "w/5 joins words, phrases, or alternatives in brackets: (a OR b)",
    ),
    (
        "a w/5 (b OR (c d))",
        "c d",
        "AND cannot stand beside w/5",
        "w/5 joins words, phrases, or alternatives in brackets: (a OR b)",
    ),
    (
        "a w/5 NOT b",
        "NOT",
        "NOT cannot stand beside w/5",
        "write a NOT (a w/5 b)",
    ),
    (
        "-a w/5 b",
        "-",
        "NOT cannot stand beside w/5",
        "write NOT (a w/5 b)",
    ),
    (
        "NOT a w/5 b",
        "NOT",
        "NOT cannot stand beside w/5",
        "write NOT (a w/5 b)",
    ),
    (
        "a w/5 b^2",
        "b^2",
        "a boost cannot stand beside w/5",
        "write (a w/5 b)^2",
    ),
    (
        "a w/5 outlet:reuters",
        "outlet:reuters",
        "nothing is near outlet:reuters, which is no place in the text",
        "write a AND outlet:reuters",
    ),
    (
        "(a OR lang:de) w/s b",
        "lang:de",
        "nothing is near lang:de, which is no place in the text",
        "write (a OR lang:de) AND b",
    ),
    (
        "a w/s event:none",
        "event:none",
        "nothing is near event:none, which is no place in the text",
        "write a AND event:none",
    ),
    (
        "* w/5 a",
        "*",
        "nothing is near *, which is no place in the text",
        "write * AND a",
    ),
    (
        "a NOT w/5 b",
        "NOT w/5",
        "w/5 cannot be negated",
        "to find a in articles that never have it near b: a NOT (a w/5 b)",
    ),
    (
        "a not w/5 b",
        "not w/5",
        "w/5 cannot be negated",
        "to find a in articles that never have it near b: a NOT (a w/5 b)",
    ),
    (
        "a AND NOT w/s b",
        "NOT w/s",
        "w/s cannot be negated",
        "to find a in articles that never have it near b: a NOT (a w/s b)",
    ),
    (
        "w/5 a",
        "w/5",
        "w/5 has nothing on its left",
        "write a word before it, or leave it out",
    ),
    (
        "a w/5",
        "w/5",
        "w/5 has nothing on its right",
        "write a word after it, or leave it out",
    ),
    (
        "a w/5 w/5 b",
        "w/5",
        "w/5 has nothing on its right",
        "write a word after it, or leave it out",
    ),
    (
        "a w/5 AND b",
        "w/5",
        "w/5 has nothing on its right",
        "write a word after it, or leave it out",
    ),
    (
        "a NEAR OR b",
        "NEAR",
        "NEAR has nothing on its right",
        "write a word after it, or leave it out",
    ),
    (
        "(a w/5) b",
        "w/5",
        "w/5 has nothing on its right",
        "write a word after it, or leave it out",
    ),
    (
        "hlead(a outlet:reuters)",
        "outlet:reuters",
        "a condition on the whole article within hlead(...)",
        "write it outside of the brackets: hlead(a b) outlet:reuters",
    ),
    (
        "atleast3(a published:2023)",
        "published:2023",
        "a condition on the whole article within atleast3(...)",
        "write it outside of the brackets: atleast3(a b) outlet:reuters",
    ),
    (
        "title:(*)",
        "*",
        "a condition on the whole article within title(...)",
        "write it outside of the brackets: title(a b) outlet:reuters",
    ),
    (
        "atleast(a)",
        "atleast",
        "atleast has no number",
        "write atleast3(...)",
    ),
    (
        "atleast0(a)",
        "atleast0",
        "atleast0 asks for nothing",
        "write atleast1(...) or a larger number",
    ),
    (
        "byline(smith)",
        "byline",
        "byline(...) is no function",
        "write author:(...); to search for the word, put a space before the bracket",
    ),
    (
        "publication(new york times)",
        "publication",
        "publication(...) is no function",
        "write outlet:(...); to search for the word, put a space before the bracket",
    ),
    (
        "DATE(2023)",
        "DATE",
        "DATE(...) is no function",
        "write published:(...); to search for the word, put a space before the bracket",
    ),
    (
        "title:actor:russia",
        "actor:",
        "a field within a field's value",
        "write title:(actor:...)",
    ),
    (
        "title:atleast3(a)",
        "atleast3",
        "a function within a field's value",
        "write title:(atleast3(...))",
    ),
    (
        "outlet:(a title:b)",
        "title:",
        "a field within a field's value",
        "close the brackets first; for the text itself, write \\:",
    ),
    (
        "hlead()",
        "hlead()",
        "empty brackets",
        "write something between them",
    ),
    (
        "**",
        "**",
        "a wildcard without a letter",
        "write a letter or digit beside it, as in presid*; * alone is every article",
    ),
    (
        "a-*",
        "a-*",
        "a wildcard without a letter",
        "write a letter or digit beside it, as in presid*; * alone is every article",
    ),
    (
        "停*",
        "停*",
        "a wildcard without a letter",
        "write a letter or digit beside it, as in presid*; * alone is every article",
    ),
    (
        "outlet:reu*",
        "*",
        "outlet: takes no wildcards",
        "write the whole name; for the sign itself write \\*",
    ),
    (
        "actor:*",
        "actor:*",
        "actor: takes no *",
        "dates, outlets, sections, authors and source-topics: take * (any) and none",
    ),
    (
        "lang:*",
        "lang:*",
        "lang: takes no *",
        "dates, outlets, sections, authors and source-topics: take * (any) and none",
    ),
    (
        "title:*",
        "title:*",
        "title: takes no *",
        "write * alone for every article",
    ),
    (
        "exact:pres*",
        "*",
        "exact: takes no wildcards",
        "leave out exact: for a wildcard; for the sign itself write \\*",
    ),
    (
        "exact:\"pres* x\"",
        "*",
        "exact: takes no wildcards",
        "leave out exact: for a wildcard; for the sign itself write \\*",
    ),
    (
        "exact:terror!",
        "exact:terror!",
        "exact: takes no wildcards",
        "leave out exact: for a wildcard; for the sign itself write \\!",
    ),
    (
        "lang:e?",
        "?",
        "lang: takes no wildcards",
        "write a code, such as lang:en",
    ),
    (
        "nuclear~3",
        "nuclear~3",
        "a fuzzy word has 1 or 2 slips",
        "write nuclear~1 or nuclear~2",
    ),
    (
        "cease-fire~1",
        "cease-fire~1",
        "~ is for one word",
        "write it after each; for words that stand near each other write \"a b\"~5",
    ),
    (
        "pres*~1",
        "pres*~1",
        "a wildcard in a fuzzy word",
        "leave out the ~ and its number, or the wildcard",
    ),
    (
        "actor:merkel~1",
        "actor:merkel~1",
        "actor: takes no ~",
        "leave it out; for the sign itself write actor:\"...\"",
    ),
    (
        "\"a b\"~",
        "~",
        "~ has no number",
        "write how many words may stand between: \"a b\"~5",
    ),
    (
        "\"a b\"~2000",
        "~2000",
        "not a number of words",
        "write a whole number, at most 1000",
    ),
    (
        "\"a b\"~1.5",
        "~1.5",
        "not a number of words",
        "write a whole number, at most 1000",
    ),
    (
        "outlet:\"a b\"~2",
        "~2",
        "outlet: takes no ~",
        "leave out the ~ and its number",
    ),
    (
        "(a b)~5",
        "~",
        "~ after a bracket",
        "~5 is for words in quotes: \"a b\"~5; for brackets write (a OR b) w/5 c",
    ),
    (
        "\"a b\"*",
        "*",
        "a * after a quote or bracket",
        "write it within or directly after a word, as in presid*",
    ),
    (
        "(a b)*",
        "*",
        "a * after a quote or bracket",
        "write it within or directly after a word, as in presid*",
    ),
    (
        "x^0",
        "x^0",
        "not a boost",
        "write a number from 0.01 to 1000, as in x^2 or x^0.5",
    ),
    (
        "x^5000",
        "x^5000",
        "not a boost",
        "write a number from 0.01 to 1000, as in x^2 or x^0.5",
    ),
    (
        "(a b)^",
        "^",
        "not a boost",
        "write a number from 0.01 to 1000, as in x^2 or x^0.5",
    ),
    (
        "\"a\"^x",
        "^",
        "not a boost",
        "write a number from 0.01 to 1000, as in x^2 or x^0.5",
    ),
    (
        "/a(b/",
        "(",
        "not a regular expression: unclosed group",
        "to search for the text itself, write \\/ for the first slash",
    ),
    (
        "/[z-a]/",
        "z-a",
        "not a regular expression: invalid character class range, the start must be <= the end",
        "to search for the text itself, write \\/ for the first slash",
    ),
    (
        "/a{2,1}/",
        "{2,1}",
        "not a regular expression: invalid repetition count range, the start must be <= the end",
        "to search for the text itself, write \\/ for the first slash",
    ),
    (
        "/\\p{Foo}/",
        "\\p{Foo}",
        "not a regular expression: Unicode property not found",
        "to search for the text itself, write \\/ for the first slash",
    ),
    (
        "near:5",
        "near:",
        "near: is no field",
        "write NEAR/5 or w/5; to search for the text itself, write \\:",
    ),
    (
        "intitle:x",
        "intitle:",
        "unknown field",
        "did you mean title:? to search for the text itself, write \\:",
    ),
    (
        "inurl:bbc",
        "inurl:",
        "unknown field",
        "did you mean site:? to search for the text itself, write \\:",
    ),
    (
        "newspaper:times",
        "newspaper:",
        "unknown field",
        "did you mean outlet:? to search for the text itself, write \\:",
    ),
    (
        "filetype:pdf",
        "filetype:",
        "unknown field",
        "the fields are title: hlead: lead: body: exact: actor: actor-kind: place: published: before: after: since: until: event: event-overlap: event-within: event-grain: outlet: section: author: source-people: source-organisations: source-places: source-topics: site: lang:; to search for the text itself, write \\:",
    ),
    (
        "befor:2023",
        "befor:",
        "unknown field",
        "did you mean before:? to search for the text itself, write \\:",
    ),
    (
        "before:2020..2021",
        "2020..2021",
        "before: takes one date",
        "write published:2020..2021",
    ),
    (
        "since:none",
        "none",
        "since: takes one date",
        "write published:none",
    ),
    (
        "since:",
        "since:",
        "since: has no value",
        "write the value directly after the colon: since:2023-09",
    ),
    (
        "until:soon",
        "soon",
        "not a date",
        "write 2023, 2023-09, 2023-09-19, a range 2023-09..2023-10, or 30d, 2w, 6m, 1y back from today",
    ),
    (
        "after:>2020",
        ">2020",
        "after: takes one date",
        "write published:>2020",
    ),
    (
        "event:30d",
        "30d",
        "not a date",
        "30d, 2w, 6m, 1y and today count back from today for published:, since:, until:, before: and after:; here write 2023-09 or 2023-09..",
    ),
    (
        "published:99999y",
        "99999y",
        "not a date",
        "years run from 0001 to 9999",
    ),
    (
        "published:last week",
        "last",
        "not a date",
        "write 2023, 2023-09, 2023-09-19, a range 2023-09..2023-10, or 30d, 2w, 6m, 1y back from today",
    ),
    (
        "site:/news",
        "site:/news",
        "not a host",
        "write a host, which stands for all below it: site:bbc.co.uk",
    ),
    (
        "site:-bbc",
        "-",
        "a sign before a value",
        "to exclude, write -site:",
    ),
    (
        "event:{2022 TO 2023}",
        "{2022 TO 2023}",
        "no day lies in this range",
        "a date stands for its whole year, month or day",
    ),
    (
        "a AND OR b",
        "AND",
        "AND has nothing on its right",
        "write a word after it, or leave it out",
    ),
    (
        "(a OR b",
        "(",
        "unclosed bracket",
        "opened here; add a closing )",
    ),
    (
        "a) OR b",
        ")",
        "unopened bracket",
        "leave it out, or add a ( before",
    ),
    (
        "\"russian peace",
        "\"",
        "unclosed quote",
        "opened here; add a closing \"",
    ),
];
