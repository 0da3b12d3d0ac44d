//! Who: the actors that an article names.
//!
//! States, office holders, armed groups, peoples and organisations are those of the tables,
//! `schema/actors/*.tsv`; other names are found by a tagger (`tagger/`), and both are joined
//! (`fuse.rs`). A state and an agent noun make an actor with a role (`compose.rs`), an office is its
//! holder on the day (`offices.rs`), and parts of a name are the whole one (`tie.rs`). What follows
//! from context is decided here:
//!
//! - A capital is its state where it acts ("Moscow said", "talks with Beijing") and a place
//!   everywhere else ("in Baku", a dateline). The place has an id of its own (`place:baku`) and
//!   carries the state's code, so that `actor:AZE` finds it and `actor:Azerbaijan` does not.
//! - A metonym ("the Kremlin") is the state with the code of the body (`RUSGOV`).
//! - Longer traps win: "New Mexico", "Washington Post", "Georgia Governor", "Jordan Henderson".
//! - Who wrote the story is named in it, and no actor of it ("(Reporting by ...)").
//! - A surname means the last person of that name before it; in a headline, the first in the body.
//!
//! Texts in scripts without a table give no actors rather than wrong ones. Everything is linear
//! in the triggers, but for one pass over the tokens of texts that name a person.

mod agents;
mod capital;
mod compose;
mod credit;
mod dictionary;
mod fuse;
pub mod gold;
mod holders;
mod home;
pub mod identities;
mod inflect;
mod key;
mod kin;
mod lookup;
mod mention;
mod names;
mod offices;
mod others;
mod person;
mod phrases;
mod regions;
mod scan;
pub mod tagger;
#[cfg(test)]
mod tests;
mod tie;
pub mod user;
mod view;

pub use lookup::{lookup, suggest};

use crate::model::{ActorKind, FieldTokens, Mention, Published, TextField};
use crate::text::WordNumbers;
use compose::{Composed, compose};
use dictionary::{DICTIONARY, FOREIGN, Role, language_bit};
use fuse::fuse;
use holders::Circumstances;
use home::Home;
use key::{Shape, shape, word_key};
use names::{NAMES, mark};
use offices::Offices;
use others::Others;
use phrases::{FIRST_ACRONYM, FIRST_CAPITAL, FIRST_SMALL};
use scan::{Found, Scan, What};
use std::collections::HashMap;
use tagger::Tagger;
use tie::People;
use view::View;

/// Longest word in bytes that may begin a name.
const MAX_TRIGGER: usize = 40;

/// What [`find`] reads: an article's texts, their tokens, and the indices of the tokens for which
/// [`is_trigger`] is true, ascending.
pub struct Input<'a> {
    /// Headline.
    pub title: &'a str,
    /// Its tokens.
    pub title_tokens: &'a FieldTokens,
    /// The numbers of their words.
    pub title_words: &'a WordNumbers,
    /// Triggers among them.
    pub title_triggers: &'a [u32],
    /// Main text.
    pub body: &'a str,
    /// Its tokens.
    pub body_tokens: &'a FieldTokens,
    /// The numbers of their words.
    pub body_words: &'a WordNumbers,
    /// Triggers among them.
    pub body_triggers: &'a [u32],
    /// ISO 639-1 code, or "und".
    pub language: &'a str,
    /// Publication date; who held an office depends on it.
    pub published: Option<&'a Published>,
}

