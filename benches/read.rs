//! What reading costs, by what the articles lie in.
//!
//! **What.** Articles read by one thread, nothing else done with them: from plain files, from the same
//! files in a .tar.zst, and that as a share of the speed from plain files; web pages a second, beside the
//! crate `trafilatura` with its fallbacks; a crawl of 10 GB (WARC, a page of some kilobytes to every megabyte of pictures), and the memory that it takes.
//!
//! **On what.** The articles of the ingest bench (see there), 10,000 of them as text files; the pages of
//! the article-extraction-benchmark in the folder that `DATELINE_DATA` names, else those of the corpus;
//! a made-up crawl, which is written as it is read.
//!
//! **How.** `cargo bench --bench read`, or parts of it: `cargo bench --bench read -- archive pages crawl`.
//! Times are the least and the median of five runs, plain and packed in turn.

mod common;

use common::{Outcome, cache, clear, data_at, heading, news, repository, spread, wanted};
use dateline::read::{Item, Options, read_file, read_stream};
use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Files of the archive.
const FILES: usize = 10_000;

/// Runs of each way.
const ROUNDS: usize = 5;

/// Bytes of the crawl.
const CRAWL: u64 = 10 << 30;

fn main() -> Outcome<()> {
    if wanted("archive") {
        archive()?;
    }
    if wanted("pages") {
        pages()?;
    }
    if wanted("crawl") {
        crawl()?;
    }
    Ok(())
}

/// Counts the articles of a file.
fn articles_of(path: &Path) -> Outcome<u64> {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("-");
    let mut articles = 0;
    let options = Options::default();
    read_file(path, name, &options, &mut |item| count(item, &mut articles))?;
    Ok(articles)
}

fn count(item: Item, articles: &mut u64) -> ControlFlow<()> {
    if let Item::Article(article) = item {
        black_box(article);
        *articles += 1;
    }
    ControlFlow::Continue(())
}

fn archive() -> Outcome<()> {
    heading("text files, plain and in a .tar.zst, one thread");
    let folder = cache()?.join("read");
    clear(&folder)?;
    let plain = folder.join("plain");
    std::fs::create_dir_all(&plain)?;
    let (news, _) = news::articles()?;
    let packed = folder.join("packed.tar.zst");
    let mut tar = tar::Builder::new(zstd::Encoder::new(File::create(&packed)?, 3)?.auto_finish());
    let (mut files, mut bytes) = (Vec::new(), 0);
    for (line, number) in BufReader::new(File::open(news)?)
        .lines()
        .take(FILES)
        .zip(0..)
    {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |key: &str| article[key].as_str().unwrap_or_default();
        let content = format!("{}\n\n{}\n", text("title"), text("body"));
        if content.trim().is_empty() {
            continue;
        }
        bytes += content.len();
        let name = format!("{number}.txt");
        let path = plain.join(&name);
        std::fs::write(&path, &content)?;
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, &name, content.as_bytes())?;
        files.push(path);
    }
    drop(tar.into_inner()?);
    let (mut from_plain, mut from_packed) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut articles = 0;
        for file in &files {
            articles += articles_of(file)?;
        }
        from_plain.push(start.elapsed());
        let start = Instant::now();
        let same = articles_of(&packed)?;
        from_packed.push(start.elapsed());
        if same != articles {
            return Err(format!("{articles} articles in files, {same} in the archive").into());
        }
    }
    let speed = |times: &[Duration]| {
        let (least, median) = spread(times);
        let megabytes = bytes as f64 / 1e6;
        (
            megabytes / least.as_secs_f64(),
            megabytes / median.as_secs_f64(),
        )
    };
    let (plain, packed) = (speed(&from_plain), speed(&from_packed));
    println!("{} files, {:.1} MB", files.len(), bytes as f64 / 1e6);
    println!(
        "plain     {:>6.0} MB/s most {:>6.0} MB/s median",
        plain.0, plain.1
    );
    println!(
        "packed    {:>6.0} MB/s most {:>6.0} MB/s median",
        packed.0, packed.1
    );
    println!(
        "packed, of the speed from plain files: {:.0} % (median)",
        100.0 * packed.1 / plain.1
    );
    Ok(())
}

/// Web pages, compressed or not, below a folder.
fn pages_below(folder: &Path, pages: &mut Vec<PathBuf>) -> Outcome<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            pages_below(&path, pages)?;
        } else if name.ends_with(".html") || name.ends_with(".html.gz") {
            pages.push(path);
        }
    }
    Ok(())
}

