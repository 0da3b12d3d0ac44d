//! Articles with names marked in the text, as samples.

use super::sample::{Marked, Sample};
use crate::analyse::actors::gold;

/// Reads a file of marked articles.
pub fn read(text: &str) -> Vec<Sample> {
    let documents = gold::read(text).into_iter();
    documents
        .map(|document| Sample {
            id: document.id,
            title: marked(document.title),
            body: marked(document.body),
            weight: 1.0,
        })
        .collect()
}

fn marked(gold: gold::Marked) -> Marked {
    let names = gold.names.into_iter();
    Marked {
        text: gold.text,
        names: names.map(|name| (name.bytes, name.label)).collect(),
    }
}
