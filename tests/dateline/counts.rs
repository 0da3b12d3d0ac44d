//! Counts over all hits: tables, timelines, and how many there are of everything.

use crate::helper::{Project, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn corpus() -> Project {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    project
}

const QUERIES: [&str; 5] = [
    "*",
    "ceasefire OR truce",
    "actor:russia",
    "event:2023",
    "-russia",
];

/// The name of the unit in which a date lies, given as precise as it is: `2023-09-19`, `2023-09`,
/// `2023`. Empty where it is not precise enough.
fn unit(grain: &str, date: &str) -> String {
    let (year, month) = (&date[..4], date.get(5..7));
    let name = match (grain, month) {
        ("century", _) => Some(format!("{}xx", &year[..2])),
        ("decade", _) => Some(format!("{}0s", &year[..3])),
        ("year", _) => Some(year.to_owned()),
        ("quarter", Some(month)) => {
            let month: u32 = month.parse().unwrap();
            Some(format!("{year}-Q{}", month.div_ceil(3)))
        }
        ("month", Some(month)) => Some(format!("{year}-{month}")),
        ("week", _) if date.len() == 10 => {
            let week = date.parse::<jiff::civil::Date>().unwrap().iso_week_date();
            Some(format!("{:04}-W{:02}", week.year(), week.week()))
        }
        ("day", _) if date.len() == 10 => Some(date.to_owned()),
        _ => None,
    };
    name.unwrap_or_default()
}

/// The unit in which an expression lies: that of its first day and of its last.
fn event_unit(grain: &str, date: &Value) -> Option<String> {
    let until: jiff::civil::Date = date["until"].as_str()?.parse().unwrap();
    let last = unit(grain, &until.yesterday().unwrap().to_string());
    Some(unit(grain, text(date, "from"))).filter(|first| *first == last)
}

/// What an exported article has of a thing; `annotated` is the same as `annotate` writes it.
fn values(by: &str, hit: &Value, annotated: &Value) -> BTreeSet<String> {
    let ids = |wanted: fn(&str) -> bool| -> BTreeSet<String> {
        let actors = hit["actors"].as_array().unwrap().iter();
        let ids = actors.map(|actor| text(actor, "id"));
        ids.filter(|id| wanted(id)).map(str::to_owned).collect()
    };
    let found = match by {
        "outlet" | "language" | "section" => [text(hit, by).to_owned()].into(),
        "actor" => ids(|_| true),
        "actor-kind" => {
            let actors = hit["actors"].as_array().unwrap().iter();
            actors.map(|actor| text(actor, "kind").to_owned()).collect()
        }
        "place" => ids(|id| id.trim_start_matches('?').starts_with("place:")),
        _ => match by.strip_prefix("event-") {
            Some(grain) => {
                let dates = annotated["dates"].as_array().unwrap().iter();
                dates.filter_map(|date| event_unit(grain, date)).collect()
            }
            None => match hit["published"]["date"].as_str() {
                Some(date) => [unit(by, date)].into(),
                None => BTreeSet::new(),
            },
        },
    };
    match found.is_empty() {
        true => [String::new()].into(),
        false => found,
    }
}

type Counts = BTreeMap<Vec<String>, u64>;

/// Counts the export of a query by several things.
fn expected(by: &[&str], hits: &[Value], annotated: &[Value]) -> Counts {
    let mut counts = Counts::new();
    for hit in hits {
        let same = annotated.iter().find(|other| other["id"] == hit["id"]);
        let mut keys: Vec<Vec<String>> = vec![Vec::new()];
        for by in by {
            let values = values(by, hit, same.unwrap());
            let longer = |keys: &Vec<String>| {
                let with = |value: &String| [keys.as_slice(), std::slice::from_ref(value)].concat();
                values.iter().map(with).collect::<Vec<_>>()
            };
            keys = keys.iter().flat_map(longer).collect();
        }
        for keys in keys {
            *counts.entry(keys).or_default() += 1;
        }
    }
    counts
}

/// The rows of a CSV text without its header.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row =
        |record: Result<csv::StringRecord, _>| record.unwrap().iter().map(str::to_owned).collect();
    reader.records().map(row).collect()
}

/// The counts that the program gives, in its order.
fn counted(project: &Project, by: &[&str], query: &str) -> Vec<(Vec<String>, u64)> {
    let by = by.join(",");
    let run = project.run(["count", "--by", &by, "--format", "csv", "--", query]);
    let rows = rows(&run.ok().stdout).into_iter();
    rows.map(|mut row| {
        let articles = row.pop().unwrap().parse().unwrap();
        (row, articles)
    })
    .collect()
}

