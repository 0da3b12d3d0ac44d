//! Dates in addresses, directories and file names.

use super::vote::Candidate;
use crate::model::{Grain, Origin};
use jiff::civil::Date;

/// The date in the address of a page: `/2023/09/20/`, `/2023/sep/20/`, `2023-09-20`,
/// `-idUS...20121016`. Right in 97 % of pages that have one.
pub(super) fn in_url(url: &str) -> Option<Candidate> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (_, path) = rest.split_once('/')?;
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let segments: Vec<&str> = path.split('/').take(MOST).collect();
    let found = in_segments(&segments)?;
    let weight = match (found.grain, found.split) {
        (Grain::Day, true) => 0.97,
        (Grain::Day, false) => 0.93,
        _ => 0.75,
    };
    Some(Candidate::new(found.date, found.grain, Origin::Url, weight))
}

/// The date in the path of a file below its root. In a container the name speaks for all records
/// at once and is trusted less.
pub(super) fn in_path(path: &str, container: bool) -> Option<Candidate> {
    let segments: Vec<&str> = path.split(['/', '!']).collect();
    // Only the innermost directories can be the article's own.
    let segments = segments.get(segments.len().saturating_sub(MOST)..)?;
    let found = in_segments(segments)?;
    let in_name = found.last + 1 == segments.len();
    let (origin, weight) = match (in_name, found.grain) {
        (true, Grain::Day) => (Origin::Filename, 0.88),
        (true, _) => (Origin::Filename, 0.6),
        (false, Grain::Day) => (Origin::Directory, 0.9),
        (false, _) => (Origin::Directory, 0.65),
    };
    let weight = if container { weight * 0.6 } else { weight };
    Some(Candidate::new(found.date, found.grain, origin, weight))
}

/// Most segments of a path that are looked at.
const MOST: usize = 16;

struct InSegments {
    date: Date,
    grain: Grain,
    /// Index of the last segment that it takes.
    last: usize,
    /// Whether year, month and day were segments of their own.
    split: bool,
}

/// The finest date in the segments of a path, the last of equals.
fn in_segments(segments: &[&str]) -> Option<InSegments> {
    let mut best: Option<InSegments> = None;
    let mut keep = |found: InSegments| {
        let better = best.as_ref().is_none_or(|best| found.grain <= best.grain);
        if better {
            best = Some(found);
        }
    };
    for (at, segment) in segments.iter().enumerate() {
        if let Some((date, grain)) = in_name(segment) {
            keep(InSegments {
                date,
                grain,
                last: at,
                split: false,
            });
        }
        let Some(year) = year(segment) else {
            continue;
        };
        let Some(month) = segments.get(at + 1).and_then(|segment| month(segment)) else {
            continue;
        };
        let day = segments
            .get(at + 2)
            .and_then(|segment| whole_number(segment));
        if let Some(date) = day.and_then(|day| Date::new(year, month, day).ok()) {
            keep(InSegments {
                date,
                grain: Grain::Day,
                last: at + 2,
                split: true,
            });
        } else if let Ok(date) = Date::new(year, month, 1) {
            keep(InSegments {
                date,
                grain: Grain::Month,
                last: at + 1,
                split: true,
            });
        }
    }
    best
}

/// A segment that is a year of the printed press.
fn year(segment: &str) -> Option<i16> {
    let year = segment.parse().ok().filter(|_| segment.len() == 4)?;
    (1600..=2999).contains(&year).then_some(year)
}

fn month(segment: &str) -> Option<i8> {
    match segment.parse::<i8>() {
        Ok(month) if segment.len() <= 2 && (1..=12).contains(&month) => Some(month),
        Ok(_) => None,
        Err(_) => crate::analyse::dates::month_of(segment),
    }
}

