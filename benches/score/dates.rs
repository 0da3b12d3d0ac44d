//! Date expressions, counted as TempEval-3 does: expressions are paired one to one where they
//! overlap, same spans first, then the largest overlap; relaxed F1 counts the pairs, strict F1
//! those of the same span, type F1 those of the same type, value F1 those of the same value.
//!
//! With `DATELINE_ERRORS` set, the errors of each set follow by kind (missed, spurious, wrong span,
//! wrong value), each with its sentence; `DATELINE_ERRORS=odd` and `=even` tell those of one half.

use super::{Tally, annotate, characters_before, dump};
use crate::common::{Outcome, data_at};
use dateline::model::{Article, DateCandidate, DateExpr, SourcePart};
use serde::{Deserialize, Serialize};

/// A document with its date expressions, as the data sets write them.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Document {
    id: String,
    dct: Option<String>,
    text: String,
    timexes: Vec<Timex>,
}

/// An expression: characters from `s` to `e`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Timex {
    /// First character.
    pub s: usize,
    /// First character after it.
    pub e: usize,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// TIMEX3 value.
    pub value: Option<String>,
}

/// What pairs of expressions have in common.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pairs {
    /// Overlapping.
    pub relaxed: Tally,
    /// Of the same span.
    pub strict: Tally,
    /// Of the same type.
    pub kind: Tally,
    /// Of the same value.
    pub value: Tally,
}

impl Pairs {
    /// Adds one document.
    pub fn add(&mut self, gold: &[Timex], system: &[Timex]) {
        let pairs = align(gold, system);
        let count = |right: fn(&Timex, &Timex) -> bool| {
            let agree = |&&(g, s): &&(usize, usize)| right(&gold[g], &system[s]);
            pairs.iter().filter(agree).count()
        };
        let (g, s) = (gold.len(), system.len());
        self.relaxed.add(g, s, pairs.len());
        self.strict
            .add(g, s, count(|a, b| (a.s, a.e) == (b.s, b.e)));
        self.kind.add(g, s, count(|a, b| a.kind == b.kind));
        let value = |a: &Timex, b: &Timex| {
            a.value.as_deref().unwrap_or("") == b.value.as_deref().unwrap_or("")
        };
        self.value.add(g, s, count(value));
    }

    /// The four figures as a line.
    pub fn line(&self) -> String {
        format!(
            "relaxed {:.1}  strict {:.1}  type {:.1}  value {:.1}  (P {:.1}, R {:.1}; gold {}, system {})",
            100.0 * self.relaxed.f1(),
            100.0 * self.strict.f1(),
            100.0 * self.kind.f1(),
            100.0 * self.value.f1(),
            100.0 * self.relaxed.precision(),
            100.0 * self.relaxed.recall(),
            self.relaxed.gold,
            self.relaxed.system,
        )
    }
}

