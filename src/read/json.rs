//! JSON: one object, an array of them, an object around an array, or several objects one after
//! the other. An array is streamed, also one in an object too long to be held; its records are articles
//! of their own.

use super::fields::{self, Record, Text};
use super::html::unescaped;
use super::input::Input;
use super::long::{self, Found, Wanted};
use super::mapping::Mapped;
use super::names::Dialect;
use super::split::{Piece, Values};
use super::{About, Delivery, Limits, ReadError, Reader, encoding, json_ld, nan, values};
use crate::model::Article;
use serde_json::Value;
use std::cell::Cell;
use std::io::{BufRead, Cursor, Read};

/// Reads `.json`.
pub(super) struct Json;

/// Objects that hold a list of articles hold it under one of these names.
const LISTS: [&str; 12] = [
    "articles",
    "items",
    "results",
    "docs",
    "documents",
    "records",
    "data",
    "entries",
    "news",
    "posts",
    "stories",
    "hits",
];
/// Objects that hold one article hold it under one of these names.
const WRAPPERS: [&str; 10] = [
    "_source", "article", "data", "item", "document", "doc", "news", "response", "result", "hits",
];
/// How many objects are unpacked to find an article.
const DEPTH: usize = 4;

impl Reader for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn recognise(&self, head: &[u8], name: &str) -> u8 {
        let mut bytes = head.iter().filter(|byte| !byte.is_ascii_whitespace());
        let opening = (bytes.next(), bytes.next());
        match opening {
            (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b'[')) => 85,
            (Some(b'{' | b'['), None) => 60,
            (Some(b'{' | b'['), _) if super::has_extension(self, name) => 60,
            _ => 0,
        }
    }

    fn about(&self) -> About {
        About {
            what: "one object, an array of them, or an object around an array",
            fields: "title, body, published, updated, authors, outlet, section, language, url, topics, under the names that news-please, NewsAPI, ninjs, the Guardian, WordPress and others give them",
            example: "[{\"headline\": \"Pier closed\", \"text\": \"...\", \"pubDate\": \"2023-09-20\"}]",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let map = input.inside.context.options.map.as_ref();
        let own_list = map.and_then(|map| map.records());
        let file = Whole {
            limits: input.limits,
            bound: input.raw_bound(),
            charset: Charset::of(input),
            list: match own_list {
                Some(place) => Wanted::at(place),
                None => Wanted::Named(&LISTS, &WRAPPERS),
            },
        };
        match list_start(&input.head).filter(|_| own_list.is_none()) {
            Some((start, before)) => {
                input.source.consume(start);
                array(input.source, &file, out, &before)
            }
            None => sequence(input.source, &file, 0, out),
        }
    }
}

/// What holds for all of a file.
struct Whole<'a> {
    limits: &'a Limits,
    /// Bytes that one value may have.
    bound: usize,
    charset: Charset<'a>,
    /// The list of articles in an object too long to be held.
    list: Wanted<'static>,
}

/// Where the elements of the list of articles begin: behind the bracket of an array, or of one in
/// an object whose fields before it are plain, with these fields. `None` for anything else.
fn list_start(head: &[u8]) -> Option<(usize, Record)> {
    let skip = |at: usize| {
        Some(
            at + head
                .get(at..)?
                .iter()
                .position(|byte| !byte.is_ascii_whitespace())?,
        )
    };
    let mut before = Record::new();
    let mut at = skip(0)?;
    match head[at] {
        b'[' => return Some((at + 1, Record::new())),
        b'{' => at += 1,
        _ => return None,
    }
    let mut values = serde_json::Deserializer::from_slice(head.get(at..)?).into_iter::<String>();
    loop {
        let key = values.next()?.ok()?;
        at = skip(at + values.byte_offset())?;
        if head[at] != b':' {
            return None;
        }
        at = skip(at + 1)?;
        match head[at] {
            b'[' if LISTS.contains(&key.as_str()) => {
                let element = skip(at + 1)?;
                return (head[element] == b'{').then_some((at + 1, before));
            }
            // The authors of a feed.
            b'{' | b'[' if key.starts_with("author") => {}
            b'{' | b'[' => return None,
            _ => {}
        }
        let mut value = serde_json::Deserializer::from_slice(&head[at..]).into_iter::<Value>();
        let found = value.next()?.ok()?;
        before.insert(key, found);
        at = skip(at + value.byte_offset())?;
        if head[at] != b',' {
            return None;
        }
        at += 1;
        values = serde_json::Deserializer::from_slice(head.get(at..)?).into_iter::<String>();
    }
}

/// What JSON Feed says of all its items.
fn of_feed(before: &Record) -> Option<Article> {
    let version = before.get("version").and_then(Value::as_str)?;
    version
        .contains("jsonfeed.org")
        .then(|| fields::article(before.clone(), Dialect::Json))
}

