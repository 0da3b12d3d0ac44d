//! Those who come from a state, or belong to the place where they act: "soldiers from Chad", "police in
//! Nigeria".

use super::head::{Head, head_before};
use super::owner::Owner;
use super::{Composed, before_owner, composed};
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
    let is_from = view.word(preposition).eq_ignore_ascii_case("from");
    let is_in = view.word(preposition).eq_ignore_ascii_case("in");
    if !(is_from || is_in) || !view.spaced(preposition) {
        return None;
    }
    let head = head_before(scan, preposition, |_| true)?;
    let (noun, last_word) = (head.noun.0, view.word(preposition - 1).to_ascii_lowercase());
    if head.singular && last_word != "police" {
        return None;
    }
    // "clashes with Police in ..." is a name of its own.
    if view.shape(noun) != Shape::Small && !view.starts_sentence(noun) && !scan.headline {
        return None;
    }
    let belongs = match is_from {
        true => !matches!(head.role.get(..3), Some("GOV" | "BUS")) && !is_taken(scan, noun),
        false => is_local(&last_word) && !is_seat(view.word(owner.until - 1)),
    };
    let after_name = || names.binary_search_by_key(&noun, |name| name.until).is_ok();
    let of_others = last.is_some_and(|last| last.until > noun)
        || view.spaced(noun) && (after_name() || is_of_others(view.previous(noun), is_from));
    if !belongs || of_others {
        return None;
    }
    let by = Owner {
        is_part: true,
        ..by
    };
    let (from, modified) = before_owner(scan, noun);
    let head = Head {
        singular: false,
        ..head
    };
    Some(composed(scan, by, (from, owner.until), head, modified))
}

/// Whether a word between the preposition and the name says nothing of who is meant.
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

/// Whether those in a place are of that place, by a noun in small letters: soldiers and diplomats there need
/// not be.
fn is_local(noun: &str) -> bool {
    matches!(
        noun,
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

/// Whether courts and assemblies of many states sit in a town, by the last word of its name.
fn is_seat(town: &str) -> bool {
    matches!(
        town,
        "Brussels" | "Strasbourg" | "Luxembourg" | "Hague" | "Geneva" | "Vienna" | "Ababa"
    )
}

/// Whether a word before a noun says that it is someone else's: "foreign police in Haiti", but "foreign
/// students from France".
fn is_of_others(word: &str, is_from: bool) -> bool {
    let word = word.to_ascii_lowercase();
    let of_someone = matches!(
        word.as_str(),
        "its" | "his" | "her" | "their" | "our" | "my" | "your"
    );
    let of_elsewhere = matches!(
        word.as_str(),
        "foreign" | "international" | "western" | "visiting" | "occupation" | "exiled"
    );
    of_someone || !is_from && of_elsewhere
}

/// Beginnings of verbs that take someone away from a place.
const TAKES: &[&str] = &[
    "withdr",
    "pull",
    "remov",
    "evacuat",
    "expel",
    "expuls",
    "oust",
    "driv",
    "drove",
    "eject",
    "deport",
    "recall",
    "airlift",
    "rescu",
    "extract",
    "releas",
    "repatriat",
    "return",
    "bring",
    "brought",
    "flew",
    "flown",
    "flight",
    "transfer",
    "extradit",
    "smuggl",
    "exclud",
];
/// Those whose beginnings other words share.
const TAKES_WHOLE: &[&str] = &[
    "free", "freed", "freeing", "ban", "bans", "banned", "banning", "bar", "bars", "barred",
    "barring", "fly", "flies", "flying", "take", "takes", "taken", "taking", "took", "move",
    "moves", "moved", "moving", "carry", "carried", "carrying", "clear", "cleared", "exit",
];

/// Whether a verb before a noun takes those it names away from somewhere: "withdraw its troops from
/// Chad", "expelled three journalists from Iran".
fn is_taken(scan: &Scan, noun: usize) -> bool {
    let view = &scan.view;
    (noun.saturating_sub(MAX_BACK)..noun)
        .rev()
        .take_while(|&at| !view.starts_sentence(at + 1))
        .filter(|&at| view.shape(at) == Shape::Small || view.starts_sentence(at) || scan.headline)
        .any(|at| {
            let word = view.word(at).to_ascii_lowercase();
            TAKES.iter().any(|stem| word.starts_with(stem)) || TAKES_WHOLE.contains(&word.as_str())
        })
}