#[track_caller]
fn agrees(project: &Project, annotated: &[Value], by: &[&str]) {
    for query in QUERIES {
        let expected = expected(by, &project.export(query), annotated);
        let found = counted(project, by, query);
        let order = found.is_sorted_by_key(|(keys, articles)| (u64::MAX - articles, keys.clone()));
        assert!(order, "{by:?} {query}: {found:?}");
        assert_eq!(
            found.into_iter().collect::<Counts>(),
            expected,
            "{by:?} {query}"
        );
    }
}

#[test]
fn counts_equal_those_of_an_export_of_the_same_query() {
    let project = corpus();
    let annotated = project.run(["annotate", "corpus"]).ok().jsonl();
    for by in [
        &["outlet"][..],
        &["actor"],
        &["place"],
        &["actor-kind"],
        &["language"],
        &["century"],
        &["decade"],
        &["year"],
        &["quarter"],
        &["month"],
        &["week"],
        &["day"],
        &["event-century"],
        &["event-decade"],
        &["event-year"],
        &["event-quarter"],
        &["event-month"],
        &["event-week"],
        &["event-day"],
        &["outlet", "year"],
        &["actor", "month", "language"],
        &["place", "actor"],
        &["actor-kind", "place"],
        &["event-month", "actor", "place"],
        &["event-year", "event-day"],
    ] {
        agrees(&project, &annotated, by);
    }
}

#[test]
fn sections_are_counted_as_exported() {
    let project = corpus();
    let annotated = project.run(["annotate", "corpus"]).ok().jsonl();
    agrees(&project, &annotated, &["section"]);
    let sections = counted(&project, &["section"], "*");
    assert!(sections.len() > 2, "{sections:?}");
}

#[test]
fn counts_follow_what_is_removed_and_where_they_are_asked() {
    let project = corpus();
    let sum = |query: &str| -> u64 {
        let counts = counted(&project, &["outlet"], query);
        counts.iter().map(|(_, articles)| articles).sum()
    };
    let all = sum("*");
    let within = [
        "count",
        "*",
        "--by",
        "actor,outlet",
        "--format",
        "json",
        "--in",
        "corpus/articles/html",
    ];
    assert_eq!(project.run(within).ok().json()["articles"], 8);
    project.run(["remove", "corpus/articles/html"]).ok();
    assert_eq!(sum("*"), all - 8);
    assert_eq!(sum("*"), project.total("*"));
}

#[test]
fn a_table_for_people_fits_and_says_what_it_leaves_out() {
    let project = corpus();
    let run = project
        .run(["count", "--by", "actor,outlet", "--top", "3", "*"])
        .ok();
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 80));
    let run = run
        .stdout_has("40 articles for *")
        .stdout_has("once for each actor")
        .stdout_has("rows more");
    let table = run
        .stdout
        .lines()
        .skip_while(|line| !line.starts_with("actor "));
    let shown: Vec<&str> = table
        .skip(1)
        .filter(|line| !line.starts_with("and "))
        .collect();
    assert!(
        shown.len() == 3 && shown.iter().all(|row| row.contains(':')),
        "{shown:?}"
    );
    let json = project
        .run([
            "count",
            "--by",
            "year",
            "--by",
            "language",
            "--format",
            "json",
            "ceasefire",
        ])
        .ok()
        .json();
    assert_eq!(json["by"], serde_json::json!(["year", "language"]));
    assert_eq!(
        json["groups"].as_array().unwrap().len() as u64,
        json["distinct"]
    );
    // What has no date is null.
    let json = project
        .run([
            "count",
            "--by",
            "month",
            "--format",
            "json",
            "published:none",
        ])
        .ok()
        .json();
    assert!(json["groups"][0]["month"].is_null(), "{json}");
    let cut = ["count", "--by", "day", "--format", "csv", "--top", "2", "*"];
    let run = project.run(cut).ok().stderr_has("more left out by --top");
    assert_eq!(rows(&run.stdout).len(), 2);
    project
        .run(["count", "--by", "outlet", "zzyzx"])
        .nothing()
        .stdout_has("no article matches zzyzx");
    project
        .run(["count", "--by", "year,outlet,year", "*"])
        .trouble()
        .one_line("year stands twice");
    project.run(["count", "--by", "colour", "*"]).trouble();
}

