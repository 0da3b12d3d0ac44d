//! What a bare word may turn out to be: an address, or an operator in small letters.

use super::field::Field;

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
