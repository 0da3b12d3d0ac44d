//! Keys: words and phrases as 64-bit hashes, so that matching costs one map look-up a word.
//!
//! The tables hold some ten thousand phrases, so an accidental collision of 64-bit keys is out
//! of the question; a crafted one would make a wrong mention, nothing worse.

use std::borrow::Cow;
use std::hash::{BuildHasherDefault, Hasher};

const MULTIPLIER: u64 = 0x517c_c1b7_2722_0a95;

/// The key of a word: the same for all spellings that differ in case or accents only.
pub fn word_key(word: &str) -> u64 {
    let folded = folded(word);
    let mut key = 0x9e37_79b9_7f4a_7c15u64 ^ folded.len() as u64;
    for eight in folded.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        for (byte, &letter) in bytes.iter_mut().zip(eight) {
            // Words hold letters and digits alone, of which this makes small letters and digits.
            *byte = letter | 0x20;
        }
        key = (key.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(MULTIPLIER);
    }
    key ^ (key >> 29)
}

/// The key of a phrase whose last word has the key `word`; 0 is the empty phrase.
pub fn phrase_key(phrase: u64, word: u64) -> u64 {
    let mixed = (phrase.rotate_left(23) ^ word).wrapping_mul(MULTIPLIER);
    mixed ^ (mixed >> 31)
}

/// A word folded as everywhere in the index; ASCII is left for [`word_key`] to lower-case.
fn folded(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars() {
        match fold_letter(letter) {
            Some(letter) => plain.push(letter),
            None => return Cow::Owned(crate::text::fold(word)),
        }
    }
    Cow::Owned(plain)
}

/// The letters that the tables are full of, folded without the detour over decomposition.
fn fold_letter(letter: char) -> Option<char> {
    Some(match letter {
        'a'..='z' | '0'..='9' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        'ё' | 'Ё' => 'е',
        'а'..='я' => letter,
        'А'..='Я' => char::from_u32(u32::from(letter) + 32)?,
        'à'..='å' | 'À'..='Å' | 'ă' => 'a',
        'ç' | 'Ç' | 'č' | 'ć' | 'Č' => 'c',
        'è'..='ë' | 'È'..='Ë' | 'ě' | 'ę' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' | 'ı' => 'i',
        'ñ' | 'Ñ' | 'ń' => 'n',
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' | 'ů' => 'u',
        'š' | 'Š' | 'ş' | 'Ş' | 'ś' => 's',
        'ž' | 'Ž' | 'ż' | 'Ż' | 'ź' => 'z',
        'ğ' => 'g',
        'ł' => 'l',
        'ř' => 'r',
        'ý' => 'y',
        _ => return None,
    })
}

/// A hasher for keys that are hashes already.
#[derive(Default)]
pub struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A map from keys.
pub type KeyMap<V> = std::collections::HashMap<u64, V, BuildHasherDefault<Identity>>;

/// How the letters of a word are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One capital letter.
    Initial,
    /// A capital, then at least one small letter.
    Capitalised,
    /// Two or more capitals and no small letter.
    Capitals,
    /// Begins with a small letter.
    Small,
    /// Does not begin with a letter that has case.
    Other,
}

/// The shape of a word.
pub fn shape(word: &str) -> Shape {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if first.is_uppercase() => {
            if letters.as_str().is_empty() {
                Shape::Initial
            } else if letters.any(char::is_lowercase) {
                Shape::Capitalised
            } else {
                Shape::Capitals
            }
        }
        Some(first) if first.is_lowercase() => Shape::Small,
        _ => Shape::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_letters_as_the_index_does() {
        for letter in (0..0x500).filter_map(char::from_u32) {
            if let Some(folded) = fold_letter(letter) {
                assert_eq!(
                    folded.to_string(),
                    crate::text::fold(&letter.to_string()),
                    "{letter}"
                );
            }
        }
    }

    #[test]
    fn keys_ignore_case_and_accents() {
        for (left, right) in [
            ("Élysée", "ELYSEE"),
            ("Москва", "МОСКВА"),
            ("Straße", "strasse"),
        ] {
            assert_eq!(word_key(left), word_key(right));
        }
        assert_ne!(word_key("Niger"), word_key("Nigeria"));
    }
}
