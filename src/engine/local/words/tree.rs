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
        align(&mut nodes, 0);
        Node::All(nodes)
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
}

/// Of the nodes of an `All`: to the first document from `target` on that all have.
pub(super) fn align(nodes: &mut [Node], target: DocId) -> DocId {
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

/// The first of the documents that nodes are at.
pub(super) fn first(nodes: &[Node]) -> DocId {
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
                align(nodes, next)
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
            Node::All(nodes) => match nodes.first().map_or(TERMINATED, DocSet::doc) {
                document if document >= target => document,
                _ => align(nodes, target),
            },
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

impl Node {
    /// Calls back with every document and its score, in ascending order.
    pub(super) fn for_each(&mut self, callback: &mut dyn FnMut(DocId, Score)) {
        if let Node::Word(word) = self {
            word.until(TERMINATED, |_| true, callback);
            return;
        }
        let mut document = self.doc();
        while document < TERMINATED {
            callback(document, self.score());
            document = self.advance();
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
