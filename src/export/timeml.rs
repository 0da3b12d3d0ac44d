//! The dates of one article as TimeML, as the scorer of TempEval-3 reads it.
//!
//! A document has the id that its source gave it, or else ours, its creation time (`t0`, empty where the publication date is unknown),
//! title and text, with a `TIMEX3` around every date expression. The text begins after one line
//! feed and ends before one, and without its tags it is the article's body, character by
//! character; what XML 1.0 cannot hold is U+FFFD there.

use crate::model::{Analysis, Anchor, Article, DateExpr, Published, TextField, TimexType};
use std::io::{self, Write};

/// Writes an article as a TimeML document that ends in a line feed.
///
/// # Errors
/// What the writer says.
pub fn timeml(out: &mut dyn Write, article: &Article, analysis: &Analysis) -> io::Result<()> {
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
    out.write_all(b"<TimeML xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ")?;
    out.write_all(
        b"xsi:noNamespaceSchemaLocation=\"http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd\">\n\n",
    )?;
    let id = article.source_id.as_ref().unwrap_or(&article.id);
    writeln!(out, "<DOCID>{}</DOCID>\n", escaped(id))?;
    writeln!(
        out,
        "<DCT>{}</DCT>\n",
        creation_time(analysis.published.as_ref())
    )?;
    let mut document = Document {
        out,
        published: analysis.published.is_some(),
        dates: 0,
    };
    document.out.write_all(b"<TITLE>")?;
    document.text(&article.title, &analysis.dates, TextField::Title)?;
    document.out.write_all(b"</TITLE>\n\n<TEXT>\n")?;
    document.text(&article.body, &analysis.dates, TextField::Body)?;
    document.out.write_all(b"\n</TEXT>\n\n</TimeML>\n")
}

fn creation_time(published: Option<&Published>) -> String {
    let Some(published) = published else {
        return String::new();
    };
    let date = published.text();
    format!(
        "<TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{date}\" temporalFunction=\"false\" \
         functionInDocument=\"CREATION_TIME\">{date}</TIMEX3>"
    )
}

struct Document<'a> {
    out: &'a mut dyn Write,
    /// Whether there is a `t0` to refer to.
    published: bool,
    /// Dates written so far.
    dates: usize,
}

impl Document<'_> {
    /// Writes a text with its dates. One that begins within the one before is left out: elements
    /// cannot overlap.
    fn text(&mut self, text: &str, dates: &[DateExpr], field: TextField) -> io::Result<()> {
        let mut done = 0;
        for date in dates.iter().filter(|date| date.field == field) {
            let (Some(before), Some(words)) =
                (text.get(done..date.start), text.get(date.start..date.end))
            else {
                continue;
            };
            self.dates += 1;
            write!(
                self.out,
                "{}<TIMEX3 {}>",
                escaped(before),
                self.attributes(date)
            )?;
            write!(self.out, "{}</TIMEX3>", escaped(words))?;
            done = date.end;
        }
        write!(
            self.out,
            "{}",
            escaped(text.get(done..).unwrap_or_default())
        )
    }

    fn attributes(&self, date: &DateExpr) -> String {
        let kind = match date.kind {
            TimexType::Date => "DATE",
            TimexType::Time => "TIME",
            TimexType::Duration => "DURATION",
            TimexType::Set => "SET",
        };
        let quoted = |text: &str| escaped(text).replace('"', "&quot;");
        let value = quoted(&date.value);
        let mut attributes = format!("tid=\"t{}\" type=\"{kind}\" value=\"{value}\"", self.dates);
        if let Some(modifier) = &date.modifier {
            attributes.push_str(&format!(" mod=\"{}\"", quoted(modifier)));
        }
        match date.anchor {
            Anchor::Publication if self.published => {
                attributes.push_str(" temporalFunction=\"true\" anchorTimeID=\"t0\"");
            }
            Anchor::Publication | Anchor::Previous | Anchor::Event => {
                attributes.push_str(" temporalFunction=\"true\"");
            }
            Anchor::Absolute | Anchor::None => {}
        }
        attributes
    }
}

