//! From sketches to groups.
//!
//! Articles with the same hash of the text are one. Of the others, those are compared that have one
//! of their smallest hashes in common; those that share enough are linked, and what is linked
//! together is a group, with a bound on chains: each must share three quarters as much with the
//! longest of them. So a long row of updates stays together while the story is the same, and a row of templates
//! with other names and figures falls apart.

use crate::model::Lead;
use crate::text::{estimate, share, shingles, word_hashes};
use anyhow::Result;
use hashbrown::{HashMap, HashSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tantivy::DocAddress;

/// Of a sketch, so many of the smallest hashes say whom to compare with. Of two texts of which one
/// has the other, cut to 60 %, all are different in one of 60,000 pairs.
const COMPARED_BY: usize = 12;

/// Articles with the same hash that are all compared with each other, at the most.
const ALL_PAIRS: usize = 32;

/// Where there are more: with how many that come next each is compared.
const NEXT: usize = 8;

/// Hashes that are sorted at a time, at the most, so that memory has a bound: 64 MB.
const AT_A_TIME: usize = 8_000_000;

/// The shorter of two copies has at least this share of the words of the longer one: a brief is no
/// copy of the round-up that has it, and does not join the others in it.
const LEAST_LENGTH: f32 = 0.4;

/// Of the threshold, so much must what is linked over others share with the longest of its group.
const OVER_OTHERS: f32 = 0.75;

/// Standard errors that an estimate must lie off the threshold to be believed unread.
const SURE: f32 = 1.65;

/// Pairs whose texts are read, at the most; beyond them the estimates decide. At some 100 µs a pair,
/// two seconds.
const MOST_READ: usize = 20_000;

/// Texts whose shingles are held, at the most.
const MOST_HELD: usize = 2_000;

/// An article among the hits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Article {
    /// Where it is.
    pub at: DocAddress,
    /// Its id.
    pub key: u64,
    /// Hash of its text.
    pub text: Option<u64>,
    /// Words of the body.
    pub words: u32,
    /// First day of the publication date.
    pub day: Option<i64>,
}

impl Article {
    /// The least leads.
    pub(super) fn as_lead(&self, lead: Lead) -> impl Ord + use<> {
        let (day, words) = ((self.day.is_none(), self.day), Reverse(self.words));
        let nothing = (false, None);
        match lead {
            Lead::Earliest => (day, words, nothing, self.key),
            Lead::Longest => (nothing, words, day, self.key),
        }
    }
}

/// Reads texts of hits, by their places in the list.
pub(super) trait Texts {
    /// The body of an article.
    fn text(&self, article: usize) -> Result<String>;
    /// Fails where the deadline has passed.
    fn in_time(&self) -> Result<()>;
}

/// Reads a sketch into a list.
pub(super) type Sketches<'a> = dyn Fn(usize, &mut Vec<u32>) + 'a;

/// Groups articles.
pub(super) struct Grouping<'a> {
    articles: &'a [Article],
    sketch: &'a Sketches<'a>,
    texts: &'a dyn Texts,
    threshold: f32,
    /// For each article the first with the same text.
    same: Vec<u32>,
    /// For each article one that it is linked with, itself where there is none before it.
    parents: Vec<u32>,
    sketches: (Vec<u32>, Vec<u32>),
    held: HashMap<u32, Vec<u32>>,
    /// Pairs that were read and do not share enough.
    unlike: HashSet<(u32, u32)>,
    read: usize,
}

/// For each article the first with the same text.
fn same_texts(articles: &[Article]) -> Vec<u32> {
    let mut first: HashMap<u64, u32> = HashMap::new();
    let same = (0..)
        .zip(articles)
        .map(|(place, article)| match article.text {
            Some(text) => *first.entry(text).or_insert(place),
            None => place,
        });
    same.collect()
}

/// Whether one text is long enough to be a copy of the other.
pub(super) fn alike_in_length(a: u32, b: u32) -> bool {
    a.min(b) as f32 >= LEAST_LENGTH * a.max(b) as f32
}

