//! What a query asks of an article as a whole.

use super::leaves::split;
use super::store::Entry;
use dateline::model::{DayRange, SourceFacts};
use dateline::query::{DateTest, Named, Query, SourceList};
use dateline::text::fold;

/// Whether an article passes a filter.
pub fn passes(query: &Query, entry: &Entry) -> bool {
    match query {
        Query::All => true,
        Query::Event {
            test: DateTest::Missing,
            ..
        } => entry.texts.iter().all(|text| text.dates.is_empty()),
        Query::Published(test) => published(*test, entry.published),
        Query::Outlet(name) => is_called(entry.outlet.as_deref(), name),
        Query::Section(name) => is_called(entry.section.as_deref(), name),
        Query::Author(name) => entry
            .authors
            .iter()
            .any(|author| is_called(Some(author), name)),
        Query::Source { list, name } => listed(&entry.source, *list)
            .iter()
            .any(|own| is_called(Some(own), name)),
        Query::Named { what, any } => {
            let has_one = match what {
                Named::Outlet => entry.outlet.is_some(),
                Named::Section => entry.section.is_some(),
                Named::Author => !entry.authors.is_empty(),
                Named::Source(list) => !listed(&entry.source, *list).is_empty(),
            };
            has_one == *any
        }
        Query::Site(host) => entry.url.as_deref().is_some_and(|url| is_below(url, host)),
        Query::Lang(code) => entry.language == *code,
        other => panic!("{other:?} is no filter"),
    }
}

/// What the source listed.
pub fn listed(source: &SourceFacts, list: SourceList) -> &[String] {
    match list {
        SourceList::People => &source.people,
        SourceList::Organisations => &source.organisations,
        SourceList::Places => &source.places,
        SourceList::Topics => &source.topics,
    }
}

/// A date of publication lies in a range only with all of its days.
fn published(test: DateTest, date: Option<DayRange>) -> bool {
    match (test, date) {
        (DateTest::Missing, date) => date.is_none(),
        (_, None) => false,
        (DateTest::Any, Some(_)) => true,
        (DateTest::Within { from, until }, Some(date)) => {
            from.is_none_or(|from| date.from >= from)
                && until.is_none_or(|until| date.until <= until)
        }
    }
}

/// Whether the words of a name stand in a row in another.
fn is_called(own: Option<&str>, name: &str) -> bool {
    let (own, name) = (fold(own.unwrap_or_default()), fold(name));
    let (own, name) = (split(&own), split(&name));
    !name.is_empty() && own.windows(name.len()).any(|words| words == name)
}

/// Whether an address is of a host or one below it.
fn is_below(url: &str, host: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let named = authority.rsplit('@').next().unwrap_or_default();
    let own = named.split(':').next().unwrap_or_default().to_lowercase();
    own == host || own.ends_with(&format!(".{host}"))
}
