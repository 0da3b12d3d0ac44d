//! Which part of the disk an index knows: `--in`, labels, nested roots, `remove`.

use crate::helper::Project;
use crate::start::LIGHTHOUSE;

#[test]
fn in_takes_whole_path_components() {
    let project = Project::new()
        .file("news/a.txt", "One\n\nlighthouse in news\n")
        .file("news2/b.txt", "Two\n\nlighthouse in news2\n")
        .file("all/news/c.txt", "Three\n\nlighthouse\n")
        .file("all/news2/d.txt", "Four\n\nlighthouse\n")
        .file("all/news.txt", "Five\n\nlighthouse\n");
    project
        .run(["index", "news", "news2", "--label", "x"])
        .trouble();
    project
        .run(["index", "news", "news2"])
        .ok()
        .stderr_has("2 articles added");
    project
        .run(["index", "all"])
        .ok()
        .stderr_has("3 articles added");
    let within = |path: &str| {
        let run = project
            .run(["search", "--format", "json", "--in", path, "lighthouse"])
            .ok();
        run.json()["total"].as_u64().unwrap()
    };
    for (path, total) in [
        ("news", 1),
        ("news2", 1),
        ("all", 3),
        ("all/news", 1),
        ("all/news2", 1),
        ("all/news.txt", 1),
        ("news/", 1),
        ("./all/../news", 1),
    ] {
        assert_eq!(within(path), total, "{path}");
    }
    assert_eq!(project.total("lighthouse"), 5);
}

#[test]
fn in_refreshes_and_prunes_what_lies_there_and_nothing_else() {
    let project = Project::new()
        .file("news/a/1.txt", "One\n\nlighthouse\n")
        .file("news/b/2.txt", "Two\n\nlighthouse\n");
    project.run(["index", "news"]).ok();
    project.remove("news/a/1.txt");
    project.remove("news/b/2.txt");
    project.write("news/a/3.txt", "Three\n\nlighthouse again\n");
    project.write("news/b/4.txt", "Four\n\nlighthouse again\n");
    let run = project.run(["search", "--in", "news/a", "lighthouse"]).ok();
    run.stdout_has("Three")
        .stdout_lacks("One")
        .stdout_has("1 article for");
    // Under news/b everything is as it was.
    project
        .run(["search", "lighthouse"])
        .ok()
        .stdout_has("2 articles for")
        .stdout_has("Two");
    project.run(["index", "--prune"]).ok();
    project
        .run(["search", "lighthouse"])
        .ok()
        .stdout_has("Four")
        .stdout_lacks("Two");
}

#[test]
fn in_searches_the_last_commit_while_another_run_holds_the_lock() {
    let project = Project::new().file("news/a.txt", LIGHTHOUSE);
    project.run(["index", "news"]).ok();
    project.write("news/b.txt", "Second\n\nThe lighthouse is dark.\n");
    let lock = std::fs::File::options()
        .write(true)
        .open(project.path(".dateline/lock"))
        .unwrap();
    lock.try_lock().unwrap();
    project
        .run(["search", "--in", "news", "lighthouse"])
        .ok()
        .one_line("searching the last commit")
        .stdout_has("1 article for");
    project
        .run(["search", "--in", "news", "windmill"])
        .nothing();
    drop(lock);
    project
        .run(["search", "--in", "news", "lighthouse"])
        .ok()
        .stdout_has("2 articles for");
}

#[test]
fn labels_must_differ() {
    let project = Project::new()
        .file("a/news/1.txt", "One\n\nlighthouse\n")
        .file("b/news/2.txt", "Two\n\nlighthouse\n");
    project.run(["index", "a/news"]).ok();
    let run = project.run(["index", "b/news"]).trouble();
    run.one_line("the label `news` is taken by")
        .stderr_has("--label");
    project
        .run(["index", "b/news", "--label", "b"])
        .ok()
        .stderr_has("1 article added");
    assert_eq!(project.total("lighthouse"), 2);
    project
        .run(["info"])
        .ok()
        .stdout_has("(news)")
        .stdout_has("(b)");
    // A known root needs its label no more.
    project
        .run(["index", "b/news"])
        .ok()
        .stderr_has("1 unchanged");
}

