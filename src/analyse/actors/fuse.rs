//! Joins what the tables find with the names that the tagger finds.
//!
//! The tagger says where a name begins and ends and what kind it is; the tables say whose it is.
//! Where both find a name they mostly agree. Where they do not, the longer one wins, and of two
//! that are alike the tagger's kind decides whether the table's reading can be true ("Jordan" the
//! man, "Astana" the team). Names of the tables that the tagger misses stay, but for those that
//! are everyday words or only one of many readings.

use super::dictionary::{DICTIONARY, Role};
use super::key::Shape;
use super::names::{NAMES, mark};
use super::person::{Person, whole_name};
use super::phrases;
use super::scan::{Found, Scan, What};
use super::tagger::Name;
use super::view::View;
use crate::model::{ActorKind, Label};

/// Least confidence of the tagger that overrules a table.
const SURE: f32 = 0.6;

/// What a text names, by start, not overlapping; both lists are.
pub fn fuse(scan: &Scan, found: &[Found], names: &[Name]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::with_capacity(found.len().max(names.len()));
    let mut rest = found.iter().peekable();
    for name in names {
        let Some(name) = &bounded(&scan.view, name) else {
            continue;
        };
        while let Some(before) = rest.next_if(|found| found.until <= name.from) {
            push(&mut all, alone(scan, before));
        }
        let mut over: Option<Found> = None;
        while let Some(inside) = rest.next_if(|found| found.from < name.until) {
            let length = |found: &Found| found.until - found.from;
            if over
                .as_ref()
                .is_none_or(|over| length(inside) > length(over))
            {
                over = Some(*inside);
            }
            if inside.until > name.until {
                break;
            }
        }
        push(&mut all, both(scan, over, name));
    }
    for found in rest {
        push(&mut all, alone(scan, found));
    }
    all
}

/// A name without the small words before it that are no part of surnames, and without what a
/// semicolon or a bracket cuts off.
fn bounded(view: &View, name: &Name) -> Option<Name> {
    let mut from = name.from;
    for index in name.from + 1..name.until {
        if view.gap(index).contains([';', ':', '(', ')', '\n']) && !view.spaced(index) {
            from = index;
        }
    }
    if name.label == Label::Per {
        while from < name.until
            && view.shape(from) == Shape::Small
            && NAMES.marks(view.key(from)) & (mark::PARTICLE | mark::GIVEN) == 0
        {
            from += 1;
        }
    }
    (from < name.until).then_some(Name { from, ..*name })
}

fn push(all: &mut Vec<Found>, found: Option<Found>) {
    if let Some(found) = found
        && all.last().is_none_or(|last| last.until <= found.from)
    {
        all.push(found);
    }
}

/// What is left of a name of the tables that the tagger does not find.
fn alone(scan: &Scan, found: &Found) -> Option<Found> {
    // The tables have few words in small letters, and the tagger takes none for a name: "spetsnaz".
    let small = scan.view.shape(found.from) == Shape::Small;
    let several = found.until > found.from + 1 || small;
    let keep = match found.what {
        What::Known { meaning, .. } => match meaning.role {
            Role::Name | Role::Demonym | Role::Metonym { .. } | Role::Igo => true,
            Role::Capital { .. } | Role::Place => !scan.headline,
            // "Hmong villagers"
            Role::Group => several || is_people(found) && is_capital_within(scan, found.from),
            Role::Organisation | Role::Person { .. } => several,
        },
        What::Person(person) => person.titled || person.known && several,
        What::Surname | What::Name(..) => true,
    };
    keep.then_some(*found)
}

/// Whether a word has a capital that neither a sentence nor a headline gives it.
fn is_capital_within(scan: &Scan, at: usize) -> bool {
    let view = &scan.view;
    view.shape(at) == Shape::Capitalised && !view.starts_sentence(at) && !scan.headline
}

