//! From an article to its analysis: language, tokens, publication date, who and when.
//!
//! Pure: an analysis depends on the article and the [`Settings`] alone, never on what else was
//! read or in which order.

pub mod actors;
pub mod dates;
pub mod hyphens;
pub mod language;
pub mod published;

use self::hyphens::ArchiveWords;
use self::published::Orders;
use crate::model::{Analysis, Article, Grain, Origin, Published, TextField};
use crate::text::{Scanner, Terms};
use jiff::civil::Date;
use std::cell::RefCell;
use std::collections::HashMap;

/// Raised whenever the same article would be analysed differently, so that older analyses are
/// known to be stale.
const VERSION: u32 = 8;

/// Which layers are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layers {
    /// Words, who and when.
    #[default]
    All,
    /// Words alone.
    Words,
}

impl Layers {
    /// The name used on the command line and in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Layers::All => "all",
            Layers::Words => "words",
        }
    }
}

/// A field of an article set right by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// Publication date and its grain.
    pub published: Option<(Date, Grain)>,
    /// Outlet.
    pub outlet: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<&'static str>,
}

/// What an analysis depends on besides the article.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Which layers are made.
    pub layers: Layers,
    /// Today: a later publication date is not believed.
    pub today: Date,
    /// Corrections by article id.
    pub by_id: HashMap<String, Correction>,
    /// Corrections by `label/path`.
    pub by_path: HashMap<String, Correction>,
    /// Hash of the corrections that concern a file, by `label/path`.
    pub corrected_files: HashMap<String, u64>,
    /// How the archive orders day and month, where that was measured.
    pub orders: Orders,
    /// The words of the archive, where they were measured.
    pub words: ArchiveWords,
    /// Hash of the lists of actors that users gave; 0 without any.
    pub actors: u64,
}

impl Settings {
    /// Settings without corrections.
    pub fn new(layers: Layers, today: Date) -> Settings {
        Settings {
            layers,
            today,
            by_id: HashMap::new(),
            by_path: HashMap::new(),
            corrected_files: HashMap::new(),
            orders: Orders::default(),
            words: ArchiveWords::default(),
            actors: 0,
        }
    }

    /// Hash of everything that an analysis depends on, save corrections and the day.
    pub fn hash(&self) -> u64 {
        let mut text = format!(
            "{VERSION} {} {}{}",
            self.layers.name(),
            env!("CARGO_PKG_VERSION"),
            self.orders.decisions()
        );
        let words = self.words.hash();
        if words != 0 {
            text.push_str(&format!(" words {words:x}"));
        }
        if self.actors != 0 {
            text.push_str(&format!(" actors {:x}", self.actors));
        }
        xxhash_rust::xxh3::xxh3_64(text.as_bytes())
    }

    fn corrections<'a>(&'a self, article: &Article) -> [Option<&'a Correction>; 2] {
        if self.by_id.is_empty() && self.by_path.is_empty() {
            return [None, None];
        }
        [self.by_path.get(&article.path), self.by_id.get(&article.id)]
    }
}

const DATE: u8 = 1;
const NAME: u8 = 2;

/// Which rooms want to look at a word; asked once for every distinct word.
fn classify(word: &str) -> u8 {
    u8::from(dates::is_trigger(word)) * DATE + u8::from(actors::is_trigger(word)) * NAME
}

thread_local! {
    static SCANNER: RefCell<Scanner> = RefCell::new(Scanner::new(classify));
    static WORDS: RefCell<Scanner> = RefCell::new(Scanner::new(|_| 0));
}

/// Analyses an article. Corrections may change its outlet; words broken at the end of a line are joined
/// where that makes a known word.
pub fn analyse(mut article: Article, settings: &Settings) -> (Article, Analysis, Terms) {
    let corrections = settings.corrections(&article);
    let mut language =
        language::identify(&article.title, &article.body, article.language.as_deref());
    for correction in corrections.into_iter().flatten() {
        language = correction.language.unwrap_or(language);
        if let Some(outlet) = &correction.outlet {
            article.outlet = Some(outlet.clone());
        }
    }
    if let Some(body) = hyphens::joined(&article.body, language, &settings.words) {
        article.body = body;
    }
    let clues = published::Clues {
        article: &article,
        today: settings.today,
        mtime: article.mtime,
        orders: &settings.orders,
    };
    let mut published = published::decide(&clues);
    let updated = published::decide_updated(&clues);
    for correction in corrections.into_iter().flatten() {
        published = correction.published.map(by_hand).or(published);
    }
    let scanner = match settings.layers {
        Layers::All => &SCANNER,
        Layers::Words => &WORDS,
    };
    let (title, body, terms) =
        scanner.with_borrow_mut(|scanner| scanner.scan(&article.title, &article.body, language));
    let mut analysis = Analysis {
        language,
        published,
        updated,
        ..Analysis::default()
    };
    if settings.layers == Layers::All {
        let published = analysis.published.as_ref();
        analysis.mentions = actors::find(&actors::Input {
            title: &article.title,
            title_tokens: &title.tokens,
            title_words: &title.words,
            title_triggers: &title.triggers[1],
            body: &article.body,
            body_tokens: &body.tokens,
            body_words: &body.words,
            body_triggers: &body.triggers[1],
            language,
            published,
        });
        for (field, text, scan) in [
            (TextField::Title, &article.title, &title),
            (TextField::Body, &article.body, &body),
        ] {
            let triggers = &scan.triggers[0];
            let found = dates::find(field, text, &scan.tokens, triggers, language, published);
            analysis.dates.extend(found);
        }
    }
    analysis.ocr_quality = body.legibility.percent();
    analysis.title = title.tokens;
    analysis.body = body.tokens;
    (article, analysis, terms)
}

fn by_hand((date, grain): (Date, Grain)) -> Published {
    Published {
        date,
        instant: None,
        grain,
        origin: Origin::Corrections,
        confidence: 1.0,
    }
}
