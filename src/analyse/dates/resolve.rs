//! From what a phrase says to the days it means, against the day of publication or, in a history,
//! against the date it told of last.

mod of_year;

use super::expression::{
    Amount, Around, Base, Found, Joined, Recurring, Symbolic, Time, Toward, YearOf,
};
use super::meant::{
    Meant, day_meant, duration, grain, month_meant, moved, period, quarter_meant, span_of_years,
    valid_year, week_meant, without_range, year_meant,
};
use super::shift;
use super::table::{Deixis, Unit};
use crate::model::{Anchor, DayRange, Grain, Published, TimexType};
use jiff::Span;
use jiff::civil::{Date, Weekday};

/// A date that others are counted from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    /// Its first day.
    pub day: Date,
    /// How precisely it is known.
    pub grain: Grain,
    pub anchor: Anchor,
    /// Whether the text gave its year.
    pub said: bool,
}

impl Reference {
    /// The day, if it is known to the day.
    pub fn day(self) -> Option<Date> {
        (self.grain == Grain::Day).then_some(self.day)
    }

    /// The month, if it is known to the month.
    pub fn month(self) -> Option<i8> {
        (self.grain <= Grain::Month).then(|| self.day.month())
    }

    pub fn year(self) -> i16 {
        self.day.year()
    }
}

/// What is known when an expression is resolved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolver {
    published: Option<Reference>,
    /// Whether the text is told against its own dates.
    history: bool,
    /// The date spoken of last, and its last token.
    last: Option<(Reference, isize)>,
    /// The sentence of the date spoken of last, and whether it only says since or until
    /// when.
    last_sentence: Option<usize>,
    last_since: bool,
    /// The sentence that a year opened last: "In 2014, ...".
    last_opened: Option<usize>,
    /// In a history, the date that the story has come to.
    story: Option<Reference>,
    /// A date far from it, where the story has gone if the next one lies there too.
    aside: Option<Reference>,
    /// The first quarter that the text spoke of, and whether it has not spoken of a longer time
    /// since.
    quarter: Option<(i16, i8)>,
    of_quarter: bool,
}

/// How many years ago a story within the news is, at least, and how many tokens it reaches.
const STORY_AGE: i16 = 5;
const STORY_REACH: isize = 30;

/// How many tokens away the day may stand that a time of day belongs to.
const NEAR: isize = 15;

impl Resolver {
    /// A resolver for one text.
    pub fn new(published: Option<&Published>, history: bool) -> Resolver {
        let published = published.map(|published| Reference {
            day: published.date,
            grain: published.grain,
            anchor: Anchor::Publication,
            said: false,
        });
        Resolver {
            published,
            history,
            last: None,
            last_sentence: None,
            last_since: false,
            last_opened: None,
            story: None,
            aside: None,
            quarter: None,
            of_quarter: false,
        }
    }

    /// What expressions count from that do not say it themselves.
    fn now(&self) -> Option<Reference> {
        if self.history {
            self.story.or(self.published)
        } else {
            self.published
        }
    }

    /// The same for an expression that a story within the news may govern: one that named a day or
    /// a month of years ago, and not long before.
    fn told(&self, found: &Found, toward: Toward) -> Option<Reference> {
        // A history that has come to its own day may look ahead from there.
        let here = self.published.zip(self.story);
        if let Some((published, story)) = here
            && matches!(toward, Toward::Future | Toward::Until)
            && published.year() - story.year() <= 1
        {
            return Some(published);
        }
        // "In June 2010 they voted. A run-off will be held in November."
        let ahead = toward == Toward::Until && self.last_sentence != Some(found.sentence);
        let story = self.story_within(found).filter(|_| !ahead);
        story.or_else(|| self.now())
    }

