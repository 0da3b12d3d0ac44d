//! Names of persons: where a name that a title, an initial or a given name opens comes to its end.

use super::dictionary::{DICTIONARY, ENGLISH, FOREIGN, Role, language_bit};
use super::key::{Shape, word_key};
use super::names::{NAMES, mark};
use super::view::View;
use crate::text::{Stemming, Vocabulary, fold};
use std::sync::LazyLock;

/// Most words with a capital in one name, the given name counted.
const MAX_NAMES: usize = 4;

/// The name of a person in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// First token of the name; titles are not part of it.
    pub from: usize,
    /// Index after its last token.
    pub until: usize,
    /// Key of the first word where it is a given name, else 0.
    pub given: u64,
    /// Token of the surname that later mentions repeat.
    pub surname: usize,
    /// Whether a title stands before it.
    pub titled: bool,
    /// Whether the given name is sure to be one.
    pub sure: bool,
    /// Whether the table of office holders has a name of these words.
    pub known: bool,
    /// How sure the tagger is, where it is the one that found the name.
    pub tagged: Option<f32>,
}

/// What opens a name.
#[derive(Clone, Copy, PartialEq)]
enum Lead {
    Title,
    SmallTitle,
    Given { ambiguous: bool, family_first: bool },
    Initial,
}

/// The person whose name or title begins at a token, whose word has this key.
pub fn person_at(
    view: &View,
    index: usize,
    key: u64,
    language: u8,
    headline: bool,
) -> Option<Person> {
    let word = view.word(index);
    let shape = view.shape(index);
    let marks = NAMES.marks(key);
    if marks & mark::TITLE != 0 && NAMES.is_title(key, language) {
        let small = shape == Shape::Small;
        if !small || marks & mark::TITLE_SMALL != 0 {
            let lead = if small { Lead::SmallTitle } else { Lead::Title };
            return after_title(view, index, lead, headline, language);
        }
    }
    let lead = match shape {
        Shape::Capitalised if marks & mark::GIVEN != 0 && !is_article(word, language) => {
            Lead::Given {
                ambiguous: marks & mark::AMBIGUOUS != 0,
                family_first: marks & mark::FAMILY_FIRST != 0,
            }
        }
        Shape::Initial
            if language == ENGLISH
                && !matches!(word, "A" | "I" | "U")
                && view.gap(index + 1).starts_with('.') =>
        {
            Lead::Initial
        }
        _ => return None,
    };
    if place_before(view, index) || misplaced(view, index, marks) {
        return None;
    }
    name(view, index, lead, headline)
}

/// Whether a given name is an article in the text's language: "Les États-Unis" is nobody called Les.
fn is_article(word: &str, language: u8) -> bool {
    word == "Les" && language & language_bit("fr") != 0
}

fn after_title(
    view: &View,
    index: usize,
    lead: Lead,
    headline: bool,
    language: u8,
) -> Option<Person> {
    let from = index + 1;
    let abbreviation = view.word(index).len() <= 5 && lead == Lead::Title;
    if !(view.spaced(from) || abbreviation && matches!(view.gap(from), ". " | ".")) {
        return None;
    }
    let marks = NAMES.marks(view.key(from));
    if marks & (mark::TITLE | mark::WORD) != 0 && marks & mark::GIVEN == 0
        || marks & mark::WORD != 0 && marks & mark::AMBIGUOUS != 0
    {
        return None;
    }
    let known = is_known(view, from, language);
    let person = name(view, from, lead, headline)?;
    let words = person.until - person.from;
    // "Minister Israel" is no person, "Minister Israel Katz" is.
    if known && (words < 2 || marks & mark::GIVEN == 0) {
        return None;
    }
    Some(person)
}

/// Whether the dictionary has a name, of no person, that begins at a token.
fn is_known(view: &View, index: usize, language: u8) -> bool {
    DICTIONARY
        .phrases
        .longest(view, index, language | ENGLISH)
        .is_some_and(|known| !matches!(known.meaning.role, Role::Person { .. }))
        || language != ENGLISH && FOREIGN.longest(view, index, language).is_some()
}

