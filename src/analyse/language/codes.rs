//! Languages by what people and files call them.

/// A declared language ("en-GB", "ENG", "english") as ISO 639-1, if it is one of news.
pub(super) fn code(declared: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str, &str)] = &[
        ("ar", "ara", "arabic"),
        ("az", "aze", "azerbaijani"),
        ("bg", "bul", "bulgarian"),
        ("ca", "cat", "catalan"),
        ("cs", "ces", "czech"),
        ("da", "dan", "danish"),
        ("de", "deu", "german"),
        ("el", "ell", "greek"),
        ("en", "eng", "english"),
        ("es", "spa", "spanish"),
        ("et", "est", "estonian"),
        ("fa", "fas", "persian"),
        ("fi", "fin", "finnish"),
        ("fr", "fra", "french"),
        ("he", "heb", "hebrew"),
        ("hi", "hin", "hindi"),
        ("hr", "hrv", "croatian"),
        ("hu", "hun", "hungarian"),
        ("hy", "hye", "armenian"),
        ("id", "ind", "indonesian"),
        ("it", "ita", "italian"),
        ("ja", "jpn", "japanese"),
        ("ka", "kat", "georgian"),
        ("ko", "kor", "korean"),
        ("lt", "lit", "lithuanian"),
        ("lv", "lav", "latvian"),
        ("nl", "nld", "dutch"),
        ("no", "nor", "norwegian"),
        ("pl", "pol", "polish"),
        ("pt", "por", "portuguese"),
        ("ro", "ron", "romanian"),
        ("ru", "rus", "russian"),
        ("sk", "slk", "slovak"),
        ("sl", "slv", "slovenian"),
        ("sr", "srp", "serbian"),
        ("sv", "swe", "swedish"),
        ("th", "tha", "thai"),
        ("tr", "tur", "turkish"),
        ("uk", "ukr", "ukrainian"),
        ("ur", "urd", "urdu"),
        ("vi", "vie", "vietnamese"),
        ("zh", "zho", "chinese"),
    ];
    let plain = declared.trim().to_ascii_lowercase();
    let main = plain.split(['-', '_']).next().unwrap_or("");
    let main = match main {
        "nb" | "nn" | "nob" | "nno" => "no",
        "iw" => "he",
        other => other,
    };
    let row = CODES
        .iter()
        .find(|(two, three, name)| [*two, *three, *name].contains(&main));
    row.map(|(two, _, _)| *two)
}
