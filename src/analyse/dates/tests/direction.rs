//! Which of several days a date without a year means: what stands before it says, or its verb.

use super::*;

/// A day of publication.
pub(super) fn on(year: i16, month: i8, day: i8) -> Published {
    Published {
        date: date(year, month, day),
        ..wednesday()
    }
}

#[test]
fn until_looks_ahead_and_since_looks_back() {
    for (text, expected) in [
        ("The truce runs until Dec. 31.", "Dec. 31=2023-12-31"),
        (
            "The ceasefire had been extended until Dec. 31.",
            "Dec. 31=2023-12-31",
        ),
        (
            "Mr. X, who has been in jail since Nov. 12, denies it.",
            "Nov. 12=2022-11-12",
        ),
        (
            "It has been shut since late November.",
            "late November=2022-11",
        ),
        ("It has been shut since Oct. 5.", "Oct. 5=2023-10-05"),
        (
            "As of Dec. 31, the bank had assets of $2 billion.",
            "Dec. 31=2022-12-31",
        ),
        (
            "As of Dec. 1, drivers will need a permit.",
            "Dec. 1=2023-12-01",
        ),
        ("They must reply by March 15.", "March 15=2024-03-15"),
        (
            "Both sides face a deadline of March 15.",
            "March 15=2024-03-15",
        ),
        ("ahead of a March 15 deadline", "March 15=2024-03-15"),
        ("He was prime minister until Nov. 12.", "Nov. 12=2022-11-12"),
        ("Prices have risen since Christmas.", "Christmas=2022-12-25"),
        ("The shop stays open until Easter.", "Easter=2024-03-31"),
    ] {
        let published = on(2023, 10, 5);
        assert_eq!(shown(text, "en", Some(&published)), expected, "{text}");
    }
}

#[test]
fn the_turn_of_the_year_lies_between() {
    for (text, expected) in [
        ("The truce runs until Dec. 31.", "Dec. 31=2024-12-31"),
        (
            "The border remained closed until Dec. 31.",
            "Dec. 31=2023-12-31",
        ),
        (
            "It was extended until Dec. 31, then ended.",
            "Dec. 31=2023-12-31",
        ),
        ("The mandate runs until November.", "November=2024-11"),
        (
            "The school remained closed until November.",
            "November=2023-11",
        ),
        // Published again, or a few days late.
        ("The offer runs until Jan. 9.", "Jan. 9=2024-01-09"),
        ("The trial will begin on Nov. 20.", "Nov. 20=2024-11-20"),
        ("The trial is scheduled for Nov. 20.", "Nov. 20=2024-11-20"),
        ("The trial was scheduled for Nov. 20.", "Nov. 20=2023-11-20"),
        (
            "The trial, which began on Nov. 20, will go on.",
            "Nov. 20=2023-11-20",
        ),
    ] {
        let published = on(2024, 1, 10);
        assert_eq!(shown(text, "en", Some(&published)), expected, "{text}");
    }
}

#[test]
fn an_open_order_of_day_and_month_is_that_of_the_day_of_publication() {
    for (published, expected) in [
        (on(2023, 4, 5), "05/04/2023=2023-04-05"),
        (on(2023, 5, 4), "05/04/2023=2023-05-04"),
        (on(2023, 4, 6), ""),
    ] {
        assert_eq!(shown("of 05/04/2023", "en", Some(&published)), expected);
    }
}

