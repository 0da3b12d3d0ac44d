//! Two writers at once, queries that are none, text that means harm, readers that go away.

use crate::helper::{Project, text};
use std::fs::File;
use std::io::{BufRead, BufReader};

fn good(project: &Project) {
    project.write("news/good.txt", "Good\n\nThe lighthouse is lit.\n");
    project.run(["index", "news"]).ok();
}

#[test]
fn the_second_indexer_is_told_who_holds_the_lock() {
    let project = Project::new();
    good(&project);
    let path = project.path(".dateline/lock");
    let lock = File::options().write(true).open(&path).unwrap();
    lock.try_lock().unwrap();
    // What the first one writes down when it takes the lock.
    std::fs::write(
        &path,
        "process 4711, `dateline index news`, since yesterday\n",
    )
    .unwrap();
    for arguments in [vec!["index"], vec!["index", "news"], vec!["remove", "news"]] {
        let run = project.run(arguments).trouble();
        run.one_line("another process is indexing: process 4711, `dateline index news`");
    }
    project.run(["search", "lighthouse"]).ok();
    drop(lock);
    project.run(["index"]).ok();
}

#[test]
fn two_at_once_leave_a_whole_index() {
    let project = Project::new();
    for number in 0..300 {
        let body = crate::kill::text(number, 80);
        project.write(
            &format!("news/{number}.txt"),
            format!("Story {number}\n\n{body}\n"),
        );
    }
    let mut first = project
        .command(["index", "news", "--first-commit", "0.01"])
        .spawn();
    let mut second = project.command(["index", "news"]).spawn();
    let codes = [first.wait().unwrap().code(), second.wait().unwrap().code()];
    for code in codes {
        assert!(matches!(code, Some(0 | 2)), "{codes:?}");
    }
    assert!(codes.contains(&Some(0)), "{codes:?}");
    project.run(["verify"]).ok().stdout_has("300 articles");
    project.run(["index"]).ok().stderr_has("300 unchanged");
}

#[test]
fn query_errors_show_the_place() {
    let project = Project::new();
    good(&project);
    for (query, message, caret) in [
        (
            "lighthouse \"is lit",
            "unclosed quote",
            "  lighthouse \"is lit\n             ^ ",
        ),
        ("(lighthouse", "", "  (lighthouse\n  ^ "),
        ("published:2023-13", "", "  published:2023-13\n"),
        ("actor:presid*", "takes no wildcards", "  actor:presid*\n"),
        ("\u{1b}[31mred \"", "", "\\u{1b}[31mred"),
    ] {
        for verb in ["search", "export"] {
            let run = project.run([verb, query]).trouble();
            run.stderr_has(message).stderr_has(caret).stderr_has("^");
        }
    }
    let id = project.export("*")[0]["id"].clone();
    let run = project
        .run(["show", "--query", "\"x", id.as_str().unwrap()])
        .trouble();
    run.stderr_has("unclosed quote");
}

#[test]
fn a_query_of_ten_thousand_terms_is_answered_and_more_are_refused() {
    let project = Project::new();
    good(&project);
    let words = |joint: &str, number: usize| {
        let words: Vec<String> = (0..number - 1).map(|number| format!("w{number}")).collect();
        format!("{}{joint}lighthouse", words.join(joint))
    };
    project
        .run(["search", "--", &words(" OR ", 10_000)])
        .ok()
        .stdout_has("Good");
    project.run(["search", "--", &words(" ", 10_000)]).nothing();
    let run = project.run(["search", "--", &words(" ", 10_001)]).trouble();
    let bound = run.stderr.contains("10,000") || run.stderr.contains("10000");
    assert!(bound && run.stderr.len() < 2000, "{}", run.stderr);
    let deep = format!("{}lighthouse{}", "(".repeat(5000), ")".repeat(5000));
    project.run(["search", "--", &deep]).trouble();
}

