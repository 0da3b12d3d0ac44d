//! Who is meant, where the article says it: by its other names, its verbs, what it is about.

use super::*;

#[test]
fn ties_surnames() {
    let body = "President Ilham Aliyev spoke. Aliyev met Mr. Smith and Bashar al-Assad. \
                Later Assad left; al-Assad and Smith laughed.";
    assert_eq!(
        surfaces("Aliyev speaks", body, "en"),
        [
            "Aliyev=per:ilham-aliyev",
            "Ilham Aliyev=per:ilham-aliyev",
            "Aliyev=per:ilham-aliyev",
            "Smith=?per:smith",
            "Bashar al-Assad=per:bashar-al-assad",
            "Assad=per:bashar-al-assad",
            "al-Assad=per:bashar-al-assad",
            "Smith=?per:smith",
        ]
    );
}

#[test]
fn relatives_are_not_the_one_in_office() {
    let body = "Hosni Mubarak fell. Gamal Mubarak was booed. Rifaat al-Assad lives in Spain. \
                President Idriss Deby died. His son Mahamat Idriss Deby took over.";
    assert_eq!(
        surfaces("", body, "en"),
        [
            "Hosni Mubarak=per:hosni-mubarak",
            "Gamal Mubarak=?per:gamal-mubarak",
            "Rifaat al-Assad=?per:rifaat-al-assad",
            "Spain=state:ESP",
            "Idriss Deby=per:idriss-deby",
            "Mahamat Idriss Deby=per:mahamat-idriss-deby",
        ]
    );
}

#[test]
fn a_surname_may_be_a_state() {
    let body = "Michael Jordan flew to Jordan. Jordan said he liked it.";
    assert_eq!(
        surfaces("", body, "en"),
        [
            "Michael Jordan=?per:michael-jordan",
            "Jordan=state:JOR",
            "Jordan=?per:michael-jordan"
        ]
    );
}

#[test]
fn family_names_that_come_first() {
    let body = "Kim Jong-un met Xi Jinping. Kim and Xi shook hands with Lee Bowyer. Bowyer left.";
    assert_eq!(
        surfaces("", body, "en"),
        [
            "Kim Jong-un=per:kim-jong-un",
            "Xi Jinping=per:xi-jinping",
            "Kim=per:kim-jong-un",
            "Xi=per:xi-jinping",
            "Lee Bowyer=?per:lee-bowyer",
            "Bowyer=?per:lee-bowyer",
        ]
    );
}

#[test]
fn capitals_that_act_are_their_states() {
    for (body, actor) in [
        ("Manila turns away envoy.", "state:PHL"),
        ("The court condemned Minsk.", "state:BLR"),
        ("The deal was brokered by Cairo.", "state:EGY"),
        ("The town near Cairo fell.", "place:cairo"),
    ] {
        let found = mentions("", body, "en");
        assert!(
            found.iter().any(|one| one.actor == actor),
            "{body} {found:?}"
        );
    }
}

#[test]
fn who_wrote_the_story_is_a_source() {
    let body = "Boris Orlov fell. (Reporting by Tom Miles in Geneva; Editing by Ann Lee)";
    for mention in mentions("", body, "en") {
        let acts = mention.text == "Boris Orlov";
        assert_eq!(mention.method != Mention::SOURCE, acts, "{}", mention.text);
    }
}

#[test]
fn a_people_is_the_part_of_it_that_the_article_is_about() {
    let serbs = "group:bosnian-serbs";
    for (body, expected) in [
        (
            "Bosnian Serbs attacked. The Serbs fled.",
            vec![serbs, serbs],
        ),
        (
            "Bosnian Serbs met Serbian envoys.",
            vec![serbs, "agent:SRBGOV", "state:SRB"],
        ),
        (
            "Bosnian Serbs and Kosovo Serbs came. The Serbs fled.",
            vec![serbs, "group:kosovo-serbs", "state:SRB"],
        ),
        (
            "Turkish Cypriots came. The Cypriots fled.",
            vec!["group:turkish-cypriots", "state:CYP"],
        ),
    ] {
        let found = mentions("", body, "en");
        let actors: Vec<&str> = found.iter().map(|one| one.actor.as_str()).collect();
        assert_eq!(actors, expected, "{body}");
    }
}

