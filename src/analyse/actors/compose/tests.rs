//! Actors with a role and the persons beside them, sentence by sentence.

use crate::analyse::actors::tests::{mentions, mentions_on};
use jiff::civil::date;

/// Each composed actor as `text=actor`.
fn composed(body: &str) -> Vec<String> {
    mentions("", body, "en")
        .iter()
        .filter(|mention| mention.label.is_none())
        .map(|mention| format!("{}={}", mention.text, mention.actor))
        .collect()
}

/// Each person with codes, as `name=codes`.
fn persons(body: &str) -> Vec<String> {
    let mut all: Vec<String> = mentions("", body, "en")
        .iter()
        .filter(|mention| mention.actor.contains("per:") && !mention.codes.is_empty())
        .map(|mention| format!("{}={}", mention.name, mention.codes.join("+")))
        .collect();
    all.dedup();
    all
}

#[test]
fn nouns_in_a_row_are_one_actor() {
    for (body, expected) in [
        (
            "Two American embassy diplomats were held.",
            "American embassy diplomats=agent:USAGOV",
        ),
        (
            "British army engineers built a ward.",
            "British army engineers=agent:GBRMIL",
        ),
        (
            "The Kenyan deputy interior minister came.",
            "Kenyan deputy interior minister=agent:KENGOV",
        ),
        (
            "Finnish bank workers fear for places.",
            "Finnish bank workers=agent:FINLAB",
        ),
        (
            "Libya's rebel government fell.",
            "Libya's rebel government=agent:LBYREB",
        ),
        (
            "Somali clan militia fought on.",
            "Somali clan militia=agent:SOMUAF",
        ),
        (
            "Norway's Labour Party won.",
            "Norway's Labour Party=agent:NORPTY",
        ),
        (
            "Ukrainian refugees cook for the town.",
            "Ukrainian refugees=agent:UKRREF",
        ),
    ] {
        assert!(
            composed(body).iter().any(|one| one == expected),
            "{body} {:?}",
            composed(body)
        );
    }
}

#[test]
fn who_belongs_to_a_body_has_its_code() {
    for (body, expected) in [
        ("NATO members agreed.", "NATO members=igo:NATO"),
        ("AMISOM troops left.", "AMISOM troops=igo:AMISOM"),
        (
            "An International Criminal Court judge spoke.",
            "International Criminal Court judge=igo:ICC",
        ),
        ("FBI agents came.", "FBI agents=agent:USACOP"),
        ("Red Cross workers came.", "Red Cross workers=org:red-cross"),
        (
            "Congress members left Washington.",
            "Congress members=agent:USAGOVLEG",
        ),
    ] {
        assert!(
            composed(body).iter().any(|one| one == expected),
            "{body} {:?}",
            composed(body)
        );
    }
}

#[test]
fn what_does_not_act_is_no_actor() {
    for body in [
        "Gunmen in Nigeria's Borno state fled.",
        "It lies in the Mexican state of Guerrero.",
        "European states agreed.",
        "Hezbollah and a Lebanese group fought.",
        "Iran's elite Revolutionary Guards fought.",
        "Sudan's paramilitary Rapid Support Forces fought.",
    ] {
        assert_eq!(composed(body), Vec::<String>::new(), "{body}");
    }
    assert_eq!(
        composed("The Swedish group fell by a tenth."),
        ["Swedish group=agent:SWEBUS"]
    );
}

#[test]
fn persons_beside_an_actor() {
    for (body, expected) in [
        (
            "The Kenyan army spokesman, Colonel Cyrus Oguna, spoke.",
            "Cyrus Oguna=KENMIL",
        ),
        (
            "The U.N. commander General Bernard Janvier protested.",
            "Bernard Janvier=IGOUNOMIL",
        ),
        (
            "The Russian envoy to NATO, Dmitry Rogozin, left.",
            "Dmitry Rogozin=RUSGOV",
        ),
        (
            "The Kenyan minister of internal security, George Saitoti, left.",
            "George Saitoti=KENGOV",
        ),
        (
            "The head of the Congolese police, John Numbi, left.",
            "John Numbi=CODCOP",
        ),
        (
            "Chinese Foreign Ministry spokesman Shen Guofang repeated it.",
            "Shen Guofang=CHNGOV",
        ),
        (
            "Kurt Hellstrom, the Swedish group's chief, flew home.",
            "Kurt Hellstrom=SWEBUS",
        ),
        (
            "Iranian President Ayatollah Ebrahim Raisi spoke.",
            "Ebrahim Raisi=IRNGOV",
        ),
        (
            "Kerala Chief Minister Pinarayi Vijayan came.",
            "Pinarayi Vijayan=INDGOV",
        ),
        (
            "Igor Osipov, commander of Russia's Black Sea Fleet, left.",
            "Igor Osipov=RUSMIL",
        ),
    ] {
        assert!(
            persons(body).iter().any(|one| one == expected),
            "{body} {:?}",
            persons(body)
        );
    }
    // Who belongs to the president is not the president.
    assert_eq!(
        persons("Massad Boulos, the US president's son-in-law, spoke."),
        Vec::<String>::new()
    );
}

