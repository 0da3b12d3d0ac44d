//! What each language calls months, weekdays, units and so on: `schema/dates/*.tsv`, read once.

use super::holiday::HolidayRule;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// A length of time that expressions count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// Which one of a row of like periods: "last week", "this week", "next week".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deixis {
    Last,
    This,
    Next,
}

/// Which part of a period: "early May", "mid-May", "late May".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Early,
    Mid,
    Late,
}

/// What a word means in a date expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// 1 to 12.
    Month(i8),
    /// 1 to 7, Monday first.
    Weekday(i8),
    /// "Mondays".
    Weekdays(i8),
    /// Days from the day of publication.
    Day(i8),
    /// "tonight": the part of the day of publication.
    Tonight(&'static str),
    /// TIMEX3 code of a part of the day.
    DayPart(&'static str),
    /// An hour that has a name: "noon".
    Hour(u8),
    /// The letters after a time of day: "am" (0) and "pm" (12).
    Meridiem(u8),
    /// "clock", of "o'clock".
    Clock,
    /// "GMT".
    Zone,
    Unit(Unit),
    /// "period", where it stands for a quarter.
    Period,
    Deixis(Deixis),
    /// "past", of a length of time up to now.
    UpToNow,
    /// "current".
    Current,
    /// "recent".
    Recent,
    /// "these".
    These,
    /// "that" and "same": the period spoken of last.
    Same,
    /// "following": the period after the one spoken of last.
    Following,
    /// "previous": the period before it.
    Preceding,
    /// Said before a period: "early".
    Part(Part),
    /// Said with "of" before a period: "the end of".
    Edge(Part),
    /// "ago", said after the length of time.
    Ago,
    /// The same, said before it ("vor drei Tagen").
    BeforeAgo,
    /// "in drei Tagen", said before the length of time and looking ahead.
    BeforeIn,
    /// "later" and "earlier".
    After,
    Before,
    /// TIMEX3 code of a season.
    Season(&'static str),
    /// First year of a decade of the twentieth century: "sixties".
    Decade(i16),
    /// "BC".
    BeforeChrist,
    /// "AD".
    AnnoDomini,
    /// TIMEX3 value of a vague reference.
    Reference(&'static str),
    /// TIMEX3 value of a noun that is a reference only after an article: "the future".
    Noun(&'static str),
    /// A noun that a number follows: "room".
    Numbered,
    /// A make of cars, before which a year is a model's: "Chevrolet".
    Make,
    /// "daily".
    Set(Unit),
    Every,
    /// "per".
    Per,
    /// A word before "a day" that makes it a rate: "twice".
    Times,
    Fiscal,
    Article,
    /// "a" and "an".
    One,
    /// "of", between the parts of a date.
    Link,
    /// "in", a cue that may also stand between a part and its period.
    In,
    /// "at", before a time of day.
    At,
    /// "to" and "and", between dates that belong together.
    Join,
    Number(u16),
    Ordinal(u16),
    /// "several", "few".
    Vague,
    /// "couple" and "dozen", before a unit: how many.
    Group(u16),
    /// "hundred": how much the number before it counts.
    Times10(u16),
    /// TIMEX3 mod of a word that makes an amount inexact.
    About(&'static str),
    /// "working", between a number and its unit.
    Filler,
    /// "old", after an age.
    Old,
    /// "long", after a length.
    Long,
    /// "ended", after a period that its end tells.
    Ended,
    Cue,
    /// "over", a cue before a length of time too.
    Lasting,
    /// "latest", of a quarter.
    Latest,
    /// "until" and "soon", which look ahead.
    Ahead,
    Counted,
    WillVerb,
    PastVerb,
    /// A holiday that no other meaning has.
    Holiday,
}

/// One word of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub meaning: Meaning,
    /// Means this only with a capital letter.
    pub capital: bool,
    /// Means this only without one.
    pub lower: bool,
    /// A bare month or season that needs a cue before it.
    pub cued: bool,
    /// Counts only beside another trigger.
    pub attached: bool,
    /// A unit in the plural.
    pub plural: bool,
    /// Ends the name of a holiday.
    pub holiday: bool,
}

impl Entry {
    fn of(meaning: Meaning) -> Entry {
        Entry {
            meaning,
            capital: false,
            lower: false,
            cued: false,
            attached: false,
            plural: false,
            holiday: false,
        }
    }
}

/// FxHash over eight bytes at a time: the tables are fixed, so nobody can choose their collisions,
/// and the standard hasher would take most of the tagger's time.
#[derive(Clone, Copy, Debug, Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk
                .iter()
                .fold(0, |word, &byte| word << 8 | u64::from(byte));
            self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

/// A holiday: the words of its name in lower case, and when it is.
#[derive(Clone, Debug)]
pub(super) struct Holiday {
    pub words: Vec<&'static str>,
    pub rule: HolidayRule,
}

/// The words of one language, and how it writes dates.
#[derive(Debug, Default)]
pub(super) struct Table {
    words: HashMap<&'static [u8], Entry, BuildHasherDefault<WordHasher>>,
    /// Names of holidays, with the rule that gives their day.
    holidays: Vec<Holiday>,
    /// Phrases that make an amount inexact ("at least"), with their TIMEX3 mod.
    inexact: Vec<(Vec<&'static str>, &'static str)>,
    /// For each first letter from `a` to `z` and each length, whether some word has both: most words
    /// of a text are no word of the table, and this says so at once.
    shapes: [u64; 26],
    /// A day number may carry a full stop ("19. September").
    pub day_dot: bool,
    /// 05/04/2023 is the fifth of April.
    pub day_first: bool,
    /// "last" may follow its noun ("semaine dernière").
    pub deixis_after: bool,
    /// Endings of verbs in the past and in the future.
    pub past_endings: Vec<&'static str>,
    pub will_endings: Vec<&'static str>,
    /// Every noun has a capital letter, so that it makes no name.
    pub capital_nouns: bool,
    /// Has nouns for the parts of a period.
    edges: bool,
    /// A year may be followed by the word for year ("2023 года").
    pub year_suffix: bool,
}

/// Longest word of any table in bytes; longer words are not looked up.
const LONGEST: usize = 32;

static ENGLISH: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../schema/dates/en.tsv")));
static GERMAN: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../schema/dates/de.tsv")));
static FRENCH: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../schema/dates/fr.tsv")));
static SPANISH: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../schema/dates/es.tsv")));
static RUSSIAN: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../schema/dates/ru.tsv")));
/// For every other language: numeric dates alone.
static NUMERIC: LazyLock<Table> = LazyLock::new(Table::default);

impl Table {
    /// The table of a language (ISO 639-1; "und" and "" are taken for English).
    pub fn of(language: &str) -> &'static Table {
        match language {
            "en" | "und" | "" => &ENGLISH,
            "de" => &GERMAN,
            "fr" => &FRENCH,
            "es" => &SPANISH,
            "ru" => &RUSSIAN,
            _ => &NUMERIC,
        }
    }

    /// Whether the language tells "end" from "late": then "of" alone may follow the noun.
    pub fn has_edges(&self) -> bool {
        self.edges
    }

    /// Every table that has words.
    pub fn all() -> [&'static Table; 5] {
        [&ENGLISH, &GERMAN, &FRENCH, &SPANISH, &RUSSIAN]
    }

    /// What a word means, whatever its case.
    pub fn meaning(&self, word: &str) -> Option<Meaning> {
        self.lookup(word).map(|entry| entry.meaning)
    }

    fn lookup(&self, word: &str) -> Option<Entry> {
        if word.len() > LONGEST {
            return None;
        }
        let first = word.bytes().next()?.to_ascii_lowercase().wrapping_sub(b'a');
        if let Some(shapes) = self.shapes.get(usize::from(first))
            && shapes >> word.len() & 1 == 0
        {
            return None;
        }
        let mut buffer = [0u8; LONGEST];
        if !word.is_ascii() {
            return self.words.get(lowered(word, &mut buffer)?).copied();
        }
        let lower = buffer.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        self.words.get(&*lower).copied()
    }

    /// The index of the holiday whose name `is_word` finds standing before the end: given how many
    /// words from the end, and the word there.
    pub fn holiday(&self, is_word: impl Fn(isize, &str) -> bool) -> Option<&Holiday> {
        let stands = |holiday: &&Holiday| {
            let mut words = holiday.words.iter().rev().zip(0..);
            words.all(|(word, back)| is_word(back, word))
        };
        // The longest name wins: "Easter Monday" is not Easter.
        self.holidays
            .iter()
            .filter(stands)
            .max_by_key(|holiday| holiday.words.len())
    }

    /// The phrase before an amount that makes it inexact, which `is_word` finds standing there: how
    /// many words, and the mod. `is_word` is given how many words from the end, and the word.
    pub fn inexact(&self, is_word: impl Fn(isize, &str) -> bool) -> Option<(usize, &'static str)> {
        let stands = |(words, _): &&(Vec<&'static str>, &'static str)| {
            let mut words = words.iter().rev().zip(0..);
            words.all(|(word, back)| is_word(back, word))
        };
        // The longest one: "no more than" is not "more than".
        let longest = self
            .inexact
            .iter()
            .filter(stands)
            .max_by_key(|(words, _)| words.len())?;
        Some((longest.0.len(), longest.1))
    }

    /// What a word means as it stands in the text, its case respected; where it `opens` a sentence its
    /// capital letter says nothing.
    pub fn entry_at(&self, word: &str, opens: bool) -> Option<Entry> {
        let entry = self.lookup(word)?;
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let fits = (capital || !entry.capital) && !(capital && entry.lower && !opens);
        fits.then_some(entry)
    }

    /// Reads a table. A line that says nothing known is left out here and found by a test.
    fn parse(source: &'static str) -> Table {
        let mut table = Table::default();
        for (kind, value, words) in rows(source) {
            table.edges |= kind == "edge";
            match kind {
                "option" => table.option(value),
                "capital" => table.mark(words, |entry| entry.capital = true),
                "lower" => table.mark(words, |entry| entry.lower = true),
                "cued" => table.mark(words, |entry| entry.cued = true),
                "attached" => table.mark(words, |entry| entry.attached = true),
                "plural" => table.mark(words, |entry| entry.plural = true),
                "past-ending" => table.past_endings.extend(words.split(' ')),
                "will-ending" => table.will_endings.extend(words.split(' ')),
                "holiday" => table.add_holidays(value, words),
                "inexact" => {
                    let phrases = words.split(' ').map(|words| words.split('_').collect());
                    table.inexact.extend(phrases.map(|words| (words, value)));
                }
                _ => {
                    let Some(meaning) = meaning(kind, value) else {
                        continue;
                    };
                    for word in words.split(' ') {
                        // A word keeps its first meaning: months before prepositions.
                        let entry = Entry::of(meaning);
                        table.words.entry(word.as_bytes()).or_insert(entry);
                        table.add_shape(word);
                    }
                }
            }
        }
        table
    }

    /// Names of one holiday; the words of a name are joined by `_`.
    fn add_holidays(&mut self, value: &'static str, names: &'static str) {
        let Some(rule) = HolidayRule::parse(value) else {
            return;
        };
        for name in names.split(' ') {
            let words: Vec<_> = name.split('_').collect();
            let Some(last) = words.last().copied() else {
                continue;
            };
            let entry = self.words.entry(last.as_bytes());
            entry.or_insert(Entry::of(Meaning::Holiday)).holiday = true;
            self.add_shape(last);
            self.holidays.push(Holiday { words, rule });
        }
    }

    fn add_shape(&mut self, word: &str) {
        let first = word.bytes().next().unwrap_or(0).wrapping_sub(b'a');
        if let Some(shapes) = self.shapes.get_mut(usize::from(first)) {
            *shapes |= 1 << (word.len() & 63);
        }
    }

    fn option(&mut self, name: &str) {
        match name {
            "day-dot" => self.day_dot = true,
            "capital-nouns" => self.capital_nouns = true,
            "day-first" => self.day_first = true,
            "deixis-after" => self.deixis_after = true,
            "year-suffix" => self.year_suffix = true,
            _ => {}
        }
    }

    fn mark(&mut self, words: &'static str, set: impl Fn(&mut Entry)) {
        for word in words.split(' ') {
            if let Some(entry) = self.words.get_mut(word.as_bytes()) {
                set(entry);
            }
        }
    }
}

/// The lower case of a word that is not ASCII, in a buffer; `None` where it does not fit.
fn lowered<'a>(word: &str, buffer: &'a mut [u8; LONGEST]) -> Option<&'a [u8]> {
    let mut length = 0;
    for c in word.chars().flat_map(char::to_lowercase) {
        let place = buffer.get_mut(length..length + c.len_utf8())?;
        length += c.encode_utf8(place).len();
    }
    buffer.get(..length)
}

/// The rows of a table: kind, value, words.
fn rows(source: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    source
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?, columns.next()?))
        })
}

