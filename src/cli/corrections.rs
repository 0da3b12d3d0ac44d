//! Corrections: publication dates, outlets and languages set right by hand, for good.
//!
//! What is given with `--corrections` is merged into `corrections.csv` in the index directory, one
//! row a file or article, where later rows win.

use super::open::{self, Opened};
use crate::analyse::language;
use crate::analyse::{Correction, Layers, Settings, places, within};
use crate::engine::Searcher;
use crate::manifest::Home;
use crate::model::{Article, Grain, id_number};
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// One correction, as stored.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Row {
    /// `label/path` of the file, or of the member of an archive: `label/path!member`.
    path: String,
    /// Id of the article; empty where all of the file is meant.
    id: String,
    field: String,
    value: String,
}

/// The settings of a run, with the corrections of an index.
pub(super) fn of_home(home: &Home, layers: Layers) -> Result<Settings> {
    let mut settings = Settings::new(layers, open::today());
    let path = home.corrections();
    if !path.exists() {
        return Ok(settings);
    }
    for row in stored(&path)? {
        let named = path.display().to_string();
        let correction = match row.id.as_str() {
            "" => settings.by_path.entry(row.path.clone()).or_default(),
            id => settings.by_id.entry(id.to_owned()).or_default(),
        };
        set(correction, &row.field, &row.value).context(named)?;
        let text = format!("{}\0{}\0{}", row.id, row.field, row.value);
        let hash = settings.corrected.entry(row.path).or_default();
        *hash = hash.rotate_left(7) ^ xxhash_rust::xxh3::xxh3_64(text.as_bytes());
    }
    Ok(settings)
}

fn stored(path: &Path) -> Result<Vec<Row>> {
    let mut reader = csv::Reader::from_path(path).with_context(|| path.display().to_string())?;
    let rows = reader.deserialize().collect::<Result<Vec<Row>, _>>();
    rows.with_context(|| path.display().to_string())
}

fn set(correction: &mut Correction, field: &str, value: &str) -> Result<()> {
    match field.trim().to_ascii_lowercase().as_str() {
        "published" | "date" => correction.published = Some(date(value)?),
        "outlet" => correction.outlet = Some(value.trim().to_owned()),
        "language" | "lang" => {
            let code = language::normalise(value);
            correction.language = Some(code.with_context(|| format!("`{value}` is no language"))?);
        }
        other => bail!("`{other}` cannot be corrected; published, outlet and language can"),
    }
    Ok(())
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn date(text: &str) -> Result<(Date, Grain)> {
    let text = text.trim();
    let (full, grain) = match text.len() {
        4 => (format!("{text}-01-01"), Grain::Year),
        7 => (format!("{text}-01"), Grain::Month),
        _ => (text.to_owned(), Grain::Day),
    };
    let date = full
        .parse()
        .ok()
        .with_context(|| format!("`{text}` is no date; write YYYY, YYYY-MM or YYYY-MM-DD"))?;
    Ok((date, grain))
}

/// What a corrections file gave.
#[derive(Debug)]
pub(super) struct Given {
    /// How many corrections.
    pub(super) rows: usize,
    /// Rows of files that the index does not have, with what they name: kept for when it does.
    pub(super) unknown: Vec<(u64, String)>,
}

/// Merges a corrections file (CSV: path or id, field, value) into those of the index. Every row
/// must make sense; otherwise nothing is changed.
pub(super) fn merge(opened: &Opened, file: &Path) -> Result<Given> {
    let name = file.display();
    let mut source = File::open(file)
        .map(BufReader::new)
        .with_context(|| name.to_string())?;
    let start = source.fill_buf().with_context(|| name.to_string())?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter(start))
        .from_reader(source);
    let mut rows: BTreeMap<(String, String, String), String> = BTreeMap::new();
    let path = opened.home.corrections();
    if path.exists() {
        for row in stored(&path)? {
            rows.insert((row.path, row.id, row.field), row.value);
        }
    }
    let mut given = 0;
    let mut files: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    for (record, number) in reader.records().zip(1..) {
        let record = record.with_context(|| name.to_string())?;
        let cell = |index| record.get(index).unwrap_or("");
        if number == 1 && cell(1).eq_ignore_ascii_case("field") {
            continue;
        }
        let row = resolve(opened, cell(0), cell(1), cell(2))
            .with_context(|| format!("{name}: row {number}"))?;
        if row.id.is_empty() {
            let named = files.entry(row.path.clone()).or_default();
            named.push((number, cell(0).to_owned()));
        }
        rows.insert((row.path, row.id, row.field), row.value);
        given += 1;
    }
    for entry in open::entries(opened)? {
        let entry = entry?;
        let file = entry.full_path();
        files.remove(&file);
        if within(&files, &file).next().is_some() {
            let mut each = |article: Article| {
                places(&article.path).for_each(|place| drop(files.remove(place)));
                Ok(())
            };
            let searcher = &opened.searcher;
            searcher.each_article_of_file(entry.file_key(), &mut each)?;
        }
    }
    let mut unknown: Vec<(u64, String)> = files.into_values().flatten().collect();
    unknown.sort();
    let rows = rows.into_iter().map(|((path, id, field), value)| Row {
        path,
        id,
        field,
        value,
    });
    keep(&path, rows)?;
    Ok(Given {
        rows: given,
        unknown,
    })
}

