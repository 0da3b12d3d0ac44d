//! A made-up archive: few words, so that things meet often, and every trouble that texts have.

use super::random::Random;
use serde_json::json;

/// Words of English news in all their forms, the commonest first.
const ENGLISH: &str = "the of to in and a said on that for with by at is was from he his an talks \
    peace troops ceasefire agreement minister government not has two after border forces run \
    company withdrawal withdraw withdrew withdrawing withdraws truce agree agreed agrees agreeing \
    agreements talk talking talked companies runs running ran peaceful peacefully peacekeepers \
    peacekeeper peacekeeping ministers ministry governments troop force forced war wars warring \
    attack attacks attacked attacking leader leaders lead leading led election elections elected \
    elect region regional regions sign signed signing signs organisation organization organise \
    organised general generally generals nation national nations international policy policies \
    police office officer officers official officials cease-fire U.S. don’t can't café cafes naïve \
    naive résumé resume Élysée São cafe\u{301} coöperate 12 3.5 100000 2,000 north northern south \
    southern city cities weapon weapons armed army armies zone zones mandate mandates council \
    council’s state’s line lines exchange exchanged prisoner prisoners release released releasing \
    aid convoy convoys bridge bridges note notes news new";

/// Words of German news.
const GERMAN: &str = "die der und in den von zu das mit sich des auf für ist im dem nicht ein eine \
    als auch es an werden aus er hat dass sie nach wird bei Regierung Regierungen Truppen Truppe \
    Waffenruhe Frieden friedlich Gespräche Gespräch Minister Ministerin Abkommen Länder Land \
    Grenze Grenzen größer große Straße Strasse Müller Mueller Zürich Wahl Wahlen gewählt \
    Angriff Angriffe angreifen angegriffen Soldaten Soldat Stadt Städte über Verträge Vertrag run \
    running company peace";

/// Words of French news, with stems that English makes of others.
const FRENCH: &str = "le la les de des du un une et en que qui dans pour pas sur au avec il est ce ne \
    se plus par son note notes noté news police policier policiers policies accord accords parle \
    parler parlent nouvelle nouvelles guerre guerres paix gouvernement gouvernements leader leaders \
    annoncée annoncées région régions minister not run running general général";

/// Words of Turkish news.
const TURKISH: &str = "ve bir bu için ile de da olarak daha çok en sonra kadar gibi olan ancak barış \
    savaş hükümet hükümetin bakan bakanı ülke ülkeler sınır sınırda not notlar general polis \
    polisler başkan başkanın ordu ordunun run news İstanbul ışık";

/// Actors and persons, known and unknown.
pub const WHO: &[&str] = &[
    "Russia",
    "Moscow",
    "the Kremlin",
    "Azerbaijan",
    "Baku",
    "Armenia",
    "Yerevan",
    "Georgia",
    "Ukraine",
    "Kyiv",
    "France",
    "Paris",
    "Germany",
    "Berlin",
    "China",
    "Beijing",
    "Iran",
    "the United Nations",
    "NATO",
    "the European Union",
    "the Russians",
    "Russian",
    "Armenian",
    "German",
    "Russia’s",
    "Moscow's",
    "President Ilham Aliyev",
    "Aliyev",
    "Angela Merkel",
    "Chancellor Angela Merkel",
    "Merkel",
    "President Boris Yeltsin",
    "Yeltsin",
    "Prime Minister Tony Blair",
    "Blair",
    "General Alexander Lebed",
    "Mr. John Miller",
    "John Miller",
    "Miller",
    "Maria Gonzalez",
    "Dr. Maria Müller",
    "Washington",
    "New Mexico",
    "South Korea",
    "North Korea",
];

/// Dates of every grain.
const WHEN: &[&str] = &[
    "on Tuesday",
    "on Monday",
    "last Friday",
    "yesterday",
    "today",
    "tomorrow",
    "on 20 September 2023",
    "on September 19, 2023",
    "on September 19",
    "2023-09-21",
    "in September 2023",
    "in September",
    "in 2023",
    "in 2022",
    "last week",
    "next week",
    "last month",
    "next month",
    "last year",
    "in the 1990s",
    "in the first quarter of 2023",
    "in the summer of 2022",
    "since 1994",
    "on 1 January 2024",
    "in early October",
    "two days ago",
    "three weeks ago",
    "in the second half of 2023",
    "in the 19th century",
    "between 2020 and 2022",
    "this year",
];

const WANN: &[&str] = &[
    "am Dienstag",
    "am 20. September 2023",
    "im September 2023",
    "im Jahr 2023",
    "gestern",
    "heute",
    "vor zwei Wochen",
    "nächste Woche",
];

