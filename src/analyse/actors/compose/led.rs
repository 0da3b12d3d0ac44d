//! Those whom a person in office leads: "the Biden administration", "Assad's forces", "troops loyal
//! to Gaddafi"; and those of a group that the article explains.

use super::head::{head, head_before};
use super::owner::Owner;
use super::{Composed, before_owner, composed, is_possessive};
use crate::analyse::actors::dictionary::DICTIONARY;
use crate::analyse::actors::names::{NAMES, mark};
use crate::analyse::actors::scan::{Found, Scan};
use crate::model::ActorKind;

/// Most titles before the name of a leader: "President Field Marshal".
const MAX_TITLES: usize = 3;

/// The actor led by the person of a name, which begins at `from` without its titles; `code` is theirs on the
/// day: an office of state, held or once held (`USAGOV`, `USAELI`).
pub fn led(scan: &Scan, leader: &Found, from: usize, code: &str) -> Option<Composed> {
    let state = Owner::of_state(DICTIONARY.state(code.get(..3)?)?);
    let holds = match code.get(3..6)? {
        "GOV" => true,
        "ELI" => false,
        _ => return None,
    };
    let view = &scan.view;
    let possessive = is_possessive(scan, leader);
    if !(possessive || view.spaced(leader.until)) {
        return None;
    }
    let head = head(scan, leader.until)?;
    let first = view.word(head.noun.0).to_ascii_lowercase();
    let serves = matches!(head.role.get(..3), Some("GOV" | "MIL" | "COP" | "SPY"))
        && (is_force(&first) || !head.singular);
    let leads = is_rule(&first) || holds && possessive && serves;
    leads.then(|| composed(scan, state, (from, head.noun.1), head, head.modified))
}

/// "troops loyal to President Bashar al-Assad", seen from the name; `known` are the actors of the text.
pub fn loyal(scan: &Scan, leader: &Found, code: &str, known: &[Composed]) -> Option<Composed> {
    let view = &scan.view;
    let state = Owner::of_state(DICTIONARY.state(code.get(..3)?)?);
    (code.get(3..6)? == "GOV").then_some(())?;
    let is_title = |at: usize| NAMES.marks(view.key(at)) & mark::TITLE != 0;
    let to = (0..=MAX_TITLES)
        .map_while(|titles| leader.from.checked_sub(1 + titles))
        .take_while(|&at| view.spaced(at + 1))
        .find(|&at| !is_title(at))?;
    let loyal = to.checked_sub(1)?;
    (view.word(to) == "to" && view.word(loyal) == "loyal" && view.spaced(loyal)).then_some(())?;
    let head = head_before(scan, loyal, |_| true)?;
    matches!(head.role.get(..3), Some("MIL" | "COP" | "UAF")).then_some(())?;
    let (from, modified) = before_owner(scan, head.noun.0);
    // "Syrian troops loyal to"
    let longer = known.partition_point(|other| other.from < from);
    let longer = known
        .get(longer.saturating_sub(1)..longer)
        .and_then(|one| one.first().filter(|one| one.until == loyal));
    let from = longer.map_or(from, |longer| longer.from);
    Some(composed(scan, state, (from, leader.until), head, modified))
}

/// Those of an armed group whose short name the article explains, given the group among the actors of the
/// dictionary: "ADF fighters".
pub fn of_group(scan: &Scan, group: &Found, actor: u32) -> Option<Composed> {
    let known = DICTIONARY.get(actor)?;
    let named = known.kind == ActorKind::ArmedGroup && scan.view.spaced(group.until);
    let head = named.then(|| head(scan, group.until)).flatten()?;
    let by = Owner {
        is_part: false,
        ..Owner::of_state(actor)
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
