//! An article as the engine takes it, and the tokenizer that replays its terms.

use super::meta::Meta;
use super::schema::Fields;
use super::{copies, spans, terms};
use crate::engine::Analyse;
use crate::model::{Article, Mention, day_number, id_number};
use crate::text::{Fingerprint, PackedReader};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tantivy::schema::Field;
use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Replays packed terms into one reused token.
#[derive(Clone, Default)]
pub(super) struct Replay {
    token: Token,
}

pub(super) struct ReplayStream<'a> {
    reader: PackedReader<'a>,
    token: &'a mut Token,
}

impl Tokenizer for Replay {
    type TokenStream<'a> = ReplayStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ReplayStream<'a> {
        self.token.reset();
        ReplayStream {
            reader: PackedReader::new(text),
            token: &mut self.token,
        }
    }
}

impl TokenStream for ReplayStream<'_> {
    #[inline]
    fn advance(&mut self) -> bool {
        let Some((position, term)) = self.reader.next() else {
            return false;
        };
        self.token.position = position as usize;
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Bounds the text that waits between reading and writing: the engine's own queue counts
/// documents, and ten thousand of them can be any size. Whoever has to wait does so until half of
/// it is gone, so that readers and writers do not wake each other for every article.
#[derive(Debug)]
pub(super) struct InFlight {
    bytes: Mutex<usize>,
    freed: Condvar,
    limit: usize,
}

impl InFlight {
    pub(super) fn new(limit: usize) -> Arc<InFlight> {
        Arc::new(InFlight {
            bytes: Mutex::new(0),
            freed: Condvar::new(),
            limit,
        })
    }

    /// Waits until there is room; an article larger than the limit until half of it is free. But no
    /// longer than [`PATIENCE`]: where the writer has died, of a full disk perhaps, what is in
    /// flight stays there, and whoever hands over the next article is told.
    pub(super) fn take(self: &Arc<Self>, bytes: usize) -> Share {
        let mut held = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        if *held + bytes > self.limit {
            held = self
                .freed
                .wait_timeout_while(held, PATIENCE, |held| *held > self.limit / 2)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        *held += bytes;
        Share {
            pool: self.clone(),
            bytes,
        }
    }
}

/// How long an article waits for those before it. A writer that is only slow takes more than the
/// limit then, one article at a time.
const PATIENCE: Duration = Duration::from_secs(2);

/// A share of what is in flight, given back when the document is dropped.
#[derive(Debug)]
pub(super) struct Share {
    pool: Arc<InFlight>,
    bytes: usize,
}

impl Drop for Share {
    fn drop(&mut self) {
        let pool = &self.pool;
        let mut held = pool.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *held;
        *held -= self.bytes;
        if before > pool.limit / 2 && *held <= pool.limit / 2 {
            pool.freed.notify_all();
        }
    }
}

/// An article on its way into the index. It is analysed when the writer first asks for its
/// fields, so that analysis runs on the writer's threads.
///
/// Boxed, because the engine's queue sets aside room for forty thousand documents.
pub(super) struct ArticleDocument(Box<Waiting>);

struct Waiting {
    fields: Fields,
    file: u64,
    article: Mutex<Option<Article>>,
    analyse: Arc<Analyse>,
    prepared: OnceLock<Prepared>,
    #[allow(dead_code, reason = "held until the document is dropped")]
    share: Share,
}

impl ArticleDocument {
    /// A document for an article of the file with this key, which holds its share of what is in
    /// flight.
    pub(super) fn new(
        fields: Fields,
        file: u64,
        article: Article,
        analyse: Arc<Analyse>,
        share: Share,
    ) -> ArticleDocument {
        ArticleDocument(Box::new(Waiting {
            fields,
            file,
            article: Mutex::new(Some(article)),
            analyse,
            prepared: OnceLock::new(),
            share,
        }))
    }
}

/// The field values of an article.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    words: String,
    title: String,
    once: String,
    forms: String,
    who: String,
    when: String,
    marks: String,
    names: String,
    key: u64,
    path: String,
    source_key: Option<u64>,
    outlet: Option<String>,
    section: Option<String>,
    language: &'static str,
    published: Option<(i64, i64)>,
    ocr_quality: Option<u8>,
    fingerprint: Fingerprint,
    headline: String,
    body: String,
    meta: Vec<u8>,
    spans: Vec<u8>,
}

/// The number that an article is found by, given the id that its source gave.
pub(super) fn source_key(id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes())
}

