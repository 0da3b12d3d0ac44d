//! dateline: search a news archive by words, by who acted and by when it happened.
//!
//! The modules stand in the order in which data flows; ARCHITECTURE.md says more.

pub mod model;

pub mod text;

pub mod discover;

pub mod manifest;

pub mod read;

pub mod analyse;

pub mod ingest;

pub mod query;

pub mod engine;

pub mod present;

pub mod export;

pub mod cli;
