//! Random conditions on articles as a whole, and on dates.

use super::conditions::listed;
use super::generate::Generator;
use dateline::query::{DateTest, Named, Query, Relation, SourceList};
use jiff::{Span, civil::Date};

impl Generator<'_> {
    /// A condition on an article as a whole.
    pub fn filter(&mut self) -> Query {
        let home = self.home;
        match self.random.below(11) {
            0 => Query::All,
            1 => Query::event(Relation::Precise, DateTest::Missing),
            2 | 3 => {
                let near = home.published.map(|range| range.from);
                let near = near.unwrap_or_else(|| self.day());
                Query::Published(self.date_test(near))
            }
            4 => Query::Lang((*self.random.pick(&["en", "de", "ru", "und", "fr"])).to_owned()),
            5 => Query::Outlet(self.name(home.outlet.as_deref())),
            6 => Query::Section(self.name(home.section.as_deref())),
            7 => Query::Author(self.name(home.authors.first().map(String::as_str))),
            8 => {
                let list = *self.random.pick(&SourceList::ALL);
                let own = listed(&home.source, list);
                Query::Source {
                    list,
                    name: self.name(own.last().map(String::as_str)),
                }
            }
            9 => {
                let list = *self.random.pick(&SourceList::ALL);
                let names = [Named::Outlet, Named::Section, Named::Author];
                let what = match self.random.percent(50) {
                    true => *self.random.pick(&names),
                    false => Named::Source(list),
                };
                let any = self.random.percent(50);
                Query::Named { what, any }
            }
            _ => Query::Site(self.host(home.url.as_deref())),
        }
    }

    /// A name as somebody may type it.
    fn name(&mut self, name: Option<&str>) -> String {
        let name = name.unwrap_or("Reuters");
        match self.random.below(3) {
            0 => name.to_uppercase(),
            1 => dateline::text::fold(name),
            _ => name.to_owned(),
        }
    }

    /// The host of an address, or the one above it.
    fn host(&mut self, url: Option<&str>) -> String {
        let rest = url.and_then(|url| url.split_once("://"));
        let host = rest.map_or("news.example", |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or_default();
        match host.split_once('.') {
            Some((_, above)) if above.contains('.') && self.random.percent(50) => above.to_owned(),
            _ => host.to_owned(),
        }
    }

    /// A condition on the dates in the text.
    pub fn event(&mut self) -> Query {
        let near = self.day();
        let test = match self.date_test(near) {
            DateTest::Missing => DateTest::Any,
            test => test,
        };
        Query::event(*self.random.pick(&Relation::ALL), test)
    }

    /// A test that days about this one often pass.
    fn date_test(&mut self, near: Date) -> DateTest {
        // The calendar's last day has no day after it.
        let after = |date: Date, span: Span| date.checked_add(span).unwrap_or(Date::MAX);
        let from = near.min(after(Date::MAX, Span::new().days(-1)));
        let (from, until) = match self.random.below(12) {
            0 => return DateTest::Missing,
            1 => return DateTest::Any,
            2 | 3 => (Some(from), None),
            4 | 5 => (None, Some(from)),
            6 | 7 => (Some(from), Some(after(from, Span::new().days(1)))),
            8 => (Some(from), Some(after(from, Span::new().days(7)))),
            9 => (Some(from), Some(after(from, Span::new().months(1)))),
            10 => (Some(from), Some(after(from, Span::new().years(1)))),
            _ => {
                let days = self.random.between(1, 400) as i64;
                (Some(from), Some(after(from, Span::new().days(days))))
            }
        };
        DateTest::Within { from, until }
    }

    /// A day that some text means, or near it.
    fn day(&mut self) -> Date {
        let here = &self.home.texts[1].dates;
        let dates = &self.archive.dates.items;
        let date = match here.is_empty() || self.random.percent(30) {
            true => self.random.pick(dates),
            false => &dates[self.random.pick(here).1],
        };
        let day = match self.random.percent(50) {
            true => date.range.from,
            false => date.range.until,
        };
        let months = self.random.between(0, 4) as i32 - 2;
        let near = match self.random.below(4) {
            0 => day.checked_add(jiff::Span::new().months(months)),
            1 => Ok(day.first_of_month()),
            2 => Ok(day.first_of_year()),
            _ => Ok(day),
        };
        near.unwrap_or(day)
    }
}
