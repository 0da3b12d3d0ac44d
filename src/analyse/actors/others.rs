//! Names that no table has and that are no persons': one id for a firm with and without "Inc", and
//! for a body and the acronym or the short name that the article introduces for it.

use super::dictionary::{DICTIONARY, ENGLISH};
use super::key::{KeyMap, Shape};
use super::names::NAMES;
use super::phrases::split;
use super::scan::{Found, Scan, What};
use crate::model::{ActorKind, Label};
use crate::text::slug;

/// Words that say what kind of firm a name is that of.
pub const FORMS: [&str; 22] = [
    "inc",
    "corp",
    "corporation",
    "co",
    "ltd",
    "limited",
    "plc",
    "ag",
    "sa",
    "spa",
    "nv",
    "bv",
    "ab",
    "asa",
    "oyj",
    "gmbh",
    "llc",
    "lp",
    "kk",
    "se",
    "kg",
    "pty",
];

/// Most letters of an acronym that need not fit the words that it stands for.
const MAX_ACRONYM: usize = 6;

/// Id and name of one that no table has.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// `?org:`, `?place:` or `?other:` and the folded name; the id of the dictionary where the name
    /// is the acronym of one that it has.
    pub id: String,
    /// Display name.
    pub name: String,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// Its place in the dictionary, where that has it.
    pub known: Option<u32>,
}

/// The short names that an article introduces.
#[derive(Default)]
pub struct Others {
    /// "Front for Something (FFS)", by the word in brackets.
    acronyms: KeyMap<Other>,
    /// Armed groups that a dictionary has, by their last word: "the Tigers" after "Tamil Tigers".
    last_words: KeyMap<Option<Other>>,
}

impl Others {
    /// Reads the acronyms of the texts.
    pub fn of(texts: [(&Scan, &[Found]); 2]) -> Others {
        let mut others = Others::default();
        for (scan, found) in texts {
            for pair in found.windows(2) {
                if let [whole, acronym] = pair
                    && is_acronym_of(scan, whole, acronym)
                    && let Some(other) = meant(scan, whole)
                {
                    let key = scan.view.key(acronym.from);
                    others.acronyms.entry(key).or_insert(other);
                }
            }
            for group in found.iter().filter(|found| is_long_group(scan, found)) {
                let key = scan.view.key(group.until - 1);
                let other = meant(scan, group);
                // Two groups of one last word: neither is meant for sure.
                let known = others
                    .last_words
                    .entry(key)
                    .or_insert_with(|| other.clone());
                if *known != other {
                    *known = None;
                }
            }
        }
        others
    }

    /// The actor of the dictionary whose acronym in brackets a name is.
    pub fn explained(&self, scan: &Scan, found: &Found) -> Option<u32> {
        let single = found.until == found.from + 1;
        let key = single.then(|| scan.view.key(found.from))?;
        self.acronyms.get(&key)?.known
    }

    /// Whom a name stands for.
    pub fn named(&self, scan: &Scan, found: &Found, label: Label) -> Other {
        let single = found.until == found.from + 1;
        let key = scan.view.key(found.from);
        let acronym = || self.acronyms.get(&key);
        let short = || {
            let group = self.last_words.get(&key)?.as_ref();
            group.filter(|_| label == Label::Org)
        };
        match single.then(|| acronym().or_else(short)).flatten() {
            Some(other) => other.clone(),
            None => us_state(scan, found, label).unwrap_or_else(|| other(text(scan, found), label)),
        }
    }
}

/// A state of the United States by its abbreviation: "SACRAMENTO, Calif. -".
fn us_state(scan: &Scan, found: &Found, label: Label) -> Option<Other> {
    let after_comma = label == Label::Loc && scan.view.gap(found.from) == ", ";
    after_comma.then_some(())?;
    let state = NAMES.us_states.longest(&scan.view, found.from, ENGLISH)?;
    let index = DICTIONARY
        .us_state(state.meaning)
        .filter(|_| state.until == found.until)?;
    let known = DICTIONARY.get(index)?;
    Some(Other {
        id: known.id.clone(),
        name: known.name.to_owned(),
        kind: known.kind,
        known: Some(index),
    })
}

