//! Random queries about an archive: most of their words are taken from one article, near each
//! other, so that about half of them are found somewhere.

use super::build::{exact, fuzzy, regex, stems, wildcard, words};
use super::random::Random;
use super::store::{Archive, Entry, Text};
use dateline::model::{ActorKind, Grain};
use dateline::query::{Form, Part, Query, Unit};

/// Names that some archive has, or none.
const NAMES: &[&str] = &[
    "russia",
    "Moscow",
    "RUS",
    "RUSGOV",
    "RUS.GOV",
    "kremlin",
    "the Kremlin",
    "armenia",
    "ARM",
    "germany",
    "DEU",
    "UN",
    "UNO",
    "igo:UNO",
    "state:AZE",
    "place:baku",
    "Angela Merkel",
    "merkel",
    "aliyev",
    "nobody known",
];

pub struct Generator<'a> {
    pub random: Random,
    pub archive: &'a Archive,
    /// The article that the query is about.
    pub home: &'a Entry,
    /// Where in its body.
    pub at: usize,
}

impl<'a> Generator<'a> {
    pub fn new(archive: &'a Archive, seed: u64) -> Generator<'a> {
        let mut random = Random(seed);
        let home = random.pick(&archive.entries);
        let at = random.below(home.texts[1].words.len().max(1));
        Generator {
            random,
            archive,
            home,
            at,
        }
    }

    /// A query of any kind, nested so deep at the most.
    pub fn query(&mut self, depth: usize) -> Query {
        if depth == 0 || self.random.percent(40) {
            return self.positional(depth);
        }
        match self.random.below(20) {
            0..6 => {
                let count = self.random.between(2, 3);
                Query::all_of((0..count).map(|_| self.query(depth - 1)))
            }
            6..11 => {
                let count = self.random.between(2, 4);
                Query::any_of((0..count).map(|_| self.query(depth - 1)))
            }
            11..13 => self.query(depth - 1).negate(),
            13..15 => {
                let but = self.query(depth - 1).negate();
                Query::all_of([self.query(depth - 1), but])
            }
            15..17 => Query::Boost {
                hundredths: *self.random.pick(&[50, 200, 150]),
                inner: Box::new(self.query(depth - 1)),
            },
            _ => self.filter(),
        }
    }

    /// A query that stands at places of the text.
    pub fn positional(&mut self, depth: usize) -> Query {
        if depth == 0 || self.random.percent(15) {
            return self.leaf();
        }
        let inner = depth - 1;
        match self.random.below(20) {
            0..8 => {
                let distance = match self.random.below(10) {
                    0 => *self.random.pick(&[50, 100, 101, 1000]),
                    _ => self.random.between(1, 12),
                };
                Query::Near {
                    distance: distance as u32,
                    ordered: self.random.percent(35),
                    left: Box::new(self.positional(inner)),
                    right: Box::new(self.positional(inner)),
                }
            }
            8..12 => {
                let most = if self.random.percent(4) { 6 } else { 3 };
                let count = self.random.between(2, most);
                Query::Same {
                    unit: *self.random.pick(&[Unit::Sentence, Unit::Paragraph]),
                    parts: (0..count).map(|_| self.positional(inner)).collect(),
                }
            }
            12..15 => {
                let count = self.random.between(2, 4);
                Query::any_of((0..count).map(|_| self.positional(inner)))
            }
            15..18 => Query::In {
                part: *self
                    .random
                    .pick(&[Part::Title, Part::Lead, Part::Opening, Part::Body]),
                inner: Box::new(self.positional(inner)),
            },
            _ => Query::AtLeast {
                times: 1 + self.random.below(3).min(self.random.below(4)) as u32,
                inner: Box::new(self.positional(inner)),
            },
        }
    }

    fn leaf(&mut self) -> Query {
        match self.random.below(40) {
            0..10 => stems(&self.word()),
            10..16 => exact(&self.word()),
            16..18 => words(&self.accented(), Form::Accented, 0),
            18..20 => {
                // Parts of one word follow one another, in all their forms.
                let run = self.run(2, 2);
                stems(&run.join("-"))
            }
            20..24 => {
                let run = self.run(2, 4);
                let slop = self.slop();
                let form = *self
                    .random
                    .pick(&[Form::Exact, Form::Exact, Form::Accented]);
                words(&run.join(" "), form, slop)
            }
            24..27 => self.phrase(),
            27..29 => wildcard(&self.wildcard()),
            29..31 => {
                let word = self.misspelt();
                // Two slips make anything of a short word.
                let most = if word.chars().count() > 4 { 2 } else { 1 };
                fuzzy(&word, self.random.between(1, most) as u8)
            }
            31 => self.regex(),
            32..36 => self.actor(),
            36..39 => self.event(),
            _ => {
                let grain = match self.random.percent(70) {
                    true => {
                        *self
                            .random
                            .pick(&[Grain::Day, Grain::Month, Grain::Year, Grain::Week])
                    }
                    false => *self.random.pick(&Grain::ALL),
                };
                Query::EventGrain(grain)
            }
        }
    }

    /// Title or body of the article that the query is about.
    fn text(&mut self) -> &'a Text {
        let [title, body] = &self.home.texts;
        match title.words.is_empty() || self.random.percent(80) && !body.words.is_empty() {
            true => body,
            false => title,
        }
    }

