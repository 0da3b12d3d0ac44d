//! The language for people: one page, each operator with an example that is true.

/// A query, and what it finds.
pub type Example = (&'static str, &'static str);

/// A part of the page.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its heading, without a full stop.
    pub title: &'static str,
    /// What holds for the whole section; may be empty.
    pub text: &'static str,
    /// The queries; each parses.
    pub examples: &'static [Example],
}

/// The sections, in the order of the page.
pub const SECTIONS: &[Section] = &[];

/// The page, at most 80 columns wide, with a final line break.
pub fn guide() -> String {
    String::new()
}