fn meaning(kind: &str, value: &'static str) -> Option<Meaning> {
    Some(match kind {
        "month" => Meaning::Month(value.parse().ok()?),
        "weekday" => Meaning::Weekday(value.parse().ok()?),
        "weekdays" => Meaning::Weekdays(value.parse().ok()?),
        "day" => Meaning::Day(value.parse().ok()?),
        "tonight" => Meaning::Tonight(value),
        "daypart" => Meaning::DayPart(value),
        "hour" => Meaning::Hour(value.parse().ok()?),
        "meridiem" => Meaning::Meridiem(value.parse().ok()?),
        "unit" => Meaning::Unit(unit(value)?),
        "deixis" => Meaning::Deixis(match value {
            "last" => Deixis::Last,
            "this" => Deixis::This,
            _ => Deixis::Next,
        }),
        "part" => Meaning::Part(part(value)?),
        "edge" => Meaning::Edge(part(value)?),
        "season" => Meaning::Season(value),
        "decade" => Meaning::Decade(value.parse().ok()?),
        "reference" => Meaning::Reference(value),
        "noun" => Meaning::Noun(value),
        "set" => Meaning::Set(unit(value)?),
        "number" => Meaning::Number(value.parse().ok()?),
        "group" => Meaning::Group(value.parse().ok()?),
        "times-ten" => Meaning::Times10(value.parse().ok()?),
        "ordinal" => Meaning::Ordinal(value.parse().ok()?),
        "about" => Meaning::About(value),
        _ => return plain(kind),
    })
}

