//! Compatriots abroad: in an article on the Bosnian Serbs, "the Serbs" are these, and not Serbia.

use super::dictionary::{DICTIONARY, Meaning, Role};
use super::holders::state_of;
use super::key::{KeyMap, word_key};
use super::scan::{Found, Scan, What};
use crate::model::ActorKind;

/// Gives the name of a people alone ("Serbs", "Serb gunners") to the part of it that lives in another
/// state, where the article names one such part ("Bosnian Serbs") and no other.
pub fn settle(texts: [(&Scan, &mut Vec<Found>); 2]) {
    let mut abroad: KeyMap<Option<Meaning>> = KeyMap::default();
    for (scan, found) in &texts {
        for group in found.iter().filter(|found| found.until > found.from + 1) {
            if let Some((key, meaning)) = part(scan, group) {
                let known = abroad.entry(key).or_insert(Some(meaning));
                if known.is_some_and(|known| known.actor != meaning.actor) {
                    *known = None;
                }
            }
        }
    }
    if abroad.is_empty() {
        return;
    }
    for (scan, found) in texts {
        for found in found
            .iter_mut()
            .filter(|found| found.until == found.from + 1)
        {
            let key = people(scan.view.word(found.from));
            let What::Known { meaning, .. } = &mut found.what else {
                continue;
            };
            if let (Role::Demonym, Some(Some(part))) = (meaning.role, abroad.get(&key))
                && state(meaning.actor) != state(part.actor)
            {
                *meaning = *part;
            }
        }
    }
}

/// A part of a people by its last word: "Bosnian Serbs".
fn part(scan: &Scan, found: &Found) -> Option<(u64, Meaning)> {
    let What::Known { meaning, .. } = found.what else {
        return None;
    };
    let actor = DICTIONARY.get(meaning.actor)?;
    (actor.kind == ActorKind::EthnicGroup)
        .then(|| (people(scan.view.word(found.until - 1)), meaning))
}

/// The key of a people's name in the singular.
fn people(word: &str) -> u64 {
    word_key(word.strip_suffix('s').unwrap_or(word))
}

fn state(actor: u32) -> Option<&'static str> {
    DICTIONARY
        .get(actor)
        .and_then(|known| state_of(&known.code))
}
