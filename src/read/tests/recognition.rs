use super::*;

const BODY: &str = "The harbour office closed the north pier on Tuesday. Repairs begin next week.";

const MAIL: &str = "From: a@b.example\nSubject: Pier closed\nMessage-ID: <1@b.example>\n";

/// Files for each format: name of the reader, name of the file, content.
fn fixtures() -> Vec<(&'static str, &'static str, String)> {
    let object = format!("{{\"title\": \"Pier closed\", \"body\": \"{BODY}\"}}");
    let page =
        format!("<html><body><article><h1>Pier closed</h1><p>{BODY}</p></article></body></html>");
    vec![
        ("jsonl", "a.jsonl", format!("{object}\n{object}\n")),
        ("jsonl", "a.ndjson", object.clone()),
        ("jsonl", "a.txt", format!("\n{object}\r\n\r\n{object}")),
        ("jsonl", "a.jsonl", format!("{{\"title\n{object}")),
        ("json", "a.json", object.clone()),
        ("json", "a.txt", format!("\n  {object}")),
        (
            "json",
            "a.jsonl",
            object.replace("\", ", "\",\n").replace("{\"", "{\n\""),
        ),
        ("json", "a", format!("[{object}, {object}]")),
        ("html", "a.html", page.clone()),
        ("html", "a.txt", format!("\n<!DOCTYPE html>{page}")),
        (
            "html",
            "a.xml",
            format!("<?xml version=\"1.0\"?>\n<!-- x -->{page}"),
        ),
        ("html", "a.htm", format!("Intro <p>{BODY}</p>")),
        ("html", "a", format!("<p>{BODY}</p>")),
        ("markdown", "a.md", format!("# Pier closed\n\n{BODY}")),
        (
            "markdown",
            "a.txt",
            format!("---\ntitle: Pier closed\n---\n\n{BODY}"),
        ),
        (
            "feed",
            "a.xml",
            format!(
                "<rss version=\"2.0\"><channel><title>N</title><item><title>Pier closed</title><description>{BODY}</description></item></channel></rss>"
            ),
        ),
        (
            "feed",
            "a",
            format!(
                "<?xml version='1.0'?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content type=\"html\">&lt;html>{BODY}</content></entry></feed>"
            ),
        ),
        (
            "nitf",
            "a.xml",
            format!(
                "<!DOCTYPE nitf SYSTEM \"nitf.dtd\">\n<nitf><body><body.content><p>{BODY}</p></body.content></body></nitf>"
            ),
        ),
        (
            "newsml-g2",
            "a.xml",
            format!(
                "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><contentSet><inlineXML><html><body><p>{BODY}</p></body></html></inlineXML></contentSet></newsItem>"
            ),
        ),
        (
            "newsml",
            "1.xml",
            format!(
                "<newsitem itemid=\"1\"><headline>Pier closed</headline><text><p>{BODY}</p></text></newsitem>"
            ),
        ),
        (
            "newsml",
            "a.xml",
            format!(
                "<NewsML><NewsItem><NewsComponent><ContentItem><DataContent><p>{BODY}</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
            ),
        ),
        (
            "trec",
            "a.txt",
            format!("<DOC>\n<DOCNO> A-1 </DOCNO>\n<TEXT>\n{BODY}\n</TEXT>\n</DOC>\n"),
        ),
        (
            "reuters",
            "a.sgm",
            format!(
                "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"1\"><TEXT>&#2;<BODY>{BODY}\n Reuter\n&#3;</BODY></TEXT></REUTERS>"
            ),
        ),
        (
            "alto",
            "a.xml",
            format!(
                "<alto><Layout><Page><TextBlock><TextLine><String CONTENT=\"{BODY}\"/></TextLine></TextBlock></Page></Layout></alto>"
            ),
        ),
        ("csv", "a.csv", format!("title,text\nPier closed,{BODY}\n")),
        (
            "csv",
            "a.tsv",
            format!("date\ttitle\ttext\n2021\tPier closed\t{BODY}\n"),
        ),
        ("text", "a.txt", format!("Pier closed\n\n{BODY}")),
        (
            "text",
            "a",
            format!("-- Pier closed\n-- \n-- \n-- \n\n{BODY}"),
        ),
        ("text", "a.json", format!("Pier closed\n\n{BODY}")),
        ("text", "a.html", format!("Pier closed\n\n{BODY}")),
        ("text", "a.txt", format!("[Update] Pier closed\n\n{BODY}")),
        (
            "text",
            "a.txt",
            format!("Title: Pier closed\nDate: 2021-05-04\n\n{BODY}"),
        ),
    ]
}

