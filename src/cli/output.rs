//! Where output goes, and what it may look like there.

use super::{Common, When, interrupt};
use crate::export::sweep_unfinished;
use crate::ingest::{Skipped, What};
use crate::present::info::counted;
use crate::present::timeline::Bars;
use crate::present::{Style, sanitize};
use clap::ValueEnum;
use std::io::{BufWriter, IsTerminal, StdoutLock, Write};
use std::path::Path;

/// Columns for output that nobody sees a screen of.
const UNWRAPPED: usize = 2000;
/// Columns for what is laid out in columns, where there is no screen.
const PAGE: usize = 80;

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

/// How to print what is laid out in columns: within 80 where nobody sees a screen.
pub(super) fn page(common: &Common) -> Style {
    let style = style(common);
    match style.width {
        UNWRAPPED => Style {
            width: PAGE,
            ..style
        },
        _ => style,
    }
}

/// What bars can be drawn with: blocks where the locale is one of UTF-8.
pub(super) fn bars() -> Bars {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set);
    let locale = locale.unwrap_or_default().to_ascii_lowercase();
    match cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8") {
        true => Bars::Blocks,
        false => Bars::Ascii,
    }
}

/// What is to be known of an index that a run has not come to the end of.
pub(super) const UNFINISHED: &str = "not finished; `dateline index` goes on with it";

/// Says how many of the articles searched are stale, if any.
pub(super) fn stale(common: &Common, stale: u64) {
    if stale > 0 {
        let stale = counted(stale, "article");
        say(
            common,
            &format!("{stale} stale; `dateline index` renews them"),
        );
    }
}

/// Standard output, buffered.
pub(super) fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, std::io::stdout().lock())
}

/// Whether standard output goes to this file.
#[cfg(unix)]
pub(super) fn is_stdout(path: &Path) -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;
    let own = std::io::stdout().as_fd().try_clone_to_owned();
    let own = own.and_then(|own| std::fs::File::from(own).metadata());
    let (Ok(own), Ok(file)) = (own, std::fs::metadata(path)) else {
        return false;
    };
    (own.dev(), own.ino()) == (file.dev(), file.ino())
}

/// Elsewhere nobody can tell.
#[cfg(not(unix))]
pub(super) fn is_stdout(_: &Path) -> bool {
    false
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
        tell(text);
    }
}

/// Says what went wrong on standard error.
pub(super) fn tell(text: &str) {
    eprintln!("{}", line(text));
}

/// What is left out of what was to be read, and why.
pub(super) fn left_out(skipped: &Skipped) -> String {
    let (path, reason) = (skipped.place(), &skipped.reason);
    let what = match skipped.what {
        What::File | What::Record => "skipped",
        What::Rest => "read in part",
        What::Path => "not followed",
    };
    match skipped.record {
        Some(record) => format!("{what} {path}: record {record}: {reason}"),
        None => format!("{what} {path}: {reason}"),
    }
}

/// The file to write to; none where `-` asks for standard output. From here on Ctrl-C leaves nothing
/// half written behind, and what a run that was killed has left beside it goes.
pub(super) fn file(named: Option<&Path>) -> Option<&Path> {
    let file = named.filter(|file| *file != Path::new("-"))?;
    interrupt::listen();
    sweep_unfinished(file);
    Some(file)
}

/// The format asked for, else that which the ending of the file names, else, of a name without an
/// ending, the usual one.
///
/// # Errors
/// The ending is that of no format.
pub(super) fn format<F: ValueEnum>(
    asked: Option<F>,
    file: Option<&Path>,
    usual: F,
) -> anyhow::Result<F> {
    if let Some(asked) = asked {
        return Ok(asked);
    }
    let named = file.and_then(|path| Some((path, path.extension()?)));
    let Some((path, ending)) = named.filter(|(_, ending)| !ending.is_empty()) else {
        return Ok(usual);
    };
    let ending = ending.to_string_lossy();
    let name = match ending.eq_ignore_ascii_case("txt") {
        true => "text",
        false => &*ending,
    };
    F::from_str(name, true).map_err(|_| {
        let formats = F::value_variants().iter();
        let formats: Vec<String> = formats
            .filter_map(ValueEnum::to_possible_value)
            .map(|format| format.get_name().to_owned())
            .collect();
        anyhow::anyhow!(
            "{}: `{ending}` is no format here; say with --format which to write: {}",
            path.display(),
            formats.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
    enum Format {
        Text,
        Jsonl,
        Csv,
    }

    #[test]
    fn an_ending_says_the_format_or_is_refused() {
        let named = |asked, name: &str| format(asked, Some(Path::new(name)), Format::Jsonl);
        for (name, expected) in [
            ("hits.csv", Format::Csv),
            ("out/hits.JSONL", Format::Jsonl),
            ("hits.txt", Format::Text),
            ("hits.TXT", Format::Text),
            ("hits.", Format::Jsonl),
            ("hits", Format::Jsonl),
            ("out.d/hits", Format::Jsonl),
        ] {
            assert_eq!(named(None, name).unwrap(), expected, "{name}");
        }
        for name in ["hits.xlsx", "hits.tsv", "hits.csv.gz"] {
            let error = named(None, name).unwrap_err().to_string();
            assert!(error.contains(name) && error.ends_with("text, jsonl, csv"));
            assert_eq!(named(Some(Format::Csv), name).unwrap(), Format::Csv);
        }
        assert_eq!(format(None, None, Format::Text).unwrap(), Format::Text);
    }
}
