//! Lists of actors, read and put into a dictionary.

use super::super::dictionary::{Dictionary, ENGLISH, Role};
use super::super::phrases::Phrases;
use super::*;
use crate::model::FieldTokens;
use jiff::civil::date;

fn source(name: &str, text: &str) -> Source {
    Source {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

fn given(text: &str) -> (UserActors, Vec<String>) {
    let (actors, notices) = read(&[source("list", text)]).unwrap();
    let notices = notices.first.iter().map(ToString::to_string).collect();
    (actors, notices)
}

fn refused(text: &str) -> String {
    read(&[source("list", text)]).unwrap_err()
}

/// The built-in tables with a list over them.
fn dictionary(text: &str) -> Dictionary {
    let mut dictionary = Dictionary::read(Phrases::with_capacity(16));
    let (users, _) = given(text);
    dictionary.take(Box::leak(Box::new(users)));
    dictionary
}

/// Id and codes of the longest name at the start of a text.
fn found(dictionary: &Dictionary, text: &str, day: Option<Date>) -> Option<(String, Vec<String>)> {
    let mut tokens = FieldTokens::default();
    crate::text::words(text, |span| {
        tokens.tokens.push((span.start as u32, span.end as u32));
    });
    let view = super::super::view::View::new(text, &tokens);
    let found = dictionary.phrases.longest(&view, 0, ENGLISH)?;
    let known = dictionary.get(found.meaning.actor)?;
    Some((known.id.clone(), known.codes_on(day)))
}

fn id(dictionary: &Dictionary, text: &str) -> String {
    found(dictionary, text, None).map_or_else(String::new, |(id, _)| id)
}

#[test]
fn a_table_needs_an_id_and_a_name_alone() {
    let (actors, notices) =
        given("\u{feff}name,id\r\nAcme,org:acme\r\nUlla Berg,per:ulla-berg\r\n");
    assert_eq!(notices, [""; 0]);
    let ids: Vec<_> = actors
        .actors
        .iter()
        .map(|actor| actor.id.as_str())
        .collect();
    assert_eq!(ids, ["org:acme", "per:ulla-berg"]);
    assert_eq!(actors.actors[1].kind, Some(ActorKind::Person));
}

#[test]
fn every_column_is_read() {
    let (actors, notices) = given(
        "id\tname\tkind\tcode\taliases\tparent\tfrom\tuntil\n\
         org:acme\tAcme Steel\tcompany\tMNC\tAcme|=acme|Acme\torg:group\t2001\t2004-02\n\
         org:acme\tAcme Steel\t\tRUSBUS\t\t\t2004-03-01\t\n",
    );
    assert_eq!(notices, [""; 0]);
    let acme = &actors.actors[0];
    assert_eq!(actors.actors.len(), 1);
    assert_eq!(acme.kind, Some(ActorKind::Company));
    assert_eq!(acme.parent.as_deref(), Some("org:group"));
    assert_eq!(acme.codes[0].until, date(2004, 2, 29));
    assert_eq!(codes_on(&acme.codes, Some(date(2004, 2, 29))), ["MNC"]);
    assert_eq!(codes_on(&acme.codes, Some(date(2014, 1, 1))), ["RUSBUS"]);
    assert_eq!(codes_on(&acme.codes, Some(date(1999, 1, 1))), [""; 0]);
    assert_eq!(codes_on(&acme.codes, None), ["MNC", "RUSBUS"]);
    let names: Vec<_> = acme
        .aliases
        .iter()
        .map(|alias| (alias.text.as_str(), alias.exact))
        .collect();
    assert_eq!(
        names,
        [("Acme Steel", false), ("Acme", false), ("acme", true)]
    );
}

#[test]
fn bad_rows_are_told_and_the_rest_goes_in() {
    let (actors, notices) = given(
        "id;name;kind;code;from;colour\n\
         ;Nobody\n\
         org:x\n\
         org:a;A B;wizard\n\
         org:b;B C;;RU\n\
         org:c;C D;;RUS;2003-13\n\
         org:d;D E;;;2003\n\
         ?per:e;E F\n\
         two words;F G\n\
         # a comment\n\
         plain;Plain Name\n\
         org:y;!!!\n",
    );
    assert_eq!(actors.actors.len(), 2);
    assert_eq!(actors.actors[0].id, "own:plain");
    for (notice, part) in notices.iter().zip([
        "line 1: the column `colour`",
        "line 2: no id",
        "line 3: no name",
        "line 4: `wizard` is no kind",
        "line 5: `RU` is no code",
        "line 6: `2003-13` is no date",
        "line 7: from and until",
        "line 8: `?per:e`",
        "line 9: `two words` is no id",
        "line 12: `!!!` has no word",
    ]) {
        assert!(notice.contains(part), "{notice} / {part}");
    }
    assert_eq!(notices.len(), 10);
}

#[test]
fn a_dictionary_of_heads_is_read() {
    let (actors, notices) = given(
        "# a comment\n\
         JANE_ROE_  ; another\n\
         +MS_ROE_\n\
         \t[XYZGOV 900101-950101]\n\
         \t[XYZELI >950101] [XYZ <891231]\n\
         \n\
         FIRST_LEAGUE_\n\
         THE_LEAGUE_\n\
         \t[IGOLEA] [IGO]\n\
         ONE_LINE_ [NGO]\n\
         EMPTY_HOUSE\n\
         \n\
         TIN_CAN_[---]\n",
    );
    assert_eq!(
        notices,
        ["list: line 11: `Empty House` has no code; it is taken without"]
    );
    assert_eq!(actors.nobody, ["Tin Can"]);
    let [jane, league, line, house] = &actors.actors[..] else {
        panic!("{:?}", actors.actors);
    };
    assert_eq!(
        (jane.id.as_str(), jane.name.as_str()),
        ("own:jane-roe", "Jane Roe")
    );
    for (day, codes) in [
        (Some(date(1989, 1, 1)), vec!["XYZ"]),
        (Some(date(1990, 1, 1)), vec!["XYZGOV"]),
        (Some(date(1995, 1, 1)), vec!["XYZGOV", "XYZELI"]),
        (Some(date(2020, 1, 1)), vec!["XYZELI"]),
    ] {
        assert_eq!(codes_on(&jane.codes, day), codes, "{day:?}");
    }
    assert_eq!(league.aliases.len(), 2);
    assert_eq!(codes_on(&league.codes, None), ["IGOLEA", "IGO"]);
    assert_eq!(codes_on(&line.codes, Some(date(2000, 1, 1))), ["NGO"]);
    assert!(house.codes.is_empty());
}

#[test]
fn bad_lines_of_a_dictionary_are_told_and_the_rest_goes_in() {
    let (actors, notices) = given(
        "+EARLY_\n[XYZ]\nA_HEAD_ [XYZGOV 9901011]\n[XYZ\n[abc 900101]\n[XYZ 990101-980101]\n\
         [XYZW]\n[XYZMIL]\n___\n[s]\n",
    );
    let lines: Vec<_> = notices
        .iter()
        .map(|notice| notice.split(": ").nth(1).unwrap())
        .collect();
    assert_eq!(
        lines,
        [
            "line 1", "line 2", "line 3", "line 4", "line 5", "line 6", "line 7", "line 9",
            "line 10"
        ]
    );
    assert_eq!(codes_on(&actors.actors[0].codes, None), ["XYZMIL"]);
}

#[test]
fn agents_have_regular_plurals_or_those_given() {
    let (actors, notices) = given(
        "!PERSON! = MAN, WOMEN\nFISHER!PERSON! [~AGR]\nLAWMAN {LAWMEN, LAWFOLK} [~COP]\nPOLICE {} [~COP]\nTAX_ENVOY [~GOV]\n!X!Y [~GOV]\n",
    );
    let nouns: Vec<_> = actors
        .nouns
        .iter()
        .map(|noun| (noun.text.as_str(), noun.role.as_str(), noun.singular))
        .collect();
    assert_eq!(
        nouns,
        [
            ("fisherman", "AGR", true),
            ("fisherwomen", "AGR", false),
            ("lawmen", "COP", false),
            ("lawfolk", "COP", false),
            ("lawman", "COP", true),
            ("police", "COP", true),
            ("tax envoys", "GOV", false),
            ("tax envoy", "GOV", true),
        ]
    );
    assert_eq!(notices.len(), 1, "{notices:?}");
}

#[test]
fn files_that_are_no_lists_are_refused() {
    for (text, part) in [
        ("", "empty"),
        ("\u{feff} \r\n\n", "empty"),
        ("just\nsome words\n", "neither a table"),
        ("name,kind\nAcme,company\n", "neither a table"),
        ("\u{1}\u{2}\u{3}id,name\u{fffd}\u{fffd}", "binary"),
        ("id,name\na\0b,c", "binary"),
    ] {
        let error = refused(text);
        assert!(
            error.starts_with("list: ") && error.contains(part),
            "{text:?}: {error}"
        );
    }
}

#[test]
fn a_cycle_of_parents_is_named() {
    let error =
        refused("id,name,parent\norg:a,A One,org:b\norg:b,B One,org:c\norg:c,C One,org:b\n");
    assert_eq!(error, "the parents form a cycle: org:b > org:c > org:b");
    assert!(given("id,name,parent\norg:a,A One,org:a\n").1[0].contains("its own parent"));
    let mut long = "id,name,parent\n".to_owned();
    for number in 0..10_000 {
        let parent = (number + 1) % 10_000;
        long.push_str(&format!("org:n{number},N {number},org:n{parent}\n"));
    }
    assert!(refused(&long).ends_with("> ..."));
}

#[test]
fn names_are_bounded() {
    let mut row = "id,name,aliases\norg:a,Anna One,".to_owned();
    for number in 0..=MAX_NAMES {
        row.push_str(&format!("x{number}|"));
    }
    assert!(refused(&row).contains("more than 1000000 names"));
}

#[test]
fn an_everyday_word_is_taken_in_its_case_alone() {
    let text = "id,name,aliases\norg:the,The,WHO\n";
    let (_, notices) = given(text);
    assert!(
        notices[0].contains("`The` is an everyday word"),
        "{notices:?}"
    );
    let dictionary = dictionary(text);
    assert_eq!(id(&dictionary, "The said"), "org:the");
    assert_eq!(id(&dictionary, "the said"), "");
    assert_eq!(id(&dictionary, "THE said"), "");
    assert_eq!(id(&dictionary, "WHO said"), "org:the");
    assert_eq!(id(&dictionary, "Who said"), "");
}

#[test]
fn a_doubt_about_dates_is_told() {
    let (_, notices) = given(
        "JANE_ROE_\n[XYZGOV 900101-950101]\n[XYZELI 940101-990101]\n\
         JOHN_ROE_\n[XYZGOV 900101-950101]\n[XYZELI 950101-990101]\n[XYZGOV 910101-920101]\n",
    );
    assert_eq!(
        notices,
        ["list: line 1: `Jane Roe` has both XYZGOV and XYZELI on 1994-01-01; both are taken"]
    );
}

#[test]
fn the_users_name_means_the_users_actor() {
    let dictionary = dictionary(
        "id,name,kind,code,aliases\norg:acme,Acme Ltd,company,MNC,Kremlin|New Mexico\n\
         state:FRA,France,,,Hexagon|!French\n",
    );
    assert_eq!(id(&dictionary, "Kremlin officials"), "org:acme");
    assert_eq!(id(&dictionary, "Hexagon officials"), "state:FRA");
    assert_eq!(id(&dictionary, "French officials"), "");
    assert_eq!(id(&dictionary, "France said"), "state:FRA");
    assert!(
        dictionary
            .users
            .removed("state:FRA", super::super::phrases::name_key("french"))
    );
    assert_eq!(dictionary.users.id("org:acme").as_deref(), Some("org:acme"));
    assert_eq!(dictionary.users.id("acme"), None);
}

#[test]
fn a_capital_taken_from_its_state_is_a_place() {
    let dictionary = dictionary("id,name,aliases\nstate:FRA,France,!Paris\n");
    assert_eq!(id(&dictionary, "Paris said"), "place:paris");
}

#[test]
fn a_head_is_the_built_in_actor_of_its_name_and_code() {
    let dictionary = dictionary(
        "FRANCE_ [FRA]\n+GALLIA_\n\nGERMANY_ [XYZ]\n\nTHE_UNITED_NATIONS_\n[IGOUNO]\n\nJANE_ROE_ [XYZELI]\n\nTIN_HOUSE_ [---]\n",
    );
    assert_eq!(id(&dictionary, "Gallia said"), "state:FRA");
    assert_eq!(id(&dictionary, "Germany said"), "own:germany");
    assert_eq!(id(&dictionary, "The United Nations said"), "igo:UNO");
    assert_eq!(found(&dictionary, "Tin House said", None).unwrap().0, "");
    let jane = dictionary.phrases.meanings("Jane Roe").next().unwrap();
    assert_eq!(jane.role, Role::Person { short: false });
}

#[test]
fn codes_of_a_name_follow_the_day() {
    let dictionary = dictionary(
        "id,name,code,from,until\norg:acme,Acme Ltd,XYZGOV,2000,2001\norg:acme,Acme Ltd,XYZ,,\n",
    );
    let codes = |day| found(&dictionary, "Acme Ltd said", Some(day)).unwrap().1;
    assert_eq!(codes(date(2001, 5, 1)), ["XYZGOV"]);
    assert_eq!(codes(date(2002, 5, 1)), ["XYZ"]);
}

#[test]
fn what_a_list_says_of_other_days_hides_no_built_in_actor() {
    let dictionary = dictionary(
        "HUBERT_VEDRINE_\n[IGOEUREEC 000701-001231]\n\nTONY_BLAIR_\n[XYZGOV 980101-981231]\n\n\
         MARGARET_THATCHER_\n[IGOEUREEC 450101-451231]\n\nUNITED_NATIONS_\n[IGOUNOXYZ 980101-981231]\n",
    );
    let user_id = |name: &str| {
        let person = dictionary
            .users
            .person(super::super::phrases::name_key(name));
        dictionary.get(person.unwrap()).unwrap().id.as_str()
    };
    assert_eq!(user_id("Hubert Vedrine"), "per:hubert-vedrine");
    // Of another state, or of another time: others of these names.
    assert_eq!(user_id("Tony Blair"), "own:tony-blair");
    assert!(dictionary.users.id("margaret-thatcher").is_some());
    let codes = |day| {
        found(&dictionary, "United Nations said", Some(day))
            .unwrap()
            .1
    };
    assert_eq!(codes(date(1998, 5, 1)), ["IGOUNOXYZ"]);
    assert_eq!(codes(date(1999, 5, 1)), ["IGOUNO"]);
}

#[test]
fn names_in_any_script_are_found() {
    let dictionary = dictionary("id,name\norg:a,الجزيرة\norg:b,新華社\n");
    assert_eq!(id(&dictionary, "الجزيرة said"), "org:a");
    assert_eq!(id(&dictionary, "新華社"), "org:b");
    assert!(dictionary.phrases.meanings("新 華 社").next().is_some());
}
