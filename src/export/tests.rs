//! Every format against the same hits, and the schemas against what is written.

mod network;
mod rows;

use super::*;
use crate::model::{
    ActorKind, Analysis, Anchor, Article, Chronology, CopyList, CopyOf, CopyTotals, Counted,
    DateCount, DateExpr, DayRange, Grain, HitActor, Label, Mention, Origin, Passage, Published,
    Quote, Snippet, SourceFacts, TextField, TimexType,
};
use serde_json::Value;

const HIT_SCHEMA: &str = include_str!("../../schema/hit.schema.json");
const CHRONOLOGY_SCHEMA: &str = include_str!("../../schema/chronology.schema.json");
const OCCURRENCE_SCHEMA: &str = include_str!("../../schema/occurrence.schema.json");
const COPIES_SCHEMA: &str = include_str!("../../schema/copies.schema.json");
const COUNTS_SCHEMA: &str = include_str!("../../schema/counts.schema.json");
const ARTICLE_SCHEMA: &str = include_str!("../../schema/article.schema.json");

fn published() -> Published {
    Published {
        date: jiff::civil::date(2023, 9, 20),
        instant: Some(1_695_204_000),
        grain: Grain::Day,
        origin: Origin::Metadata,
        confidence: 0.75,
    }
}

fn full() -> Hit {
    let actor = |id: &str, name: &str, mentions| HitActor {
        id: id.into(),
        name: name.into(),
        kind: ActorKind::State,
        mentions,
    };
    let snippet = |start, text: &str| Snippet {
        field: TextField::Body,
        start,
        text: text.into(),
        highlights: vec![(0, 3)],
    };
    Hit {
        rank: 1,
        score: 7.5,
        id: "k3f9x2".into(),
        source_id: Some("L-17".into()),
        title: "=HYPERLINK(\"http://evil\",\"Truce\"), they say".into(),
        title_highlights: vec![(0, 1)],
        published: Some(published()),
        updated: Some("2023-09-21".into()),
        outlet: Some("Harbour Ledger".into()),
        authors: vec!["Ada Okafor".into(), "Jan Pol".into()],
        section: Some("World".into()),
        language: "en".into(),
        ocr_quality: Some(93),
        url: Some("https://example.org/a".into()),
        path: "news/2023.jsonl".into(),
        record: Some(17),
        actors: vec![
            actor("state:RUS", "Russia", 5),
            actor("state:AZE", "Azerbaijan", 3),
        ],
        event_dates: vec!["2020-11-10".into(), "2023-09-19".into()],
        snippets: vec![snippet(0, "The truce\nheld."), snippet(90, "All was calm.")],
        source: SourceFacts {
            topics: vec!["truce".into()],
            ..SourceFacts::default()
        },
        copies: Some(2),
        lead: Some("k3f9x2".into()),
        body: Some("The truce\nheld.".into()),
    }
}

fn bare() -> Hit {
    Hit {
        rank: 2,
        score: -0.5,
        id: "a1".into(),
        title: "Größe \u{201e}Frieden\u{201c}".into(),
        language: "de".into(),
        path: "b.txt".into(),
        ..Hit::default()
    }
}

