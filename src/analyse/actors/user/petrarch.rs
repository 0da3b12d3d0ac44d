//! Dictionaries of actors and agents in the form of TABARI and PETRARCH.
//!
//! ```text
//! HEAD_OF_STATE_                  a head, words joined by _
//! +ANOTHER_NAME_                  one more name of it
//!     [CODE 900101-950101]        a code and when it holds, YYMMDD or YYYYMMDD
//!     [CODE <900101] [CODE]       until then, from then on with >; without dates else
//! NOUN {PLURAL, PLURAL} [~ROLE]   an agent; {} has no plural, and without braces it is regular
//! !PERSON! = MAN, MEN             what stands for !PERSON! within a noun
//! ```
//!
//! `#` and `;` begin comments. A head without a code just above another is one more name of it.

use super::super::agents::plural;
use super::{Reader, TimedCode, UserNoun, code};
use crate::text::slug;
use jiff::civil::Date;
use std::collections::HashMap;

/// Years of two digits up to this are of the 21st century.
const LAST_OF_2000: i16 = 30;
/// Most nouns that one line with `!...!` may stand for.
const MAX_EXPANDED: usize = 100;
/// Names of so few letters are found in capitals alone.
const ACRONYM: usize = 3;

/// Words within names that are written small.
const SMALL: &[&str] = &[
    "a", "al", "an", "and", "as", "at", "bin", "by", "da", "das", "de", "del", "der", "des", "di",
    "do", "dos", "du", "e", "el", "et", "for", "from", "ibn", "in", "la", "las", "le", "les",
    "los", "of", "on", "or", "the", "to", "und", "van", "von", "with", "y",
];

/// Whether a text has codes in brackets below or beside names.
pub fn looks_so(text: &str) -> bool {
    text.lines().take(10_000).any(|line| {
        let line = line.split(['#', ';']).next().unwrap_or("");
        let inside = line
            .split_once('[')
            .and_then(|(_, rest)| rest.split_once(']'));
        inside.is_some_and(|(inside, _)| {
            let code = inside.trim().trim_start_matches('~');
            let code = code.split_whitespace().next().unwrap_or("");
            code.len() >= 3
                && code
                    .chars()
                    .all(|letter| letter.is_ascii_uppercase() || letter == '-')
        })
    })
}

/// Reads all lines.
///
/// # Errors
/// Too many names.
pub fn read(text: &str, reader: &mut Reader) -> Result<(), String> {
    let mut lines = Lines {
        reader,
        head: None,
        macros: HashMap::new(),
    };
    for (line, number) in text.lines().zip(1..) {
        let content = line.split(['#', ';']).next().unwrap_or("").trim();
        if content.is_empty() {
            if let Some(head) = &mut lines.head {
                head.closed = true;
            }
            continue;
        }
        lines.line(content, number)?;
    }
    lines.end();
    Ok(())
}

struct Head {
    actor: usize,
    name: String,
    line: u64,
    has_code: bool,
    /// Whether an empty line follows it.
    closed: bool,
}

struct Lines<'a> {
    reader: &'a mut Reader,
    head: Option<Head>,
    macros: HashMap<String, Vec<String>>,
}

/// What stands in brackets.
enum Code<'a> {
    Timed(TimedCode),
    Role(&'a str),
    Nobody,
}

