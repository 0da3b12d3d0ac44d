//! DOCX: the text of its paragraphs; macros, pictures and comments are not looked at.

use super::super::compression::Expanded;
use super::super::input::Input;
use super::super::zip::{explain, is_zip, with_archive};
use super::super::{About, Delivery, ReadError, Reader, has_extension};
use super::deliver;
use quick_xml::Reader as Xml;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::events::Event;
use std::io::Read;

/// Reads `.docx` and `.docm`.
pub(in crate::read) struct Docx;

/// Where the text is.
const TEXT: &str = "word/document.xml";

impl Reader for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm"]
    }

    fn recognise(&self, head: &[u8], name: &str) -> u8 {
        let starts = |member: &[u8]| head.get(30..).is_some_and(|rest| rest.starts_with(member));
        let is_office = starts(b"[Content_Types].xml") || starts(b"_rels/") || starts(b"word/");
        let has_text = || memchr::memmem::find(head, b"word/").is_some();
        match is_zip(head) && (has_extension(self, name) || is_office && has_text()) {
            true => 95,
            false => 0,
        }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About {
            what: "a document of Word; of Nexis or Factiva, with many articles in it",
            fields: "the first line may be the title; in deliveries headline, outlet, date, byline, section, \
                language, subjects and body",
            example: "dateline index nexis.docx",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let bound = input.raw_bound() as u64;
        let limits = input.limits;
        let mut xml = Vec::new();
        with_archive(input, &mut |input, mut archive| {
            if archive.index_for_name("EncryptedPackage").is_some() {
                return Err(ReadError::content("encrypted"));
            }
            if archive.index_for_name(TEXT).is_none() {
                return Err(ReadError::content("not a text format: Office document"));
            }
            let member = archive.by_name(TEXT).map_err(explain)?;
            let budget = &input.inside.context.budget;
            let content = Expanded::new(Box::new(member), "zip", budget);
            content.take(bound + 1).read_to_end(&mut xml)?;
            Ok(())
        })?;
        if xml.len() as u64 > bound {
            return Err(ReadError::too_long(limits.max_article));
        }
        let (text, is_whole) = text(&String::from_utf8_lossy(&xml))?;
        deliver(text, limits, out, &|mut article| {
            article.encoding = Some("utf-8");
            article
        })?;
        match is_whole {
            true => Ok(()),
            false => Err(ReadError::content("DOCX ends early")),
        }
    }
}

/// The text of a document: a blank line between paragraphs. Also whether it is whole.
fn text(xml: &str) -> Result<(String, bool), ReadError> {
    let broken = || ReadError::content("broken DOCX: its XML is not well-formed");
    let mut reader = Xml::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut out = String::new();
    let mut in_text = false;
    // Elements within one whose text is not shown, or stands there twice.
    let mut hidden = 0usize;
    let mut depth = 0usize;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            // What is begun and has no end.
            Err(Error::Syntax(error)) if error != SyntaxError::InvalidBangMarkup => {
                return Ok((out, false));
            }
            Err(_) => return Err(broken()),
        };
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Start(element) if hidden > 0 || is_hidden(element.local_name().as_ref()) => {
                hidden += 1;
            }
            Event::End(_) if hidden > 0 => hidden -= 1,
            Event::Start(element) => in_text |= element.local_name().as_ref() == "t",
            Event::Empty(element) if hidden == 0 => match element.local_name().as_ref() {
                "tab" => out.push('\t'),
                "br" | "cr" => out.push('\n'),
                "noBreakHyphen" => out.push('-'),
                "p" => out.push_str("\n\n"),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "p" => out.push_str("\n\n"),
                _ => {}
            },
            Event::Text(text) if in_text && hidden == 0 => {
                out.push_str(&text);
            }
            Event::GeneralRef(reference) if in_text && hidden == 0 => {
                let name: &str = &reference;
                let resolved =
                    quick_xml::escape::unescape(&format!("&{name};")).map(|text| text.into_owned());
                out.push_str(&resolved.unwrap_or_default());
            }
            Event::Eof => return Ok((out, depth == 0)),
            _ => {}
        }
    }
}

/// Whether what stands in an element is not the text: deleted, or a second version of it.
fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "Fallback" | "del" | "moveFrom" | "instrText" | "txbxContent"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_taken_from_paragraphs() {
        let xml = "<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>\
            <w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>Pier </w:t></w:r><w:r><w:t>closed</w:t></w:r></w:p>\
            <w:p/><w:p><w:r><w:t xml:space=\"preserve\">A &amp; B&#233;</w:t><w:tab/><w:br/><w:t>x</w:t></w:r>\
            <w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>\
            <w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p></w:body></w:document>";
        assert_eq!(
            text(xml).unwrap(),
            ("Pier closed\n\n\n\nA & B\u{e9}\t\nx\n\n".to_owned(), true)
        );
    }

    #[test]
    fn a_text_that_ends_early_is_told_from_one_that_is_wrong() {
        let whole =
            "<w:document><w:body><w:p><w:r><w:t>Pier</w:t></w:r></w:p></w:body></w:document>";
        for end in whole.find("Pier").unwrap() + 4..whole.len() {
            let (text, is_whole) = text(&whole[..end]).unwrap();
            assert_eq!(
                (text.trim(), is_whole),
                ("Pier", false),
                "{}",
                &whole[..end]
            );
        }
        assert!(text(whole).unwrap().1);
        assert!(text(&whole.replace("Pier", "Pier<!x>")).is_err());
    }
}
