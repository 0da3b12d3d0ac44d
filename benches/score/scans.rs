//! Scanned print: words broken at the end of a line, and the estimate of how well a text was read.
//!
//! Clean news is set in lines of 40 letters. A word that does not fit is broken at a place drawn at
//! random, two letters from each end at the least; a compound that has a hyphen is broken there, and
//! must keep it. For the estimate, a share of all letters is exchanged for those that programs for
//! scanned pages take them for.

use super::copies::Random;
use super::ratio;
use crate::common::{Outcome, news};
use dateline::analyse::hyphens::{self, ArchiveWords, FEWEST_ARTICLES};
use dateline::text::{Scanner, Stemming, fold, words};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};

/// Articles that are set.
const ARTICLES: usize = 3_000;
/// Letters of a line.
const WIDTH: usize = 40;
/// Letters that are taken for one another.
const CONFUSED: [(char, char); 12] = [
    ('c', 'e'),
    ('e', 'c'),
    ('h', 'b'),
    ('b', 'h'),
    ('n', 'u'),
    ('u', 'n'),
    ('i', 'l'),
    ('l', 'i'),
    ('t', 'i'),
    ('r', 't'),
    ('a', 'o'),
    ('f', 's'),
];

/// What a line breaks, in two parts.
#[derive(Default)]
struct Breaks {
    words: Vec<(String, String)>,
    compounds: Vec<(String, String)>,
}

impl Breaks {
    /// Those of a text, set in lines.
    fn add(&mut self, text: &str, random: &mut Random) {
        let is_word = |part: &str| part.chars().all(char::is_lowercase) && part.len() > 1;
        let mut column = 0;
        for word in text.split_whitespace() {
            if column + word.len() < WIDTH {
                column += word.len() + 1;
                continue;
            }
            column = word.len() / 2;
            if let Some((before, after)) = word.split_once('-') {
                if is_word(before) && is_word(after) {
                    let pair = (before.to_owned(), after.to_owned());
                    self.compounds.push(pair);
                }
                continue;
            }
            let word = word.trim_matches(|c: char| !c.is_alphabetic());
            if word.is_ascii() && is_word(word) && word.len() > 5 {
                let (before, after) = word.split_at(2 + random.below(word.len() - 3));
                self.words.push((before.to_owned(), after.to_owned()));
            }
        }
    }
}

fn is_joined((before, after): &(String, String), archive: &ArchiveWords) -> bool {
    hyphens::joined(&format!("the {before}-\n{after} of"), "en", archive).is_some()
}

/// Prints how many broken words are joined, how many compounds, and the estimates.
pub fn run() -> Outcome<()> {
    let (path, is_news) = news::articles()?;
    if !is_news {
        println!("(no data sets: made of the corpus)");
    }
    let mut bodies: Vec<String> = Vec::new();
    for line in BufReader::new(File::open(path)?).lines().take(ARTICLES) {
        let record: Value = serde_json::from_str(&line?)?;
        bodies.push(record["body"].as_str().unwrap_or_default().to_owned());
    }
    let (mut random, mut breaks) = (Random(1), Breaks::default());
    let stemming = Stemming::of("en");
    let mut articles: BTreeMap<String, u64> = BTreeMap::new();
    for body in &bodies {
        breaks.add(body, &mut random);
        let mut stems = BTreeSet::new();
        words(body, |span| {
            stems.insert(stemming.stem(&fold(&body[span])));
        });
        for stem in stems {
            *articles.entry(stem).or_default() += 1;
        }
    }
    articles.retain(|_, count| *count >= FEWEST_ARTICLES);
    let learned = ArchiveWords::of(articles.into_keys().collect());
    println!("{} articles in lines of {WIDTH} letters", bodies.len());
    for (name, archive) in [
        ("common words", &ArchiveWords::default()),
        ("and words of the archive", &learned),
    ] {
        let count = |pairs: &[(String, String)]| {
            pairs.iter().filter(|pair| is_joined(pair, archive)).count()
        };
        let (words, compounds) = (count(&breaks.words), count(&breaks.compounds));
        println!(
            "{name:<26} broken words joined {words} of {} ({:.3}), compounds joined {compounds} of {} ({:.3})",
            breaks.words.len(),
            ratio(words as f64, breaks.words.len() as f64),
            breaks.compounds.len(),
            ratio(compounds as f64, breaks.compounds.len() as f64),
        );
    }
    let mut scanner = Scanner::new(|_| 0);
    for percent in [0, 1, 2, 5, 10] {
        let mut found: Vec<u8> = Vec::new();
        for body in &bodies {
            let mut read = |c: char| {
                let other = CONFUSED.iter().find(|(letter, _)| *letter == c);
                match other {
                    // These letters are two thirds of a text.
                    Some((_, other)) if random.below(200) < 3 * percent => *other,
                    _ => c,
                }
            };
            let noisy: String = body.chars().map(&mut read).collect();
            let (_, scan, _) = scanner.scan("", &noisy, "en");
            found.extend(scan.legibility.percent());
        }
        found.sort_unstable();
        let at = |share: f64| found.get((found.len() as f64 * share) as usize).copied();
        println!(
            "{percent:>2} % of letters misread: quality {:?} (a tenth below {:?}, a tenth above {:?})",
            at(0.5).unwrap_or(0),
            at(0.1).unwrap_or(0),
            at(0.9).unwrap_or(0),
        );
    }
    Ok(())
}
