//! Texts that are told against their own dates.

use super::*;

/// A history with enough years to show that it is one.
const HISTORY: &str = "The war began on 1 September 1939. In 1940 France fell. In June 1941 the east \
    was attacked. In December 1941 the ocean followed.";

fn after_history(text: &str, published: Option<&Published>) -> String {
    let whole = shown(&format!("{HISTORY} {text}"), "en", published);
    let head = shown(HISTORY, "en", published);
    whole[head.len()..].trim_start_matches("; ").to_owned()
}

#[test]
fn a_history_goes_on_from_its_own_dates() {
    for (text, expected) in [
        ("In January the city held.", "January=1942-01"),
        ("On 7 December it was hit.", "7 December=1941-12-07"),
        (
            "On 7 December it was hit. The following day war came.",
            "7 December=1941-12-07; The following day=1941-12-08",
        ),
        (
            "On 7 December it was hit. Two days later war came.",
            "7 December=1941-12-07; Two days later=1941-12-09",
        ),
        ("A few days later it fell.", "A few days later=FUTURE_REF"),
        ("Later that year it fell.", "Later that year=1941"),
        (
            "By the end of the year it fell.",
            "the end of the year=1941",
        ),
        (
            "The following spring it fell.",
            "The following spring=1942-SP",
        ),
        ("It is a museum today.", "today=PRESENT_REF"),
        (
            "A book of 1995 tells it. In January it fell.",
            "1995=1995; January=1942-01",
        ),
    ] {
        assert_eq!(after_history(text, Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn a_history_without_a_day_of_publication_has_its_own_dates() {
    let text = "On 15 June 1815 they crossed. The next day they fought.";
    assert_eq!(
        shown(text, "en", None),
        "15 June 1815=1815-06-15; The next day=1815-06-16"
    );
    let dates = tag(text, "en", None);
    assert_eq!(dates[1].anchor, Anchor::Previous);
}

#[test]
fn news_with_old_years_in_it_is_told_against_its_publication() {
    let text =
        "He said on Tuesday that the pact of 1972 and the one of 1987 hold. In June he left.";
    assert_eq!(
        shown(text, "en", Some(&wednesday())),
        "Tuesday=2023-09-19; 1972=1972; 1987=1987; June=2023-06"
    );
}

#[test]
fn a_story_within_the_news_has_its_own_dates() {
    let text = "He said on Tuesday: the army rose on 3 March 1885. Four days later it fell.";
    assert_eq!(
        shown(text, "en", Some(&wednesday())),
        "Tuesday=2023-09-19; 3 March 1885=1885-03-03; Four days later=1885-03-07"
    );
}
