//! Copies, as text.

use super::info::{count, counted};
use super::sanitize::Space;
use super::terminal::{headline, note, place};
use super::wrap::Block;
use super::{BOLD, DIM, Style, TEXT};
use crate::model::{CopyList, CopyOf, CopyTotals, Counted, Hit, Passage};
use std::io::{self, Write};

/// How many were found, and of what: `12 articles`, `9 groups (12 articles)`, `5 articles in 2 groups
/// of copies`.
pub fn found(number: u64, copies: Option<CopyTotals>) -> String {
    match copies {
        None => counted(number, "article"),
        Some(totals) => {
            let groups = counted(totals.groups, "group");
            let articles = counted(totals.articles, "article");
            match totals.counted {
                Counted::Groups => format!("{groups} ({articles})"),
                Counted::Articles => format!("{articles} in {groups} of copies"),
            }
        }
    }
}

/// Why nothing was found.
pub(super) fn nothing(query: &str, copies: Option<CopyTotals>) -> String {
    match copies.map(|totals| totals.counted) {
        Some(Counted::Articles) => format!("no article that matches {query} has copies"),
        _ => format!("no article matches {query}"),
    }
}

/// `+14 copies`; none where there are none.
pub(super) fn others(hit: &Hit) -> Option<String> {
    match hit.copies.unwrap_or(0) {
        0 => None,
        1 => Some("+1 copy".to_owned()),
        copies => Some(format!("+{} copies", count(copies))),
    }
}

fn line(
    out: &mut dyn Write,
    (lead, text): (&str, &str),
    paint: anstyle::Style,
    style: &Style,
) -> io::Result<()> {
    let block = Block {
        lead,
        indent: lead.len(),
        text,
        ranges: &[],
        paint,
        space: Space::Fold,
    };
    block.print(out, style)
}

fn facts(hit: &Hit, words: u32) -> String {
    let published = hit.published.as_ref().map(|date| date.text());
    let mut facts = vec![published.unwrap_or_else(|| "undated".to_owned())];
    facts.extend(hit.outlet.clone());
    facts.push(counted(u64::from(words), "word"));
    facts.join(" · ")
}

/// A share in percent; what is not all of it is never shown as 100 %.
pub(super) fn percent(share: f32) -> String {
    match share {
        1.0.. => "100 %".to_owned(),
        share => format!("{:.0} %", (share * 100.0).min(99.0)),
    }
}

fn change(sign: char, words: u64, longest: Option<&Passage>) -> Option<String> {
    let passage = longest?;
    let cut = if (passage.text.split(' ').count() as u64) < passage.words {
        "…"
    } else {
        ""
    };
    let all = if passage.words < words {
        "most of it: "
    } else {
        ""
    };
    let words = counted(words, "word");
    Some(format!("{sign}{words}; {all}“{}{cut}”", passage.text))
}

/// Prints an article and its copies, each with what differs; `threshold` is in percent.
///
/// # Errors
/// What the writer says.
pub fn list(out: &mut dyn Write, list: &CopyList, threshold: u8, style: &Style) -> io::Result<()> {
    let article = &list.article;
    line(out, ("", &headline(article)), BOLD, style)?;
    line(out, ("", &facts(article, list.words)), TEXT, style)?;
    line(
        out,
        ("", &format!("{} · {}", article.id, place(article))),
        DIM,
        style,
    )?;
    writeln!(out)?;
    let found = match list.copies.len() as u64 {
        0 => "no copies".to_owned(),
        1 => "1 copy".to_owned(),
        copies => format!("{} copies", count(copies)),
    };
    let text = format!("{found} with {threshold} % or more of the shorter text in common");
    note(out, &text, style)?;
    for copy in &list.copies {
        writeln!(out)?;
        one(out, copy, style)?;
    }
    Ok(())
}

fn one(out: &mut dyn Write, copy: &CopyOf, style: &Style) -> io::Result<()> {
    const INDENT: &str = "       ";
    let lead = format!("{:>5}  ", percent(copy.share));
    let mut facts = facts(&copy.article, copy.words);
    if copy.same_title {
        facts.push_str(" · same headline");
    }
    if copy.added == 0 && copy.removed == 0 {
        facts.push_str(" · same text");
    }
    line(out, (&lead, &headline(&copy.article)), BOLD, style)?;
    line(out, (INDENT, &facts), TEXT, style)?;
    let changes = [
        change('+', copy.added, copy.longest_added.as_ref()),
        change('-', copy.removed, copy.longest_removed.as_ref()),
    ];
    for text in changes.into_iter().flatten() {
        line(out, (INDENT, &text), TEXT, style)?;
    }
    let id = format!("{} · {}", copy.article.id, place(&copy.article));
    line(out, (INDENT, &id), DIM, style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_say_what_they_count() {
        let totals = |counted, groups, articles| {
            Some(CopyTotals {
                counted,
                groups,
                articles,
            })
        };
        for (number, totals, expected) in [
            (1, None, "1 article"),
            (9, totals(Counted::Groups, 9, 12), "9 groups (12 articles)"),
            (
                5,
                totals(Counted::Articles, 2, 5),
                "5 articles in 2 groups of copies",
            ),
        ] {
            assert_eq!(found(number, totals), expected);
        }
        assert_eq!(percent(0.999), "99 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.604), "60 %");
    }

    #[test]
    fn a_copy_and_what_differs() {
        let hit = |id: &str, title: &str| Hit {
            id: id.into(),
            title: title.into(),
            path: "news/a\u{1b}.txt".into(),
            ..Hit::default()
        };
        let copies = CopyList {
            article: hit("one", "Troops leave"),
            words: 100,
            copies: vec![CopyOf {
                article: hit("two", "Army goes home"),
                words: 1,
                share: 0.97,
                same_title: false,
                added: 31,
                removed: 2,
                longest_added: Some(Passage {
                    words: 30,
                    text: "on Tuesday the".into(),
                }),
                longest_removed: Some(Passage {
                    words: 2,
                    text: "last week".into(),
                }),
            }],
        };
        let mut out = Vec::new();
        let style = Style {
            color: false,
            width: 80,
        };
        list(&mut out, &copies, 60, &style).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains('\u{1b}'));
        for part in [
            "undated · 100 words\n",
            "1 copy with 60 % or more of the shorter text in common\n",
            " 97 %  Army goes home\n       undated · 1 word\n",
            "       +31 words; most of it: “on Tuesday the…”\n       -2 words; “last week”\n       two · ",
        ] {
            assert!(text.contains(part), "{part:?} in {text}");
        }
    }
}
