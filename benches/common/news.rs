//! The articles that speed is measured on: a news archive of 30,000 stories, one a JSON line
//! (`id`, `title`, `body`, `date`), made once and kept.
//!
//! It is the sample of daily Reuters stories and Reuters-21578, from the data sets. Where those are
//! missing, the articles of the corpus are repeated with changed words, and the bench says so: the
//! ratios are then of the right order, the figures are not.

use super::{Outcome, cache, data_at, repository};
use dateline::discover::{self, Filter};
use dateline::read::{self, Item, Limits};
use serde_json::json;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Size of what is made of the corpus, in bytes.
const SUBSTITUTE: usize = 40_000_000;

/// Bounds that no article of the data sets meets.
pub fn limits() -> Limits {
    Limits {
        max_article: 16_000_000,
        max_expansion: 200,
        // What is measured is how well the text of a page is found.
        keep_stubs: true,
    }
}

/// The JSONL file, and whether it is the news archive itself.
pub fn articles() -> Outcome<(PathBuf, bool)> {
    let directory = cache()?;
    let sgml = data_at("archives/reuters21578");
    let (name, real) = match (daily()?, &sgml) {
        (Some(_), Some(_)) => ("news.jsonl", true),
        _ => ("substitute.jsonl", false),
    };
    let path = directory.join(name);
    if path.is_file() {
        return Ok((path, real));
    }
    let part = directory.join("articles.part");
    let mut out = BufWriter::new(File::create(&part)?);
    match (daily()?, &sgml) {
        (Some(daily), Some(sgml)) => {
            write_daily(&daily, &mut out)?;
            write_sgml(sgml, &mut out)?;
        }
        _ => write_substitute(&mut out)?,
    }
    out.flush()?;
    std::fs::rename(&part, &path)?;
    Ok((path, real))
}

/// The daily stories as a directory of 8,900 files, unpacked once.
pub fn daily() -> Outcome<Option<PathBuf>> {
    let Some(archive) = data_at("archives/reuters-daily-sample.tar.xz") else {
        return Ok(None);
    };
    let path = cache()?.join("daily");
    if !path.is_dir() {
        let part = cache()?.join("daily.part");
        super::clear(&part)?;
        std::fs::create_dir_all(&part)?;
        run(Command::new("tar")
            .arg("xf")
            .arg(&archive)
            .arg("-C")
            .arg(&part))?;
        std::fs::rename(&part, &path)?;
    }
    Ok(Some(path))
}

