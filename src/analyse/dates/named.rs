//! Days that are part of a name: "the Good Friday Agreement", "the April 6 movement", "Bloody Sunday".
//! What is spoken of is not that day.

use super::table::Meaning;
use super::window::{Window, Word};

/// Words that make a name of the day before them, with a capital.
const NAMES: [&str; 17] = [
    "Accord",
    "Accords",
    "Agreement",
    "Brigade",
    "Brigades",
    "Coalition",
    "Front",
    "Group",
    "Massacre",
    "Movement",
    "Organisation",
    "Organization",
    "Party",
    "Revolution",
    "Treaty",
    "Uprising",
    "War",
];

/// Words that make a name of the day after them, with a capital.
const COLOURS: [&str; 3] = ["Bloody", "Black", "Red"];

/// Whether the phrase at these tokens is part of a name: a month, a weekday or a holiday between "the"
/// and such a word, not "on Monday Party members will vote". A year before a name dates it ("the 1967
/// War").
pub(super) fn is_part_of_name(window: &Window<'_>, first: isize, last: isize) -> bool {
    let word = |index: isize, words: &[&str]| words.contains(&window.raw(index));
    let article = |index: isize| window.is(index, Meaning::Article);
    let start = first + isize::from(article(first));
    let day = window.capital(start) || matches!(window.word(start), Word::Ordinal(_));
    let year = matches!(window.word(last), Word::Number(_, 4));
    let after = window.spaced(last)
        && day
        && !year
        && (article(first) || article(first - 1) && window.spaced(first - 1))
        && (word(last + 1, &NAMES) || word(last + 1, &["movement", "group"]));
    let before = window.spaced(first - 1) && window.capital(first) && word(first - 1, &COLOURS);
    after || before
}
