//! Bad input of every kind: one clear line each, and nothing else lost.

use crate::helper::{Project, Run, copy, repository, text};
use serde_json::Value;
use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::time::Duration;

const GOOD: &str = "Good\n\nThe lighthouse is lit.\n";

/// An index of `news`, with a good file beside the bad ones.
fn index(project: &Project, more: &[&str]) -> Run {
    project.write("news/good.txt", GOOD);
    let run = project.run(["index", "news"].iter().chain(more)).ok();
    project
        .run(["search", "lighthouse"])
        .ok()
        .stdout_has("Good");
    project.run(["verify"]).ok();
    run
}

/// Every file of `corpus/bad`: what must be said about it (nothing where it is read), and how many
/// articles come of it.
const CORPUS: [(&str, &[&str], u64); 24] = [
    ("README.md", &[], 1),
    ("before-1600.txt", &[], 1),
    ("binary.txt", &["not text"], 0),
    ("bomb.txt.gz", &["skipped"], 0),
    ("broken-line.jsonl", &["record 3", "JSON"], 4),
    ("cut.eml", &["read in part", "message ends early"], 1),
    ("cut.json", &["not valid JSON"], 0),
    ("deep.json", &["nested too deeply"], 0),
    ("duplicate-ids.jsonl", &[], 3),
    ("empty-body.json", &[], 1),
    ("empty.txt", &["empty"], 0),
    ("escapes.txt", &[], 1),
    ("future-date.txt", &[], 1),
    ("impossible-date.txt", &[], 1),
    ("invalid-utf8.txt", &[], 1),
    ("no-article.html", &["no article"], 0),
    ("not-yaml.md", &[], 1),
    ("nul-bytes.txt", &["not text"], 0),
    (
        "open-quote.csv",
        &["record 2", "ends within a quoted field"],
        1,
    ),
    ("text-named.json", &[], 1),
    ("truncated.jsonl.gz", &["ends early"], 20),
    ("truncated.txt.zst", &["ends early"], 0),
    ("unclosed-front-matter.md", &[], 1),
    ("wrong-charset.html", &[], 1),
];

