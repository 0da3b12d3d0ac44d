//! Actors read from the index: the dictionary of the *who* layer is the list of all that its articles
//! mention, by id; what else is known of one stands in the span table of any article that does.

mod names;
mod tallies;

use super::groups::Documents;
use super::schema::Fields;
use super::searcher::LocalSearcher;
use super::spans::{self, SpanActor};
use crate::engine::{ActorOrder, ActorsRequest};
use crate::model::{ActorCount, ActorKind, ActorList, Tallied, keyness};
use anyhow::{Context, Result};
use tallies::Tally;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

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

/// How many articles of the index mention one of several actors.
pub(super) fn articles_with_any(searcher: &Searcher, who: Field, ids: &[&str]) -> Result<u64> {
    if let [id] = ids {
        return articles_with(searcher, who, id);
    }
    let mut articles = 0;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(who)?;
        let mut documents: Vec<DocId> = Vec::new();
        for id in ids {
            let term = Term::from_field_text(who, id);
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                documents.push(postings.doc());
                postings.advance();
            }
        }
        documents.sort_unstable();
        documents.dedup();
        let alive = segment.alive_bitset();
        documents.retain(|&document| alive.is_none_or(|alive| alive.is_alive(document)));
        articles += documents.len() as u64;
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

/// What the first article that mentions an actor, and is not deleted, says of it.
pub(super) fn first_with(
    searcher: &Searcher,
    fields: &Fields,
    id: &str,
) -> Result<Option<SpanActor>> {
    let term = Term::from_field_text(fields.who, id);
    for (segment, ordinal) in searcher.segment_readers().iter().zip(0..) {
        let index = segment.inverted_index(fields.who)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        let mut document = postings.doc();
        while document != TERMINATED && segment.is_deleted(document) {
            document = postings.advance();
        }
        if document != TERMINATED {
            return read(searcher, fields, DocAddress::new(ordinal, document), id);
        }
    }
    Ok(None)
}

impl LocalSearcher {
    /// The id that stands for an actor in lists; `None` where users say that it is nobody.
    pub(super) fn representative<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        match self.identities {
            Some(identities) => identities.representative(id),
            None => Some(id),
        }
    }

    /// All ids of an actor; none where it is nobody.
    pub(super) fn members<'a>(&'a self, id: &'a str) -> Vec<&'a str> {
        match self.identities {
            Some(identities) => identities.members(id),
            None => vec![id],
        }
    }

    /// An actor with what an article says of it, or where it has other ids there, with what the
    /// dictionary says.
    pub(super) fn tallied(&self, tally: &Tally) -> Result<Tallied> {
        let found = read(&self.searcher, &self.fields, tally.at, tally.id_there())?;
        let found = found.context("an article's span table lacks an actor")?;
        Ok(self.shown(&tally.id, found, tally.articles, tally.mentions))
    }

    /// An actor as it is shown in lists.
    fn shown(&self, id: &str, found: SpanActor, articles: u64, mentions: u64) -> Tallied {
        let is_other = found.id != id;
        let about = self.identities.filter(|_| is_other);
        let (name, kind, codes) = match about.and_then(|identities| identities.described(id)) {
            Some(about) => (about.name.clone(), about.kind, about.codes.clone()),
            None => (found.name, found.kind, found.codes),
        };
        Tallied {
            id: id.to_owned(),
            name,
            kind,
            codes: own_codes(kind, codes),
            articles,
            mentions,
        }
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
            let ids = self.members(&tally.id);
            let with = articles_with_any(&self.searcher, self.fields.who, &ids)?;
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

/// The codes of an actor itself: those that its mentions have, of a state without the roles of its
/// bodies, as `RUSSPY` is one of the FSB.
fn own_codes(kind: ActorKind, mut codes: Vec<String>) -> Vec<String> {
    if kind == ActorKind::State {
        for code in &mut codes {
            if let Some(state) = code.get(..3) {
                *code = state.to_owned();
            }
        }
        codes.dedup();
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_no_codes_of_its_bodies() {
        let codes = |kind, codes: &[&str]| {
            let codes = codes.iter().map(|&code| code.to_owned()).collect();
            own_codes(kind, codes)
        };
        assert_eq!(codes(ActorKind::State, &["RUS", "RUSSPY"]), ["RUS"]);
        assert_eq!(codes(ActorKind::State, &["RUSGOV"]), ["RUS"]);
        assert_eq!(codes(ActorKind::State, &[]), [""; 0]);
        let both = ["FRAGOV", "IGOEUR"];
        assert_eq!(codes(ActorKind::Person, &both), both);
    }
}
