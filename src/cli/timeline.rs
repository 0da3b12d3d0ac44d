//! `dateline timeline`

use super::{Common, Outcome, open, output, search};
use crate::engine::{GroupRequest, Scope, Searcher};
use crate::export::{self, OutputFile};
use crate::model::{Bar, DayRange, Grain, GroupBy, Timeline, day_number, unit_named};
use crate::present::info::counted;
use crate::present::{Style, svg, timeline};
use crate::query::Query;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Show how many articles there are over time, as a bar chart
///
/// Counts all hits by their date of publication, or with --event by the dates that they speak of; an
/// article then counts once for each. A date counts for the unit in which it lies with all its days:
/// what is dated to a month is of no day. Articles without a date that precise are counted on
/// standard error.
///
/// Without --by the unit is the finest that gives no more than some sixty bars for nine tenths of the
/// articles, and that most of those with a date have. Long stretches without articles are one line;
/// CSV and JSON have a row for each unit, from the first with articles to the last. In the SVG a gap
/// is as wide as the time that it lasts.
///
/// The format follows from the ending of FILE, where --format does not say. `count --by month` has
/// the same numbers without the gaps. schema/counts.schema.json describes the JSON and the CSV.
///
/// Exit codes: 0 dates, 1 none, 2 trouble.
#[derive(Debug, Args)]
pub(super) struct TimelineArgs {
    /// The query, as for search
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Bring the index of PATH up to date first, then search that alone
    #[arg(long = "in", value_name = "PATH")]
    within: Option<PathBuf>,
    /// What a bar stands for [default: chosen from the range of the dates]
    #[arg(long, value_name = "UNIT")]
    by: Option<Unit>,
    /// By the dates that the articles speak of, not by those of publication
    #[arg(long)]
    event: bool,
    /// For people or for programs [default: by the ending of FILE, else text]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write to a file instead of standard output; it appears only when it is whole
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// Centuries
    Century,
    /// Decades
    Decade,
    /// Calendar years
    Year,
    /// Quarters of a year
    Quarter,
    /// Calendar months
    Month,
    /// ISO weeks
    Week,
    /// Days
    Day,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A bar chart for the terminal
    Text,
    /// A row for each unit
    Csv,
    /// One object: query, by, event, articles, dated, bars
    Json,
    /// A picture
    Svg,
}

/// Lines of a chart, at most, where its unit is chosen.
const MOST: usize = 60;

/// The units that are chosen from, from coarse to fine, with the days of each, about.
const UNITS: [(Grain, i64); 6] = [
    (Grain::Century, 36_524),
    (Grain::Decade, 3652),
    (Grain::Year, 365),
    (Grain::Month, 30),
    (Grain::Week, 7),
    (Grain::Day, 1),
];

/// The place in [`UNITS`] where choosing begins.
const YEAR: usize = 2;

impl Unit {
    fn grain(self) -> Grain {
        match self {
            Unit::Century => Grain::Century,
            Unit::Decade => Grain::Decade,
            Unit::Year => Grain::Year,
            Unit::Quarter => Grain::Quarter,
            Unit::Month => Grain::Month,
            Unit::Week => Grain::Week,
            Unit::Day => Grain::Day,
        }
    }
}

fn format_of(args: &TimelineArgs) -> Format {
    let ending = args.output.as_deref().and_then(Path::extension);
    let ending = ending.map(|ending| ending.to_string_lossy().to_lowercase());
    args.format.unwrap_or(match ending.as_deref() {
        Some("svg") => Format::Svg,
        Some("csv") => Format::Csv,
        Some("json") => Format::Json,
        _ => Format::Text,
    })
}

