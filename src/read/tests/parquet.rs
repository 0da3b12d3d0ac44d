//! Tables of Parquet, made by the library itself.

use super::*;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::ByteArray;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use std::sync::Arc;

const SCHEMA: &str = "message news {
    optional binary headline (UTF8);
    optional binary text (UTF8);
    optional int64 date_publish (TIMESTAMP(NANOS,true));
    optional int32 date_modify (DATE);
    optional group authors (LIST) { repeated group list { optional binary element (UTF8); } }
    optional double vector;
    optional int64 views;
}";

const PLAIN: &str = "message news { optional binary title (UTF8); optional binary text (UTF8); }";

/// A value of a column in the order of the rows.
enum Column {
    Text(Vec<Option<String>>),
    Numbers(Vec<Option<i64>>),
    Days(Vec<Option<i32>>),
    Lists(Vec<Vec<String>>),
    Floats(usize),
}

fn table(schema: &str, compression: Compression, columns: Vec<Column>) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder().set_compression(compression);
    let mut bytes = Vec::new();
    let mut file =
        SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties.build())).unwrap();
    let mut group = file.next_row_group().unwrap();
    for column in columns {
        let mut writer = group.next_column().unwrap().unwrap();
        let there = |is: bool| i16::from(is);
        match (writer.untyped(), column) {
            (ColumnWriter::ByteArrayColumnWriter(out), Column::Text(texts)) => {
                let levels: Vec<i16> = texts.iter().map(|text| there(text.is_some())).collect();
                let texts = texts.iter().flatten();
                let texts: Vec<ByteArray> = texts.map(|text| text.as_str().into()).collect();
                out.write_batch(&texts, Some(&levels), None).unwrap();
            }
            (ColumnWriter::ByteArrayColumnWriter(out), Column::Lists(lists)) => {
                let (mut texts, mut levels, mut repeats) = (Vec::new(), Vec::new(), Vec::new());
                for list in lists {
                    if list.is_empty() {
                        levels.push(0);
                        repeats.push(0);
                    }
                    for (text, nth) in list.iter().zip(0..) {
                        texts.push(ByteArray::from(text.as_str()));
                        levels.push(3);
                        repeats.push(there(nth > 0));
                    }
                }
                out.write_batch(&texts, Some(&levels), Some(&repeats))
                    .unwrap();
            }
            (ColumnWriter::Int64ColumnWriter(out), Column::Numbers(numbers)) => {
                let levels: Vec<i16> = numbers.iter().map(|one| there(one.is_some())).collect();
                let numbers: Vec<i64> = numbers.into_iter().flatten().collect();
                out.write_batch(&numbers, Some(&levels), None).unwrap();
            }
            (ColumnWriter::Int32ColumnWriter(out), Column::Days(days)) => {
                let levels: Vec<i16> = days.iter().map(|one| there(one.is_some())).collect();
                let days: Vec<i32> = days.into_iter().flatten().collect();
                out.write_batch(&days, Some(&levels), None).unwrap();
            }
            (ColumnWriter::DoubleColumnWriter(out), Column::Floats(rows)) => {
                let values = vec![0.5; rows];
                out.write_batch(&values, Some(&vec![1; rows]), None)
                    .unwrap();
            }
            _ => panic!("the column is of another type"),
        }
        writer.close().unwrap();
    }
    group.close().unwrap();
    file.close().unwrap();
    bytes
}

fn texts(texts: &[&str]) -> Column {
    let texts = texts.iter();
    Column::Text(texts.map(|text| Some((*text).to_owned())).collect())
}

/// One article.
pub(super) fn one(title: &str, body: &str) -> Vec<u8> {
    table(
        PLAIN,
        Compression::SNAPPY,
        vec![texts(&[title]), texts(&[body])],
    )
}

