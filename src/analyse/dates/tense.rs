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
    let before = first - 1 - isize::from(window.same(first - 1, "in"));
    if from < first && promised(before) || last + 1 < until && promised(last + 1) {
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

/// What has happened, where a day stands before it.
const EVENTS: [&str; 18] = [
    "attack",
    "attacks",
    "assault",
    "bombing",
    "bombings",
    "blast",
    "massacre",
    "killing",
    "killings",
    "shooting",
    "coup",
    "riot",
    "riots",
    "raid",
    "crash",
    "earthquake",
    "quake",
    "insurrection",
];

/// The same for a day or a month without a year, whose preposition may say more than the verb.
pub(super) fn toward_day(window: &Window<'_>, first: isize, last: isize) -> Toward {
    let place = preposition(window, first);
    if ["since", "seit", "depuis"]
        .iter()
        .any(|since| window.same(place, since))
    {
        return Toward::Since;
    }
    // "the Jan. 6 attack"
    if window.spaced(last) && EVENTS.iter().any(|noun| window.same(last + 1, noun)) {
        return Toward::Since;
    }
    let plain = toward(window, first, last);
    if window.same(place, "of") && window.same(place - 1, "as") {
        return as_of(window, last, plain);
    }
    if until(window, place) && !window.opens_sentence(place) {
        return lasting(window, place);
    }
    // "by March 15", "the deadline of March 15", "the March 15 deadline".
    let deadline = |index| window.same(index, "deadline");
    let due = window.same(place, "by") || deadline(place - 1) || deadline(last + 1);
    match plain {
        Toward::Open if due => Toward::Future,
        Toward::Open | Toward::Future if arranged(window, first) => Toward::Until,
        Toward::Past if happened(window, first) => Toward::Since,
        plain => plain,
    }
}

/// The place of the word before a date, its article and "early" or "about" between them left out.
fn preposition(window: &Window<'_>, first: isize) -> isize {
    let mut place = first - 1;
    while place > first - 1 - CLOSE
        && matches!(
            window.word(place),
            Word::Known(Meaning::Article | Meaning::Part(_) | Meaning::About(_))
        )
    {
        place -= 1;
    }
    place
}

/// "until", not the "soon" of "as soon as".
fn until(window: &Window<'_>, place: isize) -> bool {
    window.is(place, Meaning::Ahead) && !window.same(place, "soon")
}

/// "as of Sept. 30": so on that day and later, unless the verb after it is in the future.
fn as_of(window: &Window<'_>, last: isize, plain: Toward) -> Toward {
    let (_, until) = sentence(window, last);
    let after = (last + 1..until.min(last + REACH)).find_map(|index| verb(window, index));
    match (after, plain) {
        (Some(Toward::Future), _) | (_, Toward::Future) => Toward::Future,
        (_, Toward::Past) => Toward::Since,
        (_, plain) => plain,
    }
}

/// Verbs of what lasts, in the past: until a day that is over.
const LASTED: [&str; 12] = [
    "remained",
    "stayed",
    "lasted",
    "served",
    "ruled",
    "governed",
    "lived",
    "worked",
    "continued",
    "ran",
    "was",
    "were",
];

/// "runs until Dec. 31" looks ahead, "remained closed until Dec. 31" and "was chairman until Dec.
/// 31" look back; "was extended until Dec. 31" says little more than the calendar does.
fn lasting(window: &Window<'_>, place: isize) -> Toward {
    let (from, _) = sentence(window, place);
    let near = from.max(place - REACH)..place;
    let Some((index, toward)) = near
        .rev()
        .find_map(|index| Some((index, verb(window, index)?)))
    else {
        return Toward::Until;
    };
    let any = |index, words: &[&str]| words.iter().any(|word| window.same(index, word));
    if toward == Toward::Future || any(index - 1, &["remain", "remains", "stay", "stays"]) {
        return Toward::Until;
    }
    // "was closed" may be an order; "remained closed" is none.
    let before = !any(index - 1, &["was", "were"]) && any(index - 1, &LASTED);
    if before || any(index, &LASTED) {
        Toward::Since
    } else {
        Toward::Future
    }
}

/// Whether the date is right after what is arranged for it: "will begin on Feb. 3", "is scheduled
/// for Feb. 3", not "was scheduled for Feb. 3".
fn arranged(window: &Window<'_>, first: isize) -> bool {
    let (from, _) = sentence(window, first);
    let over = |index| {
        ["was", "were", "had", "been", "originally"]
            .iter()
            .any(|word| window.same(index, word))
    };
    let any = |index, words: &[&str]| words.iter().any(|word| window.same(index, word));
    // "the vote is on Feb. 3".
    if any(first - 1, &["on"]) && any(first - 2, &["is", "are"]) {
        return true;
    }
    let near = from.max(first - REACH)..first;
    let Some(index) = near.rev().find(|&index| verb(window, index).is_some()) else {
        return false;
    };
    // "will begin", "will soon be held".
    if (index - CLOSE..=index).any(|index| any(index, &["will", "shall", "ll"])) {
        return verb(window, index) == Some(Toward::Future);
    }
    let planned = any(index, &["scheduled", "due", "set"])
        || any(index, &["planned"]) && any(index + 1, &["for"]);
    let close = first - index <= 2 + CLOSE;
    planned && close && !over(index - 1) && !over(index - 2)
}

/// Verbs of telling what is to come: their day may be that of either.
const TELLING: [&str; 17] = [
    "announced",
    "called",
    "promised",
    "proposed",
    "planned",
    "agreed",
    "ordered",
    "set",
    "scheduled",
    "expected",
    "said",
    "told",
    "reported",
    "demanded",
    "offered",
    "moved",
    "supposed",
];

/// Whether a verb in the past stands right before the date: "died on Dec. 31", "ended combat on Dec.
/// 31".
fn happened(window: &Window<'_>, first: isize) -> bool {
    if !window.same(first - 1, "on") || !window.spaced(first - 2) {
        return false;
    }
    let plain = |index: isize| {
        window.raw(index).starts_with(char::is_lowercase)
            && window.spaced(index)
            && !TELLING.iter().any(|verb| window.same(index, verb))
    };
    let past = |index: isize| plain(index) && verb(window, index) == Some(Toward::Past);
    past(first - 2) || plain(first - 2) && past(first - 3) && window.word(first - 2) == Word::Other
}

/// The same for a month, which is farther from the verb's time than a weekday: a verb in the past
/// governs it only from close by.
pub(super) fn toward_month(window: &Window<'_>, first: isize, last: isize) -> Toward {
    let toward = toward_day(window, first, last);
    if until(window, preposition(window, first)) {
        return toward;
    }
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
pub(super) fn verb(window: &Window<'_>, index: isize) -> Option<Toward> {
    match window.word(index) {
        Word::Known(Meaning::WillVerb) => will(window, index),
        Word::Known(Meaning::PastVerb) => participle(window, index),
        Word::Known(Meaning::Ended) if window.same(index, "ends") => Some(Toward::Future),
        Word::Known(Meaning::Ended) if window.same(index, "ended") => participle(window, index),
        Word::Other if of_schedule(window, index) || may(window, index) => Some(Toward::Future),
        Word::Other => by_ending(window, index),
        _ => None,
    }
}

/// What schedules say in the present: a verb and the word that makes it one of them.
const SCHEDULED: [(&str, &str); 22] = [
    ("go", "to"),
    ("goes", "to"),
    ("head", "to"),
    ("heads", "to"),
    ("takes", "effect"),
    ("takes", "office"),
    ("takes", "place"),
    ("take", "effect"),
    ("take", "office"),
    ("take", "place"),
    ("goes", "on"),
    ("goes", "into"),
    ("comes", "into"),
    ("kicks", "off"),
    ("faces", "trial"),
    ("faces", "sentencing"),
    ("meets", "on"),
    ("meets", "again"),
    ("meets", "next"),
    ("meet", "again"),
    ("gets", "underway"),
    ("gets", "under"),
];

/// The same in the plural, which is also what "to" and "did" stand before.
const PLURAL: [&str; 5] = ["begin", "resume", "reopen", "expire", "reconvene"];

/// "takes effect", "talks resume": of a day to come. News tells the past in the present too ("Army
/// enters city"), but not with these.
fn of_schedule(window: &Window<'_>, index: isize) -> bool {
    // Most words are passed over by their first letter: one of the lists' verbs begins so.
    let raw = window.raw(index).as_bytes();
    let begins = raw
        .first()
        .is_some_and(|first| b"tgckfmbreh".contains(&first.to_ascii_lowercase()));
    if !(begins && (2..=9).contains(&raw.len())) {
        return false;
    }
    let pair = SCHEDULED
        .iter()
        .any(|(verb, next)| window.same(index, verb) && window.same(index + 1, next));
    let plain = || PLURAL.iter().any(|verb| window.same(index, verb));
    let bare = || !matches!(window.raw(index - 1), "to" | "did" | "didn" | "t" | "not");
    (pair || plain()) && bare()
}

/// "could make his debut", not "could not be reached" and "could have won".
fn may(window: &Window<'_>, index: isize) -> bool {
    matches!(window.raw(index), "could" | "might" | "must")
        && window.word(index + 1) == Word::Other
        && !matches!(
            window.raw(index + 1),
            "not" | "never" | "only" | "also" | "have" | "be" | "t"
        )
        && !could_not(window, index + 1)
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

/// What is called or set for a day: "called a summit for Wednesday".
const MEETINGS: [&str; 28] = [
    "summit",
    "meeting",
    "meetings",
    "hearing",
    "hearings",
    "talks",
    "vote",
    "votes",
    "election",
    "elections",
    "ballot",
    "referendum",
    "strike",
    "strikes",
    "protest",
    "protests",
    "rally",
    "rallies",
    "march",
    "demonstration",
    "session",
    "conference",
    "trial",
    "debate",
    "launch",
    "visit",
    "funeral",
    "date",
];

/// "until Friday", "as soon as Friday", "as early as Friday", "a summit for Friday": said of what is
/// to come.
fn looks_ahead(window: &Window<'_>, first: isize) -> bool {
    if window.is(first - 1, Meaning::Ahead) {
        // "Until Thursday, they had not called": the verb says it.
        return !window.opens_sentence(first - 1);
    }
    let meets = |index| MEETINGS.iter().any(|noun| window.same(index, noun));
    if window.same(first - 1, "for") && window.spaced(first - 2) && meets(first - 2) {
        return true;
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
