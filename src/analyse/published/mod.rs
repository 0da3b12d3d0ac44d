//! When an article was published and last changed: decided from what the reader found, the
//! address, the path and the opening of the text.
//!
//! Every source has a weight: for the fields of a page and its address, how often they were right
//! where present on a set of 1,000 news pages; for the others an estimate in proportion.
//! Candidates that agree raise each other's.

mod clock;
mod lex;
mod opening;
mod parse;
mod place;
mod vote;

pub use parse::{Hint, Parsed, parse};

use crate::model::{Article, DateCandidate, Grain, Origin, Published, SourcePart, day_number};
use jiff::civil::Date;
use vote::Candidate;

/// What a publication date is decided from.
#[derive(Clone, Copy, Debug)]
pub struct Clues<'a> {
    /// The article, with its candidates, address, path and text.
    pub article: &'a Article,
    /// Today. A date after tomorrow is not believed.
    pub today: Date,
    /// The day the file was last changed, only where the user asked for it.
    pub mtime: Option<Date>,
}

/// The publication date, or `None` where nothing believable gives one. A date in the future or
/// before 1600 is never believed.
pub fn decide(clues: &Clues<'_>) -> Option<Published> {
    let article = clues.article;
    let hint = hint(clues);
    let mut candidates: Vec<Candidate> = article
        .candidates
        .iter()
        .take(MOST)
        .filter_map(|candidate| metadata(candidate, &hint))
        .collect();
    candidates.extend(article.url.as_deref().and_then(place::in_url));
    candidates.extend(place::in_path(&article.path, article.record.is_some()));
    candidates.extend(opening::first_lines(&article.body, &hint));
    vote::settle(&mut candidates, clues.today);
    if let Some(dateline) = opening::dateline(&article.body)
        && let Some(candidate) = dated(&dateline, &candidates)
    {
        candidates.push(candidate);
        vote::settle(&mut candidates, clues.today);
    }
    if candidates.is_empty() {
        candidates.extend(
            clues
                .mtime
                .map(|date| Candidate::new(date, Grain::Day, Origin::Mtime, 0.3)),
        );
        vote::settle(&mut candidates, clues.today);
    }
    vote::choose(&candidates)
}

/// The date of the last change: the first believable candidate.
pub fn decide_updated(clues: &Clues<'_>) -> Option<Published> {
    let hint = hint(clues);
    let mut candidates: Vec<Candidate> = clues
        .article
        .updated
        .iter()
        .take(MOST)
        .filter_map(|candidate| metadata(candidate, &hint))
        .collect();
    vote::settle(&mut candidates, clues.today);
    vote::choose(candidates.get(..1)?)
}

/// Most candidates of one kind that are looked at.
const MOST: usize = 32;

fn metadata(candidate: &DateCandidate, hint: &Hint) -> Option<Candidate> {
    let parsed = parse(&candidate.text, hint)?;
    Some(Candidate::of(
        parsed,
        Origin::Metadata,
        weight(candidate.part),
    ))
}

/// How often each part of a source is right about the day of publication, where present.
fn weight(part: SourcePart) -> f32 {
    match part {
        SourcePart::Field => 0.97,
        SourcePart::Meta => 0.95,
        SourcePart::JsonLd => 0.92,
        SourcePart::TimeElement => 0.90,
        SourcePart::Extractor => 0.80,
        SourcePart::Weak => 0.69,
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

/// How this source orders day and month. American English puts the month first; so do most
/// English pages under a generic domain.
fn hint(clues: &Clues<'_>) -> Hint {
    let article = clues.article;
    let language = article
        .language
        .as_deref()
        .unwrap_or("")
        .to_ascii_lowercase();
    let host = article
        .url
        .as_deref()
        .and_then(host)
        .or(article.outlet.as_deref())
        .unwrap_or("");
    let day_first = match language.as_str() {
        "en-us" | "en_us" => Some(false),
        "" | "en" | "english" => month_first(host).map(|month_first| !month_first),
        _ => Some(true),
    };
    Hint {
        today: clues.today,
        day_first,
    }
}

/// Whether a host's country writes the month first.
fn month_first(host: &str) -> Option<bool> {
    let (_, domain) = host.rsplit_once('.')?;
    Some(matches!(
        domain,
        "com" | "org" | "net" | "us" | "gov" | "mil" | "edu" | "ph"
    ))
}

fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#', ':']).next()
}

#[cfg(test)]
mod tests;
