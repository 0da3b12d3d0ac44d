//! What is stored of an article besides its texts, as JSON with short keys.

use crate::model::{
    Analysis, Article, DateCandidate, Grain, Origin, Published, SourceFacts, SourcePart, civil_day,
    day_number,
};
use serde::{Deserialize, Serialize};

/// The stored record. Empty fields are left out.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Meta {
    /// Root label / path.
    #[serde(rename = "p")]
    pub path: String,
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    #[serde(rename = "r", skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    pub published: Option<StoredDate>,
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    pub updated: Option<StoredDate>,
    #[serde(rename = "o", skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    #[serde(rename = "a", skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    #[serde(rename = "l", skip_serializing_if = "String::is_empty")]
    pub language: String,
    #[serde(rename = "q", skip_serializing_if = "Option::is_none")]
    pub ocr_quality: Option<u8>,
    /// Language as declared.
    #[serde(rename = "ld", skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(rename = "f", skip_serializing_if = "is_empty")]
    pub source: SourceFacts,
    /// Candidates for the dates, so that they can be decided again from what is stored.
    #[serde(rename = "dc", skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<(String, u8)>,
    #[serde(rename = "m", skip_serializing_if = "Option::is_none")]
    pub mtime: Option<i64>,
    #[serde(rename = "uc", skip_serializing_if = "Vec::is_empty")]
    pub updated_candidates: Vec<(String, u8)>,
}

fn is_empty(source: &SourceFacts) -> bool {
    *source == SourceFacts::default()
}

/// Day number, instant, grain, origin, confidence in thousandths.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct StoredDate(i64, Option<i64>, Grain, Origin, u16);

impl StoredDate {
    fn of(published: &Published) -> StoredDate {
        StoredDate(
            day_number(published.date),
            published.instant,
            published.grain,
            published.origin,
            (published.confidence * 1000.0).round() as u16,
        )
    }

    /// The date, or `None` if the record is damaged.
    pub(super) fn published(&self) -> Option<Published> {
        Some(Published {
            date: civil_day(self.0)?,
            instant: self.1,
            grain: self.2,
            origin: self.3,
            confidence: f32::from(self.4) / 1000.0,
        })
    }
}

/// The place of a part in this list is what is stored: only ever add at the end.
const PARTS: [SourcePart; 11] = [
    SourcePart::Field,
    SourcePart::JsonLd,
    SourcePart::Meta,
    SourcePart::TimeElement,
    SourcePart::Extractor,
    SourcePart::Weak,
    SourcePart::Itemprop,
    SourcePart::TimePublished,
    SourcePart::Headline,
    SourcePart::Marked,
    SourcePart::Shown,
];

fn pack(candidates: Vec<DateCandidate>) -> Vec<(String, u8)> {
    candidates
        .into_iter()
        .map(|candidate| {
            let part = PARTS.iter().position(|&part| part == candidate.part);
            (candidate.text, part.unwrap_or(0) as u8)
        })
        .collect()
}

fn unpack(candidates: Vec<(String, u8)>) -> Vec<DateCandidate> {
    candidates
        .into_iter()
        .map(|(text, part)| DateCandidate {
            text,
            part: PARTS
                .get(usize::from(part))
                .copied()
                .unwrap_or(SourcePart::Weak),
        })
        .collect()
}

impl Meta {
    /// Takes the fields of an article; title and body stay with the caller.
    pub(super) fn of(article: &mut Article, analysis: &Analysis) -> Meta {
        Meta {
            path: std::mem::take(&mut article.path),
            source_id: article.source_id.take(),
            record: article.record,
            published: analysis.published.as_ref().map(StoredDate::of),
            updated: analysis.updated.as_ref().map(StoredDate::of),
            outlet: article.outlet.take(),
            authors: std::mem::take(&mut article.authors),
            section: article.section.take(),
            language: analysis.language.to_owned(),
            ocr_quality: analysis.ocr_quality,
            declared: article.language.take(),
            url: article.url.take(),
            source: std::mem::take(&mut article.source),
            candidates: pack(std::mem::take(&mut article.candidates)),
            mtime: article.mtime.map(day_number),
            updated_candidates: pack(std::mem::take(&mut article.updated)),
        }
    }

    /// The article as it was read, given what is stored beside.
    pub(super) fn article(self, id: String, title: String, body: String) -> Article {
        Article {
            id,
            source_id: self.source_id,
            path: self.path,
            record: self.record,
            title,
            body,
            candidates: unpack(self.candidates),
            mtime: self.mtime.and_then(civil_day),
            updated: unpack(self.updated_candidates),
            outlet: self.outlet,
            authors: self.authors,
            section: self.section,
            language: self.declared,
            url: self.url,
            source: self.source,
            encoding: None,
            lossy: false,
        }
    }
}
