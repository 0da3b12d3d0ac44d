//! The article, as a reader delivers it.

use super::Grain;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One news article, as a reader delivers it: normalised text, the fields the source had, and
/// *candidates* for its publication date. Nothing here was inferred from the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Short stable id, given by the ingest room from the article's location.
    pub id: String,
    /// The id that the source itself gave.
    pub source_id: Option<String>,
    /// Path of the file within its root, `/`-separated; a member of a container is
    /// `archive.zip!member`. Given by the ingest room.
    pub path: String,
    /// Number of the record within a container, from 1 (for JSONL the line); `None` where the file
    /// holds one article.
    pub record: Option<u64>,
    /// Headline; empty where the source has none.
    pub title: String,
    /// Main text, paragraphs separated by a blank line or, where the source has none, a newline.
    pub body: String,
    /// Candidates for the publication date, in the order found.
    pub candidates: Vec<DateCandidate>,
    /// Day of the file's last modification, only where it was asked for as a last resort.
    pub mtime: Option<Date>,
    /// Candidates for the date of the last change, best first.
    pub updated: Vec<DateCandidate>,
    /// Name of the outlet, or the host name of the page.
    pub outlet: Option<String>,
    /// Authors, one name an entry.
    pub authors: Vec<String>,
    /// Section or rubric.
    pub section: Option<String>,
    /// Declared language, as the source wrote it ("en", "en-GB", "english").
    pub language: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// People, places and so on that the source itself listed.
    pub source: SourceFacts,
    /// Character encoding the text was decoded from, as a WHATWG label ("utf-8").
    pub encoding: Option<&'static str>,
    /// Whether decoding met malformed bytes.
    pub lossy: bool,
}

/// What the source listed about an article, never mixed with what was found in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceFacts {
    /// Names of people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// Names of places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Names of organisations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<String>,
    /// Topics, keywords, tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
}

/// Where a publication date came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The corrections file.
    Corrections,
    /// A field of the format: JSON-LD, front matter, a header line, a JSON key.
    Metadata,
    /// The address of the page.
    Url,
    /// A directory name.
    Directory,
    /// The file's name.
    Filename,
    /// The dateline that opens the text ("BAKU, Sept 20 (Reuters) -").
    Dateline,
    /// The first lines of the text, or a line that the page shows beside it.
    Text,
    /// The file's modification time, only on request.
    Mtime,
}

impl Origin {
    /// The name used in JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Corrections => "corrections",
            Origin::Metadata => "metadata",
            Origin::Url => "url",
            Origin::Directory => "directory",
            Origin::Filename => "filename",
            Origin::Dateline => "dateline",
            Origin::Text => "text",
            Origin::Mtime => "mtime",
        }
    }
}

/// Which part of the source a metadata date was read from; decides how far it is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourcePart {
    /// A field of a structured format that means "published" (JSON key, front matter, header).
    Field,
    /// JSON-LD `datePublished`.
    JsonLd,
    /// `article:published_time` and similar meta elements.
    Meta,
    /// A `<time datetime>` element.
    TimeElement,
    /// The HTML extractor's own guess.
    Extractor,
    /// "created", "date" and other fields that often, not always, mean "published".
    Weak,
    /// An element of the page with `itemprop="datePublished"`.
    Itemprop,
    /// A `<time>` element marked as the date of publication.
    TimePublished,
    /// A line with a date beside the headline, as the page shows it.
    Headline,
    /// A line with a date in an element that is named for one, away from the headline.
    Marked,
    /// Any other line with a date that the page shows.
    Shown,
}

/// A possible publication date, as the reader found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateCandidate {
    /// The date as written ("2023-09-20T14:00:00+02:00", "Tue Oct 16, 2012 6:18am EDT",
    /// "1695204000000").
    pub text: String,
    /// Where the reader found it.
    pub part: SourcePart,
}

/// The publication date of an article as decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The local civil date. For a month or a year, its first day.
    pub date: Date,
    /// The instant in UTC, seconds since 1970, where the source gave a time of day with a zone.
    pub instant: Option<i64>,
    /// Precision: day, month or year.
    pub grain: Grain,
    /// Where it came from.
    pub origin: Origin,
    /// 0 to 1.
    pub confidence: f32,
}

impl Published {
    /// The date at its own grain: `2023-09-20`, `2023-09` or `2023`.
    pub fn text(&self) -> String {
        match self.grain {
            Grain::Day | Grain::Week => self.date.to_string(),
            Grain::Month | Grain::Quarter | Grain::Season | Grain::Half => {
                format!("{:04}-{:02}", self.date.year(), self.date.month())
            }
            _ => format!("{:04}", self.date.year()),
        }
    }

    /// The days it covers at its grain.
    pub fn range(&self) -> Option<super::DayRange> {
        match self.grain {
            Grain::Day | Grain::Week => super::DayRange::day(self.date),
            Grain::Month | Grain::Quarter | Grain::Season | Grain::Half => {
                super::DayRange::month(self.date.year(), self.date.month())
            }
            _ => super::DayRange::year(self.date.year()),
        }
    }
}

impl Serialize for Published {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let fields = 4 + usize::from(self.instant.is_some());
        let mut object = serializer.serialize_struct("Published", fields)?;
        object.serialize_field("date", &self.text())?;
        object.serialize_field("grain", self.grain.name())?;
        object.serialize_field("origin", self.origin.name())?;
        object.serialize_field("confidence", &self.confidence)?;
        if let Some(instant) = self
            .instant
            .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        {
            object.serialize_field("instant", &instant)?;
        }
        object.end()
    }
}
