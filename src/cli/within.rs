//! Which part of the index is looked at.

use super::Common;
use super::index::MapArgs;
use super::open::{self, Opened};
use crate::engine::Scope;
use crate::manifest::Home;
use anyhow::{Result, bail};
use clap::Args;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How a query is read, and how long it may take.
#[derive(Clone, Debug, Args)]
pub(super) struct Asking {
    /// Search the part of a query that can be read, and say what was left out
    #[arg(long)]
    pub(super) lenient: bool,
    #[command(flatten)]
    pub(super) patience: Patience,
}

/// How long an answer may take.
#[derive(Clone, Debug, Args)]
pub(super) struct Patience {
    /// Give up a query that is not answered after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
}

impl Patience {
    /// Whether it has an end.
    pub(super) fn has_end(&self) -> bool {
        self.timeout.is_some()
    }

    /// An index whose queries end in time, counted from now.
    pub(super) fn limiting(&self, mut opened: Opened) -> Opened {
        let now = Instant::now();
        let deadline = self.timeout.and_then(|time| now.checked_add(time));
        opened.searcher = opened.searcher.with_deadline(deadline);
        opened
    }
}

/// A length of time in seconds, more than none.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok();
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .filter(|time| !time.is_zero())
        .ok_or_else(|| "write a number of seconds, such as 10 or 0.5".to_owned())
}

/// A part of the index, brought up to date first, and how it is asked.
#[derive(Debug, Args)]
pub(super) struct InArgs {
    /// Bring the index of PATH up to date first, then search that alone
    #[arg(long = "in", value_name = "PATH")]
    within: Option<PathBuf>,
    #[command(flatten)]
    map: MapArgs,
    /// Leave out articles that were read worse from their scans: those with a smaller share of common
    /// words among their words, and those of which that cannot be told. Clean news has 85 and more
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(super) min_ocr_quality: Option<u8>,
    #[command(flatten)]
    pub(super) asking: Asking,
}

impl InArgs {
    /// Opens the index, and says which part of it was asked for.
    pub(super) fn open(&self, common: &Common) -> Result<(Opened, Vec<Scope>)> {
        self.open_by(common, open::searcher)
    }

    /// The same, the index opened in this way.
    pub(super) fn open_by(
        &self,
        common: &Common,
        open: fn(Home) -> Result<Opened>,
    ) -> Result<(Opened, Vec<Scope>)> {
        let mapping = self.map.mapping()?;
        if mapping.is_some() && self.within.is_none() {
            bail!("--map and --columns need --in PATH: they are kept for the root that it is");
        }
        let (opened, scopes) =
            open::to_search(common, self.within.as_deref(), mapping.as_ref(), open)?;
        let mut opened = self.asking.patience.limiting(opened);
        opened.searcher = opened.searcher.with_least_ocr_quality(self.min_ocr_quality);
        Ok((opened, scopes))
    }
}
