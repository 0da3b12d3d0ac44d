//! Names of persons, organisations, places and other things in English text.
//!
//! A linear model gives each token a score for each label (a kind of name and the token's place in
//! it, `labels.rs`), from features of the word, of those around it, of the gaps between them, of
//! the tables and of the rest of the article (`features.rs`); the best sequence of labels is
//! decoded (`decode.rs`). The weights come from `train/`.
//!
//! Speed comes from what is left out. The features of a word alone are added up once for each
//! place around it (`vocabulary.rs`); a word in small letters that scores far below a name then
//! skips the rest; and only islands of tokens that may be names are decoded.

mod decode;
mod document;
mod features;
mod gap;
mod known;
mod labels;
mod lists;
mod reading;
#[cfg(test)]
mod tests;
mod train;
mod vocabulary;
mod weights;
mod word;

pub use train::{Options, Report, Sample, Source, TrainError, evaluate, read_sources, train};
pub use weights::WeightsError;

use super::view::View;
use crate::model::Label;
use crate::text::Scan;
use document::SEEN;
use features::{GAP_PLACES, Sink, manner, of_context, of_document, of_gap, of_known, row};
use gap::GAPS;
use labels::{EDGE, KINDS, LABELS, OUTSIDE};
use reading::{Reading, Sentence};
use std::cell::RefCell;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use vocabulary::{Scores, Vocabulary};
use weights::Weights;
use word::{PLACES, Word};

/// A name in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// Index of its first token.
    pub from: usize,
    /// Index after its last token.
    pub until: usize,
    /// What kind of name it is.
    pub label: Label,
    /// 0 to 1.
    pub confidence: f32,
}

/// Ways in which a token is written, see [`manner`].
const MANNERS: usize = 32;

/// A model, ready to find names.
pub struct Tagger {
    weights: Weights,
    gaps: Vec<[Scores; GAP_PLACES]>,
    seen: Vec<Scores>,
    /// Tells the kept sums of one model from those of another.
    number: u64,
}

#[derive(Default)]
struct Scratch {
    /// The model that the vocabulary was summed with.
    number: u64,
    vocabulary: Vocabulary,
    reading: Reading,
    scores: Vec<Scores>,
    hot: Vec<bool>,
    labels: Vec<u8>,
    back: Vec<[u8; LABELS]>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

static BUILT_IN: LazyLock<Result<Tagger, WeightsError>> =
    LazyLock::new(|| Tagger::from_bytes(include_bytes!("../../../../schema/actors/names.weights")));

/// Adds up the weights of features.
struct Sum<'a> {
    weights: &'a Weights,
    scores: Scores,
}

impl Sink for Sum<'_> {
    #[inline(always)]
    fn add(&mut self, feature: u64, value: u64) {
        add(&mut self.scores, &self.weights.rows[row(feature, value)]);
    }
}

#[inline(always)]
fn add<T: Copy + Into<i16>>(scores: &mut Scores, more: &[T; LABELS - 1]) {
    for (score, &more) in scores.iter_mut().zip(more) {
        *score = score.wrapping_add(more.into());
    }
}

#[inline(always)]
fn best(scores: &Scores) -> i16 {
    scores.iter().fold(i16::MIN, |best, &score| best.max(score))
}

