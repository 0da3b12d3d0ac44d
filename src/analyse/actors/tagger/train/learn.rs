//! The averaged perceptron for sequences, with a margin and with features left out at random.

use crate::analyse::actors::tagger::decode::{self, Transitions};
use crate::analyse::actors::tagger::labels::{EDGE, LABELS, OUTSIDE};

/// Scores of the labels but the one for outside.
pub type Scores = [f32; LABELS - 1];

/// Tokens with their features, and the sentences that they make.
#[derive(Default)]
pub struct Examples {
    /// Rows of the features of all tokens.
    pub rows: Vec<u32>,
    /// Where the features of each token end.
    pub ends: Vec<usize>,
    /// Right labels.
    pub labels: Vec<u8>,
    /// Sentences.
    pub sentences: Vec<Example>,
}

/// A sentence.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// First token.
    pub from: usize,
    /// Index after the last token.
    pub until: usize,
    /// Number of the document.
    pub document: usize,
    /// How much it counts.
    pub weight: f32,
}

impl Examples {
    /// Rows of the features of a token.
    pub fn features(&self, token: usize) -> &[u32] {
        let from = token.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[from..self.ends[token]]
    }
}

/// What was learnt.
pub struct Learnt {
    /// Weights by row.
    pub rows: Vec<Scores>,
    /// Scores of transitions.
    pub transitions: Transitions<f32>,
}

impl Learnt {
    /// The mean of models of so many rows; one that finds nothing where there is none.
    pub fn mean(models: &[Learnt], rows: usize) -> Learnt {
        let share = 1.0 / models.len().max(1) as f32;
        let mut mean = Learnt {
            rows: vec![[0.0; LABELS - 1]; rows],
            transitions: [[0.0; LABELS]; LABELS + 1],
        };
        for model in models {
            let weights = mean.rows.iter_mut().flatten();
            for (sum, weight) in weights.zip(model.rows.iter().flatten()) {
                *sum += weight * share;
            }
            let scores = mean.transitions.iter_mut().flatten();
            for (sum, score) in scores.zip(model.transitions.iter().flatten()) {
                *sum += score * share;
            }
        }
        mean
    }
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Where chance begins.
    pub seed: u64,
    /// How often every sentence is looked at.
    pub epochs: usize,
    /// Share of the features that are left out each time.
    pub dropped: f32,
    /// What each wrong label costs when the best sequence is sought.
    pub cost: f32,
}

/// Numbers by chance, the same for the same seed everywhere.
pub struct Chance(u64);

impl Chance {
    /// Begins anew.
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    /// A number less than `count`, which is not 0.
    pub fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }

    /// True in a share of all cases.
    pub fn holds(&mut self, share: f32) -> bool {
        ((self.next() >> 40) as f32) < share * (1u64 << 24) as f32
    }
}

/// Weights on the way, and their sums over time.
struct Running {
    rows: Vec<Scores>,
    row_sums: Vec<Scores>,
    transitions: Transitions<f32>,
    transition_sums: Transitions<f32>,
    time: f32,
}

impl Running {
    /// What makes a label more likely; outside is so by making all others less likely, so that
    /// tokens far from any name come to score far below one.
    fn move_row(&mut self, row: u32, label: u8, by: f32) {
        let row = row as usize;
        match usize::from(label).checked_sub(1) {
            Some(label) => {
                self.rows[row][label] += by;
                self.row_sums[row][label] += by * self.time;
            }
            None => {
                self.rows[row].iter_mut().for_each(|weight| *weight -= by);
                let by = by * self.time;
                self.row_sums[row].iter_mut().for_each(|sum| *sum -= by);
            }
        }
    }

    fn move_transition(&mut self, before: usize, label: u8, by: f32) {
        self.transitions[before][usize::from(label)] += by;
        self.transition_sums[before][usize::from(label)] += by * self.time;
    }
}

/// Learns from sentences, given by their indices; features have so many rows.
pub fn learn(examples: &Examples, sentences: &[usize], rows: usize, way: Way) -> Learnt {
    let mut running = Running {
        rows: vec![[0.0; LABELS - 1]; rows],
        row_sums: vec![[0.0; LABELS - 1]; rows],
        transitions: [[0.0; LABELS]; LABELS + 1],
        transition_sums: [[0.0; LABELS]; LABELS + 1],
        time: 1.0,
    };
    let mut chance = Chance::new(way.seed);
    let mut order = sentences.to_vec();
    let mut pass = Pass::default();
    for _ in 0..way.epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at + 1));
        }
        for &index in &order {
            let example = examples.sentences[index];
            if example.weight == 0.0 {
                continue;
            }
            pass.score(examples, &running, example, way, &mut chance);
            pass.update(examples, &mut running, example, way);
            running.time += 1.0;
        }
    }
    let Running {
        mut rows,
        row_sums,
        mut transitions,
        transition_sums,
        time,
    } = running;
    for (row, sums) in rows.iter_mut().zip(&row_sums) {
        for (weight, sum) in row.iter_mut().zip(sums) {
            *weight -= sum / time;
        }
    }
    for (score, sum) in transitions
        .iter_mut()
        .flatten()
        .zip(transition_sums.iter().flatten())
    {
        *score -= sum / time;
    }
    Learnt { rows, transitions }
}

