//! Words joined by AND and OR, in one segment. One loop over plain postings, where the engine's own
//! nodes would call each other through pointers for every article.

use super::word::WordScorer;
use crate::engine::local::span::leap;
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

/// Words joined by AND and OR.
#[derive(Clone, Debug)]
pub(in crate::engine::local) enum Tree<W> {
    Word {
        word: W,
        boost: Score,
    },
    /// All of these, at least one.
    All(Vec<Tree<W>>),
    /// Any of these, at least one and at most [`MOST`].
    Any(Vec<Tree<W>>),
}

/// Most alternatives that are looked at one by one for every document; a heap is faster with more.
pub(in crate::engine::local) const MOST: usize = 8;

/// A tree over the postings of one segment.
pub(super) enum Node {
    Word(Box<WordScorer>),
    All(Vec<Node>),
    Any(Vec<Node>, DocId),
}

impl Node {
    /// All of the nodes, the rarest first.
    pub(super) fn all(mut nodes: Vec<Node>) -> Node {
        nodes.sort_by_key(Node::cost);
        let mut node = Node::All(nodes);
        node.align(0);
        node
    }

    /// Any of the nodes.
    pub(super) fn any(nodes: Vec<Node>) -> Node {
        let document = first(&nodes);
        Node::Any(nodes, document)
    }

    /// About how many documents it has.
    pub(super) fn cost(&self) -> u32 {
        match self {
            Node::Word(word) => word.cost(),
            Node::All(nodes) => nodes.first().map_or(0, Node::cost),
            Node::Any(nodes, _) => {
                let costs = nodes.iter().map(Node::cost);
                costs.fold(0, u32::saturating_add)
            }
        }
    }

    /// For an `All`: to the first document from `target` on that all have.
    fn align(&mut self, target: DocId) -> DocId {
        let Node::All(nodes) = self else {
            return self.seek(target);
        };
        let found = leap(0..nodes.len(), target, |index, target| {
            nodes[index].seek(target)
        });
        if found == TERMINATED
            && let Some(first) = nodes.first_mut()
        {
            // The first tells where the node is.
            first.seek(TERMINATED);
        }
        found
    }
}

/// The first of the documents that nodes are at.
fn first(nodes: &[Node]) -> DocId {
    let documents = nodes.iter().map(DocSet::doc);
    documents.min().unwrap_or(TERMINATED)
}

impl DocSet for Node {
    #[inline]
    fn advance(&mut self) -> DocId {
        match self {
            Node::Word(word) => {
                word.advance();
                word.doc()
            }
            Node::All(nodes) => {
                let next = nodes.first_mut().map_or(TERMINATED, DocSet::advance);
                self.align(next)
            }
            Node::Any(nodes, document) => {
                for node in &mut *nodes {
                    if node.doc() == *document {
                        node.advance();
                    }
                }
                *document = first(nodes);
                *document
            }
        }
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Node::Word(word) => word.seek(target),
            Node::All(_) if self.doc() >= target => self.doc(),
            Node::All(_) => self.align(target),
            Node::Any(_, document) if *document >= target => *document,
            Node::Any(nodes, document) => {
                for node in &mut *nodes {
                    node.seek(target);
                }
                *document = first(nodes);
                *document
            }
        }
    }

    #[inline]
    fn doc(&self) -> DocId {
        match self {
            Node::Word(word) => word.doc(),
            Node::All(nodes) => nodes.first().map_or(TERMINATED, DocSet::doc),
            Node::Any(_, document) => *document,
        }
    }

    fn size_hint(&self) -> u32 {
        self.cost()
    }
}

/// Documents whose scores are summed up side by side.
const WINDOW: usize = 4096;

/// Up to so many documents a window is more work than it saves.
const FEW: u32 = 200;

impl Node {
    /// Calls back with every document and its score, in ascending order.
    pub(super) fn for_each(&mut self, callback: &mut dyn FnMut(DocId, Score)) {
        let is_frequent = self.cost() > FEW;
        match self {
            Node::Any(nodes, _) if is_frequent => for_each_of_any(nodes, callback),
            node => node.until(TERMINATED, callback),
        }
    }

    /// Calls back with every document before `end`.
    #[inline]
    fn until(&mut self, end: DocId, mut callback: impl FnMut(DocId, Score)) {
        if let Node::Word(word) = self {
            word.until(end, callback);
            return;
        }
        let mut document = self.doc();
        while document < end {
            callback(document, self.score());
            document = self.advance();
        }
    }
}

/// A window of documents at a time, each node by itself: most of the work is then a plain loop over
/// the postings of one word.
fn for_each_of_any(nodes: &mut [Node], callback: &mut dyn FnMut(DocId, Score)) {
    let mut scores = vec![0.0; WINDOW];
    let mut found = [0u64; WINDOW / 64];
    loop {
        let start = first(nodes);
        if start == TERMINATED {
            return;
        }
        for node in &mut *nodes {
            node.until(start + WINDOW as DocId, |document, score| {
                let place = (document - start) as usize;
                scores[place] += score;
                found[place / 64] |= 1 << (place % 64);
            });
        }
        for (bits, block) in found.iter_mut().zip(0..) {
            let mut left = std::mem::take(bits);
            while left != 0 {
                let place = block * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                callback(start + place as DocId, std::mem::take(&mut scores[place]));
            }
        }
    }
}

impl Scorer for Node {
    /// The sum of the scores of the words in the current document.
    #[inline]
    fn score(&mut self) -> Score {
        match self {
            Node::Word(word) => word.score(),
            Node::All(nodes) => nodes.iter_mut().map(Node::score).sum(),
            Node::Any(nodes, document) => {
                let here = nodes.iter_mut().filter(|node| node.doc() == *document);
                here.map(Node::score).sum()
            }
        }
    }
}