fn pages() -> Outcome<()> {
    heading("web pages, one thread");
    let folder = data_at("html/articles").unwrap_or_else(|| repository().join("corpus/articles"));
    let mut pages = Vec::new();
    pages_below(&folder, &mut pages)?;
    let texts = pages.iter().map(|page| text_of(page));
    let texts = texts.collect::<Outcome<Vec<String>>>()?;
    let (mut ours, mut crates) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for page in &pages {
            // One without an article takes its time as well.
            let _ = black_box(articles_of(page));
        }
        ours.push(start.elapsed());
        let start = Instant::now();
        for text in &texts {
            let options = trafilatura::Options::default().with_fallback(true);
            let _ = black_box(trafilatura::extract(text, &options));
        }
        crates.push(start.elapsed());
    }
    let rate = |times: &[Duration]| {
        let (least, median) = spread(times);
        let rate = |time: Duration| pages.len() as f64 / time.as_secs_f64();
        format!(
            "{:>4.0} a second most, {:>4.0} median",
            rate(least),
            rate(median)
        )
    };
    println!("{} pages", pages.len());
    println!(
        "read, with all that pages say of themselves  {}",
        rate(&ours)
    );
    println!(
        "the crate trafilatura with its fallbacks     {}",
        rate(&crates)
    );
    Ok(())
}

/// A page as text, whatever it is compressed and encoded in.
fn text_of(page: &Path) -> Outcome<String> {
    let mut bytes = Vec::new();
    let file = File::open(page)?;
    match page.extension().is_some_and(|end| end == "gz") {
        true => flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes)?,
        false => BufReader::new(file).read_to_end(&mut bytes)?,
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A crawl that is made while it is read.
struct Crawl {
    left: u64,
    ready: Vec<u8>,
    taken: usize,
    picture: Vec<u8>,
    number: u64,
}

impl Crawl {
    fn record(&mut self, kind: &str, content: &[u8]) {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n");
        let length = http.len() + content.len();
        let number = self.number;
        self.number += 1;
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{number}\r\n\
             WARC-Date: 2023-09-20T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032}>\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
        );
        self.ready.extend_from_slice(head.as_bytes());
        self.ready.extend_from_slice(http.as_bytes());
        self.ready.extend_from_slice(content);
        self.ready.extend_from_slice(b"\r\n\r\n");
    }
}

impl Read for Crawl {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.taken == self.ready.len() {
            self.ready.clear();
            self.taken = 0;
            if self.left == 0 {
                return Ok(0);
            }
            let number = self.number;
            let paragraph = format!(
                "<p>The harbour office closed pier {number} on Tuesday because of the storm, and \
                 said that the ferry would sail again when the wind had turned.</p>"
            );
            let page = format!(
                "<html><head><title>Pier {number} closed</title></head><body><article><h1>Pier \
                 {number} closed</h1>{}</article></body></html>",
                paragraph.repeat(20)
            );
            self.record("text/html; charset=utf-8", page.as_bytes());
            let picture = std::mem::take(&mut self.picture);
            self.record("image/jpeg", &picture);
            self.picture = picture;
            self.left = self.left.saturating_sub(self.ready.len() as u64);
        }
        let rest = &self.ready[self.taken..];
        let amount = rest.len().min(out.len());
        out[..amount].copy_from_slice(&rest[..amount]);
        self.taken += amount;
        Ok(amount)
    }
}

/// Most memory that this process has had, in MB; where the system does not tell, nothing.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1000.0)
}

fn crawl() -> Outcome<()> {
    heading("a crawl (WARC), one thread");
    for size in [CRAWL / 10, CRAWL] {
        let crawl = Crawl {
            left: size,
            ready: Vec::new(),
            taken: 0,
            picture: vec![0x5a; 1 << 20],
            number: 0,
        };
        let start = Instant::now();
        let mut articles = 0;
        let options = Options::default();
        read_stream(crawl, "crawl.warc", &options, &mut |item| {
            count(item, &mut articles)
        })?;
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{:>5.1} GB  {articles:>6} articles  {:>6.0} MB/s  {} MB at the most so far",
            size as f64 / 1e9,
            size as f64 / 1e6 / seconds,
            peak().map_or("?".to_owned(), |peak| format!("{peak:.0}"))
        );
    }
    Ok(())
}
