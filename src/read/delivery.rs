//! From readers to whoever takes the articles.

use super::{Item, Limits, ReadError, normalise};
use crate::model::Article;
use std::ops::ControlFlow;

/// Where a reader puts its articles.
pub struct Delivery<'a> {
    sink: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    articles: u64,
    /// A first unreadable record, held back until it is known not to be all of the file.
    held: Option<(u64, String)>,
    stopped: bool,
}

impl<'a> Delivery<'a> {
    pub(super) fn new(sink: &'a mut dyn FnMut(Item) -> ControlFlow<()>) -> Delivery<'a> {
        Delivery {
            sink,
            articles: 0,
            held: None,
            stopped: false,
        }
    }

    /// Whether no more is wanted.
    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    fn put(&mut self, item: Item) {
        if !self.stopped {
            self.stopped = (self.sink)(item).is_break();
        }
    }

    fn release(&mut self) {
        if let Some((record, reason)) = self.held.take() {
            self.put(Item::Skipped {
                member: String::new(),
                record: Some(record),
                reason,
            });
        }
    }

    /// Tells that a format was recognised.
    pub(super) fn opened(&mut self, format: &'static str) {
        self.put(Item::Opened {
            member: String::new(),
            format,
        });
    }

    /// Tells that a member could not be read.
    pub(super) fn skip(&mut self, member: &str, reason: String) {
        self.release();
        self.put(Item::Skipped {
            member: member.to_owned(),
            record: None,
            reason,
        });
    }

    /// Passes on what a member gave, under the member's path.
    pub(super) fn forward(&mut self, member: &str, mut item: Item) -> ControlFlow<()> {
        let path = match &mut item {
            Item::Article(article) => {
                self.articles += 1;
                &mut article.path
            }
            Item::Skipped { member, .. } | Item::Opened { member, .. } => member,
        };
        *path = match path.as_str() {
            "" => member.to_owned(),
            inner => format!("{member}!{inner}"),
        };
        self.put(item);
        match self.stopped {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    /// Delivers the one article of a file.
    ///
    /// # Errors
    /// It is too long, or has no text.
    pub(super) fn single(&mut self, article: Article, limits: &Limits) -> Result<(), ReadError> {
        let article = finish(article, limits)?;
        self.articles += 1;
        self.put(Item::Article(Box::new(article)));
        Ok(())
    }

    /// Delivers a record of a container, from 1.
    pub(super) fn record(
        &mut self,
        record: u64,
        article: Result<Article, ReadError>,
        limits: &Limits,
    ) {
        self.finished(record, article.and_then(|article| finish(article, limits)));
    }

    /// The same of a collection that counts stories without a word among its own.
    pub(super) fn numbered(
        &mut self,
        record: u64,
        article: Result<Article, ReadError>,
        limits: &Limits,
    ) {
        self.finished(record, article.and_then(|article| bounded(article, limits)));
    }

    fn finished(&mut self, record: u64, article: Result<Article, ReadError>) {
        match article {
            Ok(mut article) => {
                self.release();
                article.record = Some(record);
                self.articles += 1;
                self.put(Item::Article(Box::new(article)));
            }
            Err(error) if self.articles == 0 && self.held.is_none() => {
                self.held = Some((record, error.to_string()));
            }
            Err(error) => {
                self.release();
                let (record, reason) = (Some(record), error.to_string());
                self.put(Item::Skipped {
                    member: String::new(),
                    record,
                    reason,
                });
            }
        }
    }

    /// Ends a container.
    ///
    /// # Errors
    /// Its only record could not be read, so that the file as a whole could not.
    pub(super) fn finish(&mut self, broken: Option<ReadError>) -> Result<(), ReadError> {
        match (broken, self.held.take()) {
            (None, Some((_, reason))) => Err(ReadError::content(reason)),
            (Some(broken), held) => {
                self.held = held;
                self.release();
                Err(broken)
            }
            (None, None) => Ok(()),
        }
    }
}

/// Brings an article into its normal form and holds it against the limits.
fn bounded(mut article: Article, limits: &Limits) -> Result<Article, ReadError> {
    if article.title.len() + article.body.len() > limits.max_article {
        return Err(ReadError::too_long(limits.max_article));
    }
    normalise::article(&mut article);
    Ok(article)
}

/// The same, with some text.
fn finish(article: Article, limits: &Limits) -> Result<Article, ReadError> {
    let article = bounded(article, limits)?;
    if article.title.is_empty() && article.body.is_empty() {
        return Err(ReadError::content("no text"));
    }
    Ok(article)
}
