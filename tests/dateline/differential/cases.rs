//! Is the oracle right? Cases whose answers were worked out by hand.

use super::build::*;
use super::oracle::Oracle;
use super::sample;
use super::store::Span;
use dateline::model::Grain;
use dateline::query::Form::{Accented, Exact, Stemmed};
use dateline::query::Part::{Body, Lead, Opening, Title};
use dateline::query::Relation::{Overlap, Precise, Within};
use dateline::query::Unit::{Paragraph, Sentence};
use dateline::query::{DateTest, Query};

/// Matches by the number of the first word and of the one after the last, from 0, the title's
/// words before the body's.
fn spans(text: &str, query: &Query) -> Vec<Span> {
    let archive = sample::archive(text);
    let entry = &archive.entries[0];
    let [title, body] = Oracle::new(&archive).spans(query, entry);
    let base = entry.texts[0].words.len() as u32;
    let body = body
        .into_iter()
        .map(|(from, until)| (base + from, base + until));
    title.into_iter().chain(body).collect()
}

fn check(cases: Vec<(&str, Query, &[Span])>) {
    for (text, query, expected) in cases {
        assert_eq!(
            spans(text, &query),
            expected,
            "{text:?}\n{query}\n{query:?}"
        );
    }
}

#[test]
fn words_match_by_form() {
    let runs = "Runs run | running ran Run";
    let long = "a".repeat(130);
    let longer = format!("{} b", "a".repeat(140));
    check(vec![
        (
            runs,
            stems("run"),
            &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)],
        ),
        (
            runs,
            stems("RUNNING"),
            &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)],
        ),
        (
            runs,
            stems("ran"),
            &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)],
        ),
        (runs, exact("run"), &[(1, 2), (4, 5)]),
        (runs, exact("walk"), &[]),
        (
            "café Cafe CAFÉ cafe\u{301}",
            words("Café", Accented, 0),
            &[(0, 1), (2, 3), (3, 4)],
        ),
        ("café Cafe CAFÉ", words("cafe", Accented, 0), &[(1, 2)]),
        (
            "café Cafe CAFÉ cafés",
            exact("cafe"),
            &[(0, 1), (1, 2), (2, 3)],
        ),
        (
            "café Cafe CAFÉ cafés",
            stems("cafe"),
            &[(0, 1), (1, 2), (2, 3), (3, 4)],
        ),
        // A German stem where the article is German, an English one where it is English.
        ("[de] Regierungen regieren", stems("Regierung"), &[(0, 1)]),
        ("[en] companies Regierungen", stems("company"), &[(0, 1)]),
        ("[de] companies company", stems("companies"), &[(0, 1)]),
        // The stem that English makes of "running" is what "run" is posted as in German.
        ("[de] run running", stems("running"), &[(1, 2)]),
        ("[de+en] run running", stems("running"), &[(1, 2)]),
        // French makes "not" of "note", which is nothing to an English text.
        ("[en+fr] note not notes", stems("note"), &[(0, 1), (2, 3)]),
        (
            "[fr+en] note not notes",
            stems("note"),
            &[(0, 1), (1, 2), (2, 3)],
        ),
        ("[en+und] note notes", stems("notes"), &[(0, 1), (1, 2)]),
        ("[und+en] note notes", stems("notes"), &[(1, 2)]),
        (&longer, stems(&long), &[(0, 1)]),
        (&longer, exact("a"), &[]),
    ]);
}

#[test]
fn several_words_follow_one_another() {
    check(vec![
        (
            "peace talks peace talk talks",
            stems("peace talk"),
            &[(0, 2), (2, 4)],
        ),
        (
            "peace talks peace talk talks",
            exact("peace-talks"),
            &[(0, 2)],
        ),
        ("a b | b c", exact("b b"), &[]),
        ("a a a a", exact("a a"), &[(0, 2), (1, 3), (2, 4)]),
        ("a . b", exact("a b"), &[(0, 2)]),
        ("the U S Army", stems("U.S."), &[(1, 3)]),
        // Any order, at most one word more.
        ("b x a y b", words("a b", Exact, 1), &[(0, 3), (2, 5)]),
        ("b x y a b", words("a b", Exact, 1), &[(3, 5)]),
        ("b x y a", words("a b", Exact, 1), &[]),
        ("b x y a", words("a b", Exact, 2), &[(0, 4)]),
        ("a b c", words("a a", Exact, 5), &[]),
        ("a x a x a", words("a a", Exact, 5), &[(0, 3), (2, 5)]),
        ("running x runs", words("run run", Stemmed, 1), &[(0, 3)]),
        ("a | b", words("a b", Exact, 9), &[]),
        (
            "c a b x c b a",
            words("a b c", Exact, 1),
            &[(0, 3), (1, 5), (4, 7)],
        ),
    ]);
}