impl Lines<'_> {
    fn line(&mut self, content: &str, line: u64) -> Result<(), String> {
        if content.starts_with('!')
            && let Some((name, list)) = content.split_once('=')
        {
            let words = list.split(',').map(|word| word.trim().to_owned());
            let words = words.filter(|word| !word.is_empty()).take(MAX_EXPANDED);
            self.macros.insert(name.trim().to_owned(), words.collect());
            return Ok(());
        }
        let at = content.find('[').unwrap_or(content.len());
        let (name, rest) = content.split_at(at);
        let mut codes = Vec::new();
        self.codes(rest, line, &mut codes);
        let role = codes.iter().find_map(|code| match code {
            Code::Role(role) => Some(*role),
            _ => None,
        });
        if let Some(role) = role {
            self.agent(name, role, line);
            return Ok(());
        }
        let name = name.split(['{', '}']).next().unwrap_or("").trim();
        match name.strip_prefix('+') {
            _ if name.is_empty() => {}
            Some(name) => self.synonym(name, line)?,
            None => self.head(name, &codes, line)?,
        }
        self.take(codes, line);
        Ok(())
    }

    /// The codes of a line; what is wrong with one is said, and the others stay.
    fn codes<'a>(&mut self, mut rest: &'a str, line: u64, codes: &mut Vec<Code<'a>>) {
        while let Some((_, inside)) = rest.split_once('[') {
            let Some((inside, after)) = inside.split_once(']') else {
                self.reader.notice(line, "`[` without `]`");
                return;
            };
            match bracket(inside.trim()) {
                Ok(code) => codes.push(code),
                Err(reason) => self.reader.notice(line, reason),
            }
            rest = after;
        }
    }

    fn head(&mut self, name: &str, codes: &[Code], line: u64) -> Result<(), String> {
        if let Some(head) = &self.head
            && !head.has_code
            && !head.closed
        {
            return self.synonym(name, line);
        }
        self.end();
        let text = display(name);
        let slug = slug(&text);
        if slug.is_empty() {
            self.reader.notice(line, format!("`{name}` has no word"));
            return Ok(());
        }
        if codes.iter().any(|code| matches!(code, Code::Nobody)) {
            self.reader.out.nobody.push(text);
            return Ok(());
        }
        let actor = self.reader.actor(&format!("own:{slug}"), &text, line);
        if let Some(actor) = self.reader.out.actors.get_mut(actor) {
            actor.is_head = true;
        }
        self.reader
            .alias(actor, &sought(&text), Some(&capitals(name)), line)?;
        self.head = Some(Head {
            actor,
            name: text,
            line,
            has_code: false,
            closed: false,
        });
        Ok(())
    }

    fn synonym(&mut self, name: &str, line: u64) -> Result<(), String> {
        let Some(head) = &self.head else {
            self.reader.notice(line, "a name with + before any head");
            return Ok(());
        };
        let actor = head.actor;
        let text = sought(&display(name));
        self.reader.alias(actor, &text, Some(&capitals(name)), line)
    }

    /// Gives codes to the head above.
    fn take(&mut self, codes: Vec<Code>, line: u64) {
        for code in codes {
            let Some(head) = &mut self.head else {
                if !matches!(code, Code::Nobody) {
                    self.reader.notice(line, "a code without a head");
                }
                continue;
            };
            head.has_code = true;
            let Some(actor) = self.reader.out.actors.get_mut(head.actor) else {
                continue;
            };
            match code {
                Code::Timed(timed) if !actor.codes.contains(&timed) => actor.codes.push(timed),
                Code::Nobody => {
                    let names = actor.aliases.drain(..).map(|alias| alias.text);
                    self.reader.out.nobody.extend(names);
                }
                _ => {}
            }
        }
    }

    /// Ends the head above.
    fn end(&mut self) {
        if let Some(head) = self.head.take()
            && !head.has_code
        {
            let reason = format!("`{}` has no code; it is taken without", head.name);
            self.reader.notice(head.line, reason);
        }
    }

    fn agent(&mut self, name: &str, role: &str, line: u64) {
        let role = match code(role) {
            Ok(role) => role,
            Err(reason) => return self.reader.notice(line, reason),
        };
        let (noun, plurals) = match name.split_once('{') {
            Some((noun, plurals)) => {
                let list = plurals.trim().trim_end_matches('}');
                (
                    noun,
                    Some(list.split(',').map(str::trim).collect::<Vec<_>>()),
                )
            }
            None => (name, None),
        };
        let Some(nouns) = self.expanded(noun) else {
            let reason = format!(
                "`{}`: what stands between ! is not defined above",
                noun.trim()
            );
            return self.reader.notice(line, reason);
        };
        for (noun, fixed) in nouns {
            let noun = small(&noun);
            if noun.is_empty() {
                continue;
            }
            let mut add = |text: String, singular| {
                let role = role.clone();
                self.reader.out.nouns.push(UserNoun {
                    text,
                    role,
                    singular,
                });
            };
            match &plurals {
                Some(plurals) => {
                    for plural in plurals.iter().filter(|plural| !plural.is_empty()) {
                        add(small(plural), false);
                    }
                }
                None if !fixed => {
                    if let Some(plural) = plural(&noun) {
                        add(plural, false);
                    }
                }
                None => {}
            }
            let many = fixed && (noun.ends_with('s') || noun.ends_with("men"));
            add(noun, !many);
        }
    }

    /// A noun with what stands for `!...!` in it, and whether that fixed its number; `None` where
    /// it is not defined.
    fn expanded(&self, noun: &str) -> Option<Vec<(String, bool)>> {
        let mut all = vec![(noun.to_owned(), false)];
        for _ in 0..3 {
            let mut next = Vec::new();
            for (noun, fixed) in &all {
                let Some((before, rest)) = noun.split_once('!') else {
                    next.push((noun.clone(), *fixed));
                    continue;
                };
                let (name, after) = rest.split_once('!')?;
                let words = self.macros.get(&format!("!{name}!"))?;
                let made = words
                    .iter()
                    .map(|word| (format!("{before}{word}{after}"), true));
                next.extend(made);
            }
            next.truncate(MAX_EXPANDED);
            all = next;
        }
        all.retain(|(noun, _)| !noun.contains('!'));
        Some(all)
    }
}

