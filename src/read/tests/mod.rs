//! Whole files through [`read_stream`]: recognition, damage, limits. The shapes of JSON and HTML
//! have files of their own.

mod archives;
mod csv;
mod damage;
mod document;
mod html;
mod json;
mod mail;
mod mapping;
mod news;
#[cfg(feature = "parquet")]
mod parquet;
mod recognition;
mod warc;

use super::*;

/// What came of reading some bytes.
#[derive(Debug, Default)]
struct Outcome {
    format: &'static str,
    articles: Vec<Article>,
    skipped: Vec<(Option<u64>, String)>,
    /// What was skipped in members of an archive, each with its path.
    lost: Vec<String>,
    error: Option<String>,
}

impl Outcome {
    /// The one article of a file that has one.
    fn only(&self) -> &Article {
        assert_eq!((self.articles.len(), &self.error), (1, &None), "{self:?}");
        &self.articles[0]
    }

    fn titles(&self) -> Vec<&str> {
        self.articles
            .iter()
            .map(|article| article.title.as_str())
            .collect()
    }

    fn error(&self) -> &str {
        self.error.as_deref().unwrap_or("no error")
    }
}

fn read(bytes: impl AsRef<[u8]>, name: &str) -> Outcome {
    read_within(bytes.as_ref(), name, &Limits::default())
}

fn read_within(input: impl Read, name: &str, limits: &Limits) -> Outcome {
    let mut outcome = Outcome::default();
    let options = Options::from(limits.clone());
    let result = read_stream(input, name, &options, &mut |item| {
        match item {
            Item::Article(article) => outcome.articles.push(*article),
            Item::Skipped {
                member,
                record,
                reason,
            } => {
                if !member.is_empty() {
                    outcome.lost.push(format!("{member}: {reason}"));
                }
                outcome.skipped.push((record, reason));
            }
            Item::Opened { .. } => {}
        }
        ControlFlow::Continue(())
    });
    match result {
        Ok(read) => outcome.format = read.format,
        Err(error) => outcome.error = Some(error.to_string()),
    }
    outcome
}

/// Raw date candidates, in order.
fn dates(candidates: &[crate::model::DateCandidate]) -> Vec<&str> {
    candidates.iter().map(|date| date.text.as_str()).collect()
}
