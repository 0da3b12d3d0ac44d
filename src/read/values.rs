//! The shapes that sources give to a field's value: a string, a number, a list, an object with a
//! name.

use super::entities::decoded;
use super::html::fragment_text;
use serde_json::{Map, Value};

/// How deep a value is followed.
pub(super) const DEPTH: usize = 6;

/// What sort of names a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameList {
    /// Names of people: a string may hold several, joined by commas and "and".
    Authors,
    /// Topics: a string may hold several, joined by semicolons or commas.
    Topics,
}

/// Whether a value holds any text.
pub(super) fn is_text(value: &Value) -> bool {
    fn within(value: &Value, depth: usize) -> bool {
        match value {
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(values) => {
                depth > 0 && values.iter().any(|value| within(value, depth - 1))
            }
            Value::Object(map) => depth > 0 && map.values().any(|value| within(value, depth - 1)),
            _ => false,
        }
    }
    within(value, DEPTH)
}

/// A value meant as one line: a string, a number, the first of a list, an object's name.
pub(super) fn line(value: Value) -> Option<String> {
    line_within(value, DEPTH)
}

fn line_within(value: Value, depth: usize) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(mut values) if depth > 0 => {
            // Headlines in ninjs have roles.
            let is_main = |value: &Value| value.get("role").and_then(Value::as_str) == Some("main");
            values.sort_by_key(|value| !is_main(value));
            values
                .into_iter()
                .find_map(|value| line_within(value, depth - 1))
        }
        Value::Object(map) => name(map),
        _ => None,
    }
}

/// The name in an object.
fn name(mut map: Map<String, Value>) -> Option<String> {
    // WordPress gives titles as HTML.
    if let Some(Value::String(html)) = map.get("rendered") {
        return fragment_text(html);
    }
    const KEYS: [&str; 13] = [
        "name", "value", "original", "text", "@value", "label", "title", "main", "default",
        "basic", "term", "#text", "$t",
    ];
    let mut keys = KEYS.iter();
    keys.find_map(|key| match map.get_mut(*key).map(Value::take) {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text),
        Some(Value::Array(values)) => values.into_iter().find_map(|value| match value {
            Value::String(text) => Some(text),
            _ => None,
        }),
        _ => None,
    })
}

/// An identifier: a string, a number, or MongoDB's object.
pub(super) fn identifier(value: Value) -> Option<String> {
    match value {
        Value::Object(mut map) => match map.get_mut("$oid").map(Value::take) {
            Some(id) => line(id),
            None => name(map),
        },
        value => line(value),
    }
}

/// An outlet: a name, or the host of an address.
pub(super) fn outlet(value: Value) -> Option<String> {
    let url = match &value {
        Value::Object(map) => map.get("url").and_then(Value::as_str).and_then(host),
        _ => None,
    };
    let name = line(value)?;
    if name.contains("://") {
        return host(&name);
    }
    let is_domain = name.contains('.') && !name.contains(char::is_whitespace);
    match name.strip_prefix("www.") {
        Some(domain) if is_domain => Some(domain.to_owned()),
        _ => Some(name),
    }
    .or(url)
}

/// An address, where it looks like one.
pub(super) fn link(value: Value) -> Option<String> {
    match value {
        Value::String(text) if text.contains("://") => Some(text),
        Value::Object(mut map) => ["@id", "url", "href"]
            .iter()
            .find_map(|key| map.get_mut(*key).map(Value::take).and_then(link)),
        Value::Array(values) => values.into_iter().take(DEPTH).find_map(link),
        _ => None,
    }
}

/// The site of a discussion thread, as Webz.io names it.
pub(super) fn site(value: Value) -> Option<String> {
    let Value::Object(mut map) = value else {
        return None;
    };
    ["site", "site_full"]
        .iter()
        .find_map(|key| map.get_mut(*key).map(Value::take).and_then(outlet))
}

/// The host of an address in lower case, without "www.".
pub(super) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("//")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.trim();
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// The dates of a value as written: a string, a number of seconds or milliseconds, dateline's own
/// object (of which the local date counts), MongoDB's object, or a list.
pub(super) fn dates(value: Value) -> Vec<String> {
    dates_within(value, DEPTH)
}

