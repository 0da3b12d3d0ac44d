//! Text in columns of a given width.

use super::sanitize::line;
use textwrap::core::display_width;
use unicode_width::UnicodeWidthChar;

/// What stands for what was cut.
const CUT: char = '…';

/// The start of a text that fits a width in columns; where it was cut it ends in `…`.
pub(super) fn start_of(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        kept.push(c);
    }
    if width > 0 {
        kept.push(CUT);
    }
    kept
}

/// The end of a text that fits a width in columns; where it was cut it begins with `…`.
pub(super) fn end_of(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let mut from = text.len();
    for (at, c) in text.char_indices().rev() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        from = at;
    }
    let kept = text.get(from..).unwrap_or_default();
    match width {
        0 => String::new(),
        _ => format!("{CUT}{kept}"),
    }
}

/// A text with spaces after it up to a width.
pub(super) fn padded(text: &str, width: usize) -> String {
    let gap = width.saturating_sub(display_width(text));
    format!("{text}{:gap$}", "")
}

/// A text with spaces before it up to a width.
pub(super) fn flush_right(text: &str, width: usize) -> String {
    let gap = width.saturating_sub(display_width(text));
    format!("{:gap$}{text}", "")
}

/// A column of a table.
pub(super) struct Column {
    /// What stands over it.
    pub head: String,
    /// Its cells, from outside.
    pub cells: Vec<String>,
    /// Whether it is one of numbers, which stand flush right and are never cut.
    pub is_number: bool,
}

/// Narrowest that a column of text is made.
const NARROWEST: usize = 6;
/// Columns between two.
const GAP: usize = 2;

/// The lines of a table, its head first; they fit the width where the numbers leave room for it.
pub(super) fn lines(mut columns: Vec<Column>, width: usize) -> Vec<String> {
    let mut widths = Vec::with_capacity(columns.len());
    for column in &mut columns {
        for cell in &mut column.cells {
            *cell = line(cell);
        }
        let cells = column.cells.iter().map(|cell| display_width(cell));
        let widest = cells.max().unwrap_or(0).max(display_width(&column.head));
        widths.push(if column.is_number {
            widest
        } else {
            widest.min(width)
        });
    }
    let gaps = GAP * columns.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > width {
        // The widest gives way first.
        let texts = (0..columns.len()).filter(|&at| !columns[at].is_number);
        let Some(at) = texts.max_by_key(|&at| widths[at]) else {
            break;
        };
        if widths[at] <= NARROWEST {
            break;
        }
        widths[at] -= 1;
    }
    let rows = columns.iter().map(|column| column.cells.len()).max();
    let head = columns.iter().map(|column| column.head.as_str());
    let mut lines = vec![row(head, &columns, &widths)];
    for number in 0..rows.unwrap_or(0) {
        let cells = columns
            .iter()
            .map(|column| column.cells.get(number).map_or("", String::as_str));
        lines.push(row(cells, &columns, &widths));
    }
    lines
}

fn row<'a>(cells: impl Iterator<Item = &'a str>, columns: &[Column], widths: &[usize]) -> String {
    let cells = cells.zip(columns).zip(widths);
    let cells = cells.map(|((cell, column), &width)| match column.is_number {
        true => flush_right(cell, width),
        false => padded(&start_of(cell, width), width),
    });
    let line = cells.collect::<Vec<_>>().join(&" ".repeat(GAP));
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_columns() {
        for (text, width, start, end) in [
            ("ceasefire", 9, "ceasefire", "ceasefire"),
            ("ceasefire", 5, "ceas…", "…fire"),
            ("停戦合意", 8, "停戦合意", "停戦合意"),
            ("停戦合意", 6, "停戦…", "…合意"),
            ("é\u{301}é", 2, "é\u{301}é", "é\u{301}é"),
            ("abc", 1, "…", "…"),
            ("abc", 0, "", ""),
            ("", 0, "", ""),
        ] {
            assert_eq!(start_of(text, width), start, "{text} {width}");
            assert_eq!(end_of(text, width), end, "{text} {width}");
        }
    }

    #[test]
    fn tables_fit() {
        let column = |head: &str, cells: [&str; 2], is_number| Column {
            head: head.to_owned(),
            cells: cells.map(str::to_owned).to_vec(),
            is_number,
        };
        let columns = || {
            vec![
                column(
                    "outlet",
                    ["The Harbour\u{7} Ledger of the North", "東京"],
                    false,
                ),
                column("year", ["2023", "(none)"], false),
                column("articles", ["1,200", "3"], true),
            ]
        };
        assert_eq!(
            lines(columns(), 36),
            [
                "outlet              year    articles",
                "The Harbour\\x07 L…  2023       1,200",
                "東京                (none)         3"
            ]
        );
        assert!(lines(columns(), 5).iter().all(|line| line.contains("  ")));
        assert_eq!(lines(Vec::new(), 5), [""]);
    }
}
