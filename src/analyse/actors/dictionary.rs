//! The tables of states, places and intergovernmental organisations, ready for matching.
//!
//! `schema/actors/*.tsv` are the source. The English half serves every text and every query; the
//! names of other languages are read when the first word of an article is looked at, or when a
//! query asks for a name that the English half does not know.

use super::holders::{Holder, LIST};
use super::inflect::forms;
use super::phrases::Phrases;
use super::user::apply::Users;
use super::user::{TimedCode, USERS, codes_on};
use crate::model::ActorKind;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

const STATES: &str = include_str!("../../../schema/actors/states.tsv");
const IGOS: &str = include_str!("../../../schema/actors/igos.tsv");
const PLACES: &str = include_str!("../../../schema/actors/places.tsv");
const NAMES: &str = include_str!("../../../schema/actors/names.tsv");
const US_STATES: &str = include_str!("../../../schema/actors/us_states.tsv");
const GROUPS: &str = include_str!("../../../schema/actors/groups.tsv");
const ORGANISATIONS: &str = include_str!("../../../schema/actors/organisations.tsv");

/// Bits of the languages that tables distinguish.
pub const ENGLISH: u8 = 1;
const GERMAN: u8 = 2;
const FRENCH: u8 = 4;
const SPANISH: u8 = 8;
const RUSSIAN: u8 = 16;
const OTHER: u8 = 32;
/// Every language.
pub const ALL: u8 = 63;

/// The bit of an ISO 639-1 code; an unknown language is read as English.
pub fn language_bit(language: &str) -> u8 {
    match language {
        "en" | "und" | "" => ENGLISH,
        "de" => GERMAN,
        "fr" => FRENCH,
        "es" => SPANISH,
        "ru" => RUSSIAN,
        _ => OTHER,
    }
}

/// An actor of the tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Display name.
    pub name: &'static str,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// CAMEO code, empty where there is none.
    pub code: Cow<'static, str>,
    /// Codes that change with time, before that one; empty where it is all there is.
    pub codes: &'static [TimedCode],
    /// Whether it reports the news, and is named as a source more often than as an actor.
    pub source: bool,
    /// Whether other states have one of this name too, so that the state must be named elsewhere, but where
    /// the name has three words or more.
    pub shared: bool,
}

impl Known {
    /// CAMEO codes on a day; where those that change say nothing for it, the one that does not.
    pub fn codes_on(&self, day: Option<Date>) -> Vec<String> {
        let mut codes = codes_on(self.codes, day);
        if codes.is_empty() && !self.code.is_empty() {
            codes.push(self.code.to_string());
        }
        codes
    }

    /// The codes at any time.
    pub fn all_codes(&self) -> impl Iterator<Item = &str> {
        let timed = self.codes.iter().map(|timed| timed.code.as_str());
        timed.chain([self.code.as_ref()])
    }
}

/// How a phrase stands for its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The name or another name of a state.
    Name,
    /// Adjective or people.
    Demonym,
    /// The capital; the place itself is the actor `place`.
    Capital {
        /// Index of the place.
        place: u32,
    },
    /// A seat of government or a body of the state.
    Metonym {
        /// Whether other states have one of this name too, so that the state must be named elsewhere.
        shared: bool,
    },
    /// An organisation.
    Igo,
    /// A place that is not a state.
    Place,
    /// An armed group, a movement or a people.
    Group,
    /// Any other organisation.
    Organisation,
    /// Someone who holds or held an office.
    Person {
        /// Whether the phrase is a surname or another short name.
        short: bool,
    },
}

/// What a phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Index of the actor.
    pub actor: u32,
    /// How it stands for it.
    pub role: Role,
}