#[test]
fn what_is_scheduled_is_told_in_the_present() {
    for (text, expected) in [
        ("The trial opens on Monday.", "Monday=2023-09-25"),
        ("The law takes effect Monday.", "Monday=2023-09-25"),
        ("The strike ends Monday.", "Monday=2023-09-25"),
        ("The licence expires on Monday.", "Monday=2023-09-25"),
        ("Parliament returns Monday.", "Monday=2023-09-25"),
        ("Talks resume on Monday.", "Monday=2023-09-25"),
        ("The tournament kicks off on Monday.", "Monday=2023-09-25"),
        ("He goes on trial Monday.", "Monday=2023-09-25"),
        // Headlines tell the past so, too.
        ("Army enters city Monday", "Monday=2023-09-18"),
        ("They did not resume on Monday.", "Monday=2023-09-18"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn what_will_be_is_told_against_the_day_of_publication() {
    for (text, expected) in [
        (
            "The vote was held in June. A run-off will be held in November.",
            "June=2023-06; November=2023-11",
        ),
        (
            "The vote was held in November. A run-off will be held in June.",
            "November=2022-11; June=2024-06",
        ),
        (
            "It was founded on June 3, 2010. A party will be held in November.",
            "June 3, 2010=2010-06-03; November=2023-11",
        ),
        (
            "It was founded on June 3, 2010. By November it had failed.",
            "June 3, 2010=2010-06-03; November=2010-11",
        ),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn the_end_of_a_range_comes_after_its_start() {
    for (text, expected) in [
        (
            "The rainy season runs from January to April.",
            "January=2023-01; April=2023-04",
        ),
        (
            "Trains will stop from Saturday until Tuesday.",
            "Saturday=2023-09-23; Tuesday=2023-09-26",
        ),
        (
            "The ban would last from Thursday until Wednesday.",
            "Thursday=2023-09-21; Wednesday=2023-09-27",
        ),
        (
            "Drivers will walk out on Thursday, Friday and Monday.",
            "Thursday=2023-09-21; Friday=2023-09-22; Monday=2023-09-25",
        ),
        (
            "He said so on Tuesday and Monday.",
            "Tuesday=2023-09-19; Monday=2023-09-18",
        ),
        ("It fell in June and May.", "June=2023-06; May=2023-05"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn verbs_right_before_a_day_say_more_than_the_calendar() {
    for (text, expected) in [
        ("The mission ended combat on Dec. 31.", "Dec. 31=2022-12-31"),
        ("He died on Nov. 20.", "Nov. 20=2022-11-20"),
        ("They called elections on Nov. 20.", "Nov. 20=2023-11-20"),
        ("The vote is on June 3.", "June 3=2024-06-03"),
        ("A march planned for June 3", "June 3=2024-06-03"),
        (
            "It will deliver its report to the king on June 3.",
            "June 3=2024-06-03",
        ),
        ("They promised in December to do so.", "December=2022-12"),
        ("He could play on Saturday.", "Saturday=2023-09-23"),
        ("He could not be reached on Monday.", "Monday=2023-09-18"),
        ("Neither could leave on Monday.", "Monday=2023-09-18"),
        (
            "It could be over by the weekend.",
            "the weekend=2023-W38-WE",
        ),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn what_is_said_of_since_when_tells_no_story() {
    for (text, expected) in [
        (
            "He has led it since August 1994. He left on June 21.",
            "August 1994=1994-08; June 21=2023-06-21",
        ),
        (
            "He was mayor until May 2011. His trial opened on June 21.",
            "May 2011=2011-05; June 21=2023-06-21",
        ),
        (
            "On Tuesday he was jailed for bribes of 2011, 2012 and 2014. He was mayor from 2009. \
             His trial opened on Dec. 3.",
            "Tuesday=2023-09-19; 2011=2011; 2012=2012; 2014=2014; 2009=2009; Dec. 3=2022-12-03",
        ),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn what_is_called_for_a_day_is_to_come_and_what_happened_is_over() {
    // A Friday.
    let published = on(2021, 11, 12);
    for (text, expected) in [
        (
            "They called a summit for Wednesday.",
            "Wednesday=2021-11-17",
        ),
        (
            "The court set the hearing for Tuesday.",
            "Tuesday=2021-11-16",
        ),
        ("Voters go to the polls on Sunday.", "Sunday=2021-11-14"),
        ("They had to go to court on Monday.", "Monday=2021-11-08"),
        ("He was charged in the Jan. 6 attack.", "Jan. 6=2021-01-06"),
        ("It may last six years.", "six years=P6Y"),
        ("It did last six years ago.", "six years ago=2015"),
    ] {
        assert_eq!(shown(text, "en", Some(&published)), expected, "{text}");
    }
}

#[test]
fn days_within_names_are_none() {
    let published = on(2014, 8, 10);
    for text in [
        "Black September killed them.",
        "The October War ended.",
        "The April 6 movement marched.",
        "Bloody Sunday was remembered.",
        "The Good Friday Agreement held.",
    ] {
        assert_eq!(shown(text, "en", Some(&published)), "", "{text}");
    }
    for (text, expected) in [
        ("On Monday Party members will vote.", "Monday=2014-08-11"),
        (
            "In the third quarter Group sales rose.",
            "the third quarter=2014-Q3",
        ),
        ("Last year Group turnover fell.", "Last year=2013"),
    ] {
        assert_eq!(shown(text, "en", Some(&published)), expected, "{text}");
    }
    let of_year = shown("The October 1973 War ended.", "en", Some(&published));
    assert_eq!(of_year, "October 1973=1973-10");
}
