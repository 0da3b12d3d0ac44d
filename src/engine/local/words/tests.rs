//! Trees of words beside the same as nested term queries, over a made-up archive in several segments.

use super::{TITLE_WEIGHT, Tree, Word, WordsQuery};
use crate::engine::local::collect::AllHits;
use crate::engine::local::{LocalSearcher, Location, WriteOptions};
use crate::engine::{Indexer, Order, Request, Searcher};
use crate::model::{Analysis, Article, id_text};
use crate::text::{Scanner, Stemming};
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Score, Term};

const ARTICLES: u64 = 700;
const WORDS: [&str; 8] = [
    "truce", "truces", "price", "prices", "gold", "leader", "lead", "said",
];

/// Small and the same everywhere: splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    /// Up to so many words; the later in the list the rarer.
    fn text(&mut self, most: usize) -> String {
        let mut words = Vec::new();
        for _ in 0..self.below(most + 1) {
            let rank = self.below(WORDS.len());
            words.push(WORDS[self.below(rank + 1)]);
        }
        words.join(" ")
    }

    fn tree(&mut self, depth: usize) -> Tree<&'static str> {
        let choices = if depth == 0 { 1 } else { 3 };
        let kind = self.below(choices);
        let parts = 1 + self.below(4);
        let mut trees = || (0..parts).map(|_| self.tree(depth - 1)).collect();
        match kind {
            0 => Tree::Word {
                word: WORDS[self.below(WORDS.len())],
                boost: [1.0, 2.0, 0.5][self.below(3)],
            },
            1 => Tree::All(trees()),
            _ => Tree::Any(trees()),
        }
    }
}

/// A writer of articles, of which those whose ids end in 7 are German.
fn writer(location: &Location) -> impl Indexer {
    let analyse = Arc::new(move |article: Article| {
        let language = if article.id.ends_with('7') {
            "de"
        } else {
            "en"
        };
        let (title, body, terms) =
            Scanner::new(|_| 0).scan(&article.title, &article.body, language);
        let analysis = Analysis {
            language,
            title: title.tokens,
            body: body.tokens,
            ..Analysis::default()
        };
        (article, analysis, terms)
    });
    let options = WriteOptions {
        threads: 1,
        heap: 15_000_000,
    };
    location.indexer(options, analyse).unwrap()
}

/// An index in several segments, with deleted articles.
fn indexed(location: &Location) -> LocalSearcher {
    let writer = writer(location);
    let mut random = Random(5);
    for number in 0..ARTICLES {
        let article = Article {
            id: id_text(number),
            path: format!("news/{number}"),
            title: random.text(4),
            body: random.text(30) + " end",
            ..Article::default()
        };
        writer.add(article, number % 20).unwrap();
        if number % 300 == 299 {
            writer.commit("").unwrap();
        }
    }
    writer.remove_file(3).unwrap();
    writer.commit("").unwrap();
    Box::new(writer).close().unwrap();
    location.searcher().unwrap()
}

/// The same as nested term queries.
fn nested(searcher: &LocalSearcher, tree: &Tree<&str>) -> Box<dyn Query> {
    let parts = |trees: &[Tree<&str>]| trees.iter().map(|tree| nested(searcher, tree)).collect();
    match tree {
        Tree::All(trees) => Box::new(BooleanQuery::intersection(parts(trees))),
        Tree::Any(trees) => Box::new(BooleanQuery::union(parts(trees))),
        Tree::Word { word, boost } => {
            let terms = |field: Field| {
                let term = |(stem, codes): &(String, Vec<String>)| -> Box<dyn Query> {
                    let stem = Term::from_field_text(field, stem);
                    let stem = Box::new(TermQuery::new(stem, IndexRecordOption::WithFreqs));
                    let codes = codes.iter().map(|code| -> Box<dyn Query> {
                        let code = Term::from_field_text(searcher.fields.language, code);
                        Box::new(TermQuery::new(code, IndexRecordOption::Basic))
                    });
                    let spoken = Box::new(BooleanQuery::union(codes.collect()));
                    let spoken = Box::new(ConstScoreQuery::new(spoken, 0.0));
                    Box::new(BooleanQuery::intersection(vec![stem, spoken]))
                };
                DisjunctionMaxQuery::new(stems(word).iter().map(term).collect())
            };
            let title = BoostQuery::new(Box::new(terms(searcher.fields.title)), TITLE_WEIGHT);
            let query = BooleanQuery::new(vec![
                (Occur::Must, Box::new(terms(searcher.fields.words))),
                (Occur::Should, Box::new(title)),
            ]);
            Box::new(BoostQuery::new(Box::new(query), *boost))
        }
    }
}

/// The stems of a word, with the languages that give them.
fn stems(word: &str) -> Vec<(String, Vec<String>)> {
    let mut stems: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for code in ["en", "de"] {
        let stem = Stemming::of(code).stem(word);
        stems.entry(stem).or_default().push(code.to_owned());
    }
    stems.into_iter().collect()
}

