//! Training: texts with marked names in, weights out.
//!
//! The first pass is learnt from all; what it would find in texts it was not trained on is found by
//! leaving out a part of the documents at a time, and from that the second pass is learnt, the
//! margins, and what confidence a score deserves. The same files, options and seed give the same
//! bytes.

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

use super::features::{
    GAP_PLACES, ROWS, Sink, manner, of_context, of_document, of_gap, of_known, of_second, row,
};
use super::labels::{LABELS, OUTSIDE};
use super::reading::{Reading, Sentence};
use super::vocabulary::Vocabulary;
use super::weights::Weights;
use super::word::{CAPITAL, PLACES};
use super::{Tagger, gap_at, margin, second};
use crate::analyse::actors::view::View;
use crate::model::Label;
use crate::text::Scanner;
use learn::{Example, Examples, Learnt, Scores, Way, learn, predict};
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
            epochs: 12,
            dropped: 0.1,
            cost: 3.0,
        }
    }
}

/// Parts that the documents are split into, each left out in turn.
const PARTS: usize = 4;

fn label(kind: &str) -> Option<Label> {
    Some(match kind {
        "PER" => Label::Per,
        "ORG" => Label::Org,
        "LOC" => Label::Loc,
        "MISC" => Label::Misc,
        _ => return None,
    })
}

/// Collects the rows of features.
#[derive(Default)]
struct Collect(Vec<u32>);

impl Sink for Collect {
    fn add(&mut self, feature: u64, value: u64) {
        self.0.push(row(feature, value) as u32);
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
    let corpus = Corpus::new(samples);
    let way = Way {
        seed: options.seed,
        epochs: options.epochs.max(1),
        dropped: options.dropped.clamp(0.0, 0.9),
        cost: options.cost,
    };
    let (first, apart) = first_pass(&corpus, way);
    let (mut second, examples) = second_pass(&corpus, &apart, way);
    if std::env::var_os("FAST").is_some() { second.rows.iter_mut().for_each(|r| *r = [0.0; 16]); second.transitions = first.transitions; }
    let weights = quantise(&corpus, &apart, &first, &second, &examples);
    Weights {
        manifest: manifest::write(sources, &corpus.counts(sources), options),
        ..weights
    }
    .to_bytes()
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
        for document in 0..corpus.samples.len() {
            corpus.read(document, &mut reading, &mut vocabulary);
            let base = corpus.examples.labels.len();
            corpus.bases.push(base);
            corpus
                .examples
                .labels
                .extend(&corpus.prepared[document].labels);
            for sentence in &reading.sentences {
                corpus.examples.sentences.push(Example {
                    from: base + sentence.from,
                    until: base + sentence.until,
                    document,
                    misc: corpus.samples[document].misc,
                    weight: corpus.samples[document].weight,
                });
                let labels = &corpus.prepared[document].labels[sentence.from..sentence.until];
                let open = &reading.open[sentence.from..sentence.until];
                if labels.iter().zip(open).any(|(&label, &open)| !open && label != OUTSIDE)
                    && let Some(example) = corpus.examples.sentences.last_mut()
                {
                    // A name that is never asked for would teach the opposite of what it is.
                    example.weight = 0.0;
                }
                for at in sentence.from..sentence.until {
                    let mut sink = Collect(std::mem::take(&mut corpus.examples.rows));
                    let alone = features(&vocabulary, &reading, sentence, at, &mut sink);
                    corpus.alone.push(alone);
                    let word = &vocabulary.words[reading.ids[at] as usize];
                    corpus.small.push(word.flags & CAPITAL == 0);
                    corpus.examples.ends.push(sink.0.len());
                    corpus.examples.rows = sink.0;
                }
            }
        }
        corpus
    }

