//! Where the fields of an article stand in records of any other shape: names of columns, or JSON
//! pointers.

use super::fields::Record;
use super::names::{Dialect, Field, meanings};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};

/// Fields that a mapping may give, as a record of dateline's own names them.
const FIELDS: [&str; 15] = [
    "source_id",
    "title",
    "body",
    "summary",
    "published",
    "updated",
    "authors",
    "outlet",
    "section",
    "language",
    "url",
    "topics",
    "people",
    "places",
    "organisations",
];
/// What names the list of records within a file of JSON.
const RECORDS: &str = "records";

/// A mapping: for each field the places where it may stand, the first that is filled counts.
///
/// ```
/// use dateline::read::Mapping;
/// let mapping = Mapping::parse_columns("title=Headline, body=/text/plain").unwrap();
/// assert_eq!(mapping.places()["body"], ["/text/plain"]);
/// assert!(Mapping::parse_columns("tittle=Headline").is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    places: BTreeMap<String, Vec<String>>,
}

impl Mapping {
    /// From the places of each field.
    ///
    /// # Errors
    /// A field that articles do not have, or one without a place.
    pub fn new(places: BTreeMap<String, Vec<String>>) -> Result<Mapping, String> {
        for (field, places) in &places {
            if !FIELDS.contains(&field.as_str()) && field != RECORDS {
                return Err(format!(
                    "no field `{field}`; the fields are {}, and `{RECORDS}` for the list of records in JSON",
                    FIELDS.join(", ")
                ));
            }
            if places.is_empty() || places.iter().any(String::is_empty) {
                return Err(format!("`{field}` has no place"));
            }
        }
        Ok(Mapping { places })
    }

    /// From `title=Headline, body=/content/text`.
    ///
    /// # Errors
    /// As for [`Mapping::new`]; or a part without `=`.
    pub fn parse_columns(text: &str) -> Result<Mapping, String> {
        let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for part in text.split(',').filter(|part| !part.trim().is_empty()) {
            let Some((field, place)) = part.split_once('=') else {
                return Err(format!("`{}`: write FIELD=COLUMN", part.trim()));
            };
            let field = places.entry(field.trim().to_owned()).or_default();
            field.push(place.trim().to_owned());
        }
        Mapping::new(places)
    }

    /// From a TOML table of fields, each with a place or a list of them.
    ///
    /// # Errors
    /// As for [`Mapping::new`]; or what is no such table.
    pub fn parse_toml(text: &str) -> Result<Mapping, String> {
        let table: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| error.message().to_owned())?;
        let mut places = BTreeMap::new();
        for (field, value) in table {
            let list = match value {
                toml::Value::String(place) => Some(vec![place]),
                toml::Value::Array(values) => values
                    .into_iter()
                    .map(|value| value.as_str().map(str::to_owned))
                    .collect(),
                _ => None,
            };
            let list =
                list.ok_or_else(|| format!("`{field}`: write a string or a list of strings"))?;
            places.insert(field, list);
        }
        Mapping::new(places)
    }

    /// The places of each field.
    pub fn places(&self) -> &BTreeMap<String, Vec<String>> {
        &self.places
    }

    /// Tells one mapping from any other; 0 for an empty one.
    pub fn hash(places: &BTreeMap<String, Vec<String>>) -> u64 {
        match places.is_empty() {
            true => 0,
            false => xxhash_rust::xxh3::xxh3_64(format!("{places:?}").as_bytes()).max(1),
        }
    }

    /// The pointer to the list of records, where one is given.
    pub(super) fn records(&self) -> Option<&str> {
        self.places.get(RECORDS)?.first().map(String::as_str)
    }
}

/// A mapping in use on one file.
pub(super) struct Mapped<'a> {
    mapping: &'a Mapping,
    records: Cell<u64>,
    met: RefCell<HashSet<String>>,
    /// Names of the fields of a record, to tell what there is.
    names: RefCell<Vec<String>>,
}

