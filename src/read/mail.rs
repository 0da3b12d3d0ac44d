//! E-mail: one message (`.eml`), or a mailbox of many (mbox). The text of a message is its plain part,
//! else that of its page; attachments are not looked at.

use super::html::{Html, fragment_text};
use super::input::Input;
use super::layers::Inside;
use super::{About, Delivery, ReadError, Reader, has_extension, values};
use crate::model::{Article, DateCandidate, SourcePart};
use mail_parser::{ContentType, Message, MessageParser, MimeHeaders, PartType};
use std::io::BufRead;

/// Reads `.eml`.
pub(super) struct Eml;

/// Reads `.mbox`.
pub(super) struct Mbox;

/// Most bytes of a message with its attachments.
const LONGEST: usize = 64 << 20;

/// Most parts with parts of their own whose end is looked for.
const MULTIPARTS: usize = 100;

/// A plain part shorter than this, in bytes, may only point to the page beside it.
const STUB: usize = 600;

/// Headers that a mail server or a mail program writes.
const TECHNICAL: [&str; 6] = [
    "message-id",
    "received",
    "mime-version",
    "return-path",
    "delivered-to",
    "x-original-to",
];
const ORDINARY: [&str; 5] = ["from", "to", "subject", "date", "reply-to"];

/// How many headers of a message a text begins with: technical and ordinary ones.
fn headers(text: &[u8]) -> (usize, usize) {
    let (mut technical, mut ordinary) = (0, 0);
    for line in text.split(|byte| *byte == b'\n').take(200) {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let name = match memchr::memchr(b':', line) {
            Some(end) => line.get(..end).unwrap_or_default(),
            None => return (0, 0),
        };
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            return (0, 0);
        }
        let is = |own: &str| name.eq_ignore_ascii_case(own.as_bytes());
        technical += usize::from(TECHNICAL.iter().any(|own| is(own)));
        ordinary += usize::from(ORDINARY.iter().any(|own| is(own)));
    }
    (technical, ordinary)
}

impl Reader for Eml {
    fn name(&self) -> &'static str {
        "eml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["eml"]
    }

    fn recognise(&self, head: &[u8], name: &str) -> u8 {
        match headers(head.trim_ascii_start()) {
            (1.., 1..) => 90,
            (_, 2..) if has_extension(self, name) => 85,
            _ => 0,
        }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About {
            what: "one e-mail",
            fields: "Subject, Date, From, Message-ID; the plain part, or that of HTML where there is more",
            example: "From: Ann Lee <ann@post.example>\nSubject: Pier closed\n\nThe harbour ...",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let mut bytes = Vec::new();
        let mut source = std::io::Read::take(&mut *input.source, LONGEST as u64 + 1);
        std::io::Read::read_to_end(&mut source, &mut bytes)?;
        if bytes.len() > LONGEST {
            return Err(too_long());
        }
        let letter = Letter::of(&bytes, input.inside)?;
        out.single(letter.article, input.limits)?;
        match letter.is_cut {
            true => Err(early()),
            false => Ok(()),
        }
    }
}

impl Reader for Mbox {
    fn name(&self) -> &'static str {
        "mbox"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["mbox", "mbx"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        let head = head.trim_ascii_start();
        let end = memchr::memchr(b'\n', head).unwrap_or(head.len());
        let (first, rest) = head.split_at(end);
        let (technical, ordinary) = headers(rest.get(1..).unwrap_or_default());
        match is_separator(first) && technical + ordinary > 0 {
            true => 95,
            false => 0,
        }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About {
            what: "a mailbox of many e-mails",
            fields: "those of eml",
            example: "From ann@post.example Wed Sep 20 14:00:00 2023\nSubject: Pier closed\n\n...",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        let (limits, inside) = (input.limits, input.inside);
        let mut mailbox = Mailbox {
            source: input.source,
            begun: false,
        };
        let mut message = Vec::new();
        let mut record = 0;
        let mut is_cut = false;
        while !out.stopped() {
            let found = match mailbox.next(&mut message) {
                Ok(found) => found,
                Err(error) => return out.finish(Some(error)),
            };
            let letter = match found {
                Found::End => break,
                Found::Message => Letter::of(&message, inside),
                Found::TooLong => Err(too_long()),
            };
            // Another message may follow one whose program forgot to close it.
            is_cut = letter.as_ref().is_ok_and(|letter| letter.is_cut);
            record += 1;
            out.record(record, letter.map(|letter| letter.article), limits);
        }
        out.finish(is_cut.then(early))
    }
}

fn too_long() -> ReadError {
    ReadError::content("message of more than 64 MB")
}

fn early() -> ReadError {
    ReadError::content("message ends early")
}

/// Whether a line begins a message: `From somebody Wed Sep 20 14:00:00 2023`. "From Monday 10:30 the
/// ferries" does not: it has no year.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let is_time =
        |three: &[u8]| three[0].is_ascii_digit() && three[1] == b':' && three[2].is_ascii_digit();
    let is_year = |word: &[u8]| {
        word.len() == 4
            && matches!(word.first(), Some(b'1' | b'2'))
            && word.iter().all(u8::is_ascii_digit)
    };
    rest.windows(3).any(is_time) && rest.split(u8::is_ascii_whitespace).any(is_year)
}

