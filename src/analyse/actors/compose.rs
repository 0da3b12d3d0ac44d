//! Actors with a role, composed of who they belong to and a noun: "Russian peacekeepers",
//! "Azerbaijan's Defence Ministry", "the president of Chad", "separatist Armenian forces".

mod apposed;
mod code;
mod head;
mod led;
mod origin;
mod owner;
#[cfg(test)]
mod tests;

use super::agents::{AGENTS_TABLE, Noun};
use super::dictionary::{DICTIONARY, ENGLISH, Role};
use super::holders::state_of;
use super::key::{Shape, word_key};
use super::scan::{Found, Scan, What, at};
use crate::model::ActorKind;
use apposed::{Beside, beside, is_person, title_of};
pub use code::role;
use code::{code, keeps_code};
pub use head::{Head, head as head_at, head_before};
use head::{head, speaks_for};
pub use led::{led, loyal, of_group};
use origin::origin;
use owner::{Owner, owner_of, region_of};

/// Most words between the owner and the noun.
const MAX_BETWEEN: usize = 4;
/// Most words of a noun that stands before "of".
const MAX_NOUN: usize = 5;

/// An actor with a role.
#[derive(Clone, Debug, PartialEq)]
pub struct Composed {
    /// First token.
    pub from: usize,
    /// Index after the last token.
    pub until: usize,
    /// Byte after the last character.
    pub end: usize,
    /// CAMEO code: `RUSMIL`.
    pub code: String,
    /// The role alone; empty where the owner's code has it.
    pub role: String,
    /// Index of the owner among the actors of the dictionary.
    pub owner: u32,
    /// Whether the noun is in the singular.
    pub noun_is_one: bool,
    /// Tokens of the noun, from the first to the one after the last.
    pub noun: (usize, usize),
    /// Whether it may mean the one who holds an office.
    pub is_office: bool,
    /// First token of the person's name that follows at once: the words are a title, and no actor
    /// beside the person.
    pub title_of: Option<usize>,
    /// The person between commas beside it.
    pub beside: Beside,
}

/// The composed actors of a text, by start; `owners` are the names that the tables have, `names`
/// all in the text, both by start. None crosses a name or lies within one.
pub fn compose(scan: &Scan, owners: &[Found], names: &[Found]) -> Vec<Composed> {
    let mut all: Vec<Composed> = Vec::new();
    let mut fights = None;
    let in_tables = (0..owners.len()).map(|index| (owners, index));
    let regions = (0..names.len()).map(|index| (names, index));
    let mut candidates: Vec<(&[Found], usize, Owner)> = in_tables
        .filter_map(|(found, index)| Some((found, index, owner_of(scan, found.get(index)?)?)))
        .chain(regions.filter_map(|(found, index)| {
            let region = region_of(scan, found.get(index)?)?;
            Some((found, index, region))
        }))
        .collect();
    candidates.sort_by_key(|&(found, index, _)| found[index].from);
    for (found, index, owner) in candidates {
        let composed = after(scan, found, index, owner)
            .or_else(|| before(scan, found, index, owner))
            .or_else(|| origin(scan, found.get(index)?, owner, all.last(), names))
            .or_else(|| listed(scan, all.last()?, found.get(index)?, owner))
            .filter(|composed| fits(composed, names) && !is_doubtful(scan, composed, owner, names))
            .filter(|composed| {
                !(is_group(scan, composed) && *fights.get_or_insert_with(|| fight(owners)))
            });
        let near = all.len().saturating_sub(MAX_BETWEEN);
        let alone = |composed: &Composed| {
            let before: &[Composed] = all.get(near..).unwrap_or_default();
            !before.iter().any(|other| cross(other, composed))
        };
        if let Some(mut composed) = composed.filter(alone) {
            composed.title_of = title_of(scan, names, composed.until);
            composed.beside = beside(scan, names, &composed);
            all.push(composed);
        }
    }
    all
}

/// Whether a phrase is none that acts: "Nigeria's Borno state", "the state of Israel", "Sudan's
/// paramilitary Rapid Support Forces".
fn is_doubtful(scan: &Scan, composed: &Composed, by: Owner, names: &[Found]) -> bool {
    let view = &scan.view;
    let (from, until) = composed.noun;
    let word = view.word(until - 1);
    if matches!(word, "state" | "states" | "State" | "States") && until == from + 1 {
        let owner = DICTIONARY
            .get(by.actor)
            .map_or("", |known| known.code.as_ref());
        let is_state = owner.len() == 3 && DICTIONARY.state_name(owner).is_some();
        return by.is_part || !is_state || view.word(until) == "of";
    }
    let adjective = matches!(
        word,
        "paramilitary"
            | "elite"
            | "militant"
            | "rebel"
            | "separatist"
            | "fugitive"
            | "guerrilla"
            | "Islamist"
    );
    let name = || at(names, until).is_some_and(|name| !is_person(name));
    adjective && until == composed.until && view.spaced(until) && name()
}

