//! Several words in a row, in one segment.

use super::algebra::Span;
use super::cursor::{Seek, leap};
use super::layout::Layout;
use super::plan::Plan;
use super::posted::PostedWord;
use crate::engine::local::schema::Fields;
use anyhow::Result;
use tantivy::{DocId, SegmentReader, TERMINATED};

/// Words in a row. Where they could stand in a row is found first; which forms of the words stand
/// there is looked at only then.
pub(super) struct PostedPhrase {
    /// The rarest first.
    words: Vec<Placed>,
    /// Indices of the words whose forms must be looked at.
    unsure: Vec<usize>,
    /// The sum of their inverse document frequencies.
    idf: f32,
    starts: Vec<u32>,
}

struct Placed {
    word: PostedWord,
    /// How far it is behind the start of the phrase, in words.
    offset: u32,
}

impl PostedPhrase {
    /// Opens a phrase in a segment; `None` where not all of its parts are words.
    pub(super) fn open(
        segment: &SegmentReader,
        fields: &Fields,
        parts: &[Plan],
    ) -> Result<Option<PostedPhrase>> {
        let mut words = Vec::with_capacity(parts.len());
        for part in parts {
            let Plan::Word(word) = part else {
                return Ok(None);
            };
            words.push(PostedWord::open(segment, fields, word)?);
        }
        let mut phrase = PostedPhrase::new(words);
        phrase.seek(0);
        Ok(Some(phrase))
    }

    fn new(words: Vec<PostedWord>) -> PostedPhrase {
        let idf = words.iter().map(|word| word.idf).sum();
        let words = words.into_iter().zip(0..);
        let mut words: Vec<Placed> = words
            .map(|(word, offset)| Placed { word, offset })
            .collect();
        words.sort_by_key(|placed| placed.word.cost());
        let unsure = (0..words.len()).filter(|&index| !words[index].word.is_plain());
        PostedPhrase {
            unsure: unsure.collect(),
            idf,
            words,
            starts: Vec::new(),
        }
    }

    /// Whether the stored text must be looked at, for the accents of a word.
    pub(super) fn is_accented(&self) -> bool {
        self.words.iter().any(|placed| placed.word.is_accented())
    }

    /// Number of its words.
    pub(super) fn len(&self) -> u32 {
        self.words.len() as u32
    }

    /// The sum of the inverse document frequencies of its words.
    pub(super) fn idf(&self) -> f32 {
        self.idf
    }

    /// Positions at which it starts in the document that was last looked through, ascending.
    pub(super) fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Its places in the document that was last looked through.
    pub(super) fn spans(&self) -> impl Iterator<Item = Span> {
        let length = self.len();
        self.starts.iter().map(move |&start| Span {
            start,
            end: start.saturating_add(length),
        })
    }

    /// Finds its places in a document that all its words are in, if there are any.
    pub(super) fn find(&mut self, layout: &mut Layout) -> bool {
        let PostedPhrase {
            words,
            unsure,
            starts,
            ..
        } = self;
        let Some((rarest, others)) = words.split_first_mut() else {
            return false;
        };
        // Until the end these are positions of the rarest word.
        std::mem::swap(starts, rarest.word.rough_positions());
        for Placed { word, offset } in others {
            keep((starts, rarest.offset), (word.rough_positions(), *offset));
            if starts.is_empty() {
                return false;
            }
        }
        if rarest.offset > 0 {
            for start in starts.iter_mut() {
                *start = start.saturating_sub(rarest.offset);
            }
        }
        for &index in unsure.iter() {
            let Placed { word, offset } = &mut words[index];
            word.keep_own(layout, starts, *offset);
        }
        !starts.is_empty()
    }
}

/// Keeps the positions of one word for which there is one of the other, both ascending, such that a
/// phrase in which they are so far behind the start has both.
#[inline]
fn keep((kept, offset): (&mut Vec<u32>, u32), (others, other_offset): (&[u32], u32)) {
    let (mut from, mut to, mut other) = (0, 0, 0);
    // Texts have a word a few times, and which position comes first is anybody's guess: nothing
    // here depends on it but what is added.
    while let (Some(&position), Some(&found)) = (kept.get(from), others.get(other)) {
        let wanted = position.saturating_add(other_offset);
        let found = found.saturating_add(offset);
        kept[to] = position;
        to += usize::from(wanted == found);
        from += usize::from(wanted <= found);
        other += usize::from(found <= wanted);
    }
    kept.truncate(to);
}

impl Seek for PostedPhrase {
    #[inline]
    fn doc(&self) -> DocId {
        let rarest = self.words.first();
        rarest.map_or(TERMINATED, |rarest| rarest.word.doc())
    }

    /// To the first document from `target` on that has all words.
    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        let words = &mut self.words;
        leap(0..words.len(), target, |index, target| {
            words[index].word.seek(target)
        })
    }

    fn cost(&self) -> u64 {
        let rarest = self.words.first();
        rarest.map_or(0, |rarest| rarest.word.cost())
    }
}
