//! Groups over segments, deletions and merges.

use crate::engine::local::{Location, WriteOptions};
use crate::engine::{GroupRequest, Indexer, Order, Request, Searcher};
use crate::model::{
    Analysis, Article, CopyMode, CopyRule, CopyTotals, Counted, GroupBy, Lead, Published, id_text,
};
use crate::query::Query;
use crate::text::Scanner;
use std::sync::Arc;

/// The file of the article that is removed.
const REMOVED: u64 = 99;

fn words(name: &str, from: usize, until: usize) -> String {
    let words = (from..until).map(|place| format!("{name}{place}"));
    words.collect::<Vec<_>>().join(" ")
}

/// Id, day of September 2023, outlet and body of an article.
type Listed = (u64, i8, &'static str, String);

fn articles() -> Vec<Listed> {
    let story = || words("a", 0, 200);
    vec![
        (1, 3, "Ledger", story()),
        (2, 1, "Herald", words("a", 0, 120)),
        (3, 2, "Ledger", words("b", 0, 90)),
        (4, 4, "Herald", format!("{} {}", words("c", 0, 60), story())),
        (5, 5, "Ledger", words("d", 0, 90)),
        (6, 6, "Herald", words("d", 0, 90)),
        (REMOVED, 1, "Herald", words("d", 0, 90)),
        (7, 7, "Ledger", story()),
    ]
}

fn index(directory: &std::path::Path, commit_each: bool) -> Location {
    made(directory, articles(), commit_each)
}

fn made(directory: &std::path::Path, articles: Vec<Listed>, commit_each: bool) -> Location {
    let location = Location::new(&directory.join("engine"));
    let analyse = Arc::new(|article: Article| {
        let scanned = Scanner::new(|_| 0).scan(&article.title, &article.body, "en");
        let (title, body, terms) = scanned;
        let analysis = Analysis {
            language: "en",
            published: article.mtime.map(|date| Published {
                date,
                instant: None,
                grain: crate::model::Grain::Day,
                origin: crate::model::Origin::Metadata,
                confidence: 1.0,
            }),
            title: title.tokens,
            body: body.tokens,
            ..Analysis::default()
        };
        (article, analysis, terms)
    });
    let options = WriteOptions {
        threads: 1,
        heap: 15_000_000,
    };
    let writer = location.indexer(options, analyse).unwrap();
    for (number, day, outlet, body) in articles {
        let article = Article {
            id: id_text(number),
            path: format!("news/{number}"),
            title: format!("Headline {number}"),
            outlet: Some(outlet.into()),
            mtime: Some(jiff::civil::date(2023, 9, day)),
            body,
            ..Article::default()
        };
        writer.add(article, number).unwrap();
        if commit_each {
            writer.commit("").unwrap();
        }
    }
    writer.commit("").unwrap();
    writer.remove_file(REMOVED).unwrap();
    writer.commit("").unwrap();
    Box::new(writer).close().unwrap();
    location
}

fn request(query: Query) -> Request {
    Request {
        query,
        scopes: Vec::new(),
        order: Order::Date,
        limit: 1000,
        offset: 0,
        snippets: false,
        body: false,
    }
}

fn rule(mode: CopyMode, lead: Lead) -> CopyRule {
    CopyRule {
        mode,
        lead,
        ..CopyRule::default()
    }
}

/// Ids, copies and lead copies of the hits, newest first, and what they come to.
type Found = (Vec<(u64, u64, u64)>, CopyTotals);

fn search(location: &Location, query: &Query, rule: CopyRule) -> Found {
    let searcher = location.searcher().unwrap().with_copies(rule);
    let results = searcher.search(&request(query.clone())).unwrap();
    let number = |id: &str| crate::model::id_number(id).unwrap();
    let hits = results.hits.iter().map(|hit| {
        let lead = number(hit.lead.as_deref().unwrap());
        (number(&hit.id), hit.copies.unwrap(), lead)
    });
    let hits: Vec<_> = hits.collect();
    assert_eq!(results.total as usize, hits.len());
    assert_eq!(searcher.count(query, &[]).unwrap() as usize, hits.len());
    assert_eq!(searcher.copy_totals(query, &[]).unwrap(), results.copies);
    let mut exported = 0;
    let each = &mut |hit: crate::model::Hit| {
        assert_eq!(number(&hit.id), hits[exported].0);
        exported += 1;
        std::ops::ControlFlow::Continue(())
    };
    searcher
        .export(&request(query.clone()), None, each)
        .unwrap();
    assert_eq!(exported, hits.len());
    (hits, results.copies.unwrap())
}

fn totals(counted: Counted, groups: u64, articles: u64) -> CopyTotals {
    CopyTotals {
        counted,
        groups,
        articles,
    }
}

#[test]
fn groups_hold_over_segments_and_deletions() {
    for commit_each in [true, false] {
        let directory = tempfile::tempdir().unwrap();
        let location = index(directory.path(), commit_each);
        let all = Query::All;
        let earliest = search(&location, &all, rule(CopyMode::Collapse, Lead::Earliest));
        let groups = totals(Counted::Groups, 3, 7);
        assert_eq!(earliest, (vec![(5, 1, 5), (3, 0, 3), (2, 3, 2)], groups));
        let longest = search(&location, &all, rule(CopyMode::Collapse, Lead::Longest));
        assert_eq!(longest, (vec![(5, 1, 5), (4, 3, 4), (3, 0, 3)], groups));
        let only = search(&location, &all, rule(CopyMode::Only, Lead::Earliest));
        let hits = vec![
            (7, 3, 2),
            (6, 1, 5),
            (5, 1, 5),
            (4, 3, 2),
            (1, 3, 2),
            (2, 3, 2),
        ];
        assert_eq!(only, (hits, totals(Counted::Articles, 2, 6)));
    }
}

#[test]
fn groups_of_a_crowd_are_the_same_in_whatever_order_it_was_indexed() {
    // Each has some words of its own, so that few pairs of the crowd are copies.
    let mut state = 1u64;
    let mut below = |bound: u64| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1);
        (state >> 33) % bound
    };
    let mut crowd = Vec::new();
    for number in 1..=120 {
        let mut words: Vec<String> = (0..120).map(|place| format!("a{place}")).collect();
        for own in 0..9 {
            words[below(120) as usize] = format!("own{number}x{own}");
        }
        crowd.push((number, 1, "Ledger", words.join(" ")));
    }
    let found = |order: &dyn Fn(&mut Vec<Listed>)| {
        let directory = tempfile::tempdir().unwrap();
        let mut articles = crowd.clone();
        order(&mut articles);
        let location = made(directory.path(), articles, false);
        search(
            &location,
            &Query::All,
            rule(CopyMode::Collapse, Lead::Earliest),
        )
    };
    let in_order = found(&|_| {});
    assert!((2..120).contains(&in_order.1.groups), "{:?}", in_order.1);
    assert_eq!(found(&|articles| articles.reverse()), in_order);
    let by_end = |articles: &mut Vec<Listed>| {
        articles.sort_by_key(|(number, ..)| (number % 10, *number));
    };
    assert_eq!(found(&by_end), in_order);
}