/// Running text as XML. Quotation marks stay, as the scorer expects.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // Readers make a line feed of it otherwise.
            '\r' => escaped.push_str("&#13;"),
            '\t' | '\n' => escaped.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            // Allowed as they are, but a terminal acts on them.
            '\u{7f}'..='\u{9f}' => escaped.push_str(&format!("&#{};", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DayRange, Grain, Origin};
    use roxmltree::{Document as Xml, Node};

    fn date(text: &str, words: &str, value: &str, anchor: Anchor) -> DateExpr {
        let start = text.find(words).unwrap();
        DateExpr {
            field: TextField::Body,
            start,
            end: start + words.len(),
            text: words.into(),
            kind: TimexType::Date,
            value: value.into(),
            modifier: (anchor == Anchor::Absolute).then(|| "START".into()),
            range: DayRange::day(jiff::civil::date(2023, 9, 19)),
            grain: Grain::Day,
            anchor,
            confidence: 0.9,
            rule: "month-day".to_owned(),
        }
    }

    fn written(article: &Article, analysis: &Analysis) -> String {
        let mut out = Vec::new();
        timeml(&mut out, article, analysis).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The text of an element, its tags taken off.
    fn stripped(xml: &Xml<'_>, name: &str) -> String {
        let element = xml
            .descendants()
            .find(|node| node.has_tag_name(name))
            .unwrap();
        let texts = element.descendants().filter(Node::is_text);
        texts.filter_map(|node| node.text()).collect()
    }

    const BODY: &str = "\"A<b> & c\" on Tuesday,\r\n\u{1b}[2J in early 2024 \u{9b}]]> д\u{ffff}\n";

    fn sample(body: &str) -> (Article, Analysis) {
        let article = Article {
            id: "k3f9x2".into(),
            title: "AT&T on Tuesday".into(),
            body: body.into(),
            ..Article::default()
        };
        let title = DateExpr {
            field: TextField::Title,
            ..date(&article.title, "Tuesday", "2023-09-19", Anchor::Publication)
        };
        let analysis = Analysis {
            published: Some(Published {
                date: jiff::civil::date(2023, 9, 20),
                instant: None,
                grain: Grain::Day,
                origin: Origin::Metadata,
                confidence: 1.0,
            }),
            dates: vec![
                title,
                date(BODY, "Tuesday", "2023-09-19", Anchor::Publication),
                date(BODY, "Tues", "overlaps", Anchor::Publication),
                date(BODY, "early 2024", "2024", Anchor::Absolute),
            ],
            ..Analysis::default()
        };
        (article, analysis)
    }

    #[test]
    fn a_document_parses_and_without_tags_is_the_text() {
        let (article, analysis) = sample(BODY);
        let text = written(&article, &analysis);
        let xml = Xml::parse(&text).unwrap();
        let legal = BODY.replace(['\u{1b}', '\u{ffff}'], "\u{fffd}");
        assert_eq!(stripped(&xml, "TEXT"), format!("\n{legal}\n"));
        assert_eq!(stripped(&xml, "TITLE"), "AT&T on Tuesday");
        assert_eq!(stripped(&xml, "DOCID"), "k3f9x2");
        let dates: Vec<String> = xml
            .descendants()
            .filter(|node| node.has_tag_name("TIMEX3"))
            .map(|node| {
                let mut all = node.text().unwrap_or_default().to_owned();
                for attribute in node.attributes() {
                    all.push_str(&format!(" {}={}", attribute.name(), attribute.value()));
                }
                all
            })
            .collect();
        let tuesday = "type=DATE value=2023-09-19 temporalFunction=true anchorTimeID=t0";
        assert_eq!(
            dates,
            [
                "2023-09-20 tid=t0 type=DATE value=2023-09-20 temporalFunction=false \
                 functionInDocument=CREATION_TIME"
                    .to_owned(),
                format!("Tuesday tid=t1 {tuesday}"),
                format!("Tuesday tid=t2 {tuesday}"),
                "early 2024 tid=t3 type=DATE value=2024 mod=START".to_owned(),
            ]
        );
        assert!(
            !text.chars().any(|c| c.is_control() && c != '\n'),
            "{text:?}"
        );
    }

    #[test]
    fn without_a_publication_date_nothing_refers_to_one() {
        let (article, mut analysis) = sample(BODY);
        analysis.published = None;
        let text = written(&article, &analysis);
        assert!(Xml::parse(&text).is_ok() && text.contains("<DCT></DCT>"));
        assert!(!text.contains("\"t0\""));
    }

    #[test]
    fn spans_that_do_not_fit_break_nothing() {
        let (article, analysis) = sample("Туесдай on");
        let text = written(&article, &analysis);
        let xml = Xml::parse(&text).unwrap();
        assert_eq!(stripped(&xml, "TEXT"), "\nТуесдай on\n");
    }
}
