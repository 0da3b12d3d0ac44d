//! Actors read from the index: the dictionary of the *who* layer is the list of all that its articles
//! mention, by id; what else is known of one stands in the span table of any article that does.

mod names;

use super::events::each_of;
use super::groups::Documents;
use super::schema::Fields;
use super::searcher::LocalSearcher;
use super::span::Cursor;
use super::spans::{self, SpanActor};
use super::terms::{is_id, kind_term};
use crate::engine::{ActorOrder, ActorsRequest};
use crate::model::{ActorCount, ActorKind, ActorList, Tallied, keyness};
use anyhow::{Context, Result};
use hashbrown::HashMap;
use std::cmp::{Ordering, Reverse};
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocId, DocSet, Searcher, SegmentOrdinal, TERMINATED, TantivyDocument, Term,
};

/// How many articles of the index mention an actor, or have another term of the *who* layer.
pub(super) fn articles_with(searcher: &Searcher, who: Field, term: &str) -> Result<u64> {
    let term = Term::from_field_text(who, term);
    let mut articles = 0;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(who)?;
        let Some(info) = index.get_term_info(&term)? else {
            continue;
        };
        articles += u64::from(match segment.alive_bitset() {
            None => info.doc_freq,
            Some(alive) => {
                let record = IndexRecordOption::Basic;
                let mut postings = index.read_postings_from_terminfo(&info, record)?;
                DocSet::count(&mut postings, alive)
            }
        });
    }
    Ok(articles)
}

/// What an article says of an actor that it mentions.
pub(super) fn read(
    searcher: &Searcher,
    fields: &Fields,
    at: DocAddress,
    id: &str,
) -> Result<Option<SpanActor>> {
    let document: TantivyDocument = searcher.doc(at)?;
    let bytes = document.get_first(fields.spans);
    let table = bytes.and_then(|bytes| spans::decode(bytes.as_bytes()?));
    let actors = table.map_or_else(Vec::new, |table| table.actors);
    Ok(actors.into_iter().find(|actor| actor.id == id))
}

/// What the first article that mentions an actor says of it.
pub(super) fn first_with(
    searcher: &Searcher,
    fields: &Fields,
    id: &str,
) -> Result<Option<SpanActor>> {
    let term = Term::from_field_text(fields.who, id);
    for (segment, ordinal) in searcher.segment_readers().iter().zip(0..) {
        let index = segment.inverted_index(fields.who)?;
        if let Some(postings) = index.read_postings(&term, IndexRecordOption::Basic)?
            && postings.doc() != TERMINATED
        {
            return read(
                searcher,
                fields,
                DocAddress::new(ordinal, postings.doc()),
                id,
            );
        }
    }
    Ok(None)
}

/// How much is written of an actor in the hits.
pub(super) struct Tally {
    pub id: String,
    pub articles: u64,
    pub mentions: u64,
    /// The article with the least key that mentions it, and its first place there: whatever the
    /// segments are, the same one.
    key: u64,
    at: DocAddress,
    place: u32,
}

impl Tally {
    /// Most articles first.
    fn order(&self, other: &Tally) -> Ordering {
        let counts = |tally: &Tally| Reverse((tally.articles, tally.mentions));
        (counts(self), &self.id).cmp(&(counts(other), &other.id))
    }
}

/// Hits by segment, each in ascending order of document.
pub(super) type Hits = [(SegmentOrdinal, Vec<DocId>)];

impl LocalSearcher {
    /// The actors of the hits, most articles first; those of some kinds alone, where there are any.
    /// Memory grows with their number, some hundred bytes each.
    pub(super) fn actor_tallies(&self, hits: &Hits, kinds: &[ActorKind]) -> Result<Vec<Tally>> {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut tallies: Vec<Tally> = Vec::new();
        let mut places = Vec::new();
        for (ordinal, documents) in hits {
            let segment = self.searcher.segment_reader(*ordinal);
            let index = segment.inverted_index(self.fields.who)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let id = std::str::from_utf8(terms.key()).unwrap_or_default();
                if !is_id(id) {
                    continue;
                }
                self.in_time()?;
                let record = match kinds.is_empty() {
                    true => IndexRecordOption::WithFreqs,
                    false => IndexRecordOption::WithFreqsAndPositions,
                };
                let mut postings = index.read_postings_from_terminfo(terms.value(), record)?;
                let mut number = None;
                each_of(&mut postings, documents, |place, postings| {
                    let number = *number.get_or_insert_with(|| {
                        *numbers.entry_ref(id).or_insert_with(|| {
                            tallies.push(Tally {
                                id: id.to_owned(),
                                articles: 0,
                                mentions: 0,
                                key: u64::MAX,
                                at: DocAddress::new(*ordinal, 0),
                                place: 0,
                            });
                            tallies.len() - 1
                        })
                    });
                    let tally = &mut tallies[number];
                    let document = documents[place];
                    tally.articles += 1;
                    tally.mentions += u64::from(postings.term_freq());
                    let at = DocAddress::new(*ordinal, document);
                    let key = self.columns.key(at);
                    if key < tally.key || tally.articles == 1 {
                        tally.key = key;
                        tally.at = at;
                        if !kinds.is_empty() {
                            postings.positions(&mut places);
                            tally.place = places.first().copied().unwrap_or(0);
                        }
                    }
                });
            }
        }
        if !kinds.is_empty() {
            tallies = self.of_kinds(tallies, kinds)?;
        }
        tallies.sort_unstable_by(Tally::order);
        Ok(tallies)
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

    /// An actor with what an article says of it.
    pub(super) fn tallied(&self, tally: &Tally) -> Result<Tallied> {
        let found = read(&self.searcher, &self.fields, tally.at, &tally.id)?;
        let found = found.context("an article's span table lacks an actor")?;
        Ok(Tallied {
            id: found.id,
            name: found.name,
            kind: found.kind,
            codes: found.codes,
            articles: tally.articles,
            mentions: tally.mentions,
        })
    }

    /// The actors of the hits against the whole index.
    pub(super) fn actor_list(&self, request: &ActorsRequest) -> Result<ActorList> {
        let compiled = self.compile(&request.query, &request.scopes)?;
        let found = self.run(compiled.query.as_ref(), &Documents)?;
        let total = found
            .iter()
            .map(|(_, documents)| documents.len() as u64)
            .sum();
        let tallies = self.actor_tallies(&found, &request.kinds)?;
        let distinct = tallies.len() as u64;
        let archive = self.searcher.num_docs();
        let mut counted = Vec::new();
        let most = match request.order {
            ActorOrder::Count => request.limit,
            ActorOrder::Keyness => usize::MAX,
        };
        for tally in tallies.into_iter().take(most) {
            self.in_time()?;
            let with = articles_with(&self.searcher, self.fields.who, &tally.id)?;
            let keyness = keyness((tally.articles, total), (with, archive));
            counted.push((keyness, with, tally));
        }
        if request.order == ActorOrder::Keyness {
            counted.sort_by(|a, b| b.0.total_cmp(&a.0));
            counted.truncate(request.limit);
        }
        let mut actors = Vec::with_capacity(counted.len());
        for (keyness, archive, tally) in counted {
            actors.push(ActorCount {
                actor: self.tallied(&tally)?,
                archive,
                keyness,
            });
        }
        Ok(ActorList {
            query: request.query.to_string(),
            total,
            copies: compiled.copies.as_ref().map(|groups| groups.totals()),
            archive,
            distinct,
            stale: 0,
            actors,
        })
    }
}
