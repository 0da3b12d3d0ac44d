//! The query language as its page tells it.

use crate::helper::Project;
use dateline::query::SECTIONS;

#[test]
fn every_example_finds_something_in_the_corpus() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    let file: String = SECTIONS
        .iter()
        .flat_map(|section| section.examples)
        .map(|(query, _)| format!("{query}\n"))
        .collect();
    let project = project.file("queries.txt", &file);
    let counts = project
        .run(["count", "--queries", "queries.txt", "--format", "json"])
        .ok()
        .json();
    let counts = counts.as_array().unwrap();
    assert_eq!(counts.len(), file.lines().count());
    for (count, query) in counts.iter().zip(file.lines()) {
        assert!(count["articles"].as_u64() > Some(0), "{query}: {count}");
    }
}

#[test]
fn the_page_and_the_help_of_every_verb_are_there() {
    let project = Project::new();
    project
        .run(["help", "query"])
        .ok()
        .stdout_has("ceasefire w/10 russia*");
    project.run(["help", "search"]).ok().stdout_has("--explain");
    project.run(["help"]).ok().stdout_has("timeline");
    project
        .run(["help", "serach"])
        .trouble()
        .stderr_has("did you mean search?");
}

#[test]
fn a_query_is_explained() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    project
        .run(["search", "--explain", "actor:russia w/s withdr*"])
        .ok()
        .stdout_has("withdr* stands for 5:")
        .stdout_has("state:RUS")
        .stdout_has("places in one sentence");
}

#[test]
fn a_lenient_reading_says_what_it_leaves_out() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    project.run(["search", "ceasefire (russia OR"]).trouble();
    project
        .run(["search", "--lenient", "ceasefire (russia OR"])
        .ok()
        .stdout_has("for ceasefire russia")
        .stderr_has("left out (");
}

#[test]
fn what_cannot_be_answered_in_time_or_is_too_much_is_an_error() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    project
        .run(["count", "--timeout", "0.000000001", "ceasefire"])
        .trouble()
        .stderr_has("raise --timeout");
    project.run(["count", "--timeout", "x", "a"]).trouble();
    project
        .run(["search", "/(a{1,200}){1,200}/"])
        .trouble()
        .stderr_has("cannot be searched");
}

#[test]
fn exclusions_side_by_side_are_each_their_own() {
    let project = Project::new()
        .file(
            "news/a.txt",
            "A\n\nThe harbour was quiet and the lighthouse was dark.\n",
        )
        .file(
            "news/b.txt",
            "B\n\nThe harbour was busy and the market was full.\n",
        )
        .file(
            "news/c.txt",
            "C\n\nThe market was quiet and the lighthouse was lit.\n",
        );
    project.run(["index", "news"]).ok();
    for (query, expected) in [
        ("-\"harbour\" OR -\"market\"", 2),
        ("-harb* OR -mark*", 2),
        ("-mark* OR -light* OR -harb*", 3),
        (
            "-(\"harbour\" w/s \"market\") OR -(\"market\" w/s \"lighthouse\")",
            3,
        ),
        ("-\"harbour\" -\"market\"", 0),
    ] {
        assert_eq!(project.total(query), expected, "{query}");
    }
}
