//! The names and actors of one article, token by token, as CoNLL-2003 has names: three columns with
//! tabs between, an empty line behind each sentence.
//!
//! A line `-DOCSTART-` with the article's id begins a document; the title is its first sentence. The
//! columns are the token, as the index has it, or a sign; the class of the name that it is part of, in BIO (`B-PER`, `I-PER`, `O`),
//! as in CoNLL-2003 with the demonyms in `MISC`; and the ids of the actors in whose mentions it
//! stands, the innermost first, with `|` between, or `_`. What was composed ("Russian peacekeepers")
//! or resolved is no name and stands in the third column alone.

use crate::model::{Analysis, Article, FieldTokens, Label, Mention, TextField};
use std::cmp::Reverse;
use std::io::{self, Write};
use std::ops::Range;

/// Writes the tokens of an article.
///
/// # Errors
/// What the writer says.
pub fn conll(out: &mut dyn Write, article: &Article, analysis: &Analysis) -> io::Result<()> {
    writeln!(out, "-DOCSTART-\tO\t{}\n", plain(&article.id))?;
    for (field, text, tokens) in [
        (TextField::Title, &article.title, &analysis.title),
        (TextField::Body, &article.body, &analysis.body),
    ] {
        let mentions = analysis.mentions.iter();
        let mut mentions: Vec<&Mention> = mentions.filter(|one| one.field == field).collect();
        mentions.sort_by_key(|one| (one.start, Reverse(one.end)));
        sentences(out, text, tokens, field, &mentions)?;
    }
    Ok(())
}

fn sentences(
    out: &mut dyn Write,
    text: &str,
    tokens: &FieldTokens,
    field: TextField,
    mentions: &[&Mention],
) -> io::Result<()> {
    let mut waiting = mentions.iter().peekable();
    let mut open: Vec<&Mention> = Vec::new();
    // The name that the token before is part of.
    let mut name: Option<&Mention> = None;
    let mut before = None;
    for piece in pieces(text, tokens) {
        let sentences = &tokens.sentences;
        let sentence = match field {
            TextField::Title => 0,
            TextField::Body => {
                sentences.partition_point(|sentence| sentence.byte as usize <= piece.start)
            }
        };
        if before
            .replace(sentence)
            .is_some_and(|before| before != sentence)
        {
            writeln!(out)?;
        }
        while let Some(mention) = waiting.next_if(|mention| mention.start <= piece.start) {
            open.push(mention);
        }
        open.retain(|mention| mention.end > piece.start);
        let is_in = |mention: &Mention| mention.end > piece.start;
        let tag = match name.filter(|name| is_in(name)) {
            Some(_) => 'I',
            None => 'B',
        };
        name = match tag {
            'I' => name,
            _ => open.iter().find(|mention| mention.label.is_some()).copied(),
        };
        match name.and_then(|name| name.label) {
            Some(label) => write!(out, "{}\t{tag}-{}\t", word(text, &piece), class(label))?,
            None => write!(out, "{}\tO\t", word(text, &piece))?,
        }
        let mut ids: Vec<&str> = Vec::new();
        for mention in open.iter().rev() {
            if !ids.contains(&mention.actor.as_str()) {
                ids.push(&mention.actor);
            }
        }
        match ids.is_empty() {
            true => writeln!(out, "_")?,
            false => writeln!(out, "{}", plain(&ids.join("|")))?,
        }
    }
    match before {
        Some(_) => writeln!(out),
        None => Ok(()),
    }
}

/// The tokens, and what stands between them: each sign, and a possessive `'s`.
fn pieces(text: &str, tokens: &FieldTokens) -> Vec<Range<usize>> {
    let mut found = Vec::with_capacity(tokens.tokens.len() * 5 / 4);
    let mut done = 0;
    let ends = std::iter::once(text.len()..text.len());
    for token in (0..tokens.tokens.len())
        .map(|at| tokens.span(at))
        .chain(ends)
    {
        if token.start < done || text.get(token.clone()).is_none() {
            continue;
        }
        let between = text.get(done..token.start).unwrap_or_default();
        signs(between, done, &mut found);
        done = token.end;
        if !token.is_empty() {
            found.push(token);
        }
    }
    found
}

