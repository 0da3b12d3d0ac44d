//! A window of documents at a time, each word by itself: most of the work is then a plain loop over
//! the postings of one word.

use super::tree::{Node, align, first};
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

/// Documents whose scores are summed up side by side.
const WIDTH: usize = if cfg!(test) { 128 } else { 4096 };

/// Up to so many documents a window is more work than it saves.
const FEW: u32 = if cfg!(test) { 20 } else { 200 };

/// With so many times the documents of the rarest part in the others, seeking is faster.
const MANY: u32 = 8;

/// Some documents of a window.
type Bits = [u64; WIDTH / 64];

fn has(bits: &Bits, place: usize) -> bool {
    bits[place / 64] >> (place % 64) & 1 != 0
}

/// Whether a node is walked through faster by windows than document by document.
pub(super) fn pays(node: &Node) -> bool {
    match node {
        Node::Word(_) => false,
        Node::Any(..) => node.cost() > FEW,
        Node::All(nodes) => match &nodes[..] {
            [] | [_] => false,
            [rarest, others @ ..] => {
                let rarest = rarest.cost();
                let others = others.iter().map(Node::cost);
                let others = others.fold(0, u32::saturating_add);
                rarest > FEW && others <= rarest.saturating_mul(MANY)
            }
        },
    }
}

/// Calls back with every document and its score, in ascending order.
pub(super) fn for_each(node: &mut Node, callback: &mut dyn FnMut(DocId, Score)) {
    let mut window = Window {
        start: 0,
        scores: vec![0.0; WIDTH],
    };
    loop {
        window.start = match &mut *node {
            Node::All(nodes) => {
                let document = nodes.first().map_or(TERMINATED, DocSet::doc);
                align(nodes, document)
            }
            node => node.doc(),
        };
        if window.start == TERMINATED {
            return;
        }
        let mut touched = [0; WIDTH / 64];
        let found = match &mut *node {
            Node::All(nodes) => window.add_all(nodes, &mut touched),
            node => {
                window.add(node, None, &mut touched);
                touched
            }
        };
        for (block, (&bits, &found)) in touched.iter().zip(&found).enumerate() {
            let mut left = bits;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                let place = block * 64 + bit as usize;
                let score = std::mem::take(&mut window.scores[place]);
                if found >> bit & 1 != 0 {
                    callback(window.start + place as DocId, score);
                }
            }
        }
    }
}

/// The scores of the documents from `start` on.
struct Window {
    start: DocId,
    scores: Vec<Score>,
}

impl Window {
    /// Adds up the scores of nodes, the rarest first, where all before have the document; marks
    /// which scores were touched, and returns which documents all have.
    fn add_all(&mut self, nodes: &mut [Node], touched: &mut Bits) -> Bits {
        let Some((rarest, others)) = nodes.split_first_mut() else {
            return *touched;
        };
        self.add(rarest, None, touched);
        let mut found = *touched;
        for node in others {
            let mut here = [0; WIDTH / 64];
            self.add(node, Some(&found), &mut here);
            found = here;
        }
        found
    }

    /// Adds the scores of a node in the documents of the window, or those of them that are wanted,
    /// and marks them. The node is then beyond the window.
    fn add(&mut self, node: &mut Node, wanted: Option<&Bits>, marked: &mut Bits) {
        let Window { start, scores } = self;
        let start = *start;
        let end = start + WIDTH as DocId;
        let mut mark = |document: DocId, score: Score| {
            let place = (document - start) as usize;
            scores[place] += score;
            marked[place / 64] |= 1 << (place % 64);
        };
        let wants =
            |document: DocId| wanted.is_none_or(|wanted| has(wanted, (document - start) as usize));
        match node {
            Node::Word(word) => match wanted {
                None => word.until(end, |_| true, mark),
                Some(_) => word.until(end, wants, mark),
            },
            Node::Any(nodes, document) => {
                for node in &mut *nodes {
                    self.add(node, wanted, marked);
                }
                *document = first(nodes);
            }
            Node::All(_) => {
                let mut document = node.doc();
                while document < end {
                    if wants(document) {
                        mark(document, node.score());
                    }
                    document = node.advance();
                }
            }
        }
    }
}
