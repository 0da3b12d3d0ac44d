//! Actors that users give: tables of their own, and dictionaries of actors and agents in the form
//! of PETRARCH.
//!
//! What is read here is data alone; `apply.rs` puts it into the dictionary, over the built-in
//! tables. A process has one set of such files, given to [`install`] before the first article is
//! analysed and the first name looked up.

pub mod apply;
mod check;
mod common;
mod petrarch;
mod table;
#[cfg(test)]
mod tests;

use crate::model::ActorKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

/// Most names in all files together; some 600 bytes of memory each, where each is an actor.
const MAX_NAMES: usize = 1_000_000;
/// Longest name in bytes.
const MAX_NAME: usize = 300;
/// Most words of a name; longer ones are not looked for in texts.
const MAX_WORDS: usize = 12;
/// Most notices kept; further ones are counted.
const MAX_NOTICES: usize = 10_000;

/// A file as it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Name of the file, without its directories.
    pub name: String,
    /// All of it.
    pub text: String,
}

/// Something that a person should know of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Name of the file.
    pub file: String,
    /// Number of the line, from 1.
    pub line: u64,
    /// What it is.
    pub reason: String,
}

impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: line {}: {}", self.file, self.line, self.reason)
    }
}

/// What was wrong or doubtful in the files, though the rest went in.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    /// The first of them, in order.
    pub first: Vec<Notice>,
    /// How many there are in all.
    pub total: usize,
}

/// A CAMEO code and when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedCode {
    /// Groups of three letters.
    pub code: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

impl TimedCode {
    /// Whether it has no dates: it holds where none with dates does.
    pub fn is_always(&self) -> bool {
        self.from == Date::MIN && self.until == Date::MAX
    }

    fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// The codes on a day: those whose dates hold it, else those without dates; all of them where the
/// day is unknown.
pub fn codes_on(codes: &[TimedCode], day: Option<Date>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |timed: &TimedCode| {
        if !found.contains(&timed.code) {
            found.push(timed.code.clone());
        }
    };
    let dated = codes.iter().filter(|timed| !timed.is_always());
    let mut any = false;
    for timed in dated.filter(|timed| day.is_none_or(|day| timed.holds(day))) {
        any = true;
        add(timed);
    }
    if !any || day.is_none() {
        codes
            .iter()
            .filter(|timed| timed.is_always())
            .for_each(&mut add);
    }
    found
}

/// A name of an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name, words set apart by spaces.
    pub text: String,
    /// Whether it must stand in the text in exactly this case.
    pub exact: bool,
}

/// An actor of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserActor {
    /// Its id; of a head of a PETRARCH dictionary `own:` and its name.
    pub id: String,
    /// Display name.
    pub name: String,
    /// What sort of actor it is, where the file says.
    pub kind: Option<ActorKind>,
    /// Its codes.
    pub codes: Vec<TimedCode>,
    /// All names, the display name first.
    pub aliases: Vec<Alias>,
    /// Names that no longer stand for it.
    pub removed: Vec<String>,
    /// Id of the actor that it belongs to.
    pub parent: Option<String>,
    /// Whether it is a head of a PETRARCH dictionary, which is the built-in actor of the same name
    /// and code where there is one.
    pub is_head: bool,
    /// Where it was first given.
    file: usize,
    line: u64,
}

/// A noun for those who act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserNoun {
    /// The noun, in small letters.
    pub text: String,
    /// CAMEO role.
    pub role: String,
    /// Whether it is in the singular.
    pub singular: bool,
}

/// All that users gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserActors {
    /// The actors, in the order of the files.
    pub actors: Vec<UserActor>,
    /// Nouns for those who act.
    pub nouns: Vec<UserNoun>,
    /// Names that are nobody's.
    pub nobody: Vec<String>,
}

impl UserActors {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.nouns.is_empty() && self.nobody.is_empty()
    }
}