/// Kinds whose rows have no value.
fn plain(kind: &str) -> Option<Meaning> {
    Some(match kind {
        "clock" => Meaning::Clock,
        "zone" => Meaning::Zone,
        "period" => Meaning::Period,
        "up-to-now" => Meaning::UpToNow,
        "current" => Meaning::Current,
        "recent" => Meaning::Recent,
        "these" => Meaning::These,
        "same" => Meaning::Same,
        "following" => Meaning::Following,
        "preceding" => Meaning::Preceding,
        "ago" => Meaning::Ago,
        "before-ago" => Meaning::BeforeAgo,
        "before-in" => Meaning::BeforeIn,
        "after" => Meaning::After,
        "before" => Meaning::Before,
        "before-christ" => Meaning::BeforeChrist,
        "anno-domini" => Meaning::AnnoDomini,
        "numbered" => Meaning::Numbered,
        "make" => Meaning::Make,
        "every" => Meaning::Every,
        "per" => Meaning::Per,
        "times" => Meaning::Times,
        "fiscal" => Meaning::Fiscal,
        "article" => Meaning::Article,
        "one" => Meaning::One,
        "link" => Meaning::Link,
        "in" => Meaning::In,
        "at" => Meaning::At,
        "join" => Meaning::Join,
        "vague" => Meaning::Vague,
        "filler" => Meaning::Filler,
        "old" => Meaning::Old,
        "long" => Meaning::Long,
        "ended" => Meaning::Ended,
        "cue" => Meaning::Cue,
        "lasting" => Meaning::Lasting,
        "latest" => Meaning::Latest,
        "ahead" => Meaning::Ahead,
        "counted" => Meaning::Counted,
        "will-verb" => Meaning::WillVerb,
        "past-verb" => Meaning::PastVerb,
        _ => return None,
    })
}

