//! The dates most written about, as text.

use super::copies;
use super::info::{count, counted};
use super::sanitize::{Space, line};
use super::terminal::{note, stale};
use super::wrap::Block;
use super::{BOLD, DIM, Style, TEXT};
use crate::model::{Chronology, DateCount, Quote};
use std::io::{self, Write};

/// Columns before a sentence.
const INDENT: usize = 4;

/// Prints the dates in the order given, each with how much is written about it and its sentence.
/// `unit` is what they are: `day`, `month` or `year`.
pub fn chronology(
    out: &mut dyn Write,
    chronology: &Chronology,
    unit: &str,
    style: &Style,
) -> io::Result<()> {
    note(out, &head(chronology, unit), style)?;
    for date in &chronology.dates {
        writeln!(out)?;
        print_date(out, date, style)?;
    }
    stale(out, chronology.stale, style)
}

fn head(chronology: &Chronology, unit: &str) -> String {
    let query = &chronology.query;
    if chronology.total == 0 {
        return copies::nothing(query, chronology.copies);
    }
    let total = copies::found(chronology.total, chronology.copies);
    if chronology.distinct == 0 {
        return format!("{total} for {query}; no {unit} to show in them");
    }
    let dated = match chronology.dated == chronology.total {
        true => String::new(),
        false => format!(", {} with a {unit}", count(chronology.dated)),
    };
    let shown = chronology.dates.len() as u64;
    let distinct = counted(chronology.distinct, unit);
    let shown = match shown == chronology.distinct {
        true => distinct,
        false => format!("{} of {distinct}", count(shown)),
    };
    format!("{shown} in {total} for {query}{dated}")
}

fn print_date(out: &mut dyn Write, date: &DateCount, style: &Style) -> io::Result<()> {
    let counts = format!(
        "{}, {}",
        counted(date.articles, "article"),
        counted(date.mentions, "mention")
    );
    let name = style.painted(&line(&date.date), BOLD);
    writeln!(out, "{name}  {}", style.painted(&counts, DIM))?;
    match &date.sentence {
        Some(quote) => print_quote(out, quote, style),
        None => Ok(()),
    }
}

fn print_quote(out: &mut dyn Write, quote: &Quote, style: &Style) -> io::Result<()> {
    let lead = format!("  {}", style.painted("> ", DIM));
    let sentence = Block {
        lead: &lead,
        indent: INDENT,
        text: &quote.snippet.text,
        ranges: &quote.snippet.highlights,
        paint: TEXT,
        space: Space::Fold,
    };
    sentence.print(out, style)?;
    let published = quote.published.as_ref().map(|published| published.text());
    let mut facts = vec![published.unwrap_or_else(|| "undated".to_owned())];
    facts.extend(quote.outlet.clone());
    facts.push(quote.id.clone());
    let facts = Block {
        lead: "    ",
        indent: INDENT,
        text: &facts.join(" · "),
        ranges: &[],
        paint: DIM,
        space: Space::Fold,
    };
    facts.print(out, style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grain, Origin, Published, Snippet, TextField};

    fn sample() -> Chronology {
        let text =
            "\u{1b}[2JThe ceasefire was signed on Tuesday,\nsaid a spokesman of the peacekeepers.";
        let place = |word: &str| text.find(word).map(|at| (at, at + word.len())).unwrap();
        let quote = Quote {
            snippet: Snippet {
                field: TextField::Body,
                start: 0,
                text: text.into(),
                highlights: vec![place("ceasefire"), place("Tuesday")],
            },
            id: "k3f9x2".into(),
            title: "T".into(),
            published: Some(Published {
                date: jiff::civil::date(2023, 9, 20),
                instant: None,
                grain: Grain::Day,
                origin: Origin::Metadata,
                confidence: 0.95,
            }),
            outlet: Some("The Harbour\u{7} Ledger".into()),
            url: None,
            path: "a.jsonl".into(),
            record: Some(3),
        };
        Chronology {
            query: "ceasefire".into(),
            total: 1200,
            copies: None,
            dated: 1100,
            distinct: 41,
            stale: 0,
            dates: vec![
                DateCount {
                    date: "2023-09-19".into(),
                    articles: 1000,
                    mentions: 1001,
                    sentence: Some(quote),
                },
                DateCount {
                    date: "1994-05-12".into(),
                    articles: 1,
                    mentions: 1,
                    sentence: None,
                },
            ],
        }
    }

    fn printed(found: &Chronology, color: bool) -> String {
        let mut out = Vec::new();
        let style = Style { color, width: 60 };
        chronology(&mut out, found, "day", &style).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn dates_with_their_sentences() {
        let expected = r"2 of 41 days in 1,200 articles for ceasefire, 1,100 with a
day

2023-09-19  1,000 articles, 1,001 mentions
  > \x1b[2JThe *ceasefire* was signed on *Tuesday*, said a
    spokesman of the peacekeepers.
    2023-09-20 · The Harbour\x07 Ledger · k3f9x2

1994-05-12  1 article, 1 mention
";
        assert_eq!(printed(&sample(), false), expected);
        assert!(printed(&sample(), true).contains("\u{1b}[1m2023-09-19\u{1b}[0m"));
    }

    #[test]
    fn nothing_to_show() {
        let mut none = sample();
        none.dates.clear();
        assert!(printed(&none, false).starts_with("0 of 41 days in 1,200 articles"));
        none.distinct = 0;
        assert_eq!(
            printed(&none, false),
            "1,200 articles for ceasefire; no day to show in them\n"
        );
        none.total = 0;
        assert_eq!(printed(&none, false), "no article matches ceasefire\n");
    }
}
