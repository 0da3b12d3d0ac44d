//! The engine on this machine: tantivy, named nowhere else.

mod actors;
mod best;
mod bm25;
mod chronology;
mod collect;
mod columns;
mod compile;
mod copies;
mod damage;
mod directory;
mod document;
mod events;
mod excluded;
mod explain;
mod files;
mod groups;
mod matcher;
mod meta;
mod network;
mod occurrences;
mod order;
mod planner;
mod schema;
mod searcher;
mod snippet;
mod span;
mod spans;
mod stored;
mod terms;
mod vocabulary;
mod when;
mod words;
mod writer;

pub use damage::damage;
pub use files::Location;
pub use schema::version as schema_version;
pub use searcher::LocalSearcher;
pub use writer::{LocalIndexer, WriteOptions};

#[cfg(test)]
mod tests;
