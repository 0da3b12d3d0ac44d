use super::*;
use crate::model::SourcePart;

const TEXT: &str = "<p>The harbour office closed the north pier on Tuesday, after divers had found cracks in two of its pillars.</p>\
    <p>Two fishing boats were moved to the inner basin. Repairs are due to begin next week, the office said, and will take until autumn.</p>";
const BODY: &str = "The harbour office closed the north pier on Tuesday, after divers had found cracks in two of its pillars.\n\n\
    Two fishing boats were moved to the inner basin. Repairs are due to begin next week, the office said, and will take until autumn.";

fn page(head: &str, before: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head>{head}</head><body><nav><a href=/>Home</a></nav><main>{before}<article>{TEXT}</article></main>\
        <footer>All rights reserved</footer></body></html>"
    )
}

#[test]
fn json_ld_comes_first() {
    let head = r##"<title>Pier | The Post</title><meta property="og:title" content="Pier (social)"><meta property="article:published_time" content="2021-05-04T10:00:00Z">
        <link rel="canonical" href="https://www.post.example/2021/05/pier">
        <script type="application/ld+json">{"@graph": [{"@type": "Organization", "@id": "#o", "name": "The Post"}, {"@type": "NewsArticle", "headline": "Pier &amp; quay closed",
        "datePublished": "2021-05-04", "dateModified": "2021-05-05", "author": {"name": "Ann Lee"}, "publisher": {"@id": "#o"}, "articleSection": "Local", "keywords": ["harbour"],}]}</script>"##;
    let outcome = read(
        page(head, "<h1>Pier</h1><time datetime=\"2021-05-06\">x</time>"),
        "a.html",
    );
    let article = outcome.only();
    assert_eq!(
        (article.title.as_str(), article.body.as_str()),
        ("Pier & quay closed", BODY)
    );
    assert_eq!(
        dates(&article.candidates)[..3],
        ["2021-05-04", "2021-05-04T10:00:00Z", "2021-05-06"]
    );
    let parts: Vec<_> = article.candidates.iter().map(|date| date.part).collect();
    assert_eq!(
        parts[..3],
        [
            SourcePart::JsonLd,
            SourcePart::Meta,
            SourcePart::TimeElement
        ]
    );
    assert_eq!(dates(&article.updated), ["2021-05-05"]);
    assert_eq!(article.authors, ["Ann Lee"]);
    assert_eq!(article.outlet.as_deref(), Some("The Post"));
    assert_eq!(article.section.as_deref(), Some("Local"));
    assert_eq!(article.language.as_deref(), Some("en-GB"));
    assert_eq!(
        article.url.as_deref(),
        Some("https://www.post.example/2021/05/pier")
    );
    assert_eq!(article.source.topics, ["harbour"]);
}

#[test]
fn the_json_ld_of_related_articles_is_not_believed() {
    let head = r#"<title>Pier closed after storm | The Post</title><meta property="article:published_time" content="2021-05-04">
        <script type="application/ld+json">[{"@type": "NewsArticle", "headline": "Ships came into the bay", "datePublished": "2019-01-01", "author": "Bob Ray", "url": "https://post.example/ships"},
        {"@type": "NewsArticle", "headline": "Fees rise again in spring", "datePublished": "2018-01-01", "author": "Cy Dean"}]</script>"#;
    let outcome = read(
        page(head, "<h1>Pier closed after storm</h1><p>By Ann Lee</p>"),
        "a.html",
    );
    let article = outcome.only();
    assert_eq!(article.title, "Pier closed after storm");
    assert_eq!(dates(&article.candidates)[0], "2021-05-04");
    assert!(!article.authors.contains(&"Bob Ray".to_owned()));
}

#[test]
fn meta_elements_come_next_and_then_the_page() {
    let head = r#"<title>Pier closed - The Post</title><meta property="og:site_name" content="The Post"><meta name="author" content="By Ann Lee and Bob Ray">
        <meta name="keywords" content="harbour, pier"><meta property="article:modified_time" content="2021-05-05">"#;
    let outcome = read(
        page(
            head,
            "<time datetime=\"2021-05-04\" class=\"published\">x</time>",
        ),
        "a.html",
    );
    let article = outcome.only();
    assert_eq!(
        (article.title.as_str(), article.body.as_str()),
        ("Pier closed", BODY)
    );
    assert_eq!(article.authors, ["Ann Lee", "Bob Ray"]);
    assert_eq!(
        (dates(&article.candidates)[0], dates(&article.updated)[0]),
        ("2021-05-04", "2021-05-05")
    );
    assert_eq!(article.source.topics, ["harbour", "pier"]);
    let outcome = read(
        page(
            "<title>Pier closed</title><link rel=canonical href=https://www.post.example/a>",
            "",
        ),
        "a.html",
    );
    assert_eq!(outcome.only().title, "Pier closed");
    assert_eq!(outcome.only().outlet.as_deref(), Some("post.example"));
}

