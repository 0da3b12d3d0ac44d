//! The formats of feeds, agencies and archives of newspapers.

use super::*;

const ITEM: &str = "<item><title>A &amp;amp; B</title><guid>1</guid><pubDate>Tue, 5 Mar 2019 23:40:00 -0500</pubDate>\
    <description>Short.</description><content:encoded><![CDATA[<p>One.</p><p>Two.</p></item>]]></content:encoded></item>";

fn feed(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" version=\"0.91\">\
         <channel><title>News</title><language>en</language>{items}</channel></rss>"
    )
}

/// A small file of each format, to be damaged.
pub(super) fn samples() -> Vec<(&'static str, String)> {
    vec![
        ("a.rss", feed("<item><title>A</title><pubDate>2019-03-05</pubDate></item>")),
        (
            "a.xml",
            "<nitf><head><meta name='publication_year' content='1996'/></head><body><body.content><p>A&eacute;&#3;<![CDATA[x]]></p></body.content></body></nitf>".into(),
        ),
        (
            "a.xml",
            "<newsItem guid='a'><contentMeta><subject type='cpnat:person' qcode='a:b'/><headline>H</headline></contentMeta></newsItem>".into(),
        ),
        ("a.xml", "<newsitem itemid='1'><text><p>A</p></text><codes class='x'><code code='C'/></codes></newsitem>".into()),
        ("a.sgml", "<DOC id=\"A_ENG_20100101.1\"><HEADLINE>H</HEADLINE><TEXT><P>a &lt; b</P></TEXT></DOC>".into()),
        ("a.sgm", "<REUTERS NEWID=\"1\"><DATE>1</DATE><TEXT>&#2;<BODY>B\n  c</BODY></TEXT></REUTERS>".into()),
        ("a.xml", "<alto><TextBlock ID='B'><String SUBS_TYPE='HypPart1' SUBS_CONTENT='ab' CONTENT='a'/><HYP/></TextBlock></alto>".into()),
        (
            "a.xml",
            "<mets><file ID='f' MIMETYPE='text/xml'><FLocat href='a'/></file><structMap TYPE='LOGICAL'><div TYPE='ARTICLE'><fptr FILEID='f'/></div></structMap></mets>".into(),
        ),
    ]
}

#[test]
fn entries_of_a_feed_are_articles() {
    let second = "<item><title>C</title><link>https://news.example/c</link><category>x</category><author>a@b.example (Ann Lee)</author></item>";
    let outcome = read(feed(&[ITEM, second].concat()), "a.xml");
    let [first, second] = &outcome.articles[..] else {
        panic!("{outcome:?}");
    };
    assert_eq!(
        (first.title.as_str(), first.body.as_str()),
        ("A & B", "One.\n\nTwo.")
    );
    assert_eq!(dates(&first.candidates), ["Tue, 5 Mar 2019 23:40:00 -0500"]);
    assert_eq!(
        (first.record, first.source_id.as_deref()),
        (Some(1), Some("1"))
    );
    assert_eq!(
        (first.outlet.as_deref(), first.language.as_deref()),
        (Some("News"), Some("en"))
    );
    assert_eq!(second.url.as_deref(), Some("https://news.example/c"));
    assert_eq!((&second.source_id, second.authors.len()), (&None, 1));
    assert_eq!(second.source.topics, ["x"]);
}

