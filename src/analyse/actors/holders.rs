//! Who held which public office, and when.
//!
//! `schema/actors/persons.tsv` is the source: name, other names, and offices as `CODE title
//! FROM..UNTIL`, with dates as precise as they are known; `p` is short for president, `pm`, `fm`,
//! `dm` and `vp` for prime, foreign and defence minister and vice president.

use super::dictionary::{entries, rows};
use super::key::{KeyMap, word_key};
use super::phrases::{name_key, split};
use crate::text::slug;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

const PERSONS: &str = include_str!("../../../schema/actors/persons.tsv");

/// Years before the first and after the last office in which a namesake is not assumed.
const YEARS_BEFORE: i16 = 20;
const YEARS_AFTER: i16 = 40;

/// States whose people have names that many others have; theirs are taken for office holders only
/// where the article speaks of the state or the office.
const COMMON_NAMES: [&str; 7] = ["USA", "GBR", "CAN", "AUS", "NZL", "IRL", "JAM"];

/// Calendar years for which one who led a state is still known by a surname alone.
const REMEMBERED: i16 = 8;

/// An office and the time it was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office {
    /// CAMEO code, the state first: `AZEGOV`.
    pub code: &'static str,
    /// "president", "foreign minister".
    pub title: &'static str,
    /// First day, or the first day it may have been.
    from: Date,
    /// Last day, or the last it may have been.
    until: Date,
}

impl Office {
    /// Whether it was held on a day.
    pub fn held(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// A person of the table.
#[derive(Debug)]
pub struct Holder {
    /// `per:` and the folded name.
    pub id: String,
    /// The name that news writes most often.
    pub name: &'static str,
    /// Other names; `*` marks a short name that means this person wherever it stands alone.
    pub aliases: &'static str,
    /// The offices as the table writes them, and as they are read when first asked for.
    text: &'static str,
    offices: OnceLock<Vec<Office>>,
}

impl Holder {
    /// The offices, at least one.
    pub fn offices(&self) -> &[Office] {
        self.offices
            .get_or_init(|| self.text.split(';').filter_map(office).collect())
    }

    /// CAMEO codes on a day: those of the offices held; after them the state with `ELI`, or what they
    /// were last where that is the opposition or rebels; before them the state. All of them where the
    /// day is unknown.
    pub fn codes(&self, day: Option<Date>) -> Vec<String> {
        let mut codes = Vec::new();
        let mut add = |code: &str| {
            if !codes.iter().any(|known| known == code) {
                codes.push(code.to_owned());
            }
        };
        let held = |office: &&Office| day.is_none_or(|day| office.held(day));
        self.offices()
            .iter()
            .filter(held)
            .for_each(|office| add(office.code));
        if let (true, Some(day)) = (codes.is_empty(), day) {
            let over = |office: &&Office| office.until < day;
            let last = self
                .offices()
                .iter()
                .filter(over)
                .max_by_key(|office| office.until);
            match last {
                // Rebels and the opposition leave no office that would make elites of them.
                Some(office) if is_against(office.code) => codes.push(office.code.to_owned()),
                _ => {
                    let states = || {
                        self.offices()
                            .iter()
                            .filter_map(|office| state_of(office.code))
                    };
                    let elite = if last.is_some() { "ELI" } else { "" };
                    codes.extend(states().next().map(|state| format!("{state}{elite}")));
                }
            }
        }
        codes
    }

    /// Whether the person was of an age to be in the news on a day.
    pub fn is_of(&self, day: Date) -> bool {
        let first = self.offices().iter().map(|office| office.from.year()).min();
        let last = self
            .offices()
            .iter()
            .map(|office| office.until.year())
            .max();
        first.is_some_and(|year| day.year() >= year.saturating_sub(YEARS_BEFORE))
            && last.is_some_and(|year| day.year() <= year.saturating_add(YEARS_AFTER))
    }

    /// Whether news means them by their name alone: they lead a state on the day, or did a few years
    /// before and have a surname that the table gives them alone, so that no one else is called "Obama".
    fn is_prominent(&self, day: Option<Date>) -> bool {
        let of_state = |office: &Office| matches!(office.title, "president" | "prime minister");
        let years = match self.aliases.contains('*') {
            true => REMEMBERED,
            false => 0,
        };
        day.is_some_and(|day| {
            let offices = self.offices().iter();
            offices.filter(|office| of_state(office)).any(|office| {
                let last = office.until.year().saturating_add(years);
                office.held(day) || office.from <= day && years > 0 && day.year() <= last
            })
        })
    }

    fn has_common_name(&self) -> bool {
        self.offices()
            .iter()
            .all(|office| state_of(office.code).is_some_and(|state| COMMON_NAMES.contains(&state)))
    }
}

/// The state that a code begins with; `None` for codes of international bodies.
pub fn state_of(code: &str) -> Option<&str> {
    code.get(..3)
        .filter(|state| !matches!(*state, "IGO" | "NGO" | "IMG" | "MNC" | "INT"))
}

/// Whether a code is that of rebels or of the opposition.
fn is_against(code: &str) -> bool {
    let groups = code.as_bytes().as_chunks::<3>().0;
    groups
        .iter()
        .any(|group| matches!(group, b"REB" | b"UAF" | b"OPP"))
}

/// What an article tells of which persons it can mean.
#[derive(Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// Publication date, where it is known.
    pub day: Option<Date>,
    /// CAMEO codes of the states and bodies that the article names, sorted.
    pub codes: &'a [&'a str],
    /// The title before the name, folded; empty where there is none.
    pub title: &'a str,
}

