//! Where sentences and paragraphs start.

use crate::model::Sentence;

/// What the gap between two tokens says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// The sentence goes on.
    None,
    /// A sentence starts at this byte.
    Sentence(usize),
    /// A paragraph starts at this byte.
    Paragraph(usize),
}

/// How line breaks are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// A line break is a space; a blank line parts paragraphs.
    Wrapped,
    /// Every line is a paragraph.
    Paragraphs,
}

impl Lines {
    /// Text without a blank line whose lines are longer than any hard wrap is set one paragraph to
    /// a line.
    pub(super) fn of(text: &str) -> Lines {
        /// Longer than typewriters, terminals and wire services break lines.
        const LONGEST_WRAP: usize = 100;
        let mut lines = text.lines();
        let blank = text.contains("\n\n") || text.contains("\n \n");
        if !blank && lines.any(|line| line.len() > LONGEST_WRAP) {
            Lines::Paragraphs
        } else {
            Lines::Wrapped
        }
    }
}

/// Words that end in a full stop without ending a sentence, folded. Titles and months are followed
/// by a name or a number; the others seldom close a sentence.
const ABBREVIATIONS: &[&str] = &[
    "adm", "apr", "aug", "ave", "bd", "brig", "bros", "capt", "cf", "cmdr", "col", "corp", "cpl",
    "dec", "dept", "dr", "ex", "feb", "fig", "fr", "ft", "gen", "gov", "hon", "inc", "jan", "jr",
    "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mgr", "mme", "mr", "mrs", "ms", "mt", "no",
    "nos", "nov", "oct", "pfc", "ph", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens",
    "sept", "sgt", "sr", "st", "str", "supt", "vol", "vs", "bzw", "ca", "evtl", "hr", "nr", "usw",
    "av", "mlle", "mm", "sra", "srta", "ud", "uds", "им", "гг", "тыс", "млн", "млрд", "ул", "стр",
];

/// Words that open a sentence more often than they follow an acronym, folded.
const OPENERS: &[&str] = &[
    "a", "after", "an", "and", "as", "at", "but", "by", "he", "her", "his", "if", "in", "it",
    "its", "no", "on", "she", "some", "that", "the", "their", "there", "these", "they", "this",
    "we", "when", "while", "with",
];

/// The two tokens around a gap, as written and folded.
#[derive(Clone, Debug)]
pub(super) struct Around<'a> {
    pub before: &'a str,
    pub before_folded: String,
    pub after_folded: String,
    /// Whether the token before is itself preceded by a full stop without space (an acronym).
    pub acronym: bool,
}

/// Whether a gap (the text between two tokens, which starts at byte `start`) parts sentences.
/// `after` is the token behind it; `around` is asked only where a full stop may be an
/// abbreviation's.
pub(super) fn judge<'a>(
    gap: &str,
    start: usize,
    lines: Lines,
    after: &str,
    around: impl FnOnce() -> Around<'a>,
) -> Break {
    let newlines = gap.bytes().filter(|&byte| byte == b'\n').count();
    let visible = start + opening(gap);
    if newlines > 1 || newlines == 1 && lines == Lines::Paragraphs {
        return Break::Paragraph(visible);
    }
    let Some((at, stop)) = gap.char_indices().find(|&(_, c)| is_stop(c)) else {
        return Break::None;
    };
    if matches!(stop, '。' | '！' | '？' | '।' | '؟') {
        return Break::Sentence(visible);
    }
    let rest = &gap[at..];
    if !rest.contains(char::is_whitespace) {
        return Break::None;
    }
    if after.starts_with(char::is_lowercase) {
        return Break::None;
    }
    if stop == '.' && at == 0 && is_abbreviation(&around()) {
        return Break::None;
    }
    Break::Sentence(visible)
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟')
}

fn is_abbreviation(around: &Around<'_>) -> bool {
    let single = around.before.chars().nth(1).is_none();
    if single && !around.before.starts_with(|c: char| c.is_ascii_digit()) {
        // "J. Smith" goes on; "in the U.S. The envoy" does not.
        let opens = OPENERS.binary_search(&around.after_folded.as_str()).is_ok();
        return !(around.acronym && opens);
    }
    // "No." and "Mar." are abbreviations before a number only.
    let before = around.before_folded.as_str();
    if matches!(before, "no" | "nos" | "mar" | "fig" | "vol") {
        return around
            .after_folded
            .starts_with(|c: char| c.is_ascii_digit());
    }
    ABBREVIATIONS.contains(&before)
}

/// Byte within the gap at which the next sentence's visible text starts: behind the last white
/// space that follows the stop, so that an opening quotation mark belongs to the new sentence.
fn opening(gap: &str) -> usize {
    gap.char_indices()
        .rfind(|&(_, c)| c.is_whitespace())
        .map_or_else(
            || {
                gap.char_indices()
                    .find(|&(_, c)| is_stop(c))
                    .map_or(gap.len(), |(at, c)| at + c.len_utf8())
            },
            |(at, c)| at + c.len_utf8(),
        )
}

/// The first sentence of a text starts at its first visible character.
pub(super) fn first(text: &str, first_token: usize) -> Sentence {
    let before = text.get(..first_token).unwrap_or("");
    let byte = before
        .char_indices()
        .rfind(|&(_, c)| c.is_whitespace())
        .map_or(0, |(at, c)| at + c.len_utf8());
    Sentence {
        token: 0,
        byte: byte as u32,
        paragraph: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openers_are_sorted() {
        assert!(OPENERS.is_sorted());
    }

    #[test]
    fn lines_longer_than_a_wrap_are_paragraphs() {
        assert_eq!(Lines::of("short\nlines"), Lines::Wrapped);
        assert_eq!(
            Lines::of(&format!("{0}\n{0}", "long ".repeat(40))),
            Lines::Paragraphs
        );
        assert_eq!(
            Lines::of(&format!("{0}\n\n{0}", "long ".repeat(40))),
            Lines::Wrapped
        );
    }
}
