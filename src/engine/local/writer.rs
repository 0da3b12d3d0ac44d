//! Taking articles in.

use super::document::{ArticleDocument, InFlight};
use super::files::Location;
use super::schema::Fields;
use super::searcher::LocalSearcher;
use crate::engine::{Analyse, Indexer};
use crate::model::Article;
use anyhow::{Context, Result};
use jiff::civil::Date;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{IndexWriter, Term};

/// How an index is written.
#[derive(Clone, Copy, Debug)]
pub struct WriteOptions {
    /// Threads that analyse and write, 1 to 8.
    pub threads: usize,
    /// Memory for one thread's unwritten postings, in bytes; at least 15 MB.
    pub heap: usize,
}

impl Default for WriteOptions {
    fn default() -> Self {
        WriteOptions {
            threads: 2,
            heap: 40_000_000,
        }
    }
}

/// Text that may wait between readers and writers, in bytes.
const IN_FLIGHT: usize = 4_000_000;

/// Share of deleted articles at which a segment is merged: until then they count in N and df.
const DELETED_BEFORE_MERGE: f32 = 0.2;

/// Writes an index on this machine.
pub struct LocalIndexer {
    writer: RwLock<IndexWriter<ArticleDocument>>,
    searcher: Mutex<LocalSearcher>,
    fields: Fields,
    analyse: Arc<Analyse>,
    in_flight: Arc<InFlight>,
}

impl std::fmt::Debug for LocalIndexer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalIndexer").finish_non_exhaustive()
    }
}

impl LocalIndexer {
    pub(super) fn open(
        location: &Location,
        options: WriteOptions,
        analyse: Arc<Analyse>,
    ) -> Result<LocalIndexer> {
        let (index, fields) = location.open(true)?;
        let writer: IndexWriter<ArticleDocument> = index.writer_with_options(
            IndexWriterOptions::builder()
                .num_worker_threads(options.threads.clamp(1, 8))
                .memory_budget_per_thread(options.heap)
                .num_merge_threads(1)
                .build(),
        )?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_BEFORE_MERGE);
        writer.set_merge_policy(Box::new(policy));
        Ok(LocalIndexer {
            writer: RwLock::new(writer),
            searcher: Mutex::new(LocalSearcher::of(&index, fields, location)?),
            fields,
            analyse,
            in_flight: InFlight::new(IN_FLIGHT),
        })
    }
}

impl Indexer for LocalIndexer {
    fn add(&self, article: Article, file: u64) -> Result<()> {
        let share = self
            .in_flight
            .take(article.title.len() + article.body.len() + 512);
        let analyse = self.analyse.clone();
        let document = ArticleDocument::new(self.fields, file, article, analyse, share);
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.add_document(document)?;
        Ok(())
    }

    fn remove_file(&self, file: u64) -> Result<()> {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_u64(self.fields.file, file));
        Ok(())
    }

    fn ids_of_file(&self, file: u64) -> Result<Vec<String>> {
        self.searcher
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .ids_of_file(file)
    }

    fn reanalyse_file(&self, file: u64, mtime: Option<Date>) -> Result<u64> {
        // The snapshot that is read from keeps the articles that the writer is told to remove.
        let searcher = self.searcher.lock().unwrap_or_else(PoisonError::into_inner);
        self.remove_file(file)?;
        searcher.each_article_of_file(file, &mut |mut article| {
            article.mtime = mtime;
            self.add(article, file)
        })
    }

    fn commit(&self, payload: &str) -> Result<()> {
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        let mut commit = writer.prepare_commit().context("cannot write the index")?;
        commit.set_payload(payload);
        commit.commit().context("cannot write the index")?;
        Ok(())
    }

    fn roll_back(&self) -> Result<()> {
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        // Only here the engine says what its threads failed of.
        let prepared = writer.prepare_commit().context("cannot write the index")?;
        prepared.abort().context("cannot write the index")?;
        Ok(())
    }

    fn close(self: Box<Self>) -> Result<()> {
        let writer = self
            .writer
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        writer.wait_merging_threads()?;
        Ok(())
    }
}
