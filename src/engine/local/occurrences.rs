//! Every match of a query in its hits, one by one or counted.

use super::collect::AllHits;
use super::matcher::{Match, SegmentMatcher};
use super::searcher::{EXPORT_CHUNK, LocalSearcher};
use super::span::Purpose;
use super::stored::Stored;
use crate::engine::{KwicRequest, Scope};
use crate::model::{Occurrence, Tally, TextField};
use crate::query::Query;
use crate::text::words;
use anyhow::Result;
use std::ops::{ControlFlow, Range};

/// The tokens of an article's texts.
struct Tokens {
    title: Vec<Range<usize>>,
    body: Vec<Range<usize>>,
}

impl Tokens {
    fn of(stored: &Stored) -> Tokens {
        let tokens = |text: &str| {
            let mut found = Vec::new();
            words(text, |span| found.push(span));
            found
        };
        Tokens {
            title: tokens(&stored.title),
            body: tokens(&stored.body),
        }
    }
}

impl LocalSearcher {
    /// Hands over every occurrence in every hit, in order.
    pub(super) fn each_occurrence(
        &self,
        request: &KwicRequest,
        each: &mut dyn FnMut(Occurrence) -> ControlFlow<()>,
    ) -> Result<Tally> {
        let compiled = self.compile(&request.query, &request.scopes)?;
        let patterns = request.query.positive_parts();
        let patterns: Vec<String> = patterns.iter().map(|part| part.to_string()).collect();
        let plans = self.plans(&compiled)?;
        let mut hits = self.run(compiled.query.as_ref(), &AllHits)?;
        self.sort(&mut hits, request.order, &compiled)?;
        let mut tally = Tally {
            articles: hits.len() as u64,
            occurrences: 0,
        };
        let mut is_wanted = true;
        for chunk in hits.chunks(EXPORT_CHUNK) {
            let found = self.matches(chunk, &plans)?;
            for (&(_, address), mut matches) in chunk.iter().zip(found) {
                tally.occurrences += matches.len() as u64;
                if !is_wanted || matches.is_empty() {
                    continue;
                }
                let stored = self.stored(address)?;
                let tokens = Tokens::of(&stored);
                matches.sort_by_key(|one| (one.span, one.part));
                for one in &matches {
                    let pattern = patterns.get(one.part as usize);
                    let pattern = pattern.map_or("", String::as_str);
                    let row = self.occurrence(&stored, &tokens, one, pattern, request.window);
                    if let Some(row) = row
                        && each(row).is_break()
                    {
                        is_wanted = false;
                        break;
                    }
                }
            }
        }
        Ok(tally)
    }

    fn occurrence(
        &self,
        stored: &Stored,
        tokens: &Tokens,
        one: &Match,
        pattern: &str,
        window: u32,
    ) -> Option<Occurrence> {
        let (field, first) = stored.spans.token_at(one.span.start);
        let (text, tokens, before) = match field {
            TextField::Title => (&stored.title, &tokens.title, 0),
            TextField::Body => (&stored.body, &tokens.body, stored.spans.title_tokens),
        };
        let last = first + (one.span.end - one.span.start) - 1;
        let (start, end) = (
            tokens.get(first as usize)?.start,
            tokens.get(last as usize)?.end,
        );
        let from = tokens.get(first.saturating_sub(window) as usize)?.start;
        let until = (last as usize).saturating_add(window as usize);
        let until = tokens.get(until).or(tokens.last())?.end;
        let hit = self.hit(stored);
        Some(Occurrence {
            id: hit.id,
            docname: match hit.record {
                Some(record) => format!("{}#{record}", hit.path),
                None => hit.path,
            },
            published: hit.published,
            outlet: hit.outlet,
            field,
            from: before + first + 1,
            to: before + last + 1,
            start,
            end,
            pre: in_one_line(text.get(from..start)?),
            keyword: in_one_line(text.get(start..end)?),
            post: in_one_line(text.get(end..until)?),
            pattern: pattern.to_owned(),
        })
    }

    /// How many articles match, and how many occurrences they have.
    pub(super) fn tally_of(&self, query: &Query, scopes: &[Scope]) -> Result<Tally> {
        let compiled = self.compile(query, scopes)?;
        let mut hits = self.run(compiled.query.as_ref(), &AllHits)?;
        hits.sort_unstable_by_key(|&(_, at)| at);
        let mut tally = Tally {
            articles: hits.len() as u64,
            occurrences: 0,
        };
        let plans = self.plans(&compiled)?;
        if plans.is_empty() {
            return Ok(tally);
        }
        for segment in hits.chunk_by(|a, b| a.1.segment_ord == b.1.segment_ord) {
            let reader = self.searcher.segment_reader(segment[0].1.segment_ord);
            let (fields, purpose) = (&self.fields, Purpose::Select);
            let mut matcher = SegmentMatcher::new(reader, fields, &plans, purpose, &self.deadline)?;
            for (_, at) in segment {
                self.in_time()?;
                tally.occurrences += matcher.count(at.doc_id);
            }
        }
        self.complete()?;
        Ok(tally)
    }
}

/// The text with single spaces, also for line breaks.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
