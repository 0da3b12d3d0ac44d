//! Words broken at the end of a line, as print and what machines read from it have them. They are
//! joined where that makes a known word, and left alone elsewhere: "cease-" and "fire" are one, "well-"
//! and "known" may be two.

use super::actors;
use crate::text::{Stemming, Vocabulary, fold};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Raised whenever the same archive would be measured differently.
const VERSION: u32 = 1;

/// Fewest letters of each part: less is seldom set apart, and "e-" and "mail" are two.
const SHORTEST: usize = 2;

/// Articles that a stem must be in to be a word of the archive: what is misread is seldom misread
/// alike.
pub const FEWEST_ARTICLES: u64 = 3;

/// What stands at the end of a broken line: hyphens, and the mark that some programs write for one
/// that was not in the text.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ac}'];

/// The words of an archive, by stem: `dateline index --learn`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveWords {
    version: u32,
    /// Stems in at least [`FEWEST_ARTICLES`] articles, folded.
    pub stems: BTreeSet<String>,
    #[serde(skip)]
    hash: OnceLock<u64>,
}

impl ArchiveWords {
    /// Words that were measured.
    pub fn of(stems: BTreeSet<String>) -> ArchiveWords {
        ArchiveWords {
            version: VERSION,
            stems,
            hash: OnceLock::new(),
        }
    }

    /// Whether they were measured as this version does.
    pub fn is_current(&self) -> bool {
        self.version == VERSION
    }

    /// What an analysis depends on; nothing without any.
    pub fn hash(&self) -> u64 {
        *self.hash.get_or_init(|| {
            let mut hasher = xxhash_rust::xxh3::Xxh3::new();
            for stem in &self.stems {
                hasher.update(stem.as_bytes());
                hasher.update(b"\n");
            }
            match self.stems.is_empty() {
                true => 0,
                false => hasher.digest(),
            }
        })
    }
}

/// A word broken at the end of a line.
struct Broken<'t> {
    before: &'t str,
    after: &'t str,
    /// Bytes of the text from the hyphen to the rest of the word.
    gap: std::ops::Range<usize>,
}

/// Whether a text has words broken at the end of a line, known or not.
pub fn are_in(text: &str) -> bool {
    broken(text).next().is_some()
}

/// A text with its broken words joined, each on the line that it begins on; `None` where there are
/// none. The language (ISO 639-1) says which words are known.
pub fn joined(text: &str, language: &str, archive: &ArchiveWords) -> Option<String> {
    let mut broken = broken(text).peekable();
    broken.peek()?;
    let (vocabulary, stemming) = (Vocabulary::of(language), Stemming::of(language));
    let is_common = |word: &str| {
        vocabulary.is_some_and(|vocabulary| vocabulary.has(&stemming.stem(&fold(word))))
    };
    let is_of_archive = |word: &str| {
        let folded = fold(word);
        // A stem of another language is, for rare words, mostly the word itself.
        archive.stems.contains(&stemming.stem(&folded)) || archive.stems.contains(&folded)
    };
    let is_known = |before: &str, after: &str| {
        let word = format!("{before}{after}");
        is_common(&word)
            || word.starts_with(char::is_uppercase) && !actors::lookup(&word).is_empty()
            // What both parts are words of is rather a compound that some write without its hyphen.
            || is_of_archive(&word) && !(is_common(before) && is_common(after))
    };
    let mut out = String::new();
    let mut done = 0;
    for Broken { before, after, gap } in broken {
        if !is_known(before, after) {
            continue;
        }
        out.push_str(&text[done..gap.start]);
        // The line ends behind the word and what belongs to it, which may be broken in its turn.
        let rest = &text[gap.end..];
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let end = match rest[..end].ends_with(HYPHENS) {
            true => after.len(),
            false => end,
        };
        out.push_str(&rest[..end]);
        done = gap.end + end;
        let spaces = text[done..]
            .bytes()
            .take_while(|byte| *byte == b' ')
            .count();
        if spaces > 0 && !text[done + spaces..].starts_with('\n') {
            out.push('\n');
            done += spaces;
        }
    }
    if done == 0 {
        return None;
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// The broken words of a text in order; none overlaps another.
fn broken(text: &str) -> impl Iterator<Item = Broken<'_>> {
    let mut from = 0;
    memchr::memchr_iter(b'\n', text.as_bytes()).filter_map(move |at| {
        let found = broken_at(text, at).filter(|found| found.gap.start >= from)?;
        from = found.gap.end + found.after.len();
        Some(found)
    })
}

/// The word broken by the end of a line at this byte.
fn broken_at(text: &str, at: usize) -> Option<Broken<'_>> {
    // Most lines end otherwise: in the last byte of no hyphen, and of no space behind one.
    let last = text.as_bytes()[..at].last()?;
    if !matches!(last, b'-' | 0x90 | 0xac | b' ' | b'\t' | b'\r') {
        return None;
    }
    let line = text[..at].trim_end_matches([' ', '\t', '\r']);
    let start = line.strip_suffix(HYPHENS)?;
    let before = &start[start.len() - letters(start.chars().rev())..];
    let next = &text[at + 1..];
    let rest = next.trim_start_matches([' ', '\t']);
    let after = &rest[..letters(rest.chars())];
    let long = |part: &str| part.chars().nth(SHORTEST - 1).is_some();
    if !long(before) || !long(after) {
        return None;
    }
    // Neither a longer chain ("mother-in-") nor a number is a word broken in two.
    let joins = |c: char| HYPHENS.contains(&c) || c.is_alphanumeric();
    if start[..start.len() - before.len()].ends_with(joins)
        || rest[after.len()..].starts_with(joins)
    {
        return None;
    }
    let small = |part: &str| part.chars().all(char::is_lowercase);
    let large = |part: &str| part.chars().all(char::is_uppercase);
    (small(after) || large(before) && large(after)).then_some(Broken {
        before,
        after,
        gap: start.len()..text.len() - rest.len(),
    })
}