fn within(feed: &Article, article: &mut Article) {
    let host = article.url.as_deref().and_then(values::host);
    if !feed.title.is_empty() && (article.outlet.is_none() || article.outlet == host) {
        article.outlet = Some(unescaped(feed.title.clone()));
    }
    if article.authors.is_empty() {
        article.authors.clone_from(&feed.authors);
    }
    if article.language.is_none() {
        article.language.clone_from(&feed.language);
    }
}

fn array(
    source: &mut dyn BufRead,
    file: &Whole<'_>,
    out: &mut Delivery<'_>,
    before: &Record,
) -> Result<(), ReadError> {
    let feed = of_feed(before);
    let limits = file.limits;
    let mut values = Values::new(source, file.bound, true);
    let mut record = 0;
    while !out.stopped() {
        let article = match values.next() {
            Ok(Piece::Value(bytes))
                if record == 0 && !bytes.starts_with(b"{") && !bytes.starts_with(b"[") =>
            {
                return Err(ReadError::content("an array, but not of objects"));
            }
            Ok(Piece::Value(bytes)) => one(bytes, &file.charset),
            Ok(Piece::TooLong | Piece::Begun) => Err(ReadError::too_long(limits.max_article)),
            Ok(Piece::End) => break,
            Err(error) => return out.finish(Some(error)),
        };
        let article = article.map(|mut article| {
            if let Some(feed) = &feed {
                within(feed, &mut article);
            }
            article
        });
        record += 1;
        out.record(record, article, limits);
    }
    out.finish(None)
}

/// Objects one after the other, of which some may have been read; a single one is the whole file.
fn sequence(
    source: &mut dyn BufRead,
    file: &Whole<'_>,
    mut record: u64,
    out: &mut Delivery<'_>,
) -> Result<(), ReadError> {
    let limits = file.limits;
    let mut values = Values::new(source, file.bound, false);
    // Only what the file begins with may be the object around all articles.
    if record == 0 {
        values = values.pausing();
    }
    let mut held: Option<Result<Vec<Article>, ReadError>> = None;
    while !out.stopped() {
        let articles = match values.next() {
            Ok(Piece::Value(bytes)) => parse(bytes, &file.charset),
            Ok(Piece::Begun) if record == 0 && held.is_none() => {
                let begun = values.begun();
                return long(&mut Cursor::new(begun).chain(source), file, out);
            }
            Ok(Piece::TooLong | Piece::Begun) => Err(ReadError::too_long(limits.max_article)),
            Ok(Piece::End) => break,
            Err(error) if record == 0 && held.is_none() => return Err(error),
            Err(error) => {
                if let Some(held) = held {
                    deliver(held, &mut record, out, limits);
                }
                return out.finish(Some(error));
            }
        };
        values = values.passing();
        if let Some(before) = held.replace(articles) {
            deliver(before, &mut record, out, limits);
        }
    }
    match held {
        Some(Ok(mut articles)) if record == 0 && articles.len() == 1 => match articles.pop() {
            Some(article) => out.single(article, limits),
            None => Ok(()),
        },
        Some(Err(error)) if record == 0 => Err(error),
        Some(last) => {
            deliver(last, &mut record, out, limits);
            out.finish(None)
        }
        None if record == 0 => Err(ReadError::content("no text")),
        None => out.finish(None),
    }
}

/// A file whose first value is too long to be held: an object around the list of articles, which is
/// streamed, or nothing that can be read.
fn long(
    source: &mut dyn BufRead,
    file: &Whole<'_>,
    out: &mut Delivery<'_>,
) -> Result<(), ReadError> {
    let too_long = || ReadError::too_long(file.limits.max_article);
    match long::find(source, &file.list) {
        Ok(Found::List(before)) => {
            if let (Wanted::At(_), Some(mapped)) = (&file.list, file.charset.mapped) {
                mapped.met_list();
            }
            array(source, file, out, &before)
        }
        Ok(Found::Nothing) => {
            out.record(1, Err(too_long()), file.limits);
            sequence(source, file, 1, out)
        }
        Err(error) if error.is_io() => Err(error),
        Err(_) => Err(too_long()),
    }
}

fn deliver(
    articles: Result<Vec<Article>, ReadError>,
    record: &mut u64,
    out: &mut Delivery<'_>,
    limits: &Limits,
) {
    let articles = match articles {
        Ok(articles) => articles.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    };
    for article in articles {
        *record += 1;
        out.record(*record, article, limits);
    }
}

/// What is known of all records of a file: the encoding that the layers below have decoded, if they
/// have, and where fields stand, if that was given.
pub(super) struct Charset<'a> {
    decoded: Option<(&'static str, &'a Cell<bool>)>,
    mapped: Option<&'a Mapped<'a>>,
}