#[test]
fn another_label_takes_a_rebuild() {
    let project = Project::new()
        .file("news/a.txt", "One\n\nlighthouse\n")
        .file("news/b.txt", "Two\n\nlighthouse\n")
        .file("old/c.txt", "Three\n\nlighthouse\n")
        .file("first/news/a.txt", "One\n\nlighthouse\n");
    project.run(["index", "news", "old"]).ok();
    let id = project.export("title:Two")[0]["id"].clone();
    let rows = format!(
        "news/a.txt,outlet,Pan\n{},outlet,Pot\n",
        id.as_str().unwrap()
    );
    project.write("fix.csv", rows);
    project.run(["index", "--corrections", "fix.csv"]).ok();
    for (arguments, says) in [
        (&["news", "--label", "first"][..], "its label is `news`"),
        (&["news/a.txt", "--label", "first"], "a whole root"),
        (&["news", "--label", "old", "--rebuild"], "is taken by"),
        (&["news/a.txt", "--label", "x", "--rebuild"], "a whole root"),
    ] {
        let run = project.run(["index"].iter().chain(arguments)).trouble();
        run.one_line(says);
    }
    project.run(["info"]).ok().stdout_has("(news)");
    project.run(["index", "news", "--label", "news"]).ok();
    let rebuild = ["index", "news", "--label", "first", "--rebuild"];
    let run = project.run(rebuild).ok().stderr_has("3 articles added");
    run.stderr_has("1 correction by id: the label is part of it; give them anew");
    project.run(["info"]).ok().stdout_has("(first)");
    assert_eq!(project.total("outlet:Pan"), 1);
    // Who has the same under this name has the same ids.
    let there = ["index", "first/news", "--label", "first", "--index", "i"];
    project.run(there).ok();
    let run = project.run(["export", "title:One", "--index", "i"]).ok();
    let here = project.export("title:One");
    assert_eq!(run.jsonl()[0]["id"], here[0]["id"]);
    project.run(["verify"]).ok();
}

#[test]
fn nested_roots_hold_every_article_once() {
    for order in [["all", "all/sub"], ["all/sub", "all"]] {
        let project = Project::new()
            .file("all/a.txt", "One\n\nlighthouse\n")
            .file("all/sub/b.txt", "Two\n\nlighthouse\n");
        for path in order {
            project.run(["index", path]).ok();
        }
        assert_eq!(project.total("lighthouse"), 2, "{order:?}");
        let within = |path: &str| {
            let run = project
                .run(["search", "--format", "json", "--in", path, "lighthouse"])
                .ok();
            run.json()["total"].as_u64().unwrap()
        };
        assert_eq!((within("all"), within("all/sub")), (2, 1), "{order:?}");
        project.write("all/sub/c.txt", "Three\n\nlighthouse\n");
        assert_eq!(within("all"), 3, "{order:?}");
        project
            .run(["index", "--prune"])
            .ok()
            .stderr_has("3 unchanged");
        project.run(["verify"]).ok();
    }
}

#[test]
fn a_file_may_be_a_root() {
    let project = Project::new()
        .file("news/a.txt", LIGHTHOUSE)
        .file("news/b.txt", "B\n\nFog.\n");
    project
        .run(["index", "news/a.txt"])
        .ok()
        .stderr_has("1 article added");
    assert_eq!(project.total("*"), 1);
    project
        .run(["search", "--in", "news/a.txt", "lighthouse"])
        .ok();
    project.run(["index", "news"]).ok();
    assert_eq!(project.total("*"), 2);
}

#[test]
fn remove_takes_out_and_a_removed_root_is_forgotten() {
    let project = Project::new()
        .file("news/a/1.txt", "One\n\nlighthouse\n")
        .file("news/ab/2.txt", "Two\n\nlighthouse\n")
        .file("other/3.txt", "Three\n\nlighthouse\n");
    project
        .run(["remove", "news"])
        .trouble()
        .one_line("no index here");
    project.run(["index", "news", "other"]).ok();
    project
        .run(["remove", "news/a"])
        .ok()
        .stderr_has("1 article removed");
    assert_eq!(project.total("lighthouse"), 2);
    project.run(["remove", "news/a"]).nothing();
    project.run(["index"]).ok().stderr_has("1 article added");
    project
        .run(["remove", "elsewhere"])
        .trouble()
        .line_about("elsewhere", &["not in the index"]);
    project.remove("news");
    project
        .run(["remove", "news"])
        .ok()
        .stderr_has("2 articles removed");
    project.run(["index"]).ok().stderr_has("1 unchanged");
    project
        .run(["info"])
        .ok()
        .stdout_lacks("(news)")
        .stdout_has("(other)");
    project.run(["verify"]).ok();
}

#[test]
fn an_index_in_its_archive_is_no_part_of_it() {
    let project = Project::new().file("news/a.txt", LIGHTHOUSE);
    for _ in 0..2 {
        let run = project.run(["index", "news", "--index", "news/index"]).ok();
        assert_eq!(run.summary("looked"), 1);
    }
    let other = project.run(["index", "news"]).ok();
    assert_eq!(other.summary("looked"), 1);
    for path in ["news/index", "news/index/engine", "news/index/lock"] {
        let fresh = ["index", path, "--index", "fresh"];
        for arguments in [&["index", path][..], &fresh, &["search", "--in", path, "x"]] {
            let run = project.run(arguments).trouble();
            run.one_line(&format!("{path}: a dateline index, no archive"));
        }
    }
    // An archive is no place for an index's own files.
    project
        .run(["index", "news", "--index", "news"])
        .trouble()
        .one_line("an index wants a directory of its own");
    assert_eq!(project.names("news"), ["a.txt", "index"]);
}
