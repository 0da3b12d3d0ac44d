//! Indexing speed, memory and size, against a floor.
//!
//! **What.** `dateline index` with `--layers words` and with everything, against the least tantivy
//! program that indexes the same title, body and date (`common/floor.rs`), with one thread and with
//! two, as processes of their own, taking turns; then each stage of reading and analysis alone, in
//! one thread, and the date tagger on articles of 3 KB, plain and full of curly quotes and accents; a run over an unchanged archive against `find`; and a search from a cold start.
//!
//! **On what.** 30,000 Reuters stories, 42 MB of text, as one JSONL file, and the 8,900 of them
//! that are one file each. They come from the folder that `DATELINE_DATA` names, or
//! `../shared/data` beside the repository. Where that is missing, the articles of `corpus/` are
//! repeated with changed words instead, and the bench says so.
//!
//! **How.** `cargo bench --bench ingest`, or parts of it, by name: `cargo bench --bench ingest --
//! floor stages unchanged cold`. `ROUNDS` (5) is how often each process is run.
//!
//! A ratio holds better than a time; on a busy machine trust the least and the CPU time, not the
//! median. The floor and the stages allocate as Rust does by default, `dateline` by mimalloc.
//! Megabytes are 10^6 bytes, in the stages those of title and body, whatever they were wrapped in.
//! Memory is the peak that GNU time tells, where it is installed.

mod common;

use common::{
    DATELINE, Outcome, Usage, cache, clear, floor, heading, measure, ms, news, spread, text, wanted,
};
use dateline::analyse::{self, Layers, Settings, actors, dates, language, published};
use dateline::model::{Article, Grain, Origin, Published, TextField};
use dateline::read::{self, Item};
use dateline::text::Scanner;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

fn main() -> Outcome<()> {
    if floor::run_if_asked()? {
        return Ok(());
    }
    let (articles, real) = news::articles()?;
    let megabytes = common::size(&articles) as f64 / 1e6;
    println!("articles: {} ({megabytes:.1} MB)", articles.display());
    if !real {
        println!("the data sets are missing: these are the corpus's articles with changed words");
    }
    if wanted("floor") {
        against_floor(&articles)?;
    }
    if wanted("stages") {
        stages(&articles)?;
    }
    if wanted("unchanged") {
        unchanged()?;
    }
    if wanted("cold") {
        cold(&articles)?;
    }
    Ok(())
}

/// How often each process is run.
fn rounds() -> usize {
    let given = std::env::var("ROUNDS").ok();
    given.and_then(|given| given.parse().ok()).unwrap_or(5)
}

/// One way to index, with what its runs took.
struct Variant {
    name: &'static str,
    threads: usize,
    index: PathBuf,
    program: String,
    arguments: Vec<String>,
    runs: Vec<Usage>,
}

impl Variant {
    fn floor(articles: &Path, threads: usize) -> Outcome<Variant> {
        let index = cache()?.join(format!("floor-{threads}"));
        let program = std::env::current_exe()?;
        Ok(Variant {
            name: "floor",
            threads,
            program: text(&program)?.to_owned(),
            arguments: vec![
                floor::ARGUMENT.to_owned(),
                text(articles)?.to_owned(),
                text(&index)?.to_owned(),
                threads.to_string(),
            ],
            index,
            runs: Vec::new(),
        })
    }

    fn dateline(articles: &Path, layers: &'static str, threads: usize) -> Outcome<Variant> {
        let index = cache()?.join(format!("{layers}-{threads}"));
        let mut arguments = vec!["index".to_owned(), "--quiet".to_owned()];
        arguments.extend(["--index".to_owned(), text(&index)?.to_owned()]);
        arguments.extend(["--layers".to_owned(), layers.to_owned()]);
        arguments.extend(["--threads".to_owned(), threads.to_string()]);
        arguments.push(text(articles)?.to_owned());
        Ok(Variant {
            name: layers,
            threads,
            program: DATELINE.to_owned(),
            arguments,
            index,
            runs: Vec::new(),
        })
    }

    fn run(&mut self) -> Outcome<()> {
        clear(&self.index)?;
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        self.runs.push(measure(&self.program, &arguments)?);
        Ok(())
    }

    fn walls(&self) -> (Duration, Duration) {
        let walls: Vec<Duration> = self.runs.iter().map(|usage| usage.wall).collect();
        spread(&walls)
    }

    fn cpu(&self) -> Option<f64> {
        let each = self.runs.iter().filter_map(|usage| usage.cpu);
        each.min_by(f64::total_cmp)
    }

    fn peak(&self) -> Option<u64> {
        self.runs.iter().filter_map(|usage| usage.peak).max()
    }
}

