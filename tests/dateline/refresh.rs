//! Running again: what is read, what is kept, what is renewed.

use crate::helper::{Project, text};
use std::collections::BTreeMap;
use std::fs::File;
use std::time::{Duration, SystemTime};

/// Sets a file's modification time, so many seconds before now.
pub fn touch(project: &Project, path: &str, seconds: u64) {
    let file = File::options()
        .write(true)
        .open(project.path(path))
        .unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds))
        .unwrap();
}

/// Ids by title.
pub fn ids(project: &Project) -> BTreeMap<String, String> {
    let pair = |hit: &serde_json::Value| (text(hit, "title").into(), text(hit, "id").into());
    project.export("*").iter().map(pair).collect()
}

pub fn three() -> Project {
    Project::new()
        .file("news/a.txt", "Alpha\n\nThe lighthouse is lit.\n")
        .file("news/b.txt", "Beta\n\nThe windmill turns.\n")
        .file("news/c.txt", "Gamma\n\nThe harbour sleeps.\n")
}

#[test]
fn unchanged_files_are_not_read_again() {
    let project = three();
    project
        .run(["index", "news"])
        .ok()
        .stderr_has("3 articles added");
    let before = std::fs::metadata(project.path("news/a.txt")).unwrap();
    // Other bytes under the same size and time: nobody can know without reading.
    project.write("news/a.txt", "Alpha\n\nThe lighthouse is out.\n");
    let file = File::options()
        .write(true)
        .open(project.path("news/a.txt"))
        .unwrap();
    file.set_modified(before.modified().unwrap()).unwrap();
    let run = project.run(["index", "news"]).ok();
    run.stderr_has("0 articles added, 0 updated, 3 unchanged, 0 removed");
    project.run(["search", "lighthouse lit"]).ok();
    project.run(["search", "lighthouse out"]).nothing();
    touch(&project, "news/a.txt", 100);
    project
        .run(["index", "news"])
        .ok()
        .stderr_has("1 updated, 2 unchanged");
    project.run(["search", "lighthouse out"]).ok();
}

