//! The queries of a run: the one that was typed, or a file of them.

mod lines;

use super::within::Asking;
use super::{Common, Outcome, output, search};
use crate::query::{Query, QueryError};
use anyhow::{Context, Result, bail};
use clap::Args;
use lines::Line;
pub(super) use lines::decoded;
use std::collections::HashSet;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Where queries come from.
#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// The query; several words need no quotes of the shell's
    #[arg(value_name = "QUERY", required_unless_present = "queries")]
    query: Vec<String>,
    /// Run every query of FILE (- for standard input) instead, and say with each result by which
    /// label it was found
    ///
    /// One query a line, labelled by the number of its line; or CSV: a file whose first line is
    /// `label,query`, or whose name ends in .csv or .tsv with these two columns. Empty lines and
    /// lines that begin with # are passed over. A bad query is reported, the others run, and the
    /// exit code is 2. In CSV the quotes of a phrase are doubled within a quoted cell, as
    /// spreadsheets do: q1,"""security zone"" ceasefire".
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    queries: Option<PathBuf>,
}

/// One query.
pub(super) struct Asked {
    /// Its label, in a batch.
    pub label: Option<String>,
    /// As typed.
    pub typed: String,
    /// As understood.
    pub query: Query,
}

/// The queries of a run.
pub(super) struct Batch {
    /// Those that can be run.
    pub queries: Vec<Asked>,
    /// Whether they come from a file.
    pub is_batch: bool,
    /// How many cannot.
    bad: usize,
}

impl QueryArgs {
    /// Whether there is a file of them.
    pub(super) fn is_batch(&self) -> bool {
        self.queries.is_some()
    }

    /// Reads the queries. What is wrong with one of a file is said in a line of its own.
    ///
    /// # Errors
    /// The one query that was typed is bad, or the file cannot be read, or has no query that can be
    /// run.
    pub(super) fn read(&self, common: &Common, asking: &Asking) -> Result<Batch> {
        let Some(path) = &self.queries else {
            let query = search::parse(common, asking, &self.query)?;
            return Ok(Batch {
                queries: vec![Asked {
                    label: None,
                    typed: self.query.join(" "),
                    query,
                }],
                is_batch: false,
                bad: 0,
            });
        };
        let bytes = bytes(path).with_context(|| path.display().to_string())?;
        let mut batch = Batch {
            queries: Vec::new(),
            is_batch: true,
            bad: 0,
        };
        let mut taken = HashSet::new();
        for Line { label, text } in lines::read(&lines::decoded(&bytes), path) {
            let label = label.trim().to_owned();
            let asked = text.and_then(|text| {
                if !taken.insert(label.clone()) {
                    return Err("the label stands twice".to_owned());
                }
                let parsed = search::read(asking, &text).map_err(|error| one_line(&error))?;
                for hint in &parsed.hints {
                    output::say(common, &format!("{label}: hint: {hint}"));
                }
                Ok((text, parsed.query))
            });
            match asked {
                Ok((typed, query)) => batch.queries.push(Asked {
                    label: Some(label),
                    typed,
                    query,
                }),
                Err(trouble) => {
                    batch.bad += 1;
                    eprintln!("{}", output::line(&format!("{label}: {trouble}")));
                }
            }
        }
        match (batch.queries.is_empty(), batch.bad) {
            (false, _) => Ok(batch),
            (true, 0) => bail!("{}: no query in it", path.display()),
            (true, _) => bail!("{}: no query that can be run", path.display()),
        }
    }
}

impl Batch {
    /// How the run ended, given how much was found in all.
    pub(super) fn outcome(&self, found: u64) -> Outcome {
        match (self.bad, found) {
            (1.., _) => Outcome::Trouble,
            (0, 0) => Outcome::Nothing,
            (0, _) => Outcome::Good,
        }
    }

    /// Hands over each query, with what parts the results of a batch written in JSON: they are the
    /// members of one array.
    pub(super) fn each(
        &self,
        is_json: bool,
        out: &mut dyn Write,
        mut each: impl FnMut(usize, &Asked, &mut dyn Write) -> Result<()>,
    ) -> Result<()> {
        let is_array = is_json && self.is_batch;
        for (number, asked) in self.queries.iter().enumerate() {
            match number {
                _ if !is_array => {}
                0 => out.write_all(b"[\n")?,
                _ => out.write_all(b",\n")?,
            }
            each(number, asked, out)?;
        }
        if is_array {
            out.write_all(b"]\n")?;
        }
        Ok(())
    }
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match path.to_str() {
        Some("-") => drop(std::io::stdin().lock().read_to_end(&mut bytes)?),
        _ => bytes = std::fs::read(path)?,
    }
    Ok(bytes)
}

/// A query error as one line: the caret stands in the query, before what is at fault.
fn one_line(error: &QueryError) -> String {
    /// Characters shown on either side of the place.
    const AROUND: usize = 40;
    let at = error.at.start.min(error.text.len());
    let (before, after) = error.text.split_at_checked(at).unwrap_or((&error.text, ""));
    let skipped = before.chars().count().saturating_sub(AROUND);
    let before: String = before.chars().skip(skipped).collect();
    let shown: String = after.chars().take(AROUND).collect();
    let [front, back] =
        [skipped > 0, shown.len() < after.len()].map(|cut| if cut { "…" } else { "" });
    let suggestion = error.suggestion.iter().map(|text| format!(" ({text})"));
    let suggestion: String = suggestion.collect();
    format!(
        "{}: {front}{before}^{shown}{back}{suggestion}",
        error.message
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_one_line() {
        let error = crate::query::parse("ceasefire \"russian peace")
            .err()
            .unwrap();
        assert_eq!(
            one_line(&error),
            "unclosed quote: ceasefire ^\"russian peace (opened here; add a closing \")"
        );
    }
}
