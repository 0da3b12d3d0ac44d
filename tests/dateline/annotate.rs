//! The analysis alone, for other programs.

use crate::helper::{Project, copy, repository, text};
use serde_json::Value;

const KEYS: [&str; 17] = [
    "id",
    "source_id",
    "path",
    "record",
    "title",
    "body",
    "published",
    "updated",
    "outlet",
    "authors",
    "section",
    "language",
    "ocr_quality",
    "url",
    "source",
    "mentions",
    "dates",
];

const MENTION: [&str; 11] = [
    "field",
    "start",
    "end",
    "text",
    "actor",
    "name",
    "kind",
    "label",
    "codes",
    "method",
    "confidence",
];

const DATE: [&str; 13] = [
    "field",
    "start",
    "end",
    "text",
    "type",
    "value",
    "mod",
    "from",
    "until",
    "grain",
    "anchor",
    "confidence",
    "rule",
];

#[track_caller]
fn has_keys(value: &Value, keys: &[&str]) {
    let object = value.as_object().unwrap();
    assert_eq!(object.len(), keys.len(), "{value}");
    assert!(keys.iter().all(|key| object.contains_key(*key)), "{value}");
}

fn check(article: &Value) {
    has_keys(article, &KEYS);
    for (list, keys) in [("mentions", &MENTION[..]), ("dates", &DATE[..])] {
        let mut before = (0, 0);
        for item in article[list].as_array().unwrap() {
            has_keys(item, keys);
            let at = |key: &str| item[key].as_u64().unwrap() as usize;
            let field = text(item, "field");
            let slice = text(article, field).get(at("start")..at("end"));
            assert_eq!(slice, Some(text(item, "text")), "{item}");
            assert!(at("start") < at("end"), "{item}");
            let place = (usize::from(field == "body"), at("start"));
            assert!(before <= place, "not in order: {item}");
            before = place;
            let confidence = item["confidence"].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&confidence), "{item}");
            let (from, until) = (&item["from"], &item["until"]);
            if list == "dates" {
                assert_eq!(from.is_null(), until.is_null(), "{item}");
                assert!(from.is_null() || from.as_str() < until.as_str(), "{item}");
            }
        }
    }
    for date in ["published", "updated"] {
        if !article[date].is_null() {
            for key in ["date", "grain", "origin", "confidence"] {
                assert!(!article[date][key].is_null(), "{}", article[date]);
            }
        }
    }
}

#[test]
fn every_article_has_the_shape_of_the_schema_and_its_spans_slice() {
    let project = Project::with_corpus();
    copy(&repository().join("corpus/bad"), &project.path("bad"));
    let run = project.run(["annotate", "corpus", "bad"]).ok();
    let articles = run.jsonl();
    assert!(articles.len() > 50);
    articles.iter().for_each(check);
    let mentions = articles
        .iter()
        .map(|article| article["mentions"].as_array().unwrap().len());
    let dates = articles
        .iter()
        .map(|article| article["dates"].as_array().unwrap().len());
    assert!(mentions.sum::<usize>() > 300 && dates.sum::<usize>() > 100);
    assert!(!project.exists(".dateline"), "annotate makes no index");
}

