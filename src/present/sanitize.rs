//! Makes text from outside safe to print.
//!
//! A headline may hold escape sequences that repaint the screen, or bidirectional controls that
//! make an address read as another one. Such characters are shown, not dropped, so that a reader
//! sees that something is there: ESC is printed as the four characters `\x1b`, a right-to-left
//! override as `\u{202e}`.

use std::fmt::Write;

/// What becomes of white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// Every run of it, line breaks and tabs too, becomes one space; none is left at either end.
    Fold,
    /// Spaces and line feeds stay, a tab becomes one space.
    Keep,
}

/// One line of safe text, for a field that has no ranges. White space is folded.
///
/// ```
/// # use dateline::present::sanitize::line;
/// assert_eq!(line("a\nb \u{1b}[31mred"), r"a b \x1b[31mred");
/// ```
pub fn line(text: &str) -> String {
    sanitize(text, &[], Space::Fold).0
}

/// Safe text, and the same ranges as byte offsets into it.
///
/// The ranges that come back are in order, do not overlap, are not empty and lie at character
/// boundaries, whatever was handed in: offsets past the end are cut, offsets within a character
/// are moved to its start. The text grows at most eightfold.
pub fn sanitize(
    text: &str,
    ranges: &[(usize, usize)],
    space: Space,
) -> (String, Vec<(usize, usize)>) {
    let ranges = tidy(text, ranges);
    let mut edges = ranges
        .iter()
        .flat_map(|&(start, end)| [start, end])
        .peekable();
    let mut moved = Vec::with_capacity(2 * ranges.len());
    let mut clean = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        while edges.next_if(|&edge| edge <= at).is_some() {
            moved.push(clean.len());
        }
        match space {
            Space::Fold if character.is_whitespace() => {
                if !clean.is_empty() && !clean.ends_with(' ') {
                    clean.push(' ');
                }
            }
            Space::Keep if character == '\n' => clean.push('\n'),
            Space::Keep if character == '\t' => clean.push(' '),
            _ if is_safe(character, before) => clean.push(character),
            _ => escape(character, &mut clean),
        }
        before = character;
    }
    moved.extend(edges.map(|_| clean.len()));
    if space == Space::Fold {
        clean.truncate(clean.trim_end().len());
    }
    let end = clean.len();
    let ranges = moved
        .chunks_exact(2)
        .map(|edge| (edge[0].min(end), edge[1].min(end)))
        .filter(|(start, end)| start < end)
        .collect();
    (clean, ranges)
}

/// Whether a character that follows `before` may reach a terminal as it is.
fn is_safe(character: char, before: char) -> bool {
    match character {
        // The joiners are part of the spelling of Persian, of Indic scripts and of emoji. Beside
        // ASCII they only hide.
        '\u{200c}' | '\u{200d}' => !before.is_ascii(),
        // Zero width, marks and overrides of direction, line separators, invisible operators.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' => false,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => false,
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => false,
        // C0, DEL and C1.
        _ => !character.is_control(),
    }
}

fn escape(character: char, clean: &mut String) {
    let code = u32::from(character);
    // Writing to a String cannot fail.
    let _ = match code {
        0..=0xff => write!(clean, "\\x{code:02x}"),
        _ => write!(clean, "\\u{{{code:x}}}"),
    };
}

/// Ranges in order, joined where they touch or overlap, within the text, at character boundaries.
pub(super) fn tidy(text: &str, ranges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut inside: Vec<(usize, usize)> = ranges
        .iter()
        .map(|&(start, end)| (boundary(text, start), boundary(text, end)))
        .filter(|(start, end)| start < end)
        .collect();
    inside.sort_unstable();
    let mut tidy: Vec<(usize, usize)> = Vec::with_capacity(inside.len());
    for (start, end) in inside {
        match tidy.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => tidy.push((start, end)),
        }
    }
    tidy
}

/// The last character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    // A character has at most four bytes; past the end nothing is a boundary.
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|&near| text.is_char_boundary(near))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_shown() {
        for (text, folded) in [
            ("plain", "plain"),
            ("  a \r\n\t b  ", "a b"),
            ("\u{1b}[2Jx", r"\x1b[2Jx"),
            ("\u{1b}]0;owned\u{7}", r"\x1b]0;owned\x07"),
            ("a\u{7f}b\u{9b}31m\0", r"a\x7fb\x9b31m\x00"),
            (
                "a\u{202e}b\u{2066}c\u{200f}",
                r"a\u{202e}b\u{2066}c\u{200f}",
            ),
            ("pay\u{200b}pal\u{feff}", r"pay\u{200b}pal\u{feff}"),
            ("pay\u{200d}pal", r"pay\u{200d}pal"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("Москва 東京 é", "Москва 東京 é"),
            ("", ""),
        ] {
            assert_eq!(line(text), folded, "{text:?}");
        }
        let kept = sanitize("a\tb\n\n  c\r\n", &[], Space::Keep).0;
        assert_eq!(kept, "a b\n\n  c\\x0d\n");
    }

    #[test]
    fn ranges_still_point_at_the_same_words() {
        let text = "\u{1b}one\n\n  two\u{200b} drei\u{df}ig";
        let words = ["one", "two", "drei\u{df}ig"];
        let ranges: Vec<_> = words
            .iter()
            .filter_map(|word| text.find(word).map(|at| (at, at + word.len())))
            .collect();
        for space in [Space::Fold, Space::Keep] {
            let (clean, moved) = sanitize(text, &ranges, space);
            let found: Vec<_> = moved.iter().filter_map(|&(s, e)| clean.get(s..e)).collect();
            assert_eq!(found, words, "{clean:?}");
        }
    }

    #[test]
    fn bad_ranges_are_mended() {
        let text = "äbc";
        for (ranges, mended) in [
            (vec![(1, 3)], vec![(0, 3)]),
            (vec![(2, 99)], vec![(2, 4)]),
            (vec![(3, 2), (50, 60), (2, 2)], vec![]),
            (vec![(3, 4), (0, 3)], vec![(0, 4)]),
            (vec![(usize::MAX, usize::MAX)], vec![]),
        ] {
            assert_eq!(sanitize(text, &ranges, Space::Keep).1, mended, "{ranges:?}");
        }
    }
}