/// Whether a word, as it stands in the text (case matters), may begin a name that [`find`] knows
/// how to read. Depends on the word alone.
pub fn is_trigger(word: &str) -> bool {
    if word.len() > MAX_TRIGGER {
        return false;
    }
    let shape = shape(word);
    let (capital, needed) = match shape {
        Shape::Small => (false, FIRST_SMALL),
        Shape::Other if word.starts_with(|first: char| first.is_ascii_digit()) => {
            (false, FIRST_SMALL)
        }
        Shape::Other if !DICTIONARY.users.are_any() => return false,
        Shape::Other => (false, FIRST_SMALL),
        Shape::Capitals | Shape::Initial => (true, FIRST_ACRONYM),
        Shape::Capitalised => (true, FIRST_CAPITAL),
    };
    if shape == Shape::Initial {
        return word.is_ascii() && !matches!(word, "A" | "I" | "S");
    }
    let key = word_key(word);
    let marks = NAMES.marks(key);
    let person = mark::GIVEN | mark::TITLE;
    if capital && marks & person != 0 || marks & mark::TITLE_SMALL != 0 {
        return true;
    }
    let begins = |firsts: &key::KeyMap<u8>| firsts.get(&key).is_some_and(|how| how & needed != 0);
    begins(&DICTIONARY.phrases.firsts) || begins(&NAMES.traps.firsts) || begins(&FOREIGN.firsts)
}

/// The actors named: title before body, by start, a longer one before those within it. They may
/// nest ("Russian peacekeepers" and the "Russian" in it), and never cross.
pub fn find(input: &Input) -> Vec<Mention> {
    let language = language_bit(input.language);
    let view = |text, tokens, words| View {
        text,
        tokens,
        words,
    };
    let title = view(input.title, input.title_tokens, input.title_words);
    let title = Scan::new(title, language, true);
    let body = view(input.body, input.body_tokens, input.body_words);
    let body = Scan::new(body, language, false);
    let mut in_title = title.find(input.title_triggers);
    let mut in_body = body.find(input.body_triggers);
    named_states_only([&mut in_title, &mut in_body]);
    kin::settle([(&title, &mut in_title), (&body, &mut in_body)]);
    let mut composed = [Vec::new(), Vec::new()];
    if language == dictionary::ENGLISH
        && let Ok(tagger) = Tagger::built_in()
    {
        let [title_names, body_names] = tagger.tag(&title.view, &body.view);
        let owners = [in_title, in_body];
        in_title = fuse(&title, &owners[0], &title_names);
        in_body = fuse(&body, &owners[1], &body_names);
        composed = [
            compose(&title, &owners[0], &in_title),
            compose(&body, &owners[1], &in_body),
        ];
    }
    let codes = codes([&in_title, &in_body]);
    let article = Circumstances {
        day: input.published.map(|published| published.date),
        codes: &codes,
        title: "",
    };
    let mut people = People::collect(&[(&title, &in_title), (&body, &in_body)], article);
    if !people.is_empty() {
        let surnames = people.in_body(&body, &in_body, (&title, &in_title));
        in_body = merge(in_body, surnames);
        let surnames = people.in_title(&title, &in_title);
        in_title = merge(in_title, surnames);
    }
    let offices = Offices::of(
        [
            (TextField::Title, &title, &in_title, &composed[0]),
            (TextField::Body, &body, &in_body, &composed[1]),
        ],
        &mut people,
    );
    let texts: [(&Scan, &[Found]); 2] = [(&title, &in_title), (&body, &in_body)];
    Offices::of_congress(texts, &mut people, &codes);
    let mut home = Home::default();
    if language == dictionary::ENGLISH {
        home = Home::of(texts, &mut people);
        home.offices(texts, &mut people);
    }
    let others = Others::of([(&title, &in_title), (&body, &in_body)]);
    let mut mentions = Vec::with_capacity(in_title.len() + in_body.len());
    for (scan, found, composed, field) in [
        (&title, in_title, &composed[0], TextField::Title),
        (&body, in_body, &composed[1], TextField::Body),
    ] {
        let first = mentions.len();
        let mut led = Vec::new();
        for name in &found {
            let named = mention::of_name(
                (scan, &found),
                name,
                field,
                &mut people,
                &others,
                composed,
                home,
            );
            let Some(named) = named else { continue };
            if named.kind == ActorKind::Person
                && let Some(code) = named.codes.first()
            {
                let from = mention::without_titles(scan, name);
                led.extend(compose::led(scan, name, from, code));
                led.extend(compose::loyal(scan, name, code, composed));
            }
            if let What::Name(..) = name.what
                && let Some(actor) = others.explained(scan, name)
            {
                led.extend(compose::of_group(scan, name, actor));
            }
            mentions.push(named);
        }
        compose::admit(&mut led, composed, &found);
        // "U.S. Navy" is a name that has the code, not an actor within a name.
        let is_name = |composed: &Composed| {
            scan::at(&found, composed.from).is_some_and(|found| {
                found.until == composed.until && matches!(found.what, What::Name(..))
            })
        };
        let actors = composed
            .iter()
            .filter(|composed| composed.title_of.is_none() && !is_name(composed));
        let actors = actors.chain(&led);
        mentions.extend(
            actors.filter_map(|actor| {
                mention::of_composed(scan, actor, field, &offices, article.day)
            }),
        );
        if let Some(new) = mentions.get_mut(first..) {
            let credits = credit::credits(scan.view.text);
            for mention in new.iter_mut() {
                if credits.iter().any(|credit| credit.contains(&mention.start)) {
                    mention.method = Mention::SOURCE.into();
                }
            }
            new.sort_by_key(|mention: &Mention| (mention.start, std::cmp::Reverse(mention.end)));
        }
    }
    mentions
}

