//! What a query means, spelled out: slow, and plainly as its definitions say.

use super::conditions::passes;
use super::leaves::{self, Set, split};
use super::spans::{around, beside, in_a_row, in_units, minimal, near, same, sides, sloppy};
use super::store::{Archive, Entry, Span, Text};
use dateline::query::{Form, LEAD_WORDS, Part, Query, Unit};
use std::collections::HashMap;
use std::rc::Rc;

/// Matches in the title and in the body, each list minimal and in order.
pub type Spans = [Vec<Span>; 2];

/// One match of one part of a query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Number of the article.
    pub entry: usize,
    /// 0 for the title, 1 for the body.
    pub text: usize,
    pub span: Span,
    /// The part as it prints.
    pub pattern: Rc<str>,
}

/// What a query has for an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Numbers of the articles, ascending.
    pub entries: Vec<usize>,
    /// Sorted.
    pub rows: Vec<Row>,
}

/// Where the words stand that a word or pattern means: by article, in title and body, ascending.
type Places = Vec<[Vec<u32>; 2]>;

/// A positional query whose leaves know what they stand for.
enum Node {
    /// Words in a row or, with a slop, in any order.
    Words(Vec<Rc<Places>>, u32),
    Who(Set),
    When(Set),
    Near(u32, bool, Box<[Node; 2]>),
    Same(Unit, Vec<Node>),
    In(Part, Box<Node>),
    AtLeast(usize, Box<Node>),
    Or(Vec<Node>),
}

/// A query that holds for an article as a whole.
enum Test {
    Matches(Node),
    Filter(Query),
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
}

/// Answers queries over an archive.
pub struct Oracle<'a> {
    archive: &'a Archive,
    /// The latest words and patterns, by what they are.
    known: HashMap<String, Rc<Places>>,
}

/// How many words and patterns are remembered.
const MOST_KNOWN: usize = 1000;

