//! The second pass: what the first found for a word anywhere in the article is told to each of its
//! places.

use super::labels::{OUTSIDE, kind};
use super::reading::{Reading, Sentence};
use super::vocabulary::Vocabulary;
use super::word::CAPITAL;

/// Stands for no token, or for a word that is not voted on.
const NOTHING: u32 = 7;

/// Counts what the first pass found for each word with a capital.
pub fn vote(vocabulary: &mut Vocabulary, reading: &Reading, labels: &[u8]) {
    let article = vocabulary.article;
    for sentence in reading
        .sentences
        .iter()
        .filter(|sentence| sentence.style != 2)
    {
        for at in sentence.from..sentence.until {
            let (id, label) = (reading.ids[at] as usize, labels[at]);
            if label == OUTSIDE && vocabulary.words[id].flags & CAPITAL == 0 {
                continue;
            }
            let votes = &mut vocabulary.votes[id];
            if votes.0 != article {
                *votes = (article, [0; 5]);
            }
            let kind = if label == OUTSIDE {
                4
            } else {
                usize::from(kind(label))
            };
            votes.1[kind] = votes.1[kind].saturating_add(1);
        }
    }
}

/// What a token is told: in the lowest eight bits the votes on its word, then its own label.
#[inline(always)]
fn told_of(
    vocabulary: &Vocabulary,
    reading: &Reading,
    sentence: &Sentence,
    labels: &[u8],
    at: usize,
) -> u32 {
    if at < sentence.from || at >= sentence.until {
        return NOTHING | 31 << 8;
    }
    let label = u32::from(labels[at]);
    let (article, votes) = vocabulary.votes[reading.ids[at] as usize];
    if article != vocabulary.article {
        return NOTHING | label << 8;
    }
    let total = votes.iter().map(|&count| u32::from(count)).sum::<u32>();
    let mut most = 0;
    for kind in 1..5 {
        if votes[kind] > votes[most] {
            most = kind;
        }
    }
    let pure = u32::from(u32::from(votes[most]) == total);
    most as u32 | pure << 3 | total.min(3) << 4 | label << 8
}

/// What is told of a token and its neighbours.
#[inline(always)]
pub fn told(
    vocabulary: &Vocabulary,
    reading: &Reading,
    sentence: &Sentence,
    labels: &[u8],
    at: usize,
) -> [u32; 3] {
    [at.wrapping_sub(1), at, at + 1].map(|at| told_of(vocabulary, reading, sentence, labels, at))
}
