//! When it happened: conditions on dates in the text, sorting by them, the chronology of a story.

use crate::helper::{Project, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// Articles whose texts name dates of every kind, and one without any.
fn project() -> Project {
    let article = |name: &str, published: &str, body: &str| {
        let text = format!("Title: {name} report\nDate: {published}\n\n{body}\n");
        (format!("news/{name}.txt"), text)
    };
    let mut project = Project::new();
    for (path, content) in [
        article(
            "lighthouse",
            "2023-09-20",
            "The lighthouse was lit on 19 September 2023. It had been dark since October 1492.",
        ),
        article(
            "windmill",
            "2023-10-05",
            "A windmill turned in September 2023, the keeper said on 4 October 2023. \
             He had come on 4 October 2023 by boat.",
        ),
        article(
            "harbour",
            "2024-01-02",
            "The harbour is to open in July 2305. Work on the harbour began in the 1990s.",
        ),
        article(
            "fog",
            "2024-01-02",
            "There was fog over the harbour and nothing moved.",
        ),
    ] {
        project = project.file(&path, content);
    }
    project.run(["index", "news"]).ok();
    project
}

/// First words of the titles of the hits, in their order.
fn found(project: &Project, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["search", "--format", "jsonl"];
    all.extend(arguments);
    let run = project.run(all);
    let name = |hit: &Value| text(hit, "title").split(' ').next().unwrap().to_owned();
    run.jsonl().iter().map(name).collect()
}

fn sorted(mut names: Vec<String>) -> String {
    names.sort();
    names.join(" ")
}

#[test]
fn conditions_on_dates_mean_what_the_manual_says() {
    let project = project();
    for (query, expected) in [
        ("event:2023-09-19", "lighthouse"),
        ("event:2023-09", "lighthouse windmill"),
        ("event-overlap:2023-09-10", "windmill"),
        ("event-within:2023-09", "lighthouse windmill"),
        ("event-within:2023-09-01..2023-09-29", "lighthouse"),
        ("event:2023-Q4", "windmill"),
        ("event:2023-W38", "lighthouse"),
        ("event:2023-H2", "lighthouse windmill"),
        ("event:1990s", "harbour"),
        ("event:1995", ""),
        ("event-overlap:1995", "harbour"),
        ("event:..1500", "lighthouse"),
        ("event:<1492", ""),
        ("event:2100..", "harbour"),
        ("event:>2305", ""),
        ("event-grain:day", "lighthouse windmill"),
        ("event-grain:decade", "harbour"),
        ("event-grain:week", ""),
        ("event:none", "fog"),
        ("event:*", "harbour lighthouse windmill"),
        ("-event:none", "harbour lighthouse windmill"),
        ("harbour -event-within:2305", "fog"),
    ] {
        assert_eq!(sorted(found(&project, &["--", query])), expected, "{query}");
    }
}

#[test]
fn what_matched_is_marked() {
    let project = project();
    for (query, marked) in [
        (
            "event-overlap:2023-09-10",
            "turned in *September 2023*, the",
        ),
        ("event-grain:decade", "1990s*."),
        ("event-within:2023-10", "on *4 October 2023* by boat"),
        ("event:..2000 lighthouse", "since *October 1492*"),
    ] {
        let run = project.run(["search", "--", query]).ok();
        let joined = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            joined.contains(marked),
            "{query}: no {marked:?} in {joined}"
        );
    }
}

#[test]
fn hits_sort_by_when_it_happened() {
    let project = project();
    let by_event = |query: &str| found(&project, &["--sort", "event", "--", query]).join(" ");
    // The earliest date that satisfies the condition, not that in 1492.
    assert_eq!(by_event("event:2023"), "windmill lighthouse");
    assert_eq!(
        by_event("event:..2022 OR event:2300.."),
        "lighthouse harbour"
    );
    // The most precise date, and of two days the one that is named twice; articles without last.
    assert_eq!(by_event("*"), "lighthouse windmill harbour fog");
    let export = project
        .run(["export", "--sort", "event", "--fields", "title", "*"])
        .ok();
    let exported: Vec<Value> = export.jsonl();
    let titles: Vec<&str> = exported.iter().map(|hit| text(hit, "title")).collect();
    assert_eq!(titles[0], "lighthouse report");
    assert_eq!(titles[3], "fog report");
    let second = found(
        &project,
        &["--sort", "event", "-n", "1", "--offset", "1", "*"],
    );
    assert_eq!(second, ["windmill"]);
}

