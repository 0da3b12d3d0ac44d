//! What an exact word or a pattern stands for in this index: forms of stems.

use super::listed::{Found, Listed, Marked};
use super::plan::Forms;
use super::remembered::RememberedWords;
use super::spoken::Languages;
use super::word::{FarForms, OfStems, Whole, WordMatcher};
use crate::engine::local::schema::Fields;
use crate::query::Pattern;
use crate::text::{FAR_FORM, FORM_MARK, ONE_FORM, form_term, split_form};
use anyhow::{Error, Result, anyhow};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use tantivy::Searcher;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

/// Most words that one pattern stands for.
pub(super) const MAX_WORDS: usize = 20_000;

/// The dictionaries of an index.
pub(in crate::engine::local) struct Dictionaries<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
    pub languages: &'a Languages,
    pub remembered: &'a RememberedWords,
}

/// What a word or a pattern stands for, each once, and where each of it is.
pub(in crate::engine::local) type Expansion = Arc<[(Forms, Found)]>;

/// What is found so far.
type Growing = BTreeMap<Forms, Found>;

/// The forms of a stem that are posted.
type Posted = BTreeMap<String, Marked>;

/// The posted forms of several stems.
#[derive(Default)]
struct Stems(BTreeMap<String, Posted>);

impl Stems {
    fn add(&mut self, term: &str, segment: SegmentId, info: TermInfo) {
        let Some((stem, mark, form)) = split_form(term) else {
            return;
        };
        let forms = self.0.entry(stem.to_owned()).or_default();
        let marked = forms.entry(form).or_default();
        match mark {
            ONE_FORM => marked.alone.add(segment, info),
            _ => marked.beside.add(segment, info),
        }
    }
}

