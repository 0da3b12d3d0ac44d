//! Offices and bodies named without their state: "Finance Minister Arthuis", "the Interior Ministry". They
//! are of the state that the article is about, where it is about one. In English, as the nouns are.

use super::agents::{AGENTS_TABLE, Noun};
use super::compose::{Head, before_owner, head_at, head_before, role};
use super::dictionary::{DICTIONARY, ENGLISH};
use super::holders::state_of;
use super::scan::{Found, Scan, What};
use super::tie::People;
use crate::model::{ActorKind, Label};
use std::collections::HashMap;

/// How many times as often as any other a state must be named for an article to be about it.
const TIMES: usize = 2;

/// The state that an article is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// CAMEO code of the state.
    state: Option<&'static str>,
}

/// States other than Britain that have a home secretary.
const HOME_SECRETARIES: [&str; 5] = ["BGD", "HKG", "IND", "LKA", "PAK"];

/// A text and the names in it.
pub type Text<'t, 's> = (&'t Scan<'s>, &'t [Found]);

impl Home {
    /// The state that an article names by far the most, by itself, its places, its bodies and its
    /// leaders.
    pub fn of(texts: [Text; 2], people: &mut People) -> Home {
        let mut named: HashMap<&'static str, usize> = HashMap::new();
        for (scan, found) in texts {
            for found in found {
                if let Some(state) = state_named(scan, found, people) {
                    *named.entry(state).or_default() += 1;
                }
            }
        }
        let most = named.iter().max_by_key(|&(state, count)| (count, state));
        let is_clear = |state: &str, most: usize| {
            let mut others = named.iter().filter(|(other, _)| **other != state);
            others.all(|(_, count)| count * TIMES <= most)
        };
        let most = most.filter(|(state, count)| is_clear(state, **count));
        Home {
            state: most.map(|(state, _)| *state),
        }
    }

    /// Gives persons whom no table has the code of the office before their names.
    pub fn offices(self, texts: [Text; 2], people: &mut People) {
        for (scan, found) in texts {
            for name in found {
                let What::Person(_) = name.what else {
                    continue;
                };
                let Some((noun, role)) = office(scan, name, found) else {
                    continue;
                };
                let person = people.peek(scan, name);
                let Some(person) = person.filter(|person| person.codes.is_empty()) else {
                    continue;
                };
                let of_one = self.of_one(scan, noun);
                let home = || {
                    self.state
                        .filter(|state| !names_another(scan, found, name.from, state))
                };
                if let Some(state) = of_one.or_else(home) {
                    person.codes.push(format!("{state}{role}"));
                }
            }
        }
    }

    /// The state of an office that news names without it wherever it is read, unless the article is about
    /// another that has such an office.
    fn of_one(self, scan: &Scan, (from, until): (usize, usize)) -> Option<&'static str> {
        let is_home_secretary = until - from == 2
            && scan.view.word(from).eq_ignore_ascii_case("home")
            && scan.view.word(from + 1).eq_ignore_ascii_case("secretary");
        let other = self.state.filter(|state| HOME_SECRETARIES.contains(state));
        is_home_secretary.then_some(other.unwrap_or("GBR"))
    }

    /// The code of a body that a name stands for, given what kind of name it is.
    pub fn body(self, (scan, names): Text, name: &Found, label: Label) -> Option<String> {
        let state = self.state.filter(|_| label == Label::Org)?;
        let noun = AGENTS_TABLE.nouns.longest(&scan.view, name.from, ENGLISH)?;
        let Noun::Agent { role, .. } = noun.meaning else {
            return None;
        };
        // The American one is meant abroad, too, and in India it is a party.
        let is_congress = scan
            .view
            .word(noun.until - 1)
            .eq_ignore_ascii_case("congress");
        let is_body = noun.until == name.until && is_of_state(role) && !is_congress;
        let is_here = is_body && !names_another(scan, names, name.from, state);
        is_here.then(|| format!("{state}{role}"))
    }
}

/// The state that a name says an article to be about.
fn state_named(scan: &Scan, found: &Found, people: &mut People) -> Option<&'static str> {
    let code = match found.what {
        What::Known { meaning, .. } => {
            let actor = DICTIONARY.get(meaning.actor)?;
            let is_elsewhere =
                actor.source || matches!(actor.kind, ActorKind::Company | ActorKind::Organisation);
            (!is_elsewhere).then_some(actor.code.as_ref())?
        }
        What::Person(_) => people.peek(scan, found)?.codes.first()?.as_str(),
        _ => return None,
    };
    let state = DICTIONARY.state(state_of(code)?)?;
    Some(DICTIONARY.get(state)?.code.as_ref())
}

