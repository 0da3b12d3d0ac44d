//! A word, or any of a group of synonyms, in one segment.

use super::cursor::{Seek, Union};
use super::layout::Layout;
use super::plan::Words;
use super::source::{Opener, Source};
use crate::engine::local::schema::Fields;
use anyhow::Result;
use tantivy::{DocId, SegmentReader};

/// A group of synonyms.
pub(super) struct PostedWord {
    union: Union<Source>,
    /// In lower case with its accents, which the text must have too.
    accented: Option<String>,
    /// Inverse document frequency.
    pub idf: f32,
    positions: Vec<u32>,
}

impl PostedWord {
    pub(super) fn open(
        segment: &SegmentReader,
        fields: &Fields,
        words: &Words,
    ) -> Result<PostedWord> {
        let mut sources = Vec::new();
        let opener = Opener::new(segment, fields, words.field)?;
        for (forms, found) in words.forms.iter() {
            opener.open(forms, found, &mut sources)?;
        }
        Ok(PostedWord {
            union: Union::new(sources),
            accented: words.accented.clone(),
            idf: words.idf,
            positions: Vec::new(),
        })
    }

    /// Every position of the word in the current document, ascending.
    pub(super) fn positions(&mut self, layout: &mut Layout) -> &[u32] {
        let PostedWord {
            union, positions, ..
        } = self;
        positions.clear();
        union.each(|source| source.positions(positions));
        in_order(positions);
        if let Some(word) = &self.accented {
            layout.retain_accented(self.union.doc(), word, &mut self.positions);
        }
        &self.positions
    }

    /// Positions of which only some may be of the word, found without looking at other forms,
    /// ascending.
    #[inline]
    pub(super) fn rough_positions(&mut self) -> &mut Vec<u32> {
        let PostedWord {
            union, positions, ..
        } = self;
        positions.clear();
        match union.only_one() {
            Some(source) => source.rough_positions(positions),
            None => {
                union.each(|source| source.rough_positions(positions));
                in_order(positions);
            }
        }
        positions
    }

    /// Keeps the starts of phrases, found by rough positions, whose word so far behind is this one.
    pub(super) fn keep_own(&mut self, layout: &mut Layout, starts: &mut Vec<u32>, offset: u32) {
        let PostedWord {
            union, positions, ..
        } = self;
        let Some(source) = union.only_one().filter(|_| self.accented.is_none()) else {
            let positions = self.positions(layout);
            starts.retain(|&start| {
                positions
                    .binary_search(&start.saturating_add(offset))
                    .is_ok()
            });
            return;
        };
        positions.clear();
        if !source.unlike(positions) {
            starts.clear();
        } else if !positions.is_empty() {
            starts.retain(|&start| !positions.contains(&start.saturating_add(offset)));
        }
    }

    /// Whether the text must have it with its accents.
    pub(super) fn is_accented(&self) -> bool {
        self.accented.is_some()
    }

    /// Whether its rough positions are all there is to know.
    pub(super) fn is_plain(&self) -> bool {
        self.accented.is_none() && self.union.all(Source::is_plain)
    }
}

impl Seek for PostedWord {
    #[inline]
    fn doc(&self) -> DocId {
        self.union.doc()
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        self.union.seek(target)
    }

    fn cost(&self) -> u64 {
        self.union.cost()
    }
}

fn in_order(positions: &mut Vec<u32>) {
    if !positions.windows(2).all(|pair| pair[0] < pair[1]) {
        positions.sort_unstable();
        positions.dedup();
    }
}
