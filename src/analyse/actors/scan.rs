//! Walks the triggers of one text and reads what begins at each.

use super::capital;
use super::dictionary::{DICTIONARY, FOREIGN, Meaning, Role};
use super::key::Shape;
use super::names::{NAMES, Trap, mark};
use super::person::{Person, known_person, person_at};
use super::phrases::Match;
use super::view::View;
use crate::model::Label;
use std::cell::OnceCell;

/// Something found in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// First token.
    pub from: usize,
    /// Index after the last token.
    pub until: usize,
    /// Byte after the last character.
    pub end: usize,
    /// What it is.
    pub what: What,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// A name of the dictionary; `place` says that a capital is meant as a place.
    Known {
        /// What the name stands for.
        meaning: Meaning,
        /// Whether a capital is meant as a place.
        place: bool,
        /// What kind of name the tagger takes it for, where it is sure.
        label: Option<Label>,
    },
    /// A person's name.
    Person(Person),
    /// A surname alone, to be tied to a person of the article.
    Surname,
    /// A name that no table has, and how sure the tagger is of it.
    Name(Label, f32),
}

/// What begins at a token, among what was found, which is in order.
pub fn at(found: &[Found], from: usize) -> Option<&Found> {
    let index = found.binary_search_by_key(&from, |found| found.from).ok()?;
    found.get(index)
}

/// One text and what bears on reading it.
pub struct Scan<'a> {
    /// The text.
    pub view: View<'a>,
    /// Bit of the article's language.
    pub language: u8,
    /// Whether this is a headline that capitalises every word.
    pub headline: bool,
    /// Byte after the dateline that opens a body; 0 where there is none.
    dateline: usize,
    /// Whether the text is about the US state of Georgia; looked up when first asked.
    us_georgia: OnceCell<bool>,
}

