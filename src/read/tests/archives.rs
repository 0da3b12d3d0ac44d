use super::damage::gzip;
use super::*;
use std::io::{Cursor, Write};

const TEXT: &[u8] = b"Pier closed\n\nThe harbour office closed the north pier on Tuesday.";

pub(super) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default()
        .compression_method(::zip::CompressionMethod::Deflated);
    for (name, content) in members {
        match name.strip_suffix('/') {
            Some(name) => writer.add_directory(name, options).unwrap(),
            None => {
                writer.start_file(*name, options).unwrap();
                writer.write_all(content).unwrap();
            }
        }
    }
    writer.finish().unwrap().into_inner()
}

/// A member of a tar archive.
fn entry(
    builder: &mut ::tar::Builder<Vec<u8>>,
    kind: ::tar::EntryType,
    name: &str,
    content: &[u8],
) {
    let mut header = ::tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    // The library itself refuses paths that lead elsewhere.
    if name.len() < 100 {
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, content).unwrap();
    } else {
        builder.append_data(&mut header, name, content).unwrap();
    }
}

pub(super) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, content) in members {
        entry(&mut builder, ::tar::EntryType::Regular, name, content);
    }
    builder.into_inner().unwrap()
}

fn paths(outcome: &Outcome) -> Vec<&str> {
    outcome
        .articles
        .iter()
        .map(|article| article.path.as_str())
        .collect()
}

#[test]
fn members_are_read_as_files_and_named_by_their_path() {
    let lines =
        b"{\"title\": \"1\", \"body\": \"x\"}\n{\"title\"\n{\"title\": \"3\", \"body\": \"x\"}\n";
    let inner = zip(&[("c.txt", TEXT), ("broken.json", b"{\"title\": ")]);
    let long = format!("{}/x.txt", "long/".repeat(60));
    let members: &[(&str, &[u8])] = &[
        ("2023/09/20/a.txt", TEXT),
        ("b.jsonl", lines),
        ("b.zip", &inner),
        ("d.txt.gz", &gzip(TEXT)),
        ("picture.jpg", b"\xff\xd8\xff\xe0 picture"),
        ("empty.txt", b""),
        ("./e.txt", TEXT),
        ("../../etc/f.txt", TEXT),
        ("/g.txt", TEXT),
        (".hidden/h.txt", TEXT),
        ("__MACOSX/._a.txt", b"\0\0"),
        (&long, TEXT),
    ];
    let expected = [
        "2023/09/20/a.txt",
        "b.jsonl",
        "b.jsonl",
        "b.zip!c.txt",
        "d.txt.gz",
        "e.txt",
        "../../etc/f.txt",
        "/g.txt",
        &long,
    ];
    let lost = [
        "b.jsonl: not valid JSON: EOF while parsing an object at byte 8",
        "b.zip!broken.json: not valid JSON: it ends early",
        "picture.jpg: not a text format: JPEG",
        "empty.txt: empty file",
    ];
    for (bytes, name, format) in [
        (zip(members), "a.zip", "zip"),
        (tar(members), "a.tar", "tar"),
        (gzip(&tar(members)), "a.tar.gz", "tar"),
        (gzip(&zip(members)), "a.zip.gz", "zip"),
    ] {
        let outcome = read(&bytes, name);
        assert_eq!(outcome.format, format, "{outcome:?}");
        assert_eq!(paths(&outcome), expected, "{name}");
        assert_eq!(outcome.lost, lost, "{name}");
        let records: Vec<_> = outcome.articles.iter().map(|one| one.record).collect();
        assert_eq!(records[..4], [None, Some(1), Some(3), None]);
    }
}

#[test]
fn every_compression_is_looked_through() {
    let bzip2 = {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        encoder.write_all(TEXT).unwrap();
        encoder.finish().unwrap()
    };
    // Made by xz, of the text above.
    let xz = XZ.to_vec();
    for (bytes, name) in [(bzip2, "a.txt.bz2"), (xz, "a.txt.xz")] {
        let twice = [bytes.clone(), bytes.clone()].concat();
        assert_eq!(read(&bytes, name).titles(), ["Pier closed"], "{name}");
        assert!(read(&twice, name).only().body.contains("Tuesday.Pier"));
        let cut = read(&bytes[..bytes.len() - 20], name);
        assert!(cut.error().ends_with("stream ends early"), "{cut:?}");
        let mut broken = bytes.clone();
        broken[30] ^= 0xff;
        let broken = read(broken, name);
        assert!(broken.error().contains("stream"), "{broken:?}");
    }
}

