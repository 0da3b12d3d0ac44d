//! The analysis of one article as a JSON line, per `schema/article.schema.json`.

use crate::model::{Analysis, Article, DateExpr, Mention, Published, SourceFacts};
use serde::Serialize;
use std::io::{self, Write};

/// One line of `annotate`; the keys stand in this order.
#[derive(Serialize)]
struct AnnotatedArticle<'a> {
    id: &'a str,
    source_id: Option<&'a str>,
    path: &'a str,
    record: Option<u64>,
    title: &'a str,
    body: &'a str,
    published: Option<&'a Published>,
    updated: Option<&'a Published>,
    outlet: Option<&'a str>,
    authors: &'a [String],
    section: Option<&'a str>,
    language: &'a str,
    ocr_quality: Option<u8>,
    url: Option<&'a str>,
    source: &'a SourceFacts,
    mentions: &'a [Mention],
    dates: &'a [DateExpr],
}

/// Writes an article with its analysis as one line of JSON.
///
/// The writer should be buffered: the line is written in many small pieces.
pub fn annotate(out: &mut dyn Write, article: &Article, analysis: &Analysis) -> io::Result<()> {
    let line = AnnotatedArticle {
        id: &article.id,
        source_id: article.source_id.as_deref(),
        path: &article.path,
        record: article.record,
        title: &article.title,
        body: &article.body,
        published: analysis.published.as_ref(),
        updated: analysis.updated.as_ref(),
        outlet: article.outlet.as_deref(),
        authors: &article.authors,
        section: article.section.as_deref(),
        language: analysis.language,
        ocr_quality: analysis.ocr_quality,
        url: article.url.as_deref(),
        source: &article.source,
        mentions: &analysis.mentions,
        dates: &analysis.dates,
    };
    super::write_json(&mut *out, &line)?;
    out.write_all(b"\n")
}