    /// A word as some text has it, mostly near where the query is about.
    pub fn word(&mut self) -> String {
        if self.random.percent(2) {
            return (*self
                .random
                .pick(&["zyxw", "nowhere", "zürn", "run", "12345"]))
            .to_owned();
        }
        if self.random.percent(18) {
            return self.random.pick(&self.archive.words.items).raw.clone();
        }
        let text = self.text();
        let count = text.words.len();
        if count == 0 {
            return "the".to_owned();
        }
        let at = match self.random.percent(75) {
            true => (self.at + self.random.below(16)).saturating_sub(8) % count,
            false => self.random.below(count),
        };
        self.archive.words.items[text.words[at]].raw.clone()
    }

    /// A word that is mostly one of those that another word differs from by its accents.
    fn accented(&mut self) -> String {
        let words = &self.archive.words.items;
        let accents = words.iter().filter(|word| word.accented != word.folded);
        let accents: Vec<_> = accents.collect();
        if accents.is_empty() || self.random.percent(30) {
            return self.word();
        }
        let word = *self.random.pick(&accents);
        match self.random.percent(30) {
            true => word.folded.clone(),
            false => word.raw.clone(),
        }
    }

    /// So many words that follow one another somewhere.
    fn run(&mut self, least: usize, most: usize) -> Vec<String> {
        let count = self.random.between(least, most);
        let text = self.text();
        if text.words.len() < count || self.random.percent(10) {
            return (0..count).map(|_| self.word()).collect();
        }
        let last = text.words.len() - count;
        let at = match self.random.percent(50) {
            true => self.at.min(last),
            false => self.random.below(last + 1),
        };
        let words = text.words[at..at + count].iter();
        words
            .map(|&word| self.archive.words.items[word].raw.clone())
            .collect()
    }

    fn slop(&mut self) -> u32 {
        match self.random.percent(50) {
            true => 0,
            false => self.random.between(1, 6) as u32,
        }
    }

    fn phrase(&mut self) -> Query {
        let mut run = self.run(2, 4);
        let slop = self.slop();
        if slop > 0 && self.random.percent(50) {
            // Words in between, and in another order.
            let first = run.remove(0);
            run.push(first);
        }
        let forced = self.random.below(run.len());
        let words = run.into_iter().enumerate().map(|(index, word)| {
            if index == forced || self.random.percent(20) {
                let pattern = self.with_wildcard(&word);
                wildcard(&pattern)
            } else {
                exact(&word)
            }
        });
        Query::Phrase {
            words: words.collect(),
            slop,
        }
    }

    fn wildcard(&mut self) -> String {
        let word = self.word();
        self.with_wildcard(&word)
    }

    /// The word with some of its letters replaced by wildcards; at least one is kept.
    fn with_wildcard(&mut self, word: &str) -> String {
        let letters: Vec<char> = word.chars().collect();
        let at = self.random.below(letters.len());
        let kept = at.max(1);
        let before: String = letters[..kept].iter().collect();
        let after: String = letters[kept.min(letters.len())..].iter().skip(1).collect();
        match self.random.below(10) {
            0..5 => format!("{before}*"),
            5..7 if !after.is_empty() => format!("{before}*{after}"),
            7 if !after.is_empty() => format!("*{after}"),
            8 => format!("{before}?{after}"),
            _ if letters.len() > 2 => format!("?{}*", letters[1]),
            _ => format!("{before}?"),
        }
    }

    fn misspelt(&mut self) -> String {
        let mut letters: Vec<char> = self.word().chars().collect();
        for _ in 0..self.random.below(3) {
            let at = self.random.below(letters.len());
            match self.random.below(4) {
                0 if letters.len() > 1 => drop(letters.remove(at)),
                1 => letters.insert(at, 'e'),
                2 if at > 0 => letters.swap(at - 1, at),
                _ => letters[at] = 'o',
            }
        }
        letters.into_iter().collect()
    }

    fn regex(&mut self) -> Query {
        let (one, other) = (self.word(), self.word());
        let folded = dateline::text::fold(&one);
        let other = dateline::text::fold(&other);
        let beginning: String = folded.chars().take(3).collect();
        let pattern = match self.random.below(5) {
            0 => format!("{beginning}.*"),
            1 => format!("{folded}|{other}"),
            2 => format!(
                "[a-m]{{2}}{}?[a-z]+",
                beginning.chars().next().unwrap_or('a')
            ),
            3 => format!("{folded}(s|ed|ing)?"),
            _ => format!("(?:{beginning}|{other})[^x]{{0,4}}"),
        };
        regex(&pattern)
    }

    fn actor(&mut self) -> Query {
        let place = |name: String| Query::Place { name };
        match self.random.below(10) {
            0 => return Query::ActorKind(ActorKind::ALL[self.random.below(11)]),
            1 => return place((*self.random.pick(NAMES)).to_owned()),
            2 => return place((*self.random.pick(super::news::WHO)).to_owned()),
            _ => {}
        }
        let text = self.text();
        let mentions = match text.mentions.is_empty() {
            true => &self.home.texts[1].mentions,
            false => &text.mentions,
        };
        if mentions.is_empty() || self.random.percent(35) {
            return super::build::actor(self.random.pick::<&str>(NAMES));
        }
        let named = &self.archive.actors.items[self.random.pick(mentions).1];
        let name = match self.random.below(4) {
            0 => named.actor.trim_start_matches('?').to_owned(),
            1 => named
                .codes
                .first()
                .cloned()
                .unwrap_or_else(|| named.name.clone()),
            2 => named.name.to_uppercase(),
            _ => named
                .name
                .split(' ')
                .next_back()
                .unwrap_or_default()
                .to_owned(),
        };
        super::build::actor(&name)
    }
}