impl<'a> Charset<'a> {
    pub(super) fn of(input: &Input<'a>) -> Charset<'a> {
        let label = input.decoded_from.map(encoding::label);
        Charset {
            decoded: label.map(|label| (label, input.lossy)),
            mapped: input.inside.context.mapped.as_ref(),
        }
    }
}

/// The article of one record.
pub(super) fn one(bytes: &[u8], charset: &Charset<'_>) -> Result<Article, ReadError> {
    let mut articles = parse(bytes, charset)?;
    match articles.pop() {
        Some(article) if articles.is_empty() => Ok(article),
        _ => Err(ReadError::content("several articles in one record")),
    }
}

/// The articles of one value: at least one.
fn parse(bytes: &[u8], charset: &Charset<'_>) -> Result<Vec<Article>, ReadError> {
    let (value, label, lossy) = match std::str::from_utf8(bytes) {
        Ok(text) => (value(text), "utf-8", false),
        Err(_) => {
            let decoded = encoding::decode(bytes.to_vec(), None);
            (value(&decoded.text), decoded.label, decoded.lossy)
        }
    };
    let record = match value {
        Ok(Value::Object(record)) => record,
        Ok(Value::Array(_)) => return Err(ReadError::content("an array where an object is due")),
        Ok(_) => return Err(ReadError::content("not an object")),
        Err(error) => return Err(invalid(&error)),
    };
    let mut articles = articles(record, charset.mapped)?;
    let (label, lossy) = match charset.decoded {
        Some((label, lossy)) => (label, lossy.get()),
        None => (label, lossy),
    };
    for article in &mut articles {
        article.encoding = Some(label);
        article.lossy = lossy;
    }
    Ok(articles)
}

/// The value that a text is, also where it has numbers that are none.
fn value(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text).or_else(|error| match nan::without(text) {
        Some(text) => serde_json::from_str(&text),
        None => Err(error),
    })
}

fn invalid(error: &serde_json::Error) -> ReadError {
    let message = error.to_string();
    if message.starts_with("recursion limit") {
        return ReadError::content("not readable JSON: nested too deeply");
    }
    // The line is that within the value, which says little in a container.
    let message = message.split(" at line ").next().unwrap_or("");
    ReadError::content(format!(
        "not valid JSON: {message} at byte {}",
        error.column()
    ))
}

fn articles(mut record: Record, mapped: Option<&Mapped<'_>>) -> Result<Vec<Article>, ReadError> {
    if let Some(mapped) = mapped {
        if let Some(list) = mapped.list(&mut record) {
            let records = list.into_iter().filter_map(|value| match value {
                Value::Object(record) => Some(mapped.apply(record)),
                _ => None,
            });
            return Ok(records
                .map(|record| fields::article(record, Dialect::Json))
                .collect());
        }
        record = mapped.apply(record);
    }
    let names: Vec<String> = record.keys().take(12).map(|name| short(name)).collect();
    let more = if record.len() > names.len() {
        ", ..."
    } else {
        ""
    };
    let records = unpack(record, DEPTH);
    if records.is_empty() {
        let reason = match names.is_empty() {
            true => "an object without fields".to_owned(),
            false => format!(
                "no title or body among its fields: {}{more}",
                names.join(", ")
            ),
        };
        return Err(ReadError::content(reason));
    }
    Ok(records
        .into_iter()
        .map(|record| fields::article(record, Dialect::Json))
        .collect())
}

/// The article of a record that is no JSON but has its names.
#[cfg(feature = "parquet")]
pub(super) fn record(record: Record, mapped: Option<&Mapped<'_>>) -> Result<Article, ReadError> {
    let first = articles(record, mapped)?.into_iter().next();
    first.ok_or_else(|| ReadError::content("no text"))
}

fn short(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(30).collect()
}

/// The records in an object: itself, or those that it holds.
fn unpack(mut record: Record, depth: usize) -> Vec<Record> {
    let text = fields::has_text(&record);
    if text == Text::Body || depth == 0 {
        return if text == Text::None {
            Vec::new()
        } else {
            vec![record]
        };
    }
    let nodes = json_ld::articles_of(&record);
    if !nodes.is_empty() {
        return nodes;
    }
    // A feed has a title, too.
    for name in LISTS {
        if let Some(Value::Array(values)) = record.get_mut(name)
            && values.iter().any(Value::is_object)
        {
            let objects = std::mem::take(values).into_iter();
            let records = objects.filter_map(|value| match value {
                Value::Object(record) => Some(record),
                _ => None,
            });
            return records
                .flat_map(|record| unpack(record, depth - 1))
                .collect();
        }
    }
    if text == Text::Title {
        // The Guardian's records have their texts in an object beside the title.
        if let Some(Value::Object(inner)) = record.get_mut("fields") {
            for (name, value) in std::mem::take(inner) {
                record.entry(name).or_insert(value);
            }
        }
        return vec![record];
    }
    for name in WRAPPERS {
        if let Some(Value::Object(inner)) = record.get_mut(name) {
            let records = unpack(std::mem::take(inner), depth - 1);
            if !records.is_empty() {
                return records;
            }
        }
    }
    Vec::new()
}
