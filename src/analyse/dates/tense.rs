//! Which way a verb points: needed where a phrase names a weekday or a month and no year.

use super::expression::Toward;
use super::table::Meaning;
use super::window::{Window, Word};

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
    // "the court, which will hear it, on Monday rejected": the verb right after governs first.
    if window.spaced(last) && verb(window, last + 1) == Some(Toward::Past) && last + 1 < until {
        return Toward::Past;
    }
    let left = (from.max(first - REACH)..first).rev();
    let right = last + 1..until.min(last + REACH);
    left.chain(right)
        .find_map(|index| verb(window, index))
        .unwrap_or_else(|| infinitive(window, first, from))
}

/// "Union to strike Friday": a headline's future.
fn infinitive(window: &Window<'_>, first: isize, from: isize) -> Toward {
    let to = (first - CLOSE..first - 1).any(|index| {
        index > from && window.same(index, "to") && window.word(index + 1) == Word::Other
    });
    if to { Toward::Future } else { Toward::Open }
}

/// The same for a month, which is farther from the verb's time than a weekday: a verb in the past
/// governs it only from close by.
pub(super) fn toward_month(window: &Window<'_>, first: isize, last: isize) -> Toward {
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
        Word::Known(Meaning::WillVerb) => Some(Toward::Future),
        Word::Known(Meaning::PastVerb) => Some(Toward::Past),
        Word::Other => by_ending(window, index),
        _ => None,
    }
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
    // "to be published".
    let passive = window.same(index - 1, "be");
    Some(if passive {
        Toward::Future
    } else {
        Toward::Past
    })
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