/// Actors and the English phrases for them.
pub struct Dictionary {
    /// All actors.
    pub actors: Vec<Known>,
    /// English phrases, and names that serve in every language.
    pub phrases: Phrases<Meaning>,
    /// What users added.
    pub users: Users,
    /// The actor and the first capital of a state by its ISO 3166 code.
    states: HashMap<&'static str, (u32, Option<u32>)>,
    /// The state of the United States.
    us_georgia: u32,
    /// The states of the United States, but Washington.
    us_states: Vec<(&'static str, u32)>,
    /// The actor of an organisation by the part of its id after `igo:`.
    igos: HashMap<&'static str, u32>,
}

/// Actors and English names.
pub static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let mut dictionary = Dictionary::read(Phrases::with_capacity(20_000));
    dictionary.take(&USERS);
    dictionary
});
/// German, French, Spanish and Russian names of the same actors.
pub static FOREIGN: LazyLock<Phrases<Meaning>> = LazyLock::new(|| {
    let mut phrases = Phrases::with_capacity(16_000);
    DICTIONARY.add_foreign(&mut phrases, false);
    phrases
});

/// The rows of a table without its header, split into columns.
pub fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect())
}

/// The entries of a cell.
pub fn entries(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').filter(|entry| !entry.is_empty())
}

impl Dictionary {
    /// The built-in tables, of whose phrases those are kept that the set takes.
    pub fn read(phrases: Phrases<Meaning>) -> Dictionary {
        let mut dictionary = Dictionary {
            actors: Vec::with_capacity(5_000),
            phrases,
            us_georgia: 0,
            us_states: Vec::with_capacity(50),
            users: Users::default(),
            states: HashMap::with_capacity(300),
            igos: HashMap::with_capacity(100),
        };
        for row in rows(IGOS) {
            if let [id, code, name, aliases] = row[..] {
                dictionary.igo(id, code, name, aliases);
            }
        }
        for row in rows(STATES) {
            if let [
                iso3,
                _,
                cameo,
                _,
                name,
                aliases,
                demonyms,
                capitals,
                metonyms,
            ] = row[..]
            {
                let code = if cameo.is_empty() { iso3 } else { cameo };
                let actor = dictionary.actor(format!("state:{iso3}"), name, ActorKind::State, code);
                dictionary.names(actor, name, aliases, demonyms);
                let place = dictionary.capitals(actor, code, capitals);
                dictionary.states.insert(iso3, (actor, place));
                dictionary.metonyms(iso3, code, name, metonyms);
            }
        }
        for row in rows(PLACES) {
            if let [name, aliases, code, ref adjectives @ ..] = row[..] {
                let place = dictionary.place(name, code);
                for alias in entries(name).chain(entries(aliases)) {
                    dictionary
                        .phrases
                        .add(alias, meaning(place, Role::Place), ALL, false);
                }
                for adjective in adjectives {
                    dictionary.demonyms(place, adjective);
                }
            }
        }
        for row in rows(US_STATES) {
            // "Washington" is the capital; Georgia depends on the article.
            if let [name, ..] = row[..] {
                let known = match name {
                    "Georgia" => {
                        let id = "place:georgia-us".to_owned();
                        dictionary.us_georgia = dictionary.actor(id, name, ActorKind::Place, "USA");
                        dictionary.us_states.push((name, dictionary.us_georgia));
                        continue;
                    }
                    "Washington" => continue,
                    _ => dictionary.place(name, "USA"),
                };
                dictionary.us_states.push((name, known));
                dictionary
                    .phrases
                    .add(name, meaning(known, Role::Place), ALL, false);
            }
        }
        for (family, table) in [("group", GROUPS), ("org", ORGANISATIONS)] {
            for row in rows(table) {
                dictionary.organisation(family, &row);
            }
        }
        for holder in LIST.iter() {
            dictionary.person(holder);
        }
        dictionary
    }

