//! Postings of one segment, read forward.

use anyhow::Result;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

/// One term's postings.
pub(in crate::engine::local) struct Cursor(Box<SegmentPostings>);

impl Cursor {
    /// The postings of a term, with its positions or without; `None` where the segment has none.
    pub(in crate::engine::local) fn open(
        index: &InvertedIndexReader,
        field: Field,
        term: &str,
        record: IndexRecordOption,
    ) -> Result<Option<Cursor>> {
        let term = Term::from_field_text(field, term);
        let postings = index.read_postings(&term, record)?;
        Ok(postings.map(|postings| Cursor(Box::new(postings))))
    }

    pub(in crate::engine::local) fn doc(&self) -> DocId {
        self.0.doc()
    }

    /// The first document from `target` on. A target behind the current document is no move.
    pub(in crate::engine::local) fn seek(&mut self, target: DocId) -> DocId {
        if self.0.doc() >= target {
            return self.0.doc();
        }
        self.0.seek(target)
    }

    /// Whether the document has the term.
    pub(in crate::engine::local) fn has(&mut self, document: DocId) -> bool {
        self.seek(document) == document
    }

    pub(in crate::engine::local) fn cost(&self) -> u64 {
        u64::from(self.0.size_hint())
    }

    /// Adds the positions in the current document, ascending; a term posted twice at one
    /// position gives it twice.
    pub(in crate::engine::local) fn positions(&mut self, out: &mut Vec<u32>) {
        self.0.append_positions_with_offset(0, out);
    }
}

/// Something that has documents in ascending order.
pub(in crate::engine::local) trait Seek {
    fn doc(&self) -> DocId;
    fn seek(&mut self, target: DocId) -> DocId;
    fn cost(&self) -> u64;
}

/// To the first document from `target` on that all have. The members are those that `order` names,
/// the rarest first; `seek` moves one of them.
#[inline]
pub(in crate::engine::local) fn leap(
    order: impl Iterator<Item = usize> + Clone,
    mut target: DocId,
    mut seek: impl FnMut(usize, DocId) -> DocId,
) -> DocId {
    'again: loop {
        for index in order.clone() {
            let found = seek(index, target);
            if found > target {
                target = found;
                if target == TERMINATED {
                    return TERMINATED;
                }
                continue 'again;
            }
        }
        return target;
    }
}

/// Several, as one: a few are looked at one by one, more are in a heap by document, so that an
/// advance costs only those that it passes.
pub(in crate::engine::local) struct Union<S> {
    members: Vec<S>,
    /// Those that are beyond the current document; empty with a few members.
    waiting: BinaryHeap<Reverse<(DocId, usize)>>,
    /// Those that are at the current document.
    here: Vec<usize>,
    document: DocId,
}

/// So many are looked at one by one.
const FEW: usize = 8;

impl<S: Seek> Union<S> {
    pub(in crate::engine::local) fn new(members: Vec<S>) -> Union<S> {
        let mut union = Union {
            waiting: BinaryHeap::new(),
            here: Vec::new(),
            document: TERMINATED,
            members,
        };
        if union.members.len() <= FEW {
            union.look();
        } else {
            let waiting = union.members.iter().zip(0..);
            let waiting = waiting.map(|(member, index)| Reverse((member.doc(), index)));
            union.waiting = waiting.collect();
            union.gather();
        }
        union
    }

    /// Finds the members that are at the first document, one by one.
    fn look(&mut self) {
        self.document = TERMINATED;
        self.here.clear();
        for (member, index) in self.members.iter().zip(0..) {
            let document = member.doc();
            if document < self.document {
                self.document = document;
                self.here.clear();
            }
            if document == self.document {
                self.here.push(index);
            }
        }
    }

    fn gather(&mut self) {
        let first = self.waiting.peek();
        self.document = first.map_or(TERMINATED, |&Reverse((document, _))| document);
        self.here.clear();
        while let Some(&Reverse((document, index))) = self.waiting.peek()
            && document == self.document
        {
            self.waiting.pop();
            self.here.push(index);
        }
    }

    /// The current document.
    pub(in crate::engine::local) fn doc(&self) -> DocId {
        self.document
    }

    /// The member that is at the current document, where it is the only one.
    pub(in crate::engine::local) fn only_one(&mut self) -> Option<&mut S> {
        match self.here[..] {
            [index] => self.members.get_mut(index),
            _ => None,
        }
    }

    /// Whether this holds of every member.
    pub(in crate::engine::local) fn all(&self, test: impl Fn(&S) -> bool) -> bool {
        self.members.iter().all(test)
    }

    pub(in crate::engine::local) fn seek(&mut self, target: DocId) -> DocId {
        if self.document >= target {
            return self.document;
        }
        if let [only] = &mut self.members[..] {
            self.document = only.seek(target);
            return self.document;
        }
        if self.members.len() <= FEW {
            for member in &mut self.members {
                member.seek(target);
            }
            self.look();
            return self.document;
        }
        for index in std::mem::take(&mut self.here) {
            let document = self.members[index].seek(target);
            self.waiting.push(Reverse((document, index)));
        }
        while let Some(mut first) = self.waiting.peek_mut()
            && first.0.0 < target
        {
            let index = first.0.1;
            *first = Reverse((self.members[index].seek(target), index));
        }
        self.gather();
        self.document
    }

    pub(in crate::engine::local) fn cost(&self) -> u64 {
        // What has no documents of its own costs without bound.
        let costs = self.members.iter().map(Seek::cost);
        costs.fold(0, u64::saturating_add)
    }

    /// Calls `each` with every member that is at the current document.
    pub(in crate::engine::local) fn each(&mut self, mut each: impl FnMut(&mut S)) {
        for &index in &self.here {
            each(&mut self.members[index]);
        }
    }
}