#[test]
fn of_a_wordpress_export_only_what_was_published_is_taken() {
    let item = |title: &str, kind: &str, state: &str| {
        format!(
            "<item><title>{title}</title><content:encoded><![CDATA[<p>Text.</p>]]></content:encoded>\
             <wp:status><![CDATA[{state}]]></wp:status><wp:post_type>{kind}</wp:post_type></item>"
        )
    };
    let items = [
        item("A", "post", "publish"),
        item("B", "attachment", "inherit"),
        item("C", "page", "publish"),
        item("D", "nav_menu_item", "publish"),
        item("E", "post", "draft"),
        item("F", "review", "publish"),
        item("G", "wp_block", "publish"),
        item("H", "page", "trash"),
    ]
    .concat();
    let declared =
        feed(&items).replace("<rss", "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"");
    for export in [declared, feed(&items)] {
        let outcome = read(export, "a.xml");
        assert_eq!(outcome.titles(), ["A", "C", "F"]);
        let reasons: Vec<_> = outcome
            .skipped
            .iter()
            .map(|(record, reason)| (record.unwrap_or(0), reason.as_str()))
            .collect();
        assert_eq!(
            reasons,
            [
                (2, "no post but a WordPress attachment"),
                (4, "no post but a WordPress nav_menu_item"),
                (5, "a WordPress post that is not published: draft"),
                (7, "no post but a WordPress wp_block"),
                (8, "a WordPress post that is not published: trash"),
            ]
        );
    }
}

#[test]
fn a_broken_or_long_entry_costs_only_itself() {
    let limits = Limits {
        max_article: 1 << 10,
        ..Limits::default()
    };
    let long = format!("<item><title>{}</title></item>", "x".repeat(1 << 20));
    let items = [ITEM, "<item><title>x</link></item>", &long, "<item/>", ITEM].concat();
    let outcome = read_within(feed(&items).as_bytes(), "a.xml", &limits);
    assert_eq!(outcome.titles(), ["A & B", "A & B"]);
    let skipped: Vec<_> = outcome.skipped.iter().map(|(record, _)| *record).collect();
    assert_eq!(skipped, [Some(2), Some(3), Some(4)]);
    let whole = feed(&[ITEM, ITEM].concat());
    let cut = read(&whole[..whole.len() - 60], "a.xml");
    assert_eq!(
        (cut.articles.len(), cut.error()),
        (1, "not well-formed XML: it ends early")
    );
}

#[test]
fn the_declared_encoding_of_xml_counts() {
    let text = feed("<item><title>caf\u{e9}</title></item>").replace("utf-8", "iso-8859-1");
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let outcome = read(bytes, "a.xml");
    assert_eq!(
        (outcome.titles(), outcome.only().encoding),
        (vec!["café"], Some("windows-1252"))
    );
}

#[test]
fn entities_are_not_expanded() {
    let kinds = [
        (
            "<!DOCTYPE nitf [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>",
            "nitf",
        ),
        (
            "<!DOCTYPE nitf [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>",
            "nitf",
        ),
    ];
    for (doctype, root) in kinds {
        let text = format!(
            "{doctype}<{root}><body><body.content><p>&b;</p></body.content></body></{root}>"
        );
        assert_eq!(read(text, "a.xml").only().body, "&b;");
        let text = format!("{doctype}{}", feed("<item><title>&b;</title></item>"));
        let outcome = read(
            text.replace("<?xml version=\"1.0\" encoding=\"utf-8\"?>", ""),
            "a.xml",
        );
        assert_eq!(outcome.titles(), ["&b;"]);
    }
}

#[test]
fn the_lead_of_nitf_stands_once() {
    let block = |class: &str, text: &str| format!("<block class=\"{class}\">{text}</block>");
    let page =
        |content: &str| format!("<nitf><body><body.content>{content}</body.content></body></nitf>");
    let (one, two) = ("<p>One.</p>", "<p>One.</p><p>Two.</p>");
    let cases = [
        (
            page(&[block("lead_paragraph", one), block("full_text", two)].concat()),
            "One.\n\nTwo.",
        ),
        (
            page(&block("full_text", &format!("<p>LEAD: One.</p>{two}"))),
            "One.\n\nTwo.",
        ),
        (
            page(&[block("lead", one), block("content", "<p>Two.</p>")].concat()),
            "One.\n\nTwo.",
        ),
        (
            page("<p>One.</p><media><media-caption>No.</media-caption></media>Two."),
            "One.\n\nTwo.",
        ),
    ];
    for (text, body) in cases {
        assert_eq!(read(&text, "a.xml").only().body, body, "{text}");
    }
}

#[test]
fn a_message_of_several_items_is_a_container() {
    let item = |id: &str, body: &str| {
        format!(
            "<newsItem guid=\"{id}\"><contentSet><inlineData>{body}</inlineData></contentSet></newsItem>"
        )
    };
    let text = format!(
        "<newsMessage><itemSet>{}{}{}</itemSet></newsMessage>",
        item("a", "One."),
        item("b", ""),
        item("c", "Three.")
    );
    let outcome = read(text, "a.xml");
    let ids: Vec<_> = outcome
        .articles
        .iter()
        .filter_map(|article| article.source_id.as_deref())
        .collect();
    assert_eq!((ids, outcome.skipped.len()), (vec!["a", "c"], 1));
}

#[test]
fn ninjs_is_read_in_all_its_versions() {
    let cases = [
        r#"{"uri": "u", "headline": "H", "body_text": "T", "byline": "Ann Lee", "versioncreated": "2014-11-02T10:37:00Z",
            "person": [{"name": "P"}], "organisation": [{"name": "O"}], "place": [{"name": "L"}], "subject": [{"name": "S"}]}"#,
        r#"{"uri": "u", "headline_main": "H", "body_xhtml": "<p>T</p>", "by": "Ann Lee", "versioncreated": "2014-11-02T10:37:00Z",
            "person": [{"name": "P"}], "organisation": [{"name": "O"}], "place": [{"name": "L"}], "subject": [{"name": "S"}]}"#,
        r#"{"uri": "u", "headlines": [{"role": "short", "value": "no"}, {"role": "main", "value": "H"}], "by": "Ann Lee",
            "bodies": [{"contentType": "text/vnd.IPTC.NITF", "value": "<?xml version='1.0'?><nitf><body><body.head><hedline><hl1>H</hl1></hedline></body.head><body.content><p>T</p></body.content></body></nitf>"}],
            "versionCreated": "2014-11-02T10:37:00Z", "people": [{"name": "P"}], "organisations": [{"name": "O"}],
            "places": [{"name": "L"}], "subjects": [{"name": "S"}]}"#,
        r#"{"uri": "u", "headlines": [{"value": "H"}], "descriptions": [{"role": "text", "value": "T"}], "by": "Ann Lee",
            "versionCreated": "2014-11-02T10:37:00Z", "people": [{"name": "P"}], "organisations": [{"name": "O"}],
            "places": [{"name": "L"}], "subjects": [{"name": "S"}]}"#,
    ];
    for text in cases {
        let outcome = read(text, "a.json");
        let article = outcome.only();
        assert_eq!(
            (article.title.as_str(), article.body.as_str()),
            ("H", "T"),
            "{text}"
        );
        assert_eq!(
            (article.source_id.as_deref(), &article.authors[..]),
            (Some("u"), &["Ann Lee".to_owned()][..])
        );
        assert_eq!(dates(&article.candidates), ["2014-11-02T10:37:00Z"]);
        let source = &article.source;
        let lists = [
            &source.people,
            &source.organisations,
            &source.places,
            &source.topics,
        ];
        assert_eq!(lists.map(|list| list.join(",")), ["P", "O", "L", "S"]);
    }
}