/// The codes of all that an article names, sorted.
fn codes(texts: [&[Found]; 2]) -> Vec<&'static str> {
    let mut codes: Vec<&str> = texts
        .iter()
        .flat_map(|found| found.iter())
        .filter_map(|found| match found.what {
            What::Known { meaning, .. } => DICTIONARY.get(meaning.actor),
            _ => None,
        })
        .map(|actor| actor.code.as_ref())
        .filter(|code| !code.is_empty())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Drops bodies and parties that several states have ("Congress", "Labour") where the state is not named
/// otherwise.
fn named_states_only(mut texts: [&mut Vec<Found>; 2]) {
    let shared = |found: &Found| {
        let What::Known { meaning, .. } = found.what else {
            return None;
        };
        let actor = DICTIONARY.get(meaning.actor)?;
        match meaning.role {
            Role::Metonym { shared: true } => Some(actor.id.as_str()),
            Role::Organisation if actor.shared && found.until - found.from < 3 => {
                let state = DICTIONARY.state(actor.code.get(..3)?)?;
                Some(DICTIONARY.get(state)?.id.as_str())
            }
            _ => None,
        }
    };
    if !texts
        .iter()
        .any(|found| found.iter().any(|found| shared(found).is_some()))
    {
        return;
    }
    let mut named: HashMap<&str, usize> = HashMap::new();
    let others = texts
        .iter()
        .flat_map(|found| found.iter())
        .filter(|found| shared(found).is_none());
    for found in others {
        if let What::Known { meaning, .. } = found.what
            && let Some(actor) = DICTIONARY.get(meaning.actor)
        {
            *named.entry(&actor.id).or_default() += 1;
        }
    }
    // A party is one of the state that the article names most.
    let states = named.iter().filter(|(id, _)| id.starts_with("state:"));
    let most = states.map(|(_, &count)| count).max().unwrap_or(0);
    let is_party = |found: &Found| matches!(found.what, What::Known { meaning, .. } if meaning.role == Role::Organisation);
    for found in &mut texts {
        found.retain(|found| {
            let Some(state) = shared(found) else {
                return true;
            };
            let count = named.get(state).copied().unwrap_or(0);
            count > 0 && (count == most || !is_party(found))
        });
    }
}

/// Puts surnames among the other finds; a surname takes the place of the state of the same name.
fn merge(found: Vec<Found>, surnames: Vec<Found>) -> Vec<Found> {
    if surnames.is_empty() {
        return found;
    }
    let mut all = Vec::with_capacity(found.len() + surnames.len());
    let mut surnames = surnames.into_iter().peekable();
    for other in found {
        while let Some(surname) = surnames.next_if(|surname| surname.from < other.until) {
            all.push(surname);
        }
        if all
            .last()
            .is_none_or(|last: &Found| last.until <= other.from)
        {
            all.push(other);
        }
    }
    all.extend(surnames);
    all
}
