//! The person who is named beside an actor with a role: as the bearer of a title ("Iraqi minister
//! Aziz"), or between commas ("Carl Bildt, Sweden's prime minister,").

use super::head::speaks_for;
use super::{Composed, MAX_NOUN};
use crate::analyse::actors::agents::{AGENTS_TABLE, Noun};
use crate::analyse::actors::dictionary::{ENGLISH, Role};
use crate::analyse::actors::key::Shape;
use crate::analyse::actors::names::{NAMES, mark};
use crate::analyse::actors::scan::{Found, Scan, What, at};
use crate::model::Label;

/// The person whose name begins where an actor ends.
pub fn title_of(scan: &Scan, names: &[Found], until: usize) -> Option<usize> {
    let next = at(names, until)?;
    (scan.view.spaced(until) && is_person(next)).then_some(until)
}

/// Most titles before a name: "Lieutenant General".
const MAX_TITLES: usize = 3;

/// The person whose name begins at a token, or after titles there.
fn titled<'f>(scan: &Scan, names: &'f [Found], from: usize) -> Option<&'f Found> {
    let view = &scan.view;
    let is_title = |at: &usize| {
        NAMES.marks(view.key(*at)) & mark::TITLE != 0
            && view.shape(*at) != Shape::Small
            && matches!(view.gap(at + 1), " " | ". ")
    };
    let titles = (from..from + MAX_TITLES).take_while(is_title).count();
    let person = (from..=from + titles).find_map(|from| at(names, from))?;
    is_person(person).then_some(person)
}

/// Who stands beside an actor, between commas or behind another title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// First token of the name of the person who is meant: "Carl Bildt, Sweden's prime minister,",
    /// "the Samoan judge, Richard Lussick,", "the Russian envoy to NATO, Dmitry Rogozin,", "U.N.
    /// commander General Bernard Janvier".
    pub same: Option<usize>,
    /// First token of the name of a person who belongs to the actor: "the head of the Congolese
    /// police, John Numbi,".
    pub one_of: Option<usize>,
}

/// The person beside an actor, between commas or behind another title.
pub fn beside(scan: &Scan, names: &[Found], composed: &Composed) -> Beside {
    let view = &scan.view;
    let mut beside = Beside::default();
    // "Chinese Foreign Ministry spokesman Shen Guofang"
    if view.spaced(composed.until) && speaks_for(view.word(composed.until)) {
        let until = composed.until + 1;
        beside.one_of = title_of(scan, names, until).or_else(|| after(scan, names, until));
        return beside;
    }
    let first = with_article(scan, composed.from);
    if view.gap(composed.until).starts_with(['\'', '\u{2019}']) {
        // "commander of Russia's fleet", "the Swedish group's chief"; but who stands beside "the US
        // president's son" is not the president.
        let is_owner =
            view.shape(composed.until - 1) != Shape::Small || speaks_for(view.word(composed.until));
        beside.one_of = before(scan, names, first).filter(|_| is_owner);
    } else if let Some(noun) = is_of(scan, first) {
        let first = with_article(scan, noun);
        beside.one_of = before(scan, names, first).or_else(|| after(scan, names, composed.until));
    } else if composed.noun_is_one {
        let ranked = || {
            let person = view
                .spaced(composed.until)
                .then(|| titled(scan, names, composed.until));
            person.flatten().map(|person| person.from)
        };
        beside.same = before(scan, names, first)
            .or_else(|| after(scan, names, composed.until))
            .or_else(ranked)
            .or_else(|| after(scan, names, complement(scan, composed.until)?));
    }
    beside
}

/// The token of the article before a phrase, where there is one.
fn with_article(scan: &Scan, from: usize) -> usize {
    let article = matches!(
        scan.view.previous(from),
        "the" | "a" | "an" | "The" | "A" | "An"
    );
    from - usize::from(article && scan.view.spaced(from))
}

/// The person whose name ends at a comma before a phrase.
fn before(scan: &Scan, names: &[Found], first: usize) -> Option<usize> {
    (scan.view.gap(first) == ", ").then_some(())?;
    let index = names.binary_search_by_key(&first, |name| name.until).ok()?;
    let person = names.get(index).filter(|name| is_person(name))?;
    Some(person.from)
}

/// The person whose name, after titles, begins at a comma after a phrase and ends at another.
fn after(scan: &Scan, names: &[Found], until: usize) -> Option<usize> {
    let view = &scan.view;
    (view.gap(until) == ", ").then_some(())?;
    let person = titled(scan, names, until)?;
    let ends = view.gap(person.until).starts_with([',', '.', ';']);
    ends.then_some(person.from)
}

/// Most words of what is said of an office: "to the United Nations in New York".
const MAX_COMPLEMENT: usize = 8;

/// The token after what belongs to an office: "ambassador to Kabul", "minister of internal security".
fn complement(scan: &Scan, from: usize) -> Option<usize> {
    let view = &scan.view;
    let opens = matches!(
        view.word(from),
        "to" | "for" | "of" | "on" | "in" | "at" | "with" | "and"
    );
    (opens && view.spaced(from)).then_some(())?;
    let is_verb = |at| {
        matches!(
            view.word(at),
            "said" | "says" | "told" | "was" | "is" | "has" | "had"
        )
    };
    (from + 1..from + MAX_COMPLEMENT)
        .take_while(|&at| !is_verb(at - 1) && !view.starts_sentence(at))
        .find(|&at| view.gap(at).starts_with([',', '.', ';', ':']))
}

/// The noun of whom the one that begins at a token is said to be, with "of", "for" or "in" between:
/// "the speaker of Iran's parliament".
fn is_of(scan: &Scan, from: usize) -> Option<usize> {
    let view = &scan.view;
    let of = from.checked_sub(1)?;
    let joins =
        matches!(view.word(of), "of" | "for" | "in") && view.spaced(from) && view.spaced(of);
    joins.then_some(())?;
    (of.saturating_sub(MAX_NOUN)..of).find(|&at| {
        let noun = AGENTS_TABLE.nouns.longest(view, at, ENGLISH);
        let heads = at + 1 == of && matches!(view.word(at), "head" | "heads" | "Head");
        heads
            || noun
                .is_some_and(|noun| noun.until == of && matches!(noun.meaning, Noun::Agent { .. }))
    })
}

/// Whether a name is that of a person.
pub fn is_person(found: &Found) -> bool {
    match found.what {
        What::Person(_) | What::Surname => true,
        What::Known { meaning, .. } => matches!(meaning.role, Role::Person { .. }),
        What::Name(label, _) => label == Label::Per,
    }
}
