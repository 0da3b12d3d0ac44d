//! SGML of TREC and the Linguistic Data Consortium (Gigaword): many `<DOC>` in one file.

use super::elements::{Elements, Piece, Syntax};
use super::input::Input;
use super::newsml::below;
use super::sgml::{self, element, elements};
use super::xml::{self, Root};
use super::{About, Delivery, ReadError, Reader, encoding, values};
use crate::model::{Article, DateCandidate, SourcePart};
use jiff::civil::Date;

/// Reads TREC and LDC SGML.
pub(super) struct Trec;

impl Reader for Trec {
    fn name(&self) -> &'static str {
        "trec"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["trec", "sgml", "sgm"]
    }

    fn recognise(&self, head: &[u8], _name: &str) -> u8 {
        let Some(root) = Root::of(head) else {
            return 0;
        };
        let is_document = root.name.eq_ignore_ascii_case("doc")
            && [
                "<DOCNO", "<docno", "<DOCID", "<docid", "<TEXT", "<text", " id=", " ID=",
            ]
            .iter()
            .any(|mark| root.has(mark));
        if is_document { 92 } else { 0 }
    }

    fn about(&self) -> About {
        About {
            what: "SGML of TREC and the LDC: each DOC is an article",
            fields: "title, body, published (from the id too), id",
            example: "<DOC> <DOCNO> NYT20100101.0001 </DOCNO> <HEADLINE> Pier closed </HEADLINE> <TEXT> <P> ... </P> </TEXT> </DOC>",
        }
    }

    fn read(&self, input: &mut Input<'_>, out: &mut Delivery<'_>) -> Result<(), ReadError> {
        records(input, out, "DOC", article, Wordless::Refused)
    }
}

/// What becomes of a record without text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wordless {
    Refused,
    Delivered,
}

/// Reads the records of an SGML file one by one.
pub(super) fn records(
    input: &mut Input<'_>,
    out: &mut Delivery<'_>,
    name: &str,
    article: fn(&str) -> Article,
    wordless: Wordless,
) -> Result<(), ReadError> {
    let (limits, bound) = (input.limits, input.raw_bound());
    let (decoded_from, lossy) = (input.decoded_from, input.lossy);
    let mut records = Elements::new(input.source, Syntax::Sgml, &[name], bound);
    let mut record = 0;
    while !out.stopped() {
        let found = match records.next() {
            Ok(Piece::Element) => {
                let decoded = encoding::decode(records.element().to_vec(), None);
                let mut article = article(&decoded.text);
                article.encoding = Some(decoded_from.map_or(decoded.label, encoding::label));
                article.lossy = decoded.lossy || lossy.get();
                Ok(article)
            }
            Ok(Piece::Cut) => Err(ReadError::content(format!("a <{name}> without an end"))),
            Ok(Piece::TooLong) => Err(ReadError::too_long(limits.max_article)),
            Ok(Piece::End) => break,
            Err(error) => return out.finish(Some(error)),
        };
        record += 1;
        match wordless {
            Wordless::Refused => out.record(record, found, limits),
            Wordless::Delivered => out.numbered(record, found, limits),
        }
    }
    out.finish(None)
}

/// The line of the first element of several names that has one.
fn first(record: &str, names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| elements(record, name).find_map(|element| sgml::line(element.inner)))
}

/// The lines of an element as entries of a list, or its parts between semicolons.
fn list(record: &str, names: &[&str]) -> Vec<String> {
    let lists = names.iter().filter_map(|name| element(record, name));
    let entries = lists.flat_map(|element| {
        let text = sgml::plain(element.inner);
        let split = |text: &str, at: &[char]| text.split(at).map(str::to_owned).collect::<Vec<_>>();
        match text.contains(';') {
            true => split(&text.replace('\n', " "), &[';']),
            false => split(&text, &['\n']),
        }
    });
    entries.filter(|entry| !entry.trim().is_empty()).collect()
}