fn against_floor(articles: &Path) -> Outcome<()> {
    heading("indexing, against the floor with as many threads");
    let mut variants = Vec::new();
    for threads in [2, 1] {
        variants.push(Variant::floor(articles, threads)?);
        variants.push(Variant::dateline(articles, "words", threads)?);
        variants.push(Variant::dateline(articles, "all", threads)?);
    }
    for _ in 0..rounds() {
        for variant in &mut variants {
            variant.run()?;
        }
    }
    println!(
        "{:<6} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6}",
        "layers",
        "threads",
        "least s",
        "med s",
        "cpu s",
        "peak MB",
        "size MB",
        "least",
        "med",
        "cpu",
        "size"
    );
    for three in variants.chunks(3) {
        for variant in three {
            print_variant(variant, &three[0]);
        }
    }
    println!("the last four are ratios to the floor");
    Ok(())
}

fn print_variant(variant: &Variant, floor: &Variant) {
    let (least, median) = variant.walls();
    let (floor_least, floor_median) = floor.walls();
    let size = common::size(&variant.index) as f64;
    let cpu = variant.cpu().unwrap_or(f64::NAN);
    println!(
        "{:<6} {:>7} {:>7.2} {:>7.2} {:>7.2} {:>7.0} {:>7.1} {:>6.2} {:>6.2} {:>6.2} {:>6.2}",
        variant.name,
        variant.threads,
        least.as_secs_f64(),
        median.as_secs_f64(),
        cpu,
        variant.peak().map_or(f64::NAN, |peak| peak as f64 / 1e3),
        size / 1e6,
        least.as_secs_f64() / floor_least.as_secs_f64(),
        median.as_secs_f64() / floor_median.as_secs_f64(),
        cpu / floor.cpu().unwrap_or(f64::NAN),
        size / common::size(&floor.index) as f64,
    );
}

fn read_all(path: &Path, mut each: impl FnMut(Article)) -> Outcome<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let read = read::read_file(path, &name, &news::limits().into(), &mut |item| {
        if let Item::Article(article) = item {
            each(*article);
        }
        ControlFlow::Continue(())
    });
    read.map(drop)
        .map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The best of three runs of a stage.
fn stage(name: &str, megabytes: f64, mut run: impl FnMut() -> Outcome<()>) -> Outcome<()> {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        run()?;
        best = best.min(start.elapsed());
    }
    let seconds = best.as_secs_f64();
    println!(
        "{name:<32} {:>7.0} MB/s {:>7.0} ms",
        megabytes / seconds,
        ms(best)
    );
    Ok(())
}

fn classify(word: &str) -> u8 {
    u8::from(dates::is_trigger(word)) | u8::from(actors::is_trigger(word)) << 1
}

fn stages(path: &Path) -> Outcome<()> {
    heading("stages, in one thread");
    let mut articles = Vec::new();
    read_all(path, |article| articles.push(article))?;
    let bytes: usize = articles
        .iter()
        .map(|article| article.title.len() + article.body.len())
        .sum();
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{} articles, {megabytes:.1} MB of title and body",
        articles.len()
    );
    let today = common::today();
    stage("read (JSONL)", megabytes, || {
        read_all(path, |article| drop(black_box(article)))
    })?;
    stage("language", megabytes, || {
        for article in &articles {
            black_box(language::identify(&article.title, &article.body, None));
        }
        Ok(())
    })?;
    stage("published", megabytes, || {
        for article in &articles {
            black_box(published::decide(&clues(article, today)));
        }
        Ok(())
    })?;
    let mut scanner = Scanner::new(classify);
    stage("scan (tokens, sentences, stems)", megabytes, || {
        for article in &articles {
            black_box(scanner.scan(&article.title, &article.body, "en"));
        }
        Ok(())
    })?;
    let scanned: Vec<_> = articles
        .iter()
        .map(|article| scanner.scan(&article.title, &article.body, "en"))
        .map(|(title, body, _)| (title, body))
        .collect();
    stage("dates", megabytes, || {
        for (article, (title, body)) in articles.iter().zip(&scanned) {
            let published = published::decide(&clues(article, today));
            for (field, text, scan) in [
                (TextField::Title, &article.title, title),
                (TextField::Body, &article.body, body),
            ] {
                let triggers = &scan.triggers[0];
                let day = published.as_ref();
                black_box(dates::find(field, text, &scan.tokens, triggers, "en", day));
            }
        }
        Ok(())
    })?;
    taggers(&articles)?;
    stage("actors", megabytes, || {
        for (article, (title, body)) in articles.iter().zip(&scanned) {
            black_box(actors::find(&actors::Input {
                title: &article.title,
                title_tokens: &title.tokens,
                title_words: &title.words,
                title_triggers: &title.triggers[1],
                body: &article.body,
                body_tokens: &body.tokens,
                body_words: &body.words,
                body_triggers: &body.triggers[1],
                language: "en",
                published: None,
            }));
        }
        Ok(())
    })?;
    for layers in [Layers::Words, Layers::All] {
        let settings = Settings::new(layers, today);
        stage(&format!("analysis ({})", layers.name()), megabytes, || {
            for article in &articles {
                black_box(analyse::analyse(article.clone(), &settings));
            }
            Ok(())
        })?;
    }
    println!("dates and analysis decide the day of publication too");
    Ok(())
}

