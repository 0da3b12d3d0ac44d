//! The languages of an archive: which of them give a word a stem, and which articles are in these.
//!
//! Two languages may make one stem of unlike words: French "note" and English "not" are both posted
//! as `not`. So a stem counts only in articles of the languages that give it to the word that is asked
//! for. Where all languages of a segment do, nothing is looked at.

use crate::engine::local::terms::term_of;
use crate::text::Stemming;
use std::sync::Arc;
use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

/// A language of the archive, by code.
pub(in crate::engine::local) struct Language {
    pub code: String,
    pub stemming: Stemming,
}

/// The languages of the archive, and that of each article.
#[derive(Default)]
pub(in crate::engine::local) struct Languages {
    all: Vec<Language>,
    segments: Vec<SegmentLanguages>,
}

struct SegmentLanguages {
    segment: SegmentId,
    /// The number of each article's language.
    column: Column<u64>,
    /// How many numbers there are.
    count: usize,
    /// The numbers of the archive's languages, where the segment has them.
    numbers: Vec<Option<usize>>,
}

/// A stem of a word, and the codes of the languages that give it; none where all do.
pub(in crate::engine::local) type Meant = (String, Vec<String>);

impl Languages {
    /// The languages of these codes.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(in crate::engine::local) fn of(
        searcher: &Searcher,
        codes: Vec<String>,
    ) -> tantivy::Result<Languages> {
        let mut segments = Vec::new();
        // With one language, nobody asks for that of an article.
        let readers = searcher.segment_readers().iter();
        for segment in readers.filter(|_| codes.len() > 1) {
            let Some(column) = segment.fast_fields().str("language")? else {
                continue;
            };
            let dictionary = column.dictionary();
            let number = |code: &String| {
                let number = dictionary.term_ord(code)?;
                Ok(number.and_then(|number| usize::try_from(number).ok()))
            };
            segments.push(SegmentLanguages {
                segment: segment.segment_id(),
                numbers: codes.iter().map(number).collect::<tantivy::Result<_>>()?,
                count: dictionary.num_terms(),
                column: column.ords().clone(),
            });
        }
        let all = codes.into_iter().map(|code| Language {
            stemming: Stemming::of(&code),
            code,
        });
        Ok(Languages {
            all: all.collect(),
            segments,
        })
    }

    pub(in crate::engine::local) fn iter(&self) -> std::slice::Iter<'_, Language> {
        self.all.iter()
    }

    /// The stems that a search for a folded word means, as they are posted: in each language its own
    /// and those of its irregular forms.
    pub(in crate::engine::local) fn stems_meant(&self, word: &str) -> Vec<Meant> {
        let mut stems: Vec<(String, Vec<usize>)> = Vec::new();
        for (place, language) in self.all.iter().enumerate() {
            for stem in language.stemming.stems_meant(term_of(word)) {
                let stem = term_of(&stem);
                match stems.iter_mut().find(|(known, _)| known == stem) {
                    Some((_, places)) => places.push(place),
                    None => stems.push((stem.to_owned(), vec![place])),
                }
            }
        }
        let codes = |places: Vec<usize>| {
            let codes = places.iter().filter_map(|&place| self.all.get(place));
            codes.map(|language| language.code.clone()).collect()
        };
        let meant = stems.into_iter().map(|(stem, mut places)| {
            places.dedup();
            match places.len() == self.all.len() {
                true => (stem, Vec::new()),
                false => (stem, codes(places)),
            }
        });
        meant.collect()
    }

    /// The articles in the languages of these codes; `None` for all, where there are no codes or those
    /// of every language.
    pub(in crate::engine::local) fn spoken(&self, codes: &[String]) -> Option<Spoken> {
        if codes.is_empty() || codes.len() == self.all.len() {
            return None;
        }
        let segments = self.segments.iter().map(|segment| {
            let mut wanted = vec![false; segment.count];
            for (language, number) in self.all.iter().zip(&segment.numbers) {
                if codes.contains(&language.code)
                    && let Some(wanted) = number.and_then(|number| wanted.get_mut(number))
                {
                    *wanted = true;
                }
            }
            let here = if wanted.iter().all(|&wanted| wanted) {
                Here::All
            } else if wanted.contains(&true) {
                let column = segment.column.clone();
                let wanted = wanted.into();
                Here::Some { column, wanted }
            } else {
                Here::None
            };
            (segment.segment, here)
        });
        Some(Spoken(segments.collect()))
    }
}

/// The articles of some languages, in every segment.
#[derive(Clone, Debug)]
pub(in crate::engine::local) struct Spoken(Vec<(SegmentId, Here)>);

impl Spoken {
    /// Those of a segment.
    pub(in crate::engine::local) fn open(&self, segment: &SegmentReader) -> Here {
        self.find(segment.segment_id())
    }

    /// Those of a segment by its id.
    pub(in crate::engine::local) fn find(&self, id: SegmentId) -> Here {
        let found = self.0.iter().find(|(segment, _)| *segment == id);
        found.map_or(Here::None, |(_, here)| here.clone())
    }
}

/// The articles of some languages, in one segment.
#[derive(Clone, Debug)]
pub(in crate::engine::local) enum Here {
    All,
    None,
    Some {
        column: Column<u64>,
        /// By the number of the language.
        wanted: Arc<[bool]>,
    },
}

impl Here {
    /// Whether an article is among them.
    #[inline]
    pub(in crate::engine::local) fn has(&self, document: DocId) -> bool {
        match self {
            Here::All => true,
            Here::None => false,
            Here::Some { column, wanted } => {
                let number = column.first(document);
                let number = number.and_then(|number| usize::try_from(number).ok());
                number.is_some_and(|number| wanted.get(number) == Some(&true))
            }
        }
    }
}
