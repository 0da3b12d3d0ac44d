//! What Nexis and Factiva deliver: one text with many articles, each under lines that name its outlet,
//! date, length and so on.

mod factiva;
mod heading;
mod nexis;
#[cfg(test)]
mod tests;

use super::ReadError;
use crate::model::{Article, DateCandidate, SourcePart};

/// The articles of a delivery, or `None` for a text that is none.
pub(super) fn split(text: &str) -> Option<Vec<Result<Article, ReadError>>> {
    nexis::split(text).or_else(|| factiva::split(text))
}

/// A date that a field gives.
fn date(text: &str) -> DateCandidate {
    DateCandidate {
        text: text.trim().to_owned(),
        part: SourcePart::Field,
    }
}

/// An article without headline and text.
fn nothing() -> ReadError {
    ReadError::content("no headline and no text found in this document")
}

/// The names in a byline: "By Ann Lee and Bob Ray, Staff Writers".
fn authors(text: &str) -> Vec<String> {
    let value = serde_json::Value::String(text.trim().to_owned());
    super::values::names(value, super::values::NameList::Authors)
}

/// Whether a line gives a length: "512 words".
fn is_length(line: &str) -> bool {
    let Some((number, unit)) = line.trim().rsplit_once(char::is_whitespace) else {
        return false;
    };
    let is_number = number
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let units = [
        "words", "word", "wörter", "mots", "palabras", "parole", "woorden",
    ];
    is_number && !number.is_empty() && units.contains(&unit.to_lowercase().as_str())
}

/// Whether a line reads like a date with a year: "September 20, 2023 Wednesday".
pub(super) fn is_date(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 80 || line.starts_with("Copyright") || line.contains('©') {
        return false;
    }
    let mut words = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_year = |word: &str| {
        word.len() == 4
            && word.starts_with(['1', '2'])
            && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let year = words.clone().any(is_year);
    let month = line.split(|c: char| !c.is_alphabetic()).any(is_month);
    let count = words.by_ref().count();
    year && month && (2..=9).contains(&count)
}

/// Whether a word is a month's name in a language of these services, or its abbreviation.
fn is_month(word: &str) -> bool {
    const MONTHS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "januar",
        "februar",
        "märz",
        "mai",
        "juni",
        "juli",
        "oktober",
        "dezember",
        "janvier",
        "février",
        "mars",
        "avril",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
        "gennaio",
        "febbraio",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "settembre",
        "ottobre",
        "dicembre",
        "januari",
        "februari",
        "maart",
        "mei",
        "augustus",
        "janeiro",
        "fevereiro",
        "março",
        "maio",
        "junho",
        "julho",
        "setembro",
        "outubro",
        "dezembro",
    ];
    let word = word.to_lowercase();
    word.chars().count() >= 3
        && MONTHS.iter().any(|month| {
            *month == word || month.len() > 3 && word.len() == 3 && month.starts_with(&word)
        })
}