fn dates_within(value: Value, depth: usize) -> Vec<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => vec![text],
        Value::Number(number) => vec![digits(&number)],
        Value::Array(values) if depth > 0 => match year_month_day(&values) {
            Some(date) => vec![date],
            None => values
                .into_iter()
                .take(8)
                .flat_map(|value| dates_within(value, depth - 1))
                .collect(),
        },
        Value::Object(mut map) if depth > 0 => [
            "date",
            "$date",
            "$numberLong",
            "iso",
            "value",
            "@value",
            "utc",
        ]
        .iter()
        .filter_map(|key| map.get_mut(*key).map(Value::take))
        .map(|value| dates_within(value, depth - 1))
        .find(|dates| !dates.is_empty())
        .unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The date in `[2023, 9, 20, 14, 30]`, as Java writes one; what follows the day is passed over.
fn year_month_day(values: &[Value]) -> Option<String> {
    let [year, month, day, time @ ..] = values else {
        return None;
    };
    let (year, month, day) = (year.as_u64()?, month.as_u64()?, day.as_u64()?);
    let is_date = matches!(year, 1000..=9999) && matches!(month, 1..=12) && matches!(day, 1..=31);
    (is_date && time.iter().all(Value::is_u64)).then(|| format!("{year}-{month:02}-{day:02}"))
}

/// A number without a fraction.
fn digits(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.abs() < 1e15 => format!("{}", float.trunc() as i64),
        _ => number.to_string(),
    }
}

