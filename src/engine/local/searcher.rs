//! Answering queries.

use super::actors::articles_with;
use super::bm25::Lengths;
use super::collect::AllHits;
use super::columns::Columns;
use super::compile::{Compiled, Compiler};
use super::copies::Copies;
use super::document::source_key;
use super::files::Location;
use super::matcher::{Match, SegmentMatcher};
use super::schema::Fields;
use super::snippet::Marks;
use super::span::{Deadline, Languages, Plan, Purpose, RememberedWords};
use super::stored::shown_dates;
use crate::engine::{
    ActorsRequest, Counts, DatesRequest, GroupRequest, KwicRequest, NetworkRequest, Request,
    Sample, Scope, Searcher, Shown,
};
use crate::model::{
    ActorList, ActorNames, Article, Chronology, CopyList, Explanation, Group, Hit, Identities,
    Network, Occurrence, Results, Tally, WordCount, civil_day, id_number, id_text,
};
use crate::query::{self, Query};
use anyhow::{Result, bail};
use std::collections::{BTreeMap, HashMap};
use std::ops::{Bound, ControlFlow};
use std::sync::Arc;
use std::time::Instant;
use tantivy::collector::{Collector, Count, DocSetCollector};
use tantivy::query::{BooleanQuery, ConstScoreQuery, Query as EngineQuery, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Index, IndexReader, ReloadPolicy, Score, Term};

/// Hits of an export that are read, marked and handed over together.
pub(super) const EXPORT_CHUNK: usize = 1000;

/// Answers queries from the last commit of an index on this machine.
pub struct LocalSearcher {
    pub(super) searcher: tantivy::Searcher,
    pub(super) fields: Fields,
    pub(super) columns: Columns,
    pub(super) copies: Option<Copies>,
    location: Location,
    payload: String,
    languages: Languages,
    remembered: RememberedWords,
    lengths: Lengths,
    pub(super) deadline: Deadline,
    least_ocr_quality: Option<u8>,
    resolve: fn(&str) -> Vec<String>,
    pub(super) identities: Option<&'static Identities>,
    roots: HashMap<String, String>,
}

impl std::fmt::Debug for LocalSearcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalSearcher")
            .field("location", &self.location)
            .finish_non_exhaustive()
    }
}

/// One hit on its way: where it is and how it scored.
pub(super) type Scored = (Score, DocAddress);

impl LocalSearcher {
    pub(super) fn of(index: &Index, fields: Fields, location: &Location) -> Result<LocalSearcher> {
        location
            .settled(|| LocalSearcher::open(index, fields, location))
            .map_err(|error| location.told(error))
    }

    fn open(index: &Index, fields: Fields, location: &Location) -> Result<LocalSearcher> {
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let searcher = reader.searcher();
        // The engine has read meta.json by itself. The payload that stands in it now belongs to what
        // was opened where the segments are the same.
        let metas = index.load_metas()?;
        let segments = metas.segments.iter();
        let segments = segments.map(|segment| (segment.id(), segment.delete_opstamp()));
        if segments.collect::<BTreeMap<_, _>>() != *searcher.generation().segments() {
            bail!("a writer has changed the index meanwhile");
        }
        let payload = metas.payload.unwrap_or_default();
        let mut opened = LocalSearcher {
            lengths: Lengths::of(&searcher, &fields)?,
            columns: Columns::of(&searcher)?,
            searcher,
            fields,
            copies: None,
            location: location.clone(),
            payload,
            languages: Languages::default(),
            remembered: RememberedWords::default(),
            deadline: Deadline::default(),
            least_ocr_quality: None,
            resolve: |_| Vec::new(),
            identities: None,
            roots: HashMap::new(),
        };
        let mut codes = opened.language_codes()?;
        if codes.is_empty() {
            codes.push("en".to_owned());
        }
        opened.languages = Languages::of(&opened.searcher, codes)?;
        Ok(opened)
    }