#[test]
fn the_text_of_json_ld_stands_in_for_a_page_without_one() {
    let text = "The harbour office closed the north pier on Tuesday. ".repeat(10);
    let html = format!(
        "<html><head><script type=\"application/ld+json\">{{\"@type\": \"Article\", \"headline\": \"Pier\", \"articleBody\": \"{text}\"}}</script></head>\
        <body><div id=app>Please enable scripts.</div></body></html>"
    );
    assert_eq!(read(html, "a.html").only().body, text.trim());
}

#[test]
fn the_charset_of_a_page_is_found() {
    let german = page("<meta charset=\"windows-1252\"><title>x</title>", "")
        .replace("Tuesday", "T\u{fc}sday \u{2013}");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&german);
    let outcome = read(&bytes, "a.html");
    assert!(outcome.only().body.contains("Tüsday –"));
    assert_eq!(
        (outcome.only().encoding, outcome.only().lossy),
        (Some("windows-1252"), false)
    );
}

/// A front page of so many teasers, each a linked headline over a sentence.
fn front_page(head: &str, teasers: usize) -> String {
    let teaser = |number: usize| {
        format!(
            "<div><h3><a href=/story/{number}>Harbour office closes pier number {number} again</a></h3>\
            <p>Divers found cracks in the pillars of pier number {number}, the office said on Tuesday.</p></div>"
        )
    };
    let teasers: String = (0..teasers).map(teaser).collect();
    format!("<html><head>{head}</head><body><h1>The Post</h1><main>{teasers}</main></body></html>")
}

#[test]
fn an_index_is_no_article() {
    let kept = Limits {
        keep_stubs: true,
        ..Limits::default()
    };
    let index = front_page("<title>The Post</title>", 30);
    let outcome = read(index.as_str(), "a.html");
    assert_eq!(outcome.error(), "an index of articles");
    read_within(index.as_bytes(), "a.html", &kept).only();
    // Few teasers, or a page that calls itself an article.
    read(front_page("", 10), "a.html").only();
    let head = "<meta property=\"og:type\" content=\"article\">";
    read(front_page(head, 30), "a.html").only();
}

#[test]
fn a_short_article_among_many_links_stays() {
    let list = front_page("", 30);
    let start = format!(
        "<h1>Pier closed</h1><article>{}</article><div><h1>",
        TEXT.repeat(4)
    );
    let outcome = read(list.replace("<h1>", &start), "a.html");
    outcome.only();
}

#[test]
fn a_teaser_before_a_paywall_is_no_article() {
    let ask = "<div>Subscribe to continue reading this and every other story</div>";
    let paid = "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"headline\": \"Pier\", \"isAccessibleForFree\": \"False\"}</script>";
    let wall = |html: String| html.replace("</main>", &format!("{ask}</main>"));
    let outcome = read(wall(page(paid, "")), "a.html");
    assert_eq!(outcome.error(), "a paywall stub");
    // The whole text is there; nothing asks; nothing says that it costs.
    read(
        wall(page(paid, "").replace(TEXT, &TEXT.repeat(4))),
        "a.html",
    )
    .only();
    read(page(paid, ""), "a.html").only();
}

#[test]
fn the_lead_that_stands_bare_behind_the_headline_is_kept() {
    let [one, two, three] = ["one", "two", "three"].map(|number| {
        format!("This is paragraph {number} of the article, which is long enough to be one of running text.")
    });
    for story in [
        format!("<div id=\"story\"><h1>Pier closed</h1>{one}<br><br>{two}<br><br>{three}</div>"),
        format!(
            "<article><h1>Pier closed</h1><p class=\"byline\">By Ann Lee</p>{one}<br>{two}<br>{three}</article>"
        ),
    ] {
        let page =
            format!("<html><head><title>Pier closed</title></head><body>{story}</body></html>");
        let body = read(page, "a.html").only().body.clone();
        for text in [&one, &two, &three] {
            assert!(body.contains(text.as_str()), "{story}: {body}");
        }
    }
}
