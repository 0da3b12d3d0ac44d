//! Articles as the oracle sees them: lists of words, with who and when beside them.

use dateline::model::{
    ActorKind, Analysis, Article, DayRange, FieldTokens, Grain, Mention, SourceFacts, TextField,
};
use dateline::text::{MAX_TERM, Stemming, fold};
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use unicode_normalization::UnicodeNormalization;

/// Tokens from the first one up to, but without, the second; counted within title or body.
pub type Span = (u32, u32);

/// Most tokens that a mention or a date is long.
const LONGEST_MENTION: u32 = 31;

/// A word as it stands in a text of one language.
#[derive(Clone, Debug)]
pub struct Word {
    /// As written.
    pub raw: String,
    /// But for case.
    pub accented: String,
    /// But for case and accents.
    pub folded: String,
    /// What it is posted as.
    pub stem: String,
    /// The language of its text.
    pub language: String,
}

impl Word {
    /// A word as the text room posts it: folded, then stemmed, but amounts and words beyond the
    /// longest term are their own stems.
    pub fn new(raw: &str, language: &str, stemming: &Stemming) -> Word {
        let folded = cut(&fold(raw)).to_owned();
        let amount = raw.len() > 4 && raw.bytes().all(|byte| byte.is_ascii_digit());
        let stem = match amount || raw.len() > MAX_TERM {
            true => folded.clone(),
            false => cut(&stemming.stem(&folded)).to_owned(),
        };
        let composed: String = raw.nfc().collect();
        Word {
            raw: raw.to_owned(),
            accented: cut(&composed.to_lowercase()).to_owned(),
            folded,
            stem,
            language: language.to_owned(),
        }
    }
}

/// The beginning of a word, as much of it as a term holds.
pub fn cut(word: &str) -> &str {
    let mut end = word.len().min(MAX_TERM);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    &word[..end]
}

/// An actor as some mention gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    pub actor: String,
    pub name: String,
    pub codes: Vec<String>,
    pub kind: ActorKind,
}

/// A date as some expression gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Meant {
    pub range: DayRange,
    pub grain: Grain,
}

/// Title or body.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub text: String,
    /// Byte span of each token.
    pub bytes: Vec<(u32, u32)>,
    /// Number of the word at each token.
    pub words: Vec<usize>,
    pub sentences: Vec<Span>,
    pub paragraphs: Vec<Span>,
    /// Where an actor is named, and its number.
    pub mentions: Vec<(Span, usize)>,
    /// Where a date is meant, and its number.
    pub dates: Vec<(Span, usize)>,
}

/// An article.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its place in the archive.
    pub number: usize,
    pub id: String,
    pub language: String,
    pub published: Option<DayRange>,
    pub outlet: Option<String>,
    pub section: Option<String>,
    pub authors: Vec<String>,
    pub url: Option<String>,
    pub source: SourceFacts,
    /// Title and body.
    pub texts: [Text; 2],
}

/// Things that are met often, each kept once.
#[derive(Debug)]
pub struct Interned<K, T> {
    pub items: Vec<T>,
    numbers: HashMap<K, usize>,
}

