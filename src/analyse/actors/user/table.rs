//! A table of actors: a line for each, or several where codes change with time.
//!
//! The first line names the columns, in any order: `id` and `name`, and where wanted `kind`, `code`,
//! `aliases`, `parent`, `from`, `until`. Columns are set apart by tabs, commas or semicolons.
//! Aliases are set apart by `|`; `=Alias` is found in exactly this case, `!Alias` takes a name away
//! from the actor, be it one of the built-in tables.

use super::super::holders::day;
use super::{Reader, TimedCode, code};
use crate::model::ActorKind;
use jiff::civil::Date;

/// What begins a name that is found in exactly its case.
const EXACT: char = '=';
/// What begins a name that is taken away.
const REMOVED: char = '!';
/// Longest id in bytes.
const MAX_ID: usize = 120;

/// How a table is written.
pub struct Table {
    delimiter: u8,
    columns: Columns,
}

#[derive(Default)]
struct Columns {
    id: usize,
    name: usize,
    kind: Option<usize>,
    code: Option<usize>,
    aliases: Option<usize>,
    parent: Option<usize>,
    from: Option<usize>,
    until: Option<usize>,
    unknown: Vec<String>,
}

impl Table {
    /// The form of a table, where the first line names the columns that are needed.
    pub fn of(text: &str) -> Option<Table> {
        let header = text.lines().next()?;
        [b'\t', b',', b';'].into_iter().find_map(|delimiter| {
            let cells: Vec<String> = header
                .split(char::from(delimiter))
                .map(|cell| cell.trim().trim_matches('"').trim().to_lowercase())
                .collect();
            let at = |names: &[&str]| cells.iter().position(|cell| names.contains(&cell.as_str()));
            let known = [
                "id", "name", "kind", "code", "codes", "alias", "aliases", "parent", "from",
                "until",
            ];
            let unknown = cells.iter().filter(|cell| !known.contains(&cell.as_str()));
            let columns = Columns {
                id: at(&["id"])?,
                name: at(&["name"])?,
                kind: at(&["kind"]),
                code: at(&["code", "codes"]),
                aliases: at(&["alias", "aliases"]),
                parent: at(&["parent"]),
                from: at(&["from"]),
                until: at(&["until"]),
                unknown: unknown.cloned().collect(),
            };
            Some(Table { delimiter, columns })
        })
    }

    /// Reads all rows.
    ///
    /// # Errors
    /// Too many names.
    pub fn read(&self, text: &str, reader: &mut Reader) -> Result<(), String> {
        for column in &self.columns.unknown {
            reader.notice(
                1,
                format!("the column `{column}` is not known, and not read"),
            );
        }
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .quoting(self.delimiter != b'\t')
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut row = csv::StringRecord::new();
        loop {
            match rows.read_record(&mut row) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    reader.notice(line, error.to_string());
                    if error.is_io_error() {
                        return Ok(());
                    }
                    continue;
                }
            }
            let line = row.position().map_or(0, csv::Position::line);
            let first = row.get(0).unwrap_or("");
            if first.starts_with('#') || row.iter().all(str::is_empty) {
                continue;
            }
            self.row(&row, line, reader)?;
        }
    }

    fn row(&self, row: &csv::StringRecord, line: u64, reader: &mut Reader) -> Result<(), String> {
        let columns = &self.columns;
        let cell = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or("");
        let read = Row {
            id: cell(Some(columns.id)),
            name: cell(Some(columns.name)),
            kind: cell(columns.kind),
            code: cell(columns.code),
            aliases: cell(columns.aliases),
            parent: cell(columns.parent),
            from: cell(columns.from),
            until: cell(columns.until),
        };
        match read.checked() {
            Ok(checked) => checked.put(&read, line, reader),
            Err(reason) => {
                reader.notice(line, format!("{reason}; the line is left out"));
                Ok(())
            }
        }
    }
}

struct Row<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
    code: &'a str,
    aliases: &'a str,
    parent: &'a str,
    from: &'a str,
    until: &'a str,
}