#[test]
fn patterns_match_whole_words() {
    check(vec![
        (
            "peace peaceful Peacé pea apeace",
            wildcard("peac*"),
            &[(0, 1), (1, 2), (2, 3)],
        ),
        ("peace peaceful pea", wildcard("pea??"), &[(0, 1)]),
        (
            "peace peaceful apeace",
            wildcard("*pe*ace"),
            &[(0, 1), (2, 3)],
        ),
        ("日 ab é", wildcard("?"), &[(0, 1), (2, 3)]),
        (
            "straße strasse strase",
            wildcard("straß*"),
            &[(0, 1), (1, 2)],
        ),
        (
            "peace paece peac peacex pxacx",
            fuzzy("peace", 1),
            &[(0, 1), (1, 2), (2, 3), (3, 4)],
        ),
        ("pxacx paecs", fuzzy("peace", 2), &[(0, 1), (1, 2)]),
        // No letter is changed between two that are swapped.
        ("abc", fuzzy("ca", 2), &[]),
        ("Müler muller mülxx", fuzzy("Müller", 1), &[(0, 1), (1, 2)]),
        (
            "peace war Wars",
            regex("peace|wars?"),
            &[(0, 1), (1, 2), (2, 3)],
        ),
        ("peace peaces", regex("p.a[a-d]e"), &[(0, 1)]),
        (
            "peace talks peaceful talks",
            phrase("peac* talks", 0),
            &[(0, 2), (2, 4)],
        ),
        ("talks on peace", phrase("peac* talks", 1), &[(0, 3)]),
        // One word does not stand for two.
        ("peace x", phrase("peac* peace", 3), &[]),
        ("peaces x peace", phrase("peac* peace", 3), &[(0, 3)]),
    ]);
}

#[test]
fn near_counts_steps_and_keeps_the_smallest() {
    let ab = "a x b y a";
    check(vec![
        ("a b", w(1, exact("a"), exact("b")), &[(0, 2)]),
        ("b a", w(1, exact("a"), exact("b")), &[(0, 2)]),
        ("b a", pre(1, exact("a"), exact("b")), &[]),
        (ab, w(1, exact("a"), exact("b")), &[]),
        (ab, w(2, exact("a"), exact("b")), &[(0, 3), (2, 5)]),
        (ab, pre(2, exact("a"), exact("b")), &[(0, 3)]),
        // One word is not near itself.
        ("a x", w(5, exact("a"), exact("a")), &[]),
        ("a x a", w(5, exact("a"), exact("a")), &[(0, 3)]),
        ("a | b", w(200, exact("a"), exact("b")), &[]),
        ("a . b", w(2, exact("a"), exact("b")), &[(0, 2)]),
        ("a a b", w(5, exact("a"), exact("b")), &[(1, 3)]),
        // From the end of the left to the start of the right.
        (
            "a x a b",
            w(1, words("a a", Exact, 1), exact("b")),
            &[(0, 4)],
        ),
        (
            "a b x c",
            w(2, w(1, exact("a"), exact("b")), exact("c")),
            &[(0, 4)],
        ),
        // What stands between two is no step from them, but none of their own words is.
        (
            "a c b",
            w(3, w(2, exact("a"), exact("b")), exact("c")),
            &[(0, 3)],
        ),
        (
            "a c b",
            w(3, exact("c"), w(2, exact("b"), exact("a"))),
            &[(0, 3)],
        ),
        (
            "a c b",
            pre(3, w(2, exact("a"), exact("b")), exact("c")),
            &[],
        ),
        ("a c b", w(3, w(2, exact("a"), exact("b")), exact("b")), &[]),
        ("a c b", w(3, words("a b", Exact, 1), exact("c")), &[]),
        (
            "a c d b",
            w(
                1,
                w(1, w(3, exact("a"), exact("b")), exact("c")),
                exact("d"),
            ),
            &[(0, 4)],
        ),
        (
            "a c b d e",
            w(
                1,
                w(1, w(2, exact("a"), exact("b")), exact("d")),
                exact("c"),
            ),
            &[(0, 4)],
        ),
        (
            "a c b",
            w(
                1,
                w(1, w(2, exact("a"), exact("b")), exact("c")),
                exact("c"),
            ),
            &[],
        ),
        // The outer one sees only the smallest of the inner ones: "a b", not "a x a b".
        (
            "a x a b c",
            pre(1, w(9, exact("a"), exact("b")), exact("c")),
            &[(2, 5)],
        ),
        (
            "c a x a b",
            pre(1, exact("c"), w(9, exact("a"), exact("b"))),
            &[],
        ),
        (
            "a b c",
            w(1, or([exact("a"), exact("a b")]), exact("c")),
            &[],
        ),
    ]);
}

