//! An archive in an index, beside the same archive as the oracle sees it; and the engine's answers
//! in the oracle's terms.

use super::oracle::{Answer, Row};
use super::store::Archive;
use crate::helper::{Project, repository};
use dateline::analyse::{Layers, Settings, actors, analyse};
use dateline::discover::{Filter, walk};
use dateline::engine::local::{LocalSearcher, Location};
use dateline::engine::{KwicRequest, Order, Request, Searcher};
use dateline::ingest::Ids;
use dateline::manifest::{Home, join};
use dateline::model::{Occurrence, TextField};
use dateline::query::Query;
use dateline::read::{Item, Options, read_file};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// An archive, indexed.
pub struct Indexed {
    pub archive: Archive,
    /// Numbers of the articles by id.
    numbers: HashMap<String, usize>,
    searcher: LocalSearcher,
    /// The index goes with it.
    _project: Project,
}

impl Indexed {
    /// The articles of `corpus/`.
    pub fn corpus() -> Indexed {
        let project = Project::new();
        let articles = repository().join("corpus/articles");
        crate::helper::copy(&articles, &project.path("news"));
        Indexed::of(project)
    }

    /// A made-up archive of a seed.
    pub fn made_up(seed: u64, articles: usize) -> Indexed {
        let lines = super::news::archive(seed, articles);
        Indexed::of(Project::new().file("news/made-up.jsonl", lines))
    }

    fn of(project: Project) -> Indexed {
        project.run(["index", "news"]).ok();
        let home = Home::new(project.path(".dateline"));
        let searcher = Location::new(&home.engine()).searcher().unwrap();
        let archive = read(&project);
        let ids = archive.entries.iter().enumerate();
        let numbers: HashMap<String, usize> = ids
            .map(|(number, entry)| (entry.id.clone(), number))
            .collect();
        assert_eq!(
            numbers.len(),
            archive.entries.len(),
            "two articles have the same id"
        );
        Indexed {
            searcher: searcher.with_resolver(actors::lookup),
            archive,
            numbers,
            _project: project,
        }
    }

    /// What the engine answers; an error or a panic is told as what is wrong with it.
    pub fn answer(&self, query: &Query) -> Result<Answer, String> {
        let answer = catch_unwind(AssertUnwindSafe(|| self.ask(query)));
        answer.unwrap_or_else(|_| Err("panicked, as it says above".to_owned()))
    }

    fn ask(&self, query: &Query) -> Result<Answer, String> {
        let mut entries = self.entries(query)?;
        entries.sort_unstable();
        let (rows, tally) = self.rows(query)?;
        let told = |error: anyhow::Error| format!("tally: {error:#}");
        if tally != self.searcher.tally(query, &[]).map_err(told)? {
            return Err("tally() and occurrences() count otherwise".to_owned());
        }
        let count = self.searcher.count(query, &[]);
        let count = count.map_err(|error| format!("count: {error:#}"))?;
        let counts = [count, tally.articles, entries.len() as u64];
        if counts.iter().any(|&other| other != count) || tally.occurrences != rows.len() as u64 {
            let rows = rows.len();
            return Err(format!(
                "count, tally and hits: {counts:?}; {rows} rows, but {} occurrences",
                tally.occurrences
            ));
        }
        Ok(Answer { entries, rows })
    }

    fn number(&self, id: &str) -> Result<usize, String> {
        let number = self.numbers.get(id);
        number
            .copied()
            .ok_or_else(|| format!("no article has the id {id}"))
    }

    fn entries(&self, query: &Query) -> Result<Vec<usize>, String> {
        let request = Request {
            query: query.clone(),
            scopes: Vec::new(),
            order: Order::Rank,
            limit: 0,
            offset: 0,
            snippets: false,
            body: false,
        };
        let mut ids = Vec::new();
        self.searcher
            .export(&request, None, &mut |hit| {
                ids.push(hit.id);
                ControlFlow::Continue(())
            })
            .map_err(|error| format!("export: {error:#}"))?;
        ids.iter().map(|id| self.number(id)).collect()
    }

    fn rows(&self, query: &Query) -> Result<(Vec<Row>, dateline::model::Tally), String> {
        let request = KwicRequest {
            query: query.clone(),
            scopes: Vec::new(),
            order: Order::Rank,
            window: 2,
        };
        let mut found = Vec::new();
        let tally = self
            .searcher
            .occurrences(&request, &mut |occurrence| {
                found.push(occurrence);
                ControlFlow::Continue(())
            })
            .map_err(|error| format!("occurrences: {error:#}"))?;
        for pair in found.windows(2) {
            if pair[0].id == pair[1].id && pair[0].from > pair[1].from {
                return Err(format!("not in reading order: {:?} {:?}", pair[0], pair[1]));
            }
        }
        let rows: Result<Vec<Row>, String> = found.into_iter().map(|row| self.row(row)).collect();
        let mut rows = rows?;
        rows.sort();
        Ok((rows, tally))
    }

    /// A row in the oracle's terms; its bytes must be those of its words.
    fn row(&self, found: Occurrence) -> Result<Row, String> {
        let entry = self.number(&found.id)?;
        let texts = &self.archive.entries[entry].texts;
        let text = usize::from(found.field == TextField::Body);
        let base = [0, texts[0].words.len() as u32][text];
        let span = (
            found.from.wrapping_sub(1 + base),
            found.to.wrapping_sub(base),
        );
        let bytes = &texts[text].bytes;
        let first = bytes.get(span.0 as usize);
        let last = bytes.get((span.1 as usize).wrapping_sub(1));
        let expected = first
            .zip(last)
            .map(|(first, last)| (first.0 as usize, last.1 as usize));
        let keyword = texts[text]
            .text
            .get(found.start..found.end)
            .unwrap_or_default();
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        if expected != Some((found.start, found.end)) || bare(keyword) != bare(&found.keyword) {
            return Err(format!("words {span:?} stand at {expected:?}: {found:?}"));
        }
        Ok(Row {
            entry,
            text,
            span,
            pattern: found.pattern.into(),
        })
    }
}

/// The articles of a project, read and analysed as `index` does.
fn read(project: &Project) -> Archive {
    let root = project.path("news");
    let today = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let settings = Settings::new(Layers::All, today);
    let mut archive = Archive::new();
    for found in walk(&root, &root, &Filter::default(), &[]) {
        let found = found.unwrap();
        let mut ids = Ids::default();
        let full_path = join("news", &found.name);
        let read = read_file(
            &found.path,
            &found.hint(),
            &Options::default(),
            &mut |item| {
                if let Item::Article(mut article) = item {
                    ids.give(&mut article, &full_path);
                    let (article, analysis, _) = analyse(*article, &settings);
                    archive.add(article, &analysis);
                }
                ControlFlow::Continue(())
            },
        );
        read.unwrap();
    }
    archive
}
