//! What an exact word or a pattern stands for in this index: forms of stems.

use super::plan::Forms;
use super::word::{FarForms, OfStems, Whole, WordMatcher};
use crate::engine::local::schema::Fields;
use crate::text::{FAR_FORM, FORM_MARK, ONE_FORM, Stemming, form_term, split_form};
use anyhow::{Error, Result, anyhow};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};
use tantivy_fst::Automaton;

/// Most words that one pattern stands for.
pub(super) const MAX_WORDS: usize = 20_000;

/// A language of the archive, by code.
pub(in crate::engine::local) struct Language {
    pub code: String,
    pub stemming: Stemming,
}

/// The dictionaries of an index.
pub(in crate::engine::local) struct Dictionaries<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
    pub languages: &'a [Language],
}

/// What a word or a pattern stands for, and in how many articles each of it is; an article that has
/// several counts for each.
pub(in crate::engine::local) type Expansion = BTreeMap<Forms, u64>;

/// The forms of a stem that are posted, and in how many articles it stands in that form alone, or
/// beside others.
type Posted = BTreeMap<String, Counts>;

#[derive(Clone, Copy, Default)]
struct Counts {
    alone: u64,
    beside: u64,
}

/// The posted forms of several stems.
#[derive(Default)]
struct Stems(BTreeMap<String, Posted>);

impl Stems {
    fn add(&mut self, term: &str, articles: u64) {
        let Some((stem, mark, form)) = split_form(term) else {
            return;
        };
        let forms = self.0.entry(stem.to_owned()).or_default();
        let counts = forms.entry(form).or_default();
        match mark {
            ONE_FORM => counts.alone += articles,
            _ => counts.beside += articles,
        }
    }
}

