//! Days that software writes where it has none.

use super::vote::{Candidate, Witness};
use crate::model::{Grain, Origin};
use jiff::civil::{Date, date};

/// The first day of Unix time: what a timestamp of 0 becomes.
const EPOCH: Date = date(1970, 1, 1);
/// The first day of spreadsheets, and what several databases fill an empty date with.
const SPREADSHEET: Date = date(1900, 1, 1);
/// Weight at which a field says that a paper is not of the first day of spreadsheets; a date of
/// digitisation has less.
const SAYS: f32 = 0.85;

/// Whether a candidate from a field is the start of Unix time: the instant, in whatever zone, or the
/// day without one. An article of that day that gives a time is not.
pub(super) fn is_epoch(candidate: &Candidate) -> bool {
    let day = candidate.date == EPOCH && candidate.grain == Grain::Day;
    candidate.origin == Origin::Metadata
        && (candidate.instant == Some(0) || day && candidate.instant.is_none())
}

/// Whether a file's time of change is none.
pub(super) fn is_no_mtime(date: Date) -> bool {
    date == EPOCH
}

/// Drops fields that hold such a day.
///
/// The start of Unix time is believed only where address, path or the first lines of the text agree;
/// what a page shows is mostly made from the same field. Newspapers of 1 January 1900 exist in
/// archives, which give whole days: that day is dropped only where another source says something
/// else and none of these agrees. Both are rules of thumb: there is no set of such articles to
/// measure on.
pub(super) fn drop(candidates: &mut Vec<Candidate>) {
    let is_spreadsheet = |candidate: &Candidate| {
        candidate.origin == Origin::Metadata
            && candidate.grain == Grain::Day
            && candidate.date == SPREADSHEET
    };
    if !candidates
        .iter()
        .any(|one| is_epoch(one) || is_spreadsheet(one))
    {
        return;
    }
    let seen = candidates.clone();
    let independent = |other: &&Candidate| {
        matches!(
            other.witness,
            Witness::Address | Witness::Path | Witness::Opening
        )
    };
    candidates.retain(|candidate| {
        let is_epoch = is_epoch(candidate);
        if !is_epoch && !is_spreadsheet(candidate) {
            return true;
        }
        let agrees = |other: &Candidate| other.agrees(candidate);
        if seen.iter().filter(independent).any(agrees) {
            return true;
        }
        let says_other = |other: &Candidate| {
            !other.agrees(candidate) && (independent(&other) || other.weight >= SAYS)
        };
        !is_epoch && !seen.iter().any(says_other)
    });
}
