//! Every hit, for programs.

use crate::helper::{Project, text};
use serde_json::Value;

fn corpus() -> Project {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    project
}

const QUERIES: [&str; 8] = [
    "*",
    "ceasefire",
    "ceasefire OR truce",
    "-russia",
    "published:none",
    "actor:russia event:2023-09",
    "lang:de OR lang:ru",
    "\"security zone\"",
];

/// The rows of a CSV text, the header among them.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let row =
        |record: Result<csv::StringRecord, _>| record.unwrap().iter().map(str::to_owned).collect();
    reader.records().map(row).collect()
}

fn ids(hits: &[Value]) -> Vec<String> {
    hits.iter().map(|hit| text(hit, "id").to_owned()).collect()
}

#[test]
fn every_hit_is_exported_in_the_order_of_the_search() {
    let project = corpus();
    for query in QUERIES {
        let total = project.total(query);
        for sort in ["rank", "date"] {
            let exported = project
                .run(["export", "--sort", sort, "--", query])
                .ok()
                .jsonl();
            assert_eq!(exported.len() as u64, total, "{query}");
            let search = [
                "search", "-n", "100", "--format", "jsonl", "--sort", sort, "--", query,
            ];
            assert_eq!(
                ids(&project.run(search).ok().jsonl()),
                ids(&exported),
                "{query}"
            );
            let ranks = exported.iter().map(|hit| hit["rank"].as_u64().unwrap());
            assert!(ranks.eq(1..=total), "{query}");
        }
        let csv = project.run(["export", "--format", "csv", "--", query]).ok();
        assert_eq!(rows(&csv.stdout).len() as u64, total + 1, "{query}");
        let json = project
            .run(["export", "--format", "json", "--", query])
            .ok()
            .json();
        assert_eq!(
            (
                json["total"].as_u64(),
                json["hits"].as_array().map(Vec::len)
            ),
            (Some(total), Some(total as usize))
        );
    }
}

#[test]
fn a_record_has_the_keys_of_the_schema_in_their_order() {
    let project = corpus();
    let schema =
        std::fs::read_to_string(crate::helper::repository().join("schema/hit.schema.json"))
            .unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let required = schema["$defs"]["complete"]["required"].as_array().unwrap();
    let run = project.run(["export", "ceasefire"]).ok();
    for (line, hit) in run.stdout.lines().zip(run.jsonl()) {
        let mut from = 0;
        for key in required {
            // Keys of nested objects never come before those of the record.
            let found = line[from..].find(&format!("{key}:"));
            assert!(
                found.is_some(),
                "{key} is missing or out of order in {line}"
            );
            from += found.unwrap();
        }
        assert_eq!(hit.as_object().unwrap().len(), required.len());
        assert_eq!(hit["query"], "ceasefire");
        let known = schema["properties"].as_object().unwrap();
        assert!(
            hit.as_object()
                .unwrap()
                .keys()
                .all(|key| known.contains_key(key))
        );
    }
}

#[test]
fn csv_has_its_header_and_guards_formulas() {
    let record = |title: &str| serde_json::json!({ "title": title, "body": "The lighthouse, \"lit\"\nagain." });
    let titles = [
        "=HYPERLINK(\"http://x\")",
        "+1",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "Plain, with comma",
        "'=1",
    ];
    let lines: String = titles
        .iter()
        .map(|title| format!("{}\n", record(title)))
        .collect();
    let project = Project::new().file("news/a.jsonl", lines);
    project.run(["index", "news"]).ok();
    let run = project
        .run(["export", "lighthouse", "--format", "csv"])
        .ok();
    let header = "query,rank,score,id,published,outlet,title,url,path,language,actors,event_dates,snippet\r\n";
    assert!(run.stdout.starts_with(header), "{}", run.stdout);
    let rows = rows(&run.stdout);
    assert_eq!(rows.len(), titles.len() + 1);
    for row in &rows {
        assert_eq!(row.len(), 13);
        assert!(
            row.iter()
                .all(|cell| !cell.trim_start().starts_with(['=', '+', '-', '@'])),
            "{row:?}"
        );
    }
    let cells: Vec<&str> = rows.iter().map(|row| row[6].as_str()).collect();
    assert!(
        cells.contains(&"'=HYPERLINK(\"http://x\")") && cells.contains(&"Plain, with comma"),
        "{cells:?}"
    );
    // A query that begins with a hyphen is a cell, too.
    let run = project
        .run(["export", "--format", "csv", "--", "-windmill"])
        .ok();
    assert!(run.stdout.contains("\r\n'-windmill,"), "{}", run.stdout);
    let none = project
        .run(["export", "windmill", "--format", "csv"])
        .nothing();
    assert_eq!(none.stdout, header);
}