    /// Tells how to turn an actor's name into ids and codes.
    pub fn with_resolver(mut self, resolve: fn(&str) -> Vec<String>) -> LocalSearcher {
        self.resolve = resolve;
        self
    }

    /// Tells which ids are one actor, and which are none.
    pub fn with_identities(mut self, identities: &'static Identities) -> LocalSearcher {
        self.identities = Some(identities).filter(|identities| !identities.is_empty());
        self
    }

    /// Gives up queries that are not answered by then: they fail instead of giving part of the hits.
    pub fn with_deadline(mut self, at: Option<Instant>) -> LocalSearcher {
        self.deadline = Deadline::at(at);
        self
    }

    /// Leaves out what was read worse than that, in percent, and what cannot be told of.
    pub fn with_least_ocr_quality(mut self, percent: Option<u8>) -> LocalSearcher {
        self.least_ocr_quality = percent;
        self
    }

    /// Tells where the roots lie, by label, so that hits carry paths that can be opened.
    pub fn with_roots(mut self, roots: HashMap<String, String>) -> LocalSearcher {
        self.roots = roots;
        self
    }

    /// Codes of the languages in the index.
    fn language_codes(&self) -> Result<Vec<String>> {
        let mut codes: Vec<String> = Vec::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.language)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                codes.push(String::from_utf8_lossy(terms.key()).into_owned());
            }
        }
        codes.sort();
        codes.dedup();
        Ok(codes)
    }

    pub(super) fn compile(&self, query: &Query, scopes: &[Scope]) -> Result<Compiled> {
        let mut compiled = self.compiler().compile(query, scopes)?;
        if let Some(least) = self.least_ocr_quality {
            let least = Term::from_field_u64(self.fields.ocr_quality, least.into());
            let read_well = RangeQuery::new(Bound::Included(least), Bound::Unbounded);
            let read_well = ConstScoreQuery::new(Box::new(read_well), 0.0);
            let both: Vec<Box<dyn EngineQuery>> = vec![compiled.query, Box::new(read_well)];
            compiled.query = Box::new(BooleanQuery::intersection(both));
        }
        match &self.copies {
            None => Ok(compiled),
            Some(copies) => self.with_groups(copies, compiled, query, scopes),
        }
    }

    /// The plans of the parts of a query that are not excluded.
    pub(super) fn plans(&self, compiled: &Compiled) -> Result<Vec<Arc<Plan>>> {
        self.compiler().plans(compiled)
    }

    pub(super) fn compiler(&self) -> Compiler<'_> {
        Compiler {
            fields: self.fields,
            searcher: &self.searcher,
            languages: &self.languages,
            remembered: &self.remembered,
            resolve: self.resolve,
            identities: self.identities,
            deadline: &self.deadline,
            lengths: &self.lengths,
            shared: Default::default(),
        }
    }

    /// Runs a query.
    ///
    /// # Errors
    /// The engine's files cannot be read, or the deadline has passed.
    pub(super) fn run<C: Collector>(
        &self,
        query: &dyn EngineQuery,
        collector: &C,
    ) -> Result<C::Fruit> {
        let found = self.searcher.search(query, collector)?;
        self.complete()?;
        Ok(found)
    }

    /// Fails where something was given up, so that what was found is not all.
    pub(super) fn complete(&self) -> Result<()> {
        match self.deadline.has_passed() {
            true => Err(out_of_time()),
            false => Ok(()),
        }
    }

    /// Fails where the deadline has passed.
    pub(super) fn in_time(&self) -> Result<()> {
        match self.deadline.is_over() {
            true => Err(out_of_time()),
            false => Ok(()),
        }
    }

    /// The best hits in order, as ids and scores, and the number of all. Nothing of the articles
    /// themselves is read.
    ///
    /// # Errors
    /// The engine's files cannot be read, or the deadline has passed.
    pub fn ranked(&self, request: &Request) -> Result<(Vec<(String, Score)>, u64)> {
        let compiled = self.compile(&request.query, &request.scopes)?;
        let (scored, total) = self.top(request, &compiled)?;
        let ranked = scored.into_iter();
        let ranked = ranked.map(|(score, address)| (self.id_at(address), score));
        Ok((ranked.collect(), total))
    }

    /// Reads and marks hits, in the order given.
    fn hits(&self, scored: &[Scored], compiled: &Compiled, request: &Request) -> Result<Vec<Hit>> {
        let marked = match request.snippets {
            true => self.matches(scored, &self.plans(compiled)?)?,
            false => vec![Vec::new(); scored.len()],
        };
        let mut hits = Vec::with_capacity(scored.len());
        for (&(score, address), matches) in scored.iter().zip(&marked) {
            let stored = self.stored(address)?;
            let mut hit = self.hit(&stored);
            hit.score = score;
            if request.snippets {
                let marks = Marks::new(&stored.spans, matches);
                hit.title_highlights = marks.title(&stored.title);
                hit.snippets = marks.snippets(&stored.body);
            }
            if let Some(groups) = &compiled.copies {
                (hit.copies, hit.lead) = self.copies_of_hit(groups, address)?;
            }
            hit.title = stored.title;
            if request.body {
                hit.body = Some(stored.body);
            }
            hits.push(hit);
        }
        Ok(hits)
    }

    /// What the parts match in each of these articles.
    pub(super) fn matches(
        &self,
        scored: &[Scored],
        parts: &[Arc<Plan>],
    ) -> Result<Vec<Vec<Match>>> {
        let mut order: Vec<usize> = (0..scored.len()).collect();
        order.sort_unstable_by_key(|&index| scored[index].1);
        let mut found = vec![Vec::new(); scored.len()];
        let mut open: Option<(u32, SegmentMatcher)> = None;
        for index in order {
            let address = scored[index].1;
            if open
                .as_ref()
                .is_none_or(|(ordinal, _)| *ordinal != address.segment_ord)
            {
                let segment = self.searcher.segment_reader(address.segment_ord);
                let (fields, purpose) = (&self.fields, Purpose::Mark);
                let matcher = SegmentMatcher::new(segment, fields, parts, purpose, &self.deadline)?;
                open = Some((address.segment_ord, matcher));
            }
            self.in_time()?;
            if let Some((_, matcher)) = &mut open {
                found[index] = matcher.matches(address.doc_id);
            }
        }
        self.complete()?;
        Ok(found)
    }

    /// `label/path` as a path on this machine.
    pub(super) fn path(&self, path: &str) -> String {
        let (label, inner) = path.split_once('/').unwrap_or((path, ""));
        match self.roots.get(label) {
            Some(root) if inner.is_empty() => root.clone(),
            Some(root) => format!("{}/{inner}", root.trim_end_matches('/')),
            None => path.to_owned(),
        }
    }

    /// The articles whose column holds this number. A scan, some milliseconds for a million articles.
    fn with_number(&self, column: &str, number: u64) -> Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let column = segment.fast_fields().u64(column)?;
            // Row by row: the search by value of tantivy-columnar 0.27 takes a number below the least
            // in a column for the least.
            let same = |document: &DocId| column.first(*document) == Some(number);
            let documents = segment.doc_ids_alive().filter(same);
            found.extend(documents.map(|document| DocAddress::new(ordinal, document)));
        }
        Ok(found)
    }

    /// The articles with this id, else those to which their source gave it.
    pub(super) fn identified(&self, id: &str) -> Result<Vec<DocAddress>> {
        if let Some(key) = id_number(id) {
            let found = self.with_number("key", key)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        let mut found = Vec::new();
        for address in self.with_number("source_key", source_key(id))? {
            if self.stored(address)?.meta.source_id.as_deref() == Some(id) {
                found.push(address);
            }
        }
        Ok(found)
    }

    fn addresses(&self, term: Term) -> Result<Vec<DocAddress>> {
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let mut found: Vec<DocAddress> = self
            .searcher
            .search(&query, &DocSetCollector)?
            .into_iter()
            .collect();
        found.sort_unstable();
        Ok(found)
    }

    pub(super) fn id_at(&self, at: DocAddress) -> String {
        id_text(self.columns.key(at))
    }

    pub(super) fn ids_of_file(&self, file: u64) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        for address in self.addresses(Term::from_field_u64(self.fields.file, file))? {
            ids.push(self.id_at(address));
        }
        Ok(ids)
    }

    /// Hands over the articles of a file as they were read; gives their number.
    ///
    /// # Errors
    /// The engine's files cannot be read, or `each` failed.
    pub fn each_article_of_file(
        &self,
        file: u64,
        each: &mut dyn FnMut(Article) -> Result<()>,
    ) -> Result<u64> {
        let addresses = self.addresses(Term::from_field_u64(self.fields.file, file))?;
        for &address in &addresses {
            let stored = self.stored(address)?;
            each(stored.meta.article(stored.id, stored.title, stored.body))?;
        }
        Ok(addresses.len() as u64)
    }
}

