//! News with its names and actors marked in the text, as `corpus/names/` has it: what the tagger
//! learns from and is measured on.
//!
//! ```text
//! === wire-012 | 2014-03-18 | wire
//! {[Russian|MISC|state:RUS] troops|RUSMIL} leave
//!
//! [Jane Roe|PER|per:jane-roe] said so.
//! ```
//!
//! A name is `[text|LABEL|actor|code]`, of which the last two may be missing; an actor composed of
//! names and other words `{text|CODE|actor}`, of which the last may be missing.

use crate::model::Label;
use jiff::civil::Date;
use std::ops::Range;

/// A name as such.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// Its kind.
    pub label: Label,
    /// Id of whom it means; empty where the gold does not say.
    pub actor: String,
    /// CAMEO code; empty where the gold does not say.
    pub code: String,
}

/// An actor that is no name as such.
#[derive(Clone, Debug, PartialEq)]
pub struct Composed {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// CAMEO code; empty where it has none.
    pub code: String,
    /// Id of the person meant; empty where none is.
    pub actor: String,
}

/// A text without its marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// Names, by start.
    pub names: Vec<Name>,
    /// Composed actors, by end.
    pub composed: Vec<Composed>,
}

/// An article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Unique in the corpus.
    pub id: String,
    /// Day of publication.
    pub published: Option<Date>,
    /// Headline.
    pub title: Marked,
    /// Main text: sentences of a line each, joined by spaces, paragraphs by an empty line.
    pub body: Marked,
}

impl Document {
    /// Whether the document belongs to the fifth that is measured on and never trained on.
    pub fn is_held_out(&self) -> bool {
        is_held_out(&self.id)
    }
}

/// Whether the document of an id belongs to the held-out fifth.
pub fn is_held_out(id: &str) -> bool {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes()).is_multiple_of(5)
}

/// Reads a file of marked articles. What stands before the first head is passed over; a mark that
/// is broken is left out and its text kept.
pub fn read(text: &str) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let (mut headline, mut blank) = (false, false);
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("===") {
            let mut parts = head.split('|').map(str::trim);
            documents.push(Document {
                id: parts.next().unwrap_or("").to_owned(),
                published: parts.next().and_then(|day| day.parse().ok()),
                ..Document::default()
            });
            headline = true;
            continue;
        }
        let Some(document) = documents.last_mut() else {
            continue;
        };
        if line.trim().is_empty() {
            blank = true;
            continue;
        }
        if headline {
            if line.trim() != "-" {
                document.title.add(line);
            }
        } else {
            let body = &mut document.body;
            if !body.text.is_empty() {
                body.text.push_str(if blank { "\n\n" } else { " " });
            }
            body.add(line);
        }
        (headline, blank) = (false, false);
    }
    documents
}

impl Marked {
    /// Adds a line, its marks taken off.
    fn add(&mut self, line: &str) {
        let mut open: Vec<(char, usize)> = Vec::new();
        let mut rest = line.trim();
        while let Some(at) = rest.find(['[', ']', '{', '}', '|']) {
            let (before, after) = rest.split_at(at);
            self.text.push_str(before);
            let sign = after.chars().next().unwrap_or(' ');
            rest = after.get(1..).unwrap_or("");
            match sign {
                '[' | '{' => open.push((sign, self.text.len())),
                '|' => {
                    let end = rest.find([']', '}', '[', '{']).unwrap_or(rest.len());
                    let parts: Vec<&str> = rest.get(..end).unwrap_or("").split('|').collect();
                    let close = rest.get(end..).and_then(|close| close.chars().next());
                    if let (Some((sign, start)), Some(close)) = (open.pop(), close) {
                        self.close((sign, close), start, &parts);
                    }
                    rest = rest.get(end + 1..).unwrap_or("");
                }
                _ => {
                    open.pop();
                }
            }
        }
        self.text.push_str(rest);
    }

    fn close(&mut self, signs: (char, char), start: usize, parts: &[&str]) {
        let bytes = start..self.text.len();
        let part = |index: usize| parts.get(index).copied().unwrap_or("").to_owned();
        match (signs, Label::from_name(&part(0))) {
            (('[', ']'), Some(label)) => self.names.push(Name {
                bytes,
                label,
                actor: part(1),
                code: part(2),
            }),
            (('{', '}'), _) => self.composed.push(Composed {
                bytes,
                code: part(0).trim_matches('-').to_owned(),
                actor: part(1),
            }),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off() {
        let documents = read(
            "=== a-1 | 2014-03-18 | wire\n{[Utopian|MISC|state:UTO] troops|UTOMIL} leave\n\n\
             [ORVILLE|LOC], May 1 - {[Utopia|LOC|state:UTO]'s [Defence Ministry|ORG]|UTOGOVMIL} \
             said so.\nMore.\n\nThe {[Utopian|MISC|state:UTO] king|UTOGOV|per:ada}.\n",
        );
        let [document] = &documents[..] else {
            panic!("{documents:?}");
        };
        assert_eq!(document.id, "a-1");
        assert_eq!(document.published, Some(jiff::civil::date(2014, 3, 18)));
        assert_eq!(document.title.text, "Utopian troops leave");
        assert_eq!(document.title.composed[0].code, "UTOMIL");
        assert_eq!(document.title.composed[0].bytes, 0..14);
        let body = &document.body;
        assert_eq!(
            body.text,
            "ORVILLE, May 1 - Utopia's Defence Ministry said so. More.\n\nThe Utopian king."
        );
        let names: Vec<&str> = body
            .names
            .iter()
            .map(|name| &body.text[name.bytes.clone()])
            .collect();
        assert_eq!(names, ["ORVILLE", "Utopia", "Defence Ministry", "Utopian"]);
        let composed: Vec<&str> = body
            .composed
            .iter()
            .map(|actor| &body.text[actor.bytes.clone()])
            .collect();
        assert_eq!(composed, ["Utopia's Defence Ministry", "Utopian king"]);
        assert_eq!(body.composed[1].actor, "per:ada");
    }

    #[test]
    fn broken_marks_lose_nothing_else() {
        let documents = read("before\n=== b | | \n-\n\n[Jane|PER and ] more [Roe|PER] | [x\n}{|\n");
        assert_eq!(documents[0].body.names.len(), 1);
        assert_eq!(documents[0].published, None);
    }
}