    fn story_within(&self, found: &Found) -> Option<Reference> {
        let (last, token) = self.last?;
        let now = self.published?;
        let past = now.year() - last.year() >= STORY_AGE;
        let before = now.year() > last.year();
        let opened = last.grain == Grain::Year && self.last_opened == Some(found.sentence);
        let near = found.first - token <= STORY_REACH;
        let dated = last.grain <= Grain::Month && !self.last_since;
        (!self.history && last.said && (opened && before || past && dated && near)).then_some(last)
    }

    fn base(&self, base: Base) -> Option<Reference> {
        match base {
            Base::Publication | Base::Context => self.now(),
            Base::Previous => self.last.map(|(last, _)| last),
        }
    }

    /// What a phrase means, or `None` if there is no such date. May shorten the phrase by a word
    /// that does not belong to it in a text of this kind.
    pub fn resolve(&mut self, found: &mut Found) -> Option<Meant> {
        let mut meant = self.meaning(found)?;
        if let Some(later) = self.after_left(found, &meant) {
            meant = later;
        }
        if let Some(around) = found.around {
            meant = beside(meant, around)?;
        }
        match found.time {
            Some(time) if !meant.value.ends_with("_REF") => add_time(&mut meant, time),
            _ => {}
        }
        self.remember(found, &meant);
        Some(meant)
    }

    /// The end of a range, which comes after its start, where it was found before it: "from April to
    /// June", "from Thursday until Tuesday". What a list names may come in any order, unless it
    /// begins with what is to come.
    fn after_left(&self, found: &Found, meant: &Meant) -> Option<Meant> {
        let joined = found.joined?;
        let (left, token) = self.last?;
        let from = meant.range?.from;
        let coming = self.now().is_some_and(|now| left.day >= now.day) && !past(&found.symbolic);
        let adjoins = found.first - token <= JOINED;
        if self.history || !adjoins || from >= left.day || joined == Joined::List && !coming {
            return None;
        }
        let next = valid_year(i32::from(from.year()) + 1)?;
        let later = match found.symbolic {
            Symbolic::Weekday { toward, .. } if !matches!(toward, Toward::Said(_)) => {
                day_meant(left.day.nth_weekday(1, from.weekday()).ok()?, meant.anchor)?
            }
            Symbolic::Month {
                year: YearOf::Unsaid,
                toward,
                ..
            } if !matches!(toward, Toward::Said(_)) => {
                month_meant(next, from.month(), meant.anchor)?
            }
            Symbolic::Day {
                year: YearOf::Unsaid,
                toward,
                ..
            } if !matches!(toward, Toward::Said(_)) => day_meant(
                Date::new(next, from.month(), from.day()).ok()?,
                meant.anchor,
            )?,
            _ => return None,
        };
        let after = later.range.is_some_and(|range| range.from >= left.day);
        after.then_some(Meant {
            confidence: 0.85,
            ..later
        })
    }

