//! Training: texts with marked names in, weights out.
//!
//! The model is learnt from all documents. What it would find in those it was not trained on is
//! found by leaving out a part of them at a time; from that come the margins, and what confidence a
//! score deserves. The same files, options and seed give the same bytes.

mod columns;
mod gold;
mod learn;
mod manifest;
mod measure;
mod sample;
mod source;

pub use measure::{Report, evaluate};
pub use sample::Sample;
pub use source::{Source, TrainError, read_sources};
#[cfg(test)]
pub use source::{columns_of, gold_of};

use super::features::{
    GAP_PLACES, ROWS, Sink, manner, mix, of_context, of_document, of_gap, of_known, row,
};
use super::labels::{LABELS, OUTSIDE};
use super::reading::{Reading, Sentence};
use super::vocabulary::Vocabulary;
use super::weights::Weights;
use super::word::{CAPITAL, PLACES};
use super::{gap_at, labels, margin};
use crate::analyse::actors::view::View;
use crate::text::Scanner;
use learn::{Chance, Example, Examples, Learnt, Scores, Way, learn, predict};
use sample::Prepared;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Where chance begins.
    pub seed: u64,
    /// How often every sentence is looked at.
    pub epochs: usize,
    /// Share of the features that are left out each time.
    pub dropped: f32,
    /// What each wrong label costs.
    pub cost: f32,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            seed: 1,
            epochs: 25,
            dropped: 0.5,
            cost: 3.0,
        }
    }
}

/// Models of different chance whose mean is taken.
const MODELS: u64 = 4;

/// Parts that the documents are split into, each left out in turn.
const PARTS: usize = 3;

/// How often a feature must be met for it to count: what is met once teaches its own sentence only.
const LEAST: u8 = 2;
/// Counters of features, shared where hashes collide.
const COUNTERS: usize = 1 << 24;

fn counter(feature: u64, value: u64) -> usize {
    mix(value.rotate_left(17) ^ mix(feature + 1)) as usize & (COUNTERS - 1)
}

/// Counts features.
struct Count(Vec<u8>);

impl Sink for Count {
    fn add(&mut self, feature: u64, value: u64) {
        if let Some(count) = self.0.get_mut(counter(feature, value)) {
            *count = count.saturating_add(1);
        }
    }
}

/// Collects the rows of features that are met often enough.
struct Collect<'a> {
    counts: &'a [u8],
    rows: Vec<u32>,
}

impl Sink for Collect<'_> {
    fn add(&mut self, feature: u64, value: u64) {
        let count = self.counts.get(counter(feature, value));
        if count.is_some_and(|&count| count >= LEAST) {
            self.rows.push(row(feature, value) as u32);
        }
    }
}

struct Corpus<'a> {
    samples: Vec<&'a Sample>,
    prepared: Vec<Prepared>,
    /// Index of the first token of each document among all.
    bases: Vec<usize>,
    /// Where the features of a token end that need no other token.
    alone: Vec<usize>,
    /// Whether a token does not begin with a capital.
    small: Vec<bool>,
    examples: Examples,
}

/// Trains a model. The same sources and options give the same bytes.
pub fn train(sources: &[Source], options: Options) -> std::io::Result<Vec<u8>> {
    let samples: Vec<&Sample> = sources.iter().flat_map(|source| &source.samples).collect();
    let loud = in_capitals(&samples, options.seed);
    let corpus = Corpus::new(samples.into_iter().chain(&loud).collect());
    let way = Way {
        seed: options.seed,
        epochs: options.epochs.max(1),
        dropped: options.dropped.clamp(0.0, 0.9),
        cost: options.cost,
    };
    let (learnt, apart) = learn_all(&corpus, way);
    let weights = quantise(&corpus, &apart, &learnt);
    Weights {
        manifest: manifest::write(sources, &corpus.counts(sources), options),
        ..weights
    }
    .to_bytes()
}

