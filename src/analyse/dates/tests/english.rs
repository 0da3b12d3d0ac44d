//! English, against a day of publication.

use super::*;

#[test]
fn english_dates_that_name_their_parts() {
    for (text, expected) in [
        (
            "It ended on 20 September 2023.",
            "20 September 2023=2023-09-20",
        ),
        (
            "It ended on September 20, 2023, he said.",
            "September 20, 2023=2023-09-20",
        ),
        ("on Sept. 20, 2023", "Sept. 20, 2023=2023-09-20"),
        (
            "on Tuesday, September 19, 2023",
            "Tuesday, September 19, 2023=2023-09-19",
        ),
        (
            "on Tuesday the 19th of September",
            "Tuesday the 19th of September=2023-09-19",
        ),
        ("dated 2023-09-19.", "2023-09-19=2023-09-19"),
        (
            "at 2023-09-19T14:00:00Z it",
            "2023-09-19T14:00:00Z=2023-09-19T14:00:00",
        ),
        ("on 20/09/2023", "20/09/2023=2023-09-20"),
        ("on 09/20/2023", "09/20/2023=2023-09-20"),
        ("on 05/04/2023", ""),
        (
            "on 20/09/2023 and 05/04/2023",
            "20/09/2023=2023-09-20; 05/04/2023=2023-04-05",
        ),
        (
            "on 05/04/2023, then 09/20/2023",
            "05/04/2023=2023-05-04; 09/20/2023=2023-09-20",
        ),
        (
            "on 20/08/2023, 08/19/2023 or 05/04/2023",
            "20/08/2023=2023-08-20; 08/19/2023=2023-08-19",
        ),
        ("on 20.09.2023", "20.09.2023=2023-09-20"),
        ("26-FEB-1987 was", "26-FEB-1987=1987-02-26"),
        ("on August 7", "August 7=2023-08-07"),
        ("on Jan. 5", "Jan. 5=2024-01-05"),
        ("on December 20", "December 20=2023-12-20"),
        ("in September 2020", "September 2020=2020-09"),
        ("in early September 2020", "early September 2020=2020-09"),
        ("the end of November", "the end of November=2023-11"),
        ("in the 1990s", "the 1990s=199"),
        ("in the late 19th century", "the late 19th century=18"),
        ("from 1914 to 1918", "1914=1914; 1918=1918"),
        ("the war (1914-1918)", "1914=1914; 1918=1918"),
        ("in 1998", "1998=1998"),
        ("a treaty of 1648", "1648=1648"),
        (
            "the third quarter of 2008",
            "the third quarter of 2008=2008-Q3",
        ),
        ("the first half of 2008", "the first half of 2008=2008-H1"),
        ("in the summer of 1998", "the summer of 1998=1998-SU"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn english_dates_that_count_from_publication() {
    for (text, expected) in [
        ("He said on Tuesday that", "Tuesday=2023-09-19"),
        ("He said on Wednesday that", "Wednesday=2023-09-20"),
        ("He said on Thursday that", "Thursday=2023-09-14"),
        ("They will meet on Friday.", "Friday=2023-09-22"),
        ("On Friday, the council will meet.", "Friday=2023-09-22"),
        ("It closed last Monday.", "last Monday=2023-09-18"),
        ("It opens next Monday.", "next Monday=2023-09-25"),
        ("a deal until Friday", "Friday=2023-09-22"),
        (
            "today, yesterday and tomorrow",
            "today=2023-09-20; yesterday=2023-09-19; tomorrow=2023-09-21",
        ),
        ("yesterday's attack", "yesterday=2023-09-19"),
        ("late yesterday", "late yesterday=2023-09-19"),
        ("last week", "last week=2023-W37"),
        ("this month", "this month=2023-09"),
        ("earlier this year", "earlier this year=2023"),
        ("next year", "next year=2024"),
        ("three days ago", "three days ago=2023-09-17"),
        ("twenty-four years ago", "twenty-four years ago=1999"),
        ("two months ago", "two months ago=2023-07"),
        ("It fell in March.", "March=2023-03"),
        ("It fell in November.", "November=2022-11"),
        ("It will end in November.", "November=2023-11"),
        ("last May", "last May=2023-05"),
        ("next March", "next March=2024-03"),
        ("over the weekend", "the weekend=2023-W37-WE"),
        ("last summer", "last summer=2023-SU"),
        ("for three weeks", "three weeks=P3W"),
        ("in the past two years", "the past two years=P2Y"),
        ("every day", "every day=P1D"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn dates_that_share_their_parts() {
    for (text, expected) in [
        ("from May to July 2020", "May=2020-05; July 2020=2020-07"),
        (
            "from November to March 1941",
            "November=1940-11; March 1941=1941-03",
        ),
        ("the war of 1914-18", "1914=1914; 18=1918"),
        ("the 1998/99 season", "1998=1998; 99=1999"),
        (
            "between 3 and 7 May 1940",
            "3=1940-05-03; 7 May 1940=1940-05-07",
        ),
        (
            "on 3, 10 and 17 May 2019",
            "3=2019-05-03; 10=2019-05-10; 17 May 2019=2019-05-17",
        ),
        (
            "April 24, 25 and 26",
            "April 24=2023-04-24; 25=2023-04-25; 26=2023-04-26",
        ),
        (
            "July 1 to July 3, 1863",
            "July 1=1863-07-01; July 3, 1863=1863-07-03",
        ),
        (
            "27 May-28 May 1905",
            "27 May=1905-05-27; 28 May 1905=1905-05-28",
        ),
        ("May 4 and 20 people", "May 4=2023-05-04"),
        ("from 499 to 493 BC", "499=BC0499; 493 BC=BC0493"),
        ("within two to six days", "two=P2D; six days=P6D"),
        (
            "in May and June last year",
            "May=2022-05; June last year=2022-06",
        ),
        (
            "between March and June last year",
            "March=2022-03; June last year=2022-06",
        ),
        (
            "from March 3 to June 5 last year",
            "March 3=2022-03-03; June 5 last year=2022-06-05",
        ),
        (
            "in May, June and July of last year",
            "May=2022-05; June=2022-06; July of last year=2022-07",
        ),
        (
            "from November to March this year",
            "November=2022-11; March this year=2023-03",
        ),
        (
            "It began in 2019. From November to March of the following year",
            "2019=2019; November=2019-11; March of the following year=2020-03",
        ),
        (
            "from 9 a.m. to 4 p.m. tomorrow",
            "9 a.m.=2023-09-21T09:00; 4 p.m. tomorrow=2023-09-21T16:00",
        ),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn quarters_seasons_and_holidays() {
    for (text, expected) in [
        ("its third-quarter profit", "third-quarter=2023-Q3"),
        (
            "this year's third quarter",
            "this year's third quarter=2023-Q3",
        ),
        ("the 1988 second quarter", "the 1988 second quarter=1988-Q2"),
        ("in 2021 Q4", "2021 Q4=2021-Q4"),
        ("in Q3 2009", "Q3 2009=2009-Q3"),
        ("the latter half of 2008", "the latter half of 2008=2008-H2"),
        ("fiscal 2019", "fiscal 2019=2019"),
        ("by year's end", "year's end=2023"),
        ("a rise from a year earlier", "a year earlier=2022"),
        (
            "a third-quarter profit, up from a year ago",
            "third-quarter=2023-Q3; a year ago=2022-Q3",
        ),
        ("in the fall", "the fall=2023-FA"),
        ("late spring", "late spring=2023-SP"),
        ("Christmas 2007", "Christmas 2007=2007-12-25"),
        ("on Good Friday 1998", "Good Friday 1998=1998-04-10"),
        ("on Easter Monday, 1916", "Easter Monday, 1916=1916-04-24"),
        ("on Thanksgiving Day", "Thanksgiving Day=2023-11-23"),
        ("last Christmas", "last Christmas=2022-12-25"),
        ("on Black Friday", "Black Friday=2023-11-24"),
        ("on Cyber Monday 2019", "Cyber Monday 2019=2019-12-02"),
        (
            "on Martin Luther King Jr. Day",
            "Martin Luther King Jr. Day=2024-01-15",
        ),
        ("on Orthodox Easter 2024", "Orthodox Easter 2024=2024-05-05"),
        ("after St. Patrick's Day", "St. Patrick's Day=2023-03-17"),
        ("on Orthodox Christmas", "Orthodox Christmas=2024-01-07"),
        ("on Yom Kippur 1973", "Yom Kippur 1973=1973-10-06"),
        ("since Rosh Hashanah", "Rosh Hashanah=2023-09-16"),
        ("Black Friday's crowds", "Black Friday=2023-11-24"),
        ("on New Year's Day", "New Year's Day=2024-01-01"),
        ("to fall this year", "this year=2023"),
        ("a green day", ""),
        ("Earth Day", ""),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn years_decades_and_centuries() {
    for (text, expected) in [
        ("in the early 1990s", "the early 1990s=199"),
        ("by the late '70s", "the late '70s=197"),
        ("in the 1930's", "the 1930's=193"),
        ("of the sixties", "the sixties=196"),
        ("a man in his sixties", ""),
        ("the class of '87", "'87=1987"),
        ("in 1066", "1066=1066"),
        ("in 480 B.C. it", "480 B.C.=BC0480"),
        ("AD 70", "AD 70=0070"),
        ("the 470s BC", "the 470s BC=BC047"),
        ("the fourth century BC", "the fourth century BC=BC03"),
        ("about 1910", "about 1910=1910"),
        ("in nineteen ninety-six", "nineteen ninety-six=1996"),
        ("the year two thousand", "the year two thousand=2000"),
        ("in mid-1998", "mid-1998=1998"),
        ("early in 1862", "early in 1862=1862"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn times_of_day() {
    for (text, expected) in [
        ("at 5 p.m. Tuesday", "5 p.m. Tuesday=2023-09-19T17:00"),
        (
            "at 5 p.m. EST, Nov. 6",
            "5 p.m. EST, Nov. 6=2023-11-06T17:00",
        ),
        (
            "at noon on Thursday, he said",
            "noon=2023-09-14T12:00; Thursday=2023-09-14",
        ),
        ("open until 9 a.m. Friday", "9 a.m. Friday=2023-09-22T09:00"),
        ("09:30 GMT", "09:30 GMT=2023-09-20T09:30"),
        ("at 14:05 the siren", "14:05=2023-09-20T14:05"),
        ("at 9.30am", "9.30am=2023-09-20T09:30"),
        ("at five o'clock", "five o'clock=2023-09-20T05:00"),
        (
            "He left on Monday. At 3 p.m. it rained",
            "Monday=2023-09-18; 3 p.m.=2023-09-18T15:00",
        ),
        ("this morning", "this morning=2023-09-20TMO"),
        ("late last night", "late last night=2023-09-19TNI"),
        ("on Monday night", "Monday night=2023-09-18TNI"),
        (
            "the night of 8 February 1904",
            "the night of 8 February 1904=1904-02-08TNI",
        ),
        ("at night", "night=XXXX-XX-XXTNI"),
        (
            "Tue, 19 Sep 2023 14:00:00 +0200",
            "Tue, 19 Sep 2023 14:00:00 +0200=2023-09-19T14:00:00",
        ),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn lengths_and_sets() {
    for (text, expected) in [
        ("for nearly forty years", "nearly forty years=P40Y"),
        ("at least 20 more years", "at least 20 more years=P20Y"),
        ("half an hour", "half an hour=PT30M"),
        ("two and a half years", "two and a half years=P2.5Y"),
        ("22.8 years", "22.8 years=P22.8Y"),
        ("1,000 years", "1,000 years=P1000Y"),
        ("two hundred days", "two hundred days=P200D"),
        ("a couple of years", "a couple of years=P2Y"),
        ("a three-year period", "a three-year period=P3Y"),
        ("within weeks", "weeks=PXW"),
        ("a day-long meeting", "day-long=P1D"),
        ("a day after the attack", "a day=P1D"),
        ("several years ago", "several years ago=PAST_REF"),
        ("two years from now", "two years from now=2025"),
        ("$33 million a year", "a year=P1Y"),
        ("twice a week", "twice a week=P1W"),
        ("every two weeks", "every two weeks=P2W"),
        ("on Mondays", "Mondays=XXXX-WXX-1"),
        ("each July", "each July=XXXX-07"),
        ("three-quarters of the food", ""),
        ("CBS's 60 Minutes", ""),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn parts_and_other_qualifiers_are_told() {
    for (text, expected) in [
        ("late 2020", Some("END")),
        ("mid-June", Some("MID")),
        ("the beginning of 1864", Some("START")),
        ("the latter part of the year", Some("END")),
        ("around Nov. 1", Some("APPROX")),
        ("more than four hours", Some("MORE_THAN")),
        ("no more than sixty days", Some("EQUAL_OR_LESS")),
        ("two years or so", Some("APPROX")),
        ("more than a decade ago", Some("BEFORE")),
        ("less than a year ago", Some("AFTER")),
        ("in June", None),
    ] {
        let dates = tag(text, "en", Some(&wednesday()));
        let [date] = dates.as_slice() else {
            panic!("{text}: {dates:?}");
        };
        assert_eq!(date.modifier.as_deref(), expected, "{text}");
    }
}

#[test]
fn the_verb_says_which_weekday_and_month() {
    for (text, expected) in [
        (
            "The court, which will hear it, on Monday rejected it.",
            "Monday=2023-09-18",
        ),
        ("Union to strike Friday", "Friday=2023-09-22"),
        ("They planned to leave on Thursday.", "Thursday=2023-09-21"),
        ("rules to be published in October", "October=2023-10"),
        ("In October, prices fell.", "October=2022-10"),
        ("The trial begins Monday.", "Monday=2023-09-25"),
        (
            "Until Thursday, they had not called.",
            "Thursday=2023-09-14",
        ),
        ("the year ended Jan. 31", "the year=P1Y; Jan. 31=2023-01-31"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn english_times_told_twice_and_days_beside_a_day() {
    for (text, expected) in [
        (
            "It blew up at about 10:35 a.m. (0735 GMT) Friday, he said.",
            "10:35 a.m.=2023-09-15T10:35; 0735 GMT=2023-09-15T07:35; Friday=2023-09-15",
        ),
        (
            "They left at 4 in the morning (4 a.m. EDT) Thursday",
            "4 in the morning=2023-09-14T04:00; 4 a.m. EDT=2023-09-14T04:00; Thursday=2023-09-14",
        ),
        (
            "They leave at 4 in the morning (4 a.m. EDT Thursday).",
            "4 in the morning=2023-09-21T04:00; 4 a.m. EDT Thursday=2023-09-21T04:00",
        ),
        (
            "at ten in the evening",
            "ten in the evening=2023-09-20T22:00",
        ),
        ("at 11 at night", "11 at night=2023-09-20T23:00"),
        (
            "ended at 5 p.m. (EST) Tuesday",
            "5 p.m. (EST) Tuesday=2023-09-19T17:00",
        ),
        ("it was high noon for him", ""),
        ("the week of March 6", "the week of March 6=2023-W10"),
        (
            "the day before last Tuesday's hearing",
            "the day before last Tuesday=2023-09-18",
        ),
        (
            "the day after Sept. 30",
            "the day after Sept. 30=2023-10-01",
        ),
        ("a decades-long embargo", "decades-long=PXY"),
        ("spent 5 1/2 hours there", "5 1/2 hours=PT5H30M"),
        ("told the Israeli daily Haaretz that", ""),
        ("the post-1959 politics", "post-1959=1959"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn the_year_before_is_counted_from_the_date_told_last() {
    for (text, expected) in [
        (
            "It sold 300 in 2019, more than the year before.",
            "2019=2019; the year before=2018",
        ),
        (
            "In June prices rose 3 percent, against 2 percent the month before.",
            "June=2023-06; the month before=2023-05",
        ),
        (
            "He was shot on Sept. 11. The week before, he had been warned.",
            "Sept. 11=2023-09-11; The week before=2023-W36",
        ),
        (
            "They met on Monday, and the day before in Baku.",
            "Monday=2023-09-18; the day before=2023-09-17",
        ),
        ("It rose from the year before.", "the year before=2022"),
        ("in the year before last", "the year before last=2021"),
        ("the year before the war", "the year=XXXX"),
        (
            "It began in 2019 and ended the year after.",
            "2019=2019; the year after=2020",
        ),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}

#[test]
fn in_two_weeks_is_a_day_to_come_or_a_length() {
    for (text, expected) in [
        ("in two weeks' time", "two weeks' time=2023-W40"),
        ("In a week’s time they vote", "a week’s time=2023-W39"),
        ("A run-off will be held in two weeks.", "two weeks=2023-W40"),
        ("He will return in ten days.", "ten days=2023-09-30"),
        ("Its lease is due to end in five years.", "five years=2028"),
        (
            "The line will be finished in about three months.",
            "about three months=2023-12",
        ),
        ("100 died in two weeks of fighting.", "two weeks=P2W"),
        (
            "They will meet for the first time in two years.",
            "two years=P2Y",
        ),
        ("Sales fell in two weeks.", "two weeks=P2W"),
        ("It will be the third vote in two years.", "two years=P2Y"),
    ] {
        assert_eq!(shown(text, "en", Some(&wednesday())), expected, "{text}");
    }
}
