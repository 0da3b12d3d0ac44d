use super::*;

/// The dates of a body under the title "Talks in Baku end", best first, and those of changes.
fn shown(body: &str) -> (Vec<String>, Vec<String>) {
    let page = Page::parse(&format!("<html><body>{body}</body></html>"));
    let shown = collect(&page, &["Talks in Baku end | The Post"]);
    let lines = |dates: Vec<DateCandidate>| {
        let line = |date: DateCandidate| format!("{:?} {}", date.part, date.text);
        dates.into_iter().map(line).collect()
    };
    (lines(shown.dates), lines(shown.updated))
}

const TITLE: &str = "<h1>Talks in Baku end</h1>";

#[test]
fn dates_and_where_they_stand() {
    for (body, expected) in [
        (
            "<h1>T</h1><p>20 September 2023",
            &["Headline 20 September 2023"][..],
        ),
        (
            "<time datetime='2023-09-20T10:00Z' pubdate>20 Sept</time>",
            &["TimePublished 2023-09-20T10:00Z"],
        ),
        (
            "<abbr class=published title='2023-09-20T10:00'>6. August</abbr>",
            &["TimePublished 2023-09-20T10:00"],
        ),
        (
            "<div class=postDate><span>20</span><span>Sept</span><span>2023</span></div>",
            &["Headline 20 Sept 2023"],
        ),
        ("<div>20 &nbsp; Sept<br>2023", &[]),
        (
            "<p>Von: A. Lee | 31.10.23",
            &["Headline Von: A. Lee | 31.10.23"],
        ),
        ("<p>2020年7月3日 10:00", &["Headline 2020年7月3日 10:00"]),
        ("<p>۱۲ تیر ۱۳۹۹", &["Headline ۱۲ تیر ۱۳۹۹"]),
        // Navigation shows none of the article's, nor does a script.
        ("<nav>20.09.2023</nav><script>'20.09.2023'</script>", &[]),
        ("<a class=publication title='2023-09-20'>No. 7</a>", &[]),
        ("<p>Call 030 123 456 or pay 12:30", &[]),
    ] {
        let page = match body.starts_with("<h1>") {
            true => body.replace("<h1>T</h1>", TITLE),
            false => format!("{TITLE}{body}"),
        };
        assert_eq!(shown(&page).0, expected, "{body}");
    }
}

#[test]
fn what_is_beside_the_headline_comes_before_the_rest() {
    let far = "<p>Text that goes on.".repeat(40);
    let body = format!(
        "<div class=teaser>1.9.2023</div><p class=date>2.9.2023</p>{far}{TITLE}<p>20.9.2023</p>{far}\
         <div class=comments><time datetime=2023-09-21>21.9.2023</time></div>"
    );
    let expected = [
        "Headline 20.9.2023",
        "Marked 2.9.2023",
        "Shown 1.9.2023",
        "Shown 2023-09-21",
        "Shown 21.9.2023",
    ];
    assert_eq!(shown(&body).0, expected);
}

#[test]
fn a_class_that_the_headline_shares_is_not_beside_it() {
    let body = format!("<div class=related-wrapper>{TITLE}<p>20.9.2023</p></div>");
    assert_eq!(shown(&body).0, ["Headline 20.9.2023"]);
}

#[test]
fn changes_are_kept_apart() {
    let body = format!(
        "{TITLE}<p class=published>20.9.2023</p><p class=lastUpdated>22.9.2023</p>\
         <time class=updated datetime=2023-09-22>now</time>"
    );
    let (dates, updated) = shown(&body);
    assert_eq!(dates, ["Headline 20.9.2023"]);
    assert_eq!(updated, ["Headline 22.9.2023", "TimeElement 2023-09-22"]);
}

#[test]
fn of_long_lines_the_start_counts_or_what_its_element_is_named_for() {
    let prose = "The talks went on and on. ".repeat(20);
    for (body, expected) in [
        (format!("<p>{prose} until 20.9.2023"), 0),
        (format!("<p>20.9.2023 {prose}"), 1),
        (format!("<p class=postmetadata>{prose} posted 20.9.2023"), 1),
    ] {
        let (dates, _) = shown(&format!("{TITLE}{body}"));
        assert_eq!(dates.len(), expected, "{body}");
        assert!(dates.iter().all(|date| date.len() <= LINE + 12), "{body}");
    }
}

#[test]
fn pages_without_end_are_read_to_an_end() {
    for body in [
        "<p class=date>".repeat(5_000),
        "<div class='date time meta'>1.1.2020".repeat(400),
        "<time datetime=2020-01-01>".repeat(700),
        format!("<p class='{}'>1.1.2020", "date ".repeat(100_000)),
        "1.1.2020 ".repeat(100_000),
        "<p>9.9.9999".repeat(10_000),
        "<h1>Talks in Baku end</h1>".repeat(5_000),
        "\u{663}/\u{664}/\u{662}\u{660}\u{662}\u{660} \u{1F600}".repeat(1_000),
        String::new(),
    ] {
        let (dates, updated) = shown(&body);
        assert!(dates.len() + updated.len() <= 10 * MOST);
    }
}
