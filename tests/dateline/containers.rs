//! Archives and the other formats that hold many articles, as a person meets them.

use crate::helper::{Project, copy, repository};
use std::io::{Cursor, Write};

const TEXT: &str = "Pier closed\n\nThe harbour office closed the north pier on 20 September 2023.";

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn archive() -> Vec<u8> {
    zip(&[
        ("2023/09/20/pier.txt", TEXT.as_bytes()),
        ("broken.json", b"{\"title\""),
        (
            "more.jsonl",
            b"{\"title\": \"Pier open\", \"body\": \"x\"}\n{\"title\": 7\n",
        ),
        ("inner.zip", &zip(&[("b.txt", TEXT.as_bytes())])),
    ])
}

#[test]
fn an_archive_is_indexed_member_by_member() {
    let project = Project::new().file("news/a.zip", archive());
    let run = project
        .run(["index", "news", "--report", "report.csv"])
        .ok();
    run.stderr_has("3 articles added")
        .stderr_has("a.zip!broken.json: not valid JSON")
        .stderr_has("a.zip!more.jsonl: record 2: not valid JSON")
        .stderr_has("2 records skipped");
    let report = std::fs::read_to_string(project.path("report.csv")).unwrap();
    assert!(report.contains("a.zip!more.jsonl,2,"), "{report}");
    let hits = project
        .run(["export", "pier", "--format", "jsonl"])
        .ok()
        .jsonl();
    let mut paths: Vec<&str> = hits
        .iter()
        .map(|hit| hit["path"].as_str().unwrap())
        .collect();
    paths.sort_unstable();
    let ends = [
        "a.zip!2023/09/20/pier.txt",
        "a.zip!inner.zip!b.txt",
        "a.zip!more.jsonl",
    ];
    assert_eq!(paths.len(), ends.len());
    for (path, end) in paths.iter().zip(ends) {
        assert!(path.ends_with(end), "{path}");
    }
    // The archive is one file: unchanged, it is not read again, and what was wrong is still known.
    project
        .run(["index", "-v"])
        .ok()
        .stderr_has("0 articles added, 0 updated, 3 unchanged")
        .stderr_has("a.zip!broken.json: not valid JSON");
    project
        .run(["search", "--in", "news/a.zip", "published:2023-09-20"])
        .ok()
        .stdout_has("a.zip!2023/09/20/pier.txt");
    project.write(
        "news/a.zip",
        zip(&[("2023/09/20/pier.txt", TEXT.as_bytes())]),
    );
    project
        .run(["index"])
        .ok()
        .stderr_has("1 updated, 0 unchanged, 2 removed");
}

/// The format that `read` tells of the first article.
fn told_format(output: &str) -> &str {
    let line = output.lines().find_map(|line| line.strip_prefix("format "));
    line.unwrap_or_default().trim()
}

#[test]
fn files_of_corpus_formats_are_told_apart_by_their_content() {
    let project = Project::new();
    copy(
        &repository().join("corpus/formats"),
        &project.path("formats"),
    );
    for (folder, format) in [
        ("csv", "csv"),
        ("eml", "eml"),
        ("factiva", "text"),
        ("mbox", "mbox"),
        ("nexis", "text"),
        #[cfg(feature = "parquet")]
        ("parquet", "parquet"),
        ("rtf", "rtf"),
        ("warc", "warc"),
    ] {
        for file in std::fs::read_dir(project.path(&format!("formats/{folder}"))).unwrap() {
            let file = file.unwrap().path();
            let run = project
                .run(["read", file.to_str().unwrap()])
                .ok()
                .stdout_has("Pier closed after storm");
            assert_eq!(told_format(&run.stdout), format);
        }
    }
}

#[test]
fn a_file_that_is_not_there_is_told_and_the_others_are_read() {
    let project = Project::new().file("a.txt", "Pier closed\n\nThe north pier is closed.\n");
    let run = project.run(["read", "nofile.txt", "a.txt"]).trouble();
    run.stdout_has("Pier closed")
        .stderr_has("skipped nofile.txt: no such file or directory");
}

#[test]
fn read_shows_what_was_recognised() {
    let project = Project::new().file("a.zip", archive());
    let run = project.run(["read", "a.zip"]).trouble();
    run.stdout_has("text, in zip, in zip")
        .stdout_has("a.zip!inner.zip!b.txt")
        .stdout_has("The harbour office closed the north pier")
        .stderr_has("skipped a.zip!broken.json: not valid JSON");
    project
        .run(["read", "a.zip", "-n", "1"])
        .trouble()
        .stderr_has("1 article shown, more follow");
    let project = Project::new().file("a.txt", "# Pier\n\nText *x*\n");
    project
        .run(["read", "--as", "markdown", "a.txt"])
        .ok()
        .stdout_has("markdown")
        .stdout_has("Text x");
    project.run(["read", "--as", "nothing", "a.txt"]).trouble();
}

#[test]
fn formats_are_listed_within_eighty_columns() {
    let mut run = Project::new().run(["formats"]).ok();
    for name in [
        "csv  .csv .tsv",
        "zip  .zip",
        "xz  .xz .txz",
        "mbox",
        "docx",
    ] {
        run = run.stdout_has(name);
    }
    let wide = run.stdout.lines().find(|line| line.chars().count() > 80);
    assert_eq!(wide, None);
}

