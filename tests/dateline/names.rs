//! How well names and actors are found in `corpus/names/`, as a committed table: for all documents
//! and for the fifth that no weights are trained on; and in that fifth of `corpus/names-rare/`.

use crate::helper::{golden, repository};
use dateline::analyse::actors::gold::{Document, Marked, read};
use dateline::analyse::actors::{Input, find, is_trigger};
use dateline::model::{Grain, Label, Mention, Origin, Published, TextField};
use dateline::text::Scanner;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A place in a document: text, first byte, byte after the last.
type Place = (TextField, usize, usize);

fn classify(word: &str) -> u8 {
    if is_trigger(word) { 2 } else { 0 }
}

fn mentions(scanner: &mut Scanner, document: &Document) -> Vec<Mention> {
    let (title, body) = (&document.title.text, &document.body.text);
    let (in_title, in_body, _) = scanner.scan(title, body, "en");
    let published = document.published.map(|date| Published {
        date,
        instant: None,
        grain: Grain::Day,
        origin: Origin::Metadata,
        confidence: 1.0,
    });
    find(&Input {
        title,
        title_tokens: &in_title.tokens,
        title_words: &in_title.words,
        title_triggers: &in_title.triggers[1],
        body,
        body_tokens: &in_body.tokens,
        body_words: &in_body.words,
        body_triggers: &in_body.triggers[1],
        language: "en",
        published: published.as_ref(),
    })
}

fn texts(document: &Document) -> [(TextField, &Marked); 2] {
    [
        (TextField::Title, &document.title),
        (TextField::Body, &document.body),
    ]
}

/// Right ones among those of the gold and those found.
#[derive(Clone, Copy, Default)]
struct Tally {
    gold: usize,
    found: usize,
    right: usize,
}

impl Tally {
    fn add<T: Ord>(&mut self, gold: &BTreeSet<T>, found: &BTreeSet<T>) {
        self.gold += gold.len();
        self.found += found.len();
        self.right += gold.intersection(found).count();
    }

    fn line(&self) -> String {
        let share = |of: usize| 100.0 * self.right as f64 / of.max(1) as f64;
        let f1 = 200.0 * self.right as f64 / (self.gold + self.found).max(1) as f64;
        format!(
            "{:6} {:6}  P {:5.1}  R {:5.1}  F1 {:5.1}",
            self.gold,
            self.found,
            share(self.found),
            share(self.gold),
            f1
        )
    }
}

/// Names with a role in their code: in the gold, found with a code, with one of the right state, with the
/// right one.
#[derive(Default)]
struct Coded {
    gold: usize,
    given: usize,
    state: usize,
    whole: usize,
}

/// What is counted over documents.
#[derive(Default)]
struct Counts {
    documents: usize,
    labels: BTreeMap<&'static str, Tally>,
    states: Tally,
    ids: BTreeMap<String, (usize, usize)>,
    coded: Coded,
    composed: usize,
    found: usize,
    spurious: usize,
    state: usize,
    role: usize,
    persons: (usize, usize),
}

fn name(label: Label) -> &'static str {
    match label {
        Label::Per => "PER",
        Label::Org => "ORG",
        Label::Loc => "LOC",
        Label::Misc => "MISC",
    }
}

impl Counts {
    fn add(&mut self, document: &Document, mentions: &[Mention]) {
        self.documents += 1;
        self.add_names(document, mentions);
        self.add_states(document, mentions);
        self.add_composed(document, mentions);
    }

    fn add_names(&mut self, document: &Document, mentions: &[Mention]) {
        let found: BTreeMap<Place, &Mention> = mentions
            .iter()
            .filter(|mention| mention.label.is_some())
            .map(|mention| ((mention.field, mention.start, mention.end), mention))
            .collect();
        for label in [Label::Per, Label::Org, Label::Loc, Label::Misc] {
            let gold = texts(document).into_iter().flat_map(|(field, marked)| {
                let names = marked.names.iter().filter(move |name| name.label == label);
                names.map(move |name| (field, name.bytes.start, name.bytes.end))
            });
            let of_label = found.iter().filter(|(_, one)| one.label == Some(label));
            let tally = self.labels.entry(name(label)).or_default();
            tally.add(
                &gold.collect(),
                &of_label.map(|(place, _)| *place).collect(),
            );
        }
        for (field, marked) in texts(document) {
            for gold in marked.names.iter().filter(|name| !name.actor.is_empty()) {
                let place = (field, gold.bytes.start, gold.bytes.end);
                if let Some(mention) = found.get(&place) {
                    let family = gold.actor.split(':').next().unwrap_or("").to_owned();
                    let (right, all) = self.ids.entry(family).or_default();
                    *all += 1;
                    *right += usize::from(mention.actor.trim_start_matches('?') == gold.actor);
                }
            }
            for gold in marked.names.iter().filter(|name| name.code.len() > 3) {
                let place = (field, gold.bytes.start, gold.bytes.end);
                let code = found.get(&place).and_then(|mention| mention.codes.first());
                self.coded.gold += 1;
                if let Some(code) = code {
                    self.coded.given += 1;
                    self.coded.state += usize::from(code.get(..3) == gold.code.get(..3));
                    self.coded.whole += usize::from(*code == gold.code);
                }
            }
        }
    }

