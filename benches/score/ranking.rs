//! Ranking on Cranfield and CISI: nDCG@10 of our ranking, and of plain BM25 by tantivy with its own
//! English stemmer over title and body. Questions are asked as an OR of all their words.

use super::ratio;
use crate::common::floor::{self, Floor};
use crate::common::{DATELINE, Outcome, cache, clear, data_at, measure, text};
use dateline::engine::local::Location;
use dateline::engine::{Order, Request, Searcher};
use dateline::manifest::Home;
use dateline::query::{Form, Query};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A test collection.
struct Collection {
    name: &'static str,
    documents: &'static str,
    questions: &'static str,
    judgements: &'static str,
    /// What a judgement as written is worth.
    gain: fn(&str) -> f64,
    /// Whether judgements count the questions from 1 instead of naming them.
    counted: bool,
}

const COLLECTIONS: [Collection; 2] = [
    Collection {
        name: "cranfield",
        documents: "ranking/cranfield/cran.all.1400",
        questions: "ranking/cranfield/cran.qry",
        judgements: "ranking/cranfield/cranqrel",
        // 1 is a complete answer, 4 of minimum interest; what else there is, is not relevant.
        gain: |grade| match grade {
            "1" => 4.0,
            "2" => 3.0,
            "3" => 2.0,
            "4" => 1.0,
            _ => 0.0,
        },
        counted: true,
    },
    Collection {
        name: "cisi",
        documents: "ranking/cisi/CISI.ALL",
        questions: "ranking/cisi/CISI.QRY",
        judgements: "ranking/cisi/CISI.REL",
        gain: |_| 1.0,
        counted: false,
    },
];

/// Records of a file in SMART format: the id and the sections by their letter.
fn records(text: &str) -> Vec<(String, BTreeMap<char, String>)> {
    let mut records: Vec<(String, BTreeMap<char, String>)> = Vec::new();
    let mut section = ' ';
    for line in text.lines() {
        if let Some(id) = line.strip_prefix(".I ") {
            let id = id.trim().trim_start_matches('0');
            records.push((id.to_owned(), BTreeMap::new()));
            section = ' ';
        } else if let (1..=3, Some(letter)) = (line.trim_end().len(), line.strip_prefix('.')) {
            section = letter.chars().next().unwrap_or(' ');
        } else if let Some((_, sections)) = records.last_mut() {
            let text = sections.entry(section).or_default();
            text.push_str(line);
            text.push('\n');
        }
    }
    records
}

/// What each document is worth, by question.
fn gains(text: &str, gain: fn(&str) -> f64) -> HashMap<String, HashMap<String, f64>> {
    let mut gains: HashMap<String, HashMap<String, f64>> = HashMap::new();
    for line in text.lines() {
        let mut columns = line.split_whitespace();
        if let (Some(question), Some(document), Some(grade)) =
            (columns.next(), columns.next(), columns.next())
        {
            let worth = gain(grade);
            let documents = gains.entry(question.to_owned()).or_default();
            documents.insert(document.to_owned(), worth);
        }
    }
    gains
}

/// nDCG@10: gains discounted by the logarithm of the rank, against the best possible order.
pub fn ndcg(ranked: &[String], gains: &HashMap<String, f64>) -> f64 {
    let sum = |gains: &mut dyn Iterator<Item = f64>| -> f64 {
        let discounted = gains
            .take(10)
            .enumerate()
            .map(|(rank, gain)| gain / (rank as f64 + 2.0).log2());
        discounted.sum()
    };
    let mut best: Vec<f64> = gains.values().copied().collect();
    best.sort_unstable_by(|a, b| b.total_cmp(a));
    let found = ranked
        .iter()
        .map(|id| gains.get(id).copied().unwrap_or(0.0));
    ratio(sum(&mut { found }), sum(&mut best.into_iter()))
}

/// The words of a question, each once: so that both sides ask the same.
fn question_words(question: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    dateline::text::words(question, |span| {
        let word = question[span].to_lowercase();
        if !words.contains(&word) {
            words.push(word);
        }
    });
    words
}

