//! Where positions come from: the words of some forms of a stem, mentions, dates.

use super::algebra::Span;
use super::cursor::{Cursor, Seek, leap};
use super::listed::{Found, Marked};
use super::plan::Forms;
use super::spoken::Here;
use crate::engine::local::schema::Fields;
use crate::engine::local::terms::place_of;
use anyhow::Result;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, TERMINATED};

/// Postings with where the term stands.
const POSITIONS: IndexRecordOption = IndexRecordOption::WithFreqsAndPositions;

/// Positions of words in one segment; see `text/forms.rs` for how forms are posted.
pub(super) struct Source {
    /// Has all documents of the source.
    driver: Cursor,
    /// Of these, the ones that are meant; `None` for all.
    languages: Option<Here>,
    of: Of,
}

/// What a source makes of the postings that it is driven by.
enum Of {
    /// Every occurrence of a stem, or those of a form beside others.
    All,
    /// Every occurrence of a stem, less those of other forms.
    Except {
        /// Where one of these is, all occurrences are of another form.
        only_others: Vec<Cursor>,
        others: Vec<Cursor>,
    },
    /// Every occurrence of a stem, in the articles where the form is its only one.
    Only { stem: Cursor },
}

impl Seek for Source {
    #[inline]
    fn doc(&self) -> DocId {
        self.driver.doc()
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        if self.driver.doc() >= target {
            return self.driver.doc();
        }
        self.driver.seek(target);
        self.settle()
    }

    fn cost(&self) -> u64 {
        self.driver.cost()
    }
}

/// Opens sources in one segment.
pub(super) struct Opener<'a> {
    segment: &'a SegmentReader,
    /// The field that stems are read from, all words or those of the title alone.
    field: Field,
    is_whole: bool,
    words: Arc<InvertedIndexReader>,
    one_form: Arc<InvertedIndexReader>,
    forms: Arc<InvertedIndexReader>,
}

impl Opener<'_> {
    /// # Errors
    /// The engine's files cannot be read.
    pub(super) fn new<'a>(
        segment: &'a SegmentReader,
        fields: &Fields,
        field: Field,
    ) -> Result<Opener<'a>> {
        Ok(Opener {
            segment,
            field,
            is_whole: field == fields.words,
            words: segment.inverted_index(field)?,
            one_form: segment.inverted_index(fields.one_form)?,
            forms: segment.inverted_index(fields.forms)?,
        })
    }

    fn stem(&self, name: &str, found: &Found) -> Result<Option<Cursor>> {
        match &found.stem {
            Some(listed) if self.is_whole => listed.open(self.segment, &self.words, POSITIONS),
            _ => Cursor::open(&self.words, self.field, name, POSITIONS),
        }
    }

    fn alone(&self, marked: &Marked) -> Result<Option<Cursor>> {
        let record = IndexRecordOption::Basic;
        marked.alone.open(self.segment, &self.one_form, record)
    }

    fn beside(&self, marked: &Marked) -> Result<Option<Cursor>> {
        marked.beside.open(self.segment, &self.forms, POSITIONS)
    }

    /// Opens some forms of a stem; adds nothing where the segment has none of them.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(super) fn open(&self, forms: &Forms, found: &Found, out: &mut Vec<Source>) -> Result<()> {
        let languages = found.languages.as_ref();
        let languages = match languages.map(|languages| languages.open(self.segment)) {
            Some(Here::None) => return Ok(()),
            None | Some(Here::All) => None,
            some => some,
        };
        let mut add = |driver: Cursor, of: Of| {
            let mut source = Source {
                driver,
                languages: languages.clone(),
                of,
            };
            source.settle();
            out.push(source);
        };
        match forms {
            Forms::All { stem } => {
                if let Some(driver) = self.stem(stem, found)? {
                    add(driver, Of::All);
                }
            }
            Forms::One { stem, .. } => {
                if let Some(driver) = self.alone(&found.own)?
                    && let Some(stem) = self.stem(stem, found)?
                {
                    add(driver, Of::Only { stem });
                }
                if let Some(driver) = self.beside(&found.own)? {
                    add(driver, Of::All);
                }
            }
            Forms::Except { stem, .. } => {
                let Some(driver) = self.stem(stem, found)? else {
                    return Ok(());
                };
                let mut only_others = Vec::new();
                let mut others = Vec::new();
                for other in &found.others {
                    only_others.extend(self.alone(other)?);
                    others.extend(self.beside(other)?);
                }
                let of = match found.others.is_empty() {
                    true => Of::All,
                    false => Of::Except {
                        only_others,
                        others,
                    },
                };
                add(driver, of);
            }
        }
        Ok(())
    }
}

