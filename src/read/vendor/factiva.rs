//! Factiva: fields under codes of two letters and more (`HD`, `BY`, `WC`, ...), or the same lines
//! without codes. Each document ends with its number: "Document HARBPO0020230920ej9k0001p".

use super::{authors, date, heading, is_date, is_length, nothing};
use crate::model::Article;
use crate::read::ReadError;
use std::collections::HashSet;

const CODES: [&str; 29] = [
    "SE", "HD", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "CX",
    "LP", "TD", "CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM",
];

/// The documents of a delivery.
pub(super) fn split(text: &str) -> Option<Vec<Result<Article, ReadError>>> {
    let mut documents: Vec<(Vec<&str>, &str)> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        match number(line) {
            Some(number) => documents.push((std::mem::take(&mut lines), number)),
            None => lines.push(line),
        }
    }
    let coded = |lines: &[&str]| {
        let has = |code: &str| {
            lines
                .iter()
                .any(|line| coded(line).is_some_and(|(own, _)| own == code))
        };
        has("HD") && (has("PD") || has("WC") || has("SN"))
    };
    let plain = |lines: &[&str]| {
        let at = lines.iter().position(|line| is_length(line));
        at.is_some_and(|at| lines.iter().skip(at + 1).take(6).any(|line| is_date(line)))
    };
    if !documents
        .iter()
        .any(|(lines, _)| coded(lines) || plain(lines))
    {
        return None;
    }
    let starts = documents.iter().filter_map(|(lines, _)| {
        let above = above(lines);
        Some((*above.first()?, *above.get(1)?))
    });
    let repeated = heading::repeated(starts);
    let articles = documents.iter().map(|(lines, number)| {
        let article = match coded(lines) {
            true => with_codes(lines),
            false => without_codes(lines, &repeated),
        };
        article.map(|mut article| {
            article.source_id = Some((*number).to_owned());
            article
        })
    });
    Some(articles.collect())
}

/// The number at the end of a document, with or without its code.
fn number(line: &str) -> Option<&str> {
    let line = line.trim();
    let line = line.strip_prefix("AN").map_or(line, str::trim_start);
    let number = ["Document ", "Dokument ", "Documento "]
        .iter()
        .find_map(|word| line.strip_prefix(word))?
        .trim();
    let is_number = number.len() >= 20
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.starts_with(|c: char| c.is_ascii_uppercase())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 8;
    is_number.then_some(number)
}

/// Code and value of a line: `WC    512 words`.
fn coded(line: &str) -> Option<(&str, &str)> {
    let end = line.find(char::is_whitespace).unwrap_or(line.len());
    let (code, rest) = line.split_at(end);
    // A word in capitals that begins a line of text has but one space behind it.
    let is_apart =
        rest.trim().is_empty() || rest.starts_with("  ") || rest.starts_with(['\t', '\u{a0}']);
    (CODES.contains(&code) && is_apart).then(|| (code, rest.trim()))
}

fn with_codes(lines: &[&str]) -> Result<Article, ReadError> {
    let mut article = Article::default();
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        match (coded(line), fields.last_mut()) {
            (Some((code, value)), _) => fields.push((code, vec![value])),
            (None, Some((_, values))) => values.push(line),
            (None, None) => {}
        }
    }
    let mut body: Vec<String> = Vec::new();
    for (code, values) in fields {
        let line = values
            .iter()
            .map(|value| value.trim())
            .filter(|value| !value.is_empty());
        let line = line.collect::<Vec<_>>().join(" ");
        match code {
            "HD" => article.title = line,
            "BY" => article.authors = authors(&line),
            "PD" => article.candidates.push(date(&line)),
            "SN" => article.outlet = Some(line),
            "SE" | "CLM" if article.section.is_none() => article.section = Some(line),
            "LA" => article.language = Some(line),
            "LP" | "TD" => body.push(values.join("\n").trim().to_owned()),
            "CO" => article.source.organisations = named(&line),
            "NS" | "IN" => article.source.topics.extend(named(&line)),
            "RE" => article.source.places = named(&line),
            _ => {}
        }
    }
    body.retain(|part| !part.is_empty());
    article.body = body.join("\n\n");
    checked(article)
}

/// The names of a list of codes: `usa : United States | namz : North America`.
fn named(line: &str) -> Vec<String> {
    line.split('|')
        .map(|entry| entry.split_once(" : ").map_or(entry, |(_, name)| name))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The lines above the length, none of them empty or the foot of a printed page; none where there is
/// no length.
fn above<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let length = lines.iter().position(|line| is_length(line)).unwrap_or(0);
    let above = lines.iter().take(length).map(|line| line.trim());
    above
        .filter(|line| !line.is_empty() && !line.contains("Factiva, Inc"))
        .collect()
}

/// (Section,) headline, (byline,) length, date, (time,) outlet, code, (edition, page,) language,
/// rights, then the text.
fn without_codes(lines: &[&str], repeated: &HashSet<&str>) -> Result<Article, ReadError> {
    let mut article = Article::default();
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    let start = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    let lines = lines.get(start..).unwrap_or_default();
    let Some(length) = lines.iter().position(|line| is_length(line)) else {
        article.title = lines.first().copied().unwrap_or_default().to_owned();
        article.body = lines.get(1..).unwrap_or_default().join("\n");
        return checked(article);
    };
    let mut fields = lines
        .iter()
        .enumerate()
        .skip(length + 1)
        .filter(|(_, line)| !line.is_empty());
    let mut end = length + 1;
    let mut dated = false;
    for (at, line) in fields.by_ref().take(10) {
        end = at + 1;
        if !dated && is_date(line) {
            dated = true;
            article.candidates.push(date(line));
        } else if dated && article.outlet.is_none() && !is_time(line) {
            article.outlet = Some((*line).to_owned());
        } else if is_language(line) {
            article.language = Some((*line).to_owned());
        } else if is_notice(line) {
            break;
        } else if article.language.is_some() {
            // There was no notice of rights.
            end = at;
            break;
        }
    }
    article.body = lines.get(end..).unwrap_or_default().join("\n");
    let above = above(lines);
    let heading = heading::read(&above, article.outlet.as_deref(), repeated);
    article.title = heading.title;
    article.authors = heading.authors;
    article.section = heading.section;
    checked(article)
}

/// Whether a line says whose the rights are.
fn is_notice(line: &str) -> bool {
    ["Copyright", "(Copyright", "©", "(c)", "(C)"]
        .iter()
        .any(|mark| line.starts_with(mark))
        || line.len() <= 200 && line.to_lowercase().contains("all rights reserved")
}

fn is_time(line: &str) -> bool {
    line.len() <= 12 && line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit())
}

fn is_language(line: &str) -> bool {
    const LANGUAGES: [&str; 14] = [
        "English",
        "German",
        "French",
        "Spanish",
        "Italian",
        "Dutch",
        "Portuguese",
        "Russian",
        "Polish",
        "Swedish",
        "Danish",
        "Norwegian",
        "Deutsch",
        "Français",
    ];
    LANGUAGES.contains(&line.trim())
}

fn checked(article: Article) -> Result<Article, ReadError> {
    match article.title.trim().is_empty() && article.body.trim().is_empty() {
        true => Err(nothing()),
        false => Ok(article),
    }
}
