//! Names of persons, organisations, places and others as the tagger alone finds them, exact spans:
//! on the development part of CoNLL-2003, on the web treebank (which has no MISC), and on the
//! documents of the corpus that are kept aside from training; and how fast it is.

use crate::common::{Outcome, data_at};
use dateline::analyse::actors::tagger::{Sample, Tagger, evaluate, read_sources};
use dateline::text::Scanner;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Scores all sets that are there.
pub fn run() -> Outcome<()> {
    let tagger = Tagger::built_in()?;
    let mut all = Vec::new();
    for set in ["actors/conll2003.dev.txt", "actors/ewt_devtest.txt"] {
        let Some(path) = data_at(set) else {
            println!("{set} missing");
            continue;
        };
        for source in read_sources(&[path])? {
            println!("{:20} {}", source.name, evaluate(tagger, &source.samples));
            all.extend(source.samples);
        }
    }
    for (folder, title) in [
        ("names", "corpus, kept aside"),
        ("names-rare", "rare, kept aside"),
    ] {
        let aside: Vec<Sample> = read_sources(&corpus(folder)?)?
            .into_iter()
            .flat_map(|source| source.aside)
            .collect();
        if !aside.is_empty() {
            println!("{title:20} {}", evaluate(tagger, &aside));
        }
        all.extend(aside);
    }
    speed(tagger, &all);
    Ok(())
}

/// The marked texts in a folder of the corpus.
fn corpus(folder: &str) -> Outcome<Vec<PathBuf>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let folder = corpus.join(folder);
    let mut paths = Vec::new();
    if folder.is_dir() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "txt") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

/// Tokens a second of one thread, without splitting texts into tokens.
fn speed(tagger: &Tagger, samples: &[Sample]) {
    let mut scanner = Scanner::new(|_| 0);
    let texts: Vec<_> = samples
        .iter()
        .map(|sample| {
            (
                sample,
                scanner.scan(&sample.title.text, &sample.body.text, "en"),
            )
        })
        .collect();
    let mut best = f64::MAX;
    let mut tokens = 0;
    for _ in 0..5 {
        let start = Instant::now();
        tokens = 0;
        for (sample, (title, body, _)) in &texts {
            let title = (sample.title.text.as_str(), title);
            let body = (sample.body.text.as_str(), body);
            tokens += title.1.tokens.tokens.len() + body.1.tokens.tokens.len();
            std::hint::black_box(tagger.tag_texts(title, body));
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{tokens} tokens, {:.1} million a second",
        tokens as f64 / best / 1e6
    );
}