/// Some of the samples in capitals, as headlines and datelines are.
fn in_capitals(samples: &[&Sample], seed: u64) -> Vec<Sample> {
    const SHARE: f32 = 0.08;
    let mut chance = Chance::new(seed);
    let chosen = samples
        .iter()
        .filter(|sample| sample.weight >= 1.0 && chance.holds(SHARE));
    let loud = |sample: &&Sample| {
        let mut sample = Sample::clone(sample);
        // Letters beyond ASCII stay as they are: names keep their places.
        sample.title.text.make_ascii_uppercase();
        sample.body.text.make_ascii_uppercase();
        sample
    };
    chosen.map(loud).collect()
}

impl<'a> Corpus<'a> {
    fn new(samples: Vec<&'a Sample>) -> Corpus<'a> {
        let mut scanner = Scanner::new(|_| 0);
        let mut vocabulary = Vocabulary::default();
        let mut reading = Reading::default();
        let mut corpus = Corpus {
            prepared: samples
                .iter()
                .map(|sample| sample.prepare(&mut scanner))
                .collect(),
            samples,
            bases: Vec::new(),
            alone: Vec::new(),
            small: Vec::new(),
            examples: Examples::default(),
        };
        let mut counts = Count(vec![0; COUNTERS]);
        for document in 0..corpus.samples.len() {
            corpus.read(document, &mut reading, &mut vocabulary);
            for sentence in &reading.sentences {
                for at in sentence.from..sentence.until {
                    alone(&vocabulary, &reading, sentence, at, &mut counts);
                    together(&vocabulary, &reading, sentence, at, &mut counts);
                }
            }
        }
        for document in 0..corpus.samples.len() {
            corpus.read(document, &mut reading, &mut vocabulary);
            corpus.add(document, &reading, &vocabulary, &counts.0);
        }
        corpus
    }

    /// Adds the features of a document that has been read.
    fn add(&mut self, document: usize, reading: &Reading, vocabulary: &Vocabulary, counts: &[u8]) {
        let base = self.examples.labels.len();
        self.bases.push(base);
        let right = &self.prepared[document].labels;
        self.examples.labels.extend(right);
        for sentence in &reading.sentences {
            let tokens = sentence.from..sentence.until;
            // A name that is never asked for would teach the opposite of what it is.
            let mut pairs = right[tokens.clone()].iter().zip(&reading.open[tokens]);
            let hidden = pairs.any(|(&label, &open)| !open && label != OUTSIDE);
            let sample = self.samples[document];
            self.examples.sentences.push(Example {
                from: base + sentence.from,
                until: base + sentence.until,
                document,
                weight: if hidden { 0.0 } else { sample.weight },
            });
            for at in sentence.from..sentence.until {
                let rows = std::mem::take(&mut self.examples.rows);
                let mut sink = Collect { counts, rows };
                alone(vocabulary, reading, sentence, at, &mut sink);
                self.alone.push(sink.rows.len());
                together(vocabulary, reading, sentence, at, &mut sink);
                self.examples.rows = sink.rows;
                self.examples.ends.push(self.examples.rows.len());
                self.small.push(reading.words[at].flags & CAPITAL == 0);
            }
        }
    }

    fn read(&self, document: usize, reading: &mut Reading, vocabulary: &mut Vocabulary) {
        let sample = self.samples[document];
        let [title, body] = &self.prepared[document].tokens;
        let title = View::new(&sample.title.text, title);
        let body = View::new(&sample.body.text, body);
        reading.read([&title, &body], vocabulary);
    }

    /// Sentences of each source.
    fn counts(&self, sources: &[Source]) -> Vec<usize> {
        let mut prepared = self.prepared.iter();
        let count = |source: &Source| {
            prepared
                .by_ref()
                .take(source.samples.len())
                .map(Sample::sentences)
                .sum()
        };
        sources.iter().map(count).collect()
    }
}

/// The features of a token that need no other token.
fn alone(
    vocabulary: &Vocabulary,
    reading: &Reading,
    sentence: &Sentence,
    at: usize,
    sink: &mut impl Sink,
) {
    if !reading.open[at] {
        return;
    }
    let here = at as isize;
    for place in 0..PLACES {
        let id = reading.word(sentence, here + place as isize - 2);
        let word = &vocabulary.words[id as usize];
        word.features(vocabulary.text(id), place, sink);
    }
    for place in 0..GAP_PLACES {
        if let Some(gap_at) = gap_at(sentence, at, place) {
            of_gap(reading.gap(sentence, gap_at), place, sink);
        }
    }
    let seen = reading.seen(vocabulary, at);
    of_document(seen, manner_at(reading, sentence, at), sink);
}

/// The other features of a token.
fn together(
    vocabulary: &Vocabulary,
    reading: &Reading,
    sentence: &Sentence,
    at: usize,
    sink: &mut impl Sink,
) {
    if reading.open[at] {
        let manner = manner_at(reading, sentence, at);
        of_known(reading, sentence, at, manner, sink);
        of_context(vocabulary, reading, sentence, at, manner, sink);
    }
}

fn manner_at(reading: &Reading, sentence: &Sentence, at: usize) -> u64 {
    let flags = reading.words[at].flags;
    manner(flags, at == sentence.from, sentence)
}

/// What a model finds in the documents that it was not trained on.
struct Apart {
    scores: Vec<Scores>,
    labels: Vec<u8>,
    /// The highest score before features of several tokens count.
    early: Vec<f32>,
}

fn learn_all(corpus: &Corpus, way: Way) -> (Learnt, Apart) {
    let examples = &corpus.examples;
    let part = |index: usize| mix(examples.sentences[index].document as u64) as usize % PARTS;
    let all = 0..examples.sentences.len();
    let choose = |left_out: usize| -> Vec<usize> {
        all.clone()
            .filter(|&index| part(index) != left_out)
            .collect()
    };
    let chosen: Vec<(Vec<usize>, u64)> = (0..PARTS)
        .map(|left_out| (choose(left_out), 0))
        .chain((0..MODELS).map(|model| (choose(PARTS), model)))
        .collect();
    let mut learnt = parallel(&chosen, &|(sentences, model): &(Vec<usize>, u64)| {
        let seed = mix(way.seed.wrapping_add(model << 32));
        learn(examples, sentences, ROWS, Way { seed, ..way })
    });
    let whole = Learnt::mean(&learnt.split_off(PARTS.min(learnt.len())), ROWS);
    let count = examples.labels.len();
    let mut apart = Apart {
        scores: vec![[0.0; LABELS - 1]; count],
        labels: vec![OUTSIDE; count],
        early: vec![0.0; count],
    };
    for (index, &example) in examples.sentences.iter().enumerate() {
        let Some(model) = learnt.get(part(index)) else {
            continue;
        };
        let tokens = example.from..example.until;
        predict(
            examples,
            model,
            example,
            &mut apart.scores[tokens.clone()],
            &mut apart.labels[tokens.clone()],
        );
        for token in tokens {
            let from = token
                .checked_sub(1)
                .map_or(0, |before| examples.ends[before]);
            let mut sum = [0.0; LABELS - 1];
            for &row in &examples.rows[from..corpus.alone[token]] {
                for (score, weight) in sum.iter_mut().zip(&model.rows[row as usize]) {
                    *score += weight;
                }
            }
            apart.early[token] = sum.into_iter().fold(f32::MIN, f32::max);
        }
    }
    (whole, apart)
}

/// Does work for each of some inputs, two at a time; results are in the order of the inputs.
fn parallel<I: Sync, O: Send>(inputs: &[I], work: &(impl Fn(&I) -> O + Sync)) -> Vec<O> {
    let mut outputs = Vec::with_capacity(inputs.len());
    for pair in inputs.chunks(2) {
        std::thread::scope(|scope| {
            let threads: Vec<_> = pair
                .iter()
                .map(|input| scope.spawn(move || work(input)))
                .collect();
            outputs.extend(threads.into_iter().filter_map(|thread| thread.join().ok()));
        });
    }
    outputs
}

fn quantise(corpus: &Corpus, apart: &Apart, learnt: &Learnt) -> Weights {
    let mut sizes: Vec<f32> = learnt
        .rows
        .iter()
        .flatten()
        .map(|weight| weight.abs())
        .filter(|&size| size > 0.0)
        .collect();
    sizes.sort_by(f32::total_cmp);
    let place = sizes.len().saturating_sub(sizes.len() / 10_000 + 1);
    let largest = sizes.get(place).copied().unwrap_or(1.0);
    let scale = 127.0 / largest;
    let mut weights = Weights::empty();
    let round = |value: f32| (value * scale).round().clamp(-127.0, 127.0) as i8;
    for (row, values) in weights.rows.iter_mut().zip(&learnt.rows) {
        *row = values.map(round);
    }
    for (score, value) in weights
        .transitions
        .iter_mut()
        .flatten()
        .zip(learnt.transitions.iter().flatten())
    {
        *score = (value * scale).round() as i32;
    }
    let names = || (0..apart.labels.len()).filter(|&token| apart.labels[token] != OUTSIDE);
    let late = |token: usize| apart.scores[token].into_iter().fold(f32::MIN, f32::max);
    let small = names().filter(|&token| corpus.small[token]);
    weights.outside = margin_of(scale, names().map(late), 2000);
    weights.cold = margin_of(scale, small.map(|token| apart.early[token]), 100);
    weights.confidence = confidence(scale, apart, &corpus.examples);
    weights
}

/// How low a score is that all but one in so many tokens of names reach.
fn margin_of(scale: f32, scores: impl Iterator<Item = f32>, one_in: usize) -> i16 {
    let mut scores: Vec<f32> = scores.collect();
    scores.sort_by(f32::total_cmp);
    let lowest = scores.get(scores.len() / one_in).copied().unwrap_or(0.0);
    (1.0 - (lowest.min(0.0) * scale)).min(8000.0) as i16
}

/// By kind, slope and offset of the logistic curve over margins of names found, right and wrong.
fn confidence(scale: f32, apart: &Apart, examples: &Examples) -> [[f32; 2]; 4] {
    let mut found: [Vec<(f32, bool)>; 4] = Default::default();
    for example in &examples.sentences {
        let tokens = example.from..example.until;
        let round = |scores: &Scores| scores.map(|score| (score * scale) as i16);
        let scores: Vec<_> = apart.scores[tokens.clone()].iter().map(round).collect();
        let labels = &apart.labels[tokens.clone()];
        let right = labels::spans(&examples.labels[tokens]);
        for span in labels::spans(labels) {
            let margin = margin(&scores[span.0..span.1], &labels[span.0..span.1]);
            found[usize::from(span.2)].push((margin, right.contains(&span)));
        }
    }
    found.map(|found| logistic(&found))
}

fn logistic(found: &[(f32, bool)]) -> [f32; 2] {
    let Some(count) = Some(found.len() as f32).filter(|&count| count > 0.0) else {
        return [0.0; 2];
    };
    let unit = (found.iter().map(|(margin, _)| margin.abs()).sum::<f32>() / count).max(1.0);
    let (mut slope, mut offset) = (1.0f32, 0.0f32);
    for _ in 0..300 {
        let (mut by_slope, mut by_offset) = (0.0, 0.0);
        for &(margin, right) in found {
            let x = margin / unit;
            let error = f32::from(u8::from(right)) - 1.0 / (1.0 + (-slope * x - offset).exp());
            by_slope += error * x;
            by_offset += error;
        }
        slope += by_slope / count;
        offset += by_offset / count;
    }
    [slope / unit, offset]
}