fn article(record: &str) -> Article {
    let whole = element(record, "DOC");
    let attribute = |name: &str| whole.and_then(|doc| doc.attribute(name)).map(str::to_owned);
    let id = first(record, &["DOCNO", "DOCID"]).or_else(|| attribute("id"));
    let mut article = Article {
        title: first(record, &["HEADLINE", "HEAD", "HL", "TITLE", "TI", "TTL"])
            .or_else(|| attribute("title"))
            .unwrap_or_default(),
        authors: first(record, &["BYLINE", "AUTHOR"])
            .map(|byline| values::authors(&byline))
            .unwrap_or_default(),
        candidates: dates(record, id.as_deref()),
        language: first(record, &["LANGUAGE"]),
        url: first(record, &["URL"]).or_else(|| attribute("url")),
        ..Article::default()
    };
    article.outlet = first(record, &["SO", "SOURCE"]).map(|source| {
        let end = source.find([',', '(']).unwrap_or(source.len());
        source.get(..end).unwrap_or_default().trim().to_owned()
    });
    article.source.topics = list(record, &["SUBJECT", "IN", "NS", "KEYWORD", "KEYWORDS"]);
    article.source.organisations = list(record, &["CO"]);
    article.source.places = list(record, &["RE", "GEOGRAPHIC"]);
    article.body = below(first(record, &["DATELINE"]), body(record));
    article.source_id = id;
    article
}

/// The lead, where it stands apart, and all texts; where there are none, all that the document
/// holds.
fn body(record: &str) -> String {
    let lead = ["LP", "LEADPARA"]
        .iter()
        .filter_map(|name| element(record, name))
        .take(1);
    let texts: Vec<String> = lead
        .chain(elements(record, "TEXT"))
        .map(|element| sgml::paragraphs(&sgml::plain(element.inner)))
        .filter(|text| !text.is_empty())
        .collect();
    let has_parts = ["TEXT", "DOCNO", "DOCID", "HEADLINE"]
        .iter()
        .any(|name| element(record, name).is_some());
    if !texts.is_empty() || has_parts {
        return texts.join("\n\n");
    }
    let whole = element(record, "DOC").map_or("", |doc| doc.inner);
    sgml::paragraphs(&sgml::plain(whole))
}

/// What fields and the document's own id say.
fn dates(record: &str, id: Option<&str>) -> Vec<DateCandidate> {
    let fields = [
        "DATE_TIME",
        "DATETIME",
        "DATE",
        "DATE1",
        "DD",
        "PUBDATE",
        "PUB_DATE",
    ];
    let mut dates: Vec<DateCandidate> = fields
        .iter()
        .filter_map(|name| first(record, &[name]))
        .map(|text| match six_digits(&text, Order::YearFirst) {
            Some(date) => DateCandidate {
                text: date.to_string(),
                part: SourcePart::Field,
            },
            None => xml::date(text.trim_start_matches(['=', ' ']), SourcePart::Field),
        })
        .collect();
    dates.extend(id.and_then(in_id).map(|date| DateCandidate {
        text: date.to_string(),
        part: SourcePart::Field,
    }));
    dates
}

/// The date in a document's id: `NYT_ENG_20100101.0001`, `APW19980601.0001`, `AP880212-0001`,
/// `LA010189-0001`.
fn in_id(id: &str) -> Option<Date> {
    let start = id.find(|c: char| c.is_ascii_digit())?;
    let (prefix, rest) = (id.get(..start)?, id.get(start..)?);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(..digits)?;
    match (digits, prefix) {
        (8, _) => {
            let date = Date::strptime("%Y%m%d", number).ok()?;
            (1600..2100).contains(&date.year()).then_some(date)
        }
        (6, "LA") => six_digits(number, Order::YearLast),
        (6, "AP" | "WSJ" | "FR" | "APW" | "NYT" | "XIN") => six_digits(number, Order::YearFirst),
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Order {
    YearFirst,
    YearLast,
}

/// A day in six digits, of the last century but for the first years of this.
fn six_digits(text: &str, order: Order) -> Option<Date> {
    let text = text.trim();
    if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |at: usize| text.get(at..at + 2)?.parse::<i16>().ok();
    let (year, month, day) = match order {
        Order::YearFirst => (number(0)?, number(2)?, number(4)?),
        Order::YearLast => (number(4)?, number(0)?, number(2)?),
    };
    let year = if year < 30 { 2000 + year } else { 1900 + year };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_tell_dates() {
        let cases = [
            ("NYT_ENG_20100101.0001", Some("2010-01-01")),
            ("APW19980601.0001", Some("1998-06-01")),
            ("AP880212-0001", Some("1988-02-12")),
            ("LA010189-0001", Some("1989-01-01")),
            ("WSJ_1", None),
            ("FT911-3", None),
            ("X20101301", None),
            ("123456789", None),
            ("", None),
        ];
        for (id, date) in cases {
            assert_eq!(
                in_id(id).map(|date| date.to_string()).as_deref(),
                date,
                "{id}"
            );
        }
    }
}
