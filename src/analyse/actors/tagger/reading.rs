//! An article as the tagger reads it: words by number, gaps by class, sentences, known phrases.

use super::document;
use super::gap;
use super::known;
use super::vocabulary::{AFTER, BEFORE, Met, Vocabulary};
use super::word::{
    BEGINS, BUSINESSLIKE, CAPITAL, DIGIT, FOREIGN, HAS_SMALL, LEADS, LISTED, LISTED_ON, SMALL,
    SPORTY, Word,
};
use crate::analyse::actors::view::View;
use crate::text::NO_NUMBER;

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
    /// Their words.
    pub words: Vec<Met>,
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
    /// What the article is about, as far as it bears on names, a bit each: 1 sport, 2 a table of figures, 4
    /// business.
    pub topic: u8,
}

impl Reading {
    /// Reads an article.
    pub fn read(&mut self, texts: [&View; 2], vocabulary: &mut Vocabulary) {
        self.words.clear();
        self.gaps.clear();
        self.sentences.clear();
        self.known.clear();
        self.open.clear();
        vocabulary.begin();
        let total = texts.iter().map(|view| view.len()).sum();
        self.words.reserve(total);
        self.known.resize(total, 0);
        self.open.resize(total, false);
        for view in texts {
            self.text(view, vocabulary);
        }
        self.title = texts[0].len();
        self.topic = topic(&self.words);
        for sentence in &mut self.sentences {
            let words = &self.words[sentence.from..sentence.until];
            sentence.style = style(words);
            open(words, &mut self.open[sentence.from..sentence.until]);
            if sentence.style != 2 {
                document::look(vocabulary, words);
            }
        }
    }

    fn text(&mut self, view: &View, vocabulary: &mut Vocabulary) {
        let base = self.words.len();
        let mut starts = view.tokens.sentences.iter().peekable();
        let bytes = view.text.as_bytes();
        let numbers = &view.words.numbers;
        vocabulary.use_lexicon(view.words.stamp);
        let mut last = 0;
        for (index, &(start, end)) in view.tokens.tokens.iter().enumerate() {
            let number = numbers.get(index).copied().unwrap_or(NO_NUMBER);
            self.words
                .push(vocabulary.numbered(number, || view.word(index)));
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
        self.end_sentence(self.words.len(), view.text.get(last..).unwrap_or(""));
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
            let word = self.words[base + index];
            if word.flags & (BEGINS | LISTED) == 0 || word.flags & SMALL != 0 {
                continue;
            }
            let Word { key, listed, .. } = vocabulary.words[word.number as usize];
            let mut note = |until: usize, kinds| {
                if until <= free && until - index < 2 {
                    return;
                }
                free = free.max(until);
                for at in index..until {
                    if let Some(bits) = self.known.get_mut(base + at) {
                        *bits |= known::bits(kinds, at == index, at + 1 == until);
                    }
                }
            };
            if word.flags & BEGINS != 0 {
                known::of_tables(view, index, key, &mut note);
            }
            let longer = match word.flags & LISTED_ON {
                0 => None,
                _ => known::of_lists(view, index, key),
            };
            match longer {
                Some((until, kinds)) => note(until, kinds),
                None if listed != 0 => note(index + 1, listed),
                None => {}
            }
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
            self.words[at as usize].number
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
    pub fn seen(&self, vocabulary: &Vocabulary, at: usize) -> u8 {
        let family = usize::from(self.words[at].family);
        let (article, bits) = vocabulary.seen[family];
        if article == vocabulary.article {
            bits
        } else {
            0
        }
    }

    /// The run of words with a capital around one of them: first, and index after the last.
    #[inline(always)]
    pub fn run(&self, sentence: &Sentence, at: usize) -> (usize, usize) {
        const LONGEST: usize = 12;
        let capital = |at: usize| self.words[at].flags & CAPITAL != 0;
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

/// Marks what may be part of a name: words with a capital, words in small letters and numbers
/// between two of those or shortly before one ("de", "al", "2006"), and a number after one.
/// Nothing of a script that names are not looked for in.
fn open(words: &[Met], open: &mut [bool]) {
    const NEAR: usize = 3;
    let flags_at = |at: usize| words[at].flags;
    let mut behind = 0usize;
    for (at, open) in open.iter_mut().enumerate() {
        let flags = flags_at(at);
        *open = behind > 0 || flags & (LEADS | DIGIT) != 0;
        behind = match flags & CAPITAL {
            0 => behind.saturating_sub(1),
            _ => NEAR,
        };
    }
    let mut ahead = 0usize;
    for at in (0..words.len()).rev() {
        let flags = flags_at(at);
        let capital = flags & CAPITAL != 0;
        let before = at.checked_sub(1).map_or(0, flags_at);
        let number = flags & DIGIT != 0 && before & CAPITAL != 0;
        open[at] = flags & FOREIGN == 0 && (capital || number || ahead > 0 && open[at]);
        ahead = match capital {
            true => NEAR,
            false => ahead.saturating_sub(1),
        };
    }
}

/// Of how many words of an article one is of sport, or of business, where it is about that; and of how many
/// one is a number where it is a table. Chosen by hand; the model learns what they tell.
const SPORT_ONE_IN: usize = 66;
const BUSINESS_ONE_IN: usize = 40;
const NUMBER_ONE_IN: usize = 4;

/// What an article is about, by its words in small letters and its numbers: see [`Reading::topic`].
fn topic(words: &[Met]) -> u8 {
    let (mut sport, mut business, mut numbers) = (0, 0, 0);
    for &Met { flags, .. } in words {
        numbers += usize::from(flags & DIGIT != 0);
        if flags & SMALL != 0 {
            sport += usize::from(flags & SPORTY != 0);
            business += usize::from(flags & BUSINESSLIKE != 0);
        }
    }
    u8::from(sport >= 2 && sport * SPORT_ONE_IN >= words.len())
        | u8::from(numbers * NUMBER_ONE_IN > words.len()) << 1
        | u8::from(business >= 2 && business * BUSINESS_ONE_IN >= words.len()) << 2
}

fn style(words: &[Met]) -> u8 {
    let (mut small, mut capital, mut has_small) = (0, 0, false);
    for &Met { flags, .. } in words {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_told_by_small_words_and_numbers() {
        let flags = |list: &[u16]| -> Vec<Met> {
            let met = |&flags: &u16| Met {
                flags,
                ..Met::default()
            };
            list.iter().map(met).collect()
        };
        let sporty = SMALL | SPORTY;
        assert_eq!(topic(&flags(&[sporty, sporty, SMALL])), 1);
        assert_eq!(topic(&flags(&[sporty, SMALL, SMALL])), 0);
        assert_eq!(topic(&flags(&[SMALL | BUSINESSLIKE; 2])), 4);
        // With a capital the same bits say that a name of the lists begins.
        assert_eq!(topic(&flags(&[CAPITAL | LISTED | LISTED_ON; 4])), 0);
        assert_eq!(topic(&flags(&[DIGIT, DIGIT, SMALL])), 2);
        assert_eq!(topic(&[]), 0);
    }
}
