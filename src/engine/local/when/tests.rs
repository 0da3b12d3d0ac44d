use super::*;
use crate::model::{Anchor, TextField, TimexType};
use std::collections::BTreeMap;

/// The terms of some expressions, each with the numbers of those that stand under it.
#[derive(Default)]
struct Index(BTreeMap<String, Vec<usize>>);

impl Index {
    fn of(expressions: &[DateExpr]) -> Index {
        let mut index = Index::default();
        for (number, expression) in expressions.iter().enumerate() {
            for term in date_terms(expression) {
                index.0.entry(term).or_default().push(number);
            }
        }
        index
    }

    fn found(&self, wanted: Wanted) -> Vec<usize> {
        let terms = wanted.terms(self).unwrap();
        let mut found: Vec<usize> = terms.iter().flat_map(|term| self.0[term].clone()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Dictionary for Index {
    fn range(&self, from: &str, until: &str, each: &mut dyn FnMut(&str)) -> std::io::Result<()> {
        if from < until {
            let terms = self.0.range(from.to_owned()..until.to_owned());
            terms.for_each(|(term, _)| each(term));
        }
        Ok(())
    }
}

fn expression(grain: Grain, range: Option<DayRange>) -> DateExpr {
    DateExpr {
        field: TextField::Body,
        start: 0,
        end: 1,
        text: String::new(),
        kind: TimexType::Date,
        value: String::new(),
        modifier: None,
        range,
        grain,
        anchor: Anchor::Absolute,
        confidence: 1.0,
        rule: "month-day".to_owned(),
    }
}

/// Small and the same everywhere: splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as i64
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as i64) as usize]
    }

    /// A length of days: often one at which a unit begins or ends to be "not longer".
    fn length(&mut self) -> i64 {
        const TURNS: [i64; 12] = [1, 7, 28, 30, 31, 90, 92, 182, 365, 366, 3652, 36_524];
        match self.below(3) {
            0 => 1 + self.below(40),
            1 => (self.pick(&TURNS) + self.below(3) - 1).max(1),
            _ => 1 + self.below(5000),
        }
    }

    /// A range of days near one day, so that ranges meet; half of them start with a unit.
    fn range(&mut self, near: Date) -> Option<DayRange> {
        let step = self.below(800) - 400;
        let day = near.checked_add(jiff::Span::new().days(step)).ok()?;
        let from = match self.below(4) {
            0 => day.first_of_month(),
            1 => day.first_of_year(),
            _ => day,
        };
        let until = from.checked_add(jiff::Span::new().days(self.length()));
        let until = match (self.below(4), until.ok()?) {
            (0, until) if until.first_of_month() > from => until.first_of_month(),
            (1, until) if until.first_of_year() > from => until.first_of_year(),
            (_, until) => until,
        };
        Some(DayRange { from, until })
    }
}

/// Places in the calendar: today's news, times that nanoseconds do not reach, and its two ends.
const AGES: [Date; 6] = [
    date(2023, 9, 19),
    date(2000, 2, 29),
    date(1492, 10, 12),
    date(2305, 7, 13),
    date(1, 3, 1),
    date(9998, 10, 1),
];

/// What `event:`, `event-overlap:` and `event-within:` mean, in the words of the manual. Open ends
/// lie before and after everything.
fn is_meant(relation: Relation, is: DayRange, from: Option<Date>, until: Option<Date>) -> bool {
    let overlaps =
        until.is_none_or(|until| is.from < until) && from.is_none_or(|from| from < is.until);
    let inside =
        from.is_none_or(|from| from <= is.from) && until.is_none_or(|until| is.until <= until);
    let not_longer = match (from, until) {
        (Some(from), Some(until)) => is.days() <= DayRange { from, until }.days(),
        _ => true,
    };
    match relation {
        Relation::Precise => overlaps && not_longer,
        Relation::Overlap => overlaps,
        Relation::Within => inside,
    }
}

fn days(from: Option<Date>, until: Option<Date>) -> Days {
    Days {
        from: from.map_or(Days::ALL.from, day_number),
        until: until.map_or(Days::ALL.until, day_number),
    }
}

/// Demands of every relation that it finds the expressions that are meant.
#[track_caller]
fn assert_as_meant(
    index: &Index,
    expressions: &[DateExpr],
    from: Option<Date>,
    until: Option<Date>,
) {
    for relation in Relation::ALL {
        let meant = |(number, expression): (usize, &DateExpr)| {
            dated(expression)?;
            is_meant(relation, expression.range?, from, until).then_some(number)
        };
        let expected: Vec<usize> = expressions.iter().enumerate().filter_map(meant).collect();
        let wanted = Wanted::Range(relation, days(from, until));
        assert_eq!(
            index.found(wanted),
            expected,
            "{relation:?} {from:?}..{until:?}"
        );
    }
}

