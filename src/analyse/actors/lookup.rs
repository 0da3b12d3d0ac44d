//! What a name typed into a query stands for.

use super::dictionary::{DICTIONARY, Dictionary, FOREIGN, Known, Meaning, Role};
use super::holders::{Holder, with_words};
use super::identities;
use super::phrases::{Phrases, name_key, split};
use super::user::USERS;
use std::borrow::Borrow;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Three-letter groups that CAMEO codes are built from after the state, enough to tell a code
/// from a name.
const ROLES: &[&str] = &[
    "GOV", "MIL", "REB", "OPP", "LEG", "JUD", "SPY", "COP", "MED", "CVL", "BUS", "EDU", "ELI",
    "LAB", "REF", "HLH", "AGR", "DEV", "ENV", "HRI", "CRM", "INS", "IMG", "MNC", "NGO", "PTY",
    "RAD", "SEP", "UAF", "SET", "UNO", "EUR", "WST",
];

/// Most suggestions given.
const MAX_SUGGESTIONS: usize = 5;

/// Ids that a name, demonym, capital, metonym, code or id stands for; empty where the dictionary
/// does not know it. Accents, case and stops are folded, a leading "the" is dropped.
///
/// A part of the name of someone who holds or held an office gives all of that name, unless it is
/// something else's name. A state's name gives its id. A capital gives the state's id and that of the place, a metonym
/// the code of the body it names ("Kremlin" is `RUSGOV`). A code gives itself without dots, and
/// where it is also a name, the ids of that name too.
///
/// Where a user gave a name, it is the user's actors alone, and an actor stands for those whose
/// parent it is. What users say of ids that are one, or nobody, holds.
pub fn lookup(name: &str) -> Vec<String> {
    let mut ids = asked(name);
    if USERS.actors.is_empty() {
        return identities::applied(name, ids);
    }
    let mut known: HashSet<String> = ids.iter().cloned().collect();
    let mut at = 0;
    while let Some(id) = ids.get(at) {
        let children = DICTIONARY.users.children(id).iter();
        let children = children.filter_map(|&child| DICTIONARY.get(child));
        let children: Vec<String> = children
            .map(|child| child.id.clone())
            .filter(|child| known.insert(child.clone()))
            .collect();
        ids.extend(children);
        at += 1;
    }
    identities::applied(name, ids)
}

/// Names that are looked up without making the whole dictionary ready, in one process.
const FEW: usize = 4;

/// Looks a name up in the whole dictionary, or where little is asked and no user gave any actor, in
/// one that holds nothing but that name, which takes a fifth of the time to make.
fn asked(name: &str) -> Vec<String> {
    /// What was answered, since a query asks for its names several times.
    static ANSWERS: Mutex<Vec<(String, Vec<String>)>> = Mutex::new(Vec::new());
    let name = name.trim();
    let no_users = USERS.actors.is_empty() && USERS.nobody.is_empty();
    if no_users && is_id(name) {
        return vec![name.to_owned()];
    }
    let mut answers = ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = answers.iter().find(|(asked, _)| asked == name) {
        return known.clone();
    }
    if !no_users || answers.len() >= FEW {
        return of_dictionary(name, &DICTIONARY, || &*FOREIGN);
    }
    let answer = of_part(name);
    answers.push((name.to_owned(), answer.clone()));
    answer
}

/// Looks a name up in a dictionary that holds nothing else.
fn of_part(name: &str) -> Vec<String> {
    let names = spellings(name);
    let phrases = || Phrases::only(names.iter().map(String::as_str));
    let dictionary = Dictionary::read(phrases());
    of_dictionary(name, &dictionary, || {
        let mut foreign = phrases();
        dictionary.add_foreign(&mut foreign, name.is_ascii());
        foreign
    })
}

fn is_id(name: &str) -> bool {
    name.split_once(':')
        .is_some_and(|(family, rest)| is_family(family) && !rest.is_empty())
}

fn of_dictionary<F: Borrow<Phrases<Meaning>>>(
    name: &str,
    dictionary: &Dictionary,
    others: impl Fn() -> F,
) -> Vec<String> {
    if let Some(id) = dictionary.users.id(name) {
        return vec![id];
    }
    if is_id(name) {
        return vec![name.to_owned()];
    }
    let mut ids = Vec::new();
    let code = code(name, dictionary);
    let foreign = OnceCell::<F>::new();
    for name in spellings(name) {
        let gave = |meaning: &Meaning| dictionary.users.gave(meaning.actor);
        let meanings = || dictionary.phrases.meanings(&name);
        let known = add(dictionary, meanings().filter(gave), &mut ids)
            || add(dictionary, meanings(), &mut ids);
        // No name of another language is a code.
        if !known && code.is_none() {
            let foreign = foreign.get_or_init(&others);
            add(dictionary, foreign.borrow().meanings(&name), &mut ids);
        }
        if !ids.is_empty() {
            break;
        }
    }
    let person = |id: &String| id.starts_with("per:");
    if ids.iter().all(person) {
        let removed = |holder: &&Holder| dictionary.users.removed(&holder.id, name_key(name));
        for holder in with_words(name).filter(|holder| !removed(holder)) {
            if !ids.contains(&holder.id) {
                ids.push(holder.id.clone());
            }
        }
    }
    if let Some(code) = code
        && !ids.contains(&code)
    {
        ids.push(code);
    }
    ids
}