#[test]
fn a_mapping_is_kept_with_its_root() {
    let project = Project::new().file("news/a.csv", "Kopf;Inhalt\nPier closed;The harbour.\n");
    project
        .run(["index", "news"])
        .trouble()
        .stderr_has("no title or body among its columns: Kopf, Inhalt");
    project
        .run(["index", "news", "--columns", "title=Kopf,body=Inhalt"])
        .ok()
        .stderr_has("1 article added");
    project.run(["search", "title:pier"]).ok();
    // Later runs read what changed with the same mapping, and nothing else.
    project
        .run(["index"])
        .ok()
        .stderr_has("0 updated, 1 unchanged");
    project.write("news/b.csv", "Kopf;Inhalt\nPier open;The harbour.\n");
    project
        .run(["index", "news"])
        .ok()
        .stderr_has("1 article added, 0 updated, 1 unchanged");
    project.run(["search", "--in", "news", "title:open"]).ok();
    // Another mapping reads all of them anew.
    project.write("map.toml", "title = \"Inhalt\"\nbody = \"Kopf\"\n");
    project
        .run(["index", "news", "--map", "map.toml"])
        .ok()
        .stderr_has("2 updated, 0 unchanged");
    project.run(["search", "title:harbour"]).ok();
    project
        .run(["index", "news", "--columns", "nothing=x"])
        .trouble()
        .stderr_has("no field `nothing`");
    project
        .run(["index", "--columns", "title=x"])
        .trouble()
        .stderr_has("need a PATH");
}

#[test]
fn a_search_in_a_path_takes_a_mapping() {
    let project = Project::new()
        .file(
            "news/a.csv",
            "Kopf;Inhalt;Firma\nPier closed;The harbour.;Coast Guard\n",
        )
        .file(
            "news/deep/b.csv",
            "Kopf;Inhalt;Firma\nPier open;The harbour.;Tug Ltd\n",
        );
    let columns = ["--columns", "title=Kopf,body=Inhalt,organisations=Firma"];
    let run = |arguments: &[&str]| project.run([arguments, &columns].concat());
    run(&["search", "--in", "news", "title:pier"])
        .ok()
        .stdout_has("2 articles for title:pier");
    assert_eq!(project.total("source-orgs:coast"), 1);
    // It is kept.
    project
        .run(["search", "--in", "news", "title:pier"])
        .ok()
        .stdout_has("2 articles for title:pier");
    project.write("map.toml", "title = \"Inhalt\"\nbody = \"Kopf\"\n");
    project
        .run([
            "count",
            "--in",
            "news",
            "--map",
            "map.toml",
            "title:harbour",
        ])
        .ok()
        .stdout_has("2 articles");
    run(&["search", "--in", "news/deep", "title:pier"])
        .trouble()
        .stderr_has("--map and --columns belong to a whole root");
    run(&["search", "title:pier"])
        .trouble()
        .stderr_has("need --in PATH");
}

#[test]
fn corrections_reach_the_members_of_archives() {
    let text = |title: &str| format!("{title}\n\nNobody knows when.\n").into_bytes();
    let inner = zip(&[("c.txt", &text("Gamma"))]);
    let members = [
        ("a.txt", text("Alpha")),
        ("b.txt", text("Beta")),
        ("in.zip", inner),
    ];
    let members = members
        .each_ref()
        .map(|(name, text)| (*name, text.as_slice()));
    let project = Project::new().file("news/x!y.zip", zip(&members));
    project.run(["index", "news"]).ok();
    let id = project.export("title:Alpha")[0]["id"].clone();
    let correct = |rows: &str| {
        project.write("fix.csv", rows);
        project.run(["index", "--corrections", "fix.csv"]).ok()
    };
    let published = |title: &str| project.export(title)[0]["published"]["date"].clone();
    correct(&format!("{},published,1999\n", id.as_str().unwrap())).stderr_has("3 analysed anew");
    assert_eq!(published("title:Alpha"), "1999");
    // By the path that is shown, by the label, all of an archive; and what is not in one is told.
    let shown = project.path("news/x!y.zip!b.txt");
    let run = correct(&format!(
        "{},published,1998\nnews/x!y.zip!in.zip!c.txt,published,1997\nnews/x!y.zip,outlet,Pan\n\
         news/x!y.zip!in.zip,language,de\nnews/x!y.zip!no.txt,outlet,X\n",
        shown.display()
    ));
    run.stderr_has("fix.csv: row 5: `news/x!y.zip!no.txt` is not in the index")
        .stderr_lacks("row 1")
        .stderr_lacks("row 2")
        .stderr_lacks("row 4")
        .stderr_has("3 analysed anew");
    assert_eq!(published("title:Beta"), "1998");
    assert_eq!(published("title:Gamma"), "1997");
    assert_eq!(project.total("outlet:Pan"), 3);
    assert_eq!(project.total("lang:de"), 1);
    project.run(["info"]).ok().stdout_has("stale        0");
}