/// Bytes of the letters that come first.
fn letters(text: impl Iterator<Item = char>) -> usize {
    text.take_while(|c| c.is_alphabetic())
        .map(char::len_utf8)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(text: &str) -> Option<String> {
        joined(text, "en", &ArchiveWords::default())
    }

    #[test]
    fn known_words_are_joined_on_the_line_where_they_begin() {
        for (text, expected) in [
            ("The cease-\nfire held.", "The ceasefire\nheld."),
            ("The cease-\n  fire, he said", "The ceasefire,\nhe said"),
            (
                "a new govern-\nment.\nThe next",
                "a new government.\nThe next",
            ),
            ("a new govern-\nment", "a new government"),
            ("THE GOVERN-\nMENT FELL", "THE GOVERNMENT\nFELL"),
            (
                "the govern\u{ac} \nment's peace\u{2010}\nkeepers left",
                "the government's\npeacekeepers\nleft",
            ),
            ("troops of Azer-\nbaijan met", "troops of Azerbaijan\nmet"),
            ("(announce-\nment) was", "(announcement)\nwas"),
            (
                "cease-\nfire/govern-\nment/and cease-\nfire",
                "ceasefire/government/and\nceasefire",
            ),
        ] {
            assert_eq!(english(text).as_deref(), Some(expected), "{text:?}");
            // Once joined, there is nothing left to do.
            assert_eq!(english(expected), None, "{expected:?}");
        }
    }

    #[test]
    fn the_rest_is_left_alone() {
        for text in [
            "a well-\nknown man",
            "his mother-\nin-law",
            "the man-of-\nwar sank",
            "cease-\n\nfire",
            "cease- fire",
            "an e-\nmail",
            "in 1914-\nand later",
            "Smith-\nJones said",
            "Govern-\nMENT",
            "nothing at all\nhere",
            "-\nfire",
            "cease-\n",
            "govemm-\nent",
            "",
        ] {
            assert_eq!(english(text), None, "{text:?}");
        }
        // No language, no words.
        assert_eq!(
            joined("cease-\nfire", "und", &ArchiveWords::default()),
            None
        );
    }

    #[test]
    fn words_of_the_archive_are_known() {
        let archive = ArchiveWords::of(BTreeSet::from(["zollverein".to_owned()]));
        assert_eq!(
            joined("der Zoll-\nverein war", "und", &archive).as_deref(),
            Some("der Zollverein\nwar")
        );
        assert_eq!(joined("der Zoll-\nverain war", "und", &archive), None);
        let archive = ArchiveWords::of(BTreeSet::from(["yearend".to_owned()]));
        assert_eq!(joined("the year-\nend rush", "en", &archive), None);
        assert_ne!(archive.hash(), 0);
        assert_eq!(ArchiveWords::default().hash(), 0);
    }

    #[test]
    fn nothing_but_hyphens_and_space_is_lost() {
        const PIECES: [&str; 14] = [
            "cease",
            "fire",
            "govern",
            "ment",
            "-\n",
            "-",
            "\n",
            " ",
            "\u{ac}\n",
            "/",
            ", ",
            "\u{e9}",
            "\u{2010} \n\t",
            "7",
        ];
        let letters = |text: &str| -> String {
            let kept = |c: &char| !c.is_whitespace() && !HYPHENS.contains(c);
            text.chars().filter(kept).collect()
        };
        let (mut state, mut joins) = (1u64, 0);
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                text.push_str(PIECES[(state >> 33) as usize % PIECES.len()]);
            }
            if let Some(joined) = english(&text) {
                assert_eq!(letters(&joined), letters(&text), "{text:?}");
                joins += 1;
            }
        }
        assert!(joins > 50, "{joins}");
    }

    #[test]
    fn many_broken_words_take_linear_time() {
        let text = "cease-\nfire ".repeat(100_000);
        let joined = english(&text).unwrap();
        assert_eq!(joined.len(), "ceasefire\n".len() * 100_000);
        let text = "cease-\nfire/".repeat(100_000);
        assert_eq!(english(&text).unwrap(), "ceasefire/".repeat(100_000));
        let text = "a-\n".repeat(200_000) + &"-\n".repeat(200_000);
        assert_eq!(english(&text), None);
    }
}