#[test]
fn documents_of_sgml_are_read_one_by_one() {
    let text = "<DOC id=\"X_ENG_20100101.0001\"><TEXT><P>\nOne\ntwo.\n</P><P>3 < 4 &amp; 5.</P></TEXT></DOC>\n\
        <DOC><DOCNO>never closed</DOCNO>\n\
        <doc><docno> B </docno><date>880212</date><text>Four.</text></doc>\n\
        <DOC id=c url=\"https://a.example/c\" title=\"C\">\nFive.\n</DOC>";
    let outcome = read(text, "a");
    let bodies: Vec<_> = outcome
        .articles
        .iter()
        .map(|article| article.body.as_str())
        .collect();
    assert_eq!(bodies, ["One two.\n\n3 < 4 & 5.", "Four.", "Five."]);
    let records: Vec<_> = outcome
        .articles
        .iter()
        .map(|article| article.record)
        .collect();
    assert_eq!(records, [Some(1), Some(3), Some(4)]);
    assert_eq!(
        outcome.skipped,
        [(Some(2), "a <DOC> without an end".to_owned())]
    );
    assert_eq!(dates(&outcome.articles[0].candidates), ["2010-01-01"]);
    assert_eq!(dates(&outcome.articles[1].candidates), ["1988-02-12"]);
    assert_eq!(
        outcome.articles[2].url.as_deref(),
        Some("https://a.example/c")
    );
}

#[test]
fn an_empty_story_of_reuters_is_one() {
    let text = "<REUTERS NEWID=\"7\">\n<DATE> 3-APR-1987 07:09:06.48&#5;&#5;&#5;RM</DATE>\n<TEXT TYPE=\"UNPROC\">&#2;\n&#3;\n\n</TEXT>\n</REUTERS>";
    let outcome = read(text, "a.sgm");
    let article = outcome.only();
    assert_eq!((article.title.as_str(), article.body.as_str()), ("", ""));
    assert_eq!(dates(&article.candidates), ["3-APR-1987 07:09:06.48RM"]);
}

