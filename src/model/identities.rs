//! Which ids are one actor, and which are none: applied when a query is answered, never to the analysis.
//!
//! ```text
//! ?per:jon-doe = ?per:john-doe        these are one
//! remove ?per:british-summer          this is nobody
//! ```
//!
//! `#` begins a comment. A person of many whom one id stands for cannot be told apart here: ids are
//! names, and who is meant in which article is not known after the analysis.

use super::{ActorKind, ancestors};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Most ids of all lines.
const MAX_IDS: usize = 1_000_000;
/// Longest id in bytes.
const MAX_ID: usize = 200;

/// What a dictionary says of an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Its display name.
    pub name: String,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// Its CAMEO codes at any time.
    pub codes: Vec<String>,
}

/// Gives what a dictionary says of those of the ids that it has.
pub type Describe = fn(&HashSet<&str>) -> HashMap<String, Described>;

/// What is one, and what is none.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    /// The set that an id belongs to.
    set_of: HashMap<String, usize>,
    /// Ids of each set, in the order of the lines.
    sets: Vec<Vec<String>>,
    removed: HashSet<String>,
    describe: Option<Describe>,
    /// What the dictionary says of all ids, asked for when first wanted.
    described: OnceLock<HashMap<String, Described>>,
}

impl Identities {
    /// Reads lines. Those that say nothing are given with their number and reason; the rest counts.
    ///
    /// # Errors
    /// More ids than fit.
    pub fn read(text: &str) -> Result<(Identities, Vec<(u64, String)>), String> {
        let mut identities = Identities::default();
        let mut bad = Vec::new();
        let mut count = 0;
        let text = text.trim_start_matches('\u{feff}');
        for (line, number) in text.lines().zip(1..) {
            let line = line.split('#').next().unwrap_or("").trim();
            if line.is_empty() {
                continue;
            }
            match said(line) {
                Ok(Said::Same(ids)) => {
                    count += ids.len();
                    identities.join(&ids);
                }
                Ok(Said::Nobody(id)) => {
                    count += 1;
                    identities.removed.insert(id.to_owned());
                }
                Err(reason) => bad.push((number, reason)),
            }
            if count > MAX_IDS {
                return Err(format!("more than {MAX_IDS} ids"));
            }
        }
        Ok((identities, bad))
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty() && self.removed.is_empty()
    }

    /// Number of sets, and of ids that are nobody.
    pub fn counts(&self) -> (usize, usize) {
        let sets = self.sets.iter().filter(|set| !set.is_empty());
        (sets.count(), self.removed.len())
    }

    /// A hash of all that is said, whatever the order of the lines; `None` where nothing is.
    pub fn hash(&self) -> Option<u64> {
        let sets = self.sets.iter().filter(|set| !set.is_empty());
        let sets = sets.map(|set| set.join(" = "));
        let removed = self.removed.iter().map(|id| format!("remove {id}"));
        let mut said: Vec<String> = sets.chain(removed).collect();
        said.sort_unstable();
        (!said.is_empty()).then(|| xxhash_rust::xxh3::xxh3_64(said.join("\n").as_bytes()))
    }

    /// Tells who knows more of the ids.
    pub fn with_dictionary(mut self, describe: Describe) -> Identities {
        self.describe = Some(describe);
        self
    }

    /// All ids that something is said of, each once.
    pub fn ids(&self) -> Vec<&str> {
        let mut removed: Vec<&str> = self.removed.iter().map(String::as_str).collect();
        removed.retain(|id| !self.set_of.contains_key(*id));
        removed.sort_unstable();
        let joined = self.sets.iter().flatten().map(String::as_str);
        joined.chain(removed).collect()
    }

    /// The ids that are nobody, in no order.
    pub fn removed(&self) -> impl Iterator<Item = &str> {
        self.removed.iter().map(String::as_str)
    }

    /// Whether something is said of an id.
    pub fn knows(&self, id: &str) -> bool {
        self.set_of.contains_key(id) || self.removed.contains(id)
    }

    /// What the dictionary says of one of the ids.
    pub fn described(&self, id: &str) -> Option<&Described> {
        let described = self.described.get_or_init(|| match self.describe {
            Some(describe) => describe(&self.ids().into_iter().collect()),
            None => HashMap::new(),
        });
        described.get(id)
    }

