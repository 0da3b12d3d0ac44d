//! What each of a run of articles has of a thing that is counted by.

use super::super::chronology::unit_of;
use super::super::events::{each_date, each_of};
use super::super::searcher::LocalSearcher;
use super::super::terms::{KINDS, PLACES, is_id, kind_of};
use super::super::when::{Dated, Days};
use super::NONE;
use crate::model::{Grain, GroupBy, unit_name};
use anyhow::Result;
use hashbrown::HashMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

/// The names that were met, as keys: numbers from 0, which is no name.
pub(super) struct Names {
    keys: HashMap<String, u32>,
    names: Vec<String>,
    units: HashMap<Days, u32>,
}

impl Default for Names {
    fn default() -> Names {
        let mut names = Names {
            keys: HashMap::new(),
            names: Vec::new(),
            units: HashMap::new(),
        };
        names.key("");
        names
    }
}

impl Names {
    pub(super) fn name(&self, key: u32) -> &str {
        self.names.get(key as usize).map_or("", |name| name)
    }

    fn key(&mut self, name: &str) -> u32 {
        let next = self.names.len() as u32;
        let names = &mut self.names;
        *self.keys.entry_ref(name).or_insert_with(|| {
            names.push(name.to_owned());
            next
        })
    }

    /// The key of the unit in which days lie; [`NONE`] where they lie in no one.
    fn unit(&mut self, grain: Grain, days: Days) -> u32 {
        if let Some(&key) = self.units.get(&days) {
            return key;
        }
        let unit = unit_of(grain, Dated { days, grain });
        let key = unit.map_or(NONE, |unit| self.key(&unit_name(grain, unit.from)));
        self.units.insert(days, key);
        key
    }
}

/// The keys of each article, at least one, [`NONE`] for what has no value.
pub(super) enum Values {
    /// Just one.
    One(Vec<u32>),
    /// The first of them stands at the number given for the article, the last before that of the
    /// next.
    Many { starts: Vec<u32>, keys: Vec<u32> },
}

impl Default for Values {
    fn default() -> Values {
        Values::One(Vec::new())
    }
}

impl Values {
    /// The keys of the article at a place of the run.
    pub(super) fn of(&self, place: usize) -> &[u32] {
        let keys = match self {
            Values::One(keys) => keys.get(place..place + 1),
            Values::Many { starts, keys } => match starts.get(place..place + 2) {
                Some(&[start, end]) => keys.get(start as usize..end as usize),
                _ => None,
            },
        };
        keys.unwrap_or_default()
    }

    /// Gathers pairs of a place and a key, in any order.
    fn gather(mut pairs: Vec<(u32, u32)>, articles: usize) -> Values {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = Vec::with_capacity(articles + 1);
        let mut keys = Vec::with_capacity(pairs.len().max(articles));
        let mut rest = pairs.as_slice();
        for place in 0..articles as u32 {
            starts.push(keys.len() as u32);
            let own = rest.partition_point(|&(other, _)| other == place);
            let (here, after) = rest.split_at(own);
            rest = after;
            match here {
                [] => keys.push(NONE),
                here => keys.extend(here.iter().map(|&(_, key)| key)),
            }
        }
        starts.push(keys.len() as u32);
        Values::Many { starts, keys }
    }
}

impl LocalSearcher {
    /// What each of the articles, which must be in ascending order, has.
    pub(super) fn values(
        &self,
        segment: &SegmentReader,
        documents: &[DocId],
        by: GroupBy,
        names: &mut Names,
    ) -> Result<Values> {
        let mut pairs = Vec::new();
        match by {
            GroupBy::Outlet => return texts(segment, documents, "outlet", names),
            GroupBy::Language => return texts(segment, documents, "language", names),
            GroupBy::Section => return texts(segment, documents, "section", names),
            GroupBy::Published(grain) => return published(segment, documents, grain, names),
            GroupBy::Actor | GroupBy::ActorKind | GroupBy::Place => {
                self.each_actor(segment, documents, by, names, |key, place| {
                    pairs.push((place as u32, key));
                })?;
            }
            GroupBy::Event(grain) => {
                let when = self.fields.when;
                let names = std::cell::RefCell::new(names);
                let unit = |is: Dated| {
                    let key = names.borrow_mut().unit(grain, is.days);
                    (key != NONE).then_some(key)
                };
                each_date(segment, when, documents, unit, |key, place, _| {
                    pairs.push((place as u32, key));
                })?;
            }
        }
        Ok(Values::gather(pairs, documents.len()))
    }