impl Tagger {
    /// The model that comes with the program.
    pub fn built_in() -> Result<&'static Tagger, WeightsError> {
        BUILT_IN.as_ref().map_err(Clone::clone)
    }

    /// The model in a file of weights.
    pub fn from_bytes(bytes: &[u8]) -> Result<Tagger, WeightsError> {
        Weights::from_bytes(bytes).map(Tagger::new)
    }

    fn new(weights: Weights) -> Tagger {
        static MODELS: AtomicU64 = AtomicU64::new(1);
        let sum = |add: &dyn Fn(&mut Sum)| {
            let mut sum = Sum {
                weights: &weights,
                scores: [0; LABELS - 1],
            };
            add(&mut sum);
            sum.scores
        };
        let gaps = (0..GAPS)
            .map(|class| std::array::from_fn(|place| sum(&|sink| of_gap(class as u8, place, sink))))
            .collect();
        let seen = (0..SEEN * MANNERS)
            .map(|both| {
                sum(&|sink| of_document((both / MANNERS) as u8, (both % MANNERS) as u64, sink))
            })
            .collect();
        Tagger {
            gaps,
            seen,
            number: MODELS.fetch_add(1, Ordering::Relaxed),
            weights,
        }
    }

    /// What the model was trained on, as TOML.
    pub fn manifest(&self) -> &str {
        &self.weights.manifest
    }

    /// Names of title and body of one article, ascending, not overlapping. What one text shows of
    /// a word serves the other.
    pub fn tag(&self, title: &View, body: &View) -> [Vec<Name>; 2] {
        SCRATCH.with(|scratch| match scratch.try_borrow_mut() {
            Ok(mut scratch) => self.tag_with(&mut scratch, title, body),
            Err(_) => self.tag_with(&mut Scratch::default(), title, body),
        })
    }

    /// The same for texts as they were scanned.
    pub fn tag_texts(&self, title: (&str, &Scan), body: (&str, &Scan)) -> [Vec<Name>; 2] {
        let [title, body] = [title, body].map(|(text, scan)| View {
            text,
            tokens: &scan.tokens,
            words: &scan.words,
        });
        self.tag(&title, &body)
    }

    fn tag_with(&self, scratch: &mut Scratch, title: &View, body: &View) -> [Vec<Name>; 2] {
        self.label(scratch, [title, body]);
        let Scratch {
            reading,
            scores,
            labels,
            ..
        } = scratch;
        let mut names = [Vec::new(), Vec::new()];
        for (from, until, kind) in labels::spans(labels) {
            let in_body = from >= reading.title;
            let base = if in_body { reading.title } else { 0 };
            names[usize::from(in_body)].push(Name {
                from: from - base,
                until: until - base,
                label: KINDS[usize::from(kind)],
                confidence: self.confidence(&scores[from..until], &labels[from..until], kind),
            });
        }
        names
    }

    /// Labels the tokens of an article.
    fn label(&self, scratch: &mut Scratch, texts: [&View; 2]) {
        if scratch.number != self.number {
            *scratch = Scratch {
                number: self.number,
                ..Scratch::default()
            };
        }
        scratch.reading.read(texts, &mut scratch.vocabulary);
        scratch.scores.clear();
        scratch.hot.clear();
        let Scratch {
            vocabulary,
            reading,
            scores,
            hot,
            ..
        } = scratch;
        for sentence in &reading.sentences {
            for at in sentence.from..sentence.until {
                let (sum, far) = self.score(vocabulary, reading, sentence, at);
                hot.push(!far && best(&sum) > -self.weights.outside);
                scores.push(sum);
            }
        }
        self.decode(scratch);
    }

    /// What a word adds to the scores of a token, at a place around it.
    #[inline(never)]
    fn sum(&self, word: &Word, text: &str, place: usize) -> Scores {
        let mut sum = Sum {
            weights: &self.weights,
            scores: [0; LABELS - 1],
        };
        word.features(text, place, &mut sum);
        sum.scores
    }

    /// The scores of a token, and whether it is far from any name.
    #[inline(always)]
    fn score(
        &self,
        vocabulary: &mut Vocabulary,
        reading: &Reading,
        sentence: &Sentence,
        at: usize,
    ) -> (Scores, bool) {
        let here = at as isize;
        if !reading.open[at] {
            return ([i16::MIN / 2; LABELS - 1], true);
        }
        let flags = reading.words[at].flags;
        let mut scores = [0; LABELS - 1];
        for place in 0..PLACES {
            let other = reading.word(sentence, here + place as isize - 2);
            let sum = |word: &Word, text: &str, place| self.sum(word, text, place);
            add(&mut scores, vocabulary.sum(other, place, sum));
        }
        for place in 0..GAP_PLACES {
            if let Some(gap_at) = gap_at(sentence, at, place) {
                add(
                    &mut scores,
                    &self.gaps[usize::from(reading.gap(sentence, gap_at))][place],
                );
            }
        }
        let manner = manner(flags, at == sentence.from, sentence);
        let seen = usize::from(reading.seen(vocabulary, at));
        add(&mut scores, &self.seen[seen * MANNERS + manner as usize]);
        if best(&scores) < -self.weights.cold {
            return (scores, true);
        }
        let mut sum = Sum {
            weights: &self.weights,
            scores,
        };
        of_known(reading, sentence, at, manner, &mut sum);
        of_context(vocabulary, reading, sentence, at, manner, &mut sum);
        (sum.scores, false)
    }

    /// Decodes the islands of tokens that may be names.
    fn decode(&self, scratch: &mut Scratch) {
        let Scratch {
            reading,
            scores,
            hot,
            labels,
            back,
            ..
        } = scratch;
        labels.clear();
        labels.resize(scores.len(), OUTSIDE);
        for sentence in &reading.sentences {
            let mut at = sentence.from;
            while at < sentence.until {
                if !hot[at] {
                    at += 1;
                    continue;
                }
                let length = hot[at..sentence.until]
                    .iter()
                    .take_while(|&&hot| hot)
                    .count();
                let until = at + length;
                let before = if at == sentence.from {
                    EDGE
                } else {
                    usize::from(OUTSIDE)
                };
                decode::decode(
                    &scores[at..until],
                    0,
                    &self.weights.transitions,
                    (before, until < sentence.until),
                    &mut labels[at..until],
                    back,
                );
                at = until;
            }
        }
    }

    fn confidence(&self, scores: &[Scores], labels: &[u8], kind: u8) -> f32 {
        let [slope, offset] = self.weights.confidence[usize::from(kind)];
        1.0 / (1.0 + (-slope * margin(scores, labels) - offset).exp())
    }
}

/// The place of a gap around a token: two before, before, after, two after.
#[inline(always)]
fn gap_at(sentence: &Sentence, at: usize, place: usize) -> Option<usize> {
    match place {
        0 => at.checked_sub(1).filter(|&before| before >= sentence.from),
        1 => Some(at),
        2 => Some(at + 1),
        _ => Some(at + 2).filter(|&after| after <= sentence.until),
    }
}

/// By how much the labels of a name score better than any of another kind, at the token where it
/// is least.
fn margin(scores: &[Scores], labels: &[u8]) -> f32 {
    let margins = scores.iter().zip(labels).map(|(scores, &label)| {
        let own = usize::from(label).wrapping_sub(1);
        let others = scores
            .iter()
            .enumerate()
            .filter(|&(other, _)| other / 4 != own / 4);
        let other = others.fold(0, |best, (_, &score)| best.max(score));
        scores
            .get(own)
            .map_or(0.0, |&own| f32::from(own) - f32::from(other))
    });
    margins.fold(f32::MAX, f32::min)
}
