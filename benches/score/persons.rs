//! Names of persons on CoNLL-2003, exact spans: the tokens of a document are put back together as
//! a newspaper prints them, and a name counts where both its ends agree.

use super::{Tally, annotate, dump};
use crate::common::{Outcome, data_at};
use dateline::model::{Article, Label, Mention};
use std::collections::HashSet;

type Span = (usize, usize);

/// A document: its tokens, where they stand in the text, and the persons among them.
#[derive(Default)]
struct Document {
    text: String,
    tokens: Vec<(String, Span)>,
    /// Indices of the first token of each sentence after the first.
    breaks: HashSet<usize>,
    persons: HashSet<Span>,
    open: Option<Span>,
    quoted: bool,
}

impl Document {
    fn token(&mut self, token: &str, tag: &str) {
        if self.spaced(token) {
            self.text.push(' ');
        }
        if token == "\"" {
            self.quoted = !self.quoted;
        }
        let span = (self.text.len(), self.text.len() + token.len());
        self.text.push_str(token);
        self.tokens.push((token.to_owned(), span));
        if tag != "I-PER" {
            self.close();
        }
        if tag.ends_with("-PER") {
            let start = self.open.map_or(span.0, |(start, _)| start);
            self.open = Some((start, span.1));
        }
    }

    /// Whether a space goes before a token.
    fn spaced(&self, token: &str) -> bool {
        let opens_quote = token == "\"" && !self.quoted;
        let after_quote = self.text.ends_with('"') && self.quoted;
        let glued = !opens_quote
            && (token.starts_with(['.', ',', ';', ':', '!', '?', ')', ']', '%', '\'', '"'])
                || token == "n't");
        !(self.text.is_empty()
            || self.text.ends_with(['\n', '(', '[', '$'])
            || after_quote
            || glued)
    }

    fn close(&mut self) {
        self.persons.extend(self.open.take());
    }

    /// Ends a sentence, which is a paragraph in most of this wire's stories, and a line of a table
    /// in others.
    fn sentence(&mut self) {
        self.close();
        self.quoted = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push_str("\n\n");
            self.breaks.insert(self.tokens.len());
        }
    }

    /// The tokens with the persons of the system, as "token TAG" lines. A name whose ends are not
    /// those of tokens is left out.
    fn tagged(&self, system: &HashSet<Span>) -> String {
        let mut lines = String::from("-DOCSTART- O\n");
        let starts: HashSet<usize> = self.tokens.iter().map(|(_, span)| span.0).collect();
        let ends: HashSet<usize> = self.tokens.iter().map(|(_, span)| span.1).collect();
        let whole = |span: &&Span| starts.contains(&span.0) && ends.contains(&span.1);
        let system: Vec<&Span> = system.iter().filter(whole).collect();
        for (index, (token, (start, end))) in self.tokens.iter().enumerate() {
            if self.breaks.contains(&index) {
                lines.push('\n');
            }
            let name = system
                .iter()
                .find(|span| span.0 <= *start && *end <= span.1);
            let tag = match name {
                Some(span) if span.0 == *start => "B-PER",
                Some(_) => "I-PER",
                None => "O",
            };
            lines.push_str(&format!("{token} {tag}\n"));
        }
        lines + "\n"
    }
}

fn documents(text: &str) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for line in text.lines() {
        let mut columns = line.split(' ');
        match (columns.next().unwrap_or(""), columns.next_back()) {
            ("-DOCSTART-", _) => {
                documents.push(Document::default());
            }
            (token, Some(tag)) => {
                if let Some(document) = documents.last_mut() {
                    document.token(token, tag);
                }
            }
            _ => {
                if let Some(document) = documents.last_mut() {
                    document.sentence();
                }
            }
        }
    }
    for document in &mut documents {
        document.close();
    }
    documents
}

/// Spans of the persons' names among mentions.
pub fn persons<'a>(mentions: impl Iterator<Item = &'a Mention>) -> HashSet<Span> {
    mentions
        .filter(|mention| mention.label == Some(Label::Per))
        .map(|mention| (mention.start, mention.end))
        .collect()
}

/// Scores the development part.
pub fn run() -> Outcome<()> {
    let Some(path) = data_at("actors/conll2003.dev.txt") else {
        println!("conll2003.dev missing");
        return Ok(());
    };
    let mut sum = Tally::default();
    let mut tagged = String::new();
    for document in documents(&std::fs::read_to_string(path)?) {
        let (_, analysis) = annotate(Article {
            body: document.text.clone(),
            ..Article::default()
        });
        let system = persons(analysis.mentions.iter());
        let right = system.intersection(&document.persons).count();
        sum.add(document.persons.len(), system.len(), right);
        tagged.push_str(&document.tagged(&system));
    }
    dump("conll2003.dev.txt", || tagged)?;
    println!(
        "PER {}  gold {}  system {}",
        sum.line(),
        sum.gold,
        sum.system
    );
    Ok(())
}
