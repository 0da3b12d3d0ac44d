//! The terms of the *who* layer, of the *when* layer with `when`, of the marks and of the names.
//!
//! *who*, at the first token of a mention: the actor's id, its codes and their ancestors
//! (`RUSGOV`, `RUS`), its kind as `@person`, and for an actor that no dictionary has, each word of its
//! name as `=word`. Mentions may nest and may begin at one token: they differ in their length, and so
//! in their position.
//!
//! Positions of *who* and *when* say where a mention ends, too: the position of its first token
//! times [`LONGEST`], plus the number of its other tokens.

use super::spans::token_range;
use super::when::date_terms;
use crate::model::{ActorKind, Analysis, Article, FieldTokens, TextField, ancestors};
use crate::query::SourceList;
use crate::text::{MAX_TERM, Packed, TITLE_GAP, fold, words};
use std::ops::Range;

/// Actors found by name alone have ids that start with this.
pub(super) const UNKNOWN: char = '?';

/// Tokens that a mention or a date has at the most, as queries count them.
pub(super) const LONGEST: u32 = 32;

/// The term of a sentence's first token where it opens a paragraph, and of any other sentence's.
pub(super) const PARAGRAPH: &str = "p";
pub(super) const SENTENCE: &str = "s";

/// A word as a term: as much of it as is posted.
pub(super) fn term_of(word: &str) -> &str {
    &word[..word.floor_char_boundary(MAX_TERM)]
}

/// What begins the terms of `names`.
pub(super) const OUTLET: char = 'o';
pub(super) const SECTION: char = 'c';
pub(super) const AUTHOR: char = 'a';
pub(super) const HOST: char = 'h';

/// What begins the terms of the names that the source listed.
pub(super) fn listed(list: SourceList) -> char {
    match list {
        SourceList::People => 'p',
        SourceList::Organisations => 'g',
        SourceList::Places => 'l',
        SourceList::Topics => 't',
    }
}

/// Positions between two names, so that no phrase spans both.
const NAME_GAP: u32 = 100;

/// First token and number of tokens of a mention, given its position in *who* or *when*.
pub(super) fn place_of(position: u32) -> (u32, u32) {
    (position / LONGEST, position % LONGEST + 1)
}

/// How many mentions of one actor there are, given their positions in ascending order: a mention
/// within another of them is none of its own, as "M23" in "M23 rebels".
pub(super) fn apart(positions: &[u32]) -> u64 {
    let (mut count, mut end) = (0, 0);
    for &position in positions {
        let (start, tokens) = place_of(position);
        count += u64::from(start >= end);
        end = end.max(start.saturating_add(tokens));
    }
    count
}

fn place(analysis: &Analysis, field: TextField, span: Range<usize>) -> u32 {
    let range = |tokens: &FieldTokens| token_range(tokens, span.start, span.end);
    let (first, tokens) = match field {
        TextField::Title => range(&analysis.title),
        TextField::Body => {
            let (first, tokens) = range(&analysis.body);
            let base = analysis.title.tokens.len() as u32 + TITLE_GAP;
            (base + first, tokens)
        }
    };
    first
        .saturating_mul(LONGEST)
        .saturating_add((tokens - 1).min(LONGEST - 1))
}

/// Terms with their positions, to be put in order.
#[derive(Default)]
struct Unsorted {
    letters: String,
    /// Position, and where the letters of the term are.
    terms: Vec<(u32, Range<usize>)>,
}

impl Unsorted {
    /// Adds the term whose parts these are.
    fn add(&mut self, position: u32, parts: &[&str]) {
        let from = self.letters.len();
        parts.iter().for_each(|part| self.letters.push_str(part));
        self.terms.push((position, from..self.letters.len()));
    }

    /// The terms by position, each once at a position.
    fn pack(self) -> Packed {
        let Unsorted { letters, mut terms } = self;
        let text = |range: &Range<usize>| letters.get(range.clone()).unwrap_or("");
        terms.sort_unstable_by(|(a, left), (b, right)| {
            a.cmp(b).then_with(|| text(left).cmp(text(right)))
        });
        terms.dedup_by(|(a, left), (b, right)| a == b && text(left) == text(right));
        let mut packed = Packed::default();
        for (position, term) in &terms {
            packed.push(*position, text(term));
        }
        packed
    }
}

/// The *who* layer of an article.
pub(super) fn who(analysis: &Analysis) -> Packed {
    let mut all = Unsorted::default();
    for mention in &analysis.mentions {
        let place = place(analysis, mention.field, mention.start..mention.end);
        all.add(place, &[&mention.actor]);
        for code in &mention.codes {
            ancestors(code).for_each(|code| all.add(place, &[code]));
        }
        all.add(place, &[KIND, mention.kind.name()]);
        if mention.actor.starts_with(UNKNOWN) {
            name_words(&mention.name, |word| all.add(place, &[NAME, word]));
        }
    }
    all.pack()
}

