//! Words that stand for many: wildcards, fuzzy words, regular expressions.

use super::error::Problem;
use super::tree::{Form, Pattern, Query};
use super::{MAX_REGEX, word};
use crate::text::words;
use std::ops::Range;

/// The query of a text with wildcards at the bytes `wild`, in order: one pattern, or a phrase.
pub(super) fn wildcard(text: &str, wild: &[usize], slop: u32) -> Result<Query, Problem> {
    // Wildcards belong to the word that they touch: the tokenizer sees letters in their place.
    let mut masked = text.as_bytes().to_vec();
    for at in wild {
        if let Some(byte) = masked.get_mut(*at) {
            *byte = b'x';
        }
    }
    let masked = String::from_utf8(masked).unwrap_or_default();
    let mut found = Vec::new();
    let mut is_empty = false;
    let mut next = 0;
    words(&masked, |span| {
        let word = text.get(span.clone()).unwrap_or_default();
        while wild.get(next).is_some_and(|at| *at < span.start) {
            next += 1;
        }
        if wild.get(next).is_some_and(|at| *at < span.end) {
            is_empty |= !word.contains(char::is_alphanumeric) && word.matches('?').count() < 2;
            let mut pattern: Vec<char> = word.chars().collect();
            pattern.dedup_by(|one, other| (*one, *other) == ('*', '*'));
            let pattern = pattern.into_iter().collect();
            found.push(Query::Pattern(Pattern::Wildcard(pattern)));
        } else {
            found.push(exact(word));
        }
    });
    if is_empty {
        return Err(Problem::new(
            "a wildcard without a letter",
            "write a letter or digit beside it, as in presid*; * alone is every article",
        ));
    }
    Ok(match found.len() {
        1 => found.swap_remove(0),
        _ => Query::Phrase { words: found, slop },
    })
}

fn exact(word: &str) -> Query {
    Query::Text {
        text: word.to_owned(),
        form: Form::Exact,
        slop: 0,
    }
}

/// How many words a text has, at most 2.
pub(super) fn count(text: &str) -> usize {
    let mut count = 0;
    words(text, |_| count += 1);
    count.min(2)
}

/// The slips that a fuzzy word's ending asks for: nothing, a number, or Lucene's old similarity.
pub(super) fn fuzzy(text: &str, number: &str) -> Result<Query, Problem> {
    let mut spans = Vec::new();
    words(text, |span| spans.push(span));
    let [span] = spans.as_slice() else {
        return Err(Problem::new(
            "~ is for one word",
            "write it after each; for words that stand near each other write \"a b\"~5",
        ));
    };
    let found = text.get(span.clone()).unwrap_or_default();
    let slips = match number {
        "" if found.chars().count() > 5 => 2,
        "" | "1" => 1,
        "2" => 2,
        _ => match number.parse::<f64>() {
            Ok(similarity) if similarity > 0.0 && similarity < 1.0 => {
                if similarity >= 0.8 {
                    1
                } else {
                    2
                }
            }
            _ => {
                let suggestion = format!("write {found}~1 or {found}~2");
                return Err(Problem::new("a fuzzy word has 1 or 2 slips", suggestion));
            }
        },
    };
    Ok(Query::Pattern(Pattern::Fuzzy {
        word: found.to_owned(),
        slips,
    }))
}

/// Splits `text~1` where the tilde is not escaped: it lies at or behind byte `plain`.
pub(super) fn fuzzy_suffix(text: &str, plain: usize) -> Option<(&str, &str)> {
    let number = |c: char| c.is_ascii_digit() || c == '.';
    let before = text.trim_end_matches(number).strip_suffix('~')?;
    let is_one = before.len() >= plain && word::has_word(before) && !before.ends_with('~');
    is_one.then(|| (before, text.get(before.len() + 1..).unwrap_or_default()))
}

/// Splits `text^2` where the circumflex is not escaped.
pub(super) fn boost_suffix(text: &str, plain: usize) -> Option<(&str, &str)> {
    let number = |c: char| c.is_ascii_digit() || c == '.';
    let before = text.trim_end_matches(number).strip_suffix('^')?;
    let factor = text
        .get(before.len() + 1..)
        .filter(|text| !text.is_empty())?;
    let is_item = word::has_word(before) || before.matches('?').count() > 1;
    (before.len() >= plain && is_item).then_some((before, factor))
}

/// A boost in hundredths.
pub(super) fn hundredths(number: &str) -> Result<u32, Problem> {
    let factor = number.parse::<f64>().unwrap_or(0.0);
    let hundredths = (factor * 100.0).round();
    if (1.0..=100_000.0).contains(&hundredths) {
        return Ok(hundredths as u32);
    }
    Err(Problem::new(
        "not a boost",
        "write a number from 0.01 to 1000, as in x^2 or x^0.5",
    ))
}

/// A regular expression at the start of `text`: the bytes between its slashes. Looks no further than
/// the second slash or a space.
pub(super) fn regex_span(text: &str, is_space: impl Fn(char) -> bool) -> Option<Range<usize>> {
    if !text.starts_with('/') {
        return None;
    }
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            c if is_space(c) => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '/' => {
                let after = text.get(index + 1..).and_then(|rest| rest.chars().next());
                let ends = after.is_none_or(|c| is_space(c) || matches!(c, '(' | ')' | '^'));
                return (ends && index > 1).then_some(1..index);
            }
            _ => {}
        }
    }
    None
}

