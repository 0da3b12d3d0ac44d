//! The language as a whole: tables of what is read and what is refused.

mod bounds;
mod days;
mod errors;
mod habits;
mod hints;
mod lenient;
mod read;

use super::{Query, parse_at};
use jiff::civil::{Date, date};

/// The day on which the tests are run.
const TODAY: Date = date(2024, 3, 31);

/// What a query is read as.
fn query(text: &str) -> Query {
    match parse_at(text, TODAY) {
        Ok(parsed) => parsed.query,
        Err(error) => panic!("{text:?}: {error}"),
    }
}

/// What a query prints as.
fn printed(text: &str) -> String {
    query(text).to_string()
}
