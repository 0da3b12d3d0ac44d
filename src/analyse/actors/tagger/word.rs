//! What is known of a word by itself.

use super::features::{Sink, hash, mix};
use super::known;
use super::lists;

/// Begins with a capital.
pub const CAPITAL: u16 = 1;
/// Two or more letters, none of them small.
pub const CAPITALS: u16 = 2;
/// Has a digit.
pub const DIGIT: u16 = 4;
/// Length, four steps.
const LENGTH: u16 = 3;
/// Begins with a small letter.
pub const SMALL: u16 = 32;
/// Of a script that names are not looked for in.
pub const FOREIGN: u16 = 64;
/// Has a small letter.
pub const HAS_SMALL: u16 = 128;
/// A title of persons.
pub const TITLE: u16 = 256;
/// A preposition before places.
pub const PLACING: u16 = 512;
/// A verb of speech.
pub const SAYS: u16 = 1024;
/// Begins a name of the tables of actors.
pub const BEGINS: u16 = 2048;
/// Is a name of the lists, or begins one of several words.
pub const LISTED: u16 = 8192;
/// Begins a name of several words of the lists.
pub const LISTED_ON: u16 = 16384;

/// Of a word in small letters, with which no name of the lists begins: a word of sport.
pub const SPORTY: u16 = LISTED;
/// The same: a word of business.
pub const BUSINESSLIKE: u16 = LISTED_ON;

/// In small letters, but begins names: "van", "al", "eBay".
pub const LEADS: u16 = 4096;

/// Families of words.
pub const FAMILIES: usize = 1 << 16;

/// A word as it stands in texts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Hash of its small letters; digits are all one.
    pub lower: u64,
    /// Hash of its shape, runs shortened.
    pub shape: u64,
    /// Hash of its last three letters.
    pub ending: u64,
    /// What the tables say of it, as one number.
    pub marks: u64,
    /// The same, a bit for each thing.
    pub told: u32,
    /// Its key in the tables.
    pub key: u64,
    /// Kinds of the name that it alone is in the lists, as in `known.rs`.
    pub listed: u8,
    /// The constants of this file.
    pub flags: u16,
    /// Which words are told apart by their case only: a few bits of `lower`.
    pub family: u16,
}

/// A word's places around the token: two before, one before, itself, one after, two after.
pub const PLACES: usize = 5;

impl Word {
    /// Stands before (1) and after (2) every sentence.
    pub fn edge(number: u64) -> Word {
        Word {
            lower: number,
            shape: number,
            ending: number,
            flags: FOREIGN,
            ..Word::default()
        }
    }

    /// Looks at a word.
    pub fn new(text: &str) -> Word {
        let first = text.chars().next().unwrap_or(' ');
        let mut flags = 0;
        let mut set = |flag, holds: bool| flags |= if holds { flag } else { 0 };
        let small = text.chars().any(char::is_lowercase);
        set(CAPITAL, first.is_uppercase());
        set(SMALL, first.is_lowercase());
        set(HAS_SMALL, small);
        set(
            CAPITALS,
            !small && text.chars().filter(|letter| letter.is_uppercase()).count() > 1,
        );
        set(DIGIT, text.bytes().any(|byte| byte.is_ascii_digit()));
        set(FOREIGN, text.is_empty() || text.chars().any(is_foreign));
        flags |= ((text.chars().count().min(7) as u16 / 2) & LENGTH) << 3;
        let lower = lower(text);
        set_of(&lower, &mut flags);
        let key = known::key(text);
        let known::OfWord {
            marks,
            begins,
            listed,
            goes_on,
        } = known::word(key);
        let told: &[(bool, u16)] = match flags & SMALL {
            0 => &[
                (begins, BEGINS),
                (listed != 0 || goes_on, LISTED),
                (goes_on, LISTED_ON),
            ],
            _ => &[
                (marks & lists::marks::SPORT != 0, SPORTY),
                (marks & lists::marks::BUSINESS != 0, BUSINESSLIKE),
            ],
        };
        for &(holds, flag) in told {
            flags |= if holds { flag } else { 0 };
        }
        let leads = known::is_particle(key) || text.chars().any(char::is_uppercase);
        if first.is_lowercase() && leads {
            flags |= LEADS;
        }
        if known::is_title(key) && first.is_uppercase() {
            flags |= TITLE;
        }
        Word {
            lower: hash(lower.as_bytes()),
            shape: hash(shape(text, usize::MAX, true).as_bytes()),
            ending: hash(last(&lower, 3).as_bytes()),
            marks: mix(u64::from(marks)),
            told: marks,
            key,
            listed,
            flags,
            family: (hash(lower.as_bytes()) >> 40) as u16,
        }
    }