/// Three articles, of which one has no text.
fn news(compression: Compression) -> Vec<u8> {
    let day = 86_400_000_000_000;
    table(
        SCHEMA,
        compression,
        vec![
            texts(&["Pier closed", "", "Ships came in"]),
            Column::Text(vec![
                Some("The harbour office closed the pier.".to_owned()),
                None,
                Some("Two ships came in.".to_owned()),
            ]),
            Column::Numbers(vec![Some(19_620 * day + day / 2), Some(0), None]),
            Column::Days(vec![None, None, Some(19_621)]),
            Column::Lists(vec![
                vec!["Ada Holt".to_owned(), "Ben Reyes".to_owned()],
                vec![],
                vec!["Ada Holt".to_owned()],
            ]),
            Column::Floats(3),
            Column::Numbers(vec![Some(7), None, Some(9)]),
        ],
    )
}

#[test]
fn each_row_of_a_table_is_an_article() {
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::LZ4_RAW,
        Compression::GZIP(Default::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        let outcome = read(news(compression), "a.parquet");
        assert_eq!(outcome.format, "parquet");
        assert_eq!(outcome.titles(), ["Pier closed", "Ships came in"]);
        assert_eq!(outcome.skipped.len(), 1, "{outcome:?}");
        assert_eq!(outcome.skipped[0].0, Some(2));
        let [first, second] = &outcome.articles[..] else {
            panic!("{outcome:?}")
        };
        assert_eq!((first.record, second.record), (Some(1), Some(3)));
        assert_eq!(first.body, "The harbour office closed the pier.");
        assert_eq!(first.authors, ["Ada Holt", "Ben Reyes"]);
        assert_eq!(first.encoding, Some("utf-8"));
        let dates = |article: &Article| -> Vec<String> {
            let dates = article.candidates.iter();
            dates.map(|candidate| candidate.text.clone()).collect()
        };
        assert_eq!(dates(first), ["2023-09-20T12:00:00Z"]);
        assert_eq!(second.updated[0].text, "2023-09-21");
    }
}

#[test]
fn a_table_may_lie_within_an_archive_and_must_have_known_columns() {
    let whole = news(Compression::SNAPPY);
    let packed = super::archives::zip(&[("b.parquet", &whole)]);
    let outcome = read(packed, "a.zip");
    assert_eq!(outcome.titles(), ["Pier closed", "Ships came in"]);
    assert_eq!(outcome.articles[0].path, "b.parquet");
    let other = table(
        "message news { optional binary kopf (UTF8); optional binary inhalt (UTF8); }",
        Compression::SNAPPY,
        vec![texts(&["Pier zu"]), texts(&["Der Hafen."])],
    );
    let reason = "no title or body among its fields: inhalt, kopf";
    let error = read(&other, "a.parquet").error().to_owned();
    assert!(
        error.starts_with("no title or body among its fields:"),
        "{error}, not {reason}"
    );
}

#[test]
fn broken_tables_are_told_and_harm_nothing() {
    let whole = news(Compression::SNAPPY);
    let cut = &whole[..whole.len() - 20];
    assert_eq!(read(cut, "a.parquet").error(), "Parquet file cut short");
    let mut hidden = whole.clone();
    let end = hidden.len() - 1;
    hidden[end] = b'E';
    assert_eq!(read(hidden, "a.parquet").error(), "encrypted");
    for at in (4..whole.len() - 4).step_by(5) {
        let mut broken = whole.clone();
        broken[at] = [0, 0x7f, 0xff, whole[at] ^ 1][at % 4];
        let outcome = read(broken, "a.parquet");
        assert!(outcome.articles.len() <= 3);
    }
}

#[test]
fn pages_that_expand_too_far_are_refused() {
    let row = "x".repeat(1 << 20);
    let of = |rows: usize| {
        let compression = Compression::ZSTD(ZstdLevel::default());
        table(
            PLAIN,
            compression,
            vec![texts(&vec!["Pier"; rows]), texts(&vec![&*row; rows])],
        )
    };
    assert_eq!(read(of(10), "a.parquet").titles().len(), 10);
    let outcome = read(of(40), "a.parquet");
    assert_eq!(outcome.error(), "expands to more than 200 times its size");
}
