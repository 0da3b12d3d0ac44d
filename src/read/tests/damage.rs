use super::*;
use std::io::Write;

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Lines of JSONL with titles 1, 2, ...
fn lines(count: usize) -> String {
    (1..=count)
        .map(|number| {
            format!(
                "{{\"title\": \"{number}\", \"body\": \"text {}\"}}\n",
                number * 7919 % 1009
            )
        })
        .collect()
}

#[test]
fn a_broken_line_costs_only_itself() {
    let mut text = lines(3);
    text.push_str("{\"title\": \"4\", \n\nnot json\n{\"x\": 1}\n");
    text.push_str(&lines(1));
    let outcome = read(&text, "a.jsonl");
    assert_eq!(outcome.titles(), ["1", "2", "3", "1"]);
    let records: Vec<_> = outcome
        .articles
        .iter()
        .map(|article| article.record)
        .collect();
    assert_eq!(records, [Some(1), Some(2), Some(3), Some(8)]);
    let expected = [
        (
            Some(4),
            "not valid JSON: EOF while parsing a value at byte 14",
        ),
        (Some(6), "not valid JSON: expected ident at byte 2"),
        (Some(7), "no title or body among its fields: x"),
    ];
    let skipped: Vec<_> = outcome
        .skipped
        .iter()
        .map(|(record, reason)| (*record, reason.as_str()))
        .collect();
    assert_eq!(skipped, expected);
}

#[test]
fn a_broken_element_costs_only_itself() {
    let outcome = read(
        "[{\"title\": \"1\"}, {\"title\" \"2\"}, 7, {\"title\": \"4\"}]",
        "a.json",
    );
    assert_eq!(outcome.titles(), ["1", "4"]);
    assert_eq!(outcome.articles[1].record, Some(4));
    assert_eq!(outcome.skipped.len(), 2);
    let outcome = read("[{\"title\": \"1\"}, {\"title\": \"2", "a.json");
    assert_eq!(outcome.titles(), ["1"]);
    assert_eq!(outcome.error(), "not valid JSON: it ends early");
}

#[test]
fn a_cut_stream_gives_what_came_before() {
    let whole = lines(20_000);
    let gzip = gzip(whole.as_bytes());
    let zstd = zstd::encode_all(whole.as_bytes(), 1).unwrap();
    for (bytes, error) in [
        (gzip, "gzip stream ends early"),
        (zstd, "zstd stream ends early"),
    ] {
        let outcome = read(&bytes[..bytes.len() * 2 / 3], "a.jsonl");
        assert_eq!(outcome.error(), error);
        assert!(outcome.articles.len() > 5_000, "{}", outcome.articles.len());
        assert_eq!(outcome.skipped, []);
        let mut broken = bytes.clone();
        for byte in &mut broken[bytes.len() / 2..] {
            *byte ^= 0x55;
        }
        assert!(read(broken, "a.jsonl").error().contains("stream"));
    }
    let text = gzip_of_text();
    assert_eq!(
        read(&text[..text.len() - 10], "a.txt.gz").error(),
        "gzip stream ends early"
    );
    assert_eq!(
        read(&text[..4], "a.txt.gz").error(),
        "gzip stream ends early"
    );
}

#[test]
fn what_follows_a_whole_gzip_stream_costs_nothing() {
    let text = gzip_of_text();
    let two = [text.clone(), gzip(b" More.")].concat();
    let zeros = vec![0; 100_000];
    for (stream, end) in [(text, "Tuesday."), (two, "More.")] {
        for (rest, error) in [
            (&zeros[..], "no error"),
            (b"\0".as_slice(), "no error"),
            (b"x".as_slice(), "gzip stream followed by other data"),
            (
                b"\0\0\0\x1f\x8b".as_slice(),
                "gzip stream followed by other data",
            ),
            (b"\x1f\x8b\x08".as_slice(), "gzip stream ends early"),
        ] {
            let outcome = read([&stream, rest].concat(), "a.txt.gz");
            assert_eq!(outcome.error(), error);
            if !error.ends_with("early") {
                assert!(outcome.articles[0].body.ends_with(end), "{outcome:?}");
            }
        }
    }
    let records = [gzip(lines(3).as_bytes()), zeros, gzip(lines(2).as_bytes())].concat();
    let outcome = read(&records, "a.jsonl.gz");
    assert_eq!((outcome.articles.len(), outcome.error()), (5, "no error"));
    let outcome = read([&records[..], b"\0 end"].concat(), "a.jsonl.gz");
    assert_eq!(outcome.articles.len(), 5);
    assert_eq!(outcome.error(), "gzip stream followed by other data");
}

