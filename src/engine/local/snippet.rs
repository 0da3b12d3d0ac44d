//! From positions to text: highlights, and the sentences that show best what matched.

use super::matcher::Match;
use super::span::{Piece, PieceKind};
use super::spans::{Place, Spans};
use super::terms::LONGEST;
use crate::model::{Sentence, Snippet, TextField};
use crate::text::words;
use std::ops::Range;

/// Sentences shown of one article at the most.
const MOST_SENTENCES: usize = 3;

/// A longer sentence (a table, a text without stops) is shown as a window of this many bytes.
const LONGEST_SENTENCE: usize = 600;

/// Bytes of a sentence that says something and is taken in at a glance.
const READS_WELL: Range<usize> = 40..360;

/// How well a sentence shows a part of the query; more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quality {
    /// How many other parts match in it.
    parts: u32,
    reads_well: bool,
}

/// Something that matched, as tokens of the title or the body; for mentions and dates, with the
/// bytes that the span table knows.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    field: TextField,
    /// First token within its text.
    token: u32,
    tokens: u32,
    part: u32,
    bytes: Option<Range<usize>>,
}

/// What matched in one article, ready to be shown.
pub(super) struct Marks<'a> {
    spans: &'a Spans,
    found: Vec<Found>,
}

impl<'a> Marks<'a> {
    /// What took part in the matches, as tokens of the texts.
    pub(super) fn new(spans: &'a Spans, matches: &[Match]) -> Marks<'a> {
        let mut found = Vec::new();
        for one in matches {
            let pieces = one.pieces.iter();
            found.extend(pieces.map(|piece| locate(spans, *piece, one.part)));
        }
        found.sort_by_key(|one| (one.field, one.token, one.part, one.tokens));
        found.dedup();
        Marks { spans, found }
    }

    /// Byte ranges of the title that matched.
    pub(super) fn title(&self, title: &str) -> Vec<(usize, usize)> {
        self.ranges(TextField::Title, title, 0, 0, u32::MAX)
    }

    /// Byte ranges of the whole body that matched.
    pub(super) fn body(&self, body: &str) -> Vec<(usize, usize)> {
        self.ranges(TextField::Body, body, 0, 0, u32::MAX)
    }

    /// Byte ranges, relative to `text`, of what matched in the tokens from `first` up to `end`;
    /// `text` starts with token `first` at byte `start` of its field.
    fn ranges(
        &self,
        field: TextField,
        text: &str,
        start: usize,
        first: u32,
        end: u32,
    ) -> Vec<(usize, usize)> {
        let here: Vec<&Found> = self
            .found
            .iter()
            .filter(|one| one.field == field && one.token >= first && one.token < end)
            .collect();
        if here.is_empty() {
            return Vec::new();
        }
        let mut tokens: Vec<(usize, usize)> = Vec::new();
        if here.iter().any(|one| one.bytes.is_none()) {
            words(text, |span| tokens.push((span.start, span.end)));
        }
        let mut ranges: Vec<(usize, usize)> = here
            .iter()
            .filter_map(|one| match &one.bytes {
                Some(bytes) => {
                    let from = bytes.start.checked_sub(start)?;
                    Some((from, (bytes.end - start).min(text.len())))
                }
                None => {
                    let from = (one.token - first) as usize;
                    let last = from + one.tokens.max(1) as usize - 1;
                    let last = tokens.get(last).or(tokens.last())?;
                    Some((tokens.get(from)?.0, last.1))
                }
            })
            .filter(|&(from, to)| from < to && text.get(from..to).is_some())
            .collect();
        ranges.sort_unstable();
        merge(ranges)
    }

    /// Up to three sentences of the body, chosen so that they show as many parts of the query as
    /// possible, in reading order; the opening of the body where nothing in it matched.
    pub(super) fn snippets(&self, body: &str) -> Vec<Snippet> {
        let mut chosen = self.choose();
        if chosen.is_empty() && !self.spans.sentences.is_empty() {
            chosen.push(0);
        }
        chosen.sort_unstable();
        chosen
            .into_iter()
            .filter_map(|sentence| self.snippet(body, sentence))
            .collect()
    }

    /// Number of the sentence of the body that something was found in.
    fn sentence_of(&self, one: &Found) -> usize {
        let sentences = &self.spans.sentences;
        let after = sentences.partition_point(|sentence| sentence.token <= one.token);
        after.saturating_sub(1)
    }

    /// The sentence with a match of this part that shows most other parts beside it, of these one
    /// that is easily read, of these the first; the title where no sentence of the body has one.
    pub(super) fn best_with(
        &self,
        part: u32,
        title: &str,
        body: &str,
    ) -> Option<(Quality, Snippet)> {
        let with_part = |field: TextField| {
            let found = self.found.iter();
            found.filter(move |one| one.part == part && one.field == field)
        };
        let mut best: Option<(Quality, usize)> = None;
        let mut before = None;
        for sentence in with_part(TextField::Body).map(|one| self.sentence_of(one)) {
            if before.replace(sentence) == Some(sentence) {
                continue;
            }
            let quality = self.quality(part, sentence, body.len());
            if best.is_none_or(|(best, _)| quality > best) {
                best = Some((quality, sentence));
            }
        }
        if let Some((quality, sentence)) = best {
            return Some((quality, self.snippet(body, sentence)?));
        }
        with_part(TextField::Title).next()?;
        let snippet = Snippet {
            field: TextField::Title,
            start: 0,
            text: title.to_owned(),
            highlights: self.title(title),
        };
        Some((Quality::default(), snippet))
    }

    fn quality(&self, part: u32, sentence: usize, end: usize) -> Quality {
        let sentences = &self.spans.sentences;
        let bounds = |place: fn(&Sentence) -> u32, end: u32| {
            let at = |index: usize| sentences.get(index).map_or(end, place);
            at(sentence)..at(sentence + 1)
        };
        let tokens = bounds(|sentence| sentence.token, u32::MAX);
        let bytes = bounds(|sentence| sentence.byte, end as u32);
        let here = self.found.iter().filter(|one| {
            one.field == TextField::Body && one.part != part && tokens.contains(&one.token)
        });
        let parts = here.fold(0u64, |parts, one| parts | 1 << one.part.min(63));
        Quality {
            parts: parts.count_ones(),
            reads_well: READS_WELL.contains(&bytes.len()),
        }
    }

    fn choose(&self) -> Vec<usize> {
        // For each sentence with a match: which parts (the first 64), and how many matches.
        let mut sentences: Vec<(usize, u64, u32)> = Vec::new();
        for one in self.found.iter().filter(|one| one.field == TextField::Body) {
            let sentence = self.sentence_of(one);
            let bit = 1u64 << one.part.min(63);
            match sentences.last_mut().filter(|last| last.0 == sentence) {
                Some(last) => {
                    last.1 |= bit;
                    last.2 += 1;
                }
                None => sentences.push((sentence, bit, 1)),
            }
        }
        let mut covered = 0u64;
        let mut chosen = Vec::new();
        while chosen.len() < MOST_SENTENCES {
            let best = sentences
                .iter()
                .enumerate()
                .max_by_key(|(_, (sentence, parts, matches))| {
                    let new = (parts & !covered).count_ones();
                    (
                        new,
                        parts.count_ones(),
                        (*matches).min(4),
                        std::cmp::Reverse(*sentence),
                    )
                })
                .map(|(index, _)| index);
            let Some(best) = best else { break };
            let (sentence, parts, _) = sentences.swap_remove(best);
            covered |= parts;
            chosen.push(sentence);
        }
        chosen
    }

    fn snippet(&self, body: &str, index: usize) -> Option<Snippet> {
        let sentence = self.spans.sentences.get(index)?;
        let next = self.spans.sentences.get(index + 1);
        let start = sentence.byte as usize;
        let end = next.map_or(body.len(), |next| next.byte as usize);
        let whole = body.get(start..end)?.trim_end();
        let last = next.map_or(u32::MAX, |next| next.token);
        let highlights = self.ranges(TextField::Body, whole, start, sentence.token, last);
        let window = window(whole, highlights.first().map_or(0, |first| first.0));
        let highlights = highlights
            .into_iter()
            .filter(|&(from, to)| from >= window.start && to <= window.end)
            .map(|(from, to)| (from - window.start, to - window.start))
            .collect();
        Some(Snippet {
            field: TextField::Body,
            start: start + window.start,
            text: whole[window].to_owned(),
            highlights,
        })
    }
}

/// The part of a sentence that is shown: all of it, or for an overlong one a stretch around its
/// first match, from word to word.
fn window(sentence: &str, first_match: usize) -> Range<usize> {
    if sentence.len() <= LONGEST_SENTENCE {
        return 0..sentence.len();
    }
    let start = sentence.floor_char_boundary(first_match.saturating_sub(LONGEST_SENTENCE / 3));
    let start = match start {
        0 => 0,
        _ => {
            start
                + sentence[start..first_match.max(start)]
                    .find(' ')
                    .map_or(0, |space| space + 1)
        }
    };
    let end = sentence.floor_char_boundary((start + LONGEST_SENTENCE).min(sentence.len()));
    let end = match end == sentence.len() {
        true => end,
        false => sentence[start..end]
            .rfind(' ')
            .map_or(end, |space| start + space),
    };
    start..end
}

/// Where a piece stands; the span table knows the bytes of mentions and dates.
fn locate(spans: &Spans, piece: Piece, part: u32) -> Found {
    let (field, token) = spans.token_at(piece.span.start);
    let tokens = piece.span.end - piece.span.start;
    let is_here = |place: &&Place| {
        place.field == field && place.token == token && place.tokens.min(LONGEST) == tokens
    };
    let place = match piece.kind {
        PieceKind::Words => None,
        PieceKind::Mention => spans.mentions.iter().map(|(_, place)| place).find(is_here),
        PieceKind::Date => spans.dates.iter().map(|date| &date.place).find(is_here),
    };
    Found {
        field,
        token,
        tokens: place.map_or(tokens, |place| place.tokens),
        part,
        bytes: place.map(|place| place.start..place.end),
    }
}

/// Joins ranges that overlap or touch; they must be sorted.
fn merge(ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut merged: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match merged.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(to),
            None => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_keep_the_match_and_whole_words() {
        let long = "word ".repeat(1000);
        let window = window(&long, 2500);
        assert!(window.start <= 2500 && window.end > 2500 && window.len() <= LONGEST_SENTENCE);
        assert!(long[window.clone()].starts_with("word") && long[window].ends_with("word"));
        let unbroken = "ж".repeat(1000);
        let window = super::window(&unbroken, 1000);
        assert!(unbroken.get(window.clone()).is_some() && window.contains(&1000));
    }

    #[test]
    fn ranges_merge() {
        assert_eq!(
            merge(vec![(0, 3), (3, 5), (4, 9), (11, 12)]),
            [(0, 9), (11, 12)]
        );
    }
}
