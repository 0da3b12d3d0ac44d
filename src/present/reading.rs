//! Articles as they were read, before anything is found in them, and the formats there are.

use super::article::{print_body, published};
use super::info::{count, counted, table};
use super::sanitize::{Space, line};
use super::terminal::some_of;
use super::wrap::Block;
use super::{BOLD, Style, TEXT};
use crate::model::{Article, DateCandidate, Published, SourcePart};
use std::io::{self, Write};

/// Names and dates listed, at most.
const LISTED: usize = 40;

/// An article, and what is known of how it was read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The article.
    pub article: &'a Article,
    /// Names of the formats and compressions around it, the outermost first.
    pub formats: &'a [&'static str],
    /// The date of publication as decided.
    pub published: Option<&'a Published>,
    /// The language as decided.
    pub language: &'a str,
}

/// Prints an article as it was read: headline, every field, warnings, and the body.
pub fn reading(out: &mut dyn Write, reading: &Reading<'_>, style: &Style) -> io::Result<()> {
    let title = match reading.article.title.as_str() {
        "" => "(no title)",
        title => title,
    };
    let headline = Block {
        lead: "",
        indent: 0,
        text: title,
        ranges: &[],
        paint: BOLD,
        space: Space::Fold,
    };
    headline.print(out, style)?;
    writeln!(out)?;
    table(out, &facts(reading), style)?;
    writeln!(out)?;
    print_body(out, reading.article.body.trim_end(), &[], style)
}

fn facts(reading: &Reading<'_>) -> Vec<(String, String)> {
    let article = reading.article;
    let listed = |list: &[String]| some_of(list, LISTED);
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let language = match &article.language {
        Some(declared) => format!("{} (the source says {declared})", reading.language),
        None => format!("{} (from the text)", reading.language),
    };
    let characters = counted(article.body.chars().count() as u64, "character");
    let rows = [
        ("format", formats(reading.formats)),
        (
            "published",
            reading.published.map_or("undated".to_owned(), published),
        ),
        ("dates read", dates(&article.candidates)),
        ("updated", dates(&article.updated)),
        ("outlet", text(&article.outlet)),
        ("authors", listed(&article.authors)),
        ("section", text(&article.section)),
        ("language", language),
        ("listed people", listed(&article.source.people)),
        ("listed places", listed(&article.source.places)),
        ("listed bodies", listed(&article.source.organisations)),
        ("listed topics", listed(&article.source.topics)),
        ("url", text(&article.url)),
        ("path", article.path.clone()),
        ("record", article.record.map(count).unwrap_or_default()),
        ("id", article.id.clone()),
        ("source id", text(&article.source_id)),
        ("encoding", article.encoding.unwrap_or_default().to_owned()),
        ("body", characters),
        ("warning", warnings(reading).join("; ")),
    ];
    rows.into_iter()
        .filter(|(_, value)| !line(value).is_empty())
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// `html, in warc, in gzip`.
fn formats(formats: &[&str]) -> String {
    let mut inward = formats.iter().rev();
    let innermost = inward.next().copied().unwrap_or("unknown").to_owned();
    inward.fold(innermost, |text, around| format!("{text}, in {around}"))
}

fn dates(candidates: &[DateCandidate]) -> String {
    let dates: Vec<String> = candidates
        .iter()
        .map(|date| format!("{} ({})", date.text, part(date.part)))
        .collect();
    some_of(&dates, LISTED)
}

/// Where in the source a date stood.
fn part(part: SourcePart) -> &'static str {
    match part {
        SourcePart::Field => "a field",
        SourcePart::JsonLd => "JSON-LD",
        SourcePart::Meta => "a meta element",
        SourcePart::TimeElement => "a time element",
        SourcePart::Extractor => "the extractor",
        SourcePart::Weak => "a field that may mean something else",
        SourcePart::Itemprop => "itemprop datePublished",
        SourcePart::TimePublished => "a time element for publication",
        SourcePart::Headline => "a line beside the headline",
        SourcePart::Marked => "a line marked as a date",
        SourcePart::Shown => "a line of the page",
    }
}

fn warnings(reading: &Reading<'_>) -> Vec<&'static str> {
    let article = reading.article;
    let cases = [
        (article.lossy, "some bytes are no text in its encoding"),
        (article.title.is_empty(), "no title"),
        (article.body.is_empty(), "no body"),
        (reading.published.is_none(), "no date of publication"),
        (
            article.language.is_none() && reading.language == "und",
            "its language cannot be told",
        ),
    ];
    let told = cases.into_iter().filter(|(is_so, _)| *is_so);
    told.map(|(_, warning)| warning).collect()
}

/// A format, as `formats` lists it.
#[derive(Clone, Debug)]
pub struct Format {
    /// Its name.
    pub name: String,
    /// Its extensions, each with the dot.
    pub extensions: Vec<String>,
    /// What its files are.
    pub what: String,
    /// Which fields it gives.
    pub fields: String,
    /// An example, of one line or several.
    pub example: String,
}

/// Prints the formats, each with what there is to say of it.
pub fn list(out: &mut dyn Write, formats: &[Format], style: &Style) -> io::Result<()> {
    for (number, format) in formats.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let name = style.painted(&format.name, BOLD);
        writeln!(out, "{name}  {}", format.extensions.join(" "))?;
        for (label, text) in [
            ("", &format.what),
            ("fields: ", &format.fields),
            ("example: ", &format.example),
        ] {
            for (number, text) in text.lines().enumerate() {
                let label = match number {
                    0 => label.to_owned(),
                    _ => " ".repeat(label.len()),
                };
                let block = Block {
                    lead: &format!("    {label}"),
                    indent: 4 + label.len(),
                    text,
                    ranges: &[],
                    paint: TEXT,
                    space: Space::Fold,
                };
                block.print(out, style)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Style = Style {
        color: false,
        width: 60,
    };

    #[test]
    fn an_article_is_printed_as_it_was_read() {
        let article = Article {
            title: "Pier closed".into(),
            body: "The harbour\u{1b} office closed the north pier on Tuesday because of damage."
                .into(),
            candidates: vec![DateCandidate {
                text: "20 Sep".into(),
                part: SourcePart::Weak,
            }],
            authors: vec!["Ann Lee".into()],
            path: "a.tar.gz!b.txt".into(),
            lossy: true,
            ..Article::default()
        };
        let mut out = Vec::new();
        let read = Reading {
            article: &article,
            formats: &["gzip", "tar", "text"],
            published: None,
            language: "en",
        };
        reading(&mut out, &read, &PAGE).unwrap();
        let expected = "\
Pier closed

format      text, in tar, in gzip
published   undated
dates read  20 Sep (a field that may mean something else)
authors     Ann Lee
language    en (from the text)
path        a.tar.gz!b.txt
body        71 characters
warning     some bytes are no text in its encoding; no date
            of publication

The harbour\\x1b office closed the north pier on Tuesday
because of damage.
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn formats_are_listed() {
        let format = Format {
            name: "csv".into(),
            extensions: vec![".csv".into(), ".tsv".into()],
            what: "a table".into(),
            fields: "columns under the names of json, and other things besides".into(),
            example: "title;body\nA;B".into(),
        };
        let mut out = Vec::new();
        list(
            &mut out,
            &[format.clone(), format],
            &Style { width: 40, ..PAGE },
        )
        .unwrap();
        let one = "\
csv  .csv .tsv
    a table
    fields: columns under the names of
            json, and other things
            besides
    example: title;body
             A;B
";
        assert_eq!(String::from_utf8(out).unwrap(), format!("{one}\n{one}"));
    }
}
