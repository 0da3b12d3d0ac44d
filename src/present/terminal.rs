//! The result list of a search, as text.

use super::copies;
use super::info::{count, counted, counts};
use super::sanitize::{Space, line};
use super::wrap::Block;
use super::{BOLD, DIM, Style, TEXT};
use crate::model::{Hit, HitActor, Results, TextField, value_name};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Actors named beneath a hit, at most.
const ACTORS: usize = 6;
/// Dates beneath a hit, at most.
const DATES: usize = 8;
/// Characters of a headline, at most: some extractors take half a page for one.
const TITLE_CHARS: usize = 300;
/// Parts of a query counted when nothing matched, at most.
const PARTS: usize = 40;

/// Prints the hits, ranked, under a line that says how many articles match.
///
/// Where nothing matched, the count of each part of the query alone is printed instead.
pub fn results(out: &mut dyn Write, results: &Results, style: &Style) -> io::Result<()> {
    if results.total == 0 {
        no_match(out, results, style)?;
    } else {
        head(out, results, style)?;
        let widest = results.hits.iter().map(|hit| hit.rank).max().unwrap_or(0);
        let gutter = widest.to_string().len();
        for hit in &results.hits {
            writeln!(out)?;
            print_hit(out, hit, gutter, style)?;
        }
    }
    stale(out, results.stale, style)
}

fn head(out: &mut dyn Write, results: &Results, style: &Style) -> io::Result<()> {
    let shown = results.hits.len() as u64;
    let total = copies::found(results.total, results.copies);
    let found = match shown == results.total {
        true => total,
        false => format!("{} of {total}", count(shown)),
    };
    note(out, &format!("{found} for {}", results.query), style)
}

fn no_match(out: &mut dyn Write, results: &Results, style: &Style) -> io::Result<()> {
    if results.parts.is_empty() {
        let text = copies::nothing(&results.query, results.copies);
        return note(out, &text, style);
    }
    let text = format!("no article matches {}; each part alone:", results.query);
    note(out, &text, style)?;
    let rows = results.parts.iter().take(PARTS);
    counts(
        out,
        rows.map(|part| (part.articles, part.part.as_str())),
        style,
    )?;
    match results.parts.len().saturating_sub(PARTS) {
        0 => Ok(()),
        more => note(out, &format!("and {} more", count(more as u64)), style),
    }
}

pub(super) fn stale(out: &mut dyn Write, stale: u64, style: &Style) -> io::Result<()> {
    if stale == 0 {
        return Ok(());
    }
    let verb = if stale == 1 { "was" } else { "were" };
    let stale = counted(stale, "article");
    writeln!(out)?;
    note(
        out,
        &format!(
            "{stale} searched {verb} analysed under other settings; `dateline index` brings them up to date"
        ),
        style,
    )
}

/// Prints a line that is no data, dimmed.
///
/// # Errors
/// What the writer says.
pub fn note(out: &mut dyn Write, text: &str, style: &Style) -> io::Result<()> {
    let block = Block {
        lead: "",
        indent: 0,
        text,
        ranges: &[],
        paint: DIM,
        space: Space::Fold,
    };
    block.print(out, style)
}

fn print_hit(out: &mut dyn Write, hit: &Hit, gutter: usize, style: &Style) -> io::Result<()> {
    let page = Page { style, gutter };
    let rank = format!("{:>gutter$}  ", hit.rank);
    let title = headline(hit);
    let ranges = match hit.title.trim().is_empty() {
        true => &[],
        false => hit.title_highlights.as_slice(),
    };
    page.block(out, &rank, 0, &title, ranges, BOLD)?;
    page.line(out, "", &facts(hit), TEXT)?;
    page.line(out, "who   ", &actors(&hit.actors, ACTORS), TEXT)?;
    page.line(out, "when  ", &dates(&hit.event_dates, DATES), TEXT)?;
    for snippet in &hit.snippets {
        // A headline that matched is marked above already.
        if snippet.field == TextField::Body {
            let lead = page.lead("> ");
            page.block(out, &lead, 2, &snippet.text, &snippet.highlights, TEXT)?;
        }
    }
    page.line(out, "", &format!("{} · {}", hit.id, place(hit)), DIM)
}

/// Where the lines of a hit stand: beside the rank, under the headline.
struct Page<'a> {
    style: &'a Style,
    gutter: usize,
}

impl Page<'_> {
    fn indent(&self) -> usize {
        self.gutter + 2
    }

    fn lead(&self, label: &str) -> String {
        format!(
            "{:1$}{2}",
            "",
            self.indent(),
            self.style.painted(label, DIM)
        )
    }

    /// A line with a label before it; nothing where there is nothing to say.
    fn line(
        &self,
        out: &mut dyn Write,
        label: &str,
        text: &str,
        paint: anstyle::Style,
    ) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.block(out, &self.lead(label), label.len(), text, &[], paint)
    }

    fn block(
        &self,
        out: &mut dyn Write,
        lead: &str,
        hang: usize,
        text: &str,
        ranges: &[(usize, usize)],
        paint: anstyle::Style,
    ) -> io::Result<()> {
        let block = Block {
            lead,
            indent: self.indent() + hang,
            text,
            ranges,
            paint,
            space: Space::Fold,
        };
        block.print(out, self.style)
    }
}

/// The headline, cut where it is too long to be one.
pub(super) fn headline(hit: &Hit) -> String {
    if hit.title.trim().is_empty() {
        return "(no title)".to_string();
    }
    match hit.title.char_indices().nth(TITLE_CHARS) {
        Some((end, _)) => format!("{}…", hit.title.get(..end).unwrap_or_default()),
        None => hit.title.clone(),
    }
}

/// Date, outlet, where it is not English language, and how many copies there are.
fn facts(hit: &Hit) -> String {
    let published = hit.published.as_ref().map(|published| published.text());
    let mut facts = vec![published.unwrap_or_else(|| "undated".to_string())];
    facts.extend(hit.outlet.clone());
    if !matches!(hit.language.as_str(), "en" | "und" | "") {
        facts.push(hit.language.clone());
    }
    facts.extend(copies::others(hit));
    facts.join(" · ")
}

/// The display names of the first `most` actors, and how many more there are.
pub(super) fn actors(actors: &[HitActor], most: usize) -> String {
    let names: Vec<&str> = actors.iter().map(|actor| actor.name.as_str()).collect();
    some_of(&names, most)
}

/// The first `most` of a list, and how many more there are.
pub(super) fn some_of<S: AsRef<str>>(list: &[S], most: usize) -> String {
    let names: Vec<String> = list
        .iter()
        .take(most)
        .map(|name| line(name.as_ref()))
        .collect();
    let names = names.join(", ");
    match list.len().saturating_sub(most) {
        0 => names,
        more => format!("{names} and {} more", count(more as u64)),
    }
}

/// Event dates as people read them, the first `most` of them.
pub(super) fn dates(values: &[String], most: usize) -> String {
    let values: Vec<_> = values.iter().map(|value| value_name(value)).collect();
    some_of(&values, most)
}

/// The path, from the current directory where it lies below it, and the number of the record in a
/// container: `news/2023.jsonl:17`.
pub(super) fn place(hit: &Hit) -> String {
    static HERE: LazyLock<Option<PathBuf>> = LazyLock::new(|| std::env::current_dir().ok());
    let below = HERE.as_ref().and_then(|here| {
        let below = Path::new(&hit.path).strip_prefix(here).ok()?;
        below.to_str()
    });
    let path = below.unwrap_or(&hit.path);
    match hit.record {
        Some(record) => format!("{path}:{record}"),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests;
