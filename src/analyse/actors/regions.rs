//! Parts of states and large towns, whose people, police and officials are the state's: "Essex
//! police" are `GBRCOP`, "Tamil Nadu farmers" `INDAGR`.
//!
//! `schema/actors/regions.tsv` gives them by state, with adjectives ("Bavarian"); none whose name is
//! as well known for a place elsewhere. The states of the United States come from
//! `schema/actors/us_states.tsv`.

use super::dictionary::{DICTIONARY, ENGLISH, entries, rows};
use super::names::NAMES;
use super::phrases::Phrases;
use super::view::View;
use std::sync::LazyLock;

const REGIONS: &str = include_str!("../../../schema/actors/regions.tsv");

/// The names, with the state's place among the actors.
static PHRASES: LazyLock<Phrases<u32>> = LazyLock::new(|| {
    let mut phrases = Phrases::with_capacity(1_200);
    for row in rows(REGIONS) {
        if let [state, names] = row[..]
            && let Some(actor) = DICTIONARY.state(state)
        {
            for name in entries(names) {
                phrases.add(name, actor, ENGLISH, false);
            }
        }
    }
    phrases
});

/// The state, among the actors of the dictionary, that the name between two tokens is a part of;
/// `None` where no table has just this name.
pub fn state_at(view: &View, from: usize, until: usize) -> Option<u32> {
    let named = PHRASES.longest(view, from, ENGLISH);
    if let Some(named) = named.filter(|named| named.until == until) {
        return Some(named.meaning);
    }
    let of_america = NAMES.us_states.longest(view, from, ENGLISH);
    of_america
        .filter(|state| state.until == until)
        .and_then(|_| DICTIONARY.state("USA"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_region_is_of_one_known_state() {
        let mut names = HashSet::new();
        for row in rows(REGIONS) {
            let [state, regions] = row[..] else {
                panic!("{row:?}");
            };
            assert!(DICTIONARY.state(state).is_some(), "{state}");
            for name in entries(regions) {
                assert!(names.insert(name), "{name} twice");
            }
        }
        assert!(names.len() > 900);
    }
}