/// Files that are no text, or of which no other encoding can be made.
fn packed() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let text = format!("Pier closed\n\n{BODY}");
    let page = format!("<html><body><h1>Pier closed</h1><p>{BODY}</p></body></html>");
    let warc = warc::file(&[warc::page("https://harbour.example/pier", &page)]);
    vec![
        ("zip", "a.zip", archives::zip(&[("a.txt", text.as_bytes())])),
        ("zip", "a", archives::zip(&[("a.txt", text.as_bytes())])),
        ("tar", "a.tar", archives::tar(&[("a.txt", text.as_bytes())])),
        #[cfg(feature = "parquet")]
        ("parquet", "a", parquet::one("Pier closed", BODY)),
        ("docx", "a", document::docx(&["Pier closed", BODY])),
        ("pdf", "a.txt", document::pdf(&["Pier closed", "", BODY])),
        (
            "rtf",
            "a.doc",
            format!("{{\\rtf1\\ansi Pier closed\\par {BODY}}}").into_bytes(),
        ),
        ("warc", "a.warc", warc.clone()),
        ("warc", "a.warc.gz", damage::gzip(&warc)),
        ("eml", "a.eml", format!("{MAIL}\n{BODY}\n").into_bytes()),
        ("eml", "a.txt", format!("{MAIL}\n{BODY}\n").into_bytes()),
        (
            "mbox",
            "a",
            format!("From x Wed Sep 20 14:00:00 2023\n{MAIL}\n{BODY}\n").into_bytes(),
        ),
        (
            "wacz",
            "a.wacz",
            archives::zip(&[
                ("archive/data.warc.gz", &damage::gzip(&warc)),
                ("datapackage.json", b"{\"title\": \"A crawl\"}"),
                (
                    "pages/pages.jsonl",
                    b"{\"title\": \"Pier\", \"text\": \"x\"}\n",
                ),
            ]),
        ),
    ]
}

#[test]
fn every_reader_says_what_it_reads() {
    for reader in READERS {
        let about = reader.about();
        for text in [about.what, about.fields, about.example] {
            assert!(!text.is_empty(), "{}", reader.name());
        }
    }
}

#[test]
fn a_format_can_be_asked_for() {
    let as_format = |bytes: &[u8], format: &'static str| {
        let options = Options {
            format: Some(format),
            ..Options::default()
        };
        let mut bodies = Vec::new();
        let read = read_stream(bytes, "a", &options, &mut |item| {
            if let Item::Article(article) = item {
                bodies.push(article.body);
            }
            ControlFlow::Continue(())
        });
        (read.map(|read| read.format), bodies)
    };
    let text = b"# Pier\n\nText *x*";
    let bodies = |text: &str| vec![text.to_owned()];
    assert_eq!(
        as_format(text, "markdown"),
        (Ok("markdown"), bodies("Text x"))
    );
    let packed = archives::zip(&[("a", text)]);
    assert_eq!(
        as_format(&packed, "markdown"),
        (Ok("zip"), bodies("Text x"))
    );
    let packed = damage::gzip(&packed);
    assert_eq!(as_format(&packed, "zip"), (Ok("zip"), bodies("Text *x*")));
    assert!(as_format(text, "tar").0.is_err());
}

#[test]
fn every_reader_has_fixtures_that_it_recognises_and_reads() {
    let fixtures = fixtures();
    let packed = packed();
    for reader in READERS {
        let named = |format: &&str| *format == reader.name();
        assert!(
            // An issue has its text in other files: see `news.rs`.
            reader.name() == "mets"
                || fixtures.iter().any(|(format, ..)| named(format))
                || packed.iter().any(|(format, ..)| named(format)),
            "{}",
            reader.name()
        );
    }
    for (format, name, content) in &packed {
        let outcome = read(content, name);
        assert_eq!(outcome.format, *format, "{name}: {outcome:?}");
        assert!(!outcome.articles.is_empty(), "{name}: {outcome:?}");
        for article in &outcome.articles {
            assert!(
                article.body.ends_with("Repairs begin next week."),
                "{article:?}"
            );
        }
    }
    for (format, name, content) in &fixtures {
        let outcome = read(content, name);
        assert_eq!(outcome.format, *format, "{name}: {content} {outcome:?}");
        assert!(!outcome.articles.is_empty());
        for article in &outcome.articles {
            assert!(
                article.body.ends_with("Repairs begin next week."),
                "{article:?}"
            );
            assert_eq!((article.encoding, article.lossy), (Some("utf-8"), false));
        }
    }
}