    fn meaning(&mut self, found: &mut Found) -> Option<Meant> {
        match found.symbolic {
            Symbolic::Day {
                year,
                month,
                day,
                toward,
            } => self.day_of_year(found, year, month, day, toward),
            Symbolic::Month {
                year,
                month,
                toward,
            } => self.month_of_year(found, year, month, toward),
            Symbolic::Nth { day } => self.nth(found, day),
            Symbolic::Year(year) => year_meant(year, Anchor::Absolute),
            Symbolic::Decade(first) => span_of_years(first, 10, Grain::Decade, Anchor::Absolute),
            Symbolic::Century(ordinal) => century(ordinal),
            Symbolic::Weekday { weekday, toward } => self.weekday(weekday, toward),
            Symbolic::Shift { unit, by, base } => self.shift(found, unit, by, base),
            Symbolic::UpToNow(unit) => shift::up_to_now(unit, self.now()),
            Symbolic::Later { unit, amount, sign } => self.later(found, unit, amount, sign),
            Symbolic::Quarter { quarter, year } => self.quarter(quarter, year),
            Symbolic::Half { half, year } => self.half(half, year),
            Symbolic::Season {
                season,
                year,
                toward,
            } => self.season(season, year, toward),
            Symbolic::Holiday {
                rule,
                year,
                toward,
                within,
            } => {
                let day = self.holiday(rule, year, toward)?;
                match within {
                    Some(unit) => of_year::around(day, unit),
                    None => Some(day),
                }
            }
            Symbolic::SameQuarter => self.same_quarter(),
            Symbolic::QuarterOf(year) => match self.quarter {
                Some((_, quarter)) => quarter_meant(year, i32::from(quarter) - 1, Anchor::Previous),
                None => year_meant(year, Anchor::Absolute),
            },
            Symbolic::Weekend { toward } => {
                shift::weekend(self.now(), shift::weekends(self.now(), toward))
            }
            Symbolic::YearBefore => self.year_before(found),
            // "Oct. 12, the day before the crash": the date just named.
            Symbolic::OfEvent(Unit::Day)
                if let Some((last, token)) = self.last
                    && token + 1 == found.first
                    && last.grain == Grain::Day =>
            {
                day_meant(last.day, Anchor::Previous)
            }
            Symbolic::OfEvent(unit) => {
                let mut meant = shift::unknown(unit);
                meant.anchor = Anchor::Event;
                Some(meant)
            }
            Symbolic::SomeDay => Some(self.some_day(found)),
            Symbolic::Reference(value) => Some(reference(value)),
            Symbolic::Duration { unit, amount } => {
                let long = matches!(unit, Unit::Month | Unit::Year);
                self.of_quarter &= !(long && found.rule == "length");
                duration(unit, amount)
            }
            Symbolic::Set(recurring) => set(recurring),
        }
    }

    /// Keeps a date that later ones may be counted from.
    fn remember(&mut self, found: &Found, meant: &Meant) {
        let Some(range) = meant.range else {
            return;
        };
        let here = Reference {
            day: range.from,
            grain: meant.grain,
            anchor: Anchor::Previous,
            said: meant.anchor == Anchor::Absolute
                || meant.anchor == Anchor::Previous && self.last.is_some_and(|(last, _)| last.said),
        };
        self.last = Some((here, found.last));
        self.last_sentence = Some(found.sentence);
        self.last_since = found.since;
        if found.opens && here.grain == Grain::Year {
            self.last_opened = Some(found.sentence);
        }
        if self.history {
            self.go_on(found, here);
        }
    }

    /// Lets the story go on to a date, unless that is only mentioned in it.
    fn go_on(&mut self, found: &Found, here: Reference) {
        let counted = matches!(
            found.symbolic,
            Symbolic::Shift { by: ..0, .. } | Symbolic::Set(_) | Symbolic::YearBefore
        );
        if counted || here.grain >= Grain::Decade {
            return;
        }
        let Some(story) = self.story else {
            self.story = Some(here);
            return;
        };
        let months = months_between(story, here);
        let bare = matches!(found.symbolic, Symbolic::Year(_)) && story.grain <= Grain::Month;
        let same = bare && here.year() == story.year();
        let near = if bare {
            found.opens && (0..=60).contains(&months)
        } else {
            (-ASIDE_BACK..=ASIDE_AHEAD).contains(&months)
        };
        let again = self
            .aside
            .is_some_and(|aside| months_between(aside, here).abs() <= ASIDE_AGAIN && !bare);
        if same {
            return;
        }
        if near || again {
            self.story = Some(here);
            self.aside = None;
        } else {
            self.aside = Some(here);
        }
    }

    /// The year that a phrase belongs to, where it says it, and how it was found out; `Err` where
    /// it cannot be told.
    fn said(&self, year: YearOf) -> Option<Result<(i16, Anchor), ()>> {
        let moved = |reference: Option<Reference>, by| {
            let reference = reference.ok_or(())?;
            let year = valid_year(i32::from(reference.year()) + by).ok_or(())?;
            Ok((year, reference.anchor))
        };
        match year {
            YearOf::Unsaid => None,
            YearOf::Known(year) => Some(Ok((year, Anchor::Absolute))),
            YearOf::Shift(by) => Some(moved(self.now(), by)),
            YearOf::FromPrevious(by) => Some(moved(self.base(Base::Previous), by)),
        }
    }