#[test]
fn shares_are_no_actors_and_states_have_abbreviations() {
    let body = "SACRAMENTO, Calif. - JPMorgan (JPM.N) rose in Miami, Fla., on Monday.";
    let actors: Vec<String> = mentions("", body, "en")
        .iter()
        .map(|mention| mention.actor.clone())
        .collect();
    let (california, florida) = ("place:california", "place:florida");
    let (sacramento, miami) = ("?place:sacramento", "?place:miami");
    assert_eq!(
        actors,
        [sacramento, california, "org:jpmorgan-chase", miami, florida]
    );
    let fed = |body| {
        let found = mentions("", body, "en");
        found.iter().any(|one| one.actor == "org:federal-reserve")
    };
    assert!(fed("The Fed raised rates on Tuesday."));
    assert!(!fed("Fed up with delays, residents left."));
}

#[test]
fn short_names_of_groups_are_the_groups() {
    let body = "The Tamil Tigers attacked. The Tigers fled. The Armed Islamic Group (GIA) came. \
                The GIA left.";
    let groups: Vec<String> = mentions("", body, "en")
        .iter()
        .map(|mention| mention.actor.clone())
        .collect();
    let (ltte, gia) = ("group:ltte", "group:armed-islamic-group");
    assert_eq!(groups, [ltte, ltte, gia, gia, gia]);
}

#[test]
fn a_part_of_many_names_is_nobody_s() {
    let names = |count: u8| {
        let names = (0..count).map(|number| format!("John Q{}x", char::from(b'a' + number)));
        let names: Vec<String> = names.collect();
        format!("{}. Mr John spoke.", names.join(" met "))
    };
    let john = |count| {
        let found = mentions("", &names(count), "en");
        found
            .iter()
            .find(|mention| mention.text == "John")
            .map(|mention| mention.actor.clone())
    };
    assert_eq!(john(1).as_deref(), Some("?per:john-qax"));
    assert_eq!(john(2).as_deref(), Some("?per:john"));
    assert_eq!(john(25).as_deref(), Some("?per:john"));
}

#[test]
fn an_agency_that_reports_is_a_source() {
    let method = |body: &str| {
        let mentions = mentions("", body, "en");
        let agency = mentions
            .iter()
            .find(|mention| mention.actor == "org:reuters");
        agency.map(|agency| agency.method.clone())
    };
    for (body, is_source) in [
        ("BAKU, Sept 20 (Reuters) - It rained.", true),
        ("The minister told Reuters that it rained.", true),
        ("Reuters said it would cut 400 jobs.", false),
    ] {
        let method = method(body).unwrap_or_default();
        assert_eq!(method == Mention::SOURCE, is_source, "{body}: {method}");
    }
}

#[test]
fn parties_of_many_states_are_those_of_the_one_named_most() {
    let labour = |body| {
        let found = surfaces("", body, "en");
        let labour = found.iter().find(|one| one.starts_with("Labour="));
        labour.cloned().unwrap_or_default()
    };
    for (body, expected) in [
        (
            "The British government said that Labour had won.",
            "Labour=org:british-labour-party",
        ),
        (
            "Israel said Israelis had heard in Britain that Labour had won.",
            "Labour=?org:labour",
        ),
        ("They said that Labour had won.", "Labour=?org:labour"),
    ] {
        assert_eq!(labour(body), expected, "{body}");
    }
}