    fn add_states(&mut self, document: &Document, mentions: &[Mention]) {
        let is_state = |id: &&str| id.starts_with("state:");
        let names = texts(document)
            .into_iter()
            .flat_map(|(_, marked)| &marked.names);
        let gold = names.map(|name| name.actor.as_str()).filter(is_state);
        let found = mentions.iter().map(|mention| mention.actor.as_str());
        self.states
            .add(&gold.collect(), &found.filter(is_state).collect());
    }

    fn add_composed(&mut self, document: &Document, mentions: &[Mention]) {
        let found: Vec<&Mention> = mentions.iter().filter(|one| one.label.is_none()).collect();
        let overlap = |field: TextField, bytes: &std::ops::Range<usize>, mention: &Mention| {
            mention.field == field && mention.start < bytes.end && bytes.start < mention.end
        };
        for (field, marked) in texts(document) {
            for gold in &marked.composed {
                self.composed += 1;
                let over = || found.iter().filter(|one| overlap(field, &gold.bytes, one));
                let exact =
                    over().find(|one| (one.start, one.end) == (gold.bytes.start, gold.bytes.end));
                let Some(mention) = exact.or_else(|| over().next_back()) else {
                    continue;
                };
                self.found += 1;
                let code = mention.codes.first().map_or("", String::as_str);
                self.state += usize::from(code.get(..3) == gold.code.get(..3));
                self.role += usize::from(code == gold.code);
                if !gold.actor.is_empty() {
                    self.persons.1 += 1;
                    self.persons.0 +=
                        usize::from(mention.actor.trim_start_matches('?') == gold.actor);
                }
            }
        }
        self.spurious += found
            .iter()
            .filter(|one| {
                !texts(document).into_iter().any(|(field, marked)| {
                    marked
                        .composed
                        .iter()
                        .any(|gold| overlap(field, &gold.bytes, one))
                })
            })
            .count();
    }

    fn table(&self, title: &str) -> String {
        let mut table = format!("{title}: {} documents\n", self.documents);
        let mut names = Tally::default();
        for (label, tally) in &self.labels {
            writeln!(table, "  {label:<16}{}", tally.line()).unwrap();
            if *label != "MISC" {
                names.gold += tally.gold;
                names.found += tally.found;
                names.right += tally.right;
            }
        }
        writeln!(table, "  {:<16}{}", "PER, ORG, LOC", names.line()).unwrap();
        writeln!(table, "  {:<16}{}", "states", self.states.line()).unwrap();
        for (family, (right, all)) in &self.ids {
            writeln!(table, "  ids {family:<12}{right:6} of {all}").unwrap();
        }
        let of = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
        let Coded {
            gold,
            given,
            state,
            whole,
        } = self.coded;
        writeln!(
            table,
            "  coded    {gold:6} names with a role in the gold, {:.1} % with a code; of those state right {:.1} %, \
             code right {:.1} %",
            of(given, gold),
            of(state, given),
            of(whole, given),
        )
        .unwrap();
        writeln!(
            table,
            "  composed {:6} in the gold, {:.1} % found; of those state right {:.1} %, code right {:.1} %, \
             person right {} of {}; {} more found",
            self.composed,
            of(self.found, self.composed),
            of(self.state, self.found),
            of(self.role, self.found),
            self.persons.0,
            self.persons.1,
            self.spurious
        )
        .unwrap();
        table
    }
}

/// Counts over all documents of a folder of the corpus, and over those held out of training.
fn counts(folder: &str) -> [Counts; 2] {
    let folder = repository().join("corpus").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    let mut scanner = Scanner::new(classify);
    let (mut all, mut kept) = (Counts::default(), Counts::default());
    for file in files {
        for document in read(&std::fs::read_to_string(file).unwrap()) {
            let mentions = mentions(&mut scanner, &document);
            all.add(&document, &mentions);
            if document.is_held_out() {
                kept.add(&document, &mentions);
            }
        }
    }
    [all, kept]
}

#[test]
fn names_and_actors_of_the_corpus_are_found() {
    let [all, kept] = counts("names");
    let [_, rare] = counts("names-rare");
    let table = format!(
        "{}\n{}\n{}",
        all.table("all"),
        kept.table("held out of training"),
        rare.table("rare names, held out of training")
    );
    golden("names.txt", &table);
}