    /// A day and month without a year: the nearest such day (right in 94 % of news, the last one
    /// only in 63 %), unless the phrase says which.
    fn day_of_year(
        &self,
        found: &Found,
        year: YearOf,
        month: i8,
        day: i8,
        toward: Toward,
    ) -> Option<Meant> {
        // The day must exist in some year.
        Date::new(2024, month, day).ok()?;
        let unknown = || {
            let value = format!("XXXX-{month:02}-{day:02}");
            Some(without_range(TimexType::Date, value, Grain::Day))
        };
        match self.said(year) {
            Some(Ok((year, anchor))) => {
                return day_meant(Date::new(year, month, day).ok()?, anchor);
            }
            Some(Err(())) => return unknown(),
            None => {}
        }
        let Some(now) = self.told(found, toward) else {
            return unknown();
        };
        if now.anchor == Anchor::Previous {
            let year = story_year(now, month)?;
            let mut meant = day_meant(Date::new(year, month, day).ok()?, now.anchor)?;
            meant.confidence = 0.85;
            return Some(meant);
        }
        let Some(near_month) = now.month() else {
            return unknown();
        };
        let reference = now
            .day()
            .or_else(|| Date::new(now.year(), near_month, 15).ok())?;
        let date = nearest(reference, toward, |year| Date::new(year, month, day).ok())?;
        let mut meant = day_meant(date, now.anchor)?;
        let near = nearest(reference, Toward::Open, |year| {
            Date::new(year, month, day).ok()
        });
        meant.confidence = if near == Some(date) { 0.95 } else { 0.85 };
        Some(meant)
    }

    fn month_of_year(
        &self,
        found: &Found,
        year: YearOf,
        month: i8,
        toward: Toward,
    ) -> Option<Meant> {
        let unknown = || {
            let value = format!("XXXX-{month:02}");
            Some(without_range(TimexType::Date, value, Grain::Month))
        };
        match self.said(year) {
            Some(Ok((year, anchor))) => return month_meant(year, month, anchor),
            Some(Err(())) => return unknown(),
            None => {}
        }
        let Some(now) = self.told(found, toward) else {
            return unknown();
        };
        if now.anchor == Anchor::Previous && !matches!(toward, Toward::Said(_)) {
            let mut meant = month_meant(story_year(now, month)?, month, now.anchor)?;
            meant.confidence = 0.85;
            return Some(meant);
        }
        let Some(current) = now.month() else {
            return unknown();
        };
        let by = match toward {
            Toward::Said(Deixis::This) => 0,
            Toward::Said(Deixis::Last) => -i32::from(month >= current),
            Toward::Said(Deixis::Next) => i32::from(month <= current),
            Toward::Open => {
                // A month that is about to come is not said to be eleven months ago.
                let ahead = (month - current).rem_euclid(12);
                if ahead <= SOON {
                    i32::from(month < current)
                } else {
                    -i32::from(month > current)
                }
            }
            Toward::Past | Toward::Since => -i32::from(month > current),
            Toward::Future | Toward::Until => i32::from(month < current),
        };
        let year = valid_year(i32::from(now.year()) + by)?;
        let mut meant = month_meant(year, month, now.anchor)?;
        meant.confidence = 0.9;
        Some(meant)
    }

    /// "the 14th": of the month spoken of last, where that was a short while ago.
    fn nth(&self, found: &Found, day: i8) -> Option<Meant> {
        let (last, token) = self.last?;
        let near = found.first - token <= STORY_REACH || self.history;
        let month = last
            .month()
            .filter(|_| near && last.anchor != Anchor::None)?;
        let mut meant = day_meant(Date::new(last.year(), month, day).ok()?, Anchor::Previous)?;
        meant.confidence = 0.8;
        Some(meant)
    }