/// Signs as tokens: the same ones in a row as one, and letters with an apostrophe before them.
fn signs(text: &str, at: usize, out: &mut Vec<Range<usize>>) {
    let is_apostrophe = |c: char| matches!(c, '\'' | '\u{2019}');
    let mut before = ' ';
    for (offset, c) in text.char_indices() {
        let start = at + offset;
        let end = start + c.len_utf8();
        let follows = c == before
            || c.is_alphanumeric() && (is_apostrophe(before) || before.is_alphanumeric());
        before = c;
        if c.is_whitespace() || c.is_control() {
            continue;
        }
        match out.last_mut().filter(|last| follows && last.end == start) {
            Some(last) => last.end = end,
            None => out.push(start..end),
        }
    }
}

fn word(text: &str, piece: &Range<usize>) -> String {
    plain(text.get(piece.clone()).unwrap_or_default())
}

/// Text without what ends a column or a line, or acts on a terminal.
fn plain(text: &str) -> String {
    text.replace(|c: char| c.is_control() || c.is_whitespace(), "\u{fffd}")
}

fn class(label: Label) -> &'static str {
    match label {
        Label::Per => "PER",
        Label::Org => "ORG",
        Label::Loc => "LOC",
        Label::Misc => "MISC",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorKind;
    use crate::text::Scanner;

    fn mention(text: &str, words: &str, actor: &str, label: Option<Label>) -> Mention {
        let start = text.find(words).unwrap();
        Mention {
            field: TextField::Body,
            start,
            end: start + words.len(),
            text: words.into(),
            actor: actor.into(),
            name: words.into(),
            kind: ActorKind::Other,
            label,
            codes: Vec::new(),
            method: "dictionary".into(),
            confidence: 1.0,
        }
    }

    fn written(title: &str, body: &str, mentions: Vec<Mention>) -> String {
        let (title_scan, body_scan, _) = Scanner::new(|_| 0).scan(title, body, "en");
        let article = Article {
            id: "k3f9x2".into(),
            title: title.into(),
            body: body.into(),
            ..Article::default()
        };
        let analysis = Analysis {
            title: title_scan.tokens,
            body: body_scan.tokens,
            mentions,
            ..Analysis::default()
        };
        let mut out = Vec::new();
        conll(&mut out, &article, &analysis).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn names_are_tagged_and_actors_nest() {
        let body = "Russian peacekeepers met \"Jane O'Neil\"... In Baku's port, she left.";
        let mentions = vec![
            mention(body, "Russian", "state:RUS", Some(Label::Misc)),
            mention(body, "Russian peacekeepers", "agent:RUSMIL", None),
            mention(body, "Jane O'Neil", "?per:jane-o-neil", Some(Label::Per)),
            mention(body, "Baku", "place:baku", Some(Label::Loc)),
            mention(body, "she", "?per:jane-o-neil", None),
        ];
        let expected = "-DOCSTART-\tO\tk3f9x2\n\n\
            A\tO\t_\ntitle\tO\t_\n\n\
            Russian\tB-MISC\tstate:RUS|agent:RUSMIL\npeacekeepers\tO\tagent:RUSMIL\nmet\tO\t_\n\
            \"\tO\t_\nJane\tB-PER\t?per:jane-o-neil\nO\tI-PER\t?per:jane-o-neil\n\
            '\tI-PER\t?per:jane-o-neil\nNeil\tI-PER\t?per:jane-o-neil\n\"\tO\t_\n...\tO\t_\n\n\
            In\tO\t_\nBaku\tB-LOC\tplace:baku\n's\tO\t_\nport\tO\t_\n,\tO\t_\n\
            she\tO\t?per:jane-o-neil\nleft\tO\t_\n.\tO\t_\n\n";
        assert_eq!(written("A title", body, mentions), expected);
    }

    #[test]
    fn names_side_by_side_begin_anew_and_nothing_breaks_a_line() {
        let body = "Paris London\u{1b}[2J\u{a0}停火";
        let mut mentions = vec![
            mention(body, "Paris", "place:paris", Some(Label::Loc)),
            mention(body, "London", "place:a\tb", Some(Label::Loc)),
        ];
        mentions.push(Mention {
            start: 3,
            end: 9000,
            ..mentions[0].clone()
        });
        let text = written("", body, mentions);
        assert!(
            text.contains("Paris\tB-LOC\tplace:paris\nLondon\t"),
            "{text}"
        );
        assert!(!text.contains('\u{1b}') && text.contains('停'));
        let columns = text.lines().filter(|line| !line.is_empty());
        assert!(
            columns.clone().all(|line| line.split('\t').count() == 3),
            "{text}"
        );
        assert_eq!(written("", "", Vec::new()), "-DOCSTART-\tO\tk3f9x2\n\n");
    }
}