#[test]
fn same_units_hold_parts_that_do_not_overlap() {
    let two = "a b | b x a . a y ¶ b";
    let (a, b, c) = (|| exact("a"), || exact("b"), || exact("c"));
    check(vec![
        (two, same(Sentence, [a(), b()]), &[(0, 2), (2, 5)]),
        (two, same(Paragraph, [a(), b()]), &[(0, 2), (2, 5)]),
        ("b . a", same(Sentence, [a(), b()]), &[]),
        ("b . a", same(Paragraph, [a(), b()]), &[(0, 2)]),
        ("b ¶ a", same(Paragraph, [a(), b()]), &[]),
        ("a x", same(Sentence, [a(), a()]), &[]),
        ("a x a", same(Sentence, [a(), a()]), &[(0, 3)]),
        (
            "c x a b a c",
            same(Sentence, [a(), b(), c()]),
            &[(0, 4), (3, 6)],
        ),
        ("a b c", same(Sentence, [words("a c", Exact, 1), b()]), &[]),
        (
            "a b c b",
            same(Sentence, [words("a c", Exact, 1), b()]),
            &[(0, 4)],
        ),
        (
            "a c b",
            same(Sentence, [w(2, exact("a"), exact("b")), c()]),
            &[(0, 3)],
        ),
        (
            "a . c b",
            same(Sentence, [same(Paragraph, [a(), b()]), c()]),
            &[],
        ),
        (
            "a . c b",
            same(Paragraph, [same(Paragraph, [a(), b()]), c()]),
            &[(0, 3)],
        ),
        // A part that reaches beyond its sentence is in none.
        ("a . b c", same(Sentence, [exact("a b"), c()]), &[]),
        ("a . b c", same(Paragraph, [exact("a b"), c()]), &[(0, 3)]),
        // It takes the second "a", since the first is part of "a a".
        (
            "a a a b",
            same(Sentence, [exact("a a"), a(), b()]),
            &[(0, 4)],
        ),
    ]);
}

#[test]
fn parts_of_an_article_and_numbers_of_times() {
    let text = "a | a b . a ¶ a";
    let sixty = format!("{}a a ¶ a", "x ".repeat(59));
    let (a, title) = (|| exact("a"), "a a | x");
    check(vec![
        (text, within(Title, a()), &[(0, 1)]),
        (text, within(Lead, a()), &[(1, 2), (3, 4)]),
        (text, within(Opening, a()), &[(0, 1), (1, 2), (3, 4)]),
        (text, within(Body, a()), &[(1, 2), (3, 4), (4, 5)]),
        (&sixty, within(Lead, a()), &[(59, 60)]),
        (&sixty, within(Lead, exact("a a")), &[]),
        ("a ¶ b", within(Lead, w(1, a(), exact("b"))), &[]),
        (title, within(Lead, a()), &[]),
        (text, at_least(4, a()), &[(0, 1), (1, 2), (3, 4), (4, 5)]),
        (text, at_least(5, a()), &[]),
        (text, at_least(2, within(Lead, a())), &[(1, 2), (3, 4)]),
        (text, within(Lead, at_least(4, a())), &[(1, 2), (3, 4)]),
        (
            text,
            or([a(), exact("a b"), exact("b")]),
            &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)],
        ),
        ("a b", or([exact("a b"), a()]), &[(0, 1)]),
        ("a b", or([boost(200, exact("a b")), exact("c")]), &[(0, 2)]),
    ]);
}

