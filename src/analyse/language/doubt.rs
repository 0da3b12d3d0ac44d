//! Whether a text is really in the language that the classifier takes it for.
//!
//! The classifier knows sixteen languages and always names one of them. Headlines of mostly names,
//! tables of prices and Polish are all one of the sixteen to it. So its answer is held against the
//! common words of the language, as far as there is a list, and against a second classifier that knows
//! more languages and says how sure it is, which is slower and only asked then.

use super::UNKNOWN;
use crate::text::{Stemming, Vocabulary, fold, words};
use std::cell::RefCell;
use std::collections::HashMap;
use whatlang::Lang;

/// Share of common words at which a language is believed. Clean text has .6 and more; Bulgarian has .5
/// of Russian, Danish .3 of Swedish.
const BELIEVED: f32 = 0.55;
/// Share at which it is believed where nothing else is sure: scans that were read badly have as few.
const LIKELY: f32 = 0.25;
/// Share of common words of English from which a text of plain letters is English rather than of a
/// language in which it has fewer: tables and telegraphic notes have few.
const SOME: f32 = 0.1;
/// The same for a text of few words, where one word is much, that may as well be in the other.
const SOME_OF_FEW: f32 = 0.33;
/// Of shorter text no classifier is sure, in bytes.
const LITTLE: usize = 120;