/// Copies a file of an issue in METS from the corpus.
fn bring(project: &Project, part: &str) {
    let name = format!("tidings_18910412_{part}.xml");
    let source = format!("{}/corpus/formats/mets/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(source).unwrap();
    project.write(&format!("news/{name}"), text);
}

#[test]
fn pages_are_read_again_when_their_issue_comes_or_goes() {
    let project = Project::new().file("news/keep.txt", "Alpha\n\nThe lighthouse is lit.\n");
    bring(&project, "0001");
    bring(&project, "0002");
    let pages = project.run(["index", "news"]).ok().summary("added") - 1;
    bring(&project, "mets");
    let run = project.run(["index", "news"]).ok();
    let articles = run.summary("added");
    assert_eq!((pages, run.summary("removed")), (2, 2));
    assert_eq!(project.total("body:ropewalk"), 1);
    let unchanged = || project.run(["index", "news"]).ok().summary("unchanged");
    assert_eq!(unchanged(), articles + 1);
    project.remove("news/tidings_18910412_mets.xml");
    let run = project.run(["index", "news", "--prune"]).ok();
    assert_eq!(
        (run.summary("added"), run.summary("removed")),
        (2, articles)
    );
    assert_eq!(project.total("body:ropewalk"), 1);
    assert_eq!(unchanged(), 3);
}

#[test]
fn an_issue_is_read_again_when_one_of_its_pages_changes() {
    let project = Project::new().file("news/keep.txt", "Alpha\n\nThe lighthouse is lit.\n");
    for part in ["mets", "0001", "0002"] {
        bring(&project, part);
    }
    let page = "news/tidings_18910412_0001.xml";
    let text = std::fs::read_to_string(project.path(page)).unwrap();
    project.run(["index", "news"]).ok();
    project.run(["search", "body:ropewalk"]).ok();
    let articles = project.run(["index", "news"]).ok().summary("unchanged");
    project.write(page, text.replace("ropewalk", "sailcloth"));
    let run = project.run(["index", "news"]).ok();
    assert_eq!(run.summary("unchanged"), 1);
    assert_eq!(run.summary("updated"), articles - 1);
    project.run(["search", "body:ropewalk"]).nothing();
    project.run(["search", "sailcloth"]).ok();
    let run = project.run(["index", "news"]).ok();
    assert_eq!(run.summary("unchanged"), articles);
    // A page that is gone costs its articles; one that comes back gives them again.
    std::fs::remove_file(project.path(page)).unwrap();
    project.run(["index", "news"]).stderr_has("no such file");
    project.run(["search", "sailcloth"]).nothing();
    project.write(page, &text);
    project.run(["index", "news"]).ok();
    project.run(["search", "body:ropewalk"]).ok();
}

#[test]
fn a_touched_file_is_unchanged_and_a_changed_one_is_replaced() {
    let project = three();
    project.run(["index", "news"]).ok();
    let before = ids(&project);
    touch(&project, "news/a.txt", 1000);
    let run = project.run(["index"]).ok();
    run.stderr_has("0 articles added, 0 updated, 3 unchanged, 0 removed");
    project.write(
        "news/a.txt",
        "Alpha\n\nThe lighthouse is dark and closed.\n",
    );
    let run = project.run(["index"]).ok();
    run.stderr_has("0 articles added, 1 updated, 2 unchanged, 0 removed");
    project
        .run(["search", "dark"])
        .ok()
        .stdout_has("1 article for");
    project.run(["search", "lit"]).nothing();
    assert_eq!(ids(&project), before, "a file of one article keeps its id");
    assert_eq!(project.total("*"), 3);
    project
        .run(["verify"])
        .ok()
        .stdout_has("3 files, 3 articles")
        .stdout_has("whole");
}

/// `%` sorts before the letters, the byte that it stands for behind them.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_utf8_are_known_again() {
    use std::os::unix::ffi::OsStrExt;
    let project = three();
    for name in [&b"b\xe9/1.txt"[..], b"b\xe9.txt", b"\xffa.txt"] {
        let path = project.path("news").join(std::ffi::OsStr::from_bytes(name));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "Delta\n\nThe ferry waits.\n").unwrap();
    }
    project.run(["index", "news"]).ok();
    let run = project.run(["index", "news"]).ok();
    run.stderr_has("0 articles added, 0 updated, 6 unchanged, 0 removed");
    project.run(["search", "--in", "news", "ferry"]).ok();
    assert_eq!((project.total("*"), project.total("ferry")), (6, 3));
}

#[test]
fn what_has_vanished_stays_until_pruned() {
    let project = three();
    project.run(["index", "news"]).ok();
    project.remove("news/b.txt");
    let run = project.run(["index"]).ok();
    run.stderr_has("1 file gone but kept (--prune removes them)");
    project.run(["search", "windmill"]).ok();
    let info = project.run(["info"]).ok();
    info.stdout_has("gone         1, still counted; `dateline index --prune` removes them");
    // A look at a part tells nothing of the others.
    project.run(["index", "news/a.txt"]).ok();
    let gone = || project.run(["info", "--format", "json"]).ok().json()["files_gone"].clone();
    assert_eq!(gone(), 1);
    let run = project.run(["index", "--prune"]).ok();
    assert_eq!((run.summary("removed"), run.summary("unchanged")), (1, 2));
    project.run(["search", "windmill"]).nothing();
    assert_eq!(gone(), 0);
    project
        .run(["verify"])
        .ok()
        .stdout_has("2 files, 2 articles");
    project
        .run(["index", "--prune"])
        .ok()
        .stderr_has("2 unchanged, 0 removed");
}