#[test]
fn who_leads_a_state_lends_its_code() {
    for (body, expected) in [
        (
            "The Biden administration sent more.",
            &["Biden administration=agent:USAGOV"][..],
        ),
        (
            "The Obama administration officials met Joe Biden.",
            &["Obama administration officials=agent:USAGOV"],
        ),
        (
            "Vladimir Putin spoke. Putin's forces and Putin's dog came.",
            &["Putin's forces=agent:RUSMIL"],
        ),
        (
            "Troops loyal to President Vladimir Putin and books close to Putin.",
            &["Troops loyal to President Vladimir Putin=agent:RUSMIL"],
        ),
        (
            "Russian troops loyal to Vladimir Putin left.",
            &[
                "Russian troops loyal to Vladimir Putin=agent:RUSMIL",
                "Russian troops=agent:RUSMIL",
            ],
        ),
        (
            "President Vladimir Putin's forces left.",
            &["Vladimir Putin's forces=agent:RUSMIL"],
        ),
        ("They met Putin military officials.", &[]),
        // Who is no one in office leads no state.
        ("John Smith spoke. Smith's forces came.", &[]),
        ("Barack Obama spoke. Obama's forces came.", &[]),
        ("Joe Biden's dog and Biden's party won.", &[]),
        ("The pro\u{2013}Russian rebels came.", &[]),
    ] {
        let found = mentions_on(Some(date(2023, 9, 20)), "", body, "en");
        let composed = found.iter().filter(|mention| mention.label.is_none());
        let composed = composed.map(|mention| format!("{}={}", mention.text, mention.actor));
        assert_eq!(composed.collect::<Vec<_>>(), expected, "{body}");
    }
}

#[test]
fn who_comes_from_a_state_or_is_of_the_place() {
    for (body, expected) in [
        (
            "Soldiers from Chad came.",
            &["Soldiers from Chad=agent:TCDMIL"][..],
        ),
        (
            "The refugees from northern Syria and police in Nigeria waited.",
            &[
                "refugees from northern Syria=agent:SYRREF",
                "police in Nigeria=agent:NGACOP",
            ],
        ),
        (
            "Peacekeepers from Rwanda and Burundi came.",
            &[
                "Peacekeepers from Rwanda and Burundi=agent:BDIMIL",
                "Peacekeepers from Rwanda=agent:RWAMIL",
            ],
        ),
        (
            "Residents in Chicago fled.",
            &["Residents in Chicago=agent:USACVL"],
        ),
        (
            "Former soldiers from Chad and foreign students from France met.",
            &[
                "Former soldiers from Chad=agent:TCDELI",
                "students from France=agent:FRAEDU",
            ],
        ),
        (
            "Barack Obama met refugees from Syria.",
            &["refugees from Syria=agent:SYRREF"],
        ),
        (
            "Judges in Strasbourg and prosecutors in The Hague met.",
            &[],
        ),
        // Taken away from there, or there and of another state.
        ("It withdrew 300 soldiers from Chad.", &[]),
        ("Iran expelled two journalists from Tehran.", &[]),
        ("Soldiers in Chad and diplomats in Baku met.", &[]),
        ("Foreign police in Haiti left.", &[]),
        (
            "U.S. prosecutors in Haiti left.",
            &["U.S. prosecutors=agent:USAJUD"],
        ),
        ("They came to officials from Paris.", &[]),
    ] {
        assert_eq!(composed(body), expected, "{body}");
    }
}

#[test]
fn who_serves_a_body_is_of_it_and_groups_explained_have_fighters() {
    for (body, expected) in [
        (
            "UN staff left. Two WFP workers and ISIS militants came.",
            &[
                "UN staff=igo:UNO",
                "WFP workers=igo:WFP",
                "ISIS militants=group:islamic-state",
            ][..],
        ),
        (
            "The Allied Democratic Forces (ADF) came. ADF fighters left.",
            &["ADF fighters=group:allied-democratic-forces"],
        ),
        (
            "EU workers and EU staff came.",
            &["EU workers=agent:IGOEUREECLAB", "EU staff=igo:EU"],
        ),
        (
            "The ISIS victims and hostages came.",
            &["ISIS victims=agent:IMGMOSISICVL"],
        ),
    ] {
        assert_eq!(composed(body), expected, "{body}");
    }
}
