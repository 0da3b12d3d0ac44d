//! What makes an index renew itself: other settings, corrections, another version, damage.

use crate::helper::{Project, text};
use crate::refresh::{ids, three, touch};

const BAKU: &str =
    "Title: Convoy leaves\nDate: 2023-09-20\n\nRussian peacekeepers left on Tuesday.\n";

#[test]
fn words_alone_are_completed_by_a_plain_run() {
    let project = Project::new().file("news/a.txt", BAKU);
    project.run(["index", "news", "--layers", "words"]).ok();
    project.run(["info"]).ok().stdout_has("words alone");
    project.run(["search", "peacekeepers"]).ok();
    project.run(["search", "actor:russia"]).nothing();
    project.run(["search", "event:2023-09-19"]).nothing();
    let run = project.run(["index"]).ok();
    run.stderr_has("1 analysed anew")
        .stderr_has("0 articles added");
    project
        .run(["search", "actor:russia event:2023-09-19"])
        .ok();
    project
        .run(["info"])
        .ok()
        .stdout_has("words, who, when")
        .stdout_has("stale        0");
    project
        .run(["index"])
        .ok()
        .stderr_has("1 unchanged")
        .stderr_lacks("anew");
    project.run(["verify"]).ok();
}

#[test]
fn the_stored_text_is_enough_to_analyse_anew() {
    let project = Project::new().file("news/a.txt", BAKU);
    let whole = Project::new().file("news/a.txt", BAKU);
    project.run(["index", "news", "--layers", "words"]).ok();
    project.run(["index"]).ok();
    whole.run(["index", "news"]).ok();
    let fields = [
        "id",
        "title",
        "published",
        "actors",
        "event_dates",
        "language",
        "source",
    ];
    let (found, expected) = (project.export("*"), whole.export("*"));
    for field in fields {
        assert_eq!(found[0][field], expected[0][field], "{field}");
    }
}

#[test]
fn what_is_analysed_under_other_settings_is_counted_as_stale() {
    let project = Project::new()
        .file("one/a.txt", BAKU)
        .file("two/b.txt", BAKU);
    project
        .run(["index", "one", "two", "--layers", "words"])
        .ok();
    project
        .run(["index", "one"])
        .ok()
        .stderr_has("1 analysed anew");
    project.run(["info"]).ok().stdout_has("stale        1");
    project
        .run(["search", "peacekeepers"])
        .ok()
        .stdout_has("1 article searched was analysed under other settings");
    project
        .run(["export", "peacekeepers"])
        .ok()
        .stderr_has("1 article stale");
    project.run(["index"]).ok().stderr_has("1 analysed anew");
    project.run(["info"]).ok().stdout_has("stale        0");
    project
        .run(["search", "peacekeepers"])
        .ok()
        .stdout_lacks("other settings");
}

#[test]
fn what_is_gone_but_kept_is_analysed_anew_too() {
    let project = three();
    project.run(["index", "news", "--layers", "words"]).ok();
    project.remove("news/a.txt");
    let run = project.run(["index"]).ok();
    run.stderr_has("0 unchanged, 0 removed, 3 analysed anew; 2 files looked at")
        .stderr_has("1 file gone but kept");
    project.run(["info"]).ok().stdout_has("stale        0");
    let run = project.run(["index"]).ok();
    run.stderr_has("3 unchanged").stderr_lacks("anew");
    project.run(["verify"]).ok();
}