impl Dictionaries<'_> {
    /// Every form of every language that is written as this folded word.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(in crate::engine::local) fn exact(&self, word: &str) -> Result<Expansion> {
        let remembered = &self.remembered.exact;
        remembered.or_look_up(word, || Ok(self.look_up_exact(word)?.into_iter().collect()))
    }

    fn look_up_exact(&self, word: &str) -> Result<Growing> {
        let mut found = Growing::new();
        let stems: BTreeSet<String> = self.stems(word);
        for stem in stems {
            let listed = self.stem(&stem)?;
            if listed.articles() == 0 {
                continue;
            }
            let mut languages = self.languages.iter();
            let marked = match languages.any(|language| language.stemming.usual_form(&stem) == word)
            {
                true => {
                    let posted = self.posted(&stem)?;
                    self.usual((&stem, &listed), &posted, &|form| form == word, &mut found)?;
                    posted.get(word).cloned().unwrap_or_default()
                }
                false => self.marked(&stem, word)?,
            };
            if marked.articles() > 0 {
                let form = word.to_owned();
                found.insert(Forms::One { stem, form }, Found::one(Some(listed), marked));
            }
        }
        Ok(found)
    }

    /// All forms of the stems of a folded word, each in the languages that give it.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(in crate::engine::local) fn stemmed(&self, word: &str) -> Result<Expansion> {
        let remembered = &self.remembered.stemmed;
        remembered.or_look_up(word, || {
            let mut found = Growing::new();
            for (stem, languages) in self.languages.stems_meant(word) {
                let spoken = self.languages.spoken(&languages);
                let all = Found::all(self.stem(&stem)?, spoken);
                let forms = match languages.is_empty() {
                    true => Forms::All { stem },
                    false => Forms::Except {
                        stem,
                        others: Vec::new(),
                        languages,
                    },
                };
                found.insert(forms, all);
            }
            Ok(found.into_iter().collect())
        })
    }

    /// Where a stem stands in a posted form.
    fn marked(&self, stem: &str, form: &str) -> Result<Marked> {
        let look_up = |field: Field, mark: char| {
            Listed::look_up(self.searcher, field, &form_term(stem, mark, form))
        };
        Ok(Marked {
            alone: look_up(self.fields.one_form, ONE_FORM)?,
            beside: look_up(self.fields.forms, FORM_MARK)?,
        })
    }

    /// Where a stem stands.
    fn stem(&self, stem: &str) -> Result<Listed> {
        Ok(Listed::look_up(self.searcher, self.fields.words, stem)?)
    }

    /// The stems of a folded word in the languages of the archive.
    fn stems(&self, word: &str) -> BTreeSet<String> {
        let languages = self.languages.iter();
        languages
            .map(|language| language.stemming.stem(word))
            .collect()
    }

    /// Every word that a pattern matches; `matcher` makes its automaton, and `shown` names it in
    /// errors.
    ///
    /// # Errors
    /// It cannot be made, or more than [`MAX_WORDS`] words match.
    pub(in crate::engine::local) fn matching(
        &self,
        pattern: &Pattern,
        shown: &str,
        matcher: impl FnOnce() -> Result<WordMatcher>,
    ) -> Result<Expansion> {
        self.remembered.patterns.or_look_up(pattern, || {
            let found = self.look_up_pattern(shown, &matcher()?)?;
            Ok(found.into_iter().collect())
        })
    }

    fn look_up_pattern(&self, pattern: &str, matcher: &WordMatcher) -> Result<Growing> {
        let mut stems = Stems::default();
        let mut far: BTreeSet<String> = BTreeSet::new();
        let mut usual: BTreeMap<String, Listed> = BTreeMap::new();
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
            self.search(words, || Whole(matcher), &mut |stem, segment, info| {
                one_less()?;
                let listed = usual.entry(stem.to_owned()).or_default();
                listed.add(segment, info.clone());
                Ok(())
            })?;
            for field in [one_form, forms] {
                self.search(field, || OfStems(matcher), &mut |term, segment, info| {
                    if !term.starts_with(FAR_FORM) {
                        one_less()?;
                        stems.add(term, segment, info.clone());
                    }
                    Ok(())
                })?;
            }
            self.search(one_form, || FarForms(matcher), &mut |term, _, _| {
                one_less()?;
                let form = term.trim_start_matches(FAR_FORM);
                far.insert(form.to_owned());
                Ok(())
            })
        })();
        match scanned {
            Err(error) if error.kind() == io::ErrorKind::OutOfMemory => {
                return Err(too_many(pattern));
            }
            scanned => scanned?,
        }
        for language in self.languages.iter() {
            let listed = language.stemming.usual_forms();
            for (stem, _) in listed.filter(|(_, form)| matcher.is_match(form)) {
                if !usual.contains_key(stem) {
                    usual.insert(stem.to_owned(), self.stem(stem)?);
                }
            }
        }
        let mut found = Growing::new();
        let none = Posted::new();
        let matches = |form: &str| matcher.is_match(form);
        for (stem, listed) in &usual {
            let posted = stems.0.get(stem).unwrap_or(&none);
            self.usual((stem, listed), posted, &matches, &mut found)?;
        }
        for (stem, posted) in stems.0 {
            if found.contains_key(&Forms::All { stem: stem.clone() }) {
                continue;
            }
            for (form, marked) in posted {
                if matcher.is_match(&form) {
                    let one = Found::one(usual.get(&stem).cloned(), marked);
                    let stem = stem.clone();
                    found.insert(Forms::One { stem, form }, one);
                }
            }
        }
        for form in far {
            if found.len() > MAX_WORDS {
                break;
            }
            for stem in self.stems(&form) {
                let listed = usual.get(&stem).cloned();
                let form = form.clone();
                if let Entry::Vacant(entry) = found.entry(Forms::One { stem, form })
                    && let Forms::One { stem, form } = entry.key()
                {
                    let marked = self.marked(stem, form)?;
                    entry.insert(Found::one(listed, marked));
                }
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
        expansion: &[(Forms, Found)],
    ) -> Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        for (forms, _) in expansion {
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

    /// Each form in which a search for a folded word finds it, and where it is.
    ///
    /// # Errors
    /// The engine's files cannot be read.
    pub(in crate::engine::local) fn forms(&self, word: &str) -> Result<Vec<(String, Expansion)>> {
        let mut found: BTreeMap<String, Vec<(Forms, Found)>> = BTreeMap::new();
        for (stem, codes) in self.languages.stems_meant(word) {
            let listed = self.stem(&stem)?;
            if listed.articles() == 0 {
                continue;
            }
            let posted = self.posted(&stem)?;
            let languages = self.languages.iter();
            let languages =
                languages.filter(|language| codes.is_empty() || codes.contains(&language.code));
            let mut usual: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for language in languages {
                let form = language.stemming.usual_form(&stem);
                usual.entry(form).or_default().push(language.code.clone());
            }
            for (form, languages) in usual {
                let others = posted.iter().filter(|(other, _)| *other != form);
                let (others, marked) = others
                    .map(|(other, marked)| (other.clone(), marked.clone()))
                    .unzip();
                let spoken = self.languages.spoken(&languages);
                let forms = Forms::Except {
                    stem: stem.clone(),
                    others,
                    languages,
                };
                let except = Found::except(listed.clone(), marked, spoken);
                found
                    .entry(form.to_owned())
                    .or_default()
                    .push((forms, except));
            }
            let spoken = self.languages.spoken(&codes);
            for (form, marked) in posted {
                let one = Found {
                    languages: spoken.clone(),
                    ..Found::one(Some(listed.clone()), marked)
                };
                let stem = stem.clone();
                let forms = Forms::One {
                    stem,
                    form: form.clone(),
                };
                found.entry(form).or_default().push((forms, one));
            }
        }
        let found = found.into_iter();
        Ok(found.map(|(form, found)| (form, found.into())).collect())
    }

    /// Adds the usual form of a stem, where it matches, together with those of the posted forms
    /// that do: the stem's occurrences less those of forms that do not match. The stem comes with
    /// where it stands.
    fn usual(
        &self,
        (stem, listed): (&str, &Listed),
        posted: &Posted,
        matches: &dyn Fn(&str) -> bool,
        found: &mut Growing,
    ) -> Result<()> {
        let languages = self.languages.iter();
        let count = languages.len();
        let with = languages.filter(|language| matches(language.stemming.usual_form(stem)));
        let mut codes: Vec<String> = with.map(|language| language.code.clone()).collect();
        if codes.is_empty() || listed.articles() == 0 {
            return Ok(());
        }
        let posted = posted.iter().filter(|(form, _)| !matches(form));
        let (others, marked): (Vec<String>, Vec<Marked>) = posted
            .map(|(form, marked)| (form.clone(), marked.clone()))
            .unzip();
        let stem = stem.to_owned();
        let listed = listed.clone();
        if codes.len() == count {
            codes.clear();
        }
        if others.is_empty() && codes.is_empty() {
            found.insert(Forms::All { stem }, Found::all(listed, None));
            return Ok(());
        }
        let spoken = self.languages.spoken(&codes);
        let forms = Forms::Except {
            stem,
            others,
            languages: codes,
        };
        found.insert(forms, Found::except(listed, marked, spoken));
        Ok(())
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
                    if let Ok(term) = std::str::from_utf8(terms.key()) {
                        stems.add(term, segment.segment_id(), terms.value().clone());
                    }
                }
            }
        }
        Ok(stems.0.remove(stem).unwrap_or_default())
    }

    /// Calls `each` with every term of a field that an automaton accepts, once a segment, and
    /// where its postings are.
    fn search<A: Automaton>(
        &self,
        field: Field,
        automaton: impl Fn() -> A,
        each: &mut dyn FnMut(&str, SegmentId, &TermInfo) -> io::Result<()>,
    ) -> io::Result<()>
    where
        A::State: Clone,
    {
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field).map_err(io::Error::other)?;
            let mut terms = index.terms().search(automaton()).into_stream()?;
            while terms.advance() {
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    each(term, segment.segment_id(), terms.value())?;
                }
            }
        }
        Ok(())
    }
}

fn too_many(pattern: &str) -> Error {
    anyhow!("`{pattern}` stands for more than {MAX_WORDS} words of this archive; add letters to it")
}
