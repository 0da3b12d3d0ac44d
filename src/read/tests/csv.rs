use super::*;

#[test]
fn each_row_is_an_article() {
    let text = "\u{feff}id,Headline,\"Full text\",Pub Date,Byline,Outlet,Tags\r\n\
        7,\"Pier, closed\",\"One \"\"line\"\"\r\n\r\nand another\",2023-09-20,Ann Lee and Bob Ray,The Post,harbour; storm\r\n\
        \r\n8,Pier open,Text,2023-09-21,,,\r\n";
    let tabs = text
        .replace("Pier, closed", "Pier; closed")
        .replace("id,", "id\t")
        .replace("Headline,", "Headline\t")
        .replace("text\",", "text\"\t");
    assert_ne!(tabs, text);
    let outcome = read(text, "a.csv");
    assert_eq!(outcome.format, "csv", "{outcome:?}");
    assert_eq!(outcome.titles(), ["Pier, closed", "Pier open"]);
    let one = &outcome.articles[0];
    assert_eq!(one.body, "One \"line\"\n\nand another");
    assert_eq!(one.source_id.as_deref(), Some("7"));
    assert_eq!(dates(&one.candidates), ["2023-09-20"]);
    assert_eq!(one.authors, ["Ann Lee", "Bob Ray"]);
    assert_eq!(one.outlet.as_deref(), Some("The Post"));
    assert_eq!(one.source.topics, ["harbour", "storm"]);
    assert_eq!((one.record, one.encoding), (Some(1), Some("utf-8")));
    assert_eq!(outcome.articles[1].record, Some(2));
}

#[test]
fn other_separators_encodings_and_names() {
    let cases: &[(&[u8], &str, &str)] = &[
        (b"title;body\nPier, closed;Text\n", "a.csv", "Pier, closed"),
        (b"title\tbody\nPier\tText\n", "a.tsv", "Pier"),
        (b"title|body\nPier|Text\n", "a.csv", "Pier"),
        (b"sep=;\r\ntitle;body\r\nPier;Text\r\n", "a.csv", "Pier"),
        (
            b"title,body\nPier \xe0 l'\xe9cart,Text\n",
            "a.csv",
            "Pier \u{e0} l'\u{e9}cart",
        ),
        (
            b"date,title,body\n1,Pier,Text\n2,b,c\n3,d,e\n",
            "a.txt",
            "Pier",
        ),
    ];
    for (bytes, name, title) in cases {
        let outcome = read(bytes, name);
        assert_eq!(outcome.format, "csv", "{outcome:?}");
        assert_eq!(outcome.titles()[0], *title);
    }
    // A sentence with commas is no header.
    for text in [
        "Title, body and soul\n\nThe harbour, the pier, the storm.",
        "A text, about a date\nand, so on\n",
    ] {
        assert_eq!(read(text, "a.txt").format, "text", "{text}");
    }
}

#[test]
fn a_bad_row_costs_only_itself() {
    let text = b"title,body,date\n1,x,y\n2,x,y,z,more\n3\n4,x\n5,x\0,y\n6,,\n,,y\n8,x,y,,\n9,\"x\ny\",\"z\"\n";
    let outcome = read(text, "a.csv");
    assert_eq!(outcome.titles(), ["1", "4", "6", "8", "9"]);
    let expected = [
        (Some(2), "5 fields where the header has 3".to_owned()),
        (Some(3), "1 fields where the header has 3".to_owned()),
        (Some(5), "NUL bytes".to_owned()),
        (Some(7), "no text".to_owned()),
    ];
    assert_eq!(outcome.skipped, expected);
    let outcome = read("a,b\n1,2\n", "a.csv");
    assert_eq!(outcome.error(), "no title or body among its columns: a, b");
    let limits = Limits {
        max_article: 1 << 10,
        ..Limits::default()
    };
    let long = "x".repeat(1 << 20);
    let text = format!("title,body\n1,x\n2,{long}\n3,\"{long}\"\n4,x\n");
    let outcome = read_within(text.as_bytes(), "a.csv", &limits);
    assert_eq!(outcome.titles(), ["1", "4"]);
    assert_eq!(outcome.skipped.len(), 2);
}

#[test]
fn a_table_that_ends_within_quotes_says_so() {
    let reason = "the file ends within a quoted field";
    let whole = "title,body\n1,\"x, y\"\n2,\"a \"\"b\"\"\nc\"\n";
    for (end, is_cut) in [
        ("3,\"x", true),
        ("3,\"x \"\"", true),
        ("3,\"", true),
        ("3,\"x\n4,x\n5,x\n", true),
        ("3,\"x\"", false),
        ("3,\"x\"\"\"", false),
        ("3,x \"y", false),
        ("3,\"x\" y", false),
        ("3,x", false),
        ("", false),
    ] {
        let outcome = read(format!("{whole}{end}"), "a.csv");
        assert_eq!(outcome.titles()[..2], ["1", "2"]);
        let expected = is_cut.then(|| (Some(3), reason.to_owned()));
        let skipped: Vec<_> = outcome.skipped.into_iter().collect();
        assert_eq!(skipped, Vec::from_iter(expected), "{end}");
    }
    assert_eq!(read("title,body\n1,\"x", "a.csv").error(), reason);
    assert_eq!(read("title,\"body\n1,x\n2,y\n", "a.csv").error(), reason);
    // One row that is also too long.
    let text = format!("{whole}3,\"{}", "x".repeat(1 << 20));
    let limits = Limits {
        max_article: 1 << 10,
        ..Limits::default()
    };
    let outcome = read_within(text.as_bytes(), "a.csv", &limits);
    assert_eq!(outcome.skipped, [(Some(3), reason.to_owned())]);
}
