//! The line at the end of a story that says who wrote it: "(Reporting by Ann Lee in Accra; editing by
//! Jan Pol)". Agencies end their stories so; those named in it have done nothing in the story.

use std::ops::Range;

/// Bytes at the end of a text in which credits are looked for.
const TAIL: usize = 1500;
/// Longest credit, in bytes.
const LONGEST: usize = 800;
/// How credits begin, in lower case.
const BEGINNINGS: [&str; 7] = [
    "reporting",
    "additional reporting",
    "with reporting",
    "with additional reporting",
    "writing",
    "editing",
    "compiled",
];
/// Bytes within which a credit says "by".
const HEAD: usize = 60;

/// The bytes of the credits of a text, in order.
pub fn credits(text: &str) -> Vec<Range<usize>> {
    let from = text.floor_char_boundary(text.len().saturating_sub(TAIL));
    let mut all: Vec<Range<usize>> = Vec::new();
    let tail = text.get(from..).unwrap_or("");
    for (at, _) in tail.match_indices('(') {
        let inside = tail.get(at + 1..).unwrap_or("");
        let head = inside.get(..inside.floor_char_boundary(HEAD)).unwrap_or("");
        let head = head.trim_start().to_lowercase();
        let begins = BEGINNINGS.iter().any(|start| head.starts_with(start));
        if !begins || !head.contains(" by ") {
            continue;
        }
        let rest = inside
            .get(..inside.floor_char_boundary(LONGEST))
            .unwrap_or("");
        let end = rest
            .find(')')
            .or_else(|| rest.find("\n\n"))
            .unwrap_or(rest.len());
        all.push(from + at..from + at + 1 + end);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_told_from_other_brackets() {
        let of = |text| -> Vec<&str> { credits(text).into_iter().map(|at| &text[at]).collect() };
        for (text, expected) in [
            (
                "It fell. (Reporting by Ann Lee in Accra; Editing by Jan Pol)",
                vec!["(Reporting by Ann Lee in Accra; Editing by Jan Pol"],
            ),
            (
                "It fell.\n(Additional reporting by Ann Lee)\n(editing by\u{a0}Jan Pol by night)",
                vec![
                    "(Additional reporting by Ann Lee",
                    "(editing by\u{a0}Jan Pol by night",
                ],
            ),
            (
                "It fell. (Writing by Jan Pol\n\nNext",
                vec!["(Writing by Jan Pol"],
            ),
            (
                "It fell (reporting rules changed). Ann Lee (by Jan Pol) left.",
                vec![],
            ),
            ("(", vec![]),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
        let long = format!("{}é(Reporting by Ann Lee)", "é".repeat(TAIL));
        assert_eq!(of(&long), ["(Reporting by Ann Lee"]);
        assert_eq!(
            of(&format!("{long}{}", "é".repeat(TAIL))),
            Vec::<&str>::new()
        );
    }
}
