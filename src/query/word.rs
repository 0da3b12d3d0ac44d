//! What a bare word may turn out to be: an operator, an address, or a form that is not supported.

use super::error::Problem;
use super::field::Field;

/// An operator that is a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

impl Operator {
    /// Only capitals are operators: people search for "war and peace".
    pub(super) fn named(word: &str) -> Option<Operator> {
        match word {
            "AND" => Some(Operator::And),
            "OR" => Some(Operator::Or),
            "NOT" => Some(Operator::Not),
            _ => None,
        }
    }
}

/// A warning for an operator that was typed in small letters.
pub(super) fn lower_case_hint(word: &str) -> Option<&'static str> {
    match word {
        "and" => Some("`and` is searched as a word; words are joined by AND as it is"),
        "or" => Some("`or` is searched as a word; write OR for either"),
        "not" => Some("`not` is searched as a word; write NOT or -word to exclude"),
        _ => None,
    }
}

/// Whether a text holds something to search for: a letter or a digit.
pub(super) fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Schemes of addresses that may come without two slashes.
const SCHEMES: [&str; 7] = ["http", "https", "ftp", "mailto", "doi", "urn", "tel"];

/// Whether the text begins with an address: a scheme, `www.`, or a host name and a slash. Looks no
/// further than the first character that cannot be part of a host name.
pub(super) fn begins_with_address(text: &str) -> bool {
    let in_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
    let (head, tail) = text.split_at(text.find(|c| !in_host(c)).unwrap_or(text.len()));
    if tail.starts_with("://") {
        // A title may begin with slashes.
        return !head.is_empty() && Field::named(head).is_none();
    }
    if tail.starts_with(':') {
        return SCHEMES
            .iter()
            .any(|scheme| scheme.eq_ignore_ascii_case(head));
    }
    let is_www = head
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("www."));
    is_www || (tail.starts_with('/') && is_host(head))
}

/// Whether a text has the form of a host name: `bbc.co.uk`, not `U.S.` or `3.5`.
fn is_host(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(name, top)| {
        !name.is_empty() && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// The error for a word that is an operator of other products, given whether a bracket follows.
/// Searching such a word as text would count something else than what was meant.
pub(super) fn unsupported(word: &str, before_bracket: bool) -> Option<Problem> {
    // All of these are short; a longer word costs nothing.
    if word.len() > 16 {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let message = if is_proximity(word, &lower) {
        "proximity is not supported"
    } else if before_bracket && has_number(&lower, &["atleast", "atl"]) {
        "counting occurrences is not supported"
    } else if before_bracket && matches!(lower.as_str(), "hlead" | "headline" | "lead") {
        return Some(Problem::new(
            format!("{lower}(...) is not supported"),
            "write title:(...) to search titles",
        ));
    } else {
        return None;
    };
    let suggestion =
        format!("use AND or a \"phrase\"; to search for the text itself, write \\{word}");
    Some(Problem::new(message, suggestion))
}

/// Whether a word is a proximity operator of Nexis, Westlaw, Factiva or their like. Those that
/// are also plain words count in capitals alone.
fn is_proximity(word: &str, lower: &str) -> bool {
    if matches!(word, "NEAR" | "ONEAR" | "ADJ" | "SAME" | "WITHIN") {
        return true;
    }
    match lower.split_once('/') {
        Some(("w" | "pre" | "p" | "near" | "onear" | "n" | "within" | "", distance)) => {
            is_number(distance) || matches!(distance, "s" | "p" | "sent" | "para" | "seg")
        }
        Some(_) => false,
        None => has_number(lower, &["near", "onear", "adj"]),
    }
}

fn has_number(word: &str, prefixes: &[&str]) -> bool {
    prefixes
        .iter()
        .any(|prefix| word.strip_prefix(prefix).is_some_and(is_number))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The error for a suffix of a word, such as `~1`. `plain` is where the characters begin that were
/// not escaped.
pub(super) fn unsupported_suffix(word: &str, plain: usize) -> Option<Problem> {
    let signed = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let before = signed.strip_suffix(['~', '^'])?;
    if before.len() < plain || !has_word(before) {
        return None;
    }
    let problem = if signed.ends_with('~') {
        Problem::new("fuzzy words are not supported", literally("~"))
    } else if signed.len() < word.len() {
        Problem::new("boosts are not supported", literally("^"))
    } else {
        return None;
    };
    Some(problem)
}

/// The error for a wildcard.
pub(super) fn wildcard(c: char) -> Problem {
    let suggestion =
        format!("search for the whole word; to search for the character itself, write \\{c}");
    Problem::new("wildcards are not supported", suggestion)
}

/// The suggestion for a sign that is not supported.
fn literally(sign: &str) -> String {
    format!("leave it out; to search for the character itself, write \\{sign}")
}

/// The error for a sign directly after a closing quote or bracket.
pub(super) fn unsupported_after(c: char) -> Option<Problem> {
    match c {
        '~' => Some(Problem::new(
            "proximity is not supported",
            "leave out the ~ and its number",
        )),
        '^' => Some(Problem::new(
            "boosts are not supported",
            "leave out the ^ and its number",
        )),
        '*' => Some(wildcard(c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{begins_with_address, unsupported, unsupported_suffix};

    #[test]
    fn addresses() {
        for (text, expected) in [
            ("https://a.org/b?c=1", true),
            ("HTTP:x", true),
            ("mailto:a@b.org", true),
            ("www.reuters.com", true),
            ("bbc.co.uk/news?x=1", true),
            ("archive+http://x", true),
            ("a@b.org", false),
            ("U.S./Russia", false),
            ("and/or", false),
            ("3.5/4", false),
            ("12:30", false),
            ("state:RUS", false),
            ("://", false),
            ("title://x", false),
            ("", false),
        ] {
            assert_eq!(begins_with_address(text), expected, "{text}");
        }
    }

    #[test]
    fn operators_of_other_products() {
        for word in [
            "w/5", "W/10", "w/s", "w/p", "pre/8", "NEAR/5", "NEAR5", "near5", "adj3", "SAME", "/5",
        ] {
            assert!(unsupported(word, false).is_some(), "{word}");
        }
        for word in [
            "w/o",
            "and/or",
            "same",
            "near",
            "N/A",
            "24/7",
            "nearby",
            "adjective",
            "1/2",
            "atleast3",
        ] {
            assert!(unsupported(word, false).is_none(), "{word}");
        }
        for word in ["atleast3", "hlead", "HEADLINE"] {
            assert!(unsupported(word, true).is_some(), "{word}");
        }
    }

    #[test]
    fn suffixes() {
        for word in ["x~", "x~1", "nuclear~0.8", "x^2", "é^1.5"] {
            assert!(unsupported_suffix(word, 0).is_some(), "{word}");
            assert!(unsupported_suffix(word, word.len()).is_none(), "{word}");
        }
        for word in ["~500", "x^", "3.5", "~", "U.S.", ""] {
            assert!(unsupported_suffix(word, 0).is_none(), "{word}");
        }
    }
}