#[test]
fn actors_and_dates_stand_beside_words() {
    let who =
        "Moscow@state:RUS/RUS told Ilham_Aliyev@?per:ilham-aliyev the Kremlin@state:RUS/RUSGOV";
    let when = "on_Tuesday@2023-09-19..2023-09-20/day in_September@2023-09-01..2023-10-01/month \
        2023@2023-01-01..2024-01-01/year";
    let any = Query::event(Precise, DateTest::Any);
    check(vec![
        (who, actor("russia"), &[(0, 1), (5, 6)]),
        (who, actor("RUS"), &[(0, 1), (5, 6)]),
        (who, actor("RUS.GOV"), &[(5, 6)]),
        (who, actor("RUSMIL"), &[]),
        (who, actor("?per:ilham-aliyev"), &[(2, 4)]),
        (who, actor("ALIYEV"), &[(2, 4)]),
        (who, actor("per:ilham-aliyev"), &[(2, 4)]),
        (who, actor("Ilham Smith"), &[]),
        (who, w(1, exact("told"), actor("Aliyev")), &[(1, 4)]),
        (who, w(2, actor("Aliyev"), actor("RUSGOV")), &[(2, 6)]),
        (who, w(5, exact("ilham"), actor("Aliyev")), &[]),
        (when, event(Precise, "2023-09-19", "2023-09-20"), &[(0, 2)]),
        (
            when,
            event(Precise, "2023-09-01", "2023-10-01"),
            &[(0, 2), (2, 4)],
        ),
        (
            when,
            event(Precise, "2023-09-19", ""),
            &[(0, 2), (2, 4), (4, 5)],
        ),
        (when, event(Precise, "2023-09-20", "2023-09-21"), &[]),
        (
            when,
            event(Overlap, "2023-09-20", "2023-09-21"),
            &[(2, 4), (4, 5)],
        ),
        (when, event(Overlap, "", "2023-09-01"), &[(4, 5)]),
        (when, event(Within, "2023-09-10", "2023-10-01"), &[(0, 2)]),
        (when, event(Within, "", "2023-10-01"), &[(0, 2), (2, 4)]),
        (when, any, &[(0, 2), (2, 4), (4, 5)]),
        (when, Query::EventGrain(Grain::Month), &[(2, 4)]),
        (
            when,
            w(1, exact("tuesday"), Query::EventGrain(Grain::Month)),
            &[(1, 4)],
        ),
    ]);
}

#[test]
fn whole_articles_are_selected_and_their_matches_counted() {
    let text = "a | a b";
    let missing = || Query::event(Precise, DateTest::Missing);
    let a_and_b = Query::all_of([exact("a"), exact("b")]);
    let either = Query::any_of([exact("a"), missing()]);
    for (query, selected, rows) in [
        (Query::All, true, 0),
        (exact("a"), true, 2),
        (exact("c"), false, 0),
        (a_and_b.clone(), true, 3),
        (Query::all_of([a_and_b.clone(), exact("a")]), true, 5),
        (Query::all_of([a_and_b, exact("c")]), false, 0),
        (Query::all_of([exact("a"), exact("c").negate()]), true, 2),
        (Query::all_of([exact("a"), exact("b").negate()]), false, 0),
        (boost(300, exact("b")), true, 1),
        (missing(), true, 0),
        (either, true, 2),
        (exact("c").negate(), true, 0),
    ] {
        let archive = sample::archive(text);
        let answer = Oracle::new(&archive).answer(&query);
        assert_eq!(answer.entries.len(), usize::from(selected), "{query}");
        assert_eq!(answer.rows.len(), rows, "{query}");
    }
}
