//! Batches, TREC runs, occurrences, counts and timelines.

use super::*;
use crate::model::{
    Bar, CopyTotals, CrossTable, Group, GroupBy, Occurrence, QueryTally, Tally, Timeline,
    unit_named,
};

fn row(keyword: &str, record: u64) -> Occurrence {
    Occurrence {
        id: "k3f9x2".into(),
        docname: format!("news/2023.jsonl#{record}"),
        published: Some(published()),
        outlet: Some("Harbour Ledger".into()),
        field: TextField::Body,
        from: 7,
        to: 8,
        start: 31,
        end: 31 + keyword.len(),
        pre: "said that, \"the".into(),
        keyword: keyword.into(),
        post: "\u{9b} held".into(),
        pattern: "\"a truce\"".into(),
    }
}

fn rows(format: RowFormat, label: Option<&str>, rows: &[Occurrence]) -> String {
    let plan = RowPlan {
        query: "\"a truce\"".into(),
        tally: Tally {
            articles: 3,
            occurrences: 9,
        },
        copies: None,
        label: label.map(str::to_owned),
        continued: false,
    };
    let mut out = Vec::new();
    let mut exporter = occurrences(format, Box::new(&mut out), &plan);
    for row in rows {
        exporter.row(row).unwrap();
    }
    exporter.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn occurrences_are_a_table_for_statistics() {
    let header = "docname,from,to,pre,keyword,post,pattern,id,published\r\n";
    let cells = concat!(
        r#"news/2023.jsonl#17,7,8,"said that, ""the",'=truce,\x9b held,"""a truce""","#,
        "k3f9x2,2023-09-20\r\n"
    );
    let found = [row("=truce", 17)];
    assert_eq!(
        rows(RowFormat::Csv, None, &found),
        format!("{header}{cells}")
    );
    assert_eq!(
        rows(RowFormat::Csv, Some("@x"), &found),
        format!("label,{header}'@x,{cells}")
    );
    assert_eq!(rows(RowFormat::Csv, None, &[]), header);
    let mut undated = row("x", 1);
    undated.published = None;
    assert!(rows(RowFormat::Csv, None, &[undated]).ends_with(",k3f9x2,\r\n"));
}

#[test]
fn occurrences_follow_their_schema() {
    let schema: Value = serde_json::from_str(OCCURRENCE_SCHEMA).unwrap();
    for label in [None, Some("t-1")] {
        let found = [row("truce", 1), row("truces", 2)];
        let lines = rows(RowFormat::Jsonl, label, &found);
        for line in lines.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            check(&schema, &schema, &value, "occurrence");
            keys_in_order(line, &schema["required"]);
            assert_eq!(value.get("label").and_then(Value::as_str), label);
            assert!(!line.contains('\u{9b}'));
        }
        let object: Value = serde_json::from_str(&rows(RowFormat::Json, label, &found)).unwrap();
        assert_eq!(
            (&object["articles"], &object["occurrences"]),
            (&3.into(), &9.into())
        );
        let inner: Vec<String> = object["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(Value::to_string)
            .collect();
        let outer = lines
            .lines()
            .map(|line| line.parse::<Value>().unwrap().to_string());
        assert_eq!(inner, outer.collect::<Vec<_>>());
    }
    let none: Value = serde_json::from_str(&rows(RowFormat::Json, None, &[])).unwrap();
    assert_eq!(none["rows"], serde_json::json!([]));
}

fn batch(name: &str, fields: &[&str], continued: bool, ids: Ids) -> String {
    let plan = Plan {
        query: "truce".into(),
        total: 2,
        copies: None,
        fields: fields.iter().map(ToString::to_string).collect(),
        label: Some("a b".into()),
        continued,
        ids,
    };
    let mut source = bare();
    source.source_id = Some("L 17\n".into());
    let mut out = Vec::new();
    let mut exporter = (format(name).unwrap().open)(Box::new(&mut out), &plan);
    for hit in [&full(), &source, &bare()] {
        exporter.hit(hit).unwrap();
    }
    exporter.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn hits_of_a_batch_carry_its_label() {
    let schema: Value = serde_json::from_str(HIT_SCHEMA).unwrap();
    let lines = batch("jsonl", &[], false, Ids::Own);
    for line in lines.lines() {
        assert!(
            line.starts_with(r#"{"label":"a b","query":"truce","#),
            "{line}"
        );
        let hit = serde_json::from_str(line).unwrap();
        check(&schema, &schema, &hit, "hit");
    }
    let json = batch("json", &["id"], false, Ids::Own);
    assert!(
        json.starts_with("{\"label\":\"a b\",\"query\":\"truce\",\"total\":2,\"hits\":[\n{\"label\":\"a b\",\"id\":"),
        "{json}"
    );
    assert_eq!(
        batch("csv", &["id"], false, Ids::Own),
        "label,id\r\na b,k3f9x2\r\na b,a1\r\na b,a1\r\n"
    );
    assert_eq!(
        batch("csv", &["id", "label"], true, Ids::Own),
        "k3f9x2,a b\r\na1,a b\r\na1,a b\r\n"
    );
    // Outside of a batch there is none.
    assert!(!written("jsonl", &[], &[full()]).contains("label"));
    assert_eq!(
        written("csv", &["label", "id"], &[bare()]),
        "label,id\r\n,a1\r\n"
    );
}

#[test]
fn trec_runs_have_six_columns() {
    assert_eq!(
        written("trec", &[], &[full(), bare()]),
        "1 Q0 k3f9x2 1 7.5 dateline\n1 Q0 a1 2 -0.5 dateline\n"
    );
    assert_eq!(
        batch("trec", &[], false, Ids::Source),
        "a_b Q0 L-17 1 7.5 dateline\na_b Q0 L_17_ 2 -0.5 dateline\na_b Q0 a1 2 -0.5 dateline\n"
    );
}

#[test]
fn counts_follow_their_schema() {
    let schema: Value = serde_json::from_str(COUNTS_SCHEMA).unwrap();
    let follows = |kind: &str, text: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        check(&schema["$defs"][kind], &schema, &value, kind);
        keys_in_order(text, &schema["$defs"][kind]["required"]);
        value
    };
    let tally = QueryTally {
        label: Some("x".into()),
        ..QueryTally::default()
    };
    let mut out = Vec::new();
    tally_json(&mut out, &tally).unwrap();
    follows("tally", std::str::from_utf8(&out).unwrap());

    let table = CrossTable {
        label: Some("x".into()),
        by: GroupBy::ALL.to_vec(),
        groups: vec![Group {
            keys: vec![String::new(); GroupBy::ALL.len()],
            articles: 1,
        }],
        ..CrossTable::default()
    };
    let mut out = Vec::new();
    groups_json(&mut out, &table).unwrap();
    follows("table", std::str::from_utf8(&out).unwrap());
    for by in GroupBy::ALL {
        assert_eq!(GroupBy::named(by.name()), Some(by));
    }

    let bar = |name: &str, articles| Bar {
        unit: unit_named(Grain::Month, name).unwrap(),
        articles,
    };
    let mut timeline = Timeline {
        query: "a \"b\"".into(),
        grain: Grain::Month,
        event: true,
        articles: 9,
        copies: None,
        dated: 8,
        bars: vec![bar("2023-11", 5), bar("2024-01", 3)],
    };
    let json = |timeline: &Timeline| {
        let mut out = Vec::new();
        timeline_json(&mut out, timeline).unwrap();
        follows("timeline", std::str::from_utf8(&out).unwrap())
    };
    let value = json(&timeline);
    assert_eq!(value["bars"][1]["unit"], "2023-12");
    let mut out = Vec::new();
    timeline_csv(&mut out, &timeline).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "unit,from,until,articles\r\n2023-11,2023-11-01,2023-12-01,5\r\n\
         2023-12,2023-12-01,2024-01-01,0\r\n2024-01,2024-01-01,2024-02-01,3\r\n"
    );
    timeline.copies = Some(CopyTotals::default());
    assert_eq!(json(&timeline)["copies"]["counted"], "groups");
    timeline.bars.clear();
    assert_eq!(json(&timeline)["bars"], serde_json::json!([]));
}
