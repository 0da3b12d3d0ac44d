//! A query error: what is wrong, where, and what would be accepted.

use std::fmt::{self, Display, Formatter, Write};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// A query that cannot be read.
///
/// `Display` gives three lines without a final line break: the message, the query (a window of it,
/// where it is long) and a caret under the place, followed by the suggestion.
///
/// ```
/// let error = dateline::query::parse(r#"ceasefire "russian peace"#).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "unclosed quote\n  ceasefire \"russian peace\n            ^ opened here; add a closing \""
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The query as typed.
    pub text: String,
    /// Bytes of `text` that are at fault; empty at its end where something is missing there.
    pub at: Range<usize>,
    /// What is wrong, lower case, no full stop.
    pub message: String,
    /// What would be accepted.
    pub suggestion: Option<String>,
}

impl QueryError {
    pub(super) fn new(text: &str, at: Range<usize>, problem: Problem) -> QueryError {
        QueryError {
            text: text.to_owned(),
            at,
            message: problem.message,
            suggestion: Some(problem.suggestion).filter(|text| !text.is_empty()),
        }
    }
}

/// A place and what is wrong there, before the text is put beside it: a lenient reading meets many.
#[derive(Debug)]
pub(super) struct Fault {
    pub at: Range<usize>,
    pub problem: Problem,
}

impl Fault {
    pub(super) fn in_text(self, text: &str) -> QueryError {
        QueryError::new(text, self.at, self.problem)
    }
}

/// What is wrong, before it is known where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// What is wrong.
    pub message: String,
    /// What would be accepted; empty where there is nothing to say.
    pub suggestion: String,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>, suggestion: impl Into<String>) -> Problem {
        Problem {
            message: message.into(),
            suggestion: suggestion.into(),
        }
    }
}

/// Columns of the query that are shown before the place, and in all.
const COLUMNS_BEFORE: usize = 40;
const COLUMNS: usize = 74;

impl Display for QueryError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let window = Window::around(&self.text, &self.at);
        writeln!(f, "{}", self.message)?;
        writeln!(f, "  {}", window.shown)?;
        write!(f, "  {:1$}", "", window.indent)?;
        (0..window.carets).try_for_each(|_| f.write_char('^'))?;
        match &self.suggestion {
            Some(suggestion) => write!(f, " {suggestion}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for QueryError {}

/// The part of a query that is shown, and where the carets go beneath it.
struct Window {
    shown: String,
    /// Columns before the first caret.
    indent: usize,
    carets: usize,
}

impl Window {
    /// Looks only at the characters that are shown, so that a long query costs nothing.
    fn around(text: &str, at: &Range<usize>) -> Window {
        // The fields are public, so the place may be anything.
        let place = (0..=at.start.min(text.len()))
            .rev()
            .find(|&i| text.is_char_boundary(i));
        let (before, after) = text.split_at(place.unwrap_or(0));
        let mut indent = 0;
        let mut from = before.len();
        for (index, c) in before.char_indices().rev() {
            if indent + width(c) > COLUMNS_BEFORE {
                break;
            }
            indent += width(c);
            from = index;
        }
        let mut shown = String::new();
        if from > 0 {
            shown.push('…');
            indent += 1;
        }
        for c in before.get(from..).unwrap_or_default().chars() {
            push_visible(&mut shown, c);
        }
        let mut columns = indent;
        let mut carets = 0;
        for (index, c) in after.char_indices() {
            if columns + width(c) > COLUMNS {
                shown.push('…');
                break;
            }
            columns += width(c);
            if before.len() + index < at.end {
                carets += width(c);
            }
            push_visible(&mut shown, c);
        }
        Window {
            shown,
            indent,
            carets: carets.max(1),
        }
    }
}

/// Whether a character must not reach a terminal, or would not be seen there: controls, and the
/// marks that reorder or join text.
fn is_hidden(c: char) -> bool {
    c.is_control() || super::lex::is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Columns that a character takes as [`push_visible`] writes it.
fn width(c: char) -> usize {
    if is_hidden(c) {
        c.escape_default().count()
    } else {
        c.width().unwrap_or(0)
    }
}

fn push_visible(shown: &mut String, c: char) {
    if is_hidden(c) {
        shown.extend(c.escape_default());
    } else {
        shown.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::{Problem, QueryError};

    fn shown(text: &str, at: std::ops::Range<usize>) -> String {
        let error = QueryError::new(text, at, Problem::new("message", "suggestion"));
        error.to_string()
    }

    #[test]
    fn the_caret_stands_under_the_place() {
        for (text, at, expected) in [
            ("abc", 1..2, "message\n  abc\n   ^ suggestion"),
            ("abc", 0..3, "message\n  abc\n  ^^^ suggestion"),
            ("abc", 3..3, "message\n  abc\n     ^ suggestion"),
            ("停火 a*", 7..9, "message\n  停火 a*\n       ^^ suggestion"),
            ("停火", 3..6, "message\n  停火\n    ^^ suggestion"),
            (
                "a\u{1b}b",
                2..3,
                "message\n  a\\u{1b}b\n         ^ suggestion",
            ),
            ("a\nb", 2..3, "message\n  a\\nb\n     ^ suggestion"),
            ("é", 1..9, "message\n  é\n  ^ suggestion"),
            ("", 0..0, "message\n  \n  ^ suggestion"),
        ] {
            assert_eq!(shown(text, at), expected);
        }
    }

    #[test]
    fn a_long_query_is_shown_as_a_window() {
        let text = format!("{}x*{}", "a ".repeat(500), " b".repeat(500));
        let shown = shown(&text, 1000..1002);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(
            lines[1].starts_with("  …a a") && lines[1].ends_with('…'),
            "{shown}"
        );
        assert!(lines[1].chars().count() <= 78, "{shown}");
        assert_eq!(lines[1].chars().position(|c| c == 'x'), lines[2].find('^'));
    }
}
