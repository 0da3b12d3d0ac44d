//! What users say of ids that are one, or nobody, for the queries of this process.

use super::dictionary::DICTIONARY;
use super::holders::HOLDERS;
use crate::model::{ActorKind, Described, Identities};
use crate::text::slug;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

static INSTALLED: OnceLock<Identities> = OnceLock::new();

/// Takes identities for the queries of this process; the first given stay.
pub fn install(identities: Identities) {
    let _ = INSTALLED.set(identities.with_dictionary(describe));
}

/// The identities of this process.
pub fn installed() -> &'static Identities {
    INSTALLED.get_or_init(Identities::default)
}

/// What a name stands for with them, given what the dictionary says.
pub(super) fn applied(name: &str, ids: Vec<String>) -> Vec<String> {
    let identities = installed();
    match (identities.is_empty(), ids.is_empty()) {
        (true, _) => ids,
        (false, true) => identities.apply(of_name(identities, name)),
        (false, false) => identities.apply(ids),
    }
}

/// The ids of a name that no dictionary has, where something is said of them.
fn of_name(identities: &Identities, name: &str) -> Vec<String> {
    let slug = slug(name);
    let ids = ["per", "org", "place", "other"].map(|family| format!("?{family}:{slug}"));
    ids.into_iter().filter(|id| identities.knows(id)).collect()
}

/// What the dictionary says of ids.
pub fn describe(ids: &HashSet<&str>) -> HashMap<String, Described> {
    let mut all: HashMap<String, Described> = HashMap::new();
    let wanted = |id: &str| ids.contains(id);
    for known in DICTIONARY.actors.iter().filter(|known| wanted(&known.id)) {
        let is_new = !all.contains_key(&known.id);
        let about = all.entry(known.id.clone()).or_insert_with(|| Described {
            name: known.name.to_owned(),
            kind: known.kind,
            codes: HOLDERS
                .of_id(&known.id)
                .map_or_else(Vec::new, |holder| holder.codes(None)),
        });
        // The further entries of a state are its bodies.
        if is_new || known.kind != ActorKind::State {
            let codes = known.all_codes().filter(|code| !code.is_empty());
            about.codes.extend(codes.map(str::to_owned));
        }
    }
    for about in all.values_mut() {
        about.codes.sort_unstable();
        about.codes.dedup();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_tells_names_and_codes() {
        let ids = ["state:RUS", "per:ilham-aliyev", "?per:nobody", "group:ltte"];
        let all = describe(&ids.into_iter().collect());
        let codes = |id: &str| all.get(id).map(|about| about.codes.join(" "));
        assert_eq!(codes("state:RUS").as_deref(), Some("RUS"));
        assert_eq!(codes("per:ilham-aliyev").as_deref(), Some("AZEGOV"));
        assert_eq!(codes("group:ltte").as_deref(), Some("LKAREB"));
        assert_eq!(codes("?per:nobody"), None);
        assert_eq!(all["per:ilham-aliyev"].kind, ActorKind::Person);
    }
}