/// A link into a disk that is unplugged, and the same where a path is brought up to date for a search.
#[cfg(unix)]
#[test]
fn what_cannot_be_reached_is_not_pruned() {
    let project = three().file("disk/deep/d.txt", "Delta\n\nThe ferry waits.\n");
    std::os::unix::fs::symlink("../disk", project.path("news/b")).unwrap();
    project.run(["index", "news"]).ok();
    std::fs::rename(project.path("disk"), project.path("unplugged")).unwrap();
    project.remove("news/c.txt");
    let run = project.run(["search", "--in", "news", "lighthouse"]).ok();
    run.stderr_has(
        "1 removed; 2 files looked at, 0 skipped; 1 path not followed (1 file there kept)",
    );
    let run = project.run(["index", "--prune"]).ok();
    assert_eq!((run.summary("removed"), run.summary("unchanged")), (0, 3));
    project.run(["search", "ferry"]).ok();
    // A link that is gone itself is no obstacle.
    project.remove("news/b");
    let run = project.run(["index", "--prune"]).ok();
    assert_eq!((run.summary("removed"), run.summary("unchanged")), (1, 2));
    project.run(["search", "ferry"]).nothing();
}

#[test]
fn what_is_gone_is_counted_until_it_is_taken_out_or_back() {
    let project = three().file("other/d.txt", "Delta\n\nThe ferry waits.\n");
    project.run(["index", "news", "other"]).ok();
    for name in ["a", "b", "c"] {
        let path = format!("news/{name}.txt");
        let text = project.read(&path);
        project.remove(&path);
        if name == "b" {
            project.run(["index"]).ok();
            project.write(&path, text);
        }
    }
    let gone = || {
        let info = project.run(["info", "--format", "json"]).ok().json();
        info["files_gone"].as_u64().unwrap()
    };
    // As the last run that looked there counts.
    assert_eq!(gone(), 2);
    project.run(["index", "other"]).ok();
    assert_eq!(gone(), 2);
    let run = project.run(["index"]).ok();
    run.stderr_has("4 unchanged")
        .stderr_has("2 files gone but kept");
    assert_eq!(gone(), 2);
    project.run(["remove", "news/a.txt"]).ok();
    assert_eq!(gone(), 1);
    project.write("news/.datelineignore", "b.txt\n");
    project.run(["index"]).ok();
    assert_eq!(gone(), 2);
    project.run(["remove", "news/b.txt"]).ok();
    project.run(["search", "--in", "news", "*"]).nothing();
    assert_eq!(gone(), 0);
    project.run(["info"]).ok().stdout_lacks("gone");
    project.run(["verify"]).ok();
}

#[test]
fn a_root_that_is_gone_keeps_its_articles_and_is_reported() {
    let project = three().file("other/d.txt", "Delta\n\nThe ferry waits.\n");
    project.run(["index", "news", "other"]).ok();
    std::fs::rename(project.path("news"), project.path("unplugged")).unwrap();
    let run = project.run(["index", "--prune"]).trouble();
    run.line_about("news", &["no such file"]);
    assert_eq!(project.total("*"), 4);
    std::fs::rename(project.path("unplugged"), project.path("news")).unwrap();
    project
        .run(["index", "--prune"])
        .ok()
        .stderr_has("4 unchanged, 0 removed");
}

#[test]
fn a_root_that_is_gone_is_not_looked_at() {
    let project = three().file("other/d.txt", "Delta\n\nThe ferry waits.\n");
    let words = ["index", "news", "other", "--layers", "words"];
    project.run(words).ok();
    project.remove("news/b.txt");
    project.run(["index", "--layers", "words"]).ok();
    let info = || {
        let info = project.run(["info", "--format", "json"]).ok().json();
        let numbers = ["files_gone", "stale"].map(|name| info[name].as_u64().unwrap());
        (numbers, info["unfinished"] == true)
    };
    assert_eq!(info(), ([1, 0], false));
    std::fs::rename(project.path("news"), project.path("unplugged")).unwrap();
    // What is to be done there stays to be done.
    project.run(["index"]).trouble();
    assert_eq!(info(), ([1, 3], false));
    project.run(["index", "--rebuild"]).trouble();
    assert_eq!(info(), ([0, 0], true));
    let run = project.run(["search", "ferry"]).ok();
    run.stderr_has("the last run: not finished");
    std::fs::rename(project.path("unplugged"), project.path("news")).unwrap();
    project.run(["index"]).ok();
    assert_eq!(info(), ([0, 0], false));
    assert_eq!(project.total("*"), 3);
}

