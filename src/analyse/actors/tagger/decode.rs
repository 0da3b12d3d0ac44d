//! The best sequence of labels under scores of labels and of transitions between them.

use super::labels::{LABELS, OUTSIDE};
use std::ops::Add;

/// Scores of a label after another; the last row is for the beginning of a sentence.
pub type Transitions<T> = [[T; LABELS]; LABELS + 1];

/// Numbers that scores are added up in.
pub trait Number: Copy + PartialOrd + Add<Output = Self> {
    /// Less than any sum of scores.
    const LOWEST: Self;
}

impl Number for i32 {
    const LOWEST: i32 = i32::MIN / 2;
}

impl Number for f32 {
    const LOWEST: f32 = -1e30;
}

/// Labels after which no name goes on.
const CLOSED: [usize; 9] = [0, 3, 4, 7, 8, 11, 12, 15, 16];
/// Labels that may follow those.
const OPENING: [usize; 9] = [0, 1, 4, 5, 8, 9, 12, 13, 16];

/// Decodes tokens with the scores of their labels but [`OUTSIDE`], whose score is `zero`. `before`
/// is the label before them or [`EDGE`]; `outside_after` says that a token outside follows.
pub fn decode<E: Copy + Into<T>, T: Number>(
    scores: &[[E; LABELS - 1]],
    zero: T,
    transitions: &Transitions<T>,
    (before, outside_after): (usize, bool),
    labels: &mut [u8],
    back: &mut Vec<[u8; LABELS]>,
) {
    let Some(first) = scores.first() else { return };
    back.clear();
    back.resize(scores.len(), [0; LABELS]);
    let mut sums = [T::LOWEST; LABELS];
    let score = |scores: &[E; LABELS - 1], label: usize| match label {
        0 => zero,
        _ => scores[label - 1].into(),
    };
    for label in OPENING {
        sums[label] = transitions[before][label] + score(first, label);
    }
    for (scores, back) in scores.iter().zip(back.iter_mut()).skip(1) {
        let mut next = [T::LOWEST; LABELS];
        for label in OPENING {
            let (mut best, mut from) = (T::LOWEST, 0);
            for closed in CLOSED {
                let sum = sums[closed] + transitions[closed][label];
                if sum > best {
                    (best, from) = (sum, closed);
                }
            }
            next[label] = best + score(scores, label);
            back[label] = from as u8;
        }
        for base in [1, 5, 9, 13] {
            for label in [base + 1, base + 2] {
                let begun = sums[base] + transitions[base][label];
                let inner = sums[base + 1] + transitions[base + 1][label];
                let (best, from) = if begun >= inner {
                    (begun, base)
                } else {
                    (inner, base + 1)
                };
                next[label] = best + score(scores, label);
                back[label] = from as u8;
            }
        }
        sums = next;
    }
    let (mut best, mut last) = (T::LOWEST, 0);
    for closed in CLOSED {
        let after = if outside_after {
            transitions[closed][usize::from(OUTSIDE)]
        } else {
            zero
        };
        let sum = sums[closed] + after;
        if sum > best {
            (best, last) = (sum, closed);
        }
    }
    for (label, back) in labels.iter_mut().zip(back.iter()).rev() {
        *label = last as u8;
        last = usize::from(back[last]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::actors::tagger::labels::EDGE;

    #[test]
    fn a_sequence_obeys_the_transitions() {
        let transitions = [[0i32; LABELS]; LABELS + 1];
        let mut scores = [[-5i16; 16]; 3];
        // B-PER, L-PER is worth more than U-ORG and U-LOC apart.
        scores[0][0] = 4;
        scores[1][2] = 4;
        scores[0][7] = 3;
        scores[1][11] = 3;
        let (mut labels, mut back) = ([9; 3], Vec::new());
        decode(
            &scores,
            0,
            &transitions,
            (EDGE, false),
            &mut labels,
            &mut back,
        );
        assert_eq!(labels, [1, 3, 0]);
        // The name may not end open.
        decode(
            &scores[..1],
            0,
            &transitions,
            (EDGE, false),
            &mut labels[..1],
            &mut back,
        );
        assert_eq!(labels[0], 8);
    }
}