#[test]
fn escape_sequences_never_reach_the_terminal() {
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}evil\u{2066}";
    let record = serde_json::json!({
        "id": format!("id{evil}"), "title": format!("Title {evil}"), "outlet": format!("Outlet {evil}"),
        "authors": [format!("Author {evil}")], "section": evil, "url": format!("https://x/{evil}"),
        "published": "2023-09-20",
        "body": format!("President Ilham {evil} Aliyev of Azerbaijan saw the lighthouse {evil}.\r\rx\u{8}y"),
        "keywords": [evil],
    });
    let project = Project::new()
        .file("news/a.json", record.to_string())
        .file("news/b\u{1b}[31m.txt", "")
        .file("news/c\u{1b}[31m.txt", "Fine\n\nThe lighthouse.\n")
        .file("news/d.jsonl", "{\"title\": \"\u{1b}[31m\n");
    project.run(["index", "news"]).ok();
    // Each run is checked for control characters as it ends; here also for those that turn text
    // around.
    let id = text(&project.export("title:title")[0], "id").to_owned();
    for arguments in [
        vec!["search", "lighthouse"],
        vec!["search", "lighthouse", "--format", "jsonl"],
        vec!["show", &id],
        vec!["show", &id, "--query", "lighthouse"],
        vec!["show", &id, "--format", "json"],
        vec!["info"],
        vec!["index", "-v"],
        vec!["annotate", "news"],
        vec![
            "export",
            "*",
            "--fields",
            "title,outlet,authors,url,section,path,source_id",
        ],
    ] {
        let run = project.run(&arguments).ok();
        let people =
            !arguments.contains(&"--format") && !matches!(arguments[0], "annotate" | "export");
        if people {
            for turned in ["\u{202e}", "\u{2066}", "\u{9b}"] {
                assert!(
                    !run.stdout.contains(turned),
                    "{arguments:?}: {}",
                    run.stdout
                );
            }
        }
    }
    let nowhere = format!("nowhere{evil}");
    project.run(["index", &nowhere]).trouble();
    project.run(["show", &nowhere]).trouble();
    project
        .run(["search", &format!("windmill {evil}")])
        .exits(1);
    project.run(["remove", &nowhere]).trouble();
    project.run(["info", "--index", &nowhere]).trouble();
}

/// JSON need not escape the controls from U+007F to U+009F, but terminals act on them.
#[test]
fn no_format_for_programs_writes_what_a_terminal_acts_on() {
    let title = "Title \u{1b}[31m red \u{9b}32m green \u{7f}";
    let record = serde_json::json!({ "title": title, "body": format!("{title} lighthouse.") });
    let project = Project::new().file("news/a.json", record.to_string());
    project.run(["index", "news"]).ok();
    let mut raw = Vec::new();
    for arguments in [
        vec!["export", "*"],
        vec!["export", "*", "--format", "json"],
        vec!["export", "*", "--format", "csv"],
        vec!["search", "title", "--format", "json"],
        vec!["annotate", "news"],
    ] {
        let output = project.command(&arguments).command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("green"), "{text}");
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\r' | '\n'))
        {
            raw.push(arguments.join(" "));
        }
    }
    assert!(raw.is_empty(), "raw control characters from {raw:?}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let project = Project::new();
    for number in 0..200 {
        let body = crate::kill::text(number, 400);
        project.write(
            &format!("news/{number}.txt"),
            format!("Story {number}\n\n{body}\n"),
        );
    }
    project.run(["index", "news"]).ok();
    for arguments in [
        vec!["export", "*", "--fields", "id,body"],
        vec!["export", "*", "--format", "csv", "--fields", "id,body"],
        vec!["export", "*", "--format", "json", "--fields", "id,body"],
        vec!["search", "*", "-n", "1000"],
        vec!["annotate", "news"],
    ] {
        let mut child = project.command(&arguments).spawn();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(!line.is_empty());
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), said.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[test]
fn odd_paths_are_no_trouble() {
    let project = Project::new()
        .file("news/with space.txt", "Space\n\nA lighthouse.\n")
        .file("news/-dash.txt", "Dash\n\nA lighthouse.\n")
        .file("news/größe/日本.txt", "Unicode\n\nA lighthouse.\n")
        .file("news/line\nbreak.txt", "Break\n\nA lighthouse.\n")
        .file(
            &format!("news/{}.txt", "long".repeat(60)),
            "Long\n\nA lighthouse.\n",
        );
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
        std::fs::write(project.path("news").join(name), "Latin\n\nA lighthouse.\n").unwrap();
    }
    project.run(["index", "news"]).ok();
    let expected = if cfg!(target_os = "linux") { 6 } else { 5 };
    assert_eq!(project.total("lighthouse"), expected);
    project
        .run(["index", "--prune"])
        .ok()
        .stderr_has(&format!("{expected} unchanged, 0 removed"));
    project.run(["verify"]).ok();
    // They can be named, too.
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"news/caf\xe9.txt");
        let verb = |verb: &'static str| [std::ffi::OsStr::new(verb), name];
        project.run(verb("index")).ok().stderr_has("1 unchanged");
        project.run(verb("remove")).ok();
        assert_eq!(project.total("lighthouse"), expected - 1);
    }
}