    fn organisation(&mut self, family: &str, row: &[&'static str]) {
        let [id, kind, code, name, aliases, rest @ ..] = row else {
            return;
        };
        let kind = ActorKind::from_name(kind).unwrap_or(ActorKind::Organisation);
        let actor = self.actor(format!("{family}:{id}"), name, kind, *code);
        if let Some(known) = self.actors.last_mut() {
            known.source = rest.first() == Some(&"source");
            known.shared = rest.first() == Some(&"shared");
        }
        let role = match kind {
            ActorKind::ArmedGroup | ActorKind::EthnicGroup => Role::Group,
            _ => Role::Organisation,
        };
        for alias in entries(name).chain(entries(aliases)) {
            let doubtful = alias.starts_with('!');
            let languages = if alias.starts_with('#') {
                ENGLISH | GERMAN
            } else {
                ALL
            };
            for form in forms(alias.trim_start_matches(['!', '#']), "en") {
                self.phrases
                    .add(&form, meaning(actor, role), languages, doubtful);
            }
        }
    }

    fn person(&mut self, holder: &'static Holder) {
        let actor = self.actor(holder.id.clone(), holder.name, ActorKind::Person, "");
        for alias in entries(holder.name).chain(entries(holder.aliases)) {
            let short = alias.starts_with('*');
            let role = Role::Person { short };
            self.phrases.add(
                alias.trim_start_matches('*'),
                meaning(actor, role),
                ALL,
                false,
            );
        }
    }

    fn actor(
        &mut self,
        id: String,
        name: &'static str,
        kind: ActorKind,
        code: impl Into<Cow<'static, str>>,
    ) -> u32 {
        self.actors.push(Known {
            id,
            name,
            kind,
            code: code.into(),
            codes: &[],
            source: false,
            shared: false,
        });
        u32::try_from(self.actors.len() - 1).unwrap_or(0)
    }

    fn place(&mut self, name: &'static str, code: &'static str) -> u32 {
        let id = format!("place:{}", crate::text::slug(name));
        self.actor(id, name, ActorKind::Place, code)
    }

    fn names(
        &mut self,
        actor: u32,
        name: &'static str,
        aliases: &'static str,
        demonyms: &'static str,
    ) {
        for alias in entries(name).chain(entries(aliases)) {
            self.phrases
                .add(alias, meaning(actor, Role::Name), ALL, false);
        }
        self.demonyms(actor, demonyms);
    }

    fn demonyms(&mut self, actor: u32, demonyms: &'static str) {
        for demonym in entries(demonyms) {
            for form in forms(demonym, "en") {
                self.phrases
                    .add(&form, meaning(actor, Role::Demonym), ENGLISH, false);
            }
        }
    }

    /// Adds the capitals of a state and returns the place of the first. One that is followed by an
    /// id stands for that where it acts: "Brussels" is the European Union.
    fn capitals(&mut self, actor: u32, code: &'static str, capitals: &'static str) -> Option<u32> {
        let mut first = None;
        for capital in entries(capitals) {
            let (capital, other) = capital.split_once("=igo:").unwrap_or((capital, ""));
            let actor = self.igos.get(other).copied().unwrap_or(actor);
            let place = self.place(capital, code);
            first = first.or(Some(place));
            self.phrases
                .add(capital, meaning(actor, Role::Capital { place }), ALL, false);
        }
        first
    }

    fn metonyms(&mut self, iso3: &str, code: &str, name: &'static str, metonyms: &'static str) {
        for metonym in entries(metonyms) {
            let (metonym, shared) = match metonym.strip_prefix('?') {
                Some(rest) => (rest, true),
                None => (metonym, false),
            };
            let (metonym, role) = metonym.split_once('=').unwrap_or((metonym, "GOV"));
            let id = format!("state:{iso3}");
            let body = self.actor(id, name, ActorKind::State, format!("{code}{role}"));
            self.phrases
                .add(metonym, meaning(body, Role::Metonym { shared }), ALL, false);
        }
    }

    fn igo(
        &mut self,
        id: &'static str,
        code: &'static str,
        name: &'static str,
        aliases: &'static str,
    ) {
        let actor = self.actor(format!("igo:{id}"), name, ActorKind::Igo, code);
        self.igos.insert(id, actor);
        for alias in entries(name).chain(entries(aliases)) {
            let plain = alias.trim_start_matches(['!', '#']);
            let doubtful = alias.starts_with('!');
            // A `#` marks acronyms that are everyday words of other languages.
            let languages = if alias.starts_with('#') {
                ENGLISH | GERMAN
            } else {
                ALL
            };
            self.phrases
                .add(plain, meaning(actor, Role::Igo), languages, doubtful);
        }
    }

    /// Adds the names of other languages, or of those alone that write ASCII, more or less.
    pub fn add_foreign(&self, phrases: &mut Phrases<Meaning>, ascii: bool) {
        for row in rows(NAMES) {
            let [language, id, names, demonyms, capitals] = row[..] else {
                continue;
            };
            let igo = id.strip_prefix("igo:").and_then(|id| self.igos.get(id));
            let (actor, place, name_role) = match (igo, self.states.get(id)) {
                (Some(&igo), _) => (igo, None, Role::Igo),
                (None, Some(&(state, place))) => (state, place, Role::Name),
                (None, None) => continue,
            };
            let bit = language_bit(language);
            if ascii && bit == RUSSIAN {
                continue;
            }
            for (cell, role) in [
                (names, name_role),
                (demonyms, Role::Demonym),
                (
                    capitals,
                    place.map_or(Role::Place, |place| Role::Capital { place }),
                ),
            ] {
                for form in entries(cell).flat_map(|entry| forms(entry, language)) {
                    phrases.add(&form, meaning(actor, role), bit, false);
                    if bit == GERMAN && role != Role::Demonym && !form.ends_with(['s', 'z']) {
                        phrases.add(&format!("{form}s"), meaning(actor, role), bit, false);
                    }
                }
            }
        }
        self.users.remove_from(phrases, &self.actors);
    }

    /// A state of the United States, by its name.
    pub fn us_state(&self, name: &str) -> Option<u32> {
        let state = self.us_states.iter().find(|(state, _)| *state == name);
        state.map(|(_, actor)| *actor)
    }

    /// What "Georgia" means in an article on the state of the United States.
    pub fn us_georgia(&self) -> Meaning {
        meaning(self.us_georgia, Role::Place)
    }

    /// The place of a state among the actors, by its ISO 3166 code.
    pub fn state(&self, iso3: &str) -> Option<u32> {
        self.states.get(iso3).map(|&(actor, _)| actor)
    }

    /// The CAMEO code of the state with an ISO 3166 code.
    pub fn cameo(&self, iso3: &str) -> Option<&str> {
        self.get(self.state(iso3)?).map(|known| known.code.as_ref())
    }

    /// The name of the state with an ISO 3166 code.
    pub fn state_name(&self, iso3: &str) -> Option<&'static str> {
        let &(actor, _) = self.states.get(iso3)?;
        self.get(actor).map(|known| known.name)
    }

    /// The actor at an index of a [`Meaning`].
    pub fn get(&self, actor: u32) -> Option<&Known> {
        self.actors.get(actor as usize)
    }
}

fn meaning(actor: u32, role: Role) -> Meaning {
    Meaning { actor, role }
}

/// Every English name of the tables, for suggestions.
pub fn listed_names() -> impl Iterator<Item = &'static str> {
    let states = rows(STATES).flat_map(|row| [4, 5].map(|column| row.get(column).copied()));
    let igos = rows(IGOS).flat_map(|row| [2, 3].map(|column| row.get(column).copied()));
    let places = rows(PLACES).flat_map(|row| [0, 1].map(|column| row.get(column).copied()));
    states
        .chain(igos)
        .chain(places)
        .flatten()
        .flat_map(entries)
        .filter(|name| name.len() > 3 && !name.starts_with(['!', '#']))
}
