//! Copies among the hits of a query: exact ones by a hash, near ones by sketches (see
//! `src/text/fingerprint.rs`) and, where these do not tell surely enough, by the stored texts.

mod columns;
mod kept;
mod link;
mod list;

use super::compile::Compiled;
use super::searcher::LocalSearcher;
use crate::engine::Scope;
use crate::model::{CopyMode, CopyRule, CopyTotals, Counted};
use crate::query::Query;
use anyhow::Result;
use columns::Columns;
use kept::{Kept, KeptQuery};
use link::{Article, Grouping, Texts};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::collector::DocSetCollector;
use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};

pub(super) use columns::packed;

/// A query within its scopes, and the groups among its hits.
type Answered = (Query, Vec<Scope>, Arc<Groups>);

/// What is to become of copies, and the groups found last.
#[derive(Debug)]
pub(super) struct Copies {
    pub rule: CopyRule,
    last: Mutex<Option<Answered>>,
}

/// The groups among the hits of a query.
#[derive(Debug, Default)]
pub(super) struct Groups {
    kept: Arc<Kept>,
    /// How many copies each article of a group of several has, and where its lead copy is.
    of: HashMap<DocAddress, (u64, DocAddress)>,
    totals: CopyTotals,
}

impl Groups {
    /// What they come to.
    pub(super) fn totals(&self) -> CopyTotals {
        self.totals
    }
}

/// Reads the texts of hits.
struct Stored<'a> {
    searcher: &'a LocalSearcher,
    hits: &'a [Article],
}

impl Texts for Stored<'_> {
    fn text(&self, article: usize) -> Result<String> {
        self.searcher.in_time()?;
        match self.hits.get(article) {
            Some(hit) => self.searcher.body_at(hit.at),
            None => Ok(String::new()),
        }
    }

    fn in_time(&self) -> Result<()> {
        self.searcher.in_time()
    }
}

impl LocalSearcher {
    /// Tells what is to become of copies. It holds for all that is asked from then on.
    pub fn with_copies(mut self, rule: CopyRule) -> LocalSearcher {
        self.copies = (rule.mode != CopyMode::Show).then(|| Copies {
            rule,
            last: Mutex::new(None),
        });
        self
    }

    /// What the copies among the hits come to; `None` where all are shown alike.
    ///
    /// # Errors
    /// The engine's files cannot be read, or the deadline has passed.
    pub fn copy_totals(&self, query: &Query, scopes: &[Scope]) -> Result<Option<CopyTotals>> {
        match self.copies {
            None => Ok(None),
            Some(_) => {
                let compiled = self.compile(query, scopes)?;
                Ok(compiled.copies.map(|groups| groups.totals))
            }
        }
    }

    /// Restricts a query to what is left of its hits when their copies are treated as told.
    pub(super) fn with_groups(
        &self,
        copies: &Copies,
        mut compiled: Compiled,
        query: &Query,
        scopes: &[Scope],
    ) -> Result<Compiled> {
        let mut last = copies.last.lock().unwrap_or_else(PoisonError::into_inner);
        let known = last
            .as_ref()
            .filter(|(of, within, _)| of == query && within == scopes);
        let groups = match known {
            Some((_, _, groups)) => groups.clone(),
            None => {
                let groups = Arc::new(self.groups_of(&compiled, copies.rule)?);
                *last = Some((query.clone(), scopes.to_vec(), groups.clone()));
                groups
            }
        };
        compiled.query = Box::new(KeptQuery {
            inner: compiled.query,
            kept: groups.kept.clone(),
        });
        compiled.copies = Some(groups);
        Ok(compiled)
    }

    fn groups_of(&self, compiled: &Compiled, rule: CopyRule) -> Result<Groups> {
        let found = self.run(compiled.query.as_ref(), &DocSetCollector)?;
        let columns = Columns::of(&self.searcher, &self.columns)?;
        let mut hits: Vec<Article> = found.into_iter().map(|at| columns.article(at)).collect();
        // Crowds are compared in this order, which must not be that of the segments: the same articles
        // make the same groups in every index.
        hits.sort_unstable_by_key(|hit| (hit.key, hit.at));
        let texts = Stored {
            searcher: self,
            hits: &hits,
        };
        let sketch = |article: usize, into: &mut Vec<u32>| match hits.get(article) {
            Some(hit) => columns.sketch(hit.at, into),
            None => into.clear(),
        };
        let share = f32::from(rule.threshold) / 100.0;
        let several = Grouping::new(&hits, &sketch, &texts, share).groups()?;
        let in_several: usize = several.iter().map(Vec::len).sum();
        let mut groups = Groups {
            totals: CopyTotals {
                counted: Counted::Articles,
                groups: several.len() as u64,
                articles: in_several as u64,
            },
            ..Groups::default()
        };
        let mut kept = Kept::new(&self.searcher);
        if rule.mode == CopyMode::Collapse {
            groups.totals = CopyTotals {
                counted: Counted::Groups,
                groups: (hits.len() - in_several + several.len()) as u64,
                articles: hits.len() as u64,
            };
            hits.iter().for_each(|hit| kept.insert(hit.at));
        }
        for group in several {
            let mut members: Vec<&Article> = group.iter().filter_map(|&at| hits.get(at)).collect();
            members.sort_unstable_by_key(|article| article.as_lead(rule.lead));
            let Some(lead) = members.first().map(|article| article.at) else {
                continue;
            };
            let others = members.len() as u64 - 1;
            for article in members {
                groups.of.insert(article.at, (others, lead));
                match rule.mode == CopyMode::Only || article.at == lead {
                    true => kept.insert(article.at),
                    false => kept.remove(article.at),
                }
            }
        }
        groups.kept = Arc::new(kept);
        Ok(groups)
    }

    /// How many copies a hit has among the hits, and the id of its lead copy.
    pub(super) fn copies_of_hit(
        &self,
        groups: &Groups,
        at: DocAddress,
    ) -> Result<(Option<u64>, Option<String>)> {
        let (copies, lead) = groups.of.get(&at).copied().unwrap_or((0, at));
        Ok((Some(copies), Some(self.id_at(lead))))
    }

    /// The body of an article.
    fn body_at(&self, at: DocAddress) -> Result<String> {
        let document: TantivyDocument = self.searcher.doc(at)?;
        let body = document.get_first(self.fields.body);
        let body = body.and_then(|body| body.as_str());
        Ok(body.unwrap_or_default().to_owned())
    }
}

#[cfg(test)]
mod tests;
