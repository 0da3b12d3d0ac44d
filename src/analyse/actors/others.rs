//! Names that no table has and that are no persons': one id for a firm with and without "Inc", and
//! for a body and the acronym that the article introduces for it.

use super::key::{KeyMap, Shape};
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
}

/// The acronyms that an article introduces: "Front for Something (FFS)".
#[derive(Default)]
pub struct Others {
    acronyms: KeyMap<Other>,
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
        }
        others
    }

    /// Whom a name stands for.
    pub fn named(&self, scan: &Scan, found: &Found, label: Label) -> Other {
        let single = found.until == found.from + 1;
        let acronym = single.then(|| self.acronyms.get(&scan.view.key(found.from)));
        match acronym.flatten() {
            Some(other) => other.clone(),
            None => other(text(scan, found), label),
        }
    }
}

fn text<'a>(scan: &Scan<'a>, found: &Found) -> &'a str {
    let start = scan.view.start(found.from);
    scan.view.text.get(start..found.end).unwrap_or("")
}

/// Whether the second name stands in brackets after the first and has its initials, in order.
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
}

fn meant(scan: &Scan, found: &Found) -> Option<Other> {
    match found.what {
        What::Name(label, _) => Some(other(text(scan, found), label)),
        What::Known { meaning, .. } => {
            let known = super::dictionary::DICTIONARY.get(meaning.actor)?;
            Some(Other {
                id: known.id.clone(),
                name: known.name.to_owned(),
                kind: known.kind,
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