#[test]
fn who_and_when_are_found_and_resolved() {
    let article = "Title: Peacekeepers leave\nDate: 2023-09-20\n\nRussian President Vladimir Putin said \
                   on Tuesday that Azerbaijan had agreed. Putin spoke in Moscow.\n";
    let project = Project::new().file("a.txt", article);
    let run = project.run(["annotate", "a.txt"]).ok();
    let article = &run.jsonl()[0];
    check(article);
    assert_eq!(article["published"]["date"], "2023-09-20");
    assert_eq!(article["published"]["origin"], "metadata");
    let date = &article["dates"][0];
    assert_eq!(
        (text(date, "value"), text(date, "type")),
        ("2023-09-19", "DATE")
    );
    assert_eq!(
        (text(date, "from"), text(date, "until")),
        ("2023-09-19", "2023-09-20")
    );
    assert_eq!(
        (text(date, "anchor"), text(date, "grain")),
        ("publication", "day")
    );
    let mentions = article["mentions"].as_array().unwrap();
    let find = |wanted: &str| {
        mentions
            .iter()
            .find(|mention| text(mention, "text") == wanted)
    };
    for (words, label, actor) in [
        ("Russian", "MISC", "state:RUS"),
        ("Vladimir Putin", "PER", "per:vladimir-putin"),
        ("Azerbaijan", "LOC", "state:AZE"),
        ("Putin", "PER", "per:vladimir-putin"),
    ] {
        let mention = find(words).unwrap_or_else(|| panic!("no {words} in {mentions:#?}"));
        assert_eq!(
            (text(mention, "label"), text(mention, "actor")),
            (label, actor),
            "{words}"
        );
    }
    assert_eq!(
        find("Russian").unwrap()["codes"],
        serde_json::json!(["RUS"])
    );
}

#[test]
fn offsets_are_bytes_where_letters_are_longer() {
    let body = "Der ukrainische Präsident Wolodymyr Selenskyj traf am 19. September 2023 in Zürich die Außenministerin.";
    let record =
        serde_json::json!({ "title": "Zürich 📰 — Ukraine", "body": body, "language": "de" });
    let project = Project::new().file("a.json", record.to_string());
    let run = project.run(["annotate", "a.json"]).ok();
    let article = &run.jsonl()[0];
    check(article);
    let date = &article["dates"][0];
    assert_eq!(
        date["start"].as_u64().unwrap() as usize,
        body.find("19. September").unwrap()
    );
    assert_eq!(text(date, "value"), "2023-09-19");
}

#[test]
fn standard_input_is_read() {
    let project = Project::new();
    let call = |bytes: &str| project.command(["annotate", "-"]).input(bytes).run();
    let run = call("Title: One\nDate: 2023-09-20\n\nThe lighthouse was lit on Tuesday.\n").ok();
    let one = &run.jsonl()[0];
    check(one);
    assert_eq!((text(one, "title"), text(one, "path")), ("One", "-"));
    let records = "{\"title\":\"A\",\"body\":\"a\"}\n{\"title\":\"B\",\"body\":\"b\"}\n";
    let run = call(records).ok();
    let titles: Vec<Value> = run
        .jsonl()
        .iter()
        .map(|article| article["title"].clone())
        .collect();
    assert_eq!(titles, ["A", "B"]);
    let run = call("").trouble();
    run.one_line("empty");
    let project = project.file("a.txt", "In a file\n\nText.\n");
    let both = project
        .command(["annotate", "a.txt", "-"])
        .input(records)
        .run()
        .ok();
    assert_eq!(both.jsonl().len(), 3);
}

#[test]
fn what_annotate_writes_can_be_read_again() {
    let project = Project::with_corpus();
    let run = project.run(["annotate", "corpus"]).ok();
    project.write("again/all.jsonl", &run.stdout);
    let again = project.run(["annotate", "again"]).ok();
    let (first, second) = (run.jsonl(), again.jsonl());
    assert_eq!(first.len(), second.len());
    for (a, b) in first.iter().zip(&second) {
        for key in [
            "title", "body", "outlet", "authors", "section", "language", "url", "source",
            "mentions", "dates",
        ] {
            assert_eq!(a[key], b[key], "{key} of {}", a["path"]);
        }
        assert_eq!(
            a["published"]["date"], b["published"]["date"],
            "{}",
            a["path"]
        );
        let id = match a["source_id"].is_null() {
            true => &a["id"],
            false => &a["source_id"],
        };
        assert_eq!(*id, b["source_id"], "{}", a["path"]);
    }
}

#[cfg(unix)]
#[test]
fn what_is_being_written_is_not_read() {
    let project = Project::new()
        .file("news/a.txt", "Alpha\n\nThe lighthouse is lit.\n")
        .file("news/z.jsonl", "");
    let out = std::fs::File::create(project.path("news/z.jsonl")).unwrap();
    let mut call = project.command(["annotate", "news"]);
    let run = call.command.stdout(out).output().unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(
        said.contains("z.jsonl: it is what is being written"),
        "{said}"
    );
    assert_eq!(project.read("news/z.jsonl").lines().count(), 1);
}

