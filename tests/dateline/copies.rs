//! Copies: grouped, never deleted.

use crate::helper::{Project, text};
use serde_json::json;

/// A story, its reprint, its cut and a stranger.
fn project() -> Project {
    let words = |name: &str, count: usize| {
        let words = (0..count).map(|place| format!("{name}{place}"));
        words.collect::<Vec<_>>().join(" ")
    };
    let story = format!("The lamp was lit. {}.", words("story", 100));
    let record = |id: &str, day: u8, outlet: &str, title: &str, body: &str| {
        let date = format!("2023-09-{day:02}");
        json!({ "id": id, "title": title, "date": date, "outlet": outlet, "language": "en", "body": body })
    };
    let cut: String = story.split_inclusive(' ').take(62).collect();
    let stranger = format!("Another lamp. {}", words("other", 80));
    let lines = [
        record("whole", 2, "Ledger", "The lamp is lit", &story),
        record("reprint", 3, "Herald", "Light again", &story),
        record("cut", 1, "Herald", "The lamp is lit", &cut),
        record("stranger", 4, "Ledger", "Elsewhere", &stranger),
    ];
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let project = Project::new().file("news/a.jsonl", lines);
    project.run(["index", "news"]).ok();
    project
}

#[test]
fn hits_are_collapsed_and_say_so() {
    let project = project();
    project
        .run(["search", "lamp"])
        .ok()
        .stdout_has("4 articles for lamp");
    project
        .run(["search", "lamp", "--copies", "collapse"])
        .ok()
        .stdout_has("2 groups (4 articles) for lamp")
        .stdout_has("2023-09-01 · Herald")
        .stdout_has(" · +2 copies\n");
    project
        .run(["search", "lamp", "--copies", "only"])
        .ok()
        .stdout_has("3 articles in 1 group of copies for lamp");
    project
        .run(["search", "elsewhere", "--copies", "only"])
        .nothing()
        .stdout_has("no article that matches elsewhere has copies");
    let sources = |arguments: &[&str]| {
        let run = project.run([&["export", "lamp", "--sort", "date"], arguments].concat());
        let hits = run.ok().jsonl();
        let ids = hits.iter().map(|hit| text(hit, "source_id").to_owned());
        (ids.collect::<Vec<_>>(), hits)
    };
    assert_eq!(sources(&["--copies", "show"]).0.len(), 4);
    let (ids, hits) = sources(&["--copies", "collapse"]);
    assert_eq!(ids, ["stranger", "cut"]);
    assert_eq!(
        (&hits[0]["copies"], &hits[1]["copies"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(hits[1]["lead"], hits[1]["id"]);
    let longest = ["--copies", "collapse", "--lead", "longest"];
    assert_eq!(sources(&longest).0, ["stranger", "whole"]);
    assert_eq!(
        sources(&["--copies", "only"]).0,
        ["reprint", "whole", "cut"]
    );
    project
        .run(["export", "lamp", "--copies", "collapse", "-o", "a.jsonl"])
        .ok()
        .stderr_has("2 rows written to a.jsonl, of 2 groups that match");
    assert!(project.read("a.jsonl.query.json").contains("\"collapse\""));
}

#[test]
fn counts_say_what_they_count() {
    let project = project();
    let count = |arguments: &[&str]| {
        let run = project.run([&["count", "lamp"], arguments].concat());
        run.ok().stdout
    };
    let collapsed = count(&["--copies", "collapse"]);
    assert!(
        collapsed.starts_with("2 groups (4 articles), "),
        "{collapsed}"
    );
    assert!(count(&["--copies", "only"]).starts_with("3 articles in 1 group of copies, "));
    let json = count(&["--copies", "collapse", "--format", "json"]);
    let totals = "\"copies\":{\"counted\":\"groups\",\"groups\":2,\"articles\":4}";
    assert!(json.contains(totals), "{json}");
    let csv = count(&["--copies", "only", "--format", "csv"]);
    assert!(csv.starts_with("query,articles,occurrences,counted,groups,in_groups\r\n"));
    assert!(csv.ends_with(",articles,1,3\r\n"), "{csv}");
    let table = count(&["--copies", "collapse", "--by", "outlet"]);
    assert!(table.contains("outlet  groups\n"), "{table}");
}

#[test]
fn copies_of_an_article_are_listed() {
    let project = project();
    let run = project.run(["copies", "whole"]).ok();
    run.stdout_has("2 copies with 65 % or more of the shorter text in common")
        .stdout_has("same headline")
        .stdout_has("same text")
        .stdout_has("-42 words; “story58 ");
    let list = project
        .run(["copies", "whole", "--format", "json"])
        .ok()
        .json();
    let copies = list["copies"].as_array().unwrap();
    let ids: Vec<&str> = copies.iter().map(|copy| text(copy, "source_id")).collect();
    assert_eq!(ids, ["cut", "reprint"]);
    assert_eq!(copies[0]["removed"], 42);
    project.run(["copies", "stranger"]).nothing();
    project.run(["copies", "nobody"]).trouble();
    project
        .run(["copies", "whole", "--copies-threshold", "10"])
        .trouble();
}

#[test]
fn occurrences_and_dates_are_those_of_the_lead_copies() {
    let project = project();
    let run = |arguments: &[&str], copies: &str| {
        let run = project.run([arguments, &["--copies", copies]].concat());
        run.ok().stdout
    };
    let longest = |arguments: &[&str]| {
        let more = ["--copies", "collapse", "--lead", "longest"];
        project.run([arguments, &more].concat()).ok().stdout
    };

    let kwic = ["kwic", "lamp", "--sort", "date"];
    assert!(run(&kwic, "show").starts_with("6 occurrences in 4 articles for lamp\n"));
    let collapsed = run(&kwic, "collapse");
    let head = "3 occurrences in 2 groups (4 articles) for lamp\n";
    assert!(collapsed.starts_with(head), "{collapsed}");
    let only = run(&kwic, "only");
    assert!(
        only.contains("in 3 articles in 1 group of copies"),
        "{only}"
    );
    let rows = run(&["kwic", "exact:light", "--format", "csv"], "collapse");
    assert_eq!(rows.lines().count(), 2, "{rows}");
    let json = run(&["kwic", "lamp", "--format", "json"], "collapse");
    let totals = "\"copies\":{\"counted\":\"groups\",\"groups\":2,\"articles\":4}";
    assert!(json.contains(totals), "{json}");

    let bars = ["timeline", "lamp", "--by", "day", "--format", "csv"];
    let days = |csv: String| {
        let rows = csv.lines().skip(1).filter(|row| !row.ends_with(",0"));
        let days: Vec<String> = rows.map(|row| row[..10].to_owned()).collect();
        days
    };
    assert_eq!(days(run(&bars, "show")).len(), 4);
    assert_eq!(days(run(&bars, "collapse")), ["2023-09-01", "2023-09-04"]);
    assert_eq!(days(longest(&bars)), ["2023-09-02", "2023-09-04"]);
    let text = run(&["timeline", "lamp"], "collapse");
    assert!(
        text.starts_with("2 groups (4 articles) for lamp, by "),
        "{text}"
    );
    let json = run(&["timeline", "lamp", "--format", "json"], "only");
    assert!(
        json.contains("\"copies\":{\"counted\":\"articles\","),
        "{json}"
    );

    project
        .run(["search", "lamp", "--copies", "collapse", "--explain"])
        .ok()
        .stdout_has("one hit a group, the earliest: 2 groups (4 articles)")
        .stdout_has("65 % or more of the shorter text")
        .stdout_has("every form of lamp (4 articles)");
}

#[test]
fn a_chronology_counts_a_group_once() {
    let story = |day: u8, more: &str| {
        let words: String = (0..60).map(|place| format!("word{place} ")).collect();
        let body = format!("The bridge fell on 3 May 2021. {words}{more}");
        let date = format!("2023-09-{day:02}");
        let line = json!({ "title": "Bridge", "date": date, "language": "en", "body": body });
        format!("{line}\n")
    };
    let lines = [story(1, ""), story(2, "It was rebuilt.")].concat();
    let project = Project::new().file("news/a.jsonl", lines);
    project.run(["index", "news"]).ok();
    project
        .run(["dates", "bridge"])
        .ok()
        .stdout_has("1 day in 2 articles for bridge")
        .stdout_has("2 articles, 2 mentions");
    project
        .run(["dates", "bridge", "--copies", "collapse"])
        .ok()
        .stdout_has("1 day in 1 group (2 articles) for bridge")
        .stdout_has("1 article, 1 mention");
    let json = project
        .run(["dates", "bridge", "--copies", "only", "--format", "json"])
        .ok()
        .json();
    assert_eq!(json["copies"]["groups"], 1);
    assert_eq!(json["total"], 2);
}