impl<'a> Mapped<'a> {
    pub(super) fn new(mapping: &'a Mapping) -> Mapped<'a> {
        Mapped {
            mapping,
            records: Cell::new(0),
            met: RefCell::default(),
            names: RefCell::default(),
        }
    }

    /// The list of records in a value, where the mapping says where it is.
    pub(super) fn list(&self, record: &mut Record) -> Option<Vec<Value>> {
        let pointer = self.mapping.records()?;
        let list = match find_mut(record, pointer).map(Value::take) {
            Some(Value::Array(list)) => Some(list),
            _ => None,
        };
        if list.is_some() {
            self.met_list();
        }
        list
    }

    /// Notes that the list of records is where the mapping says.
    pub(super) fn met_list(&self) {
        self.met.borrow_mut().insert(RECORDS.to_owned());
    }

    /// A record under dateline's own names. What the mapping gives is taken from nowhere else.
    pub(super) fn apply(&self, mut record: Record) -> Record {
        self.records.set(self.records.get() + 1);
        if self.names.borrow().is_empty() {
            let names = record.keys().take(12).cloned();
            *self.names.borrow_mut() = names.collect();
        }
        let mut found: Vec<(&str, Value)> = Vec::new();
        let mut given: HashSet<Field> = HashSet::new();
        for (field, places) in &self.mapping.places {
            if field == RECORDS {
                continue;
            }
            given.extend(meanings(field, Dialect::Json).iter().map(|(own, _)| *own));
            let mut values = places.iter().filter_map(|place| find(&record, place));
            if let Some(first) = values.next() {
                if !self.met.borrow().contains(field) {
                    self.met.borrow_mut().insert(field.clone());
                }
                let is_empty = |value: &Value| {
                    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
                };
                let filled = std::iter::once(first)
                    .chain(values)
                    .find(|value| !is_empty(value));
                found.extend(filled.map(|value| (field.as_str(), value.clone())));
            }
        }
        record.retain(|name, _| {
            let means = meanings(name, Dialect::Json);
            !means.iter().any(|(field, _)| given.contains(field))
        });
        for (field, value) in found {
            record.insert(field.to_owned(), value);
        }
        record
    }

    /// What the mapping names and no record had.
    pub(super) fn complaint(&self) -> Option<String> {
        if self.records.get() == 0 {
            return None;
        }
        let met = self.met.borrow();
        let lost: Vec<String> = self
            .mapping
            .places
            .iter()
            .filter(|(field, _)| !met.contains(*field))
            .map(|(field, places)| format!("{field} = {}", places.join(", ")))
            .collect();
        (!lost.is_empty()).then(|| {
            let names = self.names.borrow();
            let short = |name: &String| -> String {
                name.chars().filter(|c| !c.is_control()).take(30).collect()
            };
            let names: Vec<String> = names.iter().map(short).collect();
            format!(
                "no record has what the mapping names: {} (its fields are {})",
                lost.join("; "),
                names.join(", ")
            )
        })
    }
}

/// First part of a pointer, and the rest.
pub(super) fn parts(pointer: &str) -> Option<(String, &str)> {
    let inner = pointer.strip_prefix('/')?;
    let end = inner.find('/').unwrap_or(inner.len());
    let (first, rest) = inner.split_at(end);
    Some((first.replace("~1", "/").replace("~0", "~"), rest))
}

/// What stands at a place: under a name, whatever its case, or at the end of a pointer.
fn find<'a>(record: &'a Record, place: &str) -> Option<&'a Value> {
    match parts(place) {
        Some((first, rest)) => record.get(&first)?.pointer(rest),
        None => record.get(place).or_else(|| {
            let place = place.to_lowercase();
            let same = |(name, _): &(&String, &Value)| name.trim().to_lowercase() == place;
            record.iter().find(same).map(|(_, value)| value)
        }),
    }
}

fn find_mut<'a>(record: &'a mut Record, place: &str) -> Option<&'a mut Value> {
    match parts(place) {
        Some((first, rest)) => record.get_mut(&first)?.pointer_mut(rest),
        None => record.get_mut(place),
    }
}
