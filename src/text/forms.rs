//! Surface forms, posted so that each can be told from its stem's other forms at little cost.
//!
//! Most words stand in an article in one form only. For a stem that does, one posting says so:
//! `stem ONE_FORM surface` at position 0 means *every* occurrence of the stem in this article is
//! this form. For a stem that stands in several forms, each occurrence whose form is not the stem
//! itself is posted at its position as `stem FORM_MARK surface`. So, in an article:
//!
//! - the positions of a form that differs from its stem are all of the stem's if the first kind of
//!   term is there, else those of the second kind;
//! - the positions of the form that equals the stem are the stem's, less those of every second kind
//!   of term, and none where there is one of the first kind.

use super::lexicon::{Lexicon, UNNUMBERED, Word};
use super::packed::Packed;
use super::{FORM_MARK, ONE_FORM};

/// What is known of a stem in this article.
#[derive(Clone, Copy, Default)]
struct Seen {
    article: u32,
    form: u32,
}

/// A form beside the one already seen.
const SEVERAL: u32 = UNNUMBERED - 1;

/// An occurrence of a form that differs from its stem.
#[derive(Clone, Copy)]
struct Occurrence {
    position: u32,
    stem: u32,
    form: u32,
}

/// Collects the forms of one article at a time. One a lexicon.
#[derive(Default)]
pub(super) struct Forms {
    article: u32,
    seen: Vec<Seen>,
    found: Vec<Occurrence>,
    /// Occurrences of words that the lexicon does not keep.
    unkept: Vec<(u32, String, String)>,
}

impl Forms {
    pub(super) fn begin(&mut self) {
        self.found.clear();
        self.unkept.clear();
        self.article = self.article.wrapping_add(1);
        if self.article == 0 {
            self.seen.clear();
            self.article = 1;
        }
    }

    #[inline]
    pub(super) fn add(&mut self, position: u32, word: &Word<'_>) {
        let differs = word.stem_id != word.form_id || word.stem_id == UNNUMBERED;
        if word.stem_id == UNNUMBERED {
            if word.stem != word.folded {
                let (stem, form) = (word.stem.to_owned(), word.folded.to_owned());
                self.unkept.push((position, stem, form));
            }
            return;
        }
        let stem = word.stem_id as usize;
        if stem >= self.seen.len() {
            self.seen.resize(stem + 1024, Seen::default());
        }
        let seen = &mut self.seen[stem];
        if seen.article != self.article {
            *seen = Seen {
                article: self.article,
                form: word.form_id,
            };
        } else if seen.form != word.form_id {
            seen.form = SEVERAL;
        }
        if differs {
            self.found.push(Occurrence {
                position,
                stem: word.stem_id,
                form: word.form_id,
            });
        }
    }

    /// The terms of the article.
    pub(super) fn terms(&mut self, lexicon: &Lexicon) -> Packed {
        let mut packed = Packed::default();
        if !self.unkept.is_empty() {
            self.each_occurrence(lexicon, &mut packed);
            return packed;
        }
        for one in &self.found {
            let seen = &mut self.seen[one.stem as usize];
            if seen.form == one.form {
                // Said once; what follows is neither this nor several.
                seen.form = UNNUMBERED;
                packed.push_joined(0, lexicon.term(one.stem), ONE_FORM, lexicon.term(one.form));
            }
        }
        for one in &self.found {
            if self.seen[one.stem as usize].form == SEVERAL {
                let (stem, form) = (lexicon.term(one.stem), lexicon.term(one.form));
                packed.push_joined(one.position, stem, FORM_MARK, form);
            }
        }
        packed
    }

    /// An article with more distinct words than the lexicon keeps: every occurrence is posted.
    #[cold]
    fn each_occurrence(&self, lexicon: &Lexicon, packed: &mut Packed) {
        let kept = self
            .found
            .iter()
            .map(|one| (one.position, lexicon.term(one.stem), lexicon.term(one.form)));
        let unkept = self
            .unkept
            .iter()
            .map(|(at, stem, form)| (*at, stem.as_str(), form.as_str()));
        let mut all: Vec<_> = kept.chain(unkept).collect();
        all.sort_unstable();
        for (position, stem, form) in all {
            packed.push_joined(position, stem, FORM_MARK, form);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{FORM_MARK, ONE_FORM, PackedReader, Scanner};
    use std::collections::BTreeMap;

    /// Positions of every form, read back from the terms by the rules above.
    fn forms(words: &str, forms: &str) -> BTreeMap<(String, String), Vec<u32>> {
        let mut stems: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (position, stem) in PackedReader::new(words) {
            stems.entry(stem).or_default().push(position);
        }
        let mut found: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
        for (position, term) in PackedReader::new(forms) {
            if let Some((stem, form)) = term.split_once(ONE_FORM) {
                let all = stems.remove(stem).unwrap();
                found.insert((stem.into(), form.into()), all);
            } else if let Some((stem, form)) = term.split_once(FORM_MARK) {
                stems
                    .get_mut(stem)
                    .unwrap()
                    .retain(|&other| other != position);
                found
                    .entry((stem.into(), form.into()))
                    .or_default()
                    .push(position);
            }
        }
        for (stem, positions) in stems
            .into_iter()
            .filter(|(_, positions)| !positions.is_empty())
        {
            found.insert((stem.into(), stem.into()), positions);
        }
        found
    }

    #[test]
    fn every_form_can_be_told_from_the_others() {
        let mut scanner = Scanner::new(|_| 0);
        for (text, expected) in [
            (
                "run Running RUNS run",
                vec![
                    ("run", "run", vec![102, 105]),
                    ("run", "running", vec![103]),
                    ("run", "runs", vec![104]),
                ],
            ),
            ("troops Troops", vec![("troop", "troops", vec![102, 103])]),
            (
                "troop troops troop",
                vec![
                    ("troop", "troop", vec![102, 104]),
                    ("troop", "troops", vec![103]),
                ],
            ),
            ("peace", vec![("peac", "peace", vec![102])]),
        ] {
            let (_, _, terms) = scanner.scan("Two words", text, "en");
            let mut found = forms(terms.words.as_str(), terms.forms.as_str());
            found.retain(|_, positions| positions.iter().all(|&position| position > 100));
            let expected: BTreeMap<_, _> = expected
                .into_iter()
                .map(|(stem, form, positions)| ((stem.to_owned(), form.to_owned()), positions))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
