//! Where the segments of an index have a term, looked up once for all that a query does with it.

use super::cursor::Cursor;
use super::spoken::Spoken;
use anyhow::Result;
use tantivy::index::{InvertedIndexReader, SegmentId};
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentReader, Term};

/// The postings of a term, in every segment that has it.
#[derive(Clone, Debug, Default)]
pub(in crate::engine::local) struct Listed(Vec<(SegmentId, TermInfo)>);

impl Listed {
    /// Looks a term up.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(in crate::engine::local) fn look_up(
        searcher: &Searcher,
        field: Field,
        term: &str,
    ) -> tantivy::Result<Listed> {
        let term = Term::from_field_text(field, term);
        let mut listed = Listed::default();
        for segment in searcher.segment_readers() {
            if let Some(info) = segment.inverted_index(field)?.get_term_info(&term)? {
                listed.add(segment.segment_id(), info);
            }
        }
        Ok(listed)
    }

    /// Adds what a segment has.
    pub(super) fn add(&mut self, segment: SegmentId, info: TermInfo) {
        self.0.push((segment, info));
    }

    /// In how many articles the term is, deleted ones included.
    pub(in crate::engine::local) fn articles(&self) -> u64 {
        let infos = self.0.iter();
        infos.map(|(_, info)| u64::from(info.doc_freq)).sum()
    }

    /// What each segment has.
    pub(in crate::engine::local) fn segments(self) -> impl Iterator<Item = (SegmentId, TermInfo)> {
        self.0.into_iter()
    }

    /// Opens the postings of a segment; `None` where it has none. The index is that of the term's
    /// field.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(super) fn open(
        &self,
        segment: &SegmentReader,
        index: &InvertedIndexReader,
        record: IndexRecordOption,
    ) -> Result<Option<Cursor>> {
        let id = segment.segment_id();
        let mut infos = self.0.iter();
        match infos.find(|(segment, _)| *segment == id) {
            Some((_, info)) => Ok(Some(Cursor::of(
                index.read_postings_from_terminfo(info, record)?,
            ))),
            None => Ok(None),
        }
    }
}

/// Where a stem stands in a posted form; see `text/forms.rs`.
#[derive(Clone, Debug, Default)]
pub(in crate::engine::local) struct Marked {
    /// In that form alone.
    pub alone: Listed,
    /// In others as well.
    pub beside: Listed,
}

impl Marked {
    /// In how many articles it does.
    pub(super) fn articles(&self) -> u64 {
        self.alone.articles() + self.beside.articles()
    }
}

/// Where some forms of a stem are.
#[derive(Clone, Debug)]
pub(in crate::engine::local) struct Found {
    /// Where the stem stands in the whole text; `None` where it was not looked up.
    pub stem: Option<Listed>,
    /// Where the form that is meant stands.
    pub own: Marked,
    /// Where those stand that are not meant.
    pub others: Vec<Marked>,
    /// The languages in which all this holds; `None` for any.
    pub languages: Option<Spoken>,
    /// In how many articles any of the forms is; one that has several may count for each.
    pub articles: u64,
}

impl Found {
    /// All forms, in some languages; `None` for any.
    pub(super) fn all(stem: Listed, languages: Option<Spoken>) -> Found {
        Found::except(stem, Vec::new(), languages)
    }

    /// All but some, in some languages; `None` for any.
    pub(super) fn except(stem: Listed, others: Vec<Marked>, languages: Option<Spoken>) -> Found {
        let alone = others.iter().map(|other| other.alone.articles());
        Found {
            articles: stem.articles().saturating_sub(alone.sum()),
            stem: Some(stem),
            own: Marked::default(),
            others,
            languages,
        }
    }

    /// One.
    pub(super) fn one(stem: Option<Listed>, own: Marked) -> Found {
        Found {
            stem,
            articles: own.articles(),
            own,
            others: Vec::new(),
            languages: None,
        }
    }
}
