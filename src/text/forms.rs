//! Surface forms, posted so that each can be told from its stem's other forms at little cost.
//!
//! Every stem has a usual form, which is never posted (`Stemming::usual_form`; mostly the stem
//! itself). Most words stand in an article in one form only. For a stem that does, one posting says
//! so: `stem ONE_FORM surface`, in a field without positions, means *every* occurrence of the stem in this article is
//! this form. For a stem that stands in several forms, each occurrence whose form is not the usual
//! one is posted at its position as `stem FORM_MARK surface`. So, in an article:
//!
//! - the positions of an unusual form are all of the stem's if the first kind of term is there,
//!   else those of the second kind;
//! - the positions of the usual form are the stem's, less those of every second kind of term, and
//!   none where there is one of the first kind.
//!
//! A form that shares little with its stem (`liefen`, `lauf`) is posted once more by itself, under
//! [`FAR_FORM`], so that a pattern finds it without reading the forms of every stem.

use super::lexicon::{Lexicon, UNNUMBERED, Word};
use super::packed::{Packed, cut};
use super::{FAR_FORM, FORM_MARK, MAX_TERM, NEAR_FORM, ONE_FORM};

/// In a term, this much and the number of characters that the form does not share with the end of
/// its stem, at most [`MOST_DROPPED`].
const DROPPED: u8 = 0x10;
const MOST_DROPPED: usize = 14;

/// In a term, the form follows in full.
const IN_FULL: char = '\u{1f}';

/// The term that posts a form of a stem, under [`FORM_MARK`] or [`ONE_FORM`]: stem, mark, and what
/// makes the form of the stem, so that forms made alike share their endings in the dictionary.
///
/// ```
/// use dateline::text::{ONE_FORM, form_term, split_form};
/// assert_eq!(form_term("withdraw", ONE_FORM, "withdrawing"), "withdraw\u{2}ing");
/// let term = form_term("compani", ONE_FORM, "company");
/// assert_eq!(term, "compani\u{2}\u{11}y");
/// assert_eq!(split_form(&term), Some(("compani", ONE_FORM, "company".to_owned())));
/// ```
pub fn form_term(stem: &str, mark: char, form: &str) -> String {
    let mut term = String::with_capacity(stem.len() + 8);
    write_form(&mut term, stem, mark, form);
    term
}

/// Writes it at the end of `term`.
pub(super) fn write_form(term: &mut String, stem: &str, mark: char, form: &str) {
    let room = term.len() + MAX_TERM;
    let stem = cut(stem, MAX_TERM / 2);
    term.push_str(stem);
    term.push(mark);
    let alike = stem.chars().zip(form.chars()).take_while(|(a, b)| a == b);
    let alike: usize = alike.map(|(c, _)| c.len_utf8()).sum();
    let ending = match stem[alike..].chars().count() {
        0 => &form[alike..],
        dropped @ 1..=MOST_DROPPED => {
            term.push(char::from(DROPPED + dropped as u8));
            &form[alike..]
        }
        _ => {
            term.push(IN_FULL);
            form
        }
    };
    term.push_str(cut(ending, room - term.len()));
}

/// A term under [`ONE_FORM`] without its mark.
fn halves(term: &str) -> (&str, &str) {
    term.split_once(ONE_FORM).unwrap_or((term, ""))
}

/// Stem, mark and form of a term that [`form_term`] made; `None` for any other.
pub fn split_form(term: &str) -> Option<(&str, char, String)> {
    let at = term.find([FORM_MARK, ONE_FORM])?;
    let (stem, rest) = term.split_at(at);
    let mut rest = rest.chars();
    let mark = rest.next()?;
    let ending = rest.as_str();
    let dropped = match rest.next() {
        Some(IN_FULL) => return Some((stem, mark, rest.as_str().to_owned())),
        Some(c) if c < ' ' => usize::from(u8::try_from(c).ok()?.checked_sub(DROPPED)?),
        _ => return Some((stem, mark, format!("{stem}{ending}"))),
    };
    let kept = stem.chars().count().checked_sub(dropped)?;
    let kept: String = stem.chars().take(kept).collect();
    Some((stem, mark, kept + rest.as_str()))
}

/// Whether a term under [`ONE_FORM`] is of a form that keeps less of its stem than all but the
/// last [`NEAR_FORM`] letters, or nothing of it.
pub(super) fn is_far(term: &str) -> bool {
    let (stem, ending) = halves(term);
    match ending.bytes().next() {
        Some(first) if first == IN_FULL as u8 => true,
        Some(first) if first < b' ' => {
            let dropped = usize::from(first.saturating_sub(DROPPED));
            dropped > NEAR_FORM || stem.chars().count() == dropped
        }
        _ => false,
    }
}

/// The term that lists a far form.
fn far_term(term: &str) -> Option<String> {
    let (_, _, form) = split_form(term).filter(|_| is_far(term))?;
    Some(format!("{FAR_FORM}{form}"))
}

