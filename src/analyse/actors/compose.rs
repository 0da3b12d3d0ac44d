//! Actors with a role, composed of who they belong to and a noun: "Russian peacekeepers",
//! "Azerbaijan's Defence Ministry", "the president of Chad", "separatist Armenian forces".

use super::agents::{AGENTS_TABLE, Noun};
use super::dictionary::{DICTIONARY, Role};
use super::holders::state_of;
use super::key::{Shape, word_key};
use super::scan::{Found, Scan, What, at};
use crate::model::ActorKind;

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
    /// Tokens of the noun, where it may mean the one who holds an office.
    pub office: Option<(usize, usize)>,
    /// First token of the person's name that follows at once: the words are a title, and no actor
    /// beside the person.
    pub title_of: Option<usize>,
    /// First token of the name of the person in apposition: "Carl Bildt, Sweden's prime minister".
    pub apposed: Option<usize>,
}

/// A noun and what is said of it.
#[derive(Clone, Copy)]
struct Head {
    noun: (usize, usize),
    role: &'static str,
    singular: bool,
    /// Role that a word before the noun makes of it.
    modified: Option<&'static str>,
}

/// The composed actors of a text, by start; `owners` are the names that the tables have, `names`
/// all in the text, both by start. None crosses a name or lies within one.
pub fn compose(scan: &Scan, owners: &[Found], names: &[Found]) -> Vec<Composed> {
    let mut all: Vec<Composed> = Vec::new();
    for (index, owner) in owners.iter().enumerate() {
        let Some((actor, attributive)) = owner_of(scan, owner) else {
            continue;
        };
        let composed =
            after(scan, owners, index, actor, attributive).or_else(|| before(scan, owner, actor));
        let near = all.len().saturating_sub(MAX_BETWEEN);
        let alone = |composed: &Composed| {
            let before: &[Composed] = all.get(near..).unwrap_or_default();
            !before.iter().any(|other| cross(other, composed))
        };
        let composed = composed.filter(|composed| fits(composed, names) && alone(composed));
        if let Some(mut composed) = composed {
            composed.title_of = title_of(scan, names, composed.until);
            composed.apposed = apposed(scan, names, &composed);
            all.push(composed);
        }
    }
    all
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

/// The actor that owns what follows, and whether the name itself serves as an adjective.
fn owner_of(scan: &Scan, found: &Found) -> Option<(u32, bool)> {
    let What::Known { meaning, place } = found.what else {
        return None;
    };
    let actor = match meaning.role {
        Role::Capital { place: index } if place => index,
        _ => meaning.actor,
    };
    if DICTIONARY.get(actor)?.code.is_empty() {
        return None;
    }
    let attributive = match meaning.role {
        Role::Demonym | Role::Metonym { .. } | Role::Igo | Role::Group => true,
        Role::Organisation | Role::Person { .. } => return None,
        Role::Name | Role::Place | Role::Capital { .. } => !place_before(scan, found.from),
    };
    Some((actor, attributive))
}

/// Whether no name goes on where an actor ends, or begins before it.
fn fits(composed: &Composed, names: &[Found]) -> bool {
    let first = names.partition_point(|name| name.until <= composed.from);
    let over = names.get(first..).unwrap_or_default();
    over.iter()
        .take_while(|name| name.from < composed.until)
        .all(|name| name.from >= composed.from && name.until <= composed.until)
}

/// The person whose name begins where an actor ends.
fn title_of(scan: &Scan, names: &[Found], until: usize) -> Option<usize> {
    let next = at(names, until)?;
    (scan.view.spaced(until) && is_person(next)).then_some(until)
}

/// The person beside an actor, between commas: "Carl Bildt, Sweden's prime minister," or "the
/// Samoan judge, Richard Lussick,".
fn apposed(scan: &Scan, names: &[Found], composed: &Composed) -> Option<usize> {
    let view = &scan.view;
    composed.noun_is_one.then_some(())?;
    let article =
        view.spaced(composed.from) && matches!(view.previous(composed.from), "the" | "a" | "an");
    let first = composed.from - usize::from(article);
    let person = |found: &&Found| is_person(found);
    if view.gap(first) == ", " {
        let before = names.binary_search_by_key(&first, |name| name.until).ok();
        let before = before.and_then(|index| names.get(index)).filter(person);
        return before.map(|person| person.from);
    }
    if view.gap(composed.until) == ", " {
        let next = at(names, composed.until).filter(person)?;
        let ends = view.gap(next.until).starts_with([',', '.', ';']);
        return ends.then_some(next.from);
    }
    None
}

/// Whether a word that places something stands before a name: "in Iraq police said".
fn place_before(scan: &Scan, from: usize) -> bool {
    let before = scan.view.previous(from);
    scan.view.spaced(from)
        && matches!(
            before.to_ascii_lowercase().as_str(),
            "in" | "from"
                | "to"
                | "across"
                | "of"
                | "at"
                | "near"
                | "into"
                | "throughout"
                | "inside"
                | "outside"
                | "around"
                | "within"
                | "visiting"
                | "left"
                | "reached"
        )
}

/// "Russian peacekeepers", "Iran's foreign minister", "U.S. troops", "Russian and Turkish troops".
fn after(
    scan: &Scan,
    found: &[Found],
    index: usize,
    actor: u32,
    attributive: bool,
) -> Option<Composed> {
    let view = &scan.view;
    let owner = found.get(index)?;
    let possessive = view.gap(owner.until).trim_end() != view.gap(owner.until)
        && matches!(
            view.gap(owner.until).trim_end(),
            "'s" | "\u{2019}s" | "'" | "\u{2019}"
        );
    let joined =
        view.text.get(owner.end..view.start(owner.until)) == Some(" ") || view.spaced(owner.until);
    if !(possessive || attributive && joined) {
        return None;
    }
    let (head, rest) = match head(scan, owner.until) {
        Some(head) => (head, head.noun.1),
        None => shared(scan, found, index)?,
    };
    if owner.until > view.len() {
        return None;
    }
    let from = before_owner(scan, owner.from);
    let modified = head.modified.or(from.1);
    Some(composed(scan, actor, (from.0, rest), head, modified))
}

/// The head of "Russian and Turkish troops", seen from "Russian", and where it ends.
fn shared(scan: &Scan, found: &[Found], index: usize) -> Option<(Head, usize)> {
    let view = &scan.view;
    let mut at = found.get(index)?.until;
    let mut next = found.get(index + 1)?;
    // At most four in a row.
    for step in 2..5 {
        let gap = view.gap(at);
        let listed = matches!(gap, ", " | "-" | "\u{2013}") && next.from == at;
        let and = (gap == " " || gap == ", ")
            && matches!(view.word(at), "and" | "or" | "AND")
            && next.from == at + 1;
        let demonym = matches!(
            next.what,
            What::Known { meaning, .. } if meaning.role == Role::Demonym
        );
        if !(listed || and) || !demonym {
            return None;
        }
        if let Some(head) = head(scan, next.until) {
            return Some((head, head.noun.1));
        }
        at = next.until;
        next = found.get(index + step)?;
    }
    None
}

/// The noun that begins at a token, after words that only qualify it.
fn head(scan: &Scan, from: usize) -> Option<Head> {
    let view = &scan.view;
    let mut modified = None;
    for at in from..view.len().min(from + MAX_BETWEEN + 1) {
        if at > from && !view.spaced(at) && view.gap(at) != "-" {
            return None;
        }
        let key = view.key(at);
        let noun = AGENTS_TABLE.nouns.longest_from(view, at, key, ENGLISH_ONLY);
        if let Some(noun) = noun
            && let Noun::Agent { role, singular } = noun.meaning
            && !makes_thing(scan, noun.until)
            && !(view.shape(at) == Shape::Capitalised && is_longer_name(scan, noun.until))
        {
            return Some(Head {
                noun: (at, noun.until),
                role,
                singular,
                modified,
            });
        }
        let role = AGENTS_TABLE.modifier(key)?;
        if role != "-" {
            modified = modified.or(Some(role));
        }
    }
    None
}

const ENGLISH_ONLY: u8 = super::dictionary::ENGLISH;

/// Whether the word after a noun makes a thing of it: "army base", "police station".
fn makes_thing(scan: &Scan, until: usize) -> bool {
    let view = &scan.view;
    let next = view.spaced(until).then(|| {
        AGENTS_TABLE
            .nouns
            .longest(view, until, ENGLISH_ONLY)
            .is_some_and(|noun| noun.meaning == Noun::Thing)
    });
    next.unwrap_or(false) || view.gap(until) == "-" && view.shape(until) == Shape::Small
}

/// Whether a noun with a capital goes on as a name: "Vanuatu Daily Post", "Tigray People's
/// Liberation Front".
fn is_longer_name(scan: &Scan, until: usize) -> bool {
    let view = &scan.view;
    let joined = view.spaced(until) || matches!(view.gap(until), "'s " | "\u{2019}s ");
    let named = super::names::NAMES.marks(view.key(until)) & super::names::mark::GIVEN != 0;
    joined
        && !scan.headline
        && !named
        && matches!(view.shape(until), Shape::Capitalised | Shape::Capitals)
        && view.shape(until + 1) != Shape::Capitalised
        && super::holders::HOLDERS.surname(view.key(until)).is_none()
}

/// Where a phrase begins that has words before its owner ("separatist Armenian forces"), and the
/// role that they make.
fn before_owner(scan: &Scan, from: usize) -> (usize, Option<&'static str>) {
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
fn before(scan: &Scan, owner: &Found, actor: u32) -> Option<Composed> {
    let view = &scan.view;
    let named = matches!(
        owner.what,
        What::Known { meaning, .. } if matches!(
            meaning.role,
            Role::Name | Role::Place | Role::Igo | Role::Capital { .. }
        )
    );
    if !named || !view.spaced(owner.from) {
        return None;
    }
    let mut of = owner.from.checked_sub(1)?;
    if view.word(of).eq_ignore_ascii_case("the") && view.spaced(of) {
        of = of.checked_sub(1)?;
    }
    if !view.word(of).eq_ignore_ascii_case("of") || !view.spaced(of) {
        return None;
    }
    for from in of.saturating_sub(MAX_NOUN)..of {
        // "University of Chile" is a name of its own.
        if view.shape(from) != Shape::Small && !view.starts_sentence(from) {
            continue;
        }
        let noun = AGENTS_TABLE.nouns.longest(view, from, ENGLISH_ONLY);
        let Some(noun) = noun.filter(|noun| noun.until == of) else {
            continue;
        };
        let Noun::Agent { role, singular } = noun.meaning else {
            return None;
        };
        let head = Head {
            noun: (from, of),
            role,
            singular,
            modified: None,
        };
        let (from, modified) = before_owner(scan, from);
        return Some(composed(scan, actor, (from, owner.until), head, modified));
    }
    None
}

fn is_person(found: &Found) -> bool {
    match found.what {
        What::Person(_) | What::Surname => true,
        What::Known { meaning, .. } => matches!(meaning.role, Role::Person { .. }),
        What::Name(label, _) => label == crate::model::Label::Per,
    }
}

fn composed(
    scan: &Scan,
    actor: u32,
    (from, until): (usize, usize),
    head: Head,
    modified: Option<&'static str>,
) -> Composed {
    let known = DICTIONARY.get(actor);
    let owner = known.map_or("", |known| known.code.as_ref());
    let is_group = known.is_some_and(|known| known.kind == ActorKind::ArmedGroup);
    let is_people = known.is_some_and(|known| known.kind == ActorKind::EthnicGroup);
    // A people acts in the state where it lives: "Chechen rebels" are `RUSREB`.
    let owner = if is_people && owner.len() > 3 {
        owner.get(..3).unwrap_or(owner)
    } else {
        owner
    };
    let role = role(head.role, modified);
    let (code, role) = code(owner, &role, is_group);
    let definite = !scan
        .view
        .previous(from)
        .to_ascii_lowercase()
        .as_str()
        .eq("a")
        && !scan.view.previous(from).eq_ignore_ascii_case("an");
    let office = (head.singular && modified.is_none() && definite).then_some(head.noun);
    Composed {
        from,
        until,
        end: scan.view.end(until - 1),
        code,
        role,
        owner: actor,
        noun_is_one: head.singular,
        office,
        title_of: None,
        apposed: None,
    }
}

/// The role of a noun and the word that qualifies it: "opposition newspaper" is `OPPMED`,
/// "government troops" are `MIL`, "separatist forces" are `REB`.
fn role(noun: &str, modified: Option<&str>) -> String {
    match (modified, noun) {
        (None, _) => noun.to_owned(),
        (Some("GOV"), "MIL" | "COP" | "SPY") => noun.to_owned(),
        (Some(by), "MED" | "PTY") if matches!(by, "GOV" | "OPP") => format!("{by}{noun}"),
        (Some(by), _) => by.to_owned(),
    }
}

/// The code of an owner with a role, and the role that was added to it.
fn code(owner: &str, role: &str, is_group: bool) -> (String, String) {
    match state_of(owner) {
        // "Kremlin spokesman", "Pentagon officials", "FARC guerrillas": the role is there already.
        Some(_) if is_group => (owner.to_owned(), owner.get(3..).unwrap_or("").to_owned()),
        Some(state) if owner.len() > 3 => {
            if role.starts_with("GOV") || owner.ends_with(role) || role == "REB" {
                (owner.to_owned(), owner.get(3..).unwrap_or("").to_owned())
            } else {
                (format!("{state}{role}"), role.to_owned())
            }
        }
        Some(_) => (format!("{owner}{role}"), role.to_owned()),
        None if role.starts_with("GOV") => (owner.to_owned(), String::new()),
        None => (format!("{owner}{role}"), role.to_owned()),
    }
}
