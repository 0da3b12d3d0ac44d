use super::*;
use crate::model::{ActorCount, ActorKind, Edge, Surface, Together};

const STYLE: Style = Style {
    color: false,
    width: 80,
};

fn printed(print: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    print(&mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    text
}

fn actor(id: &str, name: &str, kind: ActorKind, codes: &[&str]) -> Tallied {
    Tallied {
        id: id.into(),
        name: name.into(),
        kind,
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        articles: 1200,
        mentions: 3456,
    }
}

fn sample() -> Vec<Tallied> {
    vec![
        actor("state:RUS", "Russia", ActorKind::State, &["RUS"]),
        actor("?per:jane-doe", "Jane \u{1b}[2JDoe", ActorKind::Person, &[]),
        actor(
            "org:an-organisation-with-a-long-name-and-more-of-it",
            "An Organisation With a Long Name and More of It",
            ActorKind::ArmedGroup,
            &["RUSREB", "INSSEP"],
        ),
    ]
}

#[test]
fn actors_fit_a_screen() {
    let actors = sample().into_iter().zip([1203.44, -0.04, -7.25]);
    let mut list = ActorList {
        query: "ceasefire".into(),
        total: 1234,
        archive: 5000,
        distinct: 40,
        actors: actors
            .map(|(actor, keyness)| ActorCount {
                actor,
                archive: 2000,
                keyness,
            })
            .collect(),
        ..ActorList::default()
    };
    let text = printed(|out| super::actors(out, &list, &STYLE));
    let expected = "3 of 40 actors in 1,234 articles for ceasefire\n\
        actor           kind         id              code      articles  mentions  keyness\n";
    let head: Vec<&str> = text.lines().take(2).collect();
    assert_eq!(
        head.join("\n").split_whitespace().collect::<Vec<_>>(),
        expected.split_whitespace().collect::<Vec<_>>()
    );
    let cells = |number: usize| -> Vec<&str> {
        text.lines()
            .nth(number)
            .unwrap()
            .split_whitespace()
            .collect()
    };
    assert_eq!(
        cells(2),
        [
            "Russia",
            "state",
            "state:RUS",
            "RUS",
            "1,200",
            "3,456",
            "1,203.4"
        ]
    );
    assert_eq!(cells(3).last(), Some(&"0.0"));
    assert_eq!(cells(4).last(), Some(&"-7.3"));
    assert!(!text.contains('\u{1b}'), "{text}");
    assert!(
        text.ends_with("and 37 actors more; --top 40 shows all\n"),
        "{text}"
    );
    list.total = 0;
    let text = printed(|out| super::actors(out, &list, &STYLE));
    assert_eq!(text, "no article matches ceasefire\n");
    list.total = 1;
    (list.distinct, list.actors) = (0, Vec::new());
    let text = printed(|out| super::actors(out, &list, &STYLE));
    assert_eq!(text, "1 article for ceasefire; no actor to show in them\n");
}

#[test]
fn names_stand_under_who_has_them() {
    let mut found = ActorNames {
        query: Some("truce".into()),
        actor: sample().remove(0),
        first: Some("1992-07".into()),
        last: Some("2023-10-02".into()),
        distinct: 3,
        surfaces: vec![Surface {
            text: "Moscow".into(),
            mentions: 3000,
            articles: 1100,
        }],
    };
    let expected = "Russia  state:RUS, state, RUS\n\
        3,456 mentions in 1,200 articles for truce, published 1992-07 to 2023-10-02\n\
        called  mentions  articles\n\
        Moscow     3,000     1,100\n\
        and 2 names more; --top 3 shows all\n";
    assert_eq!(printed(|out| names(out, &found, &STYLE)), expected);
    found.last = found.first.clone();
    assert!(printed(|out| names(out, &found, &STYLE)).contains(", published 1992-07\n"));
}

#[test]
fn the_strongest_pairs() {
    let mut found = Network {
        query: "truce".into(),
        total: 9,
        by: Together::Sentence,
        distinct: 40,
        nodes: sample(),
        edges: vec![Edge {
            source: "state:RUS".into(),
            target: "?per:jane-doe".into(),
            weight: 1007,
            articles: 4,
        }],
        ..Network::default()
    };
    let expected = "1 pair among 3 of 40 actors in 9 articles for truce, each in one sentence\n\
        actor   with             sentences  articles\n\
        Russia  Jane \\x1b[2JDoe      1,007         4\n";
    assert_eq!(printed(|out| network(out, &found, &STYLE)), expected);
    found.by = Together::Article;
    found.edges = vec![found.edges[0].clone(); 22];
    let text = printed(|out| network(out, &found, &STYLE));
    assert_eq!(text.lines().count(), 23);
    assert!(text.ends_with("and 2 pairs more; --format csv has all\n"));
    found.edges.clear();
    let text = printed(|out| network(out, &found, &STYLE));
    assert_eq!(
        text,
        "9 articles for truce; of 3 of 40 actors no two stand in one article\n"
    );
}
