//! The first minutes: one command from a clone to hits, and which index is meant.

use crate::helper::{Project, text};

pub const LIGHTHOUSE: &str = "Harbour opens\n\nThe lighthouse is lit.\n";

#[test]
fn one_command_reads_and_answers() {
    let project = Project::with_corpus();
    let query = "ceasefire Russia peacekeepers";
    let first = project.run(["search", "--in", "corpus", query]).ok();
    first
        .stderr_has("40 articles added")
        .stdout_has("articles for ceasefire Russia peacekeepers")
        .stdout_has("who   ")
        .stdout_has("when  ")
        .stdout_has("Dniester");
    let again = project.run(["search", "--in", "corpus", query]).ok();
    assert_eq!(again.stderr, "", "nothing changed, so nothing is said");
    project
        .run(["info"])
        .ok()
        .stdout_has("articles     40")
        .stdout_has("undated      1");
}

#[test]
fn exit_codes_tell_hits_from_none_from_trouble() {
    let project = Project::new().file("news/a.txt", LIGHTHOUSE);
    project
        .run(["search", "lighthouse"])
        .trouble()
        .one_line("no index here");
    project.run(["info"]).trouble().one_line("no index here");
    project
        .run(["index"])
        .trouble()
        .one_line("no path to make one of");
    assert!(!project.exists(".dateline"), "nothing is made in passing");
    project
        .run(["index", "nowhere"])
        .trouble()
        .line_about("nowhere", &["no such file"]);
    assert!(!project.exists(".dateline"));
    project
        .run(["index", "news"])
        .ok()
        .stderr_has("1 article added");
    project.run(["search", "lighthouse"]).ok();
    project.run(["search", "windmill"]).nothing();
    project.run(["export", "windmill"]).nothing();
    project.run(["search", "(lighthouse"]).trouble();
    project.run(["export", "(lighthouse"]).trouble();
    project
        .run(["search", "--in", "nowhere", "x"])
        .trouble()
        .line_about("nowhere", &["no such file"]);
    project.run(["nonsense"]).trouble();
    project.run(["search"]).trouble();
    project.run(["index"]).ok().stderr_has("1 unchanged");
}

#[test]
fn a_search_without_hits_counts_each_word_alone() {
    let project = Project::new()
        .file("news/a.txt", LIGHTHOUSE)
        .file("news/b.txt", "Fog\n\nThe lighthouse is dark.\n");
    project.run(["index", "news"]).ok();
    let run = project.run(["search", "lighthouse windmill"]).nothing();
    run.stdout_has("2  lighthouse").stdout_has("0  windmill");
}

#[test]
fn json_is_one_object_with_query_total_and_hits() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    let run = project
        .run([
            "search",
            "--format",
            "json",
            "-n",
            "3",
            "ceasefire AND Russia",
        ])
        .ok();
    let answer = run.json();
    assert_eq!(answer["query"], "ceasefire Russia");
    assert!(answer["total"].as_u64().unwrap() > 3);
    let hits = answer["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 3);
    for (hit, rank) in hits.iter().zip(1..) {
        assert_eq!(hit["rank"], rank);
        for key in [
            "query",
            "score",
            "id",
            "title",
            "published",
            "path",
            "actors",
            "event_dates",
        ] {
            assert!(!hit[key].is_null() || key == "published", "{key} in {hit}");
        }
        assert!(project.path(text(hit, "path")).is_file());
        for snippet in hit["snippets"].as_array().unwrap() {
            let passage = text(snippet, "text");
            for range in snippet["highlights"].as_array().unwrap() {
                let end = |at: usize| range[at].as_u64().unwrap() as usize;
                assert!(
                    passage
                        .get(end(0)..end(1))
                        .is_some_and(|found| !found.is_empty())
                );
            }
        }
    }
    let lines = project
        .run(["search", "--format", "jsonl", "-n", "3", "ceasefire Russia"])
        .ok();
    assert_eq!(lines.jsonl(), *hits);
    let rest = [
        "search",
        "--format",
        "jsonl",
        "-n",
        "2",
        "--offset",
        "1",
        "ceasefire Russia",
    ];
    assert_eq!(project.run(rest).ok().jsonl(), hits[1..]);
    let none = project
        .run(["search", "--format", "json", "windmill"])
        .nothing()
        .json();
    assert_eq!(
        (&none["total"], none["hits"].as_array().map(Vec::len)),
        (&0.into(), Some(0))
    );
}

#[test]
fn newest_first_where_asked_for() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    let run = project
        .run([
            "search", "--sort", "date", "-n", "50", "--format", "jsonl", "*",
        ])
        .ok();
    let dates: Vec<String> = run
        .jsonl()
        .iter()
        .map(|hit| text(&hit["published"], "date").to_owned())
        .collect();
    assert_eq!(dates.len(), 40);
    assert!(
        dates.is_sorted_by(|newer, older| newer >= older),
        "{dates:?}"
    );
    assert_eq!(dates.last().unwrap(), "", "undated last");
}