/// No order of day and month was measured.
static ORDERS: LazyLock<published::Orders> = LazyLock::new(published::Orders::default);

/// The date tagger alone, on articles of three kilobytes: as they are, and with curly quotes and
/// accents in every sentence, where a tagger made of regular expressions loses its speed.
fn taggers(articles: &[Article]) -> Outcome<()> {
    let published = Published {
        date: jiff::civil::date(1987, 3, 26),
        instant: None,
        grain: Grain::Day,
        origin: Origin::Metadata,
        confidence: 1.0,
    };
    let plain = three_kilobytes(articles);
    let curly: Vec<String> = plain.iter().map(|text| accented(text)).collect();
    for (name, texts) in [("ASCII", &plain), ("curly quotes and accents", &curly)] {
        let mut scanner = Scanner::new(classify);
        let scans: Vec<_> = texts
            .iter()
            .map(|text| scanner.scan("", text, "en").1)
            .collect();
        let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
        stage(&format!("dates alone, {name}"), megabytes, || {
            for (text, scan) in texts.iter().zip(&scans) {
                let triggers = &scan.triggers[0];
                let (field, day) = (TextField::Body, Some(&published));
                black_box(dates::find(field, text, &scan.tokens, triggers, "en", day));
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Bodies joined to texts of about three kilobytes.
fn three_kilobytes(articles: &[Article]) -> Vec<String> {
    let mut texts = vec![String::new()];
    for article in articles {
        if texts.last().is_some_and(|text| text.len() > 3000) {
            texts.push(String::new());
        }
        if let Some(text) = texts.last_mut() {
            text.push_str(&article.body);
            text.push_str("\n\n");
        }
    }
    texts
}

/// A text with curly quotes for straight ones and accents on some of its vowels, names of months
/// and weekdays kept as they are.
fn accented(text: &str) -> String {
    let words = text.split_inclusive(' ').enumerate().map(|(number, word)| {
        let known = dates::is_trigger(word.trim_matches(|c: char| !c.is_alphanumeric()));
        match number % 4 {
            0 if !known => word.replace('e', "é").replace('o', "ö"),
            1 => format!("“{}” ", word.trim_end()),
            _ => word.replace('\'', "’"),
        }
    });
    words.collect()
}

fn clues(article: &Article, today: jiff::civil::Date) -> published::Clues<'_> {
    published::Clues {
        article,
        today,
        mtime: None,
        orders: &ORDERS,
    }
}

fn unchanged() -> Outcome<()> {
    heading("unchanged archive");
    let directory = match news::daily()? {
        Some(directory) => directory,
        None => {
            println!("no archive of single files here: the corpus, which is too small to tell");
            common::repository().join("corpus")
        }
    };
    let directory = text(&directory)?;
    let index = cache()?.join("unchanged");
    clear(&index)?;
    let arguments = ["index", "--quiet", "--index", text(&index)?, directory];
    let first = measure(DATELINE, &arguments)?;
    let runs = 10.max(rounds());
    let again = common::times(runs, DATELINE, &arguments)?;
    let find = common::times(runs, "find", &[directory, "-type", "f"])?;
    let (least, median) = spread(&again);
    let (find_least, find_median) = spread(&find);
    println!("first run          {:>8.1} ms", ms(first.wall));
    println!(
        "unchanged          {:>8.1} ms least {:>8.1} ms median",
        ms(least),
        ms(median)
    );
    println!(
        "find PATH -type f  {:>8.1} ms least {:>8.1} ms median",
        ms(find_least),
        ms(find_median)
    );
    println!(
        "ratio              {:>8.2}    least {:>8.2}    median",
        ms(least) / ms(find_least),
        ms(median) / ms(find_median)
    );
    println!(
        "bound: 3 times find and 200 ms: {:.1} ms",
        3.0 * ms(find_median) + 200.0
    );
    Ok(())
}

fn cold(articles: &Path) -> Outcome<()> {
    heading("search, whole process, 10 hits with snippets, of 30 runs");
    let index = cache()?.join("all-2");
    if !index.is_dir() {
        Variant::dateline(articles, "all", 2)?.run()?;
    }
    for query in ["oil prices", "ceasefire OR truce", "actor:japan trade"] {
        let arguments = ["--index", text(&index)?, "search", query];
        let (least, median) = spread(&common::times(30, DATELINE, &arguments)?);
        println!(
            "{query:<20} {:>6.2} ms least {:>6.2} ms median",
            ms(least),
            ms(median)
        );
    }
    Ok(())
}
