//! Numbers that are none, as Python writes them into JSON: `NaN`, `Infinity` and `-Infinity` stand
//! for what is missing in exports of pandas and the like, and no parser of JSON takes them.

/// The text with `null` in their place, or `None` where there is none of them outside strings.
pub(super) fn without(text: &str) -> Option<String> {
    const WORDS: [&str; 3] = ["NaN", "-Infinity", "Infinity"];
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut at, mut kept) = (0, 0);
    let mut before = b',';
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' {
            at = end_of_string(bytes, at + 1);
            before = b'"';
            continue;
        }
        let word = WORDS.iter().find(|word| {
            let behind = bytes
                .get(at..)
                .and_then(|rest| rest.strip_prefix(word.as_bytes()));
            let is_end = |rest: &[u8]| {
                rest.first()
                    .is_none_or(|next| b",]}".contains(next) || next.is_ascii_whitespace())
            };
            b":[,".contains(&before) && behind.is_some_and(is_end)
        });
        if let Some(word) = word {
            out.push_str(text.get(kept..at)?);
            out.push_str("null");
            at += word.len();
            kept = at;
            before = b'l';
            continue;
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
        at += 1;
    }
    if kept == 0 {
        return None;
    }
    out.push_str(text.get(kept..)?);
    Some(out)
}

/// The place behind the quote that ends a string.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| memchr::memchr2(b'"', b'\\', rest))
    {
        at += found + 1;
        match bytes.get(at - 1) {
            Some(b'"') => return at,
            // What a backslash stands before is passed over.
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bare_words_become_null() {
        let cases = [
            (r#"{"a": NaN}"#, r#"{"a": null}"#),
            (r#"[NaN,-Infinity, Infinity ]"#, r#"[null,null, null ]"#),
            (
                "{\"a\":\nNaN\n,\"é\":Infinity}",
                "{\"a\":\nnull\n,\"é\":null}",
            ),
            (
                r#"{"NaN": "x: NaN, \": NaN,", "b": NaN}"#,
                r#"{"NaN": "x: NaN, \": NaN,", "b": null}"#,
            ),
            (r#"{"a": "\\", "b": NaN}"#, r#"{"a": "\\", "b": null}"#),
        ];
        for (text, expected) in cases {
            assert_eq!(without(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "{}",
            r#"{"a": "NaN"}"#,
            r#"{"a": NaNs}"#,
            r#"{"a": xNaN}"#,
            "\"NaN",
            "\"\\",
            "{\"a\" NaN}",
        ] {
            assert_eq!(without(text), None, "{text}");
        }
    }
}