/// Whether a phrase speaks of a group of whatever kind: "a Lebanese group".
fn is_group(scan: &Scan, composed: &Composed) -> bool {
    let (from, until) = composed.noun;
    composed.role == "BUS"
        && until == from + 1
        && matches!(
            scan.view.word(from),
            "group" | "groups" | "affiliate" | "affiliates"
        )
}

/// Whether armed groups are named: then a "group" is none that trades.
fn fight(owners: &[Found]) -> bool {
    owners.iter().any(|found| {
        matches!(found.what, What::Known { meaning, .. }
            if DICTIONARY.get(meaning.actor).is_some_and(|actor| actor.kind == ActorKind::ArmedGroup))
    })
}

/// Whether two actors overlap and neither contains the other: "Iraq's envoy" and "envoy of Iran".
fn cross(left: &Composed, right: &Composed) -> bool {
    let (first, second) = if left.from <= right.from {
        (left, right)
    } else {
        (right, left)
    };
    first.from < second.from && second.from < first.until && first.until < second.until
}

/// Keeps those of further actors that cross no name and none of the actors that are known.
pub fn admit(more: &mut Vec<Composed>, known: &[Composed], names: &[Found]) {
    let mut kept: Vec<Composed> = Vec::new();
    for composed in more.drain(..) {
        let near = known.partition_point(|other| other.from + MAX_ACTOR <= composed.from);
        let beside = known.get(near..).unwrap_or_default().iter();
        let alone = beside
            // They are in the order of their owners, so that one may begin before the one before it.
            .take_while(|other| other.from < composed.until + MAX_ACTOR)
            .chain(kept.last())
            .all(|other| !cross(other, &composed) && !same(other, &composed));
        if alone && fits(&composed, names) {
            kept.push(composed);
        }
    }
    *more = kept;
}

/// No actor is longer, in tokens.
const MAX_ACTOR: usize = 60;

/// Whether two actors have the same words.
fn same(left: &Composed, right: &Composed) -> bool {
    (left.from, left.until) == (right.from, right.until)
}

/// Whether no name goes on where an actor ends, or begins before it.
fn fits(composed: &Composed, names: &[Found]) -> bool {
    let first = names.partition_point(|name| name.until <= composed.from);
    let over = names.get(first..).unwrap_or_default();
    over.iter()
        .take_while(|name| name.from < composed.until)
        .all(|name| name.from >= composed.from && name.until <= composed.until)
}

/// "Russian peacekeepers", "Iran's foreign minister", "U.S. troops", "Russian and Turkish troops".
fn after(scan: &Scan, found: &[Found], index: usize, by: Owner) -> Option<Composed> {
    let view = &scan.view;
    let owner = found.get(index)?;
    let possessive = is_possessive(scan, owner);
    if is_base(scan, owner.until) {
        return based(scan, owner, by);
    }
    if view.sided(owner.from) {
        return None;
    }
    let gap = gap_after(scan, owner);
    let joined = gap == " " || view.spaced(owner.until);
    let listed = matches!(gap, ", " | "-" | "\u{2013}");
    if !(possessive || by.attributive && (joined || listed)) {
        return None;
    }
    let own = if listed {
        None
    } else {
        head(scan, owner.until)
    };
    let (head, rest) = match own {
        Some(head) => (head, head.noun.1),
        None => shared(scan, found, index)?,
    };
    if owner.until > view.len() {
        return None;
    }
    let from = before_owner(scan, owner.from);
    let modified = head.modified.or(from.1);
    Some(composed(scan, by, (from.0, rest), head, modified))
}

/// Whether a name stands in the possessive: "Iran's", "the Philippines'".
fn is_possessive(scan: &Scan, found: &Found) -> bool {
    let gap = scan.view.gap(found.until);
    let mark = gap.trim_end();
    mark != gap && matches!(mark, "'s" | "\u{2019}s" | "'" | "\u{2019}")
}

/// Whether the word at a token says of a place that someone is there: "London-based".
fn is_base(scan: &Scan, at: usize) -> bool {
    let view = &scan.view;
    // "U.S.-based"
    matches!(view.gap(at), "-" | ".-")
        && view.word(at).eq_ignore_ascii_case("based")
        && view.spaced(at + 1)
}

