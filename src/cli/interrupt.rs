//! Ctrl-C: one handler for the whole process, whatever that does at the moment.

use crate::export::discard_unfinished;
use crate::ingest::Watch;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, Once, PoisonError};

/// The run that Ctrl-C asks to end, while there is one.
static RUNNING: Mutex<Option<Arc<Watch>>> = Mutex::new(None);

/// What Ctrl-C ended is left at that: nothing that was to follow is done.
#[derive(Debug)]
pub(super) struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("stopped by Ctrl-C")
    }
}

impl std::error::Error for Interrupted {}

/// From here on Ctrl-C leaves nothing half written behind.
pub(super) fn listen() {
    static LISTENS: Once = Once::new();
    LISTENS.call_once(|| {
        // Without a handler the process ends, too.
        let _ = ctrlc::set_handler(pressed);
    });
}

/// As long as this lives, Ctrl-C asks a run to end. A second one ends the process at once; the last
/// commit stays whole whenever that is.
pub(super) fn ends(watch: &Arc<Watch>) -> Ends {
    set(Some(watch.clone()));
    listen();
    Ends(())
}

/// See [`ends`].
pub(super) struct Ends(());

impl Drop for Ends {
    fn drop(&mut self) {
        set(None);
    }
}

fn set(watch: Option<Arc<Watch>>) {
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = watch;
}

fn pressed() {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let asked = running
        .as_ref()
        .is_some_and(|watch| !watch.stop.swap(true, Ordering::Relaxed));
    drop(running);
    if !asked {
        discard_unfinished();
        std::process::exit(130);
    }
}