#[test]
fn a_damaged_start_of_what_is_read_is_no_foreign_format() {
    for (magic, error) in [
        (b"\x1f\x8b\x07\0".as_slice(), "broken gzip stream"),
        (b"BZh91AY&SX\0", "broken bzip2 stream"),
        (b"\xfd7zXZ\x01", "broken xz stream"),
    ] {
        assert_eq!(read(magic, "a.txt").error(), error);
    }
    let mut tar = vec![b'x'; 100];
    tar.resize(1024, 0);
    tar[257..262].copy_from_slice(b"ustar");
    assert_eq!(read(tar, "a.tar").error(), "broken tar archive");
}

#[test]
fn a_window_that_is_too_long_is_told() {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(28).unwrap();
    encoder.write_all(b"Pier closed").unwrap();
    let bytes = encoder.finish().unwrap();
    let error = "zstd stream has a window of more than 128 MB";
    assert_eq!(read(bytes, "a.txt.zst").error(), error);
}

fn gzip_of_text() -> Vec<u8> {
    gzip(b"Pier closed\n\nThe harbour office closed the north pier on Tuesday.")
}

#[test]
fn a_bomb_is_stopped() {
    let bomb = gzip(&vec![b' '; 40 << 20]);
    let limits = Limits {
        max_article: 1 << 30,
        max_expansion: 100,
        keep_stubs: false,
    };
    let outcome = read_within(&bomb[..], "a.txt", &limits);
    assert_eq!(outcome.error(), "expands to more than 100 times its size");
    let bomb = zstd::encode_all(&vec![b' '; 40 << 20][..], 1).unwrap();
    let outcome = read_within(&bomb[..], "a.jsonl", &limits);
    assert_eq!(outcome.error(), "expands to more than 100 times its size");
    assert_eq!(read(bomb, "a.txt").error(), "article of more than 16 MB");
}

#[test]
fn a_line_without_end_is_passed_over() {
    let limits = Limits {
        max_article: 1 << 10,
        ..Limits::default()
    };
    let long = "x".repeat(1 << 20);
    let text = format!("{{\"title\": \"1\"}}\n{{\"title\": \"{long}\"}}\n{{\"title\": \"3\"}}\n");
    let outcome = read_within(text.as_bytes(), "a.jsonl", &limits);
    assert_eq!(outcome.titles(), ["1", "3"]);
    assert_eq!(
        outcome.skipped,
        [(Some(2), "article of more than 1 kB".to_owned())]
    );
    // Within the bound on raw bytes, above that on text.
    let text = format!(
        "[{{\"title\": \"{}\"}}, {{\"title\": \"2\"}}]",
        &long[..2000]
    );
    let outcome = read_within(text.as_bytes(), "a.json", &limits);
    assert_eq!((outcome.titles(), outcome.skipped.len()), (vec!["2"], 1));
    for name in ["a.txt", "a.md", "a.html", "a.json"] {
        let text = match name {
            "a.json" => format!("{{\"title\": \"{long}\"}}"),
            "a.html" => format!("<html><body><p>{long}</p></body></html>"),
            _ => long.clone(),
        };
        assert_eq!(
            read_within(text.as_bytes(), name, &limits).error(),
            "article of more than 1 kB",
            "{name}"
        );
    }
}

#[test]
fn deep_nesting_ends_in_an_error() {
    let deep = "[".repeat(100_000);
    let closed = format!("{deep}{}", "]".repeat(100_000));
    let object = "{\"a\":".repeat(100_000);
    let cases = [
        (deep, "a.json", "not valid JSON: it ends early"),
        (closed, "a.json", "not readable JSON: nested too deeply"),
        (
            format!("{object}1{}", "}".repeat(100_000)),
            "a.json",
            "not readable JSON: nested too deeply",
        ),
        (
            "<div>".repeat(100_000),
            "a.html",
            "elements nested too deeply",
        ),
    ];
    for (text, name, error) in cases {
        assert_eq!(read(text, name).error(), error);
    }
    // Markup nested as deeply in the body of a record stays as it is.
    let text = format!("{{\"body\": \"<p>{}\"}}", "<div>".repeat(100_000));
    assert!(read(text, "a.json").only().body.starts_with("<p><div>"));
    for text in [
        ">".repeat(100_000),
        "[".repeat(100_000),
        "*a ".repeat(100_000),
        "- ".repeat(50_000),
    ] {
        read(text, "a.md");
    }
}