const XZ: &[u8] = include_bytes!("pier.txt.xz");

#[test]
fn too_many_layers_are_refused() {
    let packed = |levels: usize| {
        (0..levels).fold(TEXT.to_vec(), |inner, level| match level {
            0 => zip(&[("a.txt", &inner)]),
            _ => zip(&[("a.zip", &inner)]),
        })
    };
    assert_eq!(read(packed(8), "a.zip").titles(), ["Pier closed"]);
    for levels in [9, 42] {
        let outcome = read(packed(levels), "a.zip");
        assert_eq!(outcome.articles, []);
        let place = ["a.zip"; 8].join("!");
        assert_eq!(
            outcome.lost,
            [format!("{place}: packed more than 8 levels deep")]
        );
    }
    let gzip = |levels: usize| (0..levels).fold(TEXT.to_vec(), |inner, _| gzip(&inner));
    assert_eq!(read(gzip(8), "a").titles(), ["Pier closed"]);
    assert_eq!(
        read(gzip(42), "a").error(),
        "packed more than 8 levels deep"
    );
}

#[test]
fn expansion_is_bounded_over_all_members() {
    let limits = Limits {
        max_expansion: 20,
        ..Limits::default()
    };
    // Each fits, all together do not.
    let spaces = vec![b' '; 1 << 20];
    let names: Vec<String> = (0..64).map(|number| format!("{number}.txt")).collect();
    let members: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), spaces.as_slice()))
        .collect();
    let flat = zip(&members);
    let outer: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), flat.as_slice()))
        .collect();
    // What is passed over unread has been expanded too.
    let nothing = vec![0; 1 << 20];
    let unread: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), nothing.as_slice()))
        .collect();
    for bytes in [zip(&outer), gzip(&tar(&unread))] {
        let outcome = read_within(&bytes[..], "a.zip", &limits);
        assert_eq!(
            outcome.error(),
            "expands to more than 20 times its size",
            "{outcome:?}"
        );
    }
}

#[test]
fn what_is_no_file_in_a_tar_is_passed_over() {
    use ::tar::EntryType;
    let mut builder = ::tar::Builder::new(Vec::new());
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Char,
        EntryType::Fifo,
        EntryType::Directory,
    ] {
        entry(&mut builder, kind, "x.txt", b"");
    }
    entry(&mut builder, EntryType::Regular, "a.txt", TEXT);
    let outcome = read(builder.into_inner().unwrap(), "a.tar");
    assert_eq!((paths(&outcome), outcome.skipped.len()), (vec!["a.txt"], 0));
}

#[test]
fn damaged_archives_give_what_can_be_had() {
    let bytes = tar(&[("a.txt", TEXT), ("b.txt", TEXT)]);
    let outcome = read(&bytes[..1024 + 520], "a.tar");
    assert_eq!(paths(&outcome), ["a.txt"]);
    assert_eq!(outcome.error(), "tar archive ends early");
    let mut broken = bytes.clone();
    broken[1024] ^= 1;
    let outcome = read(broken, "a.tar");
    assert_eq!(paths(&outcome), ["a.txt"]);
    assert_eq!(outcome.error(), "broken tar archive");
    // A path of two megabytes is not held.
    let mut builder = ::tar::Builder::new(Vec::new());
    let name = vec![b'x'; 2 << 20];
    entry(&mut builder, ::tar::EntryType::GNULongName, "x", &name);
    let outcome = read(builder.into_inner().unwrap(), "a.tar");
    assert_eq!(
        outcome.error(),
        "broken tar archive: headers of more than 1 MB"
    );
    let bytes = zip(&[("a.txt", TEXT), ("b.txt", TEXT)]);
    assert_eq!(
        read(&bytes[..bytes.len() - 30], "a.zip").error(),
        "broken zip archive"
    );
    // A broken member costs only itself.
    let mut broken = bytes.clone();
    broken[45] ^= 0xff;
    let outcome = read(broken, "a.zip");
    assert_eq!(paths(&outcome), ["b.txt"]);
    assert_eq!(outcome.lost, ["a.txt: broken zip stream"]);
}

