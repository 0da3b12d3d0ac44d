use super::*;
use crate::model::SourcePart;

/// An article as a table's row can hold it.
fn row(article: &Article) -> String {
    let mut fields = vec![
        format!("title={}", article.title),
        format!("body={}", article.body.replace('\n', "/")),
        format!("dates={}", dates(&article.candidates).join(",")),
    ];
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            fields.push(format!("{name}={value}"));
        }
    };
    add("updated", dates(&article.updated).join(","));
    add("id", article.source_id.clone().unwrap_or_default());
    add("authors", article.authors.join(","));
    add("outlet", article.outlet.clone().unwrap_or_default());
    add("section", article.section.clone().unwrap_or_default());
    add("language", article.language.clone().unwrap_or_default());
    add("url", article.url.clone().unwrap_or_default());
    add("people", article.source.people.join(","));
    add("topics", article.source.topics.join(","));
    fields.join(" ")
}

#[test]
fn entities_in_titles_and_names_are_decoded() {
    let outcome = read(
        r#"{"title": "Fire &amp; Rescue: AT&T&#8217;s R&D", "body": "One &quot;pier&quot;.", "author": "Ann O&#39;Neil; Bob Ray",
        "outlet": "Post &amp; Mail", "section": "Arts &amp; Leisure", "keywords": "Arts &amp; Leisure, Piers"}"#,
        "a.json",
    );
    assert_eq!(
        row(outcome.only()),
        "title=Fire & Rescue: AT&T’s R&D body=One \"pier\". dates= authors=Ann O'Neil,Bob Ray outlet=Post & Mail section=Arts & Leisure topics=Arts & Leisure,Piers"
    );
}

#[test]
fn numbers_that_are_none_are_missing_values() {
    let one =
        r#"{"title": "NaN, and so on", "body": "One: NaN.", "author": NaN, "score": [-Infinity]}"#;
    let lines = format!("{one}\n{one}\n");
    let list = format!("[{one}, {one}]");
    for (text, name) in [(one, "a.json"), (&lines, "a.jsonl"), (&list, "a.json")] {
        let outcome = read(text, name);
        assert_eq!(outcome.error, None, "{name}");
        assert_eq!(outcome.skipped, [], "{name}");
        for article in &outcome.articles {
            assert_eq!(row(article), "title=NaN, and so on body=One: NaN. dates=");
        }
        assert!(!outcome.articles.is_empty());
    }
}

#[test]
fn the_list_of_a_file_too_long_to_be_held_is_streamed() {
    let limits = Limits {
        max_article: 1 << 10,
        ..Limits::default()
    };
    let record = format!("{{\"title\": \"A\", \"body\": \"{}\"}}", "x".repeat(500));
    let list = vec![record.as_str(); 200].join(",");
    let meta = r#"{"title": "no", "docs": [1], "items": {"a": "]"}}"#;
    for (text, read) in [
        (
            format!("{{\"meta\": {meta}, \"articles\": [{list}], \"more\": 1}}"),
            200,
        ),
        (
            format!("{{\"n\": 1, \"response\": {{\"meta\": {meta}, \"docs\": [{list}]}}}}"),
            200,
        ),
        // Nothing that is known to be a list of articles.
        (
            format!("{{\"meta\": {meta}, \"own\": [{list}]}} {record} {record}"),
            2,
        ),
    ] {
        let outcome = read_within(text.as_bytes(), "a.json", &limits);
        assert_eq!(outcome.articles.len(), read);
        assert_eq!(outcome.skipped.len(), usize::from(read == 2));
        assert_eq!(outcome.error, None);
    }
    let alone = format!("{{\"own\": [{list}]}}");
    let outcome = read_within(alone.as_bytes(), "a.json", &limits);
    assert_eq!(outcome.error(), "article of more than 1 kB");
    let cut = format!("{{\"meta\": {meta}, \"articles\": [{list}");
    let outcome = read_within(cut.as_bytes(), "a.json", &limits);
    assert_eq!(
        (outcome.articles.len(), outcome.error()),
        (200, "not valid JSON: it ends early")
    );
}

