//! Where output goes, and what it may look like there.

use super::{Common, When};
use crate::present::{Style, sanitize};
use std::io::{BufWriter, IsTerminal, StdoutLock, Write};

/// Columns for output that nobody sees a screen of.
const UNWRAPPED: usize = 2000;

/// How to print to standard output.
pub(super) fn style(common: &Common) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    Style {
        color: match common.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && !forbidden,
        },
        width: match terminal_size::terminal_size() {
            Some((width, _)) if terminal => usize::from(width.0),
            _ => UNWRAPPED,
        },
    }
}

/// Standard output, buffered.
pub(super) fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, std::io::stdout().lock())
}

/// Ends an output: what is buffered is written now or its error is known.
pub(super) fn finish(mut out: impl Write) -> anyhow::Result<()> {
    Ok(out.flush()?)
}

/// Text from outside, safe on a terminal, in one line.
pub(super) fn line(text: &str) -> String {
    sanitize::line(text)
}

/// Says something on standard error, unless it is to be quiet.
pub(super) fn say(common: &Common, text: &str) {
    if !common.quiet {
        eprintln!("{}", line(text));
    }
}
