#![no_main]
//! Tokens and packed terms: what an article's words are packed into is replayed as it was, and
//! damaged packing ends the replay without harm.

use dateline::text::{MAX_TERM, PackedReader, Scanner, TITLE_GAP, fold, words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for (_, term) in PackedReader::new(text).take(text.len() + 1) {
        assert!(term.len() <= text.len());
    }
    let mut end = 0;
    words(text, |span| {
        assert!(span.start >= end && span.start < span.end);
        assert!(
            text.get(span.clone()).is_some(),
            "not at characters: {span:?}"
        );
        end = span.end;
    });
    assert_eq!(fold(&fold(text)), fold(text), "folding is done once");

    let (title, body) = text.split_once('\n').unwrap_or(("", text));
    let mut scanner = Scanner::new(|word| word.len() as u8 & 3);
    for language in ["en", "ru", "und"] {
        let (title_scan, body_scan, terms) = scanner.scan(title, body, language);
        let counts = [
            title_scan.tokens.tokens.len(),
            body_scan.tokens.tokens.len(),
        ];
        let packed = terms.words.into_string();
        let replayed: Vec<(u32, &str)> = PackedReader::new(&packed).collect();
        assert_eq!(replayed.len(), counts[0] + counts[1]);
        for (index, (position, term)) in replayed.iter().enumerate() {
            let expected = match index < counts[0] {
                true => index as u32,
                false => index as u32 + TITLE_GAP,
            };
            assert_eq!(*position, expected);
            assert!(term.len() <= MAX_TERM);
        }
        for (text, scan) in [(title, &title_scan), (body, &body_scan)] {
            let sentences = &scan.tokens.sentences;
            assert_eq!(sentences.is_empty(), scan.tokens.tokens.is_empty());
            assert!(
                sentences
                    .windows(2)
                    .all(|pair| pair[0].token < pair[1].token)
            );
            assert!(
                sentences
                    .iter()
                    .all(|s| text.is_char_boundary(s.byte as usize))
            );
        }
    }
});
