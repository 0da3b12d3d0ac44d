//! Those whom a person in office leads: "the Biden administration", "Assad's forces", "troops loyal
//! to Gaddafi".

use super::head::{Head, head};
use super::{Composed, MAX_NOUN, composed, gap_after, owner::Owner};
use crate::analyse::actors::agents::{AGENTS_TABLE, Noun};
use crate::analyse::actors::dictionary::{DICTIONARY, ENGLISH};
use crate::analyse::actors::names::{NAMES, mark};
use crate::analyse::actors::scan::{Found, Scan};
use crate::model::ActorKind;

/// The actor led by the person of a name, whose code on the day is `code`: an office of state, held or
/// once held (`USAGOV`, `USAELI`).
pub fn led(scan: &Scan, leader: &Found, code: &str) -> Option<Composed> {
    let state = DICTIONARY.state(code.get(..3)?)?;
    let holds = match code.get(3..6)? {
        "GOV" => true,
        "ELI" => false,
        _ => return None,
    };
    let by = Owner {
        actor: state,
        attributive: true,
        named: false,
        is_part: true,
    };
    let view = &scan.view;
    let possessive = matches!(
        gap_after(scan, leader),
        "'s " | "\u{2019}s " | "' " | "\u{2019} "
    );
    if possessive || view.spaced(leader.until) {
        let head = head(scan, leader.until)?;
        let first = view.word(head.noun.0).to_ascii_lowercase();
        let rules = is_rule(&first);
        let serves = matches!(head.role.get(..3), Some("GOV" | "MIL" | "COP" | "SPY"))
            && (is_force(&first) || possessive && !head.singular);
        return (rules || holds && serves)
            .then(|| composed(scan, by, (leader.from, head.noun.1), head, head.modified));
    }
    None
}

/// "troops loyal to President Bashar al-Assad", seen from the name.
pub fn loyal(scan: &Scan, leader: &Found, code: &str) -> Option<Composed> {
    let view = &scan.view;
    let state = DICTIONARY.state(code.get(..3)?)?;
    (code.get(3..6)? == "GOV").then_some(())?;
    let is_title = |at: usize| NAMES.marks(view.key(at)) & mark::TITLE != 0;
    let mut to = leader.from.checked_sub(1)?;
    while to > 0 && is_title(to) && view.spaced(to) {
        to -= 1;
    }
    let loyal = to.checked_sub(1)?;
    let stands = view.word(to) == "to" && view.word(loyal) == "loyal";
    (stands && view.spaced(loyal) && view.spaced(to + 1)).then_some(())?;
    let (from, role) = (loyal.saturating_sub(MAX_NOUN)..loyal).find_map(|from| {
        let noun = AGENTS_TABLE.nouns.longest(view, from, ENGLISH)?;
        match noun.meaning {
            Noun::Agent { role, .. } if noun.until == loyal => Some((from, role)),
            _ => None,
        }
    })?;
    matches!(role.get(..3), Some("MIL" | "COP" | "UAF")).then_some(())?;
    let head = Head {
        noun: (from, loyal),
        role,
        singular: false,
        modified: None,
    };
    let by = Owner {
        actor: state,
        attributive: true,
        named: false,
        is_part: true,
    };
    Some(composed(scan, by, (from, leader.until), head, None))
}

/// Those of an armed group whose short name the article explains, given the group among the actors of the
/// dictionary: "ADF fighters".
pub fn of_group(scan: &Scan, group: &Found, actor: u32) -> Option<Composed> {
    let known = DICTIONARY.get(actor)?;
    let named = known.kind == ActorKind::ArmedGroup && scan.view.spaced(group.until);
    let head = named.then(|| head(scan, group.until)).flatten()?;
    let by = Owner {
        actor,
        attributive: true,
        named: false,
        is_part: false,
    };
    let span = (group.from, head.noun.1);
    Some(composed(scan, by, span, head, head.modified))
}

/// Whether a noun is what someone who rules has.
fn is_rule(noun: &str) -> bool {
    matches!(
        noun,
        "administration" | "government" | "regime" | "cabinet" | "junta" | "presidency"
    )
}

/// Whether a noun is that of those who serve, all of them.
fn is_force(noun: &str) -> bool {
    matches!(
        noun,
        "forces" | "troops" | "army" | "military" | "police" | "soldiers"
    )
}
