//! An article as the tagger reads it: words by number, gaps by class, sentences, known phrases.

use super::document;
use super::gap;
use super::known;
use super::vocabulary::{AFTER, BEFORE, Scores, Vocabulary};
use super::word::{BEGINS, CAPITAL, DIGIT, FOREIGN, HAS_SMALL, PLACES, SMALL, Word};
use crate::analyse::actors::view::View;

/// A sentence of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its first token.
    pub from: usize,
    /// Index after its last token.
    pub until: usize,
    /// 0, or how its capitals mislead: 1 in Title Case, 2 IN CAPITALS.
    pub style: u8,
    /// Class of the gap after its last token.
    end: u8,
}

/// Tokens of title and body, one after the other.
#[derive(Debug, Default)]
pub struct Reading {
    /// Numbers of the words.
    pub ids: Vec<u32>,
    /// Class of the gap before each token.
    pub gaps: Vec<u8>,
    /// Bits of the known phrases that each token is part of.
    pub known: Vec<u32>,
    /// Whether each token may be part of a name.
    pub open: Vec<bool>,
    /// Sentences, not empty.
    pub sentences: Vec<Sentence>,
    /// Number of tokens of the title.
    pub title: usize,
}

impl Reading {
    /// Reads an article.
    pub fn read(
        &mut self,
        texts: [&View; 2],
        vocabulary: &mut Vocabulary,
        sum: &impl Fn(&Word, &str) -> [Scores; PLACES],
    ) {
        self.ids.clear();
        self.gaps.clear();
        self.sentences.clear();
        self.known.clear();
        self.open.clear();
        vocabulary.begin(sum);
        let total = texts.iter().map(|view| view.len()).sum();
        self.ids.reserve(total);
        self.known.resize(total, 0);
        self.open.resize(total, false);
        for view in texts {
            self.text(view, vocabulary, sum);
        }
        self.title = texts[0].len();
        for sentence in &mut self.sentences {
            let ids = &self.ids[sentence.from..sentence.until];
            sentence.style = style(vocabulary, ids);
            open(
                vocabulary,
                ids,
                &mut self.open[sentence.from..sentence.until],
            );
        }
        for sentence in &self.sentences {
            if sentence.style != 2 {
                document::look(vocabulary, &self.ids[sentence.from..sentence.until]);
            }
        }
    }

    fn text(
        &mut self,
        view: &View,
        vocabulary: &mut Vocabulary,
        sum: &impl Fn(&Word, &str) -> [Scores; PLACES],
    ) {
        let base = self.ids.len();
        let mut starts = view.tokens.sentences.iter().peekable();
        let bytes = view.text.as_bytes();
        let mut last = 0;
        for (index, &(start, end)) in view.tokens.tokens.iter().enumerate() {
            let number = vocabulary.number(view.word(index), sum);
            self.ids.push(number);
            let start = start as usize;
            let plain = start == last + 1 && bytes.get(last) == Some(&b' ');
            let mut class = match plain {
                true => gap::SPACE,
                false => gap::class(view.gap(index)),
            };
            if let Some(sentence) = starts.next_if(|sentence| sentence.token as usize <= index) {
                class = gap::begin(view.gap(index), sentence.paragraph);
                self.end_sentence(base + index, view.gap(index));
                self.sentences.push(Sentence {
                    from: base + index,
                    until: base + index,
                    style: 0,
                    end: 0,
                });
            }
            self.gaps.push(class);
            last = end as usize;
        }
        self.end_sentence(self.ids.len(), view.text.get(last..).unwrap_or(""));
        self.phrases(view, base, vocabulary);
    }

    fn end_sentence(&mut self, until: usize, gap: &str) {
        if let Some(sentence) = self.sentences.last_mut()
            && sentence.until == sentence.from
        {
            sentence.until = until;
            sentence.end = gap::end(gap);
        }
    }

