//! Pages: the day of publication, and the main text by shingles of four words as the
//! article-extraction-benchmark counts them.

use super::{Tally, annotate_file, dump, ratio};
use crate::common::{Outcome, data_at};
use dateline::model::{DateCandidate, Grain, Published};
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

/// How the days of publication of some pages came out.
#[derive(Clone, Copy, Debug, Default)]
struct Days {
    /// Right days.
    right: f64,
    /// Other days, months, years, and any for a page without.
    wrong: f64,
    /// Pages that were given none.
    none: f64,
    /// Pages without in the gold that were given none.
    rightly_none: f64,
    /// Days with a confidence of .9 or more.
    sure: f64,
    /// Those of them that are wrong.
    sure_wrong: f64,
}

impl Days {
    /// Counts as htmldate's evaluation does: a page without a day in the gold that is given none
    /// is right for accuracy *and* missed for recall.
    fn add(&mut self, gold: Option<&str>, published: Option<&Published>) {
        let Some(published) = published else {
            self.none += 1.0;
            self.rightly_none += f64::from(u8::from(gold.is_none()));
            return;
        };
        let agrees = published.grain == Grain::Day && Some(published.text().as_str()) == gold;
        *if agrees {
            &mut self.right
        } else {
            &mut self.wrong
        } += 1.0;
        if published.confidence >= 0.9 {
            self.sure += 1.0;
            self.sure_wrong += f64::from(u8::from(!agrees));
        }
    }

    fn line(&self) -> String {
        let all = self.right + self.wrong + self.none + self.rightly_none;
        format!(
            "P {:.3}  R {:.3}  F1 {:.3}  accuracy {:.3}  wrong {}  none {}  sure {} of which wrong {} ({:.1} %)",
            ratio(self.right, self.right + self.wrong),
            ratio(self.right, self.right + self.none),
            ratio(2.0 * self.right, 2.0 * self.right + self.wrong + self.none),
            ratio(self.right + self.rightly_none, all),
            self.wrong,
            self.none,
            self.sure,
            self.sure_wrong,
            100.0 * ratio(self.sure_wrong, self.sure),
        )
    }
}

/// Scores the day of publication, of all pages and of every other one, in the order of the gold.
pub fn dates() -> Outcome<()> {
    let Some(gold) = gold("html/dates")? else {
        return Ok(());
    };
    let mut days = [Days::default(); 3];
    let mut answers = Map::new();
    for (number, (url, page)) in gold.iter().enumerate() {
        let file = page["file"].as_str().unwrap_or("");
        let Some(path) = data_at(&format!("html/dates/pages/{file}")) else {
            continue;
        };
        let found = annotate_file(&path, &format!("pages/{file}"));
        let found = found.first();
        let published = found.and_then(|(_, found)| found.published.as_ref());
        let day = page["date"].as_str();
        let [all, halves @ ..] = &mut days;
        all.add(day, published);
        halves[number % 2].add(day, published);
        answers.insert(
            url.clone(),
            json!({
                "file": file,
                "gold": day,
                "published": published,
                "candidates": found.map(|(article, _)| shown(&article.candidates)),
                "updated": found.map(|(article, _)| shown(&article.updated)),
            }),
        );
    }
    dump("published.json", || Value::Object(answers).to_string())?;
    for (name, days) in ["all ", "odd ", "even"].iter().zip(days) {
        println!("{name}  {}", days.line());
    }
    Ok(())
}

fn shown(candidates: &[DateCandidate]) -> Vec<String> {
    let line = |candidate: &DateCandidate| format!("{:?}: {}", candidate.part, candidate.text);
    candidates.iter().map(line).collect()
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
