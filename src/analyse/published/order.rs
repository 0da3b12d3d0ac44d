//! How a source orders day and month: told by its country, its language, or what was measured of
//! the archive.

use super::Clues;
use super::parse::Hint;
use crate::model::Article;

/// How the dates of an article are to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub hint: Hint,
    /// Most that a date is believed whose day and month could be exchanged; `None` where their
    /// order is a guess.
    pub believed: Option<f32>,
}

/// Most that an ambiguous date is believed where the country or the language tells the order: sites
/// keep to it in most cases, not in all.
const TOLD: f32 = 0.8;

/// How the dates of an article are to be read.
pub(super) fn reading(clues: &Clues<'_>) -> Reading {
    let article = clues.article;
    let language = article.language.as_deref().unwrap_or("");
    let domain = domain(article);
    let told = of_country(domain).or_else(|| of_language(language));
    let (day_first, believed) = match told {
        Some(day_first) => (Some(day_first), Some(TOLD)),
        None => match clues.orders.of(article) {
            Some((day_first, believed)) => (Some(day_first), Some(believed)),
            // Most English pages under a generic domain are American.
            None => (is_generic(domain).then_some(false), None),
        },
    };
    Reading {
        hint: Hint {
            today: clues.today,
            day_first,
            jalali: domain == "ir" || is_persian(language),
        },
        believed,
    }
}

/// Top-level domain of the page, or of the outlet where that is a host.
fn domain(article: &Article) -> &str {
    let host = article
        .url
        .as_deref()
        .and_then(host)
        .or(article.outlet.as_deref());
    host.and_then(|host| host.rsplit_once('.'))
        .map_or("", |(_, domain)| domain)
}

pub(super) fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#', ':']).next()
}

/// Whether a country's pages write the day first, by its domain.
fn of_country(domain: &str) -> Option<bool> {
    match domain {
        "us" | "gov" | "mil" | "edu" | "ph" => Some(false),
        // Used without regard to the country, or by a country that writes both.
        "ai" | "ca" | "cc" | "co" | "fm" | "gg" | "io" | "ly" | "me" | "sh" | "to" | "tv"
        | "ws" => None,
        // Every other country that does not put the year first.
        _ if domain.len() == 2 && domain.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            Some(true)
        }
        _ => None,
    }
}

/// Whether a language's pages write the day first. English alone does not tell.
fn of_language(language: &str) -> Option<bool> {
    let (primary, region) = language.split_once(['-', '_']).unwrap_or((language, ""));
    let is = |text: &str, names: &[&str]| names.iter().any(|name| text.eq_ignore_ascii_case(name));
    if is(primary, &["", "und", "mul"]) {
        None
    } else if !is(primary, &["en", "eng", "english"]) {
        Some(true)
    } else if is(region, &["us", "ph"]) {
        Some(false)
    } else {
        (!is(region, &["", "ca"])).then_some(true)
    }
}

fn is_persian(language: &str) -> bool {
    let start = language.get(..2).unwrap_or("");
    start.eq_ignore_ascii_case("fa")
}

fn is_generic(domain: &str) -> bool {
    matches!(domain, "com" | "org" | "net")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::published::Orders;

    #[test]
    fn country_then_language_tell() {
        for (url, language, expected) in [
            ("http://a.co.uk/x", "en", (Some(true), true)),
            ("http://a.co.uk/x", "en-US", (Some(true), true)),
            ("http://a.de/x", "", (Some(true), true)),
            ("http://a.us/x", "en", (Some(false), true)),
            ("http://a.com/x", "en-GB", (Some(true), true)),
            ("http://a.com/x", "en-US", (Some(false), true)),
            ("http://a.com/x", "de", (Some(true), true)),
            ("http://a.com/x", "en", (Some(false), false)),
            ("http://a.tv/x", "en", (None, false)),
            ("http://a.ca/x", "en-CA", (None, false)),
            ("", "", (None, false)),
        ] {
            let article = Article {
                url: Some(url.to_owned()),
                language: Some(language.to_owned()),
                ..Article::default()
            };
            let read = reading(&Clues {
                article: &article,
                today: jiff::civil::date(2024, 6, 1),
                mtime: None,
                orders: &Orders::default(),
            });
            let found = (read.hint.day_first, read.believed.is_some());
            assert_eq!(found, expected, "{url} {language}");
        }
    }
}
