//! Copies: pairs planted among news, and what finding them costs.
//!
//! A tenth of the articles are copies that are planted, of other articles each: a reprint with another
//! headline, a cut to 60 % of the words from the bottom, one with 5 % of the words exchanged for words
//! of other articles, an update with a lead put before it, of a quarter of its length
//! and half of another article at the most. News has copies of its
//! own: a pair found is wrong only if it was not planted and, by an exact count that shares no code
//! with the program, less than half of the shorter text's sequences of four words stand in the other.

use super::ratio;
use crate::common::{DATELINE, Outcome, cache, clear, measure, ms, news, size, spread, text};
use dateline::analyse::{self, Layers, Settings};
use dateline::engine::local::{Location, WriteOptions};
use dateline::engine::{Analyse, Indexer, Order, Request, Searcher};
use dateline::manifest::Home;
use dateline::model::{Article, CopyMode, CopyRule, id_text};
use dateline::query::Query;
use dateline::text::{Fingerprint, Fingerprints, word_hashes};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Articles in all, those planted among them, unless `DATELINE_ARTICLES` says otherwise.
const ARTICLES: usize = 20_000;
/// Words of an article that copies are made of, at the least.
const LEAST: usize = 60;
const KINDS: [&str; 4] = ["new headline", "cut to 60 %", "5 % changed", "added lead"];
/// Thresholds that are tried, in percent; the default is among them.
const THRESHOLDS: [u8; 4] = [60, 65, 70, 80];
/// Runs of each way of indexing.
const RUNS: usize = 3;

#[derive(Clone, Debug)]
struct Story {
    id: String,
    title: String,
    body: String,
    date: String,
}

struct Planted {
    stories: Vec<Story>,
    /// Places of an article and its copy, and the copy's kind.
    pairs: Vec<(usize, usize, usize)>,
}

/// Splitmix64: the same numbers every time.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

fn read(path: &Path) -> Outcome<Vec<Story>> {
    let mut stories = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let record: Value = serde_json::from_str(line)?;
        let of = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
        stories.push(Story {
            id: of("id"),
            title: of("title"),
            body: of("body"),
            date: of("date"),
        });
    }
    Ok(stories)
}

fn plant(mut stories: Vec<Story>, articles: usize) -> Planted {
    let mut random = Random(1);
    random.shuffle(&mut stories);
    let articles = articles.min(stories.len() * 10 / 9);
    stories.truncate(articles - articles / 10);
    let vocabulary: Vec<String> = stories
        .iter()
        .take(500)
        .flat_map(|story| story.body.split_whitespace())
        .map(str::to_owned)
        .collect();
    let long = |story: &Story| story.body.split_whitespace().count() >= LEAST;
    let mut bases: Vec<usize> = (0..stories.len())
        .filter(|&at| long(&stories[at]))
        .collect();
    random.shuffle(&mut bases);
    let mut pairs = Vec::new();
    for (number, &base) in bases.iter().take(articles / 10).enumerate() {
        let kind = number % KINDS.len();
        let other = stories[bases[random.below(bases.len())]].clone();
        let Story {
            title, body, date, ..
        } = stories[base].clone();
        let mut words: Vec<&str> = body.split_whitespace().collect();
        let lead: Vec<&str> = other.body.split_whitespace().collect();
        let count = words.len();
        let body = match kind {
            0 => body.clone(),
            1 => words[..count * 6 / 10].join(" "),
            2 => {
                let mut places: Vec<usize> = (0..count).collect();
                random.shuffle(&mut places);
                for &place in &places[..count.div_ceil(20)] {
                    words[place] = &vocabulary[random.below(vocabulary.len())];
                }
                words.join(" ")
            }
            _ => format!(
                "{}\n{body}",
                lead[..(lead.len() / 2).min(count / 4)].join(" ")
            ),
        };
        pairs.push((base, stories.len(), kind));
        stories.push(Story {
            id: format!("planted{number}"),
            title: if kind == 0 { other.title } else { title },
            body,
            date,
        });
    }
    Planted { stories, pairs }
}

fn write(stories: &[Story], path: &Path) -> Outcome<()> {
    let mut lines = String::new();
    for story in stories {
        let record = json!({
            "id": story.id, "title": story.title, "body": story.body, "date": story.date,
        });
        lines.push_str(&record.to_string());
        lines.push('\n');
    }
    Ok(std::fs::write(path, lines)?)
}

