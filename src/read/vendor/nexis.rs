//! Nexis: documents that begin with "1 of 200 DOCUMENTS", or end with "End of Document".

use super::{authors, date, is_date, nothing};
use crate::model::Article;
use crate::read::ReadError;

/// Labels that stand before the text.
const BEFORE: [&str; 11] = [
    "byline",
    "section",
    "length",
    "dateline",
    "headline",
    "highlight",
    "series",
    "column",
    "distribution",
    "correction-date",
    "body",
];
/// Labels that stand behind the text.
const BEHIND: [&str; 22] = [
    "graphic",
    "load-date",
    "language",
    "publication-type",
    "pub-type",
    "document-type",
    "journal-code",
    "acc-no",
    "subject",
    "organization",
    "company",
    "ticker",
    "industry",
    "geographic",
    "city",
    "state",
    "country",
    "person",
    "notes",
    "classification",
    "type",
    "correction",
];

/// The documents of a delivery.
pub(super) fn split(text: &str) -> Option<Vec<Result<Article, ReadError>>> {
    let mut documents: Vec<Vec<&str>> = Vec::new();
    let mut numbered = false;
    let mut ended = false;
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        if is_number(line) {
            // What stands before the first is a cover.
            if std::mem::replace(&mut numbered, true) {
                documents.push(std::mem::take(&mut lines));
            }
            lines.clear();
        } else if !numbered && line.trim() == "End of Document" {
            ended = true;
            documents.push(std::mem::take(&mut lines));
        } else {
            lines.push(line);
        }
    }
    if numbered {
        documents.push(lines);
    } else if !ended || !documents.iter().any(|lines| has_labels(lines)) {
        return None;
    }
    Some(documents.iter().map(|lines| article(lines)).collect())
}

/// Whether a line is "1 of 200 DOCUMENTS".
fn is_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let is_digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    match words.as_slice() {
        // "Dokument 1 von 200".
        [
            "Dokument" | "Document",
            one,
            "von" | "of" | "de" | "sur",
            all,
        ] => is_digits(one) && is_digits(all),
        [one, of, all, documents] => {
            let of = of.to_lowercase();
            let documents = documents.to_uppercase();
            is_digits(one)
                && is_digits(all)
                && ["of", "von", "de", "sur", "di", "van"].contains(&of.as_str())
                && ["DOCUMENT", "DOKUMENT"]
                    .iter()
                    .any(|word| documents.starts_with(word))
        }
        _ => false,
    }
}

fn has_labels(lines: &[&str]) -> bool {
    let before =
        |line: &&&str| label(line).is_some_and(|(name, _)| BEFORE.contains(&name.as_str()));
    lines.iter().filter(before).count() >= 2
}

/// Label and value of a line: `LENGTH: 512 words`. The heading "Body" alone is one, too.
fn label(line: &str) -> Option<(String, &str)> {
    let line = line.trim();
    if ["Body", "BODY", "Graphic", "Classification", "Notes"].contains(&line) {
        return Some((line.to_lowercase(), ""));
    }
    let (name, value) = line.split_once(':')?;
    let name = name.trim();
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    is_name.then(|| (name.to_lowercase(), value.trim()))
}

/// Whether a line is of a publisher's notice of rights.
fn is_rights(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("Copyright ")
        || line.starts_with('©')
        || line
            .trim_end_matches('.')
            .eq_ignore_ascii_case("all rights reserved")
}

/// Where in a document a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Outlet, date, headline.
    Top,
    /// Labels before the text.
    Labels,
    Body,
    /// Labels behind the text.
    Tail,
}