/// Tokens on either side of an office that are looked at: sentences of text that is none have no end.
const FAR: usize = 100;

/// Whether the sentence of a token names another state, or a body of several.
fn names_another(scan: &Scan, names: &[Found], at: usize, state: &str) -> bool {
    let sentence = scan.view.sentence(at);
    let start = sentence.start.max(at.saturating_sub(FAR));
    let end = sentence.end.min(at.saturating_add(FAR));
    let first = names.partition_point(|name| name.from < start);
    let here = names.get(first..).unwrap_or_default().iter();
    here.take_while(|name| name.from < end)
        .any(|name| match name.what {
            What::Known { meaning, .. } => DICTIONARY.get(meaning.actor).is_some_and(|actor| {
                !actor.source
                    && actor.kind != ActorKind::Company
                    && !actor.code.is_empty()
                    && !actor.code.starts_with(state)
            }),
            _ => false,
        })
}

/// Whether those of a role act for a state, or against one within it.
fn is_of_state(role: &str) -> bool {
    matches!(
        role.get(..3),
        Some("GOV" | "MIL" | "LEG" | "JUD" | "COP" | "SPY" | "REB" | "OPP")
    )
}

/// The office that stands beside a person's name, its tokens and its role: "Finance Minister Salas", "the
/// former army commander, Quispe,", "Susak, the defence minister".
fn office(scan: &Scan, name: &Found, names: &[Found]) -> Option<((usize, usize), String)> {
    before(scan, name, names).or_else(|| after(scan, name))
}

fn before(scan: &Scan, name: &Found, names: &[Found]) -> Option<((usize, usize), String)> {
    let view = &scan.view;
    let apposed = view.gap(name.from) == ", " && view.gap(name.until).starts_with(',');
    if !(view.spaced(name.from) || apposed) {
        return None;
    }
    if !AGENTS_TABLE.ends_with(view.key(name.from.checked_sub(1)?)) {
        return None;
    }
    let head = head_before(scan, name.from, |_| true).filter(|head| is_office(scan, head))?;
    let before = names.partition_point(|other| other.until < head.noun.0);
    let owned = names
        .get(before)
        .is_some_and(|other| other.until >= head.noun.0 && other.from < head.noun.0);
    if owned {
        return None;
    }
    let (_, modified) = before_owner(scan, head.noun.0);
    Some((head.noun, role(head.role, modified)))
}

fn after(scan: &Scan, name: &Found) -> Option<((usize, usize), String)> {
    let view = &scan.view;
    if view.gap(name.until) != ", " {
        return None;
    }
    let article = matches!(view.word(name.until), "the" | "a" | "an");
    let first = name.until + usize::from(article);
    let head = head_at(scan, first).filter(|head| head.singular && is_office(scan, head))?;
    let is_whole = view.gap(head.noun.1).starts_with([',', '.', ';', ':'])
        || matches!(view.word(head.noun.1), "and" | "of" | "in" | "who");
    is_whole.then(|| (head.noun, role(head.role, head.modified)))
}

/// Whether a noun is that of one who holds an office of the state, or fights it.
fn is_office(scan: &Scan, head: &Head) -> bool {
    let last = scan.view.word(head.noun.1 - 1);
    let is_secretary = head.noun.1 - head.noun.0 > 1 && last.eq_ignore_ascii_case("secretary");
    is_of_state(head.role) && (!is_of_another(last) || is_secretary)
}

/// Whether a noun is that of one who is often of another state than the article, or of none.
fn is_of_another(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "president"
            | "king"
            | "queen"
            | "prince"
            | "princess"
            | "ambassador"
            | "envoy"
            | "diplomat"
            | "delegate"
            | "negotiator"
            | "representative"
            | "commissioner"
            | "secretary"
            | "adviser"
            | "advisor"
            | "leader"
            | "chief"
            | "head"
            | "official"
            | "spokesman"
            | "spokeswoman"
            | "congressman"
            | "congresswoman"
            | "sheikh"
            | "inspector"
    )
}
