//! What a model was trained on, said in TOML.

use super::Options;
use super::source::Source;
use std::fmt::Write;

const SOURCES: &str = include_str!("../../../../../schema/actors/name_sources.tsv");

/// Describes sources with the number of sentences of each.
pub fn write(sources: &[Source], sentences: &[usize], options: Options) -> String {
    let mut text = String::from(
        "# What the weights in names.weights were trained on, written by `dateline train`.\n",
    );
    let version = super::super::weights::VERSION;
    let _ = writeln!(
        text,
        "version = {version}\nseed = {}\nepochs = {}",
        options.seed, options.epochs
    );
    for (source, sentences) in sources.iter().zip(sentences) {
        let stem = source.name.split('.').next().unwrap_or("");
        let row = SOURCES
            .lines()
            .skip(1)
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .find(|row| row.first() == Some(&stem));
        let (title, licence, attribution) = match row.as_deref() {
            Some([_, title, licence, attribution]) => (*title, *licence, *attribution),
            _ if source.own => (
                "Articles of dateline's corpus",
                "CC0 1.0",
                "the authors of dateline",
            ),
            _ => (stem, "not stated", "not stated"),
        };
        let _ = writeln!(
            text,
            "\n[[source]]\nfile = {}\nxxh3 = \"{:016x}\"\ndocuments = {}\nweight = {}\nsentences = {sentences}\ntitle = {}\nlicence = {}\nattribution = {}",
            quoted(&source.name),
            source.hash,
            source.samples.len(),
            source.samples.first().map_or(1.0, |sample| sample.weight),
            quoted(title),
            quoted(licence),
            quoted(attribution),
        );
    }
    text
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars().filter(|letter| !letter.is_control()) {
        if matches!(letter, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted + "\""
}
