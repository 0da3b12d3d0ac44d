//! Which ids are one actor, and which are none: applied when a query is read, never to the analysis.
//!
//! ```text
//! ?per:jon-doe = ?per:john-doe        these are one
//! remove ?per:british-summer          this is nobody
//! ```
//!
//! `#` begins a comment. A person of many whom one id stands for cannot be told apart here: ids are
//! names, and who is meant in which article is not known after the analysis.

use crate::text::slug;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Most ids of all lines.
const MAX_IDS: usize = 1_000_000;
/// Longest id in bytes.
const MAX_ID: usize = 200;

/// What is one, and what is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identities {
    /// The set that an id belongs to.
    set_of: HashMap<String, usize>,
    /// Ids of each set, in the order of the lines.
    sets: Vec<Vec<String>>,
    removed: HashSet<String>,
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

    /// The id that stands for an actor in lists: the first of its set; `None` where it is nobody.
    pub fn representative<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        if self.removed.contains(id) {
            return None;
        }
        let set = self.set_of.get(id).and_then(|&set| self.sets.get(set));
        let mut kept = set.into_iter().flatten();
        let first = kept.find(|id| !self.removed.contains(*id));
        Some(first.map_or(id, String::as_str))
    }

    /// What a name stands for, given what the dictionary says: all ids of each set, none that are
    /// nobody. Where only nobody is left, the one id that no article has.
    pub fn apply(&self, name: &str, ids: Vec<String>) -> Vec<String> {
        if self.is_empty() {
            return ids;
        }
        let ids = match ids.is_empty() {
            true => self.of_name(name),
            false => ids,
        };
        let were_any = !ids.is_empty();
        let mut all: Vec<String> = Vec::with_capacity(ids.len());
        let mut seen: HashSet<&str> = HashSet::new();
        for id in &ids {
            let set = self.set_of.get(id).and_then(|&set| self.sets.get(set));
            let set = set.map_or(std::slice::from_ref(id), Vec::as_slice);
            let kept = set.iter().filter(|id| !self.removed.contains(*id));
            for id in kept {
                if seen.insert(id) {
                    all.push(id.clone());
                }
            }
        }
        if all.is_empty() && were_any {
            all.push(String::new());
        }
        all
    }

    /// The ids of a name that no dictionary has, where something is said of them.
    fn of_name(&self, name: &str) -> Vec<String> {
        let slug = slug(name);
        let ids = ["per", "org", "place", "other"].map(|family| format!("?{family}:{slug}"));
        let is_said = |id: &String| self.set_of.contains_key(id) || self.removed.contains(id);
        ids.into_iter().filter(is_said).collect()
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

static INSTALLED: OnceLock<Identities> = OnceLock::new();

/// Takes identities for the queries of this process; the first given stay.
pub fn install(identities: Identities) {
    let _ = INSTALLED.set(identities);
}

/// The identities of this process.
pub fn installed() -> &'static Identities {
    INSTALLED.get_or_init(Identities::default)
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
            let mut found = identities.apply("x", vec![id.clone()]);
            found.sort();
            let mut expected = all.clone();
            expected.sort();
            assert_eq!(found, expected, "{id}");
        }
        assert_eq!(identities.apply("Jon Doe", Vec::new()).len(), 4);
        assert_eq!(identities.apply("Jane Roe", Vec::new()), ids(&[]));
        assert_eq!(identities.apply("z", ids(&["per:z"])), ids(&["per:z"]));
        assert_eq!(identities.apply("n", ids(&["per:nobody"])), ids(&[""]));
        assert_eq!(
            identities.apply("n", ids(&["per:nobody", "RUS"])),
            ids(&["RUS"])
        );
        assert_eq!(identities.representative("per:nobody"), None);
        assert_eq!(identities.representative("per:z"), Some("per:z"));
        let first = identities.representative("?per:john-doe");
        assert_eq!(first, identities.representative("org:y"));
        assert_eq!(identities.counts(), (1, 1));
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