enum Found {
    Message,
    TooLong,
    End,
}

/// The messages of a mailbox, one after the other.
struct Mailbox<'a> {
    source: &'a mut dyn BufRead,
    /// Whether the line that begins the next message has been read.
    begun: bool,
}

impl Mailbox<'_> {
    /// Reads the next message, without the quoting of lines that begin with `From`.
    fn next(&mut self, message: &mut Vec<u8>) -> Result<Found, ReadError> {
        message.clear();
        // What one long message needed is not kept for all the others.
        message.shrink_to(1 << 20);
        let mut too_long = false;
        let mut any = self.begun;
        let mut after_blank = true;
        let mut at_start = true;
        let mut line: Vec<u8> = Vec::new();
        loop {
            let bytes = self.source.fill_buf()?;
            if bytes.is_empty() && line.is_empty() {
                self.begun = false;
                return Ok(match (any, too_long) {
                    (false, _) => Found::End,
                    (true, true) => Found::TooLong,
                    (true, false) => Found::Message,
                });
            }
            // A piece of a line, up to its end; only the first piece can begin a message.
            let end = memchr::memchr(b'\n', bytes).map(|at| at + 1);
            let taken = end.unwrap_or(bytes.len());
            line.extend_from_slice(bytes.get(..taken).unwrap_or_default());
            self.source.consume(taken);
            let is_whole = end.is_some() || taken == 0;
            if at_start && !is_whole && line.len() < 1024 {
                continue;
            }
            if at_start && after_blank && is_separator(line.trim_ascii_end()) {
                line.clear();
                if std::mem::replace(&mut self.begun, true) || any {
                    return Ok(match too_long {
                        true => Found::TooLong,
                        false => Found::Message,
                    });
                }
                any = true;
                continue;
            }
            any |= !line.trim_ascii().is_empty();
            if at_start && is_quoted(&line) {
                line.remove(0);
            }
            after_blank = at_start && is_whole && line.trim_ascii().is_empty();
            at_start = is_whole;
            too_long |= message.len() + line.len() > LONGEST;
            if too_long {
                message.clear();
            } else {
                message.extend_from_slice(&line);
            }
            line.clear();
        }
    }
}

/// Whether a line is `>From `, with any number of `>`.
fn is_quoted(line: &[u8]) -> bool {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    marks > 0
        && line
            .get(marks..)
            .is_some_and(|rest| rest.starts_with(b"From "))
}

/// What is read of a message.
struct Letter {
    article: Article,
    /// Whether it ends before its parts do.
    is_cut: bool,
}

impl Letter {
    fn of(bytes: &[u8], inside: Inside<'_>) -> Result<Letter, ReadError> {
        let message = parse(bytes)?;
        let closing = closing(&message);
        // The parser decodes no part whose end it does not find.
        let article = match closing.is_empty() {
            true => article(&message, inside)?,
            false => article(&parse(&[bytes, &closing].concat())?, inside)?,
        };
        Ok(Letter {
            article,
            is_cut: !closing.is_empty(),
        })
    }
}

fn parse(bytes: &[u8]) -> Result<Message<'_>, ReadError> {
    MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| ReadError::content("not a message"))
}

