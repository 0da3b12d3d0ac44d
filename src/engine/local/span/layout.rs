//! How an article is laid out: where its body, paragraphs and sentences start, and its language.

use super::algebra::Span;
use super::cursor::Cursor;
use super::query::Deadline;
use crate::engine::local::schema::Fields;
use crate::engine::local::spans::{self, Spans};
use crate::engine::local::terms::{LONGEST, PARAGRAPH, SENTENCE};
use crate::engine::local::when::Wanted;
use crate::query::{LEAD_WORDS, Part};
use crate::text::{TITLE_GAP, words};
use anyhow::Result;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::store::StoreReader;
use tantivy::{DocId, SegmentReader, TantivyDocument};

/// How often the clock is looked at within an article, in steps.
const CLOCK: usize = 1 << 14;

/// Compressed blocks of stored text that are kept.
const STORE_CACHE: usize = 4;

/// The layout of one segment's articles, each read when it is first asked for; documents must be
/// asked for in ascending order.
pub(in crate::engine::local) struct Layout {
    fields: Fields,
    paragraph_starts: Option<Cursor>,
    sentence_starts: Option<Cursor>,
    title_lengths: Option<FieldNormReader>,
    store: Option<StoreReader>,
    paragraphs: Read<Vec<u32>>,
    sentences: Read<Vec<u32>>,
    texts: Read<Texts>,
    spans: Read<Spans>,
    deadline: Deadline,
    /// Steps taken since the clock was looked at.
    steps: usize,
    is_over: bool,
}

/// What was last read, and of which document.
struct Read<T> {
    of: Option<DocId>,
    value: T,
}

impl<T: Default> Default for Read<T> {
    fn default() -> Read<T> {
        Read {
            of: None,
            value: T::default(),
        }
    }
}

/// The words of an article in lower case, with their accents.
#[derive(Default)]
struct Texts {
    title: Vec<String>,
    body: Vec<String>,
}

/// The postings of a mark, if there are any.
fn starts(segment: &SegmentReader, fields: &Fields, mark: &str) -> Result<Option<Cursor>> {
    let marks = segment.inverted_index(fields.marks)?;
    let record = IndexRecordOption::WithFreqsAndPositions;
    Cursor::open(&marks, fields.marks, mark, record)
}

impl Layout {
    /// # Errors
    /// The engine's files cannot be read.
    pub(in crate::engine::local) fn open(
        segment: &SegmentReader,
        fields: &Fields,
    ) -> Result<Layout> {
        Ok(Layout {
            sentence_starts: starts(segment, fields, SENTENCE)?,
            store: segment.get_store_reader(STORE_CACHE).ok(),
            ..Layout::of_paragraphs(segment, fields)?
        })
    }

