//! A word in one segment: the stems of it that are there, in the whole text and in the title.

use super::lengths::{Lengths, Norms};
use crate::engine::local::schema::Fields;
use crate::engine::local::span::{K1, idf};
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

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

/// The stems of the word that a segment has, and what each weighs.
#[derive(Debug, Default)]
struct Found {
    words: Vec<(TermInfo, Score)>,
    title: Vec<(TermInfo, Score)>,
}

impl Word {
    /// Looks the stems up.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(in crate::engine::local) fn new(
        searcher: &Searcher,
        fields: Fields,
        lengths: &Lengths,
        stems: Vec<String>,
    ) -> tantivy::Result<Word> {
        let readers = searcher.segment_readers();
        let found = readers
            .iter()
            .map(|reader| (reader.segment_id(), Found::default()));
        let mut segments: Vec<(SegmentId, Found)> = found.collect();
        for stem in stems {
            for (field, weight) in [(fields.words, 1.0), (fields.title, TITLE_WEIGHT)] {
                let term = Term::from_field_text(field, &stem);
                let mut infos = Vec::with_capacity(readers.len());
                for reader in readers {
                    infos.push(reader.inverted_index(field)?.get_term_info(&term)?);
                }
                let with = infos.iter().flatten().map(|info| u64::from(info.doc_freq));
                let weight = weight * idf(with.sum(), lengths.articles) * (1.0 + K1);
                for (info, (_, found)) in infos.into_iter().zip(&mut segments) {
                    let list = match field == fields.title {
                        true => &mut found.title,
                        false => &mut found.words,
                    };
                    list.extend(info.map(|info| (info, weight)));
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
            (Some(found), None) if found.words.len() == 1 => Some(found.words[0].0.doc_freq),
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
        let open = |field: Field, found: &[(TermInfo, Score)], norms: &Arc<Norms>| {
            let index = segment.inverted_index(field)?;
            let posted = found.iter().map(|(info, weight)| {
                Ok(Posted {
                    postings: index.read_postings_from_terminfo(info, record)?,
                    weight: weight * boost,
                })
            });
            Ok::<_, tantivy::TantivyError>(Scored {
                posted: posted.collect::<tantivy::Result<_>>()?,
                lengths: match is_scored {
                    true => segment.get_fieldnorms_reader(field)?,
                    false => FieldNormReader::constant(0, 1),
                },
                norms: norms.clone(),
            })
        };
        let none = Found::default();
        let found = self.found(segment).unwrap_or(&none);
        let title = if is_scored { &found.title[..] } else { &[] };
        let mut scorer = WordScorer {
            words: open(fields.words, &found.words, &lengths.words)?,
            title: open(fields.title, title, &lengths.title)?,
            document: 0,
        };
        scorer.document = scorer.words.first();
        Ok(scorer)
    }
}

/// The postings of a stem.
struct Posted {
    postings: SegmentPostings,
    weight: Score,
}

/// The stems in a field.
struct Scored {
    posted: Vec<Posted>,
    lengths: FieldNormReader,
    norms: Arc<Norms>,
}

impl Scored {
    /// The first of the documents that the stems are at.
    fn first(&self) -> DocId {
        let documents = self.posted.iter().map(|posted| posted.postings.doc());
        documents.min().unwrap_or(TERMINATED)
    }

    /// BM25 of the stem that counts most in a document; the stems may lie before it, not behind.
    fn score(&mut self, document: DocId) -> Score {
        let mut best: Score = 0.0;
        for Posted { postings, weight } in &mut self.posted {
            if postings.doc() < document {
                postings.seek(document);
            }
            if postings.doc() == document {
                let frequency = postings.term_freq() as Score;
                let norm = self.norms[usize::from(self.lengths.fieldnorm_id(document))];
                best = best.max(*weight * frequency / (frequency + norm));
            }
        }
        best
    }
}

/// A word's postings in one segment.
pub(super) struct WordScorer {
    words: Scored,
    title: Scored,
    document: DocId,
}

impl WordScorer {
    pub(super) fn doc(&self) -> DocId {
        self.document
    }

    /// About how many documents it has.
    pub(super) fn cost(&self) -> u32 {
        let posted = self.words.posted.iter();
        posted.fold(0, |cost, posted| {
            cost.saturating_add(posted.postings.size_hint())
        })
    }

    #[inline]
    pub(super) fn advance(&mut self) {
        if let [only] = &mut self.words.posted[..] {
            self.document = only.postings.advance();
            return;
        }
        for posted in &mut self.words.posted {
            if posted.postings.doc() == self.document {
                posted.postings.advance();
            }
        }
        self.document = self.words.first();
    }

    /// To the first document from `target` on.
    #[inline]
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.document >= target {
            return self.document;
        }
        for posted in &mut self.words.posted {
            if posted.postings.doc() < target {
                posted.postings.seek(target);
            }
        }
        self.document = self.words.first();
        self.document
    }

    /// BM25 of the word in the current document, text and title.
    #[inline]
    pub(super) fn score(&mut self) -> Score {
        self.words.score(self.document) + self.title.score(self.document)
    }
}
