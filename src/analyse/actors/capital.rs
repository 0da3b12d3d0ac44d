//! Whether a capital is its state ("Moscow denied it") or the place ("in Moscow").
//!
//! A heuristic of our own, looked up in news of our own writing: a capital is the state where it
//! is the subject of a finite verb, alone or with others; where it owns ("Washington's tariffs"); where it is
//! dealt with ("relations with Beijing", "urged Ankara"); and in "pro-Moscow", "Moscow-backed".

use super::dictionary::{DICTIONARY, ENGLISH, Role};
use super::key::{Shape, word_key};
use super::names::{NAMES, mark};
use super::view::View;

/// Most capitals in a row: "Paris, London and Rome agree".
const MAX_ROW: usize = 4;

/// Whether the capital at `index..until` acts; `dateline` is the byte after the dateline.
pub fn acts(view: &View, index: usize, until: usize, dateline: usize) -> bool {
    if view.start(index) < dateline {
        return false;
    }
    match view.gap(index) {
        "-" => return matches!(view.previous(index), "pro" | "anti" | "Pro" | "Anti"),
        " " if NAMES.marks(word_key(view.previous(index))) & mark::BEFORE_PLACE != 0 => {
            return false;
        }
        _ => {}
    }
    match view.gap(until) {
        "-" => {
            return matches!(
                view.word(until),
                "backed" | "led" | "installed" | "controlled"
            );
        }
        // "Washington's tariffs", not "Tokyo's Nikkei average".
        "'s " | "\u{2019}s " => return view.shape(until) == Shape::Small,
        _ => {}
    }
    is_dealt_with(view, index, until) || is_subject(view, until)
}

/// Words whose object is a state, where it is a capital.
const DEALS: [&str; 47] = [
    "with",
    "between",
    "against",
    "pressed",
    "press",
    "urged",
    "urges",
    "urge",
    "asked",
    "asks",
    "told",
    "tells",
    "warned",
    "warns",
    "accused",
    "accuses",
    "blamed",
    "blames",
    "criticised",
    "criticized",
    "thanked",
    "defied",
    "defies",
    "congratulated",
    "congratulates",
    "condemned",
    "condemns",
    "condemn",
    "threatened",
    "threatens",
    "praised",
    "praises",
    "pressured",
    "pressures",
    "reassured",
    "reassures",
    "rebuked",
    "rebukes",
    "sued",
    "sues",
    "lobbied",
    "antagonised",
    "antagonized",
    "slams",
    "slammed",
    "blasts",
    "provoked",
];

/// "with Beijing", "asked Brussels", but not "with London police".
fn is_dealt_with(view: &View, index: usize, until: usize) -> bool {
    let before = view.previous(index);
    // "brokered by Cairo", "supplied by Washington"
    let by = || {
        let Some(at) = index.checked_sub(1).filter(|_| before == "by") else {
            return false;
        };
        let done = view.previous(at);
        view.spaced(at) && done.len() > 4 && done.ends_with("ed")
    };
    view.spaced(index)
        && (DEALS.contains(&before) || by())
        && (!view.spaced(until) || view.shape(until) == Shape::Small)
}

/// Whether a verb follows, at once or after other names in a row.
fn is_subject(view: &View, until: usize) -> bool {
    let mut until = until;
    for others in 0..MAX_ROW {
        if view.spaced(until) && view.shape(until) == Shape::Small {
            if is_verb(view, until, others > 0) {
                return true;
            }
            if view.word(until) != "and" {
                return false;
            }
            until += 1;
        } else if view.gap(until) != ", " {
            return false;
        }
        let Some(next) = DICTIONARY.phrases.longest(view, until, ENGLISH) else {
            return false;
        };
        if !matches!(next.meaning.role, Role::Capital { .. } | Role::Name) {
            return false;
        }
        until = next.until;
    }
    false
}

/// Whether the word is a finite verb, of one subject or of several.
fn is_verb(view: &View, at: usize, several: bool) -> bool {
    let word = view.word(at);
    if NAMES.marks(word_key(word)) & mark::VERB != 0
        || several && NAMES.marks(word_key(&format!("{word}s"))) & mark::VERB != 0
        || word.len() > 4 && word.ends_with("ed") && word != "based"
    {
        return true;
    }
    // "Canberra is weighing its own visas", not "London is cold".
    if matches!(word, "is" | "are" | "was" | "were" | "has" | "have" | "had") && view.spaced(at + 1)
    {
        let next = view.word(at + 1);
        return next.len() > 4 && (next.ends_with("ing") || next.ends_with("ed")) || next == "not";
    }
    // "Beijing buys the oil", not "Paris prices of the oil".
    word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && view.spaced(at + 1)
        && matches!(
            view.word(at + 1),
            "the"
                | "a"
                | "an"
                | "its"
                | "it"
                | "no"
                | "that"
                | "this"
                | "these"
                | "nothing"
                | "both"
        )
}
