#![no_main]
//! Every reader. The first byte chooses the name that the file has, the rest is the file.
//! `DATELINE_FUZZ=pdf` has every file read as that format, `DATELINE_FUZZ=a.gz` under that name.
//!
//! No file may crash a reader or expand without bound; what it delivers keeps its promises.

use dateline::model::Article;
use dateline::read::{Item, Limits, Options, read_stream};
use libfuzzer_sys::fuzz_target;
use std::ops::ControlFlow;
use std::sync::LazyLock;

/// `seed.sh` counts on this order.
const NAMES: &[&str] = &[
    "a.txt",
    "a.md",
    "a.html",
    "a.json",
    "a.jsonl",
    "a.gz",
    "a.zst",
    "a.jsonl.gz",
    "a.xml",
    "a",
    "2023/09/20/a.txt",
    "-",
    "a.rss",
    "a.sgml",
    "a.sgm",
    "issue_mets.xml",
    "a.zip",
    "a.tar",
    "a.tar.gz",
    "a.bz2",
    "a.xz",
    "a.warc",
    "a.warc.gz",
    "a.wacz",
    "a.eml",
    "a.mbox",
    "a.csv",
    "a.tsv",
    "a.docx",
    "a.rtf",
    "a.pdf",
    "nexis.txt",
    "a.parquet",
];

const LIMITS: Limits = Limits {
    max_article: 100_000,
    max_expansion: 20,
    keep_stubs: false,
};

fuzz_target!(|data: &[u8]| {
    let Some((first, file)) = data.split_first() else {
        return;
    };
    static ONLY: LazyLock<Option<&str>> =
        LazyLock::new(|| Some(&*std::env::var("DATELINE_FUZZ").ok()?.leak()));
    let format = ONLY.filter(|only| !only.contains('.'));
    let name = match (*ONLY, format) {
        (Some(name), None) => name,
        _ => NAMES[usize::from(*first) % NAMES.len()],
    };
    let options = Options {
        limits: LIMITS,
        format,
        tell: true,
        ..Options::default()
    };
    let (mut last, mut member) = (0, String::new());
    let read = read_stream(file, name, &options, &mut |item| {
        match item {
            Item::Opened { member: next, .. } => (last, member) = (0, next),
            Item::Article(article) => {
                assert!(article.path.starts_with(&member), "members come in order");
                if let Some(record) = article.record {
                    assert!(record > 0, "records count from 1");
                    assert!(record >= last, "records come in order");
                    last = record;
                }
                check(&article);
            }
            Item::Skipped { reason, .. } => line(&reason),
        }
        ControlFlow::Continue(())
    });
    match read {
        Ok(read) => assert_eq!(read.bytes, file.len() as u64, "all of the file was read"),
        Err(error) => line(&error.to_string()),
    }
});

/// Reasons are one clear line.
fn line(text: &str) {
    assert!(!text.is_empty() && !text.contains('\n'), "{text:?}");
}

fn check(article: &Article) {
    let size = article.title.len() + article.body.len();
    assert!(size <= 3 * LIMITS.max_article, "{size} bytes");
    for text in [&article.title, &article.body] {
        let left = ['\r', '\0', '\u{ad}', '\u{200b}', '\u{feff}', '\u{a0}'];
        assert!(!text.contains(left), "text is not normalised: {text:?}");
    }
}