    fn read(&self, document: usize, reading: &mut Reading, vocabulary: &mut Vocabulary) {
        let sample = self.samples[document];
        let [title, body] = &self.prepared[document].tokens;
        let title = View {
            text: &sample.title.text,
            tokens: title,
        };
        let body = View {
            text: &sample.body.text,
            tokens: body,
        };
        reading.read([&title, &body], vocabulary, &|_, _| {
            [[0; LABELS - 1]; PLACES]
        });
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

/// The features of a token, in the order in which tagging adds them; returns how many rows there
/// are after those that need no other token.
fn features(
    vocabulary: &Vocabulary,
    reading: &Reading,
    sentence: &Sentence,
    at: usize,
    sink: &mut Collect,
) -> usize {
    let here = at as isize;
    let flags = vocabulary.words[reading.ids[at] as usize].flags;
    if !reading.open[at] {
        return sink.0.len();
    }
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
    let manner = manner(flags, at == sentence.from, sentence);
    of_document(reading.seen(vocabulary, sentence, here), manner, sink);
    let alone = sink.0.len();
    of_known(reading, sentence, at, manner, sink);
    of_context(vocabulary, reading, sentence, at, manner, sink);
    alone
}

/// What a model finds in the documents that it was not trained on.
struct Apart {
    scores: Vec<Scores>,
    labels: Vec<u8>,
    /// The highest score before features of several tokens count.
    early: Vec<f32>,
}

fn first_pass(corpus: &Corpus, way: Way) -> (Learnt, Apart) {
    let examples = &corpus.examples;
    let part = |index: usize| {
        super::features::mix(examples.sentences[index].document as u64) as usize % PARTS
    };
    let all = 0..examples.sentences.len();
    let choose = |left_out: usize| -> Vec<usize> {
        all.clone()
            .filter(|&index| part(index) != left_out)
            .collect()
    };
    let fast = std::env::var_os("FAST").is_some();
    let chosen: Vec<Vec<usize>> = if fast { vec![choose(PARTS)] } else { (0..=PARTS).map(choose).collect() };
    let mut learnt = parallel(&chosen, &|sentences| learn(examples, sentences, way));
    let whole = learnt.pop();
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
    let nothing = || Learnt {
        rows: vec![[0.0; LABELS - 1]; ROWS],
        transitions: [[0.0; LABELS]; LABELS + 1],
    };
    (whole.unwrap_or_else(nothing), apart)
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

fn second_pass(corpus: &Corpus, apart: &Apart, way: Way) -> (Learnt, Examples) {
    let mut vocabulary = Vocabulary::default();
    let mut reading = Reading::default();
    let mut examples = Examples {
        labels: corpus.examples.labels.clone(),
        base: apart.scores.clone(),
        sentences: corpus.examples.sentences.clone(),
        ..Examples::default()
    };
    for (document, &base) in corpus.bases.iter().enumerate() {
        corpus.read(document, &mut reading, &mut vocabulary);
        let labels = &apart.labels[base..base + reading.ids.len()];
        second::vote(&mut vocabulary, &reading, labels);
        for sentence in &reading.sentences {
            for at in sentence.from..sentence.until {
                let flags = vocabulary.words[reading.ids[at] as usize].flags;
                let mut sink = Collect(std::mem::take(&mut examples.rows));
                if reading.open[at] {
                    let manner = manner(flags, at == sentence.from, sentence);
                    let told = second::told(&vocabulary, &reading, sentence, labels, at);
                    of_second(told, manner, &mut sink);
                }
                examples.ends.push(sink.0.len());
                examples.rows = sink.0;
            }
        }
    }
    let all: Vec<usize> = (0..examples.sentences.len()).collect();
    let way = Way {
        epochs: way.epochs.div_ceil(2),
        dropped: 0.0,
        ..way
    };
    (learn(&examples, &all, way), examples)
}

fn quantise(
    corpus: &Corpus,
    apart: &Apart,
    first: &Learnt,
    second: &Learnt,
    examples: &Examples,
) -> Weights {
    let sum = |one: &f32, two: &f32| one + two;
    let both = first.rows.iter().zip(&second.rows);
    let rows: Vec<Vec<f32>> = both
        .map(|(one, two)| {
            one.iter()
                .zip(two)
                .map(|(one, two)| sum(one, two))
                .collect()
        })
        .collect();
    let mut sizes: Vec<f32> = rows
        .iter()
        .flatten()
        .map(|weight| weight.abs())
        .filter(|&size| size > 0.0)
        .collect();
    sizes.sort_by(f32::total_cmp);
    let largest = sizes
        .get(sizes.len() - sizes.len() / 10_000 - 1)
        .copied()
        .unwrap_or(1.0);
    let scale = 127.0 / largest;
    let mut weights = Weights::empty();
    for (row, values) in weights.rows.iter_mut().zip(&rows) {
        for (weight, value) in row.iter_mut().zip(values) {
            *weight = (value * scale).round().clamp(-127.0, 127.0) as i8;
        }
    }
    for (table, learnt) in weights.transitions.iter_mut().zip([first, second]) {
        for (score, value) in table
            .iter_mut()
            .flatten()
            .zip(learnt.transitions.iter().flatten())
        {
            *score = (value * scale).round() as i32;
        }
    }
    let names = || (0..apart.labels.len()).filter(|&token| apart.labels[token] != OUTSIDE);
    let late = |token: usize| apart.scores[token].into_iter().fold(f32::MIN, f32::max);
    let small = names().filter(|&token| corpus.small[token]);
    weights.outside = margin_of(scale, names().map(late), 2000);
    weights.cold = margin_of(scale, small.map(|token| apart.early[token]), 100);
    weights.confidence = confidence(scale, second, examples);
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
fn confidence(scale: f32, second: &Learnt, examples: &Examples) -> [[f32; 2]; 4] {
    let mut found: [Vec<(f32, bool)>; 4] = Default::default();
    for example in &examples.sentences {
        let length = example.until - example.from;
        let (mut scores, mut labels) = (vec![[0.0; LABELS - 1]; length], vec![OUTSIDE; length]);
        predict(examples, second, *example, &mut scores, &mut labels);
        let scores: Vec<_> = scores
            .iter()
            .map(|scores| scores.map(|score| (score * scale) as i16))
            .collect();
        let right = super::labels::spans(&examples.labels[example.from..example.until]);
        for span in super::labels::spans(&labels) {
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