fn text<'a>(scan: &Scan<'a>, found: &Found) -> &'a str {
    let start = scan.view.start(found.from);
    scan.view.text.get(start..found.end).unwrap_or("")
}

/// Whether a name is that of an armed group that a dictionary has, of several words of which the last
/// is a plural: "Tamil Tigers".
fn is_long_group(scan: &Scan, found: &Found) -> bool {
    let What::Known { meaning, .. } = found.what else {
        return false;
    };
    found.until > found.from + 1
        && scan.view.word(found.until - 1).ends_with('s')
        && DICTIONARY
            .get(meaning.actor)
            .is_some_and(|actor| actor.kind == ActorKind::ArmedGroup)
}

/// Whether the second name stands in brackets after the first and has its initials, in order; those
/// of a name in another language where the first is one of a dictionary: "Armed Islamic Group (GIA)".
fn is_acronym_of(scan: &Scan, whole: &Found, acronym: &Found) -> bool {
    let view = &scan.view;
    if acronym.until != acronym.from + 1
        || acronym.from != whole.until
        || whole.until < whole.from + 2
        || view.shape(acronym.from) != Shape::Capitals
        || !view.gap(acronym.from).trim_start().starts_with('(')
        || !view.gap(acronym.until).starts_with(')')
    {
        return false;
    }
    let mut initials = (whole.from..whole.until)
        .filter_map(|index| view.word(index).chars().next())
        .flat_map(char::to_lowercase);
    let letters = view.word(acronym.from).chars().flat_map(char::to_lowercase);
    let (mut fitting, mut all) = (0, 0);
    for letter in letters {
        all += 1;
        fitting += usize::from(initials.any(|initial| initial == letter));
    }
    2 * fitting >= all
        || all <= MAX_ACRONYM
            && matches!(whole.what, What::Known { .. })
            && matches!(acronym.what, What::Name(Label::Org, _))
}

fn meant(scan: &Scan, found: &Found) -> Option<Other> {
    match found.what {
        What::Name(label, _) => Some(other(text(scan, found), label)),
        What::Known { meaning, .. } => {
            let known = DICTIONARY.get(meaning.actor)?;
            Some(Other {
                id: known.id.clone(),
                name: known.name.to_owned(),
                kind: known.kind,
                known: Some(meaning.actor),
            })
        }
        What::Person(_) | What::Surname => None,
    }
}

fn other(text: &str, label: Label) -> Other {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (family, kind) = match label {
        Label::Per => ("per", ActorKind::Person),
        Label::Org => ("org", ActorKind::Organisation),
        Label::Loc => ("place", ActorKind::Place),
        Label::Misc => ("other", ActorKind::Other),
    };
    let plain = if label == Label::Org {
        without_form(&name)
    } else {
        &name
    };
    Other {
        id: format!("?{family}:{}", slug(plain)),
        name: plain.to_owned(),
        kind,
        known: None,
    }
}

/// A firm's name without "Inc", "& Co" and the like; at least one word is left.
fn without_form(name: &str) -> &str {
    let mut plain = name;
    while let Some(last) = split(plain).last() {
        let form = FORMS.contains(&last.to_lowercase().as_str());
        let cut = plain.rfind(last).unwrap_or(0);
        let rest = plain.get(..cut).unwrap_or("");
        let rest = rest.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        if !form || split(rest).next().is_none() {
            break;
        }
        plain = rest;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firm_is_one_with_and_without_its_form() {
        for (name, plain) in [
            ("Acme Inc.", "Acme"),
            ("Brown & Co. Ltd", "Brown"),
            ("Co", "Co"),
            ("Deutsche Bank AG", "Deutsche Bank"),
            ("Saab AB", "Saab"),
            ("AG", "AG"),
            ("Ag Ltd", "Ag"),
        ] {
            assert_eq!(without_form(name), plain, "{name}");
        }
    }
}