fn article(lines: &[&str]) -> Result<Article, ReadError> {
    let mut article = Article::default();
    let mut top: Vec<&str> = Vec::new();
    let mut body: Vec<&str> = Vec::new();
    let mut part = Part::Top;
    let mut open: Option<(String, String)> = None;
    let mut after_blank = true;
    let tail = tail_of(lines);
    for (at, line) in lines.iter().enumerate() {
        let blank = line.trim().is_empty();
        let found = label(line)
            .filter(|(name, _)| part != Part::Body || after_blank && (at >= tail || is_sure(name)));
        match (part, found) {
            (Part::Top | Part::Labels, Some((name, value))) if BEFORE.contains(&name.as_str()) => {
                take(&mut article, open.take());
                part = match name.as_str() {
                    "body" => Part::Body,
                    _ => Part::Labels,
                };
                match part {
                    Part::Body if !value.is_empty() => body.push(value),
                    Part::Body => {}
                    _ => open = Some((name, value.to_owned())),
                }
            }
            (Part::Body | Part::Tail | Part::Labels, Some((name, value)))
                if BEHIND.contains(&name.as_str()) =>
            {
                take(&mut article, open.take());
                part = Part::Tail;
                open = Some((name, value.to_owned()));
            }
            (Part::Top, _) => top.push(line),
            (Part::Labels | Part::Tail, _) if !blank && !after_blank => {
                if let Some((_, value)) = &mut open {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
            (Part::Labels, _) if !blank && is_rights(line) => {}
            (Part::Labels, _) if !blank => {
                take(&mut article, open.take());
                part = Part::Body;
                body.push(line);
            }
            (Part::Body, _) => body.push(line),
            _ => {}
        }
        after_blank = blank;
    }
    take(&mut article, open.take());
    take_top(&mut article, &top);
    while body
        .last()
        .is_some_and(|line| line.trim().is_empty() || is_rights(line))
    {
        body.pop();
    }
    article.body = body.join("\n").trim().to_owned();
    match article.title.trim().is_empty() && article.body.trim().is_empty() {
        true => Err(nothing()),
        false => Ok(article),
    }
}

/// Whether a label stands behind texts and at the start of no paragraph. But "Country: the word was
/// on every lip" is one.
fn is_sure(name: &str) -> bool {
    matches!(
        name,
        "graphic"
            | "load-date"
            | "language"
            | "publication-type"
            | "pub-type"
            | "document-type"
            | "journal-code"
            | "acc-no"
            | "classification"
    )
}

/// From which line on every group of lines begins with a label, as they do behind the text.
fn tail_of(lines: &[&str]) -> usize {
    let is_blank = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
    let first_of_group = |&at: &usize| !is_blank(at) && (at == 0 || is_blank(at - 1));
    let other = (0..lines.len()).rev().filter(first_of_group).find(|&at| {
        let first = lines[at];
        !is_rights(first) && label(first).is_none()
    });
    other.map_or(0, |at| at + 1)
}

/// Whether a line after the date says which edition it was: "Late Edition - Final".
fn is_edition(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    ["edition", "ausgabe", "édition"].iter().any(|word| {
        line.ends_with(word)
            || line.starts_with(&format!("{word} "))
            || line.contains(&format!("{word} - "))
            || line.contains(&format!("{word};"))
    })
}

/// Outlet, date and headline. The date tells them apart: in the older layout the outlet stands before
/// it and the headline after it, in the newer one both stand before it, the headline first.
fn take_top(article: &mut Article, top: &[&str]) {
    let groups: Vec<Vec<&str>> = top
        .split(|line| line.trim().is_empty())
        .map(|group| {
            group
                .iter()
                .copied()
                .filter(|line| !is_rights(line))
                .collect()
        })
        .filter(|group: &Vec<&str>| !group.is_empty())
        .collect();
    let lines: Vec<&str> = groups.iter().flatten().copied().collect();
    let Some(at) = lines.iter().position(|line| is_date(line)) else {
        if article.title.is_empty() {
            article.title = lines.last().map_or("", |line| line.trim()).to_owned();
        }
        return;
    };
    article.candidates.push(date(lines[at]));
    let (before, after) = (&lines[..at], &lines[at + 1..]);
    let after: Vec<&str> = after
        .iter()
        .filter(|line| !is_edition(line))
        .copied()
        .collect();
    let join = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| line.trim())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (outlet, title) = match (before, after.as_slice()) {
        ([title @ .., outlet], []) if !title.is_empty() => (outlet.trim().to_owned(), join(title)),
        (before, after) => {
            // Centred lines are editions and the like; the headline stands flush.
            let flush: Vec<&str> = after
                .iter()
                .filter(|line| !line.starts_with("    "))
                .copied()
                .collect();
            let title = if flush.is_empty() { after } else { &flush };
            (join(before), join(title))
        }
    };
    article.outlet = Some(outlet).filter(|outlet| !outlet.is_empty());
    if article.title.is_empty() {
        article.title = title;
    }
}

/// Takes what a label says.
fn take(article: &mut Article, field: Option<(String, String)>) {
    let Some((name, value)) = field else { return };
    let list = || {
        value
            .split([';', '|'])
            .map(|entry| entry.split(" (").next().unwrap_or("").trim().to_owned())
            .filter(|entry| !entry.is_empty())
            .collect::<Vec<_>>()
    };
    match name.as_str() {
        "byline" => article.authors = authors(&value),
        "section" => article.section = Some(value),
        "headline" => article.title = value,
        "language" => {
            article.language = Some(value.split([';', ',']).next().unwrap_or("").to_owned())
        }
        "acc-no" => article.source_id = Some(value),
        "subject" | "industry" => article.source.topics.extend(list()),
        "person" => article.source.people.extend(list()),
        "organization" | "company" => article.source.organisations.extend(list()),
        "geographic" | "city" | "state" | "country" => article.source.places.extend(list()),
        _ => {}
    }
}
