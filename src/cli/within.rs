//! Which part of the index is looked at.

use super::Common;
use super::index::MapArgs;
use super::open::{self, Opened};
use crate::engine::Scope;
use anyhow::{Result, bail};
use clap::Args;
use std::path::PathBuf;

/// A part of the index, brought up to date first.
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
}

impl InArgs {
    /// Opens the index, and says which part of it was asked for.
    pub(super) fn open(&self, common: &Common) -> Result<(Opened, Vec<Scope>)> {
        let mapping = self.map.mapping()?;
        if mapping.is_some() && self.within.is_none() {
            bail!("--map and --columns need --in PATH: they are kept for the root that it is");
        }
        let (mut opened, scopes) =
            open::to_search(common, self.within.as_deref(), mapping.as_ref())?;
        opened.searcher = opened.searcher.with_least_ocr_quality(self.min_ocr_quality);
        Ok((opened, scopes))
    }
}
