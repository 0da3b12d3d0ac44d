//! A run killed at any moment: the index opens, work is kept, and the end is the same.

use crate::helper::{Project, Run};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

/// Moments of a run at which it is killed.
const KILLS: u32 = 50;

/// Articles of the archive, half of them in files of their own, half in two containers.
const ARTICLES: u64 = 240;

const SENTENCES: [&str; 12] = [
    "Russian peacekeepers left the {} on {} September 2023.",
    "Azerbaijan said on Tuesday that the {} would be {} within two days.",
    "President Ilham Aliyev met Emmanuel Macron near the {} in March {}.",
    "The United Nations counted {} trucks at the {}.",
    "Aliyev spoke of a {} and of {} villages.",
    "A spokesman in Moscow denied yesterday that the {} was {}.",
    "The {} had been closed since 19{} without a word.",
    "Germany and France asked for a {} before the {}.",
    "Nobody had seen the {} since the {} burned.",
    "By 14 June 20{} the {} was rebuilt.",
    "It rained on the {} and on the {}.",
    "The European Union promised {} million euros for the {}.",
];

const NOUNS: [&str; 24] = [
    "harbour",
    "bridge",
    "valley",
    "ceasefire",
    "market",
    "railway",
    "checkpoint",
    "convoy",
    "corridor",
    "parliament",
    "hospital",
    "river",
    "monastery",
    "airport",
    "refinery",
    "archive",
    "12",
    "17",
    "23",
    "31",
    "44",
    "58",
    "61",
    "77",
];

/// A text of about so many words, the same for the same number.
pub fn text(number: u64, words: usize) -> String {
    // Knuth's MMIX generator: any plain one will do.
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut text = String::new();
    let mut count = 0;
    while count < words {
        let mut sentence = SENTENCES[draw(SENTENCES.len())].to_owned();
        while sentence.contains("{}") {
            sentence = sentence.replacen("{}", NOUNS[draw(NOUNS.len())], 1);
        }
        count += sentence.split(' ').count();
        text.push_str(&sentence);
        text.push(if draw(5) == 0 { '\n' } else { ' ' });
    }
    text
}

fn archive() -> Project {
    let project = Project::new();
    let mut containers = [String::new(), String::new()];
    for number in 0..ARTICLES {
        let (title, body) = (format!("Story {number}"), text(number, 30));
        let date = format!("2023-09-{:02}", number % 28 + 1);
        if number % 2 == 0 {
            let path = format!("news/{}/{number}.txt", number % 20);
            project.write(&path, format!("Title: {title}\nDate: {date}\n\n{body}\n"));
        } else {
            let record = serde_json::json!({
                "id": format!("r{number}"), "title": title, "body": body, "published": date,
            });
            containers[number as usize / 2 % 2].push_str(&format!("{record}\n"));
        }
    }
    for (container, name) in containers.iter().zip(["a", "z"]) {
        project.write(&format!("news/{name}.jsonl"), container);
    }
    project
}

fn arguments(index: &str) -> [&str; 8] {
    [
        "index",
        "news",
        "--threads",
        "2",
        "--first-commit",
        "0.002",
        "--index",
        index,
    ]
}

