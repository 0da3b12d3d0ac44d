//! The only joiner: discover -> read -> analyse -> index.
//!
//! One thread walks the roots beside the manifest, both in the same order; reader threads turn
//! files into articles; analysis runs on the writer's threads, lazily. The main thread watches:
//! it shows progress and commits every so often, so that a long run survives a kill.

mod plan;
mod report;
mod session;
mod worker;

pub use plan::{Options, Stage, Target, Watch};
pub use report::{Skipped, Summary, What};
pub use session::{Run, refresh, remove};
pub use worker::settings_hash;

use crate::model::{Article, id_text};
use std::collections::HashMap;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// Gives the articles of one file their ids: a hash of where they are (root label, path, member)
/// and, in a container, of the record's own id or else its content. A second record with the same
/// is told apart by its number among them, so that ids do not depend on anything outside the file.
#[derive(Debug, Default)]
pub struct Ids {
    seen: HashMap<u64, u32>,
}

impl Ids {
    /// Sets `id`, and `path` to `label/path`, where the reader may have given a member.
    pub fn give(&mut self, article: &mut Article, full_path: &str) {
        let member = std::mem::take(&mut article.path);
        let mut hash = Xxh3::new();
        hash.update(full_path.as_bytes());
        hash.update(&[0]);
        hash.update(member.as_bytes());
        if article.record.is_some() {
            hash.update(&[0]);
            match &article.source_id {
                Some(id) => hash.update(id.as_bytes()),
                None => hash.update(&content(article).to_le_bytes()),
            }
        }
        let mut id = hash.digest();
        // An archive, too, may hold two of one name.
        if article.record.is_some() || !member.is_empty() {
            let times = self.seen.entry(id).or_default();
            *times += 1;
            if *times > 1 {
                hash.update(&times.to_le_bytes());
                id = hash.digest();
            }
        }
        article.id = id_text(id);
        article.path = match member.as_str() {
            "" => full_path.to_owned(),
            member => format!("{full_path}!{member}"),
        };
    }
}

fn content(article: &Article) -> u128 {
    let mut text = Vec::with_capacity(article.title.len() + article.body.len() + 1);
    text.extend_from_slice(article.title.as_bytes());
    text.push(0);
    text.extend_from_slice(article.body.as_bytes());
    xxh3_128(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(record: Option<u64>, id: Option<&str>, body: &str) -> Article {
        Article {
            record,
            source_id: id.map(str::to_owned),
            body: body.into(),
            ..Article::default()
        }
    }

    fn ids(articles: Vec<Article>) -> Vec<String> {
        let mut ids = Ids::default();
        let give = |mut article: Article| {
            ids.give(&mut article, "news/a.jsonl");
            article.id
        };
        articles.into_iter().map(give).collect()
    }

    #[test]
    fn ids_depend_on_place_and_record_not_on_order() {
        let one = || article(Some(1), Some("x"), "text");
        let two = || article(Some(2), None, "other");
        let forward = ids(vec![one(), two()]);
        let backward = ids(vec![two(), one()]);
        assert_eq!(forward, [backward[1].clone(), backward[0].clone()]);
        assert_ne!(forward[0], forward[1]);
    }

    #[test]
    fn a_whole_file_keeps_its_id_when_its_text_changes() {
        assert_eq!(
            ids(vec![article(None, Some("x"), "text")]),
            ids(vec![article(None, Some("y"), "other")])
        );
    }

    #[test]
    fn doubles_in_a_container_are_articles_of_their_own() {
        let twice = ids(vec![
            article(Some(1), Some("x"), "a"),
            article(Some(2), Some("x"), "b"),
        ]);
        assert_ne!(twice[0], twice[1]);
    }
}