    /// Calls `each` for every actor, place or kind of actor of the articles, which must be in ascending order:
    /// with its key and the place of an article that mentions it.
    pub(super) fn each_actor(
        &self,
        segment: &SegmentReader,
        documents: &[DocId],
        by: GroupBy,
        names: &mut Names,
        mut each: impl FnMut(u32, usize),
    ) -> Result<()> {
        let index = segment.inverted_index(self.fields.who)?;
        // Of actors that users say are one, the key and the places, which count once.
        let mut joined: Vec<(u32, usize)> = Vec::new();
        let ranges: &[(&str, &str)] = match by {
            GroupBy::ActorKind => &[KINDS],
            GroupBy::Place => &PLACES,
            _ => &[("", "\u{10ffff}")],
        };
        for (from, until) in ranges {
            let range = index.terms().range().ge(from).lt(until);
            let mut terms = range.into_stream()?;
            while terms.advance() {
                let term = std::str::from_utf8(terms.key()).unwrap_or_default();
                let name = kind_of(term).filter(|_| by == GroupBy::ActorKind);
                let Some(name) = name.or(Some(term).filter(|term| is_id(term))) else {
                    continue;
                };
                let record = IndexRecordOption::Basic;
                let mut postings = index.read_postings_from_terminfo(terms.value(), record)?;
                let mut key = None;
                if let Some(identities) = self.identities.filter(|said| said.knows(name)) {
                    let one = identities.representative(name);
                    let is_place = |id: &&str| id.trim_start_matches('?').starts_with("place:");
                    if let Some(one) = one.filter(|id| by != GroupBy::Place || is_place(id)) {
                        each_of(&mut postings, documents, |place, _| {
                            let key = *key.get_or_insert_with(|| names.key(one));
                            joined.push((key, place));
                        });
                    }
                    continue;
                }
                each_of(&mut postings, documents, |place, _| {
                    each(*key.get_or_insert_with(|| names.key(name)), place);
                });
            }
        }
        joined.sort_unstable();
        joined.dedup();
        joined.into_iter().for_each(|(key, place)| each(key, place));
        Ok(())
    }
}

/// The text that each article has in a column; none where there is no such column.
fn texts(
    segment: &SegmentReader,
    documents: &[DocId],
    column: &str,
    names: &mut Names,
) -> Result<Values> {
    let Some(column) = segment.fast_fields().str(column)? else {
        return Ok(Values::One(vec![NONE; documents.len()]));
    };
    let mut known: HashMap<u64, u32> = HashMap::new();
    let mut keys = Vec::with_capacity(documents.len());
    let mut text = String::new();
    for &document in documents {
        let Some(ordinal) = column.ords().first(document) else {
            keys.push(NONE);
            continue;
        };
        let key = match known.get(&ordinal) {
            Some(&key) => key,
            None => {
                text.clear();
                column.ord_to_str(ordinal, &mut text)?;
                let key = names.key(&text);
                known.insert(ordinal, key);
                key
            }
        };
        keys.push(key);
    }
    Ok(Values::One(keys))
}

/// The unit in which the publication date of each article lies, with its whole grain.
fn published(
    segment: &SegmentReader,
    documents: &[DocId],
    grain: Grain,
    names: &mut Names,
) -> Result<Values> {
    let fast = segment.fast_fields();
    let (from, until) = (fast.i64("published_from")?, fast.i64("published_until")?);
    let key = |&document: &DocId| match (from.first(document), until.first(document)) {
        (Some(from), Some(until)) => names.unit(grain, Days { from, until }),
        _ => NONE,
    };
    Ok(Values::One(documents.iter().map(key).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_gathered_by_article() {
        let values = Values::gather(vec![(2, 7), (0, 5), (2, 6), (2, 7)], 4);
        let lists: Vec<&[u32]> = (0..5).map(|place| values.of(place)).collect();
        assert_eq!(lists, [&[5][..], &[NONE], &[6, 7], &[NONE], &[]]);
    }

    #[test]
    fn ids_are_told_from_codes_and_words() {
        for (term, expected) in [
            ("state:AZE", true),
            ("?per:ilham-aliyev", true),
            ("RUSGOV", false),
            ("=aliyev", false),
            ("@person", false),
        ] {
            assert_eq!(is_id(term), expected, "{term}");
        }
    }
}
