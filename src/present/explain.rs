//! How a query is understood and answered, for people.

use super::copies;
use super::sanitize::line;
use crate::model::{CopyMode, CopyRule, CopyTotals, Explanation, Lead};
use std::io::{self, Write};

/// Words of a pattern, or forms of a word, that are listed.
const SHOWN: usize = 20;

/// Writes the query as understood, what its words, patterns and names stand for, and the steps.
pub fn write(out: &mut dyn Write, query: &str, explanation: &Explanation) -> io::Result<()> {
    writeln!(out, "query  {}", line(query))?;
    for expansion in &explanation.expansions {
        let words = expansion.terms.len() as u64 + expansion.more;
        writeln!(out, "\n{} stands for {words}:", line(&expansion.part))?;
        for (term, articles) in expansion.terms.iter().take(SHOWN) {
            writeln!(out, "{articles:>9}  {}", line(term))?;
        }
        let more = words.saturating_sub(SHOWN as u64);
        if more > 0 {
            writeln!(out, "{:>9}  and {more} more", "")?;
        }
    }
    if let Some((rule, totals)) = explanation.copies {
        writeln!(out, "\ncopies")?;
        writeln!(out, "  {}", outcome(rule, totals))?;
        let threshold = rule.threshold;
        writeln!(
            out,
            "  copies have the same words, or {threshold} % or more of the shorter text in common"
        )?;
    }
    writeln!(out, "\nplan")?;
    for step in &explanation.plan {
        let indent = step.len() - step.trim_start().len();
        writeln!(out, "  {:indent$}{}", "", line(step))?;
    }
    Ok(())
}

/// What becomes of copies, and how many hits are left.
fn outcome(rule: CopyRule, totals: CopyTotals) -> String {
    let lead = match rule.lead {
        Lead::Earliest => "the earliest",
        Lead::Longest => "the longest",
    };
    let (what, number) = match rule.mode {
        CopyMode::Show => return "all are hits".to_owned(),
        CopyMode::Collapse => (format!("one hit a group, {lead}"), totals.groups),
        CopyMode::Only => (
            "only articles that have copies are hits".to_owned(),
            totals.articles,
        ),
    };
    format!("{what}: {}", copies::found(number, Some(totals)))
}
