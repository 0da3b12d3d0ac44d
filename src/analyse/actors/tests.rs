//! Whole texts in, mentions out, and checks of the tables themselves.

mod article;

use super::dictionary::rows;
use super::*;
use crate::model::{Grain, Label, Origin};
use crate::text::{Scanner, WordNumbers};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

const STATES: &str = include_str!("../../../schema/actors/states.tsv");
const IGOS: &str = include_str!("../../../schema/actors/igos.tsv");
const NAMES: &str = include_str!("../../../schema/actors/names.tsv");

fn classify(word: &str) -> u8 {
    if is_trigger(word) { 2 } else { 0 }
}

pub(super) fn mentions(title: &str, body: &str, language: &str) -> Vec<Mention> {
    mentions_on(None, title, body, language)
}

pub(super) fn mentions_on(
    day: Option<Date>,
    title: &str,
    body: &str,
    language: &str,
) -> Vec<Mention> {
    let published = day.map(|date| Published {
        date,
        instant: None,
        grain: Grain::Day,
        origin: Origin::Metadata,
        confidence: 1.0,
    });
    let mut scanner = Scanner::new(classify);
    let (in_title, in_body, _) = scanner.scan(title, body, language);
    let found = find(&Input {
        title,
        title_tokens: &in_title.tokens,
        title_words: &in_title.words,
        title_triggers: &in_title.triggers[1],
        body,
        body_tokens: &in_body.tokens,
        body_words: &in_body.words,
        body_triggers: &in_body.triggers[1],
        language,
        published: published.as_ref(),
    });
    for (index, mention) in found.iter().enumerate() {
        for next in &found[index + 1..] {
            if next.field == mention.field {
                let order = |mention: &Mention| (mention.start, std::cmp::Reverse(mention.end));
                assert!(order(mention) < order(next), "{mention:?} {next:?}");
                assert!(
                    mention.end <= next.start || next.end <= mention.end,
                    "they cross: {mention:?} {next:?}"
                );
            }
        }
    }
    for mention in &found {
        let text = if mention.field == TextField::Title {
            title
        } else {
            body
        };
        assert_eq!(
            text.get(mention.start..mention.end),
            Some(mention.text.as_str())
        );
    }
    found
}

/// "surface=actor" of every mention of a text.
fn surfaces(title: &str, body: &str, language: &str) -> Vec<String> {
    let found = mentions(title, body, language);
    found
        .iter()
        .map(|mention| format!("{}={}", mention.text, mention.actor))
        .collect()
}

