//! A whole index of made-up articles, whose dates are of every kind that a tagger could give.

use super::when::{Wanted, dated, unit_around};
use super::{Location, WriteOptions};
use crate::engine::{DatesRequest, Indexer, Order, Request, Searcher};
use crate::model::{
    Analysis, Anchor, Article, DateExpr, DayRange, Grain, TextField, TimexType, id_text,
};
use crate::query::{DateTest, Query, Relation};
use crate::text::Scanner;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

mod beside;
mod deadline;
mod identities;
mod who;

const ARTICLES: u64 = 90;
/// Articles of one file, which is removed again.
const REMOVED: u64 = 7;
const BODY: &str = "zero one two three four. Five six seven eight nine.";

/// Small and the same everywhere: splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// A unit of the calendar or any other interval, in two years or far from them.
    fn range(&mut self, grain: Grain) -> Option<DayRange> {
        let base = [date(2023, 1, 1), date(2023, 11, 1), date(1066, 10, 1)][self.below(3) as usize];
        let days = |days: u64| jiff::Span::new().days(days as i64);
        let from = base.checked_add(days(self.below(60))).ok()?;
        if self.below(3) > 0 {
            return unit_around(grain, from);
        }
        let length = [1, 3, 30, 92, 366, 900][self.below(6) as usize];
        let until = from.checked_add(days(length)).ok()?;
        Some(DayRange { from, until })
    }
}

fn made_up(random: &mut Random) -> Vec<DateExpr> {
    let words: Vec<(usize, usize)> = BODY
        .split([' ', '.'])
        .filter(|word| !word.is_empty())
        .filter_map(|word| BODY.find(word).map(|at| (at, at + word.len())))
        .collect();
    let mut dates = Vec::new();
    for &(start, end) in words.iter().take(random.below(7) as usize) {
        let grain = Grain::ALL[random.below(9) as usize];
        let range = random.range(grain).filter(|_| random.below(8) > 0);
        dates.push(DateExpr {
            field: TextField::Body,
            start,
            end,
            text: BODY[start..end].to_owned(),
            kind: TimexType::Date,
            value: range.map_or("PXD".into(), |range| range.from.to_string()),
            modifier: None,
            range,
            grain,
            anchor: Anchor::Absolute,
            confidence: 1.0,
            rule: "month-day".to_owned(),
        });
    }
    dates
}

/// The dates of each article, by id, and an index of them in several segments.
fn indexed(directory: &std::path::Path) -> (BTreeMap<String, Vec<DateExpr>>, Location) {
    let mut random = Random(3);
    let mut dates: BTreeMap<String, Vec<DateExpr>> = BTreeMap::new();
    for number in 0..ARTICLES {
        dates.insert(id_text(number), made_up(&mut random));
    }
    let known = dates.clone();
    let location = Location::new(&directory.join("engine"));
    let analyse = Arc::new(move |article: Article| {
        let scanned = Scanner::new(|_| 0).scan(&article.title, &article.body, "en");
        let (title, body, terms) = scanned;
        let analysis = Analysis {
            language: "en",
            title: title.tokens,
            body: body.tokens,
            dates: known.get(&article.id).cloned().unwrap_or_default(),
            ..Analysis::default()
        };
        (article, analysis, terms)
    });
    let options = WriteOptions {
        threads: 1,
        heap: 15_000_000,
    };
    let writer = location.indexer(options, analyse).unwrap();
    for number in 0..ARTICLES {
        let article = Article {
            id: id_text(number),
            path: format!("news/{number}"),
            body: BODY.into(),
            ..Article::default()
        };
        writer.add(article, number % 10).unwrap();
        if number % 25 == 24 {
            writer.commit("").unwrap();
        }
    }
    writer.remove_file(REMOVED).unwrap();
    writer.commit("").unwrap();
    Box::new(writer).close().unwrap();
    for number in (0..ARTICLES).filter(|number| number % 10 == REMOVED) {
        dates.remove(&id_text(number));
    }
    (dates, location)
}

fn request(query: Query, order: Order) -> Request {
    Request {
        query,
        scopes: Vec::new(),
        order,
        limit: 1000,
        offset: 0,
        snippets: true,
        body: false,
    }
}

fn test(from: Option<Date>, until: Option<Date>) -> DateTest {
    DateTest::Within { from, until }
}

