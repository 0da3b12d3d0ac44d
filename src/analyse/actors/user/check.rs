//! What holds of all files together: parents that are there and form no cycle, dates that say one
//! thing.

use super::{Reader, TimedCode, UserActor};
use std::collections::HashMap;

/// Most actors named in the error about a cycle.
const MAX_NAMED: usize = 20;

/// Checks what was read; doubts become notices.
///
/// # Errors
/// A cycle of parents.
pub fn check(reader: &mut Reader, files: &[&str]) -> Result<(), String> {
    if let Some(cycle) = cycle(&reader.out.actors, &reader.by_id) {
        return Err(format!("the parents form a cycle: {cycle}"));
    }
    let mut found = Vec::new();
    for actor in &reader.out.actors {
        if let Some((one, other)) = overlap(&actor.codes) {
            let reason = format!(
                "`{}` has both {} and {} on {}; both are taken",
                actor.name,
                one.code,
                other.code,
                one.from.max(other.from)
            );
            found.push((actor.file, actor.line, reason));
        }
    }
    for (file, line, reason) in found {
        let file = files.get(file).copied().unwrap_or_default().to_owned();
        reader.notice_in(file, line, reason);
    }
    Ok(())
}

/// Two codes of which each has dates, and that differ on a day.
fn overlap(codes: &[TimedCode]) -> Option<(&TimedCode, &TimedCode)> {
    let mut dated: Vec<&TimedCode> = codes.iter().filter(|timed| !timed.is_always()).collect();
    dated.sort_by_key(|timed| (timed.from, timed.until));
    let mut longest: Option<&TimedCode> = None;
    for timed in dated {
        if let Some(before) = longest
            && before.code != timed.code
            // An office that begins on the day on which another ends is no doubt.
            && timed.from < before.until
        {
            return Some((before, timed));
        }
        if longest.is_none_or(|before| before.until < timed.until) {
            longest = Some(timed);
        }
    }
    None
}

/// The first cycle of parents, written out.
fn cycle(actors: &[UserActor], by_id: &HashMap<String, usize>) -> Option<String> {
    // 0 is not seen, else the number of the walk that saw it.
    let mut seen = vec![0usize; actors.len()];
    for start in 0..actors.len() {
        let walk = start + 1;
        let mut at = start;
        while let Some(mark) = seen.get_mut(at) {
            if *mark == walk {
                return Some(written(actors, by_id, at));
            }
            if *mark != 0 {
                break;
            }
            *mark = walk;
            match parent(actors, by_id, at) {
                Some(parent) => at = parent,
                None => break,
            }
        }
    }
    None
}

fn parent(actors: &[UserActor], by_id: &HashMap<String, usize>, at: usize) -> Option<usize> {
    by_id.get(actors.get(at)?.parent.as_ref()?).copied()
}

fn written(actors: &[UserActor], by_id: &HashMap<String, usize>, start: usize) -> String {
    let id = |at: usize| actors.get(at).map_or("", |actor| actor.id.as_str());
    let mut text = id(start).to_owned();
    let mut at = start;
    for step in 0.. {
        let Some(next) = parent(actors, by_id, at) else {
            break;
        };
        if step >= MAX_NAMED && next != start {
            text.push_str(" > ...");
            break;
        }
        text.push_str(" > ");
        text.push_str(id(next));
        if next == start {
            break;
        }
        at = next;
    }
    text
}
