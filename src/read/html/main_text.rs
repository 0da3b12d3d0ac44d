//! Which part of a page is the article.

use super::page::{Page, fragment_text};
use std::panic::{AssertUnwindSafe, catch_unwind};
use trafilatura::{Config, HtmlDateMode, Options};

/// A main text of fewer characters is doubted, and the whole of the page's `<article>` taken,
/// where paragraphs run together.
const SHORT: usize = 120;

/// What an extractor found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extracted {
    /// Main text, paragraphs separated by a blank line.
    pub(super) text: String,
    /// Its guess at the headline.
    pub(super) title: Option<String>,
    /// Its guess at the authors, one string.
    pub(super) authors: Option<String>,
}

/// Finds the main text of a page.
pub(super) trait MainText {
    /// The main text; `None` where nothing was found.
    fn extract(&self, page: Page) -> Option<Extracted>;
}

/// The crate `trafilatura` with its fallbacks.
pub(super) struct Trafilatura;

impl MainText for Trafilatura {
    fn extract(&self, page: Page) -> Option<Extracted> {
        let options = Options::default()
            .with_fallback(true)
            .with_exclude_comments(true)
            .with_config(Config::default().with_min_extracted_size(SHORT))
            .with_html_date_mode(HtmlDateMode::Disabled);
        // The crate means not to panic, but holds that its own tree is consistent by `expect` in
        // hundreds of places; one page must never end a run over a million.
        let result = catch_unwind(AssertUnwindSafe(|| {
            trafilatura::extract_document(page, &options).ok()
        }));
        let found = result.ok().flatten()?;
        let text = fragment_text(&found.content_html).unwrap_or(found.content_text);
        let some = |text: String| (!text.trim().is_empty()).then_some(text);
        Some(Extracted {
            text,
            title: some(found.metadata.title),
            authors: some(found.metadata.author),
        })
    }
}
