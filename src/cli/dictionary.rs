//! Lists of actors that users give, and what they say of ids that are one: `actors.json` and
//! `identities.txt` in the index directory.
//!
//! The files themselves are kept, so that a later run needs none of them.

use super::queries::decoded;
use super::{Common, open, output};
use crate::analyse::actors::identities;
use crate::analyse::actors::user::{self, Notices, Source, UserActors};
use crate::engine::Searcher;
use crate::export::OutputFile;
use crate::manifest::Home;
use crate::model::Identities;
use crate::present::info::counted;
use anyhow::{Context, Result, anyhow, bail};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Most bytes of all files together.
const MAX_BYTES: u64 = 64 << 20;
/// Notices shown to people who do not ask for more.
const SHOWN: usize = 10;

/// Keeps lists of actors with an index in place of those before; none forgets them.
pub(super) fn keep(home: &Home, lists: Option<(Vec<Source>, UserActors)>) -> Result<()> {
    let Some((sources, actors)) = lists else {
        return forget(&home.actors());
    };
    let mut out = OutputFile::create(&home.actors())?;
    serde_json::to_writer(&mut out, &sources)?;
    writeln!(out)?;
    out.commit()?;
    user::install(sources, Some(actors))?;
    Ok(())
}

/// Takes lists of actors for this process alone. Gives their hash, 0 without any.
pub(super) fn take(common: &Common, files: &[PathBuf]) -> Result<u64> {
    let (sources, actors) = checked(common, files)?;
    let hash = user::hash(&sources);
    user::install(sources, Some(actors))?;
    Ok(hash)
}

/// Takes what is kept with an index into the dictionary of this process. Gives the hash of the
/// lists of actors, 0 without any.
pub(super) fn install(home: &Home) -> Result<u64> {
    let sources = stored(home)?;
    let hash = user::hash(&sources);
    user::install(sources, None)?;
    let path = home.identities();
    if path.exists() {
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let read = Identities::read(&text);
        let (identities, _) = read.map_err(|error| anyhow!("{}: {error}", path.display()))?;
        identities::install(identities);
    }
    Ok(hash)
}

/// Names of the lists of actors kept with an index.
pub(super) fn names(home: &Home) -> Result<Vec<String>> {
    let sources = stored(home)?;
    Ok(sources.into_iter().map(|source| source.name).collect())
}

/// Keeps what is said of ids with an index, in place of what was said before.
pub(super) fn keep_identities(home: &Home, text: Option<&str>) -> Result<()> {
    let Some(text) = text else {
        return forget(&home.identities());
    };
    let mut out = OutputFile::create(&home.identities())?;
    out.write_all(text.as_bytes())?;
    out.commit()?;
    Ok(())
}

/// Reads what is said of ids, and says what is wrong with it.
pub(super) fn checked_identities(common: &Common, file: &Path) -> Result<String> {
    let named = |error: &dyn std::fmt::Display| anyhow!("{}: {error}", file.display());
    let text = text_of(file, MAX_BYTES)?;
    let (identities, bad) = Identities::read(&text).map_err(|error| named(&error))?;
    let bad_lines = bad
        .iter()
        .map(|(line, reason)| format!("{}: line {line}: {reason}", file.display()));
    say(common, bad_lines, bad.len());
    if identities.is_empty() {
        bail!(
            "{}: no line says which ids are one, or none",
            file.display()
        );
    }
    Ok(text)
}

/// Says which of the ids that something is said of nobody has: neither an article of the index nor
/// the dictionary.
pub(super) fn say_unknown(common: &Common, home: &Home) -> Result<()> {
    let opened = open::searcher(home.clone())?;
    let identities = identities::installed();
    let mut unknown = Vec::new();
    for id in identities.ids() {
        if identities.described(id).is_none() && !opened.searcher.has_actor(id)? {
            unknown.push(id);
        }
    }
    let lines = unknown.iter().map(|id| {
        let other = match id.strip_prefix('?') {
            Some(listed) => listed.to_owned(),
            None => format!("?{id}"),
        };
        let hint = match opened.searcher.has_actor(&other) {
            Ok(true) => format!("; did you mean {other}?"),
            _ => String::new(),
        };
        format!("--identities: no article mentions {id}{hint}")
    });
    say(common, lines, unknown.len());
    Ok(())
}

fn forget(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| path.display().to_string())
        }
        _ => Ok(()),
    }
}

fn stored(home: &Home) -> Result<Vec<Source>> {
    let path = home.actors();
    if !path.exists() {
        return Ok(Vec::new());
    }
    let read = || -> Result<Vec<Source>> { Ok(serde_json::from_slice(&std::fs::read(&path)?)?) };
    read().with_context(|| {
        format!(
            "{}: damaged; give the lists again with `dateline index --actors`",
            path.display()
        )
    })
}

/// Reads files, says what is wrong with them, and what is taken.
pub(super) fn checked(common: &Common, files: &[PathBuf]) -> Result<(Vec<Source>, UserActors)> {
    let mut sources = Vec::new();
    let mut left = MAX_BYTES;
    for file in files {
        let text = text_of(file, left)?;
        left = left.saturating_sub(text.len() as u64);
        let name = file.file_name().unwrap_or(file.as_os_str());
        sources.push(Source {
            name: name.to_string_lossy().into_owned(),
            text,
        });
    }
    let (actors, notices) = user::read(&sources).map_err(|reason| anyhow!(reason))?;
    let Notices { first, total } = notices;
    say(common, first.iter().map(ToString::to_string), total);
    if !sources.is_empty() {
        let nouns = match actors.nouns.len() {
            0 => String::new(),
            nouns => format!(", {}", counted(nouns as u64, "agent noun")),
        };
        output::say(
            common,
            &format!(
                "{}{nouns} taken",
                counted(actors.actors.len() as u64, "actor")
            ),
        );
    }
    Ok((sources, actors))
}

/// Shows notices: the first ones, or all that are kept with --verbose.
fn say(common: &Common, notices: impl Iterator<Item = String>, total: usize) {
    let most = if common.verbose { usize::MAX } else { SHOWN };
    let mut shown = 0;
    for notice in notices.take(most) {
        output::say(common, &notice);
        shown += 1;
    }
    if total > shown {
        let more = counted((total - shown) as u64, "more line");
        let hint = if common.verbose {
            ""
        } else {
            " (--verbose shows them)"
        };
        output::say(common, &format!("and {more}{hint}"));
    }
}

fn text_of(file: &Path, limit: u64) -> Result<String> {
    let named =
        |error: &std::io::Error| anyhow!("{}: {}", file.display(), crate::discover::plain(error));
    let mut bytes = Vec::new();
    let opened = File::open(file).map_err(|error| named(&error))?;
    let read = opened.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| named(&error))?;
    if bytes.len() as u64 > limit {
        bail!(
            "{}: lists of actors may have {} MB in all",
            file.display(),
            MAX_BYTES >> 20
        );
    }
    Ok(decoded(&bytes))
}