#[test]
fn corrections_hold_for_good() {
    let project = Project::new()
        .file("news/a.txt", BAKU)
        .file("news/b.txt", "Sauce\n\nNobody knows when.\n")
        .file("news/c.jsonl", "{\"id\":\"r1\",\"title\":\"R1\",\"body\":\"one\"}\n{\"id\":\"r2\",\"title\":\"R2\",\"body\":\"two\"}\n");
    let corrections = ["--corrections", "fix.csv"];
    project.run(["index", "news"]).ok();
    let id = ids(&project)["R2"].clone();
    project.write(
        "fix.csv",
        format!(
            "path,field,value\nnews/a.txt,published,2021-02\nnews/b.txt,outlet,\"The Pan, daily\"\n\
             news/b.txt,language,de\n{id},published,1999-12-31\n"
        ),
    );
    let run = project.run(["index"].iter().chain(&corrections)).ok();
    run.stderr_has("4 corrections taken")
        .stderr_has("analysed anew");
    let check = || {
        let find = |query: &str| project.export(query).first().cloned().unwrap_or_default();
        let convoy = find("title:convoy");
        assert_eq!(convoy["published"]["date"], "2021-02");
        assert_eq!(convoy["published"]["origin"], "corrections");
        // Dates in the text follow the date of the article.
        assert_eq!(
            project.run(["search", "event:2023-09-19"]).nothing().stderr,
            ""
        );
        let sauce = find("title:sauce");
        assert_eq!(
            (text(&sauce, "outlet"), text(&sauce, "language")),
            ("The Pan, daily", "de")
        );
        assert_eq!(find("title:R2")["published"]["date"], "1999-12-31");
        assert!(find("title:R1")["published"].is_null());
        assert_eq!(project.total("outlet:pan lang:de"), 1);
        assert_eq!(project.total("published:1999"), 1);
    };
    check();
    // Another run, another text, another index: they hold.
    project
        .run(["index"])
        .ok()
        .stderr_has("4 unchanged")
        .stderr_lacks("anew");
    project.write("news/b.txt", "Sauce\n\nNobody knows when, or where.\n");
    project.write("news/a.txt", BAKU.replace("left", "were leaving"));
    project.run(["index"]).ok().stderr_has("2 updated");
    check();
    project
        .run(["index", "--rebuild"])
        .ok()
        .stderr_has("4 articles added");
    check();
    project.run(["info"]).ok().stdout_has("stale        0");
    // A later row wins; a row that makes no sense changes nothing.
    project.write("fix.csv", "news/a.txt,published,2022-03-04\n");
    project
        .run(["index"].iter().chain(&corrections))
        .ok()
        .stderr_has("1 correction taken");
    assert_eq!(project.total("published:2022-03-04"), 1);
    for (row, says) in [
        ("news/a.txt,published,2022-02-30", "is no date"),
        ("news/a.txt,colour,blue", "cannot be corrected"),
        ("elsewhere/a.txt,outlet,X", "neither"),
        ("news/a.txt,language,klingon", "is no language"),
    ] {
        project.write("fix.csv", format!("news/a.txt,outlet,Y\n{row}\n"));
        let run = project.run(["index"].iter().chain(&corrections)).trouble();
        run.one_line(says).stderr_has("row 2");
    }
    project.run(["search", "outlet:Y"]).nothing();
    // A file that is not in the index is told; semicolons part cells, too.
    project.write(
        "fix.csv",
        "path;field;value\nnews/gone.txt;outlet;X\nnews/a.txt;outlet;The Pan, daily\n",
    );
    let run = project.run(["index"].iter().chain(&corrections)).ok();
    run.stderr_has("fix.csv: row 2: `news/gone.txt` is not in the index")
        .stderr_has("2 corrections taken");
    assert_eq!(project.total("outlet:\"The Pan, daily\""), 2);
}

#[test]
fn corrections_come_with_the_articles_that_they_are_for() {
    let project = Project::new()
        .file("a/1.txt", "One\n\nlighthouse\n")
        .file("b/2.txt", "Two\n\nlighthouse\n")
        .file("fix.csv", "a/1.txt,published,2020\n");
    let with = |arguments: &[&str]| {
        let given = ["--corrections", "fix.csv"];
        project.run(["index"].iter().chain(arguments).chain(&given))
    };
    // A new index, a new root, an index made anew.
    let run = with(&["a"]).ok();
    run.stderr_has("1 article added")
        .stderr_has("1 correction taken")
        .stderr_has("1 analysed anew");
    assert_eq!(project.total("published:2020"), 1);
    project.write("fix.csv", "b/2.txt,published,2021\n");
    with(&["a", "b"]).ok().stderr_has("1 correction taken");
    assert_eq!(project.total("published:2021"), 1);
    project.write("fix.csv", "b/2.txt,published,2022\n");
    with(&["--rebuild"]).ok().stderr_has("2 articles added");
    assert_eq!(project.total("published:2020"), 1);
    assert_eq!(project.total("published:2022"), 1);
    project.run(["info"]).ok().stdout_has("stale        0");
    // What is not there is told before the run.
    project.remove("fix.csv");
    with(&["a"]).trouble().one_line("fix.csv: no such file");
}

