//! Who holds an office that is named without its holder: "the Azerbaijani president".

use super::compose::Composed;
use super::dictionary::DICTIONARY;
use super::holders::{HOLDERS, state_of};
use super::scan::{Found, Scan, at};
use super::tie::People;
use crate::model::TextField;
use jiff::civil::Date;
use std::collections::HashMap;

/// Offices that have one name in the table and another in the news.
const SAME: [(&str, &str); 6] = [
    ("premier", "prime minister"),
    ("defense minister", "defence minister"),
    ("head of state", "president"),
    ("foreign secretary", "foreign minister"),
    ("secretary of state", "foreign minister"),
    ("secretary general", "secretary-general"),
];

/// Which text, the text, the names in it and the actors composed of them.
pub type Text<'a> = (TextField, &'a Scan<'a>, &'a [Found], &'a [Composed]);

/// The office holders that the article itself introduces: "Kazakh President Tokayev".
#[derive(Default)]
pub struct Offices {
    holders: HashMap<(String, String), Option<(String, String)>>,
    /// Id and name of the persons in apposition, by text and first token of the name.
    named: HashMap<(TextField, usize), (String, String)>,
}

impl Offices {
    /// Reads the titles before names, and gives persons whom no table has the code of theirs.
    pub fn of(texts: [Text; 2], people: &mut People) -> Offices {
        let mut offices = Offices::default();
        for (field, scan, found, composed) in texts {
            for composed in composed {
                if let Some(one) = composed.beside.one_of {
                    let person = at(found, one).and_then(|found| people.peek(scan, found));
                    if let Some(person) = person.filter(|person| person.codes.is_empty()) {
                        person.codes.push(composed.code.clone());
                    }
                }
                let Some(first) = composed.title_of.or(composed.beside.same) else {
                    continue;
                };
                let person = at(found, first).and_then(|found| people.peek(scan, found));
                let Some(person) = person else {
                    continue;
                };
                let holder = (person.id.clone(), person.name.clone());
                offices.named.insert((field, first), holder.clone());
                let holder = Some(holder);
                if person.codes.is_empty() {
                    person.codes.push(composed.code.clone());
                }
                if !composed.is_office {
                    continue;
                }
                let title = title(scan, composed.noun);
                // Two holders of one office in one article: neither is meant for sure.
                offices
                    .holders
                    .entry((composed.code.clone(), title))
                    .and_modify(|known| {
                        if *known != holder {
                            *known = None;
                        }
                    })
                    .or_insert(holder);
            }
        }
        offices
    }

    /// Gives members of the American Congress their code, where the article names the United States.
    pub fn of_congress(texts: [(&Scan, &[Found]); 2], people: &mut People, codes: &[&str]) {
        if !codes.iter().any(|code| code.starts_with("USA")) {
            return;
        }
        for (scan, found) in texts {
            for name in found {
                let title = scan.view.previous(name.from);
                if !matches!(title, "Sen" | "Rep" | "Congressman" | "Congresswoman") {
                    continue;
                }
                let person = people.peek(scan, name);
                if let Some(person) = person.filter(|person| person.codes.is_empty()) {
                    person.codes.push("USALEG".to_owned());
                }
            }
        }
    }

    /// Id and name of who is meant: the person in apposition, who held the office as the article
    /// introduces them, or who held it on the day by the table.
    pub fn holder(
        &self,
        scan: &Scan,
        composed: &Composed,
        field: TextField,
        day: Option<Date>,
    ) -> Option<(String, String)> {
        if let Some(person) = composed
            .beside
            .same
            .and_then(|first| self.named.get(&(field, first)))
        {
            return Some(person.clone());
        }
        let title = composed.is_office.then(|| title(scan, composed.noun))?;
        let key = (composed.code.clone(), title);
        if let Some(local) = self.holders.get(&key) {
            return local.clone();
        }
        let owner = &DICTIONARY.get(composed.owner)?.code;
        let state = state_of(owner).unwrap_or(owner);
        let office = |title| HOLDERS.in_office(state, title, day?);
        let same = || {
            SAME.iter()
                .find(|(said, _)| *said == key.1)
                .map(|same| same.1)
        };
        let index = office(&key.1).or_else(|| office(same()?))?;
        let holder = HOLDERS.get(index)?;
        Some((holder.id.clone(), holder.name.to_owned()))
    }
}

fn title(scan: &Scan, (from, until): (usize, usize)) -> String {
    let mut title = String::new();
    for at in from..until {
        if at > from {
            title.push(' ');
        }
        title.push_str(&scan.view.word(at).to_lowercase());
    }
    title
}
