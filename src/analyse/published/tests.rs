use super::*;
use jiff::civil::date;
use std::sync::LazyLock;

static NONE: LazyLock<Orders> = LazyLock::new(Orders::default);

fn article(candidates: &[(&str, SourcePart)], url: &str, path: &str, body: &str) -> Article {
    Article {
        candidates: candidates
            .iter()
            .map(|(text, part)| DateCandidate {
                text: (*text).to_owned(),
                part: *part,
            })
            .collect(),
        url: Some(url.to_owned()).filter(|url| !url.is_empty()),
        path: path.to_owned(),
        body: body.to_owned(),
        ..Article::default()
    }
}

fn shown(article: &Article, mtime: Option<Date>) -> String {
    let clues = Clues {
        article,
        today: date(2024, 6, 1),
        mtime,
        orders: &NONE,
    };
    decide(&clues).map_or("-".to_owned(), |published| {
        format!("{} {}", published.text(), published.origin.name())
    })
}

#[test]
fn decides_among_sources() {
    use SourcePart::*;
    let url = "https://example.com/2023/09/20/talks";
    for (candidates, url, path, body, expected) in [
        (
            vec![("2023-09-20T14:00:00+02:00", Field)],
            "",
            "a.txt",
            "",
            "2023-09-20 metadata",
        ),
        (vec![], url, "a.html", "", "2023-09-20 url"),
        (vec![], "", "2023/09/20/a.txt", "", "2023-09-20 directory"),
        (
            vec![],
            "",
            "2023-09-20-talks.txt",
            "",
            "2023-09-20 filename",
        ),
        (
            vec![],
            "",
            "2023-09/a.txt",
            "BAKU, Sept 20 (Reuters) - Talks",
            "2023-09-20 dateline",
        ),
        (vec![], "", "a.txt", "BAKU, Sept 20 (Reuters) - Talks", "-"),
        (
            vec![],
            "",
            "a.txt",
            "BAKU, Sept 20, 2023 (Reuters) - Talks",
            "2023-09-20 dateline",
        ),
        (
            vec![],
            "",
            "a.txt",
            "Published: 20 September 2023\n\nTalks",
            "2023-09-20 text",
        ),
        // What cannot be is passed over.
        (
            vec![("2063-09-20", Field), ("2023-09-20", Weak)],
            "",
            "a.txt",
            "",
            "2023-09-20 metadata",
        ),
        (vec![("1066-10-14", Field)], "", "a.txt", "", "-"),
        // Two that agree outvote one.
        (
            vec![("2023-09-25", JsonLd), ("2023-09-20", Meta)],
            url,
            "a.html",
            "",
            "2023-09-20 url",
        ),
        // The address has the newsroom's day where the metadata has that of UTC.
        (
            vec![("2023-09-21T01:00:00Z", Meta)],
            url,
            "a.html",
            "",
            "2023-09-20 url",
        ),
        // Day and month in either order, settled by the address.
        (
            vec![("05/04/2023", Field)],
            "https://example.com/2023/04/05/x",
            "a.html",
            "",
            "2023-04-05 url",
        ),
        (vec![("2023", Field)], "", "a.txt", "", "2023 metadata"),
        (
            vec![("2023-09", Field)],
            "",
            "a.txt",
            "BAKU, Sept 20 (Reuters) - Talks",
            "2023-09-20 dateline",
        ),
        (vec![], "", "a.txt", "", "-"),
    ] {
        let article = article(&candidates, url, path, body);
        assert_eq!(
            shown(&article, None),
            expected,
            "{candidates:?} {url} {path} {body}"
        );
    }
}

#[test]
fn the_file_time_is_the_last_resort() {
    let bare = article(&[], "", "a.txt", "");
    assert_eq!(shown(&bare, Some(date(2020, 1, 2))), "2020-01-02 mtime");
    let dated = article(&[], "", "20230920.txt", "");
    assert_eq!(shown(&dated, Some(date(2020, 1, 2))), "2023-09-20 filename");
}

#[test]
fn agreement_raises_confidence_and_doubt_lowers_it() {
    let confidence = |article: &Article| {
        let clues = Clues {
            article,
            today: date(2024, 6, 1),
            mtime: None,
            orders: &NONE,
        };
        decide(&clues).map_or(0.0, |published| published.confidence)
    };
    let alone = confidence(&article(&[("2023-09-20", SourcePart::JsonLd)], "", "a", ""));
    let agreed = confidence(&article(
        &[("2023-09-20", SourcePart::JsonLd)],
        "http://x.com/2023/09/20/",
        "a",
        "",
    ));
    let ambiguous = confidence(&article(&[("05/04/2023", SourcePart::Field)], "", "a", ""));
    assert!(
        agreed > alone && alone > ambiguous,
        "{agreed} {alone} {ambiguous}"
    );
    assert!(ambiguous <= 0.6);
}

#[test]
fn the_instant_is_kept_beside_the_local_date() {
    let article = article(
        &[("2023-09-20T23:30:00-05:00", SourcePart::Field)],
        "",
        "a",
        "",
    );
    let clues = Clues {
        article: &article,
        today: date(2024, 6, 1),
        mtime: None,
        orders: &NONE,
    };
    let published = decide(&clues);
    assert_eq!(published.as_ref().map(|p| p.date), Some(date(2023, 9, 20)));
    assert_eq!(published.and_then(|p| p.instant), Some(1_695_270_600));
}

#[test]
fn updated_is_the_first_that_can_be_believed() {
    let mut article = article(&[], "", "a", "");
    article.updated = ["2090-01-01", "2023-09-22"]
        .map(|text| DateCandidate {
            text: text.to_owned(),
            part: SourcePart::Field,
        })
        .to_vec();
    let clues = Clues {
        article: &article,
        today: date(2024, 6, 1),
        mtime: None,
        orders: &NONE,
    };
    assert_eq!(
        decide_updated(&clues).map(|p| p.text()),
        Some("2023-09-22".to_owned())
    );
}
