//! Counts over all hits, as text.

use super::columns::{self, Column};
use super::copies;
use super::info::{count, counted};
use super::terminal::note;
use super::{BOLD, Style};
use crate::model::{CopyTotals, Counted, CrossTable, Group, QueryTally};
use std::io::{self, Write};

/// What stands for a key that an article does not have.
const NONE: &str = "(none)";

/// Prints how much matches: `12 articles, 30 occurrences`, `9 groups (12 articles), 25 occurrences in
/// the lead copies`.
///
/// # Errors
/// What the writer says.
pub fn tally(out: &mut dyn Write, row: &QueryTally) -> io::Result<()> {
    let articles = copies::found(row.tally.articles, row.copies);
    let occurrences = counted(row.tally.occurrences, "occurrence");
    let place = match counted_of(row.copies) {
        Some(Counted::Groups) => " in the lead copies",
        _ => "",
    };
    writeln!(out, "{articles}, {occurrences}{place}")
}

fn counted_of(copies: Option<CopyTotals>) -> Option<Counted> {
    copies.map(|totals| totals.counted)
}

/// Prints how much matches each query of a batch, as a table.
///
/// # Errors
/// What the writer says.
pub fn tallies(out: &mut dyn Write, rows: &[QueryTally], style: &Style) -> io::Result<()> {
    let texts = |cell: fn(&QueryTally) -> String| rows.iter().map(cell).collect();
    let numbers = |head: &str, cell| Column {
        head: head.to_owned(),
        cells: texts(cell),
        is_number: true,
    };
    let mut columns = vec![Column {
        head: "label".to_owned(),
        cells: texts(|row| row.label.clone().unwrap_or_default()),
        is_number: false,
    }];
    if rows.iter().any(|row| row.copies.is_some()) {
        columns.push(numbers("groups", |row| {
            count(row.copies.unwrap_or_default().groups)
        }));
        columns.push(numbers("articles", |row| {
            count(row.copies.unwrap_or_default().articles)
        }));
    } else {
        columns.push(numbers("articles", |row| count(row.tally.articles)));
    }
    columns.extend([
        Column {
            head: "occurrences".to_owned(),
            cells: texts(|row| count(row.tally.occurrences)),
            is_number: true,
        },
        Column {
            head: "query".to_owned(),
            cells: texts(|row| row.query.clone()),
            is_number: false,
        },
    ]);
    print(out, columns, style)
}

/// Prints the hits counted by what they share, under a line that says how many there are.
///
/// # Errors
/// What the writer says.
pub fn table(out: &mut dyn Write, table: &CrossTable, style: &Style) -> io::Result<()> {
    note(out, &head(table), style)?;
    if table.articles == 0 {
        return Ok(());
    }
    let key = |group: &Group, at: usize| match group.keys.get(at).map(String::as_str) {
        None | Some("") => NONE.to_owned(),
        Some(key) => key.to_owned(),
    };
    let mut columns = Vec::new();
    for (at, by) in table.by.iter().enumerate() {
        columns.push(Column {
            head: by.name().to_owned(),
            cells: table.groups.iter().map(|group| key(group, at)).collect(),
            is_number: false,
        });
    }
    let articles = table.groups.iter().map(|group| count(group.articles));
    let head = match counted_of(table.copies) {
        Some(Counted::Groups) => "groups",
        _ => "articles",
    };
    columns.push(Column {
        head: head.to_owned(),
        cells: articles.collect(),
        is_number: true,
    });
    print(out, columns, style)?;
    match table.more() {
        0 => Ok(()),
        more => note(
            out,
            &format!(
                "and {} more; --top {} shows all",
                counted(more, "row"),
                table.distinct
            ),
            style,
        ),
    }
}

fn head(table: &CrossTable) -> String {
    let label = table.label.iter().map(|label| format!("{label}: "));
    let label: String = label.collect();
    if table.articles == 0 {
        let nothing = copies::nothing(&table.query, table.copies);
        return format!("{label}{nothing}");
    }
    let total = copies::found(table.articles, table.copies);
    let many = table.by.iter().filter(|by| by.is_many());
    let many: Vec<&str> = many.map(|by| by.name()).collect();
    let many = match many.is_empty() {
        true => String::new(),
        false => format!(
            "; an article counts once for each {}, so that the rows need not add up to that",
            many.join(" and ")
        ),
    };
    format!("{label}{total} for {}{many}", table.query)
}

fn print(out: &mut dyn Write, columns: Vec<Column>, style: &Style) -> io::Result<()> {
    for (number, line) in columns::lines(columns, style.columns()).iter().enumerate() {
        let line = match number {
            0 => style.painted(line, BOLD),
            _ => line.clone(),
        };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grain, GroupBy, Tally};

    const STYLE: Style = Style {
        color: false,
        width: 50,
    };

    fn printed(print: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        print(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn tallies_are_a_line_or_a_table() {
        let found = |articles, occurrences| Tally {
            articles,
            occurrences,
        };
        let row = |label: &str, articles| QueryTally {
            label: Some(label.into()),
            query: "a very long query that does not fit".into(),
            tally: found(articles, 7),
            copies: None,
        };
        let mut one = row("", 1);
        one.tally.occurrences = 2000;
        let line = printed(|out| tally(out, &one));
        assert_eq!(line, "1 article, 2,000 occurrences\n");
        one.copies = Some(CopyTotals {
            counted: Counted::Groups,
            groups: 1,
            articles: 3,
        });
        let line = printed(|out| tally(out, &one));
        assert_eq!(
            line,
            "1 group (3 articles), 2,000 occurrences in the lead copies\n"
        );
        let rows = [row("t-1", 1200), row("t-2", 0)];
        let expected = "label  articles  occurrences  query\n\
            t-1       1,200            7  a very long query t…\n\
            t-2           0            7  a very long query t…\n";
        assert_eq!(printed(|out| tallies(out, &rows, &STYLE)), expected);
    }

    #[test]
    fn a_table_says_what_is_left_out() {
        let group = |keys: [&str; 2], articles| Group {
            keys: keys.map(str::to_owned).to_vec(),
            articles,
        };
        let mut found = CrossTable {
            label: None,
            query: "ceasefire".into(),
            articles: 40,
            copies: None,
            by: vec![GroupBy::Outlet, GroupBy::Event(Grain::Month)],
            distinct: 25,
            groups: vec![group(["Ledger", "2023-09"], 12), group(["", ""], 3)],
        };
        let expected = "40 articles for ceasefire; an article counts once\n\
            for each event-month, so that the rows need not\n\
            add up to that\n\
            outlet  event-month  articles\n\
            Ledger  2023-09            12\n\
            (none)  (none)              3\n\
            and 23 rows more; --top 25 shows all\n";
        assert_eq!(printed(|out| table(out, &found, &STYLE)), expected);
        found.label = Some("q7".into());
        found.articles = 0;
        assert_eq!(
            printed(|out| table(out, &found, &STYLE)),
            "q7: no article matches ceasefire\n"
        );
    }
}
