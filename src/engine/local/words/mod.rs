//! Plain words, joined by AND and OR, as one query: in each article in the stem of its language,
//! in the whole text and, counting more, in the title. The same articles and scores as nested term
//! queries would give, at a fraction of their cost.

#[cfg(test)]
mod tests;
mod tree;
mod window;
mod word;

pub(super) use tree::{MOST, Tree};
pub(super) use word::{TITLE_WEIGHT, Word};

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};
use tree::Node;

/// Articles with these words.
#[derive(Clone, Debug)]
pub(super) struct WordsQuery(pub Tree<Word>);

impl Query for WordsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(WordsWeight {
            tree: self.0.clone(),
            is_scored: scoring.is_scoring_enabled(),
        }))
    }
}

struct WordsWeight {
    tree: Tree<Word>,
    is_scored: bool,
}

impl WordsWeight {
    fn open(
        &self,
        segment: &SegmentReader,
        tree: &Tree<Word>,
        boost: Score,
    ) -> tantivy::Result<Node> {
        let open = |tree: &Tree<Word>| self.open(segment, tree, boost);
        Ok(match tree {
            Tree::Word { word, boost: own } => {
                Node::Word(Box::new(word.open(segment, self.is_scored, boost * own)?))
            }
            Tree::All(trees) => Node::all(trees.iter().map(open).collect::<tantivy::Result<_>>()?),
            Tree::Any(trees) => Node::any(trees.iter().map(open).collect::<tantivy::Result<_>>()?),
        })
    }
}

impl Weight for WordsWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let node = self.open(segment, &self.tree, boost)?;
        Ok(match node.doc() {
            TERMINATED => Box::new(EmptyScorer),
            _ => Box::new(node),
        })
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut node = self.open(segment, &self.tree, 1.0)?;
        if node.seek(document) != document {
            let message = format!("document {document} does not match");
            return Err(TantivyError::InvalidArgument(message));
        }
        Ok(Explanation::new(
            "BM25 of words, text and title",
            node.score(),
        ))
    }

    fn count(&self, segment: &SegmentReader) -> tantivy::Result<u32> {
        if let Tree::Word { word, .. } = &self.tree
            && let Some(count) = word.count(segment)
        {
            return Ok(count);
        }
        let mut node = self.open(segment, &self.tree, 1.0)?;
        Ok(match segment.alive_bitset() {
            Some(alive) => node.count(alive),
            None => node.count_including_deleted(),
        })
    }

    fn for_each(
        &self,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let mut node = self.open(segment, &self.tree, 1.0)?;
        match window::pays(&node) {
            true => window::for_each(&mut node, callback),
            false => node.for_each(callback),
        }
        Ok(())
    }
}
