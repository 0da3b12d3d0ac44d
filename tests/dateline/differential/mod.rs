//! Every answer of the engine beside that of an oracle, which evaluates the tree over lists of
//! words, plainly as the definitions say.

mod build;
mod cases;
mod leaves;
mod oracle;
mod random;
mod sample;
mod spans;
mod store;