/// Where the paragraphs and sentences of the body start.
pub(super) fn marks(analysis: &Analysis) -> Packed {
    let mut packed = Packed::default();
    let base = analysis.title.tokens.len() as u32 + TITLE_GAP;
    let sentences = &analysis.body.sentences;
    for same in sentences.chunk_by(|a, b| a.token == b.token) {
        let token = same[0].token;
        if token as usize >= analysis.body.tokens.len() {
            continue;
        }
        let opens = token == 0 || same.iter().any(|sentence| sentence.paragraph);
        packed.push(base + token, if opens { PARAGRAPH } else { SENTENCE });
    }
    packed
}

/// The names that an article can be found by: outlet, section, authors, what the source listed,
/// hosts.
pub(super) fn names(article: &Article) -> Packed {
    let mut packed = Packed::default();
    let mut position = 0;
    let mut add = |kind: char, name: &str| {
        words(name, |span| {
            packed.push(position, &format!("{kind}{}", fold(&name[span])));
            position += 1;
        });
        position += NAME_GAP;
    };
    article.outlet.iter().for_each(|name| add(OUTLET, name));
    article.section.iter().for_each(|name| add(SECTION, name));
    article.authors.iter().for_each(|name| add(AUTHOR, name));
    let source = &article.source;
    for (list, names) in [
        (SourceList::People, &source.people),
        (SourceList::Organisations, &source.organisations),
        (SourceList::Places, &source.places),
        (SourceList::Topics, &source.topics),
    ] {
        names.iter().for_each(|name| add(listed(list), name));
    }
    let host = article.url.as_deref().and_then(|url| {
        let url = url::Url::parse(url).ok()?;
        Some(url.host_str()?.to_lowercase())
    });
    let mut rest = host.as_deref().unwrap_or_default();
    while rest.contains('.') {
        packed.push(position, &format!("{HOST}{rest}"));
        rest = rest.split_once('.').map_or("", |(_, parent)| parent);
    }
    packed
}

/// What begins the terms of kinds, and of the words of unknown names.
const KIND: &str = "@";
const NAME: &str = "=";

/// The term that every mention of an actor of this kind has.
pub(super) fn kind_term(kind: ActorKind) -> String {
    format!("{KIND}{}", kind.name())
}

/// The kind that a term of the *who* layer stands for.
pub(super) fn kind_of(term: &str) -> Option<&str> {
    term.strip_prefix(KIND)
}

/// Whether a term of the *who* layer is an actor's id, and no code, kind or word of a name.
pub(super) fn is_id(term: &str) -> bool {
    !term.starts_with(NAME) && term.contains(':')
}

/// Whether a term of the *who* layer is a word of a name.
pub(super) fn is_name(term: &str) -> bool {
    term.starts_with(NAME)
}

/// Between which terms of the *who* layer the ids of places stand, and between which the kinds.
pub(super) const PLACES: [(&str, &str); 2] = [("?place:", "?place;"), ("place:", "place;")];
pub(super) const KINDS: (&str, &str) = (KIND, "A");

/// The words of a name as terms of the *who* layer.
pub(super) fn name_terms(name: &str) -> Vec<String> {
    let mut terms = Vec::new();
    name_words(name, |word| terms.push(format!("{NAME}{word}")));
    terms
}

fn name_words(name: &str, mut each: impl FnMut(&str)) {
    words(name, |span| each(&fold(&name[span])));
}

/// The *when* layer of an article.
pub(super) fn when(analysis: &Analysis) -> Packed {
    let mut all = Unsorted::default();
    for date in &analysis.dates {
        let place = place(analysis, date.field, date.start..date.end);
        let terms = date_terms(date).into_iter();
        terms.for_each(|term| all.add(place, &[&term]));
    }
    all.pack()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_of_one_actor_that_nest_count_once() {
        let at = |start: u32, tokens: u32| start * LONGEST + tokens - 1;
        for (positions, expected) in [
            (vec![], 0),
            (vec![at(0, 1)], 1),
            (vec![at(0, 1), at(0, 2)], 1),
            (vec![at(0, 3), at(2, 1), at(3, 1)], 2),
            (vec![at(0, 1), at(1, 1), at(5, 2), at(6, 1)], 3),
        ] {
            assert_eq!(apart(&positions), expected, "{positions:?}");
        }
    }
}