/// "the London-based bank"; but a Moscow-based diplomat is of another state.
fn based(scan: &Scan, owner: &Found, by: Owner) -> Option<Composed> {
    let head = head(scan, owner.until + 1).filter(|head| !head.role.starts_with("GOV"))?;
    let by = Owner {
        is_part: true,
        ..by
    };
    let span = (owner.from, head.noun.1);
    Some(composed(scan, by, span, head, head.modified))
}

/// What stands between a name and the next token: the stop of "U.S." is part of the name.
fn gap_after<'a>(scan: &Scan<'a>, found: &Found) -> &'a str {
    let next = scan.view.start(found.until);
    scan.view.text.get(found.end..next).unwrap_or("")
}

/// How names serve that may share a noun.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Serves {
    /// As an adjective: "Russian", "U.S.", "NATO".
    Adjective,
    /// As the name of those who fight: "Hamas".
    Fighters,
    /// As the name of a state, which needs a possessive: "India".
    State,
}

fn serves(scan: &Scan, found: &Found) -> Option<Serves> {
    let What::Known { meaning, .. } = found.what else {
        return None;
    };
    let kind = DICTIONARY.get(meaning.actor)?.kind;
    let is_short = || {
        let text = scan.view.text.get(scan.view.start(found.from)..found.end);
        text.is_some_and(|text| text.chars().all(|c| c.is_uppercase() || c == '.'))
    };
    Some(match meaning.role {
        Role::Demonym | Role::Igo => Serves::Adjective,
        Role::Group if kind == ActorKind::EthnicGroup => Serves::Adjective,
        Role::Group => Serves::Fighters,
        Role::Name if is_short() => Serves::Adjective,
        Role::Name => Serves::State,
        _ => return None,
    })
}

/// Whether a name is that of a people.
pub fn is_people(found: &Found) -> bool {
    matches!(found.what, What::Known { meaning, .. }
        if DICTIONARY.get(meaning.actor).is_some_and(|actor| actor.kind == ActorKind::EthnicGroup))
}

/// The head of "Russian and Turkish troops", seen from "Russian", and where it ends.
fn shared(scan: &Scan, found: &[Found], index: usize) -> Option<(Head, usize)> {
    let view = &scan.view;
    let mut last = found.get(index)?;
    let how = serves(scan, last)?;
    // At most four in a row.
    for next in found.get(index + 1..)?.iter().take(3) {
        let gap = gap_after(scan, last);
        let listed = matches!(gap, ", " | "-" | "\u{2013}") && next.from == last.until;
        let and = (gap == " " || gap == ", ")
            && matches!(view.word(last.until), "and" | "or" | "AND")
            && next.from == last.until + 1;
        // "Syrian Kurdish fighters"
        let of_both = gap == " " && next.from == last.until && is_people(next);
        if !(listed || and || of_both) || serves(scan, next) != Some(how) {
            return None;
        }
        let gap = gap_after(scan, next);
        let joined = match how {
            // "India and China's armies"
            Serves::State => matches!(gap, "'s " | "\u{2019}s "),
            Serves::Adjective | Serves::Fighters => gap == " " || view.spaced(next.until),
        };
        if joined && let Some(head) = head(scan, next.until) {
            return Some((head, head.noun.1));
        }
        last = next;
    }
    None
}

/// Where a phrase begins that has words before its owner ("separatist Armenian forces"), and the
/// role that they make.
pub fn before_owner(scan: &Scan, from: usize) -> (usize, Option<&'static str>) {
    let view = &scan.view;
    let Some(previous) = from.checked_sub(1) else {
        return (from, None);
    };
    let joined = view.spaced(from) || view.gap(from) == "-";
    let role = AGENTS_TABLE.modifier(word_key(view.word(previous)));
    match role {
        Some(role) if joined && role != "-" => (previous, Some(role)),
        _ => (from, None),
    }
}

/// "the president of Chad", "the armed forces of Ukraine".
fn before(scan: &Scan, found: &[Found], index: usize, by: Owner) -> Option<Composed> {
    let view = &scan.view;
    let owner = found.get(index)?;
    if !by.named || !view.spaced(owner.from) {
        return None;
    }
    let mut of = owner.from.checked_sub(1)?;
    if view.word(of).eq_ignore_ascii_case("the") && view.spaced(of) {
        of = of.checked_sub(1)?;
    }
    if !view.word(of).eq_ignore_ascii_case("of") || !view.spaced(of) {
        return None;
    }
    // "University of Chile" is a name of its own.
    let head = head_before(scan, of, |from| {
        view.shape(from) == Shape::Small || view.starts_sentence(from)
    })?;
    let (from, modified) = before_owner(scan, head.noun.0);
    Some(composed(scan, by, (from, owner.until), head, modified))
}