/// Everything that must be the same at the end, in an order of its own.
fn state(project: &Project, index: &str) -> Vec<String> {
    let fields = "id,title,body,published,actors,event_dates";
    let run = project.run(["export", "*", "--fields", fields, "--index", index]);
    let mut lines: Vec<String> = run.ok().stdout.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// Starts a run and kills it after a while. Gives how long it took where it ended first.
fn killed(project: &Project, index: &str, after: Duration) -> Result<(), Duration> {
    let mut child = project.command(arguments(index)).spawn();
    let started = Instant::now();
    while started.elapsed() < after {
        if child.try_wait().unwrap().is_some() {
            return Err(started.elapsed());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    // SIGKILL: the program has no say in it.
    child.kill().unwrap();
    child.wait().unwrap();
    Ok(())
}

/// What `verify` says where there may be no index yet: nothing is one before its first commit.
fn opens(project: &Project, index: &str) -> Option<Run> {
    let run = project.run(["verify", "--index", index]);
    let meta = std::fs::read(project.path(&format!("{index}/engine/meta.json")));
    let meta = serde_json::from_slice(&meta.unwrap_or_default()).unwrap_or(Value::Null);
    if meta["payload"].is_string() {
        return Some(run.ok());
    }
    run.trouble().one_line("no index here");
    None
}

#[test]
fn killed_at_fifty_moments_it_ends_as_if_undisturbed() {
    let project = archive();
    let whole = project.run(arguments("whole")).ok();
    assert_eq!(whole.summary("added"), ARTICLES);
    let expected = state(&project, "whole");
    assert_eq!(expected.len() as u64, ARTICLES);
    let mut whole_run = whole.elapsed;
    let (mut kills, mut opened, mut with_work, mut told) = (0, 0, 0, 0);
    for moment in 0..KILLS {
        let index = format!("index-{moment}");
        // Other tests slow this one down or leave off doing so: the length of a run is measured
        // again from time to time.
        if moment % 10 == 9 {
            project.remove("whole");
            whole_run = project.run(arguments("whole")).ok().elapsed;
        }
        // Where a run ends before its moment, the moment comes sooner.
        for _ in 0..3 {
            let after = whole_run.mul_f64((f64::from(moment) + 0.5) / f64::from(KILLS));
            match killed(&project, &index, after) {
                Ok(()) => {
                    kills += 1;
                    break;
                }
                Err(length) => {
                    whole_run = length;
                    project.remove(&index);
                }
            }
        }
        if opens(&project, &index).is_some() {
            opened += 1;
            let info = project.run(["info", "--format", "json", "--index", &index]);
            let info = info.ok().json();
            told += u32::from(info["unfinished"] == true);
            // It is either told or has all articles.
            let articles = info["articles"].as_u64().unwrap();
            assert!(info["unfinished"] == true || articles == ARTICLES, "{info}");
            assert_eq!(info["roots"].as_array().unwrap().len(), 1, "{info}");
        }
        let again = project.run(arguments(&index)).ok();
        let kept = again.summary("unchanged");
        assert_eq!(kept + again.summary("added"), ARTICLES, "{}", again.stderr);
        with_work += u32::from(kept > 0);
        assert!(
            state(&project, &index) == expected,
            "moment {moment}: another end"
        );
        opens(&project, &index).unwrap().stdout_has("whole");
        let info = project.run(["info", "--index", &index]).ok();
        info.stdout_lacks("not finished");
        project.remove(&index);
    }
    eprintln!(
        "{kills} kills over {whole_run:?}: {opened} left an index, {with_work} of those some work"
    );
    assert!(
        kills > KILLS * 8 / 10,
        "only {kills} runs were killed in time"
    );
    assert!(with_work > 0, "no run kept any work");
    assert!(told > 0, "no run left word that it had not ended");
}

#[test]
fn a_first_run_killed_before_it_has_read_anything_is_told_and_gone_on_with() {
    let project = archive();
    let slow = ["index", "news", "--threads", "1", "--first-commit", "1000"];
    let mut child = project.command(slow).spawn();
    let begun = || {
        let info = project.run(["info", "--format", "json"]);
        info.stdout.contains("\"unfinished\": true")
    };
    while !begun() {
        if child.try_wait().unwrap().is_some() {
            return eprintln!("left out: the run had ended");
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let info = project.run(["info"]).ok();
    let version = format!("dateline {}, schema ", env!("CARGO_PKG_VERSION"));
    info.stdout_has("not finished; `dateline index` goes on with it")
        .stdout_has(&version)
        .stdout_has("(news)");
    let run = project.run(["count", "*"]);
    run.stderr_has("the last run: not finished");
    let run = project.run(["index"]).ok();
    assert_eq!(run.summary("added"), ARTICLES);
    project.run(["info"]).ok().stdout_lacks("not finished");
}

#[test]
fn what_was_killed_before_its_first_commit_is_no_index() {
    let project = Project::new().file("news/a.txt", "A\n\nThe lighthouse is lit.\n");
    project.run(["index", "news"]).ok();
    // As the engine makes it.
    let meta: Value = serde_json::from_str(&project.read(".dateline/engine/meta.json")).unwrap();
    let new = serde_json::json!({
        "index_settings": meta["index_settings"], "segments": [], "schema": meta["schema"], "opstamp": 0,
    });
    project.write(".dateline/engine/meta.json", new.to_string());
    for verb in [
        &["search", "x"][..],
        &["info"],
        &["verify"],
        &["index"],
        &["index", "--rebuild"],
    ] {
        project.run(verb).trouble().one_line("no index here");
    }
    let run = project.run(["index", "news"]).ok();
    assert_eq!(run.summary("added"), 1);
    project.run(["verify"]).ok();
}

/// Presses Ctrl-C. False where that cannot be done.
fn interrupt(child: &std::process::Child) -> bool {
    let kill = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    kill.is_ok_and(|status| status.success())
}

/// A container cut in the middle is taken up where it was left, and nothing comes twice.
#[test]
fn an_ending_asked_for_keeps_what_is_done() {
    let project = archive();
    let mut child = project.command(arguments("cut")).spawn();
    std::thread::sleep(Duration::from_millis(150));
    if !interrupt(&child) {
        eprintln!("left out: the run had ended, or there is no kill command");
        child.wait().unwrap();
        return;
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    // It may have been over before the signal came, or not have begun to listen.
    match output.status.code() {
        Some(130) => {
            assert!(said.contains("stopped early"), "{said}");
            let info = project.run(["info", "--index", "cut"]).ok();
            info.stdout_has("not finished; `dateline index` goes on with it");
            let run = project.run(["export", "*", "-o", "a.csv", "--index", "cut"]);
            run.stderr_has("the last run: not finished");
            assert!(project.read("a.csv.query.json").contains("unfinished"));
        }
        Some(0) => assert!(!said.contains("stopped early"), "{said}"),
        None => {}
        other => panic!("exit {other:?}: {said}"),
    }
    let again = project.run(arguments("cut")).ok();
    assert_eq!(
        again.summary("added") + again.summary("unchanged"),
        ARTICLES
    );
    project.run(["verify", "--index", "cut"]).ok();
}

#[test]
fn ctrl_c_ends_the_second_phase_of_a_run() {
    let project = archive().file("fix.csv", "news/a.jsonl,outlet,Pan\n");
    let arguments = ["index", "news", "--corrections", "fix.csv"];
    let mut child = project.command(arguments).spawn();
    let said = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut said = said.map(Result::unwrap);
    assert!(said.any(|line| line == "1 correction taken"));
    if !interrupt(&child) {
        child.wait().unwrap();
        return eprintln!("left out: the run had ended, or there is no kill command");
    }
    said.for_each(drop);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    project.run(["index"]).ok();
    assert_eq!(project.total("outlet:Pan"), ARTICLES / 4);
}

#[test]
fn ctrl_c_ends_a_search_that_has_refreshed() {
    let project = Project::new();
    for number in 0..40 {
        project.write(&format!("news/{number}.txt"), text(number, 800));
    }
    project.run(["index", "news"]).ok();
    project.write("news/new.txt", text(40, 800));
    let arguments = ["export", "--in", "news", "*", "--fields", "body"];
    // Nobody reads what it writes, so that it cannot end.
    let mut child = project.command(arguments).spawn();
    let said = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut said = said.map(Result::unwrap);
    assert!(said.any(|line| line.starts_with("1 article added")));
    let begun = Instant::now();
    if !interrupt(&child) {
        child.kill().unwrap();
        child.wait().unwrap();
        return eprintln!("left out: there is no kill command");
    }
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if begun.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(code, Some(130));
}

#[test]
fn ctrl_c_in_a_refresh_leaves_the_search_out() {
    let project = archive();
    let mut child = project
        .command(["export", "--in", "news", "*", "--index", "new"])
        .spawn();
    let meta = project.path("new/engine/meta.json");
    let is_begun = || {
        let meta = std::fs::read_to_string(&meta);
        meta.is_ok_and(|meta| meta.contains("unfinished"))
    };
    let begun = Instant::now();
    while !is_begun() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(50));
    if !interrupt(&child) {
        child.wait().unwrap();
        return eprintln!("left out: there is no kill command");
    }
    let output = child.wait_with_output().unwrap();
    // It may not have begun to listen.
    assert!(matches!(output.status.code(), Some(130) | None));
    assert_eq!(output.stdout, b"");
}
