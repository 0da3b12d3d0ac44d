//! The word forms that a marked entry of the tables stands for.
//!
//! | mark | forms |
//! |---|---|
//! | `+` | English plural: `Afghan+` is Afghan, Afghans |
//! | `~` | adjective of the row's language: `russisch~`, `russe~`, `ruso~`, `российск~` |
//! | `=` | Russian adjective within a phrase |
//! | `^` | Russian noun in -ия: `Росси^` |
//! | `@` | Russian noun in -а: `Украин@` |
//! | `%` | Russian noun ending in a consonant: `Иран%` |
//! | `&` | Russian noun ending in -й, -ь, -я or a hissing -а: `Кита&` |
//! | `$` | Russian inhabitants in -ец: `американц$` |

const RUSSIAN_ADJECTIVE: &[&str] = &[
    "ий", "ая", "ое", "ие", "ого", "ому", "им", "ом", "ой", "ую", "их", "ими",
];

/// All forms of an entry; an entry without marks is its only form.
pub fn forms(entry: &str, language: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for word in entry.split(' ') {
        let forms = word_forms(word, language);
        let mut longer = Vec::with_capacity(all.len() * forms.len());
        for left in &all {
            for form in &forms {
                let space = if left.is_empty() { "" } else { " " };
                longer.push(format!("{left}{space}{form}"));
            }
        }
        all = longer;
    }
    all
}

fn word_forms(word: &str, language: &str) -> Vec<String> {
    let Some(mark) = word.chars().last().filter(|_| word != "&") else {
        return vec![word.to_owned()];
    };
    let stem = word.strip_suffix(mark).unwrap_or(word);
    let endings: &[&str] = match (mark, language) {
        ('+', _) => &["", "s"],
        ('~', "de") => &["", "e", "en", "er", "es", "em"],
        ('~', "fr") => &["", "s"],
        ('~', "es") => return spanish(stem),
        ('~' | '=', _) => RUSSIAN_ADJECTIVE,
        ('^', _) => &["я", "и", "ю", "ей"],
        ('@', _) => &["а", "ы", "и", "е", "у", "ой"],
        ('%', _) => &["", "а", "у", "ом", "е"],
        ('&', _) => &["й", "ь", "я", "ю", "ем", "е", "а", "и", "у", "ей"],
        ('$', _) => {
            let mut all = with(stem, &["а", "у", "ем", "ы", "ев", "ам"]);
            all.push(format!("{}ец", stem.strip_suffix('ц').unwrap_or(stem)));
            return all;
        }
        _ => return vec![word.to_owned()],
    };
    with(stem, endings)
}

fn spanish(stem: &str) -> Vec<String> {
    match stem.strip_suffix('o') {
        Some(root) => with(root, &["o", "a", "os", "as"]),
        None => with(stem, &["", "s"]),
    }
}

fn with(stem: &str, endings: &[&str]) -> Vec<String> {
    endings
        .iter()
        .map(|ending| format!("{stem}{ending}"))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn expands_marks() {
        for (entry, language, expected) in [
            ("Afghan+", "en", vec!["Afghan", "Afghans"]),
            ("South Korean+", "en", vec!["South Korean", "South Koreans"]),
            ("ruso~", "es", vec!["ruso", "rusa", "rusos", "rusas"]),
            ("French", "en", vec!["French"]),
            ("A & B", "en", vec!["A & B"]),
            (
                "Росси^",
                "ru",
                vec!["Россия", "России", "Россию", "Россией"],
            ),
        ] {
            assert_eq!(super::forms(entry, language), expected);
        }
        assert!(super::forms("американц$", "ru").contains(&"американец".to_owned()));
        assert_eq!(super::forms("Саудовск= Арави^", "ru").len(), 48);
    }
}
