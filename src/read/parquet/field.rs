//! Values of Parquet as values of JSON.

use super::super::ReadError;
use crate::model::civil_day;
use jiff::Timestamp;
use parquet::basic::{LogicalType, TimeUnit, Type as Physical};
use parquet::record::Field;
use parquet::schema::types::Type;
use serde_json::{Map, Number, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// Which columns are read, and how.
pub(super) struct Columns {
    /// The schema of those that are; `None` for all.
    pub(super) projection: Option<Type>,
    /// Columns that count nanoseconds, which the library gives as plain numbers.
    nanoseconds: HashSet<String>,
}

impl Columns {
    /// All columns, but those of floating-point numbers alone, such as the vectors that texts are
    /// compared by; with those where a mapping may ask for them.
    pub(super) fn of(schema: &Type, with_numbers: bool) -> Columns {
        let kept = schema.get_fields().iter();
        let kept = kept.filter(|column| with_numbers || !is_numeric(column));
        let kept: Vec<Arc<Type>> = kept.cloned().collect();
        let is_whole = kept.len() == schema.get_fields().len();
        let nanoseconds = kept.iter().filter(|column| counts_nanoseconds(column));
        Columns {
            nanoseconds: nanoseconds.map(|column| column.name().to_owned()).collect(),
            projection: match is_whole || kept.is_empty() {
                true => None,
                false => Type::group_type_builder(schema.name())
                    .with_fields(kept)
                    .build()
                    .ok(),
            },
        }
    }

    /// The value of a column; `None` where it has none.
    ///
    /// # Errors
    /// A text with a NUL.
    pub(super) fn value(&self, name: &str, field: Field) -> Result<Option<Value>, ReadError> {
        match field {
            Field::Long(count) if self.nanoseconds.contains(name) => {
                Ok(time(Timestamp::from_nanosecond(i128::from(count))))
            }
            field => value(field),
        }
    }
}

fn is_numeric(column: &Type) -> bool {
    match column.is_group() {
        true => column.get_fields().iter().all(|inner| is_numeric(inner)),
        false => matches!(
            column.get_physical_type(),
            Physical::FLOAT | Physical::DOUBLE
        ),
    }
}

fn counts_nanoseconds(column: &Type) -> bool {
    let logical = column.get_basic_info().logical_type_ref();
    matches!(logical, Some(LogicalType::Timestamp(time)) if time.unit == TimeUnit::NANOS)
}

fn value(field: Field) -> Result<Option<Value>, ReadError> {
    let number = |number: i64| Some(Value::Number(number.into()));
    Ok(match field {
        Field::Null | Field::Decimal(_) | Field::TimeMillis(_) | Field::TimeMicros(_) => None,
        Field::Bool(is) => Some(Value::Bool(is)),
        Field::Byte(value) => number(value.into()),
        Field::Short(value) => number(value.into()),
        Field::Int(value) => number(value.into()),
        Field::Long(value) => number(value),
        Field::UByte(value) => number(value.into()),
        Field::UShort(value) => number(value.into()),
        Field::UInt(value) => number(value.into()),
        Field::ULong(value) => Some(Value::Number(value.into())),
        Field::Float16(value) => float(f64::from(value.to_f32())),
        Field::Float(value) => float(value.into()),
        Field::Double(value) => float(value),
        Field::Str(text) => Some(written(text)?),
        Field::Bytes(bytes) => match String::from_utf8(bytes.data().to_vec()) {
            Ok(text) => Some(written(text)?),
            Err(_) => None,
        },
        Field::Date(days) => civil_day(days.into()).map(|date| Value::String(date.to_string())),
        Field::TimestampMillis(count) => time(Timestamp::from_millisecond(count)),
        Field::TimestampMicros(count) => time(Timestamp::from_microsecond(count)),
        Field::Group(row) => {
            let mut object = Map::new();
            for (name, field) in row.into_columns() {
                if let Some(value) = value(field)? {
                    object.insert(name, value);
                }
            }
            Some(Value::Object(object))
        }
        Field::ListInternal(list) => {
            let mut values = Vec::new();
            for field in list.elements() {
                values.extend(value(field.clone())?);
            }
            Some(Value::Array(values))
        }
        Field::MapInternal(map) => {
            let mut object = Map::new();
            for (key, field) in map.entries() {
                if let (Field::Str(key), Some(value)) = (key, value(field.clone())?) {
                    object.insert(key.clone(), value);
                }
            }
            Some(Value::Object(object))
        }
    })
}

fn float(number: f64) -> Option<Value> {
    Number::from_f64(number).map(Value::Number)
}

fn time(timestamp: Result<Timestamp, jiff::Error>) -> Option<Value> {
    let time = timestamp.ok()?;
    Some(Value::String(time.to_string()))
}

fn written(text: String) -> Result<Value, ReadError> {
    match memchr::memchr(0, text.as_bytes()) {
        Some(_) => Err(ReadError::content("NUL bytes")),
        None => Ok(Value::String(text)),
    }
}
