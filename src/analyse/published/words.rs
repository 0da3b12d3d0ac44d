//! Words beside and within dates of publication: `schema/published.tsv`, read once.

use crate::analyse::dates;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What the words before a date say that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Published,
    Updated,
    /// Something else: a birthday, an event, a deadline.
    Other,
}

/// The calendar that a month belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    Gregorian,
    /// The solar calendar of Iran.
    Jalali,
}

struct Words {
    months: HashMap<&'static str, (Calendar, u64)>,
    labels: Vec<(&'static str, Label)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        months: HashMap::new(),
        labels: Vec::new(),
    };
    let table = include_str!("../../../schema/published.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (kind, which) = (columns.next(), columns.next().unwrap_or(""));
        let entries = columns.next().unwrap_or("");
        match kind {
            Some("label") => {
                let label = match which {
                    "published" => Label::Published,
                    "updated" => Label::Updated,
                    _ => Label::Other,
                };
                words
                    .labels
                    .extend(entries.split('|').map(|entry| (entry, label)));
            }
            Some(kind) => {
                let calendar = match kind {
                    "jalali" => Calendar::Jalali,
                    _ => Calendar::Gregorian,
                };
                let month = which.parse().unwrap_or(0);
                let names = entries.split(' ').map(|name| (name, (calendar, month)));
                words.months.extend(names);
            }
            None => {}
        }
    }
    words
});

/// The month that a word names, in any language that has a table or is in this one.
pub(super) fn month(word: &str) -> Option<(Calendar, u64)> {
    if let Some(month) = dates::month_of(word) {
        return Some((Calendar::Gregorian, u64::from(month.unsigned_abs())));
    }
    // No name of a month is longer.
    if word.len() > 24 {
        return None;
    }
    WORDS.months.get(word.to_lowercase().as_str()).copied()
}

/// What the words before a date say that it is: the last label among them counts.
pub(super) fn label(before: &str) -> Option<Label> {
    let before = before.to_lowercase();
    WORDS
        .labels
        .iter()
        .filter_map(|(phrase, label)| Some((before.rfind(phrase)? + phrase.len(), label)))
        .max_by_key(|(end, _)| *end)
        .map(|(_, label)| *label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed() {
        for line in include_str!("../../../schema/published.tsv").lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let known = match *columns.as_slice() {
                [comment] => comment.starts_with('#'),
                ["month" | "jalali", which, _] => {
                    which.parse().is_ok_and(|n: u8| (1..=12).contains(&n))
                }
                ["label", which, _] => ["published", "updated", "other"].contains(&which),
                _ => false,
            };
            assert!(known, "{line}");
        }
    }

    #[test]
    fn the_last_label_counts() {
        for (before, expected) in [
            ("Published: ", Some(Label::Published)),
            ("Published 3 May, last updated ", Some(Label::Updated)),
            ("ZULETZT GEÄNDERT AM ", Some(Label::Updated)),
            ("Опубликовано ", Some(Label::Published)),
            ("Mitglied seit ", Some(Label::Other)),
            ("By Ann Lee, ", None),
            ("", None),
        ] {
            assert_eq!(label(before), expected, "{before}");
        }
    }

    #[test]
    fn months_of_many_languages() {
        for (word, expected) in [
            ("Gennaio", Some((Calendar::Gregorian, 1))),
            ("AĞUSTOS", Some((Calendar::Gregorian, 8))),
            ("października", Some((Calendar::Gregorian, 10))),
            ("September", Some((Calendar::Gregorian, 9))),
            ("تیر", Some((Calendar::Jalali, 4))),
            ("yesterday", None),
        ] {
            assert_eq!(month(word), expected, "{word}");
        }
    }
}