#[test]
fn members_of_congress_are_told_by_their_titles() {
    let codes = |body| {
        let found = mentions("", body, "en");
        let person = found.iter().find(|one| one.actor == "?per:maria-holbrook");
        person.map(|person| person.codes.clone())
    };
    assert_eq!(
        codes("In the U.S. Senate Sen. Maria Holbrook spoke."),
        Some(vec!["USALEG".to_owned()])
    );
    assert_eq!(codes("In Manila Sen. Maria Holbrook spoke."), Some(vec![]));
}

#[test]
fn offices_and_bodies_without_a_state_are_of_the_one_that_the_article_is_about() {
    let coded = |body: &str| -> Vec<String> {
        let found = mentions("", body, "en").into_iter();
        let found = found.filter(|mention| mention.label.is_some() && !mention.codes.is_empty());
        found
            .map(|mention| format!("{}={}", mention.text, mention.codes.join(",")))
            .collect()
    };
    let peru = "LIMA - Peru freed 74 hostages. Finance Minister Juan Salas wept in Peru's capital. \
                The Interior Ministry kept silent, and so did rebel commander Pedro Quispe.";
    assert_eq!(
        coded(peru),
        [
            "LIMA=PER",
            "Peru=PER",
            "Juan Salas=PERGOVBUS",
            "Peru=PER",
            "Interior Ministry=PERGOV",
            "Pedro Quispe=PERREB",
        ]
    );
    let beside = "Peru mourned. Juan Salas, the defence minister, wept. The interior minister, Ana Rios, \
                  resigned. Ivo Marsh, an engineer, left Peru.";
    assert_eq!(
        coded(beside),
        [
            "Peru=PER",
            "Juan Salas=PERGOVMIL",
            "Ana Rios=PERGOV",
            "Peru=PER",
        ]
    );
    // Another state in the sentence, several in the article, envoys, heads of firms.
    for body in [
        "Peru and Chile met in Peru. In Chile, Finance Minister Juan Salas wept.",
        "Peru met Chile. Finance Minister Juan Salas wept.",
        "Peru freed hostages in Peru. Ambassador Juan Salas wept, and so did President Ivo Marsh.",
    ] {
        let names = coded(body);
        let salas = names.iter().find(|name| name.starts_with("Juan"));
        assert_eq!(salas, None, "{body}");
    }
    let german = "Deutschland trauert. Minister Hans Eichel weinte in Deutschland.";
    let found = mentions("", german, "de");
    let minister = found
        .iter()
        .find(|mention| mention.text.ends_with("Eichel"));
    assert!(minister.is_some_and(|mention| mention.codes.is_empty()));
    let britain = "France won. Home Secretary Neil Harper resigned.";
    assert_eq!(coded(britain), ["France=FRA", "Neil Harper=GBRGOV"]);
}

#[test]
fn shares_indices_and_administrations_are_no_names() {
    let body = "Huawei HWT.UL rose. The Obama Administration met Barack Obama.";
    let found: Vec<String> = mentions_on(Some(jiff::civil::date(2012, 5, 1)), "", body, "en")
        .iter()
        .map(|one| format!("{}={}", one.text, one.actor))
        .collect();
    assert!(!found.iter().any(|one| one.contains("HWT")), "{found:?}");
    let administration = "Obama Administration=agent:USAGOV".to_owned();
    assert!(found.contains(&administration), "{found:?}");
}

#[test]
fn parts_of_joined_words_are_whose_they_are() {
    let found = surfaces(
        "",
        "The pro-Russian rebels met. The Saudi-led coalition and S. Korea talked. \
         General Motors Corp. said so, and Acme Inc. agreed with Ford Motor Co.",
        "en",
    );
    let expected = [
        "Russian=state:RUS",
        "Saudi=state:SAU",
        "S. Korea=state:KOR",
        "General Motors Corp.=",
        "Acme Inc.=",
        "Ford Motor Co=",
    ];
    let begins = |expected: &str| found.iter().any(|one| one.starts_with(expected));
    for expected in expected {
        assert!(begins(expected), "{expected} {found:?}");
    }
    assert!(
        !found.iter().any(|one| one.contains("agent:RUS")),
        "{found:?}"
    );
}