impl Circumstances<'_> {
    fn name(&self, office: &Office) -> bool {
        let title = !self.title.is_empty()
            && (office.title == self.title || office.title.ends_with(self.title));
        let state = state_of(office.code).unwrap_or(office.code);
        title || self.codes.iter().any(|code| code.starts_with(state))
    }
}

/// All persons, in the order of the table.
pub static LIST: LazyLock<Vec<Holder>> = LazyLock::new(|| {
    let person = |row: Vec<&'static str>| match row[..] {
        [name, aliases, text] => Some(Holder {
            id: format!("per:{}", slug(name)),
            name,
            aliases,
            text,
            offices: OnceLock::new(),
        }),
        _ => None,
    };
    rows(PERSONS).filter_map(person).collect()
});

/// The persons of the table by name, surname and office.
pub struct Holders {
    names: KeyMap<Vec<u32>>,
    surnames: KeyMap<Vec<u32>>,
    offices: HashMap<(&'static str, &'static str), Vec<u32>>,
}

/// The table.
pub static HOLDERS: LazyLock<Holders> = LazyLock::new(Holders::read);

impl Holders {
    fn read() -> Holders {
        let mut holders = Holders {
            names: KeyMap::with_capacity_and_hasher(6_000, Default::default()),
            surnames: KeyMap::with_capacity_and_hasher(3_000, Default::default()),
            offices: HashMap::with_capacity(1_000),
        };
        for (holder, index) in LIST.iter().zip(0..) {
            holders.add(holder, index);
        }
        holders
    }

    fn add(&mut self, holder: &'static Holder, index: u32) {
        for alias in entries(holder.name).chain(entries(holder.aliases)) {
            let short = alias.starts_with('*');
            let alias = alias.trim_start_matches('*');
            let of_name = self.names.entry(name_key(alias)).or_default();
            if of_name.last() != Some(&index) {
                of_name.push(index);
            }
            if let Some(last) = split(alias).last()
                && !short
            {
                let of_surname = self.surnames.entry(word_key(last)).or_default();
                if of_surname.last() != Some(&index) {
                    of_surname.push(index);
                }
            }
        }
        for office in holder.offices() {
            let state = state_of(office.code).unwrap_or(office.code);
            let of_office = self.offices.entry((state, office.title)).or_default();
            if of_office.last() != Some(&index) {
                of_office.push(index);
            }
        }
    }

