//! Search speed, against tantivy's own.
//!
//! **What.** The best ten articles with the exact number of all, for words, AND, OR, phrases,
//! actors, events and publication dates: as a whole process, and within one, with and without
//! snippets. Beside it, for what tantivy's query language can say, the same from a floor index
//! (`common/floor.rs`) by tantivy alone: the query parsed, `TopDocs` and `Count` over title and body,
//! the title with our weight, in the same order (by score, then by date); then ten documents read,
//! and its `SnippetGenerator`. A phrase is of exact words for us and of stems for tantivy;
//! `interest-rates` is one of stems for both.
//!
//! **On what.** The articles of the ingest bench (see there), indexed anew by the `dateline` just
//! built, with two threads, and a floor index, with two threads as well; both without commits before
//! the end, so that their segments do not depend on how fast the machine happens to be.
//!
//! **How.** `cargo bench --bench query`, or a part of it, `cold` or `warm`: `cargo bench --bench query
//! -- warm`. All times are medians, of 30 processes or of 300 calls. Where there is a
//! ratio, ours and tantivy's best ten are called in turns.
//!
//! "best" is the ten best, from the text of the query to their ids, with the number of all; "read" with the
//! ten articles read; "snippets" is what they add: the median with them, less the median without. tantivy's are one
//! fragment of the body, by words alone; ours are up to three sentences with what words, phrases,
//! actors and dates matched.

mod common;

use common::floor::{self, Floor};
use common::{
    DATELINE, Outcome, cache, calls, clear, heading, measure, ms, news, spread, text, us, wanted,
};
use dateline::analyse::actors;
use dateline::engine::local::{LocalSearcher, Location};
use dateline::engine::{DatesRequest, Order, Request, Searcher};
use dateline::manifest::Home;
use dateline::model::Grain;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::snippet::SnippetGenerator;
use tantivy::{DateTime, DocAddress, TantivyDocument};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a word in the title counts beside one in the body, as for dateline.
const TITLE_WEIGHT: f32 = 0.35;

/// Groups of words near each other, and all of such words anywhere.
const NEAR: &str = "(oil OR gas) w/10 (price* OR \"spot market\")";
const AND: &str = "(oil OR gas) (price OR market)";

/// Kind, query, and the same for tantivy where its language can say it.
const QUERIES: &[(&str, &str, Option<&str>)] = &[
    ("word", "ceasefire", Some("ceasefire")),
    ("frequent word", "company", Some("company")),
    ("AND", "oil prices", Some("oil prices")),
    ("AND, frequent", "company said", Some("company said")),
    (
        "AND of four",
        "bank raises interest rates",
        Some("bank raises interest rates"),
    ),
    ("OR", "ceasefire OR truce", Some("ceasefire OR truce")),
    (
        "OR, frequent",
        "oil OR gold OR dollar",
        Some("oil OR gold OR dollar"),
    ),
    (
        "phrase of stems",
        "interest-rates",
        Some("\"interest rates\""),
    ),
    ("phrase", "\"interest rates\"", Some("\"interest rates\"")),
    (
        "phrase of three",
        "\"chief executive officer\"",
        Some("\"chief executive officer\""),
    ),
    ("NOT", "wheat -corn", Some("wheat -corn")),
    ("actor", "actor:japan", None),
    ("actor, word", "actor:\"united nations\" sanctions", None),
    ("event", "event:2006-11", None),
    ("event, word", "event:1987-03 earnings", None),
    ("event, overlap", "event-overlap:2006-11-10", None),
    ("event, within", "event-within:2006-11", None),
    ("event, open", "event:2000..", None),
    ("event, grain", "event-grain:day", None),
    ("no event", "event:none", None),
    ("published", "published:2006-11-01..2006-11-10 iraq", None),
    ("AND, for the near", AND, Some(AND)),
    (
        "AND, patterns",
        "(oil OR gas) AND (price* OR \"spot market\")",
        None,
    ),
    ("near, patterns", NEAR, None),
    ("near, words", "oil w/5 prices", None),
    (
        "sentence, all layers",
        "actor:japan w/s trade w/s event:1987",
        None,
    ),
    ("lead", "hlead(oil OR gas)", None),
    ("at least", "atleast3(oil)", None),
    ("wildcard", "ceasef*", None),
    ("fuzzy", "ceasfire~1", None),
    (
        "all together",
        "actor:japan event:1987-03 trade published:1987",
        None,
    ),
];