#[test]
fn finds_actors_in_english() {
    for (body, expected) in [
        (
            "BAKU, Sept 20 (Reuters) - Azerbaijan's army met Russian peacekeepers.",
            vec![
                "BAKU=place:baku",
                "Reuters=org:reuters",
                "Azerbaijan's army=agent:AZEMIL",
                "Azerbaijan=state:AZE",
                "Russian peacekeepers=agent:RUSMIL",
                "Russian=state:RUS",
            ],
        ),
        (
            "Moscow said on Tuesday it would stay.",
            vec!["Moscow=state:RUS"],
        ),
        ("They met in Moscow.", vec!["Moscow=place:moscow"]),
        ("Talks with Beijing failed.", vec!["Beijing=state:CHN"]),
        ("The Kremlin declined.", vec!["Kremlin=state:RUS"]),
        ("the U.N. and the UN", vec!["U.N.=igo:UNO", "UN=igo:UNO"]),
        ("who will join us and un-learn?", vec![]),
        ("He ate turkey off china with chile.", vec![]),
        ("The WHO warned NATO.", vec!["WHO=igo:WHO", "NATO=igo:NATO"]),
        ("AND WHO WILL WIN?", vec![]),
        (
            "I.M.F. and I.R.A. leaders, AT&T and the A.P. said.",
            vec![
                "I.M.F.=igo:IMF",
                "I.R.A. leaders=group:ira",
                "I.R.A.=group:ira",
                "AT&T=org:at-t",
                "A.P.=org:associated-press",
            ],
        ),
        (
            "Italian Foreign Minister Massimo D'Alema and South Korean Foreign Minister Yun Byung-se met.",
            vec![
                "Italian=state:ITA",
                "Massimo D'Alema=per:massimo-d-alema",
                "South Korean=state:KOR",
                "Yun Byung-se=per:yun-byung-se",
            ],
        ),
        (
            "S. Korea sent aid to American Samoa; S. African farmers left.",
            vec![
                "S. Korea=state:KOR",
                "American Samoa=state:ASM",
                "S. African farmers=agent:ZAFAGR",
                "S. African=state:ZAF",
            ],
        ),
        (
            "Farmer A.P. Smith, 61, said so.",
            vec!["A.P. Smith=?per:a-p-smith"],
        ),
        (
            "European officials met Western diplomats and Latin American bankers. Western Union said profit rose.",
            vec![
                "European officials=agent:EURGOV",
                "European=place:europe",
                "Western diplomats=agent:WSTGOV",
                "Western=place:western-countries",
                "Latin American bankers=agent:LAMBUS",
                "Latin American=place:latin-america",
                "Western Union=?org:western-union",
            ],
        ),
        (
            "Fighting between Dinka and Nuer youths killed a Hmong trader.",
            vec![
                "Dinka and Nuer youths=agent:SSDCVL",
                "Dinka=group:dinkas",
                "Nuer youths=agent:SSDCVL",
                "Nuer=group:nuers",
                "Hmong trader=agent:HMNBUS",
                "Hmong=group:hmong",
            ],
        ),
        (
            "U.S., British and French envoys and EU and NATO officials met in Rome.",
            vec![
                "U.S., British and French envoys=agent:USAGOV",
                "U.S.=state:USA",
                "British and French envoys=agent:GBRGOV",
                "British=state:GBR",
                "French envoys=agent:FRAGOV",
                "French=state:FRA",
                "EU and NATO officials=igo:EU",
                "EU=igo:EU",
                "NATO officials=igo:NATO",
                "NATO=igo:NATO",
                "Rome=place:rome",
            ],
        ),
        (
            "India and China's armies met; Israel and Hamas fighters clashed.",
            vec![
                "India and China's armies=agent:INDMIL",
                "India=state:IND",
                "China's armies=agent:CHNMIL",
                "China=state:CHN",
                "Israel=state:ISR",
                "Hamas fighters=group:hamas",
                "Hamas=group:hamas",
            ],
        ),
        (
            "Pro-Russian separatists met anti-Taliban fighters.",
            vec!["Russian=state:RUS", "Taliban=group:taliban"],
        ),
        (
            "The speaker of Iran's parliament, Mohammad Jones, agreed. Iran's parliament will vote.",
            vec![
                "Iran's parliament=agent:IRNLEG",
                "Iran=state:IRN",
                "Mohammad Jones=?per:mohammad-jones",
                "Iran's parliament=agent:IRNLEG",
                "Iran=state:IRN",
            ],
        ),
        (
            "The Russia-Ukraine war and Sino-Indian talks; Toyota Motor Corp said Syrian Kurdish fighters left.",
            vec![
                "Russia=state:RUS",
                "Ukraine=state:UKR",
                "Sino=state:CHN",
                "Indian=state:IND",
                "Toyota Motor Corp=org:toyota",
                "Syrian Kurdish fighters=agent:SYRUAF",
                "Syrian=state:SYR",
                "Kurdish fighters=agent:KURUAF",
                "Kurdish=group:kurds",
            ],
        ),
        (
            "A Moscow-based diplomat met the London-based bank and a U.S.-based analyst.",
            vec![
                "Moscow=place:moscow",
                "London-based bank=agent:GBRBUS",
                "London=place:london",
                "U.S.-based analyst=agent:USAEDU",
                "U.S.=state:USA",
            ],
        ),
        (
            "the Communist Party of Nepal (Maoist) hired Spetsnaz, then spetsnaz (and left)",
            vec![
                "Communist Party of Nepal (Maoist)=group:nepalese-maoists",
                "Spetsnaz=org:spetsnaz",
                "spetsnaz=org:spetsnaz",
            ],
        ),
        (
            "the Lord's Resistance Army and the Sudan People’s Liberation Army",
            vec![
                "Lord's Resistance Army=group:lra",
                "Sudan People’s Liberation Army=group:spla",
            ],
        ),
        (
            "The People's Bank of China and the Kurdistan Workers' Party met.",
            vec![
                "People's Bank of China=org:pboc",
                "Kurdistan Workers' Party=group:pkk",
            ],
        ),
        (
            "Bosnia and Herzegovina joined.",
            vec!["Bosnia and Herzegovina=state:BIH"],
        ),
        (
            "Côte d’Ivoire, Cote d'Ivoire",
            vec!["Côte d’Ivoire=state:CIV", "Cote d'Ivoire=state:CIV"],
        ),
        (
            "New Mexico, New Jersey and the Washington Post.",
            vec![
                "New Mexico=place:new-mexico",
                "New Jersey=place:new-jersey",
                "Washington Post=org:washington-post",
            ],
        ),
        (
            "Moscow, Idaho and Rome, Ga.",
            vec![
                "Moscow=?place:moscow",
                "Idaho=place:idaho",
                "Rome=?place:rome",
                "Ga=place:georgia-us",
            ],
        ),
        (
            "He left Atlanta, Georgia, where Georgia voters met.",
            vec![
                "Atlanta=?place:atlanta",
                "Georgia=place:georgia-us",
                "Georgia voters=agent:USACVL",
                "Georgia=place:georgia-us",
            ],
        ),
        (
            "Georgia accused Russia.",
            vec!["Georgia=state:GEO", "Russia=state:RUS"],
        ),
        ("Congress voted.", vec!["Congress=?org:congress"]),
        (
            "U.S. Congress and Congress",
            vec!["U.S. Congress=state:USA", "Congress=state:USA"],
        ),
        (
            "Paris Hilton smiled.",
            vec!["Paris Hilton=?per:paris-hilton"],
        ),
        ("Chad Smith played.", vec!["Chad Smith=?per:chad-smith"]),
        (
            "South Korea and North Koreans",
            vec!["South Korea=state:KOR", "North Koreans=state:PRK"],
        ),
        (
            "Standard & Poor's and Johnson & Johnson rose.",
            vec![
                "Standard & Poor's=org:standard-and-poors",
                "Johnson & Johnson=org:johnson-johnson",
            ],
        ),
        (
            "In April Steve Jones left; May Day came.",
            vec!["Steve Jones=?per:steve-jones"],
        ),
    ] {
        assert_eq!(surfaces("", body, "en"), expected, "{body}");
    }
}

