//! From the query tree to plans.

use super::actors;
use super::bm25::idf;
use super::compile::{Compiler, wanted};
use super::events;
use super::span::{Dictionaries, Expansion, Mentions, Plan, WordMatcher, Words};
use super::terms::{UNKNOWN, is_id, is_name, kind_term, name_terms, term_of};
use crate::model::{ActorKind, Identities};
use crate::query::{Form, MAX_SAME, Part, Pattern, Query};
use crate::text::{fold, slug, words};
use anyhow::{Result, bail};
use std::collections::HashSet;
use std::sync::Arc;
use tantivy::query::Query as EngineQuery;

/// The unusual letters of a word in the text, beside those of its folded form.
struct Word {
    folded: String,
    lower: String,
}

fn words_of(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    words(text, |span| {
        let word = &text[span];
        found.push(Word {
            folded: fold(word),
            lower: word.to_lowercase(),
        });
    });
    found
}

/// The automaton of a pattern.
fn matcher(pattern: &Pattern, shown: &str) -> Result<WordMatcher> {
    let matcher = match pattern {
        Pattern::Wildcard(text) => WordMatcher::wildcard(text),
        Pattern::Fuzzy { word, slips } => Ok(WordMatcher::fuzzy(word, *slips)),
        Pattern::Regex(text) => WordMatcher::regex(text),
    };
    matcher.or_else(|reason| bail!("`{shown}` cannot be searched: {reason}"))
}