#[derive(Default)]
struct Pass {
    scores: Vec<Scores>,
    /// Features that were not left out, and where those of each token end.
    kept: Vec<u32>,
    ends: Vec<usize>,
    right: Vec<u8>,
    found: Vec<u8>,
    costly: Vec<Scores>,
    back: Vec<[u8; LABELS]>,
}

impl Pass {
    fn score(
        &mut self,
        examples: &Examples,
        running: &Running,
        example: Example,
        way: Way,
        chance: &mut Chance,
    ) {
        self.scores.clear();
        self.kept.clear();
        self.ends.clear();
        let more = 1.0 / (1.0 - way.dropped);
        let limit = (way.dropped * 256.0) as u64;
        for token in example.from..example.until {
            let from = self.kept.len();
            let features = examples.features(token);
            if limit == 0 {
                self.kept.extend(features);
            } else {
                for eight in features.chunks(8) {
                    let mut bits = chance.next();
                    for &row in eight {
                        if bits & 255 >= limit {
                            self.kept.push(row);
                        }
                        bits >>= 8;
                    }
                }
            }
            self.ends.push(self.kept.len());
            let mut scores = [0.0; LABELS - 1];
            for &row in &self.kept[from..] {
                let row = &running.rows[row as usize];
                for (score, weight) in scores.iter_mut().zip(row) {
                    *score += weight;
                }
            }
            for score in &mut scores {
                *score *= more;
            }
            self.scores.push(scores);
        }
    }

    fn update(&mut self, examples: &Examples, running: &mut Running, example: Example, way: Way) {
        self.right.clear();
        self.right
            .extend(&examples.labels[example.from..example.until]);
        self.found.clear();
        self.found.resize(self.right.len(), OUTSIDE);
        self.costly.clear();
        for (scores, &right) in self.scores.iter().zip(&self.right) {
            let mut scores = *scores;
            match usize::from(right).checked_sub(1) {
                // As much less for the right label as is more for all others, outside included.
                Some(right) => scores[right] -= way.cost,
                None => scores.iter_mut().for_each(|score| *score += way.cost),
            }
            self.costly.push(scores);
        }
        let transitions = &running.transitions;
        decode::decode(
            &self.costly,
            0.0,
            transitions,
            (EDGE, false),
            &mut self.found,
            &mut self.back,
        );
        let (mut before_right, mut before_found) = (EDGE, EDGE);
        let mut from = 0;
        for ((&right, &found), &end) in self.right.iter().zip(&self.found).zip(&self.ends) {
            if right != found {
                for &row in &self.kept[from..end] {
                    running.move_row(row, right, example.weight);
                    running.move_row(row, found, -example.weight);
                }
            }
            if (before_right, right) != (before_found, found) {
                running.move_transition(before_right, right, example.weight);
                running.move_transition(before_found, found, -example.weight);
            }
            (before_right, before_found) = (usize::from(right), usize::from(found));
            from = end;
        }
    }
}

/// Scores of all tokens of a sentence, and its best labels.
pub fn predict(
    examples: &Examples,
    learnt: &Learnt,
    example: Example,
    scores: &mut [Scores],
    labels: &mut [u8],
) {
    let mut back = Vec::new();
    for (token, slot) in (example.from..example.until).zip(scores.iter_mut()) {
        let mut sum = [0.0; LABELS - 1];
        for &row in examples.features(token) {
            for (score, weight) in sum.iter_mut().zip(&learnt.rows[row as usize]) {
                *score += weight;
            }
        }
        *slot = sum;
    }
    decode::decode(
        scores,
        0.0,
        &learnt.transitions,
        (EDGE, false),
        labels,
        &mut back,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_that_of_each_weight() {
        let model = |weight: f32| Learnt {
            rows: vec![[weight; LABELS - 1]; 2],
            transitions: [[weight * 2.0; LABELS]; LABELS + 1],
        };
        let mean = Learnt::mean(&[model(1.0), model(4.0)], 2);
        assert_eq!(mean.rows, vec![[2.5; LABELS - 1]; 2]);
        assert_eq!(mean.transitions, [[5.0; LABELS]; LABELS + 1]);
        assert_eq!(Learnt::mean(&[], 3).rows.len(), 3);
    }
}
