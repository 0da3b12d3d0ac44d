//! Articles made by hand, for cases whose answer is worked out by hand.
//!
//! `[de+en] Title words | Body words . Next sentence ¶ Next paragraph`: the first language is that
//! of the article, others are in the archive too; without brackets it is English. Words are parted
//! by spaces. `a_b@id/CODE` is a mention of two words, `on_May@2023-05-01..2023-06-01/month` a date.

use super::store::{Archive, Entry, Meant, Named, Span, Text};
use dateline::model::{ActorKind, DayRange, Grain};
use dateline::text::Stemming;

/// An archive of this one article.
pub fn archive(notation: &str) -> Archive {
    let mut archive = Archive::new();
    let (languages, texts) = match notation.strip_prefix('[') {
        Some(rest) => rest.split_once(']').unwrap(),
        None => ("en", notation),
    };
    for language in languages.split('+') {
        let stemming = Stemming::of(language);
        archive.languages.insert(language.to_owned(), stemming);
    }
    let language = languages.split('+').next().unwrap();
    let (title, body) = texts.split_once('|').unwrap_or(("", texts));
    let texts = [title, body].map(|notation| text(&mut archive, language, notation));
    archive.entries.push(Entry {
        language: language.to_owned(),
        texts,
        ..Entry::default()
    });
    archive
}

fn text(archive: &mut Archive, language: &str, notation: &str) -> Text {
    let mut text = Text::default();
    let (mut sentences, mut paragraphs) = (vec![0], vec![0]);
    for item in notation.split_whitespace() {
        let at = text.words.len() as u32;
        match item {
            "." => sentences.push(at),
            "¶" => {
                sentences.push(at);
                paragraphs.push(at);
            }
            item => {
                let (words, meaning) = item.split_once('@').unwrap_or((item, ""));
                for word in words.split('_') {
                    text.words.push(archive.word(language, word));
                }
                let span = (at, text.words.len() as u32);
                mean(archive, &mut text, span, words, meaning);
            }
        }
    }
    let end = text.words.len() as u32;
    text.sentences = between(&sentences, end);
    text.paragraphs = between(&paragraphs, end);
    text
}

fn between(starts: &[u32], end: u32) -> Vec<Span> {
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().copied().zip(ends).collect()
}

fn mean(archive: &mut Archive, text: &mut Text, span: Span, words: &str, meaning: &str) {
    let (first, second) = meaning.split_once('/').unwrap_or((meaning, ""));
    if let Some((from, until)) = first.split_once("..") {
        let range = DayRange {
            from: from.parse().unwrap(),
            until: until.parse().unwrap(),
        };
        let grain = Grain::ALL.into_iter().find(|grain| grain.name() == second);
        let grain = grain.unwrap();
        let number = archive.dates.number(Meant { range, grain }, |&meant| meant);
        text.dates.push((span, number));
    } else if !first.is_empty() {
        let named = Named {
            actor: first.to_owned(),
            name: words.replace('_', " "),
            codes: second
                .split('/')
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .collect(),
            kind: match first.trim_start_matches('?').split(':').next() {
                Some("state") => ActorKind::State,
                Some("place") => ActorKind::Place,
                _ => ActorKind::Person,
            },
        };
        let number = archive.actors.number(named, Named::clone);
        text.mentions.push((span, number));
    }
}