/// "the foreign ministers of Malaysia and the Philippines", given that of Malaysia.
fn listed(scan: &Scan, last: &Composed, owner: &Found, by: Owner) -> Option<Composed> {
    let view = &scan.view;
    let is_of = !last.noun_is_one && last.noun.1 < last.until;
    let between = last.until..owner.from;
    let joins = between.len() < 3
        && between
            .clone()
            .all(|at| matches!(view.word(at), "and" | "the"))
        && matches!(view.gap(last.until), " " | ", ")
        && between.clone().skip(1).all(|at| view.spaced(at));
    let and = view.gap(last.until) == ", " || view.word(last.until) == "and";
    if !(is_of && by.named && joins && and) {
        return None;
    }
    let noun = AGENTS_TABLE.nouns.longest(view, last.noun.0, ENGLISH)?;
    let Noun::Agent { role, singular } = noun.meaning else {
        return None;
    };
    let head = Head {
        noun: last.noun,
        role,
        singular,
        modified: None,
    };
    Some(composed(scan, by, (last.from, owner.until), head, None))
}

fn composed(
    scan: &Scan,
    by: Owner,
    (from, until): (usize, usize),
    head: Head,
    modified: Option<&'static str>,
) -> Composed {
    let known = DICTIONARY.get(by.actor);
    let owner = known.map_or("", |known| known.code.as_ref());
    let is_group = known.is_some_and(|known| known.kind == ActorKind::ArmedGroup);
    let is_body = known.is_some_and(|known| {
        matches!(
            known.kind,
            ActorKind::Government | ActorKind::Company | ActorKind::Organisation | ActorKind::Ngo
        )
    });
    let is_people = known.is_some_and(|known| known.kind == ActorKind::EthnicGroup);
    // A people acts in the state where it lives: "Chechen rebels" are `RUSREB`.
    let owner = if is_people && owner.len() > 3 {
        owner.get(..3).unwrap_or(owner)
    } else {
        owner
    };
    // "NATO members", "the UN aid chief", "WFP workers": what the body is, they are.
    let of_body = owner.len() > 3
        && modified.is_none()
        && match head.role {
            "CVL" | "REF" => is_member(scan, head) || speaks_for(scan.view.word(head.noun.1 - 1)),
            "LAB" | "EDU" => state_of(owner).is_none() && serves_body(scan, head, owner),
            _ => false,
        };
    let role = if of_body {
        "GOV".to_owned()
    } else {
        role(head.role, modified)
    };
    let keeps = is_group && !suffers(scan, head) || is_body && keeps_code(owner, &role);
    let (code, role) = code(owner, &role, keeps);
    let definite = !scan
        .view
        .previous(from)
        .to_ascii_lowercase()
        .as_str()
        .eq("a")
        && !scan.view.previous(from).eq_ignore_ascii_case("an");
    let is_office = head.singular && modified.is_none() && definite && !by.is_part;
    Composed {
        from,
        until,
        end: scan.view.end(until - 1),
        code,
        role,
        owner: by.actor,
        noun_is_one: head.singular,
        noun: head.noun,
        is_office,
        title_of: None,
        beside: Beside::default(),
    }
}

/// Whether a noun is that of those to whom an armed group does something, who are none of it.
fn suffers(scan: &Scan, head: Head) -> bool {
    let word = scan.view.word(head.noun.1 - 1).to_ascii_lowercase();
    matches!(
        word.strip_suffix('s').unwrap_or(&word),
        "hostage" | "victim" | "captive" | "refugee"
    )
}

/// Whether a noun is that of those who work for a body. The European Union has workers and experts as a
/// state has.
fn serves_body(scan: &Scan, head: Head, owner: &str) -> bool {
    let word = scan.view.word(head.noun.1 - 1).to_ascii_lowercase();
    match word.as_str() {
        "staff" | "employee" | "employees" => true,
        "worker" | "workers" | "expert" | "experts" => !owner.starts_with("IGOEUR"),
        _ => false,
    }
}

fn is_member(scan: &Scan, head: Head) -> bool {
    let word = scan.view.word(head.noun.1 - 1).to_ascii_lowercase();
    matches!(word.as_str(), "member" | "members")
}