/// The number of one or two digits that a segment is, an extension aside ("20", "20.txt"). A
/// segment that goes on is a headline ("3-questions").
fn whole_number(segment: &str) -> Option<i8> {
    let digits = segment.split('.').next()?;
    if digits.len() > 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// A date within one name: `2020-11-11-title`, `20061024`, `idUSBRE89F0AB20121016`, `2020-11`.
pub(super) fn in_name(name: &str) -> Option<(Date, Grain)> {
    let bytes = name.as_bytes();
    let mut coarse = None;
    let mut at = 0;
    // A name longer than file systems allow is not read to its end.
    while at < bytes.len().min(512) {
        let digits = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if digits == 0 {
            at += 1;
            continue;
        }
        let number =
            |from: usize, length: usize| name.get(from..from + length)?.parse::<i16>().ok();
        if digits == 8 && plausible(number(at, 4)) {
            let day = civil(number(at, 4), number(at + 4, 2), number(at + 6, 2));
            if let Some(date) = day {
                return Some((date, Grain::Day));
            }
        } else if digits == 4 && plausible(number(at, 4)) {
            match dashed(bytes, at, &number) {
                Some((date, Grain::Day)) => return Some((date, Grain::Day)),
                Some(month) => coarse = Some(month),
                None => {}
            }
        }
        at += digits;
    }
    coarse
}

/// `2020-11-11`, `2020_11_11`, `2020.11.11` or `2020-11` at `at`.
fn dashed(
    bytes: &[u8],
    at: usize,
    number: &impl Fn(usize, usize) -> Option<i16>,
) -> Option<(Date, Grain)> {
    let sign = *bytes
        .get(at + 4)
        .filter(|sign| matches!(sign, b'-' | b'_' | b'.'))?;
    let length = |from: usize| {
        bytes.get(from..).map_or(0, |rest| {
            rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
        })
    };
    let month_digits = length(at + 5);
    if !matches!(month_digits, 1 | 2) {
        return None;
    }
    let (year, month) = (number(at, 4), number(at + 5, month_digits));
    let day_at = at + 5 + month_digits + 1;
    if bytes.get(day_at - 1) == Some(&sign) && matches!(length(day_at), 1 | 2) {
        let day = civil(year, month, number(day_at, length(day_at)));
        return day.map(|date| (date, Grain::Day));
    }
    // "2020-11" in full only: "2020-5-things" is a headline.
    if month_digits != 2 {
        return None;
    }
    civil(year, month, Some(1)).map(|date| (date, Grain::Month))
}

/// Numbers of eight digits are often ids; years of the printed press are not.
fn plausible(year: Option<i16>) -> bool {
    year.is_some_and(|year| (1600..=2999).contains(&year))
}

fn civil(year: Option<i16>, month: Option<i16>, day: Option<i16>) -> Option<Date> {
    Date::new(year?, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(found: Option<Candidate>) -> String {
        found.map_or("-".to_owned(), |found| {
            format!(
                "{} {} {}",
                found.date,
                found.grain.name(),
                found.origin.name()
            )
        })
    }

    #[test]
    fn addresses() {
        for (url, expected) in [
            (
                "https://www.example.com/world/2023/09/20/story.html",
                "2023-09-20 day url",
            ),
            (
                "https://www.example.com/2012/oct/16/story",
                "2012-10-16 day url",
            ),
            (
                "http://example.com/article/us-idUSBRE89F0AB20121016",
                "2012-10-16 day url",
            ),
            (
                "https://example.com/news/2023-09-20/story?id=20200101",
                "2023-09-20 day url",
            ),
            ("https://example.com/2023/09/story", "2023-09-01 month url"),
            (
                "https://example.com/2023/09/3-questions",
                "2023-09-01 month url",
            ),
            ("https://example.com/story-12345678", "-"),
            ("https://example.com/story-99", "-"),
            ("https://20200101.example.com", "-"),
            ("https://example.com/2023/13/45/", "-"),
            ("", "-"),
        ] {
            assert_eq!(shown(in_url(url)), expected, "{url}");
        }
    }

    #[test]
    fn paths() {
        for (path, expected) in [
            ("2020/11/11/a.txt", "2020-11-11 day directory"),
            ("20061024/story-7.txt", "2006-10-24 day directory"),
            ("2020-11/a.txt", "2020-11-01 month directory"),
            ("2020/11/a.txt", "2020-11-01 month directory"),
            ("news/2020-11-11-ceasefire.md", "2020-11-11 day filename"),
            ("20061024.txt", "2006-10-24 day filename"),
            ("2020/11/11.txt", "2020-11-11 day filename"),
            ("2020-11/2020-11-11.txt", "2020-11-11 day filename"),
            ("a.zip!2020/11/11/b.txt", "2020-11-11 day directory"),
            ("sport/012.txt", "-"),
            ("é2020-11-1é/x", "2020-11-01 day directory"),
        ] {
            assert_eq!(shown(in_path(path, false)), expected, "{path}");
        }
    }
}
