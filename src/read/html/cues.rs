//! What the names of a page's elements (class, id and so on) tell of the dates in them:
//! `schema/html-dates.tsv`, read once.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use std::sync::LazyLock;

/// What the names of an element say of a date in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    #[default]
    None,
    /// It is a date.
    Date,
    /// It is the date of publication.
    Published,
    /// It is the date of a change.
    Updated,
}

/// How a cue is looked for in the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Anywhere.
    Within,
    /// A word, or the start or end of one.
    Edge,
    /// At the start of a word.
    Start,
    /// A whole word, in the singular or the plural.
    Word,
}

#[derive(Default)]
struct Cues {
    published: Vec<(Place, &'static str)>,
    updated: Vec<(Place, &'static str)>,
    dates: Vec<(Place, &'static str)>,
    never: Vec<(Place, &'static str)>,
    aside: Vec<(Place, &'static str)>,
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let mut cues = Cues::default();
    let table = include_str!("../../../schema/html-dates.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (kind, place) = (columns.next(), columns.next());
        let place = match place {
            Some("within") => Place::Within,
            Some("edge") => Place::Edge,
            Some("start") => Place::Start,
            _ => Place::Word,
        };
        let list = match kind {
            Some("published") => &mut cues.published,
            Some("updated") => &mut cues.updated,
            Some("date") => &mut cues.dates,
            Some("aside") => &mut cues.aside,
            _ => &mut cues.never,
        };
        let names = columns.next().unwrap_or("").split(' ');
        list.extend(names.map(|name| (place, name)));
    }
    cues
});

/// All cues: most names have none.
static ANY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let lists = [
        &CUES.published,
        &CUES.updated,
        &CUES.dates,
        &CUES.never,
        &CUES.aside,
    ];
    any_of(lists.into_iter().flatten().map(|&(_, cue)| cue))
});

/// Finds any of some phrases in one pass, whatever the case of letters of ASCII; `None` for more
/// phrases than the automaton can hold, far beyond any table.
pub(super) fn any_of<'a>(phrases: impl Iterator<Item = &'a str>) -> Option<AhoCorasick> {
    let builder = AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .build(phrases);
    builder.ok()
}

/// Whether names may have a cue.
fn has_any(names: &str) -> bool {
    ANY.as_ref().is_none_or(|any| any.is_match(names))
}

/// The mark that names (in lower case, parted by blanks) give.
pub(super) fn mark(names: &str) -> Mark {
    if !has_any(names) || has(names, &CUES.never) {
        return Mark::None;
    }
    if has(names, &CUES.published) {
        Mark::Published
    } else if has(names, &CUES.updated) {
        Mark::Updated
    } else if has(names, &CUES.dates) {
        Mark::Date
    } else {
        Mark::None
    }
}

/// Whether names are those of something beside the article: comments, other stories, navigation.
pub(super) fn is_aside(names: &str) -> bool {
    has_any(names) && has(names, &CUES.aside)
}

fn has(names: &str, cues: &[(Place, &str)]) -> bool {
    cues.iter().any(|&(place, cue)| match place {
        Place::Within => names.contains(cue),
        Place::Edge => words(names).any(|word| word.starts_with(cue) || word.ends_with(cue)),
        Place::Start => words(names).any(|word| word.starts_with(cue)),
        Place::Word => {
            words(names).any(|word| word.strip_suffix('s').unwrap_or(word) == cue || word == cue)
        }
    })
}

fn words(names: &str) -> impl Iterator<Item = &str> {
    names.split(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_elements() {
        for (names, expected) in [
            ("articleheader_date", Mark::Date),
            ("postdate", Mark::Published),
            ("field field--name-field-publishing-date", Mark::Published),
            ("entry-date published updated", Mark::Published),
            ("lastupdated", Mark::Updated),
            ("entry-meta", Mark::Date),
            ("media_end_head_info_datestamp_time", Mark::Date),
            ("candidate", Mark::None),
            ("validate-form", Mark::None),
            ("publisher-logo", Mark::None),
            ("timeline", Mark::None),
            ("headline", Mark::None),
            ("", Mark::None),
        ] {
            assert_eq!(mark(names), expected, "{names}");
        }
        for (names, expected) in [
            ("comment-list", true),
            ("sidebar", true),
            ("related_articles", true),
            ("article-body", false),
            ("newsletter", false),
            ("", false),
        ] {
            assert_eq!(is_aside(names), expected, "{names}");
        }
    }

    #[test]
    fn the_table_is_well_formed() {
        for line in include_str!("../../../schema/html-dates.tsv").lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let known = match *columns.as_slice() {
                [comment] => comment.starts_with('#'),
                [
                    "published" | "updated" | "date" | "never" | "aside",
                    place,
                    names,
                ] => {
                    ["within", "edge", "start", "word"].contains(&place)
                        && names.split(' ').all(|name| !name.is_empty())
                }
                _ => false,
            };
            assert!(known, "{line}");
        }
    }
}
