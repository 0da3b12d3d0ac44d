use super::*;

fn read_with(bytes: &str, name: &str, mapping: Result<Mapping, String>) -> Outcome {
    let options = Options {
        map: Some(Arc::new(mapping.unwrap())),
        ..Options::default()
    };
    let mut outcome = Outcome::default();
    let result = read_stream(bytes.as_bytes(), name, &options, &mut |item| {
        match item {
            Item::Article(article) => outcome.articles.push(*article),
            Item::Skipped { record, reason, .. } => outcome.skipped.push((record, reason)),
            Item::Opened { .. } => {}
        }
        ControlFlow::Continue(())
    });
    match result {
        Ok(read) => outcome.format = read.format,
        Err(error) => outcome.error = Some(error.to_string()),
    }
    outcome
}

#[test]
fn fields_are_taken_from_where_the_mapping_says() {
    let record = "{\"title\": \"no\", \"H\": {\"x/y\": [\"Pier closed\"]}, \"T\": \"\", \"U\": \"Text\", \"When\": \"2023-09-20\"}";
    let list = format!("{{\"meta\": 1, \"rows\": {{\"all\": [{record}, {record}]}}}}");
    let pointers = "title = \"/H/x~1y/0\"\nbody = [\"T\", \"u\"]\npublished = \"When\"\n";
    let with_list = format!("{pointers}records = \"/rows/all\"\n");
    let csv = "id;Kopf;Inhalt;title\n1;Pier closed;Text;no\n2;Pier closed;Text;no\n";
    let cases = [
        (
            record.to_owned(),
            "a.json",
            Mapping::parse_toml(pointers),
            1,
        ),
        (
            format!("{record}\n{record}\n"),
            "a.jsonl",
            Mapping::parse_toml(pointers),
            2,
        ),
        (
            format!("[{record}]"),
            "a.json",
            Mapping::parse_toml(pointers),
            1,
        ),
        (list, "a.json", Mapping::parse_toml(&with_list), 2),
        (
            csv.to_owned(),
            "a.csv",
            Mapping::parse_columns("title=Kopf, body=Inhalt"),
            2,
        ),
    ];
    for (text, name, mapping, count) in cases {
        let outcome = read_with(&text, name, mapping);
        assert_eq!(outcome.articles.len(), count, "{text} {outcome:?}");
        assert_eq!(outcome.skipped, [], "{text}");
        for article in &outcome.articles {
            assert_eq!(
                (article.title.as_str(), article.body.as_str()),
                ("Pier closed", "Text")
            );
        }
    }
}

#[test]
fn a_place_that_no_record_has_is_told() {
    let text = "{\"H\": \"Pier\", \"T\": \"x\"}\n{\"H\": \"Pier\", \"T\": \"x\"}\n";
    let mapping = Mapping::parse_columns("title=H,body=T,outlet=/paper/name");
    let outcome = read_with(text, "a.jsonl", mapping);
    assert_eq!(outcome.titles(), ["Pier", "Pier"]);
    let reason = "no record has what the mapping names: outlet = /paper/name (its fields are H, T)";
    assert_eq!(outcome.skipped, [(None, reason.to_owned())]);
    // Files without records have nothing to do with it.
    let outcome = read_with("Pier\n\nText", "a.txt", Mapping::parse_columns("title=H"));
    assert_eq!((outcome.articles.len(), outcome.skipped.len()), (1, 0));
}

#[test]
fn what_is_no_mapping_is_told() {
    for (text, says) in [
        ("headline = \"x\"", "no field `headline`"),
        ("title = 7", "`title`: write a string"),
        ("title = []", "`title` has no place"),
        ("title", "key"),
    ] {
        let error = Mapping::parse_toml(text).unwrap_err();
        assert!(error.contains(says), "{text}: {error}");
    }
    let error = Mapping::parse_columns("title").unwrap_err();
    assert_eq!(error, "`title`: write FIELD=COLUMN");
}

#[test]
fn the_list_of_records_is_found_in_a_file_too_long_to_be_held() {
    let options = Options {
        limits: Limits {
            max_article: 1 << 10,
            ..Limits::default()
        },
        map: Some(Arc::new(
            Mapping::parse_columns("records=/result/own,title=h,body=t").unwrap(),
        )),
        ..Options::default()
    };
    let record = format!("{{\"h\": \"A\", \"t\": \"{}\"}}", "x".repeat(500));
    let list = vec![record.as_str(); 200].join(",");
    let text = format!("{{\"own\": [{{}}], \"result\": {{\"n\": [2], \"own\": [{list}]}}}}");
    let mut titles = Vec::new();
    read_stream(text.as_bytes(), "a.json", &options, &mut |item| {
        match item {
            Item::Article(article) => titles.push(article.title),
            other => panic!("{other:?}"),
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(titles, vec!["A"; 200]);
}