fn keep(path: &Path, rows: impl Iterator<Item = Row>) -> Result<()> {
    let mut out = crate::export::OutputFile::create(path)?;
    {
        let mut writer = csv::Writer::from_writer(&mut out);
        for row in rows {
            writer.serialize(row)?;
        }
        writer.flush()?;
    }
    out.commit()?;
    Ok(())
}

/// Lets the corrections of a root's files follow it to another label. Gives how many hold no more,
/// since they are by id, of which the label is a part.
pub(super) fn relabel(home: &Home, old: &str, new: &str) -> Result<usize> {
    let path = home.corrections();
    if !path.exists() {
        return Ok(0);
    }
    let mut rows = stored(&path)?;
    let mut by_id = 0;
    for row in &mut rows {
        let rest = row.path.strip_prefix(old);
        if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with(['/', '!'])) {
            row.path = format!("{new}{rest}");
            by_id += usize::from(!row.id.is_empty());
        }
    }
    keep(&path, rows.into_iter())?;
    Ok(by_id)
}

/// What stands between the cells: spreadsheets of many countries write semicolons. The one that
/// puts the name of a field into the second cell of the first row.
fn delimiter(start: &[u8]) -> u8 {
    let is_field = |delimiter: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(delimiter)
            .from_reader(start);
        let first = reader.records().next().and_then(Result::ok);
        let names = ["field", "published", "date", "outlet", "language", "lang"];
        first.is_some_and(|first| {
            let second = first.get(1).unwrap_or("");
            names.iter().any(|name| second.eq_ignore_ascii_case(name))
        })
    };
    let others = [b';', b'\t'];
    match is_field(b',') {
        true => b',',
        false => others
            .into_iter()
            .find(|other| is_field(*other))
            .unwrap_or(b','),
    }
}

fn resolve(opened: &Opened, key: &str, field: &str, value: &str) -> Result<Row> {
    let field = match field.to_ascii_lowercase().as_str() {
        "date" => "published".to_owned(),
        "lang" => "language".to_owned(),
        other => other.to_owned(),
    };
    set(&mut Correction::default(), &field, value)?;
    let row = |path: String, id: &str| Row {
        path,
        id: id.to_owned(),
        field: field.clone(),
        value: value.to_owned(),
    };
    if id_number(key).is_some()
        && let Some(path) = opened.searcher.path_of_id(key)?
    {
        return Ok(row(path, key));
    }
    // The file itself, or an archive and a member of it.
    for place in places(key).collect::<Vec<_>>().into_iter().rev() {
        let absolute = std::fs::canonicalize(place).ok();
        let target = absolute.and_then(|path| open::within(&opened.state.roots, &path));
        if let Some(target) = target {
            let mut path = crate::manifest::join(&target.root.label, &target.within);
            path.push_str(key.get(place.len()..).unwrap_or_default());
            return Ok(row(path, ""));
        }
    }
    let known = |root: &crate::manifest::Root| key.split('/').next() == Some(root.label.as_str());
    if opened.state.roots.iter().any(known) {
        return Ok(row(key.to_owned(), ""));
    }
    bail!("`{key}` is neither an article's id nor a file in the index")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_may_be_parted_by_semicolons() {
        for (start, expected) in [
            ("path,field,value\n", b','),
            ("a.txt;published;2020\n", b';'),
            ("\"a,b.txt\" ; Outlet ; \"The Pan, daily\"\n", b';'),
            ("a.txt\tlang\tde", b'\t'),
            ("a;b.txt,outlet,X;Y", b','),
            ("a.txt,colour,blue", b','),
            ("", b','),
        ] {
            assert_eq!(delimiter(start.as_bytes()), expected, "{start}");
        }
    }

    #[test]
    fn values_are_checked() {
        let mut correction = Correction::default();
        set(&mut correction, "date", "2023-09").unwrap();
        set(&mut correction, "Language", "en-GB").unwrap();
        assert_eq!(correction.published.unwrap().1, Grain::Month);
        assert_eq!(correction.language, Some("en"));
        for (field, value) in [
            ("date", "2023-02-30"),
            ("language", "klingon"),
            ("title", "x"),
        ] {
            assert!(
                set(&mut correction, field, value).is_err(),
                "{field} {value}"
            );
        }
    }
}