#[test]
fn what_repeats_without_end_takes_no_time() {
    let limits = Limits {
        max_article: 100_000,
        ..Limits::default()
    };
    let many = |text: &str| text.repeat(300_000 / text.len());
    let started = std::time::Instant::now();
    for (name, text) in [
        ("a.sgml", format!("<DOC id=a>{}</DOC>", many("<TEXT>"))),
        (
            "a.sgm",
            format!("<REUTERS><TOPICS>{}</TOPICS></REUTERS>", many("<D>")),
        ),
        (
            "a.sgml",
            format!("<DOC id=a><TEXT>{}</TEXT></DOC>", many("<!-- &")),
        ),
        (
            "a.rss",
            format!(
                "<rss><channel><title>{}</title>{}",
                many("x"),
                many("<item/>")
            ),
        ),
        ("a.xml", format!("<nitf>{}", many("<hl1>"))),
        (
            "a.xml",
            format!("<nitf>{}{}</nitf>", many("<hl1>"), "</hl1>".repeat(60_000)),
        ),
        ("a.xml", format!("<newsItem>{}</newsItem>", many("&x;"))),
        ("a.xml", many("<!-- ")),
        ("a.xml", format!("<rss {}", many("a='"))),
    ] {
        read_within(text.as_bytes(), name, &limits);
    }
    // Unoptimised, on a busy machine; what grows with the square takes minutes.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

mod issues {
    use super::*;
    use std::path::PathBuf;

    const PAGE: &str = "<alto><Page ID='P'><TextBlock ID='B1'><TextLine><String ID='a' CONTENT='One'/><String ID='b' CONTENT='two'/></TextLine></TextBlock>\
        <TextBlock ID='B2'><String CONTENT='three'/></TextBlock></Page></alto>";

    fn issue(place: &str, articles: &str) -> String {
        format!(
            "<mets><dmdSec><title>The Tidings</title><dateIssued>1891-04-12</dateIssued></dmdSec>\
             <file ID='f' MIMETYPE='text/xml'><FLocat href='{place}'/></file>\
             <structMap TYPE='LOGICAL'>{articles}</structMap></mets>"
        )
    }

    fn article(area: &str) -> String {
        format!("<div TYPE='ARTICLE' LABEL='L'><fptr><area FILEID='f' {area}/></fptr></div>")
    }

    fn read_at(root: &Path, name: &str) -> Outcome {
        let mut outcome = Outcome::default();
        let path: PathBuf = root.join(name);
        let result = read_file(&path, name, &Options::default(), &mut |item| {
            match item {
                Item::Article(article) => outcome.articles.push(*article),
                Item::Skipped { record, reason, .. } => outcome.skipped.push((record, reason)),
                Item::Opened { .. } => {}
            }
            ControlFlow::Continue(())
        });
        outcome.error = result.err().map(|error| error.to_string());
        outcome
    }

    #[test]
    fn an_issue_has_the_text_of_the_pages_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        std::fs::create_dir_all(root.join("news/pages")).unwrap();
        std::fs::write(root.join("news/pages/1.xml"), PAGE).unwrap();
        let whole = [
            article("BEGIN='b' END='B2'"),
            article("BEGIN='B1'"),
            article("BEGIN='gone'"),
        ]
        .concat();
        std::fs::write(root.join("news/mets.xml"), issue("./pages/1.xml", &whole)).unwrap();
        let outcome = read_at(root, "news/mets.xml");
        let bodies: Vec<_> = outcome
            .articles
            .iter()
            .map(|article| article.body.as_str())
            .collect();
        assert_eq!(bodies, ["two\n\nthree", "One two", ""]);
        assert_eq!(outcome.titles(), ["L", "L", "L"]);
        assert_eq!(outcome.articles[0].outlet.as_deref(), Some("The Tidings"));
        assert_eq!(dates(&outcome.articles[0].candidates), ["1891-04-12"]);
        // The page does not count twice.
        let page = read_at(root, "news/pages/1.xml");
        assert_eq!((page.articles.len(), &page.error), (0, &None));
        std::fs::write(root.join("news/mets.xml"), issue("pages/1.xml", "")).unwrap();
        assert_eq!(
            read_at(root, "news/mets.xml").only().body,
            "One two\n\nthree"
        );
        std::fs::write(root.join("news/mets.xml"), "<mets>pages/1.xml").unwrap();
        assert_eq!(
            read_at(root, "news/pages/1.xml").only().body,
            "One two\n\nthree"
        );
    }

    #[test]
    fn an_issue_never_reaches_outside_of_its_directory() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        std::fs::create_dir_all(root.join("news")).unwrap();
        std::fs::write(root.join("secret.xml"), PAGE).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.join("secret.xml"), root.join("news/link.xml")).unwrap();
        let absolute = root.join("secret.xml").display().to_string();
        for place in [
            "../secret.xml",
            "news/../../secret.xml",
            &absolute,
            "link.xml",
            "none.xml",
            "https://a.example/1.xml",
        ] {
            std::fs::write(
                root.join("news/mets.xml"),
                issue(place, &article("BEGIN='B1'")),
            )
            .unwrap();
            let outcome = read_at(root, "news/mets.xml");
            assert!(outcome.articles.is_empty(), "{place}: {outcome:?}");
            assert!(
                outcome.error().starts_with("page "),
                "{place}: {}",
                outcome.error()
            );
        }
        let alone = read(issue("1.xml", &article("BEGIN='B1'")), "mets.xml");
        assert_eq!(alone.error(), "page 1.xml: not beside the file");
    }
}
