//! Actors that users say are one, or nobody.

use super::who::{BODY, indexed, query};
use crate::engine::{ActorOrder, ActorsRequest, GroupRequest, NetworkRequest, Order, Searcher};
use crate::model::{ActorKind, Describe, Described, GroupBy, Identities, Together, id_text};

/// The only one whom the dictionary has.
const DESCRIBE: Describe = |_| {
    let about = Described {
        name: "Azerbaijan".into(),
        kind: ActorKind::State,
        codes: vec!["AZE".into()],
    };
    [("state:AZE".to_owned(), about)].into()
};

#[test]
fn lists_networks_and_hits_have_one_actor_for_ids_that_are_one() {
    let text = "state:AZE = agent:AZEGOVMIL\nremove ?place:baku\n?per:jane-doe = per:nobody\n";
    let (identities, _) = Identities::read(text).unwrap();
    let identities = Box::leak(Box::new(identities.with_dictionary(DESCRIBE)));
    let directory = tempfile::tempdir().unwrap();
    let searcher = indexed(directory.path(), &["Nothing of that.", BODY, BODY]);
    let searcher = searcher.with_identities(identities);
    // "Azerbaijani" within the ministry's name is no mention of its own.
    let expected = [
        ("state:RUS", 2, 4),
        ("agent:AZEGOV", 2, 2),
        ("agent:RUSMIL", 2, 2),
        ("per:nobody", 2, 2),
        ("state:AZE", 2, 4),
    ];
    let request = ActorsRequest {
        query: query("*"),
        scopes: Vec::new(),
        kinds: Vec::new(),
        order: ActorOrder::Count,
        limit: 100,
    };
    let list = searcher.actors(&request).unwrap();
    let mut found: Vec<_> = list
        .actors
        .iter()
        .map(|row| {
            (
                row.actor.id.as_str(),
                row.actor.articles,
                row.actor.mentions,
            )
        })
        .collect();
    found.sort_unstable();
    let mut expected_list = expected.to_vec();
    expected_list.sort_unstable();
    assert_eq!(found, expected_list);
    assert!(list.actors.iter().all(|row| row.archive == 2));
    let states = searcher.actors(&ActorsRequest {
        kinds: vec![ActorKind::State],
        ..request.clone()
    });
    assert_eq!(states.unwrap().distinct, 2);

    let names = |id: &str| searcher.names(id, None, &[]).unwrap();
    for id in ["state:AZE", "agent:AZEGOVMIL"] {
        let names = names(id).unwrap();
        assert_eq!(
            (names.actor.id.as_str(), names.actor.mentions),
            ("state:AZE", 4)
        );
        assert_eq!(names.actor.codes, ["AZE"]);
        assert_eq!(names.distinct, 2, "{:?}", names.surfaces);
    }
    for id in ["per:jane-doe", "?per:jane-doe", "per:nobody"] {
        let names = names(id).unwrap();
        assert_eq!(
            (names.actor.id.as_str(), names.actor.name.as_str()),
            ("per:nobody", "Jane Doe")
        );
    }
    assert!(names("?place:baku").is_none());
    assert!(names("place:baku").is_none());

    let network = searcher
        .network(&NetworkRequest {
            query: query("*"),
            scopes: Vec::new(),
            kinds: Vec::new(),
            by: Together::Article,
            least: 1,
            actors: 100,
        })
        .unwrap();
    assert_eq!(network.nodes.len(), 5);
    let ends = |edge: &crate::model::Edge| [edge.source.clone(), edge.target.clone()];
    let edges: Vec<_> = network.edges.iter().map(ends).collect();
    let joins = |a: &str, b: &str| {
        let both =
            |edge: &&[String; 2]| edge.iter().any(|id| id == a) && edge.iter().any(|id| id == b);
        edges.iter().filter(both).count()
    };
    assert_eq!(joins("state:AZE", "per:nobody"), 1, "{edges:?}");
    assert_eq!(joins("state:AZE", "state:RUS"), 1, "{edges:?}");

    let found = searcher.search(&super::request(query("ministry"), Order::Rank));
    for hit in found.unwrap().hits {
        let actors = hit.actors.iter();
        let mut actors: Vec<_> = actors
            .map(|actor| (actor.id.as_str(), actor.mentions))
            .collect();
        actors.sort_unstable();
        let mut expected = expected.map(|(id, _, mentions)| (id, mentions as u32 / 2));
        expected.sort_unstable();
        assert_eq!(actors, expected);
    }
    let shown = searcher.show(&id_text(1), None).unwrap();
    assert_eq!(shown[0].mentions.len(), 8);
    let groups = searcher.groups(&GroupRequest {
        query: query("*"),
        scopes: Vec::new(),
        by: vec![GroupBy::Actor],
    });
    let mut groups: Vec<_> = groups
        .unwrap()
        .into_iter()
        .map(|group| (group.keys[0].clone(), group.articles))
        .collect();
    groups.sort_unstable();
    assert_eq!(groups.len(), 6, "{groups:?}");
    assert!(groups.contains(&("state:AZE".to_owned(), 2)));
}

#[test]
fn nobody_is_found_by_an_id_or_by_words_of_a_name() {
    let directory = tempfile::tempdir().unwrap();
    let searcher = indexed(directory.path(), &["Nothing of that.", BODY, BODY]);
    let counts = |searcher: &crate::engine::local::LocalSearcher, expected: u64| {
        for text in ["actor:doe", "actor:per:jane-doe"] {
            let tally = searcher.tally(&query(text), &[]).unwrap();
            assert_eq!(
                (tally.articles, tally.occurrences),
                (expected, expected),
                "{text}"
            );
        }
        for text in [
            "place:baku",
            "place:place:baku",
            "actor:baku",
            "actor:doe w/9 baku",
        ] {
            assert_eq!(
                searcher.count(&query(text), &[]).unwrap(),
                expected,
                "{text}"
            );
        }
        assert_eq!(searcher.count(&query("actor:russia"), &[]).unwrap(), 2);
        let similar = searcher.similar_ids("per:doe").unwrap();
        assert_eq!(similar.len() as u64, expected / 2);
    };
    counts(&searcher, 2);
    let text = "remove ?per:jane-doe\nremove ?place:baku\nremove place:baku\n";
    let (identities, _) = Identities::read(text).unwrap();
    let searcher = searcher.with_identities(Box::leak(Box::new(identities)));
    counts(&searcher, 0);
}
