//! Joins what the tables find with the names that the tagger finds.
//!
//! The tagger says where a name begins and ends and what kind it is; the tables say whose it is.
//! Where both find a name they mostly agree. Where they do not, the longer one wins, and of two
//! that are alike the tagger's kind decides whether the table's reading can be true ("Jordan" the
//! man, "Astana" the team). Names of the tables that the tagger misses stay, but for those that
//! are everyday words or only one of many readings.

use super::compose::is_people;
use super::dictionary::{DICTIONARY, Meaning, Role};
use super::holders::HOLDERS;
use super::key::Shape;
use super::names::{NAMES, mark};
use super::others::FORMS;
use super::person::{Person, whole_name};
use super::phrases;
use super::scan::{Found, Scan, What};
use super::tagger::Name;
use super::view::View;
use crate::model::Label;

/// Least confidence of the tagger that overrules a table.
const SURE: f32 = 0.6;

/// What a text names, by start, not overlapping; both lists are.
pub fn fuse(scan: &Scan, found: &[Found], names: &[Name]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::with_capacity(found.len().max(names.len()));
    let mut rest = found.iter();
    for name in names {
        let Some(name) = &bounded(&scan.view, name) else {
            continue;
        };
        if is_ticker(&scan.view, name) {
            continue;
        }
        while let Some(before) = next_if(&mut rest, |found| found.until <= name.from) {
            push(&mut all, alone(scan, before));
        }
        let left = rest.as_slice();
        let within = left.partition_point(|found| found.until <= name.until);
        if let Some(parts) = left
            .get(..within)
            .and_then(|found| parts(scan, found, name))
        {
            rest = left.get(within..).unwrap_or_default().iter();
            parts
                .into_iter()
                .for_each(|part| push(&mut all, Some(part)));
            continue;
        }
        let mut over: Option<Found> = None;
        while let Some(inside) = next_if(&mut rest, |found| found.from < name.until) {
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

fn next_if<'f>(
    rest: &mut std::slice::Iter<'f, Found>,
    holds: impl Fn(&Found) -> bool,
) -> Option<&'f Found> {
    let next = rest.as_slice().first().filter(|found| holds(found))?;
    rest.next();
    Some(next)
}

/// A name without the small words and titles before it that are no part of it, and without what a
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
        // "Ayatollah Ali Khamenei", but "Don McKinnon" may be no don.
        while from + 2 < name.until
            && view.spaced(from + 1)
            && NAMES.marks(view.key(from)) & (mark::TITLE | mark::GIVEN) == mark::TITLE
        {
            from += 1;
        }
    }
    if let Some(leader) = leader(view, &Name { from, ..*name }) {
        return Some(leader);
    }
    (from < name.until).then_some(Name { from, ..*name })
}

/// The leader in what a headline or a paper's style makes one name: "Obama Administration".
fn leader(view: &View, name: &Name) -> Option<Name> {
    let last = name.until.checked_sub(1)?;
    let rules = matches!(
        view.word(last),
        "Administration" | "Government" | "Regime" | "Cabinet"
    );
    let is_leader = name.label != Label::Per
        && rules
        && last == name.from + 1
        && view.spaced(last)
        && HOLDERS.surname(view.key(name.from)).is_some();
    is_leader.then_some(Name {
        until: last,
        label: Label::Per,
        ..*name
    })
}