fn main() -> Outcome<()> {
    if floor::run_if_asked()? {
        return Ok(());
    }
    let (articles, real) = news::articles()?;
    println!("articles: {}", articles.display());
    if !real {
        println!("the data sets are missing: these are the corpus's articles with changed words");
    }
    let index = cache()?.join("query");
    clear(&index)?;
    let arguments = [
        "index",
        "-q",
        "--threads",
        "2",
        "--first-commit",
        "600",
        "--index",
        text(&index)?,
        text(&articles)?,
    ];
    measure(DATELINE, &arguments)?;
    if wanted("cold") {
        cold(&index)?;
    }
    if wanted("warm") {
        let floor = cache()?.join("query-floor");
        floor::build(&articles, &floor, 2)?;
        warm(&index, &Floor::open(&floor)?)?;
    }
    Ok(())
}

fn cold(index: &Path) -> Outcome<()> {
    heading("cold: `dateline search`, whole process, 10 hits with snippets");
    let (least, median) = spread(&common::times(30, DATELINE, &["--version"])?);
    println!(
        "{:<16} {:>7.2} ms least {:>7.2} ms median",
        "(--version)",
        ms(least),
        ms(median)
    );
    for (kind, query, _) in QUERIES {
        let arguments = ["--index", text(index)?, "search", query];
        let (least, median) = spread(&common::times(30, DATELINE, &arguments)?);
        println!(
            "{kind:<16} {:>7.2} ms least {:>7.2} ms median  {query}",
            ms(least),
            ms(median)
        );
    }
    Ok(())
}

/// Median times of one query.
struct Medians {
    total: u64,
    best: Duration,
    without: Duration,
    with: Duration,
}

impl Medians {
    fn snippets(&self) -> f64 {
        us(self.with) - us(self.without)
    }
}

fn warm(index: &Path, floor: &Floor) -> Outcome<()> {
    heading("warm: the best 10 and the number of all, µs; beside it tantivy alone");
    println!(
        "{:<20} {:>7} {:>7} {:>7} {:>8} | {:>7} {:>7} {:>7} {:>8} {:>6}",
        "", "total", "best", "read", "snippets", "total", "best", "read", "snippets", "ratio"
    );
    let engine = Home::new(index).engine();
    let searcher = Location::new(&engine)
        .searcher()?
        .with_resolver(actors::lookup);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for (kind, query, raw) in QUERIES {
        let mut medians = dateline(&searcher, query)?;
        ours.push(medians.snippets());
        let mut their = raw.map(|raw| tantivy(floor, raw)).transpose()?;
        if let (Some(raw), Some(their)) = (raw, &mut their) {
            (medians.best, their.best) = in_turns(
                || best(&searcher, query),
                || their_best(floor, raw).map(drop),
            )?;
        }
        print!("{kind:<20} ");
        print_medians(&medians);
        if let Some(their) = their {
            theirs.push(their.snippets());
            print!(" | ");
            print_medians(&their);
            print!(" {:>6.2}", us(medians.best) / us(their.best));
        }
        println!("  {query}");
    }
    let (near, and) = in_turns(|| best(&searcher, NEAR), || best(&searcher, AND))?;
    println!("{NEAR}: {:.1} times {AND}, in turns", us(near) / us(and));
    for query in ["ceasefire", "company", "event:2006-11"] {
        whole_story(&searcher, query)?;
    }
    println!(
        "snippets of 10 hits, median over the queries: {:.0} µs, tantivy's {:.0} µs",
        middle(ours),
        middle(theirs)
    );
    Ok(())
}

fn print_medians(medians: &Medians) {
    print!(
        "{:>7} {:>7.0} {:>7.0} {:>8.0}",
        medians.total,
        us(medians.best),
        us(medians.without),
        medians.snippets()
    );
}

fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The medians of two calls, each beside one of the other: a slow moment of the machine is one for
/// both.
fn in_turns(
    mut one: impl FnMut() -> Outcome<()>,
    mut other: impl FnMut() -> Outcome<()>,
) -> Outcome<(Duration, Duration)> {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for _ in 0..300 {
        let start = Instant::now();
        one()?;
        ones.push(start.elapsed());
        let start = Instant::now();
        other()?;
        others.push(start.elapsed());
    }
    Ok((spread(&ones).1, spread(&others).1))
}

/// Ours, from the text of the query.
fn best(searcher: &LocalSearcher, query: &str) -> Outcome<()> {
    black_box(searcher.ranked(&request(query)?)?);
    Ok(())
}

fn request(query: &str) -> Outcome<Request> {
    Ok(Request {
        query: dateline::query::parse(query)?.query,
        scopes: Vec::new(),
        order: Order::Rank,
        limit: 10,
        offset: 0,
        snippets: false,
        body: false,
    })
}

fn median(call: impl FnMut() -> Outcome<()>) -> Outcome<Duration> {
    Ok(spread(&calls(300, call)?).1)
}

fn dateline(searcher: &LocalSearcher, query: &str) -> Outcome<Medians> {
    let mut request = request(query)?;
    let total = searcher.search(&request)?.total;
    let best = median(|| best(searcher, query))?;
    let without = median(|| {
        black_box(searcher.search(&request)?);
        Ok(())
    })?;
    request.snippets = true;
    let with = median(|| {
        black_box(searcher.search(&request)?);
        Ok(())
    })?;
    Ok(Medians {
        total,
        best,
        without,
        with,
    })
}

/// What looks at all hits: sorting by when it happened, and the dates most written about.
fn whole_story(searcher: &LocalSearcher, query: &str) -> Outcome<()> {
    let query = dateline::query::parse(query)?.query;
    let sorted = Request {
        query: query.clone(),
        scopes: Vec::new(),
        order: Order::Event,
        limit: 10,
        offset: 0,
        snippets: false,
        body: false,
    };
    let dates = DatesRequest {
        query: query.clone(),
        scopes: Vec::new(),
        grain: Grain::Day,
        limit: 20,
    };
    let by_event = spread(&calls(30, || {
        black_box(searcher.search(&sorted)?);
        Ok(())
    })?);
    let chronology = spread(&calls(30, || {
        black_box(searcher.dates(&dates)?);
        Ok(())
    })?);
    println!(
        "{:<16} {:>7.2} ms by event {:>7.2} ms for its 20 dates with a sentence each",
        query.to_string(),
        ms(by_event.1),
        ms(chronology.1)
    );
    Ok(())
}

/// tantivy's, from the text of the query: the query, the hits and the number of all.
fn their_best(floor: &Floor, query: &str) -> Outcome<(Box<dyn Query>, Vec<DocAddress>, usize)> {
    let query = floor.query(query, true, TITLE_WEIGHT)?;
    let date = SortByStaticFastValue::<DateTime>::for_field("date");
    let top = TopDocs::with_limit(10).order_by((SortBySimilarityScore, date));
    let (hits, total) = floor.searcher.search(&query, &(top, Count))?;
    let hits = hits.into_iter().map(|(_, address)| address);
    Ok((query, hits.collect(), total))
}

fn tantivy(floor: &Floor, query: &str) -> Outcome<Medians> {
    let best = || their_best(floor, query);
    let search = |snippets: bool| -> Outcome<()> {
        let (query, hits, _) = best()?;
        let generator = match snippets {
            true => Some(SnippetGenerator::create(
                &floor.searcher,
                &query,
                floor.fields.body,
            )?),
            false => None,
        };
        for address in hits {
            let document: TantivyDocument = floor.searcher.doc(address)?;
            if let Some(generator) = &generator {
                black_box(generator.snippet_from_doc(&document));
            }
            black_box(document);
        }
        Ok(())
    };
    Ok(Medians {
        total: best()?.2 as u64,
        best: median(|| best().map(drop))?,
        without: median(|| search(false))?,
        with: median(|| search(true))?,
    })
}
