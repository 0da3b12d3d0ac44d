//! The lines above the length of a document of Factiva without codes: section, headline and byline
//! stand there in this order, only the headline always, and nothing tells which is which.
//!
//! The order is that of the delivery with codes (`SE`, `HD`, `BY`, `WC`). A byline is one where it
//! begins with "By", or is made of names under a headline that is none; a section where its words are
//! those of sections or of the outlet's name, or where other documents begin with the same line. What
//! is neither is headline: a name in it is found all the same, a headline taken for a name is lost.

use super::authors;
use std::collections::{HashMap, HashSet};

/// Longest section or byline, in bytes.
const LONGEST: usize = 120;
/// Most words of a section.
const WORDS: usize = 8;
/// Words of a line above a byline without "By", below which it may as well be a section.
const HEADLINE: usize = 4;

/// What the lines say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) section: Option<String>,
    pub(super) title: String,
    pub(super) authors: Vec<String>,
}

/// Reads the lines, of which none is empty.
pub(super) fn read(lines: &[&str], outlet: Option<&str>, repeated: &HashSet<&str>) -> Heading {
    let mut heading = Heading::default();
    let mut rest = lines;
    if let [title @ .., byline] = rest
        && !title.is_empty()
        && says_by(byline)
    {
        heading.authors = named(byline);
        rest = title;
    }
    if let [first, title @ ..] = rest
        && !title.is_empty()
        && (is_section(first, outlet)
            || repeated.contains(first) && !matches!(title, [last] if is_names(last)))
    {
        heading.section = Some((*first).to_owned());
        rest = title;
    }
    if let [title @ .., byline] = rest
        && heading.authors.is_empty()
        && title.last().is_some_and(|above| is_headline(above))
        && (is_names(byline) || is_agency(byline))
    {
        heading.authors = named(byline);
        rest = title;
    }
    heading.title = rest.join(" ");
    heading
}

/// The first lines that several documents share above different ones, given the first two of each.
pub(super) fn repeated<'a>(
    documents: impl Iterator<Item = (&'a str, &'a str)>,
) -> HashSet<&'a str> {
    let mut below: HashMap<&str, &str> = HashMap::new();
    let mut repeated = HashSet::new();
    for (first, second) in
        documents.filter(|(first, second)| first.len() <= LONGEST && !says_by(second))
    {
        if *below.entry(first).or_insert(second) != second {
            repeated.insert(first);
        }
    }
    repeated
}

fn says_by(line: &str) -> bool {
    let by = line
        .get(..3)
        .is_some_and(|by| by.eq_ignore_ascii_case("by "));
    let name = line.get(3..).unwrap_or_default().trim_start();
    // "By the numbers" is a headline.
    by && line.len() <= LONGEST && name.starts_with(char::is_uppercase)
}

/// The authors of a byline, without what they are.
fn named(byline: &str) -> Vec<String> {
    let all = authors(byline);
    let people: Vec<String> = all.iter().filter(|name| !is_role(name)).cloned().collect();
    if people.is_empty() { all } else { people }
}

/// Whether a name ends in what somebody is: "Harbour Correspondent".
fn is_role(name: &str) -> bool {
    const ROLES: [&str; 13] = [
        "correspondent",
        "correspondents",
        "reporter",
        "reporters",
        "editor",
        "writer",
        "writers",
        "columnist",
        "bureau",
        "staff",
        "korrespondent",
        "redakteur",
        "journalist",
    ];
    let last = name.rsplit(char::is_whitespace).next().unwrap_or("");
    ROLES.contains(&last.to_lowercase().as_str())
}

/// Whether a line is a news agency, as it stands in the place of a byline.
fn is_agency(line: &str) -> bool {
    const AGENCIES: [&str; 9] = [
        "afp",
        "ap",
        "associated press",
        "reuters",
        "bloomberg",
        "agencies",
        "dpa",
        "pti",
        "xinhua",
    ];
    AGENCIES.contains(&line.to_lowercase().as_str())
}

/// Whether a line can only be a headline: of some length, or with words in small letters.
fn is_headline(line: &str) -> bool {
    let words = || line.split_whitespace();
    words().count() >= HEADLINE
        || words().any(|word| word.starts_with(char::is_lowercase) && !PARTICLES.contains(&word))
}