/// Whether a word is a small word within surnames.
fn is_particle(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && NAMES.marks(word_key(word)) & mark::PARTICLE != 0
}

/// Whether the word before makes the given name part of something else.
fn place_before(view: &View, index: usize) -> bool {
    if index == 0 {
        return false;
    }
    let gap = view.gap(index);
    let joined = matches!(gap, "-" | " & " | "&" | "'" | "\u{2019}");
    joined && view.previous(index) != "ex"
        || (gap == " " || gap == ". ")
            && NAMES.marks(word_key(view.previous(index))) & mark::MAKES_PLACE != 0
}

/// Whether a word is an everyday one, as the first of a sentence may be: "Later Assad left", but
/// "Rifaat al-Assad lives".
pub fn is_everyday(view: &View, at: usize, language: u8) -> bool {
    static COMMON: LazyLock<(Stemming, Option<Vocabulary>)> =
        LazyLock::new(|| (Stemming::of("en"), Vocabulary::of("en")));
    let (stemming, vocabulary) = &*COMMON;
    let marks = NAMES.marks(view.key(at));
    if language & ENGLISH == 0 || marks & mark::GIVEN != 0 {
        return marks & mark::GIVEN == 0;
    }
    let stem = stemming.stem(&fold(view.word(at)));
    vocabulary.is_some_and(|words| words.has(&stem))
}

/// Whether the word before is a name too: "Petra Merkel", whoever Petra is.
fn name_before(view: &View, index: usize, language: u8) -> bool {
    let before = index.saturating_sub(1);
    index > 0
        && view.spaced(index)
        && !view.starts_sentence(index)
        && !(view.starts_sentence(before) && is_everyday(view, before, language))
        && matches!(view.shape(before), Shape::Capitalised | Shape::Initial)
        && NAMES.marks(view.key(before)) & (mark::TITLE | mark::WORD) == 0
        && !is_known(view, before, ENGLISH)
}

/// Whether a given name that is also a month or an auxiliary verb stands where it is that.
fn misplaced(view: &View, index: usize, marks: u16) -> bool {
    if marks & mark::WORD == 0 {
        return false;
    }
    let before = view.previous(index).to_ascii_lowercase();
    view.starts_sentence(index)
        || before.bytes().all(|byte| byte.is_ascii_digit())
        || matches!(
            before.as_str(),
            "in" | "the"
                | "last"
                | "this"
                | "next"
                | "since"
                | "until"
                | "by"
                | "of"
                | "early"
                | "late"
                | "mid"
                | "from"
                | "and"
                | "to"
                | "on"
                | "every"
                | "through"
                | "for"
                | "before"
        )
}

/// What reading a name word by word has found so far.
struct Reading {
    /// Words with a capital.
    names: usize,
    /// Index after the last word that may end the name.
    until: usize,
    /// Last word that can be the surname.
    surname: usize,
    /// Whether a part follows a hyphen ("Jong-un").
    hyphen: bool,
}

fn name(view: &View, from: usize, lead: Lead, headline: bool) -> Option<Person> {
    let given_lead = matches!(lead, Lead::Given { .. });
    let first_is_given = NAMES.marks(view.key(from)) & mark::GIVEN != 0;
    let most = match (headline, given_lead || first_is_given) {
        // A headline that capitalises every word says nothing of where a name ends.
        (true, true) => 2,
        (true, false) => 1,
        (false, _) => MAX_NAMES,
    };
    let mut reading = Reading {
        names: 0,
        until: from,
        surname: from,
        hyphen: false,
    };
    let mut at = from;
    while at < view.len() && at < from + 10 {
        if at > from && !continues(view, at, &reading) {
            break;
        }
        match part(view, at, from, &mut reading, most, lead)? {
            Part::Taken => at += 1,
            Part::End => break,
        }
    }
    finish(view, from, lead, &reading)
}

enum Part {
    Taken,
    End,
}