/// The words of a text as the exact count takes them, and its sequences of four, as hashes.
fn exact(body: &str) -> (Vec<String>, HashSet<u64>) {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let words = body.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let shingles = words.windows(4).map(|four| hasher.hash_one(four));
    let shingles = shingles.collect();
    (words, shingles)
}

/// The share of the shorter text that the other has.
fn containment(a: &str, b: &str) -> f64 {
    let ((words_a, a), (words_b, b)) = (exact(a), exact(b));
    match a.len().min(b.len()) {
        _ if words_a == words_b => 1.0,
        shorter => ratio(a.intersection(&b).count() as f64, shorter as f64),
    }
}

/// The groups found, as places of articles.
fn groups(
    location: &Location,
    places: &HashMap<&str, usize>,
    threshold: u8,
) -> Outcome<(Vec<Vec<usize>>, Duration)> {
    let searcher = location.searcher()?.with_copies(CopyRule {
        mode: CopyMode::Only,
        threshold,
        ..CopyRule::default()
    });
    let start = Instant::now();
    searcher.copy_totals(&Query::All, &[])?;
    let time = start.elapsed();
    let request = Request {
        query: Query::All,
        scopes: Vec::new(),
        order: Order::Rank,
        limit: 0,
        offset: 0,
        snippets: false,
        body: false,
    };
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    searcher.export(&request, None, &mut |hit| {
        let place = hit
            .source_id
            .and_then(|id| places.get(id.as_str()).copied());
        if let (Some(lead), Some(place)) = (hit.lead, place) {
            groups.entry(lead).or_default().push(place);
        }
        ControlFlow::Continue(())
    })?;
    Ok((groups.into_values().collect(), time))
}

fn score(planted: &Planted, groups: &[Vec<usize>]) -> String {
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    for (number, group) in groups.iter().enumerate() {
        group_of.extend(group.iter().map(|&place| (place, number)));
    }
    let mut found = [0.0; KINDS.len()];
    let mut gold = [0.0; KINDS.len()];
    let mut known = HashSet::new();
    for &(base, copy, kind) in &planted.pairs {
        gold[kind] += 1.0;
        let together = group_of.get(&base).zip(group_of.get(&copy));
        found[kind] += f64::from(u8::from(together.is_some_and(|(a, b)| a == b)));
        known.insert((base.min(copy), base.max(copy)));
    }
    let (mut all, mut wrong, mut own) = (0.0, 0.0, 0.0);
    let mut worst = 0;
    for group in groups {
        worst = worst.max(group.len());
        for (place, &a) in group.iter().enumerate() {
            for &b in &group[place + 1..] {
                all += 1.0;
                if !known.contains(&(a.min(b), a.max(b))) {
                    own += 1.0;
                    let body = |place: usize| planted.stories[place].body.as_str();
                    let share = containment(body(a), body(b));
                    wrong += f64::from(u8::from(share < 0.5));
                    if share < 0.5 && std::env::var_os("DATELINE_ERRORS").is_some() {
                        println!(
                            "  {share:.2} {:?} {:?}",
                            planted.stories[a], planted.stories[b]
                        );
                    }
                }
            }
        }
    }
    let recall = ratio(found.iter().sum(), gold.iter().sum());
    let kinds = KINDS.iter().zip(found.iter().zip(&gold));
    let kinds: Vec<String> = kinds
        .map(|(name, (found, gold))| format!("{name} {:.3}", ratio(*found, *gold)))
        .collect();
    format!(
        "recall {recall:.4} ({})  precision {:.4} ({own} pairs not planted, {wrong} wrong)  largest group {worst}",
        kinds.join(", "),
        1.0 - ratio(wrong, all)
    )
}

/// What this process has used of the processor, or the clock where that cannot be told.
fn used(start: Instant) -> Duration {
    /// Of a second, as Linux counts on every machine that it runs on today.
    const TICKS: u64 = 100;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let figures: Vec<u64> = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|figure| figure.parse().ok())
        .collect();
    match figures.as_slice() {
        [user, system] => Duration::from_millis((user + system) * 1000 / TICKS),
        _ => start.elapsed(),
    }
}

