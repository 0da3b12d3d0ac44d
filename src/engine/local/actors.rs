//! Actors read from the index: the dictionary of the *who* layer is the list of all that its articles
//! mention, by id; what else is known of one stands in the span table of any article that does.

use super::schema::Fields;
use super::spans::{self, SpanActor};
use anyhow::Result;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

/// How many articles of the index mention an actor, or have another term of the *who* layer.
pub(super) fn articles_with(searcher: &Searcher, who: Field, term: &str) -> Result<u64> {
    let term = Term::from_field_text(who, term);
    let mut articles = 0;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(who)?;
        let Some(info) = index.get_term_info(&term)? else {
            continue;
        };
        articles += u64::from(match segment.alive_bitset() {
            None => info.doc_freq,
            Some(alive) => {
                let record = IndexRecordOption::Basic;
                let mut postings = index.read_postings_from_terminfo(&info, record)?;
                DocSet::count(&mut postings, alive)
            }
        });
    }
    Ok(articles)
}

/// What an article says of an actor that it mentions.
pub(super) fn read(
    searcher: &Searcher,
    fields: &Fields,
    at: DocAddress,
    id: &str,
) -> Result<Option<SpanActor>> {
    let document: TantivyDocument = searcher.doc(at)?;
    let bytes = document.get_first(fields.spans);
    let table = bytes.and_then(|bytes| spans::decode(bytes.as_bytes()?));
    let actors = table.map_or_else(Vec::new, |table| table.actors);
    Ok(actors.into_iter().find(|actor| actor.id == id))
}

/// What the first article that mentions an actor says of it.
pub(super) fn first_with(
    searcher: &Searcher,
    fields: &Fields,
    id: &str,
) -> Result<Option<SpanActor>> {
    let term = Term::from_field_text(fields.who, id);
    for (segment, ordinal) in searcher.segment_readers().iter().zip(0..) {
        let index = segment.inverted_index(fields.who)?;
        if let Some(postings) = index.read_postings(&term, IndexRecordOption::Basic)?
            && postings.doc() != TERMINATED
        {
            return read(
                searcher,
                fields,
                DocAddress::new(ordinal, postings.doc()),
                id,
            );
        }
    }
    Ok(None)
}
