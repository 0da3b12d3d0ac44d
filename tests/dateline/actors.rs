//! Who the hits are about, what an actor is called, and who is mentioned with whom.

use crate::helper::Project;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn project() -> Project {
    let record = |id: &str, day: u8, body: &str| {
        let date = format!("2023-09-{day:02}");
        json!({ "id": id, "title": "Harbour news", "date": date, "language": "en", "body": body })
    };
    let lines = [
        record(
            "a",
            4,
            "Russia spoke with Armenia of the lamp. President Jane Doe was in Baku.",
        ),
        record(
            "b",
            2,
            "The Russians left. Armenia and Moscow signed a truce on the lamp.",
        ),
        record("c", 3, "Germany won the match against France."),
        record(
            "d",
            5,
            "Nothing to see. Armenia lost the match against France.",
        ),
    ];
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let project = Project::new().file("news/a.jsonl", lines);
    project.run(["index", "news"]).ok();
    project
}

/// Id to articles and mentions, from what `export` says of each hit.
fn by_export(project: &Project, query: &str) -> BTreeMap<String, (u64, u64)> {
    let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for hit in project.export(query) {
        for actor in hit["actors"].as_array().unwrap() {
            let count = counts.entry(actor["id"].as_str().unwrap().to_owned());
            let count = count.or_default();
            count.0 += 1;
            count.1 += actor["mentions"].as_u64().unwrap();
        }
    }
    counts
}

fn listed(actors: &Value) -> BTreeMap<String, (u64, u64)> {
    let number = |actor: &Value, key: &str| actor[key].as_u64().unwrap();
    let id = |actor: &Value| actor["id"].as_str().unwrap().to_owned();
    let actors = actors.as_array().unwrap().iter();
    actors
        .map(|actor| {
            (
                id(actor),
                (number(actor, "articles"), number(actor, "mentions")),
            )
        })
        .collect()
}

#[test]
fn actors_are_those_of_the_hits() {
    let project = project();
    for query in ["*", "lamp", "match -germany"] {
        let run = project.run(["actors", query, "--format", "json"]).ok();
        let found = run.json();
        assert_eq!(
            listed(&found["actors"]),
            by_export(&project, query),
            "{query}"
        );
        assert_eq!(found["archive"], 4);
    }
    let keyness = |sort: &str| -> Vec<f64> {
        let run = project.run(["actors", "lamp", "--format", "json", "--sort", sort]);
        let found = run.ok().json();
        let actors = found["actors"].as_array().unwrap().iter();
        actors
            .map(|actor| actor["keyness"].as_f64().unwrap())
            .collect()
    };
    let mut by_count = keyness("count");
    by_count.sort_by(|a, b| b.total_cmp(a));
    assert_eq!(keyness("keyness"), by_count);
    assert!(by_count[0] > 0.0);
    project
        .run(["actors", "lamp", "--kind", "person,igo"])
        .ok()
        .stdout_has("1 actor in 2 articles for lamp")
        .stdout_has("Jane Doe")
        .stdout_lacks("Armenia");
    project
        .run(["actors", "lamp", "--top", "1", "--format", "csv"])
        .ok()
        .stdout_has("id,name,kind,codes,articles,mentions,archive,keyness\r\n");
    project.run(["actors", "match", "--kind", "igo"]).nothing();
    project.run(["actors", "windmill"]).nothing();
    project
        .run(["actors", "lamp", "--kind", "people"])
        .trouble()
        .stderr_has("armed-group");
}

#[test]
fn an_actor_has_names_and_dates() {
    let project = project();
    project
        .run(["actors", "--id", "state:RUS"])
        .ok()
        .stdout_has("Russia  state:RUS, state, RUS")
        .stdout_has("published 2023-09-02 to 2023-09-04")
        .stdout_has("called");
    let run = project.run(["actors", "lamp", "--id", "per:jane-doe", "--format", "json"]);
    let found = run.ok().json();
    assert_eq!(found["id"], "?per:jane-doe");
    assert_eq!(found["surfaces"][0]["articles"], 1);
    project
        .run(["actors", "--id", "state:RUZ"])
        .trouble()
        .stderr_has("did you mean state:RUS?");
    project
        .run(["actors", "match", "--id", "state:RUS"])
        .nothing()
        .stderr_has("no article that matches match mentions state:RUS");
}

#[test]
fn a_network_is_written_in_every_format() {
    let project = project();
    let run = project.run(["network", "*", "--by", "article", "--format", "json"]);
    let found = run.ok().json();
    assert_eq!(listed(&found["nodes"]), by_export(&project, "*"));
    let pair = |edge: &Value| {
        let mut ids = [&edge["source"], &edge["target"]].map(|id| id.as_str().unwrap().to_owned());
        ids.sort();
        ids
    };
    let edges = found["edges"].as_array().unwrap();
    let pairs: BTreeSet<[String; 2]> = edges.iter().map(pair).collect();
    assert_eq!(pairs.len(), edges.len(), "each pair once");
    let mut expected: BTreeMap<[String; 2], u64> = BTreeMap::new();
    for hit in project.export("*") {
        let actors = hit["actors"].as_array().unwrap().iter();
        let mut ids: Vec<&str> = actors.map(|actor| actor["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        for (at, one) in ids.iter().enumerate() {
            for other in &ids[at + 1..] {
                *expected
                    .entry([(*one).to_owned(), (*other).to_owned()])
                    .or_default() += 1;
            }
        }
    }
    let weights: BTreeMap<[String; 2], u64> = edges
        .iter()
        .map(|edge| (pair(edge), edge["weight"].as_u64().unwrap()))
        .collect();
    // A place and its state may be two readings of the same words elsewhere; here none nest.
    assert_eq!(weights, expected);
    for (file, start) in [
        (
            "n.gexf",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf ",
        ),
        (
            "n.graphml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml ",
        ),
        ("n.csv", "source,target,type,weight,"),
        ("n.json", "{\"query\":\"lamp\""),
    ] {
        project
            .run(["network", "lamp", "-o", file])
            .ok()
            .stderr_has(&format!("written to {file}"));
        assert!(project.read(file).starts_with(start), "{file}");
    }
    project
        .run(["network", "lamp"])
        .ok()
        .stdout_has("in 2 articles for lamp, each in one sentence")
        .stdout_has("Armenia");
    project.run(["network", "lamp", "--min", "9"]).nothing();
    project.run(["network", "lamp", "--top", "1"]).trouble();
}

#[test]
fn actors_are_marked_in_an_article_and_written_token_by_token() {
    let project = project();
    project
        .run(["show", "b", "--actors"])
        .ok()
        .stdout_has("*Armenia* [state:ARM] and")
        .stdout_has("[state:RUS]");
    let shown = project.run(["show", "b", "--actors", "--format", "json"]);
    let shown = shown.ok().jsonl().remove(0);
    assert_eq!(shown["mentions"][0]["actor"], "state:RUS");
    let run = project.run(["annotate", "news", "--format", "conll"]).ok();
    run.stdout_has("-DOCSTART-\tO\t")
        .stdout_has("\nArmenia\tB-LOC\tstate:ARM\n")
        .stdout_has("\nJane\tB-PER\t?per:jane-doe\nDoe\tI-PER\t?per:jane-doe\n")
        .stdout_has("\n.\tO\t_\n\n");
}