/// Indexes in this process; gives the processor time and the size.
fn indexed(stories: &[Story], path: &Path, with: bool) -> Outcome<(Duration, u64)> {
    clear(path)?;
    let location = Location::new(path);
    let settings = Settings::new(Layers::All, crate::common::today());
    let analyse: Arc<Analyse> = Arc::new(move |article: Article| {
        let (article, analysis, mut terms) = analyse::analyse(article, &settings);
        if !with {
            terms.fingerprint = Fingerprint::default();
        }
        (article, analysis, terms)
    });
    let start = Instant::now();
    let before = used(start);
    let options = WriteOptions {
        threads: 1,
        ..WriteOptions::default()
    };
    let writer = location.indexer(options, analyse)?;
    for (number, story) in (0..).zip(stories) {
        let article = Article {
            id: id_text(number),
            path: format!("news/{number}"),
            title: story.title.clone(),
            body: story.body.clone(),
            ..Article::default()
        };
        writer.add(article, number)?;
    }
    writer.commit("")?;
    Box::new(writer).close()?;
    Ok((used(start).saturating_sub(before), size(path)))
}

/// What fingerprints cost when indexing: those made and kept, against those made and not kept; and
/// how long the making takes by itself.
fn cost(stories: &[Story]) -> Outcome<()> {
    let path = cache()?.join("copies-cost");
    let (mut kept, mut bare) = (Vec::new(), Vec::new());
    let (mut bytes, mut bare_bytes) = (0, 0);
    for _ in 0..RUNS {
        let (time, size) = indexed(stories, &path, true)?;
        (bytes, _) = (size, kept.push(time));
        let (time, size) = indexed(stories, &path, false)?;
        (bare_bytes, _) = (size, bare.push(time));
    }
    clear(&path)?;
    let words: Vec<Vec<u32>> = stories
        .iter()
        .map(|story| word_hashes(&story.body))
        .collect();
    let mut making = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut fingerprints = Fingerprints::default();
        for words in &words {
            words.iter().for_each(|&word| fingerprints.body(word));
            black_box(fingerprints.finish());
        }
        making.push(start.elapsed());
    }
    let [kept, bare, making] = [kept, bare, making].map(|times| spread(&times).0);
    let without = bare.saturating_sub(making);
    let share = |time: Duration| 100.0 * ratio(time.as_secs_f64(), without.as_secs_f64());
    println!(
        "indexing, processor time, best of {RUNS}: {:.0} ms, without fingerprints {:.0} ms: making them {:+.1} %, keeping them {:+.1} %, in all {:+.1} %",
        ms(kept),
        ms(without),
        share(making),
        share(kept) - share(bare),
        share(kept) - 100.0
    );
    println!(
        "size of the index: {bytes} bytes, without fingerprints {bare_bytes}: {:+.1} %, {:.0} bytes an article",
        100.0 * (bytes as f64 / bare_bytes as f64 - 1.0),
        (bytes as f64 - bare_bytes as f64) / stories.len() as f64
    );
    Ok(())
}

/// Scores copies.
pub fn run() -> Outcome<()> {
    let (archive, is_real) = news::articles()?;
    if !is_real {
        println!(
            "no news archive: copies are planted among articles made of the corpus, which are copies of each other"
        );
    }
    let articles = std::env::var("DATELINE_ARTICLES").ok();
    let articles = articles.and_then(|number| number.parse().ok());
    let planted = plant(read(&archive)?, articles.unwrap_or(ARTICLES));
    println!(
        "{} pairs planted among {} articles",
        planted.pairs.len(),
        planted.stories.len()
    );
    let path = cache()?.join("copies.jsonl");
    write(&planted.stories, &path)?;
    let home = cache()?.join("copies-index");
    clear(&home)?;
    measure(
        DATELINE,
        &["index", "-q", "--index", text(&home)?, text(&path)?],
    )?;
    let location = Location::new(&Home::new(&home).engine());
    let ids = planted.stories.iter().map(|story| story.id.as_str());
    let places: HashMap<&str, usize> = ids.zip(0..).collect();
    for threshold in THRESHOLDS {
        let (groups, time) = groups(&location, &places, threshold)?;
        let score = score(&planted, &groups);
        println!("{threshold} %  {score}  in {:.0} ms", ms(time));
    }
    cost(&planted.stories)
}