    /// A weekday: the latest on or before publication (90 % of news) unless the verb is in the
    /// future.
    fn weekday(&self, weekday: i8, toward: Toward) -> Option<Meant> {
        let Some((now, reference)) = self.now().and_then(|now| Some((now, now.day()?))) else {
            return Some(without_range(
                TimexType::Date,
                format!("XXXX-WXX-{weekday}"),
                Grain::Day,
            ));
        };
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let same = reference.weekday() == weekday;
        let date = match toward {
            Toward::Said(Deixis::Last | Deixis::Next) => None,
            _ => same.then_some(reference),
        };
        let date = match toward {
            _ if date.is_some() => date?,
            // "the team, who play on Friday": of a day so long ago a verb would tell.
            Toward::Open if days_since(reference, weekday) >= LONG_AGO => {
                reference.nth_weekday(1, weekday).ok()?
            }
            Toward::Open | Toward::Past | Toward::Since | Toward::Said(Deixis::Last) => {
                reference.nth_weekday(-1, weekday).ok()?
            }
            Toward::Said(Deixis::This | Deixis::Next) | Toward::Future | Toward::Until => {
                reference.nth_weekday(1, weekday).ok()?
            }
        };
        let mut meant = day_meant(date, now.anchor)?;
        meant.confidence = match toward {
            Toward::Said(_) => 0.95,
            _ => 0.9,
        };
        Some(meant)
    }

    /// Whole units from a date. In a history "today" is the writer's day and "yesterday" somebody's
    /// who is quoted: neither has a date.
    fn shift(&self, found: &Found, unit: Unit, by: i32, base: Base) -> Option<Meant> {
        if self.history && base == Base::Publication && unit == Unit::Day {
            return match (found.rule, by, found.time) {
                ("deictic", ..) => shift::shift(unit, by, self.base(Base::Previous)),
                (_, 0, None) => Some(reference("PRESENT_REF")),
                _ => Some(shift::unknown(unit)),
            };
        }
        let from = match base {
            // "that year" is the one just named, "the following year" that of the story.
            Base::Previous if self.history && by != 0 => self.now(),
            Base::Previous if found.rule == "beside" => self.before_beside(unit),
            base => self.base(base),
        };
        shift::shift(unit, by, from)
    }

    /// What "the year before" is before: the date spoken of last, unless that is still to come.
    fn before_beside(&self, unit: Unit) -> Option<Reference> {
        let (last, _) = self.last.unzip();
        let last = last.filter(|last| self.now().is_none_or(|now| last.day <= now.day));
        let last = last.or_else(|| self.now())?;
        // The quarter before a quarter is known by the month that it begins with.
        let quarter = unit == Unit::Quarter && last.grain == Grain::Quarter;
        Some(Reference {
            grain: if quarter { Grain::Month } else { last.grain },
            ..last
        })
    }

    /// "three days later": counted from the date spoken of last in a history; in news a length.
    fn later(
        &self,
        found: &mut Found,
        unit: Unit,
        amount: Option<Amount>,
        sign: i32,
    ) -> Option<Meant> {
        let year = self.last.filter(|(last, token)| {
            let near = found.first - token <= STORY_REACH;
            unit == Unit::Year && last.said && near
        });
        let story = self.story_within(found).or(year.map(|(last, _)| last));
        if !self.history && story.is_none() {
            found.last -= 1;
            return duration(unit, amount);
        }
        // What is counted from a date comes later than it, where "more than" is said.
        found.modifier = found.modifier.map(|modifier| seen_from(modifier, sign));
        match amount.map(Amount::units) {
            Some(Some(amount)) => {
                let from = story.or(self.base(Base::Previous));
                shift::shift(unit, amount.checked_mul(sign)?, from)
            }
            _ if sign < 0 => Some(reference("PAST_REF")),
            _ => Some(reference("FUTURE_REF")),
        }
    }

