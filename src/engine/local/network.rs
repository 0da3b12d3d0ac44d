//! Who stands with whom in the hits of a query, from postings alone: no stored article is read but
//! one for each actor.
//!
//! The actors are chosen first, those that most articles mention. Their postings are then read side
//! by side, article by article, so that memory is bounded by the number of actors, some kilobytes
//! each, and by the pairs that occur, beside four bytes a hit.

use super::groups::Documents;
use super::searcher::LocalSearcher;
use super::span::{Cursor, Layout, Seek, Union};
use super::terms::place_of;
use crate::engine::NetworkRequest;
use crate::model::{Edge, Network, Together};
use anyhow::Result;
use hashbrown::HashMap;
use std::cmp::Reverse;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, TERMINATED};

/// The postings of one of the actors.
struct Member {
    actor: u32,
    cursor: Cursor,
}

impl Seek for Member {
    fn doc(&self) -> DocId {
        self.cursor.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.cursor.seek(target)
    }

    fn cost(&self) -> u64 {
        self.cursor.cost()
    }
}

/// A mention in an article: in which sentence or paragraph, of whom, from which token to which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mentioned {
    unit: u32,
    actor: u32,
    start: u32,
    end: u32,
}

/// All mentions of an actor in one unit: where the first of them ends, where the last begins.
#[derive(Clone, Copy)]
struct Extent {
    actor: u32,
    first_end: u32,
    last_start: u32,
}

impl Extent {
    /// Whether some mention of the one ends before some mention of the other begins: no token
    /// serves both, so that nobody is joined with the name within his own.
    fn is_apart(self, other: Extent) -> bool {
        self.first_end <= other.last_start || other.first_end <= self.last_start
    }
}

/// The pairs of actors in an article, once for each unit that has both; `mentions` are in order.
fn pairs(mentions: &[Mentioned], out: &mut Vec<(u32, u32)>) {
    let mut extents: Vec<Extent> = Vec::new();
    for unit in mentions.chunk_by(|a, b| a.unit == b.unit) {
        extents.clear();
        for own in unit.chunk_by(|a, b| a.actor == b.actor) {
            let ends = own.iter().map(|mention| mention.end);
            let starts = own.iter().map(|mention| mention.start);
            extents.push(Extent {
                actor: own[0].actor,
                first_end: ends.min().unwrap_or(u32::MAX),
                last_start: starts.max().unwrap_or(0),
            });
        }
        for (one, rest) in extents.iter().zip(1..) {
            let others = extents.iter().skip(rest);
            let apart = others.filter(|other| one.is_apart(**other));
            out.extend(apart.map(|other| (one.actor, other.actor)));
        }
    }
}

impl LocalSearcher {
    /// The network of the hits.
    pub(super) fn network_of(&self, request: &NetworkRequest) -> Result<Network> {
        let compiled = self.compile(&request.query, &request.scopes)?;
        let found = self.run(compiled.query.as_ref(), &Documents)?;
        let total = found
            .iter()
            .map(|(_, documents)| documents.len() as u64)
            .sum();
        let mut chosen = self.actor_tallies(&found, &request.kinds)?;
        let distinct = chosen.len() as u64;
        chosen.truncate(request.actors);
        let ids: Vec<&str> = chosen.iter().map(|tally| tally.id.as_str()).collect();
        // How often each pair stands together, and in how many articles.
        let mut joined: HashMap<(u32, u32), (u64, u64)> = HashMap::new();
        for (ordinal, documents) in &found {
            self.join(*ordinal, documents, &ids, request.by, &mut joined)?;
        }
        let mut edges: Vec<((u32, u32), (u64, u64))> = joined
            .into_iter()
            .filter(|(_, (weight, _))| *weight >= request.least)
            .collect();
        edges.sort_unstable_by_key(|&(pair, counts)| (Reverse(counts), pair));
        let id = |actor: u32| {
            ids.get(actor as usize)
                .copied()
                .unwrap_or_default()
                .to_owned()
        };
        let edges = edges
            .into_iter()
            .map(|((one, other), (weight, articles))| Edge {
                source: id(one),
                target: id(other),
                weight,
                articles,
            });
        Ok(Network {
            query: request.query.to_string(),
            total,
            copies: compiled.copies.as_ref().map(|groups| groups.totals()),
            by: request.by,
            distinct,
            stale: 0,
            edges: edges.collect(),
            nodes: chosen
                .iter()
                .map(|tally| self.tallied(tally))
                .collect::<Result<_>>()?,
        })
    }

