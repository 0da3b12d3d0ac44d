//! Words that are operators or functions, in the spelling of any product.

use super::error::Problem;
use super::tree::{Part, Unit};
use super::{MAX_DISTANCE, MAX_SAME};

/// An operator that is a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
    Near { distance: u32, ordered: bool },
    Same(Unit),
}

/// Distance of a bare `NEAR` or `ONEAR`.
const BARE_DISTANCE: u32 = 10;

impl Operator {
    /// The operator that a word is. Those that are also plain words count in capitals alone:
    /// people search for "war and peace" and for same-sex marriage.
    pub(super) fn named(word: &str) -> Option<Result<Operator, Problem>> {
        // All of these are short; a longer word costs nothing.
        if word.len() > 40 {
            return None;
        }
        let near = |distance, ordered| Operator::Near { distance, ordered };
        Some(Ok(match word {
            "AND" => Operator::And,
            "OR" => Operator::Or,
            "NOT" => Operator::Not,
            "NEAR" => near(BARE_DISTANCE, false),
            "ONEAR" => near(BARE_DISTANCE, true),
            "ADJ" => near(1, true),
            "SAME" => Operator::Same(Unit::Paragraph),
            "ANDNOT" | "BUTNOT" => return Some(Err(refused(word, "write NOT"))),
            "WITHIN" => return Some(Err(refused(word, "write w/5, w/s or w/p"))),
            _ => return proximity(word),
        }))
    }
}

fn refused(word: &str, instead: &str) -> Problem {
    let suggestion = format!("{instead}; to search for the text itself, write \\{word}");
    Problem::new(format!("{word} is no operator here"), suggestion)
}

/// `w/5`, `pre/5`, `NEAR/5`, `near5`, `adj5`, `w/s` and their like, in any case.
fn proximity(word: &str) -> Option<Result<Operator, Problem>> {
    let lower = word.to_ascii_lowercase();
    let (name, value) = match lower.split_once('/') {
        Some(parts) => parts,
        None => {
            let digits = lower.find(|c: char| c.is_ascii_digit())?;
            let (name, value) = lower.split_at(digits);
            matches!(name, "near" | "onear" | "adj").then_some((name, value))?
        }
    };
    let ordered = match name {
        "w" | "" | "n" | "near" | "within" => false,
        "p" | "pre" | "onear" | "adj" => true,
        _ => return None,
    };
    if is_number(value) {
        return Some(distance(value, word).map(|distance| Operator::Near { distance, ordered }));
    }
    // N/S is north to south, p/s a post scriptum.
    if matches!(name, "n" | "p") {
        return None;
    }
    let unit = match value {
        "s" | "sent" | "sentence" => Unit::Sentence,
        "p" | "para" | "paragraph" => Unit::Paragraph,
        "seg" => {
            return Some(Err(refused(
                word,
                "write AND, or title:(...) or body:(...)",
            )));
        }
        _ => return None,
    };
    if ordered {
        let instead = "write w/s or w/p, which know no order, or pre/20";
        return Some(Err(refused(word, instead)));
    }
    Some(Ok(Operator::Same(unit)))
}

/// A distance within its bounds.
fn distance(digits: &str, word: &str) -> Result<u32, Problem> {
    match digits.parse() {
        Ok(0) => Err(Problem::new(
            format!("{word} is no distance"),
            "neighbours are one step apart: write w/1",
        )),
        Ok(distance) if distance <= MAX_DISTANCE => Ok(distance),
        _ => Err(Problem::new(
            format!("{word} is too far"),
            format!("at most {MAX_DISTANCE} words; write w/p for a paragraph, AND for an article"),
        )),
    }
}

/// What stands before a bracket and says how its content is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    In(Part),
    AtLeast(u32),
}

impl Function {
    /// The function of a word directly before a bracket, in any case.
    pub(super) fn named(word: &str) -> Option<Result<Function, Problem>> {
        if word.len() > 40 {
            return None;
        }
        let lower = word.to_ascii_lowercase();
        let part = match lower.as_str() {
            "title" | "headline" => Part::Title,
            "lead" => Part::Lead,
            "hlead" => Part::Opening,
            "body" => Part::Body,
            _ => return at_least(&lower),
        };
        Some(Ok(Function::In(part)))
    }

    /// As it is written, without the bracket.
    pub(super) fn name(self) -> String {
        match self {
            Function::In(part) => part_name(part).to_owned(),
            Function::AtLeast(times) => format!("atleast{times}"),
        }
    }
}