fn run(command: &mut Command) -> Outcome<Vec<u8>> {
    let output = command.output()?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

/// A gzipped file, unpacked.
pub fn gunzip(path: &Path) -> Outcome<Vec<u8>> {
    run(Command::new("gzip").arg("-dc").arg(path))
}

fn line(out: &mut impl Write, id: &str, title: &str, body: &str, day: &str) -> Outcome<usize> {
    let mut line = serde_json::to_vec(&json!({
        "id": id,
        "title": title,
        "body": body,
        "date": format!("{day}T12:00:00Z"),
    }))?;
    line.push(b'\n');
    out.write_all(&line)?;
    Ok(line.len())
}

/// Files below a directory, in order.
pub fn files(directory: &Path) -> Outcome<Vec<PathBuf>> {
    let walk = discover::walk(directory, directory, &NO_FILTER, &[]);
    let mut files = Vec::new();
    for found in walk {
        files.push(found.map_err(|obstacle| obstacle.reason)?.path);
    }
    Ok(files)
}

static NO_FILTER: std::sync::LazyLock<Filter> = std::sync::LazyLock::new(Filter::default);

/// A story is four header lines and the text; its day is the name of its directory.
fn write_daily(directory: &Path, out: &mut impl Write) -> Outcome<()> {
    for path in files(directory)? {
        let bytes = std::fs::read(&path)?;
        let text = String::from_utf8_lossy(&bytes);
        let part = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        let day = part(path.parent().and_then(Path::file_name));
        let (Some(year), Some(month), Some(number)) = (day.get(..4), day.get(4..6), day.get(6..8))
        else {
            continue;
        };
        let title = text.lines().next().unwrap_or("");
        let title = title.trim_start_matches("-- ");
        let body: Vec<&str> = text.lines().skip(4).collect();
        let day = format!("{year}-{month}-{number}");
        line(
            out,
            &part(path.file_name()),
            title,
            body.join("\n").trim(),
            &day,
        )?;
    }
    Ok(())
}

fn write_sgml(directory: &Path, out: &mut impl Write) -> Outcome<()> {
    for path in files(directory)? {
        if path.extension().is_none_or(|extension| extension != "gz") {
            continue;
        }
        // These files are Latin-1: a byte is a character.
        let text: String = gunzip(&path)?.into_iter().map(char::from).collect();
        for story in text.split("<REUTERS ").skip(1) {
            write_story(story, out)?;
        }
    }
    Ok(())
}

fn write_story(story: &str, out: &mut impl Write) -> Outcome<()> {
    let between = |open: &str, close: &str| {
        let (_, rest) = story.split_once(open)?;
        rest.split_once(close).map(|(inner, _)| inner)
    };
    let (Some(number), Some(date)) = (between("NEWID=\"", "\""), between("<DATE>", "</DATE>"))
    else {
        return Ok(());
    };
    let Some(day) = day(date) else {
        return Ok(());
    };
    let title = plain(between("<TITLE>", "</TITLE>").unwrap_or(""));
    let body = between("<BODY>", "</BODY>").or_else(|| {
        let text = between("<TEXT", "</TEXT>")?;
        text.split_once('>').map(|(_, inner)| inner)
    });
    let body = plain(body.unwrap_or(""));
    line(out, &format!("r{number}"), title.trim(), body.trim(), &day)?;
    Ok(())
}

/// `26-FEB-1987 15:01:01.79` as `1987-02-26`.
fn day(date: &str) -> Option<String> {
    const MONTHS: &str = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    let mut parts = date.trim().split([' ', '-']);
    let number: u8 = parts.next()?.parse().ok()?;
    let month = MONTHS.find(parts.next()?)? / 3 + 1;
    let year: u16 = parts.next()?.parse().ok()?;
    Some(format!("{year:04}-{month:02}-{number:02}"))
}

/// Without entities and control references (`&#3;`).
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split("&#");
    plain.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        let digits = piece.trim_start_matches(|c: char| c.is_ascii_digit());
        plain.push_str(digits.strip_prefix(';').unwrap_or(digits));
    }
    plain
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// The articles of the corpus again and again, one word in four exchanged for another of theirs.
fn write_substitute(out: &mut impl Write) -> Outcome<()> {
    let root = repository().join("corpus");
    let mut stories = Vec::new();
    for path in files(&root)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let read = read::read_file(&path, &name, &limits().into(), &mut |item| {
            if let Item::Article(article) = item {
                stories.push((article.title, article.body));
            }
            ControlFlow::Continue(())
        });
        read.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let vocabulary: Vec<String> = stories
        .iter()
        .flat_map(|(_, body)| body.split(' '))
        .filter(|word| word.len() > 3)
        .map(str::to_owned)
        .collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut written = 0;
    let mut number = 0;
    while written < SUBSTITUTE && !stories.is_empty() && !vocabulary.is_empty() {
        let (title, body) = &stories[number % stories.len()];
        let words: Vec<&str> = body
            .split(' ')
            .map(|word| match random.below(4) {
                0 if word.len() > 3 => vocabulary[random.below(vocabulary.len())].as_str(),
                _ => word,
            })
            .collect();
        let day = format!(
            "{}-{:02}-{:02}",
            1990 + random.below(34),
            1 + random.below(12),
            1 + random.below(28)
        );
        written += line(out, &format!("s{number}"), title, &words.join(" "), &day)?;
        number += 1;
    }
    Ok(())
}

/// Xorshift; the same numbers every time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
