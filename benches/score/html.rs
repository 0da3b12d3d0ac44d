//! Pages: the day of publication, and the main text by shingles of four words as the
//! article-extraction-benchmark counts them.

use super::{Tally, annotate_file, dump, ratio};
use crate::common::{Outcome, data_at};
use dateline::model::Grain;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use unicode_normalization::char::is_combining_mark;

/// The gold of a folder; a missing date is written `NaN` there, which is no JSON.
fn gold(folder: &str) -> Outcome<Option<Map<String, Value>>> {
    let Some(path) = data_at(&format!("{folder}/ground-truth.json")) else {
        println!("{folder} missing");
        return Ok(None);
    };
    let text = std::fs::read_to_string(path)?.replace(": NaN", ": null");
    Ok(Some(serde_json::from_str(&text)?))
}

/// Scores the day of publication.
pub fn dates() -> Outcome<()> {
    let Some(gold) = gold("html/dates")? else {
        return Ok(());
    };
    let (mut dated, mut right, mut wrong, mut none) = (0.0, 0.0, 0.0, 0.0);
    let (mut sure, mut sure_wrong) = (0.0, 0.0);
    let (mut undated, mut invented) = (0, 0);
    for page in gold.values() {
        let file = page["file"].as_str().unwrap_or("");
        let Some(path) = data_at(&format!("html/dates/pages/{file}")) else {
            continue;
        };
        let found = annotate_file(&path, &format!("pages/{file}"));
        let published = found
            .first()
            .and_then(|(_, found)| found.published.as_ref());
        let Some(day) = page["date"].as_str() else {
            undated += 1;
            invented += usize::from(published.is_some());
            continue;
        };
        dated += 1.0;
        let Some(published) = published else {
            none += 1.0;
            continue;
        };
        let agrees = published.grain == Grain::Day && published.text() == day;
        *if agrees { &mut right } else { &mut wrong } += 1.0;
        if published.confidence >= 0.9 {
            sure += 1.0;
            sure_wrong += f64::from(u8::from(!agrees));
        }
    }
    println!(
        "right {:.1} %, wrong {:.1} %, none {:.1} % of {dated} dated pages",
        100.0 * ratio(right, dated),
        100.0 * ratio(wrong, dated),
        100.0 * ratio(none, dated)
    );
    println!(
        "confidence of .9 or more: {sure} pages, {sure_wrong} wrong ({:.1} %)",
        100.0 * ratio(sure_wrong, sure)
    );
    println!("{invented} of {undated} pages without a date in the gold were given one");
    Ok(())
}

/// How often each run of four words occurs. A shorter text is one run.
fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let word = |c: char| c == '_' || c.is_alphanumeric() && !is_combining_mark(c);
    let words: Vec<&str> = text
        .split(|c| !word(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut shingles = HashMap::new();
    if words.is_empty() {
        return shingles;
    }
    let size = words.len().min(4);
    for window in words.windows(size) {
        *shingles.entry(window.to_vec()).or_default() += 1;
    }
    shingles
}

/// What the first has that the second has not, counted.
fn beyond(first: &HashMap<Vec<&str>, usize>, second: &HashMap<Vec<&str>, usize>) -> usize {
    first
        .iter()
        .map(|(shingle, count)| count.saturating_sub(second.get(shingle).copied().unwrap_or(0)))
        .sum()
}

/// Scores the main text.
pub fn articles() -> Outcome<()> {
    let Some(gold) = gold("html/articles")? else {
        return Ok(());
    };
    let mut sum = Tally::default();
    let mut answers = Map::new();
    for (id, page) in &gold {
        let file = format!("{id}.html.gz");
        let found = data_at(&format!("html/articles/pages/{file}"))
            .map(|path| annotate_file(&path, &format!("pages/{file}")));
        let body = found.as_deref().and_then(<[_]>::first);
        let body = body.map_or("", |(article, _)| &article.body);
        answers.insert(id.clone(), json!({ "articleBody": body }));
        let truth = shingles(page["articleBody"].as_str().unwrap_or(""));
        let system = shingles(body);
        let (extra, lost) = (beyond(&system, &truth), beyond(&truth, &system));
        let hit = system.values().sum::<usize>() - extra;
        let whole = (hit + extra + lost) as f64;
        sum.right += ratio(hit as f64, whole);
        sum.system += ratio((hit + extra) as f64, whole);
        sum.gold += ratio((hit + lost) as f64, whole);
    }
    dump("articles.json", || Value::Object(answers).to_string())?;
    println!("{}  pages {}", sum.line(), gold.len());
    Ok(())
}
