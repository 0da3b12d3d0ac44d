//! Actors and what they are called, for programs.

use super::csv::{cause, safe, table};
use crate::model::{ActorList, ActorNames};
use std::io::{self, Write};

/// Writes actors as one JSON object: `query`, `total`, `archive`, `distinct`, `actors`; `copies`
/// where these were grouped.
///
/// # Errors
/// What the writer says.
pub fn actors_json(out: &mut dyn Write, list: &ActorList) -> io::Result<()> {
    super::write_json(&mut *out, list)?;
    out.write_all(b"\n")
}

/// Writes actors as a table, a row each.
///
/// # Errors
/// What the writer says.
pub fn actors_csv(out: &mut dyn Write, list: &ActorList) -> io::Result<()> {
    let mut rows = table(out);
    let head = [
        "id", "name", "kind", "codes", "articles", "mentions", "archive", "keyness",
    ];
    rows.write_record(head).map_err(cause)?;
    for count in &list.actors {
        let actor = &count.actor;
        let texts = [
            &actor.id,
            &actor.name,
            actor.kind.name(),
            &actor.codes.join("; "),
        ];
        for text in texts {
            rows.write_field(safe(text).as_ref()).map_err(cause)?;
        }
        let numbers =
            [actor.articles, actor.mentions, count.archive].map(|number| number.to_string());
        for number in numbers.into_iter().chain([count.keyness.to_string()]) {
            rows.write_field(number).map_err(cause)?;
        }
        rows.write_record(None::<&[u8]>).map_err(cause)?;
    }
    rows.flush()
}

/// Writes what an actor is called as one JSON object.
///
/// # Errors
/// What the writer says.
pub fn names_json(out: &mut dyn Write, names: &ActorNames) -> io::Result<()> {
    super::write_json(&mut *out, names)?;
    out.write_all(b"\n")
}

/// Writes what an actor is called as a table: `text`, `mentions`, `articles`.
///
/// # Errors
/// What the writer says.
pub fn names_csv(out: &mut dyn Write, names: &ActorNames) -> io::Result<()> {
    let mut rows = table(out);
    rows.write_record(["text", "mentions", "articles"])
        .map_err(cause)?;
    for surface in &names.surfaces {
        rows.write_field(safe(&surface.text).as_ref())
            .map_err(cause)?;
        let numbers = [surface.mentions, surface.articles].map(|number| number.to_string());
        for number in numbers {
            rows.write_field(number).map_err(cause)?;
        }
        rows.write_record(None::<&[u8]>).map_err(cause)?;
    }
    rows.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorCount, ActorKind, Surface, Tallied};

    #[test]
    fn tables_hold_no_formula() {
        let actor = Tallied {
            id: "agent:RUSMIL".into(),
            name: "=Russia".into(),
            kind: ActorKind::Government,
            codes: vec!["RUSMIL".into(), "RUS".into()],
            articles: 3,
            mentions: 5,
        };
        let list = ActorList {
            actors: vec![ActorCount {
                actor: actor.clone(),
                archive: 30,
                keyness: -2.5,
            }],
            ..ActorList::default()
        };
        let mut out = Vec::new();
        actors_csv(&mut out, &list).unwrap();
        let expected = "id,name,kind,codes,articles,mentions,archive,keyness\r\n\
            agent:RUSMIL,'=Russia,government,RUSMIL; RUS,3,5,30,-2.5\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        let names = ActorNames {
            query: None,
            actor,
            first: None,
            last: None,
            distinct: 1,
            surfaces: vec![Surface {
                text: "+x, \u{1b}".into(),
                mentions: 5,
                articles: 3,
            }],
        };
        let mut out = Vec::new();
        names_csv(&mut out, &names).unwrap();
        let expected = "text,mentions,articles\r\n\"'+x, \\x1b\",5,3\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
