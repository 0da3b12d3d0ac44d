//! What `dateline index --learn` measures of an archive, and where it is kept: `date-order.json` and
//! `words.json` in the index directory.

use super::open::{self, Opened};
use crate::analyse::hyphens::{self, ArchiveWords, FEWEST_ARTICLES};
use crate::analyse::language;
use crate::analyse::published::Orders;
use crate::manifest::Home;
use crate::model::Article;
use crate::present::info::{count, counted};
use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Write;
use std::path::Path;

/// How an archive orders day and month; nothing where it was not measured, or by another version.
pub(super) fn orders(home: &Home) -> Result<Orders> {
    Ok(kept(&home.date_order())?
        .filter(Orders::is_current)
        .unwrap_or_default())
}

/// The words of an archive; none where they were not measured, or by another version.
pub(super) fn words(home: &Home) -> Result<ArchiveWords> {
    Ok(kept(&home.words())?
        .filter(ArchiveWords::is_current)
        .unwrap_or_default())
}

fn kept<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    if !path.exists() {
        return Ok(None);
    }
    let read = || -> Result<T> {
        let text = std::fs::read_to_string(path)?;
        Ok(serde_json::from_str(&text)?)
    };
    let read = read().with_context(|| {
        format!(
            "{}: damaged; remove it, and measure anew with `dateline index --learn`",
            path.display()
        )
    })?;
    Ok(Some(read))
}

fn keep<T: Serialize>(path: &Path, measured: &T) -> Result<()> {
    let mut out = crate::export::OutputFile::create(path)?;
    serde_json::to_writer_pretty(&mut out, measured)?;
    writeln!(out)?;
    out.commit()?;
    Ok(())
}

/// Measures an archive by the articles of its last commit and keeps what is found. Gives how it orders
/// day and month, the number of its words where they were taken up, and whether articles are to be
/// analysed anew. The caller holds the lock.
pub(super) fn measure(opened: &Opened) -> Result<(Orders, Option<usize>, bool)> {
    let mut measured = Orders::measure();
    let today = open::today();
    let mut are_broken = false;
    each_article(opened, &mut |article| {
        measured.count(article, today);
        are_broken |= hyphens::are_in(&article.body);
    })?;
    // A file that is damaged is written anew.
    let before = orders(&opened.home).unwrap_or_default();
    if before != measured {
        keep(&opened.home.date_order(), &measured)?;
    }
    let stems = match are_broken {
        true => new_words(opened)?,
        false => None,
    };
    let changed = !measured.decides_as(&before) || stems.is_some();
    Ok((measured, stems, changed))
}

/// Takes the words of the archive up where they join a word that is still broken at the end of a line;
/// gives their number then.
fn new_words(opened: &Opened) -> Result<Option<usize>> {
    let words = ArchiveWords::of(opened.searcher.stems(FEWEST_ARTICLES)?);
    let mut join = false;
    each_article(opened, &mut |article| {
        let Article { title, body, .. } = article;
        let language = language::identify(title, body, article.language.as_deref());
        join = join || hyphens::joined(body, language, &words).is_some();
    })?;
    if !join {
        return Ok(None);
    }
    keep(&opened.home.words(), &words)?;
    Ok(Some(words.stems.len()))
}

fn each_article(opened: &Opened, each: &mut dyn FnMut(&Article)) -> Result<()> {
    for entry in open::entries(opened)? {
        let entry = entry?;
        if entry.articles > 0 {
            let mut each = |article: Article| {
                each(&article);
                Ok(())
            };
            let file = entry.file_key();
            opened.searcher.each_article_of_file(file, &mut each)?;
        }
    }
    Ok(())
}

/// How the archive orders day and month, in one line.
pub(super) fn line(orders: &Orders) -> String {
    let archive = orders.archive;
    let (known, day_first) = orders.known_outlets();
    let order = match archive.majority() {
        Some(true) => "day first",
        Some(false) => "month first",
        None => "no order prevails",
    };
    let decided = archive.day_first + archive.month_first;
    format!(
        "{order} ({} day first, {} month first of {}; {} can be read both ways); {} known, {} of them day first",
        count(archive.day_first),
        count(archive.month_first),
        counted(decided, "numeric date"),
        count(archive.either),
        counted(known, "outlet"),
        count(day_first),
    )
}
