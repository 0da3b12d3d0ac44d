//! How a query is answered: what its words, patterns and names stand for, and the steps.

use super::actors;
use super::compile::one_word;
use super::searcher::LocalSearcher;
use crate::model::{Expansion, Explanation};
use crate::query::{Form, Part, Query, Unit};
use anyhow::Result;
use std::cmp::Reverse;
use tantivy::collector::Count;

/// Words of a pattern, or forms of a word, that are counted, at the most.
const COUNTED: usize = 1000;

impl LocalSearcher {
    /// What each word, pattern and name stands for, and the steps.
    pub(super) fn explanation(&self, query: &Query) -> Result<Explanation> {
        let totals = self.copy_totals(query, &[])?;
        let rule = self.copies.as_ref().map(|copies| copies.rule);
        let mut explanation = Explanation {
            copies: rule.zip(totals),
            ..Explanation::default()
        };
        self.explain_node(query, 0, &mut explanation)?;
        Ok(explanation)
    }

    fn explain_node(&self, query: &Query, level: usize, out: &mut Explanation) -> Result<()> {
        let compiled = match query {
            Query::All => None,
            _ => self.compiler().compile(query, &[]).ok(),
        };
        let articles = match compiled {
            Some(compiled) => match self.run(compiled.query.as_ref(), &Count)? {
                1 => " (1 article)".to_owned(),
                articles => format!(" ({articles} articles)"),
            },
            None => String::new(),
        };
        let step = step(query);
        let indent = "  ".repeat(level);
        out.plan.push(format!("{indent}{step}{articles}"));
        if !out
            .expansions
            .iter()
            .any(|known| known.part == query.to_string())
        {
            out.expansions.extend(self.expansion(query)?);
        }
        for child in children(query) {
            self.explain_node(child, level + 1, out)?;
        }
        Ok(())
    }

    /// How many articles match, copies or not.
    fn articles_with(&self, query: &Query) -> Result<u64> {
        let compiled = self.compiler().compile(query, &[])?;
        Ok(self.run(compiled.query.as_ref(), &Count)? as u64)
    }

    fn expansion(&self, query: &Query) -> Result<Option<Expansion>> {
        let mut more = 0;
        let mut terms: Vec<(String, u64)> = Vec::new();
        match query {
            Query::Pattern(pattern) => {
                let words = self.compiler().words_matching(pattern)?;
                let count = |text: &str| {
                    let word = Query::Text {
                        text: text.to_owned(),
                        form: Form::Exact,
                        slop: 0,
                    };
                    self.articles_with(&word)
                };
                for word in words.iter().take(COUNTED) {
                    terms.push((word.clone(), count(word)?));
                }
                more = words.len().saturating_sub(COUNTED) as u64;
            }
            Query::Actor { .. } | Query::Place { .. } => {
                for alternative in self.compiler().mentions_of(query).any {
                    if let [id] = &alternative[..] {
                        let articles = actors::articles_with(&self.searcher, self.fields.who, id)?;
                        terms.push((id.clone(), articles));
                    }
                }
            }
            query => {
                let Some(word) = one_word(query) else {
                    return Ok(None);
                };
                let forms = self.compiler().forms_of(&word)?;
                for (form, query) in forms.iter().take(COUNTED) {
                    let articles = self.run(query.as_ref(), &Count)?;
                    terms.push((form.clone(), articles as u64));
                }
                more = forms.len().saturating_sub(COUNTED) as u64;
            }
        }
        terms.retain(|(_, articles)| *articles > 0);
        terms.sort_by_key(|(_, articles)| Reverse(*articles));
        Ok(Some(Expansion {
            part: query.to_string(),
            terms,
            more,
        }))
    }
}

fn children(query: &Query) -> Vec<&Query> {
    match query {
        Query::And(parts) | Query::Or(parts) | Query::Same { parts, .. } => parts.iter().collect(),
        Query::Phrase { words, .. } => words.iter().collect(),
        Query::Near { left, right, .. } => vec![left, right],
        Query::Not(inner)
        | Query::In { inner, .. }
        | Query::AtLeast { inner, .. }
        | Query::Boost { inner, .. } => vec![inner],
        _ => Vec::new(),
    }
}

/// What is done for a node.
fn step(query: &Query) -> String {
    match query {
        Query::All => "every article".to_owned(),
        Query::And(_) => "all of, rarest first".to_owned(),
        Query::Or(_) if query.is_positional() => "any of, places joined".to_owned(),
        Query::Or(_) => "any of".to_owned(),
        Query::Not(_) => "all but".to_owned(),
        Query::Text { form, .. } => match form {
            Form::Stemmed => format!("every form of {query}"),
            Form::Exact => format!("exactly {query}"),
            Form::Accented => format!("{query}, checked on the text"),
        },
        Query::Pattern(_) => format!("every word like {query}"),
        Query::Phrase { .. } => "in a row".to_owned(),
        Query::Near {
            distance, ordered, ..
        } => {
            let order = if *ordered { ", in this order" } else { "" };
            format!("articles with both, then places at most {distance} apart{order}")
        }
        Query::Same { unit, .. } => {
            let unit = match unit {
                Unit::Sentence => "sentence",
                Unit::Paragraph => "paragraph",
            };
            format!("articles with all, then places in one {unit}")
        }
        Query::In { part, .. } => format!(
            "in the {}",
            match part {
                Part::Title => "title",
                Part::Lead => "lead",
                Part::Opening => "title or lead",
                Part::Body => "body",
            }
        ),
        Query::AtLeast { times, .. } => format!("at least {times} times"),
        Query::Boost { hundredths, .. } => {
            format!("weighed {}", f64::from(*hundredths) / 100.0)
        }
        filter => format!("{filter}"),
    }
}