    /// The features of a word alone, at a place.
    pub fn features(&self, text: &str, place: usize, sink: &mut impl Sink) {
        match place {
            0 => sink.add(14, self.lower),
            1 => {
                sink.add(13, self.lower);
                sink.add(20, self.shape);
                sink.add(66, self.ending);
                sink.add(67, self.marks);
                self.told_features(90, 0, sink);
            }
            3 => {
                sink.add(15, self.lower);
                sink.add(21, self.shape);
                sink.add(68, self.ending);
                sink.add(69, self.marks);
                self.told_features(91, 0, sink);
            }
            4 => sink.add(16, self.lower),
            _ => self.own_features(text, sink),
        }
    }

    fn told_features(&self, feature: u64, with: u64, sink: &mut impl Sink) {
        let mut bits = self.told;
        while bits != 0 {
            sink.add(feature, with ^ mix(u64::from(bits.trailing_zeros()) + 1));
            bits &= bits - 1;
        }
    }

    fn own_features(&self, text: &str, sink: &mut impl Sink) {
        let lower = lower(text);
        sink.add(0, 0);
        sink.add(1, hash(text.as_bytes()));
        sink.add(2, self.lower);
        sink.add(3, hash(shape(text, 8, false).as_bytes()));
        sink.add(4, self.shape);
        let count = lower.chars().count();
        for length in 1..=4 {
            if count >= length {
                let feature = length as u64;
                sink.add(4 + feature, hash(first(text, length).as_bytes()));
                sink.add(8 + feature, hash(last(&lower, length).as_bytes()));
            }
        }
        self.told_features(92, 0, sink);
        self.told_features(93, self.shape, sink);
        sink.add(75, self.marks);
        sink.add(74, self.marks ^ self.shape);
        sink.add(79, self.ending ^ mix(self.shape));
    }
}

fn set_of(lower: &str, flags: &mut u16) {
    *flags |= match lower {
        "in" | "at" | "from" | "near" => PLACING,
        "said" | "told" | "says" | "added" => SAYS,
        _ => 0,
    };
}

/// Latin letters, digits and marks only; letters of other scripts are no names here.
fn is_foreign(letter: char) -> bool {
    letter > '\u{24f}' && letter.is_alphabetic() && !('\u{1e00}'..='\u{1eff}').contains(&letter)
}

fn lower(text: &str) -> String {
    let digit = |letter: char| if letter.is_ascii_digit() { '0' } else { letter };
    text.chars()
        .flat_map(char::to_lowercase)
        .map(digit)
        .collect()
}

fn shape(text: &str, most: usize, short: bool) -> String {
    let mut shape = String::new();
    for letter in text.chars() {
        let class = match letter {
            _ if letter.is_uppercase() => 'A',
            _ if letter.is_numeric() => '0',
            _ => 'a',
        };
        if !(short && shape.ends_with(class)) {
            shape.push(class);
        }
        if shape.len() == most {
            break;
        }
    }
    shape
}

fn first(text: &str, count: usize) -> &str {
    let end = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

fn last(text: &str, count: usize) -> &str {
    let start = text
        .char_indices()
        .rev()
        .nth(count - 1)
        .map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or(text)
}