/// What stands in a pair of brackets.
fn bracket(inside: &str) -> Result<Code<'_>, String> {
    if let Some(role) = inside.strip_prefix('~') {
        return Ok(Code::Role(role.trim()));
    }
    if inside == "---" {
        return Ok(Code::Nobody);
    }
    let (text, dates) = inside
        .split_once(char::is_whitespace)
        .unwrap_or((inside, ""));
    let code = code(text)?;
    let dates: String = dates.split_whitespace().collect();
    let (from, until) = if dates.is_empty() {
        (Date::MIN, Date::MAX)
    } else if let Some(until) = dates.strip_prefix('<') {
        (Date::MIN, day(until)?)
    } else if let Some(from) = dates.strip_prefix('>') {
        (day(from)?, Date::MAX)
    } else if let Some((from, until)) = dates.split_once('-') {
        (day(from)?, day(until)?)
    } else {
        return Err(format!("`{dates}` is neither <DATE, >DATE nor DATE-DATE"));
    };
    if until < from {
        return Err(format!("{code}: `{dates}` ends before it begins"));
    }
    Ok(Code::Timed(TimedCode { code, from, until }))
}

/// `YYMMDD` or `YYYYMMDD`.
fn day(text: &str) -> Result<Date, String> {
    let wrong = || format!("`{text}` is no date; dates are YYMMDD or YYYYMMDD");
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let number =
        |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<i16>().ok());
    let (year, rest) = match text.len() {
        6 => {
            let year = number(0..2).ok_or_else(wrong)?;
            (year + if year <= LAST_OF_2000 { 2000 } else { 1900 }, 2)
        }
        8 => (number(0..4).ok_or_else(wrong)?, 4),
        _ => return Err(wrong()),
    };
    let part = |at: usize| number(at..at + 2).and_then(|part| i8::try_from(part).ok());
    let (month, day) = (
        part(rest).ok_or_else(wrong)?,
        part(rest + 2).ok_or_else(wrong)?,
    );
    Date::new(year, month, day).map_err(|_| wrong())
}

/// The words of a name, as they are written.
fn capitals(name: &str) -> String {
    let spaced = name.replace('_', " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn small(noun: &str) -> String {
    capitals(noun).to_lowercase()
}

/// A name in capitals as news writes it: `MOHAMMAD_ZAHIR_SHAH_` is "Mohammad Zahir Shah". Very
/// short ones stay as they are.
fn display(name: &str) -> String {
    let name = capitals(name);
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters <= ACRONYM {
        return name;
    }
    let mut text = String::with_capacity(name.len());
    for (index, word) in name.split(' ').enumerate() {
        if index > 0 {
            text.push(' ');
        }
        let small = word.to_lowercase();
        if index > 0 && SMALL.contains(&small.as_str()) {
            text.push_str(&small);
            continue;
        }
        // A capital after every hyphen, bracket and stop.
        let mut begins = true;
        for letter in word.chars() {
            match begins {
                true => text.extend(letter.to_uppercase()),
                false => text.extend(letter.to_lowercase()),
            }
            begins = !letter.is_alphanumeric() && letter != '\'' && letter != '\u{2019}';
        }
    }
    text
}

/// A name as it is looked for: what follows a hyphen may be written small, as in "Ban Ki-moon".
fn sought(name: &str) -> String {
    let parts = name.split('-').enumerate();
    let parts = parts.map(|(index, part)| match part.split_once(' ') {
        _ if index == 0 => part.to_owned(),
        Some((word, rest)) => format!("{} {rest}", word.to_lowercase()),
        None => part.to_lowercase(),
    });
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_in_news() {
        for (name, expected) in [
            ("MOHAMMAD_ZAHIR_SHAH_", "Mohammad Zahir Shah"),
            ("REPUBLIC_OF_CHAD", "Republic of Chad"),
            ("UN_", "UN"),
            ("U.N._", "U.N."),
            ("MAZAR-I-SHARIF_", "Mazar-I-Sharif"),
            ("XYZW_ ", "Xyzw"),
        ] {
            assert_eq!(display(name), expected);
        }
        assert_eq!(sought("Ban Ki-Moon Of Al-Alam"), "Ban Ki-moon Of Al-alam");
    }

    #[test]
    fn dates_have_two_or_four_digits_of_the_year() {
        for (text, expected) in [
            ("900101", Some("1990-01-01")),
            ("300101", Some("2030-01-01")),
            ("310101", Some("1931-01-01")),
            ("19270101", Some("1927-01-01")),
            ("990230", None),
            ("9901011", None),
            ("99", None),
            ("+90101", None),
        ] {
            assert_eq!(
                day(text).ok().map(|day| day.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
