//! What a run says when it is over.

pub(super) use super::super::output::left_out as line;
use crate::export::OutputFile;
use crate::ingest::{Skipped, Summary};
use crate::present::info::{count, counted};
use anyhow::Result;
use std::path::Path;
use std::time::Duration;

/// What a run did, in a line.
pub(super) fn summary(summary: &Summary, elapsed: Duration) -> String {
    let mut text = format!(
        "{} added, {} updated, {} unchanged, {} removed",
        counted(summary.added, "article"),
        count(summary.updated),
        count(summary.unchanged),
        count(summary.removed),
    );
    if summary.reanalysed > 0 {
        text.push_str(&format!(", {} analysed anew", count(summary.reanalysed)));
    }
    text.push_str(&format!(
        "; {} looked at, {} skipped",
        counted(summary.files, "file"),
        count(summary.skipped_files)
    ));
    if summary.files_in_part > 0 {
        text.push_str(&format!(", {} read in part", count(summary.files_in_part)));
    }
    if summary.skipped_records > 0 {
        text.push_str(&format!(
            ", {} skipped",
            counted(summary.skipped_records, "record")
        ));
    }
    if summary.unreached > 0 {
        text.push_str(&format!(
            "; {} not followed",
            counted(summary.unreached, "path")
        ));
        if summary.unreached_files > 0 {
            text.push_str(&format!(
                " ({} there kept)",
                counted(summary.unreached_files, "file")
            ));
        }
    }
    if summary.missing_files > 0 {
        text.push_str(&format!(
            "; {} gone but kept (--prune removes them)",
            counted(summary.missing_files, "file")
        ));
    }
    if summary.stopped {
        text.push_str("; stopped early, what is done is kept");
    }
    text.push_str(&format!(" ({:.1} s)", elapsed.as_secs_f64()));
    text
}

/// Fails where a report could not be written, before hours have gone into it.
pub(super) fn can_write(path: &Path) -> Result<()> {
    OutputFile::create(path).map(drop)?;
    Ok(())
}

/// Writes what is not in the index as CSV.
pub(super) fn write(path: &Path, skipped: &[Skipped]) -> Result<()> {
    let mut out = OutputFile::create(path)?;
    {
        let mut writer = csv::Writer::from_writer(&mut out);
        writer.write_record(["path", "record", "reason", "what"])?;
        for skipped in skipped {
            let record = skipped
                .record
                .map(|record| record.to_string())
                .unwrap_or_default();
            let place = skipped.place();
            let what = skipped.what.name();
            writer.write_record([&place, &record, &skipped.reason, what])?;
        }
        writer.flush()?;
    }
    out.commit()?;
    Ok(())
}
