//! One whole article.

use crate::helper::{Project, text};

fn project() -> Project {
    let record = serde_json::json!({
        "id": "HW-17", "title": "Harbour opens", "published": "2023-09-20",
        "outlet": "Harbour Wire", "url": "https://harbourwire.example/17",
        "body": "The lighthouse was lit on Tuesday.\n\nLighthouses were dark before, said Russia.",
    });
    let project = Project::new()
        .file("news/a.json", record.to_string())
        .file("news/b.json", record.to_string())
        .file("news/c.txt", "Other\n\nA windmill.\n");
    project.run(["index", "news"]).ok();
    project
}

fn id(project: &Project, query: &str) -> String {
    text(&project.export(query)[0], "id").to_owned()
}

#[test]
fn an_article_is_shown_whole() {
    let project = project();
    let run = project.run(["show", &id(&project, "lighthouse")]).ok();
    run.stdout_has("Harbour opens")
        .stdout_has("2023-09-20")
        .stdout_has("Harbour Wire")
        .stdout_has("The lighthouse was lit on Tuesday.")
        .stdout_has("Lighthouses were dark before, said Russia.")
        .stdout_has("https://harbourwire.example/17")
        .stdout_has("Russia");
}

#[test]
fn the_id_of_the_source_does_as_well_and_may_mean_several() {
    let project = project();
    let run = project.run(["show", "HW-17", "--format", "json"]).ok();
    let hits = run.jsonl();
    assert_eq!(
        hits.len(),
        2,
        "identical files at two paths are two articles"
    );
    assert_ne!(hits[0]["id"], hits[1]["id"]);
    assert!(hits.iter().all(|hit| hit["source_id"] == "HW-17"));
    let upper = id(&project, "windmill").to_uppercase();
    project.run(["show", &upper]).ok().stdout_has("A windmill.");
}

#[test]
fn what_a_query_matches_is_marked_in_every_form() {
    let project = project();
    let id = id(&project, "lighthouse");
    let run = project
        .run([
            "show",
            &id,
            "--query",
            "lighthouse event:2023-09-19 actor:russia",
        ])
        .ok();
    run.stdout_has("The *lighthouse* was lit on *Tuesday*.")
        .stdout_has("*Lighthouses* were dark before, said *Russia*.");
    let run = project
        .run(["show", &id, "--query", "\"was lit\" harbour"])
        .ok();
    run.stdout_has("*Harbour* opens").stdout_has("*was lit*");
    project
        .run(["show", &id, "--query", "windmill"])
        .ok()
        .stdout_lacks("*");
    let run = project
        .run(["show", &id, "--query", "lighthouse", "--color", "always"])
        .ok();
    run.stdout_has("\u{1b}[");
}

#[test]
fn json_holds_the_whole_text() {
    let project = project();
    let run = project
        .run(["show", &id(&project, "windmill"), "--format", "json"])
        .ok();
    let hit = run.json();
    assert_eq!(
        (text(&hit, "title"), text(&hit, "body")),
        ("Other", "A windmill.")
    );
    for key in [
        "id",
        "path",
        "published",
        "language",
        "actors",
        "event_dates",
    ] {
        assert!(hit.as_object().unwrap().contains_key(key), "{key} in {hit}");
    }
}

#[test]
fn an_unknown_id_is_trouble() {
    let project = project();
    for id in ["0000000000000", "HW-18", "", "not an id"] {
        project
            .run(["show", "--", id])
            .trouble()
            .one_line("no article with this id");
    }
}

#[test]
fn dates_stand_on_the_text_with_their_values() {
    let project = project();
    let id = id(&project, "lighthouse");
    let run = project.run(["show", &id, "--dates"]).ok();
    run.stdout_has("The lighthouse was lit on *Tuesday* [2023-09-19].");
    let run = project
        .run(["show", &id, "--dates", "--query", "lighthouse"])
        .ok();
    run.stdout_has("The *lighthouse* was lit on *Tuesday* [2023-09-19].");
    let run = project
        .run(["show", &id, "--dates", "--color", "always"])
        .ok();
    run.stdout_has("\u{1b}[33mTuesday\u{1b}[0m [2023-09-19]");
    let hit = project
        .run(["show", &id, "--dates", "--format", "json"])
        .ok()
        .json();
    let date = &hit["dates"][0];
    assert_eq!(
        (text(date, "value"), text(date, "grain")),
        ("2023-09-19", "day")
    );
    assert_eq!(
        (text(date, "from"), text(date, "until")),
        ("2023-09-19", "2023-09-20")
    );
    let place = date["start"].as_u64().unwrap() as usize..date["end"].as_u64().unwrap() as usize;
    assert_eq!(&text(&hit, "body")[place], "Tuesday");
    let plain = project.run(["show", &id, "--format", "json"]).ok().json();
    assert!(plain["dates"].is_null());
}
