//! Every answer of the engine beside that of an oracle, which evaluates the tree over lists of
//! words, plainly as the definitions say.
//!
//! `DATELINE_QUERIES=100000 cargo test --release --test dateline differential` tries so many
//! queries; `DATELINE_SEED=7` tries others. A failure prints the smallest query that still fails.

mod build;
mod cases;
mod conditions;
mod engine;
mod filters;
mod generate;
mod leaves;
mod news;
mod oracle;
mod random;
mod report;
mod sample;
mod shrink;
mod spans;
mod store;

use dateline::query::{Query, parse};
use engine::Indexed;
use generate::Generator;
use oracle::Oracle;
use random::Random;
use shrink::shrink;

/// Most levels of operators in a query.
const DEPTH: usize = 4;

/// Articles of the made-up archive.
const ARTICLES: usize = 2000;

/// How many queries are tried: as many as the environment says, else few enough for every day.
fn queries(everyday: usize) -> usize {
    let wanted = std::env::var("DATELINE_QUERIES").ok();
    wanted.map_or(everyday, |wanted| wanted.parse().unwrap())
}

fn seed() -> u64 {
    let wanted = std::env::var("DATELINE_SEED").ok();
    wanted.map_or(1, |wanted| wanted.parse().unwrap())
}

/// Compares the answers to many queries.
fn compare(indexed: &Indexed, queries: usize, seed: u64) {
    let mut seeds = Random(seed);
    let mut oracle = Oracle::new(&indexed.archive);
    let (mut found, mut rows) = (0, 0);
    for _ in 0..queries {
        let query = Generator::new(&indexed.archive, seeds.next()).query(DEPTH);
        let expected = oracle.answer(&query);
        if indexed.answer(&query).as_ref() != Ok(&expected) {
            let smallest = shrink(query, &mut |query| {
                indexed.answer(query) != Ok(oracle.answer(query))
            });
            let (expected, answer) = (oracle.answer(&smallest), indexed.answer(&smallest));
            panic!(
                "{}",
                report::difference(&indexed.archive, &smallest, &expected, &answer)
            );
        }
        found += usize::from(!expected.entries.is_empty());
        rows += expected.rows.len();
    }
    println!("{queries} queries, {found} of them with hits, {rows} occurrences");
    assert!(
        found * 4 > queries && found < queries,
        "{found} of {queries} queries have hits"
    );
}

#[test]
fn the_corpus_is_answered_as_defined() {
    compare(&Indexed::corpus(), queries(60), seed());
}

#[test]
fn a_made_up_archive_is_answered_as_defined() {
    compare(&Indexed::made_up(seed(), ARTICLES), queries(20), seed() + 1);
}

#[test]
fn what_prints_reads_back_to_the_same_answer() {
    let indexed = Indexed::corpus();
    let mut oracle = Oracle::new(&indexed.archive);
    let mut seeds = Random(seed() + 2);
    let mut same = 0;
    let queries = queries(400);
    for _ in 0..queries {
        let query = Generator::new(&indexed.archive, seeds.next()).query(DEPTH);
        let Ok(parsed) = parse(&query.to_string()) else {
            continue;
        };
        same += usize::from(parsed.query == query);
        let differs = |query: &Query, oracle: &mut Oracle| {
            let read = parse(&query.to_string()).ok().map(|parsed| parsed.query);
            read.is_some_and(|read| {
                read != *query && oracle.answer(&read).entries != oracle.answer(query).entries
            })
        };
        if differs(&query, &mut oracle) {
            let smallest = shrink(query, &mut |query| differs(query, &mut oracle));
            let read = parse(&smallest.to_string()).unwrap().query;
            panic!("`{smallest}` is read as `{read}`\n{smallest:?}\n{read:?}");
        }
    }
    println!("{queries} queries, {same} of them read back as they were");
    assert!(
        same * 5 > queries * 4,
        "most are to be read back as they were"
    );
}
