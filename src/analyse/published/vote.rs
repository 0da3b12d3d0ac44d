//! Choosing among candidates. Sources that copy from each other are one witness; witnesses are
//! weighed as if they erred independently.

use super::parse::Parsed;
use crate::model::{Grain, Origin, Published, SourcePart, day_number};
use jiff::civil::Date;

/// Sources that are likely to err together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Witness {
    /// Fields of a file, JSON-LD, meta elements: one system writes them all.
    Fields,
    /// What the page shows to its readers.
    Shown,
    /// The address of the page.
    Address,
    /// Directory and file name.
    Path,
    /// The dateline or the first lines of the text.
    Opening,
    /// The time of a change: of the article or of the file.
    Change,
}

/// How many there are.
const WITNESSES: usize = Witness::Change as usize + 1;

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
    pub witness: Witness,
    /// Which of its forms the witness gave it in.
    pub form: Option<SourcePart>,
    /// How often this source is right, 0 to 1.
    pub weight: f32,
}

impl Candidate {
    /// A candidate that is a date alone.
    pub fn new(date: Date, grain: Grain, origin: Origin, weight: f32) -> Candidate {
        let witness = match origin {
            Origin::Corrections | Origin::Metadata => Witness::Fields,
            Origin::Url => Witness::Address,
            Origin::Directory | Origin::Filename => Witness::Path,
            Origin::Dateline | Origin::Text => Witness::Opening,
            Origin::Mtime => Witness::Change,
        };
        Candidate {
            date,
            alternative: None,
            instant: None,
            utc: false,
            grain,
            origin,
            witness,
            form: None,
            weight,
        }
    }

    /// A candidate from a date as read.
    pub fn of(parsed: Parsed, origin: Origin, weight: f32) -> Candidate {
        Candidate {
            alternative: parsed.alternative,
            instant: parsed.instant,
            utc: parsed.utc,
            ..Candidate::new(parsed.date, parsed.grain, origin, weight)
        }
    }

    /// The same, from another witness.
    pub fn from(self, witness: Witness) -> Candidate {
        Candidate { witness, ..self }
    }

    /// Whether two candidates mean the same, at the coarser of their grains.
    pub fn agrees(&self, other: &Candidate) -> bool {
        match self.grain.max(other.grain) {
            Grain::Day => self.date == other.date,
            Grain::Month => {
                (self.date.year(), self.date.month()) == (other.date.year(), other.date.month())
            }
            _ => self.date.year() == other.date.year(),
        }
    }

    /// How much likelier it is that the source is right than wrong.
    fn odds(&self) -> f32 {
        let weight = self.weight.clamp(0.0, SUREST);
        weight / (1.0 - weight)
    }
}

/// Earliest year of a printed newspaper.
const EARLIEST: i16 = 1600;

/// Earliest year of a page of the web that neither its fields nor its address vouch for.
const EARLIEST_PAGE: i16 = 1995;

/// Weight at which a source is believed about a time before the web.
const VOUCHES: f32 = 0.85;

/// Surest that any decision is.
const SUREST: f32 = 0.99;

/// A date that can be read in two ways is not believed more than this, where nothing tells which.
const EITHER_WAY: f32 = 0.5;

/// How an ambiguous date is read: how much a reading may be believed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub today: Date,
    /// Most that an ambiguous date is believed; `None` where the order of day and month is not
    /// known at all.
    pub ordered: Option<f32>,
    /// Whether the article is a page of the web.
    pub page: bool,
}

/// Drops what cannot be, exchanges day and month where only that can be or agrees with another
/// candidate, and takes the newsroom's day where a source gave it in UTC.
pub(super) fn settle(candidates: &mut Vec<Candidate>, rules: &Rules) {
    let latest = rules.today.tomorrow().unwrap_or(rules.today);
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
    let of_the_web = |candidate: &Candidate| {
        let vouched = candidate.witness != Witness::Shown && candidate.weight >= VOUCHES;
        !rules.page || candidate.date.year() >= EARLIEST_PAGE || vouched
    };
    candidates.retain(|candidate| possible(candidate.date) && of_the_web(candidate));
    if candidates
        .iter()
        .all(|date| date.alternative.is_none() && !date.utc)
    {
        return;
    }
    let seen: Vec<Candidate> = candidates.clone();
    for candidate in candidates.iter_mut() {
        if let Some(reading) = candidate.alternative {
            choose_reading(candidate, reading, &seen, rules);
        }
        if candidate.utc
            && let Some(local) = local_day(candidate, &seen)
        {
            candidate.date = local;
            candidate.utc = false;
        }
        if candidate.utc && is_near_midnight(candidate.instant) {
            candidate.weight = candidate.weight.min(OTHER_DAY);
        }
    }
}

