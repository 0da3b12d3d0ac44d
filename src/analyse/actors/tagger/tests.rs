//! A model trained on a handful of sentences, and what no text may do to it.

use super::train::{columns_of, gold_of};
use super::*;
use crate::text::{Scanner, WordNumbers};
use std::sync::LazyLock;

const GOLD: &str = "\
=== t-1 | 2020-05-04 | wire
[Orville|LOC] mayor meets [Jane Roe|PER]

[ORVILLE|LOC], May 4 - Mayor [Tom Fenn|PER] met [Jane Roe|PER] of [Acme Corp|ORG] in [Orville|LOC] on Monday.
[Roe|PER] told [Fenn|PER] that [Acme Corp|ORG] would leave [Utopia|LOC].

=== t-2 | 2020-05-05 | wire
-

{[Utopian|MISC] farmers|UTOAGR} marched in [Port Elm|LOC] against [Bolt Inc|ORG], said [Ann Lake|PER].
Mr [Lake|PER] said that [Bolt Inc|ORG] had paid nothing in [Port Elm|LOC].
";

const COLUMNS: &str = "\
Mary B-PER\nStone I-PER\nsaid O\nthat O\nCedar B-ORG\nLtd I-ORG\nleft O\nElmton B-LOC\n. O\n\n\
In O\nElmton B-LOC\n, O\nMr O\nStone B-PER\ntold O\nCedar B-ORG\nLtd I-ORG\n. O\n";

fn bytes(seed: u64) -> Vec<u8> {
    let sources = [gold_of("gold.txt", GOLD), columns_of("tweets.txt", COLUMNS)];
    let options = Options {
        seed,
        epochs: 8,
        dropped: 0.1,
        ..Options::default()
    };
    train(&sources, options).unwrap()
}

static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| bytes(1));
static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::from_bytes(&BYTES).unwrap());

/// Names with their labels, of title and body.
fn names(tagger: &Tagger, title: &str, body: &str) -> Vec<(String, Label)> {
    let (title_scan, body_scan, _) = Scanner::new(|_| 0).scan(title, body, "en");
    let texts = [(title, &title_scan), (body, &body_scan)];
    let found = tagger.tag_texts(texts[0], texts[1]);
    let mut names = Vec::new();
    for ((text, scan), found) in texts.into_iter().zip(found) {
        let (tokens, mut last) = (&scan.tokens, 0);
        for name in found {
            assert!(
                name.from >= last && name.from < name.until && name.until <= tokens.tokens.len()
            );
            assert!(
                (0.0..=1.0).contains(&name.confidence),
                "{}",
                name.confidence
            );
            last = name.until;
            let span = tokens.span(name.from).start..tokens.span(name.until - 1).end;
            names.push((text[span].to_owned(), name.label));
        }
    }
    names
}

#[test]
fn what_was_taught_is_found() {
    let found = names(
        &TAGGER,
        "Jane Roe leaves",
        "Mayor Tom Fenn met Jane Roe in Orville. Mr Fenn said no.",
    );
    let expected = [
        ("Jane Roe", Label::Per),
        ("Tom Fenn", Label::Per),
        ("Jane Roe", Label::Per),
        ("Orville", Label::Loc),
        ("Fenn", Label::Per),
    ];
    assert_eq!(
        found,
        expected.map(|(name, label)| (name.to_owned(), label))
    );
}

/// The numbers of words only save looking: whichever lexicon they are of, and without them.
#[test]
fn numbers_of_words_change_no_name() {
    let mut scanners = [Scanner::new(|_| 0), Scanner::new(|_| 0)];
    let texts = [
        "Mayor Tom Fenn met Jane Roe in Orville. Mr Fenn said no.",
        "Jane Roe of Acme Corp left Port Elm, said Ann Lake.",
        "In 1999 Bolt Inc paid 12345678 to Utopian farmers.",
    ];
    for (turn, text) in texts.iter().cycle().take(12).enumerate() {
        let (title, body, _) = scanners[turn % 2].scan(text, text, "en");
        let plain = |scan: &Scan| Scan {
            words: WordNumbers::default(),
            ..scan.clone()
        };
        let numbered = TAGGER.tag_texts((text, &title), (text, &body));
        let looked_up = TAGGER.tag_texts((text, &plain(&title)), (text, &plain(&body)));
        assert_eq!(numbered, looked_up, "{text}");
        assert!(!numbered[1].is_empty(), "{text}");
    }
}