#[test]
fn rebuild_of_one_root_reads_the_others_anew_as_well() {
    let project = Project::new()
        .file("a/1.txt", "One\n\nlighthouse\n")
        .file("a/sub/2.txt", "Two\n\nlighthouse\n")
        .file("b/3.txt", "Three\n\nlighthouse\n");
    project.run(["index", "a", "b"]).ok();
    for path in ["a", "a/sub", "b"] {
        let run = project.run(["index", "--rebuild", path]).ok();
        let run = run.stderr_has("3 articles added");
        let run = run.stderr_has("rebuilding what else is in the index, too: ");
        run.stderr_has(match path {
            "b" => "/a\n",
            _ => "/b\n",
        });
        assert_eq!(project.total("lighthouse"), 3, "{path}");
    }
    // With a new root there are three.
    project.write("c/4.txt", "Four\n\nlighthouse\n");
    let run = project.run(["index", "--rebuild", "c"]).ok();
    run.stderr_has("4 articles added");
    project
        .run(["index", "--rebuild", "a", "b", "c"])
        .ok()
        .stderr_lacks("too:");
}

#[test]
fn a_rebuild_that_is_killed_forgets_no_root() {
    let project = Project::with_corpus().file("a/1.txt", "One\n\nlighthouse\n");
    project.run(["index", "a", "corpus"]).ok();
    let arguments = ["index", "--rebuild", "a", "--first-commit", "1000"];
    let mut child = project.command(arguments).spawn();
    let is_begun = || {
        let run = project.run(["info", "--format", "json"]);
        run.stdout.contains("\"unfinished\": true")
    };
    while !is_begun() {
        if child.try_wait().unwrap().is_some() {
            return eprintln!("left out: the run had ended");
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    project.run(["index"]).ok();
    assert_eq!(project.total("*"), 41);
    project.run(["info"]).ok().stdout_lacks("not finished");
}

#[test]
fn rebuild_reads_everything_anew_and_keeps_the_roots() {
    let project = three();
    project.run(["index", "news", "--exclude", "c.txt"]).ok();
    let before = ids(&project);
    let run = project.run(["index", "--rebuild"]).ok();
    run.stderr_has("2 articles added, 0 updated, 0 unchanged");
    assert_eq!(ids(&project), before);
    project.run(["info"]).ok().stdout_has("without c.txt");
}

#[test]
fn arguments_that_make_no_sense_cost_no_index() {
    let project = three()
        .file("other/news/d.txt", "Delta\n\nThe ferry waits.\n")
        .file("bad.toml", "title = [");
    project.run(["index", "news"]).ok();
    for arguments in [
        &["--corrections", "typo.csv"][..],
        &["--first-commit=-1"],
        &["--actors", "typo.csv"],
        &["--identities", "typo.txt"],
        &["typo"],
        &["other/news"],
        &["news", "--include", "["],
        &["news", "--map", "typo.toml"],
        &["news", "--map", "bad.toml"],
        &["news", "--columns", "colour=Headline"],
        &["news/a.txt", "--columns", "title=Headline"],
    ] {
        let rebuild = ["index", "--rebuild"];
        project.run(rebuild.iter().chain(arguments)).trouble();
        let run = project.run(["index"]).ok();
        assert_eq!(run.summary("unchanged"), 3, "{arguments:?}");
    }
    // Nor do they leave one behind that knows nothing.
    let new = ["index", "news", "other/news", "--index", "new"];
    project.run(new).trouble().one_line("--label");
    assert!(!project.exists("new/engine"));
}

#[test]
fn an_index_of_another_version_asks_to_be_rebuilt() {
    let project = three();
    project.run(["index", "news"]).ok();
    let meta = project.read(".dateline/engine/meta.json");
    let (before, after) = meta.split_once(r#"\"schema\":"#).unwrap();
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    project.write(
        ".dateline/engine/meta.json",
        format!(r#"{before}\"schema\":4711{rest}"#),
    );
    for arguments in [
        vec!["search", "lighthouse"],
        vec!["search", "--in", "news", "lighthouse"],
        vec!["export", "*"],
        vec!["info"],
        vec!["verify"],
        vec!["show", "0000000000000"],
        vec!["remove", "news"],
        vec!["index"],
        vec!["index", "news"],
    ] {
        project
            .run(&arguments)
            .trouble()
            .one_line("dateline index --rebuild");
    }
    project
        .run(["index", "--rebuild"])
        .ok()
        .stderr_has("3 articles added");
    project.run(["search", "lighthouse"]).ok();
}

#[test]
fn a_damaged_index_is_told() {
    let project = three();
    project.run(["index", "news"]).ok();
    project.run(["verify"]).ok().stdout_has("whole");
    let store = project.names(".dateline/engine");
    let store = store.iter().find(|name| name.ends_with(".store")).unwrap();
    let path = project.path(&format!(".dateline/engine/{store}"));
    let whole = std::fs::read(&path).unwrap();
    let mut bytes = whole.clone();
    bytes[whole.len() / 3] ^= 0x55;
    std::fs::write(&path, &bytes).unwrap();
    project.run(["verify"]).exits(2);
    std::fs::write(&path, &whole).unwrap();
    project.run(["verify"]).ok();
    let run = project.names(".dateline");
    let run = run
        .iter()
        .find(|name| name.starts_with("manifest-"))
        .unwrap();
    let manifest = project.read(&format!(".dateline/{run}"));
    project.write(
        &format!(".dateline/{run}"),
        manifest.replacen("a.txt", "b.txt", 1),
    );
    project.run(["verify"]).exits(2);
    project.write(&format!(".dateline/{run}"), manifest + "x");
    project
        .run(["verify"])
        .exits(2)
        .stdout_has("goes on after its end");
    project.run(["index", "--rebuild", "news"]).ok();
    project.run(["verify"]).ok();
    let names = project.names(".dateline/engine");
    let term = names.iter().find(|name| name.ends_with(".term")).unwrap();
    let path = format!(".dateline/engine/{term}");
    let whole = std::fs::read(project.path(&path)).unwrap();
    project.write(&path, &whole[..20]);
    for verb in [vec!["search", "lighthouse"], vec!["verify"], vec!["index"]] {
        let run = project.run(&verb).trouble();
        run.one_line(&format!("{term}: damaged; `dateline index --rebuild`"));
    }
    project
        .run(["index", "--rebuild"])
        .ok()
        .stderr_has("3 articles added");
    project.write(".dateline/engine/meta.json", "{}".repeat(3000));
    let run = project.run(["search", "lighthouse"]).trouble();
    assert!(run.stderr.len() < 200, "{}", run.stderr);
    run.one_line("meta.json: damaged; `dateline index --rebuild`");
    // It does not know its roots any more.
    project
        .run(["index", "--rebuild"])
        .trouble()
        .one_line("name it: dateline index --rebuild PATH");
    project.run(["index", "--rebuild", "news"]).ok();
    project.run(["search", "lighthouse"]).ok();
}

/// The engine reads postings and positions without a checksum: whatever stands there, what comes of it is an
/// answer or one line.
#[test]
fn damaged_postings_end_in_one_line_at_the_worst() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    let names = project.names(".dateline/engine");
    let mut faults = 0;
    let mut damaged = |ending: &str| {
        let name = names.iter().find(|name| name.ends_with(ending)).unwrap();
        let path = format!(".dateline/engine/{name}");
        let whole = std::fs::read(project.path(&path)).unwrap();
        for part in 0..8 {
            let mut bytes = whole.clone();
            let from = whole.len() / 8 * part;
            for byte in bytes.iter_mut().skip(from).take(200) {
                *byte = !*byte;
            }
            project.write(&path, &bytes);
            for query in [
                "the w/5 ceasefire",
                "\"the peacekeepers\"",
                "actor:RUS w/9 said",
            ] {
                let call = project.command(["count", query]);
                let run = call.env("RUST_BACKTRACE", "0").run();
                assert!(
                    matches!(run.code, Some(0..=2)),
                    "{:?} {}",
                    run.code,
                    run.stderr
                );
                assert!(run.stderr.lines().count() < 3, "{}", run.stderr);
                faults += usize::from(run.stderr.contains("dateline: stopped by a fault ("));
            }
        }
        project.write(&path, &whole);
    };
    damaged(".pos");
    damaged(".idx");
    assert!(faults > 0, "nothing that the engine panics on");
    project.run(["verify"]).ok();
}

/// What was begun before the damage was met is not committed.
#[test]
fn a_run_that_fails_leaves_the_last_commit() {
    let mut project = Project::new();
    for file in 0..40u64 {
        let number = |word: u64| (file * 500 + word).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let words: String = (0..500)
            .map(|word| format!(" {:x}", number(word)))
            .collect();
        project = project.file(
            &format!("news/{file}.txt"),
            format!("Alpha\n\nBeta{words}\n"),
        );
    }
    project.run(["index", "news", "--threads", "1"]).ok();
    let names = project.names(".dateline/engine");
    let store = names.iter().find(|name| name.ends_with(".store")).unwrap();
    let path = project.path(&format!(".dateline/engine/{store}"));
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 2000]
        .iter_mut()
        .for_each(|byte| *byte ^= 0x55);
    std::fs::write(&path, &bytes).unwrap();
    let articles = || project.run(["info", "--format", "json"]).ok().json()["articles"].clone();
    for _ in 0..3 {
        let run = project.run(["index", "news", "--threads", "1", "--layers", "words"]);
        run.exits(2)
            .stderr_has("the index is damaged; `dateline verify` says where");
        assert_eq!(articles(), 40);
    }
}

#[test]
fn a_modification_time_stands_for_a_date_only_where_asked_for() {
    let project = Project::new().file("news/a.txt", "Alpha\n\nNobody knows when.\n");
    touch(&project, "news/a.txt", 86_400 * 400);
    project.run(["index", "news"]).ok();
    assert_eq!(project.total("published:none"), 1);
    project
        .run(["index", "--date-from-mtime", "--rebuild"])
        .ok();
    project.run(["search", "published:none"]).nothing();
    assert_eq!(project.export("*")[0]["published"]["origin"], "mtime");
}

#[test]
fn date_from_mtime_reaches_files_that_are_known_already() {
    let project = Project::new().file("news/a.txt", "Alpha\n\nNobody knows when.\n");
    project.run(["index", "news"]).ok();
    project.run(["index", "--date-from-mtime"]).ok();
    assert_eq!(project.total("published:*"), 1);
}

#[test]
fn date_from_mtime_is_kept_until_it_is_switched_off() {
    let project = Project::new().file("news/a.txt", "Alpha\n\nNobody knows when.\n");
    let date = || project.export("*")[0]["published"]["date"].clone();
    let day = |seconds: u64| {
        touch(&project, "news/a.txt", seconds);
        let then = jiff::Timestamp::now() - jiff::SignedDuration::from_secs(seconds as i64);
        then.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
    };
    let first = day(86_400 * 400);
    project.run(["index", "news", "--date-from-mtime"]).ok();
    assert_eq!(date(), first);
    // Neither a plain run nor a search nor an index made anew takes dates away.
    let run = project.run(["index"]).ok();
    assert_eq!(run.summary("unchanged"), 1);
    project.run(["search", "--in", "news", "*"]).ok();
    assert_eq!(date(), first);
    project.run(["index", "--rebuild"]).ok();
    assert_eq!(date(), first);
    let info = project.run(["info"]).ok();
    info.stdout_has("modification times stand for dates");
    // Another day is another date, of the same text too.
    let second = day(86_400 * 300);
    let run = project.run(["search", "--in", "news", "*"]).ok();
    run.stderr_has("1 analysed anew");
    assert_eq!(date(), second);
    project.run(["index", "--no-date-from-mtime"]).ok();
    assert_eq!(project.total("published:none"), 1);
    let run = project.run(["index"]).ok();
    assert_eq!(run.summary("unchanged"), 1);
}

/// JSONL of one outlet, its dates as given.
fn dated(outlet: &str, dates: &[&str]) -> String {
    let one = |(number, date): (usize, &&str)| {
        format!(
            "{{\"id\":\"{outlet}-{number}\",\"title\":\"{outlet} {number}\",\"date_published\":\"{date}\",\
             \"outlet\":\"{outlet}\",\"body\":\"The ministers met in the capital on Tuesday and spoke about the peace that they had signed.\"}}\n"
        )
    };
    dates.iter().enumerate().map(one).collect()
}

#[test]
fn the_order_of_day_and_month_is_learned_when_asked_and_never_by_the_way() {
    let american = ["01/25/2023", "02/13/2023", "03/31/2023", "05/04/2023"];
    let british = ["25/01/2023", "13/02/2023", "31/03/2023", "05/04/2023"];
    let project = Project::new()
        .file("news/a.jsonl", dated("Eagle", &american))
        .file("news/b.jsonl", dated("Lion", &british))
        .file("news/c.jsonl", dated("Stranger", &["05/04/2023"]));
    let date = |title: &str| {
        let found = project.export(&format!("title:\"{title}\""));
        let published = &found[0]["published"];
        let confidence = published["confidence"].as_f64().unwrap();
        (text(published, "date").to_owned(), confidence)
    };
    project.run(["index", "news"]).ok().stderr_lacks("order");
    project.run(["info"]).ok().stdout_lacks("date order");
    let (before, doubt) = date("Eagle 3");
    assert!(before == "2023-04-05" && doubt < 0.6, "{before} {doubt}");
    assert_eq!(project.total("event:2023-04-04"), 3);

    let run = project.run(["index", "--learn"]).ok();
    run.stderr_has("3 day first, 3 month first of 6 numeric dates")
        .stderr_has("2 outlets known, 1 of them day first")
        .stderr_has("9 analysed anew");
    let (eagle, sure) = date("Eagle 3");
    assert!(eagle == "2023-05-04" && sure > doubt, "{eagle} {sure}");
    assert_eq!(date("Lion 3").0, "2023-04-05");
    // What no majority tells stays in doubt.
    assert_eq!(date("Stranger 0"), ("2023-04-05".to_owned(), doubt));
    // What the text means follows.
    assert_eq!(project.total("event:2023-05-02"), 1);
    let info = project.run(["info", "--format", "json"]).ok().json();
    assert_eq!(info["date_order"]["outlets"]["eagle"]["month_first"], 3);
    assert_eq!(info["stale"], 0);
    project.run(["info"]).ok().stdout_has("no order prevails");

    // It holds for later runs and new articles, and more of the same makes nothing stale.
    project.write(
        "news/d.jsonl",
        dated("Eagle", &["01/28/2023", "06/07/2023"]),
    );
    project
        .run(["index"])
        .ok()
        .stderr_has("2 articles added")
        .stderr_lacks("anew");
    project.run(["index", "--learn"]).ok().stderr_lacks("anew");
    project.run(["index", "--rebuild"]).ok();
    assert_eq!(date("Eagle 3").0, "2023-05-04");
    project.run(["verify"]).ok();

    // A damaged record is said, and measured anew.
    project.write(".dateline/date-order.json", "{");
    project.run(["index"]).trouble().stderr_has("--learn");
}

#[test]
fn stubs_skipped_once_are_read_when_asked_for_and_kept_then() {
    let teaser = |number: usize| {
        format!(
            "<div><h3><a href=/story/{number}>Harbour office closes pier number {number} again</a></h3>\
            <p>Divers found cracks in the pillars of pier number {number}, the office said.</p></div>"
        )
    };
    let teasers: String = (0..30).map(teaser).collect();
    let front = format!("<html><body><h1>The Post</h1><main>{teasers}</main></body></html>");
    let paid =
        "{\"@type\": \"NewsArticle\", \"headline\": \"Ferry\", \"isAccessibleForFree\": \"False\"}";
    let wall = format!(
        "<html><head><script type=\"application/ld+json\">{paid}</script></head><body><main>\
        <h1>Ferry</h1><p>The ferry to the island stays in port until the storm has gone, the office said.</p>\
        <div>Subscribe to continue reading this and every other story</div></main></body></html>"
    );
    let project = three()
        .file("news/front.html", front)
        .file("news/wall.html", wall);
    let run = project.run(["index", "news"]).ok();
    let run = run.line_about("front.html", &["an index of articles"]);
    run.line_about("wall.html", &["a paywall stub"]);
    let run = project.run(["index", "--keep-stubs"]).ok();
    let counts = ["added", "unchanged", "skipped"].map(|word| run.summary(word));
    assert_eq!(counts, [2, 3, 0], "{}", run.stderr);
    for arguments in [vec!["index"], vec!["index", "--keep-stubs"]] {
        let run = project.run(arguments).ok();
        assert_eq!((run.summary("unchanged"), run.summary("skipped")), (5, 0));
    }
    // Written again, a page is judged again.
    touch(&project, "news/wall.html", 1000);
    project.run(["index"]).ok().stderr_has("5 unchanged");
}
