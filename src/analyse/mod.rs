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
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

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
    /// Corrections by `label/path`, of an archive or of a member of one (`label/path!member`) too.
    pub by_path: HashMap<String, Correction>,
    /// Hash of the corrections that concern each of these places.
    pub corrected: BTreeMap<String, u64>,
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
            corrected: BTreeMap::new(),
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

    /// Hash of the corrections that concern a file or a member of it, given as `label/path`; 0 without
    /// any.
    pub fn corrections_of(&self, file: &str) -> u64 {
        if self.corrected.is_empty() {
            return 0;
        }
        let inside = within(&self.corrected, file).map(|(_, hash)| hash);
        let hashes = self.corrected.get(file).into_iter().chain(inside);
        hashes.fold(0, |all, hash| all.rotate_left(11) ^ hash)
    }

    /// The corrections of an article, the later ones of what is smaller.
    fn corrections(&self, article: &Article) -> Vec<&Correction> {
        if self.by_id.is_empty() && self.by_path.is_empty() {
            return Vec::new();
        }
        let by_path = places(&article.path).filter_map(|place| self.by_path.get(place));
        by_path.chain(self.by_id.get(&article.id)).collect()
    }
}

/// What is said of members of a file. They are told by the file and not by their own paths, in which a
/// `!` may also be part of a name.
pub fn within<'a, T>(
    said: &'a BTreeMap<String, T>,
    file: &str,
) -> impl Iterator<Item = (&'a String, &'a T)> {
    let member = format!("{file}!");
    let from = said.range::<str, _>((Bound::Included(member.as_str()), Bound::Unbounded));
    from.take_while(move |(place, _)| place.starts_with(&member))
}

/// What an article may be in, the outermost first: the file, archives in it, and its whole path.
pub fn places(path: &str) -> impl Iterator<Item = &str> {
    let archives = path.match_indices('!');
    let archives = archives.filter_map(|(at, _)| path.get(..at));
    archives.chain([path])
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
    for correction in &corrections {
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
    for correction in corrections {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_member_concerns_its_archive_and_no_other_file() {
        let mut settings = Settings::new(Layers::Words, jiff::civil::date(2026, 1, 1));
        let said = ["n/a.txt", "n/x.zip!b!c.txt", "n/x.zip!d.txt", "n/y!z.zip!a"];
        for (place, hash) in said.into_iter().zip(1..) {
            settings.corrected.insert(place.to_owned(), hash);
        }
        for (file, concerns) in [
            ("n/a.txt", true),
            ("n/x.zip", true),
            ("n/y!z.zip", true),
            ("n/x", false),
            ("n/x.zi", false),
            ("n/z.zip", false),
        ] {
            assert_eq!(settings.corrections_of(file) != 0, concerns, "{file}");
        }
        assert_eq!(settings.corrections_of("n/a.txt"), 1);
    }

    #[test]
    fn corrections_of_an_archive_hold_for_its_members_unless_theirs_say_else() {
        let mut settings = Settings::new(Layers::Words, jiff::civil::date(2026, 1, 1));
        for (place, outlet) in [("n/x.zip", "one"), ("n/x.zip!b.zip!c.txt", "two")] {
            let correction = settings.by_path.entry(place.to_owned()).or_default();
            correction.outlet = Some(outlet.to_owned());
        }
        for (path, outlet) in [
            ("n/x.zip!a.txt", Some("one")),
            ("n/x.zip!b.zip!c.txt", Some("two")),
            ("n/x.txt", None),
        ] {
            let article = Article {
                path: path.to_owned(),
                ..Article::default()
            };
            let (article, ..) = analyse(article, &settings);
            assert_eq!(article.outlet.as_deref(), outlet, "{path}");
        }
    }
}
