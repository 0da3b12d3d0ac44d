//! Two properties: any text is read or refused, and what is read prints as text that reads back;
//! any tree that the parser could give does so too.

use super::{
    DateTest, Form, Named, Part, Pattern, Query, Relation, SourceList, Unit, parse_at,
    parse_lenient,
};
use crate::model::{ActorKind, Grain};
use jiff::civil::{Date, date};

const TODAY: Date = date(2024, 3, 31);
const ANOTHER_DAY: Date = date(1999, 1, 1);

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

    /// A word as the tokenizer finds it.
    fn token(&mut self) -> String {
        self.pick(&[
            "a",
            "AND",
            "w",
            "5",
            "near5",
            "é",
            "停",
            "e\u{301}x",
            "title",
            "not",
            "ש",
        ])
        .to_owned()
    }

    fn wildcard(&mut self) -> Query {
        let letters = self.pick(&["a", "AND", "w5", "é", "1", "e\u{301}"]);
        let pattern = match self.below(5) {
            0 => format!("{letters}*"),
            1 => format!("*{letters}"),
            2 => format!("{letters}?{letters}*"),
            3 => format!("?{letters}"),
            _ => "??".to_owned(),
        };
        Query::Pattern(Pattern::Wildcard(pattern))
    }

    fn phrase(&mut self) -> Query {
        let mut words = Vec::new();
        for _ in 0..=self.below(2) {
            words.push(Query::Text {
                text: self.token(),
                form: Form::Exact,
                slop: 0,
            });
        }
        let at = self.below(words.len() + 1);
        words.insert(at, self.wildcard());
        let is_quoted = !words.iter().any(|word| word.to_string().contains('?'));
        let slop = if is_quoted { self.below(3) as u32 } else { 0 };
        Query::Phrase { words, slop }
    }

    /// A leaf that stands at places of the text, and may follow a part's colon.
    fn words(&mut self) -> Query {
        let text = self.value();
        let several = text.contains(' ') && super::pattern::count(&text) > 1;
        let slop = if several { self.below(3) as u32 } else { 0 };
        let form = [Form::Exact, Form::Accented][self.below(2)];
        match self.below(8) {
            0..=2 => Query::Text {
                text,
                form: Form::Stemmed,
                slop: 0,
            },
            3 => Query::Text { text, form, slop },
            4 => self.wildcard(),
            5 => Query::Pattern(Pattern::Fuzzy {
                word: self.token(),
                slips: 1 + self.below(2) as u8,
            }),
            6 => {
                let regex = [
                    r"a\.b",
                    "a/b",
                    r"[\s/]+(x|y)*",
                    r"a\\/b",
                    "\"",
                    "^2",
                    r"é\p{L}",
                ];
                Query::Pattern(Pattern::Regex(self.pick(&regex).to_owned()))
            }
            _ => self.phrase(),
        }
    }

    /// Something that stands at places of the text.
    fn placed(&mut self, depth: usize) -> Query {
        let part = [Part::Title, Part::Lead, Part::Opening, Part::Body][self.below(4)];
        let unit = [Unit::Sentence, Unit::Paragraph][self.below(2)];
        match self.below(if depth == 0 { 8 } else { 15 }) {
            0..=4 => self.words(),
            5 => match self.below(3) {
                0 => Query::ActorKind(ActorKind::ALL[self.below(11)]),
                1 => Query::Place { name: self.value() },
                _ => Query::Actor { name: self.value() },
            },
            6 => Query::EventGrain(Grain::ALL[self.below(9)]),
            7 => match self.test() {
                DateTest::Missing => self.words(),
                test => Query::event(Relation::ALL[self.below(3)], test),
            },
            8 | 9 => Query::Near {
                distance: 1 + self.below(1000) as u32,
                ordered: self.below(2) == 0,
                left: Box::new(self.placed(depth - 1)),
                right: Box::new(self.placed(depth - 1)),
            },
            10 | 11 => Query::Same {
                unit,
                parts: (0..2 + self.below(3))
                    .map(|_| self.placed(depth - 1))
                    .collect(),
            },
            12 => Query::In {
                part,
                inner: Box::new(self.placed(depth - 1)),
            },
            13 => Query::AtLeast {
                times: 1 + self.below(5) as u32,
                inner: Box::new(self.placed(depth - 1)),
            },
            _ => Query::any_of((0..2).map(|_| self.placed(depth - 1))),
        }
    }

    fn query(&mut self, depth: usize) -> Query {
        match self.below(if depth == 0 { 8 } else { 15 }) {
            0..=2 => self.placed(depth),
            3 => match self.below(6) {
                0 => Query::Outlet(self.value()),
                1 => Query::Section(self.value()),
                2 => Query::Author(self.value()),
                3 => Query::Source {
                    list: SourceList::ALL[self.below(4)],
                    name: self.value(),
                },
                4 => Query::Named {
                    what: [
                        Named::Outlet,
                        Named::Section,
                        Named::Author,
                        Named::Source(SourceList::ALL[self.below(4)]),
                    ][self.below(4)],
                    any: self.below(2) == 0,
                },
                _ => Query::Site(self.pick(&["a.org", "www.b.co.uk", "uk"]).to_owned()),
            },
            4 => Query::Lang(self.pick(&["en", "und"]).to_owned()),
            5 => Query::Published(self.test()),
            6 => Query::event(Relation::Precise, DateTest::Missing),
            7 if self.below(3) == 0 => Query::All,
            7 | 8 => self.placed(depth),
            9 => self.query(depth - 1).negate(),
            10 => Query::Boost {
                hundredths: [1, 50, 150, 200, 100_000][self.below(5)],
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
    " w/5 ",
    " pre/3 ",
    " w/s ",
    " w/p ",
    " w/5 ",
    "NEAR",
    "SAME",
    "adj3",
    "atleast3(",
    "hlead(",
    "lead:(",
    "exact:",
    "since:",
    "before:",
    "30d",
    "author:",
    "section:",
    "source-people:",
    "source-orgs:",
    "site:",
    "/a(b)?/",
    "*",
    "?",
    "^0.5",
    "actor:",
    "actor-kind:state",
    "place:",
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
    let parsed = parse_at(text, TODAY);
    if let Ok(lenient) = parse_lenient(text, TODAY) {
        let printed = lenient.query.to_string();
        let again = parse_at(&printed, TODAY).map(|again| again.query);
        assert_eq!(
            again.as_ref(),
            Ok(&lenient.query),
            "{text:?} printed as {printed:?}"
        );
        if let Ok(parsed) = &parsed {
            assert_eq!(*parsed, lenient, "{text:?}");
        }
    } else {
        assert!(parsed.is_err(), "{text:?}");
    }
    match parsed {
        Ok(parsed) => {
            let printed = parsed.query.to_string();
            let again = parse_at(&printed, ANOTHER_DAY).map(|again| again.query);
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
        let again = parse_at(&printed, TODAY).map(|again| again.query);
        assert_eq!(again.as_ref(), Ok(&query), "{printed:?}");
    }
}
