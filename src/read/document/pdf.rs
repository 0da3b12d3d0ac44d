//! PDF: the text of its pages, where it has any. The library is held within bounds of size, and what
//! makes it panic is a file that cannot be read.

mod page;

use super::super::input::Input;
use super::super::quiet::quietly;
use super::super::{About, Delivery, ReadError, Reader, error};
use super::deliver;
use lopdf::Document;
use std::io::Read;

/// Reads `.pdf`.
pub(in crate::read) struct Pdf;

/// Most bytes of a file.
const LONGEST: u64 = 64 << 20;
/// Most bytes that a page may expand to.
const PAGE: usize = 16 << 20;
/// Most pages.
const PAGES: usize = 10_000;

impl Reader for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        if head.starts_with(b"%PDF-") { 95 } else { 0 }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About {
            what: "a PDF with text in it, not pictures of text; of Nexis or Factiva, with many articles in it",
            fields: "as for docx",
            example: "dateline read factiva.pdf",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let limits = input.limits;
        let mut bytes = Vec::new();
        let mut source = (&mut *input.source).take(LONGEST + 1);
        source.read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LONGEST {
            return Err(ReadError::content("PDF of more than 64 MB"));
        }
        let most = limits.max_article.saturating_mul(4);
        let text = quietly(|| text(&bytes, most))
            .unwrap_or_else(|| Err(ReadError::content("broken PDF")))?;
        if text.trim().is_empty() {
            return Err(ReadError::content("scanned, no text"));
        }
        deliver(text, limits, out, &|mut article| {
            article.encoding = Some("pdf");
            article
        })
    }
}

/// The text of all pages. A page that cannot be read is left out, if others can.
fn text(bytes: &[u8], most: usize) -> Result<String, ReadError> {
    let document = Document::load_mem(bytes).map_err(|error| {
        let message = error.to_string().to_lowercase();
        ReadError::content(
            match message.contains("password") || message.contains("crypt") {
                true => "encrypted",
                false => "broken PDF",
            },
        )
    })?;
    // Without its password it has no pages.
    if document.trailer.has(b"Encrypt") && !document.was_encrypted() {
        return Err(ReadError::content("encrypted"));
    }
    let mut text = String::new();
    let mut pages = 0;
    let mut broken = 0;
    for id in document.get_pages().into_values().take(PAGES) {
        pages += 1;
        match page::text(&document, id, PAGE) {
            Ok(page) => text.push_str(&page),
            Err(_) => broken += 1,
        }
        text.push_str("\n\n");
        if text.len() > most {
            return Err(ReadError::content(error::LONG_PDF));
        }
    }
    match pages > 0 && broken == pages {
        true => Err(ReadError::content("no page of the PDF can be read")),
        false => Ok(text),
    }
}
