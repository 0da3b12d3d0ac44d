//! A word in one segment: the stems of it that are there, in the whole text and in the title.

use crate::engine::local::bm25::{K1, Lengths, Norms, idf};
use crate::engine::local::schema::Fields;
use crate::engine::local::span::{Here, Listed, Spoken};
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED};

/// How much a word in the title counts beside the same word in the whole text. Chosen on Cranfield and
/// CISI, where 0.1 to 0.5 are alike and 1 is below plain BM25 (`cargo bench --bench accuracy -- ranking`).
pub(in crate::engine::local) const TITLE_WEIGHT: Score = 0.35;

/// A word, looked up in every segment.
#[derive(Clone, Debug)]
pub(in crate::engine::local) struct Word(Arc<LookedUp>);

#[derive(Debug)]
struct LookedUp {
    fields: Fields,
    lengths: Lengths,
    segments: Vec<(SegmentId, Found)>,
}

/// The stems of the word that a segment has.
#[derive(Debug, Default)]
struct Found {
    words: Vec<Stem>,
    title: Vec<Stem>,
}

/// A stem that a segment has.
#[derive(Debug)]
struct Stem {
    info: TermInfo,
    weight: Score,
    /// In which articles it is meant; `None` for all.
    languages: Option<Here>,
}

impl Word {
    /// Looks the stems up, each with the articles in which it is meant; `None` for all.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(in crate::engine::local) fn new(
        searcher: &Searcher,
        fields: Fields,
        lengths: &Lengths,
        stems: Vec<(String, Option<Spoken>)>,
    ) -> tantivy::Result<Word> {
        let readers = searcher.segment_readers().iter();
        let none = readers.map(|reader| (reader.segment_id(), Found::default()));
        let mut segments: Vec<(SegmentId, Found)> = none.collect();
        for (stem, spoken) in stems {
            for (field, weight) in [(fields.words, 1.0), (fields.title, TITLE_WEIGHT)] {
                let listed = Listed::look_up(searcher, field, &stem)?;
                let with = listed.articles();
                if with == 0 {
                    // What is not in a text is in no title.
                    break;
                }
                let weight = weight * idf(with, lengths.articles) * (1.0 + K1);
                for (id, info) in listed.segments() {
                    let mut segments = segments.iter_mut();
                    let Some((_, found)) = segments.find(|(segment, _)| *segment == id) else {
                        continue;
                    };
                    let languages = match spoken.as_ref().map(|spoken| spoken.find(id)) {
                        Some(Here::None) => continue,
                        None | Some(Here::All) => None,
                        some => some,
                    };
                    let list = match field == fields.title {
                        true => &mut found.title,
                        false => &mut found.words,
                    };
                    list.push(Stem {
                        info,
                        weight,
                        languages,
                    });
                }
            }
        }
        Ok(Word(Arc::new(LookedUp {
            fields,
            lengths: lengths.clone(),
            segments,
        })))
    }

    /// What a segment has of it; `None` where it is in no article.
    fn found(&self, segment: &SegmentReader) -> Option<&Found> {
        let id = segment.segment_id();
        let mut segments = self.0.segments.iter();
        let found = segments.find(|(segment, _)| *segment == id);
        let found = found.map(|(_, found)| found);
        found.filter(|found| !found.words.is_empty())
    }

    /// In how many articles of a segment it is, if that can be told without looking.
    pub(super) fn count(&self, segment: &SegmentReader) -> Option<u32> {
        match (self.found(segment), segment.alive_bitset()) {
            (None, _) => Some(0),
            (Some(found), None) => match &found.words[..] {
                [stem] if stem.languages.is_none() => Some(stem.info.doc_freq),
                _ => None,
            },
            _ => None,
        }
    }

    /// Opens its postings in a segment; without frequencies where nothing is scored.
    pub(super) fn open(
        &self,
        segment: &SegmentReader,
        is_scored: bool,
        boost: Score,
    ) -> tantivy::Result<WordScorer> {
        let LookedUp {
            fields, lengths, ..
        } = self.0.as_ref();
        let record = match is_scored {
            true => IndexRecordOption::WithFreqs,
            false => IndexRecordOption::Basic,
        };
        let open = |field: Field, found: &[Stem], norms: &Arc<Norms>| {
            let index = segment.inverted_index(field)?;
            let posted = found.iter().map(|stem| {
                let mut posted = Posted {
                    postings: Box::new(index.read_postings_from_terminfo(&stem.info, record)?),
                    weight: stem.weight * boost,
                    languages: stem.languages.clone(),
                };
                posted.settle();
                Ok(posted)
            });
            let lengths = match is_scored {
                true => segment.get_fieldnorms_reader(field)?,
                false => FieldNormReader::constant(0, 1),
            };
            let posted = posted.collect::<tantivy::Result<_>>()?;
            Ok::<_, tantivy::TantivyError>(Stems::new(posted, lengths, norms.clone()))
        };
        let none = Found::default();
        let found = self.found(segment).unwrap_or(&none);
        let title = if is_scored { &found.title[..] } else { &[] };
        Ok(WordScorer {
            words: open(fields.words, &found.words, &lengths.words)?,
            title: open(fields.title, title, &lengths.title)?,
        })
    }
}

