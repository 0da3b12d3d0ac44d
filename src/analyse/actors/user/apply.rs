//! Puts the actors of users into the dictionary, over the built-in tables.

use super::super::agents;
use super::super::dictionary::{ALL, Dictionary, ENGLISH, Known, Meaning, Role};
use super::super::holders::{HOLDERS, Holder, state_of};
use super::super::key::{KeyMap, word_key};
use super::super::names::{NAMES, mark};
use super::super::phrases::{Phrases, name_key, split};
use super::{TimedCode, UserActor, UserActors};
use crate::model::ActorKind;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Most words of a name that may be a person's.
const MAX_PERSON_WORDS: usize = 4;

/// What the dictionary knows of the actors of users.
#[derive(Default)]
pub struct Users {
    /// Index of the first of them; all after it are theirs.
    first: Option<u32>,
    /// Persons by the key of a name.
    persons: KeyMap<u32>,
    /// Actors by the id of their parent.
    children: HashMap<&'static str, Vec<u32>>,
    /// Their ids.
    ids: HashSet<String>,
    /// Names taken away, by id.
    removed: Vec<(String, &'static str)>,
    /// Places in `removed` by the key of the name.
    removed_names: KeyMap<Vec<usize>>,
}

impl Users {
    /// Whether a user gave the actor at an index.
    pub fn gave(&self, actor: u32) -> bool {
        self.first.is_some_and(|first| first <= actor)
    }

    /// Whether users gave any actor.
    pub fn are_any(&self) -> bool {
        self.first.is_some()
    }

    /// The person of a name.
    pub fn person(&self, name: u64) -> Option<u32> {
        self.persons.get(&name).copied()
    }

    /// An id that was typed, where a user gave it.
    pub fn id(&self, typed: &str) -> Option<String> {
        let typed = match typed.contains(':') {
            true => Cow::Borrowed(typed),
            false => Cow::Owned(format!("own:{typed}")),
        };
        self.ids
            .contains(typed.as_ref())
            .then(|| typed.into_owned())
    }

    /// The actors that have this parent.
    pub fn children(&self, id: &str) -> &[u32] {
        self.children.get(id).map_or(&[], Vec::as_slice)
    }

    /// Takes the removed names out of phrases that point into a dictionary.
    pub fn remove_from(&self, phrases: &mut Phrases<Meaning>, actors: &[Known]) {
        for (id, alias) in &self.removed {
            phrases.remove(alias, |meaning| is_of(actors, meaning, id));
        }
    }

    /// Whether a name was taken away from an actor.
    pub fn removed(&self, id: &str, name: u64) -> bool {
        let places = self.removed_names.get(&name).into_iter().flatten();
        let mut removed = places.filter_map(|&place| self.removed.get(place));
        removed.any(|(of, _)| of == id)
    }
}

/// Whether a meaning is an actor, or a capital of that id.
fn is_of(actors: &[Known], meaning: Meaning, id: &str) -> bool {
    let is = |index: u32| {
        actors
            .get(index as usize)
            .is_some_and(|known| known.id == id)
    };
    is(meaning.actor) || matches!(meaning.role, Role::Capital { place } if is(place))
}

/// What a dictionary has by itself.
struct BuiltIn {
    by_id: HashMap<String, Vec<u32>>,
    count: u32,
}

impl Dictionary {
    /// Takes in the actors of users.
    pub fn take(&mut self, users: &'static UserActors) {
        if users.actors.is_empty() && users.nobody.is_empty() {
            return;
        }
        let count = u32::try_from(self.actors.len()).unwrap_or(u32::MAX);
        let mut built_in = BuiltIn {
            by_id: HashMap::with_capacity(self.actors.len()),
            count,
        };
        for (actor, index) in self.actors.iter().zip(0..) {
            let of_id = built_in.by_id.entry(actor.id.clone()).or_default();
            of_id.push(index);
        }
        self.users.first = Some(count);
        if !users.nobody.is_empty() {
            let nobody = self.add(String::new(), "", ActorKind::Other);
            for name in &users.nobody {
                let meaning = Meaning {
                    actor: nobody,
                    role: Role::Organisation,
                };
                self.phrases.add(name, meaning, ALL, false);
            }
        }
        for actor in &users.actors {
            self.take_one(actor, &built_in);
        }
    }