pub(super) fn run(args: &TimelineArgs, common: &Common) -> Result<Outcome> {
    let query = search::parse(common, &args.query)?;
    let (opened, scopes) = open::to_search(common, args.within.as_deref())?;
    output::stale(common, open::stale(&opened)?);
    let source = Source {
        articles: opened.searcher.count(&query, &scopes)?,
        searcher: &opened.searcher,
        query,
        scopes,
        event: args.event,
    };
    let found = match args.by {
        Some(unit) => source.timeline(unit.grain())?,
        None => choose(|grain| source.timeline(grain))?,
    };
    let format = format_of(args);
    match &args.output {
        None => {
            let mut out = output::stdout();
            print(format, &found, &output::page(common), &mut out)?;
            output::finish(out)?;
        }
        Some(path) => {
            let style = Style {
                color: false,
                ..output::page(common)
            };
            let mut file = OutputFile::create(path)?;
            print(format, &found, &style, &mut file)
                .with_context(|| format!("{}: not written", path.display()))?;
            file.commit()?;
        }
    }
    let undated = found.articles.saturating_sub(found.dated);
    if undated > 0 {
        let unit = found.grain.name();
        let which = if args.event {
            "in the text"
        } else {
            "of publication"
        };
        let undated = counted(undated, "article");
        output::say(common, &format!("{undated} without a {unit} {which}"));
    }
    Ok(match found.bars.is_empty() {
        true => Outcome::Nothing,
        false => Outcome::Good,
    })
}

fn print(format: Format, found: &Timeline, style: &Style, out: &mut dyn Write) -> Result<()> {
    match format {
        Format::Text => timeline::timeline(out, found, output::bars(), style)?,
        Format::Csv => export::timeline_csv(out, found)?,
        Format::Json => export::timeline_json(out, found)?,
        Format::Svg => svg::timeline_svg(out, found)?,
    }
    Ok(())
}

/// What is counted.
struct Source<'a> {
    searcher: &'a dyn Searcher,
    query: Query,
    scopes: Vec<Scope>,
    event: bool,
    articles: u64,
}

impl Source<'_> {
    fn timeline(&self, grain: Grain) -> Result<Timeline> {
        let by = match self.event {
            true => GroupBy::Event(grain),
            false => GroupBy::Published(grain),
        };
        let groups = self.searcher.groups(&GroupRequest {
            query: self.query.clone(),
            scopes: self.scopes.clone(),
            by: vec![by],
        })?;
        let mut dated = self.articles;
        let mut bars = Vec::with_capacity(groups.len());
        for group in groups {
            let name = group.keys.first().map(String::as_str);
            match name.and_then(|name| unit_named(grain, name)) {
                Some(unit) => bars.push(Bar {
                    unit,
                    articles: group.articles,
                }),
                None => dated = dated.saturating_sub(group.articles),
            }
        }
        bars.sort_unstable_by_key(|bar| bar.unit);
        Ok(Timeline {
            query: self.query.to_string(),
            grain,
            event: self.event,
            articles: self.articles,
            dated,
            bars,
        })
    }
}

/// The timeline by the unit that suits it: from years, coarser while there are too many of them,
/// finer while a finer one has not too many and most of those that the coarser one has.
fn choose(mut by: impl FnMut(Grain) -> Result<Timeline>) -> Result<Timeline> {
    let mut place = YEAR;
    let mut best = by(UNITS[place].0)?;
    while place > 0 && (best.bars.is_empty() || timeline::height(&best) > MOST) {
        let coarser = by(UNITS[place - 1].0)?;
        if coarser.bars.is_empty() {
            return Ok(best);
        }
        (best, place) = (coarser, place - 1);
    }
    if place < YEAR {
        return Ok(best);
    }
    for (grain, days) in UNITS.into_iter().skip(YEAR + 1) {
        // The coarser unit tells the range to within two of it.
        if middle_days(&best) / days > MOST as i64 + 2 * UNITS[place].1 / days {
            break;
        }
        place += 1;
        let finer = by(grain)?;
        let fits = middle_days(&finer) / days <= MOST as i64 && timeline::height(&finer) <= MOST;
        match fits && 2 * finer.dated > best.dated {
            true => best = finer,
            false if finer.bars.is_empty() => break,
            false => {}
        }
    }
    Ok(best)
}

