//! One pass over an article's texts: tokens, sentences, triggers and the terms to index.

use super::TITLE_GAP;
use super::fingerprint::{Fingerprint, Fingerprints};
use super::forms::Forms;
use super::lexicon::{COMMON, Lexicon, TELLS, TRIGGERS};
use super::packed::Packed;
use super::sentence::{self, Around, Break, Lines};
use super::words::words;
use crate::model::{FieldTokens, Sentence};

/// Which languages a scanner keeps a lexicon for at once.
const MOST_LEXICONS: usize = 3;

/// Keeps a lexicon for each language it meets. One a thread.
pub struct Scanner {
    classify: fn(&str) -> u8,
    lexicons: Vec<Language>,
}

struct Language {
    code: String,
    lexicon: Lexicon,
    forms: Forms,
    fingerprints: Fingerprints,
}

/// What one pass over a text found, besides its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Tokens and sentences.
    pub tokens: FieldTokens,
    /// Numbers of the tokens' words.
    pub words: WordNumbers,
    /// For each of the classifier's lowest two bits, the ascending indices of the tokens that have
    /// it.
    pub triggers: [Vec<u32>; 2],
    /// How well the text was read.
    pub legibility: Legibility,
}

/// How many words of a text in a language whose common words are known are among these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Legibility {
    /// Words of three letters or more, all small.
    pub words: u32,
    /// Those of them that are common words.
    pub common: u32,
}

/// Fewest words that say something of a text.
const FEWEST: u32 = 20;

impl Legibility {
    /// The share of common words in percent; `None` where there are too few words to tell.
    pub fn percent(self) -> Option<u8> {
        let percent = u64::from(self.common) * 100 / u64::from(self.words.max(1));
        (self.words >= FEWEST).then_some(percent as u8)
    }
}

/// Words by number, so that what is known of a word need not be looked up by its letters: the
/// same word as written has the same number in all texts with the same stamp.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordNumbers {
    /// Which numbers these are.
    pub stamp: u64,
    /// The number of each token's word, [`super::NO_NUMBER`] where it has none. Not longer than the
    /// tokens; shorter where nothing is known of the last ones.
    pub numbers: Vec<u32>,
}

/// The terms of one article, ready for the engine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Stems of title and body.
    pub words: Packed,
    /// Stems of the title.
    pub title: Packed,
    /// Unusual surface forms of stems that stand in no other form in the article.
    pub once: Packed,
    /// Those of stems that stand in several, where they stand; see `forms.rs`.
    pub forms: Packed,
    /// What tells copies of the article.
    pub fingerprint: Fingerprint,
}

impl std::fmt::Debug for Scanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let codes = self.lexicons.iter().map(|language| &language.code);
        f.debug_list().entries(codes).finish()
    }
}

impl Scanner {
    /// A scanner whose `classify` is asked once for every distinct word, as written.
    pub fn new(classify: fn(&str) -> u8) -> Scanner {
        Scanner {
            classify,
            lexicons: Vec::new(),
        }
    }

    /// Scans a title and a body in a language (ISO 639-1, "und" for unknown).
    pub fn scan(&mut self, title: &str, body: &str, language: &str) -> (Scan, Scan, Terms) {
        let mut terms = Terms::default();
        terms.words.reserve(body.len() + body.len() / 4);
        let language = self.language(language);
        language.lexicon.begin();
        language.forms.begin();
        let title_scan = field(title, language, 0, &mut terms, true);
        let base = title_scan.tokens.tokens.len() as u32 + TITLE_GAP;
        let body_scan = field(body, language, base, &mut terms, false);
        (terms.once, terms.forms) = language.forms.terms(&language.lexicon);
        terms.fingerprint = language.fingerprints.finish();
        (title_scan, body_scan, terms)
    }

    fn language(&mut self, code: &str) -> &mut Language {
        let known = |language: &Language| language.code == code;
        let place = match self.lexicons.iter().position(known) {
            Some(place) => place,
            None => {
                // The longest unused goes; a mixed archive has few languages.
                if self.lexicons.len() == MOST_LEXICONS {
                    self.lexicons.remove(0);
                }
                self.lexicons.push(Language {
                    code: code.to_owned(),
                    lexicon: Lexicon::new(code, self.classify),
                    forms: Forms::default(),
                    fingerprints: Fingerprints::default(),
                });
                self.lexicons.len() - 1
            }
        };
        &mut self.lexicons[place]
    }
}