/// The language of a text that the classifier takes for one.
pub(super) fn settle(sample: &str, classified: &'static str) -> &'static str {
    if matches!(classified, "ar" | "hi" | "ja" | "ko" | "zh") {
        return classified;
    }
    let own = share(sample, classified);
    let english = match classified {
        "en" => own,
        _ => sample.is_ascii().then(|| share(sample, "en")).flatten(),
    };
    let is_short = sample.len() < LITTLE;
    let likely = own.filter(|own| *own >= LIKELY).map(|_| classified);
    let least = match is_short && likely.is_some() {
        true => SOME_OF_FEW,
        false => SOME,
    };
    if english.is_some_and(|english| english >= least && english >= own.unwrap_or(0.0)) {
        return "en";
    }
    if is_short || own.is_some_and(|own| own >= BELIEVED) {
        return classified;
    }
    let some_english = english.filter(|english| *english > 0.0).map(|_| "en");
    second(sample)
        .or(likely)
        .or(some_english)
        .unwrap_or(UNKNOWN)
}

/// Whether most words of a text of plain letters are common ones of English, so that no classifier
/// need be asked. No other language has half as many of them.
pub(super) fn is_english(sample: &str) -> bool {
    sample.len() >= LITTLE
        && sample.is_ascii()
        && share(sample, "en").is_some_and(|share| share >= BELIEVED)
}

/// Words of a text that are looked at.
const WORDS: u32 = 40;

/// The share of the common words of a language among the first words of a text; `None` where there is
/// no list of them.
fn share(sample: &str, language: &'static str) -> Option<f32> {
    let vocabulary = Vocabulary::of(language)?;
    let (mut all, mut common) = (0_u32, 0_u32);
    let mut count = |is_common: Option<bool>| {
        all += u32::from(is_common.is_some());
        common += u32::from(is_common == Some(true));
        all == WORDS
    };
    JUDGED.with_borrow_mut(|judged| {
        let judged = judged.of(language);
        let mut enough = false;
        words(sample, |span| {
            if !enough {
                enough = count(judged.is_common(&sample[span], vocabulary));
            }
        });
    });
    Some(common as f32 / all.max(1) as f32)
}

thread_local! {
    static JUDGED: RefCell<Judged> = RefCell::default();
}

/// Words kept of a language at the most.
const KEPT: usize = 20_000;

/// What was found of the words of each language: the first words of news are mostly the same ones,
/// and stemming them anew takes most of the time.
#[derive(Default)]
struct Judged(Vec<(&'static str, JudgedWords)>);

impl Judged {
    fn of(&mut self, language: &'static str) -> &mut JudgedWords {
        let place = self.0.iter().position(|(code, _)| *code == language);
        let place = place.unwrap_or_else(|| {
            let words = JudgedWords {
                stemming: Stemming::of(language),
                words: HashMap::new(),
            };
            self.0.push((language, words));
            self.0.len() - 1
        });
        &mut self.0[place].1
    }
}

struct JudgedWords {
    stemming: Stemming,
    words: HashMap<String, Option<bool>>,
}

impl JudgedWords {
    /// Whether a word is a common one; `None` where it is no word of letters.
    fn is_common(&mut self, word: &str, vocabulary: Vocabulary) -> Option<bool> {
        if let Some(&known) = self.words.get(word) {
            return known;
        }
        let folded = fold(word);
        let is_word = folded.chars().all(char::is_alphabetic);
        let found = is_word.then(|| vocabulary.has(&self.stemming.stem(&folded)));
        if self.words.len() >= KEPT {
            self.words.clear();
        }
        if word.len() <= LONGEST {
            self.words.insert(word.to_owned(), found);
        }
        found
    }
}

/// Longer words are judged each time, in bytes: few are seen twice.
const LONGEST: usize = 64;

/// What the second classifier says, where it is sure.
fn second(sample: &str) -> Option<&'static str> {
    let info = whatlang::detect(sample)?;
    // Danish and Norwegian are so close that it is never sure of either.
    let is_close = matches!(info.lang(), Lang::Dan | Lang::Nob) && info.confidence() > CLOSE;
    let is_sure = info.is_reliable() || is_close;
    is_sure.then(|| super::code(info.lang().code()).unwrap_or(UNKNOWN))
}

/// Confidence of the second classifier, 0 to 1, at which it is right of one of two close languages.
const CLOSE: f64 = 0.2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_telegraphic_notes_are_english_or_nothing() {
        for text in [
            "DALLAS, March 12 - Qtr ends Feb 28\n\nShr 10 cts vs 17 cts\n\nNet 411,275 vs 584,118\n\nRevs 4,977,818 vs 4,714,581",
            "IRVINE, Calif., Feb 26 - Qtly div four cts vs four cts\n\nPay April 3\n\nRecord March 23 and so on for the rest of the year",
        ] {
            let first = super::super::classified(text);
            assert_eq!(settle(text, first), "en", "{first}: {text}");
        }
        let digits = "JUN7 4232 UP 6 AUG7 4278 UP 5 ".repeat(8);
        let first = super::super::classified(&digits);
        assert!(matches!(settle(&digits, first), "en" | UNKNOWN));
    }

    #[test]
    fn languages_that_the_classifier_does_not_know() {
        for (language, text) in [
            (
                "en",
                "The minister said on Tuesday that talks with the rebels would go on until the end of the month, and that no date had been set for a vote.",
            ),
            (
                "de",
                "Der Minister sagte am Dienstag, die Gespräche mit den Aufständischen würden bis zum Ende des Monats weitergehen, ein Termin für die Abstimmung stehe nicht fest.",
            ),
            (
                "fr",
                "Le ministre a déclaré mardi que les négociations avec les rebelles se poursuivraient jusqu'à la fin du mois et qu'aucune date n'avait été fixée pour le vote.",
            ),
            (
                "sv",
                "Ministern sade på tisdagen att samtalen med rebellerna skulle fortsätta till slutet av månaden och att inget datum hade bestämts för omröstningen.",
            ),
            (
                "pl",
                "Minister powiedział we wtorek, że rozmowy z rebeliantami potrwają do końca miesiąca, a terminu głosowania jeszcze nie wyznaczono. Opozycja zapowiedziała protesty.",
            ),
            (
                "cs",
                "Ministr v úterý řekl, že rozhovory s povstalci budou pokračovat do konce měsíce a že termín hlasování zatím nebyl stanoven. Opozice ohlásila protesty.",
            ),
            (
                "hu",
                "A miniszter kedden azt mondta, hogy a tárgyalások a lázadókkal a hónap végéig folytatódnak, és a szavazás időpontját még nem tűzték ki. Az ellenzék tüntetést hirdetett.",
            ),
            (
                "fi",
                "Ministeri sanoi tiistaina, että neuvottelut kapinallisten kanssa jatkuvat kuun loppuun asti eikä äänestykselle ole vielä päätetty ajankohtaa. Oppositio ilmoitti mielenosoituksista.",
            ),
            (
                "ro",
                "Ministrul a declarat marți că discuțiile cu rebelii vor continua până la sfârșitul lunii și că nu a fost stabilită nicio dată pentru vot. Opoziția a anunțat proteste.",
            ),
            (
                "da",
                "Ministeren sagde tirsdag, at samtalerne med oprørerne ville fortsætte til slutningen af måneden, og at der ikke var fastsat nogen dato for afstemningen.",
            ),
            (
                "no",
                "Ministeren sa tirsdag at samtalene med opprørerne ville fortsette til slutten av måneden, og at det ikke var fastsatt noen dato for avstemningen.",
            ),
            (
                "bg",
                "Министърът каза във вторник, че разговорите с бунтовниците ще продължат до края на месеца и че дата за гласуването все още не е определена.",
            ),
            (
                "sr",
                "Министар је у уторак рекао да ће разговори са побуњеницима трајати до краја месеца и да датум гласања још није одређен. Опозиција је најавила протесте.",
            ),
            (
                "ru",
                "Министр сказал во вторник, что переговоры с повстанцами продлятся до конца месяца и что дата голосования ещё не назначена. Оппозиция объявила о протестах.",
            ),
            (
                "tr",
                "Bakan salı günü yaptığı açıklamada isyancılarla görüşmelerin ay sonuna kadar süreceğini ve oylama için henüz bir tarih belirlenmediğini söyledi.",
            ),
            (
                "vi",
                "Bộ trưởng cho biết hôm thứ Ba rằng các cuộc đàm phán với phiến quân sẽ tiếp tục đến cuối tháng và chưa có ngày bỏ phiếu nào được ấn định.",
            ),
            (
                "id",
                "Menteri itu mengatakan pada hari Selasa bahwa pembicaraan dengan pemberontak akan berlanjut hingga akhir bulan dan tanggal pemungutan suara belum ditetapkan.",
            ),
            (
                "es",
                "El ministro dijo el martes que las conversaciones con los rebeldes continuarían hasta finales de mes y que no se había fijado fecha para la votación.",
            ),
            (
                "pt",
                "O ministro disse na terça-feira que as conversações com os rebeldes continuariam até o fim do mês e que nenhuma data havia sido marcada para a votação.",
            ),
            (
                "it",
                "Il ministro ha detto martedì che i colloqui con i ribelli continueranno fino alla fine del mese e che non è stata fissata alcuna data per il voto.",
            ),
            (
                "nl",
                "De minister zei dinsdag dat de gesprekken met de rebellen tot het einde van de maand doorgaan en dat er nog geen datum voor de stemming is vastgesteld.",
            ),
            (
                "und",
                "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui ipsorum lingua Celtae, nostra Galli appellantur.",
            ),
        ] {
            let first = super::super::classified(text);
            assert_eq!(settle(text, first), language, "{first}: {text}");
        }
    }
}