#[test]
fn conditions_orders_and_counts_hold_over_segments_and_deletions() {
    let directory = tempfile::tempdir().unwrap();
    let (dates, location) = indexed(directory.path());
    let searcher = location.searcher().unwrap();
    assert!(searcher.counts().unwrap().segments > 1);
    let day = |year, month, day| Some(date(year, month, day));
    let mut queries: Vec<(Query, Wanted)> = Vec::new();
    for relation in Relation::ALL {
        for (from, until) in [
            (day(2023, 1, 17), day(2023, 1, 18)),
            (day(2023, 1, 1), day(2023, 2, 1)),
            (day(2022, 12, 20), day(2024, 1, 9)),
            (day(2023, 1, 1), day(2024, 1, 1)),
            (None, day(1500, 1, 1)),
            (day(2023, 12, 1), None),
        ] {
            let query = Query::event(relation, test(from, until));
            let wanted = super::compile::wanted(&query).unwrap();
            queries.push((query, wanted));
        }
    }
    let any = Query::event(Relation::Precise, DateTest::Any);
    queries.push((any, Wanted::ANY));
    queries.extend(Grain::ALL.map(|grain| (Query::EventGrain(grain), Wanted::Grain(grain))));
    for (query, wanted) in queries {
        // By the first day that satisfies the condition, then by its last; equal ones by id.
        let mut expected: Vec<((i64, i64), &String)> = Vec::new();
        let mut marked: BTreeMap<&String, usize> = BTreeMap::new();
        for (id, dates) in &dates {
            let satisfying = dates
                .iter()
                .filter_map(dated)
                .filter(|is| wanted.holds(*is));
            let days: Vec<(i64, i64)> =
                satisfying.map(|is| (is.days.from, is.days.until)).collect();
            if let Some(&first) = days.iter().min() {
                expected.push((first, id));
                marked.insert(id, days.len());
            }
        }
        expected.sort();
        let found = searcher
            .search(&request(query.clone(), Order::Event))
            .unwrap();
        let ids: Vec<&String> = found.hits.iter().map(|hit| &hit.id).collect();
        let expected: Vec<&String> = expected.into_iter().map(|(_, id)| id).collect();
        assert_eq!(ids, expected, "{query}");
        assert_eq!(found.total as usize, expected.len(), "{query}");
        for hit in &found.hits {
            let marks: usize = hit
                .snippets
                .iter()
                .map(|snippet| snippet.highlights.len())
                .sum();
            assert_eq!(marks, marked[&hit.id], "{query} in {}", hit.id);
        }
        let mut exported = Vec::new();
        let all = request(query, Order::Event);
        let each = &mut |hit: crate::model::Hit| {
            exported.push(hit.id);
            ControlFlow::Continue(())
        };
        searcher.export(&all, None, each).unwrap();
        assert_eq!(exported.iter().collect::<Vec<_>>(), expected);
    }
    let none = Query::event(Relation::Precise, DateTest::Missing);
    let without = dates
        .values()
        .filter(|dates| dates.iter().all(|date| dated(date).is_none()));
    assert_eq!(
        searcher.count(&none, &[]).unwrap() as usize,
        without.count()
    );
}

#[test]
fn a_chronology_counts_every_mention_once() {
    let directory = tempfile::tempdir().unwrap();
    let (dates, location) = indexed(directory.path());
    let searcher = location.searcher().unwrap();
    for grain in [Grain::Day, Grain::Month, Grain::Year] {
        let mut expected: BTreeMap<Date, (u64, u64)> = BTreeMap::new();
        let mut dated_articles = 0;
        for dates in dates.values() {
            let mut here: Vec<Date> = dates
                .iter()
                .filter_map(|date| date.range)
                .filter_map(|range| {
                    let unit = unit_around(grain, range.from)?;
                    (range.until <= unit.until).then_some(unit.from)
                })
                .collect();
            here.sort_unstable();
            dated_articles += u64::from(!here.is_empty());
            here.iter()
                .for_each(|unit| expected.entry(*unit).or_default().1 += 1);
            here.dedup();
            here.iter()
                .for_each(|unit| expected.entry(*unit).or_default().0 += 1);
        }
        let request = DatesRequest {
            query: Query::All,
            scopes: Vec::new(),
            grain,
            limit: 1000,
        };
        let found = searcher.dates(&request).unwrap();
        let counted: BTreeMap<String, (u64, u64)> = found
            .dates
            .iter()
            .map(|date| (date.date.clone(), (date.articles, date.mentions)))
            .collect();
        let length = match grain {
            Grain::Day => 10,
            Grain::Month => 7,
            _ => 4,
        };
        let expected: BTreeMap<String, (u64, u64)> = expected
            .into_iter()
            .map(|(unit, counts)| (unit.to_string()[..length].to_owned(), counts))
            .collect();
        assert_eq!(counted, expected, "{grain:?}");
        assert_eq!(
            (found.dated, found.distinct),
            (dated_articles, counted.len() as u64)
        );
        assert!(found.dates.iter().all(|date| date.sentence.is_some()));
        let counts = found
            .dates
            .iter()
            .map(|date| (date.articles, date.mentions));
        assert!(
            counts.is_sorted_by(|a, b| a >= b),
            "most written about first"
        );
    }
}