impl<'a> Grouping<'a> {
    /// `threshold` is the share, 0 to 1.
    pub(super) fn new(
        articles: &'a [Article],
        sketch: &'a Sketches<'a>,
        texts: &'a dyn Texts,
        threshold: f32,
    ) -> Grouping<'a> {
        Grouping {
            articles,
            sketch,
            texts,
            threshold,
            same: same_texts(articles),
            parents: (0..articles.len() as u32).collect(),
            sketches: (Vec::new(), Vec::new()),
            held: HashMap::new(),
            unlike: HashSet::new(),
            read: 0,
        }
    }

    /// The groups of several, as places in the list of articles. They depend on the articles and on
    /// their order alone.
    ///
    /// # Errors
    /// A text cannot be read, or the deadline has passed.
    pub(super) fn groups(mut self) -> Result<Vec<Vec<usize>>> {
        self.link_near()?;
        // In order, since texts are read up to a bound.
        let mut linked: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for article in 0..self.articles.len() as u32 {
            if !self.is_double(article) {
                let root = self.root(article);
                linked.entry(root).or_default().push(article);
            }
        }
        let mut groups: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut leader: HashMap<u32, u32> = HashMap::new();
        for articles in linked.into_values() {
            for group in self.without_chains(articles)? {
                let first = group.first().copied().unwrap_or(0);
                leader.extend(group.into_iter().map(|article| (article, first)));
            }
        }
        for (article, text) in self.same.iter().enumerate() {
            let group = leader.get(text).copied().unwrap_or(*text);
            groups.entry(group).or_default().push(article);
        }
        let several = groups.into_values().filter(|group| group.len() > 1);
        let mut several: Vec<Vec<usize>> = several.collect();
        several.sort_unstable();
        Ok(several)
    }

    fn root(&mut self, article: u32) -> u32 {
        let mut at = article;
        loop {
            let parent = self.parents.get(at as usize).copied().unwrap_or(at);
            if parent == at {
                return at;
            }
            let above = self.parents.get(parent as usize).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(at as usize) {
                *slot = above;
            }
            at = above;
        }
    }

    fn link(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.parents.get_mut(a.max(b) as usize) {
            *slot = a.min(b);
        }
    }

    /// Links near-copies.
    fn link_near(&mut self) -> Result<()> {
        let all = self.articles.len().saturating_mul(COMPARED_BY);
        let parts = all.div_ceil(AT_A_TIME).max(1) as u32;
        for part in 0..parts {
            let mut entries: Vec<(u32, u32)> = Vec::new();
            let mut sketch = Vec::new();
            for article in 0..self.articles.len() as u32 {
                if self.is_double(article) {
                    continue;
                }
                (self.sketch)(article as usize, &mut sketch);
                let hashes = sketch.iter().take(COMPARED_BY);
                let hashes = hashes.filter(|&&hash| hash % parts == part);
                entries.extend(hashes.map(|&hash| (hash, article)));
            }
            self.texts.in_time()?;
            entries.sort_unstable();
            for (run, alike) in entries.chunk_by(|a, b| a.0 == b.0).enumerate() {
                if run % 1024 == 0 {
                    self.texts.in_time()?;
                }
                let next = if alike.len() > ALL_PAIRS {
                    NEXT
                } else {
                    ALL_PAIRS
                };
                for (place, &(_, a)) in alike.iter().enumerate() {
                    for &(_, b) in alike.iter().skip(place + 1).take(next) {
                        if self.root(a) != self.root(b) && self.are_copies(a, b)? {
                            self.link(a, b);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether an article has the text of one before it.
    fn is_double(&self, article: u32) -> bool {
        self.same.get(article as usize) != Some(&article)
    }

    /// Whether two articles share enough.
    fn are_copies(&mut self, a: u32, b: u32) -> Result<bool> {
        let words = |place: u32| self.articles.get(place as usize).map_or(0, |one| one.words);
        if !alike_in_length(words(a), words(b)) {
            return Ok(false);
        }
        let told = self.estimate(a, b);
        if told.of == 0 {
            return Ok(false);
        }
        let error = (self.threshold * (1.0 - self.threshold) / told.of as f32).sqrt();
        let is_sure = (told.share - self.threshold).abs() >= SURE * error;
        let pair = (a.min(b), a.max(b));
        if told.is_exact || is_sure || self.read >= MOST_READ {
            return Ok(told.share >= self.threshold);
        }
        if self.unlike.contains(&pair) {
            return Ok(false);
        }
        let is_copy = self.share_of_texts(a, b)? >= self.threshold;
        if !is_copy {
            self.unlike.insert(pair);
        }
        Ok(is_copy)
    }

    fn estimate(&mut self, a: u32, b: u32) -> crate::text::Estimate {
        let (left, right) = &mut self.sketches;
        (self.sketch)(a as usize, left);
        (self.sketch)(b as usize, right);
        estimate(left, right)
    }

    fn share_of_texts(&mut self, a: u32, b: u32) -> Result<f32> {
        self.read += 1;
        if self.held.len() + 2 > MOST_HELD {
            self.held.clear();
        }
        for article in [a, b] {
            if !self.held.contains_key(&article) {
                let text = self.texts.text(article as usize)?;
                self.held.insert(article, shingles(&word_hashes(&text)));
            }
        }
        Ok(match (self.held.get(&a), self.held.get(&b)) {
            (Some(a), Some(b)) => share(a, b),
            _ => 0.0,
        })
    }

    /// Parts what hangs together by chains alone.
    fn without_chains(&mut self, mut articles: Vec<u32>) -> Result<Vec<Vec<u32>>> {
        if articles.len() < 3 {
            return Ok(vec![articles]);
        }
        let all = self.articles;
        articles.sort_unstable_by_key(|&place| {
            all.get(place as usize)
                .map(|article| article.as_lead(Lead::Longest))
        });
        let mut groups: Vec<Vec<u32>> = Vec::new();
        while let Some(&centre) = articles.first() {
            self.texts.in_time()?;
            let mut group = vec![centre];
            let mut rest = Vec::new();
            for &article in articles.iter().skip(1) {
                // The first centre's were linked to it, if over others; later ones' were not.
                let belongs = match groups.is_empty() {
                    true => {
                        let told = self.estimate(centre, article).share;
                        told >= OVER_OTHERS * self.threshold || self.are_copies(centre, article)?
                    }
                    false => self.are_copies(centre, article)?,
                };
                if belongs { &mut group } else { &mut rest }.push(article);
            }
            groups.push(group);
            articles = rest;
        }
        Ok(groups)
    }
}

#[cfg(test)]
mod tests;
