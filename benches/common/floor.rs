//! The floor: the least program that makes tantivy index the same articles. Title and body stemmed
//! with positions and stored, id and date; one article a JSON line; tantivy's own tokenizers.

use super::Outcome;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use tantivy::schema::{
    DateOptions, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
    Value,
};
use tantivy::store::Compressor;
use tantivy::{DateTime, Index, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument};

/// The argument that makes the bench run the floor instead.
pub const ARGUMENT: &str = "--floor";

/// Memory for each of the writer's threads, in bytes; more made no difference.
const HEAP: usize = 50_000_000;

/// The floor's fields.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    id: Field,
    /// Headline.
    pub title: Field,
    /// Text.
    pub body: Field,
    date: Field,
}

fn schema() -> (Schema, Fields) {
    let text = TextOptions::default().set_stored().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let mut schema = Schema::builder();
    let fields = Fields {
        id: schema.add_text_field("id", STRING | STORED),
        title: schema.add_text_field("title", text.clone()),
        body: schema.add_text_field("body", text),
        date: schema.add_date_field("date", DateOptions::default().set_fast().set_stored()),
    };
    (schema.build(), fields)
}

/// Runs the floor if this process was started for it, and tells whether it was.
pub fn run_if_asked() -> Outcome<bool> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [first, articles, index, threads] = arguments.as_slice() else {
        return Ok(false);
    };
    if first != ARGUMENT {
        return Ok(false);
    }
    build(Path::new(articles), Path::new(index), threads.parse()?)?;
    Ok(true)
}

/// Indexes a JSONL file of articles into an empty directory.
pub fn build(articles: &Path, directory: &Path, threads: usize) -> Outcome<()> {
    super::clear(directory)?;
    std::fs::create_dir_all(directory)?;
    let (schema, fields) = schema();
    let index = Index::builder()
        .schema(schema)
        .settings(IndexSettings {
            docstore_compression: Compressor::Lz4,
            ..IndexSettings::default()
        })
        .create_in_dir(directory)?;
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, threads * HEAP)?;
    let file = BufReader::with_capacity(1 << 20, File::open(articles)?);
    for line in file.lines() {
        writer.add_document(document(&serde_json::from_str(&line?)?, fields)?)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

fn document(article: &serde_json::Value, fields: Fields) -> Outcome<TantivyDocument> {
    let text = |key: &str| article.get(key).and_then(|value| value.as_str());
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, text("id").unwrap_or(""));
    document.add_text(fields.title, text("title").unwrap_or(""));
    document.add_text(fields.body, text("body").unwrap_or(""));
    if let Some(date) = text("date") {
        let date: jiff::Timestamp = date.parse()?;
        document.add_date(fields.date, DateTime::from_timestamp_secs(date.as_second()));
    }
    Ok(document)
}

/// A floor index open for searching.
pub struct Floor {
    /// tantivy's searcher.
    pub searcher: tantivy::Searcher,
    /// Its fields.
    pub fields: Fields,
    index: Index,
}

impl Floor {
    /// Opens what [`build`] made.
    pub fn open(directory: &Path) -> Outcome<Floor> {
        let index = Index::open_in_dir(directory)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let (_, fields) = schema();
        Ok(Floor {
            searcher: reader.searcher(),
            fields,
            index,
        })
    }

    /// A query over title and body in tantivy's own language, a word in the title counting so much
    /// beside one in the body.
    pub fn query(
        &self,
        text: &str,
        and: bool,
        title: f32,
    ) -> Outcome<Box<dyn tantivy::query::Query>> {
        let fields = vec![self.fields.title, self.fields.body];
        let mut parser = tantivy::query::QueryParser::for_index(&self.index, fields);
        parser.set_field_boost(self.fields.title, title);
        if and {
            parser.set_conjunction_by_default();
        }
        Ok(parser.parse_query(text)?)
    }

    /// The source's id of a document.
    pub fn id(&self, address: tantivy::DocAddress) -> Outcome<String> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let id = document.get_first(self.fields.id);
        Ok(id.and_then(|value| value.as_str()).unwrap_or("").to_owned())
    }
}
