//! Nouns for those who act, and the words beside them that change what they are.
//!
//! `schema/actors/agents.tsv` gives the CAMEO roles, once a name for each, and the nouns that have them;
//! `-` as the role marks words that make a thing of the noun before them ("army base").
//! `schema/actors/modifiers.tsv` gives words before the noun and the role that they make of it
//! ("separatist"), `-` where they change nothing ("senior").

use super::dictionary::{ENGLISH, entries, rows};
use super::key::{KeyMap, word_key};
use super::phrases::{Phrases, split};
use super::user::USERS;
use super::user::apply::add_nouns;
use crate::model::ActorKind;
use std::collections::HashMap;
use std::sync::LazyLock;

const AGENTS: &str = include_str!("../../../schema/actors/agents.tsv");
const MODIFIERS: &str = include_str!("../../../schema/actors/modifiers.tsv");

/// What a noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// An agent with this CAMEO role.
    Agent {
        /// Groups of three letters: `MIL`, `GOVMIL`.
        role: &'static str,
        /// Whether the noun is in the singular, so that it may mean one person.
        singular: bool,
    },
    /// A word that makes a thing of the noun before it.
    Thing,
}

/// The tables.
pub struct Agents {
    /// Nouns and phrases of nouns, singular and plural.
    pub nouns: Phrases<Noun>,
    /// The last words of the nouns in the singular, so that most words before a name are passed over.
    lasts: KeyMap<()>,
    modifiers: KeyMap<&'static str>,
    names: HashMap<&'static str, &'static str>,
}

/// The tables.
pub static AGENTS_TABLE: LazyLock<Agents> = LazyLock::new(Agents::read);

impl Agents {
    fn read() -> Agents {
        let mut agents = Agents {
            nouns: Phrases::with_capacity(5_000),
            lasts: KeyMap::with_capacity_and_hasher(2_000, Default::default()),
            modifiers: KeyMap::with_capacity_and_hasher(600, Default::default()),
            names: HashMap::with_capacity(60),
        };
        for row in rows(AGENTS) {
            let [role, name, nouns] = row[..] else {
                continue;
            };
            if !name.is_empty() {
                agents.names.insert(role, name);
            }
            let noun = |singular| match role {
                "-" => Noun::Thing,
                _ => Noun::Agent { role, singular },
            };
            for one in entries(nouns) {
                agents.nouns.add(one, noun(true), ENGLISH, false);
                agents.lasts.extend(last_key(one));
                if let Some(many) = plural(one) {
                    agents.nouns.add(&many, noun(false), ENGLISH, false);
                }
            }
        }
        add_nouns(&mut agents.nouns, &USERS);
        for noun in &USERS.nouns {
            agents.lasts.extend(last_key(&noun.text));
        }
        for row in rows(MODIFIERS) {
            if let [word, role] = row[..] {
                agents
                    .modifiers
                    .insert(word_key(word.trim_end_matches('-')), role);
            }
        }
        agents
    }

    /// The role that a word makes of the noun after it: `-` where it changes nothing, `None` where
    /// it is no such word.
    pub fn modifier(&self, word: u64) -> Option<&'static str> {
        self.modifiers.get(&word).copied()
    }

    /// Whether a noun in the singular, or one of the user's, ends with a word.
    pub fn ends_with(&self, word: u64) -> bool {
        self.lasts.contains_key(&word)
    }

    /// The English name of a role: "military". Of a role of several groups that has no name, that
    /// of its first.
    pub fn name(&self, role: &str) -> &'static str {
        let known = |role: &str| self.names.get(role).copied();
        known(role)
            .or_else(|| role.get(..3).and_then(known))
            .unwrap_or("others")
    }
}

/// The key of a noun's last word, as an entry of a set.
fn last_key(noun: &str) -> Option<(u64, ())> {
    Some((word_key(split(noun).last()?), ()))
}

/// What sort of actor one with this role is.
pub fn kind(role: &str) -> ActorKind {
    match role.get(..3).unwrap_or("") {
        "GOV" | "MIL" | "LEG" | "JUD" | "SPY" | "COP" => ActorKind::Government,
        "REB" | "UAF" | "SEP" | "INS" => ActorKind::ArmedGroup,
        "BUS" | "MNC" => ActorKind::Company,
        "NGO" | "HRI" | "DEV" | "ENV" => ActorKind::Ngo,
        "MED" | "EDU" | "LAB" | "PTY" | "HLH" | "REL" => ActorKind::Organisation,
        _ => ActorKind::Other,
    }
}

/// The regular plural of a phrase's last word; `None` where it looks like a plural already.
pub fn plural(noun: &str) -> Option<String> {
    let last = noun.chars().last()?;
    let before = noun.chars().rev().nth(1).unwrap_or(' ');
    Some(match last {
        's' if before != 's' => return None,
        'y' if !"aeiou".contains(before) => format!("{}ies", noun.strip_suffix('y')?),
        's' | 'x' | 'z' => format!("{noun}es"),
        'h' if matches!(before, 'c' | 's') && !noun.ends_with("arch") => format!("{noun}es"),
        _ => format!("{noun}s"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn plurals_are_regular() {
        for (one, many) in [
            ("soldier", Some("soldiers")),
            ("ministry", Some("ministries")),
            ("envoy", Some("envoys")),
            ("church", Some("churches")),
            ("troops", None),
            ("monarch", Some("monarchs")),
        ] {
            assert_eq!(plural(one).as_deref(), many, "{one}");
        }
    }

    #[test]
    fn every_row_has_a_role_of_its_own() {
        let (mut nouns, mut roles) = (HashSet::new(), HashSet::new());
        for row in rows(AGENTS) {
            let [role, name, these] = row[..] else {
                panic!("{row:?}");
            };
            assert!(role == "-" || is_role(role), "{row:?}");
            assert!(
                name.is_empty() || roles.insert(role),
                "{role} has two names"
            );
            for noun in entries(these) {
                assert!(nouns.insert(noun), "{noun} twice");
            }
        }
        assert!(nouns.len() > 2_000);
        let mut words = HashSet::new();
        for row in rows(MODIFIERS) {
            let [word, role] = row[..] else {
                panic!("{row:?}");
            };
            assert!(words.insert(word), "{word} twice");
            assert!(role == "-" || is_role(role), "{row:?}");
        }
    }

    fn is_role(role: &str) -> bool {
        !role.is_empty()
            && role.len().is_multiple_of(3)
            && role.bytes().all(|letter| letter.is_ascii_uppercase())
    }
}
