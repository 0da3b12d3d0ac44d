//! Labels of tokens: outside, or a kind of name with the token's place in it (BILOU).

use crate::model::Label;

/// Labels of a token: outside, and four places in each of four kinds of name.
pub const LABELS: usize = 17;
/// No part of a name.
pub const OUTSIDE: u8 = 0;
/// Stands for the label before a sentence.
pub const EDGE: usize = LABELS;

/// A token's place in a name.
const FIRST: u8 = 0;
const INNER: u8 = 1;
const LAST: u8 = 2;
const ONLY: u8 = 3;

/// The kinds of name, in the order of their labels.
pub const KINDS: [Label; 4] = [Label::Per, Label::Org, Label::Loc, Label::Misc];

/// A name by its tokens: first, index after the last, and the index of its kind.
pub type Span = (usize, usize, u8);

/// The index of a kind of name.
pub fn kind_index(label: Label) -> u8 {
    match label {
        Label::Per => 0,
        Label::Org => 1,
        Label::Loc => 2,
        Label::Misc => 3,
    }
}

/// The kind of a label that is not [`OUTSIDE`].
pub fn kind(label: u8) -> u8 {
    (label - 1) / 4
}

/// Whether a name goes on after a token with this label.
pub const fn goes_on(label: u8) -> bool {
    label != OUTSIDE && (label - 1) % 4 < 2
}

/// Whether a name has begun before a token with this label.
pub const fn went_on(label: u8) -> bool {
    label != OUTSIDE && matches!((label - 1) % 4, INNER | LAST)
}

/// Writes the labels of a name.
pub fn write(labels: &mut [u8], (from, until, kind): Span) {
    let base = 1 + 4 * kind;
    for (index, label) in labels.iter_mut().enumerate().take(until).skip(from) {
        *label = base
            + match (index == from, index + 1 == until) {
                (true, true) => ONLY,
                (true, false) => FIRST,
                (false, true) => LAST,
                (false, false) => INNER,
            };
    }
}

/// The names that labels spell. Labels that do not follow one another are read as they come.
pub fn spans(labels: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Option<(usize, u8)> = None;
    for (index, &label) in labels.iter().enumerate() {
        let fits = |(_, known): (usize, u8)| went_on(label) && kind(label) == known;
        if let Some((from, known)) = open.filter(|&open| !fits(open)) {
            spans.push((from, index, known));
            open = None;
        }
        if label == OUTSIDE {
            continue;
        }
        let (from, _) = *open.get_or_insert((index, kind(label)));
        if !goes_on(label) {
            spans.push((from, index + 1, kind(label)));
            open = None;
        }
    }
    if let Some((from, known)) = open {
        spans.push((from, labels.len(), known));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_come_back() {
        let names = [(0, 1, 2), (1, 4, 0), (5, 7, 1)];
        let mut labels = [OUTSIDE; 8];
        for name in names {
            write(&mut labels, name);
        }
        assert_eq!(spans(&labels), names);
    }

    #[test]
    fn labels_out_of_order_are_read_as_they_come() {
        // B-PER, O, I-ORG, L-LOC, B-MISC
        assert_eq!(
            spans(&[1, 0, 6, 11, 13]),
            [(0, 1, 0), (2, 3, 1), (3, 4, 2), (4, 5, 3)]
        );
    }
}
