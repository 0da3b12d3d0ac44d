//! CAMEO codes of actors with a role: that of the owner and the role of the noun.

use crate::analyse::actors::holders::state_of;

/// The role of a noun and the word that qualifies it: "opposition newspaper" is `OPPMED`,
/// "government troops" are `MIL`, "separatist forces" are `REB`.
pub fn role(noun: &str, modified: Option<&str>) -> String {
    match (modified, noun) {
        (None, _) => noun.to_owned(),
        (Some("GOV"), "MIL" | "COP" | "SPY") => noun.to_owned(),
        (Some(by), "MED" | "PTY") if matches!(by, "GOV" | "OPP") => format!("{by}{noun}"),
        // "Labour Party"
        (Some("LAB" | "REL" | "AGR" | "ENV"), "PTY") => noun.to_owned(),
        (Some(by), _) => by.to_owned(),
    }
}

/// Whether those of a body act for it: officers of a secret service are spies and no soldiers. But
/// lawmakers of a party sit in parliament, and workers of a firm are no business.
pub fn keeps_code(owner: &str, role: &str) -> bool {
    match owner.get(3..6) {
        Some("PTY") => role != "LEG",
        Some("BUS" | "MNC") => matches!(role, "BUS" | "CVL" | "GOV"),
        _ => true,
    }
}

/// Whether a code has a role among its groups of three letters.
fn has_role(code: &str, role: &str) -> bool {
    role.len() == 3
        && (3..code.len())
            .step_by(3)
            .any(|at| code.get(at..at + 3) == Some(role))
}

/// The code of an owner with a role, and the role that was added to it.
pub fn code(owner: &str, role: &str, keeps: bool) -> (String, String) {
    match state_of(owner) {
        // "Kremlin spokesman", "Pentagon officials", "FARC guerrillas": the role is there already.
        Some(_) if keeps => (owner.to_owned(), owner.get(3..).unwrap_or("").to_owned()),
        Some(state) if owner.len() > 3 => {
            let armed = |role: &str| matches!(role, "MIL" | "COP" | "SPY");
            // "FBI agents" are no spies.
            let both_armed = armed(role) && owner.get(3..).is_some_and(armed);
            if role.starts_with("GOV") || owner.ends_with(role) || role == "REB" || both_armed {
                (owner.to_owned(), owner.get(3..).unwrap_or("").to_owned())
            } else {
                (format!("{state}{role}"), role.to_owned())
            }
        }
        Some(_) => (format!("{owner}{role}"), role.to_owned()),
        // "ISIS militants"
        None if keeps => (owner.to_owned(), String::new()),
        // "AMISOM troops", "judges of the International Criminal Court", "Red Cross workers"
        None if role.starts_with("GOV") || has_role(owner, role) || owner.starts_with("NGO") => {
            (owner.to_owned(), String::new())
        }
        None => (format!("{owner}{role}"), role.to_owned()),
    }
}
