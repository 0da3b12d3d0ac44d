//! Every occurrence with the words around it.

use crate::helper::{Project, text};
use serde_json::Value;

fn project() -> Project {
    let project = Project::new()
        .file(
            "news/a.txt",
            "Title: Truce in sight\nDate: 2023-09-20\n\nThe truce, =signed\nin the night, held. \u{1b}[2J A truce is a truce.\n",
        )
        .file("news/b.jsonl", "{\"title\":\"Lamp\",\"body\":\"No light.\"}\n{\"title\":\"Lamps\",\"body\":\"Truces held.\"}\n");
    project.run(["index", "news"]).ok();
    project
}

const HEADER: &str = "docname,from,to,pre,keyword,post,pattern,id,published\r\n";

#[test]
fn rows_have_the_columns_of_quanteda() {
    let project = project();
    let csv = project
        .run([
            "kwic", "truce", "--window", "2", "--sort", "date", "--format", "csv",
        ])
        .ok();
    assert!(csv.stdout.starts_with(HEADER), "{}", csv.stdout);
    let mut reader = csv::Reader::from_reader(csv.stdout.as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let words: Vec<(&str, &str)> = rows.iter().map(|row| (&*row[1], &*row[4])).collect();
    assert_eq!(
        words,
        [
            ("1", "Truce"),
            ("5", "truce"),
            ("13", "truce"),
            ("16", "truce"),
            ("2", "Truces"),
        ]
    );
    for row in &rows {
        assert!(row[0].contains("news/") && row[6] == "truce", "{row:?}");
        assert!(row.iter().all(|cell| !cell.starts_with('=')), "{row:?}");
    }
    assert!(rows[4][0].ends_with("news/b.jsonl#2"), "{rows:?}");
    assert_eq!(rows[0][8], "2023-09-20");
    let none = project.run(["kwic", "zzyzx", "--format", "csv"]).nothing();
    assert_eq!(none.stdout, HEADER);
}

#[test]
fn a_concordance_is_aligned_and_says_how_much_more_there_is() {
    let project = project();
    let run = project
        .run(["kwic", "truce", "-n", "3"])
        .ok()
        .stdout_has("3 of 5 occurrences in 2 articles for truce")
        .stderr_has("2 occurrences more; -n 5 shows all");
    let columns: Vec<usize> = run
        .stdout
        .lines()
        .skip(1)
        .map(|line| line.chars().position(|c| c == '*').unwrap())
        .collect();
    assert_eq!(columns.len(), 3);
    assert!(
        columns.iter().all(|&column| column == columns[0]),
        "{}",
        run.stdout
    );
    project
        .run(["kwic", "lang:en OR lang:und"])
        .nothing()
        .stderr_has("no part of the query stands at a place");
}

#[test]
fn an_export_of_occurrences_has_the_same_rows_and_a_record() {
    let project = project();
    let kwic = project
        .run(["kwic", "truce OR held", "--format", "csv"])
        .ok();
    let export = [
        "export",
        "truce OR held",
        "--rows",
        "occurrences",
        "--format",
        "csv",
        "-o",
        "rows.csv",
    ];
    project.run(export).ok();
    assert_eq!(project.read("rows.csv"), kwic.stdout);
    let record: Value = serde_json::from_str(&project.read("rows.csv.query.json")).unwrap();
    let count = project
        .run(["count", "truce OR held", "--format", "json"])
        .ok()
        .json();
    assert_eq!(record["occurrences"], count["occurrences"]);
    assert_eq!(record["rows"], count["occurrences"]);
    assert_eq!(record["matches"], count["articles"]);
    let jsonl = project
        .run(["kwic", "truce OR held", "--format", "jsonl"])
        .ok()
        .jsonl();
    assert_eq!(count["occurrences"], jsonl.len());
    for row in &jsonl {
        assert_eq!(text(row, "pattern"), "truce OR held", "{row}");
    }
    for options in [
        &["--format", "json"][..],
        &["--fields", "id"],
        &["--sample", "2"],
    ] {
        let all = [&["export", "truce", "--rows", "occurrences"], options].concat();
        project.run(all).trouble();
    }
}

#[test]
fn a_batch_of_concordances_has_labels() {
    let project = project();
    project.write("queries.csv", "label,query\nx,truce\ny,held\n");
    let run = project
        .run(["kwic", "--queries", "queries.csv", "--format", "csv"])
        .ok();
    assert!(
        run.stdout.starts_with(&format!("label,{HEADER}x,")),
        "{}",
        run.stdout
    );
    let count = project.run(["count", "--queries", "queries.csv"]).ok();
    assert_eq!(count.stdout.lines().count(), 3, "{}", count.stdout);
}
