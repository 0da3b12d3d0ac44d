//! The corpus's own gold: dates, names, actors, the states of each article, publication dates.

use super::dates::{Pairs, Timex, timex};
use super::persons::persons;
use super::{Tally, annotate_file};
use crate::common::{Outcome, news, repository};
use dateline::model::{Analysis, Article, TextField};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// A line of the gold.
#[derive(Debug, Deserialize)]
struct Gold {
    path: String,
    record: Option<u64>,
    published: Option<String>,
    mentions: Vec<Item>,
    dates: Vec<Item>,
}

/// A name or a date in it.
#[derive(Debug, Deserialize)]
struct Item {
    field: TextField,
    start: usize,
    end: usize,
    text: String,
    occurrence: usize,
    actor: Option<String>,
    label: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    value: Option<String>,
}

/// Spans of title and body in one line of numbers, the body's after the title's.
const BODY: usize = 1 << 32;

fn base(field: TextField) -> usize {
    match field {
        TextField::Title => 0,
        TextField::Body => BODY,
    }
}

impl Item {
    /// Where it stands in the article as read: as given, or at its occurrence, where the reader
    /// joined paragraphs otherwise.
    fn place(&self, article: &Article) -> (usize, usize) {
        let text = match self.field {
            TextField::Title => &article.title,
            TextField::Body => &article.body,
        };
        let base = base(self.field);
        if text.get(self.start..self.end) == Some(self.text.as_str()) {
            return (base + self.start, base + self.end);
        }
        let places = text.char_indices().map(|(byte, _)| byte);
        let mut places = places.filter(|&byte| text[byte..].starts_with(&self.text));
        match places.nth(self.occurrence.saturating_sub(1)) {
            Some(byte) => (base + byte, base + byte + self.text.len()),
            // Nowhere: at a place that no system can name, so that it counts as missed.
            None => (2 * BODY + self.start, 2 * BODY + self.end),
        }
    }

    fn timex(&self, article: &Article) -> Timex {
        let (s, e) = self.place(article);
        Timex {
            s,
            e,
            kind: self.kind.clone(),
            value: self.value.clone(),
        }
    }
}

#[derive(Default)]
struct Score {
    dates: Pairs,
    persons: Tally,
    actors: Tally,
    states: Tally,
    published: usize,
    articles: usize,
    missing: usize,
}

impl Score {
    fn add(&mut self, gold: &Gold, article: &Article, analysis: &Analysis) {
        self.articles += 1;
        let published = analysis.published.as_ref().map(|date| date.text());
        self.published += usize::from(published == gold.published);
        let dates: Vec<Timex> = gold.dates.iter().map(|date| date.timex(article)).collect();
        let found = analysis.dates.iter();
        let found = found.map(|date| timex(date, |byte| base(date.field) + byte));
        self.dates.add(&dates, &found.collect::<Vec<_>>());
        self.names(gold, article, analysis);
        let state = |id: &&str| id.starts_with("state:");
        let ids = gold
            .mentions
            .iter()
            .filter_map(|name| name.actor.as_deref());
        let states: HashSet<&str> = ids.filter(state).collect();
        let ids = analysis.mentions.iter().map(|name| name.actor.as_str());
        let found: HashSet<&str> = ids.filter(state).collect();
        let right = states.intersection(&found).count();
        self.states.add(states.len(), found.len(), right);
    }

    fn names(&mut self, gold: &Gold, article: &Article, analysis: &Analysis) {
        let people = gold.mentions.iter();
        let people = people.filter(|name| name.label.as_deref() == Some("PER"));
        let people: HashSet<_> = people.map(|name| name.place(article)).collect();
        let mut found = HashSet::new();
        for field in [TextField::Title, TextField::Body] {
            let here = analysis.mentions.iter();
            let spans = persons(here.filter(|name| name.field == field));
            let base = base(field);
            found.extend(spans.into_iter().map(|(s, e)| (base + s, base + e)));
        }
        let right = people.intersection(&found).count();
        self.persons.add(people.len(), found.len(), right);

        let names = gold.mentions.iter().filter_map(|name| {
            let (start, end) = name.place(article);
            Some((start, end, name.actor.as_deref()?.trim_start_matches('?')))
        });
        let names: HashSet<_> = names.collect();
        let found = analysis.mentions.iter();
        // The gold gives ids to states, capitals, intergovernmental bodies and persons alone.
        let has_id = |id: &str| {
            ["state:", "igo:", "per:", "?per:"]
                .iter()
                .any(|family| id.starts_with(family))
                || names.iter().any(|(_, _, known)| *known == id)
        };
        let found = found
            .filter(|name| name.label.is_some() && has_id(&name.actor))
            .map(|name| {
                let base = base(name.field);
                let id = name.actor.trim_start_matches('?');
                (base + name.start, base + name.end, id)
            });
        let found: HashSet<_> = found.collect();
        let right = names.intersection(&found).count();
        self.actors.add(names.len(), found.len(), right);
    }
}

/// Scores the corpus.
pub fn run() -> Outcome<()> {
    let root = repository().join("corpus");
    let mut found: HashMap<(String, Option<u64>), (Article, Analysis)> = HashMap::new();
    for path in news::files(&root)? {
        let within = path.strip_prefix(&root)?.to_string_lossy().into_owned();
        let full_path = format!("corpus/{within}");
        for (article, analysis) in annotate_file(&path, &full_path) {
            found.insert((within.clone(), article.record), (article, analysis));
        }
    }
    let mut score = Score::default();
    for line in std::fs::read_to_string(root.join("gold.jsonl"))?.lines() {
        let gold: Gold = serde_json::from_str(line)?;
        match found.get(&(gold.path.clone(), gold.record)) {
            Some((article, analysis)) => score.add(&gold, article, analysis),
            None => score.missing += 1,
        }
    }
    println!(
        "articles            {} read, {} missing",
        score.articles, score.missing
    );
    println!(
        "publication date    {} of {} right",
        score.published, score.articles
    );
    println!("dates               {}", score.dates.line());
    println!("persons, exact span {}", score.persons.line());
    println!("actors, span and id {}", score.actors.line());
    println!("states per article  {}", score.states.line());
    Ok(())
}