#[test]
fn a_count_is_exact() {
    let project = corpus();
    for query in ["ceasefire", "\"security zone\"", "actor:russia OR truce"] {
        let json = project
            .run(["count", "--format", "json", query])
            .ok()
            .json();
        assert_eq!(json["articles"], project.total(query), "{query}");
        let kwic = project
            .run(["kwic", "--format", "jsonl", query])
            .ok()
            .jsonl();
        assert_eq!(json["occurrences"], kwic.len(), "{query}");
    }
    let article =
        "Truce\n\nThe truce held through the night. Truces do, said the man who made this truce.\n";
    let project = Project::new().file("news/a.txt", article);
    project.run(["index", "news"]).ok();
    let run = project.run(["count", "truce"]).ok();
    assert_eq!(run.stdout, "1 article, 4 occurrences\n");
    let run = project.run(["count", "--", "-windmill"]).ok();
    assert_eq!(run.stdout, "1 article, 0 occurrences\n");
    let run = project.run(["count", "windmill"]).nothing();
    assert_eq!(run.stdout, "0 articles, 0 occurrences\n");
    project.run(["count", "("]).trouble();
}

/// Articles of two months with a gap between them, one of a year alone, one undated.
fn gapped() -> Project {
    let mut project = Project::new();
    for (number, date) in [
        "2021-01-05",
        "2021-01-06",
        "2021-03-01",
        "2023-06-30",
        "2023-07-01",
        "2023",
        "",
    ]
    .iter()
    .enumerate()
    {
        let date = match *date {
            "" => String::new(),
            date => format!("Date: {date}\n"),
        };
        let article = format!("Title: Lamp {number}\n{date}\nThe lamp was lit.\n");
        project = project.file(&format!("news/{number}.txt"), article);
    }
    project.run(["index", "news"]).ok();
    project
}

#[test]
fn a_timeline_shows_gaps_as_gaps() {
    let project = gapped();
    let run = project
        .command(["timeline", "lamp"])
        .env("LC_ALL", "C.UTF-8")
        .run()
        .ok()
        .stderr_has("2 articles without a month of publication");
    let bar = "█".repeat(80 - 7 - 2 - 1 - 2);
    let half = format!("{}▌", "█".repeat(34));
    let half = half.trim_end_matches('▌');
    let expected = format!(
        "7 articles for lamp, by month of publication\n\
         2021-01  2  {bar}\n\
         2021-02  0\n\
         2021-03  1  {half}\n\
         \u{20}     ⋮  26 months without\n\
         2023-06  1  {half}\n\
         2023-07  1  {half}\n"
    );
    assert_eq!(run.stdout, expected);
    let plain = project
        .command(["timeline", "lamp"])
        .env("LC_ALL", "C")
        .run();
    assert!(plain.stdout.is_ascii(), "{}", plain.stdout);

    let csv = project
        .run(["timeline", "lamp", "--by", "month", "--format", "csv"])
        .ok();
    let units = rows(&csv.stdout);
    assert_eq!(units.len(), 31);
    assert_eq!(units[1], ["2021-02", "2021-02-01", "2021-03-01", "0"]);
    let json = project
        .run(["timeline", "lamp", "--by", "year", "--format", "json"])
        .ok()
        .json();
    let counts: Vec<u64> = json["bars"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bar| bar["articles"].as_u64().unwrap())
        .collect();
    assert_eq!(counts, [3, 0, 3]);
    assert_eq!((&json["articles"], &json["dated"]), (&7.into(), &6.into()));
    project
        .run(["timeline", "zzyzx"])
        .nothing()
        .stdout_has("no article");
}

#[test]
fn a_timeline_is_drawn() {
    let project = gapped();
    let draw = || {
        project.run(["timeline", "lamp", "-o", "timeline.svg"]).ok();
        project.read("timeline.svg")
    };
    let svg = draw();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let texts: String = document
        .descendants()
        .filter_map(|node| node.text())
        .collect();
    assert!(
        texts.contains("lamp: 7 articles by month of publication"),
        "{texts}"
    );
    assert!(texts.contains("2021-01"), "{texts}");
    project.remove("timeline.svg");
    assert_eq!(draw(), svg);
    project
        .run(["timeline", "lamp", "-o", "nowhere/a.svg"])
        .trouble();
}

#[test]
fn a_timeline_has_the_counts_of_a_table() {
    let project = corpus();
    for (by, event) in [
        ("year", false),
        ("month", true),
        ("day", true),
        ("week", false),
    ] {
        let mut arguments = vec!["timeline", "--by", by, "--format", "csv"];
        arguments.extend(event.then_some("--event"));
        arguments.extend(["--", "ceasefire OR truce"]);
        let bars = rows(&project.run(arguments).ok().stdout).into_iter();
        let bars: Counts = bars
            .map(|row| (vec![row[0].clone()], row[3].parse().unwrap()))
            .filter(|&(_, articles)| articles > 0)
            .collect();
        let thing = if event {
            format!("event-{by}")
        } else {
            by.to_owned()
        };
        let mut table: Counts = counted(&project, &[&thing], "ceasefire OR truce")
            .into_iter()
            .collect();
        table.remove(&vec![String::new()]);
        assert_eq!(bars, table, "{thing}");
    }
}
