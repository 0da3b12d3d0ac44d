//! The span table: per article, the sentence starts and every mention and date as (first token,
//! tokens, byte span, id). It turns positions back into text without running analysis again.
//!
//! Layout, all numbers as LEB128, signed ones zigzag: tokens of the title; sentences of the body
//! (token and byte as differences to the one before, the byte's lowest bit: paragraph); actors
//! (id, name, kind + 16 * the number of its codes, 0 to 6, or 7 where its one code ends the id as in
//! `state:RUS`, codes; the id is left empty where it is `?per:` and the name's words); mentions (actor,
//! place), which may nest; dates (from as a difference to the one before * 4 + 1 for a day, 2 for a month, 3 for a
//! year in its plain form, or 0 and then value and days * 16 + grain; place). Only dates that the
//! *when* layer holds are there.
//! A place is: start byte * 2 + (1 if in the body), length in bytes, first token * 4 + (tokens - 1,
//! or 3 and then tokens as a number of their own); byte and token as differences to the place
//! before in the same list and text.

use super::when::{Dated, Days, dated};
use crate::model::{
    ActorKind, Analysis, DayRange, FieldTokens, Grain, Mention, Sentence, TextField, civil_day,
};
use crate::text::{TITLE_GAP, slug};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// Where a mention or a date stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub field: TextField,
    pub start: usize,
    pub end: usize,
    /// Index of its first token within its text.
    pub token: u32,
    /// Number of tokens, at least 1.
    pub tokens: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SpanActor {
    pub id: String,
    pub name: String,
    pub kind: ActorKind,
    /// The codes of its mentions, each once, in order of appearance.
    pub codes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SpanDate {
    pub value: String,
    pub from: Date,
    pub until: Date,
    pub grain: Grain,
    pub place: Place,
}

/// The span table of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans {
    pub title_tokens: u32,
    pub sentences: Vec<Sentence>,
    pub actors: Vec<SpanActor>,
    /// Index into `actors`, and place; of several that begin together the longest first.
    pub mentions: Vec<(usize, Place)>,
    pub dates: Vec<SpanDate>,
}

impl SpanDate {
    /// The date as the *when* layer knows it.
    pub(super) fn dated(&self) -> Dated {
        let days = Days::of(DayRange {
            from: self.from,
            until: self.until,
        });
        let grain = self.grain;
        Dated { days, grain }
    }
}

impl Spans {
    /// The position of the index at which a token stands.
    pub(super) fn position(&self, field: TextField, token: u32) -> u32 {
        match field {
            TextField::Title => token,
            TextField::Body => self.title_tokens + TITLE_GAP + token,
        }
    }

    /// Which text a position of the index is in, and which token of it.
    pub(super) fn token_at(&self, position: u32) -> (TextField, u32) {
        match position.checked_sub(self.title_tokens + TITLE_GAP) {
            Some(token) => (TextField::Body, token),
            None => (TextField::Title, position),
        }
    }
}

/// Writes the table of an analysed article.
pub(super) fn encode(analysis: &Analysis) -> Vec<u8> {
    let mut out = Vec::with_capacity(64 + analysis.body.sentences.len() * 3);
    number(&mut out, analysis.title.tokens.len() as u64);
    number(&mut out, analysis.body.sentences.len() as u64);
    let (mut token, mut byte) = (0, 0);
    for sentence in &analysis.body.sentences {
        number(&mut out, u64::from(sentence.token - token));
        let step = u64::from(sentence.byte - byte);
        number(&mut out, step << 1 | u64::from(sentence.paragraph));
        (token, byte) = (sentence.token, sentence.byte);
    }
    encode_mentions(&mut out, analysis);
    let dates = || {
        let dates = analysis.dates.iter();
        dates.filter_map(|date| Some((date, dated(date)?, date.range?)))
    };
    number(&mut out, dates().count() as u64);
    let mut places = Places::default();
    let mut before = 0;
    for (date, is, range) in dates() {
        let plain = PLAIN.iter().zip(1..).find(|&(&grain, kind)| {
            grain == is.grain
                && plain_date(kind, range.from).as_ref() == Some(&(date.value.clone(), range.until))
        });
        let kind = plain.map_or(0, |(_, kind)| kind);
        signed(&mut out, (is.days.from - before) << 2 | kind);
        before = is.days.from;
        if kind == 0 {
            text(&mut out, &date.value);
            let grain = Grain::ALL.iter().position(|&grain| grain == is.grain);
            let days = is.days.length().unsigned_abs();
            number(&mut out, days << 4 | grain.unwrap_or(0) as u64);
        }
        places.write(&mut out, analysis, date.field, date.start..date.end);
    }
    out
}

