//! The coordinate space: how text becomes words, positions, stems and sentences.
//!
//! Both sides of the index use this room, so that a query word meets the same term that the
//! article's word was posted as. It knows neither articles nor the engine.
//!
//! A token is a run of letters, digits and combining marks; a Han, Hiragana or Katakana character
//! is a token of its own. A possessive `'s` belongs to no token and takes no position. The title's
//! tokens have positions from 0, the body's from `title tokens + TITLE_GAP`.

mod fingerprint;
mod fold;
mod forms;
mod lexicon;
mod packed;
mod scan;
mod sentence;
mod stemming;
mod vocabulary;
mod words;

pub use fingerprint::{
    Estimate, Fingerprint, Fingerprints, LEAST_WORDS, SHINGLE, SKETCH, estimate, hash_as_written,
    in_common, share, shingles, word_hashes,
};
pub use fold::{fold, slug};
pub use forms::{form_term, split_form};
pub use lexicon::{Lexicon, NO_NUMBER, Word};
pub use packed::{Packed, PackedReader, cut};
pub use scan::{Legibility, Scan, Scanner, Terms, WordNumbers};
pub use stemming::Stemming;
pub use vocabulary::Vocabulary;
pub use words::words;

/// Positions between the last token of the title and the first of the body, so that no phrase or
/// distance spans both.
pub const TITLE_GAP: u32 = 100;

/// Longest term in bytes; of a longer word its beginning is posted (the full word stays in the
/// text). Long enough for any word, short enough for one length byte.
pub const MAX_TERM: usize = 120;

/// Separates stem and form in a term of the `forms` field that is posted where the form stands:
/// the stem stands in several forms in the article.
pub const FORM_MARK: char = '\u{1}';

/// The same in a term that is posted once: the stem stands in no other form in the article.
pub const ONE_FORM: char = '\u{2}';

/// Begins a term that lists a form which shares little with its stem; the rest of it is the form.
pub const FAR_FORM: char = '\u{3}';

/// Letters at the end of its stem that a form may lack and still be found by its stem's beginning;
/// it must share the first letter.
pub const NEAR_FORM: usize = 2;
