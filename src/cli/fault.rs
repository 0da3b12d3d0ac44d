//! What is said where the program itself fails. The engine ends in a panic on some damaged files that it
//! reads without looking at their checksums, and no program is without faults.

use anyhow::{Result, anyhow};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The first fault of the process, in whatever thread it was.
static FIRST: Mutex<Option<String>> = Mutex::new(None);

/// Runs the process's one verb. A fault in it, or in a thread that it started, is one error instead of the runtime's
/// message; with `RUST_BACKTRACE` set that is printed, too.
///
/// # Errors
/// What the verb says, or the fault.
pub(super) fn guarded<T>(verb: impl FnOnce() -> Result<T>) -> Result<T> {
    let usual = panic::take_hook();
    let wanted = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
    panic::set_hook(Box::new(move |fault| {
        let mut first = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| sentence(fault));
        drop(first);
        if wanted {
            usual(fault);
        }
    }));
    let result = panic::catch_unwind(AssertUnwindSafe(verb));
    let first = FIRST.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (result, first) {
        (Ok(result), None) => result,
        (_, Some(fault)) => Err(anyhow!(fault)),
        (Err(_), None) => Err(anyhow!("stopped by a fault of its own")),
    }
}

/// Where and why, and what to do.
fn sentence(fault: &PanicHookInfo) -> String {
    let place = fault.location().map_or_else(String::new, |location| {
        let file = Path::new(location.file());
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        format!(" ({name}:{})", location.line())
    });
    let why = fault.payload_as_str().unwrap_or("no reason given");
    format!(
        "stopped by a fault{place}: {why}; where `dateline verify` finds the index damaged, `dateline index \
         --rebuild` makes it anew, else please report this"
    )
}
