//! The hits of a query counted by what they share, from columns and dictionaries alone: no stored
//! article is read.
//!
//! Counting goes segment by segment, and by runs of articles where lists must be held for each of
//! them, so that memory grows with the table that comes of it, beside four bytes a hit.

mod values;

use super::searcher::LocalSearcher;
use crate::engine::GroupRequest;
use crate::model::{Group, GroupBy};
use anyhow::Result;
use hashbrown::HashMap;
use std::cmp::Reverse;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};
use values::{Names, Values};

/// Articles whose lists of values are held at a time, at the most.
const RUN: usize = 1 << 17;

/// The key of what has no value.
const NONE: u32 = 0;

/// Collects the matches of each segment, in ascending order: four bytes a hit.
pub(super) struct Documents;

pub(super) struct SegmentDocuments(SegmentOrdinal, Vec<DocId>);

impl Collector for Documents {
    type Fruit = Vec<(SegmentOrdinal, Vec<DocId>)>;
    type Child = SegmentDocuments;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<SegmentDocuments> {
        Ok(SegmentDocuments(segment, Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(
        &self,
        parts: Vec<(SegmentOrdinal, Vec<DocId>)>,
    ) -> tantivy::Result<Self::Fruit> {
        Ok(parts)
    }
}

impl SegmentCollector for SegmentDocuments {
    type Fruit = (SegmentOrdinal, Vec<DocId>);

    fn collect(&mut self, document: DocId, _: Score) {
        self.1.push(document);
    }

    fn harvest(self) -> Self::Fruit {
        (self.0, self.1)
    }
}

/// How many articles each combination of keys has.
#[derive(Default)]
struct Table(HashMap<Vec<u32>, u64>);

impl Table {
    /// Counts the article at `place` for every combination of its values; `given` is the value of
    /// one of the things counted by, whose values are not looked up.
    fn add(
        &mut self,
        things: &[Values],
        given: Option<(usize, u32)>,
        place: usize,
        keys: &mut Vec<u32>,
    ) {
        let at = keys.len();
        let Some(values) = things.get(at) else {
            *self.0.entry_ref(keys.as_slice()).or_insert(0) += 1;
            return;
        };
        let one = given
            .filter(|(thing, _)| *thing == at)
            .map(|(_, key)| [key]);
        let list = match &one {
            Some(key) => key.as_slice(),
            None => values.of(place),
        };
        for &key in list {
            keys.push(key);
            self.add(things, given, place, keys);
            keys.pop();
        }
    }
}

/// Of the things counted by, the one whose values come actor by actor, so that no list of them is
/// held: the one with the longest lists.
fn streamed(by: &[GroupBy]) -> Option<usize> {
    let place = |wanted: GroupBy| by.iter().position(|&by| by == wanted);
    let streamed = [GroupBy::Actor, GroupBy::Place, GroupBy::ActorKind];
    streamed.into_iter().find_map(place)
}

impl LocalSearcher {
    /// Counts the hits by what they share, most articles first, then by key.
    pub(super) fn grouped(&self, request: &GroupRequest) -> Result<Vec<Group>> {
        let compiled = self.compile(&request.query, &request.scopes)?;
        let found = self.run(compiled.query.as_ref(), &Documents)?;
        let by = request.by.as_slice();
        let streamed = streamed(by);
        let holds_lists = (0..)
            .zip(by)
            .any(|(thing, by)| by.is_many() && streamed != Some(thing));
        let run = if holds_lists { RUN } else { usize::MAX };
        let mut names: Vec<Names> = by.iter().map(|_| Names::default()).collect();
        let mut table = Table::default();
        for (ordinal, documents) in &found {
            let segment = self.searcher.segment_reader(*ordinal);
            for documents in documents.chunks(run) {
                self.count_run(segment, documents, by, &mut names, &mut table)?;
            }
        }
        let mut groups: Vec<Group> = table
            .0
            .into_iter()
            .map(|(keys, articles)| {
                let names = names.iter().zip(&keys);
                let keys = names.map(|(names, &key)| names.name(key).to_owned());
                Group {
                    keys: keys.collect(),
                    articles,
                }
            })
            .collect();
        groups.sort_unstable_by(|a, b| {
            (Reverse(a.articles), &a.keys).cmp(&(Reverse(b.articles), &b.keys))
        });
        Ok(groups)
    }

    /// Counts articles of one segment, in ascending order.
    fn count_run(
        &self,
        segment: &SegmentReader,
        documents: &[DocId],
        by: &[GroupBy],
        names: &mut [Names],
        table: &mut Table,
    ) -> Result<()> {
        let streamed = streamed(by);
        let mut things = Vec::with_capacity(by.len());
        for (thing, (&by, names)) in by.iter().zip(names.iter_mut()).enumerate() {
            things.push(match streamed == Some(thing) {
                true => Values::default(),
                false => self.values(segment, documents, by, names)?,
            });
        }
        let mut keys = Vec::with_capacity(by.len());
        let mut has_any = vec![false; documents.len()];
        if let Some(thing) = streamed
            && let (Some(&by), Some(names)) = (by.get(thing), names.get_mut(thing))
        {
            self.each_actor(segment, documents, by, names, |key, place| {
                has_any[place] = true;
                table.add(&things, Some((thing, key)), place, &mut keys);
            })?;
        }
        let given = streamed.map(|thing| (thing, NONE));
        for (place, has_any) in has_any.iter().enumerate() {
            if !has_any {
                table.add(&things, given, place, &mut keys);
            }
        }
        Ok(())
    }
}
