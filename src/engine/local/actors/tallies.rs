//! How much is written of each actor in the hits, from postings alone.

use super::super::events::each_of;
use super::super::searcher::LocalSearcher;
use super::super::span::Cursor;
use super::super::terms::{apart, is_id, kind_term};
use crate::model::ActorKind;
use anyhow::Result;
use hashbrown::HashMap;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, SegmentOrdinal};

/// How much is written of an actor in the hits.
pub(in crate::engine::local) struct Tally {
    pub id: String,
    pub articles: u64,
    pub mentions: u64,
    /// The id that it has in the article at `at`, where that is another that users say is one with it.
    other: Option<String>,
    /// Whether it has another id there, and the article's key: the article with the least that
    /// mentions it; and its first place there. Whatever the segments are, the same ones.
    key: Option<(bool, u64)>,
    pub(super) at: DocAddress,
    place: u32,
}

impl Tally {
    fn new(id: &str) -> Tally {
        Tally {
            id: id.to_owned(),
            articles: 0,
            mentions: 0,
            other: None,
            key: None,
            at: DocAddress::new(0, 0),
            place: 0,
        }
    }

    /// Its id in the article at `at`.
    pub(super) fn id_there(&self) -> &str {
        self.other.as_deref().unwrap_or(&self.id)
    }

    /// Most articles first.
    fn order(&self, other: &Tally) -> Ordering {
        let counts = |tally: &Tally| Reverse((tally.articles, tally.mentions));
        (counts(self), &self.id).cmp(&(counts(other), &other.id))
    }
}

/// Tallies by id.
#[derive(Default)]
struct Tallies {
    numbers: HashMap<String, usize>,
    tallies: Vec<Tally>,
}

impl Tallies {
    fn number(&mut self, id: &str) -> usize {
        *self.numbers.entry_ref(id).or_insert_with(|| {
            self.tallies.push(Tally::new(id));
            self.tallies.len() - 1
        })
    }
}

/// Hits by segment, each in ascending order of document.
pub(in crate::engine::local) type Hits = [(SegmentOrdinal, Vec<DocId>)];

/// The mentions of actors that users say are one, in a segment: by the id that stands for them, the
/// place of each article among the hits, whether the id in it is another, that id, and where it is.
type Joined = BTreeMap<String, Vec<(usize, bool, String, Vec<u32>)>>;

impl LocalSearcher {
    /// The actors of the hits, most articles first; those of some kinds alone, where there are any.
    /// Memory grows with their number, some hundred bytes each.
    pub(in crate::engine::local) fn actor_tallies(
        &self,
        hits: &Hits,
        kinds: &[ActorKind],
    ) -> Result<Vec<Tally>> {
        let mut all = Tallies::default();
        let mut places = Vec::new();
        for (ordinal, documents) in hits {
            let segment = self.searcher.segment_reader(*ordinal);
            let index = segment.inverted_index(self.fields.who)?;
            let mut terms = index.terms().stream()?;
            let mut joined = Joined::new();
            while terms.advance() {
                let id = std::str::from_utf8(terms.key()).unwrap_or_default();
                if !is_id(id) {
                    continue;
                }
                self.in_time()?;
                let record = IndexRecordOption::WithFreqsAndPositions;
                let mut postings = index.read_postings_from_terminfo(terms.value(), record)?;
                if let Some(identities) = self.identities.filter(|said| said.knows(id)) {
                    let Some(one) = identities.representative(id) else {
                        continue;
                    };
                    let of_one = joined.entry(one.to_owned()).or_default();
                    each_of(&mut postings, documents, |place, postings| {
                        postings.positions(&mut places);
                        of_one.push((place, one != id, id.to_owned(), places.clone()));
                    });
                    continue;
                }
                let mut number = None;
                each_of(&mut postings, documents, |place, postings| {
                    let number = *number.get_or_insert_with(|| all.number(id));
                    let tally = &mut all.tallies[number];
                    let at = DocAddress::new(*ordinal, documents[place]);
                    tally.articles += 1;
                    places.clear();
                    tally.mentions += match postings.term_freq() {
                        1 => 1,
                        _ => {
                            postings.positions(&mut places);
                            apart(&places)
                        }
                    };
                    let key = (false, self.columns.key(at));
                    if tally.key.is_none_or(|least| key < least) {
                        tally.key = Some(key);
                        tally.at = at;
                        if !kinds.is_empty() && places.is_empty() {
                            postings.positions(&mut places);
                        }
                        tally.place = places.first().copied().unwrap_or(0);
                    }
                });
            }
            self.add_joined(*ordinal, documents, joined, &mut all);
        }
        let mut tallies = all.tallies;
        if !kinds.is_empty() {
            tallies = self.of_kinds(tallies, kinds)?;
        }
        tallies.sort_unstable_by(Tally::order);
        Ok(tallies)
    }