/// Words in small letters within names and sections.
const PARTICLES: [&str; 18] = [
    "de", "del", "della", "di", "da", "dos", "du", "van", "von", "der", "den", "ter", "bin", "al",
    "la", "le", "and", "of",
];

/// Whether a line is names of people, perhaps with what they are: "Ann Lee and Bob B. Ray, Harbour
/// Correspondent".
fn is_names(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let people = authors(line);
    let (first, others) = match people.split_first() {
        Some((first, others)) if others.len() < 5 => (first, others),
        _ => return false,
    };
    is_name(first) && others.iter().all(|other| is_name(other) || is_role(other))
}

fn is_name(name: &str) -> bool {
    // Words of headlines that names do not have.
    const OTHER: [&str; 36] = [
        "a", "after", "against", "an", "are", "as", "at", "before", "but", "by", "for", "from",
        "has", "have", "how", "in", "into", "is", "its", "new", "no", "not", "of", "off", "on",
        "out", "over", "says", "the", "to", "under", "up", "was", "what", "why", "with",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_word = |word: &&str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
            && !OTHER.contains(&word.to_lowercase().as_str())
            || PARTICLES[..16].contains(word)
    };
    let is_full = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    (2..=4).contains(&words.len())
        && words.iter().all(is_word)
        && words.iter().filter(is_full).count() >= 2
        && words
            .iter()
            .filter(|word| word.starts_with(char::is_uppercase))
            .count()
            <= 3
}

/// Whether a line names a part of a newspaper: "BUSINESS/FINANCIAL DESK", "Section A; Column 1".
fn is_section(line: &str, outlet: Option<&str>) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let parts = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let words = parts(line);
    let is_place = |word: &String| PLACES.contains(&word.as_str()) || word.starts_with("sect");
    let behind = line.rsplit_once(';').map(|(_, behind)| parts(behind));
    if words.len() > 1 && words.len() <= WORDS {
        let ends = words.last().is_some_and(|word| word == "desk");
        if ends || behind.is_some_and(|behind| behind.first().is_some_and(is_place)) {
            return true;
        }
    }
    let outlet = parts(outlet.unwrap_or_default());
    let is_small = |word: &String| {
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let is_number = word.bytes().skip(letters).all(|byte| byte.is_ascii_digit());
        letters <= 1 && is_number || matches!(word.as_str(), "and" | "the" | "of" | "us" | "uk")
    };
    let is_known = |word: &String| is_place(word) || SECTIONS.contains(&word.as_str());
    words.len() <= WORDS
        && words.iter().any(is_known)
        && words
            .iter()
            .all(|word| is_known(word) || is_small(word) || outlet.contains(word))
}

/// What a place in a newspaper is called.
const PLACES: [&str; 8] = [
    "section", "page", "pages", "pg", "column", "col", "part", "seite",
];

