//! Documents of word processors and PDF: their text, and in it one article, or many where a vendor
//! delivered them so.

mod docx;
mod pdf;
mod rtf;

pub(super) use docx::Docx;
pub(super) use pdf::Pdf;
pub(super) use rtf::Rtf;

use super::{Delivery, Limits, ReadError, normalise, text, vendor};
use crate::model::Article;

/// Delivers the articles of a text; `finish` adds what is known of the file.
pub(super) fn deliver(
    text: String,
    limits: &Limits,
    out: &mut Delivery<'_>,
    finish: &dyn Fn(Article) -> Article,
) -> Result<(), ReadError> {
    // Line ends must be in their normal form before lines are looked at.
    let mut text = normalise::text(text);
    text.retain(|c| c != '\0');
    let Some(articles) = vendor::split(&text) else {
        return out.single(finish(text::article(&text)), limits);
    };
    for (article, record) in articles.into_iter().zip(1..) {
        if out.stopped() {
            break;
        }
        out.record(record, article.map(finish), limits);
    }
    out.finish(None)
}