#[test]
fn a_bad_date_is_pointed_at() {
    let project = project();
    for (query, line) in [
        (
            "x event:2023-02-30",
            "          ^^^^^^^^^^ 2023-02 has 28 days",
        ),
        ("event:0000", "        ^^^^ years run from 0001 to 9999"),
        (
            "event-within:2023-Q5",
            "               ^^^^^^^ a year has 4",
        ),
    ] {
        let run = project.run(["search", "--", query]).trouble();
        assert_eq!(run.stderr.lines().nth(2), Some(line), "{}", run.stderr);
    }
    let swapped = project.run(["search", "--", "event:2024..2023"]).ok();
    swapped
        .stderr_has("its ends are swapped")
        .stdout_has("event:2023..2024");
    let unknown = project.run(["search", "--", "events:2023"]).trouble();
    unknown.stderr_has("did you mean event:?");
}

/// Days, or months, that the exported hits speak of, and in how many articles.
fn exported_dates(project: &Project, query: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for hit in project.export(query) {
        let mut days: Vec<&str> = hit["event_dates"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|date| date.as_str())
            // A value such as 2023-09-19TMO is a time of that day; 2023-W38 is no day.
            .filter_map(|value| value.get(..10))
            .filter(|day| day.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
            .collect();
        days.sort_unstable();
        days.dedup();
        for day in days {
            *counts.entry(day.to_owned()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn a_chronology_counts_as_an_export_does() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    for query in ["*", "ceasefire OR truce", "actor:russia event:2023-09"] {
        let run = project.run(["dates", "-n", "10000", "--format", "json", "--", query]);
        let found = run.ok().json();
        let dates = found["dates"].as_array().unwrap();
        let counted: BTreeMap<String, u64> = dates
            .iter()
            .map(|date| {
                (
                    text(date, "date").to_owned(),
                    date["articles"].as_u64().unwrap(),
                )
            })
            .collect();
        assert_eq!(counted, exported_dates(&project, query), "{query}");
        assert_eq!(found["total"], project.total(query), "{query}");
        assert_eq!(found["distinct"], counted.len(), "{query}");
        let days: Vec<&String> = counted.keys().collect();
        let order: Vec<&str> = dates.iter().map(|date| text(date, "date")).collect();
        assert_eq!(order, days, "in the order of the calendar");
        for date in dates {
            let sentence = &date["sentence"];
            let words = text(sentence, "text");
            let marks = sentence["highlights"].as_array().unwrap();
            assert!(!marks.is_empty(), "{date}");
            let end = |mark: &Value| mark[1].as_u64().unwrap() as usize;
            assert!(marks.iter().all(|mark| end(mark) <= words.len()), "{date}");
            assert!(date["mentions"].as_u64() >= date["articles"].as_u64());
        }
    }
}

#[test]
fn mentions_are_those_that_annotate_finds() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    let mut expected: BTreeMap<String, u64> = BTreeMap::new();
    for article in project.run(["annotate", "corpus"]).ok().jsonl() {
        for date in article["dates"].as_array().unwrap() {
            // The last day that is meant; a month counts what lies in it from end to end.
            let Some(until) = date["until"].as_str() else {
                continue;
            };
            let last = until
                .parse::<jiff::civil::Date>()
                .unwrap()
                .yesterday()
                .unwrap();
            let (from, last) = (text(date, "from"), last.to_string());
            if from[..7] == last[..7] {
                *expected.entry(from[..7].to_owned()).or_default() += 1;
            }
        }
    }
    let run = project.run([
        "dates", "-n", "1000", "--grain", "month", "--format", "csv", "*",
    ]);
    let csv = run.ok().stdout;
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let counted: BTreeMap<String, u64> = rows
        .records()
        .map(|row| {
            let row = row.unwrap();
            (row[0].to_owned(), row[2].parse().unwrap())
        })
        .collect();
    assert_eq!(counted, expected);
}

#[test]
fn the_dates_most_written_about_are_chosen_and_quoted() {
    let project = project();
    let run = project
        .run(["dates", "-n", "1", "--in", "news", "windmill"])
        .ok();
    run.stdout_has("1 day in 1 article for windmill")
        .stdout_has("2023-10-04  1 article, 2 mentions")
        .stdout_has("> A *windmill* turned in September 2023, the keeper said on *4 October 2023*.")
        .stdout_has("2023-10-05 · ");
    let run = project.run([
        "dates", "--sort", "count", "--grain", "year", "--format", "json", "*",
    ]);
    let found = run.ok().json();
    let years: Vec<&str> = found["dates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|date| text(date, "date"))
        .collect();
    assert_eq!(years, ["2023", "1492", "2305"]);
    assert_eq!(found["dated"], 3);
    project
        .run(["dates", "fog"])
        .nothing()
        .stdout_has("no day to show");
    project
        .run(["dates", "zzyzx"])
        .nothing()
        .stdout_has("no article matches zzyzx");
    project.run(["dates", "event:0000"]).trouble();
}

/// The day that an article is sorted by, from what `annotate` finds in it, in the words of the
/// manual; with a year, by the earliest of its dates that `event:` that year holds for.
fn main_day(article: &Value, year: Option<&str>) -> Option<(String, i64)> {
    let day =
        |date: &Value, key: &str| -> Option<jiff::civil::Date> { date[key].as_str()?.parse().ok() };
    let length = |date: &Value| {
        let span = day(date, "from")?.until(day(date, "until")?).ok()?;
        Some(i64::from(span.get_days()))
    };
    let all = article["dates"].as_array().unwrap();
    let dates: Vec<(&Value, String, i64)> = all
        .iter()
        .filter_map(|date| Some((date, text(date, "from").to_owned(), length(date)?)))
        .collect();
    let Some(year) = year else {
        let same = |a: &Value, b: &Value| {
            ["from", "until", "grain"]
                .iter()
                .all(|key| a[key] == b[key])
        };
        let often = |date: &Value| all.iter().filter(|other| same(date, other)).count();
        let best = dates
            .iter()
            .min_by_key(|(date, _, length)| (*length, -(often(date) as i64)))?;
        return Some((best.1.clone(), best.2));
    };
    let satisfying = dates.into_iter().filter(|(date, from, length)| {
        let last = day(date, "until")
            .and_then(|until| until.yesterday().ok())
            .unwrap();
        let touches = from[..4] <= *year && last.to_string()[..4] >= *year;
        touches && *length <= if year == "2020" { 366 } else { 365 }
    });
    satisfying.map(|(_, from, length)| (from, length)).min()
}

#[test]
fn sorting_by_event_is_exact_over_the_corpus() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    let articles = project.run(["annotate", "corpus"]).ok().jsonl();
    for (query, year) in [
        ("*", None),
        ("event:2023", Some("2023")),
        ("event:2020", Some("2020")),
    ] {
        let run = project.run(["export", "--sort", "event", "--fields", "id", "--", query]);
        let order = run.ok().jsonl();
        let days: Vec<Option<(String, i64)>> = order
            .iter()
            .map(|hit| {
                let article = articles.iter().find(|article| article["id"] == hit["id"]);
                main_day(article.unwrap(), year)
            })
            .collect();
        let sorted = days.is_sorted_by_key(|day| (day.is_none(), day));
        assert!(sorted && days.len() > 3, "{query}: {days:?}");
        assert!(
            year.is_none() || days.iter().all(Option::is_some),
            "{query}: {days:?}"
        );
        let again = project.run([
            "search", "--sort", "event", "-n", "99", "--format", "jsonl", "--", query,
        ]);
        let ids = |hits: &[Value]| hits.iter().map(|hit| hit["id"].clone()).collect::<Vec<_>>();
        assert_eq!(ids(&again.ok().jsonl()), ids(&order), "{query}");
    }
}

#[test]
fn the_dates_of_a_hit_are_days_whatever_the_hour() {
    let body = "Title: Lamp\nDate: 2023-09-20\n\nThe lamp was lit at 1 p.m. on 19 September 2023 and \
                shone until the morning of 20 September 2023.\n";
    let project = Project::new().file("news/lamp.txt", body);
    project.run(["index", "news"]).ok();
    let run = project.run(["search", "--format", "jsonl", "event:2023-09-19"]);
    let hits = run.jsonl();
    let dates = hits.first().and_then(|hit| hit["event_dates"].as_array());
    assert_eq!(dates.unwrap(), &["2023-09-19", "2023-09-20"]);
}