/// What is known of a stem in this article.
#[derive(Clone, Copy, Default)]
struct Seen {
    article: u32,
    form: u32,
}

/// A form beside the one already seen.
const SEVERAL: u32 = UNNUMBERED - 1;

/// An occurrence of an unusual form.
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
        let (stem_id, form_id) = (word.stem_id(), word.form_id());
        if stem_id == UNNUMBERED {
            if !word.is_usual() {
                let (stem, form) = (word.stem().to_owned(), word.folded().to_owned());
                self.unkept.push((position, stem, form));
            }
            return;
        }
        let stem = stem_id as usize;
        if stem >= self.seen.len() {
            self.seen.resize(stem + 1024, Seen::default());
        }
        let seen = &mut self.seen[stem];
        if seen.article != self.article {
            *seen = Seen {
                article: self.article,
                form: form_id,
            };
        } else if seen.form != form_id {
            seen.form = SEVERAL;
        }
        if !word.is_usual() {
            self.found.push(Occurrence {
                position,
                stem: stem_id,
                form: form_id,
            });
        }
    }

    /// The terms of the article: those posted once, under [`ONE_FORM`], and those posted where the
    /// form stands, under [`FORM_MARK`].
    pub(super) fn terms(&mut self, lexicon: &Lexicon) -> (Packed, Packed) {
        let (mut once, mut packed) = (Packed::default(), Packed::default());
        if !self.unkept.is_empty() {
            self.each_occurrence(lexicon, &mut once, &mut packed);
            return (once, packed);
        }
        for one in &self.found {
            let seen = &mut self.seen[one.stem as usize];
            if seen.form == one.form {
                // Said once; what follows is neither this nor several.
                seen.form = UNNUMBERED;
                once.push(0, lexicon.form_term(one.form));
            }
        }
        let mut term = String::new();
        for one in &self.found {
            if lexicon.is_far(one.form)
                && let Some(far) = far_term(lexicon.form_term(one.form))
            {
                once.push(0, &far);
            }
            if self.seen[one.stem as usize].form == SEVERAL {
                let (stem, ending) = halves(lexicon.form_term(one.form));
                term.clear();
                term.push_str(stem);
                term.push(FORM_MARK);
                term.push_str(ending);
                packed.push(one.position, &term);
            }
        }
        (once, packed)
    }

    /// An article with more distinct words than the lexicon keeps: every occurrence is posted.
    #[cold]
    fn each_occurrence(&self, lexicon: &Lexicon, once: &mut Packed, packed: &mut Packed) {
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
            if let Some(far) = far_term(&form_term(stem, ONE_FORM, form)) {
                once.push(0, &far);
            }
            packed.push(position, &form_term(stem, FORM_MARK, form));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{form_term, split_form};
    use crate::text::{FORM_MARK, ONE_FORM, PackedReader, Scanner, Stemming};
    use std::collections::BTreeMap;

    /// Positions of every form, read back from the terms by the rules above.
    fn forms(words: &str, forms: &[String]) -> BTreeMap<(String, String), Vec<u32>> {
        let mut stems: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (position, stem) in PackedReader::new(words) {
            stems.entry(stem).or_default().push(position);
        }
        let mut found: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
        for (position, term) in forms.iter().flat_map(|forms| PackedReader::new(forms)) {
            let (stem, mark, form) = split_form(term).unwrap();
            if mark == ONE_FORM {
                let all = stems.remove(stem).unwrap();
                found.insert((stem.into(), form), all);
            } else {
                stems
                    .get_mut(stem)
                    .unwrap()
                    .retain(|&other| other != position);
                found.entry((stem.into(), form)).or_default().push(position);
            }
        }
        for (stem, positions) in stems
            .into_iter()
            .filter(|(_, positions)| !positions.is_empty())
        {
            let usual = Stemming::of("en").usual_form(stem).to_owned();
            found.insert((stem.into(), usual), positions);
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
            let once = terms.once.into_string();
            let both = [once, terms.forms.into_string()];
            let mut found = forms(&terms.words.into_string(), &both);
            found.retain(|_, positions| positions.iter().all(|&position| position > 100));
            let expected: BTreeMap<_, _> = expected
                .into_iter()
                .map(|(stem, form, positions)| ((stem.to_owned(), form.to_owned()), positions))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn terms_give_their_forms_back() {
        let long = "ж".repeat(70);
        for (stem, form) in [
            ("run", "running"),
            ("run", "ran"),
            ("compani", "company"),
            ("", "s"),
            ("aaaaaaaaaaaaaaaaaaaaaaaa", "b"),
            ("мир", "мирный"),
            ("abc", "ab"),
        ] {
            for mark in [FORM_MARK, ONE_FORM] {
                let term = form_term(stem, mark, form);
                assert_eq!(split_form(&term), Some((stem, mark, form.to_owned())));
            }
        }
        assert!(form_term(&long, ONE_FORM, &long).len() <= crate::text::MAX_TERM);
        assert_eq!(split_form("peace"), None);
        assert_eq!(split_form("a\u{1}\u{13}b"), None);
    }
}