    /// Joins the actors in the hits of one segment.
    fn join(
        &self,
        ordinal: u32,
        documents: &[DocId],
        ids: &[&str],
        by: Together,
        joined: &mut HashMap<(u32, u32), (u64, u64)>,
    ) -> Result<()> {
        let segment = self.searcher.segment_reader(ordinal);
        let index = segment.inverted_index(self.fields.who)?;
        let mut members = Vec::new();
        for (id, actor) in ids.iter().zip(0..) {
            for id in self.members(id) {
                let record = IndexRecordOption::WithFreqsAndPositions;
                let cursor = Cursor::open(&index, self.fields.who, id, record)?;
                members.extend(cursor.map(|cursor| Member { actor, cursor }));
            }
        }
        let mut union = Union::new(members);
        let mut layout = Layout::open(segment, &self.fields)?;
        let (mut mentions, mut places, mut here) = (Vec::new(), Vec::new(), Vec::new());
        for &document in documents {
            self.in_time()?;
            match union.seek(document) {
                TERMINATED => break,
                found if found != document => continue,
                _ => {}
            }
            let starts = match by {
                Together::Sentence => layout.sentences(document),
                Together::Paragraph => layout.paragraphs(document),
                Together::Article => &[],
            };
            mentions.clear();
            union.each(|member| {
                places.clear();
                member.cursor.positions(&mut places);
                mentions.extend(places.iter().map(|&place| {
                    let (start, tokens) = place_of(place);
                    Mentioned {
                        unit: starts.partition_point(|&first| first <= start) as u32,
                        actor: member.actor,
                        start,
                        end: start.saturating_add(tokens),
                    }
                }));
            });
            mentions.sort_unstable();
            here.clear();
            pairs(&mentions, &mut here);
            here.sort_unstable();
            for same in here.chunk_by(|a, b| a == b) {
                let counts = joined.entry(same[0]).or_insert((0, 0));
                counts.0 += same.len() as u64;
                counts.1 += 1;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_takes_two_mentions_that_share_no_token() {
        let mention = |unit, actor, start, end| Mentioned {
            unit,
            actor,
            start,
            end,
        };
        for (mentions, expected) in [
            // A name within another's.
            (vec![mention(0, 1, 0, 2), mention(0, 2, 0, 1)], vec![]),
            // The same, and another mention behind.
            (
                vec![
                    mention(0, 1, 0, 2),
                    mention(0, 2, 0, 1),
                    mention(0, 2, 5, 6),
                ],
                vec![(1, 2)],
            ),
            // Not in one sentence.
            (vec![mention(0, 1, 0, 1), mention(1, 2, 3, 4)], vec![]),
            // Twice in one sentence, and once in another.
            (
                vec![
                    mention(0, 1, 0, 1),
                    mention(0, 1, 2, 3),
                    mention(0, 3, 4, 5),
                    mention(2, 1, 9, 10),
                    mention(2, 2, 8, 9),
                    mention(2, 3, 10, 12),
                ],
                vec![(1, 3), (1, 2), (1, 3), (2, 3)],
            ),
        ] {
            let mut found = Vec::new();
            pairs(&mentions, &mut found);
            assert_eq!(found, expected, "{mentions:?}");
        }
    }
}