/// Codes that an actor has in an article, at the most.
const CODES: usize = 6;
/// Stands for one code, which ends the id.
const OWN_CODE: u8 = 7;

fn encode_mentions(out: &mut Vec<u8>, analysis: &Analysis) {
    let mut mentions: Vec<&Mention> = analysis.mentions.iter().collect();
    mentions.sort_by_key(|mention| (mention.field, mention.start, Reverse(mention.end)));
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut actors: Vec<(&Mention, Vec<&str>)> = Vec::new();
    for &mention in &mentions {
        let number = *numbers.entry(&mention.actor).or_insert_with(|| {
            actors.push((mention, Vec::new()));
            actors.len() - 1
        });
        for code in &mention.codes {
            let codes = &mut actors[number].1;
            if codes.len() < CODES && !codes.contains(&code.as_str()) {
                codes.push(code);
            }
        }
    }
    number(out, actors.len() as u64);
    for (mention, codes) in actors {
        let plain = mention.actor == person_id(&mention.name);
        text(out, if plain { "" } else { &mention.actor });
        text(out, &mention.name);
        if let [code] = codes[..]
            && own_code(&mention.actor) == Some(code)
        {
            out.push(mention.kind as u8 | OWN_CODE << 4);
            continue;
        }
        out.push(mention.kind as u8 | (codes.len() as u8) << 4);
        codes.iter().for_each(|code| text(out, code));
    }
    number(out, mentions.len() as u64);
    let mut places = Places::default();
    for mention in mentions {
        number(out, numbers[mention.actor.as_str()] as u64);
        places.write(out, analysis, mention.field, mention.start..mention.end);
    }
}

/// The code that an id such as `state:RUS` ends in.
fn own_code(id: &str) -> Option<&str> {
    id.split_once(':').map(|(_, code)| code)
}

/// First token and number of tokens of a byte span.
pub(super) fn token_range(tokens: &FieldTokens, start: usize, end: usize) -> (u32, u32) {
    let first = tokens.at_byte(start);
    let after = tokens
        .tokens
        .partition_point(|&(start, _)| (start as usize) < end);
    (first as u32, after.saturating_sub(first).max(1) as u32)
}

/// The place before, which the next is written against. Places come title before body, by start.
#[derive(Default)]
struct Places {
    body: bool,
    byte: u64,
    token: u64,
}

impl Places {
    /// Starts counting anew where the text changes.
    fn enter(&mut self, body: bool) {
        if self.body != body {
            *self = Places {
                body,
                ..Places::default()
            };
        }
    }

    fn write(
        &mut self,
        out: &mut Vec<u8>,
        analysis: &Analysis,
        field: TextField,
        span: Range<usize>,
    ) {
        let body = field == TextField::Body;
        let tokens = match body {
            false => &analysis.title,
            true => &analysis.body,
        };
        let (first, count) = token_range(tokens, span.start, span.end);
        self.enter(body);
        let byte = span.start as u64;
        number(out, byte.saturating_sub(self.byte) << 1 | u64::from(body));
        number(out, span.len() as u64);
        let token = u64::from(first);
        let few = u64::from(count - 1).min(3);
        number(out, token.saturating_sub(self.token) << 2 | few);
        if few == 3 {
            number(out, u64::from(count));
        }
        (self.byte, self.token) = (byte, token);
    }

    fn read(&mut self, input: &mut Input<'_>) -> Option<Place> {
        let start = input.number()?;
        self.enter(start & 1 == 1);
        self.byte = self.byte.checked_add(start >> 1)?;
        let start = usize::try_from(self.byte).ok()?;
        let end = start.checked_add(usize::try_from(input.number()?).ok()?)?;
        let token = input.number()?;
        self.token = self.token.checked_add(token >> 2)?;
        let tokens = match token & 3 {
            3 => input.number()?,
            few => few + 1,
        };
        Some(Place {
            field: match self.body {
                false => TextField::Title,
                true => TextField::Body,
            },
            start,
            end,
            token: u32::try_from(self.token).ok()?,
            tokens: u32::try_from(tokens).ok()?,
        })
    }
}