fn written(name: &str, fields: &[&str], hits: &[Hit]) -> String {
    let plan = Plan {
        query: "truce \"a b\"".into(),
        total: 128,
        fields: fields.iter().map(ToString::to_string).collect(),
        ..Plan::default()
    };
    let mut out = Vec::new();
    let mut exporter = (format(name).unwrap().open)(Box::new(&mut out), &plan);
    for hit in hits {
        exporter.hit(hit).unwrap();
    }
    exporter.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn jsonl() {
    let expected = concat!(
        r#"{"query":"truce \"a b\"","rank":1,"score":7.5,"id":"k3f9x2","source_id":"L-17","#,
        r#""title":"=HYPERLINK(\"http://evil\",\"Truce\"), they say","#,
        r#""published":{"date":"2023-09-20","grain":"day","origin":"metadata","#,
        r#""confidence":0.75,"instant":"2023-09-20T10:00:00Z"},"updated":"2023-09-21","#,
        r#""outlet":"Harbour Ledger","authors":["Ada Okafor","Jan Pol"],"section":"World","#,
        r#""language":"en","url":"https://example.org/a","path":"news/2023.jsonl","record":17,"#,
        r#""actors":[{"id":"state:RUS","name":"Russia","kind":"state","mentions":5},"#,
        r#"{"id":"state:AZE","name":"Azerbaijan","kind":"state","mentions":3}],"#,
        r#""event_dates":["2020-11-10","2023-09-19"],"snippets":["#,
        r#"{"field":"body","start":0,"text":"The truce\nheld.","highlights":[[0,3]]},"#,
        r#"{"field":"body","start":90,"text":"All was calm.","highlights":[[0,3]]}],"#,
        r#""source":{"topics":["truce"]}}"#,
        "\n",
        r#"{"query":"truce \"a b\"","rank":2,"score":-0.5,"id":"a1","source_id":null,"#,
        r#""title":"Größe „Frieden“","published":null,"updated":null,"outlet":null,"#,
        r#""authors":[],"section":null,"language":"de","url":null,"path":"b.txt","#,
        r#""record":null,"actors":[],"event_dates":[],"snippets":[],"source":{}}"#,
        "\n",
    );
    assert_eq!(written("jsonl", &[], &[full(), bare()]), expected);
    assert_eq!(
        written(
            "jsonl",
            &["published_origin", "id", "body", "snippet"],
            &[full(), bare()]
        ),
        "{\"published_origin\":\"metadata\",\"id\":\"k3f9x2\",\"body\":\"The truce\\nheld.\",\
         \"snippet\":\"The truce held. … All was calm.\"}\n\
         {\"published_origin\":null,\"id\":\"a1\",\"body\":null,\"snippet\":\"\"}\n"
    );
    assert_eq!(
        written(
            "jsonl",
            &["title_highlights", "actor_ids"],
            &[full(), bare()]
        ),
        "{\"title_highlights\":[[0,1]],\"actor_ids\":[\"state:RUS\",\"state:AZE\"]}\n\
         {\"title_highlights\":[],\"actor_ids\":[]}\n"
    );
    assert_eq!(
        written("csv", &["title_highlights", "actor_ids"], &[full(), bare()]),
        "title_highlights,actor_ids\r\n\"[[0,1]]\",state:RUS; state:AZE\r\n[],\r\n"
    );
    assert_eq!(written("jsonl", &[], &[]), "");
}

#[test]
fn json() {
    assert_eq!(
        written("json", &["id", "rank"], &[full(), bare()]),
        "{\"query\":\"truce \\\"a b\\\"\",\"total\":128,\"hits\":[\n\
         {\"id\":\"k3f9x2\",\"rank\":1},\n{\"id\":\"a1\",\"rank\":2}]}\n"
    );
    assert_eq!(
        written("json", &[], &[]),
        "{\"query\":\"truce \\\"a b\\\"\",\"total\":128,\"hits\":[]}\n"
    );
}

#[test]
fn csv() {
    let header = "query,rank,score,id,published,outlet,title,url,path,language,actors,\
                  event_dates,snippet\r\n";
    assert_eq!(written("csv", &[], &[]), header);
    let expected = concat!(
        r#""truce ""a b""",1,7.5,k3f9x2,2023-09-20,Harbour Ledger,"#,
        r#""'=HYPERLINK(""http://evil"",""Truce""), they say",https://example.org/a,"#,
        "news/2023.jsonl,en,Russia; Azerbaijan,2020-11-10; 2023-09-19,",
        "The truce held. … All was calm.\r\n",
        r#""truce ""a b""",2,-0.5,a1,,,Größe „Frieden“,,b.txt,de,,,"#,
        "\r\n",
    );
    assert_eq!(
        written("csv", &[], &[full(), bare()]),
        format!("{header}{expected}")
    );
    assert_eq!(
        written(
            "csv",
            &["record", "authors", "published_grain", "source", "body"],
            &[full()]
        ),
        "record,authors,published_grain,source,body\r\n\
         17,Ada Okafor; Jan Pol,day,\"{\"\"topics\"\":[\"\"truce\"\"]}\",\"The truce\nheld.\"\r\n"
    );
    // A row of one empty cell must not read as an empty line.
    assert_eq!(written("csv", &["url"], &[bare()]), "url\r\n\"\"\r\n");
}

/// Every format holds every hit and every field, and can be read back.
#[test]
fn every_format() {
    let names: Vec<&str> = field_names().collect();
    for format in FORMATS {
        assert!(!format.about.is_empty());
        let text = written(format.name, &names, &[full(), bare()]);
        let ids: Vec<String> = match format.name {
            "jsonl" => text
                .lines()
                .map(|line| id(&serde_json::from_str(line).unwrap()))
                .collect(),
            "json" => {
                let object: Value = serde_json::from_str(&text).unwrap();
                object["hits"].as_array().unwrap().iter().map(id).collect()
            }
            "csv" => {
                let mut rows = ::csv::Reader::from_reader(text.as_bytes());
                assert_eq!(rows.headers().unwrap().iter().collect::<Vec<_>>(), names);
                rows.records()
                    .map(|row| row.unwrap()[4].to_string())
                    .collect()
            }
            "trec" => text
                .lines()
                .map(|line| line.split(' ').nth(2).unwrap().to_owned())
                .collect(),
            other => panic!("{other} has no fixture here; add how it is read back"),
        };
        assert_eq!(ids, ["k3f9x2", "a1"], "{}", format.name);
    }
}

fn id(hit: &Value) -> String {
    hit["id"].as_str().unwrap().to_string()
}

/// A full pipe and a full disk stay what they are on the way up.
#[test]
fn errors_keep_their_kind() {
    struct Broken;
    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for format in FORMATS {
        let mut exporter = (format.open)(Box::new(Broken), &Plan::default());
        let mut result = Ok(());
        for _ in 0..1000 {
            result = result.and_then(|()| exporter.hit(&full()));
        }
        let error = result.and_then(|()| exporter.finish()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{}", format.name);
    }
}

/// The keys of `value` are the properties of the schema, none missing and none more. Follows
/// references and checks the members of arrays.
fn check(schema: &Value, root: &Value, value: &Value, at: &str) {
    let schema = match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    if let Some(variants) = schema.get("anyOf").and_then(Value::as_array) {
        let fits = |variant: &&Value| value.is_object() == variant.get("$ref").is_some();
        return check(variants.iter().find(fits).unwrap(), root, value, at);
    }
    if let Some(names) = schema.get("enum").and_then(Value::as_array) {
        assert!(names.contains(value), "{at}: {value}");
    }
    if let Some(object) = value.as_object() {
        let properties = schema["properties"].as_object().unwrap();
        for (key, value) in object {
            let property = properties
                .get(key)
                .unwrap_or_else(|| panic!("{at}.{key} is new"));
            check(property, root, value, &format!("{at}.{key}"));
        }
        for key in schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            assert!(
                object.contains_key(key.as_str().unwrap()),
                "{at}: {key} is missing"
            );
        }
    }
    for member in value.as_array().into_iter().flatten() {
        check(&schema["items"], root, member, at);
    }
}

/// Keys of a JSON object in the order in which they stand in its text.
fn keys_in_order(text: &str, keys: &Value) {
    let places = keys.as_array().unwrap().iter().map(|key| {
        let key = format!("\"{}\":", key.as_str().unwrap());
        text.find(&key)
            .unwrap_or_else(|| panic!("{key} is missing"))
    });
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn hits_follow_their_schema() {
    let schema: Value = serde_json::from_str(HIT_SCHEMA).unwrap();
    let complete = written("jsonl", &[], &[full()]);
    let hit: Value = serde_json::from_str(&complete).unwrap();
    check(&schema, &schema, &hit, "hit");
    let required = &schema["$defs"]["complete"]["required"];
    assert_eq!(
        hit.as_object().unwrap().len(),
        required.as_array().unwrap().len()
    );
    keys_in_order(&complete, required);
    let names: Vec<&str> = field_names().collect();
    let everything = written("jsonl", &names, &[full()]);
    check(
        &schema,
        &schema,
        &serde_json::from_str(&everything).unwrap(),
        "hit",
    );
    let properties = schema["properties"].as_object().unwrap();
    assert!(names.iter().all(|name| properties.contains_key(*name)));
    assert_eq!(properties.len(), names.len());
}

#[test]
fn chronologies_follow_their_schema() {
    let mut hit = full();
    let quote = Quote {
        snippet: hit.snippets.remove(0),
        id: hit.id,
        title: hit.title,
        published: hit.published,
        outlet: hit.outlet,
        url: hit.url,
        path: hit.path,
        record: hit.record,
    };
    let date = |sentence| DateCount {
        date: "2023-09".into(),
        articles: 1,
        mentions: 2,
        sentence,
    };
    let chronology = Chronology {
        dates: vec![date(Some(quote)), date(None)],
        ..Chronology::default()
    };
    let mut out = Vec::new();
    chronology_json(&mut out, &chronology).unwrap();
    let schema: Value = serde_json::from_str(CHRONOLOGY_SCHEMA).unwrap();
    let found = serde_json::from_slice(&out).unwrap();
    check(&schema, &schema, &found, "chronology");
    keys_in_order(std::str::from_utf8(&out).unwrap(), &schema["required"]);
}

#[test]
fn annotations_follow_their_schema() {
    let article = Article {
        id: "k3f9x2".into(),
        path: "a.txt".into(),
        title: "Truce".into(),
        body: "Moscow, 20 September".into(),
        ..Article::default()
    };
    let analysis = Analysis {
        language: "en",
        published: Some(published()),
        mentions: vec![Mention {
            field: TextField::Body,
            start: 0,
            end: 6,
            text: "Moscow".into(),
            actor: "state:RUS".into(),
            name: "Russia".into(),
            kind: ActorKind::State,
            label: Some(Label::Loc),
            codes: vec!["RUS".into()],
            method: "dictionary".into(),
            confidence: 0.5,
        }],
        dates: vec![DateExpr {
            field: TextField::Body,
            start: 8,
            end: 20,
            text: "20 September".into(),
            kind: TimexType::Date,
            value: "2023-09-20".into(),
            modifier: None,
            range: DayRange::day(jiff::civil::date(2023, 9, 20)),
            grain: Grain::Day,
            anchor: Anchor::Publication,
            confidence: 0.5,
            rule: "month-day".to_owned(),
        }],
        ..Analysis::default()
    };
    let mut out = Vec::new();
    annotate(&mut out, &article, &analysis).unwrap();
    let line = String::from_utf8(out).unwrap();
    let expected = concat!(
        r#"{"id":"k3f9x2","source_id":null,"path":"a.txt","record":null,"title":"Truce","#,
        r#""body":"Moscow, 20 September","published":{"date":"2023-09-20","grain":"day","#,
        r#""origin":"metadata","confidence":0.75,"instant":"2023-09-20T10:00:00Z"},"#,
        r#""updated":null,"outlet":null,"authors":[],"section":null,"language":"en","ocr_quality":null,"url":null,"#,
        r#""source":{},"mentions":[{"field":"body","start":0,"end":6,"text":"Moscow","#,
        r#""actor":"state:RUS","name":"Russia","kind":"state","label":"LOC","codes":["RUS"],"#,
        r#""method":"dictionary","confidence":0.5}],"dates":[{"field":"body","start":8,"#,
        r#""end":20,"text":"20 September","type":"DATE","value":"2023-09-20","mod":null,"#,
        r#""from":"2023-09-20","until":"2023-09-21","grain":"day","anchor":"publication","#,
        r#""confidence":0.5,"rule":"month-day"}]}"#,
        "\n",
    );
    assert_eq!(line, expected);
    let schema: Value = serde_json::from_str(ARTICLE_SCHEMA).unwrap();
    check(
        &schema,
        &schema,
        &serde_json::from_str(&line).unwrap(),
        "article",
    );
    keys_in_order(&line, &schema["$defs"]["annotated"]["required"]);
}

#[test]
fn copies_follow_their_schema() {
    let passage = Passage {
        words: 30,
        text: "on Tuesday".into(),
    };
    let list = CopyList {
        article: full(),
        words: 300,
        copies: vec![CopyOf {
            article: bare(),
            words: 330,
            share: 0.9999,
            same_title: false,
            added: 31,
            removed: 0,
            longest_added: Some(passage),
            longest_removed: None,
        }],
    };
    let mut out = Vec::new();
    copies_json(&mut out, &list, 60).unwrap();
    let schema: Value = serde_json::from_str(COPIES_SCHEMA).unwrap();
    let value: Value = serde_json::from_slice(&out).unwrap();
    check(&schema, &schema, &value, "copies");
    assert_eq!(value["copies"][0]["share"], 0.999);
}

#[test]
fn what_is_told_of_copies_stands_at_the_end_where_they_were_grouped() {
    let plan = Plan {
        query: "truce".into(),
        total: 1,
        copies: Some(CopyTotals {
            counted: Counted::Groups,
            groups: 1,
            articles: 3,
        }),
        ..Plan::default()
    };
    let written = |name: &str| {
        let mut out = Vec::new();
        let mut exporter = (format(name).unwrap().open)(Box::new(&mut out), &plan);
        exporter.hit(&full()).unwrap();
        exporter.finish().unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(written("jsonl").ends_with("\"copies\":2,\"lead\":\"k3f9x2\"}\n"));
    let totals = "\"total\":1,\"copies\":{\"counted\":\"groups\",\"groups\":1,\"articles\":3},";
    assert!(written("json").contains(totals));
    let csv = written("csv");
    assert!(csv.contains(",snippet,copies,lead\r\n") && csv.ends_with(",2,k3f9x2\r\n"));
    let schema: Value = serde_json::from_str(HIT_SCHEMA).unwrap();
    let hit: Value = serde_json::from_str(&written("jsonl")).unwrap();
    check(&schema, &schema, &hit, "hit");
}
