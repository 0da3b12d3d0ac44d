//! What is stored of an article, and what is shown of it.

use super::meta::Meta;
use super::searcher::LocalSearcher;
use super::spans::{self, SpanActor, Spans};
use crate::engine::{ShownDate, ShownMention};
use crate::model::{ActorKind, Hit, HitActor, Published, TextField};
use anyhow::{Context, Result};
use std::collections::{HashMap, HashSet};
use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};

/// What is stored of an article.
pub(super) struct Stored {
    pub id: String,
    pub title: String,
    pub body: String,
    pub(super) meta: Meta,
    pub spans: Spans,
}

impl Stored {
    pub(super) fn published(&self) -> Option<Published> {
        self.meta.published.as_ref()?.published()
    }
}

/// The dates of an article, each once, in calendar order.
fn event_dates(spans: &Spans) -> Vec<String> {
    let mut dates: Vec<_> = spans
        .dates
        .iter()
        .map(|date| (date.from, date.until, of_day(&date.value)))
        .collect();
    dates.sort();
    // One value may stand for several intervals, with others between them.
    let mut seen = HashSet::new();
    dates.retain(|&(_, _, value)| seen.insert(value));
    dates
        .into_iter()
        .map(|(_, _, value)| value.to_owned())
        .collect()
}

/// A TIMEX3 value without its time of day.
fn of_day(value: &str) -> &str {
    value.split('T').next().unwrap_or(value)
}

pub(super) fn shown_dates(spans: Spans) -> Vec<ShownDate> {
    let dates = spans.dates.into_iter();
    dates
        .map(|date| ShownDate {
            field: date.place.field,
            start: date.place.start,
            end: date.place.end,
            value: date.value,
            from: date.from,
            until: date.until,
            grain: date.grain,
        })
        .collect()
}

impl LocalSearcher {
    pub(super) fn stored(&self, address: DocAddress) -> Result<Stored> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let text = |field| {
            let value = document.get_first(field);
            value
                .and_then(|value| value.as_str())
                .unwrap_or("")
                .to_owned()
        };
        let bytes = |field| document.get_first(field).and_then(|value| value.as_bytes());
        let meta = bytes(self.fields.meta).context("an article without its record")?;
        let spans = bytes(self.fields.spans).and_then(spans::decode);
        Ok(Stored {
            id: self.id_at(address),
            title: text(self.fields.headline),
            body: text(self.fields.body),
            meta: serde_json::from_slice(meta).context("an article's record is damaged")?,
            spans: spans.context("an article's span table is damaged")?,
        })
    }

    /// An actor's id, name and kind as they are shown; `None` where users say that it is nobody.
    fn shown_actor<'a>(&'a self, actor: &'a SpanActor) -> Option<(&'a str, &'a str, ActorKind)> {
        let id = self.representative(&actor.id)?;
        let other = self.identities.filter(|_| id != actor.id);
        Some(match other.and_then(|said| said.described(id)) {
            Some(about) => (id, &about.name, about.kind),
            None => (id, &actor.name, actor.kind),
        })
    }

    /// The actors of an article, most often named first, then in order of appearance. A mention
    /// within another of the same actor is none of its own.
    fn actors(&self, spans: &Spans) -> Vec<HitActor> {
        let mut actors: Vec<HitActor> = Vec::with_capacity(spans.actors.len());
        // Where the last mention of each ends.
        let mut ends: Vec<(TextField, usize)> = Vec::with_capacity(spans.actors.len());
        // The only ones that several ids of an article may stand for.
        let mut joined: HashMap<&str, usize> = HashMap::new();
        let numbers: Vec<Option<usize>> = spans
            .actors
            .iter()
            .map(|actor| {
                let (id, name, kind) = self.shown_actor(actor)?;
                let mut add = || {
                    actors.push(HitActor {
                        id: id.to_owned(),
                        name: name.to_owned(),
                        kind,
                        mentions: 0,
                    });
                    ends.push((TextField::Title, 0));
                    actors.len() - 1
                };
                match self.identities.is_some_and(|said| said.knows(&actor.id)) {
                    true => Some(*joined.entry(id).or_insert_with(add)),
                    false => Some(add()),
                }
            })
            .collect();
        for &(actor, place) in &spans.mentions {
            let Some(number) = numbers.get(actor).copied().flatten() else {
                continue;
            };
            if let (Some(actor), Some(end)) = (actors.get_mut(number), ends.get_mut(number))
                && (place.field, place.start) >= *end
            {
                actor.mentions += 1;
                *end = (place.field, place.end);
            }
        }
        actors.sort_by_key(|actor| std::cmp::Reverse(actor.mentions));
        actors
    }

    /// The mentions of an article, as they are shown.
    pub(super) fn shown_mentions(&self, spans: &Spans) -> Vec<ShownMention> {
        let mentions = spans.mentions.iter();
        let shown = mentions.filter_map(|&(actor, place)| {
            let (id, name, kind) = self.shown_actor(spans.actors.get(actor)?)?;
            Some(ShownMention {
                field: place.field,
                start: place.start,
                end: place.end,
                actor: id.to_owned(),
                name: name.to_owned(),
                kind,
            })
        });
        shown.collect()
    }

    /// A hit without texts, rank and score.
    pub(super) fn hit(&self, stored: &Stored) -> Hit {
        let meta = &stored.meta;
        let published = stored.published();
        let updated = meta.updated.as_ref().and_then(|date| date.published());
        Hit {
            id: stored.id.clone(),
            source_id: meta.source_id.clone(),
            published,
            updated: updated.map(|date| date.text()),
            outlet: meta.outlet.clone(),
            authors: meta.authors.clone(),
            section: meta.section.clone(),
            language: meta.language.clone(),
            ocr_quality: meta.ocr_quality,
            url: meta.url.clone(),
            path: self.path(&meta.path),
            record: meta.record,
            actors: self.actors(&stored.spans),
            event_dates: event_dates(&stored.spans),
            source: meta.source.clone(),
            ..Hit::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::spans::{Place, SpanDate};
    use super::*;
    use crate::model::{Grain, TextField};
    use jiff::civil::{Date, date};

    #[test]
    fn a_date_is_listed_once_whatever_it_stands_for() {
        let span = |value: &str, from: Date, until: Date| SpanDate {
            value: value.to_owned(),
            from,
            until,
            grain: Grain::Year,
            place: Place {
                field: TextField::Body,
                start: 0,
                end: 1,
                token: 0,
                tokens: 1,
            },
        };
        let spans = Spans {
            dates: vec![
                span("1986", date(1986, 4, 1), date(1987, 4, 1)),
                span("1986-02-03", date(1986, 2, 3), date(1986, 2, 4)),
                span("1986-02-03T10:00", date(1986, 2, 3), date(1986, 2, 4)),
                span("1986", date(1986, 1, 1), date(1987, 1, 1)),
            ],
            ..Spans::default()
        };
        assert_eq!(event_dates(&spans), ["1986", "1986-02-03"]);
    }
}
