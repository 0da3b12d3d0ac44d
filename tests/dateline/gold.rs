//! How well names and dates of the corpus are found, as a committed table.
//!
//! A found item counts where its place in the text is that of the gold: the same text, at the same
//! occurrence, so that it does not matter how a reader joins paragraphs.

use crate::helper::{Project, golden, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// One item of one article: where it stands and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    article: String,
    field: String,
    text: String,
    occurrence: u64,
    says: String,
}

/// Which of an item's keys are compared.
#[derive(Clone, Copy)]
struct Measure {
    name: &'static str,
    list: &'static str,
    wanted: fn(&Value) -> bool,
    says: fn(&Value) -> String,
}

fn label(item: &Value) -> String {
    text(item, "label").to_owned()
}

fn is(item: &Value, wanted: &str) -> bool {
    text(item, "label") == wanted
}

const MEASURES: [Measure; 9] = [
    Measure {
        name: "names, span",
        list: "mentions",
        wanted: |item| !item["label"].is_null(),
        says: |_| String::new(),
    },
    Measure {
        name: "names, span and label",
        list: "mentions",
        wanted: |item| !item["label"].is_null(),
        says: label,
    },
    Measure {
        name: "  PER",
        list: "mentions",
        wanted: |item| is(item, "PER"),
        says: label,
    },
    Measure {
        name: "  ORG",
        list: "mentions",
        wanted: |item| is(item, "ORG"),
        says: label,
    },
    Measure {
        name: "  LOC",
        list: "mentions",
        wanted: |item| is(item, "LOC"),
        says: label,
    },
    Measure {
        name: "  MISC",
        list: "mentions",
        wanted: |item| is(item, "MISC"),
        says: label,
    },
    Measure {
        name: "states, span and id",
        list: "mentions",
        wanted: |item| !item["label"].is_null() && text(item, "actor").starts_with("state:"),
        says: |item| text(item, "actor").to_owned(),
    },
    Measure {
        name: "dates, span",
        list: "dates",
        wanted: |_| true,
        says: |_| String::new(),
    },
    Measure {
        name: "dates, span and value",
        list: "dates",
        wanted: |_| true,
        says: |item| text(item, "value").to_owned(),
    },
];

fn name(article: &Value) -> String {
    let path = text(article, "path");
    let path = path.strip_prefix("corpus/").unwrap_or(path);
    match article["record"].as_u64() {
        Some(record) => format!("{path}#{record}"),
        None => path.to_owned(),
    }
}

/// Which of the places of its own text in the field an item stands at, from 1, overlaps counted.
fn occurrence(article: &Value, item: &Value) -> u64 {
    let whole = text(article, text(item, "field"));
    let start = item["start"].as_u64().unwrap() as usize;
    let wanted = text(item, "text");
    let places = whole.char_indices().take_while(|(at, _)| *at <= start);
    places
        .filter(|(at, _)| whole[*at..].starts_with(wanted))
        .count() as u64
}

fn items(article: &Value, measure: &Measure) -> BTreeSet<Found> {
    let list = article[measure.list].as_array().unwrap();
    let found = list
        .iter()
        .filter(|item| (measure.wanted)(item))
        .map(|item| Found {
            article: name(article),
            field: text(item, "field").to_owned(),
            text: text(item, "text").to_owned(),
            occurrence: match item["occurrence"].as_u64() {
                Some(number) => number,
                None => occurrence(article, item),
            },
            says: (measure.says)(item),
        });
    found.collect()
}

fn annotated() -> (Project, Vec<Value>) {
    let project = Project::with_corpus();
    let run = project.run(["annotate", "corpus"]).ok();
    assert_eq!(run.stderr, "");
    let articles = run.jsonl();
    (project, articles)
}

fn parse(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_article_of_the_gold_is_read_with_its_date_and_language() {
    let (project, articles) = annotated();
    let gold = parse(&project.read("corpus/gold.jsonl"));
    let found: BTreeMap<String, &Value> = articles
        .iter()
        .map(|article| (name(article), article))
        .collect();
    assert_eq!((found.len(), gold.len()), (40, 40));
    let mut wrong = String::new();
    for expected in &gold {
        let article = name(expected);
        let Some(found) = found.get(&article) else {
            writeln!(wrong, "{article}: not read").unwrap();
            continue;
        };
        let dates = (
            text(&found["published"], "date"),
            text(expected, "published"),
        );
        if dates.0 != dates.1 {
            writeln!(
                wrong,
                "{article}: published {:?}, not {:?}",
                dates.0, dates.1
            )
            .unwrap();
        }
        if found["language"] != expected["language"] {
            writeln!(wrong, "{article}: language {}", found["language"]).unwrap();
        }
        // What the gold points to must be there, or reading has lost text.
        for list in ["mentions", "dates"] {
            for item in expected[list].as_array().unwrap() {
                let whole = text(found, text(item, "field"));
                let places = whole
                    .char_indices()
                    .filter(|(at, _)| whole[*at..].starts_with(text(item, "text")));
                if (places.count() as u64) < item["occurrence"].as_u64().unwrap() {
                    writeln!(
                        wrong,
                        "{article}: {} {} is not in the text",
                        text(item, "field"),
                        item["text"]
                    )
                    .unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn names_and_dates_are_found_as_committed() {
    let (project, articles) = annotated();
    let gold = parse(&project.read("corpus/gold.jsonl"));
    let mut table = format!(
        "{:<24}{:>6}{:>7}{:>7}{:>11}{:>8}{:>8}\n",
        "", "gold", "found", "right", "precision", "recall", "F1"
    );
    for measure in &MEASURES {
        let all = |articles: &[Value]| -> BTreeSet<Found> {
            articles
                .iter()
                .flat_map(|article| items(article, measure))
                .collect()
        };
        let (expected, found) = (all(&gold), all(&articles));
        let right = expected.intersection(&found).count();
        let share = |of: usize| {
            if of == 0 {
                0.0
            } else {
                right as f64 / of as f64
            }
        };
        let (precision, recall) = (share(found.len()), share(expected.len()));
        let f1 = match right {
            0 => 0.0,
            _ => 2.0 * precision * recall / (precision + recall),
        };
        writeln!(
            table,
            "{:<24}{:>6}{:>7}{right:>7}{precision:>11.3}{recall:>8.3}{f1:>8.3}",
            measure.name,
            expected.len(),
            found.len()
        )
        .unwrap();
        if std::env::var_os("SHOW_MISSES").is_some() {
            misses(measure, &expected, &found);
        }
    }
    eprintln!("{table}");
    golden("gold.txt", &table);
}

/// What was missed and what was found wrongly, for whoever works on it.
fn misses(measure: &Measure, expected: &BTreeSet<Found>, found: &BTreeSet<Found>) {
    for (sign, list) in [
        ("-", expected.difference(found)),
        ("+", found.difference(expected)),
    ] {
        for item in list {
            let Found {
                article,
                field,
                text,
                says,
                ..
            } = item;
            eprintln!(
                "{} {sign} {text:?} {says} ({field} of {article})",
                measure.name
            );
        }
    }
}