#[test]
fn the_nearest_index_upward_is_meant() {
    let project = Project::new()
        .file("news/deep/a.txt", LIGHTHOUSE)
        .file("apart/b.txt", "Other\n\nThe lighthouse elsewhere.\n");
    project.run(["index", "news"]).ok();
    let search = || project.command(["search", "lighthouse"]);
    search()
        .within(project.path("news/deep"))
        .run()
        .ok()
        .stdout_has("1 article for");
    assert!(!project.exists("news/deep/.dateline"));
    // One that is nearer wins.
    let nearer = project.path("apart");
    project
        .command(["index", "."])
        .within(nearer.clone())
        .run()
        .ok();
    // The upper one was found, so the directory went into that.
    assert!(!project.exists("apart/.dateline"));
    let own = project
        .command(["index", ".", "--index", ".dateline"])
        .within(nearer.clone());
    own.run().ok();
    search()
        .within(nearer)
        .run()
        .ok()
        .stdout_has("1 article for");
    assert_eq!(project.total("lighthouse"), 2);
    // With --in it is looked for from that path upward.
    let elsewhere = project.path("");
    let run = project
        .command(["search", "--in", "apart", "lighthouse"])
        .within(elsewhere)
        .run();
    run.ok().stdout_has("1 article for");
    // The home directory's own is not looked at.
    let home = project.path("").parent().unwrap().to_owned();
    std::fs::rename(project.path(".dateline"), home.join(".dateline")).unwrap();
    project
        .run(["search", "lighthouse"])
        .trouble()
        .one_line("no index here");
}

#[test]
fn the_index_can_be_named() {
    let project = Project::new().file("news/a.txt", LIGHTHOUSE);
    project.run(["index", "news", "--index", "here/index"]).ok();
    assert!(!project.exists(".dateline") && project.exists("here/index/engine"));
    let search = || project.command(["search", "lighthouse"]);
    search().run().trouble();
    search().env("DATELINE_INDEX", "here/index").run().ok();
    let both = project.command(["search", "lighthouse", "--index", "nowhere"]);
    both.env("DATELINE_INDEX", "here/index")
        .run()
        .trouble()
        .one_line("nowhere");
}

#[test]
fn skipped_files_do_not_change_the_exit_code_of_a_search() {
    let project = Project::new()
        .file("news/a.txt", LIGHTHOUSE)
        .file("news/b.txt", b"NUL\0NUL\0NUL");
    let run = project.run(["search", "--in", "news", "lighthouse"]).ok();
    run.line_about("b.txt", &["skipped"]);
}

#[test]
fn info_counts_what_is_there() {
    let project = Project::new()
        .file(
            "news/a.txt",
            "Title: One\nDate: 2023-09-20\nSource: Harbour Wire\n\nThe ship is in.\n",
        )
        .file(
            "news/b.txt",
            "Title: Two\nDate: 2022-01-03\nSource: Harbour Wire\n\nThe ship is out.\n",
        )
        .file("news/c.txt", "Three\n\nNobody knows when the ship came.\n")
        .file("news/d.txt", "");
    project.run(["index", "news"]).ok();
    let info = project.run(["info", "--format", "json"]).ok().json();
    for (key, number) in [
        ("articles", 3),
        ("undated", 1),
        ("files", 4),
        ("files_skipped", 1),
        ("records_skipped", 0),
        ("stale", 0),
    ] {
        assert_eq!(info[key], number, "{key}: {info}");
    }
    assert_eq!(info["outlets"]["Harbour Wire"], 2);
    assert_eq!(
        (&info["years"]["2023"], &info["years"]["2022"]),
        (&1.into(), &1.into())
    );
    assert_eq!(info["roots"][0]["label"], "news");
    assert!(info["bytes"].as_u64().unwrap() > 0);
    let people = project.run(["info"]).ok();
    people
        .stdout_has("2  Harbour Wire")
        .stdout_has("1  2023")
        .stdout_has("4, 1 skipped");
}

#[test]
fn colour_and_talk_are_as_asked_for() {
    let project = Project::new().file("news/a.txt", LIGHTHOUSE);
    let run = project.run(["index", "news", "-q"]).ok();
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    project
        .run(["search", "lighthouse"])
        .ok()
        .stdout_has("*lighthouse*");
    project
        .run(["search", "--color", "always", "lighthouse"])
        .ok()
        .stdout_has("\u{1b}[");
    let run = project
        .command(["search", "--color", "auto", "lighthouse"])
        .env("NO_COLOR", "1");
    run.run().ok().stdout_lacks("\u{1b}");
}

#[test]
fn help_completions_and_manual_are_there() {
    let project = Project::new();
    for verb in [
        "index", "search", "export", "show", "info", "remove", "verify", "annotate",
    ] {
        project
            .run([verb, "--help"])
            .ok()
            .stdout_has("Usage: dateline");
    }
    project
        .run(["completions", "bash"])
        .ok()
        .stdout_has("_dateline");
    project.run(["man"]).ok().stdout_has(".TH");
    project.run(["--version"]).ok().stdout_has("dateline ");
}
