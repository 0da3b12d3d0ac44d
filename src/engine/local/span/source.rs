//! Where positions come from: the words of some forms of a stem, mentions, dates.

use super::algebra::Span;
use super::cursor::{Cursor, Seek, leap};
use super::plan::Forms;
use crate::engine::local::schema::Fields;
use crate::engine::local::terms::place_of;
use crate::text::{FORM_MARK, ONE_FORM, form_term};
use anyhow::Result;
use tantivy::columnar::StrColumn;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader};

/// Positions of words in one segment; see `text/forms.rs` for how forms are posted.
pub(super) struct Source {
    /// Has all documents of the source.
    driver: Cursor,
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
        /// The languages in which all this holds; `None` for any.
        languages: Option<Languages>,
    },
    /// Every occurrence of a stem, in the articles where the form is its only one.
    Only { stem: Cursor },
}

/// Some languages of the articles of a segment.
struct Languages {
    column: Option<StrColumn>,
    /// The numbers that the column has for them.
    ordinals: Vec<u64>,
}

impl Languages {
    fn open(segment: &SegmentReader, codes: &[String]) -> Result<Languages> {
        let column = segment.fast_fields().str("language")?;
        let mut ordinals = Vec::new();
        if let Some(column) = &column {
            for code in codes {
                ordinals.extend(column.dictionary().term_ord(code)?);
            }
        }
        Ok(Languages { column, ordinals })
    }

    /// Whether an article is in one of them.
    fn has(&self, document: DocId) -> bool {
        let column = self.column.as_ref();
        let language = column.and_then(|column| column.term_ords(document).next());
        language.is_some_and(|ordinal| self.ordinals.contains(&ordinal))
    }
}

impl Seek for Source {
    #[inline]
    fn doc(&self) -> DocId {
        self.driver.doc()
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        self.driver.seek(target)
    }

    fn cost(&self) -> u64 {
        self.driver.cost()
    }
}

impl Source {
    /// Opens the forms in a segment, stems in `field`; adds nothing where it has none of them.
    pub(super) fn open(
        segment: &SegmentReader,
        fields: &Fields,
        field: Field,
        forms: &Forms,
        out: &mut Vec<Source>,
    ) -> Result<()> {
        let words = segment.inverted_index(field)?;
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let stem = |stem: &str| Cursor::open(&words, field, stem, positions);
        let marked = |of: Field, term: String, record| -> Result<Option<Cursor>> {
            Cursor::open(segment.inverted_index(of)?.as_ref(), of, &term, record)
        };
        let only = |stem: &str, form: &str| {
            let term = form_term(stem, ONE_FORM, form);
            marked(fields.one_form, term, IndexRecordOption::Basic)
        };
        let beside = |stem: &str, form: &str| {
            marked(fields.forms, form_term(stem, FORM_MARK, form), positions)
        };
        let all = |driver: Cursor| Source {
            driver,
            of: Of::All,
        };
        match forms {
            Forms::All { stem: name } => out.extend(stem(name)?.map(all)),
            Forms::One { stem: name, form } => {
                if let Some(marker) = only(name, form)?
                    && let Some(stem) = stem(name)?
                {
                    out.push(Source {
                        driver: marker,
                        of: Of::Only { stem },
                    });
                }
                out.extend(beside(name, form)?.map(all));
            }
            Forms::Except {
                stem: name,
                others,
                languages,
            } => {
                let Some(stem) = stem(name)? else {
                    return Ok(());
                };
                let mut only_others = Vec::new();
                let mut beside_others = Vec::new();
                for form in others {
                    only_others.extend(only(name, form)?);
                    beside_others.extend(beside(name, form)?);
                }
                let languages = match languages.is_empty() {
                    true => None,
                    false => Some(Languages::open(segment, languages)?),
                };
                out.push(Source {
                    driver: stem,
                    of: Of::Except {
                        only_others,
                        others: beside_others,
                        languages,
                    },
                });
            }
        }
        Ok(())
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
            languages,
        } = &mut self.of
        else {
            return true;
        };
        let is_spoken = |languages: &Languages| languages.has(document);
        if !languages.as_ref().is_none_or(is_spoken)
            || only_others.iter_mut().any(|other| other.has(document))
        {
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
    document: DocId,
}

impl Places {
    /// Opens the terms; `None` where the segment lacks one of them.
    pub(super) fn open(
        segment: &SegmentReader,
        field: Field,
        terms: &[String],
    ) -> Result<Option<Places>> {
        let index = segment.inverted_index(field)?;
        let mut cursors = Vec::with_capacity(terms.len());
        for term in terms {
            let record = IndexRecordOption::WithFreqsAndPositions;
            let Some(cursor) = Cursor::open(&index, field, term, record)? else {
                return Ok(None);
            };
            cursors.push(cursor);
        }
        let mut places = Places {
            cursors,
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
        let places = common.unwrap_or_default().into_iter().map(place_of);
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
