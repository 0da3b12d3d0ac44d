//! Mentions, made of what was found.

use super::agents::{AGENTS_TABLE, kind};
use super::compose::Composed;
use super::dictionary::{DICTIONARY, Known, Role};
use super::holders::state_of;
use super::home::Home;
use super::names::{NAMES, mark};
use super::offices::Offices;
use super::others::{Other, Others};
use super::scan::{Found, Scan, What};
use super::tie::{Named, People};
use crate::model::{ActorKind, Label, Mention, TextField};
use jiff::civil::Date;

/// Who is meant, and how that was found.
struct Meant {
    actor: String,
    name: String,
    kind: ActorKind,
    codes: Vec<String>,
    label: Option<Label>,
    method: &'static str,
    confidence: f32,
}

impl Meant {
    fn mention(self, scan: &Scan, from: usize, end: usize, field: TextField) -> Option<Mention> {
        let start = scan.view.start(from);
        Some(Mention {
            field,
            start,
            end,
            text: scan.view.text.get(start..end)?.to_owned(),
            actor: self.actor,
            name: self.name,
            kind: self.kind,
            label: self.label,
            codes: self.codes,
            method: self.method.into(),
            confidence: self.confidence,
        })
    }
}

/// Most confidence in the code of a body that is named without its state.
const OF_STORY: f32 = 0.6;

/// The mention of a name.
pub fn of_name(
    (scan, names): (&Scan, &[Found]),
    found: &Found,
    field: TextField,
    people: &mut People,
    others: &Others,
    composed: &[Composed],
    home: Home,
) -> Option<Mention> {
    let meant = match found.what {
        What::Known {
            meaning,
            place,
            label,
        } => {
            let index = match meaning.role {
                Role::Capital { place: index } if place => index,
                _ => meaning.actor,
            };
            let actor = DICTIONARY.get(index)?;
            let mut meant = known(actor, meaning.role, place, people.day());
            if label.is_some() {
                meant.label = label;
            }
            if actor.source && is_source(scan, found) {
                meant.method = Mention::SOURCE;
            }
            meant
        }
        What::Person(_) | What::Surname => {
            let index = people.tie(scan, found)?;
            let Named { id, name, codes } = people.all.get(index)?;
            let (method, confidence) = introduction(found);
            Meant {
                actor: id.clone(),
                name: name.clone(),
                kind: ActorKind::Person,
                codes: codes.clone(),
                label: Some(Label::Per),
                method,
                confidence,
            }
        }
        What::Name(label, confidence) => {
            let first = composed.partition_point(|composed| composed.from < found.from);
            // "Western Union" is no union.
            let same = composed.get(first).filter(|same| {
                same.from == found.from && same.until == found.until && !is_of_region(same)
            });
            let code = same.map(|same| same.code.as_str());
            let other = others.named(scan, found, label);
            let known = other.known.and_then(|index| DICTIONARY.get(index));
            let codes = match (known, code) {
                (Some(known), _) => known.codes_on(people.day()),
                (None, code) => code.map(str::to_owned).into_iter().collect(),
            };
            let body = codes
                .is_empty()
                .then(|| home.body((scan, names), found, label));
            match body.flatten() {
                Some(code) => Meant {
                    method: "story",
                    ..unknown(other, label, vec![code], confidence.min(OF_STORY))
                },
                None => unknown(other, label, codes, confidence),
            }
        }
    };
    meant.mention(scan, without_titles(scan, found), found.end, field)
}

/// Whether an actor's owner is a part of the world, and no state nor a part of one.
fn is_of_region(composed: &Composed) -> bool {
    DICTIONARY.get(composed.owner).is_some_and(|owner| {
        owner.kind == ActorKind::Place && DICTIONARY.state_name(&owner.code).is_none()
    })
}

/// The first token of a name: some names of the tables begin with a title, as "King Hussein" does.
pub fn without_titles(scan: &Scan, found: &Found) -> usize {
    let known = matches!(found.what, What::Person(person) if person.known);
    let is_title = |&index: &usize| NAMES.marks(scan.view.key(index)) & mark::TITLE != 0;
    let titles = (found.from..found.until - 1).take_while(is_title);
    found.from + if known { titles.count() } else { 0 }
}

