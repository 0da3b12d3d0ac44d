//! Those who come from a state, or belong to the place where they act: "soldiers from Chad", "police in
//! Nigeria".

use super::head::Head;
use super::owner::Owner;
use super::{Composed, MAX_NOUN, composed};
use crate::analyse::actors::agents::{AGENTS_TABLE, Noun};
use crate::analyse::actors::dictionary::ENGLISH;
use crate::analyse::actors::key::Shape;
use crate::analyse::actors::scan::{Found, Scan};

/// Most words back to a verb that takes someone away from a place.
const MAX_BACK: usize = 12;

/// The actor whose noun stands before a name, with "from" or "in" between; `last` is the one found
/// before it, `names` are all names in the text.
pub fn origin(
    scan: &Scan,
    owner: &Found,
    by: Owner,
    last: Option<&Composed>,
    names: &[Found],
) -> Option<Composed> {
    let view = &scan.view;
    if !by.named || !view.spaced(owner.from) {
        return None;
    }
    let mut preposition = owner.from.checked_sub(1)?;
    for _ in 0..2 {
        let part = is_article_or_part(view.word(preposition)) && view.spaced(preposition);
        preposition -= usize::from(part && preposition > 0);
    }
    let is_from = view.word(preposition) == "from";
    if !(is_from || view.word(preposition) == "in") || !view.spaced(preposition) {
        return None;
    }
    let first = preposition.saturating_sub(MAX_NOUN);
    let (from, role) = (first..preposition).find_map(|from| {
        let noun = AGENTS_TABLE.nouns.longest(view, from, ENGLISH)?;
        let Noun::Agent { role, singular } = noun.meaning else {
            return None;
        };
        let several = !singular || view.word(noun.until - 1).eq_ignore_ascii_case("police");
        (noun.until == preposition && several).then_some((from, role))
    })?;
    // "clashes with Police in ..." is a name of its own.
    if view.shape(from) != Shape::Small && !view.starts_sentence(from) && !scan.headline {
        return None;
    }
    let belongs = match is_from {
        true => !matches!(role.get(..3), Some("GOV" | "BUS")) && !is_taken(scan, from),
        false => is_local(view.word(preposition - 1)),
    };
    let after_name = || names.binary_search_by_key(&from, |name| name.until).is_ok();
    let of_others = last.is_some_and(|last| last.until > from)
        || view.spaced(from) && (after_name() || is_of_others(view.previous(from)));
    if !belongs || of_others {
        return None;
    }
    let head = Head {
        noun: (from, preposition),
        role,
        singular: false,
        modified: None,
    };
    let by = Owner {
        is_part: true,
        ..by
    };
    Some(composed(scan, by, (from, owner.until), head, None))
}

fn is_article_or_part(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "neighbouring"
            | "neighboring"
            | "nearby"
    )
}

/// Whether those in a place are of that place: soldiers and diplomats there need not be.
fn is_local(noun: &str) -> bool {
    matches!(
        noun.to_ascii_lowercase().as_str(),
        "police"
            | "authorities"
            | "prosecutors"
            | "detectives"
            | "lawmakers"
            | "legislators"
            | "judges"
            | "voters"
            | "residents"
            | "villagers"
            | "protesters"
            | "demonstrators"
            | "farmers"
            | "teachers"
    )
}

/// Whether a word before a noun says that it is someone else's: "foreign police in Haiti".
fn is_of_others(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "foreign"
            | "international"
            | "western"
            | "visiting"
            | "occupation"
            | "its"
            | "his"
            | "her"
            | "their"
            | "our"
            | "my"
            | "your"
            | "exiled"
    )
}

/// Whether a verb before a noun takes those it names away from somewhere: "withdraw its troops from
/// Chad", "expelled three journalists from Iran".
fn is_taken(scan: &Scan, noun: usize) -> bool {
    let view = &scan.view;
    const STEMS: [&str; 38] = [
        "withdr",
        "pull",
        "remov",
        "evacuat",
        "expel",
        "expuls",
        "oust",
        "drive",
        "drove",
        "driv",
        "eject",
        "deport",
        "recall",
        "airlift",
        "rescu",
        "extract",
        "free",
        "releas",
        "repatriat",
        "return",
        "bring",
        "brought",
        "fly",
        "flew",
        "flown",
        "flight",
        "take",
        "took",
        "carr",
        "transfer",
        "mov",
        "bar",
        "ban",
        "exclu",
        "extradit",
        "smuggl",
        "clear",
        "exit",
    ];
    (noun.saturating_sub(MAX_BACK)..noun)
        .rev()
        .take_while(|&at| !view.starts_sentence(at + 1))
        .any(|at| {
            let word = view.word(at).to_ascii_lowercase();
            STEMS.iter().any(|stem| word.starts_with(stem))
        })
}
