use super::*;
use crate::model::{ActorKind, Grain, Origin, Published, Snippet, WordCount};

fn published(grain: Grain) -> Option<Published> {
    Some(Published {
        date: jiff::civil::date(2023, 9, 20),
        instant: None,
        grain,
        origin: Origin::Metadata,
        confidence: 0.95,
    })
}

fn actor(name: &str, mentions: u32) -> HitActor {
    HitActor {
        id: format!("?per:{}", name.to_lowercase()),
        name: name.to_string(),
        kind: ActorKind::Other,
        mentions,
    }
}

fn snippet(text: &str, words: &[&str]) -> Snippet {
    let mut highlights: Vec<_> = words
        .iter()
        .filter_map(|word| text.find(word).map(|at| (at, at + word.len())))
        .collect();
    highlights.sort_unstable();
    Snippet {
        field: TextField::Body,
        start: 0,
        text: text.to_string(),
        highlights,
    }
}

fn sample() -> Results {
    let full = Hit {
        rank: 9,
        score: 7.5,
        id: "k3f9x2".into(),
        title: "Ceasefire ends one-day offensive, peacekeepers say".into(),
        title_highlights: vec![(0, 9), (34, 46)],
        published: published(Grain::Day),
        outlet: Some("The Harbour Ledger".into()),
        language: "en".into(),
        path: "corpus/articles/ledger/2023.jsonl".into(),
        record: Some(3),
        actors: vec![
            actor("Azerbaijan", 7),
            actor("Russia", 5),
            actor("Ilham Aliyev", 3),
            actor("Armenia", 3),
            actor("United Nations", 1),
            actor("European Union", 1),
            actor("Iran", 1),
        ],
        event_dates: vec!["199".into(), "2023-09-19".into()],
        snippets: vec![
            snippet(
                "The Russian peacekeepers\nbrokered a ceasefire that began at one in the afternoon.",
                &["Russian", "peacekeepers", "ceasefire"],
            ),
            snippet(
                "Перемирие вступило в силу, сообщили миротворцы.",
                &["миротворцы"],
            ),
        ],
        ..Hit::default()
    };
    let bare = Hit {
        rank: 10,
        id: "a1b2c3".into(),
        title: " ".into(),
        title_highlights: vec![(0, 1)],
        language: "de".into(),
        path: "corpus/articles/\u{1b}[31mred.txt".into(),
        ..Hit::default()
    };
    Results {
        query: "ceasefire Russia peacekeepers".into(),
        total: 1128,
        stale: 1,
        copies: None,
        hits: vec![full, bare],
        parts: vec![],
    }
}

fn printed(found: &Results, color: bool, width: usize) -> String {
    let mut out = Vec::new();
    results(&mut out, found, &Style { color, width }).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn eighty_columns() {
    let expected = r"2 of 1,128 articles for ceasefire Russia peacekeepers

 9  *Ceasefire* ends one-day offensive, *peacekeepers* say
    2023-09-20 · The Harbour Ledger
    who   Azerbaijan, Russia, Ilham Aliyev, Armenia, United Nations, European
          Union and 1 more
    when  1990s, 2023-09-19
    > The *Russian* *peacekeepers* brokered a *ceasefire* that began at one in
      the afternoon.
    > Перемирие вступило в силу, сообщили *миротворцы*.
    k3f9x2 · corpus/articles/ledger/2023.jsonl:3

10  (no title)
    undated · de
    a1b2c3 · corpus/articles/\x1b[31mred.txt

1 article searched was analysed under other settings; `dateline index` brings
them up to date
";
    assert_eq!(printed(&sample(), false, 80), expected);
}

#[test]
fn forty_columns() {
    let expected = r"2 of 1,128 articles for ceasefire Russia
peacekeepers

 9  *Ceasefire* ends one-day offensive,
    *peacekeepers* say
    2023-09-20 · The Harbour Ledger
    who   Azerbaijan, Russia, Ilham
          Aliyev, Armenia, United
          Nations, European Union and 1
          more
    when  1990s, 2023-09-19
    > The *Russian* *peacekeepers*
      brokered a *ceasefire* that began
      at one in the afternoon.
    > Перемирие вступило в силу,
      сообщили *миротворцы*.
    k3f9x2 · corpus/articles/
    ledger/2023.jsonl:3

10  (no title)
    undated · de
    a1b2c3 · corpus/articles/
    \x1b[31mred.txt

1 article searched was analysed under
other settings; `dateline index` brings
them up to date
";
    assert_eq!(printed(&sample(), false, 40), expected);
}

#[test]
fn colour_adds_sequences_and_changes_no_word() {
    let color = printed(&sample(), true, 80);
    assert!(
        color.contains("\u{1b}[1m\u{1b}[33mCeasefire\u{1b}[0m\u{1b}[1m ends"),
        "{color:?}"
    );
    assert!(color.contains("\\x1b[31mred.txt"));
    for line in color.lines() {
        let opened = line.matches("\u{1b}[").count() - line.matches("\u{1b}[0m").count();
        assert!(
            opened == 0 || line.contains("\u{1b}[0m"),
            "left open: {line:?}"
        );
        assert!(textwrap::core::display_width(line) <= 80);
    }
}

#[test]
fn nothing_matched() {
    let part = |part: &str, articles| WordCount {
        part: part.to_string(),
        articles,
    };
    let mut none = Results {
        query: "ceasefire zzyzx".into(),
        parts: vec![part("ceasefire", 12_345), part("zzyzx", 0)],
        ..Results::default()
    };
    let expected = "no article matches ceasefire zzyzx; each part alone:
  12,345  ceasefire
       0  zzyzx
";
    assert_eq!(printed(&none, false, 80), expected);
    none.parts = (0..50).map(|number| part("x", number)).collect();
    assert!(printed(&none, false, 80).ends_with("\n  39  x\nand 10 more\n"));
    none.parts.clear();
    assert_eq!(
        printed(&none, false, 80),
        "no article matches ceasefire zzyzx\n"
    );
}

#[test]
fn hostile_text_stays_text() {
    let evil = "\u{1b}]0;owned\u{7}\u{202e}\u{9b}2J\r\n".repeat(3);
    let mut found = sample();
    found.query.clone_from(&evil);
    let hit = &mut found.hits[0];
    hit.title = evil.repeat(100);
    hit.title_highlights = vec![(3, 1), (0, 1_000_000), (usize::MAX, usize::MAX)];
    hit.outlet = Some(evil.clone());
    hit.id.clone_from(&evil);
    hit.actors = vec![actor(&evil, 1)];
    hit.event_dates = vec![evil.clone()];
    hit.snippets = vec![snippet(&evil, &["owned"])];
    let page = printed(&found, false, 80);
    let raw =
        |character: char| character != '\n' && (character.is_control() || character == '\u{202e}');
    assert!(!page.contains(raw), "{page:?}");
}

#[test]
fn a_path_below_the_current_directory_is_shown_from_there() {
    let here = std::env::current_dir().unwrap();
    for (path, record, shown) in [
        (here.join("news/a.txt"), None, "news/a.txt"),
        (here.join("news/a.jsonl"), Some(17), "news/a.jsonl:17"),
        ("/elsewhere/a.txt".into(), None, "/elsewhere/a.txt"),
    ] {
        let hit = Hit {
            path: path.to_str().unwrap().to_owned(),
            record,
            ..Hit::default()
        };
        assert_eq!(place(&hit), shown);
    }
}