#[test]
fn fields_can_be_chosen() {
    let project = corpus();
    let run = project
        .run([
            "export",
            "ceasefire",
            "--fields",
            "body,id,published_origin",
        ])
        .ok();
    for (line, hit) in run.stdout.lines().zip(run.jsonl()) {
        assert!(line.starts_with("{\"body\":\""), "{line}");
        assert_eq!(hit.as_object().unwrap().len(), 3);
        assert!(text(&hit, "body").len() > 300);
    }
    let run = project
        .run([
            "export",
            "ceasefire",
            "--format",
            "csv",
            "--fields",
            "title, body",
        ])
        .ok();
    assert_eq!(rows(&run.stdout)[0], ["title", "body"]);
    project
        .run(["export", "ceasefire", "--fields", "titel"])
        .trouble()
        .one_line("titel");
    project
        .run(["export", "ceasefire", "--fields", "title,title"])
        .trouble();
}

#[test]
fn a_sample_is_the_same_whatever_the_threads_and_the_order() {
    let sample = |project: &Project, seed: &str| {
        let run = project
            .run(["export", "--sample", "7", "--seed", seed, "--", "-russia"])
            .ok();
        let mut ids = ids(&run.jsonl());
        assert_eq!(ids.len(), 7);
        ids.sort();
        ids
    };
    let one = Project::with_corpus();
    one.run(["index", "corpus", "--threads", "1"]).ok();
    let two = Project::with_corpus();
    two.run(["index", "corpus", "--threads", "4", "--first-commit", "0"])
        .ok();
    two.run(["remove", "corpus/articles/html"]).ok();
    two.run(["index"]).ok();
    assert_eq!(sample(&one, "1"), sample(&two, "1"));
    assert_eq!(sample(&one, "7"), sample(&one, "7"));
    assert_ne!(sample(&one, "1"), sample(&one, "2"));
    let run = one.run(["export", "--sample", "7", "--", "-russia"]).ok();
    let mut default = ids(&run.jsonl());
    default.sort();
    assert_eq!(default, sample(&one, "1"));
    // A copy under another name draws the same under the same label.
    let three = Project::with_corpus();
    std::fs::rename(three.path("corpus"), three.path("copy")).unwrap();
    let labelled = ["index", "copy", "--label", "corpus"];
    three.run(labelled).ok();
    assert_eq!(sample(&one, "1"), sample(&three, "1"));
    let all = one.run(["export", "*", "--sample", "1000"]).ok();
    assert_eq!(all.jsonl().len(), 40);
    one.run(["export", "*", "--seed", "3"]).trouble();
}

#[test]
fn the_fingerprint_is_that_of_what_the_index_holds() {
    let project = corpus();
    let fingerprint = || {
        let info = project.run(["info", "--format", "json"]).ok().json();
        info["fingerprint"].as_str().unwrap().to_owned()
    };
    let first = fingerprint();
    // The same files, read and analysed alike, however they came into the index.
    project.run(["index", "--rebuild", "--threads", "1"]).ok();
    assert_eq!(fingerprint(), first);
    project.write("corpus/articles/more.txt", "More\n\nA lighthouse.\n");
    project.run(["index"]).ok();
    assert_ne!(fingerprint(), first);
    project.remove("corpus/articles/more.txt");
    project.run(["index", "--prune"]).ok();
    assert_eq!(fingerprint(), first);
    project.run(["index", "--layers", "words"]).ok();
    assert_ne!(fingerprint(), first);
}

#[test]
fn a_file_comes_whole_with_a_record_of_how_it_came_about() {
    let project = corpus();
    let run = project
        .run([
            "export",
            "Ceasefire AND russia",
            "--format",
            "csv",
            "-o",
            "hits.csv",
        ])
        .ok();
    assert_eq!(run.stdout, "");
    run.stderr_has("hits.csv.query.json");
    let total = project.total("ceasefire russia");
    assert_eq!(rows(&project.read("hits.csv")).len() as u64, total + 1);
    let record: Value = serde_json::from_str(&project.read("hits.csv.query.json")).unwrap();
    for (key, value) in [
        ("query_typed", Value::from("Ceasefire AND russia")),
        ("query", "Ceasefire russia".into()),
        ("format", "csv".into()),
        ("order", "rank".into()),
        ("sample", Value::Null),
        ("matches", total.into()),
        ("rows", total.into()),
        ("labels", serde_json::json!(["corpus"])),
        ("stale", 0.into()),
        ("scopes", serde_json::json!([])),
        ("rows_of", "articles".into()),
        ("window", Value::Null),
        ("ids", Value::Null),
        ("identities", Value::Null),
    ] {
        assert_eq!(record[key], value, "{key}");
    }
    let info = project.run(["info", "--format", "json"]).ok().json();
    assert_eq!(record["index"], info["fingerprint"]);
    let sampled = [
        "export", "*", "-o", "s.jsonl", "--sample", "3", "--seed", "9", "--sort", "date",
    ];
    project.run(sampled).ok();
    let record: Value = serde_json::from_str(&project.read("s.jsonl.query.json")).unwrap();
    assert_eq!(
        record["sample"],
        serde_json::json!({ "size": 3, "seed": 9 })
    );
    assert_eq!(
        (&record["matches"], &record["rows"], &record["order"]),
        (&40.into(), &3.into(), &"date".into())
    );
}