#[test]
fn finds_actors_in_other_languages() {
    for (language, body, expected) in [
        (
            "de",
            "Der russische Präsident Wladimir Putin lobte Frankreichs Armee und die EU.",
            vec![
                "russische=state:RUS",
                "Wladimir Putin=?per:wladimir-putin",
                "Frankreichs=state:FRA",
                "EU=igo:EU",
            ],
        ),
        (
            "fr",
            "La Russie et les États-Unis saluent l'ONU.",
            vec!["Russie=state:RUS", "États-Unis=state:USA", "ONU=igo:UNO"],
        ),
        (
            "fr",
            "Les États-Unis ont accepté la trêve. Les Pays-Bas aussi.",
            vec!["États-Unis=state:USA", "Pays-Bas=state:NLD"],
        ),
        (
            "es",
            "El ejército ruso llegó a Ucrania.",
            vec!["ruso=state:RUS", "Ucrania=state:UKR"],
        ),
        (
            "ru",
            "Российские миротворцы останутся в Азербайджане, заявили в ООН.",
            vec![
                "Российские=state:RUS",
                "Азербайджане=state:AZE",
                "ООН=igo:UNO",
            ],
        ),
        ("en", "The russe army", vec![]),
        ("zh", "总统说中国", vec![]),
        ("ar", "قال الرئيس محمد", vec![]),
    ] {
        assert_eq!(surfaces("", body, language), expected, "{body}");
    }
}

/// Every name of the tables of bodies, in a sentence that says nothing of it.
#[test]
fn names_of_the_tables_are_found_as_they_are_written() {
    let tables = [
        (
            "org",
            include_str!("../../../schema/actors/organisations.tsv"),
        ),
        ("group", include_str!("../../../schema/actors/groups.tsv")),
        ("igo", include_str!("../../../schema/actors/igos.tsv")),
    ];
    let (mut names, mut missed) = (0, Vec::new());
    for (family, table) in tables {
        let mut lines = table
            .lines()
            .map(|line| line.split('\t').collect::<Vec<_>>());
        let head = lines.next().unwrap();
        let column = |name: &str| head.iter().position(|head| *head == name).unwrap();
        for row in lines {
            let actor = format!("{family}:{}", row[0]);
            let place = match row.last() {
                // Known where the state is named.
                Some(&"shared") => "the British city",
                _ => "the city",
            };
            for alias in row[column("name")..=column("aliases")]
                .iter()
                .flat_map(|cell| cell.split('|'))
                .filter(|alias| !alias.is_empty())
            {
                let alias = alias.trim_start_matches(['!', '#']).trim_end_matches('+');
                let body = format!(
                    "Reporters in {place} were told on Monday that {alias} had agreed to the plan after long talks."
                );
                // A final stop is none of the name.
                let name = alias.trim_matches(['.', '\'']);
                let is_it = |mention: &Mention| {
                    mention.actor == actor && mention.text.trim_matches(['.', '\'']) == name
                };
                names += 1;
                if !mentions("", &body, "en").iter().any(is_it) {
                    missed.push(alias.to_owned());
                }
            }
        }
    }
    // Everyday words, and names that others bear as well, are left to the tagger.
    let most = names / 300;
    assert!(
        missed.len() <= most,
        "{} of {names}: {missed:?}",
        missed.len()
    );
}

