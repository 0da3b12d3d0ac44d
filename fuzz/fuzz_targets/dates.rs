#![no_main]
//! Date expressions and the day of publication, in any text and any language. The first byte
//! chooses the language and whether the day of publication is known; the first line is the title
//! and, as written, a candidate for that day.

use dateline::analyse::{Layers, Settings, analyse, published};
use dateline::model::{Anchor, Article, DateCandidate, DateExpr, SourcePart, TextField, TimexType};
use libfuzzer_sys::fuzz_target;

const LANGUAGES: [Option<&str>; 7] = [
    None,
    Some("en"),
    Some("en-US"),
    Some("de"),
    Some("fr"),
    Some("es"),
    Some("ru"),
];

fuzz_target!(|text: &str| {
    let Some(first) = text.chars().next() else {
        return;
    };
    let today = jiff::civil::date(2024, 6, 15);
    let (title, body) = text.split_once('\n').unwrap_or(("", text));
    let candidate = |text: &str| DateCandidate {
        text: text.to_owned(),
        part: SourcePart::Field,
    };
    let mut article = Article {
        title: title.to_owned(),
        body: body.to_owned(),
        path: format!("label/{title}"),
        url: Some(format!("https://example.org/{title}")),
        candidates: vec![
            candidate(title),
            DateCandidate {
                text: title.to_owned(),
                part: SourcePart::Headline,
            },
        ],
        updated: vec![candidate(body)],
        ..Article::default()
    };
    let choice = first as usize;
    article.language = LANGUAGES[choice % LANGUAGES.len()].map(str::to_owned);
    if choice / 7 % 2 == 0 {
        article.candidates = vec![candidate("2023-09-20")];
    }
    for day_first in [None, Some(false), Some(true)] {
        let hint = published::Hint {
            today,
            day_first,
            jalali: choice % 2 == 0,
        };
        let _ = published::parse(title, &hint);
    }
    let settings = Settings::new(Layers::All, today);
    let (article, analysis, _) = analyse(article, &settings);
    if let Some(published) = &analysis.published {
        assert!(published.date.year() >= 1600, "{published:?}");
        assert!((0.0..=1.0).contains(&published.confidence), "{published:?}");
    }
    let mut end = 0;
    let mut field = TextField::Title;
    for date in &analysis.dates {
        if date.field != field {
            (field, end) = (date.field, 0);
        }
        assert!(date.start >= end, "overlapping: {date:?}");
        end = date.end;
        check(&article, date);
    }
});

fn check(article: &Article, date: &DateExpr) {
    let text = match date.field {
        TextField::Title => &article.title,
        TextField::Body => &article.body,
    };
    assert_eq!(text.get(date.start..date.end), Some(date.text.as_str()));
    assert!(!date.value.is_empty(), "{date:?}");
    assert!(!date.rule.is_empty(), "{date:?}");
    assert!((0.0..=1.0).contains(&date.confidence), "{date:?}");
    let open = matches!(date.kind, TimexType::Duration | TimexType::Set);
    assert!(!open || date.range.is_none(), "{date:?}");
    if let Some(range) = date.range {
        assert!(range.from < range.until, "{date:?}");
        assert!(date.anchor != Anchor::None, "{date:?}");
    }
}
