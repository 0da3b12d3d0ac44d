//! Queries that are given up, or bounded, within one article.

use super::who::{indexed, query};
use crate::engine::{KwicRequest, Order, Searcher};
use std::ops::ControlFlow;
use std::time::Instant;

/// So many words of one article.
fn text(words: usize) -> String {
    let all = ["oil", "x", "prices", "opec", "z"];
    let mut state = 7u32;
    let words = (0..words).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        all[(state >> 16) as usize % all.len()]
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_query_is_given_up_within_an_article() {
    let directory = tempfile::tempdir().unwrap();
    let text = text(20_000);
    for (text_of_query, is_long) in [
        ("(oil w/3 prices) w/9 (oil w/5 opec)", true),
        ("oil w/3 prices w/s z", true),
        ("oil", false),
    ] {
        let query = query(text_of_query);
        let sub = directory.path().join(text_of_query.replace('/', "-"));
        let searcher = indexed(&sub, &[&text]);
        assert_eq!(searcher.count(&query, &[]).unwrap(), 1);
        let late = searcher.with_deadline(Some(Instant::now()));
        assert_eq!(late.count(&query, &[]).is_err(), is_long, "{text_of_query}");
    }
}

#[test]
fn what_matched_is_given_up_within_an_article() {
    let directory = tempfile::tempdir().unwrap();
    let request = KwicRequest {
        query: query("(oil OR x) w/9 (prices OR z)"),
        scopes: Vec::new(),
        order: Order::Rank,
        window: 1,
    };
    let mut rows = 0;
    let mut searcher = indexed(directory.path(), &[&text(20_000)]);
    let mut occurrences = |searcher: &crate::engine::local::LocalSearcher| {
        searcher.occurrences(&request, &mut |_| {
            rows += 1;
            ControlFlow::Continue(())
        })
    };
    assert!(occurrences(&searcher).is_ok());
    searcher = searcher.with_deadline(Some(Instant::now()));
    assert!(occurrences(&searcher).is_err());
}

#[test]
fn gaps_count_in_three_levels_of_distances() {
    let directory = tempfile::tempdir().unwrap();
    let searcher = indexed(directory.path(), &["one six two three four five"]);
    for (text, articles) in [
        ("(one w/2 two) w/1 six", 1),
        ("(((one w/2 two) w/1 three) w/1 four) w/1 six", 1),
        ("(((one w/2 two) w/1 three) w/s four) w/1 six", 1),
        ("((one w/2 two) w/1 (three w/1 four)) w/1 six", 1),
        ("body:(one w/2 two) w/1 (six OR ten)", 1),
        ("((((one w/2 two) w/1 three) w/1 four) w/1 five) w/1 six", 0),
    ] {
        let found = searcher.count(&query(text), &[]).unwrap();
        assert_eq!(found, articles, "{text}");
    }
}