fn looked_up(searcher: &LocalSearcher, tree: &Tree<&str>) -> Tree<Word> {
    let parts = |trees: &[Tree<&str>]| trees.iter().map(|tree| looked_up(searcher, tree)).collect();
    match tree {
        Tree::All(trees) => Tree::All(parts(trees)),
        Tree::Any(trees) => Tree::Any(parts(trees)),
        Tree::Word { word, boost } => {
            let compiler = searcher.compiler();
            let (lengths, languages) = (compiler.lengths, compiler.languages);
            let stems = stems(word).into_iter();
            let stems = stems.map(|(stem, codes)| (stem, languages.spoken(&codes)));
            let stems = stems.collect();
            let word = Word::new(&searcher.searcher, searcher.fields, lengths, stems);
            Tree::Word {
                word: word.unwrap(),
                boost: *boost,
            }
        }
    }
}

fn hits(searcher: &LocalSearcher, query: &dyn Query) -> BTreeMap<DocAddress, Score> {
    let hits = searcher.run(query, &AllHits).unwrap().into_iter();
    hits.map(|(score, at)| (at, score)).collect()
}

#[test]
fn trees_of_words_find_and_score_as_nested_term_queries_do() {
    let directory = tempfile::tempdir().unwrap();
    let searcher = indexed(&Location::new(&directory.path().join("engine")));
    assert!(searcher.searcher.segment_readers().len() > 1);
    let mut random = Random(11);
    let mut found = 0;
    for _ in 0..300 {
        let tree = random.tree(3);
        let expected = hits(&searcher, nested(&searcher, &tree).as_ref());
        let query = WordsQuery(looked_up(&searcher, &tree));
        let actual = hits(&searcher, &query);
        assert_eq!(
            actual.keys().collect::<Vec<_>>(),
            expected.keys().collect::<Vec<_>>(),
            "{tree:?}"
        );
        for (at, score) in &actual {
            let close = (score - expected[at]).abs() <= 1e-4 * expected[at].max(1.0);
            assert!(close, "{tree:?}: {score} is not {}", expected[at]);
        }
        let counted = searcher.run(&query, &tantivy::collector::Count).unwrap();
        assert_eq!(counted, expected.len(), "{tree:?}");
        // As a part of another query it is asked for documents one at a time.
        let both =
            BooleanQuery::intersection(vec![Box::new(query), nested(&searcher, &random.tree(1))]);
        let both = hits(&searcher, &both);
        assert!(both.keys().all(|at| expected.contains_key(at)), "{tree:?}");
        found += usize::from(!expected.is_empty());
    }
    assert!(found > 200, "only {found} have hits");
}

#[test]
fn pages_are_parts_of_the_whole_order() {
    let directory = tempfile::tempdir().unwrap();
    let searcher = indexed(&Location::new(&directory.path().join("engine")));
    for text in ["truce OR gold", "price", "*"] {
        for order in [Order::Rank, Order::Date] {
            let request = |offset: usize, limit: usize| Request {
                query: crate::query::parse(text).unwrap().query,
                scopes: Vec::new(),
                order,
                limit,
                offset,
                snippets: false,
                body: false,
            };
            let (all, total) = searcher.ranked(&request(0, 10_000)).unwrap();
            assert_eq!(all.len() as u64, total);
            let mut exported = Vec::new();
            let mut each = |hit: crate::model::Hit| {
                exported.push(hit.id);
                std::ops::ControlFlow::Continue(())
            };
            searcher.export(&request(0, 0), None, &mut each).unwrap();
            let ids: Vec<&String> = all.iter().map(|(id, _)| id).collect();
            assert_eq!(ids, exported.iter().collect::<Vec<_>>(), "{text}");
            for (offset, limit) in [(0, 1), (0, 7), (5, 10), (100, 50)] {
                let (page, same) = searcher.ranked(&request(offset, limit)).unwrap();
                let end = (offset + limit).min(all.len());
                assert_eq!(page, all[offset..end], "{text} {offset} {limit}");
                assert_eq!(same, total);
            }
        }
    }
}