/// Whether a name is that of a share or an index at an exchange: "JPMorgan (JPM.N)", "Stratus <STRA.O>",
/// "Huawei HWT.UL", "the Nasdaq .IXIC".
fn is_ticker(view: &View, name: &Name) -> bool {
    let capitals = |at| view.word(at).bytes().all(|byte| byte.is_ascii_uppercase());
    match name.until - name.from {
        1 => view.gap(name.from) == " ." && capitals(name.from),
        2 => {
            let short = view.gap(name.from + 1) == "." && view.word(name.from + 1).len() <= 2;
            let enclosed = view.gap(name.from).ends_with(['(', '<'])
                && view.gap(name.until).starts_with([')', '>']);
            let bare = capitals(name.from) && view.word(name.from).len() > 1;
            short && capitals(name.from + 1) && (enclosed || bare)
        }
        _ => false,
    }
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
    let several = found.until > found.from + 1 || small || users_gave(found);
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
    if found.from == name.from && found.until < name.until && is_firm(scan, &found, name.until) {
        let (until, end) = (name.until, tagged.end);
        return Some(labelled(
            Found {
                until,
                end,
                ..found
            },
            name,
        ));
    }
    if longer > long && (goes_on || !(titled(&found) && name.label == Label::Per)) {
        return Some(tagged);
    }
    if long > longer {
        return Some(found);
    }
    if users_gave(&found) {
        return Some(labelled(found, name));
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
            // "Jordan", "Chad", "Georgia", but "S. Korea" is nobody's name.
            (Role::Name, Label::Per) => sure && long == 1,
            (Role::Capital { .. } | Role::Place, Label::Per) => sure,
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

/// Whether a name of the tables is that of a firm, and what the tagger adds says only of what kind it
/// is: "Toyota Motor Corp".
fn is_firm(scan: &Scan, found: &Found, until: usize) -> bool {
    let What::Known { meaning, .. } = found.what else {
        return false;
    };
    meaning.role == Role::Organisation
        && (found.until..until).all(|at| {
            let word = scan.view.word(at).to_lowercase();
            FORMS.contains(&word.as_str())
                || matches!(
                    word.as_str(),
                    "motor" | "motors" | "group" | "holdings" | "holding" | "company"
                )
        })
}

/// Whether the name is one that users gave: they know better than the tagger.
fn users_gave(found: &Found) -> bool {
    matches!(found.what, What::Known { meaning, .. } if DICTIONARY.users.gave(meaning.actor))
}

/// The names of the tables that one of the tagger's is put together of: "Russia-Ukraine",
/// "Sino-Indian", "Syrian Kurdish", "pro-Russian", "Saudi-led"; `found` are those within it.
fn parts(scan: &Scan, found: &[Found], name: &Name) -> Option<Vec<Found>> {
    let view = &scan.view;
    if name.until - name.from < 2 {
        return None;
    }
    let hyphen = |at| view.hyphen(at) || view.gap(at) == "/";
    let sided = view.sided(name.from + 1);
    let last = name.until - 1;
    let done = hyphen(last) && view.shape(last) == Shape::Small;
    let until = last + usize::from(!done);
    let mut parts: Vec<Found> = Vec::new();
    let mut inside = found.iter().peekable();
    let mut at = name.from + usize::from(sided);
    while at < until {
        let part = match inside.next_if(|found| found.from == at) {
            Some(found) => *found,
            None => prefix(scan, at)?,
        };
        let spaced = || parts.last().is_some_and(is_demonym) && is_people(&part) && view.spaced(at);
        if at > name.from && !hyphen(at) && !spaced() {
            return None;
        }
        at = part.until;
        parts.push(part);
    }
    let whole = at == until && (parts.len() > 1 || !parts.is_empty() && (sided || done));
    (whole && parts.iter().all(is_state_or_group)).then_some(parts)
}

/// First parts of words for two peoples, before a hyphen.
const PREFIXES: [(&str, &str); 10] = [
    ("Anglo", "GBR"),
    ("Austro", "AUT"),
    ("Franco", "FRA"),
    ("Greco", "GRC"),
    ("Indo", "IND"),
    ("Italo", "ITA"),
    ("Luso", "PRT"),
    ("Russo", "RUS"),
    ("Sino", "CHN"),
    ("Turco", "TUR"),
];

fn prefix(scan: &Scan, at: usize) -> Option<Found> {
    let view = &scan.view;
    let known = PREFIXES.iter().find(|(word, _)| *word == view.word(at));
    let actor = DICTIONARY.state(known?.1)?;
    let meaning = Meaning {
        actor,
        role: Role::Demonym,
    };
    let found = Found {
        from: at,
        until: at + 1,
        end: view.end(at),
        what: What::Known {
            meaning,
            place: false,
            label: None,
        },
    };
    view.hyphen(at + 1).then_some(found)
}

fn is_demonym(found: &Found) -> bool {
    matches!(found.what, What::Known { meaning, .. } if meaning.role == Role::Demonym)
}

fn is_state_or_group(found: &Found) -> bool {
    matches!(found.what, What::Known { meaning, .. } if matches!(
        meaning.role,
        Role::Name | Role::Demonym | Role::Capital { .. } | Role::Place | Role::Igo | Role::Group
    ))
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
    let demonym = is_demonym(found);
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
