//! `dateline formats`

use super::{Common, Outcome, output};
use crate::present::reading::{self, Format};
use crate::read::{self, READERS};
use anyhow::Result;
use clap::Args;

/// List the formats that can be read, each with its extensions, its fields and an example
#[derive(Debug, Args)]
pub(super) struct FormatsArgs {}

pub(super) fn run(_args: &FormatsArgs, common: &Common) -> Result<Outcome> {
    let mut formats: Vec<Format> = READERS
        .iter()
        .map(|reader| {
            let about = reader.about();
            let extensions = reader.extensions().iter();
            Format {
                name: reader.name().to_owned(),
                extensions: extensions
                    .map(|extension| format!(".{extension}"))
                    .collect(),
                what: about.what.to_owned(),
                fields: about.fields.to_owned(),
                example: about.example.to_owned(),
            }
        })
        .collect();
    formats.sort_by(|a, b| a.name.cmp(&b.name));
    for (name, extensions) in read::compressions() {
        formats.push(Format {
            name: name.to_owned(),
            extensions: extensions.iter().map(ToString::to_string).collect(),
            what: "a compression, looked through around any of these".to_owned(),
            fields: String::new(),
            example: String::new(),
        });
    }
    let mut out = output::stdout();
    reading::list(&mut out, &formats, &output::page(common))?;
    output::finish(out)?;
    Ok(Outcome::Good)
}
