//! Choosing among candidates: each has the weight of its source, and those that agree help each
//! other.

use super::parse::Parsed;
use crate::model::{Grain, Origin, Published, day_number};
use jiff::civil::Date;

/// A possible date of publication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub date: Date,
    /// The other reading of an ambiguous date.
    pub alternative: Option<Date>,
    pub instant: Option<i64>,
    /// Whether the date is that of UTC, not of the newsroom.
    pub utc: bool,
    pub grain: Grain,
    pub origin: Origin,
    /// How often this source is right, 0 to 1.
    pub weight: f32,
}

impl Candidate {
    /// A candidate that is a date alone.
    pub fn new(date: Date, grain: Grain, origin: Origin, weight: f32) -> Candidate {
        Candidate {
            date,
            alternative: None,
            instant: None,
            utc: false,
            grain,
            origin,
            weight,
        }
    }

    /// A candidate from a date as read. A date that can be read in two ways is believed at most
    /// 0.6.
    pub fn of(parsed: Parsed, origin: Origin, weight: f32) -> Candidate {
        Candidate {
            date: parsed.date,
            alternative: parsed.alternative,
            instant: parsed.instant,
            utc: parsed.utc,
            grain: parsed.grain,
            origin,
            weight: if parsed.alternative.is_some() {
                weight.min(0.6)
            } else {
                weight
            },
        }
    }

    /// Whether two candidates mean the same, at the coarser of their grains.
    fn agrees(&self, other: &Candidate) -> bool {
        match self.grain.max(other.grain) {
            Grain::Day => self.date == other.date,
            Grain::Month => {
                (self.date.year(), self.date.month()) == (other.date.year(), other.date.month())
            }
            _ => self.date.year() == other.date.year(),
        }
    }
}

/// Earliest year of a printed newspaper.
const EARLIEST: i16 = 1600;

/// Surest that any decision is.
const SUREST: f32 = 0.99;

/// Drops what cannot be, exchanges day and month where only that can be or agrees with another
/// candidate, and takes the newsroom's day where a source gave it in UTC.
pub(super) fn settle(candidates: &mut Vec<Candidate>, today: Date) {
    let latest = today.tomorrow().unwrap_or(today);
    let possible = |date: Date| date.year() >= EARLIEST && date <= latest;
    for candidate in candidates.iter_mut() {
        if let Some(other) = candidate.alternative
            && !possible(candidate.date)
            && possible(other)
        {
            candidate.date = other;
            candidate.alternative = None;
        }
    }
    candidates.retain(|candidate| possible(candidate.date));
    let seen: Vec<Candidate> = candidates.clone();
    for candidate in candidates.iter_mut() {
        let sure = |other: &&Candidate| other.grain == Grain::Day && other.alternative.is_none();
        if let Some(reading) = candidate.alternative
            && seen.iter().filter(sure).any(|other| other.date == reading)
        {
            candidate.date = reading;
        }
        if candidate.utc
            && let Some(local) = local_day(candidate, &seen)
        {
            candidate.date = local;
        }
    }
}

/// The newsroom's day of a date given in UTC: that of the same instant in another zone, or that of
/// the address, which carries the newsroom's.
fn local_day(candidate: &Candidate, seen: &[Candidate]) -> Option<Date> {
    seen.iter()
        .filter(|other| other.grain == Grain::Day && !other.utc)
        .find(|other| {
            let same = other.instant.is_some() && other.instant == candidate.instant;
            let beside = (day_number(candidate.date) - day_number(other.date)).abs() == 1;
            same || other.origin == Origin::Url && beside
        })
        .map(|other| other.date)
}

/// The candidate with the most support, or `None` where there is no candidate.
pub(super) fn choose(candidates: &[Candidate]) -> Option<Published> {
    let mut best: Option<(f32, &Candidate)> = None;
    for candidate in candidates {
        let score = support(candidate, candidates);
        // Of equals the first found wins, but a finer one within it is better still.
        let better = best.is_none_or(|(top, chosen)| {
            score > top + 1e-4 || candidate.grain < chosen.grain && candidate.agrees(chosen)
        });
        let coarser = best
            .is_some_and(|(_, chosen)| chosen.grain < candidate.grain && candidate.agrees(chosen));
        if better && !coarser {
            best = Some((score, candidate));
        }
    }
    let (score, chosen) = best?;
    let group = || {
        candidates
            .iter()
            .filter(|other| other.agrees(chosen) && other.grain == chosen.grain)
    };
    let origin = group()
        .max_by(|a, b| a.weight.total_cmp(&b.weight))
        .unwrap_or(chosen)
        .origin;
    Some(Published {
        date: chosen.date,
        instant: group().find_map(|other| other.instant),
        grain: chosen.grain,
        origin,
        confidence: (score * 100.0).round() / 100.0,
    })
}

/// How sure a candidate is with all that agree with it. Fields of one page copy from each other,
/// so they count less than other sources, and a second field of the same kind (the dates of
/// comments, of other stories) not at all.
fn support(candidate: &Candidate, candidates: &[Candidate]) -> f32 {
    let mut doubt = 1.0 - candidate.weight;
    let mut heard = vec![(candidate.origin, candidate.weight)];
    for other in candidates {
        if !other.agrees(candidate) || heard.contains(&(other.origin, other.weight)) {
            continue;
        }
        // A coarser witness says little about the day.
        let worth = if other.grain > candidate.grain {
            0.2
        } else {
            0.6
        };
        let copied = heard.iter().any(|(origin, _)| *origin == other.origin);
        heard.push((other.origin, other.weight));
        doubt *= 1.0 - other.weight * if copied { worth * 0.5 } else { worth };
    }
    (1.0 - doubt).min(SUREST)
}