/// Whether an agency is named as a source: "BAKU (Reuters) -", "he told Reuters", and where it
/// signs.
fn is_source(scan: &Scan, found: &Found) -> bool {
    let view = &scan.view;
    view.gap(found.from).ends_with('(') && view.gap(found.until).starts_with(')')
        || matches!(view.previous(found.from), "told" | "by")
        || found.until == view.len() && view.starts_sentence(found.from)
}

fn known(actor: &Known, role: Role, place: bool, day: Option<Date>) -> Meant {
    let (label, method, confidence) = manner(actor, role, place);
    Meant {
        actor: actor.id.clone(),
        name: actor.name.to_owned(),
        kind: actor.kind,
        codes: actor.codes_on(day),
        label: Some(label),
        method,
        confidence,
    }
}

fn unknown(other: Other, label: Label, codes: Vec<String>, confidence: f32) -> Meant {
    Meant {
        actor: other.id,
        name: other.name,
        kind: other.kind,
        codes,
        label: Some(label),
        method: "tagger",
        confidence,
    }
}

/// The mention of an actor with a role, or of the one who holds the office.
pub fn of_composed(
    scan: &Scan,
    composed: &Composed,
    field: TextField,
    offices: &Offices,
    day: Option<Date>,
) -> Option<Mention> {
    let owner = DICTIONARY.get(composed.owner)?;
    let code = &composed.code;
    let meant = if let Some((actor, name)) = offices.holder(scan, composed, field, day) {
        Meant {
            actor,
            name,
            kind: ActorKind::Person,
            codes: vec![code.clone()],
            label: None,
            method: "office",
            confidence: 0.8,
        }
    } else if owner.code == code.as_str() && owner.kind != ActorKind::State {
        Meant {
            label: None,
            method: "composed",
            confidence: 0.8,
            ..known(owner, Role::Organisation, false, day)
        }
    } else {
        let state = state_of(code).and_then(|state| DICTIONARY.state_name(state));
        let role = AGENTS_TABLE.name(&composed.role);
        Meant {
            actor: format!("agent:{code}"),
            name: format!("{}: {role}", state.unwrap_or(owner.name)),
            kind: kind(&composed.role),
            codes: vec![code.clone()],
            label: None,
            method: "composed",
            confidence: 0.85,
        }
    };
    meant.mention(scan, composed.from, composed.end, field)
}

/// Label, method and confidence of a dictionary name.
fn manner(actor: &Known, role: Role, place: bool) -> (Label, &'static str, f32) {
    match role {
        Role::Name => (Label::Loc, "dictionary", 0.95),
        Role::Demonym => (Label::Misc, "demonym", 0.9),
        Role::Capital { .. } if place => (Label::Loc, "capital", 0.5),
        Role::Capital { .. } => (Label::Loc, "capital", 0.75),
        Role::Metonym { shared } => (Label::Org, "metonym", if shared { 0.7 } else { 0.9 }),
        Role::Igo => (Label::Org, "dictionary", 0.95),
        Role::Place => (Label::Loc, "dictionary", 0.9),
        Role::Group if actor.kind == ActorKind::EthnicGroup => (Label::Misc, "dictionary", 0.9),
        Role::Group | Role::Organisation => (Label::Org, "dictionary", 0.9),
        Role::Person { .. } => (Label::Per, "dictionary", 0.9),
    }
}

/// Method and confidence of a person's name.
fn introduction(found: &Found) -> (&'static str, f32) {
    match found.what {
        What::Person(person) => match (person.titled, person.given != 0, person.tagged) {
            (true, true, _) => ("title", 0.95),
            (true, false, _) => ("title", 0.8),
            (false, ..) if person.known => ("dictionary", 0.9),
            (false, _, Some(confidence)) => ("tagger", confidence),
            (false, _, None) => ("full-name", if person.sure { 0.9 } else { 0.7 }),
        },
        _ => ("surname", 0.85),
    }
}