/// Pairs of indices into gold and system.
fn align(gold: &[Timex], system: &[Timex]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, a) in gold.iter().enumerate() {
        for (j, b) in system.iter().enumerate() {
            let overlap = a.e.min(b.e).saturating_sub(a.s.max(b.s));
            if overlap > 0 {
                let differ = (a.s, a.e) != (b.s, b.e);
                candidates.push((differ, std::cmp::Reverse(overlap), i, j));
            }
        }
    }
    candidates.sort_unstable();
    let mut gold_taken = vec![false; gold.len()];
    let mut system_taken = vec![false; system.len()];
    let mut pairs = Vec::new();
    for (_, _, i, j) in candidates {
        if !gold_taken[i] && !system_taken[j] {
            (gold_taken[i], system_taken[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

/// An expression of ours, its span in the units that `place` gives for a byte.
pub fn timex(date: &DateExpr, place: impl Fn(usize) -> usize) -> Timex {
    let kind = serde_json::to_value(date.kind).ok();
    Timex {
        s: place(date.start),
        e: place(date.end),
        kind: kind.and_then(|kind| kind.as_str().map(str::to_owned)),
        value: Some(date.value.clone()),
    }
}

fn tag(document: &Document) -> Vec<Timex> {
    let candidate = |text: &String| DateCandidate {
        text: text.clone(),
        part: SourcePart::Field,
    };
    let (_, analysis) = annotate(Article {
        body: document.text.clone(),
        candidates: document.dct.iter().map(candidate).collect(),
        ..Article::default()
    });
    let before = characters_before(&document.text);
    let place = |byte: usize| before.get(byte).copied().unwrap_or(0);
    let dates = analysis.dates.iter();
    dates.map(|date| timex(date, place)).collect()
}

/// Errors of one set, by kind.
#[derive(Default)]
struct Errors {
    missed: Vec<String>,
    spurious: Vec<String>,
    span: Vec<String>,
    value: Vec<String>,
}

impl Errors {
    /// Adds those of a document.
    fn add(&mut self, document: &Document, system: &[Timex]) {
        let gold = &document.timexes;
        let pairs = align(gold, system);
        for &(i, j) in &pairs {
            let (ours, theirs) = (&system[j], &gold[i]);
            let line = || format!("{}  ours {}", told(document, theirs), told(document, ours));
            if theirs.value.as_deref().unwrap_or("") != ours.value.as_deref().unwrap_or("") {
                self.value.push(line());
            } else if (theirs.s, theirs.e) != (ours.s, ours.e) {
                self.span.push(line());
            }
        }
        for (i, timex) in gold.iter().enumerate() {
            if pairs.iter().all(|pair| pair.0 != i) {
                self.missed.push(told(document, timex));
            }
        }
        for (j, timex) in system.iter().enumerate() {
            if pairs.iter().all(|pair| pair.1 != j) {
                self.spurious.push(told(document, timex));
            }
        }
    }

    fn print(&self) {
        for (kind, list) in [
            ("missed", &self.missed),
            ("spurious", &self.spurious),
            ("wrong span", &self.span),
            ("wrong value", &self.value),
        ] {
            println!("  {kind}: {}", list.len());
            for line in list {
                println!("    {line}");
            }
        }
    }
}

/// An expression among the words around it, with what is said of it.
fn told(document: &Document, timex: &Timex) -> String {
    let part = |from: usize, until: usize| -> String {
        let characters = document.text.chars().skip(from);
        let part: String = characters.take(until.saturating_sub(from)).collect();
        part.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    format!(
        "{} [{}] {} {} {} ({})",
        part(timex.s.saturating_sub(40), timex.s),
        part(timex.s, timex.e),
        part(timex.e, timex.e + 20),
        timex.kind.as_deref().unwrap_or("-"),
        timex.value.as_deref().unwrap_or("-"),
        document.id,
    )
}

/// Scores every set that is there.
pub fn run() -> Outcome<()> {
    for set in ["timebank", "aquaint", "wikiwars"] {
        let Some(path) = data_at(&format!("dates/{set}.jsonl")) else {
            println!("{set:<10} missing");
            continue;
        };
        let mut halves = [Pairs::default(); 2];
        let mut all = Pairs::default();
        let (wanted, mut errors) = (std::env::var("DATELINE_ERRORS").ok(), Errors::default());
        let mut tagged = String::new();
        for (number, line) in std::fs::read_to_string(path)?.lines().enumerate() {
            let mut document: Document = serde_json::from_str(line)?;
            let system = tag(&document);
            all.add(&document.timexes, &system);
            halves[number % 2].add(&document.timexes, &system);
            match wanted.as_deref() {
                Some("odd") if number % 2 == 1 => {}
                Some("even") if number % 2 == 0 => {}
                Some(_) => errors.add(&document, &system),
                None => {}
            }
            document.timexes = system;
            tagged.push_str(&serde_json::to_string(&document)?);
            tagged.push('\n');
        }
        dump(&format!("{set}.jsonl"), || tagged)?;
        println!("{set:<10} {}", all.line());
        for (name, half) in ["odd", "even"].iter().zip(&halves) {
            println!("  {name:<8} {}", half.line());
        }
        if wanted.is_some() {
            errors.print();
        }
    }
    Ok(())
}
