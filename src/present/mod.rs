//! Hits for people: what `search`, `copies`, `dates`, `actors`, `network`, `count`, `timeline`, `kwic`, `show`, `read`,
//! `formats` and `info` print on a terminal.
//!
//! Everything here writes to a writer that it is handed, knows only the nouns of `model`, and lets
//! no character from outside reach the terminal unchecked (see [`sanitize`]).

pub mod article;
pub mod chronology;
mod columns;
pub mod copies;
pub mod counts;
pub mod explain;
pub mod info;
pub mod kwic;
pub mod network;
pub mod reading;
pub mod sanitize;
pub mod svg;
pub mod terminal;
pub mod timeline;
mod wrap;

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether escape sequences for colour may be written. Without them a match is set between
    /// asterisks: `*ceasefire*`.
    pub color: bool,
    /// Width of the page in columns; anything below [`Style::NARROWEST`] counts as that.
    pub width: usize,
}

impl Style {
    /// The narrowest page, in columns: below it indents would leave no room for words.
    pub const NARROWEST: usize = 24;

    fn columns(&self) -> usize {
        self.width.max(Style::NARROWEST)
    }

    /// `text` in a style of the terminal, or bare where there is no colour.
    fn painted(&self, text: &str, paint: anstyle::Style) -> String {
        if self.color {
            format!("{paint}{text}{paint:#}")
        } else {
            text.to_string()
        }
    }
}

/// Labels and what is there for reference only.
const DIM: anstyle::Style = anstyle::Style::new().dimmed();
/// Headlines.
const BOLD: anstyle::Style = anstyle::Style::new().bold();
/// Running text.
const TEXT: anstyle::Style = anstyle::Style::new();
/// What matched: bold as well as yellow, so that it shows on a page without colours.
const MATCH: anstyle::Style = anstyle::Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(anstyle::AnsiColor::Yellow)));
