//! From the query tree to the engine's query, and to the parts that say what matched.

use super::bm25::Lengths;
use super::copies::Groups;
use super::events;
use super::excluded::Excluded;
use super::schema::Fields;
use super::span::{Deadline, Languages, Plan, RememberedWords, SpanQuery};
use super::terms::{AUTHOR, HOST, OUTLET, SECTION, listed, term_of};
use super::when::{Days, Wanted};
use super::words::{MOST, TITLE_WEIGHT, Tree, Word, WordsQuery};
use crate::engine::Scope;
use crate::model::{Identities, day_number};
use crate::query::{DateTest, Form, Named, Part, Query, Relation};
use crate::text::{fold, words};
use anyhow::{Result, bail};
use jiff::civil::Date;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Bound;
use std::sync::Arc;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery,
    ExistsQuery, InvertedIndexRangeQuery, Occur, PhraseQuery, Query as EngineQuery, RangeQuery,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// Terms at positions relative to the first; all must be there.
type Sequence = Vec<(u32, Term)>;

/// A query, ready to run.
pub(super) struct Compiled {
    pub query: Box<dyn EngineQuery>,
    /// Its positional parts that are not excluded, to show what matched.
    parts: Vec<Query>,
    /// Plans that have been made already.
    shared: Plans,
    /// The copies among what it matches, where these are not all shown alike.
    pub copies: Option<Arc<Groups>>,
}

/// Plans by what they are of: to select by a part and to mark what matched takes one.
type Plans = RefCell<HashMap<Query, Arc<Plan>>>;

/// What compiling needs to know of the index.
pub(super) struct Compiler<'a> {
    pub fields: Fields,
    /// The index, whose dictionary says which dates there are.
    pub searcher: &'a tantivy::Searcher,
    /// The languages of the archive.
    pub languages: &'a Languages,
    pub remembered: &'a RememberedWords,
    /// Names to actor ids and codes.
    pub resolve: fn(&str) -> Vec<String>,
    /// Which ids are one actor, and which are none, where anything is said of that.
    pub identities: Option<&'a Identities>,
    pub deadline: &'a Deadline,
    pub lengths: &'a Lengths,
    pub shared: Plans,
}