/// Scores both collections.
pub fn run() -> Outcome<()> {
    for collection in COLLECTIONS {
        let paths = [
            collection.documents,
            collection.questions,
            collection.judgements,
        ];
        let [Some(documents), Some(questions), Some(judgements)] = paths.map(data_at) else {
            println!("{:<10} missing", collection.name);
            continue;
        };
        let articles = cache()?.join(format!("{}.jsonl", collection.name));
        write_articles(&records(&read(&documents)?), &articles)?;
        let gains = gains(&read(&judgements)?, collection.gain);
        let questions = records(&read(&questions)?);
        let asked = questions
            .iter()
            .enumerate()
            .filter_map(|(number, (id, sections))| {
                let id = match collection.counted {
                    true => (number + 1).to_string(),
                    false => id.clone(),
                };
                let gains = gains
                    .get(&id)
                    .filter(|gains| gains.values().any(|&gain| gain > 0.0))?;
                Some((question_words(sections.get(&'W')?), gains))
            });
        let asked: Vec<_> = asked.collect();
        let (ours, theirs) = compare(collection.name, &articles, &asked)?;
        println!(
            "{:<10} nDCG@10 {ours:.4}, plain BM25 {theirs:.4}, {:+.1} %  ({} questions)",
            collection.name,
            100.0 * (ours / theirs - 1.0),
            asked.len()
        );
    }
    Ok(())
}

fn read(path: &Path) -> Outcome<String> {
    Ok(String::from_utf8_lossy(&std::fs::read(path)?).into_owned())
}

fn write_articles(records: &[(String, BTreeMap<char, String>)], path: &Path) -> Outcome<()> {
    let mut lines = String::new();
    for (id, sections) in records {
        let section = |letter| sections.get(&letter).map_or("", |text| text.trim());
        let record = json!({ "id": id, "title": section('T'), "body": section('W') });
        lines.push_str(&record.to_string());
        lines.push('\n');
    }
    Ok(std::fs::write(path, lines)?)
}

/// Mean nDCG@10 of ours and of plain BM25.
fn compare(
    name: &str,
    articles: &Path,
    asked: &[(Vec<String>, &HashMap<String, f64>)],
) -> Outcome<(f64, f64)> {
    let home = cache()?.join(format!("{name}-index"));
    clear(&home)?;
    let arguments = ["index", "-q", "--layers", "words", "--index"];
    let arguments = [&arguments[..], &[text(&home)?, text(articles)?]].concat();
    measure(DATELINE, &arguments)?;
    let searcher = Location::new(&Home::new(&home).engine()).searcher()?;
    let floor_path = cache()?.join(format!("{name}-floor"));
    floor::build(articles, &floor_path, 1)?;
    let floor = Floor::open(&floor_path)?;
    let (mut ours, mut theirs) = (0.0, 0.0);
    for (words, gains) in asked {
        let results = searcher.search(&request(words))?;
        let ids = results.hits.into_iter().filter_map(|hit| hit.source_id);
        ours += ndcg(&ids.collect::<Vec<_>>(), gains);
        theirs += ndcg(&plain(&floor, words)?, gains);
    }
    let count = asked.len() as f64;
    Ok((ratio(ours, count), ratio(theirs, count)))
}

fn request(words: &[String]) -> Request {
    let word = |text: &String| Query::Text {
        text: text.clone(),
        form: Form::Stemmed,
        slop: 0,
    };
    Request {
        query: Query::any_of(words.iter().map(word)),
        scopes: Vec::new(),
        order: Order::Rank,
        limit: 10,
        offset: 0,
        snippets: false,
        body: false,
    }
}

fn plain(floor: &Floor, words: &[String]) -> Outcome<Vec<String>> {
    let top = tantivy::collector::TopDocs::with_limit(10).order_by_score();
    let query = floor.query(&words.join(" "), false, 1.0)?;
    let hits = floor.searcher.search(&query, &top)?;
    hits.into_iter().map(|(_, at)| floor.id(at)).collect()
}