/// A code that begins with no code of the tables is found by nothing that asks for its state.
#[test]
fn every_code_begins_with_one_of_the_tables() {
    use super::dictionary::DICTIONARY;
    use super::holders::{LIST, state_of};
    use crate::model::ActorKind;
    let owners: Vec<&str> = DICTIONARY
        .actors
        .iter()
        .filter(|known| known.code.len() == 3)
        .map(|known| known.code.as_ref())
        .collect();
    let is_known = |code: &str| state_of(code).is_none_or(|state| owners.contains(&state));
    for known in DICTIONARY
        .actors
        .iter()
        .filter(|known| !known.code.is_empty())
    {
        // A religion may be known by its parts alone.
        let is_known = is_known(&known.code) || known.kind == ActorKind::EthnicGroup;
        assert!(is_known, "{} of {}", known.code, known.id);
    }
    for holder in LIST.iter() {
        for office in holder.offices() {
            assert!(is_known(office.code), "{} of {}", office.code, holder.id);
        }
    }
    for (typed, code) in [("TLS", "TMP"), ("XKXGOV", "KSVGOV"), ("SUNMIL", "USRMIL")] {
        assert!(super::lookup(typed).contains(&code.to_owned()), "{typed}");
    }
}

#[test]
fn regions_and_bodies_own_actors() {
    for (body, code) in [
        ("Essex police searched the harbour.", "GBRCOP"),
        ("He said Tamil Nadu rice farmers had lost most.", "INDAGR"),
        ("The former mayor of Hamburg disagreed.", "DEUELI"),
        ("Texas oil drillers bought the field.", "USABUS"),
        ("Then People's Liberation Army troops arrived.", "CHNMIL"),
        ("The minister met Awami League lawmakers.", "BGDLEG"),
        ("Bangladeshi garment workers walked out.", "BGDLAB"),
        (
            "A Dutch vet and two Kenyan midwives helped.",
            "NLDHLH KENHLH",
        ),
    ] {
        let composed: Vec<String> = mentions("", body, "en")
            .iter()
            .filter(|mention| mention.label.is_none())
            .map(|mention| mention.codes.join("+"))
            .collect();
        assert_eq!(composed.join(" "), code, "{body}");
    }
    // What a part of a state has is no office of the state.
    let found = mentions(
        "",
        "The governor of Bavaria and the Ontario premier came.",
        "en",
    );
    assert!(found.iter().all(|mention| mention.method != "office"));
}

#[test]
fn codes_and_labels() {
    let found = mentions("", "The Kremlin and Afghans told the EU in Baku.", "en");
    let got: Vec<_> = found
        .iter()
        .map(|m| (m.codes.join(" "), m.label, m.kind))
        .collect();
    assert_eq!(
        got,
        [
            ("RUSGOV".to_owned(), Some(Label::Loc), ActorKind::State),
            ("AFG".to_owned(), Some(Label::Misc), ActorKind::State),
            ("IGOEUREEC".to_owned(), Some(Label::Org), ActorKind::Igo),
            ("AZE".to_owned(), Some(Label::Loc), ActorKind::Place),
        ]
    );
}

#[test]
fn odd_texts_do_no_harm() {
    let long = "A".repeat(10_000);
    let names = "John Smith Paul Jones ".repeat(2_000);
    let hyphens = "Kim-al-bin-".repeat(3_000);
    let particles = format!("John {}", "de la ".repeat(5_000));
    let initials = "J. ".repeat(5_000);
    for text in [
        long.as_str(),
        &format!("John {long} and Mr. {long}"),
        &names,
        &hyphens,
        &particles,
        &initials,
        "PRESIDENT OBAMA VISITS RUSSIA AND MR. SMITH",
        "\u{0}\u{feff}İ ǅ ﬁ John\u{301} Mr.",
        "Mr",
        "Mr.",
        "John",
        "U.",
        "Georgia",
    ] {
        mentions(text, text, "en");
        mentions(text, text, "ru");
    }
    // Triggers and spans that lie about the text must not panic either.
    let tokens = FieldTokens {
        tokens: vec![(0, 1), (1, 90), (95, 99)],
        ..FieldTokens::default()
    };
    let body = "é Moscow";
    find(&Input {
        title: "",
        title_tokens: &FieldTokens::default(),
        title_words: &WordNumbers::default(),
        title_triggers: &[7],
        body,
        body_tokens: &tokens,
        body_words: &WordNumbers::default(),
        body_triggers: &[0, 1, 2, 3],
        language: "en",
        published: None,
    });
}

