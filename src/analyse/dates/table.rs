//! What each language calls months, weekdays, units and so on: `schema/dates/*.tsv`, read once.

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
    /// Days from the day of publication.
    Day(i8),
    /// TIMEX3 code of a part of the day.
    DayPart(&'static str),
    Unit(Unit),
    Deixis(Deixis),
    Part(Part),
    /// "ago", said after the length of time.
    Ago,
    /// The same, said before it ("vor drei Tagen").
    BeforeAgo,
    /// "later" and "earlier".
    After,
    Before,
    /// TIMEX3 code of a season.
    Season(&'static str),
    /// TIMEX3 value of a vague reference.
    Reference(&'static str),
    /// "daily".
    Set(Unit),
    Every,
    Fiscal,
    Article,
    /// "a" and "an".
    One,
    /// "of", between the parts of a date.
    Link,
    Number(u16),
    Ordinal(u16),
    /// "several", "few".
    Vague,
    Cue,
    /// "latest", of a quarter.
    Latest,
    /// "until" and "soon", which look ahead.
    Ahead,
    Counted,
    Future,
    Past,
}

/// One word of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub meaning: Meaning,
    /// Means this only with a capital letter.
    pub capital: bool,
    /// Means this only without one.
    pub lower: bool,
    /// A bare month that needs a cue before it.
    pub cued: bool,
    /// Counts only beside another trigger.
    pub attached: bool,
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

/// The words of one language, and how it writes dates.
#[derive(Debug, Default)]
pub(super) struct Table {
    words: HashMap<&'static [u8], Entry, BuildHasherDefault<WordHasher>>,
    /// For each first letter from `a` to `z` and each length, whether some word has both: most words
    /// of a text are no word of the table, and this says so at once.
    shapes: [u64; 26],
    /// A day number may carry a full stop ("19. September").
    pub day_dot: bool,
    /// 05/04/2023 is the fifth of April.
    pub day_first: bool,
    /// "last" may follow its noun ("semaine dernière").
    pub deixis_after: bool,
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
        if !word.is_ascii() {
            return self.words.get(word.to_lowercase().as_bytes()).copied();
        }
        let mut buffer = [0u8; LONGEST];
        let lower = buffer.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        self.words.get(&*lower).copied()
    }

    /// What a word means as it stands in the text, its case respected.
    pub fn entry(&self, word: &str) -> Option<Entry> {
        let entry = self.lookup(word)?;
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let fits = (capital || !entry.capital) && !(capital && entry.lower);
        fits.then_some(entry)
    }

    /// Reads a table. A line that says nothing known is left out here and found by a test.
    fn parse(source: &'static str) -> Table {
        let mut table = Table::default();
        for (kind, value, words) in rows(source) {
            match kind {
                "option" => table.option(value),
                "capital" => table.mark(words, |entry| entry.capital = true),
                "lower" => table.mark(words, |entry| entry.lower = true),
                "cued" => table.mark(words, |entry| entry.cued = true),
                "attached" => table.mark(words, |entry| entry.attached = true),
                _ => {
                    let Some(meaning) = meaning(kind, value) else {
                        continue;
                    };
                    for word in words.split(' ') {
                        let entry = Entry {
                            meaning,
                            capital: false,
                            lower: false,
                            cued: false,
                            attached: false,
                        };
                        // A word keeps its first meaning: months before prepositions.
                        table.words.entry(word.as_bytes()).or_insert(entry);
                        table.add_shape(word);
                    }
                }
            }
        }
        table
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
        "day" => Meaning::Day(value.parse().ok()?),
        "daypart" => Meaning::DayPart(value),
        "unit" => Meaning::Unit(unit(value)?),
        "deixis" => Meaning::Deixis(match value {
            "last" => Deixis::Last,
            "this" => Deixis::This,
            _ => Deixis::Next,
        }),
        "part" => Meaning::Part(match value {
            "early" => Part::Early,
            "mid" => Part::Mid,
            _ => Part::Late,
        }),
        "ago" => Meaning::Ago,
        "before-ago" => Meaning::BeforeAgo,
        "after" => Meaning::After,
        "before" => Meaning::Before,
        "season" => Meaning::Season(value),
        "reference" => Meaning::Reference(value),
        "set" => Meaning::Set(unit(value)?),
        "every" => Meaning::Every,
        "fiscal" => Meaning::Fiscal,
        "article" => Meaning::Article,
        "one" => Meaning::One,
        "link" => Meaning::Link,
        "number" => Meaning::Number(value.parse().ok()?),
        "ordinal" => Meaning::Ordinal(value.parse().ok()?),
        "vague" => Meaning::Vague,
        "cue" => Meaning::Cue,
        "latest" => Meaning::Latest,
        "soon" => Meaning::Ahead,
        "counted" => Meaning::Counted,
        "future" => Meaning::Future,
        "past" => Meaning::Past,
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
                let marks = matches!(kind, "option" | "capital" | "lower" | "cued" | "attached");
                assert!(marks || meaning(kind, value).is_some(), "{kind} {value}");
                for word in words.split(' ').filter(|_| kind != "option") {
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
        assert!(english.entry("may").is_none());
        assert!(
            english
                .entry("May")
                .is_some_and(|e| e.meaning == Meaning::Month(5) && e.cued)
        );
        assert!(english.entry("SEPT").is_some());
        assert!(english.entry("TODAY").is_some());
        assert!(Table::of("de").entry("Morgen").is_none());
        assert!(Table::of("ru").entry("Сентября").is_some());
        assert!(Table::of("ja").entry("May").is_none());
    }
}