fn field(text: &str, language: &mut Language, base: u32, terms: &mut Terms, title: bool) -> Scan {
    let Language {
        lexicon,
        forms,
        fingerprints,
        ..
    } = language;
    let mut scan = Scan::default();
    scan.tokens.tokens.reserve(text.len() / 5);
    scan.words.stamp = lexicon.stamp();
    scan.words.numbers.reserve(text.len() / 5);
    let lines = Lines::of(text);
    let bytes = text.as_bytes();
    let mut previous: (usize, usize) = (0, 0);
    words(text, |span| {
        let index = scan.tokens.tokens.len() as u32;
        if index == 0 {
            scan.tokens
                .sentences
                .push(sentence::first(text, span.start));
        } else if span.start - previous.1 != 1 || bytes[previous.1] != b' ' {
            let found = boundary(text, lexicon, lines, previous, (span.start, span.end));
            let (byte, paragraph) = match found {
                Break::None => (None, false),
                Break::Sentence(byte) => (Some(byte), false),
                Break::Paragraph(byte) => (Some(byte), true),
            };
            if let Some(byte) = byte {
                scan.tokens.sentences.push(Sentence {
                    token: index,
                    byte: byte as u32,
                    paragraph,
                });
            }
        }
        previous = (span.start, span.end);
        scan.tokens
            .tokens
            .push((span.start as u32, span.end as u32));
        let word = lexicon.word(text, span);
        scan.words.numbers.push(word.number());
        let position = base + index;
        match word.frame() {
            Some(frame) => terms.words.push_frame(position, frame),
            None => terms.words.push(position, word.stem()),
        }
        forms.add(position, &word);
        match title {
            true => {
                terms.title.push(position, word.stem());
                fingerprints.title(word.hash());
            }
            false => fingerprints.body(word.hash()),
        }
        let flags = word.flags();
        scan.legibility.words += u32::from(flags & TELLS != 0);
        scan.legibility.common += u32::from(flags & COMMON != 0);
        if flags & TRIGGERS != 0 {
            for (bit, list) in scan.triggers.iter_mut().enumerate() {
                if flags >> bit & 1 == 1 {
                    list.push(index);
                }
            }
        }
    });
    scan
}

/// Judges the gap between two tokens that are not parted by one space alone.
#[inline(never)]
fn boundary(
    text: &str,
    lexicon: &mut Lexicon,
    lines: Lines,
    before: (usize, usize),
    after: (usize, usize),
) -> Break {
    let gap = &text[before.1..after.0];
    if !gap
        .bytes()
        .any(|byte| matches!(byte, b'\n' | b'.' | b'!' | b'?') || byte >= 0xc0)
    {
        return Break::None;
    }
    let after_text = &text[after.0..after.1];
    sentence::judge(gap, before.1, lines, after_text, || Around {
        before: &text[before.0..before.1],
        before_folded: lexicon.word(text, before.0..before.1).folded().to_owned(),
        after_folded: lexicon.word(text, after.0..after.1).folded().to_owned(),
        acronym: text[..before.0].ends_with('.'),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::PackedReader;

    fn sentences(text: &str) -> Vec<String> {
        let (_, body, _) = Scanner::new(|_| 0).scan("", text, "en");
        let starts: Vec<_> = body
            .tokens
            .sentences
            .iter()
            .map(|s| s.byte as usize)
            .collect();
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        starts
            .iter()
            .zip(ends)
            .map(|(&start, end)| text[start..end].trim().to_owned())
            .collect()
    }

    #[test]
    fn sentences_end_where_readers_say() {
        for (text, expected) in [
            ("One. Two! Three?", vec!["One.", "Two!", "Three?"]),
            (
                "Gen. Smith met Mr. Jones. He left.",
                vec!["Gen. Smith met Mr. Jones.", "He left."],
            ),
            ("J. R. Smith said so.", vec!["J. R. Smith said so."]),
            (
                "Troops of the U.S. Army left.",
                vec!["Troops of the U.S. Army left."],
            ),
            (
                "It left the U.S. The envoy stayed.",
                vec!["It left the U.S.", "The envoy stayed."],
            ),
            (
                "It rose 3.5 percent. Oil fell.",
                vec!["It rose 3.5 percent.", "Oil fell."],
            ),
            (
                "“No,” he said. “Never.” She left.",
                vec!["“No,” he said.", "“Never.”", "She left."],
            ),
            ("On Sept. 20 it ended.", vec!["On Sept. 20 it ended."]),
            (
                "No. 7 won. No. They lost.",
                vec!["No. 7 won.", "No.", "They lost."],
            ),
            (
                "wrapped\nline\n\nNew paragraph",
                vec!["wrapped\nline", "New paragraph"],
            ),
            ("停戦。平和！", vec!["停戦。", "平和！"]),
            ("ended in 2023. Then", vec!["ended in 2023.", "Then"]),
        ] {
            assert_eq!(sentences(text), expected, "{text:?}");
        }
    }

    fn read(terms: Packed) -> Vec<(u32, String)> {
        let text = terms.into_string();
        PackedReader::new(&text)
            .map(|(position, term)| (position, term.to_owned()))
            .collect()
    }

    fn owned(terms: &[(u32, &str)]) -> Vec<(u32, String)> {
        terms
            .iter()
            .map(|&(at, term)| (at, term.to_owned()))
            .collect()
    }

    #[test]
    fn positions_leave_a_gap_between_title_and_body() {
        let mut scanner = Scanner::new(|word| u8::from(word == "Tuesday"));
        let (title, body, terms) = scanner.scan("Talks end", "Ended on Tuesday", "en");
        assert_eq!(title.triggers[0], [] as [u32; 0]);
        assert_eq!(body.triggers[0], [2]);
        let words = [
            (0, "talk"),
            (1, "end"),
            (102, "end"),
            (103, "on"),
            (104, "tuesday"),
        ];
        assert_eq!(read(terms.words), owned(&words));
        // "talks" is the usual form of its stem.
        assert_eq!(read(terms.forms), owned(&[(102, "end\u{1}ed")]));
        assert_eq!(read(terms.title).len(), 2);
    }
}