#[test]
fn every_known_shape_is_read() {
    let cases = [
        // news-please
        (
            r#"{"authors": ["Ann Lee"], "date_download": "2024-06-20", "date_modify": "2023-09-21 08:00:00", "date_publish": "2023-09-20 07:20:00",
            "description": "no", "filename": "x", "image_url": null, "language": "en", "maintext": "One.\nTwo.", "source_domain": "www.post.example",
            "title": "A", "title_page": null, "url": "https://www.post.example/a"}"#,
            "title=A body=One./Two. dates=2023-09-20 07:20:00 updated=2023-09-21 08:00:00 authors=Ann Lee outlet=post.example language=en url=https://www.post.example/a",
        ),
        // newspaper4k
        (
            r#"{"title": "A", "text": "One.", "authors": ["Ann Lee", "Bob Ray"], "publish_date": "2023-09-20T00:00:00", "url": "https://post.example/a"}"#,
            "title=A body=One. dates=2023-09-20T00:00:00 authors=Ann Lee,Bob Ray outlet=post.example url=https://post.example/a",
        ),
        // fundus
        (
            r#"{"title": "A", "body": {"summary": [], "sections": [{"headline": [], "paragraphs": ["One.", "Two."]}, {"headline": ["H"], "paragraphs": ["Three."]}]},
            "authors": ["Ann Lee"], "publishing_date": "2023-09-20 10:00:00+02:00", "topics": ["War", "Peace"]}"#,
            "title=A body=One.//Two.//H//Three. dates=2023-09-20 10:00:00+02:00 authors=Ann Lee topics=War,Peace",
        ),
        // CC-News
        (
            r#"{"title": "A", "text": "One.", "domain": "www.post.example", "date": "2023-09-20 00:00:00", "description": "no", "url": "http://www.post.example/a", "image_url": ""}"#,
            "title=A body=One. dates=2023-09-20 00:00:00 outlet=post.example url=http://www.post.example/a",
        ),
        // Washington Post
        (
            r#"{"id": "c41f", "article_url": "https://post.example/a", "title": "A", "author": "Ann Lee", "published_date": 1642075200000, "source": "The Post",
            "contents": [{"type": "kicker", "content": "World"}, {"type": "title", "content": "A"}, {"type": "byline", "content": "By Ann Lee"}, null,
            {"type": "date", "content": 1642075200000}, {"type": "image", "fullcaption": "no"},
            {"subtype": "paragraph", "type": "sanitized_html", "mime": "text/html", "content": "One <a href=\"x\">and</a> a half."},
            {"type": "sanitized_html", "content": "Two &amp; more."}, {"type": "author_info", "bio": "no", "content": "no"}]}"#,
            "title=A body=One and a half.//Two & more. dates=1642075200000 id=c41f authors=Ann Lee outlet=The Post section=World url=https://post.example/a",
        ),
        // Webz.io
        (
            r#"{"uuid": "5f0d", "url": "https://post.example/a", "author": "Ann Lee", "published": "2023-09-20T06:30:00.000+01:00", "title": "A", "text": "One.",
            "language": "english", "thread": {"site": "post.example", "site_full": "www.post.example", "title": "no", "published": "no"}, "entities": {"persons": []}}"#,
            "title=A body=One. dates=2023-09-20T06:30:00.000+01:00 id=5f0d authors=Ann Lee outlet=post.example language=english url=https://post.example/a",
        ),
        // Media Cloud
        (
            r#"{"id": 123, "title": "A", "url": "https://post.example/a", "publish_date": "2023-09-20", "media_name": "The Post", "media_id": 7}"#,
            "title=A body= dates=2023-09-20 id=123 outlet=The Post url=https://post.example/a",
        ),
        // schema.org
        (
            r#"{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "A", "articleBody": "One.", "author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Bob Ray"}],
            "datePublished": "2023-09-20", "dateModified": "2023-09-21", "articleSection": ["World", "Asia"], "publisher": {"name": "The Post", "url": "https://post.example"},
            "inLanguage": "en", "keywords": "war, peace", "mainEntityOfPage": {"@type": "WebPage", "@id": "https://post.example/a"}}"#,
            "title=A body=One. dates=2023-09-20 updated=2023-09-21 authors=Ann Lee,Bob Ray outlet=The Post section=World language=en url=https://post.example/a topics=war,peace",
        ),
        (
            r#"{"@context": "x", "@graph": [{"@type": "WebSite", "name": "no"}, {"@type": "NewsArticle", "headline": "A", "articleBody": "One."}]}"#,
            "title=A body=One. dates=",
        ),
        // dateline
        (
            r#"{"id": "a1", "title": "", "body": "One.", "published": null}"#,
            "title= body=One. dates= id=a1",
        ),
        (
            r#"{"id": "a1", "title": "A", "body": "One.", "published": "20 September 2023"}"#,
            "title=A body=One. dates=20 September 2023 id=a1",
        ),
        (
            r#"{"id": "0abc", "source_id": "a1", "path": "no", "record": 3, "title": "A", "body": "One.",
            "published": {"date": "2023-09-20", "grain": "day", "origin": "metadata", "confidence": 0.9, "instant": "2023-09-19T22:00:00Z"},
            "updated": {"date": "2023-09", "grain": "month", "origin": "metadata", "confidence": 0.9}, "outlet": "The Post", "authors": ["Ann Lee, Bob"],
            "section": "World", "language": "en", "url": "https://x.example/a", "source": {"people": ["Ilham Aliyev"], "topics": ["War, civil"]},
            "mentions": [{"text": "no"}], "dates": [{"text": "no"}]}"#,
            "title=A body=One. dates=2023-09-20 updated=2023-09 id=a1 authors=Ann Lee, Bob outlet=The Post section=World language=en url=https://x.example/a people=Ilham Aliyev topics=War, civil",
        ),
        // Others
        (
            r#"{"_id": {"$oid": "65"}, "_source": {"headline": "A", "content": "<p>One</p><p>Two</p>", "published_at": 1695204000}}"#,
            "title=A body=One//Two dates=1695204000",
        ),
        (
            r#"{"title": {"rendered": "A &#8211; B"}, "content": {"rendered": "\n<p>One</p>\n"}, "date": "2023-09-20T06:00:00", "link": "https://post.example/?p=1"}"#,
            "title=A – B body=One dates=2023-09-20T06:00:00 outlet=post.example url=https://post.example/?p=1",
        ),
    ];
    for (json, expected) in cases {
        let outcome = read(json, "a.json");
        assert_eq!(row(outcome.only()), expected, "{json}");
        assert_eq!(outcome.only().record, None);
        let line = json.replace('\n', " ");
        let outcome = read(format!("{line}\n{line}\n"), "a.jsonl");
        assert_eq!(row(&outcome.articles[1]), expected, "{json}");
        assert_eq!(outcome.articles[1].record, Some(2));
    }
}

