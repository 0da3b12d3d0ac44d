//! Many queries at once, from a file.

use crate::helper::{Project, text};
use serde_json::Value;

fn corpus() -> Project {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    project
}

/// Labels and queries, one of which finds nothing.
const QUERIES: [(&str, &str); 4] = [
    ("truce", "ceasefire OR truce"),
    ("zone 2", "\"security zone\""),
    ("none", "zzyzx"),
    ("who", "actor:russia event:2023"),
];

fn table() -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let rows = QUERIES.map(|(label, query)| format!("{label},{}\n", quoted(query)));
    format!("label,query\n# a note\n\n{}", rows.concat())
}

/// A hit without its label.
fn bare(hit: &Value) -> Value {
    let mut hit = hit.clone();
    hit.as_object_mut().unwrap().remove("label");
    hit
}

#[test]
fn a_batch_gives_what_its_queries_give_one_by_one() {
    let project = corpus();
    project.write("queries.csv", table());
    for verb in [&["export"][..], &["search", "-n", "3"]] {
        let all = [verb, &["--format", "jsonl", "--queries", "queries.csv"]].concat();
        let hits = project.run(all).ok().jsonl();
        let mut found = hits.iter();
        for (label, query) in QUERIES {
            let one = [verb, &["--format", "jsonl", "--", query]].concat();
            for hit in project.run(one).jsonl() {
                let same = found.next().unwrap();
                assert_eq!((text(same, "label"), bare(same)), (label, hit), "{query}");
            }
        }
        assert!(found.next().is_none());
    }
    let json = project
        .run(["search", "--queries", "queries.csv", "--format", "json"])
        .ok()
        .json();
    for (results, (label, query)) in json.as_array().unwrap().iter().zip(QUERIES) {
        assert_eq!(text(results, "label"), label);
        assert_eq!(results["total"], project.total(query));
    }
    let by = ["count", "--by", "year", "--format", "csv"];
    let all = project
        .run([&by[..], &["--queries", "queries.csv"]].concat())
        .ok();
    let mut lines = all.stdout.lines();
    assert_eq!(lines.next(), Some("label,year,articles"));
    for (label, query) in QUERIES {
        let one = project.run([&by[..], &["--", query]].concat());
        for line in one.stdout.lines().skip(1) {
            assert_eq!(lines.next(), Some(format!("{label},{line}").as_str()));
        }
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn a_batch_in_a_file_says_how_each_query_went() {
    let project = corpus();
    project.write("queries.csv", table());
    let export = [
        "export",
        "--queries",
        "queries.csv",
        "--format",
        "csv",
        "-o",
        "hits.csv",
    ];
    project.run(export).ok();
    let csv = project.read("hits.csv");
    assert!(csv.starts_with("label,query,rank,"), "{csv}");
    assert_eq!(csv.matches("label,").count(), 1);
    let record: Value = serde_json::from_str(&project.read("hits.csv.query.json")).unwrap();
    let queries = record["queries"].as_array().unwrap();
    for (part, (label, query)) in queries.iter().zip(QUERIES) {
        assert_eq!(
            (text(part, "label"), text(part, "query_typed")),
            (label, query)
        );
        assert_eq!(part["matches"], project.total(query));
        assert_eq!(part["rows"], part["matches"]);
    }
    let sum: u64 = queries
        .iter()
        .map(|part| part["rows"].as_u64().unwrap())
        .sum();
    assert_eq!(
        (record["rows"].as_u64(), text(&record, "query")),
        (Some(sum), "")
    );
}

#[test]
fn a_trec_run_has_a_line_for_each_hit() {
    let project = corpus();
    project.write("queries.csv", table());
    let trec = ["search", "--format", "trec", "-n", "1000"];
    let run = project
        .run([&trec[..], &["--queries", "queries.csv"]].concat())
        .ok();
    let total: u64 = QUERIES.iter().map(|(_, query)| project.total(query)).sum();
    assert_eq!(run.stdout.lines().count() as u64, total);
    for line in run.stdout.lines() {
        let columns: Vec<&str> = line.split(' ').collect();
        assert!(
            matches!(columns[..], [_, "Q0", _, _, _, "dateline"]),
            "{line}"
        );
        assert!(columns[4].parse::<f32>().is_ok(), "{line}");
    }
    assert!(run.stdout.contains("\nzone_2 Q0 "), "{}", run.stdout);
    let one = project.run([&trec[..], &["ceasefire"]].concat()).ok();
    let hits = project.export("ceasefire");
    for (rank, (line, hit)) in (1..).zip(one.stdout.lines().zip(&hits)) {
        let start = format!("1 Q0 {} {rank} ", text(hit, "id"));
        assert!(line.starts_with(&start), "{line}");
    }
    assert_eq!(one.stdout.lines().count(), hits.len());
    let project = Project::new().file(
        "news/a.jsonl",
        "{\"id\":\"L 17\",\"title\":\"Lamp\",\"body\":\"The lamp.\"}\n{\"title\":\"Lamp\",\"body\":\"A lamp.\"}\n",
    );
    project.run(["index", "news"]).ok();
    let run = project
        .run(["export", "--format", "trec", "--ids", "source", "lamp"])
        .ok();
    assert!(run.stdout.contains("1 Q0 L_17 "), "{}", run.stdout);
    assert_eq!(run.stdout.lines().count(), 2);
}

#[test]
fn a_bad_query_costs_one_line_and_the_rest_run() {
    let project = corpus();
    project.write("queries.txt", "ceasefire\n# note\n(truce\n\ntruce\n");
    let run = project
        .run(["export", "--queries", "queries.txt"])
        .trouble()
        .one_line("3: ");
    assert!(run.stderr.contains("^(truce"), "{}", run.stderr);
    let labels: std::collections::BTreeSet<String> = run
        .jsonl()
        .iter()
        .map(|hit| text(hit, "label").to_owned())
        .collect();
    assert_eq!(labels.into_iter().collect::<Vec<_>>(), ["1", "5"]);
    project.write(
        "twice.csv",
        "label,query\na,truce\na,ceasefire\nb,\"x\" y\n",
    );
    let run = project.run(["export", "--queries", "twice.csv"]).trouble();
    assert_eq!(run.stderr.lines().count(), 2, "{}", run.stderr);
    for (name, content, code) in [
        ("nothing.txt", "zzyzx\n", 1),
        ("empty.txt", "# nothing\n\n", 2),
        ("bad.txt", "(\n", 2),
    ] {
        project.write(name, content);
        project
            .run(["export", "--queries", name, "-o", &format!("{name}.jsonl")])
            .exits(code);
        assert_eq!(project.exists(&format!("{name}.jsonl")), code < 2);
    }
    project
        .run(["export", "--queries", "missing.txt"])
        .trouble()
        .one_line("missing.txt");
    project
        .run(["export", "--queries", "queries.txt", "truce"])
        .trouble();
    project
        .run(["search", "--queries", "queries.txt"])
        .trouble();
    project.run(["export"]).trouble();
}

#[test]
fn a_file_of_queries_may_be_of_any_encoding_and_come_by_a_pipe() {
    let project = Project::new().file("news/a.txt", "Größe\n\nEine Straße in Köln.\n");
    project.run(["index", "news"]).ok();
    let queries = "# é\nstraße köln\n";
    let utf16 = queries.encode_utf16().flat_map(u16::to_le_bytes);
    let with_mark = [0xff, 0xfe].into_iter().chain(utf16.clone());
    let big = queries.encode_utf16().flat_map(u16::to_be_bytes);
    for bytes in [
        queries.as_bytes().to_vec(),
        with_mark.collect(),
        utf16.collect(),
        big.collect(),
        [&b"\xef\xbb\xbf"[..], queries.as_bytes()].concat(),
    ] {
        let run = project
            .command(["export", "--queries", "-"])
            .input(bytes)
            .run()
            .ok();
        let hits = run.jsonl();
        assert_eq!((hits.len(), text(&hits[0], "label")), (1, "2"));
    }
}