/// Everything as long as a month, or as a year, around the places where whole ones begin to count.
#[test]
fn the_edges_of_whole_months_and_years_are_exact() {
    let later = |day: Date, days: i64| day.checked_add(jiff::Span::new().days(days)).unwrap();
    for (first, lengths, last) in [
        (date(2023, 1, 27), 27..33, date(2023, 4, 27)),
        (date(2024, 1, 27), 27..33, date(2024, 3, 27)),
        (date(2022, 12, 27), 363..368, date(2025, 12, 27)),
        (date(2023, 12, 27), 363..368, date(2026, 12, 27)),
    ] {
        let mut expressions = Vec::new();
        for start in [first, last] {
            for (step, length) in (-20..20).flat_map(|step| lengths.clone().map(move |n| (step, n)))
            {
                let mut from = later(start, step);
                if start == last {
                    from = later(from, -length);
                }
                let until = later(from, length);
                expressions.push(expression(Grain::Month, Some(DayRange { from, until })));
            }
        }
        let index = Index::of(&expressions);
        for (one, other) in (0..10).flat_map(|one| (0..10).map(move |other| (one, other))) {
            let ends = (Some(later(first, one)), Some(later(last, other)));
            assert_as_meant(&index, &expressions, ends.0, ends.1);
        }
    }
}

/// Units of every grain and intervals that are none, at every age, against ranges of every kind:
/// the terms say what the definition says.
#[test]
fn terms_answer_every_relation_exactly_for_any_interval() {
    let mut random = Random(7);
    for near in AGES {
        let mut expressions = Vec::new();
        for _ in 0..400 {
            let grain = random.pick(&GRAINS.each_ref().map(|(grain, _)| *grain));
            let range = random.range(near);
            let range = match random.below(2) {
                0 => range.and_then(|range| unit_around(grain, range.from)),
                _ => range,
            };
            expressions.push(expression(grain, range));
        }
        let index = Index::of(&expressions);
        let indexed = |number: &usize| dated(&expressions[*number]).is_some();
        let all: Vec<usize> = (0..expressions.len()).filter(indexed).collect();
        assert!(all.len() > 150, "{near}: {}", all.len());
        assert_eq!(index.found(Wanted::ANY), all, "{near}");
        for _ in 0..250 {
            let Some(range) = random.range(near) else {
                continue;
            };
            let (from, until) = match random.below(8) {
                0 => (Some(range.from), None),
                1 => (None, Some(range.until)),
                _ => (Some(range.from), Some(range.until)),
            };
            assert_as_meant(&index, &expressions, from, until);
        }
        for (grain, _) in &GRAINS {
            let is = |number: &usize| expressions[*number].grain == *grain;
            let expected: Vec<usize> = all.iter().copied().filter(is).collect();
            assert_eq!(index.found(Wanted::Grain(*grain)), expected, "{grain:?}");
        }
    }
}

#[test]
fn an_exact_term_reads_back_as_its_interval() {
    let mut random = Random(9);
    for near in AGES {
        for _ in 0..500 {
            let grain = random.pick(&GRAINS.each_ref().map(|(grain, _)| *grain));
            let expression = expression(grain, random.range(near));
            let terms = date_terms(&expression);
            assert_eq!(
                terms.first().and_then(|term| read(term)),
                dated(&expression)
            );
            let exact = terms.iter().filter(|term| term.as_str() >= FIRST_EXACT);
            assert_eq!(exact.count(), terms.len().min(1), "{terms:?}");
        }
    }
    for term in [
        "",
        "~",
        "~g",
        "~g2020-05-01",
        "d2020-02-30",
        "M2020-05",
        "~g2020-05-01+xm",
    ] {
        assert_eq!(read(term), None, "{term}");
    }
}

#[test]
fn a_date_takes_few_terms_and_whole_units_are_asked_by_one() {
    let range = |from: Date, until: Date| Some(DayRange { from, until });
    for (grain, range, expected) in [
        (
            Grain::Day,
            range(date(2023, 9, 19), date(2023, 9, 20)),
            vec!["d2023-09-19", "M2023-09", "Y2023"],
        ),
        (
            Grain::Week,
            range(date(2023, 9, 25), date(2023, 10, 2)),
            vec!["w2023-09-25", "M2023-09", "M2023-10", "Y2023"],
        ),
        (
            Grain::Month,
            range(date(2020, 5, 1), date(2020, 8, 1)),
            vec!["~g2020-05-01+92m", "Y2020"],
        ),
        (
            Grain::Decade,
            range(date(1990, 1, 1), date(2000, 1, 1)),
            vec!["x1990-01-01"],
        ),
        (Grain::Day, range(date(0, 12, 31), date(1, 1, 1)), vec![]),
        (Grain::Year, range(date(-43, 1, 1), date(-42, 1, 1)), vec![]),
        (Grain::Day, None, vec![]),
    ] {
        assert_eq!(date_terms(&expression(grain, range)), expected);
    }
    let day = |day: i8| expression(Grain::Day, DayRange::day(date(2023, 9, day)));
    let index = Index::of(&(1..31).map(day).collect::<Vec<_>>());
    let month = Days::of(DayRange::month(2023, 9).unwrap());
    let terms = |relation| Wanted::Range(relation, month).terms(&index).unwrap();
    assert_eq!(terms(Relation::Precise), ["M2023-09"]);
    assert_eq!(terms(Relation::Within).len(), 30);
}