/// The lines that would close the parts of a message that nothing closes, the innermost first.
fn closing(message: &Message<'_>) -> Vec<u8> {
    let mut lines = Vec::new();
    let multiparts = message
        .parts
        .iter()
        .rev()
        .filter(|part| part.is_multipart());
    for part in multiparts.take(MULTIPARTS) {
        let kind = part.content_type();
        if let Some(boundary) = kind.and_then(|kind| kind.attribute("boundary")) {
            let line = format!("--{boundary}--");
            if memchr::memmem::find(&message.raw_message, line.as_bytes()).is_none() {
                // What is written in quoted-printable may end within a line.
                lines.extend_from_slice(format!("\n\n{line}\n").as_bytes());
            }
        }
    }
    lines
}

/// The article of a message.
fn article(message: &Message<'_>, inside: Inside<'_>) -> Result<Article, ReadError> {
    let of_text = |body| Article {
        body,
        encoding: Some("utf-8"),
        ..Article::default()
    };
    let mut article = match plain(message) {
        // "View this email in your browser": the page may have the text.
        Some(body) if body.len() < STUB => match page(message, inside) {
            Ok(page) if page.body.len() > 3 * body.len() => page,
            _ => of_text(body),
        },
        Some(body) => of_text(body),
        None => page(message, inside)?,
    };
    article.body.retain(|c| c != '\0');
    article.lossy |= message.parts.iter().any(|part| part.is_encoding_problem);
    if let Some(subject) = message.subject() {
        article.title = subject.replace('\0', "");
    }
    article.source_id = message.message_id().map(str::to_owned);
    let raw = |name: &'static str| message.header_raw(name).map(|text| text.trim().to_owned());
    article.candidates = raw("Date")
        .map(|text| DateCandidate {
            text,
            part: SourcePart::Field,
        })
        .into_iter()
        .collect();
    let from = message.from().and_then(|from| from.first());
    let name = from.and_then(|from| from.name().or(from.address()));
    article.authors = name.map(str::to_owned).into_iter().collect();
    if article.source.topics.is_empty()
        && let Some(keywords) = raw("Keywords")
    {
        article.source.topics = values::names(
            serde_json::Value::String(keywords),
            values::NameList::Topics,
        );
    }
    Ok(article)
}

/// The plain parts of a message, joined.
fn plain(message: &Message<'_>) -> Option<String> {
    let mut texts = Vec::new();
    for (part, number) in message.parts.iter().zip(0..) {
        let PartType::Text(text) = &part.body else {
            continue;
        };
        // The parser counts a text that it cannot decode among the attachments.
        let is_left_out = || {
            let is_plain = |kind: &ContentType<'_>| kind.subtype() == Some("plain");
            let disposition = part.content_disposition();
            part.is_encoding_problem
                && part.content_type().is_none_or(is_plain)
                && disposition.is_none_or(|disposition| !disposition.is_attachment())
        };
        if !message.text_body.contains(&number) && !is_left_out() {
            continue;
        }
        let flowed = part
            .content_type()
            .and_then(|kind| kind.attribute("format"))
            .is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
        texts.push(match flowed {
            true => joined(text),
            false => text.to_string(),
        });
    }
    let text = texts.join("\n\n");
    (!text.trim().is_empty()).then_some(text)
}

/// Flowed text: a line that ends with a space goes on in the next.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        out.push_str(line);
        // Two hyphens and a space set a signature off.
        if !line.ends_with(' ') || line == "-- " {
            out.push('\n');
        }
    }
    out
}

/// The article of a message that is a page.
fn page(message: &Message<'_>, inside: Inside<'_>) -> Result<Article, ReadError> {
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html),
        _ => None,
    });
    let Some(html) = html else {
        // Its subject may be all that it says.
        return Ok(Article {
            encoding: Some("utf-8"),
            ..Article::default()
        });
    };
    match inside.one(&Html, "message.html", html.as_bytes(), None) {
        Ok(article) => Ok(article),
        // A letter is laid out otherwise than a page; what it says counts.
        Err(error) if html.len() < 1 << 20 && !error.is_io() => {
            let body = fragment_text(html).filter(|body| !body.trim().is_empty());
            Ok(Article {
                body: body.ok_or(error)?,
                encoding: Some("utf-8"),
                ..Article::default()
            })
        }
        Err(error) => Err(error),
    }
}