impl Compiler<'_> {
    fn dictionaries(&self) -> Dictionaries<'_> {
        Dictionaries {
            fields: &self.fields,
            searcher: self.searcher,
            languages: self.languages,
            remembered: self.remembered,
        }
    }

    /// Compiles a positional query; `in_title` where only the title is asked for.
    ///
    /// # Errors
    /// A pattern stands for too many words or cannot be built; a text without a word; a node that
    /// has no place in the text.
    pub(super) fn plan(&self, query: &Query, in_title: bool) -> Result<Plan> {
        let plan = |query: &Query| self.plan(query, in_title);
        let plans = |queries: &[Query]| queries.iter().map(plan).collect::<Result<Vec<Plan>>>();
        Ok(match query {
            Query::Text { text, form, slop } => self.text(text, *form, *slop, in_title)?,
            Query::Pattern(pattern) => self.pattern(pattern, in_title)?,
            Query::Phrase { words, slop } => joined(plans(words)?, *slop)?,
            Query::Actor { .. } | Query::ActorKind(_) | Query::Place { .. } => {
                Plan::Mention(self.mentions_of(query))
            }
            Query::Event { .. } | Query::EventGrain(_) => {
                let Some(wanted) = wanted(query) else {
                    bail!("`{query}` has no place in the text");
                };
                let terms = events::terms(self.searcher, self.fields.when, wanted)?;
                Plan::Dates {
                    wanted,
                    terms: terms.into_iter().collect(),
                }
            }
            Query::Or(parts) => Plan::Or(plans(parts)?),
            Query::Near {
                distance,
                ordered,
                left,
                right,
            } => Plan::Near {
                distance: *distance,
                ordered: *ordered,
                left: Box::new(plan(left)?),
                right: Box::new(plan(right)?),
            },
            Query::Same { unit, parts } => {
                if parts.len() > MAX_SAME {
                    bail!("at most {MAX_SAME} parts can share a sentence or paragraph");
                }
                let parts = plans(parts)?;
                Plan::Same { unit: *unit, parts }
            }
            Query::In { part, inner } => Plan::In {
                part: *part,
                inner: Box::new(self.plan(inner, *part == Part::Title)?),
            },
            // What is counted is counted in the whole article.
            Query::AtLeast { times, inner } => Plan::AtLeast {
                times: *times,
                inner: Box::new(self.plan(inner, false)?),
            },
            Query::Boost { inner, .. } => plan(inner)?,
            _ => bail!("`{query}` has no place in the text"),
        })
    }

    fn text(&self, text: &str, form: Form, slop: u32, in_title: bool) -> Result<Plan> {
        let words = words_of(text);
        if words.is_empty() {
            bail!("`{text}` holds no word to search for");
        }
        let plans = words.iter().map(|word| {
            let folded = term_of(&word.folded);
            let dictionaries = self.dictionaries();
            Ok(match form {
                Form::Stemmed => self.words(dictionaries.stemmed(folded)?, None, in_title),
                Form::Exact => self.words(dictionaries.exact(folded)?, None, in_title),
                Form::Accented => {
                    let accented = Some(word.lower.clone());
                    self.words(dictionaries.exact(folded)?, accented, in_title)
                }
            })
        });
        joined(plans.collect::<Result<_>>()?, slop)
    }

    fn pattern(&self, pattern: &Pattern, in_title: bool) -> Result<Plan> {
        let shown = Query::Pattern(pattern.clone()).to_string();
        match pattern {
            Pattern::Wildcard(text) => self.wildcard(text, &shown, in_title),
            pattern => self.matching(pattern, &shown, in_title),
        }
    }

    /// The words that a pattern stands for, in the order of the alphabet.
    pub(super) fn words_matching(&self, pattern: &Pattern) -> Result<Vec<String>> {
        let shown = Query::Pattern(pattern.clone()).to_string();
        let automaton = || matcher(pattern, &shown);
        let dictionaries = self.dictionaries();
        let found = dictionaries.matching(pattern, &shown, automaton)?;
        let words = dictionaries.words(&found)?;
        let matcher = automaton()?;
        // Of a stem in several languages, only one of the usual forms may match.
        Ok(words
            .into_iter()
            .filter(|word| matcher.is_match(word))
            .collect())
    }

    /// The forms in which a folded word is found, each as a query, in the order of the alphabet.
    pub(super) fn forms_of(&self, word: &str) -> Result<Vec<(String, Box<dyn EngineQuery>)>> {
        let forms = self.dictionaries().forms(term_of(word))?.into_iter();
        let query = |found| self.planned(Arc::new(self.words(found, None, false)), 0.0);
        Ok(forms.map(|(form, found)| (form, query(found))).collect())
    }

    fn matching(&self, pattern: &Pattern, shown: &str, in_title: bool) -> Result<Plan> {
        let found = self
            .dictionaries()
            .matching(pattern, shown, || matcher(pattern, shown))?;
        Ok(self.words(found, None, in_title))
    }

    /// A pattern of several tokens, such as one in a script without spaces, is a phrase.
    fn wildcard(&self, text: &str, shown: &str, in_title: bool) -> Result<Plan> {
        let mut plans = Vec::new();
        for piece in pieces(text) {
            plans.push(match piece.contains(['*', '?']) {
                true => self.matching(&Pattern::Wildcard(piece.to_owned()), shown, in_title)?,
                false => self.text(piece, Form::Exact, 0, in_title)?,
            });
        }
        if plans.is_empty() {
            bail!("`{text}` holds no word to search for");
        }
        joined(plans, 0)
    }

    fn words(&self, found: Expansion, accented: Option<String>, in_title: bool) -> Plan {
        let articles = found.iter().map(|(_, found)| found.articles).sum();
        Plan::Word(Words {
            field: match in_title {
                true => self.fields.title,
                false => self.fields.words,
            },
            idf: idf(articles, self.articles()),
            forms: found,
            accented,
        })
    }

    /// Articles in the index, deleted ones included, as BM25 counts them.
    fn articles(&self) -> u64 {
        let segments = self.searcher.segment_readers().iter();
        segments.map(|segment| u64::from(segment.max_doc())).sum()
    }

    /// The mentions that a leaf stands for; none where it asks for no actor.
    pub(super) fn mentions_of(&self, leaf: &Query) -> Mentions {
        let any = match leaf {
            Query::Actor { name } => self.named(name),
            Query::ActorKind(kind) => vec![vec![kind_term(*kind)]],
            Query::Place { name } => self.placed(name),
            _ => Vec::new(),
        };
        let mut terms = any.iter().flatten();
        let but = match terms.any(|term| is_name(term)) {
            true => self.nobodies(),
            false => Vec::new(),
        };
        Mentions { any, but }
    }

    /// The ids that users say are nobody, of those that names may be found by their words.
    fn nobodies(&self) -> Vec<String> {
        let removed = self.identities.map(Identities::removed);
        let removed = removed.into_iter().flatten();
        let unknown = removed.filter(|id| id.starts_with(UNKNOWN));
        unknown.map(str::to_owned).collect()
    }

    /// All ids of an actor; none where users say that it is nobody.
    fn members(&self, id: &str) -> Vec<String> {
        match self.identities {
            Some(identities) => {
                let members = identities.members(id).into_iter();
                members.map(str::to_owned).collect()
            }
            None => vec![id.to_owned()],
        }
    }

    /// The mentions that an actor's name stands for: those with an id or a code; for a name that
    /// the dictionary does not know, or knows only persons of, also those of that id or with all
    /// words of it. An id stands also for that of a name that no dictionary has.
    fn named(&self, name: &str) -> Vec<Vec<String>> {
        let known = (self.resolve)(name);
        let persons = known.iter().all(|id| id.starts_with("per:") && id != name);
        let mut alternatives: Vec<Vec<String>> = known.into_iter().map(|id| vec![id]).collect();
        if persons {
            alternatives.extend(self.members(name).into_iter().map(|id| vec![id]));
            let words = name_terms(name);
            if !words.is_empty() {
                alternatives.push(words);
            }
        }
        if is_id(name) && !name.starts_with(UNKNOWN) {
            let ids = self.members(&format!("{UNKNOWN}{name}")).into_iter();
            alternatives.extend(ids.map(|id| vec![id]));
        }
        let mut seen = HashSet::new();
        alternatives.retain(|terms| seen.insert(terms.clone()));
        alternatives
    }

    /// The mentions of what is a place, or a state as such, of this name: a capital is no mention of
    /// its state here. For a name that the dictionary does not know, also places with all its words.
    fn placed(&self, name: &str) -> Vec<Vec<String>> {
        let name = name.strip_prefix(UNKNOWN).unwrap_or(name);
        let name = name.strip_prefix("place:").unwrap_or(name);
        let slug = slug(name);
        let ids = [format!("place:{slug}"), format!("{UNKNOWN}place:{slug}")];
        let mut ids: Vec<String> = ids.iter().flat_map(|id| self.members(id)).collect();
        let known = (self.resolve)(name);
        let is_nobody = known.iter().any(String::is_empty);
        let (places, states): (Vec<String>, Vec<String>) = known
            .into_iter()
            .filter(|id| id.starts_with("place:") || id.starts_with("state:"))
            .partition(|id| id.starts_with("place:"));
        let words = name_terms(name);
        let is_unknown = places.is_empty() && states.is_empty() && !words.is_empty() && !is_nobody;
        let states = states.into_iter();
        ids.extend(states.filter(|id| places.is_empty() || self.is_called(id, &slug)));
        ids.extend(places);
        ids.sort_unstable();
        ids.dedup();
        let mut alternatives: Vec<Vec<String>> = ids.into_iter().map(|id| vec![id]).collect();
        if is_unknown {
            let kind = std::iter::once(kind_term(ActorKind::Place));
            alternatives.push(kind.chain(words).collect());
        }
        alternatives
    }

    /// Whether an actor's display name in the index is this one.
    fn is_called(&self, id: &str, name: &str) -> bool {
        let found = actors::first_with(self.searcher, &self.fields, id);
        found.is_ok_and(|found| found.is_some_and(|actor| slug(&actor.name) == name))
    }
}