const OUTLETS: &[&str] = &[
    "Reuters",
    "Reuters News",
    "The Café Herald",
    "Caspian Courier",
    "Südkurier",
];
const SECTIONS: &[&str] = &["World", "Politics", "Kultur", "Économie"];
const AUTHORS: &[&str] = &["Jane Doe", "José Núñez", "Nino Saradze", "Hugh Penrose"];
const PEOPLE: &[&str] = &["Jane Doe", "Doe, Émile", "Nino Saradze"];
const BODIES: &[&str] = &["Red Cross", "Cross River Bank", "Société Générale"];
const PLACES: &[&str] = &["Geneva", "Río Negro", "Red River"];
const TOPICS: &[&str] = &["trade", "peace process", "World", "Économie"];
const HOSTS: &[&str] = &[
    "news.example",
    "www.news.example",
    "sport.news.example",
    "other.example",
];

struct Writer {
    random: Random,
    words: Vec<&'static str>,
    when: &'static [&'static str],
}

impl Writer {
    /// A word, or an actor or a date.
    fn item(&mut self) -> String {
        match self.random.below(100) {
            0..7 => (*self.random.pick(WHO)).to_owned(),
            7..11 => (*self.random.pick(self.when)).to_owned(),
            _ => {
                let word = *self.random.pick_early(&self.words);
                match self.random.below(40) {
                    0 => word.to_uppercase(),
                    1 => format!("“{word}”"),
                    2 => format!("{word},"),
                    _ => word.to_owned(),
                }
            }
        }
    }

    fn words(&mut self, count: usize) -> String {
        let mut words: Vec<String> = Vec::new();
        for _ in 0..count {
            let again = (self.random.percent(4))
                .then(|| words.last().cloned())
                .flatten();
            words.push(again.unwrap_or_else(|| self.item()));
        }
        words.join(" ")
    }

    fn sentence(&mut self) -> String {
        let count = self.random.between(3, 16);
        let words = self.words(count);
        let mut letters = words.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string());
        let stop = *self.random.pick(&[".", ".", ".", ".", "!", "?", ".”"]);
        first.unwrap_or_default() + letters.as_str() + stop
    }

    fn paragraph(&mut self) -> String {
        let count = self.random.between(1, 4);
        let sentences: Vec<String> = (0..count).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    fn body(&mut self) -> String {
        let count = match self.random.below(30) {
            0 => 12,
            _ => self.random.between(1, 4),
        };
        let paragraphs: Vec<String> = (0..count).map(|_| self.paragraph()).collect();
        paragraphs.join("\n\n")
    }

    fn title(&mut self) -> String {
        let count = match self.random.below(100) {
            0..12 => 0,
            12..14 => self.random.between(200, 260),
            _ => self.random.between(2, 9),
        };
        self.words(count)
    }
}

/// The archive of a seed, as lines of JSON.
pub fn archive(seed: u64, articles: usize) -> String {
    let mut random = Random(seed);
    let mut lines = String::new();
    for number in 0..articles {
        let (language, words) = match random.below(100) {
            0..12 => ("de", GERMAN),
            12..24 => ("fr", FRENCH),
            24..30 => ("tr", TURKISH),
            _ => ("en", ENGLISH),
        };
        let mut writer = Writer {
            random: Random(random.next()),
            words: words.split_whitespace().collect(),
            when: if language == "de" { WANN } else { WHEN },
        };
        let mut article = json!({
            "id": format!("n{number}"),
            "title": writer.title(),
            "body": writer.body(),
            "language": language,
            "outlet": random.pick(OUTLETS),
            "url": format!("https://{}/story/{}", random.pick(HOSTS), number + 100_000),
        });
        let (year, month, day) = (
            random.between(2022, 2024),
            random.between(1, 12),
            random.between(1, 28),
        );
        match random.below(20) {
            0 => {}
            1 => article["published"] = json!(format!("{year}-{month:02}")),
            _ => article["published"] = json!(format!("{year}-{month:02}-{day:02}")),
        }
        if random.percent(70) {
            article["section"] = json!(random.pick(SECTIONS));
            article["authors"] = json!([random.pick(AUTHORS), random.pick(AUTHORS)]);
        }
        for (list, names) in [
            ("people", PEOPLE),
            ("organisations", BODIES),
            ("places", PLACES),
            ("topics", TOPICS),
        ] {
            let count = random.below(3);
            let names = (0..count).map(|_| *random.pick(names));
            article[list] = json!(names.collect::<Vec<_>>());
        }
        lines.push_str(&article.to_string());
        lines.push('\n');
    }
    lines
}
