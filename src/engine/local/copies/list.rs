//! The copies of one article in the whole index, and what differs.

use super::columns::Columns;
use super::link::{Article, alike_in_length};
use crate::engine::local::searcher::LocalSearcher;
use crate::model::{CopyList, CopyOf, Lead, Passage};
use crate::text::{estimate, share, shingles, word_hashes, words};
use anyhow::Result;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use std::ops::Range;
use std::time::{Duration, Instant};
use tantivy::DocAddress;

/// What an estimate may be below the threshold for the texts to be read.
const READ_BELOW: f32 = 0.25;

/// How long two texts are compared word by word; beyond it, what is left counts as exchanged.
const COMPARING: Duration = Duration::from_millis(300);

/// Words of a passage that are shown.
const SHOWN: usize = 24;

/// A text by its words.
struct Text {
    text: String,
    spans: Vec<Range<usize>>,
    hashes: Vec<u32>,
    shingles: Vec<u32>,
}

impl Text {
    fn of(text: String) -> Text {
        let mut spans = Vec::new();
        words(&text, |span| spans.push(span));
        let hashes = word_hashes(&text);
        Text {
            shingles: shingles(&hashes),
            text,
            spans,
            hashes,
        }
    }

    /// The longest of some runs of words.
    fn longest(&self, runs: &[Range<usize>]) -> Option<Passage> {
        let run = runs.iter().rev().max_by_key(|run| run.len())?;
        let last = run.end.min(run.start + SHOWN).checked_sub(1)?;
        let (from, until) = (self.spans.get(run.start)?.start, self.spans.get(last)?.end);
        let text = self.text.get(from..until)?.split_whitespace();
        Some(Passage {
            words: run.len() as u64,
            text: text.collect::<Vec<_>>().join(" "),
        })
    }
}

/// What a text has that another has not.
fn differences(old: &Text, new: &Text) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let until = Instant::now().checked_add(COMPARING);
    let steps = capture_diff_slices_deadline(Algorithm::Myers, &old.hashes, &new.hashes, until);
    let (mut added, mut removed) = (Vec::new(), Vec::new());
    for step in steps {
        if !matches!(step, DiffOp::Equal { .. }) {
            added.extend(Some(step.new_range()).filter(|range| !range.is_empty()));
            removed.extend(Some(step.old_range()).filter(|range| !range.is_empty()));
        }
    }
    (added, removed)
}

impl LocalSearcher {
    /// The copies of the articles with this id or source id.
    pub(in crate::engine::local) fn copies_of(
        &self,
        id: &str,
        threshold: f32,
    ) -> Result<Vec<CopyList>> {
        let mut lists = Vec::new();
        let columns = Columns::of(&self.searcher, &self.columns)?;
        for at in self.identified(id)? {
            lists.push(self.copies_at(&columns, at, threshold)?);
        }
        Ok(lists)
    }

    fn copies_at(&self, columns: &Columns, at: DocAddress, threshold: f32) -> Result<CopyList> {
        let asked = columns.article(at);
        let stored = self.stored(at)?;
        let mut hit = self.hit(&stored);
        hit.title = stored.title;
        let text = Text::of(stored.body);
        let title = word_hashes(&hit.title);
        let mut found = Vec::new();
        for article in self.alike(columns, &asked, threshold)? {
            self.in_time()?;
            let stored = self.stored(article.at)?;
            let mut hit = self.hit(&stored);
            hit.title = stored.title;
            let other = Text::of(stored.body);
            let is_same = article.text.is_some() && article.text == asked.text;
            let share = match is_same {
                true => 1.0,
                false => share(&text.shingles, &other.shingles),
            };
            if share < threshold {
                continue;
            }
            let (added, removed) = differences(&text, &other);
            let sum = |runs: &[Range<usize>]| runs.iter().map(|run| run.len() as u64).sum();
            let copy = CopyOf {
                words: article.words,
                share,
                same_title: word_hashes(&hit.title) == title,
                added: sum(&added),
                removed: sum(&removed),
                longest_added: other.longest(&added),
                longest_removed: text.longest(&removed),
                article: hit,
            };
            found.push((article, copy));
        }
        found.sort_by(|(a, copy_a), (b, copy_b)| {
            let share = copy_b.share.total_cmp(&copy_a.share);
            share.then_with(|| a.as_lead(Lead::Earliest).cmp(&b.as_lead(Lead::Earliest)))
        });
        Ok(CopyList {
            article: hit,
            words: asked.words,
            copies: found.into_iter().map(|(_, copy)| copy).collect(),
        })
    }

    /// The articles that may be copies of one: a scan of the columns.
    fn alike(&self, columns: &Columns, asked: &Article, threshold: f32) -> Result<Vec<Article>> {
        let (mut own, mut sketch) = (Vec::new(), Vec::new());
        columns.sketch(asked.at, &mut own);
        let mut found = Vec::new();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            self.in_time()?;
            for document in segment.doc_ids_alive() {
                let at = DocAddress::new(ordinal, document);
                let article = columns.article(at);
                if at == asked.at {
                    continue;
                }
                if article.text.is_some() && article.text == asked.text {
                    found.push(article);
                    continue;
                }
                if own.is_empty() || !alike_in_length(article.words, asked.words) {
                    continue;
                }
                columns.sketch(at, &mut sketch);
                let told = estimate(&own, &sketch);
                if told.of > 0 && told.share >= (threshold - READ_BELOW).max(0.01) {
                    found.push(article);
                }
            }
        }
        Ok(found)
    }
}
