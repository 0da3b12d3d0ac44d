//! Actors and networks against their schema.

use super::{check, keys_in_order};
use crate::export::{actors_json, names_json, network_json};
use crate::model::{
    ActorCount, ActorKind, ActorList, ActorNames, CopyTotals, Counted, Edge, Network, Surface,
    Tallied, Together,
};
use serde_json::Value;

const SCHEMA: &str = include_str!("../../../schema/actors.schema.json");

fn follows(name: &str, text: &str) -> Value {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    check(&schema["$defs"][name], &schema, &value, name);
    keys_in_order(text, &schema["$defs"][name]["required"]);
    value
}

#[test]
fn actors_names_and_networks_follow_their_schema() {
    let copies = Some(CopyTotals {
        counted: Counted::Groups,
        groups: 1,
        articles: 3,
    });
    let actor = |kind| Tallied {
        id: "agent:RUSMIL".into(),
        name: "Russia: \u{9b}military".into(),
        kind,
        codes: vec!["RUSMIL".into()],
        articles: 1,
        mentions: 2,
    };
    let count = |kind| ActorCount {
        actor: actor(kind),
        archive: 2,
        keyness: -1.5,
    };
    let list = ActorList {
        copies,
        actors: ActorKind::ALL.into_iter().map(count).collect(),
        ..ActorList::default()
    };
    let mut out = Vec::new();
    actors_json(&mut out, &list).unwrap();
    let found = follows("actors", std::str::from_utf8(&out).unwrap());
    assert_eq!(found["actors"][0]["keyness"], -1.5);

    let names = ActorNames {
        query: None,
        actor: actor(ActorKind::Government),
        first: None,
        last: Some("2023-09".into()),
        distinct: 1,
        surfaces: vec![Surface {
            text: "Russian peacekeepers".into(),
            mentions: 2,
            articles: 1,
        }],
    };
    let mut out = Vec::new();
    names_json(&mut out, &names).unwrap();
    follows("names", std::str::from_utf8(&out).unwrap());

    for by in [Together::Sentence, Together::Paragraph, Together::Article] {
        let network = Network {
            copies,
            by,
            nodes: vec![actor(ActorKind::Government)],
            edges: vec![Edge {
                source: "agent:RUSMIL".into(),
                target: "state:AZE".into(),
                weight: 3,
                articles: 1,
            }],
            ..Network::default()
        };
        let mut out = Vec::new();
        network_json(&mut out, &network).unwrap();
        let found = follows("network", std::str::from_utf8(&out).unwrap());
        assert_eq!(found["by"], by.name());
    }
}