impl<'a> Oracle<'a> {
    pub fn new(archive: &'a Archive) -> Oracle<'a> {
        Oracle {
            archive,
            known: HashMap::new(),
        }
    }

    /// The articles, and every match in them.
    pub fn answer(&mut self, query: &Query) -> Answer {
        let test = self.test(query);
        let parts = query.positive_parts();
        let parts: Vec<(Rc<str>, Node)> = parts
            .into_iter()
            .map(|part| (part.to_string().into(), self.node(part)))
            .collect();
        let mut answer = Answer::default();
        for (number, entry) in self.archive.entries.iter().enumerate() {
            if !holds(&test, entry) {
                continue;
            }
            answer.entries.push(number);
            for (pattern, node) in &parts {
                for (text, spans) in matches(node, entry).into_iter().enumerate() {
                    answer.rows.extend(spans.into_iter().map(|span| Row {
                        entry: number,
                        text,
                        span,
                        pattern: pattern.clone(),
                    }));
                }
            }
        }
        answer.rows.sort();
        answer
    }

    /// The matches of a positional query in an article.
    pub fn spans(&mut self, query: &Query, entry: &Entry) -> Spans {
        matches(&self.node(query), entry)
    }

    fn test(&mut self, query: &Query) -> Test {
        match query {
            Query::Boost { inner, .. } => self.test(inner),
            query if query.is_positional() => Test::Matches(self.node(query)),
            Query::And(children) => Test::And(self.tests(children)),
            Query::Or(children) => Test::Or(self.tests(children)),
            Query::Not(inner) => Test::Not(Box::new(self.test(inner))),
            filter => Test::Filter(filter.clone()),
        }
    }

    fn tests(&mut self, queries: &[Query]) -> Vec<Test> {
        queries.iter().map(|query| self.test(query)).collect()
    }

    fn node(&mut self, query: &Query) -> Node {
        match query {
            Query::Text { text, form, slop } => {
                let words = split(text);
                Node::Words(
                    words.iter().map(|word| self.word(word, *form)).collect(),
                    *slop,
                )
            }
            Query::Pattern(_) => Node::Words(vec![self.phrase_word(query)], 0),
            Query::Phrase { words, slop } => {
                let words = words.iter().map(|word| self.phrase_word(word));
                Node::Words(words.collect(), *slop)
            }
            Query::Actor { name } => Node::Who(leaves::actor(self.archive, name)),
            Query::ActorKind(kind) => Node::Who(leaves::kind(self.archive, *kind)),
            Query::Place { name } => Node::Who(leaves::place(self.archive, name)),
            Query::Event { relation, test } => {
                Node::When(leaves::event(self.archive, *relation, *test))
            }
            Query::EventGrain(grain) => Node::When(leaves::grain(self.archive, *grain)),
            Query::Near {
                distance,
                ordered,
                left,
                right,
            } => {
                let sides = Box::new([self.node(left), self.node(right)]);
                Node::Near(*distance, *ordered, sides)
            }
            Query::Same { unit, parts } => Node::Same(*unit, self.nodes(parts)),
            Query::In { part, inner } => Node::In(*part, Box::new(self.node(inner))),
            Query::AtLeast { times, inner } => {
                Node::AtLeast(*times as usize, Box::new(self.node(inner)))
            }
            Query::Boost { inner, .. } => self.node(inner),
            Query::Or(children) => Node::Or(self.nodes(children)),
            other => panic!("{other:?} has no place in a text"),
        }
    }

    fn nodes(&mut self, queries: &[Query]) -> Vec<Node> {
        queries.iter().map(|query| self.node(query)).collect()
    }

    fn word(&mut self, word: &str, form: Form) -> Rc<Places> {
        let set = |archive: &Archive| leaves::word(archive, word, form);
        self.places(format!("{form:?} {word}"), set)
    }

    fn phrase_word(&mut self, query: &Query) -> Rc<Places> {
        match query {
            Query::Text { text, form, .. } => self.word(text, *form),
            Query::Pattern(pattern) => {
                let set = |archive: &Archive| leaves::pattern(archive, pattern);
                self.places(format!("{pattern:?}"), set)
            }
            other => panic!("{other:?} is no word"),
        }
    }

    fn places(&mut self, key: String, set: impl Fn(&Archive) -> Set) -> Rc<Places> {
        if self.known.len() > MOST_KNOWN {
            self.known.clear();
        }
        let archive = self.archive;
        let known = self.known.entry(key);
        known
            .or_insert_with(|| Rc::new(places(archive, &set(archive))))
            .clone()
    }
}

/// Where the words of a set stand.
fn places(archive: &Archive, set: &Set) -> Places {
    let of_text = |text: &Text| {
        let tokens = (0..).zip(&text.words);
        let meant = tokens.filter(|&(_, &word)| set[word]);
        meant.map(|(token, _)| token).collect()
    };
    let of_entry = |entry: &Entry| [of_text(&entry.texts[0]), of_text(&entry.texts[1])];
    archive.entries.iter().map(of_entry).collect()
}

fn each_text(entry: &Entry, spans: impl Fn(&Text) -> Vec<Span>) -> Spans {
    [spans(&entry.texts[0]), spans(&entry.texts[1])]
}

/// The minimal matches of a node.
fn matches(node: &Node, entry: &Entry) -> Spans {
    match node {
        Node::Words(words, slop) => [0, 1].map(|text| {
            let words = words
                .iter()
                .map(|places| places[entry.number][text].as_slice());
            let words: Vec<&[u32]> = words.collect();
            match slop {
                0 => in_a_row(&words),
                _ => sloppy(&words, *slop as usize, entry.texts[text].words.len()),
            }
        }),
        Node::Who(actors) => each_text(entry, |text| meant(&text.mentions, actors)),
        Node::When(dates) => each_text(entry, |text| meant(&text.dates, dates)),
        Node::Near(distance, ordered, sides) => {
            let [left, right] = [matches(&sides[0], entry), matches(&sides[1], entry)];
            [0, 1].map(|text| {
                let mut found = near(*distance, *ordered, &left[text], &right[text]);
                if !*ordered {
                    found.extend(one_around_other([&sides[0], &sides[1]], entry, text));
                }
                minimal(found)
            })
        }
        Node::Same(unit, nodes) => {
            let parts: Vec<Spans> = nodes.iter().map(|part| matches(part, entry)).collect();
            [0, 1].map(|text| {
                let parts: Vec<_> = parts.iter().map(|part| part[text].clone()).collect();
                let units = match unit {
                    Unit::Sentence => &entry.texts[text].sentences,
                    Unit::Paragraph => &entry.texts[text].paragraphs,
                };
                let mut found = same(units, &parts);
                if let [one, other] = &nodes[..] {
                    let around = one_around_other([one, other], entry, text);
                    found.extend(in_units(units, around));
                }
                minimal(found)
            })
        }
        Node::In(part, inner) => {
            let lead = lead(entry);
            let [title, body] = matches(inner, entry);
            let in_lead = body
                .iter()
                .copied()
                .filter(|&(_, until)| until <= lead)
                .collect();
            match part {
                Part::Title => [title, Vec::new()],
                Part::Lead => [Vec::new(), in_lead],
                Part::Opening => [title, in_lead],
                Part::Body => [Vec::new(), body],
            }
        }
        Node::AtLeast(times, inner) => {
            let [title, body] = matches(inner, entry);
            match title.len() + body.len() >= *times {
                true => [title, body],
                false => Spans::default(),
            }
        }
        Node::Or(children) => {
            let children: Vec<Spans> = children.iter().map(|child| matches(child, entry)).collect();
            [0, 1].map(|text| {
                let all = children
                    .iter()
                    .flat_map(|child| child[text].iter().copied());
                minimal(all.collect())
            })
        }
    }
}

/// Matches of either of two nodes in whose gaps the other one stands.
fn one_around_other(nodes: [&Node; 2], entry: &Entry, text: usize) -> Vec<Span> {
    let mut found = Vec::new();
    for (outer, inner) in [(nodes[0], nodes[1]), (nodes[1], nodes[0])] {
        let spans = &matches(outer, entry)[text];
        let with_gaps = spans
            .iter()
            .map(|&span| (span, gaps(outer, entry, text, span, GAP_LEVELS)));
        let with_gaps: Vec<(Span, Vec<Span>)> = with_gaps.collect();
        found.extend(around(&with_gaps, &matches(inner, entry)[text]));
    }
    found
}

/// In how many distances or pairs in a unit, each a side of the one before, gaps count.
const GAP_LEVELS: u32 = 3;

/// The places between the sides of a match, where nothing of it stands.
fn gaps(node: &Node, entry: &Entry, text: usize, span: Span, levels: u32) -> Vec<Span> {
    let (nodes, distance, ordered) = match node {
        Node::Near(distance, ordered, nodes) => ([&nodes[0], &nodes[1]], *distance, *ordered),
        Node::Same(_, nodes) => match &nodes[..] {
            [one, other] => ([one, other], u32::MAX, false),
            _ => return Vec::new(),
        },
        Node::In(_, inner) | Node::AtLeast(_, inner) => {
            return gaps(inner, entry, text, span, levels);
        }
        Node::Or(children) => {
            let own = |child: &&Node| matches(child, entry)[text].contains(&span);
            let own = children.iter().filter(own);
            return own
                .flat_map(|child| gaps(child, entry, text, span, levels))
                .collect();
        }
        Node::Words(..) | Node::Who(_) | Node::When(_) => return Vec::new(),
    };
    let Some(levels) = levels.checked_sub(1) else {
        return Vec::new();
    };
    let spans = nodes.map(|node| matches(node, entry)[text].clone());
    let orders = [(0, 1), (1, 0)];
    for (first, second) in orders.into_iter().take(if ordered { 1 } else { 2 }) {
        if let Some((one, other)) = sides(distance, &spans[first], &spans[second], span) {
            let mut found = vec![(one.1, other.0)];
            found.extend(gaps(nodes[first], entry, text, one, levels));
            found.extend(gaps(nodes[second], entry, text, other, levels));
            return found;
        }
    }
    let mut found = Vec::new();
    for (outer, inner) in orders.into_iter().filter(|_| !ordered) {
        if spans[outer].contains(&span) {
            let gaps = gaps(nodes[outer], entry, text, span, levels).into_iter();
            found.extend(gaps.flat_map(|gap| beside(gap, &spans[inner])));
        }
    }
    found
}

fn meant(found: &[(Span, usize)], wanted: &Set) -> Vec<Span> {
    let wanted = found.iter().filter(|(_, number)| wanted[*number]);
    minimal(wanted.map(|(span, _)| *span).collect())
}

/// How many tokens of the body are its lead.
fn lead(entry: &Entry) -> u32 {
    let first = entry.texts[1].paragraphs.first();
    first.map_or(0, |paragraph| paragraph.1.min(LEAD_WORDS))
}

fn holds(test: &Test, entry: &Entry) -> bool {
    match test {
        Test::Matches(node) => matches(node, entry).iter().any(|spans| !spans.is_empty()),
        Test::And(tests) => tests.iter().all(|test| holds(test, entry)),
        Test::Or(tests) => tests.iter().any(|test| holds(test, entry)),
        Test::Not(test) => !holds(test, entry),
        Test::Filter(query) => passes(query, entry),
    }
}
