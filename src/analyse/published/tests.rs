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
fn days_that_stand_for_none_are_not_believed() {
    use SourcePart::*;
    let dated = "1 January 1970\n\nTalks";
    for (candidates, url, path, body, expected) in [
        (vec![("1970-01-01", Field)], "", "a.txt", "", "-"),
        (vec![("1970-01-01T00:00:00Z", JsonLd)], "", "a.txt", "", "-"),
        (
            vec![("1969-12-31T19:00:00-05:00", Meta)],
            "",
            "a.txt",
            "",
            "-",
        ),
        (
            vec![("1970-01-01T00:00:00", Meta), ("1970-01-01", TimeElement)],
            "",
            "a.txt",
            "",
            "-",
        ),
        (
            vec![("1970-01-01", Field)],
            "",
            "2019/03/05/a.txt",
            "",
            "2019-03-05 directory",
        ),
        (
            vec![("1970-01-01", Field), ("2019-03-05", Weak)],
            "",
            "a.txt",
            "",
            "2019-03-05 metadata",
        ),
        // Something else says the same, or the time is that of an article.
        (
            vec![("1970-01-01", Field)],
            "",
            "1970/01/01/a.txt",
            "",
            "1970-01-01 metadata",
        ),
        (
            vec![("1970-01-01", Field)],
            "",
            "1970-01/a.txt",
            "",
            "1970-01-01 metadata",
        ),
        (
            vec![("1970-01-01", Field)],
            "",
            "a.txt",
            dated,
            "1970-01-01 metadata",
        ),
        (
            vec![("1970-01-01T08:30:00Z", Field)],
            "",
            "a.txt",
            "",
            "1970-01-01 metadata",
        ),
        (
            vec![("1970-01-02", Field)],
            "",
            "a.txt",
            "",
            "1970-01-02 metadata",
        ),
        (vec![("1970", Field)], "", "a.txt", "", "1970 metadata"),
        // The first day of spreadsheets is also one of newspapers.
        (
            vec![("1900-01-01", Field)],
            "",
            "a.txt",
            "",
            "1900-01-01 metadata",
        ),
        (
            vec![("1900-01-01", Field), ("2009-05-04", Weak)],
            "",
            "a.txt",
            "",
            "1900-01-01 metadata",
        ),
        (
            vec![("1900-01-01", Field)],
            "",
            "1900-01/a.txt",
            "",
            "1900-01-01 metadata",
        ),
        (
            vec![("1900-01-01", Field)],
            "",
            "2019/03/05/a.txt",
            "",
            "2019-03-05 directory",
        ),
        (
            vec![("1900-01-01", Field), ("2019-03-05", Field)],
            "",
            "a.txt",
            "",
            "2019-03-05 metadata",
        ),
    ] {
        let article = article(&candidates, url, path, body);
        assert_eq!(
            shown(&article, None),
            expected,
            "{candidates:?} {path} {body}"
        );
    }
    let mut changed = article(&[], "", "a.txt", "");
    changed.updated.push(DateCandidate {
        text: "1970-01-01T00:00:00Z".to_owned(),
        part: Field,
    });
    assert_eq!(shown(&changed, Some(date(1970, 1, 1))), "-");
    assert_eq!(shown(&changed, Some(date(2019, 3, 5))), "2019-03-05 mtime");
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

/// What a page says is right; what it says of a change is not taken for it.
#[test]
fn lines_of_a_page_are_read_by_what_they_say() {
    use SourcePart::*;
    for (candidates, expected) in [
        (
            vec![("By Ann Lee | 8 January 2020", Headline)],
            "2020-01-08 text",
        ),
        (
            vec![("Updated: 9 January 2020", Headline)],
            "2020-01-09 text",
        ),
        (
            vec![("Published 8 January 2020, updated 9 January 2020", Headline)],
            "2020-01-08 text",
        ),
        (
            vec![("Updated 9.1.2020 | Published 8.1.2020", Headline)],
            "2020-01-08 text",
        ),
        (vec![("Mitglied seit 18.09.2008", Headline)], "-"),
        // The newsroom's day beside that of UTC.
        (
            vec![
                ("2018-12-31T23:11:59+00:00", Meta),
                ("1 January 2019", Headline),
            ],
            "2019-01-01 metadata",
        ),
        // Before the web, only fields and addresses are believed.
        (
            vec![("12 May 1961", Headline), ("3.7.2020", Shown)],
            "2020-07-03 text",
        ),
        (vec![("1961-05-12", Meta)], "1961-05-12 metadata"),
        // An ambiguous date beside one that is not.
        (
            vec![
                ("11/01/2023 12:43", Weak),
                ("Erstellt am: 01.11.2023", Shown),
            ],
            "2023-11-01 metadata",
        ),
    ] {
        let article = article(&candidates, "", "a.html", "");
        assert_eq!(shown(&article, None), expected, "{candidates:?}");
    }
}

/// No date, or one that is not sure of itself.
#[test]
fn bad_dates_are_never_believed() {
    use SourcePart::*;
    for text in [
        "2063-09-20",
        "2024-06-03T00:00:00Z",
        "0000-00-00",
        "0001-01-01T00:00:00Z",
        "99999-01-01",
        "2023-02-30",
        "31 February 2023",
        "day 400 of 2023",
        "20230231",
        "Thu, 31 Feb 2023 10:00:00 +0000",
        "32503680000",
        "32503680000000",
        "9999999999999999999999",
        "1012-03-26 05:10:0033333333333333333333333333",
        "-62135596800",
        "1399-04-12",
        "٩٩٩٩-٠١-٠١",
        "2023-99-99T99:99:99+99:99",
        "01/01/0001",
        "1.2.3",
        "yesterday",
        "3 hours ago",
        "Updated just now",
        "{{ article.date | date }}",
        "%d.%m.%Y",
        "NaN-NaN-NaN",
        "\u{200f}\u{202e}",
        "",
    ] {
        for part in [
            Field,
            JsonLd,
            Meta,
            TimeElement,
            Headline,
            Marked,
            Shown,
            Weak,
        ] {
            let article = article(&[(text, part)], "", "a", "");
            assert_eq!(shown(&article, None), "-", "{text:?} {part:?}");
        }
    }
}

#[test]
fn odd_forms_of_real_dates_are_read() {
    for (text, expected) in [
        ("Wed, 20 Sep 2023 23:30:00 EDT", "2023-09-20"),
        ("Wed, 20 Sep 2023 23:30:00 (UTC+9)", "2023-09-20"),
        ("2023-09-20T24:00:00", "2023-09-20"),
        ("2023-09-20T10:00:00+05:45", "2023-09-20"),
        ("2023-09-20T10:00:00 Europe/Berlin", "2023-09-20"),
        ("2023-09-20T10:00:00.000000000Z[UTC]", "2023-09-20"),
        ("1695204000", "2023-09-20"),
        ("1695204000123", "2023-09-20"),
        ("۲۰۲۳/۰۹/۲۰", "2023-09-20"),
        ("٢٠ سبتمبر ٢٠٢٣", "2023-09-20"),
        ("２０２３年９月２０日", "2023-09-20"),
        ("2023년 9월 20일", "2023-09-20"),
        ("29 شهریور 1402", "2023-09-20"),
        ("20 września 2023", "2023-09-20"),
        ("2023. szeptember 20.", "2023-09-20"),
        ("20 Eylül 2023 Çarşamba", "2023-09-20"),
        ("20/09/23", "2023-09-20"),
        ("20/09/56", "1956-09-20"),
    ] {
        let article = article(&[(text, SourcePart::Field)], "", "a", "");
        assert_eq!(
            shown(&article, None),
            format!("{expected} metadata"),
            "{text}"
        );
    }
}
