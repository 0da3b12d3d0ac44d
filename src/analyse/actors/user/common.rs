//! Words of everyday English, which a list of actors should not take for a name however they are
//! written.

use super::super::key::word_key;
use super::super::names::{NAMES, mark};

/// In the order of the alphabet.
const EVERYDAY: &[&str] = &[
    "a", "about", "above", "after", "again", "against", "all", "almost", "also", "always", "am",
    "among", "an", "and", "another", "any", "are", "around", "as", "at", "away", "back", "be",
    "because", "been", "before", "being", "between", "big", "both", "but", "by", "can", "come",
    "could", "day", "did", "do", "does", "done", "down", "each", "early", "end", "even", "ever",
    "every", "far", "few", "first", "for", "found", "from", "get", "give", "go", "good", "great",
    "had", "has", "have", "he", "help", "her", "here", "him", "his", "home", "house", "how",
    "however", "i", "if", "in", "into", "is", "it", "its", "just", "keep", "know", "large", "last",
    "late", "left", "less", "like", "little", "long", "made", "make", "man", "many", "may", "me",
    "men", "might", "more", "most", "much", "must", "my", "near", "never", "new", "next", "no",
    "not", "now", "of", "off", "often", "old", "on", "once", "one", "only", "open", "or", "other",
    "our", "out", "over", "own", "part", "people", "place", "put", "said", "same", "say", "says",
    "see", "set", "she", "should", "show", "since", "small", "so", "some", "soon", "state",
    "still", "such", "take", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "thing", "this", "those", "three", "through", "time", "to", "today", "too", "two",
    "under", "until", "up", "us", "use", "very", "war", "was", "way", "we", "week", "well", "went",
    "were", "what", "when", "where", "which", "while", "white", "who", "whom", "why", "will",
    "with", "within", "without", "woman", "women", "work", "world", "would", "year", "years",
    "yes", "yet", "you", "young", "your",
];

/// Whether a name is one word, and that word an everyday one.
pub fn is_everyday(name: &str) -> bool {
    let mut words = super::super::phrases::split(name);
    let (Some(word), None) = (words.next(), words.next()) else {
        return false;
    };
    let folded = crate::text::fold(word);
    EVERYDAY.binary_search(&folded.as_str()).is_ok()
        || NAMES.marks(word_key(word)) & (mark::WORD | mark::VERB | mark::BEFORE_PLACE) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_order_and_are_found() {
        assert!(EVERYDAY.is_sorted());
        for word in ["The", "WHO", "may", "Said"] {
            assert!(is_everyday(word), "{word}");
        }
        for word in ["The Hague", "Boeing", "UNSG", ""] {
            assert!(!is_everyday(word), "{word}");
        }
    }
}
