//! A word, or any of a group of synonyms, in one segment; and several in a row.

use super::algebra::Span;
use super::cursor::{Seek, Union, leap};
use super::layout::Layout;
use super::plan::Words;
use super::source::Source;
use crate::engine::local::schema::Fields;
use anyhow::Result;
use tantivy::{DocId, SegmentReader, TERMINATED};

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
        for forms in &words.forms {
            Source::open(segment, fields, words.field, forms, &mut sources)?;
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
        union.each(|source| source.positions(layout, positions));
        in_order(positions);
        if let Some(word) = &self.accented {
            layout.retain_accented(self.union.doc(), word, &mut self.positions);
        }
        &self.positions
    }

    /// Positions of which only some may be of the word, found without looking at other forms.
    fn rough_positions(&mut self) -> &[u32] {
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
        &self.positions
    }

    /// Keeps the starts of phrases, found by rough positions, whose word so far behind is this one.
    fn keep_own(&mut self, layout: &mut Layout, starts: &mut Vec<u32>, offset: u32) {
        let PostedWord {
            union, positions, ..
        } = self;
        let Some(source) = union.only_one().filter(|_| self.accented.is_none()) else {
            keep(starts, self.positions(layout), offset);
            return;
        };
        positions.clear();
        if !source.unlike(layout, positions) {
            starts.clear();
        } else if !positions.is_empty() {
            starts.retain(|&start| !positions.contains(&start.saturating_add(offset)));
        }
    }

    /// Whether its rough positions are all there is to know.
    fn is_plain(&self) -> bool {
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

/// Words in a row. Where they could stand in a row is found first; which forms of the words stand
/// there is looked at only then.
pub(super) struct PostedPhrase {
    words: Vec<PostedWord>,
    /// Indices of the words, rarest first.
    order: Vec<usize>,
    /// Indices of the words whose forms must be looked at.
    unsure: Vec<usize>,
    /// The sum of their inverse document frequencies.
    idf: f32,
    starts: Vec<u32>,
}

impl PostedPhrase {
    pub(super) fn new(words: Vec<PostedWord>) -> PostedPhrase {
        let mut order: Vec<usize> = (0..words.len()).collect();
        order.sort_by_key(|&index| words[index].cost());
        let unsure = (0..words.len()).filter(|&index| !words[index].is_plain());
        PostedPhrase {
            unsure: unsure.collect(),
            idf: words.iter().map(|word| word.idf).sum(),
            order,
            words,
            starts: Vec::new(),
        }
    }

    /// Number of its words.
    pub(super) fn len(&self) -> u32 {
        self.words.len() as u32
    }

    /// Adds its places in a document that all its words are in; gives what they weigh.
    pub(super) fn evaluate(&mut self, layout: &mut Layout, spans: &mut Vec<Span>) -> f32 {
        self.starts.clear();
        for (&index, nth) in self.order.iter().zip(0..) {
            let positions = self.words[index].rough_positions();
            let offset = index as u32;
            match (nth, offset) {
                (0, 0) => self.starts.extend_from_slice(positions),
                (0, _) => {
                    let starts = positions.iter();
                    let starts = starts.filter_map(|position| position.checked_sub(offset));
                    self.starts.extend(starts);
                }
                _ => keep(&mut self.starts, positions, offset),
            }
            if self.starts.is_empty() {
                return 0.0;
            }
        }
        for &index in &self.unsure {
            self.words[index].keep_own(layout, &mut self.starts, index as u32);
            if self.starts.is_empty() {
                return 0.0;
            }
        }
        let length = self.len();
        spans.extend(self.starts.iter().map(|&start| Span {
            start,
            end: start.saturating_add(length),
        }));
        self.idf
    }
}

/// Keeps the starts that have one of the positions, ascending like them, so far behind.
#[inline]
fn keep(starts: &mut Vec<u32>, positions: &[u32], offset: u32) {
    let mut kept = 0;
    let mut next = positions.iter();
    let mut position = next.next();
    for index in 0..starts.len() {
        let start = starts[index];
        let wanted = start.saturating_add(offset);
        while position.is_some_and(|&position| position < wanted) {
            position = next.next();
        }
        let Some(&position) = position else { break };
        // Written always and counted where it is kept, so that there is nothing to guess.
        starts[kept] = start;
        kept += usize::from(position == wanted);
    }
    starts.truncate(kept);
}

impl Seek for PostedPhrase {
    fn doc(&self) -> DocId {
        let rarest = self.order.first();
        rarest.map_or(TERMINATED, |&index| self.words[index].doc())
    }

    /// To the first document from `target` on that has all words.
    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        let PostedPhrase { words, order, .. } = self;
        leap(order.iter().copied(), target, |index, target| {
            words[index].seek(target)
        })
    }

    fn cost(&self) -> u64 {
        let rarest = self.order.first();
        rarest.map_or(0, |&index| self.words[index].cost())
    }
}