/// The name of a part of an article in the language.
pub(super) fn part_name(part: Part) -> &'static str {
    match part {
        Part::Title => "title",
        Part::Lead => "lead",
        Part::Opening => "hlead",
        Part::Body => "body",
    }
}

/// `atleast3`, `atl3`.
fn at_least(lower: &str) -> Option<Result<Function, Problem>> {
    let digits = ["atleast", "atl"]
        .iter()
        .find_map(|name| lower.strip_prefix(name))?;
    if digits.is_empty() && lower == "atleast" {
        let problem = Problem::new("atleast has no number", "write atleast3(...)");
        return Some(Err(problem));
    }
    if !is_number(digits) {
        return None;
    }
    Some(match digits.parse() {
        Ok(0) => Err(Problem::new(
            format!("{lower} asks for nothing"),
            "write atleast1(...) or a larger number",
        )),
        Ok(times) => Ok(Function::AtLeast(times)),
        Err(_) => Err(Problem::new(
            format!("{lower} is too often"),
            format!("at most {}", u32::MAX),
        )),
    })
}

/// The error for more parts than a chain of `w/s` or `w/p` may have.
pub(super) fn too_many_parts() -> Problem {
    let suggestion = format!("at most {MAX_SAME} in one chain; join more with AND");
    Problem::new("too many parts", suggestion)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proximity_in_all_spellings() {
        let near = |distance, ordered| Some(Ok(Operator::Near { distance, ordered }));
        let same = |unit| Some(Ok(Operator::Same(unit)));
        for (word, expected) in [
            ("w/5", near(5, false)),
            ("W/10", near(10, false)),
            ("/5", near(5, false)),
            ("n/5", near(5, false)),
            ("NEAR/5", near(5, false)),
            ("NEAR5", near(5, false)),
            ("near5", near(5, false)),
            ("within/5", near(5, false)),
            ("NEAR", near(10, false)),
            ("pre/8", near(8, true)),
            ("P/3", near(3, true)),
            ("ONEAR/3", near(3, true)),
            ("onear3", near(3, true)),
            ("ONEAR", near(10, true)),
            ("adj3", near(3, true)),
            ("ADJ", near(1, true)),
            ("w/1000", near(1000, false)),
            ("w/s", same(Unit::Sentence)),
            ("/S", same(Unit::Sentence)),
            ("w/sent", same(Unit::Sentence)),
            ("near/p", same(Unit::Paragraph)),
            ("W/PARA", same(Unit::Paragraph)),
            ("SAME", same(Unit::Paragraph)),
        ] {
            assert_eq!(Operator::named(word), expected, "{word}");
        }
    }

    #[test]
    fn plain_words_are_no_operators() {
        for word in [
            "w/o",
            "and/or",
            "same",
            "near",
            "adj",
            "onear",
            "within",
            "N/A",
            "N/S",
            "p/s",
            "24/7",
            "nearby",
            "adjective",
            "1/2",
            "atleast3",
            "w/",
            "/",
            "near5a",
            "x/5",
            "and",
            "or",
            "not",
            "And",
        ] {
            assert_eq!(Operator::named(word), None, "{word}");
        }
    }

    #[test]
    fn distances_have_bounds() {
        for (word, message) in [
            ("w/0", "w/0 is no distance"),
            ("pre/1001", "pre/1001 is too far"),
            (
                "near99999999999999999999",
                "near99999999999999999999 is too far",
            ),
            ("pre/s", "pre/s is no operator here"),
            ("w/seg", "w/seg is no operator here"),
            ("WITHIN", "WITHIN is no operator here"),
        ] {
            let problem = Operator::named(word).and_then(Result::err);
            assert_eq!(
                problem.map(|problem| problem.message).as_deref(),
                Some(message)
            );
        }
    }

    #[test]
    fn functions() {
        for (word, expected) in [
            ("HLEAD", Some(Function::In(Part::Opening))),
            ("headline", Some(Function::In(Part::Title))),
            ("AtLeast12", Some(Function::AtLeast(12))),
            ("atl3", Some(Function::AtLeast(3))),
        ] {
            assert_eq!(
                Function::named(word).and_then(Result::ok),
                expected,
                "{word}"
            );
        }
        for word in ["atleast", "atleast0", "atl99999999999"] {
            assert!(
                Function::named(word).is_some_and(|function| function.is_err()),
                "{word}"
            );
        }
        for word in ["atlas", "leader", "atl", "atlx", "and"] {
            assert_eq!(Function::named(word), None, "{word}");
        }
    }
}
