use super::damage::gzip;
use super::*;

const BODY: &str =
    "The harbour office closed the north pier on Tuesday. Repairs begin next week, it said.";

fn html(title: &str) -> String {
    format!("<html><body><h1>{title}</h1><p>{BODY}</p></body></html>")
}

/// A record.
fn record(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\n{fields}Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(url: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 {headers}\r\n\r\n").as_bytes(), body].concat();
    let id = url.len();
    let fields = format!(
        "WARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:x:{id}>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
    );
    record("response", &fields, &block)
}

/// A response with a page.
pub(super) fn page(url: &str, page: &str) -> Vec<u8> {
    response(
        url,
        "200 OK\r\nContent-Type: text/html; charset=utf-8",
        page.as_bytes(),
    )
}

pub(super) fn file(records: &[Vec<u8>]) -> Vec<u8> {
    let info = record("warcinfo", "", b"software: x\r\n");
    [info, records.concat()].concat()
}

#[test]
fn pages_are_records_under_their_address() {
    let records = [
        page("https://a.example/1", &html("One")),
        response(
            "https://a.example/picture",
            "200 OK\r\nContent-Type: image/png",
            b"\x89PNG\0\0",
        ),
        response(
            "https://a.example/away",
            "301 Moved\r\nLocation: /1\r\nContent-Type: text/html",
            html("Moved").as_bytes(),
        ),
        record(
            "request",
            "WARC-Target-URI: https://a.example/1\r\n",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        record(
            "resource",
            "WARC-Target-URI: <https://b.example/22>\r\nContent-Type: text/html\r\n",
            html("Two").as_bytes(),
        ),
        record(
            "conversion",
            "WARC-Target-URI: https://c.example/3\r\nContent-Type: text/plain\r\n",
            format!("Three\n\n{BODY}").as_bytes(),
        ),
    ];
    let whole = file(&records);
    // As crawlers write it: a member of gzip for each record.
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    for (bytes, first) in [(whole, 2), (members, 1)] {
        let outcome = read(&bytes, "a.warc.gz");
        assert_eq!(outcome.titles(), ["One", "Two", "Three"], "{outcome:?}");
        let one = &outcome.articles[0];
        assert_eq!(one.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(one.source_id.as_deref(), Some("urn:x:19"));
        assert_eq!(one.outlet.as_deref(), Some("a.example"));
        assert_eq!(one.record, Some(first));
        // The day of the crawl is not that of publication.
        assert_eq!((one.candidates.len(), one.updated.len()), (0, 0));
        let two = &outcome.articles[1];
        assert_eq!(two.url.as_deref(), Some("https://b.example/22"));
        assert_eq!(outcome.skipped, []);
    }
}

#[test]
fn pages_are_unpacked_as_browsers_do() {
    let page = html("Größe");
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&page);
    let zipped = gzip(page.as_bytes());
    let half = zipped.len() / 2;
    let chunks = [
        format!("{half:x}\r\n").as_bytes(),
        &zipped[..half],
        format!("\r\n{:x}\r\n", zipped.len() - half).as_bytes(),
        &zipped[half..],
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    let type_of = "200 OK\r\nContent-Type: text/html";
    let cases = [
        (format!("{type_of}; charset=iso-8859-1"), latin.into_owned()),
        (format!("{type_of}\r\ncontent-encoding: gzip"), zipped),
        (
            format!("{type_of}\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"),
            chunks,
        ),
        // A crawler that unpacks and keeps the headers.
        (
            format!("{type_of}\r\nTransfer-Encoding: chunked\r\nContent-Encoding: br"),
            page.clone().into_bytes(),
        ),
        ("200 OK".to_owned(), page.clone().into_bytes()),
    ];
    for (headers, body) in cases {
        let bytes = file(&[response("https://a.example/1", &headers, &body)]);
        assert_eq!(read(bytes, "a.warc").titles(), ["Größe"], "{headers}");
    }
}

#[test]
fn a_wrong_length_costs_only_its_record() {
    let records = |length: &str| {
        let mut broken = String::from_utf8(page("https://a.example/2", &html("Two"))).unwrap();
        let start = broken.find("Content-Length: ").unwrap();
        let end = start + broken[start..].find('\r').unwrap();
        broken.replace_range(start..end, length);
        file(&[
            page("https://a.example/1", &html("One")),
            broken.into_bytes(),
            page("https://a.example/3", &html("Three")),
            page("https://a.example/4", &html("Four")),
        ])
    };
    let wrong = "https://a.example/2: its Content-Length is wrong";
    for (length, reason) in [
        ("Content-Length: 150", wrong),
        ("Content-Length: 0", wrong),
        ("Content-Length: 400", wrong),
        ("Content-Length: 1000000", wrong),
        (
            "Content-Length: -3",
            "https://a.example/2: no Content-Length",
        ),
        ("X: y", "https://a.example/2: no Content-Length"),
    ] {
        let outcome = read(records(length), "a.warc");
        assert_eq!(outcome.titles(), ["One", "Three", "Four"], "{length}");
        assert_eq!(outcome.skipped, [(Some(3), reason.to_owned())], "{length}");
        assert_eq!(outcome.error, None);
    }
    let whole = records("X: y");
    for at in (0..whole.len()).step_by(7) {
        read(&whole[..at], "a.warc");
    }
    let outcome = read(&whole[..whole.len() - 100], "a.warc");
    assert_eq!(outcome.titles(), ["One", "Three"]);
    assert_eq!(outcome.error(), "WARC ends early");
}

#[test]
fn pages_without_an_article_are_told_with_their_address() {
    let bytes = file(&[
        page("https://a.example/1", &html("One")),
        page("https://a.example/login", "<html><body><p>Log in</p>"),
    ]);
    let outcome = read(bytes, "a.warc");
    assert_eq!(outcome.titles(), ["One"]);
    assert_eq!(
        outcome.skipped,
        [(
            Some(3),
            "https://a.example/login: no article text found in the page".to_owned()
        )]
    );
}

#[test]
fn a_broken_member_costs_only_itself() {
    let pages: Vec<Vec<u8>> = ["One", "Two", "Three", "Four"]
        .iter()
        .map(|title| {
            let fields = format!(
                "WARC-Target-URI: https://a.example/{title}\r\nContent-Type: text/plain\r\n"
            );
            record(
                "conversion",
                &fields,
                format!("{title}\n\n{BODY}").as_bytes(),
            )
        })
        .collect();
    let members: Vec<Vec<u8>> = pages.iter().map(|page| gzip(page)).collect();
    let with = |second: &[u8]| {
        let [first, _, third, fourth] = &members[..] else {
            unreachable!()
        };
        read([first, second, third, fourth].concat(), "a.warc.gz")
    };
    let second = &members[1];
    let mut kept = 0;
    for at in 0..second.len() {
        for bits in [0x01, 0xff] {
            let mut damaged = second.clone();
            damaged[at] ^= bits;
            let outcome = with(&damaged);
            match &outcome.titles()[..] {
                // Such as the time in the header of the member.
                ["One", "Two", "Three", "Four"] => kept += 1,
                ["One", "Three", "Four"] => {
                    let [skipped] = &outcome.skipped[..] else {
                        panic!("{at}: {outcome:?}");
                    };
                    assert_eq!(skipped.0, Some(2), "{at}: {outcome:?}");
                }
                titles => panic!("{at}: {titles:?}"),
            }
        }
    }
    assert!(kept < 20, "{kept}");
    // Cut short, or with something else in its place.
    for second in [
        &second[..second.len() / 2],
        &second[..12],
        &second[10..],
        &[0; 512],
    ] {
        let outcome = with(second);
        assert_eq!(outcome.titles(), ["One", "Three", "Four"], "{outcome:?}");
        assert_eq!(outcome.skipped.len(), 1, "{outcome:?}");
    }
    let mut unlike_its_sum = second.clone();
    unlike_its_sum[second.len() - 8] ^= 1;
    let outcome = with(&unlike_its_sum);
    assert!(
        outcome.skipped[0]
            .1
            .contains("https://a.example/Two: broken gzip member")
    );
    // With the last one, nothing tells that more would follow.
    let cut = [&members[0][..], &second[..second.len() - 20]].concat();
    let outcome = read(cut, "a.warc.gz");
    assert_eq!(outcome.titles(), ["One"], "{outcome:?}");
    assert_eq!(outcome.error(), "gzip stream ends early");
}

#[test]
fn a_broken_member_of_other_formats_is_an_error() {
    let line = |title: &str| format!("{{\"title\": \"{title}\", \"body\": \"{BODY}\"}}\n");
    let members: Vec<Vec<u8>> = ["One", "Two", "Three"]
        .iter()
        .map(|title| gzip(line(title).as_bytes()))
        .collect();
    let mut bytes = members.concat();
    bytes[members[0].len() + 30] ^= 0xff;
    let outcome = read(bytes, "a.jsonl.gz");
    assert_eq!(outcome.titles()[0], "One");
    assert!(!outcome.titles().contains(&"Three"), "{outcome:?}");
    assert!(outcome.error.is_some(), "{outcome:?}");
}