/// The postings of a stem, always at an article in which it is meant.
struct Posted {
    postings: Box<SegmentPostings>,
    weight: Score,
    /// In which articles it is meant; `None` for all.
    languages: Option<Here>,
}

impl Posted {
    #[inline]
    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    #[inline]
    fn advance(&mut self) {
        self.postings.advance();
        self.settle();
    }

    #[inline]
    fn seek(&mut self, target: DocId) {
        self.postings.seek(target);
        self.settle();
    }

    #[inline]
    fn is_meant_in(&self, document: DocId) -> bool {
        let languages = self.languages.as_ref();
        languages.is_none_or(|languages| languages.has(document))
    }

    /// To the first document from here on in which the stem is meant.
    #[inline]
    fn settle(&mut self) {
        if self.languages.is_some() {
            let mut document = self.doc();
            while document != TERMINATED && !self.is_meant_in(document) {
                document = self.postings.advance();
            }
        }
    }

    /// BM25 in the current document.
    #[inline]
    fn score(&self, norm: Score) -> Score {
        let frequency = self.postings.term_freq() as Score;
        self.weight * frequency / (frequency + norm)
    }
}

/// The stems of a word in a field. Mostly all but one are rare: the words of another language.
struct Stems {
    /// The most frequent one first.
    posted: Vec<Posted>,
    /// The first document that any but the first is at.
    rest_document: DocId,
    document: DocId,
    lengths: FieldNormReader,
    norms: Arc<Norms>,
}

impl Stems {
    fn new(mut posted: Vec<Posted>, lengths: FieldNormReader, norms: Arc<Norms>) -> Stems {
        let frequency = |&index: &usize| posted[index].postings.size_hint();
        if let Some(most) = (0..posted.len()).max_by_key(frequency) {
            posted.swap(0, most);
        }
        let mut stems = Stems {
            posted,
            rest_document: TERMINATED,
            document: TERMINATED,
            lengths,
            norms,
        };
        stems.look(true);
        stems
    }

    /// Finds the current document, once the postings are where they should be.
    #[inline]
    fn look(&mut self, has_rest_moved: bool) {
        let Some((first, rest)) = self.posted.split_first() else {
            return;
        };
        if has_rest_moved {
            let documents = rest.iter().map(|posted| posted.doc());
            self.rest_document = documents.min().unwrap_or(TERMINATED);
        }
        self.document = first.doc().min(self.rest_document);
    }