impl<K: Hash + Eq, T> Interned<K, T> {
    fn new() -> Self {
        Interned {
            items: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    pub fn number(&mut self, key: K, make: impl FnOnce(&K) -> T) -> usize {
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        self.items.push(make(&key));
        let number = self.items.len() - 1;
        self.numbers.insert(key, number);
        number
    }
}

/// All articles of an index.
#[derive(Debug)]
pub struct Archive {
    pub entries: Vec<Entry>,
    /// By language and word as written.
    pub words: Interned<(String, String), Word>,
    pub actors: Interned<Named, Named>,
    pub dates: Interned<Meant, Meant>,
    /// The languages that articles are in.
    pub languages: BTreeMap<String, Stemming>,
}

impl Archive {
    pub fn new() -> Archive {
        Archive {
            entries: Vec::new(),
            words: Interned::new(),
            actors: Interned::new(),
            dates: Interned::new(),
            languages: BTreeMap::new(),
        }
    }

    /// Number of a word of a language.
    pub fn word(&mut self, language: &str, raw: &str) -> usize {
        let languages = &mut self.languages;
        if !languages.contains_key(language) {
            languages.insert(language.to_owned(), Stemming::of(language));
        }
        let stemming = &languages[language];
        let key = (language.to_owned(), raw.to_owned());
        self.words
            .number(key, |(language, raw)| Word::new(raw, language, stemming))
    }

    /// Takes an article in.
    pub fn add(&mut self, article: Article, analysis: &Analysis) {
        let texts = [
            (TextField::Title, &article.title, &analysis.title),
            (TextField::Body, &article.body, &analysis.body),
        ];
        let texts =
            texts.map(|(field, text, tokens)| self.text(field, text.to_owned(), tokens, analysis));
        self.languages
            .entry(analysis.language.to_owned())
            .or_insert_with(|| Stemming::of(analysis.language));
        self.entries.push(Entry {
            number: self.entries.len(),
            id: article.id,
            language: analysis.language.to_owned(),
            published: analysis.published.as_ref().and_then(|date| date.range()),
            outlet: article.outlet,
            section: article.section,
            authors: article.authors,
            url: article.url,
            source: article.source,
            texts,
        });
    }

    fn text(
        &mut self,
        field: TextField,
        text: String,
        tokens: &FieldTokens,
        analysis: &Analysis,
    ) -> Text {
        let count = tokens.tokens.len() as u32;
        let spans = |starts: Vec<u32>| -> Vec<Span> {
            let ends = starts.iter().skip(1).copied().chain([count]);
            starts.iter().copied().zip(ends).collect()
        };
        let starts = tokens.sentences.iter();
        let sentences = spans(starts.clone().map(|sentence| sentence.token).collect());
        let opening = starts.filter(|sentence| sentence.paragraph || sentence.token == 0);
        let paragraphs = spans(opening.map(|sentence| sentence.token).collect());
        let whole = [(0, count)];
        let is_title = field == TextField::Title;
        let words = tokens.tokens.iter();
        let words = words
            .map(|&(start, end)| self.word(analysis.language, &text[start as usize..end as usize]));
        let words = words.collect();
        let at = |start, end| mention_span(&tokens.tokens, start, end);
        let mut mentions = Vec::new();
        for mention in analysis
            .mentions
            .iter()
            .filter(|found| found.field == field)
        {
            let number = self.actors.number(named(mention), Named::clone);
            mentions.extend(at(mention.start, mention.end).map(|span| (span, number)));
        }
        let mut dates = Vec::new();
        for date in analysis.dates.iter().filter(|found| found.field == field) {
            // Years before the first are not searched.
            let Some(range) = date.range.filter(|range| range.from.year() >= 1) else {
                continue;
            };
            let grain = date.grain;
            let number = self.dates.number(Meant { range, grain }, |&meant| meant);
            dates.extend(at(date.start, date.end).map(|span| (span, number)));
        }
        Text {
            bytes: tokens.tokens.clone(),
            words,
            sentences: if is_title { whole.to_vec() } else { sentences },
            paragraphs: if is_title { whole.to_vec() } else { paragraphs },
            mentions,
            dates,
            text,
        }
    }
}

fn named(mention: &Mention) -> Named {
    Named {
        actor: mention.actor.clone(),
        name: mention.name.clone(),
        codes: mention.codes.clone(),
        kind: mention.kind,
    }
}

/// The tokens of a mention: from the first that starts in it or later, all that start in it.
fn mention_span(tokens: &[(u32, u32)], start: usize, end: usize) -> Option<Span> {
    let first = tokens
        .iter()
        .position(|&(token, _)| token as usize >= start)?;
    let length = tokens[first..]
        .iter()
        .take_while(|&&(token, _)| (token as usize) < end)
        .count() as u32;
    let first = first as u32;
    Some((first, first + length.clamp(1, LONGEST_MENTION)))
}