/// The query of what stands between the slashes; an error has the bytes at fault.
pub(super) fn regex(raw: &str) -> Result<Query, (Range<usize>, Problem)> {
    if raw.len() > MAX_REGEX {
        let suggestion = format!("at most {MAX_REGEX} bytes; join shorter ones with OR");
        let problem = Problem::new("the regular expression is too long", suggestion);
        return Err((0..raw.len(), problem));
    }
    if let Err(error) = regex_syntax::Parser::new().parse(raw) {
        let (span, message) = match &error {
            regex_syntax::Error::Parse(error) => (error.span(), error.kind().to_string()),
            regex_syntax::Error::Translate(error) => (error.span(), error.kind().to_string()),
            error => return Err((0..raw.len(), bad_regex(&error.to_string()))),
        };
        return Err((span.start.offset..span.end.offset, bad_regex(&message)));
    }
    Ok(Query::Pattern(Pattern::Regex(raw.replace("\\/", "/"))))
}

fn bad_regex(message: &str) -> Problem {
    let first = message.lines().next().unwrap_or_default();
    Problem::new(
        format!("not a regular expression: {first}"),
        "to search for the text itself, write \\/ for the first slash",
    )
}

/// The error for a wildcard where none can stand; `name` is of the field.
pub(super) fn no_wildcards(name: &str, c: char) -> Problem {
    let suggestion = match (name, c) {
        ("actor", _) => "write the whole name, or the code of a state or group, which stands for \
                         all of it: actor:RUS"
            .to_owned(),
        ("actor-kind", _) => "write one kind, such as actor-kind:person".to_owned(),
        ("exact", _) => format!("leave out exact: for a wildcard; for the sign itself write \\{c}"),
        ("lang", _) => "write a code, such as lang:en".to_owned(),
        ("site", _) => "a site stands for all below it: site:bbc.co.uk".to_owned(),
        _ => format!("write the whole name; for the sign itself write \\{c}"),
    };
    Problem::new(format!("{name}: takes no wildcards"), suggestion)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let wild: Vec<usize> = text
            .char_indices()
            .filter(|(_, c)| matches!(c, '*' | '?'))
            .map(|(index, _)| index)
            .collect();
        let query = wildcard(text, &wild, 0).map_err(|problem| problem.message)?;
        Ok(query.to_string())
    }

    #[test]
    fn wildcards_belong_to_the_word_they_touch() {
        for (text, expected) in [
            ("presid*", Ok("presid*")),
            ("wom?n,", Ok("wom?n")),
            ("*gate", Ok("*gate")),
            ("**gate", Ok("*gate")),
            ("??", Ok("??")),
            ("cease-fir*", Ok("\"cease fir*\"")),
            ("wom?n-led", Ok("wom?n-led")),
            ("O'Brie*", Ok("\"O Brie*\"")),
            ("**", Err("a wildcard without a letter")),
            ("a-*", Err("a wildcard without a letter")),
        ] {
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn slips() {
        for (text, number, expected) in [
            ("nuclear", "", Ok("nuclear~2")),
            ("iran", "", Ok("iran~1")),
            ("iran,", "2", Ok("iran~2")),
            ("nuclear", "0.8", Ok("nuclear~1")),
            ("nuclear", "0.5", Ok("nuclear~2")),
            ("nuclear", "3", Err("a fuzzy word has 1 or 2 slips")),
            ("nuclear", "0", Err("a fuzzy word has 1 or 2 slips")),
            ("nuclear", "1.5", Err("a fuzzy word has 1 or 2 slips")),
            ("cease-fire", "1", Err("~ is for one word")),
        ] {
            let read = fuzzy(text, number).map(|query| query.to_string());
            let expected = expected.map(str::to_owned);
            assert_eq!(
                read.map_err(|problem| problem.message),
                expected.map_err(str::to_owned)
            );
        }
    }

    #[test]
    fn suffixes() {
        for (text, fuzzy, boost) in [
            ("x~", Some(("x", "")), None),
            ("nuclear~0.8", Some(("nuclear", "0.8")), None),
            ("x^2", None, Some(("x", "2"))),
            ("é^1.5", None, Some(("é", "1.5"))),
            ("x^", None, None),
            ("~500", None, None),
            ("^2", None, None),
            ("3.5", None, None),
            ("x~~", None, None),
            ("", None, None),
        ] {
            assert_eq!(fuzzy_suffix(text, 0), fuzzy, "{text}");
            assert_eq!(boost_suffix(text, 0), boost, "{text}");
            assert_eq!(fuzzy_suffix(text, text.len()), None, "{text}");
            assert_eq!(boost_suffix(text, text.len()), None, "{text}");
        }
    }

    #[test]
    fn boosts_have_bounds() {
        for (text, expected) in [
            ("2", Some(200)),
            (".5", Some(50)),
            ("0.01", Some(1)),
            ("1000", Some(100_000)),
            ("0", None),
            ("1000.1", None),
            ("1.2.3", None),
            (".", None),
        ] {
            assert_eq!(hundredths(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_regular_expression_ends_at_its_second_slash() {
        let span = |text: &str| regex_span(text, char::is_whitespace);
        for (text, expected) in [
            ("/a/", Some(1..2)),
            (r"/a\/b/ c", Some(1..5)),
            ("/pres(ident)?s/^2", Some(1..14)),
            ("/usr/bin/", None),
            ("//", None),
            ("/a b/", None),
            ("/a", None),
            ("a/b/", None),
            (r"/a\/", None),
        ] {
            assert_eq!(span(text), expected, "{text}");
        }
    }
}
