//! Ties surnames to the persons of the article, so that one person has one id in it.

use super::dictionary::DICTIONARY;
use super::holders::{Circumstances, HOLDERS, Holder};
use super::key::{KeyMap, Shape, word_key};
use super::names::{NAMES, mark};
use super::person::{Person, is_everyday};
use super::phrases::name_key;
use super::scan::{Found, Scan, What};
use super::view::View;
use crate::model::Label;
use crate::text::slug;
use jiff::civil::Date;

/// A person of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Id: the folded name.
    pub id: String,
    /// The name as first written in full, or that of the table.
    pub name: String,
    /// CAMEO codes on the day of the article; of the office that the article gives to someone
    /// whom no table has.
    pub codes: Vec<String>,
}

/// Most persons of an article with one word in their names among whom a part of a name is looked for.
const MOST_OF_A_NAME: usize = 20;

/// The persons of an article, found by name.
#[derive(Default)]
pub struct People<'a> {
    article: Circumstances<'a>,
    /// All persons.
    pub all: Vec<Named>,
    /// Keys of the words of their names.
    words: Vec<Vec<u64>>,
    /// The persons who have a word in their name, one more than [`MOST_OF_A_NAME`] at the most.
    by_word: KeyMap<Vec<u32>>,
    by_full_name: KeyMap<usize>,
    /// The first person of each surname in the article, for a surname that comes before any full name.
    first: KeyMap<usize>,
    /// The last person of each surname read so far.
    last: KeyMap<usize>,
    /// Lengths of the surnames, a bit each, by first byte, so that most words are passed over unread.
    lengths: [u64; 32],
}

/// Row and bit in [`People::lengths`] of a word with this first byte and length.
fn length_bit(first: u8, length: usize) -> (usize, u64) {
    (usize::from(first & 31), 1 << length.min(63))
}

