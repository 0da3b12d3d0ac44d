//! Which of the articles in a page's JSON-LD is the page's own: others are teasers of related ones.

use super::meta::Meta;
use super::page::unescaped;
use crate::read::fields::Record;
use crate::read::values;
use serde_json::Value;
use std::collections::HashSet;

/// Bytes of a headline that are looked at.
const HEADLINE: usize = 300;
/// Fewest letters and digits of a headline that is looked for within another.
const WITHIN: usize = 12;
/// Share of its words that the headline of the page's article has in common with the page.
const LIKE: f32 = 0.5;

/// The node that is the page's article: the only one, the one with the page's address, or the one
/// whose headline the page shows. Of several of which none is told so, the first that neither its
/// address nor its headline says to be another page's; the fields of another article are worse than
/// none. That sites put related articles into their JSON-LD is known from their pages; schema.org
/// says with `mainEntityOfPage` whose page it is.
pub(super) fn choose(mut nodes: Vec<Record>, meta: &Meta) -> Option<Record> {
    if nodes.len() > 1 {
        let position = position(&nodes, meta)?;
        return Some(nodes.swap_remove(position));
    }
    nodes.pop()
}

fn position(nodes: &[Record], meta: &Meta) -> Option<usize> {
    let pages: Vec<&str> = meta.urls.iter().map(|url| plain(url)).collect();
    let titles: Vec<Headline> = [&meta.heading, &meta.title, &meta.page_title]
        .into_iter()
        .flatten()
        .map(|title| Headline::of(title))
        .collect();
    let address = |record: &Record| {
        let own = addresses(record);
        let says = !own.is_empty() && !pages.is_empty();
        says.then(|| own.iter().any(|own| pages.contains(&plain(own))))
    };
    let likeness = |record: &Record| {
        let headline = ["headline", "name"]
            .iter()
            .find_map(|key| record.get(*key).and_then(Value::as_str))?;
        let headline = Headline::of(headline);
        titles
            .iter()
            .map(|title| headline.likeness(title))
            .max_by(f32::total_cmp)
    };
    let judged: Vec<Judged> = nodes
        .iter()
        .map(|record| Judged {
            address: address(record),
            likeness: likeness(record),
        })
        .collect();
    let best = |is_one: &dyn Fn(&Judged) -> bool| {
        let ones = judged.iter().enumerate().filter(|(_, one)| is_one(one));
        let likeness = |judged: &Judged| judged.likeness.unwrap_or(0.0);
        // The first of equals: news articles stand first.
        ones.rev()
            .max_by(|(_, one), (_, other)| likeness(one).total_cmp(&likeness(other)))
            .map(|(position, _)| position)
    };
    best(&|one| one.address == Some(true))
        .or_else(|| best(&|one| one.likeness.is_some_and(|like| like >= LIKE)))
        .or_else(|| best(&|one| one.address.is_none() && one.likeness.is_none()))
}

/// What a node says of whose article it is.
struct Judged {
    /// Whether its address is the page's; `None` where either has none.
    address: Option<bool>,
    /// How far its headline is one of the page's; `None` where either has none.
    likeness: Option<f32>,
}

/// The addresses that a node gives as its own.
fn addresses(record: &Record) -> Vec<String> {
    let of = |key: &&str| record.get(*key).cloned().and_then(values::link);
    let keys = ["mainEntityOfPage", "url", "@id"];
    keys.iter().filter_map(of).collect()
}

/// An address without what does not tell pages apart: the scheme, "www.", a slash at its end and
/// the place on the page.
fn plain(url: &str) -> &str {
    let url = url.trim();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.strip_prefix("www.").unwrap_or(url);
    let url = url.split_once('#').map_or(url, |(page, _)| page);
    url.trim_end_matches('/')
}

/// A headline as it is held against another.
struct Headline {
    /// Its letters and digits, in lower case.
    letters: String,
    words: HashSet<String>,
}

impl Headline {
    fn of(text: &str) -> Headline {
        let end = text.floor_char_boundary(HEADLINE);
        let text = unescaped(text.get(..end).unwrap_or_default().to_owned()).to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric());
        Headline {
            letters: text.chars().filter(|c| c.is_alphanumeric()).collect(),
            words: words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The share of words in common: 1 where one is the other, or stands within it (before the name
    /// of the site, or cut short).
    fn likeness(&self, other: &Headline) -> f32 {
        let holds = |long: &str, short: &str| short.len() >= WITHIN && long.contains(short);
        let (own, others) = (&self.letters, &other.letters);
        if own == others || holds(own, others) || holds(others, own) {
            return if own.is_empty() { 0.0 } else { 1.0 };
        }
        let common = self.words.intersection(&other.words).count();
        let fewer = self.words.len().min(other.words.len());
        match fewer {
            // Two words in common are a name, not a headline.
            0..=3 => 0.0,
            _ => common as f32 / fewer as f32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_of_the_page_is_told_from_related_ones() {
        let meta = Meta {
            urls: vec!["https://www.post.example/pier".to_owned()],
            heading: Some("Pier closed after storm".to_owned()),
            page_title: Some("Pier closed after storm | The Post".to_owned()),
            ..Meta::default()
        };
        let other =
            r#"{"headline": "Ships came into the bay", "url": "https://post.example/ships"}"#;
        let cases = [
            // By the address, however it is written.
            (
                r#"{"headline": "x", "url": "http://post.example/pier/"}"#,
                true,
            ),
            (
                r#"{"mainEntityOfPage": {"@id": "https://www.post.example/pier#article"}}"#,
                true,
            ),
            // By the headline, also where the address is that of another edition.
            (r#"{"headline": "Pier Closed After Storm"}"#, true),
            (
                r#"{"headline": "Pier closed after storm", "url": "https://m.post.example/1"}"#,
                true,
            ),
            (
                r#"{"headline": "Why the old pier closed after the storm on Tuesday"}"#,
                true,
            ),
            // Nothing speaks against it.
            (r#"{"datePublished": "2021-05-04"}"#, true),
            (r#"{"headline": "Harbour fees rise again"}"#, false),
            (
                r#"{"headline": "Harbour fees rise again", "url": "https://post.example/fees"}"#,
                false,
            ),
            (r#"{"url": "https://post.example/fees"}"#, false),
        ];
        for (own, is_chosen) in cases {
            let parse = |text: &str| serde_json::from_str::<Record>(text).unwrap();
            let chosen = choose(vec![parse(other), parse(own), parse(other)], &meta);
            assert_eq!(chosen, is_chosen.then(|| parse(own)), "{own}");
            let alone = choose(vec![parse(own)], &meta);
            assert_eq!(alone, Some(parse(own)), "{own}");
        }
        assert_eq!(choose(Vec::new(), &meta), None);
    }
}
