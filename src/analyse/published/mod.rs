//! When an article was published and last changed: decided from what the reader found, the
//! address, the path and the opening of the text.
//!
//! Every source has a weight: for the fields of a page and its address, how often they were right
//! where present on a set of 1,000 news pages; for the others an estimate in proportion.
//! Candidates that agree raise each other's (`vote.rs`), and lines that a page shows are read by
//! `scan.rs` with what the words in them say ("updated").

mod clock;
mod filler;
mod jalali;
mod lex;
mod opening;
mod order;
mod orders;
mod parse;
mod place;
mod scan;
mod vote;
mod words;

pub use orders::{Orders, Tally};
pub use parse::{Hint, Parsed, parse};

use crate::model::{Article, DateCandidate, Grain, Origin, Published, SourcePart, day_number};
use jiff::civil::Date;
use order::Reading;
use vote::{Candidate, Rules, Witness};
use words::Label;

/// What a publication date is decided from.
#[derive(Clone, Copy, Debug)]
pub struct Clues<'a> {
    /// The article, with its candidates, address, path and text.
    pub article: &'a Article,
    /// Today. A date after tomorrow is not believed.
    pub today: Date,
    /// The day the file was last changed, only where the user asked for it.
    pub mtime: Option<Date>,
    /// How the archive orders day and month, where that was measured.
    pub orders: &'a Orders,
}

/// The publication date, or `None` where nothing believable gives one. A date in the future or
/// before 1600 is never believed, one before 1995 only of a page whose fields or address say so, and
/// the start of Unix time in a field only where something else says the same.
pub fn decide(clues: &Clues<'_>) -> Option<Published> {
    let reading = order::reading(clues);
    let rules = rules(clues, &reading);
    let mut candidates = stated(clues.article, &reading);
    filler::drop(&mut candidates);
    vote::settle(&mut candidates, &rules);
    if let Some(dateline) = opening::dateline(&clues.article.body)
        && let Some(candidate) = dated(&dateline, &candidates)
    {
        candidates.push(candidate);
        vote::settle(&mut candidates, &rules);
    }
    if candidates.is_empty() {
        candidates = changes(clues.article, &reading)
            .map(|candidate| Candidate {
                weight: CHANGE,
                ..candidate
            })
            .collect();
        candidates.extend(
            clues
                .mtime
                .filter(|date| !filler::is_no_mtime(*date))
                .map(|date| Candidate::new(date, Grain::Day, Origin::Mtime, 0.3)),
        );
        vote::settle(&mut candidates, &rules);
    }
    vote::choose(&candidates)
}

/// The date of the last change: the first believable candidate.
pub fn decide_updated(clues: &Clues<'_>) -> Option<Published> {
    let reading = order::reading(clues);
    let mut candidates: Vec<Candidate> = changes(clues.article, &reading).collect();
    vote::settle(&mut candidates, &rules(clues, &reading));
    vote::choose(candidates.get(..1)?)
}

/// Most candidates of one kind that are looked at.
const MOST: usize = 32;

/// How often the date of the last change is that of publication, too.
const CHANGE: f32 = 0.45;

fn rules(clues: &Clues<'_>, reading: &Reading) -> Rules {
    Rules {
        today: clues.today,
        ordered: reading.believed,
        page: clues
            .article
            .candidates
            .iter()
            .any(|date| is_of_page(date.part)),
    }
}

/// Whether only pages of the web have such a part.
fn is_of_page(part: SourcePart) -> bool {
    !matches!(
        part,
        SourcePart::Field | SourcePart::JsonLd | SourcePart::Weak
    )
}

/// Everything that says when an article was published, the dateline apart.
fn stated(article: &Article, reading: &Reading) -> Vec<Candidate> {
    let candidates = article.candidates.iter().take(MOST);
    let mut candidates: Vec<Candidate> = candidates
        .filter_map(|candidate| of_part(candidate, reading))
        .collect();
    candidates.extend(article.url.as_deref().and_then(place::in_url));
    candidates.extend(place::in_path(&article.path, article.record.is_some()));
    candidates.extend(opening::first_lines(&article.body, &reading.hint));
    candidates
}