impl<'a> People<'a> {
    /// Takes in the full names of a text, then the titled surnames that belong to none of them.
    pub fn collect(texts: &[(&Scan, &[Found])], article: Circumstances<'a>) -> People<'a> {
        let mut people = People {
            article,
            ..People::default()
        };
        let mut named: Vec<(&Scan, &Found, Person)> = texts
            .iter()
            .flat_map(|(scan, found)| found.iter().map(move |found| (*scan, found)))
            .filter_map(|(scan, found)| match found.what {
                What::Person(person) => Some((scan, found, person)),
                _ => None,
            })
            .collect();
        // The longest names first, so that parts of them are known for what they are.
        named.sort_by_key(|(_, _, person)| std::cmp::Reverse(person.until - person.from));
        for (scan, found, person) in named {
            people.add(scan, found, &person);
        }
        people
    }

    /// The day of the article.
    pub fn day(&self) -> Option<Date> {
        self.article.day
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn add(&mut self, scan: &Scan, found: &Found, person: &Person) {
        let word = scan.view.word(person.surname);
        let surname = word_key(word);
        let whole = person.surname == person.from && person.until > person.from + 1;
        if person.given == 0 && !whole && self.first.contains_key(&surname) {
            return;
        }
        let full = full_key(scan, person);
        if self.by_full_name.contains_key(&full) {
            return;
        }
        let words: Vec<u64> = (person.from..person.until)
            .map(|index| scan.view.key(index))
            .collect();
        let text = scan.view.text;
        let name = text
            .get(scan.view.start(found.from)..found.end)
            .unwrap_or("");
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        // "Idriss Deby" is none of "Mahamat Idriss Deby": the tables have both.
        let another = |whole: &usize| {
            let own = (words.len() > 1)
                .then(|| self.holder(scan, person, &name))
                .flatten();
            let whole = self.all.get(*whole);
            own.zip(whole)
                .is_some_and(|(own, whole)| own.id != whole.id && whole.id.starts_with("per:"))
        };
        if let Some(whole) = self.whole(&words).filter(|whole| !another(whole)) {
            self.by_full_name.insert(full, whole);
            return;
        }
        self.by_full_name.insert(full, self.all.len());
        self.first.entry(surname).or_insert(self.all.len());
        let (row, bit) = length_bit(word.bytes().next().unwrap_or(0), word.len());
        self.lengths[row] |= bit;
        let named = self.of_user(&name);
        let named = named.unwrap_or_else(|| match self.holder(scan, person, &name) {
            Some(holder) => Named {
                id: holder.id.clone(),
                name: holder.name.to_owned(),
                codes: holder.codes(self.article.day),
            },
            None => Named {
                id: format!("?per:{}", slug(&name)),
                name,
                codes: Vec::new(),
            },
        });
        for &word in &words {
            let of_word = self.by_word.entry(word).or_default();
            if of_word.len() <= MOST_OF_A_NAME {
                of_word.push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
            }
        }
        self.all.push(named);
        self.words.push(words);
    }

    /// The one person of whose name these words, in their order, are a part; nobody where more than
    /// a few have the first of them in their names.
    fn whole(&self, words: &[u64]) -> Option<usize> {
        let with_first = self.by_word.get(words.first()?)?;
        let is_part = |&&person: &&u32| {
            self.words.get(person as usize).is_some_and(|whole| {
                whole.len() > words.len() && whole.windows(words.len()).any(|part| part == words)
            })
        };
        let mut wholes = with_first.iter().take(MOST_OF_A_NAME).filter(is_part);
        let &whole = wholes.next()?;
        (wholes.next().is_none() && with_first.len() <= MOST_OF_A_NAME).then_some(whole as usize)
    }

    /// The person of this name whom a user gave.
    fn of_user(&self, name: &str) -> Option<Named> {
        let known = DICTIONARY.get(DICTIONARY.users.person(name_key(name))?)?;
        let codes = known.codes_on(self.article.day);
        Some(Named {
            id: known.id.clone(),
            name: known.name.to_owned(),
            codes: match codes.is_empty().then(|| HOLDERS.of_id(&known.id)).flatten() {
                Some(holder) => holder.codes(self.article.day),
                None => codes,
            },
        })
    }

    /// The office holder of this name whom the article can mean.
    fn holder(&self, scan: &Scan, person: &Person, name: &str) -> Option<&'static Holder> {
        let title = title_before(&scan.view, person.from);
        let article = Circumstances {
            title: &title,
            ..self.article
        };
        let single = person.surname == person.from && person.until == person.from + 1;
        let surname = scan.view.key(person.surname);
        let titled = || HOLDERS.titled(surname, &article).filter(|_| single);
        let index = HOLDERS.named(name_key(name), &article).or_else(titled)?;
        let removed = |holder: &&Holder| DICTIONARY.users.removed(&holder.id, name_key(name));
        HOLDERS.get(index).filter(|holder| !removed(holder))
    }

    /// The person that a name stands for, and remembers it as the last of that surname.
    pub fn tie(&mut self, scan: &Scan, found: &Found) -> Option<usize> {
        let (surname, full) = match found.what {
            What::Person(person) => (scan.view.key(person.surname), Some(full_key(scan, &person))),
            _ => (scan.view.key(found.until - 1), None),
        };
        if let Some(&person) = full.and_then(|full| self.by_full_name.get(&full)) {
            self.last.insert(surname, person);
            return Some(person);
        }
        self.last
            .get(&surname)
            .or_else(|| self.first.get(&surname))
            .copied()
    }

    /// The person that a full or titled name stands for.
    pub fn peek(&mut self, scan: &Scan, found: &Found) -> Option<&mut Named> {
        let What::Person(person) = found.what else {
            return None;
        };
        let index = self.by_full_name.get(&full_key(scan, &person)).copied();
        let first = || self.first.get(&scan.view.key(person.surname)).copied();
        let index = index.or_else(first)?;
        self.all.get_mut(index)
    }

    /// The surnames that stand alone in a headline, of whomever the article names.
    pub fn in_title(&self, scan: &Scan, found: &[Found]) -> Vec<Found> {
        self.surnames(scan, found, self.first.clone())
    }

    /// The surnames that stand alone in a body, each after the person was named there or in the
    /// headline.
    pub fn in_body(&self, scan: &Scan, found: &[Found], title: (&Scan, &[Found])) -> Vec<Found> {
        let (headline, in_title) = title;
        let named = in_title.iter().filter_map(|found| match found.what {
            What::Person(person) => Some((headline.view.key(person.surname), 0)),
            _ => None,
        });
        self.surnames(scan, found, named.collect())
    }

    fn surnames(&self, scan: &Scan, found: &[Found], mut named: KeyMap<usize>) -> Vec<Found> {
        let view = &scan.view;
        let mut all: Vec<Found> = Vec::new();
        let mut others = found.iter().peekable();
        for index in 0..view.len() {
            if !self.may_be_surname(view, index) {
                continue;
            }
            while let Some(other) = others.next_if(|other| other.until <= index) {
                if let What::Person(person) = other.what {
                    named.insert(view.key(person.surname), 0);
                }
            }
            let inside = others.peek().filter(|other| other.from <= index);
            if inside.is_some_and(|other| !is_single(other))
                || !named.contains_key(&view.key(index))
                || !stands_alone(scan, index, inside.is_some())
            {
                continue;
            }
            let from = particles_before(scan, index);
            let taken = all.last().is_some_and(|last| last.until > from);
            let from = if taken { index } else { from };
            let end = view.end(index);
            all.push(Found {
                from,
                until: index + 1,
                end,
                what: What::Surname,
            });
        }
        all
    }

    /// Whether some surname has the first letter, in capitals, and the length of a token.
    fn may_be_surname(&self, view: &View, index: usize) -> bool {
        let (start, end) = (view.start(index), view.end(index));
        let first = view.text.as_bytes().get(start).copied().unwrap_or(0);
        let (row, bit) = length_bit(first, end.saturating_sub(start));
        self.lengths[row] & bit != 0 && !first.is_ascii_lowercase()
    }
}

/// The title before a name, folded: "president", "prime minister"; empty where there is none.
pub fn title_before(view: &View, from: usize) -> String {
    let Some(last) = from.checked_sub(1) else {
        return String::new();
    };
    let spaced = view.spaced(from) || view.gap(from) == ". ";
    let is_of_state = || {
        let words = |at: usize| view.word(at).eq_ignore_ascii_case("secretary");
        last >= 2 && view.word(last) == "State" && view.previous(last) == "of" && words(last - 2)
    };
    if spaced && is_of_state() {
        return "secretary of state".to_owned();
    }
    if !spaced || NAMES.marks(view.key(last)) & mark::TITLE == 0 {
        return String::new();
    }
    let title = view.word(last).to_lowercase();
    if !matches!(title.as_str(), "minister" | "secretary" | "president") {
        return title;
    }
    let before = view.previous(last).to_lowercase();
    let part = view.spaced(last)
        && matches!(
            before.as_str(),
            "prime"
                | "foreign"
                | "defence"
                | "defense"
                | "vice"
                | "interior"
                | "finance"
                | "deputy"
                | "treasury"
        );
    if part {
        format!("{before} {title}")
    } else {
        title
    }
}

fn full_key(scan: &Scan, person: &Person) -> u64 {
    let surname = scan.view.key(person.surname);
    if person.given != 0 {
        return super::key::phrase_key(person.given, surname);
    }
    let words = (person.from..person.until).map(|index| scan.view.key(index));
    words.fold(1, super::key::phrase_key)
}

/// Whether a word alone was taken for a state, or for another name that no table has.
fn is_single(found: &Found) -> bool {
    let other = matches!(
        found.what,
        What::Known { .. } | What::Name(Label::Misc | Label::Loc | Label::Org, _)
    );
    other && found.until == found.from + 1
}

/// Whether a surname at a token is one, and not part of another name or the start of a sentence.
fn stands_alone(scan: &Scan, index: usize, state: bool) -> bool {
    let view = &scan.view;
    let marks = NAMES.marks(view.key(index));
    let opens = view.starts_sentence(index);
    if marks & mark::COMMON != 0 && opens && view.shape(index + 1) == Shape::Small && !scan.headline
    {
        let next = view.word(index + 1);
        if !matches!(
            next,
            "said" | "says" | "was" | "is" | "has" | "had" | "will" | "told" | "also"
        ) {
            return false;
        }
    }
    if !matches!(view.shape(index), Shape::Capitalised | Shape::Capitals) {
        return false;
    }
    if state
        && matches!(
            view.previous(index),
            "in" | "to" | "from" | "of" | "at" | "near" | "and"
        )
    {
        return false;
    }
    let next = NAMES.marks(view.key(index + 1));
    if view.spaced(index + 1)
        && matches!(view.shape(index + 1), Shape::Capitalised)
        && !scan.headline
    {
        return next & mark::WORD != 0;
    }
    if scan.headline || opens || index == 0 {
        return true;
    }
    let first = particles_before(scan, index);
    let Some(before) = first.checked_sub(1) else {
        return true;
    };
    let capital = matches!(view.shape(before), Shape::Capitalised | Shape::Initial);
    let fits = NAMES.marks(view.key(before)) & (mark::TITLE | mark::WORD) != 0;
    let particle = matches!(view.word(before), "Al" | "El");
    !(view.spaced(first) && capital)
        || fits
        || particle
        || view.starts_sentence(before) && is_everyday(view, before, scan.language)
}

/// The first token of a surname with its "al-".
fn particles_before(scan: &Scan, index: usize) -> usize {
    let joined = scan.view.gap(index) == "-"
        && matches!(scan.view.previous(index), "al" | "Al" | "el" | "El" | "ul");
    if joined { index - 1 } else { index }
}
