//! The language for people: one page, each operator with an example that is true.

use textwrap::{Options, fill};

/// A query, and what it finds.
pub type Example = (&'static str, &'static str);

/// A part of the page.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its heading, without a full stop.
    pub title: &'static str,
    /// What holds for the whole section; may be empty.
    pub text: &'static str,
    /// The queries; each parses.
    pub examples: &'static [Example],
}

/// Columns of the page, and of its examples.
const WIDTH: usize = 80;
const LEFT: usize = 38;

/// The sections, in the order of the page.
pub const SECTIONS: &[Section] = &[
    Section {
        title: "Words",
        text: "Every form of a word is found, in each article as its language inflects it; case and \
               accents do not matter. In quotes a word is taken as it is written, with exact: its \
               accents too. Surnames are inflected as any word is: Banks finds bank, \"Banks\" does \
               not. Whatever is no letter or digit parts words, in articles as in queries: 24/7, \
               9.10 and 10,000 are two words in a row each, 10000 is another; signs of money are no \
               part of a word, nor is a possessive 's, in quotes neither: \"Russia's\" finds Russia. \
               U.S. is the words u and s in a row, US the word us; actor:USA finds both.",
        examples: &[
            (
                "ceasefire russia",
                "both words: AND is understood, && and + too",
            ),
            ("ceasefire OR truce", "either, also ceasefire || truce"),
            ("ceasefire -gaza", "not the other, also NOT gaza or !gaza"),
            (
                "(ceasefire OR truce) russia",
                "brackets; without them AND binds tighter",
            ),
            ("\"talks\"", "talks, not talk or talking"),
            ("\"russian peacekeepers\"", "these words in a row"),
            ("\"russian peacekeep*\"", "with a wildcard among them"),
            (
                "\"peacekeepers russian\"~2",
                "in any order, up to 2 other words between",
            ),
            ("exact:Lachin", "as written, with its accents, in any case"),
            (
                "presid* OR wom?n",
                "* any letters or none, ? one; terror! is terror*",
            ),
            ("ceasfire~1", "at most 1 slip, or 2; x~ chooses by length"),
            ("/withdr(ew|awn?)/", "a word as a regular expression"),
            ("ceasefire^2 OR russia", "counts twice in the ranking"),
        ],
    },
    Section {
        title: "Near each other",
        text: "Proximity binds tighter than AND. Neighbours are 1 apart; no distance reaches from \
               the title to the body. Sides are words, phrases, actors, dates, ORs, or such again in \
               brackets: of these the shortest matches count, so that (a w/12 b) w/5 c asks for c \
               near the a and b that stand closest, and a c between them is no step away (not with \
               pre/5). A chain a w/12 b w/5 c is read from the left, in brackets like these.",
        examples: &[
            (
                "ceasefire w/10 russia*",
                "at most 10 apart, also /10 NEAR/10 near10",
            ),
            (
                "russian pre/3 peacekeepers",
                "in this order, also ONEAR/3 adj3",
            ),
            ("ceasefire w/s signed", "in one sentence"),
            ("ceasefire w/p peacekeepers", "in one paragraph, also SAME"),
            ("(ceasefire OR truce) w/10 peacekeep*", "groups"),
            (
                "actor:RUS w/s ceasefire w/s event:*",
                "who, what and when in one sentence",
            ),
        ],
    },
    Section {
        title: "Where, and how often",
        text: "",
        examples: &[
            ("title:ceasefire", "in the title, also headline(ceasefire)"),
            (
                "lead(ceasefire)",
                "in the first paragraph, at most 60 words of it",
            ),
            ("hlead(ceasefire OR truce)", "in the title or the lead"),
            ("body:(ceasefire w/5 russia*)", "in the body"),
            ("atleast3(peacekeep*)", "at least 3 times in the article"),
        ],
    },
    Section {
        title: "Who",
        text: "",
        examples: &[
            (
                "actor:russia",
                "a mention by any name: Russia, Moscow, Russian",
            ),
            (
                "actor:\"vladimir putin\"",
                "a person, also by a surname alone",
            ),
            ("actor:RUS", "a code, with all below it: RUSGOV, RUSMIL"),
            (
                "place:baku",
                "a place or state by its own name, not who sits there",
            ),
            (
                "actor-kind:person w/s ceasefire",
                "of a kind: person, state, igo, ngo, armed-group, ...",
            ),
        ],
    },
    Section {
        title: "When it happened, when it was published",
        text: "X is 2023, 2023-09, 2023-09-19, 2023-Q3, 2023-W38, 1990s, a range \
               2023-09..2023-10, [2023-09 TO 2023-10], 2023-09.. or >=2023-09; none is no date, * any.",
        examples: &[
            (
                "event:2023-09",
                "speaks of a day, a week in it, or of the month",
            ),
            ("event-overlap:2020-11-10", "also of what is longer"),
            (
                "event-within:2020..2023",
                "of what lies in it with all its days",
            ),
            ("event-grain:day", "of a date that precise"),
            ("published:2023-09..2024", "published in that time"),
            (
                "since:2020 before:2024",
                "also after: until:; or back from now, since:30d",
            ),
        ],
    },
    Section {
        title: "The article",
        text: "A backslash makes a sign a mere character: \\AND, 12\\:30. Addresses can be pasted in.",
        examples: &[
            ("outlet:courier", "a word of the outlet's name"),
            (
                "outlet:none OR section:*",
                "without one, with any; also author: source-topics:",
            ),
            ("section:world", "a word of the section; author: likewise"),
            (
                "site:caspiancourier.example",
                "pages of a host and of those below it",
            ),
            (
                "source-topics:syria",
                "listed by the source, not found in the text; also source-people: source-orgs: \
                 source-places:",
            ),
            ("lang:de", "a language"),
            ("*", "every article"),
        ],
    },
];

/// The page, at most 80 columns wide, with a final line break.
pub fn guide() -> String {
    let mut page = String::from("The query language of dateline\n");
    for section in SECTIONS {
        page.push('\n');
        page.push_str(&section.title.to_uppercase());
        page.push('\n');
        if !section.text.is_empty() {
            page.push_str(&fill(section.text, WIDTH));
            page.push('\n');
        }
        for (query, meaning) in section.examples {
            let head = format!("  {query:<width$} ", width = LEFT - 3);
            let indent = " ".repeat(LEFT);
            let options = Options::new(WIDTH)
                .initial_indent(&head)
                .subsequent_indent(&indent);
            page.push_str(&fill(meaning, options));
            page.push('\n');
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::{SECTIONS, guide};
    use crate::query::parse;

    #[test]
    fn every_example_reads_back() {
        for (text, _) in SECTIONS.iter().flat_map(|section| section.examples) {
            let parsed = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let printed = parsed.query.to_string();
            assert_eq!(parse(&printed).unwrap().query, parsed.query, "{text}");
        }
    }

    #[test]
    fn the_page_fits_its_width() {
        let page = guide();
        for line in page.lines() {
            assert!(line.chars().count() <= super::WIDTH, "{line}");
        }
    }
}
