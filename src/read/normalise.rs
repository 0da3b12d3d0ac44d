//! The one form in which text is kept: NFC, no soft hyphens and zero-width characters, NBSP as
//! space, LF at line ends. Nothing else is altered.

use crate::model::Article;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Longest name, section or the like that is believed to be one, in bytes.
const MAX_FIELD: usize = 2_000;
/// Longest address, in bytes.
const MAX_URL: usize = 8_000;
/// Longest date as written, in bytes.
const MAX_DATE: usize = 200;
/// Most authors, topics and so on that are kept.
const MAX_LIST: usize = 1_000;

/// Text in its normal form. Text that is in it already, as most is, is not copied.
pub(super) fn text(text: String) -> String {
    if is_plain(&text) {
        return text;
    }
    let text = if text.bytes().any(|byte| byte == b'\r') || !text.is_ascii() {
        replace(&text)
    } else {
        text
    };
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => text.nfc().collect(),
    }
}

/// Whether there is nothing to do: fast, and sometimes wrong in saying no.
fn is_plain(text: &str) -> bool {
    if text.is_ascii() {
        return memchr::memchr(b'\r', text.as_bytes()).is_none();
    }
    let bytes = text.as_bytes();
    if memchr::memchr(b'\r', bytes).is_some() {
        return false;
    }
    text.chars().all(is_plain_char)
}

/// Characters that are kept as they are and never change under NFC, whatever stands beside them
/// (that a mark which does may follow is seen at the mark).
fn is_plain_char(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => true,
        '\u{a0}' | '\u{ad}' => false,
        '\u{80}'..='\u{2ff}' => true,
        // Greek with its singletons at 0374, 037E, 0387 left out; Cyrillic; Armenian; Hebrew and
        // Arabic letters.
        '\u{388}'..='\u{482}' | '\u{48a}'..='\u{590}' | '\u{5d0}'..='\u{5ea}' => true,
        '\u{620}'..='\u{64a}' | '\u{10d0}'..='\u{10ff}' | '\u{1e00}'..='\u{1e9f}' => true,
        // Dashes, quotes, ellipsis; currency; CJK; kana without the marks; Hangul.
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20bf}' => true,
        '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{30ff}' => true,
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        _ => false,
    }
}

fn replace(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{a0}' | '\u{202f}' | '\u{2007}' => out.push(' '),
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            '\u{200c}' | '\u{200d}' => {
                let joins = |c: Option<char>| c.is_some_and(needs_joiners);
                if joins(out.chars().next_back()) && chars.peek().is_some() {
                    out.push(c);
                }
            }
            _ => out.push(c),
        }
    }
    out
}

/// Scripts in which a zero-width joiner or non-joiner spells, and pictures that it combines.
fn needs_joiners(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{109f}'
        | '\u{1780}'..='\u{18af}' | '\u{a840}'..='\u{aaff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}'
        | '\u{1f000}'..='\u{1faff}')
}

/// Several lines as one: trimmed, a line break and the blanks around it as one space.
pub(super) fn one_line(text: String) -> String {
    if !text.contains('\n') {
        return trimmed(text);
    }
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() {
        return text;
    }
    inner.to_owned()
}

/// Brings every text of an article into its normal form and drops fields too long to be what
/// they claim.
pub(super) fn article(article: &mut Article) {
    article.title = one_line(text(std::mem::take(&mut article.title)));
    article.body = trimmed(text(std::mem::take(&mut article.body)));
    for (field, bound) in [
        (&mut article.outlet, MAX_FIELD),
        (&mut article.section, MAX_FIELD),
        (&mut article.language, MAX_FIELD),
        (&mut article.source_id, MAX_FIELD),
        (&mut article.url, MAX_URL),
    ] {
        *field = field.take().map(|value| one_line(text(value)));
        if field
            .as_ref()
            .is_some_and(|value| value.is_empty() || value.len() > bound)
        {
            *field = None;
        }
    }
    let source = &mut article.source;
    for list in [
        &mut article.authors,
        &mut source.people,
        &mut source.places,
        &mut source.organisations,
        &mut source.topics,
    ] {
        tidy(list);
    }
    for dates in [&mut article.candidates, &mut article.updated] {
        dates.truncate(MAX_LIST);
        for date in dates.iter_mut() {
            date.text = one_line(text(std::mem::take(&mut date.text)));
        }
        dates.retain(|date| !date.text.is_empty() && date.text.len() <= MAX_DATE);
    }
}

/// Normal form for every entry of a list, without empty ones and repetitions.
fn tidy(list: &mut Vec<String>) {
    list.truncate(MAX_LIST);
    let mut seen = std::collections::HashSet::new();
    let entries = std::mem::take(list).into_iter();
    *list = entries
        .map(|entry| one_line(text(entry)))
        .filter(|entry| !entry.is_empty() && entry.len() <= MAX_FIELD)
        .filter(|entry| seen.insert(entry.clone()))
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_brought_into_its_normal_form() {
        let cases = [
            ("plain text", "plain text"),
            ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
            ("e\u{301}lan, q\u{308}", "élan, q\u{308}"),
            (
                "co\u{ad}operate\u{200b} \u{feff}now\u{2060}",
                "cooperate now",
            ),
            ("10\u{a0}000\u{202f}km\u{2007}x", "10 000 km x"),
            ("a\u{200d}b\u{200c}c", "abc"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("क्\u{200d}ष", "क्\u{200d}ष"),
            ("👩\u{200d}🚒", "👩\u{200d}🚒"),
            ("e\u{200b}\u{301}", "é"),
            ("“Привет” – 東京 ガ 한국", "“Привет” – 東京 ガ 한국"),
            ("カ\u{3099}", "ガ"),
            ("\u{212b}ngstr\u{f6}m \u{37e}", "Ångström ;"),
            ("\u{1b}[31mred\u{7}", "\u{1b}[31mred\u{7}"),
            ("tab\tand  spaces ﬁ ②", "tab\tand  spaces ﬁ ②"),
        ];
        for (given, expected) in cases {
            assert_eq!(text(given.to_owned()), expected, "{given:?}");
            assert_eq!(text(expected.to_owned()), expected, "again: {given:?}");
        }
    }

    #[test]
    fn plain_characters_never_change() {
        for c in '\0'..=char::MAX {
            if is_plain_char(c) && c != '\r' {
                let alone = c.to_string();
                assert_eq!(is_nfc_quick(alone.chars()), IsNormalized::Yes, "{c:?}");
                assert_eq!(replace(&alone), alone);
            }
        }
    }

    #[test]
    fn titles_are_one_line() {
        let cases = [
            ("  a \n\n  b\tc ", "a b\tc"),
            ("a", "a"),
            ("", ""),
            (" a  b ", "a  b"),
        ];
        for (given, expected) in cases {
            assert_eq!(one_line(given.to_owned()), expected);
        }
    }
}