/// Everything that says when an article was last changed: its fields, then what the page shows.
fn changes(article: &Article, reading: &Reading) -> impl Iterator<Item = Candidate> {
    let shown = article.candidates.iter().filter(|date| is_line(date.part));
    let shown = shown.take(MOST).filter_map(|candidate| {
        let dates = scan::dates(&candidate.text, &reading.hint, DATES);
        let updated = |found: &scan::Found| found.label == Some(Label::Updated);
        let found = dates.into_iter().find(updated)?;
        Some(Candidate::of(
            found.parsed,
            Origin::Text,
            weight(candidate.part),
        ))
    });
    let fields = article.updated.iter().take(MOST).filter_map(|candidate| {
        if is_line(candidate.part) {
            let found = scan::dates(&candidate.text, &reading.hint, 1)
                .into_iter()
                .next()?;
            return Some(Candidate::of(
                found.parsed,
                Origin::Text,
                weight(candidate.part),
            ));
        }
        let parsed = parse(&candidate.text, &reading.hint)?;
        Some(Candidate::of(
            parsed,
            Origin::Metadata,
            weight(candidate.part),
        ))
    });
    fields
        .filter(|candidate| !filler::is_epoch(candidate))
        .chain(shown)
        .map(|candidate| candidate.from(Witness::Change))
}

/// Most dates of a line that are looked at.
const DATES: usize = 3;

/// Whether a part is a line of text rather than a field.
fn is_line(part: SourcePart) -> bool {
    matches!(
        part,
        SourcePart::Headline | SourcePart::Marked | SourcePart::Shown
    )
}

fn of_part(candidate: &DateCandidate, reading: &Reading) -> Option<Candidate> {
    let weight = weight(candidate.part);
    if is_line(candidate.part) {
        return line(&candidate.text, weight, reading);
    }
    let parsed = parse(&candidate.text, &reading.hint)?;
    let witness = match candidate.part {
        SourcePart::TimeElement | SourcePart::TimePublished => Witness::Shown,
        _ => Witness::Fields,
    };
    Some(Candidate {
        form: Some(candidate.part),
        ..Candidate::of(parsed, Origin::Metadata, weight).from(witness)
    })
}

/// The date of a line that the page shows: the first that is not said to be something else.
fn line(text: &str, weight: f32, reading: &Reading) -> Option<Candidate> {
    let dates = scan::dates(text, &reading.hint, DATES);
    let is_other =
        |found: &&scan::Found| matches!(found.label, Some(Label::Updated | Label::Other));
    let said = |found: &&scan::Found| found.label == Some(Label::Published);
    let found = dates
        .iter()
        .find(said)
        .or_else(|| dates.iter().find(|found| !is_other(found)))?;
    let weight = match found.label {
        Some(Label::Published) => 1.0 - (1.0 - weight) * 0.6,
        // A row of dates is a table, a range, an event.
        _ if dates.iter().filter(|found| found.label.is_none()).count() > 1 => weight * 0.8,
        _ => weight,
    };
    Some(Candidate::of(found.parsed, Origin::Text, weight).from(Witness::Shown))
}

/// How often each part of a source is right about the day of publication, where present.
fn weight(part: SourcePart) -> f32 {
    match part {
        SourcePart::Field => 0.97,
        SourcePart::Itemprop => 0.89,
        SourcePart::Meta => 0.89,
        SourcePart::TimePublished => 0.89,
        SourcePart::JsonLd => 0.88,
        SourcePart::TimeElement => 0.88,
        SourcePart::Headline => 0.88,
        SourcePart::Extractor => 0.80,
        SourcePart::Marked => 0.70,
        SourcePart::Weak => 0.69,
        SourcePart::Shown => 0.35,
    }
}

/// The date of a dateline, which seldom has a year: that of another candidate, or none.
fn dated(dateline: &opening::Dateline, candidates: &[Candidate]) -> Option<Candidate> {
    let best = candidates
        .iter()
        .max_by(|a, b| a.weight.total_cmp(&b.weight));
    let year = match (dateline.year, best) {
        (Some(year), _) => year,
        (None, Some(best)) if best.grain == Grain::Day => {
            let date = (-1..=1)
                .filter_map(|by| {
                    Date::new(
                        best.date.year().checked_add(by)?,
                        dateline.month,
                        dateline.day,
                    )
                    .ok()
                })
                .min_by_key(|date| (day_number(*date) - day_number(best.date)).abs())?;
            date.year()
        }
        (None, Some(best)) => best.date.year(),
        (None, None) => return None,
    };
    let date = Date::new(year, dateline.month, dateline.day).ok()?;
    Some(Candidate::new(date, Grain::Day, Origin::Dateline, 0.8))
}

#[cfg(test)]
mod tests;