#[test]
fn words_in_a_row_are_selected_as_they_are_marked() {
    let directory = tempfile::tempdir().unwrap();
    let location = Location::new(&directory.path().join("engine"));
    let writer = writer(&location);
    assert_eq!(Stemming::of("de").stem("leaders"), "lead");
    assert_eq!(Stemming::of("en").stem("regional"), "region");
    let german = (10..)
        .find(|&number| id_text(number).ends_with('7'))
        .unwrap();
    for (number, title, body) in [
        (1, "", "the regional lead agreed"),
        (2, "regional leaders", "they met"),
        (3, "", "a regional vote"),
        (german, "", "die regionalen Leader"),
    ] {
        let article = Article {
            id: id_text(number),
            path: format!("news/{number}"),
            title: title.into(),
            body: body.into(),
            ..Article::default()
        };
        writer.add(article, number).unwrap();
    }
    writer.commit("").unwrap();
    Box::new(writer).close().unwrap();
    let searcher = location.searcher().unwrap();
    for (text, articles) in [
        // German makes of "leaders" and "Leader" what English makes of "lead", and there alone.
        ("regional-leaders", 2),
        ("lang:en regional-leaders", 1),
        ("lang:de regional-leaders", 1),
        ("title:regional-leaders", 1),
        ("leaders", 2),
        ("lang:en leaders", 1),
        ("title:leaders", 1),
        ("title:lead", 0),
        ("leaders OR vote", 3),
        ("lead", 2),
        ("lang:en lead", 1),
        ("regional w/3 leaders", 2),
        ("regional w/3 lead", 2),
        ("atleast1(leaders)", 2),
        ("\"lead\"", 1),
        ("lead*", 3),
        ("regional-vote", 1),
        ("NOT regional-leaders", 2),
    ] {
        let query = crate::query::parse(text).unwrap().query;
        assert_eq!(searcher.count(&query, &[]).unwrap(), articles, "{text}");
        let tally = searcher.tally(&query, &[]).unwrap();
        let occurrences = match text {
            "NOT regional-leaders" => 0,
            // Each is an occurrence of both.
            _ => articles,
        };
        assert_eq!(tally.occurrences, occurrences, "{text}");
    }
    // What a word stands for is told by form, in the articles where it is meant.
    let explained = |text: &str| {
        let query = crate::query::parse(text).unwrap().query;
        let explanation = searcher.explain(&query).unwrap();
        explanation.expansions[0].terms.clone()
    };
    let forms = |forms: [&str; 2]| forms.map(|form| (form.to_owned(), 1)).to_vec();
    assert_eq!(explained("leaders"), forms(["leader", "leaders"]));
    assert_eq!(explained("lead"), forms(["lead", "leader"]));
}

#[test]
fn what_a_word_stands_for_is_told_in_an_archive_of_one_language() {
    let directory = tempfile::tempdir().unwrap();
    let location = Location::new(&directory.path().join("engine"));
    let writer = writer(&location);
    for (number, body) in [(1, "they withdraw"), (2, "a leader"), (3, "the leaders")] {
        let article = Article {
            id: id_text(number),
            path: format!("news/{number}"),
            body: body.into(),
            ..Article::default()
        };
        assert!(!article.id.ends_with('7'));
        writer.add(article, number).unwrap();
    }
    writer.commit("").unwrap();
    Box::new(writer).close().unwrap();
    let searcher = location.searcher().unwrap();
    for (text, expected) in [
        ("withdraw", &["withdraw"][..]),
        ("leader", &["leader", "leaders"]),
    ] {
        let query = crate::query::parse(text).unwrap().query;
        let explanation = searcher.explain(&query).unwrap();
        let forms = expected.iter().map(|&form| (form.to_owned(), 1));
        assert_eq!(explanation.expansions[0].terms, forms.collect::<Vec<_>>());
    }
}

#[test]
fn words_in_a_row_count_more_in_a_title_of_any_length() {
    let directory = tempfile::tempdir().unwrap();
    let location = Location::new(&directory.path().join("engine"));
    let writer = writer(&location);
    let filler = |words: usize| "filler ".repeat(words);
    let (row, apart) = ("gold price", "price gold");
    // All of the same length; the phrase stands once in each but the last.
    for (number, title, body) in [
        (1, row.to_owned(), filler(148)),
        (2, filler(140) + row, filler(8)),
        (3, filler(140), filler(8) + row),
        (4, filler(2), filler(146) + row),
        (5, apart.to_owned(), filler(148)),
    ] {
        let article = Article {
            id: id_text(number),
            path: format!("news/{number}"),
            title,
            body,
            ..Article::default()
        };
        writer.add(article, number).unwrap();
    }
    writer.commit("").unwrap();
    Box::new(writer).close().unwrap();
    let searcher = location.searcher().unwrap();
    let request = Request {
        query: crate::query::parse("gold-price").unwrap().query,
        scopes: Vec::new(),
        order: Order::Rank,
        limit: 10,
        offset: 0,
        snippets: false,
        body: false,
    };
    let (hits, _) = searcher.ranked(&request).unwrap();
    let scores: BTreeMap<String, Score> = hits.into_iter().collect();
    let score = |number: u64| scores[&id_text(number)];
    assert_eq!(scores.len(), 4);
    let in_body = score(3);
    assert_eq!(score(4), in_body);
    for in_title in [score(1), score(2)] {
        let ratio = in_title / in_body;
        assert!((ratio - 1.0 - TITLE_WEIGHT).abs() < 1e-4, "{ratio}");
    }
}