/// Reads one word of a name; `None` where the whole is no person.
fn part(
    view: &View,
    at: usize,
    from: usize,
    reading: &mut Reading,
    most: usize,
    lead: Lead,
) -> Option<Part> {
    let word = view.word(at);
    match view.shape(at) {
        Shape::Initial
            if at == from || view.gap(at + 1).starts_with('.') || is_elided(view, at + 1) =>
        {
            Some(Part::Taken)
        }
        Shape::Capitalised => capitalised(view, at, from, reading, most, lead),
        Shape::Small if view.gap(at) == "-" && at > from => {
            let family = NAMES.marks(view.key(from)) & mark::FAMILY_FIRST != 0;
            let particle = is_particle(view.previous(at));
            // "Minister Yun Byung-se", but "President Bill Clinton-led".
            let part = lead == Lead::Title && reading.names > 1 && !makes_adjective(word);
            if !(family || particle || part) || word.len() > 5 {
                return Some(Part::End);
            }
            reading.hyphen = true;
            reading.until = at + 1;
            Some(Part::Taken)
        }
        Shape::Small if is_particle(word) && leads_on(view, at) => Some(Part::Taken),
        _ => Some(Part::End),
    }
}

fn capitalised(
    view: &View,
    at: usize,
    from: usize,
    reading: &mut Reading,
    most: usize,
    lead: Lead,
) -> Option<Part> {
    let word = view.word(at);
    let joined = at > from && view.gap(at) == "-" && !is_particle(view.previous(at));
    let marks = NAMES.marks(view.key(at));
    if !word.chars().all(char::is_alphabetic) {
        return Some(Part::End);
    }
    if at > from && marks & mark::WORD != 0 && marks & (mark::GIVEN | mark::COMMON) == 0 {
        return Some(Part::End);
    }
    let ambiguous = matches!(
        lead,
        Lead::Given {
            ambiguous: true,
            ..
        }
    );
    let opens = at == from && matches!(lead, Lead::Given { .. });
    if marks & mark::ORGANISATION != 0 && !opens {
        let surname = marks & mark::COMMON != 0 && reading.names == 1 && !ambiguous;
        if !surname && (reading.names > 0 || lead != Lead::Title) {
            return None;
        }
        if !surname {
            return None;
        }
    }
    if !joined && reading.names >= 2 && is_known(view, at, ENGLISH) {
        return Some(Part::End);
    }
    if reading.names >= most && !joined {
        // In running text, a fifth capital means a heading or a list, not a name.
        return if most == MAX_NAMES {
            None
        } else {
            Some(Part::End)
        };
    }
    if !joined {
        reading.names += 1;
        reading.surname = at;
    } else {
        reading.hyphen = true;
        if reading.names > 1 {
            reading.surname = at;
        }
    }
    reading.until = at + 1;
    Some(Part::Taken)
}

/// Whether the gap before a token lets a name go on.
fn continues(view: &View, at: usize, reading: &Reading) -> bool {
    let previous = view.previous(at);
    match view.gap(at) {
        " " => true,
        "-" | "\u{2010}" | "\u{2011}" => reading.names > 0 || is_particle(previous),
        "'" | "\u{2019}" => is_elided(view, at),
        ". " | "." => view.shape(at - 1) == Shape::Initial,
        _ => view.spaced(at),
    }
}

/// Whether a word after a hyphen makes an adjective of the name before it.
fn makes_adjective(word: &str) -> bool {
    matches!(
        word,
        "led"
            | "era"
            | "style"
            | "like"
            | "type"
            | "based"
            | "owned"
            | "run"
            | "held"
            | "born"
            | "elect"
            | "made"
            | "named"
            | "to"
            | "and"
            | "in"
            | "on"
            | "at"
            | "as"
    )
}

/// Whether a word follows an elision: the second of "D'Alema", "O'Neill", "Yar'Adua".
fn is_elided(view: &View, at: usize) -> bool {
    matches!(view.gap(at), "'" | "\u{2019}")
        && view.previous(at).len() <= 3
        && view.shape(at) == Shape::Capitalised
}