#[test]
fn an_empty_title_stays_empty_and_published_takes_every_form() {
    let lines = [
        r#"{"id":"1","title":"","body":"First line.\nSecond line.","published":null}"#,
        r#"{"id":"2","title":"T","body":"B","published":"20 September 2023"}"#,
        r#"{"id":"3","title":"T","body":"B","published":{"date":"2023-09","grain":"month","origin":"metadata","confidence":1}}"#,
    ];
    let project = Project::new().file("a.jsonl", lines.join("\n"));
    let articles = project.run(["annotate", "a.jsonl"]).ok().jsonl();
    assert_eq!(
        (text(&articles[0], "title"), &articles[0]["published"]),
        ("", &Value::Null)
    );
    assert_eq!(text(&articles[0], "body"), "First line.\nSecond line.");
    assert_eq!(articles[1]["published"]["date"], "2023-09-20");
    assert_eq!(articles[2]["published"]["date"], "2023-09");
    assert_eq!(articles[2]["published"]["grain"], "month");
}

#[test]
fn a_path_that_is_not_there_is_trouble_and_the_others_are_read() {
    let project = Project::new().file("a.txt", "A\n\nText.\n");
    let run = project.run(["annotate", "nowhere", "a.txt"]).trouble();
    assert_eq!(run.jsonl().len(), 1);
    run.line_about("nowhere", &["no such file"]);
}

#[test]
fn two_paths_with_one_label_are_refused() {
    let project = Project::new()
        .file("a/news/1.txt", "Pier closed\n\nThe north pier is closed.\n")
        .file("b/news/1.txt", "Fair opened\n\nThe fair is open.\n");
    for options in [&[][..], &["--format", "timeml", "-o", "out"]] {
        let all = [&["annotate", "a/news", "b/news"], options].concat();
        project.run(all).trouble().line_about(
            "b/news",
            &["the label `news` is taken by", "a/news; annotate"],
        );
    }
    assert!(!project.exists("out"));
    let twice = project.run(["annotate", "a/news", "./a/news"]).ok();
    assert_eq!(twice.jsonl().len(), 1);
    let both = ["annotate", ".", "--format", "timeml", "-o", "out"];
    project.run(both).ok();
    assert_eq!(project.names("out").len(), 2);
}

#[test]
fn what_was_named_and_cannot_be_read_is_told_also_when_quiet() {
    let project = Project::new()
        .file("news/1.txt", "Pier closed\n\nThe north pier is closed.\n")
        .file("news/empty.txt", "")
        .file("empty/empty.txt", "");
    let told = |arguments: &[&str], told: &str| {
        let run = project.run(arguments);
        assert_eq!(run.stderr.trim_end(), told, "{arguments:?}");
        run
    };
    let not_there = "skipped nosuch: no such file or directory";
    for verb in ["annotate", "read"] {
        told(&[verb, "-q", "nosuch"], not_there).trouble();
        let run = told(&[verb, "-q", "nosuch", "news/1.txt"], not_there).trouble();
        run.stdout_has("Pier closed");
        let empty = project.run([verb, "-q", "news/empty.txt"]).trouble();
        empty.line_about("news/empty.txt", &["skipped"]);
    }
    // What a walk has met is told to those who want to know.
    told(&["annotate", "-q", "news"], "").ok();
    let none = "no article was read; without -q it is said why";
    told(&["annotate", "-q", "empty"], none).trouble();
}

