//! What was read from scans: words broken at the end of a line, and how well a text was read.

use crate::helper::Project;

const CLEAN: &str = "The treaty\n\nThe foreign ministers signed the treaty in the morning, and the cease-\n\
    fire began at noon. Both sides promised to withdraw their troops from the bor-\n\
    der within a week, and the prisoners were to be exchanged before the end of the month.\n\
    The news reached the city late, and was well-\nknown to nobody.\n";

/// The same, read badly.
const NOISE: &str = "The ireaty\n\nTlie foreigu miniaters siguod tbe ireaty iu tbe moruiug, aud tbe oease-\n\
    fire begau nt uoou. Botb aides proniised io withdiaw tlieir tioops frora tbe bor-\n\
    dcr withiu a weck, aud tbe prisouers weie io be oxchanged befoie tbe oud of tbe montb.\n\
    Tbe uews reaohed tbe oity late, and was well-\nknowu to uobody.\n";

#[test]
fn words_broken_at_the_end_of_a_line_are_found_whole() {
    let project = Project::new().file("news/1871/a.txt", CLEAN);
    project.run(["index", "news"]).ok();
    for (query, total) in [
        ("ceasefire", 1),
        ("\"ceasefire began\"", 1),
        ("\"the border within\"", 1),
        ("bor", 0),
        ("\"well known\"", 1),
        ("wellknown", 0),
    ] {
        assert_eq!(project.total(query), total, "{query}");
    }
    let run = project.run(["search", "ceasefire"]).ok();
    run.stdout_has("and the *ceasefire* began at noon");
    let annotated = project.run(["annotate", "news"]).ok().jsonl();
    let body = annotated[0]["body"].as_str().unwrap();
    assert!(body.contains("and the ceasefire\nbegan at noon"), "{body}");
    assert!(body.contains("well-\nknown"), "{body}");
}

#[test]
fn what_was_read_badly_can_be_left_out() {
    let project = Project::new()
        .file("news/clean.txt", CLEAN)
        .file("news/noise.txt", NOISE)
        .file("news/short.txt", "Late\n\nIt was late.\n");
    project.run(["index", "news"]).ok();
    let count = |options: &[&str]| {
        let command = ["count", "late", "--format", "json"];
        let run = project.run(command.iter().chain(options)).ok();
        run.json()["articles"].as_u64().unwrap()
    };
    assert_eq!(count(&[]), 3);
    assert_eq!(count(&["--min-ocr-quality", "80"]), 1);
    assert_eq!(count(&["--min-ocr-quality", "5"]), 2);
    for command in ["search", "kwic", "timeline", "dates", "actors", "network"] {
        let help = project.run([command, "--help"]).ok();
        help.stdout_has("--min-ocr-quality");
    }
    project
        .run(["count", "late", "--min-ocr-quality", "101"])
        .trouble();
    let run = project.run([
        "export",
        "late",
        "--min-ocr-quality",
        "80",
        "--format",
        "csv",
        "--fields",
        "ocr_quality,title",
        "-o",
        "late.csv",
    ]);
    run.ok();
    let table = project.read("late.csv");
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows[0], "ocr_quality,title");
    let [row] = &rows[1..] else {
        panic!("{table}");
    };
    let (quality, title) = row.split_once(',').unwrap();
    assert!(quality.parse::<u8>().unwrap() >= 85, "{row}");
    assert_eq!(title, "The treaty");
    assert!(
        project
            .read("late.csv.query.json")
            .contains("\"min_ocr_quality\": 80")
    );
    for line in project.run(["annotate", "news"]).ok().jsonl() {
        let path = line["path"].as_str().unwrap();
        match line["ocr_quality"].as_u64() {
            Some(percent) if path.ends_with("clean.txt") => assert!(percent >= 85, "{percent}"),
            Some(percent) => assert!(path.ends_with("noise.txt") && percent < 40, "{percent}"),
            None => assert!(path.ends_with("short.txt"), "{path}"),
        }
    }
}

#[test]
fn words_of_the_archive_are_learned() {
    let project = Project::new()
        .file(
            "news/a.txt",
            "One\n\nThe Grand Sanhedrim met, and the zemstvo sent its thanks.\n",
        )
        .file(
            "news/b.txt",
            "Two\n\nThe zemstvo was closed by order of the governor.\n",
        )
        .file(
            "news/c.txt",
            "Three\n\nA member of the zemstvo spoke of famine in the province.\n",
        )
        .file(
            "news/d.txt",
            "Four\n\nThe first meeting of the zem-\nstvo was held in the spring.\n",
        )
        .file(
            "news/e.txt",
            "Five\n\nNothing was heard of the San-\nhedrim since the winter.\n",
        );
    project.run(["index", "news"]).ok();
    assert_eq!(project.total("zemstvo"), 3);
    let run = project.run(["index", "--learn"]).ok();
    run.stderr_has("by which words broken at the end of a line are joined")
        .stderr_has("5 analysed anew");
    assert_eq!(project.total("zemstvo"), 4);
    assert_eq!(project.total("zem"), 0);
    // One article makes no word.
    assert_eq!(project.total("sanhedrim"), 1);
    // It holds for later runs, and is not done again.
    project.write(
        "news/f.txt",
        "Six\n\nThey asked the zem-\nstvo for bread.\n",
    );
    project.run(["index"]).ok().stderr_lacks("anew");
    assert_eq!(project.total("zemstvo"), 5);
    project.run(["index", "--learn"]).ok().stderr_lacks("anew");
    project.run(["verify"]).ok();
    project.write(".dateline/words.json", "{");
    project
        .run(["index"])
        .trouble()
        .stderr_has("words.json")
        .stderr_has("--learn");
}