/// What a name of the tagger is, beside the longest name of the tables that overlaps it.
fn both(scan: &Scan, found: Option<Found>, name: &Name) -> Option<Found> {
    let tagged = tagged(scan, name);
    let Some(found) = found else {
        return Some(tagged);
    };
    let (long, longer) = (found.until - found.from, name.until - name.from);
    let only_the = found.from == name.from + 1
        && found.until == name.until
        && scan.view.word(name.from).eq_ignore_ascii_case("the");
    // "Later Assad left": the first word is none of the name.
    let opens = found.from == name.from + 1
        && found.until == name.until
        && scan.view.starts_sentence(name.from)
        && matches!(found.what, What::Person(person) if person.known);
    if only_the {
        // "The Hague", "The Guardian": whose it is, the tables say; where it begins, the tagger.
        let from = found.from - usize::from(scan.view.shape(name.from) != Shape::Small);
        return Some(labelled(Found { from, ..found }, name));
    }
    if opens {
        return Some(found);
    }
    // "Minister Massimo D'Alema": a title tells where a person's name begins, less well where it ends.
    let goes_on = found.from == name.from && name.confidence >= SURE;
    if longer > long && (goes_on || !(titled(&found) && name.label == Label::Per)) {
        return Some(tagged);
    }
    if long > longer {
        return Some(found);
    }
    if is_language(&scan.view, &found) {
        return Some(Found {
            what: What::Name(Label::Misc, name.confidence),
            ..found
        });
    }
    let sure = name.confidence >= SURE;
    let other = match found.what {
        What::Known { meaning, .. } => match (meaning.role, name.label) {
            (Role::Name | Role::Capital { .. } | Role::Place, Label::Per) => sure,
            (Role::Capital { .. } | Role::Place, Label::Org) => sure && long == 1,
            (Role::Organisation, Label::Per | Label::Loc) => sure,
            (Role::Group, Label::Per | Label::Loc) => sure && !is_people(&found),
            _ => false,
        },
        What::Person(_) => name.label != Label::Per && sure,
        What::Surname | What::Name(..) => name.label != Label::Per,
    };
    Some(if other { tagged } else { labelled(found, name) })
}

/// A name of the tables with the kind that the tagger is sure of: "Republicans" are no organisation,
/// and "Jamaica" may be a team.
fn labelled(found: Found, name: &Name) -> Found {
    match found.what {
        What::Known { meaning, place, .. }
            if name.confidence >= SURE && name.label != Label::Per =>
        {
            let label = Some(name.label);
            let what = What::Known {
                meaning,
                place,
                label,
            };
            Found { what, ..found }
        }
        _ => found,
    }
}

/// Whether a demonym is a language: "he taught French", "in Polish", not "in French hands".
fn is_language(view: &View, found: &Found) -> bool {
    let demonym =
        matches!(found.what, What::Known { meaning, .. } if meaning.role == Role::Demonym);
    let spoken = matches!(
        view.previous(found.from),
        "in" | "into"
            | "speak"
            | "speaks"
            | "spoke"
            | "speaking"
            | "taught"
            | "teaches"
            | "teach"
            | "learn"
            | "learned"
            | "learns"
            | "fluent"
    );
    let noun = view.spaced(found.until)
        && view.shape(found.until) == Shape::Small
        && !matches!(
            view.word(found.until),
            "and"
                | "or"
                | "to"
                | "at"
                | "in"
                | "on"
                | "with"
                | "by"
                | "for"
                | "but"
                | "until"
                | "from"
                | "than"
                | "as"
        );
    demonym
        && spoken
        && view.spaced(found.from)
        && !noun
        && (!view.spaced(found.until) || view.shape(found.until) == Shape::Small)
}

fn is_people(found: &Found) -> bool {
    matches!(found.what, What::Known { meaning, .. }
        if DICTIONARY.get(meaning.actor).is_some_and(|actor| actor.kind == ActorKind::EthnicGroup))
}

fn titled(found: &Found) -> bool {
    matches!(found.what, What::Person(person) if person.titled)
}

fn tagged(scan: &Scan, name: &Name) -> Found {
    let view = &scan.view;
    let what = match name.label {
        Label::Per => What::Person(person(view, name)),
        label => What::Name(label, name.confidence),
    };
    Found {
        from: name.from,
        until: name.until,
        end: phrases::end(view, name.from, name.until - 1),
        what,
    }
}

/// The parts of a person's name.
fn person(view: &View, name: &Name) -> Person {
    let before = name.from.checked_sub(1);
    let titled = before.is_some_and(|before| {
        (view.spaced(name.from) || view.gap(name.from) == ". ")
            && NAMES.marks(view.key(before)) & mark::TITLE != 0
            && view.shape(before) != Shape::Other
    });
    Person {
        titled,
        sure: name.confidence >= SURE,
        tagged: Some(name.confidence),
        ..whole_name(view, name.from, name.until)
    }
}