impl Dictionaries<'_> {
    /// Every form of every language that is written as this folded word.
    pub(in crate::engine::local) fn exact(&self, word: &str) -> Result<Expansion> {
        let mut found = Expansion::new();
        let stems: BTreeSet<String> = self.stems(word);
        for stem in stems {
            let articles = self.articles(&stem)?;
            if articles == 0 {
                continue;
            }
            let mut languages = self.languages.iter();
            let Counts { alone, beside } =
                match languages.any(|language| language.stemming.usual_form(&stem) == word) {
                    true => {
                        let posted = self.posted(&stem)?;
                        self.usual((&stem, articles), &posted, &|form| form == word, &mut found);
                        posted.get(word).copied().unwrap_or_default()
                    }
                    false => self.counts(&stem, word)?,
                };
            if alone + beside > 0 {
                let form = word.to_owned();
                found.insert(Forms::One { stem, form }, alone + beside);
            }
        }
        Ok(found)
    }

    /// In how many articles a stem stands in a posted form.
    fn counts(&self, stem: &str, form: &str) -> Result<Counts> {
        let count = |field: Field, mark: char| {
            let term = Term::from_field_text(field, &form_term(stem, mark, form));
            self.searcher.doc_freq(&term)
        };
        Ok(Counts {
            alone: count(self.fields.one_form, ONE_FORM)?,
            beside: count(self.fields.forms, FORM_MARK)?,
        })
    }

    /// The stems of a folded word in the languages of the archive.
    pub(in crate::engine::local) fn stems(&self, word: &str) -> BTreeSet<String> {
        let languages = self.languages.iter();
        languages
            .map(|language| language.stemming.stem(word))
            .collect()
    }

    /// Every word that a pattern matches.
    ///
    /// # Errors
    /// More than [`MAX_WORDS`] of them.
    pub(in crate::engine::local) fn matching(
        &self,
        pattern: &str,
        matcher: &WordMatcher,
    ) -> Result<Expansion> {
        let mut stems = Stems::default();
        let mut far: BTreeMap<String, u64> = BTreeMap::new();
        let mut usual: BTreeSet<String> = BTreeSet::new();
        // The same word may be in every segment, and other forms are read along.
        let mut left = 4 * MAX_WORDS * self.searcher.segment_readers().len();
        let Fields {
            words,
            one_form,
            forms,
            ..
        } = *self.fields;
        let mut one_less = || -> io::Result<()> {
            left = left.checked_sub(1).ok_or(io::ErrorKind::OutOfMemory)?;
            Ok(())
        };
        let scanned = (|| {
            self.search(words, || Whole(matcher), &mut |stem, _| {
                one_less()?;
                usual.insert(stem.to_owned());
                Ok(())
            })?;
            for field in [one_form, forms] {
                self.search(field, || OfStems(matcher), &mut |term, articles| {
                    if !term.starts_with(FAR_FORM) {
                        one_less()?;
                        stems.add(term, articles);
                    }
                    Ok(())
                })?;
            }
            self.search(one_form, || FarForms(matcher), &mut |term, articles| {
                one_less()?;
                let form = term.trim_start_matches(FAR_FORM);
                *far.entry(form.to_owned()).or_default() += articles;
                Ok(())
            })
        })();
        match scanned {
            Err(error) if error.kind() == io::ErrorKind::OutOfMemory => {
                return Err(too_many(pattern));
            }
            scanned => scanned?,
        }
        for language in self.languages {
            let listed = language.stemming.usual_forms();
            usual.extend(
                listed
                    .filter(|(_, form)| matcher.is_match(form))
                    .map(|(stem, _)| stem.to_owned()),
            );
        }
        let mut found = Expansion::new();
        let none = Posted::new();
        let matches = |form: &str| matcher.is_match(form);
        for stem in &usual {
            let posted = stems.0.get(stem).unwrap_or(&none);
            let articles = self.articles(stem)?;
            self.usual((stem, articles), posted, &matches, &mut found);
        }
        for (stem, posted) in stems.0 {
            if found.contains_key(&Forms::All { stem: stem.clone() }) {
                continue;
            }
            for (form, counts) in posted {
                if matcher.is_match(&form) {
                    let stem = stem.clone();
                    found.insert(Forms::One { stem, form }, counts.alone + counts.beside);
                }
            }
        }
        for (form, articles) in far {
            for stem in self.stems(&form) {
                let form = form.clone();
                found.entry(Forms::One { stem, form }).or_insert(articles);
            }
        }
        if found.len() > MAX_WORDS {
            return Err(too_many(pattern));
        }
        Ok(found)
    }

    /// The words that an expansion stands for.
    pub(in crate::engine::local) fn words(
        &self,
        expansion: &Expansion,
    ) -> Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        for forms in expansion.keys() {
            let (stem, others) = match forms {
                Forms::One { form, .. } => {
                    found.insert(form.clone());
                    continue;
                }
                Forms::All { stem } => (stem, &[][..]),
                Forms::Except { stem, others, .. } => (stem, &others[..]),
            };
            let usual = self.languages.iter();
            found.extend(usual.map(|language| language.stemming.usual_form(stem).to_owned()));
            let posted = self.posted(stem)?.into_keys();
            found.extend(posted.filter(|form| !others.contains(form)));
        }
        Ok(found)
    }

    /// Adds the usual form of a stem, where it matches, together with those of the posted forms
    /// that do: the stem's occurrences less those of forms that do not match. The stem comes with the
    /// number of articles that it stands in.
    fn usual(
        &self,
        (stem, mut articles): (&str, u64),
        posted: &Posted,
        matches: &dyn Fn(&str) -> bool,
        found: &mut Expansion,
    ) {
        let with = |language: &&Language| matches(language.stemming.usual_form(stem));
        let codes: Vec<String> = self
            .languages
            .iter()
            .filter(with)
            .map(|language| language.code.clone())
            .collect();
        if codes.is_empty() || articles == 0 {
            return;
        }
        let others: Vec<String> = posted
            .keys()
            .filter(|form| !matches(form))
            .cloned()
            .collect();
        let stem = stem.to_owned();
        let is_any = codes.len() == self.languages.len();
        if others.is_empty() && is_any {
            found.insert(Forms::All { stem }, articles);
            return;
        }
        for other in &others {
            articles = articles.saturating_sub(posted[other].alone);
        }
        let forms = Forms::Except {
            stem,
            others,
            languages: if is_any { Vec::new() } else { codes },
        };
        found.insert(forms, articles);
    }

    /// In how many articles a stem stands, deleted ones included.
    pub(in crate::engine::local) fn articles(&self, stem: &str) -> Result<u64> {
        let term = Term::from_field_text(self.fields.words, stem);
        Ok(self.searcher.doc_freq(&term)?)
    }

    /// The posted forms of a stem.
    fn posted(&self, stem: &str) -> Result<Posted> {
        let mut stems = Stems::default();
        for (field, mark) in [
            (self.fields.one_form, ONE_FORM),
            (self.fields.forms, FORM_MARK),
        ] {
            let from = format!("{stem}{mark}");
            let until = format!("{stem}{}", char::from(mark as u8 + 1));
            for segment in self.searcher.segment_readers() {
                let index = segment.inverted_index(field)?;
                let mut terms = index.terms().range().ge(&from).lt(&until).into_stream()?;
                while terms.advance() {
                    let articles = u64::from(terms.value().doc_freq);
                    if let Ok(term) = std::str::from_utf8(terms.key()) {
                        stems.add(term, articles);
                    }
                }
            }
        }
        Ok(stems.0.remove(stem).unwrap_or_default())
    }

    /// Calls `each` with every term of a field that an automaton accepts, once a segment, and in
    /// how many of its articles the term is.
    fn search<A: Automaton>(
        &self,
        field: Field,
        automaton: impl Fn() -> A,
        each: &mut dyn FnMut(&str, u64) -> io::Result<()>,
    ) -> io::Result<()>
    where
        A::State: Clone,
    {
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field).map_err(io::Error::other)?;
            let mut terms = index.terms().search(automaton()).into_stream()?;
            while terms.advance() {
                let articles = u64::from(terms.value().doc_freq);
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    each(term, articles)?;
                }
            }
        }
        Ok(())
    }
}

fn too_many(pattern: &str) -> Error {
    anyhow!("`{pattern}` stands for more than {MAX_WORDS} words of this archive; add letters to it")
}