    #[inline]
    fn advance(&mut self) {
        let Some((first, rest)) = self.posted.split_first_mut() else {
            return;
        };
        let is_rest_here = self.rest_document == self.document;
        if first.doc() == self.document {
            first.advance();
        }
        if is_rest_here {
            for posted in rest {
                if posted.doc() == self.document {
                    posted.advance();
                }
            }
        }
        self.look(is_rest_here);
    }

    /// To the first document from `target` on; none before the current one.
    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        if self.document >= target {
            return self.document;
        }
        let Some((first, rest)) = self.posted.split_first_mut() else {
            return TERMINATED;
        };
        if first.doc() < target {
            first.seek(target);
        }
        let is_rest_behind = self.rest_document < target;
        if is_rest_behind {
            for posted in rest {
                if posted.doc() < target {
                    posted.seek(target);
                }
            }
        }
        self.look(is_rest_behind);
        self.document
    }

    /// Calls back with the wanted documents before `end` that only the first stem can have, and its
    /// BM25.
    #[inline]
    fn first_until(
        &mut self,
        end: DocId,
        wants: impl Fn(DocId) -> bool,
        mut callback: impl FnMut(DocId, Score),
    ) {
        let Some(first) = self.posted.first_mut() else {
            return;
        };
        let mut document = first.doc();
        while document < end {
            if wants(document) && first.is_meant_in(document) {
                let norm = self.norms[usize::from(self.lengths.fieldnorm_id(document))];
                callback(document, first.score(norm));
            }
            document = first.postings.advance();
        }
        first.settle();
        self.look(false);
    }

    /// BM25 of the stem that counts most in the current document.
    #[inline]
    fn score(&mut self) -> Score {
        let norm = self.norms[usize::from(self.lengths.fieldnorm_id(self.document))];
        let Some((first, rest)) = self.posted.split_first() else {
            return 0.0;
        };
        let mut best = match first.doc() == self.document {
            true => first.score(norm),
            false => 0.0,
        };
        if self.rest_document == self.document {
            for posted in rest {
                if posted.doc() == self.document {
                    best = best.max(posted.score(norm));
                }
            }
        }
        best
    }

    /// The score in a document, none where it has no stem; documents are asked for in order.
    #[inline]
    fn score_in(&mut self, document: DocId) -> Score {
        if self.document < document {
            self.seek(document);
        }
        if self.document > document {
            return 0.0;
        }
        let score = self.score();
        self.advance();
        score
    }

    fn cost(&self) -> u32 {
        let costs = self.posted.iter().map(|posted| posted.postings.size_hint());
        costs.fold(0, u32::saturating_add)
    }
}

/// A word's postings in one segment.
pub(super) struct WordScorer {
    words: Stems,
    title: Stems,
}

impl WordScorer {
    #[inline]
    pub(super) fn doc(&self) -> DocId {
        self.words.document
    }

    /// About how many documents it has.
    pub(super) fn cost(&self) -> u32 {
        self.words.cost()
    }

    #[inline]
    pub(super) fn advance(&mut self) {
        self.words.advance();
    }

    /// To the first document from `target` on.
    #[inline]
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        self.words.seek(target)
    }

    /// Calls back with every wanted document before `end` and its score.
    #[inline]
    pub(super) fn until(
        &mut self,
        end: DocId,
        wants: impl Fn(DocId) -> bool,
        mut callback: impl FnMut(DocId, Score),
    ) {
        let WordScorer { words, title } = self;
        while words.document < end {
            let alone = end.min(words.rest_document);
            words.first_until(alone, &wants, |document, mut score| {
                score += title.score_in(document);
                callback(document, score);
            });
            if words.document < end {
                let document = words.document;
                if wants(document) {
                    let mut score = words.score();
                    score += title.score_in(document);
                    callback(document, score);
                }
                words.advance();
            }
        }
    }

    /// BM25 of the word in the current document, text and title.
    #[inline]
    pub(super) fn score(&mut self) -> Score {
        let document = self.words.document;
        let score = self.words.score();
        match self.title.seek(document) == document {
            true => score + self.title.score(),
            false => score,
        }
    }
}