/// Reads an ambiguous date as another source does that leaves no choice; else lowers its weight.
fn choose_reading(candidate: &mut Candidate, reading: Date, seen: &[Candidate], rules: &Rules) {
    let mut sure = seen
        .iter()
        .filter(|other| other.grain == Grain::Day && other.alternative.is_none());
    if let Some(other) = sure.find(|other| other.date == reading || other.date == candidate.date) {
        candidate.date = other.date;
        candidate.alternative = None;
        return;
    }
    candidate.weight = candidate.weight.min(rules.ordered.unwrap_or(EITHER_WAY));
}

/// The newsroom's day of a date given in UTC: that of the same instant in another zone, or that of
/// the address or of what the page shows, which are the newsroom's, where the instant can lie on
/// that day somewhere on earth.
fn local_day(candidate: &Candidate, seen: &[Candidate]) -> Option<Date> {
    let instant = candidate.instant?;
    let lies_on = |date: Date| {
        let start = day_number(date) * 86_400;
        (start - 14 * 3_600..start + 36 * 3_600).contains(&instant)
    };
    seen.iter()
        .filter(|other| other.grain == Grain::Day && !other.utc && other.alternative.is_none())
        .find(|other| {
            let local = match other.witness {
                Witness::Address => true,
                Witness::Shown => other.weight >= LOCAL,
                _ => false,
            };
            other.instant == Some(instant) || local && lies_on(other.date)
        })
        .map(|other| other.date)
}

/// Most that a day is believed which is given in UTC and may be another one at the newsroom.
const OTHER_DAY: f32 = 0.8;

/// Whether an instant is on another day in much of Europe or America.
fn is_near_midnight(instant: Option<i64>) -> bool {
    instant.is_some_and(|instant| {
        let hour = instant.rem_euclid(86_400) / 3_600;
        !(6..22).contains(&hour)
    })
}

/// Weight at which a line that the page shows tells the newsroom's day.
const LOCAL: f32 = 0.7;

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
        confidence: (score.min(SUREST) * 100.0).floor() / 100.0,
    })
}

/// What one witness says of a candidate.
#[derive(Clone, Copy, Default)]
struct Word {
    /// Best odds of what agrees at the candidate's grain or a finer one; 0 where nothing does.
    exact: f32,
    form: Option<SourcePart>,
    /// Whether it is said in more than one form.
    twice: bool,
    /// Whether something coarser agrees.
    within: bool,
    /// Best odds of what says something else.
    dissent: f32,
}

/// How probable a candidate is: the odds of the witnesses that agree, multiplied, against those of
/// the ones that say something else. Of each witness the best word counts.
fn support(candidate: &Candidate, candidates: &[Candidate]) -> f32 {
    let mut words = [Word::default(); WITNESSES];
    for other in candidates {
        let word = &mut words[other.witness as usize];
        if !other.agrees(candidate) {
            word.dissent = word.dissent.max(other.odds());
        } else if other.grain > candidate.grain {
            word.within = true;
        } else {
            word.twice |= word.exact > 0.0 && word.form != other.form;
            word.form = other.form;
            word.exact = word.exact.max(other.odds());
        }
    }
    let (mut for_it, mut against) = (1.0, 1.0);
    for (number, word) in words.iter().enumerate() {
        let exact = if word.twice {
            word.exact * TWICE
        } else {
            word.exact
        };
        if number == candidate.witness as usize {
            for_it *= exact;
        } else if exact > 0.0 {
            for_it *= exact.max(SOME_HELP);
        } else if word.within {
            // A coarser witness says little about the day.
            for_it *= SOME_HELP;
        }
        against += word.dissent;
    }
    for_it / (for_it + against)
}

/// What a second form of the same witness multiplies the odds by: mostly it is a copy.
const TWICE: f32 = 1.7;

/// Least that a witness who agrees multiplies the odds by: even a source that is wrong more often
/// than right seldom hits on the same wrong day.
const SOME_HELP: f32 = 1.5;
