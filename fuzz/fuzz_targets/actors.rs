#![no_main]
//! Mentions of actors, in any text and any language, and the look-up of an actor by name. The
//! first byte chooses the language, the first line is the title.

use dateline::analyse::{Layers, Settings, actors, analyse};
use dateline::model::{Article, Label, TextField};
use libfuzzer_sys::fuzz_target;

const LANGUAGES: [Option<&str>; 6] = [
    None,
    Some("en"),
    Some("de"),
    Some("fr"),
    Some("es"),
    Some("ru"),
];

fuzz_target!(|text: &str| {
    let Some(first) = text.chars().next() else {
        return;
    };
    let (title, body) = text.split_once('\n').unwrap_or(("", text));
    let _ = actors::lookup(title);
    let article = Article {
        title: title.to_owned(),
        body: body.to_owned(),
        language: LANGUAGES[first as usize % LANGUAGES.len()].map(str::to_owned),
        ..Article::default()
    };
    let settings = Settings::new(Layers::All, jiff::civil::date(2024, 6, 15));
    let (article, analysis, _) = analyse(article, &settings);
    let mut last = (TextField::Title, 0);
    for mention in &analysis.mentions {
        let text = match mention.field {
            TextField::Title => &article.title,
            TextField::Body => &article.body,
        };
        let found = text.get(mention.start..mention.end);
        assert_eq!(found, Some(mention.text.as_str()), "{mention:?}");
        assert!(mention.start < mention.end, "{mention:?}");
        assert!(
            (mention.field, mention.start) >= last,
            "out of order: {mention:?}"
        );
        last = (mention.field, mention.start);
        assert!(
            !mention.actor.is_empty() && !mention.name.is_empty(),
            "{mention:?}"
        );
        assert!((0.0..=1.0).contains(&mention.confidence), "{mention:?}");
        if mention.label == Some(Label::Per) {
            assert!(!mention.text.trim().is_empty());
        }
    }
});