#[test]
fn records_of_a_container_are_articles_of_their_own() {
    let record = |id: &str, body: &str| {
        format!("{{\"id\":\"{id}\",\"title\":\"T{id}\",\"body\":\"{body}\"}}\n")
    };
    let lines = |order: &[usize]| {
        let records = [
            record("1", "one lighthouse"),
            record("2", "two windmill"),
            record("3", "three"),
        ];
        order
            .iter()
            .map(|&at| records[at].clone())
            .collect::<String>()
    };
    let project = Project::new().file("news/a.jsonl", lines(&[0, 1]));
    project
        .run(["index", "news"])
        .ok()
        .stderr_has("2 articles added");
    let two = ids(&project);
    let hit = &project.export("windmill")[0];
    assert_eq!((&hit["record"], text(hit, "source_id")), (&2.into(), "2"));
    // A line before and a line less: the others keep their ids.
    project.write("news/a.jsonl", lines(&[2, 1, 0]));
    project.run(["index"]).ok().stderr_has("3 updated");
    let three = ids(&project);
    assert!(
        two.iter().all(|(title, id)| three[title] == *id),
        "{two:?} {three:?}"
    );
    assert_eq!(project.export("windmill")[0]["record"], 2);
    project.write("news/a.jsonl", lines(&[1]));
    let run = project.run(["index"]).ok();
    assert_eq!((run.summary("updated"), run.summary("removed")), (1, 2));
    assert_eq!(project.total("*"), 1);
    project.run(["verify"]).ok();
}

#[test]
fn ids_depend_on_the_place_alone() {
    let files: [(&str, String); 5] = [
        ("news/a.txt", "Alpha\n\nOne.\n".into()),
        ("news/b/a.txt", "Beta\n\nOne.\n".into()),
        (
            "news/c.jsonl",
            "{\"title\":\"G1\",\"body\":\"x\"}\n{\"title\":\"G2\",\"body\":\"y\"}\n".into(),
        ),
        (
            "news/d.json",
            "[{\"title\":\"D1\",\"body\":\"x\"},{\"title\":\"D2\",\"body\":\"y\"}]".into(),
        ),
        ("news/copy.txt", "Copy\n\nOne.\n".into()),
    ];
    let whole = Project::new();
    for (path, content) in &files {
        whole.write(path, content);
    }
    whole.run(["index", "news", "--threads", "2"]).ok();
    let expected = ids(&whole);
    assert_eq!(expected.len(), 7);
    // One by one, last first, elsewhere, under another path but the same label.
    let other = Project::new();
    other.write("x/y/news/z.txt", "Zeta\n\nOne.\n");
    other.run(["index", "x/y/news"]).ok();
    for (path, content) in files.iter().rev() {
        other.write(&format!("x/y/{path}"), content);
        other.run(["index", "--threads", "1"]).ok();
    }
    let mut found = ids(&other);
    found.remove("Zeta");
    assert_eq!(found, expected);
}

#[test]
fn ignore_files_keep_out_and_take_out() {
    let project = three()
        .file("news/drafts/d.txt", "Delta\n\nA draft.\n")
        .file("news/.hidden.txt", "Hidden\n\nNobody sees this.\n")
        .file("news/.datelineignore", "drafts/\nb.txt\n");
    project
        .run(["index", "news"])
        .ok()
        .stderr_has("2 articles added");
    project.write("news/.datelineignore", "a.txt\n");
    let run = project.run(["index", "--prune"]).ok();
    assert_eq!((run.summary("added"), run.summary("removed")), (2, 1));
    project.run(["search", "draft"]).ok();
    project.run(["search", "lighthouse"]).nothing();
}