/// Reads files of users, each recognised by its content. What is wrong with a line is a notice, and
/// the rest goes in.
///
/// # Errors
/// A file that is empty, binary, or neither a table nor a dictionary; too many names; a cycle of
/// parents, which the error names.
pub fn read(sources: &[Source]) -> Result<(UserActors, Notices), String> {
    let mut reader = Reader::default();
    for (index, source) in sources.iter().enumerate() {
        reader.file = index;
        reader.name.clone_from(&source.name);
        let named = |reason: String| format!("{}: {reason}", source.name);
        let text = source.text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(named("empty".to_owned()));
        }
        if is_binary(text) {
            return Err(named("a binary file, and no list of actors".to_owned()));
        }
        if let Some(table) = table::Table::of(text) {
            table.read(text, &mut reader).map_err(named)?;
        } else if petrarch::looks_so(text) {
            petrarch::read(text, &mut reader).map_err(named)?;
        } else {
            return Err(named(
                "neither a table whose first line names the columns id and name, nor a PETRARCH \
                 dictionary with codes in brackets"
                    .to_owned(),
            ));
        }
    }
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    check::check(&mut reader, &names)?;
    Ok((reader.out, reader.notices))
}

/// Whether a text has characters that no text has.
fn is_binary(text: &str) -> bool {
    let odd = |letter: &char| {
        *letter == '\u{fffd}' || letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')
    };
    let head = || text.chars().take(10_000);
    head().filter(odd).count() * 50 > head().count() || text.contains('\0')
}

/// What the readers of both forms fill.
#[derive(Default)]
struct Reader {
    out: UserActors,
    notices: Notices,
    by_id: HashMap<String, usize>,
    file: usize,
    name: String,
    names: usize,
}

impl Reader {
    fn notice(&mut self, line: u64, reason: impl Into<String>) {
        let file = self.name.clone();
        self.notice_in(file, line, reason.into());
    }

    fn notice_in(&mut self, file: String, line: u64, reason: String) {
        self.notices.total += 1;
        if self.notices.first.len() < MAX_NOTICES {
            self.notices.first.push(Notice { file, line, reason });
        }
    }

    /// The actor with an id, made where there is none.
    fn actor(&mut self, id: &str, name: &str, line: u64) -> usize {
        if let Some(&index) = self.by_id.get(id) {
            return index;
        }
        let index = self.out.actors.len();
        self.by_id.insert(id.to_owned(), index);
        self.out.actors.push(UserActor {
            id: id.to_owned(),
            name: name.to_owned(),
            kind: None,
            codes: Vec::new(),
            aliases: Vec::new(),
            removed: Vec::new(),
            parent: None,
            is_head: false,
            file: self.file,
            line,
        });
        index
    }

    /// Gives an actor a name. A word of everyday language is taken in exactly its case.
    ///
    /// # Errors
    /// Too many names.
    fn alias(
        &mut self,
        actor: usize,
        name: &str,
        exact: Option<&str>,
        line: u64,
    ) -> Result<(), String> {
        let Some(text) = self.checked(name, line) else {
            return Ok(());
        };
        let everyday = common::is_everyday(&text);
        if everyday {
            self.notice(
                line,
                format!("`{text}` is an everyday word; taken in exactly this case alone"),
            );
        }
        let alias = match exact {
            Some(exact) if everyday => Alias {
                text: words(exact),
                exact: true,
            },
            None if everyday => Alias { text, exact: true },
            _ => Alias { text, exact: false },
        };
        self.add(actor, alias)
    }

    /// Gives an actor a name that must stand in the text in exactly this case.
    ///
    /// # Errors
    /// Too many names.
    fn exact_alias(&mut self, actor: usize, name: &str, line: u64) -> Result<(), String> {
        match self.checked(name, line) {
            Some(text) => self.add(actor, Alias { text, exact: true }),
            None => Ok(()),
        }
    }

