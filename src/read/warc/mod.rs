//! WARC: the pages that a crawler was sent. Each response with a page in it is a record; the address
//! that was asked for is the article's, and the day of the crawl is no date of publication.

mod http;
mod records;

use super::html::{Html, MAX_PAGE};
use super::input::Input;
use super::layers::Inside;
use super::members::Gaps;
use super::text::Text;
use super::{About, Delivery, ReadError, Reader, values};
use crate::model::Article;
use records::{Header, Records, Step};

/// Reads `.warc`.
pub(super) struct Warc;

/// Bytes that a record may have besides its page: the headers of HTTP.
const HEADERS: usize = 256 << 10;

impl Reader for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["warc"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        match head.starts_with(b"WARC/") && head.get(5).is_some_and(u8::is_ascii_digit) {
            true => 95,
            false => 0,
        }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About {
            what: "pages that a crawler was sent",
            fields: "those of the pages; url is the address asked for; the day of the crawl is no date of publication",
            example: "dateline index crawl.warc.gz",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let (limits, inside) = (input.limits, input.inside);
        let bound = input.raw_bound().min(MAX_PAGE) + HEADERS;
        let mut records = Records::new(input.source, bound, input.gaps);
        let mut number = 0;
        while !out.stopped() {
            let step = match records.next(&is_wanted) {
                Ok(step) => step,
                Err(error) => return out.finish(Some(error)),
            };
            number += 1;
            match step {
                Step::End => break,
                Step::PassedOver => {}
                Step::Lost => out.record(number, Err(ReadError::content(Gaps::REASON)), limits),
                Step::Broken(header, reason) => {
                    let error = about(&header, ReadError::content(reason));
                    out.record(number, Err(error), limits);
                }
                Step::Record(header, block) => match article(&header, &block, inside) {
                    Ok(Some(article)) => out.record(number, Ok(article), limits),
                    Ok(None) => {}
                    Err(error) => out.record(number, Err(about(&header, error)), limits),
                },
            }
        }
        out.finish(None)
    }
}

/// An error with the address that it is about.
fn about(header: &Header, error: ReadError) -> ReadError {
    match header.target() {
        Some(target) if !error.is_io() => ReadError::content(format!("{target}: {error}")),
        _ => error,
    }
}

/// Whether a record can hold an article.
fn is_wanted(header: &Header) -> bool {
    match header.get("warc-type") {
        // A page as it was sent. Other protocols have records of their own: `dns:`.
        Some("response") => header
            .target()
            .is_none_or(|target| target.starts_with("http")),
        Some("resource") => header.is_of("text/html") || header.is_of("application/xhtml+xml"),
        // The text of a page, as Common Crawl gives it.
        Some("conversion") => header.is_of("text/plain"),
        _ => false,
    }
}

/// The article of a record, or `None` for one that holds no page: a picture, a redirection.
fn article(
    header: &Header,
    block: &[u8],
    inside: Inside<'_>,
) -> Result<Option<Article>, ReadError> {
    let mut article = match header.get("warc-type") {
        Some("response") => match http::page(block, inside)? {
            Some(page) => inside.one(&Html, "page.html", &page.body, page.charset)?,
            None => return Ok(None),
        },
        Some("resource") => inside.one(&Html, "page.html", block, None)?,
        _ => inside.one(&Text, "page.txt", block, None)?,
    };
    article.source_id = header.get("warc-record-id").map(bare).map(str::to_owned);
    if let Some(target) = header.target() {
        article.url = Some(target.to_owned());
        article.outlet = article.outlet.take().or_else(|| values::host(target));
    }
    Ok(Some(article))
}

/// An address without the angle brackets around it.
fn bare(address: &str) -> &str {
    address
        .strip_prefix('<')
        .and_then(|inner| inner.strip_suffix('>'))
        .unwrap_or(address)
}