#[test]
fn every_fixture_is_read_the_same_when_compressed_or_in_utf_16() {
    for (format, name, content) in fixtures() {
        let plain = read(&content, name);
        let (gzip, zstd) = (format!("{name}.gz"), format!("{name}.zst"));
        // Two members, cut anywhere.
        let (one, two) = content.as_bytes().split_at(17);
        let members = [damage::gzip(one), damage::gzip(two)].concat();
        let frame = zstd::encode_all(content.as_bytes(), 3).unwrap();
        for outcome in [read(members, &gzip), read(frame, &zstd)] {
            assert_eq!(
                (outcome.format, &outcome.articles),
                (format, &plain.articles)
            );
        }
        let wide: Vec<u8> = std::iter::once(0xfeff)
            .chain(content.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let outcome = read(wide, name);
        assert_eq!((outcome.format, outcome.titles()), (format, plain.titles()));
        assert_eq!(outcome.articles[0].encoding, Some("utf-16le"));
        let marked = read(format!("\u{feff}{content}"), name);
        assert_eq!((marked.format, &marked.articles), (format, &plain.articles));
    }
}

#[test]
fn what_is_no_article_is_refused() {
    let cases: &[(&[u8], &str, &str)] = &[
        (b"", "a.txt", "empty file"),
        (b"\xef\xbb\xbf", "a.txt", "empty file"),
        (b" \n\t\n", "a.txt", "no text"),
        (b" \n", "a.json", "no text"),
        (b"\xff\xfe", "a.txt", "empty file"),
        (b"one\0two", "a.txt", "not text: NUL bytes"),
        (b"%PDF-1.7 text", "a.txt", "broken PDF"),
        (
            b"filedesc://a.arc 127.0.0.1",
            "a.arc",
            "not a text format: ARC",
        ),
        (b"\x89PNG\r\n\x1a\n", "a", "not a text format: PNG"),
        (b"PK\x03\x04", "a.json", "broken zip archive"),
        (b"\x7fELF\x02", "a", "not a text format: ELF"),
        (
            b"<?xml version=\"1.0\"?><tei></tei>",
            "a.xml",
            "no known format: XML",
        ),
        (b"<tei xmlns=\"x\">", "a", "no known format: XML"),
        (b"<note>Text</note>\n", "a", "no known format: XML"),
        (b"<?xml version=\"1.0\"?><rss></rss>", "a.xml", "no error"),
        (
            b"<rss><channel><item>",
            "a.xml",
            "not well-formed XML: it ends early",
        ),
        (b"<nitf></nitf>", "a", "no text"),
        (b"<nitf><body>", "a", "not well-formed XML: it ends early"),
        (
            b"<packageItem></packageItem>",
            "a",
            "no article in a NewsML-G2 packageItem",
        ),
        (b"<mets></mets>", "a", "a METS file without pages in ALTO"),
        (b"<DOC><TEXT>x", "a", "a <DOC> without an end"),
        (b"p { color: red }", "a.css", "no known format: .css"),
        (
            b"{\"a\": 1, \"b\": [2]}",
            "a.json",
            "no title or body among its fields: a, b",
        ),
        (b"{}", "a.json", "an object without fields"),
        (b"[1, 2]", "a.json", "an array, but not of objects"),
        (b"[]", "a.json", "no error"),
        (b"{\"title\": \"", "a.json", "not valid JSON: it ends early"),
        (
            b"{\"title\": x}",
            "a.json",
            "not valid JSON: expected value at byte 11",
        ),
        (
            b"<html><body><p>Log in</p></body></html>",
            "a.html",
            "no article text found in the page",
        ),
    ];
    for (bytes, name, error) in cases {
        assert_eq!(
            read(bytes, name).error(),
            *error,
            "{name}: {}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn the_hash_is_that_of_the_file() {
    let directory = std::env::temp_dir().join(format!("dateline-read-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    for (number, (format, name, content)) in fixtures().into_iter().enumerate() {
        let path = directory.join(number.to_string());
        let bytes = damage::gzip(content.as_bytes());
        for bytes in [content.as_bytes(), &bytes] {
            std::fs::write(&path, bytes).unwrap();
            let read = read_file(&path, name, &Options::default(), &mut |_| {
                ControlFlow::Continue(())
            })
            .unwrap();
            let hash = hash_file(&path).unwrap();
            assert_eq!(
                (read.format, read.bytes, read.hash),
                (format, bytes.len() as u64, hash)
            );
        }
    }
    let error = |path: &Path| {
        read_file(path, "a", &Options::default(), &mut |_| {
            ControlFlow::Continue(())
        })
        .unwrap_err()
    };
    assert_eq!(error(&directory).to_string(), "is a directory");
    std::fs::remove_dir_all(&directory).unwrap();
    assert_eq!(error(&directory).to_string(), "the file has vanished");
    assert!(error(&directory).is_io());
}
