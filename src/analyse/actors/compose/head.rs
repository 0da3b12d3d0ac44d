//! The noun of an actor with a role, and the words that qualify it: "senior army officers".

use super::{MAX_BETWEEN, MAX_NOUN};
use crate::analyse::actors::agents::{AGENTS_TABLE, Noun};
use crate::analyse::actors::dictionary::ENGLISH;
use crate::analyse::actors::holders::HOLDERS;
use crate::analyse::actors::key::Shape;
use crate::analyse::actors::names::{NAMES, mark};
use crate::analyse::actors::phrases::Match;
use crate::analyse::actors::scan::Scan;

/// A noun and what is said of it.
#[derive(Clone, Copy)]
pub struct Head {
    pub noun: (usize, usize),
    pub role: &'static str,
    pub singular: bool,
    /// Role that a word before the noun makes of it.
    pub modified: Option<&'static str>,
}

/// The noun that begins at a token, after words that only qualify it.
pub fn head(scan: &Scan, from: usize) -> Option<Head> {
    let view = &scan.view;
    let mut modified = None;
    for at in from..view.len().min(from + MAX_BETWEEN + 1) {
        if at > from && !view.spaced(at) && view.gap(at) != "-" {
            return None;
        }
        if let Some(noun) = noun(scan, at) {
            return Some(Head { modified, ..noun });
        }
        let role = AGENTS_TABLE.modifier(view.key(at))?;
        if role != "-" {
            modified = modified.or(Some(role));
        }
    }
    None
}

/// The noun that ends before a token, and begins at one that `fits`.
pub fn head_before(scan: &Scan, until: usize, fits: impl Fn(usize) -> bool) -> Option<Head> {
    let view = &scan.view;
    let mut starts = (until.saturating_sub(MAX_NOUN)..until).filter(|&from| fits(from));
    let (from, noun) = starts.find_map(|from| {
        let noun = AGENTS_TABLE.nouns.longest(view, from, ENGLISH)?;
        (noun.until == until).then_some((from, noun.meaning))
    })?;
    let Noun::Agent { role, singular } = noun else {
        return None;
    };
    Some(Head {
        noun: (from, until),
        role,
        singular,
        modified: None,
    })
}

/// Most nouns in a row: "student union leaders".
const MAX_NOUNS: usize = 3;

/// The noun at a token with those that follow it.
fn noun(scan: &Scan, at: usize) -> Option<Head> {
    let view = &scan.view;
    let (first, role, singular) = agent(scan, at)?;
    let mut head = Head {
        noun: (at, first.until),
        role,
        singular,
        modified: None,
    };
    for _ in 1..MAX_NOUNS {
        let next = head.noun.1;
        // A noun before a noun is in the singular: "refugees cook". "police Chief Inspector" is two.
        let joined = view.spaced(next) && view.shape(next) == view.shape(next - 1);
        if !(joined && head.singular)
            || is_verb(view.word(next))
            || is_title(scan, next - 1) && is_title(scan, next)
        {
            break;
        }
        let Some((noun, role, singular)) = agent(scan, next) else {
            break;
        };
        if !(keeps_role(view.word(next - 1), head.role) || speaks_for(view.word(noun.until - 1))) {
            head.role = role;
        }
        head.noun.1 = noun.until;
        head.singular = singular;
    }
    Some(head)
}

/// Whether a word is one that stands before names: "President Ayatollah Raisi".
fn is_title(scan: &Scan, at: usize) -> bool {
    NAMES.marks(scan.view.key(at)) & mark::TITLE != 0 && scan.view.shape(at) != Shape::Small
}

/// Whether a noun is rather a verb after a noun: "police suspect".
fn is_verb(word: &str) -> bool {
    matches!(
        word,
        "suspect"
            | "cook"
            | "guard"
            | "guide"
            | "witness"
            | "captain"
            | "heads"
            | "head"
            | "guards"
    )
}

/// The agent whose noun begins at a token, with its role and whether it is one.
fn agent(scan: &Scan, at: usize) -> Option<(Match<Noun>, &'static str, bool)> {
    let view = &scan.view;
    let noun = AGENTS_TABLE
        .nouns
        .longest_from(view, at, view.key(at), ENGLISH)?;
    let Noun::Agent { role, singular } = noun.meaning else {
        return None;
    };
    let is_longer = view.shape(at) == Shape::Capitalised && is_longer_name(scan, noun.until);
    (!makes_thing(scan, noun.until) && !is_longer).then_some((noun, role, singular))
}

/// Whether a noun is that of one who stands for those named before it: "foreign ministry spokeswoman",
/// "rebel leaders".
pub fn speaks_for(word: &str) -> bool {
    let word = word.to_lowercase();
    let one = word.strip_suffix('s').unwrap_or(&word);
    matches!(
        one,
        "spokesman"
            | "spokesmen"
            | "spokeswoman"
            | "spokeswomen"
            | "spokesperson"
            | "chief"
            | "head"
            | "leader"
            | "boss"
            | "commander"
            | "official"
            | "officer"
            | "source"
            | "adviser"
            | "advisor"
            | "delegate"
            | "representative"
            | "agent"
            | "volunteer"
    )
}

/// Whether those of a role stay what they are whatever noun follows: "army engineers", "rebel
/// government", "opposition lawmakers".
fn keeps_role(word: &str, role: &str) -> bool {
    let armed = matches!(
        word.to_lowercase().as_str(),
        "rebel"
            | "separatist"
            | "guerrilla"
            | "insurgent"
            | "secessionist"
            | "jihadist"
            | "terrorist"
    );
    armed || matches!(role, "MIL" | "OPP")
}

/// Whether the word after a noun makes a thing of it: "army base", "police station".
fn makes_thing(scan: &Scan, until: usize) -> bool {
    let view = &scan.view;
    let next = view.spaced(until).then(|| {
        AGENTS_TABLE
            .nouns
            .longest(view, until, ENGLISH)
            .is_some_and(|noun| noun.meaning == Noun::Thing)
    });
    next.unwrap_or(false) || view.gap(until) == "-" && view.shape(until) == Shape::Small
}

/// Whether a noun with a capital goes on as a name: "Vanuatu Daily Post", "Tigray People's
/// Liberation Front".
fn is_longer_name(scan: &Scan, until: usize) -> bool {
    let view = &scan.view;
    let joined = view.spaced(until) || matches!(view.gap(until), "'s " | "\u{2019}s ");
    let named = NAMES.marks(view.key(until)) & mark::GIVEN != 0;
    joined
        && !scan.headline
        && !named
        && matches!(view.shape(until), Shape::Capitalised | Shape::Capitals)
        && view.shape(until + 1) != Shape::Capitalised
        && HOLDERS.surname(view.key(until)).is_none()
}