/// Reads a table; `None` if it is damaged.
pub(super) fn decode(bytes: &[u8]) -> Option<Spans> {
    let mut input = Input { bytes, at: 0 };
    let mut spans = Spans {
        title_tokens: input.number()? as u32,
        ..Spans::default()
    };
    let (mut token, mut byte) = (0u32, 0u32);
    for _ in 0..input.count()? {
        token = token.checked_add(input.number()? as u32)?;
        let step = input.number()?;
        byte = byte.checked_add((step >> 1) as u32)?;
        spans.sentences.push(Sentence {
            token,
            byte,
            paragraph: step & 1 == 1,
        });
    }
    for _ in 0..input.count()? {
        let (id, name) = (input.text()?, input.text()?);
        let id = if id.is_empty() { person_id(&name) } else { id };
        let packed = input.byte()?;
        let codes = match packed >> 4 {
            OWN_CODE => vec![own_code(&id)?.to_owned()],
            many => (0..many).map(|_| input.text()).collect::<Option<_>>()?,
        };
        spans.actors.push(SpanActor {
            id,
            name,
            kind: kind(packed & 15),
            codes,
        });
    }
    let mut places = Places::default();
    for _ in 0..input.count()? {
        let actor = usize::try_from(input.number()?).ok()?;
        spans.actors.get(actor)?;
        spans.mentions.push((actor, places.read(&mut input)?));
    }
    let mut places = Places::default();
    let mut before = 0i64;
    for _ in 0..input.count()? {
        let step = input.signed()?;
        before = before.checked_add(step >> 2)?;
        let from = civil_day(before)?;
        let (value, until, grain) = match step & 3 {
            0 => {
                let value = input.text()?;
                let packed = input.number()?;
                let days = i64::try_from(packed >> 4).ok()?;
                let grain = *Grain::ALL.get((packed & 15) as usize)?;
                (value, civil_day(before.checked_add(days)?)?, grain)
            }
            kind => {
                let (value, until) = plain_date(kind, from)?;
                (value, until, *PLAIN.get(kind as usize - 1)?)
            }
        };
        spans.dates.push(SpanDate {
            value,
            from,
            until,
            grain,
            place: places.read(&mut input)?,
        });
    }
    Some(spans)
}

/// The id that a person known by name alone has in most cases.
fn person_id(name: &str) -> String {
    format!("?per:{}", slug(name))
}

/// The grains that have a plain form, by its number less one.
const PLAIN: [Grain; 3] = [Grain::Day, Grain::Month, Grain::Year];

/// Value and end of the day (1), month (2) or year (3) that starts on a day, in the plain form.
fn plain_date(kind: i64, from: Date) -> Option<(String, Date)> {
    let (value, range) = match kind {
        1 => (from.to_string(), DayRange::day(from)?),
        2 => {
            let value = format!("{:04}-{:02}", from.year(), from.month());
            (value, DayRange::month(from.year(), from.month())?)
        }
        _ => (format!("{:04}", from.year()), DayRange::year(from.year())?),
    };
    (range.from == from).then_some((value, range.until))
}

