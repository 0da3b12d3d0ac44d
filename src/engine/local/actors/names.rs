//! What an actor is called in the texts, and which ids are like one that none has.

use super::articles_with_any;
use crate::engine::Scope;
use crate::engine::local::events::each_of;
use crate::engine::local::groups::Documents;
use crate::engine::local::searcher::LocalSearcher;
use crate::engine::local::spans::SpanActor;
use crate::engine::local::stored::Stored;
use crate::engine::local::terms::{UNKNOWN, is_id};
use crate::model::{ActorNames, Published, Surface, TextField};
use crate::query::Query;
use crate::text::slug;
use anyhow::Result;
use hashbrown::HashMap;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

impl LocalSearcher {
    /// What an actor is called. Reads every article that mentions it.
    pub(in crate::engine::local) fn actor_names(
        &self,
        id: &str,
        query: Option<&Query>,
        scopes: &[Scope],
    ) -> Result<Option<ActorNames>> {
        let unlisted = format!("{UNKNOWN}{id}");
        let Some(ids) = self.known_members(id, &unlisted)? else {
            return Ok(None);
        };
        let Some(one) = ids.first().and_then(|id| self.representative(id)) else {
            return Ok(None);
        };
        let all = Query::All;
        let compiled = self.compile(query.unwrap_or(&all), scopes)?;
        let found = self.run(compiled.query.as_ref(), &Documents)?;
        let mut surfaces: HashMap<String, Surface> = HashMap::new();
        // The least key is the one of the article that tells of the actor: an article that has the id
        // which stands for it, where there is one.
        let mut about: Option<((bool, String), SpanActor)> = None;
        let (mut articles, mut mentions) = (0, 0);
        let (mut first, mut last): (Option<Published>, Option<Published>) = (None, None);
        for (ordinal, documents) in &found {
            let index = self.searcher.segment_reader(*ordinal);
            let index = index.inverted_index(self.fields.who)?;
            let mut here = Vec::new();
            for id in &ids {
                let term = Term::from_field_text(self.fields.who, id);
                let postings = index.read_postings(&term, IndexRecordOption::Basic)?;
                if let Some(mut postings) = postings {
                    each_of(&mut postings, documents, |place, _| {
                        here.push(documents[place])
                    });
                }
            }
            here.sort_unstable();
            here.dedup();
            for document in here {
                self.in_time()?;
                let stored = self.stored(DocAddress::new(*ordinal, document))?;
                let actors = &stored.spans.actors;
                let is_one = |actor: &SpanActor| ids.contains(&actor.id.as_str());
                let own: Vec<bool> = actors.iter().map(is_one).collect();
                let mut its = actors.iter().filter(|actor| is_one(actor));
                let Some(actor) = its.clone().find(|own| own.id == one).or(its.next()) else {
                    continue;
                };
                articles += 1;
                mentions += each_surface(&stored, &own, &mut surfaces);
                let key = (actor.id != one, stored.id.clone());
                if about.as_ref().is_none_or(|(least, _)| key < *least) {
                    about = Some((key, actor.clone()));
                }
                if let Some(published) = stored.published() {
                    let is_before = |other: &Option<Published>| {
                        other
                            .as_ref()
                            .is_none_or(|other| published.date < other.date)
                    };
                    if is_before(&first) {
                        first = Some(published.clone());
                    }
                    if last.as_ref().is_none_or(|last| published.date > last.date) {
                        last = Some(published);
                    }
                }
            }
        }
        let mut surfaces: Vec<Surface> = surfaces.into_values().collect();
        surfaces.sort_unstable_by(|a, b| {
            (Reverse(a.mentions), &a.text).cmp(&(Reverse(b.mentions), &b.text))
        });
        Ok(about.map(|(_, about)| ActorNames {
            query: query.map(Query::to_string),
            actor: self.shown(one, about, articles, mentions),
            first: first.map(|published| published.text()),
            last: last.map(|published| published.text()),
            distinct: surfaces.len() as u64,
            surfaces,
        }))
    }

    /// The ids of the actor with an id, given with or without its question mark; `None` where no
    /// article has any of them.
    fn known_members<'a>(&'a self, id: &'a str, unlisted: &'a str) -> Result<Option<Vec<&'a str>>> {
        for id in [id, unlisted] {
            let ids = self.members(id);
            if is_id(id) && articles_with_any(&self.searcher, self.fields.who, &ids)? > 0 {
                return Ok(Some(ids));
            }
        }
        Ok(None)
    }

    /// Ids that are like one that no article has.
    pub(in crate::engine::local) fn similar_ids(&self, typed: &str) -> Result<Vec<String>> {
        let typed = slug(rest_of(typed));
        let mut near: BTreeSet<(usize, String)> = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.who)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let id = std::str::from_utf8(terms.key()).unwrap_or_default();
                if let Some(distance) = likeness(&typed, id)
                    && self.representative(id).is_some()
                {
                    near.insert((distance, id.to_owned()));
                    if near.len() > SIMILAR {
                        near.pop_last();
                    }
                }
            }
        }
        Ok(near.into_iter().map(|(_, id)| id).collect())
    }
}

/// Counts how the actors that are `own` are called in an article; gives their mentions. Those within
/// another of them are none of their own.
fn each_surface(stored: &Stored, own: &[bool], surfaces: &mut HashMap<String, Surface>) -> u64 {
    let mut here: Vec<String> = Vec::new();
    let mut end = (TextField::Title, 0);
    for &(number, place) in &stored.spans.mentions {
        let text = match place.field {
            TextField::Title => &stored.title,
            TextField::Body => &stored.body,
        };
        if own.get(number) == Some(&true) && (place.field, place.start) >= end {
            end = (place.field, place.end);
            let words = text.get(place.start..place.end).unwrap_or_default();
            here.push(words.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    here.sort_unstable();
    for same in here.chunk_by(|a, b| a == b) {
        let [text, ..] = same else { continue };
        let surface = surfaces
            .entry_ref(text.as_str())
            .or_insert_with(|| Surface {
                text: text.clone(),
                mentions: 0,
                articles: 0,
            });
        surface.mentions += same.len() as u64;
        surface.articles += 1;
    }
    here.len() as u64
}

/// Most ids suggested.
const SIMILAR: usize = 5;

/// What follows the family in an id.
fn rest_of(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, rest)| rest)
}

/// How far an id is from a name that was typed; `None` where it is another.
fn likeness(typed: &str, id: &str) -> Option<usize> {
    if !is_id(id) || typed.is_empty() || typed.len() > 100 {
        return None;
    }
    let rest = rest_of(id).to_lowercase();
    if rest == typed {
        return Some(0);
    }
    if typed
        .split('-')
        .all(|word| rest.split('-').any(|own| own == word))
    {
        return Some(1);
    }
    let most = (typed.chars().count() / 3).clamp(1, 3);
    if rest.len().abs_diff(typed.len()) > most {
        return None;
    }
    let distance = strsim::damerau_levenshtein(&rest, typed);
    (distance <= most).then_some(distance + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_may_have_been_meant() {
        for (typed, id, expected) in [
            ("rus", "state:RUS", Some(0)),
            ("jane-doe", "?per:jane-doe", Some(0)),
            ("doe", "?per:jane-doe", Some(1)),
            ("jane-do", "?per:jane-doe", Some(2)),
            ("aze", "state:ARM", None),
            ("aze", "state:AZB", Some(2)),
            ("doe", "=doe", None),
            ("", "state:RUS", None),
        ] {
            assert_eq!(likeness(typed, id), expected, "{typed} {id}");
        }
    }
}