impl Source {
    /// To the first document from here on in which the word is meant.
    #[inline]
    fn settle(&mut self) -> DocId {
        let mut document = self.driver.doc();
        if let Some(languages) = &self.languages {
            while document != TERMINATED && !languages.has(document) {
                document = self.driver.seek(document + 1);
            }
        }
        document
    }

    /// Whether every position of the postings that it is driven by is of the word.
    pub(super) fn is_plain(&self) -> bool {
        !matches!(self.of, Of::Except { .. })
    }

    /// Adds positions in the current document, some of which may be of other forms.
    #[inline]
    pub(super) fn rough_positions(&mut self, out: &mut Vec<u32>) {
        match &mut self.of {
            Of::All | Of::Except { .. } => self.driver.positions(out),
            Of::Only { stem } => {
                if stem.has(self.driver.doc()) {
                    stem.positions(out);
                }
            }
        }
    }

    /// Whether any rough position of the current document is of the word; adds those that are not.
    pub(super) fn unlike(&mut self, out: &mut Vec<u32>) -> bool {
        let document = self.doc();
        let Of::Except {
            only_others,
            others,
        } = &mut self.of
        else {
            return true;
        };
        if only_others.iter_mut().any(|other| other.has(document)) {
            return false;
        }
        for other in others {
            if other.has(document) {
                other.positions(out);
            }
        }
        true
    }

    /// Adds the positions in the current document.
    pub(super) fn positions(&mut self, out: &mut Vec<u32>) {
        let mut excluded = Vec::new();
        if !self.unlike(&mut excluded) {
            return;
        }
        let from = out.len();
        self.rough_positions(out);
        if !excluded.is_empty() {
            excluded.sort_unstable();
            let kept = out.split_off(from).into_iter();
            out.extend(kept.filter(|position| excluded.binary_search(position).is_err()));
        }
    }
}

/// Mentions that have all of some terms, or dates under one term.
pub(super) struct Places {
    cursors: Vec<Cursor>,
    /// Where one of these stands is none of its places.
    but: Vec<Cursor>,
    document: DocId,
}

impl Places {
    /// Opens the terms, and those that may not stand there; `None` where the segment lacks one of the
    /// former.
    pub(super) fn open(
        segment: &SegmentReader,
        field: Field,
        terms: &[String],
        but: &[String],
    ) -> Result<Option<Places>> {
        let index = segment.inverted_index(field)?;
        let mut cursors = Vec::with_capacity(terms.len());
        for term in terms {
            let Some(cursor) = Cursor::open(&index, field, term, POSITIONS)? else {
                return Ok(None);
            };
            cursors.push(cursor);
        }
        let but = but.iter();
        let but = but.map(|term| Cursor::open(&index, field, term, POSITIONS));
        let mut places = Places {
            cursors,
            but: but.filter_map(Result::transpose).collect::<Result<_>>()?,
            document: 0,
        };
        places.leap(0);
        Ok(Some(places))
    }

    /// To the first document from `target` on that has all terms.
    fn leap(&mut self, target: DocId) -> DocId {
        let cursors = &mut self.cursors;
        self.document = leap(0..cursors.len(), target, |index, target| {
            cursors[index].seek(target)
        });
        self.document
    }

    /// Adds the spans in the current document.
    pub(super) fn spans(&mut self, out: &mut Vec<Span>) {
        let mut common: Option<Vec<u32>> = None;
        for cursor in &mut self.cursors {
            let mut here = Vec::new();
            cursor.positions(&mut here);
            common = Some(match common {
                None => here,
                Some(mut before) => {
                    before.retain(|place| here.binary_search(place).is_ok());
                    before
                }
            });
        }
        let mut common = common.unwrap_or_default();
        for cursor in &mut self.but {
            if cursor.has(self.document) {
                let mut here = Vec::new();
                cursor.positions(&mut here);
                common.retain(|place| here.binary_search(place).is_err());
            }
        }
        let places = common.into_iter().map(place_of);
        out.extend(places.map(|(start, tokens)| Span {
            start,
            end: start.saturating_add(tokens),
        }));
    }
}

impl Seek for Places {
    fn doc(&self) -> DocId {
        self.document
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self.document >= target {
            true => self.document,
            false => self.leap(target),
        }
    }

    fn cost(&self) -> u64 {
        self.cursors.iter().map(Cursor::cost).min().unwrap_or(0)
    }
}
