//! Postings of one segment, read forward.

use anyhow::Result;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

/// One term's postings.
pub(in crate::engine::local) struct Cursor {
    postings: Box<SegmentPostings>,
    /// Where they are.
    document: DocId,
}

impl Cursor {
    /// The postings of a term, with its positions or without; `None` where the segment has none.
    pub(in crate::engine::local) fn open(
        index: &InvertedIndexReader,
        field: Field,
        term: &str,
        record: IndexRecordOption,
    ) -> Result<Option<Cursor>> {
        let term = Term::from_field_text(field, term);
        Ok(index.read_postings(&term, record)?.map(Cursor::of))
    }

    /// At the first document of some postings.
    pub(super) fn of(postings: SegmentPostings) -> Cursor {
        Cursor {
            document: postings.doc(),
            postings: Box::new(postings),
        }
    }

    #[inline]
    pub(in crate::engine::local) fn doc(&self) -> DocId {
        self.document
    }

    /// The first document from `target` on. A target behind the current document is no move.
    #[inline]
    pub(in crate::engine::local) fn seek(&mut self, target: DocId) -> DocId {
        if self.document < target {
            // A step is cheaper than a search.
            self.document = match target - self.document {
                1 => self.postings.advance(),
                _ => self.postings.seek(target),
            };
        }
        self.document
    }

    /// Whether the document has the term.
    pub(in crate::engine::local) fn has(&mut self, document: DocId) -> bool {
        self.seek(document) == document
    }

    pub(in crate::engine::local) fn cost(&self) -> u64 {
        u64::from(self.postings.size_hint())
    }

    /// Adds the positions in the current document, ascending; a term posted twice at one
    /// position gives it twice.
    pub(in crate::engine::local) fn positions(&mut self, out: &mut Vec<u32>) {
        self.postings.append_positions_with_offset(0, out);
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
    mut order: impl Iterator<Item = usize> + Clone,
    target: DocId,
    mut seek: impl FnMut(usize, DocId) -> DocId,
) -> DocId {
    let Some(rarest) = order.next() else {
        return target;
    };
    let mut document = seek(rarest, target);
    'again: while document != TERMINATED {
        for index in order.clone() {
            let found = seek(index, document);
            if found != document {
                document = seek(rarest, found);
                continue 'again;
            }
        }
        break;
    }
    document
}

/// Several, as one. Mostly all but one are rare: the most frequent moves by itself as long as the
/// others are ahead. A few of these are looked at one by one; more are in a heap by document, so
/// that an advance costs only those that it passes.
pub(in crate::engine::local) struct Union<S> {
    /// The most frequent one first.
    members: Vec<S>,
    /// The first document that any of the others is at.
    rest: DocId,
    /// Of many others, those that are beyond `rest`.
    waiting: BinaryHeap<Reverse<(DocId, usize)>>,
    /// Of many others, those that are at `rest`.
    here: Vec<usize>,
    document: DocId,
}

/// So many are looked at one by one.
const FEW: usize = 8;

impl<S: Seek> Union<S> {
    pub(in crate::engine::local) fn new(mut members: Vec<S>) -> Union<S> {
        if let Some(most) = (0..members.len()).max_by_key(|&index| members[index].cost()) {
            members.swap(0, most);
        }
        let mut union = Union {
            rest: TERMINATED,
            waiting: BinaryHeap::new(),
            here: Vec::new(),
            document: TERMINATED,
            members,
        };
        if union.has_many() {
            let others = union.members.iter().zip(0..).skip(1);
            let waiting = others.map(|(member, index)| Reverse((member.doc(), index)));
            union.waiting = waiting.collect();
        }
        union.look();
        union
    }

    fn has_many(&self) -> bool {
        self.members.len() > FEW
    }

    /// Finds the first document that a member is at.
    fn look(&mut self) {
        if self.has_many() {
            self.gather();
        } else {
            let others = self.members.iter().skip(1).map(Seek::doc);
            self.rest = others.min().unwrap_or(TERMINATED);
        }
        let first = self.members.first().map_or(TERMINATED, Seek::doc);
        self.document = first.min(self.rest);
    }

    /// Takes those that are at the first document of many others.
    fn gather(&mut self) {
        let first = self.waiting.peek();
        self.rest = first.map_or(TERMINATED, |&Reverse((document, _))| document);
        self.here.clear();
        while let Some(&Reverse((document, index))) = self.waiting.peek()
            && document == self.rest
        {
            self.waiting.pop();
            self.here.push(index);
        }
    }

    /// The current document.
    #[inline]
    pub(in crate::engine::local) fn doc(&self) -> DocId {
        self.document
    }

    /// The member that is at the current document, where it is the only one.
    #[inline]
    pub(in crate::engine::local) fn only_one(&mut self) -> Option<&mut S> {
        let document = self.document;
        if document < self.rest {
            return self.members.first_mut();
        }
        if self.members.first()?.doc() == document {
            return None;
        }
        if self.has_many() {
            return match self.here[..] {
                [index] => self.members.get_mut(index),
                _ => None,
            };
        }
        let mut here = self.members.iter_mut();
        let only = here.find(|member| member.doc() == document);
        only.filter(|_| here.all(|member| member.doc() != document))
    }

    /// Whether this holds of every member.
    pub(in crate::engine::local) fn all(&self, test: impl Fn(&S) -> bool) -> bool {
        self.members.iter().all(test)
    }

    #[inline]
    pub(in crate::engine::local) fn seek(&mut self, target: DocId) -> DocId {
        if self.document >= target {
            return self.document;
        }
        if self.rest >= target
            && let Some(most) = self.members.first_mut()
        {
            self.document = most.seek(target).min(self.rest);
            return self.document;
        }
        self.seek_all(target)
    }

    fn seek_all(&mut self, target: DocId) -> DocId {
        if self.has_many() {
            self.seek_among_many(target);
        } else {
            for member in &mut self.members {
                member.seek(target);
            }
        }
        self.look();
        self.document
    }

    fn seek_among_many(&mut self, target: DocId) {
        let Union {
            members,
            waiting,
            here,
            ..
        } = self;
        if let Some(most) = members.first_mut() {
            most.seek(target);
        }
        for index in here.drain(..) {
            let document = members[index].seek(target);
            waiting.push(Reverse((document, index)));
        }
        while let Some(mut first) = waiting.peek_mut()
            && first.0.0 < target
        {
            let index = first.0.1;
            *first = Reverse((members[index].seek(target), index));
        }
    }

    pub(in crate::engine::local) fn cost(&self) -> u64 {
        // What has no documents of its own costs without bound.
        let costs = self.members.iter().map(Seek::cost);
        costs.fold(0, u64::saturating_add)
    }

    /// Calls `each` with every member that is at the current document.
    #[inline]
    pub(in crate::engine::local) fn each(&mut self, mut each: impl FnMut(&mut S)) {
        let document = self.document;
        let is_rest_here = document == self.rest;
        if let Some(first) = self.members.first_mut()
            && first.doc() == document
        {
            each(first);
        }
        if !is_rest_here {
            return;
        }
        if self.has_many() {
            for &index in &self.here {
                each(&mut self.members[index]);
            }
            return;
        }
        for member in self.members.iter_mut().skip(1) {
            if member.doc() == document {
                each(member);
            }
        }
    }
}