/// What sections of newspapers are called.
const SECTIONS: [&str; 89] = [
    "analysis",
    "americas",
    "africa",
    "arts",
    "asia",
    "ausland",
    "books",
    "briefing",
    "briefs",
    "business",
    "city",
    "comment",
    "commentary",
    "companies",
    "corporate",
    "culture",
    "desk",
    "domestic",
    "east",
    "economic",
    "economics",
    "economy",
    "edition",
    "editorial",
    "editorials",
    "education",
    "entertainment",
    "europe",
    "fashion",
    "features",
    "final",
    "finance",
    "financial",
    "first",
    "focus",
    "food",
    "foreign",
    "front",
    "general",
    "health",
    "home",
    "ideas",
    "industry",
    "inland",
    "inside",
    "international",
    "investing",
    "investment",
    "late",
    "leaders",
    "leisure",
    "letters",
    "life",
    "lifestyle",
    "living",
    "local",
    "magazine",
    "main",
    "markets",
    "media",
    "metro",
    "metropolitan",
    "middle",
    "money",
    "motoring",
    "nachrichten",
    "nation",
    "national",
    "news",
    "obituaries",
    "one",
    "opinion",
    "overseas",
    "pacific",
    "personal",
    "politics",
    "politik",
    "property",
    "regional",
    "review",
    "science",
    "sport",
    "sports",
    "style",
    "technology",
    "travel",
    "weekend",
    "wirtschaft",
    "world",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_headline_and_byline_are_told_apart() {
        let cases: &[(&[&str], &str, &str, &str)] = &[
            (&["Pier closed"], "", "Pier closed", ""),
            (
                &["World News", "Pier closed"],
                "World News",
                "Pier closed",
                "",
            ),
            (
                &["Business; Page One", "Pier Closed", "By Ann Lee"],
                "Business; Page One",
                "Pier Closed",
                "Ann Lee",
            ),
            (
                &["BUSINESS/FINANCIAL DESK", "Pier Closed After Storm"],
                "BUSINESS/FINANCIAL DESK",
                "Pier Closed After Storm",
                "",
            ),
            (
                &["Section A; Column 1", "Storm Warning"],
                "Section A; Column 1",
                "Storm Warning",
                "",
            ),
            (
                &["The City Weekly Desk; SECTCY", "Pier closed", "BY ANN LEE"],
                "The City Weekly Desk; SECTCY",
                "Pier closed",
                "ANN LEE",
            ),
            (
                &["U.S. News", "Pier closed", "By Ann Lee and Bob Ray"],
                "U.S. News",
                "Pier closed",
                "Ann Lee|Bob Ray",
            ),
            (
                &["Post International Pages", "Pier closed", "Ann Lee"],
                "Post International Pages",
                "Pier closed",
                "Ann Lee",
            ),
            // A section alone is the headline, as in columns.
            (&["Business News"], "", "Business News", ""),
            (&["Letters", "By Ann Lee"], "", "Letters", "Ann Lee"),
            (
                &["Harbour Watch", "Storm is near"],
                "Harbour Watch",
                "Storm is near",
                "",
            ),
            // Bylines without "By" only below what is a headline.
            (&["Pier closed", "Ann Lee"], "", "Pier closed", "Ann Lee"),
            (
                &[
                    "Pier Closed as the Storm Hits",
                    "Ann van der Lee, Bob B. Ray",
                ],
                "",
                "Pier Closed as the Storm Hits",
                "Ann van der Lee|Bob B. Ray",
            ),
            (
                &["Pier closed", "Ann Lee, Harbour Correspondent"],
                "",
                "Pier closed",
                "Ann Lee",
            ),
            (&["Pier closed", "Reuters"], "", "Pier closed", "Reuters"),
            (
                &["Storm Watch", "Pier Closed"],
                "",
                "Storm Watch Pier Closed",
                "",
            ),
            (
                &["Harbour office closes pier", "After the Storm"],
                "",
                "Harbour office closes pier After the Storm",
                "",
            ),
            (
                &["Pier closed", "repairs begin next week"],
                "",
                "Pier closed repairs begin next week",
                "",
            ),
            (
                &["Pier closed", "By the numbers"],
                "",
                "Pier closed By the numbers",
                "",
            ),
            (&["By Sea"], "", "By Sea", ""),
            (&[], "", "", ""),
        ];
        let repeated = HashSet::from(["Harbour Watch"]);
        for (lines, section, title, authors) in cases {
            let heading = read(lines, Some("The Harbour Post"), &repeated);
            assert_eq!(
                (
                    heading.section.as_deref().unwrap_or(""),
                    heading.title.as_str(),
                    heading.authors.join("|").as_str()
                ),
                (*section, *title, *authors),
                "{lines:?}"
            );
        }
    }

    #[test]
    fn lines_that_stand_above_several_headlines_are_repeated() {
        let documents = [
            ("Harbour Watch", "Pier closed"),
            ("Harbour Watch", "Pier open"),
            ("Pier closed", "repairs begin"),
            ("Pier closed", "repairs begin"),
            ("Letters", "By Ann Lee"),
            ("Letters", "By Bob Ray"),
        ];
        assert_eq!(
            repeated(documents.into_iter()),
            HashSet::from(["Harbour Watch"])
        );
    }
}
