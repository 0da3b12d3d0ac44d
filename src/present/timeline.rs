//! Articles over time, as a bar chart in text.

use super::columns::{flush_right, start_of};
use super::copies;
use super::info::{count, counted};
use super::terminal::note;
use super::{DIM, Style};
use crate::model::{Bar, Counted, Timeline, unit_name};
use std::io::{self, Write};

/// What bars are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bars {
    /// Blocks, to an eighth of a column.
    Blocks,
    /// `#`, where a terminal knows nothing but ASCII.
    Ascii,
}

/// Units without articles that are drawn one by one; more of them in a row are one line.
const FEW: u64 = 3;

/// Columns between two.
const GAP: usize = 2;

/// A line of the chart.
enum Row {
    Unit(Bar),
    /// So many units without articles.
    Gap(u64),
}

/// How many lines the chart has.
pub fn height(timeline: &Timeline) -> usize {
    rows(timeline).len()
}

fn rows(timeline: &Timeline) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut empty: Vec<Bar> = Vec::new();
    let mut more = 0;
    for bar in timeline.units() {
        if bar.articles == 0 {
            match (empty.len() as u64) < FEW {
                true => empty.push(bar),
                false => more += 1,
            }
            continue;
        }
        match more {
            0 => rows.extend(empty.drain(..).map(Row::Unit)),
            more => rows.push(Row::Gap(more + FEW)),
        }
        empty.clear();
        more = 0;
        rows.push(Row::Unit(bar));
    }
    rows
}

/// Prints a bar for each unit of a timeline, within the width of the page.
///
/// # Errors
/// What the writer says.
pub fn timeline(
    out: &mut dyn Write,
    timeline: &Timeline,
    bars: Bars,
    style: &Style,
) -> io::Result<()> {
    note(out, &head(timeline), style)?;
    let rows = rows(timeline);
    let named = |row: &Row| match row {
        Row::Unit(bar) => unit_name(timeline.grain, bar.unit.from),
        Row::Gap(_) => String::new(),
    };
    let names: Vec<String> = rows.iter().map(named).collect();
    let name_width = names.iter().map(String::len).max().unwrap_or(0);
    let most = timeline.most();
    let count_width = count(most).len();
    let room = style
        .columns()
        .saturating_sub(name_width + count_width + 2 * GAP);
    let gap = " ".repeat(GAP);
    for (row, name) in rows.iter().zip(&names) {
        let name = flush_right(name, name_width);
        match row {
            Row::Unit(bar) => {
                let number = flush_right(&count(bar.articles), count_width);
                let text = format!(
                    "{name}{gap}{number}{gap}{}",
                    drawn(bar.articles, most, room, bars)
                );
                writeln!(out, "{}", text.trim_end())?;
            }
            Row::Gap(units) => {
                let dots = if bars == Bars::Blocks { "⋮" } else { ":" };
                let units = counted(*units, timeline.grain.name());
                let text = format!("{}{gap}{units} without", flush_right(dots, name_width));
                let text = start_of(&text, style.columns());
                writeln!(out, "{}", style.painted(&text, DIM))?;
            }
        }
    }
    Ok(())
}

fn head(timeline: &Timeline) -> String {
    let query = &timeline.query;
    let unit = timeline.grain.name();
    if timeline.articles == 0 {
        return copies::nothing(query, timeline.copies);
    }
    let total = copies::found(timeline.articles, timeline.copies);
    let one = match timeline.copies.map(|totals| totals.counted) {
        Some(Counted::Groups) => "a group",
        _ => "an article",
    };
    match timeline.event {
        true => format!(
            "{total} for {query}, by {unit} in the text; {one} counts once for each, so that \
             the bars need not add up to that"
        ),
        false => format!("{total} for {query}, by {unit} of publication"),
    }
}

/// A bar as long as its part of the longest; never nothing for something.
fn drawn(articles: u64, most: u64, room: usize, bars: Bars) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let steps = if bars == Bars::Blocks { 8 } else { 1 };
    let length = (room * steps) as u128 * u128::from(articles);
    let length = length.div_ceil(u128::from(most.max(1))) as usize;
    match bars {
        Bars::Blocks => "█".repeat(length / 8) + PARTS[length % 8],
        Bars::Ascii => "#".repeat(length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grain, unit_named};
    use textwrap::core::display_width;

    fn sample() -> Timeline {
        let bar = |name: &str, articles| Bar {
            unit: unit_named(Grain::Month, name).unwrap(),
            articles,
        };
        Timeline {
            query: "ceasefire".into(),
            grain: Grain::Month,
            event: false,
            articles: 1300,
            copies: None,
            dated: 1211,
            bars: vec![
                bar("2021-01", 10),
                bar("2022-12", 1200),
                bar("2023-02", 1),
                bar("2023-03", 600),
            ],
        }
    }

    fn printed(found: &Timeline, bars: Bars, width: usize) -> String {
        let mut out = Vec::new();
        let style = Style {
            color: false,
            width,
        };
        timeline(&mut out, found, bars, &style).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn gaps_are_shown_as_gaps() {
        let expected = "1,300 articles for ceasefire, by month\nof publication\n\
            2021-01     10  ▎\n      \u{22ee}  22 months without\n\
            2022-12  1,200  ████████████████████████\n\
            2023-01      0\n\
            2023-02      1  ▏\n\
            2023-03    600  ████████████\n";
        assert_eq!(printed(&sample(), Bars::Blocks, 40), expected);
        assert_eq!(height(&sample()), 6);
        let plain = printed(&sample(), Bars::Ascii, 40);
        assert!(
            plain.is_ascii() && plain.contains("2023-03    600  ############\n"),
            "{plain}"
        );
    }

    #[test]
    fn every_line_fits() {
        for width in [0, 24, 33, 80, 200] {
            for bars in [Bars::Blocks, Bars::Ascii] {
                let text = printed(&sample(), bars, width);
                let most = width.max(Style::NARROWEST);
                assert!(
                    text.lines().all(|line| display_width(line) <= most),
                    "{text}"
                );
            }
        }
        let none = Timeline {
            query: "x".into(),
            ..Timeline::default()
        };
        assert_eq!(printed(&none, Bars::Blocks, 80), "no article matches x\n");
    }
}
