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
    // Where nothing would come of it, it is no option.
    let hit = &project
        .run(["search", "ceasefire", "--format", "jsonl"])
        .ok()
        .jsonl()[0];
    let (id, moment) = (crate::helper::text(hit, "id"), ["--timeout", "0.000000001"]);
    let shown = ["show", id, "--query", "ceasefire"];
    project.run(shown).ok();
    let shown = [&shown[..], &moment].concat();
    project.run(shown).trouble().stderr_has("raise --timeout");
    let alone = project.run([&["show", id][..], &moment].concat()).trouble();
    alone.stderr_has("need --query");
    for verb in ["info", "verify", "formats"] {
        let run = project.run([&[verb][..], &moment].concat()).trouble();
        run.stderr_has("unexpected argument '--timeout'");
    }
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

#[test]
fn what_the_source_listed_is_found_by_its_own_fields() {
    let record = |id: &str, body: &str, more: &str| {
        format!("{{\"id\":\"{id}\",\"title\":\"The pier\",\"body\":\"{body}\"{more}}}\n")
    };
    let lists = ",\"people\":[\"José Orm\",\"Ann Lund\"],\"organisations\":[\"Coast Guard\"],\
                 \"places\":[\"Cape Fern\"],\"topics\":[\"ferry traffic\",\"ports\"]";
    let lines = [
        record("listed", "It was closed.", lists),
        record("found", "Jose Orm saw ferry traffic at Cape Fern.", ""),
    ];
    let project = Project::new().file("news/a.jsonl", lines.concat());
    project.run(["index", "news"]).ok();
    for (query, expected) in [
        ("source-people:jose", 1),
        ("source-people:\"JOSE orm\"", 1),
        ("source-people:\"orm jose\"", 0),
        ("source-people:\"orm ann\"", 0),
        ("source-people:fern", 0),
        ("source-organisations:\"coast guard\"", 1),
        ("source-orgs:guard", 1),
        ("source-places:\"cape fern\"", 1),
        ("source-places:guard", 0),
        ("source-topics:(ferry OR steel)", 1),
        ("source-topics:\"traffic ports\"", 0),
        ("pier -source-topics:ports", 1),
        // What the source listed is no text, and what stands in the text was not listed.
        ("guard", 0),
        ("ferry", 1),
        ("outlet:guard OR section:ports OR author:lund", 0),
    ] {
        assert_eq!(project.total(query), expected, "{query}");
    }
    project
        .run(["count", "source-poeple:orm"])
        .trouble()
        .stderr_has("did you mean source-people:?");
}