#[test]
fn looks_up_what_is_typed() {
    for (name, expected) in [
        ("Azerbaijan", vec!["state:AZE"]),
        ("azeri", vec!["state:AZE"]),
        ("Baku", vec!["state:AZE", "place:baku"]),
        ("u.s.", vec!["state:USA"]),
        ("US", vec!["state:USA"]),
        ("usa", vec!["state:USA", "USA"]),
        ("the Hague", vec!["state:NLD", "place:hague"]),
        ("cote d'ivoire", vec!["state:CIV"]),
        ("Kremlin", vec!["RUSGOV"]),
        ("RUS.MIL", vec!["RUSMIL"]),
        ("RUS", vec!["RUS"]),
        ("IGOUNO", vec!["IGOUNO"]),
        ("un", vec!["igo:UNO"]),
        ("Russland", vec!["state:RUS"]),
        ("россия", vec!["state:RUS"]),
        ("state:RUS", vec!["state:RUS"]),
        ("?per:ilham-aliyev", vec!["?per:ilham-aliyev"]),
        ("Merkel", vec!["per:angela-merkel"]),
        ("angela merkel", vec!["per:angela-merkel"]),
        ("Nobody-of-that-name", vec![]),
        ("", vec![]),
        ("é", vec![]),
    ] {
        assert_eq!(lookup(name), expected, "{name}");
    }
}

#[test]
fn suggests_near_names() {
    assert_eq!(suggest("Azerbajan"), ["Azerbaijan"]);
    assert!(suggest("Rusia").contains(&"Russia".to_owned()));
    assert!(suggest("x").is_empty());
}

#[test]
fn is_trigger_is_selective() {
    for word in [
        "Russia",
        "RUSSIA",
        "UN",
        "Georgia",
        "President",
        "spokesman",
        "Ilham",
        "российские",
    ] {
        assert!(is_trigger(word), "{word}");
    }
    for word in [
        "the", "The", "russia", "un", "who", "A", "In", "said", "Tuesday", "2023", "",
    ] {
        assert!(!is_trigger(word), "{word}");
    }
}

#[test]
fn tables_are_sound() {
    let mut codes: HashMap<String, &str> = HashMap::new();
    let mut aliases: HashMap<&str, &str> = HashMap::new();
    for row in rows(STATES) {
        let [
            iso3,
            iso2,
            cameo,
            kind,
            name,
            others,
            demonyms,
            capitals,
            metonyms,
        ] = row[..]
        else {
            panic!("nine columns: {row:?}");
        };
        assert!(
            iso3.len() == 3 && iso3.bytes().all(|byte| byte.is_ascii_uppercase()),
            "{iso3}"
        );
        assert!(iso2.is_empty() || iso2.len() == 2, "{iso2}");
        assert!(cameo.is_empty() || cameo.len() == 3, "{cameo}");
        assert!(matches!(kind, "state" | "territory"), "{kind}");
        for code in [iso3, iso2].into_iter().filter(|code| !code.is_empty()) {
            assert_eq!(codes.insert(code.to_owned(), iso3), None, "{code} twice");
        }
        let without = matches!(iso3, "VAT" | "KIR" | "COG" | "DMA" | "SCG");
        assert!(
            kind != "state" || without || !demonyms.is_empty(),
            "no demonym of {name}"
        );
        for cell in [name, others, demonyms, capitals, metonyms] {
            for alias in dictionary::entries(cell) {
                assert_eq!(alias.trim(), alias);
                assert_eq!(aliases.insert(alias, iso3), None, "{alias} twice");
            }
        }
    }
    for row in rows(IGOS) {
        assert_eq!(row.len(), 4, "{row:?}");
        assert!(row[1].len() % 3 == 0, "{}", row[1]);
        for alias in row[2..].iter().flat_map(|cell| dictionary::entries(cell)) {
            assert_eq!(
                aliases.insert(alias.trim_start_matches(['!', '#']), row[0]),
                None,
                "{alias}"
            );
        }
    }
    let known: HashSet<&str> = DICTIONARY
        .actors
        .iter()
        .map(|actor| actor.id.as_str())
        .collect();
    for row in rows(NAMES) {
        assert_eq!(row.len(), 5, "{row:?}");
        let id = if row[1].contains(':') {
            row[1].to_owned()
        } else {
            format!("state:{}", row[1])
        };
        assert!(known.contains(id.as_str()), "{id}");
    }
}
