//! Articles over time, as a picture: SVG that depends on the counts alone.

use super::columns::start_of;
use super::copies;
use super::sanitize::line;
use crate::model::{Counted, Timeline, civil_day, day_number, unit_name};
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::prelude::*;
use std::io::{self, Write};
use std::ops::Range;

/// Width and height in pixels.
const SIZE: (u32, u32) = (960, 360);
/// Pixels of a title, and of what is written at the axes.
const TITLE: u32 = 18;
const LABELS: u32 = 13;
/// Pixels beside the bars: where the numbers stand, and where the dates do.
const LEFT: u32 = 64;
const BELOW: u32 = 32;
/// Dates written below the bars, at most.
const DATES: usize = 12;
/// Columns of a title.
const TITLE_COLUMNS: usize = 100;

/// Colour of the bars.
const BAR: RGBColor = RGBColor(66, 103, 158);

/// Days along the lower edge, with those at which a date stands.
struct DayAxis {
    days: Range<i64>,
    dates: Vec<i64>,
}

impl Ranged for DayAxis {
    type FormatOption = DefaultFormatting;
    type ValueType = i64;

    fn map(&self, day: &i64, limit: (i32, i32)) -> i32 {
        let along =
            (day - self.days.start) as f64 / (self.days.end - self.days.start).max(1) as f64;
        limit.0 + (along * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<i64> {
        self.dates.clone()
    }

    fn range(&self) -> Range<i64> {
        self.days.clone()
    }
}

/// Writes a timeline as an SVG file. A gap is as wide as the time that it lasts.
///
/// # Errors
/// What the writer says.
pub fn timeline_svg(out: &mut dyn Write, timeline: &Timeline) -> io::Result<()> {
    let mut svg = String::new();
    draw(&mut svg, timeline).map_err(|error| io::Error::other(error.to_string()))?;
    out.write_all(svg.as_bytes())?;
    out.flush()
}

type Trouble<'a> = DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>;

fn draw<'a>(svg: &'a mut String, timeline: &Timeline) -> Result<(), Trouble<'a>> {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let title = ("sans-serif", TITLE).into_font();
    root.draw_text(&caption(timeline), &title.into(), (16, 12))?;
    let (Some(first), Some(last)) = (timeline.bars.first(), timeline.bars.last()) else {
        return root.present();
    };
    let days = day_number(first.unit.from)..day_number(last.unit.until);
    let width = i64::from(SIZE.0 - LEFT);
    // No bar is thinner than a pixel.
    let thinnest = (days.end - days.start).div_euclid(width) + 1;
    let axis = DayAxis {
        dates: dates(timeline),
        days,
    };
    let most = timeline.most();
    let counted = timeline
        .copies
        .map_or(Counted::Articles, |totals| totals.counted);
    let mut chart = ChartBuilder::on(&root)
        .margin(16)
        .margin_top(44)
        .x_label_area_size(BELOW)
        .y_label_area_size(LEFT)
        .build_cartesian_2d(axis, 0..most + most / 20 + 1)?;
    let name = |day: &i64| {
        let date = civil_day(*day);
        date.map(|date| unit_name(timeline.grain, date))
            .unwrap_or_default()
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .label_style(("sans-serif", LABELS))
        .x_label_formatter(&name)
        .y_labels(6)
        .y_desc(counted.name())
        .draw()?;
    let bars = timeline.bars.iter().map(|bar| {
        let (from, until) = (day_number(bar.unit.from), day_number(bar.unit.until));
        // A thin line of paper between neighbours, where there is room for one.
        let inset = if until - from >= 4 * thinnest { 1 } else { 0 };
        let until = until.max(from + thinnest);
        let mut bar = Rectangle::new([(from, 0), (until, bar.articles)], BAR.filled());
        bar.set_margin(0, 0, inset, 0);
        bar
    });
    chart.draw_series(bars)?;
    root.present()
}

/// The first days of the units that are named.
fn dates(timeline: &Timeline) -> Vec<i64> {
    let every = timeline.units().count().div_ceil(DATES).max(1);
    let units = timeline.units().step_by(every);
    units.map(|bar| day_number(bar.unit.from)).collect()
}

/// What the picture shows, without characters that XML cannot hold.
fn caption(timeline: &Timeline) -> String {
    let which = if timeline.event {
        "in the text"
    } else {
        "of publication"
    };
    let total = copies::found(timeline.articles, timeline.copies);
    let unit = timeline.grain.name();
    let counts = format!("{total} by {unit} {which}");
    // "1,300 articles by month of publication" is as long as that.
    let room = TITLE_COLUMNS.saturating_sub(counts.len().max(38) + 2);
    let query = start_of(&line(&timeline.query), room);
    let text = format!("{query}: {counts}");
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Bar, Grain, unit_named};

    fn sample(grain: Grain, bars: &[(&str, u64)]) -> Timeline {
        let bar = |&(name, articles): &(&str, u64)| Bar {
            unit: unit_named(grain, name).unwrap(),
            articles,
        };
        Timeline {
            query: "<a> & \"b\" \u{1b}[2J\u{ffff}".into(),
            grain,
            event: true,
            articles: 12,
            copies: None,
            dated: 12,
            bars: bars.iter().map(bar).collect(),
        }
    }

    fn svg(timeline: &Timeline) -> String {
        let mut out = Vec::new();
        timeline_svg(&mut out, timeline).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_picture_is_xml_with_a_bar_for_each_unit() {
        for (grain, bars) in [
            (
                Grain::Month,
                &[("2021-11", 3), ("2022-01", 1), ("2023-09", 8)][..],
            ),
            (
                Grain::Day,
                &[("0001-01-01", 1), ("9998-12-31", u64::MAX / 2)],
            ),
            (Grain::Century, &[("14xx", 2), ("20xx", 9)]),
            (Grain::Week, &[("2023-W38", 1)]),
            (Grain::Year, &[]),
        ] {
            let found = sample(grain, bars);
            let text = svg(&found);
            let document = roxmltree::Document::parse(&text).unwrap();
            let is_bar = |node: &roxmltree::Node<'_, '_>| {
                let number = |name| {
                    node.attribute(name)
                        .and_then(|text| text.parse::<i32>().ok())
                };
                node.has_tag_name("rect")
                    && number("height") != Some(SIZE.1 as i32)
                    && number("width") > Some(0)
            };
            let drawn = document.descendants().filter(is_bar).count();
            assert_eq!(drawn, bars.len(), "{text}");
            let texts: String = document
                .descendants()
                .filter_map(|node| node.text())
                .collect();
            assert!(
                texts.contains("<a> & \"b\" \\x1b[2J\u{fffd}: 12 articles"),
                "{texts}"
            );
            if let Some((name, _)) = bars.first() {
                assert!(texts.contains(name), "{texts}");
            }
            assert_eq!(svg(&found), text);
        }
    }
}