    /// The day of a time that names none: the one just spoken of, else that of publication.
    fn some_day(&self, found: &Found) -> Meant {
        let spoken = self.last.filter(|(last, token)| {
            last.grain == Grain::Day && (self.history || found.first - token < NEAR)
        });
        let day = match (found.time, spoken) {
            (Some(Time::Part(_)) | None, _) => None,
            (_, Some((last, _))) => Some(last),
            _ => self.published.filter(|_| !self.history),
        };
        let meant = day.and_then(|day| day_meant(day.day()?, day.anchor));
        match meant {
            Some(mut meant) => {
                meant.confidence = 0.7;
                meant
            }
            None => shift::unknown(Unit::Day),
        }
    }
}

/// Whether the verb of a phrase is in the past.
fn past(symbolic: &Symbolic) -> bool {
    matches!(
        symbolic,
        Symbolic::Weekday {
            toward: Toward::Past | Toward::Since,
            ..
        } | Symbolic::Month {
            toward: Toward::Past | Toward::Since,
            ..
        } | Symbolic::Day {
            toward: Toward::Past | Toward::Since,
            ..
        }
    )
}

/// Days from the last such weekday before a day.
fn days_since(day: Date, weekday: Weekday) -> i8 {
    (day.weekday().to_monday_zero_offset() - weekday.to_monday_zero_offset()).rem_euclid(7)
}

/// Days back from which on a weekday without a verb in the past is the one to come, nearly always in
/// newswire.
const LONG_AGO: i8 = 5;

fn months_between(from: Reference, to: Reference) -> i32 {
    let months =
        |reference: Reference| i32::from(reference.year()) * 12 + i32::from(reference.day.month());
    months(to) - months(from)
}

/// Months that a story may go back, or ahead, at one date; farther is an aside, until a second date
/// lies within so many months of it.
const ASIDE_BACK: i32 = 18;
const ASIDE_AHEAD: i32 = 30;
const ASIDE_AGAIN: i32 = 12;

/// The year of a month in a story that has come to `now`. It goes on, so a month long before the
/// one it is at belongs to the next year.
fn story_year(now: Reference, month: i8) -> Option<i16> {
    let year = i32::from(now.year());
    let by = match now.month() {
        Some(current) if current - month >= STORY_GOES_ON => 1,
        Some(current) if month - current >= STORY_LOOKS_BACK => -1,
        _ => 0,
    };
    valid_year(year + by)
}

/// Most tokens from the end of a phrase to one that is joined to it: "to", and an article.
const JOINED: isize = 3;

/// Months ahead up to which a month without a year is still to come, whatever the verb: all 11 of
/// them in half of TimeBank and AQUAINT.
const SOON: i8 = 2;

/// Days from which on the verb decides whether a day without a year is the last or the next one.
const FAR: i64 = 120;

/// Months back from which on a story is taken to have gone on to the next year.
const STORY_GOES_ON: i8 = 8;
/// Months ahead from which on it is taken to look back to the year before.
const STORY_LOOKS_BACK: i8 = 11;

/// Days after the day of publication on which a thing may have been so "since": clocks differ.
const SLIP: i64 = 1;

/// Days before it that what "will begin" may still lie: such news is published again, or late.
const LATE: i64 = 7;