fn prepare(article: Article, analyse: &Analyse) -> Prepared {
    let (mut article, mut analysis, terms) = analyse(article);
    analysis
        .mentions
        .retain(|mention| mention.method != Mention::SOURCE);
    let names = terms::names(&article);
    let range = analysis.published.as_ref().and_then(|date| date.range());
    let key = id_number(&article.id).unwrap_or(0);
    let path = article.path.clone();
    let source_key = article.source_id.as_deref().map(source_key);
    let outlet = article.outlet.clone();
    let section = article.section.clone();
    let headline = std::mem::take(&mut article.title);
    let body = std::mem::take(&mut article.body);
    let meta = Meta::of(&mut article, &analysis);
    Prepared {
        words: terms.words.into_string(),
        title: terms.title.into_string(),
        once: terms.once.into_string(),
        forms: terms.forms.into_string(),
        who: terms::who(&analysis).into_string(),
        when: terms::when(&analysis).into_string(),
        marks: terms::marks(&analysis).into_string(),
        names: names.into_string(),
        key,
        path,
        source_key,
        outlet,
        section,
        language: analysis.language,
        published: range.map(|range| (day_number(range.from), day_number(range.until))),
        ocr_quality: analysis.ocr_quality,
        fingerprint: terms.fingerprint,
        headline,
        body,
        // A map of strings and numbers always has a JSON form.
        meta: serde_json::to_vec(&meta).unwrap_or_default(),
        spans: spans::encode(&analysis),
    }
}

/// A field value, borrowed.
#[derive(Clone, Copy, Debug)]
pub(super) enum FieldValue<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
    Unsigned(u64),
    Signed(i64),
}

impl<'a> Value<'a> for FieldValue<'a> {
    type ArrayIter = std::iter::Empty<FieldValue<'a>>;
    type ObjectIter = std::iter::Empty<(&'a str, FieldValue<'a>)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            FieldValue::Text(text) => ReferenceValueLeaf::Str(text),
            FieldValue::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
            FieldValue::Unsigned(number) => ReferenceValueLeaf::U64(number),
            FieldValue::Signed(number) => ReferenceValueLeaf::I64(number),
        })
    }
}

impl Document for ArticleDocument {
    type Value<'a> = FieldValue<'a>;
    type FieldsValuesIter<'a> = std::vec::IntoIter<(Field, FieldValue<'a>)>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        let waiting = &self.0;
        let article = waiting.prepared.get_or_init(|| {
            let mut article = waiting
                .article
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            prepare(article.take().unwrap_or_default(), waiting.analyse.as_ref())
        });
        let fields = &waiting.fields;
        let mut values = Vec::with_capacity(24 + article.fingerprint.sketch.len() / 2);
        for (field, terms) in [
            (fields.words, article.words.as_str()),
            (fields.title, &article.title),
            (fields.one_form, &article.once),
            (fields.forms, &article.forms),
            (fields.who, &article.who),
            (fields.when, &article.when),
            (fields.marks, &article.marks),
            (fields.names, &article.names),
        ] {
            if !terms.is_empty() {
                values.push((field, FieldValue::Text(terms)));
            }
        }
        values.push((fields.key, FieldValue::Unsigned(article.key)));
        values.push((fields.file, FieldValue::Unsigned(waiting.file)));
        values.push((fields.path, FieldValue::Text(&article.path)));
        values.push((fields.language, FieldValue::Text(article.language)));
        if let Some(key) = article.source_key {
            values.push((fields.source_key, FieldValue::Unsigned(key)));
        }
        if let Some(outlet) = &article.outlet {
            values.push((fields.outlet, FieldValue::Text(outlet)));
        }
        if let Some(section) = &article.section {
            values.push((fields.section, FieldValue::Text(section)));
        }
        if let Some((from, until)) = article.published {
            values.push((fields.published_from, FieldValue::Signed(from)));
            values.push((fields.published_until, FieldValue::Signed(until)));
        }
        if let Some(percent) = article.ocr_quality {
            values.push((fields.ocr_quality, FieldValue::Unsigned(percent.into())));
        }
        if let Some(key) = article.fingerprint.text {
            values.push((fields.text_key, FieldValue::Unsigned(key)));
        }
        let words = u64::from(article.fingerprint.words);
        values.push((fields.length, FieldValue::Unsigned(words)));
        for pair in copies::packed(&article.fingerprint.sketch) {
            values.push((fields.sketch, FieldValue::Unsigned(pair)));
        }
        values.push((fields.headline, FieldValue::Text(&article.headline)));
        values.push((fields.body, FieldValue::Text(&article.body)));
        values.push((fields.meta, FieldValue::Bytes(&article.meta)));
        values.push((fields.spans, FieldValue::Bytes(&article.spans)));
        values.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_for_a_dead_writer_goes_on() {
        let pool = InFlight::new(10);
        let held = pool.take(20);
        // Nothing is ever given back: this ends all the same.
        let more = pool.take(5);
        assert_eq!(*pool.bytes.lock().unwrap(), 25);
        drop(held);
        drop(more);
        assert_eq!(*pool.bytes.lock().unwrap(), 0);
    }
}