impl Compiler<'_> {
    /// Compiles a query, restricted to the scopes if there are any.
    pub(super) fn compile(self, query: &Query, scopes: &[Scope]) -> Result<Compiled> {
        let main = self.node(query)?;
        let parts = query.positive_parts().into_iter().cloned();
        Ok(Compiled {
            query: match self.scopes(scopes) {
                None => main,
                Some(scope) => Box::new(BooleanQuery::intersection(vec![main, scope])),
            },
            parts: parts.collect(),
            shared: self.shared,
            copies: None,
        })
    }

    /// The plans of the parts of a query that are not excluded.
    pub(super) fn plans(mut self, compiled: &Compiled) -> Result<Vec<Arc<Plan>>> {
        self.shared = compiled.shared.clone();
        let parts = compiled.parts.iter();
        parts.map(|part| self.shared_plan(part)).collect()
    }

    fn node(&self, query: &Query) -> Result<Box<dyn EngineQuery>> {
        if let Some(words) = self.words_alone(query, 1.0)? {
            return Ok(Box::new(WordsQuery(words)));
        }
        Ok(match query {
            Query::All => unscored(Box::new(AllQuery)),
            Query::Text {
                form: Form::Stemmed,
                slop: 0,
                ..
            } => self.words_in_a_row(query)?,
            Query::In {
                part: Part::Title,
                inner,
            } => match one_word(inner) {
                Some(word) => self.word_in_title(&word),
                None => self.spans(query)?,
            },
            Query::Actor { .. } | Query::ActorKind(_) | Query::Place { .. } => {
                unscored(self.mention(query)?)
            }
            Query::Published(test) => unscored(self.published(test)),
            Query::Event {
                test: DateTest::Missing,
                ..
            } => unscored(nothing_but_not(self.dates(Wanted::ANY)?)),
            Query::Event { .. } | Query::EventGrain(_) => match wanted(query) {
                Some(wanted) => unscored(self.dates(wanted)?),
                None => Box::new(EmptyQuery),
            },
            Query::Outlet(name) => unscored(self.name(OUTLET, name)?),
            Query::Section(name) => unscored(self.name(SECTION, name)?),
            Query::Author(name) => unscored(self.name(AUTHOR, name)?),
            Query::Source { list, name } => unscored(self.name(listed(*list), name)?),
            Query::Named { what, any: true } => unscored(self.with_names(*what)),
            Query::Named { what, any: false } => {
                unscored(nothing_but_not(unscored(self.with_names(*what))))
            }
            Query::Site(host) => unscored(Box::new(TermQuery::new(
                Term::from_field_text(self.fields.names, &format!("{HOST}{host}")),
                IndexRecordOption::Basic,
            ))),
            Query::Lang(code) => unscored(self.in_language(&code.to_lowercase())),
            Query::And(parts) => self.all(parts)?,
            Query::Or(parts) => Box::new(BooleanQuery::union(
                parts
                    .iter()
                    .map(|part| self.node(part))
                    .collect::<Result<_>>()?,
            )),
            Query::Not(_) => self.all(std::slice::from_ref(query))?,
            Query::Boost { hundredths, inner } => {
                let factor = *hundredths as f32 / 100.0;
                Box::new(BoostQuery::new(self.node(inner)?, factor))
            }
            Query::Text { .. }
            | Query::Pattern(_)
            | Query::Phrase { .. }
            | Query::Near { .. }
            | Query::Same { .. }
            | Query::In { .. }
            | Query::AtLeast { .. } => self.spans(query)?,
        })
    }

    /// The plan of a positional query, made once.
    fn shared_plan(&self, query: &Query) -> Result<Arc<Plan>> {
        if let Some(plan) = self.shared.borrow().get(query) {
            return Ok(plan.clone());
        }
        let plan = Arc::new(self.plan(query, false)?);
        let mut shared = self.shared.borrow_mut();
        shared.insert(query.clone(), plan.clone());
        Ok(plan)
    }

    /// A positional query, by its spans.
    fn spans(&self, query: &Query) -> Result<Box<dyn EngineQuery>> {
        Ok(self.planned(self.shared_plan(query)?, 0.0))
    }

    /// A plan, where a match in the title counts so much more.
    pub(super) fn planned(&self, plan: Arc<Plan>, title_weight: f32) -> Box<dyn EngineQuery> {
        Box::new(SpanQuery {
            plan,
            title_weight,
            norms: self.lengths.words.clone(),
            fields: self.fields,
            deadline: self.deadline.clone(),
        })
    }

    fn all(&self, parts: &[Query]) -> Result<Box<dyn EngineQuery>> {
        let mut clauses = Vec::new();
        let mut alone = Vec::new();
        for part in parts {
            if let Some(words) = self.words_alone(part, 1.0)? {
                alone.push(words);
                continue;
            }
            clauses.push(match part {
                Query::Not(inner) => excluded(self.node(inner)?),
                other => (Occur::Must, self.node(other)?),
            });
        }
        if !alone.is_empty() {
            clauses.push((Occur::Must, Box::new(WordsQuery(Tree::All(alone)))));
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, unscored(Box::new(AllQuery))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// A query of words alone, see [`is_words_alone`].
    fn words_alone(&self, query: &Query, boost: f32) -> Result<Option<Tree<Word>>> {
        match is_words_alone(query) {
            true => self.words_tree(query, boost).map(Some),
            false => Ok(None),
        }
    }

    fn words_tree(&self, query: &Query, boost: f32) -> Result<Tree<Word>> {
        let trees = |parts: &[Query]| {
            let parts = parts.iter();
            parts
                .map(|part| self.words_tree(part, boost))
                .collect::<Result<_>>()
        };
        Ok(match query {
            Query::And(parts) => Tree::All(trees(parts)?),
            Query::Or(parts) => Tree::Any(trees(parts)?),
            Query::Boost { hundredths, inner } => {
                self.words_tree(inner, boost * *hundredths as f32 / 100.0)?
            }
            _ => match one_word(query) {
                Some(word) => Tree::Word {
                    word: self.word(&word)?,
                    boost,
                },
                None => bail!("`{query}` is no word"),
            },
        })
    }

    /// A folded word, in each article in the stem of its language.
    fn word(&self, word: &str) -> Result<Word> {
        let stems = self.languages.stems_meant(word).into_iter();
        let stems = stems.map(|(stem, codes)| (stem, self.languages.spoken(&codes)));
        let (searcher, lengths) = (self.searcher, self.lengths);
        Ok(Word::new(searcher, self.fields, lengths, stems.collect())?)
    }

    /// A text of several words in all their forms, anywhere in an article; in the title it counts
    /// more. By its spans, as it is marked and counted: each word in the stem of the article's language.
    fn words_in_a_row(&self, query: &Query) -> Result<Box<dyn EngineQuery>> {
        Ok(self.planned(self.shared_plan(query)?, TITLE_WEIGHT))
    }

    /// A folded word in the title, in the stem of the article's language; of several it is scored
    /// once, as the best.
    fn word_in_title(&self, word: &str) -> Box<dyn EngineQuery> {
        let stems = self.languages.stems_meant(word).into_iter();
        let term = |(stem, codes): (String, Vec<String>)| -> Box<dyn EngineQuery> {
            let term = Term::from_field_text(self.fields.title, &stem);
            let stem = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            if codes.is_empty() {
                return stem;
            }
            let codes = codes.iter().map(|code| self.in_language(code));
            let spoken = unscored(Box::new(BooleanQuery::union(codes.collect())));
            Box::new(BooleanQuery::intersection(vec![stem, spoken]))
        };
        Box::new(DisjunctionMaxQuery::new(stems.map(term).collect()))
    }

    fn in_language(&self, code: &str) -> Box<dyn EngineQuery> {
        let term = Term::from_field_text(self.fields.language, code);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    /// Articles that mention an actor that a leaf asks for.
    fn mention(&self, leaf: &Query) -> Result<Box<dyn EngineQuery>> {
        let term = |text: &String| Term::from_field_text(self.fields.who, text);
        let mut terms = Vec::new();
        let mut sequences = Vec::new();
        let mentions = self.mentions_of(leaf);
        if !mentions.but.is_empty() {
            return self.spans(leaf);
        }
        for alternative in mentions.any {
            match &alternative[..] {
                [only] => terms.push(term(only)),
                several => sequences.push(several.iter().map(|word| (0, term(word))).collect()),
            }
        }
        Ok(any_of(terms, sequences))
    }

    fn published(&self, test: &DateTest) -> Box<dyn EngineQuery> {
        let exists = || Box::new(ExistsQuery::new("published_from".into(), false));
        let (from, until) = match *test {
            DateTest::Any => return exists(),
            DateTest::Missing => return nothing_but_not(exists()),
            DateTest::Within { from, until } => (from, until),
        };
        let term = |field: Field, day: Date| Term::from_field_i64(field, day_number(day));
        let mut clauses: Vec<Box<dyn EngineQuery>> = Vec::new();
        if let Some(from) = from {
            let lower = Bound::Included(term(self.fields.published_from, from));
            clauses.push(Box::new(RangeQuery::new(lower, Bound::Unbounded)));
        }
        if let Some(until) = until {
            let upper = Bound::Included(term(self.fields.published_until, until));
            clauses.push(Box::new(RangeQuery::new(Bound::Unbounded, upper)));
        }
        match clauses.len() {
            0 => exists(),
            1 => clauses.remove(0),
            _ => Box::new(BooleanQuery::intersection(clauses)),
        }
    }

    /// Articles that speak of a date that is what is wanted.
    fn dates(&self, wanted: Wanted) -> Result<Box<dyn EngineQuery>> {
        let when = self.fields.when;
        let terms = events::terms(self.searcher, when, wanted)?;
        let term = |text: &String| Term::from_field_text(when, text);
        Ok(any_of(terms.iter().map(term).collect(), Vec::new()))
    }

    /// Articles with a name of this kind that has these words in a row.
    fn name(&self, kind: char, name: &str) -> Result<Box<dyn EngineQuery>> {
        let mut sequence: Sequence = Vec::new();
        words(name, |span| {
            let word = format!("{kind}{}", fold(&name[span]));
            let term = Term::from_field_text(self.fields.names, term_of(&word));
            sequence.push((sequence.len() as u32, term));
        });
        if sequence.is_empty() {
            bail!("`{name}` holds no word to search for");
        }
        Ok(positional(sequence))
    }

    /// Articles with any name of this kind: those of which counts show one.
    fn with_names(&self, what: Named) -> Box<dyn EngineQuery> {
        let kind = match what {
            Named::Outlet => return Box::new(ExistsQuery::new("outlet".into(), false)),
            Named::Section => return Box::new(ExistsQuery::new("section".into(), false)),
            Named::Author => AUTHOR,
            Named::Source(list) => listed(list),
        };
        let term = |text: &str| Term::from_field_text(self.fields.names, text);
        let after = char::from_u32(u32::from(kind) + 1).unwrap_or(char::MAX);
        Box::new(InvertedIndexRangeQuery::new(
            Bound::Included(term(kind.encode_utf8(&mut [0; 4]))),
            Bound::Excluded(term(after.encode_utf8(&mut [0; 4]))),
        ))
    }

    fn scopes(&self, scopes: &[Scope]) -> Option<Box<dyn EngineQuery>> {
        let path = |text: &str| Term::from_field_text(self.fields.path, text);
        let parts: Vec<Box<dyn EngineQuery>> = scopes
            .iter()
            .map(|scope| {
                let base = match scope.path.as_str() {
                    "" => scope.label.clone(),
                    inner => format!("{}/{inner}", scope.label),
                };
                // `0` follows `/`, so this is every path with whole components below the base;
                // a member of a container is `base!member`.
                let below = |mark: char, end: char| -> Box<dyn EngineQuery> {
                    Box::new(InvertedIndexRangeQuery::new(
                        Bound::Included(path(&format!("{base}{mark}"))),
                        Bound::Excluded(path(&format!("{base}{end}"))),
                    ))
                };
                Box::new(BooleanQuery::union(vec![
                    Box::new(TermQuery::new(path(&base), IndexRecordOption::Basic)),
                    below('/', '0'),
                    below('!', '"'),
                ])) as Box<dyn EngineQuery>
            })
            .collect();
        (!parts.is_empty()).then(|| unscored(Box::new(BooleanQuery::union(parts))))
    }
}

/// The word, folded, of a query that is one in all its forms.
pub(super) fn one_word(query: &Query) -> Option<String> {
    let Query::Text {
        text,
        form: Form::Stemmed,
        slop: 0,
    } = query
    else {
        return None;
    };
    let (mut tokens, mut word) = (0, None);
    words(text, |span| {
        tokens += 1;
        word = word.take().or_else(|| Some(fold(&text[span])));
    });
    word.filter(|_| tokens == 1)
}

/// Whether a query is nothing but single words in all their forms, joined by AND and OR.
fn is_words_alone(query: &Query) -> bool {
    match query {
        Query::And(parts) => !parts.is_empty() && parts.iter().all(is_words_alone),
        Query::Or(parts) => (1..=MOST).contains(&parts.len()) && parts.iter().all(is_words_alone),
        Query::Boost { inner, .. } => is_words_alone(inner),
        query => one_word(query).is_some(),
    }
}

/// What a leaf asks of a date in the text; `None` where it asks for none.
pub(super) fn wanted(leaf: &Query) -> Option<Wanted> {
    match leaf {
        Query::EventGrain(grain) => Some(Wanted::Grain(*grain)),
        Query::Event { relation, test } => wanted_days(*relation, test),
        _ => None,
    }
}

fn wanted_days(relation: Relation, test: &DateTest) -> Option<Wanted> {
    match *test {
        DateTest::Missing => None,
        DateTest::Any => Some(Wanted::ANY),
        DateTest::Within { from, until } => {
            let days = Days {
                from: from.map_or(Days::ALL.from, day_number),
                until: until.map_or(Days::ALL.until, day_number),
            };
            Some(Wanted::Range(relation, days))
        }
    }
}

fn unscored(query: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn excluded(query: Box<dyn EngineQuery>) -> (Occur, Box<dyn EngineQuery>) {
    (Occur::MustNot, Box::new(Excluded(query)))
}

fn nothing_but_not(query: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, Box::new(AllQuery)),
        excluded(query),
    ]))
}

fn positional(mut sequence: Sequence) -> Box<dyn EngineQuery> {
    if sequence.len() == 1 {
        let (_, term) = sequence.remove(0);
        return Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
    }
    let terms = sequence
        .into_iter()
        .map(|(offset, term)| (offset as usize, term))
        .collect();
    Box::new(PhraseQuery::new_with_offset(terms))
}

/// Any of the terms or sequences, unscored.
fn any_of(terms: Vec<Term>, sequences: Vec<Sequence>) -> Box<dyn EngineQuery> {
    /// Up to here a union of postings is faster than a walk over the dictionary.
    const FEW: usize = 64;
    let mut parts: Vec<Box<dyn EngineQuery>> = sequences.into_iter().map(positional).collect();
    if terms.len() > FEW {
        parts.push(Box::new(TermSetQuery::new(terms)));
    } else {
        parts.extend(terms.into_iter().map(|term| -> Box<dyn EngineQuery> {
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        }));
    }
    match parts.len() {
        0 => Box::new(EmptyQuery),
        1 => parts.remove(0),
        _ => Box::new(BooleanQuery::union(parts)),
    }
}
