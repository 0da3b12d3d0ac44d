//! Common words of some languages, by stem. They tell a text that a machine has read well from one
//! that it has not, and a word broken at the end of a line from two that a hyphen joins.

use std::collections::HashSet;
use std::sync::OnceLock;

/// The stems of each language, folded, one a line; lines of `#` come first.
const LISTS: [(&str, &str); 9] = [
    ("de", include_str!("../../schema/stems/de.txt")),
    ("en", include_str!("../../schema/stems/en.txt")),
    ("es", include_str!("../../schema/stems/es.txt")),
    ("fr", include_str!("../../schema/stems/fr.txt")),
    ("it", include_str!("../../schema/stems/it.txt")),
    ("nl", include_str!("../../schema/stems/nl.txt")),
    ("pt", include_str!("../../schema/stems/pt.txt")),
    ("ru", include_str!("../../schema/stems/ru.txt")),
    ("sv", include_str!("../../schema/stems/sv.txt")),
];

/// The stems of each list, gathered when a word is first looked up.
static STEMS: [OnceLock<HashSet<&'static str>>; LISTS.len()] =
    [const { OnceLock::new() }; LISTS.len()];

/// The common words of a language, by its place among the lists.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary(usize);

impl Vocabulary {
    /// That of a language (ISO 639-1), where there is one.
    pub fn of(language: &str) -> Option<Vocabulary> {
        let list = LISTS.iter().position(|(code, _)| *code == language)?;
        Some(Vocabulary(list))
    }

    /// Whether words of this stem, as [`super::Stemming`] makes it, are common.
    pub fn has(self, stem: &str) -> bool {
        let list = LISTS[self.0].1.lines();
        let stems =
            STEMS[self.0].get_or_init(|| list.skip_while(|line| line.starts_with('#')).collect());
        stems.contains(stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Stemming, fold};

    #[test]
    fn lists_are_sorted_stems() {
        for (code, list) in LISTS {
            let stems: Vec<&str> = list
                .lines()
                .skip_while(|line| line.starts_with('#'))
                .collect();
            assert!(stems.len() > 2_500, "{code}: {}", stems.len());
            assert!(stems.is_sorted_by(|a, b| a < b), "{code}");
            let vocabulary = Vocabulary::of(code).unwrap();
            for stem in &stems {
                assert_eq!(fold(stem), *stem, "{code}");
                assert!(vocabulary.has(stem), "{code} {stem}");
                assert!(!vocabulary.has(&format!("{stem}qz")), "{code} {stem}");
            }
            assert!(!vocabulary.has("") && !vocabulary.has("zzzz") && !vocabulary.has("aaaa"));
        }
    }

    #[test]
    fn common_words_are_known_in_every_form() {
        for (code, words) in [
            (
                "en",
                "ceasefire peacekeepers announced governments was children quickly",
            ),
            (
                "de",
                "Regierungen Waffenstillstand gegangen Häuser und wurden",
            ),
            ("fr", "gouvernements annoncé journaux étaient nouvelle"),
            ("es", "gobiernos anunciado ministras fueron"),
            ("pt", "governos anunciado ministras foram"),
            ("it", "governi annunciato stati furono"),
            ("nl", "regeringen gegaan werden wapenstilstand"),
            ("ru", "правительства министров объявил были"),
            ("sv", "regeringen ministrar gick blev"),
        ] {
            let (vocabulary, stemming) = (Vocabulary::of(code).unwrap(), Stemming::of(code));
            for word in words.split(' ') {
                assert!(vocabulary.has(&stemming.stem(&fold(word))), "{code} {word}");
            }
            for word in ["tbe", "wliich", "govemment", "anncunced", "рrаvitel"] {
                assert!(
                    !vocabulary.has(&stemming.stem(&fold(word))),
                    "{code} {word}"
                );
            }
        }
        assert!(Vocabulary::of("und").is_none());
    }
}
