//! Which way a verb points: needed where a phrase names a weekday or a month and no year.

use super::expression::Toward;
use super::table::Meaning;
use super::window::{Window, Word};

/// How many tokens away a verb may stand and still govern the expression.
const REACH: isize = 12;

/// The direction that the nearest verb of the sentence gives, the past where none does. The verb
/// before the expression governs it ("will meet on Friday") unless it opens the sentence ("On
/// Friday, the council will meet").
pub(super) fn toward(window: &Window<'_>, first: isize, last: isize) -> Toward {
    let (from, until) = sentence(window, first);
    if looks_ahead(window, first) {
        return Toward::Future;
    }
    for index in (from.max(first - REACH)..first).rev() {
        match window.word(index) {
            Word::Known(Meaning::Future) => return Toward::Future,
            Word::Known(Meaning::Past) => return Toward::Past,
            _ if is_past_verb(window.raw(index)) => return Toward::Past,
            _ => {}
        }
    }
    for index in last + 1..until.min(last + REACH) {
        match window.word(index) {
            Word::Known(Meaning::Future) => return Toward::Future,
            Word::Known(Meaning::Past) => return Toward::Past,
            _ if is_past_verb(window.raw(index)) => return Toward::Past,
            _ => {}
        }
    }
    Toward::Past
}

/// "until Friday", "as soon as Friday", "as early as Friday": said of what is to come.
fn looks_ahead(window: &Window<'_>, first: isize) -> bool {
    if window.is(first - 1, Meaning::Ahead) {
        return true;
    }
    let as_early = matches!(
        window.word(first - 2),
        Word::Known(Meaning::Ahead | Meaning::Part(_) | Meaning::Before)
    );
    as_early && window.raw(first - 1).eq_ignore_ascii_case("as")
}

/// English regular verbs tell their past by ending; few other words of this length end so.
fn is_past_verb(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed") && word.starts_with(|c: char| c.is_ascii_lowercase())
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
