//! Warnings for the person who typed the query, and what a lenient reading left out.

use std::ops::Range;

/// Warnings, each once and not too many.
#[derive(Debug, Default)]
pub(super) struct Hints {
    others: Vec<String>,
    dropped: Vec<String>,
    /// How many parts were left out beyond those that are named.
    more_dropped: usize,
}

impl Hints {
    /// Most warnings of a query, and most parts that are named as left out; more would bury the
    /// result.
    const MOST: usize = 8;

    pub(super) fn add(&mut self, hint: impl Into<String>) {
        let hint = hint.into();
        if self.others.len() < Hints::MOST && !self.others.contains(&hint) {
            self.others.push(hint);
        }
    }

    /// Says that a part of the query was left out, and why.
    pub(super) fn drop(&mut self, text: &str, at: Range<usize>, why: &str) {
        if self.dropped.len() == Hints::MOST {
            self.more_dropped += 1;
            return;
        }
        let piece = shortened(text.get(at).unwrap_or_default().trim(), 40);
        self.dropped.push(match piece.as_str() {
            "" => format!("left out: {why}"),
            piece => format!("left out {piece}: {why}"),
        });
    }

    /// All of them, what was left out first.
    pub(super) fn into_vec(self) -> Vec<String> {
        let mut hints = self.dropped;
        if self.more_dropped > 0 {
            hints.push(format!("left out {} more parts", self.more_dropped));
        }
        hints.extend(self.others);
        hints
    }
}

/// The beginning of a text that has more than `most` characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