    /// Of titles and paragraphs alone.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(super) fn of_paragraphs(segment: &SegmentReader, fields: &Fields) -> Result<Layout> {
        Ok(Layout {
            fields: *fields,
            paragraph_starts: starts(segment, fields, PARAGRAPH)?,
            sentence_starts: None,
            title_lengths: segment.get_fieldnorms_reader(fields.title).ok(),
            store: None,
            paragraphs: Read::default(),
            sentences: Read::default(),
            texts: Read::default(),
            spans: Read::default(),
            deadline: Deadline::default(),
            steps: 0,
            is_over: false,
        })
    }

    /// Tells when to give up within an article.
    pub(in crate::engine::local) fn until(mut self, deadline: &Deadline) -> Layout {
        self.deadline = deadline.clone();
        self
    }

    /// Counts steps of work on an article; whether the deadline was found to have passed.
    pub(in crate::engine::local) fn is_late(&mut self, steps: usize) -> bool {
        self.steps += steps;
        if self.steps >= CLOCK {
            self.steps = 0;
            self.is_over = self.is_over || self.deadline.is_over();
        }
        self.is_over
    }

    /// Whether the deadline was found to have passed.
    #[inline]
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Positions at which the paragraphs of the body start.
    pub(in crate::engine::local) fn paragraphs(&mut self, document: DocId) -> &[u32] {
        if self.paragraphs.of != Some(document) {
            self.paragraphs.of = Some(document);
            self.paragraphs.value.clear();
            if let Some(starts) = &mut self.paragraph_starts
                && starts.has(document)
            {
                starts.positions(&mut self.paragraphs.value);
            }
        }
        &self.paragraphs.value
    }

    /// Positions at which the sentences of the body start.
    pub(in crate::engine::local) fn sentences(&mut self, document: DocId) -> &[u32] {
        if self.sentences.of != Some(document) {
            self.sentences.of = Some(document);
            let mut starts = self.paragraphs(document).to_vec();
            if let Some(others) = &mut self.sentence_starts
                && others.has(document)
            {
                others.positions(&mut starts);
                starts.sort_unstable();
            }
            self.sentences.value = starts;
        }
        &self.sentences.value
    }

    /// Position of the body's first word; beyond every position where it has none.
    pub(super) fn body_start(&mut self, document: DocId) -> u32 {
        self.paragraphs(document)
            .first()
            .copied()
            .unwrap_or(u32::MAX)
    }

    /// A position behind the title's last word, and not behind the body's first.
    #[inline]
    pub(super) fn title_end(&mut self, document: DocId) -> u32 {
        let most_words = self.title_lengths.as_ref().map(|lengths| {
            let class = lengths.fieldnorm_id(document);
            // Lengths come in classes, each up to the least of the next one.
            FieldNormReader::id_to_fieldnorm(class.saturating_add(1))
        });
        match most_words {
            // The body is behind the gap in any case.
            Some(words) if words <= TITLE_GAP => TITLE_GAP,
            _ => self.body_start(document),
        }
    }

    /// Positions, half-open, of a part of the article that is one stretch; `None` where it has none.
    pub(super) fn stretch(&mut self, document: DocId, part: Part) -> Option<(u32, u32)> {
        let starts = self.paragraphs(document);
        let body = starts.first().copied();
        match part {
            Part::Title => Some((0, body.unwrap_or(u32::MAX))),
            Part::Body => Some((body?, u32::MAX)),
            Part::Lead | Part::Opening => {
                let second = starts.get(1).copied().unwrap_or(u32::MAX);
                Some((body?, second.min(body?.saturating_add(LEAD_WORDS))))
            }
        }
    }

    /// Keeps the positions at which the article has this word, in lower case with its accents.
    pub(super) fn retain_accented(
        &mut self,
        document: DocId,
        word: &str,
        positions: &mut Vec<u32>,
    ) {
        if positions.is_empty() {
            return;
        }
        if self.texts.of != Some(document) {
            self.texts.of = Some(document);
            self.texts.value = self.read_texts(document).unwrap_or_default();
        }
        let Texts { title, body } = &self.texts.value;
        let base = title.len() as u32 + TITLE_GAP;
        positions.retain(|&position| {
            let found = match position.checked_sub(base) {
                Some(place) => body.get(place as usize),
                None => title.get(position as usize),
            };
            found.is_some_and(|found| found == word)
        });
    }

    /// Adds the spans of the dates of the article that are what is wanted.
    pub(super) fn dates(&mut self, document: DocId, wanted: &Wanted, out: &mut Vec<Span>) {
        if self.spans.of != Some(document) {
            self.spans.of = Some(document);
            self.spans.value = self.read_spans(document).unwrap_or_default();
        }
        let spans = &self.spans.value;
        let dates = spans.dates.iter().filter(|date| wanted.holds(date.dated()));
        out.extend(dates.map(|date| {
            let start = spans.position(date.place.field, date.place.token);
            let end = start + date.place.tokens.min(LONGEST);
            Span { start, end }
        }));
    }

    fn read_spans(&self, document: DocId) -> Option<Spans> {
        let stored: TantivyDocument = self.store.as_ref()?.get(document).ok()?;
        spans::decode(stored.get_first(self.fields.spans)?.as_bytes()?)
    }

    fn read_texts(&self, document: DocId) -> Option<Texts> {
        let stored: TantivyDocument = self.store.as_ref()?.get(document).ok()?;
        let words_of = |field| {
            let mut found = Vec::new();
            let text = stored.get_first(field).and_then(|value| value.as_str());
            let text = text.unwrap_or_default();
            words(text, |span| found.push(text[span].to_lowercase()));
            found
        };
        Some(Texts {
            title: words_of(self.fields.headline),
            body: words_of(self.fields.body),
        })
    }
}
