//! The copies of an article for programs; `schema/copies.schema.json` describes them.

use crate::model::{CopyList, CopyOf, Hit, Passage, Published};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct List<'a> {
    article: Article<'a>,
    threshold: u8,
    copies: Vec<Copy<'a>>,
}

#[derive(Serialize)]
struct Article<'a> {
    id: &'a str,
    source_id: Option<&'a str>,
    title: &'a str,
    published: Option<&'a Published>,
    outlet: Option<&'a str>,
    url: Option<&'a str>,
    path: &'a str,
    record: Option<u64>,
    words: u32,
}

#[derive(Serialize)]
struct Copy<'a> {
    #[serde(flatten)]
    article: Article<'a>,
    share: f64,
    same_title: bool,
    added: u64,
    removed: u64,
    longest_added: Option<&'a Passage>,
    longest_removed: Option<&'a Passage>,
}

fn article(hit: &Hit, words: u32) -> Article<'_> {
    Article {
        id: &hit.id,
        source_id: hit.source_id.as_deref(),
        title: &hit.title,
        published: hit.published.as_ref(),
        outlet: hit.outlet.as_deref(),
        url: hit.url.as_deref(),
        path: &hit.path,
        record: hit.record,
        words,
    }
}

fn copy(copy: &CopyOf) -> Copy<'_> {
    Copy {
        article: article(&copy.article, copy.words),
        // To a thousandth, cut off, so that 1 is all of it.
        share: f64::from((copy.share * 1000.0).floor()) / 1000.0,
        same_title: copy.same_title,
        added: copy.added,
        removed: copy.removed,
        longest_added: copy.longest_added.as_ref(),
        longest_removed: copy.longest_removed.as_ref(),
    }
}

/// Writes an article and its copies as one JSON object without a line break; `threshold` is in percent.
///
/// # Errors
/// What the writer says.
pub fn copies_json(out: &mut dyn Write, list: &CopyList, threshold: u8) -> io::Result<()> {
    let list = List {
        article: article(&list.article, list.words),
        threshold,
        copies: list.copies.iter().map(copy).collect(),
    };
    super::write_json(out, &list)
}