#[test]
fn include_and_exclude_are_kept_for_later_runs() {
    let project = three()
        .file("news/x.md", "# Markdown\n\nA text.\n")
        .file("news/old/e.txt", "Epsilon\n\nOld news.\n");
    let arguments = ["index", "news", "--include", "*.txt", "--exclude", "old/**"];
    project.run(arguments).ok().stderr_has("3 articles added");
    project.write("news/y.md", "# More\n\nA text.\n");
    project.write("news/z.txt", "Zeta\n\nA text.\n");
    project.run(["index"]).ok().stderr_has("1 article added");
    project
        .run(["index", "news"])
        .ok()
        .stderr_has("4 unchanged");
    project
        .run(["info"])
        .ok()
        .stdout_has("only *.txt")
        .stdout_has("without old/**");
    project.run(["index", "news", "--include", "["]).trouble();
    // An empty one forgets them.
    project
        .run(["index", "news", "--exclude", ""])
        .ok()
        .stderr_has("4 unchanged")
        .stderr_has("3 articles added");
}

#[test]
fn records_that_were_skipped_are_listed_and_counted_on_every_run() {
    let good = "{\"title\": \"One\", \"body\": \"The ship is in.\"}";
    let lines = format!("{good}\n{{\"x\": 1}}\n{{\n{good}\n");
    let project = Project::new()
        .file("news/a.jsonl", lines.as_bytes())
        .file("news/b.txt", "");
    let report = ["--report", "report.csv"];
    let counts = "2 files looked at, 1 skipped, 2 records skipped";
    project
        .run(["index", "news"].iter().chain(&report))
        .ok()
        .stderr_has(counts);
    let first = project.read("report.csv");
    assert_eq!(first.lines().count(), 4, "{first}");
    // Unchanged, touched, analysed anew.
    for (number, more) in [&[][..], &[], &["--date-from-mtime"]].iter().enumerate() {
        if number == 1 {
            project.write("news/a.jsonl", &lines);
        }
        let run = project
            .run(["index"].iter().chain(&report).chain(more.iter()))
            .ok();
        run.stderr_has(counts).stderr_lacks("skipped /");
        assert_eq!(project.read("report.csv"), first);
        project
            .run(["info"])
            .ok()
            .stdout_has("2, 1 skipped, 2 records skipped");
    }
}

#[test]
fn of_very_many_records_that_were_skipped_some_are_told_and_all_are_counted() {
    let project = three().file("news/b.jsonl", "{x\n".repeat(2000));
    let run = project
        .run(["index", "news", "--report", "report.csv"])
        .ok();
    let run = run.stderr_has("0 skipped, 2,000 records skipped");
    let first = project.read("report.csv");
    let told = first.lines().filter(|line| line.contains("not valid JSON"));
    let (told, last) = (told.count(), first.lines().last().unwrap());
    assert!((100..1000).contains(&told), "{told}");
    assert_eq!(first.lines().count(), told + 2);
    assert!(
        last.contains(&format!("{} more, which", 2000 - told)),
        "{last}"
    );
    assert_eq!(run.stderr.matches("skipped /").count(), told + 1);
    project.run(["index", "--report", "report.csv"]).ok();
    assert_eq!(project.read("report.csv"), first);
}

#[test]
fn a_report_lists_what_was_skipped_known_or_not() {
    let project = three()
        .file("news/empty.txt", "")
        .file("news/bad.json", "{\"title\": \"x");
    project
        .run(["index", "news", "--report", "report.csv"])
        .ok();
    let first = project.read("report.csv");
    assert!(first.starts_with("path,record,reason,what\n"), "{first}");
    assert!(
        first.contains("empty.txt,,") && first.contains("bad.json,,"),
        "{first}"
    );
    assert_eq!(first.lines().count(), 3);
    // Broken files are not read again before they change, but still listed.
    let run = project.run(["index", "--report", "report.csv"]).ok();
    run.stderr_has("2 skipped").stderr_lacks("skipped /");
    assert_eq!(project.read("report.csv"), first);
    project
        .run(["index", "-v"])
        .ok()
        .line_about("empty.txt", &["skipped"]);
    project.run(["index", "--strict"]).exits(2);
    project.write(
        "news/bad.json",
        "{\"title\": \"x\", \"body\": \"now whole\"}",
    );
    project
        .run(["index"])
        .ok()
        .stderr_has("1 skipped")
        .stderr_has("3 unchanged");
    project.run(["search", "title:x"]).ok();
}