/// The names of a value: a string that may hold several, a list of strings or objects, an object.
pub(super) fn names(value: Value, kind: NameList) -> Vec<String> {
    match value {
        Value::String(text) => match kind {
            // The semicolon of an entity parts no names.
            NameList::Authors => authors(&decoded(text)),
            NameList::Topics => topics(&decoded(text)),
        },
        Value::Array(values) => values
            .into_iter()
            .filter_map(|value| entry(value, kind))
            .collect(),
        value @ Value::Object(_) => entry(value, kind).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// One name of a list, which may be given as an object.
fn entry(value: Value, kind: NameList) -> Option<String> {
    let name = match value {
        Value::String(text) => text,
        Value::Object(map) => person(&map)
            .or_else(|| entry_of_list(&map))
            .or_else(|| name(map))?,
        _ => return None,
    };
    let name = decoded(name);
    let name = match kind {
        NameList::Authors => without_by(&name).to_owned(),
        NameList::Topics => name,
    };
    // Some pages give the address of a profile where a name is due.
    (!name.contains("://") && !name.trim().is_empty()).then_some(name)
}

/// The entry of an object that first names the list, as the New York Times does:
/// `{"name": "subject", "value": "Piers"}`.
fn entry_of_list(map: &Map<String, Value>) -> Option<String> {
    let list = map.get("name").and_then(Value::as_str)?;
    let lists = [
        "subject",
        "persons",
        "organizations",
        "glocations",
        "creative_works",
    ];
    let value = map.get("value").and_then(Value::as_str)?;
    lists.contains(&list).then(|| value.to_owned())
}

/// First and last name given apart.
fn person(map: &Map<String, Value>) -> Option<String> {
    let of = |keys: [&str; 4]| {
        keys.iter()
            .find_map(|key| map.get(*key).and_then(Value::as_str))
    };
    let first = of(["givenName", "first_name", "firstName", "firstname"])?;
    let last = of(["familyName", "last_name", "lastName", "lastname"])?;
    let whole = map.get("name").and_then(Value::as_str).unwrap_or("");
    whole.is_empty().then(|| format!("{first} {last}"))
}

fn without_by(text: &str) -> &str {
    let text = text.trim();
    match text.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => text.get(3..).unwrap_or("").trim_start(),
        _ => text,
    }
}

/// The authors of a byline: "By Ann Lee, Bob Ray Jr. and C. Day".
pub(super) fn authors(byline: &str) -> Vec<String> {
    let byline = byline.split_whitespace().collect::<Vec<_>>().join(" ");
    let byline = without_by(&byline);
    if byline.contains("://") {
        return Vec::new();
    }
    // "Lee, Ann" is one name.
    if let Some((last, first)) = byline.split_once(", ")
        && !last.contains(' ')
        && !first.contains([' ', ','])
    {
        return vec![byline.to_owned()];
    }
    let joined = [" and ", " & ", " und ", " et "]
        .iter()
        .fold(byline.to_owned(), |text, word| text.replace(word, ";"));
    let mut names: Vec<String> = Vec::new();
    for part in joined.split([',', ';', '|']).map(str::trim) {
        match names.last_mut() {
            Some(last)
                if matches!(
                    part,
                    "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "PhD" | "MD"
                ) =>
            {
                last.push_str(", ");
                last.push_str(part);
            }
            _ if part.is_empty() => {}
            _ => names.push(part.to_owned()),
        }
    }
    names
}

fn topics(text: &str) -> Vec<String> {
    let separator = if text.contains(';') { ';' } else { ',' };
    text.split(separator)
        .map(str::trim)
        .filter(|topic| !topic.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn authors_are_taken_apart() {
        let cases: &[(&str, &[&str])] = &[
            ("By  Ann Lee", &["Ann Lee"]),
            (
                "BY ANN LEE and Bob Ray Jr., C. Day",
                &["ANN LEE", "Bob Ray Jr.", "C. Day"],
            ),
            ("Bob Ray, Jr. & Ann Lee", &["Bob Ray, Jr.", "Ann Lee"]),
            ("Lee, Ann", &["Lee, Ann"]),
            ("Jörg Maß und Ida Öl", &["Jörg Maß", "Ida Öl"]),
            ("https://facebook.com/ann", &[]),
            ("Byron", &["Byron"]),
            ("", &[]),
        ];
        for (byline, expected) in cases {
            assert_eq!(authors(byline), *expected, "{byline}");
        }
    }

    #[test]
    fn names_come_in_many_shapes() {
        let cases = [
            (
                json!(["Ann Lee", " By Bob Ray"]),
                vec!["Ann Lee", "Bob Ray"],
            ),
            (
                json!([{"name": "Ann Lee"}, {"@type": "Person", "name": ["Bob"]}, 7, null]),
                vec!["Ann Lee", "Bob"],
            ),
            (json!({"name": "Ann Lee"}), vec!["Ann Lee"]),
            (
                json!([{"first_name": "Ann", "last_name": "Lee"}]),
                vec!["Ann Lee"],
            ),
            (json!(["https://x.example/ann"]), vec![]),
            (json!(null), vec![]),
        ];
        for (value, expected) in cases {
            assert_eq!(names(value.clone(), NameList::Authors), expected, "{value}");
        }
        assert_eq!(names(json!("a, b; c"), NameList::Topics), ["a, b", "c"]);
    }

    #[test]
    fn dates_are_kept_as_written() {
        let cases = [
            (json!("2023-09-20"), vec!["2023-09-20"]),
            (json!(1695204000000u64), vec!["1695204000000"]),
            (json!(1695204000.25), vec!["1695204000"]),
            (
                json!({"date": "2023-09", "grain": "month", "origin": "url", "confidence": 0.5}),
                vec!["2023-09"],
            ),
            (
                json!({"$date": {"$numberLong": "1695204000000"}}),
                vec!["1695204000000"],
            ),
            (
                json!(["2023-09-20", "2023-09-21"]),
                vec!["2023-09-20", "2023-09-21"],
            ),
            (json!([2023, 9, 20]), vec!["2023-09-20"]),
            (json!([2023, 9, 5, 14, 30, 0, 5000]), vec!["2023-09-05"]),
            (
                json!([1695204000, 1695290400]),
                vec!["1695204000", "1695290400"],
            ),
            (json!(true), vec![]),
            (json!(""), vec![]),
        ];
        for (value, expected) in cases {
            assert_eq!(dates(value.clone()), expected, "{value}");
        }
    }

    #[test]
    fn outlets_are_names_or_hosts() {
        let cases = [
            (json!("The Post"), Some("The Post")),
            (json!("www.post.example"), Some("post.example")),
            (json!("https://www.Post.example:80/a"), Some("post.example")),
            (
                json!({"@type": "Organization", "name": "The Post"}),
                Some("The Post"),
            ),
            (json!({"id": null, "name": "The Post"}), Some("The Post")),
            (json!({"people": []}), None),
            (json!(""), None),
        ];
        for (value, expected) in cases {
            assert_eq!(outlet(value.clone()).as_deref(), expected, "{value}");
        }
    }
}
