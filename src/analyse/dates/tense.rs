//! Which way a verb points: needed where a phrase names a weekday or a month and no year.

use super::expression::Toward;
use super::table::Meaning;
use super::window::{Window, Word, is_hyphen};

/// How many tokens away a verb may stand and still govern the expression.
const REACH: isize = 12;

/// The same for a verb in the past and a month, counted with the preposition between.
const CLOSE: isize = 3;

/// The direction that the nearest verb of the sentence gives. The verb before the expression governs it ("will meet on Friday") unless it opens the sentence ("On
/// Friday, the council will meet").
pub(super) fn toward(window: &Window<'_>, first: isize, last: isize) -> Toward {
    let (from, until) = sentence(window, first);
    if looks_ahead(window, first) {
        return Toward::Future;
    }
    // "promised Tuesday that", "Tuesday promised": the day is that of the promise.
    let promised = |index| window.same(index, "promised") || window.same(index, "vowed");
    if from < first && promised(first - 1) || last + 1 < until && promised(last + 1) {
        return Toward::Past;
    }
    // "the court, which will hear it, on Monday rejected": the verb right after governs first.
    if window.spaced(last) && verb(window, last + 1) == Some(Toward::Past) && last + 1 < until {
        return Toward::Past;
    }
    let mut left = (from.max(first - REACH)..first).rev();
    let mut right = last + 1..until.min(last + REACH);
    let found = left.find_map(|index| verb(window, index));
    found
        .or_else(|| infinitive(window, first, from))
        .or_else(|| right.find_map(|index| verb(window, index)))
        .unwrap_or(Toward::Open)
}

/// "Union to strike Friday": a headline's future; "who are to meet Friday".
fn infinitive(window: &Window<'_>, first: isize, from: isize) -> Option<Toward> {
    let to = (first - CLOSE..first - 1).any(|index| {
        index > from
            && window.same(index, "to")
            && window.word(index + 1) == Word::Other
            && !window.capital(index + 1)
    });
    to.then_some(Toward::Future)
}

/// The same for a month, which is farther from the verb's time than a weekday: a verb in the past
/// governs it only from close by.
pub(super) fn toward_month(window: &Window<'_>, first: isize, last: isize) -> Toward {
    if window.same(first - 1, "since") {
        return Toward::Past;
    }
    let toward = toward(window, first, last);
    let near = |index| verb(window, index) == Some(Toward::Past);
    let opens = window.opens_sentence(first) || window.opens_sentence(first - 1);
    let close =
        || (first - CLOSE..first).any(near) || opens && (last + 1..last + 2 + CLOSE).any(near);
    if toward == Toward::Past && !close() {
        return Toward::Open;
    }
    toward
}

/// The direction that a word gives, if it is a verb that gives one.
fn verb(window: &Window<'_>, index: isize) -> Option<Toward> {
    match window.word(index) {
        Word::Known(Meaning::WillVerb) => will(window, index),
        Word::Known(Meaning::PastVerb) => participle(window, index),
        Word::Other => by_ending(window, index),
        _ => None,
    }
}

/// "set to open" and "set for Friday" look ahead, "set up" and "set fire" are in the past; what is
/// "due to injuries" has come of them.
fn will(window: &Window<'_>, index: isize) -> Option<Toward> {
    let to = window.same(index + 1, "to");
    if window.same(index, "set") && !to && !window.same(index + 1, "for") {
        return participle(window, index);
    }
    // "due to address": a verb.
    let next = window.raw(index + 2);
    let plural = next.ends_with('s') && !next.ends_with("ss");
    let noun = matches!(
        window.word(index + 2),
        Word::Known(Meaning::Article | Meaning::One) | Word::Number(..)
    ) || plural;
    let because = window.same(index, "due") && to && noun;
    (!because).then_some(Toward::Future)
}

/// The direction of a participle or a verb in the past: "to be published", "will be officially
/// opened" look ahead, "could not be reached" tells what was tried, "when it is heard" says neither.
fn participle(window: &Window<'_>, index: isize) -> Option<Toward> {
    let adverb = window.raw(index - 1).ends_with("ly");
    // "be re-opened".
    let prefix = window.gap(index - 1).is_some_and(is_hyphen);
    let before = index - 1 - isize::from(adverb || prefix);
    let auxiliary = |words: &[&str]| {
        window.spaced(before) && words.iter().any(|word| window.same(before, word))
    };
    if auxiliary(&["is", "are"]) {
        return None;
    }
    let ahead = auxiliary(&["be"]) && !could_not(window, before);
    Some(if ahead { Toward::Future } else { Toward::Past })
}

/// Whether "be" at `be` follows a "could" that is denied: "could not immediately be reached",
/// "neither of them could be found".
fn could_not(window: &Window<'_>, be: isize) -> bool {
    let denies = |index: isize| {
        ["not", "never", "no", "none", "nobody", "neither", "nor"]
            .iter()
            .any(|word| window.same(index, word))
    };
    let Some(could) = (be - CLOSE..be)
        .rev()
        .find(|&index| window.same(index, "could") || window.same(index, "couldn"))
    else {
        return false;
    };
    let (from, _) = sentence(window, could);
    window.same(could, "couldn") || (from.max(could - REACH)..be).any(denies)
}

/// "until Friday", "as soon as Friday", "as early as Friday": said of what is to come.
fn looks_ahead(window: &Window<'_>, first: isize) -> bool {
    if window.is(first - 1, Meaning::Ahead) {
        // "Until Thursday, they had not called": the verb says it.
        return !window.opens_sentence(first - 1);
    }
    let as_early = matches!(
        window.word(first - 2),
        Word::Known(Meaning::Ahead | Meaning::Part(_) | Meaning::Before)
    );
    as_early && window.raw(first - 1).eq_ignore_ascii_case("as")
}

/// Verbs tell their time by their ending; few other words in lower case end so.
fn by_ending(window: &Window<'_>, index: isize) -> Option<Toward> {
    let raw = window.raw(index);
    let ends = |endings: &[&str]| {
        raw.len() > 4
            && raw.starts_with(char::is_lowercase)
            && endings.iter().any(|ending| raw.ends_with(ending))
    };
    if ends(&window.table.will_endings) {
        return Some(Toward::Future);
    }
    if !ends(&window.table.past_endings) {
        return None;
    }
    participle(window, index)
}

/// The half-open token range of the sentence around a token.
fn sentence(window: &Window<'_>, index: isize) -> (isize, isize) {
    let sentences = &window.tokens.sentences;
    let next = sentences.partition_point(|sentence| (sentence.token as isize) <= index);
    let from = next
        .checked_sub(1)
        .and_then(|at| sentences.get(at))
        .map_or(0, |sentence| sentence.token as isize);
    let until = sentences
        .get(next)
        .map_or(window.tokens.tokens.len() as isize, |sentence| {
            sentence.token as isize
        });
    (from, until)
}