#[test]
fn encrypted_members_are_told() {
    let mut bytes = zip(&[("a.txt", TEXT), ("b.txt", TEXT)]);
    // The flag of the first member, in both headers.
    let central = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[central + 8] |= 1;
    let outcome = read(bytes, "a.zip");
    assert_eq!(paths(&outcome), ["b.txt"]);
    assert_eq!(outcome.lost, ["a.txt: encrypted"]);
}

#[test]
fn an_archive_on_the_disk_is_read_where_it_lies() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.zip");
    let bytes = zip(&[("a.txt", TEXT), ("b.txt", TEXT)]);
    std::fs::write(&path, &bytes).unwrap();
    let mut places = Vec::new();
    let read = read_file(&path, "a.zip", &Options::default(), &mut |item| {
        if let Item::Article(article) = item {
            places.push(article.path);
        }
        ControlFlow::Continue(())
    });
    assert_eq!(places, ["a.txt", "b.txt"]);
    let read = read.unwrap();
    assert_eq!(read.bytes, bytes.len() as u64);
    assert_eq!(read.hash, hash_file(&path).unwrap());
    std::fs::write(&path, b"PK\x03\x04").unwrap();
    let error = read_file(&path, "a", &Options::default(), &mut |_| {
        ControlFlow::Continue(())
    });
    assert_eq!(error.unwrap_err().to_string(), "broken zip archive");
}

#[test]
fn files_that_only_look_like_archives_are_refused() {
    let outcome = read(zip(&[("[Content_Types].xml", b"<x/>")]), "a.xlsx");
    assert_eq!(outcome.error(), "not a text format: Office document");
    let outcome = read(
        zip(&[("mimetype", b"x"), ("META-INF/container.xml", b"<x/>")]),
        "a.epub",
    );
    assert_eq!(outcome.error(), "not a text format: EPUB");
}

#[test]
fn the_layers_are_told_where_they_are_asked_for() {
    let bytes = gzip(&tar(&[("b.zip", &zip(&[("c.txt", TEXT)]))]));
    let options = Options {
        tell: true,
        ..Options::default()
    };
    let mut told = Vec::new();
    read_stream(&bytes[..], "a.tar.gz", &options, &mut |item| {
        if let Item::Opened { member, format } = item {
            told.push(format!("{member}:{format}"));
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(told, [":gzip", ":tar", "b.zip:zip", "b.zip!c.txt:text"]);
}

#[test]
fn members_that_share_a_name_are_all_read() {
    let named = zip(&[
        ("a.txt", TEXT),
        ("b.txt", b"Two"),
        ("c.txt", b"Three"),
        ("d.txt", b"Four"),
    ]);
    let mut same = named.clone();
    for at in 0..same.len() - 5 {
        if matches!(&same[at..at + 5], b"b.txt" | b"c.txt") {
            same[at] = b'a';
        }
    }
    for prefix in [&b""[..], b"what unpacks itself"] {
        let bytes = [prefix, &same].concat();
        let outcome = read_stream_named(&bytes, "zip");
        assert_eq!(paths(&outcome), ["a.txt", "a.txt", "a.txt", "d.txt"]);
        let bodies: Vec<&str> = outcome.articles[1..]
            .iter()
            .map(|article| article.body.as_str())
            .collect();
        assert_eq!(bodies, ["Two", "Three", "Four"]);
    }
    assert_eq!(paths(&read(&named, "a.zip")).len(), 4);
}

/// Reads as a format, whatever the content says.
fn read_stream_named(bytes: &[u8], format: &'static str) -> Outcome {
    let mut outcome = Outcome::default();
    let options = Options {
        format: Some(format),
        ..Options::default()
    };
    let result = read_stream(bytes, "a.zip", &options, &mut |item| {
        if let Item::Article(article) = item {
            outcome.articles.push(*article);
        }
        ControlFlow::Continue(())
    });
    result.unwrap();
    outcome
}