/// Whether particles from here on lead to a word with a capital.
fn leads_on(view: &View, at: usize) -> bool {
    for next in at + 1..at + 4 {
        if !matches!(view.gap(next), " " | "-" | "'" | "\u{2019}") {
            return false;
        }
        if view.shape(next) == Shape::Capitalised {
            return NAMES.marks(view.key(next)) & mark::WORD == 0;
        }
        if !is_particle(view.word(next)) {
            return false;
        }
    }
    false
}

/// Someone of the table of office holders, whose name stands at `from..until`; `None` where the
/// words are part of a longer name: "Gerald Ford Foundation".
pub fn known_person(
    view: &View,
    from: usize,
    until: usize,
    short: bool,
    language: u8,
) -> Option<Person> {
    if place_before(view, from) || short && name_before(view, from, language) {
        return None;
    }
    if view.spaced(until) && view.shape(until) == Shape::Capitalised {
        let next = NAMES.marks(view.key(until));
        if next & mark::ORGANISATION != 0 && next & mark::WORD == 0 {
            return None;
        }
    }
    let whole = whole_name(view, from, until);
    Some(Person {
        given: if short { 0 } else { whole.given },
        sure: true,
        known: true,
        ..whole
    })
}

/// The parts of a name whose ends are known: a family name that comes first is told, and "Jr" is no
/// surname.
pub fn whole_name(view: &View, from: usize, until: usize) -> Person {
    let first = NAMES.marks(view.key(from));
    let words = until - from;
    let family = first & mark::FAMILY_FIRST != 0;
    let family_first = words > 1 && family && (first & mark::GIVEN_TOO == 0 || words == 3);
    let is_suffix = |index: &usize| {
        matches!(
            view.word(*index),
            "Jr" | "Sr" | "II" | "III" | "IV" | "JR" | "SR"
        )
    };
    let last = (from + 1..until).rev().find(|index| !is_suffix(index));
    Person {
        from,
        until,
        given: if words == 1 || family_first {
            0
        } else {
            view.key(from)
        },
        surname: last.filter(|_| !family_first).unwrap_or(from),
        titled: false,
        sure: false,
        known: false,
        tagged: None,
    }
}

fn finish(view: &View, from: usize, lead: Lead, reading: &Reading) -> Option<Person> {
    let titled = matches!(lead, Lead::Title | Lead::SmallTitle);
    let marks = NAMES.marks(view.key(from));
    let given = marks & mark::GIVEN != 0 && view.shape(from) == Shape::Capitalised;
    let initial = view.shape(from) == Shape::Initial;
    let wanted = if titled || initial { 1 } else { 2 };
    if reading.names < wanted {
        return None;
    }
    let after = reading.until;
    if matches!(view.gap(after), " & " | "&") && !titled {
        return None;
    }
    // "Hutchison Whampoa chief", but "Paul Volcker Airport".
    let next = NAMES.marks(view.key(after));
    if view.spaced(after) && view.shape(after) == Shape::Capitalised {
        let organisation = next & mark::ORGANISATION != 0 && next & mark::WORD == 0;
        if organisation && !titled {
            return None;
        }
    }
    let family_first = marks & mark::FAMILY_FIRST != 0 && family_leads(reading, marks)?;
    let two = reading.names > 1 && (given || titled || initial);
    Some(Person {
        from,
        until: reading.until,
        given: if two && !family_first {
            view.key(from)
        } else {
            0
        },
        surname: if family_first { from } else { reading.surname },
        titled,
        sure: marks & mark::AMBIGUOUS == 0 && (given || titled),
        known: false,
        tagged: None,
    })
}

/// Whether the first word is the family name; `None` where the words are no name at all.
fn family_leads(reading: &Reading, marks: u16) -> Option<bool> {
    if marks & mark::AMBIGUOUS != 0 && !reading.hyphen {
        return None;
    }
    Some(reading.hyphen || reading.names == 3 || marks & mark::GIVEN_TOO == 0)
}
