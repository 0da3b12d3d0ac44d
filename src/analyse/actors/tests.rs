//! Whole texts in, mentions out.