    /// The person at an index.
    pub fn get(&self, index: u32) -> Option<&'static Holder> {
        LIST.get(index as usize)
    }

    /// The person with an id.
    pub fn of_id(&self, id: &str) -> Option<&'static Holder> {
        LIST.iter().find(|holder| holder.id == id)
    }

    /// The persons with a surname.
    pub fn surname(&self, surname: u64) -> Option<&[u32]> {
        self.surnames.get(&surname).map(Vec::as_slice)
    }

    /// The person of a full name, or of a short one that is in the table, where the article lets
    /// it be that person: of the time, and for a name that many have, where the article names
    /// the state or the office.
    pub fn named(&self, name: u64, article: &Circumstances) -> Option<u32> {
        let candidates = self.names.get(&name)?.iter().copied();
        self.one(candidates, article, false)
    }

    /// The person whom a title and a surname mean: the office was held on the day.
    pub fn titled(&self, surname: u64, article: &Circumstances) -> Option<u32> {
        let day = article.day?;
        let candidates = self.surnames.get(&surname)?.iter().copied();
        let in_office = candidates.filter(|&index| {
            self.get(index).is_some_and(|holder| {
                holder.offices().iter().any(|office| {
                    office.held(day)
                        && !article.title.is_empty()
                        && office.title.ends_with(article.title)
                })
            })
        });
        self.one(in_office, article, true)
    }

    /// The one person who held an office of a state on a day; the state as the first group of its
    /// code.
    pub fn in_office(&self, state: &str, title: &str, day: Date) -> Option<u32> {
        let holders = self.offices.get(&(state, title))?;
        let mut on_day = holders.iter().copied().filter(|&index| {
            self.get(index).is_some_and(|holder| {
                holder.offices().iter().any(|office| {
                    office.title == title && office.code.starts_with(state) && office.held(day)
                })
            })
        });
        let one = on_day.next()?;
        on_day.next().is_none().then_some(one)
    }

    fn one(
        &self,
        candidates: impl Iterator<Item = u32>,
        article: &Circumstances,
        supported: bool,
    ) -> Option<u32> {
        let mut best: Option<(bool, u32)> = None;
        let mut doubtful = false;
        for index in candidates {
            let holder = self.get(index)?;
            if article.day.is_some_and(|day| !holder.is_of(day)) {
                continue;
            }
            let named = holder.offices().iter().any(|office| article.name(office));
            let doubted = || holder.has_common_name() && !holder.is_prominent(article.day);
            if !named && (supported || doubted()) {
                continue;
            }
            let current = article
                .day
                .is_some_and(|day| holder.offices().iter().any(|office| office.held(day)));
            match best {
                Some((other, _)) if other == current => doubtful = true,
                Some((true, _)) => {}
                _ => {
                    best = Some((current, index));
                    doubtful = false;
                }
            }
        }
        best.filter(|_| !doubtful).map(|(_, index)| index)
    }
}

/// Those of the table of whom some name has all these words, one of which has three letters.
pub fn with_words(words: &str) -> impl Iterator<Item = &'static Holder> {
    let long = split(words).any(|word| word.chars().count() > 2);
    let wanted: Vec<u64> = split(words).map(word_key).collect();
    LIST.iter().filter(move |holder| {
        let mut names = entries(holder.name).chain(entries(holder.aliases));
        long && names.any(|name| {
            let words: Vec<u64> = split(name).map(word_key).collect();
            wanted.iter().all(|word| words.contains(word))
        })
    })
}

/// How the table writes the offices that it is full of.
const SHORT: [(&str, &str); 5] = [
    ("p", "president"),
    ("pm", "prime minister"),
    ("fm", "foreign minister"),
    ("dm", "defence minister"),
    ("vp", "vice president"),
];

/// Reads `AZEGOV p 2003-10-31..`.
fn office(text: &'static str) -> Option<Office> {
    let (code, rest) = text.trim().split_once(' ')?;
    let (title, range) = rest.rsplit_once(' ')?;
    let (from, until) = range.split_once("..")?;
    let short = SHORT.iter().find(|(short, _)| *short == title);
    Some(Office {
        code,
        title: short.map_or(title, |&(_, title)| title),
        from: day(from, false)?,
        until: if until.is_empty() {
            Date::MAX
        } else {
            day(until, true)?
        },
    })
}

