//! Writing what was found, row by row, for `export` and `kwic`.

use super::open::Opened;
use super::queries::Asked;
use crate::engine::{self, KwicRequest, Request, Scope, Searcher};
use crate::export::{self, Ids, Plan, RowFormat, RowPlan};
use crate::model::{CopyTotals, Tally};
use anyhow::{Result, bail};
use std::io::Write;
use std::ops::ControlFlow;

/// What a query gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// Articles that match.
    pub articles: u64,
    /// Their occurrences, where these are the rows.
    pub occurrences: Option<u64>,
    /// Rows that were written.
    pub rows: u64,
}

/// How hits are to be written.
#[derive(Clone, Debug)]
pub(super) struct Hits {
    /// Name of the format.
    pub format: &'static str,
    /// Fields, or none for the format's own choice.
    pub fields: Vec<String>,
    /// Which ids a TREC run names.
    pub ids: Ids,
    /// A sample of them, or all.
    pub sample: Option<engine::Sample>,
}

/// What is known before the first hit of the query with this number in its batch.
pub(super) fn plan(
    hits: &Hits,
    asked: &Asked,
    number: usize,
    (total, copies): (u64, Option<CopyTotals>),
) -> Plan {
    Plan {
        query: asked.query.to_string(),
        total,
        copies,
        fields: hits.fields.clone(),
        label: asked.label.clone(),
        continued: number > 0,
        ids: hits.ids,
    }
}

/// Writes every hit, or a sample of them, as they come.
pub(super) fn articles(
    opened: &Opened,
    request: &Request,
    hits: &Hits,
    (number, asked): (usize, &Asked),
    out: &mut dyn Write,
) -> Result<Written> {
    let Some(format) = export::format(hits.format) else {
        bail!("no format `{}`", hits.format);
    };
    let total = opened.searcher.count(&request.query, &request.scopes)?;
    let copies = opened
        .searcher
        .copy_totals(&request.query, &request.scopes)?;
    let plan = plan(hits, asked, number, (total, copies));
    let mut exporter = (format.open)(Box::new(out), &plan);
    let mut written = Written::default();
    let mut failed = None;
    written.articles = opened
        .searcher
        .export(request, hits.sample, &mut |hit| match exporter.hit(&hit) {
            Ok(()) => {
                written.rows += 1;
                ControlFlow::Continue(())
            }
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    exporter.finish()?;
    Ok(written)
}

/// How occurrences are to be written.
#[derive(Clone, Debug)]
pub(super) struct Occurrences {
    /// The format.
    pub format: RowFormat,
    /// Only in articles of these.
    pub scopes: Vec<Scope>,
    /// Order of the articles.
    pub order: engine::Order,
    /// Words of context on either side.
    pub window: u32,
    /// How many at the most.
    pub limit: u64,
}

impl Occurrences {
    /// What to ask the engine.
    pub(super) fn request(&self, asked: &Asked) -> KwicRequest {
        KwicRequest {
            query: asked.query.clone(),
            scopes: self.scopes.clone(),
            order: self.order,
            window: self.window,
        }
    }
}

/// Writes occurrences as they come.
pub(super) fn occurrences(
    opened: &Opened,
    wanted: &Occurrences,
    (number, asked): (usize, &Asked),
    out: &mut dyn Write,
) -> Result<Written> {
    let request = wanted.request(asked);
    // Known first where it stands first, or where not all of them are read.
    let is_counted = wanted.format == RowFormat::Json || wanted.limit < u64::MAX;
    let tally = match is_counted {
        true => Some(opened.searcher.tally(&request.query, &request.scopes)?),
        false => None,
    };
    let plan = RowPlan {
        query: asked.query.to_string(),
        tally: tally.unwrap_or_default(),
        copies: match wanted.format {
            RowFormat::Json => opened
                .searcher
                .copy_totals(&request.query, &request.scopes)?,
            RowFormat::Csv | RowFormat::Jsonl => None,
        },
        label: asked.label.clone(),
        continued: number > 0,
    };
    let mut exporter = export::occurrences(wanted.format, Box::new(out), &plan);
    let mut rows = 0;
    let seen = each(opened, &request, wanted.limit, |row| {
        rows += 1;
        exporter.row(&row)
    })?;
    exporter.finish()?;
    let tally = tally.unwrap_or(seen);
    Ok(Written {
        articles: tally.articles,
        occurrences: Some(tally.occurrences),
        rows,
    })
}

/// Hands over the first occurrences. Gives how much matches, which is exact where all were handed
/// over.
pub(super) fn each(
    opened: &Opened,
    request: &KwicRequest,
    limit: u64,
    mut each: impl FnMut(crate::model::Occurrence) -> std::io::Result<()>,
) -> Result<Tally> {
    if limit == 0 {
        return Ok(Tally::default());
    }
    let mut left = limit;
    let mut failed = None;
    let seen = opened.searcher.occurrences(request, &mut |row| {
        left -= 1;
        match each(row) {
            Ok(()) if left > 0 => ControlFlow::Continue(()),
            Ok(()) => ControlFlow::Break(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(seen),
    }
}
