//! The formats of news archives: what comes of each file of `corpus/formats`.

use crate::helper::{Project, copy, golden, repository, text};
use serde_json::Value;
use std::fmt::Write;

fn list(value: &Value) -> String {
    let entries = value.as_array().into_iter().flatten();
    let entries: Vec<&str> = entries.filter_map(Value::as_str).collect();
    entries.join(" | ")
}

/// What was read of an article, line by line.
fn shown(article: &Value) -> String {
    let mut out = text(article, "path").to_owned();
    if let Some(record) = article["record"].as_u64() {
        write!(out, " {record}").unwrap();
    }
    let source = &article["source"];
    let fields = [
        ("id", text(article, "source_id").to_owned()),
        ("title", text(article, "title").to_owned()),
        ("published", text(&article["published"], "date").to_owned()),
        ("updated", text(&article["updated"], "date").to_owned()),
        ("authors", list(&article["authors"])),
        ("outlet", text(article, "outlet").to_owned()),
        ("section", text(article, "section").to_owned()),
        ("language", text(article, "language").to_owned()),
        ("url", text(article, "url").to_owned()),
        ("people", list(&source["people"])),
        ("organisations", list(&source["organisations"])),
        ("places", list(&source["places"])),
        ("topics", list(&source["topics"])),
        (
            "body",
            text(article, "body")
                .replace('\n', "\n    ")
                .replace("    \n", "\n"),
        ),
    ];
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        write!(out, "\n  {name}: {value}").unwrap();
    }
    out
}

#[test]
#[cfg_attr(not(feature = "parquet"), ignore = "the golden has a table of Parquet")]
fn every_file_of_corpus_formats_is_read_as_the_golden_says() {
    let project = Project::new();
    copy(
        &repository().join("corpus/formats"),
        &project.path("formats"),
    );
    let run = project.run(["annotate", "formats"]).ok();
    assert_eq!(run.stderr, "");
    let articles: Vec<String> = run.jsonl().iter().map(shown).collect();
    golden("formats.txt", &format!("{}\n", articles.join("\n\n")));
    for format in project.names("formats") {
        let start = format!("formats/{format}/");
        assert!(
            format.contains('.') || articles.iter().any(|article| article.starts_with(&start)),
            "{format}"
        );
    }
    // The stories go through an index, too, the one without a word among them.
    project.run(["index", "formats"]).ok();
    assert_eq!(project.export("*").len(), articles.len());
    assert_eq!(project.total("ropewalk"), 1);
    project.run(["verify"]).ok();
}

#[test]
fn the_formats_are_no_part_of_the_corpus() {
    let project = Project::with_corpus();
    let run = project.run(["annotate", "corpus"]).ok();
    assert!(!run.stdout.contains("corpus/formats"));
}