    fn take_one(&mut self, actor: &'static UserActor, built_in: &BuiltIn) {
        let id = match actor.is_head {
            true => self.same(actor, built_in).unwrap_or(actor.id.clone()),
            false => actor.id.clone(),
        };
        let same = built_in.by_id.get(&id).map_or(&[][..], Vec::as_slice);
        let before = same.first().and_then(|&index| self.get(index)).cloned();
        let kind = actor.kind.or(before.as_ref().map(|before| before.kind));
        let kind = kind.unwrap_or_else(|| kind_of(actor));
        let name = match &before {
            Some(before) if actor.is_head => before.name,
            _ => actor.name.as_str(),
        };
        for alias in &actor.removed {
            self.remove(&id, alias);
        }
        self.users.ids.insert(id.clone());
        let index = self.add(id, name, kind);
        if let Some(known) = self.actors.last_mut() {
            known.codes = &actor.codes;
            let always = actor.codes.iter().find(|timed| timed.is_always());
            known.code = match (&before, always) {
                (_, Some(always)) => Cow::Borrowed(always.code.as_str()),
                (Some(before), None) => before.code.clone(),
                (None, None) => Cow::Borrowed(""),
            };
        }
        // The names of the tables follow the user's name and codes.
        for &same in same {
            if let Some(known) = self.actors.get_mut(same as usize) {
                let is_itself = before
                    .as_ref()
                    .is_some_and(|before| before.code == known.code);
                known.name = name;
                known.kind = actor.kind.filter(|_| is_itself).unwrap_or(known.kind);
                if is_itself && !actor.codes.is_empty() {
                    known.codes = &actor.codes;
                }
            }
        }
        if let Some(parent) = &actor.parent {
            let children = self.users.children.entry(parent.as_str()).or_default();
            children.push(index);
        }
        // A name that is both given and taken away is taken away.
        let removed: HashSet<u64> = actor.removed.iter().map(|name| name_key(name)).collect();
        for alias in &actor.aliases {
            let text = alias.text.as_str();
            if !removed.is_empty() && removed.contains(&name_key(text)) {
                continue;
            }
            if kind == ActorKind::Person {
                self.users.persons.insert(name_key(text), index);
            }
            if !alias.exact && self.means_only(text, same, built_in) {
                continue;
            }
            let role = role_of(kind, split(text).count() == 1);
            let meaning = Meaning { actor: index, role };
            match alias.exact {
                true => self.phrases.add_exact(text, meaning, ALL),
                false => self.phrases.add(text, meaning, ALL, false),
            }
        }
    }

    fn add(&mut self, id: String, name: &'static str, kind: ActorKind) -> u32 {
        self.actors.push(Known {
            id,
            name,
            kind,
            code: Cow::Borrowed(""),
            codes: &[],
            source: false,
            shared: false,
        });
        u32::try_from(self.actors.len() - 1).unwrap_or(0)
    }

    /// Takes a name away from an actor of the tables; a capital that no longer stands for its state
    /// is still a place.
    fn remove(&mut self, id: &str, alias: &'static str) {
        let actors = &self.actors;
        let mut place = None;
        self.phrases.remove(alias, |meaning| {
            let is = is_of(actors, meaning, id);
            if let (true, Role::Capital { place: own }) = (is, meaning.role)
                && actors
                    .get(meaning.actor as usize)
                    .is_some_and(|state| state.id == id)
            {
                place = Some(own);
            }
            is
        });
        if let Some(place) = place {
            let meaning = Meaning {
                actor: place,
                role: Role::Place,
            };
            self.phrases.add(alias, meaning, ALL, false);
        }
        let name = name_key(alias);
        let of_name = self.users.removed_names.entry(name).or_default();
        of_name.push(self.users.removed.len());
        self.users.removed.push((id.to_owned(), alias));
    }

    /// Whether a name means the actor already, and nothing else.
    fn means_only(&self, name: &str, same: &[u32], built_in: &BuiltIn) -> bool {
        let mut meanings = self.phrases.meanings(name).peekable();
        meanings.peek().is_some()
            && meanings
                .all(|meaning| meaning.actor < built_in.count && same.contains(&meaning.actor))
    }

