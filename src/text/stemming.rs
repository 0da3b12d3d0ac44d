//! Stemmers, and the form in which a stem is expected.

use super::fold::fold;
use frostem::{Algorithm, Stemmer};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words that are the usual form of their stems, one a line.
const USUAL_ENGLISH: &str = include_str!("../../schema/forms/en.txt");

/// Stem to usual form.
type Usual = HashMap<String, &'static str>;

static ENGLISH: LazyLock<Usual> = LazyLock::new(|| usual_forms("en", USUAL_ENGLISH));

fn usual_forms(language: &str, list: &'static str) -> Usual {
    let stemming = Stemming::of(language);
    words_of(list)
        .map(|word| (stemming.stem(word), word))
        .collect()
}

/// Words of which one search finds all, one set a line; see the file.
const IRREGULAR_ENGLISH: &str = include_str!("../../schema/forms/irregular-en.txt");

/// What a search finds besides: for the stem of a lemma, with which its regular forms come, and for
/// each irregular form. "founding" is of "found", not of "find".
#[derive(Default)]
struct Kin {
    lemmas: HashMap<String, Vec<&'static str>>,
    forms: HashMap<&'static str, Vec<&'static str>>,
}

static KIN: LazyLock<Kin> = LazyLock::new(|| {
    let stemming = Stemming::of("en");
    let mut kin = Kin::default();
    for line in words_of(IRREGULAR_ENGLISH) {
        let bare = |word: &'static str| word.trim_matches(['(', ')']);
        for (place, word) in line.split(' ').enumerate() {
            let others = line.split(' ').map(bare).filter(|other| *other != word);
            match place {
                0 => kin
                    .lemmas
                    .entry(stemming.stem(word))
                    .or_default()
                    .extend(others),
                _ if word.starts_with('(') => {}
                _ => kin.forms.entry(word).or_default().extend(others),
            }
        }
    }
    kin
});

fn words_of(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

/// The Snowball stemmer of a language, or none where there is none.
pub struct Stemming {
    stemmer: Option<Stemmer>,
    french: bool,
    english: bool,
}

impl std::fmt::Debug for Stemming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stemming")
            .field("stems", &self.stemmer.is_some())
            .finish()
    }
}

impl Stemming {
    /// The stemming of a language given as ISO 639-1 code.
    pub fn of(language: &str) -> Stemming {
        let algorithm = match language {
            "ar" => Some(Algorithm::Arabic),
            "da" => Some(Algorithm::Danish),
            "nl" => Some(Algorithm::Dutch),
            "en" => Some(Algorithm::English),
            "fi" => Some(Algorithm::Finnish),
            "fr" => Some(Algorithm::French),
            "de" => Some(Algorithm::German),
            "el" => Some(Algorithm::Greek),
            "hu" => Some(Algorithm::Hungarian),
            "it" => Some(Algorithm::Italian),
            "no" | "nb" | "nn" => Some(Algorithm::Norwegian),
            "pt" => Some(Algorithm::Portuguese),
            "ro" => Some(Algorithm::Romanian),
            "ru" => Some(Algorithm::Russian),
            "es" => Some(Algorithm::Spanish),
            "sv" => Some(Algorithm::Swedish),
            "tr" => Some(Algorithm::Turkish),
            _ => None,
        };
        Stemming {
            stemmer: algorithm.map(Stemmer::new),
            french: language == "fr",
            english: language == "en",
        }
    }

    /// The stem of a folded word. Folding comes first, so that a query typed without accents
    /// always meets the article's word; French participles (`annoncee`) are brought to the form
    /// that the stemmer knows without its accent. A word is never stemmed to nothing.
    pub fn stem(&self, folded: &str) -> String {
        let Some(stemmer) = &self.stemmer else {
            return folded.to_owned();
        };
        let mut word = folded;
        if self.french {
            word = match folded.strip_suffix('s') {
                Some(single) if single.ends_with("ee") => single,
                _ => folded,
            };
            if word.ends_with("ee") && word.len() > 4 {
                word = &word[..word.len() - 1];
            }
        }
        let stem = stemmer.stem(word);
        if stem.is_empty() {
            folded.to_owned()
        } else if stem.is_ascii() {
            stem.into_owned()
        } else {
            // A stemmer may bring back an accent (German umlauts are its own folding's concern).
            fold(&stem)
        }
    }