/// The known names nearest to a name typed, best first; none farther than a third of its letters.
pub fn suggest(name: &str) -> Vec<String> {
    let typed: String = crate::text::fold(name).chars().take(60).collect();
    let length = typed.chars().count();
    let most = (length / 3).min(2);
    if most == 0 {
        return Vec::new();
    }
    let mut near: Vec<(usize, &str)> = names()
        .filter_map(|known| {
            if known.chars().count().abs_diff(length) > most {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&typed, &crate::text::fold(known));
            (1..=most).contains(&distance).then_some((distance, known))
        })
        .collect();
    near.sort();
    near.dedup();
    near.into_iter()
        .take(MAX_SUGGESTIONS)
        .map(|(_, known)| known.to_owned())
        .collect()
}

/// The spellings to try: as typed, without "the", and with the stops of an acronym dropped.
fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    if let Some(rest) = name.get(..4).filter(|the| the.eq_ignore_ascii_case("the ")) {
        all.push(name.get(rest.len()..).unwrap_or("").to_owned());
    }
    if name.contains(['.', '\'', '\u{2019}']) {
        all.push(name.replace(['.', '\'', '\u{2019}'], ""));
    } else if (2..=4).contains(&name.len()) && name.is_ascii() {
        // "US" typed where the tables have "U.S." alone.
        all.push(name.chars().map(|letter| format!("{letter}.")).collect());
    }
    all
}

/// Adds the ids of all meanings; whether there were any.
fn add(
    dictionary: &Dictionary,
    meanings: impl Iterator<Item = Meaning>,
    ids: &mut Vec<String>,
) -> bool {
    let before = ids.len();
    for meaning in meanings {
        let actor = dictionary.get(meaning.actor);
        let place = match meaning.role {
            Role::Capital { place } => dictionary.get(place),
            _ => None,
        };
        let id = actor.map(|actor| match meaning.role {
            Role::Metonym { .. } => actor.code.to_string(),
            _ => actor.id.clone(),
        });
        for id in id.into_iter().chain(place.map(|place| place.id.clone())) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids.len() > before
}

fn is_family(family: &str) -> bool {
    let family = family.trim_start_matches('?');
    matches!(
        family,
        "state" | "igo" | "per" | "org" | "group" | "place" | "agent" | "other" | "own"
    )
}

/// The CAMEO code that was typed: a known first group, then known groups of three letters.
fn code(name: &str, dictionary: &Dictionary) -> Option<String> {
    let bare: String = name.chars().filter(|&letter| letter != '.').collect();
    if !bare.is_ascii() || bare.len() < 3 || bare.len() > 18 || !bare.len().is_multiple_of(3) {
        return None;
    }
    let mut code = bare.to_ascii_uppercase();
    // Where CAMEO has another code for a state than ISO 3166, either is understood.
    if let Some(cameo) = code.get(..3).and_then(|iso3| dictionary.cameo(iso3)) {
        code.replace_range(..3, cameo);
    }
    let codes = || {
        dictionary
            .actors
            .iter()
            .flat_map(Known::all_codes)
            .map(str::as_bytes)
    };
    let begins = |first: &[u8]| {
        [b"NGO", b"MNC", b"IMG", b"INT"]
            .iter()
            .any(|known| *known == first)
            || codes().any(|code| code.get(..3) == Some(first))
    };
    let is_group = |group: &[u8]| {
        ROLES.iter().any(|role| role.as_bytes() == group)
            || codes().any(|code| code.chunks(3).any(|known| known == group))
    };
    let mut groups = code.as_bytes().chunks(3);
    let known = groups.next().is_some_and(begins) && groups.all(is_group);
    known.then_some(code)
}

/// The names that suggestions are drawn from.
fn names() -> impl Iterator<Item = &'static str> {
    DICTIONARY
        .actors
        .iter()
        .map(|actor| actor.name)
        .chain(super::dictionary::listed_names())
        .filter(|name| split(name).next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_dictionary_answers_as_the_whole() {
        for name in [
            "Azerbaijan",
            "u.s.",
            "US",
            "usa",
            "the Hague",
            "Kremlin",
            "RUS.MIL",
            "RUS",
            "IGOUNO",
            "Russland",
            "россия",
            "merkel",
            "Moody's",
            "Brussels",
            "Taliban",
            "Georgia",
            "nobody",
            "",
            "é",
            "Kosovo",
            "England",
            "red cross",
        ] {
            assert_eq!(
                of_part(name.trim()),
                of_dictionary(name, &DICTIONARY, || &*FOREIGN),
                "{name}"
            );
        }
    }
}