#[test]
fn lists_of_articles_come_in_many_wrappings() {
    let (a, b) = (
        r#"{"title": "A", "body": "a"}"#,
        r#"{"title": "B", "body": "b"}"#,
    );
    let cases = [
        format!("[{a},{b}]"),
        format!("\n[\n{a}\n,\n{b}\n]\n"),
        format!("{a}\n\n{b}").replace(", ", ",\n"),
        format!("{a}{b}"),
        format!("{{\"articles\": [{a},{b}]}}"),
        format!(
            "{{\"status\": \"ok\", \"totalResults\": 2, \"articles\": [{a},{b}], \"next\": null}}"
        ),
        format!("{{\"version\": 1, \"title\": \"Feed\", \"meta\": {{}}, \"items\": [{a},{b}]}}"),
        format!("{{\"response\": {{\"total\": 2, \"results\": [{a},{b}]}}}}"),
        format!(
            "{{\"hits\": {{\"total\": 2, \"hits\": [{{\"_source\": {a}}}, {{\"_source\": {b}}}]}}}}"
        ),
    ];
    for json in cases {
        let outcome = read(&json, "a.json");
        assert_eq!(
            (outcome.titles(), outcome.error()),
            (vec!["A", "B"], "no error"),
            "{json}"
        );
        let records: Vec<_> = outcome
            .articles
            .iter()
            .map(|article| article.record)
            .collect();
        assert_eq!(records, [Some(1), Some(2)], "{json}");
    }
}

#[test]
fn a_field_tells_how_far_its_date_is_trusted() {
    let outcome = read(
        r#"{"title": "A", "created": "1", "date": "2", "datePublished": "3"}"#,
        "a.json",
    );
    let candidates = &outcome.only().candidates;
    let parts: Vec<_> = candidates
        .iter()
        .map(|date| (date.text.as_str(), date.part))
        .collect();
    assert_eq!(
        parts,
        [
            ("3", SourcePart::Field),
            ("2", SourcePart::Weak),
            ("1", SourcePart::Weak)
        ]
    );
}

#[test]
fn records_in_other_encodings_are_read() {
    let outcome = read(
        b"{\"title\": \"caf\xe9\"}\n{\"title\": \"caf\xc3\xa9\"}\n",
        "a.jsonl",
    );
    assert_eq!(outcome.titles(), ["café", "café"]);
    assert_eq!(outcome.articles[0].encoding, Some("windows-1252"));
    assert_eq!(outcome.articles[1].encoding, Some("utf-8"));
}

#[test]
fn texts_beside_the_title_and_entries_behind_their_list_are_found() {
    let guardian = r#"{"response": {"results": [{"webTitle": "Pier closed", "webPublicationDate": "2023-09-20T10:00:00Z",
        "fields": {"byline": "Ann Lee", "bodyText": "The harbour office closed the north pier."}}]}}"#;
    let outcome = read(guardian, "a.json");
    let article = outcome.only();
    assert_eq!(article.body, "The harbour office closed the north pier.");
    assert_eq!(article.authors, ["Ann Lee"]);
    let times = r#"{"headline": {"main": "Pier closed"}, "body": "The pier.", "byline": {"original": "By Ann Lee"},
        "keywords": [{"name": "subject", "value": "Piers", "rank": 1}]}"#;
    let outcome = read(times, "a.json");
    let article = outcome.only();
    assert_eq!(article.authors, ["Ann Lee"]);
    assert_eq!(article.source.topics, ["Piers"]);
}
