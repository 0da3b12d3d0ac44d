//! How well date expressions are found in the sentences of `corpus/dates.jsonl`, as a committed
//! table with every sentence in which something else was found.

use crate::helper::{golden, repository, text};
use dateline::analyse::dates;
use dateline::model::{DateExpr, Grain, Origin, Published, TextField};
use dateline::text::Scanner;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// An expression as both sides tell it: characters, type, value and mod.
type Timex = (usize, usize, String, String, String);

fn expected(sentence: &Value) -> BTreeSet<Timex> {
    let timexes = sentence["timexes"].as_array().unwrap().iter();
    timexes
        .map(|timex| {
            let place = |key: &str| timex[key].as_u64().unwrap() as usize;
            let says = |key: &str| text(timex, key).to_owned();
            let span = (place("s"), place("e"));
            (span.0, span.1, says("type"), says("value"), says("mod"))
        })
        .collect()
}

fn tagged(scanner: &mut Scanner, sentence: &Value) -> BTreeSet<Timex> {
    let (body, language) = (text(sentence, "text"), text(sentence, "lang"));
    let published = sentence["dct"].as_str().map(|day| Published {
        date: day.parse().unwrap(),
        instant: None,
        grain: Grain::Day,
        origin: Origin::Metadata,
        confidence: 1.0,
    });
    let (_, scan, _) = scanner.scan("", body, language);
    let found = dates::find(
        TextField::Body,
        body,
        &scan.tokens,
        &scan.triggers[0],
        language,
        published.as_ref(),
    );
    found.iter().map(|date| timex(body, date)).collect()
}

fn timex(body: &str, date: &DateExpr) -> Timex {
    let characters = |byte: usize| body[..byte].chars().count();
    let kind = serde_json::to_value(date.kind).unwrap();
    (
        characters(date.start),
        characters(date.end),
        kind.as_str().unwrap().to_owned(),
        date.value.clone(),
        date.modifier.clone().unwrap_or_default(),
    )
}

/// What was counted in the sentences of one language.
#[derive(Default)]
struct Counts {
    gold: usize,
    found: usize,
    span: usize,
    value: usize,
    all: usize,
}

impl Counts {
    fn add(&mut self, gold: &BTreeSet<Timex>, found: &BTreeSet<Timex>) {
        self.gold += gold.len();
        self.found += found.len();
        let pairs = gold
            .iter()
            .filter_map(|a| Some((a, found.iter().find(|b| (a.0, a.1) == (b.0, b.1))?)));
        for (a, b) in pairs {
            self.span += 1;
            self.value += usize::from((&a.2, &a.3) == (&b.2, &b.3));
            self.all += usize::from(a == b);
        }
    }

    fn line(&self, name: &str) -> String {
        let Counts {
            gold,
            found,
            span,
            value,
            all,
        } = self;
        format!("{name:<4}{gold:>6}{found:>7}{span:>7}{value:>7}{all:>7}\n")
    }
}

fn shown(body: &str, timexes: &BTreeSet<Timex>, other: &BTreeSet<Timex>) -> String {
    let characters: Vec<char> = body.chars().collect();
    let mut line = String::new();
    for timex in timexes.difference(other) {
        let (start, end, kind, value, modifier) = timex;
        let span: String = characters[*start..*end].iter().collect();
        write!(line, " [{span}] {kind} {value} {modifier};").unwrap();
    }
    line.replace(" ;", ";")
}

#[test]
fn date_expressions_are_found_as_committed() {
    let lines = std::fs::read_to_string(repository().join("corpus/dates.jsonl")).unwrap();
    let mut scanner = Scanner::new(|word| u8::from(dates::is_trigger(word)));
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    let mut differences = String::new();
    for line in lines.lines() {
        let sentence: Value = serde_json::from_str(line).unwrap();
        let (gold, found) = (expected(&sentence), tagged(&mut scanner, &sentence));
        for name in [text(&sentence, "lang"), "all"] {
            let counts = counts.entry(name.to_owned()).or_default();
            counts.add(&gold, &found);
        }
        if gold != found {
            let body = text(&sentence, "text");
            let (id, reason) = (text(&sentence, "id"), text(&sentence, "reason"));
            writeln!(differences, "\n{id} {body:?}\n  {reason}").unwrap();
            writeln!(differences, "  gold {}", shown(body, &gold, &found)).unwrap();
            writeln!(differences, "  found{}", shown(body, &found, &gold)).unwrap();
        }
    }
    let mut table = "      gold  found   span  value    mod\n".to_owned();
    for (name, counts) in &counts {
        table.push_str(&counts.line(name));
    }
    golden("dates.txt", &(table + &differences));
}

/// The gold itself: spans hold the text they name, and ids are told apart.
#[test]
fn the_sentences_are_well_formed() {
    let lines = std::fs::read_to_string(repository().join("corpus/dates.jsonl")).unwrap();
    let mut ids = BTreeSet::new();
    for line in lines.lines() {
        let sentence: Value = serde_json::from_str(line).unwrap();
        let characters: Vec<char> = text(&sentence, "text").chars().collect();
        assert!(!text(&sentence, "reason").is_empty(), "{line}");
        assert!(ids.insert(text(&sentence, "id").to_owned()), "{line}");
        let mut end = 0;
        for timex in sentence["timexes"].as_array().unwrap() {
            let place = |key: &str| timex[key].as_u64().unwrap() as usize;
            assert!(end <= place("s"), "overlapping: {line}");
            end = place("e");
            let span: String = characters[place("s")..end].iter().collect();
            assert_eq!(span, text(timex, "text"), "{line}");
        }
    }
}