/// The first or last day of a year, month or day.
pub fn day(text: &str, last: bool) -> Option<Date> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map(|part| part.parse().ok());
    let day = parts.next().map(|part| part.parse().ok());
    match (month, day) {
        (Some(month), Some(day)) => Date::new(year, month?, day?).ok(),
        (Some(month), None) => {
            let first = Date::new(year, month?, 1).ok()?;
            Some(if last { first.last_of_month() } else { first })
        }
        _ if last => Date::new(year, 12, 31).ok(),
        _ => Date::new(year, 1, 1).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::collections::HashSet;

    fn article(day: Date) -> Circumstances<'static> {
        Circumstances {
            day: Some(day),
            ..Circumstances::default()
        }
    }

    #[test]
    fn every_row_has_a_name_of_its_own_and_offices_that_can_be_read() {
        let mut ids = HashSet::new();
        for row in rows(PERSONS) {
            let [name, _, offices] = row[..] else {
                panic!("{row:?}");
            };
            assert!(ids.insert(slug(name)), "{name} twice");
            for text in offices.split(';') {
                let office = office(text).unwrap_or_else(|| panic!("{name}: {text}"));
                assert!(office.from <= office.until, "{name}: {text}");
                let groups = office.code.len() / 3;
                assert!(
                    groups > 0 && office.code.len() == groups * 3,
                    "{name}: {text}"
                );
            }
        }
        assert!(ids.len() > 1_000);
    }

    #[test]
    fn the_state_has_one_president_and_one_prime_minister_at_a_time() {
        for ((state, title), holders) in &HOLDERS.offices {
            if !matches!(*title, "president" | "prime minister") || state.len() != 3 {
                continue;
            }
            for year in 1990..2025 {
                let day = date(year, 7, 1);
                let names: Vec<_> = holders
                    .iter()
                    .map(|&index| &LIST[index as usize])
                    .filter(|holder| {
                        holder.offices().iter().any(|office| {
                            office.title == *title
                                && office.code.starts_with(state)
                                && office.from < day
                                && office.until > day
                                && office.until.year() > office.from.year()
                        })
                    })
                    .map(|holder| holder.name)
                    .collect();
                assert!(names.len() < 3, "{state} {title} {year}: {names:?}");
            }
        }
    }

    #[test]
    fn an_office_names_who_held_it_on_the_day() {
        let name = |state, title, day| {
            HOLDERS
                .in_office(state, title, day)
                .and_then(|index| HOLDERS.get(index))
                .map(|holder| holder.id.as_str())
        };
        assert_eq!(
            name("AZE", "president", date(2023, 9, 20)),
            Some("per:ilham-aliyev")
        );
        assert_eq!(
            name("USA", "president", date(1999, 5, 1)),
            Some("per:bill-clinton")
        );
        assert_eq!(name("USA", "president", date(1850, 5, 1)), None);
        assert_eq!(name("XYZ", "president", date(1999, 5, 1)), None);
    }

    #[test]
    fn a_common_name_needs_its_state() {
        let key = name_key("Gordon Brown");
        let day = date(2004, 10, 8);
        assert_eq!(HOLDERS.named(key, &article(day)), None);
        // While they lead a state, news means no one else.
        assert!(HOLDERS.named(key, &article(date(2008, 10, 8))).is_some());
        let codes = ["GBR"];
        let britain = Circumstances {
            codes: &codes,
            ..article(day)
        };
        let found = HOLDERS
            .named(key, &britain)
            .and_then(|index| HOLDERS.get(index));
        assert_eq!(found.map(|holder| holder.name), Some("Gordon Brown"));
        // A rare one does not, once they are in office, and for some years.
        let obama = name_key("Obama");
        for (year, known) in [(2007, false), (2010, true), (2024, true), (2027, false)] {
            let found = HOLDERS.named(obama, &article(date(year, 7, 10)));
            assert_eq!(found.is_some(), known, "{year}");
        }
        let merkel = name_key("Angela Merkel");
        assert!(HOLDERS.named(merkel, &article(day)).is_some());
        assert!(HOLDERS.named(merkel, &article(date(1890, 1, 1))).is_none());
    }

    #[test]
    fn codes_change_with_the_day() {
        let index = HOLDERS
            .named(name_key("Ilham Aliyev"), &article(date(2023, 9, 20)))
            .expect("in the table");
        let holder = HOLDERS.get(index).expect("in the table");
        assert_eq!(holder.codes(Some(date(2023, 9, 20))), ["AZEGOV"]);
        assert_eq!(holder.codes(Some(date(1995, 1, 1))), ["AZE"]);
        assert_eq!(holder.codes(None), ["AZEGOV"]);
        let rebel = HOLDERS.of_id("per:hassan-nasrallah").unwrap();
        let day = |year, month| Some(Date::constant(year, month, 1));
        assert_eq!(rebel.codes(day(2020, 1)), ["LBNREBHEZ"]);
        assert_eq!(rebel.codes(day(2024, 10)), ["LBNREBHEZ"]);
    }
}
