//! Reading beside a writer.

use crate::engine::local::Location;
use crate::engine::{Indexer, Searcher};
use crate::model::{Article, id_text};
use std::sync::atomic::{AtomicBool, Ordering};

/// Commits, each of one article more: enough for merges among them.
const COMMITS: u64 = 25;

#[test]
fn what_is_opened_beside_a_writer_is_one_commit_and_whole() {
    let directory = tempfile::tempdir().unwrap();
    let location = Location::new(&directory.path().join("engine"));
    let writer = super::who::writer(&location);
    writer.commit("0").unwrap();
    let written = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 1..=COMMITS {
                let article = Article {
                    id: id_text(number),
                    path: format!("news/{number}"),
                    body: "one two three".into(),
                    ..Article::default()
                };
                let stored = writer.add(article, number);
                if stored
                    .and_then(|()| writer.commit(&number.to_string()))
                    .is_err()
                {
                    break;
                }
            }
            written.store(true, Ordering::Relaxed);
        });
        while !written.load(Ordering::Relaxed) {
            let searcher = location.searcher().unwrap();
            let articles = searcher.counts().unwrap().articles;
            assert_eq!(searcher.payload(), articles.to_string());
            assert!(location.damaged_files().unwrap().is_empty());
        }
    });
    let searcher = location.searcher().unwrap();
    assert_eq!(searcher.payload(), COMMITS.to_string());
}
