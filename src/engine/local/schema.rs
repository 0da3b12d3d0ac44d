//! The engine's schema, built from `schema/fields.toml`.

use anyhow::{Context, Result};
use serde::Deserialize;
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

/// Name under which the replay tokenizer is registered.
pub(super) const PACKED: &str = "packed";

const FIELDS: &str = include_str!("../../../schema/fields.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    field: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    kind: Kind,
    #[serde(default)]
    index: Indexed,
    #[serde(default)]
    norms: bool,
    #[serde(default)]
    column: bool,
    #[serde(default)]
    stored: bool,
    #[allow(dead_code, reason = "read by people")]
    why: String,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Packed,
    Raw,
    U64,
    I64,
    Text,
    Bytes,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Default)]
#[serde(rename_all = "lowercase")]
enum Indexed {
    #[default]
    None,
    Terms,
    Positions,
}

/// The fields by name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub words: Field,
    pub title: Field,
    pub one_form: Field,
    pub forms: Field,
    pub who: Field,
    pub when: Field,
    pub marks: Field,
    pub names: Field,
    pub key: Field,
    pub file: Field,
    pub path: Field,
    pub source_key: Field,
    pub outlet: Field,
    pub section: Field,
    pub language: Field,
    pub published_from: Field,
    pub published_until: Field,
    pub ocr_quality: Field,
    pub text_key: Field,
    pub length: Field,
    pub sketch: Field,
    pub headline: Field,
    pub body: Field,
    pub meta: Field,
    pub spans: Field,
}

impl Fields {
    fn of(schema: &Schema) -> Result<Fields> {
        let field = |name: &str| {
            schema
                .get_field(name)
                .with_context(|| format!("schema/fields.toml has no field {name}"))
        };
        Ok(Fields {
            words: field("words")?,
            title: field("title")?,
            one_form: field("one_form")?,
            forms: field("forms")?,
            who: field("who")?,
            when: field("when")?,
            marks: field("marks")?,
            names: field("names")?,
            key: field("key")?,
            file: field("file")?,
            path: field("path")?,
            source_key: field("source_key")?,
            outlet: field("outlet")?,
            section: field("section")?,
            language: field("language")?,
            published_from: field("published_from")?,
            published_until: field("published_until")?,
            ocr_quality: field("ocr_quality")?,
            text_key: field("text_key")?,
            length: field("length")?,
            sketch: field("sketch")?,
            headline: field("headline")?,
            body: field("body")?,
            meta: field("meta")?,
            spans: field("spans")?,
        })
    }
}

/// Builds the schema. Fails only if `schema/fields.toml` is not well-formed, which a test rules
/// out.
pub(super) fn build() -> Result<(Schema, Fields)> {
    let file: File = toml::from_str(FIELDS).context("schema/fields.toml")?;
    let mut schema = Schema::builder();
    for row in &file.field {
        match row.kind {
            Kind::U64 => {
                schema.add_u64_field(&row.name, numeric(row));
            }
            Kind::I64 => {
                schema.add_i64_field(&row.name, numeric(row));
            }
            Kind::Bytes => {
                schema.add_bytes_field(&row.name, tantivy::schema::STORED);
            }
            Kind::Packed | Kind::Raw | Kind::Text => {
                schema.add_text_field(&row.name, text(row));
            }
        }
    }
    let schema = schema.build();
    let fields = Fields::of(&schema)?;
    Ok((schema, fields))
}

/// Version of the schema, raised whenever an older index can no longer be read.
pub fn version() -> u32 {
    toml::from_str::<File>(FIELDS).map_or(0, |file| file.version)
}

fn numeric(row: &Row) -> NumericOptions {
    let mut options = NumericOptions::default();
    if row.index != Indexed::None {
        options = options.set_indexed();
    }
    if row.column {
        options = options.set_fast();
    }
    if row.stored {
        options = options.set_stored();
    }
    options
}

fn text(row: &Row) -> TextOptions {
    let mut options = TextOptions::default();
    if row.index != Indexed::None {
        let tokenizer = if row.kind == Kind::Packed {
            PACKED
        } else {
            "raw"
        };
        let record = match row.index {
            Indexed::Positions => IndexRecordOption::WithFreqsAndPositions,
            _ => IndexRecordOption::Basic,
        };
        options = options.set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(record)
                .set_fieldnorms(row.norms),
        );
    }
    if row.column {
        options = options.set_fast("raw");
    }
    if row.stored {
        options = options.set_stored();
    }
    options
}

#[cfg(test)]
mod tests {
    #[test]
    fn fields_toml_makes_a_schema() {
        let (schema, _) = super::build().unwrap();
        assert_eq!(schema.fields().count(), 25);
        assert!(super::version() > 0);
    }
}