struct Checked {
    id: String,
    kind: Option<ActorKind>,
    codes: Vec<TimedCode>,
    parent: Option<String>,
}

impl Row<'_> {
    fn checked(&self) -> Result<Checked, String> {
        let id = id(self.id)?;
        if self.name.is_empty() {
            return Err("no name".to_owned());
        }
        let kind = match self.kind {
            "" => kind_of_id(&id),
            kind => Some(ActorKind::from_name(&kind.to_lowercase()).ok_or_else(|| {
                format!(
                    "`{kind}` is no kind; person, state, government, igo, ngo, organisation, \
                     company, armed-group, ethnic-group, place and other are"
                )
            })?),
        };
        let date = |text: &str, last| match text {
            "" if last => Ok(Date::MAX),
            "" => Ok(Date::MIN),
            text => day(text, last)
                .ok_or_else(|| format!("`{text}` is no date; write YYYY, YYYY-MM or YYYY-MM-DD")),
        };
        let (from, until) = (date(self.from, false)?, date(self.until, true)?);
        if until < from {
            return Err(format!("{} is before {}", self.until, self.from));
        }
        if self.code.is_empty() && !(self.from.is_empty() && self.until.is_empty()) {
            return Err("from and until say when a code holds, and there is none".to_owned());
        }
        let codes = self.code.split(['|', ' ']).filter(|text| !text.is_empty());
        let codes = codes.map(|text| {
            let code = code(text)?;
            Ok(TimedCode { code, from, until })
        });
        Ok(Checked {
            kind,
            codes: codes.collect::<Result<_, String>>()?,
            parent: match self.parent {
                "" => None,
                parent => Some(self::id(parent)?)
                    .filter(|parent| *parent != id)
                    .map_or_else(
                        || Err(format!("`{parent}` is its own parent")),
                        |parent| Ok(Some(parent)),
                    )?,
            },
            id,
        })
    }
}

impl Checked {
    fn put(self, row: &Row, line: u64, reader: &mut Reader) -> Result<(), String> {
        let index = reader.actor(&self.id, row.name, line);
        if let Some(actor) = reader.out.actors.get_mut(index) {
            actor.kind = self.kind.or(actor.kind);
            actor.parent = self.parent.or(actor.parent.take());
            for code in self.codes {
                if !actor.codes.contains(&code) {
                    actor.codes.push(code);
                }
            }
        }
        reader.alias(index, row.name, None, line)?;
        for alias in row.aliases.split('|').map(str::trim) {
            if let Some(alias) = alias.strip_prefix(REMOVED) {
                if let Some(actor) = reader.out.actors.get_mut(index) {
                    actor.removed.push(alias.trim().to_owned());
                }
            } else if let Some(alias) = alias.strip_prefix(EXACT) {
                reader.exact_alias(index, alias, line)?;
            } else if !alias.is_empty() {
                reader.alias(index, alias, None, line)?;
            }
        }
        Ok(())
    }
}

/// An id as it is kept: with its family, which is `own` where none is given.
fn id(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("no id".to_owned());
    }
    if text.starts_with('?') {
        return Err(format!(
            "`{text}`: an id with ? is of a name that no list has; give one without, or join \
             actors with --identities"
        ));
    }
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, ':' | '-' | '_' | '.');
    let ends = text.starts_with(char::is_alphanumeric) && text.ends_with(char::is_alphanumeric);
    if text.len() > MAX_ID || !ends || !text.chars().all(fits) {
        return Err(format!(
            "`{text}` is no id; an id is letters, digits, `-` and `_`, after a family and a \
             colon: org:acme"
        ));
    }
    Ok(match text.contains(':') {
        true => text.to_owned(),
        false => format!("own:{text}"),
    })
}

/// What the family of an id says of the kind.
fn kind_of_id(id: &str) -> Option<ActorKind> {
    Some(match id.split_once(':')?.0 {
        "per" => ActorKind::Person,
        "state" => ActorKind::State,
        "igo" => ActorKind::Igo,
        "place" => ActorKind::Place,
        _ => return None,
    })
}
