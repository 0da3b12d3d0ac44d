//! `dateline train`

use super::{Common, Outcome, output};
use crate::analyse::actors::tagger::{
    Options, Sample, Source, Tagger, evaluate, read_sources, train,
};
use anyhow::{Context, Result};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Train the model that finds names, from texts with marked names
///
/// Reads files of two kinds, gzipped or not. In columns: a token a line, its tag in the last column
/// (B-PER, I-ORG, O, ...; PER, ORG, LOC and MISC count), an empty line after each sentence,
/// -DOCSTART- before each document. As text: documents that begin with `=== id | date | genre`, the
/// headline, then sentences with names marked as [Jane Roe|PER]; of these documents a fifth, chosen
/// by id, is kept aside to measure on and never trained on.
///
/// Writes the weights, and beside them a manifest (FILE with the ending .toml) that says what they
/// were trained on. The same files, options and seed give the same bytes. The program uses the
/// weights in schema/actors/names.weights that it was built with.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    dateline train --out names.weights --dev held-out.txt wikigold.txt tweets.txt=0.3 corpus/names*/*.txt")]
pub(super) struct TrainArgs {
    /// Where to write the weights
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where chance begins: another seed gives a slightly different model
    #[arg(long, value_name = "N", default_value_t = Options::default().seed)]
    seed: u64,
    /// How often every sentence is looked at
    #[arg(long, value_name = "N", default_value_t = Options::default().epochs)]
    epochs: usize,
    /// Measure on this file too; may be given several times
    #[arg(long, value_name = "FILE")]
    dev: Vec<PathBuf>,
    /// What to train on; FILE=0.3 lets its sentences count less than others
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

pub(super) fn run(args: &TrainArgs, common: &Common) -> Result<Outcome> {
    let files: Vec<(PathBuf, f32)> = args.files.iter().map(|file| weighted(file)).collect();
    let paths: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
    let mut sources = read_sources(&paths)?;
    for (source, (_, weight)) in sources.iter_mut().zip(&files) {
        source.weigh(*weight);
    }
    let measured = read_sources(&args.dev)?;
    if !common.quiet {
        let samples: usize = sources.iter().map(|source| source.samples.len()).sum();
        eprintln!("training on {samples} documents, {} epochs", args.epochs);
    }
    let options = Options {
        seed: args.seed,
        epochs: args.epochs,
        ..Options::default()
    };
    let bytes = train(&sources, options)?;
    let tagger = Tagger::from_bytes(&bytes)?;
    write(&args.out, &bytes)?;
    write(
        &args.out.with_extension("toml"),
        tagger.manifest().as_bytes(),
    )?;
    let mut out = output::stdout();
    let aside: Vec<Sample> = sources
        .into_iter()
        .flat_map(|source| source.aside)
        .collect();
    if !aside.is_empty() {
        writeln!(out, "kept aside: {}", evaluate(&tagger, &aside))?;
    }
    for Source {
        name,
        mut samples,
        aside,
        ..
    } in measured
    {
        samples.extend(aside);
        writeln!(
            out,
            "{}: {}",
            output::line(&name),
            evaluate(&tagger, &samples)
        )?;
    }
    output::finish(out)?;
    Ok(Outcome::Good)
}

/// A file, and how much it counts.
fn weighted(file: &Path) -> (PathBuf, f32) {
    let split = file.to_str().and_then(|text| text.rsplit_once('='));
    let weight = split.and_then(|(path, weight)| Some((path, weight.parse().ok()?)));
    match weight.filter(|(_, weight): &(&str, f32)| weight.is_finite() && *weight > 0.0) {
        Some((path, weight)) => (PathBuf::from(path), weight),
        None => (file.to_owned(), 1.0),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_follows_the_last_equals_sign() {
        for (text, path, weight) in [
            ("a.txt", "a.txt", 1.0),
            ("a.txt=0.3", "a.txt", 0.3),
            ("k=v.txt", "k=v.txt", 1.0),
            ("k=v.txt=2", "k=v.txt", 2.0),
            ("a=-1", "a=-1", 1.0),
        ] {
            assert_eq!(weighted(Path::new(text)), (PathBuf::from(path), weight));
        }
    }
}