#[test]
fn every_file_of_corpus_bad_does_what_its_readme_says() {
    let project = Project::new();
    copy(&repository().join("corpus/bad"), &project.path("bad"));
    let names = project.names("bad");
    let known = |name: &String| {
        let listed = CORPUS.iter().any(|(file, ..)| file == name);
        listed || name.starts_with('.') || name == "folder.json"
    };
    let unlisted: Vec<_> = names.iter().filter(|name| !known(name)).collect();
    assert!(unlisted.is_empty(), "no expectation for {unlisted:?}");
    let readme = std::fs::read_to_string(repository().join("corpus/bad/README.md")).unwrap();
    // What the folder's own ignore file keeps out is wanted here.
    for name in names.iter().filter(|name| name.starts_with('.')) {
        project.remove(&format!("bad/{name}"));
    }
    let run = project.run(["index", "bad"]).ok();
    let hits = project.export("*");
    let mut run = run;
    let mut wrong = Vec::new();
    for (file, says, articles) in CORPUS {
        assert!(
            file == "README.md" || readme.contains(&format!("`{file}`")),
            "{file}"
        );
        let found = hits
            .iter()
            .filter(|hit| text(hit, "path").ends_with(&format!("bad/{file}")));
        let found = found.count() as u64;
        if found != articles {
            wrong.push(format!("{file}: {found} articles instead of {articles}"));
        }
        match says {
            [] => run = run.stderr_lacks(&format!("bad/{file}")),
            says if run.stderr.contains(&format!("bad/{file}")) => run = run.line_about(file, says),
            says => wrong.push(format!("{file}: no line about it with {says:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), run.stderr);
    project.run(["verify"]).ok();
    // Dates that cannot be are not believed.
    for file in ["before-1600.txt", "future-date.txt", "impossible-date.txt"] {
        let hit = hits.iter().find(|hit| text(hit, "path").ends_with(file));
        assert!(
            hit.unwrap()["published"].is_null(),
            "{file}: {}",
            hit.unwrap()["published"]
        );
    }
    let lines: Vec<&Value> = hits
        .iter()
        .filter(|hit| text(hit, "path").ends_with("broken-line.jsonl"))
        .map(|hit| &hit["record"])
        .collect();
    for line in [1, 2, 4, 5] {
        assert!(lines.contains(&&Value::from(line)), "{lines:?}");
    }
}

#[test]
fn annotate_says_the_same_of_corpus_bad() {
    let project = Project::new();
    copy(&repository().join("corpus/bad"), &project.path("bad"));
    let run = project.run(["annotate", "bad"]).ok();
    assert!(run.jsonl().len() >= 15, "{}", run.stdout);
    run.line_about("broken-line.jsonl", &["record 3"])
        .line_about("deep.json", &["nested"]);
}

#[test]
fn a_line_of_a_gigabyte_is_passed_over_in_little_memory() {
    let project = Project::new();
    for name in [
        "news/zeros.txt",
        "news/zeros.jsonl",
        "news/zeros.json",
        "news/zeros.html",
    ] {
        project.write(name, "");
        File::create(project.path(name))
            .unwrap()
            .set_len(1 << 30)
            .unwrap();
    }
    // A record that begins well and never ends, between good ones. Zeros at the start of a file
    // would say that it is not text at all.
    let whole = "{\"title\":\"Whole\",\"body\":\"a text\"}\n";
    let good = whole.repeat(2000);
    project.write(
        "news/long.jsonl",
        format!("{good}{{\"title\":\"x\",\"body\":\"no end"),
    );
    let path = project.path("news/long.jsonl");
    let mut file = File::options().append(true).open(&path).unwrap();
    file.set_len(100 << 20).unwrap();
    file.write_all(format!("\n{whole}").as_bytes()).unwrap();
    // Words, not zeros.
    let words = "seven words that never come to end ".repeat(1 << 20);
    project.write("news/words.txt", &words);
    project.write(
        "news/words.json",
        format!("{{\"title\":\"x\",\"body\":\"{words}\"}}"),
    );
    project.write(
        "news/words.jsonl",
        format!("{{\"title\":\"x\",\"body\":\"{words}\"}}\n{whole}"),
    );
    let run = index(&project, &[]);
    eprintln!("{:?}, {} MB", run.elapsed, run.peak >> 20);
    assert!(run.peak < 500 << 20, "{} MB", run.peak >> 20);
    assert_eq!(project.total("title:whole"), 2002);
    let mut run = run;
    for name in [
        "zeros.txt",
        "zeros.jsonl",
        "zeros.json",
        "zeros.html",
        "words.txt",
        "words.json",
    ] {
        run = run.line_about(name, &["skipped"]);
    }
    run.line_about("long.jsonl", &["record 2001:"])
        .line_about("words.jsonl", &["record 1", "article of more than"]);
}

#[test]
fn the_longest_article_can_be_set() {
    let text = "word ".repeat(400_000);
    let record = |text: &str| format!("{{\"title\": \"Record\", \"body\": \"{text}\"}}\n");
    let project = Project::new()
        .file("news/long.txt", format!("Long\n\n{text}"))
        .file("news/short.txt", "Short\n\nword\n")
        .file("news/some.jsonl", record("word") + &record(&text));
    let run = index(&project, &["--max-article", "1"]);
    let run = run.line_about("long.txt", &["more than 1"]);
    run.line_about("some.jsonl", &["record 2: ", "more than 1"]);
    // What a bound has left out is read when it is larger, and not again when it is smaller.
    let run = index(&project, &["--max-article", "4"]).stderr_lacks("skipped /");
    assert_eq!((run.summary("added"), run.summary("updated")), (1, 2));
    assert_eq!(
        (project.total("title:long"), project.total("title:record")),
        (1, 2)
    );
    let run = index(&project, &["--max-article", "1"]);
    assert_eq!((run.summary("updated"), run.summary("skipped")), (0, 0));
}

/// Output of a command that this machine may not have.
fn tool(program: &str, arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let spawned = Command::new(program)
        .args(arguments)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn();
    let Ok(mut child) = spawned else {
        eprintln!("left out: no {program} here");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    Some(output.stdout)
}

#[test]
fn expansion_is_bounded_and_the_bound_can_be_set() {
    let text = format!(
        "Bomb\n\n{}",
        "the same words again and again ".repeat(700_000)
    );
    let Some(bomb) = tool("gzip", &["-9"], text.as_bytes()) else {
        return;
    };
    let project = Project::new().file("news/bomb.txt.gz", &bomb);
    let run = index(&project, &["--max-expansion", "1", "--max-article", "100"]);
    assert!(run.peak < 400 << 20, "{} MB", run.peak >> 20);
    run.line_about("bomb.txt.gz", &["expands"]);
    let wide = ["--max-expansion", "2000", "--max-article", "100"];
    index(&project, &wide).stderr_lacks("skipped /");
    assert_eq!(project.total("title:bomb"), 1);
}

#[test]
fn a_cut_stream_is_reported_and_read_again_when_whole() {
    let records: String = (0..4000)
        .map(|number| {
            format!(
                "{{\"title\":\"R{number}\",\"body\":\"{}\"}}\n",
                number * 7919
            )
        })
        .collect();
    let Some(whole) = tool("gzip", &[], records.as_bytes()) else {
        return;
    };
    let project = Project::new().file("news/cut.jsonl.gz", &whole[..whole.len() * 2 / 3]);
    index(&project, &[]).line_about("cut.jsonl.gz", &["ends early"]);
    project.run(["index"]).ok().stderr_lacks("skipped /");
    project.write("news/cut.jsonl.gz", &whole);
    project.run(["index"]).ok().stderr_lacks("skipped /");
    assert_eq!(project.total("*"), 4001);
    project.run(["verify"]).ok();
}

#[test]
fn a_cut_container_stays_reported_while_it_is_cut() {
    let project = Project::new();
    let name = "truncated.jsonl.gz";
    let bytes = std::fs::read(repository().join("corpus/bad").join(name)).unwrap();
    project.write(&format!("news/{name}"), bytes);
    let first = index(&project, &["--report", "report.csv"]);
    assert_eq!(project.read("report.csv").lines().count(), 2);
    first.stderr_has("2 files looked at, 0 skipped, 1 read in part");
    let again = project.run(["index", "--report", "report.csv"]).ok();
    again
        .stderr_has("21 unchanged")
        .stderr_has("2 files looked at, 0 skipped, 1 read in part");
    assert_eq!(project.read("report.csv").lines().count(), 2);
}

#[test]
fn deep_nesting_is_refused_in_every_format() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let project = Project::new()
        .file("news/arrays.json", deep("[", "]"))
        .file(
            "news/objects.json",
            deep("{\"body\":", "}").replace(":}", ":1}"),
        )
        .file(
            "news/front.md",
            format!("---\ntitle: {}\n---\n\nText.\n", deep("[", "]")),
        )
        .file(
            "news/quote.md",
            format!("# Quote\n\n{}text\n", "> ".repeat(100_000)),
        )
        .file(
            "news/ld.html",
            format!(
                "<html><script type=\"application/ld+json\">{}</script><p>Text.</p></html>",
                deep("[", "]")
            ),
        )
        .file(
            "news/page.html",
            format!("<html><body>{}</body></html>", deep("<div>", "</div>")),
        )
        .file(
            "news/lines.jsonl",
            format!(
                "{{\"title\":\"Fine\",\"body\":\"x\"}}\n{}\n{{\"title\":\"Fine\",\"body\":\"y\"}}\n",
                deep("[", "]")
            ),
        );
    let run = index(&project, &[]);
    assert_eq!(project.total("title:fine"), 2);
    run.line_about("arrays.json", &["nested"])
        .line_about("objects.json", &["nested"])
        .line_about("page.html", &["nested"])
        .line_about("lines.jsonl", &["record 2", "nested"]);
}

#[test]
fn what_is_no_file_to_read_is_said_so() {
    let project = Project::new().file(
        "news/sub/x.json/y.txt",
        "In a directory\n\nNamed like a file.\n",
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(project.path("news/gone"), project.path("news/dangling.txt")).unwrap();
        symlink(project.path("news"), project.path("news/sub/loop")).unwrap();
    }
    let run = index(&project, &[]);
    assert_eq!(project.total("title:directory"), 1);
    if cfg!(unix) {
        run.line_about("dangling.txt", &["not followed", "no such file"])
            .line_about("sub/loop", &["not followed", "a link back to"]);
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_does_not_hang_the_run() {
    let project = Project::new();
    project.write("news/good.txt", GOOD);
    let made = Command::new("mkfifo")
        .arg(project.path("news/pipe.txt"))
        .status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("left out: no mkfifo here");
        return;
    }
    let run = project.run(["index", "news"]).ok();
    assert!(run.elapsed < Duration::from_secs(60));
    project.run(["annotate", "news"]).ok();
    // Within a directory it is no file; named, it is a mistake.
    for verb in ["index", "annotate"] {
        project
            .run([verb, "news/pipe.txt"])
            .trouble()
            .stderr_has("pipe.txt: neither a file nor a directory");
    }
    project
        .run(["index", "news", "--report", "none/report.csv"])
        .trouble()
        .one_line("none/report.csv");
}

/// Whether permissions bind us; the superuser reads everything.
#[cfg(unix)]
fn is_bound(project: &Project) -> bool {
    let bound = File::open(project.path("news/secret.txt")).is_err();
    if !bound {
        eprintln!("left out: the superuser reads everything");
    }
    bound
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_tried_again_every_time() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new().file("news/secret.txt", "Secret\n\nA text.\n");
    let secret = project.path("news/secret.txt");
    let mode = |mode| std::fs::set_permissions(&secret, PermissionsExt::from_mode(mode)).unwrap();
    mode(0o000);
    if !is_bound(&project) {
        return;
    }
    index(&project, &[]).line_about("secret.txt", &["skipped", "permission denied"]);
    project
        .run(["index"])
        .ok()
        .line_about("secret.txt", &["permission denied"]);
    mode(0o600);
    project.run(["index"]).ok().stderr_has("1 article added");
    assert_eq!(project.total("title:secret"), 1);
}

#[cfg(unix)]
#[test]
fn a_changed_file_without_permission_keeps_its_article_and_is_counted() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new()
        .file("news/secret.txt", "Alpha\n\nThe lighthouse is lit.\n")
        .file("news/b.txt", "Beta\n\nThe windmill turns.\n");
    let secret = project.path("news/secret.txt");
    let mode = |mode| std::fs::set_permissions(&secret, PermissionsExt::from_mode(mode)).unwrap();
    project.run(["index", "news", "--layers", "words"]).ok();
    project.write("news/secret.txt", "Alpha\n\nThe lighthouse is out.\n");
    mode(0o000);
    if !is_bound(&project) {
        return;
    }
    // With other settings and without.
    for counts in ["0 unchanged, 0 removed, 2 analysed anew", "2 unchanged"] {
        let run = project.run(["index"]).ok();
        run.line_about("secret.txt", &["skipped", "permission denied"])
            .stderr_has(&format!("0 updated, {counts}"))
            .stderr_has("2 files looked at, 1 skipped");
        let info = project.run(["info"]).ok();
        info.stdout_has("2, 1 skipped")
            .stdout_has("articles     2")
            .stdout_has("stale        0");
        assert_eq!(project.total("lighthouse lit"), 1);
    }
    project.run(["verify"]).ok();
    // Be it as it was or as it is now, it is read.
    mode(0o600);
    let now = project.read("news/secret.txt");
    for text in ["Alpha\n\nThe lighthouse is lit.\n", &now] {
        project.write("news/secret.txt", text);
        let run = project.run(["index"]).ok();
        run.stderr_has("1 updated, 1 unchanged")
            .stderr_has("2 files looked at, 0 skipped");
        project.run(["info"]).ok().stdout_has("2, 0 skipped");
    }
    assert_eq!(project.total("lighthouse out"), 1);
}

#[test]
fn one_broken_record_costs_one_line_and_one_record() {
    let mut lines: Vec<String> = (1..=2000)
        .map(|number| format!("{{\"title\":\"R{number}\",\"body\":\"text {number}\"}}"))
        .collect();
    lines[1233].truncate(12);
    let project = Project::new().file("news/a.jsonl", lines.join("\n"));
    let run = index(&project, &[]);
    assert_eq!((run.summary("added"), project.total("*")), (2000, 2000));
    run.line_about("a.jsonl", &["record 1234"]);
    assert_eq!(project.export("title:R1235")[0]["record"], 1235);
    project.run(["index", "--strict"]).exits(2);
    project.run(["index"]).ok();
}

#[test]
fn a_broken_record_at_the_start_costs_that_record_alone() {
    let good = "{\"title\":\"Fine\",\"body\":\"x\"}\n".repeat(3);
    let deep = "[".repeat(100_000);
    for first in [
        "garbage",
        "{\"title\": \"cut",
        "{\"title\": \"nul \0\"}",
        "\u{feff}",
        &deep,
    ] {
        let project = Project::new().file("news/a.jsonl", format!("{first}\n{good}"));
        let run = index(&project, &[]);
        let short: String = first.chars().take(20).collect();
        assert_eq!(run.summary("added"), 4, "after {short:?}: {}", run.stderr);
    }
}

#[test]
fn nothing_readable_at_all_is_trouble() {
    let project = Project::new()
        .file("news/a.txt", "")
        .file("news/b.json", "{");
    let run = project.run(["index", "news"]).trouble();
    run.line_about("a.txt", &["empty"])
        .line_about("b.json", &["skipped"]);
    let project = Project::new();
    std::fs::create_dir(project.path("news")).unwrap();
    project
        .run(["index", "news"])
        .ok()
        .stderr_has("0 files looked at");
}

#[test]
fn a_file_that_breaks_takes_its_article_out_and_comes_back() {
    let project = Project::new().file("news/a.json", "{\"title\":\"A\",\"body\":\"the windmill\"}");
    index(&project, &[]);
    project.write("news/a.json", "{\"title\":\"A\",\"body\":\"the win");
    let run = project.run(["index"]).ok();
    assert_eq!(run.summary("removed"), 1);
    run.line_about("a.json", &["not valid JSON"]);
    project.run(["search", "windmill"]).nothing();
    project.run(["verify"]).ok();
    project.write(
        "news/a.json",
        "{\"title\":\"A\",\"body\":\"the windmill again\"}",
    );
    project.run(["index"]).ok();
    project.run(["search", "windmill"]).ok();
}