/// The date of a year's round that is nearest to a day, unless the phrase says which.
fn nearest(day: Date, toward: Toward, of: impl Fn(i16) -> Option<Date> + Copy) -> Option<Date> {
    let year = i32::from(day.year());
    let dates = (-1..=1).filter_map(|by| of(valid_year(year + by)?));
    let distance = |date: &Date| crate::model::day_number(*date) - crate::model::day_number(day);
    match toward {
        Toward::Said(Deixis::Last) => dates.filter(|date| distance(date) < 0).max(),
        Toward::Said(Deixis::Next) => dates.filter(|date| distance(date) > 0).min(),
        Toward::Said(Deixis::This) => of(day.year()),
        Toward::Since => dates.filter(|date| distance(date) <= SLIP).max(),
        Toward::Until => dates.filter(|date| distance(date) >= -LATE).min(),
        Toward::Open | Toward::Past | Toward::Future => {
            let near = dates.clone().min_by_key(|date| distance(date).abs())?;
            let said = |date: &Date| (distance(date) > 0) == (toward == Toward::Future);
            if said(&near) || distance(&near).abs() < FAR {
                return Some(near);
            }
            dates.filter(said).min_by_key(|date| distance(date).abs())
        }
    }
}

/// The TIMEX3 mod of a point in time whose distance is inexact: "more than a year ago" is before
/// the point a year ago.
pub(super) fn seen_from(modifier: &'static str, sign: i32) -> &'static str {
    match (modifier, sign < 0) {
        ("MORE_THAN", true) | ("LESS_THAN", false) => "BEFORE",
        ("MORE_THAN", false) | ("LESS_THAN", true) => "AFTER",
        ("EQUAL_OR_MORE", true) | ("EQUAL_OR_LESS", false) => "ON_OR_BEFORE",
        ("EQUAL_OR_MORE", false) | ("EQUAL_OR_LESS", true) => "ON_OR_AFTER",
        _ => modifier,
    }
}

fn century(ordinal: i16) -> Option<Meant> {
    let first = match ordinal {
        1.. => (ordinal - 1).checked_mul(100)?,
        _ => (ordinal + 1).checked_mul(100)?,
    };
    if ordinal == -1 {
        let from = Date::new(-99, 1, 1).ok()?;
        let until = Date::new(1, 1, 1).ok()?;
        let range = DayRange { from, until };
        return Some(super::meant::dated(
            "BC00".to_owned(),
            range,
            Grain::Century,
            Anchor::Absolute,
        ));
    }
    span_of_years(first, 100, Grain::Century, Anchor::Absolute)
}

fn reference(value: &str) -> Meant {
    without_range(TimexType::Date, value.to_owned(), Grain::Day)
}

fn set(recurring: Recurring) -> Option<Meant> {
    let (value, grain) = match recurring {
        Recurring::Unit(unit, every) => (period(unit, Amount::whole(every))?, grain(unit)),
        Recurring::Weekday(weekday) => (format!("XXXX-WXX-{weekday}"), Grain::Day),
        Recurring::Month(month) => (format!("XXXX-{month:02}"), Grain::Month),
        Recurring::Season(season) => (format!("XXXX-{season}"), Grain::Season),
    };
    Some(without_range(TimexType::Set, value, grain))
}

fn add_time(meant: &mut Meant, time: Time) {
    meant.kind = TimexType::Time;
    meant.value.push('T');
    match time {
        Time::Part(part) => meant.value.push_str(part),
        Time::Clock(hour, minute, second) => {
            meant.value.push_str(&format!("{hour:02}:{minute:02}"));
            if let Some(second) = second {
                meant.value.push_str(&format!(":{second:02}"));
            }
        }
    }
}

/// What lies around a day.
fn beside(day: Meant, around: Around) -> Option<Meant> {
    let confidence = day.confidence;
    let meant = match (around, day.range) {
        (Around::Week, Some(range)) => week_meant(range.from, day.anchor)?,
        (Around::Week, None) => shift::unknown(Unit::Week),
        (Around::Days(by), Some(range)) => {
            let days = Span::new().try_days(by).ok()?;
            day_meant(moved(range.from, days)?, day.anchor)?
        }
        (Around::Days(_), None) => shift::unknown(Unit::Day),
    };
    Some(Meant {
        confidence: meant.confidence * confidence,
        ..meant
    })
}