#[test]
fn an_archive_cut_short_is_told_as_index_tells_it() {
    let project = Project::new();
    let name = "truncated.jsonl.gz";
    let bytes = std::fs::read(repository().join("corpus/bad").join(name)).unwrap();
    project.write(name, bytes);
    let line = |arguments: &[&str]| {
        let run = project.run(arguments);
        let line = run.stderr.lines().find(|line| line.contains(name));
        let told = line.unwrap().to_owned();
        // `read` names a file as it was named.
        told.replace(&format!("{}/", project.path("").display()), "")
    };
    let told = line(&["index", name]);
    assert!(
        told.starts_with(&format!("read in part {name}: ")),
        "{told}"
    );
    assert_eq!(line(&["annotate", name]), told);
    assert_eq!(line(&["read", "-n", "1000", name]), told);
}

#[test]
fn annotate_and_index_agree() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    let hits = project.export("*");
    for article in project.run(["annotate", "corpus"]).ok().jsonl() {
        let hit = hits.iter().find(|hit| hit["id"] == article["id"]);
        let hit = hit.unwrap_or_else(|| panic!("{} is not in the index", article["path"]));
        for key in [
            "title",
            "published",
            "outlet",
            "authors",
            "language",
            "url",
            "record",
            "source",
        ] {
            assert_eq!(hit[key], article[key], "{key} of {}", article["path"]);
        }
        let mentions: u64 = hit["actors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|actor| actor["mentions"].as_u64().unwrap())
            .sum();
        // A mention within another of the same actor is none of its own.
        let all = article["mentions"].as_array().unwrap();
        let is_within = |inner: &Value, outer: &Value| {
            let [from, until] =
                ["start", "end"].map(|key| (inner[key].as_u64(), outer[key].as_u64()));
            let same = ["actor", "field"]
                .iter()
                .all(|key| inner[*key] == outer[*key]);
            same && inner != outer && from.0 >= from.1 && until.0 <= until.1
        };
        let own = all
            .iter()
            .filter(|inner| !all.iter().any(|outer| is_within(inner, outer)));
        assert_eq!(mentions as usize, own.count(), "{}", article["path"]);
    }
}

/// The text of the first element of this name, its tags taken off.
fn stripped(xml: &roxmltree::Document<'_>, name: &str) -> String {
    let element = xml
        .descendants()
        .find(|node| node.has_tag_name(name))
        .unwrap();
    let texts = element.descendants().filter(roxmltree::Node::is_text);
    texts.filter_map(|node| node.text()).collect()
}

#[test]
fn timeml_is_well_formed_and_holds_the_text() {
    let project = Project::with_corpus();
    copy(&repository().join("corpus/bad"), &project.path("bad"));
    let run = project.run(["annotate", "corpus", "bad"]).ok();
    let arguments = [
        "annotate", "corpus", "bad", "--format", "timeml", "-o", "tml",
    ];
    let silent = project.run(arguments).ok();
    assert_eq!(silent.stdout, "");
    let articles = run.jsonl();
    assert_eq!(project.names("tml").len(), articles.len());
    // What XML 1.0 cannot hold.
    let legal = |text: &str| -> String {
        let forbidden = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
        text.replace(forbidden, "\u{fffd}")
    };
    for article in &articles {
        let document = project.read(&format!("tml/{}.tml", text(article, "id")));
        let xml = roxmltree::Document::parse(&document).unwrap();
        assert_eq!(
            stripped(&xml, "TEXT"),
            format!("\n{}\n", legal(text(article, "body")))
        );
        assert_eq!(stripped(&xml, "TITLE"), legal(text(article, "title")));
        assert_eq!(stripped(&xml, "DCT"), text(&article["published"], "date"));
        let tags = xml.descendants().filter(|node| node.has_tag_name("TIMEX3"));
        let dates = article["dates"].as_array().unwrap().len();
        let dct = usize::from(!article["published"].is_null());
        assert_eq!(tags.count(), dates + dct, "{}", article["path"]);
    }
    let stdout = project
        .run(["annotate", "corpus", "--format", "timeml"])
        .ok()
        .stdout;
    let documents = stdout.matches("<?xml ").count();
    assert_eq!(documents, stdout.matches("</TimeML>\n").count());
    assert_eq!(documents, 40);
    project
        .run(["annotate", "corpus", "-o", "x"])
        .trouble()
        .stderr_has("--format timeml");
}
