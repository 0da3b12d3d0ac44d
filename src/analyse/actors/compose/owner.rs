//! Who can own what stands beside a name: states, bodies and groups of the tables, and parts of states.

use crate::analyse::actors::dictionary::{DICTIONARY, Role};
use crate::analyse::actors::holders::state_of;
use crate::analyse::actors::regions;
use crate::analyse::actors::scan::{Found, Scan, What};
use crate::model::{ActorKind, Label};

/// Who owns what stands beside a name.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    /// Its place among the actors of the dictionary.
    pub actor: u32,
    /// Whether the name itself serves as an adjective.
    pub attributive: bool,
    /// Whether "of" may stand before the name: "the president of Chad".
    pub named: bool,
    /// Whether the name is that of a part of the owner, whose offices are others.
    pub is_part: bool,
}

impl Owner {
    /// A state that someone's name stands for, as part of whom others act.
    pub fn of_state(actor: u32) -> Owner {
        Owner {
            actor,
            attributive: true,
            named: false,
            is_part: true,
        }
    }
}

/// The actor of the tables that a name stands for, where it can own what stands beside it.
pub fn owner_of(scan: &Scan, found: &Found) -> Option<Owner> {
    let What::Known { meaning, place, .. } = found.what else {
        return None;
    };
    let actor = match meaning.role {
        Role::Capital { place: index } if place => index,
        _ => meaning.actor,
    };
    if DICTIONARY.get(actor)?.code.is_empty() {
        return None;
    }
    let (attributive, named) = match meaning.role {
        Role::Igo => (true, true),
        Role::Demonym | Role::Metonym { .. } | Role::Group => (true, false),
        // "People's Liberation Army troops", "Amnesty International researcher"; firms of no state
        // are left out.
        Role::Organisation if has_state(actor) || is_charity(actor) => (true, true),
        Role::Organisation | Role::Person { .. } => return None,
        Role::Name | Role::Place | Role::Capital { .. } => (!place_before(scan, found.from), true),
    };
    Some(Owner {
        actor,
        attributive,
        named,
        is_part: false,
    })
}

fn is_charity(actor: u32) -> bool {
    DICTIONARY
        .get(actor)
        .is_some_and(|known| known.kind == ActorKind::Ngo)
}

fn has_state(actor: u32) -> bool {
    DICTIONARY
        .get(actor)
        .is_some_and(|known| known.code.len() > 3 && state_of(&known.code).is_some())
}

/// The state that a name is a part of.
pub fn region_of(scan: &Scan, found: &Found) -> Option<Owner> {
    let What::Name(Label::Loc | Label::Misc, _) = found.what else {
        return None;
    };
    Some(Owner {
        actor: regions::state_at(&scan.view, found.from, found.until)?,
        attributive: !place_before(scan, found.from),
        named: true,
        is_part: true,
    })
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
