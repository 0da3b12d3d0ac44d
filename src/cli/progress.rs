//! Progress of long work, on a terminal only.

use super::Common;
use crate::ingest::{Stage, Watch};
use crate::present::info::count;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// A bar that appears once the work has lasted a moment.
pub(super) struct Bar {
    bar: Option<ProgressBar>,
    quiet: bool,
    started: Instant,
}

/// Work shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);

impl Bar {
    pub(super) fn new(common: &Common) -> Bar {
        Bar {
            bar: None,
            quiet: common.quiet || !std::io::stderr().is_terminal(),
            started: Instant::now(),
        }
    }

    /// Shows how far the work is.
    pub(super) fn show(&mut self, watch: &Watch) {
        if self.quiet || self.started.elapsed() < PATIENCE {
            return;
        }
        let files = watch.files.load(Ordering::Relaxed);
        let found = watch.found.load(Ordering::Relaxed);
        let bytes = watch.bytes.load(Ordering::Relaxed);
        let all = watch.bytes_found.load(Ordering::Relaxed);
        let articles = watch.articles.load(Ordering::Relaxed);
        let walked = watch.walked.load(Ordering::Relaxed);
        let bar = self.bar();
        bar.set_length(all.max(1));
        bar.set_position(bytes.min(all));
        let more = if walked { "" } else { "+" };
        let rate = bytes as f64 / 1e6 / bar.elapsed().as_secs_f64().max(0.1);
        let stage = stage_name(watch.stage());
        bar.set_prefix(stage);
        bar.set_message(format!(
            "{}/{}{more} files, {} articles, {rate:.0} MB/s",
            count(files),
            count(found),
            count(articles)
        ));
    }

    /// Shows a stage without a measure.
    pub(super) fn stage(&mut self, stage: Stage) {
        if !self.quiet && self.started.elapsed() >= PATIENCE {
            self.bar().set_prefix(stage_name(stage));
        }
    }

    fn bar(&mut self) -> &ProgressBar {
        self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            let template = "{prefix:10} [{bar:20}] {msg}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("=> "));
            }
            bar
        })
    }

    /// Takes the bar off the screen.
    pub(super) fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    /// Time since the work began.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "indexing",
        Stage::Committing => "committing",
        Stage::Merging => "merging",
    }
}
