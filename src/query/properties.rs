//! Two properties: any text is read or refused, and what is read prints as text that reads back;
//! any tree that the parser could give does so too.

use super::{DateTest, Form, Part, Pattern, Query, Relation, Unit, parse};
use crate::model::Grain;
use jiff::civil::{Date, date};

/// Texts that are tried: enough to meet every pair of pieces many times.
const ROUNDS: usize = 60_000;

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

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }

    /// A text of up to `most` pieces of the language, its neighbours and anything else.
    fn text(&mut self, most: usize) -> String {
        let mut text = String::new();
        for _ in 0..=self.below(most) {
            match self.below(12) {
                0 => text.extend(char::from_u32(self.below(0x11_0000) as u32)),
                1 => text.push(char::from(self.below(128) as u8)),
                2..=4 => text.push(' '),
                _ => text.push_str(self.pick(PIECES)),
            }
        }
        text
    }

    fn date(&mut self) -> Date {
        let year = [1, 2, 2023, 2024, 9999][self.below(5)];
        let month = [1, 2, 9, 12][self.below(4)];
        date(year, month, [1, 2, 28][self.below(3)])
    }

    fn test(&mut self) -> DateTest {
        let (one, other) = (self.date(), self.date());
        match self.below(5) {
            0 => DateTest::Missing,
            1 => DateTest::Any,
            2 => DateTest::Within {
                from: Some(one),
                until: None,
            },
            3 => DateTest::Within {
                from: None,
                until: Some(one),
            },
            _ if one == other => DateTest::Any,
            _ => DateTest::Within {
                from: Some(one.min(other)),
                until: Some(one.max(other)),
            },
        }
    }

    /// A text as the parser gives it: a letter in it, single spaces, no invisible marks.
    fn value(&mut self) -> String {
        let text: String = self
            .text(4)
            .chars()
            .filter(|c| !super::lex::is_invisible(*c))
            .collect();
        let text = text.replace(char::is_control, " ") + self.pick(&["a", "AND", "w/5", "é", ""]);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if super::word::has_word(&text) {
            text
        } else {
            "a".to_owned()
        }
    }

    fn text_leaf(&mut self, form: Form) -> Query {
        let leaf = Query::Text {
            text: self.value(),
            form,
            slop: 0,
        };
        match self.below(2) {
            0 => leaf,
            _ => Query::In {
                part: Part::Title,
                inner: Box::new(leaf),
            },
        }
    }

    /// A word without signs, as a pattern or a phrase holds it.
    fn plain(&mut self) -> String {
        self.pick(&["a", "word", "é", "AND", "停", "2023", "w"])
            .to_owned()
    }

    fn exact(&mut self) -> Query {
        Query::Text {
            text: self.plain(),
            form: Form::Exact,
            slop: 0,
        }
    }

    fn pattern(&mut self) -> Query {
        Query::Pattern(match self.below(3) {
            0 => Pattern::Wildcard(self.pick(&["a*", "*a", "w?rd", "??", "a*b?"]).to_owned()),
            1 => Pattern::Fuzzy {
                word: self.plain(),
                slips: 1 + self.below(2) as u8,
            },
            _ => Pattern::Regex(self.pick(&["a|b", "a/b", r"a\.b", "[^a]"]).to_owned()),
        })
    }

    /// What stands at places of the text.
    fn positional(&mut self, depth: usize) -> Query {
        match self.below(if depth == 0 { 7 } else { 12 }) {
            0 => self.text_leaf(Form::Stemmed),
            1 => self.text_leaf(Form::Exact),
            2 => Query::Text {
                text: self.value(),
                form: Form::Accented,
                slop: 0,
            },
            3 => self.pattern(),
            4 => Query::Phrase {
                words: vec![self.exact(), Query::Pattern(Pattern::Wildcard("b*".into()))],
                slop: self.below(2) as u32,
            },
            5 => Query::Actor { name: self.value() },
            6 => Query::EventGrain(Grain::ALL[self.below(9)]),
            7 => Query::Near {
                distance: 1 + self.below(9) as u32,
                ordered: self.below(2) == 0,
                left: Box::new(self.positional(depth - 1)),
                right: Box::new(self.positional(depth - 1)),
            },
            8 => Query::Same {
                unit: [Unit::Sentence, Unit::Paragraph][self.below(2)],
                parts: (0..2 + self.below(2))
                    .map(|_| self.positional(depth - 1))
                    .collect(),
            },
            9 => Query::In {
                part: [Part::Title, Part::Lead, Part::Opening, Part::Body][self.below(4)],
                inner: Box::new(self.positional(depth - 1)),
            },
            10 => Query::AtLeast {
                times: 1 + self.below(5) as u32,
                inner: Box::new(self.positional(depth - 1)),
            },
            _ => Query::any_of((0..2).map(|_| self.positional(depth - 1))),
        }
    }

    fn query(&mut self, depth: usize) -> Query {
        match self.below(if depth == 0 { 9 } else { 15 }) {
            0..=3 => self.positional(depth),
            4 => Query::Author(self.value()),
            5 => Query::Outlet(self.value()),
            6 => Query::Lang(self.pick(&["en", "und"]).to_owned()),
            7 => Query::Published(self.test()),
            8 if self.below(4) == 0 => Query::All,
            8 if self.below(4) == 0 => Query::Section(self.value()),
            8 => Query::event(Relation::ALL[self.below(3)], self.test()),
            9 => self.query(depth - 1).negate(),
            10 => Query::Boost {
                hundredths: 1 + self.below(400) as u32,
                inner: Box::new(self.query(depth - 1)),
            },
            11 | 12 => Query::all_of((0..=self.below(4)).map(|_| self.query(depth - 1))),
            _ => Query::any_of((0..=self.below(4)).map(|_| self.query(depth - 1))),
        }
    }
}