    fn add(&mut self, actor: usize, alias: Alias) -> Result<(), String> {
        self.names += 1;
        if self.names > MAX_NAMES {
            return Err(format!(
                "more than {MAX_NAMES} names in all; split the list by what each archive needs"
            ));
        }
        if let Some(actor) = self.out.actors.get_mut(actor) {
            // A long list of one actor's names may repeat some, which costs nothing.
            let recent = actor.aliases.iter().rev().take(50);
            if !recent.into_iter().any(|known| *known == alias) {
                actor.aliases.push(alias);
            }
        }
        Ok(())
    }

    /// A name as words with spaces, where it can be found in a text at all.
    fn checked(&mut self, name: &str, line: u64) -> Option<String> {
        if name.len() > MAX_NAME {
            self.notice(line, format!("a name of more than {MAX_NAME} bytes"));
            return None;
        }
        let text = words(name);
        match super::phrases::split(&text).count() {
            0 => self.notice(line, format!("`{}` has no word", name.trim())),
            count if count > MAX_WORDS => self.notice(
                line,
                format!("`{text}` has more than {MAX_WORDS} words, and is not looked for"),
            ),
            _ => return Some(text),
        }
        None
    }
}

/// A name with one space between words; scripts without spaces are split as texts are.
fn words(name: &str) -> String {
    let spaced = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let unspaced = |letter: char| matches!(u32::from(letter), 0x0e00..=0x0eff | 0x3040..=0x30ff | 0x3400..=0x9fff);
    if !spaced.contains(unspaced) {
        return spaced;
    }
    let mut parts: Vec<&str> = Vec::new();
    crate::text::words(&spaced, |span| parts.extend(spaced.get(span)));
    parts.join(" ")
}

/// A CAMEO code, in capitals.
fn code(text: &str) -> Result<String, String> {
    let bare: String = text.chars().filter(|&letter| letter != '.').collect();
    let fits = bare.len() >= 3
        && bare.len() <= 30
        && bare.len().is_multiple_of(3)
        && bare.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits {
        return Ok(bare.to_ascii_uppercase());
    }
    Err(format!(
        "`{text}` is no code; a code is groups of three letters: RUS, RUSMIL"
    ))
}

/// What waits to be taken into the dictionary.
enum Waiting {
    Files(Vec<Source>),
    Actors(UserActors),
}

static WAITING: Mutex<Option<Waiting>> = Mutex::new(None);
/// Hash of the files of this process.
static INSTALLED: OnceLock<u64> = OnceLock::new();

/// What users gave, read when first asked for.
pub static USERS: LazyLock<UserActors> = LazyLock::new(|| {
    INSTALLED.get_or_init(|| 0);
    let waiting = WAITING
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    match waiting {
        Some(Waiting::Actors(actors)) => actors,
        // The notices were shown when the files were given.
        Some(Waiting::Files(sources)) => read(&sources).map(|(users, _)| users).unwrap_or_default(),
        None => UserActors::default(),
    }
});

/// Other files were installed already, or the dictionary is in use without any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLate;

impl std::fmt::Display for TooLate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the dictionary of actors is in use already")
    }
}

impl std::error::Error for TooLate {}

/// Takes files into the dictionary of this process, and what was read of them where that is known
/// already. The same files may be given again.
///
/// # Errors
/// The dictionary has been used, or has other files.
pub fn install(sources: Vec<Source>, read: Option<UserActors>) -> Result<(), TooLate> {
    let hash = hash(&sources);
    let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
    match INSTALLED.set(hash) {
        Ok(()) => {
            *waiting = Some(read.map_or(Waiting::Files(sources), Waiting::Actors));
            Ok(())
        }
        Err(_) if INSTALLED.get() == Some(&hash) => Ok(()),
        Err(_) => Err(TooLate),
    }
}

/// A number that changes with the files; 0 without any.
pub fn hash(sources: &[Source]) -> u64 {
    sources.iter().fold(0, |hash: u64, source| {
        let own = xxhash_rust::xxh3::xxh3_64(source.text.as_bytes());
        (hash.rotate_left(9) ^ own).max(1)
    })
}
