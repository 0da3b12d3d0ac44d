//! How well the corpus's queries are answered, as a committed table: a change of ranking shows in
//! its difference.
//!
//! nDCG@10 takes the grade as gain and the grades judged as the ideal, as trec_eval does. Recall@1
//! is the share of topics whose first hit answers the narrative (grade 2), MRR the mean of one over
//! the rank of the first such hit.

use crate::helper::{Project, golden, repository, text};
use std::collections::HashMap;
use std::fmt::Write;

/// Grades by document, by topic.
type Judgements = HashMap<String, HashMap<String, u32>>;

fn judgements() -> Judgements {
    let text = std::fs::read_to_string(repository().join("corpus/qrels.txt")).unwrap();
    let mut judgements = Judgements::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [topic, _, document, grade] = fields[..] else {
            panic!("not a judgement: {line}");
        };
        let topic = judgements.entry(topic.to_owned()).or_default();
        topic.insert(document.to_owned(), grade.parse().unwrap());
    }
    judgements
}

/// Discounted cumulative gain of the first ten.
fn dcg(grades: impl Iterator<Item = u32>) -> f64 {
    let gain = |(place, grade): (usize, u32)| f64::from(grade) / (place as f64 + 2.0).log2();
    grades.take(10).enumerate().map(gain).sum()
}

/// What a topic's hits are worth.
struct Score {
    ndcg: f64,
    first: f64,
    reciprocal: f64,
}

fn score(grades: &[u32], judged: &HashMap<String, u32>) -> Score {
    let mut ideal: Vec<u32> = judged.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best = grades.iter().position(|grade| *grade == 2);
    Score {
        ndcg: dcg(grades.iter().copied()) / dcg(ideal.into_iter()),
        first: f64::from(u8::from(best == Some(0))),
        reciprocal: best.map_or(0.0, |place| 1.0 / (place as f64 + 1.0)),
    }
}

fn row(table: &mut String, topic: &str, score: &Score, rest: &str) {
    let Score {
        ndcg,
        first,
        reciprocal,
    } = score;
    writeln!(
        table,
        "{topic:<6}{ndcg:8.3}{first:10.3}{reciprocal:8.3}  {rest}"
    )
    .unwrap();
}

#[test]
fn the_corpus_is_ranked_as_committed() {
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    let base = format!("{}/", project.path("corpus").display());
    let judgements = judgements();
    let topics = project.read("corpus/topics.tsv");
    let mut table = format!(
        "{:<6}{:>8}{:>10}{:>8}  query\n",
        "topic", "nDCG@10", "recall@1", "MRR"
    );
    let mut lists = String::new();
    let mut mean = Score {
        ndcg: 0.0,
        first: 0.0,
        reciprocal: 0.0,
    };
    let number = topics.lines().count() as f64;
    for line in topics.lines() {
        let mut fields = line.split('\t');
        let (topic, query) = (fields.next().unwrap(), fields.next().unwrap());
        let judged = &judgements[topic];
        writeln!(lists, "\n{topic}  {query}").unwrap();
        let mut grades = Vec::new();
        for hit in project.run(["export", "--", query]).ok().jsonl() {
            let path = text(&hit, "path").strip_prefix(&base).unwrap();
            let document = match hit["record"].as_u64() {
                Some(record) => format!("{path}#{record}"),
                None => path.to_owned(),
            };
            let grade = judged.get(&document).copied().unwrap_or(0);
            grades.push(grade);
            if grades.len() <= 10 {
                writeln!(lists, "  {grade}  {document}").unwrap();
            }
        }
        let found = score(&grades, judged);
        row(&mut table, topic, &found, query);
        mean.ndcg += found.ndcg / number;
        mean.first += found.first / number;
        mean.reciprocal += found.reciprocal / number;
    }
    row(&mut table, "mean", &mean, "");
    let table = table.replace("  \n", "\n");
    eprintln!("{table}");
    golden("ranking.txt", &format!("{table}{lists}"));
    assert!(mean.ndcg >= 0.85, "mean nDCG@10 is {:.3}", mean.ndcg);
}

#[test]
fn the_measures_are_those_of_the_textbook() {
    let judged = HashMap::from([
        ("a".to_owned(), 2),
        ("b".to_owned(), 1),
        ("c".to_owned(), 0),
    ]);
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    assert!(close(score(&[2, 1, 0], &judged).ndcg, 1.0));
    let ideal = 2.0 + 1.0 / 3f64.log2();
    let found = score(&[0, 1, 2], &judged);
    assert!(close(found.ndcg, (1.0 / 3f64.log2() + 1.0) / ideal));
    assert!(close(found.first, 0.0) && close(found.reciprocal, 1.0 / 3.0));
    assert!(close(score(&[], &judged).ndcg, 0.0));
}