    /// The ids of the set that an id belongs to, or that id alone, without those that are nobody.
    fn set<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        let set = self.set_of.get(id).and_then(|&set| self.sets.get(set));
        let alone = set.is_none().then_some(id);
        let ids = set.into_iter().flatten().map(String::as_str).chain(alone);
        ids.filter(|id| !self.removed.contains(*id))
    }

    /// The ids of an actor; none where it is nobody.
    pub fn members<'a>(&'a self, id: &'a str) -> Vec<&'a str> {
        match self.removed.contains(id) {
            true => Vec::new(),
            false => self.set(id).collect(),
        }
    }

    /// The id that stands for an actor in lists: the first of its set that a dictionary has, as ids
    /// without a question mark are, or else the first; `None` where it is nobody.
    pub fn representative<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        if self.removed.contains(id) {
            return None;
        }
        let listed = self.set(id).find(|id| !id.starts_with('?'));
        listed.or_else(|| self.set(id).next())
    }

    /// What ids and codes stand for: all ids of each set, none that are nobody; with a code those that
    /// are one with an actor of that code and have none of their own. Where only nobody is left, the
    /// one id that no article has.
    pub fn apply(&self, ids: Vec<String>) -> Vec<String> {
        let were_any = !ids.is_empty();
        let mut all: Vec<String> = Vec::with_capacity(ids.len());
        let mut seen: HashSet<&str> = HashSet::new();
        for id in &ids {
            let of_code = match id.contains(':') {
                true => Vec::new(),
                false => self.of_code(id),
            };
            for id in self.set(id).chain(of_code) {
                if seen.insert(id) {
                    all.push(id.to_owned());
                }
            }
        }
        if all.is_empty() && were_any {
            all.push(String::new());
        }
        all
    }

    /// The ids without a code of their own that are one with an actor who has this code.
    fn of_code(&self, code: &str) -> Vec<&str> {
        let codes = |id: &str| self.described(id).map_or(&[][..], |known| &known.codes);
        let has = |id: &String| {
            let mut codes = codes(id).iter();
            codes.any(|own| ancestors(own).any(|own| own == code))
        };
        let sets = self.sets.iter().filter(|set| set.iter().any(has));
        let ids = sets.flatten().map(String::as_str);
        ids.filter(|id| codes(id).is_empty() && !self.removed.contains(*id))
            .collect()
    }

    fn join(&mut self, ids: &[&str]) {
        let mut sets: Vec<usize> = ids
            .iter()
            .filter_map(|id| self.set_of.get(*id).copied())
            .collect();
        sets.sort_unstable();
        sets.dedup();
        let target = sets.first().copied().unwrap_or_else(|| {
            self.sets.push(Vec::new());
            self.sets.len() - 1
        });
        // Small sets move into the first; each id is known by one set alone.
        let mut moved: Vec<String> = Vec::new();
        for &other in sets.iter().skip(1) {
            if let Some(set) = self.sets.get_mut(other) {
                moved.append(set);
            }
        }
        for id in ids {
            if !self.set_of.contains_key(*id) {
                moved.push((*id).to_owned());
                self.set_of.insert((*id).to_owned(), target);
            }
        }
        for id in &moved {
            self.set_of.insert(id.clone(), target);
        }
        if let Some(set) = self.sets.get_mut(target) {
            set.append(&mut moved);
        }
    }
}

enum Said<'a> {
    Same(Vec<&'a str>),
    Nobody(&'a str),
}

fn said(line: &str) -> Result<Said<'_>, String> {
    if let Some(id) = line.strip_prefix("remove ") {
        return Ok(Said::Nobody(id_of(id)?));
    }
    let ids: Vec<&str> = line.split('=').map(id_of).collect::<Result<_, _>>()?;
    match ids.len() {
        1 => Err("one id alone; write `ID = ID` or `remove ID`".to_owned()),
        _ => Ok(Said::Same(ids)),
    }
}