fn out_of_time() -> anyhow::Error {
    anyhow::anyhow!("the query was not answered in time; make it narrower, or raise --timeout")
}

impl Searcher for LocalSearcher {
    fn search(&self, request: &Request) -> Result<Results> {
        let compiled = self.compile(&request.query, &request.scopes)?;
        let (scored, total) = self.top(request, &compiled)?;
        let mut hits = self.hits(&scored, &compiled, request)?;
        for (hit, rank) in hits.iter_mut().zip(request.offset as u64 + 1..) {
            hit.rank = rank;
        }
        let mut parts = Vec::new();
        if total == 0 && compiled.copies.is_none() {
            for part in query::parts(&request.query) {
                parts.push(WordCount {
                    articles: self.count(&part, &request.scopes)?,
                    part: part.to_string(),
                });
            }
        }
        Ok(Results {
            query: request.query.to_string(),
            total,
            stale: 0,
            copies: compiled.copies.as_ref().map(|groups| groups.totals()),
            hits,
            parts,
        })
    }

    fn export(
        &self,
        request: &Request,
        sample: Option<Sample>,
        each: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<u64> {
        let compiled = self.compile(&request.query, &request.scopes)?;
        let mut scored = self.run(compiled.query.as_ref(), &AllHits)?;
        let total = scored.len() as u64;
        if let Some(sample) = sample {
            scored = self.draw(scored, sample)?;
        }
        self.sort(&mut scored, request.order, &compiled)?;
        let mut rank = 0;
        for chunk in scored.chunks(EXPORT_CHUNK) {
            for mut hit in self.hits(chunk, &compiled, request)? {
                rank += 1;
                hit.rank = rank;
                if each(hit).is_break() {
                    return Ok(total);
                }
            }
        }
        Ok(total)
    }

    fn dates(&self, request: &DatesRequest) -> Result<Chronology> {
        self.chronology(request)
    }

    fn actors(&self, request: &ActorsRequest) -> Result<ActorList> {
        self.actor_list(request)
    }

    fn names(
        &self,
        id: &str,
        query: Option<&Query>,
        scopes: &[Scope],
    ) -> Result<Option<ActorNames>> {
        self.actor_names(id, query, scopes)
    }

    fn has_actor(&self, id: &str) -> Result<bool> {
        Ok(articles_with(&self.searcher, self.fields.who, id)? > 0)
    }

    fn similar_actors(&self, id: &str) -> Result<Vec<String>> {
        self.similar_ids(id)
    }

    fn network(&self, request: &NetworkRequest) -> Result<Network> {
        self.network_of(request)
    }

    fn occurrences(
        &self,
        request: &KwicRequest,
        each: &mut dyn FnMut(Occurrence) -> ControlFlow<()>,
    ) -> Result<Tally> {
        self.each_occurrence(request, each)
    }

    fn tally(&self, query: &Query, scopes: &[Scope]) -> Result<Tally> {
        self.tally_of(query, scopes)
    }

    fn groups(&self, request: &GroupRequest) -> Result<Vec<Group>> {
        self.grouped(request)
    }

    fn explain(&self, query: &Query) -> Result<Explanation> {
        self.explanation(query)
    }

    fn count(&self, query: &Query, scopes: &[Scope]) -> Result<u64> {
        let compiled = self.compile(query, scopes)?;
        Ok(self.run(compiled.query.as_ref(), &Count)? as u64)
    }

    fn show(&self, id: &str, query: Option<&Query>) -> Result<Vec<Shown>> {
        let addresses = self.identified(id)?;
        let compiled = query.map(|query| self.compile(query, &[])).transpose()?;
        let mut shown = Vec::new();
        for address in addresses {
            let stored = self.stored(address)?;
            let mut hit = self.hit(&stored);
            let mut body_highlights = Vec::new();
            if let Some(compiled) = &compiled {
                let matches = self.matches(&[(0.0, address)], &self.plans(compiled)?)?;
                let marks = Marks::new(&stored.spans, &matches[0]);
                hit.title_highlights = marks.title(&stored.title);
                body_highlights = marks.body(&stored.body);
            }
            hit.title = stored.title;
            hit.body = Some(stored.body);
            shown.push(Shown {
                hit,
                body_highlights,
                mentions: self.shown_mentions(&stored.spans),
                dates: shown_dates(stored.spans),
            });
        }
        Ok(shown)
    }

    fn path_of_id(&self, id: &str) -> Result<Option<String>> {
        let Some(key) = id_number(id) else {
            return Ok(None);
        };
        let addresses = self.with_number("key", key)?;
        let stored = addresses
            .first()
            .map(|&address| self.stored(address))
            .transpose()?;
        Ok(stored.map(|stored| stored.meta.path))
    }

    fn copies(&self, id: &str, share: f32) -> Result<Vec<CopyList>> {
        self.copies_of(id, share)
    }

    fn counts(&self) -> Result<Counts> {
        let mut counts = Counts {
            articles: self.searcher.num_docs(),
            bytes: self.location.bytes(),
            segments: self.searcher.segment_readers().len() as u64,
            ..Counts::default()
        };
        for segment in self.searcher.segment_readers() {
            let fast = segment.fast_fields();
            let published = fast.i64("published_from")?;
            let outlet = fast.str("outlet")?;
            let language = fast.str("language")?;
            let name = |column: &Option<tantivy::columnar::StrColumn>, document| {
                let mut name = String::new();
                if let Some(column) = column
                    && let Some(term) = column.term_ords(document).next()
                {
                    // A damaged dictionary shows as an empty name here and in `verify`.
                    let _ = column.ord_to_str(term, &mut name);
                }
                name
            };
            for document in segment.doc_ids_alive() {
                match published.first(document).and_then(civil_day) {
                    Some(date) => *counts.years.entry(i64::from(date.year())).or_default() += 1,
                    None => counts.undated += 1,
                }
                *counts.outlets.entry(name(&outlet, document)).or_default() += 1;
                *counts
                    .languages
                    .entry(name(&language, document))
                    .or_default() += 1;
            }
        }
        Ok(counts)
    }

    fn articles_by_file(&self) -> Result<HashMap<u64, u64>> {
        let mut files = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.file)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let Ok(bytes) = <[u8; 8]>::try_from(terms.key()) else {
                    continue;
                };
                let mut postings =
                    index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                let alive = match segment.alive_bitset() {
                    Some(alive) => tantivy::DocSet::count(&mut postings, alive),
                    None => terms.value().doc_freq,
                };
                *files.entry(u64::from_be_bytes(bytes)).or_default() += u64::from(alive);
            }
        }
        files.retain(|_, articles| *articles > 0);
        Ok(files)
    }

    fn payload(&self) -> &str {
        &self.payload
    }
}