fn part(name: &str) -> Option<Part> {
    Some(match name {
        "early" => Part::Early,
        "mid" => Part::Mid,
        "late" => Part::Late,
        _ => return None,
    })
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "half" => Unit::Half,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_every_table_is_understood() {
        for source in [
            include_str!("../../../schema/dates/en.tsv"),
            include_str!("../../../schema/dates/de.tsv"),
            include_str!("../../../schema/dates/fr.tsv"),
            include_str!("../../../schema/dates/es.tsv"),
            include_str!("../../../schema/dates/ru.tsv"),
        ] {
            let table = Table::parse(source);
            for (kind, value, words) in rows(source) {
                let marks = matches!(
                    kind,
                    "option" | "capital" | "lower" | "cued" | "attached" | "plural"
                );
                let holiday = kind == "holiday" && HolidayRule::parse(value).is_some();
                let holiday = holiday || kind == "inexact" || kind.ends_with("-ending");
                assert!(
                    marks || holiday || meaning(kind, value).is_some(),
                    "{kind} {value}"
                );
                let words = words.split([' ', '_']).filter(|_| kind != "option");
                for word in words.filter(|_| {
                    kind != "holiday" && kind != "inexact" && !kind.ends_with("-ending")
                }) {
                    assert!(
                        word.len() <= LONGEST && table.words.contains_key(word.as_bytes()),
                        "{word}"
                    );
                    assert_eq!(word, word.to_lowercase());
                }
            }
        }
    }

    #[test]
    fn case_decides_where_a_table_says_so() {
        let english = Table::of("en");
        assert!(english.entry_at("may", false).is_none());
        assert!(
            english
                .entry_at("May", false)
                .is_some_and(|e| e.meaning == Meaning::Month(5) && e.cued)
        );
        assert!(english.entry_at("SEPT", false).is_some());
        assert!(english.entry_at("TODAY", false).is_some());
        assert!(Table::of("de").entry_at("Morgen", false).is_none());
        assert!(Table::of("de").entry_at("Morgen", true).is_some());
        assert!(Table::of("ru").entry_at("Сентября", false).is_some());
        assert!(Table::of("ja").entry_at("May", false).is_none());
    }
}
