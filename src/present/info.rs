//! Small tables, and numbers as people read them.

use super::sanitize::{Space, line};
use super::wrap::Block;
use super::{DIM, Style, TEXT};
use std::io::{self, Write};
use textwrap::core::display_width;

/// Prints rows of a name and a value: names in one column, values wrapped beside it.
///
/// The column of names takes at most half of the page; a longer name has its value on the next
/// line. White space within a value is folded.
pub fn table(out: &mut dyn Write, rows: &[(String, String)], style: &Style) -> io::Result<()> {
    let names: Vec<String> = rows.iter().map(|(name, _)| line(name)).collect();
    let most = style.columns() / 2;
    let indent = names
        .iter()
        .map(|name| display_width(name) + 2)
        .filter(|&width| width <= most)
        .max()
        .unwrap_or(2);
    for (name, (_, value)) in names.iter().zip(rows) {
        let shown = style.painted(name, DIM);
        let lead = match indent.checked_sub(display_width(name)) {
            Some(gap) => format!("{shown}{:gap$}", ""),
            None => format!("{shown}\n{:indent$}", ""),
        };
        let block = Block {
            lead: &lead,
            indent,
            text: value,
            ranges: &[],
            paint: TEXT,
            space: Space::Fold,
        };
        block.print(out, style)?;
    }
    Ok(())
}

/// Prints rows of a count and what was counted, the counts flush right.
pub fn counts<'a>(
    out: &mut dyn Write,
    rows: impl IntoIterator<Item = (u64, &'a str)>,
    style: &Style,
) -> io::Result<()> {
    let rows: Vec<(String, &str)> = rows
        .into_iter()
        .map(|(number, name)| (count(number), name))
        .collect();
    let widest = rows
        .iter()
        .map(|(number, _)| number.len())
        .max()
        .unwrap_or(0);
    for (number, name) in rows {
        let lead = format!("  {number:>widest$}  ");
        let block = Block {
            lead: &lead,
            indent: widest + 4,
            text: name,
            ranges: &[],
            paint: TEXT,
            space: Space::Fold,
        };
        block.print(out, style)?;
    }
    Ok(())
}

/// A number with its thousands set apart by commas.
///
/// ```
/// # use dateline::present::info::count;
/// assert_eq!(count(1234567), "1,234,567");
/// ```
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of things, in the singular or the plural: `1 article`, `2,000 articles`. The plural
/// is that of regular nouns.
pub fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", count(number))
}

/// A size in bytes, kB, MB, GB or TB, of 1000 each, with one decimal below ten.
///
/// ```
/// # use dateline::present::info::size;
/// assert_eq!(size(1_540_000), "1.5 MB");
/// ```
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    // 999.5 would be printed as 1000.
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    // 9.95 would be printed as 10.0.
    let decimals = usize::from(value < 9.95);
    format!("{value:.decimals$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_000_000, "1,000,000"),
            (u64::MAX, "18,446,744,073,709,551,615"),
        ] {
            assert_eq!(count(number), text);
        }
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (9_949, "9.9 kB"),
            (9_960, "10 kB"),
            (999_499, "999 kB"),
            (999_600, "1.0 MB"),
            (16_000_000, "16 MB"),
            (3_200_000_000, "3.2 GB"),
            (5_000_000_000_000_000, "5000 TB"),
        ] {
            assert_eq!(size(bytes), text);
        }
        assert_eq!(counted(1, "article"), "1 article");
        assert_eq!(counted(1200, "article"), "1,200 articles");
    }

    #[test]
    fn tables_align() {
        let row = |name: &str, value: &str| (name.to_string(), value.to_string());
        let rows = [
            row("articles", "1,234"),
            row("größe", "3.2 GB"),
            row("a name that is far too long", "x"),
            row("roots", "/srv/news/one /srv/news/two /srv/news/three"),
            row("\u{1b}[31m", "\u{1b}[2J"),
        ];
        let mut out = Vec::new();
        table(
            &mut out,
            &rows,
            &Style {
                color: false,
                width: 30,
            },
        )
        .unwrap();
        let expected = r"articles  1,234
größe     3.2 GB
a name that is far too long
          x
roots     /srv/news/one /srv/
          news/two /srv/news/
          three
\x1b[31m  \x1b[2J
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
