//! Parquet: a table kept by columns, one article a row, read a page of each column at a time.

mod field;
mod footer;
mod guard;

use super::fields::Record;
use super::input::Input;
use super::json;
use super::mapping::Mapped;
use super::quiet::quietly;
use super::whole::Whole;
use super::{About, Delivery, ReadError, Reader};
use crate::model::Article;
use field::Columns;
use guard::Guarded;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Row;

/// Reads `.parquet`.
pub(super) struct Parquet;

impl Reader for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["parquet", "pq"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        let is_parquet = head.starts_with(footer::MAGIC) || head.starts_with(footer::ENCRYPTED);
        // A text may begin with these letters, too.
        match is_parquet && memchr::memchr(0, head).is_some() {
            true => 95,
            false => 0,
        }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About {
            what: "a table kept by columns, one article a row",
            fields: "columns under the names of json, lists and structures as well; dates and times as such",
            example: "dateline read news.parquet",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let context = input.inside.context;
        let whole = Whole::of(input, "Parquet file")?;
        footer::check(&whole)?;
        let guarded = Guarded::new(whole, context.budget.allowed());
        let expanded = guarded.expanded();
        let broken = |error: Option<ParquetError>| match expanded.is_over() {
            true => context.budget.error(),
            false => explain(error),
        };
        let opened = quietly(|| SerializedFileReader::new(guarded));
        let file = opened.ok_or_else(|| broken(None))?;
        let file = file.map_err(|error| broken(Some(error)))?;
        let mapped = context.mapped.as_ref();
        let columns = Columns::of(file.metadata().file_metadata().schema(), mapped.is_some());
        let projection = columns.projection.clone();
        let rows = quietly(|| file.get_row_iter(projection)).ok_or_else(|| broken(None))?;
        let mut rows = rows.map_err(|error| broken(Some(error)))?;
        let mut record = 0;
        while !out.stopped() {
            match quietly(|| rows.next()) {
                Some(None) => break,
                Some(Some(Ok(row))) => {
                    record += 1;
                    out.record(record, article(row, &columns, mapped), input.limits);
                }
                Some(Some(Err(error))) => return out.finish(Some(broken(Some(error)))),
                None => return out.finish(Some(broken(None))),
            }
        }
        match record {
            0 => Err(ReadError::content("no text")),
            _ => out.finish(None),
        }
    }
}

fn article(row: Row, columns: &Columns, mapped: Option<&Mapped<'_>>) -> Result<Article, ReadError> {
    let mut record = Record::new();
    for (name, field) in row.into_columns() {
        if let Some(value) = columns.value(&name, field)? {
            record.insert(name, value);
        }
    }
    let mut article = json::record(record, mapped)?;
    article.encoding = Some("utf-8");
    Ok(article)
}

/// An error of the library, or a panic of it, in one line.
fn explain(error: Option<ParquetError>) -> ReadError {
    let reason = match error {
        None => return ReadError::content("broken Parquet file"),
        Some(ParquetError::External(error)) => match error.downcast::<std::io::Error>() {
            Ok(error) if error.raw_os_error().is_some() => return (*error).into(),
            Ok(error) => error.to_string(),
            Err(error) => error.to_string(),
        },
        Some(
            ParquetError::General(reason) | ParquetError::NYI(reason) | ParquetError::EOF(reason),
        ) => reason,
        Some(error) => error.to_string(),
    };
    let line = reason.lines().next().unwrap_or_default();
    let line: String = line.chars().filter(|c| !c.is_control()).take(120).collect();
    ReadError::content(format!("broken Parquet file: {line}"))
}