fn kind(byte: u8) -> ActorKind {
    ActorKind::ALL
        .into_iter()
        .find(|&kind| kind as u8 == byte)
        .unwrap_or(ActorKind::Other)
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn signed(out: &mut Vec<u8>, value: i64) {
    number(out, (value << 1 ^ value >> 63) as u64);
}

fn text(out: &mut Vec<u8>, value: &str) {
    number(out, value.len() as u64);
    out.extend_from_slice(value.as_bytes());
}

struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Input<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A number of things that each take a byte at least, so that damage cannot ask for memory.
    fn count(&mut self) -> Option<usize> {
        let count = self.number()? as usize;
        (count <= self.bytes.len()).then_some(count)
    }

    fn signed(&mut self) -> Option<i64> {
        let value = self.number()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()? as usize;
        let end = self.at.checked_add(length)?;
        let text = std::str::from_utf8(self.bytes.get(self.at..end)?).ok()?;
        self.at = end;
        Some(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, DateExpr, Grain, Label, Mention, TimexType};
    use crate::text::Scanner;

    fn sample() -> Analysis {
        let body = "Moscow said so on Tuesday. The Kremlin, in Moscow, agreed.";
        let (title, scan, _) = Scanner::new(|_| 0).scan("Talks end", body, "en");
        let mention = |text: &str, start: usize| Mention {
            field: TextField::Body,
            start,
            end: start + text.len(),
            text: text.into(),
            actor: "state:RUS".into(),
            name: "Russia".into(),
            kind: ActorKind::State,
            label: Some(Label::Loc),
            codes: vec!["RUS".into()],
            method: "capital".into(),
            confidence: 0.8,
        };
        Analysis {
            language: "en",
            title: title.tokens,
            body: scan.tokens,
            mentions: vec![
                mention("Moscow", 0),
                // The name in "The Kremlin" comes before what it is part of.
                Mention {
                    actor: "agent:RUSGOV".into(),
                    name: "Russia: government".into(),
                    codes: vec!["RUSGOV".into(), "ELI".into()],
                    label: None,
                    ..mention("The", 27)
                },
                Mention {
                    codes: vec!["RUSGOV".into(), "RUS".into()],
                    ..mention("The Kremlin", 27)
                },
                Mention {
                    actor: "?per:ann-le".into(),
                    name: "Ann Lê".into(),
                    kind: ActorKind::Person,
                    codes: Vec::new(),
                    ..mention("Moscow", 43)
                },
            ],
            dates: vec![DateExpr {
                field: TextField::Body,
                start: 18,
                end: 25,
                text: "Tuesday".into(),
                kind: TimexType::Date,
                value: "2023-09-19".into(),
                modifier: None,
                range: DayRange::day(jiff::civil::date(2023, 9, 19)),
                grain: Grain::Day,
                anchor: Anchor::Publication,
                confidence: 0.9,
                rule: "month-day".to_owned(),
            }]
            .into_iter()
            .chain(
                [
                    ("1492", 1492, Grain::Year),
                    ("XXXX", -43, Grain::Year),
                    ("1490", 1490, Grain::Month),
                ]
                .map(|(value, year, grain)| DateExpr {
                    field: TextField::Body,
                    start: 48,
                    end: 54,
                    text: "agreed".into(),
                    kind: TimexType::Date,
                    value: value.into(),
                    modifier: None,
                    range: DayRange::year(year),
                    grain,
                    anchor: Anchor::Absolute,
                    confidence: 0.9,
                    rule: "year".to_owned(),
                }),
            )
            .collect(),
            ..Analysis::default()
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let analysis = sample();
        let spans = decode(&encode(&analysis)).unwrap();
        assert_eq!(spans.title_tokens, 2);
        assert_eq!(spans.sentences, analysis.body.sentences);
        let actors: Vec<(&str, Vec<&str>)> = spans
            .actors
            .iter()
            .map(|actor| (&*actor.id, actor.codes.iter().map(|code| &**code).collect()))
            .collect();
        let expected = [
            ("state:RUS", vec!["RUS", "RUSGOV"]),
            ("agent:RUSGOV", vec!["RUSGOV", "ELI"]),
            ("?per:ann-le", vec![]),
        ];
        assert_eq!(actors, expected);
        let mentions: Vec<(usize, u32, u32)> = spans
            .mentions
            .iter()
            .map(|&(actor, place)| (actor, place.token, place.tokens))
            .collect();
        assert_eq!(mentions, [(0, 0, 1), (0, 5, 2), (1, 5, 1), (2, 8, 1)]);
        assert_eq!(spans.dates[0].place.token, 4);
        assert_eq!(spans.dates[0].from, jiff::civil::date(2023, 9, 19));
        let dates: Vec<_> = spans
            .dates
            .iter()
            .map(|date| (date.value.as_str(), date.from.year(), date.grain))
            .collect();
        let expected = [
            ("2023-09-19", 2023, Grain::Day),
            ("1492", 1492, Grain::Year),
            ("1490", 1490, Grain::Month),
        ];
        assert_eq!(dates, expected, "years before 0001 are not indexed");
    }

    #[test]
    fn damage_is_noticed_and_never_panics() {
        let bytes = encode(&sample());
        for length in 0..bytes.len() {
            assert_eq!(decode(&bytes[..length]), None, "{length}");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] = 0xff;
            let _ = decode(&damaged);
        }
    }
}