#[test]
fn what_was_exported_is_no_article() {
    let project = three();
    project.run(["index", "news"]).ok();
    for file in ["news/hits.csv", "news/hits.jsonl"] {
        project.run(["export", "*", "-o", file]).ok();
    }
    project.write("news/other.query.json", "{\"title\":\"T\",\"body\":\"B\"}");
    let run = project.run(["index"]).ok();
    assert_eq!((run.summary("added"), run.summary("skipped")), (1, 4));
    let run = run.line_about("news/hits.csv", &["an export of dateline"]);
    run.line_about("news/hits.csv.query.json", &["the record of an export"]);
    // It is known by then, and stays what it is when it is written again.
    project.run(["export", "*", "-o", "news/hits.csv"]).ok();
    let run = project.run(["index"]).ok();
    assert_eq!((run.summary("unchanged"), run.summary("skipped")), (4, 4));
    project
        .run(["annotate", "news"])
        .ok()
        .line_about("news/hits.jsonl", &["an export of dateline"]);
    // What is named is read, and stays.
    let hits = ["index", "news/hits.jsonl"];
    assert_eq!(project.run(hits).ok().summary("added"), 3);
    assert_eq!(project.run(hits).ok().summary("unchanged"), 3);
    let run = project.run(["index"]).ok();
    assert_eq!((run.summary("unchanged"), run.summary("skipped")), (7, 3));
    project.run(["remove", "news/hits.jsonl"]).ok();
    assert_eq!(project.run(["index"]).ok().summary("skipped"), 4);
    // Without its record nobody can tell.
    project.remove("news/hits.jsonl.query.json");
    let run = project.run(["index"]).ok();
    assert_eq!(run.summary("added"), 3);
    project.write("b/hits.csv", project.read("news/hits.csv"));
    let record = project.read("news/hits.csv.query.json");
    project.write("b/hits.csv.query.json", record);
    let run = project.run(["index", "b/hits.csv"]).ok();
    run.stderr_has("4 articles added");
}

#[cfg(unix)]
#[test]
fn every_number_is_the_same_in_the_summary_the_report_and_the_index() {
    let line = |id: u32| format!("{{\"id\":\"{id}\",\"title\":\"T{id}\",\"body\":\"x\"}}\n");
    let cut = "{\"title\":\"T\",\"body\":\"x\"},{\"title\":\"U\",\"bo";
    let project = three()
        .file("news/bad.jsonl", line(1) + "{\n" + &line(2) + "[1\n")
        .file("news/cut.json", format!("[{cut}"))
        .file("news/none.json", "[]")
        .file("news/empty.txt", "");
    std::os::unix::fs::symlink(project.path("news"), project.path("news/loop")).unwrap();
    let report = |arguments: &[&str]| {
        let run = project.run(["index", "--report", "report.csv"].iter().chain(arguments));
        let run = run.ok();
        let text = project.read("report.csv");
        let of = |what: &str| text.lines().filter(|line| line.ends_with(what)).count() as u64;
        (run, [",file", ",rest", ",record", ",path"].map(of))
    };
    let (run, rows) = report(&["news"]);
    assert_eq!(rows, [2, 1, 2, 1], "{}", project.read("report.csv"));
    let run = run.line_about("none.json", &["no article in it"]);
    let run = run.line_about("cut.json", &["read in part"]);
    let said =
        "7 files looked at, 2 skipped, 1 read in part, 2 records skipped; 1 path not followed";
    run.stderr_has(said);
    // Unchanged, they are counted and told as before.
    let (run, rows) = report(&[]);
    run.stderr_has(said);
    assert_eq!(rows, [2, 1, 2, 1], "{}", project.read("report.csv"));
    let info = project.run(["info", "--format", "json"]).ok().json();
    let numbers = [
        "files",
        "files_skipped",
        "files_in_part",
        "records_skipped",
        "paths_not_followed",
    ];
    assert_eq!(
        numbers.map(|name| info[name].as_u64().unwrap()),
        [7, 2, 1, 2, 1]
    );
    let info = project.run(["info"]).ok();
    info.stdout_has("7, 2 skipped, 1 read in part, 2 records skipped");
}
