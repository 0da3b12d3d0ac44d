//! Which words, actors and dates a leaf of a query stands for.

use super::store::{Archive, Meant, Named, Word, cut};
use dateline::analyse::actors;
use dateline::model::{ActorKind, Grain, ancestors};
use dateline::query::{DateTest, Form, Pattern, Relation};
use dateline::text::{fold, words};
use std::collections::{BTreeMap, BTreeSet};

/// For each word, actor or date of an archive, by number, whether it is meant.
pub type Set = Vec<bool>;

/// The tokens of a text.
pub fn split(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    words(text, |span| found.push(&text[span]));
    found
}

fn words_that(archive: &Archive, is_meant: impl Fn(&Word) -> bool) -> Set {
    archive.words.items.iter().map(is_meant).collect()
}

/// The words that a word of a query stands for: in a text of a language those with a stem that this
/// language gives it.
pub fn word(archive: &Archive, typed: &str, form: Form) -> Set {
    let languages = archive.languages.iter();
    let meant: BTreeMap<&str, (Word, BTreeSet<String>)> = languages
        .map(|(language, stemming)| {
            let typed = Word::new(typed, language, stemming);
            let others = stemming.stems_meant(&typed.folded).into_iter();
            let mut stems: BTreeSet<String> = others.map(|stem| cut(&stem).to_owned()).collect();
            stems.insert(typed.stem.clone());
            (language.as_str(), (typed, stems))
        })
        .collect();
    words_that(archive, |word| {
        let (typed, stems) = &meant[word.language.as_str()];
        match form {
            Form::Stemmed => stems.contains(&word.stem),
            Form::Exact => typed.folded == word.folded,
            Form::Accented => typed.accented == word.accented,
        }
    })
}

/// The words that a pattern stands for.
pub fn pattern(archive: &Archive, pattern: &Pattern) -> Set {
    match pattern {
        Pattern::Wildcard(pattern) => {
            let pattern: Vec<char> = fold(pattern).chars().collect();
            words_that(archive, |word| {
                wildcard(&pattern, &word.folded.chars().collect::<Vec<char>>())
            })
        }
        Pattern::Fuzzy { word, slips } => {
            let folded = fold(word);
            let (typed, slips) = (cut(&folded), usize::from(*slips));
            let length = typed.chars().count();
            words_that(archive, |word| {
                // Each letter more or less is a slip.
                let difference = word.folded.chars().count().abs_diff(length);
                difference <= slips && strsim::osa_distance(typed, &word.folded) <= slips
            })
        }
        Pattern::Regex(pattern) => {
            let regex = regex::Regex::new(&format!(r"\A(?:{pattern})\z")).unwrap();
            words_that(archive, |word| regex.is_match(&word.folded))
        }
    }
}

/// `*` for any characters or none, `?` for just one.
fn wildcard(pattern: &[char], word: &[char]) -> bool {
    match pattern {
        [] => word.is_empty(),
        ['*', rest @ ..] => (0..=word.len()).any(|skipped| wildcard(rest, &word[skipped..])),
        [first, rest @ ..] => {
            !word.is_empty() && (*first == '?' || *first == word[0]) && wildcard(rest, &word[1..])
        }
    }
}

/// The actors that a name stands for: those of an id or code that it means; where that is nobody, or
/// only persons, also those of that id and the unknown ones who are called so, among other names.
pub fn actor(archive: &Archive, name: &str) -> Set {
    let ids = actors::lookup(name);
    let folded = fold(name);
    let parts = split(&folded);
    let is_meant = |named: &Named| {
        if name.contains(':') && named.actor == format!("?{name}") {
            return true;
        }
        let persons =
            ids.iter().all(|id| id.starts_with("per:")) && !ids.contains(&name.to_owned());
        if persons {
            let own = fold(&named.name);
            let own = split(&own);
            let is_called = !parts.is_empty() && parts.iter().all(|part| own.contains(part));
            if named.actor == name || named.actor.starts_with('?') && is_called {
                return true;
            }
        }
        ids.iter().any(|id| {
            let mut codes = named.codes.iter().flat_map(|code| ancestors(code));
            named.actor == *id || codes.any(|code| code == id)
        })
    };
    archive.actors.items.iter().map(is_meant).collect()
}

/// The actors of a kind.
pub fn kind(archive: &Archive, kind: ActorKind) -> Set {
    let actors = archive.actors.items.iter();
    actors.map(|named| named.kind == kind).collect()
}

/// The places of a name, and the states that are called so and not only sit there; of a name that
/// nobody knows, also the places, unknown too, that have all words of it.
pub fn place(archive: &Archive, name: &str) -> Set {
    let bare = name.trim_start_matches('?');
    let bare = bare.strip_prefix("place:").unwrap_or(bare);
    let known = actors::lookup(bare);
    let of = |family: &'static str| known.iter().filter(move |id| id.starts_with(family));
    let knows_place = of("place:").next().is_some();
    let joined = |name: &str| split(&fold(name)).join("-");
    let own = joined(bare);
    let is_meant = |named: &Named| {
        let id = named.actor.as_str();
        let by_words = named.kind == ActorKind::Place
            && id.starts_with('?')
            && known
                .iter()
                .all(|id| !id.starts_with("place:") && !id.starts_with("state:"))
            && own
                .split('-')
                .all(|part| joined(&named.name).split('-').any(|own| own == part));
        id.trim_start_matches('?') == format!("place:{own}")
            || of("place:").any(|known| known == id)
            || of("state:").any(|known| known == id) && (!knows_place || joined(&named.name) == own)
            || by_words
    };
    archive.actors.items.iter().map(is_meant).collect()
}

/// The dates that lie so.
pub fn event(archive: &Archive, relation: Relation, test: DateTest) -> Set {
    let is_meant = |meant: &Meant| date_holds(meant, relation, test);
    archive.dates.items.iter().map(is_meant).collect()
}

fn date_holds(meant: &Meant, relation: Relation, test: DateTest) -> bool {
    let DateTest::Within { from, until } = test else {
        return true;
    };
    let date = meant.range;
    let shares_a_day =
        from.is_none_or(|from| date.until > from) && until.is_none_or(|until| date.from < until);
    match relation {
        Relation::Overlap => shares_a_day,
        Relation::Within => {
            from.is_none_or(|from| date.from >= from)
                && until.is_none_or(|until| date.until <= until)
        }
        Relation::Precise => {
            // A range without an end is longer than any date.
            let is_longer = from.zip(until).is_some_and(|(from, until)| {
                date.days() > dateline::model::DayRange { from, until }.days()
            });
            shares_a_day && !is_longer
        }
    }
}

/// The dates of a precision.
pub fn grain(archive: &Archive, grain: Grain) -> Set {
    let dates = archive.dates.items.iter();
    dates.map(|meant| meant.grain == grain).collect()
}