/// One after the other, or loosely so.
fn joined(mut plans: Vec<Plan>, slop: u32) -> Result<Plan> {
    Ok(match plans.len() {
        1 => plans.swap_remove(0),
        _ if slop == 0 => Plan::Phrase(plans),
        count if count > MAX_SAME => {
            bail!("a phrase with ~ has at most {MAX_SAME} words")
        }
        _ => Plan::Loose {
            words: plans,
            extra: slop,
        },
    })
}

/// The tokens of a wildcard pattern: its stars and question marks belong to the token beside them.
fn pieces(pattern: &str) -> Vec<&str> {
    // Marked, they are letters, and the tokenizer keeps them in their words.
    let marked: String = pattern
        .chars()
        .map(|c| if matches!(c, '*' | '?') { 'x' } else { c })
        .collect();
    let mut found = Vec::new();
    words(&marked, |span| found.push(&pattern[span]));
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn patterns_are_split_as_text_is() {
        for (pattern, expected) in [
            ("presid*", vec!["presid*"]),
            ("wom?n", vec!["wom?n"]),
            ("cease-fir*", vec!["cease", "fir*"]),
            ("停火*", vec!["停", "火", "*"]),
            ("*", vec!["*"]),
        ] {
            assert_eq!(super::pieces(pattern), expected, "{pattern}");
        }
    }
}
