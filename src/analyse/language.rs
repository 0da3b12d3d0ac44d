//! Which language an article is in.

mod codes;
mod doubt;

use codes::code;
use whichlang::{Lang, detect_language};

/// Text to look at, in bytes: the classifier is sure long before.
const SAMPLE: usize = 400;

/// Shorter text is too little to overrule what the source declared.
const ENOUGH: usize = 60;

/// Code for a language that could not be told.
pub const UNKNOWN: &str = "und";

/// ISO 639-1 code of the language of an article, or [`UNKNOWN`]. The text decides where there is
/// enough of it, except between languages that the classifier does not know (it would call
/// Ukrainian Russian): there the declared one counts.
pub fn identify(title: &str, body: &str, declared: Option<&str>) -> &'static str {
    let declared = declared.and_then(code);
    let start = &body[..body.floor_char_boundary(SAMPLE)];
    let both;
    let sample = if start.trim().len() < ENOUGH {
        both = format!("{title}\n{start}");
        both.trim()
    } else {
        start
    };
    if !sample.chars().any(char::is_alphabetic) {
        return declared.unwrap_or(UNKNOWN);
    }
    if let Some(code) = declared
        && (sample.len() < ENOUGH || !KNOWN.contains(&code))
    {
        return code;
    }
    if let Some(script) = by_script(sample) {
        return script;
    }
    if is_plainly_english(sample) || doubt::is_english(sample) {
        return "en";
    }
    doubt::settle(sample, classified(sample))
}

fn classified(sample: &str) -> &'static str {
    match detect_language(sample) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

/// Words that no other language of news writes often, the commonest of English.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "said", "that", "for", "with", "has", "from", "which", "its", "is", "at",
];

/// Whether a text is English beyond doubt, which the classifier need not be asked then: it costs
/// as much as half the stemming. ASCII alone, "the" among the words, and three more of the
/// commonest.
fn is_plainly_english(sample: &str) -> bool {
    if !sample.is_ascii() {
        return false;
    }
    let (mut the, mut others) = (false, 0);
    sample
        .split(|c: char| !c.is_ascii_alphabetic())
        .any(|word| {
            the |= word == "the";
            others += u32::from(word.len() > 1 && ENGLISH.contains(&word));
            the && others >= 4
        })
}

/// Languages that the classifier knows.
const KNOWN: &[&str] = &[
    "ar", "zh", "de", "en", "fr", "hi", "it", "ja", "ko", "nl", "pt", "ru", "es", "sv", "tr", "vi",
];

/// Scripts that belong to one language of news, none of them known to the classifier; and letters
/// of Ukrainian that Russian lacks.
fn by_script(text: &str) -> Option<&'static str> {
    let first = text.chars().find(|c| c.is_alphabetic())?;
    match first {
        '\u{370}'..='\u{3ff}' => Some("el"),
        '\u{531}'..='\u{587}' => Some("hy"),
        '\u{590}'..='\u{5ff}' => Some("he"),
        '\u{10a0}'..='\u{10ff}' => Some("ka"),
        '\u{e00}'..='\u{e7f}' => Some("th"),
        '\u{400}'..='\u{4ff}' if text.chars().any(|c| "іїєґІЇЄҐ".contains(c)) => Some("uk"),
        _ => None,
    }
}

/// The ISO 639-1 code of a language as people write it, for corrections and filters.
pub fn normalise(declared: &str) -> Option<&'static str> {
    code(declared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_told_by_title_and_body() {
        for (title, body, expected) in [
            (
                "News",
                "He was arrested on June 3, officials said on Monday.",
                "en",
            ),
            (
                "",
                "The French president met the German chancellor in Paris.",
                "en",
            ),
            (
                "",
                "Malian soldiers killed 12 militants in Mopti on Monday.",
                "en",
            ),
            (
                "Peru president resigns after congress vote in Lima",
                "",
                "en",
            ),
            (
                "Actualités",
                "Le président français a rencontré la chancelière.",
                "fr",
            ),
            ("Regierung tritt nach Abstimmung im Parlament ab", "", "de"),
            ("Il presidente del Peru si dimette dopo il voto", "", "it"),
            (
                "Presidente del Peru renuncia tras voto del congreso",
                "",
                "es",
            ),
        ] {
            assert_eq!(identify(title, body, None), expected, "{title} {body}");
        }
    }

    #[test]
    fn text_decides_where_there_is_enough() {
        let english =
            "The ceasefire took effect at noon on Wednesday, the ministry said in a statement.";
        let german =
            "Die Waffenruhe trat am Mittwoch um zwölf Uhr in Kraft, teilte das Ministerium mit.";
        let ukrainian =
            "Перемир'я набуло чинності опівдні в середу, повідомило міністерство у своїй заяві.";
        for (body, declared, expected) in [
            (english, None, "en"),
            (english, Some("de"), "en"),
            (german, Some("en-GB"), "de"),
            (ukrainian, None, "uk"),
            (english, Some("pl"), "pl"),
            ("", Some("fr-FR"), "fr"),
            ("12 345", None, UNKNOWN),
            ("", None, UNKNOWN),
            ("Kurz", Some("german"), "de"),
        ] {
            assert_eq!(
                identify("", body, declared),
                expected,
                "{body} {declared:?}"
            );
        }
    }
}