    /// The stems that a search for a folded word means: its own, and in English those of its
    /// irregular forms: "withdrew" finds "withdraws", "policeman" "policemen".
    pub fn stems_meant(&self, folded: &str) -> Vec<String> {
        let mut stems = vec![self.stem(folded)];
        stems.extend(self.irregular(&stems[0], folded));
        stems
    }

    /// Of these the others, given its own.
    pub fn irregular(&self, own: &str, folded: &str) -> Vec<String> {
        let mut stems = Vec::new();
        if !self.english {
            return stems;
        }
        let mut add = |word: &str| {
            let stem = self.stem(word);
            if stem != own && !stems.contains(&stem) {
                stems.push(stem);
            }
        };
        let others = [KIN.lemmas.get(own), KIN.forms.get(folded)];
        others
            .into_iter()
            .flatten()
            .flatten()
            .for_each(|other| add(other));
        // "gunman", "spokesmen"; what is no such word has no other form either.
        for (one, other) in [("man", "men"), ("men", "man")] {
            if let Some(first) = folded.strip_suffix(one).filter(|first| first.len() > 2) {
                add(&format!("{first}{other}"));
            }
        }
        stems
    }

    /// The stems whose usual form is listed, with that form.
    pub fn usual_forms(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let listed = self.english.then(|| ENGLISH.iter());
        let listed = listed.into_iter().flatten();
        listed.map(|(stem, form)| (stem.as_str(), *form))
    }

    /// The form that a stem stands in unless something else is said: for the commonest English
    /// stems that are no words themselves ("peac") the word most often met, elsewhere the stem.
    pub fn usual_form<'a>(&self, stem: &'a str) -> &'a str {
        match self.english {
            true => ENGLISH.get(stem).copied().unwrap_or(stem),
            false => stem,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn irregular_forms_are_found_by_one_another() {
        let english = Stemming::of("en");
        for (word, meant) in [
            ("withdraw", "withdraw withdrew withdrawn"),
            ("withdrew", "withdrew withdraw withdrawn"),
            ("withdraws", "withdraw withdrew withdrawn"),
            ("selling", "sell sold"),
            ("running", "run ran"),
            ("founding", "found"),
            ("children", "children child"),
            ("wives", "wive wife"),
            ("gunmen", "gunmen gunman"),
            ("leave", "leav left"),
            // Which is a party's, too.
            ("left", "left"),
            ("truce", "truce"),
        ] {
            assert_eq!(english.stems_meant(word).join(" "), meant, "{word}");
        }
        assert_eq!(Stemming::of("de").stems_meant("fell"), ["fell"]);
        for line in words_of(IRREGULAR_ENGLISH) {
            let words: Vec<&str> = line.split(' ').collect();
            assert!(words.len() > 1, "{line}");
            for word in words {
                assert_eq!(fold(word), word, "{line}");
            }
        }
    }

    #[test]
    fn usual_forms_are_folded_and_one_a_stem() {
        let stemming = Stemming::of("en");
        let mut stems = HashMap::new();
        for word in words_of(USUAL_ENGLISH) {
            let stem = stemming.stem(word);
            assert_ne!(
                stem, word,
                "a stem is its own usual form without being listed"
            );
            assert_eq!(fold(word), word);
            assert_eq!(
                stems.insert(stem, word),
                None,
                "{word}: another form of its stem is there"
            );
        }
        assert_eq!(stemming.usual_form("peac"), "peace");
        assert_eq!(stemming.usual_form("truce"), "truce");
        assert_eq!(Stemming::of("de").usual_form("peac"), "peac");
    }
}