#[test]
fn the_same_files_give_the_same_bytes() {
    assert!(*BYTES == bytes(1));
    assert!(*BYTES != bytes(2));
}

#[test]
fn weights_come_back_and_say_what_they_are_made_of() {
    let weights = Weights::from_bytes(&BYTES).unwrap();
    let manifest: toml::Table = toml::from_str(&weights.manifest).unwrap();
    let sources = manifest["source"].as_array().unwrap();
    assert_eq!(sources.len(), 2);
    assert_eq!(sources[0]["file"].as_str(), Some("gold.txt"));
    assert_eq!(sources[0]["sentences"].as_integer(), Some(5));
    assert!(weights.to_bytes().unwrap() == *BYTES);
}

#[test]
fn weights_that_are_no_good_say_why() {
    let error = |bytes: &[u8]| Tagger::from_bytes(bytes).err();
    assert_eq!(error(b""), Some(WeightsError::Unknown));
    assert_eq!(error(b"something else"), Some(WeightsError::Unknown));
    let mut older = BYTES.clone();
    older[15] = 0;
    assert_eq!(error(&older), Some(WeightsError::Version(0)));
    for length in [16, 20, 30, BYTES.len() - 1] {
        assert_eq!(
            error(&BYTES[..length]),
            Some(WeightsError::Damaged),
            "{length}"
        );
    }
    let mut changed = BYTES.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    assert_eq!(error(&changed), Some(WeightsError::Damaged));
}

#[test]
fn other_scripts_have_no_names() {
    for text in [
        "\u{645}\u{62d}\u{645}\u{62f} \u{641}\u{64a} \u{627}\u{644}\u{642}\u{627}\u{647}\u{631}\u{629}",
        "\u{4e60}\u{8fd1}\u{5e73}\u{8bbf}\u{95ee}\u{83ab}\u{65af}\u{79d1}\u{3002}",
        "\u{412}\u{43b}\u{430}\u{434}\u{438}\u{43c}\u{438}\u{440} \u{41f}\u{443}\u{442}\u{438}\u{43d} \u{432} \u{41c}\u{43e}\u{441}\u{43a}\u{432}\u{435}.",
    ] {
        assert_eq!(names(&TAGGER, text, text), [], "{text}");
    }
}

#[test]
fn odd_texts_do_no_harm() {
    let long = "A".repeat(10_000);
    let many: String = (0..120_000).map(|number| format!("Nm{number} ")).collect();
    for text in [
        "",
        " ",
        ".",
        "\u{0}",
        "'s",
        "a",
        "A",
        "\u{301}\u{301}",
        "-- \u{2014} \u{1f600}",
        &long,
        &many,
    ] {
        names(&TAGGER, text, "");
        names(&TAGGER, "", text);
    }
    assert_eq!(
        names(&TAGGER, "", &format!("{long} {}", long.to_lowercase())),
        []
    );
    // What was seen before changes nothing.
    what_was_taught_is_found();
}

#[test]
fn an_untrained_model_finds_nothing() {
    let bytes = train(&[], Options::default()).unwrap();
    let tagger = Tagger::from_bytes(&bytes).unwrap();
    assert_eq!(names(&tagger, "Jane Roe", "Jane Roe left."), []);
}

#[test]
fn the_model_of_the_program_finds_names() {
    let tagger = Tagger::built_in().unwrap();
    let found = names(
        tagger,
        "Mayor of Springfield meets Boeing chief",
        "PARIS, May 4 - Mr John Whitfield, who works for Boeing, met French officials in Paris on Monday.",
    );
    for expected in [
        ("John Whitfield", Label::Per),
        ("Boeing", Label::Org),
        ("French", Label::Misc),
    ] {
        assert!(
            found.contains(&(expected.0.to_owned(), expected.1)),
            "{found:?}"
        );
    }
    assert!(tagger.manifest().contains("licence"));
}