/// Days of the range in which nine tenths of the articles lie, a twentieth before and after.
fn middle_days(timeline: &Timeline) -> i64 {
    let all: u64 = timeline.bars.iter().map(|bar| bar.articles).sum();
    let edge = all / 20;
    let first = unit_beyond(timeline.bars.iter(), edge);
    let last = unit_beyond(timeline.bars.iter().rev(), edge);
    match (first, last) {
        (Some(first), Some(last)) => day_number(last.until) - day_number(first.from),
        _ => 0,
    }
}

/// The unit with which more than so many articles are reached.
fn unit_beyond<'a>(mut bars: impl Iterator<Item = &'a Bar>, articles: u64) -> Option<DayRange> {
    let mut seen = 0;
    let bar = bars.find(|bar| {
        seen += bar.articles;
        seen > articles
    });
    bar.map(|bar| bar.unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{civil_day, unit_around};
    use std::collections::BTreeMap;

    /// The timeline of articles dated to these days.
    fn of_days(days: &[&str], grain: Grain) -> Timeline {
        let mut units = BTreeMap::new();
        for day in days {
            let unit = unit_around(grain, day.parse().unwrap()).unwrap();
            *units.entry(unit).or_insert(0) += 1;
        }
        let bars = units.into_iter();
        Timeline {
            grain,
            articles: days.len() as u64,
            dated: days.len() as u64,
            bars: bars
                .map(|(unit, articles)| Bar { unit, articles })
                .collect(),
            ..Timeline::default()
        }
    }

    fn chosen(days: &[&str]) -> Grain {
        choose(|grain| Ok(of_days(days, grain))).unwrap().grain
    }

    #[test]
    fn the_unit_follows_from_the_range() {
        assert_eq!(chosen(&["2023-09-19", "2023-10-01"]), Grain::Day);
        assert_eq!(chosen(&["2023-12-28", "2024-01-03"]), Grain::Day);
        assert_eq!(chosen(&["2023-03-19", "2023-11-01"]), Grain::Week);
        assert_eq!(chosen(&["2020-03-19", "2023-11-01"]), Grain::Month);
        assert_eq!(chosen(&["1990-03-19", "2023-11-01"]), Grain::Year);
        assert_eq!(chosen(&[]), Grain::Year);
        // One that lies far off does not spoil the others.
        let mut days = vec!["2023-09-19"; 40];
        days.extend(["2023-10-01", "1492-10-12"]);
        assert_eq!(chosen(&days), Grain::Day);
        // Two centuries, every second year.
        let spread: Vec<String> = (0..100)
            .map(|number| format!("{}-06-01", 1800 + 2 * number))
            .collect();
        let spread: Vec<&str> = spread.iter().map(String::as_str).collect();
        assert_eq!(chosen(&spread), Grain::Decade);
    }

    #[test]
    fn a_unit_that_most_lack_is_not_chosen() {
        let days = ["2023-09-19"; 3];
        let found = choose(|grain| {
            let mut found = of_days(&days, grain);
            if grain < Grain::Month {
                found.bars.truncate(1);
                found.dated = 1;
            }
            Ok(found)
        });
        assert_eq!(found.unwrap().grain, Grain::Month);
    }

    #[test]
    fn every_unit_is_there_once() {
        let days = ["2023-09-19", "2023-09-20", "2024-03-01"];
        for (grain, _) in UNITS {
            let found = of_days(&days, grain);
            let units: Vec<Bar> = found.units().collect();
            let joined = units
                .windows(2)
                .all(|pair| pair[0].unit.until == pair[1].unit.from);
            assert!(joined, "{units:?}");
            let sum: u64 = units.iter().map(|bar| bar.articles).sum();
            assert_eq!(sum, 3);
            assert!(units.first().is_some_and(|bar| bar.articles > 0));
            assert!(units.last().is_some_and(|bar| bar.articles > 0));
        }
        assert!(civil_day(middle_days(&of_days(&days, Grain::Day))).is_some());
    }
}