    fn phrases(&mut self, view: &View, base: usize, vocabulary: &Vocabulary) {
        let mut free = 0;
        for index in 0..view.len() {
            let word = &vocabulary.words[self.ids[base + index] as usize];
            if word.flags & BEGINS == 0 || word.flags & SMALL != 0 {
                continue;
            }
            known::phrases(view, index, word.key, &mut |until, kinds| {
                if until <= free && until - index < 2 {
                    return;
                }
                free = free.max(until);
                for at in index..until {
                    if let Some(bits) = self.known.get_mut(base + at) {
                        *bits |= known::bits(kinds, at == index, at + 1 == until);
                    }
                }
            });
        }
    }

    /// The number of the word at a place of a sentence, or of what stands beyond its ends.
    #[inline(always)]
    pub fn word(&self, sentence: &Sentence, at: isize) -> u32 {
        if at < sentence.from as isize {
            BEFORE
        } else if at >= sentence.until as isize {
            AFTER
        } else {
            self.ids[at as usize]
        }
    }

    /// The class of the gap before a place of a sentence, at most one beyond its end.
    #[inline(always)]
    pub fn gap(&self, sentence: &Sentence, at: usize) -> u8 {
        if at < sentence.until {
            self.gaps[at]
        } else {
            sentence.end
        }
    }

    /// What the article shows of the word at a place.
    #[inline(always)]
    pub fn seen(&self, vocabulary: &Vocabulary, sentence: &Sentence, at: isize) -> u8 {
        let family = vocabulary.words[self.word(sentence, at) as usize].family;
        let (article, bits) = vocabulary.seen[family as usize];
        if article == vocabulary.article {
            bits
        } else {
            0
        }
    }

    /// The run of words with a capital around one of them: first, and index after the last.
    #[inline(always)]
    pub fn run(&self, vocabulary: &Vocabulary, sentence: &Sentence, at: usize) -> (usize, usize) {
        const LONGEST: usize = 12;
        let capital = |at: usize| vocabulary.words[self.ids[at] as usize].flags & CAPITAL != 0;
        let mut first = at;
        while first > sentence.from
            && at - first < LONGEST
            && capital(first - 1)
            && gap::joins(self.gaps[first])
        {
            first -= 1;
        }
        let mut end = at + 1;
        while end < sentence.until
            && end - at < LONGEST
            && capital(end)
            && gap::joins(self.gaps[end])
        {
            end += 1;
        }
        (first, end)
    }
}

/// Marks what may be part of a name: words with a capital, what stands shortly before one, and a
/// number after one. Nothing of a script that names are not looked for in.
fn open(vocabulary: &Vocabulary, ids: &[u32], open: &mut [bool]) {
    const BEFORE_CAPITAL: usize = 3;
    let mut ahead = 0;
    for at in (0..ids.len()).rev() {
        let flags = vocabulary.words[ids[at] as usize].flags;
        let before = at
            .checked_sub(1)
            .map_or(0, |before| vocabulary.words[ids[before] as usize].flags);
        let capital = flags & CAPITAL != 0;
        let number = flags & DIGIT != 0 && before & CAPITAL != 0;
        open[at] = flags & FOREIGN == 0 && (capital || ahead > 0 || number);
        ahead = if capital {
            BEFORE_CAPITAL
        } else {
            ahead.saturating_sub(1)
        };
    }
}

fn style(vocabulary: &Vocabulary, ids: &[u32]) -> u8 {
    let (mut small, mut capital, mut has_small) = (0, 0, false);
    for &id in ids {
        let flags = vocabulary.words[id as usize].flags;
        has_small |= flags & HAS_SMALL != 0;
        capital += usize::from(flags & CAPITAL != 0);
        small += usize::from(flags & SMALL != 0);
    }
    match (has_small, capital + small) {
        (false, 2..) => 2,
        (true, 4..) if capital > 2 * small => 1,
        _ => 0,
    }
}