const PIECES: &[&str] = &[
    "a",
    "b",
    "word",
    "AND",
    "OR",
    "NOT",
    "and",
    "or",
    "not",
    "&&",
    "||",
    "&",
    "|",
    "-",
    "+",
    "!",
    "(",
    ")",
    "\"",
    "“",
    "”",
    "«",
    "\\",
    ":",
    "::",
    "*",
    "?",
    "~",
    "~1",
    "^",
    "^2",
    "..",
    ".",
    "/",
    "w/",
    "5",
    "NEAR",
    "SAME",
    "adj3",
    "atleast3(",
    "actor:",
    "title:",
    "published:",
    "event:",
    "event-within:",
    "event-overlap:",
    "event-grain:",
    "week",
    "-Q3",
    "W38",
    "-H2",
    "1990s",
    "19xx",
    "outlet:",
    "lang:",
    "foo:",
    "http:",
    "https://a.org/",
    "www.",
    "a.org/",
    "12:30",
    "2023",
    "2023-09",
    "..2023-10",
    "[",
    "]",
    "{",
    "}",
    " TO ",
    ">=",
    "<",
    "none",
    "en",
    "ש",
    "\u{200b}",
    "停",
    "–",
    "…",
    "'",
    ",",
    "\u{0}",
];

/// Parses, prints, and demands the same tree of what was printed.
pub(super) fn assert_reads_back(text: &str) {
    match parse(text) {
        Ok(parsed) => {
            let printed = parsed.query.to_string();
            let again = parse(&printed).map(|again| again.query);
            assert_eq!(
                again.as_ref(),
                Ok(&parsed.query),
                "{text:?} printed as {printed:?}"
            );
        }
        Err(error) => {
            assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}");
            assert_eq!(error.to_string().lines().count(), 3, "{text:?}: {error}");
        }
    }
}

#[test]
fn any_text_is_read_or_refused_and_reads_back() {
    let mut random = Random(1);
    for _ in 0..ROUNDS {
        assert_reads_back(&random.text(12));
    }
}

#[test]
fn any_tree_reads_back() {
    let mut random = Random(2);
    for _ in 0..ROUNDS / 4 {
        let query = random.query(4);
        let printed = query.to_string();
        let again = parse(&printed).map(|again| again.query);
        assert_eq!(again.as_ref(), Ok(&query), "{printed:?}");
    }
}