#[test]
fn an_element_with_too_many_attributes_is_refused() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
    let feed = |attributes: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>x</title><item{attributes}><title>One</title>\
             <description>The harbour office closed the pier.</description></item></channel></rss>"
        )
    };
    let page =
        format!("<html><body><p{attributes}>The harbour office closed the pier.</p></body></html>");
    let nitf =
        format!("<nitf><body><p{attributes}>The harbour office closed the pier.</p></body></nitf>");
    for (text, name) in [
        (feed(&attributes), "a.rss"),
        (page, "a.html"),
        (nitf, "a.xml"),
    ] {
        let outcome = read(text, name);
        assert_eq!(
            outcome.error(),
            "an element of more than 1000 attributes",
            "{name}"
        );
    }
    let few: String = (0..1000).map(|n| format!(" a{n}='='")).collect();
    assert_eq!(read(feed(&few), "a.rss").titles(), ["One"]);
    // Behind a tag stands a text.
    let text = feed("").replace("The harbour", &"a = 'b' ".repeat(10_000));
    assert_eq!(read(text, "a.rss").titles(), ["One"]);
}

/// Gives some bytes, then an error, as a disk or a network does.
struct Failing<'a>(&'a [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.0.read(out)? {
            0 => Err(io::Error::from_raw_os_error(5)),
            read => Ok(read),
        }
    }
}

#[test]
fn an_error_of_the_disk_is_told() {
    let whole = lines(5_000);
    let outcome = read_within(Failing(whole.as_bytes()), "a.jsonl", &Limits::default());
    assert_eq!(
        (outcome.articles.len(), outcome.error()),
        (5_000, "input/output error")
    );
    for name in ["a.txt", "a.md", "a.html", "a.json"] {
        let outcome = read_within(Failing(b"Pier closed\n\nBody"), name, &Limits::default());
        assert_eq!(
            (outcome.articles.len(), outcome.error()),
            (0, "input/output error")
        );
    }
}

#[test]
fn a_sink_that_has_enough_ends_the_reading() {
    for text in [
        lines(100_000),
        format!("[{}{{}}]", lines(100_000).replace('\n', ",")),
    ] {
        let mut count = 0;
        let read = read_stream(text.as_bytes(), "a.jsonl", &Options::default(), &mut |_| {
            count += 1;
            if count == 3 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert_eq!(count, 3);
        assert!(read.unwrap().bytes < text.len() as u64 / 10);
    }
}

#[test]
fn every_prefix_and_every_flipped_byte_is_survived() {
    let page = "<html lang=en><head><script type='application/ld+json'>{\"@type\": \"Article\", \"headline\": \"x\"}</script>\
        <body><p>The harbour office closed the north pier on Tuesday because of damage.</p>";
    let samples = [
        ("a.jsonl", lines(2)),
        (
            "a.json",
            format!("{{\"articles\": [{}]}}", lines(2).trim().replace('\n', ",")),
        ),
        (
            "a.md",
            "---\ntitle: A\ntags: [a, *b]\n---\n# Pier\n\nText é *x*".to_owned(),
        ),
        (
            "a.txt",
            "Title: Pier\nDate: 4 May\n\nText \u{301}".to_owned(),
        ),
        ("a.html", page.to_owned()),
    ];
    let news = news::samples();
    let samples = samples.into_iter().chain(news);
    for (name, text) in samples {
        // A page costs milliseconds.
        let step = if name == "a.html" { 16 } else { 1 };
        for at in (0..text.len()).step_by(step) {
            read(&text.as_bytes()[..at], name);
            for byte in [0, b'"', b'\n', 0xff, b'{', b'<', b'-', b'>', b'&'] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] = byte;
                read(bytes, name);
            }
        }
    }
}