    /// The built-in actor that a head is: one of its name whose code fits, or else the only one
    /// that its other names stand for with the same code; or a person of its name who was something
    /// at an international body for a time.
    fn same(&self, head: &UserActor, built_in: &BuiltIn) -> Option<String> {
        let name = head.name.strip_prefix("The ").unwrap_or(&head.name);
        let fitting = |name: &str, exactly: bool| {
            let meanings = self.phrases.meanings(name);
            let known = meanings.filter(|meaning| {
                meaning.actor < built_in.count
                    && matches!(
                        meaning.role,
                        Role::Name
                            | Role::Igo
                            | Role::Group
                            | Role::Organisation
                            | Role::Person { short: false }
                    )
            });
            let known = known.filter_map(|meaning| self.get(meaning.actor));
            let fit = known.filter(|known| shares_code(known, head, exactly));
            fit.map(|known| known.id.clone()).collect::<Vec<_>>()
        };
        let one = |mut ids: Vec<String>| {
            ids.sort_unstable();
            ids.dedup();
            (ids.len() == 1).then(|| ids.pop()).flatten()
        };
        one(fitting(name, false))
            .or_else(|| {
                let names = head.aliases.iter();
                one(names.flat_map(|alias| fitting(&alias.text, true)).collect())
            })
            .or_else(|| {
                let of_a_time = self.persons(name, built_in).filter(|holder| {
                    let mut codes = head.codes.iter();
                    let of_body = |timed: &TimedCode| {
                        let days = [timed.from, timed.until];
                        !timed.is_always()
                            && state_of(&timed.code).is_none()
                            && days.iter().any(|&day| holder.is_of(day))
                    };
                    !head.codes.is_empty() && codes.all(of_body)
                });
                one(of_a_time.map(|holder| holder.id.clone()).collect())
            })
    }

    /// The built-in persons of a full name.
    fn persons(&self, name: &str, built_in: &BuiltIn) -> impl Iterator<Item = &'static Holder> {
        let is_full = split(name).count() > 1;
        let meanings = self.phrases.meanings(name).filter(move |meaning| {
            let is_person = meaning.role == Role::Person { short: false };
            is_full && is_person && meaning.actor < built_in.count
        });
        meanings.filter_map(|meaning| HOLDERS.of_id(&self.get(meaning.actor)?.id))
    }
}

/// Whether an actor has a code of a head, or, where that will do, one with the same first group.
/// The code of a state must be the same.
fn shares_code(known: &Known, head: &UserActor, exactly: bool) -> bool {
    let codes = match known.kind {
        ActorKind::Person => HOLDERS
            .of_id(&known.id)
            .map_or_else(Vec::new, |holder| holder.codes(None)),
        _ => vec![known.code.to_string()],
    };
    let exactly = exactly || known.kind == ActorKind::State;
    codes.iter().any(|code| {
        let wanted = if exactly {
            code
        } else {
            code.get(..3).unwrap_or("")
        };
        let mut own = head.codes.iter().map(|timed| timed.code.as_str());
        own.any(|own| own == wanted || !exactly && own.starts_with(wanted))
    })
}

/// What sort of actor a head is, by its codes; a person where a given name begins it.
fn kind_of(actor: &UserActor) -> ActorKind {
    let words: Vec<&str> = split(&actor.name).collect();
    let marks = |word: &str| NAMES.marks(word_key(word));
    let given = words.first().is_some_and(|first| {
        marks(first) & mark::GIVEN != 0 && marks(first) & (mark::AMBIGUOUS | mark::TITLE) == 0
    });
    let organisation = words
        .iter()
        .any(|word| marks(word) & mark::ORGANISATION != 0);
    let first = actor.codes.first().map_or("", |timed| timed.code.as_str());
    match first.get(..3).unwrap_or("") {
        _ if !actor.is_head => ActorKind::Other,
        "IGO" => ActorKind::Igo,
        "NGO" => ActorKind::Ngo,
        "MNC" => ActorKind::Company,
        "IMG" => ActorKind::ArmedGroup,
        _ if given && !organisation && (2..=MAX_PERSON_WORDS).contains(&words.len()) => {
            ActorKind::Person
        }
        _ if first.len() == 3 => ActorKind::State,
        _ => match agents::kind(first.get(3..).unwrap_or("")) {
            ActorKind::Government => ActorKind::Government,
            ActorKind::ArmedGroup => ActorKind::ArmedGroup,
            _ => ActorKind::Other,
        },
    }
}

fn role_of(kind: ActorKind, short: bool) -> Role {
    match kind {
        ActorKind::State => Role::Name,
        ActorKind::Igo => Role::Igo,
        ActorKind::Place => Role::Place,
        ActorKind::ArmedGroup | ActorKind::EthnicGroup => Role::Group,
        ActorKind::Person => Role::Person { short },
        ActorKind::Government
        | ActorKind::Ngo
        | ActorKind::Organisation
        | ActorKind::Company
        | ActorKind::Other => Role::Organisation,
    }
}

/// Adds the nouns of users to those of the tables.
pub fn add_nouns(nouns: &mut Phrases<agents::Noun>, users: &'static UserActors) {
    for noun in &users.nouns {
        let meaning = agents::Noun::Agent {
            role: &noun.role,
            singular: noun.singular,
        };
        nouns.add(&noun.text, meaning, ENGLISH, false);
    }
}