    /// Counts each article once, whatever ids an actor has in it, and each place.
    fn add_joined(
        &self,
        ordinal: SegmentOrdinal,
        documents: &[DocId],
        joined: Joined,
        all: &mut Tallies,
    ) {
        for (one, mut mentions) in joined.into_iter().filter(|(_, own)| !own.is_empty()) {
            mentions.sort_unstable();
            let number = all.number(&one);
            let tally = &mut all.tallies[number];
            for article in mentions.chunk_by(|a, b| a.0 == b.0) {
                let [(place, is_other, id, first), ..] = article else {
                    continue;
                };
                let mut places: Vec<u32> = article.iter().flat_map(|own| own.3.clone()).collect();
                places.sort_unstable();
                tally.articles += 1;
                tally.mentions += apart(&places);
                let at = DocAddress::new(ordinal, documents[*place]);
                let key = (*is_other, self.columns.key(at));
                if tally.key.is_none_or(|least| key < least) {
                    tally.key = Some(key);
                    tally.at = at;
                    tally.other = is_other.then(|| id.clone());
                    tally.place = first.first().copied().unwrap_or(0);
                }
            }
        }
    }

    /// Those whose mentions are of one of the kinds.
    fn of_kinds(&self, mut tallies: Vec<Tally>, kinds: &[ActorKind]) -> Result<Vec<Tally>> {
        tallies.sort_unstable_by_key(|tally| tally.at);
        let mut kept = vec![false; tallies.len()];
        for &kind in kinds {
            let mut open: Option<(SegmentOrdinal, Option<Cursor>)> = None;
            let mut read: Option<DocAddress> = None;
            let mut places = Vec::new();
            for (tally, kept) in tallies.iter().zip(&mut kept) {
                let of_other = self.identities.filter(|_| tally.other.is_some());
                if let Some(about) = of_other.and_then(|said| said.described(&tally.id)) {
                    *kept |= about.kind == kind;
                    continue;
                }
                let ordinal = tally.at.segment_ord;
                if open.as_ref().is_none_or(|(open, _)| *open != ordinal) {
                    let segment = self.searcher.segment_reader(ordinal);
                    let index = segment.inverted_index(self.fields.who)?;
                    let record = IndexRecordOption::WithFreqsAndPositions;
                    let cursor = Cursor::open(&index, self.fields.who, &kind_term(kind), record)?;
                    open = Some((ordinal, cursor));
                }
                if read != Some(tally.at) {
                    read = Some(tally.at);
                    places.clear();
                    if let Some((_, Some(cursor))) = &mut open
                        && cursor.has(tally.at.doc_id)
                    {
                        cursor.positions(&mut places);
                    }
                }
                *kept |= places.binary_search(&tally.place).is_ok();
            }
        }
        let pairs = tallies.into_iter().zip(kept);
        Ok(pairs
            .filter_map(|(tally, kept)| kept.then_some(tally))
            .collect())
    }
}
