//! What a bare word may turn out to be: an address, or what looks like an operator, a function or a
//! comparison.

use super::field::{self, Field};
use super::operator::Function;

/// A warning for an operator that was not typed in capitals.
pub(super) fn lower_case_hint(word: &str) -> Option<String> {
    // In capitals it is no operator only where that was asked for, with \.
    if word.len() > 5 || !word.contains(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let instead = match word.to_ascii_lowercase().as_str() {
        "and" => "words are joined by AND as it is",
        "or" => "write OR for either",
        "not" => "write NOT or -word to exclude",
        "near" => "write NEAR or w/10 for words that stand close together",
        "onear" => "write ONEAR or pre/10 for words that follow each other closely",
        "adj" => "write ADJ or pre/1 for words that follow each other",
        "same" => "write SAME or w/p for words in one paragraph",
        _ => return None,
    };
    Some(format!("`{word}` is searched as a word; {instead}"))
}

/// What may stand in brackets at the end of a word, as in "author(s)".
const ENDINGS: [&str; 10] = ["s", "es", "e", "en", "er", "in", "innen", "n", "nen", "r"];

/// A warning for a word directly before a bracket, which opens `rest`, that looks like a function.
pub(super) fn function_hint(word: &str, rest: &str) -> Option<String> {
    let inner = rest.strip_prefix('(')?;
    let is_ending = |(inner, _): (&str, &str)| ENDINGS.contains(&inner);
    if word.len() > 40 || inner.split_once(')').is_some_and(is_ending) {
        return None;
    }
    let instead = match field::meant(word) {
        Some(name) if Function::named(name).is_some() => format!("the function is {name}(...)"),
        Some(name) => format!("write {name}:(...)"),
        None => {
            let functions = "title(...), lead(...), hlead(...), body(...) and atleast3(...)";
            format!("the functions are {functions}")
        }
    };
    Some(format!("`{word}` is searched as a word; {instead}"))
}

/// A warning for what looks like a comparison: `length>500`, `<2009`.
pub(super) fn comparison_hint(word: &str) -> Option<String> {
    let (before, after) = word.split_once(['<', '>'])?;
    let after = after.strip_prefix('=').unwrap_or(after);
    let is_number = after.starts_with(|c: char| c.is_ascii_digit());
    let is_name = before.chars().all(char::is_alphanumeric);
    if word.len() > 40 || !is_number || !is_name {
        return None;
    }
    let compared = "only dates are compared, after their field: published:>2023";
    Some(format!(
        "< and > say nothing in {word}; {compared}, published:2007..2009"
    ))
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

#[cfg(test)]
mod tests {
    use super::begins_with_address;

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
}
