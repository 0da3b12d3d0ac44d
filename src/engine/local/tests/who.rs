//! Mentions that nest: a composed actor and the name in it.

use super::super::actors::first_with;
use super::super::{LocalIndexer, Location, WriteOptions};
use crate::engine::{
    ActorOrder, ActorsRequest, GroupRequest, Indexer, KwicRequest, NetworkRequest, Order, Searcher,
    ShownMention,
};
use crate::model::{
    ActorKind, ActorList, Analysis, Article, Edge, GroupBy, Label, Mention, TextField, Together,
    ancestors, id_text, keyness,
};
use crate::query::{Query, parse};
use crate::text::Scanner;
use std::ops::ControlFlow;
use std::sync::Arc;

pub(super) const BODY: &str = "Russian peacekeepers met Jane Doe in Baku. \
    The Azerbaijani Defence Ministry objected. Russia and Azerbaijan did not.";

/// A text that has another name for an actor of the other one.
const RENAMED: &str = "Rossiya did not object.";

/// A mention of what stands first in the text from a byte on.
fn mention(text: &str, from: usize, words: &str, actor: &str, kind: ActorKind) -> Mention {
    let start = from + text[from..].find(words).unwrap();
    let code = actor.split_once(':').unwrap().1;
    let is_coded = actor.starts_with("state:") || actor.starts_with("agent:");
    let name = match code.split('-').map(capital).collect::<Vec<_>>() {
        _ if is_coded => format!("the name of {code}"),
        words => words.join(" "),
    };
    Mention {
        field: TextField::Body,
        start,
        end: start + words.len(),
        text: words.into(),
        actor: actor.into(),
        name,
        kind,
        label: (!actor.starts_with("agent:")).then_some(Label::Misc),
        codes: is_coded.then(|| code.to_owned()).into_iter().collect(),
        method: "dictionary".into(),
        confidence: 0.9,
    }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// Mentions as a tagger may give them, in no special order where they begin together.
fn mentions(text: &str) -> Vec<Mention> {
    use ActorKind::{Government, Person, Place, State};
    if text == RENAMED {
        let other = mention(text, 0, "Rossiya", "state:RUS", State);
        return vec![Mention {
            name: "Rossiya".into(),
            ..other
        }];
    }
    if text != BODY {
        return Vec::new();
    }
    vec![
        mention(text, 0, "Russian", "state:RUS", State),
        mention(text, 0, "Russian peacekeepers", "agent:RUSMIL", Government),
        mention(text, 0, "Jane Doe", "?per:jane-doe", Person),
        mention(text, 0, "Baku", "?place:baku", Place),
        mention(
            text,
            0,
            "The Azerbaijani Defence Ministry",
            "agent:AZEGOVMIL",
            Government,
        ),
        mention(text, 0, "Azerbaijani", "state:AZE", State),
        mention(text, 60, "Russia", "state:RUS", State),
        mention(text, 60, "Azerbaijan did", "agent:AZEGOV", Government),
        mention(text, 90, "Azerbaijan", "state:AZE", State),
    ]
}

/// What the dictionary is taken to know.
fn resolve(name: &str) -> Vec<String> {
    match name {
        "russia" => vec!["state:RUS".to_owned()],
        code if code.chars().all(|c| c.is_ascii_uppercase()) => {
            ancestors(code).take(1).map(str::to_owned).collect()
        }
        id if id.contains(':') => vec![id.to_owned()],
        _ => Vec::new(),
    }
}

/// A writer whose analysis knows the mentions of the texts here, and none in others.
pub(super) fn writer(location: &Location) -> LocalIndexer {
    let analyse = Arc::new(move |article: Article| {
        let scanned = Scanner::new(|_| 0).scan(&article.title, &article.body, "en");
        let (title, body, terms) = scanned;
        let analysis = Analysis {
            language: "en",
            title: title.tokens,
            body: body.tokens,
            mentions: mentions(&article.body),
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

/// An index of the texts given.
pub(super) fn indexed(directory: &std::path::Path, texts: &[&str]) -> super::super::LocalSearcher {
    let location = Location::new(&directory.join("engine"));
    let writer = writer(&location);
    write(&writer, texts);
    Box::new(writer).close().unwrap();
    location.searcher().unwrap().with_resolver(resolve)
}

/// Writes an article a text, each in a file of its own.
fn write(writer: &LocalIndexer, texts: &[&str]) {
    for (number, &text) in (0..).zip(texts) {
        let article = Article {
            id: id_text(number),
            path: format!("news/{number}"),
            title: "A title".into(),
            body: text.into(),
            ..Article::default()
        };
        writer.add(article, number).unwrap();
    }
    writer.commit("").unwrap();
}

pub(super) fn query(text: &str) -> Query {
    parse(text).unwrap().query
}

#[test]
fn deleted_articles_name_no_actor() {
    let directory = tempfile::tempdir().unwrap();
    let location = Location::new(&directory.path().join("engine"));
    let writer = writer(&location);
    // Few are deleted of many, so that they stay in their segment.
    let mut texts = vec!["Nothing of that."; 20];
    (texts[0], texts[9]) = (RENAMED, BODY);
    write(&writer, &texts);
    let name = || {
        let opened = location.searcher().unwrap();
        let found = first_with(&opened.searcher, &opened.fields, "state:RUS").unwrap();
        found.map(|actor| actor.name)
    };
    assert_eq!(name().as_deref(), Some("Rossiya"));
    for (removed, left) in [(0, Some("the name of RUS")), (9, None)] {
        writer.remove_file(removed).unwrap();
        writer.commit("").unwrap();
        assert_eq!(name().as_deref(), left);
    }
}

#[test]
fn nested_mentions_count_once_and_are_marked_whole() {
    let directory = tempfile::tempdir().unwrap();
    let searcher = indexed(directory.path(), &["Nothing of that.", BODY]);
    for (text, keywords, marked) in [
        // Of a mention and the one in it, the smallest that is meant is the occurrence.
        (
            "actor:RUS",
            vec!["Russian", "Russia"],
            vec!["Russian", "Russia"],
        ),
        (
            "actor:RUSMIL",
            vec!["Russian peacekeepers"],
            vec!["Russian peacekeepers"],
        ),
        (
            "actor:RUSMIL OR actor:russia",
            vec!["Russian", "Russia"],
            vec!["Russian", "Russia"],
        ),
        (
            "actor:AZE",
            vec!["Azerbaijani", "Azerbaijan"],
            vec!["Azerbaijani", "Azerbaijan"],
        ),
        (
            "actor:AZEGOV",
            vec!["The Azerbaijani Defence Ministry", "Azerbaijan did"],
            vec!["The Azerbaijani Defence Ministry", "Azerbaijan did"],
        ),
        // No token serves both sides.
        ("actor:RUSMIL w/1 actor:russia", vec![], vec![]),
        (
            "actor:RUSMIL w/30 actor:AZEGOV",
            vec!["Russian peacekeepers met Jane Doe in Baku. The Azerbaijani Defence Ministry"],
            vec!["Russian peacekeepers", "The Azerbaijani Defence Ministry"],
        ),
        ("actor:russia pre/1 met", vec![], vec![]),
        (
            "actor:RUSMIL pre/1 met",
            vec!["Russian peacekeepers met"],
            vec!["Russian peacekeepers", "met"],
        ),
        (
            "actor:russia w/s actor:agent:AZEGOV",
            vec!["Russia and Azerbaijan did"],
            vec!["Russia", "Azerbaijan did"],
        ),
        (
            "atleast2(actor:RUS)",
            vec!["Russian", "Russia"],
            vec!["Russian", "Russia"],
        ),
        ("atleast2(actor:RUSMIL)", vec![], vec![]),
        ("actor-kind:person", vec!["Jane Doe"], vec!["Jane Doe"]),
        (
            "actor-kind:government w/2 actor-kind:person",
            vec!["Russian peacekeepers met Jane Doe"],
            vec!["Russian peacekeepers", "Jane Doe"],
        ),
        ("actor-kind:igo", vec![], vec![]),
        ("actor:per:jane-doe", vec!["Jane Doe"], vec!["Jane Doe"]),
        ("actor:?per:jane-doe", vec!["Jane Doe"], vec!["Jane Doe"]),
        ("actor:doe", vec!["Jane Doe"], vec!["Jane Doe"]),
        ("place:Baku", vec!["Baku"], vec!["Baku"]),
        ("place:?place:baku", vec!["Baku"], vec!["Baku"]),
        (
            "place:russia",
            vec!["Russian", "Russia"],
            vec!["Russian", "Russia"],
        ),
        ("place:doe", vec![], vec![]),
    ] {
        let query = query(text);
        let mut found = Vec::new();
        let request = KwicRequest {
            query: query.clone(),
            scopes: Vec::new(),
            order: Order::Rank,
            window: 2,
        };
        let each = &mut |row: crate::model::Occurrence| {
            found.push(row.keyword);
            ControlFlow::Continue(())
        };
        let tally = searcher.occurrences(&request, each).unwrap();
        assert_eq!(found, keywords, "{text}");
        assert_eq!(tally.occurrences as usize, keywords.len(), "{text}");
        assert_eq!(searcher.tally(&query, &[]).unwrap(), tally, "{text}");
        let found = searcher.search(&super::request(query.clone(), Order::Rank));
        let found = found.unwrap();
        assert_eq!(
            found.total as usize,
            usize::from(!keywords.is_empty()),
            "{text}"
        );
        let shown = searcher.show(&id_text(1), Some(&query)).unwrap();
        let body = |&(start, end): &(usize, usize)| &BODY[start..end];
        let marks: Vec<&str> = shown[0].body_highlights.iter().map(body).collect();
        assert_eq!(marks, marked, "{text}");
        for hit in &found.hits {
            let in_snippets: Vec<&str> = hit
                .snippets
                .iter()
                .flat_map(|snippet| {
                    let ranges = snippet.highlights.iter();
                    ranges.map(|&(start, end)| &snippet.text[start..end])
                })
                .collect();
            assert_eq!(in_snippets, marks, "{text}");
        }
    }
}

#[test]
fn kinds_and_places_are_counted() {
    let directory = tempfile::tempdir().unwrap();
    let searcher = indexed(directory.path(), &["Nothing of that.", BODY, BODY]);
    let groups = |by: GroupBy| -> Vec<(String, u64)> {
        let request = GroupRequest {
            query: Query::All,
            scopes: Vec::new(),
            by: vec![by],
        };
        let groups = searcher.groups(&request).unwrap().into_iter();
        groups
            .map(|mut group| (group.keys.remove(0), group.articles))
            .collect()
    };
    let named = |pairs: &[(&str, u64)]| -> Vec<(String, u64)> {
        pairs
            .iter()
            .map(|&(name, articles)| (name.to_owned(), articles))
            .collect()
    };
    assert_eq!(
        groups(GroupBy::Place),
        named(&[("?place:baku", 2), ("", 1)])
    );
    let kinds = [
        ("government", 2),
        ("person", 2),
        ("place", 2),
        ("state", 2),
        ("", 1),
    ];
    assert_eq!(groups(GroupBy::ActorKind), named(&kinds));
    let explained = searcher
        .explain(&query("actor:per:jane-doe place:baku"))
        .unwrap();
    let terms: Vec<_> = explained
        .expansions
        .iter()
        .map(|part| part.terms.clone())
        .collect();
    let expected = ["?per:jane-doe", "?place:baku"].map(|id| vec![(id.to_owned(), 2)]);
    assert_eq!(terms, expected);
}

#[test]
fn actors_are_listed_against_the_rest_of_the_index() {
    let directory = tempfile::tempdir().unwrap();
    let searcher = indexed(directory.path(), &["Nothing of that.", BODY, BODY]);
    let list = |text: &str, kinds: &[ActorKind], order, limit| {
        let request = ActorsRequest {
            query: query(text),
            scopes: Vec::new(),
            kinds: kinds.to_vec(),
            order,
            limit,
        };
        searcher.actors(&request).unwrap()
    };
    let ids = |list: &ActorList| -> Vec<(String, u64, u64, u64)> {
        let actors = list.actors.iter();
        actors
            .map(|count| {
                let actor = &count.actor;
                (
                    actor.id.clone(),
                    actor.articles,
                    actor.mentions,
                    count.archive,
                )
            })
            .collect()
    };
    let found = list("*", &[], ActorOrder::Count, 3);
    assert_eq!((found.total, found.archive, found.distinct), (3, 3, 7));
    let expected = [
        ("state:AZE", 2, 4, 2),
        ("state:RUS", 2, 4, 2),
        ("?per:jane-doe", 2, 2, 2),
    ];
    let expected = expected
        .map(|(id, articles, mentions, archive)| (id.to_owned(), articles, mentions, archive));
    assert_eq!(ids(&found), expected);
    assert_eq!(found.actors[0].actor.codes, ["AZE"]);
    assert_eq!(found.actors[2].actor.name, "Jane Doe");
    for kind in ActorKind::ALL {
        let found = list("met", &[kind], ActorOrder::Keyness, 100);
        let expected = mentions(BODY);
        let mut expected: Vec<&str> = expected
            .iter()
            .filter(|mention| mention.kind == kind)
            .map(|mention| mention.actor.as_str())
            .collect();
        expected.sort_unstable();
        expected.dedup();
        let mut listed = ids(&found);
        listed.sort();
        let listed: Vec<&str> = listed.iter().map(|(id, ..)| id.as_str()).collect();
        assert_eq!(listed, expected, "{kind:?}");
        assert_eq!(found.distinct as usize, expected.len());
        for count in &found.actors {
            assert_eq!(count.actor.kind, kind);
            assert_eq!(count.keyness, keyness((2, 2), (2, 3)));
        }
    }
    let none = list("nothing", &[], ActorOrder::Count, 10);
    assert_eq!((none.total, none.actors.len()), (1, 0));
}

#[test]
fn an_actor_is_known_by_what_it_is_called() {
    let directory = tempfile::tempdir().unwrap();
    let searcher = indexed(directory.path(), &["Nothing of that.", BODY, BODY]);
    let found = searcher.names("state:RUS", None, &[]).unwrap().unwrap();
    let surfaces: Vec<(&str, u64, u64)> = found
        .surfaces
        .iter()
        .map(|surface| (surface.text.as_str(), surface.mentions, surface.articles))
        .collect();
    assert_eq!(surfaces, [("Russia", 2, 2), ("Russian", 2, 2)]);
    assert_eq!((found.actor.articles, found.actor.mentions), (2, 4));
    assert_eq!((found.first, found.last), (None, None));
    let found = searcher
        .names("per:jane-doe", Some(&query("met")), &[])
        .unwrap();
    assert_eq!(found.unwrap().actor.id, "?per:jane-doe");
    assert!(searcher.names("state:GEO", None, &[]).unwrap().is_none());
    assert!(searcher.names("RUS", None, &[]).unwrap().is_none());
    assert_eq!(searcher.similar_actors("RUS").unwrap(), ["state:RUS"]);
    assert_eq!(
        searcher.similar_actors("per:jane-do").unwrap(),
        ["?per:jane-doe"]
    );
    assert!(searcher.similar_actors("igo:UNO").unwrap().is_empty());
}

/// The edges by their definition: every two mentions of two actors that share no token, in one
/// sentence, paragraph or article.
fn by_definition(searcher: &impl Searcher, ids: &[String], by: Together) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    let shown = searcher.show(&id_text(1), None).unwrap().remove(0);
    let ends: Vec<usize> = BODY.match_indices(". ").map(|(at, _)| at).collect();
    let unit = |mention: &ShownMention| match by {
        Together::Sentence => ends.iter().filter(|end| **end < mention.start).count(),
        _ => 0,
    };
    for (number, one) in ids.iter().enumerate() {
        for other in &ids[number + 1..] {
            let mut units: Vec<usize> = Vec::new();
            for a in shown
                .mentions
                .iter()
                .filter(|mention| mention.actor == *one)
            {
                let others = shown.mentions.iter().filter(|b| b.actor == *other);
                let apart = others.filter(|b| a.end <= b.start || b.end <= a.start);
                units.extend(apart.filter(|b| unit(a) == unit(b)).map(&unit));
            }
            units.sort_unstable();
            units.dedup();
            if !units.is_empty() {
                edges.push(Edge {
                    source: one.clone(),
                    target: other.clone(),
                    weight: units.len() as u64 * 2,
                    articles: 2,
                });
            }
        }
    }
    edges.sort_by_key(|edge| std::cmp::Reverse(edge.weight));
    edges
}

#[test]
fn a_network_joins_who_stands_together() {
    let directory = tempfile::tempdir().unwrap();
    let searcher = indexed(directory.path(), &["Nothing of that.", BODY, BODY]);
    let network = |by, least, actors, kinds: &[ActorKind]| {
        let request = NetworkRequest {
            query: Query::All,
            scopes: Vec::new(),
            kinds: kinds.to_vec(),
            by,
            least,
            actors,
        };
        searcher.network(&request).unwrap()
    };
    let mut sizes = Vec::new();
    for by in [Together::Sentence, Together::Paragraph, Together::Article] {
        let found = network(by, 1, 100, &[]);
        assert_eq!((found.total, found.distinct, found.nodes.len()), (3, 7, 7));
        let ids: Vec<String> = found.nodes.iter().map(|node| node.id.clone()).collect();
        assert_eq!(found.edges, by_definition(&searcher, &ids, by), "{by:?}");
        sizes.push(found.edges.len());
    }
    assert!(sizes[0] < sizes[1], "{sizes:?}");
    let found = network(Together::Sentence, 3, 100, &[]);
    assert!(found.edges.iter().all(|edge| edge.weight >= 3));
    let found = network(Together::Article, 1, 2, &[]);
    let nodes: Vec<&str> = found.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(nodes, ["state:AZE", "state:RUS"]);
    assert_eq!((found.distinct, found.edges.len()), (7, 1));
    let found = network(
        Together::Article,
        1,
        9,
        &[ActorKind::Person, ActorKind::Place],
    );
    assert_eq!((found.distinct, found.edges.len()), (2, 1));
}