#[test]
fn groups_are_those_among_the_hits() {
    let directory = tempfile::tempdir().unwrap();
    let location = index(directory.path(), true);
    let ledger = Query::Outlet("ledger".into());
    let found = search(&location, &ledger, rule(CopyMode::Collapse, Lead::Earliest));
    let hits = vec![(5, 0, 5), (1, 1, 1), (3, 0, 3)];
    assert_eq!(found, (hits, totals(Counted::Groups, 3, 4)));
    let found = search(&location, &ledger, rule(CopyMode::Only, Lead::Earliest));
    assert_eq!(found.1, totals(Counted::Articles, 1, 2));
}

#[test]
fn tables_count_the_lead_copies() {
    let directory = tempfile::tempdir().unwrap();
    let location = index(directory.path(), true);
    let searcher = location.searcher().unwrap();
    let searcher = searcher.with_copies(rule(CopyMode::Collapse, Lead::Earliest));
    let request = GroupRequest {
        query: Query::All,
        scopes: Vec::new(),
        by: vec![GroupBy::Outlet],
    };
    let groups = searcher.groups(&request).unwrap();
    let counts: Vec<_> = groups
        .iter()
        .map(|group| (group.keys[0].as_str(), group.articles))
        .collect();
    assert_eq!(counts, [("Ledger", 2), ("Herald", 1)]);
    assert_eq!(searcher.tally(&Query::All, &[]).unwrap().articles, 3);
}

#[test]
fn copies_of_an_article_are_listed_with_what_differs() {
    let directory = tempfile::tempdir().unwrap();
    let location = index(directory.path(), true);
    let searcher = location.searcher().unwrap();
    let lists = searcher.copies(&id_text(1), 0.6).unwrap();
    let [list] = lists.as_slice() else {
        panic!("{} lists", lists.len());
    };
    assert_eq!(list.words, 200);
    let copies: Vec<_> = list
        .copies
        .iter()
        .map(|copy| {
            (
                copy.article.id.clone(),
                copy.words,
                copy.added,
                copy.removed,
            )
        })
        .collect();
    let expected = [(2, 120, 0, 80), (4, 260, 60, 0), (7, 200, 0, 0)];
    assert_eq!(
        copies,
        expected.map(|(number, words, added, removed)| (id_text(number), words, added, removed))
    );
    let [cut, update, _] = list.copies.as_slice() else {
        panic!();
    };
    let passage = |passage: &Option<crate::model::Passage>| {
        passage
            .as_ref()
            .map(|passage| (passage.words, passage.text.clone()))
    };
    let removed = Some((80, words("a", 120, 144)));
    assert_eq!(
        (passage(&cut.longest_removed), cut.same_title),
        (removed, false)
    );
    assert_eq!(
        passage(&update.longest_added),
        Some((60, words("c", 0, 24)))
    );
    assert!(
        searcher.copies(&id_text(3), 0.6).unwrap()[0]
            .copies
            .is_empty()
    );
    assert!(searcher.copies("none", 0.6).unwrap().is_empty());
}