#[test]
fn what_decides_the_rows_is_in_the_record() {
    let project = corpus();
    let record = |options: &[&str]| -> Value {
        let all = [&["export", "-o", "hits", "actor:russia ceasefire"], options].concat();
        project.run(all);
        serde_json::from_str(&project.read("hits.query.json")).unwrap()
    };
    let whole = record(&[]);
    let part = record(&["--in", "corpus/articles/2023"]);
    assert_ne!(part["matches"], whole["matches"]);
    assert_eq!(part["scopes"], serde_json::json!(["corpus/articles/2023"]));
    let concordance = record(&["--rows", "occurrences", "--window", "3"]);
    assert_eq!(concordance["rows_of"], "occurrences");
    assert_eq!(concordance["window"], 3);
    assert_eq!(
        record(&["--format", "trec", "--ids", "source"])["ids"],
        "source"
    );
    assert_eq!(whole["lenient"], Value::Null);
    assert_eq!(record(&["--lenient"])["lenient"], true);
    // The same index and the same settings; queries alone heed this.
    project.write("who.txt", "remove state:RUS\n");
    project.run(["index", "--identities", "who.txt"]).ok();
    let without = record(&[]);
    assert_eq!(
        (&without["index"], &without["settings"]),
        (&whole["index"], &whole["settings"])
    );
    assert_eq!(without["rows"], 0);
    assert!(without["identities"].is_string(), "{without}");
}

#[test]
fn what_fails_leaves_what_was_there() {
    let project = corpus();
    project.write("out/hits.jsonl", "old\n");
    project.write("out/hits.jsonl.query.json", "old\n");
    project
        .run(["export", "(", "-o", "out/hits.jsonl"])
        .trouble();
    project
        .run([
            "export",
            "x",
            "--fields",
            "nonsense",
            "-o",
            "out/hits.jsonl",
        ])
        .trouble();
    project
        .run(["export", "x", "-o", "nowhere/hits.jsonl"])
        .trouble()
        .line_about("nowhere/hits.jsonl", &[]);
    project.run(["export", "*", "-o", "out"]).trouble();
    assert_eq!(
        project.names("out"),
        ["hits.jsonl", "hits.jsonl.query.json"]
    );
    assert_eq!(
        project.read("out/hits.jsonl") + &project.read("out/hits.jsonl.query.json"),
        "old\nold\n"
    );
    // No hits are a result, too.
    project
        .run(["export", "windmillery", "-o", "out/hits.jsonl"])
        .nothing();
    assert_eq!(project.read("out/hits.jsonl"), "");
    if cfg!(target_os = "linux") {
        let full = project.run(["export", "*", "-o", "/dev/full"]).trouble();
        full.stderr_has("/dev/full").stderr_has("o space left");
    }
}

#[test]
fn an_export_that_is_killed_leaves_no_file_of_its_name() {
    let project = Project::new();
    for number in 0..300 {
        let body = crate::kill::text(number, 300);
        project.write(
            &format!("news/{number}.txt"),
            format!("Story {number}\n\n{body}\n"),
        );
    }
    project.run(["index", "news"]).ok();
    std::fs::create_dir(project.path("out")).unwrap();
    let whole = [
        "export",
        "*",
        "--fields",
        "id,body",
        "-o",
        "out/whole.jsonl",
    ];
    let length = project.run(whole).ok().elapsed;
    for part in 1..8 {
        let mut child = project
            .command(["export", "*", "--fields", "id,body", "-o", "out/hits.jsonl"])
            .spawn();
        std::thread::sleep(length.mul_f64(f64::from(part) / 9.0));
        child.kill().unwrap();
        child.wait().unwrap();
        if project.exists("out/hits.jsonl") {
            // Then it is whole.
            assert_eq!(
                project.read("out/hits.jsonl"),
                project.read("out/whole.jsonl")
            );
            project.remove("out/hits.jsonl");
        }
    }
}

#[test]
fn export_within_a_path() {
    let project = corpus();
    let run = project
        .run(["export", "*", "--in", "corpus/articles/html"])
        .ok();
    assert_eq!(run.jsonl().len(), 8);
    assert!(
        run.jsonl()
            .iter()
            .all(|hit| text(hit, "path").contains("/html/"))
    );
}