impl<'a> Scan<'a> {
    /// Prepares a text for reading.
    pub fn new(view: View<'a>, language: u8, title: bool) -> Scan<'a> {
        let headline = title && capitalises_every_word(&view);
        let dateline = if title { 0 } else { dateline_end(view.text) };
        Scan {
            view,
            language,
            headline,
            dateline,
            us_georgia: OnceCell::new(),
        }
    }

    /// Everything that begins at a trigger, in order, not overlapping.
    pub fn find(&self, triggers: &[u32]) -> Vec<Found> {
        let mut all = Vec::new();
        let mut free = 0;
        for &trigger in triggers {
            let index = trigger as usize;
            if index < free || index >= self.view.len() {
                continue;
            }
            let before = (index > free).then(|| self.initial_before(index)).flatten();
            match before.unwrap_or_else(|| self.at(index)) {
                Reading::Found(found) => {
                    free = found.until;
                    all.push(found);
                }
                Reading::Skip(until) => free = until,
                Reading::Nothing => {}
            }
        }
        all
    }

    /// What begins with the initial before a token, if that is one of those that are words as well and so
    /// trigger nothing: "I.M.F.", "A.P.", "S. Korea".
    fn initial_before(&self, index: usize) -> Option<Reading> {
        let before = index.checked_sub(1)?;
        match (self.view.word(before), self.view.gap(index)) {
            ("A" | "I" | "S", ".") | ("S", ". ") => {}
            _ => return None,
        }
        // Two are more often a person's: "A.P. Smith".
        let is_initials = |found: &Found| {
            found.until == before + 2
                && self.view.shape(index) == Shape::Initial
                && self.view.shape(found.until) == Shape::Capitalised
        };
        match self.at(before) {
            Reading::Found(found) if found.until > index && !is_initials(&found) => {
                Some(Reading::Found(found))
            }
            _ => None,
        }
    }

    fn at(&self, index: usize) -> Reading {
        let key = self.view.key(index);
        let known = self.known(index, key);
        // A name that a user gave is no trap of the same length.
        let known_until = known.map_or(index, |found| {
            found.until + usize::from(DICTIONARY.users.gave(found.meaning.actor))
        });
        if let Some(trap) = NAMES
            .traps
            .longest_from(&self.view, index, key, self.language)
            && (trap.until > known_until
                || known.is_none_or(|known| is_short(known.meaning.role))
                    && trap.until == known_until)
        {
            return self.trapped(index, trap);
        }
        if let Some(found) = known {
            let nobody = DICTIONARY.get(found.meaning.actor);
            if nobody.is_some_and(|known| known.id.is_empty()) {
                return Reading::Skip(found.until);
            }
            if self.is_us_state(index, &found) {
                return self.us_georgia(index, found.until);
            }
            return self.dictionary(index, found);
        }
        match person_at(&self.view, index, key, self.language, self.headline) {
            Some(person) => Reading::Found(Found {
                from: person.from,
                until: person.until,
                end: self.view.end(person.until - 1),
                what: What::Person(person),
            }),
            None => Reading::Nothing,
        }
    }

    /// The longest dictionary name at a token.
    fn known(&self, index: usize, key: u64) -> Option<Match<Meaning>> {
        let english = DICTIONARY
            .phrases
            .longest_from(&self.view, index, key, self.language);
        if self.language == super::dictionary::ENGLISH {
            return english;
        }
        let foreign = FOREIGN.longest_from(&self.view, index, key, self.language);
        match (english, foreign) {
            (Some(left), Some(right))
                if left.until > right.until
                    || left.until == right.until && DICTIONARY.users.gave(left.meaning.actor) =>
            {
                Some(left)
            }
            (left, right) => right.or(left),
        }
    }

    fn trapped(&self, index: usize, trap: Match<Trap>) -> Reading {
        if trap.meaning != Trap::Person {
            // "Georgia voters", "Georgia Governor".
            if self.view.word(index) == "Georgia" {
                return self.us_georgia(index, index + 1);
            }
            return Reading::Skip(trap.until);
        }
        let person = Person {
            from: index,
            until: trap.until,
            given: self.view.key(index),
            surname: trap.until - 1,
            titled: false,
            sure: true,
            known: false,
            tagged: None,
        };
        let what = What::Person(person);
        Reading::Found(Found {
            from: index,
            until: trap.until,
            end: trap.end,
            what,
        })
    }

    fn dictionary(&self, index: usize, found: Match<Meaning>) -> Reading {
        let Match {
            until,
            end,
            meaning,
        } = found;
        if let Role::Person { short } = meaning.role {
            return match known_person(&self.view, index, until, short, self.language) {
                Some(person) => Reading::Found(Found {
                    from: index,
                    until,
                    end,
                    what: What::Person(person),
                }),
                None => Reading::Skip(until),
            };
        }
        let place = match meaning.role {
            Role::Capital { .. } => {
                if self.before_us_state(until) {
                    return Reading::Skip(until);
                }
                !capital::acts(&self.view, index, until, self.dateline)
            }
            _ => false,
        };
        let what = What::Known {
            meaning,
            place,
            label: None,
        };
        Reading::Found(Found {
            from: index,
            until,
            end,
            what,
        })
    }

    fn us_georgia(&self, index: usize, until: usize) -> Reading {
        if self.view.word(index).ends_with(['n', 'N']) {
            return Reading::Skip(until);
        }
        Reading::Found(Found {
            from: index,
            until,
            end: self.view.end(until - 1),
            what: What::Known {
                meaning: DICTIONARY.us_georgia(),
                place: true,
                label: None,
            },
        })
    }

    /// Whether ", Idaho" or ", Tex." follows.
    fn before_us_state(&self, until: usize) -> bool {
        self.view.gap(until) == ", "
            && NAMES
                .us_states
                .longest(&self.view, until, self.language)
                .is_some()
    }

    /// Whether a name is that of the state of Georgia: "Atlanta, Georgia", or a text that names
    /// its towns and nothing of the Caucasus.
    fn is_us_state(&self, index: usize, found: &Match<Meaning>) -> bool {
        let view = &self.view;
        if found.until != index + 1
            || !matches!(view.word(index), "Georgia" | "GEORGIA" | "Georgian")
        {
            return false;
        }
        let town = view.gap(index) == ", "
            && matches!(
                view.shape(index.wrapping_sub(1)),
                Shape::Capitalised | Shape::Capitals
            )
            && NAMES.marks(view.key(index - 1)) & mark::COUNTRY_GEORGIA == 0
            && index
                .checked_sub(1)
                .is_some_and(|town| self.known(town, view.key(town)).is_none());
        town || *self.us_georgia.get_or_init(|| self.names_us_georgia())
    }

    fn names_us_georgia(&self) -> bool {
        let mut seen = 0;
        for index in 0..self.view.len() {
            if self
                .view
                .text
                .as_bytes()
                .get(self.view.start(index))
                .is_some_and(u8::is_ascii_uppercase)
            {
                seen |= NAMES.marks(self.view.key(index));
            }
        }
        seen & mark::US_GEORGIA != 0 && seen & mark::COUNTRY_GEORGIA == 0
    }
}

/// Whether a name of this role is one that traps contain ("New Mexico"), not one that they are.
fn is_short(role: Role) -> bool {
    matches!(
        role,
        Role::Name | Role::Demonym | Role::Capital { .. } | Role::Metonym { .. }
    )
}

enum Reading {
    Found(Found),
    /// Nothing to report up to this token.
    Skip(usize),
    Nothing,
}

/// Whether a title writes nearly every longer word with a capital.
fn capitalises_every_word(view: &View) -> bool {
    let (mut capital, mut small) = (0, 0);
    for index in 0..view.len().min(60) {
        if view.word(index).len() >= 4 {
            match view.shape(index) {
                Shape::Capitalised | Shape::Capitals => capital += 1,
                Shape::Small => small += 1,
                _ => {}
            }
        }
    }
    capital > 3 * small
}

/// The byte after "BAKU, Sept 20 (Reuters) -" at the head of a body, 0 where there is none.
fn dateline_end(body: &str) -> usize {
    let lead = body.len() - body.trim_start().len();
    let mut end = (lead + 120).min(body.len());
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let head = body.get(lead..end).unwrap_or("");
    let first = head
        .split(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or("");
    let capitals = first.len() > 1 && !first.chars().any(char::is_lowercase);
    if !capitals && !head.contains('(') {
        return 0;
    }
    let dash = [" - ", " -- ", " \u{2013} ", " \u{2014} ", "\u{2014}", ") -"]
        .iter()
        .filter_map(|dash| head.find(dash))
        .min();
    match dash {
        Some(at) if capitals || head.get(..at).is_some_and(|head| head.contains('(')) => lead + at,
        _ if capitals => lead + first.len() + 1,
        _ => 0,
    }
}