fn id_of(text: &str) -> Result<&str, String> {
    let text = text.trim();
    let plain = |letter: char| !letter.is_whitespace() && !letter.is_control();
    let fits = text
        .split_once(':')
        .is_some_and(|(family, rest)| !family.is_empty() && !rest.is_empty());
    match fits && text.len() <= MAX_ID && text.chars().all(plain) {
        true => Ok(text),
        false => Err(format!(
            "`{text}` is no id; ids have a family and a colon, as `dateline count --by actor` shows them"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|&id| id.to_owned()).collect()
    }

    fn read(text: &str) -> Identities {
        let (identities, bad) = Identities::read(text).unwrap();
        assert!(bad.is_empty(), "{bad:?}");
        identities
    }

    #[test]
    fn ids_of_a_set_stand_for_each_other() {
        let identities = read(
            "\u{feff}# who is who\r\n?per:jon-doe = ?per:john-doe\r\n\r\nper:x = org:y\n\
             org:y = ?per:jon-doe # and all of them\nremove per:nobody\n",
        );
        let all = ids(&["?per:jon-doe", "?per:john-doe", "per:x", "org:y"]);
        for id in &all {
            let mut found = identities.apply(vec![id.clone()]);
            found.sort();
            let mut expected = all.clone();
            expected.sort();
            assert_eq!(found, expected, "{id}");
        }
        assert_eq!(identities.apply(ids(&[])), ids(&[]));
        assert_eq!(identities.apply(ids(&["per:z"])), ids(&["per:z"]));
        assert_eq!(identities.apply(ids(&["per:nobody"])), ids(&[""]));
        assert_eq!(identities.apply(ids(&["per:nobody", "RUS"])), ids(&["RUS"]));
        assert_eq!(identities.representative("per:nobody"), None);
        assert_eq!(identities.representative("per:z"), Some("per:z"));
        for id in &all {
            assert_eq!(identities.representative(id), Some("per:x"));
            assert_eq!(identities.members(id).len(), 4);
        }
        assert_eq!(identities.members("per:nobody"), [""; 0]);
        assert_eq!(identities.members("per:z"), ["per:z"]);
        assert_eq!(identities.counts(), (1, 1));
        let said = identities.ids();
        assert_eq!(said.len(), 5);
        assert!(said.iter().all(|id| identities.knows(id)));
    }

    #[test]
    fn the_hash_is_that_of_what_is_said() {
        let hash = |text: &str| read(text).hash();
        assert_eq!(hash("# nothing\n"), None);
        let said = hash("per:a = per:b\nper:c = per:d\nremove per:e\nremove per:f\n");
        assert!(said.is_some());
        let otherwise = "remove per:f # once more\nper:c = per:d\nremove per:e\nper:a = per:b\n";
        assert_eq!(hash(otherwise), said);
        for other in [
            "per:a = per:b\nper:c = per:d\nremove per:e\n",
            "per:a = per:b = per:c = per:d\nremove per:e\nremove per:f\n",
            // Which stands first decides which is shown.
            "per:b = per:a\nper:c = per:d\nremove per:e\nremove per:f\n",
        ] {
            assert_ne!(hash(other), said, "{other}");
        }
    }

    #[test]
    fn a_code_finds_what_is_one_with_an_actor_who_has_it() {
        let describe: Describe = |ids| {
            let known = |(id, code): (&str, &str)| {
                let described = Described {
                    name: String::new(),
                    kind: ActorKind::ArmedGroup,
                    codes: vec![code.to_owned()],
                };
                ids.contains(id).then(|| (id.to_owned(), described))
            };
            let all = [("group:t", "LKAREB"), ("group:u", "INDREB")];
            all.into_iter().filter_map(known).collect()
        };
        let text = "?org:t = group:t = ?org:tt\ngroup:u = ?org:u\nremove ?org:tt\n";
        let identities = read(text).with_dictionary(describe);
        for (code, expected) in [
            ("LKAREB", &["LKAREB", "?org:t"][..]),
            ("LKA", &["LKA", "?org:t"]),
            ("LKAGOV", &["LKAGOV"]),
            ("INDREB", &["INDREB", "?org:u"]),
        ] {
            assert_eq!(identities.apply(ids(&[code])), ids(expected), "{code}");
        }
    }

    #[test]
    fn bad_lines_are_told_and_the_rest_counts() {
        let (identities, bad) = Identities::read(
            "per:a\nper:a = John\nremove\nremove John Smith\n = \nper:a = per:b\n\0\n",
        )
        .unwrap();
        let lines: Vec<u64> = bad.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5, 7]);
        assert_eq!(identities.counts(), (1, 0));
    }
}
