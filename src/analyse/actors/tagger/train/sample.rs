//! Articles with their names marked, as training and measuring take them.

use crate::analyse::actors::tagger::labels::kind_index;
use crate::analyse::actors::tagger::labels::{self, OUTSIDE, Span};
use crate::model::{FieldTokens, Label};
use crate::text::Scanner;
use std::ops::Range;

/// A text with its names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// Byte spans of the names in it, ascending.
    pub names: Vec<(Range<usize>, Label)>,
}

/// An article with its names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// Tells documents apart; empty where the source does not.
    pub id: String,
    /// Headline.
    pub title: Marked,
    /// Main text.
    pub body: Marked,
    /// How much it counts.
    pub weight: f32,
}

/// A sample in tokens.
pub struct Prepared {
    /// Tokens of title and body.
    pub tokens: [FieldTokens; 2],
    /// Labels of the tokens of the title, then of the body.
    pub labels: Vec<u8>,
    /// Names that no token begins or ends with, by kind.
    pub lost: [usize; 4],
}

impl Sample {
    /// Splits into tokens and gives each its label.
    pub fn prepare(&self, scanner: &mut Scanner) -> Prepared {
        let (title, body, _) = scanner.scan(&self.title.text, &self.body.text, "en");
        let tokens = [title.tokens, body.tokens];
        let mut prepared = Prepared {
            labels: vec![OUTSIDE; tokens[0].tokens.len() + tokens[1].tokens.len()],
            lost: [0; 4],
            tokens,
        };
        let mut base = 0;
        for (marked, tokens) in [&self.title, &self.body].into_iter().zip(&prepared.tokens) {
            for (bytes, label) in &marked.names {
                let kind = kind_index(*label);
                match within(tokens, bytes) {
                    Some((from, until)) => {
                        let span: Span = (base + from, base + until, kind);
                        labels::write(&mut prepared.labels, span);
                    }
                    None => prepared.lost[usize::from(kind)] += 1,
                }
            }
            base += tokens.tokens.len();
        }
        prepared
    }

    /// How many sentences it is read in.
    pub fn sentences(prepared: &Prepared) -> usize {
        prepared
            .tokens
            .iter()
            .map(|tokens| tokens.sentences.len())
            .sum()
    }
}

/// The tokens that lie wholly within a span of bytes.
fn within(tokens: &FieldTokens, bytes: &Range<usize>) -> Option<(usize, usize)> {
    let from = tokens
        .tokens
        .partition_point(|&(start, _)| (start as usize) < bytes.start);
    let until = tokens
        .tokens
        .partition_point(|&(_, end)| (end as usize) <= bytes.end);
    (from < until).then_some((from, until))
}

/// Puts a text together.
#[derive(Debug, Default)]
pub struct Builder {
    marked: Marked,
    open: Option<(usize, Label)>,
    quoted: bool,
    sentences: usize,
}

impl Builder {
    /// Adds a token as a newspaper prints it, and the name that it begins or goes on with.
    pub fn token(&mut self, token: &str, tag: Option<(bool, Label)>) {
        let token = match token {
            "\"\"\"\"" | "'\"'" | "``" | "''" => "\"",
            "-LRB-" => "(",
            "-RRB-" => ")",
            token => token,
        };
        let continues =
            matches!((tag, self.open), (Some((false, label)), Some((_, open))) if label == open);
        if !continues {
            self.close();
        }
        if self.spaced(token) {
            self.marked.text.push(' ');
        }
        if token == "\"" {
            self.quoted = !self.quoted;
        }
        let start = self.marked.text.len();
        self.marked.text.push_str(token);
        if let (Some((_, label)), None) = (tag, self.open) {
            self.open = Some((start, label));
        }
    }

    fn spaced(&self, token: &str) -> bool {
        let text = &self.marked.text;
        let opens = token == "\"" && !self.quoted;
        let quoted = text.ends_with('"') && self.quoted;
        let suffix = [
            "'s", "'S", "'re", "'ve", "'ll", "'d", "'m", "'t", "n't", "N'T", "'",
        ]
        .contains(&token);
        let closing = token.starts_with(['.', ',', ';', ':', '!', '?', ')', ']', '%', '}'])
            && (token.len() == 1 || token.starts_with("..."));
        let glued = suffix || (closing && !opens) || (token == "\"" && self.quoted);
        !(text.is_empty()
            || text.ends_with(['\n', '(', '[', '{', '$', '#', '@', ' '])
            || quoted
            || glued)
    }

    fn close(&mut self) {
        if let Some((start, label)) = self.open.take() {
            self.marked
                .names
                .push((start..self.marked.text.len(), label));
        }
    }

    /// Ends a sentence: a paragraph too where no mark ends it, and after every few.
    pub fn sentence(&mut self) {
        self.close();
        self.quoted = false;
        let text = &mut self.marked.text;
        if text.is_empty() || text.ends_with(['\n', ' ']) {
            return;
        }
        self.sentences += 1;
        let ended = text
            .trim_end_matches(['"', ')', '\''])
            .ends_with(['.', '!', '?']);
        text.push_str(if ended && !self.sentences.is_multiple_of(3) {
            " "
        } else {
            "\n\n"
        });
    }

    /// The text.
    pub fn finish(mut self) -> Marked {
        self.close();
        self.marked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_put_together_as_printed() {
        let mut builder = Builder::default();
        let org = Some((true, Label::Org));
        for (token, tag) in [
            ("\"", None),
            ("Acme", org),
            ("'s", None),
            ("loss", None),
            ("\"", None),
            ("(", None),
            ("$", None),
            ("5", None),
            (")", None),
            ("hurt", None),
            ("Bolt", org),
            ("&", Some((false, Label::Org))),
            ("Sons", Some((false, Label::Org))),
            ("Reed", org),
            (".", None),
        ] {
            builder.token(token, tag);
        }
        builder.sentence();
        let marked = builder.finish();
        assert_eq!(marked.text, "\"Acme's loss\" ($5) hurt Bolt & Sons Reed. ");
        let names: Vec<&str> = marked
            .names
            .iter()
            .map(|(bytes, _)| &marked.text[bytes.clone()])
            .collect();
        assert_eq!(names, ["Acme", "Bolt & Sons", "Reed"]);
    }

    #[test]
    fn a_name_that_ends_within_a_token_is_trimmed_or_lost() {
        let sample = Sample {
            body: Marked {
                text: "The NewYork Times of Springfield".to_owned(),
                names: vec![(7..17, Label::Org), (21..27, Label::Loc)],
            },
            ..Sample::default()
        };
        let prepared = sample.prepare(&mut Scanner::new(|_| 0));
        assert_eq!(labels::spans(&prepared.labels), [(2, 3, 1)]);
        assert_eq!(prepared.lost, [0, 0, 1, 0]);
    }
}
